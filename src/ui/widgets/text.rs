//! Text: laid out first, then placed on a baseline, and readable by a screen reader.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{Align, Color32, Galley, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};

use crate::ui::theme::Size;

/// Size, weight and colour of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    size: Size,
    is_strong: bool,
    color: Color32,
}

impl Ink {
    /// Regular weight.
    pub fn new(size: Size, color: Color32) -> Self {
        Self { size, is_strong: false, color }
    }

    /// What is read first: names, numbers, money.
    pub fn strong(size: Size, color: Color32) -> Self {
        Self { size, is_strong: true, color }
    }

    fn format(self) -> TextFormat {
        let font = if self.is_strong { self.size.strong() } else { self.size.regular() };
        TextFormat { line_height: Some(self.size.line_height()), ..TextFormat::simple(font, self.color) }
    }
}

/// One line, as wide as it needs to be.
pub fn line(ui: &Ui, text: &str, ink: Ink) -> Arc<Galley> {
    laid(ui, &[(text, ink)], TextWrapping::no_max_width())
}

/// One line, cut with "…" at `width`; the whole of it stands in the tooltip.
pub fn cut(ui: &Ui, text: &str, ink: Ink, width: f32) -> Arc<Galley> {
    laid(ui, &[(text, ink)], TextWrapping::truncate_at_width(width.max(8.0)))
}

/// As many lines as it needs at `width`.
pub fn wrapped(ui: &Ui, text: &str, ink: Ink, width: f32) -> Arc<Galley> {
    laid(ui, &[(text, ink)], TextWrapping::wrap_at_width(width.max(24.0)))
}

/// Runs of different weight on one baseline, cut at `width`.
pub fn runs(ui: &Ui, parts: &[(&str, Ink)], width: f32) -> Arc<Galley> {
    laid(ui, parts, TextWrapping::truncate_at_width(width.max(8.0)))
}

/// Wrapped at `width`, with what stands between double asterisks in `marked`.
pub fn marked(ui: &Ui, text: &str, plain: Ink, marked: Ink, width: f32) -> Arc<Galley> {
    let parts: Vec<(&str, Ink)> =
        text.split("**").enumerate().map(|(i, part)| (part, if i % 2 == 1 { marked } else { plain })).collect();
    laid(ui, &parts, TextWrapping::wrap_at_width(width.max(24.0)))
}

fn laid(ui: &Ui, parts: &[(&str, Ink)], wrap: TextWrapping) -> Arc<Galley> {
    let mut job = LayoutJob { wrap, ..LayoutJob::default() };
    for (text, ink) in parts.iter().filter(|(text, _)| !text.is_empty()) {
        job.append(&text.replace(" %", KEPT_TOGETHER), 0.0, ink.format());
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A number and its sign stay on one line.
const KEPT_TOGETHER: &str = "\u{a0}%";

/// The text of a galley, for those who hear it.
fn said(galley: &Galley) -> String {
    galley.text().replace(KEPT_TOGETHER, " %")
}

/// From the top of the galley to its first baseline.
pub fn baseline(galley: &Galley) -> f32 {
    galley.rows.first().map_or(0.0, |row| row.pos.y + row.glyphs.first().map_or(row.size.y * 0.75, |glyph| glyph.pos.y))
}

/// Paints text with its left, middle or right at `x` and its first baseline at `y`.
pub fn on_baseline_ui(ui: &mut Ui, x: f32, y: f32, align: Align, galley: &Arc<Galley>) -> Rect {
    let top = y - baseline(galley);
    at_ui(ui, pos2(x, top), align, galley).rect
}

/// Paints text with its left, middle or right at `pos.x` and its top at `pos.y`.
pub fn at_ui(ui: &mut Ui, pos: Pos2, align: Align, galley: &Arc<Galley>) -> Response {
    let left = match align {
        Align::Min => pos.x,
        Align::Center => pos.x - galley.size().x / 2.0,
        Align::Max => pos.x - galley.size().x,
    };
    let rect = Rect::from_min_size(pos2(left.round(), pos.y), galley.size());
    let response = ui.allocate_rect(rect, Sense::hover());
    finish(ui, response, galley)
}

/// Paints text in the middle of the height of `rect`.
pub fn in_rect_ui(ui: &mut Ui, rect: Rect, align: Align, galley: &Arc<Galley>) -> Rect {
    let x = match align {
        Align::Min => rect.left(),
        Align::Center => rect.center().x,
        Align::Max => rect.right(),
    };
    at_ui(ui, pos2(x, (rect.center().y - galley.size().y / 2.0).round()), align, galley).rect
}

/// Text in the flow of the page.
pub fn label_ui(ui: &mut Ui, galley: &Arc<Galley>) -> Response {
    let (_, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    finish(ui, response, galley)
}

fn finish(ui: &Ui, response: Response, galley: &Arc<Galley>) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), said(galley)));
    if ui.is_rect_visible(response.rect) {
        ui.painter().galley(response.rect.min, Arc::clone(galley), Color32::PLACEHOLDER);
    }
    if galley.elided { response.on_hover_text(galley.text()) } else { response }
}
