//! From files to answers: read, join, judge. The same for the window and for the command line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use super::job::{Cancelled, JobContext};
use crate::import::{self, FileReport, FileStatus, FoundFile, ReadOptions, Reading, leave_out_repeats};
use crate::model::{Dataset, Day, Kind, Source, source::SourceStatus};
use crate::names;
use crate::review::{Review, ReviewOptions, review};

/// What to look at.
#[derive(Clone, Debug)]
pub struct LookOptions {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// (file as shown, field) to the owner's answer.
    pub answers: BTreeMap<(String, String), String>,
    /// `None` for the day after the data's end.
    pub as_of: Option<Day>,
    /// Whether the rules are replayed over the shop's own past.
    pub with_track_record: bool,
}

impl Default for LookOptions {
    fn default() -> Self {
        Self { paths: Vec::new(), answers: BTreeMap::new(), as_of: None, with_track_record: true }
    }
}

/// Everything that was read and judged: what views draw and reports write. Never changed, only replaced.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// How each file was understood.
    pub imports: Vec<FileReport>,
    /// Files in an opened folder that are no exports.
    pub not_exports: Vec<String>,
    /// The joined tables.
    pub dataset: Dataset,
    /// `None` where nothing could be judged.
    pub review: Option<Review>,
}

/// Why there is no review.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct LookError {
    /// What is wrong, where, and the way out.
    pub message: String,
    /// How each file was understood, as far as it came.
    pub imports: Vec<FileReport>,
    is_cancelled: bool,
}

impl LookError {
    /// Whether the owner stopped it.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled
    }

    fn new(message: impl Into<String>, imports: Vec<FileReport>) -> Self {
        Self { message: message.into(), imports, is_cancelled: false }
    }
}

impl From<Cancelled> for LookError {
    fn from(_: Cancelled) -> Self {
        Self { message: "Stopped".to_owned(), imports: Vec::new(), is_cancelled: true }
    }
}

impl Snapshot {
    /// What can be shown where no file could be used.
    pub fn refused(imports: Vec<FileReport>) -> Self {
        Self { imports, not_exports: Vec::new(), dataset: Dataset::default(), review: None }
    }

    /// How many files were read; the sheets of a workbook are one.
    pub fn n_files(&self) -> usize {
        self.imports.iter().map(|import| import.path.as_str()).collect::<BTreeSet<_>>().len()
    }
}

/// Reads the files, joins them, and judges every customer.
pub fn look(options: &LookOptions, context: &JobContext) -> Result<Snapshot, LookError> {
    let (mut snapshot, as_of) = join(options, context)?;
    let review_options = ReviewOptions { as_of, with_track_record: options.with_track_record };
    let judged = review(&snapshot.dataset, &review_options, &|words, share| context.step(words, share).is_ok())
        .ok_or(Cancelled)?;
    snapshot.review = Some(judged);
    Ok(snapshot)
}

/// Reads the files and joins them, without judging. Gives the review date too.
pub fn join(options: &LookOptions, context: &JobContext) -> Result<(Snapshot, Day), LookError> {
    let (readings, not_exports) = read(options, context)?;
    let imports: Vec<FileReport> = readings.iter().map(|reading| reading.report.clone()).collect();
    if imports.iter().all(|import| import.status != FileStatus::Ready) {
        return Err(LookError::new(why_nothing(&imports, &not_exports), imports));
    }
    let sources = imports.iter().map(source_of).collect();
    let mut tables = Vec::new();
    // What a list says beside its main matter counts where no list of its own says it: the lines of invoices are lots
    // where there are no orders.
    let is_given: BTreeSet<Kind> =
        imports.iter().filter(|r| r.status == FileStatus::Ready).filter_map(|r| r.kind).collect();
    for (i, reading) in readings.into_iter().enumerate() {
        let also = reading.also.filter(|table| table.kind.is_none_or(|kind| !is_given.contains(&kind)));
        for mut table in reading.table.into_iter().chain(also) {
            table.source = u16::try_from(i).unwrap_or(u16::MAX);
            tables.push(table);
        }
    }
    context.step("Matching names", None)?;
    let linked = names::link(&tables);
    context.step("Joining the tables", None)?;
    let mut dataset = Dataset::build(tables, &linked.customer_of, linked.customers, sources);
    dataset.doubtful_links = linked.doubtful;
    let Some(data_end) = dataset.data_end() else {
        return Err(LookError::new(
            "No row in these files has a date. Export orders or payments with their dates",
            imports,
        ));
    };
    let as_of = options.as_of.unwrap_or(data_end + 1);
    if dataset.data_start().is_none_or(|start| as_of <= start) {
        let message = format!(
            "The review date {as_of} lies before the first row of the files. Choose a date up to {}",
            data_end + 1
        );
        return Err(LookError::new(message, imports));
    }
    if dataset.customers.is_empty() {
        let message =
            "These files name no customer with an order or an invoice. Add the export of orders or of payments";
        return Err(LookError::new(message, imports));
    }
    Ok((Snapshot { imports, not_exports, dataset, review: None }, as_of))
}

/// Reads each file, and names what a folder holds besides.
pub fn read(options: &LookOptions, context: &JobContext) -> Result<(Vec<Reading>, Vec<String>), LookError> {
    context.step("Looking for exports", None)?;
    let found = import::find_files(&options.paths);
    let asked = options.answers.keys().find(|(file, _)| found.files.iter().all(|f| f.shown != *file));
    if let Some((file, _)) = asked {
        let names: Vec<&str> = found.files.iter().map(|f| f.shown.as_str()).collect();
        let message = format!("An answer is given for {file}, which is none of the files: {}", names.join(", "));
        return Err(LookError::new(message, Vec::new()));
    }
    let read_options = ReadOptions { answers: options.answers.clone() };
    let mut readings: Vec<Reading> = Vec::new();
    let mut not_exports = found.not_exports;
    let all = read_all(&found.files, &read_options, context)?;
    for (file, reading) in
        found.files.iter().zip(all).flat_map(|(file, sheets)| sheets.into_iter().map(move |sheet| (file, sheet)))
    {
        // The same export under two names is counted once.
        let same = |other: &&Reading| {
            other.table.is_some()
                && other.report.sha256 == reading.report.sha256
                && other.report.path != reading.report.path
        };
        let twin = readings.iter().find(same).map(|twin| twin.report.path.clone());
        let reading = match twin {
            Some(twin) => {
                let why = format!("The file is the same as {twin}, byte for byte, and is not counted twice");
                reading.refused(why, false)
            }
            None => reading,
        };
        let is_only_sheet = readings.last().is_none_or(|other: &Reading| other.report.path != reading.report.path);
        // What the owner said something of is answered for, or it could not be taken back.
        let is_spoken_of = options.answers.keys().any(|(name, _)| *name == file.shown);
        if !file.is_named
            && !is_spoken_of
            && is_only_sheet
            && reading.report.status == FileStatus::Refused
            && reading.is_no_export
        {
            not_exports.push(file.shown.clone());
        } else {
            readings.push(reading);
        }
    }
    leave_out_repeats(&mut readings);
    if readings.is_empty() {
        let listed = if not_exports.is_empty() { String::new() } else { format!("; found {}", not_exports.join(", ")) };
        let message = format!(
            "No export was found here{listed}. Choose a folder that holds the CSV files of your orders or payments"
        );
        return Err(LookError::new(message, Vec::new()));
    }
    Ok((readings, not_exports))
}

/// Two files at a time: a weekly export has one big file or two.
fn read_all(files: &[FoundFile], options: &ReadOptions, context: &JobContext) -> Result<Vec<Vec<Reading>>, Cancelled> {
    let total = files.iter().map(|file| file.bytes).sum::<u64>().max(1);
    let (next, done) = (AtomicUsize::new(0), AtomicU64::new(0));
    let places: Vec<Mutex<Vec<Reading>>> = files.iter().map(|_| Mutex::default()).collect();
    let work = || {
        while let Some((file, place)) = files.iter().zip(&places).nth(next.fetch_add(1, Ordering::Relaxed)) {
            let share = done.load(Ordering::Relaxed) as f32 / total as f32;
            // Reading is about half of the work.
            if context.step(format!("Reading {}", file.shown), Some(share / 2.0)).is_err() {
                return;
            }
            let reading = import::read_file(file, options, context.cancel_flag());
            done.fetch_add(file.bytes, Ordering::Relaxed);
            if let Ok(mut place) = place.lock() {
                *place = reading;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..2.min(files.len()) {
            scope.spawn(work);
        }
    });
    context.check()?;
    Ok(places.into_iter().map(|place| place.into_inner().unwrap_or_default()).collect())
}

fn why_nothing(imports: &[FileReport], not_exports: &[String]) -> String {
    let first = imports.iter().find_map(|import| {
        let asked = import.question.as_ref().map(|question| {
            let answer = question.choices.first().map_or("", |choice| choice.value);
            let (text, path, field) = (&question.text, &import.path, question.field);
            format!("{text} Answer it on the Import page, or with --answer '{path}:{field}={answer}'")
        });
        Some(format!("{}: {}", import.path, import.error.clone().or(asked)?))
    });
    match (imports.len(), first) {
        (1, Some(reason)) => reason,
        (n, Some(reason)) => format!("None of the {n} files could be used. {reason}"),
        _ => format!("No file could be used ({} others are no exports)", not_exports.len()),
    }
}

fn source_of(report: &FileReport) -> Source {
    Source {
        file: report.path.clone(),
        sheet: report.sheet.clone(),
        kind: report.kind,
        status: match report.status {
            FileStatus::Ready => SourceStatus::Used,
            FileStatus::Question => SourceStatus::Question,
            FileStatus::Refused => SourceStatus::Refused,
        },
        n_records: report.records,
        n_used: report.used,
        n_left_out: report.n_left_out,
        first_on: report.first_on,
        last_on: report.last_on,
        sha256: report.sha256.clone(),
        error: report.error.clone().or_else(|| report.question.as_ref().map(|question| question.text.clone())),
    }
}
