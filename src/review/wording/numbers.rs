//! Numbers, days and lists as people say them.

use crate::model::dates::LONG_MONTHS;
use crate::model::written::written;
use crate::model::{Day, money};

/// "since June"; with the year where it is over ten months ago.
pub fn since(day: Day, now: Day) -> String {
    let (year, month, _) = day.ymd();
    let name = LONG_MONTHS[month as usize - 1];
    if now - day > 300 { format!("since {name} {year}") } else { format!("since {name}") }
}

/// "Alpine Tool, Borealis and 3 more".
pub fn listed(names: &[&str], most: usize) -> String {
    if names.len() <= most {
        return names.join(", ");
    }
    format!("{} and {} more", names[..most].join(", "), names.len() - most)
}

/// "1 file", "7 files", "5,432 rows".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", money::thousands(n as u64), if n == 1 { one } else { many })
}

/// A level as people say it: whole where it is large, one decimal where it is small.
pub fn number(value: f64) -> String {
    let rounded = value.round();
    if value.abs() >= 10.0 || (value - rounded).abs() < 0.05 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded")]
        let text = money::thousands(rounded.abs() as u64);
        if rounded < 0.0 { format!("−{text}") } else { text }
    } else {
        written().decimal(value, 1)
    }
}

/// A value with so many places behind the point: "12.50", "1,204".
pub fn with_places(value: f64, places: usize) -> String {
    if places == 0 { number(value.round()) } else { written().decimal(value, places) }
}

/// A share in per cent, as people say it: "8", "0.4".
pub fn percent(share: f64) -> String {
    number((1000.0 * share).round() / 10.0)
}

/// "12 days beyond terms", "on the due date", "3 days before the due date".
pub fn days_beyond(days: f64) -> String {
    let (words, noun) = (number(days.abs()), if number(days.abs()) == "1" { "day" } else { "days" });
    match days {
        d if d.abs() < 0.05 => "on the due date".to_owned(),
        d if d < 0.0 => format!("{words} {noun} before the due date"),
        _ => format!("{words} {noun} beyond terms"),
    }
}

pub(super) fn orders(n: usize) -> String {
    if n == 1 { "an order".to_owned() } else { format!("{} orders", small(n)) }
}

pub(super) fn small(n: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// With its first letter small, for the middle of a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Without the marks of what is read first.
pub fn plain(text: &str) -> String {
    text.replace("**", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(number(410.0), "410");
        assert_eq!(number(3.12), "3.1");
        assert_eq!(number(2.0), "2");
        assert_eq!(number(-4.0), "−4");
        assert_eq!(number(12_345.0), "12,345");
    }

    #[test]
    fn the_year_is_said_where_it_matters() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(since(day("2026-06-08"), day("2026-11-13")), "since June");
        assert_eq!(since(day("2025-11-08"), day("2026-11-13")), "since November 2025");
    }
}
