//! Own rhythm: how often a customer orders, in days of work, and what it means that no order has come for a while.

use statrs::function::beta::ln_beta;
use statrs::function::gamma::ln_gamma;

use super::clock::Clock;
use super::stats::counts::incomplete_beta;
use super::stats::simplex::simplex;
use crate::model::{Day, WEEK};

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
            let pool = Self { k, a0, b0, ..Self::default() };
            prior - used.iter().map(|lesson| pool.ln_gaps(lesson)).sum::<f64>()
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
            prior - survival.iter().map(|(n, s)| ln_left(a, b, *n, *s)).sum::<f64>()
        };
        let [a, b] = simplex([-1.0, 1.5], left).map(f64::exp);
        Self { k, a0, b0, a, b }
    }

    /// The logarithm of the density of a customer's gaps: gamma with a rate that is gamma distributed itself.
    fn ln_gaps(&self, lesson: &Lesson) -> f64 {
        let (n, sum) = (lesson.rhythm.n_gaps as f64, lesson.rhythm.sum);
        let Self { k, a0, b0, .. } = *self;
        (k - 1.0) * lesson.sum_ln - n * ln_gamma(k) + ln_gamma(a0 + n * k) - ln_gamma(a0) + a0 * b0.ln()
            - (a0 + n * k) * (b0 + sum).ln()
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

/// The logarithm of the probability of what is seen after the last order: a customer that stayed after `n` orders either left after the
/// next one, or stayed again and is silent with probability `survival`. Whoever leaves does so with a probability from Beta(a, b).
fn ln_left(a: f64, b: f64, n: f64, survival: f64) -> f64 {
    ln_beta(a, b + n) - ln_beta(a, b) + ((a + (b + n) * survival) / (a + b + n) + 1e-300).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 2,357 customers of CDNOW's sample over 39 weeks, counted by repeat orders, day of the last, and days observed, as they ship in
    /// the Python package `lifetimes`.
    const CDNOW: &str = include_str!("../../tests/cdnow/summary.csv");

    /// Maximum likelihood of r, alpha, a and b in weeks, with gaps of shape 1; `n_stays` says after how many orders a customer with so
    /// many repeats is known to have stayed, and is none where it cannot have left. The estimates, and the logarithm of the likelihood.
    fn fitted_to_cdnow(n_stays: impl Fn(f64) -> Option<f64>) -> ([f64; 4], f64) {
        let rows: Vec<(Lesson, f64)> = CDNOW
            .lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<u16> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
                let [n, last, days, customers] = cells[..] else { panic!("{line}") };
                let (sum, open) = (f64::from(last) / 7.0, f64::from(days - last) / 7.0);
                (
                    Lesson { rhythm: Rhythm { n_gaps: usize::from(n), sum, cv2: None, open }, sum_ln: 0.0 },
                    customers.into(),
                )
            })
            .collect();
        assert_eq!(rows.len(), 1016);
        let minus_ln = |p: &[f64]| {
            let pool = Pool { k: 1.0, a0: p[0].exp(), b0: p[1].exp(), a: p[2].exp(), b: p[3].exp() };
            let of = |lesson: &Lesson| {
                let survival = pool.longer_than(&lesson.rhythm, lesson.rhythm.open, 1.0);
                let left = n_stays(lesson.rhythm.n_gaps as f64);
                pool.ln_gaps(lesson) + left.map_or_else(|| survival.ln(), |n| ln_left(pool.a, pool.b, n, survival))
            };
            -rows.iter().map(|(lesson, n)| n * of(lesson)).sum::<f64>()
        };
        // Without the whole thousands, so that the search is not content with the first digits.
        let found = simplex([0.0, 1.0, 0.0, 0.5], |p| minus_ln(p) - 9500.0);
        (found.map(f64::exp), -minus_ln(&found))
    }

    fn is_near(found: [f64; 4], published: [f64; 4]) -> bool {
        found.iter().zip(published).all(|(found, published)| (found - published).abs() <= 0.002 * published)
    }

    #[test]
    fn the_likelihood_fits_cdnow_as_it_was_published() {
        // BG/NBD (Fader, Hardie & Lee 2005, Marketing Science 24(2)): nobody leaves after the first order.
        let (bg, ln) = fitted_to_cdnow(|n| (n > 0.0).then_some(n - 1.0));
        assert!(is_near(bg, [0.243, 4.414, 0.793, 2.426]), "{bg:?}");
        assert!((ln + 9582.4).abs() < 0.1, "{ln}");
        // As it is used here, where a customer may leave after any order: MBG/NBD (Batislam, Denizel & Filiztekin 2007, International
        // Journal of Research in Marketing 24(3)).
        let (mbg, _) = fitted_to_cdnow(Some);
        assert!(is_near(mbg, [0.525, 6.183, 0.891, 1.614]), "{mbg:?}");
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
