//! What was decided and what came of it, in words.

use super::numbers::small;
use super::phrase;
use crate::model::money::{self, Minor};
use crate::model::weekly::{Action, Decision, SetAside, Snooze, What};
use crate::model::{CustomerIdx, Dataset};
use crate::review::since_then::{self, SinceThen};
use crate::review::{PastChange, Review, Why};

/// Why a flag is not heard of: "snoozed until 30 Nov", "false alarm".
pub fn set_aside(why: SetAside) -> String {
    match why {
        SetAside::Until(day) => format!("snoozed until {}", day.short()),
        SetAside::UntilItChanges => "snoozed until it changes".to_owned(),
        SetAside::FalseAlarm => "false alarm, you said".to_owned(),
        SetAside::KnewAlready => "you knew already".to_owned(),
    }
}

/// What was decided, in a few words: "call about terms (Anna, by 13 Nov)", "snoozed until 30 Nov", "false alarm".
pub fn decided(decision: &Decision) -> String {
    match &decision.what {
        What::Verdict(verdict) => verdict.as_str().to_owned(),
        What::Snooze(Snooze::Until(day)) => format!("snoozed until {}", day.short()),
        What::Snooze(Snooze::UntilItChanges(_)) => "snoozed until it changes".to_owned(),
        What::Note(words) => words.clone(),
        What::Action(action) => {
            let by = action.by.map(|day| format!("by {}", day.short()));
            let who = Some(action.who.clone()).filter(|who| !who.is_empty());
            let notes: Vec<String> = who.into_iter().chain(by).collect();
            if notes.is_empty() { action.words.clone() } else { format!("{} ({})", action.words, notes.join(", ")) }
        }
    }
}

/// ", done on 12 Nov" behind what was to be done.
pub fn done(decision: &Decision) -> String {
    match &decision.what {
        What::Action(Action { done_on: Some(day), .. }) => format!(", done on {}", day.short()),
        _ => String::new(),
    }
}

/// "You decided on 9 Nov: **call about terms** (Anna, by 13 Nov). Since then: an order, $4,310".
pub fn decided_before(dataset: &Dataset, review: &Review, customer: CustomerIdx, decision: &Decision) -> String {
    let (words, done) = (decided(decision), done(decision));
    if decision.review >= review.as_of {
        return format!("Decided: **{words}**{done}");
    }
    let what = since_then::since_then(dataset, customer, decision.review, review.as_of);
    let came = since_then(&what, dataset.currency.as_deref());
    format!("You decided on {}: **{words}**{done}. Since then: {came}", decision.review.short())
}

/// What happened since a decision: "2 orders, $4,310; paid $2,875", "nothing yet".
pub fn since_then(what: &SinceThen, currency: Option<&str>) -> String {
    let mut parts = Vec::new();
    if what.n_orders > 0 {
        let orders =
            if what.n_orders == 1 { "an order".to_owned() } else { format!("{} orders", small(what.n_orders)) };
        parts.push(format!("{orders}, {}", money::exact(what.ordered, currency)));
    }
    if what.paid > 0 {
        parts.push(format!("paid {}", money::exact(what.paid, currency)));
    }
    if parts.is_empty() { "nothing yet".to_owned() } else { parts.join("; ") }
}

/// What would be told otherwise of the review before, and why: "pays later was told with $12k at risk, and would be with $8k".
pub fn past_change(change: &PastChange, currency: Option<&str>) -> String {
    let what = phrase(change.signal);
    let sum = |amount: Minor| money::short(amount, currency);
    let told = match (change.was, change.now) {
        (Some(was), Some(now)) => format!("{what}: told with {} at risk, now {}", sum(was), sum(now)),
        (Some(was), None) => format!("{what}: told with {} at risk, would not stand now", sum(was)),
        (None, Some(now)) => format!("{what}: not told, would stand now with {}", sum(now)),
        (None, None) => what.to_owned(),
    };
    match change.why {
        Why::Limit => format!("{told}, as a limit was moved"),
        Why::Program => format!("{told}, by another version of Lotwise or by rows that came since"),
        Why::Rows | Why::Customer => format!("{told}, by rows that came or were corrected since"),
    }
}
