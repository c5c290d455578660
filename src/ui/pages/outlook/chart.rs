//! Which process and unit is shown, and its chart.

use eframe::egui::{Align, Rect, Sense, Ui, pos2, vec2};

use super::{OutlookPage, right_of};
use crate::app::Snapshot;
use crate::model::VolumeUnit;
use crate::model::labels::{Label, NO_LABEL};
use crate::report::chart::{Chart as _, Frame};
use crate::review::{VolumeOutlook, wording};
use crate::ui::charts::{chart_menu_ui, chart_ui};
use crate::ui::theme::{CARD_PADDING, DesignTokens, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::{Entry, menu_button_ui, switch_ui, tabs_ui};
use crate::ui::widgets::text::{self, Ink};

const CHART: f32 = 264.0;
/// The width of one unit in the switch.
const UNIT: f32 = 78.0;
/// The button that lists the processes that have no tab.
const MORE: f32 = 96.0;

/// The shop and its processes at the left, the units at the right.
pub fn choice_ui(
    ui: &mut Ui,
    page: &mut OutlookPage,
    snapshot: &Snapshot,
    volume: &VolumeOutlook,
    (process, unit): (Label, VolumeUnit),
) {
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    card::inside_ui(ui, line, "choice", |ui| {
        let units = volume.units();
        let width = if units.len() > 1 { UNIT * units.len() as f32 } else { 0.0 };
        if units.len() > 1 {
            let words: Vec<&str> = units.iter().map(|unit| unit_title(snapshot, *unit)).collect();
            let chosen = units.iter().position(|of| *of == unit).unwrap_or(0);
            if let Some(pressed) = switch_ui(ui, right_of(line, width), "Counted in", &words, chosen) {
                page.unit = Some(units[pressed]);
            }
        }
        let is_of = |of: &Label| volume.series(*of, unit).is_some_and(|series| series.forecast.is_some());
        let all: Vec<Label> = volume
            .series
            .iter()
            .filter(|series| series.unit == unit)
            .map(|series| series.process)
            .filter(is_of)
            .collect();
        let name =
            |of: Label| if of == NO_LABEL { "The shop".to_owned() } else { snapshot.dataset.label(of).to_owned() };
        let room = line.width() - width - MORE - 24.0;
        let n = fitting(ui, &all.iter().map(|of| name(*of)).collect::<Vec<_>>(), room);
        // What is chosen stands among the tabs.
        let mut shown: Vec<Label> = all.iter().take(n).copied().collect();
        if let Some(last) = shown.last_mut().filter(|_| !all[..n].contains(&process)) {
            *last = process;
        }
        let words: Vec<String> = shown.iter().map(|of| name(*of)).collect();
        let chosen = shown.iter().position(|of| *of == process).unwrap_or(0);
        if let Some(pressed) = tabs_ui(ui, line.left(), line.center().y, &words, chosen) {
            page.process = shown[pressed];
        }
        let others: Vec<Label> = all.iter().filter(|of| !shown.contains(of)).copied().collect();
        if !others.is_empty() {
            let place = Rect::from_min_max(
                pos2(line.right() - width - MORE - 12.0, line.top()),
                pos2(line.right() - width - 12.0, line.bottom()),
            );
            let entry = |of: &Label| Entry { words: name(*of), note: "".into(), is_chosen: false };
            let entries: Vec<Entry> = others.iter().map(entry).collect();
            let words = format!("{} more", others.len());
            if let Some(pressed) = menu_button_ui(ui, place, &words, "More processes", &entries) {
                page.process = others[pressed];
            }
        }
    });
}

/// How many tabs with these words stand side by side in `room`; at least one.
fn fitting(ui: &Ui, words: &[String], room: f32) -> usize {
    let tokens = DesignTokens::of(ui);
    let mut left = room;
    let fits = |word: &&String| {
        left -= text::line(ui, word, Ink::strong(Size::Caption, tokens.text)).size().x + 20.0;
        left >= 0.0
    };
    words.iter().take_while(fits).count().max(1)
}

fn unit_title(snapshot: &Snapshot, unit: VolumeUnit) -> &'static str {
    match unit {
        VolumeUnit::Parts => "Parts",
        VolumeUnit::Money => "Revenue",
        VolumeUnit::Area => wording::unit_word(&snapshot.dataset, unit),
    }
}

/// The chart, with its title and its menu.
pub fn chart_card_ui(ui: &mut Ui, page: &OutlookPage) {
    let Some(made) = &page.made else { return };
    let tokens = DesignTokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), CHART), Sense::hover());
    card::card_surface(ui, rect);
    card::inside_ui(ui, rect, "weeks", |ui| {
        let inner = rect.shrink(CARD_PADDING);
        let dots = Rect::from_min_size(pos2(inner.right() - 22.0, inner.top() - 6.0), vec2(28.0, 24.0));
        let title = text::cut(ui, made.chart.title(), Ink::strong(Size::Body, tokens.text), inner.width() * 0.6);
        let place = text::at_ui(ui, pos2(inner.left(), inner.top() - 4.0), Align::Min, &title).rect;
        let room = dots.left() - place.right() - 20.0;
        let unit = text::cut(ui, made.chart.unit(), Ink::new(Size::Caption, tokens.text_3), room);
        text::on_baseline_ui(ui, place.right() + 10.0, place.top() + text::baseline(&title), Align::Min, &unit);
        chart_menu_ui(ui, dots, &made.chart);
        let plot = inner.with_min_y(place.bottom() + 6.0);
        chart_ui(ui, plot, &made.chart, Frame::Large, &|_| None, None);
    });
}
