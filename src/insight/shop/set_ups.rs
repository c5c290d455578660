//! What smaller lots cost: the set-ups of a year that would not be needed with lots of the size before.
//!
//! Lots a year × (1 − median lot now ÷ median lot before): so many lots fewer would hold the same parts if the usual lot were still as
//! large. Medians, so that one big order moves nothing. The last 26 weeks against the 52 before. What a set-up costs is the owner's word.

use serde::{Deserialize, Serialize};

use super::{WEEKS, YEAR};
use crate::insight::series::between;
use crate::insight::stats::middle::median;
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// The set-ups of one customer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExtraSetUps {
    /// Whose.
    pub customer: CustomerIdx,
    /// Median parts per lot before, and now.
    pub lot: (f64, f64),
    /// Lots a year at the pace of the last 26 weeks.
    pub lots_a_year: f64,
    /// Lots of the 52 weeks before.
    #[serde(default)]
    pub lots_before: f64,
    /// Of these, those that lots as before would not need; negative where lots grew.
    pub extra_a_year: f64,
}

/// Fewer lots have no usual size.
const LEAST_NOW: usize = 5;
const LEAST_BEFORE: usize = 8;

/// `None` where there are too few lots.
pub fn extra_set_ups(dataset: &Dataset, customer: CustomerIdx, at: Day) -> Option<ExtraSetUps> {
    let to = dataset.judged_to(Kind::Orders, at);
    let (now_from, was_from) = (to - WEEKS * WEEK, to - (WEEKS + YEAR) * WEEK);
    let all = dataset.lots.of(customer);
    let (days, parts) = (&dataset.lots.day[all.clone()], &dataset.lots.parts[all]);
    let lots = |from: Day, to: Day| -> Vec<f64> {
        parts[between(days, from, to)].iter().map(|&parts| f64::from(parts)).collect()
    };
    let (now, was) = (lots(now_from, to), lots(was_from, now_from));
    if now.len() < LEAST_NOW || was.len() < LEAST_BEFORE {
        return None;
    }
    let lot = (median(&was)?, median(&now)?);
    let lots_a_year = now.len() as f64 * f64::from(YEAR) / f64::from(WEEKS);
    let extra_a_year = lots_a_year * (1.0 - lot.1 / lot.0.max(1.0));
    Some(ExtraSetUps { customer, lot, lots_a_year, lots_before: was.len() as f64, extra_a_year })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, day, every, from};

    fn extra(past: &crate::insight::testing::Past) -> Option<ExtraSetUps> {
        extra_set_ups(&dataset(std::slice::from_ref(past)), 0, day("2026-05-04"))
    }

    #[test]
    fn half_as_large_and_twice_as_often_is_twice_the_set_ups() {
        // A lot of 400 every fortnight, then one of 200 every week for half a year.
        let halved = from("2024-11-04").lots(every(14, 26), 400..=400).lots(every(7, 26), 200..=200);
        let told = extra(&halved).unwrap();
        assert_eq!(format!("{:?} {} {}", told.lot, told.lots_a_year, told.extra_a_year), "(400.0, 200.0) 52 26");
    }

    #[test]
    fn one_big_order_and_more_orders_of_the_same_size_cost_no_set_up() {
        let busy = from("2024-11-04").lots(every(14, 26), 400..=400).lots(every(7, 26), 400..=400);
        assert!(extra(&busy).unwrap().extra_a_year.abs() < 1e-9);
        assert!(extra(&busy.order_on(day("2025-08-04"), 90_000)).unwrap().extra_a_year.abs() < 1e-9);
    }

    #[test]
    fn few_lots_have_no_usual_size() {
        assert_eq!(extra(&from("2024-11-04").lots(every(120, 5), 400..=400)), None);
    }
}
