//! What the window shows, and the one place that changes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::chore::Chore;
use super::command::{Answer, Command, Page, Place, Theme};
use super::held::write_held;
use super::job::{Cancelled, Job, JobState, Progress};
use super::pipeline::{FROM_LIST, Held, LookError, LookOptions, Snapshot, is_workspace, look, now};
use super::save::save_problems;
use super::settings::Settings;
use super::weekly::{Weighed, closed_review, log_of};
use crate::model::weekly::ClosedReview;
use crate::model::{Act, CustomerIdx, Day, Said};
use crate::sample::{SampleOptions, write_sample};
use crate::store::{self, StoreError, Taking, Workspace, WriterLock};

/// Everything that views read. They change nothing; they return [`Command`]s.
#[derive(Default)]
pub struct AppState {
    page: Page,
    /// The pages before, newest last.
    trail: Vec<Page>,
    settings: Settings,
    /// Where the settings are kept; nowhere in tests.
    settings_file: Option<PathBuf>,
    snapshot: Option<Arc<Snapshot>>,
    /// A closed review, with its number.
    closed: Option<(i64, Arc<Snapshot>)>,
    reopening: Option<(i64, Job<Result<Snapshot, String>>)>,
    message: Option<String>,
    opened: Opened,
    /// What the snapshot was made of.
    shown: Opened,
    /// What the next job does first.
    chore: Option<Chore>,
    /// The right to write into the open workspace; `None` where another program has it.
    lock: Option<Arc<WriterLock>>,
    /// Files are being taken in, or were when the owner stopped it: what is shown may not be what stands.
    is_stale: bool,
    running: Option<Running>,
    dialog: Option<Job<Option<Vec<PathBuf>>>>,
    dialog_adds: bool,
    /// With what the next copy is encrypted.
    passphrase: Option<String>,
    place_dialog: Option<(Place, Job<Option<PathBuf>>)>,
    saving: Option<Job<Result<PathBuf, String>>>,
    saved: Option<PathBuf>,
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
    dialogs: Option<Dialogs>,
}

/// The system's dialogs, which wait for the owner. Each gives `None` where the owner cancelled or no dialog answers.
#[derive(Clone, Copy)]
pub struct Dialogs {
    /// Asks for files to open.
    pub pick_files: fn() -> Option<Vec<PathBuf>>,
    /// Asks where something new shall lie.
    pub pick_place: fn(Place) -> Option<PathBuf>,
}

/// What was opened, and what was said of it.
#[derive(Clone, Default)]
struct Opened {
    /// The open workspace; without one, files are only looked at.
    workspace: Option<PathBuf>,
    paths: Vec<PathBuf>,
    /// (file, field) to value.
    answers: BTreeMap<(String, String), String>,
    as_of: Option<Day>,
    /// What the owner said of customers and items; in a workspace it stands there too.
    acts: Vec<Act>,
}

struct Running {
    job: Job<Result<Snapshot, LookFailure>>,
    progress: Progress,
    started_at: Instant,
    /// Where to go when it is done; `None` to stay.
    then: Option<Page>,
}

enum LookFailure {
    Cancelled,
    Failed(Box<LookError>),
}

/// A job, as views show it.
#[derive(Clone, Debug, PartialEq)]
pub struct JobView<'a> {
    /// What it is doing.
    pub words: &'a str,
    /// 0 to 1, where it is known.
    pub share: Option<f32>,
    /// How long it has been running, in seconds.
    pub seconds: f32,
}

impl AppState {
    /// `wake` makes the window look again; `dialogs` are the system's.
    pub fn new(wake: impl Fn() + Send + Sync + 'static, dialogs: Dialogs) -> Self {
        Self { wake: Some(Arc::new(wake)), dialogs: Some(dialogs), ..Self::default() }
    }

    /// The same, with what was remembered at the last start.
    #[must_use]
    pub fn with_settings(mut self, file: Option<PathBuf>) -> Self {
        self.settings = file.as_deref().map(Settings::read).unwrap_or_default();
        self.settings_file = file;
        self
    }

    /// The workspaces that were opened, the newest first.
    pub fn recent(&self) -> &[PathBuf] {
        &self.settings.recent
    }

    /// A state that shows what was already read, as tests and pictures need it.
    pub fn showing(snapshot: Snapshot, page: Page) -> Self {
        Self { snapshot: Some(Arc::new(snapshot)), page, ..Self::default() }
    }

    /// The page to draw.
    pub fn page(&self) -> Page {
        self.page
    }

    /// Whether there is a page to go back to.
    pub fn can_go_back(&self) -> bool {
        !self.trail.is_empty()
    }

    /// What was read and judged.
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
    }

    /// The closed review that is shown as it was told.
    pub fn closed(&self) -> Option<i64> {
        self.closed.as_ref().map(|(id, _)| *id)
    }

    /// What This week and the customers' pages show: a closed review, or what stands now.
    pub fn shown(&self) -> Option<&Arc<Snapshot>> {
        self.closed.as_ref().map(|(_, snapshot)| snapshot).or(self.snapshot.as_ref())
    }

    /// Whether something can be decided: in a workspace that may be written, of a review that no closed one follows.
    pub fn can_decide(&self) -> bool {
        let may_close = |snapshot: &Arc<Snapshot>| {
            snapshot.review.as_ref().is_some_and(|review| snapshot.weekly.may_close(review.as_of))
        };
        let is_settled = self.running.is_none() && !self.is_stale;
        is_settled && self.closed.is_none() && self.lock.is_some() && self.snapshot.as_ref().is_some_and(may_close)
    }

    /// The closed review of a later date, for which nothing can be decided here until it is opened again.
    pub fn later_review(&self) -> Option<&ClosedReview> {
        let snapshot = self.snapshot.as_ref().filter(|_| self.closed.is_none() && self.lock.is_some())?;
        let as_of = snapshot.review.as_ref()?.as_of;
        snapshot.weekly.closed.last().filter(|last| last.as_of > as_of)
    }

    /// What went wrong, in one message with the way out.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Light or dark.
    pub fn theme(&self) -> Theme {
        self.settings.theme
    }

    /// The job that runs.
    pub fn job(&self) -> Option<JobView<'_>> {
        self.running.as_ref().map(|running| JobView {
            words: &running.progress.words,
            share: running.progress.share,
            seconds: running.started_at.elapsed().as_secs_f32(),
        })
    }

    /// Whether the system's file dialog is open.
    pub fn is_asking_for_files(&self) -> bool {
        self.dialog.is_some()
    }

    /// What the owner said of a file: field and value.
    pub fn answers_to<'a>(&'a self, file: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let of_file = self.opened.answers.iter().filter(move |((name, _), _)| name == file);
        of_file.map(|((_, field), value)| (field.as_str(), value.as_str()))
    }

    /// What the owner said of one thing about a file.
    pub fn answer(&self, file: &str, field: &str) -> Option<&str> {
        self.opened
            .answers
            .iter()
            .find(|((name, about), _)| name == file && about == field)
            .map(|(_, value)| value.as_str())
    }

    /// What the owner said of customers, items and campaigns, in the order in which it was said.
    pub fn acts(&self) -> &[Act] {
        &self.opened.acts
    }

    /// Whether the system's dialog asks where something shall lie.
    pub fn is_asking_where(&self) -> bool {
        self.place_dialog.is_some()
    }

    /// Where the list of problems was written last.
    pub fn saved(&self) -> Option<&Path> {
        self.saved.as_deref()
    }

    /// Takes in what jobs have finished since the last frame.
    pub fn receive_job_results(&mut self) {
        self.receive_dialog();
        self.receive_place();
        self.receive_saved();
        self.receive_closed();
        let Some(running) = &mut self.running else { return };
        let result = match running.job.poll() {
            JobState::Running(None) => return,
            JobState::Running(Some(progress)) => {
                running.progress = progress;
                return;
            }
            JobState::Done(result) => result,
            JobState::Panicked(fault) => {
                self.running = None;
                self.message = Some(format!(
                    "The analysis stopped ({fault}). Your files are unchanged; try again, or leave out the file you added last"
                ));
                return;
            }
        };
        let then = running.then;
        self.running = None;
        match result {
            Ok(snapshot) => {
                let asks = snapshot.opened().iter().any(|import| import.question.is_some());
                let is_judged = snapshot.review.is_some();
                self.opened.acts = snapshot.acts.iter().filter(|act| act.id != FROM_LIST).cloned().collect();
                self.shown = self.opened.clone();
                self.is_stale = false;
                // Also one that was just made, or that another program has closed since.
                self.lock = self.shown.workspace.as_deref().and_then(|path| WriterLock::take(path).ok());
                if let Some(workspace) = self.shown.workspace.clone()
                    && self.settings.recent.first() != Some(&workspace)
                {
                    self.settings.opened(&workspace);
                    self.keep_settings();
                }
                let waits = snapshot.workspace.as_ref().is_some_and(|held| !held.files.is_empty() && !held.is_taken_in);
                self.snapshot = Some(Arc::new(snapshot));
                self.leave_closed();
                match then {
                    Some(_) if asks || waits || !is_judged => self.go(Page::Import),
                    Some(page) => self.go(page),
                    None => {}
                }
            }
            Err(LookFailure::Cancelled) => {}
            Err(LookFailure::Failed(error)) => {
                self.message = Some(error.to_string());
                if error.imports.is_empty() {
                    self.opened = self.shown.clone();
                } else {
                    self.shown = self.opened.clone();
                    self.snapshot = Some(Arc::new(Snapshot::refused(error.imports)));
                    self.go(Page::Import);
                }
            }
        }
    }

    /// Carries out what a view asked for. The one place where state changes.
    pub fn apply(&mut self, command: Command) {
        match command {
            Command::OpenPaths(paths) => self.open(paths),
            Command::AddPaths(paths) if paths.iter().any(|path| is_workspace(path)) => self.open(paths),
            Command::AddPaths(paths) => {
                self.forget_taken();
                self.opened.paths.extend(paths);
                self.start(Some(Page::Import), Taking::Try);
            }
            Command::UseFiles => self.start(None, Taking::Keep),
            Command::AskForFiles { add } => self.ask_for_files(add),
            Command::TrySample => self.try_sample(),
            Command::Answer { file, answers } => {
                for Answer { field, value } in answers {
                    let about = (file.clone(), field.to_owned());
                    match value {
                        Some(value) => self.opened.answers.insert(about, value),
                        None => self.opened.answers.remove(&about),
                    };
                }
                self.start(None, Taking::Try);
            }
            Command::Say(said) => self.say(said),
            Command::Unsay(act) => self.unsay(act),
            Command::AskWhere(place) => self.ask_where(place),
            Command::Save(Place::Problems, path) => self.save_problems(path),
            Command::Save(Place::Workspace, path) => self.keep_as(&path),
            Command::Save(Place::Copy, path) => {
                self.place_dialog = None;
                let path = if is_workspace(&path) { path } else { path.with_added_extension(store::ENDING) };
                let passphrase = self.passphrase.take();
                self.do_chore(Chore::BackUp(path, passphrase));
            }
            Command::Save(Place::Held(customer), path) => self.save_held(customer, path),
            Command::EncryptCopy(passphrase) => self.passphrase = passphrase,
            Command::Do(chore) => self.do_chore(chore),
            Command::Weigh(weighed) => self.weigh(&weighed),
            Command::ShowClosed(id) => self.show_closed(id),
            Command::Cancel => {
                // The window is free at once; the thread winds down at its next step, and its result goes nowhere.
                self.running = None;
                let is_of_the_same =
                    self.opened.workspace == self.shown.workspace && self.opened.paths == self.shown.paths;
                let acts = std::mem::take(&mut self.opened.acts);
                self.opened = self.shown.clone();
                if self.is_stale {
                    self.message = Some(
                        "Stopped. What is shown does not know yet what you said last: choose the date at the top again to judge anew"
                            .to_owned(),
                    );
                }
                // What was said was said.
                if is_of_the_same {
                    self.opened.acts = acts;
                }
            }
            Command::Show(page) => {
                // Other pages show what stands now, and so do the customers that they lead to.
                if matches!(page, Page::Customer(_)) && self.page == Page::Names {
                    self.leave_closed();
                }
                self.go(page);
            }
            Command::Back => {
                if let Some(page) = self.trail.pop() {
                    self.page = page;
                }
            }
            Command::ReviewAsOf(day) => {
                self.opened.as_of = day;
                self.forget_taken();
                self.start(None, Taking::Try);
            }
            Command::SetTheme(theme) => {
                self.settings.theme = theme;
                self.keep_settings();
            }
            Command::DismissMessage => self.message = None,
        }
    }

    fn keep_settings(&self) {
        // What cannot be kept is asked again next time.
        if let Some(file) = &self.settings_file {
            let _ = self.settings.write(file);
        }
    }

    fn go(&mut self, page: Page) {
        if page != self.page {
            self.trail.push(std::mem::replace(&mut self.page, page));
        }
    }

    /// Opens a workspace, or files for a look.
    fn open(&mut self, paths: Vec<PathBuf>) {
        let (workspaces, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| is_workspace(path));
        self.opened.workspace = workspaces.into_iter().next();
        self.opened.paths = files;
        self.opened.answers.clear();
        self.opened.as_of = None;
        self.opened.acts.clear();
        let lock = self.opened.workspace.as_deref().filter(|path| path.exists()).map(WriterLock::take);
        let is_in_use = matches!(lock, Some(Err(StoreError::InUse(_))));
        self.lock = lock.and_then(Result::ok);
        self.chore = self.lock.is_some().then_some(Chore::Daily);
        self.start(Some(Page::ThisWeek), Taking::Try);
        if is_in_use {
            self.message = Some(
                "Another Lotwise has this workspace open, so it is opened to read only. Close it there to change something here"
                    .to_owned(),
            );
        }
    }

    /// In a workspace it is written before anything else happens; in a look it is kept with it.
    fn say(&mut self, said: Vec<Said>) {
        if self.with_workspace(|workspace| workspace.say(&said, &now())) {
            let id = self.opened.acts.last().map_or(1, |act| act.id + 1);
            self.opened.acts.push(Act { id, at: now(), said });
            self.judge_anew();
        }
    }

    fn unsay(&mut self, act: i64) {
        if self.with_workspace(|workspace| workspace.unsay(act, &now())) {
            self.opened.acts.retain(|said| said.id != act);
            self.judge_anew();
        }
    }

    /// Writes it, and shows what follows from it. Only a moved limit is judged anew.
    fn weigh(&mut self, weighed: &Weighed) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        let Some(path) = snapshot.workspace.as_ref().map(|held| held.path.clone()) else { return };
        if self.running.is_some() {
            // What is shown is about to be replaced.
            self.message = Some("One moment: the shop is being judged. Nothing was written; try again".to_owned());
            return;
        }
        match weighed.write(&path, &snapshot) {
            Ok(_) if matches!(weighed, Weighed::Limits(_)) => self.judge_anew(),
            Ok(weekly) => {
                let mut snapshot = snapshot.with_weekly(weekly);
                // Every change is in the log at once.
                if let (Some(held), Ok(log)) = (&mut snapshot.workspace, log_of(&path)) {
                    Arc::make_mut(&mut held.holdings).log = log;
                }
                self.snapshot = Some(Arc::new(snapshot));
            }
            Err(error) => self.message = Some(error.to_string()),
        }
    }

    fn show_closed(&mut self, id: Option<i64>) {
        self.leave_closed();
        self.reopening = None;
        let held = self.snapshot.as_ref().and_then(|snapshot| snapshot.workspace.as_ref());
        let Some((id, path)) = id.zip(held.map(|held| held.path.clone())) else { return };
        let read = move |_: &super::job::JobContext| closed_review(&path, id);
        match Job::start("closed review", self.waker(), read) {
            Ok(job) => self.reopening = Some((id, job)),
            Err(error) => self.message = Some(format!("The review could not be opened ({error}). Try again")),
        }
    }

    /// Customers may stand in other places in a closed review: their pages lead nowhere then.
    fn leave_closed(&mut self) {
        if self.closed.take().is_some() {
            self.forget_customers();
        }
    }

    fn forget_customers(&mut self) {
        let is_customer = |page: &Page| matches!(page, Page::Customer(_));
        self.trail.retain(|page| !is_customer(page));
        if is_customer(&self.page) {
            self.page = Page::ThisWeek;
        }
    }

    fn receive_closed(&mut self) {
        let Some((id, job)) = &self.reopening else { return };
        let id = *id;
        match job.poll() {
            JobState::Running(_) => return,
            JobState::Done(Ok(snapshot)) => {
                self.closed = Some((id, Arc::new(snapshot)));
                self.forget_customers();
                self.go(Page::ThisWeek);
            }
            JobState::Done(Err(message)) => self.message = Some(message),
            JobState::Panicked(fault) => {
                self.message = Some(format!("The review could not be opened ({fault}). Nothing was changed"));
            }
        }
        self.reopening = None;
    }

    /// Does something in the open workspace, if there is one. Gives whether it was done.
    fn with_workspace(&mut self, work: impl FnOnce(&mut Workspace) -> Result<(), StoreError>) -> bool {
        let Some(path) = &self.opened.workspace else { return true };
        match Workspace::open(path).and_then(|mut workspace| work(&mut workspace)) {
            Ok(()) => true,
            Err(error) => {
                self.message = Some(error.to_string());
                false
            }
        }
    }

    /// What was read is joined and judged anew; what is shown stays until then.
    fn judge_anew(&mut self) {
        self.is_stale = true;
        self.start(None, Taking::Try);
    }

    /// What is shown stays until it is done.
    fn do_chore(&mut self, chore: Chore) {
        self.is_stale = true;
        self.chore = Some(chore);
        self.opened.paths.clear();
        self.opened.answers.clear();
        self.start(None, Taking::Try);
    }

    /// Files that were taken in wait no more. Until something else is opened they can still be read otherwise.
    fn forget_taken(&mut self) {
        let held = self.snapshot.as_ref().and_then(|snapshot| snapshot.workspace.as_ref());
        let asks = |held: &Held| held.files.iter().any(|file| file.question.is_some());
        if held.is_some_and(|held| held.is_taken_in && !asks(held)) {
            self.opened.paths.clear();
            self.opened.answers.clear();
        }
    }

    /// Makes a workspace of what is looked at.
    fn keep_as(&mut self, path: &Path) {
        let path = if is_workspace(path) { path.to_owned() } else { path.with_added_extension(store::ENDING) };
        self.place_dialog = None;
        if path.exists() {
            self.message = Some(format!(
                "There is a file of this name already, and it was left as it is. Choose another name: {}",
                path.display()
            ));
            return;
        }
        self.opened.workspace = Some(path);
        self.start(None, Taking::Keep);
    }

    fn start(&mut self, then: Option<Page>, taking: Taking) {
        self.message = None;
        self.saved = None;
        // What waits changes nothing of what stands.
        let is_known = !self.is_stale
            && self.opened.workspace.is_some()
            && self.opened.workspace == self.shown.workspace
            && self.opened.as_of == self.shown.as_of
            && !self.opened.paths.is_empty();
        let base = self.snapshot.clone().filter(|snapshot| is_known && snapshot.review.is_some());
        self.is_stale |= taking == Taking::Keep;
        // What was said of a look goes into the workspace that is made of it.
        let is_first =
            self.opened.workspace.is_none() || self.opened.workspace != self.shown.workspace && taking == Taking::Keep;
        let options = LookOptions {
            chore: self.chore.take(),
            workspace: self.opened.workspace.clone(),
            paths: self.opened.paths.clone(),
            answers: self.opened.answers.clone(),
            as_of: self.opened.as_of,
            taking,
            base,
            acts: if is_first { self.opened.acts.clone() } else { Vec::new() },
            ..LookOptions::default()
        };
        let work = move |context: &super::job::JobContext| match look(&options, context) {
            Ok(snapshot) => Ok(snapshot),
            Err(error) if error.is_cancelled() => Err(LookFailure::Cancelled),
            Err(error) => Err(LookFailure::Failed(Box::new(error))),
        };
        match Job::start("look", self.waker(), work) {
            Ok(job) => {
                let progress = Progress { words: "Opening the files".to_owned(), share: None };
                // The newest request wins: the job before is dropped, and with that cancelled.
                self.running = Some(Running { job, progress, started_at: Instant::now(), then });
            }
            Err(error) => {
                self.message = Some(format!(
                    "The system gives no thread to work on ({error}). Close other programs and try again"
                ));
            }
        }
    }

    fn waker(&self) -> impl Fn() + Send + Sync + Clone + 'static {
        let wake = self.wake.clone();
        move || {
            if let Some(wake) = &wake {
                wake();
            }
        }
    }

    fn ask_for_files(&mut self, add: bool) {
        let Some(dialogs) = self.dialogs else { return };
        if self.dialog.is_some() {
            return;
        }
        self.dialog_adds = add;
        match Job::start("file dialog", self.waker(), move |_| (dialogs.pick_files)()) {
            Ok(job) => self.dialog = Some(job),
            Err(error) => {
                self.message =
                    Some(format!("No file dialog could be opened ({error}). Drop the files on the window instead"));
            }
        }
    }

    fn receive_dialog(&mut self) {
        let Some(dialog) = &self.dialog else { return };
        let picked = match dialog.poll() {
            JobState::Running(_) => return,
            JobState::Done(picked) => picked,
            JobState::Panicked(_) => {
                self.message =
                    Some("No file dialog answered. Drop the files on the window, or type their path".to_owned());
                None
            }
        };
        self.dialog = None;
        if let Some(paths) = picked.filter(|paths| !paths.is_empty()) {
            let add = self.dialog_adds;
            self.apply(if add { Command::AddPaths(paths) } else { Command::OpenPaths(paths) });
        }
    }

    /// Where no dialog can be had, the page offers a field for the path.
    fn ask_where(&mut self, place: Place) {
        self.saved = None;
        let Some(dialogs) = self.dialogs.filter(|_| self.place_dialog.is_none()) else { return };
        let dialog = Job::start("save dialog", self.waker(), move |_| (dialogs.pick_place)(place));
        self.place_dialog = dialog.ok().map(|dialog| (place, dialog));
    }

    fn receive_place(&mut self) {
        let Some((place, dialog)) = &self.place_dialog else { return };
        let place = *place;
        let picked = match dialog.poll() {
            JobState::Running(_) => return,
            JobState::Done(picked) => picked,
            JobState::Panicked(_) => None,
        };
        self.place_dialog = None;
        if let Some(path) = picked {
            self.apply(Command::Save(place, path));
        }
    }

    fn save_problems(&mut self, path: PathBuf) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        self.saved = None;
        self.place_dialog = None;
        match Job::start("save", self.waker(), move |_| save_problems(&path, snapshot.opened()).map(|()| path)) {
            Ok(job) => self.saving = Some(job),
            Err(error) => self.message = Some(format!("The list could not be written ({error}). Try again")),
        }
    }

    fn save_held(&mut self, customer: CustomerIdx, path: PathBuf) {
        self.place_dialog = None;
        self.saved = None;
        let held = self.snapshot.as_ref().and_then(|snapshot| snapshot.workspace.as_ref());
        let workspace = held.map(|held| held.path.clone());
        let id = self.snapshot.as_ref().and_then(|snapshot| snapshot.dataset.customers.get(customer as usize));
        let Some((workspace, id)) = workspace.zip(id.map(|customer| customer.id.clone())) else { return };
        let work = move |context: &super::job::JobContext| write_held(&workspace, &id, &path, context).map(|_| path);
        match Job::start("save", self.waker(), work) {
            Ok(job) => self.saving = Some(job),
            Err(error) => self.message = Some(format!("The page could not be written ({error}). Try again")),
        }
    }

    fn receive_saved(&mut self) {
        let Some(saving) = &self.saving else { return };
        match saving.poll() {
            JobState::Running(_) => return,
            JobState::Done(Ok(path)) => self.saved = Some(path),
            JobState::Done(Err(message)) => self.message = Some(message),
            JobState::Panicked(fault) => {
                self.message = Some(format!("The file was not written ({fault}). Your files are unchanged"));
            }
        }
        self.saving = None;
    }

    fn try_sample(&mut self) {
        let folder = std::env::temp_dir().join("lotwise-sample-shop");
        match write_sample(&folder, &SampleOptions::default()) {
            Ok(_) => self.apply(Command::OpenPaths(vec![folder])),
            Err(error) => {
                self.message = Some(format!(
                    "The sample shop could not be written ({error}). Make room or allow writing in {}",
                    folder.display()
                ));
            }
        }
    }
}

/// `Cancelled` seen from the window is no error.
impl From<Cancelled> for LookFailure {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use std::time::Duration;

    const NO_DIALOG: Dialogs = Dialogs { pick_files: || None, pick_place: |_| None };

    fn wait(state: &mut AppState) {
        let started_at = Instant::now();
        while (state.job().is_some() || state.saving.is_some()) && started_at.elapsed() < Duration::from_secs(20) {
            state.receive_job_results();
            std::thread::yield_now();
        }
    }

    #[test]
    fn cancel_answers_at_once_and_late_results_go_nowhere() {
        let folder = std::env::temp_dir().join(format!("lotwise-cancel-{}", std::process::id()));
        write_sample(&folder, &SampleOptions { customers: 300, ..SampleOptions::default() }).unwrap();
        let mut state = AppState::new(|| {}, NO_DIALOG);
        state.apply(Command::OpenPaths(vec![folder.clone()]));
        assert!(state.job().is_some());
        let asked_at = Instant::now();
        state.apply(Command::Cancel);
        assert!(state.job().is_none() && asked_at.elapsed() < Duration::from_millis(300));
        std::thread::sleep(Duration::from_millis(300));
        state.receive_job_results();
        assert!(state.snapshot().is_none() && state.message().is_none());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_be_read_is_said_and_what_was_open_stays() {
        let mut state = AppState::new(|| {}, NO_DIALOG);
        state.apply(Command::OpenPaths(vec![PathBuf::from("/nonexistent/orders.csv")]));
        wait(&mut state);
        assert!(state.message().is_some_and(|message| message.contains("does not exist")), "{:?}", state.message());
    }

    #[test]
    fn what_was_said_of_a_file_can_be_taken_back() {
        let folder = std::env::temp_dir().join(format!("lotwise-said-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let text = "Order No,Order Date,Customer,Parts\n1,2025-04-13,Alpine,10\n2,2025-04-14,Delta,12\n";
        std::fs::write(folder.join("log.csv"), text).unwrap();
        let mut state = AppState::new(|| {}, NO_DIALOG);
        state.apply(Command::OpenPaths(vec![folder.clone()]));
        wait(&mut state);
        let kind = |state: &AppState| state.snapshot().unwrap().imports[0].kind;
        let say = |value: Option<&str>| Command::Answer {
            file: "log.csv".to_owned(),
            answers: vec![Answer { field: "kind", value: value.map(str::to_owned) }],
        };
        assert_eq!(kind(&state), Some(Kind::Orders));
        state.apply(say(Some("quotes")));
        wait(&mut state);
        assert_eq!((kind(&state), state.answer("log.csv", "kind")), (Some(Kind::Quotes), Some("quotes")));
        state.apply(say(None));
        wait(&mut state);
        assert_eq!((kind(&state), state.answers_to("log.csv").count()), (Some(Kind::Orders), 0));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_list_of_problems_is_written_and_spares_other_files() {
        let folder = std::env::temp_dir().join(format!("lotwise-save-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let export = folder.join("log.csv");
        let text = "Order No,Order Date,Customer,Parts\n1,2025-04-13,Alpine,10\n2,2025-04-14,Delta,1O0\n3,2025-04-15,Delta,7\n4,2025-04-15,Delta,8\n";
        std::fs::write(&export, text).unwrap();
        let mut state = AppState::new(|| {}, NO_DIALOG);
        state.apply(Command::OpenPaths(vec![export.clone()]));
        wait(&mut state);
        state.apply(Command::Save(Place::Problems, export.clone()));
        wait(&mut state);
        assert!(state.message().is_some_and(|message| message.contains("another file")), "{:?}", state.message());
        assert_eq!(std::fs::read_to_string(&export).unwrap(), text);
        let list = folder.join(Place::Problems.file_name());
        for _ in 0..2 {
            state.apply(Command::Save(Place::Problems, list.clone()));
            wait(&mut state);
            assert_eq!(state.saved(), Some(list.as_path()));
        }
        let written = std::fs::read_to_string(&list).unwrap();
        assert!(written.contains("log.csv,,3,Parts,1O0,"), "{written}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn back_leads_to_the_page_before() {
        let mut state = AppState::default();
        state.apply(Command::Show(Page::Import));
        state.apply(Command::Show(Page::Customer(3)));
        state.apply(Command::Back);
        assert_eq!(state.page(), Page::Import);
    }
}
