//! One number of one customer over time, as plain points and levels.

mod plan;

use self::plan::Plan;
use super::drawing::{Drawing, Lead, Place};
use super::{Chart, Frame};
use crate::model::{Day, RowRef};
use crate::report::table_spec::{ColumnKind, TableColumn, TableRow, TableSpec};
use crate::review::wording::number;

/// One number of one customer over time, with the level before, the level now, and when it changed.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelShift {
    /// The finding in words: "Lots fell from 410 to 190 parts since June".
    pub title: String,
    /// The same in as few words as an axis has room for: "Parts per lot".
    pub caption: String,
    /// What a point is: "days between orders, each point an order".
    pub unit: String,
    /// The unit in one word, behind a number: "days", "parts".
    pub unit_short: &'static str,
    /// First day drawn.
    pub from: Day,
    /// The day after the last one drawn.
    pub to: Day,
    /// Each order, lot or invoice, in order of time.
    pub points: Vec<ChartPoint>,
    /// The middle 80 % of the customer's own earlier values, and whether there are enough to draw it.
    pub band: Option<(f64, f64)>,
    /// The level before the change.
    pub was: Option<LevelLine>,
    /// The level since the change.
    pub now: Option<LevelLine>,
    /// When the change began; `None` where nothing changed.
    pub changed_on: Option<Day>,
    /// From here on the period is not finished: drawn apart, never joined to a level.
    pub unfinished_from: Day,
}

/// One order, lot or invoice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartPoint {
    /// When.
    pub day: Day,
    /// The value in the unit of the chart.
    pub value: f64,
    /// Before the change, since it, or not finished yet.
    pub period: Period,
    /// The row it comes from; `None` for "so far".
    pub at: Option<RowRef>,
}

/// Which part of the story a point belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Before the change, or all of it where nothing changed.
    Was,
    /// Since the change.
    Now,
    /// Still open: an order that has not come, an invoice that is not paid.
    Unfinished,
}

/// A level line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelLine {
    /// First day of the line.
    pub from: Day,
    /// The day after its last.
    pub to: Day,
    /// Its height.
    pub value: f64,
}

impl LevelShift {
    /// The lowest and highest value to draw, with zero where the unit is an amount, and a little air above.
    pub fn value_range(&self) -> (f64, f64) {
        let levels = [self.was, self.now].into_iter().flatten().map(|level| level.value);
        let band = self.band.into_iter().flat_map(|(low, high)| [low, high]);
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        for value in self.points.iter().map(|point| point.value).chain(levels).chain(band) {
            low = low.min(value);
            high = high.max(value);
        }
        let air = (high - low) * 0.08;
        (if low < 0.0 { low - air } else { low }, high + air)
    }

    /// How far the plot stands from the left and the right edge, so that something below can share its time.
    pub fn insets(&self, size: Place, frame: Frame) -> (f32, f32) {
        Plan::new(self, size, frame).insets()
    }
}

impl Chart for LevelShift {
    fn title(&self) -> &str {
        &self.title
    }

    fn unit(&self) -> &str {
        &self.unit
    }

    fn in_words(&self) -> String {
        let count = self.points.len();
        let level = match (self.was, self.now) {
            (Some(was), Some(now)) => format!(": {} before, {} now", number(was.value), number(now.value)),
            (Some(was), None) => format!(": usually {}", number(was.value)),
            _ => String::new(),
        };
        format!("{}. {}, {count} points{level}", self.title, self.unit)
    }

    fn draw(&self, size: Place, frame: Frame) -> Drawing {
        Plan::new(self, size, frame).drawn()
    }

    fn table(&self) -> TableSpec {
        let row = |point: &ChartPoint| {
            let period = match point.period {
                Period::Was if self.changed_on.is_some() => "before",
                Period::Was => "",
                Period::Now => "since",
                Period::Unfinished => "not finished",
            };
            TableRow {
                cells: vec![point.day.long().into(), number(point.value).into(), period.into()],
                lead: Lead::Nowhere,
            }
        };
        let numbers = [("Date", ColumnKind::Words), ("Value", ColumnKind::Number), ("Change", ColumnKind::Words)];
        TableSpec {
            topic: "Chart",
            title: format!("{}, {}", self.title, self.unit),
            note: "",
            columns: numbers.map(|(title, kind)| TableColumn { title: title.into(), kind }).into(),
            rows: self.points.iter().rev().map(row).collect(),
            n_more: 0,
        }
    }
}
