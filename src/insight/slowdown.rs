//! Slower orders: fewer orders in the last weeks than this customer's own year before leads one to expect.
//!
//! Two windows of 13 and 20 weeks against the 78 weeks before each, in operating time, so that a low season or a
//! shutdown is no fall; see [`super::stats::counts::lower_tail`]. The best of them pays for the others. Blind spot: a
//! customer that orders less in each order, as often as before; that is `lots` or the order volume.

use super::quiet::LOST_DAYS;
use super::series::{CustomerSeries, between};
use super::stats::change::{Way, best_split};
use super::stats::counts::{lower_tail, upper_tail};
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// Fewer orders than before.
pub struct Slowdown;

/// The later windows, in weeks. Shorter ones make false alarms: half a rhythm is chance.
const WINDOWS: [i32; 2] = [13, 20];

/// The earlier window, in weeks: longer than a year knows the level better, and much longer is another customer.
pub const BASELINE: i32 = 78;

/// At most this share of the earlier rate, season taken out.
const MOST_RATIO: f64 = 0.65;

/// And at most this share of it by the calendar: the numbers that the sentence names.
const MOST_CALENDAR_RATIO: f64 = 0.75;

/// The earlier window must be this long, in weeks, and hold so many orders.
const LEAST_WEEKS: i32 = 26;
const LEAST_ORDERS: usize = 5;

/// So many orders must be expected in the later window: one more or less is chance.
const LEAST_EXPECTED: f64 = 3.0;

/// Orders of one customer in a later window and in the one before it.
pub struct Rates {
    /// The windows.
    pub windows: Windows,
    /// Orders in the later window.
    pub n_now: usize,
    /// Orders in the earlier window.
    pub n_was: usize,
    /// Operating time of the later window.
    pub now: f64,
    /// Operating time of the earlier window.
    pub was: f64,
}

impl Rates {
    /// `None` where the earlier window is too short or holds too few orders, and for a customer that was lost long ago.
    pub fn over(series: &CustomerSeries<'_>, at: Day, weeks: i32, habit_weeks: i32) -> Option<Self> {
        let at = series.orders_to.min(at);
        let first = Day(*series.order_on.first()?);
        if lost_on(series, at).is_some() {
            return None;
        }
        let now_from = at - weeks * WEEK;
        let was_from = first.max(now_from - habit_weeks * WEEK);
        let n_now = between(series.order_on, now_from, at).len();
        let n_was = between(series.order_on, was_from, now_from).len();
        let (now, was) = (series.clock.between(now_from, at), series.clock.between(was_from, now_from));
        let is_enough = now_from - was_from >= LEAST_WEEKS * WEEK && n_was >= LEAST_ORDERS && now > 0.0 && was > 0.0;
        is_enough.then_some(Self { windows: Windows { was_from, now_from, now_to: at }, n_now, n_was, now, was })
    }

    /// Orders that the earlier rate leads one to expect in the later window.
    pub fn expected(&self) -> f64 {
        self.n_was as f64 * self.now / self.was
    }

    /// The rate now as a share of the earlier one, season taken out.
    pub fn ratio(&self) -> f64 {
        self.n_now as f64 / self.expected()
    }

    /// P(as few orders by chance).
    pub fn p_fewer(&self, dispersion: f64) -> f64 {
        lower_tail(self.n_now as f64, self.now, self.n_was as f64, self.was, dispersion)
    }

    /// P(fewer orders by chance).
    pub fn p_fewer_than(&self, dispersion: f64) -> f64 {
        lower_tail((self.n_now as f64 - dispersion).max(0.0), self.now, self.n_was as f64, self.was, dispersion)
    }

    /// P(as many orders by chance).
    pub fn p_more(&self, dispersion: f64) -> f64 {
        upper_tail(self.n_now as f64, self.now, self.n_was as f64, self.was, dispersion)
    }

    /// Orders per 4 weeks of the calendar, before and now.
    pub fn per_4_weeks(&self) -> Change {
        let rate = |n: usize, days: i32| n as f64 * 28.0 / f64::from(days.max(1));
        Change {
            was: rate(self.n_was, self.windows.now_from - self.windows.was_from),
            now: rate(self.n_now, self.windows.now_to - self.windows.now_from),
            unit: Unit::OrdersPer4Weeks,
        }
    }
}

impl Insight for Slowdown {
    fn signal(&self) -> Signal {
        Signal::Slowdown
    }

    fn why_it_matters(&self) -> &'static str {
        "Orders that come less often are the first thing to be seen of a customer that leaves or has less work itself"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let to = series.orders_to.min(at);
        let dispersion = series.dispersion();
        let mut best: Option<Tested> = None;
        let mut n_tests = 0;
        let mut too_rare = None;
        for weeks in WINDOWS {
            let Some(rates) = Rates::over(series, at, weeks, BASELINE) else { continue };
            let expected = rates.expected();
            if expected < LEAST_EXPECTED {
                too_rare = Some(Missing::TooRare { expected, need: LEAST_EXPECTED, weeks });
                continue;
            }
            n_tests += 1;
            let ratio = rates.ratio();
            let mut p = rates.p_fewer(dispersion);
            let calendar = rates.per_4_weeks();
            if ratio > MOST_RATIO || calendar.now > MOST_CALENDAR_RATIO * calendar.was {
                p = p.max(0.5);
            }
            if best.is_none_or(|b| p < b.p) {
                best = Some(Tested { p, loss: (1.0 - ratio).max(0.0), weeks });
            }
        }
        match best {
            Some(tested) => {
                let paid = 1.0 + 0.5 * f64::from(n_tests - 1);
                Outcome::Tested(Tested { p: (tested.p * paid).min(1.0), ..tested })
            }
            None => Outcome::CannotJudge(too_rare.unwrap_or_else(|| no_baseline(series, to, WINDOWS[0]))),
        }
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation {
        let to = series.orders_to.min(at);
        let (change, windows) = Rates::over(series, at, tested.weeks, BASELINE).map_or_else(
            || {
                let windows = Windows { was_from: to, now_from: to, now_to: to };
                (Change { was: 0.0, now: 0.0, unit: Unit::OrdersPer4Weeks }, windows)
            },
            |rates| (rates.per_4_weeks(), rates.windows),
        );
        Explanation {
            subject: None,
            change,
            second: None,
            second_since: None,
            since: start_of_slowdown(series, windows),
            windows,
        }
    }
}

/// The last order of a customer that is lost, by the rule of `quiet`: it orders no slower, it orders no more, and that is no news.
fn lost_on(series: &CustomerSeries<'_>, at: Day) -> Option<Day> {
    let known = &series.order_on[..series.order_on.partition_point(|&day| day < at.0)];
    known.last().filter(|&&last| at.0 - last > LOST_DAYS).map(|&last| Day(last))
}

/// The order day after which the gaps grew: the best split of their logarithms, the open gap included.
pub fn start_of_slowdown(series: &CustomerSeries<'_>, windows: Windows) -> Day {
    let days = &series.order_days[between(series.order_days, windows.was_from, windows.now_to)];
    let ends = days.iter().skip(1).copied().chain([windows.now_to.0]);
    let gaps: Vec<f64> =
        days.iter().zip(ends).map(|(&from, to)| series.clock.between(Day(from), Day(to)).max(0.5).ln()).collect();
    best_split(&gaps, Way::Up, 3, 1).and_then(|i| days.get(i)).map_or(windows.now_from, |&day| Day(day))
}

/// Why a later window of so many weeks has no earlier one to be compared with: see [`Rates::over`].
pub fn no_baseline(series: &CustomerSeries<'_>, at: Day, weeks: i32) -> Missing {
    if let Some(last) = lost_on(series, at) {
        return Missing::LongGone { last };
    }
    let known = series.order_on.first().map_or(0, |&first| (at.0 - first).max(0) / WEEK);
    let need = LEAST_WEEKS + weeks;
    if known < need {
        return Missing::Weeks { have: usize::try_from(known).unwrap_or(0), need: usize::try_from(need).unwrap_or(0) };
    }
    let now_from = at - weeks * WEEK;
    let have = between(series.order_on, now_from - BASELINE * WEEK, now_from).len();
    Missing::OrdersBefore { have, need: LEAST_ORDERS, weeks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Neighbours, Noise, Past, Seen, day, every, from, uneven};

    /// Weekly for 78 weeks, then every other week for half a year.
    fn alpine_at_half_its_rate() -> Past {
        from("2024-05-07").orders(every(7, 78)).orders(every(14, 13))
    }

    fn is_summer(on: Day) -> bool {
        matches!(on.ymd().1, 7 | 8)
    }

    #[test]
    fn a_customer_that_orders_half_as_often_is_flagged() {
        let Tested { p, loss, .. } = alpine_at_half_its_rate().tested(&Slowdown, day("2026-05-04"));
        assert!(p < 0.01, "{p}");
        assert!((loss - 0.5).abs() < 0.1, "{loss}");
    }

    #[test]
    fn a_customer_that_was_lost_long_ago_is_no_slowdown() {
        let gone = from("2024-05-07").orders(every(7, 78));
        let last = gone.last_order();
        assert!(gone.tested(&Slowdown, last + 30 * WEEK).p < 0.01, "it has just stopped");
        assert_eq!(gone.missing(&Slowdown, last + 61 * WEEK), Missing::LongGone { last });
    }

    #[test]
    fn the_slowdown_is_dated_within_six_weeks_of_its_begin() {
        let alpine = alpine_at_half_its_rate();
        for date in ["2026-02-02", "2026-03-16", "2026-05-04"] {
            let since = alpine.explained(&Slowdown, day(date)).since;
            assert!((since - day("2025-11-04")).abs() <= 6 * WEEK, "{since}, looked at on {date}");
        }
    }

    #[test]
    fn uneven_customers_that_order_half_as_often_are_flagged_and_mostly_dated_within_six_weeks() {
        let mut n_flagged = 0;
        let mut n_near = 0;
        for seed in 1..=30 {
            let mut noise = Noise::new(seed);
            let (before, after) = (uneven(6.0, 130, &mut noise), uneven(12.0, 15, &mut noise));
            let harbor = from("2024-01-08").orders(before);
            let changed_on = harbor.last_order();
            let harbor = harbor.orders(after);
            let at = harbor.last_order() + 6;
            if harbor.tested(&Slowdown, at).p <= 0.05 {
                n_flagged += 1;
                let since = harbor.explained(&Slowdown, at).since;
                n_near += i32::from((since - changed_on).abs() <= 6 * WEEK);
            }
        }
        assert!(n_flagged >= 24, "{n_flagged} of 30 flagged");
        assert!(2 * n_near > n_flagged, "{n_near} of {n_flagged} dated");
    }

    #[test]
    fn a_customer_that_orders_as_often_as_before_is_not_flagged() {
        let steady = from("2024-05-07").orders(every(7, 120));
        assert!(steady.tested(&Slowdown, day("2026-05-04")).p >= 0.5);
    }

    #[test]
    fn a_customer_that_orders_more_often_is_not_flagged() {
        let growing = from("2024-05-07").orders(every(14, 39)).orders(every(7, 40));
        let Tested { p, loss, .. } = growing.tested(&Slowdown, day("2026-05-04"));
        assert!(p >= 0.5 && loss < 1e-9, "{p}, {loss}");
    }

    #[test]
    fn a_small_fall_is_not_flagged_however_sure_it_is() {
        // Three orders a week become seven in three weeks: sure over half a year, and no reason for a call.
        let large = from("2024-01-02").orders([2, 2, 3].repeat(97)).orders(every(3, 62));
        let seen = large.seen_on(day("2026-05-04"));
        let rates = Rates::over(&seen.series(), day("2026-05-04"), 26, BASELINE).unwrap();
        let p = rates.p_fewer(seen.series().dispersion());
        assert!(p < 0.01 && rates.ratio() > MOST_RATIO, "{p}, {}", rates.ratio());
        assert!(seen.tested(&Slowdown).p >= 0.5);
    }

    #[test]
    fn the_numbers_of_the_sentence_are_those_of_a_spreadsheet() {
        // 78 weekly orders in 78 weeks, 10 fortnightly ones in 20.
        let alpine = from("2024-01-02").orders(every(7, 98)).orders(every(14, 10));
        let found = alpine.explained(&Slowdown, day("2026-04-07"));
        assert_eq!(found.windows.now_from, day("2025-11-18"));
        assert_eq!(found.windows.was_from, day("2024-05-21"));
        assert_eq!(found.change, Change { was: 4.0, now: 2.0, unit: Unit::OrdersPer4Weeks });
    }

    #[test]
    fn a_low_season_that_comes_every_year_is_no_slowdown() {
        let mut noise = Noise::new(11);
        let customers: Vec<Past> = (0..24)
            .map(|i| {
                from("2022-09-05").orders(uneven(5.0 + f64::from(i) / 4.0, 400, &mut noise)).only_one_in(3, is_summer)
            })
            .collect();
        let shop = Neighbours::of(customers);
        let p: Vec<f64> = shop.seen_on(day("2026-08-31")).iter().filter_map(|seen| seen.asked(&Slowdown).p()).collect();
        assert!(p.len() >= 20, "most can be judged: {}", p.len());
        let n_flagged = p.iter().filter(|&&p| p <= 0.05).count();
        assert!(n_flagged <= 1, "{n_flagged} of {}", p.len());
    }

    #[test]
    fn a_first_low_summer_is_a_slowdown() {
        let this_summer = |on: Day| is_summer(on) && on.ymd().0 == 2026;
        let shop = Neighbours::usual();
        let alpine = from("2022-09-06").orders(every(7, 208)).only_one_in(3, this_summer);
        let Tested { p, .. } = alpine.among(&shop, day("2026-08-31")).tested(&Slowdown);
        assert!(p < 0.01, "{p}");
    }

    #[test]
    fn three_low_summers_of_its_own_teach_to_expect_a_low_fourth_one() {
        let expected = |past: &Past| {
            let at = day("2026-08-31");
            Rates::over(&past.seen_on(at).series(), at, 8, BASELINE).unwrap().expected()
        };
        let always = from("2022-09-06").orders(every(7, 208));
        let seasonal = expected(&always.clone().only_one_in(3, is_summer));
        assert!((7.0..9.0).contains(&expected(&always)), "one a week: {}", expected(&always));
        assert!(seasonal < 4.5, "where a third came each summer: {seasonal}");
    }

    #[test]
    fn a_high_season_that_fails_to_come_is_no_slowdown_by_the_calendar() {
        // Weekly in summer and every other week else, as the whole shop; this summer stays as the spring was.
        let shop = Neighbours::usual().only_one_in(2, |on| !is_summer(on));
        let is_slow = |on: Day| !is_summer(on) || on.ymd().0 == 2026;
        let alpine = from("2022-09-06").orders(every(7, 208)).only_one_in(2, is_slow);
        let (at, seen) = (day("2026-08-31"), alpine.among(&shop, day("2026-08-31")));
        let rates = Rates::over(&seen.series(), at, 8, BASELINE).unwrap();
        assert!(rates.ratio() <= MOST_RATIO, "far below its season: {}", rates.ratio());
        assert!(rates.per_4_weeks().now > MOST_CALENDAR_RATIO * rates.per_4_weeks().was);
        assert!(seen.tested(&Slowdown).p >= 0.5, "the sentence would name no fall");
    }

    #[test]
    fn it_does_not_matter_on_which_day_of_the_month_or_week_one_looks() {
        let steady = from("2024-05-07").orders(every(7, 120));
        let slower = alpine_at_half_its_rate();
        for days in 0..31 {
            let at = day("2026-04-01") + days;
            assert!(steady.tested(&Slowdown, at).p >= 0.5, "on {at}");
            assert!(slower.tested(&Slowdown, at).p < 0.02, "on {at}");
        }
    }

    #[test]
    fn one_big_order_does_not_matter() {
        let steady = from("2024-05-07").orders(every(7, 120));
        let (at, giant) = (day("2026-05-04"), steady.clone().order_on(day("2025-09-10"), 100_000));
        assert!(giant.tested(&Slowdown, at).p >= 0.5);
        let larger = from("2024-05-07").lots(every(7, 120), 100_000..=200_000);
        assert_eq!(larger.asked(&Slowdown, at), steady.asked(&Slowdown, at), "orders are counted, not weighed");
    }

    #[test]
    fn what_a_rare_buyer_lacks_is_less_than_what_is_needed() {
        for days in [90, 100, 120] {
            let rare = from("2023-01-03").orders(every(days, 1200 / usize::try_from(days).unwrap()));
            let (have, need) = match rare.missing(&Slowdown, rare.last_order() + 5) {
                Missing::OrdersBefore { have, need, .. } => (have as f64, need as f64),
                Missing::TooRare { expected, need, .. } => (expected, need),
                other => panic!("every {days} days: {other:?}"),
            };
            assert!(have > 0.0 && have < need, "every {days} days: {have} of {need}");
        }
    }

    #[test]
    fn a_customer_that_orders_every_ten_weeks_is_too_rare_to_judge() {
        let rare = from("2023-01-03").orders(every(70, 18));
        let Missing::TooRare { expected, need, weeks } = rare.missing(&Slowdown, day("2026-05-04")) else {
            panic!("too rare")
        };
        assert!((expected - 2.0).abs() < 0.5 && expected < need, "{expected} of {need}");
        assert_eq!(weeks, 20);
    }

    #[test]
    fn a_new_customer_is_told_how_many_weeks_are_missing() {
        let fresh = from("2025-12-16").orders(every(7, 39));
        assert_eq!(fresh.missing(&Slowdown, day("2026-05-05")), Missing::Weeks { have: 20, need: 39 });
        assert!(fresh.asked(&Slowdown, day("2025-12-16") + 39 * WEEK).p().is_some(), "39 weeks are enough");
    }

    #[test]
    fn a_customer_without_any_order_cannot_be_judged() {
        let nobody = from("2025-12-16").orders(every(7, 0));
        assert_eq!(nobody.missing(&Slowdown, day("2026-05-05")), Missing::Weeks { have: 0, need: 39 });
    }

    #[test]
    fn what_is_ordered_after_the_review_date_changes_nothing() {
        let (known, at) = (alpine_at_half_its_rate(), day("2026-05-04"));
        let back_to_weekly = (0..20).fold(known.clone(), |past, i| past.order_on(at + i, 100));
        assert_eq!(back_to_weekly.asked(&Slowdown, at), known.asked(&Slowdown, at));
    }

    fn share_at_most(limit: f64, p: &[f64]) -> f64 {
        p.iter().filter(|&&p| p <= limit).count() as f64 / p.len() as f64
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_healthy_customers_one_in_twenty_has_a_p_value_of_a_twentieth() {
        let at = day("2026-06-15");
        let customers: Vec<Seen> = (1..=3).flat_map(|seed| Neighbours::healthy(seed).seen_on(at)).collect();
        let raw = |weeks: i32| -> Vec<f64> {
            let p = |series: &CustomerSeries<'_>| {
                let rates =
                    Rates::over(series, at, weeks, BASELINE).filter(|rates| rates.expected() >= LEAST_EXPECTED)?;
                Some(rates.p_fewer(series.dispersion()))
            };
            customers.iter().filter_map(|seen| p(&seen.series())).collect()
        };
        for weeks in WINDOWS {
            let (p, n) = (raw(weeks), raw(weeks).len());
            let share = share_at_most(0.05, &p);
            println!("slowdown, {weeks} weeks: p <= 0.05 for {:.1} % of {n} healthy customers", 100.0 * share);
            assert!(n > 500 && (0.01..=0.09).contains(&share), "{share} of {n} in {weeks} weeks");
        }
        let tested: Vec<f64> = customers.iter().filter_map(|seen| seen.asked(&Slowdown).p()).collect();
        let share = share_at_most(0.05, &tested);
        println!("slowdown, gates and two windows: p <= 0.05 for {:.1} % of {}", 100.0 * share, tested.len());
        assert!(share <= 0.09, "{share} with the gates, and paid for two windows");
    }
}
