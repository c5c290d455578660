//! Which rows count: those of the newest export that covers their day.
//!
//! What stands is a function of the imports, in the order of their last days, and of whether each is the whole of its list,
//! which is judged when it comes. So the order in which exports are taken in changes nothing but where that was doubtful.
//! [`decide`] works it out from empty, [`super::intake`] only what one newest import changes.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, params};

use crate::model::Form;

/// A row that is stored.
#[derive(Clone, Copy, Debug)]
pub struct Stored {
    /// Its place in the workspace.
    pub id: i64,
    /// Days since 1970.
    pub day: Option<i32>,
    /// [`super::identity::Identity::document`].
    pub document: Option<i64>,
    /// [`super::identity::Identity::content`].
    pub content: i64,
    /// Whether it counts.
    pub is_current: bool,
}

/// What an import says about rows that it does not hold.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// The days for which it is the whole list.
    pub whole: Option<Span>,
    /// The documents that it holds.
    pub documents: HashMap<i64, Held>,
}

/// The rows of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held {
    /// Their first and last day; none where a row has no day.
    days: Option<(i32, i32)>,
    n_rows: usize,
}

/// Some days of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// All of it: the list has no days, or says how things stand at one.
    All,
    /// From the first to the last day. An export may begin and end in the middle of a day, so these two are not wholly in it.
    Days(i32, i32),
}

/// A document whose date was corrected is the same one up to so many days away: numbers begin anew with a year.
const SAME_DOCUMENT_DAYS: i32 = 92;

impl Span {
    /// The days of a list of this form.
    pub fn of(form: Option<Form>, days: Option<(i32, i32)>) -> Self {
        match days {
            Some((first, last)) if form != Some(Form::OpenItems) => Self::Days(first, last),
            _ => Self::All,
        }
    }

    /// Whether all rows of this day are in it.
    pub fn holds(self, day: Option<i32>) -> bool {
        match (self, day) {
            (Self::All, _) => true,
            (Self::Days(first, last), Some(day)) => first < day && day < last,
            (Self::Days(..), None) => false,
        }
    }
}

impl Reach {
    /// Adds a row that the import holds.
    pub fn add(&mut self, document: Option<i64>, day: Option<i32>) {
        let Some(document) = document else { return };
        let held = self.documents.entry(document).or_default();
        held.days = match (held.days, day) {
            _ if held.n_rows == 0 => day.map(|day| (day, day)),
            (Some((first, last)), Some(day)) => Some((first.min(day), last.max(day))),
            _ => None,
        };
        held.n_rows += 1;
    }

    /// Which of the rows that stand and that the import does not hold are gone with it: those in the days of which it is the
    /// whole list, and those of a document that it holds in as many rows or more: then it looks different now. Of a
    /// document with fewer rows here, the others may lie outside of its days.
    pub fn replaced<'a>(&self, standing: impl Iterator<Item = (&'a Stored, bool)> + Clone) -> Vec<&'a Stored> {
        let mut n_standing: HashMap<i64, usize> = HashMap::new();
        for (row, _) in standing.clone() {
            if let Some(document) = row.document.filter(|document| self.documents.contains_key(document)) {
                *n_standing.entry(document).or_default() += 1;
            }
        }
        let is_whole_document = |row: &Stored| {
            self.is_of_a_document(row)
                && row.document.is_some_and(|document| n_standing[&document] <= self.documents[&document].n_rows)
        };
        let is_gone = |row: &Stored| self.whole.is_some_and(|span| span.holds(row.day)) || is_whole_document(row);
        standing.filter(|(row, is_held)| !is_held && is_gone(row)).map(|(row, _)| row).collect()
    }

    /// Whether the import holds the document of a row.
    pub fn is_of_a_document(&self, row: &Stored) -> bool {
        let Some(held) = row.document.and_then(|document| self.documents.get(&document)) else { return false };
        match (row.day, held.days) {
            (Some(day), Some((first, last))) => (first - SAME_DOCUMENT_DAYS..=last + SAME_DOCUMENT_DAYS).contains(&day),
            _ => true,
        }
    }
}

/// Works out anew which rows of a list count, and writes where that changed.
pub fn decide(connection: &Connection, list: i64) -> rusqlite::Result<()> {
    let mut rows = stored(connection, list)?;
    let mut gone_in: Vec<Option<i64>> = vec![None; rows.len()];
    let was: Vec<bool> = rows.iter().map(|row| row.is_current).collect();
    let mut was_gone_in: Vec<Option<i64>> = Vec::with_capacity(rows.len());
    {
        let mut query = connection.prepare("SELECT gone_in FROM record WHERE list = ?1 ORDER BY id")?;
        let mut found = query.query([list])?;
        while let Some(row) = found.next()? {
            was_gone_in.push(row.get(0)?);
        }
    }
    for row in &mut rows {
        row.is_current = false;
    }
    let place_of: HashMap<i64, usize> = rows.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
    for import in imports(connection, list)? {
        let mut held = vec![false; rows.len()];
        let mut reach = Reach { whole: Some(import.span), ..Reach::default() };
        for (record, n) in runs(connection, import.id)? {
            for id in record..record + n {
                let Some(&place) = place_of.get(&id) else { continue };
                held[place] = true;
                reach.add(rows[place].document, rows[place].day);
            }
        }
        let standing =
            || rows.iter().zip(&held).filter(|(row, _)| row.is_current).map(|(row, &is_held)| (row, is_held));
        let is_whole = import.is_whole.unwrap_or_else(|| {
            let within = || standing().filter(|(row, _)| import.span.holds(row.day));
            let n_known = within().filter(|(row, is_held)| *is_held || reach.is_of_a_document(row)).count();
            n_known * 2 >= within().count()
        });
        reach.whole = is_whole.then_some(import.span);
        let gone: HashSet<i64> = reach.replaced(standing()).into_iter().map(|row| row.id).collect();
        for (place, row) in rows.iter_mut().enumerate() {
            if held[place] {
                (row.is_current, gone_in[place]) = (true, None);
            } else if gone.contains(&row.id) {
                (row.is_current, gone_in[place]) = (false, Some(import.id));
            }
        }
    }
    let mut update = connection.prepare("UPDATE record SET gone_in = ?2 WHERE id = ?1")?;
    for (place, row) in rows.iter().enumerate() {
        if row.is_current != was[place] || gone_in[place] != was_gone_in[place] {
            update.execute(params![row.id, gone_in[place]])?;
        }
    }
    Ok(())
}

/// All rows of a list, in the order of their places.
pub fn stored(connection: &Connection, list: i64) -> rusqlite::Result<Vec<Stored>> {
    let sql = "SELECT id, day, document, content, gone_in IS NULL FROM record NOT INDEXED WHERE list = ?1 ORDER BY id";
    connection.prepare_cached(sql)?.query_map([list], stored_row)?.collect()
}

pub fn stored_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        day: row.get(1)?,
        document: row.get(2)?,
        content: row.get(3)?,
        is_current: row.get(4)?,
    })
}

struct ImportReach {
    id: i64,
    span: Span,
    /// Whether it is the whole list for its days; `None` where that was not known when it came.
    is_whole: Option<bool>,
}

/// What an import is ordered by: an export that ends later knows more. How things stand at one day is known best by the list
/// that came last, whatever it ends with.
///
/// A piece of SQL beside the columns of `list`; `last_day` is a column or a parameter.
pub fn order(last_day: &str) -> String {
    format!("CASE WHEN form = 'open items' THEN 0 ELSE coalesce({last_day}, -2147483648) END")
}

/// The imports of a list, the one that knows least at the front; of two that know as much the one taken in first.
fn imports(connection: &Connection, list: i64) -> rusqlite::Result<Vec<ImportReach>> {
    let sql = format!(
        "SELECT import.id, covers, first_day, last_day, form FROM import JOIN list ON list.id = import.list \
         WHERE list = ?1 ORDER BY {}, import.id",
        order("last_day")
    );
    let mut query = connection.prepare(&sql)?;
    let found = query.query_map([list], |row| {
        let days = row.get::<_, Option<i32>>(2)?.zip(row.get::<_, Option<i32>>(3)?);
        let form: Option<String> = row.get(4)?;
        let covers: String = row.get(1)?;
        Ok(ImportReach {
            id: row.get(0)?,
            span: Span::of(form.as_deref().and_then(Form::parse), days),
            is_whole: (covers != "unknown").then_some(covers == "whole"),
        })
    })?;
    found.collect()
}

/// (first record, how many) of the runs of an import.
fn runs(connection: &Connection, import: i64) -> rusqlite::Result<Vec<(i64, i64)>> {
    let mut query = connection.prepare("SELECT record, n FROM seen WHERE import = ?1")?;
    query.query_map([import], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
