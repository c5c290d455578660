//! Where everything of a [`LevelShift`] stands.
//!
//! Drawn in this order: grid, band, hatch, rule, points, levels, hollow points, labels.

use super::{ChartPoint, LevelLine, LevelShift, Period};
use crate::model::Day;
use crate::report::chart::Frame;
use crate::report::chart::axis::{Tick, ticks, time_axis};
use crate::report::chart::drawing::{Drawing, Lead, Place, Reach, Shape, Side, Spot, Text, Tone};
use crate::report::chart::labels::pushed_apart;
use crate::report::chart::measure::text_width;
use crate::review::wording::number;

/// Where everything goes.
pub struct Plan<'a> {
    spec: &'a LevelShift,
    frame: Frame,
    size: Place,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    low: f64,
    high: f64,
    ticks: Vec<Tick>,
}

impl<'a> Plan<'a> {
    /// In this size.
    pub fn new(spec: &'a LevelShift, size: Place, frame: Frame) -> Self {
        let (low, high) = spec.value_range();
        let (low, high, ticks) = match frame {
            Frame::Card => (low, high, Vec::new()),
            Frame::Large | Frame::Small | Frame::Meeting => {
                // The grid brings its own air, so that of the range would only add a step.
                let high = low + (high - low) / 1.08;
                let ticks = ticks(low, high, if frame.is_large() { 5 } else { 3 });
                (low, ticks.last().map_or(high, |(value, _)| value.max(high)), ticks)
            }
        };
        let widest = ticks.iter().map(|(_, name)| text_width(name, frame.axis(), false)).fold(0.0, f32::max);
        let left: f32 = if frame == Frame::Card { 0.0 } else { widest + 10.0 };
        let right = size[0] - label_width(spec, frame);
        let top: f32 = if frame == Frame::Card { 30.0 } else { 20.0 * frame.scale() };
        let bottom = size[1] - 19.0 * frame.scale();
        let [left, right, top, bottom] = [left, right, top, bottom].map(f32::round);
        Self { spec, frame, size, left, right, top, bottom, low, high, ticks }
    }

    /// From the left and from the right edge to the plot.
    pub fn insets(&self) -> (f32, f32) {
        (self.left, self.size[0] - self.right)
    }

    /// All of it.
    pub fn drawn(&self) -> Drawing {
        let mut drawing = Drawing::new(self.size);
        self.grid(&mut drawing);
        if let Some((low, high)) = self.spec.band {
            drawing.rect([self.left, self.y(high)], [self.right, self.y(low)], Tone::Was, 0.2);
        }
        if let Some(from) = self.unfinished() {
            let (from, to) = ([from, self.top], [self.right, self.bottom]);
            drawing.shapes.push(Shape::Hatch { from, to, step: 6.0 * self.frame.scale() });
        }
        if let Some(day) = self.rule_day() {
            let x = self.x(day);
            drawing.line([x, self.top - 5.0], [x, self.bottom], Tone::Text2, 1.0);
        }
        self.points(&mut drawing);
        self.levels(&mut drawing);
        for point in self.spec.points.iter().filter(|point| point.period == Period::Unfinished) {
            drawing.shapes.push(Shape::Ring { at: self.place(point), radius: 3.2, tone: Tone::Accent });
        }
        self.labels(&mut drawing);
        drawing.spots = self.spec.points.iter().map(|point| self.spot(point)).collect();
        drawing
    }

    fn x(&self, day: Day) -> f32 {
        let share = f64::from(day - self.spec.from) / f64::from((self.spec.to - self.spec.from).max(1));
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let x = self.left + (self.right - self.left) * share.clamp(0.0, 1.0) as f32;
        x
    }

    fn y(&self, value: f64) -> f32 {
        let share = (value - self.low) / (self.high - self.low).max(1e-9);
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let y = self.bottom - (self.bottom - self.top) * share.clamp(0.0, 1.0) as f32;
        y
    }

    fn place(&self, point: &ChartPoint) -> Place {
        [self.x(point.day), self.y(point.value)]
    }

    fn grid(&self, drawing: &mut Drawing) {
        for (value, name) in &self.ticks {
            let y = self.y(*value);
            if value.abs() > 1e-9 {
                drawing.line([self.left, y], [self.right, y], Tone::Faint, 1.0);
            }
            let text = Text::new([self.left - 8.0, y], name.as_str(), self.frame.axis(), Tone::Text3);
            drawing.text(text.side(Side::Right));
        }
        let zero = self.y(0.0);
        drawing.line([self.left, zero], [self.right, zero], Tone::Border, 1.0);
        let gap = if self.frame.is_large() { 88.0 * self.frame.scale() } else { 62.0 };
        let span = (self.spec.from, self.spec.to);
        time_axis(drawing, span, [self.left, self.right], self.bottom, gap, self.frame.axis());
    }

    /// Where what is not finished begins.
    fn unfinished(&self) -> Option<f32> {
        let from = self.x(self.spec.unfinished_from);
        (self.spec.unfinished_from < self.spec.to && self.right - from >= 2.0).then_some(from)
    }

    fn rule_day(&self) -> Option<Day> {
        self.spec.changed_on.filter(|day| *day > self.spec.from && *day < self.spec.to)
    }

    fn points(&self, drawing: &mut Drawing) {
        let radius = if self.frame.is_large() { 3.0 * self.frame.scale() } else { 2.4 };
        let radius = if self.spec.points.len() > 150 { radius * 0.75 } else { radius };
        for point in self.spec.points.iter().filter(|point| point.period != Period::Unfinished) {
            let tone = if point.period == Period::Was { Tone::Was } else { Tone::Accent };
            drawing.dot(self.place(point), radius, tone, 0.9);
        }
    }

    fn levels(&self, drawing: &mut Drawing) {
        let now_width = if self.frame.is_large() { 3.0 * self.frame.scale() } else { 2.5 };
        for (level, tone, width) in [(self.spec.was, Tone::Was, 2.0), (self.spec.now, Tone::Accent, now_width)] {
            let Some(LevelLine { from, to, value }) = level else { continue };
            let (left, right) = (self.x(from), self.x(to.min(self.spec.unfinished_from)));
            let y = self.y(value);
            drawing.line([left, y], [right, y], tone, width);
        }
    }

    fn labels(&self, drawing: &mut Drawing) {
        self.band_label(drawing);
        self.rule_label(drawing);
        let mut entries: Vec<(f32, String, Tone, bool)> = Vec::new();
        let has_both = self.spec.now.is_some();
        if let Some(now) = self.spec.now {
            entries.push((self.y(now.value), now_text(self.spec, now, self.frame), Tone::Accent, true));
        }
        if let Some(was) = self.spec.was {
            let tone = if self.frame == Frame::Card { Tone::Text3 } else { Tone::Text2 };
            entries.push((self.y(was.value), was_text(was, has_both), tone, false));
        }
        if let Some(open) = self.so_far() {
            entries.push((self.y(open.value), so_far_text(open), Tone::Text2, false));
        }
        let mut heights: Vec<f32> = entries.iter().map(|entry| entry.0).collect();
        pushed_apart(&mut heights, 16.0 * self.frame.scale(), self.top + 2.0, self.bottom - 2.0);
        for ((_, words, tone, is_strong), y) in entries.into_iter().zip(heights) {
            let size = if is_strong { self.frame.level() } else { self.frame.axis() };
            let text = Text::new([self.right + 8.0, y], words, size, tone);
            drawing.text(if is_strong { text.strong() } else { text });
        }
    }

    /// "so far": the last point that no row stands for yet.
    fn so_far(&self) -> Option<&ChartPoint> {
        if !self.frame.is_large() {
            return None;
        }
        self.spec.points.iter().rev().find(|point| point.period == Period::Unfinished && point.at.is_none())
    }

    /// Names the band once, above or below it, where fewer points are in the way.
    fn band_label(&self, drawing: &mut Drawing) {
        let Some((low, high)) = self.spec.band else { return };
        let words = match self.frame {
            Frame::Large | Frame::Meeting => format!("expected: {} to {}", number(low), number(high)),
            Frame::Card | Frame::Small => "expected".to_owned(),
        };
        let size = self.frame.axis();
        let (width, height) = (text_width(&words, size, false), size * 1.25);
        let left = self.left + if self.frame == Frame::Card { 0.0 } else { 6.0 };
        let right = self.unfinished().unwrap_or(self.right) - width - 4.0;
        let rule = self.spec.changed_on.map(|day| self.x(day));
        let levels: Vec<f32> =
            [self.spec.was, self.spec.now].into_iter().flatten().map(|level| self.y(level.value)).collect();
        let crowd = |[x, y]: Place| {
            let (from, to) = ([x - 3.0, y - height / 2.0 - 2.0], [x + width + 3.0, y + height / 2.0 + 2.0]);
            let outside = from[1] < self.top - 4.0 || to[1] > self.bottom + 2.0;
            let crossed = levels.iter().filter(|y| (from[1]..=to[1]).contains(*y)).count()
                + usize::from(rule.is_some_and(|x| (from[0]..=to[0]).contains(&x)));
            let is_under = |[x, y]: Place| (from[0]..=to[0]).contains(&x) && (from[1]..=to[1]).contains(&y);
            let covered = self.spec.points.iter().filter(|point| is_under(self.place(point))).count();
            covered + 10 * crossed + if outside { 100 } else { 0 }
        };
        let heights = [self.y(high) - height / 2.0 - 1.0, self.y(low) + height / 2.0 + 1.0];
        let columns = (0_u8..32).map(|i| left + 24.0 * f32::from(i)).take_while(|x| *x <= right.max(left));
        // The first place without a crowd: at the left rather than farther right, above rather than below.
        let places = columns.flat_map(|x| heights.map(|y| ([x, y], crowd([x, y]))));
        if let Some((at, _)) = places.min_by_key(|(_, crowd)| *crowd).filter(|(_, crowd)| *crowd < 2) {
            drawing.text(Text::new(at, words, size, Tone::Text3));
        }
    }

    fn rule_label(&self, drawing: &mut Drawing) {
        let size = self.frame.axis();
        let y = self.top - 7.0 - size * 0.4;
        let caption = (self.frame == Frame::Card).then(|| {
            let text = Text::new([self.left, y], self.spec.caption.as_str(), size, Tone::Text3);
            self.left + drawing.text(text)
        });
        let Some(day) = self.rule_day() else { return };
        let x = self.x(day);
        let words = if self.frame.is_large() { format!("{}: change starts", day.short()) } else { day.short() };
        let width = text_width(&words, size, false);
        let mut left = match self.frame {
            Frame::Large | Frame::Meeting if x - width - 6.0 > self.left => x - width - 6.0,
            Frame::Large | Frame::Meeting => x + 6.0,
            Frame::Card | Frame::Small => (x - width / 2.0).min(self.right - width),
        };
        if let Some(end) = caption {
            left = left.max(end + 12.0);
        }
        drawing.text(Text::new([left.round(), y], words, size, Tone::Text2));
        if self.frame.is_large() && self.unfinished().is_some() {
            let words = Text::new([self.right, y], "not finished", size, Tone::Text3).side(Side::Right);
            if words.left() > left + width + 12.0 {
                drawing.text(words);
            }
        }
    }

    fn spot(&self, point: &ChartPoint) -> Spot {
        let open = if point.period == Period::Unfinished { ", not finished" } else { "" };
        let mut says =
            vec![format!("{} {}", number(point.value), self.spec.unit_short), format!("{}{open}", point.day.long())];
        says.extend(self.spec.band.map(|(low, high)| format!("expected {} to {}", number(low), number(high))));
        let lead = point.at.map_or(Lead::Nowhere, Lead::Row);
        Spot { at: self.place(point), reach: Reach::Column(16.0), says, lead }
    }
}

fn now_text(spec: &LevelShift, now: LevelLine, frame: Frame) -> String {
    let value = number(now.value);
    match frame {
        Frame::Card => format!("{value} {}", spec.unit_short),
        Frame::Large | Frame::Meeting => format!("now {value} {}", spec.unit_short),
        Frame::Small => format!("now {value}"),
    }
}

fn was_text(was: LevelLine, has_now: bool) -> String {
    format!("{} {}", if has_now { "was" } else { "usually" }, number(was.value))
}

fn so_far_text(point: &ChartPoint) -> String {
    format!("{} so far", number(point.value))
}

/// The room to the right of the plot: as wide as the widest label, within 66 to 118 points.
fn label_width(spec: &LevelShift, frame: Frame) -> f32 {
    let now = spec.now.map_or(0.0, |now| text_width(&now_text(spec, now, frame), frame.level(), true));
    let was = spec.was.map_or(0.0, |was| text_width(&was_text(was, spec.now.is_some()), frame.axis(), false));
    (now.max(was) + 12.0).clamp(66.0, 118.0 * frame.scale())
}
