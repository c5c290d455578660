//! What each receipt pays: those without an invoice first, as somebody should look at them; then the others, each with its reason.

use eframe::egui::{Align, Frame, ScrollArea, Sense, Ui, vec2};

use crate::app::{Command, Snapshot};
use crate::model::money::exact;
use crate::model::sales::{PaymentTie, Payments, Receipt};
use crate::model::{About, RowRef, Said};
use crate::ui::pages::figures::{Column, cell_ui, cells, counted, headings_ui, short_amount};
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::link_at_ui;
use crate::ui::widgets::card;
use crate::ui::widgets::text::{self, Ink};

const COLUMNS: [Column; 6] = [
    Column::words("Received", 90.0, 0.0),
    Column::words("From", 0.0, 1.0),
    Column::number("Amount", 100.0),
    Column::words("Pays", 0.0, 0.9),
    Column::words("Because of", 0.0, 0.9),
    Column::words("", 80.0, 0.0),
];

const ROW: f32 = 30.0;

/// One line: a receipt, and what it pays.
struct Line<'a> {
    receipt: &'a Receipt,
    tie: Option<&'a PaymentTie>,
}

/// What is said of all receipts, and which lines are shown: places among those that are not tied, then among those that are.
pub struct ShownReceipts {
    words: String,
    lines: Vec<usize>,
}

impl ShownReceipts {
    /// The receipts that fit a search in small letters.
    pub fn of(snapshot: &Snapshot, wanted: &str) -> Self {
        let payments = &snapshot.dataset.payments;
        let is_wanted = |place: &usize| {
            let line = line(payments, *place);
            let who = &snapshot.dataset.customers[line.receipt.customer as usize].name;
            let number = line.tie.map_or("", |tie| tie.number.as_str());
            wanted.is_empty() || who.to_lowercase().contains(wanted) || number.to_lowercase().contains(wanted)
        };
        let n_lines = payments.untied.len() + payments.tied.len();
        Self { words: words(snapshot), lines: (0..n_lines).filter(is_wanted).collect() }
    }
}

fn line(payments: &Payments, place: usize) -> Line<'_> {
    if let Some(receipt) = payments.untied.get(place) {
        return Line { receipt, tie: None };
    }
    let tie = &payments.tied[place - payments.untied.len()];
    Line { receipt: &tie.receipt, tie: Some(tie) }
}

pub fn receipts_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &ShownReceipts) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let payments = &snapshot.dataset.payments;
    if payments.tied.is_empty() && payments.untied.is_empty() {
        return None;
    }
    let mut command = None;
    ui.add_space(12.0);
    Frame::new().fill(tokens.surface).stroke(tokens.hairline()).corner_radius(RADIUS).inner_margin(15.0).show(
        ui,
        |ui| {
            ui.set_min_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            let width = ui.available_width();
            let galley = text::marked(
                ui,
                &shown.words,
                Ink::new(Size::Body, tokens.text_2),
                Ink::strong(Size::Body, tokens.text),
                width,
            );
            text::label_ui(ui, &galley);
            ui.add_space(8.0);
            let (heading, _) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
            card::inside_ui(ui, heading, "receipts heading", |ui| headings_ui(ui, &COLUMNS, heading));
            let area = ScrollArea::vertical().id_salt("receipts").max_height(ROW * 12.0).auto_shrink([false, true]);
            area.show_rows(ui, ROW, shown.lines.len(), |ui, rows| {
                for &place in &shown.lines[rows] {
                    command = line_ui(ui, snapshot, &line(payments, place)).or(command.take());
                }
            });
        },
    );
    command
}

fn words(snapshot: &Snapshot) -> String {
    let payments = &snapshot.dataset.payments;
    // A receipt that pays several stands once for each.
    let mut of_row: Vec<RowRef> = payments.tied.iter().map(|tie| tie.receipt.at).collect();
    of_row.sort_unstable();
    of_row.dedup();
    let n_all = of_row.len() + payments.untied.len();
    let sum: i64 = payments.untied.iter().map(|receipt| receipt.amount).sum();
    let untied = match payments.untied.len() {
        0 => "None is left over".to_owned(),
        n => format!(
            "**{}** without an invoice or an order, {}, stand on top",
            counted(n, "receipt", "receipts"),
            short_amount(sum, snapshot.dataset.currency.as_deref())
        ),
    };
    let judged = match (payments.n_due, snapshot.dataset.knows_paid) {
        (0, _) | (_, true) => String::new(),
        (n, false) => format!(
            ". The receipts pay {} of {}: too few to say who pays late",
            payments.n_paid,
            counted(n, "invoice that should be paid", "invoices that should be paid")
        ),
    };
    format!(
        "**{} of {}** are tied to what they pay. {untied}{judged}",
        of_row.len(),
        counted(n_all, "receipt", "receipts")
    )
}

fn line_ui(ui: &mut Ui, snapshot: &Snapshot, line: &Line) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    card::rule(ui, row, row.top() + 0.5);
    let receipt = line.receipt;
    let number = line.tie.map_or("", |tie| tie.number.as_str());
    let mut command = None;
    card::inside_ui(ui, row, ("receipt", receipt.at.source, receipt.at.row, number), |ui| {
        let places = cells(&COLUMNS, row);
        let ink = |color| Ink::new(Size::Caption, color);
        let dataset = &snapshot.dataset;
        cell_ui(ui, &COLUMNS[0], places[0], &receipt.day.long(), ink(tokens.text_2));
        cell_ui(ui, &COLUMNS[1], places[1], &dataset.customers[receipt.customer as usize].name, ink(tokens.text));
        cell_ui(ui, &COLUMNS[2], places[2], &exact(receipt.amount, dataset.currency.as_deref()), ink(tokens.text));
        let Some(tie) = line.tie else {
            let file = dataset.sources.get(usize::from(receipt.at.source)).map_or("", |source| source.file.as_str());
            cell_ui(ui, &COLUMNS[3], places[3], "nothing known", ink(tokens.watch));
            cell_ui(ui, &COLUMNS[4], places[4], &format!("{file}, row {}", receipt.at.row), ink(tokens.text_3));
            return;
        };
        cell_ui(ui, &COLUMNS[3], places[3], &format!("{}  {}", tie.number, tie.day.long()), ink(tokens.text_2));
        cell_ui(ui, &COLUMNS[4], places[4], tie.why, ink(tokens.text_3));
        let base = places[5].center().y + 4.5;
        let accent = ink(tokens.accent);
        if link_at_ui(ui, places[5].right(), base, Align::Max, "Not this one", accent, tokens.accent).clicked() {
            let said = Said { about: About::Untie, subject: receipt.handle(), value: tie.handle() };
            command = Some(Command::Say(vec![said]));
        }
    });
    command
}
