//! What happened with a customer, on the same time as the chart above it: quotes, shows, clicks, notes, what was decided.

use super::drawing::{Drawing, Lead, Place, Reach, Shape, Side, Spot, Text, Tone};
use super::{Chart, Frame};
use crate::model::{Day, RowRef};
use crate::report::chart::measure::text_width;
use crate::report::table_spec::{ColumnKind, TableColumn, TableRow, TableSpec};

/// What happened, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeLine {
    /// First day drawn.
    pub from: Day,
    /// The day after the last one drawn.
    pub to: Day,
    /// What happened.
    pub entries: Vec<Happening>,
    /// From the left and from the right edge to the first and the last day: those of the chart above it.
    pub insets: (f32, f32),
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// When.
    pub day: Day,
    /// What it is.
    pub mark: Mark,
    /// In a few words: "Quote, e-coat".
    pub short: String,
    /// In full.
    pub long: String,
    /// Where it stands; `None` for what was decided here.
    pub at: Option<RowRef>,
}

/// The shape of a happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A quote: a square.
    Quote,
    /// A trade show: a ring.
    Show,
    /// A click or a visit: a dot.
    Reading,
    /// A note or a mention: a diamond.
    Note,
    /// What was decided in a review: a triangle.
    Decision,
}

impl Chart for TimeLine {
    fn title(&self) -> &'static str {
        "What happened"
    }

    fn unit(&self) -> &'static str {
        "quotes, shows, mailings, notes and decisions"
    }

    fn in_words(&self) -> String {
        let all: Vec<String> =
            self.entries.iter().map(|entry| format!("{}: {}", entry.day.long(), entry.long)).collect();
        format!("What happened. {}", all.join("; "))
    }

    fn draw(&self, size: Place, frame: Frame) -> Drawing {
        let mut drawing = Drawing::new(size);
        let (left, right) = (self.insets.0, size[0] - self.insets.1);
        let x = |day: Day| {
            let share = f64::from(day - self.from) / f64::from((self.to - self.from).max(1));
            #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
            let x = left + (right - left) * share.clamp(0.0, 1.0) as f32;
            x
        };
        let y = (size[1] / 2.0).round();
        drawing.line([left, y], [right, y], Tone::Border, 1.0);
        drawing.line([right, y - 14.0], [right, y + 14.0], Tone::Text3, 1.0);
        drawing.text(Text::new([right + 8.0, y], "review", frame.axis(), Tone::Text3));
        for entry in &self.entries {
            mark(&mut drawing, entry.mark, [x(entry.day), y]);
            let lead = entry.at.map_or(Lead::Nowhere, Lead::Row);
            drawing.spots.push(Spot {
                at: [x(entry.day), y],
                reach: Reach::Column(7.0),
                says: vec![entry.long.clone(), entry.day.long()],
                lead,
            });
        }
        self.names(&mut drawing, &x, y, frame);
        drawing
    }

    fn table(&self) -> TableSpec {
        let row = |entry: &Happening| TableRow {
            cells: vec![entry.day.long().into(), entry.long.as_str().into()],
            lead: Lead::Nowhere,
        };
        TableSpec {
            topic: "Chart",
            title: "What happened".to_owned(),
            note: "",
            columns: ["Date", "What"].map(|title| TableColumn { title: title.into(), kind: ColumnKind::Words }).into(),
            rows: self.entries.iter().rev().map(row).collect(),
            n_more: 0,
        }
    }
}

impl TimeLine {
    /// Names above and below the line where there is room; readings last, as they say least alone.
    fn names(&self, drawing: &mut Drawing, x: &dyn Fn(Day) -> f32, y: f32, frame: Frame) {
        let size = frame.axis();
        let rows = [y - 17.0, y + 17.0];
        let mut taken: [Vec<(f32, f32)>; 2] = [Vec::new(), Vec::new()];
        let mut order: Vec<&Happening> = self.entries.iter().collect();
        // Of what is alike the newest says most.
        order.sort_by_key(|entry| (entry.mark == Mark::Reading, std::cmp::Reverse(entry.day)));
        for (place, entry) in order.into_iter().enumerate() {
            let width = text_width(&entry.short, size, false);
            let left = (x(entry.day) - width / 2.0).clamp(0.0, (drawing.size[0] - width).max(0.0));
            let is_free =
                |row: &Vec<(f32, f32)>| row.iter().all(|(from, to)| left > to + 10.0 || left + width < from - 10.0);
            // Above and below in turn, as far as there is room.
            let tries = [place % 2, (place + 1) % 2];
            let Some(row) = tries.into_iter().find(|row| is_free(&taken[*row])) else { continue };
            taken[row].push((left, left + width));
            let text = Text::new([left, rows[row]], entry.short.as_str(), size, Tone::Text2);
            drawing.text(text.side(Side::Left));
        }
    }
}

fn mark(drawing: &mut Drawing, mark: Mark, [x, y]: Place) {
    match mark {
        Mark::Quote => drawing.rect([x - 4.0, y - 4.0], [x + 4.0, y + 4.0], Tone::Text2, 1.0),
        Mark::Show => drawing.shapes.push(Shape::Ring { at: [x, y], radius: 4.5, tone: Tone::Text2 }),
        Mark::Reading => drawing.dot([x, y], 2.6, Tone::Text2, 1.0),
        Mark::Note => {
            let points = vec![[x, y - 5.5], [x + 5.5, y], [x, y + 5.5], [x - 5.5, y]];
            drawing.shapes.push(Shape::Polygon { points, tone: Tone::Text2 });
        }
        Mark::Decision => {
            let points = vec![[x, y - 5.5], [x + 5.0, y + 4.0], [x - 5.0, y + 4.0]];
            drawing.shapes.push(Shape::Polygon { points, tone: Tone::Accent });
        }
    }
}
