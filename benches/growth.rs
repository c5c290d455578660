//! How the weekly review grows with the shop: an invented shop and ones ten times its size, in one run.
//!
//! Prints seconds and the ratio to the size before; ten times the orders should take at most about ten times as long.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::time::Instant;

use lotwise::app::pipeline::{join, look};
use lotwise::app::{JobContext, LookOptions};
use lotwise::sample::{SampleOptions, write_sample};

fn main() {
    println!("{:>10} {:>10} {:>9} {:>9} {:>7}", "customers", "lots", "read s", "review s", "ratio");
    let mut before: Option<f64> = None;
    for customers in [60, 600, 6000] {
        let folder = std::env::temp_dir().join(format!("lotwise-bench-{}-{customers}", std::process::id()));
        write_sample(&folder, &SampleOptions { customers, ..SampleOptions::default() }).unwrap();
        let options = LookOptions { paths: vec![folder.clone()], ..LookOptions::default() };
        let context = JobContext::new(|_| {});
        let start = Instant::now();
        let (snapshot, _) = join(&options, &context).unwrap();
        let read = start.elapsed().as_secs_f64();
        let n_lots = snapshot.dataset.lots.day.len();
        drop(snapshot);
        let start = Instant::now();
        look(&options, &context).unwrap();
        let all = start.elapsed().as_secs_f64();
        let ratio = before.map_or_else(|| "–".to_owned(), |before| format!("{:.1}", all / before));
        println!("{customers:>10} {n_lots:>10} {read:>9.2} {all:>9.2} {ratio:>7}");
        before = Some(all);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
