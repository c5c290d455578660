//! Sheets as they should be: a heading that stays, filters, widths, real dates and numbers, and texts that are never formulas.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use crate::model::Day;
use crate::model::money::{self, Minor, NO_AMOUNT};

/// The last row of a sheet, counted from 0.
pub const LAST_ROW: u32 = 1_048_575;

/// The height of a line in points.
const LINE: f64 = 15.0;

/// A row is no higher than so many lines.
const MOST_LINES: usize = 12;

/// Letters in a cell.
const MOST_LETTERS: usize = 32_000;

/// From the first day of a spreadsheet's calendar to 1 January 1970.
const EPOCH: i32 = 25_569;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words; never a formula.
    Words(String),
    /// A count.
    Whole(f64),
    /// A number with up to two decimals.
    Number(f64),
    /// From 0 to 1.
    Share(f64),
    /// Minor units; left out where amounts are masked.
    Money(Minor),
    /// A day.
    Date(Day),
    /// A formula of ours, the number that it comes to, and how that is shown.
    Formula(String, f64, Shown),
    /// A formula of ours that comes to words.
    Says(String, String),
    /// Nothing.
    Empty,
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Without decimals.
    Whole,
    /// With up to two.
    Number,
    /// In percent.
    Share,
    /// In the currency of the shop.
    Money,
}

/// A column: its heading, its width in letters, and whether it holds money.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    title: &'static str,
    width: f64,
    is_money: bool,
}

/// The workbook while it is written.
pub struct Book<'a> {
    workbook: &'a mut Workbook,
    looks: Looks,
    decimals: u32,
    has_money: bool,
}

struct Looks {
    head: Format,
    words: Format,
    whole: Format,
    number: Format,
    share: Format,
    money: Format,
    date: Format,
    strong: Format,
}

impl Column {
    /// Of words or plain numbers.
    pub const fn of(title: &'static str, width: f64) -> Self {
        Self { title, width, is_money: false }
    }

    /// Of money.
    pub const fn money(title: &'static str) -> Self {
        Self { title, width: 14.0, is_money: true }
    }
}

impl<'a> Book<'a> {
    /// Nothing yet.
    pub fn new(workbook: &'a mut Workbook, currency: Option<&str>, has_money: bool) -> Self {
        let decimals = money::decimals(currency);
        let of_money =
            if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals as usize)) };
        let top = || Format::new().set_align(FormatAlign::Top);
        let looks = Looks {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin)
                .set_background_color(0xEE_F0_F2),
            words: top().set_text_wrap(),
            whole: top().set_num_format("#,##0"),
            number: top().set_num_format("#,##0.##"),
            share: top().set_num_format("0.0%"),
            money: top().set_num_format(of_money),
            date: top().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left).set_indent(1),
            strong: Format::new().set_bold(),
        };
        Self { workbook, looks, decimals, has_money }
    }

    /// Whether columns of money are written.
    pub fn has_money(&self) -> bool {
        self.has_money
    }

    /// A sheet: lines of words above, then a table with a heading that stays. Gives how many rows had no room.
    pub fn sheet(
        &mut self,
        name: &str,
        above: &[Vec<Cell>],
        columns: &[Column],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Result<u32, XlsxError> {
        let (looks, decimals, has_money) = (&self.looks, self.decimals, self.has_money);
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?;
        for (row, cells) in (0_u32..).zip(above) {
            for (column, cell) in (0_u16..).zip(cells) {
                let is_first = column == 0 && matches!(cell, Cell::Words(_));
                match cell {
                    Cell::Words(words) if is_first => {
                        sheet.write_string_with_format(row, column, words, &looks.strong)?;
                    }
                    cell => write(sheet, (row, column), cell, looks, decimals)?,
                }
            }
        }
        let head = u32::try_from(above.len()).unwrap_or(0) + u32::from(!above.is_empty());
        let kept: Vec<usize> = (0..columns.len()).filter(|&i| has_money || !columns[i].is_money).collect();
        for (place, &column) in (0_u16..).zip(&kept) {
            sheet.write_string_with_format(head, place, columns[column].title, &looks.head)?;
            sheet.set_column_width(place, columns[column].width)?;
        }
        let heads = kept.iter().map(|&column| lines(columns[column].title, columns[column].width));
        sheet.set_row_height(head, LINE * heads.max().unwrap_or(1) as f64)?;
        let (mut row, mut n_left) = (head, 0);
        for cells in rows {
            if row == LAST_ROW {
                n_left += 1;
                continue;
            }
            row += 1;
            let high = kept.iter().map(|&column| match cells.get(column) {
                Some(Cell::Words(words)) => lines(words, columns[column].width),
                _ => 1,
            });
            // Not every program makes room for words that need more than a line.
            let high = high.max().unwrap_or(1);
            if high > 1 {
                sheet.set_row_height(row, LINE * high as f64)?;
            }
            for (place, &column) in (0_u16..).zip(&kept) {
                if let Some(cell) = cells.get(column) {
                    write(sheet, (row, place), cell, looks, decimals)?;
                }
            }
        }
        let last = u16::try_from(kept.len().max(1) - 1).unwrap_or(0);
        sheet.set_freeze_panes(head + 1, 1)?;
        sheet.autofilter(head, 0, row.max(head + 1), last)?;
        sheet.set_landscape();
        sheet.set_repeat_rows(head, head)?;
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_footer("&L&A&R&P / &N");
        Ok(n_left)
    }
}

/// How many lines words need in a column of so many letters.
fn lines(words: &str, width: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width in letters")]
    let letters = (width - 1.0).max(1.0) as usize;
    words.lines().map(|line| line.chars().count().div_ceil(letters).max(1)).sum::<usize>().clamp(1, MOST_LINES)
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    looks: &Looks,
    decimals: u32,
) -> Result<(), XlsxError> {
    let major = |amount: Minor| amount as f64 / 10_f64.powi(decimals.cast_signed());
    match cell {
        Cell::Words(words) => {
            let words: String = words.chars().filter(|c| !c.is_control() || *c == '\n').take(MOST_LETTERS).collect();
            sheet.write_string_with_format(row, column, words, &looks.words)?;
        }
        Cell::Whole(value) => {
            sheet.write_number_with_format(row, column, *value, &looks.whole)?;
        }
        Cell::Number(value) => {
            sheet.write_number_with_format(row, column, *value, &looks.number)?;
        }
        Cell::Share(value) => {
            sheet.write_number_with_format(row, column, *value, &looks.share)?;
        }
        Cell::Money(amount) if *amount != NO_AMOUNT => {
            sheet.write_number_with_format(row, column, major(*amount), &looks.money)?;
        }
        Cell::Date(day) if day.is_some() => {
            sheet.write_number_with_format(row, column, f64::from(day.0 + EPOCH), &looks.date)?;
        }
        Cell::Formula(formula, result, shown) => {
            let look = match shown {
                Shown::Whole => &looks.whole,
                Shown::Number => &looks.number,
                Shown::Share => &looks.share,
                Shown::Money => &looks.money,
            };
            let formula = Formula::new(formula).set_result(result.to_string());
            sheet.write_formula_with_format(row, column, formula, look)?;
        }
        Cell::Says(formula, result) => {
            let formula = Formula::new(formula).set_result(result);
            sheet.write_formula_with_format(row, column, formula, &looks.words)?;
        }
        Cell::Money(_) | Cell::Date(_) | Cell::Empty => {}
    }
    Ok(())
}

/// Words for a cell.
pub fn words(text: impl Into<String>) -> Cell {
    Cell::Words(text.into())
}
