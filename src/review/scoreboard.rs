//! The scoreboard: the last 13 finished weeks of the shop, measure by measure, against a goal.
//!
//! A goal is what the owner says; where nothing was said, the mean of the same 13 weeks of the year before. A week counts for a measure
//! where its file reaches to the end of the week.

use super::Review;
use crate::model::money::NO_AMOUNT;
use crate::model::{Dataset, Day, Kind, Measure, WEEK};

/// Weeks that are shown.
pub const WEEKS: usize = 13;

/// The same weeks of the year before.
const YEAR: i32 = 52;

/// A measure over the last weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// What is measured.
    pub measure: Measure,
    /// One a week, the oldest first; `None` where nothing is known of it. Money in minor units, shares from 0 to 1.
    pub weeks: [Option<f64>; WEEKS],
    /// What should be reached; `None` where nothing was said and nothing is known of the year before.
    pub goal: Option<f64>,
    /// Whether the owner said so.
    pub is_said: bool,
}

impl Scored {
    /// How many of the known weeks reached the goal, and how many are known.
    pub fn met(&self) -> Option<(usize, usize)> {
        let goal = self.goal?;
        let known = self.weeks.iter().flatten();
        Some((known.clone().filter(|value| self.measure.reaches(**value, goal)).count(), known.count()))
    }
}

/// The Monday of the first of the weeks that are shown.
pub fn first_week(review: &Review) -> Day {
    last_end(review.as_of) - i32::try_from(WEEKS).unwrap_or(0) * WEEK
}

/// The measures that this shop's files can give. `goals` is what the owner says, in the order of [`Measure::ALL`].
pub fn scoreboard(dataset: &Dataset, review: &Review, goals: &[Option<f64>]) -> Vec<Scored> {
    let from = first_week(review);
    let scored = |(place, measure): (usize, Measure)| {
        let weeks = weeks(dataset, measure, from, review.as_of);
        let before = weeks_before(dataset, measure, from, review.as_of);
        let said = goals.get(place).copied().flatten();
        let is_known = weeks.iter().flatten().any(|value| *value != 0.0);
        is_known.then(|| Scored { measure, weeks, goal: said.or(mean(&before)), is_said: said.is_some() })
    };
    Measure::ALL.into_iter().enumerate().filter_map(scored).collect()
}

fn last_end(as_of: Day) -> Day {
    as_of.monday()
}

fn weeks_before(dataset: &Dataset, measure: Measure, from: Day, at: Day) -> [Option<f64>; WEEKS] {
    let first_day = dataset.orders.day.iter().min().copied().unwrap_or(i32::MAX);
    let from = from - YEAR * WEEK;
    if from.0 < first_day { [None; WEEKS] } else { weeks(dataset, measure, from, at) }
}

fn mean(weeks: &[Option<f64>]) -> Option<f64> {
    let known: Vec<f64> = weeks.iter().copied().flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// The weeks from `from` on, as known at `at`.
fn weeks(dataset: &Dataset, measure: Measure, from: Day, at: Day) -> [Option<f64>; WEEKS] {
    let place =
        |day: i32| usize::try_from((day - from.0).div_euclid(WEEK)).ok().filter(|week| *week < WEEKS && day < at.0);
    let end = |week: usize| from + i32::try_from(week + 1).unwrap_or(0) * WEEK;
    // The weekend after the last order of a Friday is no missing end of the file.
    let known_to = dataset.judged_to(kind(measure), at) + 2;
    let mut sums = [0.0; WEEKS];
    let mut counts = [0.0; WEEKS];
    let mut lists: [Vec<i32>; WEEKS] = Default::default();
    let mut add = |day: i32, sum: f64, count: f64| {
        if let Some(week) = place(day) {
            sums[week] += sum;
            counts[week] += count;
        }
    };
    let orders = &dataset.orders;
    match measure {
        Measure::Orders => orders.day.iter().for_each(|day| add(*day, 1.0, 1.0)),
        Measure::Parts => orders.day.iter().zip(&orders.parts).for_each(|(day, parts)| add(*day, *parts as f64, 1.0)),
        Measure::Area => {
            let stated = orders.day.iter().zip(&orders.area).filter(|(_, area)| **area != NO_AMOUNT);
            stated.for_each(|(day, area)| add(*day, *area as f64 / 1000.0, 1.0));
        }
        Measure::Revenue => {
            let of_orders = orders.day.iter().zip(&orders.amount);
            let of_charges = dataset.charges.day.iter().zip(&dataset.charges.amount);
            let billed = dataset.billed.day.iter().zip(&dataset.billed.amount);
            let known = of_orders.chain(of_charges).chain(billed).filter(|(_, amount)| **amount != NO_AMOUNT);
            known.for_each(|(day, amount)| add(*day, *amount as f64, 1.0));
        }
        Measure::Rejected => {
            orders.day.iter().zip(&orders.parts).for_each(|(day, parts)| add(*day, 0.0, *parts as f64));
            let rejected = dataset.rejections.day.iter().zip(&dataset.rejections.parts);
            rejected.for_each(|(day, parts)| add(*day, f64::from(*parts), 0.0));
        }
        Measure::OnTime => {
            for (promised, shipped) in orders.promised.iter().zip(&orders.shipped) {
                let is_on_time = *shipped != Day::NONE.0 && shipped <= promised;
                add(*promised, f64::from(u8::from(is_on_time)), 1.0);
            }
        }
        Measure::Late => {
            let invoices = &dataset.invoices;
            for (paid, due) in invoices.paid.iter().zip(&invoices.due) {
                let is_known = *paid != Day::NONE.0 && *due != Day::NONE.0;
                if let Some(week) = place(*paid).filter(|_| is_known) {
                    lists[week].push(paid - due);
                }
            }
        }
    }
    std::array::from_fn(|week| {
        let value = match measure {
            Measure::Rejected | Measure::OnTime => Some(sums[week] / counts[week]).filter(|_| counts[week] > 0.0),
            Measure::Late => median(&mut lists[week]),
            _ => Some(sums[week]),
        };
        value.filter(|_| end(week) <= known_to)
    })
}

/// The files that a measure is known by.
fn kind(measure: Measure) -> Kind {
    match measure {
        Measure::Rejected => Kind::Rejections,
        Measure::Late => Kind::Payments,
        _ => Kind::Orders,
    }
}

fn median(values: &mut [i32]) -> Option<f64> {
    values.sort_unstable();
    let n = values.len();
    let (low, high) = (values.get(n.checked_sub(1)? / 2)?, values.get(n / 2)?);
    Some(f64::midpoint(f64::from(*low), f64::from(*high)))
}
