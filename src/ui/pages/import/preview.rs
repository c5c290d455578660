//! The first rows of a file, raw and as they were understood, side by side.

use eframe::egui::{Align, Rect, Ui};

use super::detail::{ROW, next_row, section_ui, table_row};
use crate::import::FileReport;
use crate::import::problem::PreviewRow;
use crate::model::Field;
use crate::model::money::thousands;
use crate::model::schema::FieldType;
use crate::ui::pages::figures::{Column, cell_ui, cells, headings_ui};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::text::{self, Ink};

/// What a review reads first stands first.
const FIRST: [Field; 12] = [
    Field::Customer,
    Field::HappenedOn,
    Field::IssuedOn,
    Field::Parts,
    Field::RejectedParts,
    Field::Amount,
    Field::Received,
    Field::PaidOn,
    Field::DueOn,
    Field::OrderNumber,
    Field::InvoiceNumber,
    Field::CustomerId,
];

/// Words wider than this share of the page are cut.
const WIDEST_SHARE: f32 = 0.27;
/// The raw line keeps at least this share of the page.
const RAW_SHARE: f32 = 0.33;
const GAP: f32 = 16.0;

/// The columns of the rows, fitted to what stands in them and to the width of the page.
pub struct Fitted {
    width: f32,
    columns: Vec<Column<'static>>,
    fields: Vec<Field>,
}

/// Draws the rows. `fitted` is kept between frames.
pub fn preview_ui(ui: &mut Ui, report: &FileReport, fitted: &mut Option<Fitted>) {
    let width = ui.available_width();
    if fitted.as_ref().is_none_or(|before| (before.width - width).abs() > 0.5) {
        *fitted = Some(fit(ui, report, width));
    }
    let Some(Fitted { columns, fields, .. }) = fitted else { return };
    let n = report.preview.len();
    let note = if n == 1 { "its only row".to_owned() } else { format!("the first {n} rows") };
    section_ui(ui, "The same rows, raw and understood", &note, None);
    let row = next_row(ui, ROW);
    table_row(ui, row, "preview", |ui| headings_ui(ui, columns, row));
    for line in &report.preview {
        let row = next_row(ui, ROW);
        card::rule(ui, row, row.top() + 0.5);
        table_row(ui, row, ("preview", line.row), |ui| row_ui(ui, columns, fields, row, line));
    }
}

fn row_ui(ui: &mut Ui, columns: &[Column], fields: &[Field], row: Rect, line: &PreviewRow) {
    let tokens = DesignTokens::of(ui);
    let places = cells(columns, row);
    cell_ui(ui, &columns[0], places[0], &thousands(u64::from(line.row)), Ink::new(Size::Caption, tokens.text_3));
    let raw = line.raw.replace(['\t', '\n'], "  ");
    cell_ui(ui, &columns[1], places[1], &raw, Ink::new(Size::Caption, tokens.text_2));
    let middle = ui.painter().round_to_pixel_center(places[1].right() + GAP / 2.0);
    ui.painter().vline(middle, row.y_range(), tokens.hairline());
    for ((field, column), place) in fields.iter().zip(&columns[2..]).zip(&places[2..]) {
        cell_ui(ui, column, *place, words_of(line, *field), Ink::new(Size::Caption, tokens.text));
    }
}

fn words_of(line: &PreviewRow, field: Field) -> &str {
    line.understood.iter().find(|(other, _)| *other == field).map_or("", |(_, words)| words)
}

/// As many understood columns as have room, each as wide as its longest word; the raw line takes what is left.
fn fit(ui: &Ui, report: &FileReport, width: f32) -> Fitted {
    let tokens = DesignTokens::of(ui);
    let mut known: Vec<Field> =
        report.preview.iter().flat_map(|line| &line.understood).map(|(field, _)| *field).collect();
    known.sort_by_key(|field| (FIRST.iter().position(|first| first == field).unwrap_or(FIRST.len()), *field));
    known.dedup();
    let ink = Ink::new(Size::Caption, tokens.text);
    let wide = |words: &str| text::line(ui, words, ink).size().x.ceil() + 1.0;
    let number = 44.0;
    let mut room = width * (1.0 - RAW_SHARE) - number - GAP;
    let (mut columns, mut fields) =
        (vec![Column::number("Row", number), Column::words("In the file", 0.0, 1.0)], Vec::new());
    for field in known {
        let longest = report.preview.iter().map(|line| wide(words_of(line, field))).fold(0.0_f32, f32::max);
        if longest <= 1.0 {
            continue;
        }
        let needed = longest.min(width * WIDEST_SHARE).max(wide(field.title()));
        if needed + GAP > room {
            // A name is cut rather than left away.
            if field != Field::Customer || room < 120.0 {
                continue;
            }
        }
        let column = Column::words(field.title(), needed.min(room - GAP), 0.0);
        let is_words = matches!(field.kind(), FieldType::Words | FieldType::Number);
        columns.push(Column { align: if is_words { Align::Min } else { Align::Max }, ..column });
        fields.push(field);
        room -= needed + GAP;
    }
    Fitted { width, columns, fields }
}
