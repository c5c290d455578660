//! `lotwise inspect`: what each file is understood to be.

use std::fmt::Write;

use clap::Args;

use super::{CommandError, Ending, SourceArgs, print, progress};
use crate::app::pipeline::read;
use crate::import::FileReport;
use crate::model::money::thousands;
use crate::report::json;

#[derive(Debug, Args)]
pub struct Inspect {
    #[command(flatten)]
    sources: SourceArgs,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Inspect {
    pub fn run(self) -> Result<Ending, CommandError> {
        let options = self.sources.options()?;
        if let Some(path) = &options.workspace {
            let path = path.display();
            return Err(
                format!("A workspace holds what was taken in already. Name the exports to look at: {path}").into()
            );
        }
        let (readings, not_exports) = read(&options, &progress::context())?;
        let reports: Vec<FileReport> = readings.into_iter().map(|reading| reading.report).collect();
        if self.json {
            print(&format!("{:#}\n", json::inspect(&reports)));
            return Ok(Ending::Done);
        }
        let mut out = String::new();
        for report in &reports {
            describe(&mut out, report);
        }
        if !not_exports.is_empty() {
            let _ = writeln!(out, "Not an export: {}", not_exports.join(", "));
        }
        print(&out);
        Ok(Ending::Done)
    }
}

/// A file in a few lines. Writing to a string cannot fail.
fn describe(out: &mut String, report: &FileReport) {
    let kind = report.kind.map_or("not known", |kind| kind.title());
    let _ = writeln!(out, "{}: {kind}, {}", report.path, report.status.as_str());
    if let Some(error) = &report.error {
        let _ = writeln!(out, "  {error}");
    }
    if let Some(question) = &report.question {
        let _ = writeln!(out, "  {}", question.text);
        for choice in &question.choices {
            let _ = writeln!(
                out,
                "    --answer '{}:{}={}'  {} ({})",
                report.path, question.field, choice.value, choice.label, choice.remark
            );
        }
    }
    if report.used > 0 {
        let days = match (report.first_on, report.last_on) {
            (Some(first), Some(last)) => format!(", {} to {}", first.long(), last.long()),
            _ => String::new(),
        };
        let _ = writeln!(
            out,
            "  {} rows used, {} left out{days}",
            thousands(report.used as u64),
            thousands(report.n_left_out as u64)
        );
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "  {warning}");
    }
    let known: Vec<String> = report
        .columns
        .iter()
        .filter_map(|column| Some(format!("{} = {}", column.header, column.field?.title())))
        .collect();
    if !known.is_empty() {
        let _ = writeln!(out, "  {}", known.join(" · "));
    }
    for left in report.left_out.iter().take(10) {
        let column = left.column.as_deref().map_or(String::new(), |column| format!(", {column}"));
        let _ = writeln!(out, "  row {}{column}: {} ({})", left.row, left.why, left.text);
    }
    if report.n_left_out > 10 {
        let _ = writeln!(out, "  … and {} more; all of them with --json", report.n_left_out - 10);
    }
}
