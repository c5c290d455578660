//! The same shop gives the same answer: whatever the order of its rows, and whatever its money is counted in.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{Folder, look_at};
use lotwise::app::Snapshot;
use lotwise::report::json;
use lotwise::sample::{SampleOptions, write_sample};
use serde_json::Value;

/// What is told of each flag, without the rows, which stand elsewhere in another order.
fn told(snapshot: &Snapshot) -> BTreeMap<String, Value> {
    let review = snapshot.review.as_ref().unwrap();
    let answer =
        serde_json::to_value(json::review(&snapshot.dataset, review, &snapshot.weekly, json::People::default()))
            .unwrap();
    let findings = answer["findings"].as_array().unwrap().iter().map(|finding| {
        let mut finding = finding.clone();
        finding.as_object_mut().unwrap().remove("evidence");
        (finding["id"].as_str().unwrap().to_owned(), finding)
    });
    let trends = ("trends".to_owned(), answer["trends"].clone());
    findings.chain([trends]).collect()
}

/// A copy of a folder with its rows changed; the headings stay.
fn with_rows(folder: &Folder, files: &[&str], change: impl Fn(&str, Vec<String>) -> Vec<String>) -> Folder {
    let mut changed = Folder::new();
    for file in files {
        let text = fs::read_to_string(folder.file(file)).unwrap();
        let mut lines = text.lines().map(str::to_owned);
        let head = lines.next().unwrap();
        let rows = change(file, lines.collect());
        changed = changed.and(file, std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n"));
    }
    changed
}

const FILES: [&str; 7] =
    ["customers.csv", "orders.csv", "payments.csv", "rejections.csv", "emails.csv", "quotes.csv", "trade_shows.csv"];

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let folder = Folder::new();
    write_sample(folder.path(), &SampleOptions::default()).unwrap();
    let same = with_rows(&folder, &FILES, |_, rows| rows);
    let as_written = told(&look_at(same.path()).unwrap());
    assert!(as_written.len() > 10);
    let backwards = with_rows(&folder, &FILES, |_, rows| rows.into_iter().rev().collect());
    // Every seventh row first: no neighbours stay together.
    let mixed = with_rows(&folder, &FILES, |_, rows| {
        (0..7).flat_map(|rest| rows.iter().skip(rest).step_by(7).cloned().collect::<Vec<_>>()).collect()
    });
    for other in [backwards, mixed] {
        let told = told(&look_at(other.path()).unwrap());
        for (id, finding) in &as_written {
            assert_eq!(told.get(id), Some(finding), "{id}");
        }
        assert_eq!(told.len(), as_written.len());
    }
}

#[test]
fn a_thousand_times_the_money_is_the_same_answer_with_a_thousand_times_the_money() {
    let folder = Folder::new();
    write_sample(folder.path(), &SampleOptions::default()).unwrap();
    let same = with_rows(&folder, &FILES, |_, rows| rows);
    let as_written = told(&look_at(same.path()).unwrap());
    let dearer = with_rows(&folder, &FILES, |file, rows| match file {
        "orders.csv" => rows.iter().map(|row| times_a_thousand(row, &[8, 9])).collect(),
        "payments.csv" => rows.iter().map(|row| times_a_thousand(row, &[8])).collect(),
        _ => rows,
    });
    let dearer = told(&look_at(dearer.path()).unwrap());
    assert_eq!(dearer.keys().collect::<Vec<_>>(), as_written.keys().collect::<Vec<_>>());
    let shares = |told: &BTreeMap<String, Value>| told["trends"]["shares"][0]["list"][0]["now"].clone();
    assert_eq!(shares(&dearer), shares(&as_written));
    for (id, finding) in as_written.iter().filter(|(id, _)| *id != "trends") {
        let other = &dearer[id];
        for what in ["since", "was", "now", "unit", "p_value", "q_value", "sentence", "clears_when"] {
            assert_eq!(other[what], finding[what], "{what} of {id}");
        }
        let money = |finding: &Value| finding["money_at_risk_minor"].as_i64().unwrap();
        // Each is rounded to a cent.
        assert!((money(other) - 1000 * money(finding)).abs() <= 500, "{id}: {} and {}", money(finding), money(other));
    }
}

/// The cells of these columns a thousand times as large.
fn times_a_thousand(row: &str, columns: &[usize]) -> String {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in row.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    for &column in columns {
        if let Ok(value) = cells[column].replace(',', "").parse::<f64>() {
            cells[column] = format!("{:.2}", 1000.0 * value);
        }
    }
    let quoted = cells.iter().map(|cell| if cell.contains(',') { format!("\"{cell}\"") } else { cell.clone() });
    quoted.collect::<Vec<_>>().join(",")
}
