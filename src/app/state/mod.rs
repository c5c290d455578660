//! What the window shows, what of it is being made anew, and the results of jobs.

mod apply;
mod closed;
mod dialogs;
mod history;
mod looked_up;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

pub use dialogs::Dialogs;
pub use history::Told;

use self::history::History;
use super::chore::Chore;
use super::command::{Page, Place, Theme};
use super::job::{Cancelled, Job, JobContext, JobState, Progress};
use super::look_up::{FileAt, Found, LookedUp};
use super::pipeline::{FROM_LIST, LookError, LookOptions, Snapshot, look};
use super::settings::Settings;
use super::table_form::TableForm;
use crate::model::written::set_written;
use crate::model::{Act, Day, Written};
use crate::report::chart::picture::Picture;
use crate::store::{Taking, WriterLock};

/// Everything that views read. They change nothing; they return [`Command`]s.
#[derive(Default)]
pub struct AppState {
    page: Page,
    /// The pages before, newest last.
    trail: Vec<Page>,
    /// The pages that the owner came back from, newest last.
    ahead: Vec<Page>,
    history: History,
    told: Option<Told>,
    settings: Settings,
    /// How this computer's language writes days, numbers and money.
    usual: Written,
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
    saving: Option<(Place, Job<Result<PathBuf, String>>)>,
    saved: Option<PathBuf>,
    /// The picture of a chart that was asked for last.
    picture: Option<Arc<Picture>>,
    /// The row that is shown as it stands in its file.
    looked_up: Option<LookedUp>,
    /// The SHA-256 of the file that is looked for.
    looking_up: Option<(String, Job<Found>)>,
    /// Where files were found, by their SHA-256.
    found_files: BTreeMap<String, FileAt>,
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
    dialogs: Option<Dialogs>,
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

    /// The same, with what was remembered at the last start. The whole program writes days and numbers so from now on.
    #[must_use]
    pub fn with_settings(mut self, file: Option<PathBuf>) -> Self {
        self.settings = file.as_deref().map(Settings::read).unwrap_or_default();
        self.usual = Written::of_environment(|name| std::env::var(name).ok());
        set_written(self.written());
        self.settings_file = file;
        self
    }

    /// The workspaces that were opened, the newest first.
    pub fn recent(&self) -> &[PathBuf] {
        &self.settings.recent
    }

    /// What the owner made of a table, where anything was.
    pub fn table_form(&self, name: &str) -> Option<&TableForm> {
        self.settings.tables.get(name)
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

    /// Whether there is a page to go forward to.
    pub fn can_go_forward(&self) -> bool {
        !self.ahead.is_empty()
    }

    /// The page before.
    pub fn page_before(&self) -> Option<Page> {
        self.trail.last().copied()
    }

    /// How large everything is, in percent.
    pub fn scale(&self) -> u16 {
        self.settings.scale
    }

    /// How days, numbers and money are written on this computer.
    pub fn written(&self) -> Written {
        self.settings.written(self.usual)
    }

    /// The same as this computer's language does it.
    pub fn usually_written(&self) -> Written {
        self.usual
    }

    /// What was read and judged.
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
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
        self.receive_original();
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

    fn keep_settings(&self) {
        // What cannot be kept is asked again next time.
        if let Some(file) = &self.settings_file {
            let _ = self.settings.write(file);
        }
    }

    fn go(&mut self, page: Page) {
        if page != self.page {
            self.close_original();
            self.ahead.clear();
            self.trail.push(std::mem::replace(&mut self.page, page));
        }
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
        let work = move |context: &JobContext| match look(&options, context) {
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

    fn receive_saved(&mut self) {
        let Some((place, saving)) = &self.saving else { return };
        let (place, state) = (*place, saving.poll());
        match state {
            JobState::Running(_) => return,
            JobState::Done(Ok(path)) => {
                // The others say it where they are asked for.
                if matches!(place, Place::Report(_) | Place::Picture(_)) {
                    self.tell(format!("Saved in {}", path.display()), false);
                }
                self.saved = Some(path);
            }
            JobState::Done(Err(message)) => self.message = Some(message),
            JobState::Panicked(fault) => {
                self.message = Some(format!("The file was not written ({fault}). Your files are unchanged"));
            }
        }
        self.saving = None;
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
    use crate::app::command::{Answer, Command};
    use crate::model::Kind;
    use crate::sample::{SampleOptions, write_sample};
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
