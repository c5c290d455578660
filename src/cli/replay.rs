//! `lotwise replay`: the reviews of the past, as flags.csv.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::{CommandError, Ending, SourceArgs, parse_day, progress, say};
use crate::app::pipeline::join;
use crate::model::Day;
use crate::report::flags_csv;
use crate::review::replay;
use crate::review::replay::{capacity_flags, mondays};

#[derive(Debug, Args)]
pub struct Replay {
    #[command(flatten)]
    sources: SourceArgs,
    /// The last so many Mondays up to the data's end.
    #[arg(long, default_value_t = 52, conflicts_with_all = ["from", "to", "every"], value_parser = clap::value_parser!(u16).range(1..=2600))]
    weeks: u16,
    /// The first review.
    #[arg(long, value_name = "DATE", value_parser = parse_day, requires = "to")]
    from: Option<Day>,
    /// The last review, or the last day on which one can be.
    #[arg(long, value_name = "DATE", value_parser = parse_day, requires = "from")]
    to: Option<Day>,
    /// Days between reviews.
    #[arg(long, value_name = "DAYS", requires = "from", value_parser = clap::value_parser!(i32).range(1..=366))]
    every: Option<i32>,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Replay {
    pub fn run(self) -> Result<Ending, CommandError> {
        let options = self.sources.options()?;
        let context = progress::context();
        let (snapshot, _) = join(&options, &context)?;
        let dataset = &snapshot.dataset;
        let end = dataset.data_end().ok_or("No row in these files has a date")?;
        let dates: Vec<Day> = match (self.from, self.to) {
            (Some(from), Some(to)) if from > to => return Err(format!("--from {from} lies after --to {to}").into()),
            (Some(from), Some(to)) => {
                (from.0..=to.0).step_by(usize::try_from(self.every.unwrap_or(7)).unwrap_or(7)).map(Day).collect()
            }
            _ => mondays(end, usize::from(self.weeks)),
        };
        let tick = |words: &str, share| context.step(words, share).is_ok();
        let flags = replay(dataset, &dates, &snapshot.weekly.limits, &tick).ok_or("Stopped")?;
        let capacity = capacity_flags(dataset, &dates, &snapshot.weekly.capacity, &tick).ok_or("Stopped")?;
        fs::write(&self.out, flags_csv::of_replay(dataset, &flags, &capacity)).map_err(|error| {
            format!("Could not write ({error}). Choose another file with --out: {}", self.out.display())
        })?;
        say(&format!("{} reviews, {} flags: {}", dates.len(), flags.len() + capacity.len(), self.out.display()));
        Ok(Ending::Done)
    }
}
