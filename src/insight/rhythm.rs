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

#[cfg(test)]
mod tests {
    use super::*;

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
