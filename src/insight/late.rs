//! Pays later: days beyond terms of the invoices that came due lately, against this customer's own habit.
//!
//! Mann-Whitney of the last 8, 13 and 26 weeks of due dates against the 52 before; one disputed invoice moves no rank.
//! Open invoices enter with their age, a lower bound (the idea of Gehan 1965), once they are 10 days past due. Blind
//! spot: a customer that was always late is not flagged; that is a habit, not a change.

use super::series::{CustomerSeries, InvoiceSlice, between};
use super::slowdown::{BASELINE, WINDOWS};
use super::stats::change::{Way, best_split};
use super::stats::middle::{median, standard_deviation};
use super::stats::ranks::{hodges_lehmann, mann_whitney};
use super::{Explanation, Insight, Missing, Outcome, Tested};
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

/// Days beyond terms of an invoice at a date, and whether it is still open then. `None` where it says nothing yet: not
/// due, not issued, no due date, or open and young.
pub fn days_beyond_terms(issued: i32, due: i32, paid: i32, at: Day) -> Option<(i32, bool)> {
    if due == Day::NONE.0 || due >= at.0 || (issued != Day::NONE.0 && issued >= at.0) {
        return None;
    }
    let is_open = paid == Day::NONE.0 || paid >= at.0;
    let days = if is_open { at.0 - due } else { paid - due };
    (!is_open || days >= YOUNG_DAYS).then_some((days, is_open))
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
            return Outcome::CannotJudge(Missing::NoSource);
        };
        let at = to.min(at);
        let mut best: Option<Tested> = None;
        let mut short = None;
        let longest = windows(at, WINDOWS[WINDOWS.len() - 1]);
        let all: Vec<(i32, i32)> = judged(&series.invoices, longest.was_from, at, at).collect();
        for weeks in WINDOWS {
            let (now, was) = split(&all, windows(at, weeks));
            if now.len() < LEAST_NOW || was.len() < LEAST_WAS {
                let is_recent = now.len() < LEAST_NOW;
                let (have, need) = if is_recent { (now.len(), LEAST_NOW) } else { (was.len(), LEAST_WAS) };
                short = Some(Missing::Invoices { have, need, is_recent });
                continue;
            }
            let p = p_later(&now, &was);
            if best.is_none_or(|b| p < b.p) {
                best = Some(Tested { p, loss: REVENUE_AT_RISK, weeks });
            }
        }
        match (best, short) {
            (Some(tested), _) => Outcome::Tested(Tested { p: (2.0 * tested.p).min(1.0), ..tested }),
            (None, Some(missing)) => Outcome::CannotJudge(missing),
            (None, None) => Outcome::CannotJudge(Missing::Invoices { have: 0, need: LEAST_NOW, is_recent: true }),
        }
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation {
        let at = series.payments_to.unwrap_or(at).min(at);
        let windows = windows(at, tested.weeks);
        let all: Vec<(i32, i32)> = judged(&series.invoices, windows.was_from, windows.now_to, at).collect();
        let (now, was) = split(&all, windows);
        let values: Vec<f64> = all.iter().map(|(_, days)| f64::from(*days)).collect();
        let since = best_split(&values, Way::Up, 3, 3).map_or(windows.now_from, |i| Day(all[i].0));
        Explanation {
            change: Change {
                was: median(&was).unwrap_or(0.0),
                now: median(&now).unwrap_or(0.0),
                unit: Unit::DaysBeyondTerms,
            },
            second: None,
            since,
            windows,
        }
    }
}

fn windows(at: Day, weeks: i32) -> Windows {
    let now_from = at - weeks * WEEK;
    Windows { was_from: now_from - BASELINE * WEEK, now_from, now_to: at }
}

/// Days beyond terms in both windows, sorted. `all` are due dates with their days beyond terms, by due date.
fn split(all: &[(i32, i32)], windows: Windows) -> (Vec<f64>, Vec<f64>) {
    let place = |day: Day| all.partition_point(|(due, _)| *due < day.0);
    let (was, now, end) = (place(windows.was_from), place(windows.now_from), place(windows.now_to));
    (sorted(&all[now..end]), sorted(&all[was..now]))
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
        let (days, _) = days_beyond_terms(invoices.issued[i], invoices.due[i], invoices.paid[i], at)?;
        Some((invoices.due[i], days))
    })
}

fn p_later(now: &[f64], was: &[f64]) -> f64 {
    let p = mann_whitney(now, was);
    // Paid for three windows this is no evidence any more, whatever the shift.
    if p > 0.25 {
        return p;
    }
    // Days are whole: to within less than half a day, the whole number below is the shift.
    let shift = hodges_lehmann(now, was, 0.4).unwrap_or(0.0).floor();
    let spread = standard_deviation(was).unwrap_or(0.0);
    if shift < LEAST_DAYS || shift < LEAST_SPREADS * spread { 0.5 } else { p }
}
