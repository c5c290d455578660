//! How far off the same forecast was on the shop's own past, and the ranges that follow.
//!
//! From every week of the last year and a half the forecast is made again, as if nothing after it were known. Errors of about the same
//! lead are alike, whatever the week; their quantiles are the range (split conformal prediction over rolling origins; Vovk, Gammerman
//! & Shafer 2005, Hyndman & Athanasopoulos 2021, section 5.10). A week that the file does not hold is no error.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::season::Season;
use super::volume::{OUT, expected};
use super::weeks::{AHEAD, Weeks};
use crate::insight::stats::middle::quantile_of_sorted;
use crate::model::Range;

/// Errors of leads that are at most so many weeks apart are alike.
const ALIKE: usize = 3;

/// So few of them say less than errors of any lead.
const FEW: usize = 14;

/// Weeks in a year.
const YEAR: usize = 52;

/// A scale of fewer differences to the year before would be chance.
const LEAST_SCALE: usize = 13;

/// What is known of other shops counts as so many sums of 13 weeks of this one.
const FREEDOM: f64 = 5.0;

/// How far such sums are usually off: those of 56 invented shops by so much.
const USUAL: f64 = 0.07;

/// How a forecast did, from origins whose outcome is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// Origins, a week apart, of which all 13 weeks are known.
    pub n: usize,
    /// Mean absolute error of a week ÷ mean difference of the weeks before the origin to the year before (MASE with m = 52; Hyndman &
    /// Koehler 2006),
    pub error: f64,
    /// and the same of the same week of the year before.
    pub naive: f64,
    /// Error of the sum of 13 weeks ÷ that sum, on average,
    pub sum_error: f64,
    /// and that of the year before.
    pub naive_sum: f64,
    /// Weeks that lay in the 80 % range as it was known then, and weeks of which there was one.
    pub held: (usize, usize),
    /// The same for the 50 % range.
    pub held_50: (usize, usize),
    /// The same for the sum of 13 weeks and its 80 % range.
    pub held_sum: (usize, usize),
}

/// What was expected at each origin, and how far off it was.
pub struct Errors {
    origins: Vec<Origin>,
    /// In the order in which they were known.
    weeks: Vec<WeekError>,
    /// The finished weeks by which it was known, and the error of 13 weeks ÷ what was expected of them.
    sums: Vec<(usize, f64)>,
    /// Differences of the weeks to their middle ÷ that: all there is where the past is too short for an origin.
    spread: Vec<f64>,
}

/// What was expected after `n` finished weeks.
struct Origin {
    n: usize,
    means: [f64; OUT],
    work: [f64; OUT],
}

/// An error, as a share of [`unit`].
struct WeekError {
    /// Finished weeks by which it was known.
    known: usize,
    lead: usize,
    share: f64,
}

impl Errors {
    /// Of the finished weeks `values`, with the calendar as it is known now and as it was at each origin.
    pub fn of(values: &[f64], now: &Weeks, then: &[(Weeks, Season)]) -> Self {
        // A whole week without an order where many are usual: closed without notice, or missing in the file.
        let is_known = |week: usize| now.tells(week) || values[week] > 0.0;
        let mut errors = Self { origins: Vec::new(), weeks: Vec::new(), sums: Vec::new(), spread: spread(values, now) };
        for (weeks, orders) in then {
            let n = weeks.n;
            let Some(means) = expected(&values[..n], weeks, orders) else { continue };
            let mut work = [0.0; OUT];
            for (lead, work) in work.iter_mut().enumerate() {
                *work = weeks.work(n + lead);
            }
            for (lead, &mean) in means.iter().enumerate().take(values.len() - n) {
                if mean > 0.0 && is_known(n + lead) {
                    let share = (values[n + lead] - mean) / unit(mean, work[lead]);
                    errors.weeks.push(WeekError { known: n + lead + 1, lead, share });
                }
            }
            let sum: f64 = means[..AHEAD].iter().sum();
            if n + AHEAD <= values.len()
                && sum > 0.0
                && (n..n + AHEAD).all(|week| is_known(week) || work[week - n] < 1.0)
            {
                errors.sums.push((n + AHEAD, values[n..n + AHEAD].iter().sum::<f64>() / sum - 1.0));
            }
            errors.origins.push(Origin { n, means, work });
        }
        errors
    }

    /// The range of one week `lead` weeks ahead with so many days of work, by the errors that were known after so many weeks.
    pub fn range(&self, lead: usize, mean: f64, work: f64, known: usize) -> Range {
        let of = |is_alike: &dyn Fn(usize) -> bool| -> Vec<f64> {
            let before = self.weeks.iter().filter(|error| error.known <= known && is_alike(error.lead));
            before.map(|error| error.share).collect()
        };
        let mut shares = of(&|other| other.abs_diff(lead) <= ALIKE);
        if shares.len() < FEW {
            shares = of(&|_| true);
        }
        if shares.len() < FEW {
            shares.extend(&self.spread);
        }
        shares.sort_unstable_by(f64::total_cmp);
        let unit = unit(mean, work);
        // Errors of one week at several leads say about the same: they count as one, and the fewer there are, the wider the range.
        let m = (shares.len() / (2 * ALIKE + 1)).max(1) as f64;
        let upper = |chance: f64| (chance * (m + 1.0) / m).min(1.0);
        let at = |chance: f64| (mean + quantile_of_sorted(&shares, chance).unwrap_or(0.0) * unit).max(0.0);
        Range {
            mean,
            median: at(0.5),
            low50: at(1.0 - upper(0.75)),
            high50: at(upper(0.75)),
            low80: at(1.0 - upper(0.9)),
            high80: at(upper(0.9)),
        }
    }

    /// The range of the sum of 13 weeks. Its errors are few, because those of neighbouring origins are nearly the same: they say how
    /// large errors are, and Student's t how much larger they may be for so few. They are never less than weeks that have nothing in
    /// common lead to, nor than other shops lead one to expect.
    pub fn sum_range(&self, mean: f64, known: usize) -> Range {
        let of_sums = mean_square(self.sums.iter().filter(|(week, _)| *week <= known).map(|(_, share)| *share));
        let of_weeks = mean_square(self.weeks.iter().filter(|error| error.known <= known).map(|error| error.share))
            .or_else(|| mean_square(self.spread.iter().copied()));
        // That a shop has been steady so far is no reason to be surer than shops can be.
        let (seen, n) = of_sums.map_or((0.0, 0.0), |(size, n)| (size, n / AHEAD as f64));
        let usual = (FREEDOM * USUAL * USUAL + n * seen) / (FREEDOM + n);
        let size = usual.max(seen).max(of_weeks.map_or(0.0, |(size, _)| size) / AHEAD as f64).sqrt();
        let t = StudentsT::new(0.0, 1.0, FREEDOM + n).ok();
        let at = |chance: f64| {
            let times = t.as_ref().map_or(0.0, |t| t.inverse_cdf(chance));
            (mean * (1.0 + times * size)).max(0.0)
        };
        Range { mean, median: mean, low50: at(0.25), high50: at(0.75), low80: at(0.1), high80: at(0.9) }
    }

    /// How it did, by origins of which everything is known. Ranges are those that were known then.
    pub fn past(&self, values: &[f64]) -> Past {
        let mut past = Past::default();
        let mut differences = vec![0.0];
        for week in YEAR..values.len() {
            differences.push(differences[week - YEAR] + (values[week] - values[week - YEAR]).abs());
        }
        for Origin { n, means, work } in &self.origins {
            let n = *n;
            let scale = n.checked_sub(YEAR).map_or(0.0, |known| differences[known] / known.max(1) as f64);
            if n + AHEAD > values.len() || n < YEAR + LEAST_SCALE || scale <= 0.0 {
                continue;
            }
            past.n += 1;
            let (came, year_before) = (&values[n..n + AHEAD], &values[n - YEAR..n - YEAR + AHEAD]);
            for (lead, (value, before)) in came.iter().zip(year_before).enumerate() {
                past.error += (value - means[lead]).abs() / scale / AHEAD as f64;
                past.naive += (value - before).abs() / scale / AHEAD as f64;
                let range = self.range(lead, means[lead], work[lead], n);
                if range.high80 > range.low80 {
                    count(&mut past.held, (range.low80..=range.high80).contains(value));
                    count(&mut past.held_50, (range.low50..=range.high50).contains(value));
                }
            }
            let (sum, sum_before): (f64, f64) = (came.iter().sum(), year_before.iter().sum());
            let expected: f64 = means[..AHEAD].iter().sum();
            if sum > 0.0 {
                past.sum_error += (expected - sum).abs() / sum;
                past.naive_sum += (sum_before - sum).abs() / sum;
            }
            let range = self.sum_range(expected, n);
            count(&mut past.held_sum, (range.low80..=range.high80).contains(&sum));
        }
        let n = past.n.max(1) as f64;
        for sum in [&mut past.error, &mut past.naive, &mut past.sum_error, &mut past.naive_sum] {
            *sum /= n;
        }
        past
    }
}

fn count((of, all): &mut (usize, usize), is_so: bool) {
    *of += usize::from(is_so);
    *all += 1;
}

/// How far single weeks lie from the mean of all, as a share of [`unit`].
fn spread(values: &[f64], weeks: &Weeks) -> Vec<f64> {
    let a_day: Vec<f64> =
        (0..values.len()).filter(|&week| weeks.tells(week)).map(|week| values[week] / weeks.work(week)).collect();
    let mean = a_day.iter().sum::<f64>() / a_day.len().max(1) as f64;
    if mean > 0.0 { a_day.iter().map(|x| x / mean - 1.0).collect() } else { Vec::new() }
}

/// The mean of squares, and of how many.
fn mean_square(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value * value, n + 1.0));
    (n > 0.0).then(|| (sum / n, n))
}

/// What an error is measured by: a week with half the work is off by more of itself, as a mean of fewer days is.
fn unit(mean: f64, work: f64) -> f64 {
    mean * (5.0 / work.max(0.5)).sqrt()
}
