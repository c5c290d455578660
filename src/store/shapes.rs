//! How lists with the same headings are read: remembered, so that next week's export needs no question.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use super::{StoreError, Workspace};
use crate::import::answers::{Answers, LIST, Remembered};
use crate::import::problem::{DateOrder, FileReport};
use crate::model::{Day, Field};

/// The columns of a list, as its newest file had them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Each heading and what it means.
    pub columns: Vec<(String, Option<Field>)>,
    /// The newest file of this shape.
    pub file: String,
    /// When it was taken in.
    pub seen_at: String,
}

impl Workspace {
    /// How lists were read that were taken in before.
    pub fn remembered(&self) -> Result<Vec<Remembered>, StoreError> {
        remembered(&self.connection).map_err(|error| self.error(&error))
    }

    /// What each column of a list with these headings meant in its newest file; nothing where no such list is known.
    pub fn fields_of(&self, headings: &[String]) -> Result<Vec<Option<Field>>, StoreError> {
        fields_of(&self.connection, headings).map_err(|error| self.error(&error))
    }
}

fn fields_of(connection: &Connection, headings: &[String]) -> rusqlite::Result<Vec<Option<Field>>> {
    let sql = "SELECT fields FROM shape WHERE headings = ?1";
    let found = connection.query_row(sql, [json!(headings).to_string()], |row| row.get::<_, String>(0));
    Ok(found.optional()?.map(|fields| fields_in(&fields)).unwrap_or_default())
}

fn fields_in(text: &str) -> Vec<Option<Field>> {
    let fields: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    fields.iter().map(|field| field.as_str().and_then(Field::parse)).collect()
}

fn remembered(connection: &Connection) -> rusqlite::Result<Vec<Remembered>> {
    let sql = "SELECT headings, answers, date_order, decimal, file, seen_at FROM shape ORDER BY id";
    let mut query = connection.prepare(sql)?;
    let found = query.query_map([], |row| {
        let (headings, answers): (String, String) = (row.get(0)?, row.get(1)?);
        let (date_order, decimal): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        let (file, seen_at): (String, String) = (row.get(4)?, row.get(5)?);
        Ok(Remembered {
            headings: serde_json::from_str(&headings).unwrap_or_default(),
            answers: serde_json::from_str(&answers).unwrap_or_default(),
            date_order: date_order.as_deref().and_then(DateOrder::parse),
            decimal: decimal.and_then(|mark| mark.chars().next()),
            from: said_of(&file, &seen_at),
        })
    })?;
    found.collect()
}

/// "orders.csv of 14 Nov 2026".
fn said_of(file: &str, seen_at: &str) -> String {
    let day: Option<Day> = seen_at.get(..10).and_then(|day| day.parse().ok());
    day.map_or_else(|| file.to_owned(), |day| format!("{file} of {}", day.long()))
}

/// Remembers how a file was read. What the owner says of one file alone is not remembered: which list it is.
pub fn remember(connection: &Connection, report: &FileReport, answers: &Answers, now: &str) -> rusqlite::Result<i64> {
    let headings: Vec<&str> = report.columns.iter().map(|column| column.header.as_str()).collect();
    let headings = json!(headings).to_string();
    let before: Option<String> = connection
        .query_row("SELECT answers FROM shape WHERE headings = ?1", [&headings], |row| row.get(0))
        .optional()?;
    let mut kept: Answers = before.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    kept.extend(answers.iter().filter(|(about, _)| *about != LIST).map(|(about, said)| (about.clone(), said.clone())));
    let fields: Vec<Option<&str>> = report.columns.iter().map(|column| column.field.map(Field::as_str)).collect();
    connection.query_row(
        "INSERT INTO shape (headings, answers, date_order, decimal, fields, file, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (headings) DO UPDATE SET answers = excluded.answers, date_order = coalesce(excluded.date_order, date_order), \
         decimal = coalesce(excluded.decimal, decimal), fields = excluded.fields, file = excluded.file, seen_at = excluded.seen_at \
         RETURNING id",
        params![
            headings,
            json!(kept).to_string(),
            report.date_order.map(DateOrder::as_str),
            report.decimal.map(String::from),
            json!(fields).to_string(),
            report.path,
            now
        ],
        |row| row.get(0),
    )
}

/// The shape of the newest import of a list.
pub fn newest(connection: &Connection, list: i64) -> rusqlite::Result<Option<Shape>> {
    let sql = "SELECT headings, shape.fields, import.file, import.taken_at FROM import JOIN shape ON shape.id = import.shape \
               WHERE list = ?1 ORDER BY last_day DESC, import.id DESC LIMIT 1";
    let mut query = connection.prepare_cached(sql)?;
    query
        .query_row([list], |row| {
            let (headings, fields): (String, String) = (row.get(0)?, row.get(1)?);
            let headings: Vec<String> = serde_json::from_str(&headings).unwrap_or_default();
            let fields = fields_in(&fields).into_iter().chain(std::iter::repeat(None));
            Ok(Shape { columns: headings.into_iter().zip(fields).collect(), file: row.get(2)?, seen_at: row.get(3)? })
        })
        .optional()
}

impl Shape {
    /// How much the headings of a file are these: 1 for the same ones, 0 for none in common.
    pub fn likeness(&self, report: &FileReport) -> f64 {
        let plain = |heading: &str| heading.trim().to_lowercase();
        let ours: Vec<String> = self.columns.iter().map(|(heading, _)| plain(heading)).collect();
        let theirs: Vec<String> = report.columns.iter().map(|column| plain(&column.header)).collect();
        let n_both = theirs.iter().filter(|heading| ours.contains(heading)).count();
        let n_all = ours.len() + theirs.len() - n_both;
        if n_all == 0 { 1.0 } else { n_both as f64 / n_all as f64 }
    }

    /// What the owner must know of columns that were kept from this list before: renamed, or missing.
    pub fn changes(&self, report: &FileReport) -> Vec<String> {
        let is_there = |heading: &str| report.columns.iter().any(|column| column.header == heading);
        let was = said_of(&self.file, &self.seen_at);
        let mut said = BTreeMap::new();
        for (heading, field) in &self.columns {
            let Some(field) = field.filter(|_| !is_there(heading)) else { continue };
            let now = report.columns.iter().find(|column| column.field == Some(field));
            let meaning = field.title().to_lowercase();
            let text = match now {
                Some(now) => format!(
                    "The column {heading} of {was} is called {} now; it is read as {meaning} as before",
                    now.header
                ),
                None => format!(
                    "The column {heading} ({meaning}) of {was} is missing. Export the file again with it, or go on without"
                ),
            };
            said.insert(field, text);
        }
        said.into_values().collect()
    }
}
