//! What the weekly report says, in blocks that stand one below the other: written once, and printed alike as a web page and as a PDF.

mod ahead;
mod content;
mod scores;

pub use content::{Scope, level_line, pack};

use super::chart::drawing::Drawing;
use super::table_spec::TableSpec;
use crate::model::Level;

/// The report.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// The answer as one sentence.
    pub title: String,
    /// Of which day it is, and what it rests on.
    pub subtitle: String,
    /// The first one fits on the first page, below the title.
    pub parts: Vec<Part>,
    /// What stands at the end: what it was made of, and how.
    pub closing: Vec<String>,
    /// What stands at the foot of each printed page, beside its number.
    pub running: String,
    /// What it is printed on.
    pub paper: Paper,
}

/// A sheet of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8½ × 11 inches.
    Letter,
}

/// A part with a heading of its own, to which a bookmark leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The heading.
    pub title: String,
    /// Whether it begins on a page of its own.
    pub is_new_page: bool,
    /// From the top.
    pub blocks: Vec<Block>,
}

/// Something that stands below what came before.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading within a part; it stays with what follows.
    Heading(String),
    /// A sentence or more.
    Words(Vec<Piece>),
    /// A caption or a note, in small letters.
    Small(String),
    /// One below the other, each with a point before it.
    Points(Vec<Vec<Piece>>),
    /// A few numbers side by side.
    Numbers(Vec<KeyNumber>),
    /// What was found about one customer or one market.
    Card(Card),
    /// A chart.
    Chart(Picture),
    /// A table; its heading row is repeated on each page.
    Table(TableSpec),
    /// What is looked up and not read: folded on a screen, printed in full.
    Fold {
        /// What is folded.
        title: String,
        /// From the top.
        blocks: Vec<Block>,
    },
}

/// Words within a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// As they are shown.
    pub words: String,
    /// Whether they are read first.
    pub is_strong: bool,
}

/// A number that the answer rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyNumber {
    /// As it is shown: "$84K".
    pub value: String,
    /// What it counts: "a year at risk".
    pub label: String,
}

/// What was found about one customer or one market.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// How urgent; its shape and its word are shown, so that it is told without colour.
    pub level: Level,
    /// Its word, and what is new about it: "Call, new".
    pub level_word: String,
    /// Who.
    pub name: String,
    /// What, in a few words.
    pub phrase: String,
    /// The money, where it is about money, and what it counts.
    pub money: Option<KeyNumber>,
    /// From the top. A card that fits on a page is not broken.
    pub blocks: Vec<Block>,
}

/// A chart with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What stands above it; empty where the words before say it.
    pub caption: String,
    /// In points.
    pub drawing: Drawing,
    /// What it shows, as a sentence: the text that stands for it where it cannot be seen.
    pub in_words: String,
}

impl Block {
    /// A sentence in which words between pairs of asterisks are read first.
    pub fn words(fact: &str) -> Self {
        Self::Words(pieces(fact))
    }
}

/// The sentence cut where words between pairs of asterisks begin and end.
pub fn pieces(fact: &str) -> Vec<Piece> {
    let pieces = fact.split("**").enumerate();
    pieces
        .filter(|(_, words)| !words.is_empty())
        .map(|(i, words)| Piece { words: words.to_owned(), is_strong: i % 2 == 1 })
        .collect()
}

/// The shape before a level's word: told apart without colour.
pub fn level_shape(level: Level) -> &'static str {
    match level {
        Level::Act => "▲",
        Level::Watch => "◆",
        Level::Chance => "★",
    }
}

impl Paper {
    /// What is in the drawer where people pay in `currency`: Letter in North America, A4 elsewhere.
    pub fn of(currency: Option<&str>) -> Self {
        match currency {
            Some("USD" | "CAD" | "MXN") => Self::Letter,
            _ => Self::A4,
        }
    }

    /// Width and height in points, 72 to the inch.
    pub fn size(self) -> [f32; 2] {
        match self {
            Self::A4 => [595.28, 841.89],
            Self::Letter => [612.0, 792.0],
        }
    }
}
