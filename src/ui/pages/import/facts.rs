//! How a file is written and what it gave: captions, values, notes. What can be read otherwise is a drop-down.

use eframe::egui::{Align, Sense, Ui, pos2, vec2};

use super::said::{Offer, Said, YOU_SAID_SO};
use super::words::{format_words, mark_name, records_word};
use crate::app::command::Answer;
use crate::import::{FileReport, FileStatus};
use crate::model::money::{self, thousands};
use crate::model::schema::FieldType;
use crate::report::left_out::Loss;
use crate::ui::pages::figures::counted;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::{Entry, TRIANGLE, value_menu_ui};
use crate::ui::widgets::text::{self, Ink};

use super::digest::Digest;

/// A caption, a value, and a note below.
pub struct Fact {
    caption: &'static str,
    value: String,
    note: String,
    /// Whether it is as the owner said.
    is_said: bool,
    /// Whether it says that something is missing.
    is_bad: bool,
    /// What may be said instead.
    offers: Vec<Offer>,
}

impl Fact {
    fn new(caption: &'static str, value: impl Into<String>, note: impl Into<String>) -> Self {
        let (value, note) = (value.into(), note.into());
        Self { caption, value, note, is_said: false, is_bad: false, offers: Vec::new() }
    }

    fn with(self, offers: Vec<Offer>, is_said: bool) -> Self {
        let note = if is_said { YOU_SAID_SO.to_owned() } else { self.note };
        Self { note, is_said, offers, ..self }
    }
}

/// How the file is written.
pub fn written(report: &FileReport, said: &Said) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !said.sheets().is_empty() {
        let is_said = said.answer("sheet").is_some();
        // Answers are of the file: what is said of one sheet is said of each.
        let note = if said.is_any() { "what you say holds for each" } else { "that can be used" };
        let value = said.answer("sheet").unwrap_or("all");
        facts.push(Fact::new("Sheets", value, note).with(said.sheets(), is_said));
    }
    let is_asked = report.question.as_ref().is_some_and(|question| question.field == "date_order");
    if report.date_order.is_none() && is_asked {
        facts.push(Fact::new("Dates", "not decided", "answer the question").with(said.date_orders(report), false));
    }
    if let Some(order) = report.date_order {
        let note = first_of(report, FieldType::Day);
        let answer = said.answer("date_order");
        let fact = Fact::new("Dates", order.title(), note).with(said.date_orders(report), answer.is_some());
        // A date such as 14/03 decides against what was said.
        let is_decided = answer.is_some_and(|answer| answer != order.as_str());
        facts.push(if is_decided { Fact { note: "the dates themselves decide".to_owned(), ..fact } } else { fact });
    }
    if let Some(decimal) = report.decimal {
        let fact = Fact::new("Decimals", mark_name(decimal), first_of(report, FieldType::Money));
        facts.push(fact.with(said.decimals(report), said.answer("decimal").is_some()));
    }
    if let Some(fact) = headings(report, said) {
        facts.push(fact);
    }
    if let Some(delimiter) = report.delimiter {
        facts.push(Fact::new("Separator", mark_name(delimiter), "between cells"));
    }
    if !report.encoding.is_empty() {
        let (value, note) = format_words(&report.encoding);
        facts.push(Fact::new("Format", value, note));
    }
    facts
}

/// The row of the headings; for a list whose headings were not found, a way to say where they are.
pub fn headings(report: &FileReport, said: &Said) -> Option<Fact> {
    let (value, note) = match report.header_row {
        Some(row @ 0..=1) => (format!("row {row}"), "the first line".to_owned()),
        Some(row) => (format!("row {row}"), format!("{} above", counted(row as usize - 1, "line", "lines"))),
        None if report.form.is_some() => return None,
        None => (said.answer("header_row").map_or("none found".to_owned(), |row| format!("row {row}")), String::new()),
    };
    let is_said = said.answer("header_row").is_some();
    Some(Fact::new("Headings", value, note).with(said.heading_rows(report), is_said))
}

/// What the file gave.
pub fn given(report: &FileReport, digest: &Digest) -> Vec<Fact> {
    let n_printed = digest.n(Loss::Printed);
    let printed = match n_printed {
        0 => String::new(),
        n => format!("+ {} printed", counted(n, "line", "lines")),
    };
    let (used, all) = (thousands(report.used as u64), thousands(report.rows as u64));
    let mut facts = vec![match report.status {
        FileStatus::Question => Fact::new("Rows used", format!("0 of {all}"), "until it is answered"),
        _ => Fact::new("Rows used", format!("{used} of {all}"), printed),
    }];
    let (n_missing, n_not_counted) = (digest.n(Loss::Missing), digest.n(Loss::NotCounted));
    let note = match n_not_counted {
        0 => String::new(),
        n => format!("{} not counted", thousands(n as u64)),
    };
    let missing = if n_missing == 0 { "none".to_owned() } else { counted(n_missing, "row", "rows") };
    facts.push(Fact { is_bad: n_missing > 0, ..Fact::new("Missing", missing, note) });
    let customers = if report.customers == 0 || records_word(report) == "Customers" {
        String::new()
    } else {
        counted(report.customers, "customer", "customers")
    };
    facts.push(Fact::new(records_word(report), thousands(report.records as u64), customers));
    if let Some(amount) = report.amount_minor {
        let currency = report.currency.as_deref();
        let note = currency.map_or("no currency".to_owned(), |code| format!("in {code}"));
        facts.push(Fact::new("Sum", money::exact(amount, currency), note));
    }
    if let (Some(first), Some(last)) = (report.first_on, report.last_on) {
        facts.push(Fact::new("First day", first.long(), first.weekday_name()));
        facts.push(Fact::new("Last day", last.long(), last.weekday_name()));
    }
    facts
}

fn first_of(report: &FileReport, kind: FieldType) -> String {
    let column = report
        .columns
        .iter()
        .find(|column| column.field.is_some_and(|field| field.kind() == kind) && !column.first_value.is_empty());
    column.map_or(String::new(), |column| format!("as in {}", column.first_value))
}

const HEIGHT: f32 = 60.0;
const WIDEST: f32 = 190.0;
const GAP: f32 = 16.0;

/// Facts side by side, in as many lines as they need. Gives what was said now.
pub fn facts_ui(ui: &mut Ui, salt: &str, facts: &[Fact]) -> Option<Vec<Answer>> {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let widths: Vec<f32> = facts
        .iter()
        .map(|fact| {
            let wide = |words: &str, ink: Ink| text::line(ui, words, ink).size().x.ceil() + 1.0;
            let caption = Ink::new(Size::Caption, tokens.text_3);
            let triangle = if fact.offers.is_empty() { 0.0 } else { TRIANGLE };
            let value = wide(&fact.value, Ink::strong(Size::Body, tokens.text)) + triangle;
            wide(fact.caption, caption).max(value).max(wide(&fact.note, caption)).min(WIDEST)
        })
        .collect();
    let mut said = None;
    for (n, line) in lines(&widths, width).into_iter().enumerate() {
        let (rect, _) = ui.allocate_exact_size(vec2(width, HEIGHT + 4.0), Sense::hover());
        let total: f32 = widths[line.clone()].iter().sum();
        let gap = ((width - total) / line.len().saturating_sub(1).max(1) as f32).clamp(GAP, 44.0);
        card::inside_ui(ui, rect, (salt, n), |ui| {
            let mut left = rect.left();
            for i in line {
                said = fact_ui(ui, left, rect.top(), widths[i], &facts[i]).or(said.take());
                left += widths[i] + gap;
            }
        });
    }
    said
}

fn fact_ui(ui: &mut Ui, left: f32, top: f32, width: f32, fact: &Fact) -> Option<Vec<Answer>> {
    let tokens = DesignTokens::of(ui);
    let caption = text::cut(ui, fact.caption, Ink::new(Size::Caption, tokens.text_3), width);
    text::at_ui(ui, pos2(left, top), Align::Min, &caption);
    let value = Ink::strong(Size::Body, if fact.is_bad { tokens.act } else { tokens.text });
    let at = pos2(left, top + 18.0);
    let chosen = if fact.offers.is_empty() {
        let galley = text::cut(ui, &fact.value, value, width);
        text::at_ui(ui, at, Align::Min, &galley);
        None
    } else {
        menu_ui(ui, at, width, fact.caption, (&fact.value, value), &fact.offers)
    };
    let note = Ink::new(Size::Caption, if fact.is_said { tokens.accent } else { tokens.text_3 });
    let note = text::cut(ui, &fact.note, note, width);
    if !fact.note.is_empty() {
        text::at_ui(ui, pos2(left, top + 40.0), Align::Min, &note);
    }
    chosen
}

/// A value with its menu. Gives what was said, where that is something new.
pub fn menu_ui(
    ui: &mut Ui,
    at: eframe::egui::Pos2,
    room: f32,
    name: &str,
    value: (&str, Ink),
    offers: &[Offer],
) -> Option<Vec<Answer>> {
    let entries: Vec<Entry> = offers.iter().map(|offer| offer.entry.clone()).collect();
    let chosen = value_menu_ui(ui, at, room, name, value, &entries)?;
    offers.get(chosen).filter(|offer| !offer.entry.is_chosen).map(|offer| offer.answers.clone())
}

/// Which facts stand on which line.
fn lines(widths: &[f32], room: f32) -> Vec<std::ops::Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0.0);
    for (i, width) in widths.iter().enumerate() {
        if i > start && used + GAP + width > room {
            lines.push(start..i);
            (start, used) = (i, 0.0);
        }
        used += if i == start { *width } else { GAP + width };
    }
    if start < widths.len() {
        lines.push(start..widths.len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_that_have_no_room_stand_on_the_next_line() {
        assert_eq!(lines(&[100.0, 100.0, 100.0], 260.0), [0..2, 2..3]);
        assert_eq!(lines(&[300.0, 10.0], 100.0), [0..1, 1..2]);
        assert!(lines(&[], 100.0).is_empty());
    }
}
