//! The volume of the next 13 weeks, with ranges that say how far such forecasts have been off.
//!
//! level (of a day of work, without season; [`level`]) × season ([`season`]) × days of work ([`super::open_days`]), at least zero. The
//! ranges are those of the errors that the same forecast made on the shop's own past ([`super::errors`]). Minimum: 13 finished weeks
//! since the first order.

use serde::{Deserialize, Serialize};

use super::errors::{Errors, Past};
use super::level;
use super::open_days::{DailyOrders, OpenDays};
use super::season::{FLAT, Season, season};
use super::weeks::{AHEAD, MOST_UNDER_WAY, Weeks};
use crate::model::{Day, Range, WEEK};

/// Finished weeks that a forecast needs.
pub const LEAST_WEEKS: usize = 13;

/// The past from which the errors are learnt: so many origins, a week apart.
const ORIGINS: usize = 78;

/// A series leans on the season of the shop's orders as if that were known from so many weeks,
const LEAN_ON_ORDERS: f64 = 12.0;

/// and these on no season.
const LEAN_ON_NONE: f64 = 3.0;

/// The next weeks of one series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Weeks that are under way, or that the file does not reach to the end.
    pub under_way: Vec<Range>,
    /// The 13 weeks after them.
    pub weeks: Vec<Range>,
    /// These together.
    pub sum: Range,
    /// How it did on the shop's own past.
    pub past: Past,
}

/// The calendar as it was known at each origin of the past, and now.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The finished weeks now.
    pub weeks: Weeks,
    /// Days of work of each day of the weeks ahead, Monday first.
    pub days: Vec<[f64; 7]>,
    /// The season of the orders, now.
    orders: Season,
    /// The weeks and the season as known after so many finished weeks, the earliest first.
    then: Vec<(Weeks, Season)>,
}

impl Calendar {
    /// What the orders before `known_to` teach. `None` without one.
    pub fn new(order_days: &[i32], known_to: Day) -> Option<Self> {
        let known: Vec<i32> = order_days.iter().copied().filter(|&day| day < known_to.0).collect();
        let last = Day(*known.iter().max()?);
        let orders = DailyOrders::new(&known);
        let at = |to: Day| {
            let open = OpenDays::learn(&orders, to, to + 20 * WEEK);
            let weeks = Weeks::new(&orders, last.min(to - 1), &open, to);
            let mut counts = vec![0.0; weeks.n];
            for day in weeks.first.0..weeks.monday(weeks.n).0 {
                if let Some(count) = weeks.of(Day(day)).and_then(|week| counts.get_mut(week)) {
                    *count += orders.on(Day(day));
                }
            }
            let season = season(&counts, &weeks, &FLAT, LEAN_ON_NONE);
            (weeks, season, open)
        };
        let (weeks, season, open) = at(known_to);
        let days = (0..AHEAD).map(|week| open.of_week(weeks.monday(weeks.n + weeks.under_way + week))).collect();
        let from = weeks.n.saturating_sub(ORIGINS).max(LEAST_WEEKS);
        let then = (from..weeks.n)
            .map(|n| {
                let (mut then, season, _) = at(weeks.monday(n));
                then.n = n;
                (then, season)
            })
            .collect();
        Some(Self { weeks, days, orders: season, then })
    }

    /// The next weeks of a series, given its finished weeks; `None` where too few are known.
    pub fn forecast(&self, values: &[f64]) -> Option<Forecast> {
        let n = self.weeks.n.min(values.len());
        let values = &values[..n];
        let means = expected(values, &self.weeks, &self.orders)?;
        let errors = Errors::of(values, &self.weeks, &self.then);
        let range = |lead: usize| errors.range(lead, means[lead], self.weeks.work(n + lead), usize::MAX);
        let from = self.weeks.under_way;
        Some(Forecast {
            under_way: (0..from).map(range).collect(),
            weeks: (from..from + AHEAD).map(range).collect(),
            sum: errors.sum_range(means[from..from + AHEAD].iter().sum(), usize::MAX),
            past: errors.past(values),
        })
    }
}

/// Weeks that are worked out: those under way too.
pub(super) const OUT: usize = AHEAD + MOST_UNDER_WAY;

/// What is expected after the finished weeks `values`; `None` where too few of them are known.
pub(super) fn expected(values: &[f64], weeks: &Weeks, orders: &Season) -> Option<[f64; OUT]> {
    let start = values.iter().position(|&value| value != 0.0)?;
    if values.len() - start < LEAST_WEEKS {
        return None;
    }
    let own = season(values, weeks, orders, LEAN_ON_ORDERS);
    let usual = |week: usize| weeks.work(week) * own[weeks.place(week)];
    let flat: Vec<f64> = (start..values.len())
        .filter(|&week| weeks.tells(week) && usual(week) > 0.0)
        .map(|week| values[week] / usual(week))
        .collect();
    let level = level::ahead::<OUT>(&flat);
    let mut means = [0.0; OUT];
    for (lead, mean) in means.iter_mut().enumerate() {
        *mean = (level[lead] * usual(values.len() + lead)).max(0.0);
    }
    Some(means)
}
