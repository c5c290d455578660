//! From files to answers: read, join, judge. The same for the window and for the command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::job::{Cancelled, JobContext};
use crate::import::{self, FileReport, FileStatus, ReadOptions, Reading};
use crate::model::{Dataset, Day, Source, source::SourceStatus};
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
    for (i, reading) in readings.into_iter().enumerate() {
        if let Some(mut table) = reading.table {
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

/// Reads each file. Two at a time: a weekly export has one big file or two.
pub fn read(options: &LookOptions, context: &JobContext) -> Result<(Vec<Reading>, Vec<String>), LookError> {
    context.step("Looking for exports", None)?;
    let found = import::find_files(&options.paths);
    let read_options = ReadOptions { answers: options.answers.clone() };
    let total: u64 = found.files.iter().map(|file| file.bytes).sum();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let done_bytes = std::sync::atomic::AtomicU64::new(0);
    let results: Vec<std::sync::Mutex<Option<Reading>>> =
        found.files.iter().map(|_| std::sync::Mutex::default()).collect();
    std::thread::scope(|scope| {
        for _ in 0..2.min(found.files.len()) {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(file) = found.files.get(i) else { return };
                    let share = done_bytes.load(std::sync::atomic::Ordering::Relaxed) as f32 / (total.max(1)) as f32;
                    if context.step(format!("Reading {}", file.shown), Some(share * 0.6)).is_err() {
                        return;
                    }
                    let reading = import::read_file(file, &read_options, context.cancel_flag());
                    done_bytes.fetch_add(file.bytes, std::sync::atomic::Ordering::Relaxed);
                    if let Ok(mut place) = results[i].lock() {
                        *place = Some(reading);
                    }
                }
            });
        }
    });
    context.check()?;
    let mut readings: Vec<Reading> = Vec::new();
    let mut not_exports = found.not_exports;
    for (file, result) in found.files.iter().zip(results) {
        let Ok(Some(reading)) = result.into_inner() else { continue };
        // The same export under two names is counted once.
        let same = |other: &&Reading| other.table.is_some() && other.report.sha256 == reading.report.sha256;
        let twin = readings.iter().find(same).map(|twin| twin.report.path.clone());
        let reading = match twin {
            Some(twin) => reading
                .refused(format!("The file is the same as {twin}, byte for byte, and is not counted twice"), false),
            None => reading,
        };
        if !file.is_named && reading.report.status == FileStatus::Refused && reading.is_no_export {
            not_exports.push(file.shown.clone());
        } else {
            readings.push(reading);
        }
    }
    if readings.is_empty() {
        let listed = if not_exports.is_empty() { String::new() } else { format!("; found {}", not_exports.join(", ")) };
        let message = format!(
            "No export was found here{listed}. Choose a folder that holds the CSV files of your orders or payments"
        );
        return Err(LookError::new(message, Vec::new()));
    }
    Ok((readings, not_exports))
}

fn why_nothing(imports: &[FileReport], not_exports: &[String]) -> String {
    let first = imports.iter().find_map(|import| {
        let reason = import.error.clone().or_else(|| {
            import.question.as_ref().map(|q| {
                format!(
                    "{} Answer it on the Import page, or with --answer '{}:{}={}'",
                    q.text,
                    import.path,
                    q.field,
                    q.choices.first().map_or("", |c| c.value)
                )
            })
        })?;
        Some(format!("{}: {reason}", import.path))
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
