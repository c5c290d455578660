//! Exports that overlap: this week's list holds last week's rows again. Each order line and each invoice counts once.

use std::collections::BTreeMap;

use super::Reading;
use super::problem::LeftOut;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::{FIRST_FORMED, NO_NUMBER, number_text};
use crate::model::table::NO_COUNT;
use crate::model::{Day, Field, Form, Kind, Table};

/// Leaves out, with the reason, what an earlier file says already: rows with the same number, day, parts and amount, as often
/// as the earlier file has them; of an invoice, the row that knows the paid date is kept. Equal rows of one file are as many
/// lots or documents.
pub fn leave_out_repeats(readings: &mut [Reading]) {
    for kind in [Kind::Orders, Kind::Payments] {
        let of_kind: Vec<usize> = (0..readings.len())
            .filter(|&i| readings[i].table.as_ref().is_some_and(|table| table.kind == Some(kind)))
            .collect();
        let lists: Vec<Option<i64>> = of_kind.iter().map(|&i| readings[i].report.list).collect();
        let headings = |i: usize| readings[i].report.columns.iter().map(|column| column.header.clone()).collect();
        let headings: Vec<Vec<String>> = of_kind.iter().map(|&i| headings(i)).collect();
        let tables: Vec<&Table> = of_kind.iter().filter_map(|&i| readings[i].table.as_ref()).collect();
        if tables.len() < 2 {
            continue;
        }
        for (i, keep) in of_kind.into_iter().zip(kept(&tables, &lists, &headings)) {
            if !keep.iter().all(|&is_kept| is_kept) {
                leave_out(&mut readings[i], &keep);
            }
        }
    }
}

/// What makes a row the same as another one.
type Key = (Option<Form>, Number, i32, i32, Minor);

/// A document number that can be compared between files.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Number {
    Plain(u64),
    Text(String),
}

/// Which rows of each table are counted. Tables of one list of a workspace repeat nothing of each other any more; lists of open
/// items at two days say how things stood at each.
fn kept(tables: &[&Table], lists: &[Option<i64>], headings: &[Vec<String>]) -> Vec<Vec<bool>> {
    let are_snapshots = |a: usize, b: usize| {
        let days = tables[a].stands_at.zip(tables[b].stands_at);
        days.is_some_and(|(a, b)| a != b) && headings[a] == headings[b]
    };
    let mut keep: Vec<Vec<bool>> = tables.iter().map(|table| vec![true; table.n_rows()]).collect();
    // The rows of earlier tables that a row of this one may repeat.
    let mut earlier: BTreeMap<Key, Vec<(usize, usize)>> = BTreeMap::new();
    let paid = |t: usize, row: usize| tables[t].days(Field::PaidOn).map_or(Day::NONE.0, |days| days[row]);
    for (t, table) in tables.iter().enumerate() {
        let mut next: BTreeMap<Key, Vec<(usize, usize)>> = BTreeMap::new();
        for row in 0..table.n_rows() {
            let Some(key) = key(table, row) else { continue };
            let is_other = |&(other, _): &(usize, usize)| {
                (lists[other].is_none() || lists[other] != lists[t]) && !are_snapshots(other, t)
            };
            let repeated = earlier.get_mut(&key).and_then(|rows| {
                let place = rows.iter().rposition(is_other)?;
                Some(rows.remove(place))
            });
            match repeated {
                Some((first, at)) if paid(first, at) == Day::NONE.0 && paid(t, row) != Day::NONE.0 => {
                    keep[first][at] = false;
                }
                Some((first, at)) => {
                    keep[t][row] = false;
                    next.entry(key).or_default().push((first, at));
                    continue;
                }
                None => {}
            }
            next.entry(key).or_default().push((t, row));
        }
        for (key, mut rows) in next {
            earlier.entry(key).or_default().append(&mut rows);
        }
    }
    keep
}

/// `None` for rows without a number: nothing says that they are the same.
fn key(table: &Table, row: usize) -> Option<Key> {
    let numbers = table.document_numbers()?;
    let number = match numbers.keys[row] {
        NO_NUMBER => return None,
        plain if plain < FIRST_FORMED => Number::Plain(plain),
        text => Number::Text(number_text(text, &numbers.forms)),
    };
    let day = table.happened_on().map_or(Day::NONE.0, |days| days[row]);
    let parts = table.counts(Field::Parts).map_or(NO_COUNT, |counts| counts[row]);
    Some((table.form, number, day, parts, table.money(Field::Amount).map_or(NO_AMOUNT, |amounts| amounts[row])))
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
    // The second table that the same rows give.
    if let Some(also) = &mut reading.also {
        also.retain(keep);
    }
    report.used = table.n_rows();
    super::summary::summarise(report, table);
}
