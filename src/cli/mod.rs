//! The program without a window: one file a command.

mod import;
mod inspect;
mod keep;
mod progress;
mod replay;
mod review;
mod sample;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::{LookError, LookOptions, is_workspace};
use crate::import::answers::check_answer;
use crate::model::Day;
use crate::store::StoreError;

/// Whom should a finishing shop call this week, and why? Read from the exports it already has, on its own machine.
#[derive(Debug, Parser)]
#[command(name = "lotwise", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do; without one, the window opens.
    #[command(subcommand)]
    command: Option<Verb>,
    /// Files and folders to look at in the window, or a workspace to open.
    paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Say what each file is understood to be; take nothing in.
    Inspect(inspect::Inspect),
    /// The weekly review: whom to call, and why.
    Review(review::ReviewCommand),
    /// The reviews of the past, each with what was known then.
    Replay(replay::Replay),
    /// Take files into a workspace, which remembers them.
    Import(import::Import),
    /// Whether a workspace is whole: its pages, and the rows and the sum of every file that was taken in.
    Check(keep::Check),
    /// Write a copy of a workspace.
    Backup(keep::Backup),
    /// Put a copy in the place of a workspace. What stood there is kept among its backups.
    Restore(keep::Restore),
    /// Erase a customer, a person or a file, and prove it.
    Forget(keep::Forget),
    /// Write a page of everything that is held on a customer or a person.
    Held(keep::Held),
    /// Take back a file that was taken in, as if it had never been.
    Undo(keep::Undo),
    /// Write an invented shop's exports.
    Sample(sample::Sample),
}

/// Which files to read, and how.
#[derive(Debug, Args)]
pub struct SourceArgs {
    /// Files and folders, or a workspace.
    #[arg(required = true)]
    sources: Vec<PathBuf>,
    /// An answer to a question about a file: '`log.csv:date_order=dmy`'. Repeatable.
    #[arg(long = "answer", value_name = "FILE:FIELD=VALUE", value_parser = parse_answer)]
    answers: Vec<((String, String), String)>,
}

impl SourceArgs {
    /// What is to be looked at: a workspace, or files and folders.
    fn options(&self) -> Result<LookOptions, CommandError> {
        let answers = self.answers.iter().cloned().collect();
        match self.sources.as_slice() {
            [path] if is_workspace(path) && !self.answers.is_empty() => Err(CommandError(format!(
                "Answers are given where files are read; add --answer to lotwise import: {}",
                path.display()
            ))),
            [path] if is_workspace(path) => Ok(LookOptions { workspace: Some(path.clone()), ..LookOptions::default() }),
            paths => match paths.iter().find(|path| is_workspace(path)) {
                Some(path) => Err(CommandError(format!(
                    "A workspace is reviewed alone. Take the files in first, with lotwise import: {}",
                    path.display()
                ))),
                None => Ok(LookOptions { paths: paths.to_vec(), answers, ..LookOptions::default() }),
            },
        }
    }
}

/// Why a command could not be carried out: one message with the way out.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CommandError(String);

impl From<String> for CommandError {
    fn from(message: String) -> Self {
        Self(message)
    }
}

impl From<&str> for CommandError {
    fn from(message: &str) -> Self {
        Self(message.to_owned())
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<LookError> for CommandError {
    fn from(error: LookError) -> Self {
        Self(error.message)
    }
}

/// How a command ended, when it did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Done,
    /// With `--strict`: something was left out.
    LeftOut,
}

/// Runs what the command line asks for. `open_window` shows the window; its error says why none can be had.
pub fn run(cli: Cli, open_window: impl FnOnce(Vec<PathBuf>) -> Result<(), String>) -> ExitCode {
    let result = match cli.command {
        Some(Verb::Inspect(command)) => command.run(),
        Some(Verb::Review(command)) => command.run(),
        Some(Verb::Replay(command)) => command.run(),
        Some(Verb::Import(command)) => command.run(),
        Some(Verb::Check(command)) => command.run(),
        Some(Verb::Backup(command)) => command.run(),
        Some(Verb::Restore(command)) => command.run(),
        Some(Verb::Forget(command)) => command.run(),
        Some(Verb::Held(command)) => command.run(),
        Some(Verb::Undo(command)) => command.run(),
        Some(Verb::Sample(command)) => command.run(),
        None => window_or_review(cli.paths, open_window),
    };
    match result {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::LeftOut) => ExitCode::from(3),
        Err(error) => {
            say(&format!("lotwise: {error}"));
            ExitCode::from(1)
        }
    }
}

/// The window; where no display can be had, the same job without one.
fn window_or_review(
    paths: Vec<PathBuf>,
    open_window: impl FnOnce(Vec<PathBuf>) -> Result<(), String>,
) -> Result<Ending, CommandError> {
    let Err(why) = open_window(paths.clone()) else { return Ok(Ending::Done) };
    if paths.is_empty() {
        return Err(CommandError(format!("{why}. Name the files to review: lotwise review FILES")));
    }
    say(&format!("{why}: the review is done here, and written to review.html in this folder"));
    review::ReviewCommand::headless(paths).run()
}

/// To standard error, which is for people; standard output is for programs.
fn say(text: &str) {
    // Nobody may be reading; then nobody is told.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// To standard output. A reader that has gone away is no error.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn parse_answer(text: &str) -> Result<((String, String), String), String> {
    // Names of files and headings may hold both marks: the first thing between them that can be answered counts.
    let mut wrong = format!("{text:?} is no answer; write it like 'log.csv:date_order=dmy'");
    for (colon, _) in text.match_indices(':') {
        let Some((field, value)) = text[colon + 1..].split_once('=') else { break };
        match check_answer(field, value) {
            Ok(()) => return Ok(((text[..colon].to_owned(), field.to_owned()), value.to_owned())),
            Err(why) => wrong = why,
        }
    }
    Err(wrong)
}

fn parse_day(text: &str) -> Result<Day, String> {
    text.parse()
}
