//! Rejections month by month, and how much of their ups and downs is chance: a control chart.
//!
//! Parts reported as rejected in a month ÷ the parts ordered in it. Limits: p̄ ± 3 √(p̄(1 − p̄)/n) σz, where σz is the mean moving range
//! of the months' scores ÷ 1.128 (Laney 2002, Quality Engineering 14): parts of one lot fare alike, so that the plain limits of a
//! p-chart would call out every other month. Learnt from all finished months but the last three, so that a rise does not widen
//! its own limits. For looking at; what raises a flag is tested customer by customer.

use serde::{Deserialize, Serialize};

use super::{customers, orders_between};
use crate::insight::series::between;
use crate::model::{Dataset, Day, Kind};

/// So many months are looked at, the one that is not finished among them.
const MONTHS: i32 = 19;
/// The last so many finished ones do not teach the limits.
const JUDGED: usize = 3;
/// Fewer others teach none.
const LEAST: usize = 6;

/// One month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RejectMonth {
    /// Its first day.
    pub from: Day,
    /// Parts reported as rejected.
    pub rejected: i64,
    /// Parts ordered.
    pub parts: i64,
    /// Between which shares chance alone moves it; `None` where too few months teach it.
    pub limits: Option<(f64, f64)>,
}

impl RejectMonth {
    /// Rejected ÷ ordered; `None` in a month without orders.
    pub fn share(&self) -> Option<f64> {
        (self.parts > 0).then(|| self.rejected as f64 / self.parts as f64)
    }
}

/// The months before `at`, the oldest first, the last of them not finished. None where no file says what was rejected.
pub fn reject_months(dataset: &Dataset, at: Day) -> Vec<RejectMonth> {
    let Some(first_day) = dataset.days_of.get(&Kind::Rejections).and_then(|days| days.first()) else {
        return Vec::new();
    };
    let starts = month_starts(at);
    let mut months: Vec<RejectMonth> = starts
        .windows(2)
        .map(|ends| {
            let (mut rejected, mut parts) = (0, 0);
            let to = ends[1].min(at);
            for customer in customers(dataset) {
                parts += orders_between(dataset, customer, ends[0], to).map(|i| dataset.orders.parts[i]).sum::<i64>();
                let all = dataset.rejections.of(customer);
                let within = between(&dataset.rejections.day[all.clone()], ends[0], to);
                rejected += dataset.rejections.parts[all][within].iter().map(|&n| i64::from(n)).sum::<i64>();
            }
            RejectMonth { from: ends[0], rejected, parts, limits: None }
        })
        .collect();
    // A month in which nobody wrote rejections down yet is not one without them.
    months.retain(|month| month.from.0 + 31 > *first_day);
    set_limits(&mut months);
    months
}

fn month_starts(at: Day) -> Vec<Day> {
    let (year, month, _) = (at + -1).ymd();
    let this = year * 12 + i32::try_from(month).unwrap_or(1) - 1;
    let first = |m: i32| Day::from_ymd(m.div_euclid(12), u32::try_from(m.rem_euclid(12)).unwrap_or(0) + 1, 1);
    (this - MONTHS + 1..=this + 1).filter_map(first).collect()
}

fn set_limits(months: &mut [RejectMonth]) {
    let n_learnt = months.len().saturating_sub(JUDGED + 1);
    let learnt: Vec<RejectMonth> = months[..n_learnt].iter().filter(|month| month.parts > 0).copied().collect();
    if learnt.len() < LEAST {
        return;
    }
    let all: i64 = learnt.iter().map(|month| month.parts).sum();
    let center = learnt.iter().map(|month| month.rejected).sum::<i64>() as f64 / all as f64;
    let sigma = |parts: i64| (center * (1.0 - center) / parts.max(1) as f64).sqrt();
    let score = |month: &RejectMonth| (month.share().unwrap_or(center) - center) / sigma(month.parts).max(1e-12);
    let scores: Vec<f64> = learnt.iter().map(score).collect();
    let ranges: Vec<f64> = scores.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let sigma_z = ranges.iter().sum::<f64>() / ranges.len().max(1) as f64 / 1.128;
    for month in months.iter_mut() {
        let half = 3.0 * sigma(month.parts) * sigma_z;
        month.limits = (month.parts > 0).then(|| ((center - half).max(0.0), (center + half).min(1.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(rates: &[i64]) -> Vec<RejectMonth> {
        let month = |(i, rejected): (usize, &i64)| RejectMonth {
            from: Day(20_000 + 30 * i32::try_from(i).unwrap()),
            rejected: *rejected,
            parts: 10_000,
            limits: None,
        };
        let mut months: Vec<RejectMonth> = rates.iter().enumerate().map(month).collect();
        set_limits(&mut months);
        months
    }

    fn outside(month: &RejectMonth) -> bool {
        let (low, high) = month.limits.unwrap();
        !(low..=high).contains(&month.share().unwrap())
    }

    #[test]
    fn a_month_far_above_the_others_lies_outside_and_does_not_widen_its_own_limits() {
        let steady = [100, 130, 90, 120, 105, 125, 95, 110, 115, 100, 120, 105, 90];
        assert!(months(&steady).iter().all(|month| !outside(month)), "ups and downs like before are chance");
        let mut risen = steady;
        risen[11] = 320;
        let risen = months(&risen);
        let out: Vec<usize> = (0..13).filter(|i| outside(&risen[*i])).collect();
        assert_eq!(out, [11]);
        assert!(risen[11].limits.unwrap().1 < 0.025, "{:?}", risen[11].limits);
    }

    #[test]
    fn few_months_have_no_limits() {
        assert!(months(&[100, 130, 90, 120, 105, 90]).iter().all(|month| month.limits.is_none()));
    }

    #[test]
    fn months_begin_where_the_review_looks() {
        let starts = month_starts(Day::from_ymd(2026, 11, 1).unwrap());
        assert_eq!((starts[0].long(), starts[18].long()), ("1 Apr 2025".into(), "1 Oct 2026".into()), "no empty month");
        assert_eq!(starts.len(), 20);
    }
}
