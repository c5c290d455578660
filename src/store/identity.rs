//! When two rows are the same: all their values are alike. When one replaces another: they are of one document.
//!
//! Hashes are written into workspaces, so they are our own and never change: [`mix`] is the finalizer of `SplitMix64`
//! (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"), words go through FNV-1a. That two
//! different rows of a million fall together has a chance of 3 in 10^8 (birthday bound, 64 bits).

use crate::model::money::NO_AMOUNT;
use crate::model::numbers::{FIRST_FORMED, NO_NUMBER, NumberForm, TAIL_BITS};
use crate::model::table::{Column, Mention, NO_COUNT};
use crate::model::words::{NO_WORD, Words};
use crate::model::{Day, Field, Form, Kind, Table};

/// What makes a row the same as another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Of all values that are not blank.
    pub content: i64,
    /// Of its document; `None` where nothing but its content says which row it is.
    pub document: Option<i64>,
}

/// The identities of a table's rows. Blank cells say nothing, so a column more without values changes no identity.
pub fn identities(table: &Table) -> Vec<Identity> {
    let of_mention: Vec<u64> = table.mentions.iter().map(mention_hash).collect();
    let mut contents: Vec<u64> =
        table.mention_of_row.iter().map(|&m| of_mention.get(m as usize).copied().unwrap_or(0)).collect();
    for field in Field::ALL {
        if let Some(column) = table.column(field) {
            add_column(&mut contents, column, word_hash(field.as_str()));
        }
    }
    let documents = documents(table, &of_mention);
    contents.into_iter().zip(documents).map(|(c, document)| Identity { content: c.cast_signed(), document }).collect()
}

/// Adds up the hashes of the cells, so that the order of the columns does not matter.
fn add_column(contents: &mut [u64], column: &Column, field: u64) {
    let mut add = |values: &mut dyn Iterator<Item = Option<u64>>| {
        for (content, value) in contents.iter_mut().zip(values) {
            if let Some(value) = value {
                *content = content.wrapping_add(mix(field ^ mix(value)));
            }
        }
    };
    match column {
        Column::Days(days) => {
            add(&mut days.iter().map(|&day| (day != Day::NONE.0).then_some(i64::from(day).cast_unsigned())));
        }
        Column::Counts(counts) => {
            add(&mut counts.iter().map(|&count| (count != NO_COUNT).then_some(i64::from(count).cast_unsigned())));
        }
        Column::Money(amounts) => {
            add(&mut amounts.iter().map(|&amount| (amount != NO_AMOUNT).then_some(amount.cast_unsigned())));
        }
        Column::Numbers(numbers) => {
            let forms = form_hashes(&numbers.forms);
            add(&mut numbers.keys.iter().map(|&key| number_hash(key, &forms)));
        }
        Column::Words(words) => {
            let hashes: Vec<u64> = words.words.iter().map(|word| word_hash(word)).collect();
            add(&mut words.codes.iter().map(|&code| hashes.get(code as usize).copied()));
        }
    }
}

/// What a word in a column adds to the content of its row.
pub fn cell_hash(field: Field, word: &str) -> u64 {
    mix(word_hash(field.as_str()) ^ mix(word_hash(word)))
}

/// Which rows are of one document: those of one number; without numbers the rows of one customer in a list of customers,
/// of one recipient of a campaign.
fn documents(table: &Table, of_mention: &[u64]) -> Vec<Option<i64>> {
    if table.form == Some(Form::Receipts) {
        // A receipt is never corrected, and its number is often the payer's: a cheque's, or "ACH" for all of them.
        return vec![None; table.n_rows()];
    }
    if let Some(numbers) = table.document_numbers() {
        let forms = form_hashes(&numbers.forms);
        // In a ledger a payment bears the number of the invoice that it pays.
        let (received, days) = (table.money(Field::Received), table.happened_on());
        let payment = |row: usize| match (received, days) {
            (Some(received), Some(days)) if received[row] != NO_AMOUNT => mix(i64::from(days[row]).cast_unsigned()),
            _ => 0,
        };
        let of_row =
            |(row, &key): (usize, &u64)| number_hash(key, &forms).map(|hash| (hash ^ payment(row)).cast_signed());
        return numbers.keys.iter().enumerate().map(of_row).collect();
    }
    let campaigns = || table.words(Field::Campaign);
    let campaign = |words: Option<&Words>, row: usize| {
        let code = words.map_or(NO_WORD, |words| words.codes[row]);
        words.and_then(|words| words.words.get(code as usize)).map_or(0, |word| word_hash(word))
    };
    let who = |row: usize| of_mention.get(table.mention_of_row[row] as usize).copied().unwrap_or(0);
    let rows = 0..table.n_rows();
    match (table.kind, table.form) {
        (Some(Kind::Customers), _) => {
            let leads: Vec<u64> = table.mentions.iter().map(lead_hash).collect();
            rows.map(|row| leads.get(table.mention_of_row[row] as usize).map(|&lead| lead.cast_signed())).collect()
        }
        (Some(Kind::Emails), Some(Form::Recipients)) => {
            rows.map(|row| Some(mix(who(row) ^ mix(campaign(campaigns(), row))).cast_signed())).collect()
        }
        (Some(Kind::Emails), Some(Form::Campaigns | Form::Report)) if campaigns().is_some() => {
            rows.map(|row| Some(mix(campaign(campaigns(), row)).cast_signed())).collect()
        }
        _ => vec![None; table.n_rows()],
    }
}

pub fn mention_hash(mention: &Mention) -> u64 {
    [&mention.id, &mention.name, &mention.email, &mention.person].into_iter().zip(1..).fold(0, |hash, (part, place)| {
        part.as_deref().map_or(hash, |part| hash.wrapping_add(mix(word_hash(part) ^ mix(place))))
    })
}

/// Of what a list of customers knows them by: their number, else their name, else their address.
pub fn lead_hash(mention: &Mention) -> u64 {
    let lead = [&mention.id, &mention.name, &mention.email, &mention.person];
    lead.into_iter().find_map(|part| part.as_deref()).map_or(0, word_hash)
}

/// `None` for no number. A number is what its text is, whatever other numbers stand beside it.
fn number_hash(key: u64, forms: &[u64]) -> Option<u64> {
    match key {
        NO_NUMBER => None,
        FIRST_FORMED.. => {
            let place = usize::try_from((key - FIRST_FORMED) >> TAIL_BITS).unwrap_or(usize::MAX);
            let tail = key & ((1 << TAIL_BITS) - 1);
            Some(mix(forms.get(place).copied().unwrap_or(0) ^ mix(tail)))
        }
        plain => Some(mix(plain)),
    }
}

fn form_hashes(forms: &[NumberForm]) -> Vec<u64> {
    forms.iter().map(|form| mix(word_hash(&form.start) ^ u64::from(form.n_digits))).collect()
}

pub fn word_hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

pub fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
