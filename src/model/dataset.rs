//! What the shop knows, joined: lots, orders and invoices of each customer, sorted, in typed columns.
//!
//! Polars sorts once; after that a customer's past is a slice, and judging it at a date is slicing again.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use polars::prelude::*;

use super::customer::{Customer, CustomerIdx, DoubtfulLink};
use super::dates::Day;
use super::items::{Campaign, Item, ItemIdx, ItemKind, Items, LinePart, NO_ITEM};
use super::money::{Minor, NO_AMOUNT};
use super::numbers::{FIRST_FORMED, NO_NUMBER, NumberForm, Numbers, TAIL_BITS, number_text, numbers_in, tail};
use super::sales::{Payments, SameSales, SourceSales, TiedDocument};
use super::schema::{Field, Form, Kind};
use super::source::{RowRef, Source, SourceIdx};
use super::table::{NO_COUNT, Table};

/// Everything that a review looks at. Customers are sorted by id; rows by customer, then by day, then by place in the file.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// Who orders from the shop.
    pub customers: Vec<Customer>,
    /// The files, also those that were refused.
    pub sources: Vec<Source>,
    /// ISO 4217, where a file states it.
    pub currency: Option<String>,
    /// What the lines are for, each text once.
    pub items: Vec<Item>,
    /// The e-mail campaigns, each once.
    pub campaigns: Vec<Campaign>,
    /// One entry a lot: the parts of one line, or of one item of it, that were finished together.
    pub lots: Lots,
    /// One entry an order number and day of a customer.
    pub orders: Orders,
    /// Files that hold the same sales, of which each is counted once.
    pub same_sales: Vec<SameSales>,
    /// What each receipt pays.
    pub payments: Payments,
    /// What the orders of each file come to.
    pub sales_of: BTreeMap<SourceIdx, SourceSales>,
    /// Money of orders' files that is no order: fees alone, and what was credited.
    pub charges: Money,
    /// Invoices of sales that stand in no file of orders.
    pub billed: Money,
    /// One entry an invoice.
    pub invoices: Invoices,
    /// What was received.
    pub receipts: Money,
    /// For each kind of file, the sorted distinct days on which something happened.
    pub days_of: BTreeMap<Kind, Vec<i32>>,
    /// Whether a payments file says when invoices were paid; without it, every invoice would look open.
    pub knows_paid: bool,
    /// Document numbers that are not plain digits, each once; see [`Dataset::document_number`].
    number_forms: Vec<NumberForm>,
    /// Addresses of people who must not be written to, in small letters.
    pub not_to_contact: BTreeSet<String>,
    /// Customers whose link is doubtful: not made, but worth a look.
    pub doubtful_links: Vec<DoubtfulLink>,
}

/// Lots: the parts of one order line, finished together.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Lots {
    pub day: Vec<i32>,
    pub parts: Vec<i32>,
    pub amount: Vec<Minor>,
    pub order: Vec<u64>,
    pub item: Vec<ItemIdx>,
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    offsets: Vec<usize>,
}

/// Orders of one day; their lots are `first_lot..first_lot + n_lots`, unless lines of several orders are mixed in the file.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Orders {
    pub day: Vec<i32>,
    pub amount: Vec<Minor>,
    pub parts: Vec<i64>,
    pub number: Vec<u64>,
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    offsets: Vec<usize>,
}

/// Amounts of days, as they stand in the files.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "parallel columns of the names of the trade")]
pub struct Money {
    pub day: Vec<i32>,
    pub amount: Vec<Minor>,
    pub source: Vec<SourceIdx>,
    pub row: Vec<u32>,
    offsets: Vec<usize>,
}

/// Invoices, sorted by the day they were due. Days are [`Day::NONE`] where the file has none.
#[derive(Clone, Debug, Default)]
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

    /// Where the first line of an order stands in the files.
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

/// The lines of invoices that stand for lots: those of customers and times of which no file of orders tells.
fn rows_outside(table: &Table, links: &[Option<CustomerIdx>], covered: &Covered) -> Vec<bool> {
    let days = table.days(Field::HappenedOn).unwrap_or_default();
    let customers = table.mention_of_row.iter().map(|&mention| links.get(mention as usize).copied().flatten());
    customers.zip(days).map(|(customer, &day)| customer.is_none_or(|who| !covered.holds(who, day))).collect()
}

fn is_invoices(table: &Table) -> bool {
    matches!(table.form, None | Some(Form::Invoices | Form::InvoiceLines))
}

fn range_of(offsets: &[usize], customer: CustomerIdx) -> Range<usize> {
    let c = customer as usize;
    match (offsets.get(c), offsets.get(c + 1)) {
        (Some(&from), Some(&to)) => from..to,
        _ => 0..0,
    }
}

impl Dataset {
    /// Joins the tables. `customer_of[t][m]` is the customer whom mention `m` of table `t` names; `None` for contacts.
    ///
    /// Each kind is joined and given free before the next, so that the rows are never held twice over.
    pub fn build(
        tables: Vec<Table>,
        customer_of: &[Vec<Option<CustomerIdx>>],
        customers: Vec<Customer>,
        sources: Vec<Source>,
        items: Items,
    ) -> Self {
        let n = customers.len();
        let mut days_of: BTreeMap<Kind, Vec<i32>> = BTreeMap::new();
        let (mut order_tables, mut payment_tables) = (Vec::new(), Vec::new());
        let currency = tables.iter().find_map(|table| table.currency.clone());
        let mut receipts = Rows::default();
        let no_texts = Vec::new();
        for (t, (table, links)) in tables.into_iter().zip(customer_of).enumerate() {
            let Some(kind) = table.kind else { continue };
            let seen = days_of.entry(kind).or_default();
            for days in [table.happened_on(), table.days(Field::PaidOn)].into_iter().flatten() {
                add_distinct(seen, days);
            }
            match kind {
                Kind::Orders => order_tables.push((table, links, items.of_text.get(t).unwrap_or(&no_texts))),
                Kind::Payments => {
                    receipts.add_receipts(&table, links);
                    payment_tables.push((table, links));
                }
                _ => {}
            }
        }
        // A list of what is open tells less of the same invoices than a list of all of them; receipts and ledgers are no
        // invoices.
        let has_invoices = payment_tables.iter().any(|(table, _)| is_invoices(table));
        payment_tables
            .retain(|(table, _)| is_invoices(table) || (!has_invoices && table.form == Some(Form::OpenItems)));
        let knows_paid = payment_tables.iter().any(|(table, _)| table.days(Field::PaidOn).is_some());
        let mut number_forms = Vec::new();
        let mut lines = Rows::default();
        let mut covered = Covered::default();
        for (table, links, _) in order_tables.iter().filter(|(table, ..)| !table.is_second) {
            covered.add(table, links, sources.get(usize::from(table.source)).and_then(|source| source.list));
        }
        for (mut table, links, of_text) in order_tables {
            if table.is_second {
                table.retain(&rows_outside(&table, links, &covered));
            }
            lines.add_lines(&table, links, &items.list, of_text, &mut number_forms);
        }
        let (lots, kinds) = Lots::sorted(&lines, n);
        drop(lines);
        let (orders, charges) = Orders::of_lines(&lots, &kinds, n);
        let lots = lots.without_other_lines(&kinds);
        let mut invoices = Rows::default();
        for (table, links) in payment_tables {
            invoices.add_invoices(&table, links, &mut number_forms);
        }
        Self {
            orders,
            lots,
            charges,
            receipts: Money::sorted(&receipts, n),
            items: items.list,
            campaigns: Vec::new(),
            billed: Money::default(),
            same_sales: Vec::new(),
            payments: Payments::default(),
            sales_of: BTreeMap::new(),
            invoices: Invoices::sorted(&invoices, n),
            currency,
            customers,
            sources,
            days_of,
            not_to_contact: BTreeSet::new(),
            doubtful_links: Vec::new(),
            knows_paid,
            number_forms,
        }
    }

    /// The number of an order, an invoice or a quote as its file writes it; empty where it has none.
    pub fn document_number(&self, key: u64) -> String {
        number_text(key, &self.number_forms)
    }

    /// What a document is known again by in later exports.
    pub fn document_handle(&self, document: &TiedDocument) -> String {
        format!("{} of {}", self.document_number(document.number), document.day)
    }

    /// Keeps only the orders that are marked, with their lots. `keep` is as long as the orders.
    pub fn keep_orders(&mut self, keep: &[bool]) {
        let (orders, lots) = (&self.orders, &self.lots);
        let n = self.customers.len();
        let mut keep_lots = vec![true; lots.day.len()];
        for customer in (0..n).map(|customer| CustomerIdx::try_from(customer).unwrap_or(CustomerIdx::MAX)) {
            let gone: HashSet<(i32, u64, SourceIdx)> = orders
                .of(customer)
                .filter(|&i| !keep[i])
                .map(|i| (orders.day[i], orders.number[i], orders.source[i]))
                .collect();
            for i in lots.of(customer) {
                keep_lots[i] = gone.is_empty() || !gone.contains(&(lots.day[i], lots.order[i], lots.source[i]));
            }
        }
        self.orders.retain(keep);
        self.lots.retain(&keep_lots);
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
        match known.last() {
            Some(&last) if at.0 - last > 8 => Day(last + 1),
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

/// Where the files of orders say what a customer ordered, so that the lines of its invoices add nothing.
#[derive(Default)]
struct Covered(BTreeMap<(Option<i64>, SourceIdx), CoveredList>);

/// The days of a list of orders, and the customers that stand in it.
#[derive(Default)]
struct CoveredList {
    days: Option<(i32, i32)>,
    customers: HashSet<CustomerIdx>,
}

impl Covered {
    /// What was ordered on the last days of a list is invoiced within so many days.
    const DAYS: i32 = 30;

    fn add(&mut self, table: &Table, customers: &[Option<CustomerIdx>], list: Option<i64>) {
        let key = (list, if list.is_some() { 0 } else { table.source });
        let known = self.0.entry(key).or_default();
        for &day in table.days(Field::HappenedOn).unwrap_or_default().iter().filter(|&&day| day != Day::NONE.0) {
            let (from, to) = known.days.unwrap_or((day, day));
            known.days = Some((from.min(day), to.max(day)));
        }
        known.customers.extend(customers.iter().flatten());
    }

    fn holds(&self, customer: CustomerIdx, day: i32) -> bool {
        let is_in = |list: &CoveredList| {
            let days = list.days.is_some_and(|(from, to)| (from..=to + Self::DAYS).contains(&day));
            days && list.customers.contains(&customer)
        };
        self.0.values().any(is_in)
    }
}

/// Rows on their way into sorted columns.
#[derive(Default)]
struct Rows {
    customer: Vec<u32>,
    day: Vec<i32>,
    due: Vec<i32>,
    paid: Vec<i32>,
    open_on: Vec<i32>,
    parts: Vec<i32>,
    amount: Vec<Minor>,
    number: Vec<u64>,
    /// The order that an invoice names.
    order: Vec<u64>,
    /// File and row in one number.
    at: Vec<u64>,
    kind: Vec<LineKind>,
    item: Vec<ItemIdx>,
}

/// A line of an order: its number and its file, and its place.
type Line = ((u64, SourceIdx), usize);

/// What a line of an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineKind {
    /// Parts that were finished together.
    Lot,
    /// Work, of which no lot is known: a service, or parts that nobody counted.
    Work,
    /// A fee, or what was credited: no order by itself.
    Money,
}

impl Rows {
    fn add_lines(
        &mut self,
        table: &Table,
        links: &[Option<CustomerIdx>],
        items: &[Item],
        of_text: &[Vec<LinePart>],
        forms: &mut Vec<NumberForm>,
    ) {
        let Some(days) = table.days(Field::HappenedOn) else { return };
        let (counts, amounts) = (table.counts(Field::Parts), table.money(Field::Amount));
        let numbers = table.numbers(Field::OrderNumber).or_else(|| table.numbers(Field::InvoiceNumber));
        let numbers = shared_keys(numbers, forms);
        let (cancelled, refunded) = (table.counts(Field::Cancelled), table.money(Field::Refunded));
        let texts = table.words(Field::Item);
        let kind_of = |item: ItemIdx| items.get(item as usize).map_or(ItemKind::Parts, |item| item.kind);
        for (i, &row) in table.rows.iter().enumerate() {
            let Some(Some(customer)) = links.get(table.mention_of_row[i] as usize) else { continue };
            if cancelled.is_some_and(|is| is[i] == 1) {
                continue;
            }
            let refunded = refunded.map_or(NO_AMOUNT, |r| r[i]);
            let amount = amounts.map_or(NO_AMOUNT, |a| a[i]);
            let amount = if amount == NO_AMOUNT || refunded == NO_AMOUNT { amount } else { amount - refunded.abs() };
            let mut push = |kind: LineKind, parts: i32, amount: Minor, item: ItemIdx| {
                self.customer.push(*customer);
                self.day.push(days[i]);
                self.parts.push(parts);
                self.amount.push(amount);
                self.number.push(numbers(i));
                self.at.push(place(table.source, row));
                self.kind.push(kind);
                self.item.push(item);
            };
            let count = counts.map_or(NO_COUNT, |counts| counts[i]);
            let named = texts.and_then(|texts| of_text.get(texts.codes[i] as usize)).map_or(&[][..], Vec::as_slice);
            if let [_, _, ..] = named {
                // The amount of the line is of all its items together.
                let is_work = named.iter().any(|part| kind_of(part.item) != ItemKind::Fee);
                push(if is_work { LineKind::Work } else { LineKind::Money }, NO_COUNT, amount, NO_ITEM);
                for part in named.iter().filter(|part| kind_of(part.item) == ItemKind::Parts) {
                    push(LineKind::Lot, part.parts.unwrap_or(NO_COUNT).max(1), NO_AMOUNT, part.item);
                }
                continue;
            }
            let item = named.first().map_or(NO_ITEM, |part| part.item);
            let count =
                if count == NO_COUNT { named.first().and_then(|part| part.parts).unwrap_or(count) } else { count };
            let kind = match kind_of(item) {
                // What comes back has no parts.
                _ if count != NO_COUNT && count <= 0 => LineKind::Money,
                ItemKind::Parts if count != NO_COUNT => LineKind::Lot,
                ItemKind::Parts | ItemKind::Service => LineKind::Work,
                ItemKind::Fee => LineKind::Money,
            };
            push(kind, count, amount, item);
        }
    }

    fn add_receipts(&mut self, table: &Table, links: &[Option<CustomerIdx>]) {
        let received = match table.form {
            Some(Form::Receipts) => table.money(Field::Amount),
            Some(Form::Ledger) => table.money(Field::Received),
            _ => return,
        };
        let Some(days) = table.days(Field::PaidOn).or_else(|| table.happened_on()) else { return };
        for (i, &row) in table.rows.iter().enumerate() {
            let Some(Some(customer)) = links.get(table.mention_of_row[i] as usize) else { continue };
            self.customer.push(*customer);
            self.day.push(days[i]);
            self.amount.push(received.map_or(NO_AMOUNT, |amounts| amounts[i]));
            self.at.push(place(table.source, row));
        }
    }

    fn add_invoices(&mut self, table: &Table, links: &[Option<CustomerIdx>], forms: &mut Vec<NumberForm>) {
        let Some(issued) = table.days(Field::IssuedOn).or_else(|| table.days(Field::DueOn)) else { return };
        let (due, paid) = (table.days(Field::DueOn), table.days(Field::PaidOn));
        let amounts = table.money(Field::Amount);
        let numbers = shared_keys(table.numbers(Field::InvoiceNumber), forms);
        let named = named_orders(table);
        let mut place_of: BTreeMap<u64, usize> = BTreeMap::new();
        for (i, &row) in table.rows.iter().enumerate() {
            let Some(Some(customer)) = links.get(table.mention_of_row[i] as usize) else { continue };
            if table.form == Some(Form::InvoiceLines) && numbers(i) != NO_NUMBER {
                // The lines of an invoice are one invoice.
                let place = *place_of.entry(numbers(i)).or_insert(self.amount.len());
                if let Some(sum) = self.amount.get_mut(place) {
                    let more = amounts.map_or(NO_AMOUNT, |a| a[i]);
                    if more != NO_AMOUNT {
                        *sum = if *sum == NO_AMOUNT { more } else { *sum + more };
                    }
                    continue;
                }
            }
            self.customer.push(*customer);
            self.day.push(issued[i]);
            self.due.push(due.map_or(Day::NONE.0, |d| d[i]));
            self.paid.push(paid.map_or(Day::NONE.0, |d| d[i]));
            self.open_on.push(table.open_on.get(i).copied().unwrap_or(Day::NONE.0));
            self.amount.push(amounts.map_or(NO_AMOUNT, |a| a[i]));
            self.number.push(numbers(i));
            self.order.push(named(i));
            self.at.push(place(table.source, row));
        }
    }
}

/// For each row of a table of invoices the order that it names: in a column of its own, else in a remark or an item.
fn named_orders(table: &Table) -> impl Fn(usize) -> u64 + use<'_> {
    let orders = table.numbers(Field::OrderNumber);
    let own = table.numbers(Field::InvoiceNumber);
    let texts = [Field::Memo, Field::Item].map(|field| {
        let words = table.words(field)?;
        Some((words, words.words.iter().map(|text| numbers_in(text)).collect::<Vec<_>>()))
    });
    move |i| {
        let own = own.and_then(|own| tail(own.keys[i]));
        let of_text = || {
            let named = texts.iter().flatten().filter_map(|(words, named)| named.get(words.codes[i] as usize));
            named.flatten().copied().find(|&number| Some(number) != own)
        };
        orders.and_then(|orders| tail(orders.keys[i])).or_else(of_text).unwrap_or(NO_NUMBER)
    }
}

/// Places sorted by customer, then by `day`; rows of the same day stay as they stand in the files. One key for both, as
/// sorting by two columns costs polars several times the memory.
fn sorted_places(customer: &[u32], day: &[i32]) -> Vec<u32> {
    let key =
        |(&customer, &day): (&u32, &i32)| (u64::from(customer) << 32) | u64::from(day.cast_unsigned() ^ (1 << 31));
    let keys: UInt64Chunked = customer.iter().zip(day).map(key).collect_ca("key".into());
    let options = SortOptions::default().with_maintain_order(true);
    keys.into_series().arg_sort(options).into_no_null_iter().collect()
}

impl Lots {
    /// All lines, and what each is.
    fn sorted(columns: &Rows, n_customers: usize) -> (Self, Vec<LineKind>) {
        let offsets = offsets(&columns.customer, n_customers);
        let order = sorted_places(&columns.customer, &columns.day);
        let (source, row) = split(&columns.at, &order);
        let lines = Self {
            day: taken(&columns.day, &order),
            parts: taken(&columns.parts, &order),
            amount: taken(&columns.amount, &order),
            order: taken(&columns.number, &order),
            item: taken(&columns.item, &order),
            source,
            row,
            offsets,
        };
        (lines, taken(&columns.kind, &order))
    }

    /// Only the lines that are lots.
    fn without_other_lines(mut self, kinds: &[LineKind]) -> Self {
        let is_lot: Vec<bool> = kinds.iter().map(|kind| *kind == LineKind::Lot).collect();
        self.retain(&is_lot);
        self
    }

    fn retain(&mut self, keep: &[bool]) {
        if keep.iter().all(|&is_kept| is_kept) {
            return;
        }
        move_offsets(&mut self.offsets, keep);
        kept(&mut self.day, keep);
        kept(&mut self.parts, keep);
        kept(&mut self.amount, keep);
        kept(&mut self.order, keep);
        kept(&mut self.item, keep);
        kept(&mut self.source, keep);
        kept(&mut self.row, keep);
    }
}

/// Where each customer's rows begin once only those marked are there.
fn move_offsets(offsets: &mut [usize], keep: &[bool]) {
    let mut n_before = Vec::with_capacity(keep.len() + 1);
    let mut n = 0;
    n_before.push(0);
    for &is_kept in keep {
        n += usize::from(is_kept);
        n_before.push(n);
    }
    for offset in offsets {
        *offset = n_before[*offset];
    }
}

fn kept<T: Copy>(values: &mut Vec<T>, keep: &[bool]) {
    let mut marks = keep.iter();
    values.retain(|_| *marks.next().unwrap_or(&true));
}

impl Money {
    /// Some invoices as money of the day on which they were issued. `keep` is as long as the invoices.
    pub fn of_invoices(invoices: &Invoices, keep: &[bool]) -> Self {
        let mut rows = Rows::default();
        let n_customers = invoices.offsets.len().saturating_sub(1);
        for customer in (0..n_customers).map(|customer| CustomerIdx::try_from(customer).unwrap_or(CustomerIdx::MAX)) {
            for i in invoices.of(customer).filter(|&i| keep[i]) {
                rows.customer.push(customer);
                rows.day.push(invoices.issued[i]);
                rows.amount.push(invoices.amount[i]);
                rows.at.push(place(invoices.source[i], invoices.row[i]));
            }
        }
        Self::sorted(&rows, n_customers)
    }

    fn sorted(columns: &Rows, n_customers: usize) -> Self {
        let offsets = offsets(&columns.customer, n_customers);
        let order = sorted_places(&columns.customer, &columns.day);
        let (source, row) = split(&columns.at, &order);
        Self { day: taken(&columns.day, &order), amount: taken(&columns.amount, &order), source, row, offsets }
    }
}

impl Orders {
    /// Lines of one customer, day and order number are one order. Without a number, all lines of a day are. Fees alone are
    /// money and no order.
    fn of_lines(lots: &Lots, kinds: &[LineKind], n_customers: usize) -> (Self, Money) {
        let mut orders = Self { offsets: Vec::with_capacity(n_customers + 1), ..Self::default() };
        let mut charges = Money { offsets: Vec::with_capacity(n_customers + 1), ..Money::default() };
        orders.offsets.push(0);
        charges.offsets.push(0);
        let mut numbered: Vec<Line> = Vec::new();
        for customer in 0..n_customers {
            let lots_of = lots.of(u32::try_from(customer).unwrap_or(u32::MAX));
            let mut rest = &lots.day[lots_of.clone()];
            let mut first = lots_of.start;
            while let Some(&day) = rest.first() {
                let n = rest.partition_point(|&d| d == day);
                numbered.clear();
                numbered.extend((first..first + n).map(|i| ((lots.order[i], lots.source[i]), i)));
                // Lines of one order need not stand together in the file.
                numbered.sort_unstable();
                let mut of_day: Vec<&[Line]> = numbered.chunk_by(|a, b| a.0 == b.0).collect();
                of_day.sort_unstable_by_key(|lines| lines[0].1);
                for lines in of_day {
                    if lines.iter().all(|&(_, i)| kinds[i] == LineKind::Money) {
                        charges.push(lots, lines);
                    } else {
                        orders.push(lots, kinds, lines);
                    }
                }
                rest = &rest[n..];
                first += n;
            }
            orders.offsets.push(orders.day.len());
            charges.offsets.push(charges.day.len());
        }
        (orders, charges)
    }

    fn retain(&mut self, keep: &[bool]) {
        move_offsets(&mut self.offsets, keep);
        kept(&mut self.day, keep);
        kept(&mut self.amount, keep);
        kept(&mut self.parts, keep);
        kept(&mut self.number, keep);
        kept(&mut self.source, keep);
        kept(&mut self.row, keep);
    }

    /// One order of its lots: (number, place of the lot).
    fn push(&mut self, lots: &Lots, kinds: &[LineKind], lines: &[Line]) {
        let ((number, _), first) = lines[0];
        let of_lots = lines.iter().filter(|&&(_, i)| kinds[i] == LineKind::Lot);
        let amounts = lines.iter().map(|&(_, i)| lots.amount[i]).filter(|&amount| amount != NO_AMOUNT);
        self.day.push(lots.day[first]);
        self.parts.push(of_lots.map(|&(_, i)| i64::from(lots.parts[i])).sum());
        self.amount.push(amounts.reduce(|a, b| a + b).unwrap_or(NO_AMOUNT));
        self.number.push(number);
        self.source.push(lots.source[first]);
        self.row.push(lots.row[first]);
    }
}

impl Money {
    /// What some lines come to.
    fn push(&mut self, lots: &Lots, lines: &[Line]) {
        let first = lines[0].1;
        let amounts = lines.iter().map(|&(_, i)| lots.amount[i]).filter(|&amount| amount != NO_AMOUNT);
        self.day.push(lots.day[first]);
        self.amount.push(amounts.sum());
        self.source.push(lots.source[first]);
        self.row.push(lots.row[first]);
    }
}

impl Invoices {
    fn sorted(columns: &Rows, n_customers: usize) -> Self {
        let offsets = offsets(&columns.customer, n_customers);
        let order = sorted_places(&columns.customer, &columns.due);
        let (source, row) = split(&columns.at, &order);
        Self {
            issued: taken(&columns.day, &order),
            due: taken(&columns.due, &order),
            paid: taken(&columns.paid, &order),
            open_on: taken(&columns.open_on, &order),
            amount: taken(&columns.amount, &order),
            number: taken(&columns.number, &order),
            order: taken(&columns.order, &order),
            source,
            row,
            offsets,
        }
    }
}

/// The keys of a table's document numbers, turned so that keys of several tables share one list of texts.
fn shared_keys<'t>(numbers: Option<&'t Numbers>, forms: &mut Vec<NumberForm>) -> impl Fn(usize) -> u64 + use<'t> {
    let shift = forms.len() as u64;
    forms.extend(numbers.into_iter().flat_map(|numbers| numbers.forms.iter().cloned()));
    move |i| match numbers.map_or(NO_NUMBER, |numbers| numbers.keys[i]) {
        NO_NUMBER => NO_NUMBER,
        key if key >= FIRST_FORMED => key + (shift << TAIL_BITS),
        key => key,
    }
}

fn place(source: SourceIdx, row: u32) -> u64 {
    (u64::from(source) << 32) | u64::from(row)
}

fn split(at: &[u64], order: &[u32]) -> (Vec<SourceIdx>, Vec<u32>) {
    let source = order.iter().map(|&i| SourceIdx::try_from(at[i as usize] >> 32).unwrap_or(SourceIdx::MAX)).collect();
    let row = order.iter().map(|&i| u32::try_from(at[i as usize] & 0xffff_ffff).unwrap_or(u32::MAX)).collect();
    (source, row)
}

fn taken<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&i| values[i as usize]).collect()
}

fn offsets(customer: &[u32], n_customers: usize) -> Vec<usize> {
    let mut offsets = vec![0; n_customers + 1];
    for &c in customer {
        offsets[c as usize + 1] += 1;
    }
    for c in 0..n_customers {
        offsets[c + 1] += offsets[c];
    }
    offsets
}

fn add_distinct(seen: &mut Vec<i32>, days: &[i32]) {
    let known = days.iter().copied().filter(|&d| d != Day::NONE.0);
    let (Some(first), Some(last)) = (known.clone().min(), known.clone().max()) else { return };
    let mut marks = vec![false; usize::try_from(last - first).unwrap_or(0) + 1];
    for day in known {
        marks[usize::try_from(day - first).unwrap_or(0)] = true;
    }
    seen.extend((first..=last).zip(marks).filter(|(_, is_seen)| *is_seen).map(|(day, _)| day));
    seen.sort_unstable();
    seen.dedup();
}
