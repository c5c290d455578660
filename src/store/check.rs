//! Whether a workspace is whole: its pages, what points to what, and for every import the rows and the sum that it had when it
//! was taken in.

use rusqlite::Connection;

use super::forecasts::damaged_days;
use super::load::{Changed, load};
use super::weekly::{damaged_told, weekly};
use super::{StoreError, Workspace, checksum, said};

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Imports.
    pub n_imports: usize,
    /// Rows.
    pub n_rows: usize,
    /// What is wrong; none in a whole workspace.
    pub faults: Vec<Fault>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The pages of the file.
    #[error("The file is damaged: {0}")]
    Pages(String),
    /// A line points to one that is not there.
    #[error("A line of {table} points to a line of {parent} that is missing")]
    Missing {
        /// Where it points from.
        table: String,
        /// Where it points to.
        parent: String,
    },
    /// An import has lost rows, or has too many.
    #[error("{file} was taken in with {had} rows and has {has}")]
    Rows {
        /// The file.
        file: String,
        /// So many were taken in.
        had: usize,
        /// So many are there.
        has: usize,
    },
    /// The rows of an import are others, or stand elsewhere.
    #[error("The rows of {0} are not those that were taken in")]
    File(String),
    /// What was said, a limit, a decision or a closed review is not what was written.
    #[error("{0} is not what was written")]
    Weekly(String),
    /// A row is not what was taken in.
    #[error(transparent)]
    Row(Changed),
    /// The amounts of an import come to something else.
    #[error("{file} was taken in with amounts of {had} in the smallest unit, and has {has}")]
    Sum {
        /// The file.
        file: String,
        /// What they came to.
        had: i64,
        /// What they come to.
        has: i64,
    },
}

impl Workspace {
    /// Looks through the whole file.
    pub fn check(&self) -> Result<Checked, StoreError> {
        check(&self.connection).map_err(|error| self.error(&error))
    }
}

/// What is not as it was written. Nothing may be erased from a workspace with such a line: the checksums are then written anew, and
/// would hide it.
pub fn damaged_lines(connection: &Connection) -> rusqlite::Result<Vec<Fault>> {
    let mut faults: Vec<Fault> = checksum::damaged(connection)?.into_iter().map(Fault::File).collect();
    faults.extend(said::damaged(connection)?.into_iter().map(Fault::Weekly));
    faults.extend(weekly(connection)?.1.into_iter().map(Fault::Weekly));
    faults.extend(damaged_told(connection)?.into_iter().map(Fault::Weekly));
    faults.extend(damaged_days(connection)?.map(Fault::Weekly));
    Ok(faults)
}

fn check(connection: &Connection) -> rusqlite::Result<Checked> {
    let mut checked = Checked::default();
    let pages: Vec<String> =
        connection.prepare("PRAGMA integrity_check(20)")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    checked.faults.extend(pages.into_iter().filter(|said| said != "ok").map(Fault::Pages));
    if !checked.faults.is_empty() {
        return Ok(checked);
    }
    let missing: Vec<Fault> = connection
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |row| Ok(Fault::Missing { table: row.get(0)?, parent: row.get(2)? }))?
        .collect::<Result<_, _>>()?;
    checked.faults.extend(missing.into_iter().take(20));
    checked.faults.extend(damaged_lines(connection)?);
    // Rows are not read by a place or a length that was damaged.
    if !checked.faults.is_empty() {
        return Ok(checked);
    }
    checked.faults.extend(load(connection)?.1.into_iter().take(20).map(Fault::Row));
    checked.n_rows = connection.query_row("SELECT count(*) FROM record", [], |row| row.get(0))?;
    let sql = "SELECT import.id, file, used, amount, form, \
               (SELECT coalesce(sum(n), 0) FROM seen WHERE import = import.id) FROM import JOIN list ON list.id = list";
    let mut query = connection.prepare(sql)?;
    let mut imports = query.query([])?;
    while let Some(row) = imports.next()? {
        checked.n_imports += 1;
        let (id, file, had): (i64, String, usize) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (amount, form): (Option<i64>, Option<String>) = (row.get(3)?, row.get(4)?);
        // The main amount of a ledger is what was received.
        let column = if form.as_deref() == Some("ledger") { "received" } else { "amount" };
        let sql = format!(
            "SELECT count(*), sum(\"{column}\") FROM seen JOIN record ON record.id BETWEEN seen.record AND seen.record + seen.n - 1 \
             WHERE import = ?1"
        );
        let (has, sum): (usize, Option<i64>) =
            connection.query_row(&sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if had != has || row.get::<_, usize>(5)? != has {
            checked.faults.push(Fault::Rows { file: file.clone(), had, has });
        }
        if let Some(had) = amount
            && sum.unwrap_or(0) != had
        {
            checked.faults.push(Fault::Sum { file, had, has: sum.unwrap_or(0) });
        }
    }
    Ok(checked)
}
