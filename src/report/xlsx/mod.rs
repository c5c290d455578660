//! `review.xlsx`: the call list, the customers, and the rows of each flag with formulas that reach the same numbers in any spreadsheet.

mod lists;
mod rows;
mod sheet;
mod sums;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::sheet::Book;
use super::mask::Masks;
use crate::model::Dataset;
use crate::model::source::WRITTEN_BY;
use crate::model::weekly::Weekly;
use crate::review::{Review, wording};

/// The workbook. The shop is masked already; with `masks.amounts` columns of money are left out.
pub fn review(dataset: &Dataset, review: &Review, weekly: &Weekly, masks: Masks) -> Result<Vec<u8>, String> {
    workbook(dataset, review, weekly, masks).map_err(|error| format!("The workbook could not be written: {error}"))
}

fn workbook(dataset: &Dataset, review: &Review, weekly: &Weekly, masks: Masks) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Nothing depends on the clock: the same review gives the same file.
    let (year, month, day) = review.as_of.ymd();
    let made = u16::try_from(year).ok().zip(u8::try_from(month).ok()).zip(u8::try_from(day).ok());
    let made = made.and_then(|((year, month), day)| ExcelDateTime::from_ymd(year, month, day).ok());
    let mut properties = DocProperties::new()
        .set_title(wording::headline(review, dataset))
        .set_author("Lotwise")
        .set_comment(format!("{WRITTEN_BY} {}", env!("CARGO_PKG_VERSION")));
    if let Some(made) = &made {
        properties = properties.set_creation_datetime(made);
    }
    workbook.set_properties(&properties);
    let told = rows::told(dataset, review);
    let mut book = Book::new(&mut workbook, dataset.currency.as_deref(), !masks.amounts);
    lists::call_list(&mut book, dataset, review, weekly)?;
    lists::customer_list(&mut book, dataset, review)?;
    sums::sums(&mut book, &told)?;
    rows::write(&mut book, &told)?;
    lists::what_was_read(&mut book, dataset, review, weekly)?;
    workbook.save_to_buffer()
}
