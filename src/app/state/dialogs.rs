//! The system's dialogs: each waits for the owner in a job of its own, and its answer is a command.

use std::path::PathBuf;

use super::AppState;
use crate::app::command::{Command, Place};
use crate::app::job::{Job, JobState};

/// The system's dialogs, which wait for the owner. Each gives `None` where the owner cancelled or no dialog answers.
#[derive(Clone, Copy)]
pub struct Dialogs {
    /// Asks for files to open.
    pub pick_files: fn() -> Option<Vec<PathBuf>>,
    /// Asks where something new shall lie.
    pub pick_place: fn(Place) -> Option<PathBuf>,
}

impl AppState {
    /// Whether the system's file dialog is open.
    pub fn is_asking_for_files(&self) -> bool {
        self.dialog.is_some()
    }

    /// Whether the system's dialog asks where something shall lie.
    pub fn is_asking_where(&self) -> bool {
        self.place_dialog.is_some()
    }

    pub(super) fn ask_for_files(&mut self, add: bool) {
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

    pub(super) fn receive_dialog(&mut self) {
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
    pub(super) fn ask_where(&mut self, place: Place) {
        self.saved = None;
        let Some(dialogs) = self.dialogs.filter(|_| self.place_dialog.is_none()) else { return };
        let dialog = Job::start("save dialog", self.waker(), move |_| (dialogs.pick_place)(place));
        self.place_dialog = dialog.ok().map(|dialog| (place, dialog));
    }

    pub(super) fn receive_place(&mut self) {
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
}
