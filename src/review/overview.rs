//! All customers side by side: where each stands, what it ordered a month before and now, and how it pays.

use std::collections::BTreeMap;

use super::{CannotJudge, CustomerAnswer, Review, calls};
use crate::insight::Missing;
use crate::insight::shop::Ageing;
use crate::model::money::Minor;
use crate::model::{CustomerIdx, Dataset, Day, Level, Signal};

/// So many finished months are shown.
pub const MONTHS: usize = 12;

/// "Now" is the average of so many finished months; "was" that of the twelve before.
const NOW: usize = 3;

/// Where a customer stands, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Call this week.
    Act,
    /// Keep an eye on it.
    Watch,
    /// A flag went, because the customer changed.
    Better,
    /// An opportunity.
    Chance,
    /// A flag stands that the owner does not want to hear of.
    SetAside,
    /// Could be judged, and nothing is unusual.
    Steady,
    /// Too little is known of it.
    CannotJudge,
}

/// One customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// Who.
    pub customer: CustomerIdx,
    /// Where it stands.
    pub standing: Standing,
    /// Its flags, the most urgent first, without what another one says.
    pub flags: Vec<(Level, Signal)>,
    /// What is missing to judge it, of the question that an owner asks first.
    pub missing: Option<Missing>,
    /// Revenue of each of the last twelve finished months, in minor units, the oldest first.
    pub months: [Minor; MONTHS],
    /// Revenue a month: the average of the twelve finished months before the last three; since its first order where it is
    /// younger, and nothing under three months.
    pub was: Option<Minor>,
    /// Revenue a month: the average of the last three finished months.
    pub now: Option<Minor>,
    /// The largest money at risk a year of its flags.
    pub money_at_risk: Minor,
    /// The last day on which it ordered.
    pub last_order: Option<Day>,
    /// Median days beyond terms of the invoices due in the last 13 weeks.
    pub days_beyond_terms: Option<f64>,
    /// Revenue of the last 52 weeks.
    pub revenue_12m: Minor,
}

impl Overview {
    /// Now ÷ was − 1; `None` where either is not known or nothing was.
    pub fn change(&self) -> Option<f64> {
        let (was, now) = (self.was? as f64, self.now? as f64);
        (was > 0.0).then(|| now / was - 1.0)
    }
}

/// One entry a customer of the review, in its order.
pub fn overview(dataset: &Dataset, review: &Review, ageing: Option<&Ageing>) -> Vec<Overview> {
    let calls: BTreeMap<CustomerIdx, Level> =
        calls::calls(review).iter().map(|call| (call.customer, call.level)).collect();
    let cleared = calls::cleared(review);
    let mut missing: BTreeMap<CustomerIdx, Vec<&CannotJudge>> = BTreeMap::new();
    for entry in &review.cannot_judge {
        missing.entry(entry.customer).or_default().push(entry);
    }
    let pays: BTreeMap<CustomerIdx, f64> =
        ageing.into_iter().flat_map(|all| &all.owed).filter_map(|owed| Some((owed.customer, owed.now_days?))).collect();
    let starts = month_starts(review.as_of);
    let one = |answer: &CustomerAnswer| {
        let customer = answer.customer;
        let mut flags: Vec<(Level, Signal)> =
            calls::telling(review.findings_of(customer).filter(|finding| finding.set_aside.is_none()))
                .iter()
                .map(|finding| (finding.level, finding.signal))
                .collect();
        flags.sort_by_key(|(level, signal)| (*level, signal.place()));
        let is_set_aside = review.findings_of(customer).any(|finding| finding.set_aside.is_some());
        let standing = match calls.get(&customer) {
            Some(Level::Act) => Standing::Act,
            Some(_) => Standing::Watch,
            None if cleared.contains_key(&customer) => Standing::Better,
            None if !flags.is_empty() => Standing::Chance,
            None if is_set_aside => Standing::SetAside,
            None if answer.is_judged() => Standing::Steady,
            None => Standing::CannotJudge,
        };
        let by_month: Vec<Minor> = starts.windows(2).map(|ends| dataset.revenue(customer, ends[0], ends[1])).collect();
        let first = first_order(dataset, customer);
        let (was, now) = levels(&by_month, &starts, first);
        let mut months = [0; MONTHS];
        months.copy_from_slice(&by_month[by_month.len() - MONTHS..]);
        Overview {
            customer,
            standing,
            flags,
            missing: missing.get(&customer).and_then(|entries| telling(entries)).map(|entry| entry.missing),
            months,
            was,
            now,
            money_at_risk: answer.money_at_risk,
            last_order: last_order(dataset, customer, review.as_of),
            days_beyond_terms: pays.get(&customer).copied(),
            revenue_12m: answer.revenue_12m,
        }
    };
    review.customers.iter().map(one).collect()
}

/// Of all that is missing, what the owner understands best: the orders before the payments, and any count before "no file".
pub fn telling<'a>(entries: &[&'a CannotJudge]) -> Option<&'a CannotJudge> {
    entries.iter().copied().min_by_key(|entry| (matches!(entry.missing, Missing::NoSource), rank(entry.signal)))
}

fn rank(signal: Signal) -> usize {
    [Signal::Quiet, Signal::Slowdown, Signal::Late, Signal::Lots, Signal::Distress]
        .into_iter()
        .position(|other| other == signal)
        .unwrap_or(9)
}

/// Customers whose next order is late and of whom nothing else is said that is a risk, the largest first: who may be worth a call
/// before a silence is long.
pub fn late_orders(review: &Review) -> Vec<&CustomerAnswer> {
    let has_risk =
        |answer: &CustomerAnswer| review.findings_of(answer.customer).any(|finding| !finding.signal.is_opportunity());
    let is_late = |answer: &&CustomerAnswer| answer.days_late(review.as_of).is_some() && !has_risk(answer);
    let mut late: Vec<&CustomerAnswer> = review.customers.iter().filter(is_late).collect();
    late.sort_by(|a, b| b.revenue_12m.cmp(&a.revenue_12m).then(a.customer.cmp(&b.customer)));
    late
}

impl CustomerAnswer {
    /// For how many days its next order has been late; `None` where it is not.
    pub fn days_late(&self, as_of: Day) -> Option<i32> {
        self.order_due.map(|due| as_of - due).filter(|days| *days > 0)
    }

    /// Whether it could be judged by its rhythm or by its payments.
    pub fn is_judged(&self) -> bool {
        self.silent_because.iter().any(|(signal, _)| matches!(signal, Signal::Quiet | Signal::Slowdown | Signal::Late))
    }
}

/// The first days of the finished months before `at`, the oldest first, then that of the month that is not finished.
fn month_starts(at: Day) -> Vec<Day> {
    let (year, month, _) = at.ymd();
    let this = year * 12 + i32::try_from(month).unwrap_or(1) - 1;
    let n = i32::try_from(MONTHS + NOW).unwrap_or(15);
    let first = |m: i32| Day::from_ymd(m.div_euclid(12), u32::try_from(m.rem_euclid(12)).unwrap_or(0) + 1, 1);
    (this - n..=this).filter_map(first).collect()
}

fn levels(by_month: &[Minor], starts: &[Day], first: Option<Day>) -> (Option<Minor>, Option<Minor>) {
    let Some(first) = first else { return (None, None) };
    // A month counts from the first whole one after the first order.
    let from = starts.iter().position(|start| *start >= first).unwrap_or(by_month.len());
    let split = by_month.len() - NOW;
    let average = |months: &[Minor]| {
        let sum: Minor = months.iter().sum();
        (months.len() >= NOW).then(|| sum / Minor::try_from(months.len()).unwrap_or(1))
    };
    let was = by_month.get(from..split).and_then(average);
    (was, by_month.get(split.max(from)..).and_then(average))
}

fn first_order(dataset: &Dataset, customer: CustomerIdx) -> Option<Day> {
    dataset.orders.day[dataset.orders.of(customer)].first().map(|&day| Day(day))
}

fn last_order(dataset: &Dataset, customer: CustomerIdx, at: Day) -> Option<Day> {
    let days = &dataset.orders.day[dataset.orders.of(customer)];
    days[..days.partition_point(|&day| day < at.0)].last().map(|&day| Day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_customer_is_compared_since_its_first_whole_month() {
        let starts = month_starts(Day::from_ymd(2026, 11, 16).unwrap());
        assert_eq!((starts.len(), starts[0].long(), starts[15].long()), (16, "1 Aug 2025".into(), "1 Nov 2026".into()));
        let mut by_month = [0; 15];
        by_month[8..12].copy_from_slice(&[5000, 100, 200, 300]);
        by_month[12..].copy_from_slice(&[60, 60, 60]);
        let first = Day::from_ymd(2026, 4, 20);
        assert_eq!(levels(&by_month, &starts, first), (Some(200), Some(60)), "April was no whole month");
        assert_eq!(levels(&by_month, &starts, Day::from_ymd(2026, 6, 2)), (None, Some(60)), "two months are too few");
        assert_eq!(levels(&by_month, &starts, Day::from_ymd(2026, 10, 2)), (None, None));
    }
}
