//! Figures in words: counts, money, and the columns in which they stand.

use eframe::egui::{Align, Rect, Ui};

use crate::model::money::{self, Minor, NO_AMOUNT};
pub use crate::review::wording::counted;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::text::{self, Ink};

/// Exact, or "–" where no amount is known.
pub fn amount(amount: Minor, currency: Option<&str>) -> String {
    if amount == NO_AMOUNT { "–".to_owned() } else { money::exact(amount, currency) }
}

/// Without cents.
pub fn whole(amount: Minor, currency: Option<&str>) -> String {
    money::whole(amount, currency)
}

/// Rounded to what matters, or "–" where no amount is known.
pub fn short_amount(amount: Minor, currency: Option<&str>) -> String {
    if amount == NO_AMOUNT { "–".to_owned() } else { money::short(amount, currency) }
}

/// A column of a table: its heading, its place from the left as shares of the width, and how it is aligned.
#[derive(Clone, Copy, Debug)]
pub struct Column<'t> {
    /// The heading.
    pub title: &'t str,
    /// Its width; what is left is shared by those with a `share`.
    pub width: f32,
    /// Its part of the width that is left.
    pub share: f32,
    /// Numbers are right aligned.
    pub align: Align,
}

impl<'t> Column<'t> {
    /// Words: left aligned.
    pub const fn words(title: &'t str, width: f32, share: f32) -> Self {
        Self { title, width, share, align: Align::Min }
    }

    /// Numbers: right aligned.
    pub const fn number(title: &'t str, width: f32) -> Self {
        Self { title, width, share: 0.0, align: Align::Max }
    }
}

/// Between two columns.
const COLUMN_GAP: f32 = 16.0;

/// The cells of a row, one for each column.
pub fn cells(columns: &[Column<'_>], row: Rect) -> Vec<Rect> {
    let gaps = COLUMN_GAP * columns.len().saturating_sub(1) as f32;
    let fixed: f32 = columns.iter().map(|column| column.width).sum();
    let shares: f32 = columns.iter().map(|column| column.share).sum::<f32>().max(1e-6);
    let rest = (row.width() - fixed - gaps).max(0.0);
    let mut left = row.left();
    columns
        .iter()
        .map(|column| {
            let width = column.width + rest * column.share / shares;
            let cell = Rect::from_x_y_ranges(left..=left + width, row.y_range());
            left += width + COLUMN_GAP;
            cell
        })
        .collect()
}

/// The headings of a table.
pub fn headings_ui(ui: &mut Ui, columns: &[Column<'_>], row: Rect) {
    let ink = Ink::new(Size::Caption, DesignTokens::of(ui).text_3);
    for (column, cell) in columns.iter().zip(cells(columns, row)) {
        let galley = text::cut(ui, column.title, ink, cell.width());
        text::in_rect_ui(ui, cell, column.align, &galley);
    }
}

/// One cell: cut where it is too long, with the whole of it in the tooltip.
pub fn cell_ui(ui: &mut Ui, column: &Column<'_>, cell: Rect, words: &str, ink: Ink) {
    if words.is_empty() {
        return;
    }
    let galley = text::cut(ui, words, ink, cell.width());
    text::in_rect_ui(ui, cell, column.align, &galley);
}
