//! Mailings: what was sent to whom, about what, and whether it was clicked.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::build::{offsets, place, sorted_places, split, taken};
use super::range_of;
use crate::model::customer::{CustomerIdx, addresses};
use crate::model::dates::Day;
use crate::model::labels::{Label, Labels, NO_LABEL};
use crate::model::schema::{Field, Form};
use crate::model::source::{RowRef, SourceIdx};
use crate::model::table::{NO_COUNT, Table};
use crate::model::words::NO_WORD;

/// One entry a mailing and customer, however many of its people received it, by customer and day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Mails {
    /// The day on which it was sent.
    pub day: Vec<i32>,
    pub topic: Vec<Label>,
    /// The day of the first click; [`Day::NONE`] without one. Of a list that only counts clicks, the day of the mailing.
    pub clicked_on: Vec<i32>,
    /// The row of the first click, else of the first thing that is known of it.
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    pub(super) offsets: Vec<usize>,
}

impl Mails {
    /// The places of one customer's mailings.
    pub fn of(&self, customer: CustomerIdx) -> std::ops::Range<usize> {
        range_of(&self.offsets, customer)
    }

    /// Where a mailing stands in the files.
    pub fn at(&self, i: usize) -> RowRef {
        RowRef { source: self.source[i], row: self.row[i] }
    }
}

/// What a row of an e-mail file says that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happened {
    Sent,
    Opened,
    Clicked,
}

impl Happened {
    /// Reads the word of an event; `None` for what says nothing of reading: bounces, complaints, people who leave.
    fn read(word: &str) -> Option<Self> {
        let plain: String = word.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let has = |stems: &[&str]| stems.iter().any(|stem| plain.contains(stem));
        if has(&["unsub", "bounce", "complain", "spam", "abgemeldet", "drop", "reject", "fail"]) {
            None
        } else if has(&["click", "klick", "geklickt", "clic"]) {
            Some(Self::Clicked)
        } else if has(&["open", "geoffnet", "gelesen", "ouvert", "abiert", "apert"]) {
            Some(Self::Opened)
        } else if has(&["sent", "deliver", "send", "process", "gesendet", "zugestellt", "envoy", "enviad", "inviat"]) {
            Some(Self::Sent)
        } else {
            None
        }
    }
}

/// One thing that happened, on its way into mailings.
struct Event {
    customer: CustomerIdx,
    campaign: u32,
    day: i32,
    what: Happened,
    at: u64,
}

/// What is sent to one customer within so many days under one title is one mailing.
const SAME_MAILING_DAYS: i32 = 5;

/// Mailings on their way into sorted columns.
#[derive(Default)]
pub(super) struct MailRows {
    events: Vec<Event>,
    topic_of: Vec<Label>,
    places: HashMap<String, u32>,
}

impl MailRows {
    /// Takes in the rows of customers. People who must not be written to are left out: what they read is theirs.
    pub fn add(
        &mut self,
        table: &Table,
        links: &[Option<CustomerIdx>],
        topics: &HashMap<&str, &str>,
        left_out: &BTreeSet<String>,
        labels: &mut Labels,
    ) {
        let Some(days) = table.happened_on() else { return };
        let (titles, subjects) = (table.words(Field::Campaign), table.words(Field::Topic));
        let is_left_out: Vec<bool> = table
            .mentions
            .iter()
            .map(|mention| {
                let email = mention.email.as_deref().unwrap_or_default();
                addresses(email).any(|address| left_out.contains(&address))
            })
            .collect();
        let words = table.words(Field::MailEvent);
        let told: Vec<Option<Happened>> =
            words.map_or_else(Vec::new, |words| words.words.iter().map(|word| Happened::read(word)).collect());
        let clicks = table.counts(Field::Clicks);
        for (i, &row) in table.rows.iter().enumerate().filter(|(i, _)| days[*i] != Day::NONE.0) {
            let mention = table.mention_of_row[i] as usize;
            let Some(Some(customer)) = links.get(mention).copied() else { continue };
            if is_left_out.get(mention) == Some(&true) {
                continue;
            }
            let word = |words: Option<&crate::model::words::Words>| {
                let words = words?;
                let code = words.codes.get(i).copied().filter(|&code| code != NO_WORD)?;
                words.words.get(code as usize).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())
            };
            let Some(title) = word(titles).or_else(|| word(subjects)) else { continue };
            let what = match (table.form, words) {
                (Some(Form::Recipients), _) | (_, None) => {
                    let n = clicks.map_or(NO_COUNT, |clicks| clicks[i]);
                    Some(if n != NO_COUNT && n > 0 { Happened::Clicked } else { Happened::Sent })
                }
                (_, Some(words)) => told.get(words.codes[i] as usize).copied().flatten(),
            };
            let Some(what) = what else { continue };
            let next = u32::try_from(self.topic_of.len()).unwrap_or(u32::MAX);
            let campaign = *self.places.entry(title.clone()).or_insert_with(|| {
                self.topic_of.push(topics.get(title.as_str()).map_or(NO_LABEL, |topic| labels.of(topic)));
                next
            });
            self.events.push(Event { customer, campaign, day: days[i], what, at: place(table.source, row) });
        }
    }

    /// One entry a mailing: what is sent again under the same title is another one.
    pub fn sorted(mut self, n_customers: usize) -> Mails {
        self.events.sort_by_key(|event| (event.customer, event.campaign, event.day, event.what, event.at));
        let (mut customer, mut day, mut topic) = (Vec::new(), Vec::new(), Vec::new());
        let (mut clicked_on, mut at): (Vec<i32>, Vec<u64>) = (Vec::new(), Vec::new());
        let mut last: Option<(CustomerIdx, u32)> = None;
        for event in &self.events {
            let key = (event.customer, event.campaign);
            let is_again =
                event.what == Happened::Sent && day.last().is_some_and(|&sent| event.day - sent > SAME_MAILING_DAYS);
            if last != Some(key) || is_again {
                last = Some(key);
                customer.push(event.customer);
                day.push(event.day);
                topic.push(self.topic_of[event.campaign as usize]);
                clicked_on.push(Day::NONE.0);
                at.push(event.at);
            }
            if let (Happened::Clicked, Some(clicked), Some(at)) = (event.what, clicked_on.last_mut(), at.last_mut())
                && *clicked == Day::NONE.0
            {
                (*clicked, *at) = (event.day, event.at);
            }
        }
        let order = sorted_places(&customer, &day);
        let (source, row) = split(&at, &order);
        Mails {
            day: taken(&day, &order),
            topic: taken(&topic, &order),
            clicked_on: taken(&clicked_on, &order),
            source,
            row,
            offsets: offsets(&customer, n_customers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_mail_systems_say_what_happened() {
        for (word, what) in [
            ("Sent", Happened::Sent),
            ("delivered", Happened::Sent),
            ("Open", Happened::Opened),
            ("opened", Happened::Opened),
            ("Clicked a link", Happened::Clicked),
            ("geklickt", Happened::Clicked),
        ] {
            assert_eq!(Happened::read(word), Some(what), "{word}");
        }
        for word in ["Unsubscribed", "hard_bounce", "spam complaint", "dropped", ""] {
            assert_eq!(Happened::read(word), None, "{word}");
        }
    }
}
