//! All customers by how often they order and how large their lots are: to the lower right lie many small lots.
//!
//! Both axes are logarithmic, so that half as large and twice as often are as far from each other everywhere; along a faint line the
//! parts of a year stay the same. A customer that moved draws its way behind it.

use super::drawing::{Drawing, Lead, Place, Reach, Shape, Side, Spot, Text, Tone};
use super::{Chart, Frame};
use crate::model::CustomerIdx;
use crate::report::chart::measure::text_width;
use crate::report::table_spec::{ColumnKind, TableColumn, TableRow, TableSpec};
use crate::review::wording::number;

/// All customers whose lots could be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct LotMap {
    /// The finding.
    pub title: String,
    /// What the axes are.
    pub unit: String,
    /// One entry a customer.
    pub places: Vec<LotPlace>,
}

/// One customer on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct LotPlace {
    /// Who.
    pub customer: CustomerIdx,
    /// Its name.
    pub name: String,
    /// Lots a year and parts a lot, before.
    pub was: (f64, f64),
    /// And now.
    pub now: (f64, f64),
    /// Whether it carries a flag for it.
    pub is_told: bool,
}

/// A way shorter than this factor in both directions is not drawn.
const MOVED: f64 = 1.5;
/// So many ways are drawn, the longest first, and so many names written.
const MOST_WAYS: usize = 8;
const MOST_NAMES: usize = 10;

impl LotPlace {
    /// How far it moved, as the larger of both factors; 1 for not at all.
    fn moved(&self) -> f64 {
        let factor = |was: f64, now: f64| (now.max(1e-9) / was.max(1e-9)).ln().abs().exp();
        factor(self.was.0, self.now.0).max(factor(self.was.1, self.now.1))
    }
}

/// A logarithmic axis.
struct Scale {
    low: f64,
    high: f64,
    from: f32,
    to: f32,
}

impl Scale {
    fn over(values: impl Iterator<Item = f64>, from: f32, to: f32) -> Self {
        let (low, high) =
            values.filter(|v| *v > 0.0).fold((f64::MAX, f64::MIN_POSITIVE), |(a, b), v| (a.min(v), b.max(v)));
        let (low, high) = if low <= high { (low / 1.25, high * 1.25) } else { (1.0, 10.0) };
        Self { low, high, from, to }
    }

    fn at(&self, value: f64) -> f32 {
        let share = (value.max(1e-9) / self.low).ln() / (self.high / self.low).ln().max(1e-9);
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let at = self.from + (self.to - self.from) * share.clamp(0.0, 1.0) as f32;
        at
    }

    /// 1, 2, 5, 10, 20 … within the axis; only the tens where these are too many.
    fn ticks(&self) -> Vec<f64> {
        let all = |steps: &[f64]| -> Vec<f64> {
            (-1..9)
                .flat_map(|power| steps.iter().map(move |step| step * 10_f64.powi(power)))
                .filter(|tick| (self.low..=self.high).contains(tick))
                .collect()
        };
        let fine = all(&[1.0, 2.0, 5.0]);
        if fine.len() <= 9 { fine } else { all(&[1.0]) }
    }
}

impl Chart for LotMap {
    fn title(&self) -> &str {
        &self.title
    }

    fn unit(&self) -> &str {
        &self.unit
    }

    fn in_words(&self) -> String {
        let mut moved: Vec<&LotPlace> = self.places.iter().filter(|place| place.is_told).collect();
        moved.truncate(MOST_NAMES);
        let told: Vec<String> =
            moved.into_iter().map(|place| format!("{}: {}", place.name, way_words(place))).collect();
        format!("{}. {}, {} customers. {}", self.title, self.unit, self.places.len(), told.join("; "))
    }

    fn draw(&self, size: Place, frame: Frame) -> Drawing {
        let mut drawing = Drawing::new(size);
        let text = frame.axis();
        let (top, bottom) = (text * 2.0, (size[1] - 19.0 * frame.scale() - text * 1.2).round());
        let both = || self.places.iter().flat_map(|place| [place.was, place.now]);
        let y = Scale::over(both().map(|(_, parts)| parts), bottom, top);
        let widest = y.ticks().iter().map(|tick| text_width(&number(*tick), text, false)).fold(0.0, f32::max);
        let (left, right) = ((widest + 10.0).round(), size[0] - 12.0);
        let x = Scale::over(both().map(|(lots, _)| lots), left, right);
        for tick in y.ticks() {
            let at = y.at(tick);
            drawing.line([left, at], [right, at], Tone::Faint, 1.0);
            drawing.text(Text::new([left - 8.0, at], number(tick), text, Tone::Text3).side(Side::Right));
        }
        for tick in x.ticks() {
            let at = x.at(tick);
            drawing.line([at, bottom], [at, bottom + 3.0], Tone::Border, 1.0);
            let place = [at, bottom + 4.0 + text * 0.68];
            drawing.text(Text::new(place, number(tick), text, Tone::Text3).side(Side::Middle));
        }
        drawing.line([left, bottom], [right, bottom], Tone::Border, 1.0);
        drawing.text(Text::new([0.0, text * 0.6], "parts a lot", text, Tone::Text3));
        let place = [right, size[1] - text * 0.6];
        drawing.text(Text::new(place, "lots a year", text, Tone::Text3).side(Side::Right));
        same_parts(&mut drawing, &x, &y, text);
        self.customers(&mut drawing, &x, &y, frame);
        drawing
    }

    fn table(&self) -> TableSpec {
        let columns =
            [("Customer", ColumnKind::Words), ("Lots a year", ColumnKind::Number), ("Parts a lot", ColumnKind::Number)];
        let mut all: Vec<&LotPlace> = self.places.iter().collect();
        all.sort_by(|a, b| b.is_told.cmp(&a.is_told).then(b.moved().total_cmp(&a.moved())));
        let arrow = |was: f64, now: f64| format!("{} → {}", number(was.round()), number(now.round()));
        let row = |place: &LotPlace| TableRow {
            cells: vec![
                place.name.as_str().into(),
                arrow(place.was.0, place.now.0).into(),
                arrow(place.was.1, place.now.1).into(),
            ],
            lead: Lead::Customer(place.customer),
        };
        TableSpec {
            topic: "Chart",
            title: format!("{}, {}", self.title, self.unit),
            note: "",
            columns: columns.map(|(title, kind)| TableColumn { title: title.into(), kind }).into(),
            rows: all.into_iter().map(row).collect(),
            n_more: 0,
        }
    }
}

fn way_words(place: &LotPlace) -> String {
    format!(
        "{} → {} lots a year of {} → {} parts",
        number(place.was.0.round()),
        number(place.now.0.round()),
        number(place.was.1.round()),
        number(place.now.1.round())
    )
}

/// Lines along which the parts of a year stay the same.
fn same_parts(drawing: &mut Drawing, x: &Scale, y: &Scale, text: f32) {
    for parts in (0..9).map(|power| 10_f64.powi(power)) {
        // From the left or upper edge to the lower or right one.
        let from = (x.low.max(parts / y.high), y.high.min(parts / x.low));
        let to = (x.high.min(parts / y.low), y.low.max(parts / x.high));
        if from.0 >= to.0 {
            continue;
        }
        drawing.dashes([x.at(from.0), y.at(from.1)], [x.at(to.0), y.at(to.1)], Tone::Border);
        let words = format!("{} parts a year", number(parts));
        let at = [x.at(from.0) + 6.0, y.at(from.1) + text * 0.9];
        if at[0] + text_width(&words, text, false) < x.to && at[1] < y.from - text {
            drawing.text(Text::new(at, words, text, Tone::Text3));
        }
    }
}

impl LotMap {
    fn customers(&self, drawing: &mut Drawing, x: &Scale, y: &Scale, frame: Frame) {
        let at = |(lots, parts): (f64, f64)| [x.at(lots), y.at(parts)];
        let radius = 4.0 * frame.scale();
        let mut order: Vec<&LotPlace> = self.places.iter().collect();
        order.sort_by(|a, b| b.is_told.cmp(&a.is_told).then(b.moved().total_cmp(&a.moved())));
        let tone = |place: &LotPlace| if place.is_told { Tone::Accent } else { Tone::Was };
        // The flagged ones last, so that they lie above the others.
        for (rank, place) in order.iter().enumerate().rev() {
            if place.is_told || (rank < MOST_WAYS && place.moved() >= MOVED) {
                let width = if place.is_told { 2.0 } else { 1.0 };
                drawing.line(at(place.was), at(place.now), tone(place), width);
                drawing.shapes.push(Shape::Ring { at: at(place.was), radius: 2.4, tone: tone(place) });
            }
            drawing.dot(at(place.now), radius, tone(place), 0.9);
        }
        let mut taken: Vec<[f32; 4]> = Vec::new();
        let mut n_named = 0;
        // Only what has a way has a name; the others say theirs when they are pointed at.
        let named = order
            .iter()
            .enumerate()
            .filter(|(rank, place)| place.is_told || (*rank < MOST_WAYS && place.moved() >= MOVED));
        for (_, place) in named {
            if n_named == MOST_NAMES {
                break;
            }
            let [px, py] = at(place.now);
            let ink = if place.is_told { Tone::Text } else { Tone::Text2 };
            let words = Text::new([0.0; 2], place.name.as_str(), frame.axis(), ink).cut(150.0);
            let (width, half) = (words.width(), frame.axis() * 0.7);
            // Beside the point, at the right or at the left, where no other name stands.
            let tries = [px + radius + 4.0, px - radius - 4.0 - width];
            let free = tries.into_iter().map(|left| [left, py - half, left + width, py + half]).find(|rect| {
                let is_inside = rect[0] >= x.from && rect[2] <= x.to + 12.0;
                is_inside
                    && taken.iter().all(|other| {
                        rect[2] < other[0] || rect[0] > other[2] || rect[3] < other[1] || rect[1] > other[3]
                    })
            });
            if let Some(rect) = free {
                drawing.rect([rect[0], rect[1]], [rect[2], rect[3]], Tone::Surface, 0.8);
                drawing.text(Text { at: [rect[0], py], ..words });
                taken.push(rect);
                n_named += 1;
            }
        }
        let spot = |place: &&LotPlace| Spot {
            at: at(place.now),
            reach: Reach::Round(12.0),
            says: vec![place.name.clone(), way_words(place)],
            lead: Lead::Customer(place.customer),
        };
        drawing.spots = order.iter().map(spot).collect();
    }
}
