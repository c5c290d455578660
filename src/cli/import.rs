//! `lotwise import`: files into a workspace, with remembered or certain mappings.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::{CommandError, Ending, parse_answer, print, progress};
use crate::app::pipeline::take_in;
use crate::app::{LookOptions, is_workspace};
use crate::import::{FileReport, FileStatus};
use crate::store::{ENDING, Taking};

#[derive(Debug, Args)]
pub struct Import {
    /// The workspace; it is made where there is none.
    workspace: PathBuf,
    /// Files and folders to take in.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// An answer to a question about a file: '`log.csv:date_order=dmy`'. Repeatable.
    #[arg(long = "answer", value_name = "FILE:FIELD=VALUE", value_parser = parse_answer)]
    answers: Vec<((String, String), String)>,
    /// Say what would be new, and take nothing in.
    #[arg(long)]
    dry_run: bool,
    /// Exit with 3 where anything was left out.
    #[arg(long)]
    strict: bool,
}

impl Import {
    pub fn run(self) -> Result<Ending, CommandError> {
        if !is_workspace(&self.workspace) {
            let path = self.workspace.display();
            return Err(format!("A workspace's name ends in .{ENDING}. Name it first, then the files: {path}").into());
        }
        let taking = if self.dry_run { Taking::Try } else { Taking::Keep };
        let options = LookOptions {
            workspace: Some(self.workspace),
            paths: self.files,
            answers: self.answers.into_iter().collect(),
            ..LookOptions::default()
        };
        let (files, not_exports) = take_in(&options, taking, &progress::context())?;
        let mut out = String::new();
        for file in &files {
            describe(&mut out, file, taking);
        }
        if !not_exports.is_empty() {
            let _ = writeln!(out, "Not an export: {}", not_exports.join(", "));
        }
        print(&out);
        if files.iter().all(|file| file.status != FileStatus::Ready) {
            let what =
                "No file could be taken in, and nothing was changed. Answer the questions above, or correct the files";
            return Err(what.into());
        }
        let is_left_out = files.iter().any(|file| file.n_left_out > 0 || file.status != FileStatus::Ready);
        Ok(if self.strict && is_left_out { Ending::LeftOut } else { Ending::Done })
    }
}

/// What became of a file, in a few lines. Writing to a string cannot fail.
fn describe(out: &mut String, file: &FileReport, taking: Taking) {
    let kind = file.kind.map_or("not known", |kind| kind.title());
    let name = match &file.sheet {
        Some(sheet) => format!("{}, sheet {sheet}", file.path),
        None => file.path.clone(),
    };
    match (&file.delta, &file.question, &file.error) {
        (Some(delta), ..) => {
            let would = if taking == Taking::Try { " would be" } else { "" };
            let _ = writeln!(out, "{name}: {kind}, rows{would} {}", delta.words());
            for notice in &delta.notices {
                let _ = writeln!(out, "  ! {notice}");
            }
        }
        (None, Some(question), _) => {
            let _ = writeln!(out, "{name}: not taken in. {}", question.text);
            for choice in &question.choices {
                let (field, value, label) = (question.field, choice.value, &choice.label);
                let _ = writeln!(out, "    --answer '{}:{field}={value}'  {label} ({})", file.path, choice.remark);
            }
        }
        (None, None, Some(error)) => {
            let _ = writeln!(out, "{name}: not taken in. {error}");
        }
        (None, None, None) => {
            let _ = writeln!(out, "{name}: {kind}, {} rows, all new", file.used);
        }
    }
    for warning in &file.warnings {
        let _ = writeln!(out, "  {warning}");
    }
    if file.n_left_out > 0 {
        let first = file.left_out.first();
        let first = first.map_or(String::new(), |left| format!(", the first in row {}: {}", left.row, left.why));
        let _ = writeln!(out, "  {} lines left out{first}", file.n_left_out);
    }
}
