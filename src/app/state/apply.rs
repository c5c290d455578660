//! What each command does. The one place where state changes at the owner's word.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::AppState;
use crate::app::chore::Chore;
use crate::app::command::{Answer, Command, Page, PictureKind, Place, ReportKind};
use crate::app::held::write_held;
use crate::app::job::{Job, JobContext};
use crate::app::pipeline::{Held, Snapshot, is_workspace, now};
use crate::app::save::{save_picture, save_problems, save_report};
use crate::app::settings::{LEAST_SCALE, MOST_SCALE};
use crate::model::written::set_written;
use crate::model::{Act, CustomerIdx, Said, Written};
use crate::sample::{SampleOptions, write_sample};
use crate::store::{self, StoreError, Taking, Workspace, WriterLock};

impl AppState {
    /// Does what a command says, without a way back of its own.
    pub(super) fn carry_out(&mut self, command: Command) {
        match command {
            // These are known where the way back is.
            Command::Undo | Command::Redo | Command::Tell(_) | Command::Together(_) | Command::AskForReport(_) => {}
            Command::OpenPaths(paths) => self.open(paths),
            Command::AddPaths(paths) if paths.iter().any(|path| is_workspace(path)) => self.open(paths),
            Command::AddPaths(paths) => {
                self.forget_taken();
                self.remember_folders(&paths);
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
            Command::Save(Place::Report(kind), path) => self.save_report(path, kind),
            Command::KeepPicture(picture) => self.picture = Some(picture),
            Command::Save(Place::Picture(kind), path) => self.save_picture(kind, path),
            Command::EncryptCopy(passphrase) => self.passphrase = passphrase,
            Command::Do(chore) => self.do_chore(chore),
            Command::Weigh(weighed) => self.weigh(&weighed),
            Command::ShowClosed(id) => self.show_closed(id),
            Command::Cancel => self.cancel(),
            Command::Show(page) => {
                // Other pages show what stands now, and so do the customers that they lead to.
                if matches!(page, Page::Customer(_)) && self.page == Page::Names {
                    self.leave_closed();
                }
                self.go(page);
            }
            Command::Back => {
                if let Some(page) = self.trail.pop() {
                    self.close_original();
                    self.ahead.push(std::mem::replace(&mut self.page, page));
                }
            }
            Command::Forward => {
                if let Some(page) = self.ahead.pop() {
                    self.close_original();
                    self.trail.push(std::mem::replace(&mut self.page, page));
                }
            }
            Command::SetScale(percent) => {
                self.settings.scale = percent.clamp(LEAST_SCALE, MOST_SCALE);
                self.keep_settings();
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
            Command::KeepTable(name, form) => {
                self.settings.tables.insert(name.to_owned(), form);
                self.keep_settings();
            }
            Command::SetWritten(written) => self.write_as(written),
            Command::LookUp(at) => self.look_up(at),
            Command::CloseOriginal => self.close_original(),
            Command::DismissMessage => self.message = None,
        }
    }

    /// Stops what runs; what was open before is open again.
    fn cancel(&mut self) {
        // The window is free at once; the thread winds down at its next step, and its result goes nowhere.
        self.running = None;
        let is_of_the_same = self.opened.workspace == self.shown.workspace && self.opened.paths == self.shown.paths;
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

    /// Writes days, numbers and money in another form, and remembers it.
    fn write_as(&mut self, written: Written) {
        self.settings.remember(written, self.usual);
        self.keep_settings();
        set_written(written);
        // The same is shown as if it were new: what pages have put into words is put into words again.
        let closed = self.closed.iter_mut().map(|(_, snapshot)| snapshot);
        for snapshot in self.snapshot.iter_mut().chain(closed) {
            *snapshot = Arc::new(Snapshot::clone(snapshot));
        }
    }

    /// Opens a workspace, or files for a look.
    fn open(&mut self, paths: Vec<PathBuf>) {
        let (workspaces, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| is_workspace(path));
        self.close_original();
        self.remember_folders(&files);
        self.opened.workspace = workspaces.into_iter().next();
        self.opened.paths = files;
        self.opened.answers.clear();
        self.opened.as_of = None;
        self.opened.acts.clear();
        self.forget_history();
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
    pub(super) fn judge_anew(&mut self) {
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

    fn save_problems(&mut self, path: PathBuf) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        self.saved = None;
        self.place_dialog = None;
        match Job::start("save", self.waker(), move |_| save_problems(&path, snapshot.opened()).map(|()| path)) {
            Ok(job) => self.saving = Some((Place::Problems, job)),
            Err(error) => self.message = Some(format!("The list could not be written ({error}). Try again")),
        }
    }

    /// What is shown, as a report.
    fn save_report(&mut self, path: PathBuf, kind: ReportKind) {
        self.place_dialog = None;
        self.saved = None;
        let Some(snapshot) = self.shown().cloned() else { return };
        let work = move |_: &JobContext| save_report(&path, &snapshot, kind);
        match Job::start("save", self.waker(), work) {
            Ok(job) => self.saving = Some((Place::Report(kind), job)),
            Err(error) => self.message = Some(format!("The report could not be written ({error}). Try again")),
        }
    }

    fn save_picture(&mut self, kind: PictureKind, path: PathBuf) {
        self.place_dialog = None;
        self.saved = None;
        let Some(picture) = self.picture.clone() else { return };
        let ending = match kind {
            PictureKind::Png => "png",
            PictureKind::Svg => "svg",
        };
        let has_ending = path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
        let path = if has_ending { path } else { path.with_added_extension(ending) };
        match Job::start("save", self.waker(), move |_| save_picture(&path, &picture, kind).map(|()| path)) {
            Ok(job) => self.saving = Some((Place::Picture(kind), job)),
            Err(error) => self.message = Some(format!("The picture could not be written ({error}). Try again")),
        }
    }

    fn save_held(&mut self, customer: CustomerIdx, path: PathBuf) {
        self.place_dialog = None;
        self.saved = None;
        let held = self.snapshot.as_ref().and_then(|snapshot| snapshot.workspace.as_ref());
        let workspace = held.map(|held| held.path.clone());
        let id = self.snapshot.as_ref().and_then(|snapshot| snapshot.dataset.customers.get(customer as usize));
        let Some((workspace, id)) = workspace.zip(id.map(|customer| customer.id.clone())) else { return };
        let work = move |context: &JobContext| write_held(&workspace, &id, &path, context).map(|_| path);
        match Job::start("save", self.waker(), work) {
            Ok(job) => self.saving = Some((Place::Held(customer), job)),
            Err(error) => self.message = Some(format!("The page could not be written ({error}). Try again")),
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
