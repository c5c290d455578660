//! `lotwise review`: the call list on the terminal, and the files that were asked for.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{CommandError, Ending, SourceArgs, parse_day, print, progress, say};
use crate::app::pipeline::look;
use crate::app::weekly::Weighed;
use crate::app::{LookOptions, Snapshot};
use crate::model::money::{short, thousands};
use crate::model::{CustomerIdx, Day, Finding};
use crate::report::formats::{Format, Shop, written};
use crate::report::json;
use crate::report::mask::Masks;
use crate::report::pack::Scope;
use crate::review::since_then::relevant;
use crate::review::{Review, calls, wording};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "one a switch of the command line")]
pub struct ReviewCommand {
    #[command(flatten)]
    sources: SourceArgs,
    /// Look only at rows dated before this day; the day after the data's end if not given.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    as_of: Option<Day>,
    /// The folder for the files; without it nothing is written.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The files to write: html, pdf, xlsx, json, csv; html, json and csv if not given.
    #[arg(long, value_delimiter = ',', value_name = "FORMATS", value_parser = parse_format)]
    format: Vec<Format>,
    /// Hide the customers' names, the amounts, or both: names,amounts.
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    mask: Vec<Mask>,
    /// One page: whom to call and what to say. For html and pdf.
    #[arg(long)]
    brief: bool,
    /// Write e-mail addresses in full.
    #[arg(long)]
    with_people: bool,
    /// Do not replay the rules over the shop's own past.
    #[arg(long)]
    no_track_record: bool,
    /// Close the review: the workspace keeps it as it is told now, and the next one is compared with it.
    #[arg(long)]
    close: bool,
    /// Exit with 3 where anything was left out.
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mask {
    /// "Customer 1" in place of a name.
    Names,
    /// Dots in place of an amount.
    Amounts,
}

impl ReviewCommand {
    /// What the window would show, where no display can be had.
    pub fn headless(paths: Vec<PathBuf>) -> Self {
        Self {
            sources: SourceArgs { sources: paths, answers: Vec::new() },
            as_of: None,
            out: Some(PathBuf::from(".")),
            format: vec![Format::Html],
            mask: Vec::new(),
            brief: false,
            with_people: false,
            no_track_record: false,
            close: false,
            strict: false,
        }
    }

    pub fn run(self) -> Result<Ending, CommandError> {
        let options =
            LookOptions { as_of: self.as_of, with_track_record: !self.no_track_record, ..self.sources.options()? };
        let snapshot = look(&options, &progress::context())?;
        let Some(review) = &snapshot.review else { return Err(CommandError("Nothing could be judged".to_owned())) };
        let is_for_programs = self.out.is_none() && self.format == [Format::Json];
        if !is_for_programs {
            print(&call_list(&snapshot, review));
        }
        self.write(&snapshot, review)?;
        if self.close {
            let held = snapshot.workspace.as_ref();
            let held = held.ok_or("Only the review of a workspace can be closed. Name one that ends in .lotwise")?;
            Weighed::Close.write(&held.path, &snapshot).map_err(|error| error.to_string())?;
            say(&format!("Closed the review of {}", review.as_of));
        }
        let is_left_out = snapshot
            .imports
            .iter()
            .any(|import| import.n_left_out > 0 || import.error.is_some() || import.question.is_some());
        Ok(if self.strict && is_left_out { Ending::LeftOut } else { Ending::Done })
    }

    fn write(&self, snapshot: &Snapshot, review: &Review) -> Result<(), CommandError> {
        let people = json::People { with_addresses: self.with_people };
        let masks = Masks { names: self.mask.contains(&Mask::Names), amounts: self.mask.contains(&Mask::Amounts) };
        let scope = Scope { is_brief: self.brief, masks };
        let shop = Shop { dataset: &snapshot.dataset, review, weekly: &snapshot.weekly, imports: &snapshot.imports };
        let Some(out) = &self.out else {
            if self.format == [Format::Json] {
                // A reader that has gone away is no error.
                let _ = std::io::stdout().lock().write_all(&written(Format::Json, shop, scope, people)?);
            } else if !self.format.is_empty() {
                say("Nothing was written: name the folder with --out");
            }
            return Ok(());
        };
        fs::create_dir_all(out).map_err(|error| cannot_write(out, &error))?;
        let formats =
            if self.format.is_empty() { vec![Format::Html, Format::Json, Format::Csv] } else { self.format.clone() };
        for format in formats {
            let path = out.join(format.file_name());
            let bytes = written(format, shop, scope, people)?;
            fs::write(&path, bytes).map_err(|error| cannot_write(&path, &error))?;
            say(&format!("Wrote {}", path.display()));
        }
        Ok(())
    }
}

fn parse_format(text: &str) -> Result<Format, String> {
    Format::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Format::ALL.into_iter().map(Format::as_str).collect();
        format!("choose of {}", known.join(", "))
    })
}

fn cannot_write(path: &Path, error: &std::io::Error) -> CommandError {
    CommandError(format!("Could not write ({error}). Choose another folder with --out: {}", path.display()))
}

/// The answer, whom to call, what to watch, what could not be judged, what was left out. Writing to a string cannot fail.
fn call_list(snapshot: &Snapshot, review: &Review) -> String {
    let (dataset, currency) = (&snapshot.dataset, snapshot.dataset.currency.as_deref());
    let mut out = String::new();
    let _ = writeln!(out, "{}", wording::headline(review, dataset));
    let _ = writeln!(
        out,
        "As of {} {} · {} · {}\n",
        review.as_of.weekday_name(),
        review.as_of.long(),
        wording::since_before(review),
        wording::coverage(review)
    );
    for call in calls(review) {
        let name = &dataset.customers[call.customer as usize].name;
        let findings: Vec<&Finding> = call.findings(review).collect();
        let (level, money) = (wording::level_word(call.level), short(call.money, currency));
        let _ = writeln!(out, "{level:5} {money:>7} a year at risk  {}", wording::customer_title(&findings, name));
        for finding in call.told(review) {
            let _ = writeln!(out, "      {}", wording::sentence(dataset, finding));
            let _ = writeln!(out, "      {} · {}", wording::evidence_line(dataset, finding), wording::clears(finding));
        }
        for decision in relevant(dataset, &snapshot.weekly, review, call.customer) {
            let words = wording::decided_before(dataset, review, call.customer, decision);
            let _ = writeln!(out, "      {}", wording::plain(&words));
        }
    }
    for market in &review.markets {
        let _ =
            writeln!(out, "{}  {}", wording::signal_title(market.signal), wording::market_sentence(dataset, market));
        let _ = writeln!(out, "      {} · {}", wording::market_evidence(market), wording::market_clears(market));
    }
    for finding in calls::chances(review) {
        let name = &dataset.customers[finding.customer as usize].name;
        let _ = writeln!(out, "Chance  {name}: {}", wording::sentence(dataset, finding));
        let _ = writeln!(out, "      {} · {}", wording::evidence_line(dataset, finding), wording::clears(finding));
    }
    for (customer, findings) in calls::set_aside(review) {
        let name = &dataset.customers[customer as usize].name;
        for finding in findings {
            let why = finding.set_aside.map(wording::set_aside).unwrap_or_default();
            let _ = writeln!(out, "Set aside: {name}, {}: {why}", wording::phrase(finding.signal));
        }
    }
    for change in &review.since.past {
        let name = &dataset.customers[change.customer as usize].name;
        let _ = writeln!(out, "The past changed: {name}, {}", wording::past_change(change, currency));
    }
    if !review.cannot_judge.is_empty() {
        let mut customers: Vec<CustomerIdx> = review.cannot_judge.iter().map(|c| c.customer).collect();
        customers.sort_unstable();
        customers.dedup();
        let _ = writeln!(out, "\nCannot judge yet: {} customers in one question or more", customers.len());
    }
    if let Some(words) = wording::people_left_out(dataset) {
        let _ = writeln!(out, "{words}");
    }
    for import in &snapshot.imports {
        if let Some(error) = &import.error {
            let _ = writeln!(out, "Not used: {}: {error}", import.path);
        } else if let Some(question) = &import.question {
            let choices: Vec<String> = question
                .choices
                .iter()
                .map(|c| format!("--answer '{}:{}={}'", import.path, question.field, c.value))
                .collect();
            let _ = writeln!(out, "Not used: {}: {} Answer with {}", import.path, question.text, choices.join(" or "));
        } else if import.n_left_out > 0 {
            let example = import
                .left_out
                .first()
                .map_or(String::new(), |left| format!(", the first in row {}: {}", left.row, left.why));
            let _ = writeln!(out, "{}: {} rows left out{example}", import.path, thousands(import.n_left_out as u64));
        }
    }
    if !snapshot.not_exports.is_empty() {
        let _ = writeln!(out, "Not an export: {}", snapshot.not_exports.join(", "));
    }
    out
}
