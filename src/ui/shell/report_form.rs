//! The weekly report, asked for: how much of it, for whom, and in which format.

use eframe::egui::{Align, CornerRadius, Frame, Id, Key, Modal, Modifiers, Sense, Ui, vec2};

use crate::app::Command;
use crate::app::command::{Place, ReportKind};
use crate::report::formats::Format;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{SMALL, Weight, button_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::switch_ui;
use crate::ui::widgets::text::{self, Ink};

const WIDTH: f32 = 560.0;
/// Where the choices begin.
const LABEL: f32 = 112.0;
const LINE: f32 = 36.0;

/// Draws it while it is asked for. Gives where it shall be saved.
pub fn report_form_ui(ui: &Ui, asked: &mut Option<ReportKind>) -> Option<Command> {
    let kind = asked.as_mut()?;
    let tokens = DesignTokens::of(ui);
    let width = WIDTH.min(ui.ctx().content_rect().width() - 80.0);
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke(tokens.hairline())
        .corner_radius(CornerRadius::same(8))
        .inner_margin(16.0);
    let (mut is_saved, mut is_closed) = (false, false);
    let modal = Modal::new(Id::unique("report")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 0.0;
        let title = text::wrapped(ui, "The weekly report", Ink::strong(Size::Body, tokens.text), width);
        text::label_ui(ui, &title);
        ui.add_space(12.0);
        let format = Format::ALL.iter().position(|format| *format == kind.format).unwrap_or(0);
        if let Some(chosen) = choice_ui(ui, "Format", &["Web page", "PDF", "Workbook", "JSON", "CSV"], format, 440.0) {
            kind.format = Format::ALL[chosen];
        }
        if has_pages(kind.format) {
            let chosen = choice_ui(ui, "How much", &["Everything", "One page"], usize::from(kind.is_brief), 220.0);
            kind.is_brief = chosen.map_or(kind.is_brief, |chosen| chosen == 1);
        }
        let chosen = choice_ui(ui, "Names", &["Shown", "Hidden"], usize::from(kind.masks.names), 220.0);
        kind.masks.names = chosen.map_or(kind.masks.names, |chosen| chosen == 1);
        let chosen = choice_ui(ui, "Amounts", &["Shown", "Hidden"], usize::from(kind.masks.amounts), 220.0);
        kind.masks.amounts = chosen.map_or(kind.masks.amounts, |chosen| chosen == 1);
        ui.add_space(4.0);
        let note = text::wrapped(ui, says(*kind), Ink::new(Size::Caption, tokens.text_2), width);
        text::label_ui(ui, &note);
        ui.add_space(16.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            is_saved = button_ui(ui, "Save…", Weight::Filled, SMALL).clicked();
            is_closed = button_ui(ui, "Cancel", Weight::Outlined, SMALL).clicked();
        });
    });
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    is_closed |= pressed(Key::Escape) || modal.should_close();
    let place = Place::Report(*kind);
    if is_saved || is_closed {
        *asked = None;
    }
    is_saved.then_some(Command::AskWhere(place))
}

/// Whether the format has pages, of which there can be few.
fn has_pages(format: Format) -> bool {
    matches!(format, Format::Html | Format::Pdf)
}

/// A label and its switch on one line.
fn choice_ui(ui: &mut Ui, label: &'static str, words: &[&str], chosen: usize, width: f32) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    card::inside_ui(ui, line, label, |ui| {
        let galley = text::line(ui, label, Ink::new(Size::Body, tokens.text_2));
        text::in_rect_ui(ui, line, Align::Min, &galley);
        let place = line.with_min_x(line.left() + LABEL);
        switch_ui(
            ui,
            place.with_max_x((place.left() + width).min(line.right())).shrink2(vec2(0.0, 3.0)),
            label,
            words,
            chosen,
        )
    })
}

/// What the file will be.
fn says(kind: ReportKind) -> &'static str {
    match (kind.format, kind.is_brief) {
        (Format::Html | Format::Pdf, true) => "Whom to call and what to say, on one page.",
        (Format::Html, false) => {
            "Opens in any browser, needs no internet and holds everything: the list, charts, decisions, what is coming, rows."
        }
        (Format::Pdf, false) => "The same as the web page, with bookmarks, ready to be printed or sent.",
        (Format::Xlsx, _) => {
            "The list, the customers, and every number of a flag worked out again by formulas over its rows."
        }
        (Format::Json, _) => "Everything, for programs. Its schema comes with Lotwise.",
        (Format::Csv, _) => "The flags that stand, one a line.",
    }
}
