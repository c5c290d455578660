//! A customer, with every spelling under which the shop's systems know it.

use serde::{Deserialize, Serialize};

use super::source::SourceIdx;

/// Place of a customer in [`crate::model::Dataset::customers`].
pub type CustomerIdx = u32;

/// Who orders from the shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    /// The id of the customers file, else of the orders file, else the canonical name. It never changes.
    pub id: String,
    /// Ids that it had in the workspace before it became one with others.
    #[serde(default)]
    pub other_ids: Vec<String>,
    /// The commonest spelling in the files that know it best.
    pub name: String,
    /// As the owner or the customers file says, else as the name says.
    pub industry: Option<String>,
    /// Where the industry comes from.
    pub industry_from: Origin,
    /// Whom they work for, as the owner says.
    pub end_customer: Option<String>,
    /// As the customers file or the books say: "Net 30".
    pub terms: Option<String>,
    /// Every spelling, as written.
    pub aliases: Vec<Alias>,
}

impl Customer {
    /// Its id, and those that it had before.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id.as_str()).chain(self.other_ids.iter().map(String::as_str))
    }

    /// Whether it is, or was, called so.
    pub fn is_called(&self, id: &str) -> bool {
        self.ids().any(|own| own == id)
    }
}

/// Where something known of a customer comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// A file says it, or nothing does.
    #[default]
    File,
    /// The words of the name.
    Name,
    /// The owner.
    Owner,
}

/// One spelling of a customer in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alias {
    /// Which file.
    pub source: SourceIdx,
    /// The name as written; empty where the file has only an id or an address.
    pub name: String,
    /// The id as written.
    pub id: Option<String>,
    /// The address as written.
    pub email: Option<String>,
    /// The person, where the file names one beside.
    pub person: Option<String>,
    /// In how many rows.
    pub n_rows: usize,
    /// Why this spelling is theirs; empty where it is the only one.
    pub why: String,
}

/// Two customers that may be one. They are kept apart until the owner says so.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubtfulLink {
    /// The one.
    pub a: CustomerIdx,
    /// The other.
    pub b: CustomerIdx,
    /// How much the names agree, 0 to 1.
    pub score: f64,
    /// What speaks for it, in words.
    pub why: String,
}

/// The addresses in a cell, in lower case: one, or several behind commas, semicolons or spaces.
pub fn addresses(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split(|c: char| c.is_whitespace() || ",;<>\"()|".contains(c))
        .filter(|part| part.contains('@') && !part.starts_with('@') && !part.ends_with('@'))
        .map(|part| part.trim_start_matches("mailto:").trim_end_matches('.').to_lowercase())
}

/// The company's own domain of an address; `None` for public mail services and for what is no address.
pub fn company_domain(email: &str) -> Option<String> {
    let (_, domain) = email.trim().trim_end_matches('>').rsplit_once('@')?;
    let domain = domain.trim_start_matches("www.").to_lowercase();
    let is_domain = domain.contains('.') && !domain.contains(' ');
    (is_domain && !PUBLIC_DOMAINS.contains(&domain.as_str())).then_some(domain)
}

/// Domains that everybody can have an address at: they say nothing about a company.
const PUBLIC_DOMAINS: [&str; 40] = [
    "ymail.com",
    "rocketmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "hotmail.de",
    "live.co.uk",
    "yahoo.de",
    "yahoo.fr",
    "yahoo.it",
    "yahoo.es",
    "free.fr",
    "cox.net",
    "earthlink.net",
    "bellsouth.net",
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.uk",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "aol.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "mail.com",
    "proton.me",
    "protonmail.com",
    "comcast.net",
    "verizon.net",
    "att.net",
    "sbcglobal.net",
    "libero.it",
    "orange.fr",
];
