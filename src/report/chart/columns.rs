//! A few amounts side by side: one bar each, its amount above it, its name below.

use super::drawing::{Drawing, Lead, Reach, Side, Spot, Text, Tone};
use super::{Chart, Frame, Place};
use crate::report::table_spec::{ColumnKind, TableColumn, TableRow, TableSpec};

/// No bar is wider.
const WIDEST: f32 = 150.0;

/// Amounts side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// The finding.
    pub title: String,
    /// What the heights are.
    pub unit: String,
    /// What the columns are: "Past due".
    pub of: &'static str,
    /// From the left.
    pub bars: Vec<Bar>,
    /// The one that the page is narrowed to.
    pub chosen: Option<usize>,
}

/// One amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is of: "1 to 30 days".
    pub name: String,
    /// Its height.
    pub value: f64,
    /// In words, short: "$42k".
    pub short: String,
    /// In words, exact: "$42,318.50, 12 % of what is owed".
    pub exact: String,
    /// Whether it is what the chart is about, or stands beside it.
    pub is_told: bool,
}

impl Chart for Columns {
    fn title(&self) -> &str {
        &self.title
    }

    fn unit(&self) -> &str {
        &self.unit
    }

    fn in_words(&self) -> String {
        let bars: Vec<String> = self.bars.iter().map(|bar| format!("{}: {}", bar.name, bar.exact)).collect();
        format!("{}. {}. {}", self.title, self.unit, bars.join("; "))
    }

    fn draw(&self, size: Place, frame: Frame) -> Drawing {
        let mut drawing = Drawing::new(size);
        let (top, foot) = (20.0 * frame.scale(), (size[1] - 22.0 * frame.scale()).round());
        let most = self.bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
        let step = size[0] / self.bars.len().max(1) as f32;
        let width = (step - 24.0).clamp(4.0, WIDEST);
        for (i, bar) in self.bars.iter().enumerate() {
            let middle = step * (i as f32 + 0.5);
            #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
            let height = ((bar.value.max(0.0) / most) as f32 * (foot - top)).round();
            let (left, right) = ((middle - width / 2.0).round(), (middle + width / 2.0).round());
            let tone = if bar.is_told { Tone::Accent } else { Tone::Was };
            let is_dim = self.chosen.is_some_and(|chosen| chosen != i);
            drawing.rect([left, foot - height], [right, foot], tone, if is_dim { 0.45 } else { 1.0 });
            if self.chosen == Some(i) {
                let [left, right, top] = [left - 3.0, right + 3.0, foot - height - 3.0];
                let around = vec![[left, foot], [left, top], [right, top], [right, foot]];
                drawing.path(around, Tone::Text, 2.0);
            }
            let at = [middle, foot - height - frame.level() * 0.8];
            drawing.text(Text::new(at, bar.short.as_str(), frame.level(), Tone::Text).strong().side(Side::Middle));
            let at = [middle, foot + 4.0 + frame.level() * 0.7];
            let name = Text::new(at, bar.name.as_str(), frame.level(), Tone::Text2).cut(step - 12.0);
            drawing.text(name.side(Side::Middle));
            drawing.spots.push(Spot {
                at: [middle, size[1] / 2.0],
                reach: Reach::Box([step - 8.0, size[1]]),
                says: vec![bar.exact.clone(), bar.name.clone()],
                lead: Lead::Entry(i),
            });
        }
        drawing.line([0.0, foot], [size[0], foot], Tone::Text3, 1.0);
        drawing
    }

    fn table(&self) -> TableSpec {
        let columns = [(self.of, ColumnKind::Words), ("Amount", ColumnKind::Words)];
        let row = |bar: &Bar| TableRow {
            cells: vec![bar.name.as_str().into(), bar.exact.as_str().into()],
            lead: Lead::Nowhere,
        };
        TableSpec {
            topic: "Chart",
            title: self.title.clone(),
            note: "",
            columns: columns.map(|(title, kind)| TableColumn { title: title.into(), kind }).into(),
            rows: self.bars.iter().map(row).collect(),
            n_more: 0,
        }
    }

    fn chosen(&self) -> Option<usize> {
        self.chosen
    }
}
