//! Which markets pay on time, which late: days beyond terms and what is overdue, by industry.
//!
//! Invoices due in the last 26 weeks beside those due in the same weeks of the year before; open ones enter with their age, as in
//! `late`. Blind spot: the middle of an industry hides one customer that owes much; what is overdue stands beside it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{SameWeeks, customers};
use crate::insight::late::days_beyond_terms;
use crate::insight::stats::middle::median;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, Kind};

/// The invoices of some weeks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paying {
    /// How many could be judged.
    pub n: usize,
    /// Median days beyond terms.
    pub days: f64,
    /// The share that was paid after the due date, or is open past it.
    pub late: f64,
}

/// How an industry pays.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarketPays {
    /// Which; [`NO_LABEL`] for customers without one.
    pub industry: Label,
    /// Customers with an invoice that was due lately or is overdue.
    pub n_customers: usize,
    /// Invoices due in the last 26 weeks.
    pub now: Option<Paying>,
    /// Invoices due in the same weeks a year before.
    pub was: Option<Paying>,
    /// Minor units that are open and past their due date.
    pub overdue: Minor,
}

/// Fewer invoices have no middle worth telling.
const LEAST_INVOICES: usize = 5;

#[derive(Default)]
struct Seen {
    now: Vec<f64>,
    was: Vec<f64>,
    overdue: Minor,
    n_customers: usize,
}

/// How each industry pays, the latest first; none where no file says when invoices were paid.
pub fn paying(dataset: &Dataset, at: Day) -> Vec<MarketPays> {
    if !dataset.knows_paid {
        return Vec::new();
    }
    let weeks = SameWeeks::of(dataset, Kind::Payments, at);
    let mut of: BTreeMap<Label, Seen> = BTreeMap::new();
    for customer in customers(dataset) {
        let seen = of.entry(industry_of(dataset, customer)).or_default();
        seen.n_customers += usize::from(look_at(dataset, customer, &weeks, seen));
    }
    let mut list: Vec<MarketPays> = of
        .into_iter()
        .map(|(industry, seen)| MarketPays {
            industry,
            n_customers: seen.n_customers,
            now: told(&seen.now),
            was: told(&seen.was),
            overdue: seen.overdue,
        })
        .filter(|market| market.now.is_some() || market.overdue > 0)
        .collect();
    let days = |market: &MarketPays| market.now.map_or(f64::NEG_INFINITY, |now| now.days);
    let name = |market: &MarketPays| dataset.label(market.industry);
    list.sort_by(|a, b| days(b).total_cmp(&days(a)).then(b.overdue.cmp(&a.overdue)).then_with(|| name(a).cmp(name(b))));
    list
}

/// For what an invoice counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    /// Days beyond terms, and whether among those of now or of the year before.
    pub days: Option<(f64, bool)>,
    /// Minor units that are overdue; `None` where it is not.
    pub overdue: Option<Minor>,
}

/// The invoices that count for an industry: whose, their places, and for what.
pub fn invoices_for(
    dataset: &Dataset,
    industry: Label,
    at: Day,
) -> impl Iterator<Item = (CustomerIdx, usize, Counts)> + '_ {
    let weeks = SameWeeks::of(dataset, Kind::Payments, at);
    let members = customers(dataset).filter(move |customer| industry_of(dataset, *customer) == industry);
    members.flat_map(move |customer| {
        let counted = move |i| Some((customer, i, counts(dataset, i, &weeks)?));
        dataset.invoices.of(customer).filter_map(counted)
    })
}

fn industry_of(dataset: &Dataset, customer: CustomerIdx) -> Label {
    dataset.industry_of.get(customer as usize).copied().unwrap_or(NO_LABEL)
}

/// `None` for an invoice that says nothing of how its customer pays.
fn counts(dataset: &Dataset, i: usize, weeks: &SameWeeks) -> Option<Counts> {
    let days = dataset.invoices.days(i);
    // What was known in the earlier weeks is asked of them, so that both are judged alike.
    let beyond = |at: Day, is_now: bool| days_beyond_terms(days, at).map(|(days, _)| (f64::from(days), is_now));
    let judged = match weeks.is_now(days.due) {
        Some(true) => beyond(weeks.now_to, true),
        Some(false) => beyond(weeks.was_to, false),
        None => None,
    };
    let is_open = days.paid == Day::NONE.0 || days.paid >= weeks.now_to.0;
    let is_issued = days.issued == Day::NONE.0 || days.issued < weeks.now_to.0;
    let is_due = days.due != Day::NONE.0 && days.due < weeks.now_to.0;
    let amount = dataset.invoices.amount[i];
    let overdue = (is_open && is_issued && is_due && amount != NO_AMOUNT).then_some(amount);
    (judged.is_some() || overdue.is_some()).then_some(Counts { days: judged, overdue })
}

/// Adds a customer's invoices. Whether it has one that was due lately or is overdue.
fn look_at(dataset: &Dataset, customer: CustomerIdx, weeks: &SameWeeks, seen: &mut Seen) -> bool {
    let (n_before, overdue_before) = (seen.now.len(), seen.overdue);
    for counts in dataset.invoices.of(customer).filter_map(|i| counts(dataset, i, weeks)) {
        match counts.days {
            Some((days, true)) => seen.now.push(days),
            Some((days, false)) => seen.was.push(days),
            None => {}
        }
        seen.overdue += counts.overdue.unwrap_or(0);
    }
    seen.now.len() > n_before || seen.overdue != overdue_before
}

fn told(days: &[f64]) -> Option<Paying> {
    let n = days.len();
    let late = days.iter().filter(|&&days| days > 0.0).count();
    (n >= LEAST_INVOICES).then_some(Paying { n, days: median(days)?, late: late as f64 / n as f64 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{INVOICE_AMOUNT, dataset, day, every, from};

    #[test]
    fn the_industry_that_pays_latest_comes_first_with_its_year_before() {
        let late =
            from("2024-06-03").invoices(every(14, 30), 0..=4).invoices(every(14, 19), 18..=22).of_industry("Bicycles");
        let prompt = from("2024-06-03").invoices(every(14, 49), 0..=2).of_industry("Lighting");
        let owing = from("2025-12-01").unpaid(every(14, 4)).of_industry("Lighting");
        let dataset = dataset(&[late, prompt, owing]);
        let markets = paying(&dataset, day("2026-05-04"));
        let names: Vec<&str> = markets.iter().map(|market| dataset.label(market.industry)).collect();
        assert_eq!(names, ["Bicycles", "Lighting"]);
        let (was, now) = (markets[0].was.unwrap(), markets[0].now.unwrap());
        assert!(was.days <= 4.0 && (18.0..=22.0).contains(&now.days) && now.late > 0.99, "{was:?} {now:?}");
        assert_eq!(markets[1].n_customers, 2);
        assert_eq!(markets[1].overdue, 4 * INVOICE_AMOUNT);
    }

    #[test]
    fn a_handful_of_invoices_has_no_middle_and_a_shop_without_books_no_answer() {
        let few = from("2026-03-02").invoices(every(14, 3), 9..=9).of_industry("Bicycles");
        let few = dataset(&[few]);
        assert_eq!(paying(&few, day("2026-05-04")), []);
        let none = dataset(&[from("2025-01-07").orders(every(7, 60))]);
        assert_eq!(paying(&none, day("2026-05-04")), []);
    }
}
