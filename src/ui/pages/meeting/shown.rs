//! One customer as the meeting shows it: what is going on, in words and in numbers that are read from afar.

use std::cmp::Reverse;

use super::masks::Names;
use crate::app::Snapshot;
use crate::model::finding::{Change, Subject, Trend, Unit};
use crate::model::money::{self, Minor};
use crate::model::weekly::Decision;
use crate::model::{CustomerIdx, Dataset, Day, Finding, Level, Signal};
use crate::report::mask::Masks;
use crate::review::{Review, wording};

/// A customer of the list, with what was told of it as the meeting began.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    pub(super) customer: CustomerIdx,
    pub(super) level: Level,
    pub(super) trend: Trend,
    pub(super) money: Minor,
}

/// One customer as it is shown.
pub(super) struct Shown<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) review: &'a Review,
    pub(super) turn: Turn,
    pub(super) told: Vec<&'a Finding>,
    pub(super) names: &'a Names,
    pub(super) place: usize,
    pub(super) masks: Masks,
}

/// A number that is read from afar.
pub(super) struct Figure {
    pub(super) value: String,
    pub(super) caption: String,
    /// The caption where it has no room.
    pub(super) short: String,
    pub(super) tip: Option<String>,
}

impl Default for Turn {
    fn default() -> Self {
        Self { customer: 0, level: Level::Watch, trend: Trend::Unchanged, money: 0 }
    }
}

impl<'a> Shown<'a> {
    pub(super) fn name(&self) -> &'a str {
        self.names.at(self.place)
    }

    /// What is going on, in a few words.
    pub(super) fn phrase(&self) -> String {
        let mut phrases: Vec<&str> = Vec::new();
        for finding in &self.told {
            let phrase = wording::phrase(finding.signal);
            if !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        phrases.join(", ")
    }

    /// The flags that a snooze is about.
    pub(super) fn heard(&self) -> Vec<Signal> {
        let of_customer = || self.review.findings_of(self.turn.customer);
        let heard: Vec<Signal> =
            of_customer().filter(|finding| finding.set_aside.is_none()).map(|finding| finding.signal).collect();
        // Of one that is set aside already, all of them wait for longer.
        if heard.is_empty() { of_customer().map(|finding| finding.signal).collect() } else { heard }
    }

    /// What was decided of a customer in this review, the newest first.
    pub(super) fn decided_of(&self, customer: CustomerIdx) -> Vec<&'a Decision> {
        let (snapshot, as_of) = (self.snapshot, self.review.as_of);
        let customer = &snapshot.dataset.customers[customer as usize];
        snapshot.weekly.decisions_on(customer, as_of).filter(|decision| decision.review == as_of).rev().collect()
    }

    /// The currency of what is shown; of masked amounts none that is known.
    fn currency(&self) -> Option<&str> {
        if self.masks.amounts { Some(money::MASKED) } else { self.snapshot.dataset.currency.as_deref() }
    }

    /// What is read from afar: the change, a second one or what it rests on, and the money.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let Some(finding) = self.told.first() else { return Vec::new() };
        let dataset: &Dataset = &self.snapshot.dataset;
        let mut figures = vec![figure(dataset, finding, finding.change, Some(finding.since))];
        figures.push(match (finding.second, self.told.get(1)) {
            (Some(change), _) => figure(dataset, finding, change, finding.second_since),
            (None, Some(other)) => figure(dataset, other, other.change, Some(other.since)),
            (None, None) => records(finding),
        });
        figures.push(Figure {
            value: money::short(self.turn.money, self.currency()),
            caption: "a year at risk".to_owned(),
            short: "a year at risk".to_owned(),
            tip: Some(format!("{} a year at risk", money::exact(self.turn.money, self.currency()))),
        });
        figures
    }
}

/// A customer's risks: those that are heard of, or all where none is. The most urgent first, then by money.
pub(super) fn risks(review: &Review, customer: CustomerIdx) -> Vec<&Finding> {
    let all = || review.findings_of(customer).filter(|finding| !finding.signal.is_opportunity());
    let mut findings: Vec<&Finding> = all().filter(|finding| finding.set_aside.is_none()).collect();
    if findings.is_empty() {
        findings = all().collect();
    }
    findings.sort_by_key(|finding| (finding.level, finding.signal != Signal::Distress, Reverse(finding.money_at_risk)));
    findings
}

/// "1.2 → 3.4 %" and "of parts rejected, since August".
fn figure(dataset: &Dataset, finding: &Finding, change: Change, since: Option<Day>) -> Figure {
    let (was, now) = (wording::number(change.was), wording::number(change.now));
    let shares = || format!("{} → {} %", wording::percent(change.was), wording::percent(change.now));
    let about = match finding.subject {
        Some(Subject::Process { to, .. } | Subject::Supplier { to, .. }) => dataset.label(to),
        Some(Subject::Topic(topic)) => dataset.label(topic),
        None => "",
    };
    let on = if about.is_empty() { String::new() } else { format!(" on {about}") };
    let (value, short) = match change.unit {
        // Here the day on which it began is the last order, which the days say.
        Unit::DaysBetweenOrders => {
            let short = format!("without an order, usually {was}");
            return Figure { value: format!("{now} days"), caption: short.clone(), short, tip: None };
        }
        Unit::PartsPerLot => (format!("{was} → {now}"), "parts per lot".to_owned()),
        Unit::OrdersPer4Weeks => (format!("{was} → {now}"), "orders in 4 weeks".to_owned()),
        Unit::DaysBeyondTerms => (format!("{was} → {now} days"), "beyond terms".to_owned()),
        Unit::ShareRejected => (shares(), "of parts rejected".to_owned()),
        Unit::ShareOfOrders => (shares(), format!("of its orders{on}")),
        Unit::ShareClicked => (shares(), format!("of mailings{on} clicked")),
        Unit::Customers => (format!("{was} → {now}"), "customers".to_owned()),
    };
    let since = since.map(|day| format!("{short}, {}", wording::since(day, finding.windows.now_to)));
    Figure { value, caption: since.unwrap_or_else(|| short.clone()), short, tip: None }
}

/// "46" and "orders that this rests on".
fn records(finding: &Finding) -> Figure {
    let line = wording::evidence_in_short(finding);
    let counted = line.split(" · ").next().unwrap_or_default();
    let (value, noun) = counted.split_once(' ').unwrap_or((counted, ""));
    Figure { value: value.to_owned(), caption: format!("{noun} that this rests on"), short: noun.to_owned(), tip: None }
}
