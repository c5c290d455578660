//! The capacity that the owner states, and the forecasts that were shown.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Transaction, params};

use super::checksum::of_columns;
use super::log::log;
use super::migrate::{VERSION, version};
use super::{StoreError, Workspace};
use crate::model::capacity::Stated;
use crate::model::weekly::KeptWeek;
use crate::model::{Capacity, Closed, Day, Range, VolumeUnit};

impl Workspace {
    /// Sets what the owner says of the shop's capacity and its closures.
    pub fn set_capacity(&mut self, capacity: &Capacity, now: &str) -> Result<(), StoreError> {
        let work = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            write_capacity(&transaction, capacity, now)?;
            transaction.commit()
        };
        work(&mut self.connection).map_err(|error| self.error(&error))
    }

    /// Whether a workspace has the form that this program writes.
    pub fn is_of_this_version(path: &Path) -> bool {
        let version =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|file| version(&file));
        version.is_ok_and(|version| version == VERSION)
    }

    /// Keeps a forecast that is shown, all of it made at one review date. The newest may be shown again with other rows and is then
    /// written anew; what was made before it stays as it was shown.
    pub fn keep_forecast(&mut self, weeks: &[KeptWeek]) -> Result<(), StoreError> {
        let Some(made) = weeks.first().map(|week| week.made) else { return Ok(()) };
        let work = |connection: &mut Connection| {
            let newest: Option<String> =
                connection.query_row("SELECT max(made) FROM forecast", [], |row| row.get(0)).optional()?.flatten();
            if newest.is_some_and(|newest| newest > made.to_string()) {
                return Ok(());
            }
            let transaction = connection.transaction()?;
            transaction.execute("DELETE FROM forecast WHERE made = ?1", [made.to_string()])?;
            insert_forecast(&transaction, weeks)?;
            transaction.commit()
        };
        work(&mut self.connection).map_err(|error| self.error(&error))
    }
}

/// What the owner says of the shop, and the forecasts that were shown.
pub fn outlook(connection: &Connection, damaged: &mut Vec<String>) -> rusqlite::Result<(Capacity, Vec<KeptWeek>)> {
    let capacity = capacity(connection, damaged)?;
    let mut query =
        connection.prepare(&format!("SELECT {FORECAST_PARTS}, checksum FROM forecast ORDER BY made, week"))?;
    let mut rows = query.query([])?;
    let (mut forecasts, mut is_damaged) = (Vec::new(), false);
    while let Some(row) = rows.next()? {
        is_damaged |= of_columns(row, 10)? != row.get::<_, i64>(10)?;
        forecasts.extend(kept_week(row)?);
    }
    damaged.extend(is_damaged.then(|| "a forecast".to_owned()));
    Ok((capacity, forecasts))
}

const FORECAST_PARTS: &str = "made, process, unit, week, mean, median, low50, high50, low80, high80";

/// `None` for a line that a newer program wrote and this one does not understand.
fn kept_week(row: &Row<'_>) -> rusqlite::Result<Option<KeptWeek>> {
    let day = |place: usize| row.get::<_, String>(place).map(|text| text.parse().ok());
    let (Some(made), Some(week)) = (day(0)?, day(3)?) else { return Ok(None) };
    let Some(unit) = VolumeUnit::parse(&row.get::<_, String>(2)?) else { return Ok(None) };
    let range = Range {
        mean: row.get(4)?,
        median: row.get(5)?,
        low50: row.get(6)?,
        high50: row.get(7)?,
        low80: row.get(8)?,
        high80: row.get(9)?,
    };
    Ok(Some(KeptWeek { made, process: row.get(1)?, unit, week, range }))
}

fn insert_forecast(transaction: &Transaction<'_>, weeks: &[KeptWeek]) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT INTO forecast ({FORECAST_PARTS}, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0)"
    );
    let mut insert = transaction.prepare(&sql)?;
    for KeptWeek { made, process, unit, week, range } in weeks {
        let Range { mean, median, low50, high50, low80, high80 } = range;
        let (made, week) = (made.to_string(), week.to_string());
        insert.execute(params![made, process, unit.as_str(), week, mean, median, low50, high50, low80, high80])?;
    }
    let made = weeks.first().map(|week| week.made.to_string());
    sum(transaction, "forecast", FORECAST_PARTS, 4, 10, made.as_deref())
}

fn capacity(connection: &Connection, damaged: &mut Vec<String>) -> rusqlite::Result<Capacity> {
    let mut capacity = Capacity::default();
    let mut is_damaged = false;
    let mut query =
        connection.prepare("SELECT process, unit, a_week, checksum FROM capacity ORDER BY process, unit")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        is_damaged |= of_columns(row, 3)? != row.get::<_, i64>(3)?;
        let Some(unit) = VolumeUnit::parse(&row.get::<_, String>(1)?) else { continue };
        let process = Some(row.get::<_, String>(0)?).filter(|process| !process.is_empty());
        capacity.stated.push(Stated { process, unit, a_week: row.get(2)? });
    }
    let mut query =
        connection.prepare("SELECT first_day, last_day, checksum FROM closure ORDER BY first_day, last_day")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        is_damaged |= of_columns(row, 2)? != row.get::<_, i64>(2)?;
        let (from, to): (Option<Day>, Option<Day>) =
            (row.get::<_, String>(0)?.parse().ok(), row.get::<_, String>(1)?.parse().ok());
        capacity.closed.extend(from.zip(to).map(|(from, to)| Closed { from, to }));
    }
    damaged.extend(is_damaged.then(|| "the capacity".to_owned()));
    Ok(capacity)
}

fn write_capacity(transaction: &Transaction<'_>, to: &Capacity, now: &str) -> rusqlite::Result<()> {
    let from = capacity(transaction, &mut Vec::new())?;
    if from == *to {
        return Ok(());
    }
    transaction.execute_batch("DELETE FROM capacity; DELETE FROM closure;")?;
    for Stated { process, unit, a_week } in &to.stated {
        let sql = "INSERT OR REPLACE INTO capacity (process, unit, a_week, checksum) VALUES (?1, ?2, ?3, 0)";
        transaction.execute(sql, params![process.as_deref().unwrap_or(""), unit.as_str(), a_week])?;
    }
    for Closed { from, to } in &to.closed {
        let sql = "INSERT OR REPLACE INTO closure (first_day, last_day, checksum) VALUES (?1, ?2, 0)";
        transaction.execute(sql, params![from.to_string(), to.to_string()])?;
    }
    sum(transaction, "capacity", "process, unit, a_week", 2, 3, None)?;
    sum(transaction, "closure", "first_day, last_day", 2, 2, None)?;
    let name = |stated: &Stated| {
        let of = stated.process.as_deref().unwrap_or("the shop");
        format!("{of}: {} {} a week", stated.a_week, stated.unit.as_str())
    };
    let gone = from
        .stated
        .iter()
        .filter(|stated| !to.stated.contains(stated))
        .map(|stated| format!("no longer {}", name(stated)));
    let new = to.stated.iter().filter(|stated| !from.stated.contains(stated)).map(name);
    let span = |closed: &Closed| format!("{} to {}", closed.from, closed.to);
    let open =
        from.closed.iter().filter(|closed| !to.closed.contains(closed)).map(|closed| format!("open {}", span(closed)));
    let closed = to
        .closed
        .iter()
        .filter(|closed| !from.closed.contains(closed))
        .map(|closed| format!("closed {}", span(closed)));
    let words: Vec<String> = gone.chain(new).chain(open).chain(closed).collect();
    log(transaction, now, "capacity", &words.join("; "))
}

/// Writes the checksums of a table: of its first `n` columns, which its first `n_key` tell apart; of the lines `made` at a review alone.
fn sum(
    transaction: &Transaction<'_>,
    table: &str,
    columns: &str,
    n_key: usize,
    n: usize,
    made: Option<&str>,
) -> rusqlite::Result<()> {
    let only = made.map_or(String::new(), |_| " WHERE made = ?1".to_owned());
    let mut query = transaction.prepare(&format!("SELECT {columns} FROM {table}{only}"))?;
    let read = |row: &Row<'_>| {
        let key: Vec<String> = (0..n_key).map(|i| row.get(i)).collect::<rusqlite::Result<_>>()?;
        Ok((key, of_columns(row, n)?))
    };
    let sums: Vec<(Vec<String>, i64)> = match made {
        Some(made) => query.query_map([made], read)?.collect::<Result<_, _>>()?,
        None => query.query_map([], read)?.collect::<Result<_, _>>()?,
    };
    let names: Vec<&str> = columns.split(", ").take(n_key).collect();
    let is_it: Vec<String> = names.iter().zip(2..).map(|(name, place)| format!("{name} = ?{place}")).collect();
    let mut update = transaction.prepare(&format!("UPDATE {table} SET checksum = ?1 WHERE {}", is_it.join(" AND ")))?;
    for (key, sum) in sums {
        let values = std::iter::once(sum.to_string()).chain(key);
        update.execute(rusqlite::params_from_iter(values))?;
    }
    Ok(())
}
