//! The list at the left: pairs to settle with their money, all customers, and what was said, each with its way back.

use std::ops::Range;

use eframe::egui::{
    Align, Align2, CursorIcon, Frame, Response, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::{Chosen, NamesPage, Shown, chosen};
use crate::app::{AppState, Command, Snapshot};
use crate::model::said::Act;
use crate::model::{About, Said};
use crate::names::Handle;
use crate::ui::pages::figures::{counted, short_amount};
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{SMALL, link_at_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::row_background;
use crate::ui::widgets::spoken;
use crate::ui::widgets::text::{self, Ink};

const ROW: f32 = 52.0;

/// Fewer rows than this are all laid out, so that the keyboard reaches them.
const MANY: usize = 200;

pub fn list_ui(
    ui: &mut Ui,
    page: &mut NamesPage,
    snapshot: &Snapshot,
    state: &AppState,
    open: &[usize],
) -> Vec<Command> {
    let mut commands = Vec::new();
    let tokens = DesignTokens::of(ui);
    let shown = chosen(page, snapshot, open);
    let customers = &snapshot.dataset.customers;
    let currency = snapshot.dataset.currency.as_deref();
    ScrollArea::vertical().id_salt("names").show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let frame = Frame::new().fill(tokens.surface).stroke(tokens.hairline()).corner_radius(RADIUS);
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            if !open.is_empty() {
                heading_ui(ui, "May be one customer", &open.len().to_string(), true);
            }
            for &place in open {
                let pair = &page.settle.pairs[place];
                let (a, b) = (&customers[pair.a], &customers[pair.b]);
                let is_chosen = matches!(shown, Some(Shown::Pair(other)) if other == place);
                let names = format!("{}  =  {}", b.name, a.name);
                let row =
                    Row { first: &names, second: &pair.why, money: &short_amount(pair.money, currency), is_chosen };
                if row_ui(ui, &row).clicked() {
                    page.choose(Chosen::Pair(a.id.clone(), b.id.clone()));
                }
            }
            said_ui(ui, state.acts(), &mut commands);
            heading_ui(ui, "All customers", &customers.len().to_string(), open.is_empty() && state.acts().is_empty());
            search_ui(ui, &mut page.search);
            let wanted = page.search.trim().to_lowercase();
            let is_wanted = |place: &usize| {
                let customer = &customers[*place];
                wanted.is_empty()
                    || customer.name.to_lowercase().contains(&wanted)
                    || customer.aliases.iter().any(|alias| alias.name.to_lowercase().contains(&wanted))
            };
            let found: Vec<usize> = page.settle.by_money.iter().copied().filter(is_wanted).collect();
            let in_sight = in_sight(ui, found.len(), customers.len() > MANY);
            ui.add_space(ROW * in_sight.start as f32);
            for &place in &found[in_sight.clone()] {
                let customer = &customers[place];
                let (n, n_files) = page.settle.spread[place];
                let second =
                    format!("{} in {}", counted(n, "spelling", "spellings"), counted(n_files, "file", "files"));
                let is_chosen = matches!(shown, Some(Shown::Customer(other)) if other == place);
                let money = short_amount(page.settle.sales[place].amount, currency);
                if row_ui(ui, &Row { first: &customer.name, second: &second, money: &money, is_chosen }).clicked() {
                    page.choose(Chosen::Customer(customer.id.clone()));
                }
            }
            ui.add_space(ROW * (found.len() - in_sight.end) as f32);
        });
    });
    commands
}

/// Of thousands of rows, only those in sight are laid out; of few, all.
fn in_sight(ui: &Ui, n: usize, are_many: bool) -> Range<usize> {
    if !are_many {
        return 0..n;
    }
    let clip = ui.clip_rect();
    let top = ui.cursor().top();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows")]
    let row = |y: f32, up: f32| ((((y - top) / ROW) + up).max(0.0) as usize).min(n);
    row(clip.top(), 0.0)..row(clip.bottom(), 1.0)
}

fn heading_ui(ui: &mut Ui, words: &str, count: &str, is_first: bool) {
    let tokens = DesignTokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    if !is_first {
        card::rule(ui, rect, rect.top() + 0.5);
    }
    let inner = rect.shrink2(vec2(14.0, 0.0));
    card::inside_ui(ui, rect, words, |ui| {
        let galley = text::line(ui, words, Ink::strong(Size::Caption, tokens.text_2));
        text::in_rect_ui(ui, inner, Align::Min, &galley);
        let galley = text::line(ui, count, Ink::new(Size::Caption, tokens.text_3));
        text::in_rect_ui(ui, inner, Align::Max, &galley);
    });
}

fn search_ui(ui: &mut Ui, search: &mut String) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), SMALL + 10.0), Sense::hover());
    card::inside_ui(ui, rect.shrink2(vec2(14.0, 0.0)), "search", |ui| {
        let width = ui.available_width();
        let field =
            TextEdit::singleline(search).hint_text("Find a name").desired_width(width - 18.0).margin(vec2(9.0, 4.0));
        ui.add(field.min_size(vec2(width, SMALL)).align(Align2::LEFT_CENTER)).accessible_name("Find a name");
    });
}

struct Row<'a> {
    first: &'a str,
    second: &'a str,
    money: &'a str,
    is_chosen: bool,
}

fn row_ui(ui: &mut Ui, row: &Row) -> Response {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    // The whole row in one sentence.
    let said = [row.first, row.second, row.money].into_iter().filter(|words| !words.is_empty());
    let said = said.collect::<Vec<_>>().join(", ");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, row.is_chosen, &said));
    spoken::chosen(ui.ctx(), response.id, row.is_chosen);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if !ui.is_rect_visible(rect) {
        return response;
    }
    row_background(ui, rect, &response, row.is_chosen);
    card::rule(ui, rect, rect.top() + 0.5);
    card::inside_ui(ui, rect, ("row", row.first), |ui| {
        let inner = rect.shrink2(vec2(14.0, 0.0));
        let money = text::line(ui, row.money, Ink::new(Size::Body, tokens.text));
        let first =
            text::cut(ui, row.first, Ink::strong(Size::Body, tokens.text), inner.width() - money.size().x - 12.0);
        let second = text::cut(ui, row.second, Ink::new(Size::Caption, tokens.text_3), inner.width());
        text::at_ui(ui, pos2(inner.left(), rect.top() + 7.0), Align::Min, &first);
        text::at_ui(ui, pos2(inner.right(), rect.top() + 7.0), Align::Max, &money);
        text::at_ui(ui, pos2(inner.left(), rect.top() + 29.0), Align::Min, &second);
    });
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// What was said of customers, the newest first.
fn said_ui(ui: &mut Ui, acts: &[Act], commands: &mut Vec<Command>) {
    let tokens = DesignTokens::of(ui);
    let of_names: Vec<&Act> = acts.iter().filter(|act| words_of(act).is_some()).collect();
    if of_names.is_empty() {
        return;
    }
    heading_ui(ui, "You said", &of_names.len().to_string(), false);
    for act in of_names.into_iter().rev() {
        let words = words_of(act).unwrap_or_default();
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::hover());
        card::rule(ui, rect, rect.top() + 0.5);
        card::inside_ui(ui, rect, ("act", act.id), |ui| {
            let inner = rect.shrink2(vec2(14.0, 0.0));
            let ink = Ink::new(Size::Caption, tokens.accent);
            let undo = text::line(ui, "Undo", ink);
            let galley =
                text::cut(ui, &words, Ink::new(Size::Caption, tokens.text_2), inner.width() - undo.size().x - 12.0);
            let place = text::in_rect_ui(ui, inner, Align::Min, &galley);
            let base = place.top() + text::baseline(&galley);
            if link_at_ui(ui, inner.right(), base, Align::Max, "Undo", ink, tokens.accent).clicked() {
                commands.push(Command::Unsay(act.id));
            }
        });
    }
}

/// What was said in one go, in words; `None` where it is not about customers.
fn words_of(act: &Act) -> Option<String> {
    let name = |text: &str| match Handle::parse(text) {
        Some(Handle::Name(name)) => name,
        Some(Handle::Address(address)) => address,
        Some(Handle::Number(_, id)) => format!("number {id}"),
        Some(Handle::Entry(entry)) => entry,
        None => text.to_owned(),
    };
    let apart = |said: &&Said| said.about == About::Apart;
    // A split is one word on two, and many on what stays together.
    let said = act.said.iter().find(apart).or(act.said.first())?;
    let (a, b) = (name(&said.subject), name(&said.value));
    match said.about {
        About::Same => Some(format!("{a} and {b} are one")),
        About::Apart => Some(format!("{a} and {b} are two")),
        About::Name => Some(format!("{a} is called {}", said.value)),
        _ => None,
    }
}
