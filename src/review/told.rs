//! A closed review, written down so that it can be shown again exactly as it was: what it said, and the rows of the customers
//! with a flag; of very many those with the most at risk. It needs no file, no import and no rule of today.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Review;
use super::since_then::relevant;
use crate::model::weekly::{Decision, Weekly, What};
use crate::model::{Customer, CustomerIdx, Dataset, Kind};
use crate::store::FromReview;

/// The format. It is raised where an older program could not read a newer one's.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Told {
    version: u32,
    review: Review,
    /// What had been decided by then.
    decisions: Vec<Decision>,
    dataset: Dataset,
}

/// The rows of so many customers are kept, those with the most money at risk, and no more than so many rows: a shop with a million
/// orders closes a review every week.
pub const MOST_KEPT: usize = 50;
const MOST_ROWS: usize = 30_000;

/// So many rows of an industry or a finish are kept.
const MOST_ROWS_OF_MARKET: usize = 5_000;

/// Writes a review down. Addresses and spellings of customers are not among it.
pub fn write(dataset: &Dataset, review: &Review, weekly: &Weekly) -> String {
    let all = (0..).zip(&dataset.customers);
    // What came of a decision is told by the rows of its customer.
    let decided = all.filter(|(customer, _)| relevant(dataset, weekly, review, *customer).next().is_some());
    let decided: Vec<CustomerIdx> = decided.map(|(customer, _)| customer).collect();
    let flagged = review.findings.iter().map(|finding| finding.customer);
    let (mut kept, mut n_rows) = (BTreeSet::new(), 0);
    for customer in decided.into_iter().chain(flagged) {
        if kept.len() < MOST_KEPT && n_rows < MOST_ROWS && kept.insert(customer) {
            n_rows += dataset.n_rows_of(customer);
        }
    }
    let mut told = review.clone();
    for finding in told.findings.iter_mut().filter(|finding| !kept.contains(&finding.customer)) {
        // The files are named, also where the rows are not kept.
        let mut named = BTreeSet::new();
        finding.evidence.retain(|evidence| named.insert(evidence.at.source));
    }
    for market in &mut told.markets {
        // A market's rows are those of many customers; its figures stand without them.
        let mut named = BTreeSet::new();
        let is_long = market.evidence.len() > MOST_ROWS_OF_MARKET;
        market.evidence.retain(|evidence| !is_long || named.insert(evidence.at.source));
    }
    let decisions = weekly.decisions.iter().filter(|decision| decision.review <= review.as_of).cloned().collect();
    let told = Told { version: VERSION, review: told, decisions, dataset: dataset.of_customers(&kept) };
    // Only a value that JSON cannot say could fail, and there is none.
    serde_json::to_string(&told).unwrap_or_default()
}

/// Reads what was written, with what had been decided by then; else why it cannot be shown.
pub fn read(text: &str) -> Result<(Dataset, Review, Vec<Decision>), String> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    match serde_json::from_str::<Version>(text) {
        Ok(Version { version: VERSION }) => {}
        Ok(_) => return Err("A newer Lotwise wrote this review. Open it with that version".to_owned()),
        Err(error) => return Err(unreadable(&error)),
    }
    let told: Told = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    Ok((told.dataset, told.review, told.decisions))
}

fn unreadable(error: &serde_json::Error) -> String {
    format!("The review cannot be read ({error}). Put a copy of the workspace back, on the Data page")
}

/// A closed review without what was forgotten. The sums stay; a customer has another name, and a file none of its rows.
pub fn forget(text: &str, from: &FromReview<'_>) -> String {
    // A text that was damaged is found before; the search that follows would find what stands in it.
    let Ok(mut told) = serde_json::from_str::<Told>(text) else { return text.to_owned() };
    for customer in &mut told.dataset.customers {
        if let Some((_, name)) = from.customer.filter(|(ids, _)| customer.ids().any(|id| ids.iter().any(|of| of == id)))
        {
            *customer = Customer { id: name.to_owned(), name: name.to_owned(), ..Customer::default() };
            continue;
        }
        for text in [&mut customer.id, &mut customer.name].into_iter().chain(&mut customer.end_customer) {
            if let Some(clean) = (from.scrubbed)(text) {
                *text = clean;
            }
        }
    }
    let trends = &mut told.review.trends;
    let ends = trends.ends.list.iter_mut().map(|end| &mut end.name);
    for text in ends.chain(trends.shows.iter_mut().map(|show| &mut show.name)) {
        if let Some(clean) = (from.scrubbed)(text) {
            *text = clean;
        }
    }
    for decision in &mut told.decisions {
        let is_theirs = |(ids, _): &(&[String], &str)| ids.contains(&decision.customer);
        let instead = from.customer.filter(is_theirs).map(|(_, name)| name.to_owned());
        let is_gone = instead.is_some();
        decision.customer = instead.unwrap_or_else(|| std::mem::take(&mut decision.customer));
        let mut texts = match &mut decision.what {
            What::Note(words) => vec![words],
            What::Action(action) => vec![&mut action.words, &mut action.who],
            What::Verdict(_) | What::Snooze(_) => Vec::new(),
        };
        for text in &mut texts {
            if let Some(clean) = if is_gone { Some("…".to_owned()) } else { (from.scrubbed)(text) } {
                **text = clean;
            }
        }
    }
    for source in &mut told.dataset.sources {
        if let Some(clean) = (from.scrubbed)(&source.file) {
            source.file = clean;
        }
    }
    if let Some(file) = from.file {
        let kind = told.dataset.sources.iter().find(|source| source.file == file).and_then(|source| source.kind);
        // Sums stay; names that stand in this file alone go.
        match kind {
            Some(Kind::Events) => told.review.trends.shows.clear(),
            Some(Kind::Orders) => told.review.trends.ends.list.clear(),
            _ => {}
        }
        told.dataset.forget_file(file);
    }
    if let Some(day) = from.before {
        told.review.trends.shows.retain(|show| show.day >= day);
        told.dataset.forget_before(day);
        told.decisions.retain(|decision| decision.review >= day);
    }
    serde_json::to_string(&told).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Neighbours, day, every, from};
    use crate::model::weekly::Limits;
    use crate::review::{ReviewOptions, review};

    #[test]
    fn what_was_told_is_read_again_to_the_last_bit() {
        let quiet = from("2023-11-07").at_price(1_000).orders(every(14, 61)).invoices(every(20, 30), 2..=9);
        let dataset = Neighbours::usual().dataset_with(&quiet);
        let options = ReviewOptions {
            as_of: day("2026-05-04"),
            with_track_record: true,
            limits: Limits::default(),
            last: None,
            decisions: &[],
        };
        let told = review(&dataset, &options, &|_, _| true).unwrap();
        assert!(!told.findings.is_empty() && !told.cannot_judge.is_empty());
        let (kept, again, _) = read(&write(&dataset, &told, &Weekly::default())).unwrap();
        assert_eq!(again, told);
        for finding in &told.findings {
            let rows = |dataset: &Dataset| -> Vec<(i32, i64)> {
                let orders = &dataset.orders;
                orders.of(finding.customer).map(|i| (orders.day[i], orders.amount[i])).collect()
            };
            assert_eq!(rows(&kept), rows(&dataset));
            assert!(!rows(&kept).is_empty());
        }
        let silent = (0..).zip(&dataset.customers).find(|(i, _)| told.findings_of(*i).next().is_none()).unwrap();
        assert_eq!(kept.orders.of(silent.0).len(), 0, "rows of others are not kept twice");
        assert_eq!(kept.customers[silent.0 as usize].name, silent.1.name);
        assert!(kept.customers.iter().all(|customer| customer.aliases.is_empty()));
    }

    #[test]
    fn what_was_forgotten_stands_in_no_table_of_a_closed_review() {
        let past = from("2023-11-07")
            .working_for("Ridge Cycles")
            .orders(every(14, 60))
            .met_at("Ridge Cycles Open", day("2026-01-12"));
        let dataset = Neighbours::of(Vec::new()).dataset_with(&past);
        let options = ReviewOptions {
            as_of: day("2026-05-04"),
            with_track_record: false,
            limits: Limits::default(),
            last: None,
            decisions: &[],
        };
        let told = review(&dataset, &options, &|_, _| true).unwrap();
        let text = write(&dataset, &told, &Weekly::default());
        assert!(text.contains("Ridge Cycles") && text.contains("Ridge Cycles Open"));
        let scrubbed = |text: &str| text.contains("Ridge Cycles").then(|| text.replace("Ridge Cycles", "…"));
        let clean = forget(&text, &FromReview { customer: None, file: None, before: None, scrubbed: &scrubbed });
        assert!(!clean.contains("Ridge Cycles"), "the end customer and the show");
        assert_eq!(read(&clean).unwrap().1.trends.ends.list.len(), 1, "its sums stay");
    }

    #[test]
    fn a_review_that_knew_nothing_of_trends_and_markets_is_still_shown() {
        let dataset = Neighbours::usual().dataset_with(&from("2023-11-07").orders(every(14, 60)));
        let options = ReviewOptions {
            as_of: day("2026-05-04"),
            with_track_record: false,
            limits: Limits::default(),
            last: None,
            decisions: &[],
        };
        let told = review(&dataset, &options, &|_, _| true).unwrap();
        let mut older: serde_json::Value = serde_json::from_str(&write(&dataset, &told, &Weekly::default())).unwrap();
        for later in ["trends", "markets", "limits"] {
            assert!(older["review"].as_object_mut().unwrap().remove(later).is_some());
        }
        assert_eq!(read(&older.to_string()).unwrap().1.customers, told.customers);
    }

    #[test]
    fn a_review_of_a_newer_program_says_so() {
        assert!(read(r#"{"version":2,"review":{}}"#).is_err_and(|why| why.contains("newer")));
        assert!(read("{").is_err());
    }
}
