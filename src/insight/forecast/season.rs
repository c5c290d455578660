//! How much more or less than usual each part of the year brings.
//!
//! The ratio of each week to the year around it (ratio to a moving mean of 52 weeks; Macaulay 1931), averaged over the years and
//! over the two weeks on both sides, and leaning on what is known otherwise: a process on the shop's orders, these on no season at
//! all. Minimum: none; a short past has hardly a season, because it leans more than it knows.

use super::weeks::{PLACES, Weeks};

/// Weeks on both sides that count for the season of one.
const REACH: usize = 2;

/// A week with one giant order is no season.
const GIANT: f64 = 3.0;

/// Half of the year around a week.
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
        // A whole year always, or the season itself would move what it is compared with.
        let width = PLACES.min(values.len());
        let from = week.saturating_sub(HALF_YEAR).min(values.len() - width);
        let to = from + width;
        let mean = |from: usize, to: usize| (sums[to] - sums[from]) / (known[to] - known[from]).max(1.0);
        // At both ends the year lies on one side: what grows from year to year is taken along.
        let other = if from == 0 { to..to + width } else { from.saturating_sub(width)..from };
        let is_at_end = from == 0 || to == values.len();
        let a_week = if is_at_end && other.len() == PLACES && other.end <= values.len() {
            let (here, there) = (mean(from, to), mean(other.start, other.end));
            (if from == 0 { there - here } else { here - there }) / PLACES as f64
        } else {
            0.0
        };
        let away = week as f64 - (from + to) as f64 / 2.0;
        let around = (mean(from, to) + a_week * away).max(mean(from, to) / 4.0);
        if around > 0.0 {
            let place = weeks.place(week);
            ratios[place] += (a_day(week) / around).min(GIANT);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::forecast::open_days::{DailyOrders, OpenDays};
    use crate::insight::testing::day;
    use crate::model::{Day, WEEK};

    /// Three years of whole weeks of a shop that works on every weekday.
    fn three_years() -> Weeks {
        let from = day("2022-01-03");
        let to = from + 156 * WEEK;
        let days: Vec<i32> = (from.0..to.0).filter(|&on| Day(on).weekday() < 5).collect();
        let orders = DailyOrders::new(&days);
        let open = OpenDays::learn(&orders, to, to + 20 * WEEK);
        Weeks::new(&orders, to - 3, &open, to)
    }

    fn summer(weeks: &Weeks, week: usize) -> bool {
        (26..35).contains(&weeks.place(week))
    }

    #[test]
    fn a_summer_that_brings_half_as_much_again_every_year_is_learnt_and_the_year_stays_one() {
        let weeks = three_years();
        let values: Vec<f64> = (0..weeks.n).map(|week| if summer(&weeks, week) { 150.0 } else { 100.0 }).collect();
        let season = season(&values, &weeks, &FLAT, 3.0);
        assert!((season[30] / season[10] - 1.5).abs() < 0.15, "{} {}", season[30], season[10]);
        assert!((season.iter().sum::<f64>() / PLACES as f64 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn growth_is_no_season_and_one_giant_order_hardly_one() {
        let weeks = three_years();
        let grows: Vec<f64> = (0..weeks.n).map(|week| 100.0 + week as f64).collect();
        let of_growth = season(&grows, &weeks, &FLAT, 3.0);
        assert!(of_growth.iter().all(|factor| (factor - 1.0).abs() < 0.08), "{of_growth:?}");
        let mut giant = vec![100.0; weeks.n];
        giant[80] = 10_000.0;
        let factor = season(&giant, &weeks, &FLAT, 3.0)[weeks.place(80)];
        assert!(factor < 1.3, "{factor}");
    }

    #[test]
    fn a_short_past_leans_on_what_is_known_otherwise() {
        let weeks = three_years();
        let mut known = FLAT;
        known[20..30].fill(1.4);
        let values = vec![100.0; 8];
        let leaning = season(&values, &weeks, &known, 100.0);
        assert!(
            leaning[25] > 1.25
                && season(&values, &weeks, &FLAT, 100.0).iter().all(|factor| (factor - 1.0).abs() < 0.02)
        );
    }
}
