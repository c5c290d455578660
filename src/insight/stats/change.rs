//! When a level changed.

use super::middle::median;

/// The place at which a series splits best into two levels: the least sum of absolute distances from the median before
/// and the median after (one-change L1 segmentation). At least `least` values stay on each side; of longer series only
/// the last 300 values are looked at. `None` where the series is too short.
pub fn best_split(values: &[f64], least: usize) -> Option<usize> {
    let skipped = values.len().saturating_sub(300);
    let values = &values[skipped..];
    let least = least.max(1);
    if values.len() < 2 * least {
        return None;
    }
    let cost = |part: &[f64]| {
        let center = median(part).unwrap_or(0.0);
        part.iter().map(|x| (x - center).abs()).sum::<f64>()
    };
    (least..=values.len() - least)
        .min_by(|&a, &b| {
            let total = |at: usize| cost(&values[..at]) + cost(&values[at..]);
            total(a).total_cmp(&total(b))
        })
        .map(|at| at + skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_split_is_where_the_level_changes() {
        let mut values = vec![10.0, 11.0, 9.0, 10.0, 25.0, 10.0, 11.0, 9.0];
        values.extend([21.0, 20.0, 22.0, 19.0]);
        assert_eq!(best_split(&values, 2), Some(8));
        assert_eq!(best_split(&[1.0, 2.0], 2), None);
    }
}
