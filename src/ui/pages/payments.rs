//! Who owes, who drifts? What is owed by how long it is past due, and each customer against its own habit; then the invoices themselves.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use eframe::egui::{Align, Rect, Sense, Ui, pos2, vec2};

use super::came::{CameRows, CameTable, came_ui};
use super::figures::{amount, counted, whole};
use super::{Pages, after_grid, came};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::insight::forecast::cash::ExpectedPayment;
use crate::insight::shop::{Ageing, BUCKETS, OpenInvoice, Owed, ageing};
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Day, Level, Signal, VolumeUnit, money};
use crate::report::chart::columns::{Bar, Columns};
use crate::report::chart::drawing::Lead;
use crate::report::chart::fan::Fan;
use crate::report::chart::{Chart as _, Frame};
use crate::report::outlook_charts::cash_chart;
use crate::review::outlook::{Score, paid_scores};
use crate::review::{Review, wording};
use crate::ui::charts::{chart_menu_ui, chart_ui};
use crate::ui::theme::{CARD_GAP, CARD_PADDING, DesignTokens, Size};
use crate::ui::widgets::button::link_at_ui;
use crate::ui::widgets::card;
use crate::ui::widgets::filter::filter_field_ui;
use crate::ui::widgets::grid::{GridColumn, GridRows, GridState, SortKey, faint, grid_ui};
use crate::ui::widgets::menu::{Action, tabs_ui};
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

const CHART: f32 = 212.0;
/// The table has at least this height; then the page scrolls.
const TABLE: f32 = 260.0;
/// Later than the own habit by so many days is written strongly.
const DRIFT: f64 = 5.0;

/// Where the page stands.
pub struct PaymentsPage {
    known: Known,
    /// When each open invoice is expected.
    expected: BTreeMap<InvoiceKey, ExpectedPayment>,
    /// What they bring, week by week; `None` where that cannot be told.
    cash: Option<Fan>,
    /// Those who pay later, most money first.
    late: Vec<(CustomerIdx, Level)>,
    by_customer: GridState,
    by_invoice: GridState,
    tab: Tab,
    /// How such forecasts did; worked out when it is first looked at.
    score: OnceCell<Option<Score>>,
    did: GridState,
    bucket: Option<usize>,
    typed: String,
    version: u64,
}

/// What stands below the charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    /// One row a customer.
    #[default]
    Customers,
    /// One row an open invoice.
    Invoices,
    /// How the forecasts did.
    Did,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Customers, Self::Invoices, Self::Did];
}

/// Who owes an invoice, when it is due, and what it comes to: invoices of one payer that are due together are expected together. A closed
/// review keeps few rows, and in it they stand in other places.
type InvoiceKey = (CustomerIdx, i32, Minor);

/// What the books say.
#[derive(Default)]
enum Known {
    /// Not worked out yet.
    #[default]
    NotYet,
    /// No file says what was paid.
    NoBooks,
    /// What is owed.
    Books(Ageing),
}

impl Default for PaymentsPage {
    fn default() -> Self {
        Self {
            known: Known::NotYet,
            expected: BTreeMap::new(),
            cash: None,
            late: Vec::new(),
            by_customer: GridState::sorted_by(PAST_DUE, true),
            by_invoice: GridState::sorted_by(DAYS, true),
            tab: Tab::default(),
            score: OnceCell::new(),
            did: GridState::sorted_by(0, true),
            bucket: None,
            typed: String::new(),
            version: 0,
        }
    }
}

const PAST_DUE: usize = 5;
const DAYS: usize = 4;
const EXPECTED: usize = 5;
const LATE_30: usize = 6;

const CUSTOMERS: [GridColumn; 12] = [
    GridColumn::words("Customer", 170.0, ""),
    GridColumn::words("Signal", 104.0, "Whether it pays later than its own habit, by the rule of the weekly review"),
    GridColumn::number("Was", 58.0, "Median of the invoices due in the 52 weeks before the last 13").of(BEYOND),
    GridColumn::number("Now", 58.0, "Median of the invoices due in the last 13 weeks").of(BEYOND),
    GridColumn::number("Change", 64.0, "Days later than its own habit").of(BEYOND),
    GridColumn::number("Past due", 90.0, "Open and past its due date").of(OWED),
    GridColumn::number("Not due", 84.0, "").of(OWED),
    GridColumn::number("1–30", 76.0, "Days past due").of(OWED),
    GridColumn::number("31–60", 76.0, "Days past due").of(OWED),
    GridColumn::number("61–90", 76.0, "Days past due").of(OWED),
    GridColumn::number("Over 90", 76.0, "Days past due").of(OWED),
    GridColumn::number("Oldest,\ndays", 64.0, "Days past due of its oldest open invoice"),
];

/// The names of the tables.
const BY_CUSTOMER: &str = "Customers by what they owe";
const OPEN: &str = "Open invoices";
const DID: &str = "Payments forecast and what came";

const BEYOND: &str = "Days beyond terms";
const OWED: &str = "Owed, by days past due";

const INVOICES: [GridColumn; 9] = [
    GridColumn::words("Customer", 200.0, ""),
    GridColumn::words("Invoice", 100.0, ""),
    GridColumn::number("Due", 100.0, ""),
    GridColumn::number("Amount", 110.0, ""),
    GridColumn::number("Days\npast due", 80.0, "At the review; below zero it is not due yet"),
    GridColumn::number("Expected", 100.0, "As likely paid before this day as after it, by the payer's own habit"),
    GridColumn::number("Over 30\ndays late", 84.0, "The chance that it is paid over 30 days beyond terms"),
    GridColumn::words("File", 180.0, "Where the invoice stands"),
    GridColumn::number("Row", 70.0, "As a spreadsheet counts"),
];

impl PaymentsPage {
    /// Forgets what was worked out of an older snapshot.
    pub fn forget(&mut self) {
        self.known = Known::NotYet;
        self.score = OnceCell::new();
        self.bucket = None;
        self.version += 1;
    }

    /// What the status bar says.
    pub fn status(&self, snapshot: &Snapshot) -> Option<(String, Vec<(String, String)>)> {
        let Known::Books(all) = &self.known else { return None };
        let currency = snapshot.dataset.currency.as_deref();
        let (shown, n, one, many) = match self.tab {
            Tab::Customers => (&self.by_customer, all.owed.len(), "customer", "customers"),
            Tab::Invoices => (&self.by_invoice, all.open.len(), "open invoice", "open invoices"),
            Tab::Did => return None,
        };
        let left = format!("{} of {}", money::thousands(shown.rows().len() as u64), counted(n, one, many));
        if shown.chosen().is_empty() {
            return Some((left, Vec::new()));
        }
        let sum: Minor = if self.tab == Tab::Invoices {
            let chosen = shown.chosen().iter().filter_map(|row| all.open.get(*row));
            chosen.map(|invoice| invoice.amount).filter(|sum| *sum != NO_AMOUNT).sum()
        } else {
            shown.chosen().iter().filter_map(|row| all.owed.get(*row)).map(|owed| owed.total).sum()
        };
        let mut right = vec![
            ("selected".to_owned(), shown.chosen().len().to_string()),
            ("owed".to_owned(), money::exact(sum, currency)),
        ];
        if self.tab == Tab::Customers {
            let past: Minor =
                shown.chosen().iter().filter_map(|row| all.owed.get(*row)).map(|owed| owed.past_due).sum();
            right.push(("past due".to_owned(), money::exact(past, currency)));
        }
        Some((left, right))
    }
}

/// Who owes, who drifts?
pub fn payments_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState, height: f32) -> Vec<Command> {
    let Some(snapshot) = state.shown() else { return Vec::new() };
    let Some(review) = &snapshot.review else { return Vec::new() };
    let page = &mut pages.payments;
    ui.spacing_mut().item_spacing.y = 0.0;
    if matches!(page.known, Known::NotYet) {
        page.late = late_customers(review);
        let cash = review.outlook.cash.as_ref().ok();
        let key = |payment: &ExpectedPayment| (payment.customer, payment.due.0, payment.amount);
        let payments = cash.into_iter().flat_map(|cash| &cash.invoices);
        page.expected = payments.map(|payment| (key(payment), *payment)).collect();
        page.cash = cash.map(|cash| cash_chart(&snapshot.dataset, cash));
        page.known = ageing(&snapshot.dataset, review.as_of).map_or(Known::NoBooks, Known::Books);
    }
    let all = match std::mem::take(&mut page.known) {
        Known::Books(all) => all,
        other => {
            page.known = other;
            return nothing_known_ui(ui);
        }
    };
    let top = ui.cursor().top();
    answer_ui(ui, page, snapshot, review, &all);
    ui.add_space(14.0);
    charts_ui(ui, page, snapshot, review, &all);
    ui.add_space(CARD_GAP);
    tabs_line_ui(ui, page, &all);
    ui.add_space(8.0);
    let least = if page.tab == Tab::Did { came::LEAST } else { TABLE };
    let room = (height - (ui.cursor().top() - top)).max(least);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), room), Sense::hover());
    let commands = card::inside_ui(ui, rect, "table", |ui| match page.tab {
        Tab::Did => did_ui(ui, rect, page, state, snapshot, review),
        _ => table_ui(ui, rect, page, state, snapshot, &all),
    });
    page.known = Known::Books(all);
    commands
}

fn nothing_known_ui(ui: &mut Ui) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let words = "No file says when invoices were paid";
    let galley = text::wrapped(ui, words, Ink::strong(Size::Answer, tokens.text), ui.available_width());
    text::label_ui(ui, &galley);
    ui.add_space(8.0);
    let words = "Add an export of invoices with their due and paid dates, or a list of open items";
    let galley = text::wrapped(ui, words, Ink::new(Size::Body, tokens.text_2), ui.available_width());
    text::label_ui(ui, &galley);
    ui.add_space(16.0);
    let button = crate::ui::widgets::button::button_ui(
        ui,
        "Add files…",
        crate::ui::widgets::button::Weight::Filled,
        crate::ui::widgets::button::LARGE,
    );
    if button.clicked() { vec![Command::AskForFiles { add: true }] } else { Vec::new() }
}

/// "$84k is owed, $31k of it past due", and who drifts.
fn answer_ui(ui: &mut Ui, page: &PaymentsPage, snapshot: &Snapshot, review: &Review, all: &Ageing) {
    let tokens = DesignTokens::of(ui);
    let currency = snapshot.dataset.currency.as_deref();
    let total: Minor = all.buckets.iter().sum();
    let past: Minor = all.buckets[1..].iter().sum();
    let words = if all.open.is_empty() {
        "Nothing is owed: every invoice is paid".to_owned()
    } else if past <= 0 {
        format!("{} is owed, none of it past due", money::short(total, currency))
    } else {
        format!("{} is owed, {} of it past due", money::short(total, currency), money::short(past, currency))
    };
    let galley = text::wrapped(ui, &words, Ink::strong(Size::Answer, tokens.text), ui.available_width());
    text::label_ui(ui, &galley);
    let late: Vec<&str> =
        page.late.iter().map(|(customer, _)| snapshot.dataset.customers[*customer as usize].name.as_str()).collect();
    let drifting = match late[..] {
        [] => "Nobody pays later than its own habit, by more than chance".to_owned(),
        [only] => format!("**{only}** pays later than its own habit"),
        [first, second] => format!("**{first}** and **{second}** pay later than their own habit"),
        [first, second, ..] => {
            format!("**{first}**, **{second}** and {} more pay later than their own habit", late.len() - 2)
        }
    };
    let end = if all.judged_to < review.as_of {
        format!(" · the payments file ends on {}, and nobody is late after it", (all.judged_to - 1).long())
    } else {
        String::new()
    };
    let coming = review.outlook.cash.as_ref().ok().and_then(|cash| wording::cash_headline(&snapshot.dataset, cash));
    let coming = coming.map_or_else(String::new, |words| format!("{words} · "));
    let words = format!("{} open · {coming}{drifting}{end}", counted(all.open.len(), "invoice", "invoices"));
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let galley = text::marked(ui, &words, plain, strong, ui.available_width());
    text::label_ui(ui, &galley);
}

/// Customers that pay later and of whom the owner wants to hear, most money first.
fn late_customers(review: &Review) -> Vec<(CustomerIdx, Level)> {
    let heard = review.findings.iter().filter(|finding| is_about_paying(finding.signal) && finding.set_aside.is_none());
    let mut seen = BTreeSet::new();
    heard.filter(|finding| seen.insert(finding.customer)).map(|finding| (finding.customer, finding.level)).collect()
}

fn is_about_paying(signal: Signal) -> bool {
    matches!(signal, Signal::Late | Signal::Distress)
}

/// What is owed by its age, and beside it what comes in week by week.
fn charts_ui(ui: &mut Ui, page: &mut PaymentsPage, snapshot: &Snapshot, review: &Review, all: &Ageing) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), CHART), Sense::hover());
    let half = (rect.width() - CARD_GAP) / 2.0;
    ageing_ui(ui, page, snapshot, all, rect.with_max_x(rect.left() + half));
    cash_ui(ui, page, review, rect.with_min_x(rect.right() - half));
}

/// The weeks ahead, or why they cannot be told.
fn cash_ui(ui: &mut Ui, page: &PaymentsPage, review: &Review, rect: Rect) {
    let tokens = DesignTokens::of(ui);
    card::card_surface(ui, rect);
    card::inside_ui(ui, rect, "cash", |ui| {
        let inner = rect.shrink(CARD_PADDING);
        let Some(chart) = &page.cash else {
            let why = review.outlook.cash.as_ref().err().map_or_else(String::new, |why| wording::no_cash(*why));
            let galley = text::wrapped(ui, &why, Ink::new(Size::Body, tokens.text_2), inner.width());
            text::at_ui(ui, inner.min, Align::Min, &galley);
            return;
        };
        let dots = Rect::from_min_size(pos2(inner.right() - 22.0, inner.top() - 6.0), vec2(28.0, 24.0));
        chart_menu_ui(ui, dots, chart);
        let title =
            text::cut(ui, chart.title(), Ink::strong(Size::Body, tokens.text), dots.left() - inner.left() - 8.0);
        let place = text::at_ui(ui, pos2(inner.left(), inner.top() - 4.0), Align::Min, &title).rect;
        let unit = text::cut(ui, chart.unit(), Ink::new(Size::Caption, tokens.text_3), inner.width());
        let under = text::at_ui(ui, pos2(inner.left(), place.bottom()), Align::Min, &unit).rect;
        chart_ui(ui, inner.with_min_y(under.bottom() + 4.0), chart, Frame::Small, &|_| None, None);
    });
}

fn ageing_ui(ui: &mut Ui, page: &mut PaymentsPage, snapshot: &Snapshot, all: &Ageing, rect: Rect) {
    let tokens = DesignTokens::of(ui);
    card::card_surface(ui, rect);
    card::inside_ui(ui, rect, "ageing", |ui| {
        let inner = rect.shrink(CARD_PADDING);
        let currency = snapshot.dataset.currency.as_deref();
        let chart = columns_of(all, currency, page.bucket);
        let title = text::cut(ui, chart.title(), Ink::strong(Size::Body, tokens.text), inner.width() - 34.0);
        let place = text::at_ui(ui, pos2(inner.left(), inner.top() - 4.0), Align::Min, &title).rect;
        let unit = text::line(ui, "by days past due; press one to see who", Ink::new(Size::Caption, tokens.text_3));
        let under = text::at_ui(ui, pos2(inner.left(), place.bottom()), Align::Min, &unit).rect;
        let plot = inner.with_min_y(under.bottom() + 4.0);
        let dots = Rect::from_min_size(pos2(inner.right() - 22.0, inner.top() - 6.0), vec2(28.0, 24.0));
        chart_menu_ui(ui, dots, &chart);
        if let Some(Lead::Entry(pressed)) = chart_ui(ui, plot, &chart, Frame::Large, &|_| None, None).clicked {
            page.bucket = Some(pressed).filter(|pressed| page.bucket != Some(*pressed));
            page.version += 1;
        }
    });
}

/// A bar for each age of what is owed. The first one is not due; the others are what the chart is about.
fn columns_of(all: &Ageing, currency: Option<&str>, chosen: Option<usize>) -> Columns {
    let sum: Minor = all.buckets.iter().sum();
    let bar = |(i, (name, &amount)): (usize, (&&str, &Minor))| {
        let share = if sum > 0 && amount > 0 {
            format!(", {:.0} % of what is owed", 100.0 * amount as f64 / sum as f64)
        } else {
            String::new()
        };
        Bar {
            name: (*name).to_owned(),
            value: amount as f64,
            short: money::short(amount, currency),
            exact: format!("{}{share}", money::exact(amount, currency)),
            is_told: i > 0,
        }
    };
    Columns {
        title: chart_title(all),
        unit: "what is owed, by days past due".to_owned(),
        of: "Past due",
        bars: BUCKETS.iter().zip(&all.buckets).enumerate().map(bar).collect(),
        chosen,
    }
}

/// "Most of what is past due is 1–30 days late".
fn chart_title(all: &Ageing) -> String {
    let past: Minor = all.buckets[1..].iter().sum();
    let largest = (1..BUCKETS.len()).max_by_key(|i| all.buckets[*i]).unwrap_or(1);
    if past <= 0 {
        "What is owed is not due yet".to_owned()
    } else if all.buckets[largest] * 2 > past {
        format!("Most of what is past due is {} late", BUCKETS[largest])
    } else {
        format!("Of what is past due {} late is the largest part", BUCKETS[largest])
    }
}

fn tabs_line_ui(ui: &mut Ui, page: &mut PaymentsPage, all: &Ageing) {
    let tokens = DesignTokens::of(ui);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    card::inside_ui(ui, line, "tabs", |ui| {
        let words = [
            "By customer".to_owned(),
            counted(all.open.len(), "open invoice", "open invoices"),
            "How it did".to_owned(),
        ];
        let chosen = Tab::ALL.iter().position(|tab| *tab == page.tab).unwrap_or(0);
        if let Some(pressed) = tabs_ui(ui, line.left(), line.center().y, &words, chosen) {
            page.tab = Tab::ALL[pressed];
        }
        if page.tab == Tab::Did {
            return;
        }
        let field = Rect::from_min_max(pos2(line.right() - 196.0, line.top() - 2.0), line.max + vec2(0.0, 2.0));
        let shown = if page.tab == Tab::Invoices { &mut page.by_invoice } else { &mut page.by_customer };
        if filter_field_ui(ui, field, &mut page.typed, shown) {
            page.version += 1;
        }
        let Some(bucket) = page.bucket else { return };
        let line = line.with_max_x(field.left() - 16.0);
        let base = line.center().y + 5.0;
        let ink = Ink::new(Size::Caption, tokens.accent);
        let clear = link_at_ui(ui, line.right(), base, Align::Max, "Show all", ink, tokens.accent);
        let galley = text::line(ui, &format!("Only {}", BUCKETS[bucket]), Ink::new(Size::Caption, tokens.text_2));
        text::on_baseline_ui(ui, clear.rect.left() - 12.0, base, Align::Max, &galley);
        if clear.clicked() {
            page.bucket = None;
            page.version += 1;
        }
    });
}

fn table_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut PaymentsPage,
    state: &AppState,
    snapshot: &Snapshot,
    all: &Ageing,
) -> Vec<Command> {
    let bucket = page.bucket;
    let typed = page.typed.trim().to_lowercase();
    let is_called = |name: &str| typed.is_empty() || name.to_lowercase().contains(&typed);
    let (events, customer_of): (_, &dyn Fn(usize) -> CustomerIdx) = if page.tab == Tab::Invoices {
        let rows = ByInvoice { all, snapshot, expected: &page.expected };
        page.by_invoice.take_up(&INVOICES, state.table_form(OPEN));
        page.by_invoice.arrange(&rows, page.version, |row| {
            bucket.is_none_or(|bucket| all.open[row].bucket() == bucket) && is_called(rows.name(row))
        });
        let events = grid_ui(ui, rect, OPEN, &mut page.by_invoice, &INVOICES, &rows);
        (events, &|row| all.open[row].customer)
    } else {
        let rows = ByCustomer { all, snapshot, levels: page.late.iter().copied().collect() };
        page.by_customer.take_up(&CUSTOMERS, state.table_form(BY_CUSTOMER));
        page.by_customer.arrange(&rows, page.version, |row| {
            bucket.is_none_or(|bucket| all.owed[row].buckets[bucket] != 0) && is_called(rows.name(row))
        });
        let events = grid_ui(ui, rect, BY_CUSTOMER, &mut page.by_customer, &CUSTOMERS, &rows);
        (events, &|row| all.owed[row].customer)
    };
    let (table, grid): ((_, &[GridColumn]), _) = if page.tab == Tab::Invoices {
        ((OPEN, &INVOICES), &mut page.by_invoice)
    } else {
        ((BY_CUSTOMER, &CUSTOMERS), &mut page.by_customer)
    };
    let mut commands = after_grid(ui, table, grid, events.copied);
    match events.acted {
        Some((row, 1)) if page.tab == Tab::Invoices => commands.push(Command::LookUp(all.open[row].at)),
        acted => {
            let row = events.opened.or(acted.map(|(row, _)| row));
            commands.extend(row.map(|row| Command::Show(Page::Customer(customer_of(row)))));
        }
    }
    commands
}

/// How the forecasts of payments did: weeks and days that were shown, and the shop's own past.
fn did_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut PaymentsPage,
    state: &AppState,
    snapshot: &Snapshot,
    review: &Review,
) -> Vec<Command> {
    let cash = review.outlook.cash.as_ref().ok();
    let score = page.score.get_or_init(|| paid_scores(&snapshot.dataset, cash?, &snapshot.weekly.forecasts));
    let mut words = vec![wording::score_in_words(score.as_ref(), snapshot.workspace.is_some())];
    words.extend(snapshot.days_did.payments.map(|score| wording::payments_in_words(&score)));
    words.extend(cash.and_then(|cash| wording::cash_past_in_words(&cash.past)));
    let unit = VolumeUnit::Money;
    let rows = score.as_ref().map(|score| CameRows { snapshot, unit, weeks: &score.weeks });
    let table = CameTable { name: DID, grid: &mut page.did, version: page.version, rows };
    came_ui(ui, rect, &words, state, table)
}

/// One row a customer.
struct ByCustomer<'a> {
    all: &'a Ageing,
    snapshot: &'a Snapshot,
    levels: BTreeMap<CustomerIdx, Level>,
}

impl ByCustomer<'_> {
    fn owed(&self, row: usize) -> &Owed {
        &self.all.owed[row]
    }

    fn name(&self, row: usize) -> &str {
        &self.snapshot.dataset.customers[self.owed(row).customer as usize].name
    }

    fn level(&self, row: usize) -> Option<Level> {
        self.levels.get(&self.owed(row).customer).copied()
    }

    fn change(&self, row: usize) -> Option<f64> {
        Some(self.owed(row).now_days? - self.owed(row).was_days?)
    }

    /// The money of a column.
    fn money(&self, row: usize, column: usize) -> Option<Minor> {
        let owed = self.owed(row);
        match column {
            PAST_DUE => Some(owed.past_due),
            6..=10 => Some(owed.buckets[column - 6]),
            _ => None,
        }
    }

    fn number(&self, row: usize, column: usize) -> Option<f64> {
        let owed = self.owed(row);
        match column {
            2 => owed.was_days,
            3 => owed.now_days,
            4 => self.change(row),
            11 => (owed.n_invoices > 0 && owed.oldest_days > 0).then_some(f64::from(owed.oldest_days)),
            _ => self.money(row, column).filter(|sum| *sum != 0).map(|sum| sum as f64),
        }
    }
}

impl GridRows for ByCustomer<'_> {
    fn n_rows(&self) -> usize {
        self.all.owed.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        let currency = self.snapshot.dataset.currency.as_deref();
        match (column, self.money(row, column)) {
            (0, _) => self.name(row).to_owned(),
            (1, _) => self.level(row).map_or("", wording::level_word).to_owned(),
            (_, Some(0)) => "–".to_owned(),
            (_, Some(sum)) => whole(sum, currency),
            (4, _) => self.number(row, 4).map_or_else(String::new, signed),
            _ => self.number(row, column).map_or_else(|| "–".to_owned(), wording::number),
        }
    }

    fn exact(&self, row: usize, column: usize) -> String {
        let currency = self.snapshot.dataset.currency.as_deref();
        match (column, self.money(row, column)) {
            (0 | 1, _) => self.shown(row, column),
            (_, Some(sum)) => format!("{:.2}", money::major(sum, currency)),
            _ => self.number(row, column).map_or_else(String::new, |days| days.to_string()),
        }
    }

    fn key(&self, row: usize, column: usize) -> SortKey {
        match column {
            0 => SortKey::Words(self.name(row).to_owned()),
            1 => self.level(row).map_or(SortKey::Nothing, |level| SortKey::Number(f64::from(level as u8))),
            _ => self.number(row, column).map_or(SortKey::Nothing, SortKey::Number),
        }
    }

    fn sentence(&self, row: usize) -> String {
        let owed = self.owed(row);
        let currency = self.snapshot.dataset.currency.as_deref();
        let mut words = format!(
            "{} owes {}, {} past due",
            self.name(row),
            money::exact(owed.total, currency),
            money::exact(owed.past_due, currency)
        );
        if let (Some(was), Some(now)) = (owed.was_days, owed.now_days) {
            let _ = write!(words, ", pays {}, was {}", wording::days_beyond(now), wording::number(was));
        }
        words
    }

    fn ink(&self, ui: &Ui, row: usize, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        match column {
            0 | PAST_DUE => Ink::strong(Size::Caption, tokens.text),
            2 => Ink::new(Size::Caption, tokens.text_2),
            4 if self.change(row).is_some_and(|change| change >= DRIFT) => Ink::strong(Size::Caption, tokens.text),
            4 => faint(ui),
            _ => Ink::new(Size::Caption, tokens.text),
        }
    }

    fn paint(&self, ui: &mut Ui, rect: Rect, row: usize, column: usize) -> bool {
        let Some(level) = self.level(row).filter(|_| column == 1) else { return column == 1 };
        let tokens = DesignTokens::of(ui);
        let mark = Mark::of(level);
        mark_ui(ui, pos2(rect.left() + 6.0, rect.center().y), mark);
        let word = text::line(ui, wording::level_word(level), Ink::strong(Size::Caption, mark.color(tokens)));
        text::in_rect_ui(ui, rect.with_min_x(rect.left() + 18.0), Align::Min, &word);
        true
    }

    fn actions(&self, row: usize) -> Vec<Action> {
        vec![Action::new(format!("Open {}", self.name(row)), "Enter")]
    }
}

/// One row an open invoice.
struct ByInvoice<'a> {
    all: &'a Ageing,
    snapshot: &'a Snapshot,
    /// When each is expected.
    expected: &'a BTreeMap<InvoiceKey, ExpectedPayment>,
}

impl ByInvoice<'_> {
    fn payment(&self, row: usize) -> Option<&ExpectedPayment> {
        let invoice = self.invoice(row);
        self.expected.get(&(invoice.customer, invoice.due.0, invoice.amount))
    }

    fn invoice(&self, row: usize) -> &OpenInvoice {
        &self.all.open[row]
    }

    fn name(&self, row: usize) -> &str {
        &self.snapshot.dataset.customers[self.invoice(row).customer as usize].name
    }
}

impl GridRows for ByInvoice<'_> {
    fn n_rows(&self) -> usize {
        self.all.open.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        let invoice = self.invoice(row);
        let dataset = &self.snapshot.dataset;
        let is_due_known = invoice.due.is_some();
        match column {
            0 => self.name(row).to_owned(),
            1 => dataset.document_number(dataset.invoices.number[invoice.place]),
            2 if is_due_known => invoice.due.long(),
            DAYS if is_due_known => wording::number(f64::from(invoice.days)),
            3 => amount(invoice.amount, dataset.currency.as_deref()),
            EXPECTED => self.payment(row).map_or_else(|| "–".to_owned(), |payment| payment.expected.long()),
            LATE_30 => self.payment(row).map_or_else(|| "–".to_owned(), |payment| chance(payment.late_30)),
            7 => dataset.sources.get(usize::from(invoice.at.source)).map_or("", |source| &source.file).to_owned(),
            8 => money::thousands(u64::from(invoice.at.row)),
            _ => "–".to_owned(),
        }
    }

    fn exact(&self, row: usize, column: usize) -> String {
        let invoice = self.invoice(row);
        let iso = |day: Day| if day.is_some() { day.to_string() } else { String::new() };
        match column {
            2 => iso(invoice.due),
            3 if invoice.amount != NO_AMOUNT => {
                format!("{:.2}", money::major(invoice.amount, self.snapshot.dataset.currency.as_deref()))
            }
            3 => String::new(),
            DAYS => invoice.days.to_string(),
            EXPECTED => self.payment(row).map_or_else(String::new, |payment| payment.expected.to_string()),
            LATE_30 => self.payment(row).map_or_else(String::new, |payment| format!("{:.3}", payment.late_30)),
            8 => invoice.at.row.to_string(),
            _ => self.shown(row, column),
        }
    }

    fn key(&self, row: usize, column: usize) -> SortKey {
        let invoice = self.invoice(row);
        let is_due_known = invoice.due.is_some();
        match column {
            2 if is_due_known => SortKey::Number(f64::from(invoice.due.0)),
            DAYS if is_due_known => SortKey::Number(f64::from(invoice.days)),
            3 if invoice.amount != NO_AMOUNT => SortKey::Number(invoice.amount as f64),
            2..=4 => SortKey::Nothing,
            EXPECTED => {
                self.payment(row).map_or(SortKey::Nothing, |payment| SortKey::Number(f64::from(payment.expected.0)))
            }
            LATE_30 => self.payment(row).map_or(SortKey::Nothing, |payment| SortKey::Number(payment.late_30)),
            8 => SortKey::Number(f64::from(invoice.at.row)),
            _ => SortKey::Words(self.shown(row, column)),
        }
    }

    fn sentence(&self, row: usize) -> String {
        let cell = |column| self.shown(row, column);
        format!("{}, invoice {}, due {}, {}, {} days past due", cell(0), cell(1), cell(2), cell(3), cell(DAYS))
    }

    fn ink(&self, ui: &Ui, row: usize, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        match column {
            0 | DAYS => Ink::strong(Size::Caption, tokens.text),
            LATE_30 if self.payment(row).is_some_and(|payment| payment.late_30 >= 0.5) => {
                Ink::strong(Size::Caption, tokens.watch)
            }
            7 | 8 => faint(ui),
            _ => Ink::new(Size::Caption, tokens.text),
        }
    }

    fn actions(&self, row: usize) -> Vec<Action> {
        vec![Action::new(format!("Open {}", self.name(row)), "Enter"), Action::new("Show in the file", "")]
    }
}

/// "12 %"; under one in a hundred it is not worth a number.
fn chance(share: f64) -> String {
    if share < 0.01 { "–".to_owned() } else { format!("{} %", wording::number((100.0 * share).round())) }
}

fn signed(days: f64) -> String {
    let words = wording::number(days);
    if days.round() > 0.0 { format!("+{words}") } else { words }
}
