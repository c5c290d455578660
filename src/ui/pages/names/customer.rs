//! One customer: what it is called, and every spelling with the reason why it is theirs. Spellings can be split off.

use eframe::egui::{Align, Align2, Checkbox, Key, Rect, ScrollArea, Sense, TextEdit, Ui, pos2, vec2};

use super::NamesPage;
use super::pair::facts;
use super::settle::{Spelled, spelled};
use crate::app::{Command, Page, Snapshot};
use crate::model::{About, CustomerIdx, Said};
use crate::names::Handle;
use crate::ui::pages::figures::{Column, cell_ui, cells, counted, headings_ui, short_amount};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{self, SMALL, Weight, link_ui};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::text::{self, Ink};

const COLUMNS: [Column; 5] = [
    Column::words("", 18.0, 0.0),
    Column::words("Spelling", 0.0, 1.1),
    Column::number("Rows", 48.0),
    Column::words("Files", 0.0, 1.0),
    Column::words("Theirs because of", 0.0, 1.0),
];

pub fn customer_ui(ui: &mut Ui, page: &mut NamesPage, snapshot: &Snapshot, customer: usize) -> Option<Command> {
    let mut command = None;
    ScrollArea::vertical().id_salt("customer").show(ui, |ui| {
        card_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let all = spelled(snapshot, customer);
            command = head_ui(ui, page, snapshot, customer).or(command.take());
            ui.add_space(14.0);
            command = split_ui(ui, page, &all).or(command.take());
            table_ui(ui, page, &all);
        });
    });
    command
}

/// Name, sales, and the field for another name.
fn head_ui(ui: &mut Ui, page: &mut NamesPage, snapshot: &Snapshot, customer: usize) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let known = &snapshot.dataset.customers[customer];
    let width = ui.available_width();
    let mut command = None;
    let title = text::wrapped(ui, &known.name, Ink::strong(Size::Title, tokens.text), width);
    text::label_ui(ui, &title);
    let sales = page.settle.sales[customer];
    let money = short_amount(sales.amount, snapshot.dataset.currency.as_deref());
    let words = text::wrapped(ui, &facts(&money, sales), Ink::new(Size::Body, tokens.text_2), width);
    text::label_ui(ui, &words);
    ui.add_space(8.0);
    let Some(typed) = &mut page.name else {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            if link_ui(ui, "Rename…", Size::Caption).clicked() {
                page.name = Some(known.name.clone());
            }
            if link_ui(ui, "Open the customer", Size::Caption).clicked() {
                command = CustomerIdx::try_from(customer).ok().map(|customer| Command::Show(Page::Customer(customer)));
            }
        });
        return command;
    };
    let mut is_done = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let field = TextEdit::singleline(typed).desired_width(302.0).margin(vec2(9.0, 4.0));
        let field = field.min_size(vec2(320.0, SMALL)).align(Align2::LEFT_CENTER);
        let response = ui.add(field).accessible_name("Name of the customer");
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if button::button_ui(ui, "Rename", Weight::Outlined, SMALL).clicked() || is_entered {
            let name = typed.trim();
            let handle = page.settle.handles[customer].as_ref().filter(|_| !name.is_empty());
            command = handle.map(|handle| {
                Command::Say(vec![Said { about: About::Name, subject: handle.to_string(), value: name.to_owned() }])
            });
            is_done = true;
        }
        is_done |= button::button_ui(ui, "Close", Weight::Outlined, SMALL).clicked();
    });
    if is_done {
        page.name = None;
    }
    command
}

/// What happens with the spellings that are marked.
fn split_ui(ui: &mut Ui, page: &NamesPage, all: &[Spelled]) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    if all.len() < 2 {
        return None;
    }
    let n = page.leaving.len();
    let mut command = None;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), SMALL + 8.0), Sense::hover());
    card::inside_ui(ui, rect, "split", |ui| {
        if n == 0 || n == all.len() {
            let words = "Mark what is another customer's, and it is split off";
            let galley = text::line(ui, words, Ink::new(Size::Caption, tokens.text_3));
            text::at_ui(ui, pos2(rect.left(), rect.top() + 5.0), Align::Min, &galley);
            return;
        }
        let words = format!("Split off {}", counted(n, "spelling", "spellings"));
        let size = vec2(button::width_of(ui, &words, SMALL), SMALL);
        if button::button_at_ui(ui, Rect::from_min_size(rect.min, size), &words, &words, Weight::Filled).clicked() {
            command = Some(Command::Say(split(page, all)));
        }
    });
    command
}

/// The spellings that leave are one customer, those that stay are one, and the two are two.
fn split(page: &NamesPage, all: &[Spelled]) -> Vec<Said> {
    let handles = |leaves: bool| -> Vec<&Handle> {
        let places = all.iter().enumerate().filter(|(i, _)| page.leaving.contains(i) == leaves);
        places.filter_map(|(_, spelling)| spelling.handle.as_ref()).collect()
    };
    let (leaving, staying) = (handles(true), handles(false));
    let said = |about, a: &Handle, b: &Handle| Said { about, subject: a.to_string(), value: b.to_string() };
    let together = |handles: &[&Handle]| -> Vec<Said> {
        handles.iter().skip(1).map(|handle| said(About::Same, handles[0], handle)).collect()
    };
    let mut all = together(&leaving);
    all.extend(together(&staying));
    if let (Some(a), Some(b)) = (leaving.first(), staying.first()) {
        all.push(said(About::Apart, a, b));
    }
    all
}

fn table_ui(ui: &mut Ui, page: &mut NamesPage, all: &[Spelled]) {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let (heading, _) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
    card::inside_ui(ui, heading, "heading", |ui| headings_ui(ui, &COLUMNS, heading));
    for (i, spelling) in all.iter().enumerate() {
        let (row, _) = ui.allocate_exact_size(vec2(width, 30.0), Sense::hover());
        card::rule(ui, row, row.top() + 0.5);
        if !ui.is_rect_visible(row) {
            continue;
        }
        card::inside_ui(ui, row, ("spelling", i), |ui| {
            let places = cells(&COLUMNS, row);
            if all.len() > 1 {
                let mut leaves = page.leaving.contains(&i);
                let place = Rect::from_center_size(places[0].center() - vec2(0.0, 4.0), vec2(18.0, 18.0));
                let response = ui.put(place, Checkbox::without_text(&mut leaves));
                let response = response.accessible_name(format!("Split off {}", spelling.words));
                if response.changed() {
                    if leaves {
                        page.leaving.insert(i)
                    } else {
                        page.leaving.remove(&i)
                    };
                }
            }
            let caption = |color| Ink::new(Size::Caption, color);
            cell_ui(ui, &COLUMNS[1], places[1], &spelling.words, caption(tokens.text));
            cell_ui(ui, &COLUMNS[2], places[2], &spelling.n_rows.to_string(), caption(tokens.text_2));
            cell_ui(ui, &COLUMNS[3], places[3], &spelling.files.join(", "), caption(tokens.text_2));
            cell_ui(ui, &COLUMNS[4], places[4], &spelling.why, caption(tokens.text_3));
        });
    }
}
