//! How one file was understood: dates and marks, its columns, what was left out and why, and its rows raw and understood.

use eframe::egui::{Align, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::figures::{Column, cell_ui, cells, counted, headings_ui};
use super::import::name_of;
use crate::import::problem::{LeftOut, PreviewRow};
use crate::import::{FileReport, FileStatus};
use crate::model::money::thousands;
use crate::model::schema::FieldType;
use crate::model::{Field, money};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::link_at_ui;
use crate::ui::widgets::card;
use crate::ui::widgets::shapes::{Mark, cross, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// Which lists stand open.
#[derive(Default)]
pub struct DetailState {
    shows_all_left_out: bool,
    shows_all_rows: bool,
}

const ROW: f32 = 25.0;
const LEFT_OUT_ROW: f32 = 42.0;
/// So many stand in a list before "Show all".
const FEW: usize = 4;
const FEW_ROWS: usize = 6;

/// How one file was understood.
pub fn file_detail_ui(ui: &mut Ui, report: &FileReport, state: &mut DetailState) {
    ui.spacing_mut().item_spacing.y = 0.0;
    title_ui(ui, report);
    if let Some(error) = &report.error {
        error_ui(ui, error);
    }
    if report.status != FileStatus::Refused || !report.columns.is_empty() {
        facts_ui(ui, report);
    }
    for warning in &report.warnings {
        warning_ui(ui, warning);
    }
    if !report.columns.is_empty() {
        columns_ui(ui, report);
    }
    if report.n_left_out > 0 {
        left_out_ui(ui, report, state);
    }
    if !report.preview.is_empty() {
        preview_ui(ui, report, state);
    }
}

fn title_ui(ui: &mut Ui, report: &FileReport) {
    let tokens = DesignTokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    card::inside_ui(ui, rect, "title", |ui| {
        let used = match report.status {
            FileStatus::Refused => String::new(),
            _ => format!(
                "{} used, {} left out",
                counted(report.used, "row", "rows"),
                thousands(report.n_left_out as u64)
            ),
        };
        let right = text::line(ui, &used, Ink::new(Size::Caption, tokens.text_3));
        let room = rect.width() - right.size().x - 24.0;
        let name = text::cut(ui, &name_of(report), Ink::strong(Size::Title, tokens.text), room);
        let base = rect.top() + text::baseline(&name);
        let end = text::on_baseline_ui(ui, rect.left(), base, Align::Min, &name).right();
        text::on_baseline_ui(ui, rect.right(), base, Align::Max, &right);
        let understood = match (report.kind, report.status) {
            (Some(kind), FileStatus::Ready | FileStatus::Question) => format!("understood as {}", kind.title()),
            _ => "refused".to_owned(),
        };
        let after = rect.left() + room - end - 12.0;
        if after > 60.0 {
            let galley = text::cut(ui, &understood, Ink::new(Size::Body, tokens.text_2), after);
            text::on_baseline_ui(ui, end + 12.0, base, Align::Min, &galley);
        }
    });
}

fn error_ui(ui: &mut Ui, error: &str) {
    let tokens = DesignTokens::of(ui);
    ui.add_space(10.0);
    let galley = text::wrapped(ui, error, Ink::new(Size::Body, tokens.text), ui.available_width() - 22.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), Sense::hover());
    card::inside_ui(ui, rect, "error", |ui| {
        cross(ui, pos2(rect.left() + 6.0, rect.top() + 11.0), tokens.act);
        text::at_ui(ui, pos2(rect.left() + 22.0, rect.top()), Align::Min, &galley);
    });
    ui.add_space(4.0);
}

fn warning_ui(ui: &mut Ui, warning: &str) {
    let tokens = DesignTokens::of(ui);
    ui.add_space(8.0);
    let galley = text::wrapped(ui, warning, Ink::new(Size::Caption, tokens.text_2), ui.available_width() - 22.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), Sense::hover());
    card::inside_ui(ui, rect, ("warning", warning), |ui| {
        mark_ui(ui, pos2(rect.left() + 6.0, rect.top() + 9.0), Mark::Watch);
        text::at_ui(ui, pos2(rect.left() + 22.0, rect.top()), Align::Min, &galley);
    });
}

/// Dates, decimals, separator, headings, letters: a caption, the value, and how it shows in the file.
fn facts_ui(ui: &mut Ui, report: &FileReport) {
    let tokens = DesignTokens::of(ui);
    let facts = facts(report);
    if facts.is_empty() {
        return;
    }
    ui.add_space(10.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 60.0), Sense::hover());
    card::inside_ui(ui, rect, "facts", |ui| {
        let mut widths: Vec<f32> = facts
            .iter()
            .map(|(caption, value, note)| {
                let caption = text::line(ui, caption, Ink::new(Size::Caption, tokens.text_3)).size().x;
                let value = text::line(ui, value, Ink::strong(Size::Body, tokens.text)).size().x;
                let note = text::line(ui, note, Ink::new(Size::Caption, tokens.text_3)).size().x;
                caption.max(value).max(note).min(170.0)
            })
            .collect();
        // What has no room is left out rather than cut.
        while widths.len() > 1 && widths.iter().sum::<f32>() + 14.0 * (widths.len() - 1) as f32 > rect.width() {
            widths.pop();
        }
        let facts = &facts[..widths.len()];
        let gaps = facts.len().saturating_sub(1).max(1) as f32;
        let gap = ((rect.width() - widths.iter().sum::<f32>()) / gaps).clamp(14.0, 56.0);
        let mut left = rect.left();
        for ((caption, value, note), width) in facts.iter().zip(widths) {
            let room = width.min(rect.right() - left) + 1.0;
            for (words, top, ink) in [
                (caption, 0.0, Ink::new(Size::Caption, tokens.text_3)),
                (value, 18.0, Ink::strong(Size::Body, tokens.text)),
                (note, 40.0, Ink::new(Size::Caption, tokens.text_3)),
            ] {
                let galley = text::cut(ui, words, ink, room);
                text::at_ui(ui, pos2(left, rect.top() + top), Align::Min, &galley);
            }
            left += width + gap;
        }
    });
}

fn facts(report: &FileReport) -> Vec<(String, String, String)> {
    let first_of = |kind: FieldType| {
        let column = report
            .columns
            .iter()
            .find(|column| column.field.is_some_and(|field| field.kind() == kind) && !column.first_value.is_empty());
        column.map_or(String::new(), |column| format!("as in {}", column.first_value))
    };
    let mut facts: Vec<(&str, String, String)> = Vec::new();
    if let Some(order) = report.date_order {
        facts.push(("Dates", order.title().to_owned(), first_of(FieldType::Day)));
    }
    if let Some(decimal) = report.decimal {
        facts.push(("Decimals", mark_name(decimal), first_of(FieldType::Money)));
    }
    if let Some(delimiter) = report.delimiter {
        facts.push(("Separator", mark_name(delimiter), format!("in {}", counted(report.rows, "row", "rows"))));
    }
    if let Some(row) = report.header_row {
        let above = match row {
            0 | 1 => "the first line".to_owned(),
            row => format!("{} above", counted(row as usize - 1, "line", "lines")),
        };
        facts.push(("Headings", format!("row {row}"), above));
    }
    if !report.encoding.is_empty() {
        facts.push(("Letters", letters(&report.encoding), String::new()));
    }
    if let Some(amount) = report.amount_minor {
        facts.push((
            "Sum",
            money::short(amount, report.currency.as_deref()),
            counted(report.customers, "customer", "customers"),
        ));
    }
    facts.into_iter().map(|(caption, value, note)| (caption.to_owned(), value, note)).collect()
}

fn mark_name(mark: char) -> String {
    match mark {
        ',' => "comma".to_owned(),
        '.' => "point".to_owned(),
        ';' => "semicolon".to_owned(),
        '\t' => "tab".to_owned(),
        '|' => "vertical bar".to_owned(),
        ' ' => "space".to_owned(),
        other => other.to_string(),
    }
}

fn letters(encoding: &str) -> String {
    match encoding {
        "utf-8" | "UTF-8" => "UTF-8".to_owned(),
        "windows-1252" => "Windows 1252".to_owned(),
        other => other.to_uppercase(),
    }
}

fn columns_ui(ui: &mut Ui, report: &FileReport) {
    const COLUMNS: [Column; 4] = [
        Column::words("Column", 0.0, 1.0),
        Column::words("Understood as", 0.0, 1.1),
        Column::words("Why", 0.0, 1.25),
        Column::words("First value", 0.0, 1.05),
    ];
    let tokens = DesignTokens::of(ui);
    ui.add_space(8.0);
    let row = next_row(ui, ROW);
    table_row(ui, row, "columns", |ui| headings_ui(ui, &COLUMNS, row));
    for (i, column) in report.columns.iter().enumerate() {
        let row = next_row(ui, ROW);
        card::rule(ui, row, row.top() + 0.5);
        table_row(ui, row, ("column", i), |ui| {
            let places = cells(&COLUMNS, row);
            let plain = Ink::new(Size::Caption, tokens.text);
            let faint = Ink::new(Size::Caption, tokens.text_3);
            let header = if column.header.trim().is_empty() { "(no heading)" } else { &column.header };
            cell_ui(ui, &COLUMNS[0], places[0], header, plain);
            match column.field {
                Some(field) => cell_ui(
                    ui,
                    &COLUMNS[1],
                    places[1],
                    &meaning(report, field),
                    Ink::strong(Size::Caption, tokens.text),
                ),
                None => cell_ui(ui, &COLUMNS[1], places[1], "Not kept", faint),
            }
            let why = Ink::new(Size::Caption, tokens.text_2);
            cell_ui(ui, &COLUMNS[2], places[2], &column.why, why);
            cell_ui(ui, &COLUMNS[3], places[3], &column.first_value, faint);
        });
    }
}

fn meaning(report: &FileReport, field: Field) -> String {
    match (&report.currency, field) {
        (Some(currency), Field::Amount) => format!("{}, {currency}", field.title()),
        _ => field.title().to_owned(),
    }
}

fn left_out_ui(ui: &mut Ui, report: &FileReport, state: &mut DetailState) {
    let mut kinds: Vec<&str> = report.left_out.iter().map(|line| line.why).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let rows = counted(report.n_left_out, "row", "rows");
    let note = format!("{rows}, {}", counted(kinds.len(), "reason", "reasons"));
    let n_listed = report.left_out.len();
    let more = (n_listed > FEW).then(|| {
        if state.shows_all_left_out {
            "Show few".to_owned()
        } else {
            format!("Show all {}", thousands(n_listed as u64))
        }
    });
    if section_ui(ui, "Left out, with reasons", &note, more.as_deref()) {
        state.shows_all_left_out = !state.shows_all_left_out;
    }
    if !state.shows_all_left_out {
        for line in report.left_out.iter().take(FEW) {
            left_out_row_ui(ui, line);
        }
        return;
    }
    ScrollArea::vertical().id_salt("left out").max_height(LEFT_OUT_ROW * 9.0).show_rows(
        ui,
        LEFT_OUT_ROW,
        n_listed,
        |ui, range| {
            for line in &report.left_out[range] {
                left_out_row_ui(ui, line);
            }
        },
    );
}

/// Row, reason and text; below them the column and what to do about it.
fn left_out_row_ui(ui: &mut Ui, line: &LeftOut) {
    const COLUMNS: [Column; 3] =
        [Column::number("Row", 56.0), Column::words("Reason", 0.0, 1.0), Column::words("Text", 0.0, 1.6)];
    let tokens = DesignTokens::of(ui);
    let row = next_row(ui, LEFT_OUT_ROW);
    card::rule(ui, row, row.top() + 0.5);
    table_row(ui, row, ("left out", line.row, &line.column), |ui| {
        let first = row.with_max_y(row.top() + 24.0);
        let places = cells(&COLUMNS, first);
        let plain = Ink::new(Size::Caption, tokens.text);
        cell_ui(ui, &COLUMNS[0], places[0], &thousands(u64::from(line.row)), plain);
        cell_ui(ui, &COLUMNS[1], places[1], line.why, plain);
        cell_ui(ui, &COLUMNS[2], places[2], line.text.trim(), Ink::new(Size::Caption, tokens.text_2));
        let second = Rect::from_min_max(pos2(places[1].left(), row.top() + 20.0), row.max);
        let words = match &line.column {
            Some(column) if !line.hint.is_empty() => format!("{column}: {}", line.hint),
            Some(column) => column.clone(),
            None => line.hint.to_owned(),
        };
        cell_ui(ui, &COLUMNS[1], second.with_max_y(row.top() + 40.0), &words, Ink::new(Size::Caption, tokens.text_3));
    });
}

fn preview_ui(ui: &mut Ui, report: &FileReport, state: &mut DetailState) {
    let n = report.preview.len();
    let n_shown = if state.shows_all_rows { n } else { n.min(FEW_ROWS) };
    let more =
        (n > FEW_ROWS).then(|| if state.shows_all_rows { "Show few".to_owned() } else { format!("Show all {n}") });
    let note = format!("{n_shown} of the first {n}");
    if section_ui(ui, "The same rows, raw and understood", &note, more.as_deref()) {
        state.shows_all_rows = !state.shows_all_rows;
    }
    let (columns, fields) = preview_columns(ui, report, ui.available_width());
    let row = next_row(ui, ROW);
    table_row(ui, row, "preview", |ui| headings_ui(ui, &columns, row));
    for line in &report.preview[..n_shown] {
        let row = next_row(ui, ROW);
        card::rule(ui, row, row.top() + 0.5);
        table_row(ui, row, ("preview", line.row), |ui| preview_row_ui(ui, &columns, &fields, row, line));
    }
}

fn preview_row_ui(ui: &mut Ui, columns: &[Column], fields: &[Field], row: Rect, line: &PreviewRow) {
    let tokens = DesignTokens::of(ui);
    let places = cells(columns, row);
    cell_ui(ui, &columns[0], places[0], &thousands(u64::from(line.row)), Ink::new(Size::Caption, tokens.text_3));
    cell_ui(ui, &columns[1], places[1], &line.raw.replace('\t', "  "), Ink::new(Size::Caption, tokens.text_2));
    let middle = ui.painter().round_to_pixel_center(places[1].right() + 8.0);
    ui.painter().vline(middle, row.y_range(), tokens.hairline());
    for ((field, column), place) in fields.iter().zip(&columns[2..]).zip(&places[2..]) {
        let words = line.understood.iter().find(|(other, _)| other == field).map_or("", |(_, words)| words.as_str());
        cell_ui(ui, column, *place, words, Ink::new(Size::Caption, tokens.text));
    }
}

/// As many understood columns as have room, those that a review reads first.
fn preview_columns(ui: &Ui, report: &FileReport, width: f32) -> (Vec<Column>, Vec<Field>) {
    const FIRST: [Field; 10] = [
        Field::Customer,
        Field::HappenedOn,
        Field::IssuedOn,
        Field::Parts,
        Field::RejectedParts,
        Field::Amount,
        Field::PaidOn,
        Field::DueOn,
        Field::CustomerId,
        Field::Email,
    ];
    let mut known: Vec<Field> = report.columns.iter().filter_map(|column| column.field).collect();
    known.sort_by_key(|field| FIRST.iter().position(|first| first == field).unwrap_or(FIRST.len()));
    known.dedup();
    let is_filled = |field: &Field| {
        report.preview.iter().any(|row| row.understood.iter().any(|(other, words)| other == field && !words.is_empty()))
    };
    known.retain(is_filled);
    let mut room = width * 0.74 - 60.0;
    let mut fields = Vec::new();
    let mut columns = vec![Column::number("Row", 44.0), Column::words("In the file", 0.0, 1.0)];
    for field in known {
        let mut column = match field.kind() {
            FieldType::Day => Column { align: Align::Max, ..Column::words(field.title(), 84.0, 0.0) },
            FieldType::Money => Column::number(field.title(), 84.0),
            FieldType::Count => Column::number(field.title(), 56.0),
            FieldType::Number => Column::words(field.title(), 84.0, 0.0),
            FieldType::Words if field == Field::Customer => Column::words(field.title(), 116.0, 0.0),
            FieldType::Words => Column::words(field.title(), 96.0, 0.0),
        };
        let heading = text::line(ui, column.title, Ink::new(Size::Caption, DesignTokens::of(ui).text_3)).size().x;
        column.width = column.width.max(heading.ceil() + 1.0);
        if column.width + 16.0 > room {
            break;
        }
        room -= column.width + 16.0;
        columns.push(column);
        fields.push(field);
    }
    (columns, fields)
}

/// A heading inside the card, with a link at its right. Gives whether the link was pressed.
fn section_ui(ui: &mut Ui, title: &str, note: &str, link: Option<&str>) -> bool {
    let tokens = DesignTokens::of(ui);
    ui.add_space(14.0);
    let row = next_row(ui, 26.0);
    table_row(ui, row, title, |ui| {
        let title = text::line(ui, title, Ink::strong(Size::Body, tokens.text));
        let place = text::at_ui(ui, row.min, Align::Min, &title).rect;
        let base = row.top() + text::baseline(&title);
        let note = text::line(ui, note, Ink::new(Size::Caption, tokens.text_3));
        text::on_baseline_ui(ui, place.right() + 10.0, base, Align::Min, &note);
        link.is_some_and(|words| {
            let accent = Ink::new(Size::Caption, tokens.accent);
            link_at_ui(ui, row.right(), base, Align::Max, words, accent, tokens.accent).clicked()
        })
    })
}

fn next_row(ui: &mut Ui, height: f32) -> Rect {
    ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover()).0
}

/// The inside of a row; rows that cannot be seen are left empty.
fn table_row<R: Default>(
    ui: &mut Ui,
    row: Rect,
    salt: impl std::hash::Hash + std::fmt::Debug,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    if ui.is_rect_visible(row) { card::inside_ui(ui, row, salt, add) } else { R::default() }
}
