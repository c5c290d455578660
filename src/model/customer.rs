//! A customer, with every spelling under which the shop's systems know it.

use super::source::SourceIdx;

/// Place of a customer in [`crate::model::Dataset::customers`].
pub type CustomerIdx = u32;

/// Who orders from the shop.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// The id of the customers file, else of the orders file, else the canonical name. It never changes.
    pub id: String,
    /// The commonest spelling in the files that know it best.
    pub name: String,
    /// As the customers file says.
    pub industry: Option<String>,
    /// As the customers file or the books say: "Net 30".
    pub terms: Option<String>,
    /// Every spelling, as written.
    pub aliases: Vec<Alias>,
}

/// One spelling of a customer in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alias {
    /// Which file.
    pub source: SourceIdx,
    /// The name as written; empty where the file has only an id or an address.
    pub name: String,
    /// The id as written.
    pub id: Option<String>,
    /// The address as written.
    pub email: Option<String>,
}
