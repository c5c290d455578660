//! Which names are worth comparing: those that begin alike, and those one letter apart. Comparing each with each would take
//! the square of their number.

use std::collections::HashMap;

use super::spelling::Spelling;

/// Pairs of places in `names` that may be alike, each once, in order.
pub fn pairs(names: &[Spelling]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    blocks(names, &mut found, &beginnings);
    blocks(names, &mut found, &|name| slips(&name.joined));
    found.sort_unstable();
    found.dedup();
    found
}

/// In a block of more names than this, only neighbours in the alphabet are compared.
const MOST_IN_A_BLOCK: usize = 150;

/// How many neighbours.
const NEIGHBOURS: usize = 12;

fn blocks(names: &[Spelling], found: &mut Vec<(usize, usize)>, keys: &dyn Fn(&Spelling) -> Vec<u64>) {
    let mut blocks: HashMap<u64, Vec<usize>> = HashMap::new();
    for (i, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let mut keys = keys(name);
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            blocks.entry(key).or_default().push(i);
        }
    }
    for mut block in blocks.into_values().filter(|block| block.len() > 1) {
        let reach = if block.len() > MOST_IN_A_BLOCK { NEIGHBOURS } else { block.len() };
        block.sort_unstable_by(|&a, &b| names[a].joined.cmp(&names[b].joined).then(a.cmp(&b)));
        for (k, &b) in block.iter().enumerate() {
            found.extend(block[k.saturating_sub(reach)..k].iter().map(|&a| (a.min(b), a.max(b))));
        }
    }
}

/// How the first word begins, with the first letter of each other one; a name of one word with its whole word; the initials.
fn beginnings(name: &Spelling) -> Vec<u64> {
    let first = &name.words[0];
    let start = name.joined.get(..3).unwrap_or(&name.joined);
    let letter = |word: &String| word.chars().next().unwrap_or_default();
    let mut keys: Vec<u64> = name.words[1..].iter().map(|word| hash(&format!("{start} {}", letter(word)))).collect();
    keys.push(hash(first));
    keys.push(hash(&name.joined));
    if name.words.len() >= 3 {
        keys.push(hash(&name.words.iter().map(letter).collect::<String>()));
    }
    keys.extend(name.others.iter().map(|words| hash(&words.concat())));
    keys
}

/// The name itself and each way to leave out one of its letters: two names one letter apart share one of them (Garbe 2012,
/// "`SymSpell`").
fn slips(joined: &str) -> Vec<u64> {
    let letters: Vec<char> = joined.chars().collect();
    if letters.len() < 8 {
        return Vec::new();
    }
    let without =
        |i: usize| letters.iter().enumerate().filter(move |(j, _)| *j != i).map(|(_, c)| *c).collect::<String>();
    (0..=letters.len()).map(|i| hash(&without(i))).collect()
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> Vec<(usize, usize)> {
        pairs(&names.iter().map(|name| Spelling::of(name)).collect::<Vec<_>>())
    }

    #[test]
    fn names_that_may_be_alike_meet_wherever_the_slip_is() {
        for (a, b) in [
            ("Zeigler Motorcycle Parts", "Ziegler Motorcycle Parts"),
            ("Alpine Tool", "lpine Tool"),
            ("Tri County Fab", "Tri-County Fabrication"),
            ("Garrison Ltg", "Garrison Lighting Group"),
            ("KBF", "Keystone Bicycle Frames"),
            ("Keystone Bicycle Frames (dba KBF)", "KBF Cycles"),
            ("Alpine", "Alpine Tool"),
        ] {
            assert_eq!(found(&[a, b]), [(0, 1)], "{a}, {b}");
        }
    }

    #[test]
    fn a_thousand_names_of_one_beginning_are_not_half_a_million_pairs() {
        let names: Vec<Spelling> =
            (0..1000).map(|i| Spelling::of(&format!("American {} works", "ab".repeat(i % 17 + i / 50)))).collect();
        assert!(pairs(&names).len() < 60_000, "{}", pairs(&names).len());
    }
}
