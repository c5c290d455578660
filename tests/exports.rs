//! Exports of many systems, in many layouts and five languages: each is understood in every figure, asks, or is refused by
//! name. And no line of any of them is lost.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use calamine::Reader;
use lotwise::import::{FileReport, FileStatus, ReadOptions, Reading, find_files, read_file};
use lotwise::model::Form;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports")
}

/// What a careful reader would say of each file.
fn expected() -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join("expected.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn read(name: &str) -> Vec<Reading> {
    let found = find_files(&[folder().join(name)]);
    read_file(&found.files[0], &ReadOptions::default(), &AtomicBool::new(false))
}

/// What is wrong with how a file was understood.
fn faults(expected: &Value, report: &FileReport) -> Vec<String> {
    let words = |name: &str| -> Option<Vec<String>> {
        Some(expected[name].as_array()?.iter().filter_map(|word| word.as_str().map(str::to_lowercase)).collect())
    };
    let is_refused_naming = |words: &[String]| {
        let error = report.error.clone().unwrap_or_default().to_lowercase();
        report.status == FileStatus::Refused && error.len() > 25 && words.iter().any(|word| error.contains(word))
    };
    if let Some(words) = words("refused_naming") {
        let is_right = is_refused_naming(&words);
        return if is_right {
            Vec::new()
        } else {
            vec![format!("should be refused naming {words:?}: {:?}", report.error)]
        };
    }
    if words("or_refused_naming").is_some_and(|words| is_refused_naming(&words)) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let asks = expected["asks"] == true;
    let wanted = if asks { FileStatus::Question } else { FileStatus::Ready };
    if report.status != wanted {
        return vec![format!("{:?}: {:?}", report.status, report.error)];
    }
    let mut check = |name: &str, got: Value| {
        if !expected[name].is_null() && expected[name] != got {
            faults.push(format!("{name} {got}, truly {}", expected[name]));
        }
    };
    let kind = report.kind.map(lotwise::model::Kind::as_str);
    let also = report.also.map(lotwise::model::Kind::as_str);
    // Rows that give two tables may be called by either.
    let is_other =
        expected["also"].as_str().is_some_and(|other| kind == Some(other) && also == expected["kind"].as_str());
    if is_other {
        return Vec::new();
    }
    check("kind", kind.into());
    check("rows", report.rows.into());
    check("headings", report.header_row.into());
    check("amount", report.amount_minor.into());
    if !asks {
        check("first", report.first_on.map(|day| day.to_string()).into());
        check("last", report.last_on.map(|day| day.to_string()).into());
        check("date_order", report.date_order.map(lotwise::import::problem::DateOrder::as_str).into());
    }
    let records = expected["records"].as_array().unwrap();
    if !records.is_empty() && !records.contains(&report.records.into()) {
        faults.push(format!("records {}, truly {:?}", report.records, expected["records"]));
    }
    faults
}

#[test]
fn every_export_is_understood_in_every_figure_asks_or_is_refused_by_name() {
    let mut wrong = Vec::new();
    for expected in expected() {
        let name = expected["file"].as_str().unwrap();
        let readings = read(name);
        let first = readings.iter().find(|r| r.report.status != FileStatus::Refused).unwrap_or(&readings[0]);
        let faults = faults(&expected, &first.report);
        let is_gap = expected["known_gap"] == true;
        if is_gap == faults.is_empty() {
            wrong.push(if is_gap {
                format!("{name}: right now, no gap any more")
            } else {
                format!("{name}: {}", faults.join("; "))
            });
        }
    }
    assert!(wrong.is_empty(), "{} files:\n{}", wrong.len(), wrong.join("\n"));
}

/// The rows of a text that hold anything, counted as a spreadsheet counts them, by the plainest means there are.
fn filled_rows(text: &str, delimiter: char) -> BTreeSet<u32> {
    let (mut rows, mut row, mut is_quoted, mut is_filled) = (BTreeSet::new(), 1, false, false);
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => {
                if is_filled {
                    rows.insert(row);
                }
                (row, is_filled) = (row + 1, false);
            }
            c => is_filled |= c != delimiter && !c.is_whitespace(),
        }
    }
    if is_filled {
        rows.insert(row);
    }
    rows
}

/// The rows of a file or sheet that hold anything; `None` where it is neither a text nor a workbook.
fn rows_of(path: &Path, report: &FileReport) -> Option<BTreeSet<u32>> {
    if let Some(sheet) = &report.sheet {
        let mut book = calamine::open_workbook_auto(path).ok()?;
        let range = book.worksheet_range(sheet).ok()?;
        let top = range.start()?.0;
        let is_filled = |cell: &calamine::Data| !cell.to_string().trim().is_empty();
        let filled = range.rows().enumerate().filter(|(_, cells)| cells.iter().any(is_filled));
        return Some(filled.map(|(i, _)| top + u32::try_from(i).unwrap() + 1).collect());
    }
    let encoding = encoding_rs::Encoding::for_label(report.encoding.as_bytes())?;
    let bytes = std::fs::read(path).unwrap();
    let (text, _, _) = encoding.decode(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut rows = filled_rows(text, report.delimiter?);
    if text.starts_with("sep=") {
        rows.remove(&1);
    }
    Some(rows)
}

#[test]
fn every_line_of_every_export_is_used_or_listed_with_its_reason() {
    let mut n_checked = 0;
    for expected in expected() {
        let name = expected["file"].as_str().unwrap();
        for reading in read(name) {
            let report = &reading.report;
            let (Some(table), Some(mut open)) = (&reading.table, rows_of(&folder().join(name), report)) else {
                continue;
            };
            let is_cut_off = report.warnings.iter().any(|warning| warning.contains("never closed"));
            if report.form == Some(Form::Report) || is_cut_off {
                continue;
            }
            let mut account =
                |row: u32, what: &str| assert!(open.remove(&row), "{name}: row {row} is {what} twice, or blank");
            report.header_row.into_iter().for_each(|row| account(row, "heading"));
            table.rows.iter().for_each(|&row| account(row, "used"));
            for left in &report.left_out {
                assert!(!left.why.is_empty() && !left.hint.is_empty() && !left.text.is_empty(), "{name}: {left:?}");
                account(left.row, "left out");
            }
            assert!(open.is_empty(), "{name}: rows {open:?} are lost");
            assert_eq!((report.used, report.n_left_out), (table.rows.len(), report.left_out.len()), "{name}");
            n_checked += 1;
        }
    }
    assert!(n_checked > 150, "only {n_checked} files were checked");
}
