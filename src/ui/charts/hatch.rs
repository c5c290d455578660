//! What is not finished: hatched, with a line at its left edge.

use eframe::egui::{Rect, Stroke, Ui, pos2};

use crate::ui::theme::DesignTokens;

/// Hatches `rect` with a line every `step` points.
pub fn hatch(ui: &Ui, rect: Rect, step: f32) {
    let tokens = DesignTokens::of(ui);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let stroke = Stroke::new(1.0, tokens.was.gamma_multiply(0.55));
    let height = rect.height();
    // The lines start at the rectangle's own corner, so they do not swim when the page scrolls.
    let mut x = rect.left() - height;
    while x < rect.right() {
        painter.line_segment([pos2(x, rect.bottom()), pos2(x + height, rect.top())], stroke);
        x += step;
    }
    let left = painter.round_to_pixel_center(rect.left());
    ui.painter().vline(left, rect.y_range(), Stroke::new(1.0, tokens.was));
}
