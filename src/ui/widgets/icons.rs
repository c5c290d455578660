//! The icons of the frame, drawn with lines in an even 16 × 16 grid.

use eframe::egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, vec2};

use crate::ui::theme::DesignTokens;

/// What an icon stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A week of a calendar.
    Week,
    /// A line that rises over its axes.
    Trends,
    /// Two things that are linked.
    Names,
    /// An arrow into a tray.
    Import,
    /// A folder that opens.
    Start,
    /// A sheet of paper.
    File,
    /// A drum, as databases are drawn.
    Data,
    /// A closed lock.
    Lock,
    /// Two people.
    Customers,
    /// A bank note.
    Payments,
    /// A line that opens into a fan.
    Outlook,
    /// A screen on its stand.
    Meeting,
    /// Sliders.
    Settings,
    /// A question in a circle.
    Help,
    /// A looking glass.
    Search,
    /// Lines that grow shorter.
    Filter,
}

/// Draws an icon around `center`.
pub fn icon(painter: &Painter, center: Pos2, icon: Icon, color: Color32) {
    let pen = Pen { painter, center, stroke: Stroke::new(1.4, color) };
    match icon {
        Icon::Settings | Icon::Help | Icon::Search | Icon::Filter | Icon::File | Icon::Lock => sign(&pen, icon),
        _ => page(&pen, icon),
    }
}

/// Draws lines, circles and frames around a centre.
struct Pen<'a> {
    painter: &'a Painter,
    center: Pos2,
    stroke: Stroke,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.center + vec2(x, y)
    }

    fn line(&self, points: &[(f32, f32)]) {
        self.painter.add(Shape::line(points.iter().map(|(x, y)| self.at(*x, *y)).collect(), self.stroke));
    }

    fn frame(&self, rect: Rect, radius: u8) {
        self.painter.rect_stroke(rect, CornerRadius::same(radius), self.stroke, StrokeKind::Middle);
    }

    fn circle(&self, (x, y): (f32, f32), radius: f32) {
        self.painter.circle_stroke(self.at(x, y), radius, self.stroke);
    }

    fn dot(&self, (x, y): (f32, f32), radius: f32) {
        self.painter.circle_filled(self.at(x, y), radius, self.stroke.color);
    }
}

/// The pages of the navigation.
fn page(pen: &Pen<'_>, icon: Icon) {
    let at = |x: f32, y: f32| pen.at(x, y);
    match icon {
        Icon::Week => {
            pen.frame(Rect::from_min_max(at(-6.0, -5.0), at(6.0, 6.0)), 2);
            pen.line(&[(-6.0, -1.5), (6.0, -1.5)]);
            pen.line(&[(-3.0, -7.0), (-3.0, -3.8)]);
            pen.line(&[(3.0, -7.0), (3.0, -3.8)]);
            pen.line(&[(-2.6, 2.2), (-0.8, 4.0), (2.8, 0.6)]);
        }
        Icon::Customers => {
            pen.circle((-2.0, -2.8), 2.6);
            pen.line(&[
                (-6.8, 5.6),
                (-6.6, 3.6),
                (-5.2, 2.0),
                (-3.2, 1.4),
                (-0.8, 1.4),
                (1.2, 2.0),
                (2.6, 3.6),
                (2.8, 5.6),
            ]);
            pen.line(&[(2.6, -5.2), (4.2, -4.4), (4.8, -2.8), (4.2, -1.2), (2.6, -0.4)]);
            pen.line(&[(4.4, 1.8), (6.0, 3.0), (6.8, 5.6)]);
        }
        Icon::Trends => {
            pen.line(&[(-6.0, -6.0), (-6.0, 6.0), (6.5, 6.0)]);
            pen.line(&[(-3.2, 2.6), (-0.4, -1.0), (1.8, 0.8), (5.6, -4.4)]);
        }
        Icon::Outlook => {
            pen.line(&[(-6.8, 2.0), (-1.0, 1.0)]);
            pen.line(&[(6.4, -6.0), (-1.0, 1.0), (6.4, 5.4)]);
            pen.line(&[(-1.0, 1.0), (6.4, -0.6)]);
        }
        Icon::Payments => {
            pen.frame(Rect::from_min_max(at(-7.0, -4.5), at(7.0, 4.5)), 1);
            pen.circle((0.0, 0.0), 2.0);
            pen.dot((-4.6, 0.0), 0.8);
            pen.dot((4.6, 0.0), 0.8);
        }
        Icon::Names => {
            pen.circle((-2.6, 0.0), 3.9);
            pen.circle((2.6, 0.0), 3.9);
        }
        Icon::Import => {
            pen.line(&[(0.0, -6.5), (0.0, 2.0)]);
            pen.line(&[(-3.2, -1.0), (0.0, 2.2), (3.2, -1.0)]);
            pen.line(&[(-6.0, 2.5), (-6.0, 6.0), (6.0, 6.0), (6.0, 2.5)]);
        }
        Icon::Data => {
            let rim = |y: f32| -> Vec<Pos2> {
                (0..=12)
                    .map(|i| std::f32::consts::PI * i as f32 / 12.0)
                    .map(|a| at(-5.0 * a.cos(), y + 2.2 * a.sin()))
                    .collect()
            };
            pen.painter.add(Shape::ellipse_stroke(at(0.0, -4.2), vec2(5.0, 2.2), pen.stroke));
            pen.painter.add(Shape::line(rim(0.2), pen.stroke));
            pen.painter.add(Shape::line(rim(4.4), pen.stroke));
            pen.line(&[(-5.0, -4.2), (-5.0, 4.4)]);
            pen.line(&[(5.0, -4.2), (5.0, 4.4)]);
        }
        Icon::Start => {
            pen.line(&[(-6.5, 5.5), (-6.5, -4.5), (-1.5, -4.5), (0.0, -2.5), (6.5, -2.5), (6.5, 5.5), (-6.5, 5.5)]);
            pen.line(&[(-6.5, 0.2), (6.5, 0.2)]);
        }
        Icon::Meeting => {
            pen.frame(Rect::from_min_max(at(-7.0, -5.5), at(7.0, 3.5)), 1);
            pen.line(&[(0.0, 3.5), (0.0, 6.2)]);
            pen.line(&[(-3.4, 6.2), (3.4, 6.2)]);
        }
        _ => {}
    }
}

/// What stands beside words.
fn sign(pen: &Pen<'_>, icon: Icon) {
    let at = |x: f32, y: f32| pen.at(x, y);
    match icon {
        Icon::Settings => {
            for (y, x) in [(-4.5, 2.5), (0.0, -2.5), (4.5, 1.0)] {
                pen.line(&[(-6.5, y), (x - 1.8, y)]);
                pen.line(&[(x + 1.8, y), (6.5, y)]);
                pen.circle((x, y), 1.8);
            }
        }
        Icon::Help => {
            pen.circle((0.0, 0.0), 6.3);
            pen.line(&[
                (-2.0, -1.6),
                (-1.5, -3.0),
                (0.0, -3.6),
                (1.6, -2.9),
                (1.9, -1.4),
                (1.1, -0.2),
                (0.0, 0.7),
                (0.0, 1.6),
            ]);
            pen.dot((0.0, 3.8), 0.9);
        }
        Icon::Search => {
            pen.circle((-1.2, -1.2), 4.4);
            pen.line(&[(2.0, 2.0), (5.8, 5.8)]);
        }
        Icon::Filter => {
            pen.line(&[(-6.0, -3.6), (6.0, -3.6)]);
            pen.line(&[(-3.8, 0.0), (3.8, 0.0)]);
            pen.line(&[(-1.6, 3.6), (1.6, 3.6)]);
        }
        Icon::File => {
            pen.line(&[
                (1.5, -6.5),
                (-4.5, -6.5),
                (-4.5, 6.5),
                (4.5, 6.5),
                (4.5, -3.5),
                (1.5, -6.5),
                (1.5, -3.5),
                (4.5, -3.5),
            ]);
        }
        Icon::Lock => {
            pen.frame(Rect::from_min_max(at(-4.5, -1.0), at(4.5, 5.5)), 1);
            pen.line(&[(-2.5, -1.0), (-2.5, -3.6), (-1.4, -5.2), (1.4, -5.2), (2.5, -3.6), (2.5, -1.0)]);
        }
        _ => {}
    }
}

/// The mark of Lotwise, 22 × 22: a level that steps down and goes on.
pub fn logo(painter: &Painter, center: Pos2, tokens: &DesignTokens) {
    let rect = Rect::from_center_size(center, vec2(22.0, 22.0));
    painter.rect_filled(rect, CornerRadius::same(5), tokens.accent);
    let stroke = Stroke::new(2.4, tokens.on_accent);
    let points = LOGO_STEPS.iter().map(|(x, y)| center + vec2(*x, *y)).collect();
    painter.add(Shape::line(points, stroke));
    painter.circle_filled(center + vec2(LOGO_DOT.0, LOGO_DOT.1), 1.7, tokens.on_accent);
}

/// The steps of the mark, from its centre, in a square of 22.
pub const LOGO_STEPS: [(f32, f32); 4] = [(-6.5, -4.0), (-0.5, -4.0), (-0.5, 3.5), (6.5, 3.5)];

/// The dot of the mark.
pub const LOGO_DOT: (f32, f32) = (4.6, -4.0);
