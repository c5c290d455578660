//! The list of files: what each is, whether it can be used, and its question, where it has one.

use eframe::egui::{Align, CursorIcon, Pos2, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::digest::Digest;
use super::question::question_ui;
use super::words::name_of;
use super::{ImportPage, n_warnings};
use crate::app::command::Answer;
use crate::app::{AppState, Command, Snapshot};
use crate::import::problem::Delta;
use crate::import::{FileReport, FileStatus};
use crate::model::money::thousands;
use crate::report::left_out::Loss;
use crate::ui::pages::figures::counted;
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::icons::{Icon, icon};
use crate::ui::widgets::menu::row_background;
use crate::ui::widgets::shapes::{Mark, check_mark, cross, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// Draws the list; a click selects.
pub fn files_ui(ui: &mut Ui, page: &mut ImportPage, snapshot: &Snapshot, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    ScrollArea::vertical().id_salt("files").show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let tokens = DesignTokens::of(ui);
        let frame = eframe::egui::Frame::new().fill(tokens.surface).stroke(tokens.hairline()).corner_radius(RADIUS);
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            for (i, report) in snapshot.opened().iter().enumerate() {
                let standing = standing(snapshot.opened(), i, state, page);
                let digest = page.digests.get(i);
                let is_selected = i == page.selected;
                let response = file_row_ui(ui, report, digest, standing, (i, is_selected));
                if is_selected && std::mem::take(&mut page.shows_selected) {
                    response.scroll_to_me(Some(Align::Min));
                }
                if response.clicked() {
                    page.select(i, report);
                }
                commands.extend(question_of_ui(ui, page, report, state));
            }
        });
    });
    commands
}

/// The question inside of its file, also after it was answered.
fn question_of_ui(ui: &mut Ui, page: &ImportPage, report: &FileReport, state: &AppState) -> Option<Command> {
    let question = report.question.as_ref().or_else(|| page.asked.get(&(report.path.clone(), report.sheet.clone())))?;
    let chosen = state.answer(&report.path, question.field);
    if report.question.is_none() && chosen.is_none() {
        return None;
    }
    let value = question_ui(ui, &name_of(report), question, chosen)?;
    let answers = vec![Answer { field: question.field, value: Some(value.to_owned()) }];
    Some(Command::Answer { file: report.path.clone(), answers })
}

/// Where a file stands, in a word.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Ready,
    /// Its rows are in the workspace.
    TakenIn,
    /// It is used as the owner said.
    AsSaid,
    Answered,
    /// It is used, and something should be looked at.
    Warned(usize),
    Asks,
    Refused,
    /// A sheet of a workbook whose other sheets are used.
    Spare,
}

fn standing(imports: &[FileReport], place: usize, state: &AppState, page: &ImportPage) -> Standing {
    let report = &imports[place];
    let held = state.snapshot().and_then(|snapshot| snapshot.workspace.as_ref());
    match report.status {
        FileStatus::Ready if report.delta.is_some() && held.is_some_and(|held| held.is_taken_in) => Standing::TakenIn,
        FileStatus::Question => Standing::Asks,
        FileStatus::Refused if is_spare_sheet(imports, report) => Standing::Spare,
        FileStatus::Refused => Standing::Refused,
        FileStatus::Ready if n_warnings(report) > 0 => Standing::Warned(n_warnings(report)),
        FileStatus::Ready if page.asked.contains_key(&(report.path.clone(), report.sheet.clone())) => {
            Standing::Answered
        }
        FileStatus::Ready if state.answers_to(&report.path).next().is_some() => Standing::AsSaid,
        FileStatus::Ready => Standing::Ready,
    }
}

/// Whether a sheet is not used while another one of its workbook is.
pub fn is_spare_sheet(imports: &[FileReport], report: &FileReport) -> bool {
    let is_other = |other: &&FileReport| other.path == report.path && other.status != FileStatus::Refused;
    report.status == FileStatus::Refused && report.sheet.is_some() && imports.iter().any(|other| is_other(&other))
}

fn file_row_ui(
    ui: &mut Ui,
    report: &FileReport,
    digest: Option<&Digest>,
    standing: Standing,
    (place, is_selected): (usize, bool),
) -> Response {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 80.0), Sense::click());
    row_background(ui, rect, &response, is_selected);
    if place > 0 {
        card::rule(ui, rect, rect.top() + 0.5);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let name = name_of(report);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    card::inside_ui(ui, rect, ("row", place), |ui| {
        icon(ui.painter(), pos2(rect.left() + 22.0, rect.top() + 22.0), Icon::File, tokens.text_2);
        let status = standing_ui(ui, rect, standing);
        let left = rect.left() + 40.0;
        name_ui(ui, pos2(left, rect.top() + 12.0), status - left - 12.0, report);
        let room = rect.right() - left - 14.0;
        let n_missing = digest.map_or(0, |digest| digest.n(Loss::Missing));
        let second = text::cut(ui, &what(report, n_missing), Ink::new(Size::Caption, tokens.text_2), room);
        text::at_ui(ui, pos2(left, rect.top() + 34.0), Align::Min, &second);
        let third = report.delta.as_ref().map_or_else(|| when(report), Delta::words);
        let third = text::cut(ui, &third, Ink::new(Size::Caption, tokens.text_3), room);
        text::at_ui(ui, pos2(left, rect.top() + 52.0), Align::Min, &third);
    });
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// File and sheet; of a long name the end is cut, and the sheet stays.
fn name_ui(ui: &mut Ui, at: Pos2, room: f32, report: &FileReport) {
    let tokens = DesignTokens::of(ui);
    let ink = Ink::strong(Size::Body, tokens.text);
    let sheet = report.sheet.as_ref().map_or(String::new(), |sheet| format!(" · {sheet}"));
    let sheet = text::cut(ui, &sheet, ink, room * 0.6);
    let path = text::cut(ui, &report.path, ink, room - sheet.size().x);
    let rect = Rect::from_min_size(at, vec2(path.size().x + sheet.size().x, path.size().y));
    let is_cut = path.elided || sheet.elided;
    ui.painter().galley(pos2(at.x + path.size().x, at.y), sheet, tokens.text);
    ui.painter().galley(at, path, tokens.text);
    if is_cut {
        ui.allocate_rect(rect, Sense::hover()).on_hover_text(name_of(report));
    }
}

/// The standing at the right of a row. Gives where it begins.
fn standing_ui(ui: &mut Ui, row: Rect, standing: Standing) -> f32 {
    let tokens = DesignTokens::of(ui);
    let (words, color) = match standing {
        Standing::Ready => ("Ready".to_owned(), tokens.better),
        Standing::TakenIn => ("Taken in".to_owned(), tokens.better),
        Standing::AsSaid => ("As you said".to_owned(), tokens.accent),
        Standing::Answered => ("1 question, answered".to_owned(), tokens.accent),
        Standing::Warned(n) => (counted(n, "warning", "warnings"), tokens.watch),
        Standing::Asks => ("1 question".to_owned(), tokens.accent),
        Standing::Refused => ("Refused".to_owned(), tokens.act),
        Standing::Spare => ("Not used".to_owned(), tokens.text_3),
    };
    let galley = text::line(ui, &words, Ink::strong(Size::Caption, color));
    let base = row.top() + 12.0 + 15.5;
    let place = text::on_baseline_ui(ui, row.right() - 14.0, base, Align::Max, &galley);
    let center = pos2(place.left() - 13.0, place.center().y);
    match standing {
        Standing::Ready | Standing::TakenIn => check_mark(ui, center, color),
        Standing::Refused => cross(ui, center, color),
        Standing::Warned(_) => mark_ui(ui, center, Mark::Watch),
        _ => return place.left(),
    }
    place.left() - 20.0
}

fn what(report: &FileReport, n_missing: usize) -> String {
    let rows = counted(report.rows, "row", "rows");
    match report.kind {
        _ if report.status == FileStatus::Refused && report.rows == 0 => "not understood".to_owned(),
        Some(kind) if report.delta.is_some() => format!("{} · {}", kind.title(), when(report)),
        Some(kind) if n_missing > 0 => format!("{} · {rows}, {} missing", kind.title(), thousands(n_missing as u64)),
        Some(kind) => format!("{} · {rows}", kind.title()),
        None => rows,
    }
}

fn when(report: &FileReport) -> String {
    match (report.first_on, report.last_on, &report.error) {
        (_, _, Some(error)) => error.clone(),
        (Some(first), Some(last), _) if first == last => first.long(),
        (Some(first), Some(last), _) => format!("{} to {}", first.long(), last.long()),
        _ if report.question.is_some() => "its dates wait for your answer".to_owned(),
        _ => "no dates of events".to_owned(),
    }
}
