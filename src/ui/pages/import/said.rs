//! What the owner may say of a file, and what was said already: each choice can be made and taken back.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::words::{fields_of, mark_name};
use crate::app::AppState;
use crate::app::command::Answer;
use crate::import::FileReport;
use crate::import::problem::{ColumnReport, DateOrder};
use crate::model::{Field, Kind};
use crate::ui::widgets::menu::Entry;

/// What stands beside a choice of the owner.
pub const YOU_SAID_SO: &str = "you said so";

/// The answer for a field that no column has.
const NO_COLUMN: &str = "-";

/// How many of the first lines are offered as headings.
const MOST_LINES: usize = 14;

/// How a file was understood before anything was said of it.
#[derive(Clone, Debug, Default)]
pub struct Recognised {
    kind: Option<Kind>,
    date_order: Option<DateOrder>,
    decimal: Option<char>,
    header_row: Option<u32>,
    columns: BTreeMap<String, Field>,
    lines: Vec<(u32, String)>,
}

impl Recognised {
    /// What is to be remembered of a file of which nothing was said.
    pub fn of(report: &FileReport) -> Self {
        let mut columns = BTreeMap::new();
        for column in &report.columns {
            if let Some(field) = column.field {
                columns.entry(column.header.clone()).or_insert(field);
            }
        }
        Self {
            kind: report.kind,
            date_order: report.date_order,
            decimal: report.decimal,
            header_row: report.header_row,
            columns,
            lines: first_lines(report),
        }
    }
}

/// The first lines of a file, as far as its report holds them: titles, headings, rows.
fn first_lines(report: &FileReport) -> Vec<(u32, String)> {
    let mut lines: BTreeMap<u32, String> = BTreeMap::new();
    lines.extend(report.left_out.iter().map(|line| (line.row, line.text.clone())));
    lines.extend(report.preview.iter().map(|line| (line.row, line.raw.replace('\t', "  "))));
    if let Some(row) = report.header_row {
        let headings: Vec<&str> = report.columns.iter().map(|column| column.header.as_str()).collect();
        lines.insert(row, headings.join(", "));
    }
    lines.into_iter().take(MOST_LINES).collect()
}

/// One line of a menu, and what is said by choosing it.
pub struct Offer {
    /// The line.
    pub entry: Entry,
    /// What is said by it.
    pub answers: Vec<Answer>,
}

/// What was said of a file, beside how it was understood without it.
pub struct Said<'a> {
    answers: BTreeMap<&'a str, &'a str>,
    recognised: Option<&'a Recognised>,
    /// The sheets of the workbook, as far as they were read.
    sheets: &'a [String],
}

impl<'a> Said<'a> {
    /// What was said of this file.
    pub fn of(state: &'a AppState, file: &'a str, recognised: Option<&'a Recognised>, sheets: &'a [String]) -> Self {
        Self { answers: state.answers_to(file).collect(), recognised, sheets }
    }

    /// Whether anything was said.
    pub fn is_any(&self) -> bool {
        !self.answers.is_empty()
    }

    /// What was said of one thing.
    pub fn answer(&self, about: &str) -> Option<&'a str> {
        self.answers.get(about).copied()
    }

    /// Takes back all that was said.
    pub fn nothing(&self) -> Vec<Answer> {
        let about = ["kind", "date_order", "decimal", "header_row", "sheet"].into_iter();
        let about = about.chain(Field::ALL.map(Field::as_str)).filter(|about| self.answers.contains_key(about));
        about.map(|field| Answer { field, value: None }).collect()
    }

    /// What the file is.
    pub fn kinds(&self) -> Vec<Offer> {
        let recognised = self.recognised.and_then(|before| before.kind).map_or("not recognised", Kind::title);
        let kinds = Kind::ALL.map(|kind| (kind.title().to_owned(), String::new(), kind.as_str().to_owned()));
        self.offers("kind", recognised.to_owned(), kinds.to_vec())
    }

    /// Which row holds the headings. Where no line is known, the first rows are offered by their numbers.
    pub fn heading_rows(&self, report: &FileReport) -> Vec<Offer> {
        let recognised = self.recognised.and_then(|before| before.header_row);
        let recognised = recognised.map_or("none found".to_owned(), |row| format!("row {row}"));
        let mut lines = self.recognised.map_or_else(|| first_lines(report), |before| before.lines.clone());
        if lines.is_empty() {
            lines = (1..=MOST_LINES).filter_map(|row| Some((u32::try_from(row).ok()?, String::new()))).collect();
        }
        let rows = lines.into_iter().map(|(row, text)| (format!("row {row}"), text, row.to_string())).collect();
        self.offers("header_row", recognised, rows)
    }

    /// Whether day or month comes first; nothing to choose where dates are written with the year first.
    pub fn date_orders(&self, report: &FileReport) -> Vec<Offer> {
        let before = self.recognised.map_or(report.date_order, |before| before.date_order);
        if !matches!(before, None | Some(DateOrder::DayFirst | DateOrder::MonthFirst)) {
            return Vec::new();
        }
        let recognised = before.map_or("not decided", DateOrder::title).to_owned();
        let orders = [(DateOrder::DayFirst, "13/04/2026"), (DateOrder::MonthFirst, "04/13/2026")];
        let orders =
            orders.map(|(order, note)| (order.title().to_owned(), note.to_owned(), order.as_str().to_owned())).to_vec();
        self.offers("date_order", recognised, orders)
    }

    /// The decimal mark.
    pub fn decimals(&self, report: &FileReport) -> Vec<Offer> {
        let before = self.recognised.map_or(report.decimal, |before| before.decimal);
        let recognised = before.map_or("not decided".to_owned(), mark_name);
        let marks = [('.', "1,234.50"), (',', "1.234,50")];
        let marks = marks.map(|(mark, note)| (mark_name(mark), note.to_owned(), mark.to_string())).to_vec();
        self.offers("decimal", recognised, marks)
    }

    /// Which sheet of the workbook is read; nothing to choose where there is one.
    pub fn sheets(&self) -> Vec<Offer> {
        if self.sheets.len() < 2 {
            return Vec::new();
        }
        let sheets = self.sheets.iter().map(|sheet| (sheet.clone(), "only this one".to_owned(), sheet.clone()));
        self.offers("sheet", "each that can be used".to_owned(), sheets.collect())
    }

    /// "As recognised", then the choices: words, note, value.
    fn offers(&self, about: &'static str, recognised: String, choices: Vec<(String, String, String)>) -> Vec<Offer> {
        let said = self.answer(about);
        // Another kind, sheet or row of headings has columns of other meanings.
        let forgets = if matches!(about, "kind" | "header_row" | "sheet") { self.columns_said() } else { Vec::new() };
        let offer = |words: String, note: String, value: Option<String>| Offer {
            entry: Entry { words, note: Cow::Owned(note), is_chosen: said == value.as_deref() },
            answers: forgets.iter().cloned().chain([Answer { field: about, value }]).collect(),
        };
        let first = offer("As recognised".to_owned(), recognised, None);
        let rest = choices.into_iter().map(|(words, note, value)| offer(words, note, Some(value)));
        std::iter::once(first).chain(rest).collect()
    }

    /// Takes back what was said of columns.
    fn columns_said(&self) -> Vec<Answer> {
        let fields = Field::ALL.map(Field::as_str).into_iter().filter(|field| self.answers.contains_key(field));
        fields.map(|field| Answer { field, value: None }).collect()
    }

    /// Whether the owner said what this column means.
    pub fn is_column_said(&self, header: &str) -> bool {
        self.fields_said(header).next().is_some()
            || self.recognised_field(header).is_some_and(|field| self.answer(field.as_str()) == Some(NO_COLUMN))
    }

    /// "you said so", or what was said where it could not be followed; `None` where nothing was said of the column.
    pub fn column_words(&self, column: &ColumnReport) -> Option<String> {
        let said = self.fields_said(&column.header).next();
        let is_followed = said == column.field;
        match said {
            _ if !self.is_column_said(&column.header) => None,
            Some(field) if !is_followed => Some(format!("you said {}, which it cannot be", field.title())),
            None if !is_followed => Some("you said not needed; it is".to_owned()),
            _ => Some(YOU_SAID_SO.to_owned()),
        }
    }

    /// What a column may mean.
    pub fn meanings(&self, report: &FileReport, place: usize) -> Vec<Offer> {
        let column = &report.columns[place];
        let header = column.header.as_str();
        let is_said = self.is_column_said(header);
        // A column is named by its heading; of several with the same one, the first is meant.
        let is_first = report.columns.iter().position(|other| other.header == *header) == Some(place);
        if !is_first {
            return Vec::new();
        }
        let taken_back: Vec<Answer> = self
            .fields_said(header)
            .chain(self.recognised_field(header).filter(|field| self.answer(field.as_str()) == Some(NO_COLUMN)))
            .map(|field| Answer { field: field.as_str(), value: None })
            .collect();
        let own = column.field.filter(|field| !self.fields_said(header).any(|said| said == *field));
        let own = own.or_else(|| self.recognised_field(header));
        let say = |wanted: Option<Field>| {
            let mut answers = taken_back.clone();
            if let Some(own) = own.filter(|own| Some(*own) != wanted) {
                let is_elsewhere = self.answer(own.as_str()).is_some_and(|value| value != header && value != NO_COLUMN);
                if !is_elsewhere {
                    replace(&mut answers, own, NO_COLUMN);
                }
            }
            if let Some(wanted) = wanted {
                replace(&mut answers, wanted, header);
            }
            answers
        };
        let entry = |words: &str, note: String, is_chosen: bool| Entry {
            words: words.to_owned(),
            note: Cow::Owned(note),
            is_chosen,
        };
        let recognised = if is_said { self.recognised_field(header) } else { column.field };
        let recognised = recognised.map_or("not needed", Field::title).to_owned();
        let mut offers =
            vec![Offer { entry: entry("As recognised", recognised, !is_said), answers: taken_back.clone() }];
        let is_chosen = is_said && column.field.is_none();
        offers.push(Offer { entry: entry("Not needed", String::new(), is_chosen), answers: say(None) });
        let mut fields = report.kind.map(fields_of).unwrap_or_default().to_vec();
        fields.extend(column.field.filter(|field| !fields.contains(field)));
        for field in fields {
            let other = report.columns.iter().find(|other| other.field == Some(field) && other.header != *header);
            let note = other.map_or(String::new(), |other| format!("now {}", other.header.trim()));
            let is_chosen = is_said && column.field == Some(field);
            offers.push(Offer { entry: entry(field.title(), note, is_chosen), answers: say(Some(field)) });
        }
        offers
    }

    /// The fields that the owner said this column means.
    fn fields_said(&self, header: &str) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.answer(field.as_str()) == Some(header))
    }

    fn recognised_field(&self, header: &str) -> Option<Field> {
        self.recognised.and_then(|before| before.columns.get(header).copied())
    }
}

/// The last word on a field holds.
fn replace(answers: &mut Vec<Answer>, field: Field, value: &str) {
    answers.retain(|answer| answer.field != field.as_str());
    answers.push(Answer { field: field.as_str(), value: Some(value.to_owned()) });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(columns: &[(&str, Option<Field>)]) -> FileReport {
        let column = |(header, field): &(&str, Option<Field>)| ColumnReport {
            header: (*header).to_owned(),
            field: *field,
            why: "heading".to_owned(),
            first_value: String::new(),
        };
        let columns = columns.iter().map(column).collect();
        FileReport { kind: Some(Kind::Orders), header_row: Some(1), columns, ..FileReport::default() }
    }

    fn said<'a>(answers: &[(&'a str, &'a str)], recognised: &'a Recognised) -> Said<'a> {
        Said { answers: answers.iter().copied().collect(), recognised: Some(recognised), sheets: &[] }
    }

    fn choose(offers: &[Offer], words: &str) -> Vec<(&'static str, Option<String>)> {
        let offer = offers.iter().find(|offer| offer.entry.words == words).unwrap();
        offer.answers.iter().map(|answer| (answer.field, answer.value.clone())).collect()
    }

    #[test]
    fn a_column_that_means_something_else_no_longer_means_what_it_did() {
        let before = report(&[("Cust", Some(Field::Customer)), ("Qty", Some(Field::Parts)), ("Boxes", None)]);
        let recognised = Recognised::of(&before);
        let offers = said(&[], &recognised).meanings(&before, 2);
        assert!(offers[0].entry.is_chosen, "as recognised");
        assert_eq!(choose(&offers, "Parts"), [("parts", Some("Boxes".to_owned()))]);
        let offers = said(&[], &recognised).meanings(&before, 1);
        let expected = [("parts", Some("-".to_owned())), ("amount", Some("Qty".to_owned()))];
        assert_eq!(choose(&offers, "Amount"), expected);
        assert_eq!(choose(&offers, "Not needed"), [("parts", Some("-".to_owned()))]);
    }

    #[test]
    fn what_was_said_of_a_column_is_taken_back_whole() {
        let before = report(&[("Qty", Some(Field::Parts))]);
        let recognised = Recognised::of(&before);
        let now = report(&[("Qty", Some(Field::Amount))]);
        let said = said(&[("parts", "-"), ("amount", "Qty")], &recognised);
        assert!(said.is_column_said("Qty"));
        let back = choose(&said.meanings(&now, 0), "As recognised");
        assert_eq!(back, [("amount", None), ("parts", None)]);
        assert_eq!(said.nothing().len(), 2);
    }

    #[test]
    fn another_kind_forgets_what_was_said_of_columns() {
        let before = report(&[("Qty", Some(Field::Parts))]);
        let recognised = Recognised::of(&before);
        let said = said(&[("parts", "-")], &recognised);
        assert_eq!(choose(&said.kinds(), "Quotes"), [("parts", None), ("kind", Some("quotes".to_owned()))]);
    }

    #[test]
    fn only_the_first_of_two_equal_headings_can_be_named() {
        let before = report(&[("Date", Some(Field::HappenedOn)), ("Date", None)]);
        let recognised = Recognised::of(&before);
        assert!(said(&[], &recognised).meanings(&before, 1).is_empty());
    }
}
