//! What the forecasts cost beside reading the files that they are made of, and how they do on invented shops.
//!
//! The first part writes a shop of 5,000 customers and about 1,000,000 orders; another folder of exports is taken where it is given
//! in `LOTWISE_SHOP`. The second one forecasts forty shops from every Monday of a year and a half as if nothing after it were known;
//! folders of exports given in `LOTWISE_SHOPS`, parted by colons, are taken instead. Ends with exit code 1 where the forecasts cost
//! over half of the reading. Our invented shops are all planted with customers that leave or slow down in the last year, of which no
//! forecast can know: their ranges hold less often than those of a shop that goes on as it is.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use lotwise::app::pipeline::{join, read};
use lotwise::app::{JobContext, LookOptions};
use lotwise::insight::forecast::cash::cash_in;
use lotwise::model::{Dataset, Day, NO_LABEL, VolumeUnit};
use lotwise::review::outlook::Past;
use lotwise::review::{Outlook, outlook_at};
use lotwise::sample::{SampleOptions, write_sample};

/// The forecasts may cost so much of reading the files.
const MOST: f64 = 0.5;
const ROUNDS: usize = 3;
const SHOPS: u64 = 40;

fn main() -> ExitCode {
    let own = std::env::temp_dir().join(format!("lotwise-outlook-{}", std::process::id()));
    let is_cheap = cost(&own);
    accuracy(&own);
    let _ = std::fs::remove_dir_all(&own);
    if is_cheap { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn options(folder: &Path) -> LookOptions {
    LookOptions { paths: vec![folder.to_owned()], with_track_record: false, ..LookOptions::default() }
}

fn dataset(folder: &Path) -> (Dataset, Day) {
    let (snapshot, as_of) = join(&options(folder), &JobContext::new(|_| {})).unwrap();
    (Dataset::clone(&snapshot.dataset), as_of)
}

/// The quickest of some rounds, in seconds.
fn quickest(mut work: impl FnMut()) -> f64 {
    let mut once = || {
        let started = Instant::now();
        work();
        started.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(|_| once()).fold(f64::INFINITY, f64::min)
}

fn cost(own: &Path) -> bool {
    let given = std::env::var_os("LOTWISE_SHOP").map(PathBuf::from);
    let folder = given.clone().unwrap_or_else(|| own.join("large"));
    if given.is_none() {
        write_sample(&folder, &SampleOptions { customers: 5000, years: 9, ..SampleOptions::default() }).unwrap();
    }
    let (dataset, as_of) = dataset(&folder);
    println!("{} customers and {} orders", dataset.customers.len(), dataset.orders.day.len());
    let reading = quickest(|| drop(read(&options(&folder), &JobContext::new(|_| {})).unwrap()));
    let all = quickest(|| drop(outlook_at(&dataset, as_of)));
    let cash = quickest(|| drop(cash_in(&dataset, as_of)));
    println!("reading the files        1.00");
    println!("all forecasts            {:.2}  asked: at most {MOST}", all / reading);
    println!("of which cash            {:.2}", cash / reading);
    all <= MOST * reading
}

fn accuracy(own: &Path) {
    let given = std::env::var("LOTWISE_SHOPS").ok();
    let folders: Vec<PathBuf> = match &given {
        Some(given) => given.split(':').map(PathBuf::from).collect(),
        None => (1..=SHOPS).map(|seed| own.join(format!("shop-{seed}"))).collect(),
    };
    let mut pasts = Vec::new();
    for (folder, seed) in folders.iter().zip(1..) {
        if given.is_none() {
            write_sample(folder, &SampleOptions { customers: 120, years: 4, seed }).unwrap();
        }
        let (dataset, as_of) = dataset(folder);
        pasts.extend(past(&outlook_at(&dataset, as_of)));
    }
    println!("\n{} shops, {} origins each on average", pasts.len(), mean(&pasts, |past| past.n as f64).0);
    let line = |name: &str, of: &dyn Fn(&Past) -> f64| {
        let (mean, error) = mean(&pasts, of);
        println!("{name:44} {mean:.3}  standard error {error:.3}");
    };
    line("error of a week (MASE, m = 52)", &|past| past.error);
    line("the same of the year before", &|past| past.naive);
    line("error of 13 weeks together", &|past| past.sum_error);
    line("the same of the year before", &|past| past.naive_sum);
    line("weeks in the range of 8 of 10 times", &|past| share(past.held));
    line("weeks in the range of half the times", &|past| share(past.held_50));
    line("sums in the range of 8 of 10 times", &|past| share(past.held_sum));
}

/// How the forecast of the shop did, in surfaces where the files state them, else in parts.
fn past(outlook: &Outlook) -> Option<Past> {
    let volume = outlook.volume.as_ref().ok()?;
    let unit = volume.units().into_iter().find(|unit| *unit != VolumeUnit::Money)?;
    Some(volume.series(NO_LABEL, unit)?.forecast.as_ref()?.past)
}

fn share((of, all): (usize, usize)) -> f64 {
    of as f64 / all.max(1) as f64
}

/// The mean, and its standard error.
fn mean(pasts: &[Past], of: impl Fn(&Past) -> f64) -> (f64, f64) {
    let n = pasts.len().max(2) as f64;
    let mean = pasts.iter().map(&of).sum::<f64>() / n;
    let squares: f64 = pasts.iter().map(|past| (of(past) - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}
