//! Strips onto pages: what is too high for the rest of a page goes on the next one, with what it belongs to.

use super::letters::Letters;
use super::look::{FOOT_UP, Ink, MARGINS, PADDING, SMALL};
use super::tags::{TagIdx, Tags};
use super::words::{Line, cut_line, lines};
use crate::report::chart::drawing::Drawing;
use crate::report::chart::svg::BASE;
use crate::report::pack::Paper;

/// A rectangle, in points from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// From the left edge.
    pub left: f32,
    /// From the top edge.
    pub top: f32,
    /// From the left edge.
    pub right: f32,
    /// From the top edge.
    pub bottom: f32,
}

/// Something with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<'a> {
    /// Where, within a strip and then within a page.
    pub area: Area,
    /// What.
    pub what: What<'a>,
    /// What it is to who cannot see it; `None` for what only adorns.
    pub tag: Option<TagIdx>,
}

/// What is put on paper.
#[derive(Clone, Debug, PartialEq)]
pub enum What<'a> {
    /// One line of words; they start at the left of its area.
    Words(Line),
    /// The area in one colour.
    Fill(Ink),
    /// The hairline around a card and the bar at its left.
    Frame(Ink),
    /// A chart, as large as this share of its size.
    Chart(&'a Drawing, f32),
    /// Small bars, of heights from 0 to 1.
    Bars(&'a [f64]),
}

/// How strongly a strip stays with the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// A page may end here.
    Free,
    /// Only where what belongs together is higher than a page.
    Hold,
    /// Never: a heading with what it heads.
    Heading,
}

/// What stands side by side and is never broken.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip<'a> {
    /// In points.
    pub height: f32,
    /// Above it, unless it is the first of a page.
    pub gap: f32,
    /// With the next one.
    pub bond: Bond,
    /// Whether it begins a page.
    pub is_new_page: bool,
    /// Whether a card ends with it.
    pub is_end: bool,
    /// From its top.
    pub placed: Vec<Placed<'a>>,
    /// The cards and the table it belongs to, the outermost first.
    pub inside: Vec<usize>,
    /// What leads here from the outline.
    pub mark: Option<(u16, String)>,
}

/// A card or a table that may go on over a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whole<'a> {
    /// What is said again where it goes on: the heading row, or whose card it is.
    pub again: Vec<Strip<'a>>,
    /// The left and right end of its frame and its colour.
    pub frame: Option<(f32, f32, Ink)>,
}

/// What leads to a place from the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// 2 for a part, 3 for what lies in it.
    pub level: u16,
    /// What it says.
    pub title: String,
    /// From 0.
    pub page: usize,
    /// From the top edge.
    pub top: f32,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet<'a> {
    /// From the back to the front.
    pub placed: Vec<Placed<'a>>,
}

/// All pages.
pub struct Laid<'a> {
    /// Width and height of each.
    pub size: [f32; 2],
    /// From the first to the last.
    pub sheets: Vec<Sheet<'a>>,
    /// The outline.
    pub marks: Vec<Mark>,
    /// What everything is.
    pub tags: Tags,
    /// The fonts it is set in.
    pub letters: Letters,
}

impl Area {
    fn down(self, by: f32) -> Self {
        Self { top: self.top + by, bottom: self.bottom + by, ..self }
    }

    /// The line on which letters of a size stand.
    pub fn base(&self, size: f32) -> f32 {
        f32::midpoint(self.top, self.bottom) + BASE * size
    }
}

impl Strip<'_> {
    /// Nothing, so high.
    pub fn blank(height: f32) -> Self {
        Self {
            height,
            gap: 0.0,
            bond: Bond::Free,
            is_new_page: false,
            is_end: false,
            placed: Vec::new(),
            inside: Vec::new(),
            mark: None,
        }
    }

    /// Adds a line that begins at `left`, `top` below the strip's top.
    pub fn line(&mut self, line: Line, [left, top]: [f32; 2], leading: f32, tag: Option<TagIdx>) {
        let area = Area { left, top, right: left + line.width, bottom: top + leading };
        self.placed.push(Placed { area, what: What::Words(line), tag });
    }

    /// The same where it is said again, which is read out only once.
    #[must_use]
    pub fn unread(&self) -> Self {
        let mut strip = self.clone();
        strip.mark = None;
        for placed in &mut strip.placed {
            placed.tag = None;
        }
        strip
    }
}

/// The height of what can stand on a page.
pub fn room(paper: Paper) -> f32 {
    paper.size()[1] - MARGINS[1] - MARGINS[3]
}

/// Puts the strips on pages.
pub fn paged<'a>(paper: Paper, mut strips: Vec<Strip<'a>>, wholes: &[Whole<'a>]) -> (Vec<Sheet<'a>>, Vec<Mark>) {
    let mut to = Pager {
        wholes,
        sheets: vec![Sheet::default()],
        marks: Vec::new(),
        frames: Vec::new(),
        last_inside: Vec::new(),
        is_card_open: false,
        y: MARGINS[1],
        end: MARGINS[1] + room(paper),
    };
    to.together(&mut strips, Bond::Free);
    to.close();
    (to.sheets, to.marks)
}

struct Pager<'a, 'b> {
    wholes: &'b [Whole<'a>],
    sheets: Vec<Sheet<'a>>,
    marks: Vec<Mark>,
    /// The cards on this page: which, and from where to where.
    frames: Vec<(usize, f32, f32)>,
    last_inside: Vec<usize>,
    is_card_open: bool,
    y: f32,
    end: f32,
}

impl<'a> Pager<'a, '_> {
    /// Places strips; a page ends only at bonds that are at most `weakest`, as long as what is bound fits on one.
    fn together(&mut self, strips: &mut [Strip<'a>], weakest: Bond) {
        let mut rest = strips;
        while !rest.is_empty() {
            let last = rest.iter().position(|strip| strip.bond <= weakest).unwrap_or(rest.len() - 1);
            let (group, after) = rest.split_at_mut(last + 1);
            self.group(group, weakest);
            rest = after;
        }
    }

    fn group(&mut self, group: &mut [Strip<'a>], weakest: Bond) {
        let Some(first) = group.first() else { return };
        let is_begun = self.y > MARGINS[1];
        if first.is_new_page && is_begun {
            self.turn(&group[0].inside.clone());
        } else if self.y + self.height(group, is_begun) > self.end {
            let again = self.again(&first.inside);
            if MARGINS[1] + again + self.height(group, again > 0.0) <= self.end {
                self.turn(&group[0].inside.clone());
            } else if group.len() > 1 {
                let next = if weakest == Bond::Free { Bond::Hold } else { Bond::Heading };
                return self.together(group, next);
            } else if is_begun {
                self.turn(&group[0].inside.clone());
            }
        }
        for strip in group {
            self.place(strip);
        }
    }

    /// With the first gap or without, and with what a card needs below where it does not end here.
    fn height(&self, group: &[Strip], with_gap: bool) -> f32 {
        let gaps: f32 = group.iter().skip(usize::from(!with_gap)).map(|strip| strip.gap).sum();
        let heights: f32 = group.iter().map(|strip| strip.height).sum();
        let goes_on = group.last().is_some_and(|strip| !strip.is_end && self.is_in_card(strip));
        gaps + heights + if goes_on { PADDING } else { 0.0 }
    }

    fn is_in_card(&self, strip: &Strip) -> bool {
        strip.inside.iter().any(|whole| self.wholes[*whole].frame.is_some())
    }

    /// The wholes that go on with a strip inside `inside`.
    fn going_on(&self, inside: &[usize]) -> Vec<usize> {
        self.last_inside.iter().zip(inside).take_while(|(a, b)| a == b).map(|(whole, _)| *whole).collect()
    }

    /// The height of what is said again before a strip inside `inside`.
    fn again(&self, inside: &[usize]) -> f32 {
        self.going_on(inside).iter().flat_map(|whole| &self.wholes[*whole].again).map(|strip| strip.height).sum()
    }

    /// Begins a page and says again what goes on there.
    fn turn(&mut self, inside: &[usize]) {
        let going_on = self.going_on(inside);
        self.close();
        self.sheets.push(Sheet::default());
        self.y = MARGINS[1];
        for whole in going_on {
            for strip in &self.wholes[whole].again {
                self.place(&mut strip.clone());
            }
        }
    }

    /// Puts a strip below what stands on the page.
    fn place(&mut self, strip: &mut Strip<'a>) {
        if self.y > MARGINS[1] {
            self.y += strip.gap;
        }
        let top = self.y;
        self.y += strip.height;
        for whole in &strip.inside {
            if self.wholes[*whole].frame.is_some() {
                match self.frames.iter_mut().find(|(card, ..)| card == whole) {
                    Some((_, _, bottom)) => *bottom = self.y,
                    None => self.frames.push((*whole, top, self.y)),
                }
            }
        }
        if let Some((level, title)) = strip.mark.take() {
            self.marks.push(Mark { level, title, page: self.sheets.len() - 1, top });
        }
        self.is_card_open = !strip.is_end && self.is_in_card(strip);
        self.last_inside.clone_from(&strip.inside);
        if let Some(sheet) = self.sheets.last_mut() {
            let placed = strip.placed.drain(..);
            sheet.placed.extend(placed.map(|placed| Placed { area: placed.area.down(top), ..placed }));
        }
    }

    /// Draws the frames of a page behind what stands on it.
    fn close(&mut self) {
        let open = if self.is_card_open { self.last_inside.clone() } else { Vec::new() };
        let frames = self.frames.drain(..).filter_map(|(card, top, bottom)| {
            let (left, right, ink) = self.wholes[card].frame?;
            let bottom = if open.contains(&card) { bottom + PADDING } else { bottom };
            Some(Placed { area: Area { left, top, right, bottom }, what: What::Frame(ink), tag: None })
        });
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.placed.splice(0..0, frames);
        }
    }
}

/// Writes the foot of each page: what `running` says at the left, its number at the right.
pub fn number(sheets: &mut [Sheet], paper: Paper, running: &str, letters: &mut Letters) {
    let [width, height] = paper.size();
    let n_sheets = sheets.len();
    let top = height - FOOT_UP;
    for (i, sheet) in sheets.iter_mut().enumerate() {
        let mut strip = Strip::blank(0.0);
        let number = format!("page {} of {n_sheets}", i + 1);
        if let Some(number) = lines(letters, &number, SMALL, width).pop() {
            let left = width - MARGINS[2] - number.width;
            let running = cut_line(letters, running, SMALL, left - MARGINS[0] - 24.0);
            strip.line(running, [MARGINS[0], top], SMALL.leading(), None);
            strip.line(number, [left, top], SMALL.leading(), None);
        }
        sheet.placed.append(&mut strip.placed);
    }
}
