//! The pen: lines, areas and letters on one page.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};

use super::letters::{By, Letter, Letters, corners};
use super::look::Ink;
use crate::report::chart::drawing::Place;

/// How far the handles of a quarter of a circle stand from its ends, as a share of its radius.
const QUARTER: f32 = 0.552_285;

/// Puts things on a page.
pub struct Pen<'a, 'b> {
    /// The page.
    surface: &'b mut Surface<'a>,
    /// The pieces of what is read out, while it is put on paper.
    reading: Option<Vec<Identifier>>,
    /// Whether a piece is begun.
    is_open: bool,
}

impl<'a, 'b> Pen<'a, 'b> {
    /// On a page.
    pub fn on(surface: &'b mut Surface<'a>) -> Self {
        Self { surface, reading: None, is_open: false }
    }

    /// Puts on paper what is read out, and gives what it is called by in the tree.
    pub fn read(&mut self, put: impl FnOnce(&mut Self)) -> Vec<Identifier> {
        self.reading = Some(Vec::new());
        put(self);
        self.end();
        self.reading.take().unwrap_or_default()
    }

    /// Puts on paper what only adorns.
    pub fn adorn(&mut self, put: impl FnOnce(&mut Self)) {
        let artifact = Artifact::with_kind(ArtifactType::PaginationOther);
        self.surface.start_tagged(ContentTag::Artifact(artifact));
        put(self);
        self.surface.end_tagged();
    }

    /// Fills a shape.
    pub fn fill(&mut self, corners: &[Place], ink: Ink, opacity: f32) {
        if let Some(path) = through(corners, true) {
            self.fill_path(&path, ink, opacity);
        }
    }

    /// Draws a line; `dashes` are the lengths of a stroke and of the gap behind it.
    pub fn line(&mut self, points: &[Place], ink: Ink, opacity: f32, width: f32, dashes: Option<Vec<f32>>) {
        if let Some(path) = through(points, false) {
            self.stroke(&path, ink, opacity, width, dashes);
        }
    }

    /// Fills a circle.
    pub fn circle(&mut self, at: Place, radius: f32, ink: Ink, opacity: f32) {
        if let Some(path) = circle(at, radius) {
            self.fill_path(&path, ink, opacity);
        }
    }

    /// Draws a circle's edge.
    pub fn ring(&mut self, at: Place, radius: f32, ink: Ink, width: f32) {
        if let Some(path) = circle(at, radius) {
            self.stroke(&path, ink, 1.0, width, None);
        }
    }

    /// Sets letters side by side on the line at `at`.
    pub fn run(&mut self, letters: &Letters, set: &[Letter], size: f32, ink: Ink, at: Place) {
        let mut x = at[0];
        let by_font = |a: &Letter, b: &Letter| match (a.by, b.by) {
            (By::Glyph { font: a, .. }, By::Glyph { font: b, .. }) => a == b,
            _ => false,
        };
        for piece in set.chunk_by(by_font) {
            let width: f32 = piece.iter().map(|letter| letter.advance * size).sum();
            match piece {
                [letter] if letter.by == By::Drawn => self.sign(letter, size, ink, [x, at[1]]),
                _ => self.glyphs(letters, piece, size, ink, [x, at[1]]),
            }
            x += width;
        }
    }

    /// Letters of one font.
    fn glyphs(&mut self, letters: &Letters, set: &[Letter], size: f32, ink: Ink, [x, y]: Place) {
        let mut words = String::new();
        let mut glyphs = Vec::with_capacity(set.len());
        let mut of_font = 0;
        for letter in set {
            let By::Glyph { font, glyph } = letter.by else { continue };
            of_font = font;
            let start = words.len();
            words.push(letter.sign);
            let glyph = GlyphId::new(glyph);
            glyphs.push(KrillaGlyph::new(glyph, letter.advance, 0.0, 0.0, 0.0, start..words.len(), None));
        }
        let Some(font) = letters.font(of_font) else { return };
        self.begin(ContentTag::Other);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(filled(ink, 1.0)));
        let start = Point::from_xy(x, y + Letters::down(of_font) * size);
        self.surface.draw_glyphs(start, &glyphs, font.clone(), &words, size, false);
    }

    /// A sign that is drawn: a level's shape, and a box for a letter that no font has. It is read out as the letter.
    fn sign(&mut self, letter: &Letter, size: f32, ink: Ink, [x, y]: Place) {
        const HALF_CAPITAL: f32 = 0.357;
        let (middle, width) = ([x + letter.advance * size / 2.0, y - HALF_CAPITAL * size], letter.advance * size);
        let words = letter.sign.to_string();
        self.aside(&words, |pen| {
            if let Some(corners) = corners(letter.sign) {
                let at = |[dx, dy]: &[f32; 2]| [middle[0] + dx * size, middle[1] + dy * size];
                let corners: Vec<Place> = corners.iter().map(at).collect();
                return pen.fill(&corners, ink, 1.0);
            }
            let ([x, y], dx, dy) = (middle, width * 0.38, size * HALF_CAPITAL);
            let around = [[x - dx, y - dy], [x + dx, y - dy], [x + dx, y + dy], [x - dx, y + dy], [x - dx, y - dy]];
            pen.line(&around, ink, 1.0, size * 0.06, None);
        });
    }

    /// Within what is read out, a shape that stands for `words`.
    fn aside(&mut self, words: &str, put: impl FnOnce(&mut Self)) {
        if self.reading.is_none() {
            return put(self);
        }
        self.end();
        self.begin(ContentTag::Span(SpanTag::empty().with_actual_text(Some(words))));
        put(self);
        self.end();
    }

    /// Begins a piece of what is read out, unless one is begun.
    fn begin(&mut self, tag: ContentTag) {
        if let Some(pieces) = &mut self.reading
            && !self.is_open
        {
            pieces.push(self.surface.start_tagged(tag));
            self.is_open = true;
        }
    }

    fn end(&mut self) {
        if self.is_open {
            self.surface.end_tagged();
            self.is_open = false;
        }
    }

    fn fill_path(&mut self, path: &Path, ink: Ink, opacity: f32) {
        self.begin(ContentTag::Other);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(filled(ink, opacity)));
        self.surface.draw_path(path);
    }

    fn stroke(&mut self, path: &Path, ink: Ink, opacity: f32, width: f32, dashes: Option<Vec<f32>>) {
        self.begin(ContentTag::Other);
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: color(ink).into(),
            width,
            opacity: share(opacity),
            line_join: LineJoin::Round,
            dash: dashes.map(|array| StrokeDash { array, offset: 0.0 }),
            ..Stroke::default()
        }));
        self.surface.draw_path(path);
        self.surface.set_stroke(None);
    }
}

fn filled(ink: Ink, opacity: f32) -> Fill {
    Fill { paint: color(ink).into(), opacity: share(opacity), rule: FillRule::NonZero }
}

fn color([red, green, blue]: Ink) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn share(of: f32) -> NormalizedF32 {
    NormalizedF32::new(of.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

/// A path through places; `None` where one of them is no place.
fn through(points: &[Place], is_closed: bool) -> Option<Path> {
    let (first, rest) = points.split_first()?;
    if !points.iter().flatten().all(|side| side.is_finite()) {
        return None;
    }
    let mut path = PathBuilder::new();
    path.move_to(first[0], first[1]);
    for [x, y] in rest {
        path.line_to(*x, *y);
    }
    if is_closed {
        path.close();
    }
    path.finish()
}

fn circle([x, y]: Place, radius: f32) -> Option<Path> {
    if ![x, y, radius].iter().all(|side| side.is_finite()) || radius <= 0.0 {
        return None;
    }
    let (r, h) = (radius, radius * QUARTER);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + h, x + h, y + r, x, y + r);
    path.cubic_to(x - h, y + r, x - r, y + h, x - r, y);
    path.cubic_to(x - r, y - h, x - h, y - r, x, y - r);
    path.cubic_to(x + h, y - r, x + r, y - h, x + r, y);
    path.close();
    path.finish()
}
