//! What would clear a flag: the smallest next event, found by adding it and running the rule again.

use super::judge::{ask, insight_of};
use super::standing::STAYS;
use crate::insight::rhythm::Rhythm;
use crate::insight::series::InvoiceSlice;
use crate::insight::{CustomerSeries, Explanation, Outcome};
use crate::model::finding::{Change, Clears, Unit};
use crate::model::{Dataset, Day, Signal, WEEK};

/// More orders in four weeks, and more lots or invoices in a row, are no answer an owner can wait for.
const MOST_ORDERS: usize = 15;
const MOST_IN_A_ROW: usize = 30;

/// Orders are tried within this many weeks.
const WITHIN_WEEKS: i32 = 4;

/// Tries what would take the flag away.
pub fn clears(dataset: &Dataset, signal: Signal, series: &CustomerSeries<'_>, at: Day, found: &Explanation) -> Clears {
    let trial = Trial { dataset, series, at };
    match signal {
        Signal::Quiet | Signal::Slowdown => trial.orders(&[signal]),
        Signal::Lots => trial.lots(found.change),
        Signal::Late => trial.payments(found.change),
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
}

impl Trial<'_> {
    /// So many orders, spread evenly over the next four weeks; one order counts at once.
    fn orders(&self, signals: &[Signal]) -> Clears {
        for n in 1..=MOST_ORDERS {
            let weeks = if n == 1 { 2 } else { WITHIN_WEEKS };
            let until = self.at + weeks * WEEK;
            let step = weeks * WEEK / i32::try_from(n + 1).unwrap_or(1);
            let new: Vec<i32> = (1..=n).map(|i| self.at.0 + step * i32::try_from(i).unwrap_or(1)).collect();
            let order_on =
                [&self.series.order_on[..self.series.order_on.partition_point(|&d| d < self.at.0)], &new].concat();
            let order_days = crate::insight::series::distinct_days(&order_on);
            let series = self.with_orders(&order_on, &order_days, until);
            if signals.iter().all(|&signal| self.is_clear(signal, &series, until)) {
                return Clears::Orders { n, by: until - 1 };
            }
        }
        Clears::NotSoon
    }

    /// So many lots of the earlier size, at the pace of now.
    fn lots(&self, change: Change) -> Clears {
        let parts = readable_below(change.was);
        let known = self.series.lot_on.partition_point(|&d| d < self.at.0);
        let pace = pace(&self.series.lot_on[..known], self.at);
        for n in 1..=MOST_IN_A_ROW {
            let until = self.at + pace * i32::try_from(n).unwrap_or(1) + 1;
            let new: Vec<i32> = (1..=n).map(|i| self.at.0 + pace * i32::try_from(i).unwrap_or(1)).collect();
            let lot_on = [&self.series.lot_on[..known], &new].concat();
            let lot_parts = [&self.series.lot_parts[..known], &vec![parts; n]].concat();
            let orders = self.series.order_on.partition_point(|&d| d < self.at.0);
            let order_on = [&self.series.order_on[..orders], &new].concat();
            let order_days = crate::insight::series::distinct_days(&order_on);
            let series = CustomerSeries {
                lot_on: &lot_on,
                lot_parts: &lot_parts,
                ..self.with_orders(&order_on, &order_days, until)
            };
            if self.is_clear(Signal::Lots, &series, until) {
                return Clears::Lots { n, parts };
            }
        }
        Clears::NotSoon
    }

    /// So many invoices paid within the earlier habit, at the pace of now. What is open stays open.
    fn payments(&self, change: Change) -> Clears {
        debug_assert_eq!(change.unit, Unit::DaysBeyondTerms);
        #[expect(clippy::cast_possible_truncation, reason = "days of a habit")]
        let habit = change.was.ceil().clamp(0.0, 120.0) as i32;
        let known = self.series.invoices;
        let pace = pace(&known.due[..known.due.partition_point(|&d| d < self.at.0)], self.at);
        for n in 1..=MOST_IN_A_ROW {
            let due_on = |i: usize| self.at.0 + pace * i32::try_from(i).unwrap_or(1);
            let until = Day(due_on(n) + habit + 1);
            let (mut issued, mut due, mut paid, mut amount) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            // Due dates after today are replaced by the ones that are tried: what becomes of the real ones is not known.
            for i in (0..known.due.len()).filter(|&i| known.due[i] < self.at.0 && known.issued[i] < self.at.0) {
                issued.push(known.issued[i]);
                due.push(known.due[i]);
                // What is open today is paid on the day the trial ends: as late as it can be.
                let is_open = known.paid[i] == Day::NONE.0 || known.paid[i] >= self.at.0;
                paid.push(if is_open { self.at.0 } else { known.paid[i] });
                amount.push(known.amount[i]);
            }
            for i in 1..=n {
                issued.push(self.at.0);
                due.push(due_on(i));
                paid.push(due_on(i) + habit);
                amount.push(0);
            }
            let invoices = InvoiceSlice { issued: &issued, due: &due, paid: &paid, amount: &amount };
            let series = CustomerSeries { invoices, payments_to: Some(until), ..*self.series };
            if self.is_clear(Signal::Late, &series, until) {
                return Clears::PaidInvoices { n, within_days: habit };
            }
        }
        Clears::NotSoon
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
            Outcome::Tested(tested) => tested.p > STAYS,
            Outcome::CannotJudge(_) => true,
        }
    }
}

/// Days between events lately: of the last nine.
fn pace(days: &[i32], at: Day) -> i32 {
    let recent = &days[days.len().saturating_sub(9)..];
    match recent.first() {
        Some(&first) if recent.len() > 1 => ((at.0 - first) / i32::try_from(recent.len()).unwrap_or(1)).clamp(1, 60),
        _ => 14,
    }
}

/// A number of parts an owner can remember: two digits that count, not above the level.
fn readable_below(level: f64) -> i32 {
    let step = 10_f64.powf((level.max(1.0).log10().floor() - 1.0).max(0.0));
    #[expect(clippy::cast_possible_truncation, reason = "parts of a lot")]
    let parts = ((level / step).floor() * step) as i32;
    parts.max(1)
}
