//! "Check my sums": each number of each flag, worked out again by a formula over its rows.

use rust_xlsxwriter::XlsxError;

use super::rows::{Rule, SHEET, Sum, SumRow, Told};
use super::sheet::{Book, Cell, Column, LAST_ROW, Shown, words};

const COLUMNS: [Column; 12] = [
    Column::of("Flag", 30.0),
    Column::of("What is counted", 22.0),
    Column::of("Before, from", 12.0),
    Column::of("Now, from", 12.0),
    Column::of("Up to, without", 12.0),
    Column::of("Before, told", 12.0),
    Column::of("Before, by formula", 12.0),
    Column::of("Now, told", 12.0),
    Column::of("Now, by formula", 12.0),
    Column::of("Agree", 10.0),
    Column::of("How it is reached", 52.0),
    Column::of("Rows", 12.0),
];

/// Lines above the table, and the heading.
const ABOVE: u32 = 3;

/// Numbers as near as this are the same.
const SAME: f64 = 1e-6;

/// The sheet.
pub fn sums(book: &mut Book<'_>, told: &Told<'_>) -> Result<(), XlsxError> {
    let first = ABOVE + 2;
    let last = ABOVE + 1 + u32::try_from(told.sums.len()).unwrap_or(0).max(1);
    let n_agree = told.sums.iter().filter(|sum| has_room(sum) && agrees(sum)).count();
    let above = [
        vec![words(
            "Each number of a flag, worked out again by a formula over its rows in the sheet \"Rows\". Change a row, and the formulas follow.",
        )],
        vec![
            words("Numbers that agree"),
            Cell::Formula(format!("=COUNTIF(J{first}:J{last},\"agrees\")"), n_agree as f64, Shown::Whole),
            words("of"),
            Cell::Formula(format!("=COUNTA(J{first}:J{last})"), told.sums.len() as f64, Shown::Whole),
        ],
    ];
    let rows = told.sums.iter().enumerate().map(|(place, sum)| line(sum, first + u32::try_from(place).unwrap_or(0)));
    book.sheet("Check my sums", &above, &COLUMNS, rows)?;
    Ok(())
}

fn line(sum: &Sum, line: u32) -> Vec<Cell> {
    let (was, now) = by_formula(sum, line);
    let (was_is, now_is) = reached(sum);
    let shown = match sum.rule {
        Rule::Rejected | Rule::Share | Rule::ShareOfAll => Shown::Share,
        _ => Shown::Number,
    };
    let told = |value: f64| if shown == Shown::Share { Cell::Share(value) } else { Cell::Number(value) };
    let agree = format!("=IF(AND(ABS(F{line}-G{line})<{SAME},ABS(H{line}-I{line})<{SAME}),\"agrees\",\"differs\")");
    let has_room = has_room(sum);
    vec![
        words(format!("{}: {}", sum.name, sum.what)),
        words(sum.change.unit.as_str()),
        Cell::Date(sum.windows.was_from),
        Cell::Date(sum.windows.now_from),
        Cell::Date(sum.windows.now_to),
        told(sum.change.was),
        if has_room { Cell::Formula(was, was_is, shown) } else { Cell::Empty },
        told(sum.change.now),
        if has_room { Cell::Formula(now, now_is, shown) } else { Cell::Empty },
        if has_room {
            Cell::Says(agree, if agrees(sum) { "agrees" } else { "differs" }.to_owned())
        } else {
            words("no room for its rows")
        },
        words(how(sum.rule)),
        words(format!("{} to {}", sum.from, last_row(sum))),
    ]
}

/// The last row of a sum, as a spreadsheet counts.
fn last_row(sum: &Sum) -> u32 {
    sum.from + u32::try_from(sum.rows.len()).unwrap_or(u32::MAX / 2).max(1) - 1
}

/// A formula over rows that no sheet has would spoil the whole file.
fn has_room(sum: &Sum) -> bool {
    last_row(sum) <= LAST_ROW + 1
}

/// A column over the rows of a window.
type Over<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The formulas of both windows over the rows of the sheet.
fn by_formula(sum: &Sum, line: u32) -> (String, String) {
    let n = |is_now: bool| u32::try_from(sum.rows.iter().filter(|row| row.is_now == is_now).count()).unwrap_or(0);
    let (n_was, n_now) = (n(false), n(true));
    let middle = sum.from + n_was;
    let end = middle + n_now;
    // A column over the rows of a window; `None` where it has none.
    let over =
        |column: &str, from: u32, to: u32| (to > from).then(|| format!("{SHEET}!{column}{from}:{column}{}", to - 1));
    let was = |column: &str| over(column, sum.from, middle);
    let now = |column: &str| over(column, middle, end);
    let both = |column: &str| over(column, sum.from, end);
    let of = |formula: &dyn Fn(Over<'_>) -> Option<String>| {
        let or_zero = |made: Option<String>| made.unwrap_or_else(|| "=0".to_owned());
        (or_zero(formula(&was)), or_zero(formula(&now)))
    };
    match sum.rule {
        Rule::DaysBetween => (
            both("J").map_or_else(|| "=0".to_owned(), |days| format!("=IF(COUNT({days})=0,0,MEDIAN({days}))")),
            now("C").map_or_else(|| "=0".to_owned(), |days| format!("=E{line}-MAX({days})")),
        ),
        Rule::PerFourWeeks => {
            let (was, now) = of(&|over| Some(format!("COUNT({})", over("C")?)));
            let count = |formula: &str| if formula == "=0" { "0".to_owned() } else { formula.to_owned() };
            (
                format!("={}*28/MAX(1,D{line}-C{line})", count(&was)),
                format!("={}*28/MAX(1,E{line}-D{line})", count(&now)),
            )
        }
        Rule::MedianParts => of(&|over| Some(format!("=MEDIAN({})", over("E")?))),
        Rule::MedianDays => of(&|over| Some(format!("=MEDIAN({})", over("I")?))),
        Rule::Rejected => of(&|over| Some(format!("=SUM({})/MAX(1,SUM({}))", over("F")?, over("E")?))),
        Rule::Share => of(&|over| {
            let counts = over("L")?;
            Some(format!("=COUNTIF({counts},\"yes\")/MAX(1,COUNTA({counts}))"))
        }),
        Rule::ShareOfAll => of(&|over| Some(format!("=COUNTIF({},\"yes\")/MAX(1,SUM({}))", over("L")?, over("E")?))),
    }
}

/// What the formulas come to, worked out of the same rows.
fn reached(sum: &Sum) -> (f64, f64) {
    let rows = |is_now: bool| sum.rows.iter().filter(move |row| row.is_now == is_now);
    let of = |value: &dyn Fn(bool) -> f64| (value(false), value(true));
    let windows = sum.windows;
    let total = |is_now: bool, part: fn(&SumRow) -> Option<f64>| rows(is_now).filter_map(part).sum::<f64>();
    let n_yes = |is_now: bool| rows(is_now).filter(|row| row.counts == Some(true)).count() as f64;
    match sum.rule {
        Rule::DaysBetween => {
            let mut days: Vec<i32> = sum.rows.iter().filter_map(|row| row.day.map(|day| day.0)).collect();
            days.dedup();
            let gaps = days.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
            (median(gaps), days.last().map_or(0.0, |last| f64::from(windows.now_to.0 - last)))
        }
        Rule::PerFourWeeks => of(&|is_now| {
            let days = if is_now { windows.now_to - windows.now_from } else { windows.now_from - windows.was_from };
            rows(is_now).count() as f64 * 28.0 / f64::from(days.max(1))
        }),
        Rule::MedianParts => of(&|is_now| median(rows(is_now).filter_map(|row| row.parts).collect())),
        Rule::MedianDays => of(&|is_now| median(rows(is_now).filter_map(SumRow::beyond).collect())),
        Rule::Rejected => of(&|is_now| total(is_now, |row| row.rejected) / total(is_now, |row| row.parts).max(1.0)),
        Rule::Share => of(&|is_now| n_yes(is_now) / (rows(is_now).count() as f64).max(1.0)),
        Rule::ShareOfAll => of(&|is_now| n_yes(is_now) / total(is_now, |row| row.parts).max(1.0)),
    }
}

fn agrees(sum: &Sum) -> bool {
    let (was, now) = reached(sum);
    (was - sum.change.was).abs() < SAME && (now - sum.change.now).abs() < SAME
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    if n == 0 { 0.0 } else { f64::midpoint(values[(n - 1) / 2], values[n / 2]) }
}

fn how(rule: Rule) -> &'static str {
    match rule {
        Rule::DaysBetween => {
            "Before: the median of the days from one day with an order to the next. Now: the days since the last order"
        }
        Rule::PerFourWeeks => "Orders of the window × 28 ÷ its days",
        Rule::MedianParts => "The median of the parts of each lot",
        Rule::MedianDays => {
            "The median of the days from the due day to the payment; what is open counts up to the end of the payments file. By due day"
        }
        Rule::Rejected => "Rejected parts ÷ parts, of the orders that are old enough to have come back",
        Rule::Share => "The rows that count ÷ all rows",
        Rule::ShareOfAll => "Orders of the finish ÷ orders of all customers",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::day;
    use crate::model::finding::{Change, Unit, Windows};

    #[test]
    fn no_formula_reaches_over_rows_that_a_sheet_does_not_have() {
        let of = |from: u32| Sum {
            name: "Alpine Tool".to_owned(),
            what: "smaller lots".to_owned(),
            rule: Rule::MedianParts,
            change: Change { was: 0.0, now: 0.0, unit: Unit::PartsPerLot },
            windows: Windows { was_from: day("2026-01-05"), now_from: day("2026-03-02"), now_to: day("2026-05-04") },
            rows: vec![SumRow::default(); 10],
            from,
        };
        let formulas = |sum: &Sum| line(sum, 5).iter().filter(|cell| matches!(cell, Cell::Formula(..))).count();
        assert_eq!(formulas(&of(1_048_567)), 2, "its last row is the last one of the sheet");
        assert_eq!(formulas(&of(1_048_568)), 0);
        assert!(line(&of(1_048_568), 5).contains(&words("no room for its rows")));
    }
}
