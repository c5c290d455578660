//! What is done to a workspace as a whole: take an import back, forget, copy, restore. Each says what it did in one sentence.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::forget::forget;
use super::job::JobContext;
use super::pipeline::{now, today};
use crate::model::money::thousands;
use crate::store::{Workspace, backup};

/// A chore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chore {
    /// Take back a file that was taken in.
    TakeBack(i64),
    /// Erase a customer, a person or a file.
    Forget(String),
    /// Write a copy to this place.
    BackUp(PathBuf),
    /// Put a copy in the place of the workspace.
    Restore(PathBuf),
    /// The copy of the day, if there is none yet.
    Daily,
}

impl Chore {
    /// Does it. Gives what was done; blank where there is nothing to say.
    pub fn run(&self, workspace: &Path, context: &JobContext) -> Result<String, String> {
        let said = |error: crate::store::StoreError| error.to_string();
        match self {
            Self::TakeBack(import) => {
                let mut open = Workspace::open(workspace).map_err(said)?;
                open.back_up_daily(today()).map_err(said)?;
                let file = open.take_back(*import, &now()).map_err(said)?;
                Ok(file.map_or_else(String::new, |file| format!("{file} was taken back. Its rows count no more")))
            }
            Self::Forget(name) => {
                let (whom, erased) = forget(workspace, name, context).map_err(|error| error.to_string())?;
                let rows = thousands(erased.n_rows as u64);
                let mut words = match whom.file {
                    Some(_) => format!("{name} is forgotten, with its {rows} rows"),
                    None => format!("{name} is forgotten. {rows} rows keep their sums and name nobody"),
                };
                if erased.left.is_empty() {
                    let _ = write!(words, "; a search of {} files finds no byte of it", erased.n_files);
                }
                for left in &erased.left {
                    let _ = write!(words, "; still there, as it is somebody else's: {} ({})", left.text, left.of);
                }
                for copy in &erased.unreached {
                    let _ = write!(words, "; not reached: {}", copy.display());
                }
                Ok(words)
            }
            Self::BackUp(path) => {
                Workspace::open_to_read(workspace).and_then(|open| open.back_up_to(path, None)).map_err(said)?;
                Ok(format!("Copied to {}", path.display()))
            }
            Self::Restore(copy) => {
                let before = backup::restore(copy, workspace, None, &now()).map_err(said)?;
                let kept = before.and_then(|before| Some(before.file_name()?.to_string_lossy().into_owned()));
                let kept = kept.map_or(String::new(), |name| format!(". What stood here is kept as {name}"));
                Ok(format!("The copy is back in place{kept}"))
            }
            Self::Daily => {
                let open = Workspace::open(workspace).map_err(said)?;
                if !open.imports().map_err(said)?.is_empty() {
                    open.back_up_daily(today()).map_err(said)?;
                }
                Ok(String::new())
            }
        }
    }
}
