//! One file a screen. What a page remembers of itself (scroll, selection, typed text) lives here and nowhere else.

mod came;
mod customer;
mod customers;
mod data;
mod decide;
mod evidence;
pub(super) mod figures;
mod goals;
mod import;
mod judged;
mod listed;
mod meeting;
mod names;
mod outlook;
mod payments;
mod rows;
mod settings;
mod this_week;
mod trends;
mod week_card;
mod week_due;
mod week_markets;
mod welcome;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use customer::customer_ui;
pub use customers::customers_ui;
pub use data::data_ui;
pub use import::import_ui;
pub use meeting::meeting_ui;
pub use names::names_ui;
pub use outlook::outlook_ui;
pub use payments::payments_ui;
pub use rows::rows_ui;
pub use settings::settings_ui;
pub use this_week::this_week_ui;
pub use trends::trends_ui;
pub use welcome::welcome_ui;

use eframe::egui::Ui;

use self::import::save::{SaveForm, save_ui};
use self::this_week::to_come_back_to;
use super::shell::help::Beside;
use super::shell::palette::Palette;
use super::widgets::grid::{GridColumn, GridState};
use crate::app::command::{Place, ReportKind, Theme};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::model::{CustomerIdx, Signal};
use crate::report::chart::level_shift::LevelShift;
use crate::report::charts;
use crate::report::table_spec::TableSpec;
use crate::report::trend_tables::{TrendCard, scoreboard_card, trend_tables};
use crate::review::calls::cleared;
use crate::review::wording::headline;
use crate::review::{Call, Review, calls, late_orders};

/// What the pages remember between frames. Facts live in `AppState`.
#[derive(Default)]
pub struct Pages {
    pub(super) theme: Theme,
    /// In percent; 0 until it is set for the first time.
    pub(super) scale: u16,
    pub(super) palette: Palette,
    pub(super) beside: Beside,
    /// Whether the window fills the screen.
    pub(super) is_full: bool,
    /// The chart that is shown as a table.
    pub(super) table: Option<Arc<TableSpec>>,
    /// The report that is asked for, before anybody said where it shall lie.
    pub(super) asked_report: Option<ReportKind>,
    report: SaveForm,
    welcome: welcome::WelcomePage,
    import: import::ImportPage,
    this_week: this_week::ThisWeekPage,
    customer: customer::CustomerPage,
    note: decide::NoteForm,
    names: names::NamesPage,
    data: data::DataPage,
    customers: customers::CustomersPage,
    payments: payments::PaymentsPage,
    outlook: outlook::OutlookPage,
    meeting: meeting::MeetingPage,
    rows: rows::RowsPage,
    settings: settings::SettingsPage,
    trends: trends::TrendsPage,
    seen: Option<Seen>,
}

/// What was worked out of a snapshot for drawing, so that a frame only draws.
struct Seen {
    snapshot: Arc<Snapshot>,
    calls: Vec<Call>,
    /// The answer of the review.
    headline: String,
    cleared: BTreeMap<CustomerIdx, Vec<Signal>>,
    /// Whose, and the place of what was decided of them.
    to_come_back_to: Vec<(CustomerIdx, usize)>,
    silent: judged::Silent,
    /// Customers whose order is late and of whom nothing else is said, the largest first.
    late: Vec<CustomerIdx>,
    card_charts: BTreeMap<CustomerIdx, LevelShift>,
    customer_charts: BTreeMap<CustomerIdx, Vec<LevelShift>>,
    trend_cards: Option<Vec<TrendCard>>,
}

impl Pages {
    /// Takes in a new snapshot. Selections start anew; what was worked out of the old one is dropped.
    pub fn follow(&mut self, state: &AppState) {
        let Some((current, snapshot)) = state.snapshot().zip(state.shown()) else {
            self.seen = None;
            return;
        };
        if self.seen.as_ref().is_some_and(|seen| Arc::ptr_eq(&seen.snapshot, snapshot)) {
            return;
        }
        let is_weighed = self.seen.as_ref().is_some_and(|seen| seen.snapshot.is_same_look(snapshot));
        // After a decision the data is the same, and what the owner has open stays.
        if !is_weighed {
            self.import.follow(current, state);
            self.names.follow();
            self.data.follow();
            self.trends = trends::TrendsPage::default();
            self.customer.forget();
            self.payments.forget();
            self.outlook = outlook::OutlookPage::default();
            self.rows.forget();
            self.this_week = this_week::ThisWeekPage::default();
            self.note = decide::NoteForm::default();
        }
        self.outlook.forget();
        // What is decided moves a customer from one group to another.
        self.customers.forget();
        self.seen = Some(Seen {
            calls: snapshot.review.as_ref().map(calls).unwrap_or_default(),
            headline: snapshot.review.as_ref().map(|review| headline(review, &snapshot.dataset)).unwrap_or_default(),
            cleared: snapshot.review.as_ref().map(cleared).unwrap_or_default(),
            to_come_back_to: snapshot
                .review
                .as_ref()
                .map(|review| to_come_back_to(snapshot, review))
                .unwrap_or_default(),
            silent: snapshot.review.as_ref().map(judged::Silent::of).unwrap_or_default(),
            late: snapshot.review.as_ref().map(late_customers).unwrap_or_default(),
            card_charts: BTreeMap::new(),
            customer_charts: BTreeMap::new(),
            trend_cards: None,
            snapshot: Arc::clone(snapshot),
        });
    }

    /// What the status bar says of the page: at the left in words, at the right what is chosen, each with its caption.
    pub fn status(&self, state: &AppState) -> Option<(String, Vec<(String, String)>)> {
        let snapshot = state.shown()?;
        match state.page() {
            Page::Customers => self.customers.status(snapshot),
            Page::Payments => self.payments.status(snapshot),
            Page::Outlook => self.outlook.status(snapshot),
            Page::Rows(_) => self.rows.status(snapshot),
            Page::Customer(_) => self.customer.status(snapshot),
            _ => None,
        }
    }

    /// Asks where the report is to lie.
    pub fn ask_where(&mut self, place: Place, page: Page) {
        if page == Page::Meeting { self.meeting.ask_where(place) } else { self.ask_for_report(place) }
    }

    /// Opens the field for a path above the page.
    pub fn ask_for_report(&mut self, place: Place) {
        self.report.open(place);
    }

    /// Whether it is asked where the report is to lie.
    pub fn is_asked_for_report(&self) -> bool {
        self.report.is_open()
    }

    /// The field for where the report is to lie.
    pub fn save_report_ui(&mut self, ui: &mut Ui, state: &AppState) -> Option<Command> {
        save_ui(ui, &mut self.report, state)
    }

    /// How many customers carry a risk that the owner has not set aside; of what is shown.
    pub fn n_flagged(&self) -> usize {
        self.seen.as_ref().map_or(0, |seen| seen.calls.len())
    }

    /// The place of a customer among those that carry a flag, counted from 1, and how many there are.
    pub fn place_of(&self, customer: CustomerIdx) -> Option<(usize, usize)> {
        let calls = &self.seen.as_ref()?.calls;
        let place = calls.iter().position(|call| call.customer == customer)?;
        Some((place + 1, calls.len()))
    }
}

fn late_customers(review: &Review) -> Vec<CustomerIdx> {
    late_orders(review).iter().map(|answer| answer.customer).collect()
}

impl Seen {
    /// The chart of a customer's first finding.
    fn card_chart(&mut self, call: usize) -> Option<&LevelShift> {
        let review = self.snapshot.review.as_ref()?;
        let call = self.calls.get(call)?;
        let finding = call.findings(review).next()?;
        let dataset = &self.snapshot.dataset;
        Some(
            self.card_charts.entry(call.customer).or_insert_with(|| charts::chart_of_finding(dataset, review, finding)),
        )
    }

    /// What moves in the shop, question by question.
    fn trend_cards(&mut self) -> &[TrendCard] {
        let Some(review) = self.snapshot.review.as_ref() else { return &[] };
        self.trend_cards.get_or_insert_with(|| {
            let dataset = &self.snapshot.dataset;
            let board = scoreboard_card(dataset, review, &self.snapshot.weekly.limits);
            board.into_iter().chain(trend_tables(dataset, review)).collect()
        })
    }

    /// The charts of a customer's page.
    fn charts_of(&mut self, customer: CustomerIdx) -> &[LevelShift] {
        let Some(review) = self.snapshot.review.as_ref() else { return &[] };
        let dataset = &self.snapshot.dataset;
        self.customer_charts.entry(customer).or_insert_with(|| charts::customer_charts(dataset, review, customer))
    }
}

/// Copies rows of a table, and remembers what the owner made of its columns.
fn after_grid(
    ui: &Ui,
    (name, columns): (&'static str, &[GridColumn]),
    grid: &mut GridState,
    copied: Option<(String, usize)>,
) -> Vec<Command> {
    let mut commands = Vec::new();
    if !ui.input(|input| input.pointer.any_down()) {
        commands.extend(grid.changed_form(columns).map(|form| Command::KeepTable(name, form)));
    }
    if let Some((words, n)) = copied {
        ui.ctx().copy_text(words);
        commands.push(Command::Tell(format!("{} copied", figures::counted(n, "row", "rows"))));
    }
    commands
}
