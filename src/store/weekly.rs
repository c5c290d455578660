//! The weekly reviews in the workspace: limits, what was decided, and the reviews that were closed.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Map, Value, json};

use super::capacity::capacity;
use super::checksum::{of_columns, of_line};
use super::forecasts::weeks;
use super::log::log;
use super::said::say_in;
use super::{StoreError, Workspace};
use crate::model::money::Minor;
use crate::model::weekly::{
    Action, Alarms, ClosedReview, Decision, FlagKey, Limits, OpenItem, Snooze, Verdict, Weekly, What,
};
use crate::model::{Day, Measure, Said, Signal};

/// A review that is to be closed.
#[derive(Clone, Debug)]
pub struct Closing {
    /// The review date.
    pub as_of: Day,
    /// Its answer in one sentence.
    pub headline: String,
    /// The limits that hold.
    pub limits: Limits,
    /// The program, with the state of its rules.
    pub program: &'static str,
    /// The flags that stand, with their money at risk.
    pub flags: BTreeMap<FlagKey, Minor>,
    /// Everything that it says, to be shown again as it was.
    pub told: String,
}

impl Workspace {
    /// The limits, what was decided and holds, and the closed reviews.
    pub fn weekly(&self) -> Result<Weekly, StoreError> {
        let (weekly, damaged) = weekly(&self.connection).map_err(|error| self.error(&error))?;
        match damaged.first() {
            None => Ok(weekly),
            Some(line) => Err(StoreError::Damaged { why: not_as_written(line), path: self.path().to_owned() }),
        }
    }

    /// Writes down what was decided, and with it what customers are called in it; its number and time are given here.
    pub fn decide(&mut self, decision: &Decision, ids: &[Said], now: &str) -> Result<(), StoreError> {
        decide(&mut self.connection, decision, ids, now).map_err(|error| self.error(&error))
    }

    /// Takes back what was decided.
    pub fn undecide(&mut self, id: i64, now: &str) -> Result<(), StoreError> {
        let work = |transaction: &Transaction<'_>| {
            let sql = "UPDATE decision SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL \
                       RETURNING what, customer, words";
            let words = transaction.query_row(sql, params![id, now], logged).optional()?;
            sum_decisions(transaction, Some(id))?;
            words.map_or(Ok(()), |words| log(transaction, now, "taken back", &words))
        };
        in_one(&mut self.connection, work).map_err(|error| self.error(&error))
    }

    /// Marks an action as done on a day, or as not done.
    pub fn mark_done(&mut self, id: i64, on: Option<Day>, now: &str) -> Result<(), StoreError> {
        let work = |transaction: &Transaction<'_>| {
            let sql = "UPDATE decision SET done_on = ?2 WHERE id = ?1 AND what = 'action' \
                       RETURNING what, customer, words";
            let on = on.map(|day| day.to_string());
            let words = transaction.query_row(sql, params![id, on], logged).optional()?;
            sum_decisions(transaction, Some(id))?;
            let what = if on.is_some() { "done" } else { "not done" };
            words.map_or(Ok(()), |words| log(transaction, now, what, &words))
        };
        in_one(&mut self.connection, work).map_err(|error| self.error(&error))
    }

    /// Sets what the owner moved.
    pub fn set_limits(&mut self, limits: &Limits, now: &str) -> Result<(), StoreError> {
        let work = |transaction: &Transaction<'_>| write_limits(transaction, limits, now);
        in_one(&mut self.connection, work).map_err(|error| self.error(&error))
    }

    /// Closes a review, and writes down with it what customers are called in it. The newest closed one of an earlier date says since
    /// when its flags have been open.
    pub fn close_review(&mut self, closing: &Closing, ids: &[Said], now: &str) -> Result<(), StoreError> {
        let known = self.weekly()?;
        if let Some(last) = known.closed.last().filter(|_| !known.may_close(closing.as_of)) {
            return Err(StoreError::LaterReview(last.as_of));
        }
        let before = known.last_before(closing.as_of);
        let work = |transaction: &Transaction<'_>| {
            say_in(transaction, ids, now)?;
            close(transaction, closing, before, now)
        };
        in_one(&mut self.connection, work).map_err(|error| self.error(&error))
    }

    /// Opens the newest closed review again: it is as if it had not been closed. What was decided in it stays.
    pub fn reopen_review(&mut self, id: i64, now: &str) -> Result<(), StoreError> {
        let work = |transaction: &Transaction<'_>| {
            transaction.execute("DELETE FROM flag WHERE review = ?1", [id])?;
            transaction.execute("DELETE FROM told WHERE review = ?1", [id])?;
            let sql = "DELETE FROM review WHERE id = ?1 RETURNING as_of";
            let as_of: Option<String> = transaction.query_row(sql, [id], |row| row.get(0)).optional()?;
            as_of.map_or(Ok(()), |as_of| log(transaction, now, "opened again", &format!("the review of {as_of}")))
        };
        in_one(&mut self.connection, work).map_err(|error| self.error(&error))
    }

    /// Everything that a closed review said, as it was given to [`Workspace::close_review`].
    pub fn told(&self, id: i64) -> Result<Option<String>, StoreError> {
        let found = self.connection.query_row("SELECT text, checksum FROM told WHERE review = ?1", [id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        });
        let Some((told, sum)) = found.optional().map_err(|error| self.error(&error))? else { return Ok(None) };
        if of_line([told.as_str()]) == sum {
            return Ok(Some(told));
        }
        Err(StoreError::Damaged { why: not_as_written("a closed review"), path: self.path().to_owned() })
    }
}

fn not_as_written(line: &str) -> String {
    format!("{line} is not what was written")
}

/// A decision in the log. What is forgotten of a customer is found by its beginning.
pub fn in_log(what: &str, customer: &str, words: &str) -> String {
    format!("{what} on {customer}: {words}")
}

fn logged(row: &Row<'_>) -> rusqlite::Result<String> {
    let (what, customer, words): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(in_log(&what, &customer, &words))
}

/// The kinds of decisions.
pub const KINDS: [&str; 4] = ["verdict", "snooze", "note", "action"];

fn in_one(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    work(&transaction)?;
    transaction.commit()
}

fn decide(connection: &mut Connection, decision: &Decision, ids: &[Said], now: &str) -> rusqlite::Result<()> {
    let signals: Vec<&str> = decision.signals.iter().map(|signal| signal.as_str()).collect();
    let (mut at_risk, mut who, mut due, mut done_on) = (None, None, None, None);
    let (what, words) = match &decision.what {
        What::Verdict(verdict) => ("verdict", verdict.as_str().to_owned()),
        What::Snooze(Snooze::Until(day)) => ("snooze", format!("until {day}")),
        What::Snooze(Snooze::UntilItChanges(money)) => {
            at_risk = Some(*money);
            ("snooze", UNTIL_IT_CHANGES.to_owned())
        }
        What::Note(words) => ("note", words.clone()),
        What::Action(action) => {
            who = Some(action.who.clone());
            due = action.by.map(|day| day.to_string());
            done_on = action.done_on.map(|day| day.to_string());
            ("action", action.words.clone())
        }
    };
    in_one(connection, |transaction| {
        say_in(transaction, ids, now)?;
        let sql = "INSERT INTO decision \
                   (review, customer, signals, what, words, at_risk, who, due, decided_at, done_on, checksum) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0)";
        let review = decision.review.to_string();
        transaction.execute(
            sql,
            params![review, decision.customer, signals.join(", "), what, words, at_risk, who, due, now, done_on],
        )?;
        sum_decisions(transaction, Some(transaction.last_insert_rowid()))?;
        log(transaction, now, "decided", &in_log(what, &decision.customer, &words))
    })
}

const DECISION_PARTS: &str =
    "id, review, customer, signals, what, words, at_risk, who, due, decided_at, done_on, undone_at";

/// Writes the checksums of decisions, or of one.
pub fn sum_decisions(connection: &Connection, only: Option<i64>) -> rusqlite::Result<()> {
    let sql = format!("SELECT {DECISION_PARTS} FROM decision WHERE ?1 IS NULL OR id = ?1");
    let mut query = connection.prepare(&sql)?;
    let sums: Vec<(i64, i64)> =
        query.query_map([only], |row| Ok((row.get(0)?, of_columns(row, 12)?)))?.collect::<Result<_, _>>()?;
    let mut update = connection.prepare("UPDATE decision SET checksum = ?2 WHERE id = ?1")?;
    sums.into_iter().try_for_each(|(id, sum)| update.execute(params![id, sum]).map(|_| ()))
}

const UNTIL_IT_CHANGES: &str = "until it changes";

/// What stands there, and what is not as it was written.
pub fn weekly(connection: &Connection) -> rusqlite::Result<(Weekly, Vec<String>)> {
    let sql = format!("SELECT {DECISION_PARTS}, checksum FROM decision ORDER BY id");
    let mut query = connection.prepare(&sql)?;
    let mut rows = query.query([])?;
    let (mut decisions, mut damaged) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        if of_columns(row, 12)? != row.get::<_, i64>(12)? {
            damaged.push("a decision".to_owned());
        }
        if row.get_ref(11)? == ValueRef::Null {
            decisions.extend(decision(row)?);
        }
    }
    let limits = limits(connection, &mut damaged)?;
    let capacity = capacity(connection, &mut damaged)?;
    let forecasts = weeks(connection, &mut damaged)?;
    Ok((Weekly { limits, closed: closed(connection, &mut damaged)?, decisions, capacity, forecasts }, damaged))
}

/// `None` for a kind of decision that a newer program knows and this one does not.
fn decision(row: &Row<'_>) -> rusqlite::Result<Option<Decision>> {
    let day = |place: usize| row.get::<_, Option<String>>(place).map(|text| text.and_then(|text| text.parse().ok()));
    let (signals, what, words): (String, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
    let what = match what.as_str() {
        "verdict" => Verdict::parse(&words).map(What::Verdict),
        "snooze" if words == UNTIL_IT_CHANGES => {
            Some(What::Snooze(Snooze::UntilItChanges(row.get::<_, Option<Minor>>(6)?.unwrap_or(0))))
        }
        "snooze" => {
            words.strip_prefix("until ").and_then(|day| day.parse().ok()).map(|day| What::Snooze(Snooze::Until(day)))
        }
        "note" => Some(What::Note(words)),
        "action" => {
            let who = row.get::<_, Option<String>>(7)?.unwrap_or_default();
            Some(What::Action(Action { words, who, by: day(8)?, done_on: day(10)? }))
        }
        _ => None,
    };
    let (Some(what), Some(review)) = (what, day(1)?) else { return Ok(None) };
    let signals = signals.split(", ").filter_map(Signal::parse).collect();
    Ok(Some(Decision { id: row.get(0)?, at: row.get(9)?, review, customer: row.get(2)?, signals, what }))
}

fn closed(connection: &Connection, damaged: &mut Vec<String>) -> rusqlite::Result<Vec<ClosedReview>> {
    let mut flags: BTreeMap<i64, BTreeMap<FlagKey, OpenItem>> = BTreeMap::new();
    let mut query = connection.prepare("SELECT review, customer, signal, at_risk, opened_on FROM flag")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (signal, opened_on): (String, String) = (row.get(2)?, row.get(4)?);
        let (Some(signal), Ok(opened_on)) = (Signal::parse(&signal), opened_on.parse()) else { continue };
        let item = OpenItem { money: row.get(3)?, opened_on };
        flags.entry(row.get(0)?).or_default().insert((row.get(1)?, signal), item);
    }
    let mut query = connection.prepare(&format!("SELECT {REVIEW_PARTS}, checksum FROM review ORDER BY as_of, id"))?;
    let mut rows = query.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, as_of, limits): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(4)?);
        let flags = flags.remove(&id).unwrap_or_default();
        if of_columns(row, 6)? ^ flags_sum(&flags) != row.get::<_, i64>(6)? {
            damaged.push(format!("the review of {as_of}"));
        }
        let Ok(as_of) = as_of.parse() else { continue };
        let lines: Map<String, Value> = serde_json::from_str(&limits).unwrap_or_default();
        let knew = |signal: &Signal| lines.contains_key(&format!("alarms {}", signal.as_str()));
        let signals = Signal::ALL.into_iter().filter(knew).collect();
        let (closed_at, headline, program) = (row.get(2)?, row.get(3)?, row.get(5)?);
        let limits = limits_of(&lines);
        all.push(ClosedReview { id, as_of, closed_at, headline, limits, program, signals, flags });
    }
    Ok(all)
}

const REVIEW_PARTS: &str = "id, as_of, closed_at, headline, limits, program";

fn flags_sum(flags: &BTreeMap<FlagKey, OpenItem>) -> i64 {
    let lines = flags.iter().map(|((customer, signal), item)| {
        of_line([customer.as_str(), signal.as_str(), &item.money.to_string(), &item.opened_on.to_string()])
    });
    lines.fold(0, i64::wrapping_add)
}

/// Changes what the closed reviews said, one after the other: each may be large. Gives how many changed.
pub fn rewrite_told(connection: &Connection, change: &dyn Fn(&str) -> String) -> rusqlite::Result<usize> {
    let reviews: Vec<i64> =
        connection.prepare("SELECT review FROM told")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut n_changed = 0;
    for review in reviews {
        let sql = "SELECT text FROM told WHERE review = ?1";
        let text: String = connection.query_row(sql, [review], |row| row.get(0))?;
        let changed = change(&text);
        if changed != text {
            let sql = "UPDATE told SET text = ?2, checksum = ?3 WHERE review = ?1";
            n_changed += connection.execute(sql, params![review, changed, of_line([changed.as_str()])])?;
        }
    }
    Ok(n_changed)
}

/// The closed reviews of which not all is as it was written.
pub fn damaged_told(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query =
        connection.prepare("SELECT as_of, text, told.checksum FROM told JOIN review ON review.id = review")?;
    let mut rows = query.query([])?;
    let mut damaged = Vec::new();
    while let Some(row) = rows.next()? {
        if of_line([row.get::<_, String>(1)?.as_str()]) != row.get::<_, i64>(2)? {
            damaged.push(format!("The review of {}", row.get::<_, String>(0)?));
        }
    }
    Ok(damaged)
}

/// Writes the checksums of the closed reviews, after they were written or the owner had them changed.
pub fn sum_reviews(connection: &Connection) -> rusqlite::Result<()> {
    let flags: BTreeMap<i64, i64> =
        closed(connection, &mut Vec::new())?.iter().map(|review| (review.id, flags_sum(&review.flags))).collect();
    let mut query = connection.prepare(&format!("SELECT {REVIEW_PARTS} FROM review"))?;
    let sums: Vec<(i64, i64)> =
        query.query_map([], |row| Ok((row.get(0)?, of_columns(row, 6)?)))?.collect::<Result<_, _>>()?;
    for (id, sum) in sums {
        let sum = sum ^ flags.get(&id).copied().unwrap_or(0);
        connection.execute("UPDATE review SET checksum = ?2 WHERE id = ?1", params![id, sum])?;
    }
    Ok(())
}

fn close(
    transaction: &Transaction<'_>,
    closing: &Closing,
    before: Option<&ClosedReview>,
    now: &str,
) -> rusqlite::Result<()> {
    let as_of = closing.as_of.to_string();
    let sql = "INSERT INTO review (as_of, closed_at, program, headline, limits, checksum) \
               VALUES (?1, ?2, ?3, ?4, ?5, 0) RETURNING id";
    let limits: Map<String, Value> = lines(&closing.limits)
        .into_iter()
        .map(|(name, about, value)| (format!("{name} {about}").trim().to_owned(), json!(value)))
        .collect();
    let values = params![as_of, now, closing.program, closing.headline, Value::Object(limits).to_string()];
    let id: i64 = transaction.query_row(sql, values, |row| row.get(0))?;
    let sql = "INSERT INTO told (review, text, checksum) VALUES (?1, ?2, ?3)";
    transaction.execute(sql, params![id, closing.told, of_line([closing.told.as_str()])])?;
    let mut insert = transaction
        .prepare("INSERT INTO flag (review, customer, signal, at_risk, opened_on) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut flags = BTreeMap::new();
    for (key, money) in &closing.flags {
        let opened_on = before.and_then(|before| before.flags.get(key)).map_or(closing.as_of, |item| item.opened_on);
        insert.execute(params![id, key.0, key.1.as_str(), money, opened_on.to_string()])?;
        flags.insert(key.clone(), OpenItem { money: *money, opened_on });
    }
    let sql = format!("SELECT {REVIEW_PARTS} FROM review WHERE id = ?1");
    let sum = transaction.query_row(&sql, [id], |row| of_columns(row, 6))? ^ flags_sum(&flags);
    transaction.execute("UPDATE review SET checksum = ?2 WHERE id = ?1", params![id, sum])?;
    log(transaction, now, "closed", &format!("the review of {as_of}: {}", closing.headline))
}

const FOR_EVER: &str = "all";

/// The limits as lines: name, what it is about, value.
fn lines(limits: &Limits) -> Vec<(&'static str, &'static str, String)> {
    let alarms = Signal::ALL.map(|signal| ("alarms", signal.as_str(), limits.alarms(signal).as_str().to_owned()));
    let others = [("calls", "", limits.calls.to_string()), ("least money", "", limits.least_money.to_string())];
    let years = limits.keep_years.map_or_else(|| FOR_EVER.to_owned(), |years| years.to_string());
    let set_up = limits.set_up_cost.map(|cost| cost.to_string()).unwrap_or_default();
    let goals = Measure::ALL.into_iter().zip(limits.goals);
    let goals = goals.map(|(of, goal)| ("goal", of.as_str(), goal.map(|goal| goal.to_string()).unwrap_or_default()));
    let others = others.into_iter().chain([("keep years", "", years), ("set-up cost", "", set_up)]);
    others.chain(alarms).chain(goals).collect()
}

/// Writes the limits that were moved.
pub fn write_limits(transaction: &Connection, to: &Limits, now: &str) -> rusqlite::Result<()> {
    let from = lines(&limits(transaction, &mut Vec::new())?);
    for (line, before) in lines(to).into_iter().zip(from).filter(|(line, before)| line != before) {
        let (name, about, value) = line;
        let sql = "INSERT OR REPLACE INTO owner_limit (name, about, value, checksum) VALUES (?1, ?2, ?3, ?4)";
        transaction.execute(sql, params![name, about, value, of_line([name, about, &value])])?;
        let of = if about.is_empty() { String::new() } else { format!(" of {about}") };
        log(transaction, now, "limit", &format!("{name}{of}: {} before, {value} now", before.2))?;
    }
    Ok(())
}

fn limits(connection: &Connection, damaged: &mut Vec<String>) -> rusqlite::Result<Limits> {
    let mut query = connection.prepare("SELECT name, about, value, checksum FROM owner_limit")?;
    let mut rows = query.query([])?;
    let mut all = Map::new();
    while let Some(row) = rows.next()? {
        let (name, about): (String, String) = (row.get(0)?, row.get(1)?);
        if of_columns(row, 3)? != row.get::<_, i64>(3)? {
            damaged.push("a limit".to_owned());
        }
        all.insert(format!("{name} {about}").trim().to_owned(), Value::String(row.get(2)?));
    }
    Ok(limits_of(&all))
}

/// The limits that hold.
pub fn limits_now(connection: &Connection) -> rusqlite::Result<Limits> {
    limits(connection, &mut Vec::new())
}

/// What is not set, or cannot be read, is as usual.
fn limits_of(lines: &Map<String, Value>) -> Limits {
    let text = |name: &str| lines.get(name).and_then(Value::as_str).unwrap_or_default();
    let usual = Limits::default();
    let mut limits = usual;
    limits.calls = text("calls").parse().unwrap_or(usual.calls);
    limits.keep_years = text("keep years").parse().ok();
    limits.set_up_cost = text("set-up cost").parse().ok();
    limits.least_money = text("least money").parse().unwrap_or(usual.least_money);
    limits.goals = Measure::ALL.map(|of| text(&format!("goal {}", of.as_str())).parse().ok());
    Signal::ALL.into_iter().fold(limits, |limits, signal| {
        let alarms = Alarms::parse(text(&format!("alarms {}", signal.as_str()))).unwrap_or_default();
        limits.with(signal, alarms)
    })
}
