//! What remembering costs: a million orders taken into a new workspace, and beside that opening it, taking in a file of
//! 5,000 new rows, and taking in the whole list again with 5,000 new rows. Read the ratios, not the seconds.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use lotwise::import::{ReadOptions, Reading, find_files, read_file};
use lotwise::sample::{SampleOptions, write_sample};
use lotwise::store::{Intake, Taking, Workspace};

/// The sample shop's customers order so often that these give a million lines.
const CUSTOMERS: usize = 10_600;
const NEW_ROWS: usize = 5000;

fn main() {
    let folder = std::env::temp_dir().join(format!("lotwise-bench-workspace-{}", std::process::id()));
    write_sample(&folder, &SampleOptions { customers: CUSTOMERS, ..SampleOptions::default() }).unwrap();
    let orders = folder.join("orders.csv");
    let text = fs::read_to_string(&orders).unwrap();
    let (headings, rows) = text.split_once('\n').unwrap();
    let new_rows = new_rows(rows);
    let (small, full) = (folder.join("small.csv"), folder.join("full.csv"));
    fs::write(&small, format!("{headings}\n{new_rows}")).unwrap();
    let mut all = fs::File::create(&full).unwrap();
    all.write_all(text.as_bytes()).unwrap();
    all.write_all(new_rows.as_bytes()).unwrap();
    let (first, second) = (folder.join("a.lotwise"), folder.join("b.lotwise"));
    let import = timed(|| take_in(&first, &orders));
    fs::copy(&first, &second).unwrap();
    println!(
        "import {} rows: {import:.2} s, workspace {} MiB",
        rows.lines().count(),
        fs::metadata(&first).unwrap().len() >> 20
    );
    let ratio = |what: &str, seconds: f64| println!("{what}: {seconds:.2} s, {:.2} of the import", seconds / import);
    ratio("open to loaded columns", timed(|| assert!(!Workspace::open(&first).unwrap().load().unwrap().is_empty())));
    ratio("take in 5,000 new rows", timed(|| take_in(&first, &small)));
    ratio("take in all again and 5,000 new rows", timed(|| take_in(&second, &full)));
    fs::remove_dir_all(&folder).unwrap();
}

/// The last rows once more, as orders of later numbers and days.
fn new_rows(rows: &str) -> String {
    let all: Vec<&str> = rows.lines().collect();
    let last = &all[all.len() - NEW_ROWS..];
    last.iter().enumerate().fold(String::new(), |text, (i, row)| {
        let rest = row.splitn(3, ',').nth(2).unwrap();
        format!("{text}SO-{},2026-11-{},{rest}\n", 9_000_000 + i, 20 + i / 1000)
    })
}

fn take_in(workspace: &Path, file: &PathBuf) {
    let found = find_files(std::slice::from_ref(file));
    let readings: Vec<Reading> = read_file(&found.files[0], &ReadOptions::default(), &AtomicBool::new(false));
    let mut workspace = Workspace::open_or_create(workspace).unwrap();
    let intakes =
        workspace.take_in(&readings, &BTreeMap::new(), "2026-11-16 08:00:00", Taking::Keep, &|_| true).unwrap();
    assert!(matches!(intakes[0], Intake::Taken(_)));
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}
