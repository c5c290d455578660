//! What a review costs beside reading its files: without and with the record of the rules on 104 weeks of the past, and the reviews of
//! these weeks one after another. CPU seconds of all threads, and ratios, in one run.
//!
//! `cargo bench --bench review -- FOLDER…` measures other exports than those of the sample shop.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::path::PathBuf;

use lotwise::app::pipeline::{join, look};
use lotwise::app::{JobContext, LookOptions};
use lotwise::review::replay;
use lotwise::review::replay::mondays;
use lotwise::sample::{SampleOptions, write_sample};

fn main() {
    let given: Vec<PathBuf> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).map(PathBuf::from).collect();
    let sample = std::env::temp_dir().join(format!("lotwise-review-{}", std::process::id()));
    let folders = if given.is_empty() {
        write_sample(&sample, &SampleOptions::default()).unwrap();
        vec![sample.clone()]
    } else {
        given
    };
    println!(
        "{:>10} {:>9} {:>9} {:>9} {:>9} {:>14}",
        "orders", "read", "review", "+record", "104 weeks", "104 ÷ review"
    );
    for folder in folders {
        let context = JobContext::new(|_| {});
        let options = |with_track_record| LookOptions {
            paths: vec![folder.clone()],
            with_track_record,
            ..LookOptions::default()
        };
        let (read, (snapshot, _)) = cpu(|| join(&options(false), &context).unwrap());
        let (plain, _) = cpu(|| look(&options(false), &context).unwrap());
        let (with_record, _) = cpu(|| look(&options(true), &context).unwrap());
        let end = snapshot.dataset.data_end().unwrap();
        let limits = snapshot.weekly.limits;
        let (replayed, _) = cpu(|| replay(&snapshot.dataset, &mondays(end, 104), &limits, &|_, _| true).unwrap());
        let replayed = read + replayed;
        let n = snapshot.dataset.orders.day.len();
        println!("{n:>10} {read:>9.2} {plain:>9.2} {with_record:>9.2} {replayed:>9.2} {:>14.1}", replayed / plain);
    }
    let _ = std::fs::remove_dir_all(sample);
}

/// What is done, and the CPU seconds of the process that it took, from the kernel's account of it.
fn cpu<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let used = || -> f64 {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks = |place: usize| after_name.split_whitespace().nth(place).and_then(|n| n.parse::<f64>().ok());
        // User and system time, in hundredths of a second.
        (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0
    };
    let before = used();
    let result = work();
    (used() - before, result)
}
