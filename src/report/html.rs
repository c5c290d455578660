//! The report as one web page that opens anywhere, prints well, holds everything in itself and needs no script.

use std::fmt::Write as _;

use super::chart::svg::{bars, escape, svg};
use super::pack::{Block, Card, Pack, Paper, Part, Picture, Piece, level_line};
use super::table_spec::{Cell, ColumnKind, TableSpec};
use crate::model::Level;
use crate::model::source::WRITTEN_BY;

/// How the page looks, on a screen and on paper.
pub const STYLE: &str = include_str!("../../assets/report.css");

/// Writes the page. Every text is escaped. Writing to a string cannot fail.
pub fn html(pack: &Pack) -> String {
    let mut page = Page { out: String::with_capacity(1 << 16), heading: 3 };
    let _ = writeln!(
        page.out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<!-- {WRITTEN_BY} -->\n<meta charset=\"utf-8\">"
    );
    page.out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    let paper = match pack.paper {
        Paper::A4 => "A4",
        Paper::Letter => "letter",
    };
    page.element("title", "", &pack.title);
    let _ = writeln!(page.out, "<style>\n{STYLE}@page {{ size: {paper}; }}\n</style>\n</head>\n<body>\n<header>");
    page.element("h1", "", &pack.title);
    page.element("p", "sub", &pack.subtitle);
    page.out.push_str("</header>\n<main>\n");
    for part in &pack.parts {
        page.part(part);
    }
    page.out.push_str("</main>\n<footer>\n");
    for line in &pack.closing {
        page.element("p", "", line);
    }
    page.out.push_str("</footer>\n</body>\n</html>\n");
    page.out
}

struct Page {
    out: String,
    /// The level of a heading within what is written just now.
    heading: u8,
}

impl Page {
    fn element(&mut self, name: &str, class: &str, words: &str) {
        let _ = write!(self.out, "<{name}");
        if !class.is_empty() {
            let _ = write!(self.out, " class=\"{class}\"");
        }
        let _ = writeln!(self.out, ">{}</{name}>", escape(words));
    }

    fn part(&mut self, part: &Part) {
        let class = if part.is_new_page { "part new-page" } else { "part" };
        let _ = writeln!(self.out, "<section class=\"{class}\">");
        self.element("h2", "", &part.title);
        self.blocks(&part.blocks);
        self.out.push_str("</section>\n");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => {
                let name = format!("h{}", self.heading);
                self.element(&name, "", words);
            }
            Block::Words(pieces) => {
                self.out.push_str("<p class=\"fact\">");
                self.pieces(pieces);
                self.out.push_str("</p>\n");
            }
            Block::Small(words) => self.element("p", "small", words),
            Block::Points(points) => {
                self.out.push_str("<ul>\n");
                for point in points {
                    self.out.push_str("<li>");
                    self.pieces(point);
                    self.out.push_str("</li>\n");
                }
                self.out.push_str("</ul>\n");
            }
            Block::Numbers(numbers) => {
                self.out.push_str("<dl class=\"numbers\">\n");
                for number in numbers {
                    let (value, label) = (escape(&number.value), escape(&number.label));
                    let _ = writeln!(self.out, "<div><dt>{label}</dt><dd>{value}</dd></div>");
                }
                self.out.push_str("</dl>\n");
            }
            Block::Card(card) => self.card(card),
            Block::Chart(picture) => self.picture(picture),
            Block::Table(table) => self.table(table),
            Block::Fold { title, blocks } => {
                let _ = writeln!(self.out, "<details><summary>{}</summary>", escape(title));
                self.blocks(blocks);
                self.out.push_str("</details>\n");
            }
        }
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let words = escape(&piece.words);
            let _ = if piece.is_strong {
                write!(self.out, "<strong>{words}</strong>")
            } else {
                write!(self.out, "{words}")
            };
        }
    }

    fn card(&mut self, card: &Card) {
        let class = match card.level {
            Level::Act => "act",
            Level::Watch => "watch",
            Level::Chance => "chance",
        };
        let _ = writeln!(self.out, "<article class=\"card\">\n<div class=\"head\">");
        self.element("span", &format!("level {class}"), &level_line(card));
        self.element("h3", "", &card.name);
        self.element("span", "phrase", &card.phrase);
        if let Some(money) = &card.money {
            let (value, label) = (escape(&money.value), escape(&money.label));
            let _ = writeln!(self.out, "<span class=\"money\">{value} <small>{label}</small></span>");
        }
        self.out.push_str("</div>\n");
        self.heading = 4;
        self.blocks(&card.blocks);
        self.heading = 3;
        self.out.push_str("</article>\n");
    }

    fn picture(&mut self, picture: &Picture) {
        self.out.push_str("<figure>\n");
        if !picture.caption.is_empty() {
            self.element("figcaption", "small", &picture.caption);
        }
        self.out.push_str(&svg(&picture.drawing, &picture.in_words));
        self.out.push_str("</figure>\n");
    }

    fn table(&mut self, table: &TableSpec) {
        let class = |kind: ColumnKind| if kind == ColumnKind::Number { " class=\"n\"" } else { "" };
        self.out.push_str("<table>\n<thead><tr>");
        for column in &table.columns {
            let _ = write!(self.out, "<th scope=\"col\"{}>{}</th>", class(column.kind), escape(&column.title));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.out.push_str("<tr>");
            for (cell, column) in row.cells.iter().zip(&table.columns) {
                let _ = write!(self.out, "<td{}>", class(column.kind));
                match cell {
                    Cell::Text(words) => self.out.push_str(&escape(words)),
                    Cell::Bars(heights) => self.out.push_str(&bars(heights)),
                }
                self.out.push_str("</td>");
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n");
        if table.n_more > 0 {
            self.element("p", "small", &format!("and {} more", table.n_more));
        }
    }
}
