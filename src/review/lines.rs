//! A fault of our own line hits many customers of a process at once: what everybody else on the line had rejected meanwhile.
//!
//! Rejected parts by the day of the report ÷ parts by the day of the order, of all other customers of the process, in the windows of the
//! finding. A customer whose rejections the rise of its line explains is no matter of its own.

use std::collections::BTreeMap;

use crate::insight::rejects::WITHIN_ORDER;
use crate::insight::series::between;
use crate::insight::stats::counts::upper_tail;
use crate::model::finding::{LineRise, Windows};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::{CustomerIdx, Dataset, Day};

/// Parts and rejected parts of each process, added up day by day.
pub struct Lines {
    first: i32,
    of: BTreeMap<Label, Vec<Sum>>,
}

/// Parts, and rejected parts.
type Sum = (i64, i64);

/// The line must have risen so much before it explains anything.
const LEAST_RISE: f64 = 1.6;

/// How unlikely a customer's rejections must be by the rise of its line alone, to be its own matter.
const MOST_CHANCE: f64 = 0.05;

/// Towards no change the rise of a line leans as if so many more rejected parts had been expected and come.
const LEAN: f64 = 50.0;

impl Lines {
    /// All orders and rejections before `to`.
    pub fn new(dataset: &Dataset, to: Day) -> Self {
        let mut lines = Self { first: 0, of: BTreeMap::new() };
        if dataset.rejections.day.is_empty() {
            return lines;
        }
        let all = || dataset.orders.day.iter().chain(&dataset.rejections.day).copied().filter(|&day| day < to.0);
        let (Some(first), Some(last)) = (all().min(), all().max()) else { return lines };
        let n = usize::try_from(last - first).unwrap_or(0) + 2;
        lines.first = first;
        for customer in 0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0) {
            for_each(dataset, customer, |process, day, sum| {
                if let Some(place) = usize::try_from(day - first).ok().filter(|&place| place + 1 < n && day < to.0) {
                    let of_day = &mut lines.of.entry(process).or_insert_with(|| vec![(0, 0); n])[place + 1];
                    *of_day = (of_day.0 + sum.0, of_day.1 + sum.1);
                }
            });
        }
        for sums in lines.of.values_mut() {
            let mut before = (0, 0);
            for sum in sums {
                *sum = (sum.0 + before.0, sum.1 + before.1);
                before = *sum;
            }
        }
        lines
    }

    /// What everybody else had rejected on the process that a customer mainly orders; `None` where nobody else does.
    pub fn rise(&self, dataset: &Dataset, customer: CustomerIdx, windows: Windows) -> Option<LineRise> {
        let all = dataset.orders.of(customer);
        let within = between(&dataset.orders.day[all.clone()], windows.now_from, windows.now_to);
        let mut n_of: BTreeMap<Label, usize> = BTreeMap::new();
        for process in &dataset.orders.process[all][within] {
            *n_of.entry(*process).or_default() += usize::from(*process != NO_LABEL);
        }
        let (&process, _) = n_of.iter().max_by_key(|(process, n)| (**n, std::cmp::Reverse(**process)))?;
        let sums = self.of.get(&process).filter(|_| process != NO_LABEL)?;
        let until = |day: Day| {
            let place = usize::try_from(day.0 - self.first).unwrap_or(0).min(sums.len() - 1);
            sums[place]
        };
        let line = |from: Day, to: Day| (until(to).0 - until(from).0, until(to).1 - until(from).1);
        let (mut own_was, mut own_now, mut n_orders) = ((0, 0), (0, 0), 0);
        for_each(dataset, customer, |of, day, sum| {
            let own = if (windows.now_from.0..windows.now_to.0).contains(&day) {
                &mut own_now
            } else if (windows.was_from.0..windows.now_from.0).contains(&day) {
                &mut own_was
            } else {
                return;
            };
            if of == process {
                n_orders += usize::from(sum.0 > 0);
                *own = (own.0 + sum.0, own.1 + sum.1);
            }
        });
        let rate = |all: Sum, own: Sum| (all.0 > own.0).then(|| (all.1 - own.1) as f64 / (all.0 - own.0) as f64);
        let (line_was, line_now) = (line(windows.was_from, windows.now_from), line(windows.now_from, windows.now_to));
        let (was, now) = (rate(line_was, own_was)?, rate(line_now, own_now)?);
        let expected = was * (line_now.0 - own_now.0) as f64;
        let rise = ((line_now.1 - own_now.1) as f64 + LEAN) / (expected + LEAN);
        let is_why = rise >= LEAST_RISE && p_beyond(own_now, own_was, n_orders.max(1) as f64, rise) > MOST_CHANCE;
        Some(LineRise { process, was, now, is_why })
    }
}

/// P(as many rejected now by chance), where the rate of before has risen as the line's: the upper tail of the gamma-Poisson predictive
/// of independent parts ([`upper_tail`]), as which the parts of one order count for less (Rao & Scott 1992).
fn p_beyond(now: Sum, was: Sum, n_orders: f64, rise: f64) -> f64 {
    let per_order = (now.0 + was.0) as f64 / n_orders;
    let weight = 1.0 / (1.0 + (per_order - 1.0).max(0.0) * WITHIN_ORDER);
    let of = |n: i64| n as f64 * weight;
    upper_tail(of(now.1), of(now.0) * rise, of(was.1), of(was.0), 1.0)
}

/// Tells of each order its parts, and of each rejection its parts, with the process and the day.
fn for_each(dataset: &Dataset, customer: CustomerIdx, mut tell: impl FnMut(Label, i32, Sum)) {
    let (orders, rejections) = (&dataset.orders, &dataset.rejections);
    let of = orders.of(customer);
    for i in of.clone() {
        tell(orders.process[i], orders.day[i], (orders.parts[i], 0));
    }
    for i in rejections.of(customer) {
        let order = usize::try_from(rejections.order[i]).ok().filter(|order| *order < of.len());
        let process = order.map_or(NO_LABEL, |order| orders.process[of.start + order]);
        tell(process, rejections.day[i], (0, i64::from(rejections.parts[i])));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Past, dataset, day, every, from};
    use crate::model::WEEK;

    /// Weekly orders of 100 parts of which `was` are rejected, and `now` of the last 26.
    fn weekly(was: i32, now: i32) -> Past {
        from("2023-05-02").orders(every(7, 156)).rejecting(was..=was, 130).rejecting(now..=now, 26)
    }

    fn rise(customers: &[Past]) -> Option<LineRise> {
        let (dataset, at) = (dataset(customers), day("2026-04-27"));
        let windows = Windows { was_from: at - 130 * WEEK, now_from: at - 26 * WEEK, now_to: at };
        Lines::new(&dataset, at).rise(&dataset, 0, windows)
    }

    #[test]
    fn a_line_that_got_worse_explains_its_customers_and_not_one_that_rose_far_more() {
        let fault = [weekly(1, 3), weekly(1, 3), weekly(1, 3), weekly(1, 3)];
        let told = rise(&fault).unwrap();
        assert!(told.is_why && (told.was - 0.01).abs() < 0.002 && (told.now - 0.03).abs() < 0.003, "{told:?}");
        let far_more = [weekly(1, 8), weekly(1, 3), weekly(1, 3), weekly(1, 3)];
        assert!(!rise(&far_more).unwrap().is_why);
    }

    #[test]
    fn a_customer_that_rises_alone_is_its_own_matter() {
        let told = rise(&[weekly(1, 3), weekly(1, 1), weekly(1, 1), weekly(1, 1)]).unwrap();
        assert!(!told.is_why, "{told:?}");
        assert_eq!(rise(&[weekly(1, 3)]), None, "nobody else is on the line");
    }
}
