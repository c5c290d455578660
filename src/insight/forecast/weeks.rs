//! The finished weeks of a shop's orders and the weeks ahead, each with its work and its place in the year.

use super::open_days::{DailyOrders, OpenDays};
use crate::model::{Day, WEEK};

/// Weeks that are forecast.
pub const AHEAD: usize = 13;

/// At most so many weeks before those are under way: the one of the review, and two that the file does not reach to the end.
pub const MOST_UNDER_WAY: usize = 3;

/// Weeks after the finished ones.
const BEYOND: usize = AHEAD + MOST_UNDER_WAY;

/// Places of the year that weeks share.
pub const PLACES: usize = 52;

/// If fewer orders than this are to be expected in the last days of a week, their absence does not say that the file ends before
/// them (none at all comes by chance once in five times).
const MISSED: f64 = 1.5;

/// A week's days of work below which its volume says nothing of a usual week.
pub const LEAST_WORK: f64 = 2.0;

/// Whole weeks from Monday to Sunday.
#[derive(Clone, Debug)]
pub struct Weeks {
    /// The first Monday; an unfinished first week is left out.
    pub first: Day,
    /// Finished weeks.
    pub n: usize,
    /// Weeks after them that have begun: they are neither finished nor ahead.
    pub under_way: usize,
    /// Days of work of each week, the finished ones first and [`BEYOND`] after them.
    work: Vec<f64>,
    /// The place of each week in the year.
    place: Vec<usize>,
}

impl Weeks {
    /// The weeks of all orders that are known before `known_to`. A week is finished where `known_to` lies behind it and the orders
    /// do not stop days before its end.
    pub fn new(orders: &DailyOrders, last_order: Day, open: &OpenDays, known_to: Day) -> Self {
        let start = orders.first().unwrap_or(known_to);
        let first = if start.weekday() == 0 { start } else { start.monday() + WEEK };
        let next = known_to.monday() + WEEK;
        // On Saturday the week is over where nobody works on weekends.
        let is_over = known_to.weekday() > 0 && open.between(known_to, next) < 0.01;
        let mut end = if is_over { next } else { known_to.monday() }.max(first);
        let lately: f64 = (last_order.0 - 26 * WEEK + 1..=last_order.0).map(|day| orders.on(Day(day))).sum();
        let a_day = lately / open.between(last_order - 26 * WEEK + 1, last_order + 1).max(1.0);
        while end > first
            && (known_to - end) / WEEK < 2
            && a_day * open.between((last_order + 1).max(end - WEEK), end) >= MISSED
        {
            end = end - WEEK;
        }
        let n = usize::try_from((end - first) / WEEK).unwrap_or(0);
        let ahead_from = if known_to.weekday() == 0 { known_to } else { known_to.monday() + WEEK };
        let under_way = usize::try_from((ahead_from.max(end) - end) / WEEK).unwrap_or(0).min(MOST_UNDER_WAY);
        let mondays = || (0..).map(|week| first + week * WEEK).take(n + BEYOND);
        Self {
            first,
            n,
            under_way,
            work: mondays().map(|monday| open.between(monday, monday + WEEK)).collect(),
            place: mondays().map(|monday| (monday + 3).day_of_year() * PLACES / 365).map(|p| p.min(51)).collect(),
        }
    }

    /// The Monday of a week.
    pub fn monday(&self, week: usize) -> Day {
        self.first + i32::try_from(week).unwrap_or(0) * WEEK
    }

    /// The week of a day; `None` before the first.
    pub fn of(&self, day: Day) -> Option<usize> {
        if day < self.first { None } else { usize::try_from((day - self.first) / WEEK).ok() }
    }

    /// Days of work of a week: five where nothing is closed.
    pub fn work(&self, week: usize) -> f64 {
        self.work.get(week).copied().unwrap_or(5.0)
    }

    /// Where a week stands in the year: 0 to 51.
    pub fn place(&self, week: usize) -> usize {
        self.place.get(week).copied().unwrap_or(0)
    }

    /// Whether a week has so much work that its volume says something of a usual one.
    pub fn tells(&self, week: usize) -> bool {
        self.work(week) >= LEAST_WORK
    }
}
