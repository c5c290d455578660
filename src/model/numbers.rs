//! Document numbers as keys that can be compared and written back without loss.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use foldhash::fast::FixedState;

/// Document numbers in 8 bytes a row, without loss: plain digits as the number itself, others as how they begin and the
/// number they end in: "SO-20001" is "SO-" and 20001.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// [`NO_NUMBER`]; a number below [`FIRST_FORMED`]; or above it a place in `forms`, shifted by [`TAIL_BITS`], and the
    /// number at the end.
    pub keys: Vec<u64>,
    /// How numbers begin that are not plain digits, each once.
    pub forms: Vec<NumberForm>,
}

/// How document numbers begin, and how many digits follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NumberForm {
    /// What stands before the digits at the end.
    pub start: String,
    /// How many digits stand at the end; zeros in front count.
    pub n_digits: u8,
}

/// No document number in the cell.
pub const NO_NUMBER: u64 = u64::MAX;

/// Keys from here on have a form.
pub const FIRST_FORMED: u64 = 1 << 63;

/// So many bits of a key hold the number at the end: twelve digits.
pub const TAIL_BITS: u32 = 40;

/// A document number as its file writes it; empty where there is none.
pub fn number_text(key: u64, forms: &[NumberForm]) -> String {
    match key {
        NO_NUMBER => String::new(),
        FIRST_FORMED.. => {
            let place = usize::try_from((key - FIRST_FORMED) >> TAIL_BITS).ok();
            let tail = key & ((1 << TAIL_BITS) - 1);
            match place.and_then(|place| forms.get(place)) {
                Some(form) if form.n_digits == 0 => form.start.clone(),
                Some(form) => format!("{}{tail:0width$}", form.start, width = usize::from(form.n_digits)),
                None => String::new(),
            }
        }
        key => key.to_string(),
    }
}

/// Numbers are compared by the digits at their end, of which there are so many at least.
const LEAST_NUMBER: u64 = 100;

/// The digits at the end of a document number, as a number.
pub fn tail(key: u64) -> Option<u64> {
    let tail = match key {
        NO_NUMBER => return None,
        key if key >= FIRST_FORMED => key & ((1 << TAIL_BITS) - 1),
        plain => plain,
    };
    (tail >= LEAST_NUMBER).then_some(tail)
}

/// The numbers in "Inv 5200, ACH" or "Order #1113". Dates, amounts and long codes are none.
pub fn numbers_in(text: &str) -> Vec<u64> {
    let is_edge = |c: char| c.is_whitespace() || ",;:#()[]/".contains(c);
    let words = text.split(is_edge).map(|word| word.trim_matches(['.', '-', '_']));
    let tails = words.filter_map(|word| {
        let rest = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &word[rest.len()..];
        let is_number = (3..=12).contains(&digits.len()) && !rest.ends_with('.');
        digits.parse().ok().filter(|&number| is_number && number >= LEAST_NUMBER)
    });
    tails.collect()
}

/// Document numbers on their way into keys.
#[derive(Debug, Default)]
pub struct NumbersBuilder {
    places: HashMap<NumberForm, u64, FixedState>,
    last: u64,
    /// What came in so far.
    pub numbers: Numbers,
}

/// No number at an end has more digits.
const MOST_TAIL_DIGITS: usize = 12;

impl NumbersBuilder {
    /// Takes in the cell of the next row.
    pub fn push(&mut self, cell: &[u8]) {
        let key = if cell.is_empty() {
            NO_NUMBER
        } else if cell.len() <= 18 && cell.iter().all(u8::is_ascii_digit) && (cell[0] != b'0' || cell.len() == 1) {
            number_of_digits(cell)
        } else {
            self.formed(cell)
        };
        self.numbers.keys.push(key);
    }

    fn formed(&mut self, cell: &[u8]) -> u64 {
        let n_digits = cell.iter().rev().take(MOST_TAIL_DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
        let (start, tail) = cell.split_at(cell.len() - n_digits);
        let is_last = |form: &NumberForm| form.start.as_bytes() == start && usize::from(form.n_digits) == n_digits;
        let place = match self.numbers.forms.get(usize::try_from(self.last).unwrap_or(usize::MAX)) {
            Some(last) if is_last(last) => self.last,
            _ => {
                let start = String::from_utf8_lossy(start).into_owned();
                self.place(NumberForm { start, n_digits: u8::try_from(n_digits).unwrap_or(0) })
            }
        };
        self.last = place;
        key(place, number_of_digits(tail))
    }

    fn place(&mut self, form: NumberForm) -> u64 {
        if let Some(&place) = self.places.get(&form) {
            return place;
        }
        let place = self.numbers.forms.len() as u64;
        self.numbers.forms.push(form.clone());
        self.places.insert(form, place);
        place
    }

    /// Takes in the rows of another builder behind its own.
    pub fn append(&mut self, other: Self) {
        let map: Vec<u64> = other.numbers.forms.into_iter().map(|form| self.place(form)).collect();
        self.numbers.keys.extend(other.numbers.keys.into_iter().map(|old| match old {
            NO_NUMBER => NO_NUMBER,
            FIRST_FORMED.. => {
                let place = usize::try_from((old - FIRST_FORMED) >> TAIL_BITS).ok().and_then(|i| map.get(i)).copied();
                place.map_or(NO_NUMBER, |place| key(place, old & ((1 << TAIL_BITS) - 1)))
            }
            plain => plain,
        }));
    }
}

/// A key of a formed number. More forms than a key can tell apart leave the document without a number.
fn key(place: u64, tail: u64) -> u64 {
    const MOST_FORMS: u64 = 1 << (63 - TAIL_BITS);
    if place + 1 >= MOST_FORMS { NO_NUMBER } else { FIRST_FORMED | (place << TAIL_BITS) | tail }
}

fn number_of_digits(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |n, digit| n * 10 + u64::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memo_names_its_document() {
        assert_eq!(numbers_in("Inv 5200, ACH"), [5200]);
        assert_eq!(numbers_in("Order #1113"), [1113]);
        assert_eq!(numbers_in("pmt INV-005012; SO-6104"), [5012, 6104]);
        assert_eq!(numbers_in("RE-2025-4111"), [4111]);
        assert_eq!(numbers_in("2024-05-14, 1.234,50, A12B34, 10 pcs"), Vec::<u64>::new());
    }
}
