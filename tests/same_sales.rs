//! The same sale in two systems counts once, and two sales never become one.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;

use common::{Folder, look_with};
use lotwise::app::{LookOptions, Snapshot};
use lotwise::model::said::Act;
use lotwise::model::{About, Day, Said};
use lotwise::sample::{SampleOptions, write_sample};

/// An order of the invented shop.
#[derive(Clone)]
struct Sale {
    day: Day,
    name: String,
    parts: i64,
    cents: i64,
}

/// The orders of an invented shop by number, as its own file has them.
fn sales(folder: &Folder, seed: u64) -> BTreeMap<String, Sale> {
    let options = SampleOptions { customers: 40, years: 2, seed };
    write_sample(&folder.file("sample"), &options).unwrap();
    let text = std::fs::read_to_string(folder.file("sample/orders.csv")).unwrap();
    std::fs::write(folder.file("orders.csv"), &text).unwrap();
    let mut lines = text.lines();
    let headings: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| headings.iter().position(|heading| *heading == name).unwrap();
    let places = [at("Order No"), at("Order Date"), at("Customer"), at("Parts"), at("Amount")];
    let mut sales: BTreeMap<String, Sale> = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let [number, day, name, parts, amount] = places.map(|place| cells[place]);
        let cents = amount.replace('.', "").parse::<i64>().unwrap();
        let sale = sales.entry(number.to_owned()).or_insert(Sale {
            day: day.parse().unwrap(),
            name: name.to_owned(),
            parts: 0,
            cents: 0,
        });
        sale.parts += parts.parse::<i64>().unwrap();
        sale.cents += cents;
    }
    sales
}

/// The same sales as another system has them: other numbers, other spellings, some days later, one row each.
fn other_system(sales: &[Sale]) -> String {
    let mut text = "Job,Entered,Client,Pieces,Value\n".to_owned();
    for (i, sale) in sales.iter().enumerate() {
        let day = sale.day + i32::try_from(2 + i % 5).unwrap();
        let (name, cents) = (sale.name.to_uppercase(), sale.cents);
        writeln!(text, "W-{},{day},{name} INC,{},{}.{:02}", 70_000 + i, sale.parts, cents / 100, cents % 100).unwrap();
    }
    text
}

fn look(folder: &Folder, said: Vec<Said>) -> Snapshot {
    let act = Act { id: 1, at: String::new(), said };
    let paths = vec![folder.file("orders.csv"), folder.file("jobs.csv")];
    let options = LookOptions { paths, acts: vec![act], with_track_record: false, ..LookOptions::default() };
    look_with(folder.path(), options).unwrap()
}

fn revenue(snapshot: &Snapshot) -> i64 {
    let dataset = &snapshot.dataset;
    let (from, to) = (dataset.data_start().unwrap(), dataset.data_end().unwrap() + 1);
    (0..u32::try_from(dataset.customers.len()).unwrap()).map(|customer| dataset.revenue(customer, from, to)).sum()
}

#[test]
fn sales_of_two_systems_count_once_to_the_cent() {
    for seed in 1..=8 {
        let folder = Folder::new();
        let all: Vec<Sale> = sales(&folder, seed).into_values().collect();
        // Of every tenth sale the other system knows nothing, and it has some of its own.
        let mut theirs: Vec<Sale> =
            all.iter().enumerate().filter(|(i, _)| i % 10 != 3).map(|(_, sale)| sale.clone()).collect();
        let own = theirs.iter().step_by(25).map(|sale| Sale { cents: sale.cents * 3 + 7, ..sale.clone() });
        let own: Vec<Sale> = own.collect();
        theirs.extend(own.iter().cloned());
        std::fs::write(folder.file("jobs.csv"), other_system(&theirs)).unwrap();
        let snapshot = look(&folder, Vec::new());
        let truth = |sales: &[Sale]| sales.iter().map(|sale| sale.cents).sum::<i64>();
        assert_eq!(revenue(&snapshot), truth(&all) + truth(&own), "seed {seed}");
        assert_eq!(snapshot.dataset.orders.day.len(), all.len() + own.len(), "seed {seed}: no two sales become one");
        let same = &snapshot.dataset.same_sales[0];
        assert_eq!(same.ties.len(), theirs.len() - own.len(), "seed {seed}");
        // One may lie behind the last day of the leading file.
        assert!((own.len() - 1..=own.len()).contains(&same.n_alone), "seed {seed}: {}", same.n_alone);
        assert_eq!(
            snapshot.dataset.sources[usize::from(same.leading)].file.rsplit('/').next(),
            Some("orders.csv"),
            "it has the lots"
        );
    }
}

#[test]
fn the_owner_says_which_file_leads_and_which_orders_are_two_sales() {
    let folder = Folder::new();
    let all: Vec<Sale> = sales(&folder, 5).into_values().collect();
    std::fs::write(folder.file("jobs.csv"), other_system(&all)).unwrap();
    let plain = look(&folder, Vec::new());
    let name = |snapshot: &Snapshot, source: u16| snapshot.dataset.sources[usize::from(source)].file.clone();
    let same = &plain.dataset.same_sales[0];
    let said = |about, subject: String, value: String| Said { about, subject, value };
    let lead = said(About::Lead, name(&plain, same.other), name(&plain, same.leading));
    let changed = look(&folder, vec![lead]);
    assert_eq!(name(&changed, changed.dataset.same_sales[0].leading), name(&plain, same.other));
    assert_eq!(revenue(&changed), revenue(&plain));
    let tie = &same.ties[0];
    let apart = look(&folder, vec![said(About::Untie, tie.kept.handle(), tie.dropped.handle())]);
    assert_eq!(revenue(&apart), revenue(&plain) + tie.amount);
}

#[test]
fn standing_orders_of_one_price_in_two_files_are_not_the_same_sales() {
    let (mut web, mut counter) =
        ("Order No,Order Date,Customer,Parts,Amount\n".to_owned(), "Job,Entered,Client,Pieces,Value\n".to_owned());
    for week in 0..40 {
        let day = "2025-01-06".parse::<Day>().unwrap() + 7 * week;
        // Two customers order at one price in both; the others at prices of their own.
        for customer in 0..8 {
            let cents = |salt: i32| if customer < 2 { 50_000 } else { 20_000 + 137 * week + 911 * customer + salt };
            writeln!(
                web,
                "{},{day},Customer No {customer} Tool,10,{}",
                1000 + week * 8 + customer,
                f64::from(cents(0)) / 100.0
            )
            .unwrap();
            let later = day + 3;
            writeln!(
                counter,
                "J{},{later},Customer No {customer} Tool,10,{}",
                90_000 + week * 8 + customer,
                f64::from(cents(51)) / 100.0
            )
            .unwrap();
        }
    }
    let folder = Folder::with("orders.csv", web).and("jobs.csv", counter);
    let snapshot = look(&folder, Vec::new());
    assert_eq!(snapshot.dataset.orders.day.len(), 640);
    assert!(snapshot.dataset.same_sales.is_empty());
}

#[test]
fn one_list_in_two_parts_is_not_the_same_sales() {
    let part = |from: &str| {
        let mut text = "Order No,Order Date,Customer,Parts,Amount\n".to_owned();
        for week in 0..12 {
            let day = from.parse::<Day>().unwrap() + 7 * week;
            writeln!(text, "{from}-{week},{day},Alpine Tool,10,500.00").unwrap();
        }
        text
    };
    let folder = Folder::with("orders.csv", part("2025-01-06")).and("jobs.csv", part("2025-03-31"));
    assert_eq!(look(&folder, Vec::new()).dataset.orders.day.len(), 24);
}
