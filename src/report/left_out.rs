//! Which lines of a file were left out, and whether that is data that is missing or what a report prints around its rows.

use std::collections::BTreeMap;

use crate::import::FileReport;
use crate::import::problem::LeftOut;

/// What it means that a line was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    /// A row of data that could not be used: something is missing until it is put right.
    Missing,
    /// A row of data that rightly does not count: voided, counted already, no payment of a customer.
    NotCounted,
    /// No row of data: a title, a total, a heading.
    Printed,
}

/// What stands beside the lines that a report prints around its rows.
const OF_PRINTED: [&str; 3] =
    ["Nothing to do", "Nothing to do: it is no row of data", "Nothing to do: totals are counted anew"];

impl Loss {
    /// What it means that this line was left out.
    pub fn of(line: &LeftOut) -> Self {
        if OF_PRINTED.contains(&line.hint) {
            Self::Printed
        } else if line.hint.starts_with("Nothing to do:") {
            Self::NotCounted
        } else {
            Self::Missing
        }
    }
}

/// The lines of a file that were left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Whether something is missing.
    pub loss: Loss,
    /// The reason.
    pub why: &'static str,
    /// What to do about it.
    pub hint: &'static str,
    /// The places of its lines in [`FileReport::left_out`].
    pub lines: Vec<usize>,
}

/// The lines of a file that were left out, by reason: what is missing first, the most frequent reason first.
pub fn groups(report: &FileReport) -> Vec<Group> {
    let mut by_reason: BTreeMap<(Loss, &'static str, &'static str), Vec<usize>> = BTreeMap::new();
    for (i, line) in report.left_out.iter().enumerate() {
        by_reason.entry((Loss::of(line), line.why, line.hint)).or_default().push(i);
    }
    let mut groups: Vec<Group> =
        by_reason.into_iter().map(|((loss, why, hint), lines)| Group { loss, why, hint, lines }).collect();
    groups.sort_by_key(|group| (group.loss, std::cmp::Reverse(group.lines.len())));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(why: &'static str, hint: &'static str) -> LeftOut {
        LeftOut { row: 1, column: None, text: String::new(), why, hint }
    }

    #[test]
    fn a_total_is_no_missing_row() {
        let of = |why, hint| Loss::of(&line(why, hint));
        assert_eq!(of("total line", "Nothing to do: totals are counted anew"), Loss::Printed);
        assert_eq!(of("heading of a group", "Nothing to do: it is no row of data"), Loss::Printed);
        assert_eq!(of("voided", "Nothing to do: it never counted"), Loss::NotCounted);
        assert_eq!(of("no parts", "Nothing to do if it is a return; else correct the number"), Loss::Missing);
        assert_eq!(of("not a date", "Write dates like 2026-03-14"), Loss::Missing);
    }

    #[test]
    fn missing_rows_come_first_and_frequent_reasons_before_rare_ones() {
        let left_out = vec![
            line("total line", "Nothing to do"),
            line("no date", "Write it"),
            line("total line", "Nothing to do"),
            line("not an amount", "Correct it"),
            line("no date", "Write it"),
        ];
        let groups = groups(&FileReport { left_out, ..FileReport::default() });
        let told: Vec<_> = groups.iter().map(|group| (group.loss, group.why, group.lines.as_slice())).collect();
        assert_eq!(
            told,
            [
                (Loss::Missing, "no date", &[1, 4][..]),
                (Loss::Missing, "not an amount", &[3]),
                (Loss::Printed, "total line", &[0, 2]),
            ]
        );
    }
}
