//! The lines that were left out: rows of data that are missing first, by reason; what a report prints around its rows apart.

use eframe::egui::{CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::detail::{DetailState, ROW, next_row, section_ui, table_row};
use super::digest::Digest;
use crate::import::FileReport;
use crate::import::problem::LeftOut;
use crate::model::money::thousands;
use crate::report::left_out::{Group, Loss};
use crate::ui::pages::figures::{Column, cell_ui, cells, counted, headings_ui};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::card;
use crate::ui::widgets::shapes::{Mark, check_mark, disclosure, mark_ui};
use crate::ui::widgets::text::{self, Ink};

const GROUP_ROW: f32 = 30.0;

const LINES: [Column; 3] =
    [Column::number("Row", 52.0), Column::words("Column", 0.0, 1.0), Column::words("Text in the file", 0.0, 2.6)];

/// All that was left out of a file.
pub fn left_out_ui(ui: &mut Ui, report: &FileReport, digest: &Digest, state: &mut DetailState) {
    let n_rows = digest.n(Loss::Missing);
    let headline = match n_rows {
        0 => "No row of data is missing".to_owned(),
        n => format!("{} of data could not be used", counted(n, "row", "rows")),
    };
    let n_unlisted = report.n_left_out.saturating_sub(report.left_out.len());
    let note = if n_unlisted == 0 {
        String::new()
    } else {
        format!("and {} more lines, which are counted and not listed", thousands(n_unlisted as u64))
    };
    section_ui(ui, &headline, &note, None);
    let why_width = why_width(ui, report, digest);
    for loss in [Loss::Missing, Loss::NotCounted, Loss::Printed] {
        let of_loss = || digest.groups.iter().enumerate().filter(move |(_, group)| group.loss == loss);
        if of_loss().next().is_none() {
            continue;
        }
        let caption = match loss {
            Loss::Missing => "",
            Loss::NotCounted => "Rows that rightly do not count",
            Loss::Printed => "Lines that the report prints around its rows",
        };
        caption_ui(ui, caption);
        for (i, group) in of_loss() {
            group_ui(ui, report, group, (i, why_width), state);
        }
    }
}

/// How wide the reasons are, so that what to do about them begins below each other.
fn why_width(ui: &Ui, report: &FileReport, digest: &Digest) -> f32 {
    let ink = Ink::strong(Size::Caption, DesignTokens::of(ui).text);
    let wide = |group: &Group| text::line(ui, &format!("{}{}", group.why, rows_of(report, group)), ink).size().x;
    let widest = digest.groups.iter().map(wide).fold(0.0_f32, f32::max);
    (widest.ceil() + 1.0).min(ui.available_width() * 0.48)
}

/// The rows of a reason, where they are few: "  row 7", "  rows 7, 12".
fn rows_of(report: &FileReport, group: &Group) -> String {
    const FEW: usize = 3;
    let rows: Vec<String> =
        group.lines.iter().take(FEW + 1).map(|&i| thousands(u64::from(report.left_out[i].row))).collect();
    match rows.len() {
        1 => format!("  row {}", rows[0]),
        2..=FEW => format!("  rows {}", rows.join(", ")),
        _ => String::new(),
    }
}

fn caption_ui(ui: &mut Ui, words: &str) {
    if words.is_empty() {
        return;
    }
    let row = next_row(ui, 28.0);
    let galley = text::line(ui, words, Ink::new(Size::Caption, DesignTokens::of(ui).text_3));
    table_row(ui, row, words, |ui| {
        text::in_rect_ui(ui, row.translate(vec2(0.0, 3.0)), eframe::egui::Align::Min, &galley);
    });
}

/// "▸ 12  not a date   Write dates like 2026-03-14"; its lines below, where it is open.
fn group_ui(
    ui: &mut Ui,
    report: &FileReport,
    group: &Group,
    (place, why_width): (usize, f32),
    state: &mut DetailState,
) {
    let key = (group.why, group.hint);
    let is_open = state.open_reasons.contains(&key);
    if head_ui(ui, report, group, (place, why_width), is_open) {
        if is_open {
            state.open_reasons.remove(&key);
        } else {
            state.open_reasons.insert(key);
        }
    }
    if is_open {
        lines_ui(ui, report, group, place);
    }
}

fn head_ui(ui: &mut Ui, report: &FileReport, group: &Group, (place, why_width): (usize, f32), is_open: bool) -> bool {
    let tokens = DesignTokens::of(ui);
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), GROUP_ROW), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(row, 0.0, tokens.raised);
    }
    card::rule(ui, row, row.top() + 0.5);
    focus_ring(ui, &response, row.shrink(2.0));
    let name = format!("{}: {}", group.why, counted(group.lines.len(), "line", "lines"));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &name));
    table_row(ui, row, ("reason", place), |ui| {
        let middle = row.center().y;
        disclosure(ui, pos2(row.left() + 7.0, middle), is_open, tokens.text_2);
        let mark = pos2(row.left() + 26.0, middle);
        let is_missing = group.loss == Loss::Missing;
        if is_missing {
            mark_ui(ui, mark, Mark::Watch);
        } else {
            check_mark(ui, mark, tokens.text_3);
        }
        let inner = row.with_min_x(row.left() + 40.0);
        let columns = [Column::number("", 36.0), Column::words("", why_width, 0.0), Column::words("", 0.0, 1.0)];
        let places = cells(&columns, inner);
        let strong = if is_missing { tokens.text } else { tokens.text_2 };
        let n = thousands(group.lines.len() as u64);
        cell_ui(ui, &columns[0], places[0], &n, Ink::strong(Size::Caption, strong));
        let why = if is_missing { Ink::strong(Size::Caption, strong) } else { Ink::new(Size::Caption, strong) };
        let rows = rows_of(report, group);
        let faint = Ink::new(Size::Caption, tokens.text_3);
        let galley = text::runs(ui, &[(group.why, why), (&rows, faint)], places[1].width());
        text::in_rect_ui(ui, places[1], eframe::egui::Align::Min, &galley);
        cell_ui(ui, &columns[2], places[2], group.hint, faint);
    });
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// The lines of a reason. Room is made for all of them, and those that can be seen are drawn.
fn lines_ui(ui: &mut Ui, report: &FileReport, group: &Group, place: usize) {
    let has_columns = group.lines.iter().take(50).any(|&i| report.left_out[i].column.is_some());
    let columns: Vec<Column> = LINES.iter().filter(|c| has_columns || c.title != "Column").copied().collect();
    let head = next_row(ui, ROW);
    let indent = |row: Rect| row.with_min_x(row.left() + 40.0);
    table_row(ui, head, ("lines", place), |ui| headings_ui(ui, &columns, indent(head)));
    let all = next_row(ui, ROW * group.lines.len() as f32);
    let clip = ui.clip_rect();
    for (n, &i) in group.lines.iter().enumerate() {
        let top = all.top() + ROW * n as f32;
        if top > clip.bottom() {
            break;
        }
        let row = indent(Rect::from_min_max(pos2(all.left(), top), pos2(all.right(), top + ROW)));
        if row.bottom() < clip.top() {
            continue;
        }
        card::rule(ui, row, row.top() + 0.5);
        table_row(ui, row, ("line", place, n), |ui| line_ui(ui, &columns, row, &report.left_out[i]));
    }
    ui.add_space(6.0);
}

fn line_ui(ui: &mut Ui, columns: &[Column], row: Rect, line: &LeftOut) {
    let tokens = DesignTokens::of(ui);
    for (column, place) in columns.iter().zip(cells(columns, row)) {
        let (words, color) = match column.title {
            "Row" => (thousands(u64::from(line.row)), tokens.text),
            "Column" => (line.column.clone().unwrap_or_default(), tokens.text_2),
            _ => (line.text.trim().replace(['\t', '\n'], "  "), tokens.text_2),
        };
        cell_ui(ui, column, place, &words, Ink::new(Size::Caption, color));
    }
}
