//! What a screen reader hears beside names: what comes up by itself, and which row of a list the keys have reached.

use eframe::egui::{Context, Id, accesskit::Live};

/// What this widget says is read out as soon as it changes; at once where something went wrong.
pub fn read_out(ctx: &Context, id: Id, went_wrong: bool) {
    let live = if went_wrong { Live::Assertive } else { Live::Polite };
    ctx.accesskit_node_builder(id, |node| node.set_live(live));
}

/// The keys of `list`, which keeps the focus, have reached `row`.
pub fn reached(ctx: &Context, list: Id, row: Id) {
    ctx.accesskit_node_builder(list, |node| node.set_active_descendant(row.accesskit_id()));
}

/// Whether a row is chosen.
pub fn chosen(ctx: &Context, row: Id, is_chosen: bool) {
    ctx.accesskit_node_builder(row, |node| node.set_selected(is_chosen));
}
