//! A year in a table's row: shape only. It has its own scale in each row; the columns beside it show the size.

use eframe::egui::{CornerRadius, Rect, Stroke, Ui, pos2};

use super::paint::hatch;
use crate::insight::stats::middle::quantile;
use crate::ui::theme::DesignTokens;

/// The room of the period that is not finished.
const UNFINISHED: f32 = 7.0;

/// Draws finished months as a line with a dot at the last, over the middle 80 % of all but the last three; then the month that is
/// not finished, hatched and never joined. `stands_out` where something changed.
pub fn sparkline_ui(ui: &Ui, rect: Rect, values: &[f64], stands_out: bool) {
    let tokens = DesignTokens::of(ui);
    let plot = rect.with_max_x(rect.right() - UNFINISHED - 3.0);
    let painter = ui.painter();
    let top = values.iter().copied().fold(0.0_f64, f64::max);
    let low = values.iter().copied().fold(f64::INFINITY, f64::min).max(0.0);
    if values.len() < 2 || top <= 0.0 {
        return;
    }
    // A flat year lies in the middle, and a small ripple is not blown up to fill the row.
    let span = (top - low).max(top * 0.6);
    let base = f64::midpoint(top, low) - span / 2.0;
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    let y = |value: f64| plot.bottom() - plot.height() * ((value - base) / span).clamp(0.0, 1.0) as f32;
    let x = |i: usize| plot.left() + plot.width() * i as f32 / (values.len() - 1) as f32;
    let before = &values[..values.len().saturating_sub(3)];
    if let (Some(a), Some(b)) = (quantile(before, 0.1), quantile(before, 0.9)) {
        let band = Rect::from_x_y_ranges(plot.x_range(), y(b)..=y(a).max(y(b) + 2.0));
        painter.rect_filled(band, CornerRadius::ZERO, tokens.was.gamma_multiply(0.2));
    }
    let color = if stands_out { tokens.accent } else { tokens.text_3 };
    let points: Vec<_> = values.iter().enumerate().map(|(i, value)| pos2(x(i), y(*value))).collect();
    let last = points[points.len() - 1];
    painter.line(points, Stroke::new(1.5, color));
    painter.circle_filled(last, 2.4, color);
    hatch(ui, rect.with_min_x(rect.right() - UNFINISHED), 4.0);
}
