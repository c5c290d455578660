//! The same sale in two files: the order of the shop's system, and the same in the books under another number.

use super::customer::CustomerIdx;
use super::dates::Day;
use super::money::Minor;
use super::source::{RowRef, SourceIdx};

/// Two files that hold the same sales. They are counted once.
#[derive(Clone, Debug, PartialEq)]
pub struct SameSales {
    /// The file whose orders count.
    pub leading: SourceIdx,
    /// The file whose tied orders do not.
    pub other: SourceIdx,
    /// Orders that are one sale.
    pub ties: Vec<Tie>,
    /// How many orders of the other file have no partner; they count as they are.
    pub n_alone: usize,
    /// What those come to.
    pub alone: Minor,
}

/// One sale in two files.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// Whose.
    pub customer: CustomerIdx,
    /// What it comes to, alike in both.
    pub amount: Minor,
    /// The order that counts.
    pub kept: TiedOrder,
    /// The one that does not.
    pub dropped: TiedOrder,
}

/// One of the two.
#[derive(Clone, Debug, PartialEq)]
pub struct TiedOrder {
    /// Its number; empty where it has none.
    pub number: String,
    /// Its day.
    pub day: Day,
    /// Where it stands.
    pub at: RowRef,
}

/// What a file's orders come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceSales {
    /// How many orders it holds.
    pub n: usize,
    /// What they come to.
    pub amount: Minor,
    /// How many of them count.
    pub n_counted: usize,
    /// What those come to.
    pub counted: Minor,
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

impl TiedOrder {
    /// What it is known again by in later exports.
    pub fn handle(&self) -> String {
        format!("{} of {}", self.number, self.day)
    }
}
