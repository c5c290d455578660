//! The capacity that the owner states.

use rusqlite::{Connection, Transaction, params};

use super::checksum::{of_columns, sum_lines};
use super::log::log;
use super::{StoreError, Workspace};
use crate::model::capacity::Stated;
use crate::model::{Capacity, Closed, Day, VolumeUnit};

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
}

/// What the owner says of the shop.
pub fn capacity(connection: &Connection, damaged: &mut Vec<String>) -> rusqlite::Result<Capacity> {
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
    sum_lines(transaction, "capacity", "process, unit, a_week", 2, None)?;
    sum_lines(transaction, "closure", "first_day, last_day", 2, None)?;
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
