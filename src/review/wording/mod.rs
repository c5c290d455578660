//! Numbers into sentences: the only place that writes them, for the window, the report and the terminal alike.
//!
//! In facts, `**` marks what is read first; [`plain`] takes the marks out.

mod did;
mod moments;
mod outlook;
mod scoreboard;
mod talking;
mod trends;

use std::collections::BTreeSet;

pub use did::{cash_past_in_words, orders_in_words, past_in_short, past_in_words, payments_in_words, score_in_words};
pub use moments::{moment_kind, moment_then, moment_what};
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
use super::since_then::{self, SinceThen};
use super::{Because, LimitEffect, PastChange, Review, Said, Why};
use crate::insight::Missing;
use crate::insight::industry::diffusion_index;
use crate::insight::{finish, industry, shop};
use crate::model::dates::LONG_MONTHS;
use crate::model::finding::{
    Change, Clears, Finding, Level, MarketFinding, Member, Signal, Subject, TrackRecord, Trend, Unit,
};
use crate::model::money::{self, Minor};
use crate::model::weekly::{Action, Alarms, Decision, SetAside, Snooze, What};
use crate::model::written::written;
use crate::model::{CustomerIdx, Dataset, Day, Source, SourceIdx};

/// The answer of the week: "Call Alpine Tool and Harbor Lighting: $66k a year is at risk".
pub fn headline(review: &Review, dataset: &Dataset) -> String {
    let called: Vec<Call> = calls(review).into_iter().filter(|call| call.level == Level::Act).collect();
    let names: Vec<&str> = called.iter().map(|call| dataset.customers[call.customer as usize].name.as_str()).collect();
    let sum = called.iter().map(|call| call.money).sum();
    let at_risk = format!("{} a year is at risk", money::short(sum, dataset.currency.as_deref()));
    match names[..] {
        [] => "Nobody needs a call this week".to_owned(),
        [one] => format!("Call {one}: {at_risk}"),
        [one, other] => format!("Call {one} and {other}: {at_risk}"),
        _ => format!("Call {} customers: {at_risk}", names.len()),
    }
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

/// What was found, one sentence a number.
pub fn facts(dataset: &Dataset, finding: &Finding) -> Vec<String> {
    let since = since(finding.since, finding.windows.now_to);
    let mut facts = Vec::new();
    match finding.signal {
        Signal::Quiet => facts.push(quiet_fact(finding)),
        Signal::Slowdown => {
            facts.push(format!("{} {since}", rate_fact(finding.change)));
            facts.extend(market_part(dataset, finding));
        }
        Signal::Lots => {
            facts.push(format!(
                "Lots of **{} → {} parts** {since}",
                number(finding.change.was),
                number(finding.change.now)
            ));
            facts.extend(finding.second.map(rate_fact));
            facts.extend(set_ups_fact(dataset, finding));
        }
        Signal::Late => facts.push(format!("{} {since}", late_fact(finding.change))),
        Signal::Rejects => {
            let (was, now) = (percent(finding.change.was), percent(finding.change.now));
            facts.push(format!("Rejects **{was} → {now} %** of parts {since}"));
            facts.extend(reason_fact(dataset, finding));
            facts.extend(line_fact(dataset, finding));
        }
        Signal::Mix => facts.push(mix_fact(dataset, finding, &since)),
        Signal::Interest => facts.push(interest_fact(dataset, finding, &since)),
        Signal::Industry | Signal::Finish => {}
        Signal::Distress => {
            facts.push(match finding.change.unit {
                Unit::DaysBetweenOrders => quiet_fact(finding),
                _ => format!("{} {since}", rate_fact(finding.change)),
            });
            let later = finding.second_since.map_or(since, |day| self::since(day, finding.windows.now_to));
            facts.extend(finding.second.map(|change| format!("{} {later}", late_fact(change))));
            facts.extend(market_part(dataset, finding));
        }
    }
    facts
}

/// All facts as one plain sentence.
pub fn sentence(dataset: &Dataset, finding: &Finding) -> String {
    plain(&facts(dataset, finding).join("; "))
}

/// What a limit does, and would do: "9 flags; fewer 6, more 12 · right 4 of 5 times on your past".
pub fn limit_effect(effect: &LimitEffect, now: Alarms) -> String {
    let counts: Vec<String> = Alarms::ALL
        .into_iter()
        .zip(effect.n_flags)
        .filter(|(alarms, _)| *alarms != now)
        .map(|(alarms, n)| format!("{} {n}", alarms_word(alarms)))
        .collect();
    let n_now = Alarms::ALL.into_iter().zip(effect.n_flags).find(|(alarms, _)| *alarms == now).map_or(0, |(_, n)| n);
    let flags = if n_now == 1 { "flag" } else { "flags" };
    let past = track_record_words(effect.track_record).map_or(String::new(), |words| format!(" · {words}"));
    format!("{n_now} {flags}; {}{past}", counts.join(", "))
}

/// "fewer", "usual", "more".
fn alarms_word(alarms: Alarms) -> &'static str {
    match alarms {
        Alarms::Fewer => "fewer",
        Alarms::Usual => "usual",
        Alarms::More => "more",
    }
}

/// What the owner said of a signal's flags: "You said: right 5, false alarm 2"; nothing where nothing was said.
pub fn said_of(said: Said) -> Option<String> {
    (said != Said::default()).then(|| format!("You said: right {}, false alarm {}", said.right, said.false_alarm))
}

/// Why another limit is proposed.
pub fn limit_proposal(effect: &LimitEffect, now: Alarms, proposed: Alarms) -> String {
    let of = |alarms: Alarms| {
        let place = Alarms::ALL.iter().position(|other| *other == alarms).unwrap_or(1);
        (effect.n_raised[place], effect.n_flags[place])
    };
    let ((then, n_now), (would, n_then)) = (of(now), of(proposed));
    if n_then > n_now {
        return format!("All {} were right. With more flags {n_then} would stand, now {n_now}", effect.n_said.right);
    }
    format!(
        "With fewer flags {} of {} false alarms and {} of {} right ones would have been raised; {n_then} would stand, now {n_now}",
        would.false_alarm, then.false_alarm, would.right, then.right
    )
}

/// Without the marks of what is read first.
pub fn plain(text: &str) -> String {
    text.replace("**", "")
}

/// What the finding rests on: "46 orders in orders.csv · right 15 of 23 times on your past".
pub fn evidence_line(dataset: &Dataset, finding: &Finding) -> String {
    rests_on(files_of(dataset, finding), finding)
}

/// The same without the files, where there is little room.
pub fn evidence_in_short(finding: &Finding) -> String {
    rests_on(None, finding)
}

fn rests_on(files: Option<String>, finding: &Finding) -> String {
    let noun = match finding.signal {
        Signal::Quiet | Signal::Slowdown | Signal::Rejects | Signal::Mix | Signal::Industry | Signal::Finish => {
            "orders"
        }
        Signal::Lots => "lots",
        Signal::Late => "invoices",
        Signal::Distress => "orders and invoices",
        Signal::Interest => "mailings",
    };
    let mut line = format!("{} {noun}", money::thousands(finding.n_records as u64));
    if let Some(files) = files {
        line.push_str(" in ");
        line.push_str(&files);
    }
    if let Some(record) = track_record_words(finding.track_record) {
        line.push_str(" · ");
        line.push_str(&record);
    }
    line
}

/// What the flag of an industry or a finish rests on.
pub fn market_evidence(market: &MarketFinding) -> String {
    let mut line = format!("{} orders", money::thousands(market.evidence.len() as u64));
    if let Some(record) = track_record_words(market.track_record) {
        line.push_str(" · ");
        line.push_str(&record);
    }
    line
}

/// What takes the flag of an industry or a finish away: the gate that it would no longer pass.
pub fn market_clears(market: &MarketFinding) -> String {
    if market.signal == Signal::Finish {
        let share = percent(finish::LEAST_RATIO * market.change.was);
        return format!("Clears at less than {share} % of the shop's orders in 13 weeks");
    }
    let n = market.members.len();
    let fewer = (0..=n).rev().find(|slower| (*slower as f64) < industry::LEAST_SLOWER * n as f64).unwrap_or(0);
    format!("Clears when no more than {} of its {} customers order less", small(fewer), small(n))
}

/// The files in which its rows stand: "orders.csv", "orders.csv and payments.csv", "orders 2025.csv and 3 more files".
fn files_of(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let sources: BTreeSet<SourceIdx> = finding.evidence.iter().map(|evidence| evidence.at.source).collect();
    let mut files = sources.iter().filter_map(|source| dataset.sources.get(usize::from(*source)));
    let name = |source: &Source| source.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let first = name(files.next()?);
    Some(match sources.len() {
        1 => first,
        2 => format!("{first} and {}", files.next().map(name).unwrap_or_default()),
        n => format!("{first} and {} more files", n - 1),
    })
}

/// "right 15 of 23 times on your past, 6 weeks early"; with how few cases it rests on.
fn track_record_words(record: Option<TrackRecord>) -> Option<String> {
    let record = record?;
    let closed = record.n_flagged - record.n_open;
    if closed == 0 {
        let open = if record.n_open > 0 { format!(", {} still open", record.n_open) } else { String::new() };
        return Some(format!("no earlier case to learn from{open}"));
    }
    let early = record.median_weeks_early.map_or(String::new(), |weeks| format!(", {weeks} weeks early"));
    let times = if closed == 1 { "the one time" } else { "times" };
    Some(match closed {
        1 if record.n_came_true == 1 => format!("right {times} on your past{early}"),
        1 => format!("wrong {times} on your past"),
        _ => format!("right {} of {closed} {times} on your past{early}", record.n_came_true),
    })
}

/// What takes the flag away: "Clears with an order by 24 Nov".
pub fn clears(finding: &Finding) -> String {
    match finding.clears {
        Clears::Orders { n, by } => format!("Clears with {} by {}", orders(n), by.short()),
        Clears::Lots { n: 1, parts } => format!("Clears with a lot of {} parts or more", number(f64::from(parts))),
        Clears::Lots { n, parts } => {
            format!("Clears with {} lots of {} parts or more in a row", small(n), number(f64::from(parts)))
        }
        Clears::PaidInvoices { n, within_days } => format!("Clears with {}", paid(n, within_days)),
        Clears::CleanOrders { n: 1 } => "Clears with an order of which nothing is rejected".to_owned(),
        Clears::CleanOrders { n } => format!("Clears with {} orders in a row of which nothing is rejected", small(n)),
        Clears::OrdersAsBefore { n } => format!("Clears with {} as before in a row", orders(n)),
        Clears::MailingsNotClicked { n: 1 } => "Clears with a mailing on it that is not clicked".to_owned(),
        Clears::MailingsNotClicked { n } => format!("Clears with {} mailings on it that are not clicked", small(n)),
        Clears::OrdersOrPayments { orders: n, by, invoices, within_days } => {
            format!("Clears with {} by {}, or {}", orders(n), by.short(), paid(invoices, within_days))
        }
        Clears::NotSoon => "No few good weeks would clear it".to_owned(),
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

/// Why a flag is not heard of: "snoozed until 30 Nov", "false alarm".
pub fn set_aside(why: SetAside) -> String {
    match why {
        SetAside::Until(day) => format!("snoozed until {}", day.short()),
        SetAside::UntilItChanges => "snoozed until it changes".to_owned(),
        SetAside::FalseAlarm => "false alarm, you said".to_owned(),
        SetAside::KnewAlready => "you knew already".to_owned(),
    }
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

/// "since June"; with the year where it is over ten months ago.
pub fn since(day: Day, now: Day) -> String {
    let (year, month, _) = day.ymd();
    let name = LONG_MONTHS[month as usize - 1];
    if now - day > 300 { format!("since {name} {year}") } else { format!("since {name}") }
}

/// "Alpine Tool, Borealis and 3 more".
pub fn listed(names: &[&str], most: usize) -> String {
    if names.len() <= most {
        return names.join(", ");
    }
    format!("{} and {} more", names[..most].join(", "), names.len() - most)
}

/// "1 file", "7 files", "5,432 rows".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", money::thousands(n as u64), if n == 1 { one } else { many })
}

/// A level as people say it: whole where it is large, one decimal where it is small.
pub fn number(value: f64) -> String {
    let rounded = value.round();
    if value.abs() >= 10.0 || (value - rounded).abs() < 0.05 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded")]
        let text = money::thousands(rounded.abs() as u64);
        if rounded < 0.0 { format!("−{text}") } else { text }
    } else {
        written().decimal(value, 1)
    }
}

/// A value with so many places behind the point: "12.50", "1,204".
pub fn with_places(value: f64, places: usize) -> String {
    if places == 0 { number(value.round()) } else { written().decimal(value, places) }
}

/// "Of that the market is −22 % (Agricultural equipment), its own part −35 %"; nothing where the market hardly moved.
fn market_part(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let fall = finding.fall.filter(|fall| fall.market <= 0.9)?;
    let of = if fall.is_industry {
        dataset.customers.get(finding.customer as usize)?.industry.clone()?
    } else {
        "the whole shop".to_owned()
    };
    let percent = |ratio: f64| {
        let change = (100.0 * (ratio - 1.0)).round();
        if change > 0.0 { format!("+{}", number(change)) } else { number(change) }
    };
    Some(format!("Its market **{} %** ({of}), its own part **{} %**", percent(fall.market), percent(fall.own())))
}

/// "About 36 more set-ups a year, $1.6k"; nothing where they are few.
fn set_ups_fact(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let set_ups = finding.set_ups.filter(|set_ups| set_ups.more_a_year >= 1.5)?;
    let cost = set_ups.cost_a_year.map(|cost| format!(", {}", money::short(cost, dataset.currency.as_deref())));
    Some(format!("About **{} more set-ups** a year{}", number(set_ups.more_a_year.round()), cost.unwrap_or_default()))
}

/// "The others on powder coating 0.4 → 0.5 %"; nothing where nobody else is on the line.
fn line_fact(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let line = finding.line?;
    let (was, now) = (percent(line.was), percent(line.now));
    Some(format!("The others on {} **{was} → {now} %**", lower_first(dataset.label(line.process))))
}

/// "Mostly orange peel, 60 % of what was rejected: a matter of appearance"; nothing where no reason stands out.
fn reason_fact(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let reasons = shop::of_customer(dataset, finding.customer, finding.windows.now_from, finding.windows.now_to);
    let all: i64 = reasons.iter().map(|(_, parts)| parts).sum();
    let (reason, parts) = reasons.first().copied().filter(|(_, parts)| parts * 3 >= all && all > 0)?;
    let name = Some(dataset.label(reason)).filter(|name| !name.is_empty())?;
    let about = match shop::class_of(name) {
        shop::Class::Unknown => String::new(),
        class => format!(": a matter of {}", class_word(class)),
    };
    let share = (100.0 * parts as f64 / all as f64).round();
    Some(format!("Mostly **{}**, {} % of what was rejected{about}", lower_first(name), number(share)))
}

/// "Anodizing 8 → 60 % of its orders since June, instead of powder coating".
fn mix_fact(dataset: &Dataset, finding: &Finding, since: &str) -> String {
    let (what, from, to) = match finding.subject {
        Some(Subject::Process { from, to }) => ("its orders".to_owned(), from, to),
        Some(Subject::Supplier { process, from, to }) => {
            (format!("its {} orders", lower_first(dataset.label(process))), from, to)
        }
        Some(Subject::Topic(_)) | None => return String::new(),
    };
    let (was, now) = (percent(finding.change.was), percent(finding.change.now));
    let before = match dataset.label(from) {
        "" => String::new(),
        before => format!(", instead of {before}"),
    };
    format!("{} **{was} → {now} %** of {what} {since}{before}", dataset.label(to))
}

/// "Clicks 60 % of the mailings on anodizing since June, 3 % before".
fn interest_fact(dataset: &Dataset, finding: &Finding, since: &str) -> String {
    let Some(Subject::Topic(topic)) = finding.subject else { return String::new() };
    let (was, now) = (percent(finding.change.was), percent(finding.change.now));
    format!("Clicks **{now} %** of the mailings on **{}** {since}, {was} % before", dataset.label(topic))
}

/// What was found of an industry or a finish, one sentence a number.
pub fn market_facts(dataset: &Dataset, market: &MarketFinding) -> Vec<String> {
    let since = since(market.since, market.windows.now_to);
    let n = market.members.len();
    if market.signal == Signal::Finish {
        let n_now = market.members.iter().filter(|member| member.now > 0).count();
        let (was, now) = (percent(market.change.was), percent(market.change.now));
        let first = market.members.first().and_then(|member| dataset.customers.get(member.customer as usize));
        let started = first.map_or(String::new(), |customer| format!("; {} began with it", customer.name));
        return vec![format!("**{was} → {now} %** of the shop's orders {since}, from **{n_now} customers**{started}")];
    }
    let slower = market.members.iter().filter(|member| member.ratio < 0.8).count();
    let ratios: Vec<f64> = market.members.iter().map(|member| member.ratio).collect();
    let index = diffusion_index(&ratios).map_or(String::new(), |index| format!("; index {index:.0}, 50 is flat"));
    vec![
        format!("**{slower} of {n}** customers order less {since}{index}"),
        format!("Together {}", lower_first(&rate_fact(market.change))),
    ]
}

/// All of it as one plain sentence, with the name.
pub fn market_sentence(dataset: &Dataset, market: &MarketFinding) -> String {
    format!("{}: {}", dataset.label(market.label), plain(&market_facts(dataset, market).join(". ")))
}

/// One of the customers of an industry or a finish: "Alpine Tool: 3 orders in 13 weeks where 8 are usual".
pub fn member_fact(market: &MarketFinding, member: &Member) -> String {
    if market.signal == Signal::Finish {
        return format!("first on {}, {} in 13 weeks", member.first.long(), orders(member.now));
    }
    let usual = if member.ratio > 0.0 { member.now as f64 / member.ratio } else { member.was as f64 / 4.0 };
    let now = if member.now == 1 { "1 order".to_owned() } else { format!("{} orders", member.now) };
    format!("{now} in 13 weeks, {} expected", number(usual))
}

/// With its first letter small, for the middle of a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A share in per cent, as people say it: "8", "0.4".
pub fn percent(share: f64) -> String {
    number((1000.0 * share).round() / 10.0)
}

fn quiet_fact(finding: &Finding) -> String {
    let (now, was) = (number(finding.change.now), number(finding.change.was));
    format!("No order since {}: **{now} days**, usually one every **{was}**", finding.windows.now_from.short())
}

fn rate_fact(change: Change) -> String {
    format!("Orders **{} → {} in 4 weeks**", number(change.was), number(change.now))
}

fn late_fact(change: Change) -> String {
    format!("Pays **{} → {} days** beyond terms", number(change.was), number(change.now))
}

/// "12 days beyond terms", "on the due date", "3 days before the due date".
pub fn days_beyond(days: f64) -> String {
    let (words, noun) = (number(days.abs()), if number(days.abs()) == "1" { "day" } else { "days" });
    match days {
        d if d.abs() < 0.05 => "on the due date".to_owned(),
        d if d < 0.0 => format!("{words} {noun} before the due date"),
        _ => format!("{words} {noun} beyond terms"),
    }
}

fn orders(n: usize) -> String {
    if n == 1 { "an order".to_owned() } else { format!("{} orders", small(n)) }
}

fn paid(n: usize, within_days: i32) -> String {
    let when =
        if within_days == 0 { "on time".to_owned() } else { format!("within {within_days} days of the due date") };
    if n == 1 { format!("an invoice paid {when}") } else { format!("{} invoices in a row paid {when}", small(n)) }
}

fn small(n: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Windows;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(number(410.0), "410");
        assert_eq!(number(3.12), "3.1");
        assert_eq!(number(2.0), "2");
        assert_eq!(number(-4.0), "−4");
        assert_eq!(number(12_345.0), "12,345");
    }

    #[test]
    fn the_year_is_said_where_it_matters() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(since(day("2026-06-08"), day("2026-11-13")), "since June");
        assert_eq!(since(day("2025-11-08"), day("2026-11-13")), "since November 2025");
    }

    #[test]
    fn an_industry_clears_when_its_customers_no_longer_pass_the_gate() {
        let member = |customer, ratio| Member { customer, was: 20, now: 4, ratio, first: Day(0) };
        let mut market = MarketFinding {
            set_aside: None,
            signal: Signal::Industry,
            label: 0,
            trend: Trend::New,
            flagged_on: Day(0),
            since: Day(0),
            change: Change { was: 0.01, now: 0.05, unit: Unit::OrdersPer4Weeks },
            windows: Windows { was_from: Day(0), now_from: Day(364), now_to: Day(455) },
            p: 0.001,
            q: 0.01,
            money_at_risk: 0,
            members: (0..8).map(|i| member(i, 0.5)).collect(),
            track_record: None,
            evidence: Vec::new(),
        };
        assert_eq!(market_clears(&market), "Clears when no more than three of its eight customers order less");
        // Three of eight are below the share that the rule asks for, four are not.
        for (n_slower, stands) in [(3, false), (4, true)] {
            assert_eq!(f64::from(n_slower) / 8.0 >= industry::LEAST_SLOWER, stands, "{n_slower}");
        }
        market.signal = Signal::Finish;
        assert_eq!(market_clears(&market), "Clears at less than 2 % of the shop's orders in 13 weeks");
    }

    #[test]
    fn what_is_missing_says_how_much() {
        let text = missing(&Missing::Lots { have: 3, need: 5, is_recent: true });
        assert_eq!(text, "3 lots in the last 26 weeks; 5 are needed");
    }
}
