//! A [`Drawing`] as SVG: readable in greyscale, with its words as text.

use std::fmt::Write;

use super::drawing::{Drawing, Place, Shape, Side, Text, Tone};
use super::picture::PAPER;

/// Inside a page, whose style gives the classes their colours. `words` say what it shows to who cannot see it.
pub fn svg(drawing: &Drawing, words: &str) -> String {
    let mut out = opening(drawing, words, "class=\"chart\" ");
    shapes(&mut out, drawing, Colours::OfPage);
    out.push_str("</svg>");
    out
}

/// As a file of its own, on paper. Its colours stand at each shape, since not every program reads a style.
pub fn svg_file(drawing: &Drawing, words: &str) -> String {
    let [width, height] = drawing.size;
    let attributes = format!(
        "xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"Noto Sans, sans-serif\" "
    );
    let mut out = opening(drawing, words, &attributes);
    shapes(&mut out, drawing, Colours::OfPaper);
    out.push_str("</svg>\n");
    out
}

/// Where the colours come from.
#[derive(Clone, Copy, PartialEq)]
enum Colours {
    /// Classes, to which the page's style gives them.
    OfPage,
    /// Attributes.
    OfPaper,
}

impl Colours {
    fn fill(self, tone: Tone) -> String {
        match self {
            Self::OfPage => format!("class=\"f-{}\"", class(tone)),
            Self::OfPaper => format!("fill=\"{}\"", hex(tone)),
        }
    }

    fn stroke(self, tone: Tone) -> String {
        match self {
            Self::OfPage => format!("class=\"s-{}\"", class(tone)),
            Self::OfPaper => format!("fill=\"none\" stroke=\"{}\"", hex(tone)),
        }
    }
}

fn hex(tone: Tone) -> String {
    let [r, g, b] = PAPER.iter().find(|(other, _)| *other == tone).map_or([0, 0, 0], |(_, rgb)| *rgb);
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn opening(drawing: &Drawing, words: &str, attributes: &str) -> String {
    let [width, height] = drawing.size;
    format!("<svg {attributes}viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">", escape(words))
}

/// The name of a colour's role in the style.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Text => "text",
        Tone::Text2 => "text2",
        Tone::Text3 => "text3",
        Tone::Accent => "accent",
        Tone::Was => "was",
        Tone::Border => "border",
        Tone::Faint => "faint",
        Tone::Surface => "surface",
    }
}

fn shapes(out: &mut String, drawing: &Drawing, colours: Colours) {
    for shape in &drawing.shapes {
        // Writing into a string cannot fail.
        let _ = match shape {
            Shape::Rect { from, to, tone, share } => write!(
                out,
                "<rect {} x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"{}/>",
                colours.fill(*tone),
                from[0],
                from[1],
                to[0] - from[0],
                to[1] - from[1],
                opacity(*share)
            ),
            Shape::Line { points, tone, width, is_dashed } => write!(
                out,
                "<polyline {} stroke-width=\"{width}\"{} points=\"{}\"/>",
                colours.stroke(*tone),
                if *is_dashed { " stroke-dasharray=\"4 3\"" } else { "" },
                listed(points)
            ),
            Shape::Polygon { points, tone } => {
                write!(out, "<polygon {} points=\"{}\"/>", colours.fill(*tone), listed(points))
            }
            Shape::Dot { at, radius, tone, share } => write!(
                out,
                "<circle {} cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"{}/>",
                colours.fill(*tone),
                at[0],
                at[1],
                opacity(*share)
            ),
            Shape::Ring { at, radius, tone } => write!(
                out,
                "<circle {0} cx=\"{1:.1}\" cy=\"{2:.1}\" r=\"{radius:.1}\"/><circle {3} stroke-width=\"1.6\" cx=\"{1:.1}\" cy=\"{2:.1}\" r=\"{radius:.1}\"/>",
                colours.fill(Tone::Surface),
                at[0],
                at[1],
                colours.stroke(*tone)
            ),
            Shape::Hatch { from, to, step } => hatch(out, *from, *to, *step, colours),
            Shape::Text(text) => words(out, text, colours),
        };
    }
    // In a page a point says its value; a file that lies in a letter has no use for it.
    for spot in drawing.spots.iter().filter(|_| colours == Colours::OfPage) {
        let _ = write!(
            out,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"5\" fill-opacity=\"0\"><title>{}</title></circle>",
            spot.at[0],
            spot.at[1],
            escape(&spot.says.join(", "))
        );
    }
}

fn opacity(share: f32) -> String {
    if share < 1.0 { format!(" fill-opacity=\"{share:.2}\"") } else { String::new() }
}

fn listed(points: &[Place]) -> String {
    let mut out = String::new();
    for [x, y] in points {
        let _ = write!(out, "{x:.1},{y:.1} ");
    }
    out.truncate(out.trim_end().len());
    out
}

/// Slanted lines, cut to their rectangle by arithmetic: a clip path would need a name that is unique in the page.
fn hatch(out: &mut String, from: Place, to: Place, step: f32, colours: Colours) -> std::fmt::Result {
    let stroke = colours.stroke(Tone::Was);
    for [a, b] in hatch_lines(from, to, step) {
        write!(
            out,
            "<line {stroke} stroke-width=\"1\" stroke-opacity=\"0.55\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
            a[0], a[1], b[0], b[1]
        )?;
    }
    write!(
        out,
        "<line {stroke} stroke-width=\"1\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{1:.1}\" y2=\"{2:.1}\"/>",
        from[0], from[1], to[1]
    )
}

/// The slanted lines of a hatch, each within its rectangle. They start at its own corner, so that they do not swim when a page scrolls.
pub fn hatch_lines(from: Place, to: Place, step: f32) -> Vec<[Place; 2]> {
    let height = to[1] - from[1];
    let mut lines = Vec::new();
    let mut x = from[0] - height;
    while x < to[0] {
        // From the bottom at x up to the top at x + height.
        let (low, high) = (x.max(from[0]), (x + height).min(to[0]));
        if low < high {
            lines.push([[low, to[1] - (low - x)], [high, to[1] - (high - x)]]);
        }
        x += step.max(1.0);
    }
    lines
}

fn words(out: &mut String, text: &Text, colours: Colours) -> std::fmt::Result {
    let anchor = match text.side {
        Side::Left => "",
        Side::Middle => " text-anchor=\"middle\"",
        Side::Right => " text-anchor=\"end\"",
    };
    write!(
        out,
        "<text {} x=\"{:.1}\" y=\"{:.1}\" font-size=\"{}\"{}{anchor}>{}</text>",
        colours.fill(text.tone),
        text.at[0],
        text.at[1] + BASE * text.size,
        text.size,
        if text.is_strong { " font-weight=\"600\"" } else { "" },
        escape(&text.words)
    )
}

/// From the middle of a line of text to its baseline, as a share of its size: half the height of a capital of Noto Sans.
pub const BASE: f32 = 0.357;

/// Text that is safe inside HTML and SVG; what controls a terminal is no text.
pub fn escape(text: &str) -> String {
    let is_text = |c: &char| !c.is_control() || matches!(c, '\t' | '\n');
    let text: String = text.chars().filter(is_text).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hatch_stays_inside_its_rectangle() {
        let (from, to) = ([100.0, 20.0], [130.0, 90.0]);
        let lines = hatch_lines(from, to, 6.0);
        assert!(lines.len() > 10);
        for [x, y] in lines.into_iter().flatten() {
            assert!((99.9..=130.1).contains(&x) && (19.9..=90.1).contains(&y), "{x} {y}");
        }
    }

    #[test]
    fn a_page_has_a_colour_for_every_role() {
        let style = crate::report::html::STYLE;
        for (tone, _) in PAPER {
            for selector in [format!(".f-{} {{ fill:", class(tone)), format!(".s-{}", class(tone))] {
                assert!(style.contains(&selector), "{selector}");
            }
        }
    }

    #[test]
    fn words_of_a_file_cannot_leave_the_picture() {
        let mut drawing = Drawing::new([10.0, 10.0]);
        drawing.text(Text::new([0.0, 0.0], "<script>\"&", 12.0, Tone::Text));
        let out = svg_file(&drawing, "a \"finding\" <b>");
        assert!(
            out.contains("&lt;script&gt;&quot;&amp;</text>")
                && out.contains("aria-label=\"a &quot;finding&quot; &lt;b&gt;\"")
        );
        assert!(!out.contains("<script"));
    }
}
