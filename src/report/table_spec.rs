//! What a table shows, as plain text and small bars: drawn alike by the window and by the HTML report.

use std::borrow::Cow;

use super::chart::drawing::Lead;

/// A table whose title is its finding.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSpec {
    /// What it is about, in a word or two: "End customers".
    pub topic: &'static str,
    /// The finding.
    pub title: String,
    /// What is compared, and what it cannot say.
    pub note: &'static str,
    /// From the left.
    pub columns: Vec<TableColumn>,
    /// Each as long as the columns.
    pub rows: Vec<TableRow>,
    /// So many more rows are not shown.
    pub n_more: usize,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// The heading.
    pub title: Cow<'static, str>,
    /// What stands in it.
    pub kind: ColumnKind,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, left aligned; the first column takes the room that is left.
    Words,
    /// A number, right aligned.
    Number,
    /// Small bars, one a quarter of a year.
    Bars,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// One a column.
    pub cells: Vec<Cell>,
    /// Where it leads.
    pub lead: Lead,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words or a number.
    Text(String),
    /// Heights from 0 to 1.
    Bars(Vec<f64>),
}

impl TableSpec {
    /// Rows that stand below words of their own.
    pub fn of(columns: Vec<TableColumn>, rows: Vec<TableRow>) -> Self {
        Self { topic: "", title: String::new(), note: "", columns, rows, n_more: 0 }
    }

    /// Keeps the first rows.
    #[must_use]
    pub fn at_most(mut self, n: usize) -> Self {
        self.n_more = self.rows.len().saturating_sub(n);
        self.rows.truncate(n);
        self
    }
}

impl TableColumn {
    /// A column of words.
    pub fn words(title: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), kind: ColumnKind::Words }
    }

    /// A column of numbers.
    pub fn number(title: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), kind: ColumnKind::Number }
    }
}

impl TableRow {
    /// A row that leads nowhere.
    pub fn of<T: Into<Cell>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self { cells: cells.into_iter().map(Into::into).collect(), lead: Lead::Nowhere }
    }
}

impl Cell {
    /// What it says; nothing for bars.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(words) => words,
            Self::Bars(_) => "",
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
