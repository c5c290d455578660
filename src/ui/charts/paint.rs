//! A drawing in the colours of the theme.

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::{Align2, Color32, CornerRadius, Pos2, Rect, Shape as Painted, Stroke, Ui, pos2};

use crate::report::chart::drawing::{Drawing, Place, Shape, Side, Text, Tone};
use crate::report::chart::svg::hatch_lines;
use crate::ui::theme::{DesignTokens, chart_font};

/// Paints a drawing with its top left at `corner`.
pub fn paint(ui: &Ui, corner: Pos2, drawing: &Drawing) {
    let tokens = DesignTokens::of(ui);
    for shape in &drawing.shapes {
        paint_shape(ui, corner, shape, tokens);
    }
}

/// Hatches `rect` with a line every `step` points.
pub fn hatch(ui: &Ui, rect: Rect, step: f32) {
    let (from, to) = ([rect.left(), rect.top()], [rect.right(), rect.bottom()]);
    paint_shape(ui, Pos2::ZERO, &Shape::Hatch { from, to, step }, DesignTokens::of(ui));
}

/// The colour of a role.
pub fn color(tokens: &DesignTokens, tone: Tone) -> Color32 {
    match tone {
        Tone::Text => tokens.text,
        Tone::Text2 => tokens.text_2,
        Tone::Text3 => tokens.text_3,
        Tone::Accent => tokens.accent,
        Tone::Was => tokens.was,
        Tone::Border => tokens.border,
        Tone::Faint => tokens.raised.lerp_to_gamma(tokens.border, 0.35),
        Tone::Surface => tokens.surface,
    }
}

fn paint_shape(ui: &Ui, corner: Pos2, shape: &Shape, tokens: &DesignTokens) {
    let painter = ui.painter();
    let at = |[x, y]: Place| pos2(corner.x + x, corner.y + y);
    match shape {
        Shape::Rect { from, to, tone, share } => {
            let color = color(tokens, *tone);
            let color = if *share < 1.0 { color.gamma_multiply(*share) } else { color };
            painter.rect_filled(Rect::from_min_max(at(*from), at(*to)), CornerRadius::ZERO, color);
        }
        Shape::Line { points, tone, width, is_dashed } => {
            let stroke = Stroke::new(*width, color(tokens, *tone));
            let points: Vec<Pos2> = points.iter().map(|point| at(*point)).collect();
            match points[..] {
                _ if *is_dashed => painter.extend(Painted::dashed_line(&points, stroke, 4.0, 3.0)),
                [a, b] => {
                    painter.line_segment(on_pixels(ui, a, b, *width), stroke);
                }
                _ => {
                    painter.line(points, stroke);
                }
            }
        }
        Shape::Polygon { points, tone } => {
            let points = points.iter().map(|point| at(*point)).collect();
            painter.add(Painted::convex_polygon(points, color(tokens, *tone), Stroke::NONE));
        }
        Shape::Dot { at: middle, radius, tone, share } => {
            painter.circle_filled(at(*middle), *radius, color(tokens, *tone).gamma_multiply(*share));
        }
        Shape::Ring { at: middle, radius, tone } => {
            painter.circle(at(*middle), *radius, tokens.surface, Stroke::new(1.6, color(tokens, *tone)));
        }
        Shape::Hatch { from, to, step } => {
            let stroke = Stroke::new(1.0, tokens.was.gamma_multiply(0.55));
            for [a, b] in hatch_lines(*from, *to, *step) {
                painter.line_segment([at(a), at(b)], stroke);
            }
            let left = painter.round_to_pixel_center(at(*from).x);
            painter.vline(left, at(*from).y..=at(*to).y, Stroke::new(1.0, tokens.was));
        }
        Shape::Text(Text { at: place, side, words, size, is_strong, tone }) => {
            let align = match side {
                Side::Left => Align2::LEFT_CENTER,
                Side::Middle => Align2::CENTER_CENTER,
                Side::Right => Align2::RIGHT_CENTER,
            };
            let place = at(*place).round_to_pixels(ui.pixels_per_point());
            painter.text(place, align, words, chart_font(*size, *is_strong), color(tokens, *tone));
        }
    }
}

/// A hairline that runs straight lies on whole pixels, or it blurs.
fn on_pixels(ui: &Ui, a: Pos2, b: Pos2, width: f32) -> [Pos2; 2] {
    let center = |value: f32| ui.painter().round_to_pixel_center(value);
    if width > 1.0 {
        [a, b]
    } else if (a.x - b.x).abs() < f32::EPSILON {
        [pos2(center(a.x), a.y), pos2(center(b.x), b.y)]
    } else if (a.y - b.y).abs() < f32::EPSILON {
        [pos2(a.x, center(a.y)), pos2(b.x, center(b.y))]
    } else {
        [a, b]
    }
}
