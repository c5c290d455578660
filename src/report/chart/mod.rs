//! Charts: what each shows, and where everything stands. One drawing for the window, the report and saved pictures.

mod axis;
pub mod bridge;
pub mod columns;
pub mod drawing;
pub mod fan;
mod labels;
pub mod level_shift;
pub mod lines;
pub mod lot_map;
pub mod measure;
pub mod picture;
mod pixels;
pub mod svg;
pub mod time_line;

use self::drawing::{Drawing, Place};
use super::table_spec::TableSpec;

/// Something that can be shown as a chart, as a table and as a sentence.
pub trait Chart {
    /// The finding: "Lots fell from 410 to 190 parts since June".
    fn title(&self) -> &str;

    /// What the heights are: "parts per lot, each point a lot".
    fn unit(&self) -> &str;

    /// One sentence that says what it shows, for screen readers and as its text twin.
    fn in_words(&self) -> String;

    /// Where everything stands in this size.
    fn draw(&self, size: Place, frame: Frame) -> Drawing;

    /// The same numbers as rows.
    fn table(&self) -> TableSpec;

    /// The height that it needs at least to be read, in points.
    fn least_height(&self) -> f32 {
        0.0
    }

    /// The entry that the page is narrowed to, where there is one.
    fn chosen(&self) -> Option<usize> {
        None
    }
}

/// How much room a chart has, and with that how much it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// On a card: no value axis, the two levels are the axis.
    Card,
    /// The main chart of a page.
    Large,
    /// Half as wide.
    Small,
    /// Read from across a table.
    Meeting,
}

impl Frame {
    /// Whether there is room to say everything.
    pub fn is_large(self) -> bool {
        matches!(self, Self::Large | Self::Meeting)
    }

    /// The size of axes and captions, in points.
    pub fn axis(self) -> f32 {
        if self == Self::Meeting { 17.0 } else { 12.0 }
    }

    /// The size of what is read first, in points.
    pub fn level(self) -> f32 {
        if self == Self::Meeting { 21.0 } else { 13.0 }
    }

    /// How much larger everything is than on a page.
    pub fn scale(self) -> f32 {
        if self == Self::Meeting { 1.5 } else { 1.0 }
    }
}
