//! What was understood of a file, what was left out, where, why, and what to do about it.

use crate::model::money::thousands;
use crate::model::{Day, Field, Form, Kind};

/// How a file was understood: the answer of `lotwise inspect`, and what the Import page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileReport {
    /// The path as named, or relative to the folder that was opened.
    pub path: String,
    /// The sheet, for workbooks.
    pub sheet: Option<String>,
    /// Ready, waiting for an answer, or refused.
    pub status: FileStatus,
    /// What the file is.
    pub kind: Option<Kind>,
    /// A second table that the same rows give.
    pub also: Option<Kind>,
    /// The shape of its rows.
    pub form: Option<Form>,
    /// "utf-8", "windows-1252", …
    pub encoding: String,
    /// The character between cells.
    pub delimiter: Option<char>,
    /// How its dates are read; `None` where it has none or they cannot be told apart.
    pub date_order: Option<DateOrder>,
    /// The decimal mark of its amounts.
    pub decimal: Option<char>,
    /// The row of the headings.
    pub header_row: Option<u32>,
    /// Data rows, used or not.
    pub rows: usize,
    /// Rows that were taken in.
    pub used: usize,
    /// Documents or events in the rows that were taken in.
    pub records: usize,
    /// Every line that is neither used nor blank nor the headings, up to [`MOST_LISTED`].
    pub left_out: Vec<LeftOut>,
    /// How many lines were left out in all.
    pub n_left_out: usize,
    /// What the owner should know, though nothing was left out for it.
    pub warnings: Vec<String>,
    /// First day on which something happened.
    pub first_on: Option<Day>,
    /// Last day on which something happened.
    pub last_on: Option<Day>,
    /// The sum of the main amount, in minor units.
    pub amount_minor: Option<i64>,
    /// ISO 4217, where the file states it.
    pub currency: Option<String>,
    /// Distinct customers as written.
    pub customers: usize,
    /// Its columns, in the order of the file.
    pub columns: Vec<ColumnReport>,
    /// What must be answered before the file can be used.
    pub question: Option<Question>,
    /// Why it was refused, with the way out.
    pub error: Option<String>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its first rows, raw and as understood.
    pub preview: Vec<PreviewRow>,
    /// The earlier file with the same headings whose reading it follows: "orders.csv of 14 Nov 2026".
    pub read_like: Option<String>,
    /// Which list of a workspace it is of; lists of the same headings are one here. Its rows were held against those of the
    /// other files of that list already.
    pub list: Option<i64>,
    /// What is new in it, where a workspace knows its list.
    pub delta: Option<Delta>,
}

/// How a file differs from what was known of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Rows not known before.
    pub new: usize,
    /// Rows known already.
    pub known: usize,
    /// Rows that replace an earlier one of the same document.
    pub changed: usize,
    /// Rows that were known and are no more in the list. They are kept, and count no more.
    pub gone: usize,
    /// The newest file of the same list that was taken in before.
    pub after: Option<String>,
    /// What the owner must know: a column that is renamed or missing, a file that is only a part.
    pub notices: Vec<String>,
}

impl Delta {
    /// "312 new, 1,204 known, 3 changed, 2 gone".
    pub fn words(&self) -> String {
        let counted = |n: usize, what: &str| format!("{} {what}", thousands(n as u64));
        let always = [counted(self.new, "new"), counted(self.known, "known")];
        let others = [(self.changed, "changed"), (self.gone, "gone")];
        let others = others.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| counted(n, what));
        always.into_iter().chain(others).collect::<Vec<_>>().join(", ")
    }
}

/// How many left-out lines of one file are listed one by one; beyond that they are counted.
pub const MOST_LISTED: usize = 10_000;

/// How many rows are shown raw beside what was understood.
pub const PREVIEW_ROWS: usize = 50;

/// What can be done with a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileStatus {
    /// It can be used as it is.
    Ready,
    /// One answer is missing.
    Question,
    /// It is not an export that can be read.
    #[default]
    Refused,
}

impl FileStatus {
    /// The name in `inspect --json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Question => "question",
            Self::Refused => "refused",
        }
    }
}

/// How day, month and year follow each other in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateOrder {
    /// 13/04/2026
    DayFirst,
    /// 04/13/2026
    MonthFirst,
    /// 2026-04-13
    YearFirst,
    /// Real dates of a workbook, or their serial numbers.
    Serial,
}

impl DateOrder {
    /// The name in files and in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
            Self::YearFirst => "ymd",
            Self::Serial => "serial",
        }
    }

    /// The words on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::DayFirst => "day first",
            Self::MonthFirst => "month first",
            Self::YearFirst => "year first",
            Self::Serial => "real dates",
        }
    }

    /// Reads the name in an answer.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::DayFirst, Self::MonthFirst, Self::YearFirst].into_iter().find(|order| order.as_str() == text)
    }
}

/// A line that is not in the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The row that a spreadsheet shows.
    pub row: u32,
    /// The heading of the column that could not be read, where one cell is to blame.
    pub column: Option<String>,
    /// The cell, or the start of the line.
    pub text: String,
    /// What is wrong: "not a date", "no number of parts".
    pub why: &'static str,
    /// What to do about it.
    pub hint: &'static str,
}

/// A column, as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnReport {
    /// The heading as written.
    pub header: String,
    /// What it means; `None` where the column is not kept.
    pub field: Option<Field>,
    /// Why: "heading", "heading, values", "not needed, left in the file".
    pub why: String,
    /// The first cell that is not blank.
    pub first_value: String,
}

/// A question that only the owner can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// In full: "Is 03/04/2025 the 4th of March or the 3rd of April?"
    pub text: String,
    /// The name of the answer on the command line: "`date_order`".
    pub field: &'static str,
    /// What may be answered.
    pub choices: Vec<Choice>,
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word on the command line: "dmy".
    pub value: &'static str,
    /// In words: "3rd of April, day first".
    pub label: String,
    /// Rows of the file read that way: (row, as written, as understood).
    pub examples: Vec<(u32, String, String)>,
    /// What speaks for or against it: "31 of 214 dates would fall on a weekend".
    pub remark: String,
}

/// A row of the file beside what was understood of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    /// The row that a spreadsheet shows.
    pub row: u32,
    /// The line as it stands in the file.
    pub raw: String,
    /// The cells of the columns that are kept, in the order of [`FileReport::columns`].
    pub understood: Vec<(Field, String)>,
}
