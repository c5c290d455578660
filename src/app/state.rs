//! What the window shows, and the one place that changes it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use super::command::{Command, Page, Theme};
use super::job::{Cancelled, Job, JobState, Progress};
use super::pipeline::{LookError, LookOptions, Snapshot, look};
use crate::model::Day;
use crate::sample::{SampleOptions, write_sample};

/// Everything that views read. They change nothing; they return [`Command`]s.
#[derive(Default)]
pub struct AppState {
    page: Page,
    /// The pages before, newest last.
    trail: Vec<Page>,
    theme: Theme,
    snapshot: Option<Arc<Snapshot>>,
    message: Option<String>,
    paths: Vec<PathBuf>,
    /// (file, field) to value.
    answers: BTreeMap<(String, String), String>,
    as_of: Option<Day>,
    running: Option<Running>,
    dialog: Option<Job<Option<Vec<PathBuf>>>>,
    dialog_adds: bool,
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
    pick_files: Option<PickFiles>,
}

/// Asks the system for files; gives `None` where the owner cancelled or no dialog answers.
pub type PickFiles = fn() -> Option<Vec<PathBuf>>;

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
    /// `wake` makes the window look again; `pick_files` opens the system's dialog.
    pub fn new(wake: impl Fn() + Send + Sync + 'static, pick_files: PickFiles) -> Self {
        Self { wake: Some(Arc::new(wake)), pick_files: Some(pick_files), ..Self::default() }
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

    /// What went wrong, in one message with the way out.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Light or dark.
    pub fn theme(&self) -> Theme {
        self.theme
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

    /// Takes in what jobs have finished since the last frame.
    pub fn receive_job_results(&mut self) {
        self.receive_dialog();
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
                let asks = snapshot.imports.iter().any(|import| import.question.is_some());
                let is_judged = snapshot.review.is_some();
                self.snapshot = Some(Arc::new(snapshot));
                match then {
                    Some(_) if asks || !is_judged => self.go(Page::Import),
                    Some(page) => self.go(page),
                    None => {}
                }
            }
            Err(LookFailure::Cancelled) => {}
            Err(LookFailure::Failed(error)) => {
                self.message = Some(error.to_string());
                if !error.imports.is_empty() {
                    self.snapshot = Some(Arc::new(Snapshot::refused(error.imports)));
                    self.go(Page::Import);
                }
            }
        }
    }

    /// Carries out what a view asked for. The one place where state changes.
    pub fn apply(&mut self, command: Command) {
        match command {
            Command::OpenPaths(paths) => {
                self.paths = paths;
                self.answers.clear();
                self.as_of = None;
                self.start(Some(Page::ThisWeek));
            }
            Command::AddPaths(paths) => {
                self.paths.extend(paths);
                self.start(Some(Page::Import));
            }
            Command::AskForFiles { add } => self.ask_for_files(add),
            Command::TrySample => self.try_sample(),
            Command::Answer { file, field, value } => {
                self.answers.insert((file, field.to_owned()), value.to_owned());
                self.start(None);
            }
            Command::Cancel => {
                // The window is free at once; the thread winds down at its next step, and its result goes nowhere.
                self.running = None;
            }
            Command::Show(page) => self.go(page),
            Command::Back => {
                if let Some(page) = self.trail.pop() {
                    self.page = page;
                }
            }
            Command::ReviewAsOf(day) => {
                self.as_of = day;
                self.start(None);
            }
            Command::SetTheme(theme) => self.theme = theme,
            Command::DismissMessage => self.message = None,
        }
    }

    fn go(&mut self, page: Page) {
        if page != self.page {
            self.trail.push(std::mem::replace(&mut self.page, page));
        }
    }

    fn start(&mut self, then: Option<Page>) {
        self.message = None;
        let options = LookOptions {
            paths: self.paths.clone(),
            answers: self.answers.clone(),
            as_of: self.as_of,
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
        let Some(pick) = self.pick_files else { return };
        if self.dialog.is_some() {
            return;
        }
        self.dialog_adds = add;
        match Job::start("file dialog", self.waker(), move |_| pick()) {
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
    use std::time::Duration;

    fn no_dialog() -> Option<Vec<PathBuf>> {
        None
    }

    #[test]
    fn cancel_answers_at_once_and_late_results_go_nowhere() {
        let folder = std::env::temp_dir().join(format!("lotwise-cancel-{}", std::process::id()));
        write_sample(&folder, &SampleOptions { customers: 300, ..SampleOptions::default() }).unwrap();
        let mut state = AppState::new(|| {}, no_dialog);
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
        let mut state = AppState::new(|| {}, no_dialog);
        state.apply(Command::OpenPaths(vec![PathBuf::from("/nonexistent/orders.csv")]));
        let started_at = Instant::now();
        while state.job().is_some() && started_at.elapsed() < Duration::from_secs(20) {
            state.receive_job_results();
            std::thread::yield_now();
        }
        assert!(state.message().is_some_and(|message| message.contains("does not exist")), "{:?}", state.message());
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
