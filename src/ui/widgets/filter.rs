//! The field above a table that filters it by name: Ctrl+F goes there, Escape empties it, Enter goes on to the table.

use eframe::egui::{Key, Modifiers, Rect, TextEdit, Ui, pos2, vec2};

use super::grid::GridState;
use super::icons::{Icon, icon};
use crate::ui::theme::DesignTokens;

/// Draws the field. Gives whether what is typed has changed.
pub fn filter_field_ui(ui: &mut Ui, rect: Rect, typed: &mut String, grid: &mut GridState) -> bool {
    let before = typed.clone();
    let edit = TextEdit::singleline(typed).hint_text("Filter by name").margin(vec2(32.0, 5.0));
    let edit = edit.desired_width(rect.width()).min_size(rect.size());
    let response = ui.put(rect, edit).accessible_name("Filter by name");
    icon(ui.painter(), pos2(rect.left() + 16.0, rect.center().y), Icon::Filter, DesignTokens::of(ui).text_3);
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F)) {
        response.request_focus();
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        typed.clear();
    }
    // The key goes no further: in the table it would open the first row at once.
    if response.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        grid.go_to(0);
        grid.focus();
    }
    response.on_hover_text("Ctrl+F");
    *typed != before
}
