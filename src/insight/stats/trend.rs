//! Whether values rise lately, step by step or all at once: one test for every number that a customer has many of.

use statrs::function::gamma::checked_gamma_ur;

use super::ranks::normal_cdf;

/// P(a sum of `scores` × `weights` as large), were the weights dealt out to the scores at random: the permutation test of a linear
/// statistic (Fisher 1935; Pitman 1937), by its exact mean, variance and third moment and the Pearson III curve through them (Mielke
/// & Berry 2001), which is the gamma distribution. Skewed scores, as of rejections, need the third.
///
/// Both have the same length. 1 where there are fewer than 3 values, or all scores or all weights are equal.
pub fn rises_with(scores: &[f64], weights: &[f64]) -> f64 {
    let n = scores.len() as f64;
    if scores.len() < 3 || scores.len() != weights.len() {
        return 1.0;
    }
    let about = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / n;
        let (mut squares, mut cubes) = (0.0, 0.0);
        for value in values {
            let off = value - mean;
            squares += off * off;
            cubes += off * off * off;
        }
        (mean, squares, cubes)
    };
    let ((score, s2, s3), (weight, w2, w3)) = (about(scores), about(weights));
    let variance = s2 * w2 / (n - 1.0);
    if variance <= 1e-12 * (1.0 + score * score) * (1.0 + weight * weight) {
        return 1.0;
    }
    let sum: f64 = scores.iter().zip(weights).map(|(s, w)| (s - score) * (w - weight)).sum();
    let skewness = s3 * w3 * n / ((n - 1.0) * (n - 2.0)) / variance.powf(1.5);
    pearson_upper_tail(sum / variance.sqrt(), skewness)
}

/// Weights that rise from 0 to 1 over the last `length` days before `to`, 0 before.
pub fn ramp(days: impl Iterator<Item = i32>, to: i32, length: i32) -> Vec<f64> {
    days.map(|day| (1.0 - f64::from(to - day) / f64::from(length)).max(0.0)).collect()
}

/// P(Z ≥ z) of the Pearson III distribution with mean 0, variance 1 and this skewness.
fn pearson_upper_tail(z: f64, skewness: f64) -> f64 {
    if skewness.abs() < 1e-3 {
        return 1.0 - normal_cdf(z);
    }
    let shape = 4.0 / (skewness * skewness);
    // Of a negative skewness the mirror image.
    let at = shape + z * shape.sqrt() * skewness.signum();
    let above = if at <= 0.0 { 1.0 } else { checked_gamma_ur(shape, at).unwrap_or(1.0) };
    if skewness > 0.0 { above } else { 1.0 - above }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::Noise;

    #[test]
    fn values_that_rise_at_the_end_are_unlikely_by_chance() {
        let days = (0..60).map(|i| 7 * i);
        let weights = ramp(days, 420, 91);
        assert!((weights[59] - (1.0 - 7.0 / 91.0)).abs() < 1e-12 && weights[46].abs() < 1e-12);
        let mut noise = Noise::new(3);
        let mut values: Vec<f64> = (0..60).map(|_| noise.normal()).collect();
        assert!(rises_with(&values, &weights) > 0.05);
        for (value, weight) in values.iter_mut().zip(&weights) {
            *value += 3.0 * weight;
        }
        assert!(rises_with(&values, &weights) < 0.001);
    }

    #[test]
    fn falling_values_do_not_rise_and_equal_ones_say_nothing() {
        let weights = ramp(0..50, 50, 20);
        let falling: Vec<f64> = (0..50).map(|i| -f64::from(i)).collect();
        assert!(rises_with(&falling, &weights) > 0.99);
        assert!((rises_with(&[1.0; 50], &weights) - 1.0).abs() < 1e-12);
        assert!((rises_with(&[1.0, 2.0], &[0.0, 1.0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_tail_is_that_of_a_gamma_distribution() {
        // Skewness 2 is the exponential distribution: P(Z ≥ z) = exp(−(1 + z)).
        for z in [-0.5, 0.0, 1.0, 3.0] {
            assert!((pearson_upper_tail(z, 2.0) - (-(1.0_f64 + z)).exp()).abs() < 1e-9);
            assert!((pearson_upper_tail(-z, -2.0) - (1.0 - (-(1.0_f64 + z)).exp())).abs() < 1e-9);
        }
        assert!((pearson_upper_tail(-1.5, 2.0) - 1.0).abs() < 1e-12, "below the least value");
        assert!((pearson_upper_tail(1.0, 0.01) - (1.0 - normal_cdf(1.0))).abs() < 2e-3);
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_skewed_values_without_a_rise_few_are_called() {
        let mut noise = Noise::new(12);
        let weights = ramp((0..50).map(|i| 9 * i), 450, 91);
        let n = 4000;
        let p: Vec<f64> = (0..n)
            .map(|_| {
                let rate = |noise: &mut Noise| if noise.share() < 0.6 { 0.0 } else { -noise.share().ln() };
                let scores: Vec<f64> = (0..50).map(|_| rate(&mut noise)).collect();
                rises_with(&scores, &weights)
            })
            .collect();
        for level in [0.01, 0.05] {
            let called = p.iter().filter(|p| **p <= level).count() as f64 / f64::from(n);
            println!("rising values: p <= {level} for {:.1} % without a rise", 100.0 * called);
            assert!((0.6 * level..=1.4 * level).contains(&called), "{called} at {level}");
        }
    }
}
