//! One column other than amounts: its cells become values of their type.

use super::amounts::read_amount;
use super::{Fault, Reading};
use crate::import::areas::AreaHeading;
use crate::import::cells::plain;
use crate::import::values::{DateCell, DateStyle, amount, count};
use crate::model::money::{LARGEST_MINOR, Minor, NO_AMOUNT};
use crate::model::numbers::NumbersBuilder;
use crate::model::schema::FieldType;
use crate::model::table::NO_COUNT;
use crate::model::words::WordsBuilder;
use crate::model::{Day, Field};

pub struct CellReader {
    pub field: Field,
    pub column: usize,
    pub is_needed: bool,
    pub style: DateStyle,
    /// Of an area: by what its cells are multiplied.
    pub area: Option<AreaHeading>,
    /// The last date that was read, as written: the next row often has the same.
    pub last_day: (Vec<u8>, i32),
    pub values: Values,
}

pub enum Values {
    Days(Vec<i32>, i32),
    Money(Vec<Minor>, Minor),
    Counts(Vec<i32>, i32),
    Numbers(NumbersBuilder),
    Words(WordsBuilder),
}

impl CellReader {
    /// Reads the cell and holds the value until the whole row is known to be good.
    pub fn read(&mut self, cell: &[u8], how: Reading, has_amount: bool) -> Result<(), Fault> {
        if cell.is_empty() && (self.is_needed || self.field == Field::Parts && !has_amount && self.counts()) {
            return Err(match self.field {
                Field::Parts => {
                    ("no number of parts", "Write the number of parts into the row, then open the file again")
                }
                Field::RejectedParts => {
                    ("no number of rejected parts", "Write it into the row, then open the file again")
                }
                _ => ("no date", "Write the date into the row, then open the file again"),
            });
        }
        match &mut self.values {
            Values::Days(_, staged) if cell.is_empty() => *staged = Day::NONE.0,
            Values::Days(_, staged) if cell == self.last_day.0 => *staged = self.last_day.1,
            Values::Days(_, staged) => {
                *staged = match day(cell, self.style, how) {
                    Ok(day) => day,
                    // A word in place of a date that is not needed: "open", "KW 34"; or what a system writes for none.
                    Err(_) if !self.is_needed && (is_words(cell) || !has_day_and_month(cell)) => Day::NONE.0,
                    Err(fault) => return Err(fault),
                };
                self.last_day.0.clear();
                self.last_day.0.extend_from_slice(cell);
                self.last_day.1 = *staged;
            }
            Values::Money(_, staged) if self.field.kind() == FieldType::Area => {
                *staged = self.area.map_or(NO_AMOUNT, |of| thousandths(cell, how, of));
            }
            Values::Money(_, staged) => *staged = read_amount(cell, how)?,
            Values::Counts(_, staged) => {
                *staged = if cell.is_empty() {
                    NO_COUNT
                } else {
                    match count(cell, how.decimal_mark) {
                        Some(n) => n,
                        // Hours, metres, a share: what is paid by them is no number of parts.
                        None if has_amount
                            && self.field == Field::Parts
                            && amount(cell, how.decimal_mark, 3).is_some() =>
                        {
                            NO_COUNT
                        }
                        // "None" beside a job: no part of it was rejected.
                        None if self.field != Field::Parts && !self.is_needed => NO_COUNT,
                        None => {
                            return Err((
                                "not a whole number of parts",
                                "Write the number of parts in digits, without a unit",
                            ));
                        }
                    }
                };
                if *staged != NO_COUNT && *staged <= 0 && self.field == Field::Parts {
                    if !has_amount {
                        return Err((
                            "no parts: zero or negative",
                            "Nothing to do if it is a return; else correct the number",
                        ));
                    }
                    *staged = NO_COUNT;
                }
            }
            Values::Numbers(_) | Values::Words(_) => {}
        }
        Ok(())
    }

    pub fn counts(&self) -> bool {
        matches!(self.values, Values::Counts(..))
    }

    /// Keeps the value that [`Self::read`] holds.
    pub fn keep(&mut self, cell: &[u8]) {
        match &mut self.values {
            Values::Days(days, staged) => days.push(*staged),
            Values::Money(amounts, staged) => amounts.push(*staged),
            Values::Counts(counts, staged) => counts.push(*staged),
            // "/" is no number, and "cash" is none of a cheque.
            Values::Numbers(numbers) if !is_number_of(self.field, cell) => numbers.push(b""),
            Values::Numbers(numbers) => numbers.push(plain(cell)),
            Values::Words(words) => words.push(plain(cell)),
        }
    }
}

/// Words where a number would stand: "TBA", "one lot".
pub fn is_words(cell: &[u8]) -> bool {
    let bytes = plain(cell);
    let n_digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    // "2 sets": how many parts are in a set, nobody says.
    let rest = &bytes[n_digits..];
    let is_of_sets = n_digits == 0 || rest.starts_with(b" ");
    !cell.is_empty()
        && is_of_sets
        && !rest.iter().any(u8::is_ascii_digit)
        && rest.iter().any(u8::is_ascii_alphabetic)
        && cell.len() <= 40
}

/// An area in thousandths of the unit that it is kept in. One that cannot be read costs nothing: it is not known.
pub fn thousandths(cell: &[u8], how: Reading, of: AreaHeading) -> Minor {
    let Some(written) = amount(cell, how.decimal_mark, 3).filter(|area| *area >= 0) else { return NO_AMOUNT };
    #[expect(clippy::cast_possible_truncation, reason = "bounded where amounts are read")]
    let area = (written as f64 * of.factor).round() as Minor;
    area
}

/// Areas of one part become those of all parts of their rows; a row without a number of parts has one.
pub fn of_all_parts(areas: &mut [Minor], parts: Option<&[i32]>) {
    for (row, area) in areas.iter_mut().enumerate().filter(|(_, area)| **area != NO_AMOUNT) {
        let parts = parts.map_or(1, |parts| parts[row]);
        if parts != NO_COUNT && parts > 0 {
            *area = area.saturating_mul(i64::from(parts)).min(LARGEST_MINOR);
        }
    }
}

/// Whether a cell can be the number of a document.
pub fn is_number_of(field: Field, cell: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| plain(cell).iter().any(is);
    if field == Field::PaymentNumber {
        has(u8::is_ascii_digit)
    } else {
        has(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
    }
}

/// Whether a cell may be a day of a calendar, read or not: "1" and "00/00/0000" are what systems write for none.
pub fn has_day_and_month(cell: &[u8]) -> bool {
    let digits: Vec<u8> = plain(cell).iter().copied().filter(u8::is_ascii_digit).collect();
    digits.len() >= 3 && digits.iter().any(|digit| *digit != b'0')
}

pub fn day(cell: &[u8], style: DateStyle, how: Reading) -> Result<i32, Fault> {
    let written: Option<DateCell> = style.read(cell);
    let date = written.ok_or(("not a date", "Write dates like 2026-03-14, then open the file again"))?;
    let date = if how.is_turned { date.turned() } else { date };
    let day = date
        .day(how.date_order)
        .ok_or(("not a date in the order of the others", "Write dates like 2026-03-14, then open the file again"))?;
    Ok(day.0)
}
