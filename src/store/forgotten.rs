//! What was forgotten, known by keyed hashes alone: enough to know it again in next week's export, and nothing to read it from.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::import::keyed_hash;
use crate::model::customer::addresses;
use crate::model::table::{Column, Mention};
use crate::model::{Field, Kind, Table};
use crate::names::key_of_name;

/// The hashes of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Forgotten {
    key: Vec<u8>,
    /// Hash to what stands in its place; blank for a person.
    known: HashMap<[u8; 32], Option<String>>,
}

/// So many words at most are a name in a remark.
const MOST_WORDS: usize = 12;

/// What stands in a text in the place of what was forgotten.
pub const GAP: &str = "…";

/// Columns that say more than who and what: a remark, a person at the customer.
pub const REMARKS: [Field; 4] = [Field::Memo, Field::Contact, Field::Author, Field::Url];

impl Forgotten {
    /// What a workspace was told to forget.
    pub fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT key FROM forgetting";
        let Some(key) = connection.query_row(sql, [], |row| row.get(0)).optional()? else { return Ok(Self::default()) };
        let mut query = connection.prepare("SELECT hash, stands_for FROM forgotten")?;
        let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self { key, known: found.collect::<Result<_, _>>()? })
    }

    /// Adds what is to be forgotten: names, addresses and numbers as written.
    pub fn add(
        &mut self,
        connection: &Connection,
        words: &[String],
        stands_for: Option<&str>,
        now: &str,
    ) -> rusqlite::Result<()> {
        if self.key.is_empty() {
            connection.execute("INSERT INTO forgetting (key) VALUES (randomblob(32))", [])?;
            self.key = connection.query_row("SELECT key FROM forgetting", [], |row| row.get(0))?;
        }
        let mut insert =
            connection.prepare("INSERT OR REPLACE INTO forgotten (hash, stands_for, at) VALUES (?1, ?2, ?3)")?;
        for word in words {
            for text in [folded(word), key_of_name(word)].into_iter().filter(|text| !text.is_empty()) {
                let hash = self.hash(&text);
                insert.execute(params![hash, stands_for, now])?;
                self.known.insert(hash, stands_for.map(str::to_owned));
            }
        }
        Ok(())
    }

    /// Whether nothing was forgotten.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// A table as it may be kept. `None` where it holds nothing that was forgotten.
    pub fn cleaned(&self, table: &Table) -> Option<Table> {
        if self.is_empty() {
            return None;
        }
        let mut cleaned = table.clone();
        let kind = table.kind.unwrap_or(Kind::Notes);
        let mut is_changed = false;
        let mut is_theirs = vec![false; table.mentions.len()];
        for (mention, is_theirs) in cleaned.mentions.iter_mut().zip(&mut is_theirs) {
            if let Some(clean) = self.mention(mention, kind) {
                *is_theirs = clean.name.is_some();
                (*mention, is_changed) = (clean, true);
            }
        }
        let rows: Vec<bool> =
            table.mention_of_row.iter().map(|&mention| is_theirs.get(mention as usize) == Some(&true)).collect();
        for (field, column) in cleaned.columns_mut() {
            let Column::Words(words) = column else { continue };
            let is_remark = REMARKS.contains(&field);
            for text in &mut words.words {
                if let Some(clean) = self.scrubbed(text, field) {
                    (*text, is_changed) = (clean, true);
                }
            }
            for (code, _) in words.codes.iter_mut().zip(&rows).filter(|(_, is_theirs)| is_remark && **is_theirs) {
                *code = crate::model::words::NO_WORD;
            }
        }
        is_changed.then_some(cleaned)
    }

    /// A mention as it may be kept; `None` where it may stay as it is.
    pub fn mention(&self, mention: &Mention, kind: Kind) -> Option<Mention> {
        let of_name = mention.name.as_deref().and_then(|name| self.stands_for(name));
        let of_number = || {
            let is_all = mention.name.is_none() && mention.email.is_none();
            mention.id.as_deref().filter(|_| is_all).and_then(|id| self.known.get(&self.hash(&number(kind, id))))
        };
        let of_address =
            || mention.email.iter().flat_map(|cell| addresses(cell)).find_map(|address| self.stands_for(&address));
        let of_person = || mention.person.as_deref().and_then(|person| self.stands_for(person));
        let whole = of_name.or_else(of_number).or_else(of_address).or_else(of_person)?;
        if let Some(stands_for) = whole {
            return Some(Mention { name: Some(stands_for.clone()), n_rows: mention.n_rows, ..Mention::default() });
        }
        // A person: the company stays.
        let keep = |text: &Option<String>| text.clone().filter(|text| self.stands_for(text).is_none());
        let is_their_address = |text: &String| addresses(text).any(|address| self.stands_for(&address).is_some());
        Some(Mention {
            id: mention.id.clone(),
            name: keep(&mention.name),
            email: mention.email.clone().filter(|text| !is_their_address(text)),
            person: keep(&mention.person),
            n_rows: mention.n_rows,
        })
    }

    /// What stands in the place of a name or an address, if it was forgotten.
    fn stands_for(&self, text: &str) -> Option<&Option<String>> {
        let texts = [folded(text), key_of_name(text)];
        texts.iter().filter(|text| !text.is_empty()).find_map(|text| self.known.get(&self.hash(text)))
    }

    /// The text of a column without what was forgotten; `None` where it holds none of it.
    pub fn scrubbed(&self, text: &str, field: Field) -> Option<String> {
        let least = match field {
            Field::EndCustomer | Field::Memo | Field::Contact | Field::Author | Field::Url => 1,
            // A customer may be called "Zinc".
            Field::Item | Field::Campaign | Field::Show | Field::Topic => 2,
            _ => return None,
        };
        self.scrubbed_of(text, least)
    }

    /// A text without what was forgotten in so many words or more.
    pub fn scrubbed_of(&self, text: &str, least: usize) -> Option<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut kept: Vec<&str> = Vec::with_capacity(words.len());
        let (mut at, mut is_changed) = (0, false);
        while at < words.len() {
            let is_forgotten = |n: &usize| {
                let text = folded(&words[at..at + n].concat());
                text.len() >= 3 && self.known.contains_key(&self.hash(&text))
            };
            if let Some(n) = (least..=MOST_WORDS.min(words.len() - at)).rev().find(is_forgotten) {
                kept.push(GAP);
                (at, is_changed) = (at + n, true);
            } else {
                kept.push(words[at]);
                at += 1;
            }
        }
        is_changed.then(|| kept.join(" "))
    }

    fn hash(&self, text: &str) -> [u8; 32] {
        keyed_hash(&self.key, text)
    }
}

/// A customer number is hashed with the kind of its list: another system's customers have numbers too.
pub fn number(kind: Kind, id: &str) -> String {
    folded(&format!("number {} {id}", kind.as_str()))
}

/// Small letters and digits alone.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
