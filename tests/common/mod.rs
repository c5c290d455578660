//! What the tests share: a shop in a folder of its own, and a look at it.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

pub mod raster;
pub mod window;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use lotwise::app::pipeline::look;
use lotwise::app::{JobContext, LookError, LookOptions, Snapshot};
use lotwise::import::FileReport;
use lotwise::model::Day;
use lotwise::model::finding::Finding;
use lotwise::report::formats::{Format, Shop, written};
use lotwise::report::json::People;
use lotwise::report::pack::Scope;
use lotwise::review::Review;
use lotwise::sample::{SampleOptions, write_sample};

/// A folder of the test's own, erased when it goes out of sight.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("lotwise-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A folder that holds one file.
    pub fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::new().and(name, bytes)
    }

    pub fn and(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        fs::write(self.0.join(name), bytes).unwrap();
        self
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The sample shop of the README, read and judged once for all tests of a file.
pub fn sample_shop() -> &'static Snapshot {
    static SHOP: OnceLock<Snapshot> = OnceLock::new();
    SHOP.get_or_init(|| {
        let folder = Folder::new();
        write_sample(folder.path(), &SampleOptions::default()).unwrap();
        look_at(folder.path()).unwrap()
    })
}

pub fn look_at(path: &Path) -> Result<Snapshot, LookError> {
    look_with(path, LookOptions::default())
}

pub fn look_with(path: &Path, options: LookOptions) -> Result<Snapshot, LookError> {
    look(&LookOptions { paths: vec![path.to_owned()], ..options }, &JobContext::new(|_| {}))
}

pub fn look_as_of(path: &Path, as_of: Day) -> Snapshot {
    look_with(path, LookOptions { as_of: Some(as_of), with_track_record: false, ..LookOptions::default() }).unwrap()
}

pub fn review(snapshot: &Snapshot) -> &Review {
    snapshot.review.as_ref().unwrap()
}

/// How one file of a folder was understood, whether or not there was a review.
pub fn report_of(folder: &Folder, name: &str) -> FileReport {
    let imports = match look_at(folder.path()) {
        Ok(snapshot) => snapshot.imports,
        Err(error) => error.imports,
    };
    imports.into_iter().find(|import| import.path == name).unwrap_or_else(|| panic!("{name} was read"))
}

/// (signal, customer id) of every finding.
pub fn flags(snapshot: &Snapshot) -> Vec<(&'static str, &str)> {
    let name = |f: &Finding| (f.signal.as_str(), snapshot.dataset.customers[f.customer as usize].id.as_str());
    review(snapshot).findings.iter().map(name).collect()
}

/// The report of a snapshot as a web page.
pub fn page_of(snapshot: &Snapshot) -> String {
    String::from_utf8(report_in(snapshot, Format::Html, Scope::default())).unwrap()
}

/// The report of a snapshot in a format.
pub fn report_in(snapshot: &Snapshot, format: Format, scope: Scope) -> Vec<u8> {
    let Snapshot { dataset, weekly, imports, .. } = snapshot;
    let shop = Shop { dataset, review: review(snapshot), weekly, imports };
    written(format, shop, scope, People::default()).unwrap()
}
