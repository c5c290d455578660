//! Taking files in: what is new in them, what is known, changed or gone. Weekly exports overlap; nothing counts twice.
//!
//! N identical rows of one file are N records, and the same file again adds none. A file that lacks rows which were known
//! for its days says that they are gone, if it is the whole list; where that is doubtful the owner is asked.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::ops::Range;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params, params_from_iter};
use serde_json::json;

use super::checksum;
use super::choose::{Choose, Comparison, Covers, Known};
use super::forgotten::Forgotten;
use super::identity::{Identity, identities};
use super::log::log;
use super::retention::{kept_from, younger};
use super::shapes;
use super::standing::{Reach, Span, Stored, decide, order};
use super::{StoreError, Workspace};
use crate::import::answers::{Answers, LIST};
use crate::import::problem::{Delta, FileReport, FileStatus, Question};
use crate::import::{Reading, summarise};
use crate::model::money::{NO_AMOUNT, thousands};
use crate::model::numbers::number_text;
use crate::model::table::{Column, Mention, NO_COUNT};
use crate::model::{Day, Field, Form, Kind, Table};

/// What is to be done with files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// Only say what would happen.
    Try,
    /// Take them in.
    Keep,
}

/// What became of one file, in the order of the readings.
#[derive(Clone, Debug, PartialEq)]
pub enum Intake {
    /// It has nothing that could be taken in: it was refused, or it asks.
    Nothing,
    /// Its rows are in the workspace, or would be.
    Taken(Delta),
    /// It lacks rows that were known, and only the owner knows why.
    Asks(Question),
}

impl Workspace {
    /// Takes in the files that are ready, or says what would happen. All of them, or after a fault none. `answers` are what
    /// the owner said of each file; `now` is the time in words, as it will be shown.
    pub fn take_in(
        &mut self,
        readings: &[Reading],
        answers: &BTreeMap<(String, String), String>,
        now: &str,
        taking: Taking,
        goes_on: &dyn Fn(&FileReport) -> bool,
    ) -> Result<Vec<Intake>, StoreError> {
        let path = self.path().to_owned();
        take_all(&mut self.connection, readings, answers, now, taking, goes_on)
            .map_err(|error| StoreError::of(&error, path))
    }
}

fn take_all(
    connection: &mut Connection,
    readings: &[Reading],
    answers: &BTreeMap<(String, String), String>,
    now: &str,
    taking: Taking,
    goes_on: &dyn Fn(&FileReport) -> bool,
) -> rusqlite::Result<Vec<Intake>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let forgotten = Forgotten::of(&transaction)?;
    let kept_from = kept_from(&transaction, now)?;
    let mut intakes = vec![Intake::Nothing; readings.len()];
    // Not the order in which files are named: an export that ends later knows more.
    let mut order: Vec<usize> = (0..readings.len()).collect();
    order.sort_by_key(|&i| (readings[i].report.last_on, readings[i].report.first_on, &readings[i].report.path));
    for i in order {
        let Reading { report, table: Some(table), .. } = &readings[i] else { continue };
        if report.status != FileStatus::Ready {
            continue;
        }
        let cleaned = forgotten.cleaned(table);
        let table = cleaned.as_ref().unwrap_or(table);
        let younger = younger(table, kept_from);
        let (n_all, table) = (table.n_rows(), younger.as_ref().unwrap_or(table));
        let shorter = younger.as_ref().map(|table| {
            let mut report = report.clone();
            report.used = table.n_rows();
            report.n_left_out += n_all - table.n_rows();
            summarise(&mut report, table);
            report
        });
        let report = shorter.as_ref().unwrap_or(report);
        let of_file = answers.iter().filter(|((file, _), _)| *file == report.path);
        let of_file = of_file.map(|((_, about), said)| (about.clone(), said.clone())).collect();
        // A file that is older than what is kept is of no list.
        let is_all_old = n_all > 0 && table.n_rows() == 0;
        let mut intake = if is_all_old {
            Intake::Taken(Delta::default())
        } else {
            File { connection: &transaction, report, table, answers: &of_file, now, before: None, goes_on }.take()?
        };
        if let (Some(from), Intake::Taken(delta)) = (kept_from.filter(|_| shorter.is_some()), &mut intake) {
            let n = thousands((n_all - table.n_rows()) as u64);
            delta.notices.push(format!("{n} rows before {} are not kept: you set how long rows are kept", from.long()));
        }
        intakes[i] = intake;
    }
    match taking {
        Taking::Keep => transaction.commit()?,
        Taking::Try => transaction.rollback()?,
    }
    Ok(intakes)
}

/// After so many rows it is looked whether anyone still waits.
const ROWS_A_LOOK: i64 = 1 << 15;

/// A file on its way in.
pub struct File<'a> {
    /// The workspace, in a transaction.
    pub connection: &'a Connection,
    /// How it was understood.
    pub report: &'a FileReport,
    /// Its rows.
    pub table: &'a Table,
    /// What the owner said of it.
    pub answers: &'a Answers,
    /// When it is taken in.
    pub now: &'a str,
    /// What the same file was of its list when it was understood otherwise.
    pub before: Option<&'static str>,
    /// Whether anyone still waits for it.
    pub goes_on: &'a dyn Fn(&FileReport) -> bool,
}

impl File<'_> {
    fn take(&self) -> rusqlite::Result<Intake> {
        self.check()?;
        let identities = identities(self.table);
        let Some((import, n, was_part)) = self.same_file()? else { return self.take_new(&identities) };
        let is_said = self.answers.contains_key(LIST);
        if !is_said && self.is_same_content(import, &identities)? {
            return Ok(Intake::Taken(Delta { known: n, ..Delta::default() }));
        }
        // The same file, understood otherwise: what was understood before was wrong. Where it asks now, nothing changes.
        self.connection.execute_batch("SAVEPOINT again")?;
        undo(self.connection, import)?;
        let intake = File { before: was_part.then_some("part"), ..*self }.take_new(&identities)?;
        if matches!(intake, Intake::Asks(_)) {
            self.connection.execute_batch("ROLLBACK TO again")?;
        }
        self.connection.execute_batch("RELEASE again")?;
        Ok(intake)
    }

    /// Takes in a file that is not in the workspace.
    fn take_new(&self, identities: &[Identity]) -> rusqlite::Result<Intake> {
        let reach = self.reach(identities);
        match self.choose(identities, &reach)? {
            Choose::Ask(question) => Ok(Intake::Asks(question)),
            Choose::New => {
                let sql = "INSERT INTO list (kind, form) VALUES (?1, ?2) RETURNING id";
                let form = self.table.form.map(Form::as_str);
                let id = self.connection.query_row(sql, params![self.kind().as_str(), form], |row| row.get(0))?;
                let comparison = Comparison::of(Vec::new(), identities);
                let known = Known { id, comparison, shape: None };
                self.write(known, Covers::Unknown, identities, reach).map(Intake::Taken)
            }
            Choose::List(known, covers) => self.write(known, covers, identities, reach).map(Intake::Taken),
        }
    }

    /// Stops here where nobody waits any more; the transaction then leaves nothing behind.
    fn check(&self) -> rusqlite::Result<()> {
        if (self.goes_on)(self.report) {
            return Ok(());
        }
        Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_INTERRUPT), None))
    }

    pub(super) fn kind(&self) -> Kind {
        self.table.kind.unwrap_or(Kind::Notes)
    }

    pub(super) fn day(&self, row: usize) -> Option<i32> {
        self.table.happened_on().map(|days| days[row]).filter(|&day| day != Day::NONE.0)
    }

    /// The first and the last day.
    pub(super) fn days(&self) -> Option<(i32, i32)> {
        let days = || (0..self.table.n_rows()).filter_map(|row| self.day(row));
        days().min().zip(days().max())
    }

    pub(super) fn span(&self) -> Span {
        Span::of(self.table.form, self.days())
    }

    /// The documents of the file; whether it is the whole list for its days is not decided yet.
    fn reach(&self, identities: &[Identity]) -> Reach {
        let mut reach = Reach::default();
        for (row, identity) in identities.iter().enumerate() {
            reach.add(identity.document, self.day(row));
        }
        reach
    }

    /// The import of the same bytes and sheet, how many rows it held, and whether it was a part of its list.
    fn same_file(&self) -> rusqlite::Result<Option<(i64, usize, bool)>> {
        let sql = "SELECT id, (SELECT sum(n) FROM seen WHERE import = id), covers = 'part' FROM import \
                   WHERE sha256 = ?1 AND sheet IS ?2 AND sha256 <> ''";
        let mut query = self.connection.prepare_cached(sql)?;
        let found = query.query_row(params![self.report.sha256, self.report.sheet], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        });
        found.optional()
    }

    fn is_same_content(&self, import: i64, identities: &[Identity]) -> rusqlite::Result<bool> {
        let sql = "SELECT content FROM seen JOIN record ON record.id BETWEEN seen.record AND seen.record + seen.n - 1 WHERE import = ?1";
        let mut held: Vec<i64> =
            self.connection.prepare_cached(sql)?.query_map([import], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut ours: Vec<i64> = identities.iter().map(|identity| identity.content).collect();
        held.sort_unstable();
        ours.sort_unstable();
        Ok(held == ours)
    }

    /// Writes what is new, marks what is gone, and remembers how the file was read.
    fn write(
        &self,
        known: Known,
        covers: Covers,
        identities: &[Identity],
        mut reach: Reach,
    ) -> rusqlite::Result<Delta> {
        let Known { id: list, comparison, shape } = known;
        let connection = self.connection;
        reach.whole = (covers == Covers::Whole).then(|| self.span());
        let last_day = self.days().map(|(_, last)| last);
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM import JOIN list ON list.id = import.list WHERE list = ?1 AND {} > {})",
            order("last_day"),
            order("?2")
        );
        let is_newest = !connection.query_row(&sql, params![list, last_day], |row| row.get::<_, bool>(0))?;
        let standing = comparison.near.iter().zip(comparison.is_held.iter().copied()).filter(|(row, _)| row.is_current);
        let gone: Vec<&Stored> = if is_newest { reach.replaced(standing) } else { Vec::new() };
        let mut replaced: HashMap<i64, usize> = HashMap::new();
        for document in gone.iter().filter_map(|row| row.document) {
            *replaced.entry(document).or_default() += 1;
        }
        let mut delta = Delta { gone: gone.len(), ..Delta::default() };
        let mut is_new = vec![false; identities.len()];
        for (row, (same, identity)) in comparison.same.iter().zip(identities).enumerate() {
            is_new[row] = same.is_none();
            let earlier = identity.document.and_then(|document| replaced.get_mut(&document)).filter(|n| **n > 0);
            // A row that was gone and is back is no row that was known.
            let is_known = same.is_some_and(|place| comparison.near[place].is_current);
            match (is_known, earlier) {
                (true, _) => delta.known += 1,
                (false, Some(n)) => {
                    *n -= 1;
                    delta.changed += 1;
                    delta.gone -= 1;
                }
                (false, None) => delta.new += 1,
            }
        }
        if let Some(shape) = &shape {
            delta.after = Some(shape.file.clone());
            delta.notices = shape.changes(self.report);
            if covers == Covers::Part && self.answers.get(LIST).is_none() {
                delta.notices.push(format!(
                    "The file holds a part of what {} held for the same days; what it lacks still counts",
                    shape.file
                ));
            }
        }
        let import = self.write_import(list, covers, &delta)?;
        log(connection, self.now, "taken in", &format!("{}: {}", self.report.path, delta.words()))?;
        let first_new = self.write_records(list, identities, &is_new)?;
        self.write_seen(import, &comparison, identities, first_new)?;
        self.check()?;
        if is_newest {
            let mut mark = connection.prepare_cached("UPDATE record SET gone_in = ?2 WHERE id = ?1")?;
            for row in gone {
                mark.execute(params![row.id, import])?;
            }
            let is_back = |&(row, &is_held): &(&Stored, &bool)| is_held && !row.is_current;
            for (row, _) in comparison.near.iter().zip(&comparison.is_held).filter(is_back) {
                mark.execute(params![row.id, None::<i64>])?;
            }
        } else {
            decide(connection, list)?;
            // What newer exports say otherwise is not new.
            let sql = "SELECT count(*) FROM record WHERE id >= ?1 AND list = ?2 AND gone_in IS NOT NULL";
            let n_superseded: usize = connection.query_row(sql, [first_new, list], |row| row.get(0))?;
            delta.new = delta.new.saturating_sub(n_superseded);
            delta.known += n_superseded;
        }
        Ok(delta)
    }

    fn write_import(&self, list: i64, covers: Covers, delta: &Delta) -> rusqlite::Result<i64> {
        let report = self.report;
        let shape = shapes::remember(self.connection, report, self.answers, self.now)?;
        let fields: Vec<&str> =
            Field::ALL.into_iter().filter(|&field| self.table.column(field).is_some()).map(Field::as_str).collect();
        let days = self.days();
        let sql = "INSERT INTO import (list, shape, file, sheet, sha256, taken_at, covers, first_day, last_day, rows, used, left_out, \
                   records, amount, currency, also, fields, n_new, n_changed, n_gone, stands_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21) RETURNING id";
        let values = params![
            list,
            shape,
            report.path,
            report.sheet,
            report.sha256,
            self.now,
            covers.as_str(),
            days.map(|(first, _)| first),
            days.map(|(_, last)| last),
            report.rows,
            report.used,
            report.n_left_out,
            report.records,
            report.amount_minor,
            self.table.currency,
            report.also.map(Kind::as_str),
            json!(fields).to_string(),
            delta.new,
            delta.changed,
            delta.gone,
            self.table.stands_at.map(|day| day.0)
        ];
        self.connection.query_row(sql, values, |row| row.get(0))
    }

    /// Writes the rows that are not known; gives the place of the first.
    fn write_records(&self, list: i64, identities: &[Identity], is_new: &[bool]) -> rusqlite::Result<i64> {
        let connection = self.connection;
        let first: i64 = connection.query_row("SELECT coalesce(max(id), 0) + 1 FROM record", [], |row| row.get(0))?;
        if !is_new.contains(&true) {
            return Ok(first);
        }
        let who = write_who(connection, &self.table.mentions)?;
        let columns: Vec<(Field, &Column)> =
            Field::ALL.into_iter().filter_map(|field| Some((field, self.table.column(field)?))).collect();
        let (mut names, mut marks) = (String::new(), String::new());
        for ((field, _), i) in columns.iter().zip(7..) {
            let _ = (write!(names, ", \"{}\"", field.as_str()), write!(marks, ", ?{i}"));
        }
        let sql = format!(
            "INSERT INTO record (id, list, day, document, content, who{names}) VALUES (?1, ?2, ?3, ?4, ?5, ?6{marks})"
        );
        // Many rows go in faster without indexes, which then are made at once.
        let n_new = is_new.iter().filter(|is_new| **is_new).count();
        let indexes =
            if n_new > usize::try_from(first).unwrap_or(0) { without_indexes(connection)? } else { Vec::new() };
        let mut insert = connection.prepare(&sql)?;
        let mut days = DayTexts::default();
        for (id, row) in (first..).zip((0..is_new.len()).filter(|&row| is_new[row])) {
            if id % ROWS_A_LOOK == 0 {
                self.check()?;
            }
            insert.raw_bind_parameter(1, id)?;
            insert.raw_bind_parameter(2, list)?;
            insert.raw_bind_parameter(3, self.day(row))?;
            insert.raw_bind_parameter(4, identities[row].document)?;
            insert.raw_bind_parameter(5, identities[row].content)?;
            insert.raw_bind_parameter(6, who.get(self.table.mention_of_row[row] as usize))?;
            for (i, (_, column)) in (7..).zip(&columns) {
                match column {
                    Column::Days(all) => insert.raw_bind_parameter(i, days.text(all[row]))?,
                    Column::Money(all) => insert.raw_bind_parameter(i, Some(all[row]).filter(|&a| a != NO_AMOUNT))?,
                    Column::Counts(all) => insert.raw_bind_parameter(i, Some(all[row]).filter(|&n| n != NO_COUNT))?,
                    Column::Numbers(all) => {
                        let text = number_text(all.keys[row], &all.forms);
                        insert.raw_bind_parameter(i, Some(text).filter(|text| !text.is_empty()))?;
                    }
                    Column::Words(all) => insert.raw_bind_parameter(i, all.words.get(all.codes[row] as usize))?,
                }
            }
            insert.raw_execute()?;
        }
        indexes.iter().try_for_each(|index| connection.execute_batch(index))?;
        Ok(first)
    }

    /// Writes which rows of the file are which records.
    fn write_seen(
        &self,
        import: i64,
        comparison: &Comparison,
        identities: &[Identity],
        first_new: i64,
    ) -> rusqlite::Result<()> {
        let mut insert =
            self.connection.prepare_cached("INSERT INTO seen (import, row, record, n) VALUES (?1, ?2, ?3, ?4)")?;
        let mut next_new = first_new;
        let mut run: Option<(i64, i64, i64)> = None;
        let mut seen: Vec<(i64, i64)> = Vec::with_capacity(comparison.same.len());
        let mut sum = checksum::of_import(&self.report.path, &self.report.sha256);
        for ((same, &row), identity) in comparison.same.iter().zip(&self.table.rows).zip(identities) {
            sum = sum.wrapping_add(checksum::of_row(i64::from(row), identity.content));
            let record = same.map_or(next_new, |place| comparison.near[place].id);
            next_new += i64::from(same.is_none());
            seen.push((i64::from(row), record));
        }
        let sql = "UPDATE import SET checksum = ?2 WHERE id = ?1";
        self.connection.execute(sql, params![import, sum.cast_signed()])?;
        // One line of a file can be several rows of a table.
        seen.sort_unstable();
        for (row, record) in seen {
            match &mut run {
                Some((first_row, first_record, n)) if *first_row + *n == row && *first_record + *n == record => *n += 1,
                _ => {
                    if let Some(run) = run.replace((row, record, 1)) {
                        insert.execute(run_params(import, run))?;
                    }
                }
            }
        }
        if let Some(run) = run {
            insert.execute(run_params(import, run))?;
        }
        Ok(())
    }
}

/// Drops the indexes of the records; gives the statements that make them.
fn without_indexes(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'record' AND sql IS NOT NULL";
    let mut query = connection.prepare(sql)?;
    let found: Vec<(String, String)> =
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    found.iter().try_for_each(|(name, _)| connection.execute_batch(&format!("DROP INDEX {name}")))?;
    Ok(found.into_iter().map(|(_, sql)| sql).collect())
}

fn run_params(import: i64, (row, record, n): (i64, i64, i64)) -> [i64; 4] {
    [import, row, record, n]
}

/// Days as text, each written once.
#[derive(Default)]
struct DayTexts(HashMap<i32, String>);

impl DayTexts {
    fn text(&mut self, day: i32) -> Option<&str> {
        (day != Day::NONE.0).then(|| self.0.entry(day).or_insert_with(|| Day(day).to_string()).as_str())
    }
}

fn write_who(connection: &Connection, mentions: &[Mention]) -> rusqlite::Result<Vec<i64>> {
    let mut find = connection
        .prepare_cached("SELECT id FROM who WHERE name = ?1 AND number = ?2 AND email = ?3 AND person = ?4")?;
    let mut insert = connection
        .prepare_cached("INSERT INTO who (name, number, email, person) VALUES (?1, ?2, ?3, ?4) RETURNING id")?;
    let place = |mention: &Mention| {
        let parts = [&mention.name, &mention.id, &mention.email, &mention.person];
        let parts = parts.map(|part| Value::Text(part.clone().unwrap_or_default()));
        let found: Option<i64> = find.query_row(params_from_iter(&parts), |row| row.get(0)).optional()?;
        found.map_or_else(|| insert.query_row(params_from_iter(&parts), |row| row.get(0)), Ok)
    };
    mentions.iter().map(place).collect()
}

/// A file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its place in the workspace.
    pub id: i64,
    /// The file, and the sheet of a workbook.
    pub file: String,
    /// The sheet, for workbooks.
    pub sheet: Option<String>,
    /// What it was understood as.
    pub kind: Option<Kind>,
    /// When it was taken in, in universal time.
    pub at: String,
    /// Its first and last day.
    pub days: Option<(Day, Day)>,
    /// Rows taken in, and lines left out.
    pub n_rows: usize,
    /// Lines of it that were left out.
    pub n_left_out: usize,
    /// How it differed from what was known: new, changed, gone.
    pub delta: Delta,
}

impl Workspace {
    /// The files that were taken in, the newest first.
    pub fn imports(&self) -> Result<Vec<Imported>, StoreError> {
        imported(&self.connection).map_err(|error| self.error(&error))
    }

    /// Takes an import back, as if it had never been: rows that it alone held go, and rows that it made go come back. Gives the
    /// file's name; `None` where there is no such import.
    pub fn take_back(&mut self, import: i64, now: &str) -> Result<Option<String>, StoreError> {
        take_back(&mut self.connection, import, now).map_err(|error| StoreError::of(&error, self.path().to_owned()))
    }
}

fn imported(connection: &Connection) -> rusqlite::Result<Vec<Imported>> {
    let sql = "SELECT import.id, file, sheet, kind, taken_at, first_day, last_day, used, left_out, n_new, n_changed, n_gone \
               FROM import JOIN list ON list.id = list ORDER BY import.id DESC";
    let mut query = connection.prepare(sql)?;
    let found = query.query_map([], |row| {
        let days = row.get::<_, Option<i32>>(5)?.zip(row.get::<_, Option<i32>>(6)?);
        let (n_rows, new, changed) = (row.get(7)?, row.get(9)?, row.get(10)?);
        let known = usize::saturating_sub(n_rows, new + changed);
        Ok(Imported {
            id: row.get(0)?,
            file: row.get(1)?,
            sheet: row.get(2)?,
            kind: Kind::parse(&row.get::<_, String>(3)?),
            at: row.get(4)?,
            days: days.map(|(first, last)| (Day(first), Day(last))),
            n_rows,
            n_left_out: row.get(8)?,
            delta: Delta { new, known, changed, gone: row.get(11)?, ..Delta::default() },
        })
    })?;
    found.collect()
}

fn take_back(connection: &mut Connection, import: i64, now: &str) -> rusqlite::Result<Option<String>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let sql = "SELECT file FROM import WHERE id = ?1";
    let Some(file) = transaction.query_row(sql, [import], |row| row.get::<_, String>(0)).optional()? else {
        return Ok(None);
    };
    undo(&transaction, import)?;
    log(&transaction, now, "taken back", &file)?;
    transaction.commit()?;
    Ok(Some(file))
}

/// Takes an import back, as if it had never been: rows that it alone held go, rows that it made go come back.
pub fn undo(connection: &Connection, import: i64) -> rusqlite::Result<()> {
    let list: i64 = connection.query_row("SELECT list FROM import WHERE id = ?1", [import], |row| row.get(0))?;
    let runs = |of: &str| -> rusqlite::Result<Vec<Range<i64>>> {
        let sql = format!(
            "SELECT record, n FROM seen JOIN import ON import.id = seen.import WHERE list = ?1 AND import {of} ?2"
        );
        let mut query = connection.prepare(&sql)?;
        let found = query.query_map([list, import], |row| {
            let (record, n): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok(record..record + n)
        })?;
        found.collect()
    };
    let kept: HashSet<i64> = runs("<>")?.into_iter().flatten().collect();
    let own: HashSet<i64> = runs("=")?.into_iter().flatten().collect();
    connection.execute("UPDATE record SET gone_in = NULL WHERE gone_in = ?1", [import])?;
    connection.execute("DELETE FROM seen WHERE import = ?1", [import])?;
    let mut delete = connection.prepare("DELETE FROM record WHERE id = ?1")?;
    let mut alone: Vec<i64> = own.difference(&kept).copied().collect();
    alone.sort_unstable();
    for id in alone {
        delete.execute([id])?;
    }
    connection.execute("DELETE FROM import WHERE id = ?1", [import])?;
    decide(connection, list)
}
