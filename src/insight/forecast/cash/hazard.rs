//! How likely an invoice that is open so many days beyond terms is paid on that day.
//!
//! Chance of a day = paid on it ÷ still open before it (Kaplan & Meier 1958), so that open invoices count with the age that they have
//! reached. Few invoices lean on what is known of more: a beta prior on each day's chance (Hjort 1990), that keeps its strength in the
//! tail, where one disputed invoice would otherwise be the whole truth.

/// The earliest day that is told apart, in days beyond terms.
pub const FIRST: i32 = -60;

/// So many days are told apart; who pays later still is put on the last.
pub const DAYS: usize = 430;

/// A shop's chances are worked out as if so many invoices were known of each day beforehand:
const KNOWN_BEFOREHAND: f64 = 2.0;

/// one in this many is then paid on its due date or before, and ever fewer the older it is. An assumption, for want of any invoice
/// that old.
const ONE_IN: f64 = 14.0;
const ONE_IN_MORE_A_DAY: f64 = 1.0 / 3.0;

/// Far from the due date, days are alike up to this share of the distance.
const ALIKE: usize = 4;

/// The prior is never weaker than this share of itself.
const LEAST_STRENGTH: f64 = 0.3;

/// What paid and open invoices tell, by days beyond terms.
#[derive(Clone, Debug)]
pub struct Tally {
    paid: Vec<f64>,
    open: Vec<f64>,
}

/// The chance of each day, given that the invoice is open until then.
#[derive(Clone, Debug)]
pub struct Hazard(Vec<f64>);

impl Default for Tally {
    fn default() -> Self {
        Self { paid: vec![0.0; DAYS], open: vec![0.0; DAYS] }
    }
}

impl Tally {
    /// One invoice, or a part of one: paid after so many days, or open for so many.
    pub fn add(&mut self, days: i32, is_open: bool, weight: f64) {
        let side = if is_open { &mut self.open } else { &mut self.paid };
        side[place(days)] += weight;
    }

    /// The chances of a whole shop.
    pub fn hazard(&self) -> Hazard {
        let at_risk = self.at_risk();
        let (paid, at_risk) = (running(&self.paid), running(&at_risk));
        let chance = |i: usize| {
            let days = i.abs_diff(place(0));
            let reach = if days < ALIKE { 0 } else { (days / ALIKE).min(30) };
            let (from, to) = (i.saturating_sub(reach), (i + reach + 1).min(DAYS));
            let beyond = i.saturating_sub(place(0)) as f64;
            let beforehand = KNOWN_BEFOREHAND / (ONE_IN + beyond * ONE_IN_MORE_A_DAY);
            (paid[to] - paid[from] + beforehand) / (at_risk[to] - at_risk[from] + KNOWN_BEFOREHAND)
        };
        Hazard((0..DAYS).map(chance).collect())
    }

    /// The chances of one payer, who leans on others as if `strength` of their invoices were its own.
    pub fn leaning_on(&self, others: &Hazard, strength: f64) -> Hazard {
        let mut is_open = 1.0;
        let chances = self.paid.iter().zip(self.at_risk()).zip(&others.0).map(|((paid, at_risk), other)| {
            let weight = strength * f64::max(is_open, LEAST_STRENGTH);
            is_open *= 1.0 - other;
            (paid + weight * other) / (at_risk + weight)
        });
        Hazard(chances.collect())
    }

    /// What is not paid before each day. An invoice that is open for so many days says nothing of that day.
    fn at_risk(&self) -> Vec<f64> {
        let mut at_risk = vec![0.0; DAYS];
        let mut sum = 0.0;
        for i in (0..DAYS).rev() {
            at_risk[i] = sum + self.paid[i];
            sum += self.paid[i] + self.open[i];
        }
        at_risk
    }
}

impl Hazard {
    /// `share` of the chances are those of `other`, which is moved by so many days.
    #[must_use]
    pub fn mixed(&self, other: &Self, days: i32, share: f64) -> Self {
        let moved = |i: usize| {
            let from = i32::try_from(i).unwrap_or(0) - days;
            other.0[usize::try_from(from).unwrap_or(0).min(DAYS - 1)]
        };
        Self((0..DAYS).map(|i| (1.0 - share) * self.0[i] + share * moved(i)).collect())
    }

    /// How likely an invoice is paid so many days beyond terms, from [`FIRST`] on.
    pub fn chances(&self) -> Vec<f64> {
        let mut is_open = 1.0;
        let mut chances: Vec<f64> = Vec::with_capacity(DAYS);
        for hazard in &self.0 {
            chances.push(is_open * hazard.min(1.0));
            is_open = (is_open * (1.0 - hazard)).max(0.0);
        }
        chances[DAYS - 1] += is_open;
        chances
    }
}

/// The place of a day.
fn place(days: i32) -> usize {
    usize::try_from(days - FIRST).unwrap_or(0).min(DAYS - 1)
}

/// The sums up to each place.
fn running(values: &[f64]) -> Vec<f64> {
    let sums = values.iter().scan(0.0, |sum, value| {
        *sum += value;
        Some(*sum)
    });
    std::iter::once(0.0).chain(sums).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_of_all_days_make_one() {
        let mut tally = Tally::default();
        (0..20).for_each(|days| tally.add(days, false, 1.0));
        let shop = tally.hazard();
        for hazard in [&shop, &Tally::default().hazard(), &Tally::default().leaning_on(&shop, 3.0)] {
            let all: f64 = hazard.chances().iter().sum();
            assert!((all - 1.0).abs() < 1e-9, "{all}");
        }
    }

    #[test]
    fn an_open_invoice_makes_its_payer_slower_and_one_that_is_not_due_says_nothing() {
        let mean = |open: i32| {
            let mut tally = Tally::default();
            (0..10).for_each(|days| tally.add(days, false, 1.0));
            tally.add(open, true, 1.0);
            let others = Tally::default().hazard();
            let chances = tally.leaning_on(&others, 1.0).chances();
            chances.iter().zip(0..).map(|(chance, i)| chance * f64::from(i + FIRST)).sum::<f64>()
        };
        assert!(mean(20) > mean(-30) + 1.0);
        assert!((mean(-30) - mean(FIRST)).abs() < 1.0);
    }
}
