//! The table of weeks that were forecast and have come, of volume and of payments alike.

use eframe::egui::{Align, Rect, Ui, pos2};

use super::after_grid;
use crate::app::{AppState, Command, Snapshot};
use crate::model::{VolumeUnit, money};
use crate::review::outlook::Came;
use crate::review::wording;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::grid::{GridColumn, GridRows, GridState, SortKey, faint, grid_ui};
use crate::ui::widgets::text::{self, Ink};

const COLUMNS: [GridColumn; 7] = [
    GridColumn::number("Week of", 110.0, "Its Monday"),
    GridColumn::number(
        "Forecast on",
        110.0,
        "Of orders the review that showed the week first, of payments the last one before the week",
    ),
    GridColumn::number("Expected", 96.0, ""),
    GridColumn::number("From", 80.0, "One chance in ten that it is less").of(EIGHT),
    GridColumn::number("To", 80.0, "One chance in ten that it is more").of(EIGHT),
    GridColumn::number("Came", 96.0, ""),
    GridColumn::words("Held", 120.0, "Whether it lay in the range of 8 of 10 times"),
];
const EIGHT: &str = "8 of 10 times";

/// Sentences and table together have at least this height; then the page scrolls.
pub const LEAST: f32 = 460.0;

/// Sentences, and under them the weeks that have come.
pub fn came_ui(ui: &mut Ui, rect: Rect, words: &[String], state: &AppState, table: CameTable<'_, '_>) -> Vec<Command> {
    let CameTable { name, grid, version, rows } = table;
    let tokens = DesignTokens::of(ui);
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let mut top = rect.top();
    for sentence in words {
        let galley = text::marked(ui, sentence, plain, strong, rect.width().min(1040.0));
        text::at_ui(ui, pos2(rect.left(), top), Align::Min, &galley);
        top += galley.size().y + 6.0;
    }
    let Some(rows) = &rows else { return Vec::new() };
    grid.take_up(&COLUMNS, state.table_form(name));
    grid.arrange(rows, version, |_| true);
    let events = grid_ui(ui, rect.with_min_y(top + 4.0), name, grid, &COLUMNS, rows);
    after_grid(ui, (name, &COLUMNS), grid, events.copied)
}

/// The table.
pub struct CameTable<'g, 'a> {
    /// Its name, by which its columns are remembered.
    pub name: &'static str,
    pub grid: &'g mut GridState,
    pub version: u64,
    /// None while no week has come.
    pub rows: Option<CameRows<'a>>,
}

/// Weeks that were forecast, and what came.
pub struct CameRows<'a> {
    pub snapshot: &'a Snapshot,
    pub unit: VolumeUnit,
    pub weeks: &'a [Came],
}

impl CameRows<'_> {
    fn has_held(&self, row: usize) -> bool {
        let Came { expected, came, .. } = &self.weeks[row];
        (expected.low80..=expected.high80).contains(came)
    }

    fn number(&self, row: usize, column: usize) -> f64 {
        let Came { week, made, expected, came } = &self.weeks[row];
        match column {
            0 => f64::from(week.0),
            1 => f64::from(made.0),
            2 => expected.mean,
            3 => expected.low80,
            4 => expected.high80,
            5 => *came,
            _ => f64::from(u8::from(self.has_held(row))),
        }
    }
}

impl GridRows for CameRows<'_> {
    fn n_rows(&self) -> usize {
        self.weeks.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        let currency = self.snapshot.dataset.currency.as_deref();
        match column {
            0 => self.weeks[row].week.long(),
            1 => self.weeks[row].made.long(),
            6 if self.has_held(row) => "in the range".to_owned(),
            6 if self.weeks[row].came > self.weeks[row].expected.mean => "more came".to_owned(),
            6 => "less came".to_owned(),
            // Rounded further, what lies just beyond the range would look like its end.
            _ if self.unit == VolumeUnit::Money => whole_money(self.number(row, column), currency),
            _ => wording::bare_volume(&self.snapshot.dataset, self.unit, self.number(row, column)),
        }
    }

    fn exact(&self, row: usize, column: usize) -> String {
        let decimals = money::decimals(self.snapshot.dataset.currency.as_deref());
        match column {
            0 => self.weeks[row].week.to_string(),
            1 => self.weeks[row].made.to_string(),
            6 => self.shown(row, column),
            _ if self.unit == VolumeUnit::Money => {
                format!("{:.2}", self.number(row, column) / 10_f64.powi(decimals.cast_signed()))
            }
            _ => format!("{:.2}", self.number(row, column)),
        }
    }

    fn key(&self, row: usize, column: usize) -> SortKey {
        SortKey::Number(self.number(row, column))
    }

    fn sentence(&self, row: usize) -> String {
        let cell = |column| self.shown(row, column);
        format!("Week of {}, forecast on {}: {} expected, {} came, {}", cell(0), cell(1), cell(2), cell(5), cell(6))
    }

    fn ink(&self, ui: &Ui, row: usize, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        match column {
            0 | 5 => Ink::strong(Size::Caption, tokens.text),
            6 if !self.has_held(row) => Ink::strong(Size::Caption, tokens.watch),
            1 | 6 => faint(ui),
            _ => Ink::new(Size::Caption, tokens.text),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "an amount of money")]
fn whole_money(amount: f64, currency: Option<&str>) -> String {
    money::whole(amount.round() as money::Minor, currency)
}
