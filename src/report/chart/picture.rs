//! A chart as a picture of its own: its finding above it, what it rests on below it, on paper.

use super::drawing::{Drawing, Text, Tone};
use super::{Chart, Frame, pixels, svg};

/// The colours of paper, whatever theme the window has: a picture goes into letters.
pub const PAPER: [(Tone, [u8; 3]); 8] = [
    (Tone::Text, [0x1B, 0x1F, 0x24]),
    (Tone::Text2, [0x46, 0x50, 0x5C]),
    (Tone::Text3, [0x62, 0x6D, 0x7A]),
    (Tone::Accent, [0x0A, 0x6C, 0x96]),
    (Tone::Was, [0x8A, 0x94, 0xA0]),
    (Tone::Border, [0xD5, 0xDA, 0xDF]),
    (Tone::Faint, [0xE5, 0xE8, 0xEB]),
    (Tone::Surface, [0xFF, 0xFF, 0xFF]),
];

const WIDTH: f32 = 800.0;
/// The chart itself is at least so high.
const HEIGHT: f32 = 236.0;
const MARGIN: f32 = 24.0;
/// Above the chart its title and its unit; below it, what it rests on.
const HEAD: f32 = 52.0;
const FOOT: f32 = 24.0;
/// Twice as fine as a screen's points.
const SCALE: f32 = 2.0;

/// A chart with its words, drawn once and written as often as needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    drawing: Drawing,
    words: String,
}

/// Pixels from the top left: red, green, blue and opacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Four bytes each.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// With its finding and its unit.
    pub fn of(chart: &dyn Chart) -> Self {
        let height = chart.least_height().max(HEIGHT);
        let size = [WIDTH, height + HEAD + FOOT + 2.0 * MARGIN];
        let mut drawing = Drawing::new(size);
        drawing.rect([0.0, 0.0], size, Tone::Surface, 1.0);
        let room = WIDTH - 2.0 * MARGIN;
        drawing.text(Text::new([MARGIN, MARGIN + 8.0], chart.title(), 20.0, Tone::Text).strong().cut(room));
        drawing.text(Text::new([MARGIN, MARGIN + 34.0], chart.unit(), 13.0, Tone::Text3).cut(room));
        let inner = chart.draw([room, height], Frame::Large);
        drawing.append(inner, [MARGIN, MARGIN + HEAD]);
        Self { drawing, words: chart.in_words() }
    }

    /// The same, saying below what it rests on: "Lotwise · orders.csv · as of 16 Nov 2026".
    #[must_use]
    pub fn with_source(mut self, source: &str) -> Self {
        let text = Text::new([MARGIN, self.drawing.size[1] - MARGIN + 2.0], source, 12.0, Tone::Text3);
        self.drawing.text(text.cut(WIDTH - 2.0 * MARGIN));
        self
    }

    /// As a file of lines and words, which stays sharp at any size.
    pub fn svg(&self) -> String {
        svg::svg_file(&self.drawing, &self.words)
    }

    /// As pixels, twice as fine as a screen's points.
    pub fn pixels(&self) -> Result<Pixels, String> {
        pixels::painted(&self.drawing, SCALE)
    }

    /// As a PNG file.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let Pixels { width, height, rgba } = self.pixels()?;
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgba));
        written.map_err(|error| format!("The picture could not be made: {error}"))?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::bridge::{Bridge, End, STEP, Step};
    use crate::report::chart::drawing::{Lead, Shape};

    #[test]
    fn a_picture_is_as_high_as_its_steps_need() {
        let end = |value| End { name: "Now", value, words: "$1".to_owned() };
        let step = |i: usize| Step {
            name: format!("Step {i}"),
            change: 1.0,
            words: "+$1".to_owned(),
            exact: String::new(),
            lead: Lead::Nowhere,
        };
        let steps: Vec<Step> = (0..20).map(step).collect();
        let bridge = Bridge { title: String::new(), unit: String::new(), was: end(0.0), now: end(20.0), steps };
        let picture = Picture::of(&bridge).with_source("orders.csv");
        let height = |words: &str| {
            let of = |shape: &Shape| match shape {
                Shape::Text(text) if text.words == words => Some(text.at[1]),
                _ => None,
            };
            picture.drawing.shapes.iter().find_map(of).unwrap()
        };
        assert!(height("Step 1") - height("Step 0") >= STEP, "rows have room for their words");
        assert!(height("Step 19") + STEP < height("orders.csv") && height("orders.csv") < picture.drawing.size[1]);
    }
}
