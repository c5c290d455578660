//! The reviews of the past, each with only what was known then.

use super::VolumeOutlook;
use super::judge::{Tick, Verdicts};
use super::markets::market_money;
use super::outlook::Load;
use super::rank::money_at_risk;
use super::standing::{Controlled, MEMORY_WEEKS};
use crate::model::money::Minor;
use crate::model::weekly::Limits;
use crate::model::{Capacity, Dataset, Day, Label, NO_LABEL, Signal, WEEK};

/// A flag that stood at a review of the past.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplayedFlag {
    /// The date of the review.
    pub review_on: Day,
    /// What it stood on: the place of a customer, or the label of an industry or a finish.
    pub entity: u32,
    /// What it was about.
    pub signal: Signal,
    /// 1 − q.
    pub score: f64,
    /// In minor units per year.
    pub money_at_risk: Minor,
}

/// A process, or the shop, whose capacity did not fit what was expected at a review of the past.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CapacityFlag {
    /// The date of the review.
    pub review_on: Day,
    /// Which process; [`NO_LABEL`] for the whole shop.
    pub process: Label,
    /// The chance of it, of the week of which it was likeliest.
    pub chance: f64,
}

/// Where the capacity that is stated now would not have fitted what was expected at each of `dates`. `None` where `tick` said to stop.
pub fn capacity_flags(
    dataset: &Dataset,
    dates: &[Day],
    capacity: &Capacity,
    tick: Tick<'_>,
) -> Option<Vec<CapacityFlag>> {
    let mut flags = Vec::new();
    for (i, &review_on) in dates.iter().enumerate().filter(|_| !capacity.stated.is_empty()) {
        if !tick("Comparing what came with what could be done", Some(i as f32 / dates.len() as f32)) {
            return None;
        }
        let Ok(mut volume) = VolumeOutlook::at(dataset, &[], review_on) else { continue };
        volume.capacity = capacity.clone();
        let flag = |load: Load| CapacityFlag { review_on, process: load.process, chance: load.chance };
        flags.extend(volume.flags(dataset).into_iter().map(flag));
    }
    flags.sort_by_key(|flag| (flag.review_on, flag.process));
    Some(flags)
}

/// Replays the reviews at `dates`, in any order, within the limits of now. `None` where `tick` said to stop.
pub fn replay(dataset: &Dataset, dates: &[Day], limits: &Limits, tick: Tick<'_>) -> Option<Vec<ReplayedFlag>> {
    let mut flags = Vec::new();
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    dates.dedup();
    // Reviews a whole number of weeks apart share the weeks before them.
    for rest in 0..WEEK {
        let same: Vec<Day> = dates.iter().copied().filter(|day| day.0.rem_euclid(WEEK) == rest).collect();
        let (Some(&first), Some(&last)) = (same.first(), same.last()) else { continue };
        let memory = i32::try_from(MEMORY_WEEKS).unwrap_or(0) * WEEK;
        let all: Vec<Day> = (0..=(last - first + memory) / WEEK).map(|k| first - memory + k * WEEK).collect();
        let verdicts = Verdicts::at(dataset, &all, tick)?;
        let controlled = Controlled::new(&verdicts, limits);
        for (i, day) in all.iter().enumerate().filter(|(_, day)| same.binary_search(day).is_ok()) {
            if !tick("Replaying the reviews", Some(i as f32 / all.len() as f32)) {
                return None;
            }
            for ((signal, customer), standing) in controlled.standing_at(i) {
                let verdict = verdicts.get(i, customer, signal);
                flags.push(ReplayedFlag {
                    review_on: *day,
                    entity: customer,
                    signal,
                    score: 1.0 - standing.q,
                    money_at_risk: money_at_risk(dataset, customer, signal, verdict, *day),
                });
            }
            for ((signal, market), standing) in controlled.markets_at(i) {
                let label = Label::try_from(market).unwrap_or(NO_LABEL);
                flags.push(ReplayedFlag {
                    review_on: *day,
                    entity: market,
                    signal,
                    score: 1.0 - standing.q,
                    money_at_risk: market_money(dataset, &verdicts, i, signal, label),
                });
            }
        }
    }
    flags.sort_by_key(|flag| (flag.review_on, flag.signal.entity_type(), flag.entity, flag.signal));
    Some(flags)
}

/// The last `weeks` Mondays up to the data's end.
pub fn mondays(data_end: Day, weeks: usize) -> Vec<Day> {
    let last = data_end.monday();
    (0..i32::try_from(weeks).unwrap_or(0)).rev().map(|k| last - k * WEEK).collect()
}
