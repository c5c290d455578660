//! Tests on ranks: what one wild value does to an average, it cannot do to them.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::erf::erfc;

/// Φ(z): P(a standard normal value ≤ z).
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// One-sided p-value that `recent` lies above `base`, both sorted (Mann & Whitney 1947).
///
/// Normal approximation with the tie-corrected variance and the continuity correction; good from 4 against 8 values on.
/// 1 where either is empty or all values are equal.
#[expect(clippy::many_single_char_names, clippy::similar_names, reason = "the letters of the paper")]
pub fn mann_whitney(recent: &[f64], base: &[f64]) -> f64 {
    let (n, m) = (recent.len() as f64, base.len() as f64);
    if recent.is_empty() || base.is_empty() {
        return 1.0;
    }
    let (mut i, mut j) = (0, 0);
    let (mut rank_sum, mut ties, mut before) = (0.0, 0.0, 0.0);
    while i < recent.len() || j < base.len() {
        let value = match (recent.get(i), base.get(j)) {
            (Some(&x), Some(&y)) => x.min(y),
            (Some(&x), None) => x,
            (None, Some(&y)) => y,
            (None, None) => break,
        };
        let from_recent = recent[i..].iter().take_while(|&&x| x <= value).count();
        let from_base = base[j..].iter().take_while(|&&y| y <= value).count();
        let tied = (from_recent + from_base) as f64;
        rank_sum += from_recent as f64 * (before + f64::midpoint(tied, 1.0));
        ties += tied.powi(3) - tied;
        before += tied;
        i += from_recent;
        j += from_base;
    }
    let total = n + m;
    let variance = n * m / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)));
    if variance <= 0.0 {
        return 1.0;
    }
    let u = rank_sum - n * (n + 1.0) / 2.0;
    normal_cdf(-(u - n * m / 2.0 - 0.5) / variance.sqrt())
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

/// One-sided p-value of a falling trend over time (Mann 1945; variance for ties, Kendall 1975).
///
/// Counts concordant and discordant pairs by merge sort. 1 for fewer than four values, or where all are equal.
pub fn falling_trend(values: &[f64]) -> f64 {
    let n = values.len();
    if n < 4 {
        return 1.0;
    }
    let mut sorted = values.to_vec();
    let n_falling = n_inversions(&mut sorted, &mut vec![0.0; n]);
    let pairs = (n * (n - 1) / 2) as f64;
    let (mut tied_pairs, mut tie_variance) = (0.0, 0.0);
    for run in sorted.chunk_by(|a, b| a.total_cmp(b).is_eq()) {
        let t = run.len() as f64;
        tied_pairs += t * (t - 1.0) / 2.0;
        tie_variance += t * (t - 1.0) * (2.0 * t + 5.0);
    }
    let n_rising = pairs - tied_pairs - n_falling as f64;
    let s = n_rising - n_falling as f64;
    let count = n as f64;
    let variance = (count * (count - 1.0) * (2.0 * count + 5.0) - tie_variance) / 18.0;
    if variance <= 0.0 { 1.0 } else { normal_cdf((s + 1.0) / variance.sqrt()) }
}

/// Sorts, and counts the pairs in which a larger value came first.
fn n_inversions(values: &mut [f64], spare: &mut [f64]) -> usize {
    let n = values.len();
    if n < 2 {
        return 0;
    }
    let middle = n / 2;
    let mut count = {
        let (left, right) = values.split_at_mut(middle);
        let (spare_left, spare_right) = spare.split_at_mut(middle);
        n_inversions(left, spare_left) + n_inversions(right, spare_right)
    };
    let (mut i, mut j) = (0, middle);
    for slot in spare.iter_mut() {
        if j >= n || (i < middle && values[i] <= values[j]) {
            *slot = values[i];
            i += 1;
        } else {
            *slot = values[j];
            count += middle - i;
            j += 1;
        }
    }
    values.copy_from_slice(spare);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_test_agrees_with_the_reference() {
        // scipy.stats.mannwhitneyu([1,2,2,5,9], [0,1,2,3,3,4], alternative="greater", method="asymptotic")
        let p = mann_whitney(&[1.0, 2.0, 2.0, 5.0, 9.0], &[0.0, 1.0, 2.0, 3.0, 3.0, 4.0]);
        assert!((p - 0.289_328_383_8).abs() < 1e-9, "{p}");
        assert!(mann_whitney(&[7.0; 5], &[7.0; 9]) >= 1.0);
    }

    #[test]
    fn a_steady_fall_is_a_trend_and_noise_is_not() {
        let falling: Vec<f64> = (0..20).map(|i| 100.0 - f64::from(i)).collect();
        assert!(falling_trend(&falling) < 1e-6);
        let rising: Vec<f64> = falling.iter().rev().copied().collect();
        assert!(falling_trend(&rising) > 0.999);
        assert!(falling_trend(&[5.0; 20]) >= 1.0);
        assert!(falling_trend(&[3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0]) > 0.5);
    }
}
