//! A closed review, written down so that it can be shown again exactly as it was: what it said, and the rows of the customers
//! with a flag; of very many those with the most at risk. It needs no file, no import and no rule of today.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Review;
use crate::model::{Customer, Dataset};
use crate::store::FromReview;

/// The format. It is raised where an older program could not read a newer one's.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Told {
    version: u32,
    review: Review,
    dataset: Dataset,
}

/// The rows of so many customers with a flag are kept, those with the most money at risk: a shop with a million orders closes a
/// review every week.
pub const MOST_KEPT: usize = 50;

/// Writes a review down. Addresses and spellings of customers are not among it.
pub fn write(dataset: &Dataset, review: &Review) -> String {
    let mut kept = BTreeSet::new();
    for finding in &review.findings {
        if kept.len() < MOST_KEPT {
            kept.insert(finding.customer);
        }
    }
    let mut review = review.clone();
    for finding in review.findings.iter_mut().filter(|finding| !kept.contains(&finding.customer)) {
        finding.evidence.clear();
    }
    let told = Told { version: VERSION, review, dataset: dataset.of_customers(&kept) };
    // Only a value that JSON cannot say could fail, and there is none.
    serde_json::to_string(&told).unwrap_or_default()
}

/// Reads what was written; else why it cannot be shown.
pub fn read(text: &str) -> Result<(Dataset, Review), String> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    match serde_json::from_str::<Version>(text) {
        Ok(Version { version: VERSION }) => {}
        Ok(_) => return Err("A newer Lotwise wrote this review. Open it with that version".to_owned()),
        Err(error) => return Err(format!("The review cannot be read ({error})")),
    }
    let told: Told = serde_json::from_str(text).map_err(|error| format!("The review cannot be read ({error})"))?;
    Ok((told.dataset, told.review))
}

/// A closed review without what was forgotten. The sums stay; a customer has another name, and a file none of its rows.
pub fn forget(text: &str, from: &FromReview<'_>) -> String {
    // What cannot be read cannot be searched either, and is not kept.
    let Ok(mut told) = serde_json::from_str::<Told>(text) else { return String::new() };
    for customer in &mut told.dataset.customers {
        if let Some((_, name)) = from.customer.filter(|(id, _)| *id == customer.id) {
            *customer = Customer { id: name.to_owned(), name: name.to_owned(), ..Customer::default() };
            continue;
        }
        for text in [&mut customer.id, &mut customer.name].into_iter().chain(&mut customer.end_customer) {
            if let Some(clean) = (from.scrubbed)(text) {
                *text = clean;
            }
        }
    }
    for source in &mut told.dataset.sources {
        if let Some(clean) = (from.scrubbed)(&source.file) {
            source.file = clean;
        }
    }
    if let Some(file) = from.file {
        told.dataset.forget_file(file);
    }
    if let Some(day) = from.before {
        told.dataset.forget_before(day);
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
        let options =
            ReviewOptions { as_of: day("2026-05-04"), with_track_record: true, limits: Limits::default(), last: None };
        let told = review(&dataset, &options, &|_, _| true).unwrap();
        assert!(!told.findings.is_empty() && !told.cannot_judge.is_empty());
        let (kept, again) = read(&write(&dataset, &told)).unwrap();
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
    fn a_review_of_a_newer_program_says_so() {
        assert!(read(r#"{"version":2,"review":{}}"#).is_err_and(|why| why.contains("newer")));
        assert!(read("{").is_err());
    }
}
