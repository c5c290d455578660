//! What the owner said of the shop's data: which customers are one, what an item is, what a campaign is about.
//!
//! One mechanism for all of it. A saying is about spellings and texts, never about rows or files, so that it holds for every
//! later export; each can be taken back alone.

/// One thing that the owner said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// What it is about.
    pub about: About,
    /// Of whom or of what: a spelling, an item's text, a campaign's title, a file.
    pub subject: String,
    /// What is said of it; for two spellings the other one.
    pub value: String,
}

/// What was said in one go, and is taken back in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Act {
    /// Which, among all that were ever said in this shop.
    pub id: i64,
    /// When, in universal time: "2026-11-16 08:14:03".
    pub at: String,
    /// What.
    pub said: Vec<Said>,
}

/// What a saying is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// Two spellings are one customer.
    Same,
    /// Two spellings are two customers.
    Apart,
    /// What a customer is called.
    Name,
    /// A customer's industry.
    Industry,
    /// Whom a customer works for.
    EndCustomer,
    /// Whether an item is parts, a service or a fee.
    ItemKind,
    /// An item's process.
    Process,
    /// An item's finish.
    Finish,
    /// A campaign's topic.
    Topic,
    /// A file whose documents count where another file holds the same sales.
    Lead,
    /// Two documents of two files that are not the same sale.
    Untie,
    /// Whether two files hold the same sales: "same" or "different".
    Sales,
    /// The id that a customer had first. The workspace says it by itself, so that it never changes.
    Id,
}

impl About {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Same,
        Self::Apart,
        Self::Name,
        Self::Industry,
        Self::EndCustomer,
        Self::ItemKind,
        Self::Process,
        Self::Finish,
        Self::Topic,
        Self::Lead,
        Self::Untie,
        Self::Sales,
        Self::Id,
    ];

    /// The name in a workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Apart => "apart",
            Self::Name => "name",
            Self::Industry => "industry",
            Self::EndCustomer => "end customer",
            Self::ItemKind => "item kind",
            Self::Process => "process",
            Self::Finish => "finish",
            Self::Topic => "topic",
            Self::Lead => "lead",
            Self::Untie => "untie",
            Self::Sales => "sales",
            Self::Id => "id",
        }
    }

    /// Reads the name in a workspace.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.as_str() == text)
    }
}

/// The value that takes back what was said of an item, a campaign or a customer.
pub const AS_PROPOSED: &str = "-";

/// What can be said of two files under [`About::Sales`].
pub const SAME_SALES: &str = "same";

/// The other: both count.
pub const OTHER_SALES: &str = "different";

/// The newest word on each subject.
pub fn newest(said: &[Said], about: About) -> impl Iterator<Item = (&str, &str)> {
    let mut seen = std::collections::BTreeSet::new();
    let of_kind = said.iter().rev().filter(move |said| said.about == about);
    of_kind
        .filter(move |said| seen.insert(said.subject.as_str()))
        .map(|said| (said.subject.as_str(), said.value.as_str()))
}
