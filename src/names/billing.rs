//! One sale, one record, across orders and their invoices: an invoice that bills an order adds nothing; an invoice of a sale
//! that stands in no file of orders does.
//!
//! An invoice is tied to its order by a number that one names of the other, else by customer and amount, also with tax, also
//! where one invoice bills several orders or one order is billed in parts. Whether two files hold the same sales at all is
//! read from how many of their invoices find an order: amounts that agree to the cent by chance are few.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;

use super::amounts::{MOST_TO_COMBINE, before_tax, in_a_row, rate, share, two_of, two_or_three, with_tax};
use super::sales::{Apart, customers, leads_over, list_of, said_of_sales, tied_order};
use crate::model::dataset::Money;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::tail;
use crate::model::said::SAME_SALES;
use crate::model::sales::{Relation, SameSales, Tie, TieReason, TiedDocument};
use crate::model::{CustomerIdx, Dataset, Day, Kind, RowRef, Said, SourceIdx};

/// An order is invoiced from so many days before its date to so many after it.
const DAYS: RangeInclusive<i32> = -7..=60;

/// The same where one names the number of the other: deposits come early, the last part comes late.
const NAMED_DAYS: RangeInclusive<i32> = -60..=200;

/// Two that share a number without naming each other come to about the same; else two systems count alike by chance.
const LIKE_AMOUNT: RangeInclusive<f64> = 0.5..=1.6;

/// One invoice bills so many orders in a row at most, which lie in so many days.
const MOST_ORDERS: usize = 31;
const COLLECTED_DAYS: i32 = 45;

/// Amounts are near where one is up to so many times the other.
const NEAR: f64 = 1.25;

/// So many days around the usual distance from order to invoice are about the same.
const ABOUT_DAYS: i32 = 14;

/// Ties invoices to orders, counts each sale once, and keeps as [`Dataset::billed`] the invoices of sales without an order.
pub fn tie_invoices(dataset: &mut Dataset, said: &[Said]) {
    let lists = dataset.lists();
    let mut work = Work::new(dataset, &lists, said);
    work.tie_by_evidence();
    work.tie_near();
    let mut counted: Vec<bool> = work.is_own_row.iter().map(|is_own| !is_own).collect();
    // Orders whose amount their invoices say, and those invoices.
    let (mut billed_orders, mut leading_invoices) = (BTreeMap::new(), HashSet::new());
    let mut same_sales = Vec::new();
    for pair in work.pairs() {
        let (links, loose): (Vec<&Link>, Vec<&Link>) =
            pair.links.iter().map(|&link| &work.links[link]).partition(|link| pair.uses(link));
        let leads = work.leads(&pair);
        for link in &links {
            for &invoice in &link.invoices {
                counted[invoice] = false;
            }
            if leads || link.orders.iter().any(|&order| dataset.orders.amount[order] == NO_AMOUNT) {
                work.spread(link, &mut billed_orders);
                leading_invoices.extend(link.invoices.iter().copied());
            }
        }
        if pair.relation == Relation::Open {
            for &invoice in pair.alone.iter().chain(loose.iter().flat_map(|link| &link.invoices)) {
                counted[invoice] = false;
            }
        }
        if !links.is_empty() || pair.n_covered >= LEAST_TO_SHOW || pair.is_said {
            same_sales.push(work.shown(&pair, &links, &loose, leads));
        }
    }
    let is_own_row = work.is_own_row;
    let mut sales_of = std::mem::take(&mut dataset.sales_of);
    for i in (0..counted.len()).filter(|&i| !is_own_row[i]) {
        let sales = sales_of.entry(list_of(&lists, dataset.invoices.source[i])).or_default();
        sales.add(dataset.invoices.amount[i], counted[i] || leading_invoices.contains(&i));
    }
    for (order, amount) in billed_orders {
        if let Some(sales) = sales_of.get_mut(&list_of(&lists, dataset.orders.source[order])) {
            sales.give_up(dataset.orders.amount[order]);
        }
        dataset.orders.amount[order] = amount;
    }
    dataset.sales_of = sales_of;
    dataset.same_sales.append(&mut same_sales);
    dataset.billed = Money::of_invoices(&dataset.invoices, &counted);
}

/// Of fewer invoices nothing can be said.
const LEAST_TO_SHOW: usize = 3;

/// Invoices and orders that are one sale: one invoice of one order or more, or several of one order.
struct Link {
    customer: CustomerIdx,
    orders: Vec<usize>,
    invoices: Vec<usize>,
    why: TieReason,
}

/// A file of orders and a file of invoices.
struct Pair {
    orders: SourceIdx,
    invoices: SourceIdx,
    relation: Relation,
    is_said: bool,
    /// Places among the links.
    links: Vec<usize>,
    /// Invoices without an order, of customers and times that the orders know.
    alone: Vec<usize>,
    n_covered: usize,
}

impl Pair {
    /// Whether a tie holds: where the files hold other sales, only a number that is named.
    fn uses(&self, link: &Link) -> bool {
        match self.relation {
            Relation::Same => true,
            Relation::Open => link.why != TieReason::Near,
            Relation::Different => !self.is_said && link.why == TieReason::Number,
        }
    }
}

struct Work<'a> {
    dataset: &'a Dataset,
    said: &'a [Said],
    /// Each source's list.
    lists: &'a [SourceIdx],
    /// The days and the customers of each file of orders.
    covers: BTreeMap<SourceIdx, Cover>,
    /// Invoices that are the same rows as orders.
    is_own_row: Vec<bool>,
    order_is_tied: Vec<bool>,
    invoice_is_tied: Vec<bool>,
    /// Rates of tax between the orders and the invoices of a file.
    rates: BTreeMap<SourceIdx, Vec<i16>>,
    /// For each file of invoices, the middle distance in days from order to invoice, where it is known.
    usual: BTreeMap<SourceIdx, i32>,
    apart: Apart,
    links: Vec<Link>,
}

#[derive(Default)]
struct Cover {
    days: Option<(i32, i32)>,
    customers: HashSet<CustomerIdx>,
    n_orders: usize,
    /// So many of them state an amount.
    n_amounts: usize,
}

impl Cover {
    fn holds(&self, customer: CustomerIdx, issued: i32) -> bool {
        let Some((first, last)) = self.days else { return false };
        (first..=last + COLLECTED_DAYS).contains(&issued) && self.customers.contains(&customer)
    }
}

impl<'a> Work<'a> {
    fn new(dataset: &'a Dataset, lists: &'a [SourceIdx], said: &'a [Said]) -> Self {
        let mut covers: BTreeMap<SourceIdx, Cover> = BTreeMap::new();
        let mut is_own_row = vec![false; dataset.invoices.issued.len()];
        for customer in customers(dataset) {
            let mut own_days: HashSet<(SourceIdx, i32)> = HashSet::new();
            let invoiced: HashSet<SourceIdx> =
                dataset.invoices.of(customer).map(|i| dataset.invoices.source[i]).collect();
            for i in dataset.orders.of(customer) {
                let (source, day) = (dataset.orders.source[i], dataset.orders.day[i]);
                if invoiced.contains(&source) {
                    own_days.insert((source, day));
                }
                // The lines of invoices that stand for lots cover nothing.
                let file = dataset.sources.get(usize::from(source));
                if file.is_some_and(|file| file.kind != Some(Kind::Orders)) {
                    continue;
                }
                let cover = covers.entry(list_of(lists, source)).or_default();
                let (first, last) = cover.days.unwrap_or((day, day));
                cover.days = Some((first.min(day), last.max(day)));
                cover.customers.insert(customer);
                cover.n_orders += 1;
                cover.n_amounts += usize::from(dataset.orders.amount[i] != NO_AMOUNT);
            }
            let charges = dataset.charges.of(customer).filter(|&i| invoiced.contains(&dataset.charges.source[i]));
            own_days.extend(charges.map(|i| (dataset.charges.source[i], dataset.charges.day[i])));
            for i in dataset.invoices.of(customer) {
                is_own_row[i] = own_days.contains(&(dataset.invoices.source[i], dataset.invoices.issued[i]));
            }
        }
        Self {
            dataset,
            said,
            lists,
            covers,
            is_own_row,
            order_is_tied: vec![false; dataset.orders.day.len()],
            invoice_is_tied: vec![false; dataset.invoices.issued.len()],
            rates: BTreeMap::new(),
            usual: BTreeMap::new(),
            apart: Apart::of(said),
            links: Vec::new(),
        }
    }

    fn tie_by_evidence(&mut self) {
        self.rates = self.find_rates();
        for customer in customers(self.dataset) {
            let invoices = self.invoices(customer);
            self.by_number(customer, &invoices);
        }
        self.usual = self.usual_days();
        for customer in customers(self.dataset) {
            let invoices = self.invoices(customer);
            if invoices.is_empty() || self.dataset.orders.of(customer).is_empty() {
                continue;
            }
            self.by_amount(customer, &invoices);
            self.by_orders_together(customer, &invoices);
            self.in_parts(customer, &invoices);
        }
    }

    /// The invoices of a customer that may bill an order, by the day of issue.
    fn invoices(&self, customer: CustomerIdx) -> Vec<usize> {
        let of_customer = self.dataset.invoices.of(customer);
        let is_dated = |i: usize| self.dataset.invoices.issued[i] != Day::NONE.0;
        let mut invoices: Vec<usize> = of_customer.filter(|&i| !self.is_own_row[i] && is_dated(i)).collect();
        invoices.sort_by_key(|&i| self.dataset.invoices.issued[i]);
        invoices
    }

    /// The places of a customer's orders that lie in these days.
    fn orders_between(&self, customer: CustomerIdx, from: i32, to: i32) -> std::ops::Range<usize> {
        let all = self.dataset.orders.of(customer);
        let days = &self.dataset.orders.day[all.clone()];
        all.start + days.partition_point(|&day| day < from)..all.start + days.partition_point(|&day| day <= to)
    }

    /// The orders that an invoice may bill by its date, and that are not tied.
    fn open_orders(&self, customer: CustomerIdx, invoice: usize, days: &RangeInclusive<i32>) -> Vec<usize> {
        let issued = self.dataset.invoices.issued[invoice];
        let places = self.orders_between(customer, issued - days.end(), issued - days.start());
        places.filter(|&order| !self.order_is_tied[order] && !self.is_apart(order, invoice)).collect()
    }

    fn by_number(&mut self, customer: CustomerIdx, invoices: &[usize]) {
        let orders = &self.dataset.orders;
        let mut of_number: HashMap<u64, Vec<usize>> = HashMap::new();
        for order in orders.of(customer) {
            if let Some(number) = tail(orders.number[order]) {
                of_number.entry(number).or_default().push(order);
            }
        }
        let all = &self.dataset.invoices;
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &invoice in invoices {
            let is_near = |&&order: &&usize| NAMED_DAYS.contains(&(all.issued[invoice] - orders.day[order]));
            let closest = |number: Option<u64>| {
                let named = number.and_then(|number| of_number.get(&number)).into_iter().flatten().filter(is_near);
                named.copied().min_by_key(|&order| (all.issued[invoice] - orders.day[order]).abs())
            };
            let is_like = |order: &usize| match (orders.amount[*order], all.amount[invoice]) {
                (NO_AMOUNT, _) | (_, NO_AMOUNT) => true,
                (ordered, billed) => ordered > 0 && LIKE_AMOUNT.contains(&(billed as f64 / ordered as f64)),
            };
            let named =
                closest(Some(all.order[invoice])).or_else(|| closest(tail(all.number[invoice])).filter(is_like));
            if let Some(order) = named.filter(|&order| !self.is_apart(order, invoice)) {
                found.entry(order).or_default().push(invoice);
            }
        }
        for (order, invoices) in found {
            self.tie(customer, vec![order], invoices, TieReason::Number);
        }
    }

    /// Of several orders of the same amount the one that lies about as far away as usual, else the oldest, as books do.
    fn by_amount(&mut self, customer: CustomerIdx, invoices: &[usize]) {
        let orders = &self.dataset.orders;
        let mut open: BTreeSet<(Minor, i32, usize)> = orders
            .of(customer)
            .filter(|&order| {
                !self.order_is_tied[order] && orders.amount[order] != NO_AMOUNT && orders.amount[order] > 0
            })
            .map(|order| (orders.amount[order], orders.day[order], order))
            .collect();
        for &invoice in invoices {
            let (amount, issued) = (self.dataset.invoices.amount[invoice], self.dataset.invoices.issued[invoice]);
            if self.invoice_is_tied[invoice] || amount == NO_AMOUNT || amount <= 0 {
                continue;
            }
            let list = list_of(self.lists, self.dataset.invoices.source[invoice]);
            let rates = self.rates.get(&list).map_or(&[][..], Vec::as_slice);
            let exact = std::iter::once((amount..=amount, TieReason::Amount));
            let taxed = rates.iter().map(|&rate| (before_tax(amount, rate), TieReason::WithTax(rate)));
            let fits = exact.chain(taxed).find_map(|(amounts, why)| {
                let from = (*amounts.start(), issued - DAYS.end(), 0);
                let to = (*amounts.end(), issued - DAYS.start(), usize::MAX);
                let in_time = |found: &&(Minor, i32, usize)| DAYS.contains(&(issued - found.1));
                let fits = open.range(from..=to).filter(in_time).filter(|found| !self.is_apart(found.2, invoice));
                let away = |found: &&(Minor, i32, usize)| match self.usual.get(&list) {
                    Some(usual) => (issued - found.1 - usual).abs(),
                    None => found.1,
                };
                fits.min_by_key(away).map(|&found| (found, why))
            });
            if let Some((found, why)) = fits {
                open.remove(&found);
                self.tie(customer, vec![found.2], vec![invoice], why);
            }
        }
    }

    /// One invoice for all orders of a week or a month: some in a row come to it.
    fn by_orders_together(&mut self, customer: CustomerIdx, invoices: &[usize]) {
        for &invoice in invoices {
            let amount = self.dataset.invoices.amount[invoice];
            if self.invoice_is_tied[invoice] || amount == NO_AMOUNT || amount <= 0 {
                continue;
            }
            let mut open = self.open_orders(customer, invoice, &(-2..=COLLECTED_DAYS));
            open.retain(|&order| self.dataset.orders.amount[order] != NO_AMOUNT);
            let open = &open[open.len().saturating_sub(MOST_ORDERS)..];
            let list = list_of(self.lists, self.dataset.invoices.source[invoice]);
            let rates = self.rates.get(&list).map_or(&[][..], Vec::as_slice);
            let fits = |sum: Minor, n: usize| {
                // Each order's tax is rounded for itself.
                let slack = Minor::try_from(n).unwrap_or(0);
                let with_tax = |&rate: &i16| {
                    let before = before_tax(amount, rate);
                    (*before.start() - slack..=*before.end() + slack).contains(&sum)
                };
                sum == amount || rates.iter().any(with_tax)
            };
            let sums = (0..open.len()).flat_map(|first| {
                let rest = open[first..].iter().scan(0, |sum: &mut Minor, &order| {
                    *sum += self.dataset.orders.amount[order];
                    Some(*sum)
                });
                rest.enumerate().skip(1).map(move |(n, sum)| (first, n + 1, sum))
            });
            let in_a_row =
                sums.into_iter().find(|&(_, n, sum)| fits(sum, n)).map(|(first, n, _)| open[first..first + n].to_vec());
            let latest = &open[open.len().saturating_sub(MOST_TO_COMBINE)..];
            let of = |order: usize| self.dataset.orders.amount[order];
            if let Some(orders) = in_a_row.or_else(|| two_or_three(latest, &|sum, n| fits(sum, n), of)) {
                let n = orders.len();
                self.tie(customer, orders, vec![invoice], TieReason::Sum(u16::try_from(n).unwrap_or(u16::MAX)));
            }
        }
    }

    /// An order billed in parts: some invoices in a row come to it.
    fn in_parts(&mut self, customer: CustomerIdx, invoices: &[usize]) {
        let (orders, all) = (&self.dataset.orders, &self.dataset.invoices);
        for order in orders.of(customer) {
            let amount = orders.amount[order];
            if self.order_is_tied[order] || amount == NO_AMOUNT || amount <= 0 {
                continue;
            }
            let from = invoices.partition_point(|&i| all.issued[i] < orders.day[order] + DAYS.start());
            let to = invoices.partition_point(|&i| all.issued[i] <= orders.day[order] + DAYS.end());
            let is_open = |&i: &usize| !self.invoice_is_tied[i] && all.amount[i] != NO_AMOUNT && all.amount[i] > 0;
            let open: Vec<usize> =
                invoices[from..to.max(from)].iter().copied().filter(is_open).take(MOST_ORDERS).collect();
            let list = open.first().map(|&first| list_of(self.lists, all.source[first]));
            let rates = list.and_then(|list| self.rates.get(&list)).map_or(&[][..], Vec::as_slice);
            let billed = |rate: i16| with_tax(amount, rate);
            let wanted = std::iter::once(amount..=amount).chain(rates.iter().map(|&rate| {
                let slack = 2 + billed(rate) / 20_000;
                billed(rate) - slack..=billed(rate) + slack
            }));
            let of = |i: usize| all.amount[i];
            let found = wanted
                .into_iter()
                .find_map(|wanted| in_a_row(&open, &wanted, of).or_else(|| two_of(&open, &wanted, of)));
            if let Some(parts) = found.filter(|parts| parts.iter().all(|&part| !self.is_apart(order, part))) {
                let n = u16::try_from(parts.len()).unwrap_or(u16::MAX);
                self.tie(customer, vec![order], parts, TieReason::Sum(n));
            }
        }
    }

    /// What is left on both sides, about as far apart as the others and near in amount: freight was added, or a price changed.
    fn tie_near(&mut self) {
        self.usual = self.usual_days();
        for customer in customers(self.dataset) {
            for invoice in self.invoices(customer) {
                let amount = self.dataset.invoices.amount[invoice];
                if self.invoice_is_tied[invoice] || amount == NO_AMOUNT || amount <= 0 {
                    continue;
                }
                let list = list_of(self.lists, self.dataset.invoices.source[invoice]);
                let usual = self.usual.get(&list).copied();
                let days = usual.map_or(DAYS, |usual| {
                    (usual - ABOUT_DAYS).max(*DAYS.start())..=(usual + ABOUT_DAYS).min(*DAYS.end())
                });
                let issued = self.dataset.invoices.issued[invoice];
                let away = |order: usize| {
                    let ordered = self.dataset.orders.amount[order];
                    let days = usual.map_or(0, |usual| (issued - self.dataset.orders.day[order] - usual).abs());
                    let ratio =
                        (ordered != NO_AMOUNT && ordered > 0).then(|| (amount as f64 / ordered as f64).ln().abs());
                    // As far as may be in either counts alike.
                    let ratio = ratio.filter(|ratio| *ratio <= NEAR.ln())?;
                    Some(ratio / NEAR.ln() + f64::from(days) / f64::from(ABOUT_DAYS))
                };
                let open = self.open_orders(customer, invoice, &days).into_iter();
                let near = open.filter_map(|order| Some((away(order)?, order)));
                let nearest = near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                if let Some((_, order)) = nearest {
                    self.tie(customer, vec![order], vec![invoice], TieReason::Near);
                }
            }
        }
    }

    /// For each file of invoices, the middle distance in days from order to invoice, where enough are tied to know it.
    fn usual_days(&self) -> BTreeMap<SourceIdx, i32> {
        const ENOUGH: usize = 5;
        let mut days: BTreeMap<SourceIdx, Vec<i32>> = BTreeMap::new();
        for link in self.links.iter().filter(|link| link.orders.len() == 1 && link.invoices.len() == 1) {
            let (order, invoice) = (link.orders[0], link.invoices[0]);
            let list = list_of(self.lists, self.dataset.invoices.source[invoice]);
            let behind = self.dataset.invoices.issued[invoice] - self.dataset.orders.day[order];
            days.entry(list).or_default().push(behind);
        }
        let enough = days.into_iter().filter(|(_, days)| days.len() >= ENOUGH);
        enough
            .map(|(list, mut days)| {
                days.sort_unstable();
                (list, days[days.len() / 2])
            })
            .collect()
    }

    /// Rates of tax: what an invoice comes to for an order before it, where the same rate is found again and again.
    fn find_rates(&self) -> BTreeMap<SourceIdx, Vec<i16>> {
        const NEAREST: usize = 40;
        const LEAST: usize = 5;
        const MOST_RATES: usize = 6;
        let mut votes: BTreeMap<SourceIdx, (usize, HashMap<i16, usize>)> = BTreeMap::new();
        for customer in customers(self.dataset) {
            for invoice in self.invoices(customer) {
                let (amount, issued) = (self.dataset.invoices.amount[invoice], self.dataset.invoices.issued[invoice]);
                if amount == NO_AMOUNT || amount <= 0 {
                    continue;
                }
                let list = list_of(self.lists, self.dataset.invoices.source[invoice]);
                let (n, rates) = votes.entry(list).or_default();
                *n += 1;
                let near =
                    self.orders_between(customer, issued - DAYS.end(), issued - DAYS.start()).rev().take(NEAREST);
                let of_orders =
                    near.map(|order| self.dataset.orders.amount[order]).filter(|&amount| amount != NO_AMOUNT);
                let seen: BTreeSet<i16> = of_orders.filter_map(|ordered| rate(ordered, amount)).collect();
                for rate in seen {
                    *rates.entry(rate).or_default() += 1;
                }
            }
        }
        let common = |(list, (n, rates)): (SourceIdx, (usize, HashMap<i16, usize>))| {
            let is_common = |votes: usize| votes >= LEAST && votes * 25 >= n;
            let mut common: Vec<(usize, i16)> =
                rates.into_iter().filter(|&(_, votes)| is_common(votes)).map(|(rate, votes)| (votes, rate)).collect();
            common.sort_unstable_by_key(|&(votes, rate)| (std::cmp::Reverse(votes), rate));
            (list, common.into_iter().take(MOST_RATES).map(|(_, rate)| rate).collect())
        };
        votes.into_iter().map(common).collect()
    }

    /// The files that have sales of the same customers in the same time, with what speaks for their being the same.
    fn pairs(&self) -> Vec<Pair> {
        let mut links: BTreeMap<(SourceIdx, SourceIdx), Vec<usize>> = BTreeMap::new();
        for (place, link) in self.links.iter().enumerate() {
            let orders = list_of(self.lists, self.dataset.orders.source[link.orders[0]]);
            let invoices = list_of(self.lists, self.dataset.invoices.source[link.invoices[0]]);
            links.entry((orders, invoices)).or_default().push(place);
        }
        // An invoice without an order is held against the file to which most others of its file are tied.
        let mut alone: BTreeMap<(SourceIdx, SourceIdx), Vec<usize>> = BTreeMap::new();
        for customer in customers(self.dataset) {
            for invoice in self.invoices(customer).into_iter().filter(|&i| !self.invoice_is_tied[i]) {
                let invoices = list_of(self.lists, self.dataset.invoices.source[invoice]);
                let issued = self.dataset.invoices.issued[invoice];
                let covering = self.covers.iter().filter(|(_, cover)| cover.holds(customer, issued));
                let covering = covering.filter(|(orders, _)| **orders != invoices);
                let n_tied = |orders: SourceIdx| links.get(&(orders, invoices)).map_or(0, Vec::len);
                if let Some((&orders, _)) =
                    covering.max_by_key(|(orders, _)| (n_tied(**orders), std::cmp::Reverse(**orders)))
                {
                    alone.entry((orders, invoices)).or_default().push(invoice);
                }
            }
        }
        let keys: BTreeSet<(SourceIdx, SourceIdx)> = links.keys().chain(alone.keys()).copied().collect();
        let mut pair = |key: (SourceIdx, SourceIdx)| {
            let (links, alone) = (links.remove(&key).unwrap_or_default(), alone.remove(&key).unwrap_or_default());
            self.pair(key, links, alone)
        };
        keys.into_iter().map(&mut pair).collect()
    }

    fn pair(&self, (orders, invoices): (SourceIdx, SourceIdx), links: Vec<usize>, alone: Vec<usize>) -> Pair {
        let n_invoices = |is_wanted: &dyn Fn(TieReason) -> bool| -> usize {
            links
                .iter()
                .map(|&link| &self.links[link])
                .filter(|link| is_wanted(link.why))
                .map(|link| link.invoices.len())
                .sum()
        };
        let (n_near, n_sure) = (n_invoices(&|why| why == TieReason::Near), n_invoices(&|why| why != TieReason::Near));
        let is_positive = |&&invoice: &&usize| self.dataset.invoices.amount[invoice] > 0;
        let n_covered = n_near + n_sure + alone.iter().filter(is_positive).count();
        let proposed = match self.covers.get(&orders) {
            // Orders that state no amount count none twice.
            Some(cover) if cover.n_amounts * 2 < cover.n_orders => Relation::Same,
            _ if n_sure * 2 >= n_covered && n_sure > 0 => Relation::Same,
            _ if (n_sure + n_near) * 10 >= n_covered * 7 && n_covered >= 10 && self.sums_agree(orders, invoices) => {
                Relation::Same
            }
            // So few agree by chance, where the files have nothing to do with each other.
            _ if n_covered >= 10 && n_sure * 100 < n_covered * 15 && !self.sums_agree(orders, invoices) => {
                Relation::Different
            }
            _ => Relation::Open,
        };
        let said = said_of_sales(self.said, self.file(orders), self.file(invoices)).map(|value| match value {
            SAME_SALES => Relation::Same,
            _ => Relation::Different,
        });
        let relation = said.unwrap_or(proposed);
        Pair { orders, invoices, relation, is_said: said.is_some(), links, alone, n_covered }
    }

    /// Whether the orders and the invoices of most customers come to about the same, in the time that both files cover.
    fn sums_agree(&self, orders: SourceIdx, invoices: SourceIdx) -> bool {
        let of = |list: SourceIdx, source: SourceIdx| list_of(self.lists, source) == list;
        let Some((first, last)) = self.covers.get(&orders).and_then(|cover| cover.days) else { return false };
        let all = &self.dataset.invoices;
        let issued = || (0..all.issued.len()).filter(|&i| of(invoices, all.source[i])).map(|i| all.issued[i]);
        let (Some(from), Some(to)) = (issued().filter(|&day| day != Day::NONE.0).min(), issued().max()) else {
            return false;
        };
        let (from, to) = (first.max(from), last.min(to));
        if from > to {
            return false;
        }
        let (mut n_both, mut n_agree) = (0, 0);
        for customer in customers(self.dataset) {
            let ordered: Minor = self
                .orders_between(customer, from, to)
                .filter(|&i| of(orders, self.dataset.orders.source[i]) && self.dataset.orders.amount[i] != NO_AMOUNT)
                .map(|i| self.dataset.orders.amount[i])
                .sum();
            let is_within = |&i: &usize| {
                of(invoices, all.source[i]) && (from..=to).contains(&all.issued[i]) && all.amount[i] != NO_AMOUNT
            };
            let billed: Minor = all.of(customer).filter(is_within).map(|i| all.amount[i]).sum();
            if ordered > 0 && billed > 0 {
                n_both += 1;
                n_agree += usize::from((billed as f64 / ordered as f64).ln().abs() <= (2.0 * NEAR).ln() / 2.0);
            }
        }
        n_agree * 2 > n_both
    }

    fn leads(&self, pair: &Pair) -> bool {
        let said = leads_over(self.said, self.file(pair.invoices), self.file(pair.orders));
        pair.relation == Relation::Same && said == Some(true)
    }

    /// The orders of a link come to what their invoices come to, each to its share.
    fn spread(&self, link: &Link, amounts: &mut BTreeMap<usize, Minor>) {
        let known = |amount: Minor| if amount == NO_AMOUNT { 0 } else { amount };
        let billed: Minor = link.invoices.iter().map(|&i| known(self.dataset.invoices.amount[i])).sum();
        let ordered: Minor = link.orders.iter().map(|&i| known(self.dataset.orders.amount[i])).sum();
        let mut left = billed;
        for (place, &order) in link.orders.iter().enumerate() {
            let part = if place + 1 == link.orders.len() {
                left
            } else if ordered == 0 {
                billed / Minor::try_from(link.orders.len()).unwrap_or(1)
            } else {
                share(billed, known(self.dataset.orders.amount[order]), ordered)
            };
            left -= part;
            amounts.insert(order, part);
        }
    }

    fn shown(&self, pair: &Pair, links: &[&Link], loose: &[&Link], leads: bool) -> SameSales {
        let ties = links.iter().flat_map(|link| {
            let pairs =
                link.orders.iter().flat_map(move |&order| link.invoices.iter().map(move |&invoice| (order, invoice)));
            pairs.map(move |(order, invoice)| {
                let (order, invoice) = (tied_order(self.dataset, order), self.tied_invoice(invoice));
                let (kept, dropped) = if leads { (invoice, order) } else { (order, invoice) };
                Tie { customer: link.customer, kept, dropped, why: link.why }
            })
        });
        let alone = || pair.alone.iter().chain(loose.iter().flat_map(|link| &link.invoices));
        let known = alone().map(|&i| self.dataset.invoices.amount[i]).filter(|&amount| amount != NO_AMOUNT);
        let (leading, other) = if leads { (pair.invoices, pair.orders) } else { (pair.orders, pair.invoices) };
        SameSales {
            leading,
            other,
            is_billing: true,
            relation: pair.relation,
            is_said: pair.is_said,
            ties: ties.collect(),
            n_alone: alone().count(),
            alone: known.sum(),
        }
    }

    fn tied_invoice(&self, i: usize) -> TiedDocument {
        let invoices = &self.dataset.invoices;
        TiedDocument {
            number: invoices.number[i],
            day: Day(invoices.issued[i]),
            amount: invoices.amount[i],
            at: RowRef { source: invoices.source[i], row: invoices.row[i] },
        }
    }

    /// Whether the two cannot be one sale: the owner said so, or one list says both.
    fn is_apart(&self, order: usize, invoice: usize) -> bool {
        let list = |source: SourceIdx| list_of(self.lists, source);
        if list(self.dataset.orders.source[order]) == list(self.dataset.invoices.source[invoice]) {
            return true;
        }
        self.apart.holds(self.dataset, &tied_order(self.dataset, order), &self.tied_invoice(invoice))
    }

    fn tie(&mut self, customer: CustomerIdx, orders: Vec<usize>, invoices: Vec<usize>, why: TieReason) {
        for &order in &orders {
            self.order_is_tied[order] = true;
        }
        for &invoice in &invoices {
            self.invoice_is_tied[invoice] = true;
        }
        self.links.push(Link { customer, orders, invoices, why });
    }

    fn file(&self, source: SourceIdx) -> &str {
        self.dataset.sources.get(usize::from(source)).map_or("", |source| source.file.as_str())
    }
}
