//! What the cells of a column look like.

use std::collections::HashSet;

use super::cells::{plain, text};
use super::values::{DateStyle, any_amount, compact, count, date_cell, serial, unix, without_year};

/// What the cells of a column look like, counted on the first rows.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Cells that are not blank.
    pub n: usize,
    /// Distinct cells.
    pub n_distinct: usize,
    n_dates: usize,
    n_without_year: usize,
    n_serials: usize,
    n_compact: usize,
    n_unix: usize,
    n_numbers: usize,
    n_emails: usize,
    n_urls: usize,
    n_letters: usize,
    n_long: usize,
    n_document_numbers: usize,
    n_zero: usize,
    n_cents: usize,
}

impl Profile {
    /// Looks at the cells of a column.
    pub fn of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut profile = Self::default();
        let mut seen: HashSet<&[u8]> = HashSet::new();
        for cell in cells.filter(|cell| !cell.is_empty()) {
            profile.n += 1;
            if seen.len() < 5000 {
                seen.insert(cell);
            }
            let bytes = plain(cell);
            profile.n_dates += usize::from(date_cell(cell).is_some());
            profile.n_without_year += usize::from(without_year(cell).is_some());
            profile.n_serials += usize::from(serial(cell).is_some());
            profile.n_compact += usize::from(compact(cell).is_some());
            profile.n_unix += usize::from(unix(cell).is_some());
            let value = any_amount(cell);
            // "120 pcs" is a number of parts.
            let is_number = value.is_some() || count(cell, b'.').is_some();
            profile.n_numbers += usize::from(is_number || bytes.len() > 11 && bytes.iter().all(u8::is_ascii_digit));
            profile.n_zero += usize::from(value == Some(0));
            let is_cents = bytes.len() > 3
                && matches!(bytes[bytes.len() - 3], b'.' | b',')
                && bytes[bytes.len() - 2..].iter().all(u8::is_ascii_digit);
            profile.n_cents += usize::from(is_cents && value.is_some());
            let first = bytes.split(|&b| b == b',' || b == b';').next().unwrap_or_default().trim_ascii();
            profile.n_emails += usize::from(first.contains(&b'@') && first.contains(&b'.') && !first.contains(&b' '));
            profile.n_urls +=
                usize::from(bytes.starts_with(b"http") || bytes.starts_with(b"/") || bytes.starts_with(b"www."));
            let text = text(cell);
            profile.n_letters += usize::from(text.chars().filter(|c| c.is_alphabetic()).count() >= 3);
            profile.n_long += usize::from(text.chars().count() > 40);
            let n_digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
            let is_one_word = !text.trim().contains(char::is_whitespace);
            profile.n_document_numbers +=
                usize::from(is_one_word && n_digits >= 2 && n_digits * 2 >= bytes.len().saturating_sub(4));
        }
        profile.n_distinct = seen.len();
        profile
    }

    fn is(&self, n: usize, of_ten: usize) -> bool {
        self.n > 0 && n * 10 >= self.n * of_ten
    }

    /// Whether most cells are amounts with cents.
    pub fn is_cents(&self) -> bool {
        self.is(self.n_cents, 6)
    }

    /// How the dates of the column are written; `None` where its cells are no dates.
    pub fn date_style(&self, says_date: bool) -> Option<DateStyle> {
        if self.is(self.n_dates, 5) {
            Some(DateStyle::Written)
        } else if !says_date {
            None
        } else if self.is(self.n_serials, 8) {
            Some(DateStyle::Serial)
        } else if self.is(self.n_compact, 8) {
            Some(DateStyle::Compact)
        } else if self.is(self.n_unix, 8) {
            Some(DateStyle::Unix)
        } else {
            None
        }
    }

    /// Whether the cells are days without their year: "13.02.".
    pub fn is_without_year(&self) -> bool {
        self.is(self.n_without_year, 8)
    }

    /// Whether the cells are numbers.
    pub fn is_number(&self) -> bool {
        self.is(self.n_numbers, 6) && !self.is(self.n_dates, 5)
    }

    /// Whether the cells are e-mail addresses.
    pub fn is_email(&self) -> bool {
        self.is(self.n_emails, 7)
    }

    /// Whether the cells are addresses of web pages.
    pub fn is_url(&self) -> bool {
        self.is(self.n_urls, 7)
    }

    /// Whether the cells are words.
    pub fn is_words(&self) -> bool {
        self.is(self.n_letters, 6) && !self.is(self.n_dates, 5)
    }

    /// Whether many cells are sentences.
    pub fn is_prose(&self) -> bool {
        self.is(self.n_long, 3)
    }

    /// Whether the cells look like numbers of documents: #1218, INV-005012.
    pub fn is_document_number(&self) -> bool {
        self.is(self.n_document_numbers, 8)
    }

    /// Whether hardly any number is 0.
    pub fn is_never_zero(&self) -> bool {
        self.n > 0 && self.n_zero * 50 <= self.n
    }
}
