//! A chart's shapes on paper: lines that stay sharp, and words that can be found.

use super::letters::Letters;
use super::look::Style;
use super::look::{Ink, of_tone};
use super::page::Area;
use super::pen::Pen;
use super::words::{Run, lines};
use crate::report::chart::drawing::{Drawing, Place, Shape, Side, Text, Tone};
use crate::report::chart::svg::{BASE, hatch_lines};

/// Draws a chart into its area, as large as `share` of its size.
pub fn draw(pen: &mut Pen, letters: &mut Letters, drawing: &Drawing, area: Area, share: f32) {
    let chart = Chart { area, share };
    for shape in &drawing.shapes {
        chart.draw(pen, letters, shape);
    }
}

/// Where a chart stands on the page.
struct Chart {
    area: Area,
    share: f32,
}

impl Chart {
    fn at(&self, [x, y]: Place) -> Place {
        [self.area.left + x * self.share, self.area.top + y * self.share]
    }

    fn draw(&self, pen: &mut Pen, letters: &mut Letters, shape: &Shape) {
        match shape {
            Shape::Rect { from, to, tone, share } => {
                let (from, to) = (self.at(*from), self.at(*to));
                pen.fill(&[from, [to[0], from[1]], to, [from[0], to[1]]], of_tone(*tone), *share);
            }
            Shape::Line { points, tone, width, is_dashed } => {
                let ink = (of_tone(*tone), 1.0);
                self.line(pen, points, ink, *width, *is_dashed);
            }
            Shape::Polygon { points, tone } => {
                let points: Vec<Place> = points.iter().map(|place| self.at(*place)).collect();
                pen.fill(&points, of_tone(*tone), 1.0);
            }
            Shape::Dot { at, radius, tone, share } => {
                pen.circle(self.at(*at), radius * self.share, of_tone(*tone), *share);
            }
            Shape::Ring { at, radius, tone } => {
                pen.circle(self.at(*at), radius * self.share, of_tone(Tone::Surface), 1.0);
                pen.ring(self.at(*at), radius * self.share, of_tone(*tone), 1.6 * self.share);
            }
            Shape::Hatch { from, to, step } => {
                for line in hatch_lines(*from, *to, *step) {
                    self.line(pen, &line, (of_tone(Tone::Was), 0.55), 1.0, false);
                }
                self.line(pen, &[*from, [from[0], to[1]]], (of_tone(Tone::Was), 1.0), 1.0, false);
            }
            Shape::Text(text) => self.text(pen, letters, text),
        }
    }

    fn line(&self, pen: &mut Pen, points: &[Place], (ink, opacity): (Ink, f32), width: f32, is_dashed: bool) {
        let points: Vec<Place> = points.iter().map(|place| self.at(*place)).collect();
        let dashes = is_dashed.then(|| vec![4.0 * self.share, 3.0 * self.share]);
        pen.line(&points, ink, opacity, width * self.share, dashes);
    }

    /// Words are set in the fonts of the page, so that they can be found and read out.
    fn text(&self, pen: &mut Pen, letters: &mut Letters, text: &Text) {
        let style = Style { size: text.size * self.share, is_strong: text.is_strong, ink: of_tone(text.tone) };
        // A blank behind it keeps it from the next one where it is copied.
        let words = format!("{} ", text.words);
        let Some(line) = lines(letters, &words, style, f32::INFINITY).pop() else { return };
        let [x, y] = self.at(text.at);
        let left = match text.side {
            Side::Left => x,
            Side::Middle => x - line.width / 2.0,
            Side::Right => x - line.width,
        };
        for Run { left: within, size, ink, letters: set } in &line.runs {
            pen.run(letters, set, *size, *ink, [left + within, y + BASE * style.size]);
        }
    }
}
