//! A bridge: from an amount to a later one, step by step, each step a customer, an industry, or all the others.
//!
//! Only the way between the two amounts is drawn, not the amounts from zero: a fall of a hundredth would be no wider than a line.

use super::drawing::{Drawing, Lead, Reach, Side, Spot, Text, Tone};
use super::{Chart, Frame, Place};
use crate::report::table_spec::{ColumnKind, TableColumn, TableRow, TableSpec};

/// A bridge between two amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// The finding.
    pub title: String,
    /// What the amounts are: "revenue of 52 weeks".
    pub unit: String,
    /// The earlier amount, and its name: "Year before".
    pub was: End,
    /// The later amount, and its name: "Now".
    pub now: End,
    /// From the earlier to the later one; they add up.
    pub steps: Vec<Step>,
}

/// One of the two amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// "Year before".
    pub name: &'static str,
    /// How much.
    pub value: f64,
    /// In words, short.
    pub words: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Whose it is: a customer, an industry, or "61 others".
    pub name: String,
    /// Above zero for more.
    pub change: f64,
    /// In words: "−$41k".
    pub words: String,
    /// Exact: "$125,410 → $84,123".
    pub exact: String,
    /// Where it leads.
    pub lead: Lead,
}

/// The height of a step, in points.
pub const STEP: f32 = 22.0;

impl Bridge {
    /// Where each step begins and ends, and the last amount.
    fn ends(&self) -> Vec<f64> {
        let mut ends = vec![self.was.value];
        ends.extend(self.steps.iter().scan(self.was.value, |sum, step| {
            *sum += step.change;
            Some(*sum)
        }));
        ends
    }
}

impl Chart for Bridge {
    fn title(&self) -> &str {
        &self.title
    }

    fn unit(&self) -> &str {
        &self.unit
    }

    fn in_words(&self) -> String {
        let steps: Vec<String> = self.steps.iter().map(|step| format!("{} {}", step.name, step.words)).collect();
        let [was, now] = [&self.was, &self.now].map(|end| format!("{} {}", end.name, end.words));
        format!("{}. {}: {was}; {}; {now}", self.title, self.unit, steps.join("; "))
    }

    fn least_height(&self) -> f32 {
        STEP * (self.steps.len() + 2) as f32 + 4.0
    }

    fn draw(&self, size: Place, frame: Frame) -> Drawing {
        let mut drawing = Drawing::new(size);
        let text = frame.level();
        let row = size[1] / (self.steps.len() + 2) as f32;
        let names: f32 = self
            .steps
            .iter()
            .map(|step| Text::new([0.0; 2], step.name.as_str(), text, Tone::Text).width())
            .fold(60.0, f32::max);
        let left = names.min(size[0] * 0.36) + 12.0;
        let sums = |words: &str| Text::new([0.0; 2], words, text, Tone::Text).strong().width();
        let amounts = self.steps.iter().map(|step| sums(&step.words)).fold(0.0, f32::max);
        let (from, to) = (left + amounts + 8.0, size[0] - amounts - 8.0);
        let ends = self.ends();
        let (low, high) = ends.iter().fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(*end), high.max(*end)));
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let x = |value: f64| from + (to - from) * ((value - low) / (high - low).max(1e-9)) as f32;
        let middle = |place: usize| row * (place as f32 + 0.5);
        let last = self.steps.len() + 1;
        // The two amounts are lines down to where the steps leave and reach them.
        for (end, place, tone) in [(&self.was, 0, Tone::Was), (&self.now, last, Tone::Accent)] {
            let (at, y) = (x(end.value), middle(place));
            drawing.line([at, y - row * 0.4], [at, y + row * 0.4], tone, 3.0);
            drawing.text(Text::new([0.0, y], end.name, text, Tone::Text).strong());
            let is_left = at > f32::midpoint(from, to);
            let (facing, left) = if is_left { (Side::Right, at - 8.0) } else { (Side::Left, at + 8.0) };
            let ink = if place == 0 { Tone::Text2 } else { Tone::Accent };
            drawing.text(Text::new([left, y], end.words.as_str(), text, ink).strong().side(facing));
        }
        for (place, step) in self.steps.iter().enumerate() {
            let y = middle(place + 1);
            let (a, b) = (x(ends[place]), x(ends[place + 1]));
            let joint = [a, middle(place) + row * if place == 0 { 0.4 } else { 0.28 }];
            drawing.line(joint, [a, y + row * 0.28], Tone::Border, 1.0);
            let tone = if step.change < 0.0 { Tone::Accent } else { Tone::Was };
            drawing.rect([a.min(b), y - row * 0.28], [a.max(b).max(a.min(b) + 1.0), y + row * 0.28], tone, 1.0);
            let name = Text::new([0.0, y], step.name.as_str(), text, Tone::Text).cut(left - 12.0);
            drawing.text(name);
            let is_fall = step.change < 0.0;
            let beside = if is_fall { (a.min(b) - 6.0, Side::Right) } else { (a.max(b) + 6.0, Side::Left) };
            drawing.text(Text::new([beside.0, y], step.words.as_str(), text, Tone::Text).side(beside.1));
            drawing.spots.push(Spot {
                at: [size[0] / 2.0, y],
                reach: Reach::Box([size[0], row]),
                says: vec![format!("{}  {}", step.name, step.words), step.exact.clone()],
                lead: step.lead,
            });
        }
        let reached = x(self.now.value);
        drawing.line([reached, middle(last - 1) + row * 0.28], [reached, middle(last) - row * 0.4], Tone::Border, 1.0);
        drawing
    }

    fn table(&self) -> TableSpec {
        let columns = [("Step", ColumnKind::Words), ("Change", ColumnKind::Number), ("From → to", ColumnKind::Number)];
        let end = |end: &End| TableRow {
            cells: vec![end.name.into(), end.words.as_str().into(), "".into()],
            lead: Lead::Nowhere,
        };
        let step = |step: &Step| TableRow {
            cells: vec![step.name.as_str().into(), step.words.as_str().into(), step.exact.as_str().into()],
            lead: step.lead,
        };
        let rows = std::iter::once(end(&self.was)).chain(self.steps.iter().map(step)).chain([end(&self.now)]);
        TableSpec {
            topic: "Chart",
            title: format!("{}, {}", self.title, self.unit),
            note: "",
            columns: columns.map(|(title, kind)| TableColumn { title: title.into(), kind }).into(),
            rows: rows.collect(),
            n_more: 0,
        }
    }
}
