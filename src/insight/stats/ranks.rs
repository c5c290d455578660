//! Ranks and their scores: what one wild value does to an average, it cannot do to them.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::erf::erfc;

/// Φ(z): P(a standard normal value ≤ z).
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// The rank of each value among all, from 1; equal values share the middle of theirs.
pub fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for run in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let middle = before as f64 + f64::midpoint(run.len() as f64, 1.0);
        for &i in run {
            ranks[i] = middle;
        }
        before += run.len();
    }
    ranks
}

/// The normal score of each value: Φ⁻¹ of its rank ÷ (n + 1) (van der Waerden 1952).
pub fn normal_scores(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    let normal = Normal::standard();
    mid_ranks(values).iter().map(|rank| normal.inverse_cdf(rank / (n + 1.0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_the_middle_of_their_ranks() {
        assert_eq!(mid_ranks(&[5.0, 1.0, 5.0, 2.0, 5.0]), [4.0, 1.0, 4.0, 2.0, 4.0]);
        assert!(mid_ranks(&[]).is_empty());
    }

    #[test]
    fn normal_scores_are_those_of_the_paper() {
        // Φ⁻¹ of 1/4, 2/4, 3/4.
        let scores = normal_scores(&[10.0, 30.0, 20.0]);
        assert!((scores[0] + 0.674_489_75).abs() < 1e-6 && (scores[1] - 0.674_489_75).abs() < 1e-6, "{scores:?}");
        assert!(scores[2].abs() < 1e-9);
    }
}
