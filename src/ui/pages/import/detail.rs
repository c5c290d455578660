//! How one file was understood: what it is, how it is written, its columns, what was left out, and its first rows.

use std::collections::BTreeSet;

use eframe::egui::{Align, Rect, Sense, Ui, pos2, vec2};

use super::columns::columns_ui;
use super::digest::Digest;
use super::facts::{self, facts_ui, menu_ui};
use super::left_out::left_out_ui;
use super::preview::{Fitted, preview_ui};
use super::said::{Said, YOU_SAID_SO};
use super::words::{form_words, name_of};
use crate::app::command::Answer;
use crate::import::{FileReport, FileStatus};
use crate::report::problems_csv::parts;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::link_at_ui;
use crate::ui::widgets::card;
use crate::ui::widgets::shapes::{Mark, cross, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// Which lists stand open.
#[derive(Default)]
pub struct DetailState {
    pub(super) shows_all_columns: bool,
    /// Reasons whose lines are listed: why and hint.
    pub(super) open_reasons: BTreeSet<(&'static str, &'static str)>,
    pub(super) fitted: Option<Fitted>,
}

/// The height of a row of a table.
pub const ROW: f32 = 25.0;

/// How one file was understood. Gives what the owner says of it now.
pub fn detail_ui(
    ui: &mut Ui,
    report: &FileReport,
    said: &Said,
    digest: &Digest,
    state: &mut DetailState,
) -> Option<Vec<Answer>> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let is_refused = report.status == FileStatus::Refused;
    let mut answers = title_ui(ui, report, said);
    if let Some(error) = report.error.as_ref().filter(|_| is_refused) {
        refusal_ui(ui, error);
    }
    news_ui(ui, report);
    for warning in &report.warnings {
        warning_ui(ui, warning);
    }
    // Of a picture or a locked workbook nothing can be said, and what is refused for another file's sake was understood.
    let is_table = !report.encoding.is_empty() && (!is_refused || report.used == 0);
    if is_table {
        answers = kind_ui(ui, report, said).or(answers);
    }
    if is_refused && is_table && report.columns.is_empty() {
        ui.add_space(8.0);
        let headings: Vec<_> = facts::headings(report, said).into_iter().collect();
        answers = facts_ui(ui, "headings", &headings).or(answers);
    } else if !report.columns.is_empty() || !is_refused {
        ui.add_space(10.0);
        answers = facts_ui(ui, "written", &facts::written(report, said)).or(answers);
        facts_ui(ui, "given", &facts::given(report, digest));
    }
    if !report.columns.is_empty() {
        answers = columns_ui(ui, report, said, state).or(answers);
    }
    if !is_refused || !digest.groups.is_empty() {
        left_out_ui(ui, report, digest, state);
    }
    if !report.preview.is_empty() {
        preview_ui(ui, report, &mut state.fitted);
    }
    answers
}

/// The name of the file; at its right, where something was said of it, the way back.
fn title_ui(ui: &mut Ui, report: &FileReport, said: &Said) -> Option<Vec<Answer>> {
    let tokens = DesignTokens::of(ui);
    let rect = next_row(ui, 28.0);
    card::inside_ui(ui, rect, "title", |ui| {
        let ink = Ink::new(Size::Caption, tokens.accent);
        let words = "All as recognised";
        let back = if said.is_any() { text::line(ui, words, ink).size().x + 24.0 } else { 0.0 };
        let name = text::cut(ui, &name_of(report), Ink::strong(Size::Title, tokens.text), rect.width() - back);
        let base = rect.top() + text::baseline(&name);
        text::on_baseline_ui(ui, rect.left(), base, Align::Min, &name);
        let is_back = said.is_any()
            && link_at_ui(ui, rect.right(), base, Align::Max, words, ink, tokens.accent)
                .on_hover_text("Take back all that you said of this file")
                .clicked();
        is_back.then(|| said.nothing())
    })
}

/// "Orders ▾  a row is one line of an order · also gives payments"
fn kind_ui(ui: &mut Ui, report: &FileReport, said: &Said) -> Option<Vec<Answer>> {
    let tokens = DesignTokens::of(ui);
    ui.add_space(if report.status == FileStatus::Refused { 12.0 } else { 6.0 });
    let rect = next_row(ui, 22.0);
    card::inside_ui(ui, rect, "kind", |ui| {
        let plain = Ink::new(Size::Body, tokens.text_2);
        let lead = match (report.status, report.kind) {
            (FileStatus::Refused, None) => "If it is a list all the same, it is of",
            (FileStatus::Refused, Some(_)) => "Looked at as",
            _ => "Understood as",
        };
        let galley = text::line(ui, lead, plain);
        let base = rect.top() + text::baseline(&galley);
        let place = text::on_baseline_ui(ui, rect.left(), base, Align::Min, &galley);
        let strong = Ink::strong(Size::Body, tokens.text);
        let kind = report.kind.map_or("choose", |kind| kind.title());
        let value = text::line(ui, kind, strong);
        let at = pos2(place.right() + 7.0, base - text::baseline(&value));
        let answers = menu_ui(ui, at, 200.0, "Kind", (kind, strong), &said.kinds());
        let mut left = at.x + value.size().x + 26.0;
        if said.answer("kind").is_some() {
            let galley = text::line(ui, YOU_SAID_SO, Ink::new(Size::Caption, tokens.accent));
            left = text::on_baseline_ui(ui, left, base, Align::Min, &galley).right() + 14.0;
        }
        let words = about_rows(report);
        if !words.is_empty() && rect.right() > left + 40.0 {
            let galley = text::cut(ui, &words, plain, rect.right() - left);
            text::on_baseline_ui(ui, left, base, Align::Min, &galley);
        }
        answers
    })
}

fn about_rows(report: &FileReport) -> String {
    let form = report.form.map(form_words);
    let also = report.also.map(|kind| format!("also gives {}", kind.title().to_lowercase()));
    form.map(str::to_owned).into_iter().chain(also).collect::<Vec<_>>().join(" · ")
}

/// What is new in it, what the owner must know of its columns, and whose reading it follows.
fn news_ui(ui: &mut Ui, report: &FileReport) {
    let tokens = DesignTokens::of(ui);
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    for notice in report.delta.iter().flat_map(|delta| &delta.notices) {
        warning_ui(ui, notice);
    }
    let news = report.delta.as_ref().map(|delta| match &delta.after {
        Some(after) => format!("**{}** since {after}", delta.words()),
        None => format!("**{}**: the first of its kind here", delta.words()),
    });
    let like = report.read_like.as_ref().map(|from| format!("Read as {from} was"));
    let lines: Vec<String> = news.into_iter().chain(like).collect();
    if !lines.is_empty() {
        ui.add_space(6.0);
        let galley = text::marked(ui, &lines.join(" · "), plain, strong, ui.available_width());
        text::label_ui(ui, &galley);
    }
}

/// What is wrong, and below it the way out.
fn refusal_ui(ui: &mut Ui, error: &str) {
    let tokens = DesignTokens::of(ui);
    ui.add_space(8.0);
    let (wrong, way_out) = parts(error);
    let room = ui.available_width() - 22.0;
    let wrong = text::wrapped(ui, wrong, Ink::strong(Size::Body, tokens.text), room);
    let rect = next_row(ui, wrong.size().y);
    card::inside_ui(ui, rect, "refusal", |ui| {
        cross(ui, pos2(rect.left() + 6.0, rect.top() + 11.0), tokens.act);
        text::at_ui(ui, pos2(rect.left() + 22.0, rect.top()), Align::Min, &wrong);
    });
    if !way_out.is_empty() {
        ui.add_space(2.0);
        let way_out = text::wrapped(ui, way_out, Ink::new(Size::Body, tokens.text_2), room);
        let rect = next_row(ui, way_out.size().y);
        card::inside_ui(ui, rect, "way out", |ui| {
            text::at_ui(ui, pos2(rect.left() + 22.0, rect.top()), Align::Min, &way_out);
        });
    }
}

fn warning_ui(ui: &mut Ui, warning: &str) {
    let tokens = DesignTokens::of(ui);
    ui.add_space(8.0);
    let galley = text::wrapped(ui, warning, Ink::new(Size::Body, tokens.text), ui.available_width() - 22.0);
    let rect = next_row(ui, galley.size().y);
    card::inside_ui(ui, rect, ("warning", warning), |ui| {
        mark_ui(ui, pos2(rect.left() + 6.0, rect.top() + 11.0), Mark::Watch);
        text::at_ui(ui, pos2(rect.left() + 22.0, rect.top()), Align::Min, &galley);
    });
}

/// A heading inside the card, with a link at its right. Gives whether the link was pressed.
pub fn section_ui(ui: &mut Ui, title: &str, note: &str, link: Option<&str>) -> bool {
    let tokens = DesignTokens::of(ui);
    ui.add_space(14.0);
    let row = next_row(ui, 26.0);
    table_row(ui, row, title, |ui| {
        let title = text::line(ui, title, Ink::strong(Size::Body, tokens.text));
        let place = text::at_ui(ui, row.min, Align::Min, &title).rect;
        let base = row.top() + text::baseline(&title);
        if !note.is_empty() {
            let note = text::line(ui, note, Ink::new(Size::Caption, tokens.text_3));
            text::on_baseline_ui(ui, place.right() + 10.0, base, Align::Min, &note);
        }
        link.is_some_and(|words| {
            let accent = Ink::new(Size::Caption, tokens.accent);
            link_at_ui(ui, row.right(), base, Align::Max, words, accent, tokens.accent).clicked()
        })
    })
}

/// Room for the next row, as wide as the card.
pub fn next_row(ui: &mut Ui, height: f32) -> Rect {
    ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover()).0
}

/// The inside of a row; rows that cannot be seen are left empty.
pub fn table_row<R: Default>(
    ui: &mut Ui,
    row: Rect,
    salt: impl std::hash::Hash + std::fmt::Debug,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    if ui.is_rect_visible(row) { card::inside_ui(ui, row, salt, add) } else { R::default() }
}
