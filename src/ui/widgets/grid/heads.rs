//! The headings of a table: pressed to sort, their edges dragged for the width, themselves dragged to another place.

use eframe::egui::{
    Align, CursorIcon, Id, Key, Modifiers, Popup, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::layout::{LEAST, Layout, order};
use super::{GridColumn, GridRows, GridState, SortBy};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::card;
use crate::ui::widgets::menu::{Action, action_ui};
use crate::ui::widgets::shapes::sort_triangle;
use crate::ui::widgets::text::{self, Ink};

/// So many rows are measured to fit a width.
const MEASURED: usize = 400;

/// Draws the headings over the scrolled columns.
pub fn heads_ui(ui: &mut Ui, state: &mut GridState, layout: &Layout, columns: &[GridColumn], grid: &dyn GridRows) {
    let head = ui.max_rect();
    card::rule(ui, head, head.bottom() - 0.5);
    let layout = layout.scrolled(state.offset.x);
    let cells: Vec<(usize, Rect)> = layout.cells(head).collect();
    groups_ui(ui, head, &layout, columns, &cells);
    for (i, cell) in cells {
        let clip = if layout.is_fixed(i) { head } else { head.with_min_x(layout.fixed_right) };
        let seen = cell.intersect(clip);
        if seen.width() < 4.0 {
            continue;
        }
        let mut child = ui.new_child(eframe::egui::UiBuilder::new().id_salt(("head", i)).max_rect(cell));
        child.set_clip_rect(clip.intersect(ui.clip_rect()));
        head_ui(&mut child, cell, seen, i, state, &layout, columns);
        edge_ui(&mut child, cell, i, state, &layout, columns, grid);
    }
}

fn head_ui(
    ui: &mut Ui,
    cell: Rect,
    seen: Rect,
    i: usize,
    state: &mut GridState,
    layout: &Layout,
    columns: &[GridColumn],
) {
    let tokens = DesignTokens::of(ui);
    let column = &columns[i];
    let response = ui.interact(seen.shrink2(vec2(4.0, 2.0)), ui.scope_id().with("press"), Sense::click_and_drag());
    let place = state.sort.iter().position(|by| by.column == i);
    let by = place.map(|place| state.sort[place]);
    let said = match by {
        None => format!("Sort by {}", column.name()),
        Some(SortBy { is_descending: true, .. }) => format!("{}, largest first", column.name()),
        Some(_) => format!("{}, smallest first", column.name()),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, by.is_some(), &said));
    if response.hovered() {
        ui.painter().rect_filled(seen.shrink2(vec2(1.0, 1.0)), 0.0, tokens.raised);
    }
    focus_ring(ui, &response, seen.shrink(4.0));
    words_ui(ui, cell, column, by, place.filter(|_| state.sort.len() > 1));
    if response.clicked() {
        let adds = ui.input(|input| input.modifiers.shift);
        state.press_head(i, column.starts_high, adds);
    }
    if response.has_focus() {
        keys(ui, i, state, columns);
    }
    drag(ui, &response, i, state, layout, columns);
    menu_ui(&response, i, state, columns);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if !column.note.is_empty() {
        response.on_hover_text(column.note);
    }
}

/// One or two lines, the last at the foot, with the triangle of the order before them.
fn words_ui(ui: &Ui, cell: Rect, column: &GridColumn, by: Option<SortBy>, place: Option<usize>) {
    let tokens = DesignTokens::of(ui);
    let inner = cell.shrink2(vec2(8.0, 0.0));
    let ink =
        if by.is_some() { Ink::strong(Size::Caption, tokens.text) } else { Ink::new(Size::Caption, tokens.text_2) };
    let lines: Vec<&str> = column.title.split('\n').collect();
    let room = inner.width() - if by.is_some() { 14.0 } else { 0.0 };
    for (n, words) in lines.iter().rev().enumerate() {
        let galley = text::cut(ui, words, ink, room);
        let top = cell.bottom() - 25.0 - 20.0 * n as f32;
        let x = if column.align == Align::Max { inner.right() - galley.size().x } else { inner.left() };
        if n + 1 == lines.len()
            && let Some(by) = by
        {
            let at = if column.align == Align::Max { x - 9.0 } else { x + galley.size().x + 9.0 };
            sort_triangle(ui, pos2(at, top + 10.0), by.is_descending, tokens.text);
            if let Some(place) = place {
                let number = text::line(ui, &(place + 1).to_string(), Ink::new(Size::Chart, tokens.text_3));
                let x = if column.align == Align::Max { at - 6.0 - number.size().x } else { at + 6.0 };
                ui.painter().galley(pos2(x.round(), top), number, tokens.text_3);
            }
        }
        ui.painter().galley(pos2(x.round(), top.round()), galley, tokens.text);
    }
}

/// A heading that neighbours share.
#[derive(Debug, PartialEq)]
struct Group {
    words: &'static str,
    left: f32,
    right: f32,
    /// Where it is seen: that of columns that move never lies over those that stay.
    seen: Rect,
}

/// The shared headings, of each side of its own.
fn groups(head: Rect, layout: &Layout, columns: &[GridColumn], cells: &[(usize, Rect)]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for is_fixed in [false, true] {
        let seen = if is_fixed { head.with_max_x(layout.fixed_right) } else { head.with_min_x(layout.fixed_right) };
        let cells: Vec<&(usize, Rect)> = cells.iter().filter(|(i, _)| layout.is_fixed(*i) == is_fixed).collect();
        for cells in cells.chunk_by(|a, b| columns[a.0].group == columns[b.0].group) {
            let (first, last) = (cells[0], cells[cells.len() - 1]);
            let (left, right) = (first.1.left() + 4.0, last.1.right() - 4.0);
            groups.push(Group { words: columns[first.0].group, left, right, seen });
        }
    }
    groups.retain(|group| !group.words.is_empty());
    groups
}

/// What neighbours share, above them, with a line as wide as they are.
fn groups_ui(ui: &Ui, head: Rect, layout: &Layout, columns: &[GridColumn], cells: &[(usize, Rect)]) {
    let tokens = DesignTokens::of(ui);
    for Group { words, left, right, seen } in groups(head, layout, columns, cells) {
        let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
        let galley = text::line(ui, words, Ink::new(Size::Caption, tokens.text_2));
        let x = (f32::midpoint(left, right) - galley.size().x / 2.0).max(left);
        painter.galley(pos2(x.round(), head.top() + 4.0), galley, tokens.text_2);
        let y = painter.round_to_pixel_center(head.top() + 24.0);
        painter.hline(left..=right, y, tokens.hairline());
    }
}

/// The right edge: dragged for the width, pressed twice to fit.
fn edge_ui(
    ui: &mut Ui,
    cell: Rect,
    i: usize,
    state: &mut GridState,
    layout: &Layout,
    columns: &[GridColumn],
    grid: &dyn GridRows,
) {
    let place = Rect::from_center_size(pos2(cell.right(), cell.center().y), vec2(8.0, cell.height()));
    let edge = ui.interact(place, ui.scope_id().with("edge"), Sense::drag() | Sense::CLICK);
    edge.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, format!("Width of {}", columns[i].name())));
    if edge.hovered() || edge.dragged() {
        let x = ui.painter().round_to_pixel_center(cell.right());
        ui.painter().vline(x, cell.y_range(), Stroke::new(1.0, DesignTokens::of(ui).accent));
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if edge.drag_started() {
        // From now on every width is the owner's: the others must not move while one is dragged.
        for (column, rect) in layout.cells(cell) {
            state.widths.entry(column).or_insert(rect.width());
        }
    }
    if edge.dragged() {
        let width = cell.width() + edge.drag_delta().x;
        state.widths.insert(i, width.max(LEAST));
    }
    if edge.double_clicked() {
        state.widths.insert(i, fitting(ui, i, state, columns, grid));
    }
}

/// The width at which nothing is cut.
fn fitting(ui: &Ui, i: usize, state: &GridState, columns: &[GridColumn], grid: &dyn GridRows) -> f32 {
    let width = |words: &str, ink: Ink| text::line(ui, words, ink).size().x;
    let strong = Ink::strong(Size::Caption, DesignTokens::of(ui).text);
    let head = columns[i].title.split('\n').map(|words| width(words, strong) + 14.0).fold(0.0_f32, f32::max);
    let rows = state.rows.iter().take(MEASURED);
    let widest = rows.map(|&row| width(&grid.shown(row, i), grid.ink(ui, row, i))).fold(head, f32::max);
    (widest + 18.0).clamp(LEAST, 480.0)
}

/// A heading that is dragged onto another one takes its place. The first column stays.
fn drag(ui: &Ui, response: &Response, i: usize, state: &mut GridState, layout: &Layout, columns: &[GridColumn]) {
    let Some(pos) = response.interact_pointer_pos().filter(|_| i != layout.columns[0]) else { return };
    let onto = layout.column_at(pos.x);
    if response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        if onto != i && onto != layout.columns[0] {
            let painter = ui
                .ctx()
                .layer_painter(eframe::egui::LayerId::new(eframe::egui::Order::Foreground, Id::unique("moved column")));
            painter.vline(pos.x, response.rect.y_range(), Stroke::new(2.0, DesignTokens::of(ui).accent));
        }
    }
    if response.drag_stopped() && onto != i {
        move_to(state, columns, i, onto);
    }
}

/// With the focus on a heading Ctrl+Shift and an arrow moves its column.
fn keys(ui: &Ui, i: usize, state: &mut GridState, columns: &[GridColumn]) {
    let order = order(state, columns);
    let Some(place) = order.iter().position(|&c| c == i).filter(|place| *place > 0) else { return };
    let both = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    if ui.input_mut(|input| input.consume_key(both, Key::ArrowLeft)) && place > 1 {
        move_to(state, columns, i, order[place - 1]);
    }
    if ui.input_mut(|input| input.consume_key(both, Key::ArrowRight)) && place + 1 < order.len() {
        move_to(state, columns, i, order[place + 1]);
    }
}

fn move_to(state: &mut GridState, columns: &[GridColumn], i: usize, onto: usize) {
    let mut order = order(state, columns);
    let (Some(from), Some(to)) = (order.iter().position(|&c| c == i), order.iter().position(|&c| c == onto)) else {
        return;
    };
    let column = order.remove(from);
    order.insert(to.max(1), column);
    state.arranged = order;
}

fn menu_ui(response: &Response, i: usize, state: &mut GridState, columns: &[GridColumn]) {
    Popup::context_menu(response).width(240.0).show(|ui| {
        ui.set_min_width(240.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let order = order(state, columns);
        let place = order.iter().position(|&c| c == i).unwrap_or(0);
        let offer = |ui: &mut Ui, words: &str| {
            let is_pressed = action_ui(ui, &Action::new(words, "")).clicked();
            if is_pressed {
                ui.close();
            }
            is_pressed
        };
        if offer(ui, "Smallest first") {
            state.sort = vec![SortBy { column: i, is_descending: false }];
            state.made_for = None;
        }
        if offer(ui, "Largest first") {
            state.sort = vec![SortBy { column: i, is_descending: true }];
            state.made_for = None;
        }
        if place > 1 && offer(ui, "Move left") {
            move_to(state, columns, i, order[place - 1]);
        }
        if place > 0 && place + 1 < order.len() && offer(ui, "Move right") {
            move_to(state, columns, i, order[place + 1]);
        }
        if place > 0 && offer(ui, "Hide this column") {
            state.toggle(i);
        }
        if place > 0 && state.frozen != place && offer(ui, "Keep in sight up to here") {
            state.frozen = place;
        }
        if state.frozen > 0 && offer(ui, "Keep only the first column in sight") {
            state.frozen = 0;
        }
        if offer(ui, "Columns as they were") {
            state.reset_columns();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_heading_stays_in_sight_with_its_columns() {
        let columns = [
            GridColumn::words("Customer", 100.0, ""),
            GridColumn::number("Was", 100.0, "").of("A month"),
            GridColumn::number("Now", 100.0, "").of("A month"),
            GridColumn::number("Change", 100.0, "").of("A month"),
        ];
        let mut state = GridState { frozen: 2, ..GridState::default() };
        state.widths = (0..columns.len()).map(|i| (i, 100.0)).collect();
        let head = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 50.0));
        let layout = Layout::new(&state, &columns, head).scrolled(60.0);
        let cells: Vec<(usize, Rect)> = layout.cells(head).collect();
        let groups = groups(head, &layout, &columns, &cells);
        let places: Vec<[f32; 4]> =
            groups.iter().map(|of| [of.left, of.right, of.seen.left(), of.seen.right()]).collect();
        assert_eq!(places, [[244.0, 336.0, 300.0, 400.0], [104.0, 296.0, 0.0, 300.0]]);
    }
}
