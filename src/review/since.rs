//! What has changed since the review that this one is compared with, and why: the customer, the past, a limit, or the program.
//!
//! Both dates are looked at with the rows and the limits of now; only that difference is the customer's. Where the review before
//! was told otherwise than it would be told now, rows came or were corrected since, or a limit was moved: that is said by itself
//! and is never a trend.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::PROGRAM;
use super::judge::{Flags, Tick, Verdicts};
use super::rank::money_at_risk;
use super::run::weekly_dates;
use super::standing::{Controlled, MEMORY_WEEKS, Standing};
use crate::model::finding::Trend;
use crate::model::money::Minor;
use crate::model::weekly::{ClosedReview, Limits, has_moved};
use crate::model::{CustomerIdx, Dataset, Day, Signal, WEEK};

/// The review that this one is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// Its date.
    pub on: Day,
    /// Whether the owner closed it; else it is the one that would have been held a week before.
    pub is_closed: bool,
    /// Flags that stood then and do not now.
    pub cleared: Vec<Cleared>,
    /// What would be told otherwise of that review today. Nothing, where none was closed.
    pub past: Vec<PastChange>,
}

/// A flag that stands no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    /// Whose.
    pub customer: CustomerIdx,
    /// Which.
    pub signal: Signal,
    /// Why.
    pub why: Why,
}

/// Why the same flag is told otherwise in two reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Why {
    /// The customer changed.
    Customer,
    /// Rows came or were corrected that belong to the time before.
    Rows,
    /// A limit was moved.
    Limit,
    /// Another version of Lotwise closed the review before: rows may have come too.
    Program,
}

/// A flag of the review before that would be told otherwise today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastChange {
    /// Whose.
    pub customer: CustomerIdx,
    /// Which.
    pub signal: Signal,
    /// The money at risk that was told; `None` where it did not stand.
    pub was: Option<Minor>,
    /// What would be told; `None` where it would not stand.
    pub now: Option<Minor>,
    /// Rows, a limit, or another version.
    pub why: Why,
}

/// The review before, as it was told and as it would be told today.
pub struct Before<'a> {
    dataset: &'a Dataset,
    on: Day,
    last: Option<&'a ClosedReview>,
    /// With the limits of now.
    stood: Flags<Standing>,
    /// With the limits that held then.
    by_old_limits: Flags<Standing>,
    /// What the money at risk was then, of what stood by either.
    money: Flags<Minor>,
}

impl<'a> Before<'a> {
    /// Looks at the review before. `verdicts` are those of the review at `as_of`, which often hold that date too. `None` where
    /// `tick` said to stop.
    pub fn at(
        dataset: &'a Dataset,
        verdicts: &Verdicts,
        limits: &Limits,
        last: Option<&'a ClosedReview>,
        tick: Tick<'_>,
    ) -> Option<Self> {
        let as_of = *verdicts.dates.last()?;
        let on = last.map_or(as_of - WEEK, |last| last.as_of);
        // A review on another day of the week, or longer ago, needs weeks of its own.
        let held = verdicts.dates.iter().position(|date| *date == on).filter(|place| *place >= MEMORY_WEEKS);
        let own;
        let (verdicts, place) = if let Some(place) = held {
            (verdicts, place)
        } else {
            own = Verdicts::at(dataset, &weekly_dates(on, MEMORY_WEEKS), tick)?;
            (&own, MEMORY_WEEKS)
        };
        let stood = Controlled::new(verdicts, limits).standing_at(place);
        let by_old_limits = match last {
            Some(last) if !last.limits.flag_alike(limits) => Controlled::new(verdicts, &last.limits).standing_at(place),
            _ => stood.clone(),
        };
        let keys: BTreeSet<_> = stood.keys().chain(by_old_limits.keys()).copied().collect();
        let money = keys.into_iter().map(|(signal, customer)| {
            let verdict = verdicts.get(place, customer, signal);
            ((signal, customer), money_at_risk(dataset, customer, signal, verdict, on))
        });
        let money = money.collect();
        Some(Self { dataset, on, last, stood, by_old_limits, money })
    }

    /// How a flag that stands now has changed.
    pub fn trend(&self, key: (Signal, CustomerIdx), now: &Standing, money: Minor) -> Trend {
        let stood = self.stood.contains_key(&key);
        let by_money = || {
            let before = self.money.get(&key).copied().unwrap_or(0);
            match (has_moved(before, money), money > before) {
                (true, true) => Trend::Worse,
                (true, false) => Trend::Better,
                (false, _) => Trend::Unchanged,
            }
        };
        match (self.last, stood) {
            // A newer program looks for more than the one that closed the review: that is new to the owner.
            (Some(last), _) if !last.signals.contains(&key.0) => Trend::New,
            (None, _) if now.is_new => Trend::New,
            (None, false) => Trend::Unchanged,
            (Some(_), false) => Trend::New,
            (Some(_), true) if self.told(key).is_none() && self.by_old_limits.contains_key(&key) => Trend::Past,
            (Some(_), true) if self.told(key).is_none() => Trend::Limit,
            (_, true) => by_money(),
        }
    }

    /// What has changed besides.
    pub fn since(&self, standing: &Flags<Standing>) -> Since {
        let is_closed = self.last.is_some();
        let told: BTreeSet<(Signal, CustomerIdx)> = match self.last {
            Some(last) => self.customers_of(last).collect(),
            None => self.stood.keys().copied().collect(),
        };
        let why =
            |key: &(Signal, CustomerIdx)| match (self.stood.contains_key(key), self.by_old_limits.contains_key(key)) {
                (true, _) => Why::Customer,
                (false, true) => Why::Limit,
                (false, false) => self.rows_or_program(),
            };
        let cleared = told.iter().filter(|key| !standing.contains_key(key));
        let cleared = cleared.map(|key| Cleared { customer: key.1, signal: key.0, why: why(key) }).collect();
        let past = if is_closed { self.past(&told) } else { Vec::new() };
        Since { on: self.on, is_closed, cleared, past }
    }

    /// What would be told otherwise of the review before.
    fn past(&self, told: &BTreeSet<(Signal, CustomerIdx)>) -> Vec<PastChange> {
        let mut all: BTreeSet<_> =
            told.iter().chain(self.stood.keys()).chain(self.by_old_limits.keys()).copied().collect();
        all.retain(|(signal, _)| self.last.is_some_and(|last| last.signals.contains(signal)));
        let of = |key: (Signal, CustomerIdx)| {
            let was = self.told(key);
            let money = self.money.get(&key).copied();
            let by_old = money.filter(|_| self.by_old_limits.contains_key(&key));
            let by_new = money.filter(|_| self.stood.contains_key(&key));
            let change = |was, now, why| Some(PastChange { customer: key.1, signal: key.0, was, now, why });
            match (was, by_old) {
                (None, Some(_)) | (Some(_), None) => change(was, by_old, self.rows_or_program()),
                (Some(then), Some(now)) if has_moved(then, now) => change(was, by_old, self.rows_or_program()),
                _ if by_old.is_some() != by_new.is_some() => change(was, by_new, Why::Limit),
                _ => None,
            }
        };
        all.into_iter().filter_map(of).collect()
    }

    /// What else can have changed what would be told of the review before.
    fn rows_or_program(&self) -> Why {
        if self.last.is_some_and(|last| last.program != PROGRAM) { Why::Program } else { Why::Rows }
    }

    /// The money at risk that was told of a flag in the closed review.
    fn told(&self, (signal, customer): (Signal, CustomerIdx)) -> Option<Minor> {
        let customer = self.dataset.customers.get(customer as usize)?;
        self.last?.of(customer, signal).map(|item| item.money)
    }

    /// The flags of a closed review whose customers are still known: two that became one are one.
    fn customers_of(&self, last: &'a ClosedReview) -> impl Iterator<Item = (Signal, CustomerIdx)> {
        let customers = (0..).zip(&self.dataset.customers);
        let places: HashMap<&str, CustomerIdx> =
            customers.flat_map(|(place, customer)| customer.ids().map(move |id| (id, place))).collect();
        last.flags.keys().filter_map(move |(id, signal)| Some((*signal, *places.get(id.as_str())?)))
    }
}
