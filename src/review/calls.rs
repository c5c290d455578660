//! Findings by customer: one card a customer, ranked by its money at risk; those to call first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Review, Why, wording};
use crate::model::finding::Trend;
use crate::model::money::Minor;
use crate::model::{CustomerIdx, Dataset, Finding, Level, Signal};

/// A customer that carries a risk.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Who.
    pub customer: CustomerIdx,
    /// Act where one of its findings is.
    pub level: Level,
    /// New, worse, better, unchanged; over all of its findings.
    pub trend: Trend,
    /// The largest money at risk of its findings.
    pub money: Minor,
    findings: Vec<usize>,
}

impl Call {
    /// Its findings, the most urgent first, then by money.
    pub fn findings<'a>(&'a self, review: &'a Review) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter_map(|i| review.findings.get(*i))
    }

    /// Its findings without what another one of them says already.
    pub fn told<'a>(&'a self, review: &'a Review) -> Vec<&'a Finding> {
        telling(self.findings(review))
    }

    /// What is going on, in a few words: "orders slower, pays later".
    pub fn phrase(&self, review: &Review) -> String {
        let mut phrases: Vec<&str> = Vec::new();
        for finding in self.told(review) {
            let phrase = wording::phrase(finding.signal);
            if !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        phrases.join(", ")
    }

    /// Its facts as sentences, without repeating one.
    pub fn facts(&self, dataset: &Dataset, review: &Review) -> Vec<String> {
        let mut facts = Vec::new();
        for fact in self.told(review).into_iter().flat_map(|finding| wording::facts(dataset, finding)) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }
}

/// One customer's findings without what another one says already: slower orders and later payment are in the distress,
/// fewer orders are in the silence.
pub fn telling<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<&'a Finding> {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    let has = |signal| findings.iter().any(|finding| finding.signal == signal);
    let is_said = |signal| match signal {
        Signal::Slowdown => has(Signal::Distress) || has(Signal::Quiet),
        Signal::Quiet | Signal::Late => has(Signal::Distress),
        _ => false,
    };
    findings.iter().copied().filter(|finding| !is_said(finding.signal)).collect()
}

/// Flags that the owner does not want to hear of, by customer, each without what another one says already.
pub fn set_aside(review: &Review) -> BTreeMap<CustomerIdx, Vec<&Finding>> {
    let mut of_customer: BTreeMap<CustomerIdx, Vec<&Finding>> = BTreeMap::new();
    for finding in review.findings.iter().filter(|finding| finding.set_aside.is_some()) {
        of_customer.entry(finding.customer).or_default().push(finding);
    }
    of_customer.into_iter().map(|(customer, findings)| (customer, telling(findings))).collect()
}

/// The flags of a customer that one of them speaks for: a distress for the silence, the slowdown and the later payment.
pub fn spoken_for(review: &Review, told: &Finding) -> Vec<Signal> {
    let of_customer: Vec<&Finding> = review.findings_of(told.customer).collect();
    let is_said = |signal| match told.signal {
        Signal::Distress => matches!(signal, Signal::Quiet | Signal::Slowdown | Signal::Late),
        Signal::Quiet => signal == Signal::Slowdown,
        _ => false,
    };
    let signals = of_customer.iter().map(|finding| finding.signal);
    signals.filter(|&signal| signal == told.signal || is_said(signal)).collect()
}

fn heard(review: &Review) -> impl Iterator<Item = &Finding> {
    review.findings.iter().filter(|finding| is_heard(finding))
}

/// A risk that the owner wants to hear of.
fn is_heard(finding: &Finding) -> bool {
    finding.set_aside.is_none() && !finding.signal.is_opportunity()
}

/// What is an opportunity and not set aside, the surest first.
pub fn chances(review: &Review) -> Vec<&Finding> {
    let is_chance = |finding: &&Finding| finding.set_aside.is_none() && finding.signal.is_opportunity();
    let mut chances: Vec<&Finding> = review.findings.iter().filter(is_chance).collect();
    chances.sort_by(|a, b| a.p.total_cmp(&b.p).then(a.customer.cmp(&b.customer)));
    chances
}

/// Those to call, then those to watch; each by money at risk.
pub fn calls(review: &Review) -> Vec<Call> {
    let mut of_customer: BTreeMap<CustomerIdx, Vec<usize>> = BTreeMap::new();
    for (place, finding) in review.findings.iter().enumerate().filter(|(_, finding)| is_heard(finding)) {
        of_customer.entry(finding.customer).or_default().push(place);
    }
    let made = of_customer.into_iter().filter_map(|(customer, findings)| call(review, customer, findings));
    let mut calls: Vec<Call> = made.collect();
    calls.sort_by_key(|call| (call.level, std::cmp::Reverse(call.money), call.customer));
    calls
}

fn call(review: &Review, customer: CustomerIdx, mut findings: Vec<usize>) -> Option<Call> {
    findings.sort_by_key(|i| {
        let finding = &review.findings[*i];
        (finding.level, finding.signal != Signal::Distress, std::cmp::Reverse(finding.money_at_risk), *i)
    });
    let of = || findings.iter().map(|i| &review.findings[*i]);
    Some(Call {
        customer,
        level: of().map(|finding| finding.level).min()?,
        trend: trend(of().map(|finding| finding.trend)),
        money: of().map(|finding| finding.money_at_risk).max()?,
        findings,
    })
}

/// A new flag beside an older one makes the customer worse, not new.
fn trend(trends: impl Iterator<Item = Trend>) -> Trend {
    let trends: BTreeSet<Trend> = trends.collect();
    match (trends.contains(&Trend::New), trends.len()) {
        (true, 1) => Trend::New,
        (true, _) => Trend::Worse,
        _ => [Trend::Worse, Trend::Better, Trend::Past, Trend::Limit]
            .into_iter()
            .find(|trend| trends.contains(trend))
            .unwrap_or(Trend::Unchanged),
    }
}

/// Customers of whom no flag stands any more because they changed, with the signals that were cleared.
pub fn cleared(review: &Review) -> BTreeMap<CustomerIdx, Vec<Signal>> {
    let flagged: BTreeSet<CustomerIdx> = heard(review).map(|finding| finding.customer).collect();
    let mut cleared: BTreeMap<CustomerIdx, Vec<Signal>> = BTreeMap::new();
    let risks = review.since.cleared.iter().filter(|flag| flag.why == Why::Customer && !flag.signal.is_opportunity());
    for flag in risks.filter(|flag| !flagged.contains(&flag.customer)) {
        cleared.entry(flag.customer).or_default().push(flag.signal);
    }
    cleared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_flag_makes_a_customer_worse_and_not_new() {
        assert_eq!(trend([Trend::New].into_iter()), Trend::New);
        assert_eq!(trend([Trend::Unchanged, Trend::New].into_iter()), Trend::Worse);
        assert_eq!(trend([Trend::Better, Trend::Unchanged].into_iter()), Trend::Better);
    }
}
