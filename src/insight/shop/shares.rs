//! What is ordered, by process, finish, supplier and industry: shares of the revenue, quarter by quarter.
//!
//! Line by line; a fee counts for what its order mainly is. Blind spot: a share moves with one large order; the number of customers
//! behind it stands beside it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{SameWeeks, customers, orders_between};
use crate::model::dataset::Work;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::NO_AMOUNT;
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// By what the orders are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cut {
    /// What is done.
    Process,
    /// How it looks.
    Finish,
    /// Whose powder or paint.
    Supplier,
    /// The customer's trade.
    Industry,
}

impl Cut {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Process, Self::Finish, Self::Supplier, Self::Industry];
}

/// What is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// Minor units.
    Money,
    /// Orders, where no amounts are known.
    Orders,
}

/// Blocks of 13 weeks, two years together.
const BLOCKS: usize = 8;
const BLOCK_WEEKS: i32 = 13;

/// One process, finish, supplier or industry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which; [`NO_LABEL`] for orders that do not say.
    pub label: Label,
    /// What was ordered of it in each 13 weeks, the oldest first; the last two are the last half year.
    pub quarters: [i64; BLOCKS],
    /// Customers that ordered it in the last half year.
    pub n_customers: usize,
}

/// How the orders are spread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// By what.
    pub cut: Cut,
    /// What is added up.
    pub measure: Measure,
    /// Whether the same weeks of the year before are known.
    pub has_before: bool,
    /// The day after the last quarter.
    #[serde(default = "not_kept")]
    pub to: Day,
    /// The largest of the last half year first; what is not said comes last.
    pub list: Vec<Share>,
}

impl Share {
    /// Of the last half year.
    pub fn now(&self) -> i64 {
        self.quarters[BLOCKS - 2..].iter().sum()
    }

    /// Of the same weeks a year before.
    pub fn was(&self) -> i64 {
        self.quarters[BLOCKS - 6..BLOCKS - 4].iter().sum()
    }
}

impl Shares {
    /// The one that gained most, if it gained two points or more.
    pub fn largest_gain(&self) -> Option<&Share> {
        const LEAST: f64 = 0.02;
        let gain = |share: &Share| {
            let (was, now) = self.was_and_now(share);
            now - was
        };
        let known = self.list.iter().filter(|share| share.label != NO_LABEL && self.has_before);
        known.max_by(|a, b| gain(a).total_cmp(&gain(b))).filter(|share| gain(share) >= LEAST)
    }

    /// The shares of one of them, a year ago and now; 0 where nothing was ordered at all.
    pub fn was_and_now(&self, share: &Share) -> (f64, f64) {
        let of = |part: i64, all: i64| if all > 0 { part as f64 / all as f64 } else { 0.0 };
        let all = |amount: fn(&Share) -> i64| self.list.iter().map(amount).sum();
        (of(share.was(), all(Share::was)), of(share.now(), all(Share::now)))
    }
}

/// A review that was closed by an earlier version does not say it.
fn not_kept() -> Day {
    Day::NONE
}

/// How the orders before `at` are spread; `None` where no order says.
pub fn shares(dataset: &Dataset, cut: Cut, at: Day) -> Option<Shares> {
    let weeks = SameWeeks::of(dataset, Kind::Orders, at);
    let from = weeks.now_to - BLOCK_WEEKS * WEEK * 8;
    let measure = measure(dataset, from, weeks.now_to);
    let mut of: BTreeMap<Label, ([i64; BLOCKS], BTreeSet<CustomerIdx>)> = BTreeMap::new();
    for customer in customers(dataset) {
        for i in orders_between(dataset, customer, from, weeks.now_to) {
            let orders = &dataset.orders;
            let block = usize::try_from((orders.day[i] - from.0) / (BLOCK_WEEKS * WEEK)).unwrap_or(0).min(BLOCKS - 1);
            for (label, amount) in counted(dataset, customer, i, cut, measure) {
                let (quarters, who) = of.entry(label).or_default();
                quarters[block] += amount;
                if block >= BLOCKS - 2 {
                    who.insert(customer);
                }
            }
        }
    }
    of.keys().find(|&&label| label != NO_LABEL)?;
    let share = |(label, (quarters, who)): (Label, ([i64; BLOCKS], BTreeSet<CustomerIdx>))| Share {
        label,
        quarters,
        n_customers: who.len(),
    };
    let mut list: Vec<Share> = of.into_iter().map(share).collect();
    let name = |share: &Share| dataset.label(share.label);
    list.sort_by(|a, b| (a.label == NO_LABEL, b.now(), name(a)).cmp(&(b.label == NO_LABEL, a.now(), name(b))));
    Some(Shares { cut, measure, has_before: weeks.is_known, to: weeks.now_to, list })
}

/// The orders that a share of two years rests on: whose, which, and for how many minor units each counts; 0 where no amounts are known.
pub fn counted_for(dataset: &Dataset, cut: Cut, label: Label, at: Day) -> Vec<(CustomerIdx, usize, i64)> {
    let to = SameWeeks::of(dataset, Kind::Orders, at).now_to;
    let from = to - BLOCK_WEEKS * WEEK * 8;
    let measure = measure(dataset, from, to);
    let mut rows = Vec::new();
    for customer in customers(dataset) {
        for i in orders_between(dataset, customer, from, to) {
            let mut of_label = counted(dataset, customer, i, cut, measure).into_iter().filter(|of| of.0 == label);
            if let Some((_, first)) = of_label.next() {
                let all = first + of_label.map(|of| of.1).sum::<i64>();
                rows.push((customer, i, if measure == Measure::Money { all } else { 0 }));
            }
        }
    }
    rows
}

/// Money where any is known, else orders.
fn measure(dataset: &Dataset, from: Day, to: Day) -> Measure {
    let has_money = |customer: CustomerIdx| {
        orders_between(dataset, customer, from, to).any(|i| !matches!(dataset.orders.amount[i], NO_AMOUNT | 0))
    };
    if customers(dataset).any(has_money) { Measure::Money } else { Measure::Orders }
}

/// What an order counts for: its lines by their amounts; without amounts, once for what it mainly is.
fn counted(dataset: &Dataset, customer: CustomerIdx, i: usize, cut: Cut, measure: Measure) -> Vec<(Label, i64)> {
    let orders = &dataset.orders;
    let industry = || dataset.industry_of.get(customer as usize).copied().unwrap_or(NO_LABEL);
    if measure == Measure::Orders {
        let label = match cut {
            Cut::Process => orders.process[i],
            Cut::Finish => orders.finish[i],
            Cut::Supplier => orders.supplier[i],
            Cut::Industry => industry(),
        };
        return vec![(label, 1)];
    }
    let known = orders.work_of(i).filter(|work| work.amount != NO_AMOUNT);
    let of_line = |work: Work| match cut {
        Cut::Process => work.process,
        Cut::Finish => work.finish,
        Cut::Supplier => work.supplier,
        Cut::Industry => industry(),
    };
    known.map(|work| (of_line(work), work.amount)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, day, every, from};

    #[test]
    fn a_process_that_takes_over_is_seen_with_the_weeks_of_the_year_before() {
        // Powder until the autumn, anodizing since.
        let moved = from("2024-01-02").orders(every(7, 90)).by("Anodizing").orders(every(7, 32));
        let dataset = dataset(&[moved]);
        let at = day("2026-05-04");
        let by_process = shares(&dataset, Cut::Process, at).unwrap();
        assert!(by_process.has_before);
        let told: Vec<(&str, f64, f64)> = by_process
            .list
            .iter()
            .map(|share| (dataset.label(share.label), by_process.was_and_now(share).0, by_process.was_and_now(share).1))
            .collect();
        assert_eq!(told, [("Anodizing", 0.0, 1.0), ("Powder coating", 1.0, 0.0)]);
        assert_eq!(by_process.list.iter().map(|share| share.n_customers).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn a_shop_that_names_nothing_has_no_shares() {
        let plain = from("2025-01-07").orders(every(7, 60));
        let dataset = dataset(&[plain]);
        assert_eq!(shares(&dataset, Cut::Industry, day("2026-02-02")), None);
        let young = shares(&dataset, Cut::Process, day("2025-09-01")).unwrap();
        assert!(!young.has_before, "there is no year before to compare with");
    }
}
