//! The log of every change: what was done when, in one sentence. It only grows.

use rusqlite::{Connection, params};

use super::{StoreError, Workspace};

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Universal time: "2026-11-16 08:14:03".
    pub at: String,
    /// "taken in", "taken back", "said", ...
    pub what: String,
    /// In one sentence.
    pub words: String,
}

/// Writes a line, in the transaction of what it tells.
pub fn log(connection: &Connection, at: &str, what: &str, words: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO log (at, what, words) VALUES (?1, ?2, ?3)";
    connection.prepare_cached(sql)?.execute(params![at, what, words]).map(|_| ())
}

impl Workspace {
    /// The newest lines, the newest first.
    pub fn log(&self, most: usize) -> Result<Vec<Logged>, StoreError> {
        let sql = "SELECT at, what, words FROM log ORDER BY id DESC LIMIT ?1";
        let read = || -> rusqlite::Result<Vec<Logged>> {
            let mut query = self.connection.prepare(sql)?;
            let found =
                query.query_map([most], |row| Ok(Logged { at: row.get(0)?, what: row.get(1)?, words: row.get(2)? }))?;
            found.collect()
        };
        read().map_err(|error| self.error(&error))
    }
}
