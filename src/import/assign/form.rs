//! Which shape the rows have: orders or their lines, invoices, receipts, a ledger, what is open.

use super::Assignment;
use crate::import::documents::Document;
use crate::import::headings::Meaning as M;
use crate::import::kinds::{RECEIVED, SALES_BOOKS};
use crate::model::{Form, Kind};

impl Assignment<'_> {
    pub(super) fn choose_form(&mut self) {
        let table = self.table;
        let n_rows = table.body.n_data_rows().max(1);
        let number = table.pick_number(match self.kind {
            Kind::Orders => &[M::OrderNumber, M::InvoiceNumber, M::Number],
            Kind::Quotes => &[M::QuoteNumber, M::Number],
            _ => &[M::InvoiceNumber, M::Number, M::OrderNumber],
        });
        let has_lines = table.any(&[M::Quantity, M::Item, M::LineAmount, M::UnitPrice]);
        let has_several =
            number.is_some_and(|i| table.body.n_repeats(i) * 10 >= n_rows) || table.body.n_continued * 10 >= n_rows;
        let n_invoices = table.n_documents(&[Document::Invoice, Document::CreditNote]);
        let n_payments = table.n_documents(&[Document::Payment, Document::Refund]);
        let is_few = |n: usize| n * 20 < n_rows;
        self.number = number;
        self.form = match self.kind {
            Kind::Orders => {
                let is_invoice = table.has(M::InvoiceNumber) && !table.has(M::OrderNumber)
                    || (n_invoices * 2 > n_rows && !table.has(M::OrderNumber));
                // A list of jobs that says how many parts of each were rejected.
                self.also = table.has(M::RejectedQuantity).then_some(Kind::Rejections);
                if is_invoice {
                    self.also = Some(Kind::Payments);
                    Some(Form::InvoiceLines)
                } else if has_several {
                    Some(Form::OrderLines)
                } else {
                    Some(if has_lines && table.any(&[M::Item, M::Process, M::Finish, M::LineAmount]) {
                        Form::OrderLines
                    } else {
                        Form::Orders
                    })
                }
            }
            Kind::Payments => Some(self.payment_form(n_rows, n_invoices, n_payments, has_several, has_lines, &is_few)),
            Kind::Emails => {
                let has_event = table.mail_event_column().is_some();
                let is_bare = table.list.iter().filter(|column| column.profile.n > 0).count() <= 4
                    && !table.any(&[M::Opens, M::Clicks, M::SentDate]);
                Some(if !table.has(M::Email) {
                    if has_event && !table.any(&[M::Opens, M::Clicks]) { Form::Events } else { Form::Campaigns }
                } else if has_event || is_bare {
                    Form::Events
                } else {
                    Form::Recipients
                })
            }
            _ => None,
        };
        if !matches!(self.kind, Kind::Orders | Kind::Payments | Kind::Quotes) {
            self.number = None;
        }
    }

    #[expect(clippy::too_many_lines, reason = "one decision, in the order of what is surest")]
    pub(super) fn payment_form(
        &mut self,
        n_rows: usize,
        n_invoices: usize,
        n_payments: usize,
        has_several: bool,
        has_lines: bool,
        is_few: &dyn Fn(usize) -> bool,
    ) -> Form {
        let table = self.table;
        let has = |meaning: M| table.has(meaning);
        let says_open = table.says(&[
            "aging",
            "ageing",
            "aged",
            "open",
            "outstanding",
            "offene",
            "opos",
            "offene posten",
            "balance agee",
            "scadenzario",
            "pendientes",
            "vencimientos",
            "unpaid",
            "receivable",
            "receivables",
            "echeancier",
            "overdue",
            "ptes",
            "vtos",
            "partite aperte",
            "partite",
            "posizioni aperte",
            "partidas abiertas",
            "postes ouverts",
            "encours",
            "impayes",
        ]);
        let has_ages = table.all(M::AgeBucket).count() >= 2;
        let open = table.pick(&[M::Balance, M::BareBalance]);
        let is_running =
            open.is_some_and(|i| table.body.is_running_sum(i, table.pick(&[M::Amount, M::Total, M::Debit])));
        let open = open.filter(|_| !is_running);
        let open_is_full =
            open.is_some_and(|i| table.list[i].profile.is_never_zero() && table.list[i].profile.n * 10 >= n_rows * 7);
        let is_processor = (has(M::Fee) || has(M::Method)) && !table.any(&[M::DueDate, M::InvoiceDate]);
        if is_processor && is_few(n_invoices) && !table.has(M::Balance) {
            self.number = table.payment_number();
            return Form::Receipts;
        }
        if has(M::Debit) && has(M::Credit) && !(open_is_full && says_open) {
            return Form::Ledger;
        }
        // What is paid is in no list of what is open.
        let has_paid = open.is_some_and(|i| !table.list[i].profile.is_never_zero())
            && table.any(&[M::Total, M::Gross, M::Amount])
            && !has_ages;
        if has_ages || (says_open && open.is_some() && !has_paid) {
            return Form::OpenItems;
        }
        if !is_few(n_invoices) && !is_few(n_payments) {
            return Form::Ledger;
        }
        if n_payments > 0 && is_few(n_invoices) {
            self.number = table.payment_number();
            return Form::Receipts;
        }
        // What is taxed line by line, net and gross, is what the shop billed.
        let is_taxed = has(M::Tax) && table.any(&[M::Net, M::SubTotal]) && table.any(&[M::Gross, M::Total]);
        let is_invoice_list = n_invoices * 2 > n_rows
            || table.says(SALES_BOOKS)
            || is_taxed && !table.any(&[M::PaymentNumber, M::PaidDate, M::Method])
            || has(M::InvoiceDate)
            || has(M::DueDate)
            || (has(M::InvoiceNumber) && !has(M::PaymentNumber) && !has(M::Fee));
        let says_received = table.says(RECEIVED)
            || table.says(&[
                "remittance",
                "lockbox",
                "payment",
                "charges",
                "lodgements",
                "lodgments",
                "bankings",
                "takings",
                "money in",
            ]);
        let says_receipt = says_received
            && !table.says(&[
                "invoice",
                "invoices",
                "rechnung",
                "rechnungen",
                "facture",
                "factures",
                "factura",
                "facturas",
                "fattura",
                "fatture",
            ]);
        let is_receipts = !is_invoice_list
            || (says_receipt
                && !has(M::DueDate)
                && (has(M::PaymentNumber) || has(M::PaidDate) || !has(M::InvoiceDate)))
            || (has(M::PaymentNumber) && !has(M::DueDate) && !has(M::InvoiceDate));
        if is_receipts {
            self.number = table.payment_number();
            return Form::Receipts;
        }
        if has_several && has_lines {
            if table.has(M::Quantity) {
                self.also = Some(Kind::Orders);
            }
            return Form::InvoiceLines;
        }
        if open_is_full
            && (says_open || table.pick(&[M::Total, M::Gross, M::Amount]).is_none() || !table.has(M::PaidDate))
            && table.has(M::Balance)
        {
            return Form::OpenItems;
        }
        // An invoice a row, with the parts of its only line.
        if table.has(M::Quantity) {
            self.also = Some(Kind::Orders);
        }
        Form::Invoices
    }
}
