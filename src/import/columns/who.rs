//! Whom a row is about.

use super::TableBuilder;
use crate::import::cells::plain;
use crate::import::layout::Groups;
use crate::model::words::NO_WORD;

impl TableBuilder<'_> {
    /// The mention that the row's first word of whom it is about stood in last, where the others agree: no look-up for them.
    pub(super) fn known_mention<'c>(&mut self, get: &impl Fn(usize) -> &'c [u8]) -> Option<u32> {
        let lead = self.who.iter().position(Option::is_some)?;
        if self.plan.person != [None; 2] || self.plan.groups == Groups::Customer {
            return None;
        }
        let code = self.who_words[lead].code(plain(get(self.who[lead]?)));
        let mention = *self.mention_by_lead.get(code as usize)?;
        let (codes, _) = self.mention_list.get(mention as usize)?;
        let agrees = (lead + 1..4).all(|i| {
            let cell = self.who[i].map_or(&b""[..], |column| plain(get(column)));
            self.who_words[i].words.get(codes[i] as usize).map_or(cell.is_empty(), |word| word.as_bytes() == cell)
        });
        agrees.then_some(mention)
    }

    pub(super) fn who_codes<'c>(&mut self, get: &impl Fn(usize) -> &'c [u8]) -> [u32; 4] {
        let mut codes = [NO_WORD; 4];
        for ((code, words), column) in codes.iter_mut().zip(&mut self.who_words).zip(self.who) {
            if let Some(column) = column {
                *code = words.code(plain(get(column)));
            }
        }
        if let [first, last] = self.plan.person
            && (first.is_some() || last.is_some())
        {
            let mut name = first.map_or(Vec::new(), |column| get(column).to_vec());
            if let Some(last) = last.map(get).filter(|last| !last.is_empty()) {
                if !name.is_empty() {
                    name.push(b' ');
                }
                name.extend_from_slice(last);
            }
            codes[3] = self.who_words[3].code(&name);
        }
        if self.plan.groups == Groups::Customer && codes[1] == NO_WORD {
            let name = self.groups.name().map(str::to_owned).unwrap_or_default();
            codes[1] = self.who_words[1].code(name.trim().as_bytes());
        }
        codes
    }

    pub(super) fn mention(&mut self, codes: [u32; 4]) -> u32 {
        if self.last_mention.0 != codes || self.last_mention.1 == u32::MAX {
            let next = u32::try_from(self.mention_list.len()).unwrap_or(u32::MAX);
            let place = *self.mentions.entry(codes).or_insert(next);
            if place == next {
                self.mention_list.push((codes, 0));
            }
            self.last_mention = (codes, place);
        }
        let place = self.last_mention.1;
        self.mention_list[place as usize].1 += 1;
        if let Some(lead) = self.who.iter().position(Option::is_some).map(|i| codes[i]).filter(|&lead| lead != NO_WORD)
        {
            let lead = lead as usize;
            if self.mention_by_lead.len() <= lead {
                self.mention_by_lead.resize(lead + 1, u32::MAX);
            }
            self.mention_by_lead[lead] = place;
        }
        place
    }
}
