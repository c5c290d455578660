//! The keyboard in a table: arrows, Shift to extend, Ctrl+A, Ctrl+C, Enter; and choosing with the mouse, as spreadsheets do.

use eframe::egui::{EventFilter, Key, Modifiers, Rect, Response, Role, Sense, Ui, WidgetInfo};

use super::{GridColumn, GridEvents, GridRows, GridState, copy};

/// The table as a whole takes the focus; its rows do not.
pub fn focus_ui(ui: &mut Ui, rect: Rect, name: &str, state: &mut GridState) -> Response {
    let id = ui.scope_id().with(("grid", name));
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Table, true, name));
    if std::mem::take(&mut state.wants_focus) {
        response.request_focus();
    }
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    response
}

/// What the keys say while the table has the focus.
pub fn keys(
    ui: &Ui,
    focus: &Response,
    rect: Rect,
    state: &mut GridState,
    columns: &[GridColumn],
    grid: &dyn GridRows,
    events: &mut GridEvents,
) {
    let Some(last) = state.rows.len().checked_sub(1) else { return };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows")]
    let page = (((rect.height() - state.head()) / state.row()) as usize).max(2) - 1;
    let at = state.cursor;
    let steps: [(Key, usize); 6] = [
        (Key::ArrowDown, at.map_or(0, |at| (at + 1).min(last))),
        (Key::ArrowUp, at.map_or(0, |at| at.saturating_sub(1))),
        (Key::PageDown, at.map_or(0, |at| (at + page).min(last))),
        (Key::PageUp, at.map_or(0, |at| at.saturating_sub(page))),
        (Key::Home, 0),
        (Key::End, last),
    ];
    for (key, to) in steps {
        for modifiers in [Modifiers::SHIFT, Modifiers::NONE] {
            if ui.input_mut(|input| input.consume_key(modifiers, key)) {
                choose(state, to, modifiers.shift, false);
                state.scroll_to = Some(to);
            }
        }
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        let rows = state.rows.iter().copied().collect();
        *state.chosen_mut() = rows;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        events.opened = state.cursor.and_then(|at| state.rows.get(at).copied());
    }
    let menu_keys = [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)];
    if menu_keys.iter().any(|(modifiers, key)| ui.input_mut(|input| input.consume_key(*modifiers, *key))) {
        state.menu_of = state.cursor.and_then(|at| state.rows.get(at).copied());
    }
    // The system turns Ctrl+C into an event of its own.
    let copies = ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !matches!(event, eframe::egui::Event::Copy));
        input.events.len() < before
    });
    if copies {
        let as_shown = ui.input(|input| input.modifiers.shift);
        events.copied = copy::chosen(state, columns, grid, as_shown);
    }
    if !state.chosen.is_empty() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        state.chosen_mut().clear();
        focus.request_focus();
    }
}

/// Chooses the row at a place: alone, with all up to the one before (`extends`), or beside the others (`adds`).
pub fn choose(state: &mut GridState, place: usize, extends: bool, adds: bool) {
    let Some(&row) = state.rows.get(place) else { return };
    state.cursor = Some(place);
    if let Some(anchor) = state.anchor.filter(|_| extends) {
        let (from, to) = (anchor.min(place), anchor.max(place));
        let rows = state.rows[from..=to.min(state.rows.len() - 1)].iter().copied().collect();
        *state.chosen_mut() = rows;
        return;
    }
    state.anchor = Some(place);
    if adds {
        let chosen = state.chosen_mut();
        if !chosen.remove(&row) {
            chosen.insert(row);
        }
    } else {
        *state.chosen_mut() = [row].into();
    }
}
