//! Labels: processes, finishes, suppliers, industries, topics and reasons, each once whatever its case.

use std::collections::{BTreeMap, HashMap};

use super::schema::Field;
use super::table::Table;

/// Place of a text in [`crate::model::Dataset::labels`].
pub type Label = u16;

/// Nothing is said.
pub const NO_LABEL: Label = Label::MAX;

/// Labels on their way into a list. Texts that differ only in case and spaces are one; the commonest spelling stands, so that it does
/// not hang on the order of the rows.
#[derive(Debug, Default)]
pub struct Labels {
    places: HashMap<String, Label>,
    /// How often each label is written in which way.
    spellings: Vec<BTreeMap<String, usize>>,
}

impl Labels {
    /// The label of a text. [`NO_LABEL`] for a blank one, and where the list is full.
    pub fn of(&mut self, text: &str) -> Label {
        self.seen(text, 1)
    }

    /// Each text once.
    pub fn into_list(self) -> Vec<String> {
        // Of equals not the one in capitals.
        let commonest = |spellings: BTreeMap<String, usize>| {
            let most = spellings.into_iter().max_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
            most.map(|(text, _)| text).unwrap_or_default()
        };
        self.spellings.into_iter().map(commonest).collect()
    }

    /// The label of a text that stands in so many rows.
    fn seen(&mut self, text: &str, n_rows: usize) -> Label {
        let key = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if key.is_empty() {
            return NO_LABEL;
        }
        let next = Label::try_from(self.spellings.len()).unwrap_or(NO_LABEL);
        let place = *self.places.entry(key).or_insert(next);
        if usize::from(place) == self.spellings.len() && place != NO_LABEL {
            self.spellings.push(BTreeMap::new());
        }
        if let Some(spellings) = self.spellings.get_mut(usize::from(place)) {
            *spellings.entry(text.trim().to_owned()).or_default() += n_rows;
        }
        place
    }

    /// The label of each row of a column of words; `None` where the table has no such column.
    pub fn of_column<'t>(&mut self, table: &'t Table, field: Field) -> Option<impl Fn(usize) -> Label + use<'t>> {
        let words = table.words(field)?;
        let mut n_rows = vec![0; words.words.len()];
        for &code in &words.codes {
            if let Some(n) = n_rows.get_mut(code as usize) {
                *n += 1;
            }
        }
        let labels: Vec<Label> = words.words.iter().zip(n_rows).map(|(word, n)| self.seen(word, n)).collect();
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
        let black = labels.of(" matte  BLACK ");
        assert_eq!(labels.of("Matte black"), black);
        assert_ne!(labels.of("Gloss black"), black);
        assert_eq!(labels.of("  "), NO_LABEL);
        assert_eq!(labels.of("Matte black"), black);
        assert_eq!(labels.into_list(), ["Matte black", "Gloss black"], "the commonest spelling stands");
    }
}
