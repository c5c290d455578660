//! How such forecasts did: those that were shown, against what came; and the same forecast on the shop's own past.

use eframe::egui::{Align, Rect, Ui, pos2};

use super::{OutlookPage, after_grid};
use crate::app::{AppState, Command, Snapshot};
use crate::model::{Label, VolumeUnit, money};
use crate::review::outlook::{Came, scores};
use crate::review::{VolumeOutlook, wording};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::grid::{GridColumn, GridRows, SortKey, faint, grid_ui};
use crate::ui::widgets::text::{self, Ink};

const NAME: &str = "Forecasts and what came";
const COLUMNS: [GridColumn; 7] = [
    GridColumn::number("Week of", 110.0, "Its Monday"),
    GridColumn::number("Forecast on", 110.0, "The review that showed it first"),
    GridColumn::number("Expected", 96.0, ""),
    GridColumn::number("From", 80.0, "One chance in ten that it is less").of(EIGHT),
    GridColumn::number("To", 80.0, "One chance in ten that it is more").of(EIGHT),
    GridColumn::number("Came", 96.0, ""),
    GridColumn::words("Held", 120.0, "Whether it lay in the range of 8 of 10 times"),
];
const EIGHT: &str = "8 of 10 times";

/// How the forecasts did.
pub fn did_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut OutlookPage,
    state: &AppState,
    snapshot: &Snapshot,
    volume: &VolumeOutlook,
    (process, unit): (Label, VolumeUnit),
) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let score = scores(volume, &snapshot.dataset, &snapshot.weekly.forecasts, process, unit);
    let past = volume.series(process, unit).and_then(|series| series.forecast.as_ref()).map(|forecast| forecast.past);
    let mut words = vec![wording::score_in_words(score.as_ref(), snapshot.workspace.is_some())];
    words.extend(past.and_then(|past| wording::past_in_words(&past)));
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let mut top = rect.top();
    for sentence in words {
        let galley = text::marked(ui, &sentence, plain, strong, rect.width().min(900.0));
        text::at_ui(ui, pos2(rect.left(), top), Align::Min, &galley);
        top += galley.size().y + 6.0;
    }
    let Some(score) = score else { return Vec::new() };
    let rows = Did { snapshot, unit, weeks: score.weeks };
    page.did.take_up(&COLUMNS, state.table_form(NAME));
    page.did.arrange(&rows, page.version, |_| true);
    let events = grid_ui(ui, rect.with_min_y(top + 4.0), NAME, &mut page.did, &COLUMNS, &rows);
    after_grid(ui, (NAME, &COLUMNS), &mut page.did, events.copied)
}

struct Did<'a> {
    snapshot: &'a Snapshot,
    unit: VolumeUnit,
    weeks: Vec<Came>,
}

impl Did<'_> {
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

impl GridRows for Did<'_> {
    fn n_rows(&self) -> usize {
        self.weeks.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        match column {
            0 => self.weeks[row].week.long(),
            1 => self.weeks[row].made.long(),
            6 if self.has_held(row) => "in the range".to_owned(),
            6 if self.weeks[row].came > self.weeks[row].expected.mean => "more came".to_owned(),
            6 => "less came".to_owned(),
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
