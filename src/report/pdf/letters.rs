//! The letters of a page: which font has each, and how wide it is.

use std::collections::HashMap;

use krilla::Data;
use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, MetadataProvider as _};

use super::system::SystemFonts;
use crate::report::chart::measure::{ARROWS, ARROWS_DOWN, REGULAR, SEMIBOLD};

/// Where the arrows lie among the fonts; the two weights come first.
const OF_ARROWS: usize = 2;

/// How wide a sign is that is drawn, as a share of the size.
const DRAWN: f32 = 0.78;

/// A letter as it is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letter {
    /// Which one.
    pub sign: char,
    /// How far the next one stands, as a share of the size.
    pub advance: f32,
    /// How it is put on paper.
    pub by: By,
}

/// How a letter is put on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A glyph of one of the fonts.
    Glyph {
        /// Its place among the fonts.
        font: usize,
        /// Its number within the font.
        glyph: u32,
    },
    /// A shape of our own: a level's sign, or a box for what no font has.
    Drawn,
}

/// The fonts of a document. Those of the system are looked at only where the bundled ones lack a letter.
pub struct Letters {
    fonts: Vec<Font>,
    /// The bytes of each font and its place in its file.
    files: Vec<(Data, u32)>,
    known: HashMap<(char, bool), Letter>,
    system: Option<SystemFonts>,
}

impl Letters {
    /// The bundled fonts.
    pub fn bundled() -> Result<Self, String> {
        let mut letters = Self { fonts: Vec::new(), files: Vec::new(), known: HashMap::new(), system: None };
        for bytes in [REGULAR, SEMIBOLD, ARROWS] {
            letters.add(Data::from(bytes), 0).ok_or("A bundled font cannot be read")?;
        }
        Ok(letters)
    }

    /// How a letter is set.
    pub fn letter(&mut self, sign: char, is_strong: bool) -> Letter {
        if let Some(letter) = self.known.get(&(sign, is_strong)) {
            return *letter;
        }
        let letter = self.found(sign, is_strong);
        self.known.insert((sign, is_strong), letter);
        letter
    }

    /// The width of words in points.
    pub fn width(&mut self, words: &str, size: f32, is_strong: bool) -> f32 {
        size * plain(words).chars().map(|sign| self.letter(sign, is_strong).advance).sum::<f32>()
    }

    /// A font by its place.
    pub fn font(&self, place: usize) -> Option<&Font> {
        self.fonts.get(place)
    }

    /// What a font says of itself.
    pub fn face(&self, place: usize) -> Option<FontRef<'_>> {
        let (bytes, index) = self.files.get(place)?;
        FontRef::from_index(bytes.as_ref(), *index).ok()
    }

    /// How far the letters of a font stand below the line, as a share of the size.
    pub fn down(place: usize) -> f32 {
        if place == OF_ARROWS { ARROWS_DOWN } else { 0.0 }
    }

    fn found(&mut self, sign: char, is_strong: bool) -> Letter {
        if corners(sign).is_some() {
            return Letter { sign, advance: DRAWN, by: By::Drawn };
        }
        let weight = usize::from(is_strong);
        let others = [weight, OF_ARROWS].into_iter().chain(OF_ARROWS + 1..self.files.len());
        let bundled = others.into_iter().find_map(|font| self.glyph(sign, font));
        bundled.or_else(|| self.of_system(sign)).unwrap_or(Letter { sign, advance: DRAWN, by: By::Drawn })
    }

    /// From a font of the system, as the window does it; `None` where there is none that may be embedded.
    fn of_system(&mut self, sign: char) -> Option<Letter> {
        let (bytes, index) = self.system.get_or_insert_with(SystemFonts::new).with(sign)?;
        if !may_be_embedded(bytes.as_ref().as_ref(), index) {
            return None;
        }
        let font = self.add(Data::from(bytes), index)?;
        self.glyph(sign, font)
    }

    fn add(&mut self, bytes: Data, index: u32) -> Option<usize> {
        self.fonts.push(Font::new(bytes.clone(), index)?);
        self.files.push((bytes, index));
        Some(self.fonts.len() - 1)
    }

    /// The letter in one font; `None` where it has no outline of it.
    fn glyph(&self, sign: char, font: usize) -> Option<Letter> {
        let face = self.face(font)?;
        let glyph = face.charmap().map(sign).filter(|glyph| glyph.to_u32() != 0)?;
        let metrics = face.glyph_metrics(Size::new(1.0), LocationRef::default());
        let has_shape = metrics.bounds(glyph).is_some_and(|bounds| bounds.x_max > bounds.x_min);
        if font > OF_ARROWS && !has_shape && !sign.is_whitespace() {
            return None;
        }
        let advance = metrics.advance_width(glyph)?;
        Some(Letter { sign, advance, by: By::Glyph { font, glyph: glyph.to_u32() } })
    }
}

/// Whether a font's maker lets everybody embed it.
fn may_be_embedded(bytes: &[u8], index: u32) -> bool {
    /// Set alone where embedding needs the maker's word.
    const RESTRICTED: u16 = 0x2;
    let kind = FontRef::from_index(bytes, index).ok().and_then(|face| Some(face.os2().ok()?.fs_type()));
    kind.is_none_or(|kind| kind & 0xF != RESTRICTED)
}

/// The corners of a sign that is drawn, as shares of the size from the middle of a line; `None` for every other letter.
pub fn corners(sign: char) -> Option<Vec<[f32; 2]>> {
    let corners = match sign {
        '▲' => vec![[0.0, -0.34], [0.36, 0.30], [-0.36, 0.30]],
        '◆' => vec![[0.0, -0.38], [0.36, 0.0], [0.0, 0.38], [-0.36, 0.0]],
        '★' => star(),
        _ => return None,
    };
    Some(corners)
}

/// Five points, the first one up.
fn star() -> Vec<[f32; 2]> {
    const OUTER: f32 = 0.41;
    const INNER: f32 = 0.17;
    let corner = |(i, radius): (u8, f32)| {
        let (sin, cos) = (f32::from(i) * std::f32::consts::PI / 5.0).sin_cos();
        [radius * sin, 0.02 - radius * cos]
    };
    (0..10).map(|i| (i, if i % 2 == 0 { OUTER } else { INNER })).map(corner).collect()
}

/// Words as they are set: accents on their letters, every kind of blank one blank, and nothing that is not seen.
pub fn plain(words: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let seen = words.chars().filter(|sign| !is_unseen(*sign));
    seen.map(|sign| if sign.is_control() || sign.is_whitespace() && !is_firm(sign) { ' ' } else { sign })
        .nfc()
        .collect()
}

/// Blanks at which a line is not broken.
fn is_firm(sign: char) -> bool {
    matches!(sign, '\u{a0}' | '\u{202f}')
}

/// Marks that steer how other letters are shown and have no look of their own.
fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{0}'..='\u{8}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_of_the_report_is_a_letter_or_a_shape() {
        let mut letters = Letters::bundled().unwrap();
        for sign in "→÷−–…·×≥≤•½€£ÆøŁß".chars() {
            let By::Glyph { font, .. } = letters.letter(sign, true).by else { panic!("{sign} is a box") };
            assert!(font <= OF_ARROWS, "{sign} is in a bundled font");
        }
        for sign in "▲◆★".chars() {
            assert_eq!(letters.letter(sign, false).by, By::Drawn);
            assert!(corners(sign).is_some_and(|corners| corners.iter().flatten().all(|at| at.abs() < 0.5)));
        }
    }

    #[test]
    fn what_is_not_seen_takes_no_room() {
        assert_eq!(plain("Ae\u{301}ro\u{ad}\u{200b}\tLtd\u{1}\u{7f}"), "Aéro Ltd");
        assert_eq!(plain("1\u{202f}000\n\u{202e}ab"), "1\u{202f}000 ab");
        let mut letters = Letters::bundled().unwrap();
        assert_eq!(letters.letter('\u{10ffff}', false).by, By::Drawn, "a box");
    }
}
