//! Undo and redo of everything that is decided or said: each step knows the command that takes it back and the one that does it again.

use std::sync::Arc;
use std::time::Instant;

use super::AppState;
use crate::app::command::{Answer, Command};
use crate::app::weekly::Weighed;
use crate::model::weekly::{Decision, Weekly, What};
use crate::model::{Act, Day};
use crate::review::wording;

/// Said for a few seconds at the foot of the window.
#[derive(Clone, Debug)]
pub struct Told {
    /// What was done.
    pub words: String,
    /// Whether Undo takes it back.
    pub can_undo: bool,
    /// When it was said.
    pub at: Instant,
}

/// What was done, oldest first.
#[derive(Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

struct Step {
    words: String,
    /// The review in which it was done.
    as_of: Option<Day>,
    back: Command,
    forth: Command,
}

/// What stood before a command.
struct Before {
    weekly: Option<Arc<Weekly>>,
    acts: Vec<Act>,
    answers: Vec<Answer>,
}

impl AppState {
    /// What is said at the foot of the window.
    pub fn told(&self) -> Option<&Told> {
        self.told.as_ref()
    }

    /// What Undo would take back.
    pub fn can_undo(&self) -> Option<&str> {
        self.history.done.last().map(|step| step.words.as_str())
    }

    /// What Redo would do again.
    pub fn can_redo(&self) -> Option<&str> {
        self.history.undone.last().map(|step| step.words.as_str())
    }

    /// Carries out what a view asked for. The one place where state changes.
    pub fn apply(&mut self, command: Command) {
        match command {
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::Tell(words) => self.tell(words, false),
            command => {
                if let Some(step) = self.step(command) {
                    self.tell(step.words.clone(), true);
                    self.history.done.push(step);
                    self.history.undone.clear();
                }
            }
        }
    }

    pub(super) fn tell(&mut self, words: String, can_undo: bool) {
        self.told = Some(Told { words, can_undo, at: Instant::now() });
    }

    /// Another shop has another past.
    pub(super) fn forget_history(&mut self) {
        self.history = History::default();
        self.told = None;
    }

    fn undo(&mut self) {
        let Some(step) = self.history.done.pop() else { return };
        if !self.fits(&step, &step.back) {
            return;
        }
        let Some(undone) = self.step(step.back.clone()) else { return self.history.done.push(step) };
        self.renumber(&step.forth, &undone.back);
        self.tell(format!("Taken back: {}", step.words), false);
        self.history.undone.push(Step { words: step.words, as_of: step.as_of, back: undone.forth, forth: undone.back });
    }

    fn redo(&mut self) {
        let Some(step) = self.history.undone.pop() else { return };
        if !self.fits(&step, &step.forth) {
            return;
        }
        let Some(done) = self.step(step.forth.clone()) else { return self.history.undone.push(step) };
        self.renumber(&step.back, &done.back);
        self.tell(step.words.clone(), true);
        self.history.done.push(Step { words: step.words, ..done });
    }

    /// A closing closes what is shown: of another date it would close another review.
    fn fits(&mut self, step: &Step, command: &Command) -> bool {
        let fits = *command != Command::Weigh(Weighed::Close) || step.as_of == self.as_of();
        if !fits {
            self.tell("Another date is shown now, so nothing was closed".to_owned(), false);
        }
        fits
    }

    fn as_of(&self) -> Option<Day> {
        Some(self.snapshot()?.review.as_ref()?.as_of)
    }

    /// What is decided again has another number; the steps that mean it follow.
    fn renumber(&mut self, before: &Command, now: &Command) {
        if let (Command::Together(before), Command::Together(now)) = (before, now) {
            // Each was done in its turn, so the first of one is the first of the other.
            if before.len() == now.len() {
                before.iter().zip(now).for_each(|(before, now)| self.renumber(before, now));
            }
            return;
        }
        for step in self.history.done.iter_mut().chain(&mut self.history.undone) {
            for command in [&mut step.back, &mut step.forth] {
                renumber(command, before, now);
            }
        }
    }

    /// Carries it out. `None` where nothing was done that could be taken back.
    fn step(&mut self, command: Command) -> Option<Step> {
        if let Command::Together(all) = command {
            return self.steps(all);
        }
        let before = self.before(&command)?;
        let forth = command.clone();
        self.carry_out(command);
        let (words, back) = self.inverse(&before, &forth)?;
        Some(Step { words, as_of: self.as_of(), back, forth })
    }

    /// Carries out all of them as one step, which is taken back from its end.
    fn steps(&mut self, all: Vec<Command>) -> Option<Step> {
        let steps: Vec<Step> = all.into_iter().filter_map(|command| self.step(command)).collect();
        let words = steps.first()?.words.clone();
        let (mut back, forth): (Vec<Command>, Vec<Command>) =
            steps.into_iter().map(|step| (step.back, step.forth)).unzip();
        back.reverse();
        Some(Step { words, as_of: self.as_of(), back: Command::Together(back), forth: Command::Together(forth) })
    }

    /// `None` where it is nothing that is decided or said; then it is carried out at once.
    fn before(&mut self, command: &Command) -> Option<Before> {
        let answers = match command {
            Command::Weigh(_) | Command::Say(_) | Command::Unsay(_) => Vec::new(),
            Command::Answer { file, answers } => answers
                .iter()
                .map(|said| Answer { field: said.field, value: self.answer(file, said.field).map(str::to_owned) })
                .collect(),
            other => {
                self.carry_out(other.clone());
                return None;
            }
        };
        Some(Before { weekly: self.weekly(), acts: self.acts().to_vec(), answers })
    }

    fn weekly(&self) -> Option<Arc<Weekly>> {
        self.snapshot().map(|snapshot| Arc::clone(&snapshot.weekly))
    }

    /// What was done in words, and the command that takes it back; `None` where it was not done.
    fn inverse(&self, before: &Before, command: &Command) -> Option<(String, Command)> {
        match command {
            Command::Answer { file, .. } => {
                let back = Command::Answer { file: file.clone(), answers: before.answers.clone() };
                Some((format!("{file} is read as you said"), back))
            }
            Command::Say(_) => {
                let act = self.acts().iter().find(|act| before.acts.iter().all(|other| other.id != act.id))?;
                Some(("Written down. The shop is judged anew".to_owned(), Command::Unsay(act.id)))
            }
            Command::Unsay(id) => {
                let act = before.acts.iter().find(|act| act.id == *id)?;
                let is_gone = self.acts().iter().all(|act| act.id != *id);
                is_gone.then(|| ("Taken back. The shop is judged anew".to_owned(), Command::Say(act.said.clone())))
            }
            Command::Weigh(weighed) => {
                let (before, now) = (before.weekly.as_deref()?, self.weekly()?);
                let (words, back) = self.inverse_of_weighed(before, &now, weighed)?;
                Some((words, Command::Weigh(back)))
            }
            _ => None,
        }
    }

    fn inverse_of_weighed(&self, before: &Weekly, now: &Weekly, weighed: &Weighed) -> Option<(String, Weighed)> {
        let of = |weekly: &Weekly, id: i64| weekly.decisions.iter().find(|decision| decision.id == id).cloned();
        match weighed {
            Weighed::Decide(_) => {
                let is_new = |decision: &&Decision| of(before, decision.id).is_none();
                let decision = now.decisions.iter().find(is_new)?;
                Some((self.in_words(decision), Weighed::TakeBack(decision.id)))
            }
            Weighed::TakeBack(id) => {
                let decision = of(before, *id).filter(|_| of(now, *id).is_none())?;
                Some((format!("Taken back: {}", self.in_words(&decision)), Weighed::Decide(decision)))
            }
            Weighed::Done(id, on) => {
                let done_on = |decision: Decision| match decision.what {
                    What::Action(action) => action.done_on,
                    _ => None,
                };
                let (was, is) = (of(before, *id).map(done_on)?, of(now, *id).map(done_on)?);
                let words = if on.is_some() { "Done" } else { "Not done" };
                (was != is).then(|| (words.to_owned(), Weighed::Done(*id, was)))
            }
            Weighed::Close => {
                let is_new = |id: i64| before.closed.iter().all(|other| other.id != id);
                let closed = now.closed.iter().find(|review| is_new(review.id))?;
                Some((format!("The review of {} is closed", closed.as_of.long()), Weighed::OpenAgain(closed.id)))
            }
            Weighed::OpenAgain(id) => {
                let closed = before.closed.iter().find(|review| review.id == *id)?;
                let is_open = now.closed.iter().all(|review| review.id != *id);
                (is_open && Some(closed.as_of) == self.as_of())
                    .then(|| ("The review is open again".to_owned(), Weighed::Close))
            }
            Weighed::Capacity(capacity) => {
                let is_done = self.message().is_none() && before.capacity != *capacity;
                is_done.then(|| ("What can be done is changed".to_owned(), Weighed::Capacity(before.capacity.clone())))
            }
            Weighed::Limits(limits) => {
                let is_done = self.message().is_none() && before.limits != *limits;
                let words = if before.limits.judge_alike(limits) {
                    "The goal is changed"
                } else {
                    "The limits are changed. The shop is judged anew"
                };
                is_done.then(|| (words.to_owned(), Weighed::Limits(before.limits)))
            }
        }
    }

    /// "Alpine Tool: snoozed until 30 Nov".
    fn in_words(&self, decision: &Decision) -> String {
        let customers = self.snapshot().map(|snapshot| snapshot.dataset.customers.as_slice()).unwrap_or_default();
        let name = customers.iter().find(|customer| customer.is_called(&decision.customer));
        let words = wording::decided(decision);
        name.map_or_else(|| words.clone(), |name| format!("{}: {words}", name.name))
    }
}

/// In a command that means what `before` meant, puts what `now` means.
fn renumber(command: &mut Command, before: &Command, now: &Command) {
    match (before, now, command) {
        (_, _, Command::Together(all)) => all.iter_mut().for_each(|command| renumber(command, before, now)),
        (Command::Unsay(old), Command::Unsay(new), Command::Unsay(id)) if *id == *old => *id = *new,
        (
            Command::Weigh(Weighed::TakeBack(old)),
            Command::Weigh(Weighed::TakeBack(new)),
            Command::Weigh(Weighed::TakeBack(id) | Weighed::Done(id, _)),
        ) if *id == *old => *id = *new,
        _ => {}
    }
}
