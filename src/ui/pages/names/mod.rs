//! Are these the same customer? At the left what is to be settled, all customers, and what was said; at the right the one that
//! is looked at.

mod customer;
mod facts;
mod list;
mod pair;
mod receipts;
mod sales;
mod settle;

use std::collections::BTreeSet;

use eframe::egui::{Align, Sense, Ui, vec2};

use super::Pages;
use super::figures::{counted, short_amount};
use crate::app::{AppState, Command, Snapshot};
use crate::model::items::ItemKind;
use crate::model::sales::Relation;
use crate::ui::theme::{CARD_GAP, DesignTokens, Size};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::tabs_ui;
use crate::ui::widgets::text::{self, Ink};
use facts::{FactsPage, List};
use settle::Settle;

/// Where the page stands.
#[derive(Default)]
pub struct NamesPage {
    settle: Settle,
    chosen: Chosen,
    /// What is searched for among the customers.
    search: String,
    /// The spellings that are to be split off, as places in the customer's list.
    leaving: BTreeSet<usize>,
    /// The new name, while it is typed.
    name: Option<String>,
    open: Tab,
    is_settled: bool,
    lists: [FactsPage; 3],
    sales: sales::SalesPage,
}

/// What is to be settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Names,
    List(List),
    Sales,
}

/// What the right side shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Chosen {
    /// Whatever comes first.
    #[default]
    First,
    /// Two customers that may be one, by their ids.
    Pair(String, String),
    /// A customer, by its id.
    Customer(String),
}

impl NamesPage {
    /// Takes in a new snapshot. What is chosen stays, where it still is.
    pub fn follow(&mut self) {
        // Worked out when the page is opened: for thousands of customers it is not done in a moment.
        self.is_settled = false;
        self.lists.iter_mut().for_each(FactsPage::forget);
        self.sales.forget();
        self.leaving.clear();
        self.name = None;
    }

    fn choose(&mut self, chosen: Chosen) {
        if self.chosen != chosen {
            self.leaving.clear();
            self.name = None;
            self.chosen = chosen;
        }
    }
}

/// Are these the same customer?
pub fn names_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some(snapshot) = state.snapshot() else { return commands };
    let page = &mut pages.names;
    if !page.is_settled {
        page.settle = Settle::of(snapshot);
        page.is_settled = true;
    }
    let open = page.settle.open(state.acts());
    answer_ui(ui, snapshot, page, &open);
    ui.add_space(10.0);
    tabs(ui, snapshot, page, open.len());
    ui.add_space(10.0);
    match page.open {
        Tab::Names => {}
        Tab::List(list) => {
            let facts = &mut page.lists[list as usize];
            commands.extend(facts::facts_ui(ui, facts, snapshot, &page.settle, list));
            return commands;
        }
        Tab::Sales => {
            commands.extend(sales::sales_ui(ui, &mut page.sales, snapshot, state.acts()));
            return commands;
        }
    }
    let rect = ui.available_rect_before_wrap();
    let list_width = (rect.width() * 0.36).clamp(300.0, 460.0).round();
    let list = rect.with_max_x(rect.left() + list_width);
    let detail = rect.with_min_x(list.right() + CARD_GAP);
    card::inside_ui(ui, list, "names", |ui| commands.extend(list::list_ui(ui, page, snapshot, state, &open)));
    let key = page.chosen.clone();
    card::inside_ui(ui, detail, ("name", format!("{key:?}")), |ui| {
        commands.extend(match chosen(page, snapshot, &open) {
            Some(Shown::Pair(pair)) => pair::pair_ui(ui, page, snapshot, pair),
            Some(Shown::Customer(customer)) => customer::customer_ui(ui, page, snapshot, customer),
            None => None,
        });
    });
    commands
}

/// What is settled, and what is not, in the list that is open.
fn headline(snapshot: &Snapshot, tab: Tab, n_open: usize) -> String {
    let dataset = &snapshot.dataset;
    match (tab, n_open) {
        (Tab::Names, 0) => "Every name belongs to one customer".to_owned(),
        (Tab::Names, 1) => "1 pair of names may be one customer".to_owned(),
        (Tab::Names, n) => format!("{n} pairs of names may be one customer"),
        (Tab::List(List::Items), _) => {
            let n_lots = dataset.items.iter().filter(|item| item.kind == ItemKind::Parts).count();
            let others = counted(dataset.items.len() - n_lots, "service or fee", "services and fees");
            format!("{} for parts, {others} that are no lots", counted(n_lots, "item", "items"))
        }
        (Tab::List(List::Campaigns), _) => {
            let known = dataset.campaigns.iter().filter(|campaign| !campaign.topic.is_empty()).count();
            format!("{known} of {} have a topic", counted(dataset.campaigns.len(), "campaign", "campaigns"))
        }
        (Tab::List(List::Industries), _) => {
            let known = dataset.customers.iter().filter(|customer| customer.industry.is_some()).count();
            format!("{known} of {} have an industry", counted(dataset.customers.len(), "customer", "customers"))
        }
        (Tab::Sales, _) if dataset.same_sales.iter().any(|same| same.relation == Relation::Open) => {
            "Do these files hold the same sales?".to_owned()
        }
        (Tab::Sales, _) => match dataset.same_sales.iter().map(|same| same.ties.len()).sum::<usize>() {
            0 => "No two files hold the same sales".to_owned(),
            n => format!("{} that stand in two files count once", counted(n, "sale", "sales")),
        },
    }
}

/// Customers, items, campaigns, industries.
fn tabs(ui: &mut Ui, snapshot: &Snapshot, page: &mut NamesPage, n_open: usize) {
    let dataset = &snapshot.dataset;
    let known = dataset.customers.iter().filter(|customer| customer.industry.is_none()).count();
    let tabs =
        [Tab::Names, Tab::List(List::Items), Tab::List(List::Campaigns), Tab::List(List::Industries), Tab::Sales];
    let words = [
        format!("Names {n_open}"),
        format!("Items {}", dataset.items.len()),
        format!("Campaigns {}", dataset.campaigns.len()),
        if known == 0 { "Industries".to_owned() } else { format!("Industries {known} open") },
        "Sales".to_owned(),
    ];
    let chosen = tabs.iter().position(|tab| *tab == page.open).unwrap_or(0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let pressed = card::inside_ui(ui, rect, "tabs", |ui| tabs_ui(ui, rect.left(), rect.center().y, &words, chosen));
    if let Some(pressed) = pressed {
        page.open = tabs[pressed];
    }
}

/// What is drawn at the right, as places in what is to be settled and among the customers.
enum Shown {
    Pair(usize),
    Customer(usize),
}

fn chosen(page: &NamesPage, snapshot: &Snapshot, open: &[usize]) -> Option<Shown> {
    let first = || {
        open.first()
            .map(|&pair| Shown::Pair(pair))
            .or_else(|| page.settle.by_money.first().map(|&c| Shown::Customer(c)))
    };
    let customers = &snapshot.dataset.customers;
    match &page.chosen {
        Chosen::First => first(),
        Chosen::Pair(a, b) => {
            let is_it = |&&i: &&usize| {
                let pair = &page.settle.pairs[i];
                customers[pair.a].id == *a && customers[pair.b].id == *b
            };
            open.iter().find(is_it).map(|&pair| Shown::Pair(pair)).or_else(first)
        }
        Chosen::Customer(id) => {
            customers.iter().position(|customer| customer.id == *id).map(Shown::Customer).or_else(first)
        }
    }
}

fn answer_ui(ui: &mut Ui, snapshot: &Snapshot, page: &NamesPage, open: &[usize]) {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let headline = headline(snapshot, page.open, open.len());
    let galley = text::wrapped(ui, &headline, Ink::strong(Size::Answer, tokens.text), width);
    let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    text::at_ui(ui, rect.min, Align::Min, &galley);
    let n_customers = snapshot.dataset.customers.len();
    let mut words = format!(
        "**{}** in {} are **{}**",
        counted(page.settle.n_spellings, "spelling", "spellings"),
        counted(page.settle.n_files, "file", "files"),
        counted(n_customers, "customer", "customers")
    );
    let hanging: i64 = open.iter().map(|&pair| page.settle.pairs[pair].money).sum();
    if !open.is_empty() {
        let money = short_amount(hanging, snapshot.dataset.currency.as_deref());
        let open = format!(". **{money}** of sales hang on what is open. Only sure links are made without you");
        words.push_str(&open);
    }
    let galley =
        text::marked(ui, &words, Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text), width);
    let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    text::at_ui(ui, rect.min, Align::Min, &galley);
}
