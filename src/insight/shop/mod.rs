//! The questions that are asked of the whole shop: who brings the revenue, what is ordered, who pays when, why parts come back, what
//! followed. One file a question; each looks only at rows dated before the review.
//!
//! Nothing here raises a flag: these are the figures that flags are read beside. The last 26 weeks stand beside the same 26 weeks of
//! the year before, so that no season and no unfinished month lies between them.

mod ageing;
mod concentration;
mod followed;
mod paying;
mod reasons;
mod reject_months;
mod set_ups;
mod shares;

pub use ageing::{Ageing, BUCKETS, OpenInvoice, Owed, ageing};
pub use concentration::{Concentration, EndCustomer, EndCustomers, concentration, end_customers};
pub use followed::{Outcome, Quotes, Show, Then, outcome_of, quotes, shows, then};
pub use paying::{MarketPays, Paying, invoices_for, paying};
pub use reasons::{Class, LineRate, Reason, RejectReasons, class_of, of_customer, reject_reasons, rejections_for};
pub use reject_months::{RejectMonth, reject_months};
pub use set_ups::{ExtraSetUps, extra_set_ups};
pub use shares::{Cut, Measure, Share, Shares, counted_for, shares};

use std::ops::Range;

use super::series::between;
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// Half a year.
pub const WEEKS: i32 = 26;

/// A year of whole weeks, so that weekdays fall on weekdays.
pub const YEAR: i32 = 52;

/// The last weeks before the end of what is known, and the same weeks of the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SameWeeks {
    /// First day of the later weeks.
    pub now_from: Day,
    /// The day after the last of them.
    pub now_to: Day,
    /// First day of the earlier weeks.
    pub was_from: Day,
    /// The day after the last of them.
    pub was_to: Day,
    /// Whether the files reach back to the earlier weeks.
    pub is_known: bool,
}

impl SameWeeks {
    /// Of one kind of file, at a review date.
    pub fn of(dataset: &Dataset, kind: Kind, at: Day) -> Self {
        let now_to = dataset.judged_to(kind, at);
        let now_from = now_to - WEEKS * WEEK;
        let (was_from, was_to) = (now_from - YEAR * WEEK, now_to - YEAR * WEEK);
        Self { now_from, now_to, was_from, was_to, is_known: reaches_back(dataset, kind, was_from) }
    }

    /// Whether a day lies in the later weeks; `None` where it lies in neither.
    pub fn is_now(&self, day: i32) -> Option<bool> {
        if (self.now_from.0..self.now_to.0).contains(&day) {
            Some(true)
        } else if self.is_known && (self.was_from.0..self.was_to.0).contains(&day) {
            Some(false)
        } else {
            None
        }
    }
}

/// Whether a kind of file begins at a day or before it. Its first rows may come up to two weeks later.
pub fn reaches_back(dataset: &Dataset, kind: Kind, to: Day) -> bool {
    let first = dataset.days_of.get(&kind).and_then(|days| days.first());
    first.is_some_and(|&first| first <= to.0 + 2 * WEEK)
}

/// All customers.
fn customers(dataset: &Dataset) -> Range<CustomerIdx> {
    0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(CustomerIdx::MAX)
}

/// The places of a customer's orders in `[from, to)`.
fn orders_between(dataset: &Dataset, customer: CustomerIdx, from: Day, to: Day) -> Range<usize> {
    let all = dataset.orders.of(customer);
    let within = between(&dataset.orders.day[all.clone()], from, to);
    all.start + within.start..all.start + within.end
}
