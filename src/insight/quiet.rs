//! Gone quiet: no order for far longer than this customer's own rhythm leads one to expect.
//!
//! p = P(a gap longer than the one now open), by the gamma-renewal model of [`super::rhythm::Pool`]. Blind spot: a stop
//! that the customer announced looks the same as one that it did not.

use super::series::CustomerSeries;
use super::stats::middle::median;
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// No order for far longer than usual.
pub struct Quiet;

/// Fewer gaps do not show a rhythm.
const LEAST_GAPS: usize = 4;

/// A silence counts from so many usual gaps on.
const LEAST_RATIO: f64 = 2.0;

/// And from so many calendar days on.
const LEAST_DAYS: i32 = 14;

/// After so long a silence a customer is lost, not quiet.
const LOST_DAYS: i32 = 60 * WEEK;

impl Insight for Quiet {
    fn signal(&self) -> Signal {
        Signal::Quiet
    }

    fn why_it_matters(&self) -> &'static str {
        "A customer that stops seldom says so; the first call after a long silence decides whether it comes back"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let at = series.orders_to.min(at);
        let known = &series.order_days[..series.order_days.partition_point(|&d| d < at.0)];
        let n_gaps_at_all = known.len().saturating_sub(1);
        let Some(&last) = known.last() else {
            return Outcome::CannotJudge(Missing::Gaps { have: 0, need: LEAST_GAPS });
        };
        let silent_days = at.0 - last;
        if n_gaps_at_all >= LEAST_GAPS && silent_days > LOST_DAYS {
            return Outcome::CannotJudge(Missing::LongGone { last: Day(last) });
        }
        let rhythm = match series.rhythm {
            Some(rhythm) if rhythm.n_gaps >= LEAST_GAPS => rhythm,
            other => {
                return Outcome::CannotJudge(Missing::Gaps { have: other.map_or(0, |r| r.n_gaps), need: LEAST_GAPS });
            }
        };
        let own_shape = 1.0 / series.pool.dispersion(&rhythm);
        let mut p = series.pool.longer_than(&rhythm, rhythm.open, own_shape).max(1e-12);
        if rhythm.open < LEAST_RATIO * rhythm.mean() || silent_days < LEAST_DAYS {
            p = p.max(0.5);
        }
        Outcome::Tested(Tested { p, loss: 1.0 - series.pool.is_alive(&rhythm), weeks: 0 })
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, _tested: &Tested) -> Explanation {
        let at = series.orders_to.min(at);
        let known = &series.order_days[..series.order_days.partition_point(|&d| d < at.0)];
        let last = Day(known.last().copied().unwrap_or(at.0));
        let from = Day((at.0 - 104 * WEEK).max(known.first().copied().unwrap_or(at.0)));
        let recent = &known[known.partition_point(|&d| d < from.0)..];
        let gaps: Vec<f64> = recent.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
        Explanation {
            change: Change {
                was: median(&gaps).unwrap_or(0.0),
                now: f64::from(at - last),
                unit: Unit::DaysBetweenOrders,
            },
            second: None,
            since: last,
            windows: Windows { was_from: from, now_from: last, now_to: at },
        }
    }
}
