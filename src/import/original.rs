//! Rows in their original text, under the numbers that a spreadsheet shows: whatever was read can be looked up in its file.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::bytes::{self, Probe, What};
use super::cells::Grid;
use super::csv::{self, Dialect};
use super::layout::Body;
use super::table::HEAD_ROWS;
use super::workbook::Sheet;
use super::{cannot_open, labels, page, workbook};

/// A row of a file, and the rows around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Original {
    /// The headings of its table, and the row in which they stand; `None` where no row can be the headings.
    pub headings: Option<(u32, Vec<String>)>,
    /// The rows by their numbers, each cell as text. A blank line has no cells.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Reads a row of a file, and `around` rows above and below it. `None` where the file has no such row.
///
/// The headings are looked for as reading does it, where `header_row` does not say it. `Err` says what is wrong, with the way out.
pub fn original(
    path: &Path,
    sheet: Option<&str>,
    row: u32,
    around: u32,
    header_row: Option<u32>,
    is_cancelled: &AtomicBool,
) -> Result<Option<Original>, String> {
    let said = |error: io::Error| cannot_open(path, &error);
    let wanted = Wanted { row, first: row.saturating_sub(around).max(1), last: row.saturating_add(around) };
    let probe = bytes::probe(path, is_cancelled).map_err(said)?;
    match &probe.what {
        What::Nothing(refusal) => Err(refusal.clone()),
        What::Text => of_text(path, &probe, wanted, header_row, is_cancelled),
        What::Page => {
            let text = bytes::open_text(path, &probe).and_then(io::read_to_string).map_err(said)?;
            of_sheets(&page::tables(&text), sheet, wanted, header_row)
        }
        What::Workbook(format) => of_sheets(&workbook::sheets(path, format, is_cancelled)?, sheet, wanted, header_row),
    }
}

fn of_text(
    path: &Path,
    probe: &Probe,
    wanted: Wanted,
    header_row: Option<u32>,
    is_cancelled: &AtomicBool,
) -> Result<Option<Original>, String> {
    let Some(dialect) = csv::sniff(&probe.head) else {
        let text = "Its lines have no comma, semicolon, tab or bar between cells, so there are no columns. Open it in an \
                    editor for texts";
        return Err(text.to_owned());
    };
    let dialect = Dialect { needs_cleaning: probe.needs_cleaning, ..dialect };
    let cleaned = Dialect { needs_cleaning: true, ..dialect };
    let headings = headings_of(&csv::head_rows(&probe.head, probe.is_whole, cleaned, HEAD_ROWS), header_row);
    let n_columns = headings.as_ref().map(|(_, headings)| headings.len());
    let read = |dialect: Dialect| {
        let rows = wanted.rows_of_text(path, probe, dialect, n_columns, is_cancelled);
        rows.map_err(|error| cannot_open(path, &error))
    };
    let rows = match read(dialect)? {
        Some(rows) => rows,
        None => read(Dialect { is_line_by_line: true, ..dialect })?.unwrap_or_default(),
    };
    Ok(wanted.among(rows, headings))
}

fn of_sheets(
    sheets: &[Sheet],
    sheet: Option<&str>,
    wanted: Wanted,
    header_row: Option<u32>,
) -> Result<Option<Original>, String> {
    // What has no name is the first table of a page.
    let Some(found) = sheets.iter().find(|found| sheet.is_none_or(|name| found.name == name)) else {
        let name = sheet.unwrap_or_default();
        return Err(format!("The workbook holds no sheet {name}. Open it in your spreadsheet program"));
    };
    let rows = found.grid.iter().filter(|(row, _)| wanted.holds(*row));
    let rows = rows.map(|(row, cells)| (row, cells.texts())).collect();
    Ok(wanted.among(rows, headings_of(&found.grid, header_row)))
}

/// The headings, found as reading finds them.
fn headings_of(head: &Grid, header_row: Option<u32>) -> Option<(u32, Vec<String>)> {
    if head.iter().all(|(_, cells)| cells.is_blank()) || labels::read(head).is_some() {
        return None;
    }
    let body = Body::of(head, header_row)?;
    Some((body.header_row, body.headers))
}

/// A row and its cells.
type Row = (u32, Vec<String>);

/// Which rows are asked for.
#[derive(Clone, Copy)]
struct Wanted {
    row: u32,
    first: u32,
    last: u32,
}

impl Wanted {
    fn holds(self, row: u32) -> bool {
        (self.first..=self.last).contains(&row)
    }

    /// The rows of a text, blank lines left out. `None` where a quotation mark is never closed: then reading takes each line by
    /// itself, and counts the rows so.
    fn rows_of_text(
        self,
        path: &Path,
        probe: &Probe,
        dialect: Dialect,
        n_columns: Option<usize>,
        is_cancelled: &AtomicBool,
    ) -> io::Result<Option<Vec<Row>>> {
        let (mut rows, mut n, mut is_sound, mut is_stopped) = (Vec::new(), 0_u32, true, false);
        let mut has_line_breaks = false;
        let watched = n_columns.filter(|_| !dialect.is_line_by_line);
        let fault = csv::each_record(bytes::open_text(path, probe)?, dialect, |row, cells| {
            n = n.wrapping_add(1);
            is_stopped = n.is_multiple_of(1024) && is_cancelled.load(Ordering::Relaxed);
            is_sound = watched.is_none_or(|n_columns| !csv::swallows_rows(cells, dialect, n_columns));
            if is_stopped || !is_sound {
                return ControlFlow::Break(());
            }
            // With such a mark further down, the lines inside these cells would be rows of their own.
            has_line_breaks |= watched.is_some() && cells.has_line_break();
            if self.holds(row) {
                rows.push((row, cells.texts()));
            }
            if row >= self.last && !has_line_breaks { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match fault {
            Some(error) => Err(error),
            None if is_stopped => Err(io::ErrorKind::Interrupted.into()),
            None => Ok(is_sound.then_some(rows)),
        }
    }

    /// The rows with the blank lines between them; `None` where the row itself is not among them.
    fn among(self, rows: Vec<Row>, headings: Option<(u32, Vec<String>)>) -> Option<Original> {
        if rows.iter().all(|(row, _)| *row != self.row) {
            return None;
        }
        let mut all: Vec<Row> = Vec::with_capacity(rows.len());
        let mut next = self.first;
        for (row, cells) in rows {
            all.extend((next..row).map(|blank| (blank, Vec::new())));
            next = row.saturating_add(1);
            all.push((row, cells));
        }
        Some(Original { headings, rows: all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The rows from a file that lies in a folder of its own.
    fn look(name: &str, bytes: &[u8], sheet: Option<&str>, row: u32, around: u32) -> Option<Original> {
        let folder = std::env::temp_dir().join(format!("lotwise-original-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("orders.csv");
        fs::write(&path, bytes).unwrap();
        let found = original(&path, sheet, row, around, None, &AtomicBool::default());
        fs::remove_dir_all(&folder).unwrap();
        found.unwrap()
    }

    fn row(number: u32, cells: &[&str]) -> Row {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    const ORDERS: &str = "Order No,Order Date,Customer,Parts,Note\n1,2025-04-13,Alpine,10,\"first\nsecond\"\n\n\
                          2,2025-04-14,Delta,12,plain\n3,2025-04-15,Harbor,7,\n4,2025-04-16,Alpine,8,last\n";

    #[test]
    fn a_row_below_a_cell_of_two_lines_and_a_blank_line_is_the_one_that_a_spreadsheet_shows() {
        let found = look("breaks", ORDERS.as_bytes(), None, 4, 1).unwrap();
        let rows = [
            row(3, &[]),
            row(4, &["2", "2025-04-14", "Delta", "12", "plain"]),
            row(5, &["3", "2025-04-15", "Harbor", "7", ""]),
        ];
        assert_eq!(found.rows, rows);
        assert_eq!(found.headings, Some(row(1, &["Order No", "Order Date", "Customer", "Parts", "Note"])));
        let above = look("above", ORDERS.as_bytes(), None, 2, 0).unwrap();
        assert_eq!(above.rows, [row(2, &["1", "2025-04-13", "Alpine", "10", "first\nsecond"])]);
    }

    #[test]
    fn a_file_has_no_row_behind_its_last_one_and_none_that_is_blank() {
        assert_eq!(look("past", ORDERS.as_bytes(), None, 7, 3), None);
        assert_eq!(look("blank", ORDERS.as_bytes(), None, 3, 3), None);
        let numbers = |found: Original| found.rows.iter().map(|(row, _)| *row).collect::<Vec<_>>();
        assert_eq!(look("end", ORDERS.as_bytes(), None, 6, 3).map(numbers), Some(vec![3, 4, 5, 6]));
        assert_eq!(look("start", ORDERS.as_bytes(), None, 1, 1).map(numbers), Some(vec![1, 2]));
    }

    #[test]
    fn semicolons_and_the_letters_of_windows_are_read_as_the_import_reads_them() {
        let text = b"Auftrag;Datum;Kunde;Teile\r\n1;13.04.2025;M\xfcller;10\r\n2;14.04.2025;Delta, Inc;12\r\n";
        let found = look("letters", text, None, 2, 1).unwrap();
        assert_eq!(found.rows[1], row(2, &["1", "13.04.2025", "Müller", "10"]));
        assert_eq!(found.rows[2], row(3, &["2", "14.04.2025", "Delta, Inc", "12"]));
    }

    #[test]
    fn where_a_quotation_mark_is_never_closed_each_line_is_a_row_above_it_too() {
        let text = "Order No,Order Date,Customer,Parts,Note\n1,2025-04-13,Alpine,10,\"first\nsecond\"\n\
                    2,2025-04-14,Delta,12,plain\n3,2025-04-15,\"Harbor,7,\n4,2025-04-16,Alpine,8,x\n5,2025-04-17,Alpine,8,y\n";
        let found = look("open quote", text.as_bytes(), None, 3, 1).unwrap();
        let rows = [
            row(2, &["1", "2025-04-13", "Alpine", "10", "first"]),
            row(3, &["second"]),
            row(4, &["2", "2025-04-14", "Delta", "12", "plain"]),
        ];
        assert_eq!(found.rows, rows);
        // The mark stands below all that is wanted.
        assert_eq!(look("open quote below", text.as_bytes(), None, 3, 0).unwrap().rows, rows[1..2]);
    }

    #[test]
    fn a_row_is_shown_from_the_sheet_that_it_came_from() {
        let sheet = |name: &str, customer: &str| {
            format!(
                "<Worksheet ss:Name=\"{name}\"><Table><Row><Cell><Data ss:Type=\"String\">Customer</Data></Cell>\
                 <Cell><Data ss:Type=\"String\">Parts</Data></Cell></Row>\
                 <Row ss:Index=\"4\"><Cell><Data ss:Type=\"String\">{customer}</Data></Cell>\
                 <Cell><Data ss:Type=\"Number\">1.5</Data></Cell></Row></Table></Worksheet>"
            )
        };
        let book = format!(
            "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{}{}</Workbook>",
            sheet("March", "Alpine"),
            sheet("April", "Delta")
        );
        let of = |name: &str| look(name, book.as_bytes(), Some(name), 4, 1).unwrap().rows;
        assert_eq!(of("April"), [row(3, &[]), row(4, &["Delta", "1.5"])]);
        assert_eq!(of("March"), [row(3, &[]), row(4, &["Alpine", "1.5"])]);
    }
}
