//! Own rhythm: how often a customer orders, in days of work, and what it means that no order has come for a while.
//!
//! Operating time instead of calendar time: a day counts as much as the shop, and this customer, usually order on it.
//! So a low season, a plant shutdown and the days between Christmas and New Year explain themselves.

use statrs::function::beta::ln_beta;
use statrs::function::gamma::ln_gamma;

use super::stats::counts::incomplete_beta;
use crate::model::{Day, WEEK};

/// No insight looks further back than this: 104 weeks, and the four in which a clock is used.
pub const REACH_BACK: i32 = 108 * WEEK;

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

/// One customer's rhythm at a date, in operating time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rhythm {
    /// Gaps between order days in the last 104 weeks, at most the last 40.
    pub n_gaps: usize,
    /// Their sum.
    pub sum: f64,
    /// Their squared coefficient of variation; `None` below 6 gaps.
    pub cv2: Option<f64>,
    /// Operating time since the last order day.
    pub open: f64,
}

impl Rhythm {
    /// `None` before the second order day.
    pub fn at(order_days: &[i32], clock: &Clock, at: Day) -> Option<Self> {
        let used = lately(order_days, at);
        let last = Day(*used.last()?);
        if used.len() < 2 {
            return None;
        }
        let gaps = gaps(used, clock);
        let n = gaps.len() as f64;
        let sum: f64 = gaps.iter().sum();
        let mean = sum / n;
        let cv2 =
            (gaps.len() >= 6).then(|| gaps.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / (n - 1.0) / (mean * mean));
        Some(Self { n_gaps: gaps.len(), sum, cv2, open: clock.between(last + 1, at) })
    }

    /// The mean gap.
    pub fn mean(&self) -> f64 {
        self.sum / self.n_gaps as f64
    }
}

/// The order days that a rhythm is measured on.
fn lately(order_days: &[i32], at: Day) -> &[i32] {
    let known = &order_days[..order_days.partition_point(|&d| d < at.0)];
    let recent = &known[known.partition_point(|&d| d < at.0 - 104 * WEEK)..];
    &recent[recent.len().saturating_sub(41)..]
}

/// Operating time between neighbouring order days; two orders on closed days are half a day apart.
fn gaps(order_days: &[i32], clock: &Clock) -> Vec<f64> {
    order_days.windows(2).map(|pair| clock.between(Day(pair[0]), Day(pair[1])).max(0.5)).collect()
}

/// A rhythm with what only the fit of a [`Pool`] needs of it.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    rhythm: Rhythm,
    /// The sum of the logarithms of the gaps.
    sum_ln: f64,
}

impl Lesson {
    /// `None` before the second order day.
    pub fn at(order_days: &[i32], clock: &Clock, at: Day) -> Option<Self> {
        let rhythm = Rhythm::at(order_days, clock, at)?;
        let sum_ln = gaps(lately(order_days, at), clock).iter().map(|gap| gap.ln()).sum();
        Some(Self { rhythm, sum_ln })
    }
}

/// What all customers together teach about rhythms: gaps are gamma distributed with shape `k`, their rate varies from
/// customer to customer (gamma with shape `a0`, rate `b0`), and after each order a customer leaves with a probability that
/// varies too (beta with `a`, `b`). This is the MBG/CNBD-k model (Platzer & Reutterer 2016, Marketing Science 35(5)) with
/// a real-valued k.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pool {
    /// Shape of the gaps: 1 at random, above for regular customers.
    pub k: f64,
    a0: f64,
    b0: f64,
    a: f64,
    b: f64,
}

impl Default for Pool {
    /// What is assumed where fewer than 8 customers have a rhythm.
    fn default() -> Self {
        Self { k: 1.5, a0: 1.0, b0: 10.0, a: 0.6, b: 7.0 }
    }
}

impl Pool {
    /// Fitted by maximum likelihood with weak priors, in two steps: the gaps first, then how many have left, given the gaps.
    pub fn fit(lessons: &[Lesson]) -> Self {
        let used: Vec<&Lesson> = lessons.iter().filter(|lesson| lesson.rhythm.n_gaps >= 3).collect();
        if used.len() < 8 {
            return Self::default();
        }
        let mean_gap = used.iter().map(|lesson| lesson.rhythm.mean()).sum::<f64>() / used.len() as f64;
        let gaps = |p: &[f64]| {
            let (k, a0, b0) = (p[0].exp(), p[1].exp(), p[2].exp());
            let prior = (p[0] - 0.4).powi(2) / 2.0 + (p[1] - 0.3).powi(2) / 4.5;
            let (ln_gamma_k, ln_gamma_a0, ln_b0) = (ln_gamma(k), ln_gamma(a0), b0.ln());
            let likelihood: f64 = used
                .iter()
                .map(|lesson| {
                    let (n, sum) = (lesson.rhythm.n_gaps as f64, lesson.rhythm.sum);
                    (k - 1.0) * lesson.sum_ln - n * ln_gamma_k + ln_gamma(a0 + n * k) - ln_gamma_a0 + a0 * ln_b0
                        - (a0 + n * k) * (b0 + sum).ln()
                })
                .sum();
            prior - likelihood
        };
        let [k, a0, b0] = simplex([0.3, 0.3, mean_gap.max(1e-3).ln()], gaps).map(f64::exp);
        let pool = Self { k, a0, b0, ..Self::default() };
        let survival: Vec<(f64, f64)> = used
            .iter()
            .map(|Lesson { rhythm, .. }| (rhythm.n_gaps as f64, pool.longer_than(rhythm, rhythm.open, k)))
            .collect();
        let left = |p: &[f64]| {
            let (a, b) = (p[0].exp(), p[1].exp());
            let prior = ((a / (a + b)).ln() + 2.5).powi(2) / 4.5 + ((a + b).ln() - 2.0).powi(2) / 4.5;
            let likelihood: f64 = survival
                .iter()
                .map(|(n, s)| ln_beta(a, b + n) - ln_beta(a, b) + ((a + (b + n) * s) / (a + b + n) + 1e-300).ln())
                .sum();
            prior - likelihood
        };
        let [a, b] = simplex([-1.0, 1.5], left).map(f64::exp);
        Self { k, a0, b0, a, b }
    }

    /// The dispersion of a customer's counts: the squared coefficient of variation of its own gaps, leaning on the pool's
    /// with the weight of 10 gaps. Below 1 for regular customers.
    pub fn dispersion(&self, rhythm: &Rhythm) -> f64 {
        let pooled = 1.0 / self.k;
        let n = rhythm.n_gaps as f64;
        rhythm.cv2.map_or(pooled, |own| (n * own + 10.0 * pooled) / (n + 10.0)).clamp(0.15, 4.0)
    }

    /// P(the gap now open grows longer than `time`), for a customer that has not left. `k` is the shape of its own gaps.
    ///
    /// `I_{B/(B+t)}(A, k)` with A = a0 + n k, B = b0 + sum of gaps; b0 is rescaled where the customer's shape differs.
    pub fn longer_than(&self, rhythm: &Rhythm, time: f64, k: f64) -> f64 {
        let a = self.a0 + rhythm.n_gaps as f64 * k;
        let b = self.b0 * self.k / k.max(1e-6) + rhythm.sum;
        incomplete_beta(a, k, b / (b + time.max(0.0)))
    }

    /// The shape of a customer's own gaps: see [`Self::dispersion`].
    pub fn own_shape(&self, rhythm: &Rhythm) -> f64 {
        1.0 / self.dispersion(rhythm)
    }

    /// P(the customer has not left), given how long it has been silent.
    pub fn is_alive(&self, rhythm: &Rhythm) -> f64 {
        let survival = self.longer_than(rhythm, rhythm.open, self.own_shape(rhythm));
        let stays = (self.b + rhythm.n_gaps as f64) * survival;
        stays / (self.a + stays + 1e-300)
    }

    /// P(at least one order within the next `time` of operation).
    pub fn orders_within(&self, rhythm: &Rhythm, time: f64) -> f64 {
        let k = self.own_shape(rhythm);
        let now = self.longer_than(rhythm, rhythm.open, k).max(1e-300);
        let then = self.longer_than(rhythm, rhythm.open + time, k);
        (self.is_alive(rhythm) * (1.0 - then / now)).clamp(0.0, 1.0)
    }

    /// The further operating time until the next order that is exceeded with probability `share`, if it has not left.
    pub fn further_wait(&self, rhythm: &Rhythm, share: f64) -> f64 {
        let k = self.own_shape(rhythm);
        let now = self.longer_than(rhythm, rhythm.open, k).max(1e-300);
        let is_longer = |time: f64| self.longer_than(rhythm, rhythm.open + time, k) / now > share;
        let (mut low, mut high) = (0.0, rhythm.mean().max(1.0));
        while is_longer(high) && high < 1e5 {
            high *= 2.0;
        }
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if is_longer(middle) { low = middle } else { high = middle }
        }
        high
    }
}

/// The minimum of a function by the downhill simplex (Nelder & Mead 1965), from a fixed start: the same on every machine.
fn simplex<const N: usize>(start: [f64; N], f: impl Fn(&[f64]) -> f64) -> [f64; N] {
    let value = |p: &[f64; N]| {
        let v = f(p);
        if v.is_finite() { v } else { 1e12 }
    };
    let mut points: Vec<([f64; N], f64)> = (0..=N)
        .map(|i| {
            let mut p = start;
            if i > 0 {
                p[i - 1] += 0.5;
            }
            (p, value(&p))
        })
        .collect();
    for _ in 0..160 * N {
        points.sort_by(|x, y| x.1.total_cmp(&y.1));
        if (points[N].1 - points[0].1).abs() < 1e-7 * points[0].1.abs().max(1.0) {
            break;
        }
        let center: [f64; N] = std::array::from_fn(|j| points[..N].iter().map(|(p, _)| p[j]).sum::<f64>() / N as f64);
        let towards = |t: f64| -> ([f64; N], f64) {
            let p = std::array::from_fn(|j| center[j] + t * (points[N].0[j] - center[j]));
            (p, value(&p))
        };
        let reflected = towards(-1.0);
        let (best, second) = (points[0].1, points[N - 1].1);
        if reflected.1 < best {
            let expanded = towards(-2.0);
            points[N] = if expanded.1 < reflected.1 { expanded } else { reflected };
        } else if reflected.1 < second {
            points[N] = reflected;
        } else {
            let contracted = if reflected.1 < points[N].1 { towards(-0.5) } else { towards(0.5) };
            if contracted.1 < points[N].1.min(reflected.1) {
                points[N] = contracted;
            } else {
                let (base, _) = points[0];
                for point in &mut points[1..] {
                    let p: [f64; N] = std::array::from_fn(|j| f64::midpoint(base[j], point.0[j]));
                    *point = (p, value(&p));
                }
            }
        }
    }
    points.sort_by(|x, y| x.1.total_cmp(&y.1));
    points[0].0
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

    #[test]
    fn the_longer_the_silence_the_less_likely_the_next_order() {
        let rhythm = |open| Rhythm { n_gaps: 20, sum: 200.0, cv2: Some(0.3), open };
        let pool = Pool::fit(&vec![Lesson { rhythm: rhythm(5.0), sum_ln: 20.0 * 9.5_f64.ln() }; 12]);
        assert!(pool.k > 1.0, "{pool:?}");
        assert!(pool.is_alive(&rhythm(5.0)) > pool.is_alive(&rhythm(60.0)));
        assert!(pool.longer_than(&rhythm(0.0), 60.0, pool.k) < 0.01);
        let wait = pool.further_wait(&rhythm(0.0), 0.5);
        assert!((5.0..15.0).contains(&wait), "{wait}");
    }
}
