//! Where the table lies in a file, and what each of its lines is: a row of data, a title, a group's heading, a total, a
//! footer.

mod heading;
mod lines;
mod words;

use std::collections::{HashMap, HashSet};

use self::heading::{MONTHS_ABREAST, heading_place, is_second_heading, joined_headings, width};
use self::words::is_period;

use super::cells::{Cells, Grid, plain as bare, text};
use super::headings::is_age_bucket;
use super::values::{any_amount, date_cell, is_month};

pub use self::lines::{Line, Lines};
pub use self::words::{is_footer, labelled_name};

/// What the lone lines above the rows say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Groups {
    /// There are none.
    #[default]
    None,
    /// The customer of the rows below.
    Customer,
    /// Something else: an age, a product, a month.
    Other,
}

/// The first rows of a table, and what they are.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The row of the headings.
    pub header_row: u32,
    /// The headings as written.
    pub headers: Vec<String>,
    /// Lines above the headings.
    pub titles: Vec<(u32, String)>,
    /// What the lone lines say.
    pub groups: Groups,
    /// Rows that go on with the document of the row above.
    pub n_continued: usize,
    /// How to tell the lines of the whole file apart.
    pub lines: Lines,
    grid: Grid,
    title_places: std::ops::Range<usize>,
    /// Places of rows in the grid, and what they are.
    kinds: Vec<(usize, Line)>,
}

impl Body {
    /// Finds the table among the first rows of a file. `None` where no row can be the headings.
    pub fn of(grid: &Grid, forced_row: Option<u32>) -> Option<Self> {
        let at = match forced_row {
            Some(row) => (0..grid.len()).find(|&i| grid.get(i).is_some_and(|(r, _)| r == row)),
            None => heading_place(grid),
        }?;
        let (header_row, cells) = grid.get(at)?;
        let filled = || cells.iter().filter(|cell| !cell.is_empty());
        let n_typed = filled()
            .filter(|cell| (is_number(cell) || date_cell(cell).is_some()) && !is_age_bucket(&text(cell)))
            .count();
        if forced_row.is_none() && n_typed >= 4 && n_typed * 5 >= filled().count() {
            // A printed report that repeats its headings in each row.
            return None;
        }
        let mut headers = cells.texts();
        let second =
            grid.get(at + 1).map(|(_, below)| below).filter(|below| is_second_heading(grid, at, cells, *below));
        if let Some(below) = second {
            headers = joined_headings(cells, below);
        }
        // Most rows may hold a column more than there are headings: the unit or the currency of the last one.
        let widths = (at + 1..grid.len()).filter_map(|i| grid.get(i)).map(|(_, cells)| width(cells)).filter(|&n| n > 0);
        let mut widths: Vec<usize> = widths.collect();
        widths.sort_unstable();
        if let Some(&common) =
            widths.get(widths.len() / 2).filter(|&&common| common > headers.len() && common <= headers.len() + 2)
        {
            headers.resize(common, String::new());
        }
        let titles = (0..at).filter_map(|i| grid.get(i)).map(|(row, cells)| (row, cells.line())).collect();
        let mut lines = Lines::of(grid, at, &headers);
        lines.headers = cells.iter().map(<[u8]>::to_vec).collect();
        lines.second = second.map(|below| below.iter().map(<[u8]>::to_vec).collect()).unwrap_or_default();
        let kinds: Vec<(usize, Line)> =
            (at + 1..grid.len()).filter_map(|i| Some((i, lines.tell(grid.get(i)?.1)))).collect();
        let headings = kinds.iter().enumerate().filter(|(_, (_, line))| *line == Line::Heading).map(|(at, _)| at);
        let is_named = |at: usize| at > 0 && matches!(kinds[at - 1].1, Line::Lone(_));
        let (n_named, n_headings) = headings.fold((0, 0), |(named, n), at| (named + usize::from(is_named(at)), n + 1));
        lines.names_above_headings = n_headings > 0 && n_named == n_headings;
        let mut body = Self {
            header_row,
            headers,
            titles,
            lines,
            grid: grid.clone(),
            title_places: 0..at,
            kinds,
            ..Self::default()
        };
        body.groups = body.find_groups();
        body.n_continued = body.count_continued();
        Some(body)
    }

    /// Whether its columns are months: sums, and no documents.
    pub fn is_by_month(&self) -> bool {
        self.headers.iter().filter(|header| is_month(header)).count() >= MONTHS_ABREAST
    }

    /// The rows of data.
    pub fn data_rows(&self) -> impl Iterator<Item = (u32, Cells<'_>)> {
        self.kinds.iter().filter(|(_, line)| *line == Line::Data).filter_map(|(i, _)| self.grid.get(*i))
    }

    /// How many of the first rows are data.
    pub fn n_data_rows(&self) -> usize {
        self.kinds.iter().filter(|(_, line)| *line == Line::Data).count()
    }

    /// All first rows below the headings.
    pub fn all_rows(&self) -> impl Iterator<Item = (u32, Cells<'_>)> {
        self.kinds.iter().filter_map(|(i, _)| self.grid.get(*i))
    }

    /// How many rows have the number of a row before.
    pub fn n_repeats(&self, column: usize) -> usize {
        let mut seen = HashSet::new();
        self.data_rows()
            .map(|(_, cells)| cells.get(column))
            .filter(|cell| !cell.is_empty() && !seen.insert(*cell))
            .count()
    }

    /// Whether a column repeats one value in all rows of a document: its total, which must count once.
    pub fn is_repeated(&self, column: usize, number: usize) -> bool {
        let mut documents: HashMap<&[u8], Vec<&[u8]>> = HashMap::new();
        let mut last: &[u8] = b"";
        for (_, cells) in self.data_rows() {
            if !cells.get(number).is_empty() {
                last = cells.get(number);
            }
            documents.entry(last).or_default().push(cells.get(column));
        }
        documents.remove(&b""[..]);
        let several: Vec<&Vec<&[u8]>> = documents.values().filter(|values| values.len() > 1).collect();
        let n_repeated =
            several.iter().filter(|values| !values[0].is_empty() && values.iter().all(|v| *v == values[0])).count();
        !several.is_empty() && n_repeated * 10 >= several.len() * 9
    }

    /// Whether the first row of each document holds the sum of its other rows: the document itself above its lines.
    pub fn is_total_first(&self, column: usize, number: usize) -> bool {
        let mut documents: HashMap<&[u8], Vec<i64>> = HashMap::new();
        for (_, cells) in self.data_rows().filter(|(_, cells)| !cells.get(number).is_empty()) {
            let amount = any_amount(cells.get(column)).unwrap_or(0);
            documents.entry(cells.get(number)).or_default().push(amount);
        }
        let several: Vec<&Vec<i64>> = documents.values().filter(|amounts| amounts.len() > 1).collect();
        let is_sum = |amounts: &[i64]| amounts[0] != 0 && amounts[0] == amounts[1..].iter().sum::<i64>();
        // Two equal rows prove nothing.
        let has_lines = several.iter().any(|amounts| amounts.len() > 2);
        has_lines && several.iter().filter(|amounts| is_sum(amounts)).count() * 10 >= several.len() * 9
    }

    /// Whether rows with one number agree in other columns, where they are filled: they are one document.
    pub fn is_document(&self, number: usize, others: &[usize]) -> bool {
        let mut first: HashMap<&[u8], Cells<'_>> = HashMap::new();
        let (mut n, mut n_different) = (0_usize, 0_usize);
        for (_, cells) in self.data_rows().filter(|(_, cells)| !cells.get(number).is_empty()) {
            let Some(known) = first.get(cells.get(number)) else {
                first.insert(cells.get(number), cells);
                continue;
            };
            n += 1;
            n_different += usize::from(others.iter().any(|&i| {
                let (a, b) = (known.get(i), cells.get(i));
                !a.is_empty() && !b.is_empty() && a != b
            }));
        }
        n_different * 20 <= n
    }

    /// Whether a column adds up another one, row by row: a running balance, not what is owed.
    pub fn is_running_sum(&self, column: usize, of: Option<usize>) -> bool {
        let (mut n, mut n_fitting, mut before) = (0_usize, 0_usize, None);
        let Some(of) = of.filter(|&of| of != column) else { return false };
        for (i, line) in &self.kinds {
            let Some((_, cells)) = self.grid.get(*i) else { continue };
            if *line != Line::Data {
                if matches!(line, Line::Lone(_)) {
                    before = None;
                }
                continue;
            }
            let (Some(sum), Some(part)) = (any_amount(cells.get(column)), any_amount(cells.get(of))) else { continue };
            if let Some(before) = before {
                n += 1;
                n_fitting += usize::from(sum - before == part);
            }
            before = Some(sum);
        }
        n >= 3 && n_fitting * 10 >= n * 8
    }

    /// Lone lines with rows of data below are the headings of groups; what follows the last row is a footer.
    fn find_groups(&self) -> Groups {
        let mut names: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = Vec::new();
        for (_, line) in &self.kinds {
            match line {
                Line::Group(_) => return Groups::Customer,
                Line::Lone(name) => open.push(name),
                Line::Data => names.append(&mut open),
                Line::Heading | Line::Title | Line::Total(_) | Line::Blank => {}
            }
        }
        let is_named_above = self
            .title_places
            .clone()
            .any(|i| self.grid.get(i).is_some_and(|(_, cells)| labelled_name(cells).is_some()));
        if is_named_above && self.kinds.iter().any(|(_, line)| *line == Line::Heading) {
            return Groups::Customer;
        }
        names.retain(|name| !is_footer(name));
        if names.is_empty() {
            return Groups::None;
        }
        let n_ages = names.iter().filter(|name| is_age_bucket(name)).count();
        let n_dates = names.iter().filter(|name| is_period(name)).count();
        if (n_ages + n_dates) * 2 > names.len() { Groups::Other } else { Groups::Customer }
    }

    fn count_continued(&self) -> usize {
        let first = |cells: Cells<'_>| cells.iter().position(|cell| !cell.is_empty());
        let mut before = None;
        let mut n = 0;
        for (_, cells) in self.data_rows() {
            let has_day = self.lines.has_day(cells);
            if has_day || before.is_none() {
                before = first(cells);
            } else if !self.lines.days.is_empty() && first(cells) > before {
                n += 1;
            }
        }
        n
    }
}

fn is_number(cell: &[u8]) -> bool {
    let bytes = bare(cell);
    bytes.iter().any(u8::is_ascii_digit)
        && (any_amount(cell).is_some()
            || bytes.iter().all(u8::is_ascii_digit)
            || (bytes.last() == Some(&b'%') && bytes[0].is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::csv::{head_rows, sniff};

    fn body(text: &str) -> Body {
        let dialect = sniff(text).expect("a delimiter");
        Body::of(&head_rows(text, true, dialect, 500), None).expect("headings")
    }

    #[test]
    fn headings_deep_in_a_report_are_found_and_groups_told_from_totals_and_footers() {
        let body = body(
            "\"Harrow Finishing, LLC\",,,\nSales by customer,,,\n\"May 1-31, 2026\",,,\n,,,\n,Date,Num,Amount\nAlpine Tool,,,\n,05/14/2026,11,10.00\n\
             Total for Alpine Tool,,,$10.00\nTotal Fabrication LLC,,,\n,05/15/2026,12,5.00\nTotal for Total Fabrication LLC,,,$5.00\nTOTAL,,,$15.00\n,,,\n\
             \" Friday, June 5, 2026 04:19 PM GMT-06:00\",,,\n",
        );
        assert_eq!((body.header_row, body.groups, body.titles.len(), body.n_data_rows()), (5, Groups::Customer, 4, 2));
        let totals: Vec<&Line> =
            body.kinds.iter().map(|(_, line)| line).filter(|line| matches!(line, Line::Total(_))).collect();
        assert_eq!(
            totals,
            [
                &Line::Total("Alpine Tool".into()),
                &Line::Total("Total Fabrication LLC".into()),
                &Line::Total(String::new())
            ]
        );
    }

    #[test]
    fn a_customer_whose_name_begins_with_total_is_no_total() {
        let body = body(
            "Order No,Date,Customer,Parts,Amount\n1,2026-01-02,Alpine,4,5.00\n2,2026-01-02,Total Fabrication LLC,4,5.00\nTotal,,,8,10.00\n",
        );
        assert_eq!(body.n_data_rows(), 2);
    }

    #[test]
    fn a_running_balance_is_not_what_is_owed() {
        let body = body(
            "Customer,Date,Num,Amount,Balance\nA,01/13/2026,1,10.00,10.00\nA,01/14/2026,2,5.00,15.00\nA,01/15/2026,3,2.00,17.00\nA,01/16/2026,4,2.00,19.00\n",
        );
        assert!(body.is_running_sum(4, Some(3)));
        assert!(!body.is_running_sum(3, Some(4)));
    }
}
