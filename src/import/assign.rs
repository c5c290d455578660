//! A table on its way to a kind: which shape its rows have, which column is which field, where the main amount stands.

mod amount;
mod check;
mod days;
mod form;
mod rest;
mod who;

use super::answers::Answers;
use super::documents::{Fate, fate};
use super::evidence::Columns;
use super::headings::{Meaning as M, plain};
use super::layout::Groups;
use super::recognize::{Amount, Recognition, Unrecognised};
use crate::model::{Field, Form, Kind};

/// Why a column means what it means, where the owner said it.
const SAID: &str = "you said so";

/// A table on its way to a kind: which column is which field.
pub struct Assignment<'a> {
    table: &'a Columns<'a>,
    kind: Kind,
    form: Option<Form>,
    also: Option<Kind>,
    fields: Vec<(Option<Field>, &'static str)>,
    amount: Amount,
    number: Option<usize>,
    person: [Option<usize>; 2],
    groups: Groups,
    answers: &'a Answers,
    account: Option<usize>,
    warnings: Vec<String>,
    problem: Option<Unrecognised>,
}

impl<'a> Assignment<'a> {
    /// A table to be understood as a kind.
    pub fn new(table: &'a Columns<'a>, kind: Kind, answers: &'a Answers) -> Self {
        let n = table.list.len();
        Self {
            table,
            kind,
            form: None,
            also: None,
            fields: vec![(None, "not needed, left in the file"); n],
            amount: Amount::None,
            number: None,
            person: [None; 2],
            groups: table.body.groups,
            answers,
            account: None,
            warnings: Vec::new(),
            problem: None,
        }
    }

    /// The table as that kind; or which column is missing.
    pub fn finish(mut self) -> Result<Recognition, Unrecognised> {
        self.choose_form();
        self.assign_who();
        self.assign_days();
        self.assign_rest();
        self.assign_answers();
        self.choose_amount();
        self.check_journal();
        self.check();
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let table = self.table;
        let is_who_once = table.is_who_once(&self.fields) && self.groups != Groups::Customer;
        let has_dittos = table.body.data_rows().any(|(_, cells)| cells.iter().any(super::cells::is_ditto));
        // What was carried to the bank together has one date.
        let is_day_once = self.form == Some(Form::Receipts) && table.is_day_once(&self.fields);
        if is_day_once {
            self.warnings.push("Many rows have no date: each takes the date of the row above it".to_owned());
        }
        self.warn_of_second_table();
        let looks_up = has_dittos
            || is_who_once
            || is_day_once
            || self.groups != Groups::None
            || self.account.is_some()
            || table.body.n_continued > 0
            || table.leaves_out(&self.fields, self.number);
        let ended_column = table.ended_column();
        let is_ended = |i: usize| ended_column.is_some_and(|(column, _)| column == i);
        // Of several, the one that tells what does not count from what does.
        let ended = |i: usize| table.share(i, |text| fate(text).is_some_and(Fate::ends));
        let telling = table.all(M::Status).filter(|&i| ended(i) > 0.0).max_by(|&a, &b| ended(a).total_cmp(&ended(b)));
        let status_column = telling.or_else(|| table.pick(&[M::Status, M::CancelledDate])).filter(|&i| !is_ended(i));
        Ok(Recognition {
            kind: self.kind,
            also: self.also,
            form: self.form,
            columns: self.fields,
            date_styles: table.list.iter().map(|column| column.style.unwrap_or_default()).collect(),
            is_day: table.list.iter().map(|column| column.style.is_some()).collect(),
            amount: self.amount,
            person: self.person,
            document_column: table
                .documents
                .as_ref()
                .map(|(column, _)| *column)
                .filter(|_| matches!(self.kind, Kind::Payments | Kind::Orders)),
            status_column: status_column.filter(|_| matches!(self.kind, Kind::Payments | Kind::Orders | Kind::Quotes)),
            is_of_an_account: table.documents.as_ref().is_some_and(|(column, _)| {
                table.share(*column, |text| ["credit", "debit"].contains(&plain(text).as_str())) > 0.95
                    && table.share(*column, |text| plain(text) == "debit") > 0.0
            }),
            is_of_cards: table.is_of_cards(),
            ended_column,
            has_dittos,
            groups: self.groups,
            number_column: self.number,
            is_who_once,
            is_day_once,
            looks_up,
            account_column: self.account,
            warnings: self.warnings,
            number_columns: (0..table.list.len()).filter(|&i| table.list[i].profile.is_number()).collect(),
        })
    }

    /// Whether the owner said what a column means, so that nothing else may be made of it.
    fn is_said(&self, column: usize) -> bool {
        self.fields[column].1 == SAID
    }

    fn take(&mut self, column: Option<usize>, field: Field) -> Option<usize> {
        let column = column.filter(|&i| self.fields[i].0.is_none())?;
        self.fields[column] = (Some(field), self.table.list[column].why);
        Some(column)
    }

    fn assigned(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|(f, _)| *f == Some(field))
    }

    /// The owner's own choice of columns: field to heading, or to "-" for none. A heading that is not there any more is said
    /// loudly, and the column is looked for as in any other file.
    fn assign_answers(&mut self) {
        for (name, header) in self.answers {
            let Some(field) = Field::parse(name) else { continue };
            let wanted = plain(header);
            let headers = &self.table.body.headers;
            let exact = headers.iter().position(|h| h == header);
            let found = exact.or_else(|| headers.iter().position(|h| !wanted.is_empty() && plain(h) == wanted));
            if found.is_none() && header != "-" {
                self.warnings.push(format!(
                    "The column {header}, which you chose for {}, is not in this file. Choose another one, or export it again with that column",
                    field.title().to_lowercase()
                ));
                continue;
            }
            if let Some(old) = self.assigned(field) {
                self.fields[old] = (None, SAID);
            }
            let is_number =
                matches!(field, Field::OrderNumber | Field::InvoiceNumber | Field::QuoteNumber | Field::PaymentNumber);
            if is_number {
                self.number = found;
            }
            if let Some(i) = found {
                if field == Field::Amount {
                    self.amount = Amount::Column { column: i, is_repeated: self.is_repeated(i) };
                }
                self.fields[i] = (Some(field), SAID);
            }
        }
    }
}
