//! What followed: orders and quotes after a trade show, and what became of quotes.
//!
//! What follows a show did not come of it: the customers who were met are those who order anyway. So their revenue of the 26 weeks after
//! stands beside that of the same weeks a year before, and beside the same of everybody else.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{WEEKS, YEAR, customers, orders_between};
use crate::model::dataset::Moment;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// A trade show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Show {
    /// As the file writes it.
    pub name: String,
    /// Its first day.
    pub day: Day,
    /// The customers that were met.
    pub met: Vec<CustomerIdx>,
    /// Quotes that they got in the 26 weeks after.
    pub n_quotes: usize,
    /// What they ordered in the 26 weeks after, or up to the review.
    pub after: Minor,
    /// Their orders of the weeks after ÷ those of the same weeks a year before; `None` where there were none.
    pub ratio: Option<f64>,
    /// The same of all other customers.
    pub ratio_of_others: Option<f64>,
    /// Whether the 26 weeks are over.
    pub is_over: bool,
}

/// What became of the quotes for one process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotes {
    /// Which; [`NO_LABEL`] for quotes that do not say.
    pub process: Label,
    /// How many were given in the last 52 weeks.
    pub n: usize,
    /// Won, by what the file says, else by an order of the same process within 13 weeks.
    pub n_won: usize,
    /// Not won: the file says so, or 13 weeks have passed without an order of the process.
    pub n_lost: usize,
    /// What the others come to.
    pub open: Minor,
}

/// What became of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was ordered.
    Won,
    /// It was not.
    Lost,
    /// Nobody knows yet.
    Open,
}

/// What a customer did after something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Then {
    /// Orders in the 26 weeks after, up to the review.
    pub n_orders: usize,
    /// Orders in the 26 weeks before.
    pub n_before: usize,
    /// Of a quote: the first order of its process, and of its finish where it names one, in the 26 weeks after.
    pub ordered_on: Option<Day>,
}

/// An order within so many weeks is what became of a quote.
const QUOTE_WEEKS: i32 = 13;

/// Rows of one show lie within so many days.
const SHOW_DAYS: i32 = 10;

/// Whether a file says that somebody was not met.
fn was_met(said: &str) -> bool {
    !matches!(said.trim().to_lowercase().as_str(), "no" | "n" | "nein" | "non" | "0" | "false" | "absent" | "not met")
}

/// The outcome that a file's words mean; `None` where they say nothing of it.
fn outcome(words: &str) -> Option<Outcome> {
    let plain = words.trim().to_lowercase();
    // "Ordered? Yes."
    match plain.as_str() {
        "yes" | "y" | "x" | "ja" | "oui" | "si" | "sí" | "sì" | "true" => return Some(Outcome::Won),
        "no" | "n" | "nein" | "non" | "false" => return Some(Outcome::Lost),
        _ => {}
    }
    let has = |stems: &[&str]| stems.iter().any(|stem| plain.contains(stem));
    if has(&[
        "lost", "declin", "reject", "expired", "verlor", "abgelehn", "perdu", "perdid", "refus", "rechaz", "cancel",
    ]) {
        Some(Outcome::Lost)
    } else if has(&["won", "accept", "order", "gewonn", "angenomm", "beauftr", "gagn", "ganad", "acept", "invoiced"]) {
        Some(Outcome::Won)
    } else if has(&["open", "sent", "pending", "offen", "draft", "viewed", "enviad", "envoy", "abiert", "ouvert"]) {
        Some(Outcome::Open)
    } else {
        None
    }
}

/// What became of a quote, known at a date: by what its file says, else by whether its process was ordered within 13 weeks.
pub fn outcome_of(dataset: &Dataset, customer: CustomerIdx, quote: &Moment, at: Day) -> Outcome {
    if let Some(outcome) = outcome(dataset.moments.what(quote)) {
        return outcome;
    }
    let until = quote.day + QUOTE_WEEKS * WEEK;
    match ordered_on(dataset, customer, quote, until.min(at)) {
        Some(_) => Outcome::Won,
        None if until <= at => Outcome::Lost,
        None => Outcome::Open,
    }
}

/// What a customer did after a moment, known at `at`.
pub fn then(dataset: &Dataset, customer: CustomerIdx, moment: &Moment, at: Day) -> Then {
    let until = (moment.day + WEEKS * WEEK).min(at);
    Then {
        n_orders: orders_between(dataset, customer, moment.day, until).len(),
        n_before: orders_between(dataset, customer, moment.day - WEEKS * WEEK, moment.day).len(),
        ordered_on: (moment.kind == Kind::Quotes).then(|| ordered_on(dataset, customer, moment, until)).flatten(),
    }
}

/// The first order of a quote's process and finish from its day on.
fn ordered_on(dataset: &Dataset, customer: CustomerIdx, quote: &Moment, until: Day) -> Option<Day> {
    let orders = &dataset.orders;
    let is_it = |i: &usize| {
        (quote.process == NO_LABEL || orders.process[*i] == quote.process)
            && (quote.finish == NO_LABEL || orders.finish[*i] == quote.finish)
    };
    // Without a process any order would be the one.
    let says = quote.process != NO_LABEL || quote.finish != NO_LABEL;
    orders_between(dataset, customer, quote.day, until).find(|i| says && is_it(i)).map(|i| Day(orders.day[i]))
}

/// The trade shows of the last two years, the latest first.
pub fn shows(dataset: &Dataset, at: Day) -> Vec<Show> {
    let from = at - 2 * YEAR * WEEK;
    let is_show = |moment: &&Moment| moment.kind == Kind::Events && moment.day >= from && moment.day < at;
    let mut rows: Vec<(&str, Day, CustomerIdx, bool)> = Vec::new();
    for customer in customers(dataset) {
        let moments = dataset.moments.of(customer).iter().filter(is_show);
        rows.extend(moments.map(|moment| {
            let (name, said) = (dataset.moments.what(moment), dataset.moments.said(moment));
            (name, moment.day, customer, was_met(said))
        }));
    }
    rows.sort_unstable();
    let mut shows: Vec<Show> = Vec::new();
    let mut rest = rows.as_slice();
    while let Some(&(name, day, ..)) = rest.first() {
        let n = rest.iter().take_while(|row| row.0 == name && row.1 - day <= SHOW_DAYS).count();
        let met = rest[..n].iter().filter(|row| row.3).map(|row| row.2).collect::<BTreeSet<CustomerIdx>>();
        shows.push(show(dataset, name, day, met.into_iter().collect(), at));
        rest = &rest[n..];
    }
    shows.sort_by(|a, b| (b.day, &a.name).cmp(&(a.day, &b.name)));
    shows
}

fn show(dataset: &Dataset, name: &str, day: Day, met: Vec<CustomerIdx>, at: Day) -> Show {
    let until = (day + WEEKS * WEEK).min(at);
    let (mut mine, mut others) = ((0, 0), (0, 0));
    let mut n_quotes = 0;
    for customer in customers(dataset) {
        let is_met = met.binary_search(&customer).is_ok();
        let revenue = |from: Day, to: Day| dataset.revenue(customer, from, to);
        let sums = if is_met { &mut mine } else { &mut others };
        sums.0 += revenue(day, until);
        sums.1 += revenue(day - YEAR * WEEK, until - YEAR * WEEK);
        if is_met {
            let quotes = dataset.moments.of(customer).iter().filter(|moment| moment.kind == Kind::Quotes);
            n_quotes += quotes.filter(|quote| quote.day >= day && quote.day < until).count();
        }
    }
    let ratio = |(after, before): (Minor, Minor)| (before > 0).then(|| after as f64 / before as f64);
    Show {
        name: name.to_owned(),
        day,
        n_quotes,
        after: mine.0,
        ratio: ratio(mine),
        ratio_of_others: ratio(others),
        is_over: day + WEEKS * WEEK <= at,
        met,
    }
}

/// What became of the quotes of the last 52 weeks, by process, most quotes first.
pub fn quotes(dataset: &Dataset, at: Day) -> Vec<Quotes> {
    let from = at - YEAR * WEEK;
    let mut of: BTreeMap<Label, Quotes> = BTreeMap::new();
    for customer in customers(dataset) {
        let all = dataset.moments.of(customer).iter().filter(|moment| moment.kind == Kind::Quotes);
        for quote in all.filter(|quote| quote.day >= from && quote.day < at) {
            let process = quote.process;
            let told = of.entry(process).or_insert(Quotes { process, n: 0, n_won: 0, n_lost: 0, open: 0 });
            told.n += 1;
            match outcome_of(dataset, customer, quote, at) {
                Outcome::Won => told.n_won += 1,
                Outcome::Lost => told.n_lost += 1,
                Outcome::Open if quote.amount != NO_AMOUNT => told.open += quote.amount,
                Outcome::Open => {}
            }
        }
    }
    let mut list: Vec<Quotes> = of.into_values().collect();
    list.sort_by(|a, b| (b.n, dataset.label(a.process)).cmp(&(a.n, dataset.label(b.process))));
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, day, every, from};

    #[test]
    fn what_followed_a_show_stands_beside_what_everybody_else_did() {
        let on = day("2025-09-08");
        // Twice the pace after the show; the other one goes on as before.
        let met = from("2024-01-02").orders(every(14, 44)).orders(every(7, 26)).met_at("Makers Fair", on).quoted(
            on + 20,
            "Anodizing",
            "Open",
        );
        let other = from("2024-01-02").orders(every(14, 60));
        let dataset = dataset(&[met, other]);
        let shows = shows(&dataset, day("2026-05-04"));
        assert_eq!((shows.len(), shows[0].name.as_str(), shows[0].n_quotes), (1, "Makers Fair", 1));
        assert_eq!(shows[0].met, [0]);
        assert!(shows[0].is_over && (shows[0].ratio.unwrap() - 2.0).abs() < 0.1, "{shows:?}");
        assert!((shows[0].ratio_of_others.unwrap() - 1.0).abs() < 0.1, "{shows:?}");
        let sooner = super::shows(&dataset, on + 30);
        assert!(!sooner[0].is_over && sooner[0].after < shows[0].after);
        assert_eq!(super::shows(&dataset, on), [], "it is yet to come");
    }

    #[test]
    fn a_quote_without_a_word_is_won_by_an_order_of_its_process() {
        let at = day("2026-05-04");
        let mine = from("2025-06-02")
            .orders(every(14, 20))
            .by("Anodizing")
            .order_on(day("2026-02-10"), 50)
            .quoted(day("2026-01-12"), "Anodizing", "")
            .quoted(day("2026-01-12"), "Zinc plating", "")
            .quoted(day("2026-04-20"), "Zinc plating", "")
            .quoted(day("2026-04-20"), "Anodizing", "Declined")
            .quoted(day("2024-01-15"), "Anodizing", "Won");
        let dataset = dataset(&[mine]);
        let told: Vec<(&str, usize, usize, usize)> = quotes(&dataset, at)
            .iter()
            .map(|told| (dataset.label(told.process), told.n, told.n_won, told.n_lost))
            .collect();
        // One for zinc is open, and one for anodizing is too old to count.
        assert_eq!(told, [("Anodizing", 2, 1, 1), ("Zinc plating", 2, 0, 1)]);
        let quote = dataset.moments.of(0).iter().find(|quote| quote.day == day("2026-01-12")).unwrap();
        let then = then(&dataset, 0, quote, at);
        assert_eq!(then.ordered_on, Some(day("2026-02-10")));
        assert!(then.n_orders >= 1 && then.n_before > 10, "{then:?}");
    }
}
