//! A drop-down list, a switch of a few words, and a row that can be chosen.

use std::borrow::Cow;

use eframe::egui::{
    CornerRadius, CursorIcon, Popup, PopupCloseBehavior, Pos2, Rect, RectAlign, Response, Role, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::button::focus_ring;
use super::shapes::{check_mark, drop_triangle};
use super::text::{self, Ink};
use crate::ui::theme::{DesignTokens, RADIUS, Size};

/// One line of a drop-down list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What is chosen.
    pub words: String,
    /// What sets it apart, in a caption at its right.
    pub note: Cow<'static, str>,
    /// Whether it is what is shown now.
    pub is_chosen: bool,
}

/// One line of a menu of things to do, with its key at the right.
#[derive(Clone, Debug)]
pub struct Action {
    /// What it does.
    pub words: String,
    /// "Ctrl C"; blank for none.
    pub key: &'static str,
}

impl Action {
    /// What it does, and its key.
    pub fn new(words: impl Into<String>, key: &'static str) -> Self {
        Self { words: words.into(), key }
    }
}

/// A line of a menu of things to do.
pub fn action_ui(ui: &mut Ui, action: &Action) -> Response {
    let response = entry_ui(ui, &Entry { words: action.words.clone(), note: action.key.into(), is_chosen: false });
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &action.words));
    response
}

/// "as of  Fri 13 Nov 2026 ▾", ending at `right`. Gives its width and the place of the entry that was chosen.
pub fn drop_down_ui(
    ui: &mut Ui,
    right: f32,
    middle: f32,
    caption: &str,
    value: &str,
    entries: &[Entry],
) -> (f32, Option<usize>) {
    let tokens = DesignTokens::of(ui);
    let caption_galley = text::line(ui, caption, Ink::new(Size::Caption, tokens.text_3));
    let value_galley = text::line(ui, value, Ink::new(Size::Body, tokens.text));
    let width = caption_galley.size().x + 9.0 + value_galley.size().x + 18.0;
    let rect = Rect::from_min_max(pos2(right - width - 8.0, middle - 16.0), pos2(right + 8.0, middle + 16.0));
    let response = ui.allocate_rect(rect, Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.raised);
    }
    focus_ring(ui, &response, rect);
    let base = (middle - value_galley.size().y / 2.0).round() + text::baseline(&value_galley);
    let left = rect.left() + 8.0;
    let painter = ui.painter();
    let value_left = left + caption_galley.size().x + 9.0;
    drop_triangle(ui, pos2(rect.right() - 12.0, middle + 0.5), tokens.text_2);
    painter.galley(pos2(left, base - text::baseline(&caption_galley)), caption_galley, tokens.text_3);
    painter.galley(pos2(value_left, base - text::baseline(&value_galley)), value_galley, tokens.text);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{caption} {value}")));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    (rect.width(), list_ui(&response, RectAlign::BOTTOM_END, 250.0, entries))
}

/// A value that is itself a drop-down, with a small triangle behind it and its top left at `at`; cut at `room`. `name` is
/// what it is about: "Decimals". Gives the place of the entry that was chosen.
pub fn value_menu_ui(
    ui: &mut Ui,
    at: Pos2,
    room: f32,
    name: &str,
    (value, ink): (&str, Ink),
    entries: &[Entry],
) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    let galley = text::cut(ui, value, ink, room - TRIANGLE);
    let rect = Rect::from_min_size(at, vec2(galley.size().x + TRIANGLE, galley.size().y));
    let response = ui.allocate_rect(rect, Sense::click());
    let around = rect.expand2(vec2(5.0, 2.0));
    if response.hovered() || Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response)) {
        ui.painter().rect_filled(around, CornerRadius::same(RADIUS - 2), tokens.raised);
    }
    drop_triangle(ui, pos2(rect.right() - 5.0, rect.center().y + 0.5), tokens.text_2);
    ui.painter().galley(rect.min, std::sync::Arc::clone(&galley), tokens.text);
    focus_ring(ui, &response, around);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {value}")));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let response = if galley.elided { response.on_hover_text(value) } else { response };
    list_ui(&response, RectAlign::BOTTOM_START, 280.0, entries)
}

/// A button with a small triangle that opens a list. Gives the place of the entry that was chosen.
pub fn menu_button_ui(ui: &mut Ui, rect: Rect, words: &str, name: &str, entries: &[Entry]) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    let is_hot = response.hovered() || Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    let fill = if is_hot { tokens.raised } else { tokens.surface };
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, tokens.hairline(), StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    let galley = text::line(ui, words, Ink::new(Size::Caption, tokens.text));
    let width = galley.size().x + TRIANGLE;
    let left = rect.center().x - width / 2.0;
    let top = (rect.center().y - galley.size().y / 2.0).round();
    drop_triangle(ui, pos2(left + galley.size().x + 10.0, rect.center().y + 0.5), tokens.text_2);
    ui.painter().galley(pos2(left.round(), top), galley, tokens.text);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    list_ui(&response, RectAlign::BOTTOM_END, 250.0, entries)
}

/// A button that opens a list of things to tick, which stays open while they are ticked. Gives the place of the one that was pressed.
pub fn checks_ui(ui: &mut Ui, rect: Rect, words: &str, name: &str, entries: &[Entry]) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    let fill = if response.hovered() { tokens.raised } else { tokens.surface };
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, tokens.hairline(), StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    let galley = text::line(ui, words, Ink::new(Size::Caption, tokens.text));
    let left = rect.center().x - f32::midpoint(galley.size().x, TRIANGLE);
    drop_triangle(ui, pos2(left + galley.size().x + 10.0, rect.center().y + 0.5), tokens.text_2);
    let top = (rect.center().y - galley.size().y / 2.0).round();
    ui.painter().galley(pos2(left.round(), top), galley, tokens.text);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let mut pressed = None;
    let popup = Popup::menu(&response).align(RectAlign::BOTTOM_END).gap(4.0).width(260.0);
    popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(260.0);
        for (i, entry) in entries.iter().enumerate() {
            if check_ui(ui, entry).clicked() {
                pressed = Some(i);
            }
        }
    });
    pressed
}

fn check_ui(ui: &mut Ui, entry: &Entry) -> Response {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    row_background(ui, rect, &response, false);
    let square = Rect::from_center_size(pos2(rect.left() + 18.0, rect.center().y), vec2(14.0, 14.0));
    let (fill, stroke) =
        if entry.is_chosen { (tokens.accent, Stroke::NONE) } else { (tokens.surface, Stroke::new(1.0, tokens.text_3)) };
    ui.painter().rect(square, CornerRadius::same(3), fill, stroke, StrokeKind::Inside);
    if entry.is_chosen {
        check_mark(ui, square.center(), tokens.on_accent);
    }
    let words = text::cut(ui, &entry.words, Ink::new(Size::Caption, tokens.text), rect.width() - 48.0);
    let top = (rect.center().y - words.size().y / 2.0).round();
    ui.painter().galley(pos2(rect.left() + 36.0, top), words, tokens.text);
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemCheckBox, true, entry.is_chosen, &entry.words));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// How much wider a value with a triangle is than without.
pub const TRIANGLE: f32 = 15.0;

/// The list that opens below what was pressed.
fn list_ui(response: &Response, align: RectAlign, width: f32, entries: &[Entry]) -> Option<usize> {
    let mut chosen = None;
    Popup::menu(response).align(align).gap(4.0).width(width).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(width);
        ScrollArea::vertical().max_height(28.0 * 18.0).show(ui, |ui| {
            for (i, entry) in entries.iter().enumerate() {
                if entry_ui(ui, entry).clicked() {
                    chosen = Some(i);
                    ui.close();
                }
            }
        });
    });
    chosen
}

fn entry_ui(ui: &mut Ui, entry: &Entry) -> Response {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    row_background(ui, rect, &response, entry.is_chosen);
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let ink =
        if entry.is_chosen { Ink::strong(Size::Caption, tokens.text) } else { Ink::new(Size::Caption, tokens.text) };
    let words = text::line(ui, &entry.words, ink);
    let room = inner.width() - words.size().x - 12.0;
    let note = text::cut(ui, &entry.note, Ink::new(Size::Caption, tokens.text_3), room);
    let painter = ui.painter();
    painter.galley(pos2(inner.left(), (rect.center().y - words.size().y / 2.0).round()), words, tokens.text);
    painter.galley(
        pos2(inner.right() - note.size().x, (rect.center().y - note.size().y / 2.0).round()),
        note,
        tokens.text_3,
    );
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, true, entry.is_chosen, &entry.words));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The background of a row that can be chosen: hovered `raised`; selected accent and a bar of 3 px.
pub fn row_background(ui: &Ui, rect: Rect, response: &Response, is_selected: bool) {
    let tokens = DesignTokens::of(ui);
    if is_selected {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, tokens.selected());
        let bar = Rect::from_min_max(rect.min, pos2(rect.left() + 3.0, rect.bottom()));
        ui.painter().rect_filled(bar, CornerRadius::ZERO, tokens.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, tokens.raised);
    }
    if response.has_focus() {
        let stroke = Stroke::new(2.0, tokens.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), CornerRadius::same(RADIUS - 2), stroke, StrokeKind::Inside);
    }
}

/// A few words side by side, one of them chosen. `name` is what the switch is about: "Theme".
pub fn switch_ui(ui: &mut Ui, rect: Rect, name: &str, words: &[&str], chosen: usize) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    ui.painter().rect(rect, CornerRadius::same(RADIUS), tokens.raised, Stroke::NONE, StrokeKind::Inside);
    let width = rect.width() / words.len().max(1) as f32;
    let mut pressed = None;
    for (i, word) in words.iter().enumerate() {
        let left = rect.left() + width * i as f32;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height())).shrink(2.0);
        let response = ui.allocate_rect(place, Sense::click());
        let is_chosen = i == chosen;
        if is_chosen {
            let radius = CornerRadius::same(RADIUS - 2);
            ui.painter().rect(place, radius, tokens.surface, tokens.hairline(), StrokeKind::Inside);
        }
        let color = if is_chosen || response.hovered() { tokens.text } else { tokens.text_2 };
        let ink = if is_chosen { Ink::strong(Size::Caption, color) } else { Ink::new(Size::Caption, color) };
        let galley = text::line(ui, word, ink);
        ui.painter().galley((place.center() - galley.size() / 2.0).round(), galley, color);
        focus_ring(ui, &response, place);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("{name}: {word}")));
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() && !is_chosen {
            pressed = Some(i);
        }
    }
    pressed
}

/// Tabs: words with a count, the chosen one raised. Gives the one that was pressed.
pub fn tabs_ui(ui: &mut Ui, left: f32, middle: f32, words: &[String], chosen: usize) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    let mut x = left;
    let mut pressed = None;
    for (i, word) in words.iter().enumerate() {
        let is_chosen = i == chosen;
        let ink =
            if is_chosen { Ink::strong(Size::Caption, tokens.text) } else { Ink::new(Size::Caption, tokens.text_2) };
        let galley = text::line(ui, word, ink);
        let rect = Rect::from_min_size(pos2(x, middle - 12.0), vec2(galley.size().x + 16.0, 24.0));
        let response = ui.allocate_rect(rect, Sense::click());
        if is_chosen || response.hovered() {
            ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.raised);
        }
        ui.painter().galley((rect.center() - galley.size() / 2.0).round(), galley, tokens.text);
        focus_ring(ui, &response, rect);
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, word));
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            pressed = Some(i);
        }
        x = rect.right() + 4.0;
    }
    pressed
}
