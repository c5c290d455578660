//! The look of a printed page in one place: sizes in points, colours on white paper.

use crate::model::Level;
use crate::report::chart::drawing::Tone;
use crate::report::chart::picture::PAPER;

/// A colour: red, green, blue.
pub type Ink = [u8; 3];

/// The look of words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// In points.
    pub size: f32,
    /// Whether they are read first.
    pub is_strong: bool,
    /// Their colour.
    pub ink: Ink,
}

/// Numbers and names.
pub const TEXT: Ink = [0x1B, 0x1F, 0x24];
/// Sentences that come second.
pub const TEXT_2: Ink = [0x3C, 0x45, 0x50];
/// Captions, as dark as small letters need on paper.
pub const TEXT_3: Ink = [0x56, 0x60, 0x6C];
/// Hairlines.
pub const RULE: Ink = [0xC4, 0xCA, 0xD1];

/// The answer.
pub const TITLE: Style = strong(20.0);
/// The heading of a part.
pub const PART: Style = strong(14.0);
/// A heading within a part.
pub const HEADING: Style = strong(11.0);
/// Who a card is about, and the money beside it.
pub const NAME: Style = strong(13.0);
/// A number that the answer rests on.
pub const NUMBER: Style = strong(17.0);
/// Sentences.
pub const BODY: Style = Style { size: 10.0, is_strong: false, ink: TEXT };
/// Below the answer and below a name.
pub const SECOND: Style = Style { size: 10.0, is_strong: false, ink: TEXT_2 };
/// Captions and notes.
pub const SMALL: Style = Style { size: 8.0, is_strong: false, ink: TEXT_3 };
/// What a table says; numbers and words alike.
pub const CELL: Style = Style { size: 8.5, is_strong: false, ink: TEXT };
/// The same where many columns stand side by side.
pub const NARROW: Style = Style { size: 7.5, is_strong: false, ink: TEXT };

/// From the edges of the paper: left, top, right, bottom. The foot lies within the last.
pub const MARGINS: [f32; 4] = [51.0, 44.0, 51.0, 56.0];
/// How far above the edge of the paper the foot stands.
pub const FOOT_UP: f32 = 38.0;
/// The widest a sentence is: a longer line is hard to follow.
pub const READABLE: f32 = 440.0;
/// Within a card.
pub const PADDING: f32 = 10.0;
/// The coloured bar at the left of a card.
pub const BAR: f32 = 3.0;

const fn strong(size: f32) -> Style {
    Style { size, is_strong: true, ink: TEXT }
}

impl Style {
    /// From line to line: large letters stand closer.
    pub fn leading(self) -> f32 {
        self.size * if self.size > 12.0 { 1.25 } else { 1.4 }
    }

    /// The same, read first.
    pub fn strong(self) -> Self {
        Self { is_strong: true, ..self }
    }

    /// The same in another colour.
    pub fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }
}

/// The colour of a level; its shape and its word say the same.
pub fn of_level(level: Level) -> Ink {
    match level {
        Level::Act => [0xB3, 0x26, 0x1E],
        Level::Watch => [0x8A, 0x57, 0x00],
        Level::Chance => [0x5B, 0x3F, 0xBF],
    }
}

/// The colour of a role in a chart.
pub fn of_tone(tone: Tone) -> Ink {
    PAPER.iter().find(|(other, _)| *other == tone).map_or(TEXT, |(_, ink)| *ink)
}
