//! Whom the weeks ahead hang on, and what becomes of them if a customer leaves or grows.

use std::collections::BTreeMap;

use super::VolumeOutlook;
use crate::model::{CustomerIdx, Label, NO_LABEL, Range, VolumeUnit};

/// What one customer is expected to bring in the 13 weeks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hang {
    /// Who.
    pub customer: CustomerIdx,
    /// How much; money in minor units.
    pub volume: f64,
    /// The share of what the weeks ahead bring.
    pub share: f64,
}

/// What becomes of a forecast if some customers order otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatIf {
    /// By customer, what it brings ÷ what it was expected to: 0 if it leaves, 1.2 if it grows by a fifth.
    pub factors: BTreeMap<CustomerIdx, f64>,
}

/// Whom a series hangs on: the customers expected to bring anything, the largest first.
pub fn hangs_on(outlook: &VolumeOutlook, process: Label, unit: VolumeUnit) -> Vec<Hang> {
    let is_of = |of: Label| process == NO_LABEL || of == process;
    let mut volumes: BTreeMap<CustomerIdx, f64> = BTreeMap::new();
    for part in outlook.parts.iter().filter(|part| part.unit == unit && is_of(part.process)) {
        *volumes.entry(part.customer).or_default() += part.volume;
    }
    let all: f64 = volumes.values().sum();
    let share = |volume: f64| if all > 0.0 { volume / all } else { 0.0 };
    let mut list: Vec<Hang> =
        volumes.into_iter().map(|(customer, volume)| Hang { customer, volume, share: share(volume) }).collect();
    list.sort_by(|a, b| b.volume.total_cmp(&a.volume).then(a.customer.cmp(&b.customer)));
    list
}

impl WhatIf {
    /// How much of a series is left, or comes on top: 0.86 where a seventh of it leaves.
    pub fn factor(&self, outlook: &VolumeOutlook, process: Label, unit: VolumeUnit) -> f64 {
        let moved = |hang: &Hang| self.factors.get(&hang.customer).map_or(0.0, |factor| hang.share * (factor - 1.0));
        (1.0 + hangs_on(outlook, process, unit).iter().map(moved).sum::<f64>()).max(0.0)
    }

    /// The weeks ahead with it: what is not moved stays as unsure as it was.
    pub fn apply(&self, ranges: &[Range], factor: f64) -> Vec<Range> {
        let moved = |range: &Range| {
            let by = range.mean * (factor - 1.0);
            let at = |value: f64| (value + by).max(0.0);
            Range {
                mean: at(range.mean),
                median: at(range.median),
                low50: at(range.low50),
                high50: at(range.high50),
                low80: at(range.low80),
                high80: at(range.high80),
            }
        };
        ranges.iter().map(moved).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::outlook::CustomerPart;
    use crate::review::outlook::testing::outlook;

    fn shop() -> VolumeOutlook {
        let part = |customer, process, volume| CustomerPart { customer, process, unit: VolumeUnit::Parts, volume };
        let parts = vec![part(0, 1, 600.0), part(1, 1, 200.0), part(1, 2, 200.0), part(2, NO_LABEL, 0.0)];
        VolumeOutlook { parts, ..outlook(&[(NO_LABEL, 100.0), (1, 80.0), (2, 20.0)]) }
    }

    #[test]
    fn the_shop_hangs_on_its_largest_customer_and_a_process_on_its_own() {
        let shop = shop();
        let shares = |process| {
            hangs_on(&shop, process, VolumeUnit::Parts)
                .iter()
                .map(|hang| (hang.customer, hang.share))
                .collect::<Vec<_>>()
        };
        assert_eq!(shares(NO_LABEL), [(0, 0.6), (1, 0.4), (2, 0.0)]);
        assert_eq!(shares(2), [(1, 1.0)]);
        assert_eq!(hangs_on(&shop, NO_LABEL, VolumeUnit::Money), []);
    }

    #[test]
    fn if_one_leaves_and_another_grows_both_count() {
        let shop = shop();
        let what_if = WhatIf { factors: [(0, 0.0), (1, 1.5)].into() };
        assert!((what_if.factor(&shop, NO_LABEL, VolumeUnit::Parts) - 0.6).abs() < 1e-9);
        assert!((what_if.factor(&shop, 2, VolumeUnit::Parts) - 1.5).abs() < 1e-9);
        let none = WhatIf::default();
        assert!((none.factor(&shop, NO_LABEL, VolumeUnit::Parts) - 1.0).abs() < 1e-9);
        let week = Range { mean: 100.0, median: 100.0, low50: 90.0, high50: 110.0, low80: 30.0, high80: 120.0 };
        let left = &what_if.apply(&[week], 0.6)[0];
        assert_eq!((left.mean, left.low80, left.high80), (60.0, 0.0, 80.0));
    }
}
