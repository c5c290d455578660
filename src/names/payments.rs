//! What each receipt pays: the invoice or the order whose number it names, else one of the same customer and the same amount
//! before it, else several that come to it together.
//!
//! Where the receipts pay nearly all invoices, they say when each was paid.

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;

use super::amounts::{MOST_TO_COMBINE, two_or_three};
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::{NO_NUMBER, number_text, numbers_in, tail};
use crate::model::sales::{PaymentTie, Payments, Receipt};
use crate::model::source::RowRef;
use crate::model::table::Column;
use crate::model::{About, CustomerIdx, Day, Field, Form, Kind, Said, SourceIdx, Table};

/// A payment comes at most so many days after its invoice.
const MOST_DAYS: i32 = 200;

/// It comes a few days before it, where a date is the posting's; many, where it names the invoice: that was paid in advance.
const FEW_DAYS: i32 = 5;
const IN_ADVANCE: i32 = 60;

/// A payment stands in the books and at the bank so many days apart at most.
const POSTED_DAYS: i32 = 35;

/// So large a part of the invoices must be paid by the receipts at hand, or an invoice without one may be paid all the same.
const NEARLY_ALL: f64 = 0.9;

/// After so many days an invoice is paid, or late.
const TIME_TO_PAY: i32 = 120;

/// An invoice or an order.
struct Document {
    table: usize,
    /// All its rows, as places in the table.
    rows: Vec<usize>,
    customer: CustomerIdx,
    number: String,
    tail: Option<u64>,
    day: i32,
    amount: Minor,
    /// What is not paid yet.
    open: Minor,
    /// When its file says that it was paid.
    said_paid: i32,
    /// When its receipts paid it.
    paid_on: i32,
    /// By which amounts, of which files.
    paid_by: Vec<(Minor, SourceIdx)>,
}

/// A receipt with the numbers that it names.
struct Open {
    receipt: Receipt,
    named: Vec<u64>,
    is_tied: bool,
}

/// Ties receipts to what they pay, and gives invoices without a paid date the one of their receipt.
pub fn tie_payments(tables: &mut [Table], customer_of: &[Vec<Option<CustomerIdx>>], said: &[Said]) -> Payments {
    let mut receipts = receipts(tables, customer_of);
    if receipts.is_empty() {
        return Payments::default();
    }
    let mut documents = documents(tables, customer_of);
    let untied: HashSet<(&str, &str)> = said
        .iter()
        .filter(|said| said.about == About::Untie)
        .map(|said| (said.subject.as_str(), said.value.as_str()))
        .collect();
    let mut of_customer: BTreeMap<CustomerIdx, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate() {
        of_customer.entry(document.customer).or_default().0.push(i);
    }
    for (i, open) in receipts.iter().enumerate() {
        of_customer.entry(open.receipt.customer).or_default().1.push(i);
    }
    let mut all = Payments::default();
    for (theirs, paid) in of_customer.into_values() {
        let mut work =
            Work { documents: &mut documents, receipts: &mut receipts, tables, untied: &untied, tied: &mut all.tied };
        work.by_number(&theirs, &paid);
        work.by_amount(&theirs, &paid);
        work.by_sum(&theirs, &paid);
    }
    all.untied = receipts.iter().filter(|open| !open.is_tied).map(|open| open.receipt.clone()).collect();
    all.untied.sort_by_key(|receipt| (std::cmp::Reverse(receipt.amount), receipt.day));
    (all.n_due, all.n_paid) = tell_paid_days(tables, &documents, &receipts);
    all
}

struct Work<'a> {
    documents: &'a mut [Document],
    receipts: &'a mut [Open],
    tables: &'a [Table],
    untied: &'a HashSet<(&'a str, &'a str)>,
    tied: &'a mut Vec<PaymentTie>,
}

impl Work<'_> {
    fn by_number(&mut self, theirs: &[usize], paid: &[usize]) {
        let mut of_tail: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for &d in theirs {
            if let Some(tail) = self.documents[d].tail {
                of_tail.entry(tail).or_default().push(d);
            }
        }
        for &r in paid {
            let named: Vec<usize> =
                self.receipts[r].named.iter().filter_map(|tail| of_tail.get(tail)).flatten().copied().collect();
            let is_near = |d: usize| self.may_pay(r, d, -IN_ADVANCE..=MOST_DAYS);
            if let Some(&d) = named.iter().find(|&&d| self.documents[d].open > 0 && is_near(d)) {
                self.tie(r, d, "it names the number");
            } else if let Some(&d) = named.iter().find(|&&d| self.is_copy(r, d) && is_near(d)) {
                self.tie(r, d, "the same payment in two files");
            }
        }
    }

    /// The oldest first, as books do.
    fn by_amount(&mut self, theirs: &[usize], paid: &[usize]) {
        let mut of_amount: BTreeMap<Minor, Vec<usize>> = BTreeMap::new();
        for &d in theirs {
            of_amount.entry(self.documents[d].open).or_default().push(d);
        }
        for fits in of_amount.values_mut() {
            // Of an order and its invoice, the invoice is what is paid.
            fits.sort_by_key(|&d| {
                (self.tables[self.documents[d].table].kind == Some(Kind::Orders), self.documents[d].day)
            });
        }
        for &r in paid {
            let amount = self.receipts[r].receipt.amount;
            let fits = of_amount.get(&amount).filter(|_| !self.receipts[r].is_tied);
            let is_open = |d: usize| self.documents[d].open == amount && self.may_pay(r, d, -FEW_DAYS..=MOST_DAYS);
            if let Some(&d) = fits.into_iter().flatten().find(|&&d| is_open(d)) {
                self.tie(r, d, "customer and amount");
            }
        }
    }

    /// Two or three that come to the amount together, where only these do.
    fn by_sum(&mut self, theirs: &[usize], paid: &[usize]) {
        for &r in paid {
            if self.receipts[r].is_tied {
                continue;
            }
            let amount = self.receipts[r].receipt.amount;
            let open: Vec<usize> = theirs
                .iter()
                .copied()
                .filter(|&d| self.documents[d].open > 0 && self.may_pay(r, d, -FEW_DAYS..=TIME_TO_PAY))
                .collect();
            if open.len() > MOST_TO_COMBINE {
                continue;
            }
            let value = |d: usize| self.documents[d].open;
            for d in two_or_three(&open, &|sum, _| sum == amount, value).unwrap_or_default() {
                self.tie(r, d, "they come to the amount together");
            }
        }
    }

    /// Whether a document was paid by the same amount in another file already: the processor's list and the books' both hold it.
    fn is_copy(&self, r: usize, d: usize) -> bool {
        let receipt = &self.receipts[r].receipt;
        let paid = &self.documents[d].paid_by;
        paid.iter().any(|&(amount, source)| amount == receipt.amount && source != receipt.at.source)
    }

    /// Whether a receipt lies so many days behind a document, and nobody said that it does not pay it.
    fn may_pay(&self, r: usize, d: usize, days: RangeInclusive<i32>) -> bool {
        let (receipt, document) = (&self.receipts[r].receipt, &self.documents[d]);
        let is_untied = || {
            let (one, other) = (receipt.handle(), format!("{} of {}", document.number, Day(document.day)));
            self.untied.contains(&(one.as_str(), other.as_str()))
        };
        // The bank's day and the books' are a few days apart; a list of open items knows the day to a week or a month.
        let is_then = document.said_paid == Day::NONE.0 || (receipt.day.0 - document.said_paid).abs() <= POSTED_DAYS;
        days.contains(&(receipt.day.0 - document.day)) && is_then && (self.untied.is_empty() || !is_untied())
    }

    fn tie(&mut self, r: usize, d: usize, why: &'static str) {
        let document = &mut self.documents[d];
        let receipt = &mut self.receipts[r];
        // A copy pays nothing more.
        if document.open > 0 {
            document.open -= receipt.receipt.amount.min(document.open);
            document.paid_on = document.paid_on.max(receipt.receipt.day.0);
        }
        document.paid_by.push((receipt.receipt.amount, receipt.receipt.at.source));
        receipt.is_tied = true;
        let table = &self.tables[document.table];
        self.tied.push(PaymentTie {
            receipt: receipt.receipt.clone(),
            number: document.number.clone(),
            day: Day(document.day),
            at: RowRef { source: table.source, row: document.rows.first().map_or(0, |&row| table.rows[row]) },
            why,
        });
    }
}

/// Orders and invoices; then what a list of open items alone knows.
fn documents(tables: &[Table], customer_of: &[Vec<Option<CustomerIdx>>]) -> Vec<Document> {
    let mut all = documents_in(tables, customer_of, &|table| match (table.kind, table.form) {
        (Some(Kind::Orders), _) => true,
        (Some(Kind::Payments), form) => matches!(form, None | Some(Form::Invoices | Form::InvoiceLines)),
        _ => false,
    });
    let by_number: HashSet<(CustomerIdx, Option<u64>)> =
        all.iter().filter(|known| known.tail.is_some()).map(|known| (known.customer, known.tail)).collect();
    let by_amount: HashSet<(CustomerIdx, Minor, i32)> =
        all.iter().map(|known| (known.customer, known.amount, known.day)).collect();
    let open = documents_in(tables, customer_of, &|table| table.form == Some(Form::OpenItems));
    all.extend(open.into_iter().filter(|open| {
        !by_number.contains(&(open.customer, open.tail)) && !by_amount.contains(&(open.customer, open.amount, open.day))
    }));
    all
}

fn documents_in(
    tables: &[Table],
    customer_of: &[Vec<Option<CustomerIdx>>],
    is_wanted: &dyn Fn(&Table) -> bool,
) -> Vec<Document> {
    let mut all: Vec<Document> = Vec::new();
    for (t, (table, links)) in tables.iter().zip(customer_of).enumerate() {
        let Some(amounts) = table.money(Field::Amount).filter(|_| is_wanted(table)) else { continue };
        let paid = table.days(Field::PaidOn);
        let days = table.happened_on();
        let numbers = table.document_numbers();
        let mut place_of: BTreeMap<u64, usize> = BTreeMap::new();
        for row in 0..table.n_rows() {
            let Some(Some(customer)) = links.get(table.mention_of_row[row] as usize) else { continue };
            let key = numbers.map_or(NO_NUMBER, |numbers| numbers.keys[row]);
            let next = all.len();
            let place = if key == NO_NUMBER { next } else { *place_of.entry(key).or_insert(next) };
            if place == next {
                all.push(Document {
                    table: t,
                    rows: Vec::new(),
                    customer: *customer,
                    number: numbers.map_or_else(String::new, |numbers| number_text(key, &numbers.forms)),
                    tail: numbers.and_then(|numbers| tail(numbers.keys[row])),
                    day: days.map_or(Day::NONE.0, |days| days[row]),
                    amount: 0,
                    open: 0,
                    said_paid: paid.map_or(Day::NONE.0, |paid| paid[row]),
                    paid_on: Day::NONE.0,
                    paid_by: Vec::new(),
                });
            }
            let document = &mut all[place];
            document.rows.push(row);
            if amounts[row] != NO_AMOUNT {
                document.amount += amounts[row];
                document.open += amounts[row];
            }
        }
    }
    all
}

fn receipts(tables: &[Table], customer_of: &[Vec<Option<CustomerIdx>>]) -> Vec<Open> {
    let mut all = Vec::new();
    for (table, links) in tables.iter().zip(customer_of) {
        let amounts = match table.form {
            Some(Form::Receipts) => table.money(Field::Amount),
            Some(Form::Ledger) => table.money(Field::Received),
            _ => None,
        };
        let days = table.days(Field::PaidOn).or_else(|| table.happened_on());
        let (Some(amounts), Some(days), Some(Kind::Payments)) = (amounts, days, table.kind) else { continue };
        let fields = [Field::InvoiceNumber, Field::OrderNumber].map(|field| table.numbers(field));
        let texts = [Field::Memo, Field::Item].map(|field| table.words(field));
        for row in 0..table.n_rows() {
            let Some(Some(customer)) = links.get(table.mention_of_row[row] as usize) else { continue };
            if amounts[row] == NO_AMOUNT || amounts[row] <= 0 {
                continue;
            }
            let mut named: Vec<u64> = fields.iter().flatten().filter_map(|numbers| tail(numbers.keys[row])).collect();
            for words in texts.iter().flatten() {
                let text = words.words.get(words.codes[row] as usize);
                named.extend(text.into_iter().flat_map(|text| numbers_in(text)));
            }
            let at = RowRef { source: table.source, row: table.rows[row] };
            let receipt = Receipt { customer: *customer, day: Day(days[row]), amount: amounts[row], at };
            all.push(Open { receipt, named, is_tied: false });
        }
    }
    all.sort_by_key(|open| (open.receipt.day, open.receipt.at.source, open.receipt.at.row));
    all
}

/// Gives the invoices their paid days, where the receipts at hand pay nearly all of them. Gives how many invoices should be
/// paid by the end of the receipts, and how many are.
fn tell_paid_days(tables: &mut [Table], documents: &[Document], receipts: &[Open]) -> (usize, usize) {
    let (Some(first), Some(last)) = (receipts.first(), receipts.last()) else { return (0, 0) };
    let is_invoice = |document: &&Document| {
        let table = &tables[document.table];
        let is_list = table.kind == Some(Kind::Payments) && table.form != Some(Form::OpenItems);
        // What a file says itself of being paid stands.
        is_list && document.amount > 0 && table.days(Field::PaidOn).is_none()
    };
    let span = first.receipt.day.0..=last.receipt.day.0 - TIME_TO_PAY;
    let due: Vec<&Document> =
        documents.iter().filter(is_invoice).filter(|document| span.contains(&document.day)).collect();
    let n_paid = due.iter().filter(|document| document.open == 0).count();
    if due.is_empty() || (n_paid as f64) < NEARLY_ALL * due.len() as f64 {
        return (due.len(), n_paid);
    }
    let n_due = due.len();
    let mut paid: BTreeMap<usize, Vec<i32>> = BTreeMap::new();
    for document in documents.iter().filter(is_invoice) {
        let days = paid.entry(document.table).or_insert_with(|| vec![Day::NONE.0; tables[document.table].n_rows()]);
        for &row in document.rows.iter().filter(|_| document.open == 0) {
            days[row] = document.paid_on;
        }
    }
    for (table, days) in paid {
        tables[table].insert(Field::PaidOn, Column::Days(days));
    }
    (n_due, n_paid)
}
