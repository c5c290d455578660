//! A card: how urgent, who, what and how much at its top, and below that what was found.

use super::flow::Flow;
use super::letters::plain;
use super::look::{BAR, BODY, NAME, PADDING, SECOND, SMALL, Style, TEXT_2, of_level};
use super::page::{Bond, Strip, Whole};
use super::tags::{Role, TagIdx};
use super::words::{Line, at_most, cut_line, lines, mixed_lines};
use crate::report::chart::svg::BASE;
use crate::report::pack::{Card, level_shape};

/// The money takes at most this share of a card's width.
const MOST_MONEY: f32 = 0.36;
/// Between the name and the money.
const BETWEEN: f32 = 16.0;

/// Lines of one look.
struct Rows {
    lines: Vec<Line>,
    style: Style,
    tag: TagIdx,
}

impl<'a> Flow<'a> {
    /// A card. One that fits on a page is not broken; a longer one says on the next page whose it is.
    pub fn card(&mut self, card: &'a Card) {
        let at = self.strips.len();
        let (left, width, outer, level) = (self.left, self.width, self.parent, self.level);
        self.open(card);
        self.head(card);
        self.level = level + 1;
        self.blocks(&card.blocks);
        self.bind(Bond::Heading);
        self.push(Strip { is_end: true, ..Strip::blank(PADDING) });
        self.inside.pop();
        (self.left, self.width, self.parent, self.level) = (left, width, outer, level);

        // What comes before it and stays with it stands on the same page.
        let from =
            self.strips[..at].iter().rposition(|strip| strip.bond != Bond::Heading).map_or(0, |before| before + 1);
        let height: f32 = self.strips[from..].iter().map(|strip| strip.gap + strip.height).sum();
        let n_bound = self.strips.len() - 1;
        if height <= self.room {
            for strip in &mut self.strips[at..n_bound] {
                strip.bond = strip.bond.max(Bond::Hold);
            }
        }
    }

    /// Begins its frame, and says what stands at the top of the next page where it goes on there.
    fn open(&mut self, card: &Card) {
        let section = self.tag(Role::Section);
        self.parent = Some(section);
        let ink = of_level(card.level);
        self.inside.push(self.wholes.len());
        self.wholes.push(Whole { again: Vec::new(), frame: Some((self.left, self.left + self.width, ink)) });
        let name = plain(&card.name);
        let mark = (self.level <= 3 && !name.trim().is_empty()).then_some((self.level, name));
        self.push(Strip { gap: 10.0, bond: Bond::Heading, mark, ..Strip::blank(PADDING) });
        self.left += BAR + PADDING;
        self.width -= BAR + 2.0 * PADDING;

        let top = Strip { inside: self.inside.clone(), ..Strip::blank(PADDING) };
        let style = SMALL.strong().ink(TEXT_2);
        let mut again = Strip { inside: self.inside.clone(), ..Strip::blank(style.leading() + 4.0) };
        let name = format!("{} {}", level_shape(card.level), card.name);
        let continued = lines(&mut self.letters, ", continued", style, self.width).pop().unwrap_or_default();
        let name = cut_line(&mut self.letters, &name, style, self.width - continued.width);
        let right = self.left + name.width;
        again.line(name, [self.left, 0.0], style.leading(), None);
        again.line(continued, [right, 0.0], style.leading(), None);
        if let Some(whole) = self.wholes.last_mut() {
            whole.again = vec![top, again];
        }
    }

    /// Its level, its name and its phrase at the left, the money at the right.
    fn head(&mut self, card: &Card) {
        let money = card.money.as_ref();
        let most = self.width * MOST_MONEY;
        let value = money
            .map(|money| at_most(&mut self.letters, &format!("{} ", money.value), NAME, most, 2))
            .unwrap_or_default();
        let label = money.map(|money| at_most(&mut self.letters, &money.label, SMALL, most, 3)).unwrap_or_default();
        let taken = value.iter().chain(&label).map(|line| line.width).fold(0.0, f32::max);
        let room = if taken > 0.0 { self.width - taken - BETWEEN } else { self.width };

        let name = plain(&card.name);
        let is_named = !name.trim().is_empty();
        let tag = self.tag(if is_named { Role::Heading(self.level, name) } else { Role::Words });
        let name = Rows { lines: lines(&mut self.letters, &card.name, NAME, room), style: NAME, tag };

        let level = BODY.strong().ink(of_level(card.level));
        let sign = format!("{}\u{a0}{}", level_shape(card.level), card.level_word);
        let between = if card.phrase.is_empty() { "" } else { "  ·  " };
        let pieces = [(sign.as_str(), level), (between, SECOND), (card.phrase.as_str(), SECOND)];
        let tag = self.tag(Role::Words);
        let phrase = Rows { lines: mixed_lines(&mut self.letters, &pieces, room), style: SECOND, tag };
        let tag = self.tag(Role::Words);
        let of_money = vec![Rows { lines: value, style: NAME, tag }, Rows { lines: label, style: SMALL, tag }];
        self.side_by_side(vec![name, phrase], of_money);
    }

    /// Rows at the left and at the right of a card, the first beside the first; all stay together.
    fn side_by_side(&mut self, left: Vec<Rows>, right: Vec<Rows>) {
        let mut left = left.into_iter().flat_map(Rows::each);
        let mut right = right.into_iter().flat_map(Rows::each);
        loop {
            let (said, beside) = (left.next(), right.next());
            if said.is_none() && beside.is_none() {
                break;
            }
            let of = |row: &Option<(Line, Style, TagIdx)>| {
                row.as_ref().map_or([0.0; 2], |(_, style, _)| [style.leading(), style.size])
            };
            let height = of(&said)[0].max(of(&beside)[0]);
            // Both stand on one line, whatever their size.
            let down = if said.is_some() { BASE * (of(&said)[1] - of(&beside)[1]) } else { 0.0 };
            let mut strip = Strip { bond: Bond::Heading, ..Strip::blank(height) };
            if let Some((line, _, tag)) = said {
                strip.line(line, [self.left, 0.0], height, Some(tag));
            }
            if let Some((line, _, tag)) = beside {
                let at = self.left + self.width - line.width;
                strip.line(line, [at, down], height, Some(tag));
            }
            self.push(strip);
        }
    }
}

impl Rows {
    fn each(self) -> impl Iterator<Item = (Line, Style, TagIdx)> {
        let Self { lines, style, tag } = self;
        lines.into_iter().map(move |line| (line, style, tag))
    }
}
