//! Lists of what the files leave out: what each item is, what each campaign is about, which industry each customer belongs to.
//! One table for all of them: proposals to confirm or to change, one by one or many at once, the most money on top.

use std::collections::BTreeSet;

use eframe::egui::{Align, Align2, Checkbox, Frame, Key, Rect, ScrollArea, Sense, TextEdit, Ui, pos2, vec2};

use super::settle::Settle;
use crate::app::{Command, Snapshot};
use crate::model::customer::Origin;
use crate::model::items::ItemKind;
use crate::model::money::Minor;
use crate::model::said::AS_PROPOSED;
use crate::model::{About, Said};
use crate::names::trade;
use crate::ui::pages::figures::{Column, cell_ui, cells, counted, headings_ui, short_amount};
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{self, SMALL, Weight, link_at_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::{Entry, value_menu_ui};
use crate::ui::widgets::text::{self, Ink};

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Items,
    Campaigns,
    Industries,
}

/// Where one list stands.
#[derive(Default)]
pub struct FactsPage {
    search: String,
    /// What is marked, by what it is said of.
    marked: BTreeSet<String>,
    /// What is typed for those that are marked, a field each.
    typed: [String; 3],
    /// The lines and what can be said of them, worked out once a snapshot.
    known: Option<(Vec<Fact>, Vec<Asked>)>,
}

impl FactsPage {
    /// Another snapshot: the lines are worked out anew.
    pub fn forget(&mut self) {
        self.known = None;
    }
}

/// One line of a list.
struct Fact {
    /// What a saying is about.
    subject: String,
    words: String,
    count: String,
    money: String,
    values: Vec<String>,
    is_said: bool,
}

/// What can be said of a line.
struct Asked {
    about: About,
    column: Column<'static>,
    /// What is offered; more can be typed.
    choices: Vec<String>,
}

const ROW: f32 = 32.0;

pub fn facts_ui(
    ui: &mut Ui,
    page: &mut FactsPage,
    snapshot: &Snapshot,
    settle: &Settle,
    list: List,
) -> Option<Command> {
    let (all, asked) = page.known.take().unwrap_or_else(|| (facts(snapshot, settle, list), asked(snapshot, list)));
    let command = list_ui(ui, page, &all, &asked, list);
    page.known = Some((all, asked));
    command
}

fn list_ui(ui: &mut Ui, page: &mut FactsPage, all: &[Fact], asked: &[Asked], list: List) -> Option<Command> {
    let wanted = page.search.trim().to_lowercase();
    let is_wanted = |fact: &&Fact| {
        let mut texts = std::iter::once(&fact.words).chain(&fact.values);
        wanted.is_empty() || texts.any(|text| text.to_lowercase().contains(&wanted))
    };
    let shown: Vec<&Fact> = all.iter().filter(is_wanted).collect();
    let mut command = bar_ui(ui, page, asked, &shown, list);
    ui.add_space(10.0);
    let tokens = DesignTokens::of(ui);
    Frame::new().fill(tokens.surface).stroke(tokens.hairline()).corner_radius(RADIUS).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let columns = columns(list, asked);
        let (heading, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
        let inner = heading.shrink2(vec2(14.0, 0.0));
        card::inside_ui(ui, heading, "heading", |ui| headings_ui(ui, &columns, inner));
        let height = (ui.available_height() - 4.0).max(ROW);
        ScrollArea::vertical().id_salt(("facts", list as u8)).max_height(height).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            shown.len(),
            |ui, rows| {
                for fact in &shown[rows] {
                    command = fact_ui(ui, page, &columns, asked, fact).or(command.take());
                }
            },
        );
    });
    command
}

fn columns(list: List, asked: &[Asked]) -> Vec<Column<'static>> {
    let (what, count, money) = match list {
        List::Items => ("Item", "Lines", "Sales"),
        List::Campaigns => ("Campaign", "Sent", ""),
        List::Industries => ("Customer", "Orders", "Sales"),
    };
    let mut columns = vec![Column::words("", 18.0, 0.0), Column::words(what, 0.0, 1.5), Column::number(count, 56.0)];
    columns.push(Column::number(money, if money.is_empty() { 0.0 } else { 72.0 }));
    columns.extend(asked.iter().map(|asked| asked.column));
    columns.push(Column::words("", 84.0, 0.0));
    columns
}

fn asked(snapshot: &Snapshot, list: List) -> Vec<Asked> {
    let dataset = &snapshot.dataset;
    let sorted = |words: &mut dyn Iterator<Item = String>| -> Vec<String> {
        let words: BTreeSet<String> = words.filter(|word| !word.is_empty()).collect();
        words.into_iter().collect()
    };
    let ask = |about, title, width, choices| Asked { about, column: Column::words(title, width, 0.0), choices };
    match list {
        List::Items => vec![
            ask(About::ItemKind, "Kind", 84.0, ItemKind::ALL.map(|kind| kind.as_str().to_owned()).to_vec()),
            ask(
                About::Process,
                "Process",
                150.0,
                sorted(
                    &mut trade::processes()
                        .map(str::to_owned)
                        .chain(dataset.items.iter().map(|item| item.process.clone())),
                ),
            ),
            Asked {
                about: About::Finish,
                column: Column::words("Finish", 0.0, 1.0),
                choices: sorted(&mut dataset.items.iter().map(|item| item.finish.clone())),
            },
        ],
        List::Campaigns => {
            let themes =
                ["capacity", "jobs", "prices", "shutdown", "trade show", "quality", "environment", "newsletter"];
            let known = dataset.campaigns.iter().map(|campaign| campaign.topic.clone());
            let all = trade::processes().chain(themes).map(str::to_owned).chain(known);
            vec![ask(About::Topic, "Topic", 220.0, sorted(&mut all.into_iter()))]
        }
        List::Industries => {
            let known = dataset.customers.iter().filter_map(|customer| customer.industry.clone());
            let ends = dataset.customers.iter().filter_map(|customer| customer.end_customer.clone());
            vec![
                ask(
                    About::Industry,
                    "Industry",
                    200.0,
                    sorted(&mut trade::industries().map(str::to_owned).chain(known)),
                ),
                ask(About::EndCustomer, "Works for", 180.0, sorted(&mut ends.into_iter())),
            ]
        }
    }
}

fn facts(snapshot: &Snapshot, settle: &Settle, list: List) -> Vec<Fact> {
    let dataset = &snapshot.dataset;
    let money = |amount: Minor| short_amount(amount, dataset.currency.as_deref());
    let count = |n: usize| crate::model::money::thousands(n as u64);
    match list {
        List::Items => {
            let mut items: Vec<_> = dataset.items.iter().collect();
            items.sort_by_key(|item| (std::cmp::Reverse(item.amount), &item.text));
            let fact = |item: &crate::model::items::Item| Fact {
                subject: item.text.clone(),
                words: item.text.clone(),
                count: count(item.n_lines),
                money: money(item.amount),
                values: vec![item.kind.as_str().to_owned(), item.process.clone(), item.finish.clone()],
                is_said: item.is_said,
            };
            items.into_iter().map(fact).collect()
        }
        List::Campaigns => {
            let mut campaigns: Vec<_> = dataset.campaigns.iter().collect();
            campaigns.sort_by_key(|campaign| (std::cmp::Reverse(campaign.n_rows), &campaign.title));
            let fact = |campaign: &crate::model::items::Campaign| Fact {
                subject: campaign.title.clone(),
                words: campaign.title.clone(),
                count: count(campaign.n_rows),
                money: String::new(),
                values: vec![campaign.topic.clone()],
                is_said: campaign.is_said,
            };
            campaigns.into_iter().map(fact).collect()
        }
        List::Industries => settle
            .by_money
            .iter()
            .filter_map(|&place| {
                let customer = &dataset.customers[place];
                let sales = settle.sales[place];
                Some(Fact {
                    subject: settle.handles[place].as_ref()?.to_string(),
                    words: customer.name.clone(),
                    count: count(sales.n_orders),
                    money: money(sales.amount),
                    values: vec![
                        customer.industry.clone().unwrap_or_default(),
                        customer.end_customer.clone().unwrap_or_default(),
                    ],
                    is_said: customer.industry_from == Origin::Owner || customer.end_customer.is_some(),
                })
            })
            .collect(),
    }
}

/// The search, and what can be said of all that are marked.
fn bar_ui(ui: &mut Ui, page: &mut FactsPage, asked: &[Asked], shown: &[&Fact], list: List) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let mut command = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let field =
            TextEdit::singleline(&mut page.search).hint_text("Find").desired_width(162.0).margin(vec2(9.0, 4.0));
        ui.add(field.min_size(vec2(180.0, SMALL)).align(Align2::LEFT_CENTER)).accessible_name("Find in the list");
        let n = page.marked.len();
        if n == 0 {
            if button::button_ui(ui, "Mark all shown", Weight::Outlined, SMALL).clicked() {
                page.marked.extend(shown.iter().map(|fact| fact.subject.clone()));
            }
            if button::button_ui(ui, "From a file…", Weight::Outlined, SMALL).on_hover_text(list.file_hint()).clicked()
            {
                command = Some(Command::AskForFiles { add: true });
            }
            return;
        }
        let words =
            text::line(ui, &format!("{} marked", counted(n, "line", "lines")), Ink::new(Size::Body, tokens.text_2));
        text::label_ui(ui, &words);
        for (asked, typed) in asked.iter().zip(&mut page.typed) {
            let field =
                TextEdit::singleline(typed).hint_text(asked.column.title).desired_width(112.0).margin(vec2(9.0, 4.0));
            let response = ui.add(field.min_size(vec2(130.0, SMALL)).align(Align2::LEFT_CENTER));
            let response = response.accessible_name(format!("{} of the marked lines", asked.column.title));
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if is_entered && !typed.trim().is_empty() {
                command = Some(say_all(&page.marked, &[(asked.about, typed.trim().to_owned())]));
            }
        }
        let values: Vec<(About, String)> = asked
            .iter()
            .zip(&page.typed)
            .map(|(asked, typed)| (asked.about, typed.trim().to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if button::button_ui(ui, "Set", Weight::Filled, SMALL).clicked() && !values.is_empty() {
            command = Some(say_all(&page.marked, &values));
        }
        if button::button_ui(ui, "Unmark", Weight::Outlined, SMALL).clicked() {
            page.marked.clear();
        }
    });
    if command.as_ref().is_some_and(|command| matches!(command, Command::Say(_))) {
        page.marked.clear();
        page.typed = Default::default();
    }
    command
}

fn say_all(marked: &BTreeSet<String>, values: &[(About, String)]) -> Command {
    let said = |subject: &String| {
        values
            .iter()
            .map(|(about, value)| Said { about: *about, subject: subject.clone(), value: value.clone() })
            .collect::<Vec<_>>()
    };
    Command::Say(marked.iter().flat_map(said).collect())
}

fn fact_ui(ui: &mut Ui, page: &mut FactsPage, columns: &[Column], asked: &[Asked], fact: &Fact) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let mut command = None;
    card::rule(ui, rect, rect.top() + 0.5);
    card::inside_ui(ui, rect, ("fact", &fact.subject), |ui| {
        let places = cells(columns, rect.shrink2(vec2(14.0, 0.0)));
        let mut is_marked = page.marked.contains(&fact.subject);
        let place = Rect::from_center_size(places[0].center() - vec2(0.0, 4.0), vec2(18.0, 18.0));
        let response =
            ui.put(place, Checkbox::without_text(&mut is_marked)).accessible_name(format!("Mark {}", fact.words));
        if response.changed() {
            if is_marked {
                page.marked.insert(fact.subject.clone())
            } else {
                page.marked.remove(&fact.subject)
            };
        }
        let caption = |color| Ink::new(Size::Caption, color);
        cell_ui(ui, &columns[1], places[1], &fact.words, caption(tokens.text));
        cell_ui(ui, &columns[2], places[2], &fact.count, caption(tokens.text_2));
        cell_ui(ui, &columns[3], places[3], &fact.money, caption(tokens.text_2));
        for ((asked, value), place) in asked.iter().zip(&fact.values).zip(&places[4..]) {
            let (shown, ink) =
                if value.is_empty() { ("–", caption(tokens.text_3)) } else { (value.as_str(), caption(tokens.text)) };
            let entry = |words: &String| Entry { words: words.clone(), note: "".into(), is_chosen: words == value };
            let mut entries: Vec<Entry> = asked.choices.iter().map(entry).collect();
            if fact.is_said {
                entries.insert(
                    0,
                    Entry {
                        words: "As proposed".to_owned(),
                        note: "takes back what you said".into(),
                        is_chosen: false,
                    },
                );
            }
            let at = pos2(place.left(), (place.center().y - 9.0).round());
            let chosen = value_menu_ui(
                ui,
                at,
                place.width(),
                &format!("{} of {}", asked.column.title, fact.words),
                (shown, ink),
                &entries,
            );
            if let Some(chosen) = chosen {
                let value = match (fact.is_said, chosen) {
                    (true, 0) => AS_PROPOSED.to_owned(),
                    (true, n) => asked.choices[n - 1].clone(),
                    (false, n) => asked.choices[n].clone(),
                };
                command = Some(Command::Say(vec![Said { about: asked.about, subject: fact.subject.clone(), value }]));
            }
        }
        if fact.is_said {
            let last = places[places.len() - 1];
            let base = last.center().y + 4.5;
            let ink = Ink::new(Size::Caption, tokens.accent);
            if link_at_ui(ui, last.right(), base, Align::Max, "as you said", ink, tokens.accent)
                .on_hover_text("Take back what you said")
                .clicked()
            {
                let said = |asked: &Asked| Said {
                    about: asked.about,
                    subject: fact.subject.clone(),
                    value: AS_PROPOSED.to_owned(),
                };
                command = Some(Command::Say(asked.iter().map(said).collect()));
            }
        }
    });
    command
}

impl List {
    /// What a file must look like that says it of many at once.
    fn file_hint(self) -> &'static str {
        match self {
            Self::Items => {
                "A list with the headings Item, Kind, Process, Finish: the item as it stands here, and any of the others"
            }
            Self::Campaigns => "A list with the headings Campaign and Topic",
            Self::Industries => "A list with the headings Customer, Industry and Works for",
        }
    }
}
