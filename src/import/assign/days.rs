//! Which column says when it was, and which when it was due, paid, promised or shipped.

use super::Assignment;
use crate::import::delivery::delivery;
use crate::import::headings::Meaning as M;
use crate::model::{Field, Form, Kind};

impl Assignment<'_> {
    pub(super) fn assign_days(&mut self) {
        let table = self.table;
        let pick = |meanings: &[M]| {
            let mut found = None;
            // A date with words that say nothing known comes after those that are wholly understood; when it left the shop,
            // or a date of something else, is the last choice.
            let is_weak = |meaning: &&M| matches!(meaning, M::ShipDate | M::OtherDate);
            let strong = || meanings.iter().filter(|meaning| !is_weak(meaning));
            let known = strong().map(|meaning| (meaning, true));
            let others = strong().chain(meanings.iter().filter(is_weak)).map(|meaning| (meaning, false));
            for (meaning, is_known) in known.chain(others) {
                let of_meaning = table
                    .all(*meaning)
                    .filter(|&i| table.list[i].style.is_some() && (!is_known || table.list[i].n_unknown == 0));
                let best = of_meaning.min_by_key(|&i| {
                    (table.list[i].profile.n * 2 < table.body.n_data_rows(), table.list[i].n_unknown, i)
                });
                if best.is_some_and(|i| table.list[i].profile.n * 3 >= table.body.n_data_rows()) {
                    return best;
                }
                found = found.or(best);
            }
            found
        };
        let happened: &[M] = match (self.kind, self.form) {
            (Kind::Orders, Some(Form::InvoiceLines)) => &[M::InvoiceDate, M::Date, M::OrderDate, M::CreatedDate],
            (Kind::Orders, _) => {
                &[M::OrderDate, M::Date, M::CreatedDate, M::InvoiceDate, M::SentDate, M::ShipDate, M::OtherDate]
            }
            (Kind::Payments, Some(Form::Receipts)) => {
                &[M::PaidDate, M::Date, M::CreatedDate, M::InvoiceDate, M::OtherDate]
            }
            (Kind::Payments, _) => &[M::InvoiceDate, M::Date, M::CreatedDate, M::OrderDate],
            (Kind::Emails, Some(Form::Events)) => &[M::Date, M::SentDate, M::CreatedDate, M::OtherDate],
            (Kind::Emails, _) => &[M::SentDate, M::Date, M::CreatedDate, M::ShipDate, M::OtherDate],
            (Kind::Rejections, _) => &[M::RejectDate, M::Date, M::CreatedDate, M::OrderDate, M::OtherDate],
            (Kind::Quotes, _) => &[M::QuoteDate, M::CreatedDate, M::SentDate, M::Date, M::OtherDate],
            (Kind::Customers, _) => &[],
            _ => &[M::Date, M::CreatedDate, M::SentDate, M::OrderDate, M::OtherDate],
        };
        let is_invoices = self.kind == Kind::Payments && self.form != Some(Form::Receipts);
        let day = pick(happened);
        self.take(day, if is_invoices { Field::IssuedOn } else { Field::HappenedOn });
        if is_invoices || self.form == Some(Form::InvoiceLines) {
            self.take(pick(&[M::DueDate]), Field::DueOn);
        }
        if is_invoices && self.form != Some(Form::Ledger) {
            self.take(pick(&[M::PaidDate]), Field::PaidOn);
        }
        if self.kind == Kind::Customers {
            self.take(pick(&[M::CustomerSince]), Field::CustomerSince);
        }
    }

    /// The first columns of days of orders whose headings say for when the work was promised, and when it left the shop.
    pub(super) fn assign_delivery(&mut self) {
        if self.kind != Kind::Orders {
            return;
        }
        for i in 0..self.table.list.len() {
            let is_free = self.fields[i].0.is_none() && self.table.list[i].style.is_some();
            let field =
                delivery(&self.table.body.headers[i]).filter(|field| is_free && self.assigned(*field).is_none());
            if field.is_some() {
                self.fields[i] = (field, "heading");
            }
        }
    }
}
