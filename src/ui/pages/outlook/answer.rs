//! The answer of the page, the range around it, and where what comes and what can be done do not fit.

use std::collections::BTreeSet;

use eframe::egui::{Align, Sense, Ui, pos2, vec2};

use super::{OutlookPage, Tab, name_of, note_ui};
use crate::app::Snapshot;
use crate::model::{CustomerIdx, Day, Label, VolumeUnit};
use crate::review::outlook::{Hang, Side};
use crate::review::{Review, VolumeOutlook, wording};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::link_at_ui;
use crate::ui::widgets::card;
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// So many lines of weeks that do not fit are said; the others stand in the table.
const LOADS: usize = 3;

/// The answer, and what it rests on.
pub fn answer_ui(
    ui: &mut Ui,
    page: &mut OutlookPage,
    snapshot: &Snapshot,
    review: &Review,
    volume: &VolumeOutlook,
    (process, unit): (Label, VolumeUnit),
) {
    let tokens = DesignTokens::of(ui);
    let Some(series) = volume.series(process, unit) else { return };
    let headline = wording::outlook_headline(&snapshot.dataset, volume, series);
    let galley = text::wrapped(ui, &headline, Ink::strong(Size::Answer, tokens.text), ui.available_width());
    text::label_ui(ui, &galley);
    let mut parts = vec![format!("**{}**", wording::eight_of_ten(&snapshot.dataset, unit, &volume.sum(series)))];
    if let Some(forecast) = &series.forecast {
        parts.extend(wording::past_in_short(&forecast.past));
    }
    parts.extend(wording::on_the_books(&snapshot.dataset, series));
    parts.extend(page.made.as_ref().and_then(|made| made.flagged.clone()));
    parts.extend(ends_early(volume.known_to, review.as_of));
    note_ui(ui, &parts.join(" · "));
    loads_ui(ui, page, snapshot, volume);
}

/// "31 % hangs on 4 customers with a flag".
pub fn hangs_on_flagged(hangs: &[Hang], snapshot: &Snapshot, review: &Review) -> Option<String> {
    let heard =
        review.findings.iter().filter(|finding| !finding.signal.is_opportunity() && finding.set_aside.is_none());
    let with_flag: BTreeSet<CustomerIdx> = heard.map(|finding| finding.customer).collect();
    let flagged: Vec<&Hang> =
        hangs.iter().filter(|hang| hang.share > 0.0 && with_flag.contains(&hang.customer)).collect();
    let share: f64 = flagged.iter().map(|hang| hang.share).sum();
    match flagged[..] {
        [] => None,
        [only] => Some(format!(
            "**{} %** hangs on {}, which carries a flag",
            wording::percent(share),
            name_of(snapshot, only.customer)
        )),
        _ => Some(format!("**{} %** hangs on {} customers with a flag", wording::percent(share), flagged.len())),
    }
}

fn ends_early(known_to: Day, as_of: Day) -> Option<String> {
    (known_to < as_of)
        .then(|| format!("the orders end on {}, and the weeks are counted from there", (known_to - 1).long()))
}

/// One line a process that will be over or far under its capacity; without a stated capacity the way to state it.
fn loads_ui(ui: &mut Ui, page: &mut OutlookPage, snapshot: &Snapshot, volume: &VolumeOutlook) {
    let tokens = DesignTokens::of(ui);
    let (caption, body) = (Ink::new(Size::Body, tokens.text_3), Ink::new(Size::Body, tokens.text));
    let loads = volume.loads(&snapshot.dataset);
    if volume.capacity.stated.is_empty() {
        let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        card::inside_ui(ui, line, "state", |ui| {
            let words = text::line(ui, "Whether you can make it is known once you say what you can do.", caption);
            let base = (line.center().y - words.size().y / 2.0).round() + text::baseline(&words);
            let place = text::on_baseline_ui(ui, line.left(), base, Align::Min, &words);
            let ink = Ink::new(Size::Body, tokens.accent);
            let way = link_at_ui(ui, place.right() + 8.0, base, Align::Min, "State the capacity", ink, tokens.accent);
            if way.clicked() {
                page.tab = Tab::Capacity;
            }
        });
        return;
    }
    if loads.is_empty() {
        let words = wording::fits(volume.n_close(&snapshot.dataset));
        let galley = text::wrapped(ui, &words, caption, ui.available_width());
        text::label_ui(ui, &galley);
    }
    for (place, load) in loads.iter().take(LOADS).enumerate() {
        let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        card::inside_ui(ui, line, ("load", place), |ui| {
            let mark = if load.side == Side::Over { Mark::Watch } else { Mark::Chance };
            mark_ui(ui, pos2(line.left() + 6.0, line.center().y), mark);
            let words = wording::load_sentence(&snapshot.dataset, volume, load);
            let galley = text::cut(ui, &words, body, line.width() - 18.0);
            text::in_rect_ui(ui, line.with_min_x(line.left() + 18.0), Align::Min, &galley);
        });
    }
    if loads.len() > LOADS {
        let words = format!("and {} more, week by week below", loads.len() - LOADS);
        let galley = text::wrapped(ui, &words, caption, ui.available_width());
        text::label_ui(ui, &galley);
    }
}
