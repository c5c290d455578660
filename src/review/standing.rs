//! Which flags stand: evidence under control of false alarms, persistence, and hysteresis so that nothing flickers.

use std::ops::RangeInclusive;
use std::rc::Rc;

use super::judge::{Flags, Verdicts};
use crate::insight::stats::fdr::q_values;
use crate::model::weekly::Limits;
use crate::model::{Day, Signal, WEEK};

/// What stands at a date is decided over so many weekly reviews, from an empty list.
pub const MEMORY_WEEKS: usize = 26;

/// A flag that stands already stays while its p-value is at most this.
pub const STAYS: f64 = 0.05;

/// A flag is new where it stood in none of so many reviews before.
pub const NEW_AFTER: usize = 4;

/// How a signal's flag is raised.
pub struct Rule {
    /// Rate of false discoveries over all that can be judged (Benjamini & Hochberg 1995); of `interest` and `distress`, the p-value.
    pub q: f64,
    /// And at most this p-value: in a shop where much is found, the rate alone would let chance through.
    pub at_most: f64,
    /// In so many reviews in a row.
    pub reviews: usize,
}

/// The rule of a signal, within the owner's limits.
pub fn rule(signal: Signal, limits: &Limits) -> Rule {
    let rule = |q: f64, at_most: f64, reviews: usize| Rule { q, at_most, reviews };
    let usual = match signal {
        Signal::Quiet => rule(0.05, 1.0, 2),
        Signal::Slowdown => rule(0.12, 1.0, 2),
        Signal::Lots => rule(0.15, 0.003, 1),
        Signal::Late => rule(0.30, 0.0079, 1),
        Signal::Rejects => rule(0.30, 0.0105, 1),
        Signal::Mix => rule(0.20, 0.0080, 1),
        Signal::Interest => rule(0.03, 1.0, 1),
        // Beside a flag on one of its halves, which is controlled.
        Signal::Distress => rule(STAYS, 1.0, 1),
        Signal::Industry => rule(0.20, 1.0, 2),
        Signal::Finish => rule(0.10, 1.0, 1),
    };
    let factor = limits.alarms(signal).factor();
    Rule { q: usual.q * factor, at_most: usual.at_most * factor, ..usual }
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
    /// By date, then signal; no limit moves them.
    q: Rc<Vec<Vec<Vec<f64>>>>,
}

impl<'a> Controlled<'a> {
    /// Controls each signal over the customers of each review.
    pub fn new(verdicts: &'a Verdicts, limits: &Limits) -> Self {
        let at = |date_idx: usize| Signal::ALL.iter().map(|&signal| controlled(verdicts, date_idx, signal)).collect();
        Self { q: Rc::new((0..verdicts.dates.len()).map(at).collect()), verdicts, limits: *limits }
    }

    /// The same within other limits.
    #[must_use]
    pub fn within(&self, limits: Limits) -> Self {
        Self { limits, q: Rc::clone(&self.q), verdicts: self.verdicts }
    }

    /// The flags that stand on customers at a date: a function of the data before it alone.
    pub fn standing_at(&self, date_idx: usize) -> Flags<Standing> {
        let rules: Vec<Rule> = Signal::of_customers().map(|signal| rule(signal, &self.limits)).collect();
        let signals: Vec<Signal> = Signal::of_customers().collect();
        let mut flags = Flags::new();
        for customer in 0..self.verdicts.n_of(Signal::Quiet) {
            let mut runs = [Run::default(); Signal::OF_CUSTOMERS];
            let mut stretches = [Stretch::default(); Signal::OF_CUSTOMERS];
            for i in memory(date_idx) {
                for ((&signal, rule), run) in signals.iter().zip(&rules).zip(&mut runs) {
                    run.step(self.p(i, customer, signal), self.q(i, customer, signal), rule);
                }
                let stands = both_halves(only_one(runs.map(|run| run.is_standing), &stretches), &runs);
                for (stretch, stands) in stretches.iter_mut().zip(stands) {
                    stretch.step(stands, self.verdicts.dates[i]);
                }
            }
            for (&signal, stretch) in signals.iter().zip(&stretches).filter(|(_, stretch)| stretch.is_standing) {
                flags.insert((signal, customer), self.standing(date_idx, customer, signal, stretch));
            }
        }
        flags
    }

    /// The flags that stand on industries and finishes.
    pub fn markets_at(&self, date_idx: usize) -> Flags<Standing> {
        let mut flags = Flags::new();
        for signal in [Signal::Industry, Signal::Finish] {
            let rule = rule(signal, &self.limits);
            for market in 0..self.verdicts.n_of(signal) {
                let (mut run, mut stretch) = (Run::default(), Stretch::default());
                for i in memory(date_idx) {
                    run.step(self.p(i, market, signal), self.q(i, market, signal), &rule);
                    stretch.step(run.is_standing, self.verdicts.dates[i]);
                }
                if stretch.is_standing {
                    flags.insert((signal, market), self.standing(date_idx, market, signal, &stretch));
                }
            }
        }
        flags
    }

    /// The largest p-value that a review calls out for a signal: up to it a flag would stand again.
    pub fn called_up_to(&self, date_idx: usize, signal: Signal) -> f64 {
        let rule = rule(signal, &self.limits);
        let all = (0..self.verdicts.n_of(signal))
            .map(|entity| (self.p(date_idx, entity, signal), self.q(date_idx, entity, signal)));
        all.filter(|(p, q)| *q <= rule.q && *p <= rule.at_most).map(|(p, _)| p).fold(STAYS, f64::max)
    }

    fn p(&self, date_idx: usize, entity: u32, signal: Signal) -> f64 {
        self.verdicts.get(date_idx, entity, signal).p
    }

    fn q(&self, date_idx: usize, entity: u32, signal: Signal) -> f64 {
        self.q[date_idx][signal.place()][entity as usize]
    }

    fn standing(&self, date_idx: usize, entity: u32, signal: Signal, stretch: &Stretch) -> Standing {
        let at = self.verdicts.dates[date_idx];
        Standing {
            p: self.p(date_idx, entity, signal),
            q: self.q(date_idx, entity, signal),
            since_review: stretch.since.unwrap_or(at),
            is_new: stretch.is_new(at),
        }
    }
}

/// The reviews that decide what stands at a date.
fn memory(date_idx: usize) -> RangeInclusive<usize> {
    (date_idx + 1).saturating_sub(MEMORY_WEEKS)..=date_idx
}

/// Whether each signal stands, in the order of [`Signal::ALL`].
type Stands = [bool; Signal::OF_CUSTOMERS];

/// A silence and the slowing before it are one flag: the one that was shown, as long as it stands.
fn only_one(mut stands: Stands, shown: &[Stretch; Signal::OF_CUSTOMERS]) -> Stands {
    let (quiet, slowdown) = (Signal::Quiet.place(), Signal::Slowdown.place());
    if stands[quiet] && stands[slowdown] {
        let hidden = if shown[slowdown].is_standing { quiet } else { slowdown };
        stands[hidden] = false;
    }
    stands
}

/// A distress stands where one half is beyond doubt, a flag of its own, and the other is unlikely enough that the sentence is true of
/// both.
fn both_halves(mut stands: Stands, runs: &[Run; Signal::OF_CUSTOMERS]) -> Stands {
    let has_half = [Signal::Quiet, Signal::Slowdown, Signal::Late].iter().any(|half| runs[half.place()].is_standing);
    stands[Signal::Distress.place()] &= has_half;
    stands
}

/// What is compared with the rate of a rule: q-values over all customers, of a slowdown with more weight where its industry cools. The
/// p-value itself of a lead, which is cheap to follow, and of a distress, of which one half is a flag of its own.
fn controlled(verdicts: &Verdicts, date_idx: usize, signal: Signal) -> Vec<f64> {
    let p = verdicts.p_values(date_idx, signal);
    match signal {
        Signal::Interest | Signal::Distress => p,
        Signal::Slowdown => {
            let weighted: Vec<f64> = p.iter().zip(verdicts.weights(date_idx)).map(|(p, weight)| p / weight).collect();
            q_values(&weighted)
        }
        _ => q_values(&p),
    }
}

/// One customer and signal, week by week: what the rule says.
#[derive(Clone, Copy, Default)]
struct Run {
    is_standing: bool,
    streak: usize,
}

impl Run {
    fn step(&mut self, p: f64, q: f64, rule: &Rule) {
        let is_called = q <= rule.q && p <= rule.at_most;
        self.streak = if is_called { self.streak + 1 } else { 0 };
        self.is_standing = self.streak >= rule.reviews || (self.is_standing && p <= STAYS);
    }
}

/// Since when a flag is shown.
#[derive(Clone, Copy, Default)]
struct Stretch {
    is_standing: bool,
    since: Option<Day>,
    /// The last review of the stretch before this one.
    stood_until: Option<Day>,
    last_standing: Option<Day>,
}

impl Stretch {
    fn step(&mut self, stands: bool, at: Day) {
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
            .map(|&p| {
                run.step(p, p * 3.0, &rule);
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
        assert_eq!(run(&[0.001, f64::NAN], Signal::Late), [true, false]);
    }
}
