//! What can be decided of a customer, wherever it is shown: a verdict, a snooze, a note, something to do; and what was decided.

use eframe::egui::{Align, Key, Rect, Role, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

use crate::app::pipeline::today;
use crate::app::weekly::Weighed;
use crate::app::{Command, Snapshot};
use crate::model::finding::MarketFinding;
use crate::model::weekly::{Action, Decision, Snooze, Verdict, What};
use crate::model::{CustomerIdx, Day, Finding, Signal, WEEK};
use crate::review::since_then::{is_overdue, since_then};
use crate::review::{Review, calls, wording};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{self, SMALL, Weight, link_at_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::menu::{Entry, menu_button_ui, value_menu_ui};
use crate::ui::widgets::text::{self, Ink};

/// A note that is being written.
#[derive(Default)]
pub struct NoteForm {
    customer: Option<CustomerIdx>,
    words: String,
    who: String,
    by: Option<Day>,
    wants_focus: bool,
}

/// The height of a form on one line.
pub const FORM: f32 = 40.0;

/// The height of a form where it has no room on one line.
pub const TALL_FORM: f32 = 3.0 * SMALL + 16.0;

/// From this width on a form stands on one line.
const ONE_LINE: f32 = 520.0;

/// The space that two buttons beside each other take.
pub const BUTTONS: f32 = 152.0;

impl NoteForm {
    /// Starts a note on a customer, or puts it away.
    pub fn toggle(&mut self, customer: CustomerIdx) {
        let is_open = self.customer == Some(customer);
        *self = Self { customer: Some(customer).filter(|_| !is_open), wants_focus: true, ..Self::default() };
    }

    /// Whether a note on this customer is being written.
    pub fn is_open(&self, customer: CustomerIdx) -> bool {
        self.customer == Some(customer)
    }
}

/// The buttons Snooze, Note and Verdict, in these places. Note opens the form; the others stand only where there is a flag to hear
/// of.
pub fn buttons_ui(
    ui: &mut Ui,
    places: [Rect; 3],
    form: &mut NoteForm,
    snapshot: &Snapshot,
    review: &Review,
    customer: CustomerIdx,
) -> Option<Command> {
    let [snooze, note, verdict] = places;
    let name = &snapshot.dataset.customers[customer as usize].name;
    let heard: Vec<&Finding> = review.findings_of(customer).filter(|finding| finding.set_aside.is_none()).collect();
    let told = calls::telling(heard.iter().copied());
    let mut command = None;
    if button::button_at_ui(ui, note, "Note", &format!("Note on {name}"), Weight::Outlined).clicked() {
        form.toggle(customer);
    }
    if told.is_empty() {
        return None;
    }
    let decide = |signals: Vec<Signal>, what: What| decided(snapshot, review, customer, signals, what);
    let days = [(1, "A week"), (4, "Four weeks"), (13, "A quarter")].map(|(n, words)| (review.as_of + n * WEEK, words));
    let mut entries: Vec<Entry> = days
        .iter()
        .map(|(day, words)| Entry {
            words: (*words).to_owned(),
            note: format!("until {}", day.short()).into(),
            is_chosen: false,
        })
        .collect();
    entries.push(Entry { words: "Until it changes".to_owned(), note: "by a tenth".into(), is_chosen: false });
    if let Some(chosen) = menu_button_ui(ui, snooze, "Snooze", &format!("Snooze {name}"), &entries) {
        let signals: Vec<Signal> = heard.iter().map(|finding| finding.signal).collect();
        let money = review.money_of(customer, &signals);
        let until = days.get(chosen).map_or(Snooze::UntilItChanges(money), |(day, _)| Snooze::Until(*day));
        command = Some(decide(signals, What::Snooze(until)));
    }
    let all: Vec<(&Finding, Verdict)> =
        told.iter().flat_map(|finding| Verdict::ALL.map(|verdict| (*finding, verdict))).collect();
    let entries: Vec<Entry> = all
        .iter()
        .map(|(finding, verdict)| Entry {
            words: sentence_case(verdict.as_str()),
            note: if told.len() > 1 { wording::phrase(finding.signal).into() } else { "".into() },
            is_chosen: false,
        })
        .collect();
    if let Some((finding, verdict)) =
        menu_button_ui(ui, verdict, "Verdict", &format!("Verdict on {name}"), &entries).and_then(|i| all.get(i))
    {
        command = Some(decide(calls::spoken_for(review, finding), What::Verdict(*verdict)));
    }
    command
}

fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is said of the flag of an industry or a finish.
pub fn market_verdict_ui(
    ui: &mut Ui,
    place: Rect,
    snapshot: &Snapshot,
    review: &Review,
    market: &MarketFinding,
) -> Option<Command> {
    let name = snapshot.dataset.label(market.label);
    let entry = |verdict: Verdict| Entry { words: sentence_case(verdict.as_str()), note: "".into(), is_chosen: false };
    let entries = Verdict::ALL.map(entry);
    let chosen = menu_button_ui(ui, place, "Verdict", &format!("Verdict on {name}"), &entries)?;
    let what = What::Verdict(*Verdict::ALL.get(chosen)?);
    Some(decided_of(review, market.id(name), vec![market.signal], what))
}

/// Something decided of a customer in this review.
pub(super) fn decided(
    snapshot: &Snapshot,
    review: &Review,
    customer: CustomerIdx,
    signals: Vec<Signal>,
    what: What,
) -> Command {
    decided_of(review, snapshot.dataset.customers[customer as usize].id.clone(), signals, what)
}

fn decided_of(review: &Review, customer: String, signals: Vec<Signal>, what: What) -> Command {
    Command::Weigh(Weighed::Decide(Decision {
        id: 0,
        at: String::new(),
        review: review.as_of,
        customer,
        signals,
        what,
    }))
}

/// One line: what is noted or to be done, who does it, by when. Enter keeps it, Escape puts it away.
pub fn form_ui(
    ui: &mut Ui,
    rect: Rect,
    form: &mut NoteForm,
    snapshot: &Snapshot,
    review: &Review,
    customer: CustomerIdx,
) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let name = &snapshot.dataset.customers[customer as usize].name;
    let save_width = button::width_of(ui, "Keep", SMALL);
    let top = rect.center().y - SMALL / 2.0;
    let field = |left: f32, right: f32| Rect::from_min_max(pos2(left, top), pos2(right, top + SMALL));
    let mut save = field(rect.right() - save_width, rect.right());
    let mut by = field(save.left() - 118.0, save.left() - 12.0);
    let mut who = field(by.left() - 122.0, by.left() - 12.0);
    let mut words = field(rect.left(), who.left() - 8.0);
    if rect.width() < ONE_LINE {
        let line = |n: f32| Rect::from_min_size(rect.min + vec2(0.0, n * (SMALL + 8.0)), vec2(rect.width(), SMALL));
        words = line(0.0);
        who = line(1.0).with_max_x(rect.center().x);
        by = line(1.0).with_min_x(rect.center().x + 12.0);
        save = line(2.0).with_min_x(rect.right() - save_width);
    }
    let edit = |text| TextEdit::singleline(text).margin(vec2(8.0, 4.0));
    let response = ui.put(words, edit(&mut form.words).hint_text("What was found, or what is to be done"));
    let response = response.accessible_name(format!("Note on {name}"));
    if std::mem::take(&mut form.wants_focus) {
        response.request_focus();
    }
    let who = ui.put(who, edit(&mut form.who).hint_text("Who")).accessible_name("Who does it");
    let (fridays, entries) = by_when(review.as_of, form.by);
    let value = form.by.map_or_else(|| "By when".to_owned(), |day| format!("by {}", day.short()));
    let ink = Ink::new(Size::Caption, if form.by.is_some() { tokens.text } else { tokens.text_3 });
    let at = pos2(by.left() + 4.0, by.center().y - Size::Caption.line_height() / 2.0);
    if let Some(chosen) = value_menu_ui(ui, at, by.width(), "By when", (&value, ink), &entries) {
        form.by = chosen.checked_sub(1).and_then(|i| fridays.get(i).copied());
    }
    let is_entered = (response.lost_focus() || who.lost_focus()) && ui.input(|input| input.key_pressed(Key::Enter));
    let is_pressed =
        button::button_at_ui(ui, save, "Keep", &format!("Keep the note on {name}"), Weight::Outlined).clicked();
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        form.toggle(customer);
        return None;
    }
    let text = form.words.trim().to_owned();
    if text.is_empty() || !(is_entered || is_pressed) {
        return None;
    }
    let (who, by) = (form.who.trim().to_owned(), form.by);
    form.toggle(customer);
    // A note that nobody has to act on is a note.
    let what = if who.is_empty() && by.is_none() {
        What::Note(text)
    } else {
        What::Action(Action { words: text, who, by, done_on: None })
    };
    Some(decided(snapshot, review, customer, Vec::new(), what))
}

/// The dates that are offered, and the list that offers them after "No date".
pub(super) fn by_when(as_of: Day, chosen: Option<Day>) -> (Vec<Day>, Vec<Entry>) {
    let fridays = fridays(as_of);
    let mut entries = vec![Entry { words: "No date".to_owned(), note: "".into(), is_chosen: chosen.is_none() }];
    entries.extend(fridays.iter().map(|day| Entry {
        words: format!("{} {}", day.weekday_name(), day.long()),
        note: "".into(),
        is_chosen: chosen == Some(*day),
    }));
    (fridays, entries)
}

/// The end of this week and of the five after it.
pub(super) fn fridays(as_of: Day) -> Vec<Day> {
    let first = as_of.monday() + 4;
    (0..7).map(|week| first + week * WEEK).filter(|day| *day >= as_of).take(6).collect()
}

/// "False alarm: pays later", "Call about terms (Anna, by 13 Nov), done on 12 Nov".
pub fn headed(decision: &Decision) -> String {
    let words = sentence_case(&wording::decided(decision));
    match decision.signals.first() {
        Some(signal) => format!("{words}: {}", wording::phrase(*signal)),
        None => format!("{words}{}", wording::done(decision)),
    }
}

/// What the customer did since.
pub fn came_of(snapshot: &Snapshot, review: &Review, customer: CustomerIdx, decision: &Decision) -> String {
    let what = since_then(&snapshot.dataset, customer, decision.review, review.as_of);
    wording::since_then(&what, snapshot.dataset.currency.as_deref())
}

/// The links of a decision, ending at `right`: done for what is to be done, and taking it back. Gives where they begin.
pub fn links_ui(ui: &mut Ui, right: f32, base: f32, decision: &Decision) -> (f32, Option<Command>) {
    let tokens = DesignTokens::of(ui);
    let ink = Ink::new(Size::Caption, tokens.accent);
    let undo = link_at_ui(ui, right, base, Align::Max, "Undo", ink, tokens.accent);
    let mut command = undo.clicked().then_some(Command::Weigh(Weighed::TakeBack(decision.id)));
    let mut left = undo.rect.left();
    if let What::Action(action) = &decision.what {
        let (words, on) = if action.done_on.is_some() { ("Not done", None) } else { ("Done", Some(today())) };
        let done = link_at_ui(ui, left - 14.0, base, Align::Max, words, ink, tokens.accent);
        if done.clicked() {
            command = Some(Command::Weigh(Weighed::Done(decision.id, on)));
        }
        left = done.rect.left();
    }
    (left, command)
}

/// From this width on what came of a decision stands on one line.
const WIDE: f32 = 700.0;

/// What came of the review before: whose, what was decided, what the customer did since. Opens the customer.
pub fn came_of_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    review: &Review,
    customer: CustomerIdx,
    decision: &Decision,
    can_decide: bool,
) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let name = &snapshot.dataset.customers[customer as usize].name;
    let width = ui.available_width();
    let is_late = is_overdue(decision, review.as_of);
    let came = came_of(snapshot, review, customer, decision);
    let came = if is_late { format!("Not done. Since then: {came}") } else { format!("Since then: {came}") };
    let words = format!("{}: {}{}", decision.review.short(), wording::decided(decision), wording::done(decision));
    let plain = Ink::new(Size::Caption, tokens.text_2);
    let strong = if is_late { Ink::new(Size::Caption, tokens.watch) } else { Ink::strong(Size::Caption, tokens.text) };
    let is_wide = width >= WIDE;
    let below = if is_wide {
        Vec::new()
    } else {
        vec![text::wrapped(ui, &words, plain, width), text::wrapped(ui, &came, strong, width)]
    };
    let height = 28.0 + below.iter().map(|galley| galley.size().y).sum::<f32>() + if is_wide { 0.0 } else { 4.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    card::rule(ui, rect, rect.top() + 0.5);
    card::inside_ui(ui, rect, ("came of", decision.id), |ui| {
        let base = rect.top() + 19.0;
        let (mut right, mut command) = (rect.right(), None);
        if can_decide {
            (right, command) = links_ui(ui, rect.right(), base, decision);
        }
        let name_room = if is_wide { 220.0 } else { right - rect.left() - 12.0 };
        let galley = text::cut(ui, name, Ink::new(Size::Body, tokens.text), name_room);
        let place = Rect::from_min_size(pos2(rect.left(), base - text::baseline(&galley)), galley.size());
        let response = ui.allocate_rect(place, Sense::click());
        ui.painter().galley(place.min, galley, tokens.text);
        button::focus_ring(ui, &response, place);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
        if response.on_hover_cursor(eframe::egui::CursorIcon::PointingHand).clicked() {
            command = Some(Command::Show(crate::app::Page::Customer(customer)));
        }
        let mut y = rect.top() + 28.0;
        for galley in &below {
            text::at_ui(ui, pos2(rect.left(), y), Align::Min, galley);
            y += galley.size().y;
        }
        if is_wide {
            let left = rect.left() + 236.0;
            let came = text::cut(ui, &came, strong, (right - left) / 2.0);
            let came_left = text::on_baseline_ui(ui, right - 20.0, base, Align::Max, &came).left();
            let words = text::cut(ui, &words, plain, came_left - 16.0 - left);
            text::on_baseline_ui(ui, left, base, Align::Min, &words);
        }
        command
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dates_that_are_offered_are_the_fridays_to_come() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let offered = fridays(day("2026-11-18"));
        assert_eq!((offered[0], offered.len()), (day("2026-11-20"), 6));
        assert_eq!(fridays(day("2026-11-21"))[0], day("2026-11-27"), "of a Saturday the next week's");
    }
}
