//! What the meeting calls its customers while names are masked, and while they are not.

use std::sync::Arc;

use super::shown::Turn;
use crate::model::Dataset;
use crate::report::mask::{Hidden, masked_name};

/// How the customers of the list are called on this page.
pub(super) struct Names {
    pub(super) all: Vec<String>,
    /// Where names are masked.
    hidden: Option<Arc<Hidden>>,
}

impl Names {
    /// As in the report that the meeting ends in.
    pub(super) fn new(dataset: &Dataset, turns: &[Turn], hidden: Option<Arc<Hidden>>) -> Self {
        let name = |turn: &Turn| match hidden {
            Some(_) => masked_name(turn.customer),
            None => dataset.customers[turn.customer as usize].name.clone(),
        };
        Self { all: turns.iter().map(name).collect(), hidden }
    }

    pub(super) fn at(&self, place: usize) -> &str {
        self.all.get(place).map_or("", String::as_str)
    }

    /// Words that somebody typed, without the names that are masked.
    pub(super) fn hide(&self, words: &str) -> String {
        self.hidden.as_ref().map_or_else(|| words.to_owned(), |hidden| hidden.hide(words))
    }
}
