//! Words kept once.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// No word in the cell.
pub const NO_WORD: u32 = u32::MAX;

/// Repeated words as codes: 4 bytes a row, each spelling once.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Place in `words`, or [`NO_WORD`].
    pub codes: Vec<u32>,
    /// The distinct spellings, in order of first appearance.
    pub words: Vec<String>,
}

/// Words on their way into codes.
#[derive(Debug, Default)]
pub struct WordsBuilder {
    places: HashMap<Box<[u8]>, u32, FixedState>,
    /// The distinct spellings, in order of first appearance.
    pub words: Vec<String>,
    /// One code a row.
    pub codes: Vec<u32>,
    last: Option<u32>,
}

impl WordsBuilder {
    /// The code of a cell.
    pub fn code(&mut self, cell: &[u8]) -> u32 {
        if cell.is_empty() {
            return NO_WORD;
        }
        // Neighbours are often alike.
        if let Some(last) = self.last.filter(|&last| self.words[last as usize].as_bytes() == cell) {
            return last;
        }
        let code = if let Some(&code) = self.places.get(cell) {
            code
        } else {
            let code = u32::try_from(self.words.len()).unwrap_or(NO_WORD - 1);
            self.words.push(String::from_utf8_lossy(cell).into_owned());
            self.places.insert(cell.into(), code);
            code
        };
        self.last = Some(code);
        code
    }

    /// Takes in the cell of the next row.
    pub fn push(&mut self, cell: &[u8]) {
        let code = self.code(cell);
        self.codes.push(code);
    }

    /// Takes over the words of another builder; gives the new code of each of its codes.
    pub fn merge(&mut self, other: &mut Self) -> Vec<u32> {
        let mut map = vec![NO_WORD; other.words.len()];
        let mut places: Vec<(Box<[u8]>, u32)> = other.places.drain().collect();
        places.sort_unstable_by_key(|(_, code)| *code);
        for (bytes, code) in places {
            map[code as usize] = self.code(&bytes);
        }
        map
    }
}
