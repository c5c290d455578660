//! Rejections: of which order they are, and what is known of them when.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Folder, look_at};
use lotwise::model::Day;

const ORDERS: &str = "Order No,Order Date,Customer,Process,Parts\nSO-1001,2026-01-05,Alpine Tool,Anodizing,100\n\
                      SO-1002,2026-01-12,Alpine Tool,Anodizing,80\nSO-2001,2026-01-06,Delta Machining,Zinc,50\n";

fn rejected(rejections: &str) -> Vec<(String, i32)> {
    let folder = Folder::with("orders.csv", ORDERS).and("rejections.csv", rejections);
    let dataset = look_at(folder.path()).unwrap().dataset;
    let orders = &dataset.orders;
    let mut told = Vec::new();
    for customer in 0..u32::try_from(dataset.customers.len()).unwrap() {
        let of_customer = orders.of(customer);
        let rejected = dataset.rejections.of_orders(customer, of_customer.len(), Day(i32::MAX));
        for (place, i) in of_customer.enumerate() {
            told.push((dataset.document_number(orders.number[i]), rejected[place]));
        }
    }
    told.retain(|(_, parts)| *parts > 0);
    told
}

#[test]
fn a_rejection_is_of_the_order_that_it_names_and_its_own_number_counts_no_parts() {
    let told = rejected(
        "rejection_id,order_no,date,customer,rejected_qty,reason\n901,SO-1001,2026-01-14,Alpine Tool,7,orange peel\n\
         902,SO-1001,2026-01-15,Alpine Tool,2,orange peel\n903,SO-2001,2026-01-15,Delta Machining,1,stains\n",
    );
    assert_eq!(told, [("SO-1001".to_owned(), 9), ("SO-2001".to_owned(), 1)]);
}

#[test]
fn a_rejection_without_an_order_is_of_the_last_one_of_the_customer_before_it() {
    let told = rejected(
        "Date,Customer,Rejected parts,Reason\n2026-01-10,Alpine Tool,5,thin\n2026-01-20,Alpine Tool,3,thin\n\
         2026-01-02,Delta Machining,4,thin\n2026-09-01,Delta Machining,4,thin\n",
    );
    let parts: Vec<(&str, i32)> = told.iter().map(|(order, parts)| (order.as_str(), *parts)).collect();
    assert_eq!(parts, [("SO-1001", 5), ("SO-1002", 3)], "none before its first order, none half a year later");
}
