//! One number over time: the level before, the level since, when it changed, and what is not finished.
//!
//! Painted in this order: grid, band, hatch, rule, points, levels, hollow points, labels.

use eframe::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use super::axis::{time_ticks, value_ticks};
use super::hatch::hatch;
use super::labels::pushed_apart;
use crate::model::{Dataset, Day, RowRef, money};
use crate::report::chart_spec::{ChartPoint, ChartSpec, LevelLine, Period};
use crate::review::wording::number;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::text::{self, Ink};

/// How much room a chart has, and with that how much it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartFrame {
    /// On a card: no value axis, the two levels are the axis.
    Card,
    /// The main chart of a page.
    Large,
    /// Half as wide.
    Small,
    /// Read from across a table.
    Meeting,
}

impl ChartFrame {
    /// Whether there is room to say everything.
    fn is_large(self) -> bool {
        matches!(self, Self::Large | Self::Meeting)
    }

    /// The size of axes and captions.
    fn axis(self) -> Size {
        if self == Self::Meeting { Size::MeetingCaption } else { Size::Chart }
    }

    /// The size of the level of now.
    fn level(self) -> Size {
        if self == Self::Meeting { Size::MeetingBody } else { Size::Caption }
    }

    /// How much larger everything is than on a page.
    fn scale(self) -> f32 {
        if self == Self::Meeting { 1.5 } else { 1.0 }
    }
}

/// What the owner points at in a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pointed {
    /// The row of the point under the pointer.
    pub hovered: Option<RowRef>,
    /// The row of the point that was clicked.
    pub clicked: Option<RowRef>,
}

/// Draws `spec` into `rect`. `marked` is the row that is pointed at elsewhere.
pub fn level_shift_ui(
    ui: &mut Ui,
    rect: Rect,
    spec: &ChartSpec,
    frame: ChartFrame,
    dataset: &Dataset,
    marked: Option<RowRef>,
) -> Pointed {
    let sense = if frame == ChartFrame::Card { Sense::hover() } else { Sense::CLICK };
    let response = ui.allocate_rect(rect, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, spec.in_words()));
    if !ui.is_rect_visible(rect) {
        return Pointed::default();
    }
    let chart = Plan::new(ui, rect, spec, frame);
    chart.grid(ui);
    chart.band(ui);
    chart.hatch(ui);
    chart.rule(ui);
    chart.points(ui);
    chart.levels(ui);
    chart.unfinished_points(ui);
    chart.labels(ui);
    chart.pointed(ui, &response, dataset, marked)
}

/// Where everything goes.
struct Plan<'a> {
    spec: &'a ChartSpec,
    frame: ChartFrame,
    tokens: &'static DesignTokens,
    plot: Rect,
    low: f64,
    high: f64,
    ticks: Vec<f64>,
}

impl<'a> Plan<'a> {
    fn new(ui: &Ui, rect: Rect, spec: &'a ChartSpec, frame: ChartFrame) -> Self {
        let (low, high) = spec.value_range();
        let (low, high, ticks) = match frame {
            ChartFrame::Card => (low, high, Vec::new()),
            ChartFrame::Large | ChartFrame::Small | ChartFrame::Meeting => {
                // The grid brings its own air, so that of the range would only add a step.
                let high = low + (high - low) / 1.08;
                let ticks = value_ticks(low, high, if frame.is_large() { 5 } else { 3 });
                (low, ticks.last().copied().unwrap_or(high).max(high), ticks)
            }
        };
        let widest = ticks.iter().map(|value| text_width(ui, &number(*value), frame, false)).fold(0.0_f32, f32::max);
        let left = if frame == ChartFrame::Card { 0.0 } else { widest + 10.0 };
        let right = label_width(ui, spec, frame);
        let top = if frame == ChartFrame::Card { 30.0 } else { 20.0 * frame.scale() };
        let plot = Rect::from_min_max(rect.min + vec2(left, top), rect.max - vec2(right, 19.0 * frame.scale()));
        Self { spec, frame, tokens: DesignTokens::of(ui), plot: ui_round(ui, plot), low, high, ticks }
    }

    fn x(&self, day: Day) -> f32 {
        let share = f64::from(day - self.spec.from) / f64::from((self.spec.to - self.spec.from).max(1));
        #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
        let x = self.plot.left() + self.plot.width() * share.clamp(0.0, 1.0) as f32;
        x
    }

    fn y(&self, value: f64) -> f32 {
        let share = (value - self.low) / (self.high - self.low).max(1e-9);
        #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
        let y = self.plot.bottom() - self.plot.height() * share.clamp(0.0, 1.0) as f32;
        y
    }

    fn grid(&self, ui: &Ui) {
        let painter = ui.painter();
        let faint = Stroke::new(1.0, self.tokens.raised.lerp_to_gamma(self.tokens.border, 0.35));
        let ink = self.tokens.text_3;
        for value in &self.ticks {
            let y = painter.round_to_pixel_center(self.y(*value));
            if value.abs() > 1e-9 {
                painter.hline(self.plot.x_range(), y, faint);
            }
            painter.text(
                pos2(self.plot.left() - 8.0, y),
                Align2::RIGHT_CENTER,
                number(*value),
                self.frame.axis().regular(),
                ink,
            );
        }
        let zero = painter.round_to_pixel_center(self.y(0.0));
        painter.hline(self.plot.x_range(), zero, self.tokens.hairline());
        let gap = if self.frame.is_large() { 88.0 * self.frame.scale() } else { 62.0 };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of labels")]
        let most = (self.plot.width() / gap).max(2.0) as usize;
        let mut free_from = f32::NEG_INFINITY;
        for tick in time_ticks(self.spec.from, self.spec.to, most) {
            let x = painter.round_to_pixel_center(self.x(tick.day));
            let galley = painter.layout_no_wrap(tick.text, self.frame.axis().regular(), ink);
            let last = (self.plot.right() - galley.size().x).max(self.plot.left());
            let left = (x - galley.size().x / 2.0).clamp(self.plot.left(), last);
            if left < free_from {
                continue;
            }
            free_from = left + galley.size().x + 8.0;
            painter.vline(x, self.plot.bottom()..=self.plot.bottom() + 3.0, self.tokens.hairline());
            painter.galley(pos2(left, self.plot.bottom() + 4.0), galley, ink);
        }
    }

    fn band(&self, ui: &Ui) {
        let Some((low, high)) = self.spec.band else { return };
        let rect = Rect::from_x_y_ranges(self.plot.x_range(), self.y(high)..=self.y(low));
        ui.painter().rect_filled(rect, CornerRadius::ZERO, self.tokens.was.gamma_multiply(0.2));
    }

    fn unfinished(&self) -> Option<Rect> {
        let from = self.x(self.spec.unfinished_from);
        (self.spec.unfinished_from < self.spec.to && self.plot.right() - from >= 2.0)
            .then(|| Rect::from_x_y_ranges(from..=self.plot.right(), self.plot.y_range()))
    }

    fn hatch(&self, ui: &Ui) {
        let Some(rect) = self.unfinished() else { return };
        hatch(ui, rect, 6.0);
    }

    fn rule(&self, ui: &Ui) {
        let Some(day) = self.spec.changed_on.filter(|day| *day > self.spec.from && *day < self.spec.to) else { return };
        let painter = ui.painter();
        let x = painter.round_to_pixel_center(self.x(day));
        painter.vline(x, self.plot.top() - 5.0..=self.plot.bottom(), Stroke::new(1.0, self.tokens.text_2));
    }

    fn points(&self, ui: &Ui) {
        let radius = if self.frame.is_large() { 3.0 * self.frame.scale() } else { 2.4 };
        let radius = if self.spec.points.len() > 150 { radius * 0.75 } else { radius };
        let painter = ui.painter();
        for point in self.spec.points.iter().filter(|point| point.period != Period::Unfinished) {
            let color = if point.period == Period::Was { self.tokens.was } else { self.tokens.accent };
            painter.circle_filled(self.place(point), radius, color.gamma_multiply(0.9));
        }
    }

    fn unfinished_points(&self, ui: &Ui) {
        let painter = ui.painter();
        for point in self.spec.points.iter().filter(|point| point.period == Period::Unfinished) {
            painter.circle(self.place(point), 3.2, self.tokens.surface, Stroke::new(1.6, self.tokens.accent));
        }
    }

    fn levels(&self, ui: &Ui) {
        let now_width = if self.frame.is_large() { 3.0 * self.frame.scale() } else { 2.5 };
        for (level, color, width) in
            [(self.spec.was, self.tokens.was, 2.0), (self.spec.now, self.tokens.accent, now_width)]
        {
            let Some(LevelLine { from, to, value }) = level else { continue };
            let (left, right) = (self.x(from), self.x(to.min(self.spec.unfinished_from)));
            let y = self.y(value);
            ui.painter().line_segment([pos2(left, y), pos2(right, y)], Stroke::new(width, color));
        }
    }

    fn labels(&self, ui: &Ui) {
        self.band_label(ui);
        self.rule_label(ui);
        let mut entries: Vec<(f32, String, Color32, bool)> = Vec::new();
        let is_card = self.frame == ChartFrame::Card;
        let has_both = self.spec.now.is_some();
        if let Some(now) = self.spec.now {
            entries.push((self.y(now.value), now_text(self.spec, now, self.frame), self.tokens.accent, true));
        }
        if let Some(was) = self.spec.was {
            entries.push((
                self.y(was.value),
                was_text(was, has_both),
                if is_card { self.tokens.text_3 } else { self.tokens.text_2 },
                false,
            ));
        }
        if let Some(open) = self.so_far() {
            entries.push((self.y(open.value), so_far_text(open), self.tokens.text_2, false));
        }
        let mut heights: Vec<f32> = entries.iter().map(|entry| entry.0).collect();
        pushed_apart(&mut heights, 16.0 * self.frame.scale(), self.plot.top() + 2.0, self.plot.bottom() - 2.0);
        for ((_, words, color, is_strong), y) in entries.into_iter().zip(heights) {
            let font = if is_strong { self.frame.level().strong() } else { self.frame.axis().regular() };
            ui.painter().text(pos2(self.plot.right() + 8.0, y), Align2::LEFT_CENTER, words, font, color);
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
    fn band_label(&self, ui: &Ui) {
        let Some((low, high)) = self.spec.band else { return };
        let words = match self.frame {
            ChartFrame::Large | ChartFrame::Meeting => format!("expected: {} to {}", number(low), number(high)),
            ChartFrame::Card | ChartFrame::Small => "expected".to_owned(),
        };
        let painter = ui.painter();
        let galley = painter.layout_no_wrap(words, self.frame.axis().regular(), self.tokens.text_3);
        let left = self.plot.left() + if self.frame == ChartFrame::Card { 0.0 } else { 6.0 };
        let right = self.unfinished().map_or(self.plot.right(), |rect| rect.left()) - galley.size().x - 4.0;
        let rule = self.spec.changed_on.map(|day| self.x(day));
        let levels: Vec<f32> =
            [self.spec.was, self.spec.now].into_iter().flatten().map(|level| self.y(level.value)).collect();
        let crowd = |at: Pos2| {
            let rect = Rect::from_min_size(at, galley.size()).expand(1.5);
            let outside = rect.top() < self.plot.top() - 4.0 || rect.bottom() > self.plot.bottom() + 2.0;
            let crossed = levels.iter().filter(|y| rect.y_range().contains(**y)).count()
                + usize::from(rule.is_some_and(|x| rect.x_range().contains(x)));
            let covered = self.spec.points.iter().filter(|point| rect.contains(self.place(point))).count();
            covered + 10 * crossed + if outside { 100 } else { 0 }
        };
        let heights = [self.y(high) - galley.size().y - 1.0, self.y(low) + 1.0];
        let columns = (0_u8..32).map(|i| left + 24.0 * f32::from(i)).take_while(|x| *x <= right.max(left));
        // The first place without a crowd: at the left rather than farther right, above rather than below.
        let best = columns.flat_map(|x| heights.map(|y| pos2(x, y))).min_by_key(|at| crowd(*at));
        if let Some(at) = best.filter(|at| crowd(*at) < 2) {
            painter.galley(pos2(at.x, at.y.round()), galley, self.tokens.text_3);
        }
    }

    fn rule_label(&self, ui: &Ui) {
        let painter = ui.painter();
        let baseline = self.plot.top() - 7.0;
        let caption = (self.frame == ChartFrame::Card).then(|| {
            let galley =
                painter.layout_no_wrap(self.spec.caption.clone(), self.frame.axis().regular(), self.tokens.text_3);
            let right = self.plot.left() + galley.size().x;
            painter.galley(pos2(self.plot.left(), baseline - galley.size().y + 1.0), galley, self.tokens.text_3);
            right
        });
        let Some(day) = self.spec.changed_on.filter(|day| *day > self.spec.from && *day < self.spec.to) else { return };
        let x = self.x(day);
        let words = match self.frame {
            ChartFrame::Large | ChartFrame::Meeting => format!("{}: change starts", day.short()),
            ChartFrame::Card | ChartFrame::Small => day.short(),
        };
        let galley = painter.layout_no_wrap(words, self.frame.axis().regular(), self.tokens.text_2);
        let width = galley.size().x;
        let mut left = match self.frame {
            ChartFrame::Large | ChartFrame::Meeting if x - width - 6.0 > self.plot.left() => x - width - 6.0,
            ChartFrame::Large | ChartFrame::Meeting => x + 6.0,
            ChartFrame::Card | ChartFrame::Small => (x - width / 2.0).min(self.plot.right() - width),
        };
        if let Some(end) = caption {
            left = left.max(end + 12.0);
        }
        let y = baseline - galley.size().y + 1.0;
        painter.galley(pos2(left.round(), y.round()), galley, self.tokens.text_2);
        if self.frame.is_large() && self.unfinished().is_some() {
            let galley =
                painter.layout_no_wrap("not finished".to_owned(), self.frame.axis().regular(), self.tokens.text_3);
            let at = self.plot.right() - galley.size().x;
            if at > left + width + 12.0 {
                painter.galley(pos2(at.round(), y.round()), galley, self.tokens.text_3);
            }
        }
    }

    fn place(&self, point: &ChartPoint) -> Pos2 {
        pos2(self.x(point.day), self.y(point.value))
    }

    fn nearest(&self, pointer: Pos2) -> Option<&ChartPoint> {
        let near = |point: &&ChartPoint| {
            let away = self.place(point) - pointer;
            // The time says more about what is meant than the height.
            away.x.abs() * 2.0 + away.y.abs() * 0.5
        };
        let best = self.spec.points.iter().min_by(|a, b| near(a).total_cmp(&near(b)))?;
        ((self.place(best).x - pointer.x).abs() <= 16.0).then_some(best)
    }

    fn pointed(&self, ui: &Ui, response: &Response, dataset: &Dataset, marked: Option<RowRef>) -> Pointed {
        let hovered =
            response.hover_pos().filter(|pos| self.plot.expand(6.0).contains(*pos)).and_then(|pos| self.nearest(pos));
        if let Some(point) = hovered {
            response.clone().on_hover_ui_at_pointer(|ui| self.tooltip_ui(ui, point, dataset));
            if response.sense.senses_click() && point.at.is_some() {
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            }
        }
        let same = |point: &&ChartPoint| marked.is_some() && point.at == marked;
        for point in hovered.into_iter().chain(self.spec.points.iter().find(same)) {
            let ring = Stroke::new(2.0, self.tokens.text);
            ui.painter().add(Shape::circle_stroke(self.place(point), 6.0, ring));
        }
        let hovered = hovered.and_then(|point| point.at);
        Pointed { hovered, clicked: hovered.filter(|_| response.clicked()) }
    }

    fn tooltip_ui(&self, ui: &mut Ui, point: &ChartPoint, dataset: &Dataset) {
        let tokens = self.tokens;
        let strong = Ink::strong(Size::Caption, tokens.text);
        let plain = Ink::new(Size::Caption, tokens.text_2);
        let value = format!("{} {}", number(point.value), self.spec.unit_short);
        let open = if point.period == Period::Unfinished { ", not finished" } else { "" };
        ui.spacing_mut().item_spacing.y = 2.0;
        let first = text::runs(ui, &[(&value, strong), (&format!("   {}{open}", point.day.long()), plain)], 400.0);
        text::label_ui(ui, &first);
        if let Some((low, high)) = self.spec.band {
            let expected = format!("expected {} to {}", number(low), number(high));
            let galley = text::line(ui, &expected, plain);
            text::label_ui(ui, &galley);
        }
        if let Some(at) = point.at
            && let Some(source) = dataset.sources.get(usize::from(at.source))
        {
            let place = format!("{}, row {}", source.file, money::thousands(u64::from(at.row)));
            let galley = text::line(ui, &place, Ink::new(Size::Caption, tokens.text_3));
            text::label_ui(ui, &galley);
        }
    }
}

fn now_text(spec: &ChartSpec, now: LevelLine, frame: ChartFrame) -> String {
    let value = number(now.value);
    match frame {
        ChartFrame::Card => format!("{value} {}", spec.unit_short),
        ChartFrame::Large | ChartFrame::Meeting => format!("now {value} {}", spec.unit_short),
        ChartFrame::Small => format!("now {value}"),
    }
}

fn was_text(was: LevelLine, has_now: bool) -> String {
    format!("{} {}", if has_now { "was" } else { "usually" }, number(was.value))
}

fn so_far_text(point: &ChartPoint) -> String {
    format!("{} so far", number(point.value))
}

/// The room to the right of the plot: as wide as the widest label, within 66 to 110 px.
fn label_width(ui: &Ui, spec: &ChartSpec, frame: ChartFrame) -> f32 {
    let now = spec.now.map_or(0.0, |now| text_width(ui, &now_text(spec, now, frame), frame, true));
    let was = spec.was.map_or(0.0, |was| text_width(ui, &was_text(was, spec.now.is_some()), frame, false));
    (now.max(was) + 12.0).clamp(66.0, 118.0 * frame.scale())
}

fn text_width(ui: &Ui, words: &str, frame: ChartFrame, is_strong: bool) -> f32 {
    let font = if is_strong { frame.level().strong() } else { frame.axis().regular() };
    ui.painter().layout_no_wrap(words.to_owned(), font, Color32::PLACEHOLDER).size().x
}

fn ui_round(ui: &Ui, rect: Rect) -> Rect {
    use eframe::egui::emath::GuiRounding as _;
    rect.round_to_pixels(ui.pixels_per_point())
}
