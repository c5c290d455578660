//! Labels: processes, finishes, suppliers, industries, topics and reasons, each once whatever its case.

use std::collections::HashMap;

use super::schema::Field;
use super::table::Table;

/// Place of a text in [`crate::model::Dataset::labels`].
pub type Label = u16;

/// Nothing is said.
pub const NO_LABEL: Label = Label::MAX;

/// Labels on their way into a list. Texts that differ only in case and spaces are one; the first spelling stands.
#[derive(Debug, Default)]
pub struct Labels {
    /// Each text once.
    pub list: Vec<String>,
    places: HashMap<String, Label>,
}

impl Labels {
    /// The label of a text. [`NO_LABEL`] for a blank one, and where the list is full.
    pub fn of(&mut self, text: &str) -> Label {
        let key = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if key.is_empty() {
            return NO_LABEL;
        }
        if let Some(&place) = self.places.get(&key) {
            return place;
        }
        let place = Label::try_from(self.list.len()).unwrap_or(NO_LABEL);
        if place != NO_LABEL {
            self.list.push(text.trim().to_owned());
            self.places.insert(key, place);
        }
        place
    }

    /// The label of each row of a column of words; `None` where the table has no such column.
    pub fn of_column<'t>(&mut self, table: &'t Table, field: Field) -> Option<impl Fn(usize) -> Label + use<'t>> {
        let words = table.words(field)?;
        let labels: Vec<Label> = words.words.iter().map(|word| self.of(word)).collect();
        Some(move |row: usize| {
            let code = words.codes.get(row).copied().unwrap_or(u32::MAX);
            labels.get(code as usize).copied().unwrap_or(NO_LABEL)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_differ_in_case_and_spaces_are_one_label() {
        let mut labels = Labels::default();
        let black = labels.of("Matte black");
        assert_eq!(labels.of(" matte  BLACK "), black);
        assert_ne!(labels.of("Gloss black"), black);
        assert_eq!(labels.of("  "), NO_LABEL);
        assert_eq!(labels.list, ["Matte black", "Gloss black"]);
    }
}
