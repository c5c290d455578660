//! How long rows are kept: what lies before a day is erased here, in the copies that the app made and in closed reviews, and is not
//! taken in again.

use std::collections::BTreeSet;

use rusqlite::{Connection, TransactionBehavior, params};

use super::forget::{ForgetTold, FromReview, vacuum};
use super::forgotten::GAP;
use super::log::log;
use super::weekly::{limits_now, rewrite_told, sum_reviews, write_limits};
use super::{StoreError, Workspace, backup, checksum};
use crate::model::money::thousands;
use crate::model::weekly::Limits;
use crate::model::{Day, Kind, Table};

/// What lies before a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Older {
    /// Rows.
    pub n_rows: usize,
    /// Closed reviews.
    pub n_reviews: usize,
    /// Decisions.
    pub n_decisions: usize,
    /// Copies that could not be reached.
    pub n_unreached: usize,
}

impl Workspace {
    /// What would be erased.
    pub fn older_than(&self, day: Day) -> Result<Older, StoreError> {
        older_than(&self.connection, day).map_err(|error| self.error(&error))
    }

    /// Erases it, here and in the copies that the app made, and sets the limit that this follows from. The sums of what is younger
    /// stay.
    pub fn erase_older(
        &mut self,
        day: Day,
        limits: &Limits,
        told: ForgetTold<'_>,
        now: &str,
    ) -> Result<Older, StoreError> {
        let path = self.path().to_owned();
        let mut older = self.older_than(day)?;
        if older.is_nothing() {
            self.set_limits(limits, now)?;
        } else {
            self.must_be_whole()?;
            let of = |error: rusqlite::Error| StoreError::of(&error, path.clone());
            erase(&mut self.connection, day, limits, told, now).map_err(of)?;
            // What is erased is erased, also where its pages could not be overwritten now.
            older.n_unreached += usize::from(vacuum(&self.connection).is_err());
        }
        for copy in backup::all_copies(&path) {
            let erased = Self::open_copy(&copy).and_then(|mut copy| {
                if copy.older_than(day)?.is_nothing() {
                    return Ok(());
                }
                copy.must_be_whole()?;
                let done = erase(&mut copy.connection, day, limits, told, now).and_then(|()| vacuum(&copy.connection));
                done.map_err(|error| copy.error(&error))
            });
            older.n_unreached += usize::from(erased.is_err());
        }
        Ok(older)
    }
}

impl Older {
    /// Whether nothing is so old.
    pub fn is_nothing(&self) -> bool {
        self.n_rows + self.n_reviews + self.n_decisions == 0
    }
}

/// The first day whose rows are kept, where the owner set how long. `now` begins with the day.
pub fn kept_from(connection: &Connection, now: &str) -> rusqlite::Result<Option<Day>> {
    let years = limits_now(connection)?.keep_years;
    let today: Option<Day> = now.get(..10).and_then(|day| day.parse().ok());
    Ok(years.zip(today).map(|(years, today)| first_kept(today, years)))
}

/// The first day that is kept: the first of the month, so many years before. Erasing writes the file and its copies anew, which once
/// a month is enough.
pub fn first_kept(today: Day, years: u16) -> Day {
    let (year, month, _) = today.ymd();
    // The calendar reaches far enough; if it did not, everything would be kept.
    Day::from_ymd(year - i32::from(years), month, 1).unwrap_or(Day::NONE)
}

/// A table without the rows that lie before a day. `None` where there are none.
pub fn younger(table: &Table, from: Option<Day>) -> Option<Table> {
    let from = from.filter(|_| table.kind != Some(Kind::Customers))?;
    let days = table.happened_on()?;
    let keep: Vec<bool> = days.iter().map(|&day| day == Day::NONE.0 || day >= from.0).collect();
    if keep.iter().all(|&stays| stays) {
        return None;
    }
    let mut younger = table.clone();
    younger.retain(&keep);
    Some(younger)
}

const OLDER: &str = "SELECT record.id FROM record JOIN list ON list.id = list WHERE day < ?1 AND kind <> 'customers'";

fn older_than(connection: &Connection, day: Day) -> rusqlite::Result<Older> {
    let count = |sql: &str, day: &dyn rusqlite::ToSql| connection.query_row(sql, [day], |row| row.get::<_, usize>(0));
    Ok(Older {
        n_rows: count(&format!("SELECT count(*) FROM ({OLDER})"), &day.0)?,
        n_reviews: count("SELECT count(*) FROM review WHERE as_of < ?1", &day.to_string())?,
        n_decisions: count("SELECT count(*) FROM decision WHERE review < ?1", &day.to_string())?,
        n_unreached: 0,
    })
}

fn erase(
    connection: &mut Connection,
    day: Day,
    limits: &Limits,
    told: ForgetTold<'_>,
    now: &str,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute("INSERT INTO erasing DEFAULT VALUES", [])?;
    write_limits(&transaction, limits, now)?;
    let gone: BTreeSet<i64> =
        transaction.prepare(OLDER)?.query_map([day.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    shorten_imports(&transaction, &gone)?;
    {
        let mut delete = transaction.prepare("DELETE FROM record WHERE id = ?1")?;
        for id in &gone {
            delete.execute([id])?;
        }
    }
    transaction.execute("DELETE FROM who WHERE id NOT IN (SELECT who FROM record)", [])?;
    checksum::rewrite(&transaction)?;
    let as_of = day.to_string();
    for table in ["flag", "told"] {
        let sql = format!("DELETE FROM {table} WHERE review IN (SELECT id FROM review WHERE as_of < ?1)");
        transaction.execute(&sql, [&as_of])?;
    }
    transaction.execute("DELETE FROM review WHERE as_of < ?1", [&as_of])?;
    transaction.execute("DELETE FROM decision WHERE review < ?1", [&as_of])?;
    for table in ["forecast", "expected_day"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE made < ?1"), [&as_of])?;
    }
    // That something was done stays in the log, and not what.
    transaction.execute("UPDATE log SET words = ?2 WHERE at < ?1", [as_of.as_str(), GAP])?;
    let from = FromReview { customer: None, file: None, before: Some(day), scrubbed: &|_| None };
    rewrite_told(&transaction, &|text| told(text, &from))?;
    sum_reviews(&transaction)?;
    let words = format!("{} rows before {as_of}", thousands(gone.len() as u64));
    log(&transaction, now, "not kept", &words)?;
    transaction.execute("DELETE FROM erasing", [])?;
    transaction.commit()
}

/// Takes records out of the files that hold them, with what these come to.
fn shorten_imports(connection: &Connection, gone: &BTreeSet<i64>) -> rusqlite::Result<()> {
    let (Some(first), Some(last)) = (gone.first(), gone.last()) else { return Ok(()) };
    let runs: Vec<[i64; 4]> = connection
        .prepare("SELECT import, row, record, n FROM seen WHERE record <= ?2 AND record + n > ?1")?
        .query_map([first, last], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?
        .collect::<Result<_, _>>()?;
    let mut delete = connection.prepare("DELETE FROM seen WHERE import = ?1 AND record = ?2")?;
    let mut insert = connection.prepare("INSERT INTO seen (import, row, record, n) VALUES (?1, ?2, ?3, ?4)")?;
    let mut imports = BTreeSet::new();
    for [import, row, record, n] in runs {
        if gone.range(record..record + n).next().is_none() {
            continue;
        }
        imports.insert(import);
        delete.execute([import, record])?;
        // What stays of a run are the stretches between what goes.
        let mut begin = record;
        for end in gone.range(record..record + n).copied().chain([record + n]) {
            if end > begin {
                insert.execute([import, row + begin - record, begin, end - begin])?;
            }
            begin = end + 1;
        }
    }
    for import in imports {
        let form: Option<String> = connection.query_row(
            "SELECT form FROM import JOIN list ON list.id = list WHERE import.id = ?1",
            [import],
            |row| row.get(0),
        )?;
        let main = if form.as_deref() == Some("ledger") { "received" } else { "amount" };
        let sql = format!(
            "SELECT count(*), min(day), max(day), coalesce(sum(\"{main}\"), 0) FROM seen \
             JOIN record ON record.id BETWEEN seen.record AND seen.record + seen.n - 1 WHERE import = ?1"
        );
        let held: (i64, Option<i64>, Option<i64>, i64) =
            connection.query_row(&sql, [import], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let sql = "UPDATE import SET left_out = left_out + used - ?2, used = ?2, first_day = ?3, last_day = ?4, \
                   amount = CASE WHEN amount IS NULL THEN NULL ELSE ?5 END WHERE id = ?1";
        connection.execute(sql, params![import, held.0, held.1, held.2, held.3])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted_by_the_calendar() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(first_kept(day("2026-11-22"), 5), day("2021-11-01"));
        assert_eq!(first_kept(day("2024-02-29"), 3), day("2021-02-01"));
        assert!(first_kept(day("2026-11-22"), u16::MAX) < day("0001-01-01"), "so many years keep everything");
    }
}
