//! The rows that a customer's findings rest on, and those beside them: orders, lots, invoices, mailings, quotes and events; newest first.

use std::collections::BTreeMap;

use eframe::egui::{Align, CornerRadius, Rect, Ui, pos2, vec2};

use super::listed::{About, Listed, ListedView};
use crate::app::{Command, Snapshot};
use crate::model::{CustomerIdx, Dataset, RowRef, Signal};
use crate::review::Review;
use crate::review::rows_of::{ListedRow, RowKind};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::grid::{GridState, grid_inside_ui};
use crate::ui::widgets::menu::tabs_ui;
use crate::ui::widgets::text::{self, Ink};

/// The lists of a customer, in the order of their tabs.
const TABS: [RowKind; 5] = [RowKind::Orders, RowKind::Lots, RowKind::Invoices, RowKind::Mailings, RowKind::Moments];

/// Where the table stands.
pub struct EvidenceTable {
    /// Which rows are listed.
    pub tab: RowKind,
    /// The row to bring into view.
    pub wanted: Option<RowRef>,
    /// Whose rows the tab was chosen for.
    of: Option<CustomerIdx>,
    rows: Option<Rows>,
    grids: BTreeMap<RowKind, GridState>,
}

impl Default for EvidenceTable {
    fn default() -> Self {
        Self { tab: RowKind::Orders, wanted: None, of: None, rows: None, grids: BTreeMap::new() }
    }
}

/// The rows of one customer, worked out once.
struct Rows {
    customer: CustomerIdx,
    of: Vec<Listed>,
    /// The rows of the findings' windows, and whether they lie in the later one.
    marked: BTreeMap<RowRef, bool>,
}

/// What was pointed at, and what was asked for.
#[derive(Default)]
pub struct EvidenceEvents {
    /// The row under the pointer.
    pub hovered: Option<RowRef>,
    /// What is to be done.
    pub commands: Vec<Command>,
}

impl EvidenceTable {
    /// Forgets rows of an older snapshot.
    pub fn forget(&mut self) {
        self.rows = None;
        self.grids.clear();
    }

    /// What is chosen, for the status bar.
    pub fn sums(&self, dataset: &Dataset) -> Vec<(String, String)> {
        let listed = self.rows.as_ref().and_then(|rows| rows.of.iter().find(|listed| listed.kind == self.tab));
        match listed.zip(self.grids.get(&self.tab)) {
            Some((listed, grid)) if !grid.chosen().is_empty() => listed.sums(dataset, grid.chosen().iter().copied()),
            _ => Vec::new(),
        }
    }
}

/// The tab that lists the rows of the first finding.
fn first_tab(dataset: &Dataset, review: &Review, customer: CustomerIdx) -> RowKind {
    match review.findings_of(customer).next() {
        Some(finding) if finding.signal == Signal::Lots => RowKind::Lots,
        Some(finding) => finding.evidence.first().map_or(RowKind::Orders, |row| tab_of(dataset, customer, row.at)),
        None => RowKind::Orders,
    }
}

/// The tab that lists a row of a customer; the orders, where it is in several.
pub fn tab_of(dataset: &Dataset, customer: CustomerIdx, row: RowRef) -> RowKind {
    let is_in = |kind: &RowKind| match kind {
        RowKind::Orders => dataset.orders.of(customer).any(|i| dataset.orders.at(i) == row),
        RowKind::Lots => dataset.lots.of(customer).any(|i| dataset.lots.at(i) == row),
        RowKind::Invoices => dataset.invoices.of(customer).any(|i| dataset.invoices.at(i) == row),
        RowKind::Mailings => dataset.mails.of(customer).any(|i| dataset.mails.at(i) == row),
        RowKind::Moments | RowKind::Rejections => dataset.moments.of(customer).iter().any(|moment| moment.at == row),
    };
    TABS.into_iter().find(is_in).unwrap_or(RowKind::Orders)
}

/// The table with its tabs.
pub fn evidence_ui(
    ui: &mut Ui,
    rect: Rect,
    table: &mut EvidenceTable,
    snapshot: &Snapshot,
    review: &Review,
    customer: CustomerIdx,
    pointed: Option<RowRef>,
) -> EvidenceEvents {
    if table.of != Some(customer) {
        // Another customer: its first finding says where to look.
        table.tab = first_tab(&snapshot.dataset, review, customer);
        table.of = Some(customer);
        table.grids.clear();
    }
    let known = table.rows.take().filter(|rows| rows.customer == customer);
    let rows = known.unwrap_or_else(|| rows_of(&snapshot.dataset, review, customer));
    let head = Rect::from_min_size(rect.min + vec2(16.0, 8.0), vec2(rect.width() - 32.0, 28.0));
    head_ui(ui, head, table, &rows);
    let body = Rect::from_min_max(pos2(rect.left() + 1.0, head.bottom() + 2.0), rect.max - vec2(1.0, 2.0));
    let mut events = EvidenceEvents::default();
    if let Some(listed) = rows.of.iter().find(|listed| listed.kind == table.tab) {
        events = card::inside_ui(ui, body, ("rows", table.tab as usize), |ui| {
            body_ui(ui, table, listed, &rows, snapshot, review, pointed)
        });
    }
    table.rows = Some(rows);
    events
}

fn head_ui(ui: &mut Ui, head: Rect, table: &mut EvidenceTable, rows: &Rows) {
    let tokens = DesignTokens::of(ui);
    card::inside_ui(ui, head, "head", |ui| {
        let title = text::line(ui, "Rows it rests on", Ink::strong(Size::Body, tokens.text));
        let place = text::in_rect_ui(ui, head, Align::Min, &title);
        // A shop without e-mail has no use for the tab of it, nor one without quotes and shows.
        let is_rare = |kind: RowKind| matches!(kind, RowKind::Mailings | RowKind::Moments);
        let tabs: Vec<&Listed> =
            rows.of.iter().filter(|listed| !is_rare(listed.kind) || !listed.rows.is_empty()).collect();
        let words: Vec<String> = tabs.iter().map(|listed| tab_words(listed.kind, listed.rows.len())).collect();
        let chosen = tabs.iter().position(|listed| listed.kind == table.tab).unwrap_or(0);
        if let Some(pressed) = tabs_ui(ui, place.right() + 12.0, head.center().y, &words, chosen) {
            table.tab = tabs[pressed].kind;
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

/// "46 orders".
pub fn tab_words(kind: RowKind, n: usize) -> String {
    let (one, many) = match kind {
        RowKind::Orders => ("order", "orders"),
        RowKind::Lots => ("lot", "lots"),
        RowKind::Invoices => ("invoice", "invoices"),
        RowKind::Mailings => ("mailing", "mailings"),
        RowKind::Moments => ("event", "events"),
        RowKind::Rejections => ("rejection", "rejections"),
    };
    super::figures::counted(n, one, many)
}

fn body_ui(
    ui: &mut Ui,
    table: &mut EvidenceTable,
    listed: &Listed,
    rows: &Rows,
    snapshot: &Snapshot,
    review: &Review,
    pointed: Option<RowRef>,
) -> EvidenceEvents {
    let body = ui.max_rect();
    if listed.rows.is_empty() {
        let ink = Ink::new(Size::Caption, DesignTokens::of(ui).text_3);
        let galley = text::line(ui, "The files hold none", ink);
        text::at_ui(ui, body.min + vec2(15.0, 4.0), Align::Min, &galley);
        return EvidenceEvents::default();
    }
    let view = ListedView { listed, snapshot, review, marked: &rows.marked, pointed, leads_to_customer: false };
    let grid = table.grids.entry(table.tab).or_insert_with(GridState::compact);
    grid.arrange(&view, 0, |_| true);
    if let Some(wanted) = table.wanted.take()
        && let Some(place) = grid.rows().iter().position(|row| view.at(*row) == wanted)
    {
        grid.go_to(place);
    }
    let done = grid_inside_ui(ui, body, "Rows it rests on", grid, &listed.columns, &view);
    let mut commands: Vec<Command> =
        done.opened.or(done.acted.map(|(row, _)| row)).map(|row| Command::LookUp(view.at(row))).into_iter().collect();
    if let Some((text, n)) = done.copied {
        ui.ctx().copy_text(text);
        commands.push(Command::Tell(format!("{} copied", super::figures::counted(n, "row is", "rows are"))));
    }
    EvidenceEvents { hovered: done.hovered.map(|row| view.at(row)), commands }
}

/// What was known at the review date, newest first.
fn rows_of(dataset: &Dataset, review: &Review, customer: CustomerIdx) -> Rows {
    let as_of = review.as_of.0;
    let is_about_work = review.findings_of(customer).any(|finding| finding.signal == Signal::Mix);
    let about = if is_about_work { About::Work } else { About::Rhythm };
    let of = TABS.map(|kind| {
        let is_known = |i: &usize| match kind {
            RowKind::Orders => dataset.orders.day[*i] < as_of,
            RowKind::Lots => dataset.lots.day[*i] < as_of,
            RowKind::Invoices => dataset.invoices.issued[*i] < as_of,
            RowKind::Mailings => dataset.mails.day[*i] < as_of,
            RowKind::Moments | RowKind::Rejections => dataset.moments.of(customer)[*i].day.0 < as_of,
        };
        let all = match kind {
            RowKind::Orders => dataset.orders.of(customer),
            RowKind::Lots => dataset.lots.of(customer),
            RowKind::Invoices => dataset.invoices.of(customer),
            RowKind::Mailings => dataset.mails.of(customer),
            RowKind::Moments | RowKind::Rejections => 0..dataset.moments.of(customer).len(),
        };
        let row = |place: usize| ListedRow { customer, place, is_now: None, counted: None };
        let rows: Vec<ListedRow> = all.rev().filter(is_known).map(row).collect();
        Listed::new(dataset, review, kind, rows, Some(customer), about)
    });
    let mut marked: BTreeMap<RowRef, bool> = BTreeMap::new();
    for evidence in review.findings_of(customer).flat_map(|finding| &finding.evidence) {
        *marked.entry(evidence.at).or_default() |= evidence.is_now;
    }
    Rows { customer, of: of.into(), marked }
}
