//! The layers: each may use those to its left, never back; each outside crate has one home.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

/// A layer, and the layers that it may use.
const LAYERS: [(&str, &[&str]); 11] = [
    ("model", &[]),
    ("sample", &["model"]),
    ("import", &["model"]),
    ("names", &["model"]),
    ("insight", &["model"]),
    ("store", &["model", "import", "names", "insight"]),
    ("review", &["model", "import", "names", "insight", "store"]),
    ("report", &["model", "import", "names", "insight", "store", "review"]),
    ("app", &["model", "import", "names", "insight", "store", "review", "report", "sample"]),
    ("ui", &["model", "import", "names", "insight", "store", "review", "report", "sample", "app"]),
    ("cli", &["model", "import", "names", "insight", "store", "review", "report", "sample", "app"]),
];

/// An outside crate, as it is written in a path, and where it may be.
const HOMES: [(&str, &[&str]); 20] = [
    ("age::", &["store"]),
    ("hmac::", &["import"]),
    ("rpassword::", &["cli"]),
    ("egui::", &["ui"]),
    ("indicatif::", &["cli"]),
    ("csv::", &["import", "report"]),
    ("encoding_rs::", &["import"]),
    ("sha2::", &["import"]),
    ("rusqlite::", &["store"]),
    ("polars::", &["model", "insight", "review"]),
    ("chrono::", &["model"]),
    ("statrs::", &["insight"]),
    ("eframe::", &["ui"]),
    ("rfd::", &["ui"]),
    ("clap::", &["cli"]),
    ("fontique::", &["report"]),
    ("harfrust::", &["report"]),
    ("krilla::", &["report"]),
    ("unicode_script::", &["report"]),
    ("rust_xlsxwriter::", &["report"]),
];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// (layer, file, line) of the code of the crate, without comments.
fn code_lines() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut lines = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let layer = inside.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        for line in fs::read_to_string(&file).unwrap().lines() {
            let code = line.split("//").next().unwrap_or_default().to_owned();
            lines.push((layer.clone(), inside.to_owned(), code));
        }
    }
    assert!(lines.len() > 2000, "the sources were read");
    lines
}

#[test]
fn no_layer_looks_up() {
    let mut faults = Vec::new();
    for (layer, file, line) in code_lines() {
        let Some((_, may_use)) = LAYERS.iter().find(|(name, _)| *name == layer) else { continue };
        // Paths that this test could not follow are not written at all.
        let leaves = vec!["super"; file.components().count()].join("::");
        if line.contains("crate::{") || line.contains(&leaves) {
            faults.push(format!("{} hides its layer: {}", file.display(), line.trim()));
        }
        for (at, _) in line.match_indices("crate::") {
            let used: String = line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let is_layer = LAYERS.iter().any(|(name, _)| *name == used);
            if is_layer && used != layer && !may_use.contains(&used.as_str()) {
                faults.push(format!("{} uses {used}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn each_outside_crate_has_one_home() {
    let mut faults = Vec::new();
    for (layer, file, line) in code_lines() {
        for (name, homes) in HOMES {
            let is_path = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            let is_own_module = name == "csv::" && layer == "import";
            let is_entry = layer == "main" && name == "clap::";
            let used = line.match_indices(name).any(|(at, _)| is_path(at));
            if used && !is_own_module && !is_entry && !homes.contains(&layer.as_str()) {
                faults.push(format!("{} uses {name}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn nothing_in_the_sources_opens_a_connection() {
    let words = ["std::net", "TcpStream", "UdpSocket", "TcpListener", "ToSocketAddrs"];
    let faults: Vec<String> = code_lines()
        .into_iter()
        .filter(|(_, _, line)| words.iter().any(|word| line.contains(word)))
        .map(|(_, file, line)| format!("{}: {}", file.display(), line.trim()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
