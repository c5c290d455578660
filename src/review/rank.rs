//! Money at risk, and the order of the list by it.

use super::judge::Verdict;
use crate::model::finding::{Finding, Level};
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::weekly::Limits;
use crate::model::{CustomerIdx, Dataset, Day, Kind, Signal, WEEK};

/// A call needs a finding at least this sure.
pub const LEAST_SCORE: f64 = 0.9;

/// The chance that overdue money is lost: of a customer that pays later than its habit, and of any other. Assumptions.
const LOST_IF_LATER: f64 = 0.10;
const LOST_OTHERWISE: f64 = 0.01;

/// How much likelier it is beforehand that nothing is wrong with a customer than that something is. An assumption.
const ODDS_OF_NOTHING: f64 = 4.0;

/// The chance that what was found is real, by its p-value: at most (1 + odds × −e p ln p)⁻¹ (Sellke, Bayarri & Berger 2001, The American
/// Statistician 55).
fn is_real(p: f64) -> f64 {
    let p = p.clamp(1e-300, 1.0 / std::f64::consts::E);
    1.0 / (1.0 + ODDS_OF_NOTHING * -std::f64::consts::E * p * p.ln())
}

/// Money at risk, in minor units per year: (the larger of the last two 52-week revenues × the share at risk, plus overdue money × the
/// chance that it is lost) × the chance that what was found is real.
pub fn money_at_risk(dataset: &Dataset, customer: CustomerIdx, signal: Signal, verdict: Verdict, at: Day) -> Minor {
    if signal.is_opportunity() {
        return 0;
    }
    let is_payer = matches!(signal, Signal::Late | Signal::Distress);
    let lost = if is_payer { LOST_IF_LATER } else { LOST_OTHERWISE };
    let revenue = yearly_revenue(dataset, customer, at) as f64;
    let owed = overdue(dataset, customer, at) as f64;
    #[expect(clippy::cast_possible_truncation, reason = "bounded at import")]
    let money = ((revenue * f64::from(verdict.loss) + owed * lost) * is_real(verdict.p)).round() as Minor;
    money.max(0)
}

/// The larger of the last two 52-week revenues, so that a loss does not hide itself.
pub fn yearly_revenue(dataset: &Dataset, customer: CustomerIdx, at: Day) -> Minor {
    let year = 52 * WEEK;
    dataset.revenue(customer, at - year, at).max(dataset.revenue(customer, at - 2 * year, at - year))
}

/// What is open and past due at a date, as far as the payments file reaches.
fn overdue(dataset: &Dataset, customer: CustomerIdx, at: Day) -> Minor {
    if !dataset.knows_paid {
        return 0;
    }
    let (invoices, at) = (&dataset.invoices, dataset.judged_to(Kind::Payments, at));
    invoices
        .of(customer)
        .filter(|&i| invoices.due[i] != Day::NONE.0 && invoices.due[i] < at.0 && invoices.issued[i] < at.0)
        .filter(|&i| invoices.paid[i] == Day::NONE.0 || invoices.paid[i] >= at.0)
        .map(|i| invoices.amount[i])
        .filter(|&amount| amount != NO_AMOUNT)
        .sum()
}

/// Sorts by money at risk; the score breaks ties. The first [`Limits::calls`] customers with a finding that is sure enough, and
/// that the owner has not set aside, are to be called: a customer is called once, whatever was found.
pub fn rank(findings: &mut [Finding], limits: &Limits) {
    findings.sort_by(|a, b| {
        b.money_at_risk
            .cmp(&a.money_at_risk)
            .then(b.score().total_cmp(&a.score()))
            .then(a.customer.cmp(&b.customer))
            .then(a.signal.cmp(&b.signal))
    });
    let mut called: Vec<CustomerIdx> = Vec::new();
    for finding in findings {
        let is_worth_it = finding.money_at_risk >= limits.least_money.max(1) && finding.set_aside.is_none();
        if finding.signal.is_opportunity() {
            finding.level = Level::Chance;
            continue;
        }
        let is_sure = finding.score() >= LEAST_SCORE && is_worth_it;
        if is_sure && !called.contains(&finding.customer) && called.len() < limits.calls {
            called.push(finding.customer);
        }
        finding.level = if is_sure && called.contains(&finding.customer) { Level::Act } else { Level::Watch };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{INVOICE_AMOUNT, Neighbours, day, every, from};
    use crate::model::finding::{Change, Clears, Trend, Unit, Windows};
    use crate::model::weekly::SetAside;

    /// A flag on a customer, as sure as asked for.
    fn flag(customer: CustomerIdx, signal: Signal, money_at_risk: Minor, score: f64) -> Finding {
        let on = day("2026-05-04");
        Finding {
            signal,
            customer,
            level: Level::Watch,
            trend: Trend::New,
            set_aside: None,
            flagged_on: on,
            subject: None,
            fall: None,
            line: None,
            set_ups: None,
            since: on,
            change: Change { was: 4.0, now: 2.0, unit: Unit::OrdersPer4Weeks },
            second: None,
            second_since: None,
            windows: Windows { was_from: on - 400, now_from: on - 100, now_to: on },
            p: 0.001,
            q: 1.0 - score,
            n_records: 20,
            money_at_risk,
            clears: Clears::NotSoon,
            track_record: None,
            evidence: Vec::new(),
        }
    }

    fn ranked(mut findings: Vec<Finding>) -> Vec<(CustomerIdx, Minor, Level)> {
        rank(&mut findings, &Limits::default());
        findings.iter().map(|f| (f.customer, f.money_at_risk, f.level)).collect()
    }

    #[test]
    fn the_customer_with_the_most_money_at_risk_comes_first() {
        let findings = vec![
            flag(3, Signal::Quiet, 500, 0.99),
            flag(1, Signal::Late, 9_000, 0.95),
            flag(2, Signal::Lots, 2_000, 0.999),
        ];
        let order: Vec<_> = ranked(findings).iter().map(|r| r.0).collect();
        assert_eq!(order, [1, 2, 3], "how sure a flag is decides nothing here");
    }

    #[test]
    fn a_small_finding_is_not_lifted_by_a_large_one_of_the_same_customer() {
        let findings = vec![
            flag(1, Signal::Late, 10, 0.99),
            flag(2, Signal::Slowdown, 5_000, 0.99),
            flag(1, Signal::Quiet, 8_000, 0.99),
        ];
        let order: Vec<_> = ranked(findings).iter().map(|r| (r.0, r.1)).collect();
        assert_eq!(order, [(1, 8_000), (2, 5_000), (1, 10)]);
    }

    #[test]
    fn of_equal_money_the_surer_finding_comes_first() {
        let findings = vec![flag(1, Signal::Quiet, 700, 0.95), flag(2, Signal::Late, 700, 0.99)];
        let order: Vec<_> = ranked(findings).iter().map(|r| r.0).collect();
        assert_eq!(order, [2, 1]);
    }

    #[test]
    fn of_equal_money_the_order_does_not_depend_on_where_one_starts() {
        let mut findings =
            vec![flag(2, Signal::Quiet, 700, 0.99), flag(1, Signal::Late, 700, 0.99), flag(1, Signal::Lots, 700, 0.95)];
        let (mut forward, mut backward) = (findings.clone(), {
            findings.reverse();
            findings
        });
        rank(&mut forward, &Limits::default());
        rank(&mut backward, &Limits::default());
        assert_eq!(forward, backward);
        assert_eq!(forward[0].customer, 1);
    }

    #[test]
    fn at_most_five_customers_are_called_and_with_all_their_sure_findings() {
        let mut findings: Vec<Finding> =
            (0..8).map(|c| flag(c, Signal::Quiet, 10_000 - Minor::from(c), 0.99)).collect();
        findings.push(flag(0, Signal::Late, 50, 0.95));
        findings.push(flag(6, Signal::Late, 50, 0.95));
        let acts: Vec<_> = ranked(findings).iter().filter(|r| r.2 == Level::Act).map(|r| r.0).collect();
        assert_eq!(acts, [0, 1, 2, 3, 4, 0]);
    }

    #[test]
    fn the_owner_says_how_many_are_called_and_for_how_much() {
        let mut findings: Vec<Finding> =
            (0..4).map(|c| flag(c, Signal::Quiet, 10_000 - 1000 * Minor::from(c), 0.99)).collect();
        let called = |findings: &[Finding]| -> Vec<CustomerIdx> {
            findings.iter().filter(|f| f.level == Level::Act).map(|f| f.customer).collect()
        };
        rank(&mut findings, &Limits { calls: 2, ..Limits::default() });
        assert_eq!(called(&findings), [0, 1]);
        rank(&mut findings, &Limits { least_money: 8_000, ..Limits::default() });
        assert_eq!(called(&findings), [0, 1, 2]);
        findings[0].set_aside = Some(SetAside::FalseAlarm);
        rank(&mut findings, &Limits { calls: 2, ..Limits::default() });
        assert_eq!(called(&findings), [1, 2], "what is set aside takes nobody's place");
    }

    #[test]
    fn a_finding_that_is_not_sure_is_only_watched() {
        let findings = vec![flag(0, Signal::Late, 90_000, 0.89), flag(1, Signal::Late, 100, 0.91)];
        assert_eq!(ranked(findings), [(0, 90_000, Level::Watch), (1, 100, Level::Act)]);
        let both = vec![flag(0, Signal::Quiet, 90_000, 0.99), flag(0, Signal::Late, 100, 0.80)];
        assert_eq!(ranked(both), [(0, 90_000, Level::Act), (0, 100, Level::Watch)], "a call carries its sure findings");
    }

    #[test]
    fn a_customer_without_money_at_risk_is_never_called() {
        assert_eq!(ranked(vec![flag(0, Signal::Quiet, 0, 0.999)]), [(0, 0, Level::Watch)]);
        assert_eq!(ranked(Vec::new()), []);
    }

    /// A shop of one customer, with this verdict on it, at the start of 2026.
    fn at_risk(past: &crate::insight::testing::Past, signal: Signal, loss: f32) -> Minor {
        let dataset = Neighbours::of(Vec::new()).dataset_with(past);
        money_at_risk(&dataset, 0, signal, Verdict { p: 1e-12, loss, weeks: 13 }, day("2026-01-05"))
    }

    #[test]
    fn a_loss_does_not_hide_itself_in_the_revenue() {
        // 52 orders of 100 dollars in the year before last, 26 in the last year.
        let shrinking = from("2024-01-09").orders(every(7, 52)).orders(every(14, 26));
        let revenue = 52 * 10_000;
        assert_eq!(at_risk(&shrinking, Signal::Slowdown, 0.5), revenue / 2);
        assert_eq!(at_risk(&shrinking, Signal::Slowdown, 0.0), 0);
    }

    #[test]
    fn what_may_be_chance_counts_for_less() {
        let steady = from("2024-01-09").orders(every(7, 104));
        let dataset = Neighbours::of(Vec::new()).dataset_with(&steady);
        let money = |p: f64| {
            money_at_risk(&dataset, 0, Signal::Slowdown, Verdict { p, loss: 0.5, weeks: 13 }, day("2026-01-05"))
        };
        assert!(money(0.001) > money(0.01) && money(0.01) > money(0.05) && money(0.05) > 0);
        assert!((is_real(0.01) - 0.666).abs() < 0.001 && (is_real(0.001) - 0.930).abs() < 0.001);
        assert_eq!(is_real(0.9).to_bits(), is_real(0.5).to_bits(), "no better than even odds say");
    }

    #[test]
    fn a_tenth_of_what_a_late_payer_owes_is_at_risk_and_a_hundredth_of_any_other() {
        // The books reach to the day before: one invoice was paid then.
        let owing = from("2025-11-04").unpaid(every(7, 4)).invoice(day("2025-12-09"), day("2026-01-04"));
        assert_eq!(at_risk(&owing, Signal::Late, 0.0), 4 * INVOICE_AMOUNT / 10);
        assert_eq!(at_risk(&owing, Signal::Distress, 0.0), 4 * INVOICE_AMOUNT / 10);
        assert_eq!(at_risk(&owing, Signal::Quiet, 0.0), 4 * INVOICE_AMOUNT / 100);
        let at = day("2026-01-05");
        let not_overdue =
            from("2025-11-04").invoice(at, Day::NONE).invoice(at - 40, at - 1).invoice(Day::NONE, Day::NONE + 60);
        assert_eq!(at_risk(&not_overdue, Signal::Late, 0.0), 0, "not due before today, paid, and without a due date");
        let paid_later = from("2025-11-04").invoice(at - 40, at + 3).invoice(at - 30, at - 1);
        assert_eq!(at_risk(&paid_later, Signal::Late, 0.0), INVOICE_AMOUNT / 10, "what is paid later was owed then");
    }
}
