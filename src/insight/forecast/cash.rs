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
mod futures;
mod hazard;
mod memory;
mod past;
mod pay_days;

use serde::{Deserialize, Serialize};

use self::book::{Book, Habit, is_known, is_open};
use self::futures::{Expected, WEEKS, futures};
use self::past::{Learnt, amount, late, quantile};
use crate::insight::stats::middle::quantile_of_sorted;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, Range, WEEK};

pub use self::past::Past;

/// Paid invoices with a due date that a forecast needs.
pub const LEAST_PAID: usize = 5;

/// Possible courses of the weeks, and at most so many draws for them.
const COURSES: usize = 1000;
const MOST_DRAWS: usize = 4_000_000;

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
    let of_week = |(((week, mean), sums), [half, most]): (((Day, f64), &Vec<f64>), [(f64, f64); 2])| {
        let part = |chance: f64| quantile_of_sorted(sums, chance).unwrap_or(0.0);
        let median = part(0.5);
        let (low50, high50) = (part(half.0).min(median), part(half.1).max(median));
        let (low80, high80) = (part(most.0).min(low50), part(most.1).max(high50));
        CashWeek { week, cash: Range { mean, median, low50, high50, low80, high80 } }
    };
    mondays.zip(means).zip(&courses).zip(learnt.weeks).map(of_week).collect()
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
