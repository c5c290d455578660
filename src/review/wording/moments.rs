//! What happens with a customer beside orders and payments, in words: a quote, a show, a visit, a mention, a note, and what followed.

use super::numbers::{orders, small};
use super::{lower_first, number};
use crate::insight::shop::{Outcome, Then, WEEKS, outcome_of, then};
use crate::model::dataset::Moment;
use crate::model::money::{self, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// In a word: "Quote", "Trade show".
pub fn moment_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Quotes => "Quote",
        Kind::Events => "Trade show",
        Kind::Web => "Web visit",
        Kind::Social => "Mention",
        _ => "Note",
    }
}

/// What it was: "Q-1380 won, anodizing, 360 parts, $1,174". `with_texts` says whether what people wrote is told too.
pub fn moment_what(dataset: &Dataset, customer: CustomerIdx, moment: &Moment, at: Day, with_texts: bool) -> String {
    let moments = &dataset.moments;
    let (what, said) = (moments.what(moment).to_owned(), moments.said(moment).to_owned());
    let mut parts = Vec::new();
    match moment.kind {
        Kind::Quotes => {
            let outcome = match outcome_of(dataset, customer, moment, at) {
                Outcome::Won => "won",
                Outcome::Lost => "lost",
                Outcome::Open => "open",
            };
            parts.push(format!("{} {outcome}", dataset.document_number(moment.number)).trim().to_owned());
            parts.extend([moment.process, moment.finish].map(|label| lower_first(dataset.label(label))));
            parts.extend(moment.count.map(|count| format!("{} parts", number(f64::from(count)))));
            if moment.amount != NO_AMOUNT {
                parts.push(money::exact(moment.amount, dataset.currency.as_deref()));
            }
            parts.extend(with_texts.then_some(said));
        }
        Kind::Events => {
            parts.push(what);
            parts.push(match said.to_lowercase().as_str() {
                "yes" | "y" | "ja" | "oui" | "1" | "true" => "met".to_owned(),
                "no" | "n" | "nein" | "non" | "0" | "false" => "not met".to_owned(),
                _ if with_texts => said,
                _ => String::new(),
            });
        }
        Kind::Web => {
            parts.push(what);
            parts.extend(moment.count.filter(|&n| n > 1).map(|n| format!("{n} visits")));
            parts.extend(with_texts.then_some(said));
        }
        Kind::Social => parts.extend([what].into_iter().chain(with_texts.then_some(said))),
        _ => parts.extend(with_texts.then_some([said, what]).into_iter().flatten()),
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join(", ")
}

/// What followed: "ordered on 12 Jan 2026", "five orders in the 26 weeks after, three in the 26 before".
pub fn moment_then(dataset: &Dataset, customer: CustomerIdx, moment: &Moment, at: Day) -> String {
    let Then { n_orders, n_before, ordered_on } = then(dataset, customer, moment, at);
    let is_over = moment.day + WEEKS * WEEK <= at;
    if moment.kind == Kind::Quotes {
        let names_work = !dataset.label(moment.process).is_empty() || !dataset.label(moment.finish).is_empty();
        return match ordered_on {
            Some(day) => format!("ordered on {}", day.long()),
            None if !names_work => String::new(),
            None if is_over => format!("not ordered in {WEEKS} weeks"),
            None => "not ordered so far".to_owned(),
        };
    }
    let after = if n_orders == 0 { "no order".to_owned() } else { orders(n_orders) };
    if is_over {
        format!("{after} in the {WEEKS} weeks after, {} before", small(n_before))
    } else {
        format!("{after} since then")
    }
}
