//! What the owner said: written at once, held for every later import, and taken back one by one.

use rusqlite::{Connection, params};

use super::checksum::of_columns;
use super::log::log;
use super::{StoreError, Workspace};
use crate::model::said::{About, Act, Said};

impl Workspace {
    /// Writes down what was said together. `now` is the time in words.
    pub fn say(&mut self, said: &[Said], now: &str) -> Result<(), StoreError> {
        say(&mut self.connection, said, now).map_err(|error| self.error(&error))
    }

    /// Takes back what was said together.
    pub fn unsay(&mut self, act: i64, now: &str) -> Result<(), StoreError> {
        unsay(&mut self.connection, act, now).map_err(|error| self.error(&error))
    }

    /// What holds, in the order in which it was said.
    pub fn said(&self) -> Result<Vec<Act>, StoreError> {
        let damaged = damaged(&self.connection).map_err(|error| self.error(&error))?;
        if let Some(line) = damaged.first() {
            let why = format!("{line} is not what was written");
            return Err(StoreError::Damaged { why, path: self.path().to_owned() });
        }
        said(&self.connection).map_err(|error| self.error(&error))
    }
}

fn say(connection: &mut Connection, said: &[Said], now: &str) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    say_in(&transaction, said, now)?;
    transaction.commit()
}

/// Writes down what was said together, in a transaction of something larger.
pub fn say_in(connection: &Connection, said: &[Said], now: &str) -> rusqlite::Result<()> {
    let act: i64 = connection.query_row("SELECT coalesce(max(act), 0) + 1 FROM said", [], |row| row.get(0))?;
    let sql = "INSERT INTO said (act, about, subject, value, said_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = connection.prepare(sql)?;
    for said in said {
        if said.about != About::Id {
            let words = format!("{}: {} = {}", said.about.as_str(), said.subject, said.value);
            log(connection, now, "said", &words)?;
        }
        insert.execute(params![act, said.about.as_str(), said.subject, said.value, now])?;
    }
    sum(connection, Some(act))
}

const PARTS: &str = "id, act, about, subject, value, said_at, undone_at";
const N_PARTS: usize = 7;

/// Writes the checksums of what was said, or of what was said together.
pub fn sum(connection: &Connection, only: Option<i64>) -> rusqlite::Result<()> {
    let sql = format!("SELECT {PARTS} FROM said WHERE ?1 IS NULL OR act = ?1");
    let mut query = connection.prepare(&sql)?;
    let sums: Vec<(i64, i64)> =
        query.query_map([only], |row| Ok((row.get(0)?, of_columns(row, N_PARTS)?)))?.collect::<Result<_, _>>()?;
    let mut update = connection.prepare("UPDATE said SET checksum = ?2 WHERE id = ?1")?;
    sums.into_iter().try_for_each(|(id, sum)| update.execute(params![id, sum]).map(|_| ()))
}

/// Lines that are not as they were written, in the words of an owner.
pub fn damaged(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare(&format!("SELECT {PARTS}, checksum FROM said"))?;
    let mut rows = query.query([])?;
    let mut damaged = Vec::new();
    while let Some(row) = rows.next()? {
        if row.get::<_, Option<i64>>(N_PARTS)? != Some(of_columns(row, N_PARTS)?) {
            damaged.push("a line of what was said of customers, items and campaigns".to_owned());
        }
    }
    Ok(damaged)
}

fn unsay(connection: &mut Connection, act: i64, now: &str) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    let sql = "UPDATE said SET undone_at = ?2 WHERE act = ?1 AND undone_at IS NULL";
    let n = transaction.execute(sql, params![act, now])?;
    sum(&transaction, Some(act))?;
    log(&transaction, now, "taken back", &format!("what was said together: {n} lines"))?;
    transaction.commit()
}

fn said(connection: &Connection) -> rusqlite::Result<Vec<Act>> {
    let sql = "SELECT act, said_at, about, subject, value FROM said WHERE undone_at IS NULL ORDER BY act, id";
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([])?;
    let mut acts: Vec<Act> = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, about): (i64, String) = (row.get(0)?, row.get(2)?);
        // A newer program may have words that this one does not know.
        let Some(about) = About::parse(&about) else { continue };
        let said = Said { about, subject: row.get(3)?, value: row.get(4)? };
        match acts.last_mut().filter(|act| act.id == id) {
            Some(act) => act.said.push(said),
            None => acts.push(Act { id, at: row.get(1)?, said: vec![said] }),
        }
    }
    Ok(acts)
}
