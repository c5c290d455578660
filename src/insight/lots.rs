//! Smaller lots, more often: the same parts in more set-ups, or a customer that splits its work.
//!
//! Both halves grow over the last 13, 26 or 39 weeks against the 104 before: the normal scores of the lots fall towards the end
//! ([`super::stats::trend`]), and the orders, the last ones weighing most, are too many for chance
//! ([`super::stats::counts::upper_tail`]). Both must hold. Blind spot: lots that shrink while orders do not come more often are a
//! loss of volume, not of lot size.

use super::series::{CustomerSeries, between};
use super::slowdown::{Rates, no_baseline};
use super::stats::change::{Way, best_split};
use super::stats::counts::upper_tail;
use super::stats::ranks::normal_scores;
use super::stats::trend::{ramp, rises_with};
use super::window::{HABIT, WINDOWS, shortage, windows};
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// Smaller lots, more often.
pub struct Lots;

/// Over so many of the last weeks lots shrink and orders come more often: that takes longer than other changes.
const RAMPS: [i32; 3] = [13, 26, 39];

/// Fewer lots than these cannot be compared.
const LEAST_NOW: usize = 4;
const LEAST_WAS: usize = 8;

/// Lots at most this share of the earlier ones, orders at least so many times as often.
const MOST_LOT_RATIO: f64 = 0.80;
const LEAST_RATE_RATIO: f64 = 1.15;

/// Each half must be this unlikely by itself, so that the sentence is true of both.
const MOST_P_OF_A_HALF: f64 = 0.10;

/// The share of a customer's revenue at risk: more set-ups for the same parts. An assumption; part of the formula shown.
const REVENUE_AT_RISK: f64 = 0.10;

impl Insight for Lots {
    fn signal(&self) -> Signal {
        Signal::Lots
    }

    fn why_it_matters(&self) -> &'static str {
        "Smaller lots cost a set-up each, and often mean that the customer tries another shop or has changed its own planning"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let at = series.orders_to.min(at);
        let mut known: Option<i32> = None;
        let mut told: Option<(i32, f64)> = None;
        for weeks in WINDOWS {
            let (now, was) = split(series, windows(at, weeks, HABIT));
            if now.len() < LEAST_NOW || was.len() < LEAST_WAS {
                continue;
            }
            let Some(rates) = Rates::over(series, at, weeks, HABIT) else { continue };
            known = known.or(Some(weeks));
            let rate = rates.ratio();
            if rate < LEAST_RATE_RATIO {
                continue;
            }
            // The levels that the sentence names.
            let lot = middle(now) / middle(was);
            if lot <= MOST_LOT_RATIO && told.is_none_or(|(_, best)| lot < best) {
                told = Some((weeks, lot));
            }
        }
        match (told, known) {
            (Some((weeks, _)), _) => Outcome::Tested(Tested { p: p_both(series, at), loss: REVENUE_AT_RISK, weeks }),
            (None, Some(weeks)) => Outcome::Tested(Tested { p: NOT_BOTH, loss: REVENUE_AT_RISK, weeks }),
            (None, None) => Outcome::CannotJudge(too_few(series, at)),
        }
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation {
        let at = series.orders_to.min(at);
        let windows = windows(at, tested.weeks, HABIT);
        let (now, was) = split(series, windows);
        let all = between(series.lot_on, windows.was_from, windows.now_to);
        let logs: Vec<f64> = series.lot_parts[all.clone()].iter().map(|&n| f64::from(n).ln()).collect();
        let since = best_split(&logs, Way::Down, 4, 4).map_or(windows.now_from, |i| Day(series.lot_on[all][i]));
        Explanation {
            subject: None,
            change: Change { was: middle(was), now: middle(now), unit: Unit::PartsPerLot },
            second: Rates::over(series, at, tested.weeks, HABIT).map(|rates| rates.per_4_weeks()),
            second_since: None,
            since,
            windows,
        }
    }
}

/// What is missing where no window can be compared.
fn too_few(series: &CustomerSeries<'_>, at: Day) -> Missing {
    let counts = WINDOWS.iter().map(|&weeks| {
        let (now, was) = split(series, windows(at, weeks, HABIT));
        (now.len(), was.len())
    });
    match shortage(counts, (LEAST_NOW, LEAST_WAS)) {
        (have, need, is_recent) if have < need => Missing::Lots { have, need, is_recent },
        _ => no_baseline(series, at, WINDOWS[0]),
    }
}

/// The median of some lots.
fn middle(parts: &[i32]) -> f64 {
    let mut parts = parts.to_vec();
    let n = parts.len();
    if n == 0 {
        return 0.0;
    }
    let (below, &mut upper, _) = parts.select_nth_unstable(n / 2);
    let lower = if n.is_multiple_of(2) { below.iter().copied().max().unwrap_or(upper) } else { upper };
    f64::midpoint(f64::from(lower), f64::from(upper))
}

fn split<'a>(series: &CustomerSeries<'a>, windows: Windows) -> (&'a [i32], &'a [i32]) {
    let now = between(series.lot_on, windows.now_from, windows.now_to);
    let was = between(series.lot_on, windows.was_from, windows.now_from);
    (&series.lot_parts[now], &series.lot_parts[was])
}

/// What is said where one half is missing.
const NOT_BOTH: f64 = 0.5;

/// The p-value of both halves together over the best of the [`RAMPS`] (Fisher's product of two, p = x (1 − ln x)), where each half
/// is unlikely enough.
fn p_both(series: &CustomerSeries<'_>, at: Day) -> f64 {
    let dispersion = series.dispersion();
    let p = RAMPS.into_iter().map(|weeks| {
        let p_rate = p_more_often(series, at, weeks, dispersion);
        if p_rate > MOST_P_OF_A_HALF {
            return NOT_BOTH;
        }
        let p_lots = p_smaller(series, at, weeks);
        if p_lots > MOST_P_OF_A_HALF {
            return NOT_BOTH;
        }
        let x = p_lots.max(1e-12) * p_rate.max(1e-12);
        x * (1.0 - x.ln())
    });
    p.fold(NOT_BOTH, f64::min)
}

/// That the lots become smaller over the last weeks, by their normal scores (van der Waerden 1952).
fn p_smaller(series: &CustomerSeries<'_>, at: Day, weeks: i32) -> f64 {
    let windows = windows(at, weeks, HABIT);
    let all = between(series.lot_on, windows.was_from, windows.now_to);
    // Smaller is more.
    let sizes: Vec<f64> = series.lot_parts[all.clone()].iter().map(|&parts| -f64::from(parts)).collect();
    rises_with(&normal_scores(&sizes), &ramp(series.lot_on[all].iter().copied(), at.0, weeks * WEEK))
}

/// That the orders come more often over the last weeks, the last ones weighing most. A weighted count is about a plain one on a scale
/// of its variance ÷ its mean: the scaled Poisson distribution (Bohm & Zech 2014, Nucl. Instrum. Methods A 748).
fn p_more_often(series: &CustomerSeries<'_>, at: Day, weeks: i32, dispersion: f64) -> f64 {
    let windows = windows(at, weeks, HABIT);
    let first = series.order_on.first().map_or(windows.now_from, |&first| Day(first));
    let was_from = windows.was_from.max(first);
    let n_was = between(series.order_on, was_from, windows.now_from).len();
    let was = series.clock.between(was_from, windows.now_from);
    let (mut time, mut squared) = (0.0, 0.0);
    for week in 0..weeks {
        let (from, to) = (windows.now_from + week * WEEK, windows.now_from + (week + 1) * WEEK);
        let weight = (f64::from(week) + 0.5) / f64::from(weeks);
        let passed = series.clock.between(from, to);
        time += weight * passed;
        squared += weight * weight * passed;
    }
    if time <= 0.0 || was <= 0.0 || n_was < LEAST_WAS {
        return 1.0;
    }
    let scale = squared / time;
    let now = &series.order_on[between(series.order_on, windows.now_from, windows.now_to)];
    let n_now: f64 = ramp(now.iter().copied(), at.0, weeks * WEEK).iter().sum();
    upper_tail(n_now / scale, time / scale, n_was as f64, was, dispersion)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::series::Learnt;
    use crate::insight::slowdown::Slowdown;
    use crate::insight::testing::{Neighbours, Noise, Past, day, every, from, uneven, whole};

    const REVIEW: &str = "2026-05-04";

    /// 410 parts every other week, then half as many every week, for half a year.
    fn alpine_splits_its_work() -> Past {
        from("2024-05-07").lots(every(14, 39), 380..=440).lots(every(7, 26), 190..=220)
    }

    #[test]
    fn a_customer_whose_lots_halve_while_its_orders_double_is_flagged_and_says_since_when() {
        let alpine = alpine_splits_its_work();
        let Tested { p, weeks, .. } = alpine.tested(&Lots, day(REVIEW));
        assert!(p < 0.001, "{p}");
        assert!(WINDOWS.contains(&weeks));
        let since = alpine.explained(&Lots, day(REVIEW)).since;
        assert!((since - day("2025-11-04")).abs() <= 3 * WEEK, "{since}");
    }

    #[test]
    fn an_uneven_customer_whose_lots_halve_is_flagged_too() {
        let mut noise = Noise::new(5);
        let (before, after) = (uneven(10.0, 70, &mut noise), uneven(5.0, 36, &mut noise));
        let harbor = from("2023-12-04").lots(before, 100..=600).lots(after, 50..=300);
        let Tested { p, .. } = harbor.tested(&Lots, harbor.last_order() + 3);
        assert!(p < 0.02, "{p}");
    }

    #[test]
    fn the_levels_are_the_medians_of_a_spreadsheet() {
        let alpine = from("2024-05-07").lots_of(every(14, 39), &[380, 400, 450]).lots_of(every(7, 26), &[200, 230]);
        let found = alpine.explained(&Lots, day(REVIEW));
        let parts = |from: Day, to: Day| {
            let seen = alpine.seen_on(day(REVIEW));
            let series = seen.series();
            let mut parts = series.lot_parts[between(series.lot_on, from, to)].to_vec();
            parts.sort_unstable();
            parts
        };
        let (was, now) = (
            parts(found.windows.was_from, found.windows.now_from),
            parts(found.windows.now_from, found.windows.now_to),
        );
        assert!(was.contains(&450) && now.len().is_multiple_of(2), "{was:?} {now:?}");
        // Of an even number, the middle lies between the two in the middle.
        assert_eq!(found.change, Change { was: 400.0, now: 215.0, unit: Unit::PartsPerLot });
    }

    #[test]
    fn how_often_it_orders_is_said_beside_the_parts() {
        let found = alpine_splits_its_work().explained(&Lots, day(REVIEW));
        let rate = found.second.unwrap();
        assert_eq!(rate.unit, Unit::OrdersPer4Weeks);
        assert!((rate.now - 4.0).abs() < 0.2 && rate.was < 3.0, "{rate:?}");
    }

    #[test]
    fn smaller_lots_at_the_same_pace_are_not_flagged() {
        let shrinking = from("2024-05-07").lots(every(14, 39), 380..=440).lots(every(14, 13), 190..=220);
        assert!(shrinking.tested(&Lots, day(REVIEW)).p >= 0.5, "that is less work, not smaller lots");
    }

    #[test]
    fn smaller_lots_of_a_customer_that_also_orders_less_often_are_not_flagged() {
        let leaving = from("2024-05-07").lots(every(7, 78), 380..=440).lots(every(14, 13), 190..=220);
        assert!(leaving.tested(&Lots, day(REVIEW)).p >= 0.5);
        assert!(leaving.tested(&Slowdown, day(REVIEW)).p < 0.01, "the slower orders are");
    }

    #[test]
    fn more_orders_of_the_same_size_are_not_flagged() {
        let growing = from("2024-05-07").lots(every(14, 39), 380..=440).lots(every(7, 26), 380..=440);
        assert!(growing.tested(&Lots, day(REVIEW)).p >= 0.5);
    }

    #[test]
    fn lots_a_tenth_smaller_are_not_flagged_however_sure_it_is() {
        let alpine = from("2024-05-07").lots(every(14, 39), 400..=410).lots(every(7, 26), 360..=370);
        assert!(alpine.tested(&Lots, day(REVIEW)).p >= 0.5);
    }

    #[test]
    fn one_giant_old_lot_raises_no_flag() {
        let with_giant = |past: Past| past.order_on(day("2025-06-11"), 80_000);
        let steady = with_giant(from("2024-05-07").lots(every(14, 60), 380..=440));
        assert!(steady.tested(&Lots, day(REVIEW)).p >= 0.5);
        let growing = with_giant(from("2024-05-07").lots(every(14, 39), 380..=440).lots(every(7, 26), 380..=440));
        assert!(growing.tested(&Lots, day(REVIEW)).p >= 0.5);
    }

    #[test]
    fn one_giant_new_lot_hides_no_flag() {
        let alpine = alpine_splits_its_work().order_on(day("2026-02-11"), 80_000);
        assert!(alpine.tested(&Lots, day(REVIEW)).p < 0.001);
    }

    #[test]
    fn the_price_does_not_matter() {
        let p = |past: &Past| {
            let dataset = Neighbours::usual().dataset_with(past);
            let seen = past.seen_on(day(REVIEW));
            let own = seen.series();
            let days = crate::insight::series::distinct_days(&dataset.orders.day[dataset.orders.of(0)]);
            let series = CustomerSeries::of(&dataset, 0, &days, own.clock, own.pool, Learnt::default(), day(REVIEW));
            Lots.test(&series, day(REVIEW)).p().unwrap()
        };
        let cheaper_later = from("2024-05-07").at_price(900).lots(every(14, 39), 400..=400);
        let steady = cheaper_later.at_price(450).lots(every(14, 13), 400..=400);
        assert!(p(&steady) >= 0.5, "half the price is not half the lot");
        let dearer = from("2024-05-07").lots(every(14, 39), 380..=440).at_price(200).lots(every(7, 26), 190..=220);
        assert!((p(&dearer) - p(&alpine_splits_its_work())).abs() < 1e-12, "twice the price hides nothing");
    }

    #[test]
    fn three_lots_in_half_a_year_are_too_few_to_compare() {
        let rare = from("2024-05-07").lots(every(14, 36), 400..=420).silent_for(42).lots(every(56, 3), 200..=210);
        assert_eq!(rare.missing(&Lots, day(REVIEW)), Missing::Lots { have: 3, need: 4, is_recent: true });
    }

    #[test]
    fn seven_lots_in_the_year_before_are_too_few_to_compare_with() {
        let fresh = from("2025-12-02").lots(every(14, 11), 400..=420);
        assert_eq!(fresh.missing(&Lots, day(REVIEW)), Missing::Lots { have: 7, need: 8, is_recent: false });
    }

    #[test]
    fn what_is_ordered_after_the_review_date_changes_nothing() {
        let (known, at) = (alpine_splits_its_work(), day(REVIEW));
        let large_again = (0..20).fold(known.clone(), |past, i| past.order_on(at + i, 5_000));
        assert_eq!(large_again.asked(&Lots, at), known.asked(&Lots, at));
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_healthy_customers_hardly_any_is_flagged() {
        let mut noise = Noise::new(9);
        let mut healthy = |i: i32| {
            let gaps = uneven(5.0 + f64::from(i) / 20.0, 400, &mut noise);
            let start = from("2022-01-03");
            let parts: Vec<i32> = gaps.iter().map(|_| whole((5.0 + 0.6 * noise.normal()).exp()).max(1)).collect();
            start.lots_of(gaps, &parts).without(|on| on >= day(REVIEW))
        };
        let customers = Neighbours::of((0..400).map(&mut healthy).collect()).seen_on(day(REVIEW));
        let p: Vec<f64> = customers.iter().filter_map(|seen| seen.asked(&Lots).p()).collect();
        let share = p.iter().filter(|&&p| p <= 0.05).count() as f64 / p.len() as f64;
        println!("lots: p <= 0.05 for {:.1} % of {} healthy customers", 100.0 * share, p.len());
        assert!(p.len() > 300 && share <= 0.05, "{share} of {}", p.len());
    }
}
