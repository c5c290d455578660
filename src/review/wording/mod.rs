//! Numbers into sentences: the only place that writes them, for the window, the report and the terminal alike.
//!
//! In facts, `**` marks what is read first; [`plain`] takes the marks out.

mod decided;
mod did;
mod evidence;
mod facts;
mod limit_effects;
mod moments;
mod numbers;
mod outlook;
mod scoreboard;
mod talking;
mod trends;

pub use decided::{decided, decided_before, done, past_change, set_aside, since_then};
pub use did::{cash_past_in_words, orders_in_words, past_in_short, past_in_words, payments_in_words, score_in_words};
pub use evidence::{clears, evidence_in_short, evidence_line, market_clears, market_evidence};
pub use facts::{facts, market_facts, market_sentence, member_fact, sentence};
pub use limit_effects::{limit_effect, limit_proposal, said_of};
pub use moments::{moment_kind, moment_then, moment_what};
pub use numbers::{counted, days_beyond, listed, lower_first, number, percent, plain, since, with_places};
pub use outlook::{
    bare_volume, cash_headline, cash_title, eight_of_ten, fits, from_to, late_order, line_name, load_clears,
    load_sentence, no_cash, no_volume, on_the_books, outlook_headline, stated_words, unit_word, volume, week_of,
    weeks_title,
};
pub use scoreboard::{limits, measure, measured, measured_exactly, scoreboard_title};
pub use talking::talking_point;
pub use trends::{
    class_word, concentration_title, diffusion_title, drivers_title, ends_title, growing_title, paying_title,
    process_title, quotes_title, reasons_title, reject_months_title, revenue_headline, set_ups_title, shares_title,
    shows_title, trends_note, undefined_label,
};

use super::calls::{Call, calls};
use super::{Because, Review};
use crate::insight::Missing;
use crate::model::Dataset;
use crate::model::finding::{Finding, Level, Signal, Trend};
use crate::model::money;
use crate::model::written::written;

/// The answer of the week: "Call Alpine Tool and Harbor Lighting: $66k a year is at risk".
pub fn headline(review: &Review, dataset: &Dataset) -> String {
    let called: Vec<Call> = calls(review).into_iter().filter(|call| call.level == Level::Act).collect();
    let names: Vec<&str> = called.iter().map(|call| dataset.customers[call.customer as usize].name.as_str()).collect();
    let sum = called.iter().map(|call| call.money).sum();
    let at_risk = format!("{} a year is at risk", money::short(sum, dataset.currency.as_deref()));
    match names[..] {
        [] => nobody(review).to_owned(),
        [one] => format!("Call {one}: {at_risk}"),
        [one, other] => format!("Call {one} and {other}: {at_risk}"),
        _ => format!("Call {} customers: {at_risk}", names.len()),
    }
}

/// Why nobody is called: that nothing can be told yet is not that all is well.
pub const fn nobody(review: &Review) -> &'static str {
    if review.n_judged == 0 { "Nobody can be judged yet" } else { "Nobody needs a call this week" }
}

/// In a few words: "orders slower".
pub fn phrase(signal: Signal) -> &'static str {
    match signal {
        Signal::Quiet => "no order for long",
        Signal::Slowdown => "orders slower",
        Signal::Lots => "smaller lots, more often",
        Signal::Late => "pays later",
        Signal::Rejects => "rejections rising",
        Signal::Distress => "orders slower, pays later",
        Signal::Mix => "process or supplier changes",
        Signal::Interest => "reads about one topic",
        Signal::Industry => "industry orders less",
        Signal::Finish => "finish spreads",
    }
}

/// As a title of a chip: "Orders slower".
pub fn signal_title(signal: Signal) -> &'static str {
    match signal {
        Signal::Quiet => "Gone quiet",
        Signal::Slowdown => "Orders slower",
        Signal::Lots => "Smaller lots",
        Signal::Late => "Pays later",
        Signal::Rejects => "Rejections rising",
        Signal::Distress => "Slower and later",
        Signal::Mix => "Process or supplier changes",
        Signal::Interest => "Reads about one topic",
        Signal::Industry => "Industry orders less",
        Signal::Finish => "Finish spreads",
    }
}

/// "Alpine Tool orders slower and pays later".
pub fn customer_title(findings: &[&Finding], name: &str) -> String {
    let has = |signal| findings.iter().any(|finding| finding.signal == signal);
    let mut parts = Vec::new();
    if has(Signal::Quiet) {
        parts.push("has gone quiet");
    } else if has(Signal::Slowdown) || has(Signal::Distress) {
        parts.push("orders slower");
    }
    if has(Signal::Lots) {
        parts.push("orders smaller lots, more often");
    }
    if has(Signal::Late) || has(Signal::Distress) {
        parts.push("pays later");
    }
    if has(Signal::Rejects) {
        parts.push("has more rejected");
    }
    if has(Signal::Mix) {
        parts.push("changes its process or supplier");
    }
    if has(Signal::Interest) {
        parts.push("reads about one topic");
    }
    match parts[..] {
        [] => name.to_owned(),
        [one] => format!("{name} {one}"),
        [one, two] => format!("{name} {one} and {two}"),
        _ => format!("{name} {}", parts.join(", ")),
    }
}

/// "Act", "Watch".
pub fn level_word(level: Level) -> &'static str {
    match level {
        Level::Act => "Act",
        Level::Watch => "Watch",
        Level::Chance => "Chance",
    }
}

/// "new", "worse", "better"; empty where nothing changed.
pub fn trend_word(trend: Trend) -> &'static str {
    match trend {
        Trend::New => "new",
        Trend::Worse => "worse",
        Trend::Better => "better",
        Trend::Unchanged => "",
        Trend::Past => "past changed",
        Trend::Limit => "limit moved",
    }
}

/// What is missing to judge.
pub fn missing(missing: &Missing) -> String {
    let lately = |is_recent: bool| if is_recent { "in the last 26 weeks" } else { "in the two years before" };
    match *missing {
        Missing::NoSource => "no file about it was opened".to_owned(),
        Missing::NoPaidDates => "no column says when invoices were paid".to_owned(),
        Missing::OrderDays { have: 1, need } => format!("one day with orders in two years; {need} are needed"),
        Missing::OrderDays { have, need } => format!("{have} days with orders in two years; {need} are needed"),
        Missing::OrdersBefore { have, need, weeks } => {
            format!("{have} orders in the 78 weeks before the last {weeks}; {need} are needed")
        }
        Missing::Weeks { have, need } => format!("{have} weeks since the first order; {need} are needed"),
        Missing::TooRare { expected, need, weeks } => {
            let expected = written().decimal(expected, 1);
            format!("{expected} orders expected in {weeks} weeks; {need:.0} are needed to tell fewer from chance")
        }
        Missing::Lots { have, need, is_recent } => format!("{have} lots {}; {need} are needed", lately(is_recent)),
        Missing::Invoices { have, need, is_recent } => {
            format!("{have} due invoices {}; {need} are needed", lately(is_recent))
        }
        Missing::KnownOrders { have, need, is_recent } => {
            format!("{have} orders with a process or supplier {}; {need} are needed", lately(is_recent))
        }
        Missing::Mailings { have, need } => {
            format!("{have} mailings on one topic in the last 26 weeks; {need} are needed")
        }
        Missing::LongGone { last } => format!("last order on {}: lost, no news", last.long()),
    }
}

/// The same in two or three words, to count by.
pub fn missing_group(missing: &Missing) -> &'static str {
    match missing {
        Missing::NoSource => "no file opened",
        Missing::NoPaidDates => "no paid dates",
        Missing::OrderDays { .. } | Missing::OrdersBefore { .. } | Missing::TooRare { .. } => "too few orders",
        Missing::Weeks { .. } => "new customer",
        Missing::Lots { .. } => "too few lots",
        Missing::Invoices { .. } => "too few invoices",
        Missing::KnownOrders { .. } => "too few orders of known process",
        Missing::Mailings { .. } => "too few mailings",
        Missing::LongGone { .. } => "lost long ago",
    }
}

/// Why a signal is silent, in words an owner uses.
pub fn because(because: Because) -> &'static str {
    match because {
        Because::Steady => "steady",
        Because::Season => "normal for the season",
        Because::Shutdown => "a shutdown explains it",
        Because::OneBigOrder => "one big order moved the average",
        Because::PriceRise => "the price rose, the parts did not",
        Because::UnfinishedPeriod => "the month is not finished",
        Because::Market => "its market orders less too",
        Because::OurLine => "the whole line has more rejected",
    }
}

/// "2 new · 1 worse · 4 unchanged · 2 cleared since 9 Nov", counted in customers.
pub fn since_before(review: &Review) -> String {
    let calls = calls(review);
    let count = |trend: Trend| calls.iter().filter(|call| call.trend == trend).count();
    let mut parts: Vec<String> = [Trend::New, Trend::Worse, Trend::Better, Trend::Unchanged, Trend::Past, Trend::Limit]
        .into_iter()
        .map(|trend| (count(trend), if trend == Trend::Unchanged { "unchanged" } else { trend_word(trend) }))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    let recovered = super::calls::cleared(review);
    if !recovered.is_empty() {
        parts.push(format!("{} cleared", recovered.len()));
    }
    if parts.is_empty() {
        parts.push("nothing changed".to_owned());
    }
    format!("{} since {}", parts.join(" · "), since_when(review))
}

/// What the review is compared with: "9 Nov", or "the review of 9 Nov" where that was closed.
pub fn since_when(review: &Review) -> String {
    let day = review.since.on.short();
    if review.since.is_closed { format!("the review of {day}") } else { day }
}

/// "2 people are left out of every list: unsubscribed, mail that came back, or not to be contacted"; `None` where there is
/// nobody.
pub fn people_left_out(dataset: &Dataset) -> Option<String> {
    let why = "of every list: unsubscribed, mail that came back, or not to be contacted";
    match dataset.not_to_contact.len() {
        0 => None,
        1 => Some(format!("1 person is left out {why}")),
        n => Some(format!("{} people are left out {why}", money::thousands(n as u64))),
    }
}

/// "41 of 60 customers could be judged".
pub fn coverage(review: &Review) -> String {
    format!("{} of {} customers could be judged", review.n_judged, review.n_active)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_says_how_much() {
        let text = missing(&Missing::Lots { have: 3, need: 5, is_recent: true });
        assert_eq!(text, "3 lots in the last 26 weeks; 5 are needed");
    }
}
