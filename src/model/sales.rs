//! The same sale in two files: the order of the shop's system, and its invoice in the books under another number.

use super::customer::CustomerIdx;
use super::dates::Day;
use super::money::{Minor, NO_AMOUNT};
use super::source::{RowRef, SourceIdx};

/// Two files of one shop whose sales lie in the same time, and how they belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct SameSales {
    /// The file whose documents count.
    pub leading: SourceIdx,
    /// The file whose tied documents do not.
    pub other: SourceIdx,
    /// Whether the second holds invoices; else both hold orders.
    pub is_billing: bool,
    /// Whether both hold the same sales.
    pub relation: Relation,
    /// Whether the owner said so.
    pub is_said: bool,
    /// Documents that are one sale.
    pub ties: Vec<Tie>,
    /// How many documents of the other file have no partner, in the time and of the customers that the leading file knows.
    /// They count as they are, but where it is open whether the files hold the same sales.
    pub n_alone: usize,
    /// What those come to.
    pub alone: Minor,
}

/// Whether two files hold the same sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They do: each sale counts once.
    Same,
    /// They do not: all of them count.
    Different,
    /// It cannot be told: of customers and times that both know, only the leading file counts.
    Open,
}

/// One sale in two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Whose.
    pub customer: CustomerIdx,
    /// The document that counts.
    pub kept: TiedDocument,
    /// The one that does not.
    pub dropped: TiedDocument,
    /// What speaks for it.
    pub why: TieReason,
}

/// What speaks for two documents being one sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieReason {
    /// One names the number of the other.
    Number,
    /// The same customer and the same cents.
    Amount,
    /// The same customer, and the amount of the other with this rate of tax, or less this discount, in hundredths of a per cent.
    WithTax(i16),
    /// So many documents come to the other's amount together.
    Sum(u16),
    /// The only document of the customer at that time that comes near the amount.
    Near,
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TiedDocument {
    /// The key of its number; see [`super::Dataset::document_number`].
    pub number: u64,
    /// Its day.
    pub day: Day,
    /// What it comes to; [`super::money::NO_AMOUNT`] where its file does not say.
    pub amount: Minor,
    /// Where it stands.
    pub at: RowRef,
}

/// What a file's orders or invoices come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceSales {
    /// How many it holds.
    pub n: usize,
    /// What they come to.
    pub amount: Minor,
    /// How many of them count.
    pub n_counted: usize,
    /// What those come to.
    pub counted: Minor,
}

impl SourceSales {
    /// Adds a document.
    pub fn add(&mut self, amount: Minor, is_counted: bool) {
        let amount = if amount == NO_AMOUNT { 0 } else { amount };
        self.n += 1;
        self.amount += amount;
        if is_counted {
            self.n_counted += 1;
            self.counted += amount;
        }
    }

    /// A document that counted counts no more: another one leads.
    pub fn give_up(&mut self, amount: Minor) {
        self.n_counted -= 1;
        self.counted -= if amount == NO_AMOUNT { 0 } else { amount };
    }
}

/// What was received, and for what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Payments {
    /// Receipts that are tied to what they pay.
    pub tied: Vec<PaymentTie>,
    /// Receipts without an invoice or an order.
    pub untied: Vec<Receipt>,
    /// How many invoices could have been paid by the end of the receipts, and how many of these are.
    pub n_due: usize,
    /// Those of them that a receipt pays.
    pub n_paid: usize,
}

/// A receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// From whom.
    pub customer: CustomerIdx,
    /// When.
    pub day: Day,
    /// How much.
    pub amount: Minor,
    /// Where it stands.
    pub at: RowRef,
}

/// A receipt and the document that it pays.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentTie {
    /// The receipt.
    pub receipt: Receipt,
    /// The number of the invoice or the order.
    pub number: String,
    /// Its day.
    pub day: Day,
    /// Where it stands.
    pub at: RowRef,
    /// What speaks for it.
    pub why: &'static str,
}

impl Receipt {
    /// What it is known again by in later exports.
    pub fn handle(&self) -> String {
        format!("receipt of {} cents of {}", self.amount, self.day)
    }
}

impl PaymentTie {
    /// What the document is known again by in later exports.
    pub fn handle(&self) -> String {
        format!("{} of {}", self.number, self.day)
    }
}
