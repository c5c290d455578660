//! Weekly lists of open items, each of which says how things stand at one day: an invoice that is gone from the next was paid
//! in between.
//!
//! Where the shop has a list of all its invoices too, the lists of open items say when those were paid; else the invoices that
//! are gone stand for themselves.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::{NO_NUMBER, number_text};
use crate::model::table::Column;
use crate::model::{Day, Field, Form, Kind, Table};

/// Lists of open items of one system, the earliest first: places among the tables.
type Chain = Vec<usize>;

/// Of the documents of the newest list, so many in a hundred must stand in a list of invoices that it speaks of.
const LEAST_KNOWN: usize = 50;

/// Reads from lists of open items when invoices were paid. `lists` says for each table which list it is an export of.
///
/// The newest list of a system stays as it is. Of the earlier ones the rows stay that are gone later, with the day on which
/// they were gone as their paid date and [`Table::open_on`].
pub fn tell_paid_days(tables: &mut [Table], lists: &[String]) {
    for chain in chains(tables, lists) {
        let documents: Vec<BTreeMap<String, Vec<usize>>> = chain.iter().map(|&t| documents(&tables[t])).collect();
        let days: Vec<Day> = chain.iter().filter_map(|&t| tables[t].stands_at).collect();
        for table in tables.iter_mut().filter(|table| is_register(table)) {
            tell_register(table, &documents, &days);
        }
        keep_what_is_gone(tables, &chain, &documents, &days);
    }
}

/// Lists of one system: exported again on another day, with some of the same documents.
fn chains(tables: &[Table], lists: &[String]) -> Vec<Chain> {
    let mut of_list: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (t, (table, list)) in tables.iter().zip(lists).enumerate() {
        if table.form == Some(Form::OpenItems) && table.stands_at.is_some() {
            of_list.entry(list).or_default().push(t);
        }
    }
    let mut chains: Vec<Chain> = Vec::new();
    for mut places in of_list.into_values() {
        places.sort_by_key(|&t| (tables[t].stands_at, tables[t].source));
        let mut found: Vec<(Chain, HashSet<String>)> = Vec::new();
        for t in places {
            let here: HashSet<String> = documents(&tables[t]).into_keys().collect();
            let follows = |(chain, there): &&mut (Chain, HashSet<String>)| {
                let is_later = chain.last().is_some_and(|&last| tables[last].stands_at < tables[t].stands_at);
                is_later && !here.is_disjoint(there)
            };
            match found.iter_mut().find(follows) {
                Some((chain, there)) => {
                    chain.push(t);
                    *there = here;
                }
                None => found.push((vec![t], here)),
            }
        }
        chains.extend(found.into_iter().map(|(chain, _)| chain).filter(|chain| chain.len() > 1));
    }
    chains
}

/// The rows of each document. Without a number, customer and dates say which it is.
fn documents(table: &Table) -> BTreeMap<String, Vec<usize>> {
    let numbers = table.document_numbers();
    let day = |field: Field, row: usize| table.days(field).map_or(Day::NONE.0, |days| days[row]);
    let mut documents: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in 0..table.n_rows() {
        let key = match numbers.map_or(NO_NUMBER, |numbers| numbers.keys[row]) {
            NO_NUMBER => {
                let mention = table.mentions.get(table.mention_of_row[row] as usize);
                let who = mention.and_then(|mention| mention.name.as_deref().or(mention.id.as_deref()));
                format!("{} {} {}", who.unwrap_or(""), day(Field::IssuedOn, row), day(Field::DueOn, row))
            }
            key => number_text(key, numbers.map_or(&[][..], |numbers| &numbers.forms)).to_lowercase(),
        };
        documents.entry(key).or_default().push(row);
    }
    documents
}

/// Keeps of each list but the newest the invoices that no later one holds, and says when they were gone.
fn keep_what_is_gone(tables: &mut [Table], chain: &Chain, documents: &[BTreeMap<String, Vec<usize>>], days: &[Day]) {
    let mut seen_later: HashSet<&str> = HashSet::new();
    let mut most: HashMap<&str, Minor> = HashMap::new();
    for (&t, held) in chain.iter().zip(documents) {
        let amounts = tables[t].money(Field::Amount);
        for (key, rows) in held {
            let of_rows = rows.iter().filter_map(|&row| amounts.map(|amounts| amounts[row]));
            let open: Minor = of_rows.filter(|&amount| amount != NO_AMOUNT).sum();
            let known = most.entry(key).or_insert(open);
            *known = open.max(*known);
        }
    }
    for place in (0..chain.len()).rev() {
        let table = &mut tables[chain[place]];
        let (mut keep, mut amount_of) = (vec![false; table.n_rows()], BTreeMap::new());
        if place + 1 < chain.len() {
            for (key, rows) in documents[place].iter().filter(|(key, _)| !seen_later.contains(key.as_str())) {
                // Of a document in several rows the first stands for all; credits are no invoices.
                let amount = most.get(key.as_str()).copied().unwrap_or(0);
                if let Some(&first) = rows.first().filter(|_| amount > 0) {
                    keep[first] = true;
                    amount_of.insert(first, amount);
                }
            }
            if let Some(amounts) = table.money_mut(Field::Amount) {
                for (&row, &amount) in &amount_of {
                    amounts[row] = amount;
                }
            }
            table.retain(&keep);
            let n = table.n_rows();
            table.insert(Field::PaidOn, Column::Days(vec![days[place + 1].0; n]));
            table.open_on = vec![days[place].0; n];
        }
        seen_later.extend(documents[place].keys().map(String::as_str));
    }
}

/// Whether a table lists invoices without saying when they were paid.
fn is_register(table: &Table) -> bool {
    let is_invoices = matches!(table.form, None | Some(Form::Invoices | Form::InvoiceLines));
    table.kind == Some(Kind::Payments) && is_invoices && table.days(Field::PaidOn).is_none()
}

/// Says of each invoice of a register between which two lists it was paid. Nothing where the lists are of other invoices.
fn tell_register(table: &mut Table, documents: &[BTreeMap<String, Vec<usize>>], days: &[Day]) {
    let Some(issued) = table.days(Field::IssuedOn).or_else(|| table.days(Field::DueOn)).map(<[i32]>::to_vec) else {
        return;
    };
    let Some(numbers) = table.document_numbers() else { return };
    let keys: Vec<String> = numbers.keys.iter().map(|&key| number_text(key, &numbers.forms).to_lowercase()).collect();
    let known: HashSet<&str> = keys.iter().map(String::as_str).filter(|key| !key.is_empty()).collect();
    let (Some(newest), Some(&last)) = (documents.last(), days.last()) else { return };
    let n_known = newest.keys().filter(|key| known.contains(key.as_str())).count();
    if n_known == 0 || n_known * 100 < newest.len() * LEAST_KNOWN {
        return;
    }
    let (mut paid, mut open_on) = (vec![Day::NONE.0; keys.len()], vec![Day::NONE.0; keys.len()]);
    for (row, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
        let last_held = documents.iter().rposition(|held| held.contains_key(key));
        // Before the first list that could hold it, it may have been open or not.
        let open_at = last_held.map_or(issued[row], |place| days[place].0.max(issued[row]));
        if open_at >= last.0 || newest.contains_key(key) {
            continue;
        }
        if let Some(gone) = days.iter().find(|day| day.0 > open_at) {
            (paid[row], open_on[row]) = (gone.0, open_at);
        }
    }
    table.insert(Field::PaidOn, Column::Days(paid));
    table.open_on = open_on;
}
