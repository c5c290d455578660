//! The rows that count, as the tables that reading their files would have given.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::identity::identities;
use super::standing::order;
use super::{StoreError, Workspace, checksum};
use crate::import::problem::{FileReport, FileStatus};
use crate::import::{Reading, second_table, summarise};
use crate::model::money::NO_AMOUNT;
use crate::model::numbers::NumbersBuilder;
use crate::model::schema::FieldType;
use crate::model::table::{Column, Mention, NO_COUNT};
use crate::model::words::{Words, WordsBuilder};
use crate::model::{Day, Field, Form, Kind, Table};

impl Workspace {
    /// What stands: one reading an import, in the order of their files' names. Each row stands under the newest file that
    /// holds it.
    pub fn load(&self) -> Result<Vec<Reading>, StoreError> {
        // First, so that nothing is read by a place or a length that was damaged.
        let damaged = checksum::damaged(&self.connection).map_err(|error| self.error(&error))?;
        if let Some(file) = damaged.first() {
            let why = format!("the rows of {file} are not those that were taken in");
            return Err(StoreError::Damaged { why, path: self.path().to_owned() });
        }
        let (readings, changed) = load(&self.connection).map_err(|error| self.error(&error))?;
        match changed.first() {
            None => Ok(readings),
            // A number that is not what was taken in must not be shown as if it were.
            Some(changed) => Err(StoreError::Damaged { why: changed.to_string(), path: self.path().to_owned() }),
        }
    }
}

/// A row whose values are not those that were taken in: their hash differs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row} of {file} is not what was taken in")]
pub struct Changed {
    file: String,
    row: u32,
}

/// The rows of one import on their way into columns.
struct Draft {
    report: FileReport,
    table: Table,
    /// Place in the mentions, by the place in the workspace.
    who: HashMap<i64, u32>,
    columns: Vec<(Field, Cells)>,
    /// The hash of each row when it was taken in.
    contents: Vec<i64>,
}

enum Cells {
    Days(Vec<i32>),
    Money(Vec<i64>),
    Counts(Vec<i32>),
    Numbers(NumbersBuilder),
    Words(WordsBuilder),
}

/// The readings, and the rows that were changed since.
pub fn load(connection: &Connection) -> rusqlite::Result<(Vec<Reading>, Vec<Changed>)> {
    let (ids, mut drafts) = drafts(connection)?;
    let place_of_row = places(connection, &ids)?;
    let fields: BTreeSet<Field> =
        drafts.iter().flat_map(|draft| draft.columns.iter().map(|(field, _)| *field)).collect();
    let place_of_field: HashMap<Field, usize> = fields.iter().copied().zip(3..).collect();
    let names = fields.iter().fold(String::new(), |names, field| format!("{names}, \"{}\"", field.as_str()));
    // Each draft knows where its columns stand in the answer.
    let columns: Vec<Vec<usize>> = drafts
        .iter()
        .map(|draft| draft.columns.iter().filter_map(|(field, _)| place_of_field.get(field).copied()).collect())
        .collect();
    let mentions = mentions(connection)?;
    let held = held_by_snapshots(connection, &ids)?;
    // Of what is open, each list says how things stood at its day; of the others, what stands counts.
    let sql = format!(
        "SELECT id, who, content{names} FROM record NOT INDEXED WHERE gone_in IS NULL \
         OR list IN (SELECT id FROM list WHERE form = 'open items') ORDER BY id"
    );
    let mut query = connection.prepare(&sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if let Some(all) = held.get(&id) {
            for &(place, line) in all {
                let place = place as usize;
                drafts[place].push(line, row, &columns[place], &mentions)?;
            }
            continue;
        }
        let Some((place, line)) = usize::try_from(id).ok().and_then(|id| place_of_row.get(id).copied().flatten())
        else {
            continue;
        };
        let place = place as usize;
        drafts[place].push(line, row, &columns[place], &mentions)?;
    }
    let mut changed = Vec::new();
    let mut readings: Vec<Reading> = drafts.into_iter().map(|draft| draft.finish(&mut changed)).collect();
    // In the order in which a look reads them.
    readings.sort_by(|a, b| a.report.path.cmp(&b.report.path));
    Ok((readings, changed))
}

/// The imports, those that end first at the front.
fn drafts(connection: &Connection) -> rusqlite::Result<(Vec<i64>, Vec<Draft>)> {
    let sql = format!(
        "SELECT import.id, kind, form, file, sheet, sha256, rows - used, left_out, currency, also, fields, stands_at, \
         (SELECT min(other.list) FROM import AS other WHERE other.list = import.list OR other.shape = import.shape) \
         FROM import JOIN list ON list.id = import.list ORDER BY {}, import.id",
        order("last_day")
    );
    let mut query = connection.prepare(&sql)?;
    let found = query.query_map([], |row| {
        let text = |i: usize| row.get::<_, Option<String>>(i);
        let kind = text(1)?.and_then(|kind| Kind::parse(&kind));
        let form = text(2)?.and_then(|form| Form::parse(&form));
        let report = FileReport {
            path: row.get(3)?,
            sheet: row.get(4)?,
            status: FileStatus::Ready,
            kind,
            also: text(9)?.and_then(|kind| Kind::parse(&kind)),
            form,
            sha256: row.get(5)?,
            rows: row.get(6)?,
            n_left_out: row.get(7)?,
            list: row.get(12)?,
            ..FileReport::default()
        };
        let fields: Vec<String> = serde_json::from_str(&row.get::<_, String>(10)?).unwrap_or_default();
        let columns = fields.iter().filter_map(|name| Field::parse(name)).map(|field| (field, Cells::of(field)));
        let mut table = Table::default();
        (table.kind, table.form, table.currency) = (kind, form, row.get(8)?);
        table.stands_at = row.get::<_, Option<i32>>(11)?.map(Day);
        let id: i64 = row.get(0)?;
        Ok((id, Draft { report, table, who: HashMap::new(), columns: columns.collect(), contents: Vec::new() }))
    })?;
    Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().unzip())
}

/// For each record, the import under which it stands and its row there: the last of `ids` that holds it.
fn places(connection: &Connection, ids: &[i64]) -> rusqlite::Result<Vec<Option<(u32, u32)>>> {
    let most: i64 = connection.query_row("SELECT coalesce(max(id), 0) FROM record", [], |row| row.get(0))?;
    let mut places = vec![None; usize::try_from(most).unwrap_or(0) + 1];
    let mut query = connection.prepare("SELECT row, record, n FROM seen WHERE import = ?1")?;
    for (place, id) in (0..).zip(ids) {
        let mut runs = query.query([id])?;
        while let Some(run) = runs.next()? {
            let (row, record, n): (u32, usize, usize) = (run.get(0)?, run.get(1)?, run.get(2)?);
            for (row, slot) in (row..).zip(places.iter_mut().skip(record).take(n)) {
                *slot = Some((place, row));
            }
        }
    }
    Ok(places)
}

/// For each record of a list of open items, the imports that hold it, each with its row there.
fn held_by_snapshots(connection: &Connection, ids: &[i64]) -> rusqlite::Result<HashMap<i64, Vec<(u32, u32)>>> {
    let sql = "SELECT import.id, row, record, n FROM seen JOIN import ON import.id = seen.import \
               JOIN list ON list.id = import.list WHERE form = 'open items'";
    let place_of: HashMap<i64, u32> = ids.iter().copied().zip(0..).collect();
    let mut held: HashMap<i64, Vec<(u32, u32)>> = HashMap::new();
    let mut query = connection.prepare(sql)?;
    let mut runs = query.query([])?;
    while let Some(run) = runs.next()? {
        let (import, row, record, n): (i64, u32, i64, i64) = (run.get(0)?, run.get(1)?, run.get(2)?, run.get(3)?);
        for (record, row) in (record..record + n).zip(row..) {
            held.entry(record).or_default().push((place_of.get(&import).copied().unwrap_or(0), row));
        }
    }
    Ok(held)
}

/// Who stands in the workspace, by its place.
pub fn mentions(connection: &Connection) -> rusqlite::Result<BTreeMap<i64, Mention>> {
    let mut query = connection.prepare("SELECT id, number, name, email, person FROM who")?;
    let found = query.query_map([], |row| {
        let part = |i: usize| row.get::<_, String>(i).map(|part| Some(part).filter(|part| !part.is_empty()));
        Ok((row.get(0)?, Mention { id: part(1)?, name: part(2)?, email: part(3)?, person: part(4)?, n_rows: 0 }))
    })?;
    found.collect()
}

impl Draft {
    fn push(
        &mut self,
        line: u32,
        row: &Row<'_>,
        columns: &[usize],
        mentions: &BTreeMap<i64, Mention>,
    ) -> rusqlite::Result<()> {
        self.table.rows.push(line);
        self.contents.push(row.get(2)?);
        let who: i64 = row.get(1)?;
        let all = &mut self.table.mentions;
        let place = *self.who.entry(who).or_insert_with(|| {
            all.push(mentions.get(&who).cloned().unwrap_or_default());
            u32::try_from(all.len() - 1).unwrap_or(u32::MAX)
        });
        all[place as usize].n_rows += 1;
        self.table.mention_of_row.push(place);
        for ((_, cells), &column) in self.columns.iter_mut().zip(columns) {
            cells.push(row.get_ref(column)?);
        }
        Ok(())
    }

    fn finish(mut self, changed: &mut Vec<Changed>) -> Reading {
        for (field, cells) in self.columns {
            self.table.insert(field, cells.finish());
        }
        let differ = identities(&self.table).into_iter().zip(&self.contents).zip(&self.table.rows);
        let differ = differ.filter(|((identity, content), _)| identity.content != **content);
        changed.extend(differ.map(|(_, &row)| Changed { file: self.report.path.clone(), row }));
        self.table.sort_by_row();
        let mut report = self.report;
        // What is known by a newer file stands there; what was left out of this one stays so.
        report.used = self.table.n_rows();
        report.rows += report.used;
        summarise(&mut report, &self.table);
        let also = report.also.map(|kind| second_table(&self.table, kind));
        Reading { report, table: Some(self.table), also, ..Reading::default() }
    }
}

impl Cells {
    fn of(field: Field) -> Self {
        match field.kind() {
            FieldType::Day => Self::Days(Vec::new()),
            FieldType::Money | FieldType::Area => Self::Money(Vec::new()),
            FieldType::Count => Self::Counts(Vec::new()),
            FieldType::Number => Self::Numbers(NumbersBuilder::default()),
            FieldType::Words => Self::Words(WordsBuilder::default()),
        }
    }

    fn push(&mut self, value: ValueRef<'_>) {
        let number = || value.as_i64().ok();
        let text = || value.as_bytes().unwrap_or_default();
        match self {
            Self::Days(days) => days.push(day_of(text())),
            Self::Money(amounts) => amounts.push(number().unwrap_or(NO_AMOUNT)),
            Self::Counts(counts) => counts.push(number().and_then(|n| i32::try_from(n).ok()).unwrap_or(NO_COUNT)),
            Self::Numbers(numbers) => numbers.push(text()),
            Self::Words(words) => words.push(text()),
        }
    }

    fn finish(self) -> Column {
        match self {
            Self::Days(days) => Column::Days(days),
            Self::Money(amounts) => Column::Money(amounts),
            Self::Counts(counts) => Column::Counts(counts),
            Self::Numbers(numbers) => Column::Numbers(numbers.numbers),
            Self::Words(words) => Column::Words(Words { codes: words.codes, words: words.words }),
        }
    }
}

/// "2026-11-16" as days since 1970; what is no date is none.
fn day_of(text: &[u8]) -> i32 {
    std::str::from_utf8(text).ok().and_then(|text| text.parse::<Day>().ok()).unwrap_or(Day::NONE).0
}
