//! P(an order in the next 13 weeks), calibrated on the shop's own past: what was said a quarter and more ago against what came.

use super::judge::Shop;
use crate::insight::CustomerSeries;
use crate::insight::series::between;
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// The weeks that are looked ahead.
const AHEAD_WEEKS: i32 = 13;

/// So many quarters of the past are looked back to.
const QUARTERS: i32 = 4;

/// How strongly a calibration leans on none: the shift as with so many customers in doubt of whom nothing is learnt, the slope on an
/// even larger number, as a single one of whom much was said weighs for many.
const LEAN: f64 = 8.0;
const LEAN_OF_SLOPE: f64 = 30.0;

/// What is said lies within these, whatever the rhythm says: nobody is certain of anybody.
const LEAST: f64 = 0.002;

/// A logistic calibration (Platt 1999): logit p' = shift + slope × logit p.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    shift: f64,
    slope: f64,
}

impl Calibration {
    /// Learnt from the last quarters before a date, each with only what was known at its begin. No customer's future beyond `at` has a
    /// part in it.
    pub fn before(dataset: &Dataset, shop: &Shop<'_>, at: Day) -> Self {
        // Weeks without a file are no weeks without orders.
        let at = dataset.judged_to(Kind::Orders, at);
        let mut said: Vec<(f64, bool)> = Vec::new();
        for quarter in 1..=QUARTERS {
            let then = at - quarter * AHEAD_WEEKS * WEEK;
            let glasses = shop.glasses_at(then);
            for customer in 0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0) {
                let clock = shop.clock(customer, &glasses);
                let series = shop.series(customer, &clock, &glasses, then);
                let Some(p) = by_rhythm(&series, then) else { continue };
                said.push((p, !between(series.order_on, then, then + AHEAD_WEEKS * WEEK).is_empty()));
            }
        }
        Self::fit(&said)
    }

    /// Two parameters by Newton's method, leaning on shift 0 and slope 1.
    fn fit(said: &[(f64, bool)]) -> Self {
        let (mut shift, mut slope) = (0.0, 1.0);
        for _ in 0..25 {
            let (mut g0, mut g1) = (LEAN * -shift, LEAN_OF_SLOPE * (1.0 - slope));
            let (mut h00, mut h01, mut h11) = (LEAN, 0.0, LEAN_OF_SLOPE);
            for &(p, came) in said {
                let x = logit(p);
                let q = logistic(shift + slope * x);
                let (off, weight) = (f64::from(u8::from(came)) - q, q * (1.0 - q));
                g0 += off;
                g1 += off * x;
                h00 += weight;
                h01 += weight * x;
                h11 += weight * x * x;
            }
            let determinant = h00 * h11 - h01 * h01;
            let (d0, d1) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant);
            if !(d0.is_finite() && d1.is_finite()) {
                break;
            }
            // A step that is too long is cut: the curve is flat where everything is certain.
            shift += d0.clamp(-1.0, 1.0);
            slope = (slope + d1.clamp(-0.5, 0.5)).clamp(0.2, 3.0);
            if d0.abs() + d1.abs() < 1e-9 {
                break;
            }
        }
        Self { shift, slope }
    }

    /// P(an order in the next 13 weeks), from two order days on.
    pub fn orders_again(&self, series: &CustomerSeries<'_>, at: Day) -> Option<f64> {
        by_rhythm(series, at).map(|p| self.calibrated(p))
    }

    fn calibrated(&self, p: f64) -> f64 {
        logistic(self.shift + self.slope * logit(p)).clamp(LEAST, 1.0 - LEAST)
    }
}

/// What the rhythm says.
fn by_rhythm(series: &CustomerSeries<'_>, at: Day) -> Option<f64> {
    let to = series.orders_to.min(at);
    let rhythm = series.rhythm?;
    Some(series.pool.orders_within(&rhythm, series.clock.between(to, to + AHEAD_WEEKS * WEEK)))
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(LEAST, 1.0 - LEAST);
    (p / (1.0 - p)).ln()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::Noise;

    /// Of so many customers what is said, and what comes with another chance.
    fn told(n: usize, truth: impl Fn(f64) -> f64) -> Vec<(f64, bool)> {
        let mut noise = Noise::new(41);
        (0..n)
            .map(|_| {
                let said = noise.between(0.02, 0.98);
                (said, noise.share() < truth(said))
            })
            .collect()
    }

    #[test]
    fn what_is_said_right_stays() {
        let calibration = Calibration::fit(&told(4000, |p| p));
        for p in [0.1, 0.5, 0.9] {
            assert!((calibration.calibrated(p) - p).abs() < 0.03, "{p}: {calibration:?}");
        }
    }

    #[test]
    fn what_is_said_too_boldly_is_said_more_carefully() {
        let calibration = Calibration::fit(&told(4000, |p| logistic(0.5 * logit(p) - 0.5)));
        assert!((calibration.slope - 0.5).abs() < 0.1 && (calibration.shift + 0.5).abs() < 0.1, "{calibration:?}");
        assert!(calibration.calibrated(0.9) < 0.72 && calibration.calibrated(0.1) > 0.1);
    }

    #[test]
    fn a_handful_of_customers_changes_little() {
        let calibration = Calibration::fit(&[(0.9, false), (0.8, true)]);
        assert!((calibration.calibrated(0.9) - 0.9).abs() < 0.1, "{calibration:?}");
        assert_eq!(Calibration::fit(&[]), Calibration { shift: 0.0, slope: 1.0 });
    }

    #[test]
    fn where_everybody_came_nobody_is_certain() {
        let everybody: Vec<(f64, bool)> = (0..500).map(|_| (0.99, true)).collect();
        let p = Calibration::fit(&everybody).calibrated(0.99);
        assert!((0.98..1.0).contains(&p), "{p}");
    }
}
