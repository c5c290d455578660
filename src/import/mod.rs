//! A file in, tables and their problems out.
//!
//! [`bytes`] says what a file is, [`csv`], [`workbook`] and [`page`] cut it into [`cells`], [`layout`] finds the table and
//! tells its lines apart, [`recognize`] says what it is and what its columns mean, [`values`] how its dates and numbers are
//! written, [`columns`] fills typed columns. A text is read twice, in pieces; nothing of it is held but the columns. [`original`]
//! shows a row once more as it stands in its file.

pub mod answers;
mod areas;
mod assign;
mod bytes;
mod cells;
mod columns;
mod csv;
mod delivery;
mod documents;
mod evidence;
pub mod facts;
pub mod find;
mod headings;
mod kinds;
mod labels;
mod layout;
pub mod original;
mod overlap;
mod page;
pub mod problem;
mod profile;
mod recognize;
mod refusals;
mod stands_at;
mod summary;
mod table;
mod values;
mod workbook;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use answers::Answers;
pub use answers::Remembered;
use bytes::{Probe, What};
pub use bytes::{hash, keyed_hash};
pub use find::{Found, FoundFile, find_files};
pub use overlap::leave_out_repeats;
pub use problem::{FileReport, FileStatus};
pub use summary::{second_table, summarise};
use table::{Rows, SourceTable};

use crate::model::Table;

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// (file as shown, field) to the owner's answer.
    pub answers: BTreeMap<(String, String), String>,
    /// How lists were read before; what is said of a file now counts more.
    pub remembered: Vec<Remembered>,
    /// Bytes of texts that were read into columns so far, for whoever shows how far it is.
    pub n_bytes_read: Arc<AtomicU64>,
}

impl ReadOptions {
    /// What is said of a file now.
    pub fn answers_to(&self, file: &str) -> Answers {
        let of_file = self.answers.iter().filter(|((name, _), _)| name == file);
        of_file.map(|((_, about), said)| (about.clone(), said.clone())).collect()
    }

    /// The sheet that was chosen of an earlier workbook, where this one has it too, with the same headings.
    fn remembered_sheet(&self, sheets: &[workbook::Sheet]) -> Option<&String> {
        self.remembered.iter().find_map(|before| {
            let name = before.answers.get(answers::SHEET)?;
            // A sheet that is new this month is none that was passed over.
            let mut alike = sheets.iter().filter(|sheet| before.row_in(&sheet.grid).is_some());
            let is_alone = alike.next().is_some_and(|sheet| sheet.name == *name) && alike.next().is_none();
            is_alone.then_some(name)
        })
    }
}

/// One file, or one sheet of a workbook, read.
#[derive(Debug, Default)]
pub struct Reading {
    /// How it was understood.
    pub report: FileReport,
    /// Its rows; `None` where it was refused or waits for an answer.
    pub table: Option<Table>,
    /// The same rows as a second kind of table: the order lines of a list of invoices.
    pub also: Option<Table>,
    /// What it says of items, campaigns or customers, where it is a list of such facts and no export.
    pub facts: Vec<facts::Fact>,
    /// It is no export at all, as opposed to one that cannot be read.
    pub is_no_export: bool,
}

/// Reads one file: one reading, or one for each sheet of a workbook, the one to be used first. Never fails: what is wrong
/// stands in the report.
pub fn read_file(file: &FoundFile, options: &ReadOptions, is_cancelled: &AtomicBool) -> Vec<Reading> {
    // The bytes are hashed beside the reading, which does not need the hash.
    std::thread::scope(|scope| {
        let hash = scope.spawn(|| bytes::hash(&file.path, is_cancelled));
        let mut readings = read_probed(file, options, is_cancelled);
        if let Ok(Ok(hash)) = hash.join() {
            for reading in &mut readings {
                reading.report.sha256.clone_from(&hash);
            }
        }
        readings
    })
}

fn read_probed(file: &FoundFile, options: &ReadOptions, is_cancelled: &AtomicBool) -> Vec<Reading> {
    let mut reading = Reading::default();
    reading.report.path.clone_from(&file.shown);
    let probe = match bytes::probe(&file.path, is_cancelled) {
        Ok(probe) => probe,
        Err(error) => return vec![reading.refused(cannot_open(&file.path, &error), false)],
    };
    reading.report.warnings.clone_from(&probe.warnings);
    match &probe.what {
        What::Nothing(refusal) => vec![reading.refused(refusal.clone(), false)],
        What::Text => {
            reading.report.encoding = probe.encoding.name().to_lowercase();
            if let Some(facts) = facts::facts_of(&file.path) {
                (reading.report.status, reading.report.rows, reading.report.used) =
                    (FileStatus::Ready, facts.len(), facts.len());
                reading.facts = facts;
                return vec![reading];
            }
            vec![read_text(reading, file, &probe, options, is_cancelled)]
        }
        What::Page => {
            let text = bytes::open_text(&file.path, &probe).and_then(|mut text| {
                let mut all = String::new();
                text.read_to_string(&mut all).map(|_| all)
            });
            "html".clone_into(&mut reading.report.encoding);
            match text {
                Ok(text) => {
                    let mut tables = page::tables(&text);
                    // A page has a layout of tables; a workbook written as one has sheets.
                    if tables.iter().all(|table| table.name.is_empty()) {
                        tables.truncate(1);
                    }
                    read_sheets(&reading, file, tables, options, is_cancelled)
                }
                Err(error) => vec![reading.refused(cannot_open(&file.path, &error), false)],
            }
        }
        What::Workbook(format) => {
            (*format).clone_into(&mut reading.report.encoding);
            match workbook::sheets(&file.path, format, is_cancelled) {
                Ok(sheets) => read_sheets(&reading, file, sheets, options, is_cancelled),
                Err(error) => vec![reading.refused(error, false)],
            }
        }
    }
}

fn read_text(
    mut reading: Reading,
    file: &FoundFile,
    probe: &Probe,
    options: &ReadOptions,
    is_cancelled: &AtomicBool,
) -> Reading {
    let Some(dialect) = csv::sniff(&probe.head) else {
        let text = "Its lines have no comma, semicolon, tab or bar between cells, so there are no columns; it may be a printed report. \
                    Export the list as CSV or Excel";
        return reading.refused(text.to_owned(), true);
    };
    let dialect = csv::Dialect { needs_cleaning: probe.needs_cleaning, ..dialect };
    reading.report.delimiter = Some(char::from(dialect.delimiter));
    if probe.is_whole && !probe.head.ends_with(['\n', '\r']) && probe.head.matches('"').count() % 2 == 1 {
        let warning =
            "The last line is cut off inside a quoted cell; export the file again if rows are missing at its end";
        reading.report.warnings.push(warning.to_owned());
    }
    let head =
        csv::head_rows(&probe.head, probe.is_whole, csv::Dialect { needs_cleaning: true, ..dialect }, table::HEAD_ROWS);
    let rows = Rows::Text { path: &file.path, probe, dialect };
    SourceTable { file, head: &head, rows, sheet: None }.read(reading, options, is_cancelled)
}

/// Reads each sheet. The one with most rows that can be used comes first; a second sheet of the same kind is used too where
/// it has the same headings, as in a book with a sheet a month, and else is named as not used.
fn read_sheets(
    empty: &Reading,
    file: &FoundFile,
    sheets: Vec<workbook::Sheet>,
    options: &ReadOptions,
    is_cancelled: &AtomicBool,
) -> Vec<Reading> {
    let chosen = options.answers.get(&(file.shown.clone(), answers::SHEET.to_owned()));
    let chosen = chosen.or_else(|| options.remembered_sheet(&sheets));
    let is_chosen = |sheet: &workbook::Sheet| chosen.is_none_or(|name| *name == sheet.name);
    let mut readings: Vec<Reading> = sheets
        .into_iter()
        .filter(is_chosen)
        .map(|sheet| {
            let mut reading = Reading { report: empty.report.clone(), ..Reading::default() };
            reading.report.sheet = Some(sheet.name.clone()).filter(|name| !name.is_empty());
            reading.report.warnings.extend(sheet.warning.clone());
            let rows = Rows::Grid(&sheet.grid);
            SourceTable { file, head: &sheet.grid, rows, sheet: Some(&sheet.name) }.read(reading, options, is_cancelled)
        })
        .collect();
    if readings.is_empty() {
        let nothing = "The workbook holds no cells: its sheets are empty. Export it again";
        return vec![Reading { report: empty.report.clone(), ..Reading::default() }.refused(nothing.to_owned(), false)];
    }
    // The order of the workbook stays among sheets that are equally good.
    let rank = |reading: &Reading| match reading.report.status {
        FileStatus::Ready => 0,
        FileStatus::Question => 1,
        FileStatus::Refused => 2,
    };
    let is_small_extra = |reading: &Reading, most: usize| reading.report.rows * 5 < most;
    let most = readings.iter().filter(|r| rank(r) < 2).map(|r| r.report.rows).max().unwrap_or(0);
    readings.sort_by_key(|reading| (rank(reading), is_small_extra(reading, most)));
    let headings =
        |reading: &Reading| reading.report.columns.iter().map(|column| column.header.clone()).collect::<Vec<_>>();
    for i in 1..readings.len() {
        let is_used = |r: &Reading| r.report.status != FileStatus::Refused;
        let clash = readings[..i].iter().find(|other| {
            is_used(other)
                && is_used(&readings[i])
                && other.report.kind == readings[i].report.kind
                && headings(other) != headings(&readings[i])
        });
        if let Some(other) = clash {
            let why = format!(
                "The sheet is not used, as the sheet {} gives {} already and has other headings. Save it as a file of its own to use it",
                other.report.sheet.clone().unwrap_or_default(),
                other.report.kind.map_or("the same", |kind| kind.as_str())
            );
            let reading = std::mem::take(&mut readings[i]);
            readings[i] = reading.refused(why, true);
        }
    }
    let n_used = readings.iter().filter(|r| r.report.status != FileStatus::Refused).count();
    if n_used > 0 && readings.len() > 1 {
        for reading in readings.iter_mut().filter(|r| r.report.status == FileStatus::Refused) {
            reading.is_no_export = true;
        }
    }
    readings
}

impl Reading {
    /// The same reading, not taken in, for a reason with the way out.
    #[must_use]
    pub fn refused(mut self, error: String, is_no_export: bool) -> Self {
        self.report.status = FileStatus::Refused;
        self.report.question = None;
        self.report.error = Some(error);
        self.table = None;
        self.also = None;
        self.is_no_export = is_no_export;
        self
    }
}

fn cannot_open(path: &Path, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "does not exist. Check the name, or drop the file on the window",
        io::ErrorKind::PermissionDenied => {
            "may not be read by you. Close the program that holds it, or copy it to your own folder"
        }
        io::ErrorKind::Interrupted => "was not read: stopped",
        _ => {
            return format!(
                "The file could not be read ({error}). Copy it to this computer's disk and try again: {}",
                path.display()
            );
        }
    };
    format!("The file {why}: {}", path.display())
}
