//! Findings by customer: one card a customer, ranked by its money at risk; those to call first.

use std::collections::BTreeSet;

use super::{Review, wording};
use crate::model::finding::Trend;
use crate::model::money::Minor;
use crate::model::{CustomerIdx, Finding, Level, Signal};

/// A customer that carries a flag.
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
    pub fn facts(&self, review: &Review) -> Vec<String> {
        let mut facts = Vec::new();
        for fact in self.told(review).into_iter().flat_map(wording::facts) {
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
        Signal::Lots | Signal::Distress => false,
    };
    findings.iter().copied().filter(|finding| !is_said(finding.signal)).collect()
}

/// How many customers carry a flag.
pub fn n_flagged(review: &Review) -> usize {
    review.findings.iter().map(|finding| finding.customer).collect::<BTreeSet<_>>().len()
}

/// Those to call, then those to watch; each by money at risk.
pub fn calls(review: &Review) -> Vec<Call> {
    let customers: BTreeSet<CustomerIdx> = review.findings.iter().map(|finding| finding.customer).collect();
    let mut calls: Vec<Call> = customers.into_iter().filter_map(|customer| call(review, customer)).collect();
    calls.sort_by_key(|call| (call.level, std::cmp::Reverse(call.money), call.customer));
    calls
}

fn call(review: &Review, customer: CustomerIdx) -> Option<Call> {
    let mut findings: Vec<usize> =
        (0..review.findings.len()).filter(|i| review.findings[*i].customer == customer).collect();
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
        _ if trends.contains(&Trend::Worse) => Trend::Worse,
        _ if trends.contains(&Trend::Better) => Trend::Better,
        _ => Trend::Unchanged,
    }
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
