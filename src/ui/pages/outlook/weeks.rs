//! The weeks ahead as a table.

use eframe::egui::{Rect, Ui};

use super::{OutlookPage, after_grid};
use crate::app::{AppState, Command, Snapshot};
use crate::model::money;
use crate::model::{Label, Range, VolumeUnit, WEEK};
use crate::review::outlook::{CLOSE, OVER, Series};
use crate::review::{VolumeOutlook, wording};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::grid::{GridColumn, GridRows, SortKey, faint, grid_ui};
use crate::ui::widgets::text::Ink;

const NAME: &str = "Weeks ahead";
/// The last one only where something is on the books.
const COLUMNS: [GridColumn; 11] = [
    GridColumn::words("Week of", 110.0, "Its Monday"),
    GridColumn::number(
        "Days of\nwork",
        84.0,
        "Holidays and shutdowns, learnt from days on which no order ever came, and your closures taken out",
    ),
    GridColumn::number("Expected", 96.0, ""),
    GridColumn::number("From", 80.0, "One chance in four that it is less").of(HALF),
    GridColumn::number("To", 80.0, "One chance in four that it is more").of(HALF),
    GridColumn::number("From", 80.0, "One chance in ten that it is less").of(EIGHT),
    GridColumn::number("To", 80.0, "One chance in ten that it is more").of(EIGHT),
    GridColumn::number("A year\nbefore", 86.0, "What the same week of the year before brought"),
    GridColumn::number("Can be\ndone", 86.0, "What you said can be done in a week, less where days are closed"),
    GridColumn::words("Load", 150.0, "Expected ÷ what can be done, and the chance that it is more"),
    GridColumn::number(
        "On the\nbooks",
        86.0,
        "Orders that are here and not yet shipped, by the day for which they were promised; what is late stands in the first week",
    ),
];
const HALF: &str = "Half the times";
const EIGHT: &str = "8 of 10 times";
const LOAD: usize = 9;
const BOOKED: usize = 10;

/// The weeks ahead, one row each.
pub fn weeks_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut OutlookPage,
    state: &AppState,
    snapshot: &Snapshot,
    volume: &VolumeOutlook,
    (process, unit): (Label, VolumeUnit),
) -> Vec<Command> {
    let Some(series) = volume.series(process, unit) else { return Vec::new() };
    let rows = Weeks { snapshot, volume, series, ranges: volume.ranges(series) };
    let columns = if series.booked.is_some() { &COLUMNS[..] } else { &COLUMNS[..BOOKED] };
    page.weeks.take_up(columns, state.table_form(NAME));
    page.weeks.arrange(&rows, page.version, |_| true);
    let events = grid_ui(ui, rect, NAME, &mut page.weeks, columns, &rows);
    after_grid(ui, (NAME, columns), &mut page.weeks, events.copied)
}

struct Weeks<'a> {
    snapshot: &'a Snapshot,
    volume: &'a VolumeOutlook,
    series: &'a Series,
    ranges: Vec<Range>,
}

impl Weeks<'_> {
    fn capacity(&self, row: usize) -> Option<f64> {
        self.volume.capacity_of(&self.snapshot.dataset, self.series, row)
    }

    fn number(&self, row: usize, column: usize) -> Option<f64> {
        let range = &self.ranges[row];
        match column {
            0 => Some(f64::from(self.volume.monday(row).0)),
            1 => Some(self.volume.work(row)),
            2 => Some(range.mean),
            3 => Some(range.low50),
            4 => Some(range.high50),
            5 => Some(range.low80),
            6 => Some(range.high80),
            7 => self.volume.came(self.series, self.volume.monday(row) - 52 * WEEK),
            8 => self.capacity(row),
            LOAD => self.capacity(row).filter(|capacity| *capacity > 0.0).map(|capacity| range.mean / capacity),
            BOOKED => self.volume.booked(self.series, row),
            _ => None,
        }
    }
}

impl GridRows for Weeks<'_> {
    fn n_rows(&self) -> usize {
        self.ranges.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        match (column, self.number(row, column)) {
            (0, _) => self.volume.monday(row).long(),
            (_, None) => "–".to_owned(),
            (1, Some(days)) => wording::number(days),
            (LOAD, Some(load)) => {
                let chance = self.volume.chance_over(&self.snapshot.dataset, self.series, row).unwrap_or(0.0);
                let word = match chance {
                    chance if chance > OVER => ", over",
                    chance if chance >= CLOSE => ", close",
                    _ => "",
                };
                format!("{} %{word}", wording::number((100.0 * load).round()))
            }
            (_, Some(value)) => wording::bare_volume(&self.snapshot.dataset, self.series.unit, value),
        }
    }

    fn exact(&self, row: usize, column: usize) -> String {
        let currency = self.snapshot.dataset.currency.as_deref();
        let is_money = self.series.unit == VolumeUnit::Money;
        match (column, self.number(row, column)) {
            (0, _) => self.volume.monday(row).to_string(),
            (_, None) => String::new(),
            (2..=8 | BOOKED, Some(value)) if is_money => {
                format!("{:.2}", value / 10_f64.powi(money::decimals(currency).cast_signed()))
            }
            (_, Some(value)) => format!("{value:.2}"),
        }
    }

    fn key(&self, row: usize, column: usize) -> SortKey {
        self.number(row, column).map_or(SortKey::Nothing, SortKey::Number)
    }

    fn sentence(&self, row: usize) -> String {
        let cell = |column| self.shown(row, column);
        let load = if self.capacity(row).is_some() { format!(", load {}", cell(LOAD)) } else { String::new() };
        format!("Week of {}, {} expected, 8 of 10 times {} to {}{load}", cell(0), cell(2), cell(5), cell(6))
    }

    fn ink(&self, ui: &Ui, row: usize, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        let is_over =
            || self.volume.chance_over(&self.snapshot.dataset, self.series, row).is_some_and(|chance| chance > OVER);
        match column {
            0 | 2 => Ink::strong(Size::Caption, tokens.text),
            1 | 7 => faint(ui),
            LOAD if is_over() => Ink::strong(Size::Caption, tokens.watch),
            _ => Ink::new(Size::Caption, tokens.text),
        }
    }
}
