//! A chart as plain shapes. The window paints them, the report writes them as SVG, a saved picture as pixels: all alike.

use super::measure::text_width;
use crate::model::{CustomerIdx, RowRef};
use crate::review::rows_of::Figure;

/// A place, in points from the top left.
pub type Place = [f32; 2];

/// What is to be painted, from the back to the front, and what can be pointed at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Width and height in points.
    pub size: Place,
    /// From the back to the front.
    pub shapes: Vec<Shape>,
    /// What can be pointed at, in the order in which the arrows walk: over time from the left to the right, elsewhere what is told first.
    pub spots: Vec<Spot>,
}

/// The role of a colour; each theme has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Numbers and names.
    Text,
    /// Sentences.
    Text2,
    /// Captions and axes.
    Text3,
    /// What is now.
    Accent,
    /// What was; lines and bars.
    Was,
    /// Axes.
    Border,
    /// Grid lines.
    Faint,
    /// What lies under the chart.
    Surface,
}

/// Which side of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its left end.
    Left,
    /// Its middle.
    Middle,
    /// Its right end.
    Right,
}

/// Something painted.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle from its top left to its bottom right.
    Rect {
        /// Top left.
        from: Place,
        /// Bottom right.
        to: Place,
        /// Its colour.
        tone: Tone,
        /// How much it covers, 0 to 1.
        share: f32,
    },
    /// A line through two places or more.
    Line {
        /// From the first to the last.
        points: Vec<Place>,
        /// Its colour.
        tone: Tone,
        /// Its width in points; hairlines are 1 and lie on whole pixels.
        width: f32,
        /// Whether it is broken.
        is_dashed: bool,
    },
    /// A filled shape without dents.
    Polygon {
        /// Its corners.
        points: Vec<Place>,
        /// Its colour.
        tone: Tone,
    },
    /// A filled circle.
    Dot {
        /// Its middle.
        at: Place,
        /// In points.
        radius: f32,
        /// Its colour.
        tone: Tone,
        /// How much it covers, 0 to 1.
        share: f32,
    },
    /// A hollow circle, with the surface inside.
    Ring {
        /// Its middle.
        at: Place,
        /// In points.
        radius: f32,
        /// Its colour.
        tone: Tone,
    },
    /// What is not finished: slanted lines, with a line at the left.
    Hatch {
        /// Top left.
        from: Place,
        /// Bottom right.
        to: Place,
        /// From line to line.
        step: f32,
    },
    /// One line of text, its height in the middle of its place.
    Text(Text),
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where its side stands; the middle of its height.
    pub at: Place,
    /// Which side.
    pub side: Side,
    /// What it says.
    pub words: String,
    /// In points.
    pub size: f32,
    /// Whether it is read first.
    pub is_strong: bool,
    /// Its colour.
    pub tone: Tone,
}

/// Something that can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Its middle.
    pub at: Place,
    /// How near is near enough.
    pub reach: Reach,
    /// The exact value, and below it what goes with it; the first line is read first.
    pub says: Vec<String>,
    /// Where a click leads.
    pub lead: Lead,
}

/// How near is near enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    /// Anywhere above or below; the nearest in time.
    Column(f32),
    /// So far from its middle.
    Round(f32),
    /// Within half of this width and height around its middle.
    Box(Place),
}

/// Where a click leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// To a row of a file.
    Row(RowRef),
    /// To a customer's page.
    Customer(CustomerIdx),
    /// To the rows that a figure rests on.
    Figure(Figure),
    /// To the entry of this place in what the chart shows; the page knows what that is.
    Entry(usize),
    /// Nowhere.
    Nowhere,
}

impl Drawing {
    /// Nothing yet, in this size.
    pub fn new(size: Place) -> Self {
        Self { size, ..Self::default() }
    }

    /// A filled rectangle, at least a hairline high so that a level without height is seen; without width there is nothing.
    pub fn rect(&mut self, from: Place, to: Place, tone: Tone, share: f32) {
        if to[0] > from[0] {
            let from = [from[0], from[1].min(to[1] - 1.0)];
            self.shapes.push(Shape::Rect { from, to, tone, share });
        }
    }

    /// A straight line.
    pub fn line(&mut self, from: Place, to: Place, tone: Tone, width: f32) {
        self.path(vec![from, to], tone, width);
    }

    /// A broken line.
    pub fn dashes(&mut self, from: Place, to: Place, tone: Tone) {
        self.shapes.push(Shape::Line { points: vec![from, to], tone, width: 1.0, is_dashed: true });
    }

    /// A line through several places.
    pub fn path(&mut self, points: Vec<Place>, tone: Tone, width: f32) {
        self.shapes.push(Shape::Line { points, tone, width, is_dashed: false });
    }

    /// A point.
    pub fn dot(&mut self, at: Place, radius: f32, tone: Tone, share: f32) {
        self.shapes.push(Shape::Dot { at, radius, tone, share });
    }

    /// One line of text. Gives its width.
    pub fn text(&mut self, text: Text) -> f32 {
        let width = text.width();
        self.shapes.push(Shape::Text(text));
        width
    }

    /// What lies under `pointer`: of all that are near enough the nearest.
    pub fn spot_at(&self, pointer: Place) -> Option<usize> {
        let away = |spot: &Spot| -> Option<f32> {
            let (x, y) = ((spot.at[0] - pointer[0]).abs(), (spot.at[1] - pointer[1]).abs());
            match spot.reach {
                // The time says more about what is meant than the height.
                Reach::Column(reach) => (x <= reach).then_some(x * 2.0 + y * 0.5),
                Reach::Round(reach) => Some(x.hypot(y)).filter(|away| *away <= reach),
                Reach::Box([width, height]) => (x <= width / 2.0 && y <= height / 2.0).then_some(x + y),
            }
        };
        let near = self.spots.iter().enumerate().filter_map(|(i, spot)| Some((i, away(spot)?)));
        near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)
    }

    /// Takes in another drawing, moved by `by`.
    pub fn append(&mut self, other: Self, by: Place) {
        let moved = |at: Place| [at[0] + by[0], at[1] + by[1]];
        self.shapes.extend(other.shapes.into_iter().map(|shape| match shape {
            Shape::Rect { from, to, tone, share } => Shape::Rect { from: moved(from), to: moved(to), tone, share },
            Shape::Line { points, tone, width, is_dashed } => {
                Shape::Line { points: points.into_iter().map(moved).collect(), tone, width, is_dashed }
            }
            Shape::Polygon { points, tone } => Shape::Polygon { points: points.into_iter().map(moved).collect(), tone },
            Shape::Dot { at, radius, tone, share } => Shape::Dot { at: moved(at), radius, tone, share },
            Shape::Ring { at, radius, tone } => Shape::Ring { at: moved(at), radius, tone },
            Shape::Hatch { from, to, step } => Shape::Hatch { from: moved(from), to: moved(to), step },
            Shape::Text(text) => Shape::Text(Text { at: moved(text.at), ..text }),
        }));
        self.spots.extend(other.spots.into_iter().map(|spot| Spot { at: moved(spot.at), ..spot }));
    }
}

impl Text {
    /// Regular words that start at `at`.
    pub fn new(at: Place, words: impl Into<String>, size: f32, tone: Tone) -> Self {
        Self { at, side: Side::Left, words: words.into(), size, is_strong: false, tone }
    }

    /// With another side at its place.
    #[must_use]
    pub fn side(self, side: Side) -> Self {
        Self { side, ..self }
    }

    /// What is read first.
    #[must_use]
    pub fn strong(self) -> Self {
        Self { is_strong: true, ..self }
    }

    /// Cut with "…" where it is wider than `most`.
    #[must_use]
    pub fn cut(mut self, most: f32) -> Self {
        if self.width() <= most {
            return self;
        }
        while !self.words.is_empty() {
            self.words.pop();
            let shorter = format!("{}…", self.words.trim_end());
            if text_width(&shorter, self.size, self.is_strong) <= most || self.words.is_empty() {
                self.words = shorter;
                break;
            }
        }
        self
    }

    /// In points.
    pub fn width(&self) -> f32 {
        text_width(&self.words, self.size, self.is_strong)
    }

    /// Where it begins.
    pub fn left(&self) -> f32 {
        match self.side {
            Side::Left => self.at[0],
            Side::Middle => self.at[0] - self.width() / 2.0,
            Side::Right => self.at[0] - self.width(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_of_what_is_near_enough_is_pointed_at() {
        let spot = |x: f32, reach: Reach| Spot { at: [x, 50.0], reach, says: Vec::new(), lead: Lead::Nowhere };
        let mut drawing = Drawing::new([100.0, 100.0]);
        drawing.spots = vec![spot(10.0, Reach::Column(16.0)), spot(20.0, Reach::Column(16.0))];
        assert_eq!(drawing.spot_at([14.0, 99.0]), Some(0), "far below, but in its column");
        assert_eq!(drawing.spot_at([16.0, 50.0]), Some(1));
        assert_eq!(drawing.spot_at([60.0, 50.0]), None);
        drawing.spots = vec![spot(10.0, Reach::Round(8.0)), spot(60.0, Reach::Box([40.0, 10.0]))];
        assert_eq!(drawing.spot_at([14.0, 60.0]), None, "too far from both");
        assert_eq!(drawing.spot_at([79.0, 54.0]), Some(1));
    }

    #[test]
    fn a_level_without_height_is_a_hairline_wherever_it_is_painted() {
        let mut drawing = Drawing::new([40.0, 20.0]);
        drawing.rect([5.0, 10.0], [35.0, 10.0], Tone::Accent, 1.0);
        drawing.rect([20.0, 0.0], [20.0, 20.0], Tone::Text, 1.0);
        let hairline = Shape::Rect { from: [5.0, 9.0], to: [35.0, 10.0], tone: Tone::Accent, share: 1.0 };
        assert_eq!(drawing.shapes, [hairline], "the window paints it as it stands");
        let svg = super::super::svg::svg(&drawing, "");
        assert!(svg.contains("y=\"9.0\" width=\"30.0\" height=\"1.0\""), "{svg}");
        let pixels = super::super::pixels::painted(&drawing, 2.0).unwrap();
        let at = |x: usize, y: usize| &pixels.rgba[(y * 80 + x) * 4..][..3];
        assert_eq!(
            [at(40, 17), at(40, 18), at(40, 19), at(40, 20)].map(|of| of == [255; 3]),
            [true, false, false, true]
        );
    }

    #[test]
    fn long_words_are_cut_to_their_room() {
        let text = Text::new([0.0, 0.0], "Brushed stainless look, matt", 12.0, Tone::Text).cut(80.0);
        assert!(text.words.ends_with('…') && text.width() <= 80.0, "{}", text.words);
        assert_eq!(Text::new([0.0, 0.0], "Matt", 12.0, Tone::Text).cut(80.0).words, "Matt");
    }
}
