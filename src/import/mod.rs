//! A file in, a table and its problems out.
//!
//! Each file is read twice: once to decide what it is and how its dates and decimals are written, once to fill typed
//! columns. Nothing of it is held but the columns.

mod bytes;
mod columns;
mod csv;
mod headings;
mod overlap;
pub mod problem;
mod recognize;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Probe;
use columns::TableBuilder;
use csv::Dialect;
pub use overlap::leave_out_repeats;
use problem::{Choice, ColumnReport, DateOrder, LeftOut, PREVIEW_ROWS, PreviewRow, Question};
pub use problem::{FileReport, FileStatus};
use recognize::{Recognition, Unrecognised, recognise};
use values::{DateVotes, DecimalVotes, date_cell};

use crate::model::money::{self, NO_AMOUNT};
use crate::model::schema::FieldType;
use crate::model::table::{Column, NO_NUMBER, number_text};
use crate::model::{Day, Field, Kind, Table};

/// A file to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name in all output: relative to the folder that was opened.
    pub shown: String,
    /// Its size.
    pub bytes: u64,
    /// Whether the owner named it, so that it is always tried and answered for.
    pub is_named: bool,
}

/// What a list of files and folders holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// To be tried, in the order of their names.
    pub files: Vec<FoundFile>,
    /// In a folder, but by their ending no export.
    pub not_exports: Vec<String>,
}

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// (file as shown, field) to the owner's answer.
    pub answers: BTreeMap<(String, String), String>,
}

/// One file, read.
#[derive(Debug, Default)]
pub struct Reading {
    /// How it was understood.
    pub report: FileReport,
    /// Its rows; `None` where it was refused or waits for an answer.
    pub table: Option<Table>,
    /// It is no export at all, as opposed to one that cannot be read.
    pub is_no_export: bool,
}

/// Endings of the files that a folder offers.
const ENDINGS: [&str; 7] = ["csv", "tsv", "txt", "xls", "xlsx", "ods", "html"];

/// Lists the files of folders, and the files named. What is named and cannot be opened is listed too: reading it says why.
/// A file that is named twice, or named beside its folder, is listed once.
pub fn find_files(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        let Ok(entries) = fs::read_dir(path) else {
            found.add(&mut seen, path, true);
            continue;
        };
        let mut inside: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        inside.sort();
        for path in inside {
            let name = name_of(&path);
            if path.is_dir() || name.starts_with('.') || name.starts_with("~$") {
                continue;
            }
            let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if ENDINGS.contains(&ending.as_str()) && !is_our_own(&path) {
                found.add(&mut seen, &path, false);
            } else {
                found.not_exports.push(name);
            }
        }
    }
    // The order in which files are named changes no answer.
    found.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    found
}

impl Found {
    fn add(&mut self, seen: &mut BTreeSet<PathBuf>, path: &Path, is_named: bool) {
        if !seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())) {
            return;
        }
        let name = name_of(path);
        // Two files of one name in two folders are told apart by their paths.
        let is_taken = self.files.iter().any(|file| file.shown == name);
        let shown = if is_taken { path.display().to_string() } else { name };
        let bytes = fs::metadata(path).map_or(0, |meta| meta.len());
        self.files.push(FoundFile { path: path.to_owned(), shown, bytes, is_named });
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Reads one file. Never fails: what is wrong stands in the report.
pub fn read_file(file: &FoundFile, options: &ReadOptions, is_cancelled: &AtomicBool) -> Reading {
    let mut reading = Reading::default();
    reading.report.path.clone_from(&file.shown);
    let probe = match bytes::probe(&file.path, is_cancelled) {
        Ok(probe) => probe,
        Err(error) => return reading.refused(cannot_open(&file.path, &error), false),
    };
    reading.report.encoding = match probe.encoding.name() {
        "UTF-8" => "utf-8",
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        _ => "windows-1252",
    };
    reading.report.sha256.clone_from(&probe.sha256);
    reading.report.warnings.clone_from(&probe.warnings);
    if let Some(refusal) = &probe.refusal {
        return reading.refused(refusal.clone(), false);
    }
    let Some(dialect) = csv::sniff(&probe.head) else {
        let text = "Its lines have no comma, semicolon, tab or bar between cells, so there are no columns. Export the list as CSV";
        return reading.refused(text.to_owned(), true);
    };
    reading.report.delimiter = Some(char::from(dialect.delimiter));
    let head = Head::of(&probe.head, dialect);
    if head.samples.is_empty() && recognize::n_known(&head.headers) >= 2 {
        reading.report.header_row = Some(head.row);
        let text = format!(
            "The file has headings in row {} and no rows below. Check the period that was chosen for the export",
            head.row
        );
        return reading.refused(text, false);
    }
    let recognition = match recognise(&head.headers, &head.samples) {
        Ok(recognition) => recognition,
        Err(Unrecognised::UnknownTable(text)) => return reading.refused(text, true),
        Err(Unrecognised::MissingColumn(kind, text)) => {
            reading.report.kind = Some(kind);
            return reading.refused(text, false);
        }
    };
    let source = SourceFile { file, probe: &probe, dialect, head: &head, recognition: &recognition };
    match source.read(options, is_cancelled, &mut reading) {
        Ok(()) => reading,
        Err(error) => reading.refused(cannot_open(&file.path, &error), false),
    }
}

impl Reading {
    /// The same reading, not taken in, for a reason with the way out.
    #[must_use]
    pub fn refused(mut self, error: String, is_no_export: bool) -> Self {
        self.report.status = FileStatus::Refused;
        self.report.error = Some(error);
        self.table = None;
        self.is_no_export = is_no_export;
        self
    }
}

/// The headings, and the first rows below them.
struct Head {
    row: u32,
    headers: Vec<String>,
    samples: Vec<Vec<String>>,
}

impl Head {
    /// The headings stand in the row that knows most of them, among the first 30.
    fn of(text: &str, dialect: Dialect) -> Self {
        let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
        csv::each_record(text.as_bytes(), dialect, |row, record| {
            rows.push((row, record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()));
            if rows.len() < 200 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        let known = |i: &usize| (recognize::n_known(&rows[*i].1), std::cmp::Reverse(*i));
        let at = (0..rows.len().min(30)).max_by_key(known).unwrap_or(0);
        let mut below = rows.split_off(at.min(rows.len()));
        if below.is_empty() {
            return Self { row: 1, headers: Vec::new(), samples: Vec::new() };
        }
        let (row, headers) = below.remove(0);
        let is_blank = |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty());
        let samples = below.into_iter().map(|(_, cells)| cells).filter(|cells| !is_blank(cells)).collect();
        Self { row, headers, samples }
    }
}

/// So many rows decide how a file writes dates and decimals, if they decide it at all.
const DECIDED_AFTER: usize = 100_000;

/// What all cells of a file say together.
#[derive(Default)]
struct Votes {
    dates: DateVotes,
    decimals: DecimalVotes,
}

/// A file that is known, on its way into columns.
struct SourceFile<'a> {
    file: &'a FoundFile,
    probe: &'a Probe,
    dialect: Dialect,
    head: &'a Head,
    recognition: &'a Recognition,
}

impl SourceFile<'_> {
    fn read(&self, options: &ReadOptions, is_cancelled: &AtomicBool, reading: &mut Reading) -> io::Result<()> {
        let fields: Vec<Option<Field>> = self.recognition.columns.iter().map(|(field, _)| *field).collect();
        let Votes { dates, decimals } = self.votes(&fields, is_cancelled)?;
        let report = &mut reading.report;
        report.kind = Some(self.recognition.kind);
        report.form = Some(form(self.recognition.kind));
        report.header_row = Some(self.head.row);
        report.columns = self.column_reports();
        let answer = options.answers.get(&(self.file.shown.clone(), "date_order".to_owned()));
        let answered = answer.and_then(|value| DateOrder::parse(value)).filter(|order| *order != DateOrder::YearFirst);
        report.date_order = answered.filter(|_| dates.is_open()).or_else(|| dates.order());
        let is_open = dates.is_open() && answered.is_none();
        let mark = decimals.mark().unwrap_or(b'.');
        report.decimal = fields.iter().flatten().any(|f| f.kind() == FieldType::Money).then_some(char::from(mark));
        let currency = self.currency();
        let how = columns::Reading {
            date_order: report.date_order.unwrap_or(DateOrder::DayFirst),
            decimal_mark: mark,
            decimals: money::decimals(currency.as_deref()),
        };
        let mut builder = TableBuilder::new(self.recognition.kind, how, &self.head.headers, &fields, currency);
        let mut preview = Vec::new();
        let mut swallowed_from = None;
        self.each_row(is_cancelled, |row, record| {
            if row < self.head.row {
                if !record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                    builder.leave_out(
                        row,
                        None,
                        record,
                        ("title line above the headings", "Nothing to do: it is no row of data"),
                        false,
                    );
                }
                return ControlFlow::Continue(());
            }
            if row == self.head.row {
                return ControlFlow::Continue(());
            }
            if !self.dialect.is_line_by_line && csv::swallows_rows(record, self.dialect, self.head.headers.len()) {
                swallowed_from = Some(row);
                return ControlFlow::Break(());
            }
            let before = builder.n_rows();
            builder.push(row, record);
            if builder.n_rows() > before && preview.len() < PREVIEW_ROWS {
                preview.push((row, columns::line(record)));
            }
            ControlFlow::Continue(())
        })?;
        if let Some(row) = swallowed_from {
            report.warnings.push(format!(
                "A quotation mark in row {row} is never closed; each line was read by itself. Correct the mark, or export again"
            ));
            let dialect = Dialect { is_line_by_line: true, ..self.dialect };
            return SourceFile { dialect, ..*self }.read(options, is_cancelled, reading);
        }
        report.left_out = std::mem::take(&mut builder.left_out);
        report.n_left_out = builder.n_left_out;
        report.rows = builder.n_rows() + builder.n_bad_rows;
        let mut table = builder.finish();
        leave_out_far_dates(&mut table, report);
        report.used = table.n_rows();
        summarise(report, &table);
        report.preview = previews(preview, &table, report.currency.as_deref());
        if is_open {
            report.status = FileStatus::Question;
            report.question = Some(date_question(&dates));
            (report.first_on, report.last_on, report.preview) = (None, None, Vec::new());
        } else if report.used == 0 {
            let example =
                report.left_out.first().map_or(String::new(), |left| format!(" (row {}: {})", left.row, left.why));
            report.error = Some(format!(
                "No row of this file could be used{example}. Export it again, or correct the rows that are listed"
            ));
            report.status = FileStatus::Refused;
        } else {
            report.status = FileStatus::Ready;
            reading.table = Some(table);
        }
        Ok(())
    }

    /// Lets the cells say how dates and decimals are written: all of them, until the question is decided and so many
    /// have agreed that what contradicts them later is a bad cell, and is listed as one.
    fn votes(&self, fields: &[Option<Field>], is_cancelled: &AtomicBool) -> io::Result<Votes> {
        let mut votes = Votes::default();
        let mut n_rows = 0_usize;
        let of_type = |wanted: &[FieldType]| -> Vec<usize> {
            (0..fields.len()).filter(|&i| fields[i].is_some_and(|f| wanted.contains(&f.kind()))).collect()
        };
        let (days, numbers) = (of_type(&[FieldType::Day]), of_type(&[FieldType::Money, FieldType::Count]));
        self.each_row(is_cancelled, |row, record| {
            if row <= self.head.row {
                return ControlFlow::Continue(());
            }
            for &i in &days {
                votes.dates.count(row, record.get(i).unwrap_or_default());
            }
            for &i in &numbers {
                votes.decimals.count(record.get(i).unwrap_or_default());
            }
            n_rows += 1;
            let is_decided = (days.is_empty() || votes.dates.order().is_some())
                && (numbers.is_empty() || votes.decimals.mark().is_some());
            if n_rows >= DECIDED_AFTER && is_decided { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(votes)
    }

    /// The currency of most of the first rows, where the file states one.
    fn currency(&self) -> Option<String> {
        let column = self.recognition.columns.iter().position(|(field, _)| *field == Some(Field::Currency))?;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for cell in self.head.samples.iter().filter_map(|row| row.get(column)) {
            let code = cell.trim().to_uppercase();
            if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                *counts.entry(code).or_default() += 1;
            }
        }
        counts.into_iter().max_by_key(|(_, n)| *n).map(|(code, _)| code)
    }

    /// Gives every record of the file, and looks at the cancel flag between them.
    fn each_row(
        &self,
        is_cancelled: &AtomicBool,
        mut f: impl FnMut(u32, &::csv::ByteRecord) -> ControlFlow<()>,
    ) -> io::Result<()> {
        let text = bytes::open_text(&self.file.path, self.probe)?;
        let mut n = 0_u32;
        let fault = csv::each_record(text, self.dialect, |row, record| {
            n = n.wrapping_add(1);
            if n.is_multiple_of(1024) && is_cancelled.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            f(row, record)
        });
        fault.map_or(Ok(()), Err)
    }

    fn column_reports(&self) -> Vec<ColumnReport> {
        let first =
            |i: usize| self.head.samples.iter().filter_map(|row| row.get(i)).find(|cell| !cell.trim().is_empty());
        self.head
            .headers
            .iter()
            .zip(&self.recognition.columns)
            .enumerate()
            .map(|(i, (header, (field, why)))| ColumnReport {
                header: header.clone(),
                field: *field,
                why: (*why).to_owned(),
                first_value: first(i).map(|cell| cell.chars().take(120).collect()).unwrap_or_default(),
            })
            .collect()
    }
}

/// Dates far after all others are slips of the keyboard: 2062 for 2026. One of them would move the review date, and with it
/// everything, so its row is left out: where over [`FAR_DAYS`] lie before it and hardly any row lies behind.
fn leave_out_far_dates(table: &mut Table, report: &mut FileReport) {
    for field in [Field::HappenedOn, Field::IssuedOn, Field::PaidOn] {
        let Some(limit) = table.days(field).and_then(last_believable) else { continue };
        let days = table.days(field).unwrap_or_default().to_vec();
        let keep: Vec<bool> = days.iter().map(|&day| day <= limit).collect();
        let header =
            report.columns.iter().find(|column| column.field == Some(field)).map(|column| column.header.clone());
        for (i, _) in keep.iter().enumerate().filter(|(_, is_kept)| !**is_kept) {
            report.n_left_out += 1;
            report.left_out.push(LeftOut {
                row: table.rows[i],
                column: header.clone(),
                text: Day(days[i]).long(),
                why: "dated far after all others",
                hint: "Correct the year, then open the file again",
            });
        }
        table.retain(&keep);
    }
    report.left_out.sort_by_key(|left| left.row);
}

/// A gap of so many days in a file that goes on after it is no pause of a shop.
const FAR_DAYS: i32 = 60 * 7;

/// The last day before a forward gap of over [`FAR_DAYS`] behind which only a handful of rows lie; `None` without one.
fn last_believable(days: &[i32]) -> Option<i32> {
    let mut sorted: Vec<i32> = days.iter().copied().filter(|&day| day != Day::NONE.0).collect();
    if sorted.iter().max()? - sorted.iter().min()? <= FAR_DAYS {
        return None;
    }
    sorted.sort_unstable();
    let most = 3.max(sorted.len() / 1000);
    let tail = sorted.len().saturating_sub(most + 1).max(sorted.len() / 2);
    let at = sorted[tail..].windows(2).position(|pair| pair[1] - pair[0] > FAR_DAYS)?;
    Some(sorted[tail + at])
}

/// The shape of the rows.
fn form(kind: Kind) -> &'static str {
    match kind {
        Kind::Orders => "order lines",
        Kind::Payments => "invoices",
        Kind::Emails => "events",
        Kind::Customers => "customers",
        Kind::Rejections => "rejections",
        Kind::Quotes => "quotes",
        Kind::Events => "visits",
    }
}

/// The figures of a file that was read: documents, dates, sum, customers.
fn summarise(report: &mut FileReport, table: &Table) {
    let days = table.happened_on().unwrap_or_default().iter().copied().filter(|&day| day != Day::NONE.0);
    report.first_on = days.clone().min().map(Day);
    report.last_on = days.max().map(Day);
    report.amount_minor = table
        .money(Field::Amount)
        .map(|amounts| amounts.iter().copied().filter(|&a| a != NO_AMOUNT).map(i128::from).sum::<i128>())
        .and_then(|sum| i64::try_from(sum).ok());
    report.currency.clone_from(&table.currency);
    let number = match table.kind {
        Some(Kind::Orders) => table.numbers(Field::OrderNumber),
        Some(Kind::Payments) => table.numbers(Field::InvoiceNumber),
        _ => None,
    };
    // A row without a number is a document of its own.
    report.records = number.map_or(table.n_rows(), |numbers| {
        let mut keys: Vec<u64> = numbers.keys.iter().copied().filter(|&key| key != NO_NUMBER).collect();
        let n_unnumbered = numbers.keys.len() - keys.len();
        keys.sort_unstable();
        keys.dedup();
        keys.len() + n_unnumbered
    });
    let mut who: Vec<&str> = table
        .mentions
        .iter()
        .filter_map(|m| m.name.as_deref().or(m.id.as_deref()).or(m.email.as_deref()))
        .map(str::trim)
        .collect();
    who.sort_unstable();
    who.dedup();
    report.customers = who.len();
}

fn previews(raw: Vec<(u32, String)>, table: &Table, currency: Option<&str>) -> Vec<PreviewRow> {
    const SHOWN: [Field; 9] = [
        Field::CustomerId,
        Field::HappenedOn,
        Field::IssuedOn,
        Field::DueOn,
        Field::PaidOn,
        Field::OrderNumber,
        Field::Parts,
        Field::RejectedParts,
        Field::Amount,
    ];
    raw.into_iter()
        .filter_map(|(row, raw)| Some((table.rows.binary_search(&row).ok()?, row, raw)))
        .map(|(i, row, raw)| {
            let mention = table.mention_of_row.get(i).and_then(|&m| table.mentions.get(m as usize));
            let who = mention.and_then(|m| m.name.clone().or_else(|| m.id.clone()).or_else(|| m.email.clone()));
            let mut understood: Vec<(Field, String)> = who.map(|who| (Field::Customer, who)).into_iter().collect();
            for field in SHOWN {
                let text = match table.column(field) {
                    Some(Column::Days(days)) if days[i] != Day::NONE.0 => Day(days[i]).long(),
                    Some(Column::Money(amounts)) if amounts[i] != NO_AMOUNT => money::exact(amounts[i], currency),
                    Some(Column::Counts(counts)) if counts[i] >= 0 => {
                        money::thousands(u64::from(counts[i].unsigned_abs()))
                    }
                    Some(Column::Numbers(numbers)) => number_text(numbers.keys[i], &numbers.texts),
                    Some(_) => String::new(),
                    None => continue,
                };
                understood.push((field, text));
            }
            PreviewRow { row, raw, understood }
        })
        .collect()
}

fn date_question(dates: &DateVotes) -> Question {
    let read = |text: &str, order: DateOrder| date_cell(text.as_bytes()).and_then(|date| date.day(order));
    let first = dates.examples.first().map_or("01/02/2026", |(_, text)| text.as_str());
    let in_words = |order| read(first, order).map_or_else(String::new, Day::spoken);
    let choice = |order: DateOrder, value| {
        let (n_weekend, n) = dates.weekends(order);
        Choice {
            value,
            label: format!("{}, {}", in_words(order), order.title()),
            examples: dates
                .examples
                .iter()
                .filter_map(|(row, text)| {
                    let day = read(text, order)?;
                    Some((*row, text.clone(), format!("{} {}", day.weekday_name(), day.long())))
                })
                .collect(),
            remark: format!("{n_weekend} of {n} dates would fall on a weekend"),
        }
    };
    Question {
        text: format!("Is {first} the {} or the {}?", in_words(DateOrder::MonthFirst), in_words(DateOrder::DayFirst)),
        field: "date_order",
        choices: vec![choice(DateOrder::MonthFirst, "mdy"), choice(DateOrder::DayFirst, "dmy")],
    }
}

/// Files that Lotwise wrote: the report carries a mark, the flags have fixed headings.
fn is_our_own(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 2048];
    let Ok(n) = fs::File::open(path).and_then(|mut file| file.read(&mut start)) else { return false };
    let text = String::from_utf8_lossy(&start[..n]);
    text.contains(crate::model::source::WRITTEN_BY) || text.starts_with("review_date,entity_type,entity_id,signal,")
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
