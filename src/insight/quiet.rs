//! Gone quiet: no order for far longer than this customer's own rhythm leads one to expect.
//!
//! p = P(a gap longer than the one now open), by the gamma-renewal model of [`super::rhythm::Pool`]. Blind spot: a stop
//! that the customer announced looks the same as one that it did not.

use super::series::CustomerSeries;
use super::stats::middle::median;
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// No order for far longer than usual.
pub struct Quiet;

/// Fewer gaps do not show a rhythm.
const LEAST_GAPS: usize = 4;

/// A silence counts from so many usual gaps on.
const LEAST_RATIO: f64 = 2.0;

/// And from so many calendar days on.
const LEAST_DAYS: i32 = 14;

/// After so long a silence a customer is lost, not quiet.
pub const LOST_DAYS: i32 = 60 * WEEK;

impl Insight for Quiet {
    fn signal(&self) -> Signal {
        Signal::Quiet
    }

    fn why_it_matters(&self) -> &'static str {
        "A customer that stops seldom says so; the first call after a long silence decides whether it comes back"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let at = series.orders_to.min(at);
        let known = &series.order_days[..series.order_days.partition_point(|&d| d < at.0)];
        let n_gaps_at_all = known.len().saturating_sub(1);
        let Some(&last) = known.last() else {
            return Outcome::CannotJudge(Missing::OrderDays { have: 0, need: LEAST_GAPS + 1 });
        };
        let silent_days = at.0 - last;
        if n_gaps_at_all >= LEAST_GAPS && silent_days > LOST_DAYS {
            return Outcome::CannotJudge(Missing::LongGone { last: Day(last) });
        }
        let rhythm = match series.rhythm {
            Some(rhythm) if rhythm.n_gaps >= LEAST_GAPS => rhythm,
            other => {
                let have = other.map_or(1, |rhythm| rhythm.n_gaps + 1);
                return Outcome::CannotJudge(Missing::OrderDays { have, need: LEAST_GAPS + 1 });
            }
        };
        let mut p = series.pool.longer_than(&rhythm, rhythm.open, series.pool.own_shape(&rhythm)).max(1e-12);
        if rhythm.open < LEAST_RATIO * rhythm.mean() || silent_days < LEAST_DAYS {
            p = p.max(0.5);
        }
        Outcome::Tested(Tested { p, loss: 1.0 - series.pool.is_alive(&rhythm), weeks: 0 })
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, _tested: &Tested) -> Explanation {
        let at = series.orders_to.min(at);
        let known = &series.order_days[..series.order_days.partition_point(|&d| d < at.0)];
        let last = Day(known.last().copied().unwrap_or(at.0));
        let from = Day((at.0 - 104 * WEEK).max(known.first().copied().unwrap_or(at.0)));
        let recent = &known[known.partition_point(|&d| d < from.0)..];
        let gaps: Vec<f64> = recent.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
        Explanation {
            subject: None,
            change: Change {
                was: median(&gaps).unwrap_or(0.0),
                now: f64::from(at - last),
                unit: Unit::DaysBetweenOrders,
            },
            second: None,
            second_since: None,
            since: last,
            windows: Windows { was_from: from, now_from: last, now_to: at },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::rhythm::Rhythm;
    use crate::insight::testing::{Neighbours, Past, Seen, day, every, from};

    /// The first silence, in days since the last order, from which on this is very unlikely to be chance.
    fn silence_that_alarms(past: &Past) -> i32 {
        let is_alarming = |days: &i32| past.tested(&Quiet, past.last_order() + *days).p <= 0.01;
        (1..300).find(is_alarming).unwrap()
    }

    fn is_around_new_year(on: Day) -> bool {
        matches!(on.ymd(), (_, 12, 21..) | (_, 1, ..=7))
    }

    #[test]
    fn a_regular_customer_silent_for_three_usual_gaps_is_flagged() {
        let alpine = from("2024-01-02").orders(every(14, 60));
        let Tested { p, weeks, .. } = alpine.tested(&Quiet, alpine.last_order() + 3 * 14);
        assert!(p < 0.001, "{p}");
        assert_eq!(weeks, 0, "a silence has no window");
    }

    #[test]
    fn a_customer_silent_for_one_usual_gap_is_not_flagged() {
        let alpine = from("2024-01-02").orders(every(14, 60));
        for days in 1..=20 {
            let Tested { p, .. } = alpine.tested(&Quiet, alpine.last_order() + days);
            assert!(p >= 0.5, "{p} after {days} days");
        }
    }

    #[test]
    fn the_longer_the_silence_the_more_of_the_revenue_is_at_risk() {
        let alpine = from("2024-01-02").orders(every(14, 60));
        let loss = |gaps: i32| alpine.tested(&Quiet, alpine.last_order() + 14 * gaps).loss;
        assert!(loss(1) < 0.2, "{}", loss(1));
        assert!(loss(1) < loss(3) && loss(3) < loss(6), "{} {} {}", loss(1), loss(3), loss(6));
        assert!(loss(8) > 0.95, "{}", loss(8));
    }

    #[test]
    fn a_daily_customer_is_not_quiet_before_two_weeks_have_passed() {
        let busy = from("2025-01-06").orders(every(1, 380));
        assert!(busy.tested(&Quiet, busy.last_order() + 13).p >= 0.5);
        assert!(busy.tested(&Quiet, busy.last_order() + 14).p < 0.001);
    }

    #[test]
    fn four_order_days_show_no_rhythm_and_the_answer_says_how_many_there_are() {
        let at = day("2026-06-15");
        let fresh = |n| from("2026-03-03").orders(every(14, n));
        assert_eq!(fresh(4).missing(&Quiet, at), Missing::OrderDays { have: 4, need: 5 });
        assert_eq!(fresh(1).missing(&Quiet, at), Missing::OrderDays { have: 1, need: 5 });
        assert_eq!(fresh(0).missing(&Quiet, at), Missing::OrderDays { have: 0, need: 5 });
        assert!(fresh(5).asked(&Quiet, at).p().is_some());
    }

    #[test]
    fn order_days_of_more_than_two_years_ago_show_no_rhythm_of_today() {
        let old = from("2022-01-04").orders(every(14, 40)).silent_for(300).orders(every(14, 3));
        let (at, n_lately) = (old.last_order() + 400, 2);
        assert_eq!(old.missing(&Quiet, at), Missing::OrderDays { have: n_lately + 1, need: 5 });
    }

    #[test]
    fn a_shutdown_over_christmas_is_learnt_from_earlier_years() {
        let shut = Neighbours::usual().closed_on(is_around_new_year);
        let alpine = from("2023-01-09").orders(every(7, 155)).without(is_around_new_year);
        assert_eq!(alpine.last_order(), day("2025-12-15"));
        let Tested { p, .. } = alpine.among(&shut, day("2026-01-09")).tested(&Quiet);
        assert!(p >= 0.5, "{p}");
    }

    #[test]
    fn the_same_silence_is_flagged_where_nobody_stops_over_christmas() {
        let alpine = from("2023-01-09").orders(every(7, 154));
        assert_eq!(alpine.last_order(), day("2025-12-15"));
        let Tested { p, .. } = alpine.tested(&Quiet, day("2026-01-09"));
        assert!(p < 0.01, "{p}");
    }

    #[test]
    fn a_silence_that_goes_on_after_the_shutdown_is_flagged() {
        let shut = Neighbours::usual().closed_on(is_around_new_year);
        let alpine = from("2023-01-09").orders(every(7, 155)).without(is_around_new_year);
        let Tested { p, .. } = alpine.among(&shut, day("2026-01-30")).tested(&Quiet);
        assert!(p < 0.01, "{p}");
    }

    #[test]
    fn a_customer_gone_for_seventy_weeks_is_lost_and_not_quiet() {
        let gone = from("2023-01-03").orders(every(14, 52));
        let last = gone.last_order();
        assert_eq!(gone.missing(&Quiet, last + 70 * WEEK), Missing::LongGone { last });
        assert!(gone.tested(&Quiet, last + 59 * WEEK).p < 0.001, "at 59 weeks it is still worth a call");
    }

    #[test]
    fn several_lots_on_one_day_are_one_order_day() {
        let plain = from("2024-01-02").orders(every(14, 60));
        let at = plain.last_order() + 42;
        assert_eq!(plain.clone().each_in_lots(3).asked(&Quiet, at), plain.asked(&Quiet, at));
        let three_a_day = plain.clone().each_as_orders(3);
        let n_gaps = |past: &Past| past.seen_on(at).series().rhythm.unwrap().n_gaps;
        assert_eq!(n_gaps(&three_a_day), n_gaps(&plain));
        let (p, of_plain) = (three_a_day.tested(&Quiet, at).p, plain.tested(&Quiet, at).p);
        assert!((p / of_plain - 1.0).abs() < 0.2, "{p} and {of_plain}: all that moves is how busy the shop is");
        let four_days = from("2026-03-03").orders(every(14, 4)).each_as_orders(5);
        assert_eq!(four_days.missing(&Quiet, day("2026-06-15")), Missing::OrderDays { have: 4, need: 5 });
    }

    #[test]
    fn a_lumpy_buyer_is_given_a_longer_silence_than_a_regular_one() {
        let regular = from("2024-01-02").orders(every(14, 60));
        let lumpy = from("2024-01-02").orders([2, 26].repeat(30));
        let (regular, lumpy) = (silence_that_alarms(&regular), silence_that_alarms(&lumpy));
        assert!(lumpy >= regular + 7, "{regular} and {lumpy} days");
    }

    #[test]
    fn the_sentence_names_the_last_order_the_silence_and_the_usual_gap() {
        let alpine = from("2024-01-02").orders([12, 14, 16].repeat(20));
        let last = alpine.last_order();
        let found = alpine.explained(&Quiet, last + 47);
        assert_eq!(found.change, Change { was: 14.0, now: 47.0, unit: Unit::DaysBetweenOrders });
        assert_eq!(found.since, last);
    }

    #[test]
    fn an_order_on_the_day_of_the_review_is_not_seen_yet() {
        let alpine = from("2024-01-02").orders(every(14, 60));
        let at = alpine.last_order() + 42;
        assert_eq!(alpine.clone().order_on(at, 100).asked(&Quiet, at), alpine.asked(&Quiet, at));
        assert!(alpine.order_on(at - 1, 100).tested(&Quiet, at).p >= 0.5);
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_the_gaps_of_healthy_customers_one_in_twenty_has_a_p_value_of_a_twentieth() {
        let at = day("2026-06-15");
        // The gap that ended with the last order, judged as if that order had not come.
        let p_of_last_gap = |seen: &Seen| {
            let series = seen.series();
            let last = Day(*series.order_days.iter().rfind(|&&on| on < at.0)?);
            let rhythm =
                Rhythm::at(series.order_days, series.clock, last).filter(|rhythm| rhythm.n_gaps >= LEAST_GAPS)?;
            Some(series.pool.longer_than(&rhythm, rhythm.open, series.pool.own_shape(&rhythm)))
        };
        let p: Vec<f64> = (1..=3)
            .flat_map(|seed| Neighbours::healthy(seed).seen_on(at))
            .filter_map(|seen| p_of_last_gap(&seen))
            .collect();
        for level in [0.05, 0.5] {
            let share = p.iter().filter(|&&p| p <= level).count() as f64 / p.len() as f64;
            println!("quiet: p <= {level} for {:.1} % of {} gaps of healthy customers", 100.0 * share, p.len());
            assert!(p.len() > 1000 && (0.6 * level..=1.4 * level).contains(&share), "{share} at {level}");
        }
        // Of the gaps that are open at a review, long ones are rarer still: most are looked at before they end.
        let tested: Vec<f64> = (1..=3)
            .flat_map(|seed| Neighbours::healthy(seed).seen_on(at))
            .filter_map(|seen| seen.asked(&Quiet).p())
            .collect();
        let share = tested.iter().filter(|&&p| p <= 0.05).count() as f64 / tested.len() as f64;
        println!("quiet, open gaps with the gates: p <= 0.05 for {:.1} % of {}", 100.0 * share, tested.len());
        assert!(share <= 0.05, "{share}");
    }
}
