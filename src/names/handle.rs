//! What a spelling is known again by. What the owner says of customers is said of spellings, so that it holds for every later
//! import.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt;

use crate::model::customer::addresses;
use crate::model::table::Mention;
use crate::model::{Alias, Customer, Kind, SourceIdx};

/// What a spelling is known again by, in whatever file it comes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Handle {
    /// The name, in lower case and with single spaces.
    Name(String),
    /// An address, in lower case.
    Address(String),
    /// A customer number in one kind of list.
    Number(Kind, String),
    /// Number, name and address together, where each alone is somebody else's too.
    Entry(String),
}

impl Handle {
    /// Everything that a mention is known again by, the most telling first.
    pub fn all_of(mention: &Mention, kind: Kind) -> impl Iterator<Item = Self> {
        let name = mention.name.as_deref().map(|name| Self::Name(folded(name)));
        let email: Vec<Self> = mention.email.iter().flat_map(|cell| addresses(cell)).map(Self::Address).collect();
        let id = mention.id.as_deref().map(|id| Self::Number(kind, id.trim().to_owned()));
        let parts =
            [&mention.id, &mention.name, &mention.email].map(|part| part.as_deref().map(folded).unwrap_or_default());
        let n_parts = parts.iter().filter(|part| !part.is_empty()).count();
        let entry = (n_parts > 1).then(|| Self::Entry(parts.join(" | ")));
        name.into_iter().chain(email).chain(id).chain(entry)
    }

    /// A name as somebody types it.
    pub fn of_name(name: &str) -> Self {
        Self::Name(folded(name))
    }

    /// What a customer's spelling is known again by, the most telling first.
    pub fn of_alias(alias: &Alias, kind: Kind) -> impl Iterator<Item = Self> {
        let part = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let mention =
            Mention { id: alias.id.clone(), name: part(&alias.name), email: alias.email.clone(), ..Mention::default() };
        Self::all_of(&mention, kind).collect::<Vec<_>>().into_iter()
    }

    /// Reads what [`Handle`]'s text says.
    pub fn parse(text: &str) -> Option<Self> {
        let (what, rest) = text.split_once(' ')?;
        match what {
            "name" => Some(Self::Name(rest.to_owned())),
            "mail" => Some(Self::Address(rest.to_owned())),
            "entry" => Some(Self::Entry(rest.to_owned())),
            "number" => {
                let (kind, id) = rest.split_once(' ')?;
                Some(Self::Number(Kind::parse(kind)?, id.to_owned()))
            }
            _ => None,
        }
    }
}

/// For each customer the spelling that stands for it where something is said of it: one that no other customer has, and of
/// those the commonest. `None` where every spelling is shared.
pub fn telling(customers: &[Customer], kind_of: &dyn Fn(SourceIdx) -> Kind) -> Vec<Option<Handle>> {
    let mut owner_of: HashMap<Handle, Option<usize>> = HashMap::new();
    for (i, customer) in customers.iter().enumerate() {
        for handle in customer.aliases.iter().flat_map(|alias| Handle::of_alias(alias, kind_of(alias.source))) {
            let owner = owner_of.entry(handle).or_insert(Some(i));
            if *owner != Some(i) {
                *owner = None;
            }
        }
    }
    let is_own = |handle: &Handle, i: usize| owner_of.get(handle).copied().flatten() == Some(i);
    let rank = |handle: &Handle| match handle {
        Handle::Name(_) => 0,
        Handle::Address(_) => 1,
        Handle::Number(..) => 2,
        Handle::Entry(_) => 3,
    };
    customers
        .iter()
        .enumerate()
        .map(|(i, customer)| {
            let all = customer.aliases.iter().flat_map(|alias| {
                Handle::of_alias(alias, kind_of(alias.source))
                    .map(|handle| (rank(&handle), Reverse(alias.n_rows), handle))
            });
            all.filter(|(.., handle)| is_own(handle, i)).min().map(|(.., handle)| handle)
        })
        .collect()
}

/// As it stands in a workspace: "name alpine tool, inc", "mail ap@alpinetool.com", "number orders C017".
impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "name {name}"),
            Self::Address(address) => write!(f, "mail {address}"),
            Self::Number(kind, id) => write!(f, "number {} {id}", kind.as_str()),
            Self::Entry(entry) => write!(f, "entry {entry}"),
        }
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_written_and_read_back() {
        let mention = Mention {
            id: Some("C 17".to_owned()),
            name: Some("ALPINE  Tool, Inc".to_owned()),
            email: Some("AP@alpinetool.com; jo@alpinetool.com".to_owned()),
            ..Mention::default()
        };
        let handles: Vec<Handle> = Handle::all_of(&mention, Kind::Orders).collect();
        let texts: Vec<String> = handles.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "name alpine tool, inc",
                "mail ap@alpinetool.com",
                "mail jo@alpinetool.com",
                "number orders C 17",
                "entry c 17 | alpine tool, inc | ap@alpinetool.com; jo@alpinetool.com"
            ]
        );
        assert!(handles.iter().zip(texts).all(|(handle, text)| Handle::parse(&text).as_ref() == Some(handle)));
    }
}
