//! The figures of a table that was read, its first rows as understood, and the question that it leaves.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Choice, DateOrder, FileReport, LeftOut, PreviewRow, Question};
use super::values::{DateVotes, date_cell};
use crate::model::customer::company_domain;
use crate::model::money::{self, NO_AMOUNT};
use crate::model::numbers::{NO_NUMBER, number_text};
use crate::model::table::{Column, Mention};
use crate::model::{Day, Field, Form, Kind, Table};

/// Dates far after all others are slips of the keyboard: 2062 for 2026. One of them would move the review date, and with it
/// everything, so its row is left out: where over [`FAR_DAYS`] lie before it and hardly any row lies behind.
pub fn leave_out_far_dates(table: &mut Table, report: &mut FileReport) {
    for field in [Field::HappenedOn, Field::IssuedOn, Field::PaidOn] {
        let Some(limit) = table.days(field).and_then(last_believable) else { continue };
        let days = table.days(field).unwrap_or_default().to_vec();
        let keep: Vec<bool> = days.iter().map(|&day| day <= limit).collect();
        let header =
            report.columns.iter().find(|column| column.field == Some(field)).map(|column| column.header.clone());
        for (i, _) in keep.iter().enumerate().filter(|(_, is_kept)| !**is_kept) {
            report.n_left_out += 1;
            report.left_out.push(LeftOut {
                row: table.rows[i],
                column: header.clone(),
                text: Day(days[i]).to_string(),
                why: "dated far after all others",
                hint: "Correct the year, then open the file again",
            });
        }
        table.retain(&keep);
    }
    report.left_out.sort_by_key(|left| left.row);
}

/// A gap of so many days in a file that goes on after it is no pause of a shop.
const FAR_DAYS: i32 = 60 * 7;

/// The last day before a forward gap of over [`FAR_DAYS`] behind which only a handful of rows lie; `None` without one.
fn last_believable(days: &[i32]) -> Option<i32> {
    let known = || days.iter().copied().filter(|&day| day != Day::NONE.0);
    let (first, last) = (known().min()?, known().max()?);
    if last - first <= FAR_DAYS {
        return None;
    }
    let mut n_on = vec![0_u32; usize::try_from(last - first).ok()? + 1];
    known().for_each(|day| n_on[usize::try_from(day - first).unwrap_or(0)] += 1);
    let n = known().count();
    let most = (n / 20).clamp(1, 3).max(n / 1000);
    // From the last day back, while only a handful of rows lie behind.
    let (mut n_behind, mut behind) = (0, last);
    for day in (first..=last).rev().filter(|&day| n_on[usize::try_from(day - first).unwrap_or(0)] > 0) {
        if behind - day > FAR_DAYS {
            return Some(day);
        }
        n_behind += n_on[usize::try_from(day - first).unwrap_or(0)] as usize;
        if n_behind > most {
            return None;
        }
        behind = day;
    }
    None
}

/// The name under which a row stands: the company, else the person, else the number or the address.
fn written(mention: &Mention) -> Option<&str> {
    [&mention.name, &mention.person, &mention.id, &mention.email].into_iter().find_map(|name| name.as_deref())
}

/// How many customers there are, roughly: the names as written; addresses of one company count once, and so do names with
/// the same company's addresses.
fn n_customers(table: &Table) -> usize {
    // A domain of many names is a mail service, or the example of a manual.
    const MOST_NAMES: usize = 2;
    let mut names_of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mention in &table.mentions {
        if let (Some(name), Some(domain)) =
            (mention.name.as_ref().or(mention.person.as_ref()), mention.email.as_deref().and_then(company_domain))
        {
            names_of.entry(domain).or_default().insert(name.trim().to_lowercase());
        }
    }
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    let mut parent: Vec<usize> = Vec::new();
    for mention in &table.mentions {
        let name = mention.name.as_deref().or(mention.person.as_deref()).map(|name| name.trim().to_lowercase());
        let domain =
            mention.email.as_deref().map(|email| company_domain(email).unwrap_or_else(|| email.trim().to_lowercase()));
        let is_shared =
            domain.as_ref().and_then(|domain| names_of.get(domain)).is_some_and(|names| names.len() > MOST_NAMES);
        let domain = domain.filter(|_| !(is_shared && name.is_some()));
        let keys: Vec<String> = name.into_iter().chain(domain.filter(|domain| !domain.is_empty())).collect();
        let keys = if keys.is_empty() { mention.id.clone().into_iter().collect() } else { keys };
        let mut first = None;
        for key in keys {
            let next = parent.len();
            let place = *ends.entry(key).or_insert(next);
            if place == next {
                parent.push(next);
            }
            match first {
                None => first = Some(place),
                Some(other) => {
                    let (a, b) = (root(&parent, other), root(&parent, place));
                    parent[b] = a;
                }
            }
        }
    }
    (0..parent.len()).filter(|&i| parent[i] == i).count()
}

fn root(parent: &[usize], mut i: usize) -> usize {
    while parent[i] != i {
        i = parent[i];
    }
    i
}

/// How many documents or events the rows are. A row without a number is one of its own.
fn n_records(table: &Table) -> usize {
    let Some(numbers) = table.document_numbers() else { return table.n_rows() };
    // The payments of a ledger have numbers of their own, or the numbers of the invoices that they pay.
    let is_payment = |i: usize| table.money(Field::Received).is_some_and(|received| received[i] != NO_AMOUNT);
    let is_numbered = |i: &usize| numbers.keys[*i] != NO_NUMBER && !is_payment(*i);
    let mut keys: Vec<u64> = (0..table.n_rows()).filter(is_numbered).map(|i| numbers.keys[i]).collect();
    let n_others = table.n_rows() - keys.len();
    // Lists are mostly in the order of their numbers.
    keys.dedup();
    keys.sort_unstable();
    keys.dedup();
    keys.len() + n_others
}

/// The same rows as a table of another kind: the lines of invoices as lots, the invoices of lines as invoices, the jobs of which parts
/// were rejected as rejections.
pub fn second_table(table: &Table, kind: Kind) -> Table {
    let mut second = table.clone();
    second.kind = Some(kind);
    second.is_second = true;
    match kind {
        Kind::Orders => {
            second.rename(Field::IssuedOn, Field::HappenedOn);
            second.rename(Field::InvoiceNumber, Field::OrderNumber);
            second.form = Some(Form::OrderLines);
        }
        Kind::Payments => {
            second.rename(Field::HappenedOn, Field::IssuedOn);
            second.form = Some(Form::InvoiceLines);
        }
        _ => second.form = None,
    }
    second
}

/// The figures of a file that was read: documents, dates, sum, customers.
pub fn summarise(report: &mut FileReport, table: &Table) {
    let days = table.happened_on().unwrap_or_default().iter().copied().filter(|&day| day != Day::NONE.0);
    report.first_on = days.clone().min().map(Day);
    report.last_on = days.max().map(Day);
    let main = if table.form == Some(Form::Ledger) { Field::Received } else { Field::Amount };
    report.amount_minor = table
        .money(main)
        .map(|amounts| amounts.iter().copied().filter(|&a| a != NO_AMOUNT).map(i128::from).sum::<i128>())
        .and_then(|sum| i64::try_from(sum).ok());
    report.currency.clone_from(&table.currency);
    report.records = n_records(table);
    report.customers = n_customers(table);
}

pub fn previews(raw: Vec<(u32, String)>, table: &Table, currency: Option<&str>) -> Vec<PreviewRow> {
    const SHOWN: [Field; 15] = [
        Field::CustomerId,
        Field::HappenedOn,
        Field::IssuedOn,
        Field::DueOn,
        Field::PaidOn,
        Field::OrderNumber,
        Field::InvoiceNumber,
        Field::Parts,
        Field::RejectedParts,
        Field::Amount,
        Field::Received,
        Field::Item,
        Field::Campaign,
        Field::Topic,
        Field::MailEvent,
    ];
    raw.into_iter()
        .filter_map(|(row, raw)| Some((table.rows.binary_search(&row).ok()?, row, raw)))
        .map(|(i, row, raw)| {
            let mention = table.mention_of_row.get(i).and_then(|&m| table.mentions.get(m as usize));
            let who = mention.and_then(written).map(str::to_owned);
            let mut understood: Vec<(Field, String)> = who.map(|who| (Field::Customer, who)).into_iter().collect();
            for field in SHOWN {
                let text = match table.column(field) {
                    Some(Column::Days(days)) if days[i] != Day::NONE.0 => Day(days[i]).long(),
                    Some(Column::Money(amounts)) if amounts[i] != NO_AMOUNT => money::exact(amounts[i], currency),
                    Some(Column::Counts(counts)) if counts[i] >= 0 => {
                        money::thousands(u64::from(counts[i].unsigned_abs()))
                    }
                    Some(Column::Words(words)) => words
                        .words
                        .get(words.codes[i] as usize)
                        .map(|word| word.chars().take(60).collect())
                        .unwrap_or_default(),
                    Some(Column::Numbers(numbers)) => number_text(numbers.keys[i], &numbers.forms),
                    Some(_) => String::new(),
                    None => continue,
                };
                understood.push((field, text));
            }
            PreviewRow { row, raw, understood }
        })
        .collect()
}

pub fn date_question(dates: &DateVotes) -> Question {
    let read = |text: &str, order: DateOrder| date_cell(text.as_bytes()).and_then(|date| date.day(order));
    let first = dates.examples.first().map_or("01/02/2026", |(_, text)| text.as_str());
    let in_words = |order| read(first, order).map_or_else(String::new, Day::spoken);
    let choice = |order: DateOrder, value| {
        let (n_weekend, n) = dates.weekends(order);
        Choice {
            value,
            label: format!("{}, {}", in_words(order), order.title()),
            examples: dates
                .examples
                .iter()
                .filter_map(|(row, text)| {
                    let day = read(text, order)?;
                    Some((*row, text.clone(), format!("{} {}", day.weekday_name(), day.long())))
                })
                .collect(),
            remark: format!("{n_weekend} of {n} dates would fall on a weekend"),
        }
    };
    Question {
        text: format!("Is {first} the {} or the {}?", in_words(DateOrder::MonthFirst), in_words(DateOrder::DayFirst)),
        field: "date_order",
        choices: vec![choice(DateOrder::MonthFirst, "mdy"), choice(DateOrder::DayFirst, "dmy")],
    }
}
