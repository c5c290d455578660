//! Rejections rising: the share of parts rejected in the orders of the last weeks, against this customer's own year before.
//!
//! Mann-Whitney on the rate of each order, in the last 8, 13 and 26 weeks against the 52 before: rates differ from order to order
//! far more than a binomial says, and a test of parts would call out one healthy customer in five (measured in the notes on
//! methods). Where most orders are clean, ranks say little; then the sum of rejected parts is looked at too, with each order
//! weighing as much as it tells (Rao & Scott 1992). Only orders are judged whose rejections had time to be reported. Blind spot:
//! a fault of our own line hits many customers of a process at once, and is seen at each of them.

use super::series::{CustomerSeries, between};
use super::slowdown::{BASELINE, WINDOWS, windows};
use super::stats::change::{Way, best_split};
use super::stats::counts::upper_tail;
use super::stats::ranks::mann_whitney;
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::dataset::reported;
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// More of its parts are rejected than before.
pub struct Rejects;

const LEAST_NOW: usize = 4;
const LEAST_WAS: usize = 8;

/// The rate must be so many times the earlier one, and at least this share of the parts.
const LEAST_RATIO: f64 = 1.7;
const LEAST_RATE: f64 = 0.01;

/// How alike the parts of one order fare: the correlation within an order, by which its parts count for less.
const WITHIN_ORDER: f64 = 0.08;

/// Where more than this share of the orders is clean, ranks tie too often to say much alone.
const MOSTLY_CLEAN: f64 = 0.6;

/// The share of a customer's revenue at risk when its rejections rise. An assumption; part of the formula shown.
const REVENUE_AT_RISK: f64 = 0.15;

/// One order: when, how many parts, how many of them rejected.
#[derive(Clone, Copy, Debug)]
struct Judged {
    on: i32,
    parts: f64,
    rejected: f64,
}

impl Judged {
    fn rate(self) -> f64 {
        self.rejected / self.parts
    }

    /// For how many independent parts it counts.
    fn weight(self) -> f64 {
        self.parts / (1.0 + (self.parts - 1.0) * WITHIN_ORDER)
    }
}

impl Insight for Rejects {
    fn signal(&self) -> Signal {
        Signal::Rejects
    }

    fn why_it_matters(&self) -> &'static str {
        "Who sends back more than before looks closer, or suffers from something in our line; both are worth a call before the next order"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let Some(to) = series.rejects_to else { return Outcome::CannotJudge(Missing::NoSource) };
        let all = judged(series, to.min(at), at);
        let mut best: Option<Tested> = None;
        let mut short = Missing::Lots { have: 0, need: LEAST_NOW, is_recent: true };
        for weeks in WINDOWS {
            let (now, was) = split(&all, windows(to.min(at), weeks));
            if now.len() < LEAST_NOW || was.len() < LEAST_WAS {
                let is_recent = now.len() < LEAST_NOW;
                let (have, need) = if is_recent { (now.len(), LEAST_NOW) } else { (was.len(), LEAST_WAS) };
                short = Missing::Lots { have, need, is_recent };
                continue;
            }
            let p = p_rising(now, was);
            if best.is_none_or(|best| p < best.p) {
                best = Some(Tested { p, loss: REVENUE_AT_RISK, weeks });
            }
        }
        // The best of three windows that share most of their orders is paid for twice.
        best.map_or(Outcome::CannotJudge(short), |best| Outcome::Tested(Tested { p: (2.0 * best.p).min(1.0), ..best }))
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation {
        let to = series.rejects_to.unwrap_or(at).min(at);
        let all = judged(series, to, at);
        let windows = windows(to, tested.weeks);
        let (now, was) = split(&all, windows);
        let of_both = &all[all.partition_point(|order| order.on < windows.was_from.0)..];
        let rates: Vec<f64> = of_both.iter().map(|order| order.rate()).collect();
        let since = best_split(&rates, Way::Up, 3, 3).map_or(windows.now_from, |i| Day(of_both[i].on));
        Explanation {
            change: Change { was: share(was), now: share(now), unit: Unit::ShareRejected },
            second: None,
            second_since: None,
            since,
            windows,
        }
    }
}

/// The orders before `to` whose parts are known, with what was reported before `at`.
fn judged(series: &CustomerSeries<'_>, to: Day, at: Day) -> Vec<Judged> {
    let known = ..series.rejection_on.partition_point(|&day| day < at.0);
    let rejected = reported(series.order_on.len(), &series.rejection_order[known], &series.rejection_parts[known]);
    between(series.order_on, to - (BASELINE + WINDOWS[WINDOWS.len() - 1]) * WEEK, to)
        .filter(|&i| series.order_parts[i] > 0)
        .map(|i| {
            let parts = series.order_parts[i] as f64;
            Judged { on: series.order_on[i], parts, rejected: f64::from(rejected[i]).min(parts) }
        })
        .collect()
}

/// The later and the earlier window. `all` stands in order of time.
fn split(all: &[Judged], windows: Windows) -> (&[Judged], &[Judged]) {
    let place = |day: Day| all.partition_point(|order| order.on < day.0);
    let (was, now, end) = (place(windows.was_from), place(windows.now_from), place(windows.now_to));
    (&all[now..end], &all[was..now])
}

/// Rejected parts ÷ parts.
fn share(orders: &[Judged]) -> f64 {
    let parts: f64 = orders.iter().map(|order| order.parts).sum();
    orders.iter().map(|order| order.rejected).sum::<f64>() / parts.max(1.0)
}

fn p_rising(now: &[Judged], was: &[Judged]) -> f64 {
    const NOT_RISING: f64 = 0.5;
    let weighed = |orders: &[Judged]| {
        let all = orders.iter().map(|order| (order.weight() * order.rate(), order.weight()));
        all.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let ((x_now, n_now), (x_was, n_was)) = (weighed(now), weighed(was));
    // The gates by what the sentence says, and by what the test sees.
    let ratio = (x_now / n_now) / ((x_was + 0.3) / n_was).max(1e-9);
    let is_large = ratio >= LEAST_RATIO && share(now) >= LEAST_RATE && share(now) >= 1.3 * share(was);
    if !is_large {
        return NOT_RISING;
    }
    let rates = |orders: &[Judged]| {
        let mut rates: Vec<f64> = orders.iter().map(|order| order.rate()).collect();
        rates.sort_unstable_by(f64::total_cmp);
        rates
    };
    let (of_now, of_was) = (rates(now), rates(was));
    let by_rank = mann_whitney(&of_now, &of_was);
    let n_clean = of_now.iter().chain(&of_was).filter(|rate| **rate <= 0.0).count();
    if n_clean as f64 <= MOSTLY_CLEAN * (of_now.len() + of_was.len()) as f64 {
        return by_rank;
    }
    (2.0 * by_rank.min(upper_tail(x_now, n_now, x_was, n_was, 1.0))).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Noise, Past, day, every, from};

    /// Weekly orders of 100 parts for 90 weeks, of which so many are rejected in the first and in the last weeks.
    fn alpine(before: std::ops::RangeInclusive<i32>, after: std::ops::RangeInclusive<i32>) -> Past {
        from("2024-03-05").orders(every(7, 90)).rejecting(before, 76).rejecting(after, 14)
    }

    fn at(past: &Past) -> Day {
        past.last_order() + 1
    }

    #[test]
    fn rejections_that_double_are_flagged_and_say_since_when() {
        let rising = alpine(0..=2, 3..=6);
        let Tested { p, .. } = rising.tested(&Rejects, at(&rising));
        assert!(p < 0.001, "{p}");
        let found = rising.explained(&Rejects, at(&rising));
        assert!((found.since - (day("2024-03-05") + 76 * WEEK)).abs() <= 2 * WEEK, "{}", found.since);
        assert!(found.change.now > 0.03 && found.change.was < 0.02, "{:?}", found.change);
    }

    #[test]
    fn one_bad_order_among_good_ones_is_no_rise() {
        let one_bad = alpine(0..=2, 0..=2).rejecting_last(60);
        assert!(one_bad.tested(&Rejects, at(&one_bad)).p > 0.05);
    }

    #[test]
    fn as_many_as_before_are_no_rise_however_many() {
        let habit = alpine(4..=8, 4..=8);
        assert!(habit.tested(&Rejects, at(&habit)).p >= 0.05);
    }

    #[test]
    fn half_a_part_in_a_hundred_is_no_reason_for_a_call() {
        let small = from("2024-03-05").lots(every(7, 90), 1000..=1000).rejecting(0..=1, 76).rejecting(3..=5, 14);
        assert!(small.tested(&Rejects, at(&small)).p >= 0.5);
    }

    #[test]
    fn without_a_file_of_rejections_nothing_is_said() {
        let unknown = from("2024-03-05").orders(every(7, 90));
        assert_eq!(unknown.seen_on(at(&unknown)).asked(&Rejects), Outcome::CannotJudge(Missing::NoSource));
    }

    #[test]
    fn of_healthy_customers_few_are_called_and_not_more_than_chance_would() {
        let mut noise = Noise::new(8);
        let n = 400;
        let p: Vec<f64> = (0..n)
            .map(|_| {
                // Rates that differ from order to order more than a binomial says.
                let parts = (0..90).map(|_| i32::from(noise.share() < 0.4) * noise.one_of(&(1..=9))).collect();
                let healthy = from("2024-03-05").orders(every(7, 90)).rejecting_each(parts);
                healthy.tested(&Rejects, at(&healthy)).p
            })
            .collect();
        for level in [0.01, 0.05, 0.1] {
            let called = p.iter().filter(|p| **p <= level).count() as f64 / f64::from(n);
            assert!(called <= 1.5 * level + 0.01, "{called} at {level}");
        }
    }
}
