//! What can be done in a week, and when the shop is closed, as the owner states it.

use eframe::egui::{Align, Key, Rect, ScrollArea, Sense, TextEdit, Ui, pos2, vec2};

use super::OutlookPage;
use crate::app::command::Place;
use crate::app::weekly::Weighed;
use crate::app::{AppState, Command, Snapshot};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::{Capacity, Closed, Day, VolumeUnit, money};
use crate::review::outlook::Series;
use crate::review::{VolumeOutlook, wording};
use crate::ui::theme::{CARD_PADDING, DesignTokens, Size};
use crate::ui::widgets::button::{SMALL, Weight, button_at_ui, link_at_ui, width_of};
use crate::ui::widgets::card;
use crate::ui::widgets::text::{self, Ink};

/// What is being typed.
#[derive(Default)]
pub struct CapacityForm {
    /// Of which process and unit, and what.
    typed: Option<(Label, VolumeUnit, String)>,
    from: String,
    to: String,
}

const ROW: f32 = 34.0;
const FIELD: f32 = 110.0;
/// Name, usual week and field stand in so much; the closures right of it.
const LEFT: f32 = 620.0;

/// The shop and its processes, each with a field; the closures beside them.
pub fn capacity_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut OutlookPage,
    state: &AppState,
    snapshot: &Snapshot,
    volume: &VolumeOutlook,
    unit: VolumeUnit,
) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    card::card_surface(ui, rect);
    let inner = rect.shrink(CARD_PADDING);
    if !state.can_decide() {
        return keep_first_ui(ui, inner, state, snapshot);
    }
    let mut commands = Vec::new();
    let (left, right) = inner.split_left_right_at_x(inner.left() + LEFT.min(inner.width() * 0.62));
    card::inside_ui(ui, left, "stated", |ui| {
        let words = format!("What you can do in a week of five days, counted in {}", unit_words(snapshot, unit));
        let galley = text::wrapped(ui, &words, Ink::strong(Size::Body, tokens.text), left.width() - 16.0);
        text::label_ui(ui, &galley);
        ui.add_space(6.0);
        ScrollArea::vertical().id_salt("stated").auto_shrink(false).show(ui, |ui| {
            let of_unit = volume.series.iter().filter(|series| series.unit == unit);
            for (place, series) in of_unit.enumerate() {
                let (row, _) = ui.allocate_exact_size(vec2(ui.available_width() - 16.0, ROW), Sense::hover());
                let said = card::inside_ui(ui, row, ("row", place), |ui| {
                    stated_ui(ui, row, &mut page.capacity, snapshot, volume, series)
                });
                commands.extend(said);
            }
        });
    });
    card::inside_ui(ui, right, "closed", |ui| {
        commands.extend(closures_ui(ui, right, &mut page.capacity, volume));
    });
    commands
}

/// A look is kept first, so that what is stated is remembered.
fn keep_first_ui(ui: &mut Ui, inner: Rect, state: &AppState, snapshot: &Snapshot) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let is_look = snapshot.workspace.is_none() && state.closed().is_none();
    let words = if is_look {
        "What you can do in a week is remembered in a workspace. Keep this look as one, then state it here."
    } else {
        "What you can do in a week is stated in the open review of now."
    };
    let galley = text::wrapped(ui, words, Ink::new(Size::Body, tokens.text_2), inner.width().min(640.0));
    text::at_ui(ui, inner.min, Align::Min, &galley);
    if !is_look {
        return Vec::new();
    }
    let words = "Keep as workspace…";
    let place = Rect::from_min_size(
        pos2(inner.left(), inner.top() + galley.size().y + 12.0),
        vec2(width_of(ui, words, SMALL), SMALL),
    );
    let is_pressed = button_at_ui(ui, place, words, words, Weight::Outlined).clicked();
    if is_pressed { vec![Command::AskWhere(Place::Workspace)] } else { Vec::new() }
}

fn unit_words(snapshot: &Snapshot, unit: VolumeUnit) -> &'static str {
    wording::unit_word(&snapshot.dataset, unit)
}

/// One process: its name, what its weeks brought of late, and what can be done.
fn stated_ui(
    ui: &mut Ui,
    row: Rect,
    form: &mut CapacityForm,
    snapshot: &Snapshot,
    volume: &VolumeOutlook,
    series: &Series,
) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let dataset = &snapshot.dataset;
    let process = (series.process != NO_LABEL).then(|| dataset.label(series.process));
    let name = process.unwrap_or("The whole shop");
    let known = volume.capacity.a_week(process, series.unit);
    let of_name = row.with_max_x(row.left() + row.width() * 0.28);
    let galley = text::cut(ui, name, Ink::strong(Size::Caption, tokens.text), of_name.width() - 12.0);
    text::in_rect_ui(ui, of_name, Align::Min, &galley);
    let lately: Vec<f64> = series.history.iter().rev().take(13).copied().collect();
    let (mean, most) =
        (lately.iter().sum::<f64>() / lately.len().max(1) as f64, lately.iter().copied().fold(0.0, f64::max));
    let words = format!(
        "{} a week of late, at most {}",
        wording::bare_volume(dataset, series.unit, mean),
        wording::bare_volume(dataset, series.unit, most)
    );
    let of_lately =
        Rect::from_min_max(pos2(of_name.right(), row.top()), pos2(row.right() - FIELD - 78.0, row.bottom()));
    let galley = text::cut(ui, &words, Ink::new(Size::Caption, tokens.text_3), of_lately.width());
    text::in_rect_ui(ui, of_lately, Align::Min, &galley);
    let shown = || known.map(plain_number).unwrap_or_default();
    let is_of = |form: &CapacityForm| {
        form.typed.as_ref().is_some_and(|(of, unit, _)| (*of, *unit) == (series.process, series.unit))
    };
    let mut typed = form.typed.as_ref().filter(|_| is_of(form)).map_or_else(shown, |(.., words)| words.clone());
    let place = Rect::from_min_size(pos2(row.right() - FIELD - 70.0, row.center().y - SMALL / 2.0), vec2(FIELD, SMALL));
    let edit = TextEdit::singleline(&mut typed).hint_text("not stated").margin(vec2(9.0, 4.0)).desired_width(FIELD);
    let response = ui.put(place, edit).accessible_name(format!("What can be done in a week, {name}"));
    if response.changed() {
        form.typed = Some((series.process, series.unit, typed.clone()));
    }
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let Ok(said) = number_typed(&typed) else {
        let galley = text::line(ui, "a number", Ink::new(Size::Caption, tokens.act));
        text::in_rect_ui(ui, row.with_min_x(place.right() + 8.0), Align::Min, &galley);
        return None;
    };
    if !is_of(form) || said == known {
        return None;
    }
    let button = Rect::from_min_size(pos2(place.right() + 8.0, place.top()), vec2(60.0, SMALL));
    let is_said =
        button_at_ui(ui, button, "Use", &format!("Use it for {name}"), Weight::Outlined).clicked() || is_entered;
    is_said.then(|| {
        form.typed = None;
        Command::Weigh(Weighed::Capacity(volume.capacity.clone().with(process, series.unit, said)))
    })
}

/// Planned closures, with two fields for one more.
fn closures_ui(ui: &mut Ui, rect: Rect, form: &mut CapacityForm, volume: &VolumeOutlook) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    let galley = text::wrapped(ui, "Planned closures", Ink::strong(Size::Body, tokens.text), rect.width());
    text::label_ui(ui, &galley);
    let words = "Holidays and shutdowns of the years before are known. Say what is new.";
    let galley = text::wrapped(ui, words, Ink::new(Size::Caption, tokens.text_3), rect.width());
    text::label_ui(ui, &galley);
    ui.add_space(6.0);
    for closed in &volume.capacity.closed {
        let (row, _) = ui.allocate_exact_size(vec2(rect.width(), 28.0), Sense::hover());
        card::inside_ui(ui, row, ("closure", closed.from.0), |ui| {
            let words = if closed.from == closed.to {
                closed.from.long()
            } else {
                format!("{} to {}", closed.from.long(), closed.to.long())
            };
            let galley = text::line(ui, &words, Ink::new(Size::Body, tokens.text));
            let base = (row.center().y - galley.size().y / 2.0).round() + text::baseline(&galley);
            let place = text::on_baseline_ui(ui, row.left(), base, Align::Min, &galley);
            let ink = Ink::new(Size::Caption, tokens.accent);
            if link_at_ui(ui, place.right() + 12.0, base, Align::Min, "Take out", ink, tokens.accent).clicked() {
                let mut capacity = volume.capacity.clone();
                capacity.closed.retain(|other| other != closed);
                commands.push(Command::Weigh(Weighed::Capacity(capacity)));
            }
        });
    }
    ui.add_space(6.0);
    let (row, _) = ui.allocate_exact_size(vec2(rect.width(), SMALL), Sense::hover());
    card::inside_ui(ui, row, "new", |ui| {
        let mut left = row.left();
        let mut field = |ui: &mut Ui, typed: &mut String, name: &str, hint: &str| {
            let place = Rect::from_min_size(pos2(left, row.top()), vec2(FIELD, SMALL));
            let edit = TextEdit::singleline(typed).hint_text(hint).margin(vec2(9.0, 4.0)).desired_width(FIELD);
            ui.put(place, edit).accessible_name(name);
            left = place.right() + 8.0;
        };
        field(ui, &mut form.from, "First day of the closure", "2026-12-21");
        field(ui, &mut form.to, "Last day of the closure", "2027-01-04");
        let place = Rect::from_min_size(pos2(left, row.top()), vec2(64.0, SMALL));
        if !button_at_ui(ui, place, "Add", "Add the closure", Weight::Outlined).clicked() {
            return;
        }
        match closure_typed(&form.from, &form.to) {
            Ok(closed) => {
                let mut capacity: Capacity = volume.capacity.clone();
                if !capacity.closed.contains(&closed) {
                    capacity.closed.push(closed);
                }
                capacity.closed.sort_unstable();
                (form.from, form.to) = (String::new(), String::new());
                commands.push(Command::Weigh(Weighed::Capacity(capacity)));
            }
            Err(why) => commands.push(Command::Tell(why)),
        }
    });
    commands
}

/// The days as they are typed: like 2026-12-21, the last one blank for a single day.
fn closure_typed(from: &str, to: &str) -> Result<Closed, String> {
    let from: Day = from.trim().parse()?;
    let to: Day = if to.trim().is_empty() { from } else { to.trim().parse()? };
    if to < from {
        return Err(format!("The closure ends on {to}, before it begins on {from}"));
    }
    if to - from > 366 {
        return Err("A closure of more than a year is no closure. Check the days".to_owned());
    }
    Ok(Closed { from, to })
}

/// A number as people type it; `None` where the field is empty.
fn number_typed(typed: &str) -> Result<Option<f64>, NoNumber> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if !typed.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'' | '\u{a0}' | '\u{202f}')) {
        return Err(NoNumber);
    }
    // A single mark with other than three digits behind it is the decimal one; all others group thousands.
    let marks: Vec<usize> = typed.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).map(|(at, _)| at).collect();
    let decimal = marks.last().copied().filter(|at| marks.len() == 1 && typed.len() - at - 1 != 3);
    let digits: String = typed
        .char_indices()
        .filter_map(|(at, c)| if Some(at) == decimal { Some('.') } else { c.is_ascii_digit().then_some(c) })
        .collect();
    digits.parse().ok().filter(|number: &f64| *number > 0.0 && *number < 1e12).map(Some).ok_or(NoNumber)
}

/// What was typed is no number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct NoNumber;

fn plain_number(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded where it is typed")]
    let whole = value.round() as u64;
    if (value - value.round()).abs() < 1e-9 { money::thousands(whole) } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_understood_as_they_are_typed() {
        assert_eq!(number_typed("6,000"), Ok(Some(6000.0)));
        assert_eq!(number_typed("6.000"), Ok(Some(6000.0)));
        assert_eq!(number_typed("1 250"), Ok(Some(1250.0)));
        assert_eq!(number_typed("12.5"), Ok(Some(12.5)));
        assert_eq!(number_typed("12,5"), Ok(Some(12.5)));
        assert_eq!(number_typed(" "), Ok(None));
        assert!(["many", "0", "-4"].iter().all(|typed| number_typed(typed) == Err(NoNumber)));
    }

    #[test]
    fn a_closure_ends_on_its_first_day_or_later() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let closed = closure_typed("2026-12-21", " 2027-01-04 ").unwrap();
        assert_eq!((closed.from, closed.to), (day("2026-12-21"), day("2027-01-04")));
        assert_eq!(closure_typed("2026-12-24", "").unwrap().to, day("2026-12-24"));
        assert!(closure_typed("2026-12-24", "2026-12-01").unwrap_err().contains("before it begins"));
        assert!(closure_typed("24.12.", "").unwrap_err().contains("write it like"));
    }
}
