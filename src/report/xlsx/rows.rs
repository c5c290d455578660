//! The rows that each flag rests on, with the columns that its number is worked out of.

use rust_xlsxwriter::XlsxError;

use super::sheet::{Book, Cell, Column, Shown, words};
use crate::insight::days_beyond_terms;
use crate::model::finding::{Change, Finding, MarketFinding, Signal, Subject, Unit, Windows};
use crate::model::{CustomerIdx, Dataset, Day, Kind, RowRef};
use crate::review::{Review, wording};

/// The sheet's name.
pub const SHEET: &str = "Rows";
/// The first row below the heading, as a spreadsheet counts.
const FIRST: u32 = 2;

/// What the sheet of the rows is made of.
pub struct Told<'a> {
    /// The shop.
    pub dataset: &'a Dataset,
    /// What each number rests on, in the order of the sheet.
    pub sums: Vec<Sum>,
}

/// A number of a flag, before and now, with the rows that it is worked out of.
pub struct Sum {
    /// Whom or what it is about.
    pub name: String,
    /// What was found: "pays later".
    pub what: String,
    /// How the number is reached.
    pub rule: Rule,
    /// The number as Lotwise told it.
    pub change: Change,
    /// What was compared.
    pub windows: Windows,
    /// Its rows: those before, then those of now, each in order of time.
    pub rows: Vec<SumRow>,
    /// The row of the sheet in which they begin, as a spreadsheet counts.
    pub from: u32,
}

/// How a number is reached from rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The median of the days from one day with an order to the next; now, the days since the last.
    DaysBetween,
    /// Orders × 28 ÷ days of the window.
    PerFourWeeks,
    /// The median of the parts.
    MedianParts,
    /// The median of the days beyond terms.
    MedianDays,
    /// Rejected parts ÷ parts.
    Rejected,
    /// The share of rows that count.
    Share,
    /// The rows that count ÷ the orders of all customers.
    ShareOfAll,
}

/// A row of the sheet.
#[derive(Clone, Debug, Default)]
pub struct SumRow {
    /// Whether it lies in the later window.
    pub is_now: bool,
    /// Its day.
    pub day: Option<Day>,
    number: String,
    /// Parts of a lot or an order; of [`Rule::ShareOfAll`] orders of a customer.
    pub parts: Option<f64>,
    /// Rejected parts.
    pub rejected: Option<f64>,
    due: Option<Day>,
    /// The day on which it was paid; the day up to which it is known to be open, where it is.
    until: Option<Day>,
    /// The process, the supplier, the finish; or what it is.
    says: String,
    /// Whether it is one of those that are counted.
    pub counts: Option<bool>,
    at: Option<RowRef>,
}

impl SumRow {
    /// Days from the due day to the day of payment, or up to which it is open.
    pub fn beyond(&self) -> Option<f64> {
        Some(f64::from(self.until? - self.due?))
    }
}

/// The rows of every flag that rests on rows, as they stand in the sheet.
pub fn told<'a>(dataset: &'a Dataset, review: &Review) -> Told<'a> {
    let mut sums: Vec<Sum> = review.findings.iter().flat_map(|finding| of_finding(dataset, review, finding)).collect();
    sums.extend(review.markets.iter().map(|market| of_market(dataset, market)));
    let mut from = FIRST;
    for sum in &mut sums {
        sum.from = from;
        from += u32::try_from(sum.rows.len()).unwrap_or(0);
    }
    Told { dataset, sums }
}

/// One number; two of a distress, which is about orders and about payments.
fn of_finding(dataset: &Dataset, review: &Review, finding: &Finding) -> Vec<Sum> {
    let customer = finding.customer;
    let windows = finding.windows;
    let sum = |rule: Rule, change: Change, mut rows: Vec<SumRow>| {
        rows.sort_by_key(|row| (row.is_now, row.day));
        Sum {
            name: dataset.customers[customer as usize].name.clone(),
            what: wording::phrase(finding.signal).to_owned(),
            rule,
            change,
            windows,
            rows,
            from: 0,
        }
    };
    let of_orders = |unit: Unit| if unit == Unit::DaysBetweenOrders { Rule::DaysBetween } else { Rule::PerFourWeeks };
    let change = finding.change;
    let one = match finding.signal {
        Signal::Lots => sum(Rule::MedianParts, change, lots(dataset, customer, windows)),
        Signal::Late => sum(Rule::MedianDays, change, invoices(dataset, review, finding)),
        Signal::Rejects => sum(Rule::Rejected, change, rejects(dataset, customer, windows, review.as_of)),
        Signal::Mix => sum(Rule::Share, change, mixed(dataset, finding)),
        Signal::Interest => sum(Rule::Share, change, mails(dataset, finding, review.as_of)),
        Signal::Distress => {
            let by_orders = sum(of_orders(change.unit), change, orders(dataset, customer, windows));
            let by_money = finding.second.map(|later| sum(Rule::MedianDays, later, invoices(dataset, review, finding)));
            return std::iter::once(by_orders).chain(by_money).collect();
        }
        _ => sum(of_orders(change.unit), change, orders(dataset, customer, windows)),
    };
    vec![one]
}

fn within(day: i32, windows: Windows) -> Option<bool> {
    (windows.was_from.0..windows.now_to.0).contains(&day).then_some(day >= windows.now_from.0)
}

fn orders(dataset: &Dataset, customer: CustomerIdx, windows: Windows) -> Vec<SumRow> {
    let orders = &dataset.orders;
    let row = |i: usize| {
        Some(SumRow {
            is_now: within(orders.day[i], windows)?,
            day: Some(Day(orders.day[i])),
            number: dataset.document_number(orders.number[i]),
            parts: Some(orders.parts[i] as f64),
            at: Some(orders.at(i)),
            ..SumRow::default()
        })
    };
    orders.of(customer).filter_map(row).collect()
}

fn lots(dataset: &Dataset, customer: CustomerIdx, windows: Windows) -> Vec<SumRow> {
    let lots = &dataset.lots;
    let row = |i: usize| {
        Some(SumRow {
            is_now: within(lots.day[i], windows)?,
            day: Some(Day(lots.day[i])),
            number: dataset.document_number(lots.order[i]),
            parts: Some(f64::from(lots.parts[i])),
            at: Some(lots.at(i)),
            ..SumRow::default()
        })
    };
    lots.of(customer).filter_map(row).collect()
}

/// The invoices that the finding names. What was not paid by the end of the payments is open up to that day.
fn invoices(dataset: &Dataset, review: &Review, finding: &Finding) -> Vec<SumRow> {
    let invoices = &dataset.invoices;
    let to = dataset.judged_to(Kind::Payments, review.as_of).min(review.as_of);
    let named: std::collections::BTreeMap<RowRef, bool> =
        finding.evidence.iter().map(|evidence| (evidence.at, evidence.is_now)).collect();
    let row = |i: usize| {
        let is_now = *named.get(&invoices.at(i))?;
        let (days, is_open) = days_beyond_terms(invoices.days(i), to)?;
        let due = Day(invoices.due[i]);
        Some(SumRow {
            is_now,
            day: Some(due),
            number: dataset.document_number(invoices.number[i]),
            due: Some(due),
            until: Some(due + days),
            says: if is_open { "still open" } else { "paid" }.to_owned(),
            at: Some(invoices.at(i)),
            ..SumRow::default()
        })
    };
    invoices.of(finding.customer).filter_map(row).collect()
}

fn rejects(dataset: &Dataset, customer: CustomerIdx, windows: Windows, at: Day) -> Vec<SumRow> {
    let orders = &dataset.orders;
    let all = orders.of(customer);
    let rejected = dataset.rejections.of_orders(customer, all.len(), at);
    let row = |(i, rejected): (usize, i32)| {
        let parts = Some(orders.parts[i] as f64).filter(|parts| *parts > 0.0)?;
        Some(SumRow {
            is_now: within(orders.day[i], windows)?,
            day: Some(Day(orders.day[i])),
            number: dataset.document_number(orders.number[i]),
            parts: Some(parts),
            rejected: Some(f64::from(rejected).min(parts)),
            at: Some(orders.at(i)),
            ..SumRow::default()
        })
    };
    all.zip(rejected).filter_map(row).collect()
}

/// The orders of which the process, or within one process the supplier, is known.
fn mixed(dataset: &Dataset, finding: &Finding) -> Vec<SumRow> {
    let orders = &dataset.orders;
    let row = |i: usize| {
        let (label, to) = match finding.subject? {
            Subject::Process { to, .. } => (orders.process[i], to),
            Subject::Supplier { process, to, .. } if orders.process[i] == process => (orders.supplier[i], to),
            _ => return None,
        };
        let is_known = label != crate::model::NO_LABEL;
        Some(SumRow {
            is_now: within(orders.day[i], finding.windows).filter(|_| is_known)?,
            day: Some(Day(orders.day[i])),
            number: dataset.document_number(orders.number[i]),
            says: dataset.label(label).to_owned(),
            counts: Some(label == to),
            at: Some(orders.at(i)),
            ..SumRow::default()
        })
    };
    orders.of(finding.customer).filter_map(row).collect()
}

fn mails(dataset: &Dataset, finding: &Finding, at: Day) -> Vec<SumRow> {
    let mails = &dataset.mails;
    let row = |i: usize| {
        let is_of_topic = finding.subject == Some(Subject::Topic(mails.topic[i]));
        let clicked = mails.clicked_on[i] != Day::NONE.0 && mails.clicked_on[i] < at.0;
        Some(SumRow {
            is_now: within(mails.day[i], finding.windows).filter(|_| is_of_topic)?,
            day: Some(Day(mails.day[i])),
            says: format!("mailing on {}", dataset.label(mails.topic[i])),
            counts: Some(clicked),
            at: Some(mails.at(i)),
            ..SumRow::default()
        })
    };
    mails.of(finding.customer).filter_map(row).collect()
}

/// The orders of an industry; of a finish its orders, and how many all customers had.
fn of_market(dataset: &Dataset, market: &MarketFinding) -> Sum {
    let orders = &dataset.orders;
    let is_industry = market.signal == Signal::Industry;
    let mut rows = Vec::new();
    for (customer, of) in (0..).zip(&dataset.customers) {
        let is_member = market.members.iter().any(|member| member.customer == customer);
        let mut all = [0.0; 2];
        for i in orders.of(customer) {
            let Some(is_now) = within(orders.day[i], market.windows) else { continue };
            all[usize::from(is_now)] += 1.0;
            if is_member && (is_industry || orders.finish[i] == market.label) {
                rows.push(SumRow {
                    is_now,
                    day: Some(Day(orders.day[i])),
                    number: dataset.document_number(orders.number[i]),
                    says: of.name.clone(),
                    counts: Some(true),
                    at: Some(orders.at(i)),
                    ..SumRow::default()
                });
            }
        }
        for (is_now, n) in [false, true].into_iter().zip(all).filter(|(_, n)| !is_industry && *n > 0.0) {
            let says = format!("{}: all its orders", of.name);
            rows.push(SumRow { is_now, parts: Some(n), says, ..SumRow::default() });
        }
    }
    rows.sort_by_key(|row| (row.is_now, row.day.is_none(), row.day));
    Sum {
        name: dataset.label(market.label).to_owned(),
        what: wording::signal_title(market.signal).to_lowercase(),
        rule: if is_industry { Rule::PerFourWeeks } else { Rule::ShareOfAll },
        change: market.change,
        windows: market.windows,
        rows,
        from: 0,
    }
}

const COLUMNS: [Column; 15] = [
    Column::of("Flag", 30.0),
    Column::of("Window", 8.0),
    Column::of("Date", 12.0),
    Column::of("Number", 14.0),
    Column::of("Parts, or orders", 10.0),
    Column::of("Rejected", 10.0),
    Column::of("Due", 12.0),
    Column::of("Paid, or open up to", 12.0),
    Column::of("Days beyond terms", 10.0),
    Column::of("Days since the order before", 10.0),
    Column::of("Says", 26.0),
    Column::of("Counts", 8.0),
    Column::of("File", 22.0),
    Column::of("Sheet", 12.0),
    Column::of("Row", 9.0),
];

/// The sheet of the rows.
pub fn write(book: &mut Book<'_>, told: &Told<'_>) -> Result<(), XlsxError> {
    let sources = &told.dataset.sources;
    let rows = told.sums.iter().flat_map(|sum| {
        sum.rows.iter().enumerate().map(move |(place, row)| {
            let line = sum.from + u32::try_from(place).unwrap_or(0);
            let date = |day: Option<Day>| day.map_or(Cell::Empty, Cell::Date);
            let whole = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Whole);
            let source = row.at.and_then(|at| sources.get(usize::from(at.source)));
            vec![
                words(format!("{}: {}", sum.name, sum.what)),
                words(if row.is_now { "now" } else { "before" }),
                date(row.day),
                words(row.number.as_str()),
                whole(row.parts),
                whole(row.rejected),
                date(row.due),
                date(row.until),
                row.beyond().map_or(Cell::Empty, |days| Cell::Formula(format!("=H{line}-G{line}"), days, Shown::Whole)),
                since_before(sum, place, line),
                words(row.says.as_str()),
                row.counts.map_or(Cell::Empty, |counts| words(if counts { "yes" } else { "no" })),
                source.map_or(Cell::Empty, |source| words(source.file.as_str())),
                source.and_then(|source| source.sheet.as_deref()).map_or(Cell::Empty, words),
                row.at.map_or(Cell::Empty, |at| Cell::Whole(f64::from(at.row))),
            ]
        })
    });
    let n_left = book.sheet(SHEET, &[], &COLUMNS, rows)?;
    if n_left > 0 {
        let line = format!("{n_left} rows have no room in a sheet; their sums cannot be checked here");
        book.sheet("Rows without room", &[vec![words(line)]], &[Column::of("What", 60.0)], std::iter::empty())?;
    }
    Ok(())
}

/// Days since the day with an order before; nothing on the first day and on further orders of the same day.
fn since_before(sum: &Sum, place: usize, line: u32) -> Cell {
    let (Rule::DaysBetween, Some(before)) = (sum.rule, place.checked_sub(1)) else { return Cell::Empty };
    let (Some(day), Some(before)) = (sum.rows[place].day, sum.rows[before].day) else { return Cell::Empty };
    let formula = format!("=IF(C{line}=C{0},\"\",C{line}-C{0})", line - 1);
    if day == before {
        return Cell::Says(formula, String::new());
    }
    Cell::Formula(formula, f64::from(day - before), Shown::Whole)
}
