//! What happens with a customer beside orders and payments: quotes, trade shows, visits to the shop's pages, mentions and notes.

use std::ops::Range;

use super::build::{offsets, place, shared_keys, sorted_places, split, taken};
use super::range_of;
use crate::model::customer::CustomerIdx;
use crate::model::dates::Day;
use crate::model::labels::{Label, Labels, NO_LABEL};
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::{NO_NUMBER, NumberForm};
use crate::model::schema::{Field, Kind};
use crate::model::source::{RowRef, SourceIdx};
use crate::model::table::{NO_COUNT, Table};
use crate::model::words::NO_WORD;

/// One entry a row, by customer and day.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    list: Vec<Moment>,
    texts: Vec<String>,
    offsets: Vec<usize>,
}

/// Something that happened with a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// A quote, a show, a visit, a mention or a note.
    pub kind: Kind,
    /// When.
    pub day: Day,
    /// What it was, as a place in the texts; see [`Moments::what`].
    what: u32,
    /// What is said of it, as a place in the texts; see [`Moments::said`].
    said: u32,
    /// Of a quote; [`NO_NUMBER`] without one.
    pub number: u64,
    /// Of a quote; [`NO_AMOUNT`] without one.
    pub amount: Minor,
    /// Parts quoted, or pages visited; `None` where no column counts them.
    pub count: Option<i32>,
    /// Of a quote; here and below [`NO_LABEL`] where nothing says it.
    pub process: Label,
    /// Of a quote.
    pub finish: Label,
    /// Where it stands.
    pub at: RowRef,
}

impl Moments {
    /// Whether the files hold any.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The moments of one customer, by day.
    pub fn of(&self, customer: CustomerIdx) -> &[Moment] {
        &self.list[self.places(customer)]
    }

    /// Its name: the show, the page, the network; of a quote its outcome ("Won"), of a note who wrote it. Empty where nothing says it.
    pub fn what(&self, moment: &Moment) -> &str {
        self.text(moment.what)
    }

    /// What was written: the note, the mention; of a show, whether they were met. Empty where nothing was.
    pub fn said(&self, moment: &Moment) -> &str {
        self.text(moment.said)
    }

    fn places(&self, customer: CustomerIdx) -> Range<usize> {
        range_of(&self.offsets, customer)
    }

    fn text(&self, place: u32) -> &str {
        self.texts.get(place as usize).map_or("", String::as_str)
    }
}

/// Moments on their way into sorted columns.
#[derive(Default)]
pub(super) struct MomentRows {
    customer: Vec<CustomerIdx>,
    list: Vec<Moment>,
    at: Vec<u64>,
    texts: Vec<String>,
}

impl MomentRows {
    /// Takes in the rows of customers that have a date.
    pub fn add(
        &mut self,
        table: &Table,
        kind: Kind,
        links: &[Option<CustomerIdx>],
        forms: &mut Vec<NumberForm>,
        labels: &mut Labels,
    ) {
        let Some(days) = table.happened_on() else { return };
        let (what, said) = match kind {
            Kind::Quotes => (Field::Status, Field::Memo),
            Kind::Events => (Field::Show, Field::Contact),
            Kind::Web => (Field::Url, Field::Memo),
            Kind::Social => (Field::Network, Field::Memo),
            _ => (Field::Author, Field::Memo),
        };
        let (what, said) = (self.texts_of(table, what), self.texts_of(table, said));
        let counts = table.counts(if kind == Kind::Web { Field::Visits } else { Field::Parts });
        let amounts = table.money(Field::Amount);
        let [process, finish] = [Field::Process, Field::Finish].map(|field| labels.of_column(table, field));
        let numbers = shared_keys(table.numbers(Field::QuoteNumber), forms);
        for (i, &row) in table.rows.iter().enumerate().filter(|(i, _)| days[*i] != Day::NONE.0) {
            let Some(Some(customer)) = links.get(table.mention_of_row[i] as usize) else { continue };
            self.customer.push(*customer);
            self.at.push(place(table.source, row));
            self.list.push(Moment {
                kind,
                day: Day(days[i]),
                what: what(i),
                said: said(i),
                number: if kind == Kind::Quotes { numbers(i) } else { NO_NUMBER },
                amount: amounts.map_or(NO_AMOUNT, |amounts| amounts[i]),
                count: counts.map(|counts| counts[i]).filter(|&count| count != NO_COUNT),
                process: process.as_ref().map_or(NO_LABEL, |label| label(i)),
                finish: finish.as_ref().map_or(NO_LABEL, |label| label(i)),
                at: RowRef { source: SourceIdx::MAX, row: 0 },
            });
        }
    }

    /// For each row of a column of words, the place of its text.
    fn texts_of<'t>(&mut self, table: &'t Table, field: Field) -> impl Fn(usize) -> u32 + use<'t> {
        let shift = u32::try_from(self.texts.len()).unwrap_or(NO_WORD);
        let words = table.words(field);
        self.texts.extend(words.into_iter().flat_map(|words| words.words.iter().map(|word| word.trim().to_owned())));
        move |row| {
            let code = words.and_then(|words| words.codes.get(row).copied()).filter(|&code| code != NO_WORD);
            code.map_or(NO_WORD, |code| code.saturating_add(shift))
        }
    }

    pub fn sorted(self, n_customers: usize) -> Moments {
        let days: Vec<i32> = self.list.iter().map(|moment| moment.day.0).collect();
        let order = sorted_places(&self.customer, &days);
        let (source, row) = split(&self.at, &order);
        let mut list = taken(&self.list, &order);
        for (moment, at) in list.iter_mut().zip(source.into_iter().zip(row)) {
            moment.at = RowRef { source: at.0, row: at.1 };
        }
        Moments { list, texts: self.texts, offsets: offsets(&self.customer, n_customers) }
    }
}
