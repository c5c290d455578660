//! When each open invoice will be paid, and what that brings in each of the next 13 weeks, with ranges.
//!
//! A payer's habit is how many days beyond terms its invoices were paid, the latest weighing most, and leaning on the shop's other
//! payers where they are few ([`book`]). An open invoice is expected on the median day of those that are left: a day on which the
//! payer pays, given that it has not paid yet. Ranges are as wide as the shop's own past shows that they must be ([`past`]); those of
//! a week let the invoices of a payer move together ([`futures`]). Minimum: 5 paid invoices with a due date.
//!
//! Blind spots: only invoices that are known at the date count, not those still to come; a dispute that nobody wrote down looks like
//! any late invoice; and a credit is taken to be settled when an invoice of its age would be paid.

mod book;
mod came;
mod futures;
mod hazard;
mod memory;
mod past;
mod pay_days;

use serde::{Deserialize, Serialize};

use self::book::{Book, Habit, is_known};
use self::futures::{Expected, WEEKS, futures};
use self::past::{Learnt, amount, late, quantile};
use crate::insight::stats::middle::quantile_of_sorted;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, Range, WEEK};

pub use self::book::is_open;
pub use self::came::came_in;
pub use self::past::{LATE, Past};

/// Paid invoices with a due date that a forecast needs.
pub const LEAST_PAID: usize = 5;

/// Possible courses of the weeks, and at most so many draws for them.
const COURSES: usize = 1000;
const MOST_DRAWS: usize = 2_000_000;

/// What the open invoices will bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CashIn {
    /// Up to where payments are known: before the review where the payments file ends earlier.
    pub known_to: Day,
    /// 13 weeks, that of the review first.
    pub weeks: Vec<CashWeek>,
    /// Minor units that are expected after them,
    pub later: f64,
    /// and between the end of the payments file and the review: probably paid, but nobody knows.
    pub unseen: f64,
    /// Every open invoice with a due date, the first that is expected first.
    pub invoices: Vec<ExpectedPayment>,
    /// What is left out, and what has a meaning of its own.
    pub untold: Untold,
    /// How such forecasts did on the shop's own past.
    pub past: Past,
}

/// What the open invoices will bring in a week.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CashWeek {
    /// Its Monday.
    pub week: Day,
    /// Minor units. What is credited counts below zero.
    pub cash: Range,
}

/// When an open invoice is expected to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpectedPayment {
    /// Its place in the dataset.
    pub place: usize,
    /// Who owes it.
    pub customer: CustomerIdx,
    /// Minor units, or [`NO_AMOUNT`].
    pub amount: Minor,
    /// When it is due.
    pub due: Day,
    /// As likely before this day as after it; never before the review.
    pub expected: Day,
    /// The middle 80 %: from this day
    pub from: Day,
    /// to this one.
    pub to: Day,
    /// The chance that it is paid over 30 days beyond terms; 0 for a credit.
    pub late_30: f64,
    /// How many paid invoices its payer's habit rests on, at most 100.
    pub n_habit: usize,
}

/// Open invoices that a forecast can not tell, or not like the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Untold {
    /// Without a due date: they have no expected day and stand in no week.
    pub n_without_due: usize,
    /// What these come to, in minor units.
    pub without_due: Minor,
    /// With an expected day, but without an amount: they add nothing to a week.
    pub n_without_amount: usize,
    /// Credits: they lessen the weeks in which they are expected to be settled.
    pub n_credits: usize,
    /// What these come to, in minor units; below zero.
    pub credits: Minor,
}

/// What is missing for a forecast; words are made of it elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CannotForecast {
    /// The review was closed by a program that did not forecast.
    NotKept,
    /// No file says when invoices were paid.
    NoPaidDates,
    /// No invoice has a due date.
    NoDueDates,
    /// Too few paid invoices with a due date.
    FewPaid {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
}

/// What the invoices that are open at a review will bring, from what was known before it.
pub fn cash_in(dataset: &Dataset, at: Day) -> Result<CashIn, CannotForecast> {
    if !dataset.knows_paid {
        return Err(CannotForecast::NoPaidDates);
    }
    let book = Book::at(dataset, at, 1);
    if book.payers.is_empty() {
        return Err(CannotForecast::NoDueDates);
    }
    let have = book.payers.iter().map(|payer| payer.n_paid).sum();
    if have < LEAST_PAID {
        return Err(CannotForecast::FewPaid { have, need: LEAST_PAID });
    }
    let learnt = Learnt::of(dataset, book.known_to);
    let mut told = Vec::new();
    let mut all = Vec::new();
    let (mut unseen, mut later) = (0.0, 0.0);
    for payer in book.payers.iter().filter(|payer| !payer.open.is_empty()) {
        let habit = book.habit(payer);
        for &place in &payer.open {
            let (one, dates) = expected(dataset, place, &habit, &learnt, (payer.customer, payer.n_paid));
            let invoice = Expected::new((place, payer.customer, amount(dataset, place)), &dates, book.known_to, at);
            let before: f64 = dates.iter().take(usize::try_from(at - book.known_to).unwrap_or(0)).sum();
            unseen += invoice.amount * before;
            later += invoice.amount * (1.0 - before - invoice.paid_by[WEEKS - 1]);
            told.push(one);
            all.push(invoice);
        }
    }
    told.sort_by_key(|one| (one.expected, one.place));
    let untold = untold(dataset, at, &told);
    Ok(CashIn {
        known_to: book.known_to,
        weeks: weeks(&all, &learnt, at),
        later,
        unseen,
        invoices: told,
        untold,
        past: learnt.past,
    })
}

/// When an invoice is expected, and the chance of each day from `known_to` on.
fn expected(
    dataset: &Dataset,
    place: usize,
    habit: &Habit<'_>,
    learnt: &Learnt,
    (customer, n_habit): (CustomerIdx, usize),
) -> (ExpectedPayment, Vec<f64>) {
    let due = Day(dataset.invoices.due[place]);
    let amount = dataset.invoices.amount[place];
    let dates = habit.dates(due);
    let (at, known_to) = habit.since();
    let day = |chance: f64| (known_to + i32::try_from(quantile(&dates, chance)).unwrap_or(0)).max(at);
    let expected = day(0.5);
    let is_credit = amount != NO_AMOUNT && amount < 0;
    let told = ExpectedPayment {
        place,
        customer,
        amount,
        due,
        expected,
        from: day(learnt.days.0).min(expected),
        to: day(learnt.days.1).max(expected),
        late_30: if is_credit { 0.0 } else { learnt.late(late(&dates, due, known_to)) },
        n_habit,
    };
    (told, dates)
}

/// What comes in each week.
fn weeks(invoices: &[Expected], learnt: &Learnt, at: Day) -> Vec<CashWeek> {
    let mut means = [0.0; WEEKS];
    for invoice in invoices {
        for (sum, mean) in means.iter_mut().zip(invoice.means()) {
            *sum += mean;
        }
    }
    let n = (MOST_DRAWS / invoices.len().max(1)).clamp(200, COURSES);
    let courses = futures(invoices, learnt.alike, n);
    let mondays = (0..).map(|week| at.monday() + week * WEEK);
    let cash = means.into_iter().zip(&courses).zip(&learnt.weeks).map(|((mean, sums), parts)| range(mean, sums, parts));
    mondays.zip(cash).map(|(week, cash)| CashWeek { week, cash }).collect()
}

/// The range of a week, by what came in in each course and by the parts of them that hold the middle.
fn range(mean: f64, sums: &[f64], [half, most]: &[(f64, f64); 2]) -> Range {
    let part = |chance: f64| quantile_of_sorted(sums, chance).unwrap_or(0.0);
    let median = part(0.5);
    let (low50, high50) = (part(half.0).min(median), part(half.1).max(median));
    Range { mean, median, low50, high50, low80: part(most.0).min(low50), high80: part(most.1).max(high50) }
}

/// What is open at a review and can not be told, and what of that which is told is no common invoice.
fn untold(dataset: &Dataset, at: Day, told: &[ExpectedPayment]) -> Untold {
    let mut untold = Untold::default();
    let invoices = &dataset.invoices;
    for place in 0..invoices.due.len() {
        let days = invoices.days(place);
        if days.due == Day::NONE.0 && is_open(days.paid, at) && is_known(days.issued, days.due, at) {
            untold.n_without_due += 1;
            if invoices.amount[place] != NO_AMOUNT {
                untold.without_due += invoices.amount[place];
            }
        }
    }
    for one in told {
        if one.amount == NO_AMOUNT {
            untold.n_without_amount += 1;
        } else if one.amount < 0 {
            untold.n_credits += 1;
            untold.credits += one.amount;
        }
    }
    untold
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{INVOICE_AMOUNT, Neighbours, Past, dataset, day, every, from};

    const AT: &str = "2026-01-05";

    /// A payer of weekly invoices since January 2025, the last of them due after the review.
    fn weekly(days_beyond: std::ops::RangeInclusive<i32>) -> Past {
        from("2025-01-06").invoices(every(7, 56), days_beyond)
    }

    fn told(customers: &[Past]) -> CashIn {
        cash_in(&dataset(customers), day(AT)).unwrap()
    }

    #[test]
    fn without_books_nothing_can_be_told() {
        let shop = dataset(&[from("2025-01-06").orders([7, 7])]);
        assert_eq!(cash_in(&shop, day(AT)), Err(CannotForecast::NoPaidDates));
    }

    #[test]
    fn one_invoice_is_no_habit_and_none_with_a_due_date_is_no_forecast() {
        let at = day(AT);
        let mut shop = dataset(&[from("2025-01-06").invoice(at - 20, at - 1)]);
        assert_eq!(cash_in(&shop, at), Err(CannotForecast::FewPaid { have: 1, need: LEAST_PAID }));
        shop.invoices.due.fill(Day::NONE.0);
        assert_eq!(cash_in(&shop, at), Err(CannotForecast::NoDueDates));
    }

    #[test]
    fn a_shop_to_which_nothing_is_owed_expects_nothing() {
        let cash = told(&[from("2025-01-06").invoices(every(7, 48), 0..=4)]);
        assert!(cash.invoices.is_empty());
        assert_eq!((cash.weeks.len(), cash.weeks[0].week), (13, day(AT)));
        assert!(cash.weeks.iter().all(|week| week.cash == Range::default()));
    }

    #[test]
    fn a_new_payer_is_expected_to_pay_as_the_others_do() {
        let due = day("2026-01-13");
        let others = vec![weekly(11..=13); 10];
        let new = from("2025-01-06").invoice(due, Day::NONE);
        let cash = told(&[vec![new], others].concat());
        let one = cash.invoices.iter().find(|one| one.customer == 0).unwrap();
        assert_eq!(one.n_habit, 0);
        assert!((9..=15).contains(&(one.expected - due)), "{one:?}");
    }

    #[test]
    fn a_payer_that_got_slower_lately_is_expected_to_stay_so() {
        let slower = from("2024-06-03").invoices(every(7, 60), 0..=2).invoices(every(7, 25), 21..=23);
        let cash = told(&[slower, weekly(0..=5), weekly(2..=6)]);
        let not_due = cash.invoices.iter().filter(|one| one.customer == 0 && one.due >= day(AT));
        assert!(not_due.clone().count() > 0);
        not_due.for_each(|one| assert!((18..=26).contains(&(one.expected - one.due)), "{one:?}"));
    }

    #[test]
    fn who_pays_on_fridays_is_expected_on_a_friday() {
        let dues = (0..55).map(|i| day("2025-01-06") + 7 * i + (2 * i) % 5);
        let fridays = dues.fold(from("2025-01-06"), |past, due| past.invoice(due, due.monday() + 11));
        let cash = told(&[fridays, weekly(0..=5), weekly(2..=6)]);
        let on: Vec<&str> =
            cash.invoices.iter().filter(|one| one.customer == 0).map(|one| one.expected.weekday_name()).collect();
        assert!(!on.is_empty() && on.iter().all(|on| *on == "Fri"), "{on:?}");
    }

    #[test]
    fn nothing_is_expected_on_a_weekend() {
        let workdays = |past: Past, due: Day| past.invoice(due, if due.weekday() < 5 { due } else { due.monday() + 7 });
        let payer = (0..130).map(|i| day("2025-01-06") + 3 * i).fold(from("2025-01-06"), workdays);
        let cash = told(&[payer]);
        assert!(cash.invoices.iter().all(|one| one.expected.weekday() < 5), "{:?}", cash.invoices);
    }

    #[test]
    fn an_invoice_far_past_due_is_late_and_may_take_long_still() {
        let at = day(AT);
        let cash = told(&[weekly(0..=5).invoice(at - 200, Day::NONE), weekly(0..=9), weekly(3..=9)]);
        let old = cash.invoices.iter().find(|one| one.due == at - 200).unwrap();
        assert!(old.late_30 > 0.999 && old.expected >= at && old.to - at > 30, "{old:?}");
        let young = cash.invoices.iter().filter(|one| one.due > at);
        young.for_each(|one| assert!(one.late_30 < 0.1, "{one:?}"));
    }

    #[test]
    fn what_is_paid_after_the_review_changes_nothing() {
        let at = day(AT);
        let late = weekly(0..=9).invoices(every(7, 4), 30..=40);
        let known = dataset(&[late.clone(), weekly(3..=9)]);
        let later = dataset(&[late.pays_what_is_open(at, at + 300), weekly(3..=9).pays_what_is_open(at, Day::NONE)]);
        assert_eq!(cash_in(&known, at), cash_in(&later, at));
    }

    #[test]
    fn the_same_books_tell_the_same_and_ranges_stand_in_order_and_never_before_the_review() {
        let shop = Neighbours::usual().dataset_with(&weekly(0..=40));
        let at = day("2026-03-02");
        let cash = cash_in(&shop, at).unwrap();
        assert_eq!(cash_in(&shop, at), Ok(cash.clone()));
        assert!(cash.invoices.len() > 50);
        for one in &cash.invoices {
            assert!(at <= one.from && one.from <= one.expected && one.expected <= one.to, "{one:?}");
            assert!((0.0..=1.0).contains(&one.late_30));
        }
        for CashWeek { cash, .. } in &cash.weeks {
            let order = [0.0, cash.low80, cash.low50, cash.median, cash.high50, cash.high80];
            assert!(order.is_sorted(), "{cash:?}");
        }
    }

    #[test]
    fn all_that_is_owed_is_expected_once() {
        let cash = told(&[weekly(0..=9), weekly(3..=30)]);
        let owed: Minor = cash.invoices.iter().map(|one| one.amount).sum();
        let expected = cash.weeks.iter().map(|week| week.cash.mean).sum::<f64>() + cash.later + cash.unseen;
        assert!((expected - owed as f64).abs() < 1.0, "{expected} {owed}");
    }

    #[test]
    fn four_in_five_payments_come_within_the_range() {
        let payers: Vec<Past> =
            (0..30).map(|i| from("2024-01-08").invoices(every(5 + i, 200), i % 7..=20 + i % 7)).collect();
        let shop = dataset(&payers);
        let (mut held, mut all) = (0, 0);
        for week in 0..8 {
            let cash = cash_in(&shop, day("2025-06-02") + 21 * week).unwrap();
            assert!(cash.past.n > 100 && cash.past.days_off < 7.0);
            for one in &cash.invoices {
                held += i32::from((one.from.0..=one.to.0).contains(&shop.invoices.paid[one.place]));
                all += 1;
            }
        }
        let share = f64::from(held) / f64::from(all);
        assert!((0.74..=0.86).contains(&share), "{share}");
    }

    #[test]
    fn a_credit_lessens_what_comes_in_and_teaches_nothing() {
        let mut shop = dataset(&[weekly(0..=5), weekly(0..=9)]);
        let before = cash_in(&shop, day(AT)).unwrap();
        let place = before.invoices[0].place;
        shop.invoices.amount[place] = -INVOICE_AMOUNT;
        let after = cash_in(&shop, day(AT)).unwrap();
        assert_eq!((after.untold.n_credits, after.untold.credits), (1, -INVOICE_AMOUNT));
        let sum = |cash: &CashIn| cash.weeks.iter().map(|week| week.cash.mean).sum::<f64>() + cash.later;
        assert!((sum(&before) - sum(&after) - 2.0 * INVOICE_AMOUNT as f64).abs() < 1.0);
        assert!(after.invoices.iter().all(|one| one.amount > 0 || one.late_30 < 1e-9));
    }

    #[test]
    fn what_has_no_due_date_or_no_amount_is_counted_and_in_no_week() {
        let mut shop = dataset(&[weekly(0..=5), weekly(0..=9)]);
        let before = cash_in(&shop, day(AT)).unwrap();
        shop.invoices.amount[before.invoices[0].place] = NO_AMOUNT;
        shop.invoices.due[before.invoices[1].place] = Day::NONE.0;
        let after = cash_in(&shop, day(AT)).unwrap();
        let untold = Untold { n_without_due: 1, without_due: INVOICE_AMOUNT, n_without_amount: 1, ..Untold::default() };
        assert_eq!((after.untold, after.invoices.len()), (untold, before.invoices.len() - 1));
        let sum = |cash: &CashIn| cash.weeks.iter().map(|week| week.cash.mean).sum::<f64>() + cash.later;
        assert!((sum(&before) - sum(&after) - 2.0 * INVOICE_AMOUNT as f64).abs() < 1.0);
    }

    #[test]
    fn a_payments_file_that_ends_earlier_makes_nobody_late() {
        let end = day("2025-11-24");
        let payers =
            (0..5).map(|i| from("2025-01-06").invoices(every(7, 50), i..=i + 4).pays_what_is_open(end, Day::NONE));
        let cash = told(&payers.collect::<Vec<_>>());
        assert!(cash.known_to <= end && cash.unseen > 0.0);
        for one in cash.invoices.iter().filter(|one| one.due > end - 7) {
            assert!(one.late_30 < 0.1 && one.expected == day(AT), "{one:?}");
        }
    }

    #[test]
    fn a_list_of_open_items_teaches_as_well_as_it_knows_the_day() {
        let mut shop = dataset(&[weekly(10..=12), weekly(10..=12)]);
        let habit = |shop: &Dataset| cash_in(shop, day(AT)).unwrap().invoices[0].n_habit;
        let before = habit(&shop);
        let (paid, open_on) = (shop.invoices.paid.clone(), &mut shop.invoices.open_on);
        open_on.iter_mut().zip(&paid).for_each(|(open_on, paid)| *open_on = paid - 6);
        assert_eq!(habit(&shop), before, "known to the week");
        shop.invoices.open_on.iter_mut().zip(&paid).step_by(2).for_each(|(open_on, paid)| *open_on = paid - 90);
        assert!(habit(&shop) < before, "known to the quarter");
    }
}
