//! The forecasts that were shown: weeks, and the days on which payments and orders were expected.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Transaction, params};

use super::checksum::{of_columns, sum_lines};
use super::migrate::{VERSION, version};
use super::{StoreError, Workspace};
use crate::model::kept::{Awaited, Counted, KeptDay, KeptWeek};
use crate::model::{Day, Range, WEEK};

/// So long expected days are kept: they are many, and what is older says little of the next ones. Weeks are kept as long as rows are.
const DAYS_KEPT: i32 = 52 * WEEK;

/// What a review showed of what is to come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// Weeks.
    pub weeks: Vec<KeptWeek>,
    /// Days.
    pub days: Vec<KeptDay>,
}

impl Workspace {
    /// Whether a workspace has the form that this program writes.
    pub fn is_of_this_version(path: &Path) -> bool {
        let version =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|file| version(&file));
        version.is_ok_and(|version| version == VERSION)
    }

    /// Keeps what a review showed, all of it made at its date. The newest may be shown again with other rows and is then written
    /// anew; what was made before it stays as it was shown.
    pub fn keep_forecast(&mut self, made: Day, shown: &Shown) -> Result<(), StoreError> {
        let work = |connection: &mut Connection| {
            let sql = "SELECT max(made) FROM (SELECT max(made) AS made FROM forecast UNION ALL SELECT max(made) FROM expected_day)";
            let newest: Option<String> = connection.query_row(sql, [], |row| row.get(0)).optional()?.flatten();
            if newest.is_some_and(|newest| newest > made.to_string()) {
                return Ok(());
            }
            let transaction = connection.transaction()?;
            for table in ["forecast", "expected_day"] {
                transaction.execute(&format!("DELETE FROM {table} WHERE made = ?1"), [made.to_string()])?;
            }
            transaction.execute("DELETE FROM expected_day WHERE made < ?1", [(made - DAYS_KEPT).to_string()])?;
            insert_weeks(&transaction, made, &shown.weeks)?;
            insert_days(&transaction, made, &shown.days)?;
            transaction.commit()
        };
        work(&mut self.connection).map_err(|error| self.error(&error))
    }

    /// Gives each day that was expected before a review to `each`.
    pub fn expected_days(&self, before: Day, each: &mut dyn FnMut(&KeptDay)) -> Result<(), StoreError> {
        let is_damaged = days(&self.connection, Some(before), each).map_err(|error| self.error(&error))?;
        let why = || format!("{DAMAGED} is not what was written");
        if is_damaged { Err(StoreError::Damaged { why: why(), path: self.path().to_owned() }) } else { Ok(()) }
    }
}

const DAMAGED: &str = "an expected day";

/// The weeks that were shown.
pub fn weeks(connection: &Connection, damaged: &mut Vec<String>) -> rusqlite::Result<Vec<KeptWeek>> {
    let mut query = connection.prepare(&format!("SELECT {WEEK_PARTS}, checksum FROM forecast ORDER BY made, week"))?;
    let mut rows = query.query([])?;
    let (mut weeks, mut is_damaged) = (Vec::new(), false);
    while let Some(row) = rows.next()? {
        is_damaged |= of_columns(row, 10)? != row.get::<_, i64>(10)?;
        weeks.extend(kept_week(row)?);
    }
    damaged.extend(is_damaged.then(|| "a forecast".to_owned()));
    Ok(weeks)
}

/// Names the days where one is not as it was written.
pub fn damaged_days(connection: &Connection) -> rusqlite::Result<Option<String>> {
    Ok(days(connection, None, &mut |_| ())?.then(|| DAMAGED.to_owned()))
}

/// Erases what was expected of a customer by these ids; the invoices' days are nobody's without the rows.
pub fn forget_days(connection: &Connection, ids: &[String]) -> rusqlite::Result<usize> {
    let mut delete = connection.prepare("DELETE FROM expected_day WHERE awaited = 'order' AND whose = ?1")?;
    ids.iter().map(|id| delete.execute([id])).sum()
}

/// Erases the days of invoices that no row names any more.
pub fn forget_lost_invoices(connection: &Connection) -> rusqlite::Result<()> {
    let sql = "DELETE FROM expected_day WHERE awaited = 'payment' AND whose NOT IN \
               (SELECT invoice_number FROM record WHERE invoice_number IS NOT NULL)";
    connection.execute(sql, []).map(|_| ())
}

const WEEK_PARTS: &str = "made, process, unit, week, mean, median, low50, high50, low80, high80";

const DAY_PARTS: &str = "made, awaited, whose, since, expected, from_day, to_day, plain, chance";

/// Reads the days, and says whether one is damaged. A line that a newer program wrote and this one does not understand is passed over.
fn days(connection: &Connection, before: Option<Day>, each: &mut dyn FnMut(&KeptDay)) -> rusqlite::Result<bool> {
    let sql = format!("SELECT {DAY_PARTS}, checksum FROM expected_day WHERE made < coalesce(?1, '9999')");
    let mut query = connection.prepare(&sql)?;
    let mut rows = query.query([before.map(|day| day.to_string())])?;
    let mut is_damaged = false;
    while let Some(row) = rows.next()? {
        is_damaged |= of_columns(row, 9)? != row.get::<_, i64>(9)?;
        if let Some(day) = kept_day(row)? {
            each(&day);
        }
    }
    Ok(is_damaged)
}

fn kept_day(row: &Row<'_>) -> rusqlite::Result<Option<KeptDay>> {
    let day = |place: usize| row.get::<_, i32>(place).map(Day);
    let (Ok(made), Some(awaited)) = (row.get::<_, String>(0)?.parse(), Awaited::parse(row.get_ref(1)?.as_str()?))
    else {
        return Ok(None);
    };
    Ok(Some(KeptDay {
        made,
        awaited,
        whose: row.get(2)?,
        since: day(3)?,
        expected: day(4)?,
        from: day(5)?,
        to: day(6)?,
        plain: day(7)?,
        chance: row.get(8)?,
    }))
}

/// `None` for a line that a newer program wrote and this one does not understand.
fn kept_week(row: &Row<'_>) -> rusqlite::Result<Option<KeptWeek>> {
    let day = |place: usize| row.get::<_, String>(place).map(|text| text.parse().ok());
    let (Some(made), Some(week)) = (day(0)?, day(3)?) else { return Ok(None) };
    let Some(counted) = Counted::parse(row.get_ref(2)?.as_str()?) else { return Ok(None) };
    let range = Range {
        mean: row.get(4)?,
        median: row.get(5)?,
        low50: row.get(6)?,
        high50: row.get(7)?,
        low80: row.get(8)?,
        high80: row.get(9)?,
    };
    Ok(Some(KeptWeek { made, process: row.get(1)?, counted, week, range }))
}

fn insert_weeks(transaction: &Transaction<'_>, made: Day, weeks: &[KeptWeek]) -> rusqlite::Result<()> {
    let sql =
        format!("INSERT INTO forecast ({WEEK_PARTS}, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0)");
    let mut insert = transaction.prepare(&sql)?;
    let made = made.to_string();
    for KeptWeek { process, counted, week, range, .. } in weeks {
        let Range { mean, median, low50, high50, low80, high80 } = range;
        let (of, week) = (counted.as_str(), week.to_string());
        insert.execute(params![made, process, of, week, mean, median, low50, high50, low80, high80])?;
    }
    sum_lines(transaction, "forecast", WEEK_PARTS, 4, Some(&made))
}

/// Two invoices of one number and due date cannot be told apart later: the first counts.
fn insert_days(transaction: &Transaction<'_>, made: Day, days: &[KeptDay]) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT OR IGNORE INTO expected_day ({DAY_PARTS}, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)"
    );
    let mut insert = transaction.prepare(&sql)?;
    let made = made.to_string();
    for KeptDay { awaited, whose, since, expected, from, to, plain, chance, .. } in days {
        let of = awaited.as_str();
        insert.execute(params![made, of, whose, since.0, expected.0, from.0, to.0, plain.0, chance])?;
    }
    sum_lines(transaction, "expected_day", DAY_PARTS, 4, Some(&made))
}
