//! A row that is looked up in its file: the file is looked for in a job, and where it was found is remembered.

use std::path::{Path, PathBuf};

use super::AppState;
use crate::app::job::{Job, JobContext, JobState};
use crate::app::look_up::{Found, LookedUp, Search};
use crate::import::FileReport;
use crate::model::{RowRef, Source};

impl AppState {
    /// The row that is shown as it stands in its file.
    pub fn original(&self) -> Option<&LookedUp> {
        self.looked_up.as_ref()
    }

    pub(super) fn look_up(&mut self, at: RowRef) {
        let sources = self.shown().map(|snapshot| snapshot.dataset.sources.as_slice()).unwrap_or_default();
        let Some(source) = sources.get(usize::from(at.source)).cloned() else { return };
        let report = self.report_of(&source);
        let used: Vec<bool> = report
            .map(|report| report.columns.iter().map(|column| column.field.is_some()).collect())
            .unwrap_or_default();
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let held = self.snapshot().and_then(|snapshot| snapshot.workspace.as_ref());
        let search = Search {
            row: at.row,
            header_row: report.and_then(|report| report.header_row),
            used: used.clone(),
            known: self.found_files.get(&source.sha256).cloned(),
            opened: self.opened.paths.iter().chain(&self.shown.paths).map(absolute).collect(),
            workspace: held.map(|held| absolute(&held.path)),
            folders: self.settings.folders.clone(),
            source: source.clone(),
        };
        let job = Job::start("look up", self.waker(), move |context: &JobContext| search.run(context));
        let (looking_up, result) = match job {
            Ok(job) => (Some((source.sha256, job)), None),
            Err(error) => {
                let message = format!("The file could not be looked for ({error}). Close other programs and try again");
                (None, Some(Err(message)))
            }
        };
        // The newest request wins: the job before is dropped, and with that cancelled.
        self.looking_up = looking_up;
        self.looked_up = Some(LookedUp { at, file: source.file, sheet: source.sheet, used, result });
    }

    pub(super) fn close_original(&mut self) {
        self.looking_up = None;
        self.looked_up = None;
    }

    pub(super) fn receive_original(&mut self) {
        let Some((sha256, job)) = &self.looking_up else { return };
        let found = match job.poll() {
            JobState::Running(_) => return,
            JobState::Done(found) => found,
            JobState::Panicked(fault) => {
                let message =
                    format!("The file could not be read ({fault}). It is unchanged; open it in your own program");
                Found { file: None, used: Vec::new(), result: Err(message) }
            }
        };
        if let Some(file) = found.file {
            self.found_files.insert(sha256.clone(), file);
        }
        self.looking_up = None;
        if let Some(looked_up) = &mut self.looked_up {
            looked_up.used = found.used;
            looked_up.result = Some(found.result);
        }
    }

    /// Remembers where files came from, so that their rows are found again.
    pub(super) fn remember_folders(&mut self, paths: &[PathBuf]) {
        let before = self.settings.folders.clone();
        for path in paths {
            let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
            // A file that is named alone lies where the program was started.
            let folder = folder.map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
            if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
                self.settings.opened_from(folder);
            }
        }
        if self.settings.folders != before {
            self.keep_settings();
        }
    }

    /// How the file was understood, as far as that is still known.
    fn report_of(&self, source: &Source) -> Option<&FileReport> {
        let snapshots = self.shown().into_iter().chain(self.snapshot());
        let mut reports = snapshots.flat_map(|snapshot| snapshot.imports.iter().chain(snapshot.opened()));
        reports
            .find(|report| !report.columns.is_empty() && report.sha256 == source.sha256 && report.sheet == source.sheet)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::app::command::{Command, Page};
    use crate::app::state::Dialogs;
    use crate::import::original::Original;

    const LOG: &str = "Order No,Order Date,Customer,Parts,Our own\n1,2025-04-13,Alpine,10,a\n2,2025-04-14,Delta,12,b\n";

    fn wait(state: &mut AppState) {
        let started_at = Instant::now();
        while (state.job().is_some() || state.looking_up.is_some()) && started_at.elapsed() < Duration::from_secs(20) {
            state.receive_job_results();
            std::thread::yield_now();
        }
    }

    fn look_up(state: &mut AppState, row: u32) -> Result<Original, String> {
        state.apply(Command::LookUp(RowRef { source: 0, row }));
        assert!(state.original().is_some_and(|looked_up| looked_up.result.is_none()), "it is being looked for");
        wait(state);
        state.original().and_then(|looked_up| looked_up.result.clone()).unwrap()
    }

    #[test]
    fn a_row_is_shown_from_its_file_until_the_file_changes_or_goes() {
        let folder = std::env::temp_dir().join(format!("lotwise-look-up-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("log.csv");
        fs::write(&file, LOG).unwrap();
        let dialogs = Dialogs { pick_files: || None, pick_place: |_| None };
        let mut state = AppState::new(|| {}, dialogs);
        state.apply(Command::OpenPaths(vec![file.clone()]));
        wait(&mut state);
        assert_eq!(state.settings.folders, std::slice::from_ref(&folder));

        for row in [3, 2] {
            let found = look_up(&mut state, row).unwrap();
            assert_eq!(found.rows.len(), 3);
            assert_eq!(found.headings.unwrap().1[2], "Customer");
        }
        let looked_up = state.original().unwrap();
        let columns = &state.snapshot().unwrap().imports[0].columns;
        assert_eq!(looked_up.used, columns.iter().map(|column| column.field.is_some()).collect::<Vec<_>>());
        assert_eq!((looked_up.file.as_str(), state.found_files.len()), ("log.csv", 1));

        fs::write(&file, format!("{LOG}3,2025-04-15,Delta,7,c\n")).unwrap();
        let message = look_up(&mut state, 3).unwrap_err();
        assert!(message.starts_with("log.csv in ") && message.contains("has changed"), "{message}");
        fs::remove_dir_all(&folder).unwrap();
        let message = look_up(&mut state, 3).unwrap_err();
        assert!(message.contains("was not found in") && message.contains("Open its folder once"), "{message}");
        state.apply(Command::CloseOriginal);
        assert!(state.original().is_none());
    }

    #[test]
    fn what_leads_to_another_page_closes_the_file() {
        let (file, used) = ("orders.csv".to_owned(), Vec::new());
        let looked_up = LookedUp { at: RowRef { source: 0, row: 2 }, file, sheet: None, used, result: None };
        let mut state = AppState { looked_up: Some(looked_up), ..AppState::default() };
        state.apply(Command::Show(Page::Settings));
        assert!(state.original().is_none());
        state.apply(Command::LookUp(RowRef { source: 7, row: 1 }));
        assert!(state.original().is_none(), "there is no such file");
    }
}
