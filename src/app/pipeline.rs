//! From files to answers: read, join, judge. The same for the window and for the command line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime};

use super::chore::Chore;
use super::job::{Cancelled, JobContext};
use super::weekly::{days_that_came, keep_forecast};
use crate::import::{self, FileReport, FileStatus, FoundFile, ReadOptions, Reading, leave_out_repeats};
use crate::model::dataset::Read;
use crate::model::weekly::Weekly;
use crate::model::{About, Act, Dataset, Day, Kind, Said, Source, source::SourceStatus};
use crate::names;
use crate::review::outlook::DayScores;
use crate::review::{Review, ReviewOptions, review};
use crate::store::{Holdings, Intake, StoreError, Taking, Workspace, backup};

/// What to look at.
#[derive(Clone, Debug)]
pub struct LookOptions {
    /// The workspace that remembers; without one this is a look, which keeps nothing.
    pub workspace: Option<PathBuf>,
    /// Files and folders: to look at, or to be taken into the workspace.
    pub paths: Vec<PathBuf>,
    /// (file as shown, field) to the owner's answer.
    pub answers: BTreeMap<(String, String), String>,
    /// `None` for the day after the data's end.
    pub as_of: Option<Day>,
    /// Whether the rules are replayed over the shop's own past.
    pub with_track_record: bool,
    /// Whether the files are taken into the workspace or only compared with it.
    pub taking: Taking,
    /// What the owner said of a look; in a workspace it stands there.
    pub acts: Vec<Act>,
    /// What is to be done to the workspace first.
    pub chore: Option<Chore>,
    /// What stands in the workspace, if it is known already: files that are only compared do not change it.
    pub base: Option<Arc<Snapshot>>,
}

impl Default for LookOptions {
    fn default() -> Self {
        Self {
            workspace: None,
            paths: Vec::new(),
            answers: BTreeMap::new(),
            as_of: None,
            with_track_record: true,
            taking: Taking::Try,
            acts: Vec::new(),
            chore: None,
            base: None,
        }
    }
}

/// Whether a path is that of a workspace, by its ending.
pub fn is_workspace(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(crate::store::ENDING))
}

/// Everything that was read and judged: what views draw and reports write. Never changed, only replaced.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The files that the review rests on, and those that were refused.
    pub imports: Vec<FileReport>,
    /// The workspace, where one is open.
    pub workspace: Option<Held>,
    /// Files in an opened folder that are no exports.
    pub not_exports: Vec<String>,
    /// What the owner said, in the order in which it was said.
    pub acts: Vec<Act>,
    /// The joined tables.
    pub dataset: Arc<Dataset>,
    /// What the reviews before left behind; nothing in a look.
    pub weekly: Arc<Weekly>,
    /// `None` where nothing could be judged.
    pub review: Option<Review>,
    /// How the days did that earlier reviews expected; nothing in a look.
    pub days_did: DayScores,
}

/// An open workspace, and what was opened beside it.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Where it lies.
    pub path: PathBuf,
    /// The files that wait to be taken in, or that were taken in last.
    pub files: Arc<Vec<FileReport>>,
    /// Whether they were taken in.
    pub is_taken_in: bool,
    /// What it holds, and why.
    pub holdings: Arc<Holdings>,
    /// What was done to it just now, in one sentence.
    pub done: Option<String>,
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

impl From<StoreError> for LookError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stopped => Cancelled.into(),
            StoreError::Damaged { ref path, .. } => Self::new(format!("{error}{}", backup::way_back(path)), Vec::new()),
            error => Self::new(error.to_string(), Vec::new()),
        }
    }
}

impl From<Cancelled> for LookError {
    fn from(_: Cancelled) -> Self {
        Self { message: "Stopped".to_owned(), imports: Vec::new(), is_cancelled: true }
    }
}

impl Snapshot {
    /// The same data under what the reviews left behind since.
    #[must_use]
    pub fn with_weekly(&self, weekly: Weekly) -> Self {
        let mut snapshot = self.clone();
        if let Some(review) = &mut snapshot.review {
            review.apply(&snapshot.dataset, &weekly);
        }
        snapshot.weekly = Arc::new(weekly);
        snapshot
    }

    /// Whether both show the same data and the same files, and differ at most in what was decided.
    pub fn is_same_look(&self, other: &Self) -> bool {
        let files = |snapshot: &Self| snapshot.workspace.as_ref().map(|held| Arc::as_ptr(&held.files));
        Arc::ptr_eq(&self.dataset, &other.dataset) && files(self) == files(other)
    }

    /// What can be shown where no file could be used.
    pub fn refused(imports: Vec<FileReport>) -> Self {
        Self {
            imports,
            workspace: None,
            not_exports: Vec::new(),
            acts: Vec::new(),
            dataset: Arc::default(),
            weekly: Arc::default(),
            review: None,
            days_did: DayScores::default(),
        }
    }

    /// The files that were opened: those of a look, or those that wait beside a workspace.
    pub fn opened(&self) -> &[FileReport] {
        self.workspace.as_ref().map_or(&self.imports, |held| &held.files)
    }

    /// How many files were read; the sheets of a workbook are one.
    pub fn n_files(&self) -> usize {
        self.opened().iter().map(|import| import.path.as_str()).collect::<BTreeSet<_>>().len()
    }
}

/// Reads the files or the workspace, joins what they hold, and judges every customer. Files opened beside a workspace are
/// compared with it, or taken in first.
pub fn look(options: &LookOptions, context: &JobContext) -> Result<Snapshot, LookError> {
    let done = match options.chore.as_ref().zip(options.workspace.as_ref()) {
        Some((chore, path)) => {
            let done = chore.run(path, context);
            // Without a copy of the day the workspace opens all the same.
            let done = if *chore == Chore::Daily { done.or_else(|_| Ok(String::new())) } else { done };
            Some(done.map_err(|message| LookError::new(message, Vec::new()))?).filter(|done| !done.is_empty())
        }
        None => None,
    };
    let mut snapshot = look_at(options, context)?;
    if let Some(held) =
        snapshot.workspace.as_ref().filter(|_| options.taking == Taking::Keep || options.chore.is_some())
    {
        or_another_day(remember_ids(&held.path, &snapshot))?;
    }
    if let Some(path) = snapshot.workspace.as_ref().map(|held| held.path.clone()) {
        or_another_day(keep_forecast(&path, &snapshot))?;
        snapshot.days_did = days_that_came(&path, &snapshot)?;
    }
    if let Some(held) = &mut snapshot.workspace {
        let open = Workspace::open_to_read(&held.path)?;
        held.holdings = Arc::new(open.holdings(today())?);
        held.done = done;
    }
    Ok(snapshot)
}

/// Another program has it, or nothing can be written there: then it is remembered another day.
fn or_another_day(done: Result<(), StoreError>) -> Result<(), StoreError> {
    match done {
        Err(StoreError::InUse(_) | StoreError::CannotWrite { .. }) => Ok(()),
        done => done,
    }
}

/// Has the workspace remember what each customer is called in its decisions and reviews, so that it never changes.
fn remember_ids(path: &Path, snapshot: &Snapshot) -> Result<(), StoreError> {
    let mut workspace = Workspace::open(path)?;
    let ids = new_ids(&workspace, snapshot)?;
    if ids.is_empty() { Ok(()) } else { workspace.say(&ids, &now()) }
}

/// What customers are called that the workspace does not remember yet.
pub fn new_ids(workspace: &Workspace, snapshot: &Snapshot) -> Result<Vec<Said>, StoreError> {
    let dataset = &snapshot.dataset;
    let said: Vec<Said> = workspace.said()?.into_iter().flat_map(|act| act.said).collect();
    let kind_of =
        |source: u16| dataset.sources.get(usize::from(source)).and_then(|source| source.kind).unwrap_or(Kind::Orders);
    Ok(names::new_ids(&dataset.customers, &said, &kind_of))
}

fn look_at(options: &LookOptions, context: &JobContext) -> Result<Snapshot, LookError> {
    let Some(path) = options.workspace.as_ref().filter(|_| !options.paths.is_empty()) else {
        return judge(options, context);
    };
    let (files, not_exports) = take_in(options, options.taking, context)?;
    let mut snapshot = match &options.base {
        Some(base) if options.taking == Taking::Try => (**base).clone(),
        // What was made just now may have nothing in it yet.
        _ => judge(options, context)
            .or_else(|error| if error.is_cancelled() { Err(error) } else { Ok(Snapshot::refused(Vec::new())) })?,
    };
    let is_taken_in = options.taking == Taking::Keep;
    snapshot.workspace = Some(Held { path: path.clone(), files: Arc::new(files), is_taken_in, ..Held::default() });
    snapshot.not_exports = not_exports;
    Ok(snapshot)
}

fn judge(options: &LookOptions, context: &JobContext) -> Result<Snapshot, LookError> {
    let (mut snapshot, as_of) = join(options, context)?;
    let weekly = &snapshot.weekly;
    let with_track_record = options.with_track_record;
    let options = ReviewOptions {
        as_of,
        with_track_record,
        limits: weekly.limits,
        last: weekly.last_before(as_of),
        decisions: &weekly.decisions,
    };
    let tick = |words: &str, share| context.step(words, share).is_ok();
    let mut judged = review(&snapshot.dataset, &options, &tick).ok_or(Cancelled)?;
    judged.apply(&snapshot.dataset, weekly);
    snapshot.review = Some(judged);
    Ok(snapshot)
}

/// Reads the files or the workspace and joins what they hold, without judging. Gives the review date too.
pub fn join(options: &LookOptions, context: &JobContext) -> Result<(Snapshot, Day), LookError> {
    let (readings, not_exports, acts, weekly) = match &options.workspace {
        None => {
            let (readings, not_exports) = read(options, context)?;
            // What the owner said in the window is newer than what a list says.
            let acts = acts_of_lists(&readings).chain(options.acts.iter().cloned()).collect();
            (readings, not_exports, acts, Weekly::default())
        }
        Some(path) => {
            let (readings, acts, weekly) = load(path, context)?;
            (readings, Vec::new(), acts, weekly)
        }
    };
    let imports: Vec<FileReport> = readings.iter().map(|reading| reading.report.clone()).collect();
    if imports.iter().all(|import| import.status != FileStatus::Ready) {
        return Err(LookError::new(why_nothing(&imports, &not_exports), imports));
    }
    let sources = imports.iter().map(source_of).collect();
    let (mut tables, mut lists) = (Vec::new(), Vec::new());
    // What a list says beside its main matter counts where no list of its own says it. The lines of invoices are lots for
    // customers and times that no list of orders knows.
    let is_given: BTreeSet<Kind> =
        imports.iter().filter(|r| r.status == FileStatus::Ready).filter_map(|r| r.kind).collect();
    for (i, reading) in readings.into_iter().enumerate() {
        let list = list_of(&reading.report);
        let also = reading
            .also
            .filter(|table| table.kind.is_none_or(|kind| kind == Kind::Orders || !is_given.contains(&kind)));
        for mut table in reading.table.into_iter().chain(also) {
            table.source = u16::try_from(i).unwrap_or(u16::MAX);
            tables.push(table);
            lists.push(list.clone());
        }
    }
    names::ageing::tell_paid_days(&mut tables, &lists);
    context.step("Matching names", None)?;
    names::orphans::find_parents(&mut tables);
    let said: Vec<Said> = acts.iter().flat_map(|act| act.said.iter().cloned()).collect();
    let linked = names::link(&tables, &said);
    context.step("Joining the tables", None)?;
    let payments = names::payments::tie_payments(&mut tables, &linked.customer_of, &said);
    let items = names::items::items(&tables, &said);
    let campaigns = names::items::campaigns(&tables, &said);
    let not_to_contact = names::consent::not_to_contact(&tables);
    let read = Read { items, campaigns, not_to_contact };
    let mut dataset = Dataset::build(tables, &linked.customer_of, linked.customers, sources, read);
    dataset.doubtful_links = linked.doubtful;
    dataset.payments = payments;
    names::sales::count_once(&mut dataset, &said);
    names::billing::tie_invoices(&mut dataset, &said);
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
    let workspace = options.workspace.clone().map(|path| Held { path, ..Held::default() });
    let is_of_owner = |act: &Act| act.said.iter().any(|said| said.about != About::Id);
    let acts = acts.into_iter().filter(is_of_owner).collect();
    let (dataset, weekly) = (Arc::new(dataset), Arc::new(weekly));
    let (review, days_did) = (None, DayScores::default());
    Ok((Snapshot { imports, workspace, not_exports, acts, dataset, weekly, review, days_did }, as_of))
}

/// What the exports of one list have in common: its place in the workspace, in a look its headings.
fn list_of(report: &FileReport) -> String {
    let headings = || report.columns.iter().map(|column| column.header.as_str()).collect::<Vec<_>>().join("\n");
    report.list.map_or_else(headings, |list| list.to_string())
}

/// Takes the files into the workspace, or says what would be new in them. Gives how each was understood, and what is no
/// export. A file that asks is not taken in; the others are.
pub fn take_in(
    options: &LookOptions,
    taking: Taking,
    context: &JobContext,
) -> Result<(Vec<FileReport>, Vec<String>), LookError> {
    let (readings, not_exports) = read_files(options, context)?;
    let Some(path) = &options.workspace else {
        return Ok((readings.into_iter().map(|reading| reading.report).collect(), not_exports));
    };
    let is_empty = !readings.iter().any(|reading| reading.table.is_some() || !reading.facts.is_empty());
    let mut reports: Vec<FileReport> = readings.iter().map(|reading| reading.report.clone()).collect();
    if is_empty || (taking == Taking::Try && !path.exists()) {
        return Ok((reports, not_exports));
    }
    let said = match taking {
        Taking::Try => "Comparing",
        Taking::Keep => "Taking in",
    };
    let mut workspace = Workspace::open_or_create(path)?;
    if taking == Taking::Keep && !workspace.imports()?.is_empty() {
        workspace.back_up_daily(today())?;
    }
    let goes_on = |report: &FileReport| context.step(format!("{said} {}", report.path), None).is_ok();
    let intakes = workspace.take_in(&readings, &options.answers, &now(), taking, &goes_on)?;
    if taking == Taking::Keep {
        for act in acts_of_lists(&readings) {
            workspace.say(&act.said, &now())?;
        }
        // What was said while the files were only looked at.
        for act in &options.acts {
            workspace.say(&act.said, &act.at)?;
        }
    }
    for (report, intake) in reports.iter_mut().zip(intakes) {
        match intake {
            Intake::Nothing => {}
            Intake::Taken(delta) => report.delta = Some(delta),
            Intake::Asks(question) => {
                report.status = FileStatus::Question;
                report.question = Some(question);
            }
        }
    }
    Ok((reports, not_exports))
}

/// What the lists of items, campaigns and customers among the files say, one act a file.
fn acts_of_lists(readings: &[Reading]) -> impl Iterator<Item = Act> + '_ {
    let of_list = |reading: &Reading| reading.facts.iter().cloned().map(said_of).collect();
    let lists = readings.iter().filter(|reading| !reading.facts.is_empty());
    lists.map(move |reading| Act { id: FROM_LIST, at: String::new(), said: of_list(reading) })
}

/// The id of what a list says in a look: it is taken back by taking away the list.
pub const FROM_LIST: i64 = 0;

fn said_of(fact: import::facts::Fact) -> Said {
    let is_of_customer = matches!(fact.about, About::Industry | About::EndCustomer);
    let subject = if is_of_customer { names::Handle::of_name(&fact.subject).to_string() } else { fact.subject };
    Said { about: fact.about, subject, value: fact.value }
}

/// Today, by universal time.
pub fn today() -> Day {
    now()[..10].parse().unwrap_or(Day(0))
}

/// The time of day in words, as a workspace notes when it was written: "2026-11-16 08:14:03", universal time.
pub fn now() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let day = Day(i32::try_from(seconds / 86_400).unwrap_or(0));
    let of_day = seconds % 86_400;
    format!("{day} {:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60)
}

fn load(path: &Path, context: &JobContext) -> Result<(Vec<Reading>, Vec<Act>, Weekly), LookError> {
    context.step("Opening the workspace", None)?;
    let workspace = Workspace::open_to_read(path)?;
    let mut readings = workspace.load()?;
    if readings.is_empty() {
        let message = format!(
            "Nothing has been taken into the workspace yet. Add the exports of your orders and payments: {}",
            path.display()
        );
        return Err(LookError::new(message, Vec::new()));
    }
    // Two systems may hold the same invoices.
    leave_out_repeats(&mut readings);
    Ok((readings, workspace.said()?, workspace.weekly()?))
}

/// Reads each file, and names what a folder holds besides. What two of them hold counts once.
pub fn read(options: &LookOptions, context: &JobContext) -> Result<(Vec<Reading>, Vec<String>), LookError> {
    let (mut readings, not_exports) = read_files(options, context)?;
    leave_out_repeats(&mut readings);
    Ok((readings, not_exports))
}

fn read_files(options: &LookOptions, context: &JobContext) -> Result<(Vec<Reading>, Vec<String>), LookError> {
    context.step("Looking for exports", None)?;
    let found = import::find_files(&options.paths);
    let asked = options.answers.keys().find(|(file, _)| found.files.iter().all(|f| f.shown != *file));
    if let Some((file, _)) = asked {
        let names: Vec<&str> = found.files.iter().map(|f| f.shown.as_str()).collect();
        let message = format!("An answer is given for {file}, which is none of the files: {}", names.join(", "));
        return Err(LookError::new(message, Vec::new()));
    }
    let remembered = match &options.workspace {
        Some(path) if path.exists() => Workspace::open_to_read(path)?.remembered()?,
        _ => Vec::new(),
    };
    let read_options = ReadOptions { answers: options.answers.clone(), remembered, ..ReadOptions::default() };
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
    if readings.is_empty() {
        let listed = if not_exports.is_empty() { String::new() } else { format!("; found {}", not_exports.join(", ")) };
        let message = format!(
            "No export was found here{listed}. Choose a folder that holds the CSV files of your orders or payments"
        );
        return Err(LookError::new(message, Vec::new()));
    }
    Ok((readings, not_exports))
}

/// How often it is looked whether the files are read, and after how many looks it is said how far they are.
const TICK: Duration = Duration::from_millis(2);
const TICKS_A_SIGN: u32 = 100;

/// Two files at a time: a weekly export has one big file or two.
fn read_all(files: &[FoundFile], options: &ReadOptions, context: &JobContext) -> Result<Vec<Vec<Reading>>, Cancelled> {
    let total = files.iter().map(|file| file.bytes).sum::<u64>().max(1);
    let next = AtomicUsize::new(0);
    let places: Vec<Mutex<Vec<Reading>>> = files.iter().map(|_| Mutex::default()).collect();
    // Reading is about half of the work.
    let share = || options.n_bytes_read.load(Ordering::Relaxed).min(total) as f32 / total as f32 / 2.0;
    let work = || {
        while let Some((file, place)) = files.iter().zip(&places).nth(next.fetch_add(1, Ordering::Relaxed)) {
            if context.step(format!("Reading {}", file.shown), Some(share())).is_err() {
                return;
            }
            let reading = import::read_file(file, options, context.cancel_flag());
            if let Ok(mut place) = place.lock() {
                *place = reading;
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..2.min(files.len())).map(|_| scope.spawn(work)).collect();
        // A large file takes longer than anyone likes to wait for a sign.
        let (mut n_ticks, mut said) = (0_u32, share());
        while workers.iter().any(|worker| !worker.is_finished()) {
            thread::sleep(TICK);
            n_ticks += 1;
            if n_ticks.is_multiple_of(TICKS_A_SIGN) && share() > said {
                said = share();
                let reading = files.get(next.load(Ordering::Relaxed).saturating_sub(1)).or(files.last());
                let name = reading.map_or("", |file| file.shown.as_str());
                // Who cancels is heard by the readers too.
                let _ = context.step(format!("Reading {name}"), Some(said));
            }
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
        list: report.list,
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
