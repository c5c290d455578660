//! What the weekly report costs in each format, with 500 findings and more: time beside the judging that it tells of, size, and memory.
//!
//! Ends with exit code 1 where the web page is over 5 MB. Memory is the peak of the whole program as the system counts it, before the
//! first format is written and after each (Linux only).
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::process::ExitCode;
use std::time::Instant;

use lotwise::app::pipeline::look;
use lotwise::app::{JobContext, LookOptions};
use lotwise::report::formats::{Format, Shop, written};
use lotwise::report::json::People;
use lotwise::report::pack::Scope;
use lotwise::sample::{SampleOptions, write_sample};

/// A web page is no larger than this.
const MOST_BYTES: usize = 5_000_000;
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let folder = std::env::temp_dir().join(format!("lotwise-report-{}", std::process::id()));
    let options = SampleOptions { customers: 2000, ..SampleOptions::default() };
    write_sample(&folder, &options).unwrap();
    let look_options = LookOptions { paths: vec![folder.clone()], with_track_record: false, ..LookOptions::default() };
    let started = Instant::now();
    let snapshot = look(&look_options, &JobContext::new(|_| {})).unwrap();
    let judging = started.elapsed().as_secs_f64();
    let _ = std::fs::remove_dir_all(&folder);
    let review = snapshot.review.as_ref().unwrap();
    println!("{} customers, {} findings", snapshot.dataset.customers.len(), review.findings.len());
    println!("reading and judging       1.00, peak {} MB", peak_mb());
    let shop = Shop { dataset: &snapshot.dataset, review, weekly: &snapshot.weekly, imports: &snapshot.imports };
    let mut is_small = true;
    for format in Format::ALL {
        let once = || {
            let started = Instant::now();
            let bytes = written(format, shop, Scope::default(), People::default()).unwrap();
            (started.elapsed().as_secs_f64(), bytes.len())
        };
        let (time, size) = (0..ROUNDS).map(|_| once()).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        is_small &= format != Format::Html || size <= MOST_BYTES;
        println!(
            "{:4}                      {:.2}, {:.2} MB, peak {} MB",
            format.as_str(),
            time / judging,
            size as f64 / 1e6,
            peak_mb()
        );
    }
    if is_small { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The most memory that the program ever held.
fn peak_mb() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse::<u64>().ok());
    kb.map_or_else(|| "unknown".to_owned(), |kb| (kb / 1024).to_string())
}
