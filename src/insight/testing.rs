//! Small pasts for tests, written like sentences about the trade, in a shop with a real clock and a real pool.
//!
//! ```text
//! let alpine = from("2024-01-02").lots(every(14, 40), 400..=420).lots(every(7, 26), 190..=210);
//! let Tested { p, .. } = alpine.tested(&Lots, day("2026-01-05"));
//! ```
//!
//! Nothing here is left to chance: [`Noise`] falls the same way in every run.
#![expect(clippy::missing_panics_doc, reason = "a test that asks for what is not there fails, and should")]

use std::ops::RangeInclusive;

use super::clock::{Calendar, Clock, ShopProfile};
use super::rhythm::{Lesson, Pool, Rhythm};
use super::series::{Learnt, distinct_days};
use super::{CustomerSeries, Explanation, Insight, Missing, Outcome, Tested};
use crate::model::dataset::Read;
use crate::model::items::Campaign;
use crate::model::money::Minor;
use crate::model::numbers::Numbers;
use crate::model::table::Column;
use crate::model::words::{Words, WordsBuilder};
use crate::model::{Customer, CustomerIdx, Dataset, Day, Field, Kind, SourceIdx, Table};

/// A day as a test writes it: `day("2026-06-15")`.
pub fn day(text: &str) -> Day {
    text.parse().expect("a date like 2026-06-15")
}

/// A customer whose first order, and whose first due date, come on this day.
pub fn from(text: &str) -> Past {
    let start = day(text);
    Past {
        next_order: start,
        next_due: start,
        cents: 100,
        lots: Vec::new(),
        invoices: Vec::new(),
        rejected: Vec::new(),
        mails: Vec::new(),
        industry: None,
        work: Work { process: "Powder coating", finish: "Matte black", supplier: "Kettle Creek", end_customer: "" },
        reason: "Orange peel",
        moments: Vec::new(),
        noise: Noise::new(1),
    }
}

/// So many events, each followed by a gap of so many days.
pub fn every(days: i32, n: usize) -> Vec<i32> {
    vec![days; n]
}

/// So many events as customers really order: gamma-distributed gaps of shape 2, with this mean in days.
pub fn uneven(mean_days: f64, n: usize, noise: &mut Noise) -> Vec<i32> {
    let mut time = 0.0;
    (0..n)
        .map(|_| {
            let before = whole(time);
            time += noise.gap(mean_days);
            whole(time) - before
        })
        .collect()
}

/// The nearest whole number.
pub fn whole(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "days and parts of a test are small")]
    let rounded = value.round() as i32;
    rounded
}

/// Chance that falls the same way in every run: `SplitMix64` (Steele, Lea & Flood 2014).
#[derive(Clone, Debug)]
pub struct Noise(u64);

impl Noise {
    /// Another seed, another course of events.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    /// Evenly above 0, up to and including 1: safe for a logarithm.
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        ((bits >> 11) + 1) as f64 / 9_007_199_254_740_992.0 // 2^53
    }

    /// Evenly between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// Normal with mean 0 and standard deviation 1 (Box & Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let size = (-2.0 * self.share().ln()).sqrt();
        size * (std::f64::consts::TAU * self.share()).cos()
    }

    /// Gamma with shape 2 and this mean: the sum of two exponential waits.
    pub fn gap(&mut self, mean: f64) -> f64 {
        -mean / 2.0 * (self.share().ln() + self.share().ln())
    }

    /// A whole number of the range, each as likely as the other.
    pub fn one_of(&mut self, range: &RangeInclusive<i32>) -> i32 {
        let n = range.end() - range.start() + 1;
        // The share never is 0, so the last number is as likely as the others.
        range.end() - whole((self.share() * f64::from(n)).ceil() - 1.0)
    }
}

/// One line of an order.
#[derive(Clone, Copy, Debug)]
struct Lot {
    on: Day,
    order: u64,
    parts: i32,
    cents: Minor,
    work: Work,
}

/// What is finished how, and with whose material.
#[derive(Clone, Copy, Debug)]
struct Work {
    process: &'static str,
    finish: &'static str,
    supplier: &'static str,
    end_customer: &'static str,
}

/// A quote, a trade show: the kind, the day, what it was (a show, an outcome), and the process that was quoted.
type Touch = (Kind, Day, &'static str, &'static str);

/// One mailing.
#[derive(Clone, Debug)]
struct Mail {
    on: Day,
    topic: String,
    clicked_on: Option<Day>,
}

/// One invoice; [`Day::NONE`] where a date is not known.
#[derive(Clone, Copy, Debug)]
struct Invoice {
    issued: Day,
    due: Day,
    paid: Day,
}

/// What is owed on every invoice of a test.
pub const INVOICE_AMOUNT: Minor = 100_000;

/// One customer's orders, lots and invoices.
#[derive(Clone, Debug)]
#[must_use]
pub struct Past {
    next_order: Day,
    next_due: Day,
    /// The price of a part.
    cents: Minor,
    lots: Vec<Lot>,
    invoices: Vec<Invoice>,
    /// Rejected parts of the first orders, one of each, and why.
    rejected: Vec<(i32, &'static str)>,
    reason: &'static str,
    moments: Vec<Touch>,
    mails: Vec<Mail>,
    industry: Option<&'static str>,
    work: Work,
    noise: Noise,
}

impl Past {
    /// Orders of 100 parts, each followed by its gap.
    pub fn orders(self, gaps: impl IntoIterator<Item = i32>) -> Self {
        self.lots(gaps, 100..=100)
    }

    /// Of the next orders that nothing is said of yet, so many parts of each are rejected the day after.
    pub fn rejecting(mut self, parts: RangeInclusive<i32>, n: usize) -> Self {
        for _ in 0..n {
            let rejected = self.noise.one_of(&parts);
            self.rejected.push((rejected, self.reason));
        }
        self
    }

    /// So many parts of each order are rejected the day after.
    pub fn rejecting_each(mut self, parts: Vec<i32>) -> Self {
        self.rejected = parts.into_iter().map(|parts| (parts, self.reason)).collect();
        self
    }

    /// So many parts of the last order are rejected.
    pub fn rejecting_last(mut self, parts: i32) -> Self {
        if let Some(last) = self.rejected.last_mut() {
            last.0 = parts;
        }
        self
    }

    /// Orders of one lot, each followed by its gap, with parts from anywhere in the range. No order comes on a weekend.
    pub fn lots(mut self, gaps: impl IntoIterator<Item = i32>, parts: RangeInclusive<i32>) -> Self {
        for gap in gaps {
            let parts = self.noise.one_of(&parts);
            self.add_order(workday(self.next_order), parts);
            self.next_order = self.next_order + gap;
        }
        self
    }

    /// Orders of one lot, each followed by its gap, with exactly these parts in turn.
    pub fn lots_of(mut self, gaps: impl IntoIterator<Item = i32>, parts: &[i32]) -> Self {
        for (gap, &parts) in gaps.into_iter().zip(parts.iter().cycle()) {
            self.add_order(workday(self.next_order), parts);
            self.next_order = self.next_order + gap;
        }
        self
    }

    /// One more order, out of turn.
    pub fn order_on(mut self, on: Day, parts: i32) -> Self {
        self.add_order(on, parts);
        self
    }

    /// From here on a part costs so many cents.
    pub fn at_price(mut self, cents: Minor) -> Self {
        self.cents = cents;
        self
    }

    /// From here on it is this process.
    pub fn by(mut self, process: &'static str) -> Self {
        self.work.process = process;
        self
    }

    /// From here on it is this finish.
    pub fn finished(mut self, finish: &'static str) -> Self {
        self.work.finish = finish;
        self
    }

    /// From here on with the material of this supplier.
    pub fn with_material_of(mut self, supplier: &'static str) -> Self {
        self.work.supplier = supplier;
        self
    }

    /// From here on for this customer of its own.
    pub fn working_for(mut self, end_customer: &'static str) -> Self {
        self.work.end_customer = end_customer;
        self
    }

    /// From here on parts are rejected for this reason.
    pub fn because(mut self, reason: &'static str) -> Self {
        self.reason = reason;
        self
    }

    /// It was met at a trade show.
    pub fn met_at(mut self, show: &'static str, on: Day) -> Self {
        self.moments.push((Kind::Events, on, show, ""));
        self
    }

    /// It got a quote for a process, with this outcome.
    pub fn quoted(mut self, on: Day, process: &'static str, outcome: &'static str) -> Self {
        self.moments.push((Kind::Quotes, on, outcome, process));
        self
    }

    /// Whom it works for.
    pub fn of_industry(mut self, industry: &'static str) -> Self {
        self.industry = Some(industry);
        self
    }

    /// A mailing on a topic, clicked the next day or not.
    pub fn mailed(mut self, on: Day, topic: &str, is_clicked: bool) -> Self {
        self.mails.push(Mail { on, topic: topic.to_owned(), clicked_on: is_clicked.then_some(on + 1) });
        self
    }

    /// No order for so many days.
    pub fn silent_for(mut self, days: i32) -> Self {
        self.next_order = self.next_order + days;
        self
    }

    /// Each order in so many lots.
    pub fn each_in_lots(mut self, n: usize) -> Self {
        self.lots = self.lots.iter().flat_map(|&lot| std::iter::repeat_n(lot, n)).collect();
        self
    }

    /// Each order in so many orders of the same day.
    pub fn each_as_orders(mut self, n: usize) -> Self {
        self = self.each_in_lots(n);
        for (lot, order) in self.lots.iter_mut().zip(1..) {
            lot.order = order;
        }
        self
    }

    /// Without the orders of some days.
    pub fn without(mut self, is_left_out: impl Fn(Day) -> bool) -> Self {
        self.lots.retain(|lot| !is_left_out(lot.on));
        self
    }

    /// Of the orders of some days, one in `n`.
    pub fn only_one_in(mut self, n: usize, is_meant: impl Fn(Day) -> bool) -> Self {
        let mut seen = 0;
        self.lots.retain(|lot| {
            seen += usize::from(is_meant(lot.on));
            !is_meant(lot.on) || seen.is_multiple_of(n)
        });
        self
    }

    /// Invoices due one after another, each paid so many days after it was due, and followed by its gap.
    pub fn invoices(mut self, gaps: impl IntoIterator<Item = i32>, days_beyond: RangeInclusive<i32>) -> Self {
        for gap in gaps {
            let paid = self.next_due + self.noise.one_of(&days_beyond);
            self.add_invoice(self.next_due, paid);
            self.next_due = self.next_due + gap;
        }
        self
    }

    /// Invoices due one after another and never paid.
    pub fn unpaid(mut self, gaps: impl IntoIterator<Item = i32>) -> Self {
        for gap in gaps {
            self.add_invoice(self.next_due, Day::NONE);
            self.next_due = self.next_due + gap;
        }
        self
    }

    /// One more invoice, out of turn, on terms of 30 days.
    pub fn invoice(mut self, due: Day, paid: Day) -> Self {
        self.add_invoice(due, paid);
        self
    }

    /// What is open at a date is paid on another day.
    pub fn pays_what_is_open(mut self, at: Day, on: Day) -> Self {
        for invoice in self.invoices.iter_mut().filter(|invoice| !invoice.paid.is_some() || invoice.paid >= at) {
            invoice.paid = on;
        }
        self
    }

    /// Each order invoiced on its day, due 30 days later, and paid so many days after that.
    pub fn each_invoiced(mut self, days_beyond: RangeInclusive<i32>) -> Self {
        let due: Vec<Day> = self.lots.iter().map(|lot| lot.on + 30).collect();
        for due in due {
            let paid = due + self.noise.one_of(&days_beyond);
            self.add_invoice(due, paid);
        }
        self
    }

    /// The day of the last order.
    pub fn last_order(&self) -> Day {
        self.lots.iter().map(|lot| lot.on).max().expect("an order")
    }

    /// The last day on which an invoice was due.
    pub fn last_due(&self) -> Day {
        self.invoices.iter().map(|invoice| invoice.due).max().expect("an invoice")
    }

    /// This customer at a date, in the usual shop.
    pub fn seen_on(&self, at: Day) -> Seen {
        self.among(&Neighbours::usual(), at)
    }

    /// This customer at a date, among the others of its shop.
    pub fn among(&self, others: &Neighbours, at: Day) -> Seen {
        Seen::new(self, &Shop::of(others, Some(self), at))
    }

    /// What an insight says about it at a date, in the usual shop.
    pub fn asked(&self, insight: &dyn Insight, at: Day) -> Outcome {
        self.seen_on(at).asked(insight)
    }

    /// The same, where there must be enough data.
    pub fn tested(&self, insight: &dyn Insight, at: Day) -> Tested {
        self.seen_on(at).tested(insight)
    }

    /// The same, where there must be too little data.
    pub fn missing(&self, insight: &dyn Insight, at: Day) -> Missing {
        match self.asked(insight, at) {
            Outcome::CannotJudge(missing) => missing,
            Outcome::Tested(tested) => panic!("{tested:?} was told from too little data"),
        }
    }

    /// The numbers behind the flag.
    pub fn explained(&self, insight: &dyn Insight, at: Day) -> Explanation {
        let seen = self.seen_on(at);
        insight.explain(&seen.series(), at, &seen.tested(insight))
    }

    fn add_order(&mut self, on: Day, parts: i32) {
        let order = self.lots.len() as u64 + 1;
        self.lots.push(Lot { on, order, parts, cents: self.cents, work: self.work });
    }

    fn add_invoice(&mut self, due: Day, paid: Day) {
        let issued = if due.is_some() { due - 30 } else { paid - 30 };
        self.invoices.push(Invoice { issued, due, paid });
    }

    fn order_on_days(&self) -> Vec<i32> {
        let mut orders: Vec<(i32, u64)> = self.lots.iter().map(|lot| (lot.on.0, lot.order)).collect();
        orders.sort_unstable();
        orders.dedup();
        orders.into_iter().map(|(on, _)| on).collect()
    }
}

/// The other customers of a shop.
#[derive(Clone, Debug)]
#[must_use]
pub struct Neighbours(Vec<Past>);

impl Neighbours {
    /// 40 healthy customers from 2021 to 2027, one order every 4 to 24 days, busy all year round, and paying in time.
    pub fn usual() -> Self {
        let mut noise = Noise::new(7);
        let end = day("2028-01-01");
        let healthy = |i: i32| {
            let mean = 4.0 + f64::from(i) / 2.0;
            let gaps = uneven(mean, usize::try_from(whole(3600.0 / mean)).expect("a count"), &mut noise);
            from("2021-01-04").orders(gaps).without(|on| on >= end).each_invoiced(0..=10)
        };
        Self((0..40).map(healthy).collect())
    }

    /// 400 healthy customers whose gaps are gamma distributed, one of them ordering every 5 days and one every 30.
    pub fn healthy(seed: u64) -> Self {
        let mut noise = Noise::new(seed);
        let customer = |i: i32| {
            let mean = 5.0 + 25.0 * f64::from(i) / 400.0;
            from("2022-01-03").orders(uneven(mean, 600, &mut noise)).without(|on| on >= day("2026-07-01"))
        };
        Self((0..400).map(customer).collect())
    }

    /// A shop of exactly these.
    pub fn of(customers: Vec<Past>) -> Self {
        Self(customers)
    }

    /// The same shop, which takes no orders on some days.
    pub fn closed_on(self, is_closed: impl Fn(Day) -> bool) -> Self {
        Self(self.0.into_iter().map(|past| past.without(&is_closed)).collect())
    }

    /// The same shop, which takes one order of `n` on some days.
    pub fn only_one_in(self, n: usize, is_meant: impl Fn(Day) -> bool) -> Self {
        Self(self.0.into_iter().map(|past| past.only_one_in(n, &is_meant)).collect())
    }

    /// The same shop without its books.
    pub fn without_invoices(mut self) -> Self {
        for past in &mut self.0 {
            past.invoices.clear();
        }
        self
    }

    /// What the shop's files hold: this customer is number 0, the others follow.
    pub fn dataset_with(&self, first: &Past) -> Dataset {
        dataset(&[std::slice::from_ref(first), &self.0].concat())
    }

    /// Every customer of the shop at a date.
    pub fn seen_on(&self, at: Day) -> Vec<Seen> {
        let shop = Shop::of(self, None, at);
        self.0.iter().map(|past| Seen::new(past, &shop)).collect()
    }
}

/// What all customers of a shop teach before a date.
struct Shop {
    calendar: Calendar,
    profile: ShopProfile,
    pool: Pool,
    at: Day,
}

impl Shop {
    fn of(others: &Neighbours, one: Option<&Past>, at: Day) -> Self {
        let orders: Vec<Vec<i32>> = others.0.iter().chain(one).map(Past::order_on_days).collect();
        let calendar = Calendar::new(&orders.concat(), at);
        let profile = ShopProfile::before(&calendar, at);
        let lessons: Vec<Lesson> = orders
            .iter()
            .filter_map(|orders| {
                let days = distinct_days(orders);
                Lesson::at(&days, &Clock::before(&calendar, &profile, &days, at, 0), at)
            })
            .collect();
        Self { pool: Pool::fit(&lessons), calendar, profile, at }
    }
}

/// One customer at a date, with all that its series is made of.
pub struct Seen {
    dataset: Dataset,
    order_days: Vec<i32>,
    clock: Clock,
    pool: Pool,
    at: Day,
}

impl Seen {
    fn new(past: &Past, shop: &Shop) -> Self {
        let dataset = dataset(std::slice::from_ref(past));
        let order_days = distinct_days(&dataset.orders.day);
        let clock = Clock::before(&shop.calendar, &shop.profile, &order_days, shop.at, 0);
        Self { dataset, order_days, clock, pool: shop.pool, at: shop.at }
    }

    /// What an insight reads. The files of the shop reach to the date, and its rejections are reported at once; the books were
    /// opened where there is an invoice.
    pub fn series(&self) -> CustomerSeries<'_> {
        let own =
            CustomerSeries::of(&self.dataset, 0, &self.order_days, &self.clock, &self.pool, Learnt::default(), self.at);
        CustomerSeries {
            orders_to: self.at,
            rhythm: Rhythm::at(&self.order_days, &self.clock, self.at),
            payments_to: own.payments_to.map(|_| self.at),
            rejects_to: own.rejects_to.map(|_| self.at),
            mails_to: own.mails_to.map(|_| self.at),
            ..own
        }
    }

    /// The files that it is seen through.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// What an insight says.
    pub fn asked(&self, insight: &dyn Insight) -> Outcome {
        insight.test(&self.series(), self.at)
    }

    /// What an insight says, where there must be enough data.
    pub fn tested(&self, insight: &dyn Insight) -> Tested {
        match self.asked(insight) {
            Outcome::Tested(tested) => tested,
            Outcome::CannotJudge(missing) => panic!("there is enough data, and yet {missing:?}"),
        }
    }
}

/// The files of a shop with these customers, numbered as they stand here. No payments file where nobody has an invoice.
pub fn dataset(customers: &[Past]) -> Dataset {
    let everyone: Vec<Option<CustomerIdx>> = (0..).take(customers.len()).map(Some).collect();
    let names = (0..customers.len()).map(|i| Customer {
        id: format!("C{i:03}"),
        name: format!("Customer {i}"),
        industry: customers[i].industry.map(str::to_owned),
        ..Customer::default()
    });
    let mut tables = vec![orders_file(customers)];
    if customers.iter().any(|past| !past.invoices.is_empty()) {
        tables.push(payments_file(customers));
    }
    if customers.iter().any(|past| !past.rejected.is_empty()) {
        tables.push(rejections_file(customers));
    }
    if customers.iter().any(|past| !past.mails.is_empty()) {
        tables.push(emails_file(customers));
    }
    for kind in [Kind::Events, Kind::Quotes] {
        let moments = customers.iter().flat_map(|past| &past.moments);
        if moments.filter(|touch| touch.0 == kind).count() > 0 {
            tables.push(moments_file(customers, kind));
        }
    }
    let customer_of = vec![everyone; tables.len()];
    let campaign = |topic: &String| Campaign { title: topic.clone(), topic: topic.clone(), ..Campaign::default() };
    let mut topics: Vec<&String> =
        customers.iter().flat_map(|past| past.mails.iter().map(|mail| &mail.topic)).collect();
    topics.sort_unstable();
    topics.dedup();
    let read = Read { campaigns: topics.into_iter().map(campaign).collect(), ..Read::default() };
    Dataset::build(tables, &customer_of, names.collect(), Vec::new(), read)
}

fn orders_file(customers: &[Past]) -> Table {
    let lots: Vec<(u32, Lot)> = (0..).zip(customers).flat_map(|(c, p)| p.lots.iter().map(move |&l| (c, l))).collect();
    let mut file = file(0, Kind::Orders, lots.iter().map(|(customer, _)| *customer).collect());
    file.insert(Field::HappenedOn, Column::Days(lots.iter().map(|(_, lot)| lot.on.0).collect()));
    file.insert(Field::Parts, Column::Counts(lots.iter().map(|(_, lot)| lot.parts).collect()));
    let amount = |(_, lot): &(u32, Lot)| lot.cents * Minor::from(lot.parts);
    file.insert(Field::Amount, Column::Money(lots.iter().map(amount).collect()));
    for (field, word) in [
        (Field::Process, (|work| work.process) as fn(&Work) -> &'static str),
        (Field::Finish, |work| work.finish),
        (Field::Supplier, |work| work.supplier),
        (Field::EndCustomer, |work| work.end_customer),
    ] {
        file.insert(field, words(lots.iter().map(|(_, lot)| word(&lot.work))));
    }
    let keys = lots.iter().map(|(_, lot)| lot.order).collect();
    file.insert(Field::OrderNumber, Column::Numbers(Numbers { keys, forms: Vec::new() }));
    file
}

fn payments_file(customers: &[Past]) -> Table {
    let invoices: Vec<(u32, Invoice)> =
        (0..).zip(customers).flat_map(|(c, p)| p.invoices.iter().map(move |&i| (c, i))).collect();
    let mut file = file(1, Kind::Payments, invoices.iter().map(|(customer, _)| *customer).collect());
    let days = |date: fn(&Invoice) -> Day| Column::Days(invoices.iter().map(|(_, invoice)| date(invoice).0).collect());
    file.insert(Field::IssuedOn, days(|invoice| invoice.issued));
    file.insert(Field::DueOn, days(|invoice| invoice.due));
    file.insert(Field::PaidOn, days(|invoice| invoice.paid));
    file.insert(Field::Amount, Column::Money(vec![INVOICE_AMOUNT; invoices.len()]));
    file
}

/// What was rejected, the day after its order.
fn rejections_file(customers: &[Past]) -> Table {
    let mut rows: Vec<(u32, i32, i32, &str)> = Vec::new();
    for (customer, past) in (0..).zip(customers) {
        let orders = past.order_on_days();
        let rejected = orders.iter().zip(&past.rejected).filter(|(_, (parts, _))| *parts > 0);
        rows.extend(rejected.map(|(on, (parts, reason))| (customer, on + 1, *parts, *reason)));
    }
    let mut file = file(2, Kind::Rejections, rows.iter().map(|row| row.0).collect());
    file.insert(Field::HappenedOn, Column::Days(rows.iter().map(|row| row.1).collect()));
    file.insert(Field::RejectedParts, Column::Counts(rows.iter().map(|row| row.2).collect()));
    file.insert(Field::Reason, words(rows.iter().map(|row| row.3)));
    file
}

/// Quotes, or trade shows.
fn moments_file(customers: &[Past], kind: Kind) -> Table {
    let all =
        (0..).zip(customers).flat_map(|(customer, past)| past.moments.iter().map(move |touch| (customer, *touch)));
    let rows: Vec<(u32, Touch)> = all.filter(|(_, touch)| touch.0 == kind).collect();
    let mut file = file(if kind == Kind::Events { 4 } else { 5 }, kind, rows.iter().map(|row| row.0).collect());
    file.insert(Field::HappenedOn, Column::Days(rows.iter().map(|(_, touch)| touch.1.0).collect()));
    let what = if kind == Kind::Events { Field::Show } else { Field::Status };
    file.insert(what, words(rows.iter().map(|(_, touch)| touch.2)));
    file.insert(Field::Process, words(rows.iter().map(|(_, touch)| touch.3)));
    file
}

/// Each mailing, and the click on it.
fn emails_file(customers: &[Past]) -> Table {
    let mut rows: Vec<(u32, Day, &str, &'static str)> = Vec::new();
    for (customer, mail) in (0..).zip(customers).flat_map(|(c, past)| past.mails.iter().map(move |mail| (c, mail))) {
        rows.push((customer, mail.on, &mail.topic, "Sent"));
        rows.extend(mail.clicked_on.map(|on| (customer, on, mail.topic.as_str(), "Click")));
    }
    let mut file = file(3, Kind::Emails, rows.iter().map(|row| row.0).collect());
    file.insert(Field::HappenedOn, Column::Days(rows.iter().map(|row| row.1.0).collect()));
    file.insert(Field::Campaign, words(rows.iter().map(|row| row.2)));
    file.insert(Field::MailEvent, words(rows.iter().map(|row| row.3)));
    file
}

/// A column of words.
fn words<'w>(cells: impl Iterator<Item = &'w str>) -> Column {
    let mut builder = WordsBuilder::default();
    cells.for_each(|cell| builder.push(cell.as_bytes()));
    Column::Words(Words { codes: builder.codes, words: builder.words })
}

/// The rows of a file, of which the first line holds the titles.
fn file(source: SourceIdx, kind: Kind, customer_of_row: Vec<u32>) -> Table {
    let mut table = Table::new(source, kind);
    table.rows = (2..).take(customer_of_row.len()).collect();
    table.mention_of_row = customer_of_row;
    table
}

/// The day itself, or the Monday after a weekend.
fn workday(on: Day) -> Day {
    if on.weekday() < 5 { on } else { on.monday() + 7 }
}
