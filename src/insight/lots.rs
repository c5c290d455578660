//! Smaller lots, more often: the same parts in more set-ups, or a customer that splits its work.
//!
//! Lots: Mann-Whitney of the last 13 or 26 weeks against the 52 before, and a falling trend (Mann-Kendall) over 52 weeks;
//! orders: the upper tail of [`super::stats::counts::upper_tail`]. Both must hold. Blind spot: lots that shrink while
//! orders do not come more often are a loss of volume, not of lot size.

use super::series::{CustomerSeries, between};
use super::slowdown::Rates;
use super::stats::change::{Way, best_split};
use super::stats::middle::median;
use super::stats::ranks::{falling_trend, hodges_lehmann, mann_whitney};
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// Smaller lots, more often.
pub struct Lots;

/// The later windows, in weeks.
const WINDOWS: [i32; 2] = [13, 26];

const BASELINE: i32 = 52;

/// Fewer lots than these cannot be compared.
const LEAST_NOW: usize = 5;
const LEAST_WAS: usize = 8;

/// Lots at most this share of the earlier ones, orders at least so many times as often.
const MOST_LOT_RATIO: f64 = 0.80;
const LEAST_RATE_RATIO: f64 = 1.15;

/// Each half must be this unlikely by itself, so that the sentence is true of both.
const MOST_P_OF_A_HALF: f64 = 0.25;

/// The share of a customer's revenue at risk: more set-ups for the same parts. An assumption; part of the formula shown.
const REVENUE_AT_RISK: f64 = 0.10;

impl Insight for Lots {
    fn signal(&self) -> Signal {
        Signal::Lots
    }

    fn why_it_matters(&self) -> &'static str {
        "Smaller lots cost a set-up each, and often mean that the customer tries another shop or has changed its own planning"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let at = series.orders_to.min(at);
        let dispersion = series.dispersion();
        let mut best: Option<Tested> = None;
        let mut short = None;
        for weeks in WINDOWS {
            let windows = windows(at, weeks);
            let (now, was) = split(series, windows);
            if now.len() < LEAST_NOW || was.len() < LEAST_WAS {
                let is_recent = now.len() < LEAST_NOW;
                let (have, need) = if is_recent { (now.len(), LEAST_NOW) } else { (was.len(), LEAST_WAS) };
                short = Some(Missing::Lots { have, need, is_recent });
                continue;
            }
            let Some(rates) = Rates::over(series, at, weeks) else { continue };
            let p = p_both(series, at, now, was, &rates, dispersion);
            if best.is_none_or(|b| p < b.p) {
                best = Some(Tested { p, loss: REVENUE_AT_RISK, weeks });
            }
        }
        match (best, short) {
            (Some(tested), _) => Outcome::Tested(Tested { p: (1.5 * tested.p).min(1.0), ..tested }),
            (None, Some(missing)) => Outcome::CannotJudge(missing),
            (None, None) => {
                let weeks = series.order_on.first().map_or(0, |&first| (at.0 - first).max(0) / WEEK);
                Outcome::CannotJudge(Missing::Weeks { have: usize::try_from(weeks).unwrap_or(0), need: 39 })
            }
        }
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation {
        let at = series.orders_to.min(at);
        let windows = windows(at, tested.weeks);
        let (now, was) = split(series, windows);
        let middle = |parts: &[i32]| median(&parts.iter().map(|&n| f64::from(n)).collect::<Vec<_>>()).unwrap_or(0.0);
        let all = between(series.lot_on, windows.was_from, windows.now_to);
        let logs: Vec<f64> = series.lot_parts[all.clone()].iter().map(|&n| f64::from(n).ln()).collect();
        let since = best_split(&logs, Way::Down, 4, 4).map_or(windows.now_from, |i| Day(series.lot_on[all][i]));
        Explanation {
            change: Change { was: middle(was), now: middle(now), unit: Unit::PartsPerLot },
            second: Rates::over(series, at, tested.weeks).map(|rates| rates.per_4_weeks()),
            since,
            windows,
        }
    }
}

fn windows(at: Day, weeks: i32) -> Windows {
    let now_from = at - weeks * WEEK;
    Windows { was_from: now_from - BASELINE * WEEK, now_from, now_to: at }
}

fn split<'a>(series: &CustomerSeries<'a>, windows: Windows) -> (&'a [i32], &'a [i32]) {
    let now = between(series.lot_on, windows.now_from, windows.now_to);
    let was = between(series.lot_on, windows.was_from, windows.now_from);
    (&series.lot_parts[now], &series.lot_parts[was])
}

/// The p-value of both halves together (Fisher's product of two, p = x (1 − ln x)), where each half is unlikely enough.
fn p_both(series: &CustomerSeries<'_>, at: Day, now: &[i32], was: &[i32], rates: &Rates, dispersion: f64) -> f64 {
    const NOT_BOTH: f64 = 0.5;
    let p_rate = rates.p_more(dispersion);
    if p_rate > MOST_P_OF_A_HALF || rates.ratio() < LEAST_RATE_RATIO {
        return NOT_BOTH;
    }
    // Smaller is more: the test asks whether the first sample lies above.
    let sorted = |parts: &[i32]| {
        let mut values: Vec<f64> = parts.iter().map(|&n| -f64::from(n).ln()).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let (now, was) = (sorted(now), sorted(was));
    let year = between(series.lot_on, at - BASELINE * WEEK, at);
    let of_year: Vec<f64> = series.lot_parts[year].iter().map(|&n| f64::from(n)).collect();
    let p_trend = if of_year.len() >= 10 { falling_trend(&of_year) } else { 1.0 };
    let p_lots = (2.0 * mann_whitney(&now, &was).min(p_trend)).min(1.0);
    if p_lots > MOST_P_OF_A_HALF {
        return NOT_BOTH;
    }
    let ratio = hodges_lehmann(&now, &was, 1e-4).map_or(1.0, |shift| (-shift).exp());
    if ratio > MOST_LOT_RATIO {
        return NOT_BOTH;
    }
    let x = p_lots.max(1e-12) * p_rate.max(1e-12);
    x * (1.0 - x.ln())
}
