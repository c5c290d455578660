//! Who orders more than before: the good news beside the flags.
//!
//! The mirror of `slowdown`: orders of the last 26 weeks against the 78 before, in operating time, so that a high season is no growth;
//! the upper tail of the same distribution ([`super::stats::counts::upper_tail`]). One window, half a year, as nobody must hurry.
//! More orders of smaller lots are no more work: the parts must grow too, where they are known. Blind spot: larger lots at the same pace.

use super::CustomerSeries;
use super::series::between;
use super::slowdown::{BASELINE, Rates};
use crate::model::Day;
use crate::model::finding::{Change, Windows};

/// The later window, in weeks.
const WEEKS: i32 = 26;

/// At least this multiple of the earlier rate, season taken out.
const LEAST_RATIO: f64 = 1.35;

/// And of the parts.
const LEAST_PARTS_RATIO: f64 = 1.15;

/// So many orders must be expected in the later window.
const LEAST_EXPECTED: f64 = 3.0;

/// Whether a customer orders more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grown {
    /// P(as many orders by chance); at least 0.5 where the growth is too small to matter.
    pub p: f64,
    /// Orders ÷ orders expected.
    pub ratio: f64,
    /// Orders per 4 weeks, before and now.
    pub change: Change,
}

/// `None` where there is too little to judge.
pub fn grown(series: &CustomerSeries<'_>, at: Day) -> Option<Grown> {
    let rates = Rates::over(series, at, WEEKS, BASELINE).filter(|rates| rates.expected() >= LEAST_EXPECTED)?;
    let (ratio, change) = (rates.ratio(), rates.per_4_weeks());
    let parts = |from: Day, to: Day| -> i64 { series.order_parts[between(series.order_on, from, to)].iter().sum() };
    let Windows { was_from, now_from, now_to } = rates.windows;
    let (parts_was, parts_now) = (parts(was_from, now_from) as f64, parts(now_from, now_to) as f64);
    let are_parts_more = parts_was <= 0.0 || parts_now / rates.now >= LEAST_PARTS_RATIO * parts_was / rates.was;
    let is_more = ratio >= LEAST_RATIO && change.now > change.was && are_parts_more;
    let p = rates.p_more(series.dispersion());
    Some(Grown { p: if is_more { p } else { p.max(0.5) }, ratio, change })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Neighbours, Noise, day, every, from, uneven};

    #[test]
    fn a_customer_that_orders_twice_as_often_is_told_and_a_steady_one_is_not() {
        let twice = from("2024-05-07").orders(every(14, 39)).orders(every(7, 26));
        let at = day("2026-05-04");
        let told = grown(&twice.seen_on(at).series(), at).unwrap();
        assert!(told.p < 0.01 && (told.ratio - 2.0).abs() < 0.2, "{told:?}");
        let steady = from("2024-05-07").orders(every(14, 52));
        assert!(grown(&steady.seen_on(at).series(), at).unwrap().p >= 0.5);
        let smaller = from("2024-05-07").lots(every(14, 39), 400..=400).lots(every(7, 26), 190..=210);
        assert!(grown(&smaller.seen_on(at).series(), at).unwrap().p >= 0.5, "the same parts in more lots");
        let new = from("2026-02-03").orders(every(7, 13));
        assert_eq!(grown(&new.seen_on(at).series(), at), None, "a new customer has no before");
    }

    #[test]
    fn a_high_season_is_no_growth() {
        // Twice the orders every spring, in the whole shop and here.
        let is_spring = |on: crate::model::Day| matches!(on.ymd().1, 3..=6);
        let shop = Neighbours::usual().only_one_in(2, |on| !is_spring(on));
        let mut noise = Noise::new(3);
        let mine = from("2022-01-04").orders(uneven(5.0, 330, &mut noise)).only_one_in(2, |on| !is_spring(on));
        let at = day("2026-07-06");
        let told = grown(&mine.among(&shop, at).series(), at).unwrap();
        assert!(told.change.now > 1.2 * told.change.was, "{told:?}");
        assert!(told.p > 0.05, "{told:?}");
    }
}
