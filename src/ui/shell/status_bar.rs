//! The bar at the foot: what the review rests on, and the promise.

use eframe::egui::{Align, Ui, pos2};

use super::top_bar::weekday_and_date;
use crate::app::{AppState, Snapshot};
use crate::import::FileStatus;
use crate::model::money::thousands;
use crate::ui::pages::Pages;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::icons::{Icon, icon};
use crate::ui::widgets::text::{self, Ink};

/// "Data to Thu 12 Nov 2026 · 7 files · 5,432 rows used, 3 not" and "nothing leaves this computer".
pub fn status_bar_ui(ui: &mut Ui, pages: &Pages, state: &AppState) {
    let tokens = DesignTokens::of(ui);
    let rect = ui.max_rect();
    card::rule(ui, rect, rect.top() + 0.5);
    let ink = Ink::new(Size::Caption, tokens.text_3);
    let inner = rect.shrink2(eframe::egui::vec2(16.0, 0.0));
    if let Some((left, right)) = pages.status(state) {
        let strong = Ink::strong(Size::Caption, tokens.text);
        let mut end = inner.right();
        for (caption, value) in right.iter().rev() {
            let galley = text::runs(ui, &[(&format!("{caption} "), ink), (value, strong)], inner.width());
            end = text::in_rect_ui(ui, inner.with_max_x(end), Align::Max, &galley).left() - 20.0;
        }
        let galley = text::cut(ui, &left, ink, end - inner.left());
        text::in_rect_ui(ui, inner, Align::Min, &galley);
        if !right.is_empty() {
            return;
        }
    }
    let has_status = pages.status(state).is_some();
    let promise = text::line(ui, "nothing leaves this computer", ink);
    let place = text::in_rect_ui(ui, inner, Align::Max, &promise);
    icon(ui.painter(), pos2(place.left() - 13.0, rect.center().y), Icon::Lock, tokens.text_3);
    if has_status {
        return;
    }
    let words = state.snapshot().map_or_else(|| "No files are open".to_owned(), |snapshot| facts(snapshot));
    let galley = text::cut(ui, &words, ink, place.left() - inner.left() - 40.0);
    text::in_rect_ui(ui, inner, Align::Min, &galley);
}

fn facts(snapshot: &Snapshot) -> String {
    let mut parts = Vec::new();
    if let Some(day) = snapshot.dataset.data_end() {
        parts.push(format!("Data to {}", weekday_and_date(day)));
    }
    let paths = snapshot.imports.iter().map(|import| import.path.as_str());
    let n_files = paths.collect::<std::collections::BTreeSet<_>>().len();
    let files = if n_files == 1 { "1 file".to_owned() } else { format!("{n_files} files") };
    let held = snapshot.workspace.as_ref().and_then(|held| held.path.file_name());
    parts.push(match held {
        Some(name) => format!("{files} in {}", name.to_string_lossy()),
        None => files,
    });
    let ready = || snapshot.imports.iter().filter(|import| import.status == FileStatus::Ready);
    let n_used: usize = ready().map(|import| import.used).sum();
    let n_rows: usize = ready().map(|import| import.rows).sum();
    let n_others = n_rows.saturating_sub(n_used);
    parts.push(format!("{} rows used, {} not", thousands(n_used as u64), thousands(n_others as u64)));
    parts.join(" · ")
}
