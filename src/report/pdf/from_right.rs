//! Scripts that are written from the right: their letters joined, and in the order in which they stand on a line.

use harfrust::{ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::raw::TableProvider as _;

use super::letters::{By, Letter, Letters};

/// Gives each letter of a joined script the form it has beside its neighbours. Two that melt into one are one from then on.
pub fn joined(letters: &Letters, set: Vec<Letter>) -> Vec<Letter> {
    if !set.iter().any(|letter| is_joining(letter.sign)) {
        return set;
    }
    let is_same = |a: &Letter, b: &Letter| match (font_of(a), font_of(b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => false,
    };
    set.chunk_by(is_same).flat_map(|run| shaped(letters, run).unwrap_or_else(|| run.to_vec())).collect()
}

/// The font of a letter that is joined to its neighbours.
fn font_of(letter: &Letter) -> Option<usize> {
    match letter.by {
        By::Glyph { font, .. } if is_joining(letter.sign) => Some(font),
        _ => None,
    }
}

fn shaped(letters: &Letters, run: &[Letter]) -> Option<Vec<Letter>> {
    let font = font_of(run.first()?)?;
    let face = letters.face(font)?;
    let units = f32::from(face.head().ok()?.units_per_em());
    let mut buffer = UnicodeBuffer::new();
    for (i, letter) in run.iter().enumerate() {
        buffer.add(letter.sign, u32::try_from(i).ok()?);
    }
    buffer.guess_segment_properties();
    let glyphs = ShaperData::new(&face).shaper(&face).build().shape(buffer, ShapeOptions::new());
    let mut out: Vec<(u32, Letter)> = Vec::new();
    for (glyph, place) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
        let sign = run.get(usize::try_from(glyph.cluster).ok()?)?.sign;
        #[expect(clippy::cast_precision_loss, reason = "a few thousand units")]
        let advance = place.x_advance as f32 / units;
        out.push((glyph.cluster, Letter { sign, advance, by: By::Glyph { font, glyph: glyph.glyph_id } }));
    }
    // They come from the left; here letters stand in the order in which they are read.
    out.sort_by_key(|(cluster, _)| *cluster);
    Some(out.into_iter().map(|(_, letter)| letter).collect())
}

/// What stands on a line, from the left, given the signs in the order in which they are read. Numbers run from the left everywhere.
pub fn from_left(signs: &[char]) -> Vec<usize> {
    let mut order = Vec::with_capacity(signs.len());
    let mut start = 0;
    while start < signs.len() {
        if !is_from_right(signs[start]) {
            order.push(start);
            start += 1;
            continue;
        }
        let is_other = |sign: &char| sign.is_alphabetic() && !is_from_right(*sign);
        let end = signs[start..].iter().position(is_other).map_or(signs.len(), |n| start + n);
        let last = signs[start..end].iter().rposition(|sign| is_from_right(*sign)).map_or(start, |n| start + n);
        let turned: Vec<usize> = (start..=last).rev().collect();
        let is_number = |place: &usize| signs[*place].is_ascii_digit();
        for run in turned.chunk_by(|a, b| is_number(a) && is_number(b)) {
            order.extend(run.iter().rev());
        }
        start = last + 1;
    }
    order
}

fn is_from_right(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

fn is_joining(sign: char) -> bool {
    matches!(sign, '\u{600}'..='\u{8ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(words: &str) -> String {
        let signs: Vec<char> = words.chars().collect();
        from_left(&signs).into_iter().map(|place| signs[place]).collect()
    }

    #[test]
    fn names_from_the_right_are_turned_and_what_stands_beside_them_is_not() {
        assert_eq!(turned("Alpine Tool, 12 parts"), "Alpine Tool, 12 parts");
        assert_eq!(turned("▲ אבג דה 12 ו, continued"), "▲ ו 12 הד גבא, continued");
        assert_eq!(turned("אב Ltd"), "בא Ltd");
    }
}
