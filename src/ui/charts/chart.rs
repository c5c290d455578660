//! A chart that can be pointed at, walked through with the arrows, and asked for its table and its picture.

use std::sync::Arc;

use eframe::egui::{
    CornerRadius, CursorIcon, EventFilter, Id, Key, Modifiers, Popup, Pos2, Rect, Response, Role, Sense,
    SetOpenCommand, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::asked::{Asked, ask};
use super::paint::paint;
use crate::app::command::PictureKind;
use crate::model::{Dataset, money};
use crate::report::chart::drawing::{Drawing, Lead, Reach, Spot};
use crate::report::chart::picture::Picture;
use crate::report::chart::{Chart, Frame};
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::menu::{Action, action_ui};
use crate::ui::widgets::spoken::read_out;
use crate::ui::widgets::text::{self, Ink};

/// What the owner points at in a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pointed {
    /// Where the point under the pointer leads.
    pub hovered: Option<Lead>,
    /// Where the point leads that was pressed.
    pub clicked: Option<Lead>,
}

/// The file and the row of a point, for its tooltip.
pub fn row_note(dataset: &Dataset) -> impl Fn(Lead) -> Option<String> + '_ {
    |lead| match lead {
        Lead::Row(at) => {
            let source = dataset.sources.get(usize::from(at.source))?;
            Some(format!("{}, row {}", source.file, money::thousands(u64::from(at.row))))
        }
        Lead::Customer(_) => Some("click for the customer".to_owned()),
        Lead::Figure(_) => Some("click for the rows".to_owned()),
        Lead::Entry(_) | Lead::Nowhere => None,
    }
}

/// Draws `chart` into `rect`. `note` says what stands last in a tooltip; `marked` is what is pointed at elsewhere.
pub fn chart_ui(
    ui: &mut Ui,
    rect: Rect,
    chart: &dyn Chart,
    frame: Frame,
    note: &dyn Fn(Lead) -> Option<String>,
    marked: Option<Lead>,
) -> Pointed {
    // On a card the card itself is what is pressed; in the meeting the keys are the meeting's.
    let is_alone = matches!(frame, Frame::Large | Frame::Small);
    let response = ui.allocate_rect(rect, if is_alone { Sense::click() } else { Sense::hover() });
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, chart.in_words()));
    if !ui.is_rect_visible(rect) {
        return Pointed::default();
    }
    let drawing = chart.draw([rect.width(), rect.height()], frame);
    paint(ui, rect.min, &drawing);
    let walked = if is_alone { walked(ui, &response, &drawing) } else { None };
    if is_alone {
        table_key(ui, &response, chart);
    }
    let entries = entries_of_chart_ui(ui, rect, chart, &drawing);
    // A bar lies above the chart and takes what is done with the mouse there: the tooltip and the menu are of both.
    let response = entries.responses.into_iter().fold(response, |all, entry| all.union(entry)).with_new_rect(rect);
    let under = response.hover_pos().and_then(|pos| drawing.spot_at([pos.x - rect.left(), pos.y - rect.top()]));
    if let Some(spot) = under.map(|i| &drawing.spots[i]) {
        response.clone().on_hover_ui_at_pointer(|ui| says_ui(ui, spot, note));
        if is_alone && spot.lead != Lead::Nowhere {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
    } else if let Some(spot) = walked.map(|i| &drawing.spots[i]).filter(|_| !response.context_menu_opened()) {
        walked_ui(ui, rect, spot, note);
    }
    let of_menu = if is_alone { point_menu_ui(ui, &response, chart, &drawing, under.or(walked)) } else { None };
    let same = |spot: &&Spot| marked.is_some_and(|lead| lead == spot.lead && lead != Lead::Nowhere);
    let ringed = under.or(walked).map(|i| &drawing.spots[i]);
    for spot in ringed.into_iter().chain(drawing.spots.iter().find(same)) {
        ring(ui, rect, spot);
    }
    focus_ring(ui, &response, rect.expand(2.0));
    let pressed_entry = entries.pressed.filter(|_| is_alone);
    let is_entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let pointed = if is_entered { walked } else { under.filter(|_| response.clicked()) };
    let pressed = pressed_entry.or(pointed).or(of_menu);
    Pointed {
        hovered: under.or(walked).map(|i| drawing.spots[i].lead),
        clicked: pressed.map(|i| drawing.spots[i].lead).filter(|lead| *lead != Lead::Nowhere),
    }
}

/// What a right click on a chart offers, or Shift+F10: first where the point leads, then what every chart does. Gives the point that
/// was chosen.
fn point_menu_ui(
    ui: &Ui,
    response: &Response,
    chart: &dyn Chart,
    drawing: &Drawing,
    at: Option<usize>,
) -> Option<usize> {
    let place = response.id.with("menu of");
    let by_keys = response.has_focus()
        && ui.input_mut(|input| {
            input.consume_key(Modifiers::SHIFT, Key::F10) || input.consume_key(Modifiers::NONE, Key::Menu)
        });
    if response.secondary_clicked() || by_keys {
        ui.data_mut(|data| data.insert_temp(place, (at, by_keys)));
    }
    let (of, by_keys_before): (Option<usize>, bool) = ui.data(|data| data.get_temp(place)).unwrap_or_default();
    let spot = of.and_then(|i| drawing.spots.get(i));
    let mut popup = Popup::context_menu(response).width(MENU);
    if by_keys {
        popup = popup.open_memory(Some(SetOpenCommand::Bool(true)));
    }
    if by_keys_before {
        let at = spot.map_or(response.rect.center(), |spot| corner(response.rect, spot) + vec2(8.0, 8.0));
        popup = popup.at_position(at);
    }
    let mut chosen = None;
    popup.show(|ui| {
        let words = match spot.map(|spot| spot.lead) {
            Some(Lead::Row(_)) => "Show its row",
            Some(Lead::Customer(_)) => "Open the customer",
            Some(Lead::Figure(_)) => "Show its rows",
            Some(Lead::Entry(entry)) if chart.chosen() == Some(entry) => "Show all",
            Some(Lead::Entry(_)) => "Show only these",
            Some(Lead::Nowhere) | None => "",
        };
        ui.set_min_width(MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        if let Some(spot) = spot.filter(|_| !words.is_empty()) {
            if action_ui(ui, &Action::new(words, "")).clicked() {
                chosen = of;
                ui.close();
            }
            if action_ui(ui, &Action::new("Copy what it says", "")).clicked() {
                ui.ctx().copy_text(spot.says.join("\n"));
                ui.close();
            }
        }
        entries_ui(ui, chart);
    });
    chosen
}

/// The bars of a chart that are buttons of their own.
#[derive(Default)]
struct Entries {
    responses: Vec<Response>,
    /// The spot that was pressed.
    pressed: Option<usize>,
}

/// Bars that narrow the page are buttons of their own; a screen reader hears their words and which one is chosen.
fn entries_of_chart_ui(ui: &mut Ui, rect: Rect, chart: &dyn Chart, drawing: &Drawing) -> Entries {
    let mut entries = Entries::default();
    for (i, spot) in drawing.spots.iter().enumerate() {
        let (Lead::Entry(entry), Reach::Box([width, height])) = (spot.lead, spot.reach) else { continue };
        let around = Rect::from_center_size(corner(rect, spot), vec2(width, height)).intersect(rect);
        let response = ui.interact(around, ui.scope_id().with(("entry", entry)), Sense::click());
        let words = spot.says.iter().rev().map(String::as_str).collect::<Vec<_>>().join(": ");
        let is_chosen = chart.chosen() == Some(entry);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &words));
        focus_ring(ui, &response, around);
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if response.clicked() {
            entries.pressed = Some(i);
        }
        entries.responses.push(response);
    }
    entries
}

/// A button with three dots that offers what can be done with a chart.
pub fn chart_menu_ui(ui: &mut Ui, rect: Rect, chart: &dyn Chart) {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    let is_open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    if response.hovered() || is_open {
        ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.raised);
    }
    let ink = if response.hovered() || is_open || response.has_focus() { tokens.text } else { tokens.text_3 };
    for step in [-5.0, 0.0, 5.0] {
        ui.painter().circle_filled(rect.center() + vec2(step, 0.0), 1.4, ink);
    }
    focus_ring(ui, &response, rect);
    let name = format!("Table and picture of: {}", chart.title());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let response = response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text("Show as table, copy, save");
    Popup::menu(&response).align(eframe::egui::RectAlign::BOTTOM_END).width(MENU).show(|ui| entries_ui(ui, chart));
}

const MENU: f32 = 240.0;

fn entries_ui(ui: &mut Ui, chart: &dyn Chart) {
    ui.set_min_width(MENU);
    ui.spacing_mut().item_spacing.y = 0.0;
    let picture = || Arc::new(Picture::of(chart));
    let entries: [(&str, &str, &dyn Fn() -> Asked); 4] = [
        ("Show as table", "Ctrl T", &|| Asked::Table(Arc::new(chart.table()))),
        ("Copy picture", "", &|| Asked::Copy(picture())),
        ("Save picture (PNG)…", "", &|| Asked::Save(picture(), PictureKind::Png)),
        ("Save drawing (SVG)…", "", &|| Asked::Save(picture(), PictureKind::Svg)),
    ];
    for (words, key, asked) in entries {
        if action_ui(ui, &Action::new(words, key)).clicked() {
            ask(ui.ctx(), asked());
            ui.close();
        }
    }
}

/// Ctrl+T shows the chart that has the focus as a table, or the first of the page.
fn table_key(ui: &Ui, response: &Response, chart: &dyn Chart) {
    let place = Id::unique("the chart with the focus");
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(place, response.id));
    }
    let focused = ui.memory(eframe::egui::Memory::focused);
    let of_chart = ui.data(|data| data.get_temp::<Id>(place)).filter(|id| focused == Some(*id));
    let is_meant = of_chart.is_none_or(|id| id == response.id);
    if is_meant && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::T)) {
        ask(ui.ctx(), Asked::Table(Arc::new(chart.table())));
    }
}

/// With the focus the arrows walk from point to point, from the newest on. Gives the point that is reached.
fn walked(ui: &Ui, response: &Response, drawing: &Drawing) -> Option<usize> {
    if !response.has_focus() || drawing.spots.is_empty() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, escape: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let last = drawing.spots.len() - 1;
    let mut at: Option<usize> = ui.data(|data| data.get_temp(response.id));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowLeft) {
        at = Some(at.map_or(last, |at| at.saturating_sub(1)));
    }
    if pressed(Key::ArrowRight) {
        at = Some(at.map_or(0, |at| (at + 1).min(last)));
    }
    let at = at.map(|at| at.min(last));
    if let Some(at) = at {
        ui.data_mut(|data| data.insert_temp(response.id, at));
    }
    at
}

fn corner(rect: Rect, spot: &Spot) -> Pos2 {
    pos2(rect.left() + spot.at[0], rect.top() + spot.at[1])
}

fn ring(ui: &Ui, rect: Rect, spot: &Spot) {
    let tokens = DesignTokens::of(ui);
    match spot.reach {
        Reach::Box([width, height]) => {
            let around = Rect::from_center_size(corner(rect, spot), vec2(width, height)).intersect(rect);
            let stroke = Stroke::new(1.0, tokens.text_3);
            ui.painter().rect_stroke(around, CornerRadius::same(RADIUS - 2), stroke, StrokeKind::Inside);
        }
        Reach::Column(_) | Reach::Round(_) => {
            ui.painter().add(Shape::circle_stroke(corner(rect, spot), 6.0, Stroke::new(2.0, tokens.text)));
        }
    }
}

/// What a point says, at the point itself: reached with the keys there is no pointer.
fn walked_ui(ui: &Ui, rect: Rect, spot: &Spot, note: &dyn Fn(Lead) -> Option<String>) {
    let id = Id::unique("what the point says");
    let area = eframe::egui::Area::new(id).order(eframe::egui::Order::Tooltip).interactable(false);
    area.fixed_pos(corner(rect, spot) + vec2(12.0, 12.0)).constrain_to(ui.ctx().content_rect()).show(ui.ctx(), |ui| {
        let said = eframe::egui::Frame::popup(ui.style()).show(ui, |ui| says_ui(ui, spot, note)).response;
        said.widget_info(|| WidgetInfo::labeled(Role::Status, true, spot.says.join(", ")));
        read_out(ui.ctx(), said.id, false);
    });
}

fn says_ui(ui: &mut Ui, spot: &Spot, note: &dyn Fn(Lead) -> Option<String>) {
    let tokens = DesignTokens::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    for (place, words) in spot.says.iter().enumerate() {
        let ink =
            if place == 0 { Ink::strong(Size::Caption, tokens.text) } else { Ink::new(Size::Caption, tokens.text_2) };
        let galley = text::wrapped(ui, words, ink, 400.0);
        text::label_ui(ui, &galley);
    }
    if let Some(words) = note(spot.lead) {
        let galley = text::line(ui, &words, Ink::new(Size::Caption, tokens.text_3));
        text::label_ui(ui, &galley);
    }
}
