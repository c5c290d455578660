//! What came of the invoices that were open at an earlier date.

use std::collections::BTreeMap;

use super::book::{is_known, is_open};
use super::past::amount;
use crate::model::{Dataset, Day, WEEK};

/// Minor units that the invoices which were open at a date brought in a week, for each (date, Monday) that is asked for. What was
/// paid between two lists of open items counts for the middle of the days between them, and never before the date.
pub fn came_in(dataset: &Dataset, asked: &[(Day, Day)]) -> Vec<f64> {
    let mut of_week: BTreeMap<Day, Vec<usize>> = BTreeMap::new();
    for (i, (_, monday)) in asked.iter().enumerate() {
        of_week.entry(*monday).or_default().push(i);
    }
    let mut sums = vec![0.0; asked.len()];
    for place in 0..dataset.invoices.due.len() {
        let days = dataset.invoices.days(place);
        if days.paid == Day::NONE.0 || days.due == Day::NONE.0 {
            continue;
        }
        let about = Day(days.paid_about());
        let weeks = of_week.range(about.monday()..=Day(days.paid.max(about.0)).monday());
        for &i in weeks.flat_map(|(_, asked)| asked) {
            let (at, monday) = asked[i];
            let was_open = is_known(days.issued, days.due, at) && is_open(days.paid, at);
            if was_open && (monday..monday + WEEK).contains(&about.max(at)) {
                sums[i] += amount(dataset, place);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{INVOICE_AMOUNT, dataset, day, from};

    #[test]
    fn a_week_brings_what_was_open_at_the_date_and_nothing_else() {
        let (at, monday) = (day("2026-03-02"), day("2026-03-09"));
        // Open then and paid in the week; paid before; paid later; issued only after the date; open still.
        let shop = dataset(&[from("2025-01-06")
            .invoice(at - 10, monday + 2)
            .invoice(at - 20, at - 1)
            .invoice(at - 9, monday + WEEK)
            .invoice(at + 60, monday + 3)
            .invoice(at - 5, Day::NONE)]);
        assert!(shop.invoices.issued.iter().any(|&issued| issued >= at.0), "one is issued later");
        let asked = [(at, monday), (at, monday + WEEK), (at, at), (at - 14, at - WEEK)];
        let one = INVOICE_AMOUNT as f64;
        assert_eq!(came_in(&shop, &asked), [one, one, 0.0, one]);
    }

    #[test]
    fn what_was_paid_between_two_lists_counts_from_the_review_on() {
        let at = day("2026-03-10");
        let mut shop = dataset(&[from("2025-01-06").invoice(at - 10, at + 3)]);
        // Open on Monday 2 March, gone on Friday 13 March: about the 8th, and the review was on the 10th.
        shop.invoices.open_on[0] = at.0 - 8;
        let one = INVOICE_AMOUNT as f64;
        assert_eq!(came_in(&shop, &[(at, at.monday()), (at - 14, at.monday() - WEEK)]), [one, one]);
    }
}
