//! Which files there are to be tried.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name in all output: relative to the folder that was opened.
    pub shown: String,
    /// Its size.
    pub bytes: u64,
    /// Whether the owner named it, so that it is always tried and answered for.
    pub is_named: bool,
}

/// What a list of files and folders holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// To be tried, in the order of their names.
    pub files: Vec<FoundFile>,
    /// In a folder, but by their ending no export.
    pub not_exports: Vec<String>,
}

/// Endings of the files that a folder offers.
const ENDINGS: [&str; 7] = ["csv", "tsv", "txt", "xls", "xlsx", "ods", "html"];

/// Lists the files of folders, and the files named. What is named and cannot be opened is listed too: reading it says why.
/// A file that is named twice, or named beside its folder, is listed once.
pub fn find_files(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        let Ok(entries) = fs::read_dir(path) else {
            found.add(&mut seen, path, true);
            continue;
        };
        let mut inside: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        inside.sort();
        for path in inside {
            let name = name_of(&path);
            if path.is_dir() || name.starts_with('.') || name.starts_with("~$") {
                continue;
            }
            let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if ENDINGS.contains(&ending.as_str()) && !is_our_own(&path) {
                found.add(&mut seen, &path, false);
            } else {
                found.not_exports.push(name);
            }
        }
    }
    // The order in which files are named changes no answer.
    found.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    found
}

impl Found {
    fn add(&mut self, seen: &mut BTreeSet<PathBuf>, path: &Path, is_named: bool) {
        if !seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())) {
            return;
        }
        let name = name_of(path);
        // Two files of one name in two folders are told apart by their paths.
        let is_taken = self.files.iter().any(|file| file.shown == name);
        let shown = if is_taken { path.display().to_string() } else { name };
        let bytes = fs::metadata(path).map_or(0, |meta| meta.len());
        self.files.push(FoundFile { path: path.to_owned(), shown, bytes, is_named });
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Whether the properties of a workbook say so.
fn is_our_workbook(path: &Path) -> Option<bool> {
    use std::io::Read;
    const MOST: u64 = 1 << 16;
    let mut archive = zip::ZipArchive::new(fs::File::open(path).ok()?).ok()?;
    let mut text = String::new();
    archive.by_name("docProps/core.xml").ok()?.take(MOST).read_to_string(&mut text).ok()?;
    Some(text.contains(crate::model::source::WRITTEN_BY))
}

/// Files that Lotwise wrote: the reports and the workbook carry a mark, the others begin as only ours do.
pub fn is_our_own(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 2048];
    let Ok(n) = fs::File::open(path).and_then(|mut file| file.read(&mut start)) else { return false };
    if start.starts_with(b"PK") {
        return is_our_workbook(path).unwrap_or(false);
    }
    if start.starts_with(b"%PDF") {
        let mark = crate::model::source::WRITTEN_BY.as_bytes();
        return fs::read(path).is_ok_and(|bytes| memchr::memmem::find(&bytes, mark).is_some());
    }
    let text = String::from_utf8_lossy(&start[..n]);
    text.contains(crate::model::source::WRITTEN_BY)
        || text.starts_with("review_date,entity_type,entity_id,signal,")
        || text.starts_with("{\"schema\":1,\"as_of\":")
}
