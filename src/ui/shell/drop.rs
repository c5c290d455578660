//! Files dropped anywhere on the window, and the words that say what will happen.

use std::path::PathBuf;

use eframe::egui::{Align2, CornerRadius, Id, LayerId, Order, Stroke, StrokeKind, Ui, vec2};

use crate::app::{AppState, Command, Page};
use crate::ui::theme::{DesignTokens, RADIUS, Size};

/// Reads what was dropped; shows what will happen while files hover.
pub fn drop_ui(ui: &Ui, state: &AppState) -> Option<Command> {
    let dropped: Vec<PathBuf> =
        ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
    let n_hovering = ui.input(|input| input.raw.hovered_files.len());
    if n_hovering > 0 {
        overlay(ui, &what_will_happen(state, n_hovering));
    }
    if dropped.is_empty() {
        return None;
    }
    Some(if adds(state) { Command::AddPaths(dropped) } else { Command::OpenPaths(dropped) })
}

/// On the first page files replace what is open; elsewhere they come beside it.
fn adds(state: &AppState) -> bool {
    state.snapshot().is_some() && state.page() != Page::Welcome
}

fn what_will_happen(state: &AppState, n_files: usize) -> String {
    let these = if n_files == 1 { "this file".to_owned() } else { format!("these {n_files} files") };
    match state.snapshot() {
        Some(snapshot) if adds(state) && snapshot.workspace.is_some() => {
            format!("Drop to see what is new in {these}")
        }
        Some(snapshot) if adds(state) => match snapshot.n_files() {
            1 => format!("Drop to read {these} beside the one that is open"),
            n => format!("Drop to read {these} beside the {n} that are open"),
        },
        Some(_) => format!("Drop to read {these} instead of what is open"),
        None => format!("Drop to read {these}"),
    }
}

fn overlay(ui: &Ui, words: &str) {
    let tokens = DesignTokens::of(ui);
    let rect = ui.ctx().content_rect();
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Foreground, Id::unique("drop overlay")));
    painter.rect_filled(rect, CornerRadius::ZERO, tokens.bg.gamma_multiply(0.92));
    let frame = rect.shrink(24.0);
    painter.rect(
        frame,
        CornerRadius::same(RADIUS),
        tokens.selected(),
        Stroke::new(2.0, tokens.accent),
        StrokeKind::Inside,
    );
    painter.text(frame.center() - vec2(0.0, 14.0), Align2::CENTER_CENTER, words, Size::Answer.strong(), tokens.text);
    let promise = "They are read on this computer. Nothing is changed, and nothing leaves it";
    painter.text(frame.center() + vec2(0.0, 22.0), Align2::CENTER_CENTER, promise, Size::Body.regular(), tokens.text_2);
}
