//! Pays later: days beyond terms of the invoices that came due lately, against this customer's own habit.
//!
//! The ranks of the days beyond terms of the last 8, 13 and 26 weeks and the 104 before: whether they rise towards the end
//! ([`super::stats::trend`]), which finds a sudden change and a slow one; one disputed invoice moves no rank.
//! Open invoices enter with their age, a lower bound (the idea of Gehan 1965), once they are 10 days past due. Blind
//! spot: a customer that was always late is not flagged; that is a habit, not a change.

use super::series::{CustomerSeries, InvoiceSlice, between};
use super::stats::change::{Way, best_split};
use super::stats::middle::{quantile_of_sorted, standard_deviation};
use super::stats::ranks::mid_ranks;
use super::stats::trend::{ramp, rises_with};
use super::window::{HABIT, WINDOWS, shortage, windows};
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::dataset::InvoiceDays;
use crate::model::finding::{Change, Unit, Windows};
use crate::model::{Day, Signal, WEEK};

/// Pays later than before.
pub struct Late;

const LEAST_NOW: usize = 4;
const LEAST_WAS: usize = 8;

/// An open invoice says nothing before it is so many days past due.
const YOUNG_DAYS: i32 = 10;

/// The shift must be this many days, and half a standard deviation of the earlier habit.
const LEAST_DAYS: f64 = 5.0;
const LEAST_SPREADS: f64 = 0.5;

/// The share of a customer's revenue at risk when it pays later. An assumption; part of the formula shown.
const REVENUE_AT_RISK: f64 = 0.05;

/// Paid on a day that is known no better than this says nothing of a habit.
const MOST_DAYS_WITHIN: i32 = 45;

/// Days beyond terms of an invoice at a date, and whether it is still open then. `None` where it says nothing yet: not
/// due, not issued, no due date, open and young, or paid on a day that nobody knows.
pub fn days_beyond_terms(days: InvoiceDays, at: Day) -> Option<(i32, bool)> {
    let InvoiceDays { issued, due, paid, .. } = days;
    if due == Day::NONE.0 || due >= at.0 || (issued != Day::NONE.0 && issued >= at.0) {
        return None;
    }
    let is_open = paid == Day::NONE.0 || paid >= at.0;
    let beyond = if is_open { at.0 - due } else { days.paid_about() - due };
    let says = if is_open { beyond >= YOUNG_DAYS } else { days.paid_within() <= MOST_DAYS_WITHIN };
    says.then_some((beyond, is_open))
}

impl Insight for Late {
    fn signal(&self) -> Signal {
        Signal::Late
    }

    fn why_it_matters(&self) -> &'static str {
        "Who pays later than its own habit may be short of cash, or unhappy with something nobody has told you"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let Some(to) = series.payments_to else {
            return Outcome::CannotJudge(Missing::NoPaidDates);
        };
        let at = to.min(at);
        let longest = windows(at, WINDOWS[WINDOWS.len() - 1], HABIT);
        let all: Vec<(i32, i32)> = judged(&series.invoices, longest.was_from, at, at).collect();
        let mut known = Vec::new();
        for weeks in WINDOWS {
            let (now, was) = split(&all, windows(at, weeks, HABIT));
            if now.len() >= LEAST_NOW && was.len() >= LEAST_WAS {
                known.push((weeks, is_large(&sorted(now), &sorted(was))));
            }
        }
        if known.is_empty() {
            let counts = WINDOWS.iter().map(|&weeks| {
                let (now, was) = split(&all, windows(at, weeks, HABIT));
                (now.len(), was.len())
            });
            let (have, need, is_recent) = shortage(counts, (LEAST_NOW, LEAST_WAS));
            return Outcome::CannotJudge(Missing::Invoices { have, need, is_recent });
        }
        // The gates cost little, and a shift too small to matter needs no test.
        if known.iter().all(|(_, is_large)| !is_large) {
            return Outcome::Tested(Tested { p: 0.5, loss: REVENUE_AT_RISK, weeks: known[0].0 });
        }
        let tested: Vec<(i32, bool, f64)> =
            known.iter().map(|&(weeks, is_large)| (weeks, is_large, p_later(&all, at, weeks))).collect();
        let p = tested.iter().map(|(.., p)| *p).fold(1.0, f64::min);
        let told = tested.iter().filter(|(_, is_large, _)| *is_large).min_by(|a, b| a.2.total_cmp(&b.2));
        let weeks = told.map_or(WINDOWS[0], |(weeks, ..)| *weeks);
        Outcome::Tested(Tested { p, loss: REVENUE_AT_RISK, weeks })
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation {
        let at = series.payments_to.unwrap_or(at).min(at);
        let windows = windows(at, tested.weeks, HABIT);
        let all: Vec<(i32, i32)> = judged(&series.invoices, windows.was_from, windows.now_to, at).collect();
        let (now, was) = split(&all, windows);
        let middle = |part| quantile_of_sorted(&sorted(part), 0.5).unwrap_or(0.0);
        let values: Vec<f64> = all.iter().map(|(_, days)| f64::from(*days)).collect();
        let since = best_split(&values, Way::Up, 3, 3).map_or(windows.now_from, |i| Day(all[i].0));
        Explanation {
            subject: None,
            change: Change { was: middle(was), now: middle(now), unit: Unit::DaysBeyondTerms },
            second: None,
            second_since: None,
            since,
            windows,
        }
    }
}

/// A due date, and days beyond terms.
type Due = (i32, i32);

/// The later and the earlier window. `all` stand by due date.
fn split(all: &[Due], windows: Windows) -> (&[Due], &[Due]) {
    let place = |day: Day| all.partition_point(|(due, _)| *due < day.0);
    let (was, now, end) = (place(windows.was_from), place(windows.now_from), place(windows.now_to));
    (&all[now..end], &all[was..now])
}

/// The days, sorted by counting: they are small whole numbers, and this runs at every date of every replay.
fn sorted(part: &[(i32, i32)]) -> Vec<f64> {
    let days = part.iter().map(|(_, days)| *days);
    let (Some(low), Some(high)) = (days.clone().min(), days.clone().max()) else { return Vec::new() };
    if high - low > 2000 {
        let mut values: Vec<f64> = days.map(f64::from).collect();
        values.sort_unstable_by(f64::total_cmp);
        return values;
    }
    let mut counts = vec![0_usize; usize::try_from(high - low).unwrap_or(0) + 1];
    for day in days {
        counts[usize::try_from(day - low).unwrap_or(0)] += 1;
    }
    (low..=high).zip(counts).flat_map(|(day, n)| std::iter::repeat_n(f64::from(day), n)).collect()
}

/// Due date and days beyond terms of the invoices due in `[from, to)` that say something at `at`.
fn judged<'a>(invoices: &'a InvoiceSlice<'_>, from: Day, to: Day, at: Day) -> impl Iterator<Item = (i32, i32)> + 'a {
    between(invoices.due, from, to).filter_map(move |i| {
        let (days, _) = days_beyond_terms(invoices.days(i), at)?;
        Some((invoices.due[i], days))
    })
}

/// Whether the shift that the sentence names, between the medians, is worth a call. Both are sorted.
fn is_large(now: &[f64], was: &[f64]) -> bool {
    let middle = |sorted: &[f64]| quantile_of_sorted(sorted, 0.5).unwrap_or(0.0);
    let shift = middle(now) - middle(was);
    shift >= LEAST_DAYS && shift >= LEAST_SPREADS * standard_deviation(was).unwrap_or(0.0)
}

/// That the ranks rise over the last `weeks`, the last ones weighing most.
fn p_later(all: &[(i32, i32)], to: Day, weeks: i32) -> f64 {
    let from = windows(to, weeks, HABIT).was_from;
    let used = &all[all.partition_point(|(due, _)| *due < from.0)..];
    let days: Vec<f64> = used.iter().map(|(_, days)| f64::from(*days)).collect();
    rises_with(&mid_ranks(&days), &ramp(used.iter().map(|(due, _)| *due), to.0, weeks * WEEK))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Noise, Past, day, every, from, whole};

    /// Weekly due dates, paid within a week for 70 weeks; then it pays 20 days later.
    fn harbor_pays_twenty_days_later() -> Past {
        from("2024-09-03").invoices(every(7, 70), 0..=6).invoices(every(7, 12), 20..=26)
    }

    /// The Monday after the last invoice was due and all of them were paid.
    fn after_the_last(past: &Past) -> Day {
        (past.last_due() + 30).monday()
    }

    #[test]
    fn a_customer_that_pays_twenty_days_later_is_flagged_and_says_since_when() {
        let harbor = harbor_pays_twenty_days_later();
        let at = after_the_last(&harbor);
        let Tested { p, loss, .. } = harbor.tested(&Late, at);
        assert!(p < 0.001, "{p}");
        assert!((loss - REVENUE_AT_RISK).abs() < 1e-9);
        let found = harbor.explained(&Late, at);
        assert!((found.since - day("2026-01-06")).abs() <= 2 * WEEK, "{}", found.since);
    }

    #[test]
    fn the_levels_are_the_medians_of_a_spreadsheet() {
        let mut past = from("2024-09-03");
        for i in 0..82 {
            let due = day("2024-09-03") + 7 * i;
            let days = if i < 70 { [1, 3, 8][i.rem_euclid(3) as usize] } else { [20, 24][i.rem_euclid(2) as usize] };
            past = past.invoice(due, due + days);
        }
        let at = after_the_last(&past);
        let found = past.explained(&Late, at);
        assert_eq!(found.windows.now_to, at);
        let in_window = |from: Day, to: Day| {
            let mut days: Vec<i32> = (0..82)
                .map(|i| (day("2024-09-03") + 7 * i, i))
                .filter(|(due, _)| (from..to).contains(due))
                .map(
                    |(_, i)| {
                        if i < 70 { [1, 3, 8][i.rem_euclid(3) as usize] } else { [20, 24][i.rem_euclid(2) as usize] }
                    },
                )
                .collect();
            days.sort_unstable();
            f64::midpoint(f64::from(days[(days.len() - 1) / 2]), f64::from(days[days.len() / 2]))
        };
        let (was, now) = (
            in_window(found.windows.was_from, found.windows.now_from),
            in_window(found.windows.now_from, found.windows.now_to),
        );
        assert_eq!(found.change, Change { was, now, unit: Unit::DaysBeyondTerms });
        assert!(was <= 3.0 && now >= 20.0, "{was} {now}");
    }

    #[test]
    fn a_customer_that_pays_as_before_is_not_flagged() {
        let steady = from("2024-09-03").invoices(every(7, 82), 0..=6);
        assert!(steady.tested(&Late, after_the_last(&steady)).p >= 0.5);
    }

    #[test]
    fn a_customer_that_pays_sooner_is_not_flagged() {
        let better = from("2024-09-03").invoices(every(7, 70), 20..=26).invoices(every(7, 12), 0..=6);
        assert!(better.tested(&Late, after_the_last(&better)).p >= 0.5);
    }

    #[test]
    fn a_customer_that_was_always_fifteen_days_late_is_not_flagged() {
        let habit = from("2024-09-03").invoices(every(7, 82), 13..=17);
        assert!(habit.tested(&Late, after_the_last(&habit)).p >= 0.5, "that is a habit, not a change");
    }

    #[test]
    fn three_days_later_is_no_reason_for_a_call_however_sure_it_is() {
        let harbor = from("2024-09-03").invoices(every(7, 70), 0..=1).invoices(every(7, 12), 3..=4);
        let at = after_the_last(&harbor);
        let seen = harbor.seen_on(at);
        let all: Vec<(i32, i32)> = judged(&seen.series().invoices, windows(at, 13, HABIT).was_from, at, at).collect();
        assert!(p_later(&all, at, 13) < 0.001);
        assert!(seen.tested(&Late).p >= 0.5);
    }

    #[test]
    fn a_shift_within_the_usual_scatter_is_no_reason_for_a_call() {
        // A week more, of a customer that pays anywhere within two months.
        let at = day("2026-06-01");
        let harbor = (1..=728).fold(from("2024-06-03"), |past, i| {
            let days = 37 * i % 61 + if i > 546 { 7 } else { 0 };
            past.invoice(day("2024-05-01") + i, day("2024-05-01") + i + days)
        });
        let seen = harbor.seen_on(at);
        let all: Vec<(i32, i32)> = judged(&seen.series().invoices, windows(at, 26, HABIT).was_from, at, at).collect();
        let (now, was) = split(&all, windows(at, 26, HABIT));
        let middle = |part| quantile_of_sorted(&sorted(part), 0.5).unwrap();
        assert!(p_later(&all, at, 26) < 0.01);
        assert!(middle(now) >= middle(was) + LEAST_DAYS);
        assert!(seen.tested(&Late).p >= 0.5);
    }

    #[test]
    fn one_disputed_invoice_is_no_habit() {
        let steady = from("2024-09-03").invoices(every(7, 82), 0..=6);
        let at = after_the_last(&steady);
        let disputed = steady.clone().invoice(at - 80, at - 10);
        assert!(disputed.tested(&Late, at).p >= 0.5);
        let never_paid = steady.invoice(at - 70, Day::NONE);
        assert!(never_paid.tested(&Late, at).p >= 0.5);
    }

    #[test]
    fn a_fortnightly_payment_run_is_not_flagged() {
        let in_runs = |first: i32, n: i32, every_days: i32, past: Past| {
            (first..first + n).fold(past, |past, i| {
                let due = day("2024-09-03") + 3 * i;
                past.invoice(due, due + (-due.0).rem_euclid(every_days))
            })
        };
        let always = in_runs(0, 200, 14, from("2024-09-03"));
        for days in 0..28 {
            assert!(always.tested(&Late, after_the_last(&always) - days).p >= 0.5, "{days} days before");
        }
        let weekly_before = in_runs(170, 30, 14, in_runs(0, 170, 7, from("2024-09-03")));
        assert!(weekly_before.tested(&Late, after_the_last(&weekly_before)).p >= 0.5, "three days more on average");
    }

    fn days(issued: i32, due: i32, paid: i32) -> InvoiceDays {
        InvoiceDays { issued, due, paid, open_on: Day::NONE.0 }
    }

    #[test]
    fn an_invoice_gone_from_a_list_was_paid_between_two_days() {
        let due = day("2026-04-01");
        let gone = |open_on: Day, on: Day, at: Day| {
            let days = InvoiceDays { issued: (due - 30).0, due: due.0, paid: on.0, open_on: open_on.0 };
            days_beyond_terms(days, at)
        };
        assert_eq!(gone(due + 12, due + 19, due + 30), Some((16, false)), "the middle of 13 to 19");
        assert_eq!(gone(due + 12, due + 19, due + 19), Some((19, true)), "open until a list says otherwise");
        assert_eq!(gone(due - 20, due + 60, due + 90), None, "nobody exported the list for months");
    }

    #[test]
    fn an_open_invoice_says_nothing_before_it_is_ten_days_past_due() {
        let (issued, due) = (day("2026-03-02").0, day("2026-04-01"));
        let open = |at: Day| days_beyond_terms(days(issued, due.0, Day::NONE.0), at);
        assert_eq!(open(due - 5), None, "it is not due");
        assert_eq!(open(due + 9), None);
        assert_eq!(open(due + 10), Some((10, true)));
        assert_eq!(open(due + 47), Some((47, true)), "an older one enters with its age");
    }

    #[test]
    fn an_invoice_paid_after_the_review_date_was_open_then() {
        let (issued, due) = (day("2026-03-02").0, day("2026-04-01"));
        let paid = due + 40;
        let seen = |at: Day| days_beyond_terms(days(issued, due.0, paid.0), at);
        assert_eq!(seen(due + 5), None);
        assert_eq!(seen(due + 25), Some((25, true)));
        assert_eq!(seen(paid), Some((40, true)), "what is paid on the day of the review is not seen yet");
        assert_eq!(seen(paid + 1), Some((40, false)));
        assert_eq!(seen(paid + 100), Some((40, false)), "a paid invoice does not age");
    }

    #[test]
    fn an_invoice_that_does_not_exist_yet_or_has_no_due_date_says_nothing() {
        let at = day("2026-06-15");
        assert_eq!(days_beyond_terms(days(at.0 - 5, Day::NONE.0, Day::NONE.0), at), None);
        assert_eq!(
            days_beyond_terms(days(at.0, at.0 - 20, Day::NONE.0), at),
            None,
            "issued today, with an old due date"
        );
        assert_eq!(days_beyond_terms(days(Day::NONE.0, at.0 - 20, Day::NONE.0), at), Some((20, true)));
    }

    #[test]
    fn who_pays_before_the_due_date_has_negative_days() {
        let at = day("2026-06-15");
        assert_eq!(days_beyond_terms(days(at.0 - 40, at.0 - 10, at.0 - 22), at), Some((-12, false)));
        let early = from("2024-09-03").invoices(every(7, 82), -14..=-8);
        assert!(early.tested(&Late, after_the_last(&early)).p >= 0.5);
        let no_longer = from("2024-09-03").invoices(every(7, 70), -14..=-8).invoices(every(7, 12), -1..=3);
        let at = after_the_last(&no_longer);
        assert!(no_longer.tested(&Late, at).p < 0.001);
        let change = no_longer.explained(&Late, at).change;
        assert!(change.was < -8.0 && change.now > -1.5, "{change:?}");
    }

    #[test]
    fn a_customer_that_stops_paying_is_flagged_by_the_age_of_what_is_open() {
        let silent = from("2024-09-03").invoices(every(7, 74), 0..=6).unpaid(every(7, 8));
        let Tested { p, .. } = silent.tested(&Late, silent.last_due() + 12);
        assert!(p < 0.001, "{p}");
    }

    #[test]
    fn what_fell_due_last_week_and_is_not_paid_is_no_sign() {
        let habit = from("2024-09-03").invoices(every(7, 80), 4..=8);
        let with_young = habit.clone().unpaid(every(2, 4));
        let at = with_young.last_due() + 3;
        assert_eq!(with_young.asked(&Late, at), habit.asked(&Late, at));
    }

    #[test]
    fn what_is_paid_after_the_review_date_changes_nothing() {
        let at = day("2026-05-04");
        let until = |paid: i32| {
            let past = from("2024-09-03").invoices(every(7, 74), 0..=6);
            (0..8).fold(past, |past, i| past.invoice(at - 70 + 7 * i, at + paid))
        };
        assert_eq!(until(0).asked(&Late, at), until(200).asked(&Late, at));
        assert!(until(0).tested(&Late, at).p < 0.01, "they were open, and old");
    }

    #[test]
    fn invoices_without_a_due_date_are_left_out() {
        let habit = harbor_pays_twenty_days_later();
        let at = after_the_last(&habit);
        let with_blanks = (0..30).fold(habit.clone(), |past, i| past.invoice(Day::NONE, at - 200 - i));
        assert_eq!(with_blanks.asked(&Late, at), habit.asked(&Late, at));
        let only_blanks = (0..30).fold(from("2025-01-07"), |past, i| past.invoice(Day::NONE, at - 20 * i));
        assert_eq!(only_blanks.missing(&Late, at), Missing::Invoices { have: 0, need: 4, is_recent: true });
    }

    #[test]
    fn three_due_invoices_are_too_few_and_so_are_seven_before_them() {
        let at = day("2026-06-15");
        let few_now = from("2024-06-04").invoices(every(14, 38), 0..=6).invoices(every(14, 3), 0..=6);
        let last = few_now.last_due();
        assert_eq!(
            few_now.missing(&Late, last + 21 * WEEK + 1),
            Missing::Invoices { have: 3, need: 4, is_recent: true }
        );
        let fresh = from("2025-09-15").invoices(every(14, 15), 0..=6);
        assert_eq!(fresh.missing(&Late, at), Missing::Invoices { have: 7, need: 8, is_recent: false });
    }

    #[test]
    fn without_paid_dates_nobody_pays_late() {
        let orders_only = from("2024-09-03").orders(every(7, 80));
        assert_eq!(orders_only.missing(&Late, day("2026-03-02")), Missing::NoPaidDates);
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_healthy_customers_one_in_twenty_has_a_p_value_of_a_twentieth() {
        let (at, n) = (day("2026-06-15"), 400);
        let mut noise = Noise::new(21);
        let customers: Vec<Past> = (0..n)
            .map(|i| {
                let (usual, scatter) = (noise.between(-5.0, 20.0), noise.between(3.0, 12.0));
                let gap = 3 + i % 10;
                (0..620 / gap).fold(from("2024-10-01"), |past, k| {
                    let due = day("2024-10-01") + k * gap;
                    past.invoice(due, due + whole(usual + scatter * noise.normal()))
                })
            })
            .collect();
        let at_most = |p: &[f64]| p.iter().filter(|&&p| p <= 0.05).count() as f64 / p.len() as f64;
        let seen: Vec<_> = crate::insight::testing::Neighbours::of(customers).seen_on(at);
        for weeks in WINDOWS {
            let raw: Vec<f64> = seen
                .iter()
                .filter_map(|seen| {
                    let windows = windows(at, weeks, HABIT);
                    let all: Vec<(i32, i32)> = judged(&seen.series().invoices, windows.was_from, at, at).collect();
                    let (now, was) = split(&all, windows);
                    (now.len() >= LEAST_NOW && was.len() >= LEAST_WAS).then(|| p_later(&all, at, weeks))
                })
                .collect();
            let share = at_most(&raw);
            println!("late, {weeks} weeks: p <= 0.05 for {:.1} % of {} healthy customers", 100.0 * share, raw.len());
            assert!(raw.len() > 300 && (0.01..=0.09).contains(&share), "{share} in {weeks} weeks");
        }
        let tested: Vec<f64> = seen.iter().filter_map(|seen| seen.asked(&Late).p()).collect();
        println!("late, gates and three windows: p <= 0.05 for {:.1} %", 100.0 * at_most(&tested));
        assert!(at_most(&tested) <= 0.05);
    }
}
