//! One sale, one record: the same sale in two files of orders, under other numbers and on other days, counts once.
//!
//! Two files hold the same sales where they cover the same time and the orders of the same customers come to the same cents,
//! again and again, at about the same distance in days. One pair of orders proves nothing; standing orders of one price in two
//! files of different sales lie at any distance.

use std::collections::{BTreeMap, HashSet};

use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::said::{AS_PROPOSED, SAME_SALES, newest};
use crate::model::sales::{Relation, SameSales, SourceSales, Tie, TieReason, TiedDocument};
use crate::model::{About, CustomerIdx, Dataset, Day, Kind, Said, SourceIdx};

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
    let apart = Apart::of(said);
    let mut same = Vec::new();
    for ((a, b), of_pair) in pairs {
        let n_any = any.get(&(a, b)).map_or(0, Vec::len);
        let are_same = of_pair.len() * 10 >= n_any * 7 && are_same_sales(dataset, &spans, (a, b), of_pair.len());
        let (leading, other) = if is_leading(dataset, said, a, b) { (a, b) } else { (b, a) };
        let word = said_of_sales(said, file(dataset, a), file(dataset, b));
        let relation = match word {
            Some(SAME_SALES) => Relation::Same,
            Some(_) => Relation::Different,
            None if are_same => Relation::Same,
            None => continue,
        };
        let of_pair = if relation == Relation::Same { of_pair } else { Vec::new() };
        let mut ties = Vec::new();
        for (customer, one, two) in of_pair {
            let (kept, dropped) = if leading == a { (one, two) } else { (two, one) };
            // What another pair of files tied already is gone, or stands for somebody else.
            if !keep[kept] || !keep[dropped] {
                continue;
            }
            let tie = tie(dataset, customer, kept, dropped);
            if apart.holds(dataset, &tie.kept, &tie.dropped) {
                continue;
            }
            keep[dropped] = false;
            ties.push(tie);
        }
        let alone = alone(dataset, &keep, &spans, leading, other);
        let (is_billing, is_said, (n_alone, alone)) = (false, word.is_some(), alone);
        same.push(SameSales { leading, other, is_billing, relation, is_said, ties, n_alone, alone });
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
        // The lines of invoices stand for lots only where no orders cover them.
        let is_list = |&i: &usize| {
            let file = dataset.sources.get(usize::from(orders.source[i]));
            file.is_none_or(|file| file.kind == Some(Kind::Orders))
        };
        let mut by_amount: BTreeMap<Minor, Vec<Found>> = BTreeMap::new();
        for i in of_customer.filter(is_list).filter(|&i| orders.amount[i] != NO_AMOUNT && orders.amount[i] > 0) {
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
fn is_leading(dataset: &Dataset, said: &[Said], a: SourceIdx, b: SourceIdx) -> bool {
    if let Some(leads) = leads_over(said, file(dataset, a), file(dataset, b)) {
        return leads;
    }
    let count = |sources: &[SourceIdx], wanted: SourceIdx| sources.iter().filter(|&&source| source == wanted).count();
    let (lots_a, lots_b) = (count(&dataset.lots.source, a), count(&dataset.lots.source, b));
    let (n_a, n_b) = (count(&dataset.orders.source, a), count(&dataset.orders.source, b));
    // By their lots for an order, compared without dividing.
    (lots_a * n_b.max(1), n_a) >= (lots_b * n_a.max(1), n_b)
}

/// Whether the owner said that one file leads over another, or the other over it.
pub fn leads_over(said: &[Said], a: &str, b: &str) -> Option<bool> {
    let (a, b) = (file_handle(a), file_handle(b));
    newest(said, About::Lead).filter(|(_, value)| *value != AS_PROPOSED).find_map(|(leading, other)| {
        let said = (file_handle(leading), file_handle(other));
        if said == (a.clone(), b.clone()) { Some(true) } else { (said == (b.clone(), a.clone())).then_some(false) }
    })
}

/// What the owner said of the sales of two files.
pub fn said_of_sales<'s>(said: &'s [Said], a: &str, b: &str) -> Option<&'s str> {
    let subject = pair_handle(a, b);
    newest(said, About::Sales).find(|(of, value)| *of == subject && *value != AS_PROPOSED).map(|(_, value)| value)
}

/// What two files are known by together, in either order.
pub fn pair_handle(a: &str, b: &str) -> String {
    let mut files = [file_handle(a), file_handle(b)];
    files.sort();
    files.join(" and ")
}

/// What next week's export of a list is known by: its name without its folder and its digits.
pub fn file_handle(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>().to_lowercase()
}

/// The documents of which the owner said that they are two sales.
pub struct Apart(HashSet<(String, String)>);

impl Apart {
    /// What was said.
    pub fn of(said: &[Said]) -> Self {
        let untied = said.iter().filter(|said| said.about == About::Untie);
        Self(untied.map(|said| (said.subject.clone(), said.value.clone())).collect())
    }

    /// Whether it was said of these two, in either order.
    pub fn holds(&self, dataset: &Dataset, a: &TiedDocument, b: &TiedDocument) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let (a, b) = (dataset.document_handle(a), dataset.document_handle(b));
        self.0.contains(&(a.clone(), b.clone())) || self.0.contains(&(b, a))
    }
}

/// The newest file of the same list.
pub fn list_of(lists: &[SourceIdx], source: SourceIdx) -> SourceIdx {
    lists.get(usize::from(source)).copied().unwrap_or(source)
}

fn file(dataset: &Dataset, source: SourceIdx) -> &str {
    dataset.sources.get(usize::from(source)).map_or("", |source| source.file.as_str())
}

fn tie(dataset: &Dataset, customer: CustomerIdx, kept: usize, dropped: usize) -> Tie {
    let (kept, dropped) = (tied_order(dataset, kept), tied_order(dataset, dropped));
    Tie { customer, kept, dropped, why: TieReason::Amount }
}

/// An order as one side of a tie.
pub fn tied_order(dataset: &Dataset, i: usize) -> TiedDocument {
    let orders = &dataset.orders;
    TiedDocument { number: orders.number[i], day: Day(orders.day[i]), amount: orders.amount[i], at: orders.at(i) }
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
    let lists = dataset.lists();
    let mut all: BTreeMap<SourceIdx, SourceSales> = BTreeMap::new();
    let (orders, charges) = (&dataset.orders, &dataset.charges);
    for (i, &is_kept) in keep.iter().enumerate() {
        all.entry(list_of(&lists, orders.source[i])).or_default().add(orders.amount[i], is_kept);
    }
    for (&source, &amount) in charges.source.iter().zip(&charges.amount) {
        all.entry(list_of(&lists, source)).or_default().add(amount, true);
    }
    all
}

/// All customers.
pub fn customers(dataset: &Dataset) -> impl Iterator<Item = CustomerIdx> + use<> {
    0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0)
}
