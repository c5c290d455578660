//! The rows that a finding rests on, as a table: the day, the number and the value of each, its file and its row.

use std::collections::BTreeMap;

use super::table_spec::{TableColumn, TableRow, TableSpec};
use crate::model::finding::{Finding, Signal};
use crate::model::money::{self, NO_AMOUNT};
use crate::model::{Dataset, Day, RowRef, WEEK};

/// The rows of a finding about a customer, as they stand in its evidence.
pub fn evidence_table(dataset: &Dataset, finding: &Finding) -> TableSpec {
    let told = told_rows(dataset, finding);
    let rows = finding.evidence.iter().map(|evidence| {
        let (day, number, value) = told.get(&evidence.at).cloned().unwrap_or((Day::NONE, String::new(), String::new()));
        TableRow::of([
            if evidence.is_now { "now" } else { "before" }.to_owned(),
            if day.is_some() { day.long() } else { String::new() },
            number,
            value,
            dataset.sources[usize::from(evidence.at.source)].file.clone(),
            evidence.at.row.to_string(),
        ])
    });
    let value = match finding.signal {
        Signal::Lots => "Parts",
        Signal::Late => "Beyond terms",
        Signal::Rejects => "Rejected of parts",
        Signal::Distress => "Amount, or beyond terms",
        Signal::Mix => "Process, supplier",
        Signal::Interest => "Clicked",
        _ => "Amount",
    };
    TableSpec::of(
        vec![
            TableColumn::words("Window"),
            TableColumn::words("Date"),
            TableColumn::words("Number"),
            TableColumn::number(value),
            TableColumn::words("File"),
            TableColumn::number("Row"),
        ],
        rows.collect(),
    )
}

/// What each row of a customer says: date, number, value.
fn told_rows(dataset: &Dataset, finding: &Finding) -> BTreeMap<RowRef, (Day, String, String)> {
    let (lots, orders, invoices) = (&dataset.lots, &dataset.orders, &dataset.invoices);
    let currency = dataset.currency.as_deref();
    let mut rows = BTreeMap::new();
    if finding.signal == Signal::Lots {
        for i in lots.of(finding.customer) {
            let number = dataset.document_number(lots.order[i]);
            rows.insert(
                lots.at(i),
                (Day(lots.day[i]), number, money::thousands(u64::from(lots.parts[i].unsigned_abs()))),
            );
        }
        return rows;
    }
    if finding.signal == Signal::Rejects {
        let of_customer = orders.of(finding.customer);
        let n = of_customer.len();
        let rejected = dataset.rejections.of_orders(finding.customer, n, finding.windows.now_to + 26 * WEEK);
        for (i, rejected) in of_customer.zip(rejected) {
            let words = format!("{rejected} of {}", orders.parts[i]);
            rows.insert(orders.at(i), (Day(orders.day[i]), dataset.document_number(orders.number[i]), words));
        }
        return rows;
    }
    if finding.signal == Signal::Mix {
        for i in orders.of(finding.customer) {
            let labels = [orders.process[i], orders.supplier[i]].map(|label| dataset.label(label));
            let words = labels.into_iter().filter(|label| !label.is_empty()).collect::<Vec<_>>().join(", ");
            rows.insert(orders.at(i), (Day(orders.day[i]), dataset.document_number(orders.number[i]), words));
        }
        return rows;
    }
    if finding.signal == Signal::Interest {
        let mails = &dataset.mails;
        for i in mails.of(finding.customer) {
            let is_clicked = mails.clicked_on[i] != Day::NONE.0 && mails.clicked_on[i] < finding.windows.now_to.0;
            let words = if is_clicked { "yes" } else { "no" };
            rows.insert(mails.at(i), (Day(mails.day[i]), dataset.label(mails.topic[i]).to_owned(), words.to_owned()));
        }
        return rows;
    }
    for i in orders.of(finding.customer) {
        let amount =
            if orders.amount[i] == NO_AMOUNT { String::new() } else { money::exact(orders.amount[i], currency) };
        rows.insert(orders.at(i), (Day(orders.day[i]), dataset.document_number(orders.number[i]), amount));
    }
    for i in invoices.of(finding.customer) {
        let due = invoices.due[i];
        let beyond = crate::insight::days_beyond_terms(invoices.days(i), finding.windows.now_to);
        let words = beyond
            .map_or(String::new(), |(days, is_open)| format!("{days} days{}", if is_open { " so far" } else { "" }));
        rows.insert(invoices.at(i), (Day(due), dataset.document_number(invoices.number[i]), words));
    }
    rows
}
