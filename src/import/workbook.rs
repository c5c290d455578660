//! Sheets of a workbook, cell by cell, within bounds: one stray cell in the last row must not cost gigabytes.

use std::fs::File;
use std::io::{BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime, Ods, Reader, Xls, Xlsb, Xlsx};

use quick_xml::events::Event;

use super::cells::{DATE, Grid, NUMBER};

/// One sheet.
#[derive(Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows, blank ones left out.
    pub grid: Grid,
    /// What did not fit, in words.
    pub warning: Option<String>,
}

/// Columns beyond are no part of an export.
const MOST_COLUMNS: u32 = 1000;

/// Bytes of text of one sheet beyond which it is cut, and said so.
const MOST_BYTES: usize = 256 << 20;

/// Old workbooks and open documents are read whole by their library; larger ones are refused.
const LARGEST_WHOLE: u64 = 64 << 20;

/// Reads the sheets of a workbook that hold anything. `Err` says what is wrong, with the way out.
pub fn sheets(path: &Path, format: &str, is_cancelled: &AtomicBool) -> Result<Vec<Sheet>, String> {
    let n_bytes = std::fs::metadata(path).map_or(0, |meta| meta.len());
    if format != "xlsx" && n_bytes > LARGEST_WHOLE {
        return Err("The workbook is larger than 64 MiB. Save it as .xlsx or CSV, then open that".to_owned());
    }
    match format {
        "xls" => check_xls(path)?,
        "ods" => check_ods(path)?,
        _ => {}
    }
    // The library was written for whole workbooks; a damaged one must not take the program with it.
    let read = catch_unwind(AssertUnwindSafe(|| match format {
        "xlsx" => read_xlsx(path, is_cancelled),
        "xlsb" => read_whole::<Xlsb<_>>(path),
        "ods" => read_whole::<Ods<_>>(path),
        _ => read_whole::<Xls<_>>(path),
    }));
    match read {
        Ok(Ok(sheets)) => Ok(sheets),
        Ok(Err(error)) if error.to_lowercase().contains("password") => Err(
            "The workbook is locked with a password. Open it in your spreadsheet program, remove the password, save it, then \
             open it here"
                .to_owned(),
        ),
        Ok(Err(error)) => {
            Err(format!("The workbook is damaged ({error}). Open it in your spreadsheet program and save it again, or save the sheet as CSV"))
        }
        Err(_) => Err("The workbook is damaged. Open it in your spreadsheet program and save it again, or save the sheet as CSV".to_owned()),
    }
}

/// Old workbooks are read into dense tables by their library: a stray cell far away, as damage makes them, would cost
/// gigabytes. So the places of all cells are looked at first.
///
/// Records and their layout: Microsoft, [MS-XLS], sections 2.1.4 (record) and 2.5.13 (Cell): row and column are the first two
/// 16-bit words.
fn check_xls(path: &Path) -> Result<(), String> {
    const BEGINS_SHEET: u16 = 0x0809;
    const CELLS: [u16; 10] = [0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e, 0x00bd, 0x00be, 0x00d6, 0x00fd];
    const MOST_CELLS: u64 = 8_000_000;
    let damaged =
        |_| "The workbook is damaged. Open it in your spreadsheet program and save it again as .xlsx or CSV".to_owned();
    let mut file = cfb::open(path).map_err(damaged)?;
    let name = ["Workbook", "Book", "WORKBOOK", "BOOK"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else { return Ok(()) };
    let mut bytes = Vec::new();
    let stream = file.open_stream(name).map_err(damaged)?;
    stream.take(LARGEST_WHOLE).read_to_end(&mut bytes).map_err(damaged)?;
    let word = |at: usize| bytes.get(at..at + 2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let (mut at, mut corners) = (0, None);
    while let (Some(kind), Some(n_bytes)) = (word(at), word(at + 2)) {
        if kind == BEGINS_SHEET {
            corners = None;
        }
        if let (true, Some(row), Some(column)) = (CELLS.contains(&kind), word(at + 4), word(at + 6)) {
            let (top, left, bottom, right) = corners.unwrap_or((row, column, row, column));
            let now = (top.min(row), left.min(column), bottom.max(row), right.max(column));
            corners = Some(now);
            let n_cells = (u64::from(now.2 - now.0) + 1) * (u64::from(now.3 - now.1) + 1);
            if n_cells > MOST_CELLS || column > 255 {
                return Err("A cell of the workbook lies far away from all others. Delete it, or save the sheet as .xlsx or CSV".to_owned());
            }
        }
        at += 4 + usize::from(n_bytes);
    }
    Ok(())
}

/// Open documents may repeat a cell a million times in one word, and the library waits for ever for the end of one that is
/// cut off. So their text is run through first.
fn check_ods(path: &Path) -> Result<(), String> {
    const MOST_CELLS: u64 = 8_000_000;
    let damaged =
        "The workbook is damaged or cut off. Open it in your spreadsheet program and save it again as .xlsx or CSV";
    let mut archive = File::open(path).ok().and_then(|file| zip::ZipArchive::new(file).ok()).ok_or(damaged)?;
    let content = archive.by_name("content.xml").map_err(|_| damaged)?;
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(content));
    let (mut buffer, mut depth, mut n_rows, mut n_cells) = (Vec::new(), 0_usize, 1_u64, 0_u64);
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer).map_err(|_| damaged)?;
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            match event {
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Eof if depth == 0 => return Ok(()),
                Event::Eof => return Err(damaged.to_owned()),
                _ => {}
            }
            continue;
        };
        let repeats = |name: &str| -> u64 {
            let value = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
            value.and_then(|value| value.value.parse().ok()).unwrap_or(1)
        };
        match tag.name().local_name().as_ref() {
            "table-row" => n_rows = repeats("number-rows-repeated"),
            // A cell that holds something stands between two tags.
            "table-cell" if matches!(event, Event::Start(_)) => {
                n_cells = n_cells.saturating_add(n_rows.saturating_mul(repeats("number-columns-repeated")));
            }
            _ => {}
        }
        depth += usize::from(matches!(event, Event::Start(_)));
        if n_cells > MOST_CELLS {
            return Err(
                "The sheet repeats its cells millions of times. Save it as .xlsx or CSV, then open that".to_owned()
            );
        }
    }
}

fn read_xlsx(path: &Path, is_cancelled: &AtomicBool) -> Result<Vec<Sheet>, String> {
    let said = |error: calamine::XlsxError| error.to_string();
    let mut book: Xlsx<BufReader<File>> = calamine::open_workbook(path).map_err(said)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        // A sheet of charts has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut sheet = Rows::new(name);
        while let Some(cell) = cells.next_cell().map_err(said)? {
            if !sheet.add(cell.get_position(), cell.get_value()) || is_cancelled.load(Ordering::Relaxed) {
                break;
            }
        }
        sheets.extend(sheet.finish());
    }
    Ok(sheets)
}

fn read_whole<B: Reader<BufReader<File>>>(path: &Path) -> Result<Vec<Sheet>, String>
where
    B::Error: std::fmt::Display,
{
    let mut book: B = calamine::open_workbook(path).map_err(|error: B::Error| error.to_string())?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let mut sheet = Rows::new(name);
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let at = (
                u32::try_from(row).unwrap_or(u32::MAX).saturating_add(top),
                u32::try_from(column).unwrap_or(u32::MAX).saturating_add(left),
            );
            if !sheet.add(at, &as_ref(cell)) {
                break;
            }
        }
        sheets.extend(sheet.finish());
    }
    Ok(sheets)
}

fn as_ref(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(x) => DataRef::Float(*x),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(is) => DataRef::Bool(*is),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// Cells that come row by row, on their way into a grid.
struct Rows {
    name: String,
    grid: Grid,
    row: Option<u32>,
    n_cut: usize,
    is_unordered: bool,
    is_cut: bool,
}

impl Rows {
    fn new(name: String) -> Self {
        Self { name, grid: Grid::default(), row: None, n_cut: 0, is_unordered: false, is_cut: false }
    }

    /// Takes in a cell; `false` where no more can be held.
    fn add(&mut self, (row, column): (u32, u32), value: &DataRef<'_>) -> bool {
        let mut text = Vec::new();
        write_cell(&mut text, value);
        if text.is_empty() {
            return true;
        }
        if column >= MOST_COLUMNS {
            self.n_cut += 1;
            return true;
        }
        // Rows come in order; where they do not, they are sorted in the end.
        self.is_unordered |= self.row.is_some_and(|open| row < open);
        if self.row.is_some_and(|open| open != row) {
            self.end_row();
        }
        self.row = Some(row);
        while self.grid.n_open_cells() < column as usize {
            self.grid.push_cell(b"");
        }
        // A cell that comes twice is damage; the first one counts.
        if self.grid.n_open_cells() == column as usize {
            self.grid.push_cell(&text);
        }
        self.is_cut = self.grid.n_bytes() > MOST_BYTES;
        !self.is_cut
    }

    fn end_row(&mut self) {
        if let Some(row) = self.row {
            self.grid.end_row(row.saturating_add(1));
        }
    }

    fn finish(mut self) -> Option<Sheet> {
        self.end_row();
        let n_twice = if self.is_unordered { self.grid.sort() } else { 0 };
        let warning = if self.is_cut {
            Some("The sheet is longer than can be held; save it as CSV, then open that".to_owned())
        } else if n_twice > 0 {
            Some(format!(
                "{n_twice} rows stand in the sheet twice, and the later ones were passed over; the workbook is damaged, save it again"
            ))
        } else {
            (self.n_cut > 0).then(|| format!("{} cells beyond column {MOST_COLUMNS} were passed over", self.n_cut))
        };
        (self.grid.len() > 0).then_some(Sheet { name: self.name, grid: self.grid, warning })
    }
}

fn write_cell(out: &mut Vec<u8>, value: &DataRef<'_>) {
    match value {
        DataRef::Int(n) => number(out, &n.to_string()),
        DataRef::Float(x) if x.is_finite() => number(out, &shortest(*x)),
        DataRef::String(text) => out.extend_from_slice(text.trim().as_bytes()),
        DataRef::SharedString(text) => out.extend_from_slice(text.trim().as_bytes()),
        DataRef::Bool(is) => out.extend_from_slice(if *is { b"yes" } else { b"no" }),
        DataRef::DateTime(time) => date(out, *time),
        DataRef::DateTimeIso(text) => {
            out.push(DATE);
            out.extend_from_slice(text.as_bytes());
        }
        DataRef::Error(CellErrorType::NA) | DataRef::Empty | DataRef::Float(_) | DataRef::DurationIso(_) => {}
        DataRef::Error(error) => out.extend_from_slice(error.to_string().as_bytes()),
    }
}

fn number(out: &mut Vec<u8>, digits: &str) {
    out.push(NUMBER);
    out.extend_from_slice(digits.as_bytes());
}

/// A number as a spreadsheet shows it: what arithmetic left behind the ninth decimal is noise.
fn shortest(x: f64) -> String {
    let text = x.to_string();
    if text.len() <= 15 || !text.contains('.') {
        return text;
    }
    let rounded = format!("{x:.9}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A day, with its time where it has one. Durations and years that no shop has are written as numbers.
fn date(out: &mut Vec<u8>, time: ExcelDateTime) {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    if !time.is_datetime() || !(1904..=2199).contains(&year) {
        return number(out, &time.as_f64().to_string());
    }
    out.push(DATE);
    out.extend_from_slice(format!("{year:04}-{month:02}-{day:02}").as_bytes());
    if (hour, minute, second) != (0, 0, 0) {
        out.extend_from_slice(format!(" {hour:02}:{minute:02}:{second:02}").as_bytes());
    }
}
