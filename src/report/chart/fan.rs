//! Weeks that came, and the weeks ahead with where they will probably lie: 8 of 10 times in the pale box, half the times in the darker
//! one, what is expected as the bar across, what is on the books as the narrow bar.

use super::axis::{ticks, time_axis};
use super::drawing::{Drawing, Lead, Place, Reach, Shape, Side, Spot, Text, Tone};
use super::labels::pushed_apart;
use super::measure::text_width;
use super::{Chart, Frame};
use crate::model::{Day, Range, WEEK, money};
use crate::report::table_spec::{Cell, ColumnKind, TableColumn, TableRow, TableSpec};
use crate::review::wording::number;

/// Weeks that came and weeks ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    /// The finding.
    pub title: String,
    /// What the heights are: "parts a week".
    pub unit: String,
    /// What a value is written as.
    pub amounts: Amounts,
    /// The weeks that came, in order of time, up to the weeks ahead.
    pub past: Vec<PastWeek>,
    /// The weeks ahead, in order of time.
    pub ahead: Vec<AheadWeek>,
    /// What is expected if something else happens, one a week ahead, and what that is; nothing where nothing else is asked.
    pub instead: Option<(Vec<f64>, String)>,
}

/// What a value is written as.
#[derive(Clone, Debug, PartialEq)]
pub enum Amounts {
    /// A number and what it counts: "parts".
    Of(&'static str),
    /// Minor units of a currency, where it is known.
    Money(Option<String>),
}

/// A week that came.
#[derive(Clone, Debug, PartialEq)]
pub struct PastWeek {
    /// Its Monday.
    pub monday: Day,
    /// What came; of a week that is under way, so far.
    pub value: f64,
    /// What is expected of all of it, while it is under way.
    pub whole: Option<Range>,
}

/// A week ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct AheadWeek {
    /// Its Monday.
    pub monday: Day,
    /// Where it will probably lie.
    pub range: Range,
    /// What can be done in it.
    pub capacity: Option<f64>,
    /// What of it is on the books already.
    pub booked: Option<f64>,
    /// What the same week of the year before brought.
    pub year_before: Option<f64>,
    /// Why it is short: "closed", "4 days of work".
    pub note: Option<String>,
}

impl Amounts {
    /// "4,300", "$84k".
    pub fn short(&self, value: f64) -> String {
        match self {
            Self::Of(_) => number(if value.abs() >= 10.0 { value.round() } else { value }),
            Self::Money(currency) => money::short(minor(value), currency.as_deref()),
        }
    }

    /// "4,300 parts", "$84,211".
    pub fn exact(&self, value: f64) -> String {
        match self {
            Self::Of(what) => format!("{} {what}", self.short(value)),
            Self::Money(currency) => money::whole(minor(value), currency.as_deref()),
        }
    }
}

fn minor(value: f64) -> money::Minor {
    #[expect(clippy::cast_possible_truncation, reason = "bounded at import")]
    let minor = value.round() as money::Minor;
    minor
}

impl Fan {
    fn span(&self) -> Option<(Day, Day)> {
        let first = self.past.first().map(|week| week.monday).or(self.ahead.first().map(|week| week.monday))?;
        let last = self.ahead.last().map(|week| week.monday).or(self.past.last().map(|week| week.monday))?;
        Some((first, last + WEEK))
    }

    /// "4,300 to 6,100".
    fn spanned(&self, low: f64, high: f64) -> String {
        format!("{} to {}", self.amounts.short(low), self.amounts.short(high))
    }

    fn says_of_ahead(&self, place: usize, week: &AheadWeek) -> Vec<String> {
        let range = &week.range;
        let mut says = vec![
            format!("{} expected", self.amounts.exact(range.mean)),
            format!("week of {}", week.monday.long()),
            format!("8 of 10 times {}", self.spanned(range.low80, range.high80)),
            format!("half the times {}", self.spanned(range.low50, range.high50)),
        ];
        let instead = self.instead.as_ref().and_then(|(values, what)| Some((values.get(place)?, what)));
        says.extend(instead.map(|(value, what)| format!("{} {what}", self.amounts.short(*value))));
        says.extend(week.booked.map(|booked| format!("{} on the books", self.amounts.short(booked))));
        says.extend(week.capacity.map(|capacity| format!("{} can be done", self.amounts.short(capacity))));
        says.extend(week.year_before.map(|before| format!("{} a year before", self.amounts.short(before))));
        says.extend(week.note.clone());
        says
    }

    fn says_of_past(&self, week: &PastWeek) -> Vec<String> {
        let so_far = if week.whole.is_some() { " so far" } else { "" };
        let mut says =
            vec![format!("{}{so_far}", self.amounts.exact(week.value)), format!("week of {}", week.monday.long())];
        says.extend(week.whole.map(|whole| {
            format!(
                "not finished: {} expected, 8 of 10 times {}",
                self.amounts.short(whole.mean),
                self.spanned(whole.low80, whole.high80)
            )
        }));
        says
    }
}

impl Chart for Fan {
    fn title(&self) -> &str {
        &self.title
    }

    fn unit(&self) -> &str {
        &self.unit
    }

    fn in_words(&self) -> String {
        let ahead = |week: &AheadWeek| {
            let range = self.spanned(week.range.low80, week.range.high80);
            format!("week of {}: {} expected, {range}", week.monday.short(), self.amounts.short(week.range.mean))
        };
        let weeks: Vec<String> = self.ahead.iter().map(ahead).collect();
        format!("{}. {}. {}", self.title, self.unit, weeks.join("; "))
    }

    fn draw(&self, size: Place, frame: Frame) -> Drawing {
        let mut drawing = Drawing::new(size);
        let Some(span) = self.span() else { return drawing };
        let plan = Plan::new(self, span, size, frame);
        plan.grid(&mut drawing);
        plan.past(&mut drawing);
        plan.ahead(&mut drawing);
        plan.capacity(&mut drawing);
        plan.names(&mut drawing);
        plan.spots(&mut drawing);
        drawing
    }

    fn table(&self) -> TableSpec {
        let number_column = |title: &str| TableColumn { title: title.to_owned().into(), kind: ColumnKind::Number };
        let has = |of: &dyn Fn(&AheadWeek) -> bool| self.ahead.iter().any(of);
        let has_booked = has(&|week| week.booked.is_some());
        let (has_capacity, has_before) =
            (has(&|week| week.capacity.is_some()), has(&|week| week.year_before.is_some()));
        let mut columns = vec![TableColumn { title: "Week of".into(), kind: ColumnKind::Words }];
        columns.extend(["Came", "Expected", "Half the times", "8 of 10 times"].map(number_column));
        columns.extend(self.instead.as_ref().map(|(_, what)| number_column(what)));
        columns.extend(has_booked.then(|| number_column("On the books")));
        columns.extend(has_capacity.then(|| number_column("Can be done")));
        columns.extend(has_before.then(|| number_column("A year before")));
        let n = columns.len();
        let words = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| self.amounts.short(value));
        let ahead = self.ahead.iter().enumerate().rev().map(|(place, week)| {
            let range = &week.range;
            let mut cells = vec![
                week.monday.long(),
                "–".to_owned(),
                words(Some(range.mean)),
                self.spanned(range.low50, range.high50),
                self.spanned(range.low80, range.high80),
            ];
            cells.extend(self.instead.as_ref().map(|(values, _)| words(values.get(place).copied())));
            cells.extend(has_booked.then(|| words(week.booked)));
            cells.extend(has_capacity.then(|| words(week.capacity)));
            cells.extend(has_before.then(|| words(week.year_before)));
            cells
        });
        let past = self.past.iter().rev().map(|week| {
            let mut cells = vec![week.monday.long(), words(Some(week.value))];
            if let Some(whole) = &week.whole {
                cells[1].push_str(", not finished");
                cells.extend([
                    words(Some(whole.mean)),
                    self.spanned(whole.low50, whole.high50),
                    self.spanned(whole.low80, whole.high80),
                ]);
            }
            cells.resize(n, "–".to_owned());
            cells
        });
        let row =
            |cells: Vec<String>| TableRow { cells: cells.into_iter().map(Cell::Text).collect(), lead: Lead::Nowhere };
        TableSpec {
            topic: "Chart",
            title: format!("{}, {}", self.title, self.unit),
            note: "",
            columns,
            rows: ahead.chain(past).map(row).collect(),
            n_more: 0,
        }
    }
}

struct Plan<'a> {
    of: &'a Fan,
    frame: Frame,
    span: (Day, Day),
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    high: f64,
    ticks: Vec<(f64, String)>,
}

impl<'a> Plan<'a> {
    fn new(of: &'a Fan, span: (Day, Day), size: Place, frame: Frame) -> Self {
        let past = of.past.iter().flat_map(|week| [week.value, week.whole.map_or(0.0, |whole| whole.high80)]);
        let ahead = of
            .ahead
            .iter()
            .flat_map(|week| [week.range.high80, week.capacity.unwrap_or(0.0), week.booked.unwrap_or(0.0)]);
        let instead = of.instead.iter().flat_map(|(values, _)| values.iter().copied());
        let most = past.chain(ahead).chain(instead).fold(0.0, f64::max).max(1e-6);
        // Money is shown in whole units, and so are its grid lines.
        let unit = if matches!(of.amounts, Amounts::Money(_)) { 100.0 } else { 1.0 };
        let n = if frame.is_large() { 5 } else { 3 };
        let ticks: Vec<(f64, String)> = ticks(0.0, most / unit, n)
            .into_iter()
            .map(|(value, words)| match of.amounts {
                Amounts::Of(_) => (value, words),
                Amounts::Money(_) => (value * unit, of.amounts.short(value * unit)),
            })
            .collect();
        let high = ticks.last().map_or(most, |(value, _)| *value).max(most);
        let width_of = |words: &str| text_width(words, frame.axis(), false);
        let widest = ticks.iter().map(|(_, words)| width_of(words)).fold(0.0, f32::max);
        let names = end_words(of).iter().map(|(_, words, _)| width_of(words)).fold(0.0, f32::max);
        let right = size[0] - (names + 12.0).min(size[0] * 0.3);
        let [left, right, top, bottom] = [widest + 10.0, right, 8.0, size[1] - 19.0 * frame.scale()].map(f32::round);
        Self { of, frame, span, left, right, top, bottom, high, ticks }
    }

    fn x(&self, day: Day) -> f32 {
        let share = f64::from(day - self.span.0) / f64::from((self.span.1 - self.span.0).max(1));
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let x = self.left + (self.right - self.left) * share as f32;
        x.round()
    }

    fn y(&self, value: f64) -> f32 {
        let share = (value / self.high).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let y = self.bottom - (self.bottom - self.top) * share as f32;
        y.round()
    }

    /// The left and the right edge of a week, a gap between it and the next where there is room.
    fn edges(&self, monday: Day) -> (f32, f32) {
        let (left, right) = (self.x(monday), self.x(monday + WEEK));
        let gap = if right - left >= 6.0 { 2.0 } else { 0.0 };
        (left, (right - gap).max(left + 1.0))
    }

    fn grid(&self, drawing: &mut Drawing) {
        let size = self.frame.axis();
        for (place, (value, words)) in self.ticks.iter().enumerate() {
            let y = self.y(*value);
            let tone = if place == 0 { Tone::Border } else { Tone::Faint };
            drawing.line([self.left, y], [self.right, y], tone, 1.0);
            drawing.text(Text::new([self.left - 8.0, y], words.clone(), size, Tone::Text3).side(Side::Right));
        }
        time_axis(drawing, self.span, [self.left, self.right], self.bottom, 62.0 * self.frame.scale(), size);
    }

    fn past(&self, drawing: &mut Drawing) {
        for week in &self.of.past {
            let (left, right) = self.edges(week.monday);
            if let Some(whole) = &week.whole {
                let (from, to) = ([left, self.top], [right, self.bottom]);
                drawing.shapes.push(Shape::Hatch { from, to, step: 6.0 * self.frame.scale() });
                self.boxes(drawing, (left, right), whole);
            }
            if week.value > 0.0 {
                drawing.rect([left, self.y(week.value)], [right, self.bottom], Tone::Was, 1.0);
            }
        }
    }

    fn ahead(&self, drawing: &mut Drawing) {
        for week in &self.of.ahead {
            let edges = self.edges(week.monday);
            if let Some(booked) = week.booked.filter(|booked| *booked > 0.0) {
                let quarter = ((edges.1 - edges.0) / 4.0).round();
                let (from, to) = ([edges.0 + quarter, self.y(booked)], [edges.1 - quarter, self.bottom]);
                drawing.rect(from, to, Tone::Was, 0.6);
            }
            self.boxes(drawing, edges, &week.range);
            if let Some(before) = week.year_before {
                let y = self.y(before);
                drawing.dot([f32::midpoint(edges.0, edges.1), y], 2.0 * self.frame.scale(), Tone::Was, 1.0);
            }
            if week.capacity.is_some_and(|capacity| week.range.median > capacity) {
                let (middle, y, half) =
                    (f32::midpoint(edges.0, edges.1), self.y(week.range.high80) - 4.0, 4.0 * self.frame.scale());
                let corners = vec![[middle - half, y], [middle + half, y], [middle, y - 1.6 * half]];
                drawing.shapes.push(Shape::Polygon { points: corners, tone: Tone::Text });
            }
        }
        if let Some((values, _)) = &self.of.instead {
            for (week, value) in self.of.ahead.iter().zip(values) {
                let (left, right) = self.edges(week.monday);
                let y = self.y(*value);
                drawing.line([left, y], [right, y], Tone::Text, 2.5 * self.frame.scale());
            }
        }
    }

    fn boxes(&self, drawing: &mut Drawing, (left, right): (f32, f32), range: &Range) {
        drawing.rect([left, self.y(range.high80)], [right, self.y(range.low80)], Tone::Accent, 0.18);
        drawing.rect([left, self.y(range.high50)], [right, self.y(range.low50)], Tone::Accent, 0.32);
        let y = self.y(range.mean);
        drawing.line([left, y], [right, y], Tone::Accent, 2.5 * self.frame.scale());
    }

    /// What can be done, as a broken line in steps.
    fn capacity(&self, drawing: &mut Drawing) {
        for week in &self.of.ahead {
            if let Some(capacity) = week.capacity {
                let y = self.y(capacity);
                drawing.dashes([self.x(week.monday), y], [self.x(week.monday + WEEK), y], Tone::Text);
            }
        }
    }

    fn names(&self, drawing: &mut Drawing) {
        let entries = end_words(self.of);
        let mut heights: Vec<f32> = entries.iter().map(|(value, ..)| self.y(*value)).collect();
        pushed_apart(&mut heights, 15.0 * self.frame.scale(), self.top + 2.0, self.bottom - 2.0);
        let room = drawing.size[0] - self.right - 8.0;
        for ((_, words, tone), y) in entries.into_iter().zip(heights) {
            drawing.text(Text::new([self.right + 8.0, y], words, self.frame.axis(), tone).cut(room));
        }
    }

    fn spots(&self, drawing: &mut Drawing) {
        let half = |monday: Day| (self.x(monday + WEEK) - self.x(monday)) / 2.0;
        let at = |monday: Day, value: f64| [self.x(monday) + half(monday), self.y(value)];
        for week in &self.of.past {
            let reach = Reach::Column(half(week.monday).max(2.0));
            let says = self.of.says_of_past(week);
            drawing.spots.push(Spot { at: at(week.monday, week.value), reach, says, lead: Lead::Nowhere });
        }
        for (place, week) in self.of.ahead.iter().enumerate() {
            let reach = Reach::Column(half(week.monday).max(2.0));
            let says = self.of.says_of_ahead(place, week);
            drawing.spots.push(Spot { at: at(week.monday, week.range.mean), reach, says, lead: Lead::Nowhere });
        }
    }
}

/// The names of what the last week shows, each with its height.
fn end_words(of: &Fan) -> Vec<(f64, String, Tone)> {
    let Some(last) = of.ahead.last() else { return Vec::new() };
    let range = &last.range;
    let mut words = vec![
        (range.high80, "8 of 10 times".to_owned(), Tone::Text3),
        (range.high50, "half the times".to_owned(), Tone::Text3),
        (range.mean, "expected".to_owned(), Tone::Accent),
    ];
    words.extend(last.capacity.map(|capacity| (capacity, "can be done".to_owned(), Tone::Text)));
    words.extend(last.year_before.map(|before| (before, "a year before".to_owned(), Tone::Text3)));
    if let Some((values, what)) = &of.instead {
        words.extend(values.last().map(|value| (*value, what.clone(), Tone::Text)));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(mean: f64) -> Range {
        Range { mean, median: mean, low50: mean * 0.9, high50: mean * 1.1, low80: mean * 0.8, high80: mean * 1.2 }
    }

    fn fan(n_past: i32, n_ahead: i32) -> Fan {
        let monday = |week: i32| "2026-05-04".parse::<Day>().unwrap() + week * WEEK;
        let ahead = |week: i32| AheadWeek {
            monday: monday(week),
            range: range(1000.0),
            capacity: Some(if week == 1 { 900.0 } else { 1100.0 }),
            booked: None,
            year_before: Some(950.0),
            note: (week == 2).then(|| "4 days of work".to_owned()),
        };
        let mut past: Vec<PastWeek> =
            (-n_past..0).map(|week| PastWeek { monday: monday(week), value: 980.0, whole: None }).collect();
        if let Some(last) = past.last_mut() {
            *last = PastWeek { value: 300.0, whole: Some(range(990.0)), ..last.clone() };
        }
        Fan {
            title: "The next 13 weeks".to_owned(),
            unit: "parts a week".to_owned(),
            amounts: Amounts::Of("parts"),
            past,
            ahead: (0..n_ahead).map(ahead).collect(),
            instead: None,
        }
    }

    #[test]
    fn everything_stands_within_the_chart_however_few_weeks_there_are() {
        let sizes =
            [([1000.0, 280.0], Frame::Large), ([420.0, 180.0], Frame::Small), ([1500.0, 420.0], Frame::Meeting)];
        for (n_past, n_ahead) in [(0, 1), (1, 0), (2, 13), (40, 13), (600, 13)] {
            for (size, frame) in sizes {
                let drawing = fan(n_past, n_ahead).draw(size, frame);
                for shape in &drawing.shapes {
                    if let Shape::Rect { from, to, .. } = shape {
                        assert!(from[0] >= 0.0 && to[0] <= size[0] && from[1] >= 0.0 && to[1] <= size[1], "{shape:?}");
                        assert!(from[0] < to[0] && from[1] <= to[1], "{shape:?}");
                    }
                }
                assert_eq!(drawing.spots.len(), usize::try_from(n_past + n_ahead).unwrap());
            }
        }
        assert!(fan(0, 0).draw([400.0, 200.0], Frame::Large).shapes.is_empty());
    }

    #[test]
    fn only_the_week_that_brings_more_than_can_be_done_is_marked() {
        let drawing = fan(10, 13).draw([1000.0, 280.0], Frame::Large);
        let marks: Vec<f32> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Polygon { points, .. } => Some(points[2][0]),
                _ => None,
            })
            .collect();
        assert_eq!(marks.len(), 1);
        let spot = &drawing.spots[11];
        assert!((marks[0] - spot.at[0]).abs() <= 1.5, "{marks:?} {spot:?}");
        assert!(spot.says.iter().any(|line| line == "900 can be done"), "{spot:?}");
    }

    #[test]
    fn a_week_under_way_says_that_it_is_not_finished() {
        let fan = fan(3, 13);
        let spot = &fan.draw([1000.0, 280.0], Frame::Large).spots[2];
        assert_eq!(spot.says[0], "300 parts so far");
        assert!(spot.says[2].starts_with("not finished: 990 expected"), "{spot:?}");
        let table = fan.table();
        assert_eq!(table.rows.len(), 16);
        assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
        let Cell::Text(came) = &table.rows[13].cells[1] else { panic!("words") };
        assert_eq!(came, "300, not finished");
    }

    #[test]
    fn money_is_written_as_money_and_without_any_the_chart_is_flat() {
        let ahead = fan(0, 13).ahead.into_iter().map(|week| AheadWeek {
            range: Range::default(),
            capacity: None,
            year_before: None,
            ..week
        });
        let flat = Fan { amounts: Amounts::Money(Some("USD".to_owned())), ahead: ahead.collect(), ..fan(0, 0) };
        let drawing = flat.draw([1000.0, 280.0], Frame::Large);
        assert!(drawing.shapes.iter().all(|shape| !matches!(shape, Shape::Rect { from, .. } if !from[1].is_finite())));
        assert_eq!(drawing.spots[0].says[0], "$0 expected");
    }
}
