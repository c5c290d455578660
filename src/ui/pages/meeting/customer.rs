//! The page of one customer: what is going on, how much it is about, its chart, and the way on.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Align, Rect, Ui, pos2, vec2};

use super::MeetingPage;
use super::decision::decide_ui;
use super::parts::{ARROW, back_ui, big_button_ui, big_width, fitting};
use super::plan::{CARD_TITLE, Plan};
use super::shown::{Figure, Shown, Turn};
use crate::app::{AppState, Command};
use crate::report::chart::Frame;
use crate::report::chart::level_shift::LevelShift;
use crate::review::wording;
use crate::ui::charts::{chart_ui as draw_chart_ui, row_note};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::Weight;
use crate::ui::widgets::card;
use crate::ui::widgets::shapes::{Mark, mark_ui};
use crate::ui::widgets::text::{self, Ink};

/// A level shape is this much larger than on a card.
const SHAPE: f32 = 1.6;

/// One customer.
pub(super) fn turn_ui(
    ui: &mut Ui,
    plan: &Plan,
    page: &mut MeetingPage,
    shown: &Shown<'_>,
    chart: Option<&LevelShift>,
    state: &AppState,
) -> Vec<Command> {
    level_ui(ui, plan.level, shown.turn);
    title_ui(ui, plan.title, shown);
    card::inside_ui(ui, plan.facts, ("facts", shown.place), |ui| figures_ui(ui, plan.facts, &shown.figures()));
    if let Some(chart) = chart {
        card::inside_ui(ui, plan.chart, ("chart", shown.place), |ui| chart_ui(ui, plan.chart, chart, shown));
    }
    let commands =
        card::inside_ui(ui, plan.decide, "decide", |ui| decide_ui(ui, plan.decide, &mut page.form, shown, state));
    let turned = card::inside_ui(ui, plan.foot, "foot", |ui| foot_ui(ui, plan.foot, shown, state));
    if let Some(place) = turned {
        page.turn_to(place);
    }
    commands
}

fn level_ui(ui: &mut Ui, rect: Rect, turn: Turn) {
    let tokens = DesignTokens::of(ui);
    let mark = Mark::of(turn.level);
    let center = pos2(rect.left() + 10.0, rect.center().y);
    // Larger, with its middle in the same place.
    let larger = TSTransform::new(center.to_vec2() * (1.0 - SHAPE), SHAPE);
    ui.with_visual_transform(larger, |ui| mark_ui(ui, center, mark));
    let word = text::line(ui, wording::level_word(turn.level), Ink::strong(Size::MeetingBody, mark.color(tokens)));
    let end = text::in_rect_ui(ui, rect.with_min_x(rect.left() + 30.0), Align::Min, &word).right();
    let trend = wording::trend_word(turn.trend);
    if !trend.is_empty() {
        let trend = text::line(ui, trend, Ink::new(Size::MeetingBody, tokens.text_2));
        text::in_rect_ui(ui, rect.with_min_x(end + 14.0), Align::Min, &trend);
    }
}

/// "Name: what is going on". A long name is cut before what is going on is.
fn title_ui(ui: &mut Ui, rect: Rect, shown: &Shown<'_>) {
    let tokens = DesignTokens::of(ui);
    let phrase = shown.phrase();
    if phrase.is_empty() {
        let galley = text::cut(ui, shown.name(), Ink::strong(Size::MeetingAnswer, tokens.text), rect.width());
        text::in_rect_ui(ui, rect, Align::Min, &galley);
        return;
    }
    let whole = format!("{}: {phrase}", shown.name());
    let galley = text::line(ui, &whole, Ink::strong(Size::MeetingAnswer, tokens.text));
    if galley.size().x <= rect.width() {
        text::in_rect_ui(ui, rect, Align::Min, &galley);
        return;
    }
    let ink = Ink::strong(Size::MeetingFigure, tokens.text);
    let phrase = text::cut(ui, &format!(": {phrase}"), ink, 0.6 * rect.width());
    let name = text::cut(ui, shown.name(), ink, rect.width() - phrase.size().x);
    let end = text::in_rect_ui(ui, rect, Align::Min, &name).right();
    text::in_rect_ui(ui, rect.with_min_x(end), Align::Min, &phrase);
}

/// Up to three big numbers beside each other.
fn figures_ui(ui: &mut Ui, rect: Rect, figures: &[Figure]) {
    let tokens = DesignTokens::of(ui);
    let width = rect.width() / 3.0;
    for (i, figure) in figures.iter().enumerate() {
        let left = rect.left() + width * i as f32;
        if i > 0 {
            let x = ui.painter().round_to_pixel_center(left - 14.0);
            ui.painter().vline(x, rect.y_range(), tokens.hairline());
        }
        let left = if i > 0 { left + 14.0 } else { left };
        let room = rect.left() + width * (i as f32 + 1.0) - left - 24.0;
        let (large, small) =
            (Ink::strong(Size::MeetingFigure, tokens.text), Ink::strong(Size::MeetingTitle, tokens.text));
        let value = fitting(ui, room, (&figure.value, large), &[(&figure.value, small)]);
        let value = text::at_ui(ui, pos2(left, rect.top() + 24.0 - value.size().y / 2.0), Align::Min, &value);
        if let Some(tip) = &figure.tip {
            value.on_hover_text(tip.as_str());
        }
        let (body, caption) =
            (Ink::new(Size::MeetingBody, tokens.text_2), Ink::new(Size::MeetingCaption, tokens.text_2));
        let short = figure.short.as_str();
        let others = [(figure.caption.as_str(), caption), (short, body), (short, caption)];
        let words = fitting(ui, room, (&figure.caption, body), &others);
        text::at_ui(ui, pos2(left, rect.top() + 62.0 - words.size().y / 2.0), Align::Min, &words);
    }
}

fn chart_ui(ui: &mut Ui, rect: Rect, chart: &LevelShift, shown: &Shown<'_>) {
    let tokens = DesignTokens::of(ui);
    card::card_surface(ui, rect);
    let inner = rect.shrink2(vec2(24.0, 12.0));
    let short = chart.title.split(" since ").next().unwrap_or(&chart.title);
    let (large, small) = (Ink::strong(Size::MeetingTitle, tokens.text), Ink::strong(Size::MeetingBody, tokens.text));
    let title = fitting(ui, inner.width(), (&chart.title, large), &[(short, large), (short, small)]);
    let line = inner.with_max_y(inner.top() + CARD_TITLE);
    let place = text::in_rect_ui(ui, line, Align::Min, &title);
    let base = place.top() + text::baseline(&title);
    // As much of the unit as fits whole: a unit that is cut says nothing.
    let caption = chart.unit.split(',').next().unwrap_or_default();
    for words in [chart.unit.as_str(), caption, chart.unit_short] {
        let unit = text::line(ui, words, Ink::new(Size::MeetingCaption, tokens.text_3));
        if place.right() + 14.0 + unit.size().x <= inner.right() {
            text::on_baseline_ui(ui, place.right() + 14.0, base, Align::Min, &unit);
            break;
        }
    }
    let place = Rect::from_min_max(pos2(inner.left(), line.bottom() + 4.0), inner.max);
    if shown.masks.names {
        // A file may be called after a customer.
        draw_chart_ui(ui, place, chart, Frame::Meeting, &|_| None, None);
    } else {
        draw_chart_ui(ui, place, chart, Frame::Meeting, &row_note(&shown.snapshot.dataset), None);
    }
}

/// The way back, what the flag rests on, and the way on. Gives the place that was asked for.
fn foot_ui(ui: &mut Ui, rect: Rect, shown: &Shown<'_>, state: &AppState) -> Option<usize> {
    let place = shown.place;
    let is_last = place + 1 >= shown.names.all.len();
    let next = if is_last { "End of the list" } else { shown.names.at(place + 1) };
    let name = if is_last { next.to_owned() } else { format!("Next: {next}") };
    let mut left = rect.left();
    let mut turned = None;
    if let Some(before) = place.checked_sub(1) {
        let response = back_ui(ui, rect.with_max_x(rect.left() + 0.25 * rect.width()), shown.names.at(before));
        left = response.rect.right() + 24.0;
        if response.clicked() {
            turned = Some(before);
        }
    }
    let width = (big_width(ui, next) + ARROW).min(0.3 * rect.width());
    let button = rect.with_min_x(rect.right() - width);
    middle_ui(ui, Rect::from_min_max(pos2(left, rect.top()), pos2(button.left() - 24.0, rect.bottom())), shown, state);
    if big_button_ui(ui, button, next, &name, Weight::Filled, true) {
        turned = Some(place + 1);
    }
    turned
}

/// What went wrong, or what the flag rests on and what takes it away; on two lines where one has no room.
fn middle_ui(ui: &mut Ui, rect: Rect, shown: &Shown<'_>, state: &AppState) {
    let tokens = DesignTokens::of(ui);
    if let Some(message) = state.message() {
        let words = shown.names.hide(message);
        let galley = text::cut(ui, &words, Ink::new(Size::MeetingCaption, tokens.act), rect.width());
        text::in_rect_ui(ui, rect, Align::Center, &galley);
        return;
    }
    let Some(finding) = shown.told.first() else { return };
    let (evidence, clears) = (wording::evidence_in_short(finding), wording::clears(finding));
    let ink = Ink::new(Size::MeetingCaption, tokens.text_2);
    let whole = text::cut(ui, &format!("{evidence} · {clears}"), ink, rect.width());
    if !whole.elided {
        text::in_rect_ui(ui, rect, Align::Center, &whole);
        return;
    }
    let height = Size::MeetingCaption.line_height();
    for (words, top) in [(evidence, rect.center().y - height), (clears, rect.center().y)] {
        let galley = text::cut(ui, &words, ink, rect.width());
        text::at_ui(ui, pos2(rect.center().x, top.round()), Align::Center, &galley);
    }
}
