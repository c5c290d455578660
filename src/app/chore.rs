//! What is done to a workspace as a whole: take an import back, forget, copy, restore. Each says what it did in one sentence.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::forget::forget;
use super::job::JobContext;
use super::pipeline::{now, today};
use crate::model::money::thousands;
use crate::review::told;
use crate::store::{Workspace, backup, first_kept};

/// A chore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chore {
    /// Take back a file that was taken in.
    TakeBack(i64),
    /// Erase a customer, a person or a file.
    Forget(String),
    /// Write a copy to this place, encrypted where there is a passphrase.
    BackUp(PathBuf, Option<String>),
    /// Put a copy in the place of the workspace, with its passphrase where it is encrypted.
    Restore(PathBuf, Option<String>),
    /// Keep rows for so many years, or for ever, and erase what is older.
    KeepYears(Option<u16>),
    /// The copy of the day, if there is none yet; and what is too old goes.
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
            Self::BackUp(path, passphrase) => {
                let open = Workspace::open_to_read(workspace).map_err(said)?;
                open.back_up_to(path, passphrase.as_deref()).map_err(said)?;
                let how =
                    if passphrase.is_some() { ", encrypted: without its passphrase nobody can open it" } else { "" };
                Ok(format!("Copied to {}{how}", path.display()))
            }
            Self::Restore(copy, passphrase) => {
                let before = backup::restore(copy, workspace, passphrase.as_deref(), &now()).map_err(said)?;
                let kept = before.and_then(|before| Some(before.file_name()?.to_string_lossy().into_owned()));
                let kept = kept.map_or(String::new(), |name| format!(". What stood here is kept as {name}"));
                Ok(format!("The copy is back in place{kept}"))
            }
            Self::KeepYears(years) => {
                let mut open = Workspace::open(workspace).map_err(said)?;
                let mut limits = open.weekly().map_err(said)?.limits;
                limits.keep_years = *years;
                let Some(years) = years else {
                    open.set_limits(&limits, &now()).map_err(said)?;
                    return Ok("Rows are kept for ever".to_owned());
                };
                let from = first_kept(today(), *years);
                let older = open.erase_older(from, &limits, &told::forget, &now()).map_err(said)?;
                let rows = thousands(older.n_rows as u64);
                let unreached = match older.n_unreached {
                    0 => String::new(),
                    n => format!("; {n} copies could not be reached"),
                };
                Ok(format!("{rows} rows before {} were erased{unreached}", from.long()))
            }
            Self::Daily => {
                let mut open = Workspace::open(workspace).map_err(said)?;
                if open.imports().map_err(said)?.is_empty() {
                    return Ok(String::new());
                }
                open.back_up_daily(today()).map_err(said)?;
                let limits = open.weekly().map_err(said)?.limits;
                if let Some(from) = limits.keep_years.map(|years| first_kept(today(), years))
                    && !open.older_than(from).map_err(said)?.is_nothing()
                {
                    open.erase_older(from, &limits, &told::forget, &now()).map_err(said)?;
                }
                Ok(String::new())
            }
        }
    }
}
