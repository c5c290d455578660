//! Rejections rising: the share of parts rejected in the orders of the last weeks, against this customer's own two years before.
//!
//! Parts of one order fare alike, so their number is beta-binomial; a test of parts would call out one healthy customer in five
//! (measured in the notes on methods). Each order scores how much likelier it is at twice the customer's rate (the logarithm of
//! the likelihood ratio), and the scores are tested for rising over the last 13 or 26 weeks ([`super::stats::trend`], with its
//! third moment, as they are skewed). A young order of which nothing is reported counts for as much as it would be known by now,
//! by the days that rejections usually take. A fault of our own line hits many customers of a process at once: `review` sees the others
//! and raises no flag for it. Blind spot: a line with one customer.

use statrs::function::gamma::ln_gamma;

use super::series::{CustomerSeries, between};
use super::stats::change::{Way, best_split};
use super::stats::trend::{ramp, rises_with};
use super::window::{HABIT, shortage, windows};
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::dataset::reported;
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// More of its parts are rejected than before.
pub struct Rejects;

/// Over so many of the last weeks rejections rise.
const RAMPS: [i32; 2] = [13, 26];

const LEAST_NOW: usize = 4;
const LEAST_WAS: usize = 8;

/// The rate must be so many times the earlier one, and at least this share of the parts; and of the numbers that the sentence names
/// at least so many times.
const LEAST_RATIO: f64 = 1.7;
const LEAST_RATE: f64 = 0.01;
const LEAST_TOLD_RATIO: f64 = 1.3;

/// How alike the parts of one order fare: the correlation within an order, by which its parts count for less. Half or twice as much
/// makes little difference (measured).
pub const WITHIN_ORDER: f64 = 0.06;

/// For so many independent parts of its own the shop's rate stands.
const LEAN: f64 = 10.0;

/// The share of a customer's revenue at risk when its rejections rise. An assumption; part of the formula shown.
const REVENUE_AT_RISK: f64 = 0.15;

/// One order: when, how many parts, how many of them rejected, and how much of that would be known by now.
#[derive(Clone, Copy, Debug)]
struct Judged {
    on: i32,
    parts: f64,
    rejected: f64,
    known: f64,
}

impl Judged {
    fn rate(self) -> f64 {
        self.rejected / self.parts
    }

    /// For how many independent parts it counts.
    fn weight(self) -> f64 {
        let known = if self.rejected > 0.0 { 1.0 } else { self.known };
        known * self.parts / (1.0 + (self.parts - 1.0) * WITHIN_ORDER)
    }

    /// How much likelier it is at twice the rate, as a logarithm.
    fn score(self, rate: f64) -> f64 {
        if self.rejected > 0.0 || self.known >= 1.0 {
            return ln_likelihood(self.rejected, self.parts, 2.0 * rate)
                - ln_likelihood(self.rejected, self.parts, rate);
        }
        // Nothing is reported: it is clean, or its rejection is still to come.
        let silent = |rate: f64| 1.0 - self.known + self.known * ln_likelihood(0.0, self.parts, rate).exp();
        (silent(2.0 * rate) / silent(rate)).ln()
    }
}

/// The logarithm of the beta-binomial probability of `rejected` of `parts`, without the part that does not depend on the rate.
fn ln_likelihood(rejected: f64, parts: f64, rate: f64) -> f64 {
    let size = (1.0 - WITHIN_ORDER) / WITHIN_ORDER;
    let (a, b) = (rate * size, (1.0 - rate) * size);
    ln_gamma(rejected + a) - ln_gamma(a) + ln_gamma(parts - rejected + b) - ln_gamma(b) + ln_gamma(size)
        - ln_gamma(parts + size)
}

impl Insight for Rejects {
    fn signal(&self) -> Signal {
        Signal::Rejects
    }

    fn why_it_matters(&self) -> &'static str {
        "Who sends back more than before looks closer, or suffers from something in our line; both are worth a call before the next order"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let Some(to) = series.rejects_to.map(|to| to.min(at)) else { return Outcome::CannotJudge(Missing::NoSource) };
        let ripe_to = to - series.learnt.reject_lag();
        let all = judged(series, to, at);
        let (mut best, mut told): (Option<Tested>, Option<f64>) = (None, None);
        let mut scores: Option<Vec<f64>> = None;
        for weeks in RAMPS {
            let (now, was) = split(&all, windows(ripe_to, weeks, HABIT));
            if now.len() < LEAST_NOW || was.len() < LEAST_WAS {
                continue;
            }
            // The gates by what the sentence says, and by all that is known. They cost little.
            let is_told = share(now) >= LEAST_RATE && share(now) >= LEAST_TOLD_RATIO * share(was);
            let p = if is_told && is_risen(&all, windows(to, weeks, HABIT)) {
                let scores = scores.get_or_insert_with(|| scored(&all, series.learnt.reject_rate));
                p_rising(&all, scores, to, weeks)
            } else {
                0.5
            };
            // Told is the window in which most is rejected, of those that are beyond chance.
            let is_higher = told.is_none_or(|higher| share(now) > higher);
            if best.is_none() || p < 0.5 && is_higher {
                told = Some(share(now)).filter(|_| p < 0.5);
                best = Some(Tested { p: best.map_or(p, |best| best.p.min(p)), loss: REVENUE_AT_RISK, weeks });
            } else if let Some(best) = &mut best {
                best.p = best.p.min(p);
            }
        }
        best.map_or_else(|| Outcome::CannotJudge(too_few(&all, ripe_to)), Outcome::Tested)
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation {
        let to = series.rejects_to.unwrap_or(at).min(at);
        let ripe_to = to - series.learnt.reject_lag();
        let all = judged(series, ripe_to, at);
        let windows = windows(ripe_to, tested.weeks, HABIT);
        let (now, was) = split(&all, windows);
        let of_both = &all[all.partition_point(|order| order.on < windows.was_from.0)..];
        let rates: Vec<f64> = of_both.iter().map(|order| order.rate()).collect();
        let since = best_split(&rates, Way::Up, 3, 3).map_or(windows.now_from, |i| Day(of_both[i].on));
        Explanation {
            subject: None,
            change: Change { was: share(was), now: share(now), unit: Unit::ShareRejected },
            second: None,
            second_since: None,
            since,
            windows,
        }
    }
}

/// What is missing where no window can be compared.
fn too_few(all: &[Judged], to: Day) -> Missing {
    let counts = RAMPS.iter().map(|&weeks| {
        let (now, was) = split(all, windows(to, weeks, HABIT));
        (now.len(), was.len())
    });
    let (have, need, is_recent) = shortage(counts, (LEAST_NOW, LEAST_WAS));
    Missing::Lots { have, need, is_recent }
}

/// The orders before `to` whose parts are known, with what was reported before `at`.
fn judged(series: &CustomerSeries<'_>, to: Day, at: Day) -> Vec<Judged> {
    let known = ..series.rejection_on.partition_point(|&day| day < at.0);
    let rejected = reported(series.order_on.len(), &series.rejection_order[known], &series.rejection_parts[known]);
    between(series.order_on, to - (HABIT + RAMPS[1]) * WEEK, to)
        .filter(|&i| series.order_parts[i] > 0)
        .map(|i| {
            let (on, parts) = (series.order_on[i], series.order_parts[i] as f64);
            let known = series.learnt.is_reported_within(to.0 - on);
            Judged { on, parts, rejected: f64::from(rejected[i]).min(parts), known }
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

/// Rejected and all independent parts.
fn weighed(orders: &[Judged]) -> (f64, f64) {
    let all = orders.iter().map(|order| (order.weight() * order.rate(), order.weight()));
    all.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

fn is_risen(all: &[Judged], windows: Windows) -> bool {
    let (now, was) = split(all, windows);
    let ((x_now, n_now), (x_was, n_was)) = (weighed(now), weighed(was));
    n_now > 0.0 && n_was > 0.0 && (x_now / n_now) / ((x_was + 0.3) / n_was) >= LEAST_RATIO
}

/// The score of each order, at the customer's rate leaning on the shop's.
fn scored(all: &[Judged], shop: f64) -> Vec<f64> {
    let (rejected, parts) = weighed(all);
    let rate = ((rejected + LEAN * shop) / (parts + LEAN)).clamp(0.002, 0.3);
    all.iter().map(|order| order.score(rate)).collect()
}

/// That the scores rise over the last `weeks`, the last ones weighing most.
fn p_rising(all: &[Judged], scores: &[f64], to: Day, weeks: i32) -> f64 {
    let from = all.partition_point(|order| order.on < windows(to, weeks, HABIT).was_from.0);
    rises_with(&scores[from..], &ramp(all[from..].iter().map(|order| order.on), to.0, weeks * WEEK))
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
