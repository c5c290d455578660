//! Which flags stand: evidence under control of false alarms, persistence, and hysteresis so that nothing flickers.

use super::judge::{Flags, Verdicts};
use crate::insight::stats::fdr::q_values;
use crate::model::weekly::Limits;
use crate::model::{CustomerIdx, Day, Signal, WEEK};

/// What stands at a date is decided over so many weekly reviews, from an empty list.
pub const MEMORY_WEEKS: usize = 26;

/// A flag that stands already stays while its p-value is at most this.
pub const STAYS: f64 = 0.05;

/// A flag is new where it stood in none of so many reviews before.
pub const NEW_AFTER: usize = 4;

/// How a signal's flag is raised.
pub struct Rule {
    /// Rate of false discoveries over all customers that can be judged (Benjamini & Hochberg 1995).
    pub q: f64,
    /// In so many reviews in a row.
    pub reviews: usize,
}

/// The rule of a signal, within the owner's limits.
pub fn rule(signal: Signal, limits: &Limits) -> Rule {
    let usual = match signal {
        Signal::Quiet => Rule { q: 0.05, reviews: 1 },
        Signal::Slowdown => Rule { q: 0.15, reviews: 2 },
        Signal::Lots | Signal::Distress => Rule { q: 0.20, reviews: 1 },
        Signal::Late => Rule { q: 0.30, reviews: 1 },
        Signal::Rejects => Rule { q: 0.40, reviews: 1 },
    };
    Rule { q: usual.q * limits.alarms(signal).factor(), ..usual }
}

/// A flag that stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Its p-value at the review.
    pub p: f64,
    /// Its q-value at the review.
    pub q: f64,
    /// Since which review it has stood without a break.
    pub since_review: Day,
    /// It stood in none of the [`NEW_AFTER`] reviews before.
    pub is_new: bool,
}

/// The q-values of every date and signal, computed once.
pub struct Controlled<'a> {
    verdicts: &'a Verdicts,
    limits: Limits,
    /// By date, then signal.
    q: Vec<Vec<Vec<f64>>>,
}

impl<'a> Controlled<'a> {
    /// Controls each signal over the customers of each review.
    pub fn new(verdicts: &'a Verdicts, limits: &Limits) -> Self {
        let at = |date_idx: usize| {
            Signal::ALL.iter().map(|&signal| q_values(&verdicts.p_values(date_idx, signal))).collect()
        };
        Self { q: (0..verdicts.dates.len()).map(at).collect(), verdicts, limits: *limits }
    }

    /// The flags that stand at a date: a function of the data before it alone.
    pub fn standing_at(&self, date_idx: usize) -> Flags<Standing> {
        let mut flags = Flags::new();
        let first = (date_idx + 1).saturating_sub(MEMORY_WEEKS);
        for (s, &signal) in Signal::ALL.iter().enumerate() {
            let rule = rule(signal, &self.limits);
            for customer in 0..self.verdicts.n_customers() {
                let customer_idx = CustomerIdx::try_from(customer).unwrap_or(0);
                let mut run = Run::default();
                for i in first..=date_idx {
                    let p = self.verdicts.get(i, customer_idx, signal).p;
                    run.step(p, self.q[i][s][customer], &rule, self.verdicts.dates[i]);
                }
                if run.is_standing {
                    let standing = Standing {
                        p: self.verdicts.get(date_idx, customer_idx, signal).p,
                        q: self.q[date_idx][s][customer],
                        since_review: run.since.unwrap_or(self.verdicts.dates[date_idx]),
                        is_new: run.is_new(self.verdicts.dates[date_idx]),
                    };
                    flags.insert((signal, customer_idx), standing);
                }
            }
        }
        flags
    }
}

/// One customer and signal, week by week.
#[derive(Default)]
struct Run {
    is_standing: bool,
    streak: usize,
    since: Option<Day>,
    /// The last review of the stretch before this one.
    stood_until: Option<Day>,
    last_standing: Option<Day>,
}

impl Run {
    fn step(&mut self, p: f64, q: f64, rule: &Rule, at: Day) {
        let is_called = q <= rule.q;
        self.streak = if is_called { self.streak + 1 } else { 0 };
        let stands = self.streak >= rule.reviews || (self.is_standing && p <= STAYS);
        if stands && !self.is_standing {
            self.since = Some(at);
            self.stood_until = self.last_standing;
        }
        if stands {
            self.last_standing = Some(at);
        }
        self.is_standing = stands;
    }

    fn is_new(&self, at: Day) -> bool {
        let weeks = i32::try_from(NEW_AFTER).unwrap_or(4) * WEEK;
        self.since == Some(at) && self.stood_until.is_none_or(|until| at - until > weeks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(p: &[f64], signal: Signal) -> Vec<bool> {
        let rule = rule(signal, &Limits::default());
        let mut run = Run::default();
        p.iter()
            .zip(0..)
            .map(|(&p, week)| {
                run.step(p, p * 3.0, &rule, Day(week * WEEK));
                run.is_standing
            })
            .collect()
    }

    #[test]
    fn a_slowdown_stands_from_its_second_review_and_stays_while_it_is_unlikely() {
        assert_eq!(run(&[0.01, 0.01, 0.04, 0.06, 0.04], Signal::Slowdown), [false, true, true, false, false]);
    }

    #[test]
    fn what_cannot_be_judged_any_more_falls() {
        assert_eq!(run(&[0.01, f64::NAN], Signal::Quiet), [true, false]);
    }
}
