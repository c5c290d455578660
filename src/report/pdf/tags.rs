//! What everything on a page is: a heading, a row, a picture. Readers who cannot see the page are read this tree.

/// Its place in the tree.
pub type TagIdx = usize;

/// What something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A heading of a level, with its words.
    Heading(u16, String),
    /// A part with its heading, or a card.
    Section,
    /// Sentences.
    Words,
    /// Points, one below the other.
    List,
    /// One of them: a sign and what it says.
    Item,
    /// The sign before it.
    Sign,
    /// What it says.
    Said,
    /// A picture, and what it shows in words.
    Figure(String),
    /// A table.
    Table,
    /// What a table or a picture is about.
    Caption,
    /// The heading row.
    HeadRows,
    /// The other rows.
    BodyRows,
    /// A row.
    Row,
    /// The heading of a column.
    ColumnHead,
    /// The first cell of a row, where it says what the row is about.
    RowHead,
    /// Any other cell.
    Cell,
}

/// Something in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// What it is.
    pub role: Role,
    /// What it belongs to; always one that came before.
    pub parent: Option<TagIdx>,
}

/// The tree, in the order in which it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(pub Vec<Tag>);

impl Tags {
    /// Adds what comes next.
    pub fn add(&mut self, role: Role, parent: Option<TagIdx>) -> TagIdx {
        self.0.push(Tag { role, parent });
        self.0.len() - 1
    }
}
