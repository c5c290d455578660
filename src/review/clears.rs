//! What would clear a flag: the smallest next event, found by adding it and running the rule again.

use super::judge::{ask, insight_of};
use super::standing::STAYS;
use crate::insight::rhythm::Rhythm;
use crate::insight::series::{InvoiceSlice, MailSlice, distinct_days};
use crate::insight::stats::middle::median;
use crate::insight::{CustomerSeries, Explanation, Outcome};
use crate::model::finding::{Change, Clears, Subject, Unit};
use crate::model::{Dataset, Day, Label, Signal, WEEK};

/// More orders in four weeks, and more lots or invoices in a row, are no answer an owner can wait for.
const MOST_ORDERS: usize = 15;
const MOST_IN_A_ROW: usize = 30;

/// Orders are tried within this many weeks.
const WITHIN_WEEKS: i32 = 4;

/// Tries what would take the flag away.
///
/// `called_up_to` is the largest p-value that the review calls out for a signal; only above it a flag falls.
pub fn clears(
    dataset: &Dataset,
    signal: Signal,
    series: &CustomerSeries<'_>,
    at: Day,
    found: &Explanation,
    called_up_to: &dyn Fn(Signal) -> f64,
) -> Clears {
    let trial = Trial { dataset, series, at, called_up_to };
    match signal {
        Signal::Quiet | Signal::Slowdown => trial.orders(&[signal]),
        Signal::Lots => trial.lots(found.change),
        Signal::Late => trial.payments(found.change),
        Signal::Rejects => trial.clean_orders(),
        Signal::Mix => trial.orders_as_before(found.subject),
        Signal::Interest => trial.mailings(found.subject),
        // No single customer's next order ends what many do.
        Signal::Industry | Signal::Finish => Clears::NotSoon,
        Signal::Distress => {
            let habit = found.second.unwrap_or(found.change);
            match (trial.orders(&[Signal::Quiet, Signal::Slowdown]), trial.payments(habit)) {
                (Clears::Orders { n: orders, by }, Clears::PaidInvoices { n: invoices, within_days }) => {
                    Clears::OrdersOrPayments { orders, by, invoices, within_days }
                }
                (Clears::NotSoon, other) | (other, _) => other,
            }
        }
    }
}

struct Trial<'a> {
    dataset: &'a Dataset,
    series: &'a CustomerSeries<'a>,
    at: Day,
    called_up_to: &'a dyn Fn(Signal) -> f64,
}

impl Trial<'_> {
    /// So many orders, spread evenly over the next four weeks; a single one within two.
    fn orders(&self, signals: &[Signal]) -> Clears {
        let until = |n: usize| self.at + WEEK * if n == 1 { 2 } else { WITHIN_WEEKS };
        let known = self.series.order_on.partition_point(|&d| d < self.at.0);
        let n = fewest(MOST_ORDERS, |n| {
            let step = (until(n) - self.at) / i32::try_from(n + 1).unwrap_or(1);
            let order_on = [&self.series.order_on[..known], &self.steps(n, step)].concat();
            let order_days = distinct_days(&order_on);
            let series = self.with_orders(&order_on, &order_days, until(n));
            signals.iter().all(|&signal| self.is_clear(signal, &series, until(n)))
        });
        n.map_or(Clears::NotSoon, |n| Clears::Orders { n, by: until(n) - 1 })
    }

    /// So many lots of the earlier size, at the pace of now.
    fn lots(&self, change: Change) -> Clears {
        let parts = readable_below(change.was);
        let (lots, orders) = (
            self.series.lot_on.partition_point(|&d| d < self.at.0),
            self.series.order_on.partition_point(|&d| d < self.at.0),
        );
        let pace = pace(&self.series.lot_on[..lots]);
        let n = fewest(MOST_IN_A_ROW, |n| {
            let new = self.steps(n, pace);
            let until = self.at + pace * i32::try_from(n).unwrap_or(1) + 1;
            let lot_on = [&self.series.lot_on[..lots], &new].concat();
            let lot_parts = [&self.series.lot_parts[..lots], &vec![parts; n]].concat();
            let order_on = [&self.series.order_on[..orders], &new].concat();
            let order_days = distinct_days(&order_on);
            let series = CustomerSeries {
                lot_on: &lot_on,
                lot_parts: &lot_parts,
                ..self.with_orders(&order_on, &order_days, until)
            };
            self.is_clear(Signal::Lots, &series, until)
        });
        n.map_or(Clears::NotSoon, |n| Clears::Lots { n, parts })
    }

    /// So many invoices paid within the earlier habit, at the pace of now. What is open today is paid when the trial
    /// ends; due dates still to come are replaced by those that are tried, as what becomes of them is not known.
    fn payments(&self, change: Change) -> Clears {
        debug_assert_eq!(change.unit, Unit::DaysBeyondTerms);
        #[expect(clippy::cast_possible_truncation, reason = "days of a habit")]
        let habit = change.was.ceil().clamp(0.0, 120.0) as i32;
        let known = self.series.invoices;
        let now: Vec<usize> =
            (0..known.due.len()).filter(|&i| known.due[i] < self.at.0 && known.issued[i] < self.at.0).collect();
        let of = |days: &[i32]| -> Vec<i32> { now.iter().map(|&i| days[i]).collect() };
        let (issued, due, paid) = (of(known.issued), of(known.due), of(known.paid));
        let mut open_on = of(known.open_on);
        open_on.resize(now.len() + MOST_IN_A_ROW, Day::NONE.0);
        let amount = vec![0; now.len() + MOST_IN_A_ROW];
        let pace = pace(&due);
        let n = fewest(MOST_IN_A_ROW, |n| {
            let new = self.steps(n, pace);
            let until = Day(new.last().copied().unwrap_or(self.at.0) + habit + 1);
            let is_open = |&day: &i32| day == Day::NONE.0 || day >= self.at.0;
            let then = paid.iter().map(|day| if is_open(day) { until.0 - 1 } else { *day });
            let mut open_on = open_on[..paid.len() + n].to_vec();
            for (_, open_on) in paid.iter().zip(&mut open_on).filter(|(day, _)| is_open(day)) {
                *open_on = Day::NONE.0;
            }
            let paid: Vec<i32> = then.chain(new.iter().map(|day| day + habit)).collect();
            let (issued, due) = ([&issued[..], &vec![self.at.0; n]].concat(), [&due[..], &new].concat());
            let amount = &amount[..due.len()];
            let invoices = InvoiceSlice { issued: &issued, due: &due, paid: &paid, open_on: &open_on, amount };
            let series = CustomerSeries { invoices, payments_to: Some(until), ..*self.series };
            self.is_clear(Signal::Late, &series, until)
        });
        n.map_or(Clears::NotSoon, |n| Clears::PaidInvoices { n, within_days: habit })
    }

    /// So many orders of the usual size of which nothing is rejected, at the pace of now, once their rejections would be known.
    fn clean_orders(&self) -> Clears {
        let known = self.series.order_on.partition_point(|&d| d < self.at.0);
        let pace = pace(&self.series.order_on[..known]);
        let reported = 0..self.series.rejection_on.partition_point(|&d| d < self.at.0);
        let sizes: Vec<f64> = self.series.order_parts[..known].iter().map(|&parts| parts as f64).collect();
        #[expect(clippy::cast_possible_truncation, reason = "parts of an order")]
        let usual = median(&sizes).map_or(1, |parts| parts.max(1.0) as i64);
        let n = fewest(MOST_IN_A_ROW, |n| {
            let new = self.steps(n, pace);
            let until = self.at + pace * i32::try_from(n).unwrap_or(1) + 1 + self.series.learnt.reject_lag();
            let order_on = [&self.series.order_on[..known], &new].concat();
            let order_days = distinct_days(&order_on);
            let order_parts = [&self.series.order_parts[..known], &vec![usual; n]].concat();
            let series = CustomerSeries {
                order_parts: &order_parts,
                rejection_on: &self.series.rejection_on[reported.clone()],
                rejection_parts: &self.series.rejection_parts[reported.clone()],
                rejection_order: &self.series.rejection_order[reported.clone()],
                rejects_to: Some(until),
                ..self.with_orders(&order_on, &order_days, until)
            };
            self.is_clear(Signal::Rejects, &series, until)
        });
        n.map_or(Clears::NotSoon, |n| Clears::CleanOrders { n })
    }

    /// So many orders of the process or the supplier that lost, at the pace of now.
    fn orders_as_before(&self, subject: Option<Subject>) -> Clears {
        let known = self.series.order_on.partition_point(|&d| d < self.at.0);
        let pace = pace(&self.series.order_on[..known]);
        let (process, supplier) = (&self.series.order_process[..known], &self.series.order_supplier[..known]);
        let last_of = |labels: &[Label], of: Label| (0..known).rfind(|&i| labels[i] == of);
        let like = match subject {
            Some(Subject::Process { from, .. }) => last_of(process, from),
            Some(Subject::Supplier { from, .. }) => last_of(supplier, from),
            _ => None,
        };
        let Some(like) = like else { return Clears::NotSoon };
        let n = fewest(MOST_IN_A_ROW, |n| {
            let until = self.at + pace * i32::try_from(n).unwrap_or(1) + 1;
            let order_on = [&self.series.order_on[..known], &self.steps(n, pace)].concat();
            let order_days = distinct_days(&order_on);
            let order_process = [process, &vec![process[like]; n]].concat();
            let order_supplier = [supplier, &vec![supplier[like]; n]].concat();
            let series = CustomerSeries {
                order_process: &order_process,
                order_supplier: &order_supplier,
                ..self.with_orders(&order_on, &order_days, until)
            };
            self.is_clear(Signal::Mix, &series, until)
        });
        n.map_or(Clears::NotSoon, |n| Clears::OrdersAsBefore { n })
    }

    /// So many mailings on the topic that are not clicked, at the pace of now.
    fn mailings(&self, subject: Option<Subject>) -> Clears {
        let Some(Subject::Topic(topic)) = subject else { return Clears::NotSoon };
        let mails = self.series.mails;
        let known = mails.sent_on.partition_point(|&d| d < self.at.0);
        let of_topic: Vec<i32> = (0..known).filter(|&i| mails.topic[i] == topic).map(|i| mails.sent_on[i]).collect();
        let pace = pace(&of_topic);
        let n = fewest(MOST_IN_A_ROW, |n| {
            let until = self.at + pace * i32::try_from(n).unwrap_or(1) + 1;
            let sent_on = [&mails.sent_on[..known], &self.steps(n, pace)].concat();
            let topics = [&mails.topic[..known], &vec![topic; n]].concat();
            // A click that is to come on what was sent already is not known.
            let clicked = mails.clicked_on[..known].iter().map(|&on| if on < self.at.0 { on } else { Day::NONE.0 });
            let clicked_on: Vec<i32> = clicked.chain(std::iter::repeat_n(Day::NONE.0, n)).collect();
            let mails = MailSlice { sent_on: &sent_on, topic: &topics, clicked_on: &clicked_on };
            let series = CustomerSeries { mails, mails_to: Some(until), ..*self.series };
            self.is_clear(Signal::Interest, &series, until)
        });
        n.map_or(Clears::NotSoon, |n| Clears::MailingsNotClicked { n })
    }

    /// `n` days, `step` apart, the first a step from now.
    fn steps(&self, n: usize, step: i32) -> Vec<i32> {
        (1..=i32::try_from(n).unwrap_or(0)).map(|i| self.at.0 + step * i).collect()
    }

    /// The customer's past with other orders, judged up to another day.
    fn with_orders<'s>(&'s self, order_on: &'s [i32], order_days: &'s [i32], until: Day) -> CustomerSeries<'s> {
        let rhythm = Rhythm::at(order_days, self.series.clock, until);
        CustomerSeries { order_on, order_days, orders_to: until, rhythm, ..*self.series }
    }

    /// Whether a flag that stands now would fall at `at`.
    fn is_clear(&self, signal: Signal, series: &CustomerSeries<'_>, at: Day) -> bool {
        let Some(insight) = insight_of(signal) else { return false };
        match ask(self.dataset, insight, series, at) {
            Outcome::Tested(tested) => tested.p > (self.called_up_to)(signal).max(STAYS),
            Outcome::CannotJudge(_) => true,
        }
    }
}

/// The fewest events up to `most` that are enough: by halving, as more events are hardly ever worse.
fn fewest(most: usize, is_enough: impl Fn(usize) -> bool) -> Option<usize> {
    if !is_enough(most) {
        return None;
    }
    let (mut too_few, mut enough) = (0, most);
    while enough - too_few > 1 {
        let middle = usize::midpoint(too_few, enough);
        if is_enough(middle) { enough = middle } else { too_few = middle }
    }
    Some(enough)
}

/// Days between events lately: the median gap of the last nine days with one.
fn pace(days: &[i32]) -> i32 {
    let days = distinct_days(days);
    let gaps: Vec<f64> =
        days[days.len().saturating_sub(9)..].windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
    #[expect(clippy::cast_possible_truncation, reason = "days between events")]
    let middle = median(&gaps).unwrap_or(14.0).round() as i32;
    middle.clamp(1, 60)
}

/// A number of parts an owner can remember: two digits that count, not above the level.
fn readable_below(level: f64) -> i32 {
    let step = 10_f64.powf((level.max(1.0).log10().floor() - 1.0).max(0.0));
    #[expect(clippy::cast_possible_truncation, reason = "parts of a lot")]
    let parts = ((level / step).floor() * step) as i32;
    parts.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Neighbours, Past, day, every, from};
    use crate::review::judge::{Shop, Verdicts};

    /// What is said to clear the flag of customer 0.
    fn said(past: &Past, signal: Signal, at: Day) -> Clears {
        let dataset = Neighbours::usual().dataset_with(past);
        let shop = Shop::new(&dataset, at);
        let glasses = shop.glasses_at(at);
        let clock = shop.clock(0, &glasses);
        let series = shop.series(0, &clock, &glasses, at);
        let explain = |signal| {
            let insight = insight_of(signal).unwrap();
            let Outcome::Tested(tested) = ask(&dataset, insight, &series, at) else { panic!("enough data") };
            insight.explain(&series, at, &tested)
        };
        let found = match signal {
            Signal::Distress => Explanation { second: Some(explain(Signal::Late).change), ..explain(Signal::Slowdown) },
            signal => explain(signal),
        };
        clears(&dataset, signal, &series, at, &found, &|_| STAYS)
    }

    /// The p-value of a review of the shop's files as they are at a date.
    fn p(past: &Past, signal: Signal, at: Day) -> f64 {
        let dataset = Neighbours::usual().dataset_with(past);
        Verdicts::at(&dataset, &[at], &|_, _| true).unwrap().get(0, 0, signal).p
    }

    /// So many orders spread evenly over the time from `at` to the last day.
    fn with_orders(past: &Past, n: usize, at: Day, by: Day) -> Past {
        let n = i32::try_from(n).unwrap();
        (1..=n).fold(past.clone(), |past, i| past.order_on(at + (by + 1 - at) / (n + 1) * i, 100))
    }

    fn with_lots(past: &Past, n: usize, parts: i32, at: Day, pace: i32) -> Past {
        let n = i32::try_from(n).unwrap();
        (1..=n).fold(past.clone(), |past, i| past.order_on(at + pace * i, parts))
    }

    /// The day on which so many invoices in a row are paid, at the pace of now.
    fn paid_by(past: &Past, n: usize, within_days: i32, at: Day) -> Day {
        let seen = past.seen_on(at);
        let due = seen.series().invoices.due;
        at + pace(&due[..due.partition_point(|&d| d < at.0)]) * i32::try_from(n).unwrap() + within_days
    }

    /// So many invoices in a row, each paid in time; what is open today is paid with the last of them.
    fn with_payments(past: &Past, n: usize, within_days: i32, at: Day) -> Past {
        let open_until = past.clone().pays_what_is_open(at, paid_by(past, n, within_days, at));
        (1..=n).fold(open_until, |paying, i| {
            let paid = paid_by(past, i, within_days, at);
            paying.invoice(paid - within_days, paid)
        })
    }

    #[test]
    fn orders_as_before_clear_a_move_and_one_fewer_does_not() {
        let moving = from("2023-11-07").orders(every(7, 104)).by("Anodizing").orders(every(7, 26));
        let at = day("2026-05-04");
        assert!(p(&moving, Signal::Mix, at) < 1e-3);
        let Clears::OrdersAsBefore { n } = said(&moving, Signal::Mix, at) else { panic!("orders as before clear it") };
        assert!(n > 1, "{n}");
        let with = |n: usize| {
            let n = i32::try_from(n).unwrap();
            let past = (1..=n).fold(moving.clone().by("Powder coating"), |past, i| past.order_on(at + 7 * i, 100));
            p(&past, Signal::Mix, at + 7 * n + 1)
        };
        assert!(with(n) > STAYS && with(n - 1) <= STAYS, "{} with {n}, {} with one fewer", with(n), with(n - 1));
    }

    #[test]
    fn mailings_that_are_not_clicked_clear_an_interest_and_one_fewer_does_not() {
        let at = day("2026-05-04");
        let topics = ["anodizing", "prices", "low-cure powder"];
        let reader = (0..120).fold(from("2023-11-07").orders(every(14, 60)), |past, i| {
            past.mailed(at - 5 * (120 - i), topics[i.unsigned_abs() as usize % 3], i % 3 == 0 && i > 105)
        });
        assert!(p(&reader, Signal::Interest, at) < 0.01);
        let Clears::MailingsNotClicked { n } = said(&reader, Signal::Interest, at) else { panic!("they clear it") };
        assert!(n > 1, "{n}");
        let with = |n: usize| {
            let n = i32::try_from(n).unwrap();
            let past = (1..=n).fold(reader.clone(), |past, i| past.mailed(at + 15 * i, topics[0], false));
            p(&past, Signal::Interest, at + 15 * n + 1)
        };
        assert!(with(n) > STAYS && with(n - 1) <= STAYS, "{} with {n}, {} with one fewer", with(n), with(n - 1));
    }

    #[test]
    fn an_order_clears_a_silence() {
        let quiet = from("2024-01-02").orders(every(14, 60));
        let at = (quiet.last_order() + 60).monday();
        assert!(p(&quiet, Signal::Quiet, at) < 0.001);
        let Clears::Orders { n, by } = said(&quiet, Signal::Quiet, at) else { panic!("an order clears it") };
        assert_eq!(n, 1);
        assert_eq!(by, at + 13);
        assert!(p(&with_orders(&quiet, n, at, by), Signal::Quiet, by + 1) > STAYS);
        assert!(p(&quiet, Signal::Quiet, by + 1) <= STAYS, "without it the flag stays");
    }

    #[test]
    fn the_orders_that_are_named_clear_a_slowdown_and_one_fewer_does_not() {
        let slow = from("2024-05-07").orders(every(7, 78)).orders(every(14, 13));
        let at = day("2026-05-04");
        assert!(p(&slow, Signal::Slowdown, at) < 0.01);
        let Clears::Orders { n, by } = said(&slow, Signal::Slowdown, at) else { panic!("a few orders clear it") };
        assert!(n > 1, "{n}");
        assert!(p(&with_orders(&slow, n, at, by), Signal::Slowdown, by + 1) > STAYS, "{n} orders by {by}");
        assert!(p(&with_orders(&slow, n - 1, at, by), Signal::Slowdown, by + 1) <= STAYS, "{n} orders by {by}");
    }

    #[test]
    fn the_lots_that_are_named_clear_smaller_lots_and_one_fewer_does_not() {
        let small = from("2024-05-07").lots(every(14, 39), 380..=440).lots(every(7, 26), 190..=220);
        let at = day("2026-05-04");
        assert!(p(&small, Signal::Lots, at) < 0.01);
        let Clears::Lots { n, parts } = said(&small, Signal::Lots, at) else { panic!("larger lots clear it") };
        assert!(n > 1 && (380..=440).contains(&parts), "{n} lots of {parts}");
        let pace = {
            let seen = small.seen_on(at);
            pace(seen.series().lot_on)
        };
        let on = |n: usize| at + pace * i32::try_from(n).unwrap() + 1;
        assert!(p(&with_lots(&small, n, parts, at, pace), Signal::Lots, on(n)) > STAYS, "{n} lots of {parts}");
        assert!(p(&with_lots(&small, n - 1, parts, at, pace), Signal::Lots, on(n - 1)) <= STAYS, "{n} lots of {parts}");
    }

    #[test]
    fn the_payments_that_are_named_clear_late_payment_and_one_fewer_does_not() {
        let late = from("2024-05-07").invoices(every(7, 90), 0..=6).invoices(every(7, 14), 20..=26);
        let at = late.last_due() + 6;
        assert!(p(&late, Signal::Late, at) < 0.01);
        let Clears::PaidInvoices { n, within_days } = said(&late, Signal::Late, at) else {
            panic!("payment clears it")
        };
        assert!(n > 1 && (2..=4).contains(&within_days), "{n} within {within_days} days");
        let p_with =
            |n| p(&with_payments(&late, n, within_days, at), Signal::Late, paid_by(&late, n, within_days, at) + 1);
        assert!(p_with(n) > STAYS && p_with(n - 1) <= STAYS, "{n} invoices: {} and {}", p_with(n), p_with(n - 1));
    }

    #[test]
    fn the_clean_orders_that_are_named_clear_rising_rejections_and_one_fewer_does_not() {
        // A rejection is known the day after its order, and an order is judged two days after it.
        const KNOWN_AFTER: i32 = 2;
        let rising = from("2024-05-07").orders(every(7, 104)).rejecting(1..=2, 90).rejecting(3..=6, 14);
        let at = rising.last_order() + 1 + KNOWN_AFTER;
        assert!(p(&rising, Signal::Rejects, at) < 0.01);
        let Clears::CleanOrders { n } = said(&rising, Signal::Rejects, at) else { panic!("clean orders clear it") };
        assert!(n > 1, "{n}");
        let step = {
            let seen = rising.seen_on(at);
            pace(seen.series().order_on)
        };
        let on = |n: usize| at + step * i32::try_from(n).unwrap();
        let with = |n: usize| (1..=n).fold(rising.clone(), |past, i| past.order_on(on(i), 100));
        // Others have rejections, so that the file does not end.
        let later = |n: usize| {
            let dataset = Neighbours::of(vec![every_week_a_rejection()]).dataset_with(&with(n));
            let at = on(n) + 1 + KNOWN_AFTER;
            Verdicts::at(&dataset, &[at], &|_, _| true).unwrap().get(0, 0, Signal::Rejects).p
        };
        assert!(later(n) > STAYS && later(n - 1) <= STAYS, "{n} orders: {} and {}", later(n), later(n - 1));
    }

    fn every_week_a_rejection() -> Past {
        from("2024-05-07").orders(every(7, 160)).rejecting(1..=2, 160)
    }

    #[test]
    fn either_half_clears_a_distress() {
        let distressed = from("2024-05-07")
            .orders(every(7, 78))
            .orders(every(14, 13))
            .invoices(every(7, 90), 0..=6)
            .invoices(every(7, 14), 20..=26);
        let at = day("2026-05-04");
        assert!(p(&distressed, Signal::Distress, at) < 0.01);
        let Clears::OrdersOrPayments { orders, by, invoices, within_days } = said(&distressed, Signal::Distress, at)
        else {
            panic!("both halves can be cleared")
        };
        assert!(p(&with_orders(&distressed, orders, at, by), Signal::Distress, by + 1) > STAYS, "{orders} by {by}");
        let paid_on = paid_by(&distressed, invoices, within_days, at);
        let paying = with_payments(&distressed, invoices, within_days, at);
        assert!(p(&paying, Signal::Distress, paid_on + 1) > STAYS, "{invoices} within {within_days} days");
    }

    #[test]
    fn a_late_payer_is_not_cleared_by_a_single_invoice_in_time() {
        let late = from("2024-05-07").invoices(every(7, 60), 0..=6).invoices(every(7, 30), 40..=60);
        let at = (late.last_due() + 70).monday();
        let cleared = said(&late, Signal::Late, at);
        assert!(!matches!(cleared, Clears::PaidInvoices { n: 1, .. }), "{cleared:?}");
    }

    #[test]
    fn a_number_of_parts_is_one_that_an_owner_can_remember() {
        assert_eq!(readable_below(1_234.0), 1_200);
        assert_eq!(readable_below(414.5), 410);
        assert_eq!(readable_below(38.0), 38);
        assert_eq!(readable_below(7.5), 7);
        assert_eq!(readable_below(0.4), 1);
    }

    #[test]
    fn the_pace_is_that_of_the_last_nine() {
        let weekly: Vec<i32> = (0..40).map(|i| i * WEEK).collect();
        assert_eq!(pace(&weekly), 7);
        assert_eq!(pace(&[]), 14);
        assert_eq!(pace(&[0, 1, 2]), 1, "at least a day");
        assert_eq!(pace(&[0, 0, 0]), 14, "one day is no pace");
        assert_eq!(pace(&[0, 300]), 60, "at most two months");
    }
}
