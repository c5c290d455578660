//! Keeping a workspace whole: `lotwise check`, `backup`, `restore` and `undo`.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{CommandError, Ending, print, progress, say};
use crate::app::forget::forget;
use crate::app::held::write_held;
use crate::app::pipeline::now;
use crate::model::money::thousands;
use crate::store::{Workspace, backup};

#[derive(Debug, Args)]
pub struct Check {
    /// The workspace.
    workspace: PathBuf,
}

#[derive(Debug, Args)]
pub struct Backup {
    /// The workspace.
    workspace: PathBuf,
    /// The copy, which must not exist yet.
    file: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
    /// Encrypt the copy with a passphrase that is asked on the terminal.
    #[arg(long)]
    encrypt: bool,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The copy.
    file: PathBuf,
    /// The workspace whose place it takes; it is made where there is none.
    workspace: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
}

#[derive(Debug, Args)]
pub struct Undo {
    /// The workspace.
    workspace: PathBuf,
    /// The file that is taken back, by its name as it was taken in; of several the newest.
    file: String,
}

#[derive(Debug, Args)]
pub struct Forget {
    /// The workspace.
    workspace: PathBuf,
    /// The customer's name or number, a person's name or address, or a file as it was taken in.
    name: String,
}

#[derive(Debug, Args)]
pub struct Held {
    /// The workspace.
    workspace: PathBuf,
    /// The customer's name or number, or a person's name or address.
    name: String,
    /// The page to write.
    #[arg(long, value_name = "FILE", default_value = "held.html")]
    out: PathBuf,
}

impl Held {
    pub fn run(self) -> Result<Ending, CommandError> {
        let n_rows = write_held(&self.workspace, &self.name, &self.out, &progress::context())?;
        print(&format!("{} rows are held on {}: {}\n", thousands(n_rows as u64), self.name, self.out.display()));
        Ok(Ending::Done)
    }
}

#[derive(Debug, Args)]
struct Passphrase {
    /// The passphrase stands in the first line of this file.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    fn of_file(&self) -> Result<Option<String>, CommandError> {
        let Some(path) = &self.passphrase_file else { return Ok(None) };
        let text = fs::read_to_string(path).map_err(|error| {
            CommandError(format!("The passphrase could not be read ({error}). Name a text file: {}", path.display()))
        })?;
        match text.lines().next().unwrap_or("") {
            "" => Err(CommandError(format!("The first line is empty. Write the passphrase there: {}", path.display()))),
            line => Ok(Some(line.to_owned())),
        }
    }
}

/// Asks on the terminal, if somebody sits there.
fn ask(words: &str) -> Result<Option<String>, CommandError> {
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    let answer = rpassword::prompt_password(words).map_err(|error| CommandError(error.to_string()))?;
    Ok(Some(answer).filter(|answer| !answer.is_empty()))
}

impl Check {
    pub fn run(self) -> Result<Ending, CommandError> {
        let path = &self.workspace;
        let checked = Workspace::open_to_read(path)
            .and_then(|workspace| workspace.check())
            .map_err(|error| CommandError(format!("{error}{}", backup::way_back(path))))?;
        let (n_rows, n_imports) = (thousands(checked.n_rows as u64), checked.n_imports);
        if checked.faults.is_empty() {
            print(&format!(
                "Whole: {n_imports} imports, {n_rows} rows, each with the rows and the sum that it was taken in with\n"
            ));
            return Ok(Ending::Done);
        }
        for fault in &checked.faults {
            say(&format!("  {fault}"));
        }
        Err(CommandError(format!("The workspace is damaged: {}{}", path.display(), backup::way_back(path))))
    }
}

impl Backup {
    pub fn run(self) -> Result<Ending, CommandError> {
        let mut passphrase = self.passphrase.of_file()?;
        if self.encrypt && passphrase.is_none() {
            passphrase = ask("Passphrase: ")?;
            if passphrase.is_none() {
                return Err("Nobody could be asked for the passphrase. Write it into a file, and name it with --passphrase-file".into());
            }
            if ask("The same again: ")? != passphrase {
                return Err("The two are not the same. Nothing was written; try again".into());
            }
        }
        Workspace::open_to_read(&self.workspace)?.back_up_to(&self.file, passphrase.as_deref())?;
        let how = if passphrase.is_some() { ", encrypted" } else { "" };
        print(&format!("Copied to {}{how}\n", self.file.display()));
        Ok(Ending::Done)
    }
}

impl Restore {
    pub fn run(self) -> Result<Ending, CommandError> {
        let mut passphrase = self.passphrase.of_file()?;
        if passphrase.is_none() && backup::is_encrypted(&self.file)? {
            passphrase = ask("Passphrase: ")?;
        }
        let before = backup::restore(&self.file, &self.workspace, passphrase.as_deref(), &now())?;
        let kept = before.map_or(String::new(), |before| format!("; what stood there is kept in {}", before.display()));
        print(&format!("Restored to {}{kept}\n", self.workspace.display()));
        Ok(Ending::Done)
    }
}

impl Forget {
    pub fn run(self) -> Result<Ending, CommandError> {
        let (whom, erased) = forget(&self.workspace, &self.name, &progress::context())
            .map_err(|error| CommandError(error.to_string()))?;
        let (n_rows, n_lines) = (thousands(erased.n_rows as u64), thousands(erased.n_lines as u64));
        print(&match whom.file {
            Some(file) => format!("Forgotten: {file}, with its {n_rows} rows\n"),
            None => format!(
                "Forgotten: {} in {} spellings. {n_rows} rows keep their sums and name nobody; {n_lines} lines elsewhere were cleaned\n",
                self.name,
                whom.spellings.len().max(1)
            ),
        });
        let not_found = erased.n_texts - erased.left.len();
        print(&format!(
            "Searched {} files byte by byte: {not_found} of {} texts are nowhere\n",
            erased.n_files, erased.n_texts
        ));
        for left in &erased.left {
            print(&format!("  still there, as it is somebody else's: {} ({})\n", left.text, left.of));
        }
        for copy in &erased.unreached {
            print(&format!("  not reached: {}. Delete it if it should go\n", copy.display()));
        }
        print("Copies that you made yourself, and the files that you exported, are not reached\n");
        Ok(Ending::Done)
    }
}

impl Undo {
    pub fn run(self) -> Result<Ending, CommandError> {
        let mut workspace = Workspace::open(&self.workspace)?;
        let imports = workspace.imports()?;
        let is_it = |name: &str| name == self.file || Path::new(name).file_name() == Path::new(&self.file).file_name();
        let Some(import) = imports.iter().find(|import| is_it(&import.file)) else {
            let mut names: Vec<&str> = imports.iter().map(|import| import.file.as_str()).collect();
            names.dedup();
            let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return Err(CommandError(format!("No file of this name was taken in: {}. There are: {known}", self.file)));
        };
        workspace.take_back(import.id, &now())?;
        print(&format!("Taken back: {}, taken in {}\n", import.file, import.at));
        Ok(Ending::Done)
    }
}
