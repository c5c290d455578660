//! When a level changed.

use super::middle::median;

/// Which way a level changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The level after is above the one before.
    Up,
    /// The level after is below the one before.
    Down,
}

/// The place at which a series splits best into a level before and one after: the least sum of absolute distances from
/// the median before and the median after (one-change L1 segmentation), among the splits whose levels differ in the `way`
/// asked for. At least `before` values stay before it and `after` values after it; of longer series only the last 300
/// values are looked at. `None` where there is no such split.
pub fn best_split(values: &[f64], way: Way, before: usize, after: usize) -> Option<usize> {
    let skipped = values.len().saturating_sub(300);
    let values = &values[skipped..];
    let last = values.len().checked_sub(after)?;
    let level = |part: &[f64]| median(part).unwrap_or(0.0);
    let cost = |part: &[f64], level: f64| part.iter().map(|x| (x - level).abs()).sum::<f64>();
    (before..=last)
        .filter_map(|at| {
            let (was, now) = (level(&values[..at]), level(&values[at..]));
            let is_that_way = if way == Way::Up { now > was } else { now < was };
            is_that_way.then(|| (at, cost(&values[..at], was) + cost(&values[at..], now)))
        })
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(at, _)| at + skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_split_is_where_the_level_changes() {
        let mut values = vec![10.0, 11.0, 9.0, 10.0, 25.0, 10.0, 11.0, 9.0];
        values.extend([21.0, 20.0, 22.0, 19.0]);
        assert_eq!(best_split(&values, Way::Up, 2, 2), Some(8));
        assert_eq!(best_split(&[1.0, 2.0], Way::Up, 2, 1), None);
    }

    #[test]
    fn a_change_the_other_way_is_not_the_one_asked_for() {
        let values = [20.0, 20.0, 20.0, 9.0, 10.0, 9.0, 10.0, 9.0, 45.0];
        assert_eq!(best_split(&values, Way::Up, 3, 1), Some(8));
        assert_eq!(best_split(&values, Way::Down, 3, 1), Some(3));
    }
}
