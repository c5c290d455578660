//! What several customers do at once, and who may be planning something: industries, finishes and readers.

use eframe::egui::{Align, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::decide;
use super::figures::counted;
use super::this_week::{name_ui, title_row_ui};
use crate::app::{Command, Page, Snapshot};
use crate::model::CustomerIdx;
use crate::model::finding::{MarketFinding, Member, Trend};
use crate::model::weekly::Decision;
use crate::review::calls::chances;
use crate::review::rows_of::Figure;
use crate::review::{Review, wording};
use crate::ui::theme::{CARD_GAP, DesignTokens, Size};
use crate::ui::widgets::button::{SMALL, link_at_ui};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// So many customers of an industry or a finish are named.
const MOST_NAMES: usize = 8;
/// So many readers are named.
const MOST_CHANCES: usize = 8;
/// The width of the button for a verdict.
const VERDICT: f32 = 72.0;
/// The room of the mark.
const INDENT: f32 = 22.0;

/// A card for the markets, and one for the chances; nothing where there is neither.
pub fn markets_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, can_decide: bool, commands: &mut Vec<Command>) {
    let (cooling, emerging): (Vec<_>, Vec<_>) =
        review.markets.iter().partition(|market| !market.signal.is_opportunity());
    if !cooling.is_empty() {
        card_ui(ui, |ui| {
            title_row_ui(ui, "Markets", "several customers of one industry at once");
            for market in cooling {
                market_ui(ui, snapshot, review, market, can_decide, commands);
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
            market_ui(ui, snapshot, review, market, can_decide, commands);
        }
        for finding in readers.iter().take(MOST_CHANCES) {
            let facts = wording::facts(&snapshot.dataset, finding);
            let rest = format!("{} · {}", wording::evidence_in_short(finding), wording::clears(finding));
            rule_ui(ui);
            let name = &snapshot.dataset.customers[finding.customer as usize].name;
            if headed_ui(ui, Mark::Chance, name, (trend(finding.trend), 0.0), Some(finding.customer)) {
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

/// An industry or a finish: its name, what was found, what the owner said of it, and its customers.
fn market_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    review: &Review,
    market: &MarketFinding,
    can_decide: bool,
    commands: &mut Vec<Command>,
) {
    let mark = if market.signal.is_opportunity() { Mark::Chance } else { Mark::Watch };
    let name = snapshot.dataset.label(market.label);
    rule_ui(ui);
    let top = ui.cursor().top();
    let said = said_of(snapshot, review, market);
    let is_asked = can_decide && said.is_none();
    headed_ui(ui, mark, name, (trend(market.trend), if is_asked { VERDICT + 12.0 } else { 0.0 }), None);
    if is_asked {
        let right = ui.max_rect().right();
        let place = Rect::from_min_size(pos2(right - VERDICT, top - 2.0), vec2(VERDICT, SMALL));
        let verdict = card::inside_ui(ui, place, ("verdict", market.label), |ui| {
            decide::market_verdict_ui(ui, place, snapshot, review, market)
        });
        commands.extend(verdict);
    }
    if let Some(decision) = said {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
        let undo = card::inside_ui(ui, row, ("said", decision.id), |ui| {
            let words = format!("You said: {}", wording::decided(decision));
            let galley = text::line(ui, &words, Ink::strong(Size::Caption, DesignTokens::of(ui).text_2));
            text::on_baseline_ui(ui, row.left() + INDENT, row.top() + 15.0, Align::Min, &galley);
            if can_decide { decide::links_ui(ui, row.right(), row.top() + 15.0, decision).1 } else { None }
        });
        commands.extend(undo);
    }
    // What the owner does not want to hear of keeps its line.
    if market.set_aside.is_some() {
        return;
    }
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
    ui.add_space(2.0);
    let n = market.evidence.len();
    if n > 0 {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        let is_pressed = card::inside_ui(ui, row, ("rows", market.label), |ui| {
            let tokens = DesignTokens::of(ui);
            let ink = Ink::new(Size::Caption, tokens.accent);
            let words = format!("{} behind it", counted(n, "order", "orders"));
            link_at_ui(ui, row.left() + INDENT, row.top() + 15.0, Align::Min, &words, ink, tokens.accent).clicked()
        });
        let rows = Page::Rows(Figure::Market(market.signal, market.label));
        commands.extend(is_pressed.then_some(Command::Show(rows)));
    }
    ui.add_space(6.0);
}

/// The newest verdict on it that holds.
fn said_of<'a>(snapshot: &'a Snapshot, review: &Review, market: &MarketFinding) -> Option<&'a Decision> {
    let id = market.id(snapshot.dataset.label(market.label));
    let of = |decision: &&Decision| decision.customer == id && decision.review <= review.as_of;
    snapshot.weekly.decisions.iter().rfind(of)
}

fn rule_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
    card::rule(ui, rect, rect.top() + 2.5);
}

/// Mark and name, with what is new at the right, so far from the edge. Says whether the name, if it is a customer's, was pressed.
fn headed_ui(ui: &mut Ui, mark: Mark, name: &str, (trend, room): (&str, f32), customer: Option<CustomerIdx>) -> bool {
    let tokens = DesignTokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let mut is_opened = false;
    card::inside_ui(ui, rect, ("headed", name), |ui| {
        mark_ui(ui, pos2(rect.left() + 6.0, rect.center().y), mark);
        let trend = text::line(ui, trend, Ink::new(Size::Caption, tokens.text_2));
        let rect = rect.with_max_x(rect.right() - room);
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
