//! Where a fact comes from: file, sheet and row, so that every number can be looked up.

use serde::{Deserialize, Serialize};

use super::dates::Day;
use super::schema::Kind;

/// Place of a file in [`crate::model::Dataset::sources`].
pub type SourceIdx = u16;

/// One row of one file. The row is the one a spreadsheet shows: the first line is 1, blank lines count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowRef {
    /// Which file.
    pub source: SourceIdx,
    /// Which row of it.
    pub row: u32,
}

/// A file that was read, with what it gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The path as the owner named it, or relative to the folder that was opened.
    pub file: String,
    /// The sheet, for workbooks.
    pub sheet: Option<String>,
    /// The list of the workspace that the file is an export of; `None` in a look.
    pub list: Option<i64>,
    /// What the file was understood as; `None` where it was refused.
    pub kind: Option<Kind>,
    /// Used, waiting for an answer, or refused.
    pub status: SourceStatus,
    /// Documents or events in the rows that were taken in.
    pub n_records: usize,
    /// Rows that were taken in.
    pub n_used: usize,
    /// Rows that were left out, each with its reason in the import report.
    pub n_left_out: usize,
    /// First day on which something happened.
    pub first_on: Option<Day>,
    /// Last day on which something happened.
    pub last_on: Option<Day>,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Why the file was refused, or what must be answered, with the way out.
    pub error: Option<String>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceStatus {
    /// Its rows are in the review.
    Used,
    /// One answer is missing before it can be used.
    Question,
    /// It is not an export that can be read.
    Refused,
}

impl SourceStatus {
    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Question => "question",
            Self::Refused => "refused",
        }
    }
}

/// The mark inside every report that Lotwise writes, so that a folder can be opened again without reading them back.
pub const WRITTEN_BY: &str = "Written by Lotwise";
