//! Those without a flag: why they are silent, and who cannot be judged yet.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::CustomerIdx;
use crate::review::overview::telling;
use crate::review::{Because, CannotJudge, CustomerAnswer, Review, wording};

/// Customers without a flag, by reason; the largest group first.
#[derive(Clone, Debug, Default)]
pub struct Silent {
    /// Why no flag was raised.
    pub no_flag: Vec<Group>,
    /// What is missing to judge at all.
    pub cannot_judge: Vec<Group>,
}

/// Customers that share a reason.
#[derive(Clone, Debug)]
pub struct Group {
    /// The reason in words.
    pub reason: &'static str,
    /// Who, and the sentence for this one where there is one.
    pub customers: Vec<(CustomerIdx, String)>,
}

impl Silent {
    /// Sorts everyone who carries no flag.
    pub fn of(review: &Review) -> Self {
        let mut missing: BTreeMap<CustomerIdx, Vec<&CannotJudge>> = BTreeMap::new();
        for entry in &review.cannot_judge {
            missing.entry(entry.customer).or_default().push(entry);
        }
        let flagged: BTreeSet<CustomerIdx> = review.findings.iter().map(|finding| finding.customer).collect();
        let mut no_flag = Vec::new();
        let mut cannot_judge = Vec::new();
        for answer in review.customers.iter().filter(|answer| !flagged.contains(&answer.customer)) {
            if answer.is_judged() {
                no_flag.push((wording::because(main_reason(answer)), answer.customer, String::new()));
            } else if let Some(entry) = missing.get(&answer.customer).and_then(|entries| telling(entries)) {
                let group = wording::missing_group(&entry.missing);
                cannot_judge.push((group, answer.customer, wording::missing(&entry.missing)));
            }
        }
        Self { no_flag: grouped(no_flag), cannot_judge: grouped(cannot_judge) }
    }
}

impl Group {
    /// How many customers there are in all of these groups.
    pub fn total(groups: &[Self]) -> usize {
        groups.iter().map(|group| group.customers.len()).sum()
    }
}

/// The reason that says most: anything before "steady".
fn main_reason(answer: &CustomerAnswer) -> Because {
    answer.silent_because.iter().map(|(_, because)| *because).find(|b| *b != Because::Steady).unwrap_or(Because::Steady)
}

fn grouped(entries: Vec<(&'static str, CustomerIdx, String)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (reason, customer, words) in entries {
        match groups.iter_mut().find(|group| group.reason == reason) {
            Some(group) => group.customers.push((customer, words)),
            None => groups.push(Group { reason, customers: vec![(customer, words)] }),
        }
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.customers.len()), group.reason));
    groups
}
