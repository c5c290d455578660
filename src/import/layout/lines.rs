//! What each line below the headings is.

use std::collections::HashSet;

use super::is_number;
use super::words::{is_footer, labelled_name, total_of};
use crate::import::cells::{Cells, Grid, plain as bare, text};
use crate::import::headings::{Meaning as M, meaning, plain};
use crate::import::values::{DateCell, date_cell};

/// What a line below the headings is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Blank,
    /// The headings once more, as on each printed page.
    Heading,
    /// A title line once more.
    Title,
    /// A line that names the customer of the rows below: "Customer: Alpine Tool".
    Group(String),
    /// Words alone on a line: the heading of a group, or a footer.
    Lone(String),
    /// A sum; what it is the sum of.
    Total(String),
    Data,
}

/// Tells the lines of a table apart.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    pub headers: Vec<Vec<u8>>,
    /// The second row of the headings, where they take two.
    pub second: Vec<Vec<u8>>,
    /// The customer of each block of rows stands right above its headings, the first ones too.
    pub names_above_headings: bool,
    n_headers: usize,
    pub days: Vec<usize>,
    numbers: Vec<usize>,
    /// Columns of money and parts, which are summed up.
    sums: Vec<usize>,
    /// Columns that name whom a row is about.
    who: Vec<usize>,
    /// The title lines, without digits: they return on each page.
    titles: HashSet<String>,
}

impl Lines {
    pub fn of(grid: &Grid, at: usize, headers: &[String]) -> Self {
        let n_columns = headers.len();
        let meanings: Vec<M> = headers.iter().map(|header| meaning(header)).collect();
        let (mut n, mut n_days, mut n_numbers) =
            (vec![0_usize; n_columns], vec![0_usize; n_columns], vec![0_usize; n_columns]);
        for (_, cells) in (at + 1..grid.len()).filter_map(|i| grid.get(i)) {
            for i in 0..n_columns {
                let cell = cells.get(i);
                if cell.is_empty() {
                    continue;
                }
                n[i] += 1;
                if date_cell(cell).is_some() {
                    n_days[i] += 1;
                } else if is_number(cell) {
                    n_numbers[i] += 1;
                }
            }
        }
        let says_day = |i: usize| meanings[i].is_day();
        let days =
            (0..n_columns).filter(|&i| n_days[i] * 2 > n[i] || (says_day(i) && n_numbers[i] * 2 > n[i])).collect();
        let numbers = (0..n_columns).filter(|&i| n_numbers[i] * 2 > n[i] && !says_day(i)).collect::<Vec<usize>>();
        let is_summed = |i: &usize| {
            matches!(
                meanings[*i],
                M::Total
                    | M::Amount
                    | M::Gross
                    | M::Net
                    | M::LineAmount
                    | M::SubTotal
                    | M::Tax
                    | M::Balance
                    | M::BareBalance
                    | M::Debit
                    | M::Credit
                    | M::Quantity
                    | M::AgeBucket
                    | M::PaidAmount
                    | M::RejectedQuantity
                    | M::Price
                    | M::Fee
            )
        };
        let sums = numbers.iter().copied().filter(is_summed).collect();
        let who = (0..n_columns)
            .filter(|&i| {
                matches!(meanings[i], M::Company | M::Customer | M::Name | M::Person | M::Account | M::LastName)
            })
            .collect();
        let n_headers = headers.iter().filter(|header| !header.is_empty()).count();
        let titles = (0..at)
            .filter_map(|i| grid.get(i))
            .map(|(_, cells)| without_digits(cells))
            .filter(|title| !title.is_empty())
            .collect();
        Self { n_headers, days, numbers, sums, who, titles, ..Self::default() }
    }

    /// What a line is.
    pub fn tell(&self, cells: Cells<'_>) -> Line {
        let mut filled = (0..cells.len()).filter(|&i| !cells.get(i).is_empty());
        let Some(first) = filled.next() else { return Line::Blank };
        let second = filled.next();
        let has_third = filled.next().is_some();
        if !self.titles.is_empty() && self.titles.contains(&without_digits(cells)) {
            return Line::Title;
        }
        // A sum may stand where rows have a date, but not beside one.
        let has_date = self.has_date(cells);
        if !has_date && let Some(of) = self.total(cells).filter(String::is_empty) {
            return Line::Total(of);
        }
        let has_day = has_date || self.has_day(cells);
        if has_day && has_third {
            return Line::Data;
        }
        if let Some(name) = labelled_name(cells).filter(|_| !has_day) {
            return Line::Group(name);
        }
        if self.is_heading(cells) {
            return Line::Heading;
        }
        if has_day {
            return if second.is_some() || self.n_headers <= 2 { Line::Data } else { Line::Lone(cells.line()) };
        }
        if let Some(of) = self.total(cells) {
            return Line::Total(of);
        }
        if let Some(name) = self.customer_line(cells) {
            return Line::Lone(name);
        }
        if self.n_headers <= 2 {
            return Line::Data;
        }
        let Some(second) = second else {
            let is_named = self.days.is_empty() && self.who.contains(&first) && !is_footer(&text(cells.get(first)));
            return if is_named {
                Line::Data
            } else if is_number(cells.get(first)) {
                Line::Total(String::new())
            } else {
                Line::Lone(text(cells.get(first)).into_owned())
            };
        };
        // Numbers without a word: a sum that says not of what.
        let n_filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let is_sum = !self.days.is_empty()
            && n_filled * 2 <= self.n_headers
            && cells.iter().all(|cell| cell.is_empty() || is_number(cell));

        let is_share = |cell: &[u8]| cell.is_empty() || bare(cell).last() == Some(&b'%');
        if is_sum && (0..cells.len()).all(|i| cells.get(i).is_empty() || self.sums.contains(&i))
            || cells.iter().all(is_share)
        {
            return Line::Total(String::new());
        }
        // Two cells without a date or an amount: "Kunde:" and a name, a number and a name, a footer in two parts.
        let is_lone_pair = !has_third
            && !self.days.is_empty()
            && self.n_headers >= 4
            && ![first, second].iter().any(|i| self.numbers.contains(i) && is_number(cells.get(*i)));
        if is_lone_pair {
            let has_letters = |i: &usize| text(cells.get(*i)).chars().any(char::is_alphabetic);
            if let Some(name) = [second, first].iter().find(|i| has_letters(i)) {
                return Line::Lone(text(cells.get(*name)).into_owned());
            }
        }
        Line::Data
    }

    /// Whether the line has a date where the table has dates.
    pub fn has_day(&self, cells: Cells<'_>) -> bool {
        self.has_date(cells) || self.days.iter().any(|&i| is_number(cells.get(i)) || date_cell(cells.get(i)).is_some())
    }

    /// Whether the line has a date that is no bare number.
    fn has_date(&self, cells: Cells<'_>) -> bool {
        self.days.iter().any(|&i| {
            let cell = cells.get(i);
            // The common case first: 2026-11-12.
            let is_iso = matches!(cell, [b'1' | b'2', _, _, b'0'..=b'9', b'-', b'0'..=b'9', _, b'-', b'0'..=b'9', ..]);
            is_iso || date_cell(cell).is_some_and(|date| !matches!(date, DateCell::Serial(_)))
        })
    }

    /// A line of words that begins in the column of the dates: "KAR001, Karoo Gates cc, Tel: 033 555 0894". The name is its
    /// first cell that is no code.
    fn customer_line(&self, cells: Cells<'_>) -> Option<String> {
        let filled: Vec<usize> = (0..cells.len()).filter(|&i| !cells.get(i).is_empty()).collect();
        let begins_in_days = filled.first().is_some_and(|first| self.days.contains(first));
        let is_words = |i: &usize| !is_number(cells.get(*i)) && date_cell(cells.get(*i)).is_none();
        if !begins_in_days
            || !(2..=4).contains(&filled.len())
            || !filled.iter().all(is_words)
            || filled.iter().any(|i| self.numbers.contains(i))
        {
            return None;
        }
        let is_code = |words: &str| !words.contains(' ') && words.bytes().any(|byte| byte.is_ascii_digit());
        let mut names = filled.iter().map(|&i| text(cells.get(i)).into_owned());
        names.find(|name| !is_code(name) && name.chars().any(char::is_alphabetic))
    }

    fn is_heading(&self, cells: Cells<'_>) -> bool {
        if !self.second.is_empty() && cells.iter().eq(self.second.iter().map(Vec::as_slice)) {
            return true;
        }
        let (mut n_filled, mut n_same) = (0, 0);
        for (i, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            n_filled += 1;
            n_same += usize::from(self.headers.get(i).is_some_and(|header| header == cell));
        }
        n_same >= 2 && n_same * 10 >= n_filled * 8
    }

    /// A total has a word for it and numbers, and hardly any other words. A customer's name may begin with such a word.
    fn total(&self, cells: Cells<'_>) -> Option<String> {
        let filled: Vec<usize> = (0..cells.len()).filter(|&i| !cells.get(i).is_empty()).collect();
        let label = filled.iter().take(3).find_map(|&i| total_of(&text(cells.get(i))))?;
        let has_letters = |i: usize| text(cells.get(i)).chars().any(char::is_alphabetic);
        let n_words = filled.iter().filter(|&&i| !is_number(cells.get(i)) && has_letters(i)).count();
        let has_number = filled.iter().any(|&i| is_number(cells.get(i)));
        let is_bare = label.is_empty();
        // "Total Fence Solutions" may be a customer, "Total for Fence Solutions" is none.
        let starts = text(cells.get(filled[0])).trim().to_lowercase();
        let may_be_name = !is_bare
            && starts.starts_with("total ")
            && !starts.starts_with("total for ")
            && !starts.starts_with("total of ");
        if may_be_name && n_words > 1 {
            return None;
        }
        ((has_number && n_words <= 2 && (is_bare || self.days.is_empty() || filled.len() < self.n_headers.max(4)))
            || (is_bare && filled.len() == 1))
            .then_some(label)
    }
}

/// A line without its digits, so that page numbers and dates do not tell it from itself.
fn without_digits(cells: Cells<'_>) -> String {
    plain(&cells.line())
        .split(' ')
        .filter(|word| !word.bytes().any(|b| b.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join(" ")
}
