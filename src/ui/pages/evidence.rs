//! The rows that a customer's findings rest on, and those beside them: orders, lots, invoices, mailings, quotes and events; newest first, each with its file and row.

use std::collections::BTreeMap;

use eframe::egui::{
    Align, CornerRadius, EventFilter, Key, Modifiers, Rect, Role, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::figures::{Column, amount, cell_ui, cells, headings_ui};
use crate::app::Snapshot;
use crate::model::numbers::NO_NUMBER;
use crate::model::{CustomerIdx, Dataset, Day, RowRef, Signal, money};
use crate::review::{Review, wording};
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::tabs_ui;
use crate::ui::widgets::text::{self, Ink};

/// Which rows are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// One row an order.
    #[default]
    Orders,
    /// One row a lot.
    Lots,
    /// One row an invoice.
    Invoices,
    /// One row a mailing.
    Mailings,
    /// One row a quote, a trade show, a visit, a mention or a note.
    Moments,
}

const N_TABS: usize = 5;
const TABS: [Tab; N_TABS] = [Tab::Orders, Tab::Lots, Tab::Invoices, Tab::Mailings, Tab::Moments];
const ROW: f32 = 24.0;
/// The columns of a document's own number; always the second.
const NUMBERS: [&str; 2] = ["Order", "Invoice"];
const REJECTED: &str = "Rejected";
/// The columns of what was done with whose material, where that is what was found; they take the room of others.
const WORK: [&str; 2] = ["Process", "Supplier"];
const SINCE_LAST: &str = "Days since last";

/// Where the table stands.
#[derive(Default)]
pub struct EvidenceTable {
    /// Which rows are listed.
    pub tab: Tab,
    /// The row to bring into view.
    pub wanted: Option<RowRef>,
    /// Whose rows the tab was chosen for.
    of: Option<CustomerIdx>,
    rows: Option<Rows>,
}

/// The rows of one customer, worked out once.
struct Rows {
    customer: CustomerIdx,
    /// Places in the dataset, newest first.
    of: [Vec<usize>; N_TABS],
    /// Whether any of them has a number of its document.
    has_numbers: [bool; N_TABS],
    /// Whether the process or the supplier is what was found.
    is_about_work: bool,
    /// Parts rejected of each of the customer's orders; none where nothing was.
    rejected: Vec<i32>,
    /// The rows of the findings' windows, and whether they lie in the later one.
    marked: BTreeMap<RowRef, bool>,
}

impl EvidenceTable {
    /// Forgets rows of an older snapshot.
    pub fn forget(&mut self) {
        self.rows = None;
    }
}

/// The tab that lists the rows of the first finding.
fn first_tab(dataset: &Dataset, review: &Review, customer: CustomerIdx) -> Tab {
    match review.findings_of(customer).next() {
        Some(finding) if finding.signal == Signal::Lots => Tab::Lots,
        Some(finding) => finding.evidence.first().map_or(Tab::Orders, |row| tab_of(dataset, customer, row.at)),
        None => Tab::Orders,
    }
}

/// The tab that lists a row of a customer; the orders, where it is in several.
pub fn tab_of(dataset: &Dataset, customer: CustomerIdx, row: RowRef) -> Tab {
    let is_in = |tab: &Tab| match tab {
        Tab::Orders => dataset.orders.of(customer).any(|i| dataset.orders.at(i) == row),
        Tab::Lots => dataset.lots.of(customer).any(|i| dataset.lots.at(i) == row),
        Tab::Invoices => dataset.invoices.of(customer).any(|i| dataset.invoices.at(i) == row),
        Tab::Mailings => dataset.mails.of(customer).any(|i| dataset.mails.at(i) == row),
        Tab::Moments => dataset.moments.of(customer).iter().any(|moment| moment.at == row),
    };
    TABS.into_iter().find(is_in).unwrap_or_default()
}

/// The table with its tabs. Gives the row under the pointer.
pub fn evidence_ui(
    ui: &mut Ui,
    rect: Rect,
    table: &mut EvidenceTable,
    snapshot: &Snapshot,
    review: &Review,
    customer: CustomerIdx,
    pointed: Option<RowRef>,
) -> Option<RowRef> {
    if table.of != Some(customer) {
        // Another customer: its first finding says where to look.
        table.tab = first_tab(&snapshot.dataset, review, customer);
        table.of = Some(customer);
    }
    let known = table.rows.take().filter(|rows| rows.customer == customer);
    let rows = known.unwrap_or_else(|| rows_of(snapshot, review, customer));
    let head = Rect::from_min_size(rect.min + vec2(16.0, 8.0), vec2(rect.width() - 32.0, 28.0));
    head_ui(ui, head, table, &rows);
    let columns = columns(table.tab, &rows);
    let heading = Rect::from_min_size(pos2(head.left(), head.bottom() + 2.0), vec2(head.width(), ROW));
    card::inside_ui(ui, heading, "headings", |ui| headings_ui(ui, &columns, heading));
    let body = Rect::from_min_max(pos2(rect.left() + 1.0, heading.bottom()), rect.max - vec2(1.0, 6.0));
    card::rule(ui, rect, body.top() - 0.5);
    let hovered = card::inside_ui(ui, body, ("rows", table.tab as usize), |ui| {
        body_ui(ui, table, &rows, snapshot, review, pointed)
    });
    table.rows = Some(rows);
    hovered
}

fn head_ui(ui: &mut Ui, head: Rect, table: &mut EvidenceTable, rows: &Rows) {
    let tokens = DesignTokens::of(ui);
    card::inside_ui(ui, head, "head", |ui| {
        let title = text::line(ui, "Rows it rests on", Ink::strong(Size::Body, tokens.text));
        let place = text::in_rect_ui(ui, head, Align::Min, &title);
        // A shop without e-mail has no use for the tab of it, nor one without quotes and shows.
        let is_rare = |tab: Tab| matches!(tab, Tab::Mailings | Tab::Moments);
        let tabs: Vec<Tab> =
            TABS.into_iter().filter(|tab| !is_rare(*tab) || !rows.of[*tab as usize].is_empty()).collect();
        let words: Vec<String> = tabs.iter().map(|tab| tab_words(*tab, rows.of[*tab as usize].len())).collect();
        let chosen = tabs.iter().position(|tab| *tab == table.tab).unwrap_or(0);
        if let Some(pressed) = tabs_ui(ui, place.right() + 12.0, head.center().y, &words, chosen) {
            table.tab = tabs[pressed];
        }
        let legend = [("counted as now", tokens.accent), ("as was", tokens.was)]
            .map(|(words, color)| (text::line(ui, words, Ink::new(Size::Caption, tokens.text_3)), color));
        let width: f32 = legend.iter().map(|(galley, _)| galley.size().x + 22.0).sum();
        // Where there is no room for it, the colours of chart and rows say it.
        if !rows.marked.is_empty() && ui.min_rect().right() + width < head.right() {
            let mut right = head.right();
            for (galley, color) in legend {
                let place = text::in_rect_ui(ui, head.with_max_x(right), Align::Max, &galley);
                let bar = Rect::from_min_size(pos2(place.left() - 8.0, head.center().y - 6.0), vec2(3.0, 12.0));
                ui.painter().rect_filled(bar, CornerRadius::ZERO, color);
                right = bar.left() - 14.0;
            }
        }
    });
}

fn tab_words(tab: Tab, n: usize) -> String {
    let (one, many) = match tab {
        Tab::Orders => ("order", "orders"),
        Tab::Lots => ("lot", "lots"),
        Tab::Invoices => ("invoice", "invoices"),
        Tab::Mailings => ("mailing", "mailings"),
        Tab::Moments => ("event", "events"),
    };
    super::figures::counted(n, one, many)
}

/// All columns that a tab can have.
fn all_columns(tab: Tab) -> &'static [Column<'static>] {
    const ORDERS: &[Column<'static>] = &[
        Column::words("Date", 88.0, 0.0),
        Column::words("Order", 76.0, 0.2),
        Column::number("Parts", 56.0),
        Column::number(REJECTED, 56.0),
        Column::words(WORK[0], 100.0, 0.5),
        Column::words(WORK[1], 100.0, 0.5),
        Column::number("Amount", 88.0),
        Column::number(SINCE_LAST, 96.0),
        Column::words("File", 60.0, 1.0),
        Column::number("Row", 52.0),
    ];
    const LOTS: &[Column<'static>] = &[
        Column::words("Date", 88.0, 0.0),
        Column::words("Order", 76.0, 0.2),
        Column::number("Parts", 56.0),
        Column::number("Amount", 88.0),
        Column::words("File", 60.0, 1.0),
        Column::number("Row", 52.0),
    ];
    const INVOICES: &[Column<'static>] = &[
        Column::words("Due", 88.0, 0.0),
        Column::words("Invoice", 70.0, 0.2),
        Column::words("Paid", 88.0, 0.0),
        Column::number("Amount", 88.0),
        Column::number("Beyond terms", 88.0),
        Column::words("File", 60.0, 1.0),
        Column::number("Row", 52.0),
    ];
    const MAILINGS: &[Column<'static>] = &[
        Column::words("Sent", 88.0, 0.0),
        Column::words("Topic", 120.0, 1.0),
        Column::words("Clicked", 88.0, 0.0),
        Column::words("File", 60.0, 1.0),
        Column::number("Row", 52.0),
    ];
    const MOMENTS: &[Column<'static>] = &[
        Column::words("Date", 88.0, 0.0),
        Column::words("Kind", 72.0, 0.0),
        Column::words("What", 120.0, 2.4),
        Column::words("What followed", 140.0, 0.6),
        Column::words("File", 70.0, 0.2),
        Column::number("Row", 44.0),
    ];
    match tab {
        Tab::Orders => ORDERS,
        Tab::Lots => LOTS,
        Tab::Invoices => INVOICES,
        Tab::Mailings => MAILINGS,
        Tab::Moments => MOMENTS,
    }
}

/// Whether a column says something of these rows.
fn is_there(rows: &Rows, tab: Tab, column: &Column<'_>) -> bool {
    match column.title {
        REJECTED => !rows.rejected.is_empty() && !rows.is_about_work,
        SINCE_LAST => !rows.is_about_work,
        title if WORK.contains(&title) => rows.is_about_work,
        title => rows.has_numbers[tab as usize] || !NUMBERS.contains(&title),
    }
}

/// The columns of a tab, without those that say nothing.
fn columns(tab: Tab, rows: &Rows) -> Vec<Column<'static>> {
    all_columns(tab).iter().filter(|column| is_there(rows, tab, column)).copied().collect()
}

fn body_ui(
    ui: &mut Ui,
    table: &mut EvidenceTable,
    rows: &Rows,
    snapshot: &Snapshot,
    review: &Review,
    pointed: Option<RowRef>,
) -> Option<RowRef> {
    let tokens = DesignTokens::of(ui);
    let body = ui.max_rect();
    let places = &rows.of[table.tab as usize];
    if places.is_empty() {
        let galley = text::line(ui, "The files hold none", Ink::new(Size::Caption, tokens.text_3));
        text::at_ui(ui, body.min + vec2(15.0, 4.0), Align::Min, &galley);
        return None;
    }
    let step = keyboard_step(ui, body);
    let mut area = ScrollArea::vertical().id_salt("rows").auto_shrink(false);
    if let Some(wanted) = table.wanted.take()
        && let Some(place) = places.iter().position(|i| at(snapshot, rows.customer, table.tab, *i) == wanted)
    {
        area = area.vertical_scroll_offset((place as f32 * ROW - body.height() / 2.0).max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut hovered = None;
    area.show_rows(ui, ROW, places.len(), |ui, range| {
        if step != 0.0 {
            ui.scroll_with_delta(vec2(0.0, step));
        }
        for i in &places[range] {
            let at = at(snapshot, rows.customer, table.tab, *i);
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            if response.contains_pointer() {
                hovered = Some(at);
            }
            row_surface(ui, rect, rows.marked.get(&at).copied(), response.contains_pointer() || pointed == Some(at));
            let inner =
                Rect::from_min_max(pos2(rect.left() + 15.0, rect.top()), pos2(rect.right() - 15.0, rect.bottom()));
            card::inside_ui(ui, inner, i, |ui| row_ui(ui, inner, rows, table.tab, snapshot, review, *i));
        }
    });
    hovered
}

/// The table can be given the focus with Tab; then the arrows move it. Gives by how much.
fn keyboard_step(ui: &Ui, body: Rect) -> f32 {
    let id = ui.scope_id().with("keys");
    let response = ui.interact(body, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Rows it rests on"));
    if !response.has_focus() {
        return 0.0;
    }
    let stroke = eframe::egui::Stroke::new(2.0, DesignTokens::of(ui).accent);
    ui.painter().rect_stroke(body, CornerRadius::same(RADIUS), stroke, StrokeKind::Inside);
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let page = body.height() - ROW;
    [(Key::ArrowDown, -ROW), (Key::ArrowUp, ROW), (Key::PageDown, -page), (Key::PageUp, page)]
        .into_iter()
        .filter(|(key, _)| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key)))
        .map(|(_, step)| step)
        .sum()
}

fn row_surface(ui: &Ui, rect: Rect, marked: Option<bool>, is_pointed: bool) {
    let tokens = DesignTokens::of(ui);
    if is_pointed {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, tokens.raised);
    }
    if let Some(is_now) = marked {
        let bar = Rect::from_min_size(pos2(rect.left() + 3.0, rect.top() + 4.0), vec2(3.0, ROW - 8.0));
        ui.painter().rect_filled(bar, CornerRadius::ZERO, if is_now { tokens.accent } else { tokens.was });
    }
    card::rule(ui, rect.shrink2(vec2(15.0, 0.0)), rect.bottom() - 0.5);
}

fn row_ui(ui: &mut Ui, rect: Rect, rows: &Rows, tab: Tab, snapshot: &Snapshot, review: &Review, i: usize) {
    let tokens = DesignTokens::of(ui);
    let columns = columns(tab, rows);
    let at = at(snapshot, rows.customer, tab, i);
    let file = snapshot.dataset.sources.get(usize::from(at.source)).map_or("", |source| source.file.as_str());
    let mut words = figures(snapshot, review, rows, tab, i);
    words.push(file.to_owned());
    words.push(money::thousands(u64::from(at.row)));
    debug_assert_eq!(words.len(), all_columns(tab).len());
    let words = all_columns(tab).iter().zip(words).filter(|(column, _)| is_there(rows, tab, column));
    let words: Vec<String> = words.map(|(_, words)| words).collect();
    for ((column, place), words) in columns.iter().zip(cells(&columns, rect)).zip(&words) {
        let ink = match column.title {
            SINCE_LAST | "Beyond terms" | "Clicked" | REJECTED => Ink::strong(Size::Caption, tokens.text),
            "File" | "Row" => Ink::new(Size::Caption, tokens.text_3),
            _ => Ink::new(Size::Caption, tokens.text),
        };
        cell_ui(ui, column, place, words, ink);
    }
}

/// The cells of all columns before file and row.
fn figures(snapshot: &Snapshot, review: &Review, rows: &Rows, tab: Tab, i: usize) -> Vec<String> {
    let dataset = &snapshot.dataset;
    let currency = dataset.currency.as_deref();
    match tab {
        Tab::Orders => {
            let orders = &dataset.orders;
            let parts = money::thousands(orders.parts[i].unsigned_abs());
            let since =
                days_since_last(snapshot, rows.customer, i).map_or_else(|| "–".to_owned(), |days| days.to_string());
            let rejected = rows.rejected.get(i - orders.of(rows.customer).start);
            vec![
                Day(orders.day[i]).long(),
                number(dataset, orders.number[i]),
                parts,
                rejected.map_or(String::new(), |parts| money::thousands(u64::from(parts.unsigned_abs()))),
                dataset.label(orders.process[i]).to_owned(),
                dataset.label(orders.supplier[i]).to_owned(),
                amount(orders.amount[i], currency),
                since,
            ]
        }
        Tab::Lots => {
            let lots = &dataset.lots;
            let parts = money::thousands(u64::from(lots.parts[i].unsigned_abs()));
            vec![Day(lots.day[i]).long(), number(dataset, lots.order[i]), parts, amount(lots.amount[i], currency)]
        }
        Tab::Mailings => {
            let mails = &dataset.mails;
            let clicked = Day(mails.clicked_on[i]);
            let is_clicked = clicked.is_some() && clicked < review.as_of;
            let clicked = if is_clicked { clicked.long() } else { "–".to_owned() };
            vec![Day(mails.day[i]).long(), dataset.label(mails.topic[i]).to_owned(), clicked]
        }
        Tab::Moments => {
            let moment = &dataset.moments.of(rows.customer)[i];
            vec![
                moment.day.long(),
                wording::moment_kind(moment.kind).to_owned(),
                wording::moment_what(dataset, rows.customer, moment, review.as_of, true),
                wording::moment_then(dataset, rows.customer, moment, review.as_of),
            ]
        }
        Tab::Invoices => {
            let invoices = &dataset.invoices;
            let (due, paid) = (Day(invoices.due[i]), Day(invoices.paid[i]));
            let is_paid = paid.is_some() && paid < review.as_of;
            let day = |day: Day| if day.is_some() { day.long() } else { "–".to_owned() };
            let days = invoices.days(i);
            let paid_words = match (is_paid, days.open_on == Day::NONE.0) {
                (false, _) => "open".to_owned(),
                (true, true) => paid.long(),
                (true, false) => format!("{} to {}", (Day(days.open_on) + 1).long(), paid.long()),
            };
            let beyond = match (due.is_some(), is_paid) {
                (false, _) => "–".to_owned(),
                (true, true) => signed(days.paid_about() - due.0),
                (true, false) if review.as_of > due => format!("{} so far", review.as_of - due),
                (true, false) => "not due".to_owned(),
            };
            vec![
                day(due),
                number(dataset, invoices.number[i]),
                paid_words,
                amount(invoices.amount[i], currency),
                beyond,
            ]
        }
    }
}

fn signed(days: i32) -> String {
    if days < 0 { format!("−{}", days.unsigned_abs()) } else { days.to_string() }
}

/// Days from the customer's order day before to this one.
fn days_since_last(snapshot: &Snapshot, customer: CustomerIdx, i: usize) -> Option<i32> {
    let orders = &snapshot.dataset.orders;
    let first = orders.of(customer).start;
    orders.day[first..i].iter().rev().find(|day| **day < orders.day[i]).map(|day| orders.day[i] - day)
}

/// A document's number as the file writes it; "–" where the row has none.
fn number(dataset: &Dataset, key: u64) -> String {
    let text = dataset.document_number(key);
    if text.is_empty() { "–".to_owned() } else { text }
}

fn at(snapshot: &Snapshot, customer: CustomerIdx, tab: Tab, i: usize) -> RowRef {
    match tab {
        Tab::Orders => snapshot.dataset.orders.at(i),
        Tab::Lots => snapshot.dataset.lots.at(i),
        Tab::Invoices => snapshot.dataset.invoices.at(i),
        Tab::Mailings => snapshot.dataset.mails.at(i),
        Tab::Moments => snapshot.dataset.moments.of(customer)[i].at,
    }
}

/// What was known at the review date, newest first.
fn rows_of(snapshot: &Snapshot, review: &Review, customer: CustomerIdx) -> Rows {
    let dataset = &snapshot.dataset;
    let as_of = review.as_of.0;
    let orders = dataset.orders.of(customer).rev().filter(|i| dataset.orders.day[*i] < as_of).collect();
    let lots = dataset.lots.of(customer).rev().filter(|i| dataset.lots.day[*i] < as_of).collect();
    let invoices = dataset.invoices.of(customer).rev().filter(|i| dataset.invoices.issued[*i] < as_of).collect();
    let mut marked = BTreeMap::new();
    for evidence in review.findings_of(customer).flat_map(|finding| &finding.evidence) {
        let is_now: &mut bool = marked.entry(evidence.at).or_default();
        *is_now |= evidence.is_now;
    }
    let mailings = dataset.mails.of(customer).rev().filter(|i| dataset.mails.day[*i] < as_of).collect();
    let moments = dataset.moments.of(customer).iter().enumerate().rev().filter(|(_, moment)| moment.day < review.as_of);
    let of: [Vec<usize>; N_TABS] = [orders, lots, invoices, mailings, moments.map(|(place, _)| place).collect()];
    let has_number = |keys: &[u64], places: &[usize]| places.iter().any(|i| keys[*i] != NO_NUMBER);
    let has_numbers = [
        has_number(&dataset.orders.number, &of[0]),
        has_number(&dataset.lots.order, &of[1]),
        has_number(&dataset.invoices.number, &of[2]),
        false,
        false,
    ];
    let is_about_work = review.findings_of(customer).any(|finding| finding.signal == Signal::Mix);
    let mut rejected = dataset.rejections.of_orders(customer, dataset.orders.of(customer).len(), review.as_of);
    if rejected.iter().all(|&parts| parts == 0) {
        rejected.clear();
    }
    Rows { customer, of, has_numbers, is_about_work, rejected, marked }
}
