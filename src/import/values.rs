//! Dates and numbers as people write them. What a cell alone cannot tell is decided on the whole file.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

use super::cells::{DATE, NUMBER, plain};
use crate::import::problem::DateOrder;
use crate::model::Day;
use crate::model::dates::{LONG_MONTHS, MONTHS};
use crate::model::money::{CODES, LARGEST_MINOR, Minor};

/// A date as far as the cell alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateCell {
    /// The cell leaves no doubt: year first, or a month in words.
    Sure(Day, bool),
    /// Two numbers and a year: 03/04/2025.
    Doubtful(u32, u32, i32),
    /// A day that the file holds as a number: a real date of a workbook, or a serial number.
    Serial(Day),
}

/// Dates that only the whole column shows to be dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateStyle {
    /// As [`date_cell`] reads them.
    #[default]
    Written,
    /// Days since 30 December 1899, which is what a spreadsheet makes of dates: 45384.35.
    Serial,
    /// 20250314
    Compact,
    /// Seconds or milliseconds since 1970.
    Unix,
    /// "13.02.", of this year.
    OfYear(i32),
}

impl DateStyle {
    /// Reads a cell of such a column.
    pub fn read(self, cell: &[u8]) -> Option<DateCell> {
        match self {
            Self::Written => date_cell(cell),
            Self::Serial => serial(cell).map(DateCell::Serial).or_else(|| date_cell(cell)),
            Self::Compact => compact(cell).or_else(|| date_cell(cell)),
            Self::Unix => unix(cell).map(DateCell::Serial).or_else(|| date_cell(cell)),
            Self::OfYear(year) => {
                without_year(cell).map(|(a, b)| DateCell::Doubtful(a, b, year)).or_else(|| date_cell(cell))
            }
        }
    }
}

/// A spreadsheet's serial number of a day from 1982 to 2064.
pub fn serial(cell: &[u8]) -> Option<Day> {
    let text = std::str::from_utf8(plain(cell)).ok()?;
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_number =
        whole.len() == 5 && text.bytes().next()?.is_ascii_digit() && rest.bytes().all(|b| b.is_ascii_digit());
    let days: i32 = whole.parse().ok().filter(|_| is_number)?;
    (30_000..60_000).contains(&days).then_some(Day(days - 25_569))
}

/// 20250314, as one number; 20250314T093000 with the time.
pub fn compact(cell: &[u8]) -> Option<DateCell> {
    let cell = plain(cell);
    let is_time = |rest: &[u8]| rest.len() >= 4 && rest[..4].iter().all(u8::is_ascii_digit);
    let cell = match cell.split_at_checked(8) {
        Some((day, [b'T' | b' ', rest @ ..])) if is_time(rest) => day,
        _ => cell,
    };
    if cell.len() != 8 {
        return None;
    }
    let day = Day::from_ymd(number(&cell[..4])?, unsigned(&cell[4..6])?, unsigned(&cell[6..])?)?;
    YEARS.contains(&day.ymd().0).then_some(DateCell::Sure(day, true))
}

/// Seconds (10 digits) or milliseconds (13) since 1970, from 2001 on.
pub fn unix(cell: &[u8]) -> Option<Day> {
    let cell = plain(cell);
    let seconds = match cell.len() {
        10 => cell,
        13 => &cell[..10],
        _ => return None,
    };
    let is_number = cell.iter().all(u8::is_ascii_digit);
    let n: i64 = std::str::from_utf8(seconds).ok()?.parse().ok().filter(|_| is_number)?;
    (1_000_000_000..4_000_000_000).contains(&n).then(|| i32::try_from(n.div_euclid(86_400)).map(Day).ok()).flatten()
}

/// Years outside of this range are slips of the keyboard, not dates of a shop.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2099;

/// Reads a date. A time behind it is passed over. A week is its Monday. `None` where the cell is no date.
pub fn date_cell(cell: &[u8]) -> Option<DateCell> {
    let cell = cell.trim_ascii();
    date_of_parts(cell).or_else(|| week_cell(cell))
}

fn date_of_parts(cell: &[u8]) -> Option<DateCell> {
    if let [DATE, iso @ ..] = cell {
        return date_cell(iso).map(|date| match date {
            DateCell::Sure(day, _) => DateCell::Serial(day),
            other => other,
        });
    }
    // The common case first: 2026-11-12, with or without a time.
    if cell.len() >= 10 && (cell[4] == b'-' || cell[4] == b'/' || cell[4] == b'.') && cell[7] == cell[4] {
        let year = number(&cell[..4])?;
        let day = Day::from_ymd(year, unsigned(&cell[5..7])?, unsigned(&cell[8..10])?)?;
        let rest = &cell[10..];
        // "2025.02.13." is how Hungarians write it.
        let is_time = rest.is_empty() || rest[0] == b'T' || rest[0] == b' ' || rest == b".";
        return (is_time && YEARS.contains(&year)).then_some(DateCell::Sure(day, true));
    }
    let text = std::str::from_utf8(cell).ok()?;
    if text.len() > 80 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let is_split = |c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ',');
    let mut words = text
        .split(is_split)
        .filter(|part| !part.is_empty() && !FILLERS.contains(&part.to_lowercase().as_str()))
        .peekable();
    let mut parts = [""; 3];
    parts[0] = words.next()?;
    // Weekday names in front say nothing new: "Thu, 12 Nov 2026". "mar" is March and Tuesday.
    if is_word(parts[0]) && (month_number(parts[0]).is_none() || is_followed_by_named_date(words.clone())) {
        if !is_weekday(parts[0]) {
            return None;
        }
        parts[0] = words.next()?;
    }
    parts[1] = words.next()?;
    parts[2] = words.next()?;
    // What follows the date is a time of day and a zone.
    if let Some(after) = words.next() {
        if let Some(first) = first_of_days(parts, after) {
            return Some(first);
        }
        let is_time = after.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == 'T')
            || ["at", "um", "a", "à", "alle", "ore"].contains(&after);
        if !is_time {
            return None;
        }
    }
    let ordinal =
        |part: &str| part.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º' || c == '°').parse::<u32>().ok();
    if let Some(month) = month_number(parts[0]) {
        return sure(year(parts[2])?, month, ordinal(parts[1])?);
    }
    if let Some(month) = month_number(parts[1]) {
        return match parts[0].len() {
            4 => sure(year(parts[0])?, month, ordinal(parts[2])?),
            _ => sure(year(parts[2])?, month, ordinal(parts[0])?),
        };
    }
    // "14/03/2025T08:12"
    parts[2] = parts[2].split_once('T').map_or(parts[2], |(date, _)| date);
    if parts.iter().any(|part| part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    if parts[0].len() == 4 {
        return sure_order(parts[0].parse().ok()?, parts[1].parse().ok()?, parts[2].parse().ok()?);
    }
    // "1,012.50" is an amount.
    if parts[0].len() > 2 || parts[1].len() > 2 {
        return None;
    }
    let (a, b, year) = (parts[0].parse().ok()?, parts[1].parse().ok()?, year(parts[2])?);
    let is_date = |month: u32, day: u32| Day::from_ymd(year, month, day).is_some();
    (is_date(a, b) || is_date(b, a)).then_some(DateCell::Doubtful(a, b, year))
}

/// "Mar 11-13, 2025", "11-13 March 2025", "11.-13.03.2025": the first of several days.
fn first_of_days(parts: [&str; 3], fourth: &str) -> Option<DateCell> {
    let year = year(fourth).filter(|_| fourth.len() == 4)?;
    let day = |part: &str| part.parse::<u32>().ok().filter(|day| part.len() <= 2 && (1..=31).contains(day));
    let of_month = |first: &str, last: &str, month: u32| {
        let (first, last) = (day(first)?, day(last)?);
        sure(year, month, first).filter(|_| first < last)
    };
    if let Some(month) = month_number(parts[0]) {
        return of_month(parts[1], parts[2], month);
    }
    let month = month_number(parts[2]).or_else(|| day(parts[2]).filter(|month| *month <= 12))?;
    of_month(parts[0], parts[1], month)
}

/// "2025-W07", "KW 7/2025", "week 7 2025": the Monday of the week (ISO 8601).
fn week_cell(cell: &[u8]) -> Option<DateCell> {
    const WEEK: [&str; 10] = ["w", "kw", "wk", "week", "woche", "sem", "semaine", "semana", "uge", "vecka"];
    // Most cells that are no date are no week by their ends alone.
    let begins =
        matches!(cell.first().map(u8::to_ascii_lowercase), Some(b'1' | b'2' | b'w' | b'k' | b's' | b'u' | b'v'));
    let is_short = (6..=16).contains(&cell.len())
        && begins
        && cell.last().is_some_and(u8::is_ascii_digit)
        && cell.is_ascii()
        && cell.iter().any(u8::is_ascii_alphabetic);
    let text = std::str::from_utf8(cell).ok().filter(|_| is_short)?.to_lowercase();
    let parts = |is_kind: fn(char) -> bool| text.split(move |c| !is_kind(c)).filter(|part| !part.is_empty());
    let mut words = parts(|c| c.is_ascii_alphabetic());
    if !words.next().is_some_and(|word| WEEK.contains(&word)) || words.next().is_some() {
        return None;
    }
    let numbers: Vec<&str> = parts(|c| c.is_ascii_digit()).collect();
    let (year, week) = match numbers[..] {
        [year, week] | [week, year] if year.len() == 4 && week.len() <= 2 => (year, week),
        _ => return None,
    };
    let (year, week): (i32, i32) = (year.parse().ok()?, week.parse().ok()?);
    let monday = Day::from_ymd(year, 1, 4)?.monday() + (week - 1) * crate::model::WEEK;
    let is_of_year = (monday + 3).ymd().0 == year && (1..=53).contains(&week) && YEARS.contains(&year);
    is_of_year.then_some(DateCell::Sure(monday, false))
}

/// "13.02." and "2/13": a day of a year that stands elsewhere.
pub fn without_year(cell: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(cell.trim_ascii()).ok().filter(|text| (3..=6).contains(&text.len()))?;
    let (a, b) = text.strip_suffix('.').unwrap_or(text).split_once(['.', '/', '-'])?;
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let (a, b): (u32, u32) = (a.parse().ok()?, b.parse().ok().filter(|_| is_number(a) && is_number(b))?);
    let is_date = |month: u32, day: u32| Day::from_ymd(2024, month, day).is_some();
    (is_date(a, b) || is_date(b, a)).then_some((a, b))
}

/// Words between the parts of a date.
const FILLERS: [&str; 6] = ["de", "del", "le", "il", "den", "the"];

fn is_word(part: &str) -> bool {
    part.starts_with(char::is_alphabetic)
}

/// Whether a whole date comes next, so that what stands before is a weekday: a day and a named month, or three numbers.
fn is_followed_by_named_date<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let next: Vec<&str> = words.take(3).collect();
    let is_number = |word: &&&str| word.bytes().all(|b| b.is_ascii_digit());
    let starts = |i: usize| next.get(i).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    (starts(0) && next.get(1).is_some_and(|word| month_number(word).is_some()))
        || next.iter().filter(is_number).count() == 3
            // "Mar 11-13, 2025" are days of March.
            && next[1].parse::<u32>().is_ok_and(|month| month <= 12)
}

impl DateCell {
    /// With day and month changed for each other, where that is a date.
    pub fn turned(self) -> Self {
        let Self::Serial(day) = self else { return self };
        let (year, month, of_month) = day.ymd();
        Day::from_ymd(year, of_month, month).map_or(self, Self::Serial)
    }

    /// The day, read in an order that was decided on the whole file.
    pub fn day(self, order: DateOrder) -> Option<Day> {
        match (self, order) {
            (Self::Sure(day, _) | Self::Serial(day), _) => Some(day),
            (Self::Doubtful(a, b, year), DateOrder::MonthFirst) => Day::from_ymd(year, a, b),
            (Self::Doubtful(a, b, year), DateOrder::DayFirst) => Day::from_ymd(year, b, a),
            (Self::Doubtful(..), DateOrder::YearFirst | DateOrder::Serial) => None,
        }
    }
}

/// What the cells of a file say about the order of day and month.
#[derive(Clone, Debug, Default)]
pub struct DateVotes {
    n_year_first: usize,
    n_named: usize,
    n_serial: usize,
    /// Those of them after the 12th.
    n_serial_late: usize,
    n_day_first: usize,
    n_month_first: usize,
    n_open: usize,
    n_weekend: [usize; 2],
    /// The first doubtful cells: row and text.
    pub examples: Vec<(u32, String)>,
}

impl DateVotes {
    /// Takes in one cell; `false` where it is no date.
    pub fn count(&mut self, row: u32, cell: &[u8], style: DateStyle) -> bool {
        let Some(date) = style.read(cell) else { return false };
        match date {
            DateCell::Serial(day) => {
                self.n_serial += 1;
                self.n_serial_late += usize::from(day.ymd().2 > 12);
            }
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
            Ordering::Equal if self.n_doubtful() > 0 => None,
            Ordering::Equal if self.n_serial > self.n_year_first => Some(DateOrder::Serial),
            Ordering::Equal => (self.n_year_first > 0).then_some(DateOrder::YearFirst),
        }
    }

    /// Whether a spreadsheet that expects the other order has read what it could as dates, and so has turned day and month of them:
    /// real dates up to the 12th, and texts beyond it alone.
    pub fn is_turned(&self) -> bool {
        const ENOUGH: usize = 6;
        let n_written = self.n_day_first + self.n_month_first;
        let is_one_order = self.n_day_first == 0 || self.n_month_first == 0;
        self.n_serial >= ENOUGH
            && self.n_serial_late == 0
            && n_written >= ENOUGH / 2
            && is_one_order
            && self.n_open == 0
    }

    /// Whether there are dates that only the owner can tell apart.
    pub fn is_open(&self) -> bool {
        self.n_doubtful() > 0 && self.order().is_none()
    }

    /// Whether no cell was a date.
    pub fn is_empty(&self) -> bool {
        self.n_doubtful() + self.n_named + self.n_serial + self.n_year_first == 0
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
    /// Those of them whose three digits are no zeros.
    n_broken: usize,
    /// Cells that are not blank.
    n: usize,
}

impl DecimalVotes {
    /// Takes in one cell.
    pub fn count(&mut self, cell: &[u8]) {
        if cell.is_empty() || matches!(cell, [NUMBER | DATE, ..]) {
            return;
        }
        self.n += 1;
        // "ca. 200" has no decimal mark.
        let is_inside = |at: &usize| *at == 0 || !cell[at - 1].is_ascii_alphabetic();
        let point = cell.iter().rposition(|&b| b == b'.').filter(is_inside);
        let comma = cell.iter().rposition(|&b| b == b',').filter(is_inside);
        let digits_after = |at: usize| cell[at + 1..].iter().filter(|b| b.is_ascii_digit()).count();
        // Thousands are parted after one to three digits, of which the first is not 0.
        let digits_before = |at: usize| cell[..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let is_thousand = |at: usize| {
            digits_after(at) == 3 && (1..=3).contains(&digits_before(at)) && cell[at - digits_before(at)] != b'0'
        };
        let several = |mark: u8| cell.iter().filter(|&&b| b == mark).count() > 1;
        match (point, comma) {
            (Some(p), Some(c)) if p > c => self.point += 1,
            (Some(_), Some(_)) => self.comma += 1,
            (Some(_), None) if several(b'.') => self.comma += 1,
            (Some(p), None) if !is_thousand(p) => self.point += 1,
            (None, Some(_)) if several(b',') => self.point += 1,
            (None, Some(c)) if !is_thousand(c) => self.comma += 1,
            (Some(p), None) => {
                self.point_three += 1;
                self.n_broken += usize::from(!cell[p + 1..].starts_with(b"000"));
            }
            (None, Some(c)) => {
                self.comma_three += 1;
                self.n_broken += usize::from(!cell[c + 1..].starts_with(b"000"));
            }
            (None, None) => {}
        }
    }

    /// Adds what a column says. Where every number of a column of parts has three digits behind one mark, all of them zeros, they
    /// are decimals: lots of under a thousand parts have no thousands, and nobody orders a quarter of a part.
    pub fn add(&mut self, column: &Self, is_count: bool) {
        let is_whole = is_count && column.n_broken == 0;
        let is_alone = |three: usize, others: usize| is_whole && three >= 3 && column.n == three && others == 0;
        self.n += column.n;
        self.point += column.point;
        self.comma += column.comma;
        if is_alone(column.point_three, column.comma_three) {
            self.point += column.point_three;
        } else if is_alone(column.comma_three, column.point_three) {
            self.comma += column.comma_three;
        } else {
            self.point_three += column.point_three;
            self.comma_three += column.comma_three;
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
    match cell {
        [NUMBER, digits @ ..] => plain_amount(digits, b'.', decimals).or_else(|| scientific(digits, decimals)),
        _ => plain_amount(cell, decimal_mark, decimals).or_else(|| {
            let (digits, is_credit) = without_signs(std::str::from_utf8(cell).ok()?)?;
            let minor = plain_amount(digits.as_bytes(), decimal_mark, decimals)?;
            Some(if is_credit { -minor } else { minor })
        }),
    }
}

/// Reads an amount whose decimal mark is not known yet: enough to compare and to tell numbers from words.
pub fn any_amount(cell: &[u8]) -> Option<Minor> {
    amount(cell, b'.', 2).or_else(|| amount(cell, b',', 2))
}

/// What a workbook writes for very small and large numbers: 1.2E-14.
fn scientific(digits: &[u8], decimals: u32) -> Option<Minor> {
    let x: f64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let units = (x * 10_f64.powi(decimals.cast_signed())).round();
    #[expect(clippy::cast_possible_truncation, reason = "bounded on the same line")]
    (units.abs() <= LARGEST_MINOR as f64).then_some(units as Minor)
}

/// The number without currencies, spaces and the words for debit and credit; and whether it is a credit.
fn without_signs(text: &str) -> Option<(String, bool)> {
    const CURRENCIES: [&str; 16] =
        ["kr", "fr", "zł", "kč", "rs", "r", "rm", "s/", "lei", "ft", "bs", "ca", "circa", "approx", "env", "aprox"];
    // The letters before a dollar sign: "A$", "US$".
    const DOLLARS: [&str; 6] = ["us", "ca", "au", "a", "c", "nz"];
    let is_letter = |c: char| c.is_alphabetic() || is_currency_sign(c) || c == '.' || c.is_whitespace();
    let (mut is_credit, mut is_negative) = (false, false);
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let to = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let mut lone = |word: &str| -> Option<()> {
        let word = word.trim();
        if ["-", "−", "–", "("].contains(&word) {
            is_negative = true;
            return Some(());
        }
        if word.is_empty() || [")", "+", "'"].contains(&word) {
            return Some(());
        }
        let letters = word.trim_matches(|c: char| is_currency_sign(c) || c == '.').to_lowercase();
        match letters.trim() {
            "" | "dr" | "s" | "d" => Some(()),
            "cr" | "h" => {
                is_credit = true;
                Some(())
            }
            code if CODES.iter().any(|known| known.eq_ignore_ascii_case(code)) || CURRENCIES.contains(&code) => {
                Some(())
            }
            code if DOLLARS.contains(&code) && word.contains('$') => Some(()),
            _ => None,
        }
    };
    for around in [&text[..from], &text[to..]] {
        // Signs stand by themselves, words between them.
        for word in around.split_inclusive(|c: char| !is_letter(c)) {
            let sign_at = word.find(|c: char| !is_letter(c)).unwrap_or(word.len());
            lone(&word[..sign_at])?;
            lone(&word[sign_at..])?;
        }
    }
    let inner: String = text[from..to].chars().filter(|c| !c.is_whitespace() && *c != '\u{2019}').collect();
    Some((if is_negative { format!("-{inner}") } else { inner }, is_credit))
}

fn is_currency_sign(c: char) -> bool {
    matches!(
        c,
        '$' | '£' | '¥' | '¢' | '¤' | '\u{58f}' | '\u{60b}' | '\u{9f2}' | '\u{9f3}' | '\u{e3f}' | '\u{20a0}'
            ..='\u{20cf}'
    )
}

fn plain_amount(cell: &[u8], decimal_mark: u8, decimals: u32) -> Option<Minor> {
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
            b'.' | b',' | b'\'' if n_after.is_none() && n_digits > 0 && starts_group(*byte, tail) => {}
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
    let whole = cell;
    // The parts of several articles in one cell: "10|3".
    if cell.contains(&b'|') {
        return cell
            .split(|&byte| byte == b'|')
            .try_fold(0_i32, |sum, one| sum.checked_add(count(one.trim_ascii(), decimal_mark)?));
    }
    // The common case first: nothing but digits.
    if cell.len() <= 9 && !cell.is_empty() && cell.iter().all(u8::is_ascii_digit) {
        return Some(cell.iter().fold(0, |n, digit| n * 10 + i32::from(digit - b'0')));
    }
    // "ca. 200", "~200"
    let about = ["ca.", "ca ", "~", "circa ", "approx.", "approx ", "env.", "env ", "aprox.", "c. "];
    let cell = about.iter().find_map(|word| {
        let start = cell.get(..word.len())?;
        start.eq_ignore_ascii_case(word.as_bytes()).then(|| cell[word.len()..].trim_ascii_start())
    });
    let cell = without_unit(cell.unwrap_or(whole));
    let thousandths = amount(cell, decimal_mark, 3)?;
    (thousandths % 1000 == 0).then(|| i32::try_from(thousandths / 1000).ok()).flatten()
}

/// What stands behind a number of parts: "120 pcs", "45 Stk.".
const PIECES: [&str; 31] = [
    "pcs", "pc", "pce", "pces", "ea", "each", "piece", "pieces", "part", "parts", "nos", "units", "stk", "stck",
    "stuck", "stück", "st", "pz", "pezzi", "pza", "pzas", "piezas", "uds", "ud", "pièces", "pièce", "stuks", "szt",
    "ks", "peças", "un",
];

/// A number of parts without its unit.
fn without_unit(cell: &[u8]) -> &[u8] {
    let Ok(text) = std::str::from_utf8(cell) else { return cell };
    let Some(end) = text.rfind(|c: char| c.is_ascii_digit()) else { return cell };
    let unit = text[end + 1..].trim().trim_end_matches('.').to_lowercase();
    if PIECES.contains(&unit.as_str()) { &cell[..=end] } else { cell }
}

/// A mark stands before a group of digits: of three, or, as in India ("1,10,500.00"), of two and then others.
fn starts_group(mark: u8, tail: &[u8]) -> bool {
    starts_thousand(tail)
        || matches!(tail, [b'0'..=b'9', b'0'..=b'9', next, rest @ ..] if *next == mark && starts_group(mark, rest))
}

/// A thousands mark stands before three digits, no more and no less.
fn starts_thousand(tail: &[u8]) -> bool {
    tail.len() >= 3 && tail[..3].iter().all(u8::is_ascii_digit) && !tail.get(3).is_some_and(u8::is_ascii_digit)
}

fn sure(year: i32, month: u32, day: u32) -> Option<DateCell> {
    if !YEARS.contains(&year) {
        return None;
    }
    // Named months and year-first dates are equally sure; only the latter tell the order of a file.
    Day::from_ymd(year, month, day).map(|date| DateCell::Sure(date, false))
}

fn sure_order(year: i32, month: u32, day: u32) -> Option<DateCell> {
    let day = Day::from_ymd(year, month, day).filter(|_| YEARS.contains(&year))?;
    Some(DateCell::Sure(day, true))
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

/// Months in the languages of the headings, without accents; English is in [`MONTHS`].
const OTHER_MONTHS: [&str; 12] = [
    "janner januar jan janv janvier ene enero gen gennaio januari janeiro stycznia styczen sty leden ledna",
    "feber februar fevr fevrier febr febrero febbraio fev februari fevereiro lutego luty lut unor unora",
    "marz maerz mrz mars marzo maart mrt marts mart marco marca marzec brezen brezna",
    "avril avr abril abr aprile aprel april kwietnia kwiecien kwi duben dubna",
    "mai mayo maggio mag mei maj maio maja kveten kvetna",
    "juni jun juin junio giugno giu junho czerwca czerwiec cze cerven cervna",
    "juli jul juil juillet julio luglio lug julho lipca lipiec lip cervenec cervence",
    "aout aou agosto ago augustus augusti august sierpnia sierpien sie srpen srpna",
    "septembre septiembre setiembre sept settembre set september setembro wrzesnia wrzesien wrz zari",
    "oktober okt octobre octubre ottobre ott outubro pazdziernika pazdziernik paz rijen rijna",
    "novembre noviembre november novembro listopada listopad lis",
    "dezember dez decembre dicembre dic diciembre december dezembro grudnia grudzien gru prosinec prosince",
];

fn month_number(text: &str) -> Option<u32> {
    let text = text.trim_end_matches('.');
    if text.len() < 3 || !is_word(text) {
        return None;
    }
    let lower: String = text.to_lowercase().nfkd().filter(char::is_ascii_alphabetic).collect();
    let place = (0..12).position(|i| {
        lower == MONTHS[i].to_ascii_lowercase()
            || lower == LONG_MONTHS[i].to_ascii_lowercase()
            || OTHER_MONTHS[i].split(' ').any(|month| month == lower)
    })?;
    u32::try_from(place + 1).ok()
}

/// Whether a heading is a month of a year: "Jan", "Jan-25", "March 2025", "2025-01", "01/2025".
pub fn is_month(heading: &str) -> bool {
    let parts: Vec<&str> = heading.split([' ', '-', '/', '.', '\'', '’']).filter(|part| !part.is_empty()).collect();
    let is_year = |part: &str| matches!(part.len(), 2 | 4) && part.bytes().all(|b| b.is_ascii_digit());
    let is_full_year = |part: &str| part.len() == 4 && part.parse().is_ok_and(|year| YEARS.contains(&year));
    let is_number = |part: &str| part.len() <= 2 && part.parse::<u32>().is_ok_and(|month| (1..=12).contains(&month));
    match parts[..] {
        [month] => month_number(month).is_some(),
        [a, b] => {
            month_number(a).is_some() && is_year(b)
                || is_year(a) && month_number(b).is_some()
                || is_full_year(a) && is_number(b)
                || is_number(a) && is_full_year(b)
        }
        _ => false,
    }
}

fn is_weekday(text: &str) -> bool {
    let lower: String = text.to_lowercase().nfkd().filter(char::is_ascii_alphabetic).collect();
    let starts = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "don", "fre", "sam", "son", "lun", "mar", "mer",
        "mie", "jeu", "jue", "gio", "ven", "vie", "dim", "dom", "sab",
    ];
    starts.iter().any(|day| lower.starts_with(day))
        || ["mo", "di", "mi", "do", "fr", "sa", "so"].contains(&lower.as_str())
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
            "3. November 2026",
            "Di, 3. Nov. 2026 14:05",
            "mar. 3 novembre 2026 à 10:30",
            "3 de noviembre de 2026",
            "martedì 3 novembre 2026",
            "2026/11/3",
            "\u{2}2026-11-03 10:00:00",
            "2026/11/03",
        ] {
            assert_eq!(read(text, DateOrder::MonthFirst).as_deref(), Some("2026-11-03"), "{text}");
        }
        assert_eq!(read("03/11/2026", DateOrder::DayFirst).as_deref(), Some("2026-11-03"));
        assert_eq!(
            read("mar. 03/11/26", DateOrder::DayFirst).as_deref(),
            Some("2026-11-03"),
            "a Tuesday, no month of March"
        );
        assert_eq!(read("3.11.26", DateOrder::DayFirst).as_deref(), Some("2026-11-03"));
        assert_eq!(read("11/03/2026 4:05 PM", DateOrder::MonthFirst).as_deref(), Some("2026-11-03"));
    }

    #[test]
    fn months_above_columns_are_told_from_days_and_names() {
        for month in ["Jan", "Jan-25", "März 2025", "2025-01", "01/2025", "grudzień", "Dec '25"] {
            assert!(is_month(month), "{month}");
        }
        for other in ["Q1", "2025", "13/2025", "2025-01-02", "May Industries", "Total", ""] {
            assert!(!is_month(other), "{other}");
        }
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
            "1,012.50",
            "12.001,75 €",
        ] {
            assert_eq!(date_cell(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn of_several_days_the_first_counts() {
        let first = DateCell::Sure(Day::from_ymd(2025, 3, 11).unwrap(), false);
        for text in
            ["Mar 11-13, 2025", "March 11 - 13, 2025", "11-13 March 2025", "11.-13.03.2025", "11. - 13. März 2025"]
        {
            assert_eq!(date_cell(text.as_bytes()), Some(first), "{text}");
        }
        assert_eq!(date_cell(b"mar 11/03/2025"), Some(DateCell::Doubtful(11, 3, 2025)), "a Tuesday");
    }

    #[test]
    fn a_week_is_its_monday_and_a_day_may_have_its_year_elsewhere() {
        for text in ["2025-W07", "KW 7/2025", "KW07 2025", "week 7, 2025", "W07/2025"] {
            let monday = DateCell::Sure(Day::from_ymd(2025, 2, 10).unwrap(), false);
            assert_eq!(date_cell(text.as_bytes()), Some(monday), "{text}");
        }
        for text in ["KW 54/2025", "2025-W00", "W 200/2025", "week", "2025-X07", "WO 7/2025"] {
            assert_eq!(date_cell(text.as_bytes()), None, "{text}");
        }
        assert_eq!(without_year(b"13.02."), Some((13, 2)));
        assert_eq!(DateStyle::OfYear(2025).read(b"2/13"), Some(DateCell::Doubtful(2, 13, 2025)));
        for text in ["13", "1.234", "32.13.", "13.02.2025", "a.b"] {
            assert_eq!(without_year(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn one_deciding_row_is_enough_and_none_is_a_question() {
        let mut votes = DateVotes::default();
        for cell in ["03/04/2025", "07/04/2025"] {
            assert!(votes.count(1, cell.as_bytes(), DateStyle::Written));
        }
        assert!(votes.is_open());
        votes.count(3, b"25/04/2025", DateStyle::Written);
        assert_eq!(votes.order(), Some(DateOrder::DayFirst));
        assert!(!votes.is_open());
    }

    #[test]
    fn amounts_are_read_with_the_marks_of_their_country() {
        for (text, mark, cents) in [
            ("1,234.50", b'.', 123_450),
            ("12,34,567.50", b'.', 123_456_750),
            ("1.234,50 €", b',', 123_450),
            ("$1 234", b'.', 123_400),
            ("(12.30)", b'.', -1230),
            ("12.30-", b'.', -1230),
            ("−0,05", b',', -5),
            ("USD 7.5", b'.', 750),
            ("2.3456", b'.', 235),
            ("1'234.5", b'.', 123_450),
            ("1\u{202f}234,50\u{a0}€", b',', 123_450),
            ("-$1,234.50", b'.', -123_450),
            ("($1,234.50)", b'.', -123_450),
            ("EUR 12,50-", b',', -1250),
            ("12,50 H", b',', -1250),
            ("12,50 S", b',', 1250),
            ("12.50 CR", b'.', -1250),
            ("৳2,999", b'.', 299_900),
            ("CHF 1’250.00", b'.', 125_000),
            ("\u{1}1234.5", b',', 123_450),
            ("\u{1}-1.5E-7", b',', 0),
        ] {
            assert_eq!(amount(text.as_bytes(), mark, 2), Some(cents), "{text}");
        }
        for text in
            ["", "-", "abc", "12a", "1.2.3,4.", "12,50", "1,2345", "999999999999", "ISO 9001", "12 pcs", "5 boxes"]
        {
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
        for cell in ["120 pcs", "120 Stk.", "120 stück", "120ea", "120 szt."] {
            assert_eq!(count(cell.as_bytes(), b'.'), Some(120), "{cell}");
        }
        assert_eq!(count(b"2 sets", b'.'), None, "nobody says how many are in a set");
    }
}
