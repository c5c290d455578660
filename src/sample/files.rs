//! Comma-separated files as other systems write them.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::random::rounded;
use crate::model::dates::Day;

/// A file that grows row by row. Nothing but the last few kilobytes is held in memory.
pub struct CsvFile {
    path: PathBuf,
    out: BufWriter<File>,
    rows: usize,
}

impl CsvFile {
    /// A new file with its header; what had the name before is replaced.
    pub fn create(dir: &Path, name: &str, header: &str) -> io::Result<Self> {
        let path = dir.join(name);
        let mut out = BufWriter::new(File::create(&path)?);
        writeln!(out, "{header}")?;
        Ok(Self { path, out, rows: 0 })
    }

    /// One row. A cell with a comma, a quote or a line break is quoted (RFC 4180).
    pub fn row(&mut self, cells: &[&dyn Display]) -> io::Result<()> {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.out.write_all(b",")?;
            }
            let text = cell.to_string();
            if text.contains([',', '"', '\n', '\r']) {
                write!(self.out, "\"{}\"", text.replace('"', "\"\""))?;
            } else {
                self.out.write_all(text.as_bytes())?;
            }
        }
        self.rows += 1;
        self.out.write_all(b"\n")
    }

    /// Closes the file: its path, and the rows below the header.
    pub fn finish(mut self) -> io::Result<(String, usize)> {
        self.out.flush()?;
        Ok((self.path.display().to_string(), self.rows))
    }
}

/// A price in whole cents, at least one.
pub fn cents(price: f64) -> i64 {
    rounded(price).max(1)
}

/// Cents as `1234.50`.
pub fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Cents as `1,234.50`.
pub fn grouped_amount(cents: i64) -> String {
    let dollars = (cents / 100).to_string();
    let mut text = String::new();
    for (place, digit) in dollars.chars().enumerate() {
        if place > 0 && (dollars.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{:02}", cents % 100)
}

/// A day as `11/12/2026`.
pub fn us_date(day: Day) -> String {
    let (year, month, date) = day.ymd();
    format!("{month:02}/{date:02}/{year:04}")
}

/// Seconds after midnight as `09:02:11`.
pub fn clock(seconds: i32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_over_a_thousand_are_grouped_in_the_books() {
        assert_eq!(grouped_amount(99_905), "999.05");
        assert_eq!(grouped_amount(123_450), "1,234.50");
        assert_eq!(grouped_amount(123_456_789), "1,234,567.89");
        assert_eq!(amount(123_450), "1234.50");
    }

    #[test]
    fn dates_in_the_books_begin_with_the_month() {
        assert_eq!(us_date(Day(20_769)), "11/12/2026");
    }
}
