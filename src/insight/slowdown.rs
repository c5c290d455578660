//! Slower orders: fewer orders in the last weeks than this customer's own year before leads one to expect.
//!
//! Three windows of 8, 13 and 26 weeks against the 52 weeks before each, in operating time, so that a low season or a
//! shutdown is no fall; see [`super::stats::counts::lower_tail`]. The best of them pays for the others. Blind spot: a
//! customer that orders less in each order, as often as before; that is `lots` or the order volume.

use super::series::{CustomerSeries, between};
use super::stats::change::{Way, best_split};
use super::stats::counts::{lower_tail, upper_tail};
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// Fewer orders than before.
pub struct Slowdown;

/// The later windows, in weeks.
pub const WINDOWS: [i32; 3] = [8, 13, 26];

/// The earlier window, in weeks.
pub const BASELINE: i32 = 52;

/// At most this share of the earlier rate, season taken out.
const MOST_RATIO: f64 = 0.65;

/// And at most this share of it by the calendar: the numbers that the sentence names.
const MOST_CALENDAR_RATIO: f64 = 0.75;

/// The earlier window must be this long, in weeks, and hold so many orders.
const LEAST_WEEKS: i32 = 26;
const LEAST_ORDERS: usize = 5;

/// So many orders must be expected in the later window: one more or less is chance.
const LEAST_EXPECTED: f64 = 3.0;

/// Orders of one customer in a later window and in the one before it.
pub struct Rates {
    /// The windows.
    pub windows: Windows,
    /// Orders in the later window.
    pub n_now: usize,
    /// Orders in the earlier window.
    pub n_was: usize,
    /// Operating time of the later window.
    pub now: f64,
    /// Operating time of the earlier window.
    pub was: f64,
}

impl Rates {
    /// `None` where the earlier window is too short or holds too few orders.
    pub fn over(series: &CustomerSeries<'_>, at: Day, weeks: i32) -> Option<Self> {
        let at = series.orders_to.min(at);
        let first = Day(*series.order_on.first()?);
        let now_from = at - weeks * WEEK;
        let was_from = first.max(now_from - BASELINE * WEEK);
        let n_now = between(series.order_on, now_from, at).len();
        let n_was = between(series.order_on, was_from, now_from).len();
        let (now, was) = (series.clock.between(now_from, at), series.clock.between(was_from, now_from));
        let is_enough = now_from - was_from >= LEAST_WEEKS * WEEK && n_was >= LEAST_ORDERS && now > 0.0 && was > 0.0;
        is_enough.then_some(Self { windows: Windows { was_from, now_from, now_to: at }, n_now, n_was, now, was })
    }

    /// Orders that the earlier rate leads one to expect in the later window.
    pub fn expected(&self) -> f64 {
        self.n_was as f64 * self.now / self.was
    }

    /// The rate now as a share of the earlier one, season taken out.
    pub fn ratio(&self) -> f64 {
        self.n_now as f64 / self.expected()
    }

    /// P(as few orders by chance).
    pub fn p_fewer(&self, dispersion: f64) -> f64 {
        lower_tail(self.n_now as f64, self.now, self.n_was as f64, self.was, dispersion)
    }

    /// P(as many orders by chance).
    pub fn p_more(&self, dispersion: f64) -> f64 {
        upper_tail(self.n_now as f64, self.now, self.n_was as f64, self.was, dispersion)
    }

    /// Orders per 4 weeks of the calendar, before and now.
    pub fn per_4_weeks(&self) -> Change {
        let rate = |n: usize, days: i32| n as f64 * 28.0 / f64::from(days.max(1));
        Change {
            was: rate(self.n_was, self.windows.now_from - self.windows.was_from),
            now: rate(self.n_now, self.windows.now_to - self.windows.now_from),
            unit: Unit::OrdersPer4Weeks,
        }
    }
}

impl Insight for Slowdown {
    fn signal(&self) -> Signal {
        Signal::Slowdown
    }

    fn why_it_matters(&self) -> &'static str {
        "Orders that come less often are the first thing to be seen of a customer that leaves or has less work itself"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let to = series.orders_to.min(at);
        let dispersion = series.dispersion();
        let mut best: Option<Tested> = None;
        let mut n_tests = 0;
        let mut expected = 0.0_f64;
        for weeks in WINDOWS {
            let Some(rates) = Rates::over(series, at, weeks) else { continue };
            expected = rates.expected();
            if expected < LEAST_EXPECTED {
                continue;
            }
            n_tests += 1;
            let ratio = rates.ratio();
            let mut p = rates.p_fewer(dispersion);
            let calendar = rates.per_4_weeks();
            if ratio > MOST_RATIO || calendar.now > MOST_CALENDAR_RATIO * calendar.was {
                p = p.max(0.5);
            }
            if best.is_none_or(|b| p < b.p) {
                best = Some(Tested { p, loss: (1.0 - ratio).max(0.0), weeks });
            }
        }
        match best {
            Some(tested) => {
                let paid = 1.0 + 0.5 * f64::from(n_tests - 1);
                Outcome::Tested(Tested { p: (tested.p * paid).min(1.0), ..tested })
            }
            None => Outcome::CannotJudge(what_is_missing(series, to, expected)),
        }
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation {
        let to = series.orders_to.min(at);
        let (change, windows) = Rates::over(series, at, tested.weeks).map_or_else(
            || {
                let windows = Windows { was_from: to, now_from: to, now_to: to };
                (Change { was: 0.0, now: 0.0, unit: Unit::OrdersPer4Weeks }, windows)
            },
            |rates| (rates.per_4_weeks(), rates.windows),
        );
        Explanation { change, second: None, since: start_of_slowdown(series, windows), windows }
    }
}

/// The order day after which the gaps grew: the best split of their logarithms, the open gap included.
pub fn start_of_slowdown(series: &CustomerSeries<'_>, windows: Windows) -> Day {
    let days = &series.order_days[between(series.order_days, windows.was_from, windows.now_to)];
    let ends = days.iter().skip(1).copied().chain([windows.now_to.0]);
    let gaps: Vec<f64> =
        days.iter().zip(ends).map(|(&from, to)| series.clock.between(Day(from), Day(to)).max(0.5).ln()).collect();
    best_split(&gaps, Way::Up, 3, 1).and_then(|i| days.get(i)).map_or(windows.now_from, |&day| Day(day))
}

fn what_is_missing(series: &CustomerSeries<'_>, at: Day, expected: f64) -> Missing {
    let n = series.order_on.partition_point(|&d| d < at.0);
    let weeks = series.order_on.first().map_or(0, |&first| (at.0 - first).max(0) / WEEK);
    let need = LEAST_WEEKS + WINDOWS[0];
    if weeks < need {
        return Missing::Weeks { have: usize::try_from(weeks).unwrap_or(0), need: usize::try_from(need).unwrap_or(0) };
    }
    if n < LEAST_ORDERS {
        return Missing::Gaps { have: n.saturating_sub(1), need: LEAST_ORDERS - 1 };
    }
    Missing::TooRare { expected, need: LEAST_EXPECTED, weeks: WINDOWS[2] }
}
