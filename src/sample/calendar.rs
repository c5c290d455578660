//! The shop's days: when the data end, when the doors are shut, and how a year rises and falls.

use crate::model::dates::Day;

/// Thursday 12 November 2026: the last week and the last month are not finished.
pub const END: Day = Day(20_769);

/// The first day of a shop with so many years of data: at least one, at most a hundred.
pub fn first_day(years: u32) -> Day {
    let years = i32::try_from(years.clamp(1, 100)).unwrap_or(1);
    Day::from_ymd(2026 - years, 11, 13).unwrap_or(END - 365 * years)
}

/// No work on weekends and from 23 December to 2 January.
pub fn is_open(day: Day) -> bool {
    let (_, month, date) = day.ymd();
    let is_holiday = (month == 12 && date >= 23) || (month == 1 && date <= 2);
    day.weekday() < 5 && !is_holiday
}

/// This day, or the first day after it on which the shop works.
pub fn next_open(day: Day) -> Day {
    let mut next = day;
    while !is_open(next) {
        next = next + 1;
    }
    next
}

/// Days of the year in which a week of five working days carries seven days of orders.
pub const WORKDAY: f64 = 7.0 / 5.0;

/// Where a year with these values in mid-month stands on this day, straight from month to month.
pub fn season(day: Day, months: &[f64; 12]) -> f64 {
    let (_, month, date) = day.ymd();
    let here = usize::try_from(month).unwrap_or(1) + 11; // Mid-January is 12, so that December lies before it.
    let past_middle = (f64::from(date) - 15.0) / 30.5;
    let other = if past_middle < 0.0 { here - 1 } else { here + 1 };
    let (now, next) = (months[here % 12], months[other % 12]);
    now + (next - now) * past_middle.abs()
}

/// How far a change that began on `since` has come after `over_days` of growing: 0 before, then up to 1.
pub fn progress(day: Day, since: Day, over_days: i32) -> f64 {
    (f64::from(day - since) / f64::from(over_days)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_end_on_a_thursday_in_the_middle_of_november() {
        assert_eq!(END.to_string(), "2026-11-12");
        assert_eq!(END.weekday(), 3);
    }

    #[test]
    fn an_invoice_of_christmas_eve_is_written_in_january() {
        let Some(christmas_eve) = Day::from_ymd(2025, 12, 24) else { panic!("a date") };
        assert_eq!(next_open(christmas_eve).to_string(), "2026-01-05");
    }
}
