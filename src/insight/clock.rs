//! Operating time instead of calendar time: a day counts as much as the shop, and this customer, usually order on it.
//!
//! So a low season, a plant shutdown and the days between Christmas and New Year explain themselves.

use crate::model::{Day, WEEK};

/// No insight counts operating time further back than this: a habit of 104 weeks before the last 39, and the four in which a clock
/// is used.
pub const REACH_BACK: i32 = 147 * WEEK;

/// Days of the year, the last one shared by 30 and 31 December of leap years.
const YEAR: usize = 365;

/// So many orders must be expected in a week of the year before their absence says that the shop was closed.
const FEW_ORDERS_TELL: f64 = 6.0;

/// What is learnt about season is learnt from days at least this long ago, so that the change of now cannot hide itself.
const SETTLED_DAYS: i32 = 26 * WEEK;

/// The calendar of a shop's data, looked up once.
#[derive(Clone, Debug)]
pub struct Calendar {
    first: Day,
    day_of_year: Vec<u16>,
    weekday: Vec<u8>,
    /// Orders of the whole shop on each day.
    orders: Vec<u32>,
    harmonics: [Vec<(f64, f64)>; 2],
}

impl Calendar {
    /// From the first order to `to`, and a year and a half beyond it, for what is expected to come.
    pub fn new(order_days: &[i32], to: Day) -> Self {
        let first = Day(order_days.iter().copied().min().unwrap_or(to.0).min(to.0));
        let n = usize::try_from(to - first).unwrap_or(0) + 550;
        let mut orders = vec![0; n];
        for &day in order_days {
            if let Some(count) = usize::try_from(day - first.0).ok().and_then(|i| orders.get_mut(i)) {
                *count += 1;
            }
        }
        let days = || (0..i32::try_from(n).unwrap_or(i32::MAX)).map(|i| first + i);
        Self {
            first,
            day_of_year: days().map(|day| u16::try_from(day.day_of_year()).unwrap_or(0)).collect(),
            weekday: days().map(|day| u8::try_from(day.weekday()).unwrap_or(0)).collect(),
            orders,
            harmonics: harmonics(),
        }
    }

    fn place(&self, day: Day) -> usize {
        usize::try_from(day - self.first).unwrap_or(0).min(self.orders.len())
    }
}

/// When the shop works: the weight of each day of the year and of each weekday, 1 on average.
#[derive(Clone, Debug)]
pub struct ShopProfile {
    day_of_year: Vec<f64>,
    weekday: [f64; 7],
}

impl ShopProfile {
    /// Learnt from the orders dated well before `at`. A day of the year on which less than 8 % of the usual orders came in
    /// is closed. Days of the year that were never seen count as usual.
    pub fn before(calendar: &Calendar, at: Day) -> Self {
        let settled = calendar.place(at - SETTLED_DAYS);
        let mut orders = vec![0.0; YEAR];
        let mut seen = vec![0.0; YEAR];
        for i in 0..settled {
            let day = usize::from(calendar.day_of_year[i]);
            orders[day] += f64::from(calendar.orders[i]);
            seen[day] += 1.0;
        }
        let usual = orders.iter().sum::<f64>() / seen.iter().sum::<f64>().max(1.0);
        let (orders, seen) = (around(&orders, 3), around(&seen, 3));
        // Below a year of settled past there is no season to learn, and closed days would be guesses.
        let mut day_of_year: Vec<f64> = if settled < YEAR || usual <= 0.0 {
            vec![1.0; YEAR]
        } else {
            let few = 4.0;
            orders.iter().zip(&seen).map(|(n, days)| (n + few) / (days * usual + few)).collect()
        };
        if settled >= YEAR && usual > 0.0 {
            for (weight, (n, days)) in day_of_year.iter_mut().zip(orders.iter().zip(&seen)) {
                if *n < 0.08 * days * usual && days * usual > FEW_ORDERS_TELL {
                    *weight = 0.0;
                }
            }
        }
        scale_to_one(&mut day_of_year);
        Self { day_of_year, weekday: weekdays(calendar, calendar.place(at)) }
    }
}

/// The weight of each weekday; Monday to Friday alike until 100 orders are known.
fn weekdays(calendar: &Calendar, to: usize) -> [f64; 7] {
    let mut orders = [0.0; 7];
    for i in 0..to {
        orders[usize::from(calendar.weekday[i])] += f64::from(calendar.orders[i]);
    }
    let all: f64 = orders.iter().sum();
    if all < 100.0 {
        return [1.4, 1.4, 1.4, 1.4, 1.4, 0.0, 0.0];
    }
    orders.map(|n| if n < 0.08 * all / 7.0 { 0.0 } else { 7.0 * n / all })
}

/// Operating time of one customer: days of work, so that a usual week has about seven.
#[derive(Clone, Debug)]
pub struct Clock {
    first: Day,
    /// Operating time from `first` to each day.
    passed: Vec<f64>,
}

impl Clock {
    /// Learnt from the customer's orders dated well before `at`, leaning on the shop's profile with the customer's own
    /// yearly wave: `(own + 3 × shop × wave) / (expected + 3)` in a window of ±10 days of the year. Below 100 weeks or 12
    /// orders, the shop's profile alone.
    ///
    /// It runs from [`REACH_BACK`] before `at` to `ahead` days behind it; before that it stands still.
    pub fn before(calendar: &Calendar, shop: &ShopProfile, order_days: &[i32], at: Day, ahead: i32) -> Self {
        let own = own_season(calendar, shop, order_days, at - SETTLED_DAYS);
        let season = own.as_ref().unwrap_or(&shop.day_of_year);
        let first = calendar.first.max(at - REACH_BACK);
        let (from, to) = (calendar.place(first), calendar.place(at + ahead));
        let mut passed = Vec::with_capacity(to.saturating_sub(from) + 1);
        let mut sum = 0.0;
        passed.push(0.0);
        for (day, weekday) in calendar.day_of_year[from..to].iter().zip(&calendar.weekday[from..to]) {
            sum += season[usize::from(*day)] * shop.weekday[usize::from(*weekday)];
            passed.push(sum);
        }
        Self { first, passed }
    }

    /// Operating time in `[from, to)`.
    pub fn between(&self, from: Day, to: Day) -> f64 {
        (self.at(to) - self.at(from)).max(0.0)
    }

    /// The first day by which so much operating time has passed since `from`; `None` beyond the calendar.
    pub fn after(&self, from: Day, time: f64) -> Option<Day> {
        let goal = self.at(from) + time;
        let place = self.passed.partition_point(|&t| t < goal);
        (place < self.passed.len()).then(|| self.first + i32::try_from(place).unwrap_or(0))
    }

    fn at(&self, day: Day) -> f64 {
        let place = usize::try_from(day - self.first).unwrap_or(0).min(self.passed.len() - 1);
        self.passed[place]
    }
}

fn own_season(calendar: &Calendar, shop: &ShopProfile, order_days: &[i32], settled: Day) -> Option<Vec<f64>> {
    let known = &order_days[..order_days.partition_point(|&d| d < settled.0)];
    let first = Day(*known.first()?);
    if known.len() < 12 || settled - first < 100 * WEEK {
        return None;
    }
    let mut seen = vec![0.0; YEAR];
    let mut orders = vec![0.0; YEAR];
    for i in calendar.place(first)..calendar.place(settled) {
        seen[usize::from(calendar.day_of_year[i])] += 1.0;
    }
    for &day in known {
        orders[usize::from(calendar.day_of_year[calendar.place(Day(day))])] += 1.0;
    }
    let rate = known.len() as f64 / f64::from(settled - first);
    let expected: Vec<f64> = seen.iter().zip(&shop.day_of_year).map(|(days, shop)| days * rate * shop).collect();
    let wave = yearly_wave(&calendar.harmonics, &orders, &expected);
    let lean = 3.0;
    let mut season: Vec<f64> = around(&orders, 10)
        .iter()
        .zip(around(&seen, 10))
        .zip(shop.day_of_year.iter().zip(wave))
        .map(
            |((n, days), (shop, wave))| {
                if *shop == 0.0 { 0.0 } else { (n + lean * shop * wave) / (days * rate + lean) }
            },
        )
        .collect();
    scale_to_one(&mut season);
    Some(season)
}

/// The customer's own yearly wave on top of the shop's: the first two harmonics of its orders against what the shop's
/// season leads one to expect, each shrunk towards none by how far it stands above chance (James & Stein 1961). A smooth
/// season shows in a hundred orders; a single week of the year does not.
fn yearly_wave(harmonics: &[Vec<(f64, f64)>; 2], orders: &[f64], expected: &[f64]) -> Vec<f64> {
    let n: f64 = orders.iter().sum();
    let mut wave = vec![1.0; YEAR];
    for harmonic in harmonics {
        let (mut cos, mut sin) = (0.0, 0.0);
        for ((n, expected), (c, s)) in orders.iter().zip(expected).zip(harmonic) {
            cos += (n - expected) * c;
            sin += (n - expected) * s;
        }
        let above_chance = (cos * cos + sin * sin) / n;
        let trust = (1.0 - 2.0 / above_chance.max(1e-9)).max(0.0) * 2.0 / n;
        for (weight, (c, s)) in wave.iter_mut().zip(harmonic) {
            *weight += trust * (cos * c + sin * s);
        }
    }
    wave.iter().map(|weight| weight.max(0.05)).collect()
}

/// Cosine and sine of each day of the year, for one wave a year and for two.
fn harmonics() -> [Vec<(f64, f64)>; 2] {
    [1.0, 2.0].map(|n| {
        let angle = |day: usize| n * std::f64::consts::TAU * day as f64 / YEAR as f64;
        (0..YEAR).map(|day| (angle(day).cos(), angle(day).sin())).collect()
    })
}

/// Sums over ±`reach` days of the year, around the turn of the year.
fn around(values: &[f64], reach: usize) -> Vec<f64> {
    let n = values.len();
    let mut sum: f64 = (0..=2 * reach).map(|i| values[(n - reach + i) % n]).sum();
    let mut sums = Vec::with_capacity(n);
    for i in 0..n {
        sums.push(sum);
        sum += values[(i + reach + 1) % n] - values[(i + n - reach) % n];
    }
    sums
}

fn scale_to_one(weights: &mut [f64]) {
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    if mean > 0.0 {
        for weight in weights {
            *weight /= mean;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekly(from: &str, n: i32) -> Vec<i32> {
        let first: Day = from.parse().unwrap();
        (0..n).map(|i| first.0 + 7 * i).collect()
    }

    #[test]
    fn a_usual_week_has_seven_days_of_operating_time() {
        let days = weekly("2024-01-02", 20);
        let at: Day = "2024-06-01".parse().unwrap();
        let calendar = Calendar::new(&days, at);
        let clock = Clock::before(&calendar, &ShopProfile::before(&calendar, at), &days, at, 0);
        let week = clock.between("2024-02-05".parse().unwrap(), "2024-02-12".parse().unwrap());
        assert!((week - 7.0).abs() < 1e-9, "{week}");
        assert!(clock.between("2024-02-10".parse().unwrap(), "2024-02-12".parse().unwrap()) < 1e-9, "a weekend");
    }

    #[test]
    fn a_yearly_shutdown_takes_no_operating_time() {
        // Ten orders every working day, none in August, for three years.
        let first: Day = "2022-01-03".parse().unwrap();
        let days: Vec<i32> = (0..1095)
            .map(|i| first + i)
            .filter(|day| day.weekday() < 5 && day.ymd().1 != 8)
            .flat_map(|day| [day.0; 10])
            .collect();
        let at: Day = "2025-01-06".parse().unwrap();
        let calendar = Calendar::new(&days, at);
        let shop = ShopProfile::before(&calendar, at);
        let clock = Clock::before(&calendar, &shop, &days, at, 0);
        assert!(clock.between("2024-08-06".parse().unwrap(), "2024-08-27".parse().unwrap()) < 0.5);
        assert!(clock.between("2024-06-03".parse().unwrap(), "2024-06-24".parse().unwrap()) > 20.0);
    }
}
