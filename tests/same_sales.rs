//! The same sale in two systems counts once, and two sales never become one.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;

use common::{Folder, look_with};
use lotwise::app::{LookOptions, Snapshot};
use lotwise::model::said::Act;
use lotwise::model::sales::Relation;
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
    let apart = look(
        &folder,
        vec![said(About::Untie, plain.dataset.document_handle(&tie.kept), plain.dataset.document_handle(&tie.dropped))],
    );
    assert_eq!(revenue(&apart), revenue(&plain) + tie.kept.amount);
}

/// How the books bill an order of the shop.
#[derive(Clone, Copy, PartialEq)]
enum Bill {
    /// As it is, without naming it.
    Plain,
    /// As it is, with its number in a remark, and with freight on top.
    Named,
    /// With a tax.
    Taxed,
    /// In two parts.
    Parts,
    /// With all others of the month.
    Monthly,
}

/// The books of a shop: each customer is billed in its own way. Gives the file, and what it holds beside the orders.
fn books(sales: &BTreeMap<String, Sale>, how: &dyn Fn(usize) -> Bill, own_every: usize) -> (String, i64) {
    let mut names: Vec<&str> = sales.values().map(|sale| sale.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let way = |sale: &Sale| how(names.binary_search(&sale.name.as_str()).unwrap());
    let mut invoices: Vec<(Day, String, i64, String)> = Vec::new();
    let mut months: BTreeMap<(&str, i32), (Day, i64)> = BTreeMap::new();
    let mut own = 0;
    for (i, (number, sale)) in sales.iter().enumerate() {
        let name = format!("{} LLC", sale.name.to_uppercase());
        let mut bill =
            |days: i32, cents: i64, memo: String| invoices.push((sale.day + days, name.clone(), cents, memo));
        match way(sale) {
            Bill::Plain => bill(3, sale.cents, String::new()),
            Bill::Named => bill(4, sale.cents + 3_517, format!("Your order {number}, with freight")),
            Bill::Taxed => bill(3, (sale.cents * 10_725 + 5_000) / 10_000, String::new()),
            Bill::Parts => {
                bill(2, sale.cents / 3, String::new());
                bill(9, sale.cents - sale.cents / 3, String::new());
            }
            Bill::Monthly => {
                let month = months.entry((&sale.name, (sale.day.0 - 16_000) / 28)).or_insert((sale.day, 0));
                *month = (sale.day, month.1 + sale.cents);
            }
        }
        if i % own_every == own_every - 1 {
            // A sale that nobody wrote down as an order.
            let cents = sale.cents * 4 + 1_013;
            own += cents;
            bill(5, cents, String::new());
        }
    }
    invoices.extend(
        months
            .into_iter()
            .map(|((name, _), (day, cents))| (day + 1, format!("{} LLC", name.to_uppercase()), cents, String::new())),
    );
    invoices.sort();
    let mut text = "Invoice No,Invoice Date,Due Date,Bill To,Memo,Total\n".to_owned();
    for (i, (day, name, cents, memo)) in invoices.into_iter().enumerate() {
        let due = day + 30;
        let (whole, part) = (cents / 100, cents % 100);
        writeln!(text, "B{},{day},{due},{name},\"{memo}\",{whole}.{part:02}", 400_000 + i).unwrap();
    }
    (text, own)
}

fn billed(seed: u64, how: &dyn Fn(usize) -> Bill, said: Vec<Said>) -> (Snapshot, i64, i64) {
    let folder = Folder::new();
    let all = sales(&folder, seed);
    let (text, own) = books(&all, how, 23);
    std::fs::write(folder.file("jobs.csv"), text).unwrap();
    let ordered = all.values().map(|sale| sale.cents).sum();
    (look(&folder, said), ordered, own)
}

const WAYS: [Bill; 5] = [Bill::Plain, Bill::Named, Bill::Taxed, Bill::Parts, Bill::Monthly];

#[test]
fn an_order_and_its_invoices_are_one_sale() {
    for seed in 1..=6 {
        for bill in [Bill::Plain, Bill::Named, Bill::Taxed] {
            let (snapshot, ordered, own) = billed(seed, &|_| bill, Vec::new());
            assert_eq!(revenue(&snapshot), ordered + own, "to the cent, seed {seed}");
        }
        // Parts of two orders may come to a third one.
        for how in [&|_| Bill::Parts, &|_| Bill::Monthly, &|i| WAYS[i % 5]] as [&dyn Fn(usize) -> Bill; 3] {
            let (snapshot, ordered, own) = billed(seed, how, Vec::new());
            let off = revenue(&snapshot) - ordered - own;
            assert!(off.abs() * 200 < ordered, "seed {seed}: off by {off} cents of {ordered}");
        }
    }
}

#[test]
fn the_owner_says_that_the_books_lead_or_hold_other_sales() {
    let (plain, ordered, own) = billed(3, &|_| Bill::Named, Vec::new());
    let said = |about, subject: &str, value: &str| Said { about, subject: subject.to_owned(), value: value.to_owned() };
    let n = i64::try_from(plain.dataset.same_sales[0].ties.len()).unwrap();
    let (led, ..) = billed(3, &|_| Bill::Named, vec![said(About::Lead, "jobs.csv", "orders.csv")]);
    assert_eq!(revenue(&led), ordered + own + n * 3_517, "with freight");
    assert_eq!(led.dataset.orders.day, plain.dataset.orders.day, "the orders stay what they are");
    let (different, ..) = billed(3, &|_| Bill::Named, vec![said(About::Sales, "jobs.csv and orders.csv", "different")]);
    assert_eq!(revenue(&different), 2 * ordered + own + n * 3_517);
    let tie = &plain.dataset.same_sales[0].ties[0];
    let handle = |document| plain.dataset.document_handle(document);
    let apart = said(About::Untie, &handle(&tie.kept), &handle(&tie.dropped));
    let (untied, ..) = billed(3, &|_| Bill::Named, vec![apart]);
    assert!(
        !untied.dataset.same_sales[0].ties.iter().any(|t| (t.kept.at, t.dropped.at) == (tie.kept.at, tie.dropped.at))
    );
}

const ORDERS: &str = "Order No,Order Date,Customer,Parts,Amount\n";
const INVOICES: &str = "Invoice No,Invoice Date,Due Date,Customer,Amount\n";

/// A row a week for `n` weeks; `cents` says what each comes to.
fn weekly(from: &str, n: i32, columns: &dyn Fn(i32, Day) -> String) -> String {
    let from: Day = from.parse().unwrap();
    (0..n).map(|week| columns(week, from + 7 * week) + "\n").collect()
}

fn order(week: i32, day: Day, cents: i32) -> String {
    format!("{},{day},Alpine Tool,40,{:.2}", 100 + week, f64::from(cents) / 100.0)
}

fn invoice(week: i32, day: Day, cents: i32) -> String {
    format!("B{},{day},{},Alpine Tool,{:.2}", 70_500 + week, day + 30, f64::from(cents) / 100.0)
}

fn two(orders: &str, invoices: &str) -> Snapshot {
    let folder =
        Folder::with("orders.csv", format!("{ORDERS}{orders}")).and("jobs.csv", format!("{INVOICES}{invoices}"));
    look(&folder, Vec::new())
}

#[test]
fn invoices_of_a_time_without_orders_are_sales() {
    // The shop's system began in July; the books go back to January.
    let orders = weekly("2025-07-07", 20, &|week, day| order(week, day, 50_000 + 111 * week));
    let before = weekly("2025-01-06", 26, &|week, day| invoice(week, day, 90_000 + 77 * week));
    let of_orders = weekly("2025-07-10", 20, &|week, day| invoice(100 + week, day, 50_000 + 111 * week));
    let snapshot = two(&orders, &(before + &of_orders));
    let ordered: i64 = (0..20).map(|week| 50_000 + 111 * week).sum();
    assert_eq!(revenue(&snapshot), ordered + (0..26).map(|week| 90_000 + 77 * week).sum::<i64>());
}

#[test]
fn invoices_that_have_nothing_to_do_with_the_orders_count_beside_them() {
    let orders = weekly("2025-01-06", 30, &|week, day| order(week, day, 50_000 + 1_111 * week));
    let others = weekly("2025-01-08", 30, &|week, day| invoice(week, day, 7_777 + 201 * week));
    let snapshot = two(&orders, &others);
    assert_eq!(snapshot.dataset.same_sales[0].relation, Relation::Different);
    assert_eq!(revenue(&snapshot), (0..30).map(|week| 50_000 + 1_111 * week + 7_777 + 201 * week).sum::<i64>());
}

#[test]
fn where_it_cannot_be_told_only_the_orders_count_until_the_owner_says_so() {
    let orders = weekly("2025-01-06", 30, &|week, day| order(week, day, 50_000 + 1_111 * week));
    // A third is billed as it was ordered.
    let cents = |week: i32| if week % 3 == 0 { 50_000 + 1_111 * week } else { 9_000 + 57 * week };
    let invoices = weekly("2025-01-08", 30, &|week, day| invoice(week, day, cents(week)));
    let snapshot = two(&orders, &invoices);
    let same = &snapshot.dataset.same_sales[0];
    assert_eq!((same.relation, same.ties.len(), same.n_alone), (Relation::Open, 10, 20));
    assert_eq!(revenue(&snapshot), (0..30).map(|week| 50_000 + 1_111 * week).sum::<i64>());
}

#[test]
fn orders_without_amounts_take_those_of_their_invoices() {
    let orders = weekly("2025-01-06", 30, &|week, day| format!("SO-{},{day},Alpine Tool,40", 6_100 + week));
    let invoices = weekly("2025-01-08", 30, &|week, day| {
        format!("B{},{day},{},Alpine Tool,SO-{},{}.50", 70_500 + week, day + 30, 6_100 + week, 500 + week)
    });
    let folder = Folder::with("orders.csv", format!("Order No,Order Date,Customer,Parts\n{orders}"))
        .and("jobs.csv", format!("Invoice No,Invoice Date,Due Date,Customer,Order No,Amount\n{invoices}"));
    let snapshot = look(&folder, Vec::new());
    assert_eq!(revenue(&snapshot), (0..30).map(|week| 50_050 + 100 * week).sum::<i64>());
    assert!(snapshot.dataset.orders.amount.iter().all(|&amount| amount > 0));
}

#[test]
fn the_lines_of_invoices_are_lots_where_no_orders_cover_them() {
    let lines = |from: &str, n: i32, first: i32, customer: &str| {
        weekly(from, n, &|week, day| {
            format!("B{},{day},{},{customer},Zinc plate brackets,{},500.00", first + week, day + 30, 30 + week)
        })
    };
    let all = lines("2025-01-06", 26, 70_500, "Alpine Tool")
        + &lines("2025-07-10", 20, 71_500, "Alpine Tool")
        + &lines("2025-07-09", 20, 72_500, "Borealis");
    let orders = weekly("2025-07-07", 20, &|week, day| order(week, day, 50_000));
    let folder = Folder::with("orders.csv", format!("{ORDERS}{orders}"))
        .and("jobs.csv", format!("Invoice No,Invoice Date,Due Date,Customer,Item,Qty,Amount\n{all}"));
    let dataset = &look(&folder, Vec::new()).dataset;
    let lots = |name: &str| {
        let place = dataset.customers.iter().position(|customer| customer.name == name).unwrap();
        dataset.lots.of(u32::try_from(place).unwrap()).len()
    };
    assert_eq!((lots("Alpine Tool"), lots("Borealis")), (26 + 20, 20));
    assert_eq!(dataset.same_sales[0].ties.len(), 20, "the invoices of this year are the orders of this year");
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
