//! Payments that name nobody but the order that they pay: "#1001". They are its customer's.

use std::collections::HashMap;

use crate::model::numbers::{NO_NUMBER, number_text};
use crate::model::table::Mention;
use crate::model::{Field, Kind, Table};

/// Gives each row of a payments table that names nobody the customer of the order, or of the invoice, whose number it bears.
pub fn find_parents(tables: &mut [Table]) {
    let is_orphan = |mention: &Mention| *mention == Mention { n_rows: mention.n_rows, ..Mention::default() };
    let has_orphans = |table: &Table| table.kind == Some(Kind::Payments) && table.mentions.iter().any(is_orphan);
    if !tables.iter().any(has_orphans) {
        return;
    }
    let mut known: HashMap<String, Option<Mention>> = HashMap::new();
    for table in tables.iter().filter(|table| matches!(table.kind, Some(Kind::Orders | Kind::Payments))) {
        for numbers in [Field::OrderNumber, Field::InvoiceNumber].iter().filter_map(|&field| table.numbers(field)) {
            for (row, &key) in numbers.keys.iter().enumerate().filter(|&(_, &key)| key != NO_NUMBER) {
                let Some(mention) = table.mentions.get(table.mention_of_row[row] as usize) else { continue };
                if is_orphan(mention) {
                    continue;
                }
                // A number of its system says nothing in another one.
                let has_other = mention.name.is_some() || mention.email.is_some();
                let id = mention.id.clone().filter(|_| !has_other);
                let mention = Mention { id, n_rows: 0, ..mention.clone() };
                let known = known.entry(number_text(key, &numbers.forms)).or_insert_with(|| Some(mention.clone()));
                // A number that two customers have tells of neither.
                if known.as_ref().is_some_and(|other| *other != mention) {
                    *known = None;
                }
            }
        }
    }
    for table in tables.iter_mut().filter(|table| has_orphans(table)) {
        adopt(table, &known, &is_orphan);
    }
}

fn adopt(table: &mut Table, known: &HashMap<String, Option<Mention>>, is_orphan: &dyn Fn(&Mention) -> bool) {
    let fields = [Field::OrderNumber, Field::InvoiceNumber];
    let parent = |row: usize| {
        let numbers = fields.iter().filter_map(|&field| table.numbers(field));
        let mut texts = numbers.map(|numbers| number_text(numbers.keys[row], &numbers.forms));
        texts.find_map(|text| known.get(&text)?.clone())
    };
    let orphans = (0..table.n_rows()).filter(|&row| is_orphan(&table.mentions[table.mention_of_row[row] as usize]));
    let adopted: Vec<(usize, Mention)> = orphans.filter_map(|row| Some((row, parent(row)?))).collect();
    let mut place_of: HashMap<Mention, u32> = HashMap::new();
    for (row, mention) in adopted {
        let next = u32::try_from(table.mentions.len()).unwrap_or(u32::MAX);
        let place = *place_of.entry(mention.clone()).or_insert(next);
        if place == next {
            table.mentions.push(mention);
        }
        let before = std::mem::replace(&mut table.mention_of_row[row], place) as usize;
        table.mentions[before].n_rows -= 1;
        table.mentions[place as usize].n_rows += 1;
    }
}
