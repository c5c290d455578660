//! Weekly lists of what is open: an invoice gone from the next list was paid in between.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fmt::Write;

use common::{Folder, look_at};
use lotwise::app::pipeline::{look, take_in};
use lotwise::app::{JobContext, LookOptions, Snapshot};
use lotwise::model::{Day, Signal};
use lotwise::store::Taking;

struct Invoice {
    number: String,
    customer: &'static str,
    issued: Day,
    due: Day,
    paid: Day,
    cents: i64,
}

/// An invoice a week for each of five customers; Harbor pays twenty days later in the last third.
fn invoices(start: &str, n_weeks: i32) -> Vec<Invoice> {
    let from: Day = start.parse().unwrap();
    let customers = ["Alpine Tool", "Borealis Lighting", "Cedar Works", "Delta Machine", "Harbor Gates"];
    let mut all = Vec::new();
    for week in 0..n_weeks {
        for (i, customer) in (0..).zip(customers) {
            let issued = from + 7 * week + i;
            let is_late = customer == "Harbor Gates" && week * 3 >= n_weeks * 2;
            let beyond = (week * 5 + i * 3) % 9 + if is_late { 20 } else { 2 };
            all.push(Invoice {
                number: format!("INV-{}", 4_000 + week * 5 + i),
                customer,
                issued,
                due: issued + 14,
                paid: issued + 14 + beyond,
                cents: i64::from(40_000 + 137 * (week * 5 + i)),
            });
        }
    }
    all
}

/// What is open on a day, as the books export it. Half of an invoice is paid a week before the rest.
fn list(all: &[Invoice], at: Day) -> String {
    let mut text = format!("Harlan Finishing,,,,,\nA/R Aging Detail,,,,,\n\"As of {}\",,,,,\n,,,,,\n", at.long());
    text.push_str("Num,Date,Customer,Due date,Amount,Open balance\n");
    for invoice in all.iter().filter(|invoice| invoice.issued <= at && invoice.paid > at) {
        let open = if invoice.paid - at < 7 { invoice.cents / 2 } else { invoice.cents };
        let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        let Invoice { number, customer, issued, due, .. } = invoice;
        writeln!(text, "{number},{issued},{customer},{due},{},{}", money(invoice.cents), money(open)).unwrap();
    }
    text
}

fn register(all: &[Invoice]) -> String {
    let mut text = "Invoice No,Invoice Date,Due Date,Customer,Amount\n".to_owned();
    for Invoice { number, customer, issued, due, cents, .. } in all {
        writeln!(text, "{number},{issued},{due},{customer},{}.{:02}", cents / 100, cents % 100).unwrap();
    }
    text
}

fn mondays(start: &str, n: i32) -> Vec<Day> {
    let from: Day = start.parse().unwrap();
    (0..n).map(|week| from + 7 * week).collect()
}

/// Every paid invoice lies in its interval, and what is open is open. Gives how many are paid.
fn holds_the_truth(snapshot: &Snapshot, all: &[Invoice], last: Day) -> usize {
    let dataset = &snapshot.dataset;
    let known = &dataset.invoices;
    let mut n_paid = 0;
    for i in 0..known.issued.len() {
        let number = dataset.document_number(known.number[i]);
        let truth = all.iter().find(|invoice| invoice.number == number).unwrap_or_else(|| panic!("no {number}"));
        if known.paid[i] == Day::NONE.0 {
            assert!(truth.paid > last, "{number} was paid {}", truth.paid);
        } else {
            n_paid += 1;
            let days = known.days(i);
            assert!((days.open_on + 1..=days.paid).contains(&truth.paid.0), "{number}: {days:?}, paid {}", truth.paid);
        }
    }
    n_paid
}

#[test]
fn lists_of_what_is_open_say_when_the_invoices_of_a_register_were_paid() {
    let all = invoices("2025-01-06", 60);
    let weeks = mondays("2025-01-13", 58);
    let mut folder = Folder::with("invoices.csv", register(&all));
    for (i, &week) in weeks.iter().enumerate() {
        folder = folder.and(&format!("aging{i}.csv"), list(&all, week));
    }
    let last = *weeks.last().unwrap();
    let snapshot = look_at(folder.path()).unwrap();
    let n_paid = holds_the_truth(&snapshot, &all, last);
    assert_eq!(n_paid, all.iter().filter(|invoice| invoice.paid <= last).count());
    assert_eq!(snapshot.dataset.invoices.issued.len(), all.len());
    let findings = &snapshot.review.as_ref().unwrap().findings;
    let late: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.signal == Signal::Late)
        .map(|finding| snapshot.dataset.customers[finding.customer as usize].name.as_str())
        .collect();
    assert_eq!(late, ["Harbor Gates"]);
}

#[test]
fn without_a_register_the_lists_stand_for_the_invoices_and_a_workspace_knows_the_same() {
    let all = invoices("2025-01-06", 40);
    let weeks = mondays("2025-01-13", 38);
    let last = *weeks.last().unwrap();
    let mut folder = Folder::new();
    for (i, &week) in weeks.iter().enumerate() {
        folder = folder.and(&format!("aging{i:02}.csv"), list(&all, week));
    }
    let looked = look_at(folder.path()).unwrap();
    assert!(looked.dataset.knows_paid);
    let n_paid = holds_the_truth(&looked, &all, last);
    let sum = |snapshot: &Snapshot| snapshot.dataset.invoices.amount.iter().sum::<i64>();
    let seen: i64 = all.iter().filter(|invoice| invoice.issued <= last).map(|invoice| invoice.cents).sum();
    assert!((sum(&looked) - seen).abs() * 20 < seen, "whole amounts, not what is left of them: {}", sum(&looked));
    let kept = Folder::new();
    let workspace = kept.file("shop.lotwise");
    for i in 0..weeks.len() {
        let options = LookOptions {
            workspace: Some(workspace.clone()),
            paths: vec![folder.file(&format!("aging{i:02}.csv"))],
            ..LookOptions::default()
        };
        let (reports, _) = take_in(&options, Taking::Keep, &JobContext::new(|_| {})).unwrap();
        assert!(reports[0].delta.is_some(), "{:?}", reports[0].question);
    }
    let options = LookOptions { workspace: Some(workspace), ..LookOptions::default() };
    let opened = look(&options, &JobContext::new(|_| {})).unwrap();
    assert_eq!(holds_the_truth(&opened, &all, last), n_paid);
    assert_eq!(sum(&opened), sum(&looked));
    assert_eq!(opened.dataset.invoices.days(0), looked.dataset.invoices.days(0));
}

#[test]
fn the_lists_of_two_plants_say_nothing_of_each_other() {
    let (north, mut south) = (invoices("2025-01-06", 12), invoices("2025-01-06", 12));
    for invoice in &mut south {
        invoice.number = invoice.number.replace("INV", "S");
    }
    let weeks = mondays("2025-02-03", 3);
    let mut folder = Folder::new();
    for (i, &week) in weeks.iter().enumerate() {
        // The south exports on Wednesdays.
        folder = folder
            .and(&format!("north{i}.csv"), list(&north, week))
            .and(&format!("south{i}.csv"), list(&south, week + 2));
    }
    let snapshot = look_at(folder.path()).unwrap();
    let both: Vec<Invoice> = north.into_iter().chain(south).collect();
    let n_paid = holds_the_truth(&snapshot, &both, weeks[2]);
    assert!(n_paid > 20, "{n_paid}");
}

#[test]
fn one_list_alone_says_what_is_open_and_nobody_pays_late() {
    let all = invoices("2025-01-06", 12);
    let snapshot = look_at(Folder::with("aging.csv", list(&all, "2025-03-03".parse().unwrap())).path()).unwrap();
    assert!(!snapshot.dataset.knows_paid);
    assert!(snapshot.dataset.invoices.paid.iter().all(|&paid| paid == Day::NONE.0));
}
