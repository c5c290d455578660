//! What is expected, and how far it may be off.

use serde::{Deserialize, Serialize};

/// A value that is expected, and where it will probably lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// What is expected.
    pub mean: f64,
    /// As likely more as less.
    pub median: f64,
    /// One chance in four that it is less,
    pub low50: f64,
    /// or more.
    pub high50: f64,
    /// One chance in ten that it is less,
    pub low80: f64,
    /// or more.
    pub high80: f64,
}

impl Range {
    /// The same, but never less than what is certain already.
    #[must_use]
    pub fn at_least(self, certain: f64) -> Self {
        let [mean, median, low50, high50, low80, high80] =
            [self.mean, self.median, self.low50, self.high50, self.low80, self.high80].map(|value| value.max(certain));
        Self { mean, median, low50, high50, low80, high80 }
    }

    /// The chance of more than `limit`: straight lines between the chances that are known, 0 and 1 half as far again beyond them.
    pub fn chance_above(&self, limit: f64) -> f64 {
        let reach = (self.high80 - self.low80) / 2.0;
        let known = [
            (self.low80 - reach, 1.0),
            (self.low80, 0.9),
            (self.low50, 0.75),
            (self.median, 0.5),
            (self.high50, 0.25),
            (self.high80, 0.1),
            (self.high80 + reach, 0.0),
        ];
        if limit < known[0].0 {
            return 1.0;
        }
        let beyond = known.windows(2).find(|pair| limit < pair[1].0);
        beyond.map_or(0.0, |pair| {
            let part = (limit - pair[0].0) / (pair[1].0 - pair[0].0);
            pair[0].1 + (pair[1].1 - pair[0].1) * part
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "the chances are those that were put in")]

    use super::*;

    #[test]
    fn the_chance_of_more_falls_from_one_to_none_across_the_range() {
        let range = Range { mean: 100.0, median: 98.0, low50: 90.0, high50: 110.0, low80: 80.0, high80: 130.0 };
        let chances = [0.0, 80.0, 90.0, 98.0, 110.0, 130.0, 160.0].map(|limit| range.chance_above(limit));
        assert_eq!(chances, [1.0, 0.9, 0.75, 0.5, 0.25, 0.1, 0.0]);
        assert!((range.chance_above(104.0) - 0.375).abs() < 1e-9);
        assert!((0.0..0.1).contains(&range.chance_above(140.0)));
    }

    #[test]
    fn what_is_certain_is_above_all_less_and_below_all_more() {
        let certain = Range { mean: 5.0, median: 5.0, low50: 5.0, high50: 5.0, low80: 5.0, high80: 5.0 };
        assert_eq!([4.9, 5.1].map(|limit| certain.chance_above(limit)), [1.0, 0.0]);
    }
}
