//! The icons of the frame, drawn with lines in an even 16 × 16 grid.

use eframe::egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

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
    let stroke = Stroke::new(1.4, color);
    let at = |x: f32, y: f32| pos2(center.x + x, center.y + y);
    let line = |points: &[(f32, f32)]| {
        painter.add(Shape::line(points.iter().map(|(x, y)| at(*x, *y)).collect(), stroke));
    };
    let frame = |rect: Rect, radius: u8| {
        painter.rect_stroke(rect, CornerRadius::same(radius), stroke, StrokeKind::Middle);
    };
    match icon {
        Icon::Week => {
            frame(Rect::from_min_max(at(-6.0, -5.0), at(6.0, 6.0)), 2);
            line(&[(-6.0, -1.5), (6.0, -1.5)]);
            line(&[(-3.0, -7.0), (-3.0, -3.8)]);
            line(&[(3.0, -7.0), (3.0, -3.8)]);
            line(&[(-2.6, 2.2), (-0.8, 4.0), (2.8, 0.6)]);
        }
        Icon::Trends => {
            line(&[(-6.0, -6.0), (-6.0, 6.0), (6.5, 6.0)]);
            line(&[(-3.2, 2.6), (-0.4, -1.0), (1.8, 0.8), (5.6, -4.4)]);
        }
        Icon::Names => {
            painter.circle_stroke(at(-2.6, 0.0), 3.9, stroke);
            painter.circle_stroke(at(2.6, 0.0), 3.9, stroke);
        }
        Icon::Import => {
            line(&[(0.0, -6.5), (0.0, 2.0)]);
            line(&[(-3.2, -1.0), (0.0, 2.2), (3.2, -1.0)]);
            line(&[(-6.0, 2.5), (-6.0, 6.0), (6.0, 6.0), (6.0, 2.5)]);
        }
        Icon::Start => {
            line(&[(-6.5, 5.5), (-6.5, -4.5), (-1.5, -4.5), (0.0, -2.5), (6.5, -2.5), (6.5, 5.5), (-6.5, 5.5)]);
            line(&[(-6.5, 0.2), (6.5, 0.2)]);
        }
        Icon::File => {
            line(&[
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
        Icon::Data => {
            let rim = |y: f32| -> Vec<Pos2> {
                (0..=12)
                    .map(|i| std::f32::consts::PI * i as f32 / 12.0)
                    .map(|a| at(-5.0 * a.cos(), y + 2.2 * a.sin()))
                    .collect()
            };
            painter.add(Shape::ellipse_stroke(at(0.0, -4.2), eframe::egui::vec2(5.0, 2.2), stroke));
            painter.add(Shape::line(rim(0.2), stroke));
            painter.add(Shape::line(rim(4.4), stroke));
            line(&[(-5.0, -4.2), (-5.0, 4.4)]);
            line(&[(5.0, -4.2), (5.0, 4.4)]);
        }
        Icon::Customers => {
            painter.circle_stroke(at(-2.0, -2.8), 2.6, stroke);
            line(&[
                (-6.8, 5.6),
                (-6.6, 3.6),
                (-5.2, 2.0),
                (-3.2, 1.4),
                (-0.8, 1.4),
                (1.2, 2.0),
                (2.6, 3.6),
                (2.8, 5.6),
            ]);
            line(&[(2.6, -5.2), (4.2, -4.4), (4.8, -2.8), (4.2, -1.2), (2.6, -0.4)]);
            line(&[(4.4, 1.8), (6.0, 3.0), (6.8, 5.6)]);
        }
        Icon::Payments => {
            frame(Rect::from_min_max(at(-7.0, -4.5), at(7.0, 4.5)), 1);
            painter.circle_stroke(at(0.0, 0.0), 2.0, stroke);
            painter.circle_filled(at(-4.6, 0.0), 0.8, color);
            painter.circle_filled(at(4.6, 0.0), 0.8, color);
        }
        Icon::Meeting => {
            frame(Rect::from_min_max(at(-7.0, -5.5), at(7.0, 3.5)), 1);
            line(&[(0.0, 3.5), (0.0, 6.2)]);
            line(&[(-3.4, 6.2), (3.4, 6.2)]);
        }
        Icon::Settings => {
            for (y, x) in [(-4.5, 2.5), (0.0, -2.5), (4.5, 1.0)] {
                line(&[(-6.5, y), (x - 1.8, y)]);
                line(&[(x + 1.8, y), (6.5, y)]);
                painter.circle_stroke(at(x, y), 1.8, stroke);
            }
        }
        Icon::Help => {
            painter.circle_stroke(center, 6.3, stroke);
            line(&[
                (-2.0, -1.6),
                (-1.5, -3.0),
                (0.0, -3.6),
                (1.6, -2.9),
                (1.9, -1.4),
                (1.1, -0.2),
                (0.0, 0.7),
                (0.0, 1.6),
            ]);
            painter.circle_filled(at(0.0, 3.8), 0.9, color);
        }
        Icon::Search => {
            painter.circle_stroke(at(-1.2, -1.2), 4.4, stroke);
            line(&[(2.0, 2.0), (5.8, 5.8)]);
        }
        Icon::Filter => {
            line(&[(-6.0, -3.6), (6.0, -3.6)]);
            line(&[(-3.8, 0.0), (3.8, 0.0)]);
            line(&[(-1.6, 3.6), (1.6, 3.6)]);
        }
        Icon::Lock => {
            frame(Rect::from_min_max(at(-4.5, -1.0), at(4.5, 5.5)), 1);
            line(&[(-2.5, -1.0), (-2.5, -3.6), (-1.4, -5.2), (1.4, -5.2), (2.5, -3.6), (2.5, -1.0)]);
        }
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
