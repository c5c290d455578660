//! A table: columns as wide as what stands in them, the heading row on each page, rows in one piece.

use super::flow::Flow;
use super::letters::Letters;
use super::look::{BODY, CELL, NARROW, RULE, SMALL, Style, TEXT_3};
use super::page::{Area, Bond, Placed, Strip, What, Whole};
use super::tags::{Role, TagIdx};
use super::words::{Line, at_most, lines, widest_word};
use crate::model::money::thousands;
use crate::report::table_spec::{Cell, ColumnKind, TableColumn, TableSpec};

/// Between two columns.
const BETWEEN: f32 = 11.0;
/// What a column of numbers gets beyond its need where there is room.
const APART: f32 = 14.0;
/// Above and below what a row says.
const AROUND: f32 = 2.6;
/// A hairline.
const HAIR: f32 = 0.5;
/// Small bars: the step from one to the next, and the height of the highest.
const BAR_STEP: f32 = 4.6;
const BAR_HEIGHT: f32 = 10.0;
/// A column of words is not made narrower than this for one long word.
const LEAST_WORDS: f32 = 58.0;
/// A heading is not wider than this for its own sake.
const MOST_HEADING: f32 = 64.0;
/// A heading goes on for so many lines at most.
const HEADING_LINES: usize = 5;

/// A table whose rows take less than this share of a page is not broken.
const SMALL_TABLE: f32 = 0.3;
/// A row that takes more than this share of a page is broken.
const MOST_OF_PAGE: f32 = 0.85;
/// So many rows are looked at for how wide the columns are to be.
const SAMPLE: usize = 200;
/// In so many steps the room is shared out.
const STEPS: usize = 32;

/// A column with its place.
struct Column {
    kind: ColumnKind,
    left: f32,
    width: f32,
}

/// What a column asks for.
#[derive(Clone, Copy)]
struct Wish {
    /// So that nothing within is broken that should not be.
    least: f32,
    /// So that nothing within is broken.
    full: f32,
}

/// What a cell is made of.
enum Content<'a> {
    Lines(Vec<Line>),
    Bars(&'a [f64]),
}

impl<'a> Flow<'a> {
    /// A table with its finding above it. At least two rows stand below its heading row.
    pub fn table(&mut self, table: &'a TableSpec) {
        let outer = self.parent;
        let tag = self.tag(Role::Table);
        self.caption(table, tag);
        let (columns, style) = self.columns(table);
        self.strips_of_head(table, &columns, tag);
        let rows = self.tags.add(Role::BodyRows, Some(tag));
        let (n_rows, first) = (table.rows.len(), self.strips.len());
        for (i, row) in table.rows.iter().enumerate() {
            let cells: Vec<Content> = self.contents(&row.cells, &columns, style);
            let tag = self.tags.add(Role::Row, Some(rows));
            self.row(cells, &columns, style, tag);
            // Two rows stay below the heading row, and two at the end.
            if n_rows > 1 && (i == 0 || i + 2 == n_rows) || i + 1 == n_rows && table.n_more > 0 {
                self.bind(Bond::Hold);
            }
        }
        let height: f32 = self.strips[first..].iter().map(|strip| strip.height).sum();
        if height < self.room * SMALL_TABLE {
            let last = self.strips.len().saturating_sub(1);
            for strip in self.strips.iter_mut().take(last).skip(first) {
                strip.bond = Bond::Hold;
            }
        }
        self.inside.pop();
        self.parent = outer;
        if table.n_more > 0 {
            self.words(&format!("and {} more", thousands(table.n_more as u64)), SMALL, 3.5);
        }
    }

    fn caption(&mut self, table: &'a TableSpec, tag: TagIdx) {
        let at = self.strips.len();
        self.parent = Some(self.tags.add(Role::Caption, Some(tag)));
        if !table.title.is_empty() {
            let gap = if self.is_after_heading() { 4.0 } else { 11.0 };
            self.words(&table.title, BODY.strong(), gap);
        }
        if !table.note.is_empty() {
            self.words(table.note, SMALL, if table.title.is_empty() { 5.0 } else { 1.5 });
        }
        for strip in &mut self.strips[at..] {
            strip.bond = Bond::Heading;
        }
    }

    /// The heading row, which is said again on each page.
    fn strips_of_head(&mut self, table: &'a TableSpec, columns: &[Column], table_tag: TagIdx) {
        let rows = self.tags.add(Role::HeadRows, Some(table_tag));
        let row = self.tags.add(Role::Row, Some(rows));
        let style = SMALL.ink(TEXT_3);
        let set: Vec<Vec<Line>> = table
            .columns
            .iter()
            .zip(columns)
            .map(|(heading, column)| at_most(&mut self.letters, &heading.title, style, column.width, HEADING_LINES))
            .collect();
        let n_lines = set.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut strip = Strip::blank(n_lines as f32 * style.leading() + 2.0 * AROUND);
        strip.gap = 5.0;
        for (heading, column) in set.into_iter().zip(columns) {
            let tag = self.tags.add(Role::ColumnHead, Some(row));
            let n_above = n_lines - heading.len();
            for (i, line) in heading.into_iter().enumerate() {
                let top = AROUND + (n_above + i) as f32 * style.leading();
                let at = [column.start(line.width), top];
                strip.line(line, at, style.leading(), Some(tag));
            }
        }
        self.rule_below(&mut strip, 2.0 * HAIR);
        strip.bond = Bond::Heading;
        let whole = self.wholes.len();
        self.push(strip);
        let again = self.strips.last().map(|head| Strip { gap: 0.0, bond: Bond::Free, ..head.unread() });
        self.inside.push(whole);
        let again = again.map(|strip| Strip { inside: self.inside.clone(), ..strip });
        self.wholes.push(Whole { again: again.into_iter().collect(), frame: None });
    }

    fn contents(&mut self, cells: &'a [Cell], columns: &[Column], style: Style) -> Vec<Content<'a>> {
        let content = |(cell, column): (&'a Cell, &Column)| match cell {
            Cell::Text(words) => Content::Lines(lines(&mut self.letters, words, style, column.width)),
            Cell::Bars(heights) => Content::Bars(heights),
        };
        cells.iter().zip(columns).map(content).collect()
    }

    /// One strip; more where it is higher than a page.
    fn row(&mut self, cells: Vec<Content<'a>>, columns: &[Column], style: Style, row: TagIdx) {
        let n_lines = cells.iter().map(Content::n_lines).max().unwrap_or(1).max(1);
        // The heading row, and whose card it is, stand on the same page.
        let most = (self.room * MOST_OF_PAGE / style.leading()).max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines of a page")]
        let most = most as usize;
        let mut cells: Vec<(Content, TagIdx)> = cells
            .into_iter()
            .zip(columns)
            .enumerate()
            .map(|(i, (content, column))| {
                let is_head = i == 0 && column.kind == ColumnKind::Words && content.n_lines() > 0;
                (content, self.tags.add(if is_head { Role::RowHead } else { Role::Cell }, Some(row)))
            })
            .collect();
        for start in (0..n_lines).step_by(most) {
            let n = (n_lines - start).min(most);
            let mut strip = Strip::blank(n as f32 * style.leading() + 2.0 * AROUND);
            for ((content, tag), column) in cells.iter_mut().zip(columns) {
                match content {
                    Content::Lines(set) => {
                        for (i, line) in set.drain(..n.min(set.len())).enumerate() {
                            let at = [column.start(line.width), AROUND + i as f32 * style.leading()];
                            strip.line(line, at, style.leading(), Some(*tag));
                        }
                    }
                    Content::Bars(heights) if start == 0 => {
                        let tag = self.tags.add(Role::Figure(bars_in_words(heights)), Some(*tag));
                        strip.placed.push(column.bars(heights, style, tag));
                    }
                    Content::Bars(_) => {}
                }
            }
            if start + n >= n_lines {
                self.rule_below(&mut strip, HAIR);
            }
            self.push(strip);
        }
    }

    fn rule_below(&self, strip: &mut Strip<'a>, height: f32) {
        let area =
            Area { left: self.left, top: strip.height - height, right: self.left + self.width, bottom: strip.height };
        strip.placed.push(Placed { area, what: What::Fill(RULE), tag: None });
    }

    /// Where the columns stand, and the size of letters that gives them room.
    fn columns(&mut self, table: &TableSpec) -> (Vec<Column>, Style) {
        let n_gaps = table.columns.len().saturating_sub(1) as f32;
        let room = (self.width - n_gaps * BETWEEN).max(1.0);
        let mut style = CELL;
        let (mut wishes, mut sample) = wishes(&mut self.letters, table, style);
        if wishes.iter().map(|wish| wish.least).sum::<f32>() > room {
            style = NARROW;
            (wishes, sample) = self::wishes(&mut self.letters, table, style);
        }
        let mut left = self.left;
        let place = |(column, width): (&TableColumn, f32)| {
            let column = Column { kind: column.kind, left, width };
            left += width + BETWEEN;
            column
        };
        let widths = shared(&table.columns, &wishes, &sample, room);
        (table.columns.iter().zip(widths).map(place).collect(), style)
    }
}

impl Column {
    /// Where a line of this width begins.
    fn start(&self, width: f32) -> f32 {
        match self.kind {
            ColumnKind::Number => self.left + self.width - width,
            ColumnKind::Words | ColumnKind::Bars => self.left,
        }
    }

    fn bars<'a>(&self, heights: &'a [f64], style: Style, tag: TagIdx) -> Placed<'a> {
        let width = (heights.len() as f32 * BAR_STEP).min(self.width);
        let bottom = AROUND + style.leading() - 1.0;
        let area = Area { left: self.left, top: bottom - BAR_HEIGHT, right: self.left + width, bottom };
        Placed { area, what: What::Bars(heights), tag: Some(tag) }
    }
}

impl Content<'_> {
    fn n_lines(&self) -> usize {
        match self {
            Self::Lines(set) => set.len(),
            Self::Bars(_) => 1,
        }
    }
}

/// What the columns ask for, and how wide the cells of some rows are.
fn wishes(letters: &mut Letters, table: &TableSpec, style: Style) -> (Vec<Wish>, Vec<Vec<f32>>) {
    let heading = |column: &TableColumn| {
        let width = letters.width(&column.title, SMALL.size, false).min(MOST_HEADING);
        Wish { least: width, full: width }
    };
    let mut wishes: Vec<Wish> = table.columns.iter().map(heading).collect();
    let every = table.rows.len().div_ceil(SAMPLE).max(1);
    let mut sample = Vec::new();
    for (i, row) in table.rows.iter().enumerate() {
        let mut widths = Vec::new();
        for ((cell, column), wish) in row.cells.iter().zip(&table.columns).zip(&mut wishes) {
            let (least, full) = match cell {
                Cell::Bars(heights) => (heights.len() as f32 * BAR_STEP, heights.len() as f32 * BAR_STEP),
                Cell::Text(words) if column.kind == ColumnKind::Number => {
                    let full = letters.width(words, style.size, style.is_strong);
                    (full, full)
                }
                Cell::Text(words) => {
                    let full = letters.width(words, style.size, style.is_strong);
                    (widest_word(letters, words, style).min(LEAST_WORDS), full)
                }
            };
            // Sums of small numbers are off by a little.
            *wish = Wish { least: wish.least.max(least + 0.05), full: wish.full.max(full + 0.05) };
            widths.push(full);
        }
        if i % every == 0 {
            sample.push(widths);
        }
    }
    (wishes, sample)
}

/// The room shared out: what each column needs at least, then so that the rows are as low as they can be; what is left goes
/// to the words.
fn shared(columns: &[TableColumn], wishes: &[Wish], sample: &[Vec<f32>], room: f32) -> Vec<f32> {
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    if least > room {
        return squeezed(wishes, room);
    }
    let full: f32 = wishes.iter().map(|wish| wish.full).sum();
    if full > room {
        return lowest(wishes, sample, room - least);
    }
    let n = |kind: ColumnKind| columns.iter().filter(|column| column.kind == kind).count() as f32;
    let spare = room - full;
    // Numbers stand apart a little; the rest goes to the words.
    let apart = if n(ColumnKind::Number) > 0.0 { (spare / 2.0 / n(ColumnKind::Number)).min(APART) } else { 0.0 };
    let each = (spare - apart * n(ColumnKind::Number)) / n(ColumnKind::Words).max(1.0);
    let more = |kind: ColumnKind| match kind {
        ColumnKind::Words => each,
        ColumnKind::Number => apart,
        ColumnKind::Bars => 0.0,
    };
    columns.iter().zip(wishes).map(|(column, wish)| wish.full + more(column.kind)).collect()
}

/// Gives what is left, step by step, to the column by which the rows get lowest.
fn lowest(wishes: &[Wish], sample: &[Vec<f32>], left: f32) -> Vec<f32> {
    let mut widths: Vec<f32> = wishes.iter().map(|wish| wish.least).collect();
    let step = left / STEPS as f32;
    let height = |widths: &[f32]| -> f32 {
        let row =
            |row: &Vec<f32>| row.iter().zip(widths).map(|(cell, width)| cell / width.max(1.0)).fold(1.0, f32::max);
        sample.iter().map(row).sum()
    };
    for _ in 0..STEPS {
        let with = |i: usize| {
            let mut widths = widths.clone();
            widths[i] += step;
            height(&widths)
        };
        let asking = (0..widths.len()).filter(|i| widths[*i] < wishes[*i].full);
        let Some((best, _)) = asking.map(|i| (i, with(i))).min_by(|a, b| a.1.total_cmp(&b.1)) else { break };
        widths[best] += step;
    }
    widths
}

/// Columns that ask for little get it; the others share what is left evenly.
fn balanced(asked: &[f32], room: f32) -> Vec<f32> {
    let mut given = vec![0.0; asked.len()];
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by(|a, b| asked[*a].total_cmp(&asked[*b]));
    let mut left = room;
    for (place, i) in order.iter().enumerate() {
        given[*i] = asked[*i].min(left / (asked.len() - place) as f32);
        left -= given[*i];
    }
    given
}

/// Where even the least is too much, the widest give way and numbers are broken too.
fn squeezed(wishes: &[Wish], room: f32) -> Vec<f32> {
    let asked: Vec<f32> = wishes.iter().map(|wish| wish.least).collect();
    balanced(&asked, room)
}

/// What bars show to who cannot see them.
fn bars_in_words(heights: &[f64]) -> String {
    let shares: Vec<String> = heights.iter().map(|height| format!("{:.0}", height * 100.0)).collect();
    if shares.is_empty() { "No bars".to_owned() } else { format!("Bars in % of the highest: {}", shares.join(", ")) }
}
