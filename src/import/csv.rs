//! Cells with the row numbers that a spreadsheet shows.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use csv::{ByteRecord, ReaderBuilder};

/// How a text file is cut into cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The character between cells.
    pub delimiter: u8,
    /// Whether the first line is `sep=…`, which spreadsheets write and do not show.
    pub has_sep_line: bool,
    /// Whether each line is cut by itself, as a quotation mark somewhere is never closed.
    pub is_line_by_line: bool,
}

/// Recognises the dialect from the start of the file. `None` where no character cuts its lines into cells.
///
/// The delimiter is the one that gives the most lines the same number of cells, and the most cells.
pub fn sniff(head: &str) -> Option<Dialect> {
    let first_line = head.lines().next().unwrap_or_default();
    if let Some(stated) = first_line.trim().strip_prefix("sep=").and_then(|rest| rest.bytes().next()) {
        return Some(Dialect { delimiter: stated, has_sep_line: true, is_line_by_line: false });
    }
    let score = |delimiter: u8| -> usize {
        let dialect = Dialect { delimiter, has_sep_line: false, is_line_by_line: false };
        let mut widths = Vec::new();
        each_record(head.as_bytes(), dialect, |_, record| {
            widths.push(record.len());
            if widths.len() < 60 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        widths.sort_unstable();
        let runs = widths.chunk_by(|a, b| a == b).filter(|run| run[0] > 1);
        runs.map(|run| run.len() * (run[0] - 1)).max().unwrap_or(0)
    };
    // The first of equals wins, so the commonest comes first.
    let best = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|&delimiter| score(delimiter))?;
    (score(best) > 0).then_some(Dialect { delimiter: best, has_sep_line: false, is_line_by_line: false })
}

/// Gives each record with its row: records counted from 1, blank lines and a `sep=` line included, line breaks
/// inside quotes not. Stops when `f` breaks. Where the bytes cannot be read any further, returns how far it came.
pub fn each_record(
    text: impl Read,
    dialect: Dialect,
    mut f: impl FnMut(u32, &ByteRecord) -> ControlFlow<()>,
) -> Option<io::Error> {
    let text = PlainLines { text, was_return: false, last: b'\n', is_ended: false };
    if dialect.is_line_by_line {
        return each_line(text, dialect, f);
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(dialect.delimiter)
        .buffer_capacity(1 << 17)
        .from_reader(text);
    let mut record = ByteRecord::new();
    let mut row = 0_u32;
    let mut lines_before = reader.position().line();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => {
                return Some(match error.into_kind() {
                    csv::ErrorKind::Io(io) => io,
                    _ => io::ErrorKind::InvalidData.into(),
                });
            }
        }
        // The csv crate skips blank lines; a spreadsheet shows them. Line ends that the record does not hold inside its
        // cells were its own and those of blank lines before it.
        let lines = reader.position().line();
        let mut passed = lines - lines_before;
        lines_before = lines;
        if passed > 1 {
            let inside = record.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64;
            passed = passed.saturating_sub(inside);
        }
        row = row.saturating_add(u32::try_from(passed.max(1)).unwrap_or(u32::MAX));
        if row == 1 && dialect.has_sep_line {
            continue;
        }
        if f(row, &record).is_break() {
            return None;
        }
    }
}

/// Whether a quotation mark that is never closed has swallowed whole rows: a cell that holds line breaks and as many
/// separators as a row of its own.
pub fn swallows_rows(record: &ByteRecord, dialect: Dialect, n_columns: usize) -> bool {
    let holds = |cell: &[u8], byte: u8| cell.iter().filter(|&&b| b == byte).count();
    record.as_slice().contains(&b'\n')
        && record.iter().any(|cell| {
            let n_lines = holds(cell, b'\n');
            n_lines > 20 || (n_lines > 0 && holds(cell, dialect.delimiter) + 1 >= n_columns.max(3))
        })
}

/// Cuts each line by itself; in a line with an odd number of quotation marks they are letters.
fn each_line(
    text: impl Read,
    dialect: Dialect,
    mut f: impl FnMut(u32, &ByteRecord) -> ControlFlow<()>,
) -> Option<io::Error> {
    let mut lines = BufReader::new(text);
    let (mut line, mut row) = (Vec::new(), 0_u32);
    loop {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(0) => return None,
            Ok(_) => row = row.saturating_add(1),
            Err(error) => return Some(error),
        }
        let is_closed = line.iter().filter(|&&byte| byte == b'"').count() % 2 == 0;
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.delimiter)
            .quoting(is_closed)
            .from_reader(&line[..]);
        let mut record = ByteRecord::new();
        let is_read = reader.read_byte_record(&mut record).unwrap_or(false);
        if is_read && !(row == 1 && dialect.has_sep_line) && f(row, &record).is_break() {
            return None;
        }
    }
}

/// Text without NUL bytes whose lines all end in a single line feed, whatever system wrote it; also the last one.
struct PlainLines<R> {
    text: R,
    /// The last byte read was a carriage return, whose line feed may come with the next piece.
    was_return: bool,
    last: u8,
    is_ended: bool,
}

impl<R: Read> Read for PlainLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.text.read(buffer)?;
            if n == 0 {
                let is_open = self.last != b'\n' && !self.is_ended && !buffer.is_empty();
                self.is_ended = true;
                if is_open {
                    buffer[0] = b'\n';
                }
                return Ok(usize::from(is_open));
            }
            let is_plain = !self.was_return && !buffer[..n].iter().any(|&byte| byte == b'\r' || byte == 0);
            let kept = if is_plain { n } else { self.squeeze(&mut buffer[..n]) };
            if kept > 0 {
                self.last = buffer[kept - 1];
                return Ok(kept);
            }
        }
    }
}

impl<R> PlainLines<R> {
    /// Turns `\r\n` and `\r` into `\n` and drops NUL bytes, in place; gives the new length.
    fn squeeze(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for i in 0..bytes.len() {
            let byte = bytes[i];
            if byte == 0 {
                continue;
            }
            if byte == b'\n' && self.was_return {
                self.was_return = false;
                continue;
            }
            self.was_return = byte == b'\r';
            bytes[kept] = if self.was_return { b'\n' } else { byte };
            kept += 1;
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let mut rows = Vec::new();
        let dialect = sniff(text).expect("a delimiter");
        each_record(text.as_bytes(), dialect, |row, record| {
            rows.push((row, record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()));
            ControlFlow::Continue(())
        });
        rows
    }

    #[test]
    fn row_numbers_are_those_of_a_spreadsheet() {
        let text = "Customer,Parts\n\nAlpine,10\n\"Delta\nWorks\",20\n\n\nHarbor,30";
        let numbers: Vec<u32> = rows(text).iter().map(|(row, _)| *row).collect();
        assert_eq!(numbers, [1, 3, 4, 7]);
        let windows = text.replace('\n', "\r\n");
        assert_eq!(rows(&windows).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 3, 4, 7]);
        let old_mac = text.replace('\n', "\r");
        assert_eq!(rows(&old_mac).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 3, 4, 7]);
    }

    #[test]
    fn a_sep_line_counts_as_a_row_and_says_the_delimiter() {
        assert_eq!(rows("sep=;\nCustomer;Parts\nAlpine, Inc;10\n")[1], (3, vec!["Alpine, Inc".into(), "10".into()]));
    }

    #[test]
    fn the_delimiter_is_the_one_that_cuts_all_lines_alike() {
        assert_eq!(sniff("Kunde;Betrag\nAlpine;1.234,50\nDelta, Inc;3,00\n").map(|d| d.delimiter), Some(b';'));
        assert_eq!(sniff("a\tb\n1\t2,5\n").map(|d| d.delimiter), Some(b'\t'));
        assert_eq!(sniff("just words\nand more words\n"), None);
    }
}
