//! One sale, one record: the same sale in two files of orders, under other numbers and on other days, counts once.
//!
//! Two files hold the same sales where they cover the same time and the orders of the same customers come to the same cents,
//! again and again, at about the same distance in days. One pair of orders proves nothing; standing orders of one price in two
//! files of different sales lie at any distance.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::said::{AS_PROPOSED, newest};
use crate::model::sales::{SameSales, SourceSales, Tie, TiedOrder};
use crate::model::{About, CustomerIdx, Dataset, Day, Said, SourceIdx};

/// The same sale stands in two files at most so many days apart.
const MOST_DAYS: i32 = 45;

/// So many pairs at least say that two files hold the same sales.
const LEAST_PAIRS: usize = 3;

/// So many days around the middle distance are about the same.
const ABOUT_DAYS: i32 = 10;

/// An order: its source, its day and its place.
type Found = (SourceIdx, i32, usize);

/// Two orders of a customer, by their places.
type Pair = (CustomerIdx, usize, usize);

/// Finds the files that hold the same sales and lets each sale count once, from the file that leads.
pub fn count_once(dataset: &mut Dataset, said: &[Said]) {
    let spans = spans(dataset);
    // First at any distance, then at about the one that most of them have.
    let any = pairs(dataset, &|_| Some((-MOST_DAYS, MOST_DAYS)));
    let windows: BTreeMap<(SourceIdx, SourceIdx), (i32, i32)> = any
        .iter()
        .filter_map(|(&files, of_pair)| {
            let middle = middle_distance(dataset, of_pair)?;
            Some((files, (middle - ABOUT_DAYS, middle + ABOUT_DAYS)))
        })
        .collect();
    let pairs = pairs(dataset, &|files| windows.get(&files).copied());
    let mut keep = vec![true; dataset.orders.day.len()];
    let untied: HashSet<(&str, &str)> = said
        .iter()
        .filter(|said| said.about == About::Untie)
        .map(|said| (said.subject.as_str(), said.value.as_str()))
        .collect();
    let leads: HashMap<&str, &str> = newest(said, About::Lead).filter(|(_, value)| *value != AS_PROPOSED).collect();
    let mut same = Vec::new();
    for ((a, b), of_pair) in pairs {
        let n_any = any.get(&(a, b)).map_or(0, Vec::len);
        if of_pair.len() * 10 < n_any * 7 || !are_same_sales(dataset, &spans, (a, b), of_pair.len()) {
            continue;
        }
        let (leading, other) = if leads_over(dataset, &leads, a, b) { (a, b) } else { (b, a) };
        let mut ties = Vec::new();
        for (customer, one, two) in of_pair {
            let (kept, dropped) = if leading == a { (one, two) } else { (two, one) };
            // What another pair of files tied already is gone, or stands for somebody else.
            if !keep[kept] || !keep[dropped] {
                continue;
            }
            let tie = tie(dataset, customer, kept, dropped);
            let (first, second) = (tie.kept.handle(), tie.dropped.handle());
            if untied.contains(&(first.as_str(), second.as_str()))
                || untied.contains(&(second.as_str(), first.as_str()))
            {
                continue;
            }
            keep[dropped] = false;
            ties.push(tie);
        }
        let alone = alone(dataset, &keep, &spans, leading, other);
        same.push(SameSales { leading, other, ties, n_alone: alone.0, alone: alone.1 });
    }
    dataset.sales_of = sales_of(dataset, &keep);
    dataset.same_sales = same;
    if keep.iter().any(|&is_kept| !is_kept) {
        dataset.keep_orders(&keep);
    }
}

/// The orders of the same customer and the same amount in two files, each tied to one at most, in the order of their days.
/// `window` is how many days the second file's may lie behind the first's: the least and the most.
fn pairs(
    dataset: &Dataset,
    window: &dyn Fn((SourceIdx, SourceIdx)) -> Option<(i32, i32)>,
) -> BTreeMap<(SourceIdx, SourceIdx), Vec<Pair>> {
    let orders = &dataset.orders;
    let mut pairs: BTreeMap<(SourceIdx, SourceIdx), Vec<Pair>> = BTreeMap::new();
    for customer in customers(dataset) {
        let of_customer = orders.of(customer);
        let first = of_customer.clone().next().map(|i| orders.source[i]);
        if of_customer.clone().all(|i| Some(orders.source[i]) == first) {
            continue;
        }
        let mut by_amount: BTreeMap<Minor, Vec<Found>> = BTreeMap::new();
        for i in of_customer.filter(|&i| orders.amount[i] != NO_AMOUNT && orders.amount[i] > 0) {
            by_amount.entry(orders.amount[i]).or_default().push((orders.source[i], orders.day[i], i));
        }
        for found in by_amount.values_mut().filter(|found| found.len() > 1) {
            found.sort_unstable();
            let of_source: Vec<&[Found]> = found.chunk_by(|a, b| a.0 == b.0).collect();
            for (k, b) in of_source.iter().enumerate() {
                for a in &of_source[..k] {
                    let files = (a[0].0, b[0].0);
                    if let Some(window) = window(files) {
                        let tied = in_order(a, b, window).map(|(one, two)| (customer, one, two));
                        pairs.entry(files).or_default().extend(tied);
                    }
                }
            }
        }
    }
    pairs
}

/// Ties two lists of days one to one, in their order, where the second lies so many days behind the first.
fn in_order(a: &[Found], b: &[Found], (least, most): (i32, i32)) -> impl Iterator<Item = (usize, usize)> + use<> {
    let (mut i, mut j) = (0, 0);
    let mut tied = Vec::new();
    while let (Some(one), Some(two)) = (a.get(i), b.get(j)) {
        let behind = two.1 - one.1;
        if behind > most {
            i += 1;
        } else if behind < least {
            j += 1;
        } else {
            tied.push((one.2, two.2));
            i += 1;
            j += 1;
        }
    }
    tied.into_iter()
}

/// The median of the days between the orders of each pair.
fn middle_distance(dataset: &Dataset, pairs: &[Pair]) -> Option<i32> {
    let days = &dataset.orders.day;
    let mut distances: Vec<i32> = pairs.iter().map(|&(_, one, two)| days[two] - days[one]).collect();
    distances.sort_unstable();
    distances.get(distances.len() / 2).copied()
}

/// The first and the last day of each file's orders.
fn spans(dataset: &Dataset) -> BTreeMap<SourceIdx, (i32, i32)> {
    let mut spans: BTreeMap<SourceIdx, (i32, i32)> = BTreeMap::new();
    for (&source, &day) in dataset.orders.source.iter().zip(&dataset.orders.day) {
        let span = spans.entry(source).or_insert((day, day));
        *span = (span.0.min(day), span.1.max(day));
    }
    spans
}

/// Whether two files with so many pairs hold the same sales.
fn are_same_sales(
    dataset: &Dataset,
    spans: &BTreeMap<SourceIdx, (i32, i32)>,
    (a, b): (SourceIdx, SourceIdx),
    n_pairs: usize,
) -> bool {
    let (Some(&of_a), Some(&of_b)) = (spans.get(&a), spans.get(&b)) else { return false };
    let (from, to) = (of_a.0.max(of_b.0), of_a.1.min(of_b.1));
    // One after the other is one list in two parts.
    if (to - from) * 2 < (of_a.1 - of_a.0).min(of_b.1 - of_b.0) {
        return false;
    }
    let within = |source: SourceIdx| {
        let orders = dataset.orders.source.iter().zip(&dataset.orders.day);
        orders.filter(|&(&other, &day)| other == source && (from..=to).contains(&day)).count()
    };
    n_pairs >= LEAST_PAIRS && n_pairs * 2 >= within(a).min(within(b))
}

/// Whether the orders of `a` count: because the owner says so, else as it has more lots for each order, else more orders.
fn leads_over(dataset: &Dataset, leads: &HashMap<&str, &str>, a: SourceIdx, b: SourceIdx) -> bool {
    let name = |source: SourceIdx| dataset.sources.get(usize::from(source)).map_or("", |source| source.file.as_str());
    match (leads.get(name(a)), leads.get(name(b))) {
        (Some(over), _) if *over == name(b) => return true,
        (_, Some(over)) if *over == name(a) => return false,
        _ => {}
    }
    let count = |sources: &[SourceIdx], wanted: SourceIdx| sources.iter().filter(|&&source| source == wanted).count();
    let (lots_a, lots_b) = (count(&dataset.lots.source, a), count(&dataset.lots.source, b));
    let (n_a, n_b) = (count(&dataset.orders.source, a), count(&dataset.orders.source, b));
    // By their lots for an order, compared without dividing.
    (lots_a * n_b.max(1), n_a) >= (lots_b * n_a.max(1), n_b)
}

fn tie(dataset: &Dataset, customer: CustomerIdx, kept: usize, dropped: usize) -> Tie {
    let orders = &dataset.orders;
    let one = |i: usize| TiedOrder {
        number: dataset.document_number(orders.number[i]),
        day: Day(orders.day[i]),
        at: orders.at(i),
    };
    Tie { customer, amount: orders.amount[kept], kept: one(kept), dropped: one(dropped) }
}

/// Orders of the other file without a partner, in the time that the leading file covers: how many, and what they come to.
fn alone(
    dataset: &Dataset,
    keep: &[bool],
    spans: &BTreeMap<SourceIdx, (i32, i32)>,
    leading: SourceIdx,
    other: SourceIdx,
) -> (usize, Minor) {
    let orders = &dataset.orders;
    let Some(&(from, to)) = spans.get(&leading) else { return (0, 0) };
    let is_alone = |&i: &usize| keep[i] && orders.source[i] == other && (from..=to).contains(&orders.day[i]);
    let all = (0..orders.day.len()).filter(is_alone);
    all.fold((0, 0), |(n, sum), i| (n + 1, sum + if orders.amount[i] == NO_AMOUNT { 0 } else { orders.amount[i] }))
}

fn sales_of(dataset: &Dataset, keep: &[bool]) -> BTreeMap<SourceIdx, SourceSales> {
    let mut all: BTreeMap<SourceIdx, SourceSales> = BTreeMap::new();
    let orders = &dataset.orders;
    for (i, &is_kept) in keep.iter().enumerate() {
        let sales = all.entry(orders.source[i]).or_default();
        let amount = if orders.amount[i] == NO_AMOUNT { 0 } else { orders.amount[i] };
        sales.n += 1;
        sales.amount += amount;
        if is_kept {
            sales.n_counted += 1;
            sales.counted += amount;
        }
    }
    all
}

fn customers(dataset: &Dataset) -> impl Iterator<Item = CustomerIdx> + use<> {
    0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0)
}
