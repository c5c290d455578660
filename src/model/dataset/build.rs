//! How the tables become the dataset: lines to lots, lots to orders, sorted once.

use std::collections::{BTreeMap, HashMap, HashSet};

use polars::prelude::*;

use super::mails::MailRows;
use super::moments::MomentRows;

use super::{Dataset, Invoices, Lots, Money, Orders, Read, Rejections, Work};
use crate::model::capacity::AreaUnit;
use crate::model::customer::{Customer, CustomerIdx};
use crate::model::dates::Day;
use crate::model::items::{Item, ItemIdx, ItemKind, LinePart, NO_ITEM};
use crate::model::labels::{Label, Labels, NO_LABEL};
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::{FIRST_FORMED, NO_NUMBER, NumberForm, Numbers, TAIL_BITS, numbers_in, tail};
use crate::model::schema::{Field, Form, Kind};
use crate::model::source::{Source, SourceIdx};
use crate::model::table::{NO_COUNT, Table};

impl Dataset {
    /// Joins the tables. `customer_of[t][m]` is the customer whom mention `m` of table `t` names; `None` for contacts.
    ///
    /// Each kind is joined and given free before the next, so that the rows are never held twice over.
    pub fn build(
        tables: Vec<Table>,
        customer_of: &[Vec<Option<CustomerIdx>>],
        customers: Vec<Customer>,
        sources: Vec<Source>,
        read: Read,
    ) -> Self {
        let n = customers.len();
        let Read { items, campaigns, not_to_contact } = read;
        let mut labels = Labels::default();
        let topics = campaigns.iter().map(|of| (of.title.as_str(), of.topic.as_str())).collect();
        let mut mails = MailRows::default();
        let mut moments = MomentRows::default();
        let mut ends = Labels::default();
        let mut days_of: BTreeMap<Kind, Vec<i32>> = BTreeMap::new();
        let (mut order_tables, mut payment_tables) = (Vec::new(), Vec::new());
        let currency = tables.iter().find_map(|table| table.currency.clone());
        let mut receipts = Rows::default();
        let mut number_forms = Vec::new();
        let no_texts = Vec::new();
        let (mut rejection_tables, mut email_tables) = (Vec::new(), Vec::new());
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
                Kind::Rejections => rejection_tables.push((table, links)),
                Kind::Emails => email_tables.push((table, links)),
                Kind::Customers => {}
                Kind::Quotes | Kind::Events | Kind::Web | Kind::Social | Kind::Notes => {
                    moments.add(&table, kind, links, &mut number_forms, &mut labels);
                }
            }
        }
        // A list of what is open tells less of the same invoices than a list of all of them; receipts and ledgers are no
        // invoices.
        let has_invoices = payment_tables.iter().any(|(table, _)| is_invoices(table));
        payment_tables
            .retain(|(table, _)| is_invoices(table) || (!has_invoices && table.form == Some(Form::OpenItems)));
        let knows_paid = payment_tables.iter().any(|(table, _)| table.days(Field::PaidOn).is_some());
        let area_unit = area_unit(order_tables.iter().map(|(table, ..)| table));
        let states = |field: Field| order_tables.iter().any(|(table, ..)| table.days(field).is_some()).then(Vec::new);
        let (promised, shipped) = (states(Field::PromisedOn), states(Field::ShippedOn));
        let mut lines = Rows { area: area_unit.map(|_| Vec::new()), promised, shipped, ..Rows::default() };
        let mut covered = Covered::default();
        for (table, links, _) in order_tables.iter().filter(|(table, ..)| !table.is_second) {
            covered.add(table, links, sources.get(usize::from(table.source)).and_then(|source| source.list));
        }
        for (mut table, links, of_text) in order_tables {
            if table.is_second {
                table.retain(&rows_outside(&table, links, &covered));
            }
            let areas = areas_in(&table, area_unit);
            lines.add_lines(&table, links, (&items.list, of_text, &areas), &mut number_forms, (&mut labels, &mut ends));
        }
        let (mut lots, kinds, of_lines) = Lots::sorted(&lines, n);
        drop(lines);
        let (orders, charges) = Orders::of_lines(&lots, &kinds, &of_lines, n);
        drop(of_lines);
        (lots.area, lots.promised, lots.shipped) = (Vec::new(), Vec::new(), Vec::new());
        let rejections = orders.take_rejections(&rejection_tables, &mut labels, n);
        for (table, links) in email_tables {
            mails.add(&table, links, &topics, &not_to_contact, &mut labels);
        }
        let lots = lots.without_other_lines(&kinds);
        let mut invoices = Rows::default();
        for (table, links) in payment_tables {
            invoices.add_invoices(&table, links, &mut number_forms);
        }
        let industry = |customer: &Customer| labels.of(customer.industry.as_deref().unwrap_or_default());
        let industry_of = customers.iter().map(industry).collect();
        let works_for = |customer: &Customer| ends.of(customer.end_customer.as_deref().unwrap_or_default());
        let works_for = customers.iter().map(works_for).collect();
        Self {
            orders,
            lots,
            charges,
            mails: mails.sorted(n),
            moments: moments.sorted(n),
            labels: labels.into_list(),
            industry_of,
            works_for,
            end_customers: ends.into_list(),
            campaigns,
            not_to_contact,
            receipts: Money::sorted(&receipts, n),
            items: items.list,
            invoices: Invoices::sorted(&invoices, n),
            currency,
            customers,
            sources,
            days_of,
            knows_paid,
            number_forms,
            rejections,
            area_unit,
            ..Self::default()
        }
    }
}

/// In what the surfaces of most rows are counted; `None` where no file states any.
fn area_unit<'t>(tables: impl Iterator<Item = &'t Table>) -> Option<AreaUnit> {
    let mut n = [0; AREA_UNITS.len()];
    for table in tables {
        for (n, (field, _)) in n.iter_mut().zip(AREA_UNITS) {
            *n += table.money(field).map_or(0, |areas| areas.iter().filter(|area| **area != NO_AMOUNT).count());
        }
    }
    let most = (0..n.len()).max_by_key(|&place| (n[place], std::cmp::Reverse(place)));
    most.filter(|&place| n[place] > 0).map(|place| AREA_UNITS[place].1)
}

const AREA_UNITS: [(Field, AreaUnit); 3] =
    [(Field::AreaM2, AreaUnit::M2), (Field::AreaFt2, AreaUnit::Ft2), (Field::Area, AreaUnit::Unnamed)];

/// Square metres in a square foot (international foot, exactly).
const M2_IN_FT2: f64 = 0.092_903_04;

/// The surfaces of a table's rows in this unit; nothing where it states none. One without a unit is in that of the others.
fn areas_in(table: &Table, unit: Option<AreaUnit>) -> Vec<i64> {
    let Some((field, areas)) = Field::AREAS.into_iter().find_map(|field| Some((field, table.money(field)?))) else {
        return Vec::new();
    };
    let factor = match (field, unit) {
        (Field::AreaM2, Some(AreaUnit::Ft2)) => 1.0 / M2_IN_FT2,
        (Field::AreaFt2, Some(AreaUnit::M2)) => M2_IN_FT2,
        _ => return areas.to_vec(),
    };
    #[expect(clippy::cast_possible_truncation, reason = "bounded where it is read")]
    let moved = |&area: &i64| if area == NO_AMOUNT { area } else { (area as f64 * factor).round() as i64 };
    areas.iter().map(moved).collect()
}

/// The surface of some lines.
fn area_of(lots: &Lots, places: impl Iterator<Item = usize>) -> i64 {
    let areas = places.filter_map(|i| lots.area.get(i).copied()).filter(|&area| area != NO_AMOUNT);
    areas.reduce(i64::saturating_add).unwrap_or(NO_AMOUNT)
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
    labels: Vec<LineLabels>,
    /// Of each line; nothing where no file states any, and so are the days below.
    area: Option<Vec<i64>>,
    promised: Option<Vec<i32>>,
    shipped: Option<Vec<i32>>,
}

/// Process, finish, supplier and end customer of a line.
type LineLabels = [Label; 4];

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
        (items, of_text, areas): (&[Item], &[Vec<LinePart>], &[i64]),
        forms: &mut Vec<NumberForm>,
        (labels, ends): (&mut Labels, &mut Labels),
    ) {
        let Some(days) = table.days(Field::HappenedOn) else { return };
        let columns = [Field::Process, Field::Finish, Field::Supplier, Field::EndCustomer].map(|field| {
            let labels = if field == Field::EndCustomer { &mut *ends } else { &mut *labels };
            labels.of_column(table, field)
        });
        let of_items: Vec<LineLabels> =
            items.iter().map(|item| [labels.of(&item.process), labels.of(&item.finish), NO_LABEL, NO_LABEL]).collect();
        // What a column says stands above what the words of the item say.
        let labels_of = |i: usize, item: ItemIdx| -> LineLabels {
            let of_item = of_items.get(item as usize).copied().unwrap_or([NO_LABEL; 4]);
            std::array::from_fn(|k| {
                columns[k].as_ref().map(|of| of(i)).filter(|label| *label != NO_LABEL).unwrap_or(of_item[k])
            })
        };
        let (counts, amounts) = (table.counts(Field::Parts), table.money(Field::Amount));
        let numbers = table.numbers(Field::OrderNumber).or_else(|| table.numbers(Field::InvoiceNumber));
        let numbers = shared_keys(numbers, forms);
        let (cancelled, refunded) = (table.counts(Field::Cancelled), table.money(Field::Refunded));
        let (promised, shipped) = (table.days(Field::PromisedOn), table.days(Field::ShippedOn));
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
            let area = areas.get(i).copied().unwrap_or(NO_AMOUNT);
            let mut push = |kind: LineKind, parts: i32, amount: Minor, item: ItemIdx, area: i64| {
                self.customer.push(*customer);
                self.day.push(days[i]);
                self.parts.push(parts);
                self.amount.push(amount);
                self.number.push(numbers(i));
                self.at.push(place(table.source, row));
                self.kind.push(kind);
                self.item.push(item);
                self.labels.push(labels_of(i, item));
                if let Some(all) = &mut self.area {
                    all.push(if kind == LineKind::Money { NO_AMOUNT } else { area });
                }
                if let Some(all) = &mut self.promised {
                    all.push(promised.map_or(Day::NONE.0, |days| days[i]));
                }
                if let Some(all) = &mut self.shipped {
                    all.push(shipped.map_or(Day::NONE.0, |days| days[i]));
                }
            };
            let count = counts.map_or(NO_COUNT, |counts| counts[i]);
            let named = texts.and_then(|texts| of_text.get(texts.codes[i] as usize)).map_or(&[][..], Vec::as_slice);
            if let [_, _, ..] = named {
                // The amount of the line is of all its items together.
                let is_work = named.iter().any(|part| kind_of(part.item) != ItemKind::Fee);
                push(if is_work { LineKind::Work } else { LineKind::Money }, NO_COUNT, amount, NO_ITEM, area);
                for part in named.iter().filter(|part| kind_of(part.item) == ItemKind::Parts) {
                    push(LineKind::Lot, part.parts.unwrap_or(NO_COUNT).max(1), NO_AMOUNT, part.item, NO_AMOUNT);
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
            push(kind, count, amount, item, area);
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
pub(super) fn sorted_places(customer: &[u32], day: &[i32]) -> Vec<u32> {
    let key =
        |(&customer, &day): (&u32, &i32)| (u64::from(customer) << 32) | u64::from(day.cast_unsigned() ^ (1 << 31));
    let keys: UInt64Chunked = customer.iter().zip(day).map(key).collect_ca("key".into());
    let options = SortOptions::default().with_maintain_order(true);
    keys.into_series().arg_sort(options).into_no_null_iter().collect()
}

impl Lots {
    /// All lines, and what each is.
    fn sorted(columns: &Rows, n_customers: usize) -> (Self, Vec<LineKind>, Vec<LineLabels>) {
        let offsets = offsets(&columns.customer, n_customers);
        let order = sorted_places(&columns.customer, &columns.day);
        let (source, row) = split(&columns.at, &order);
        let lines = Self {
            day: taken(&columns.day, &order),
            parts: taken(&columns.parts, &order),
            amount: taken(&columns.amount, &order),
            order: taken(&columns.number, &order),
            item: taken(&columns.item, &order),
            area: columns.area.as_ref().map_or_else(Vec::new, |areas| taken(areas, &order)),
            promised: columns.promised.as_ref().map_or_else(Vec::new, |days| taken(days, &order)),
            shipped: columns.shipped.as_ref().map_or_else(Vec::new, |days| taken(days, &order)),
            source,
            row,
            offsets,
        };
        (lines, taken(&columns.kind, &order), taken(&columns.labels, &order))
    }

    /// Only the lines that are lots.
    fn without_other_lines(mut self, kinds: &[LineKind]) -> Self {
        let is_lot: Vec<bool> = kinds.iter().map(|kind| *kind == LineKind::Lot).collect();
        self.retain(&is_lot);
        self
    }
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
    fn of_lines(lots: &Lots, kinds: &[LineKind], labels: &[LineLabels], n_customers: usize) -> (Self, Money) {
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
                        orders.push(lots, kinds, labels, lines);
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

    /// One order of its lots: (number, place of the lot).
    fn push(&mut self, lots: &Lots, kinds: &[LineKind], labels: &[LineLabels], lines: &[Line]) {
        let ((number, _), first) = lines[0];
        let of_lots = lines.iter().filter(|&&(_, i)| kinds[i] == LineKind::Lot);
        let amounts = lines.iter().map(|&(_, i)| lots.amount[i]).filter(|&amount| amount != NO_AMOUNT);
        self.day.push(lots.day[first]);
        self.parts.push(of_lots.map(|&(_, i)| i64::from(lots.parts[i])).sum());
        self.amount.push(amounts.reduce(|a, b| a + b).unwrap_or(NO_AMOUNT));
        if !lots.area.is_empty() {
            self.area.push(area_of(lots, lines.iter().map(|&(_, i)| i)));
        }
        // Fees are neither promised nor shipped.
        let mut days = lines.iter().map(|&(_, i)| i).filter(|&i| kinds[i] != LineKind::Money);
        if !lots.promised.is_empty() {
            self.promised.push(days.clone().map(|i| lots.promised[i]).max().unwrap_or(Day::NONE.0));
        }
        if !lots.shipped.is_empty() {
            let is_here = days.any(|i| lots.shipped[i] == Day::NONE.0);
            let last = lines.iter().map(|&(_, i)| lots.shipped[i]).max();
            self.shipped.push(last.filter(|_| !is_here).unwrap_or(Day::NONE.0));
        }
        self.number.push(number);
        // What the order mainly is: the work that comes to most, of equals the first in the file.
        let work = lines.iter().map(|&(_, i)| i).filter(|&i| kinds[i] != LineKind::Money);
        let main = work.min_by_key(|&i| (std::cmp::Reverse(lots.amount[i]), i)).unwrap_or(first);
        let [process, finish, supplier, end_customer] = labels[main];
        self.add_mixed(lots, kinds, labels, lines, main);
        self.process.push(process);
        self.finish.push(finish);
        self.supplier.push(supplier);
        self.end_customer.push(end_customer);
        self.source.push(lots.source[first]);
        self.row.push(lots.row[first]);
    }

    /// Notes the lines of an order that is of more than one kind of work, each kind once.
    fn add_mixed(&mut self, lots: &Lots, kinds: &[LineKind], labels: &[LineLabels], lines: &[Line], main: usize) {
        let labels_of = |i: usize| if kinds[i] == LineKind::Money { labels[main] } else { labels[i] };
        if lines.iter().all(|&(_, i)| labels_of(i) == labels[main]) {
            return;
        }
        let mut kinds_of_work: BTreeMap<LineLabels, (Minor, i64, Vec<usize>)> = BTreeMap::new();
        for &(_, i) in lines {
            let (amount, parts, places) = kinds_of_work.entry(labels_of(i)).or_insert((NO_AMOUNT, 0, Vec::new()));
            places.push(i);
            if lots.amount[i] != NO_AMOUNT {
                *amount = lots.amount[i] + if *amount == NO_AMOUNT { 0 } else { *amount };
            }
            if kinds[i] == LineKind::Lot {
                *parts += i64::from(lots.parts[i]);
            }
        }
        let order = u32::try_from(self.day.len() - 1).unwrap_or(u32::MAX);
        let work = |([process, finish, supplier, end_customer], (amount, parts, places)): (
            LineLabels,
            (Minor, i64, Vec<usize>),
        )| Work {
            process,
            finish,
            supplier,
            end_customer,
            amount,
            parts,
            area: area_of(lots, places.into_iter()),
        };
        self.mixed.extend(kinds_of_work.into_iter().map(|kind| (order, work(kind))));
    }

    /// Reads what was rejected, and of which order: by the number that a rejection names, else of the last order of the
    /// customer before it.
    fn take_rejections(
        &self,
        tables: &[(Table, &Vec<Option<CustomerIdx>>)],
        labels: &mut Labels,
        n_customers: usize,
    ) -> Rejections {
        /// A rejection that names no order is of one that is at most so old.
        const MOST_DAYS: i32 = 90;
        if tables.is_empty() {
            return Rejections::default();
        }
        let mut numbered: HashMap<u64, Vec<usize>> = HashMap::new();
        for (i, number) in self.number.iter().enumerate() {
            if let Some(number) = tail(*number) {
                numbered.entry(number).or_default().push(i);
            }
        }
        let customer_of = |order: usize| self.offsets.partition_point(|&first| first <= order) - 1;
        let mut rows = Rows::default();
        let (mut orders, mut reasons) = (Vec::new(), Vec::new());
        for (table, links) in tables {
            let (Some(days), Some(parts)) = (table.happened_on(), table.counts(Field::RejectedParts)) else { continue };
            let numbers = table.numbers(Field::OrderNumber);
            let reason = labels.of_column(table, Field::Reason);
            for (i, &row) in table.rows.iter().enumerate() {
                if days[i] == Day::NONE.0 || parts[i] == NO_COUNT || parts[i] <= 0 {
                    continue;
                }
                let who = links.get(table.mention_of_row[i] as usize).copied().flatten();
                let named = numbers.and_then(|numbers| tail(numbers.keys[i])).and_then(|number| numbered.get(&number));
                let is_theirs = |order: &&usize| who.is_none_or(|who| customer_of(**order) == who as usize);
                let by_number = named.and_then(|named| named.iter().find(is_theirs)).copied();
                let Some(who) = who.or_else(|| CustomerIdx::try_from(customer_of(by_number?)).ok()) else { continue };
                let last = || {
                    let of = self.of(who);
                    let n = self.day[of.clone()].partition_point(|&day| day <= days[i]);
                    let order = of.start + n.checked_sub(1)?;
                    (days[i] - self.day[order] <= MOST_DAYS).then_some(order)
                };
                let order = by_number.or_else(last);
                rows.customer.push(who);
                rows.day.push(days[i]);
                rows.parts.push(parts[i]);
                rows.at.push(place(table.source, row));
                let place = order.map(|order| order - self.of(who).start);
                orders.push(place.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX));
                reasons.push(reason.as_ref().map_or(NO_LABEL, |reason| reason(i)));
            }
        }
        let order = sorted_places(&rows.customer, &rows.day);
        let (source, row) = split(&rows.at, &order);
        Rejections {
            day: taken(&rows.day, &order),
            parts: taken(&rows.parts, &order),
            order: taken(&orders, &order),
            reason: taken(&reasons, &order),
            source,
            row,
            offsets: offsets(&rows.customer, n_customers),
        }
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
pub(super) fn shared_keys<'t>(
    numbers: Option<&'t Numbers>,
    forms: &mut Vec<NumberForm>,
) -> impl Fn(usize) -> u64 + use<'t> {
    let shift = forms.len() as u64;
    forms.extend(numbers.into_iter().flat_map(|numbers| numbers.forms.iter().cloned()));
    move |i| match numbers.map_or(NO_NUMBER, |numbers| numbers.keys[i]) {
        NO_NUMBER => NO_NUMBER,
        key if key >= FIRST_FORMED => key + (shift << TAIL_BITS),
        key => key,
    }
}

pub(super) fn place(source: SourceIdx, row: u32) -> u64 {
    (u64::from(source) << 32) | u64::from(row)
}

pub(super) fn split(at: &[u64], order: &[u32]) -> (Vec<SourceIdx>, Vec<u32>) {
    let source = order.iter().map(|&i| SourceIdx::try_from(at[i as usize] >> 32).unwrap_or(SourceIdx::MAX)).collect();
    let row = order.iter().map(|&i| u32::try_from(at[i as usize] & 0xffff_ffff).unwrap_or(u32::MAX)).collect();
    (source, row)
}

pub(super) fn taken<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&i| values[i as usize]).collect()
}

pub(super) fn offsets(customer: &[u32], n_customers: usize) -> Vec<usize> {
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
