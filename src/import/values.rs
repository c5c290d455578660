//! Dates and numbers as people write them. What a cell alone cannot tell is decided on the whole file.

use std::cmp::Ordering;

use crate::import::problem::DateOrder;
use crate::model::Day;
use crate::model::dates::{LONG_MONTHS, MONTHS};
use crate::model::money::{LARGEST_MINOR, Minor};

/// A date as far as the cell alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateCell {
    /// The cell leaves no doubt: year first, or a month in words.
    Sure(Day, bool),
    /// Two numbers and a year: 03/04/2025.
    Doubtful(u32, u32, i32),
}

/// Years outside of this range are slips of the keyboard, not dates of a shop.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2099;

/// Reads a date. A time behind it is passed over. `None` where the cell is no date.
pub fn date_cell(cell: &[u8]) -> Option<DateCell> {
    let cell = cell.trim_ascii();
    // The common case first: 2026-11-12, with or without a time.
    if cell.len() >= 10 && (cell[4] == b'-' || cell[4] == b'/' || cell[4] == b'.') && cell[7] == cell[4] {
        let day = Day::from_ymd(number(&cell[..4])?, unsigned(&cell[5..7])?, unsigned(&cell[8..10])?)?;
        let rest = &cell[10..];
        let is_time = rest.is_empty() || rest[0] == b'T' || rest[0] == b' ';
        return (is_time && YEARS.contains(&day.ymd().0)).then_some(DateCell::Sure(day, true));
    }
    let text = std::str::from_utf8(cell).ok()?;
    let mut parts = [""; 3];
    let mut n = 0;
    for part in text.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty()) {
        // Weekday names in front say nothing new: "Thu, 12 Nov 2026".
        if n == 0 && is_weekday(part) {
            continue;
        }
        // What follows the date is a time of day.
        if n == 3 {
            if !part.starts_with(|c: char| c.is_ascii_digit() || c == '+')
                && !["am", "pm", "AM", "PM", "Z", "UTC", "GMT"].contains(&part)
            {
                return None;
            }
            break;
        }
        parts[n] = part;
        n += 1;
    }
    if n != 3 {
        return None;
    }
    if let Some(month) = month_number(parts[0]) {
        return sure(year(parts[2])?, month, parts[1].trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?);
    }
    if let Some(month) = month_number(parts[1]) {
        return sure(year(parts[2])?, month, parts[0].parse().ok()?);
    }
    if parts.iter().any(|part| part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    if parts[0].len() == 4 {
        return sure(parts[0].parse().ok()?, parts[1].parse().ok()?, parts[2].parse().ok()?);
    }
    let (a, b, year) = (parts[0].parse().ok()?, parts[1].parse().ok()?, year(parts[2])?);
    let is_date = |month: u32, day: u32| Day::from_ymd(year, month, day).is_some();
    (is_date(a, b) || is_date(b, a)).then_some(DateCell::Doubtful(a, b, year))
}

impl DateCell {
    /// The day, read in an order that was decided on the whole file.
    pub fn day(self, order: DateOrder) -> Option<Day> {
        match (self, order) {
            (Self::Sure(day, _), _) => Some(day),
            (Self::Doubtful(a, b, year), DateOrder::MonthFirst) => Day::from_ymd(year, a, b),
            (Self::Doubtful(a, b, year), DateOrder::DayFirst) => Day::from_ymd(year, b, a),
            (Self::Doubtful(..), DateOrder::YearFirst) => None,
        }
    }
}

/// What the cells of a file say about the order of day and month.
#[derive(Clone, Debug, Default)]
pub struct DateVotes {
    n_year_first: usize,
    n_named: usize,
    n_day_first: usize,
    n_month_first: usize,
    n_open: usize,
    n_weekend: [usize; 2],
    /// The first doubtful cells: row and text.
    pub examples: Vec<(u32, String)>,
}

impl DateVotes {
    /// Takes in one cell; `false` where it is no date.
    pub fn count(&mut self, row: u32, cell: &[u8]) -> bool {
        let Some(date) = date_cell(cell) else { return false };
        match date {
            DateCell::Sure(_, true) => self.n_year_first += 1,
            DateCell::Sure(_, false) => self.n_named += 1,
            DateCell::Doubtful(a, b, year) => {
                match (Day::from_ymd(year, b, a), Day::from_ymd(year, a, b)) {
                    (Some(_), None) => self.n_day_first += 1,
                    (None, Some(_)) => self.n_month_first += 1,
                    _ => self.n_open += 1,
                }
                if self.examples.len() < 2 && a != b {
                    self.examples.push((row, String::from_utf8_lossy(cell).trim().to_owned()));
                }
                for (i, order) in [DateOrder::DayFirst, DateOrder::MonthFirst].into_iter().enumerate() {
                    if date.day(order).is_some_and(|day| day.weekday() >= 5) {
                        self.n_weekend[i] += 1;
                    }
                }
            }
        }
        true
    }

    /// The order, where a single row decides it. More rows outvote fewer; what then does not fit is a bad cell.
    pub fn order(&self) -> Option<DateOrder> {
        match self.n_day_first.cmp(&self.n_month_first) {
            Ordering::Greater => Some(DateOrder::DayFirst),
            Ordering::Less => Some(DateOrder::MonthFirst),
            Ordering::Equal => (self.n_doubtful() == 0 && self.n_year_first > 0).then_some(DateOrder::YearFirst),
        }
    }

    /// Whether there are dates that only the owner can tell apart.
    pub fn is_open(&self) -> bool {
        self.n_doubtful() > 0 && self.order().is_none()
    }

    fn n_doubtful(&self) -> usize {
        self.n_open + self.n_day_first + self.n_month_first
    }

    /// How many doubtful dates there are, and how many of them would fall on a weekend, read in an order.
    pub fn weekends(&self, order: DateOrder) -> (usize, usize) {
        (self.n_weekend[usize::from(order == DateOrder::MonthFirst)], self.n_doubtful())
    }
}

/// What the cells of a file say about its decimal mark.
#[derive(Clone, Debug, Default)]
pub struct DecimalVotes {
    point: usize,
    comma: usize,
    /// Cells with one mark and three digits behind it: "1.250". By themselves they say nothing.
    point_three: usize,
    comma_three: usize,
}

impl DecimalVotes {
    /// Takes in one cell.
    pub fn count(&mut self, cell: &[u8]) {
        let point = cell.iter().rposition(|&b| b == b'.');
        let comma = cell.iter().rposition(|&b| b == b',');
        let digits_after = |at: usize| cell[at + 1..].iter().filter(|b| b.is_ascii_digit()).count();
        let several = |mark: u8| cell.iter().filter(|&&b| b == mark).count() > 1;
        match (point, comma) {
            (Some(p), Some(c)) if p > c => self.point += 1,
            (Some(_), Some(_)) => self.comma += 1,
            (Some(_), None) if several(b'.') => self.comma += 1,
            (Some(p), None) if digits_after(p) != 3 => self.point += 1,
            (None, Some(_)) if several(b',') => self.point += 1,
            (None, Some(c)) if digits_after(c) != 3 => self.comma += 1,
            (Some(_), None) => self.point_three += 1,
            (None, Some(_)) => self.comma_three += 1,
            (None, None) => {}
        }
    }

    /// The decimal mark; `None` where no number shows it. Where every mark has three digits behind it, it parts
    /// thousands: no amount has three decimals.
    pub fn mark(&self) -> Option<u8> {
        match self.point.cmp(&self.comma) {
            Ordering::Greater => Some(b'.'),
            Ordering::Less => Some(b','),
            Ordering::Equal => match self.point_three.cmp(&self.comma_three) {
                Ordering::Greater => Some(b','),
                Ordering::Less => Some(b'.'),
                Ordering::Equal => None,
            },
        }
    }
}

/// Reads an amount into units of 10^-`decimals`: "1,234.50", "1.234,50 €", "(12.30)", "12.30-", "$ 5".
///
/// Further decimals are rounded half away from zero. `None` where the cell is no number or over [`LARGEST_MINOR`].
pub fn amount(cell: &[u8], decimal_mark: u8, decimals: u32) -> Option<Minor> {
    let mut units: i64 = 0;
    let mut n_digits = 0;
    let mut n_after: Option<u32> = None;
    let mut is_negative = false;
    let mut rounds_up = None;
    let mut rest = cell.trim_ascii();
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match byte {
            b'0'..=b'9' => {
                n_digits += 1;
                match &mut n_after {
                    Some(n) if *n >= decimals => {
                        rounds_up.get_or_insert(*byte >= b'5');
                        continue;
                    }
                    Some(n) => *n += 1,
                    None => {}
                }
                units = units * 10 + i64::from(byte - b'0');
                if units > LARGEST_MINOR {
                    return None;
                }
            }
            mark if *mark == decimal_mark && n_after.is_none() => n_after = Some(0),
            // Thousands marks stand between digits, before the decimals.
            b'.' | b',' | b'\'' if n_after.is_none() && n_digits > 0 && starts_thousand(tail) => {}
            b'-' if n_digits == 0 || tail.is_empty() => is_negative = true,
            b'(' if n_digits == 0 && cell.trim_ascii().ends_with(b")") => is_negative = true,
            b'+' if n_digits == 0 => {}
            b')' | b' ' | b'$' => {}
            // Letters beyond ASCII: no-break spaces, € £ ¥ and the minus sign, each whole.
            0xc2 => match tail {
                [0xa0 | 0xa3 | 0xa5, after @ ..] => rest = after,
                _ => return None,
            },
            0xe2 => match tail {
                [0x82, 0xac, after @ ..] | [0x80, 0xaf, after @ ..] => rest = after,
                [0x88, 0x92, after @ ..] => {
                    is_negative = true;
                    rest = after;
                }
                _ => return None,
            },
            // A currency code before or behind.
            b'A'..=b'Z' if is_code(cell) => {}
            _ => return None,
        }
    }
    if n_digits == 0 {
        return None;
    }
    for _ in n_after.unwrap_or(0)..decimals {
        units = units.checked_mul(10)?;
    }
    units += i64::from(rounds_up.unwrap_or(false));
    (units <= LARGEST_MINOR).then_some(if is_negative { -units } else { units })
}

/// Reads a whole number: parts. "1,200", "120.00". `None` where it is no whole number.
pub fn count(cell: &[u8], decimal_mark: u8) -> Option<i32> {
    // The common case first: nothing but digits.
    if cell.len() <= 9 && !cell.is_empty() && cell.iter().all(u8::is_ascii_digit) {
        return Some(cell.iter().fold(0, |n, digit| n * 10 + i32::from(digit - b'0')));
    }
    let thousandths = amount(cell, decimal_mark, 3)?;
    (thousandths % 1000 == 0).then(|| i32::try_from(thousandths / 1000).ok()).flatten()
}

/// A thousands mark stands before three digits, no more and no less.
fn starts_thousand(tail: &[u8]) -> bool {
    tail.len() >= 3 && tail[..3].iter().all(u8::is_ascii_digit) && !tail.get(3).is_some_and(u8::is_ascii_digit)
}

fn is_code(cell: &[u8]) -> bool {
    let letters: Vec<u8> = cell.iter().copied().filter(u8::is_ascii_alphabetic).collect();
    letters.len() == 3 && letters.iter().all(u8::is_ascii_uppercase)
}

fn sure(year: i32, month: u32, day: u32) -> Option<DateCell> {
    if !YEARS.contains(&year) {
        return None;
    }
    // Named months and year-first dates are equally sure; only the latter tell the order of a file.
    Day::from_ymd(year, month, day).map(|date| DateCell::Sure(date, false))
}

fn year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    let year = match text.len() {
        2 if year < 70 => 2000 + year,
        2 => 1900 + year,
        4 => year,
        _ => return None,
    };
    YEARS.contains(&year).then_some(year)
}

fn month_number(text: &str) -> Option<u32> {
    let text = text.trim_end_matches('.');
    if text.len() < 3 || !text.is_ascii() || text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let place = MONTHS.iter().zip(LONG_MONTHS).position(|(short, long)| {
        lower == short.to_ascii_lowercase()
            || lower == long.to_ascii_lowercase()
            || (lower == "sept" && *short == "Sep")
    })?;
    u32::try_from(place + 1).ok()
}

fn is_weekday(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| lower.starts_with(day))
        && month_number(text).is_none()
}

fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i32::from(b - b'0')))
}

fn unsigned(digits: &[u8]) -> Option<u32> {
    number(digits).and_then(|n| u32::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: DateOrder) -> Option<String> {
        Some(date_cell(text.as_bytes())?.day(order)?.to_string())
    }

    #[test]
    fn dates_are_read_as_systems_write_them() {
        for text in [
            "2026-11-03",
            "2026-11-03 09:02:11",
            "2026-11-03T09:02:11+01:00",
            "3 Nov 2026",
            "Nov 03, 2026 09:30 pm",
            "03-Nov-26",
            "Tue, 3 November 2026",
            "2026/11/03",
        ] {
            assert_eq!(read(text, DateOrder::MonthFirst).as_deref(), Some("2026-11-03"), "{text}");
        }
        assert_eq!(read("03/11/2026", DateOrder::DayFirst).as_deref(), Some("2026-11-03"));
        assert_eq!(read("3.11.26", DateOrder::DayFirst).as_deref(), Some("2026-11-03"));
        assert_eq!(read("11/03/2026 4:05 PM", DateOrder::MonthFirst).as_deref(), Some("2026-11-03"));
    }

    #[test]
    fn what_is_no_date_is_not_made_into_one() {
        for text in [
            "",
            "n/a",
            "2026",
            "31/02/2026",
            "13/13/2026",
            "1234.50",
            "12345678901",
            "2026-02-30",
            "0001-01-01",
            "12-34",
        ] {
            assert_eq!(date_cell(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn one_deciding_row_is_enough_and_none_is_a_question() {
        let mut votes = DateVotes::default();
        for cell in ["03/04/2025", "07/04/2025"] {
            assert!(votes.count(1, cell.as_bytes()));
        }
        assert!(votes.is_open());
        votes.count(3, b"25/04/2025");
        assert_eq!(votes.order(), Some(DateOrder::DayFirst));
        assert!(!votes.is_open());
    }

    #[test]
    fn amounts_are_read_with_the_marks_of_their_country() {
        for (text, mark, cents) in [
            ("1,234.50", b'.', 123_450),
            ("1.234,50 €", b',', 123_450),
            ("$1 234", b'.', 123_400),
            ("(12.30)", b'.', -1230),
            ("12.30-", b'.', -1230),
            ("−0,05", b',', -5),
            ("USD 7.5", b'.', 750),
            ("2.3456", b'.', 235),
            ("1'234.5", b'.', 123_450),
        ] {
            assert_eq!(amount(text.as_bytes(), mark, 2), Some(cents), "{text}");
        }
        for text in ["", "-", "abc", "12a", "1.2.3,4.", "12,50", "1,2345", "999999999999"] {
            assert_eq!(amount(text.as_bytes(), b'.', 2), None, "{text}");
        }
    }

    #[test]
    fn the_decimal_mark_is_decided_on_the_whole_file() {
        let mut votes = DecimalVotes::default();
        votes.count(b"1.234");
        assert_eq!(votes.mark(), Some(b','), "no amount has three decimals");
        votes.count(b"17,5");
        assert_eq!(votes.mark(), Some(b','));
        assert_eq!(count(b"1.234", b','), Some(1234));
        assert_eq!(count(b"12.5", b'.'), None);
    }
}
