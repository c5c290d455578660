//! What is coming: the weeks ahead against what the shop can do, whom they hang on, and the money of the open invoices.

mod days;
mod hangs_on;
mod plan;
mod scored;

use serde::{Deserialize, Serialize};

use crate::insight::forecast::booked::{Booked, booked};
use crate::insight::forecast::cash::{CannotForecast, CashIn, cash_in};
use crate::insight::forecast::parts::Part;
use crate::insight::forecast::volume::{Calendar, Forecast, LEAST_WEEKS};
use crate::insight::forecast::volumes::{calendar, known_to, volumes};
use crate::insight::forecast::weeks::AHEAD;
use crate::model::{Capacity, CustomerIdx, Dataset, Day, Label, NO_LABEL, VolumeUnit, WEEK};

pub use crate::insight::forecast::errors::Past;
pub use days::{DayScore, DayScorer, DayScores};
pub use hangs_on::{Hang, WhatIf, hangs_on};
pub use plan::{CLOSE, Load, OVER, Side};
pub use scored::{Came, Score, paid_scores, scores};

/// Finished weeks that are shown before the forecast: two years and a quarter, so that a year before every week ahead is among them.
const SHOWN_WEEKS: usize = 117;

/// A customer's part of less than this is not kept.
const LEAST_PART: f64 = 1e-5;

/// What is coming.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// The volume of the weeks ahead.
    pub volume: Result<VolumeOutlook, NoVolume>,
    /// The money of the open invoices.
    #[serde(default = "not_kept")]
    pub cash: Result<CashIn, CannotForecast>,
}

/// Why nothing is said of the volume ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoVolume {
    /// The review was closed by a program that did not forecast.
    NotKept,
    /// There is no order before the review.
    NoOrders,
    /// Too few finished weeks.
    Weeks {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
}

/// The volume of the weeks ahead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VolumeOutlook {
    /// Up to where the orders are known.
    pub known_to: Day,
    /// The Monday of the first finished week that is shown.
    pub history_from: Day,
    /// The Monday of the first week ahead.
    pub ahead_from: Day,
    /// Days of work of each day of the weeks ahead, Monday first; five in a usual week.
    pub days: Vec<[f64; 7]>,
    /// The shop and its processes, for each unit that the files state: the shop first, then the largest.
    pub series: Vec<Series>,
    /// Each customer's part of the 13 weeks, by unit and process.
    pub parts: Vec<CustomerPart>,
    /// What the owner says of the shop.
    pub capacity: Capacity,
}

/// One series: the shop, or a process, in one unit. Money is in minor units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Which process; [`NO_LABEL`] for the whole shop.
    pub process: Label,
    /// What is counted.
    pub unit: VolumeUnit,
    /// The finished weeks.
    pub history: Vec<f64>,
    /// What the weeks under way have brought so far.
    pub so_far: Vec<f64>,
    /// The weeks ahead, before planned closures; `None` where too little is known of it.
    pub forecast: Option<Forecast>,
    /// What of the weeks ahead is on the books already; `None` where no order on hand says for when it was promised.
    #[serde(default)]
    pub booked: Option<Booked>,
}

/// What a customer is expected to bring of a process in 13 weeks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerPart {
    /// Who.
    pub customer: CustomerIdx,
    /// Of what.
    pub process: Label,
    /// In which unit; money in minor units.
    pub unit: VolumeUnit,
    /// How much.
    pub volume: f64,
}

fn not_kept() -> Result<CashIn, CannotForecast> {
    Err(CannotForecast::NotKept)
}

impl Default for Outlook {
    fn default() -> Self {
        Self { volume: Err(NoVolume::NotKept), cash: not_kept() }
    }
}

impl Outlook {
    /// What is coming after `at`. `parts` says what each customer is expected to bring, in relation to others.
    pub fn at(dataset: &Dataset, parts: &[(CustomerIdx, Part)], at: Day) -> Self {
        Self { volume: VolumeOutlook::at(dataset, parts, at), cash: cash_in(dataset, at) }
    }
}

impl VolumeOutlook {
    /// What is coming after `at`, before what the owner says of the shop.
    pub fn at(dataset: &Dataset, parts: &[(CustomerIdx, Part)], at: Day) -> Result<Self, NoVolume> {
        let calendar = calendar(dataset, at).ok_or(NoVolume::NoOrders)?;
        let Calendar { weeks, .. } = &calendar;
        if weeks.n < LEAST_WEEKS {
            return Err(NoVolume::Weeks { have: weeks.n, need: LEAST_WEEKS });
        }
        let from = weeks.n.saturating_sub(SHOWN_WEEKS);
        let on_hand = booked(dataset, at, &calendar);
        let booked_of = |process: Label, unit: VolumeUnit| {
            let none = Booked { process, unit, weeks: [0.0; AHEAD], late: 0.0 };
            let known = on_hand.iter().find(|of| of.process == process && of.unit == unit).cloned();
            (!on_hand.is_empty()).then(|| known.unwrap_or(none))
        };
        let series = volumes(dataset, at, &calendar).into_iter().map(|volume| Series {
            booked: booked_of(volume.process, volume.unit),
            process: volume.process,
            unit: volume.unit,
            forecast: calendar.forecast(&volume.weeks[..weeks.n]),
            history: volume.weeks[from..weeks.n].to_vec(),
            so_far: volume.weeks[weeks.n..].to_vec(),
        });
        let mut outlook = Self {
            known_to: known_to(dataset, at),
            history_from: weeks.monday(from),
            ahead_from: weeks.monday(weeks.n + weeks.under_way),
            days: calendar.days.clone(),
            series: series.collect(),
            parts: Vec::new(),
            capacity: Capacity::default(),
        };
        // Nothing can be said of a shop of which nothing can be said in any unit.
        if outlook.series.iter().all(|series| series.process != NO_LABEL || series.forecast.is_none()) {
            return Err(NoVolume::Weeks { have: outlook.longest(), need: LEAST_WEEKS });
        }
        outlook.parts = outlook.shared_out(parts);
        Ok(outlook)
    }

    /// The weeks since the first order, of the series that is known longest.
    fn longest(&self) -> usize {
        let since = |series: &Series| {
            series.history.iter().position(|&value| value != 0.0).map_or(0, |first| series.history.len() - first)
        };
        self.series.iter().map(since).max().unwrap_or(0)
    }

    /// The parts of customers, such that those of a process come to its forecast, and those without one to the rest of the shop's.
    fn shared_out(&self, parts: &[(CustomerIdx, Part)]) -> Vec<CustomerPart> {
        let mut shared = Vec::new();
        for unit in VolumeUnit::ALL {
            let Some(all) = self.series(NO_LABEL, unit).and_then(|shop| shop.forecast.as_ref()) else { continue };
            let of_unit = || parts.iter().filter(move |(_, part)| part.unit == unit);
            let sum: f64 = of_unit().map(|(_, part)| part.volume).sum();
            if sum <= 0.0 {
                continue;
            }
            // Shares within each process first; then the processes are brought to the shop's sum.
            let alone = |process: Label| {
                self.series(process, unit).filter(|_| process != NO_LABEL).and_then(|series| series.forecast.as_ref())
            };
            let of_process = |process: Label| -> f64 {
                of_unit().filter(|(_, part)| part.process == process).map(|(_, part)| part.volume).sum()
            };
            let mut processes: Vec<Label> = of_unit().map(|(_, part)| part.process).collect();
            processes.sort_unstable();
            processes.dedup();
            let scaled: Vec<(Label, f64)> = processes
                .into_iter()
                .map(|process| {
                    let own = of_process(process);
                    let as_forecast = alone(process).filter(|_| own > 0.0).map(|forecast| forecast.sum.mean / own);
                    (process, as_forecast.unwrap_or(all.sum.mean / sum))
                })
                .collect();
            let factor =
                |process: Label| scaled.iter().find(|(of, _)| *of == process).map_or(0.0, |(_, factor)| *factor);
            let total: f64 = of_unit().map(|(_, part)| part.volume * factor(part.process)).sum();
            let to_shop = if total > 0.0 { all.sum.mean / total } else { 0.0 };
            shared.extend(of_unit().filter_map(|&(customer, part)| {
                let volume = part.volume * factor(part.process) * to_shop;
                let is_worth_it = volume > LEAST_PART * all.sum.mean;
                is_worth_it.then_some(CustomerPart { customer, process: part.process, unit, volume })
            }));
        }
        shared
    }

    /// The units of which something is said, the most telling first: area, else parts, else money.
    pub fn units(&self) -> Vec<VolumeUnit> {
        let is_known = |unit: &VolumeUnit| self.series(NO_LABEL, *unit).is_some_and(|series| series.forecast.is_some());
        [VolumeUnit::Area, VolumeUnit::Parts, VolumeUnit::Money].into_iter().filter(is_known).collect()
    }

    /// The series of a process, or of the whole shop.
    pub fn series(&self, process: Label, unit: VolumeUnit) -> Option<&Series> {
        self.series.iter().find(|series| series.process == process && series.unit == unit)
    }

    /// What a finished week brought; `None` where it is not among those that are shown.
    pub fn came(&self, series: &Series, monday: Day) -> Option<f64> {
        let weeks = monday - self.history_from;
        usize::try_from(weeks / WEEK).ok().filter(|_| weeks >= 0).and_then(|place| series.history.get(place).copied())
    }

    /// The Monday of a week ahead.
    pub fn monday(&self, week: usize) -> Day {
        self.ahead_from + i32::try_from(week).unwrap_or(0) * WEEK
    }
}

#[cfg(test)]
pub mod testing {
    //! A small outlook for tests.
    #![expect(clippy::missing_panics_doc, reason = "a test that asks for what is not there fails, and should")]

    use super::*;
    use crate::model::Range;

    /// 13 weeks of the shop and its processes, in parts: what each brings in a week, give or take a fifth. Weeks of five days from
    /// Monday 4 May 2026.
    pub fn outlook(series: &[(Label, f64)]) -> VolumeOutlook {
        let range = |mean: f64| Range {
            mean,
            median: mean,
            low50: mean * 0.9,
            high50: mean * 1.1,
            low80: mean * 0.8,
            high80: mean * 1.2,
        };
        let ahead_from = Day::from_ymd(2026, 5, 4).unwrap();
        let of = |&(process, mean): &(Label, f64)| Series {
            process,
            unit: VolumeUnit::Parts,
            history: vec![mean; 60],
            so_far: Vec::new(),
            booked: None,
            forecast: Some(Forecast {
                under_way: Vec::new(),
                weeks: vec![range(mean); 13],
                sum: range(13.0 * mean),
                past: Past::default(),
            }),
        };
        VolumeOutlook {
            known_to: ahead_from,
            history_from: ahead_from - 60 * WEEK,
            ahead_from,
            days: vec![[1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]; 13],
            series: series.iter().map(of).collect(),
            parts: Vec::new(),
            capacity: Capacity::default(),
        }
    }
}
