//! Who must not be written to stands in no list of people, and how many were left out is always said.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Folder, look_at, page_of, review};
use lotwise::app::Snapshot;
use lotwise::report::json;

const ORDERS: &str = "Order No,Order Date,Customer,E-mail,Parts,Amount\n\
    SO-101,2025-01-06,Alpine Tool,ruth@alpinetool.example,10,100.00\n\
    SO-102,2025-02-06,Alpine Tool,sam@alpinetool.example,10,100.00\n\
    SO-103,2025-02-07,Borealis,kim@borealis.example,10,100.00\n\
    SO-104,2025-03-07,Borealis,ana@borealis.example,10,100.00\n";

fn with_people(snapshot: &Snapshot) -> serde_json::Value {
    let people = json::People { with_addresses: true };
    serde_json::to_value(json::review(&snapshot.dataset, review(snapshot), &snapshot.weekly, people)).unwrap()
}

fn left_out(folder: &Folder) -> (String, u64, String) {
    let snapshot = look_at(folder.path()).unwrap();
    let told = with_people(&snapshot);
    let n = told["people_left_out"].as_u64().unwrap();
    let page = page_of(&snapshot);
    (told.to_string(), n, page)
}

#[test]
fn who_unsubscribed_is_in_no_list_and_is_counted() {
    let folder = Folder::with("orders.csv", ORDERS).and(
        "recipients.csv",
        "Campaign,Email,Company,Sent on,Total Opens,Unsubscribe_Date,Hard_Bounce_Date,Hard_Bounce_Reason\n\
         Zinc,ruth@alpinetool.example,Alpine Tool,2025-02-01,2,2025-02-02,,\n\
         Zinc,sam@alpinetool.example,Alpine Tool,2025-02-01,1,,,\n\
         Zinc,kim@borealis.example,Borealis,2025-02-01,0,,2025-02-01,mailbox unavailable\n\
         Zinc,ana@borealis.example,Borealis,2025-02-01,0,,,\n",
    );
    let (told, n, page) = left_out(&folder);
    assert_eq!(n, 2, "{told}");
    assert!(!told.contains("ruth@") && !told.contains("kim@"), "{told}");
    assert!(told.contains("sam@") && told.contains("ana@"));
    assert!(page.contains("2 people are left out of every list"));
}

#[test]
fn a_word_in_a_log_of_events_or_in_a_list_of_contacts_says_the_same() {
    let folder = Folder::with("orders.csv", ORDERS)
        .and(
            "events.csv",
            "Campaign,E-mail,Company,Event,Time\nZinc,ruth@alpinetool.example,Alpine Tool,Sent,2025-02-01 09:00:00\n\
             Zinc,ruth@alpinetool.example,Alpine Tool,Unsubscribed,2025-02-01 10:00:00\n\
             Zinc,sam@alpinetool.example,Alpine Tool,Sent,2025-02-01 09:00:00\n\
             Zinc,sam@alpinetool.example,Alpine Tool,Soft bounce,2025-02-01 09:00:00\n",
        )
        .and(
            "contacts.csv",
            "Company,Email,Contact name,Do not contact\nBorealis,kim@borealis.example,Kim Dale,yes\n\
             Borealis,ana@borealis.example,Ana Ruiz,\n",
        );
    let (told, n, _) = left_out(&folder);
    assert_eq!(n, 2, "{told}");
    assert!(!told.contains("ruth@") && !told.contains("kim@") && !told.contains("Kim Dale"), "{told}");
    assert!(told.contains("sam@") && told.contains("Ana Ruiz"));
}

#[test]
fn where_nobody_refused_nothing_is_said() {
    let (told, n, page) = left_out(&Folder::with("orders.csv", ORDERS));
    assert_eq!(n, 0);
    assert!(told.contains("ruth@") && !page.contains("left out of every list"));
}
