//! The weeks ahead as the owner plans them: closures taken out, and each week against what the shop can do.

use std::collections::BTreeSet;

use super::{Series, VolumeOutlook};
use crate::model::{Dataset, Day, Label, NO_LABEL, Range, VolumeUnit, money};

/// A week is over where it is likelier than not that it brings more than can be done.
pub const OVER: f64 = 0.5;

/// and close to it where it is not far from that.
pub const CLOSE: f64 = 0.25;

/// So many weeks in a row
const UNDER_WEEKS: usize = 4;

/// that bring less than this share of what can be done are under.
const UNDER: f64 = 0.6;

/// In so many weeks ahead nearly all of what will be worked on is on the books: they bring no less than that.
const BOOKED_WEEKS: usize = 2;

/// On which side of its capacity a process will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// More comes than can be done.
    Over,
    /// Much less comes than can be done.
    Under,
}

/// A process, or the shop, whose capacity will not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Which process; [`NO_LABEL`] for the whole shop.
    pub process: Label,
    /// In which unit its capacity is stated.
    pub unit: VolumeUnit,
    /// On which side.
    pub side: Side,
    /// The weeks, as places among those ahead.
    pub weeks: Vec<usize>,
    /// What these weeks bring ÷ what can be done in them.
    pub load: f64,
    /// The chance of it, of the week of which it is likeliest: of more than can be done, or of less than 60 % of it.
    pub chance: f64,
}

impl VolumeOutlook {
    /// What is left of a week's work after planned closures, 0 to 1.
    pub fn open_share(&self, week: usize) -> f64 {
        let (monday, Some(days)) = (self.monday(week), self.days.get(week)) else { return 1.0 };
        let usual: f64 = days.iter().sum();
        let is_closed = |day: Day| self.capacity.closed.iter().any(|closed| closed.holds(day));
        let left: f64 = (0..).zip(days).filter(|(i, _)| !is_closed(monday + *i)).map(|(_, work)| work).sum();
        if usual > 0.0 { left / usual } else { 1.0 }
    }

    /// Days of work of a week, without holidays and planned closures.
    pub fn work(&self, week: usize) -> f64 {
        self.days.get(week).map_or(5.0, |days| days.iter().sum()) * self.open_share(week)
    }

    /// What the weeks ahead bring, planned closures taken out; the first two at least what is on the books. Empty where nothing is
    /// forecast.
    pub fn ranges(&self, series: &Series) -> Vec<Range> {
        let weeks = series.forecast.as_ref().map_or(&[][..], |forecast| &forecast.weeks);
        let certain = |week: usize| self.booked(series, week).filter(|_| week < BOOKED_WEEKS).unwrap_or(0.0);
        let range = |(week, range): (usize, &Range)| shrunk(*range, self.open_share(week)).at_least(certain(week));
        weeks.iter().enumerate().map(range).collect()
    }

    /// What of a week ahead is on the books; `None` where no order on hand says for when it was promised.
    pub fn booked(&self, series: &Series, week: usize) -> Option<f64> {
        series.booked.as_ref().and_then(|booked| booked.weeks.get(week).copied())
    }

    /// What the weeks ahead bring together.
    pub fn sum(&self, series: &Series) -> Range {
        let Some(forecast) = &series.forecast else { return Range::default() };
        let left: f64 = self.ranges(series).iter().map(|range| range.mean).sum();
        shrunk(forecast.sum, if forecast.sum.mean > 0.0 { left / forecast.sum.mean } else { 1.0 })
    }

    /// What a process can do in a week: holidays and closures taken out. `None` where nothing is stated.
    pub fn capacity_of(&self, dataset: &Dataset, series: &Series, week: usize) -> Option<f64> {
        let process = Some(dataset.label(series.process)).filter(|_| series.process != NO_LABEL);
        let decimals = if series.unit == VolumeUnit::Money { money::decimals(dataset.currency.as_deref()) } else { 0 };
        let a_week = self.capacity.a_week(process, series.unit)? * 10_f64.powi(decimals.cast_signed());
        Some(a_week * self.work(week) / 5.0)
    }

    /// The chance that a week brings more than can be done; `None` where nothing is stated, or the week is closed.
    pub fn chance_over(&self, dataset: &Dataset, series: &Series, week: usize) -> Option<f64> {
        let capacity = self.capacity_of(dataset, series, week).filter(|capacity| *capacity > 0.0)?;
        self.ranges(series).get(week).map(|range| range.chance_above(capacity))
    }

    /// How many weeks will probably fit, and may well not: over one chance in four, at most one in two.
    pub fn n_close(&self, dataset: &Dataset) -> usize {
        let is_close = |week: &usize| {
            let chances = self.series.iter().filter_map(|series| self.chance_over(dataset, series, *week));
            (CLOSE..=OVER).contains(&chances.fold(0.0, f64::max))
        };
        (0..self.days.len()).filter(is_close).count()
    }

    /// Where what comes and what can be done do not fit: over first, the fullest first.
    pub fn loads(&self, dataset: &Dataset) -> Vec<Load> {
        let mut loads: Vec<Load> = self.series.iter().flat_map(|series| self.loads_of(dataset, series)).collect();
        loads.sort_by(|a, b| {
            let is_under = |load: &Load| load.side == Side::Under;
            is_under(a).cmp(&is_under(b)).then(b.load.total_cmp(&a.load)).then(a.process.cmp(&b.process))
        });
        loads
    }

    /// At most one a process, as files name it: that it is over, where it is at times over and at times under, or in one unit and not
    /// in another.
    pub fn flags(&self, dataset: &Dataset) -> Vec<Load> {
        let mut named = BTreeSet::new();
        self.loads(dataset).into_iter().filter(|load| named.insert(load.process)).collect()
    }

    fn loads_of(&self, dataset: &Dataset, series: &Series) -> Vec<Load> {
        let weeks: Vec<(Range, f64)> = self
            .ranges(series)
            .into_iter()
            .enumerate()
            .filter_map(|(week, range)| Some((range, self.capacity_of(dataset, series, week)?)))
            .collect();
        let load_of = |places: &[usize]| {
            let (brought, possible) = places
                .iter()
                .map(|&week| weeks[week])
                .fold((0.0, 0.0), |(a, b), (range, cap)| (a + range.mean, b + cap));
            if possible > 0.0 { brought / possible } else { 0.0 }
        };
        let mut loads = Vec::new();
        let chance =
            |&(range, capacity): &(Range, f64)| if capacity > 0.0 { range.chance_above(capacity) } else { 0.0 };
        let over: Vec<usize> = (0..weeks.len()).filter(|&week| chance(&weeks[week]) > OVER).collect();
        if !over.is_empty() {
            let chance = over.iter().map(|&week| chance(&weeks[week])).fold(0.0, f64::max);
            loads.push(Load {
                process: series.process,
                unit: series.unit,
                side: Side::Over,
                load: load_of(&over),
                chance,
                weeks: over,
            });
        }
        let is_under = |from: &usize| {
            let places: Vec<usize> = (*from..*from + UNDER_WEEKS).collect();
            places.iter().any(|&week| weeks[week].1 > 0.0) && load_of(&places) < UNDER
        };
        let starts: Vec<usize> = (0..(weeks.len() + 1).saturating_sub(UNDER_WEEKS)).filter(is_under).collect();
        if !starts.is_empty() {
            let mut under: Vec<usize> = starts.iter().flat_map(|&from| from..from + UNDER_WEEKS).collect();
            under.sort_unstable();
            under.dedup();
            let is_less = |&week: &usize| {
                let (range, capacity) = weeks[week];
                if capacity > 0.0 { 1.0 - range.chance_above(UNDER * capacity) } else { 0.0 }
            };
            let chance = under.iter().map(is_less).fold(0.0, f64::max);
            loads.push(Load {
                process: series.process,
                unit: series.unit,
                side: Side::Under,
                load: load_of(&under),
                chance,
                weeks: under,
            });
        }
        loads
    }
}

/// A range of a week of which only a share is worked: its width shrinks by the root, as a mean of fewer days is less sure.
fn shrunk(range: Range, share: f64) -> Range {
    let at = |value: f64| (range.mean * share + (value - range.mean) * share.sqrt()).max(0.0);
    Range {
        mean: range.mean * share,
        median: at(range.median),
        low50: at(range.low50),
        high50: at(range.high50),
        low80: at(range.low80),
        high80: at(range.high80),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Capacity, Closed};
    use crate::review::outlook::testing::outlook;

    fn dataset() -> Dataset {
        let mut dataset = Dataset::default();
        dataset.labels = vec!["E-coat".to_owned(), "Powder coating".to_owned()];
        dataset
    }

    /// The shop brings 100 parts a week, powder coating 80 of them.
    fn shop(capacity: Capacity) -> VolumeOutlook {
        VolumeOutlook { capacity, ..outlook(&[(NO_LABEL, 100.0), (1, 80.0)]) }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    const POWDER: Option<&str> = Some("Powder coating");

    #[test]
    fn a_process_is_over_in_the_weeks_that_likely_bring_more_than_can_be_done() {
        let over = shop(Capacity::default().with(POWDER, VolumeUnit::Parts, Some(75.0)));
        let loads = over.loads(&dataset());
        assert_eq!(loads.len(), 1);
        assert_eq!((loads[0].process, loads[0].side, loads[0].weeks.len()), (1, Side::Over, 13));
        assert!((loads[0].load - 80.0 / 75.0).abs() < 1e-9 && loads[0].chance > 0.5, "{loads:?}");
        let fits = shop(Capacity::default().with(POWDER, VolumeUnit::Parts, Some(85.0)));
        assert_eq!(fits.loads(&dataset()), []);
        assert_eq!(shop(Capacity::default()).loads(&dataset()), [], "without a stated capacity nothing is said");
    }

    #[test]
    fn four_weeks_far_under_capacity_are_room() {
        let room = shop(Capacity::default().with(None, VolumeUnit::Parts, Some(200.0)));
        let loads = room.loads(&dataset());
        assert_eq!((loads[0].process, loads[0].side), (NO_LABEL, Side::Under));
        assert!((loads[0].load - 0.5).abs() < 1e-9);
        // 120 parts are 60 % of what can be done, and the range of 8 of 10 times ends there.
        assert!((loads[0].chance - 0.9).abs() < 1e-6, "{loads:?}");
        let mut twice = shop(Capacity::default().with(None, VolumeUnit::Parts, Some(95.0)));
        twice.series[0].forecast.as_mut().unwrap().weeks[5..].fill(Range::default());
        assert_eq!(twice.loads(&dataset()).len(), 2, "over, then room");
        let flags = twice.flags(&dataset());
        assert_eq!((flags.len(), flags[0].side), (1, Side::Over), "files name a process once");
        let enough = shop(Capacity::default().with(None, VolumeUnit::Parts, Some(160.0)));
        assert_eq!(enough.loads(&dataset()), []);
    }

    #[test]
    fn a_planned_closure_takes_its_days_out_of_what_comes_and_of_what_can_be_done() {
        let closed = vec![
            Closed { from: day("2026-05-11"), to: day("2026-05-17") },
            Closed { from: day("2026-05-18"), to: day("2026-05-18") },
        ];
        let capacity = Capacity { closed, ..Capacity::default().with(None, VolumeUnit::Parts, Some(110.0)) };
        let shop = shop(capacity);
        let series = shop.series(NO_LABEL, VolumeUnit::Parts).unwrap();
        let ranges = shop.ranges(series);
        let means: Vec<f64> = ranges.iter().take(4).map(|range| range.mean.round()).collect();
        assert_eq!(means, [100.0, 0.0, 80.0, 100.0]);
        assert_eq!(ranges[1], Range::default(), "a closed week brings nothing for sure");
        assert!((shop.capacity_of(&dataset(), series, 2).unwrap() - 88.0).abs() < 1e-9);
        assert_eq!(shop.capacity_of(&dataset(), series, 1), Some(0.0));
        assert!((shop.sum(series).mean - 1180.0).abs() < 1e-6);
        assert_eq!(shop.loads(&dataset()), [], "a closed week is neither over nor under");
    }

    #[test]
    fn capacity_stated_in_money_is_in_whole_units() {
        let mut shop = shop(Capacity::default().with(None, VolumeUnit::Money, Some(50.0)));
        shop.series[0].unit = VolumeUnit::Money;
        let can_do = |currency: &str| {
            let mut dataset = dataset();
            dataset.currency = Some(currency.to_owned());
            shop.capacity_of(&dataset, &shop.series[0], 0)
        };
        assert_eq!((can_do("USD"), can_do("JPY")), (Some(5000.0), Some(50.0)));
    }
}
