//! Filter chips: a word with its shape and how many there are, one of them chosen.

use eframe::egui::{CornerRadius, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::button::focus_ring;
use super::shapes::{Mark, mark_ui};
use super::text::{self, Ink};
use crate::model::money::thousands;
use crate::ui::theme::{DesignTokens, RADIUS, Size};

/// A chip.
pub struct Chip<'a> {
    /// What pressing it gives.
    pub id: usize,
    /// What it filters by.
    pub words: &'a str,
    /// How many there are.
    pub count: usize,
    /// Its shape.
    pub mark: Option<Mark>,
}

/// The least width in which these chips stand side by side.
pub fn least_width(ui: &Ui, chips: &[Chip<'_>]) -> f32 {
    let gaps = TIGHT.1 * chips.len().saturating_sub(1) as f32;
    chips.iter().map(|chip| width_of(ui, chip, TIGHT.0)).sum::<f32>() + gaps
}

/// Padding and gap, where there is room and where there is little.
const ROOMY: (f32, f32) = (12.0, 8.0);
/// See [`ROOMY`].
const TIGHT: (f32, f32) = (7.0, 4.0);

/// Chips side by side from the left of `rect`. Gives the one that was pressed.
pub fn chips_ui(ui: &mut Ui, rect: Rect, chips: &[Chip<'_>], chosen: usize) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    let gaps = chips.len().saturating_sub(1) as f32;
    let roomy = chips.iter().map(|chip| width_of(ui, chip, ROOMY.0)).sum::<f32>() + ROOMY.1 * gaps;
    let (padding, gap) = if roomy <= rect.width() { ROOMY } else { TIGHT };
    let mut left = rect.left();
    let mut pressed = None;
    for chip in chips {
        let width = width_of(ui, chip, padding);
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        let response = ui.allocate_rect(place, Sense::click());
        let is_chosen = chip.id == chosen;
        let fill = if is_chosen {
            tokens.selected()
        } else if response.hovered() {
            tokens.raised
        } else {
            tokens.surface
        };
        let stroke = if is_chosen { Stroke::new(1.0, tokens.accent) } else { tokens.hairline() };
        ui.painter().rect(place, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
        let mut x = place.left() + padding;
        if let Some(mark) = chip.mark {
            mark_ui(ui, pos2(x + 5.0, place.center().y), mark);
            x += 17.0;
        }
        let words = text::line(ui, chip.words, ink(tokens, is_chosen));
        let y = (place.center().y - words.size().y / 2.0).round();
        let right = x + words.size().x;
        ui.painter().galley(pos2(x, y), words, tokens.text);
        let count = text::line(ui, &thousands(chip.count as u64), Ink::new(Size::Caption, tokens.text_3));
        ui.painter().galley(pos2(right + 7.0, y), count, tokens.text_3);
        focus_ring(ui, &response, place);
        let name = format!("{}, {}", chip.words, chip.count);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &name));
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            pressed = Some(chip.id);
        }
        left = place.right() + gap;
    }
    pressed
}

fn ink(tokens: &DesignTokens, is_chosen: bool) -> Ink {
    if is_chosen { Ink::strong(Size::Caption, tokens.text) } else { Ink::new(Size::Caption, tokens.text) }
}

fn width_of(ui: &Ui, chip: &Chip<'_>, padding: f32) -> f32 {
    let tokens = DesignTokens::of(ui);
    let words = text::line(ui, chip.words, ink(tokens, true)).size().x;
    let count = text::line(ui, &thousands(chip.count as u64), Ink::new(Size::Caption, tokens.text_3)).size().x;
    (2.0 * padding + words + 7.0 + count + if chip.mark.is_some() { 17.0 } else { 0.0 }).ceil()
}
