//! What several customers do at once, and who may be planning something: industries, finishes and readers.

use eframe::egui::{Align, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::this_week::{name_ui, title_row_ui};
use crate::app::{Command, Page, Snapshot};
use crate::model::CustomerIdx;
use crate::model::finding::{MarketFinding, Member, Trend};
use crate::review::calls::chances;
use crate::review::{Review, wording};
use crate::ui::theme::{CARD_GAP, DesignTokens, Size};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// So many customers of an industry or a finish are named.
const MOST_NAMES: usize = 8;
/// So many readers are named.
const MOST_CHANCES: usize = 8;
/// The room of the mark.
const INDENT: f32 = 22.0;

/// A card for the markets, and one for the chances; nothing where there is neither.
pub fn markets_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, commands: &mut Vec<Command>) {
    let (cooling, emerging): (Vec<_>, Vec<_>) =
        review.markets.iter().partition(|market| !market.signal.is_opportunity());
    if !cooling.is_empty() {
        card_ui(ui, |ui| {
            title_row_ui(ui, "Markets", "several customers of one industry at once");
            for market in cooling {
                market_ui(ui, snapshot, market, Mark::Watch, commands);
            }
        });
        ui.add_space(CARD_GAP);
    }
    let readers = chances(review);
    if emerging.is_empty() && readers.is_empty() {
        return;
    }
    card_ui(ui, |ui| {
        title_row_ui(ui, "Chances", "who may be planning something");
        for market in emerging {
            market_ui(ui, snapshot, market, Mark::Chance, commands);
        }
        for finding in readers.iter().take(MOST_CHANCES) {
            let facts = wording::facts(&snapshot.dataset, finding);
            let rest = format!("{} · {}", wording::evidence_in_short(finding), wording::clears(finding));
            rule_ui(ui);
            let name = &snapshot.dataset.customers[finding.customer as usize].name;
            if headed_ui(ui, Mark::Chance, name, trend(finding.trend), Some(finding.customer)) {
                commands.push(Command::Show(Page::Customer(finding.customer)));
            }
            words_ui(ui, &facts, &rest);
        }
        if readers.len() > MOST_CHANCES {
            let words = format!("and {} more, each on the customer's page", readers.len() - MOST_CHANCES);
            let galley = text::line(ui, &words, Ink::new(Size::Caption, DesignTokens::of(ui).text_3));
            text::label_ui(ui, &galley);
        }
    });
    ui.add_space(CARD_GAP);
}

fn trend(trend: Trend) -> &'static str {
    if trend == Trend::New { "new" } else { "" }
}

/// An industry or a finish: its name, what was found, and its customers.
fn market_ui(ui: &mut Ui, snapshot: &Snapshot, market: &MarketFinding, mark: Mark, commands: &mut Vec<Command>) {
    rule_ui(ui);
    headed_ui(ui, mark, snapshot.dataset.label(market.label), trend(market.trend), None);
    let rest = format!("{} · {}", wording::market_evidence(market), wording::market_clears(market));
    words_ui(ui, &wording::market_facts(&snapshot.dataset, market), &rest);
    let is_told = |member: &&Member| market.signal.is_opportunity() || member.ratio < 0.8;
    let told: Vec<&Member> = market.members.iter().filter(is_told).collect();
    let area = Rect::from_min_max(
        pos2(ui.max_rect().left() + INDENT, ui.cursor().top() + 2.0),
        pos2(ui.max_rect().right(), f32::INFINITY),
    );
    let mut names = ui.new_child(UiBuilder::new().id_salt(("members", market.label)).max_rect(area));
    names.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(16.0, 4.0);
        for member in told.iter().take(MOST_NAMES) {
            let name = &snapshot.dataset.customers[member.customer as usize].name;
            let place = ui.cursor().min;
            if name_ui(ui, name) {
                commands.push(Command::Show(Page::Customer(member.customer)));
            }
            let told_at = Rect::from_min_max(place, pos2(ui.cursor().min.x, place.y + 21.0));
            let id = ui.scope_id().with((market.label, member.customer));
            ui.interact(told_at, id, Sense::hover()).on_hover_text(wording::member_fact(market, member));
        }
        if told.len() > MOST_NAMES {
            let words = format!("and {} more", told.len() - MOST_NAMES);
            let galley = text::line(ui, &words, Ink::new(Size::Body, DesignTokens::of(ui).text_3));
            text::label_ui(ui, &galley);
        }
    });
    ui.advance_cursor_after_rect(names.min_rect());
    ui.add_space(6.0);
}

fn rule_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
    card::rule(ui, rect, rect.top() + 2.5);
}

/// Mark and name, with what is new at the right. Says whether the name, if it is a customer's, was pressed.
fn headed_ui(ui: &mut Ui, mark: Mark, name: &str, trend: &str, customer: Option<CustomerIdx>) -> bool {
    let tokens = DesignTokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let mut is_opened = false;
    card::inside_ui(ui, rect, ("headed", name), |ui| {
        mark_ui(ui, pos2(rect.left() + 6.0, rect.center().y), mark);
        let trend = text::line(ui, trend, Ink::new(Size::Caption, tokens.text_2));
        text::in_rect_ui(ui, rect, Align::Max, &trend);
        let place = rect.with_min_x(rect.left() + INDENT).with_max_x(rect.right() - trend.size().x - 8.0);
        if customer.is_some() {
            let mut line = ui.new_child(UiBuilder::new().max_rect(place));
            is_opened = name_ui(&mut line, name);
        } else {
            let name = text::cut(ui, name, Ink::strong(Size::Body, tokens.text), place.width());
            text::in_rect_ui(ui, place, Align::Min, &name);
        }
    });
    is_opened
}

/// What was found, and below it what it rests on.
fn words_ui(ui: &mut Ui, facts: &[String], rest: &str) {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width() - INDENT;
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let mut lines: Vec<_> = facts.iter().map(|fact| text::marked(ui, fact, plain, strong, width)).collect();
    lines.push(text::wrapped(ui, rest, Ink::new(Size::Caption, tokens.text_3), width));
    for galley in lines {
        let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y + 2.0), Sense::hover());
        card::inside_ui(ui, place, ("words", galley.text()), |ui| {
            text::at_ui(ui, pos2(place.left() + INDENT, place.top()), Align::Min, &galley);
        });
    }
}
