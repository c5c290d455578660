//! Days of the calendar, as the shop writes them.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::written::written;

/// A calendar day, counted from 1 January 1970. No clock and no time zone: a day is what the file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

/// Days in a week: every window that is compared is a whole number of them.
pub const WEEK: i32 = 7;

impl Day {
    /// No date known: an invoice that is not paid yet, a cell left blank.
    pub const NONE: Self = Self(i32::MIN);

    /// `None` where the calendar has no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(|date| Self(date.to_epoch_days()))
    }

    /// Whether a date is known.
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }

    /// Year, month 1 to 12, day of the month.
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// 0 Monday to 6 Sunday.
    pub fn weekday(self) -> usize {
        // 1 January 1970 was a Thursday.
        usize::try_from((self.0 + 3).rem_euclid(WEEK)).unwrap_or(0)
    }

    /// The Monday of this day's week.
    #[must_use]
    pub fn monday(self) -> Self {
        Self(self.0 - (self.0 + 3).rem_euclid(WEEK))
    }

    /// 0 to 364; 31 December of a leap year shares the last place.
    pub fn day_of_year(self) -> usize {
        (self.date().ordinal0() as usize).min(364)
    }

    /// "Mon", "Tue", …
    pub fn weekday_name(self) -> &'static str {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][self.weekday()]
    }

    /// "Jan", "Feb", …
    pub fn month_name(self) -> &'static str {
        MONTHS[self.ymd().1 as usize - 1]
    }

    /// "12 Nov 2026", or as the owner of this computer writes it; for sentences and tables.
    pub fn long(self) -> String {
        written().day_long(self)
    }

    /// "12 Nov", or as the owner of this computer writes it; where the year is clear.
    pub fn short(self) -> String {
        written().day_short(self)
    }

    /// "12th of November", as a question is asked aloud.
    pub fn spoken(self) -> String {
        let (_, month, day) = self.ymd();
        let ending = match (day % 10, day / 10) {
            (1, tens) if tens != 1 => "st",
            (2, tens) if tens != 1 => "nd",
            (3, tens) if tens != 1 => "rd",
            _ => "th",
        };
        format!("{day}{ending} of {}", LONG_MONTHS[month as usize - 1])
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or_default()
    }
}

/// Short month names, January first.
pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Month names in full, January first.
pub const LONG_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// ISO: `2026-11-12`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map(|date| Self(date.to_epoch_days()))
            .map_err(|_| format!("{text:?} is not a date; write it like 2026-03-14"))
    }
}

impl Add<i32> for Day {
    type Output = Self;

    fn add(self, days: i32) -> Self {
        Self(self.0 + days)
    }
}

impl Sub<i32> for Day {
    type Output = Self;

    fn sub(self, days: i32) -> Self {
        Self(self.0 - days)
    }
}

/// Days from `other` to `self`.
impl Sub for Day {
    type Output = i32;

    fn sub(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_begins_on_monday() {
        let thursday: Day = "2026-11-12".parse().expect("a date");
        assert_eq!(thursday.weekday_name(), "Thu");
        assert_eq!(thursday.monday().to_string(), "2026-11-09");
        assert_eq!(thursday.long(), "12 Nov 2026");
        assert_eq!(thursday.spoken(), "12th of November");
        assert_eq!((thursday + 10).spoken(), "22nd of November");
    }

    #[test]
    fn a_day_that_the_calendar_lacks_is_refused() {
        assert_eq!(Day::from_ymd(2025, 2, 29), None);
        assert!("2025-02-29".parse::<Day>().is_err());
    }
}
