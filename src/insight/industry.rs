//! A whole industry cools: several customers of one trade order less at once, and the rest of the shop does not.
//!
//! Each customer's pace of the last 13 weeks becomes a normal score (the mid-p of [`super::stats::counts::lower_tail`], so that
//! counts of orders score evenly); the scores of an industry are added up with the weight of what each customer tells (Stouffer;
//! Whitlock 2005, J. Evol. Biol. 18), less the mean of the rest of the shop: a summer that is slow for everybody is no industry.
//! Divided by the spread of all scores, so that a shop of uneven customers does not cry wolf. Blind spot: an industry of three
//! customers, and one that makes most of the shop.

use statrs::distribution::{ContinuousCDF, Normal};

use super::series::CustomerSeries;
use super::slowdown::{BASELINE, Rates};
use super::stats::middle::median;
use super::stats::ranks::normal_cdf;
use crate::model::Day;

/// The weeks that are judged.
pub const WEEKS: i32 = 13;
/// The earlier window, in weeks.
pub const HABIT_WEEKS: i32 = BASELINE;

/// Orders that must be expected of a customer in them.
const LEAST_EXPECTED: f64 = 3.0;

/// So many customers make an industry, and so many others a rest to compare it with.
pub const LEAST_MEMBERS: usize = 4;
const LEAST_OTHERS: usize = 10;

/// Who orders less than this share of what is expected is slower,
pub const SLOWER: f32 = 0.8;
/// and so many of an industry must be, and so many times the share of the others.
pub const LEAST_SLOWER: f64 = 0.45;
const LEAST_TIMES_OTHERS: f64 = 1.5;

/// A change beyond a tenth is up or down in the diffusion index.
const UNCHANGED: f64 = 0.10;

/// One customer's pace in the last 13 weeks against its own 78 before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The normal score of as few orders: above 0 for slower than expected.
    pub z: f32,
    /// The root of the orders expected: how much it tells.
    pub weight: f32,
    /// Orders ÷ orders expected, season taken out.
    pub ratio: f32,
}

impl Pace {
    /// `None` where fewer than 3 orders are expected.
    #[expect(clippy::cast_possible_truncation, reason = "a score, a weight and a share")]
    pub fn of(series: &CustomerSeries<'_>, at: Day) -> Option<Self> {
        let rates = Rates::over(series, at, WEEKS, HABIT_WEEKS).filter(|rates| rates.expected() >= LEAST_EXPECTED)?;
        let dispersion = series.dispersion();
        let p = rates.p_fewer(dispersion);
        let p_less = if rates.n_now > 0 { rates.p_fewer_than(dispersion) } else { 0.0 };
        let mid = f64::midpoint(p, p_less).clamp(1e-4, 1.0 - 1e-4);
        let z = -Normal::standard().inverse_cdf(mid);
        Some(Self { z: z as f32, weight: rates.expected().sqrt() as f32, ratio: rates.ratio() as f32 })
    }
}

/// What is said of an industry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// One-sided; at least 0.5 where too few of its customers are slower.
    pub p: f64,
    /// Orders ÷ orders expected, of all its customers together.
    pub ratio: f64,
}

/// Judges an industry against the rest of the shop; `None` where there are too few of either.
pub fn judge(members: &[Pace], others: &[Pace]) -> Option<Judged> {
    if members.len() < LEAST_MEMBERS || others.len() < LEAST_OTHERS {
        return None;
    }
    let (z, weight) = (|pace: &Pace| f64::from(pace.z), |pace: &Pace| f64::from(pace.weight));
    let length = members.iter().map(|pace| weight(pace).powi(2)).sum::<f64>().sqrt();
    let of_members = members.iter().map(|pace| weight(pace) * z(pace)).sum::<f64>() / length;
    let of_others =
        others.iter().map(|pace| weight(pace) * z(pace)).sum::<f64>() / others.iter().map(weight).sum::<f64>();
    let shift = of_others * members.iter().map(weight).sum::<f64>() / length;
    let all = || members.iter().chain(others).map(z);
    let n = (members.len() + others.len()) as f64;
    let mean = all().sum::<f64>() / n;
    let spread = (all().map(|z| (z - mean).powi(2)).sum::<f64>() / n).sqrt().max(1.0);
    let p = 1.0 - normal_cdf((of_members - shift) / spread);
    let slower = |paces: &[Pace]| paces.iter().filter(|pace| pace.ratio < SLOWER).count() as f64 / paces.len() as f64;
    let is_broad = slower(members) >= LEAST_SLOWER && slower(members) >= LEAST_TIMES_OTHERS * slower(others);
    let expected = || members.iter().map(|pace| weight(pace).powi(2));
    let ratio = members.iter().zip(expected()).map(|(pace, n)| f64::from(pace.ratio) * n).sum::<f64>()
        / expected().sum::<f64>();
    Some(Judged { p: if is_broad { p } else { p.max(0.5) }, ratio })
}

/// 100 × (share up + half the share unchanged), 50 = flat: the convention of the indices of purchasing managers. `None` below 4
/// customers.
pub fn diffusion_index(ratios: &[f64]) -> Option<f64> {
    if ratios.len() < LEAST_MEMBERS {
        return None;
    }
    let points = |ratio: &f64| match ratio {
        up if *up > 1.0 + UNCHANGED => 100.0,
        down if *down < 1.0 - UNCHANGED => 0.0,
        _ => 50.0,
    };
    Some(ratios.iter().map(points).sum::<f64>() / ratios.len() as f64)
}

/// What the market does: the median of the others' ratios, in logarithms; 1 without others. A customer's own part of its fall is
/// its ratio divided by this.
pub fn market_part(ratios_of_others: &[f64]) -> f64 {
    // No order at all has no logarithm; a tenth is as deep as a market falls.
    let logs: Vec<f64> = ratios_of_others.iter().map(|ratio| ratio.max(0.1).ln()).collect();
    median(&logs).map_or(1.0, f64::exp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Neighbours, Noise, Past, day, every, from};

    fn pace(z: f32, ratio: f32) -> Pace {
        Pace { z, weight: 2.0, ratio }
    }

    #[test]
    fn an_industry_whose_customers_slow_together_is_told_and_a_slow_shop_is_not() {
        let slow = [pace(1.5, 0.5); 5];
        let usual: Vec<Pace> =
            (0..20_u8).map(|i| pace(f32::from(i % 5) - 2.0, 0.8 + f32::from(i % 5) / 10.0)).collect();
        assert!(judge(&slow, &usual).unwrap().p < 0.02);
        // Everybody is as slow: that is the shop, not this industry.
        assert!(judge(&slow, &[pace(1.5, 0.5); 20]).unwrap().p >= 0.5);
    }

    #[test]
    fn one_customer_that_left_is_no_industry() {
        let mut members = [pace(0.0, 1.0); 6];
        members[0] = pace(4.0, 0.0);
        let others = [pace(0.0, 1.0); 20];
        assert!(judge(&members, &others).unwrap().p >= 0.5);
    }

    #[test]
    fn three_customers_make_no_industry() {
        assert_eq!(judge(&[pace(3.0, 0.1); 3], &[pace(0.0, 1.0); 20]), None);
        assert_eq!(judge(&[pace(3.0, 0.1); 5], &[pace(0.0, 1.0); 9]), None);
        assert_eq!(diffusion_index(&[0.5, 0.5, 0.5]), None);
    }

    #[test]
    fn fifty_is_flat() {
        assert_eq!(diffusion_index(&[1.0, 0.95, 1.05, 1.0]), Some(50.0));
        assert_eq!(diffusion_index(&[0.5, 0.5, 1.0, 1.0]), Some(25.0));
        assert_eq!(diffusion_index(&[1.5, 1.5, 1.5, 1.5]), Some(100.0));
    }

    #[test]
    fn a_fall_is_split_into_the_market_and_the_customers_own_part() {
        let market = market_part(&[0.5, 0.6, 0.5]);
        assert!((market - 0.5).abs() < 1e-9);
        // At a quarter of its pace in a market at half: half of it is its own.
        assert!((0.25 / market - 0.5).abs() < 1e-9);
        assert!((market_part(&[]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_customer_at_half_its_pace_scores_high_and_a_steady_one_about_none() {
        let at = day("2026-05-04");
        let of = |past: &Past| Pace::of(&past.seen_on(at).series(), at);
        let half = of(&from("2024-05-07").orders(every(7, 91)).orders(every(14, 7))).unwrap();
        assert!(half.z > 1.0 && (half.ratio - 0.5).abs() < 0.1, "{half:?}");
        let steady = of(&from("2024-05-07").orders(every(7, 104))).unwrap();
        assert!(steady.z.abs() < 0.6 && (steady.ratio - 1.0).abs() < 0.1, "{steady:?}");
        assert_eq!(of(&from("2024-05-07").orders(every(60, 12))), None, "two orders expected");
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_healthy_industries_few_are_called() {
        let at = day("2026-05-04");
        let mut noise = Noise::new(17);
        let paces: Vec<Pace> =
            Neighbours::usual().seen_on(at).iter().filter_map(|seen| Pace::of(&seen.series(), at)).collect();
        let n = 2000;
        let p: Vec<f64> = (0..n)
            .filter_map(|_| {
                let mut mixed = paces.clone();
                for i in (1..mixed.len()).rev() {
                    let last = i32::try_from(i).ok()?;
                    mixed.swap(i, usize::try_from(noise.one_of(&(0..=last))).ok()?);
                }
                let (members, others) = mixed.split_at(5);
                judge(members, others).map(|judged| judged.p)
            })
            .collect();
        for level in [0.01, 0.05] {
            let called = p.iter().filter(|p| **p <= level).count() as f64 / p.len() as f64;
            println!("industry: p <= {level} for {:.1} % of {} drawn at random", 100.0 * called, p.len());
            assert!(called <= 1.6 * level, "{called}");
        }
    }
}
