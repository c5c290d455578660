//! The import layer by itself, for the fuzzer: bytes in, tables out, and no panic, no hang, no gigabytes.
//!
//! `cargo fuzz run text -s none -- -rss_limit_mb=1024 -timeout=10`, and so with `xlsx`, `xls`, `ods` and `page`.
#![allow(dead_code, missing_docs, clippy::all, clippy::pedantic)]

#[path = "../../src/import/mod.rs"]
pub mod import;

pub mod model;

use std::io::{Cursor, Write};
use std::sync::atomic::AtomicBool;

/// Reads the bytes as a file, and checks that every line is accounted for.
pub fn read(bytes: &[u8]) {
    // The fuzzer's own hook ends the program at panics that the import catches; those that it does not catch end it still.
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(|info| eprintln!("{info}"))));
    let path = std::env::temp_dir().join(format!("lotwise-fuzz-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("a temporary file");
    let file = import::FoundFile { shown: "fuzz".to_owned(), bytes: bytes.len() as u64, is_named: true, path };
    let readings = import::read_file(&file, &import::ReadOptions::default(), &AtomicBool::new(false));
    assert!(!readings.is_empty());
    for reading in &readings {
        let report = &reading.report;
        assert!(report.used <= report.rows);
        assert_eq!(reading.table.is_some(), report.status == import::FileStatus::Ready);
        assert_eq!(report.error.is_some(), report.status == import::FileStatus::Refused);
        assert_eq!(report.question.is_some(), report.status == import::FileStatus::Question);
        if let Some(table) = &reading.table {
            assert_eq!(table.rows.len(), table.mention_of_row.len());
            assert!(table.rows.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}

/// A zip archive of these files, whole and sound whatever they hold.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(*name, options).expect("a name");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}
