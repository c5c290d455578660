//! What a receipt pays, and what that says of when an invoice was paid.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fmt::Write;

use common::{Folder, look_at};
use lotwise::app::Snapshot;
use lotwise::model::Day;

const INVOICES: &str = "Invoice No,Invoice Date,Due Date,Customer,Amount\n";
const RECEIPTS: &str = "Date,Receipt No,Received From,Memo,Amount\n";

fn shop(invoices: &str, receipts: &str) -> Snapshot {
    let folder =
        Folder::with("invoices.csv", format!("{INVOICES}{invoices}")).and("bank.csv", format!("{RECEIPTS}{receipts}"));
    look_at(folder.path()).unwrap()
}

/// (amount, number, why) of what is tied, in the order of the receipts.
fn tied(snapshot: &Snapshot) -> Vec<(i64, &str, &str)> {
    let mut tied: Vec<_> = snapshot.dataset.payments.tied.iter().collect();
    tied.sort_by_key(|tie| (tie.receipt.day, tie.receipt.at.row));
    tied.into_iter().map(|tie| (tie.receipt.amount, tie.number.as_str(), tie.why)).collect()
}

#[test]
fn a_receipt_pays_what_it_names_else_what_comes_to_its_amount() {
    let snapshot = shop(
        "INV-5001,2025-01-02,2025-02-01,Alpine Tool,100.00\nINV-5002,2025-01-09,2025-02-08,Alpine Tool,250.00\n\
         INV-5003,2025-01-16,2025-02-15,Alpine Tool,100.00\nINV-5004,2025-01-20,2025-02-19,Alpine Tool,30.00\n\
         INV-5005,2025-01-21,2025-02-20,Alpine Tool,45.50\nINV-5006,2025-01-22,2025-02-21,Borealis,250.00\n",
        "2025-02-03,R1,\"ALPINE TOOL, INC\",Inv 5003,100.00\n2025-02-04,R2,ALPINE TOOL,,100.00\n\
         2025-02-05,R3,Alpine Tool,,75.50\n2025-02-06,R4,Alpine Tool,,77.00\n2025-02-07,R5,Borealis,part of 5006,200.00\n",
    );
    assert_eq!(
        tied(&snapshot),
        [
            (10_000, "INV-5003", "it names the number"),
            (10_000, "INV-5001", "customer and amount"),
            (7_550, "INV-5004", "they come to the amount together"),
            (7_550, "INV-5005", "they come to the amount together"),
            (20_000, "INV-5006", "it names the number"),
        ]
    );
    let untied: Vec<i64> = snapshot.dataset.payments.untied.iter().map(|receipt| receipt.amount).collect();
    assert_eq!(untied, [7_700], "a receipt without an invoice is listed");
}

/// An invoice a week for a year, and a receipt for each but every `n`th.
fn year(without_every: usize) -> Snapshot {
    let (mut invoices, mut receipts) = (String::new(), String::new());
    let first: Day = "2024-01-01".parse().unwrap();
    for week in 0..52_usize {
        let (issued, amount) = (first + i32::try_from(7 * week).unwrap(), 100 + week);
        writeln!(invoices, "{},{issued},{},Alpine Tool,{amount}.00", 7000 + week, issued + 30).unwrap();
        if week % without_every != without_every - 1 {
            writeln!(receipts, "{},R{week},Alpine Tool,,{amount}.00", issued + 33).unwrap();
        }
    }
    shop(&invoices, &receipts)
}

#[test]
fn receipts_that_pay_nearly_all_invoices_say_when_each_was_paid() {
    let snapshot = year(20);
    let dataset = &snapshot.dataset;
    assert!(dataset.knows_paid);
    let paid = dataset.invoices.paid.iter().zip(&dataset.invoices.due).filter(|(paid, _)| **paid != Day::NONE.0);
    let late: Vec<i32> = paid.map(|(paid, due)| paid - due).collect();
    assert_eq!(late.len(), 50);
    assert!(late.iter().all(|&days| days == 3));
}

#[test]
fn an_invoice_whose_receipt_may_lie_elsewhere_makes_nobody_late() {
    let snapshot = year(3);
    let payments = &snapshot.dataset.payments;
    assert!(!snapshot.dataset.knows_paid && payments.n_paid < payments.n_due, "{payments:?}");
}

#[test]
fn a_payment_in_advance_and_its_copy_in_the_books_pay_one_invoice() {
    let invoices = "5248,2025-08-22,2025-09-21,Alpine Tool,100.00\n5250,2025-08-25,2025-09-24,Alpine Tool,70.00\n";
    let folder = Folder::with("invoices.csv", format!("{INVOICES}{invoices}"))
        .and(
            "bank.csv",
            format!("{RECEIPTS}2025-09-04,R1,Alpine Tool,Inv 5248,106.00\n2025-09-05,R2,Alpine Tool,,70.00\n"),
        )
        .and("cards.csv", "Date,Receipt No,Payer,Description,Amount\n2025-08-11,C1,Alpine Tool,Invoice 5248,106.00\n");
    let snapshot = look_at(folder.path()).unwrap();
    assert_eq!(
        tied(&snapshot),
        [
            (10_600, "5248", "it names the number"),
            (10_600, "5248", "the same payment in two files"),
            (7_000, "5250", "customer and amount"),
        ]
    );
    assert!(snapshot.dataset.payments.untied.is_empty());
}

#[test]
fn a_receipt_pays_the_invoice_and_not_the_order_of_the_same_sale() {
    let folder = Folder::with("invoices.csv", format!("{INVOICES}B5001,2025-01-10,2025-02-09,Alpine Tool,100.00\n"))
        .and("orders.csv", "Order No,Order Date,Customer,Parts,Amount\nSO-77,2025-01-06,Alpine Tool,10,100.00\n")
        .and("bank.csv", format!("{RECEIPTS}2025-02-03,R1,Alpine Tool,,100.00\n"));
    assert_eq!(tied(&look_at(folder.path()).unwrap()), [(10_000, "B5001", "customer and amount")]);
}
