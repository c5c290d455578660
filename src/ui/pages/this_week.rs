//! Whom do we call? The answer as a sentence, one card a customer, and those of whom nothing is said with the reason.

use std::collections::BTreeMap;

use eframe::egui::{
    Align, CornerRadius, CursorIcon, Key, Modifiers, Popup, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::decide::{NoteForm, came_of_ui};
use super::figures::counted;
use super::judged::Group;
use super::week_card::{WeekCard, week_card_ui};
use super::week_due::late_orders_ui;
use super::week_markets::markets_ui;
use super::{Pages, Seen};
use crate::app::command::Place;
use crate::app::weekly::Weighed;
use crate::app::{AppState, Command, Page, Snapshot};
use crate::model::finding::Trend;
use crate::model::weekly::{Decision, What};
use crate::model::{CustomerIdx, Day, Level, money};
use crate::review::since_then::is_to_be_done;
use crate::review::{Call, Review, calls, wording};
use crate::ui::theme::{CARD_GAP, DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{self, LARGE, Weight, focus_ring, link_at_ui, link_ui};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::menu::row_background;
use crate::ui::widgets::shapes::{Mark, disclosure, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// So many customers stand as cards; those to call always do, up to twice as many.
const CARDS: usize = 6;
/// So many more stand as lines before "Show all".
const LINES: usize = 12;
/// So many that were cleared are named; the others stand among the customers.
const CLEARED: usize = 12;
/// From this width of the page on a column stands at the right.
const WIDE: f32 = 1320.0;
const SIDE_COLUMN: f32 = 364.0;

/// Where the page stands.
#[derive(Default)]
pub struct ThisWeekPage {
    selected: usize,
    shows_all: bool,
    open_groups: BTreeMap<&'static str, bool>,
}

/// Whom do we call?
pub fn this_week_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let Pages { this_week: page, seen: Some(seen), note, .. } = pages else { return nothing_ui(ui) };
    let Some(snapshot) = state.shown() else { return nothing_ui(ui) };
    let Some(review) = &snapshot.review else { return nothing_ui(ui) };
    let mut commands = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    commands.extend(answer_ui(ui, state, snapshot, review, seen));
    ui.add_space(14.0);
    let width = ui.available_width();
    let can_decide = state.can_decide();
    if width < WIDE {
        came_of_card_ui(ui, snapshot, review, seen, can_decide, &mut commands);
        main_ui(ui, page, note, seen, snapshot, review, can_decide, &mut commands);
        changes_line_ui(ui, snapshot, review, seen, &mut commands);
        late_orders_ui(ui, snapshot, review, &seen.late, &mut commands);
        markets_ui(ui, snapshot, review, can_decide, &mut commands);
        past_card_ui(ui, snapshot, review, &mut commands);
        set_aside_ui(ui, snapshot, review, can_decide, &mut commands);
        groups_ui(ui, page, seen, snapshot, &mut commands);
        return commands;
    }
    let top = ui.cursor().top();
    let left = ui.max_rect().left();
    let main = Rect::from_min_max(pos2(left, top), pos2(left + width - SIDE_COLUMN - 24.0, f32::INFINITY));
    let mut column = ui.new_child(UiBuilder::new().id_salt("main").max_rect(main));
    main_ui(&mut column, page, note, seen, snapshot, review, can_decide, &mut commands);
    set_aside_ui(&mut column, snapshot, review, can_decide, &mut commands);
    no_flag_ui(&mut column, page, seen, snapshot, &mut commands);
    let side = Rect::from_min_max(pos2(main.right() + 24.0, top), pos2(left + width, f32::INFINITY));
    let mut other = ui.new_child(UiBuilder::new().id_salt("side").max_rect(side));
    came_of_card_ui(&mut other, snapshot, review, seen, can_decide, &mut commands);
    changes_card_ui(&mut other, snapshot, review, seen, &mut commands);
    late_orders_ui(&mut other, snapshot, review, &seen.late, &mut commands);
    markets_ui(&mut other, snapshot, review, can_decide, &mut commands);
    past_card_ui(&mut other, snapshot, review, &mut commands);
    cannot_judge_ui(&mut other, page, seen, snapshot, &mut commands);
    ui.advance_cursor_after_rect(column.min_rect().union(other.min_rect()));
    commands
}

fn nothing_ui(ui: &mut Ui) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let galley =
        text::wrapped(ui, "Nothing has been judged yet", Ink::strong(Size::Answer, tokens.text), ui.available_width());
    text::label_ui(ui, &galley);
    let is_clicked = button::button_ui(ui, "Open files…", Weight::Filled, LARGE).clicked();
    if is_clicked { vec![Command::AskForFiles { add: false }] } else { Vec::new() }
}

/// The answer as one sentence, and the few numbers that it rests on. Beside it the review is closed.
fn answer_ui(ui: &mut Ui, state: &AppState, snapshot: &Snapshot, review: &Review, seen: &Seen) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    commands.extend(as_told_ui(ui, state, review));
    let width = ui.available_width();
    let closed = snapshot.weekly.closing_of(review.as_of);
    let is_look = snapshot.workspace.is_none() && state.closed().is_none() && state.job().is_none();
    let close = "Keeps this review as it is told now, with what was decided. The next one is compared with it";
    let keep =
        "One file that remembers: with it you can write down what you decide, and next week is compared with this one";
    let words = match closed {
        _ if is_look => Some(("Keep as workspace…", keep)),
        _ if !state.can_decide() => None,
        Some(_) => Some(("Close again", close)),
        None => Some(("Close review", close)),
    };
    let room = words.map_or(0.0, |(words, _)| button::width_of(ui, words, LARGE) + 24.0);
    let galley = text::wrapped(ui, &seen.headline, Ink::strong(Size::Answer, tokens.text), width - room);
    let (line, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    card::inside_ui(ui, line, "headline", |ui| {
        text::at_ui(ui, line.min, Align::Min, &galley);
        if let Some((words, tip)) = words {
            let place = Rect::from_min_size(pos2(line.right() - room + 24.0, line.top()), vec2(room - 24.0, LARGE));
            if button::button_at_ui(ui, place, words, words, Weight::Outlined).on_hover_text(tip).clicked() {
                commands.push(if is_look {
                    Command::AskWhere(Place::Workspace)
                } else {
                    Command::Weigh(Weighed::Close)
                });
            }
        }
    });
    if let Some(closed) = closed.filter(|_| state.can_decide()) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let words = format!("Closed on {}. Next time opens with what came of it", when(&closed.closed_at));
            let galley = text::line(ui, &words, Ink::new(Size::Body, tokens.better));
            text::label_ui(ui, &galley);
            if link_ui(ui, "Open again", Size::Body).clicked() {
                commands.push(Command::Weigh(Weighed::OpenAgain(closed.id)));
            }
        });
    }
    if let Some(later) = state.later_review() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let words = format!("The review of {} is closed, so nothing can be decided here", later.as_of.long());
            let galley = text::line(ui, &words, Ink::new(Size::Body, tokens.text_2));
            text::label_ui(ui, &galley);
            if link_ui(ui, "Open it again", Size::Body).clicked() {
                commands.push(Command::Weigh(Weighed::OpenAgain(later.id)));
            }
        });
    }
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let (strong, plain) = (Ink::strong(Size::Body, tokens.text), Ink::new(Size::Body, tokens.text_2));
    let judged =
        format!("{} of {}", money::thousands(review.n_judged as u64), money::thousands(review.n_active as u64));
    let right = text::runs(ui, &[(&judged, strong), (" customers could be judged", plain)], rect.width());
    let room = rect.width() - right.size().x - 24.0;
    card::inside_ui(ui, rect, "numbers", |ui| {
        text::in_rect_ui(ui, rect, Align::Max, &right);
        // What has no room is left out, the least telling first, rather than cut.
        let laid = |most: usize| {
            let parts = summary(snapshot, review, seen, most);
            let inks: Vec<(&str, Ink)> = parts
                .iter()
                .map(|(words, is_strong)| (words.as_str(), if *is_strong { strong } else { plain }))
                .collect();
            text::runs(ui, &inks, room)
        };
        let left = (0..=5).rev().map(laid).find(|galley| !galley.elided).unwrap_or_else(|| laid(0));
        text::in_rect_ui(ui, rect, Align::Min, &left);
    });
    commands
}

/// "2026-11-22 14:10:03" as "22 Nov 2026, 14:10".
fn when(at: &str) -> String {
    let (day, time) = at.split_once(' ').unwrap_or((at, ""));
    let day = day.parse::<Day>().map_or_else(|_| day.to_owned(), Day::long);
    format!("{day}, {}", time.get(..5).unwrap_or(time))
}

/// A closed review says that it is one, and leads back.
fn as_told_ui(ui: &mut Ui, state: &AppState, review: &Review) -> Option<Command> {
    let id = state.closed()?;
    let tokens = DesignTokens::of(ui);
    let closed = state.snapshot()?.weekly.closed.iter().find(|closed| closed.id == id);
    let at = closed.map_or(String::new(), |closed| format!(", closed on {}", when(&closed.closed_at)));
    let words = format!("The review of {} as it was told{at}", review.as_of.long());
    let mut command = None;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.selected());
    card::inside_ui(ui, rect, "as told", |ui| {
        let inner = rect.shrink2(vec2(12.0, 0.0));
        let base = rect.center().y + 5.0;
        let ink = Ink::new(Size::Body, tokens.accent);
        let back = link_at_ui(ui, inner.right(), base, Align::Max, "Back to what stands now", ink, tokens.accent);
        let galley =
            text::cut(ui, &words, Ink::strong(Size::Body, tokens.text), back.rect.left() - inner.left() - 16.0);
        text::in_rect_ui(ui, inner, Align::Min, &galley);
        command = back.clicked().then_some(Command::ShowClosed(None));
    });
    ui.add_space(12.0);
    command
}

/// What was decided in the review before, and what is still to be done of earlier ones: whose, and its place among the decisions.
pub(super) fn to_come_back_to(snapshot: &Snapshot, review: &Review) -> Vec<(CustomerIdx, usize)> {
    let matters = |decision: &Decision| {
        let is_last = review.since.is_closed && decision.review >= review.since.on;
        let is_silence = matches!(decision.what, What::Snooze(_) | What::Verdict(_));
        decision.review < review.as_of && (is_to_be_done(decision) || (is_last && !is_silence))
    };
    let decisions = snapshot.weekly.decisions.iter().enumerate().filter(|(_, decision)| matters(decision));
    let decisions: Vec<(usize, &Decision)> = decisions.collect();
    if decisions.is_empty() {
        return Vec::new();
    }
    let customers = (0..).zip(&snapshot.dataset.customers);
    let places: BTreeMap<&str, CustomerIdx> =
        customers.flat_map(|(place, customer)| customer.ids().map(move |id| (id, place))).collect();
    decisions.into_iter().filter_map(|(i, decision)| Some((*places.get(decision.customer.as_str())?, i))).collect()
}

/// What came of what was decided.
fn came_of_card_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    review: &Review,
    seen: &Seen,
    can_decide: bool,
    commands: &mut Vec<Command>,
) {
    if seen.to_come_back_to.is_empty() {
        return;
    }
    card_ui(ui, |ui| {
        let title = format!("What came of {}", review.since.on.short());
        title_row_ui(
            ui,
            if review.since.is_closed { &title } else { "To be done" },
            "what you decided, and what followed",
        );
        for &(customer, place) in &seen.to_come_back_to {
            let Some(decision) = snapshot.weekly.decisions.get(place) else { continue };
            commands.extend(came_of_ui(ui, snapshot, review, customer, decision, can_decide));
        }
    });
    ui.add_space(CARD_GAP);
}

/// What would be told otherwise of the review before: late rows and moved limits, which are no trend.
fn past_card_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, commands: &mut Vec<Command>) {
    const MOST: usize = 8;
    let past = &review.since.past;
    if past.is_empty() {
        return;
    }
    let tokens = DesignTokens::of(ui);
    card_ui(ui, |ui| {
        let title = format!("The review of {} would be told otherwise now", review.since.on.short());
        title_row_ui(ui, &title, "no customer changed by this");
        for change in past.iter().take(MOST) {
            let name = &snapshot.dataset.customers[change.customer as usize].name;
            ui.add_space(4.0);
            if name_ui(ui, name) {
                commands.push(Command::Show(Page::Customer(change.customer)));
            }
            let words = wording::past_change(change, snapshot.dataset.currency.as_deref());
            let galley = text::wrapped(ui, &words, Ink::new(Size::Caption, tokens.text_3), ui.available_width());
            text::label_ui(ui, &galley);
        }
        if past.len() > MOST {
            ui.add_space(4.0);
            let words = format!("and {} more", past.len() - MOST);
            let galley = text::line(ui, &words, Ink::new(Size::Caption, tokens.text_3));
            text::label_ui(ui, &galley);
        }
    });
    ui.add_space(CARD_GAP);
}

/// Flags that stand and that the owner does not want to hear of, each with its reason and the way back.
fn set_aside_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, can_decide: bool, commands: &mut Vec<Command>) {
    let all = calls::set_aside(review);
    if all.is_empty() {
        return;
    }
    let tokens = DesignTokens::of(ui);
    card_ui(ui, |ui| {
        let title = format!("Set aside: {}", counted(all.len(), "customer", "customers"));
        title_row_ui(ui, &title, "these flags stand; you do not want to hear of them");
        for (customer, findings) in &all {
            for finding in findings {
                let Some(why) = finding.set_aside else { continue };
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
                card::rule(ui, rect, rect.top() + 0.5);
                card::inside_ui(ui, rect, ("aside", customer, finding.signal.as_str()), |ui| {
                    let base = rect.center().y + 5.0;
                    let mut right = rect.right();
                    let decision = review.silenced(&snapshot.dataset, &snapshot.weekly, finding);
                    if let Some((decision, _)) = decision.filter(|_| can_decide) {
                        let ink = Ink::new(Size::Caption, tokens.accent);
                        let again = link_at_ui(ui, right, base, Align::Max, "Hear of it again", ink, tokens.accent);
                        if again.clicked() {
                            commands.push(Command::Weigh(Weighed::TakeBack(decision.id)));
                        }
                        right = again.rect.left() - 16.0;
                    }
                    let name = &snapshot.dataset.customers[*customer as usize].name;
                    let plain = Ink::new(Size::Body, tokens.text);
                    let opener = link_at_ui(ui, rect.left(), base, Align::Min, name, plain, tokens.text);
                    if opener.clicked() {
                        commands.push(Command::Show(Page::Customer(*customer)));
                    }
                    let left = (rect.left() + 240.0).max(opener.rect.right() + 12.0);
                    let words = format!("{}: {}", wording::phrase(finding.signal), wording::set_aside(why));
                    let galley = text::cut(ui, &words, Ink::new(Size::Caption, tokens.text_2), right - left);
                    text::on_baseline_ui(ui, left, base, Align::Min, &galley);
                });
            }
        }
    });
    ui.add_space(CARD_GAP);
}

/// The numbers under the answer, at most so many of those that say what has changed.
fn summary(snapshot: &Snapshot, review: &Review, seen: &Seen, most: usize) -> Vec<(String, bool)> {
    let calls = &seen.calls;
    let mut parts = Vec::new();
    let watched: Vec<&Call> = calls.iter().filter(|call| call.level == Level::Watch).collect();
    if !watched.is_empty() {
        let sum = watched.iter().map(|call| call.money).sum();
        let more = if watched.len() == calls.len() { "" } else { "more " };
        parts.push((watched.len().to_string(), true));
        parts.push((
            format!(" {more}to watch, {}      ", money::short(sum, snapshot.dataset.currency.as_deref())),
            false,
        ));
    }
    if review.n_judged == 0 {
        parts.push(("Too little is known of your customers; older exports say more".to_owned(), false));
        return parts;
    }
    parts.push((format!("since {}", wording::since_when(review)), false));
    let of = |trend: Trend| calls.iter().filter(|call| call.trend == trend).count();
    let counts = [
        (of(Trend::New), "new"),
        (of(Trend::Worse), "worse"),
        (seen.cleared.len(), "cleared"),
        (of(Trend::Better), "better"),
        (of(Trend::Past), "past changed"),
        (of(Trend::Limit), "limit moved"),
        (of(Trend::Unchanged), "unchanged"),
    ];
    let told: Vec<&(usize, &str)> = counts.iter().filter(|(n, _)| *n > 0).take(most).collect();
    for (n, word) in &told {
        parts.push((format!("   {n}"), true));
        parts.push((format!(" {word}"), false));
    }
    if told.is_empty() && most > 0 {
        parts.push((" nothing has changed".to_owned(), false));
    }
    parts
}

#[expect(clippy::too_many_arguments, reason = "what the page shows, and what it remembers")]
fn main_ui(
    ui: &mut Ui,
    page: &mut ThisWeekPage,
    form: &mut NoteForm,
    seen: &mut Seen,
    snapshot: &Snapshot,
    review: &Review,
    can_decide: bool,
    commands: &mut Vec<Command>,
) {
    let n_act = seen.calls.iter().filter(|call| call.level == Level::Act).count();
    let n_cards = n_act.clamp(CARDS, 2 * CARDS).min(seen.calls.len());
    let has_moved = keys(ui, page, seen, n_cards, commands);
    for i in 0..n_cards {
        let call = seen.calls[i].clone();
        let chart = seen.card_chart(i);
        let is_selected = i == page.selected;
        let week = WeekCard { snapshot, review, call: &call, is_selected, scrolls: has_moved, can_decide };
        let touched = week_card_ui(ui, &week, chart, form);
        commands.extend(touched.command);
        if touched.is_selected {
            page.selected = i;
        }
        if touched.is_opened {
            commands.push(Command::Show(Page::Customer(call.customer)));
        }
        ui.add_space(CARD_GAP);
    }
    more_ui(ui, page, &seen.calls[n_cards..], snapshot, review, commands);
}

/// Up and down move the selection, Enter opens it, while no field or button has the focus.
fn keys(ui: &Ui, page: &mut ThisWeekPage, seen: &Seen, n_cards: usize, commands: &mut Vec<Command>) -> bool {
    let is_free = ui.memory(|memory| memory.focused().is_none()) && !Popup::is_any_open(ui.ctx());
    if !is_free || n_cards == 0 {
        return false;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let before = page.selected;
    if pressed(Key::ArrowDown) {
        page.selected = (page.selected + 1).min(n_cards - 1);
    }
    if pressed(Key::ArrowUp) {
        page.selected = page.selected.saturating_sub(1);
    }
    if pressed(Key::Enter)
        && let Some(call) = seen.calls.get(page.selected)
    {
        commands.push(Command::Show(Page::Customer(call.customer)));
    }
    before != page.selected
}

/// The rest of the watch list, a line each.
fn more_ui(
    ui: &mut Ui,
    page: &mut ThisWeekPage,
    calls: &[Call],
    snapshot: &Snapshot,
    review: &Review,
    commands: &mut Vec<Command>,
) {
    if calls.is_empty() {
        return;
    }
    let tokens = DesignTokens::of(ui);
    let n_shown = if page.shows_all { calls.len() } else { calls.len().min(LINES) };
    let currency = snapshot.dataset.currency.as_deref();
    card_ui(ui, |ui| {
        let are_watched = calls.iter().all(|call| call.level == Level::Watch);
        let title = format!("{} more{}", calls.len(), if are_watched { " to watch" } else { "" });
        let heading = title_row_ui(ui, &title, "by money at risk");
        let note = text::line(ui, "a year at risk", Ink::new(Size::Caption, tokens.text_3));
        let place = heading.with_max_y(heading.bottom() - 4.0);
        card::inside_ui(ui, heading, "unit", |ui| text::in_rect_ui(ui, place, Align::Max, &note));
        for call in &calls[..n_shown] {
            let name = &snapshot.dataset.customers[call.customer as usize].name;
            let sum = money::short(call.money, currency);
            if line_ui(ui, Mark::of(call.level), name, &call.phrase(review), &sum) {
                commands.push(Command::Show(Page::Customer(call.customer)));
            }
        }
        if n_shown < calls.len() {
            ui.add_space(8.0);
            if link_ui(ui, &format!("Show all {}", calls.len()), Size::Caption).clicked() {
                page.shows_all = true;
            }
        }
    });
    ui.add_space(CARD_GAP);
}

/// Mark, name, words and a number; the whole line opens the customer.
fn line_ui(ui: &mut Ui, mark: Mark, name: &str, words: &str, number: &str) -> bool {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
    row_background(ui, rect.expand2(vec2(8.0, 0.0)), &response, false);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
    card::rule(ui, rect, rect.top() + 0.5);
    card::inside_ui(ui, rect, ("line", name), |ui| {
        mark_ui(ui, pos2(rect.left() + 6.0, rect.center().y), mark);
        let number = text::line(ui, number, Ink::strong(Size::Body, tokens.text));
        let room = rect.width() - number.size().x - 24.0;
        let name_width = (room * 0.36).min(280.0);
        let name = text::cut(ui, name, Ink::new(Size::Body, tokens.text), name_width - 24.0);
        let top = (rect.center().y - name.size().y / 2.0).round();
        ui.painter().galley(pos2(rect.left() + 22.0, top), name, tokens.text);
        let words = text::cut(ui, words, Ink::new(Size::Body, tokens.text_2), room - name_width);
        text::at_ui(ui, pos2(rect.left() + name_width, top), Align::Min, &words);
        text::at_ui(ui, pos2(rect.right(), top), Align::Max, &number);
    });
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// What was cleared since last week, in one line under the cards.
fn changes_line_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, seen: &Seen, commands: &mut Vec<Command>) {
    let cleared = &seen.cleared;
    if cleared.is_empty() {
        return;
    }
    let tokens = DesignTokens::of(ui);
    let words = format!("Cleared since {}", wording::since_when(review));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        ui.add_space(16.0);
        let galley = text::line(ui, &words, Ink::new(Size::Caption, tokens.text_3));
        text::label_ui(ui, &galley);
        for customer in cleared.keys().take(CLEARED) {
            ui.add_space(14.0);
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 21.0), Sense::hover());
            card::inside_ui(ui, rect, customer, |ui| mark_ui(ui, rect.center(), Mark::Better));
            if name_ui(ui, &snapshot.dataset.customers[*customer as usize].name) {
                commands.push(Command::Show(Page::Customer(*customer)));
            }
        }
        if cleared.len() > CLEARED {
            ui.add_space(14.0);
            let words = format!("and {} more", cleared.len() - CLEARED);
            if link_ui(ui, &words, Size::Body).clicked() {
                commands.push(Command::Show(Page::Customers));
            }
        }
    });
    ui.add_space(CARD_GAP);
}

/// A customer's name that opens its page, in the colour of text.
pub(super) fn name_ui(ui: &mut Ui, name: &str) -> bool {
    let tokens = DesignTokens::of(ui);
    let ink = Ink::new(Size::Body, tokens.text);
    let galley = text::line(ui, name, ink);
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    let base = rect.top() + text::baseline(&galley);
    card::inside_ui(ui, rect, name, |ui| link_at_ui(ui, rect.left(), base, Align::Min, name, ink, tokens.text))
        .clicked()
}

/// New, worse and cleared since last week, as a card at the right.
fn changes_card_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, seen: &Seen, commands: &mut Vec<Command>) {
    let tokens = DesignTokens::of(ui);
    let name = |customer: CustomerIdx| snapshot.dataset.customers[customer as usize].name.as_str();
    card_ui(ui, |ui| {
        title_row_ui(ui, &format!("Since {}", wording::since_when(review)), "");
        let mut is_quiet = true;
        for (trend, most) in
            [(Trend::New, 6), (Trend::Worse, 6), (Trend::Better, 3), (Trend::Past, 3), (Trend::Limit, 3)]
        {
            let group: Vec<&Call> = seen.calls.iter().filter(|call| call.trend == trend).collect();
            is_quiet &= group.is_empty();
            count_ui(ui, group.len(), wording::trend_word(trend));
            for call in group.iter().take(most) {
                let open = entry_ui(ui, Mark::of(call.level), name(call.customer), &call.phrase(review));
                commands.extend(open.then_some(Command::Show(Page::Customer(call.customer))));
            }
        }
        let cleared = &seen.cleared;
        is_quiet &= cleared.is_empty();
        count_ui(ui, cleared.len(), "cleared");
        for (customer, signals) in cleared.iter().take(6) {
            let words: Vec<&str> = signals.iter().map(|signal| wording::signal_title(*signal)).collect();
            let open =
                entry_ui(ui, Mark::Better, name(*customer), &format!("no longer: {}", words.join(", ").to_lowercase()));
            commands.extend(open.then_some(Command::Show(Page::Customer(*customer))));
        }
        if is_quiet {
            let galley =
                text::wrapped(ui, "Nothing has changed", Ink::new(Size::Body, tokens.text_2), ui.available_width());
            text::label_ui(ui, &galley);
        }
    });
    ui.add_space(CARD_GAP);
}

fn count_ui(ui: &mut Ui, n: usize, word: &str) {
    if n > 0 {
        ui.add_space(8.0);
        let galley = text::line(ui, &format!("{n} {word}"), Ink::new(Size::Caption, DesignTokens::of(ui).text_3));
        text::label_ui(ui, &galley);
    }
}

/// Mark and name, and below it a caption.
fn entry_ui(ui: &mut Ui, mark: Mark, name: &str, words: &str) -> bool {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::click());
    row_background(ui, rect.expand2(vec2(8.0, 0.0)), &response, false);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
    card::inside_ui(ui, rect, ("entry", name), |ui| {
        mark_ui(ui, pos2(rect.left() + 6.0, rect.top() + 13.0), mark);
        let room = rect.width() - 24.0;
        let name = text::cut(ui, name, Ink::new(Size::Body, tokens.text), room);
        ui.painter().galley(pos2(rect.left() + 24.0, rect.top() + 2.0), name, tokens.text);
        let words = text::cut(ui, words, Ink::new(Size::Caption, tokens.text_3), room);
        text::at_ui(ui, pos2(rect.left() + 24.0, rect.top() + 22.0), Align::Min, &words);
    });
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// On a narrow page: what cannot be judged beside what raised no flag.
fn groups_ui(ui: &mut Ui, page: &mut ThisWeekPage, seen: &Seen, snapshot: &Snapshot, commands: &mut Vec<Command>) {
    cannot_judge_ui(ui, page, seen, snapshot, commands);
    no_flag_ui(ui, page, seen, snapshot, commands);
}

fn cannot_judge_ui(
    ui: &mut Ui,
    page: &mut ThisWeekPage,
    seen: &Seen,
    snapshot: &Snapshot,
    commands: &mut Vec<Command>,
) {
    let groups = &seen.silent.cannot_judge;
    if groups.is_empty() {
        return;
    }
    let title = format!("Cannot judge yet: {}", counted(Group::total(groups), "customer", "customers"));
    group_card_ui(ui, page, &title, "too little is known; they do not count as healthy", groups, snapshot, commands);
}

fn no_flag_ui(ui: &mut Ui, page: &mut ThisWeekPage, seen: &Seen, snapshot: &Snapshot, commands: &mut Vec<Command>) {
    let groups = &seen.silent.no_flag;
    if groups.is_empty() {
        return;
    }
    let title = format!("No flag: {}", counted(Group::total(groups), "customer", "customers"));
    group_card_ui(ui, page, &title, "judged, and nothing to call about", groups, snapshot, commands);
}

fn group_card_ui(
    ui: &mut Ui,
    page: &mut ThisWeekPage,
    title: &str,
    note: &str,
    groups: &[Group],
    snapshot: &Snapshot,
    commands: &mut Vec<Command>,
) {
    card_ui(ui, |ui| {
        title_row_ui(ui, title, note);
        for group in groups {
            let is_open = page.open_groups.entry(group.reason).or_default();
            if group_row_ui(ui, group, *is_open) {
                *is_open = !*is_open;
            }
            if *is_open {
                names_ui(ui, group, snapshot, commands);
            }
        }
    });
    ui.add_space(CARD_GAP);
}

fn group_row_ui(ui: &mut Ui, group: &Group, is_open: bool) -> bool {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    row_background(ui, rect.expand2(vec2(8.0, 0.0)), &response, false);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    disclosure(ui, pos2(rect.left() + 5.0, rect.center().y), is_open, tokens.text_3);
    let count = text::line(ui, &group.customers.len().to_string(), Ink::strong(Size::Body, tokens.text));
    let words = text::cut(ui, group.reason, Ink::new(Size::Body, tokens.text_2), rect.width() - 62.0);
    let top = (rect.center().y - words.size().y / 2.0).round();
    ui.painter().galley(pos2(rect.left() + 46.0 - count.size().x, top), count, tokens.text);
    ui.painter().galley(pos2(rect.left() + 56.0, top), words, tokens.text_2);
    let name = format!("{} {}", group.customers.len(), group.reason);
    response.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, is_open, &name));
    focus_ring(ui, &response, rect);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// The names of a group; each with its own sentence where there is one.
fn names_ui(ui: &mut Ui, group: &Group, snapshot: &Snapshot, commands: &mut Vec<Command>) {
    let tokens = DesignTokens::of(ui);
    let name = |customer: CustomerIdx| snapshot.dataset.customers[customer as usize].name.as_str();
    if group.customers.iter().any(|(_, words)| !words.is_empty()) {
        for (customer, words) in &group.customers {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
            card::inside_ui(ui, rect, ("name", customer), |ui| {
                let plain = Ink::new(Size::Body, tokens.text);
                let left = rect.left() + 56.0;
                let name_width = ((rect.width() - 56.0) * 0.4).min(260.0);
                let probe = text::cut(ui, name(*customer), plain, name_width);
                let base = (rect.center().y - probe.size().y / 2.0).round() + text::baseline(&probe);
                let opener = link_at_ui(ui, left, base, Align::Min, name(*customer), plain, tokens.text);
                let x = (left + name_width).max(opener.rect.right() + 12.0);
                let galley = text::cut(ui, words, Ink::new(Size::Caption, tokens.text_3), rect.right() - x);
                text::on_baseline_ui(ui, x, base, Align::Min, &galley);
                if opener.clicked() {
                    commands.push(Command::Show(Page::Customer(*customer)));
                }
            });
        }
    } else {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(18.0, 4.0);
            let indent = ui.max_rect().left() + 56.0;
            ui.add_space(indent - ui.cursor().left());
            for (customer, _) in &group.customers {
                if name_ui(ui, name(*customer)) {
                    commands.push(Command::Show(Page::Customer(*customer)));
                }
            }
        });
    }
    ui.add_space(6.0);
}

/// The title of a card with a caption behind it. Gives its place.
pub(super) fn title_row_ui(ui: &mut Ui, title: &str, note: &str) -> Rect {
    let tokens = DesignTokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    card::inside_ui(ui, rect, title, |ui| {
        let title = text::cut(ui, title, Ink::strong(Size::Body, tokens.text), rect.width());
        let place = text::in_rect_ui(ui, rect.with_max_y(rect.bottom() - 6.0), Align::Min, &title);
        let room = rect.right() - place.right() - 10.0;
        let note = text::line(ui, note, Ink::new(Size::Caption, tokens.text_3));
        // A note is a courtesy: where it has no room it is left out, not cut.
        if note.size().x <= room {
            let base = place.top() + text::baseline(&title);
            text::on_baseline_ui(ui, place.right() + 10.0, base, Align::Min, &note);
        }
    });
    rect
}
