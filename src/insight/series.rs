//! One customer's past as slices: what every insight reads.

use super::clock::Clock;
use super::interest::Readers;
use super::rhythm::{Pool, Rhythm};
use crate::model::dataset::InvoiceDays;
use crate::model::labels::Label;
use crate::model::money::Minor;
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

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
    /// The parts of each order.
    pub order_parts: &'a [i64],
    /// The process of each order,
    pub order_process: &'a [Label],
    /// and whose material it was done with.
    pub order_supplier: &'a [Label],
    /// What was sent to it.
    pub mails: MailSlice<'a>,
    /// The days on which rejections were reported,
    pub rejection_on: &'a [i32],
    /// of how many parts,
    pub rejection_parts: &'a [i32],
    /// and of which of the orders.
    pub rejection_order: &'a [u32],
    /// The invoices, by due date.
    pub invoices: InvoiceSlice<'a>,
    /// Days of work, for this customer.
    pub clock: &'a Clock,
    /// What the shop's other customers teach about rhythms.
    pub pool: &'a Pool,
    /// What the shop's customers together teach, besides their rhythms.
    pub learnt: Learnt,
    /// Up to where the orders can be judged at the review date.
    pub orders_to: Day,
    /// Its rhythm there; `None` before the second order day.
    pub rhythm: Option<Rhythm>,
    /// Up to where the payments can be judged; `None` where the shop opened none.
    pub payments_to: Option<Day>,
    /// Up to where the rejections can be judged; `None` where the shop opened no file of them.
    pub rejects_to: Option<Day>,
    /// Up to where e-mail can be judged; `None` where the shop opened no file of it.
    pub mails_to: Option<Day>,
}

/// What the shop's customers together teach, besides their rhythms.
#[derive(Clone, Copy, Debug, Default)]
pub struct Learnt {
    /// Days from an order to its rejections: every twentieth of them, the shortest first.
    pub reject_lags: [i32; 20],
    /// Rejected parts ÷ parts, of all orders.
    pub reject_rate: f64,
    /// How they read its mail.
    pub readers: Readers,
}

impl Learnt {
    /// The days after which nearly all rejections of an order are reported.
    pub fn reject_lag(&self) -> i32 {
        self.reject_lags[18] + i32::from(self.reject_lags[18] > 0)
    }

    /// The share of the rejections that is reported within so many days of the order.
    pub fn is_reported_within(&self, days: i32) -> f64 {
        self.reject_lags.iter().filter(|&&lag| lag < days).count() as f64 / 20.0
    }
}

/// One customer's mailings, in order of time.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailSlice<'a> {
    /// The day on which it was sent.
    pub sent_on: &'a [i32],
    /// What it was about.
    pub topic: &'a [Label],
    /// The day of the first click; [`Day::NONE`] without one.
    pub clicked_on: &'a [i32],
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
    /// See [`InvoiceDays::open_on`].
    pub open_on: &'a [i32],
    /// What is owed, in minor units.
    pub amount: &'a [Minor],
}

impl InvoiceSlice<'_> {
    /// The days of an invoice.
    pub fn days(&self, i: usize) -> InvoiceDays {
        InvoiceDays { issued: self.issued[i], due: self.due[i], paid: self.paid[i], open_on: self.open_on[i] }
    }
}

impl<'a> CustomerSeries<'a> {
    /// One customer of a dataset at a review date. `order_days` are the distinct days of its orders.
    pub fn of(
        dataset: &'a Dataset,
        customer: CustomerIdx,
        order_days: &'a [i32],
        clock: &'a Clock,
        pool: &'a Pool,
        learnt: Learnt,
        at: Day,
    ) -> Self {
        let orders_to = dataset.judged_to(Kind::Orders, at);
        let (rejections, mails) = (dataset.rejections.of(customer), dataset.mails.of(customer));
        let (orders, lots, invoices) =
            (dataset.orders.of(customer), dataset.lots.of(customer), dataset.invoices.of(customer));
        Self {
            order_on: &dataset.orders.day[orders.clone()],
            order_parts: &dataset.orders.parts[orders.clone()],
            order_process: &dataset.orders.process[orders.clone()],
            order_supplier: &dataset.orders.supplier[orders],
            mails: MailSlice {
                sent_on: &dataset.mails.day[mails.clone()],
                topic: &dataset.mails.topic[mails.clone()],
                clicked_on: &dataset.mails.clicked_on[mails],
            },
            rejection_on: &dataset.rejections.day[rejections.clone()],
            rejection_parts: &dataset.rejections.parts[rejections.clone()],
            rejection_order: &dataset.rejections.order[rejections],
            order_days,
            lot_on: &dataset.lots.day[lots.clone()],
            lot_parts: &dataset.lots.parts[lots],
            invoices: InvoiceSlice {
                issued: &dataset.invoices.issued[invoices.clone()],
                due: &dataset.invoices.due[invoices.clone()],
                paid: &dataset.invoices.paid[invoices.clone()],
                open_on: &dataset.invoices.open_on[invoices.clone()],
                amount: &dataset.invoices.amount[invoices],
            },
            clock,
            pool,
            learnt,
            orders_to,
            rhythm: Rhythm::at(order_days, clock, orders_to),
            payments_to: dataset.knows_paid.then(|| dataset.judged_to(Kind::Payments, at)),
            rejects_to: dataset
                .days_of
                .contains_key(&Kind::Rejections)
                .then(|| dataset.judged_to(Kind::Rejections, at)),
            mails_to: dataset.days_of.contains_key(&Kind::Emails).then(|| dataset.judged_to(Kind::Emails, at)),
        }
    }
}

impl CustomerSeries<'_> {
    /// The dispersion of its counts of orders: below 1 for regular customers, above where a day brings several.
    ///
    /// Orders come in batches, one a day: φ × mean batch + variance ÷ mean of the batches (a compound count, as in
    /// Daley & Vere-Jones 2003), with the φ of the order days. Batches of the last 104 weeks.
    pub fn dispersion(&self) -> f64 {
        let of_days = self.rhythm.map_or(1.0 / self.pool.k, |rhythm| self.pool.dispersion(&rhythm));
        let lately = &self.order_on[between(self.order_on, self.orders_to - 104 * WEEK, self.orders_to)];
        let (mut n_days, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for batch in lately.chunk_by(|a, b| a == b) {
            let n = batch.len() as f64;
            n_days += 1.0;
            sum += n;
            squares += n * n;
        }
        if n_days < 1.0 {
            return of_days;
        }
        let mean: f64 = sum / n_days;
        of_days * mean + (squares / n_days - mean * mean).max(0.0) / mean
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::clock::{Calendar, ShopProfile};
    use crate::insight::testing::{Neighbours, Past, day, every, from};
    use crate::insight::{INSIGHTS, Insight, Late, Missing, Outcome, Quiet};

    /// Asks one customer of a dataset, with a clock that knows of no season.
    fn asked(dataset: &Dataset, customer: CustomerIdx, insight: &dyn Insight, at: Day) -> Outcome {
        let days = distinct_days(&dataset.orders.day[dataset.orders.of(customer)]);
        let calendar = Calendar::new(&dataset.orders.day, at);
        let clock = Clock::before(&calendar, &ShopProfile::before(&calendar, at), &days, at, 0);
        insight.test(&CustomerSeries::of(dataset, customer, &days, &clock, &Pool::default(), Learnt::default(), at), at)
    }

    fn alpine() -> Past {
        from("2024-09-03").lots(every(7, 90), 100..=900).each_invoiced(0..=9)
    }

    #[test]
    fn a_stretch_of_days_holds_its_first_day_and_not_its_last() {
        let days = [10, 20, 20, 30];
        assert_eq!(between(&days, Day(20), Day(30)), 1..3);
        assert_eq!(between(&days, Day(11), Day(20)), 1..1);
        assert_eq!(between(&days, Day(31), Day(99)), 4..4);
        assert_eq!(between(&days, Day(30), Day(10)), 3..3, "a stretch that ends before it begins is empty");
        assert_eq!(between(&[], Day(0), Day(9)), 0..0);
    }

    #[test]
    fn three_orders_of_one_day_are_one_order_day() {
        assert_eq!(distinct_days(&[5, 5, 5, 9, 12, 12]), [5, 9, 12]);
    }

    #[test]
    fn a_customer_of_the_files_is_the_customer_of_the_past() {
        let at = day("2026-05-04");
        let dataset = Neighbours::usual().dataset_with(&alpine());
        let seen = alpine().seen_on(at);
        let own = seen.series();
        let days = distinct_days(&dataset.orders.day[dataset.orders.of(0)]);
        let series = CustomerSeries::of(&dataset, 0, &days, own.clock, own.pool, Learnt::default(), at);
        assert_eq!((series.order_on, series.order_days), (own.order_on, own.order_days));
        assert_eq!((series.lot_on, series.lot_parts), (own.lot_on, own.lot_parts));
        assert_eq!((series.invoices.due, series.invoices.paid), (own.invoices.due, own.invoices.paid));
        assert_eq!((series.rhythm, series.orders_to), (own.rhythm, at));
        for insight in INSIGHTS {
            assert_eq!(insight.test(&series, at), insight.test(&own, at), "{:?}", insight.signal());
        }
    }

    #[test]
    fn a_file_of_orders_that_ends_in_march_makes_nobody_quiet_in_june() {
        let shop = Neighbours::usual().closed_on(|on| on >= day("2026-03-24"));
        let weekly = from("2024-09-03").orders(every(7, 81));
        assert_eq!(weekly.last_order(), day("2026-03-17"));
        let dataset = shop.dataset_with(&weekly);
        let in_june = asked(&dataset, 0, &Quiet, day("2026-06-15"));
        assert!(in_june.p().unwrap() >= 0.5, "{in_june:?}");
        let silent = from("2024-09-03").orders(every(7, 70));
        let dataset = shop.dataset_with(&silent);
        assert!(asked(&dataset, 0, &Quiet, day("2026-06-15")).p().unwrap() < 0.01, "it was quiet in March already");
    }

    #[test]
    fn books_that_end_in_march_make_nobody_late_in_june() {
        // Four invoices that were open when the books ended, and due in the week before.
        let at_the_end = from("2024-09-03").invoices(every(7, 78), 0..=6).unpaid(every(1, 5));
        let last_due = at_the_end.last_due();
        let shop = Neighbours::usual().without_invoices();
        let dataset = shop.dataset_with(&at_the_end.clone().orders(every(7, 120)));
        let data_ends = *dataset.days_of[&Kind::Payments].last().unwrap();
        assert!((last_due.0 - data_ends).abs() < 14);
        let in_june = asked(&dataset, 0, &Late, last_due + 90);
        assert!(in_june.p().unwrap() >= 0.5, "{in_june:?}");
    }

    #[test]
    fn without_books_there_is_nothing_to_be_late_by() {
        let shop = Neighbours::usual().without_invoices();
        let dataset = shop.dataset_with(&from("2024-09-03").orders(every(7, 90)));
        assert_eq!(asked(&dataset, 0, &Late, day("2026-05-04")), Outcome::CannotJudge(Missing::NoPaidDates));
    }

    #[test]
    fn a_regular_customer_has_a_smaller_dispersion_than_a_lumpy_one() {
        let at = day("2026-05-04");
        let dispersion = |past: &Past| past.seen_on(at).series().dispersion();
        let regular = dispersion(&from("2024-05-07").orders(every(14, 50)));
        let lumpy = dispersion(&from("2024-05-07").orders([1, 2, 1, 52].repeat(13)));
        let unknown = dispersion(&from("2026-04-07").orders(every(14, 1)));
        assert!(regular < unknown && unknown < 1.0 && lumpy > 1.0, "{regular} {unknown} {lumpy}");
    }
}
