//! The weekly mail: to whom it went, who opened it, who clicked.

use std::io;
use std::path::Path;

use super::calendar::{END, first_day, is_open};
use super::catalog::{NEW_FINISH, TOPICS};
use super::companies::{Company, Stream};
use super::files::{CsvFile, clock};
use super::names;
use super::random::Random;
use super::story::Behaviour;
use crate::model::dates::Day;

/// Writes `emails.csv`: a mail each Thursday of the data's second half, sorted by time.
pub fn write(dir: &Path, companies: &[Company], years: u32) -> io::Result<(String, usize)> {
    let mut file = CsvFile::create(dir, "emails.csv", "Campaign,Topic,E-mail,Company,Event,Time")?;
    let mut readers: Vec<Reader> = companies.iter().filter_map(Reader::of).collect();
    let start = first_day(years);
    let weeks = (END - start) / 14;
    let mut number = 0;
    for weeks_ago in (0..=weeks).rev() {
        let day = END - 7 * weeks_ago;
        if !is_open(day) {
            continue;
        }
        number += 1;
        let topic = topic(weeks_ago);
        let mut events: Vec<(i32, usize, &str)> = Vec::new();
        for (place, reader) in readers.iter_mut().enumerate() {
            if reader.company.since <= day {
                reader.receive(day, topic, |second, event| events.push((second, place, event)));
            }
        }
        events.sort_unstable();
        for (second, place, event) in events {
            let reader = &readers[place];
            let time = clock(second);
            file.row(&[
                &format_args!("Mail {number}"),
                &topic,
                &reader.address,
                &reader.name,
                &event,
                &format_args!("{day} {time}"),
            ])?;
        }
    }
    file.finish()
}

/// The old topics take turns. The new finish joins them when it appears, and is every second mail in the end.
fn topic(weeks_ago: i32) -> &'static str {
    let is_about_new_finish = match weeks_ago {
        0..=10 => weeks_ago % 2 == 0,
        11..=38 => weeks_ago % 5 == 0,
        _ => false,
    };
    if is_about_new_finish {
        return NEW_FINISH;
    }
    let turn = usize::try_from(weeks_ago * 7 / 3).unwrap_or(0);
    TOPICS[1 + turn % (TOPICS.len() - 1)]
}

/// A customer's address on the mailing list.
struct Reader<'a> {
    company: &'a Company,
    random: Random,
    address: String,
    /// As people typed it; empty where they did not.
    name: String,
    /// The mail program loads the pictures by itself, which counts as an open.
    has_eager_program: bool,
    open_share: f64,
    click_share: f64,
}

impl<'a> Reader<'a> {
    /// More than half of the customers are on the list.
    fn of(company: &'a Company) -> Option<Self> {
        let mut random = company.random(Stream::Mail);
        let is_on_list = random.chance(0.55) || company.is(Behaviour::Interest);
        let is_named = random.chance(0.8);
        let is_person = random.chance(0.7);
        let address = if is_person { company.contact.clone() } else { format!("purchasing@{}", company.domain) };
        is_on_list.then(|| Self {
            company,
            address,
            name: if is_named { names::in_the_mail_tool(&company.name, &mut random) } else { String::new() },
            has_eager_program: random.chance(0.3),
            open_share: random.between(0.1, 0.35),
            click_share: random.between(0.003, 0.01),
            random,
        })
    }

    fn receive(&mut self, day: Day, topic: &str, mut tell: impl FnMut(i32, &'static str)) {
        let role = &self.company.role;
        let random = &mut self.random;
        let is_keen = self.company.is(Behaviour::Interest) && topic == NEW_FINISH && day >= role.since;
        let sent = 9 * 3600 + random.days(0, 300);
        let clicks = random.chance(if is_keen { 0.93 } else { self.click_share });
        let opens = random.chance(self.open_share) || clicks;
        let (by_program, by_person) = (sent + random.days(5, 900), sent + random.days(400, 36_000));
        let read_for = random.days(15, 240);
        tell(sent, "Sent");
        if self.has_eager_program {
            tell(by_program, "Open");
        }
        if opens && !self.has_eager_program {
            tell(by_person, "Open");
        }
        if clicks {
            tell(by_person + read_for, "Click");
        }
    }
}
