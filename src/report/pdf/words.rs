//! Words into lines: a line is never wider than its room, whatever stands in a file.

use super::from_right::{from_left, joined};
use super::letters::{Letter, Letters, plain};
use super::look::{Ink, Style};

/// Letters of one look, side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// From the left of the line, in points.
    pub left: f32,
    /// In points.
    pub size: f32,
    /// Their colour.
    pub ink: Ink,
    /// From the left.
    pub letters: Vec<Letter>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// From the left.
    pub runs: Vec<Run>,
    /// In points, without the blanks at its end.
    pub width: f32,
}

/// A letter with its look, before it has a place.
struct Set {
    letter: Letter,
    size: f32,
    ink: Ink,
}

impl Set {
    fn width(&self) -> f32 {
        self.letter.advance * self.size
    }

    fn is_blank(&self) -> bool {
        self.letter.sign == ' '
    }
}

impl Line {
    /// What it says.
    #[cfg(test)]
    pub fn words(&self) -> String {
        self.runs.iter().flat_map(|run| &run.letters).map(|letter| letter.sign).collect()
    }

    fn of(letters: &[Set]) -> Self {
        let mut line = Self::default();
        let mut x = 0.0;
        let signs: Vec<char> = letters.iter().map(|set| set.letter.sign).collect();
        for set in from_left(&signs).into_iter().map(|place| &letters[place]) {
            match line.runs.last_mut() {
                Some(run) if run.ink == set.ink && same(run.size, set.size) => run.letters.push(set.letter),
                _ => line.runs.push(Run { left: x, size: set.size, ink: set.ink, letters: vec![set.letter] }),
            }
            x += set.width();
            if !set.is_blank() {
                line.width = x;
            }
        }
        line
    }
}

fn same(a: f32, b: f32) -> bool {
    (a - b).abs() < f32::EPSILON
}

/// Words of one look, in lines of at most `room` points.
pub fn lines(letters: &mut Letters, words: &str, style: Style, room: f32) -> Vec<Line> {
    broken(&set(letters, &[(words, style)]), room)
}

/// Words of several looks, one after the other, in lines of at most `room` points.
pub fn mixed_lines(letters: &mut Letters, pieces: &[(&str, Style)], room: f32) -> Vec<Line> {
    broken(&set(letters, pieces), room)
}

/// One line, cut with "…" where it is wider than `room`.
pub fn cut_line(letters: &mut Letters, words: &str, style: Style, room: f32) -> Line {
    let set = set(letters, &[(words, style)]);
    if set.iter().map(Set::width).sum::<f32>() <= room {
        return Line::of(&set);
    }
    let more = self::set(letters, &[("…", style)]);
    let mut left = room - more.iter().map(Set::width).sum::<f32>();
    let fits = |set: &&Set| {
        left -= set.width();
        left >= 0.0
    };
    let kept = set.iter().take_while(fits).count();
    let kept = set[..kept].iter().rposition(|set| !set.is_blank()).map_or(0, |last| last + 1);
    let cut: Vec<Set> = set.into_iter().take(kept).chain(more).collect();
    Line::of(&cut)
}

/// At most so many lines; the last one then ends with "…".
pub fn at_most(letters: &mut Letters, words: &str, style: Style, room: f32, most: usize) -> Vec<Line> {
    let set = set(letters, &[(words, style)]);
    let mut lines = broken(&set, room);
    if lines.len() > most {
        let before: usize = lines[..most - 1].iter().flat_map(|line| &line.runs).map(|run| run.letters.len()).sum();
        let rest: String = set[before..].iter().map(|set| set.letter.sign).collect();
        lines.truncate(most - 1);
        lines.push(cut_line(letters, &rest, style, room));
    }
    lines
}

/// The widest piece that stays together, in points.
pub fn widest_word(letters: &mut Letters, words: &str, style: Style) -> f32 {
    let (mut widest, mut width) = (0.0_f32, 0.0);
    let set = set(letters, &[(words, style)]);
    for (i, letter) in set.iter().enumerate() {
        width = if letter.is_blank() { 0.0 } else { width + letter.width() };
        widest = widest.max(width);
        if is_seam(&set, i) {
            width = 0.0;
        }
    }
    widest
}

fn set(letters: &mut Letters, pieces: &[(&str, Style)]) -> Vec<Set> {
    let mut set: Vec<Set> = Vec::new();
    for (words, Style { size, is_strong, ink }) in pieces {
        let found: Vec<Letter> = plain(words).chars().map(|sign| letters.letter(sign, *is_strong)).collect();
        for letter in joined(letters, found) {
            // Blanks in a row are one, and none comes first.
            if letter.sign != ' ' || set.last().is_some_and(|last| !last.is_blank()) {
                set.push(Set { letter, size: *size, ink: *ink });
            }
        }
    }
    set
}

fn broken(set: &[Set], room: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < set.len() {
        let mut end = line_end(set, start, room);
        while end < set.len() && set[end].is_blank() {
            end += 1;
        }
        lines.push(Line::of(&set[start..end]));
        start = end;
    }
    lines
}

/// Where the line that begins at `start` ends: after its last whole word, and within a word where that alone is too long.
fn line_end(set: &[Set], start: usize, room: f32) -> usize {
    /// What sums of small numbers are off by.
    const SLACK: f32 = 0.01;
    let (mut width, mut after_word, mut after_sign) = (0.0, None, None);
    for (i, letter) in set.iter().enumerate().skip(start) {
        width += letter.width();
        if width > room + SLACK && !letter.is_blank() && i > start {
            let half = start + (i - start) / 2;
            return after_word.or(after_sign.filter(|end| *end > half)).unwrap_or(i);
        }
        if letter.is_blank() && !is_before_percent(set, i) || is_seam(set, i) {
            after_word = Some(i + 1);
        } else if matches!(letter.letter.sign, '-' | '/' | '\\' | '@' | '.' | ',' | '_' | '·' | ';' | ':') {
            after_sign = Some(i + 1);
        }
    }
    set.len()
}

/// A number stays with its sign: "54 %".
fn is_before_percent(set: &[Set], i: usize) -> bool {
    set.get(i + 1).is_some_and(|next| next.letter.sign == '%')
}

/// Whether a line may end after the letter at `i`, as after the hyphen in "anti-fingerprint".
fn is_seam(set: &[Set], i: usize) -> bool {
    let is_word = |place: Option<usize>| {
        place.and_then(|place| set.get(place)).is_some_and(|set| set.letter.sign.is_alphabetic())
    };
    set[i].letter.sign == '-' && is_word(i.checked_sub(1)) && is_word(Some(i + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::pdf::look::BODY;

    fn broken_at(words: &str, room: f32) -> Vec<String> {
        let mut letters = Letters::bundled().unwrap();
        let lines = lines(&mut letters, words, BODY, room);
        assert!(lines.iter().all(|line| line.width <= room + 0.1), "{words}");
        lines.iter().map(|line| line.words().trim_end().to_owned()).collect()
    }

    #[test]
    fn lines_end_after_words_and_long_words_where_the_room_ends() {
        assert_eq!(broken_at("Orders every 9 days", 64.0), ["Orders every", "9 days"]);
        assert_eq!(broken_at("anti-fingerprint", 60.0), ["anti-", "fingerprint"]);
        assert_eq!(broken_at("fell by 54 %", 50.0), ["fell by", "54 %"]);
        assert_eq!(broken_at("AB", 7.0), ["A", "B"], "a letter is not cut");
        let long = "M".repeat(200);
        let lines = broken_at(&long, 100.0);
        assert!(lines.len() > 10);
        assert_eq!(lines.concat(), long, "no letter is lost");
        assert_eq!(broken_at("someone@a-long-address.example", 90.0).concat(), "someone@a-long-address.example");
    }

    #[test]
    fn what_is_cut_says_so() {
        let mut letters = Letters::bundled().unwrap();
        let line = cut_line(&mut letters, "Brushed stainless look, matt", BODY, 80.0);
        assert!(line.words().ends_with('…') && line.width <= 80.0, "{}", line.words());
        let lines = at_most(&mut letters, &"many words ".repeat(40), BODY, 100.0, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].words().ends_with('…'));
    }
}
