//! The bundled type: how wide words are, and the outlines of their letters.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

/// Noto Sans in regular weight.
pub const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf");
/// Noto Sans for what is read first.
pub const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/NotoSans-SemiBold.ttf");
/// The arrows and the minus that Noto Sans lacks.
pub const ARROWS: &[u8] = include_bytes!("../../../assets/fonts/NotoSansMath-Arrows.ttf");

/// How far the arrows are moved down, as a share of the size: as drawn they stand too high beside digits.
pub const ARROWS_DOWN: f32 = 0.09;

/// Both weights, each with the arrows behind it. Fonts that cannot be read leave nothing to measure.
static FONTS: LazyLock<[Vec<FontRef<'static>>; 2]> =
    LazyLock::new(|| [REGULAR, SEMIBOLD].map(|first| [first, ARROWS].into_iter().flat_map(FontRef::new).collect()));

/// What a letter without a glyph takes, as a share of the size.
const UNKNOWN: f32 = 0.6;

/// The advance of each of the first letters of Unicode, as a share of the size: charts are measured in every frame.
static ADVANCES: LazyLock<[Vec<f32>; 2]> = LazyLock::new(|| {
    [false, true].map(|is_strong| {
        let advance = |letter| glyph(letter, is_strong).map_or(UNKNOWN, |glyph| glyph.advance(1000.0) / 1000.0);
        (0..0x2300).map(|code| char::from_u32(code).map_or(UNKNOWN, advance)).collect()
    })
});

/// The width of words in points.
pub fn text_width(words: &str, size: f32, is_strong: bool) -> f32 {
    let known = &ADVANCES[usize::from(is_strong)];
    let advance = |letter: char| known.get(letter as usize).copied().unwrap_or(UNKNOWN);
    size * words.chars().map(advance).sum::<f32>()
}

/// Draws words with their left end at `left` on the baseline `base`.
pub fn outline(words: &str, size: f32, is_strong: bool, left: f32, base: f32, pen: &mut impl OutlinePen) {
    let mut x = left;
    for letter in words.chars() {
        let Some(glyph) = glyph(letter, is_strong) else {
            x += UNKNOWN * size;
            continue;
        };
        let down = if glyph.is_arrow { ARROWS_DOWN * size } else { 0.0 };
        if let Some(outline) = glyph.font.outline_glyphs().get(glyph.id) {
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            // A glyph without an outline, like the blank, is only an advance.
            let _ = outline.draw(settings, &mut Moved { pen, x, y: base + down });
        }
        x += glyph.advance(size);
    }
}

struct Glyph {
    font: &'static FontRef<'static>,
    id: GlyphId,
    is_arrow: bool,
}

impl Glyph {
    fn advance(&self, size: f32) -> f32 {
        let metrics = self.font.glyph_metrics(Size::new(size), LocationRef::default());
        metrics.advance_width(self.id).unwrap_or(UNKNOWN * size)
    }
}

fn glyph(letter: char, is_strong: bool) -> Option<Glyph> {
    let fonts = &FONTS[usize::from(is_strong)];
    fonts
        .iter()
        .enumerate()
        .find_map(|(place, font)| Some(Glyph { font, id: font.charmap().map(letter)?, is_arrow: place > 0 }))
}

/// A pen at a place, with the height from the top, as on a screen.
struct Moved<'a, P> {
    pen: &'a mut P,
    x: f32,
    y: f32,
}

impl<P: OutlinePen> OutlinePen for Moved<'_, P> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.pen.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.pen.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.pen.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.pen.curve_to(self.x + ax, self.y - ay, self.x + bx, self.y - by, self.x + x, self.y - y);
    }

    fn close(&mut self) {
        self.pen.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_alike_wide_and_every_sign_of_a_chart_has_a_glyph() {
        assert!((text_width("1111", 12.0, false) - text_width("8888", 12.0, false)).abs() < 0.01);
        assert!(text_width("now 21", 12.0, true) > text_width("now 21", 12.0, false));
        for letter in "→−…·×÷%€£".chars() {
            assert!(glyph(letter, false).is_some(), "{letter}");
        }
    }
}
