//! What is decided of a customer in the meeting: the four choices, the form, and what was decided so far.

use eframe::egui::{
    Align, Align2, CornerRadius, CursorIcon, Id, Key, Rect, Response, Role, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use super::parts::{big_button_ui, big_width, fitting, key_cap, key_width};
use super::plan::CARD_TITLE;
use super::shown::Shown;
use crate::app::weekly::Weighed;
use crate::app::{AppState, Command};
use crate::model::weekly::{Action, Decision, Snooze, Verdict, What};
use crate::model::{CustomerIdx, Day, Signal, WEEK};
use crate::review::calls;
use crate::ui::pages::decide;
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{Weight, focus_ring, link_at_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::value_menu_ui;
use crate::ui::widgets::text::{self, Ink};

/// What the four keys stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Call,
    Check,
    Wait,
    NoProblem,
}

/// A decision that is being written.
#[derive(Default)]
pub(super) struct DecisionForm {
    /// Of whom; a proposal is made once for each.
    pub(super) customer: Option<CustomerIdx>,
    pub(super) chosen: Option<Choice>,
    pub(super) words: String,
    pub(super) who: String,
    pub(super) by: Option<Day>,
    pub(super) wants_focus: bool,
}

/// The highest and the lowest choice.
pub(super) const CHOICE: (f32, f32) = (36.0, 50.0);
/// The field for what is to be done.
pub(super) const FIELD: f32 = 40.0;
/// Who, by when, and the button.
pub(super) const LINE: f32 = 38.0;
/// Between field and line.
pub(super) const FORM_GAP: f32 = 6.0;
/// A line of what was decided.
pub(super) const DECIDED: f32 = 28.0;
/// Above what was decided.
pub(super) const DECIDED_GAP: f32 = 8.0;
/// Writes a decision down, as everywhere.
const KEEP: &str = "Keep";

impl Choice {
    pub(super) const ALL: [Self; 4] = [Self::Call, Self::Check, Self::Wait, Self::NoProblem];

    fn words(self) -> &'static str {
        match self {
            Self::Call => "Call them",
            Self::Check => "Check in the shop first",
            Self::Wait => "Wait a week",
            Self::NoProblem => "Not a problem",
        }
    }

    pub(super) fn key(self) -> (Key, &'static str) {
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

impl DecisionForm {
    pub(super) fn choose(&mut self, choice: Choice) {
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
        // What was written down with one press is taken back with one.
        if commands.len() > 1 { vec![Command::Together(commands)] } else { commands }
    }
}

/// The four choices, the form, and what was decided so far.
pub(super) fn decide_ui(
    ui: &mut Ui,
    rect: Rect,
    form: &mut DecisionForm,
    shown: &Shown<'_>,
    state: &AppState,
) -> Vec<Command> {
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

/// Why nothing can be decided.
pub(super) fn why_not(state: &AppState) -> Option<&'static str> {
    if state.can_decide() {
        return None;
    }
    let has_workspace = state.shown().is_some_and(|snapshot| snapshot.workspace.is_some());
    Some(if state.closed().is_some() {
        "This review is closed. What was decided in it stands below"
    } else if !has_workspace {
        "Keep what you look at as a workspace to write decisions down: end the meeting with Esc, then press Ctrl S"
    } else if state.job().is_some() {
        "One moment: the shop is being judged"
    } else if state.later_review().is_some() {
        "A later review is closed already. Open it again to decide here"
    } else {
        "This workspace cannot be written now: another program has it open, or files are still to be taken in"
    })
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
