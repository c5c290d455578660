//! `lotwise sample`: the exports of an invented shop.

use std::path::PathBuf;

use clap::Args;

use super::{CommandError, Ending, print};
use crate::model::money::thousands;
use crate::sample::{SampleOptions, write_sample};

#[derive(Debug, Args)]
pub struct Sample {
    /// The folder to write into; it is made where there is none.
    dir: PathBuf,
    /// How many customers.
    #[arg(long, default_value_t = SampleOptions::default().customers)]
    customers: usize,
    /// How many years.
    #[arg(long, default_value_t = SampleOptions::default().years)]
    years: u32,
    /// Which of many shops; the same number gives the same files.
    #[arg(long, default_value_t = SampleOptions::default().seed)]
    seed: u64,
}

impl Sample {
    pub fn run(self) -> Result<Ending, CommandError> {
        let options = SampleOptions { customers: self.customers, years: self.years, seed: self.seed };
        let files = write_sample(&self.dir, &options)
            .map_err(|error| format!("Could not write ({error}). Choose another folder: {}", self.dir.display()))?;
        for (file, n_rows) in files {
            print(&format!("{file}: {} rows\n", thousands(n_rows as u64)));
        }
        Ok(Ending::Done)
    }
}
