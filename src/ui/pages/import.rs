//! Did it understand my files? At the left what there is, at the right how the selected file was understood.

use std::collections::BTreeMap;

use eframe::egui::{Align, CursorIcon, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Pages;
use super::figures::counted;
use super::file_detail::file_detail_ui;
use super::question::{Answered, question_ui};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::import::{FileReport, FileStatus};
use crate::model::money::thousands;
use crate::ui::theme::{CARD_GAP, DesignTokens, Size};
use crate::ui::widgets::button::{self, LARGE, Weight};
use crate::ui::widgets::card;
use crate::ui::widgets::icons::{Icon, icon};
use crate::ui::widgets::menu::row_background;
use crate::ui::widgets::shapes::{check_mark, cross};
use crate::ui::widgets::text::{self, Ink};

/// Where the page stands.
#[derive(Default)]
pub struct ImportPage {
    selected: usize,
    /// By file: what was asked and answered, so that an answer can be changed.
    answered: BTreeMap<String, Answered>,
    pub(super) detail: super::file_detail::DetailState,
}

impl ImportPage {
    /// Selects the file that asks, else keeps the selection; forgets answers to files that are gone.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        self.answered.retain(|path, _| snapshot.imports.iter().any(|import| import.path == *path));
        let asks = snapshot.imports.iter().position(|import| import.question.is_some());
        self.selected = asks.unwrap_or_else(|| self.selected.min(snapshot.imports.len().saturating_sub(1)));
        self.detail = super::file_detail::DetailState::default();
    }
}

/// Did it understand my files?
pub fn import_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some(snapshot) = state.snapshot() else { return commands };
    let page = &mut pages.import;
    commands.extend(answer_ui(ui, snapshot));
    ui.add_space(14.0);
    let rect = ui.available_rect_before_wrap();
    let list_width = (rect.width() * 0.33).clamp(260.0, 400.0).round();
    let list = rect.with_max_x(rect.left() + list_width);
    let detail = rect.with_min_x(list.right() + CARD_GAP);
    card::inside_ui(ui, list, "files", |ui| commands.extend(files_ui(ui, page, snapshot)));
    let Some(report) = snapshot.imports.get(page.selected) else { return commands };
    card::inside_ui(ui, detail, ("file", page.selected), |ui| {
        ScrollArea::vertical().id_salt("detail").show(ui, |ui| {
            card::card_ui(ui, |ui| file_detail_ui(ui, report, &mut page.detail));
        });
    });
    commands
}

fn answer_ui(ui: &mut Ui, snapshot: &Snapshot) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    let width = ui.available_width();
    let has_review = snapshot.review.is_some();
    let words = ["Add files…", "Show the review"];
    let widths = words.map(|word| button::width_of(ui, word, LARGE));
    let actions = widths[0] + if has_review { widths[1] + 8.0 } else { 0.0 };
    let headline = headline(&snapshot.imports);
    let galley = text::wrapped(ui, &headline, Ink::strong(Size::Answer, tokens.text), width - actions - 24.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    card::inside_ui(ui, rect, "answer", |ui| {
        text::at_ui(ui, rect.min, Align::Min, &galley);
        let top = rect.top() + 2.0;
        let mut right = rect.right();
        if has_review {
            let place = Rect::from_min_size(pos2(right - widths[1], top), vec2(widths[1], LARGE));
            if button::button_at_ui(ui, place, words[1], words[1], Weight::Filled).clicked() {
                commands.push(Command::Show(Page::ThisWeek));
            }
            right = place.left() - 8.0;
        }
        let place = Rect::from_min_size(pos2(right - widths[0], top), vec2(widths[0], LARGE));
        if button::button_at_ui(ui, place, words[0], words[0], Weight::Outlined).on_hover_text("Ctrl+O").clicked() {
            commands.push(Command::AskForFiles { add: true });
        }
    });
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let galley = text::marked(ui, &facts(snapshot), plain, strong, width);
    text::label_ui(ui, &galley);
    commands
}

fn headline(imports: &[FileReport]) -> String {
    let count = |status| imports.iter().filter(|import| import.status == status).count();
    let (ready, asking, refused) = (count(FileStatus::Ready), count(FileStatus::Question), count(FileStatus::Refused));
    let all = imports.len();
    match (ready, asking, refused) {
        (_, 0, 0) if all == 1 => "The file is understood".to_owned(),
        (_, 0, 0) => format!("All {all} files are understood"),
        (_, 1.., _) => {
            let these = if all == 1 { "this file".to_owned() } else { format!("these {all} files") };
            format!("{} before {these} can be used", counted(asking, "question", "questions"))
        }
        (0, 0, _) if all == 1 => "The file could not be used".to_owned(),
        (0, 0, _) => format!("None of the {all} files could be used"),
        (1, 0, _) => format!("1 of {all} files is understood, {} refused", was_or_were(refused)),
        (_, 0, _) => format!("{ready} of {all} files are understood, {} refused", was_or_were(refused)),
    }
}

fn was_or_were(n: usize) -> String {
    if n == 1 { "1 was".to_owned() } else { format!("{n} were") }
}

fn facts(snapshot: &Snapshot) -> String {
    let rows: usize = snapshot.imports.iter().map(|import| import.rows).sum();
    let left_out: usize = snapshot.imports.iter().map(|import| import.n_left_out).sum();
    let mut words = format!(
        "**{}** rows read, **{}** left out with reasons. Nothing is stored, and your files are never changed",
        thousands(rows as u64),
        thousands(left_out as u64)
    );
    if !snapshot.not_exports.is_empty() {
        words.push_str("\nNot an export: ");
        words.push_str(&snapshot.not_exports.join(", "));
    }
    words
}

fn files_ui(ui: &mut Ui, page: &mut ImportPage, snapshot: &Snapshot) -> Vec<Command> {
    let mut commands = Vec::new();
    ScrollArea::vertical().id_salt("files").show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let tokens = DesignTokens::of(ui);
        let frame = eframe::egui::Frame::new()
            .fill(tokens.surface)
            .stroke(tokens.hairline())
            .corner_radius(crate::ui::theme::RADIUS);
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            for (i, report) in snapshot.imports.iter().enumerate() {
                if file_row_ui(ui, report, i == page.selected, i > 0, page.answered.contains_key(&report.path)) {
                    page.selected = i;
                    page.detail = super::file_detail::DetailState::default();
                }
                commands.extend(question_of_ui(ui, page, report));
            }
        });
    });
    commands
}

/// The question inside of its file, also after it was answered.
fn question_of_ui(ui: &mut Ui, page: &mut ImportPage, report: &FileReport) -> Option<Command> {
    let answered = page.answered.get(&report.path);
    let (question, chosen) = match (&report.question, answered) {
        (Some(question), answered) => (question.clone(), answered.filter(|a| a.question == *question).map(|a| a.value)),
        (None, Some(answered)) => (answered.question.clone(), Some(answered.value)),
        (None, None) => return None,
    };
    let value = question_ui(ui, &report.path, &question, chosen)?;
    let command = Command::Answer { file: report.path.clone(), field: question.field, value };
    page.answered.insert(report.path.clone(), Answered { question, value });
    Some(command)
}

fn file_row_ui(ui: &mut Ui, report: &FileReport, is_selected: bool, has_rule: bool, is_answered: bool) -> bool {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 80.0), Sense::click());
    row_background(ui, rect, &response, is_selected);
    if has_rule {
        card::rule(ui, rect, rect.top() + 0.5);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let name = name_of(report);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &name));
    card::inside_ui(ui, rect, ("row", &report.path), |ui| {
        icon(ui.painter(), pos2(rect.left() + 22.0, rect.top() + 22.0), Icon::File, tokens.text_2);
        let status = status_ui(ui, rect, report, is_answered);
        let left = rect.left() + 40.0;
        let galley = text::cut(ui, &name, Ink::strong(Size::Body, tokens.text), status - left - 12.0);
        let top = rect.top() + 12.0;
        ui.painter().galley(pos2(left, top), std::sync::Arc::clone(&galley), tokens.text);
        if galley.elided {
            let place = Rect::from_min_size(pos2(left, top), galley.size());
            ui.allocate_rect(place, Sense::hover()).on_hover_text(&name);
        }
        let room = rect.right() - left - 14.0;
        let second = text::cut(ui, &what(report), Ink::new(Size::Caption, tokens.text_2), room);
        text::at_ui(ui, pos2(left, rect.top() + 34.0), Align::Min, &second);
        let third = text::cut(ui, &when(report), Ink::new(Size::Caption, tokens.text_3), room);
        text::at_ui(ui, pos2(left, rect.top() + 52.0), Align::Min, &third);
    });
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// The status at the right of a row. Gives where it begins.
fn status_ui(ui: &mut Ui, row: Rect, report: &FileReport, is_answered: bool) -> f32 {
    let tokens = DesignTokens::of(ui);
    let (words, color) = match report.status {
        FileStatus::Ready if is_answered => ("1 question, answered", tokens.accent),
        FileStatus::Ready => ("Ready", tokens.better),
        FileStatus::Question => ("1 question", tokens.accent),
        FileStatus::Refused => ("Refused", tokens.act),
    };
    let galley = text::line(ui, words, Ink::strong(Size::Caption, color));
    let base = row.top() + 12.0 + 15.5;
    let place = text::on_baseline_ui(ui, row.right() - 14.0, base, Align::Max, &galley);
    let center = pos2(place.left() - 13.0, place.center().y);
    match report.status {
        FileStatus::Ready if !is_answered => check_mark(ui, center, color),
        FileStatus::Refused => cross(ui, center, color),
        _ => return place.left(),
    }
    place.left() - 20.0
}

/// "invoices.xlsx, sheet Paid"
pub fn name_of(report: &FileReport) -> String {
    match &report.sheet {
        Some(sheet) => format!("{}, sheet {sheet}", report.path),
        None => report.path.clone(),
    }
}

fn what(report: &FileReport) -> String {
    match report.kind {
        Some(kind) if report.n_left_out > 0 => {
            let left_out = thousands(report.n_left_out as u64);
            format!("{} · {}, {left_out} left out", kind.title(), counted(report.rows, "row", "rows"))
        }
        Some(kind) => format!("{} · {}", kind.title(), counted(report.rows, "row", "rows")),
        None if report.rows > 0 => counted(report.rows, "row", "rows"),
        None => "not understood".to_owned(),
    }
}

fn when(report: &FileReport) -> String {
    match (report.first_on, report.last_on, &report.error) {
        (Some(first), Some(last), _) if first == last => first.long(),
        (Some(first), Some(last), _) => format!("{} to {}", first.long(), last.long()),
        (_, _, Some(error)) => error.clone(),
        _ => "no dates of events".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(ready: usize, asking: usize, refused: usize) -> Vec<FileReport> {
        let some = |n, status| std::iter::repeat_n(FileReport { status, ..FileReport::default() }, n);
        some(ready, FileStatus::Ready)
            .chain(some(asking, FileStatus::Question))
            .chain(some(refused, FileStatus::Refused))
            .collect()
    }

    #[test]
    fn the_headline_says_what_stands_in_the_way() {
        assert_eq!(headline(&files(7, 0, 0)), "All 7 files are understood");
        assert_eq!(headline(&files(1, 0, 0)), "The file is understood");
        assert_eq!(headline(&files(3, 1, 0)), "1 question before these 4 files can be used");
        assert_eq!(headline(&files(5, 0, 1)), "5 of 6 files are understood, 1 was refused");
        assert_eq!(headline(&files(0, 0, 2)), "None of the 2 files could be used");
    }
}
