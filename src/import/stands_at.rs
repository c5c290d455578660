//! The day on which a list of open items says how things stand: "As of Dec 31, 2025" above its headings, else a date in the
//! file's name.

use super::problem::{DateOrder, FileReport};
use super::values::date_cell;
use crate::model::Day;

/// What stands before the day in a title, in small letters.
const MARKS: [&str; 16] = [
    "as of",
    "as at",
    "as on",
    "aged as of",
    "through",
    "stand",
    "stichtag",
    "zum",
    "per",
    "au",
    "arrêté au",
    "al",
    "a fecha de",
    "a fecha",
    "fecha",
    "alla data",
];

/// Lines above the headings are titles where they stand so far up.
const LAST_TITLE_ROW: u32 = 12;

/// The day on which the list stands, where the file says it.
pub fn stands_at(report: &FileReport) -> Option<Day> {
    let titles = report.left_out.iter().filter(|left| left.row <= LAST_TITLE_ROW);
    let of_titles = titles.flat_map(|left| left.text.split([';', '|', '\t'])).find_map(|title| of_title(title, report));
    of_titles.or_else(|| of_name(&report.path))
}

fn of_title(title: &str, report: &FileReport) -> Option<Day> {
    let lower = title.trim().to_lowercase();
    let mut behind = MARKS.iter().flat_map(|mark| {
        let places = lower.match_indices(mark).map(|(place, _)| place);
        places.filter_map(|place| {
            let is_word = lower[..place].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let rest = lower[place + mark.len()..].trim_start_matches([':', ' ', ',']);
            (is_word && !rest.is_empty()).then(|| rest.trim_end_matches([')', ',', ' ', '.']).to_owned())
        })
    });
    behind.find_map(|rest| day_of(&rest, report.date_order))
}

/// "12/31/2025" needs the order that the file's other dates have, where it can be read in two ways.
fn day_of(text: &str, order: Option<DateOrder>) -> Option<Day> {
    let date = date_cell(text.trim().as_bytes())?;
    let (by_month, by_day) = (date.day(DateOrder::MonthFirst), date.day(DateOrder::DayFirst));
    match (by_month, by_day) {
        (Some(one), Some(other)) if one != other => date.day(order?),
        (one, other) => one.or(other),
    }
}

/// "aging_2026-11-16.csv", "AR20261116.csv".
fn of_name(path: &str) -> Option<Day> {
    let name = path.rsplit(['/', '\\']).next()?;
    let digits: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let ymd = |year: &str, month: &str, day: &str| {
        let year: i32 = year.parse().ok().filter(|year| (2000..=2099).contains(year))?;
        Day::from_ymd(year, month.parse().ok()?, day.parse().ok()?)
    };
    let apart =
        digits.windows(3).find_map(|part| (part[0].len() == 4).then(|| ymd(part[0], part[1], part[2])).flatten());
    apart.or_else(|| {
        digits.iter().filter(|part| part.len() == 8).find_map(|part| ymd(&part[..4], &part[4..6], &part[6..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::problem::LeftOut;

    fn stands(path: &str, titles: &[&str], order: Option<DateOrder>) -> Option<String> {
        let left_out = titles.iter().zip(1..).map(|(text, row)| LeftOut {
            row,
            column: None,
            text: (*text).to_owned(),
            why: "title line above the headings",
            hint: "",
        });
        let report = FileReport {
            path: path.to_owned(),
            left_out: left_out.collect(),
            date_order: order,
            ..FileReport::default()
        };
        stands_at(&report).map(|day| day.to_string())
    }

    #[test]
    fn the_title_says_when_the_list_stands() {
        let title = |title: &str| stands("a.csv", &["Harlan Finishing", title], Some(DateOrder::MonthFirst));
        assert_eq!(title("As of Dec 31, 2025").as_deref(), Some("2025-12-31"));
        assert_eq!(title("As at 31 March 2026").as_deref(), Some("2026-03-31"));
        assert_eq!(title("A/R Aging as of 03/04/2026").as_deref(), Some("2026-03-04"));
        assert_eq!(title("Offene Posten, Stand: 31.12.2025").as_deref(), Some("2025-12-31"));
        assert_eq!(title("Balance âgée au 31/12/2025").as_deref(), Some("2025-12-31"));
        assert_eq!(title("Aging summary"), None);
        assert_eq!(stands("a.csv", &["as of 03/04/2026"], None), None, "it can be read in two ways");
    }

    #[test]
    fn else_the_name_of_the_file_says_it() {
        assert_eq!(stands("out/aging_2026-11-16.csv", &[], None).as_deref(), Some("2026-11-16"));
        assert_eq!(stands("AR20261116.csv", &[], None).as_deref(), Some("2026-11-16"));
        assert_eq!(stands("aging 40125.csv", &[], None), None);
    }
}
