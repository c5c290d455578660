//! The weekly review around a table: one customer a page, in large type, and at the end what was decided.

mod customer;
mod decision;
mod end;
mod masks;
mod parts;
mod plan;
mod shown;
mod top;

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Popup, Ui, Vec2};

use super::import::save::SaveForm;
use super::{Pages, Seen};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::model::{Dataset, Finding};
use crate::report::chart::level_shift::LevelShift;
use crate::report::charts;
use crate::report::mask::{Hidden, Masks};
use crate::review::{Call, calls};
use crate::ui::shell::help::Beside;
use crate::ui::widgets::card;
use customer::turn_ui;
use decision::{Choice, DecisionForm};
use end::end_ui;
use masks::Names;
use plan::Plan;
use shown::{Shown, Turn, risks};
use top::top_ui;

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

/// A meeting talks of so many customers, the most urgent first; the others stand on This week.
const MOST: usize = 40;

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
}

/// The chart of a finding, kept with those of the cards.
fn chart_of<'a>(seen: &'a mut Seen, finding: Option<&Finding>) -> Option<&'a LevelShift> {
    let finding = finding?;
    let Seen { snapshot, card_charts, .. } = seen;
    let review = snapshot.review.as_ref()?;
    let chart = || charts::chart_of_finding(&snapshot.dataset, review, finding);
    Some(card_charts.entry(finding.customer).or_insert_with(chart))
}
