//! Level shapes: drawn, since no font has them alike, and always beside their word.

use eframe::egui::{Color32, Painter, Pos2, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::model::Level;
use crate::ui::theme::DesignTokens;

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// ▲ Call this week.
    Act,
    /// ◆ Keep an eye on.
    Watch,
    /// ★ An opportunity.
    Chance,
    /// ● Recovered.
    Better,
    /// ○ Cannot be judged yet.
    Unknown,
}

impl Mark {
    /// The mark of a level.
    pub fn of(level: Level) -> Self {
        match level {
            Level::Act => Self::Act,
            Level::Watch => Self::Watch,
            Level::Chance => Self::Chance,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Act => "Act",
            Self::Watch => "Watch",
            Self::Chance => "Chance",
            Self::Better => "Cleared",
            Self::Unknown => "Cannot judge",
        }
    }

    /// Its colour.
    pub fn color(self, tokens: &DesignTokens) -> Color32 {
        match self {
            Self::Act => tokens.act,
            Self::Watch => tokens.watch,
            Self::Chance => tokens.chance,
            Self::Better => tokens.better,
            Self::Unknown => tokens.text_3,
        }
    }
}

/// Draws a mark around `center`, and says its word to a screen reader.
pub fn mark_ui(ui: &mut Ui, center: Pos2, mark: Mark) {
    let color = mark.color(DesignTokens::of(ui));
    let rect = eframe::egui::Rect::from_center_size(center, vec2(12.0, 12.0));
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, mark.word()));
    let painter = ui.painter();
    match mark {
        Mark::Act => drop(painter.add(polygon(&[(0.0, -5.5), (5.8, 4.8), (-5.8, 4.8)], center, color))),
        Mark::Watch => drop(painter.add(polygon(&[(0.0, -5.8), (5.8, 0.0), (0.0, 5.8), (-5.8, 0.0)], center, color))),
        Mark::Chance => star(painter, center, color),
        Mark::Better => drop(painter.circle_filled(center, 4.8, color)),
        Mark::Unknown => drop(painter.circle_stroke(center, 4.0, Stroke::new(1.4, color))),
    }
}

/// A filled triangle that points down: "a list opens here".
pub fn drop_triangle(ui: &Ui, center: Pos2, color: Color32) {
    ui.painter().add(polygon(&[(-3.5, -2.0), (3.5, -2.0), (0.0, 2.5)], center, color));
}

/// A filled triangle beside the heading that sorts: down for the largest first.
pub fn sort_triangle(ui: &Ui, center: Pos2, is_descending: bool, color: Color32) {
    let points: [(f32, f32); 3] =
        if is_descending { [(-3.5, -2.0), (3.5, -2.0), (0.0, 2.5)] } else { [(-3.5, 2.0), (0.0, -2.5), (3.5, 2.0)] };
    ui.painter().add(polygon(&points, center, color));
}

/// An open angle that points right, or down where `is_open`.
pub fn disclosure(ui: &Ui, center: Pos2, is_open: bool, color: Color32) {
    let points: [(f32, f32); 3] =
        if is_open { [(-4.0, -2.0), (0.0, 2.0), (4.0, -2.0)] } else { [(-2.0, -4.0), (2.0, 0.0), (-2.0, 4.0)] };
    let points = points.iter().map(|(x, y)| center + vec2(*x, *y)).collect();
    ui.painter().line(points, Stroke::new(1.5, color));
}

/// An arrow head to the left: "back".
pub fn back_arrow(ui: &Ui, center: Pos2, color: Color32) {
    let points = [(2.5, -5.0), (-2.5, 0.0), (2.5, 5.0)].iter().map(|(x, y)| pos2(center.x + x, center.y + y)).collect();
    ui.painter().line(points, Stroke::new(1.6, color));
}

/// "Done".
pub fn check_mark(ui: &Ui, center: Pos2, color: Color32) {
    let points = [(-4.5, 0.0), (-1.5, 3.5), (4.5, -3.5)].iter().map(|(x, y)| center + vec2(*x, *y)).collect();
    ui.painter().line(points, Stroke::new(1.6, color));
}

/// "Not possible".
pub fn cross(ui: &Ui, center: Pos2, color: Color32) {
    let stroke = Stroke::new(1.6, color);
    ui.painter().line_segment([center + vec2(-3.5, -3.5), center + vec2(3.5, 3.5)], stroke);
    ui.painter().line_segment([center + vec2(-3.5, 3.5), center + vec2(3.5, -3.5)], stroke);
}

/// Five points; drawn as two shapes, since a star is not convex.
fn star(painter: &Painter, center: Pos2, color: Color32) {
    let point = |i: u8, radius: f32| {
        let angle = std::f32::consts::TAU * f32::from(i) / 10.0 - std::f32::consts::FRAC_PI_2;
        center + radius * vec2(angle.cos(), angle.sin())
    };
    let inner: Vec<Pos2> = (0..5).map(|i| point(2 * i + 1, 2.6)).collect();
    painter.add(Shape::convex_polygon(inner, color, Stroke::NONE));
    for i in 0..5 {
        let ray = vec![point(2 * i, 6.2), point(2 * i + 1, 2.6), point((2 * i + 9) % 10, 2.6)];
        painter.add(Shape::convex_polygon(ray, color, Stroke::NONE));
    }
}

fn polygon(points: &[(f32, f32)], center: Pos2, color: Color32) -> Shape {
    Shape::convex_polygon(points.iter().map(|(x, y)| center + vec2(*x, *y)).collect(), color, Stroke::NONE)
}
