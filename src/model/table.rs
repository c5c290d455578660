//! One file's rows as typed columns: days, money, counts, document numbers, and words kept once.

use super::dates::Day;
use super::money::Minor;
use super::numbers::Numbers;
use super::schema::{Field, Form, Kind};
use super::source::SourceIdx;
use super::words::Words;

/// The rows of one file that were taken in, column by column. All columns have the length of `rows`.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Which file.
    pub source: SourceIdx,
    /// What the file is; `None` only before it is known.
    pub kind: Option<Kind>,
    /// The shape of its rows, where the kind has several.
    pub form: Option<Form>,
    /// Whether another table of the same rows says what the file mainly is: the lines of invoices, as lots.
    pub is_second: bool,
    /// For a list of open items, the day on which it says how things stand.
    pub stands_at: Option<Day>,
    /// Where weekly lists of open items say when an invoice was paid: the day on which it was still open. As long as the rows,
    /// or empty.
    pub open_on: Vec<i32>,
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
        kept(&mut self.open_on, keep);
        for (_, column) in &mut self.columns {
            match column {
                Column::Days(values) | Column::Counts(values) => kept(values, keep),
                Column::Money(values) => kept(values, keep),
                Column::Numbers(numbers) => kept(&mut numbers.keys, keep),
                Column::Words(words) => kept(&mut words.codes, keep),
            }
        }
    }

    /// Puts the rows into the order in which they stand in the file.
    pub fn sort_by_row(&mut self) {
        fn sorted<T: Copy>(values: &mut Vec<T>, order: &[usize]) {
            *values = order.iter().map(|&i| values[i]).collect();
        }
        debug_assert!(self.open_on.is_empty(), "what lists of open items say is worked out on whole tables");
        if self.rows.is_sorted() {
            return;
        }
        let mut order: Vec<usize> = (0..self.n_rows()).collect();
        order.sort_by_key(|&i| self.rows[i]);
        sorted(&mut self.rows, &order);
        sorted(&mut self.mention_of_row, &order);
        for (_, column) in &mut self.columns {
            match column {
                Column::Days(values) | Column::Counts(values) => sorted(values, &order),
                Column::Money(values) => sorted(values, &order),
                Column::Numbers(numbers) => sorted(&mut numbers.keys, &order),
                Column::Words(words) => sorted(&mut words.codes, &order),
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

    /// All columns, to be changed.
    pub fn columns_mut(&mut self) -> impl Iterator<Item = (Field, &mut Column)> {
        self.columns.iter_mut().map(|(field, column)| (*field, column))
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

    /// The number that makes rows one document, for each kind.
    pub fn document_numbers(&self) -> Option<&Numbers> {
        let fields: &[Field] = match (self.kind, self.form) {
            (Some(Kind::Orders), Some(Form::InvoiceLines)) => &[Field::InvoiceNumber],
            (Some(Kind::Orders), _) => &[Field::OrderNumber, Field::InvoiceNumber],
            (Some(Kind::Payments), Some(Form::Receipts)) => &[Field::PaymentNumber],
            (Some(Kind::Payments), _) => &[Field::InvoiceNumber],
            (Some(Kind::Quotes), _) => &[Field::QuoteNumber],
            _ => &[],
        };
        fields.iter().find_map(|&field| self.numbers(field))
    }
}
