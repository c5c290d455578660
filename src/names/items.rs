//! The item list: each text of an order line once, with what it is. Proposed from its words, corrected by the owner.

use std::collections::{BTreeMap, HashMap};

use super::trade::{topic, work};
use crate::model::items::{Campaign, Item, ItemIdx, ItemKind, Items, LinePart};
use crate::model::money::NO_AMOUNT;
use crate::model::said::{AS_PROPOSED, newest};
use crate::model::words::Words;
use crate::model::{About, Field, Form, Kind, Said, Table};

/// An item as a line names it, and its parts where the line says how many.
type Named = (String, Option<i32>);

/// Lists the items of the tables that say what was ordered or invoiced.
pub fn items(tables: &[Table], said: &[Said]) -> Items {
    let mut names: BTreeMap<String, ItemIdx> = BTreeMap::new();
    let mut texts: Vec<Vec<Vec<Named>>> = Vec::with_capacity(tables.len());
    for table in tables {
        // What a receipt is for is a document, not an item.
        let has_lines = table.kind == Some(Kind::Orders) || table.form == Some(Form::InvoiceLines);
        let words = table.words(Field::Item).filter(|_| has_lines);
        let parsed = words.map_or_else(Vec::new, |words| words.words.iter().map(|text| parts_of(text)).collect());
        for (text, _) in parsed.iter().flatten() {
            names.entry(text.clone()).or_default();
        }
        texts.push(parsed);
    }
    for (place, item) in (0..).zip(names.values_mut()) {
        *item = place;
    }
    let mut list: Vec<Item> = names.keys().map(|text| proposed(text)).collect();
    obey(&mut list, said);
    let part =
        |(text, parts): (String, Option<i32>)| LinePart { item: names.get(&text).copied().unwrap_or_default(), parts };
    let of_text: Vec<Vec<Vec<LinePart>>> = texts
        .into_iter()
        .map(|of_table| of_table.into_iter().map(|parts| parts.into_iter().map(part).collect()).collect())
        .collect();
    for (table, of_text) in tables.iter().zip(&of_text) {
        count(&mut list, table, of_text);
    }
    Items { list, of_text }
}

/// The campaigns of all tables. A topic that a file states stands above the one that its title proposes.
pub fn campaigns(tables: &[Table], said: &[Said]) -> Vec<Campaign> {
    let topics: HashMap<&str, &str> = newest(said, About::Topic).filter(|(_, value)| *value != AS_PROPOSED).collect();
    let mut known: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for table in tables.iter().filter(|table| table.kind == Some(Kind::Emails)) {
        let (campaigns, subjects) = (table.words(Field::Campaign), table.words(Field::Topic));
        let word = |words: Option<&Words>, row: usize| {
            words.and_then(|words| words.words.get(words.codes[row] as usize)).map(|word| word.trim().to_owned())
        };
        for row in 0..table.n_rows() {
            let subject = word(subjects, row).filter(|subject| !subject.is_empty());
            let Some(title) = word(campaigns, row).filter(|title| !title.is_empty()).or_else(|| subject.clone()) else {
                continue;
            };
            let entry = known.entry(title).or_default();
            entry.1 += 1;
            if entry.0.is_empty() {
                entry.0 = subject.unwrap_or_default();
            }
        }
    }
    let mut n_titles: HashMap<String, usize> = HashMap::new();
    for (_, (subject, _)) in known.iter().filter(|(title, (subject, _))| subject != *title) {
        *n_titles.entry(subject.to_lowercase()).or_default() += 1;
    }
    let campaign = |(title, (subject, n_rows)): (String, (String, usize))| {
        let said = topics.get(title.as_str());
        // A short text in a column of topics is the topic itself; one that several campaigns share certainly is.
        let is_topic = !subject.is_empty() && subject.split(' ').count() <= 3;
        let is_column = is_topic && subject == title;
        let is_shared = is_topic && n_titles.get(&subject.to_lowercase()).is_some_and(|n| *n > 1);
        let of_title = topic(&format!("{title} {subject}"));
        let proposed = if is_column || is_shared || of_title.is_empty() && is_topic {
            subject.to_lowercase()
        } else {
            of_title.to_owned()
        };
        let topic = said.map_or(proposed, |topic| (*topic).to_owned());
        Campaign { title, topic, is_said: said.is_some(), n_rows }
    };
    known.into_iter().map(campaign).collect()
}

fn proposed(text: &str) -> Item {
    let work = work(text);
    Item {
        text: text.to_owned(),
        kind: work.kind,
        process: work.process.to_owned(),
        finish: work.finish,
        ..Item::default()
    }
}

fn obey(list: &mut [Item], said: &[Said]) {
    let of = |about| newest(said, about).filter(|(_, value)| *value != AS_PROPOSED).collect::<HashMap<&str, &str>>();
    let (kinds, processes, finishes) = (of(About::ItemKind), of(About::Process), of(About::Finish));
    for item in list {
        let kind = kinds.get(item.text.as_str()).and_then(|kind| ItemKind::parse(kind));
        let (process, finish) = (processes.get(item.text.as_str()), finishes.get(item.text.as_str()));
        item.is_said = kind.is_some() || process.is_some() || finish.is_some();
        item.kind = kind.unwrap_or(item.kind);
        if let Some(process) = process {
            (*process).clone_into(&mut item.process);
        }
        if let Some(finish) = finish {
            (*finish).clone_into(&mut item.finish);
        }
    }
}

fn count(list: &mut [Item], table: &Table, of_text: &[Vec<LinePart>]) {
    let (Some(words), amounts) = (table.words(Field::Item), table.money(Field::Amount)) else { return };
    for (row, &code) in words.codes.iter().enumerate() {
        for (i, part) in of_text.get(code as usize).into_iter().flatten().enumerate() {
            let Some(item) = list.get_mut(part.item as usize) else { continue };
            item.n_lines += 1;
            let amount = amounts.map_or(NO_AMOUNT, |amounts| amounts[row]);
            if i == 0 && amount != NO_AMOUNT {
                item.amount += amount;
            }
        }
    }
}

/// "25× Zinc plate, clear chromate, 4× Rush fee" as its items and their parts; any other text as it is.
fn parts_of(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut starts: Vec<(usize, usize, i32)> = Vec::new();
    for (at, mark) in text.match_indices(['×', '✕']).chain(text.match_indices(" x ")) {
        let digits = text[..at].trim_end();
        let number = digits.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let start = digits.len() - number.len();
        let is_edge = start == 0 || text[..start].trim_end().ends_with([',', ';', '\n', '|']);
        if let (true, Ok(parts)) = (is_edge, number.parse()) {
            starts.push((start, at + mark.len(), parts));
        }
    }
    starts.sort_unstable();
    if starts.first().is_none_or(|first| first.0 > 0) {
        return vec![(text.trim().to_owned(), None)];
    }
    for (i, &(_, from, parts)) in starts.iter().enumerate() {
        let to = starts.get(i + 1).map_or(text.len(), |next| next.0);
        let name = text.get(from..to).unwrap_or_default().trim().trim_end_matches([',', ';', '|']).trim();
        if !name.is_empty() {
            found.push((name.to_owned(), Some(parts)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_name_several_items() {
        let parts = parts_of("25× Zinc plate, clear chromate, ASTM B633, 4× Rush fee - 48 hour turn");
        let wanted = [("Zinc plate, clear chromate, ASTM B633", 25), ("Rush fee - 48 hour turn", 4)];
        assert_eq!(parts, wanted.map(|(text, n)| (text.to_owned(), Some(n))));
        assert_eq!(parts_of("Tube 40 x 40 x 3"), [("Tube 40 x 40 x 3".to_owned(), None)]);
        assert_eq!(parts_of(" Black oxide "), [("Black oxide".to_owned(), None)]);
    }

    #[test]
    fn the_owner_corrects_an_item_once() {
        let said = |about, value: &str| Said { about, subject: "PC-BLK".to_owned(), value: value.to_owned() };
        let mut list = vec![proposed("PC-BLK"), proposed("RUSH")];
        obey(
            &mut list,
            &[said(About::ItemKind, "fee"), said(About::ItemKind, "service"), said(About::Finish, "RAL 9005")],
        );
        assert_eq!(
            (list[0].kind, list[0].process.as_str(), list[0].finish.as_str()),
            (ItemKind::Service, "powder coat", "RAL 9005")
        );
        assert!(list[0].is_said && !list[1].is_said && list[1].kind == ItemKind::Fee);
    }
}
