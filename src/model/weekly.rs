//! What the weekly meetings leave behind: the limits, what was decided, and how each review was told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::capacity::Capacity;
use super::customer::Customer;
use super::dates::Day;
use super::finding::Signal;
use super::goal::Measure;
use super::kept::KeptWeek;
use super::money::Minor;

/// A flag is known again in the next review by the id of its customer and its signal.
pub type FlagKey = (String, Signal);

/// Everything that a workspace remembers of its reviews.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weekly {
    /// What the owner set.
    pub limits: Limits,
    /// The reviews that were closed, in the order of their dates; of one date, in the order in which they were closed.
    pub closed: Vec<ClosedReview>,
    /// What was decided and holds, in the order in which it was decided.
    pub decisions: Vec<Decision>,
    /// What the owner says of the shop's capacity.
    pub capacity: Capacity,
    /// The weeks of forecasts that were shown.
    pub forecasts: Vec<KeptWeek>,
}

/// A review that was closed: what stood in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedReview {
    /// Its place in the workspace.
    pub id: i64,
    /// The review date.
    pub as_of: Day,
    /// When it was closed, universal time.
    pub closed_at: String,
    /// Its answer in one sentence.
    pub headline: String,
    /// The limits that held.
    pub limits: Limits,
    /// The program that closed it, with the state of its rules; a newer one may judge otherwise.
    pub program: String,
    /// The signals that the program knew; a newer one may know more.
    pub signals: Vec<Signal>,
    /// The open items: at most one a customer and signal.
    pub flags: BTreeMap<FlagKey, OpenItem>,
}

/// A flag as it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// Money at risk a year.
    pub money: Minor,
    /// The closed review in which it stood first, without a break since.
    pub opened_on: Day,
}

/// How much of what is found becomes a flag, and how many flags become calls. The owner moves them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// At most so many customers are called in one week.
    pub calls: usize,
    /// Nobody is called for less than this, in minor units a year.
    pub least_money: Minor,
    /// What one set-up costs, in minor units; unknown where it is not set.
    pub set_up_cost: Option<Minor>,
    /// Rows, reviews and decisions are kept for so many years; for ever where it is not set.
    pub keep_years: Option<u16>,
    /// How readily each signal raises its flag, in the order of [`Signal::ALL`]; see [`Limits::with`].
    pub alarms: [Alarms; Signal::ALL.len()],
    /// What a week should reach, in thousandths, in the order of [`Measure::ALL`]; see [`Limits::goals`].
    pub goals: [Option<i64>; Measure::ALL.len()],
}

/// How readily a signal raises its flag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alarms {
    /// Half as many false alarms among its flags.
    Fewer,
    /// As measured to be useful.
    #[default]
    Usual,
    /// Twice as many.
    More,
}

/// What was decided of a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number in the workspace.
    pub id: i64,
    /// When, universal time.
    pub at: String,
    /// The review in which it was decided.
    pub review: Day,
    /// The customer's id.
    pub customer: String,
    /// The flags that it is about; none where it is about the customer.
    pub signals: Vec<Signal>,
    /// What.
    pub what: What,
}

/// What can be decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// Whether a flag was right.
    Verdict(Verdict),
    /// Not to hear of a flag for a while.
    Snooze(Snooze),
    /// Something to remember.
    Note(String),
    /// Something to do.
    Action(Action),
}

/// Until when a flag is not heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Snooze {
    /// Until this day.
    Until(Day),
    /// Until its money at risk, which was so much, moves by a tenth.
    UntilItChanges(Minor),
}

/// What the owner says of a flag. Nothing overwrites it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It was worth a call.
    Right,
    /// There was nothing.
    FalseAlarm,
    /// It was true and no news.
    KnewAlready,
}

/// Something that somebody does by a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What is to be done.
    pub words: String,
    /// Who does it; blank where nobody was named.
    pub who: String,
    /// By when.
    pub by: Option<Day>,
    /// The day on which it was done.
    pub done_on: Option<Day>,
}

/// Why a flag that stands is not heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetAside {
    /// Snoozed until this day.
    Until(Day),
    /// Snoozed until it changes.
    UntilItChanges,
    /// A false alarm, says the owner.
    FalseAlarm,
    /// Known already, says the owner.
    KnewAlready,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            calls: 5,
            least_money: 0,
            set_up_cost: None,
            keep_years: None,
            alarms: Default::default(),
            goals: Default::default(),
        }
    }
}

impl Limits {
    /// How readily a signal raises its flag.
    pub fn alarms(&self, signal: Signal) -> Alarms {
        self.alarms[signal.place()]
    }

    /// The same, with a signal that raises its flag so readily.
    #[must_use]
    pub fn with(mut self, signal: Signal, alarms: Alarms) -> Self {
        self.alarms[signal.place()] = alarms;
        self
    }

    /// What a week should reach, in the order of [`Measure::ALL`]: money in minor units, shares from 0 to 1.
    pub fn goals(&self) -> [Option<f64>; Measure::ALL.len()] {
        self.goals.map(|goal| goal.map(|goal| goal as f64 / 1000.0))
    }

    /// The same, with another goal for a measure, or with none.
    #[must_use]
    pub fn with_goal(mut self, measure: Measure, goal: Option<f64>) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "no goal is so large")]
        let thousandths = goal.map(|goal| (goal * 1000.0).round() as i64);
        if let Some(place) = Measure::ALL.iter().position(|of| *of == measure) {
            self.goals[place] = thousandths;
        }
        self
    }

    /// Whether a review is the same with both: they differ at most in goals.
    pub fn judge_alike(&self, other: &Self) -> bool {
        *self == Self { goals: self.goals, ..*other }
    }

    /// Whether the same flags stand with both.
    pub fn flag_alike(&self, other: &Self) -> bool {
        self.alarms == other.alarms
    }
}

impl Alarms {
    /// All of them, the calmest first.
    pub const ALL: [Self; 3] = [Self::Fewer, Self::Usual, Self::More];

    /// The name in the workspace and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fewer => "fewer",
            Self::Usual => "usual",
            Self::More => "more",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|alarms| alarms.as_str() == text)
    }

    /// By how much the share of false alarms among the flags of a signal may be larger.
    pub fn factor(self) -> f64 {
        match self {
            Self::Fewer => 0.5,
            Self::Usual => 1.0,
            Self::More => 2.0,
        }
    }
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Right, Self::FalseAlarm, Self::KnewAlready];

    /// The name in the workspace and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::FalseAlarm => "false alarm",
            Self::KnewAlready => "knew already",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == text)
    }
}

impl Weekly {
    /// The newest closed review before a date: what a review at that date is compared with.
    pub fn last_before(&self, as_of: Day) -> Option<&ClosedReview> {
        self.closed.iter().rfind(|review| review.as_of < as_of)
    }

    /// The newest closing of a date.
    pub fn closing_of(&self, as_of: Day) -> Option<&ClosedReview> {
        self.closed.iter().rfind(|review| review.as_of == as_of)
    }

    /// Whether a review of this date may be closed: no later one is.
    pub fn may_close(&self, as_of: Day) -> bool {
        self.closed.last().is_none_or(|last| last.as_of <= as_of)
    }

    /// Why a flag is not heard of in a review, and the decision that says so: the newest verdict or snooze of it, if that
    /// silences, and if the flag has stood in every review that was closed since. One that fell and came back is another one.
    /// `money_of` is the largest money at risk of some flags of the customer.
    pub fn silenced<'a>(
        &'a self,
        customer: &'a Customer,
        signal: Signal,
        as_of: Day,
        money_of: impl Fn(&[Signal]) -> Minor,
    ) -> Option<(&'a Decision, SetAside)> {
        let decides = |decision: &&Decision| {
            decision.signals.contains(&signal) && matches!(decision.what, What::Verdict(_) | What::Snooze(_))
        };
        let decision = self.decisions_on(customer, as_of).rfind(decides)?;
        // Of one date the last closing counts, and what was closed before the decision says nothing of it.
        let since = self.closed.iter().filter(|review| {
            (decision.review..as_of).contains(&review.as_of)
                && review.closed_at >= decision.at
                && self.closing_of(review.as_of).is_some_and(|last| last.id == review.id)
        });
        let stands = |review: &ClosedReview| review.of(customer, signal).is_some();
        if !since.into_iter().all(stands) {
            return None;
        }
        let why = match decision.what {
            What::Verdict(Verdict::FalseAlarm) => SetAside::FalseAlarm,
            What::Verdict(Verdict::KnewAlready) => SetAside::KnewAlready,
            What::Snooze(Snooze::Until(day)) if as_of < day => SetAside::Until(day),
            What::Snooze(Snooze::UntilItChanges(then)) if !has_moved(then, money_of(&decision.signals)) => {
                SetAside::UntilItChanges
            }
            _ => return None,
        };
        Some((decision, why))
    }

    /// What was decided of a customer up to a review, the oldest first.
    pub fn decisions_on<'a>(
        &'a self,
        customer: &'a Customer,
        as_of: Day,
    ) -> impl DoubleEndedIterator<Item = &'a Decision> {
        self.decisions.iter().filter(move |decision| customer.is_called(&decision.customer) && decision.review <= as_of)
    }
}

impl ClosedReview {
    /// The open item of a customer and signal.
    pub fn of(&self, customer: &Customer, signal: Signal) -> Option<&OpenItem> {
        customer.ids().find_map(|id| self.flags.get(&(id.to_owned(), signal)))
    }
}

/// Whether an amount has moved by a tenth or more.
pub fn has_moved(then: Minor, now: Minor) -> bool {
    (now - then).abs() * 10 >= then.abs().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn closed(as_of: &str, stands: bool) -> ClosedReview {
        let key = ("C1".to_owned(), Signal::Late);
        let flags = stands.then(|| (key, OpenItem { money: 1000, opened_on: day(as_of) })).into_iter().collect();
        let (id, closed_at, headline, program) = (1, format!("{as_of} 09:00:00"), String::new(), String::new());
        let (limits, signals) = (Limits::default(), Signal::ALL.to_vec());
        ClosedReview { id, as_of: day(as_of), closed_at, headline, limits, program, signals, flags }
    }

    fn decided(review: &str, what: What) -> Decision {
        let at = format!("{review} 08:00:00");
        Decision { id: 1, at, review: day(review), customer: "C1".to_owned(), signals: vec![Signal::Late], what }
    }

    fn aside(weekly: &Weekly, money: Minor, as_of: &str) -> Option<SetAside> {
        let customer = Customer { id: "C1".to_owned(), ..Customer::default() };
        weekly.silenced(&customer, Signal::Late, day(as_of), |_| money).map(|(_, why)| why)
    }

    #[test]
    fn a_snooze_ends_on_its_day() {
        let until = day("2026-11-23");
        let snooze = decided("2026-11-09", What::Snooze(Snooze::Until(until)));
        let weekly = Weekly { decisions: vec![snooze], ..Weekly::default() };
        assert_eq!(aside(&weekly, 5, "2026-11-16"), Some(SetAside::Until(until)));
        assert_eq!(aside(&weekly, 5, "2026-11-23"), None);
        assert_eq!(aside(&weekly, 5, "2026-11-02"), None, "it was not decided yet");
    }

    #[test]
    fn a_snooze_until_it_changes_ends_when_the_money_moves_by_a_tenth() {
        let weekly = Weekly {
            decisions: vec![decided("2026-11-09", What::Snooze(Snooze::UntilItChanges(1000)))],
            ..Weekly::default()
        };
        assert_eq!(aside(&weekly, 1099, "2026-11-16"), Some(SetAside::UntilItChanges));
        assert_eq!(aside(&weekly, 1100, "2026-11-16"), None);
        assert_eq!(aside(&weekly, 900, "2026-11-16"), None);
    }

    #[test]
    fn a_false_alarm_holds_while_the_flag_stands_and_not_for_the_next_one() {
        let decisions = vec![decided("2026-11-02", What::Verdict(Verdict::FalseAlarm))];
        let stood = vec![closed("2026-11-02", true), closed("2026-11-09", true)];
        let weekly = Weekly { closed: stood, decisions: decisions.clone(), ..Weekly::default() };
        assert_eq!(aside(&weekly, 5, "2026-11-16"), Some(SetAside::FalseAlarm));
        let fell = vec![closed("2026-11-02", true), closed("2026-11-09", false)];
        let weekly = Weekly { closed: fell, decisions, ..Weekly::default() };
        assert_eq!(aside(&weekly, 5, "2026-11-16"), None);
    }

    #[test]
    fn a_closing_that_was_repeated_counts_as_it_was_closed_last_and_an_older_one_says_nothing() {
        let decision = decided("2026-11-09", What::Verdict(Verdict::FalseAlarm));
        let mut early = closed("2026-11-09", false);
        early.closed_at = "2026-11-09 07:00:00".to_owned();
        let mut late = closed("2026-11-09", true);
        (late.id, late.closed_at) = (2, "2026-11-09 10:00:00".to_owned());
        let weekly = Weekly { closed: vec![early, late], decisions: vec![decision], ..Weekly::default() };
        assert_eq!(aside(&weekly, 5, "2026-11-16"), Some(SetAside::FalseAlarm));
    }

    #[test]
    fn what_was_decided_of_a_customer_that_became_one_with_another_stays_known() {
        let weekly =
            Weekly { decisions: vec![decided("2026-11-09", What::Verdict(Verdict::FalseAlarm))], ..Weekly::default() };
        let one = Customer { id: "C0".to_owned(), other_ids: vec!["C1".to_owned()], ..Customer::default() };
        assert_eq!(weekly.decisions_on(&one, day("2026-11-16")).count(), 1);
        assert!(weekly.silenced(&one, Signal::Late, day("2026-11-16"), |_| 5).is_some());
    }

    #[test]
    fn the_newest_word_counts_and_right_silences_nothing() {
        let mut weekly = Weekly {
            decisions: vec![
                decided("2026-11-02", What::Verdict(Verdict::KnewAlready)),
                decided("2026-11-09", What::Verdict(Verdict::Right)),
                decided("2026-11-09", What::Note("spoke to Ana".to_owned())),
            ],
            ..Weekly::default()
        };
        assert_eq!(aside(&weekly, 5, "2026-11-16"), None);
        weekly.decisions.remove(1);
        assert_eq!(aside(&weekly, 5, "2026-11-16"), Some(SetAside::KnewAlready));
    }

    #[test]
    fn a_moved_limit_for_calls_raises_the_same_flags() {
        let usual = Limits::default();
        assert!(usual.flag_alike(&Limits { calls: 3, least_money: 100, ..usual }));
        assert!(!usual.flag_alike(&usual.with(Signal::Late, Alarms::Fewer)));
    }
}
