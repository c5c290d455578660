//! A [`ChartSpec`] as inline SVG, for the report: readable in greyscale, with its words as text.

use std::fmt::Write;

use super::chart_spec::{ChartSpec, Period};
use crate::review::wording::number;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 150.0;
/// Room above for the date of the change, below for the months, right for the two levels.
const TOP: f64 = 20.0;
const BOTTOM: f64 = 20.0;
const RIGHT: f64 = 92.0;

/// Draws the chart. Colours are classes, so that the page's style decides them.
pub fn svg(spec: &ChartSpec) -> String {
    let (low, high) = spec.value_range();
    let span = f64::from(spec.to - spec.from).max(1.0);
    let x = |day: crate::model::Day| f64::from(day - spec.from) / span * (WIDTH - RIGHT);
    let y = |value: f64| TOP + (1.0 - (value - low) / (high - low).max(1e-9)) * (HEIGHT - TOP - BOTTOM);
    let mut out = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        escape(&spec.in_words())
    );
    let right = WIDTH - RIGHT;
    if let Some((from, to)) = spec.band {
        let _ = write!(
            out,
            "<rect class=\"band\" x=\"0\" y=\"{:.1}\" width=\"{right:.1}\" height=\"{:.1}\"/>",
            y(to),
            (y(from) - y(to)).max(1.0)
        );
    }
    let unfinished = x(spec.unfinished_from);
    let _ = write!(
        out,
        "<rect class=\"open\" x=\"{unfinished:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{:.1}\"/>",
        (right - unfinished).max(0.0),
        HEIGHT - TOP - BOTTOM
    );
    let _ =
        write!(out, "<line class=\"axis\" x1=\"0\" x2=\"{right:.1}\" y1=\"{0:.1}\" y2=\"{0:.1}\"/>", HEIGHT - BOTTOM);
    for (day, label) in quarters(spec) {
        let _ = write!(out, "<text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>", x(day), HEIGHT - 5.0);
    }
    if let Some(day) = spec.changed_on {
        let _ = write!(
            out,
            "<line class=\"rule\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{TOP}\" y2=\"{1:.1}\"/><text class=\"tick\" x=\"{0:.1}\" y=\"13\" text-anchor=\"middle\">{2}</text>",
            x(day).clamp(20.0, right - 20.0),
            HEIGHT - BOTTOM,
            day.short()
        );
    }
    for point in &spec.points {
        let (class, radius) = match point.period {
            Period::Was => ("was", 2.2),
            Period::Now => ("now", 2.8),
            Period::Unfinished => ("hollow", 3.0),
        };
        let _ = write!(
            out,
            "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\"><title>{}: {}</title></circle>",
            x(point.day),
            y(point.value),
            point.day.long(),
            number(point.value)
        );
    }
    for (class, level) in [("was-level", spec.was), ("now-level", spec.now)] {
        if let Some(level) = level {
            let _ = write!(
                out,
                "<line class=\"{class}\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{2:.1}\" y2=\"{2:.1}\"/>",
                x(level.from.max(spec.from)),
                x(level.to),
                y(level.value)
            );
        }
    }
    let mut labels: Vec<(f64, &str, String)> = Vec::new();
    if let Some(now) = spec.now {
        labels.push((y(now.value), "now-label", format!("now {} {}", number(now.value), spec.unit_short)));
    }
    if let Some(was) = spec.was {
        let word = if spec.now.is_some() { "was" } else { "usually" };
        labels.push((y(was.value), "was-label", format!("{word} {}", number(was.value))));
    }
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let [(first, ..), (second, ..)] = &mut labels[..] {
        let apart = 16.0 - (*second - *first);
        if apart > 0.0 {
            *first -= apart / 2.0;
            *second += apart / 2.0;
        }
    }
    for (height, class, text) in labels {
        let _ = write!(out, "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\">{text}</text>", right + 6.0, height + 4.0);
    }
    out.push_str("</svg>");
    out
}

/// The first day of each quarter with its label: the month, and the year at January.
pub fn quarters(spec: &ChartSpec) -> Vec<(crate::model::Day, String)> {
    (spec.from.0..spec.to.0)
        .map(crate::model::Day)
        .filter(|day| {
            let (_, month, date) = day.ymd();
            date == 1 && (month - 1) % 3 == 0
        })
        .map(|day| {
            let (year, month, _) = day.ymd();
            (day, if month == 1 { year.to_string() } else { day.month_name().to_owned() })
        })
        .collect()
}

/// Text that is safe inside HTML and SVG.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Small bars for a cell of a table, of heights from 0 to 1; the last two stand out as those of now.
pub fn bars(heights: &[f64]) -> String {
    const HEIGHT: f64 = 16.0;
    let width = heights.len() * 7;
    let mut out = format!("<svg class=\"bars\" width=\"{width}\" height=\"{HEIGHT}\" aria-hidden=\"true\">");
    for (place, height) in heights.iter().enumerate() {
        let class = if place + 2 >= heights.len() { "now" } else { "was" };
        let tall = (height * HEIGHT).max(1.0);
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{:.1}\" width=\"5\" height=\"{tall:.1}\"/>",
            place * 7,
            HEIGHT - tall
        );
    }
    out.push_str("</svg>");
    out
}
