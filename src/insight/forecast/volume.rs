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
        let orders = DailyOrders::new(&known);
        orders.first()?;
        let at = |to: Day| {
            // What lies behind the last order may be closed or not in the file yet: nothing is learnt of it.
            let last = orders.last_before(to).unwrap_or(to - 1);
            let open = OpenDays::learn(&orders, last + 1, to + 20 * WEEK);
            let weeks = Weeks::new(&orders, last, &open, to);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Noise, day};

    /// The Monday on which every shop of these tests opens, and that of the forecast.
    const FROM: &str = "2022-01-03";
    const NOW: &str = "2025-01-06";

    /// Orders on every weekday, so many, but on days that are closed.
    fn order_days(a_day: usize, to: Day, is_closed: impl Fn(Day) -> bool) -> Vec<i32> {
        let days = (day(FROM).0..to.0).filter(|&on| Day(on).weekday() < 5 && !is_closed(Day(on)));
        days.flat_map(|on| vec![on; a_day]).collect()
    }

    /// A shop that is always open, and the forecast of what its weeks brought.
    fn forecast(weeks: usize, value: impl FnMut(usize) -> f64) -> Option<Forecast> {
        let to = day(FROM) + i32::try_from(weeks).unwrap() * WEEK;
        let calendar = Calendar::new(&order_days(4, to, |_| false), to).unwrap();
        assert_eq!((calendar.weeks.n, calendar.weeks.under_way), (weeks, 0));
        calendar.forecast(&(0..weeks).map(value).collect::<Vec<f64>>())
    }

    fn means(forecast: &Forecast) -> Vec<f64> {
        forecast.weeks.iter().map(|week| week.mean).collect()
    }

    fn assert_sensible(forecast: &Forecast) {
        assert_eq!(forecast.weeks.len(), AHEAD);
        for week in forecast.weeks.iter().chain([&forecast.sum]) {
            let Range { mean, median, low50, high50, low80, high80 } = *week;
            let ordered = [0.0, low80, low50, median, high50, high80];
            assert!(ordered.windows(2).all(|pair| pair[0] <= pair[1] && pair[1].is_finite()), "{week:?}");
            assert!(mean.is_finite() && mean >= 0.0, "{week:?}");
        }
    }

    #[test]
    fn a_constant_series_goes_on_as_it_is() {
        let forecast = forecast(156, |_| 1000.0).unwrap();
        assert_sensible(&forecast);
        for week in &forecast.weeks {
            assert!((week.mean - 1000.0).abs() < 20.0 && week.high80 - week.low80 < 100.0, "{week:?}");
        }
    }

    #[test]
    fn one_week_a_few_or_nothing_but_zeros_cannot_be_forecast() {
        assert_eq!(forecast(1, |_| 500.0), None);
        assert_eq!(forecast(LEAST_WEEKS - 1, |_| 500.0), None);
        assert_eq!(forecast(80, |_| 0.0), None);
        let began_late = |week| if week < 80 - LEAST_WEEKS + 1 { 0.0 } else { 500.0 };
        assert_eq!(forecast(80, began_late), None, "a process that began twelve weeks ago");
        assert!(forecast(80, |week| f64::from(u8::from(week >= 80 - LEAST_WEEKS)) * 500.0).is_some());
        assert_eq!(Calendar::new(&[], day(NOW)).map(|calendar| calendar.weeks.n), None);
    }

    #[test]
    fn a_young_shop_has_a_range_that_is_wide() {
        let mut noise = Noise::new(3);
        let young = forecast(20, |_| noise.between(600.0, 1400.0)).unwrap();
        assert_sensible(&young);
        for week in &young.weeks {
            assert!((800.0..1200.0).contains(&week.mean) && week.high80 - week.low80 > 400.0, "{week:?}");
        }
        let first = forecast(LEAST_WEEKS, |week| if week % 2 == 0 { 700.0 } else { 1300.0 }).unwrap();
        assert!(first.weeks.iter().all(|week| week.high80 - week.low80 > 400.0), "no origin yet: {first:?}");
        assert_eq!(first.past.n, 0);
    }

    #[test]
    fn a_giant_last_week_moves_the_forecast_little_and_a_shift_that_lasts_moves_it_all_the_way() {
        let mut noise = Noise::new(5);
        let usual: Vec<f64> = (0..156).map(|_| noise.between(900.0, 1100.0)).collect();
        let giant = forecast(156, |week| if week == 155 { 20_000.0 } else { usual[week] }).unwrap();
        assert_sensible(&giant);
        assert!(means(&giant).iter().all(|mean| (800.0..1900.0).contains(mean)), "{:?}", means(&giant));
        let shifted = forecast(156, |week| usual[week] * if week >= 155 { 1.5 } else { 1.0 }).unwrap();
        assert!(means(&shifted).iter().all(|mean| (900.0..1500.0).contains(mean)), "{:?}", means(&shifted));
        let lasting = forecast(156, |week| usual[week] * if week >= 136 { 2.0 } else { 1.0 }).unwrap();
        assert!(lasting.weeks[0].mean > 1500.0, "{:?}", means(&lasting));
    }

    #[test]
    fn weeks_of_credits_make_nothing_negative() {
        let mut noise = Noise::new(7);
        let credits = forecast(156, |week| if week % 17 == 3 { -800.0 } else { noise.between(500.0, 900.0) }).unwrap();
        assert_sensible(&credits);
        let mostly = forecast(60, |week| if week < 40 { 300.0 } else { -200.0 }).unwrap();
        assert_sensible(&mostly);
    }

    #[test]
    fn a_season_is_known_after_two_years_and_expected_again() {
        let mut noise = Noise::new(11);
        let wave = |week: usize| 1.0 + 0.5 * (std::f64::consts::TAU * week as f64 / 52.18).sin();
        // Of ten customers as many order in a week as the season brings.
        let to = day(FROM) + 156 * WEEK;
        let days = order_days(10, to, |_| false);
        let is_wave = |(i, on): &(usize, &i32)| {
            let week = usize::try_from((**on - day(FROM).0) / WEEK).unwrap();
            (i % 10) as f64 <= 6.0 * wave(week)
        };
        let days: Vec<i32> = days.iter().enumerate().filter(is_wave).map(|(_, on)| *on).collect();
        let values: Vec<f64> = (0..156).map(|week| 1000.0 * wave(week) * noise.between(0.9, 1.1)).collect();
        let forecast = Calendar::new(&days, to).unwrap().forecast(&values).unwrap();
        for (lead, mean) in means(&forecast).into_iter().enumerate() {
            let expected = 1000.0 * wave(156 + lead);
            assert!((mean / expected - 1.0).abs() < 0.15, "{lead}: {mean} {expected}");
        }
        assert!(forecast.past.sum_error < 0.1, "{:?}", forecast.past);
    }

    #[test]
    fn a_month_that_is_always_closed_brings_nothing_and_the_weeks_around_it_what_is_usual() {
        let is_closed = |on: Day| on.ymd().1 == 8;
        let to = day("2025-07-07");
        let calendar = Calendar::new(&order_days(5, to, is_closed), to).unwrap();
        let weeks = &calendar.weeks;
        let values: Vec<f64> = (0..weeks.n).map(|week| 100.0 * weeks.work(week)).collect();
        let forecast = calendar.forecast(&values).unwrap();
        assert_sensible(&forecast);
        for (week, range) in forecast.weeks.iter().enumerate() {
            let monday = weeks.monday(weeks.n + week);
            let august = (0..5).filter(|&i| (monday + i).ymd().1 == 8).count();
            let expected = 100.0 * (5.0 - august as f64);
            assert!((range.mean - expected).abs() < 60.0, "{monday}: {range:?}");
            assert!(august < 5 || range.high80 < 1e-9, "{monday}: {range:?}");
        }
    }

    #[test]
    fn weeks_that_are_missing_in_the_file_are_no_weeks_without_work() {
        let is_missing = |on: Day| (day("2024-05-06")..day("2024-07-01")).contains(&on);
        let to = day(NOW);
        let calendar = Calendar::new(&order_days(4, to, is_missing), to).unwrap();
        let mut noise = Noise::new(13);
        let value = |week| if is_missing(calendar.weeks.monday(week)) { 0.0 } else { noise.between(900.0, 1100.0) };
        let forecast = calendar.forecast(&(0..calendar.weeks.n).map(value).collect::<Vec<f64>>()).unwrap();
        assert_sensible(&forecast);
        assert!(means(&forecast).iter().all(|mean| (900.0..1100.0).contains(mean)), "{:?}", means(&forecast));
        assert!(forecast.weeks.iter().all(|week| week.low80 > 500.0), "{:?}", forecast.weeks);
    }

    #[test]
    fn the_week_of_the_review_is_under_way_and_so_is_one_that_the_file_does_not_reach_to_its_end() {
        let thursday = day("2025-01-09");
        let calendar = Calendar::new(&order_days(4, thursday, |_| false), thursday).unwrap();
        assert_eq!((calendar.weeks.n, calendar.weeks.under_way), (157, 1));
        assert_eq!(calendar.weeks.monday(158), day("2025-01-13"));
        // A review on Monday of a file that was written on Thursday: Friday is not in it.
        let monday = day("2025-01-13");
        let calendar = Calendar::new(&order_days(4, thursday, |_| false), monday).unwrap();
        assert_eq!((calendar.weeks.n, calendar.weeks.under_way), (157, 1));
        // Where a Friday often passes without an order, its absence says nothing.
        let rare: Vec<i32> = (day(FROM).0..thursday.0).step_by(9).collect();
        let weeks = Calendar::new(&rare, monday).unwrap().weeks;
        assert_eq!((weeks.n, weeks.under_way), (158, 0));
    }

    #[test]
    fn what_came_later_does_not_change_what_was_expected() {
        let mut noise = Noise::new(17);
        let values: Vec<f64> = (0..170).map(|_| noise.between(600.0, 1400.0)).collect();
        let all = order_days(4, day(FROM) + 170 * WEEK, |on| on.ymd().1 == 12 && on.ymd().2 > 23);
        let at = day(FROM) + 150 * WEEK;
        let known: Vec<i32> = all.iter().copied().filter(|on| *on < at.0).collect();
        let expected = Calendar::new(&known, at).unwrap().forecast(&values[..150]).unwrap();
        assert_eq!(Calendar::new(&all, at).unwrap().forecast(&values[..150]).unwrap(), expected);
    }

    #[test]
    fn the_range_of_eight_in_ten_holds_about_so_often() {
        let (mut held, mut all) = (0, 0);
        for seed in 0..12 {
            let mut noise = Noise::new(100 + seed);
            let values: Vec<f64> = (0..169).map(|_| 1000.0 * (0.25 * noise.normal()).exp()).collect();
            let forecast = forecast(156, |week| values[week]).unwrap();
            for (week, came) in forecast.weeks.iter().zip(&values[156..]) {
                held += usize::from((week.low80..=week.high80).contains(came));
                all += 1;
            }
        }
        let share = held as f64 / f64::from(all);
        assert!((0.70..0.92).contains(&share), "{share}");
    }
}
