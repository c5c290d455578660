//! What is owed, by customer and by how long it is past due; and how each customer pays now, beside its own habit.
//!
//! An invoice is open at the review if it is not paid before it. Its age is counted up to where the payments file can be judged, so
//! that a file that ends earlier makes nobody late. Blind spot: a payment that is booked late makes its payer look late until then.

use std::cmp::Reverse;

use crate::insight::late::days_beyond_terms;
use crate::insight::stats::middle::median;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, Kind, RowRef, WEEK};

/// How long past due, as it is written: the edges are 0, 30, 60 and 90 days.
pub const BUCKETS: [&str; 5] = ["not due", "1–30 days", "31–60 days", "61–90 days", "over 90 days"];

/// "Now" is the last quarter of a year.
const NOW_WEEKS: i32 = 13;

/// The habit is the year before it.
const HABIT_WEEKS: i32 = 52;

/// Fewer invoices have no middle worth telling.
const LEAST_INVOICES: usize = 3;

/// What is owed at a review.
#[derive(Clone, Debug, PartialEq)]
pub struct Ageing {
    /// Up to where the payments can be judged.
    pub judged_to: Day,
    /// Every customer with an invoice: most past due first, then most owed.
    pub owed: Vec<Owed>,
    /// Every open invoice, the oldest due first; those without a due date last.
    pub open: Vec<OpenInvoice>,
    /// Minor units of all customers, in the order of [`BUCKETS`].
    pub buckets: [Minor; 5],
}

/// What one customer owes, and how it pays.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    /// Who.
    pub customer: CustomerIdx,
    /// Minor units, in the order of [`BUCKETS`].
    pub buckets: [Minor; 5],
    /// All of it.
    pub total: Minor,
    /// What is past its due date.
    pub past_due: Minor,
    /// How many invoices are open.
    pub n_invoices: usize,
    /// Days past due of the oldest open invoice; 0 where none is past due.
    pub oldest_days: i32,
    /// Median days beyond terms of the invoices due in the last 13 weeks, open ones with their age once they are 10 days past due.
    pub now_days: Option<f64>,
    /// The same of the 52 weeks before those.
    pub was_days: Option<f64>,
}

/// An invoice that is not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenInvoice {
    /// Its place in the dataset.
    pub place: usize,
    /// Who owes it.
    pub customer: CustomerIdx,
    /// When it is due; [`Day::NONE`] where nobody says.
    pub due: Day,
    /// Days past due; below zero where it is not due yet.
    pub days: i32,
    /// Minor units, or [`NO_AMOUNT`].
    pub amount: Minor,
    /// Where it stands in the files.
    pub at: RowRef,
}

impl OpenInvoice {
    /// Its place in [`BUCKETS`]. What is credited, and what has no due date, is not due.
    pub fn bucket(&self) -> usize {
        let is_credit = self.amount != NO_AMOUNT && self.amount < 0;
        match self.days {
            _ if is_credit || !self.due.is_some() => 0,
            ..=0 => 0,
            1..=30 => 1,
            31..=60 => 2,
            61..=90 => 3,
            _ => 4,
        }
    }
}

/// What is owed at a review; `None` where no file says what was paid.
pub fn ageing(dataset: &Dataset, at: Day) -> Option<Ageing> {
    if !dataset.knows_paid {
        return None;
    }
    let judged_to = dataset.judged_to(Kind::Payments, at).min(at);
    let customers = (0..).take(dataset.customers.len());
    let mut open = Vec::new();
    let mut owed: Vec<Owed> =
        customers.filter_map(|customer| of_customer(dataset, customer, at, judged_to, &mut open)).collect();
    owed.sort_by_key(|owed| (Reverse(owed.past_due), Reverse(owed.total), owed.customer));
    open.sort_by_key(|invoice| (!invoice.due.is_some(), invoice.due.0, invoice.place));
    let mut buckets = [0; 5];
    for one in &owed {
        for (sum, part) in buckets.iter_mut().zip(one.buckets) {
            *sum += part;
        }
    }
    Some(Ageing { judged_to, owed, open, buckets })
}

fn of_customer(
    dataset: &Dataset,
    customer: CustomerIdx,
    at: Day,
    judged_to: Day,
    open: &mut Vec<OpenInvoice>,
) -> Option<Owed> {
    let invoices = &dataset.invoices;
    let mut owed = Owed {
        customer,
        buckets: [0; 5],
        total: 0,
        past_due: 0,
        n_invoices: 0,
        oldest_days: 0,
        now_days: None,
        was_days: None,
    };
    let (mut now, mut was) = (Vec::new(), Vec::new());
    let mut is_known = false;
    for place in invoices.of(customer) {
        let days = invoices.days(place);
        // Where nobody wrote when it was issued, it is known from its due date on.
        let known_on = if days.issued == Day::NONE.0 { days.due } else { days.issued };
        if known_on != Day::NONE.0 && known_on >= at.0 {
            continue;
        }
        is_known = true;
        if let Some((beyond, _)) = days_beyond_terms(days, judged_to) {
            let from = judged_to - NOW_WEEKS * WEEK;
            if days.due >= from.0 {
                now.push(f64::from(beyond));
            } else if days.due >= (from - HABIT_WEEKS * WEEK).0 {
                was.push(f64::from(beyond));
            }
        }
        if days.paid != Day::NONE.0 && days.paid < at.0 {
            continue;
        }
        let due = Day(days.due);
        let age = if due.is_some() { judged_to - due } else { 0 };
        let amount = invoices.amount[place];
        let invoice = OpenInvoice { place, customer, due, days: age, amount, at: invoices.at(place) };
        owed.n_invoices += 1;
        if invoice.bucket() > 0 {
            owed.oldest_days = owed.oldest_days.max(age);
        }
        if amount != NO_AMOUNT {
            owed.buckets[invoice.bucket()] += amount;
        }
        open.push(invoice);
    }
    owed.total = owed.buckets.iter().sum();
    owed.past_due = owed.buckets[1..].iter().sum();
    let middle = |days: &[f64]| median(days).filter(|_| days.len() >= LEAST_INVOICES);
    (owed.now_days, owed.was_days) = (middle(&now), middle(&was));
    is_known.then_some(owed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{INVOICE_AMOUNT, dataset, day, from};

    fn invoice(days: i32, amount: Minor) -> OpenInvoice {
        OpenInvoice { place: 0, customer: 0, due: Day(100), days, amount, at: RowRef { source: 0, row: 2 } }
    }

    #[test]
    fn an_invoice_is_past_due_from_the_day_after_its_due_date() {
        let buckets = [-5, 0, 1, 30, 31, 60, 61, 90, 91].map(|days| invoice(days, 100).bucket());
        assert_eq!(buckets, [0, 0, 1, 1, 2, 2, 3, 3, 4]);
    }

    #[test]
    fn a_credit_is_never_past_due_and_neither_is_what_has_no_due_date() {
        assert_eq!(invoice(50, -100).bucket(), 0);
        assert_eq!(OpenInvoice { due: Day::NONE, ..invoice(50, 100) }.bucket(), 0);
        assert_eq!(invoice(50, NO_AMOUNT).bucket(), 2, "without an amount its age still counts");
    }

    #[test]
    fn what_is_owed_lies_in_the_bucket_of_its_age() {
        let at = day("2026-05-04");
        let ages = [0, 1, 30, 31, 60, 61, 90, 91];
        // One invoice paid the day before keeps the payments file up to date.
        let kept = from("2025-01-06").invoice(at - 20, at - 1);
        let past = ages.iter().fold(kept, |past, age| past.invoice(at - *age, Day::NONE));
        let all = ageing(&dataset(&[past]), at).unwrap();
        assert_eq!(all.buckets, [1, 2, 2, 2, 1].map(|n| n * INVOICE_AMOUNT));
        assert_eq!((all.owed[0].n_invoices, all.owed[0].oldest_days), (8, 91));
        assert_eq!(all.owed[0].past_due, 7 * INVOICE_AMOUNT);
        assert_eq!(all.open[0].days, 91, "the oldest comes first");
    }

    #[test]
    fn what_is_paid_on_the_day_of_the_review_is_still_open() {
        let at = day("2026-05-04");
        let shop = dataset(&[from("2025-01-06").invoice(at - 20, at).invoice(at - 10, at - 1)]);
        let due: Vec<Day> = ageing(&shop, at).unwrap().open.iter().map(|invoice| invoice.due).collect();
        assert_eq!(due, [at - 20]);
        assert!(ageing(&shop, at + 1).unwrap().open.is_empty());
    }

    #[test]
    fn a_payments_file_that_ends_earlier_makes_nobody_later() {
        let at = day("2026-05-04");
        let past =
            from("2025-01-06").invoice(at - 70, at - 60).invoice(at - 100, Day::NONE).invoice(at - 50, Day::NONE);
        let all = ageing(&dataset(&[past]), at).unwrap();
        assert_eq!(all.judged_to, at - 59);
        assert_eq!(all.open.iter().map(|invoice| invoice.days).collect::<Vec<_>>(), [41, -9]);
        assert_eq!(all.buckets, [INVOICE_AMOUNT, 0, INVOICE_AMOUNT, 0, 0]);
    }

    #[test]
    fn a_blank_amount_is_no_money_and_a_credit_reduces_what_is_not_due() {
        let at = day("2026-05-04");
        let past = from("2025-01-06").invoice(at - 20, at - 1);
        let past = [5, -40, -50].iter().fold(past, |past, days| past.invoice(at + *days, Day::NONE));
        let mut shop = dataset(&[past]);
        for (due, amount) in [(at - 40, NO_AMOUNT), (at - 50, -30_000)] {
            let place = shop.invoices.due.iter().position(|day| *day == due.0).unwrap();
            shop.invoices.amount[place] = amount;
        }
        let owed = &ageing(&shop, at).unwrap().owed[0];
        assert_eq!(owed.buckets, [INVOICE_AMOUNT - 30_000, 0, 0, 0, 0]);
        assert_eq!((owed.n_invoices, owed.oldest_days), (3, 40));
    }

    #[test]
    fn without_books_nobody_owes_anything_that_is_known() {
        assert_eq!(ageing(&dataset(&[from("2025-01-06").orders([7, 7])]), day("2026-05-04")), None);
    }
}
