//! The rows that a figure of the shop rests on: of a share, a reason, a market, a month. Nothing is shown that cannot be followed here.

use super::Review;
use crate::insight::shop::{Cut, SameWeeks, counted_for, invoices_for, rejections_for};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::Minor;
use crate::model::{CustomerIdx, Dataset, Day, Kind, RowRef, Signal};

/// A figure that rests on rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The share of a process, finish, supplier or industry.
    Share(Cut, Label),
    /// A reason for which parts come back.
    Reason(Label),
    /// The rejections that were reported in the month that begins on this day.
    Month(Day),
    /// The invoices of an industry.
    Paying(Label),
    /// What stands behind an industry that cools or a finish that spreads.
    Market(Signal, Label),
}

/// What a list of rows is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    /// One row an order.
    Orders,
    /// One row a lot.
    Lots,
    /// One row an invoice.
    Invoices,
    /// One row a mailing.
    Mailings,
    /// One row a quote, a trade show, a visit, a mention or a note.
    Moments,
    /// One row a report of rejected parts.
    Rejections,
}

/// A row of such a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListedRow {
    /// Whose.
    pub customer: CustomerIdx,
    /// Its place in the dataset; of moments, among those of the customer.
    pub place: usize,
    /// Whether it counts as now or as before; `None` where it stands beside both.
    pub is_now: Option<bool>,
    /// For how much it counts, in minor units, where that is not its whole amount.
    pub counted: Option<Minor>,
}

/// The rows of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// What it is: "Bluestem Powders, orders of the last 104 weeks".
    pub title: String,
    /// What they are.
    pub kind: RowKind,
    /// The newest first.
    pub rows: Vec<ListedRow>,
}

/// The rows that a figure rests on.
pub fn rows_of(dataset: &Dataset, review: &Review, figure: Figure) -> Listing {
    let mut listing = match figure {
        Figure::Share(cut, label) => share(dataset, review.as_of, cut, label),
        Figure::Reason(label) => reason(dataset, review.as_of, label),
        Figure::Month(from) => month(dataset, review.as_of, from),
        Figure::Paying(industry) => paying(dataset, review.as_of, industry),
        Figure::Market(signal, label) => market(dataset, review, signal, label),
    };
    listing.rows.sort_by_key(|row| (std::cmp::Reverse(day_of(dataset, listing.kind, row)), row.customer, row.place));
    listing
}

/// When a row happened: an invoice when it was due.
pub fn day_of(dataset: &Dataset, kind: RowKind, row: &ListedRow) -> Day {
    match kind {
        RowKind::Orders => Day(dataset.orders.day[row.place]),
        RowKind::Lots => Day(dataset.lots.day[row.place]),
        RowKind::Invoices => Day(dataset.invoices.due[row.place]),
        RowKind::Mailings => Day(dataset.mails.day[row.place]),
        RowKind::Moments => dataset.moments.of(row.customer)[row.place].day,
        RowKind::Rejections => Day(dataset.rejections.day[row.place]),
    }
}

/// Where a row stands in the files.
pub fn place_of(dataset: &Dataset, kind: RowKind, row: &ListedRow) -> RowRef {
    match kind {
        RowKind::Orders => dataset.orders.at(row.place),
        RowKind::Lots => dataset.lots.at(row.place),
        RowKind::Invoices => dataset.invoices.at(row.place),
        RowKind::Mailings => dataset.mails.at(row.place),
        RowKind::Moments => dataset.moments.of(row.customer)[row.place].at,
        RowKind::Rejections => dataset.rejections.at(row.place),
    }
}

fn share(dataset: &Dataset, at: Day, cut: Cut, label: Label) -> Listing {
    let weeks = SameWeeks::of(dataset, Kind::Orders, at);
    let rows = counted_for(dataset, cut, label, at)
        .into_iter()
        .map(|(customer, place, counted)| ListedRow {
            customer,
            place,
            is_now: weeks.is_now(dataset.orders.day[place]),
            counted: Some(counted),
        })
        .collect();
    let title = format!("{}: orders of the last 104 weeks", named(dataset, label, "Not said"));
    Listing { title, kind: RowKind::Orders, rows }
}

fn reason(dataset: &Dataset, at: Day, label: Label) -> Listing {
    let weeks = SameWeeks::of(dataset, Kind::Rejections, at);
    let mut rows = Vec::new();
    let spans = [(weeks.now_from, weeks.now_to, true), (weeks.was_from, weeks.was_to, false)];
    // Where the files do not reach back a year, what they say of it is no year before.
    for (from, to, is_now) in spans.into_iter().filter(|(.., is_now)| *is_now || weeks.is_known) {
        let told = rejections_for(dataset, from, to).filter(|(_, i)| dataset.rejections.reason[*i] == label);
        rows.extend(told.map(|(customer, place)| ListedRow { customer, place, is_now: Some(is_now), counted: None }));
    }
    let title = format!(
        "{}: rejections of 26 weeks{}",
        named(dataset, label, "No reason given"),
        if weeks.is_known { " and of the same weeks a year before" } else { "" }
    );
    Listing { title, kind: RowKind::Rejections, rows }
}

fn month(dataset: &Dataset, at: Day, from: Day) -> Listing {
    let (year, month, _) = from.ymd();
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let to = Day::from_ymd(year, month, 1).unwrap_or(at).min(at);
    let rows = rejections_for(dataset, from, to)
        .map(|(customer, place)| ListedRow { customer, place, is_now: None, counted: None })
        .collect();
    let title = format!("Rejections reported in {} {}", from.month_name(), from.ymd().0);
    Listing { title, kind: RowKind::Rejections, rows }
}

fn paying(dataset: &Dataset, at: Day, industry: Label) -> Listing {
    let row = |customer, place, is_now| ListedRow { customer, place, is_now, counted: None };
    let rows: Vec<ListedRow> = invoices_for(dataset, industry, at)
        .map(|(customer, place, counts)| row(customer, place, counts.days.map(|(_, is_now)| is_now)))
        .collect();
    let has = |is_now| rows.iter().any(|row| row.is_now == is_now);
    let title = format!(
        "{}: invoices due in 26 weeks{}{}",
        named(dataset, industry, "No industry given"),
        if has(Some(false)) { " and in the same weeks a year before" } else { "" },
        if has(None) { ", and others that are overdue" } else { "" }
    );
    Listing { title, kind: RowKind::Invoices, rows }
}

fn market(dataset: &Dataset, review: &Review, signal: Signal, label: Label) -> Listing {
    let found = review.markets.iter().find(|market| market.signal == signal && market.label == label);
    let mut is_now: Vec<(RowRef, bool)> =
        found.into_iter().flat_map(|market| &market.evidence).map(|row| (row.at, row.is_now)).collect();
    is_now.sort_unstable();
    let mut rows = Vec::new();
    for customer in members(dataset, |_| true) {
        for place in dataset.orders.of(customer) {
            let at = dataset.orders.at(place);
            if let Ok(known) = is_now.binary_search_by(|(other, _)| other.cmp(&at)) {
                rows.push(ListedRow { customer, place, is_now: Some(is_now[known].1), counted: None });
            }
        }
    }
    let title = format!("{}: the orders that were compared", named(dataset, label, ""));
    Listing { title, kind: RowKind::Orders, rows }
}

fn members(dataset: &Dataset, is_one: impl Fn(CustomerIdx) -> bool) -> impl Iterator<Item = CustomerIdx> {
    (0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(CustomerIdx::MAX)).filter(move |&of| is_one(of))
}

fn named<'d>(dataset: &'d Dataset, label: Label, without: &'d str) -> &'d str {
    if label == NO_LABEL { without } else { dataset.label(label) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::shop::{paying as pays, reject_reasons};
    use crate::insight::stats::middle::median;
    use crate::insight::testing::{dataset, day, every, from};

    #[test]
    fn the_invoices_that_are_shown_add_up_to_how_an_industry_pays() {
        let at = day("2026-05-04");
        let boats = from("2024-06-03").of_industry("Boats").invoices(every(14, 50), 2..=20);
        // Open since long, open and young, and one of a year before that was paid after those weeks.
        let boats = boats.invoice(at - 300, Day::NONE).invoice(at - 5, Day::NONE).invoice(at - 380, at - 100);
        let bikes = from("2024-06-03").of_industry("Bikes").invoices(every(7, 100), 0..=3);
        let shop = dataset(&[boats, bikes]);
        let told = pays(&shop, at).into_iter().find(|market| shop.label(market.industry) == "Boats").unwrap();
        let rows = paying(&shop, at, told.industry).rows;
        let weeks = SameWeeks::of(&shop, Kind::Payments, at);
        let days = |is_now: bool, at: Day| -> Vec<f64> {
            let of = rows.iter().filter(|row| row.is_now == Some(is_now)).map(|row| shop.invoices.days(row.place));
            of.map(|days| {
                let is_open = days.paid == Day::NONE.0 || days.paid >= at.0;
                f64::from(if is_open { at.0 - days.due } else { days.paid_about() - days.due })
            })
            .collect()
        };
        let (now, was) = (days(true, weeks.now_to), days(false, weeks.was_to));
        assert_eq!((now.len(), median(&now)), (told.now.unwrap().n, told.now.map(|now| now.days)));
        assert_eq!((was.len(), median(&was)), (told.was.unwrap().n, told.was.map(|was| was.days)));
        let is_open = |row: &&ListedRow| {
            let days = shop.invoices.days(row.place);
            days.paid == Day::NONE.0 || days.paid >= weeks.now_to.0
        };
        let open: Minor = rows.iter().filter(is_open).map(|row| shop.invoices.amount[row.place]).sum();
        assert_eq!(open, told.overdue);
        assert!(rows.iter().any(|row| row.is_now.is_none()), "the old one stands there too");
        assert!(rows.iter().all(|row| row.customer == 0));
    }

    #[test]
    fn rejections_of_a_year_before_that_is_not_known_are_not_shown() {
        let at = day("2026-05-04");
        // Rejections begin in the middle of the earlier weeks.
        let mine = from("2025-01-06").because("Scratches").orders(every(7, 69)).rejecting(2..=4, 69);
        let shop = dataset(&[mine]);
        let told = reject_reasons(&shop, at).unwrap();
        assert!(!told.has_before);
        let reason_of = |label: Label| {
            let listing = reason(&shop, at, label);
            let parts = |is_now| {
                let of = listing.rows.iter().filter(move |row| row.is_now == Some(is_now));
                of.map(|row| i64::from(shop.rejections.parts[row.place])).sum::<i64>()
            };
            (parts(true), parts(false), listing.title)
        };
        let (now, was, title) = reason_of(told.list[0].label);
        assert_eq!((now, was), (told.list[0].now, 0));
        assert!(now > 0 && !title.contains("a year before"), "{title}");
    }
}
