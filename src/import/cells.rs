//! The cells of a row, whatever the file was: a line of text, a row of a sheet, a row of a web page.

use std::borrow::Cow;

/// The cells of one row, borrowed from where they were read. All of them are text; what a workbook knows better is marked
/// by a first byte, see [`NUMBER`] and [`DATE`].
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    text: &'a [u8],
    /// Where each cell ends in `text`.
    ends: &'a [u32],
    /// Bytes between two cells: the delimiter of a line that is cut in place.
    gap: u32,
}

/// First byte of a cell that a workbook holds as a number: digits and a point follow, whatever the file's decimal mark.
pub const NUMBER: u8 = 1;

/// First byte of a cell that a workbook holds as a date: year-month-day follows.
pub const DATE: u8 = 2;

impl<'a> Cells<'a> {
    /// Cells that lie side by side, or with `gap` bytes between them.
    pub fn new(text: &'a [u8], ends: &'a [u32], gap: u32) -> Self {
        Self { text, ends, gap }
    }

    /// How many cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes of text.
    pub fn n_bytes(&self) -> usize {
        self.text.len()
    }

    /// A cell without the spaces around it; empty where the row has no such cell.
    pub fn get(&self, i: usize) -> &'a [u8] {
        self.raw(i).trim_ascii()
    }

    /// A cell as its file writes it.
    fn raw(&self, i: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(i) else { return b"" };
        let start = if i == 0 { 0 } else { self.ends[i - 1] + self.gap };
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// All cells, trimmed.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = &'a [u8]> {
        (0..self.ends.len()).map(move |i| self.get(i))
    }

    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.iter().all(<[u8]>::is_empty)
    }

    /// Whether a cell holds a line break.
    pub fn has_line_break(&self) -> bool {
        // A line that is cut in place holds none.
        self.gap == 0 && memchr::memchr(b'\n', self.text).is_some()
    }

    /// The row as text, near enough to be found in the file.
    pub fn line(&self) -> String {
        let cells: Vec<String> =
            self.iter().map(|cell| text(&cell[..cell.len().min(1600)]).replace(['\n', '\r'], " ")).collect();
        cells.join(", ").trim_end_matches([',', ' ']).chars().take(400).collect()
    }

    /// Each cell as text.
    pub fn texts(&self) -> Vec<String> {
        self.iter().map(|cell| text(cell).into_owned()).collect()
    }
}

/// Whether a cell is a ditto mark: the same as above.
pub fn is_ditto(cell: &[u8]) -> bool {
    matches!(cell, b"\"" | b"''" | b"-\"-" | b"do.")
        || ["〃", "″", "”", "“", "dito", "idem"].iter().any(|mark| cell == mark.as_bytes())
}

/// A cell as a person reads it.
pub fn text(cell: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(plain(cell))
}

/// A cell without the mark of a workbook.
pub fn plain(cell: &[u8]) -> &[u8] {
    match cell {
        [NUMBER | DATE, rest @ ..] => rest,
        _ => cell,
    }
}

/// Rows that are held: a sheet, a web page, the head of a text.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// Of each row: its number, where its text ends, and where its cells end.
    rows: Vec<(u32, usize, usize)>,
}

impl Grid {
    /// Adds a cell to the row that is open.
    pub fn push_cell(&mut self, cell: &[u8]) {
        let start = self.rows.last().map_or(0, |row| row.1);
        self.text.extend_from_slice(cell);
        self.ends.push(u32::try_from(self.text.len() - start).unwrap_or(u32::MAX));
    }

    /// Closes the row, under the number that a spreadsheet shows.
    pub fn end_row(&mut self, row: u32) {
        self.rows.push((row, self.text.len(), self.ends.len()));
    }

    /// Adds a whole row.
    pub fn push(&mut self, row: u32, cells: Cells<'_>) {
        cells.iter().for_each(|cell| self.push_cell(cell));
        self.end_row(row);
    }

    /// Sorts the rows by their numbers; of two with one number the first stays. Gives how many were given up.
    pub fn sort(&mut self) -> usize {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by_key(|&i| self.rows[i].0);
        let mut sorted = Self::default();
        for i in order {
            if let Some((row, cells)) =
                self.get(i).filter(|(row, _)| sorted.rows.last().is_none_or(|last| last.0 != *row))
            {
                sorted.push(row, cells);
            }
        }
        let n_twice = self.len() - sorted.len();
        *self = sorted;
        n_twice
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many bytes of text.
    pub fn n_bytes(&self) -> usize {
        self.text.len()
    }

    /// How many cells of the open row.
    pub fn n_open_cells(&self) -> usize {
        self.ends.len() - self.rows.last().map_or(0, |row| row.2)
    }

    /// A row with its number.
    pub fn get(&self, i: usize) -> Option<(u32, Cells<'_>)> {
        let &(row, text_end, cells_end) = self.rows.get(i)?;
        let (text_start, cells_start) = if i == 0 { (0, 0) } else { (self.rows[i - 1].1, self.rows[i - 1].2) };
        Some((row, Cells::new(&self.text[text_start..text_end], &self.ends[cells_start..cells_end], 0)))
    }

    /// All rows.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Cells<'_>)> {
        (0..self.rows.len()).filter_map(|i| self.get(i))
    }
}
