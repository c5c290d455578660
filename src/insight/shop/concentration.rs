//! On how few does the shop hang: customers, and the customers behind them.
//!
//! Shares of the revenue of 52 weeks. An end customer that stands behind several customers is a risk that no single customer's page
//! shows. Blind spot: end customers are known as far as orders name them, or as the owner said for whom a customer works.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{YEAR, customers, orders_between, reaches_back};
use crate::model::labels::NO_LABEL;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// How the revenue is spread.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concentration {
    /// How many bring any.
    pub n: usize,
    /// The share of the largest 1, 3 and 10 of them.
    pub largest: [f64; 3],
    /// How many of the largest make half of it.
    pub n_half: usize,
}

/// The customer of customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndCustomer {
    /// Its name, as the files write it first.
    pub name: String,
    /// Revenue of the last 52 weeks that hangs on it.
    pub now: Minor,
    /// And of the 52 weeks before.
    pub was: Minor,
    /// The customers through which it comes, the largest of the last 52 weeks first.
    pub through: Vec<(CustomerIdx, Minor)>,
}

/// Who stands behind the orders.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EndCustomers {
    /// The share of the last 52 weeks' revenue of which it is known who stands behind it.
    pub known: f64,
    /// Whether the year before is known too.
    pub has_before: bool,
    /// The largest first.
    pub list: Vec<EndCustomer>,
}

/// How amounts are spread over those that bring them; `None` where nothing above 0 is.
pub fn concentration(amounts: impl Iterator<Item = Minor>) -> Option<Concentration> {
    let mut amounts: Vec<Minor> = amounts.filter(|&amount| amount > 0).collect();
    amounts.sort_unstable_by_key(|&amount| std::cmp::Reverse(amount));
    let total: Minor = amounts.iter().sum();
    let share = |n: usize| amounts.iter().take(n).sum::<Minor>() as f64 / total as f64;
    let mut sum = 0;
    let n_half = amounts.iter().position(|&amount| {
        sum += amount;
        sum * 2 >= total
    })? + 1;
    Some(Concentration { n: amounts.len(), largest: [share(1), share(3), share(10)], n_half })
}

/// Who stands behind the orders of the 52 weeks before `at`.
pub fn end_customers(dataset: &Dataset, at: Day) -> EndCustomers {
    let (from, before) = (at - YEAR * WEEK, at - 2 * YEAR * WEEK);
    let mut of: BTreeMap<u16, (BTreeMap<CustomerIdx, Minor>, Minor)> = BTreeMap::new();
    let (mut all, mut known): (Minor, Minor) = (0, 0);
    for customer in customers(dataset) {
        let works_for = dataset.works_for.get(customer as usize).copied().unwrap_or(NO_LABEL);
        for i in orders_between(dataset, customer, before, at) {
            let is_now = dataset.orders.day[i] >= from.0;
            for work in dataset.orders.work_of(i).filter(|work| work.amount != NO_AMOUNT) {
                let end = if work.end_customer == NO_LABEL { works_for } else { work.end_customer };
                if is_now {
                    all += work.amount;
                    known += if end == NO_LABEL { 0 } else { work.amount };
                }
                if end == NO_LABEL {
                    continue;
                }
                let (through, was) = of.entry(end).or_default();
                if is_now {
                    *through.entry(customer).or_default() += work.amount;
                } else {
                    *was += work.amount;
                }
            }
        }
    }
    let named = |(end, (through, was)): (u16, (BTreeMap<CustomerIdx, Minor>, Minor))| {
        let name = dataset.end_customers.get(usize::from(end)).cloned().unwrap_or_default();
        let mut through: Vec<(CustomerIdx, Minor)> = through.into_iter().collect();
        through.sort_by_key(|&(customer, amount)| (std::cmp::Reverse(amount), customer));
        EndCustomer { name, now: through.iter().map(|(_, amount)| amount).sum(), was, through }
    };
    let mut list: Vec<EndCustomer> = of.into_iter().map(named).filter(|end| end.now > 0).collect();
    list.sort_by(|a, b| (b.now, &a.name).cmp(&(a.now, &b.name)));
    let has_before = reaches_back(dataset, Kind::Orders, before);
    EndCustomers { known: if all > 0 { known as f64 / all as f64 } else { 0.0 }, has_before, list }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, day, every, from};

    #[test]
    fn the_largest_and_those_who_make_half_are_counted() {
        let ten = concentration([50, 30, 10, 10, 0, -5].into_iter()).unwrap();
        assert_eq!((ten.n, ten.n_half), (4, 1));
        assert_eq!(ten.largest.map(|share| format!("{share:.2}")), ["0.50", "0.90", "1.00"]);
        let even = concentration(std::iter::repeat_n(7, 9)).unwrap();
        assert_eq!(even.n_half, 5, "four of nine are less than half");
        assert_eq!(concentration([0, -3].into_iter()), None);
    }

    #[test]
    fn one_end_customer_behind_several_customers_is_seen_as_one() {
        let ours = |end| from("2025-06-02").working_for(end).orders(every(14, 20));
        let dataset = dataset(&[ours("Gullwing Marine"), ours(""), ours("GULLWING  marine")]);
        let ends = end_customers(&dataset, day("2026-05-04"));
        assert_eq!(ends.list.len(), 1);
        assert_eq!(ends.list[0].name, "Gullwing Marine");
        assert_eq!(ends.list[0].through.len(), 2);
        assert!((ends.known - 2.0 / 3.0).abs() < 1e-9 && !ends.has_before, "{ends:?}");
        // What lies more than a year back is the year before's.
        let later = end_customers(&dataset, day("2027-03-01"));
        assert!(later.list.is_empty());
    }
}
