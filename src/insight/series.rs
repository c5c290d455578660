//! One customer's past as slices: what every insight reads.

use super::rhythm::{Clock, Pool, Rhythm};
use crate::model::money::Minor;
use crate::model::{CustomerIdx, Dataset, Day, Kind};

/// One customer's orders, lots and invoices, in order of time, with the clock that its rhythm is measured by.
#[derive(Clone, Copy, Debug)]
pub struct CustomerSeries<'a> {
    /// The day of each order.
    pub order_on: &'a [i32],
    /// The distinct days with an order.
    pub order_days: &'a [i32],
    /// The day of each lot.
    pub lot_on: &'a [i32],
    /// The parts of each lot.
    pub lot_parts: &'a [i32],
    /// The invoices, by due date.
    pub invoices: InvoiceSlice<'a>,
    /// Days of work, for this customer.
    pub clock: &'a Clock,
    /// What the shop's other customers teach about rhythms.
    pub pool: &'a Pool,
    /// Up to where the orders can be judged at the review date.
    pub orders_to: Day,
    /// Its rhythm there; `None` before the second order day.
    pub rhythm: Option<Rhythm>,
    /// Up to where the payments can be judged; `None` where the shop opened none.
    pub payments_to: Option<Day>,
}

/// One customer's invoices, sorted by due date.
#[derive(Clone, Copy, Debug, Default)]
pub struct InvoiceSlice<'a> {
    /// The day on the invoice.
    pub issued: &'a [i32],
    /// The day it was due.
    pub due: &'a [i32],
    /// The day it was paid; [`Day::NONE`] while open.
    pub paid: &'a [i32],
    /// What is owed, in minor units.
    pub amount: &'a [Minor],
}

impl<'a> CustomerSeries<'a> {
    /// One customer of a dataset at a review date. `order_days` are the distinct days of its orders.
    pub fn of(
        dataset: &'a Dataset,
        customer: CustomerIdx,
        order_days: &'a [i32],
        clock: &'a Clock,
        pool: &'a Pool,
        at: Day,
    ) -> Self {
        let orders_to = dataset.judged_to(Kind::Orders, at);
        let (orders, lots, invoices) =
            (dataset.orders.of(customer), dataset.lots.of(customer), dataset.invoices.of(customer));
        Self {
            order_on: &dataset.orders.day[orders],
            order_days,
            lot_on: &dataset.lots.day[lots.clone()],
            lot_parts: &dataset.lots.parts[lots],
            invoices: InvoiceSlice {
                issued: &dataset.invoices.issued[invoices.clone()],
                due: &dataset.invoices.due[invoices.clone()],
                paid: &dataset.invoices.paid[invoices.clone()],
                amount: &dataset.invoices.amount[invoices],
            },
            clock,
            pool,
            orders_to,
            rhythm: Rhythm::at(order_days, clock, orders_to),
            payments_to: dataset.days_of.contains_key(&Kind::Payments).then(|| dataset.judged_to(Kind::Payments, at)),
        }
    }
}

impl CustomerSeries<'_> {
    /// The dispersion of its counts of orders: below 1 for regular customers.
    pub fn dispersion(&self) -> f64 {
        self.rhythm.map_or(1.0 / self.pool.k, |rhythm| self.pool.dispersion(&rhythm))
    }
}

/// The distinct days of sorted days.
pub fn distinct_days(days: &[i32]) -> Vec<i32> {
    let mut distinct = days.to_vec();
    distinct.dedup();
    distinct
}

/// The part of sorted days in `[from, to)`.
pub fn between(days: &[i32], from: Day, to: Day) -> std::ops::Range<usize> {
    let start = days.partition_point(|&d| d < from.0);
    start..start.max(days.partition_point(|&d| d < to.0))
}
