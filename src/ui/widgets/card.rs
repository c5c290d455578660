//! Cards: a surface, a hairline, a radius of 6, and no shadow.

use eframe::egui::{CornerRadius, Rect, Stroke, StrokeKind, Ui, UiBuilder};

use crate::ui::theme::{CARD_PADDING, DesignTokens, RADIUS};

/// The surface of a card, painted into `rect`.
pub fn card_surface(ui: &Ui, rect: Rect) {
    let tokens = DesignTokens::of(ui);
    ui.painter().rect(rect, CornerRadius::same(RADIUS), tokens.surface, tokens.hairline(), StrokeKind::Inside);
}

/// A border of 2 px for the selected card. The layout does not move.
pub fn selected_border(ui: &Ui, rect: Rect) {
    let stroke = Stroke::new(2.0, DesignTokens::of(ui).accent);
    ui.painter().rect_stroke(rect, CornerRadius::same(RADIUS), stroke, StrokeKind::Inside);
}

/// A card as wide as the page and as high as what stands in it.
pub fn card_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = DesignTokens::of(ui);
    eframe::egui::Frame::new()
        .fill(tokens.surface)
        .stroke(tokens.hairline())
        .corner_radius(RADIUS)
        .inner_margin(CARD_PADDING - 1.0)
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// A child in a place of its own. Nothing that it does moves its parent.
pub fn inside_ui<R>(
    ui: &mut Ui,
    rect: Rect,
    salt: impl std::hash::Hash + std::fmt::Debug,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect));
    add(&mut child)
}

/// A hairline from left to right.
pub fn rule(ui: &Ui, rect: Rect, y: f32) {
    let y = ui.painter().round_to_pixel_center(y);
    ui.painter().hline(rect.x_range(), y, DesignTokens::of(ui).hairline());
}
