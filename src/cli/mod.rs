//! The program without a window: one file a command.

mod inspect;
mod progress;
mod replay;
mod review;
mod sample;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::LookError;
use crate::model::Day;

/// Whom should a finishing shop call this week, and why? Read from the exports it already has, on its own machine.
#[derive(Debug, Parser)]
#[command(name = "lotwise", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do; without one, the window opens.
    #[command(subcommand)]
    command: Option<Verb>,
    /// Files and folders to look at in the window.
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
    /// Write an invented shop's exports.
    Sample(sample::Sample),
}

/// Which files to read, and how.
#[derive(Debug, Args)]
pub struct SourceArgs {
    /// Files and folders.
    #[arg(required = true)]
    sources: Vec<PathBuf>,
    /// An answer to a question about a file: '`log.csv:date_order=dmy`'. Repeatable.
    #[arg(long = "answer", value_name = "FILE:FIELD=VALUE", value_parser = parse_answer)]
    answers: Vec<((String, String), String)>,
}

impl SourceArgs {
    fn answers(&self) -> BTreeMap<(String, String), String> {
        self.answers.iter().cloned().collect()
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
    let wrong = || format!("{text:?} is no answer; write it like 'log.csv:date_order=dmy'");
    let (place, value) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (file, field) = place.rsplit_once(':').ok_or_else(wrong)?;
    if field != "date_order" {
        return Err(format!("{field:?} is nothing that is asked; the one question is date_order"));
    }
    if !["dmy", "mdy"].contains(&value) {
        return Err(format!("{value:?} is no answer; write dmy (day first) or mdy (month first)"));
    }
    Ok(((file.to_owned(), field.to_owned()), value.to_owned()))
}

fn parse_day(text: &str) -> Result<Day, String> {
    text.parse()
}
