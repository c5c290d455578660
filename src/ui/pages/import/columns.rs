//! The columns of a file: the heading, what it means, why, and its first value. What it means can be said otherwise.

use eframe::egui::{Ui, pos2};

use super::detail::{DetailState, ROW, next_row, section_ui, table_row};
use super::facts::menu_ui;
use super::said::{Said, YOU_SAID_SO};
use crate::app::command::Answer;
use crate::import::FileReport;
use crate::import::problem::ColumnReport;
use crate::model::Field;
use crate::ui::pages::figures::{Column, cell_ui, cells, counted, headings_ui};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::text::{self, Ink};

const COLUMNS: [Column; 4] = [
    Column::words("Column", 0.0, 1.0),
    Column::words("Means", 0.0, 1.0),
    Column::words("Why", 0.0, 1.15),
    Column::words("First value", 0.0, 1.0),
];

/// So many columns that are not needed are shown before they are folded.
const FEW_NOT_NEEDED: usize = 3;

/// Draws the columns. Gives what was said now.
pub fn columns_ui(ui: &mut Ui, report: &FileReport, said: &Said, state: &mut DetailState) -> Option<Vec<Answer>> {
    let is_needed = |column: &ColumnReport| column.field.is_some() || said.is_column_said(&column.header);
    let n_needed = report.columns.iter().filter(|column| is_needed(column)).count();
    let n_others = report.columns.len() - n_needed;
    let folds = n_others > FEW_NOT_NEEDED;
    let note = format!("{n_needed} of {} are kept", counted(report.columns.len(), "column", "columns"));
    let link = folds.then(|| {
        if state.shows_all_columns {
            "Hide those not needed".to_owned()
        } else {
            format!("Show the {n_others} not needed")
        }
    });
    if section_ui(ui, "Columns", &note, link.as_deref()) {
        state.shows_all_columns = !state.shows_all_columns;
    }
    let row = next_row(ui, ROW);
    table_row(ui, row, "columns", |ui| headings_ui(ui, &COLUMNS, row));
    let mut answers = None;
    for (i, column) in report.columns.iter().enumerate() {
        if folds && !state.shows_all_columns && !is_needed(column) {
            continue;
        }
        let row = next_row(ui, ROW);
        card::rule(ui, row, row.top() + 0.5);
        let now = table_row(ui, row, ("column", i), |ui| column_ui(ui, row, report, said, i));
        answers = now.or(answers);
    }
    answers
}

fn column_ui(
    ui: &mut Ui,
    row: eframe::egui::Rect,
    report: &FileReport,
    said: &Said,
    place: usize,
) -> Option<Vec<Answer>> {
    let tokens = DesignTokens::of(ui);
    let column = &report.columns[place];
    let places = cells(&COLUMNS, row);
    let faint = Ink::new(Size::Caption, tokens.text_3);
    let header = match column.header.trim() {
        "" => "(no heading)",
        header => header,
    };
    cell_ui(ui, &COLUMNS[0], places[0], header, Ink::new(Size::Caption, tokens.text));
    let (meaning, ink) = match column.field {
        Some(field) => (meaning(report, field), Ink::strong(Size::Caption, tokens.text)),
        None => ("Not needed".to_owned(), faint),
    };
    let offers = said.meanings(report, place);
    let answers = if offers.is_empty() {
        cell_ui(ui, &COLUMNS[1], places[1], &meaning, ink);
        None
    } else {
        let height = text::line(ui, &meaning, ink).size().y;
        let at = pos2(places[1].left(), (places[1].center().y - height / 2.0).round());
        menu_ui(ui, at, places[1].width(), &format!("{header} means"), (&meaning, ink), &offers)
    };
    if let Some(words) = said.column_words(column) {
        cell_ui(ui, &COLUMNS[2], places[2], &words, Ink::strong(Size::Caption, tokens.accent));
    } else {
        // What this column was recognised as, the owner said of another one.
        let why = if column.why == YOU_SAID_SO { "you said another column" } else { &column.why };
        cell_ui(ui, &COLUMNS[2], places[2], why, Ink::new(Size::Caption, tokens.text_2));
    }
    cell_ui(ui, &COLUMNS[3], places[3], &column.first_value, faint);
    answers
}

fn meaning(report: &FileReport, field: Field) -> String {
    match (&report.currency, field) {
        (Some(currency), Field::Amount) => format!("{}, {currency}", field.title()),
        _ => field.title().to_owned(),
    }
}
