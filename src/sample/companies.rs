//! The shop's customers: their names in every system, their part in the story, and their habits.

use super::SampleOptions;
use super::calendar::{END, first_day};
use super::catalog::{ANODIZING, E_COAT, END_CUSTOMERS, PAINT, POWDER, PROCESSES, ZINC};
use super::names;
use super::random::Random;
use super::story::{Behaviour, CAST, Member, OTHER_INDUSTRIES, Role, SLOWING_INDUSTRY};
use crate::model::dates::Day;

/// One customer of the invented shop.
pub struct Company {
    /// `C001`, in the order in which they became customers.
    pub id: String,
    /// As the order system spells it.
    pub name: String,
    /// As the books spell it.
    pub name_in_books: String,
    /// The same company writes from this domain everywhere, and no other company does.
    pub domain: String,
    /// In the customer list.
    pub contact: String,
    /// In the books; empty where they have none.
    pub billing_email: String,
    /// Its market.
    pub industry: &'static str,
    /// Days from invoice to due date.
    pub terms_days: i32,
    /// First day as a customer.
    pub since: Day,
    /// What it does in the story.
    pub role: Role,
    /// What it does otherwise.
    pub habits: Habits,
    seed: u64,
    number: usize,
}

/// What a customer usually does.
pub struct Habits {
    /// Days between orders.
    pub gap_days: f64,
    /// Shape of the gaps: 1 is pure chance, more is more regular.
    pub regularity: f64,
    /// Parts in a lot, in the middle.
    pub lot_parts: f64,
    /// Spread of a lot's size, as a standard deviation of its logarithm.
    pub lot_spread: f64,
    /// Price of a part, in cents.
    pub price_cents: f64,
    /// Growth a year, as a share.
    pub growth: f64,
    /// Main process, a place in the catalog.
    pub process: usize,
    /// The process of a few lots.
    pub second_process: usize,
    /// Which of a process's suppliers it asks for.
    pub supplier: usize,
    /// Days beyond terms.
    pub days_beyond_terms: f64,
    /// Spread of these days.
    pub payment_spread: f64,
    /// Rejected parts as a share of all.
    pub reject_rate: f64,
    /// Whom the parts are for, the most frequent first.
    pub end_customers: Vec<&'static str>,
}

/// What a stream of chance is for. One customer's mails do not move its orders.
#[derive(Clone, Copy)]
pub enum Stream {
    /// Names, terms and habits.
    Company,
    /// Orders, invoices and rejections.
    Orders,
    /// E-mail.
    Mail,
    /// Quotes.
    Quotes,
    /// Trade shows.
    Shows,
}

impl Company {
    /// This customer's own chance.
    pub fn random(&self, stream: Stream) -> Random {
        stream_of(self.seed, self.number, stream)
    }

    /// Whether this is its part in the story.
    pub fn is(&self, behaviour: Behaviour) -> bool {
        self.role.behaviour == Some(behaviour)
    }

    /// Whether it is no customer any more on this day.
    pub fn has_left_by(&self, day: Day) -> bool {
        self.is(Behaviour::Quiet) && day >= self.role.since
    }
}

/// Every customer, sorted by id. Never fewer than the story needs.
pub fn all(options: &SampleOptions) -> Vec<Company> {
    let mut random = stream_of(options.seed, usize::MAX >> 8, Stream::Company);
    let shift = usize::try_from(random.days(0, 5000)).unwrap_or(0);
    let count = options.customers.max(CAST.len());
    let mut companies: Vec<Company> = (0..count).map(|number| draw(number, shift, options)).collect();
    companies.sort_by(|a, b| (a.since, &a.name).cmp(&(b.since, &b.name)));
    let width = count.to_string().len().max(3);
    for (place, company) in companies.iter_mut().enumerate() {
        company.id = format!("C{:0width$}", place + 1);
    }
    companies
}

/// After so many customers the parts are played again, under other names.
const CAST_REPEATS_AFTER: usize = 60;

fn draw(number: usize, shift: usize, options: &SampleOptions) -> Company {
    let mut random = stream_of(options.seed, number, Stream::Company);
    let is_first_round = number < CAST_REPEATS_AFTER;
    let member = CAST
        .get(number % CAST_REPEATS_AFTER)
        .filter(|member| is_first_round || member.behaviour != Behaviour::SimilarName);
    let role = member.map_or(Role { behaviour: None, since: END }, Member::role);
    let industry = match member {
        Some(member) if is_first_round || member.industry == SLOWING_INDUSTRY => member.industry,
        _ => random.pick(&OTHER_INDUSTRIES),
    };
    let name = match member {
        Some(member) if is_first_round => member.name.to_owned(),
        _ => names::company(number, shift, industry),
    };
    let domain = names::domain(&name);
    let contact = format!("{}@{domain}", names::mailbox(&mut random));
    let is_renamed = number.is_multiple_of(8);
    let is_similar = role.behaviour == Some(Behaviour::SimilarName);
    let name_in_books =
        if is_renamed { names::with_a_word_more(&name, &mut random) } else { names::in_the_books(&name, &mut random) };
    let has_billing_email = random.chance(0.6) || is_renamed || is_similar;
    let mailbox = *random.pick(&["ap", "accounting", "payables", "invoices"]);
    Company {
        id: String::new(),
        billing_email: if has_billing_email { format!("{mailbox}@{domain}") } else { String::new() },
        terms_days: *random.pick(&[15, 30, 30, 30, 30, 45, 60]),
        since: first_contact(role, options.years, &mut random),
        habits: habits(member, is_first_round, role, &mut random),
        name,
        name_in_books,
        domain,
        contact,
        industry,
        role,
        seed: options.seed,
        number,
    }
}

/// Most customers are older than the data; one plain customer in six came during their first half.
fn first_contact(role: Role, years: u32, random: &mut Random) -> Day {
    let start = first_day(years);
    let is_late_comer = role.behaviour.is_none() && random.chance(0.16);
    match role.behaviour {
        Some(Behaviour::New | Behaviour::OneOff) => role.since,
        _ if is_late_comer => start + random.days(1, (END - start) / 2),
        _ => start - random.days(30, 5000),
    }
}

fn habits(member: Option<&Member>, is_first_round: bool, role: Role, random: &mut Random) -> Habits {
    let is = |behaviour| role.behaviour == Some(behaviour);
    let other_size = if is_first_round { 1.0 } else { random.between_scales(0.8, 1.25) };
    let main = random.weighted(&[0.55, 0.15, 0.14, 0.1, 0.06]);
    let process = member.map_or([POWDER, ZINC, ANODIZING, PAINT, E_COAT][main], |member| member.process);
    let growth = if role.behaviour.is_none() { 0.04 * random.normal().clamp(-1.5, 1.5) } else { 0.0 };
    Habits {
        gap_days: member.map_or_else(|| random.between_scales(12.0, 40.0), |member| member.gap_days * other_size),
        regularity: match role.behaviour {
            None => random.between(2.5, 3.5),
            // Who builds to a plan orders to a plan: one thing at a time shall change here.
            Some(Behaviour::Industry | Behaviour::Seasonal | Behaviour::Slowdown | Behaviour::Distress) => 6.0,
            Some(_) => 5.0,
        },
        lot_parts: member.map_or_else(|| random.between_scales(40.0, 380.0), |member| member.lot_parts * other_size),
        lot_spread: if is(Behaviour::Lumpy) { 0.6 } else { random.between(0.2, 0.32) },
        price_cents: 100.0 * member.map_or_else(|| random.between_scales(1.6, 7.0), |member| member.price),
        growth,
        process,
        second_process: if is(Behaviour::Mix) { POWDER } else { (process + 1) % PROCESSES.len() },
        supplier: random.weighted(&[0.5, 0.3, 0.2]),
        days_beyond_terms: if random.chance(0.55) { random.between(-2.0, 3.0) } else { random.between(3.0, 14.0) },
        payment_spread: random.between(1.0, 2.6),
        reject_rate: if is(Behaviour::Rejects) { 0.01 } else { random.between(0.002, 0.006) },
        end_customers: end_customers(random),
    }
}

/// Two of three customers say whom the parts are for: one to three companies.
fn end_customers(random: &mut Random) -> Vec<&'static str> {
    if random.chance(0.35) {
        return Vec::new();
    }
    let mut named: Vec<&'static str> = Vec::new();
    for _ in 0..random.days(1, 3) {
        let next = *random.pick(&END_CUSTOMERS);
        if !named.contains(&next) {
            named.push(next);
        }
    }
    named
}

fn stream_of(seed: u64, number: usize, stream: Stream) -> Random {
    let number = u64::try_from(number).unwrap_or(0);
    Random::new(seed, number * 8 + stream as u64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_companies_share_a_name_or_a_domain() {
        let companies = all(&SampleOptions { customers: 6_000, ..SampleOptions::default() });
        let names: BTreeSet<&str> = companies.iter().map(|company| company.name.as_str()).collect();
        let domains: BTreeSet<&str> = companies.iter().map(|company| company.domain.as_str()).collect();
        assert_eq!((names.len(), domains.len()), (6_000, 6_000));
    }

    #[test]
    fn where_the_books_know_a_word_more_they_have_the_company_s_own_domain() {
        let renamed: Vec<Company> = all(&SampleOptions::default())
            .into_iter()
            .filter(|company| {
                ["Mfg", "MFG", "Products", "PRODUCTS", "Industries", "INDUSTRIES"]
                    .iter()
                    .any(|word| company.name_in_books.contains(word))
            })
            .collect();
        assert!((5..=10).contains(&renamed.len()));
        assert!(renamed.iter().all(|company| company.billing_email.ends_with(&company.domain)));
    }
}
