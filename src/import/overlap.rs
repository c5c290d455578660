//! Exports that overlap: this week's list holds last week's rows again. Each order line and each invoice counts once.

use std::collections::HashMap;

use super::Reading;
use super::problem::LeftOut;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::table::{NO_COUNT, NO_NUMBER, number_text};
use crate::model::{Day, Field, Kind, Table};

/// Leaves out, with the reason, what another file says already: order lines with the same number, day, parts and amount,
/// and invoices with the same number, day and amount, of which the one that knows the paid date is kept. Within one file,
/// an invoice whose lines all repeat its total counts once; equal lines of an order are two lots.
pub fn leave_out_repeats(readings: &mut [Reading]) {
    for kind in [Kind::Orders, Kind::Payments] {
        let of_kind: Vec<usize> = (0..readings.len())
            .filter(|&i| readings[i].table.as_ref().is_some_and(|table| table.kind == Some(kind)))
            .collect();
        let tables: Vec<&Table> = of_kind.iter().filter_map(|&i| readings[i].table.as_ref()).collect();
        let has_repeats = match (kind, &tables[..]) {
            (Kind::Payments, [only]) => repeats_a_number(only),
            (_, tables) => tables.len() > 1,
        };
        if !has_repeats {
            continue;
        }
        let keep = if kind == Kind::Orders { order_lines(&tables) } else { invoices(&tables) };
        for (i, keep) in of_kind.into_iter().zip(keep) {
            if !keep.iter().all(|&is_kept| is_kept) {
                leave_out(&mut readings[i], &keep);
            }
        }
    }
}

/// Whether an invoice number stands in two rows: quickly, as in most files it does not.
fn repeats_a_number(table: &Table) -> bool {
    let Some(numbers) = table.numbers(Field::InvoiceNumber) else { return false };
    let mut keys: Vec<u64> = numbers.keys.iter().copied().filter(|&key| key != NO_NUMBER).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| pair[0] == pair[1])
}

/// What makes a row the same as another one.
type Key = (Number, i32, i32, Minor);

/// A document number that can be compared between files.
#[derive(PartialEq, Eq, Hash)]
enum Number {
    Plain(u64),
    Text(String),
}

fn order_lines(tables: &[&Table]) -> Vec<Vec<bool>> {
    let mut seen: HashMap<Key, usize> = HashMap::new();
    tables
        .iter()
        .enumerate()
        .map(|(t, table)| {
            (0..table.n_rows())
                .map(|row| {
                    let Some(key) = key(table, Field::OrderNumber, row) else { return true };
                    *seen.entry(key).or_insert(t) == t
                })
                .collect()
        })
        .collect()
}

fn invoices(tables: &[&Table]) -> Vec<Vec<bool>> {
    let mut keep: Vec<Vec<bool>> = tables.iter().map(|table| vec![true; table.n_rows()]).collect();
    let mut kept: HashMap<Key, (usize, usize)> = HashMap::new();
    let paid = |t: usize, row: usize| tables[t].days(Field::PaidOn).map_or(Day::NONE.0, |days| days[row]);
    for (t, table) in tables.iter().enumerate() {
        for row in 0..table.n_rows() {
            let Some(key) = key(table, Field::InvoiceNumber, row) else { continue };
            let place = kept.entry(key).or_insert((t, row));
            let (first, at) = *place;
            if (first, at) == (t, row) || (first == t && paid(first, at) != paid(t, row)) {
                continue;
            }
            if paid(first, at) == Day::NONE.0 && paid(t, row) != Day::NONE.0 {
                keep[first][at] = false;
                *place = (t, row);
            } else {
                keep[t][row] = false;
            }
        }
    }
    keep
}

/// `None` for rows without a number: nothing says that they are the same.
fn key(table: &Table, field: Field, row: usize) -> Option<Key> {
    let numbers = table.numbers(field)?;
    let number = match numbers.keys[row] {
        NO_NUMBER => return None,
        plain if plain < crate::model::table::FIRST_TEXT_NUMBER => Number::Plain(plain),
        text => Number::Text(number_text(text, &numbers.texts)),
    };
    let day = table.happened_on().map_or(Day::NONE.0, |days| days[row]);
    let parts = table.counts(Field::Parts).map_or(NO_COUNT, |counts| counts[row]);
    Some((number, day, parts, table.money(Field::Amount).map_or(NO_AMOUNT, |amounts| amounts[row])))
}

fn leave_out(reading: &mut Reading, keep: &[bool]) {
    let Some(table) = &mut reading.table else { return };
    let report = &mut reading.report;
    for (i, _) in keep.iter().enumerate().filter(|(_, is_kept)| !**is_kept) {
        report.n_left_out += 1;
        if report.left_out.len() < super::problem::MOST_LISTED {
            let mention = table.mentions.get(table.mention_of_row[i] as usize);
            let who = mention.and_then(|m| m.name.clone().or_else(|| m.id.clone())).unwrap_or_default();
            report.left_out.push(LeftOut {
                row: table.rows[i],
                column: None,
                text: who,
                why: "counted already: the same number, date and amount",
                hint: "Nothing to do: each order line and each invoice counts once",
            });
        }
    }
    report.left_out.sort_by_key(|left| left.row);
    table.retain(keep);
    report.used = table.n_rows();
    super::summarise(report, table);
}
