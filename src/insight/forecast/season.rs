//! How much more or less than usual each part of the year brings.
//!
//! The ratio of each week to the year around it (ratio to a centred mean of 53 weeks; Macaulay 1931), averaged over the years and
//! over the two weeks on both sides, and leaning on what is known otherwise: a process on the shop's orders, these on no season at
//! all. Minimum: none; a short past has hardly a season, because it leans more than it knows.

use super::weeks::{PLACES, Weeks};

/// Weeks on both sides that count for the season of one.
const REACH: usize = 2;

/// A year on both sides of a week, halved.
const HALF_YEAR: usize = 26;

/// The factor of each place of the year, 1 on average.
pub type Season = [f64; PLACES];

/// No season.
pub const FLAT: Season = [1.0; PLACES];

/// The season of a day's worth of work, as the first `n` weeks show it. It leans on another one as if that were known from so many
/// weeks.
pub fn season(values: &[f64], weeks: &Weeks, lean_on: &Season, lean: f64) -> Season {
    let tells = |week: usize| weeks.tells(week);
    let a_day = |week: usize| if tells(week) { values[week] / weeks.work(week) } else { 0.0 };
    let (mut sums, mut known) = (vec![0.0], vec![0.0]);
    for week in 0..values.len() {
        sums.push(sums[week] + a_day(week));
        known.push(known[week] + f64::from(u8::from(tells(week))));
    }
    let (mut ratios, mut weight) = ([0.0; PLACES], [0.0; PLACES]);
    for week in (0..values.len()).filter(|&week| tells(week)) {
        let (from, to) = (week.saturating_sub(HALF_YEAR), (week + HALF_YEAR + 1).min(values.len()));
        let around = (sums[to] - sums[from]) / (known[to] - known[from]).max(1.0);
        if around > 0.0 {
            let place = weeks.place(week);
            ratios[place] += a_day(week) / around;
            weight[place] += 1.0;
        }
    }
    let nearby = |of: &[f64; PLACES], place: usize| -> f64 {
        (PLACES + place - REACH..=PLACES + place + REACH).map(|place| of[place % PLACES]).sum()
    };
    let mut season = FLAT;
    for (place, factor) in season.iter_mut().enumerate() {
        *factor = ((nearby(&ratios, place) + lean * lean_on[place]) / (nearby(&weight, place) + lean)).max(0.0);
    }
    let mean = season.iter().sum::<f64>() / PLACES as f64;
    season.map(|factor| if mean > 0.0 { factor / mean } else { 1.0 })
}
