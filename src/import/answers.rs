//! What is said of a file: by its owner now, or remembered from an earlier file with the same headings.

use std::collections::BTreeMap;

use super::cells::{Cells, Grid, text};
use super::problem::DateOrder;
use crate::model::{Field, Kind};

/// What can be said of a file besides what its columns mean.
pub const KIND: &str = "kind";
/// Day or month first.
pub const DATE_ORDER: &str = "date_order";
/// The decimal mark.
pub const DECIMAL: &str = "decimal";
/// The row of the headings.
pub const HEADER_ROW: &str = "header_row";
/// The sheet of a workbook that is to be used alone.
pub const SHEET: &str = "sheet";
/// Whether a list that lacks rows known before is the whole list, a part of it, or another one.
pub const LIST: &str = "list";

/// What is said of one file: what about, and what. A field's name stands for the column that holds it.
pub type Answers = BTreeMap<String, String>;

/// How an earlier list with the same headings was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The headings as written, in the order of the file.
    pub headings: Vec<String>,
    /// What the owner said of it.
    pub answers: Answers,
    /// How its dates were written, where that was decided.
    pub date_order: Option<DateOrder>,
    /// Its decimal mark.
    pub decimal: Option<char>,
    /// The file, and when it was taken in: "orders.csv of 14 Nov 2026".
    pub from: String,
}

/// Whether `field` is something that can be said of a file and `value` can be said of it; else why not.
pub fn check_answer(field: &str, value: &str) -> Result<(), String> {
    let one_of = |values: &[&str]| {
        if values.contains(&value) {
            return Ok(());
        }
        Err(format!("{value:?} is no answer to {field}; write {}", values.join(" or ")))
    };
    match field {
        KIND => one_of(&Kind::ALL.map(Kind::as_str)),
        DATE_ORDER => one_of(&["dmy", "mdy"]),
        DECIMAL => one_of(&[".", ","]),
        LIST => one_of(&["whole", "part", "other"]),
        HEADER_ROW if value.parse::<u32>().is_ok_and(|row| row > 0) => Ok(()),
        HEADER_ROW => Err(format!("{value:?} is no row; write its number as a spreadsheet shows it")),
        SHEET => Ok(()),
        _ if Field::parse(field).is_some() => Ok(()),
        _ => {
            let fields: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
            Err(format!(
                "{field:?} is nothing that can be answered; there is {KIND}, {DATE_ORDER}, {DECIMAL}, {HEADER_ROW}, {SHEET}, {LIST}, and \
                 for a column, by its heading, {}",
                fields.join(", ")
            ))
        }
    }
}

impl Remembered {
    /// Which of what is remembered fits a list with these headings.
    pub fn of<'a>(all: &'a [Self], headings: &[String]) -> Option<&'a Self> {
        all.iter().find(|one| one.headings == headings)
    }

    /// The row in which a list has these headings.
    pub fn row_in(&self, grid: &Grid) -> Option<u32> {
        let is_alike = |cells: &Cells<'_>| {
            cells.len() >= self.headings.len()
                && cells
                    .iter()
                    .map(text)
                    .zip(self.headings.iter().map(String::as_str).chain(std::iter::repeat("")))
                    .all(|(cell, heading)| cell.trim() == heading)
        };
        grid.iter().find(|(_, cells)| !self.headings.is_empty() && is_alike(cells)).map(|(row, _)| row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_said_is_taken_for_an_answer() {
        assert!(check_answer("date_order", "dmy").is_ok() && check_answer("parts", "Qty out").is_ok());
        assert!(check_answer("date_order", "ymd").is_err_and(|why| why.contains("dmy or mdy")));
        assert!(check_answer("kind", "orderz").is_err_and(|why| why.contains("orders or payments")));
        assert!(check_answer("colour", "red").is_err_and(|why| why.contains("nothing that can be answered")));
        assert!(check_answer("header_row", "0").is_err());
    }
}
