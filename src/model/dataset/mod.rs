//! What the shop knows, joined: lots, orders and invoices of each customer, sorted, in typed columns.
//!
//! Polars sorts once; after that a customer's past is a slice, and judging it at a date is slicing again.

mod build;
mod keep;
mod mails;
mod moments;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::capacity::AreaUnit;
use super::customer::{Customer, CustomerIdx, DoubtfulLink};
use super::dates::{Day, WEEK};
use super::finding::Signal;
use super::items::{Campaign, Item, ItemIdx, Items};
use super::labels::{Label, NO_LABEL};
use super::money::{Minor, NO_AMOUNT};
use super::numbers::{NumberForm, number_text};
use super::sales::{Payments, SameSales, SourceSales, TiedDocument};
use super::schema::Kind;
use super::source::{RowRef, Source, SourceIdx};

pub use mails::Mails;
pub use moments::{Moment, Moments};

/// Everything that a review looks at. Customers are sorted by id; rows by customer, then by day, then by place in the file.
/// What is skipped in writing is not kept with a review that is closed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Dataset {
    /// Who orders from the shop.
    pub customers: Vec<Customer>,
    /// The files, also those that were refused.
    pub sources: Vec<Source>,
    /// ISO 4217, where a file states it.
    pub currency: Option<String>,
    /// What the lines are for, each text once.
    #[serde(skip)]
    pub items: Vec<Item>,
    /// The e-mail campaigns, each once.
    #[serde(skip)]
    pub campaigns: Vec<Campaign>,
    /// One entry a lot: the parts of one line, or of one item of it, that were finished together.
    pub lots: Lots,
    /// One entry an order number and day of a customer.
    pub orders: Orders,
    /// What was rejected.
    pub rejections: Rejections,
    /// What was sent to whom, and who clicked.
    pub mails: Mails,
    /// Quotes, trade shows, visits, mentions and notes.
    #[serde(skip)]
    pub moments: Moments,
    /// Processes, finishes, suppliers, industries, topics and reasons, each once.
    pub labels: Vec<String>,
    /// The industry of each customer, as a label.
    pub industry_of: Vec<Label>,
    /// The customers of customers, each once.
    #[serde(skip)]
    pub end_customers: Vec<String>,
    /// For whom each customer works, as the owner said it: a place in `end_customers`. An order may name another one.
    #[serde(skip)]
    pub works_for: Vec<Label>,
    /// Files that hold the same sales, of which each is counted once.
    #[serde(skip)]
    pub same_sales: Vec<SameSales>,
    /// What each receipt pays.
    #[serde(skip)]
    pub payments: Payments,
    /// What the orders of each file come to.
    #[serde(skip)]
    pub sales_of: BTreeMap<SourceIdx, SourceSales>,
    /// Money of orders' files that is no order: fees alone, and what was credited.
    #[serde(skip)]
    pub charges: Money,
    /// Invoices of sales that stand in no file of orders.
    #[serde(skip)]
    pub billed: Money,
    /// One entry an invoice.
    pub invoices: Invoices,
    /// What was received.
    pub receipts: Money,
    /// For each kind of file, the sorted distinct days on which something happened.
    #[serde(skip)]
    pub days_of: BTreeMap<Kind, Vec<i32>>,
    /// In what surfaces are counted; `None` where no file states any.
    #[serde(default)]
    pub area_unit: Option<AreaUnit>,
    /// Whether a payments file says when invoices were paid; without it, every invoice would look open.
    pub knows_paid: bool,
    /// Document numbers that are not plain digits, each once; see [`Dataset::document_number`].
    number_forms: Vec<NumberForm>,
    /// Addresses of people who must not be written to, in small letters.
    #[serde(skip)]
    pub not_to_contact: BTreeSet<String>,
    /// Customers whose link is doubtful: not made, but worth a look.
    #[serde(skip)]
    pub doubtful_links: Vec<DoubtfulLink>,
}

/// What the tables alone do not say: the items of their lines, what campaigns are about, and who must not be written to.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// What each line is for.
    pub items: Items,
    /// What each campaign is about.
    pub campaigns: Vec<Campaign>,
    /// Addresses in small letters.
    pub not_to_contact: BTreeSet<String>,
}

/// Lots: the parts of one order line, finished together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Lots {
    pub day: Vec<i32>,
    pub parts: Vec<i32>,
    pub amount: Vec<Minor>,
    pub order: Vec<u64>,
    pub item: Vec<ItemIdx>,
    /// Only while orders are made of them, and so are the days below.
    #[serde(skip)]
    area: Vec<i64>,
    #[serde(skip)]
    promised: Vec<i32>,
    #[serde(skip)]
    shipped: Vec<i32>,
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    offsets: Vec<usize>,
}

/// Orders of one day; their lots are `first_lot..first_lot + n_lots`, unless lines of several orders are mixed in the file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Orders {
    pub day: Vec<i32>,
    pub amount: Vec<Minor>,
    pub parts: Vec<i64>,
    pub number: Vec<u64>,
    /// Of the line that comes to most; here and below [`super::labels::NO_LABEL`] where nothing says it.
    pub process: Vec<Label>,
    pub finish: Vec<Label>,
    pub supplier: Vec<Label>,
    /// The customer behind the customer: a place in [`Dataset::end_customers`].
    #[serde(skip)]
    pub end_customer: Vec<Label>,
    /// The surface of each order, in thousandths of [`Dataset::area_unit`], or [`NO_AMOUNT`]; empty where no file states any.
    #[serde(skip)]
    pub area: Vec<i64>,
    /// For when the last of its lines was promised, or [`Day::NONE`]; empty where no file says so of any order.
    #[serde(skip)]
    pub promised: Vec<i32>,
    /// The day on which its last line left the shop, [`Day::NONE`] while one is still there; empty where no file says so of any order.
    /// A day to come is one that is planned.
    #[serde(skip)]
    pub shipped: Vec<i32>,
    /// The lines of orders of more than one kind of work, by order; see [`Orders::work_of`].
    #[serde(skip)]
    mixed: Vec<(u32, Work)>,
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    offsets: Vec<usize>,
}

/// What one or several lines of an order are, and what they come to. Labels are [`super::labels::NO_LABEL`] where nothing says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// What is done.
    pub process: Label,
    /// How it looks.
    pub finish: Label,
    /// Whose powder or paint.
    pub supplier: Label,
    /// The customer behind the customer.
    pub end_customer: Label,
    /// Minor units; [`NO_AMOUNT`] where no line has one.
    pub amount: Minor,
    /// Parts of its lots.
    pub parts: i64,
    /// Their surface, in thousandths of [`Dataset::area_unit`]; [`NO_AMOUNT`] where nobody says it.
    pub area: i64,
}

/// What was rejected, by customer and day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Rejections {
    pub day: Vec<i32>,
    pub parts: Vec<i32>,
    /// Its order, as a place among the customer's orders; `u32::MAX` where none is known.
    pub order: Vec<u32>,
    pub reason: Vec<Label>,
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    offsets: Vec<usize>,
}

/// Amounts of days, as they stand in the files.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Money {
    pub day: Vec<i32>,
    pub amount: Vec<Minor>,
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    offsets: Vec<usize>,
}

/// Invoices, sorted by the day they were due. Days are [`Day::NONE`] where the file has none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Invoices {
    pub issued: Vec<i32>,
    pub due: Vec<i32>,
    pub paid: Vec<i32>,
    /// See [`InvoiceDays::open_on`].
    pub open_on: Vec<i32>,
    pub amount: Vec<Minor>,
    pub number: Vec<u64>,
    /// The order that the invoice names in a column or in a remark, by the digits at its end; [`NO_NUMBER`] where it names none.
    pub order: Vec<u64>,
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    offsets: Vec<usize>,
}

/// The days of one invoice. Each is [`Day::NONE`] where it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvoiceDays {
    /// The day on the invoice.
    pub issued: i32,
    /// The day it was due.
    pub due: i32,
    /// The day on which it was paid, or on which it was known to be: see `open_on`.
    pub paid: i32,
    /// Where only lists of open items say when it was paid: the day of the last that holds it. It was paid after this day, and
    /// up to `paid`, the day of the list that holds it no more.
    pub open_on: i32,
}

impl InvoiceDays {
    /// The day on which it was paid: the middle of the days on which it may have been.
    pub fn paid_about(self) -> i32 {
        if self.open_on == Day::NONE.0 { self.paid } else { self.open_on + (self.paid - self.open_on + 1) / 2 }
    }

    /// In how many days it was paid; 1 where the day is known.
    pub fn paid_within(self) -> i32 {
        if self.open_on == Day::NONE.0 { 1 } else { self.paid - self.open_on }
    }
}

impl Lots {
    /// The places of one customer's lots.
    pub fn of(&self, customer: CustomerIdx) -> Range<usize> {
        range_of(&self.offsets, customer)
    }

    /// Where a lot stands in the files.
    pub fn at(&self, i: usize) -> RowRef {
        RowRef { source: self.source[i], row: self.row[i] }
    }
}

impl Orders {
    /// The places of one customer's orders.
    pub fn of(&self, customer: CustomerIdx) -> Range<usize> {
        range_of(&self.offsets, customer)
    }

    /// What an order is made of, line by line where its lines are not of one kind. A fee counts for what the order mainly is.
    pub fn work_of(&self, i: usize) -> impl Iterator<Item = Work> + '_ {
        let order = u32::try_from(i).unwrap_or(u32::MAX);
        let from = self.mixed.partition_point(|(of, _)| *of < order);
        let lines = &self.mixed[from..];
        let n = lines.iter().take_while(|(of, _)| *of == order).count();
        let whole = (n == 0).then(|| Work {
            process: self.process[i],
            finish: self.finish[i],
            supplier: self.supplier[i],
            end_customer: self.end_customer.get(i).copied().unwrap_or(NO_LABEL),
            amount: self.amount[i],
            parts: self.parts[i],
            area: self.area.get(i).copied().unwrap_or(NO_AMOUNT),
        });
        lines[..n].iter().map(|(_, work)| *work).chain(whole)
    }

    /// Where the first line of an order stands in the files.
    pub fn at(&self, i: usize) -> RowRef {
        RowRef { source: self.source[i], row: self.row[i] }
    }
}

impl Rejections {
    /// The places of one customer's rejections.
    pub fn of(&self, customer: CustomerIdx) -> Range<usize> {
        range_of(&self.offsets, customer)
    }

    /// Of each of a customer's `n` orders the parts of which it was reported before `at` that they were rejected.
    pub fn of_orders(&self, customer: CustomerIdx, n: usize, at: Day) -> Vec<i32> {
        let all = self.of(customer);
        let known = all.start..all.start + self.day[all.clone()].partition_point(|&day| day < at.0);
        reported(n, &self.order[known.clone()], &self.parts[known])
    }

    /// Where a rejection stands in the files.
    pub fn at(&self, i: usize) -> RowRef {
        RowRef { source: self.source[i], row: self.row[i] }
    }
}

impl Money {
    /// The places of one customer's amounts.
    pub fn of(&self, customer: CustomerIdx) -> Range<usize> {
        range_of(&self.offsets, customer)
    }

    fn sum(&self, customer: CustomerIdx, from: Day, to: Day) -> Minor {
        let all = self.of(customer);
        let days = &self.day[all.clone()];
        let within = days.partition_point(|&d| d < from.0)..days.partition_point(|&d| d < to.0);
        let amounts = self.amount[all].get(within).unwrap_or_default();
        amounts.iter().filter(|&&amount| amount != NO_AMOUNT).sum()
    }
}

impl Invoices {
    /// The places of one customer's invoices.
    pub fn of(&self, customer: CustomerIdx) -> Range<usize> {
        range_of(&self.offsets, customer)
    }

    /// The days of an invoice.
    pub fn days(&self, i: usize) -> InvoiceDays {
        InvoiceDays { issued: self.issued[i], due: self.due[i], paid: self.paid[i], open_on: self.open_on[i] }
    }

    /// Where an invoice stands in the files.
    pub fn at(&self, i: usize) -> RowRef {
        RowRef { source: self.source[i], row: self.row[i] }
    }
}

/// Of each of `n` orders the parts that were rejected.
pub fn reported(n: usize, order: &[u32], parts: &[i32]) -> Vec<i32> {
    let mut of_order = vec![0_i32; n];
    for (&order, &parts) in order.iter().zip(parts) {
        if let Some(sum) = of_order.get_mut(order as usize) {
            *sum = sum.saturating_add(parts);
        }
    }
    of_order
}

fn range_of(offsets: &[usize], customer: CustomerIdx) -> Range<usize> {
    let c = customer as usize;
    match (offsets.get(c), offsets.get(c + 1)) {
        (Some(&from), Some(&to)) => from..to,
        _ => 0..0,
    }
}

impl Dataset {
    /// The number of an order, an invoice or a quote as its file writes it; empty where it has none.
    pub fn document_number(&self, key: u64) -> String {
        number_text(key, &self.number_forms)
    }

    /// What a document is known again by in later exports.
    pub fn document_handle(&self, document: &TiedDocument) -> String {
        format!("{} of {}", self.document_number(document.number), document.day)
    }

    /// A process, a finish, a supplier, an industry, a topic or a reason; empty where nothing is said.
    pub fn label(&self, label: Label) -> &str {
        self.labels.get(usize::from(label)).map_or("", String::as_str)
    }

    /// The id of what a signal stands on: a customer, or the label of an industry or a finish.
    pub fn entity_id(&self, signal: Signal, entity: u32) -> &str {
        match signal {
            Signal::Industry | Signal::Finish => self.label(Label::try_from(entity).unwrap_or(NO_LABEL)),
            _ => self.customers.get(entity as usize).map_or("", |customer| &customer.id),
        }
    }

    /// The last day on which something happened. `None` where the files hold no dated row. A trade show after all else is
    /// planned and has not happened.
    pub fn data_end(&self) -> Option<Day> {
        let last = |kinds: &dyn Fn(&Kind) -> bool| {
            self.days_of
                .iter()
                .filter(|(kind, _)| kinds(kind))
                .filter_map(|(_, days)| days.last())
                .max()
                .map(|&d| Day(d))
        };
        last(&|kind| *kind != Kind::Events).or_else(|| last(&|_| true))
    }

    /// The first day on which something happened.
    pub fn data_start(&self) -> Option<Day> {
        self.days_of.values().filter_map(|days| days.first()).min().map(|&d| Day(d))
    }

    /// Up to where a kind of file can be judged at `at`: the day itself, or the day after the last row where the file
    /// ends more than a week earlier. A payments file that ends in March makes nobody late in June.
    pub fn judged_to(&self, kind: Kind, at: Day) -> Day {
        let known = self.days_of.get(&kind).map_or(&[][..], |days| &days[..days.partition_point(|&d| d < at.0)]);
        // Days without a rejection are good days, and no end of the file, up to twice the longest such time of the year before.
        let good = if kind == Kind::Rejections {
            let lately = &known[known.partition_point(|&d| d < at.0 - 52 * WEEK)..];
            2 * lately.windows(2).map(|days| days[1] - days[0]).max().unwrap_or(0)
        } else {
            0
        };
        match known.last() {
            Some(&last) if at.0 - last > good.max(8) => Day(last + 1),
            _ => at,
        }
    }

    /// The revenue of a customer in `[from, to)`: its orders, and the invoices of sales that stand in no file of orders.
    pub fn revenue(&self, customer: CustomerIdx, from: Day, to: Day) -> Minor {
        let orders = self.orders.of(customer);
        let days = &self.orders.day[orders.clone()];
        let within = days.partition_point(|&d| d < from.0)..days.partition_point(|&d| d < to.0);
        let amounts = self.orders.amount[orders].get(within).unwrap_or_default();
        let ordered: Minor = amounts.iter().filter(|&&amount| amount != NO_AMOUNT).sum();
        ordered + self.charges.sum(customer, from, to) + self.billed.sum(customer, from, to)
    }

    /// For each source the newest one of the same list: a workspace holds many exports of one list. Itself in a look.
    pub fn lists(&self) -> Vec<SourceIdx> {
        let newest = |list: i64| {
            let of_list = self.sources.iter().enumerate().filter(|(_, source)| source.list == Some(list));
            of_list.max_by_key(|(place, source)| (source.last_on, *place)).map(|(place, _)| place)
        };
        let sources = self.sources.iter().enumerate();
        let places = sources.map(|(place, source)| source.list.and_then(newest).unwrap_or(place));
        places.map(|place| SourceIdx::try_from(place).unwrap_or(SourceIdx::MAX)).collect()
    }
}
