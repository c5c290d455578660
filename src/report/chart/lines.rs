//! Several numbers over time, each named at the end of its line; one of them is told, the others stand behind it.

use super::axis::{Tick, named, ticks, time_axis};
use super::drawing::{Drawing, Lead, Place, Reach, Shape, Side, Spot, Text, Tone};
use super::labels::pushed_apart;
use super::{Chart, Frame};
use crate::model::Day;
use crate::report::chart::measure::text_width;
use crate::report::table_spec::{Cell, ColumnKind, TableColumn, TableRow, TableSpec};
use crate::review::wording::number;

/// Numbers over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The finding.
    pub title: String,
    /// What the heights are: "% of the revenue, each quarter of two years".
    pub unit: String,
    /// Behind a number: "%".
    pub unit_short: &'static str,
    /// The first day, and the day after the last.
    pub span: (Day, Day),
    /// The day of each value of a line, in order of time.
    pub days: Vec<Day>,
    /// What a day is called: "13 weeks from 4 Aug 2025".
    pub day_names: Vec<String>,
    /// The lines; at most a handful can be read.
    pub lines: Vec<Line>,
    /// Where a click on a day leads, where that is not the line's own.
    pub leads: Vec<Lead>,
    /// A level that means something, and its name: 50, "flat".
    pub level: Option<(f64, &'static str)>,
    /// Between which values chance alone moves the first line, day by day; `None`, or none at all, where nothing is known of it.
    pub limits: Vec<Option<(f64, f64)>>,
    /// From here on the period is not finished.
    pub unfinished_from: Option<Day>,
    /// The heights of the lower and upper end where the numbers do not decide it.
    pub range: Option<(f64, f64)>,
}

/// One number over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Whose it is.
    pub name: String,
    /// One a day; `None` where nothing is known.
    pub values: Vec<Option<f64>>,
    /// Whether it is what is told.
    pub is_told: bool,
    /// Where a click on it leads.
    pub lead: Lead,
}

struct Plan<'a> {
    of: &'a Lines,
    frame: Frame,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    low: f64,
    high: f64,
    ticks: Vec<Tick>,
}

impl Chart for Lines {
    fn title(&self) -> &str {
        &self.title
    }

    fn unit(&self) -> &str {
        &self.unit
    }

    fn in_words(&self) -> String {
        let ends = self.lines.iter().filter_map(|line| {
            let mut known = self.finished(line);
            let first = known.next()?;
            let last = known.next_back().unwrap_or(first);
            Some(format!("{} {} → {} {}", line.name, number(first), number(last), self.unit_short))
        });
        format!("{}. {}. {}", self.title, self.unit, ends.collect::<Vec<_>>().join("; "))
    }

    fn draw(&self, size: Place, frame: Frame) -> Drawing {
        let plan = Plan::new(self, size, frame);
        let mut drawing = Drawing::new(size);
        plan.grid(&mut drawing);
        plan.limits(&mut drawing);
        plan.unfinished(&mut drawing);
        // What is told lies above what stands behind it.
        for is_told in [false, true] {
            self.lines.iter().filter(|line| line.is_told == is_told).for_each(|line| plan.line(&mut drawing, line));
        }
        plan.names(&mut drawing);
        plan.spots(&mut drawing);
        drawing
    }

    fn table(&self) -> TableSpec {
        // Days are the rows, the newest first: there are more of them than lines.
        let days = self.days.iter().zip(&self.day_names).enumerate().rev();
        let rows = days.map(|(i, (day, name))| {
            let values = self.lines.iter().map(|line| value_words(line.values.get(i).copied().flatten()));
            let limits = self.has_limits().then(|| self.limits_at(i).map_or_else(|| "–".to_owned(), limits_words));
            let when = format!("{name}{}", self.open_words(*day));
            let cells = std::iter::once(when).chain(values).chain(limits).map(Cell::Text).collect();
            TableRow { cells, lead: Lead::Nowhere }
        });
        let mut columns = vec![TableColumn { title: "When".into(), kind: ColumnKind::Words }];
        let number_column = |title: &str| TableColumn { title: title.to_owned().into(), kind: ColumnKind::Number };
        columns.extend(self.lines.iter().map(|line| number_column(&line.name)));
        if self.has_limits() {
            columns.push(number_column("By chance"));
        }
        TableSpec {
            topic: "Chart",
            title: format!("{}, {}", self.title, self.unit),
            note: "",
            columns,
            rows: rows.collect(),
            n_more: 0,
        }
    }
}

impl Lines {
    fn is_open(&self, day: Day) -> bool {
        self.unfinished_from.is_some_and(|from| day >= from)
    }

    /// Behind a day of a period that is not finished.
    fn open_words(&self, day: Day) -> &'static str {
        if self.is_open(day) { ", not finished" } else { "" }
    }

    fn has_limits(&self) -> bool {
        self.limits.iter().any(Option::is_some)
    }

    fn limits_at(&self, place: usize) -> Option<(f64, f64)> {
        self.limits.get(place).copied().flatten()
    }

    /// What is known of finished periods, in order of time.
    fn finished<'a>(&'a self, line: &'a Line) -> impl DoubleEndedIterator<Item = f64> + 'a {
        self.days.iter().zip(&line.values).filter(|(day, _)| !self.is_open(**day)).filter_map(|(_, value)| *value)
    }

    /// "Bicycles 32 %": what the last finished period came to.
    fn end_words(&self, line: &Line) -> String {
        let last = self.finished(line).next_back();
        last.map_or_else(|| line.name.clone(), |last| format!("{} {} {}", line.name, number(last), self.unit_short))
            .trim_end()
            .to_owned()
    }
}

/// "0.4 to 1.9".
fn limits_words((low, high): (f64, f64)) -> String {
    format!("{} to {}", number(low), number(high))
}

fn value_words(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), number)
}

impl<'a> Plan<'a> {
    fn new(of: &'a Lines, size: Place, frame: Frame) -> Self {
        let values = of.lines.iter().flat_map(|line| line.values.iter().flatten().copied());
        let limits = of.limits.iter().flatten().map(|(_, high)| *high);
        let most = values.chain(limits).chain(of.level.map(|(level, _)| level)).fold(0.0, f64::max);
        let (low, most) = of.range.unwrap_or((0.0, most));
        let ticks = if of.range.is_some() {
            named(vec![low, f64::midpoint(low, most), most])
        } else {
            ticks(low, most, if frame.is_large() { 4 } else { 3 })
        };
        let high = ticks.last().map_or(most, |(value, _)| value.max(most));
        let size_of = |words: &str, is_strong| text_width(words, frame.axis(), is_strong);
        let widest = ticks.iter().map(|(_, name)| size_of(name, false)).fold(0.0, f32::max);
        let names = of.lines.iter().map(|line| size_of(&of.end_words(line), line.is_told)).fold(0.0, f32::max);
        let level = of.level.map_or(0.0, |(_, name)| size_of(name, false));
        let right = size[0] - (names.max(level) + 12.0).min(size[0] * 0.42);
        let [left, right, top, bottom] = [widest + 10.0, right, 8.0, size[1] - 19.0 * frame.scale()].map(f32::round);
        Self { of, frame, left, right, top, bottom, low, high, ticks }
    }

    fn x(&self, day: Day) -> f32 {
        let (from, to) = self.of.span;
        let share = f64::from(day - from) / f64::from((to - from).max(1));
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let x = self.left + (self.right - self.left) * share.clamp(0.0, 1.0) as f32;
        x
    }

    fn y(&self, value: f64) -> f32 {
        let share = (value - self.low) / (self.high - self.low).max(1e-12);
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let y = self.bottom - (self.bottom - self.top) * share.clamp(0.0, 1.0) as f32;
        y
    }

    fn grid(&self, drawing: &mut Drawing) {
        let size = self.frame.axis();
        for (place, (value, name)) in self.ticks.iter().enumerate() {
            let y = self.y(*value);
            let tone = if place == 0 { Tone::Border } else { Tone::Faint };
            drawing.line([self.left, y], [self.right, y], tone, 1.0);
            drawing.text(Text::new([self.left - 8.0, y], name.as_str(), size, Tone::Text3).side(Side::Right));
        }
        if let Some((level, _)) = self.of.level {
            let y = self.y(level);
            drawing.dashes([self.left, y], [self.right, y], Tone::Text3);
        }
        time_axis(drawing, self.of.span, [self.left, self.right], self.bottom, 62.0 * self.frame.scale(), size);
    }

    /// The range of chance as a stepped band: it is narrower where there was more.
    fn limits(&self, drawing: &mut Drawing) {
        let days = &self.of.days;
        for i in 0..days.len() {
            let Some((low, high)) = self.of.limits_at(i) else { continue };
            let left = if i == 0 { self.left } else { f32::midpoint(self.x(days[i - 1]), self.x(days[i])) };
            let right = days.get(i + 1).map_or(self.right, |next| f32::midpoint(self.x(days[i]), self.x(*next)));
            // On whole points, or neighbours overlap in a seam.
            let [left, right] = [left, right].map(f32::round);
            drawing.rect([left, self.y(high)], [right, self.y(low)], Tone::Was, 0.2);
        }
    }

    fn unfinished(&self, drawing: &mut Drawing) {
        let Some(from) = self.of.unfinished_from.map(|day| self.x(day)).filter(|x| self.right - x >= 2.0) else {
            return;
        };
        let (from, to) = ([from, self.top], [self.right, self.bottom]);
        drawing.shapes.push(Shape::Hatch { from, to, step: 6.0 * self.frame.scale() });
    }

    /// The line itself, and its points where they are few. What is not finished is hollow and never joined.
    fn line(&self, drawing: &mut Drawing, line: &Line) {
        let tone = if line.is_told { Tone::Accent } else { Tone::Was };
        let width = if line.is_told { 2.5 } else { 1.5 } * self.frame.scale();
        let mut run: Vec<Place> = Vec::new();
        for (day, value) in self.of.days.iter().zip(&line.values) {
            match value {
                Some(value) if self.of.is_open(*day) => {
                    let at = [self.x(*day), self.y(*value)];
                    drawing.shapes.push(Shape::Ring { at, radius: 3.2, tone });
                }
                Some(value) => run.push([self.x(*day), self.y(*value)]),
                None => joined(drawing, std::mem::take(&mut run), tone, width),
            }
        }
        joined(drawing, run, tone, width);
        for (i, (day, value)) in self.of.days.iter().zip(&line.values).enumerate() {
            let Some((low, high)) = self.of.limits_at(i) else { continue };
            // Outside what chance does: larger, so that shape says it beside the band.
            if let Some(value) = value.filter(|value| (*value < low || *value > high) && !self.of.is_open(*day)) {
                drawing.dot([self.x(*day), self.y(value)], 5.0, tone, 1.0);
            }
        }
    }

    fn names(&self, drawing: &mut Drawing) {
        let mut entries: Vec<(f32, Text)> = Vec::new();
        for line in &self.of.lines {
            let known = line.values.iter().rev().flatten().next().copied();
            let Some(last) = self.of.finished(line).next_back().or(known) else { continue };
            let tone = if line.is_told { Tone::Accent } else { Tone::Text2 };
            let text = Text::new([self.right + 8.0, 0.0], self.of.end_words(line), self.frame.axis(), tone);
            entries.push((self.y(last), if line.is_told { text.strong() } else { text }));
        }
        if let Some((level, name)) = self.of.level {
            let text = Text::new([self.right + 8.0, 0.0], name, self.frame.axis(), Tone::Text3);
            entries.push((self.y(level), text));
        }
        let mut heights: Vec<f32> = entries.iter().map(|(y, _)| *y).collect();
        pushed_apart(&mut heights, 15.0 * self.frame.scale(), self.top + 2.0, self.bottom - 2.0);
        let room = drawing.size[0] - self.right - 8.0;
        for ((_, text), y) in entries.into_iter().zip(heights) {
            drawing.text(Text { at: [text.at[0], y], ..text }.cut(room));
        }
    }

    fn spots(&self, drawing: &mut Drawing) {
        for (i, (day, when)) in self.of.days.iter().zip(&self.of.day_names).enumerate() {
            for line in &self.of.lines {
                let Some(value) = line.values.get(i).copied().flatten() else { continue };
                let before = i.checked_sub(1).and_then(|before| line.values[before]);
                let when = format!("{when}{}", self.of.open_words(*day));
                let mut says = vec![format!("{} {}  {}", number(value), self.of.unit_short, line.name), when];
                says.extend(before.map(|before| format!("before: {} {}", number(before), self.of.unit_short)));
                says.extend(self.of.limits_at(i).map(|limits| format!("by chance {}", limits_words(limits))));
                let at = [self.x(*day), self.y(value)];
                let lead = self.of.leads.get(i).copied().unwrap_or(line.lead);
                drawing.spots.push(Spot { at, reach: Reach::Round(14.0), says, lead });
            }
        }
    }
}

/// A line through what is known without a gap; of what is told with its points.
fn joined(drawing: &mut Drawing, run: Vec<Place>, tone: Tone, width: f32) {
    for at in run.iter().filter(|_| tone == Tone::Accent) {
        drawing.dot(*at, width, tone, 1.0);
    }
    if run.len() > 1 {
        drawing.path(run, tone, width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four months of which the last is not finished.
    fn months(values: [f64; 4]) -> Lines {
        let days: Vec<Day> = (0..4).map(|i| Day(20_000 + 30 * i)).collect();
        Lines {
            title: "Fewer parts come back".to_owned(),
            unit: "% of parts".to_owned(),
            unit_short: "%",
            span: (days[0], days[3] + 30),
            day_names: ["Aug", "Sep", "Oct", "Nov"].map(str::to_owned).into(),
            lines: vec![Line {
                name: "now".to_owned(),
                values: values.map(Some).into(),
                is_told: true,
                lead: Lead::Nowhere,
            }],
            leads: Vec::new(),
            level: None,
            limits: Vec::new(),
            unfinished_from: Some(days[3]),
            range: None,
            days,
        }
    }

    fn texts(drawing: &Drawing) -> Vec<&str> {
        let mut words = Vec::new();
        for shape in &drawing.shapes {
            if let Shape::Text(text) = shape {
                words.push(text.words.as_str());
            }
        }
        words
    }

    #[test]
    fn a_month_that_is_not_finished_is_told_as_such_and_never_as_the_result() {
        let lines = months([2.0, 3.0, 4.0, 0.5]);
        assert!(lines.in_words().contains("now 2 → 4 %"), "{}", lines.in_words());
        let drawing = lines.draw([400.0, 200.0], Frame::Small);
        assert!(texts(&drawing).contains(&"now 4 %"), "{:?}", texts(&drawing));
        let when: Vec<&str> = drawing.spots.iter().map(|spot| spot.says[1].as_str()).collect();
        assert_eq!(when, ["Aug", "Sep", "Oct", "Nov, not finished"]);
        let newest = &lines.table().rows[0].cells;
        assert_eq!(newest[0], "Nov, not finished".into());
        let only = months([0.0; 4]);
        let nothing = Lines { unfinished_from: Some(only.days[0]), ..only };
        assert!(texts(&nothing.draw([400.0, 200.0], Frame::Small)).contains(&"now"), "its name alone");
    }

    #[test]
    fn a_month_of_which_chance_is_not_known_has_no_band_and_keeps_that_of_the_others() {
        let band = |lines: &Lines| {
            let drawing = lines.draw([400.0, 200.0], Frame::Small);
            drawing.shapes.iter().filter(|shape| matches!(shape, Shape::Rect { .. })).count()
        };
        let lines =
            Lines { limits: vec![Some((1.0, 3.0)), None, Some((1.0, 3.0)), None], ..months([2.0, 3.0, 4.0, 0.5]) };
        assert_eq!(band(&lines), 2);
        let says: Vec<usize> =
            lines.draw([400.0, 200.0], Frame::Small).spots.iter().map(|spot| spot.says.len()).collect();
        assert_eq!(says, [3, 3, 4, 3], "with what was before, and what chance does where it is known");
        let drawing = lines.draw([397.0, 200.0], Frame::Small);
        for shape in &drawing.shapes {
            if let Shape::Rect { from, to, .. } = shape {
                assert!(from[0].fract() == 0.0 && to[0].fract() == 0.0, "no seam: {from:?} {to:?}");
            }
        }
        assert_eq!(lines.table().rows[3].cells[2], "1 to 3".into());
        assert_eq!(lines.table().rows[2].cells[2], "–".into());
        let none = Lines { limits: vec![None; 4], ..lines };
        assert_eq!((band(&none), none.table().columns.len()), (0, 2));
    }
}
