//! What matching names costs: 20,000 spellings of 5,000 customers in four systems, and how it grows with their number. Read
//! the ratios, not the seconds: twice the customers should cost about twice the time.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::time::Instant;

use lotwise::model::table::Mention;
use lotwise::model::{Kind, Table};
use lotwise::names::link;

const SIZES: [usize; 4] = [1250, 2500, 5000, 10_000];

fn main() {
    let mut before = None;
    for n_customers in SIZES {
        let tables = systems(n_customers);
        let n_spellings: usize = tables.iter().map(|table| table.mentions.len()).sum();
        let start = Instant::now();
        let linked = link(&tables, &[]);
        let seconds = start.elapsed().as_secs_f64();
        let growth = before.map_or(String::new(), |before: f64| format!(", {:.2} times the half", seconds / before));
        println!(
            "{n_spellings} spellings of {n_customers} customers: {seconds:.2} s{growth}; {} customers found, {} left to the owner",
            linked.customers.len(),
            linked.doubtful.len()
        );
        before = Some(seconds);
    }
}

/// Orders with numbers and addresses, books with company forms, receipts in capitals, mail with addresses alone.
fn systems(n_customers: usize) -> Vec<Table> {
    let kinds = [Kind::Orders, Kind::Payments, Kind::Payments, Kind::Emails];
    let mut tables: Vec<Table> = (0..).zip(kinds).map(|(source, kind)| Table::new(source, kind)).collect();
    for i in 0..n_customers {
        let name = name(i);
        let domain = format!("{}.com", name.to_lowercase().replace(' ', ""));
        let mention = |id: Option<String>, name: Option<String>, email: Option<String>| Mention {
            id,
            name,
            email,
            person: None,
            n_rows: 1,
        };
        let form = ["Inc", "LLC", "Co.", "Corporation"][i % 4];
        let spellings = [
            mention(Some(format!("C{i}")), Some(name.clone()), Some(format!("orders@{domain}"))),
            mention(None, Some(format!("{name}, {form}")), None),
            mention(None, Some(name.to_uppercase()), Some(format!("ap@{domain}"))),
            mention(None, None, Some(format!("buyer{i}@{domain}"))),
        ];
        for (table, mention) in tables.iter_mut().zip(spellings) {
            table.mention_of_row.push(u32::try_from(i).unwrap());
            table.rows.push(u32::try_from(i + 2).unwrap());
            table.mentions.push(mention);
        }
    }
    tables
}

/// Names of three words, as alike as those of a trade are.
fn name(i: usize) -> String {
    const FIRST: [&str; 40] = [
        "Alpine",
        "Borealis",
        "Cascade",
        "Delta",
        "Eagle",
        "Frontier",
        "Granite",
        "Harbor",
        "Ironwood",
        "Juniper",
        "Keystone",
        "Lakeshore",
        "Midwest",
        "Northern",
        "Oakdale",
        "Prairie",
        "Quarry",
        "Ridge",
        "Summit",
        "Tri County",
        "Union",
        "Valley",
        "Western",
        "Yellowstone",
        "Zenith",
        "American",
        "Bay State",
        "Central",
        "Dominion",
        "Empire",
        "Falcon",
        "Golden",
        "Heritage",
        "Imperial",
        "Jackson",
        "Kingston",
        "Liberty",
        "Madison",
        "National",
        "Olympic",
    ];
    const LAST: [&str; 16] = [
        "Tool",
        "Machine",
        "Metal Works",
        "Lighting",
        "Hydraulics",
        "Furniture",
        "Cycles",
        "Controls",
        "Fabrication",
        "Rail",
        "Marine",
        "Medical",
        "Castings",
        "Pump and Valve",
        "Robotics",
        "Hardware",
    ];
    // A made-up word of its own for each, so that names are alike and not the same.
    let mut rest = i / (FIRST.len() * LAST.len());
    let mut middle = String::new();
    for _ in 0..3 {
        middle.push_str(["ba", "ko", "li", "mer", "ton", "vas"][rest % 6]);
        rest /= 6;
    }
    format!("{} {middle} {}", FIRST[i % FIRST.len()], LAST[i / FIRST.len() % LAST.len()])
}
