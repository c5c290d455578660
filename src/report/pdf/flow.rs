//! What the report says, as strips from the top to the bottom: sentences, points, key numbers and charts.

use super::letters::{Letters, plain};
use super::look::{BODY, HEADING, MARGINS, NUMBER, PART, READABLE, RULE, SECOND, SMALL, Style, TEXT_2, TITLE};
use super::page::{Area, Bond, Laid, Placed, Strip, What, Whole, number, paged, room};
use super::tags::{Role, TagIdx, Tags};
use super::words::{Line, at_most, lines, mixed_lines, widest_word};
use crate::report::pack::{Block, KeyNumber, Pack, Part, Picture, Piece};

/// Between numbers side by side.
const BETWEEN: f32 = 18.0;
/// So many key numbers stand side by side at most.
const MOST_NUMBERS: usize = 5;
/// A label goes on for so many lines at most.
const LABEL_LINES: usize = 4;
/// Before what a point says.
const INDENT: f32 = 11.0;
/// A chart takes at most this share of a page's height.
const MOST_OF_PAGE: f32 = 0.7;

/// The strips so far, and where the next one goes.
pub struct Flow<'a> {
    /// The fonts.
    pub letters: Letters,
    /// What everything is.
    pub tags: Tags,
    /// From the top.
    pub strips: Vec<Strip<'a>>,
    /// Cards and tables that may go on over a page.
    pub wholes: Vec<Whole<'a>>,
    /// Those that are open.
    pub inside: Vec<usize>,
    /// What the next strip belongs to.
    pub parent: Option<TagIdx>,
    /// Of the headings that come next.
    pub level: u16,
    /// The left end.
    pub left: f32,
    /// From the left end to the right.
    pub width: f32,
    /// The height of what can stand on a page.
    pub room: f32,
}

/// The pack on pages.
pub fn laid(pack: &Pack) -> Result<Laid<'_>, String> {
    let size = pack.paper.size();
    let mut flow = Flow {
        letters: Letters::bundled()?,
        tags: Tags::default(),
        strips: Vec::new(),
        wholes: Vec::new(),
        inside: Vec::new(),
        parent: None,
        level: 3,
        left: MARGINS[0],
        width: size[0] - MARGINS[0] - MARGINS[2],
        room: room(pack.paper),
    };
    flow.top(pack);
    for part in &pack.parts {
        flow.part(part);
    }
    flow.closing(&pack.closing);
    let Flow { mut letters, tags, strips, wholes, .. } = flow;
    let (mut sheets, marks) = paged(pack.paper, strips, &wholes);
    number(&mut sheets, pack.paper, &pack.running, &mut letters);
    Ok(Laid { size, sheets, marks, tags, letters })
}

impl<'a> Flow<'a> {
    fn top(&mut self, pack: &'a Pack) {
        let tag = self.tag(Role::Heading(1, plain(&pack.title)));
        let title = lines(&mut self.letters, &pack.title, TITLE, self.width);
        self.paragraph(title, TITLE, 0.0, tag);
        self.bind(Bond::Heading);
        if !pack.subtitle.is_empty() {
            let tag = self.tag(Role::Words);
            let set = lines(&mut self.letters, &pack.subtitle, SECOND, self.width);
            self.paragraph(set, SECOND, 4.0, tag);
        }
    }

    fn part(&mut self, part: &'a Part) {
        let at = self.strips.len();
        let section = self.tag(Role::Section);
        let outer = self.parent.replace(section);
        self.heading(&part.title, PART, 22.0, 2);
        // Without a heading of its own its first ones take that place.
        self.level = if self.strips.len() > at { 3 } else { 2 };
        self.blocks(&part.blocks);
        self.parent = outer;
        if let Some(first) = self.strips.get_mut(at) {
            first.is_new_page = part.is_new_page;
        }
    }

    fn closing(&mut self, closing: &'a [String]) {
        if closing.is_empty() {
            return;
        }
        // It is not alone on a page.
        self.bind(Bond::Hold);
        let mut rule = Strip::blank(0.6);
        let area = Area { left: self.left, top: 0.0, right: self.left + self.width, bottom: 0.6 };
        rule.placed.push(Placed { area, what: What::Fill(RULE), tag: None });
        self.push(Strip { gap: 18.0, bond: Bond::Heading, ..rule });
        for (i, note) in closing.iter().enumerate() {
            self.words(note, SMALL, if i == 0 { 6.0 } else { 3.0 });
        }
    }

    /// Blocks, one below the other.
    pub fn blocks(&mut self, blocks: &'a [Block]) {
        for (i, block) in blocks.iter().enumerate() {
            match block {
                Block::Heading(words) => self.heading(words, HEADING, 13.0, self.level),
                Block::Words(pieces) => self.pieces(pieces),
                Block::Small(words) => self.words(words, SMALL, 3.5),
                Block::Points(points) => self.points(points),
                Block::Numbers(numbers) => self.numbers(numbers),
                Block::Card(card) => self.card(card),
                Block::Chart(picture) => self.chart(picture),
                Block::Table(table) => self.table(table),
                Block::Fold { title, blocks } => {
                    self.heading(title, HEADING, 13.0, self.level);
                    self.level += 1;
                    self.blocks(blocks);
                    self.level -= 1;
                }
            }
            // A sentence stays with the chart or the table that it leads to.
            let is_said = matches!(block, Block::Words(_) | Block::Small(_));
            if is_said && matches!(blocks.get(i + 1), Some(Block::Chart(_) | Block::Table(_) | Block::Numbers(_))) {
                self.bind(Bond::Hold);
            }
        }
    }

    /// A heading, to which the outline leads down to the third level.
    pub fn heading(&mut self, words: &str, style: Style, gap: f32, level: u16) {
        let said = plain(words);
        if said.trim().is_empty() {
            return;
        }
        let at = self.strips.len();
        let level = level.min(6);
        let gap = if self.is_after_heading() { gap.min(6.0) } else { gap };
        let tag = self.tag(Role::Heading(level, said.clone()));
        let set = lines(&mut self.letters, words, style, self.width);
        self.paragraph(set, style, gap, tag);
        for strip in &mut self.strips[at..] {
            strip.bond = Bond::Heading;
        }
        if level <= 3
            && let Some(first) = self.strips.get_mut(at)
        {
            first.mark = Some((level, said));
        }
    }

    /// A sentence in one look.
    pub fn words(&mut self, words: &str, style: Style, gap: f32) {
        let set = lines(&mut self.letters, words, style, self.width.min(READABLE));
        let tag = self.tag(Role::Words);
        self.paragraph(set, style, gap, tag);
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        let tag = self.tag(Role::Words);
        let set = mixed_lines(&mut self.letters, &styled(pieces), self.width.min(READABLE));
        self.paragraph(set, BODY, 5.0, tag);
    }

    /// Lines of one paragraph; the first two and the last two stay together.
    pub fn paragraph(&mut self, set: Vec<Line>, style: Style, gap: f32, tag: TagIdx) {
        let n = set.len();
        for (i, line) in set.into_iter().enumerate() {
            let mut strip = Strip::blank(style.leading());
            strip.gap = if i == 0 { gap } else { 0.0 };
            let is_held = i + 1 < n && (n <= 4 || i == 0 || i + 2 == n);
            strip.bond = if is_held { Bond::Hold } else { Bond::Free };
            strip.line(line, [self.left, 0.0], style.leading(), Some(tag));
            self.push(strip);
        }
    }

    fn points(&mut self, points: &[Vec<Piece>]) {
        if points.is_empty() {
            return;
        }
        let list = self.tag(Role::List);
        for point in points {
            let item = self.tags.add(Role::Item, Some(list));
            let (sign, said) = (self.tags.add(Role::Sign, Some(item)), self.tags.add(Role::Said, Some(item)));
            let at = self.strips.len();
            self.left += INDENT;
            let set = mixed_lines(&mut self.letters, &styled(point), (self.width - INDENT).min(READABLE));
            self.paragraph(set, BODY, 3.5, said);
            self.left -= INDENT;
            let bullet = lines(&mut self.letters, "•", BODY.ink(TEXT_2), INDENT).pop();
            if let (Some(first), Some(bullet)) = (self.strips.get_mut(at), bullet) {
                first.line(bullet, [self.left + 1.0, 0.0], BODY.leading(), Some(sign));
                first.placed.reverse(); // The sign is read before what it stands for.
            }
        }
    }

    fn numbers(&mut self, numbers: &[KeyNumber]) {
        let width = |number: &KeyNumber| {
            let value = self.letters.width(&number.value, NUMBER.size, NUMBER.is_strong);
            value.max(widest_word(&mut self.letters, &number.label, SMALL))
        };
        let widest = numbers.iter().map(width).fold(0.0, f32::max);
        let column = |n: usize| (self.width + BETWEEN) / n as f32 - BETWEEN;
        // As many in a row as have room, and then as even as they can be.
        let most = (1..=MOST_NUMBERS.min(numbers.len())).rev().find(|n| column(*n) >= widest).unwrap_or(1);
        let n_rows = numbers.len().div_ceil(most.max(1)).max(1);
        let n = numbers.len().div_ceil(n_rows).max(1);
        let step = column(n.max(3)).max(widest.min(column(n))) + BETWEEN;
        for (i, row) in numbers.chunks(n).enumerate() {
            let strip = self.number_row(row, step);
            self.push(Strip { gap: if i == 0 { 12.0 } else { 10.0 }, ..strip });
        }
    }

    fn number_row(&mut self, row: &[KeyNumber], step: f32) -> Strip<'a> {
        let mut strip = Strip::blank(0.0);
        for (i, number) in row.iter().enumerate() {
            let tag = self.tag(Role::Words);
            let left = self.left + step * i as f32;
            let room = (step - BETWEEN).min(self.left + self.width - left);
            let mut top = 0.0;
            // A blank keeps the number from its label where both are read out.
            for (words, style) in [(format!("{} ", number.value), NUMBER), (number.label.clone(), SMALL.ink(TEXT_2))] {
                for line in at_most(&mut self.letters, &words, style, room, LABEL_LINES) {
                    strip.line(line, [left, top], style.leading(), Some(tag));
                    top += style.leading();
                }
            }
            strip.height = strip.height.max(top);
        }
        strip
    }

    fn chart(&mut self, picture: &'a Picture) {
        let [width, height] = picture.drawing.size;
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let caption = (!picture.caption.is_empty()).then_some(&picture.caption);
        if let Some(caption) = caption {
            let at = self.strips.len();
            self.words(caption, SMALL.ink(TEXT_2), 6.0);
            for strip in &mut self.strips[at..] {
                strip.bond = Bond::Heading;
            }
        }
        let share = (self.width / width).min(self.room * MOST_OF_PAGE / height).min(1.0);
        let says = if picture.in_words.is_empty() { "A chart" } else { &picture.in_words };
        let tag = self.tag(Role::Figure(plain(says)));
        let mut strip = Strip::blank(height * share);
        strip.gap = if caption.is_some() { 3.0 } else { 8.0 };
        let area = Area { left: self.left, top: 0.0, right: self.left + width * share, bottom: height * share };
        strip.placed.push(Placed { area, what: What::Chart(&picture.drawing, share), tag: Some(tag) });
        self.push(strip);
    }

    /// Adds a strip below.
    pub fn push(&mut self, mut strip: Strip<'a>) {
        strip.inside.clone_from(&self.inside);
        self.strips.push(strip);
    }

    /// Ties what came last to what comes next.
    pub fn bind(&mut self, bond: Bond) {
        if let Some(last) = self.strips.last_mut() {
            last.bond = last.bond.max(bond);
        }
    }

    /// Whether what comes next is headed by what came last.
    pub fn is_after_heading(&self) -> bool {
        self.strips.last().is_some_and(|last| last.bond == Bond::Heading && !last.placed.is_empty())
    }

    /// A tag below the open one.
    pub fn tag(&mut self, role: Role) -> TagIdx {
        self.tags.add(role, self.parent)
    }
}

fn styled(pieces: &[Piece]) -> Vec<(&str, Style)> {
    pieces.iter().map(|piece| (piece.words.as_str(), if piece.is_strong { BODY.strong() } else { BODY })).collect()
}
