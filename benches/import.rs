//! How fast a clean list of orders becomes typed columns, with row numbers and problems kept: MiB a second and peak memory.
//!
//! `cargo bench --bench import -- orders.csv` reads a file of your own; without one, an invented list is written and read. Beside
//! it, in the same run of a shell, read the same file with other tools and compare the ratio, not the seconds.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use lotwise::import::{ReadOptions, find_files, read_file};
use lotwise::sample::{SampleOptions, write_sample};

fn main() {
    let named = std::env::args().skip(1).find(|arg| !arg.starts_with("--")).map(PathBuf::from);
    let folder = std::env::temp_dir().join(format!("lotwise-bench-import-{}", std::process::id()));
    let path = named.clone().unwrap_or_else(|| {
        write_sample(&folder, &SampleOptions { customers: 3000, ..SampleOptions::default() }).unwrap();
        folder.join("orders.csv")
    });
    let found = find_files(&[path]);
    let mebibytes = found.files[0].bytes as f64 / f64::from(1 << 20);
    for _ in 0..3 {
        let start = Instant::now();
        let readings = read_file(&found.files[0], &ReadOptions::default(), &AtomicBool::new(false));
        let seconds = start.elapsed().as_secs_f64();
        let report = &readings[0].report;
        println!(
            "{mebibytes:.0} MiB, {} rows, {} left out: {seconds:.2} s, {:.0} MiB/s",
            report.used,
            report.n_left_out,
            mebibytes / seconds
        );
    }
    if named.is_none() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
