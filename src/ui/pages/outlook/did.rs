//! How such forecasts did: those that were shown, against what came; and the same forecast on the shop's own past.

use eframe::egui::{Rect, Ui};

use super::OutlookPage;
use crate::app::{AppState, Command, Snapshot};
use crate::model::{Label, VolumeUnit};
use crate::review::outlook::scores;
use crate::review::{VolumeOutlook, wording};
use crate::ui::pages::came::{CameRows, CameTable, came_ui};

const NAME: &str = "Forecasts and what came";
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
    let score = scores(volume, &snapshot.dataset, &snapshot.weekly.forecasts, process, unit);
    let past = volume.series(process, unit).and_then(|series| series.forecast.as_ref()).map(|forecast| forecast.past);
    let mut words = vec![wording::score_in_words(score.as_ref(), snapshot.workspace.is_some())];
    words.extend(past.and_then(|past| wording::past_in_words(&past)));
    words.extend(snapshot.days_did.orders.map(|score| wording::orders_in_words(&score)));
    let rows = score.as_ref().map(|score| CameRows { snapshot, unit, weeks: &score.weeks });
    let table = CameTable { name: NAME, grid: &mut page.did, version: page.version, rows };
    came_ui(ui, rect, &words, state, table)
}
