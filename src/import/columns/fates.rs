//! Of what kind the document of a row is and what became of it, and whether it then counts.

use super::{Fault, TableBuilder};
use crate::import::cells::text;
use crate::import::documents::{Document, Fate, contains, document, fate};
use crate::import::headings;
use crate::import::recognize::is_receivable;
use crate::import::values::date_cell;
use crate::model::{Form, Kind};

impl TableBuilder<'_> {
    pub(super) fn document<'c>(&mut self, get: &impl Fn(usize) -> &'c [u8]) -> Option<Document> {
        let cell = get(self.plan.document_column?);
        if let Some(known) = self.documents.get(cell) {
            return *known;
        }
        let known = match document(&text(cell)) {
            Some(Document::Purchase) if self.plan.is_of_cards => Some(Document::Payment),
            // Where the other rows are debits, a credit is money that came in.
            Some(Document::CreditNote) if self.plan.is_of_an_account => Some(Document::Payment),
            known => known,
        };
        if self.documents.len() < 1000 {
            self.documents.insert(cell.to_vec(), known);
        }
        known
    }

    pub(super) fn is_receivable(&mut self, account: &[u8]) -> bool {
        if let Some(known) = self.accounts.get(account) {
            return *known;
        }
        let known = is_receivable(&text(account));
        if self.accounts.len() < 1000 {
            self.accounts.insert(account.to_vec(), known);
        }
        known
    }

    pub(super) fn fate<'c>(&mut self, get: &impl Fn(usize) -> &'c [u8]) -> Option<Fate> {
        let column = self.plan.status_column?;
        let cell = get(column);
        if cell.is_empty() {
            return None;
        }
        if let Some(known) = self.fates.get(cell) {
            return *known;
        }
        let words = text(cell);
        // A date in a column "cancelled at".
        let known = fate(&words).or_else(|| date_cell(cell).map(|_| Fate::Cancelled));
        if self.fates.len() < 1000 {
            self.fates.insert(cell.to_vec(), known);
        }
        known
    }

    /// Why a document of this kind is not in this list of documents.
    pub(super) fn is_other_document(&self, kind: Document) -> Option<Fault> {
        use Document as D;
        let form = self.plan.form;
        match kind {
            D::Transfer if form != Some(Form::OpenItems) => {
                Some(("transfer to the shop's own account", "Nothing to do: it is no payment of a customer"))
            }
            D::Fee if form == Some(Form::Receipts) || form == Some(Form::Ledger) => {
                Some(("a fee, not a payment", "Nothing to do: it is no payment of a customer"))
            }
            D::Purchase if form != Some(Form::Receipts) => {
                Some(("what the shop bought or paid", "Nothing to do: it is no document of a customer"))
            }
            D::Invoice if form == Some(Form::Receipts) => {
                Some(("an invoice, not a payment", "Nothing to do: open a list of invoices too"))
            }
            D::Payment | D::Refund
                if self.plan.kind == Kind::Orders && form == Some(Form::InvoiceLines) && kind == D::Payment =>
            {
                Some(("a payment, not a sale", "Nothing to do: open a list of payments too"))
            }
            D::Quote if self.plan.kind != Kind::Quotes => {
                Some(("a quote, not a sale", "Nothing to do: open a list of quotes too"))
            }
            D::Order if matches!(form, Some(Form::Ledger | Form::Receipts)) => {
                Some(("an order, not an invoice", "Nothing to do: open a list of orders too"))
            }
            _ => None,
        }
    }

    pub(super) fn is_ended(&self, fate: Fate) -> Option<Fault> {
        match fate {
            Fate::Void => Some(("voided", "Nothing to do: it never counted")),
            Fate::Draft if matches!(self.plan.kind, Kind::Payments | Kind::Orders) => {
                Some(("a draft, never sent", "Nothing to do: it never counted"))
            }
            Fate::Quoted if self.plan.kind == Kind::Orders => {
                Some(("a quote, not an order yet", "Nothing to do: it counts once it is ordered"))
            }
            // An order that was called off was an order; an invoice that was called off is void.
            Fate::Cancelled if matches!(self.plan.form, Some(Form::Invoices | Form::OpenItems)) => {
                Some(("voided", "Nothing to do: it never counted"))
            }
            Fate::Failed | Fate::Lost | Fate::Cancelled if self.plan.form == Some(Form::Receipts) => {
                Some(("a payment that did not come", "Nothing to do: it is no payment"))
            }
            _ => None,
        }
    }
}

/// "Opening balance", "Report à nouveau": what was owed before the list begins.
pub fn is_opening_balance(cell: &[u8]) -> bool {
    const WORDS: [&str; 16] = [
        "opening balance",
        "balance forward",
        "balance brought forward",
        "brought forward",
        "balance b f",
        "starting balance",
        "anfangsbestand",
        "anfangssaldo",
        "saldovortrag",
        "vortrag",
        "report a nouveau",
        "a nouveau",
        "saldo inicial",
        "saldo anterior",
        "saldo iniziale",
        "riporto",
    ];
    // Most cells are numbers, dates or longer than such words.
    (7..40).contains(&cell.len())
        && cell.iter().filter(|byte| byte.is_ascii_digit()).count() * 2 < cell.len()
        && cell.iter().any(|byte| matches!(byte, b'o' | b'O'))
        && WORDS.iter().any(|word| contains(&headings::plain(&text(cell)), word))
}
