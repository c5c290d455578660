//! Two customers that may be one, side by side, with all that speaks for it.

use eframe::egui::{Align, Key, Modifiers, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::NamesPage;
use super::settle::{Sales, Spelled, spelled};
use crate::app::{Command, Snapshot};
use crate::model::About;
use crate::ui::pages::figures::{counted, short_amount};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{self, LARGE, Weight};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::text::{self, Ink};

/// So many spellings of each are shown.
const MOST: usize = 12;

pub fn pair_ui(ui: &mut Ui, page: &NamesPage, snapshot: &Snapshot, place: usize) -> Option<Command> {
    let pair = &page.settle.pairs[place];
    let mut about = None;
    ScrollArea::vertical().id_salt("pair").show(ui, |ui| {
        card_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let tokens = DesignTokens::of(ui);
            let width = ui.available_width();
            let title = text::line(ui, "Are these one customer?", Ink::strong(Size::Title, tokens.text));
            text::label_ui(ui, &title);
            ui.add_space(6.0);
            let for_it = format!("**For it**  {}", pair.why);
            let galley = text::marked(
                ui,
                &for_it,
                Ink::new(Size::Body, tokens.text_2),
                Ink::strong(Size::Body, tokens.text),
                width,
            );
            text::label_ui(ui, &galley);
            ui.add_space(14.0);
            about = buttons_ui(ui);
            ui.add_space(18.0);
            let gap = 24.0;
            let column = (width - gap) / 2.0;
            let top = ui.cursor().min;
            let mut bottom = top.y;
            for (i, customer) in [pair.a, pair.b].into_iter().enumerate() {
                let left = top.x + (column + gap) * i as f32;
                let rect = Rect::from_min_size(pos2(left, top.y), vec2(column, f32::INFINITY));
                bottom = bottom.max(side_ui(ui, rect, snapshot, customer, page.settle.sales[customer]));
            }
            let middle = top.x + column + gap / 2.0;
            ui.painter().vline(middle.round() + 0.5, top.y..=bottom, tokens.hairline());
            ui.allocate_exact_size(vec2(width, bottom - top.y), Sense::hover());
        });
    });
    page.settle.verdict(place, about?).map(|said| Command::Say(vec![said]))
}

fn buttons_ui(ui: &mut Ui) -> Option<About> {
    let tokens = DesignTokens::of(ui);
    let mut about = None;
    let is_free = ui.memory(|memory| memory.focused().is_none());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for (words, said, weight, key) in [
            ("One customer", About::Same, Weight::Filled, Key::Y),
            ("Two customers", About::Apart, Weight::Outlined, Key::N),
        ] {
            let is_pressed = is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            if button::button_ui(ui, words, weight, LARGE).on_hover_text(format!("Key {}", key.name())).clicked()
                || is_pressed
            {
                about = Some(said);
            }
        }
        ui.add_space(8.0);
        let words = "Holds for later imports; can be taken back";
        let ink = Ink::new(Size::Caption, tokens.text_3);
        let words = text::cut(ui, words, ink, ui.available_width());
        text::label_ui(ui, &words);
    });
    about
}

/// One of the two. Gives where it ends.
fn side_ui(ui: &mut Ui, rect: Rect, snapshot: &Snapshot, customer: usize, sales: Sales) -> f32 {
    let tokens = DesignTokens::of(ui);
    let known = &snapshot.dataset.customers[customer];
    card::inside_ui(ui, rect, ("side", customer), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let name = text::wrapped(ui, &known.name, Ink::strong(Size::Body, tokens.text), rect.width());
        text::label_ui(ui, &name);
        let money = short_amount(sales.amount, snapshot.dataset.currency.as_deref());
        let facts = text::wrapped(ui, &facts(&money, sales), Ink::new(Size::Caption, tokens.text_2), rect.width());
        text::label_ui(ui, &facts);
        ui.add_space(8.0);
        let all = spelled(snapshot, customer);
        for spelling in all.iter().take(MOST) {
            spelling_ui(ui, rect.width(), spelling);
        }
        if all.len() > MOST {
            let words = format!("and {} more", all.len() - MOST);
            let galley = text::line(ui, &words, Ink::new(Size::Caption, tokens.text_3));
            text::label_ui(ui, &galley);
        }
        ui.cursor().top()
    })
}

pub fn facts(money: &str, sales: Sales) -> String {
    let mut parts = vec![format!("{money} of sales")];
    if sales.n_orders > 0 {
        parts.push(counted(sales.n_orders, "order", "orders"));
    }
    if sales.n_invoices > 0 {
        parts.push(counted(sales.n_invoices, "invoice", "invoices"));
    }
    parts.extend(sales.last.map(|day| format!("last {}", day.long())));
    parts.join(" · ")
}

fn spelling_ui(ui: &mut Ui, width: f32, spelling: &Spelled) {
    let tokens = DesignTokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 40.0), Sense::hover());
    card::rule(ui, rect, rect.top() + 0.5);
    let words = text::cut(ui, &spelling.words, Ink::new(Size::Caption, tokens.text), width);
    let files = text::cut(ui, &spelling.files.join(", "), Ink::new(Size::Caption, tokens.text_3), width);
    card::inside_ui(ui, rect, &spelling.words, |ui| {
        text::at_ui(ui, pos2(rect.left(), rect.top() + 3.0), Align::Min, &words);
        text::at_ui(ui, pos2(rect.left(), rect.top() + 20.0), Align::Min, &files);
    });
}
