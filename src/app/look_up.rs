//! Finds the file that a row came from, to show the row there in its original text.
//!
//! It is the file that was taken in if its SHA-256 is the same. Where it was found before and is not the same any more, it has changed;
//! any other file of its name is only another file.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::job::JobContext;
use crate::import;
use crate::import::original::{Original, original};
use crate::model::{RowRef, Source};
use crate::store::Workspace;

/// So many rows are shown above and below.
const AROUND: u32 = 6;

/// So many folders are named where the file lies in none of them.
const MOST_NAMED: usize = 4;

/// What can still be done where the file is gone.
const KEPT: &str = "what was kept of the row stands in the table";

/// A row that is looked up in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedUp {
    /// Which.
    pub at: RowRef,
    /// Its file, as it is named in the review.
    pub file: String,
    /// The sheet, for workbooks.
    pub sheet: Option<String>,
    /// Whether Lotwise uses each column of the file; nothing where that is not known.
    pub used: Vec<bool>,
    /// The rows, or why they cannot be shown, with the way out; `None` while the file is looked for.
    pub result: Option<Result<Original, String>>,
}

/// A file that was found, as it stood then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAt {
    path: PathBuf,
    n_bytes: u64,
    modified: Option<SystemTime>,
}

/// What is looked for, and where it may be.
#[derive(Clone, Debug)]
pub struct Search {
    /// The file as it was read.
    pub source: Source,
    /// The row that a spreadsheet shows.
    pub row: u32,
    /// The row of the headings, where it is known.
    pub header_row: Option<u32>,
    /// Whether each column is used, where it is known.
    pub used: Vec<bool>,
    /// Where the file was found before.
    pub known: Option<FileAt>,
    /// Files and folders that are open.
    pub opened: Vec<PathBuf>,
    /// The open workspace.
    pub workspace: Option<PathBuf>,
    /// Folders from which files were opened before.
    pub folders: Vec<PathBuf>,
}

/// What a search gave.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where the file is.
    pub file: Option<FileAt>,
    /// Whether each of its columns is used, where it is known.
    pub used: Vec<bool>,
    /// The rows, or why they cannot be shown, with the way out.
    pub result: Result<Original, String>,
}

impl Search {
    /// Looks for the file, then reads its rows.
    pub fn run(self, context: &JobContext) -> Found {
        let file = match self.file(context) {
            Ok(file) => file,
            Err(message) => return Found { file: None, used: self.used, result: Err(message) },
        };
        let sheet = self.source.sheet.as_deref();
        let read = original(&file.path, sheet, self.row, AROUND, self.header_row, context.cancel_flag());
        let none = || format!("{} holds nothing in row {}; {KEPT}", self.source.file, self.row);
        let result = read.and_then(|found| found.ok_or_else(none));
        let used = match &result {
            Ok(found) if self.used.is_empty() => self.used_by_workspace(found),
            _ => self.used,
        };
        Found { file: Some(file), used, result }
    }

    fn file(&self, context: &JobContext) -> Result<FileAt, String> {
        // A file of the same size and time is not read once more.
        if let Some(known) = &self.known
            && FileAt::of(&known.path).as_ref() == Some(known)
        {
            return Ok(known.clone());
        }
        let places = self.places();
        let mut another = None;
        for path in &places {
            let Some(file) = FileAt::of(path) else { continue };
            match import::hash(path, context.cancel_flag()) {
                Ok(hash) if hash == self.source.sha256 => return Ok(file),
                Ok(_) => another = another.or(Some(path)),
                // What cannot be read is as if it were not there.
                Err(_) => {}
            }
        }
        let was_there = |path: &PathBuf| self.known.as_ref().is_some_and(|known| known.path == *path);
        Err(match another {
            Some(path) if was_there(path) => has_changed(path),
            another => self.not_found(&places, another),
        })
    }

    /// Where the file may lie, the likeliest place first.
    fn places(&self) -> Vec<PathBuf> {
        let named = Path::new(&self.source.file);
        let name = named.file_name().unwrap_or(named.as_os_str());
        let opened = self.opened.iter().map(|path| if path.is_dir() { path.join(name) } else { path.clone() });
        let opened = opened.filter(|path| path.file_name() == Some(name));
        // Of two files with one name, one is named with its path.
        let itself = named.is_absolute().then(|| named.to_owned());
        let beside = self.workspace.as_deref().and_then(Path::parent);
        let folders = beside.into_iter().chain(self.folders.iter().map(PathBuf::as_path));
        let mut places: Vec<PathBuf> = Vec::new();
        for path in opened.chain(itself).chain(folders.map(|folder| folder.join(name))) {
            if !places.contains(&path) {
                places.push(path);
            }
        }
        places
    }

    /// Which columns the workspace used when it took in a file with these headings.
    fn used_by_workspace(&self, found: &Original) -> Vec<bool> {
        let (Some((_, headings)), Some(path)) = (&found.headings, &self.workspace) else { return Vec::new() };
        let fields = Workspace::open_to_read(path).and_then(|workspace| workspace.fields_of(headings));
        fields.unwrap_or_default().iter().map(Option::is_some).collect()
    }

    fn not_found(&self, places: &[PathBuf], another: Option<&PathBuf>) -> String {
        let mut folders: Vec<String> = Vec::new();
        for folder in places.iter().filter_map(|path| path.parent()) {
            let folder = folder.display().to_string();
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        let looked_in = match folders.len() {
            0 => String::new(),
            n if n > MOST_NAMED => {
                format!(" in {} and {} more folders", folders[..MOST_NAMED].join(", "), n - MOST_NAMED)
            }
            _ => format!(" in {}", folders.join(", ")),
        };
        let way_out = match self.workspace {
            Some(_) => "Put the file beside the workspace, or open its folder once",
            None => "Open its folder once",
        };
        if let Some(folder) = another.and_then(|path| path.parent()) {
            let (file, folder) = (&self.source.file, folder.display());
            return format!(
                "The {file} that was read was not found; another file of this name lies in {folder}. {way_out}; {KEPT}"
            );
        }
        format!("{} was not found{looked_in}. {way_out}; {KEPT}", self.source.file)
    }
}

impl FileAt {
    fn of(path: &Path) -> Option<Self> {
        let meta = fs::metadata(path).ok().filter(Metadata::is_file)?;
        Some(Self { path: path.to_owned(), n_bytes: meta.len(), modified: meta.modified().ok() })
    }
}

fn has_changed(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).display();
    let folder = path.parent().unwrap_or(path).display();
    format!(
        "{name} in {folder} has changed since it was taken in. Add it again to see its rows as they are now; {KEPT}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::SourceStatus;

    #[test]
    fn another_file_of_the_same_name_is_not_accused_of_having_changed() {
        let folder = std::env::temp_dir().join(format!("lotwise-another-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("orders.csv"), "Part,Stock\n1,2\n").unwrap();
        let source = Source {
            file: "orders.csv".to_owned(),
            sheet: None,
            list: None,
            kind: None,
            status: SourceStatus::Used,
            n_records: 1,
            n_used: 1,
            n_left_out: 0,
            first_on: None,
            last_on: None,
            sha256: "0".repeat(64),
            error: None,
        };
        let search = Search {
            source,
            row: 2,
            header_row: None,
            used: Vec::new(),
            known: None,
            opened: Vec::new(),
            workspace: None,
            folders: vec![folder.clone()],
        };
        let message = search.run(&JobContext::new(|_| {})).result.unwrap_err();
        fs::remove_dir_all(&folder).unwrap();
        assert!(message.starts_with("The orders.csv that was read was not found; another file of this name lies in "));
        assert!(!message.contains("has changed") && message.contains("Open its folder once"), "{message}");
    }
}
