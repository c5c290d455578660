//! Documents that two files hold: the order in the shop's system, the invoice in the books, the payment at the bank. Whoever
//! they name is the same customer.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::{NO_NUMBER, numbers_in, tail};
use crate::model::{Day, Field, Form, Kind, Table};

/// Two mentions that name the customer of the same documents.
pub struct Shared {
    /// Table and place of the mention.
    pub a: Place,
    /// The same in another table.
    pub b: Place,
    /// How many documents.
    pub n: usize,
    /// The number of one of them.
    pub example: u64,
}

/// A mention: the place of its table, and its own there.
pub type Place = (usize, usize);

/// A document as one table has it.
struct Document {
    number: u64,
    amount: Minor,
    mention: usize,
    day: i32,
}

/// The documents of an invoice and of its payment lie at most so many days apart.
const MOST_DAYS: i32 = 200;

/// Of all pairs of tables, the mentions that share documents: the same number, the same amount to the cent, and dates not far
/// apart. "INV-005012" and "Inv 5012" are one number, since nothing but its digits stands in every system.
///
/// Only pairs of which `is_open` says one at least: most are settled by then, and a document costs memory.
pub fn shared_documents(tables: &[Table], is_open: &dyn Fn(Place) -> bool) -> Vec<Shared> {
    let open: Vec<Vec<bool>> = tables
        .iter()
        .enumerate()
        .map(|(t, table)| (0..table.mentions.len()).map(|mention| is_open((t, mention))).collect())
        .collect();
    // The numbers of documents whose customer is to be found.
    let mut wanted: HashSet<u64> = HashSet::new();
    for (table, open) in tables.iter().zip(&open) {
        wanted.extend(documents(table, open, &HashSet::new()).into_iter().map(|document| document.number));
    }
    let mut known: HashMap<(u64, Minor), Vec<(Place, i32)>> = HashMap::new();
    let mut found: BTreeMap<(Place, Place), BTreeSet<u64>> = BTreeMap::new();
    for (t, table) in tables.iter().enumerate() {
        let all = documents(table, &open[t], &wanted);
        for document in &all {
            let here = (t, document.mention);
            for &(there, day) in known.get(&(document.number, document.amount)).into_iter().flatten() {
                let is_dated = day != Day::NONE.0 && document.day != Day::NONE.0;
                let is_near = !is_dated || (day - document.day).abs() <= MOST_DAYS;
                if is_near && (open[here.0][here.1] || open[there.0][there.1]) {
                    found.entry((there, here)).or_default().insert(document.number);
                }
            }
        }
        for document in all {
            let place = ((t, document.mention), document.day);
            known.entry((document.number, document.amount)).or_default().push(place);
        }
    }
    let shared =
        |((a, b), numbers): (_, BTreeSet<u64>)| Some(Shared { a, b, n: numbers.len(), example: *numbers.first()? });
    found.into_iter().filter_map(shared).collect()
}

/// Whether a table has orders, invoices or receipts.
pub fn has_documents(table: &Table) -> bool {
    matches!(table.kind, Some(Kind::Orders | Kind::Payments)) && table.money(Field::Amount).is_some()
}

/// The documents of a table, each under its own numbers and under those that its cells name.
///
/// Only those of open mentions and those with a wanted number.
fn documents(table: &Table, open: &[bool], wanted: &HashSet<u64>) -> Vec<Document> {
    let Some(amounts) = table.money(Field::Amount).filter(|_| has_documents(table)) else {
        return Vec::new();
    };
    let days = table.happened_on();
    let own = table.document_numbers().filter(|_| table.form != Some(Form::Receipts));
    let fields = [Field::OrderNumber, Field::InvoiceNumber].map(|field| table.numbers(field));
    let texts = [Field::Memo, Field::Item].map(|field| {
        let words = table.words(field)?;
        // What each text names, once.
        Some((words, words.words.iter().map(|text| numbers_in(text)).collect::<Vec<_>>()))
    });
    // The lines of one document are added up: amount, mention, day, numbers.
    let mut totals: Vec<(Minor, usize, i32, Vec<u64>)> = Vec::new();
    let mut place_of: HashMap<u64, usize> = HashMap::new();
    let mut numbers = Vec::new();
    for row in 0..table.n_rows() {
        numbers.clear();
        numbers.extend(fields.iter().flatten().filter_map(|numbers| tail(numbers.keys[row])));
        for (words, named) in texts.iter().flatten() {
            numbers.extend(named.get(words.codes[row] as usize).into_iter().flatten());
        }
        let is_open = open.get(table.mention_of_row[row] as usize) == Some(&true);
        if !is_open && numbers.iter().all(|number| !wanted.contains(number)) {
            continue;
        }
        let key = own.map_or(NO_NUMBER, |own| own.keys[row]);
        let next = totals.len();
        let place = if key == NO_NUMBER { next } else { *place_of.entry(key).or_insert(next) };
        if place == next {
            let day = days.map_or(Day::NONE.0, |days| days[row]);
            totals.push((NO_AMOUNT, table.mention_of_row[row] as usize, day, Vec::new()));
        }
        let total = &mut totals[place];
        total.3.extend_from_slice(&numbers);
        if amounts[row] != NO_AMOUNT {
            total.0 = if total.0 == NO_AMOUNT { amounts[row] } else { total.0 + amounts[row] };
        }
    }
    let mut documents = Vec::new();
    for (amount, mention, day, mut numbers) in totals.into_iter().filter(|total| total.0 > 0) {
        numbers.sort_unstable();
        numbers.dedup();
        documents.extend(numbers.into_iter().map(|number| Document { number, amount, mention, day }));
    }
    documents
}
