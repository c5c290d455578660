//! A shop without names or without amounts, for a screen or a page that others see.

use std::borrow::Cow;
use std::cmp::Reverse;

use crate::model::money::MASKED;
use crate::model::weekly::{Weekly, What};
use crate::model::{Customer, CustomerIdx, Dataset};
use crate::review::Review;

/// What is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Masks {
    /// No amount of money.
    pub amounts: bool,
    /// No customer's name.
    pub names: bool,
}

/// A shop with its review and what was decided, as others may see it.
pub struct Masked<'a> {
    /// The shop.
    pub dataset: Cow<'a, Dataset>,
    /// Its review.
    pub review: Cow<'a, Review>,
    /// What was decided.
    pub weekly: Cow<'a, Weekly>,
}

/// The same shop with its customers called "Customer 1" and so on, also in words that somebody typed, and with every amount written as
/// dots. What is written of it is masked, because nothing else is known to it. Blind spot: amounts, nicknames and persons in typed words.
pub fn masked<'a>(dataset: &'a Dataset, review: &'a Review, weekly: &'a Weekly, masks: Masks) -> Masked<'a> {
    let (mut shop, mut told, mut decided) = (Cow::Borrowed(dataset), Cow::Borrowed(review), Cow::Borrowed(weekly));
    if masks.names {
        let hidden = Hidden::of(dataset);
        let shop = shop.to_mut();
        for (place, customer) in (0..).zip(&mut shop.customers) {
            *customer = Customer { name: masked_name(place), aliases: Vec::new(), ..std::mem::take(customer) };
        }
        for source in &mut shop.sources {
            source.file = hidden.hide(&source.file);
        }
        for (place, end) in told.to_mut().trends.ends.list.iter_mut().enumerate() {
            end.name = format!("End customer {}", place + 1);
        }
        for decision in &mut decided.to_mut().decisions {
            match &mut decision.what {
                What::Note(words) => *words = hidden.hide(words),
                What::Action(action) => action.words = hidden.hide(&action.words),
                What::Verdict(_) | What::Snooze(_) => {}
            }
        }
    }
    if masks.amounts {
        shop.to_mut().currency = Some(MASKED.to_owned());
    }
    Masked { dataset: shop, review: told, weekly: decided }
}

/// What a customer is called where names are masked, on a page and in the report alike.
pub fn masked_name(customer: CustomerIdx) -> String {
    format!("Customer {}", customer + 1)
}

/// The names of a shop, to be found in words that somebody typed.
#[derive(Debug, Default)]
pub struct Hidden {
    /// (name, what stands for it), the longest name first.
    names: Vec<(String, String)>,
}

impl Hidden {
    /// Every spelling of every customer, and every customer of theirs.
    pub fn of(dataset: &Dataset) -> Self {
        let mut names: Vec<(String, String)> = Vec::new();
        for (place, customer) in (0..).zip(&dataset.customers) {
            let spellings = customer.aliases.iter().map(|alias| &alias.name).chain([&customer.name]);
            names.extend(spellings.map(|name| (name.clone(), masked_name(place))));
        }
        let ends = dataset.end_customers.iter().map(|name| (name.clone(), "an end customer".to_owned()));
        names.extend(ends);
        names.retain(|(name, _)| !name.trim().is_empty());
        names.sort_by(|a, b| (Reverse(a.0.len()), a).cmp(&(Reverse(b.0.len()), b)));
        names.dedup();
        Self { names }
    }

    /// The same words without the names.
    pub fn hide(&self, words: &str) -> String {
        let mut words = words.to_owned();
        for (name, shown) in &self.names {
            if words.contains(name.as_str()) {
                words = words.replace(name.as_str(), shown);
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_typed_words_is_hidden_and_the_longer_one_first() {
        let named = |name: &str| Customer { name: name.to_owned(), ..Customer::default() };
        let mut shop = Dataset::default();
        shop.customers = vec![named("Alpine"), named("Alpine Tool"), named("")];
        let hidden = Hidden::of(&shop);
        assert_eq!(hidden.hide("Call Alpine Tool before Alpine"), "Call Customer 2 before Customer 1");
    }
}
