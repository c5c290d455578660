//! Money at risk, and the order of the list by it.

use super::judge::Verdict;
use crate::model::finding::{Finding, Level};
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, Signal, WEEK};

/// At most so many customers are called in one week.
pub const MOST_ACTS: usize = 5;

/// A call needs a finding at least this sure.
pub const LEAST_SCORE: f64 = 0.9;

/// The chance that overdue money is lost: of a customer that pays later than its habit, and of any other. Assumptions.
const LOST_IF_LATER: f64 = 0.10;
const LOST_OTHERWISE: f64 = 0.01;

/// Money at risk, in minor units per year:
/// the larger of the last two 52-week revenues × the share at risk, plus overdue money × the chance that it is lost.
pub fn money_at_risk(dataset: &Dataset, customer: CustomerIdx, signal: Signal, verdict: Verdict, at: Day) -> Minor {
    let is_payer = matches!(signal, Signal::Late | Signal::Distress);
    let lost = if is_payer { LOST_IF_LATER } else { LOST_OTHERWISE };
    let revenue = yearly_revenue(dataset, customer, at) as f64;
    let owed = overdue(dataset, customer, at) as f64;
    #[expect(clippy::cast_possible_truncation, reason = "bounded at import")]
    let money = (revenue * f64::from(verdict.loss) + owed * lost).round() as Minor;
    money.max(0)
}

/// The larger of the last two 52-week revenues, so that a loss does not hide itself.
fn yearly_revenue(dataset: &Dataset, customer: CustomerIdx, at: Day) -> Minor {
    let year = 52 * WEEK;
    dataset.revenue(customer, at - year, at).max(dataset.revenue(customer, at - 2 * year, at - year))
}

/// What is open and past due at a date.
fn overdue(dataset: &Dataset, customer: CustomerIdx, at: Day) -> Minor {
    let invoices = &dataset.invoices;
    invoices
        .of(customer)
        .filter(|&i| invoices.due[i] != Day::NONE.0 && invoices.due[i] < at.0 && invoices.issued[i] < at.0)
        .filter(|&i| invoices.paid[i] == Day::NONE.0 || invoices.paid[i] >= at.0)
        .map(|i| invoices.amount[i])
        .filter(|&amount| amount != NO_AMOUNT)
        .sum()
}

/// Sorts by money at risk, a customer's findings together, and names the customers to call.
pub fn rank(findings: &mut Vec<Finding>) {
    let top = |customer: CustomerIdx, findings: &[Finding]| {
        findings.iter().filter(|f| f.customer == customer).map(|f| f.money_at_risk).max().unwrap_or(0)
    };
    let mut keyed: Vec<(Minor, Finding)> =
        findings.iter().map(|finding| (top(finding.customer, findings), finding.clone())).collect();
    keyed.sort_by(|(money_a, a), (money_b, b)| {
        money_b
            .cmp(money_a)
            .then(a.customer.cmp(&b.customer))
            .then(b.money_at_risk.cmp(&a.money_at_risk))
            .then(b.score().total_cmp(&a.score()))
            .then(a.signal.cmp(&b.signal))
    });
    *findings = keyed.into_iter().map(|(_, finding)| finding).collect();
    let mut called: Vec<CustomerIdx> = Vec::new();
    for finding in findings.iter_mut() {
        let is_sure = finding.score() >= LEAST_SCORE && finding.money_at_risk > 0;
        if is_sure && !called.contains(&finding.customer) && called.len() < MOST_ACTS {
            called.push(finding.customer);
        }
        finding.level = if is_sure && called.contains(&finding.customer) { Level::Act } else { Level::Watch };
    }
}
