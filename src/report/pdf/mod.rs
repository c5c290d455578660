//! `review.pdf`: the report on paper, with an outline and with what everything is, so that it can be read out.
//!
//! [`flow`] makes strips of what is said, [`page`] puts them on pages, and `file` writes the pages.

mod card;
mod drawing;
mod file;
mod flow;
mod from_right;
mod letters;
mod look;
mod page;
mod pen;
mod system;
mod table;
mod tags;
mod words;

use super::pack::Pack;

/// Prints the report. The same report gives the same bytes, as long as the bundled fonts have its letters; for others
/// a font of this computer is looked for.
pub fn pdf(pack: &Pack) -> Result<Vec<u8>, String> {
    let mut laid = flow::laid(pack)?;
    file::written(pack, &mut laid)
}

#[cfg(test)]
mod tests {
    use super::look::MARGINS;
    use super::page::{Laid, Placed, Sheet, What};
    use super::tags::Role;
    use super::*;
    use crate::model::Level;
    use crate::report::chart::drawing::{Drawing, Lead, Text, Tone};
    use crate::report::pack::{Block, Card, KeyNumber, Paper, Part, Picture, pieces};
    use crate::report::table_spec::{Cell, ColumnKind, TableColumn, TableRow, TableSpec};

    const ROOM: usize = 2 + 40;

    fn pack(blocks: Vec<Block>) -> Pack {
        Pack {
            title: "Call 3 customers: $84k a year is at risk".to_owned(),
            subtitle: "As of Monday 16 Nov 2026".to_owned(),
            parts: vec![Part { title: "Whom to call".to_owned(), is_new_page: false, blocks }],
            closing: vec!["Made from 4 files".to_owned()],
            running: "Lotwise · as of 16 Nov 2026".to_owned(),
            paper: Paper::A4,
        }
    }

    /// Names as messy exports hold them.
    fn names() -> Vec<String> {
        let mut names: Vec<String> = [
            "Q",
            "Ærøskøbing A/S",
            "Łódź Sp. z o.o.",
            "<script>alert(1)</script>",
            "a\u{1}\tb\u{ad}c",
            "Cafe\u{301} \u{1f680}",
        ]
        .map(str::to_owned)
        .to_vec();
        names.extend([String::new(), "W".repeat(200), "averylongname".repeat(15), "Long Name ".repeat(20)]);
        names
    }

    fn table(n_rows: usize) -> TableSpec {
        let column = |title: &'static str, kind| TableColumn { title: title.into(), kind };
        let names = names();
        let row = |i: usize| {
            let bars = Cell::Bars(vec![0.2, 1.0, f64::NAN]);
            let money = Cell::from(format!("${},345,678.90", i * 977));
            let cells = vec![names[i % names.len()].as_str().into(), "orders slower".into(), bars, money];
            TableRow { cells, lead: Lead::Nowhere }
        };
        TableSpec {
            topic: "Customers",
            title: "Many are late".to_owned(),
            note: "the last 52 weeks",
            columns: vec![
                column("Customer", ColumnKind::Words),
                column("What", ColumnKind::Words),
                column("By quarter", ColumnKind::Bars),
                column("A year at risk", ColumnKind::Number),
            ],
            rows: (0..n_rows).map(row).collect(),
            n_more: 12,
        }
    }

    fn card(name: &str, n_facts: usize) -> Card {
        let mut drawing = Drawing::new([640.0, 176.0]);
        drawing.dot([600.0, 20.0], 3.0, Tone::Accent, 1.0);
        drawing.text(Text::new([10.0, 160.0], "Jun", 12.0, Tone::Text3));
        let facts = (0..n_facts).map(|_| Block::words("Orders every **9 → 21 days** since June"));
        let chart =
            Block::Chart(Picture { caption: "Days between orders".to_owned(), drawing, in_words: name.to_owned() });
        Card {
            level: Level::Act,
            level_word: "Call, new".to_owned(),
            name: name.to_owned(),
            phrase: "orders slower".to_owned(),
            money: Some(KeyNumber { value: "$41k".to_owned(), label: "a year at risk".to_owned() }),
            blocks: facts.chain([chart]).collect(),
        }
    }

    fn words(placed: &Placed) -> String {
        if let What::Words(line) = &placed.what { line.words() } else { String::new() }
    }

    /// What is read out on a page, without its foot.
    fn read<'a, 'b>(laid: &'b Laid<'a>, sheet: &'b Sheet<'a>) -> impl Iterator<Item = (&'b Role, &'b Placed<'a>)> {
        sheet.placed.iter().filter_map(|placed| Some((&laid.tags.0[placed.tag?].role, placed)))
    }

    /// A page may end anywhere: so many lines stand before the blocks.
    fn after_lines(n: usize, blocks: Vec<Block>) -> Pack {
        let lines = (0..n).map(|_| Block::words("Orders every 9 → 21 days"));
        pack(lines.chain(blocks).collect())
    }

    #[test]
    fn nothing_leaves_the_margins_or_lies_on_something_else_whatever_a_name_is() {
        let mut blocks = vec![
            Block::Numbers(
                (0..7).map(|i| KeyNumber { value: "8".repeat(1 + i * 9), label: names()[i].clone() }).collect(),
            ),
            Block::Points(names().iter().map(|name| pieces(name)).collect()),
        ];
        blocks.extend(names().iter().map(|name| Block::Card(card(name, 2))));
        blocks.push(Block::Table(table(500)));
        for paper in [Paper::A4, Paper::Letter] {
            let pack = Pack { paper, running: "running ".repeat(40), ..pack(blocks.clone()) };
            let laid = flow::laid(&pack).unwrap();
            let [width, height] = laid.size;
            for (i, sheet) in laid.sheets.iter().enumerate() {
                for placed in &sheet.placed {
                    let area = placed.area;
                    assert!(
                        area.left >= MARGINS[0] - 0.1 && area.right <= width - MARGINS[2] + 0.1,
                        "page {i}: {placed:?}"
                    );
                    assert!(area.top >= MARGINS[1] - 0.1 && area.bottom <= height - 24.0, "page {i}: {placed:?}");
                    assert!(placed.tag.is_none() || area.bottom <= height - MARGINS[3] + 0.1, "page {i}: {placed:?}");
                }
                let lines: Vec<&Placed> = sheet
                    .placed
                    .iter()
                    .filter(|placed| matches!(placed.what, What::Words(_) | What::Chart(..)))
                    .collect();
                for (k, a) in lines.iter().enumerate() {
                    for b in &lines[k + 1..] {
                        let across = a.area.right.min(b.area.right) - a.area.left.max(b.area.left);
                        let down = a.area.bottom.min(b.area.bottom) - a.area.top.max(b.area.top);
                        assert!(across < 0.5 || down < 0.5, "page {i}: {:?} on {:?}", words(a), words(b));
                    }
                }
            }
        }
    }

    #[test]
    fn no_letter_of_a_name_is_lost() {
        let pack = pack(vec![Block::Table(table(10))]);
        let laid = flow::laid(&pack).unwrap();
        for (name, row) in names()
            .iter()
            .zip(&laid.tags.0.iter().enumerate().filter(|(_, tag)| tag.role == Role::Row).skip(1).collect::<Vec<_>>())
        {
            let cell = laid.tags.0.iter().position(|tag| tag.parent == Some(row.0));
            let said = laid.sheets.iter().flat_map(|sheet| &sheet.placed).filter(|placed| placed.tag == cell);
            let said: String = said.map(words).collect();
            assert_eq!(said.replace(' ', ""), letters::plain(name).replace(' ', ""));
        }
    }

    #[test]
    fn headings_stay_with_what_they_head() {
        for n in 0..ROOM {
            let fold = Block::Fold {
                title: "The rows".to_owned(),
                blocks: vec![Block::Small("All".to_owned()), Block::Table(table(30))],
            };
            let pack = after_lines(n, vec![Block::Heading("Files".to_owned()), fold]);
            let laid = flow::laid(&pack).unwrap();
            for sheet in &laid.sheets {
                let last = read(&laid, sheet).max_by(|a, b| a.1.area.bottom.total_cmp(&b.1.area.bottom));
                let (role, placed) = last.unwrap();
                assert!(
                    !matches!(role, Role::Heading(..) | Role::ColumnHead | Role::Caption),
                    "{n}: {:?}",
                    words(placed)
                );
                assert_ne!(words(placed), "All", "{n}: a note is left by its table");
                let of = |wanted: Role| read(&laid, sheet).filter(|(role, _)| **role == wanted).count();
                if of(Role::ColumnHead) > 0 {
                    assert!(
                        read(&laid, sheet).filter(|(_, placed)| matches!(placed.what, What::Bars(_))).count() >= 2,
                        "{n}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_heading_row_of_a_table_stands_on_each_of_its_pages_and_is_read_once() {
        let pack = pack(vec![Block::Table(table(500))]);
        let laid = flow::laid(&pack).unwrap();
        let of_table = |sheet: &&Sheet| sheet.placed.iter().any(|placed| matches!(placed.what, What::Bars(_)));
        let sheets: Vec<&Sheet> = laid.sheets.iter().filter(of_table).collect();
        assert!(sheets.len() > 10);
        for sheet in &sheets {
            assert_eq!(sheet.placed.iter().filter(|placed| words(placed) == "By quarter").count(), 1);
            let is_money = |placed: &&Placed| words(placed).contains("345,678");
            assert!(
                sheet.placed.iter().filter(is_money).all(|placed| words(placed).ends_with(".90")),
                "numbers are whole"
            );
        }
        let n_read =
            sheets.iter().flat_map(|sheet| read(&laid, sheet)).filter(|(role, _)| **role == Role::ColumnHead).count();
        assert_eq!(n_read, 4);
        assert!(laid.sheets.iter().flat_map(|sheet| &sheet.placed).any(|placed| words(placed) == "and 12 more"));
    }

    #[test]
    fn a_card_that_fits_on_a_page_is_not_broken_and_a_longer_one_says_whose_it_is() {
        let frames = |laid: &Laid| -> Vec<usize> {
            let in_sheet =
                |sheet: &Sheet| sheet.placed.iter().filter(|placed| matches!(placed.what, What::Frame(_))).count();
            laid.sheets.iter().map(in_sheet).collect()
        };
        for n in 0..ROOM {
            let pack = after_lines(n, vec![Block::Card(card("Alpine Tool", 14)), Block::Card(card("Delta", 1))]);
            let laid = flow::laid(&pack).unwrap();
            assert_eq!(frames(&laid).iter().sum::<usize>(), 2, "{n}: each card has one frame");
        }
        let long = pack(vec![Block::Card(card("Alpine Tool", 90))]);
        let laid = flow::laid(&long).unwrap();
        assert_eq!(frames(&laid), [1, 1, 1]);
        for sheet in &laid.sheets[1..] {
            assert!(sheet.placed.iter().any(|placed| words(placed) == "▲ Alpine Tool"));
            assert!(sheet.placed.iter().any(|placed| words(placed).trim() == ", continued"));
        }
    }

    #[test]
    fn the_same_report_gives_the_same_bytes_and_can_be_read_out() {
        let blocks = names().into_iter().map(|name| Block::Card(card(&name, 1))).chain([Block::Table(table(20))]);
        let pack = pack(blocks.collect());
        let bytes = pdf(&pack).unwrap();
        assert_eq!(bytes, pdf(&pack).unwrap());
        let has = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
        assert!(bytes.starts_with(b"%PDF-1.7") && has(crate::model::source::WRITTEN_BY));
        assert!(has("<pdfuaid:part>1</pdfuaid:part>"), "it breaks no rule for files that are read out");
        assert!(pdf(&Pack { title: String::new(), parts: Vec::new(), ..pack }).is_ok(), "an empty report");
    }
}
