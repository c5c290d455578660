//! What sales writes down: customers, quotes, and who came to the trade shows.

use std::io;
use std::path::Path;

use super::calendar::{END, first_day, next_open};
use super::catalog::{NEW_FINISH, POWDER, PROCESSES};
use super::companies::{Company, Stream};
use super::files::{CsvFile, amount, cents, us_date};
use super::names;
use super::random::{Random, rounded};
use super::story::Behaviour;
use crate::model::dates::Day;

/// Writes `customers.csv`, sorted by id.
pub fn write_customers(dir: &Path, companies: &[Company]) -> io::Result<(String, usize)> {
    let header = "Customer ID,Company,Industry,Terms,Customer since,Contact e-mail";
    let mut file = CsvFile::create(dir, "customers.csv", header)?;
    for company in companies {
        file.row(&[
            &company.id,
            &company.name,
            &company.industry,
            &format_args!("Net {}", company.terms_days),
            &company.since,
            &company.contact,
        ])?;
    }
    file.finish()
}

/// Writes `quotes.csv`, sorted by date.
pub fn write_quotes(dir: &Path, companies: &[Company], years: u32) -> io::Result<(String, usize)> {
    let mut quotes: Vec<Quote> = Vec::new();
    for (place, company) in companies.iter().enumerate() {
        quotes_of(company, place, first_day(years), &mut quotes);
    }
    quotes.sort_by_key(|quote| (quote.day, quote.place));
    let header = "Quote,Date,Customer,Process,Finish,Parts,Amount,Status";
    let mut file = CsvFile::create(dir, "quotes.csv", header)?;
    for (number, quote) in quotes.iter().enumerate() {
        file.row(&[
            &format_args!("Q-{}", number + 1001),
            &us_date(quote.day),
            &companies[quote.place].name,
            &PROCESSES[quote.process].name,
            &quote.finish,
            &quote.parts,
            &amount(quote.amount),
            &quote.status,
        ])?;
    }
    file.finish()
}

/// Writes `trade_shows.csv`: three shows a year, and whom we met there.
pub fn write_trade_shows(dir: &Path, companies: &[Company], years: u32) -> io::Result<(String, usize)> {
    let mut file = CsvFile::create(dir, "trade_shows.csv", "Date,Show,Company,Met")?;
    let mut visitors: Vec<Random> = companies.iter().map(|company| company.random(Stream::Shows)).collect();
    let (first_year, ..) = first_day(years).ymd();
    for year in first_year..=2026 {
        for (month, date, show) in SHOWS {
            let Some(day) = Day::from_ymd(year, month, date).map(next_open) else { continue };
            for (company, random) in companies.iter().zip(&mut visitors) {
                let is_curious = company.is(Behaviour::Interest) || company.is(Behaviour::Finish);
                let comes = random.chance(if is_curious && year == 2026 { 0.4 } else { 0.09 });
                let met = if random.chance(0.7) { "Yes" } else { "No" };
                let name = names::on_the_badge(&company.name, random);
                if comes && day >= first_day(years) && day <= END && day >= company.since {
                    file.row(&[&day, &show, &name, &met])?;
                }
            }
        }
    }
    file.finish()
}

const SHOWS: [(u32, u32, &str); 3] =
    [(3, 18, "Midstate Metalworking Show"), (6, 10, "Lakeshore Finishing Expo"), (10, 7, "Tri-River Makers Fair")];

struct Quote {
    place: usize,
    day: Day,
    process: usize,
    finish: &'static str,
    parts: i64,
    amount: i64,
    status: &'static str,
}

/// A quote every few months, and those that belong to the story.
fn quotes_of(company: &Company, place: usize, start: Day, quotes: &mut Vec<Quote>) {
    let mut random = company.random(Stream::Quotes);
    let mut day = company.since.max(start) + random.days(20, 200);
    while day < END - 1 && !company.is(Behaviour::OneOff) && !company.has_left_by(day) {
        let process = company.habits.process;
        let finish = *random.pick(PROCESSES[process].finishes);
        let outcome = if random.chance(0.6) { "Won" } else { "Lost" };
        let status = if day > END - 35 { "Open" } else { outcome };
        quotes.push(Quote::draw(company, place, day, (process, finish), status, &mut random));
        day = day + random.days(40, 280);
    }
    if company.is(Behaviour::Finish) {
        let ordered = (POWDER, NEW_FINISH);
        quotes.push(Quote::draw(company, place, company.role.since - 24, ordered, "Won", &mut random));
    }
    if company.is(Behaviour::Quiet) {
        let lost = (company.habits.process, PROCESSES[company.habits.process].finishes[0]);
        quotes.push(Quote::draw(company, place, company.role.since - 5, lost, "Lost", &mut random));
    }
}

impl Quote {
    fn draw(
        company: &Company,
        place: usize,
        day: Day,
        (process, finish): (usize, &'static str),
        status: &'static str,
        random: &mut Random,
    ) -> Self {
        let parts = rounded(company.habits.lot_parts * random.between(0.5, 3.0) / 10.0).max(1) * 10;
        let amount = parts * cents(company.habits.price_cents * random.between(0.9, 1.1));
        Self { place, day: next_open(day), process, finish, parts, amount, status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{SampleOptions, companies};

    #[test]
    fn whoever_takes_up_the_new_finish_won_a_quote_for_it_before() {
        let companies = companies::all(&SampleOptions::default());
        for (place, company) in companies.iter().enumerate().filter(|(_, company)| company.is(Behaviour::Finish)) {
            let mut quotes = Vec::new();
            quotes_of(company, place, first_day(3), &mut quotes);
            assert!(quotes.iter().any(|quote| quote.finish == NEW_FINISH && quote.day < company.role.since));
        }
    }
}
