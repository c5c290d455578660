//! The shop floor, day by day: orders come in, invoices go out, rejects come back.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::account::{Account, Lot, Payment, Rejection};
use super::calendar::{END, first_day, is_open};
use super::catalog::PROCESSES;
use super::companies::Company;
use super::files::{CsvFile, amount, grouped_amount, us_date};
use crate::model::dates::Day;

/// Writes `orders.csv`, `payments.csv` and `rejections.csv`, each sorted by date.
///
/// One day passes after the other, so only what is on its way is held in memory.
pub fn write(dir: &Path, companies: &[Company], years: u32) -> io::Result<Vec<(String, usize)>> {
    let mut accounts: Vec<Account> = companies.iter().map(Account::open).collect();
    let mut desk = Desk::open(dir)?;
    let mut day = first_day(years);
    while day <= END {
        if is_open(day) {
            for account in &mut accounts {
                if account.orders_on(day) {
                    desk.take_order(day, account)?;
                }
            }
            desk.send_invoices(day)?;
            desk.take_back_rejects(day)?;
        }
        day = day + 1;
    }
    Ok(vec![desk.orders.finish()?, desk.payments.finish()?, desk.rejections.finish()?])
}

const ORDERS: &str =
    "Order No,Order Date,Customer ID,Customer,Process,Finish,Supplier,Parts,Unit price,Amount,End customer";
const PAYMENTS: &str = "Invoice,Order No,Invoice date,Customer,Billing e-mail,Terms,Due date,Paid date,Amount,Currency";
const REJECTIONS: &str = "Date,Order No,Customer,Process,Rejected parts,Reason";

/// The three files, and what is to be written on a later day.
struct Desk<'a> {
    orders: CsvFile,
    payments: CsvFile,
    rejections: CsvFile,
    to_invoice: BTreeMap<Day, Vec<Invoice<'a>>>,
    to_take_back: BTreeMap<Day, Vec<Return<'a>>>,
    n_orders: u32,
    n_invoices: u32,
}

struct Invoice<'a> {
    company: &'a Company,
    order: String,
    payment: Payment,
    total_cents: i64,
}

struct Return<'a> {
    company: &'a Company,
    order: String,
    process: usize,
    rejection: Rejection,
}

impl<'a> Desk<'a> {
    fn open(dir: &Path) -> io::Result<Self> {
        Ok(Self {
            orders: CsvFile::create(dir, "orders.csv", ORDERS)?,
            payments: CsvFile::create(dir, "payments.csv", PAYMENTS)?,
            rejections: CsvFile::create(dir, "rejections.csv", REJECTIONS)?,
            to_invoice: BTreeMap::new(),
            to_take_back: BTreeMap::new(),
            n_orders: 0,
            n_invoices: 0,
        })
    }

    fn take_order(&mut self, day: Day, account: &mut Account<'a>) -> io::Result<()> {
        self.n_orders += 1;
        let order = format!("SO-{}", 20_000 + self.n_orders);
        let company = account.company();
        let mut total_cents = 0;
        for lot in account.lots(day) {
            self.write_lot(day, &order, company, &lot)?;
            total_cents += lot.amount_cents();
            if let Some(rejection) = account.rejects(day, &lot) {
                let back = Return { company, order: order.clone(), process: lot.process, rejection };
                self.to_take_back.entry(back.rejection.found_on).or_default().push(back);
            }
        }
        let payment = account.payment(day);
        let invoice = Invoice { company, order, payment, total_cents };
        self.to_invoice.entry(invoice.payment.invoiced_on).or_default().push(invoice);
        Ok(())
    }

    fn write_lot(&mut self, day: Day, order: &str, company: &Company, lot: &Lot) -> io::Result<()> {
        self.orders.row(&[
            &order,
            &day,
            &company.id,
            &company.name,
            &PROCESSES[lot.process].name,
            &lot.finish,
            &lot.supplier,
            &lot.parts,
            &amount(lot.price_cents),
            &amount(lot.amount_cents()),
            &lot.end_customer,
        ])
    }

    fn send_invoices(&mut self, day: Day) -> io::Result<()> {
        for Invoice { company, order, payment, total_cents } in self.to_invoice.remove(&day).unwrap_or_default() {
            self.n_invoices += 1;
            let paid_on = if payment.paid_on <= END { us_date(payment.paid_on) } else { String::new() };
            self.payments.row(&[
                &(50_000 + self.n_invoices),
                &order,
                &us_date(day),
                &company.name_in_books,
                &company.billing_email,
                &format_args!("Net {}", company.terms_days),
                &us_date(payment.due_on),
                &paid_on,
                &grouped_amount(total_cents),
                &"USD",
            ])?;
        }
        Ok(())
    }

    fn take_back_rejects(&mut self, day: Day) -> io::Result<()> {
        for Return { company, order, process, rejection } in self.to_take_back.remove(&day).unwrap_or_default() {
            let process = PROCESSES[process].name;
            self.rejections.row(&[&day, &order, &company.name, &process, &rejection.parts, &rejection.reason])?;
        }
        Ok(())
    }
}
