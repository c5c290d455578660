//! Cells to typed columns, in bulk. A bad cell costs its row, gives one message, and never costs the file.

use std::collections::HashMap;

use csv::ByteRecord;

use super::problem::{DateOrder, LeftOut, MOST_LISTED};
use super::recognize::is_needed_in_each_row;
use super::values::{amount, count, date_cell};
use crate::model::money::NO_AMOUNT;
use crate::model::schema::FieldType;
use crate::model::table::{Column, FIRST_TEXT_NUMBER, Mention, NO_COUNT, NO_NUMBER, NO_WORD, Numbers, Words};
use crate::model::{Day, Field, Kind, Table};

/// How the cells of one file are read; decided on all of them.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Day or month first.
    pub date_order: DateOrder,
    /// `.` or `,`.
    pub decimal_mark: u8,
    /// Decimals of the currency.
    pub decimals: u32,
}

/// Fills a [`Table`] row by row.
pub struct TableBuilder {
    kind: Kind,
    how: Reading,
    headers: Vec<String>,
    /// The column that states the currency, and the currency of the file.
    currency: Option<(usize, String)>,
    cells: Vec<CellReader>,
    who: [Option<usize>; 3],
    who_words: [WordsBuilder; 3],
    mentions: HashMap<[u32; 3], u32>,
    last_mention: ([u32; 3], u32),
    mention_list: Vec<([u32; 3], usize)>,
    mention_of_row: Vec<u32>,
    rows: Vec<u32>,
    /// Lines that were not taken in, up to [`MOST_LISTED`].
    pub left_out: Vec<LeftOut>,
    /// How many lines were not taken in.
    pub n_left_out: usize,
    /// Data rows among them.
    pub n_bad_rows: usize,
}

struct CellReader {
    field: Field,
    column: usize,
    is_needed: bool,
    values: Values,
}

enum Values {
    Days(Vec<i32>, i32),
    Money(Vec<i64>, i64),
    Counts(Vec<i32>, i32),
    Numbers(NumbersBuilder),
    Words(WordsBuilder),
}

/// No cell of an export is longer.
const LONGEST_CELL: usize = 10_000;

/// What is wrong with a cell, and what to do about it.
type Fault = (&'static str, &'static str);

const WHO: [Field; 3] = [Field::CustomerId, Field::Customer, Field::Email];

impl TableBuilder {
    /// `columns` are the meanings by place, as recognised.
    pub fn new(
        kind: Kind,
        how: Reading,
        headers: &[String],
        columns: &[Option<Field>],
        currency: Option<String>,
    ) -> Self {
        let place = |field: Field| columns.iter().position(|f| *f == Some(field));
        let cells = columns
            .iter()
            .enumerate()
            .filter_map(|(column, field)| {
                let field = (*field).filter(|field| !WHO.contains(field))?;
                let values = match field.kind() {
                    FieldType::Day => Values::Days(Vec::new(), 0),
                    FieldType::Money => Values::Money(Vec::new(), 0),
                    FieldType::Count => Values::Counts(Vec::new(), 0),
                    FieldType::Number => Values::Numbers(NumbersBuilder::default()),
                    FieldType::Words => Values::Words(WordsBuilder::default()),
                };
                Some(CellReader { field, column, is_needed: is_needed_in_each_row(kind, field), values })
            })
            .collect();
        Self {
            kind,
            how,
            headers: headers.to_vec(),
            currency: columns.iter().position(|f| *f == Some(Field::Currency)).zip(currency),
            cells,
            who: WHO.map(place),
            who_words: Default::default(),
            mentions: HashMap::new(),
            last_mention: ([NO_WORD; 3], u32::MAX),
            mention_list: Vec::new(),
            mention_of_row: Vec::new(),
            rows: Vec::new(),
            left_out: Vec::new(),
            n_left_out: 0,
            n_bad_rows: 0,
        }
    }

    /// Takes in one line below the headings, or lists why not. Blank lines are neither.
    pub fn push(&mut self, row: u32, record: &ByteRecord) {
        let cell = |column: usize| record.get(column).unwrap_or_default().trim_ascii();
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return;
        }
        if let Some(why) = self.is_no_data(record) {
            self.leave_out(row, None, record, (why, "Nothing to do: it is no row of data"), false);
            return;
        }
        if record.iter().skip(self.headers.len()).any(|cell| !cell.trim_ascii().is_empty()) {
            let fault =
                ("more cells than headings", "Put quotes around cells that hold the separator, or export again");
            self.leave_out(row, None, record, fault, true);
            return;
        }
        if let Some((column, code)) = &self.currency {
            let stated = cell(*column);
            if !stated.is_empty() && !stated.eq_ignore_ascii_case(code.as_bytes()) {
                let fault = ("another currency than most rows", "Export this currency into a file of its own");
                self.leave_out(row, Some(*column), record, fault, true);
                return;
            }
        }
        if let Some(column) = (0..self.headers.len()).find(|&column| cell(column).len() > LONGEST_CELL) {
            let fault = ("a cell of over 10,000 letters", "Check the quotation marks of this row");
            self.leave_out(row, Some(column), record, fault, true);
            return;
        }
        let how = self.how;
        let fault = self
            .cells
            .iter_mut()
            .find_map(|reader| reader.read(cell(reader.column), how).err().map(|fault| (reader.column, fault)));
        if let Some((column, fault)) = fault {
            self.leave_out(row, Some(column), record, fault, true);
            return;
        }
        let needs_customer = self.kind != Kind::Rejections;
        let codes = [0, 1, 2].map(|i| self.who[i].map_or(NO_WORD, |column| self.who_words[i].code(cell(column))));
        if needs_customer && codes == [NO_WORD; 3] {
            let column = self.who.iter().flatten().next().copied();
            self.leave_out(
                row,
                column,
                record,
                ("no customer", "Write the customer into the row, then open the file again"),
                true,
            );
            return;
        }
        for reader in &mut self.cells {
            reader.keep(record.get(reader.column).unwrap_or_default().trim_ascii());
        }
        let mention = self.mention(codes);
        self.mention_of_row.push(mention);
        self.rows.push(row);
    }

    /// Lists a line that is not taken in. `is_row`: whether it is a row of data at all.
    pub fn leave_out(
        &mut self,
        row: u32,
        column: Option<usize>,
        record: &ByteRecord,
        (why, hint): Fault,
        is_row: bool,
    ) {
        self.n_left_out += 1;
        self.n_bad_rows += usize::from(is_row);
        if self.left_out.len() >= MOST_LISTED {
            return;
        }
        let text = match column.and_then(|column| record.get(column)) {
            Some(cell) if !cell.trim_ascii().is_empty() => {
                String::from_utf8_lossy(&cell[..cell.len().min(1600)]).chars().take(400).collect()
            }
            _ => line(record),
        };
        let column = column.and_then(|column| self.headers.get(column)).cloned();
        self.left_out.push(LeftOut { row, column, text, why, hint });
    }

    /// How many rows were taken in.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The finished table.
    pub fn finish(self) -> Table {
        let mut table = Table::new(0, self.kind);
        let [ids, names, emails] = self.who_words;
        let word = |words: &WordsBuilder, code: u32| words.words.get(code as usize).cloned();
        table.mentions = self
            .mention_list
            .iter()
            .map(|&([id, name, email], n_rows)| Mention {
                id: word(&ids, id),
                name: word(&names, name),
                email: word(&emails, email),
                n_rows,
            })
            .collect();
        table.mention_of_row = self.mention_of_row;
        table.rows = self.rows;
        for reader in self.cells {
            let column = match reader.values {
                Values::Days(days, _) => Column::Days(days),
                Values::Money(amounts, _) => Column::Money(amounts),
                Values::Counts(counts, _) => Column::Counts(counts),
                Values::Numbers(numbers) => Column::Numbers(numbers.numbers),
                Values::Words(words) => Column::Words(Words { codes: words.codes, words: words.words }),
            };
            table.insert(reader.field, column);
        }
        table.currency = table.words(Field::Currency).and_then(commonest).filter(|code| code.len() == 3);
        table
    }

    fn mention(&mut self, codes: [u32; 3]) -> u32 {
        if self.last_mention.0 != codes || self.last_mention.1 == u32::MAX {
            let next = u32::try_from(self.mention_list.len()).unwrap_or(u32::MAX);
            let place = *self.mentions.entry(codes).or_insert(next);
            if place == next {
                self.mention_list.push((codes, 0));
            }
            self.last_mention = (codes, place);
        }
        let place = self.last_mention.1;
        self.mention_list[place as usize].1 += 1;
        place
    }

    /// Headings that are repeated, and totals: lines of the report, not of the shop.
    fn is_no_data(&self, record: &ByteRecord) -> Option<&'static str> {
        let first = record.iter().map(<[u8]>::trim_ascii).find(|cell| !cell.is_empty())?;
        let starts =
            |word: &str| first.len() >= word.len() && first[..word.len()].eq_ignore_ascii_case(word.as_bytes());
        if (starts("total") || starts("grand total") || starts("subtotal")) && !self.has_day(record) {
            return Some("total line");
        }
        let is_heading =
            |(i, header): (usize, &String)| record.get(i).unwrap_or_default().trim_ascii() == header.trim().as_bytes();
        let first_header = self.headers.first().map_or(&b""[..], |header| header.trim().as_bytes());
        if first == first_header && self.headers.iter().enumerate().all(is_heading) {
            return Some("heading repeated");
        }
        None
    }

    /// A row of data has its date; where the file has none that is needed, any date will do.
    fn has_day(&self, record: &ByteRecord) -> bool {
        let mut days = self.cells.iter().filter(|reader| reader.field.kind() == FieldType::Day).peekable();
        let needs_one = self.cells.iter().any(|reader| reader.is_needed && reader.field.kind() == FieldType::Day);
        days.peek().is_none()
            || days.any(|reader| {
                (reader.is_needed || !needs_one) && date_cell(record.get(reader.column).unwrap_or_default()).is_some()
            })
    }
}

impl CellReader {
    /// Reads the cell and holds the value until the whole row is known to be good.
    fn read(&mut self, cell: &[u8], how: Reading) -> Result<(), Fault> {
        if cell.is_empty() && self.is_needed {
            return Err(match self.field {
                Field::Parts => {
                    ("no number of parts", "Write the number of parts into the row, then open the file again")
                }
                Field::RejectedParts => {
                    ("no number of rejected parts", "Write it into the row, then open the file again")
                }
                Field::Amount => ("no amount", "Write the amount into the row, then open the file again"),
                _ => ("no date", "Write the date into the row, then open the file again"),
            });
        }
        match &mut self.values {
            Values::Days(_, staged) => {
                *staged = if cell.is_empty() { Day::NONE.0 } else { day(cell, how.date_order)? };
            }
            Values::Money(_, staged) => {
                *staged = if cell.is_empty() {
                    NO_AMOUNT
                } else {
                    amount(cell, how.decimal_mark, how.decimals).ok_or((
                        "not an amount",
                        "Remove words from the amount; amounts over 1,000 million are slips",
                    ))?
                };
            }
            Values::Counts(_, staged) => {
                *staged = if cell.is_empty() {
                    NO_COUNT
                } else {
                    count(cell, how.decimal_mark)
                        .ok_or(("not a whole number of parts", "Write the number of parts in digits, without a unit"))?
                };
                if *staged != NO_COUNT && *staged <= 0 && self.field == Field::Parts {
                    return Err((
                        "no parts: zero or negative",
                        "Nothing to do if it is a return; else correct the number",
                    ));
                }
            }
            Values::Numbers(_) | Values::Words(_) => {}
        }
        Ok(())
    }

    /// Keeps the value that [`Self::read`] holds.
    fn keep(&mut self, cell: &[u8]) {
        match &mut self.values {
            Values::Days(days, staged) => days.push(*staged),
            Values::Money(amounts, staged) => amounts.push(*staged),
            Values::Counts(counts, staged) => counts.push(*staged),
            Values::Numbers(numbers) => numbers.push(cell),
            Values::Words(words) => words.push(cell),
        }
    }
}

fn day(cell: &[u8], order: DateOrder) -> Result<i32, Fault> {
    let date = date_cell(cell).ok_or(("not a date", "Write dates like 2026-03-14, then open the file again"))?;
    let day = date
        .day(order)
        .ok_or(("not a date in the order of the others", "Write dates like 2026-03-14, then open the file again"))?;
    Ok(day.0)
}

/// Words on their way into codes.
#[derive(Default)]
struct WordsBuilder {
    places: HashMap<Box<[u8]>, u32>,
    words: Vec<String>,
    codes: Vec<u32>,
    last: Option<u32>,
}

impl WordsBuilder {
    fn code(&mut self, cell: &[u8]) -> u32 {
        if cell.is_empty() {
            return NO_WORD;
        }
        // Neighbours are often alike.
        if let Some(last) = self.last.filter(|&last| self.words[last as usize].as_bytes() == cell) {
            return last;
        }
        let code = if let Some(&code) = self.places.get(cell) {
            code
        } else {
            let code = u32::try_from(self.words.len()).unwrap_or(NO_WORD - 1);
            self.words.push(String::from_utf8_lossy(cell).into_owned());
            self.places.insert(cell.into(), code);
            code
        };
        self.last = Some(code);
        code
    }

    fn push(&mut self, cell: &[u8]) {
        let code = self.code(cell);
        self.codes.push(code);
    }
}

/// Document numbers on their way into keys.
#[derive(Default)]
struct NumbersBuilder {
    places: HashMap<Box<[u8]>, u64>,
    numbers: Numbers,
}

impl NumbersBuilder {
    fn push(&mut self, cell: &[u8]) {
        let key = if cell.is_empty() {
            NO_NUMBER
        } else if cell.len() <= 18 && cell.iter().all(u8::is_ascii_digit) && (cell[0] != b'0' || cell.len() == 1) {
            cell.iter().fold(0, |n, digit| n * 10 + u64::from(digit - b'0'))
        } else if let Some(&key) = self.places.get(cell) {
            key
        } else {
            let key = FIRST_TEXT_NUMBER + self.numbers.texts.len() as u64;
            self.numbers.texts.push(String::from_utf8_lossy(cell).into_owned());
            self.places.insert(cell.into(), key);
            key
        };
        self.numbers.keys.push(key);
    }
}

fn commonest(words: &Words) -> Option<String> {
    let mut counts = vec![0_usize; words.words.len()];
    for &code in words.codes.iter().filter(|&&code| code != NO_WORD) {
        counts[code as usize] += 1;
    }
    let best = (0..counts.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i)))?;
    words.words.get(best).map(|word| word.to_uppercase())
}

/// The line as it stands in the file, near enough to be found there.
pub fn line(record: &ByteRecord) -> String {
    let cells: Vec<String> =
        record.iter().map(|cell| String::from_utf8_lossy(&cell[..cell.len().min(1600)]).replace('\n', " ")).collect();
    cells.join(", ").chars().take(400).collect()
}
