//! How far back a payer's habit goes: a payer that changes is judged by its last invoices, a steady one by many.
//!
//! For each span, the median of so many invoices before foretells the next; the span that was least off for the payer, leaning on the
//! shop's other payers, is taken. Its invoices then weigh by rank, with a half-life that is a little shorter than the span.

/// Spans that are tried, in invoices.
const SPANS: [usize; 4] = [4, 10, 25, 60];

/// After so many invoices one counts half.
const HALF_LIVES: [f64; 4] = [3.0, 8.0, 20.0, 60.0];

/// So many of the last invoices are foretold.
const FORETOLD: usize = 12;

/// A payer leans on the others as if so many of their invoices were its own.
const LEANING: f64 = 30.0;

/// One payer counts at most so much for all.
const MOST: f64 = 10.0;

/// A paid invoice: when it was due, when it was paid, and how many days beyond terms that is.
#[derive(Clone, Copy, Debug)]
pub struct Paid {
    pub due: i32,
    pub on: i32,
    pub days: i32,
}

/// How far off each span was for one payer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Errors {
    /// As shares of the mean of all spans.
    shares: [f64; SPANS.len()],
    /// Of so many invoices.
    n: f64,
}

impl Errors {
    /// Of the paid invoices, the latest due first. Each is foretold from those that had been paid when it came due.
    pub fn of(paid: &[Paid]) -> Self {
        let mut errors = Self::default();
        let mut before = Vec::with_capacity(SPANS[SPANS.len() - 1]);
        for (i, next) in paid.iter().enumerate().take(FORETOLD) {
            before.clear();
            let mut middles = [0.0; SPANS.len()];
            let mut n_spans = 0;
            for known in paid[i + 1..].iter().filter(|known| known.on < next.due) {
                before.push(known.days);
                if before.len() == SPANS[n_spans] {
                    middles[n_spans] = middle(&mut before.clone());
                    n_spans += 1;
                    if n_spans == SPANS.len() {
                        break;
                    }
                }
            }
            if n_spans < SPANS.len() {
                if before.len() < SPANS[0] - 1 {
                    continue;
                }
                middles[n_spans..].fill(middle(&mut before));
            }
            for (sum, middle) in errors.shares.iter_mut().zip(middles) {
                *sum += (f64::from(next.days) - middle).abs();
            }
            errors.n += 1.0;
        }
        let mean = errors.shares.iter().sum::<f64>() / SPANS.len() as f64;
        for share in &mut errors.shares {
            *share = if mean > 0.0 { *share / mean } else { 1.0 };
        }
        errors
    }

    /// Those of all payers together.
    pub fn together(all: impl Iterator<Item = Self>) -> Self {
        let mut together = Self::default();
        for one in all {
            let weight = one.n.min(MOST);
            together.n += weight;
            for (sum, share) in together.shares.iter_mut().zip(one.shares) {
                *sum += weight * share;
            }
        }
        for sum in &mut together.shares {
            *sum = if together.n > 0.0 { *sum / together.n } else { 1.0 };
        }
        together
    }

    /// After how many invoices one counts half, for this payer among the others.
    pub fn half_life(&self, others: &Self) -> f64 {
        let score = |i: usize| (self.shares[i] * self.n + others.shares[i] * LEANING) / (self.n + LEANING);
        // Where nothing tells them apart, the longest.
        let best = (0..SPANS.len()).rev().min_by(|&a, &b| score(a).total_cmp(&score(b)));
        best.map_or(HALF_LIVES[HALF_LIVES.len() - 1], |i| HALF_LIVES[i])
    }
}

/// The middle one; of two, half of their sum.
fn middle(days: &mut [i32]) -> f64 {
    let half = days.len() / 2;
    let is_even = days.len().is_multiple_of(2);
    let (below, &mut upper, _) = days.select_nth_unstable(half);
    let lower = if is_even { below.iter().max().copied().unwrap_or(upper) } else { upper };
    f64::midpoint(f64::from(lower), f64::from(upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invoices due a week apart, the latest first, each paid so many days after.
    fn paid(days: impl DoubleEndedIterator<Item = i32>) -> Vec<Paid> {
        (0..).zip(days.rev()).map(|(i, days)| Paid { due: -7 * i, on: -7 * i + days, days }).collect()
    }

    #[test]
    fn a_payer_that_moves_has_a_short_memory_and_a_steady_one_a_long_one() {
        let moving = Errors::of(&paid((0..60).map(|i| i / 2)));
        let steady = Errors::of(&paid((0..60).map(|_| 5)));
        let others = Errors::together([steady; 9].into_iter());
        assert!(moving.half_life(&others) < steady.half_life(&others));
    }

    #[test]
    fn without_a_past_the_longest_memory_is_taken() {
        let nothing = Errors::of(&[]);
        let longest = HALF_LIVES[HALF_LIVES.len() - 1];
        assert!((nothing.half_life(&Errors::together(std::iter::empty())) - longest).abs() < 1e-9);
    }
}
