//! Buttons and links: one look, a ring where the focus is, a name for the screen reader.

use eframe::egui::{
    Align, Color32, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::text::{self, Ink};
use crate::ui::theme::{DesignTokens, RADIUS, Size};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one action of the page.
    Filled,
    /// Every other action.
    Outlined,
}

/// The height of a button in a card.
pub const SMALL: f32 = 28.0;
/// The height of a button beside the answer of a page.
pub const LARGE: f32 = 36.0;

/// A button in the flow of the page.
pub fn button_ui(ui: &mut Ui, words: &str, weight: Weight, height: f32) -> Response {
    let width = width_of(ui, words, height);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    painted(ui, rect, response, words, words, weight)
}

/// A button in a place of its own. `name` is what a screen reader says: "Open Alpine Tool".
pub fn button_at_ui(ui: &mut Ui, rect: Rect, words: &str, name: &str, weight: Weight) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    painted(ui, rect, response, words, name, weight)
}

/// How wide a button with these words is.
pub fn width_of(ui: &Ui, words: &str, height: f32) -> f32 {
    let padding = if height > SMALL { 17.0 } else { 16.0 };
    (text::line(ui, words, Ink::strong(size_of(height), Color32::PLACEHOLDER)).size().x + 2.0 * padding).ceil()
}

fn size_of(height: f32) -> Size {
    if height > SMALL { Size::Body } else { Size::Caption }
}

/// Fill, border and words of a button.
pub fn colors(tokens: &DesignTokens, weight: Weight, is_hot: bool) -> (Color32, Stroke, Color32) {
    match weight {
        Weight::Filled if is_hot => (tokens.accent.lerp_to_gamma(tokens.text, 0.12), Stroke::NONE, tokens.on_accent),
        Weight::Filled => (tokens.accent, Stroke::NONE, tokens.on_accent),
        Weight::Outlined if is_hot => (tokens.raised, tokens.hairline(), tokens.text),
        Weight::Outlined => (tokens.surface, tokens.hairline(), tokens.text),
    }
}

fn painted(ui: &mut Ui, rect: Rect, response: Response, words: &str, name: &str, weight: Weight) -> Response {
    let tokens = DesignTokens::of(ui);
    let is_hot = response.hovered() || response.is_pointer_button_down_on();
    let (fill, stroke, color) = colors(tokens, weight, is_hot);
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    let size = size_of(rect.height());
    let ink = if weight == Weight::Filled { Ink::strong(size, color) } else { Ink::new(size, color) };
    let galley = text::line(ui, words, ink);
    let top_left = rect.center() - galley.size() / 2.0;
    ui.painter().galley(top_left.round(), galley, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A link in the flow of the page.
pub fn link_ui(ui: &mut Ui, words: &str, size: Size) -> Response {
    let tokens = DesignTokens::of(ui);
    let galley = text::line(ui, words, Ink::new(size, tokens.accent));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    linked(ui, rect, response, &galley, tokens.accent, words)
}

/// A link in a place of its own, with its left, middle or right and its baseline given.
pub fn link_at_ui(ui: &mut Ui, x: f32, baseline: f32, align: Align, words: &str, ink: Ink, color: Color32) -> Response {
    let galley = text::line(ui, words, ink);
    let left = match align {
        Align::Min => x,
        Align::Center => x - galley.size().x / 2.0,
        Align::Max => x - galley.size().x,
    };
    let rect = Rect::from_min_size(eframe::egui::pos2(left.round(), baseline - text::baseline(&galley)), galley.size());
    let response = ui.allocate_rect(rect, Sense::click());
    linked(ui, rect, response, &galley, color, words)
}

fn linked(
    ui: &mut Ui,
    rect: Rect,
    response: Response,
    galley: &std::sync::Arc<eframe::egui::Galley>,
    color: Color32,
    words: &str,
) -> Response {
    ui.painter().galley(rect.min, std::sync::Arc::clone(galley), color);
    if response.hovered() {
        let y = rect.top() + text::baseline(galley) + 2.5;
        ui.painter().hline(rect.x_range(), ui.painter().round_to_pixel_center(y), Stroke::new(1.0, color));
    }
    focus_ring(ui, &response, rect.expand2(vec2(3.0, 0.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), words));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A ring of 2 px around what has the focus.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect) {
    if response.has_focus() {
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        let tokens = DesignTokens::of(ui);
        let stroke = Stroke::new(2.0, tokens.accent);
        ui.painter().rect_stroke(rect.expand(1.5), CornerRadius::same(RADIUS + 2), stroke, StrokeKind::Outside);
    }
}
