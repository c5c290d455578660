//! The line at the top of the meeting: where the list stands, what is masked, and the way out.

use std::cmp::Ordering;

use eframe::egui::{
    Align, Color32, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::MeetingPage;
use super::parts::{key_cap, key_width};
use super::plan::MARGIN;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::text::{self, Ink};

/// From this width on the line at the top is in body size.
const WIDE: f32 = 1180.0;
/// Between two switches.
const SWITCH_GAP: f32 = 28.0;
/// A switch without its words.
const PILL: Vec2 = vec2(40.0, 22.0);

/// Where the list stands, what is masked, and the way out. Gives whether the meeting ends.
pub(super) fn top_ui(ui: &mut Ui, rect: Rect, page: &mut MeetingPage) -> bool {
    let size = if rect.width() < WIDE - 2.0 * MARGIN { Size::MeetingCaption } else { Size::MeetingBody };
    let switches = [
        Switch { words: "Mask amounts", key: "M", is_on: Some(page.masks.amounts), size },
        Switch { words: "Mask names", key: "N", is_on: Some(page.masks.names), size },
        Switch { words: "End", key: "Esc", is_on: None, size },
    ];
    let widths = switches.each_ref().map(|switch| switch.width(ui));
    let mut left = rect.right() - widths.iter().sum::<f32>() - 2.0 * SWITCH_GAP;
    progress_ui(ui, rect.with_max_x(left - SWITCH_GAP), page, size);
    let mut pressed = None;
    for (i, (switch, width)) in switches.iter().zip(widths).enumerate() {
        let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        if switch.show(ui, place).clicked() {
            pressed = Some(i);
        }
        left = place.right() + SWITCH_GAP;
    }
    match pressed {
        Some(0) => page.masks.amounts = !page.masks.amounts,
        Some(1) => page.masks.names = !page.masks.names,
        Some(_) => return true,
        None => {}
    }
    false
}

/// "3 of 7", and a piece for each.
fn progress_ui(ui: &mut Ui, rect: Rect, page: &MeetingPage, size: Size) {
    let tokens = DesignTokens::of(ui);
    let n = page.turns.len();
    if n == 0 {
        return;
    }
    let words = if page.place < n { format!("{} of {n}", page.place + 1) } else { "The end".to_owned() };
    let words = text::line(ui, &words, Ink::strong(size, tokens.text));
    let left = text::in_rect_ui(ui, rect, Align::Min, &words).right() + 16.0;
    let pitch = ((rect.right() - left) / n as f32).min(39.0);
    let gap = if pitch > 8.0 { 5.0 } else { 1.0 };
    for i in 0..n {
        let color = match i.cmp(&page.place) {
            Ordering::Less => tokens.was,
            Ordering::Equal => tokens.accent,
            Ordering::Greater => tokens.border,
        };
        let at = pos2(left + pitch * i as f32, rect.center().y - 3.0);
        let piece = Rect::from_min_size(at, vec2((pitch - gap).max(1.0), 6.0));
        ui.painter().rect_filled(piece, CornerRadius::same(2), color);
    }
}

/// Words with their key; with a pill where they are on or off.
struct Switch {
    words: &'static str,
    key: &'static str,
    is_on: Option<bool>,
    size: Size,
}

impl Switch {
    fn width(&self, ui: &Ui) -> f32 {
        let words = text::line(ui, self.words, Ink::new(self.size, Color32::PLACEHOLDER)).size().x;
        let pill = if self.is_on.is_some() { PILL.x + 10.0 } else { 0.0 };
        (pill + words + 10.0 + key_width(ui, self.key)).ceil()
    }

    fn show(&self, ui: &mut Ui, rect: Rect) -> Response {
        let tokens = DesignTokens::of(ui);
        let response = ui.allocate_rect(rect, Sense::click());
        let mut left = rect.left();
        if let Some(is_on) = self.is_on {
            pill(ui, Rect::from_min_size(pos2(left, rect.center().y - PILL.y / 2.0), PILL), is_on);
            left += PILL.x + 10.0;
        }
        let color = if response.hovered() { tokens.text } else { tokens.text_2 };
        let words = text::line(ui, self.words, Ink::new(self.size, color));
        let top = (rect.center().y - words.size().y / 2.0).round();
        ui.painter().galley(pos2(left, top), words, color);
        key_cap(ui, pos2(rect.right(), rect.center().y), self.key);
        focus_ring(ui, &response, rect.expand2(vec2(4.0, 0.0)));
        response.widget_info(|| match self.is_on {
            Some(is_on) => WidgetInfo::selected(Role::Switch, true, is_on, self.words),
            None => WidgetInfo::labeled(Role::Button, true, "End the meeting"),
        });
        response.on_hover_cursor(CursorIcon::PointingHand)
    }
}

fn pill(ui: &Ui, rect: Rect, is_on: bool) {
    let tokens = DesignTokens::of(ui);
    let radius = CornerRadius::same(11);
    let inside = rect.shrink(rect.height() / 2.0);
    if is_on {
        ui.painter().rect_filled(rect, radius, tokens.accent);
        ui.painter().circle_filled(pos2(inside.right(), rect.center().y), 7.0, tokens.on_accent);
    } else {
        let stroke = Stroke::new(1.0, tokens.text_3);
        ui.painter().rect(rect, radius, tokens.surface, stroke, StrokeKind::Inside);
        ui.painter().circle_filled(pos2(inside.left(), rect.center().y), 7.0, tokens.text_3);
    }
}
