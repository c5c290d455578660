//! The weekly review around a table: one customer a page, in large type, with what is decided of it.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use eframe::egui::emath::TSTransform;
use eframe::egui::{
    Align, Align2, Color32, CornerRadius, CursorIcon, Galley, Id, Key, Modifiers, Popup, Pos2, Rect, Response, Role,
    ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::decide;
use super::import::save::{SaveForm, save_ui};
use super::{Pages, Seen};
use crate::app::command::Place;
use crate::app::weekly::Weighed;
use crate::app::{AppState, Command, Page, Snapshot};
use crate::model::finding::{Change, Subject, Trend, Unit};
use crate::model::money::{self, Minor};
use crate::model::weekly::{Action, Decision, Snooze, Verdict, What};
use crate::model::{CustomerIdx, Dataset, Day, Finding, Level, Signal, WEEK};
use crate::report::chart::Frame;
use crate::report::chart::level_shift::LevelShift;
use crate::report::charts;
use crate::report::mask::{Hidden, Masks, masked_name};
use crate::review::{Call, Review, calls, wording};
use crate::ui::charts::{chart_ui as draw_chart_ui, row_note};
use crate::ui::shell::help::Beside;
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{Weight, colors, focus_ring, link_at_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::value_menu_ui;
use crate::ui::widgets::shapes::{Mark, back_arrow, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// Where the meeting stands.
#[derive(Default)]
pub struct MeetingPage {
    /// What the list was made of.
    snapshot: Option<Arc<Snapshot>>,
    /// The list as the meeting began: who is set aside in it stays on it.
    turns: Vec<Turn>,
    /// Which of them is shown; behind the last one the end.
    place: usize,
    masks: Masks,
    hidden: Option<Arc<Hidden>>,
    form: DecisionForm,
    saving: Option<SaveForm>,
    /// Whether a field had the focus: Escape takes it from there before anybody else hears of it.
    was_in_field: bool,
}

/// The margin of the window at the left and at the right.
const MARGIN: f32 = 40.0;
/// Below this height the lines move together.
const LOW: f32 = 720.0;
/// From this width on the line at the top is in body size.
const WIDE: f32 = 1180.0;
/// Between two switches.
const SWITCH_GAP: f32 = 28.0;
/// A switch without its words.
const PILL: Vec2 = vec2(40.0, 22.0);
/// The height of a filled button, and of the line at the foot.
const BUTTON: f32 = 44.0;
/// Above the choices.
const CARD_TITLE: f32 = 34.0;
/// The highest and the lowest choice.
const CHOICE: (f32, f32) = (36.0, 50.0);
/// The field for what is to be done.
const FIELD: f32 = 40.0;
/// Who, by when, and the button.
const LINE: f32 = 38.0;
/// Between field and line.
const FORM_GAP: f32 = 6.0;
/// A line of what was decided.
const DECIDED: f32 = 28.0;
/// Above what was decided.
const DECIDED_GAP: f32 = 8.0;
/// The room in which a place for the report is asked for.
const SAVING: f32 = 56.0;
/// A meeting talks of so many customers, the most urgent first; the others stand on This week.
const MOST: usize = 40;
/// Writes a decision down, as everywhere.
const KEEP: &str = "Keep";
/// The words on two of the ways out.
const SAVE_REPORT: &str = "Save report…";
const BACK: &str = "Back to This week";
/// The room that an arrow takes in a button.
const ARROW: f32 = 26.0;
/// A level shape is this much larger than on a card.
const SHAPE: f32 = 1.6;

/// The whole window: one customer, or the end of the list.
pub fn meeting_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let Pages { meeting: page, seen: Some(seen), beside, .. } = pages else {
        return vec![Command::Show(Page::ThisWeek)];
    };
    let Some(snapshot) = state.shown() else { return vec![page.end()] };
    let Some(review) = &snapshot.review else { return vec![page.end()] };
    page.follow(seen);
    // Escape closes the help first.
    let is_reading = *beside != Beside::Nothing;
    let mut is_ended = !is_reading && page.keys(ui, state.can_decide());
    let mut commands = Vec::new();
    let window = ui.max_rect();
    let plan = Plan::of(window);
    card::inside_ui(ui, window, "meeting", |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        is_ended |= card::inside_ui(ui, plan.top, "top", |ui| top_ui(ui, plan.top, page));
        let hidden = page.hidden(&snapshot.dataset);
        let names = Names::new(&snapshot.dataset, &page.turns, hidden);
        if let Some(turn) = page.turns.get(page.place).copied() {
            let findings = risks(review, turn.customer);
            let told = calls::telling(findings.iter().copied());
            let chart = chart_of(seen, findings.first().copied());
            let shown = Shown { snapshot, review, turn, told, names: &names, place: page.place, masks: page.masks };
            commands.extend(turn_ui(ui, &plan, page, &shown, chart, state));
        } else {
            let list = Shown {
                snapshot,
                review,
                turn: Turn::default(),
                told: Vec::new(),
                names: &names,
                place: page.place,
                masks: page.masks,
            };
            is_ended |= end_ui(ui, &plan, page, &list, state, &mut commands);
        }
    });
    page.was_in_field = ui.ctx().text_edit_focused();
    if is_ended {
        commands.push(page.end());
    }
    commands
}

/// A customer of the list, with what was told of it as the meeting began.
#[derive(Clone, Copy)]
struct Turn {
    customer: CustomerIdx,
    level: Level,
    trend: Trend,
    money: Minor,
}

impl Default for Turn {
    fn default() -> Self {
        Self { customer: 0, level: Level::Watch, trend: Trend::Unchanged, money: 0 }
    }
}

/// What the four keys stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Call,
    Check,
    Wait,
    NoProblem,
}

/// A decision that is being written.
#[derive(Default)]
struct DecisionForm {
    /// Of whom; a proposal is made once for each.
    customer: Option<CustomerIdx>,
    chosen: Option<Choice>,
    words: String,
    who: String,
    by: Option<Day>,
    wants_focus: bool,
}

/// One customer as it is shown.
struct Shown<'a> {
    snapshot: &'a Snapshot,
    review: &'a Review,
    turn: Turn,
    told: Vec<&'a Finding>,
    names: &'a Names,
    place: usize,
    masks: Masks,
}

/// How the customers of the list are called on this page.
struct Names {
    all: Vec<String>,
    /// Where names are masked.
    hidden: Option<Arc<Hidden>>,
}

/// A number that is read from afar.
struct Figure {
    value: String,
    caption: String,
    /// The caption where it has no room.
    short: String,
    tip: Option<String>,
}

/// Where everything goes.
struct Plan {
    top: Rect,
    level: Rect,
    title: Rect,
    facts: Rect,
    chart: Rect,
    decide: Rect,
    foot: Rect,
}

impl Choice {
    const ALL: [Self; 4] = [Self::Call, Self::Check, Self::Wait, Self::NoProblem];

    fn words(self) -> &'static str {
        match self {
            Self::Call => "Call them",
            Self::Check => "Check in the shop first",
            Self::Wait => "Wait a week",
            Self::NoProblem => "Not a problem",
        }
    }

    fn key(self) -> (Key, &'static str) {
        match self {
            Self::Call => (Key::Num1, "1"),
            Self::Check => (Key::Num2, "2"),
            Self::Wait => (Key::Num3, "3"),
            Self::NoProblem => (Key::Num4, "4"),
        }
    }

    /// Whether somebody has to do something by a day.
    fn is_action(self) -> bool {
        matches!(self, Self::Call | Self::Check)
    }
}

impl MeetingPage {
    /// Makes the list anew where other data is shown. What is decided in the meeting leaves it as it is.
    fn follow(&mut self, seen: &Seen) {
        if self.snapshot.as_ref().is_some_and(|snapshot| snapshot.is_same_look(&seen.snapshot)) {
            return;
        }
        let turn =
            |call: &Call| Turn { customer: call.customer, level: call.level, trend: call.trend, money: call.money };
        *self = Self {
            snapshot: Some(Arc::clone(&seen.snapshot)),
            turns: seen.calls.iter().take(MOST).map(turn).collect(),
            masks: self.masks,
            ..Self::default()
        };
    }

    /// The keys, while no field has the focus. Gives whether the meeting ends.
    fn keys(&mut self, ui: &Ui, can_decide: bool) -> bool {
        let is_in_field = self.was_in_field || ui.ctx().text_edit_focused();
        if is_in_field || Popup::is_any_open(ui.ctx()) {
            return false;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::ArrowRight) {
            self.turn_to(self.place + 1);
        }
        if pressed(Key::ArrowLeft) {
            self.turn_to(self.place.saturating_sub(1));
        }
        if pressed(Key::M) {
            self.masks.amounts = !self.masks.amounts;
        }
        if pressed(Key::N) {
            self.masks.names = !self.masks.names;
        }
        if can_decide && self.place < self.turns.len() {
            for choice in Choice::ALL {
                if pressed(choice.key().0) {
                    self.form.choose(choice);
                }
            }
        }
        pressed(Key::Escape) || pressed(Key::F11)
    }

    /// What is to be hidden, looked up once; nothing where names are shown.
    fn hidden(&mut self, dataset: &Dataset) -> Option<Arc<Hidden>> {
        let names = || Arc::new(Hidden::of(dataset));
        self.masks.names.then(|| Arc::clone(self.hidden.get_or_insert_with(names)))
    }

    fn turn_to(&mut self, place: usize) {
        let place = place.min(self.turns.len());
        if place != self.place {
            self.place = place;
            // The one who does it is often the same.
            let who = std::mem::take(&mut self.form.who);
            self.form = DecisionForm { who, ..DecisionForm::default() };
        }
    }

    fn end(&mut self) -> Command {
        *self = Self { masks: self.masks, ..Self::default() };
        Command::Show(Page::ThisWeek)
    }

    /// The report hides what the page hides.
    fn ask_where(&mut self) -> Command {
        let place = Place::Report { amounts: self.masks.amounts, names: self.masks.names };
        self.saving.get_or_insert_default().open(place);
        Command::AskWhere(place)
    }

    /// Where the report is asked for; else what went wrong.
    fn saving_ui(&mut self, ui: &mut Ui, rect: Rect, names: &Names, state: &AppState) -> Option<Command> {
        if let Some(message) = state.message() {
            let ink = Ink::new(Size::MeetingCaption, DesignTokens::of(ui).act);
            let galley = text::cut(ui, &names.hide(message), ink, rect.width());
            text::at_ui(ui, rect.min, Align::Min, &galley);
        }
        // The form stands below the message.
        let place = rect.translate(vec2(0.0, if state.message().is_some() { 14.0 } else { 0.0 }));
        let form = self.saving.as_mut()?;
        card::inside_ui(ui, place, "report", |ui| save_ui(ui, form, state))
    }
}

impl DecisionForm {
    fn choose(&mut self, choice: Choice) {
        self.chosen = Some(choice);
        self.wants_focus = true;
    }

    /// Who and by when, before anybody says so: whoever did something last, this week.
    fn propose(&mut self, shown: &Shown<'_>) {
        if self.customer == Some(shown.turn.customer) {
            return;
        }
        self.customer = Some(shown.turn.customer);
        self.by = decide::fridays(shown.review.as_of).into_iter().find(|day| *day > shown.review.as_of);
        if self.who.is_empty() {
            let who_of = |decision: &Decision| match &decision.what {
                What::Action(action) if !action.who.is_empty() => Some(action.who.clone()),
                _ => None,
            };
            self.who = shown.snapshot.weekly.decisions.iter().rev().find_map(who_of).unwrap_or_default();
        }
    }

    fn can_write(&self) -> bool {
        self.chosen.is_some() || !self.words.trim().is_empty()
    }

    /// What was chosen as decisions; the form is blank then. Words without a choice are a note.
    fn write_down(&mut self, shown: &Shown<'_>) -> Vec<Command> {
        let words = std::mem::take(&mut self.words).trim().to_owned();
        let (review, customer) = (shown.review, shown.turn.customer);
        let decide =
            |signals: Vec<Signal>, what: What| decide::decided(shown.snapshot, review, customer, signals, what);
        let mut commands = match self.chosen.take() {
            Some(choice @ (Choice::Call | Choice::Check)) => {
                let words = if words.is_empty() { choice.words().to_owned() } else { words };
                let action = Action { words, who: self.who.trim().to_owned(), by: self.by, done_on: None };
                return vec![decide(Vec::new(), What::Action(action))];
            }
            Some(Choice::Wait) => {
                vec![decide(shown.heard(), What::Snooze(Snooze::Until(review.as_of + WEEK)))]
            }
            Some(Choice::NoProblem) => {
                let verdict = || What::Verdict(Verdict::FalseAlarm);
                shown.told.iter().map(|finding| decide(calls::spoken_for(review, finding), verdict())).collect()
            }
            None => Vec::new(),
        };
        if !words.is_empty() {
            commands.push(decide(Vec::new(), What::Note(words)));
        }
        commands
    }
}

impl Names {
    /// As in the report that the meeting ends in.
    fn new(dataset: &Dataset, turns: &[Turn], hidden: Option<Arc<Hidden>>) -> Self {
        let name = |turn: &Turn| match hidden {
            Some(_) => masked_name(turn.customer),
            None => dataset.customers[turn.customer as usize].name.clone(),
        };
        Self { all: turns.iter().map(name).collect(), hidden }
    }

    fn at(&self, place: usize) -> &str {
        self.all.get(place).map_or("", String::as_str)
    }

    /// Words that somebody typed, without the names that are masked.
    fn hide(&self, words: &str) -> String {
        self.hidden.as_ref().map_or_else(|| words.to_owned(), |hidden| hidden.hide(words))
    }
}

impl<'a> Shown<'a> {
    fn name(&self) -> &'a str {
        self.names.at(self.place)
    }

    /// What is going on, in a few words.
    fn phrase(&self) -> String {
        let mut phrases: Vec<&str> = Vec::new();
        for finding in &self.told {
            let phrase = wording::phrase(finding.signal);
            if !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        phrases.join(", ")
    }

    /// The flags that a snooze is about.
    fn heard(&self) -> Vec<Signal> {
        let of_customer = || self.review.findings_of(self.turn.customer);
        let heard: Vec<Signal> =
            of_customer().filter(|finding| finding.set_aside.is_none()).map(|finding| finding.signal).collect();
        // Of one that is set aside already, all of them wait for longer.
        if heard.is_empty() { of_customer().map(|finding| finding.signal).collect() } else { heard }
    }

    /// What was decided of a customer in this review, the newest first.
    fn decided_of(&self, customer: CustomerIdx) -> Vec<&'a Decision> {
        let (snapshot, as_of) = (self.snapshot, self.review.as_of);
        let customer = &snapshot.dataset.customers[customer as usize];
        snapshot.weekly.decisions_on(customer, as_of).filter(|decision| decision.review == as_of).rev().collect()
    }

    /// The currency of what is shown; of masked amounts none that is known.
    fn currency(&self) -> Option<&str> {
        if self.masks.amounts { Some(money::MASKED) } else { self.snapshot.dataset.currency.as_deref() }
    }

    /// What is read from afar: the change, a second one or what it rests on, and the money.
    fn figures(&self) -> Vec<Figure> {
        let Some(finding) = self.told.first() else { return Vec::new() };
        let dataset: &Dataset = &self.snapshot.dataset;
        let mut figures = vec![figure(dataset, finding, finding.change, Some(finding.since))];
        figures.push(match (finding.second, self.told.get(1)) {
            (Some(change), _) => figure(dataset, finding, change, finding.second_since),
            (None, Some(other)) => figure(dataset, other, other.change, Some(other.since)),
            (None, None) => records(finding),
        });
        figures.push(Figure {
            value: money::short(self.turn.money, self.currency()),
            caption: "a year at risk".to_owned(),
            short: "a year at risk".to_owned(),
            tip: Some(format!("{} a year at risk", money::exact(self.turn.money, self.currency()))),
        });
        figures
    }
}

impl Plan {
    fn of(window: Rect) -> Self {
        let page = window.shrink2(vec2(MARGIN, 0.0));
        let air = if window.height() < LOW { 0.0 } else { 1.0 };
        let line = |top: f32, height: f32| {
            Rect::from_min_max(pos2(page.left(), top.round()), pos2(page.right(), (top + height).round()))
        };
        let top = line(page.top() + 12.0 + 4.0 * air, 32.0);
        let level = line(top.bottom() + 4.0 + 14.0 * air, 32.0);
        let title = line(level.bottom(), 62.0);
        let facts = line(title.bottom() + 8.0 * air, 78.0);
        let foot = line(page.bottom() - 12.0 - 24.0 * air - BUTTON, BUTTON);
        let cards = Rect::from_min_max(
            pos2(page.left(), facts.bottom() + 8.0 + 8.0 * air),
            pos2(page.right(), foot.top() - 10.0 - 26.0 * air),
        );
        let side = (0.32 * page.width()).clamp(380.0, 480.0).min(0.5 * page.width()).round();
        Self {
            chart: cards.with_max_x(cards.right() - side - 16.0),
            decide: cards.with_min_x(cards.right() - side),
            top,
            level,
            title,
            facts,
            foot,
        }
    }

    /// Everything between the title and the foot.
    fn list(&self) -> Rect {
        Rect::from_min_max(self.facts.min, self.decide.max)
    }
}

/// A customer's risks: those that are heard of, or all where none is. The most urgent first, then by money.
fn risks(review: &Review, customer: CustomerIdx) -> Vec<&Finding> {
    let all = || review.findings_of(customer).filter(|finding| !finding.signal.is_opportunity());
    let mut findings: Vec<&Finding> = all().filter(|finding| finding.set_aside.is_none()).collect();
    if findings.is_empty() {
        findings = all().collect();
    }
    findings.sort_by_key(|finding| (finding.level, finding.signal != Signal::Distress, Reverse(finding.money_at_risk)));
    findings
}

/// The chart of a finding, kept with those of the cards.
fn chart_of<'a>(seen: &'a mut Seen, finding: Option<&Finding>) -> Option<&'a LevelShift> {
    let finding = finding?;
    let Seen { snapshot, card_charts, .. } = seen;
    let review = snapshot.review.as_ref()?;
    let chart = || charts::chart_of_finding(&snapshot.dataset, review, finding);
    Some(card_charts.entry(finding.customer).or_insert_with(chart))
}

/// "1.2 → 3.4 %" and "of parts rejected, since August".
fn figure(dataset: &Dataset, finding: &Finding, change: Change, since: Option<Day>) -> Figure {
    let (was, now) = (wording::number(change.was), wording::number(change.now));
    let shares = || format!("{} → {} %", wording::percent(change.was), wording::percent(change.now));
    let about = match finding.subject {
        Some(Subject::Process { to, .. } | Subject::Supplier { to, .. }) => dataset.label(to),
        Some(Subject::Topic(topic)) => dataset.label(topic),
        None => "",
    };
    let on = if about.is_empty() { String::new() } else { format!(" on {about}") };
    let (value, short) = match change.unit {
        // Here the day on which it began is the last order, which the days say.
        Unit::DaysBetweenOrders => {
            let short = format!("without an order, usually {was}");
            return Figure { value: format!("{now} days"), caption: short.clone(), short, tip: None };
        }
        Unit::PartsPerLot => (format!("{was} → {now}"), "parts per lot".to_owned()),
        Unit::OrdersPer4Weeks => (format!("{was} → {now}"), "orders in 4 weeks".to_owned()),
        Unit::DaysBeyondTerms => (format!("{was} → {now} days"), "beyond terms".to_owned()),
        Unit::ShareRejected => (shares(), "of parts rejected".to_owned()),
        Unit::ShareOfOrders => (shares(), format!("of its orders{on}")),
        Unit::ShareClicked => (shares(), format!("of mailings{on} clicked")),
        Unit::Customers => (format!("{was} → {now}"), "customers".to_owned()),
    };
    let since = since.map(|day| format!("{short}, {}", wording::since(day, finding.windows.now_to)));
    Figure { value, caption: since.unwrap_or_else(|| short.clone()), short, tip: None }
}

/// "46" and "orders that this rests on".
fn records(finding: &Finding) -> Figure {
    let line = wording::evidence_in_short(finding);
    let counted = line.split(" · ").next().unwrap_or_default();
    let (value, noun) = counted.split_once(' ').unwrap_or((counted, ""));
    Figure { value: value.to_owned(), caption: format!("{noun} that this rests on"), short: noun.to_owned(), tip: None }
}

/// Why nothing can be decided.
fn why_not(state: &AppState) -> Option<&'static str> {
    if state.can_decide() {
        return None;
    }
    let has_workspace = state.shown().is_some_and(|snapshot| snapshot.workspace.is_some());
    Some(if state.closed().is_some() {
        "This review is closed. What was decided in it stands below"
    } else if !has_workspace {
        "Open a workspace to write decisions down"
    } else if state.job().is_some() {
        "One moment: the shop is being judged"
    } else if state.later_review().is_some() {
        "A later review is closed already. Open it again to decide here"
    } else {
        "This workspace cannot be written now: another program has it open, or files are still to be taken in"
    })
}

/// The first of these that fits whole; else the last one, cut.
fn fitting(ui: &Ui, room: f32, first: (&str, Ink), others: &[(&str, Ink)]) -> Arc<Galley> {
    let mut galley = text::cut(ui, first.0, first.1, room);
    for (words, ink) in others {
        if !galley.elided {
            break;
        }
        galley = text::cut(ui, words, *ink, room);
    }
    galley
}

/// Where the list stands, what is masked, and the way out. Gives whether the meeting ends.
fn top_ui(ui: &mut Ui, rect: Rect, page: &mut MeetingPage) -> bool {
    let size = if rect.width() < WIDE - 2.0 * MARGIN { Size::MeetingCaption } else { Size::MeetingBody };
    let switches = [
        Switch { words: "Mask amounts", key: "M", is_on: Some(page.masks.amounts), size },
        Switch { words: "Mask names", key: "N", is_on: Some(page.masks.names), size },
        Switch { words: "End", key: "Esc", is_on: None, size },
    ];
    let widths = switches.each_ref().map(|switch| switch.width(ui));
    let mut left = rect.right() - widths.iter().sum::<f32>() - 2.0 * SWITCH_GAP;
    progress_ui(ui, rect.with_max_x(left - SWITCH_GAP), page, size);
    let mut pressed = None;
    for (i, (switch, width)) in switches.iter().zip(widths).enumerate() {
        let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        if switch.show(ui, place).clicked() {
            pressed = Some(i);
        }
        left = place.right() + SWITCH_GAP;
    }
    match pressed {
        Some(0) => page.masks.amounts = !page.masks.amounts,
        Some(1) => page.masks.names = !page.masks.names,
        Some(_) => return true,
        None => {}
    }
    false
}

/// "3 of 7", and a piece for each.
fn progress_ui(ui: &mut Ui, rect: Rect, page: &MeetingPage, size: Size) {
    let tokens = DesignTokens::of(ui);
    let n = page.turns.len();
    if n == 0 {
        return;
    }
    let words = if page.place < n { format!("{} of {n}", page.place + 1) } else { "The end".to_owned() };
    let words = text::line(ui, &words, Ink::strong(size, tokens.text));
    let left = text::in_rect_ui(ui, rect, Align::Min, &words).right() + 16.0;
    let pitch = ((rect.right() - left) / n as f32).min(39.0);
    let gap = if pitch > 8.0 { 5.0 } else { 1.0 };
    for i in 0..n {
        let color = match i.cmp(&page.place) {
            Ordering::Less => tokens.was,
            Ordering::Equal => tokens.accent,
            Ordering::Greater => tokens.border,
        };
        let at = pos2(left + pitch * i as f32, rect.center().y - 3.0);
        let piece = Rect::from_min_size(at, vec2((pitch - gap).max(1.0), 6.0));
        ui.painter().rect_filled(piece, CornerRadius::same(2), color);
    }
}

/// Words with their key; with a pill where they are on or off.
struct Switch {
    words: &'static str,
    key: &'static str,
    is_on: Option<bool>,
    size: Size,
}

impl Switch {
    fn width(&self, ui: &Ui) -> f32 {
        let words = text::line(ui, self.words, Ink::new(self.size, Color32::PLACEHOLDER)).size().x;
        let pill = if self.is_on.is_some() { PILL.x + 10.0 } else { 0.0 };
        (pill + words + 10.0 + key_width(ui, self.key)).ceil()
    }

    fn show(&self, ui: &mut Ui, rect: Rect) -> Response {
        let tokens = DesignTokens::of(ui);
        let response = ui.allocate_rect(rect, Sense::click());
        let mut left = rect.left();
        if let Some(is_on) = self.is_on {
            pill(ui, Rect::from_min_size(pos2(left, rect.center().y - PILL.y / 2.0), PILL), is_on);
            left += PILL.x + 10.0;
        }
        let color = if response.hovered() { tokens.text } else { tokens.text_2 };
        let words = text::line(ui, self.words, Ink::new(self.size, color));
        let top = (rect.center().y - words.size().y / 2.0).round();
        ui.painter().galley(pos2(left, top), words, color);
        key_cap(ui, pos2(rect.right(), rect.center().y), self.key);
        focus_ring(ui, &response, rect.expand2(vec2(4.0, 0.0)));
        response.widget_info(|| match self.is_on {
            Some(is_on) => WidgetInfo::selected(Role::Switch, true, is_on, self.words),
            None => WidgetInfo::labeled(Role::Button, true, "End the meeting"),
        });
        response.on_hover_cursor(CursorIcon::PointingHand)
    }
}

fn pill(ui: &Ui, rect: Rect, is_on: bool) {
    let tokens = DesignTokens::of(ui);
    let radius = CornerRadius::same(11);
    let inside = rect.shrink(rect.height() / 2.0);
    if is_on {
        ui.painter().rect_filled(rect, radius, tokens.accent);
        ui.painter().circle_filled(pos2(inside.right(), rect.center().y), 7.0, tokens.on_accent);
    } else {
        let stroke = Stroke::new(1.0, tokens.text_3);
        ui.painter().rect(rect, radius, tokens.surface, stroke, StrokeKind::Inside);
        ui.painter().circle_filled(pos2(inside.left(), rect.center().y), 7.0, tokens.text_3);
    }
}

fn key_width(ui: &Ui, key: &str) -> f32 {
    (text::line(ui, key, Ink::new(Size::MeetingCaption, Color32::PLACEHOLDER)).size().x + 16.0).ceil()
}

/// A key as it looks, ending at `right`.
fn key_cap(ui: &Ui, right: Pos2, key: &str) {
    let tokens = DesignTokens::of(ui);
    let width = key_width(ui, key);
    let rect = Rect::from_min_size(right - vec2(width, 13.0), vec2(width, 26.0));
    ui.painter().rect(rect, CornerRadius::same(RADIUS - 2), tokens.bg, tokens.hairline(), StrokeKind::Inside);
    let galley = text::line(ui, key, Ink::new(Size::MeetingCaption, tokens.text_2));
    ui.painter().galley((rect.center() - galley.size() / 2.0).round(), galley, tokens.text_2);
}

/// One customer.
fn turn_ui(
    ui: &mut Ui,
    plan: &Plan,
    page: &mut MeetingPage,
    shown: &Shown<'_>,
    chart: Option<&LevelShift>,
    state: &AppState,
) -> Vec<Command> {
    level_ui(ui, plan.level, shown.turn);
    title_ui(ui, plan.title, shown);
    card::inside_ui(ui, plan.facts, ("facts", shown.place), |ui| figures_ui(ui, plan.facts, &shown.figures()));
    if let Some(chart) = chart {
        card::inside_ui(ui, plan.chart, ("chart", shown.place), |ui| chart_ui(ui, plan.chart, chart, shown));
    }
    let commands =
        card::inside_ui(ui, plan.decide, "decide", |ui| decide_ui(ui, plan.decide, &mut page.form, shown, state));
    let turned = card::inside_ui(ui, plan.foot, "foot", |ui| foot_ui(ui, plan.foot, shown, state));
    if let Some(place) = turned {
        page.turn_to(place);
    }
    commands
}

fn level_ui(ui: &mut Ui, rect: Rect, turn: Turn) {
    let tokens = DesignTokens::of(ui);
    let mark = Mark::of(turn.level);
    let center = pos2(rect.left() + 10.0, rect.center().y);
    // Larger, with its middle in the same place.
    let larger = TSTransform::new(center.to_vec2() * (1.0 - SHAPE), SHAPE);
    ui.with_visual_transform(larger, |ui| mark_ui(ui, center, mark));
    let word = text::line(ui, wording::level_word(turn.level), Ink::strong(Size::MeetingBody, mark.color(tokens)));
    let end = text::in_rect_ui(ui, rect.with_min_x(rect.left() + 30.0), Align::Min, &word).right();
    let trend = wording::trend_word(turn.trend);
    if !trend.is_empty() {
        let trend = text::line(ui, trend, Ink::new(Size::MeetingBody, tokens.text_2));
        text::in_rect_ui(ui, rect.with_min_x(end + 14.0), Align::Min, &trend);
    }
}

/// "Name: what is going on". A long name is cut before what is going on is.
fn title_ui(ui: &mut Ui, rect: Rect, shown: &Shown<'_>) {
    let tokens = DesignTokens::of(ui);
    let phrase = shown.phrase();
    if phrase.is_empty() {
        let galley = text::cut(ui, shown.name(), Ink::strong(Size::MeetingAnswer, tokens.text), rect.width());
        text::in_rect_ui(ui, rect, Align::Min, &galley);
        return;
    }
    let whole = format!("{}: {phrase}", shown.name());
    let galley = text::line(ui, &whole, Ink::strong(Size::MeetingAnswer, tokens.text));
    if galley.size().x <= rect.width() {
        text::in_rect_ui(ui, rect, Align::Min, &galley);
        return;
    }
    let ink = Ink::strong(Size::MeetingFigure, tokens.text);
    let phrase = text::cut(ui, &format!(": {phrase}"), ink, 0.6 * rect.width());
    let name = text::cut(ui, shown.name(), ink, rect.width() - phrase.size().x);
    let end = text::in_rect_ui(ui, rect, Align::Min, &name).right();
    text::in_rect_ui(ui, rect.with_min_x(end), Align::Min, &phrase);
}

/// Up to three big numbers beside each other.
fn figures_ui(ui: &mut Ui, rect: Rect, figures: &[Figure]) {
    let tokens = DesignTokens::of(ui);
    let width = rect.width() / 3.0;
    for (i, figure) in figures.iter().enumerate() {
        let left = rect.left() + width * i as f32;
        if i > 0 {
            let x = ui.painter().round_to_pixel_center(left - 14.0);
            ui.painter().vline(x, rect.y_range(), tokens.hairline());
        }
        let left = if i > 0 { left + 14.0 } else { left };
        let room = rect.left() + width * (i as f32 + 1.0) - left - 24.0;
        let (large, small) =
            (Ink::strong(Size::MeetingFigure, tokens.text), Ink::strong(Size::MeetingTitle, tokens.text));
        let value = fitting(ui, room, (&figure.value, large), &[(&figure.value, small)]);
        let value = text::at_ui(ui, pos2(left, rect.top() + 24.0 - value.size().y / 2.0), Align::Min, &value);
        if let Some(tip) = &figure.tip {
            value.on_hover_text(tip.as_str());
        }
        let (body, caption) =
            (Ink::new(Size::MeetingBody, tokens.text_2), Ink::new(Size::MeetingCaption, tokens.text_2));
        let short = figure.short.as_str();
        let others = [(figure.caption.as_str(), caption), (short, body), (short, caption)];
        let words = fitting(ui, room, (&figure.caption, body), &others);
        text::at_ui(ui, pos2(left, rect.top() + 62.0 - words.size().y / 2.0), Align::Min, &words);
    }
}

fn chart_ui(ui: &mut Ui, rect: Rect, chart: &LevelShift, shown: &Shown<'_>) {
    let tokens = DesignTokens::of(ui);
    card::card_surface(ui, rect);
    let inner = rect.shrink2(vec2(24.0, 12.0));
    let short = chart.title.split(" since ").next().unwrap_or(&chart.title);
    let (large, small) = (Ink::strong(Size::MeetingTitle, tokens.text), Ink::strong(Size::MeetingBody, tokens.text));
    let title = fitting(ui, inner.width(), (&chart.title, large), &[(short, large), (short, small)]);
    let line = inner.with_max_y(inner.top() + CARD_TITLE);
    let place = text::in_rect_ui(ui, line, Align::Min, &title);
    let base = place.top() + text::baseline(&title);
    // As much of the unit as fits whole: a unit that is cut says nothing.
    let caption = chart.unit.split(',').next().unwrap_or_default();
    for words in [chart.unit.as_str(), caption, chart.unit_short] {
        let unit = text::line(ui, words, Ink::new(Size::MeetingCaption, tokens.text_3));
        if place.right() + 14.0 + unit.size().x <= inner.right() {
            text::on_baseline_ui(ui, place.right() + 14.0, base, Align::Min, &unit);
            break;
        }
    }
    let place = Rect::from_min_max(pos2(inner.left(), line.bottom() + 4.0), inner.max);
    if shown.masks.names {
        // A file may be called after a customer.
        draw_chart_ui(ui, place, chart, Frame::Meeting, &|_| None, None);
    } else {
        draw_chart_ui(ui, place, chart, Frame::Meeting, &row_note(&shown.snapshot.dataset), None);
    }
}

/// The four choices, the form, and what was decided so far.
fn decide_ui(ui: &mut Ui, rect: Rect, form: &mut DecisionForm, shown: &Shown<'_>, state: &AppState) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    card::card_surface(ui, rect);
    let inner = rect.shrink2(vec2(20.0, 10.0));
    let title = text::cut(ui, "What do we do?", Ink::strong(Size::MeetingTitle, tokens.text), inner.width());
    text::in_rect_ui(ui, inner.with_max_y(inner.top() + CARD_TITLE), Align::Min, &title);
    let body = inner.with_min_y(inner.top() + CARD_TITLE);
    let decided = shown.decided_of(shown.turn.customer);
    if let Some(why) = why_not(state) {
        let galley = text::wrapped(ui, why, Ink::new(Size::MeetingBody, tokens.text_2), body.width());
        let bottom = text::at_ui(ui, body.min + vec2(0.0, 6.0), Align::Min, &galley).rect.bottom();
        let place = body.with_min_y(bottom + DECIDED_GAP);
        return card::inside_ui(ui, place, "decided", |ui| decided_ui(ui, place, shown, &decided, false));
    }
    form.propose(shown);
    let gap = if body.height() < 340.0 { 6.0 } else { 10.0 };
    let lines = decided.len().min(2) as f32;
    let list = if lines > 0.0 { DECIDED_GAP + lines * DECIDED } else { 0.0 };
    let height = ((body.height() - FIELD - FORM_GAP - LINE - list) / 4.0 - gap).clamp(CHOICE.0, CHOICE.1).floor();
    card::inside_ui(ui, body, "choices", |ui| choices_ui(ui, body, height, gap, form));
    let top = body.top() + 4.0 * (height + gap);
    let place = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), FIELD + FORM_GAP + LINE));
    let is_written = card::inside_ui(ui, place, ("form", shown.turn.customer), |ui| form_ui(ui, place, form, shown));
    let mut commands = if is_written { form.write_down(shown) } else { Vec::new() };
    let place = body.with_min_y(place.bottom() + DECIDED_GAP);
    commands.extend(card::inside_ui(ui, place, "decided", |ui| decided_ui(ui, place, shown, &decided, true)));
    commands
}

fn choices_ui(ui: &mut Ui, body: Rect, height: f32, gap: f32, form: &mut DecisionForm) {
    let mut top = body.top();
    for choice in Choice::ALL {
        let place = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), height));
        if choice_ui(ui, place, choice, form.chosen == Some(choice)) {
            form.choose(choice);
        }
        top += height + gap;
    }
}

/// One of the choices, with its key.
fn choice_ui(ui: &mut Ui, rect: Rect, choice: Choice, is_chosen: bool) -> bool {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    let (fill, stroke) = match (is_chosen, response.hovered()) {
        (true, _) => (tokens.selected(), Stroke::new(1.0, tokens.accent)),
        (false, true) => (tokens.raised, tokens.hairline()),
        (false, false) => (tokens.surface, tokens.hairline()),
    };
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
    let dot = pos2(rect.left() + 23.0, rect.center().y);
    if is_chosen {
        ui.painter().circle_filled(dot, 10.0, tokens.accent);
        ui.painter().circle_filled(dot, 4.0, tokens.on_accent);
    } else {
        ui.painter().circle_stroke(dot, 9.5, Stroke::new(1.0, tokens.text_3));
    }
    let key = choice.key().1;
    let right = rect.right() - 13.0;
    key_cap(ui, pos2(right, rect.center().y), key);
    let ink = |size| if is_chosen { Ink::strong(size, tokens.text) } else { Ink::new(size, tokens.text) };
    let left = rect.left() + 45.0;
    let room = right - key_width(ui, key) - 8.0 - left;
    let words =
        fitting(ui, room, (choice.words(), ink(Size::MeetingBody)), &[(choice.words(), ink(Size::MeetingCaption))]);
    let top = (rect.center().y - words.size().y / 2.0).round();
    ui.painter().galley(pos2(left, top), words, tokens.text);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, choice.words()));
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// What is to be done, who does it, by when. Gives whether it is to be written down.
fn form_ui(ui: &mut Ui, rect: Rect, form: &mut DecisionForm, shown: &Shown<'_>) -> bool {
    let tokens = DesignTokens::of(ui);
    let field = rect.with_max_y(rect.top() + FIELD);
    let line = rect.with_min_y(rect.bottom() - LINE);
    let is_action = form.chosen.is_none_or(Choice::is_action);
    let hint = if is_action { "What is to be done" } else { "Why" };
    let (words, id) = (&mut form.words, Id::unique("meeting words"));
    let response = edit_ui(ui, field, words, id, (hint, Size::MeetingBody));
    let response = response.accessible_name(format!("What we do about {}", shown.name()));
    // Only from the next frame on: the key that chose is no text.
    if std::mem::take(&mut form.wants_focus) {
        response.request_focus();
    }
    let width = big_width(ui, KEEP).min(0.5 * line.width());
    let button = line.with_min_x(line.right() - width);
    let left = line.with_max_x(button.left() - 8.0);
    let mut lost_focus = response.lost_focus();
    if is_action {
        let who = left.with_max_x(left.left() + (0.44 * left.width()).round());
        let response = edit_ui(ui, who, &mut form.who, Id::unique("meeting who"), ("Who", Size::MeetingCaption));
        lost_focus |= response.accessible_name("Who does it").lost_focus();
        by_ui(ui, left.with_min_x(who.right() + 8.0), form, shown.review.as_of);
    } else {
        let words = match form.chosen {
            Some(Choice::Wait) => format!("until {}", (shown.review.as_of + WEEK).short()),
            _ => "a false alarm".to_owned(),
        };
        let galley = text::cut(ui, &words, Ink::new(Size::MeetingCaption, tokens.text_2), left.width());
        text::in_rect_ui(ui, left, Align::Min, &galley);
    }
    let can_write = form.can_write();
    let is_pressed = card::inside_ui(ui, button, "write down", |ui| {
        if !can_write {
            ui.disable();
        }
        let name = format!("Keep what we do about {}", shown.name());
        big_button_ui(ui, button, KEEP, &name, Weight::Outlined, false)
    });
    let is_entered = lost_focus && ui.input(|input| input.key_pressed(Key::Enter));
    can_write && (is_pressed || is_entered)
}

/// A field of one line in large type.
fn edit_ui(ui: &mut Ui, rect: Rect, words: &mut String, id: Id, (hint, size): (&'static str, Size)) -> Response {
    let edit = TextEdit::singleline(words)
        .id(id)
        .font(size.regular())
        .hint_text(hint)
        .margin(vec2(10.0, 4.0))
        .desired_width(rect.width() - 20.0)
        .min_size(rect.size())
        .align(Align2::LEFT_CENTER);
    ui.put(rect, edit)
}

/// By when: one of the Fridays to come.
fn by_ui(ui: &mut Ui, rect: Rect, form: &mut DecisionForm, as_of: Day) {
    let tokens = DesignTokens::of(ui);
    ui.painter().rect(rect, CornerRadius::same(RADIUS), tokens.surface, tokens.hairline(), StrokeKind::Inside);
    let (fridays, entries) = decide::by_when(as_of, form.by);
    let value = form.by.map_or_else(|| "By when".to_owned(), |day| format!("by {}", day.short()));
    let ink = Ink::new(Size::MeetingCaption, if form.by.is_some() { tokens.text } else { tokens.text_3 });
    let at = pos2(rect.left() + 9.0, (rect.center().y - Size::MeetingCaption.line_height() / 2.0).round());
    if let Some(chosen) = value_menu_ui(ui, at, rect.width() - 14.0, "By when", (&value, ink), &entries) {
        form.by = chosen.checked_sub(1).and_then(|i| fridays.get(i).copied());
    }
}

/// What was decided of this customer in this review, as many lines as have room.
fn decided_ui(ui: &mut Ui, rect: Rect, shown: &Shown<'_>, decided: &[&Decision], can_undo: bool) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    let mut top = rect.top();
    for decision in decided {
        if top + DECIDED > rect.bottom() + 2.0 {
            break;
        }
        let base = top + 20.0;
        let mut right = rect.right();
        if can_undo {
            let ink = Ink::new(Size::MeetingCaption, tokens.accent);
            let undo = link_at_ui(ui, right, base, Align::Max, "Undo", ink, tokens.accent);
            right = undo.rect.left() - 12.0;
            if undo.clicked() {
                commands.push(Command::Weigh(Weighed::TakeBack(decision.id)));
            }
        }
        let words = shown.names.hide(&decide::headed(decision));
        let galley = text::cut(ui, &words, Ink::new(Size::MeetingCaption, tokens.text), right - rect.left());
        text::on_baseline_ui(ui, rect.left(), base, Align::Min, &galley);
        top += DECIDED;
    }
    commands
}

/// The way back, what the flag rests on, and the way on. Gives the place that was asked for.
fn foot_ui(ui: &mut Ui, rect: Rect, shown: &Shown<'_>, state: &AppState) -> Option<usize> {
    let place = shown.place;
    let is_last = place + 1 >= shown.names.all.len();
    let next = if is_last { "End of the list" } else { shown.names.at(place + 1) };
    let name = if is_last { next.to_owned() } else { format!("Next: {next}") };
    let mut left = rect.left();
    let mut turned = None;
    if let Some(before) = place.checked_sub(1) {
        let response = back_ui(ui, rect.with_max_x(rect.left() + 0.25 * rect.width()), shown.names.at(before));
        left = response.rect.right() + 24.0;
        if response.clicked() {
            turned = Some(before);
        }
    }
    let width = (big_width(ui, next) + ARROW).min(0.3 * rect.width());
    let button = rect.with_min_x(rect.right() - width);
    middle_ui(ui, Rect::from_min_max(pos2(left, rect.top()), pos2(button.left() - 24.0, rect.bottom())), shown, state);
    if big_button_ui(ui, button, next, &name, Weight::Filled, true) {
        turned = Some(place + 1);
    }
    turned
}

/// What went wrong, or what the flag rests on and what takes it away; on two lines where one has no room.
fn middle_ui(ui: &mut Ui, rect: Rect, shown: &Shown<'_>, state: &AppState) {
    let tokens = DesignTokens::of(ui);
    if let Some(message) = state.message() {
        let words = shown.names.hide(message);
        let galley = text::cut(ui, &words, Ink::new(Size::MeetingCaption, tokens.act), rect.width());
        text::in_rect_ui(ui, rect, Align::Center, &galley);
        return;
    }
    let Some(finding) = shown.told.first() else { return };
    let (evidence, clears) = (wording::evidence_in_short(finding), wording::clears(finding));
    let ink = Ink::new(Size::MeetingCaption, tokens.text_2);
    let whole = text::cut(ui, &format!("{evidence} · {clears}"), ink, rect.width());
    if !whole.elided {
        text::in_rect_ui(ui, rect, Align::Center, &whole);
        return;
    }
    let height = Size::MeetingCaption.line_height();
    for (words, top) in [(evidence, rect.center().y - height), (clears, rect.center().y)] {
        let galley = text::cut(ui, &words, ink, rect.width());
        text::at_ui(ui, pos2(rect.center().x, top.round()), Align::Center, &galley);
    }
}

/// "‹ Harbor Lighting", at the left of `rect`.
fn back_ui(ui: &mut Ui, rect: Rect, name: &str) -> Response {
    let tokens = DesignTokens::of(ui);
    let galley = text::cut(ui, name, Ink::new(Size::MeetingBody, tokens.text_2), rect.width() - 32.0);
    let place = rect.with_max_x(rect.left() + 32.0 + galley.size().x);
    let response = ui.allocate_rect(place, Sense::click());
    let color = if response.hovered() { tokens.text } else { tokens.text_2 };
    back_arrow(ui, pos2(place.left() + 9.0, place.center().y), color);
    let top = (place.center().y - galley.size().y / 2.0).round();
    let is_cut = galley.elided;
    ui.painter().galley(pos2(place.left() + 32.0, top), galley, color);
    focus_ring(ui, &response, place.expand2(vec2(4.0, 0.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Back: {name}")));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if is_cut { response.on_hover_text(name) } else { response }
}

/// How wide a button in large type is.
fn big_width(ui: &Ui, words: &str) -> f32 {
    (text::line(ui, words, Ink::strong(Size::MeetingBody, Color32::PLACEHOLDER)).size().x + 40.0).ceil()
}

/// A button in large type, with an arrow that points on where `has_arrow`.
fn big_button_ui(ui: &mut Ui, rect: Rect, words: &str, name: &str, weight: Weight, has_arrow: bool) -> bool {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    let is_hot = response.hovered() || response.is_pointer_button_down_on();
    let (fill, stroke, color) = colors(tokens, weight, is_hot);
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    let arrow = if has_arrow { ARROW } else { 0.0 };
    let room = rect.width() - arrow - 24.0;
    let (large, small) = (Ink::strong(Size::MeetingBody, color), Ink::strong(Size::MeetingCaption, color));
    let galley = fitting(ui, room, (words, large), &[(words, small)]);
    let is_cut = galley.elided;
    let at = rect.center() - vec2(galley.size().x + arrow, galley.size().y) / 2.0;
    let end = at.x + galley.size().x;
    ui.painter().galley(at.round(), galley, color);
    if has_arrow {
        let middle = pos2(end + 18.0, rect.center().y);
        let points = [(-3.0, -6.0), (3.0, 0.0), (-3.0, 6.0)].map(|(x, y)| middle + vec2(x, y)).to_vec();
        ui.painter().line(points, Stroke::new(2.0, color));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let response = if is_cut { response.on_hover_text(words) } else { response };
    response.clicked()
}

/// What came of the meeting, and the ways out. Gives whether it ends.
fn end_ui(
    ui: &mut Ui,
    plan: &Plan,
    page: &mut MeetingPage,
    list: &Shown<'_>,
    state: &AppState,
    commands: &mut Vec<Command>,
) -> bool {
    let tokens = DesignTokens::of(ui);
    let lines = decided_lines(page, list);
    let closed = list.snapshot.weekly.closing_of(list.review.as_of).is_some() || state.closed().is_some();
    let day = list.review.as_of.long();
    let words = if closed { format!("Review of {day}, closed") } else { format!("Review of {day}") };
    let galley = text::cut(ui, &words, Ink::new(Size::MeetingBody, tokens.text_2), plan.level.width());
    text::in_rect_ui(ui, plan.level, Align::Min, &galley);
    let headline = headline(page.turns.len(), lines.len());
    let (large, small) = (Ink::strong(Size::MeetingAnswer, tokens.text), Ink::strong(Size::MeetingFigure, tokens.text));
    let galley = fitting(ui, plan.title.width(), (&headline, large), &[(&headline, small)]);
    text::in_rect_ui(ui, plan.title, Align::Min, &galley);
    let all = plan.list();
    let bottom = all.bottom() - SAVING;
    card::inside_ui(ui, all.with_max_y(bottom), "list", |ui| lines_ui(ui, &lines, state));
    let place = all.with_min_y(bottom);
    commands.extend(card::inside_ui(ui, place, "saving", |ui| page.saving_ui(ui, place, list.names, state)));
    card::inside_ui(ui, plan.foot, "end", |ui| ways_out_ui(ui, plan.foot, page, list, state, commands))
}

/// "That was the list: 7 customers, 5 decisions".
fn headline(n_customers: usize, n_decisions: usize) -> String {
    let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    if n_customers == 0 {
        return "Nobody needs a call this week".to_owned();
    }
    format!("That was the list: {}, {}", counted(n_customers, "customer"), counted(n_decisions, "decision"))
}

/// Name and words of everything that was decided of those on the list, in their order.
fn decided_lines(page: &MeetingPage, list: &Shown<'_>) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (place, turn) in page.turns.iter().enumerate() {
        for decision in list.decided_of(turn.customer).into_iter().rev() {
            lines.push((list.names.at(place).to_owned(), list.names.hide(&decide::headed(decision))));
        }
    }
    lines
}

fn lines_ui(ui: &mut Ui, lines: &[(String, String)], state: &AppState) {
    let tokens = DesignTokens::of(ui);
    if lines.is_empty() {
        let words = why_not(state).unwrap_or("Nothing was decided");
        let galley = text::wrapped(ui, words, Ink::new(Size::MeetingBody, tokens.text_2), ui.available_width());
        text::label_ui(ui, &galley);
        return;
    }
    let strong = Ink::strong(Size::MeetingBody, tokens.text);
    let plain = Ink::new(Size::MeetingBody, tokens.text_2);
    ScrollArea::vertical().id_salt("decisions").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for (name, words) in lines {
            let galley = text::runs(ui, &[(name, strong), (": ", strong), (words, plain)], ui.available_width());
            text::label_ui(ui, &galley);
        }
    });
}

/// Back to the last customer, the report, the closing, and the end. Gives whether the meeting ends.
fn ways_out_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut MeetingPage,
    list: &Shown<'_>,
    state: &AppState,
    commands: &mut Vec<Command>,
) -> bool {
    let is_closed = list.snapshot.weekly.closing_of(list.review.as_of).is_some();
    let close = if is_closed { "Close again" } else { "Close review" };
    let mut ways = vec![SAVE_REPORT];
    if state.can_decide() {
        ways.push(close);
    }
    ways.push(BACK);
    // The closing comes next, and after that the way back.
    let next = if state.can_decide() && !is_closed { close } else { BACK };
    let widths: Vec<f32> = ways.iter().map(|words| big_width(ui, words)).collect();
    let mut left = rect.right() - widths.iter().sum::<f32>() - 12.0 * (ways.len() - 1) as f32;
    if let Some(last) = page.turns.len().checked_sub(1)
        && back_ui(ui, rect.with_max_x(left - 24.0), list.names.at(last)).clicked()
    {
        page.turn_to(last);
    }
    let mut is_ended = false;
    for (words, width) in ways.into_iter().zip(widths) {
        let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        let weight = if words == next { Weight::Filled } else { Weight::Outlined };
        if big_button_ui(ui, place, words, words, weight, false) {
            match words {
                SAVE_REPORT => commands.push(page.ask_where()),
                BACK => is_ended = true,
                _ => commands.push(Command::Weigh(Weighed::Close)),
            }
        }
        left = place.right() + 12.0;
    }
    is_ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_counts_what_came_of_it() {
        assert_eq!(headline(0, 0), "Nobody needs a call this week");
        assert_eq!(headline(1, 1), "That was the list: 1 customer, 1 decision");
        assert_eq!(headline(7, 0), "That was the list: 7 customers, 0 decisions");
    }

    #[test]
    fn the_cards_have_room_in_the_smallest_window_and_in_a_large_one() {
        for size in [vec2(1024.0, 640.0), vec2(1280.0, 800.0), vec2(1920.0, 1080.0)] {
            let window = Rect::from_min_size(Pos2::ZERO, size);
            let plan = Plan::of(window);
            let least = 4.0 * (CHOICE.0 + 6.0) + FIELD + FORM_GAP + LINE + DECIDED_GAP + DECIDED;
            assert!(plan.decide.height() >= 20.0 + CARD_TITLE + least, "{size:?}: {:?}", plan.decide);
            assert!(plan.chart.width() >= 500.0 && window.contains_rect(plan.foot), "{size:?}");
        }
    }
}
