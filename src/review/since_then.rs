//! What came of a decision: what the customer ordered and paid since.

use super::Review;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::weekly::{Action, Decision, Weekly, What};
use crate::model::{CustomerIdx, Dataset, Day};

/// What happened between two days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SinceThen {
    /// Orders that came in.
    pub n_orders: usize,
    /// What they come to.
    pub ordered: Minor,
    /// What was received, or the invoices that were paid where no file says what was received.
    pub paid: Minor,
}

/// What a customer did in `[from, to)`.
pub fn since_then(dataset: &Dataset, customer: CustomerIdx, from: Day, to: Day) -> SinceThen {
    let is_within = |day: i32| (from.0..to.0).contains(&day);
    let known = |amount: &Minor| Some(*amount).filter(|&amount| amount != NO_AMOUNT);
    let sum = |days: &[i32], amounts: &[Minor]| -> Minor {
        days.iter().zip(amounts).filter(|(day, _)| is_within(**day)).filter_map(|(_, amount)| known(amount)).sum()
    };
    let orders = dataset.orders.of(customer);
    let days = &dataset.orders.day[orders.clone()];
    let received = dataset.receipts.of(customer);
    let received = sum(&dataset.receipts.day[received.clone()], &dataset.receipts.amount[received]);
    let invoices = dataset.invoices.of(customer);
    let settled = sum(&dataset.invoices.paid[invoices.clone()], &dataset.invoices.amount[invoices]);
    SinceThen {
        n_orders: days.iter().filter(|day| is_within(**day)).count(),
        ordered: sum(days, &dataset.orders.amount[orders]),
        paid: if received == 0 { settled } else { received },
    }
}

/// What was decided of a customer that matters in a review, the newest first: in the review before and in this one, and what is
/// still to be done.
pub fn relevant<'a>(
    dataset: &'a Dataset,
    weekly: &'a Weekly,
    review: &'a Review,
    customer: CustomerIdx,
) -> impl Iterator<Item = &'a Decision> {
    let customer = &dataset.customers[customer as usize];
    let matters = |decision: &&Decision| decision.review >= review.since.on || is_to_be_done(decision);
    weekly.decisions_on(customer, review.as_of).rev().filter(matters)
}

/// Whether it is something to do that was not done.
pub fn is_to_be_done(decision: &Decision) -> bool {
    matches!(&decision.what, What::Action(Action { done_on: None, .. }))
}

/// Whether it should have been done by now and was not.
pub fn is_overdue(decision: &Decision, as_of: Day) -> bool {
    matches!(&decision.what, What::Action(Action { by: Some(by), done_on: None, .. }) if *by < as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{INVOICE_AMOUNT, Neighbours, day, from};

    #[test]
    fn orders_and_payments_since_the_decision_are_counted_and_earlier_ones_are_not() {
        let past = from("2026-11-01").orders([2, 3, 5]).invoice(day("2026-10-01"), day("2026-11-05"));
        let dataset = Neighbours::of(Vec::new()).dataset_with(&past);
        let days = &dataset.orders.day;
        let (third, end) = (Day(days[days.len() - 1]), Day(days[days.len() - 1] + 1));
        let last = since_then(&dataset, 0, third, end);
        assert_eq!((last.n_orders, last.paid), (1, 0));
        let all = since_then(&dataset, 0, day("2026-11-01"), end);
        assert_eq!((all.n_orders, all.paid), (3, INVOICE_AMOUNT));
        assert_eq!(since_then(&dataset, 0, end, end + 7), SinceThen::default());
    }
}
