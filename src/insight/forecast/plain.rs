//! What a plain rule expects: beside it the forecasts of days are judged.

use crate::insight::stats::middle::median;
use crate::model::{CustomerIdx, Dataset, Day};

/// How many days beyond terms each payer usually pays: the median of its invoices paid before a date; the shop's for a payer without
/// one.
#[derive(Clone, Debug)]
pub struct UsualDelays {
    of_payer: Vec<Option<i32>>,
    of_shop: i32,
}

impl UsualDelays {
    /// As known at a date.
    pub fn at(dataset: &Dataset, at: Day) -> Self {
        let mut all = Vec::new();
        let mut of = |customer: CustomerIdx| {
            let known = dataset.invoices.of(customer).map(|place| dataset.invoices.days(place));
            let is_paid = |days: &crate::model::dataset::InvoiceDays| {
                days.due != Day::NONE.0 && days.paid != Day::NONE.0 && days.paid < at.0
            };
            let delays: Vec<f64> = known.filter(is_paid).map(|days| f64::from(days.paid_about() - days.due)).collect();
            all.extend_from_slice(&delays);
            middle(&delays)
        };
        let of_payer = (0..).take(dataset.customers.len()).map(&mut of).collect();
        Self { of_payer, of_shop: middle(&all).unwrap_or(0) }
    }

    /// When an invoice that is open at the date is paid by this rule: its due date and the usual delay, and not before the date.
    pub fn payment(&self, customer: CustomerIdx, due: Day, at: Day) -> Day {
        let delay = self.of_payer.get(customer as usize).copied().flatten().unwrap_or(self.of_shop);
        (due + delay).max(at)
    }
}

/// When the next order of a customer comes by a plain rule: its last order before the date and the median of its gaps, and not before
/// the date. `None` below two days with an order.
pub fn order(dataset: &Dataset, customer: CustomerIdx, at: Day) -> Option<Day> {
    let days = &dataset.orders.day[dataset.orders.of(customer)];
    let mut days: Vec<i32> = days[..days.partition_point(|&day| day < at.0)].to_vec();
    days.dedup();
    let last = Day(*days.last()?);
    let gaps: Vec<f64> = days.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
    Some((last + middle(&gaps)?).max(at))
}

/// The median in whole days.
#[expect(clippy::cast_possible_truncation, reason = "days between two dates")]
fn middle(days: &[f64]) -> Option<i32> {
    median(days).map(|days| days.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, day, from};

    #[test]
    fn a_payer_is_expected_as_it_usually_pays_and_a_new_one_as_the_shop_does() {
        let at = day("2026-03-02");
        let due = |n: i32| at - 100 + 7 * n;
        let payer = (0..5).fold(from("2025-01-06"), |past, n| past.invoice(due(n), due(n) + 10 + n));
        // What is paid after the date is not known at it.
        let shop = dataset(&[payer.invoice(due(5), at + 90), from("2025-01-06").invoice(at + 5, Day::NONE)]);
        let usual = UsualDelays::at(&shop, at);
        assert_eq!(usual.payment(0, at + 5, at), at + 17);
        assert_eq!(usual.payment(1, at + 5, at), at + 17);
        assert_eq!(usual.payment(0, at - 60, at), at, "never before the date");
    }

    #[test]
    fn the_next_order_is_a_usual_gap_after_the_last() {
        let shop = dataset(&[from("2026-01-05").orders([7, 7, 9, 7]), from("2026-01-05").orders([])]);
        let last = *shop.orders.day[shop.orders.of(0)].last().unwrap();
        assert_eq!(order(&shop, 0, Day(last + 1)), Some(Day(last + 7)));
        assert_eq!(order(&shop, 0, Day(last + 30)), Some(Day(last + 30)));
        assert_eq!(order(&shop, 1, Day(last + 1)), None);
    }
}
