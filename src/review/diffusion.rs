//! How many customers of each industry order more or less than before, month by month: a diffusion index.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::judge::Verdicts;
use crate::insight::industry::diffusion_index;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::{Dataset, Day};

/// The index of one industry over time; 50 is flat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diffusion {
    /// Which.
    pub industry: Label,
    /// The date, the index of the 13 weeks before it, and how many customers it is of; the oldest first. Dates with fewer than four
    /// customers are not among them.
    pub points: Vec<(Day, f64, usize)>,
}

/// So many dates, four weeks apart.
const DATES: usize = 20;
const STEP: usize = 4;

/// Every industry with at least two dates, the lowest index of now first. Nothing where the past was not judged.
pub fn diffusion(dataset: &Dataset, verdicts: &Verdicts, now: usize) -> Vec<Diffusion> {
    let mut of: BTreeMap<Label, Diffusion> = BTreeMap::new();
    let mut dates: Vec<usize> = (0..=now).rev().step_by(STEP).take(DATES).collect();
    dates.reverse();
    for date in dates {
        let mut ratios: BTreeMap<Label, Vec<f64>> = BTreeMap::new();
        for (pace, industry) in verdicts.paces_at(date).iter().zip(&dataset.industry_of) {
            if let Some(pace) = pace.filter(|_| *industry != NO_LABEL) {
                ratios.entry(*industry).or_default().push(f64::from(pace.ratio));
            }
        }
        for (industry, ratios) in ratios {
            let Some(index) = diffusion_index(&ratios) else { continue };
            let entry = of.entry(industry).or_insert_with(|| Diffusion { industry, points: Vec::new() });
            entry.points.push((verdicts.dates[date], index, ratios.len()));
        }
    }
    let index_of = |diffusion: &Diffusion| diffusion.points.last().map_or(50.0, |(_, index, _)| *index);
    let mut list: Vec<Diffusion> = of.into_values().filter(|diffusion| diffusion.points.len() > 1).collect();
    list.sort_by(|a, b| index_of(a).total_cmp(&index_of(b)).then(a.industry.cmp(&b.industry)));
    list
}
