//! What more than one part of the meeting is made of, in large type: buttons, keys, and words that fit.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, CursorIcon, Galley, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{Weight, colors, focus_ring};
use crate::ui::widgets::shapes::back_arrow;
use crate::ui::widgets::text::{self, Ink};

/// The room that an arrow takes in a button.
pub(super) const ARROW: f32 = 26.0;

/// A button in large type, with an arrow that points on where `has_arrow`.
pub(super) fn big_button_ui(ui: &mut Ui, rect: Rect, words: &str, name: &str, weight: Weight, has_arrow: bool) -> bool {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    let is_hot = response.hovered() || response.is_pointer_button_down_on();
    let (fill, stroke, color) = colors(tokens, weight, is_hot);
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    let arrow = if has_arrow { ARROW } else { 0.0 };
    let room = rect.width() - arrow - 24.0;
    let (large, small) = (Ink::strong(Size::MeetingBody, color), Ink::strong(Size::MeetingCaption, color));
    let galley = fitting(ui, room, (words, large), &[(words, small)]);
    let is_cut = galley.elided;
    let at = rect.center() - vec2(galley.size().x + arrow, galley.size().y) / 2.0;
    let end = at.x + galley.size().x;
    ui.painter().galley(at.round(), galley, color);
    if has_arrow {
        let middle = pos2(end + 18.0, rect.center().y);
        let points = [(-3.0, -6.0), (3.0, 0.0), (-3.0, 6.0)].map(|(x, y)| middle + vec2(x, y)).to_vec();
        ui.painter().line(points, Stroke::new(2.0, color));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let response = if is_cut { response.on_hover_text(words) } else { response };
    response.clicked()
}

/// How wide a button in large type is.
pub(super) fn big_width(ui: &Ui, words: &str) -> f32 {
    (text::line(ui, words, Ink::strong(Size::MeetingBody, Color32::PLACEHOLDER)).size().x + 40.0).ceil()
}

/// "‹ Harbor Lighting", at the left of `rect`.
pub(super) fn back_ui(ui: &mut Ui, rect: Rect, name: &str) -> Response {
    let tokens = DesignTokens::of(ui);
    let galley = text::cut(ui, name, Ink::new(Size::MeetingBody, tokens.text_2), rect.width() - 32.0);
    let place = rect.with_max_x(rect.left() + 32.0 + galley.size().x);
    let response = ui.allocate_rect(place, Sense::click());
    let color = if response.hovered() { tokens.text } else { tokens.text_2 };
    back_arrow(ui, pos2(place.left() + 9.0, place.center().y), color);
    let top = (place.center().y - galley.size().y / 2.0).round();
    let is_cut = galley.elided;
    ui.painter().galley(pos2(place.left() + 32.0, top), galley, color);
    focus_ring(ui, &response, place.expand2(vec2(4.0, 0.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Back: {name}")));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if is_cut { response.on_hover_text(name) } else { response }
}

/// A key as it looks, ending at `right`.
pub(super) fn key_cap(ui: &Ui, right: Pos2, key: &str) {
    let tokens = DesignTokens::of(ui);
    let width = key_width(ui, key);
    let rect = Rect::from_min_size(right - vec2(width, 13.0), vec2(width, 26.0));
    ui.painter().rect(rect, CornerRadius::same(RADIUS - 2), tokens.bg, tokens.hairline(), StrokeKind::Inside);
    let galley = text::line(ui, key, Ink::new(Size::MeetingCaption, tokens.text_2));
    ui.painter().galley((rect.center() - galley.size() / 2.0).round(), galley, tokens.text_2);
}

pub(super) fn key_width(ui: &Ui, key: &str) -> f32 {
    (text::line(ui, key, Ink::new(Size::MeetingCaption, Color32::PLACEHOLDER)).size().x + 16.0).ceil()
}

/// The first of these that fits whole; else the last one, cut.
pub(super) fn fitting(ui: &Ui, room: f32, first: (&str, Ink), others: &[(&str, Ink)]) -> Arc<Galley> {
    let mut galley = text::cut(ui, first.0, first.1, room);
    for (words, ink) in others {
        if !galley.elided {
            break;
        }
        galley = text::cut(ui, words, *ink, room);
    }
    galley
}
