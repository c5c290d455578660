//! What may come in each week: many possible courses of the next 13 weeks, drawn with the same seed every time.
//!
//! Invoices of one payer move together: each follows its payer's luck with the chance √r, and its own otherwise, so that two of them
//! have a rank correlation of r. Payers are drawn apart from each other.

use crate::model::{CustomerIdx, Day, WEEK};

/// Weeks that are forecast, with that of the review.
pub const WEEKS: usize = 13;

/// An open invoice, and how likely it is paid before the end of each week.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// Its place in the dataset.
    pub place: usize,
    /// Who owes it.
    pub customer: CustomerIdx,
    /// Minor units.
    pub amount: f64,
    /// The chances, growing; what may have been paid before the review is left out.
    pub paid_by: [f64; WEEKS],
}

impl Expected {
    /// From the chances of each day from `known_to` on.
    pub fn new((place, customer, amount): (usize, CustomerIdx, f64), dates: &[f64], known_to: Day, at: Day) -> Self {
        let mut days = (known_to.0..).zip(dates).skip_while(|(day, _)| *day < at.0).peekable();
        let mut sum = 0.0;
        let mut paid_by = [0.0; WEEKS];
        let mut end = at.monday();
        for by in &mut paid_by {
            end = end + WEEK;
            while let Some((_, chance)) = days.next_if(|(day, _)| *day < end.0) {
                sum += chance;
            }
            *by = sum;
        }
        Self { place, customer, amount, paid_by }
    }

    /// What is expected of it in each week.
    pub fn means(&self) -> [f64; WEEKS] {
        let mut before = 0.0;
        self.paid_by.map(|by| self.amount * (by - std::mem::replace(&mut before, by)))
    }
}

/// What came in each week in each of `n` courses, sorted. Invoices stand by payer; `alike` is the chance of following its luck.
pub fn futures(invoices: &[Expected], alike: f64, n: usize) -> Vec<Vec<f64>> {
    let mut weeks = vec![vec![0.0; n]; WEEKS];
    let mut chance = Chance(1);
    let mut luck = vec![0.0; n];
    for of_payer in invoices.chunk_by(|a, b| a.customer == b.customer) {
        luck.fill_with(|| chance.next());
        for invoice in of_payer {
            for (course, common) in luck.iter().enumerate() {
                let own = chance.next();
                // What is left of the draw is as good as another one.
                let drawn = if own < alike { *common } else { (own - alike) / (1.0 - alike) };
                if let Some(week) = invoice.paid_by.iter().position(|by| drawn < *by) {
                    weeks[week][course] += invoice.amount;
                }
            }
        }
    }
    for sums in &mut weeks {
        sums.sort_unstable_by(f64::total_cmp);
    }
    weeks
}

/// Chance that falls the same way in every run: `SplitMix64` (Steele, Lea & Flood 2014).
struct Chance(u64);

impl Chance {
    /// Evenly from 0 up to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        (bits >> 11) as f64 / 9_007_199_254_740_992.0 // 2^53
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many invoices of one payer, each as likely paid this week as next.
    fn invoices(n: usize) -> Vec<Expected> {
        let mut paid_by = [1.0; WEEKS];
        paid_by[0] = 0.5;
        vec![Expected { place: 0, customer: 0, amount: 100.0, paid_by }; n]
    }

    #[test]
    fn invoices_of_one_payer_that_move_together_make_a_week_less_certain() {
        let spread = |alike: f64| {
            let week = &futures(&invoices(40), alike, 1000)[0];
            week[900] - week[100]
        };
        assert!(spread(0.9) > 2.0 * spread(0.0));
    }

    #[test]
    fn the_courses_come_to_what_is_expected_and_are_the_same_in_every_run() {
        let weeks = futures(&invoices(40), 0.3, 2000);
        let mean = weeks[0].iter().sum::<f64>() / 2000.0;
        assert!((mean - 2000.0).abs() < 60.0, "{mean}");
        assert_eq!(weeks, futures(&invoices(40), 0.3, 2000));
    }
}
