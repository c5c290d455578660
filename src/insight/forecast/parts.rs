//! What each customer is expected to bring in the next 13 weeks: what the forecast of the shop hangs on.
//!
//! volume a day of its operating time, the last 26 weeks counting most (half-life 26 weeks, two years back) × its operating time ahead
//! × the chance that it is still a customer. An order of more than four times its usual size counts as that: one giant order is no
//! habit. The sum over all customers is then the forecast of the shop, so only shares are taken from here. Minimum: one order; a
//! customer of a single order is expected to come as rarely as that says.

use super::volumes::of_order;
use super::weeks::AHEAD;
use crate::insight::CustomerSeries;
use crate::insight::series::between;
use crate::insight::stats::middle::median;
use crate::model::labels::Label;
use crate::model::{CustomerIdx, Dataset, VolumeUnit, WEEK};

/// Orders before these weeks say nothing of now.
const BACK: i32 = 104;

/// After so many weeks an order counts half.
const HALF_LIFE: f64 = 26.0;

/// So many times the usual order is no habit.
const GIANT: f64 = 4.0;

/// Operating time that a customer's past is at least worth: a month, so that two orders in the first week are no habit of two a week;
/// a quarter where it ordered once.
const LEAST_TIME: f64 = 28.0;
const LEAST_TIME_OF_ONE: f64 = 91.0;

/// What one customer is expected to bring of one process in one unit: in relation to others only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Which process.
    pub process: Label,
    /// What is counted; money in minor units.
    pub unit: VolumeUnit,
    /// How much.
    pub volume: f64,
}

/// What a customer is expected to bring, by unit and process.
pub fn parts(dataset: &Dataset, customer: CustomerIdx, series: &CustomerSeries<'_>) -> Vec<Part> {
    let to = series.orders_to;
    let first = dataset.orders.of(customer).start;
    let within = between(series.order_on, to - BACK * WEEK, to);
    let sizes: Vec<f64> = series.order_parts[within.clone()].iter().map(|&parts| parts as f64).collect();
    let usual = median(&sizes).unwrap_or(0.0);
    let mut parts: Vec<Part> = Vec::new();
    for (i, size) in within.clone().zip(&sizes) {
        let age = f64::from(to.0 - series.order_on[i]) / f64::from(WEEK);
        let weight =
            0.5_f64.powf(age / HALF_LIFE) * if usual > 0.0 { (GIANT * usual / size.max(1.0)).min(1.0) } else { 1.0 };
        for unit in VolumeUnit::ALL {
            for (process, volume) in of_order(dataset, first + i, unit) {
                match parts.iter_mut().find(|part| part.process == process && part.unit == unit) {
                    Some(part) => part.volume += weight * volume,
                    None => parts.push(Part { process, unit, volume: weight * volume }),
                }
            }
        }
    }
    let Some(start) = series.order_on.first().filter(|_| !within.is_empty()) else { return Vec::new() };
    let mut time = 0.0;
    for week in 0..BACK {
        let (from, until) = (to - (week + 1) * WEEK, to - week * WEEK);
        if until.0 > *start {
            time += 0.5_f64.powf((f64::from(week) + 0.5) / HALF_LIFE) * series.clock.between(from, until);
        }
    }
    let ahead = series.clock.between(to, to + i32::try_from(AHEAD).unwrap_or(0) * WEEK);
    let (least, alive) = match &series.rhythm {
        Some(rhythm) => (LEAST_TIME, series.pool.is_alive(rhythm)),
        None => (LEAST_TIME_OF_ONE, 1.0),
    };
    let factor = alive * ahead / time.max(least);
    for part in &mut parts {
        part.volume *= factor;
    }
    parts
}
