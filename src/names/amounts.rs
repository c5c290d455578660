//! What amounts say of each other: one with a tax on it, several that come to one together.

use std::ops::RangeInclusive;

use crate::model::money::Minor;

/// One order is billed in so many parts at most.
const MOST_PARTS: usize = 6;

/// Among more documents, some come to any amount by chance.
pub const MOST_TO_COMBINE: usize = 12;

/// Two or three that fit, where no others do.
pub fn two_or_three(
    open: &[usize],
    fits: &dyn Fn(Minor, usize) -> bool,
    of: impl Fn(usize) -> Minor,
) -> Option<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (i, &a) in open.iter().enumerate() {
        for (k, &b) in open.iter().enumerate().skip(i + 1) {
            if fits(of(a) + of(b), 2) {
                found.push(vec![a, b]);
            }
            let three = open[k + 1..].iter().filter(|&&c| fits(of(a) + of(b) + of(c), 3));
            found.extend(three.map(|&c| vec![a, b, c]));
        }
    }
    found.pop().filter(|_| found.is_empty())
}

/// Some in a row that come to the amount.
pub fn in_a_row(open: &[usize], wanted: &RangeInclusive<Minor>, of: impl Fn(usize) -> Minor) -> Option<Vec<usize>> {
    (0..open.len()).find_map(|first| {
        let mut sum = 0;
        open[first..].iter().take(MOST_PARTS).enumerate().find_map(|(n, &place)| {
            sum += of(place);
            (n > 0 && wanted.contains(&sum)).then(|| open[first..=first + n].to_vec())
        })
    })
}

/// Two that come to the amount: the first that are complete.
pub fn two_of(open: &[usize], wanted: &RangeInclusive<Minor>, of: impl Fn(usize) -> Minor) -> Option<Vec<usize>> {
    let mut pairs = open.iter().enumerate().flat_map(|(i, &b)| open[..i].iter().map(move |&a| [a, b]));
    pairs.find(|&[a, b]| wanted.contains(&(of(a) + of(b)))).map(Vec::from)
}

/// What an invoice comes to over its order, in hundredths of a per cent, where that may be a tax or a discount.
pub fn rate(ordered: Minor, billed: Minor) -> Option<i16> {
    let over = billed as f64 / ordered as f64 - 1.0;
    let rate = (over * 10_000.0).round();
    (ordered > 0 && (-0.25..=0.30).contains(&over) && rate != 0.0).then_some(small(rate))
}

/// What an order may come to whose invoice has this amount with a tax.
pub fn before_tax(amount: Minor, rate: i16) -> RangeInclusive<Minor> {
    let middle = amount as f64 / (1.0 + f64::from(rate) / 10_000.0);
    // Half a step of the rate, and a cent for rounding.
    let slack = 1.0 + amount as f64 * 0.5e-4;
    cents((middle - slack).ceil())..=cents((middle + slack).floor())
}

/// What an order comes to with a tax on it.
pub fn with_tax(amount: Minor, rate: i16) -> Minor {
    cents(amount as f64 * (1.0 + f64::from(rate) / 10_000.0))
}

/// A share of an amount, as one part of a whole has it.
pub fn share(amount: Minor, part: Minor, whole: Minor) -> Minor {
    cents(amount as f64 * part as f64 / whole as f64)
}

#[expect(clippy::cast_possible_truncation, reason = "amounts of a shop")]
fn cents(amount: f64) -> Minor {
    amount.round() as Minor
}

#[expect(clippy::cast_possible_truncation, reason = "between -2500 and 3000")]
fn small(rate: f64) -> i16 {
    rate as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_is_known_by_its_rate() {
        let taxed = with_tax(123_456, 825);
        assert_eq!(taxed, 133_641);
        assert_eq!(rate(123_456, taxed), Some(825));
        assert!(before_tax(taxed, 825).contains(&123_456));
        assert!(!before_tax(taxed, 825).contains(&123_500));
        assert_eq!((rate(100, 100), rate(100, 250), rate(0, 100)), (None, None, None));
    }

    #[test]
    fn several_come_to_one_where_only_these_do() {
        let amounts = [300, 520, 710, 940, 300];
        let of = |i: usize| amounts[i];
        let open = [0, 1, 2, 3];
        assert_eq!(in_a_row(&open, &(1230..=1230), of), Some(vec![1, 2]));
        assert_eq!(two_of(&open, &(1240..=1240), of), Some(vec![0, 3]));
        assert_eq!(two_or_three(&open, &|sum, _| sum == 1530, of), Some(vec![0, 1, 2]));
        assert_eq!(two_or_three(&[0, 1, 4], &|sum, _| sum == 820, of), None, "either of two would do");
    }
}
