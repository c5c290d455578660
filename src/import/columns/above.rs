//! What a row leaves out because the lines above it say it.

use super::TableBuilder;
use crate::import::cells::{Cells, is_ditto};
use crate::import::headings;
use crate::import::layout::{Groups, is_footer};
use crate::model::schema::FieldType;

/// The first row of a document, for those of its lines that leave it out.
#[derive(Default)]
pub struct Before {
    pub cells: Vec<(usize, Vec<u8>)>,
}

impl Before {
    pub fn get(&self, column: usize) -> Option<&[u8]> {
        self.cells.iter().find(|(kept, _)| *kept == column).map(|(_, cell)| cell.as_slice())
    }
}

/// What a line takes from the line above.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Nothing,
    Who,
    All,
    /// Its day.
    Day,
}

/// The lone lines above the rows.
#[derive(Default)]
pub struct GroupNames {
    pub stack: Vec<String>,
    /// Lone lines since the last row: places in `left_out`, and their words.
    pub open: Vec<(usize, String)>,
    pub has_totals: bool,
}

impl GroupNames {
    /// The customer: the outermost name that is none of a month or an age.
    pub fn name(&self) -> Option<&str> {
        self.stack.iter().find(|name| !headings::is_age_bucket(name)).map(String::as_str)
    }
}

impl TableBuilder<'_> {
    /// What a line leaves out because the line before says it. A further line of a document repeats its number, or leaves
    /// out number, day and customer.
    pub(super) fn filled_from_above(&mut self, cells: Cells<'_>) -> Fill {
        if self.before.cells.is_empty() {
            return Fill::Nothing;
        }
        let is_blank = |column: usize| cells.get(column).is_empty();
        let day = self.day_column();
        if self.plan.is_who_once
            && self.who.iter().flatten().all(|&column| is_blank(column))
            && self.plan.person.iter().flatten().all(|&column| is_blank(column))
        {
            self.needs_rows_above = true;
            return if day.is_some_and(is_blank) { Fill::All } else { Fill::Who };
        }
        if self.plan.is_day_once
            && day.is_some_and(is_blank)
            && self.who.iter().flatten().any(|&column| !is_blank(column))
        {
            self.needs_rows_above = true;
            return Fill::Day;
        }
        if self.plan.account_column.is_some() && day.is_some_and(is_blank) {
            self.needs_rows_above = true;
            return Fill::All;
        }
        let is_further = if let Some(column) = self.plan.number_column.filter(|&column| !is_blank(column)) {
            let is_same = self.before.get(column).is_some_and(|cell| cell == cells.get(column));
            is_same && (day.is_some_and(is_blank) || self.who.iter().flatten().any(|&column| is_blank(column)))
        } else {
            let leaves_number = self.plan.number_column.is_some() || self.who[1].is_some();
            leaves_number && day.is_some_and(is_blank) && self.who.iter().flatten().all(|&column| is_blank(column))
        };
        self.needs_rows_above |= is_further;
        if is_further { Fill::All } else { Fill::Nothing }
    }

    /// Keeps the cells that further lines may leave out; of a line without a customer, all but the customer.
    pub(super) fn remember(&mut self, cells: Cells<'_>, fill: Fill) {
        let day = self.day_column();
        let days = self.cells.iter().filter(|reader| reader.field.kind() == FieldType::Day).map(|reader| reader.column);
        let others = [
            self.plan.number_column,
            self.plan.document_column,
            self.plan.status_column,
            self.currency.as_ref().map(|c| c.0),
        ];
        let columns = days
            .chain(self.who.into_iter().flatten())
            .chain(others.into_iter().flatten())
            .chain(self.plan.person.into_iter().flatten());
        let who = self.who;
        let all = if self.plan.has_dittos { 0..cells.len() } else { 0..0 };
        for column in columns.chain(all) {
            if self.plan.has_dittos && is_ditto(cells.get(column)) {
                continue;
            }
            let is_kept = fill == Fill::Who && who.contains(&Some(column)) || fill == Fill::Day && Some(column) == day;
            if is_kept {
                continue;
            }
            let cell = cells.get(column);
            match self.before.cells.iter_mut().find(|(kept, _)| *kept == column) {
                Some((_, kept)) => {
                    kept.clear();
                    kept.extend_from_slice(cell);
                }
                None => self.before.cells.push((column, cell.to_vec())),
            }
        }
    }

    /// Lone lines above this row were the headings of its group.
    pub(super) fn open_group(&mut self) {
        if self.groups.open.is_empty() {
            return;
        }
        let open = std::mem::take(&mut self.groups.open);
        if !self.groups.has_totals {
            self.groups.stack.clear();
        }
        for (place, words) in open {
            if let Some(left) = self.left_out.get_mut(place) {
                left.why = if self.plan.groups == Groups::Customer {
                    "customer of the rows below"
                } else {
                    "heading of a group"
                };
            }
            if !is_footer(&words) {
                self.groups.stack.push(words);
            }
        }
    }
}
