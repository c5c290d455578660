//! Can we make it? The weeks ahead against what can be done, whom they hang on, whose next order is due, and how such forecasts did.

mod answer;
mod capacity;
mod chart;
mod did;
mod due;
mod hangs;
mod weeks;

use std::collections::BTreeSet;

use eframe::egui::{Rect, Sense, Ui, vec2};

use super::{Pages, after_grid, came};
use crate::app::{AppState, Command, Snapshot};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::{CustomerIdx, VolumeUnit};
use crate::report::chart::fan::Fan;
use crate::report::outlook_charts::weeks_chart;
use crate::review::outlook::{Hang, WhatIf, hangs_on};
use crate::review::{Review, VolumeOutlook, wording};
use crate::ui::theme::CARD_GAP;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{LARGE, Weight, button_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::grid::GridState;
use crate::ui::widgets::menu::tabs_ui;
use crate::ui::widgets::text::{self, Ink};

/// The table has at least this height; then the page scrolls.
const TABLE: f32 = 280.0;

/// Where the page stands.
pub struct OutlookPage {
    process: Label,
    /// The unit that was chosen; the most telling one until then.
    unit: Option<VolumeUnit>,
    tab: Tab,
    /// What becomes of the chosen customers, by its place in [`hangs::FACTORS`].
    factor: usize,
    made: Option<Made>,
    weeks: GridState,
    hangs: GridState,
    due: GridState,
    did: GridState,
    capacity: capacity::CapacityForm,
    version: u64,
}

/// What was worked out for drawing.
struct Made {
    of: (Label, VolumeUnit, BTreeSet<usize>, usize),
    hangs: Vec<Hang>,
    /// The share of the series that is left or comes on top, if the chosen customers order otherwise.
    factor: Option<f64>,
    chart: Fan,
    /// How much of it hangs on customers with a flag.
    flagged: Option<String>,
    /// Customers whose order is late.
    n_late: usize,
}

/// What stands below the chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    /// Week by week.
    #[default]
    Weeks,
    /// Whom it hangs on.
    Hangs,
    /// Whose next order is due.
    Due,
    /// What can be done in a week.
    Capacity,
    /// How such forecasts did.
    Did,
}

impl Tab {
    const ALL: [Self; 5] = [Self::Weeks, Self::Hangs, Self::Due, Self::Capacity, Self::Did];
}

impl Default for OutlookPage {
    fn default() -> Self {
        Self {
            process: NO_LABEL,
            unit: None,
            tab: Tab::default(),
            factor: 0,
            made: None,
            weeks: GridState::sorted_by(0, false),
            hangs: GridState::sorted_by(hangs::SHARE, true),
            due: GridState::sorted_by(due::LATE, true),
            did: GridState::sorted_by(0, true),
            capacity: capacity::CapacityForm::default(),
            version: 0,
        }
    }
}

impl OutlookPage {
    /// Forgets what was worked out of an older snapshot.
    pub fn forget(&mut self) {
        self.made = None;
        self.version += 1;
    }

    /// What the status bar says.
    pub fn status(&self, snapshot: &Snapshot) -> Option<(String, Vec<(String, String)>)> {
        let review = snapshot.review.as_ref()?;
        let made = self.made.as_ref()?;
        (self.tab == Tab::Hangs && !self.hangs.chosen().is_empty()).then(|| {
            let share: f64 =
                self.hangs.chosen().iter().filter_map(|row| made.hangs.get(*row)).map(|hang| hang.share).sum();
            let selected = ("selected".to_owned(), self.hangs.chosen().len().to_string());
            let share = ("of the forecast".to_owned(), format!("{} %", wording::percent(share)));
            (format!("As of {}", review.as_of.long()), vec![selected, share])
        })
    }

    /// What is shown: its outlook, process and unit. `None` where nothing can be forecast.
    fn shown<'a>(&self, review: &'a Review) -> Option<(&'a VolumeOutlook, Label, VolumeUnit)> {
        let volume = review.outlook.volume.as_ref().ok()?;
        let units = volume.units();
        let unit = self.unit.filter(|unit| units.contains(unit)).or(units.first().copied())?;
        let is_known = volume.series(self.process, unit).is_some_and(|series| series.forecast.is_some());
        Some((volume, if is_known { self.process } else { NO_LABEL }, unit))
    }

    /// Works out what is drawn, where it is not as it was.
    fn make(&mut self, snapshot: &Snapshot, review: &Review, volume: &VolumeOutlook, process: Label, unit: VolumeUnit) {
        let of = (process, unit, self.hangs.chosen().clone(), self.factor);
        if self.made.as_ref().is_some_and(|made| made.of == of) {
            return;
        }
        let is_other_series = self.made.as_ref().is_none_or(|made| (made.of.0, made.of.1) != (process, unit));
        if is_other_series {
            self.version += 1;
        }
        let hangs = hangs_on(volume, process, unit);
        let chosen: Vec<CustomerIdx> = if is_other_series {
            Vec::new()
        } else {
            of.2.iter().filter_map(|row| hangs.get(*row)).map(|hang| hang.customer).collect()
        };
        let what_if =
            WhatIf { factors: chosen.iter().map(|customer| (*customer, hangs::FACTORS[self.factor].0)).collect() };
        let factor = (!chosen.is_empty()).then(|| what_if.factor(volume, process, unit));
        let what = format!("if they {}", hangs::FACTORS[self.factor].1);
        let instead = factor.map(|factor| (factor, what.as_str()));
        let chart = weeks_chart(&snapshot.dataset, volume, process, unit, instead);
        let flagged = answer::hangs_on_flagged(&hangs, snapshot, review);
        let n_late = due::n_late(review);
        self.made = chart.map(|chart| Made { of, hangs, factor, chart, flagged, n_late });
    }
}

/// Can we make it?
pub fn outlook_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState, height: f32) -> Vec<Command> {
    let Some(snapshot) = state.shown() else { return Vec::new() };
    let Some(review) = &snapshot.review else { return Vec::new() };
    let page = &mut pages.outlook;
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some((volume, process, unit)) = page.shown(review) else { return nothing_ui(ui, review) };
    page.make(snapshot, review, volume, process, unit);
    let top = ui.cursor().top();
    answer::answer_ui(ui, page, snapshot, review, volume, (process, unit));
    ui.add_space(12.0);
    chart::choice_ui(ui, page, snapshot, volume, (process, unit));
    ui.add_space(8.0);
    chart::chart_card_ui(ui, page);
    ui.add_space(CARD_GAP);
    let mut commands = Vec::new();
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    card::inside_ui(ui, line, "tabs", |ui| {
        let n_late = page.made.as_ref().map_or(0, |made| made.n_late);
        let words = [
            "Week by week".to_owned(),
            "Whom it hangs on".to_owned(),
            if n_late > 0 { format!("Next orders, {n_late} late") } else { "Next orders".to_owned() },
            "Capacity".to_owned(),
            "How it did".to_owned(),
        ];
        let chosen = Tab::ALL.iter().position(|tab| *tab == page.tab).unwrap_or(0);
        if let Some(pressed) = tabs_ui(ui, line.left(), line.center().y, &words, chosen) {
            page.tab = Tab::ALL[pressed];
        }
        if page.tab == Tab::Hangs {
            hangs::factor_ui(ui, page, line);
        }
    });
    ui.add_space(8.0);
    let least = if page.tab == Tab::Did { came::LEAST } else { TABLE };
    let room = (height - (ui.cursor().top() - top)).max(least);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), room), Sense::hover());
    card::inside_ui(ui, rect, "table", |ui| match page.tab {
        Tab::Weeks => commands.extend(weeks::weeks_ui(ui, rect, page, state, snapshot, volume, (process, unit))),
        Tab::Hangs => commands.extend(hangs::hangs_ui(ui, rect, page, state, snapshot, review, unit)),
        Tab::Due => commands.extend(due::due_ui(ui, rect, page, state, snapshot, review)),
        Tab::Capacity => commands.extend(capacity::capacity_ui(ui, rect, page, state, snapshot, volume, unit)),
        Tab::Did => commands.extend(did::did_ui(ui, rect, page, state, snapshot, volume, (process, unit))),
    });
    commands
}

/// Why nothing can be forecast, what is missing, and what to do.
fn nothing_ui(ui: &mut Ui, review: &Review) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let galley =
        text::wrapped(ui, "Nothing can be forecast yet", Ink::strong(Size::Answer, tokens.text), ui.available_width());
    text::label_ui(ui, &galley);
    ui.add_space(8.0);
    let why = review.outlook.volume.as_ref().err().copied();
    let words = why.map(wording::no_volume).unwrap_or_default();
    let galley = text::wrapped(ui, &words, Ink::new(Size::Body, tokens.text_2), ui.available_width());
    text::label_ui(ui, &galley);
    ui.add_space(16.0);
    let is_pressed = button_ui(ui, "Add files…", Weight::Filled, LARGE).clicked();
    if is_pressed { vec![Command::AskForFiles { add: true }] } else { Vec::new() }
}

/// The name of a customer.
fn name_of(snapshot: &Snapshot, customer: CustomerIdx) -> &str {
    snapshot.dataset.customers.get(customer as usize).map_or("", |customer| &customer.name)
}

/// A sentence of the page in its place.
fn note_ui(ui: &mut Ui, words: &str) {
    let tokens = DesignTokens::of(ui);
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let galley = text::marked(ui, words, plain, strong, ui.available_width());
    text::label_ui(ui, &galley);
}

/// The part of a line right of what stands at its left.
fn right_of(line: Rect, width: f32) -> Rect {
    line.with_min_x((line.right() - width).max(line.left()))
}
