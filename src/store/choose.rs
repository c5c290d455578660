//! Which list a file is of, and whether it is the whole of it for its days: from the rows that both hold.

use std::collections::HashSet;

use rusqlite::params;

use super::identity::Identity;
use super::intake::File;
use super::shapes;
use super::standing::{Reach, Span, Stored, stored, stored_row};
use crate::import::answers::LIST;
use crate::import::problem::{Choice, FileReport, Question};
use crate::model::Form;
use crate::model::money::thousands;

/// The rows of a file beside those of a list.
pub struct Comparison {
    /// What is stored near the file's days, or of its documents.
    pub near: Vec<Stored>,
    /// For each row of the file, its place in `near`.
    pub same: Vec<Option<usize>>,
    /// For each of `near`, whether the file holds it.
    pub is_held: Vec<bool>,
}

/// Which list a file is of, and whether it is all of it.
pub enum Choose {
    /// A list that is known, and what the file is of it.
    List(Known, Covers),
    /// One that was not known.
    New,
    Ask(Question),
}

/// What a file is of its list, for its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// All of it.
    Whole,
    /// Some rows of it.
    Part,
    /// Nothing is known yet of those days.
    Unknown,
}

impl Covers {
    /// The name in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Part => "part",
            Self::Unknown => "unknown",
        }
    }
}

/// A list, and the file beside it.
pub struct Known {
    pub id: i64,
    pub comparison: Comparison,
    /// What its newest file looked like.
    pub shape: Option<shapes::Shape>,
}

/// So few rows prove nothing.
const FEW: usize = 5;

impl File<'_> {
    /// Finds the list that the file is of: of the lists of the same kind and much the same headings, the one whose rows it
    /// knows.
    pub fn choose(&self, identities: &[Identity], reach: &Reach) -> rusqlite::Result<Choose> {
        let said = self.answers.get(LIST).map(String::as_str);
        if said == Some("other") {
            return Ok(Choose::New);
        }
        let sql = "SELECT id FROM list WHERE kind = ?1 AND form IS ?2 ORDER BY id DESC";
        let mut query = self.connection.prepare_cached(sql)?;
        let form = self.table.form.map(Form::as_str);
        let lists: Vec<i64> =
            query.query_map(params![self.kind().as_str(), form], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut best: Option<(Known, Agreement, f64)> = None;
        for id in lists {
            let Some(shape) = shapes::newest(self.connection, id)? else { continue };
            let likeness = shape.likeness(self.report);
            if likeness < 0.5 {
                continue;
            }
            let comparison = Comparison::of(self.near(id, identities)?, identities);
            let agreement = self.agreement(&comparison, identities, reach);
            let is_better = best.as_ref().is_none_or(|(_, other, other_likeness)| {
                (agreement.of_file, agreement.of_list, likeness) > (other.of_file, other.of_list, *other_likeness)
            });
            if is_better {
                best = Some((Known { id, comparison, shape: Some(shape) }, agreement, likeness));
            }
        }
        let Some((known, agreement, likeness)) = best else { return Ok(Choose::New) };
        let said = said.or(self.before);
        let verdict = match said {
            Some("whole") => Verdict::Whole,
            Some("part") => Verdict::Part,
            _ => agreement.verdict(self.table.form, likeness),
        };
        Ok(match verdict {
            Verdict::Whole => Choose::List(known, Covers::Whole),
            Verdict::Unknown => Choose::List(known, Covers::Unknown),
            Verdict::Part => Choose::List(known, Covers::Part),
            Verdict::Other => Choose::New,
            Verdict::Ask => Choose::Ask(agreement.question(self.report, known.shape.as_ref())),
        })
    }

    /// What is stored of a list near the days of the file, or of its documents.
    fn near(&self, list: i64, identities: &[Identity]) -> rusqlite::Result<Vec<Stored>> {
        let most: usize = self.connection.query_row("SELECT coalesce(max(id), 0) FROM record", [], |row| row.get(0))?;
        let Span::Days(from, to) = self.span() else { return stored(self.connection, list) };
        // A scan reads a row in a tenth of the time of a search.
        if identities.len() * 8 > most {
            let wanted: HashSet<i64> = identities.iter().filter_map(|identity| identity.document).collect();
            let mut all = stored(self.connection, list)?;
            let is_wanted = |row: &Stored| row.document.is_some_and(|document| wanted.contains(&document));
            all.retain(|row| row.day.is_none_or(|day| (from..=to).contains(&day)) || is_wanted(row));
            return Ok(all);
        }
        let columns = "SELECT id, day, document, content, gone_in IS NULL FROM record";
        let sql = format!("{columns} WHERE list = ?1 AND (day BETWEEN ?2 AND ?3 OR day IS NULL)");
        let mut query = self.connection.prepare_cached(&sql)?;
        let mut near: Vec<Stored> = query.query_map(params![list, from, to], stored_row)?.collect::<Result<_, _>>()?;
        let mut seen: HashSet<i64> = HashSet::new();
        let sql = format!("{columns} WHERE list = ?1 AND document = ?2 AND day NOT BETWEEN ?3 AND ?4");
        let mut query = self.connection.prepare_cached(&sql)?;
        for document in identities.iter().filter_map(|identity| identity.document) {
            if seen.insert(document) {
                for row in query.query_map(params![list, document, from, to], stored_row)? {
                    near.push(row?);
                }
            }
        }
        near.sort_unstable_by_key(|row| row.id);
        Ok(near)
    }

    fn agreement(&self, comparison: &Comparison, identities: &[Identity], reach: &Reach) -> Agreement {
        let span = self.span();
        let is_in = |row: &Stored| row.is_current && span.holds(row.day);
        let mut agreement = Agreement::default();
        let mut documents = HashSet::new();
        let (mut first, mut last) = (i32::MAX, i32::MIN);
        let mut has_undated = false;
        for (row, &is_held) in comparison.near.iter().zip(&comparison.is_held) {
            documents.extend(row.document);
            if !is_in(row) {
                continue;
            }
            agreement.stored += 1;
            agreement.known += usize::from(is_held || reach.is_of_a_document(row));
            match row.day {
                Some(day) => (first, last) = (first.min(day), last.max(day)),
                None => has_undated = true,
            }
        }
        let (mut n, mut n_known) = (0, 0);
        for (row, (same, identity)) in comparison.same.iter().zip(identities).enumerate() {
            let is_known = same.is_some() || identity.document.is_some_and(|document| documents.contains(&document));
            let is_between = match (span, self.day(row)) {
                (Span::All, _) => true,
                (_, Some(day)) => (first..=last).contains(&day),
                (_, None) => has_undated,
            };
            if is_known || is_between {
                n += 1;
                n_known += usize::from(is_known);
            }
        }
        agreement.of_file = per_mille(n_known, n);
        agreement.of_list = per_mille(agreement.known, agreement.stored);
        agreement
    }
}

impl Comparison {
    /// Pairs rows with equal content, each with one other at most; those that count come first.
    pub fn of(near: Vec<Stored>, identities: &[Identity]) -> Self {
        let mut ours: Vec<(i64, usize)> = identities.iter().map(|identity| identity.content).zip(0..).collect();
        let mut theirs: Vec<(i64, bool, usize)> =
            near.iter().enumerate().map(|(place, row)| (row.content, !row.is_current, place)).collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        let (mut same, mut is_held) = (vec![None; identities.len()], vec![false; near.len()]);
        let mut rest = theirs.into_iter().peekable();
        for (content, row) in ours {
            while rest.next_if(|(other, ..)| *other < content).is_some() {}
            if let Some((_, _, place)) = rest.next_if(|(other, ..)| *other == content) {
                (same[row], is_held[place]) = (Some(place), true);
            }
        }
        Self { near, same, is_held }
    }
}

/// How much a file and a list know of each other.
#[derive(Clone, Copy, Debug, Default)]
struct Agreement {
    /// How many rows of the list count and lie in the days of the file.
    stored: usize,
    /// How many of these the file knows.
    known: usize,
    /// Of these, in thousandths.
    of_list: usize,
    /// How many of the file's rows in the days of the list are known, in thousandths.
    of_file: usize,
}

enum Verdict {
    Whole,
    Unknown,
    Part,
    Other,
    Ask,
}

impl Agreement {
    /// Whether the file is the whole list for its days, a part of it, or another list.
    fn verdict(&self, form: Option<Form>, likeness: f64) -> Verdict {
        let is_snapshot = form == Some(Form::OpenItems);
        match (self.of_list, self.of_file) {
            // Nothing lies in the same days, or too little to tell.
            _ if self.stored == 0 => Verdict::Unknown,
            (0, 0) if self.stored < FEW && likeness >= 1.0 => Verdict::Part,
            // What was paid is no more open.
            _ if is_snapshot && self.known > 0 => Verdict::Whole,
            (800.., _) => Verdict::Whole,
            _ if self.stored - self.known < FEW && self.known > self.stored - self.known => Verdict::Whole,
            (..=500, 800..) => Verdict::Part,
            // Other headings may be why no row is alike.
            (..=50, ..=50) if !is_snapshot && likeness >= 1.0 => Verdict::Other,
            _ => Verdict::Ask,
        }
    }

    fn question(&self, report: &FileReport, shape: Option<&shapes::Shape>) -> Question {
        let (missing, all) = (thousands((self.stored - self.known) as u64), thousands(self.stored as u64));
        let before = shape.map_or("earlier files", |shape| shape.file.as_str());
        let choice = |value, label: &str, remark: &str| Choice {
            value,
            label: label.to_owned(),
            examples: Vec::new(),
            remark: remark.to_owned(),
        };
        let days = match (report.first_on, report.last_on) {
            (Some(first), Some(last)) => format!(" between {} and {}", first.long(), last.long()),
            _ => String::new(),
        };
        Question {
            text: format!("{missing} of {all} rows that were known{days} are not in this file. Where are they?"),
            field: LIST,
            choices: vec![
                choice("whole", "They are gone", "deleted or voided in the system: they count no more"),
                choice("part", "This is a part of the list", "filtered or only what is new: they still count"),
                choice(
                    "other",
                    "This is another list",
                    &format!("of another system or place than {before}: both count"),
                ),
            ],
        }
    }
}

fn per_mille(n: usize, of: usize) -> usize {
    (n * 1000).checked_div(of).unwrap_or(0)
}
