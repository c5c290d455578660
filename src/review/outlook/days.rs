//! Days that were expected and shown, of payments and of next orders, against the days on which they came.

use std::collections::HashMap;

use crate::insight::forecast::cash::{LATE, is_open};
use crate::insight::forecast::volumes::known_to;
use crate::model::dataset::InvoiceDays;
use crate::model::kept::{Awaited, KeptDay};
use crate::model::numbers::NO_NUMBER;
use crate::model::{CustomerIdx, Dataset, Day, WEEK};
use crate::review::Review;

/// Within so many days an order was expected by its chance.
const AGAIN_WITHIN: i32 = 13 * WEEK;

/// Expected days are kept for half of this.
const LONG_AGO: i32 = 104 * WEEK;

/// How the expected days did that were shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DayScores {
    /// Of payments; `None` where of no such day it is known.
    pub payments: Option<DayScore>,
    /// Of next orders.
    pub orders: Option<DayScore>,
}

/// How days of one kind did. A day counts once its range of 8 of 10 times is over, whether or not what was expected has come: those
/// that came early alone would flatter. Each counts as often as it was shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DayScore {
    /// Days whose range is over.
    pub n: usize,
    /// Those of which it came within the range.
    pub held: usize,
    /// Days from the expected one to the one on which it came, on average; where it has not come, to the end of what is known.
    pub off: f64,
    /// The same of the plain rule ([`crate::insight::forecast::plain`]).
    pub plain_off: f64,
    /// Chances of which it is known what came.
    pub n_chances: usize,
    /// What these come to,
    pub chances: f64,
    /// and how often it came so.
    pub came: usize,
}

/// Compares days that were expected with what is known now.
pub struct DayScorer<'a> {
    dataset: &'a Dataset,
    /// Up to where payments are known; `None` where nothing is.
    paid_to: Option<Day>,
    ordered_to: Day,
    /// By number and due date; `None` where two invoices have both.
    invoices: HashMap<(String, Day), Option<usize>>,
    customers: HashMap<&'a str, CustomerIdx>,
    payments: DayScore,
    orders: DayScore,
}

impl<'a> DayScorer<'a> {
    /// With what is known at a review.
    pub fn new(dataset: &'a Dataset, review: &Review) -> Self {
        let ids = (0..).zip(&dataset.customers).flat_map(|(i, customer)| customer.ids().map(move |id| (id, i)));
        Self {
            dataset,
            paid_to: review.outlook.cash.as_ref().ok().map(|cash| cash.known_to),
            ordered_to: known_to(dataset, review.as_of),
            invoices: HashMap::new(),
            customers: ids.collect(),
            payments: DayScore::default(),
            orders: DayScore::default(),
        }
    }

    /// Counts one day.
    pub fn add(&mut self, day: &KeptDay) {
        match day.awaited {
            Awaited::Payment => self.add_payment(day),
            Awaited::Order => self.add_order(day),
        }
    }

    /// How they did.
    pub fn scores(self) -> DayScores {
        DayScores { payments: self.payments.finished(), orders: self.orders.finished() }
    }

    fn add_payment(&mut self, day: &KeptDay) {
        let Some(known_to) = self.paid_to else { return };
        let Some(invoice) = self.invoice(&day.whose, day.since) else { return };
        let paid = (!is_open(invoice.paid, known_to)).then(|| Day(invoice.paid_about()).max(day.made));
        self.payments.add(day, paid, known_to);
        // Before that it could not be late, and what was late already when it was shown was no question.
        let late_from = day.since + LATE;
        if let Some(chance) = day.chance.filter(|_| (day.made..known_to).contains(&late_from)) {
            self.payments.add_chance(chance, paid.is_none_or(|paid| paid > late_from));
        }
    }

    fn add_order(&mut self, day: &KeptDay) {
        let Some(&customer) = self.customers.get(day.whose.as_str()) else { return };
        let days = &self.dataset.orders.day[self.dataset.orders.of(customer)];
        let next = days.get(days.partition_point(|&other| other < day.made.0)).map(|&other| Day(other));
        let next = next.filter(|next| *next < self.ordered_to);
        self.orders.add(day, next, self.ordered_to);
        let until = day.made + AGAIN_WITHIN;
        if let Some(chance) = day.chance.filter(|_| until <= self.ordered_to) {
            self.orders.add_chance(chance, next.is_some_and(|next| next < until));
        }
    }

    /// The invoice with a number and a due date; `None` where no row says it now, or two do.
    fn invoice(&mut self, number: &str, due: Day) -> Option<InvoiceDays> {
        let invoices = &self.dataset.invoices;
        if self.invoices.is_empty() {
            // What was paid long ago was not expected lately.
            let is_asked = |place: &usize| {
                invoices.number[*place] != NO_NUMBER && is_open(invoices.paid[*place], self.ordered_to - LONG_AGO)
            };
            for place in (0..invoices.due.len()).filter(is_asked) {
                let key = (self.dataset.document_number(invoices.number[place]), Day(invoices.due[place]));
                self.invoices.entry(key).and_modify(|known| *known = None).or_insert(Some(place));
            }
        }
        let place = self.invoices.get(&(number.to_owned(), due)).copied().flatten()?;
        Some(invoices.days(place))
    }
}

impl DayScore {
    fn add(&mut self, day: &KeptDay, came: Option<Day>, known_to: Day) {
        if day.to >= known_to {
            return;
        }
        let end = came.unwrap_or(known_to);
        self.n += 1;
        self.held += usize::from(came.is_some_and(|came| (day.from..=day.to).contains(&came)));
        self.off += f64::from((end - day.expected).abs());
        self.plain_off += f64::from((end - day.plain).abs());
    }

    fn add_chance(&mut self, chance: f64, came: bool) {
        self.n_chances += 1;
        self.chances += chance;
        self.came += usize::from(came);
    }

    fn finished(self) -> Option<Self> {
        let n = self.n as f64;
        (self.n > 0).then(|| Self { off: self.off / n, plain_off: self.plain_off / n, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(expected: i32, to: i32, plain: i32) -> KeptDay {
        let (made, since) = (Day(1000), Day(990));
        let (awaited, whose, chance) = (Awaited::Payment, "INV-1".to_owned(), None);
        let (expected, from, to, plain) = (Day(expected), Day(expected - 2), Day(to), Day(plain));
        KeptDay { made, awaited, whose, since, expected, from, to, plain, chance }
    }

    #[test]
    fn a_day_counts_once_its_range_is_over_whether_or_not_it_came() {
        let mut score = DayScore::default();
        // In the range; late; not come at all; and one whose range is not over, though it came.
        score.add(&kept(1010, 1014, 1012), Some(Day(1011)), Day(1030));
        score.add(&kept(1010, 1014, 1012), Some(Day(1020)), Day(1030));
        score.add(&kept(1010, 1014, 1012), None, Day(1030));
        score.add(&kept(1010, 1040, 1012), Some(Day(1010)), Day(1030));
        let score = score.finished().unwrap();
        assert_eq!((score.n, score.held), (3, 1));
        assert!((score.off - f64::from(1 + 10 + 20) / 3.0).abs() < 1e-9);
        assert!((score.plain_off - f64::from(1 + 8 + 18) / 3.0).abs() < 1e-9);
        assert_eq!(DayScore::default().finished(), None);
    }
}
