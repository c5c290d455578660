//! One file's rows as typed columns: days, money, counts, document numbers, and words kept once.

use super::money::Minor;
use super::schema::{Field, Form, Kind};
use super::source::SourceIdx;

/// The rows of one file that were taken in, column by column. All columns have the length of `rows`.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Which file.
    pub source: SourceIdx,
    /// What the file is; `None` only before it is known.
    pub kind: Option<Kind>,
    /// The shape of its rows, where the kind has several.
    pub form: Option<Form>,
    /// The row in the file.
    pub rows: Vec<u32>,
    /// Each distinct way in which the file names a customer.
    pub mentions: Vec<Mention>,
    /// Place in `mentions`, for each row.
    pub mention_of_row: Vec<u32>,
    /// The currency that the file states, as ISO 4217 code.
    pub currency: Option<String>,
    columns: Vec<(Field, Column)>,
}

/// The cells of one column.
#[derive(Clone, Debug)]
pub enum Column {
    /// Days since 1 January 1970; [`crate::model::Day::NONE`] where blank.
    Days(Vec<i32>),
    /// Minor units; [`crate::model::money::NO_AMOUNT`] where blank.
    Money(Vec<Minor>),
    /// Parts; [`NO_COUNT`] where blank.
    Counts(Vec<i32>),
    /// Document numbers.
    Numbers(Numbers),
    /// Words, each kept once.
    Words(Words),
}

/// No count known.
pub const NO_COUNT: i32 = i32::MIN;

/// No word in the cell.
pub const NO_WORD: u32 = u32::MAX;

/// Repeated words as codes: 4 bytes a row, each spelling once.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Place in `words`, or [`NO_WORD`].
    pub codes: Vec<u32>,
    /// The distinct spellings, in order of first appearance.
    pub words: Vec<String>,
}

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
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

/// One way in which a file names a customer: any of an id, a name and an e-mail address.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mention {
    /// The customer number as written.
    pub id: Option<String>,
    /// The name as written.
    pub name: Option<String>,
    /// The address as written.
    pub email: Option<String>,
    /// The person, where the file names one.
    pub person: Option<String>,
    /// In how many rows.
    pub n_rows: usize,
}

impl Table {
    /// An empty table of one file.
    pub fn new(source: SourceIdx, kind: Kind) -> Self {
        Self { source, kind: Some(kind), ..Self::default() }
    }

    /// Adds a column; it must be as long as the rows.
    pub fn insert(&mut self, field: Field, column: Column) {
        self.columns.push((field, column));
    }

    /// Gives a column another meaning; nothing where the file has none.
    pub fn rename(&mut self, from: Field, to: Field) {
        self.columns.retain(|(field, _)| *field != to || from == to);
        if let Some(column) = self.columns.iter_mut().find(|(field, _)| *field == from) {
            column.0 = to;
        }
    }

    /// The minor units of a field, to be changed.
    pub fn money_mut(&mut self, field: Field) -> Option<&mut Vec<Minor>> {
        self.columns.iter_mut().find(|(f, _)| *f == field).and_then(|(_, column)| match column {
            Column::Money(amounts) => Some(amounts),
            _ => None,
        })
    }

    /// Keeps only the rows marked in `keep`, which is as long as the rows.
    pub fn retain(&mut self, keep: &[bool]) {
        fn kept<T: Copy>(values: &mut Vec<T>, keep: &[bool]) {
            let mut marks = keep.iter();
            values.retain(|_| *marks.next().unwrap_or(&true));
        }
        kept(&mut self.rows, keep);
        kept(&mut self.mention_of_row, keep);
        for (_, column) in &mut self.columns {
            match column {
                Column::Days(values) | Column::Counts(values) => kept(values, keep),
                Column::Money(values) => kept(values, keep),
                Column::Numbers(numbers) => kept(&mut numbers.keys, keep),
                Column::Words(words) => kept(&mut words.codes, keep),
            }
        }
    }

    /// How many rows were taken in.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The column of a field, if the file has one.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|(f, _)| *f == field).map(|(_, column)| column)
    }

    /// Days since 1970 of a field.
    pub fn days(&self, field: Field) -> Option<&[i32]> {
        match self.column(field)? {
            Column::Days(days) => Some(days),
            _ => None,
        }
    }

    /// Minor units of a field.
    pub fn money(&self, field: Field) -> Option<&[Minor]> {
        match self.column(field)? {
            Column::Money(amounts) => Some(amounts),
            _ => None,
        }
    }

    /// Counts of a field.
    pub fn counts(&self, field: Field) -> Option<&[i32]> {
        match self.column(field)? {
            Column::Counts(counts) => Some(counts),
            _ => None,
        }
    }

    /// Document numbers of a field.
    pub fn numbers(&self, field: Field) -> Option<&Numbers> {
        match self.column(field)? {
            Column::Numbers(numbers) => Some(numbers),
            _ => None,
        }
    }

    /// Words of a field.
    pub fn words(&self, field: Field) -> Option<&Words> {
        match self.column(field)? {
            Column::Words(words) => Some(words),
            _ => None,
        }
    }

    /// The day on which each row's event happened: ordered, invoiced, sent, rejected.
    pub fn happened_on(&self) -> Option<&[i32]> {
        self.days(Field::HappenedOn).or_else(|| self.days(Field::IssuedOn))
    }
}
