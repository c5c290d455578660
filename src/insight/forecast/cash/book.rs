//! What the books of a shop tell at a date: each payer's habit, its open invoices, and when these may be paid.
//!
//! Only invoices that were issued before the date count, and only payments before it. A habit is a [`Hazard`] of the payer's invoices,
//! the latest weighing most ([`super::memory`]), that leans on a mix of how the shop's payers pay, and how they stray from their own
//! middle. Days on which nobody pays are looked through: what was paid on a Monday, or in a payment run, was ready on any day since
//! the last chance to pay it ([`super::pay_days`]).

use super::hazard::{FIRST, Hazard, Tally};
use super::memory::{Errors, Paid};
use super::pay_days::{AHEAD, PayDays, Run};
use crate::model::money::NO_AMOUNT;
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// A habit rests on at most so many paid invoices.
const MOST_PAID: usize = 100;

/// A payer leans on the others as if so many of their invoices were its own.
const STRENGTH: f64 = 3.0;

/// After so many invoices its own middle counts as much as how the shop is paid.
const MIDDLE_KNOWN: f64 = 3.0;

/// Fewer invoices have no middle from which others stray.
const LEAST_OF_MIDDLE: usize = 4;

/// So many such invoices must be known of the shop.
const LEAST_STRAYING: f64 = 10.0;

/// One payer counts for at most so many invoices.
const MOST_OF_ONE: f64 = 10.0;

/// Paid on a day that is known no better than this says nothing of a habit.
const MOST_DAYS_WITHIN: i32 = 45;

/// A run shows in the last so many days on which a payer paid.
const RUN_DAYS: usize = 24;

/// Nothing is told apart that is further past due: an invoice over 330 days late is as one that is 330 days late.
const OLDEST: i32 = 330;

/// A file ends where so many days with an entry were usual since: fewer are chance.
const TELLING_DAYS: f64 = 3.0;

/// What a shop knows of its payers at a date.
#[derive(Debug)]
pub struct Book {
    /// The date.
    pub at: Day,
    /// Up to where payments are known.
    pub known_to: Day,
    /// Who has an invoice, in order.
    pub payers: Vec<Payer>,
    days: PayDays,
    shop: Hazard,
    straying: Option<Hazard>,
}

/// One who pays.
#[derive(Debug)]
pub struct Payer {
    /// Who.
    pub customer: CustomerIdx,
    /// How many paid invoices the habit rests on.
    pub n_paid: usize,
    /// Its open invoices with a due date, as places in the dataset.
    pub open: Vec<usize>,
    run: Run,
    told: Vec<Told>,
    /// Its median, in days beyond terms.
    middle: Option<i32>,
}

/// What an invoice tells: ready to be paid after so many days beyond terms, or open for so many.
#[derive(Clone, Copy, Debug)]
struct Told {
    days: i32,
    is_open: bool,
    weight: f64,
}

/// When the invoices of one payer may be paid.
pub struct Habit<'b> {
    book: &'b Book,
    chances: Vec<f64>,
    until_paid: Vec<usize>,
    /// What was ready before this day is paid.
    ready_from: i32,
}

impl Book {
    /// What was known at a date of one in `every` customers.
    pub fn at(dataset: &Dataset, at: Day, every: usize) -> Self {
        let known_to = known_to(dataset, at);
        let customers = || (0..).take(dataset.customers.len()).step_by(every);
        let days = PayDays::learn(dataset, customers(), known_to);
        let mut read: Vec<(Payer, Vec<Seen>, Errors)> =
            customers().filter_map(|customer| read(dataset, customer, at, &days)).collect();
        let others = Errors::together(read.iter().map(|(.., errors)| *errors));
        let mut shop = Tally::default();
        for (payer, seen, errors) in &mut read {
            payer.told = told(seen, errors.half_life(&others), payer.run, &days, known_to);
            payer.middle = middle(&mut payer.told);
            payer.add_to(&mut shop, 0);
        }
        let payers: Vec<Payer> = read.into_iter().map(|(payer, ..)| payer).collect();
        let mut straying = Tally::default();
        let mut n = 0.0;
        for payer in payers.iter().filter(|payer| payer.n_paid >= LEAST_OF_MIDDLE) {
            if let Some(middle) = payer.middle {
                n += payer.add_to(&mut straying, middle);
            }
        }
        let straying = (n > LEAST_STRAYING).then(|| straying.hazard());
        Self { at, known_to, payers, days, shop: shop.hazard(), straying }
    }

    /// How a payer pays.
    pub fn habit(&self, payer: &Payer) -> Habit<'_> {
        let n: f64 = payer.told.iter().filter(|told| !told.is_open).map(|told| told.weight).sum();
        let mut own = Tally::default();
        payer.told.iter().for_each(|told| own.add(told.days, told.is_open, told.weight));
        let chances = match (&self.straying, payer.middle) {
            (Some(straying), Some(middle)) => {
                own.leaning_on(&self.shop.mixed(straying, middle, n / (n + MIDDLE_KNOWN)), STRENGTH).chances()
            }
            _ => own.leaning_on(&self.shop, STRENGTH).chances(),
        };
        Habit {
            book: self,
            chances,
            until_paid: self.days.until_paid(payer.run, self.known_to.0),
            ready_from: self.days.ready_from(payer.run, self.known_to.0),
        }
    }
}

impl Habit<'_> {
    /// The date of the book, and up to where payments are known there.
    pub fn since(&self) -> (Day, Day) {
        (self.book.at, self.book.known_to)
    }

    /// The chance of each day from `known_to` on that an invoice is paid on it, given that it was not before. The last day stands for
    /// all after it.
    pub fn dates(&self, due: Day) -> Vec<f64> {
        let known_to = self.book.known_to.0;
        let due = due.0.max(known_to - OLDEST);
        let mut dates = vec![0.0; AHEAD];
        for (day, chance) in (due + FIRST..).zip(&self.chances) {
            if day >= self.ready_from {
                let i = usize::try_from(day - known_to).unwrap_or(0).min(AHEAD - 1);
                dates[self.until_paid[i]] += chance;
            }
        }
        let all: f64 = dates.iter().sum();
        if all > 1e-9 {
            for chance in &mut dates {
                *chance /= all;
            }
        } else {
            dates[self.until_paid[0]] = 1.0;
        }
        dates
    }
}

impl Payer {
    /// Adds what its invoices tell, so many days earlier, and says for how many they count.
    fn add_to(&self, tally: &mut Tally, earlier: i32) -> f64 {
        let all: f64 = self.told.iter().map(|told| told.weight).sum();
        let share = (MOST_OF_ONE / all.max(1e-9)).min(1.0);
        let mut n = 0.0;
        for told in &self.told {
            tally.add(told.days - earlier, told.is_open, share * told.weight);
            n += if told.is_open { 0.0 } else { share * told.weight };
        }
        n
    }
}

/// Whether an invoice is known before a date; one without a date of its own is known from its due date on.
pub fn is_known(issued: i32, due: i32, at: Day) -> bool {
    let known_on = if issued == Day::NONE.0 { due } else { issued };
    known_on == Day::NONE.0 || known_on < at.0
}

/// Whether an invoice is open at a date.
pub fn is_open(paid: i32, at: Day) -> bool {
    paid == Day::NONE.0 || paid >= at.0
}

/// Up to where payments are known: where the file can be judged. In a shop that is paid once a month, three weeks without an entry
/// are no end of the file.
fn known_to(dataset: &Dataset, at: Day) -> Day {
    let to = dataset.judged_to(Kind::Payments, at).min(at);
    let days =
        dataset.days_of.get(&Kind::Payments).map_or(&[][..], |days| &days[..days.partition_point(|&day| day < to.0)]);
    let Some(first) = days.first() else { return at };
    let from = (to.0 - 52 * WEEK).max(*first);
    let lately = days.len() - days.partition_point(|&day| day < from);
    let usual = lately as f64 / f64::from((to.0 - from).max(1)) * f64::from(at - to);
    if usual < TELLING_DAYS { at } else { to }
}

/// An invoice of a payer: how many paid ones are later, and when it was paid, if it is.
#[derive(Clone, Copy, Debug)]
struct Seen {
    rank: usize,
    due: i32,
    paid: Option<Paid>,
}

/// A payer with its invoices, the latest due first; `None` where it has none that tells anything.
fn read(dataset: &Dataset, customer: CustomerIdx, at: Day, pay_days: &PayDays) -> Option<(Payer, Vec<Seen>, Errors)> {
    let invoices = &dataset.invoices;
    let (mut seen, mut open, mut paid_on) = (Vec::new(), Vec::new(), Vec::new());
    let mut rank = 0;
    for place in invoices.of(customer).rev() {
        let days = invoices.days(place);
        if days.due == Day::NONE.0 || !is_known(days.issued, days.due, at) {
            continue;
        }
        let is_open = is_open(days.paid, at);
        if is_open {
            open.push(place);
        }
        let is_credit = invoices.amount[place] < 0 && invoices.amount[place] != NO_AMOUNT;
        if rank >= MOST_PAID || is_credit {
            continue;
        }
        if is_open {
            seen.push(Seen { rank, due: days.due, paid: None });
        } else if days.paid_within() <= MOST_DAYS_WITHIN {
            let paid = days.paid_about();
            seen.push(Seen {
                rank,
                due: days.due,
                paid: Some(Paid { due: days.due, on: paid, days: paid - days.due }),
            });
            if days.paid_within() == 1 {
                paid_on.push(paid);
            }
            rank += 1;
        }
    }
    if seen.is_empty() && open.is_empty() {
        return None;
    }
    let paid: Vec<Paid> = seen.iter().filter_map(|seen| seen.paid).collect();
    paid_on.sort_unstable();
    paid_on.dedup();
    let run = pay_days.run(&paid_on[paid_on.len().saturating_sub(RUN_DAYS)..]);
    let payer = Payer { customer, n_paid: rank, open, run, told: Vec::new(), middle: None };
    Some((payer, seen, Errors::of(&paid)))
}

/// What the invoices tell, each weighing by its rank.
fn told(seen: &[Seen], half_life: f64, run: Run, pay_days: &PayDays, known_to: Day) -> Vec<Told> {
    let ready_from = pay_days.ready_from(run, known_to.0);
    let mut told = Vec::with_capacity(2 * seen.len());
    for invoice in seen {
        let weight = 0.5_f64.powf(invoice.rank as f64 / half_life);
        match invoice.paid {
            Some(paid) => {
                let waited = pay_days.waited(run, paid.on);
                let part =
                    |back: i32| Told { days: paid.days - back, is_open: false, weight: weight / f64::from(waited) };
                told.extend((0..waited).map(part));
            }
            None => told.push(Told { days: ready_from - invoice.due, is_open: true, weight }),
        }
    }
    told
}

/// The day beyond terms on which half is paid (Kaplan & Meier 1958); `None` where nothing is.
fn middle(told: &mut [Told]) -> Option<i32> {
    // What is open for so many days is still open on the day after.
    told.sort_unstable_by_key(|told| (told.days, !told.is_open));
    let mut at_risk: f64 = told.iter().map(|told| told.weight).sum();
    let mut is_open = 1.0;
    let mut last = None;
    for one in told.iter() {
        if !one.is_open {
            is_open *= 1.0 - (one.weight / at_risk).min(1.0);
            last = Some(one.days);
            if is_open <= 0.5 + 1e-9 {
                break;
            }
        }
        at_risk -= one.weight;
    }
    last
}
