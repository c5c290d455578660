//! What is owed by how long it is past due: one bar each, its amount above it.

use eframe::egui::{CornerRadius, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::model::money::{self, Minor};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::text::{self, Ink};

/// No bar is wider.
const WIDEST: f32 = 150.0;

/// Draws a bar for each amount. The first one is not due; the others are. Gives the one that was pressed.
pub fn ageing_bars_ui(
    ui: &mut Ui,
    rect: Rect,
    words: &[&str],
    amounts: &[Minor],
    currency: Option<&str>,
    chosen: Option<usize>,
) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    let (top, foot) = (rect.top() + 20.0, (rect.bottom() - 22.0).round());
    let most = amounts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let all: Minor = amounts.iter().sum();
    let step = rect.width() / words.len().max(1) as f32;
    let width = (step - 24.0).clamp(4.0, WIDEST);
    let mut pressed = None;
    for (i, (word, &amount)) in words.iter().zip(amounts).enumerate() {
        let place =
            Rect::from_x_y_ranges(rect.left() + step * i as f32..=rect.left() + step * (i + 1) as f32, rect.y_range());
        let response = ui.allocate_rect(place.shrink2(vec2(4.0, 0.0)), Sense::click());
        if response.hovered() {
            ui.painter().rect_filled(response.rect, CornerRadius::same(6), tokens.raised);
        }
        #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
        let height = ((amount.max(0) as f64 / most) as f32 * (foot - top)).round();
        let bar = Rect::from_min_max(
            pos2((place.center().x - width / 2.0).round(), foot - height),
            pos2((place.center().x + width / 2.0).round(), foot),
        );
        let color = if i == 0 { tokens.was } else { tokens.accent };
        let is_dim = chosen.is_some_and(|chosen| chosen != i);
        ui.painter().rect_filled(bar, CornerRadius::ZERO, if is_dim { color.gamma_multiply(0.45) } else { color });
        if chosen == Some(i) {
            let stroke = Stroke::new(2.0, tokens.text);
            ui.painter().rect_stroke(bar.expand(2.0), CornerRadius::ZERO, stroke, StrokeKind::Outside);
        }
        let sum = text::line(ui, &money::short(amount, currency), Ink::strong(Size::Caption, tokens.text));
        let at = pos2((place.center().x - sum.size().x / 2.0).round(), bar.top() - sum.size().y - 2.0);
        ui.painter().galley(at, sum, tokens.text);
        let name = text::cut(ui, word, Ink::new(Size::Caption, tokens.text_2), step - 12.0);
        let at = pos2((place.center().x - name.size().x / 2.0).round(), foot + 4.0);
        ui.painter().galley(at, name, tokens.text_2);
        focus_ring(ui, &response, response.rect);
        let share = if all > 0 && amount > 0 {
            format!(", {:.0} % of what is owed", 100.0 * amount as f64 / all as f64)
        } else {
            String::new()
        };
        let said = format!("{word}: {}{share}", money::exact(amount, currency));
        response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), chosen == Some(i), &said));
        if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(&said).clicked() {
            pressed = Some(i);
        }
    }
    let y = ui.painter().round_to_pixel_center(foot);
    ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, tokens.text_3));
    pressed
}
