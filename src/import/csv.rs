//! Text into cells, with the row numbers that a spreadsheet shows.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr_iter};

use super::cells::{Cells, Grid};

/// How a text file is cut into cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The character between cells.
    pub delimiter: u8,
    /// Whether the first line is `sep=…`, which spreadsheets write and do not show.
    pub has_sep_line: bool,
    /// Whether each line is cut by itself, as a quotation mark somewhere is never closed.
    pub is_line_by_line: bool,
    /// Whether lines end in a lone carriage return somewhere, or NUL bytes stand in the text.
    pub needs_cleaning: bool,
}

/// Recognises the dialect from the start of the file. `None` where no character cuts its lines into cells.
///
/// The delimiter is the one that gives the most lines the same number of cells, and the most cells; lines count more than
/// cells, as a decimal comma cuts only some of them.
pub fn sniff(head: &str) -> Option<Dialect> {
    let plain = Dialect { delimiter: b',', has_sep_line: false, is_line_by_line: false, needs_cleaning: true };
    let first_line = head.lines().next().unwrap_or_default();
    if let Some(stated) = first_line.trim().trim_matches('"').strip_prefix("sep=").and_then(|rest| rest.bytes().next())
    {
        return Some(Dialect { delimiter: stated, has_sep_line: true, ..plain });
    }
    let score = |delimiter: u8| -> f64 {
        let (mut widths, mut n_lines) = (Vec::new(), 0_usize);
        each_record(head.as_bytes(), Dialect { delimiter, ..plain }, |_, cells| {
            n_lines += 1;
            if cells.len() > 1 {
                widths.push(cells.len());
            }
            if n_lines < 200 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        widths.sort_unstable();
        let runs = widths.chunk_by(|a, b| a == b);
        let run = |run: &[usize]| run.len() as f64 / n_lines.max(1) as f64 * (run[0] as f64 - 1.0).sqrt();
        runs.map(run).fold(0.0, f64::max)
    };
    // The first of equals wins, so the commonest comes first.
    let mut best: Option<(u8, f64)> = None;
    for delimiter in [b',', b';', b'\t', b'|'] {
        let score = score(delimiter);
        if score > best.map_or(0.0, |(_, best)| best) {
            best = Some((delimiter, score));
        }
    }
    best.map(|(delimiter, _)| Dialect { delimiter, ..plain })
}

/// How much is read at a time.
const BUFFER: usize = 1 << 18;

/// No record is longer; what is, stems from a quotation mark that is never closed.
const LONGEST_RECORD: usize = 1 << 22;

/// Gives each record with its row: records counted from 1, blank lines and a `sep=` line included, line breaks
/// inside quotes not. Stops when `f` breaks. Where the bytes cannot be read any further, returns why.
pub fn each_record(
    text: impl Read,
    dialect: Dialect,
    f: impl FnMut(u32, Cells<'_>) -> ControlFlow<()>,
) -> Option<io::Error> {
    match (dialect.needs_cleaning, dialect.is_line_by_line) {
        (_, true) => each_line(PlainLines::new(text), dialect, f),
        (true, _) => each_quoted(PlainLines::new(text), dialect, f).err(),
        (false, _) => each_quoted(text, dialect, f).err(),
    }
}

/// The records of a part of a text that needs no cleaning; gives how many rows there were, blank ones included.
pub fn each_record_of_part(
    text: impl Read,
    dialect: Dialect,
    f: impl FnMut(u32, Cells<'_>) -> ControlFlow<()>,
) -> io::Result<u32> {
    each_quoted(text, dialect, f)
}

fn each_quoted(
    mut text: impl Read,
    dialect: Dialect,
    mut f: impl FnMut(u32, Cells<'_>) -> ControlFlow<()>,
) -> io::Result<u32> {
    let mut splitter = Splitter::new(dialect.delimiter);
    let mut buffer = vec![0; BUFFER];
    let (mut from, mut to, mut is_end) = (0, 0, false);
    let mut row = 0_u32;
    loop {
        let (n, is_record) = splitter.next(&buffer[from..to], is_end);
        if is_record {
            row = row.saturating_add(1);
            let is_sep_line = row == 1 && dialect.has_sep_line;
            if !splitter.is_blank && !is_sep_line && f(row, splitter.cells(&buffer[from..to])).is_break() {
                return Ok(row);
            }
            from += n;
            continue;
        }
        if is_end {
            return Ok(row);
        }
        // The rest of the record is still in the file.
        buffer.copy_within(from..to, 0);
        (from, to) = (0, to - from);
        if to > LONGEST_RECORD {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if to * 2 > buffer.len() {
            buffer.resize(buffer.len() * 2, 0);
        }
        match text.read(&mut buffer[to..]) {
            Ok(0) => is_end = true,
            Ok(n) => to += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Cuts records off the front of a buffer. A line without quotation marks is cut where it lies.
struct Splitter {
    delimiter: u8,
    quoted: Reader,
    ends: Vec<u32>,
    /// Cells of a record with quotation marks, and where they end.
    unquoted: Vec<u8>,
    quoted_ends: Vec<usize>,
    /// Bytes of the line in place; `None` where the cells are in `unquoted`.
    line: Option<usize>,
    is_blank: bool,
}

impl Splitter {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            quoted: ReaderBuilder::new().delimiter(delimiter).build(),
            ends: Vec::new(),
            unquoted: vec![0; 4096],
            quoted_ends: vec![0; 64],
            line: None,
            is_blank: false,
        }
    }

    /// Looks for a record at the front of `bytes`: how many bytes it takes with its line end, and whether it is whole.
    fn next(&mut self, bytes: &[u8], is_end: bool) -> (usize, bool) {
        let (mut line, n) = match memchr(b'\n', bytes) {
            Some(at) => (&bytes[..at], at + 1),
            None if is_end && !bytes.is_empty() => (bytes, bytes.len()),
            None => return (0, false),
        };
        if let [rest @ .., b'\r'] = line {
            line = rest;
        }
        self.is_blank = line.is_empty();
        if memchr(b'"', line).is_some() {
            return self.next_quoted(bytes, is_end);
        }
        self.line = Some(line.len());
        self.ends.clear();
        #[expect(clippy::cast_possible_truncation, reason = "a record is shorter than LONGEST_RECORD")]
        self.ends.extend(memchr_iter(self.delimiter, line).map(|at| at as u32).chain([line.len() as u32]));
        (n, true)
    }

    fn next_quoted(&mut self, bytes: &[u8], is_end: bool) -> (usize, bool) {
        self.quoted.reset();
        self.line = None;
        let (mut from, mut n_out, mut n_ends) = (0, 0, 0);
        loop {
            let (result, read, written, ended) =
                self.quoted.read_record(&bytes[from..], &mut self.unquoted[n_out..], &mut self.quoted_ends[n_ends..]);
            from += read;
            n_out += written;
            n_ends += ended;
            match result {
                ReadRecordResult::OutputFull => self.unquoted.resize(self.unquoted.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.quoted_ends.resize(self.quoted_ends.len() * 2, 0),
                ReadRecordResult::InputEmpty if !is_end => return (0, false),
                // An empty input says that no more will come.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return (bytes.len(), false),
            }
        }
        if from > 0 && bytes[from - 1] == b'\r' && bytes.get(from) == Some(&b'\n') {
            from += 1;
        }
        if memchr(b'\r', &self.unquoted[..n_out]).is_some() {
            self.plain_line_breaks(n_out, n_ends);
        }
        self.ends.clear();
        self.ends.extend(self.quoted_ends[..n_ends].iter().map(|&end| u32::try_from(end).unwrap_or(u32::MAX)));
        (from, true)
    }

    /// Turns the `\r\n` inside cells into `\n`, in place.
    fn plain_line_breaks(&mut self, n_out: usize, n_ends: usize) {
        let (mut kept, mut next_end) = (0, 0);
        for i in 0..=n_out {
            while next_end < n_ends && self.quoted_ends[next_end] == i {
                self.quoted_ends[next_end] = kept;
                next_end += 1;
            }
            let is_dropped = i < n_out && self.unquoted[i] == b'\r' && i + 1 < n_out && self.unquoted[i + 1] == b'\n';
            if i < n_out && !is_dropped {
                self.unquoted[kept] = self.unquoted[i];
                kept += 1;
            }
        }
    }

    /// The cells of the record that was found at the front of `bytes`.
    fn cells<'a>(&'a self, bytes: &'a [u8]) -> Cells<'a> {
        match self.line {
            Some(n) => Cells::new(&bytes[..n], &self.ends, 1),
            None => Cells::new(&self.unquoted, &self.ends, 0),
        }
    }
}

/// Whether a quotation mark that is never closed has swallowed whole rows: a cell that holds line breaks and as many
/// separators as a row of its own.
pub fn swallows_rows(cells: Cells<'_>, dialect: Dialect, n_columns: usize) -> bool {
    cells.has_line_break()
        && cells.iter().any(|cell| {
            let n_lines = memchr_iter(b'\n', cell).count();
            n_lines > 20 || (n_lines > 0 && memchr_iter(dialect.delimiter, cell).count() + 1 >= n_columns.max(3))
        })
}

/// Cuts each line by itself; in a line with an odd number of quotation marks they are letters.
fn each_line(
    text: impl Read,
    dialect: Dialect,
    mut f: impl FnMut(u32, Cells<'_>) -> ControlFlow<()>,
) -> Option<io::Error> {
    let mut lines = BufReader::new(text);
    let (mut line, mut row) = (Vec::new(), 0_u32);
    let mut splitter = Splitter::new(dialect.delimiter);
    loop {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(0) => return None,
            Ok(_) => row = row.saturating_add(1),
            Err(error) => return Some(error),
        }
        if memchr_iter(b'"', &line).count() % 2 == 1 {
            line.retain(|&byte| byte != b'"');
        }
        let (_, is_record) = splitter.next(&line, true);
        let is_shown = is_record && !splitter.is_blank && !(row == 1 && dialect.has_sep_line);
        if is_shown && f(row, splitter.cells(&line)).is_break() {
            return None;
        }
    }
}

/// The first rows of a text that is cut anywhere: without the last one, which may be cut too.
pub fn head_rows(head: &str, is_whole: bool, dialect: Dialect, most: usize) -> Grid {
    let text = if is_whole { head } else { head.rfind('\n').map_or(head, |at| &head[..at]) };
    let mut grid = Grid::default();
    each_record(text.as_bytes(), dialect, |row, cells| {
        grid.push(row, cells);
        if grid.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    grid
}

/// Text without NUL bytes whose lines all end in a single line feed, whatever system wrote it.
struct PlainLines<R> {
    text: R,
    /// The last byte read was a carriage return, whose line feed may come with the next piece.
    was_return: bool,
}

impl<R> PlainLines<R> {
    fn new(text: R) -> Self {
        Self { text, was_return: false }
    }
}

impl<R: Read> Read for PlainLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.text.read(buffer)?;
            if n == 0 {
                return Ok(0);
            }
            let is_plain = !self.was_return && memchr::memchr2(b'\r', 0, &buffer[..n]).is_none();
            let kept = if is_plain { n } else { self.squeeze(&mut buffer[..n]) };
            if kept > 0 {
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
        let dialect = sniff(text).expect("a delimiter");
        let read = |dialect: Dialect| -> Vec<(u32, Vec<String>)> {
            head_rows(text, true, dialect, 1000).iter().map(|(row, cells)| (row, cells.texts())).collect()
        };
        let cleaned = read(dialect);
        if !text.replace("\r\n", "").contains('\r') {
            assert_eq!(read(Dialect { needs_cleaning: false, ..dialect }), cleaned);
        }
        cleaned
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
    fn blank_lines_and_quoted_line_breaks_above_a_row_do_not_move_its_number() {
        let text = "Name;Ort\n\n\"a\n\nb\";\"c \"\"d\"\"\n\"\n\n\"x\";y\n\n\nlast;1\n";
        let all = rows(text);
        assert_eq!(all.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 3, 5, 8]);
        assert_eq!(all[1].1, ["a\n\nb", "c \"d\""]);
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

    #[test]
    fn records_that_are_longer_than_the_buffer_are_whole() {
        let long = "x".repeat(BUFFER * 3);
        let text = format!("a,b\n{long},1\n\"{long}\ny\",2\nc,3");
        let all = rows(&text);
        assert_eq!(
            all.iter().map(|(row, cells)| (*row, cells[0].len())).collect::<Vec<_>>(),
            [(1, 1), (2, long.len()), (3, long.len() + 2), (4, 1)]
        );
    }
}
