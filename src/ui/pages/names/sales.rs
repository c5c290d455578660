//! Is every sale counted once? What the orders and invoices of each file come to before and after, which files hold the same
//! sales, and each tie with its two documents.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{Align, Align2, Frame, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2};

use super::receipts::{ShownReceipts, receipts_ui};
use crate::app::{Command, Snapshot};
use crate::model::money::thousands;
use crate::model::said::{AS_PROPOSED, Act, OTHER_SALES, SAME_SALES};
use crate::model::sales::{Relation, SameSales, Tie, TieReason, TiedDocument};
use crate::model::written::written;
use crate::model::{About, Said};
use crate::names::sales::pair_handle;
use crate::ui::pages::figures::{Column, cell_ui, cells, counted, headings_ui, short_amount};
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{self, SMALL, Weight, link_at_ui};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::text::{self, Ink};

/// Where the list stands.
#[derive(Default)]
pub struct SalesPage {
    search: String,
    /// What is shown for this search, worked out once: a big shop has half a million ties.
    shown: Option<(String, Shown)>,
}

struct Shown {
    /// For each two files what is said of them, and the places of their ties.
    same: Vec<(String, Vec<usize>)>,
    receipts: ShownReceipts,
}

impl SalesPage {
    /// What is shown is of another snapshot.
    pub fn forget(&mut self) {
        self.shown = None;
    }
}

impl Shown {
    fn of(snapshot: &Snapshot, search: &str) -> Self {
        let wanted = search.trim().to_lowercase();
        let same = snapshot.dataset.same_sales.iter().map(|same| {
            let mut places: Vec<usize> =
                (0..same.ties.len()).filter(|&i| is_wanted(snapshot, &same.ties[i], &wanted)).collect();
            places.sort_by_key(|&i| (Reverse(same.ties[i].kept.amount), same.ties[i].kept.day));
            (relation_words(snapshot, same), places)
        });
        Self { same: same.collect(), receipts: ShownReceipts::of(snapshot, &wanted) }
    }
}

fn is_wanted(snapshot: &Snapshot, tie: &Tie, wanted: &str) -> bool {
    let number = |document: &TiedDocument| snapshot.dataset.document_number(document.number).to_lowercase();
    wanted.is_empty()
        || snapshot.dataset.customers[tie.customer as usize].name.to_lowercase().contains(wanted)
        || number(&tie.kept).contains(wanted)
        || number(&tie.dropped).contains(wanted)
}

const SOURCES: [Column; 5] = [
    Column::words("File of orders or invoices", 0.0, 1.0),
    Column::number("Documents", 90.0),
    Column::number("Come to", 110.0),
    Column::number("Counted", 90.0),
    Column::number("Come to", 110.0),
];

const TIES: [Column; 6] = [
    Column::words("Customer", 0.0, 1.0),
    Column::number("Amount", 100.0),
    Column::words("Counted", 0.0, 0.8),
    Column::words("The same sale", 0.0, 0.8),
    Column::words("Because of", 0.0, 1.0),
    Column::words("", 60.0, 0.0),
];

const ROW: f32 = 30.0;

pub fn sales_ui(ui: &mut Ui, page: &mut SalesPage, snapshot: &Snapshot, acts: &[Act]) -> Option<Command> {
    let mut command = None;
    let height = ui.available_height();
    ScrollArea::vertical().id_salt("sales").max_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        sources_ui(ui, snapshot);
        let shown = page.shown.take().filter(|(search, _)| *search == page.search);
        let (search, shown) = shown.unwrap_or_else(|| (page.search.clone(), Shown::of(snapshot, &page.search)));
        for (i, (same, shown)) in snapshot.dataset.same_sales.iter().zip(&shown.same).enumerate() {
            ui.add_space(12.0);
            command = same_ui(ui, page, snapshot, (i, same), shown).or(command.take());
        }
        command = receipts_ui(ui, snapshot, &shown.receipts).or(command.take());
        page.shown = Some((search, shown));
        command = untied_ui(ui, acts).or(command.take());
    });
    command
}

fn name(snapshot: &Snapshot, source: u16) -> &str {
    snapshot.dataset.sources.get(usize::from(source)).map_or("", |source| source.file.as_str())
}

fn sources_ui(ui: &mut Ui, snapshot: &Snapshot) {
    let tokens = DesignTokens::of(ui);
    let dataset = &snapshot.dataset;
    let money = |amount| short_amount(amount, dataset.currency.as_deref());
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let width = ui.available_width();
        let (heading, _) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
        card::inside_ui(ui, heading, "heading", |ui| headings_ui(ui, &SOURCES, heading));
        for (&source, sales) in &dataset.sales_of {
            let (row, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
            card::rule(ui, row, row.top() + 0.5);
            card::inside_ui(ui, row, ("source", source), |ui| {
                let places = cells(&SOURCES, row);
                let ink = |color| Ink::new(Size::Caption, color);
                cell_ui(ui, &SOURCES[0], places[0], name(snapshot, source), ink(tokens.text));
                cell_ui(ui, &SOURCES[1], places[1], &thousands(sales.n as u64), ink(tokens.text_2));
                cell_ui(ui, &SOURCES[2], places[2], &money(sales.amount), ink(tokens.text_2));
                cell_ui(ui, &SOURCES[3], places[3], &thousands(sales.n_counted as u64), ink(tokens.text));
                cell_ui(ui, &SOURCES[4], places[4], &money(sales.counted), ink(tokens.text));
            });
        }
    });
}

fn same_ui(
    ui: &mut Ui,
    page: &mut SalesPage,
    snapshot: &Snapshot,
    (place, same): (usize, &SameSales),
    (words, places): &(String, Vec<usize>),
) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let (leading, other) = (name(snapshot, same.leading), name(snapshot, same.other));
    let mut command = None;
    Frame::new().fill(tokens.surface).stroke(tokens.hairline()).corner_radius(RADIUS).inner_margin(15.0).show(
        ui,
        |ui| {
            ui.set_min_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            let width = ui.available_width();
            let galley = text::marked(
                ui,
                words,
                Ink::new(Size::Body, tokens.text_2),
                Ink::strong(Size::Body, tokens.text),
                width,
            );
            text::label_ui(ui, &galley);
            ui.add_space(10.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                command = choices_ui(ui, same, (leading, other));
                if same.ties.is_empty() {
                    return;
                }
                let field = TextEdit::singleline(&mut page.search)
                    .hint_text("Find")
                    .desired_width(162.0)
                    .margin(vec2(9.0, 4.0));
                ui.add(field.min_size(vec2(180.0, SMALL)).align(Align2::LEFT_CENTER)).accessible_name("Find an order");
            });
            if same.ties.is_empty() {
                return;
            }
            ui.add_space(8.0);
            let (heading, _) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
            card::inside_ui(ui, heading, "heading", |ui| headings_ui(ui, &TIES, heading));
            ScrollArea::vertical()
                .id_salt(("ties", place))
                .max_height(ROW * 12.0)
                .auto_shrink([false, true])
                .show_rows(ui, ROW, places.len(), |ui, rows| {
                    for &i in &places[rows] {
                        command = tie_ui(ui, snapshot, &same.ties[i]).or(command.take());
                    }
                });
        },
    );
    command
}

/// What two files have in common, and what that means for the money.
fn relation_words(snapshot: &Snapshot, same: &SameSales) -> String {
    let (leading, other) = (name(snapshot, same.leading), name(snapshot, same.other));
    let money = |amount| short_amount(amount, snapshot.dataset.currency.as_deref());
    let what = if same.is_billing { ("invoice", "invoices") } else { ("order", "orders") };
    // Several orders of one invoice are several ties.
    let tied: BTreeSet<_> = same.ties.iter().map(|tie| tie.dropped.at).collect();
    let once = counted(tied.len(), what.0, what.1);
    let kept: BTreeMap<_, i64> = same.ties.iter().map(|tie| (tie.kept.at, tie.kept.amount.max(0))).collect();
    let sum = money(kept.values().sum::<i64>());
    let alone = counted(same.n_alone, what.0, what.1);
    let by_you = if same.is_said { " You said so." } else { "" };
    match same.relation {
        Relation::Same => {
            let alone = match same.n_alone {
                0 => String::new(),
                _ => format!(
                    " **{alone}** of {other} have no partner: they are sales of their own, {}",
                    money(same.alone)
                ),
            };
            format!(
                "**{leading}** and **{other}** hold the same sales.{by_you} **{once}** count once, from {leading}, {sum}.{alone}"
            )
        }
        Relation::Different => format!(
            "**{leading}** and **{other}** hold different sales, though of the same customers in the same time.{by_you} \
             **{alone}** of {other} count beside the orders, {}",
            money(same.alone)
        ),
        Relation::Open => format!(
            "It is open whether **{leading}** and **{other}** hold the same sales: {once} could be tied, **{alone}** could not. \
             These, {}, are not counted until you say that they are other sales",
            money(same.alone)
        ),
    }
}

fn choices_ui(ui: &mut Ui, same: &SameSales, (leading, other): (&str, &str)) -> Option<Command> {
    let said = |about, subject: &str, value: &str| Said { about, subject: subject.to_owned(), value: value.to_owned() };
    let of_both = |value: &str| said(About::Sales, &pair_handle(leading, other), value);
    let mut command = None;
    let mut choice = |ui: &mut Ui, words: &str, all: Vec<Said>| {
        if button::button_ui(ui, words, Weight::Outlined, SMALL).clicked() {
            command = Some(Command::Say(all));
        }
    };
    if same.relation == Relation::Same {
        let leads = vec![said(About::Lead, leading, AS_PROPOSED), said(About::Lead, other, leading)];
        choice(ui, &format!("Count from {other}"), leads);
    } else {
        choice(ui, "They are the same sales", vec![of_both(SAME_SALES)]);
    }
    if same.relation != Relation::Different {
        choice(ui, "They are different sales", vec![of_both(OTHER_SALES)]);
    }
    command
}

/// Why two documents are one sale.
fn reason(tie: &Tie) -> String {
    let days = (tie.dropped.day - tie.kept.day).abs();
    let apart = match days {
        0 => "on the same day".to_owned(),
        days => format!("{} apart", counted(days.unsigned_abs() as usize, "day", "days")),
    };
    match tie.why {
        TieReason::Number => format!("it names the number, {apart}"),
        TieReason::Amount => format!("customer, amount, {apart}"),
        TieReason::WithTax(rate) if rate > 0 => {
            format!("amount with {} % tax, {apart}", written().decimal(f64::from(rate) / 100.0, 2))
        }
        TieReason::WithTax(rate) => {
            format!("amount less {} %, {apart}", written().decimal(f64::from(-rate) / 100.0, 2))
        }
        TieReason::Sum(n) => format!("{n} come to it together, {apart}"),
        TieReason::Near => format!("customer, about the amount, {apart}"),
    }
}

fn tie_ui(ui: &mut Ui, snapshot: &Snapshot, tie: &Tie) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    card::rule(ui, row, row.top() + 0.5);
    let mut command = None;
    card::inside_ui(ui, row, ("tie", tie.kept.at.row, tie.dropped.at.row), |ui| {
        let places = cells(&TIES, row);
        let ink = |color| Ink::new(Size::Caption, color);
        let who = &snapshot.dataset.customers[tie.customer as usize].name;
        let amount = crate::model::money::exact(tie.kept.amount.max(0), snapshot.dataset.currency.as_deref());
        let order =
            |order: &TiedDocument| format!("{}  {}", snapshot.dataset.document_number(order.number), order.day.long());
        cell_ui(ui, &TIES[0], places[0], who, ink(tokens.text));
        cell_ui(ui, &TIES[1], places[1], &amount, ink(tokens.text));
        cell_ui(ui, &TIES[2], places[2], &order(&tie.kept), ink(tokens.text_2));
        cell_ui(ui, &TIES[3], places[3], &order(&tie.dropped), ink(tokens.text_2));
        cell_ui(ui, &TIES[4], places[4], &reason(tie), ink(tokens.text_3));
        let base = places[5].center().y + 4.5;
        let accent = Ink::new(Size::Caption, tokens.accent);
        let apart = link_at_ui(ui, places[5].right(), base, Align::Max, "Two sales", accent, tokens.accent);
        let name = format!("Two sales: {} and {}", order(&tie.kept), order(&tie.dropped));
        apart.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
        if apart.clicked() {
            let said = Said {
                about: About::Untie,
                subject: snapshot.dataset.document_handle(&tie.kept),
                value: snapshot.dataset.document_handle(&tie.dropped),
            };
            command = Some(Command::Say(vec![said]));
        }
    });
    command
}

/// What the owner said of sales, with its way back.
fn untied_ui(ui: &mut Ui, acts: &[Act]) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let is_of_sales =
        |act: &&Act| act.said.iter().any(|said| matches!(said.about, About::Untie | About::Lead | About::Sales));
    let mut command = None;
    let mut seen = BTreeSet::new();
    for act in acts.iter().rev().filter(is_of_sales) {
        let Some(said) = act.said.iter().find(|said| said.value != AS_PROPOSED) else { continue };
        if !seen.insert((said.about, &said.subject, &said.value)) {
            continue;
        }
        let words = match said.about {
            About::Untie => format!("You said: {} and {} have nothing to do with each other", said.subject, said.value),
            About::Sales if said.value == SAME_SALES => format!("You said: {} hold the same sales", said.subject),
            About::Sales => format!("You said: {} hold different sales", said.subject),
            _ => format!("You said: {} leads over {}", said.subject, said.value),
        };
        ui.add_space(10.0);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
        card::inside_ui(ui, rect, ("said", act.id), |ui| {
            let ink = Ink::new(Size::Caption, tokens.accent);
            let galley = text::cut(ui, &words, Ink::new(Size::Caption, tokens.text_2), rect.width() - 60.0);
            let place = text::in_rect_ui(ui, rect, Align::Min, &galley);
            let base = place.top() + text::baseline(&galley);
            if link_at_ui(ui, place.right() + 12.0, base, Align::Min, "Undo", ink, tokens.accent).clicked() {
                command = Some(Command::Unsay(act.id));
            }
        });
    }
    command
}
