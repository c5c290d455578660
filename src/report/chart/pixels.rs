//! A [`Drawing`] as pixels, painted without a window.

use skrifa::outline::OutlinePen;
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform,
};

use super::drawing::{Drawing, Place, Shape, Text, Tone};
use super::measure::outline;
use super::picture::{PAPER, Pixels};
use super::svg::{BASE, hatch_lines};

/// Paints a drawing on paper, `scale` pixels a point.
pub fn painted(drawing: &Drawing, scale: f32) -> Result<Pixels, String> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand pixels")]
    let [width, height] = drawing.size.map(|side| (side * scale).ceil() as u32);
    let mut canvas = Canvas {
        pixmap: Pixmap::new(width, height).ok_or_else(|| "The picture has no size".to_owned())?,
        transform: Transform::from_scale(scale, scale),
    };
    canvas.pixmap.fill(color(Tone::Surface, 1.0));
    for shape in &drawing.shapes {
        canvas.paint(shape);
    }
    // Paper lies under everything, so no pixel is clear and the colours are as they stand.
    Ok(Pixels { width, height, rgba: canvas.pixmap.take() })
}

struct Canvas {
    pixmap: Pixmap,
    transform: Transform,
}

impl Canvas {
    fn paint(&mut self, shape: &Shape) {
        match shape {
            Shape::Rect { from, to, tone, share } => {
                if let Some(rect) = Rect::from_ltrb(from[0], from[1], to[0], to[1]) {
                    self.fill(&PathBuilder::from_rect(rect), *tone, *share);
                }
            }
            Shape::Line { points, tone, width, is_dashed } => self.line(points, *tone, 1.0, *width, *is_dashed),
            Shape::Polygon { points, tone } => {
                if let Some(path) = through(points, true) {
                    self.fill(&path, *tone, 1.0);
                }
            }
            Shape::Dot { at, radius, tone, share } => {
                if let Some(path) = PathBuilder::from_circle(at[0], at[1], *radius) {
                    self.fill(&path, *tone, *share);
                }
            }
            Shape::Ring { at, radius, tone } => {
                if let Some(path) = PathBuilder::from_circle(at[0], at[1], *radius) {
                    self.fill(&path, Tone::Surface, 1.0);
                    self.stroke(&path, *tone, 1.0, 1.6, false);
                }
            }
            Shape::Hatch { from, to, step } => {
                for line in hatch_lines(*from, *to, *step) {
                    self.line(&line, Tone::Was, 0.55, 1.0, false);
                }
                self.line(&[*from, [from[0], to[1]]], Tone::Was, 1.0, 1.0, false);
            }
            Shape::Text(text) => self.text(text),
        }
    }

    fn text(&mut self, text: &Text) {
        let mut pen = Pen(PathBuilder::new());
        outline(&text.words, text.size, text.is_strong, text.left(), text.at[1] + BASE * text.size, &mut pen);
        if let Some(path) = pen.0.finish() {
            self.fill(&path, text.tone, 1.0);
        }
    }

    fn line(&mut self, points: &[Place], tone: Tone, share: f32, width: f32, is_dashed: bool) {
        if let Some(path) = through(points, false) {
            self.stroke(&path, tone, share, width, is_dashed);
        }
    }

    fn fill(&mut self, path: &Path, tone: Tone, share: f32) {
        self.pixmap.fill_path(path, &paint(tone, share), FillRule::Winding, self.transform, None);
    }

    fn stroke(&mut self, path: &Path, tone: Tone, share: f32, width: f32, is_dashed: bool) {
        let dash = if is_dashed { StrokeDash::new(vec![4.0, 3.0], 0.0) } else { None };
        let stroke = Stroke { width, line_cap: LineCap::Butt, line_join: LineJoin::Round, dash, ..Stroke::default() };
        self.pixmap.stroke_path(path, &paint(tone, share), &stroke, self.transform, None);
    }
}

fn color(tone: Tone, share: f32) -> Color {
    let [r, g, b] = PAPER.iter().find(|(other, _)| *other == tone).map_or([0, 0, 0], |(_, rgb)| *rgb);
    let mut color = Color::from_rgba8(r, g, b, 255);
    color.set_alpha(share);
    color
}

fn paint(tone: Tone, share: f32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(color(tone, share));
    paint
}

fn through(points: &[Place], is_closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    path.move_to(first[0], first[1]);
    for [x, y] in rest {
        path.line_to(*x, *y);
    }
    if is_closed {
        path.close();
    }
    path.finish()
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_painted_where_it_stands() {
        let mut drawing = Drawing::new([40.0, 20.0]);
        drawing.rect([0.0, 0.0], [10.0, 20.0], Tone::Accent, 1.0);
        drawing.text(Text::new([20.0, 10.0], "8", 14.0, Tone::Text).strong());
        let Pixels { width, height, rgba } = painted(&drawing, 2.0).unwrap();
        assert_eq!((width, height, rgba.len()), (80, 40, 80 * 40 * 4));
        let at = |x: usize, y: usize| &rgba[(y * 80 + x) * 4..][..3];
        assert_eq!(at(10, 20), [0x0A, 0x6C, 0x96]);
        assert_eq!(at(30, 20), [255, 255, 255]);
        let dark = (40..60).flat_map(|x| (0..40).map(move |y| (x, y))).filter(|(x, y)| at(*x, *y)[0] < 100).count();
        assert!(dark > 40, "the digit is there: {dark}");
    }
}
