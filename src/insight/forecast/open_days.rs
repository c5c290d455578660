//! On which days the shop works: its week, its holidays and its shutdowns, learnt from days on which no order ever came.
//!
//! A single quiet day says nothing in a small shop. A day is closed where so many orders were usual that none at all is no chance:
//! six, so that chance makes one such day in four hundred (Poisson).

use std::collections::BTreeMap;

use crate::model::{Day, WEEK};

/// So many orders must be usual before their absence says that the shop was closed.
const TELLING: f64 = 6.0;

/// A day of the year has some four hundred names, so that it takes more to call one of them a holiday: chance makes one in seven shops.
const TELLING_OF_NAME: f64 = 8.0;

/// A day that stands for a closed one has at most this share of the usual orders: somebody answers the telephone on holidays too.
const NEARLY_NONE: f64 = 0.05;

/// A shutdown of at least so many days of work is known again by its dates after one year; a single holiday needs two.
const SHUTDOWN_DAYS: usize = 4;

/// What is usual is the mean of so many days on both sides.
const USUAL_REACH: usize = 26 * 7;

/// How many orders came in on each day.
#[derive(Clone, Debug)]
pub struct DailyOrders {
    first: Day,
    n: Vec<u32>,
}

impl DailyOrders {
    /// From the days of all orders, in any order; empty without one.
    pub fn new(days: &[i32]) -> Self {
        let first = days.iter().copied().min().unwrap_or(0);
        let last = days.iter().copied().max().unwrap_or(-1);
        let mut n = vec![0; usize::try_from(last - first + 1).unwrap_or(0)];
        for day in days {
            if let Some(count) = usize::try_from(day - first).ok().and_then(|i| n.get_mut(i)) {
                *count += 1;
            }
        }
        Self { first: Day(first), n }
    }

    /// The day of the first order; `None` without one.
    pub fn first(&self) -> Option<Day> {
        (!self.n.is_empty()).then_some(self.first)
    }

    /// The last day with an order before `day`.
    pub fn last_before(&self, day: Day) -> Option<Day> {
        let end = usize::try_from(day - self.first).ok()?.min(self.n.len());
        let last = self.n[..end].iter().rposition(|&n| n > 0)?;
        Some(self.first + i32::try_from(last).ok()?)
    }

    /// Orders of one day.
    pub fn on(&self, day: Day) -> f64 {
        usize::try_from(day - self.first).ok().and_then(|i| self.n.get(i)).map_or(0.0, |&n| f64::from(n))
    }
}

/// How much work each day holds: a weekday on which nobody orders, a holiday and a shutdown hold none, a usual week five days.
#[derive(Clone, Debug)]
pub struct OpenDays {
    first: Day,
    /// From `first`, a share of a week's five days of work each.
    work: Vec<f64>,
}

impl OpenDays {
    /// What the orders before `known_to` teach, from the first of them up to the day before `to`.
    pub fn learn(orders: &DailyOrders, known_to: Day, to: Day) -> Self {
        let first = orders.first().unwrap_or(known_to).min(known_to);
        let days = |from: Day, to: Day| (from.0..to.0).map(Day);
        let counts: Vec<f64> = days(first, known_to).map(|day| orders.on(day)).collect();
        let weekday = weekdays(first, &counts);
        let usual = usual(first, &counts, &weekday);
        let mut was_closed = closed_runs(&counts, &usual);
        let known = Holidays::learn(first, &counts, &usual, &was_closed);
        for ((day, n), closed) in days(first, known_to).zip(&counts).zip(&mut was_closed) {
            // A single day may be too little to tell, though it is a holiday in every year.
            if *n == 0.0 && *closed == 0 && known.has(day) {
                *closed = 1;
            }
        }
        let is_closed = |day: Day| {
            let past = usize::try_from(day - first).ok().and_then(|i| was_closed.get(i));
            past.map_or_else(|| known.has(day), |closed| *closed > 0)
        };
        let work = days(first, to).map(|day| if is_closed(day) { 0.0 } else { weekday[day.weekday()] }).collect();
        Self { first, work }
    }

    /// Days of work in `[from, to)`: five in a usual week.
    pub fn between(&self, from: Day, to: Day) -> f64 {
        let place = |day: Day| usize::try_from(day - self.first).unwrap_or(0).min(self.work.len());
        self.work[place(from)..place(to).max(place(from))].iter().sum()
    }

    /// Days of work of each day of a week, Monday first.
    pub fn of_week(&self, monday: Day) -> [f64; 7] {
        [0, 1, 2, 3, 4, 5, 6].map(|i| self.between(monday + i, monday + i + 1))
    }
}

/// How much of a week's five days falls on each weekday; Monday to Friday alike until 100 orders are known.
fn weekdays(first: Day, counts: &[f64]) -> [f64; 7] {
    let mut orders = [0.0; 7];
    for (i, n) in counts.iter().enumerate() {
        orders[(first.weekday() + i) % 7] += n;
    }
    let all: f64 = orders.iter().sum();
    if all < 100.0 {
        return [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0];
    }
    let works = orders.map(|n| if n < 0.08 * all / 7.0 { 0.0 } else { n });
    let kept: f64 = works.iter().sum();
    works.map(|n| 5.0 * n / kept)
}

/// Orders that are usual on each day, by the year around it.
fn usual(first: Day, counts: &[f64], weekday: &[f64; 7]) -> Vec<f64> {
    let share = |i: usize| weekday[(first.weekday() + i) % 7];
    let (mut orders, mut work) = (vec![0.0], vec![0.0]);
    for (i, n) in counts.iter().enumerate() {
        orders.push(orders[i] + n);
        work.push(work[i] + share(i));
    }
    let around =
        |sums: &[f64], i: usize| sums[(i + USUAL_REACH + 1).min(counts.len())] - sums[i.saturating_sub(USUAL_REACH)];
    (0..counts.len()).map(|i| share(i) * around(&orders, i) / around(&work, i).max(1e-9)).collect()
}

/// For each day the days of work of the closed stretch it lies in: 0 where it was open.
fn closed_runs(counts: &[f64], usual: &[f64]) -> Vec<usize> {
    let mut runs = vec![0; counts.len()];
    let mut from = 0;
    while from < counts.len() {
        let n = counts[from..].iter().take_while(|&&n| n == 0.0).count();
        let stretch = &usual[from..from + n];
        if stretch.iter().sum::<f64>() >= TELLING {
            let days = stretch.iter().filter(|&&usual| usual > 0.0).count();
            // A free Saturday before it is no part of it; one within it is.
            let first = stretch.iter().position(|&usual| usual > 0.0).unwrap_or(0);
            let last = stretch.iter().rposition(|&usual| usual > 0.0).unwrap_or(0);
            runs[from + first..=from + last].fill(days);
        }
        from += n + 1;
    }
    runs
}

/// What names a day in every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Date {
    /// 25 December.
    Fixed(u32, u32),
    /// The fourth Thursday of November.
    Nth(u32, usize, u32),
    /// The last Monday of May.
    Last(u32, usize),
    /// Two days before Easter.
    Easter(i32),
}

impl Date {
    /// All names of a day.
    fn of(day: Day) -> impl Iterator<Item = Self> {
        let (year, month, of_month) = day.ymd();
        let is_last = (day + WEEK).ymd().1 != month;
        let from_easter = easter(year).map(|easter| day - easter).filter(|days| (-3..=61).contains(days));
        [
            Some(Self::Fixed(month, of_month)),
            Some(Self::Nth(month, day.weekday(), of_month.div_ceil(7))),
            is_last.then_some(Self::Last(month, day.weekday())),
            from_easter.map(Self::Easter),
        ]
        .into_iter()
        .flatten()
    }
}

/// The names of days on which the shop never works.
struct Holidays(Vec<Date>);

impl Holidays {
    fn learn(first: Day, counts: &[f64], usual: &[f64], was_closed: &[usize]) -> Self {
        #[derive(Default)]
        struct Seen {
            orders: f64,
            usual: f64,
            times: u32,
            is_of_shutdown: bool,
        }
        let mut seen: BTreeMap<Date, Seen> = BTreeMap::new();
        // A shutdown comes by its dates: that it holds the fourth Monday of December says nothing of that Monday.
        let names = |day: Day, run: usize| {
            Date::of(day).filter(move |date| run < SHUTDOWN_DAYS || matches!(date, Date::Fixed(..)))
        };
        // Only days without an order can be holidays; of these, every year is looked at.
        let days = || (first.0..).map(Day).zip(counts.iter().zip(usual)).zip(was_closed);
        for ((day, _), run) in days().filter(|((_, (n, usual)), run)| **run > 0 || (**n == 0.0 && **usual > 0.0)) {
            for date in names(day, *run) {
                seen.entry(date).or_default().is_of_shutdown |= *run >= SHUTDOWN_DAYS;
            }
        }
        for ((day, (n, usual)), run) in days().filter(|((_, (_, usual)), _)| **usual > 0.0) {
            for date in names(day, *run) {
                if let Some(seen) = seen.get_mut(&date) {
                    seen.orders += n;
                    seen.usual += usual;
                    seen.times += 1;
                }
            }
        }
        // That a shutdown was one, all of its days together said.
        let is_holiday = |seen: &Seen| {
            let is_sure = seen.is_of_shutdown || (seen.times >= 2 && seen.usual >= TELLING_OF_NAME);
            is_sure && seen.orders <= NEARLY_NONE * seen.usual
        };
        Self(seen.iter().filter(|(_, seen)| is_holiday(seen)).map(|(date, _)| *date).collect())
    }

    fn has(&self, day: Day) -> bool {
        !self.0.is_empty() && Date::of(day).any(|date| self.0.binary_search(&date).is_ok())
    }
}

/// Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876, as Meeus gives it in Astronomical Algorithms, chapter 8).
fn easter(year: i32) -> Option<Day> {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    // Leap years that are left out, and how the moon is set right for them.
    let moon = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let early = (golden + 11 * epact + 19 * weekday) / 433;
    let month = (epact + weekday - 7 * early + 90) / 25;
    let of_month = (epact + weekday - 7 * early + 33 * month + 19) % 32;
    Day::from_ymd(year, u32::try_from(month).ok()?, u32::try_from(of_month).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::day;

    /// So many orders on every weekday of these years but those that are left out.
    fn orders(n: usize, from: &str, to: &str, is_closed: impl Fn(Day) -> bool) -> DailyOrders {
        let days = (day(from).0..day(to).0).map(Day).filter(|day| day.weekday() < 5 && !is_closed(*day));
        DailyOrders::new(&days.flat_map(|day| vec![day.0; n]).collect::<Vec<_>>())
    }

    fn work_in_week(open: &OpenDays, monday: &str) -> f64 {
        open.between(day(monday), day(monday) + WEEK)
    }

    #[test]
    fn easter_falls_where_the_church_says() {
        let known = ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"];
        for text in known {
            assert_eq!(easter(day(text).ymd().0), Some(day(text)));
        }
    }

    #[test]
    fn holidays_come_again_by_date_by_weekday_and_by_easter() {
        let is_closed = |on: Day| {
            let (year, month, of_month) = on.ymd();
            (month, of_month) == (7, 4)
                || (month == 9 && on.weekday() == 0 && of_month <= 7)
                || easter(year).is_some_and(|easter| on == easter - 2)
        };
        let orders = orders(4, "2022-01-03", "2026-02-02", is_closed);
        let open = OpenDays::learn(&orders, day("2026-02-02"), day("2027-12-31"));
        let near = |work: f64, expected: f64| assert!((work - expected).abs() < 0.1, "{work} {expected}");
        near(work_in_week(&open, "2026-03-02"), 5.0);
        near(work_in_week(&open, "2026-03-30"), 4.0);
        near(work_in_week(&open, "2026-09-07"), 4.0);
        near(work_in_week(&open, "2026-08-31"), 5.0);
        // Independence Day is a Saturday in 2026 and a Sunday in 2027.
        near(work_in_week(&open, "2026-06-29"), 5.0);
    }

    #[test]
    fn a_shutdown_is_expected_again_after_one_year_and_a_single_quiet_day_is_not() {
        let is_closed = |on: Day| (day("2025-08-04")..=day("2025-08-22")).contains(&on) || on == day("2025-10-08");
        let orders = orders(7, "2025-01-06", "2026-06-01", is_closed);
        let open = OpenDays::learn(&orders, day("2026-06-01"), day("2027-01-01"));
        assert!(work_in_week(&open, "2026-08-10") < 0.1, "three weeks in August");
        assert!(work_in_week(&open, "2026-10-05") > 4.9, "once closed on 8 October is no habit");
        assert!(work_in_week(&open, "2025-10-06") < 4.1, "but it was closed then");
    }

    #[test]
    fn the_monday_before_a_shutdown_is_worked_though_it_was_closed_in_other_years() {
        let is_closed = |on: Day| {
            let (_, month, of_month) = on.ymd();
            (month == 12 && of_month >= 23) || (month == 1 && of_month <= 2)
        };
        let orders = orders(7, "2021-10-18", "2025-10-13", is_closed);
        let open = OpenDays::learn(&orders, day("2025-10-13"), day("2026-02-01"));
        // The fourth Monday of December was the 27th, 26th, 25th and 23rd.
        assert!((work_in_week(&open, "2025-12-22") - 1.0).abs() < 0.1);
        assert!(work_in_week(&open, "2025-12-29") < 0.1);
    }

    #[test]
    fn a_small_shop_is_not_closed_on_days_that_happen_to_be_quiet() {
        let days: Vec<i32> = (0..120).map(|i| day("2023-01-03").0 + i * 9).collect();
        let open = OpenDays::learn(&DailyOrders::new(&days), day("2026-01-05"), day("2026-06-01"));
        assert!(open.between(day("2026-01-05"), day("2026-06-01")) > 5.0 * 20.9);
    }

    #[test]
    fn a_shop_that_works_on_saturdays_does_so_next_week_too() {
        let days = (day("2025-01-06").0..day("2026-01-05").0).filter(|&day| Day(day).weekday() < 6);
        let orders = DailyOrders::new(&days.collect::<Vec<_>>());
        let open = OpenDays::learn(&orders, day("2026-01-05"), day("2026-03-01"));
        let saturday = day("2026-01-10");
        assert!((open.between(saturday, saturday + 1) - 5.0 / 6.0).abs() < 0.05);
        assert!(open.between(saturday + 1, saturday + 2) < 1e-9);
    }

    #[test]
    fn without_orders_every_weekday_is_open() {
        let open = OpenDays::learn(&DailyOrders::new(&[]), day("2026-01-05"), day("2026-02-02"));
        assert!((work_in_week(&open, "2026-01-05") - 5.0).abs() < 1e-9);
    }
}
