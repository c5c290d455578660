//! An emerging finish: asked for by more and more customers, not by one with a project.
//!
//! The share of the shop's orders in the last 13 weeks against the 52 before (the upper tail of [`super::stats::counts`], with
//! dispersion 2, as orders of one customer come together), where several customers order it and none makes most of it. Blind
//! spot: a finish that two customers share.

use super::stats::counts::upper_tail;

/// The later window, in weeks.
pub const WEEKS: i32 = 13;
/// The earlier window, in weeks.
pub const HABIT_WEEKS: i32 = 52;

/// Orders of one customer come together.
const DISPERSION: f64 = 2.0;

/// The share must at least double, on so many orders
pub const LEAST_RATIO: f64 = 2.0;
const LEAST_ORDERS: usize = 5;
/// of so many customers,
const LEAST_CUSTOMERS: usize = 4;
/// of whom none makes more than this share.
const MOST_OF_ONE: f64 = 0.5;

/// Orders of one finish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// In the later window.
    pub now: usize,
    /// In the earlier window.
    pub was: usize,
    /// Of so many customers in the later window.
    pub n_customers: usize,
    /// Of the customer with most of them in the later window.
    pub of_largest: usize,
}

/// The p-value of a finish; at least 0.5 where it is too small a change, or one customer's project. `None` below
/// 5 orders. `all_now` and `all_was` are the orders of the whole shop whose finish is known.
pub fn judge(counted: Counted, all_now: usize, all_was: usize) -> Option<f64> {
    let Counted { now, was, n_customers, of_largest } = counted;
    if now < LEAST_ORDERS {
        return None;
    }
    let p = upper_tail(now as f64, all_now as f64, was as f64, all_was as f64, DISPERSION);
    let ratio = (now as f64 / all_now as f64) / ((was as f64 + 0.5) / all_was.max(1) as f64);
    let is_spread = n_customers >= LEAST_CUSTOMERS && of_largest as f64 <= MOST_OF_ONE * now as f64;
    Some(if ratio >= LEAST_RATIO && is_spread { p } else { p.max(0.5) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::Noise;

    fn p(now: usize, was: usize, n_customers: usize, of_largest: usize) -> Option<f64> {
        judge(Counted { now, was, n_customers, of_largest }, 1000, 4000)
    }

    #[test]
    fn a_finish_that_six_customers_begin_to_order_is_emerging() {
        assert!(p(15, 4, 6, 4).unwrap() < 0.01);
    }

    #[test]
    fn one_customer_s_project_is_no_trend() {
        assert!(p(15, 0, 1, 15).unwrap() >= 0.5);
        assert!(p(15, 0, 5, 11).unwrap() >= 0.5, "one of five makes most of it");
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_finishes_that_sell_as_ever_one_in_twenty_has_a_p_value_of_a_twentieth_at_most() {
        // One order in fifty, two at a time.
        let mut noise = Noise::new(11);
        let mut drawn = |orders: usize| 2 * (0..orders / 2).filter(|_| noise.share() <= 0.02).count();
        let p: Vec<f64> = (0..1000)
            .map(|_| {
                let (now, was) = (drawn(1000), drawn(4000));
                upper_tail(now as f64, 1000.0, was as f64, 4000.0, DISPERSION)
            })
            .collect();
        for level in [0.01, 0.05, 0.5] {
            let share = p.iter().filter(|&&p| p <= level).count() as f64 / p.len() as f64;
            println!("finish: p <= {level} for {:.1} % of {} that sell as ever", 100.0 * share, p.len());
            assert!(share <= 1.4 * level + 0.005, "{share} at {level}");
        }
    }

    #[test]
    fn a_finish_that_sells_as_before_is_none() {
        assert!(p(15, 60, 8, 3).unwrap() >= 0.5);
        assert_eq!(p(4, 0, 4, 1), None, "four orders are too few");
    }
}
