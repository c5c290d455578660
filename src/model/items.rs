//! Items: what the lines of orders and invoices are for. Each text stands once, with what it is.

use super::money::Minor;

/// Place of an item in [`crate::model::Dataset::items`].
pub type ItemIdx = u32;

/// A line that names no item.
pub const NO_ITEM: ItemIdx = ItemIdx::MAX;

/// Whether a line is a lot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// The customer's parts are finished: the line is a lot.
    #[default]
    Parts,
    /// Work on parts that is not itself the finish: masking, packing.
    Service,
    /// No work at all: rush, freight, a minimum.
    Fee,
}

impl ItemKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Parts, Self::Service, Self::Fee];

    /// The word in files and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parts => "parts",
            Self::Service => "service",
            Self::Fee => "fee",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text.trim()))
    }
}

/// One item text and what it is: as proposed from its words, or as the owner said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// As the files write it.
    pub text: String,
    /// Parts, service or fee.
    pub kind: ItemKind,
    /// "zinc plate"; empty where the text says nothing.
    pub process: String,
    /// "clear chromate"; empty where the text says nothing.
    pub finish: String,
    /// Whether the owner said any of it.
    pub is_said: bool,
    /// On how many lines.
    pub n_lines: usize,
    /// What those lines come to; where a line names several items, it counts for the first.
    pub amount: Minor,
}

/// The items of all tables.
#[derive(Clone, Debug, Default)]
pub struct Items {
    /// Each text once, in the order of the alphabet.
    pub list: Vec<Item>,
    /// For each table and each of its item texts, the items that the text names.
    pub of_text: Vec<Vec<Vec<LinePart>>>,
}

/// One item of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePart {
    /// Which.
    pub item: ItemIdx,
    /// Its parts, where the text says how many: "25× Zinc plate". `None` for the parts of the line.
    pub parts: Option<i32>,
}

/// A campaign and what it is about: as proposed from its title, or as the owner or a file said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Campaign {
    /// As the files write it.
    pub title: String,
    /// "zinc-nickel", "prices"; empty where nothing says it.
    pub topic: String,
    /// Whether the owner said it.
    pub is_said: bool,
    /// How many rows it has: recipients, or one for the campaign.
    pub n_rows: usize,
}
