//! How the same forecast did on the shop's own past, and what follows for its ranges.
//!
//! From every third week of the last year and a quarter it is made again, as if nothing after it were known. Where the days and weeks
//! that came lie among those that were expected says which part of these holds the middle 80 % (split conformal prediction over
//! rolling origins; Vovk, Gammerman & Shafer 2005). Few of them say little: then the ranges are those that the chances give.

use std::thread;

use serde::{Deserialize, Serialize};

use super::book::{Book, is_open};
use super::futures::{Expected, WEEKS, futures};
use crate::insight::stats::middle::quantile_of_sorted;
use crate::model::money::NO_AMOUNT;
use crate::model::{Dataset, Day, WEEK};

/// So many origins, so many weeks apart, of which the latest lies so many weeks back.
const ORIGINS: i32 = 20;
const APART: i32 = 3;
const LATEST: i32 = 6;

/// So many are replayed by one thread.
const AT_ONCE: usize = 5;

/// An origin needs so many days of past.
const LEAST_PAST: i32 = 90;

/// At most about so many payers are replayed, evenly chosen.
const MOST_PAYERS: usize = 200;

/// Courses that are drawn at an origin, and at most so many draws.
const COURSES: usize = 100;
const MOST_DRAWS: usize = 200_000;

/// Invoices of one payer and of neighbouring origins say about the same: so many count as one, and so many that are certain come first.
const INVOICES_AS_ONE: f64 = 5.0;
const BEFOREHAND: f64 = 20.0;

/// The same of weeks; those of leads at most so many weeks apart are alike.
const WEEKS_AS_ONE: f64 = 1.5;
const WEEKS_BEFOREHAND: f64 = 5.0;
const ALIKE: usize = 2;

/// Payers' invoices are as alike as this, as if that were known of so many.
const CORRELATION: f64 = 0.3;
const CORRELATION_BEFOREHAND: f64 = 5.0;

/// The chance of a late payment moves once so many came.
const LATE_BEFOREHAND: f64 = 3.0;

/// Over so many days beyond terms an invoice is late.
pub const LATE: i32 = 30;

/// How it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// Invoices, open at one of the earlier dates, whose payment is known now; one that was open at three of them counts three times.
    pub n: usize,
    /// Days from the day on which each was expected to the one on which it was paid, on average.
    pub days_off: f64,
}

/// What the past teaches.
#[derive(Clone, Debug)]
pub struct Learnt {
    /// How it did.
    pub past: Past,
    /// The middle 80 % of the days lie between these chances.
    pub days: (f64, f64),
    /// The middle 50 % and 80 % of the weeks lie between these, by lead.
    pub weeks: [[(f64, f64); 2]; WEEKS],
    /// How likely an invoice follows its payer's luck.
    pub alike: f64,
    /// What is added to the logarithm of the odds that an invoice is late.
    late: f64,
}

impl Learnt {
    /// From the origins before `known_to`.
    pub fn of(dataset: &Dataset, known_to: Day) -> Self {
        let every = dataset.customers.len().div_ceil(MOST_PAYERS).max(1);
        let first = dataset.data_start().unwrap_or(known_to);
        let origins: Vec<Day> = (0..ORIGINS)
            .map(|i| known_to.monday() - (LATEST + APART * i) * WEEK)
            .take_while(|at| *at - first > LEAST_PAST)
            .collect();
        let mut parts: Vec<Replays> = origins.chunks(AT_ONCE).map(|_| Replays::default()).collect();
        thread::scope(|scope| {
            for (part, origins) in parts.iter_mut().zip(origins.chunks(AT_ONCE)) {
                scope.spawn(move || {
                    for at in origins {
                        part.add(dataset, &Book::at(dataset, *at, every), known_to);
                    }
                });
            }
        });
        let mut replays = Replays::default();
        for part in parts {
            replays.append(part);
        }
        replays.learnt(dataset, known_to)
    }

    /// The chance that an invoice is paid over 30 days beyond terms, by what the payer's habit says of it.
    pub fn late(&self, chance: f64) -> f64 {
        moved(chance, self.late)
    }
}

/// What was expected at the origins, and what came.
#[derive(Default)]
struct Replays {
    past: Past,
    /// The chance of a day before the one on which an invoice was paid, and of one up to it.
    before: Vec<f64>,
    up_to: Vec<f64>,
    /// The chance that it would be late, and whether it was.
    late: Vec<(f64, bool)>,
    /// Products of how early two invoices of a payer were, and squares.
    products: f64,
    squares: f64,
    origins: Vec<(Day, Vec<Expected>)>,
}

impl Replays {
    fn add(&mut self, dataset: &Dataset, book: &Book, known_to: Day) {
        let invoices = &dataset.invoices;
        let mut all = Vec::new();
        for payer in book.payers.iter().filter(|payer| !payer.open.is_empty()) {
            let habit = book.habit(payer);
            let mut early = Vec::with_capacity(payer.open.len());
            for &place in &payer.open {
                let due = Day(invoices.due[place]);
                let dates = habit.dates(due);
                let paid = paid_on(dataset, place, book.at, known_to);
                early.push(self.judge(&dates, paid.map(|paid| paid - book.known_to), known_to - book.known_to));
                // Whether it was late is known once it could be; before the origin it was no question.
                if (book.known_to..known_to).contains(&(due + LATE)) {
                    let is_late = paid.is_none_or(|paid| paid - due > LATE);
                    self.late.push((late(&dates, due, book.known_to), is_late));
                }
                let invoice = (place, payer.customer, amount(dataset, place));
                all.push(Expected::new(invoice, &dates, book.known_to, book.at));
            }
            if early.len() > 1 {
                let (sum, squares) = early.iter().fold((0.0, 0.0), |(sum, squares), x| (sum + x, squares + x * x));
                self.products += (sum * sum - squares) / (early.len() - 1) as f64;
                self.squares += squares;
            }
        }
        self.origins.push((book.at, all));
    }

    /// Adds what was seen at other origins.
    fn append(&mut self, other: Self) {
        self.past.n += other.past.n;
        self.past.days_off += other.past.days_off;
        self.before.extend(other.before);
        self.up_to.extend(other.up_to);
        self.late.extend(other.late);
        self.products += other.products;
        self.squares += other.squares;
        self.origins.extend(other.origins);
    }

    /// Where the payment of an invoice lies among the days on which it was expected: −½ early to ½ late. Days are counted from where
    /// the payments were known at the origin.
    fn judge(&mut self, dates: &[f64], paid: Option<i32>, known: i32) -> f64 {
        let place = |days: i32| usize::try_from(days).unwrap_or(0).min(dates.len() - 1);
        let Some(paid) = paid.map(place) else {
            // It is open still: half of what is left.
            let before: f64 = dates[..place(known)].iter().sum();
            self.before.push(f64::midpoint(before, 1.0));
            self.up_to.push(1.0);
            return before / 2.0;
        };
        let before: f64 = dates[..paid].iter().sum();
        let up_to = before + dates[paid];
        self.before.push(before);
        self.up_to.push(up_to);
        self.past.n += 1;
        self.past.days_off += quantile(dates, 0.5).abs_diff(paid) as f64;
        f64::midpoint(before, up_to) - 0.5
    }

    fn learnt(mut self, dataset: &Dataset, known_to: Day) -> Learnt {
        let n = self.before.len() as f64 / INVOICES_AS_ONE;
        let days = (part(&mut self.up_to, 0.1, n, BEFOREHAND), part(&mut self.before, 0.9, n, BEFOREHAND));
        let correlation = (self.products + CORRELATION * CORRELATION_BEFOREHAND / 3.0)
            / (self.squares + CORRELATION_BEFOREHAND / 3.0);
        let alike = correlation.clamp(0.0, 0.95).sqrt();
        self.past.days_off /= self.past.n.max(1) as f64;
        Learnt { past: self.past, days, weeks: self.weeks(dataset, known_to, alike), alike, late: odds(&self.late) }
    }

    fn weeks(&self, dataset: &Dataset, known_to: Day, alike: f64) -> [[(f64, f64); 2]; WEEKS] {
        let mut came: Vec<(usize, f64, f64)> = Vec::new();
        for (at, invoices) in &self.origins {
            let n = (MOST_DRAWS / invoices.len().max(1)).clamp(50, COURSES);
            let weeks = futures(invoices, alike, n);
            let mut sums = [0.0; WEEKS];
            for invoice in invoices {
                let week = paid_on(dataset, invoice.place, *at, known_to).map(|paid| (paid - at.monday()) / WEEK);
                if let Some(sum) = week.and_then(|week| sums.get_mut(usize::try_from(week).ok()?)) {
                    *sum += invoice.amount;
                }
            }
            let ends = (1..).map(|week| at.monday() + week * WEEK);
            for (lead, ((sums, came_in), _)) in
                weeks.iter().zip(sums).zip(ends).take_while(|(_, end)| *end <= known_to).enumerate()
            {
                // A week in which hardly anything is expected says nothing of ranges.
                if sums[n * 9 / 10] > 0.0 {
                    let part = |n_below: usize| n_below as f64 / n as f64;
                    let below = sums.partition_point(|sum| *sum < came_in - 0.5);
                    let up_to = sums.partition_point(|sum| *sum < came_in + 0.5);
                    came.push((lead, part(below), part(up_to)));
                }
            }
        }
        let mut weeks = [[(0.0, 1.0); 2]; WEEKS];
        for (lead, ranges) in weeks.iter_mut().enumerate() {
            let alike = || came.iter().filter(|(other, ..)| other.abs_diff(lead) <= ALIKE);
            let mut below: Vec<f64> = alike().map(|(_, below, _)| *below).collect();
            let mut up_to: Vec<f64> = alike().map(|(.., up_to)| *up_to).collect();
            let n = below.len() as f64 / WEEKS_AS_ONE;
            for (range, chance) in ranges.iter_mut().zip([0.25, 0.1]) {
                let low = part(&mut up_to, chance, n, WEEKS_BEFOREHAND);
                *range = (low, part(&mut below, 1.0 - chance, n, WEEKS_BEFOREHAND).max(low));
            }
        }
        weeks
    }
}

/// Minor units; none where no amount is known.
pub fn amount(dataset: &Dataset, place: usize) -> f64 {
    let amount = dataset.invoices.amount[place];
    if amount == NO_AMOUNT { 0.0 } else { amount as f64 }
}

/// The chance that an invoice is paid over 30 days beyond terms, by the chances of each day from `known_to` on.
pub fn late(dates: &[f64], due: Day, known_to: Day) -> f64 {
    let from = usize::try_from(due + LATE + 1 - known_to).unwrap_or(0);
    dates.iter().skip(from).sum::<f64>().min(1.0)
}

/// The first place up to which the chances come to so much.
pub fn quantile(dates: &[f64], chance: f64) -> usize {
    let sums = dates.iter().scan(0.0, |sum, part| {
        *sum += part;
        Some(*sum)
    });
    sums.take_while(|sum| *sum < chance - 1e-9).count().min(dates.len().saturating_sub(1))
}

/// When an invoice that was open at an origin was paid, as far as that is known.
fn paid_on(dataset: &Dataset, place: usize, at: Day, known_to: Day) -> Option<Day> {
    let days = dataset.invoices.days(place);
    (!is_open(days.paid, known_to)).then(|| Day(days.paid_about()).max(at))
}

/// The value below which the share `chance` of all lies, a little further out where few are known (Vovk, Gammerman & Shafer 2005), and
/// leaning on `chance` itself.
fn part(values: &mut [f64], chance: f64, n: f64, beforehand: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let few = n / (n + 1.0);
    let outward = if chance < 0.5 { chance * few } else { 1.0 - (1.0 - chance) * few };
    let part = quantile_of_sorted(values, outward).unwrap_or(chance);
    ((part * n + chance * beforehand) / (n + beforehand)).clamp(0.005, 0.995)
}

/// How far the odds move, so that as many are late as came late.
fn odds(late: &[(f64, bool)]) -> f64 {
    let came = late.iter().filter(|(_, is_late)| *is_late).count() as f64;
    let (mut low, mut high) = (-4.0, 4.0);
    for _ in 0..24 {
        let middle = f64::midpoint(low, high);
        let expected: f64 = late.iter().map(|(chance, _)| moved(*chance, middle)).sum();
        if expected > came {
            high = middle;
        } else {
            low = middle;
        }
    }
    let n = came / INVOICES_AS_ONE;
    low * n / (n + LATE_BEFOREHAND)
}

/// A chance whose odds are moved.
fn moved(chance: f64, odds: f64) -> f64 {
    if chance <= 0.0 || chance >= 1.0 {
        chance.clamp(0.0, 1.0)
    } else {
        1.0 / (1.0 + (1.0 / chance - 1.0) * (-odds).exp())
    }
}
