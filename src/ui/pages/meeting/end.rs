//! The end of the meeting: what was decided, the report, the closing, and the way back.

use eframe::egui::{Align, Rect, ScrollArea, Ui, pos2, vec2};

use super::MeetingPage;
use super::decision::why_not;
use super::masks::Names;
use super::parts::{back_ui, big_button_ui, big_width, fitting};
use super::plan::Plan;
use super::shown::Shown;
use crate::app::command::Place;
use crate::app::weekly::Weighed;
use crate::app::{AppState, Command};
use crate::review::wording;
use crate::ui::pages::decide;
use crate::ui::pages::import::save::save_ui;
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::Weight;
use crate::ui::widgets::card;
use crate::ui::widgets::text::{self, Ink};

/// The room in which a place for the report is asked for.
const SAVING: f32 = 56.0;
/// The words on two of the ways out.
const SAVE_REPORT: &str = "Save report…";
const BACK: &str = "Back to This week";

/// What came of the meeting, and the ways out. Gives whether it ends.
pub(super) fn end_ui(
    ui: &mut Ui,
    plan: &Plan,
    page: &mut MeetingPage,
    list: &Shown<'_>,
    state: &AppState,
    commands: &mut Vec<Command>,
) -> bool {
    let tokens = DesignTokens::of(ui);
    let lines = decided_lines(page, list);
    let closed = list.snapshot.weekly.closing_of(list.review.as_of).is_some() || state.closed().is_some();
    let day = list.review.as_of.long();
    let words = if closed { format!("Review of {day}, closed") } else { format!("Review of {day}") };
    let galley = text::cut(ui, &words, Ink::new(Size::MeetingBody, tokens.text_2), plan.level.width());
    text::in_rect_ui(ui, plan.level, Align::Min, &galley);
    let headline = headline(page.turns.len(), lines.len(), wording::nobody(list.review));
    let (large, small) = (Ink::strong(Size::MeetingAnswer, tokens.text), Ink::strong(Size::MeetingFigure, tokens.text));
    let galley = fitting(ui, plan.title.width(), (&headline, large), &[(&headline, small)]);
    text::in_rect_ui(ui, plan.title, Align::Min, &galley);
    let all = plan.list();
    let bottom = all.bottom() - SAVING;
    card::inside_ui(ui, all.with_max_y(bottom), "list", |ui| lines_ui(ui, &lines, state));
    let place = all.with_min_y(bottom);
    commands.extend(card::inside_ui(ui, place, "saving", |ui| page.saving_ui(ui, place, list.names, state)));
    card::inside_ui(ui, plan.foot, "end", |ui| ways_out_ui(ui, plan.foot, page, list, state, commands))
}

impl MeetingPage {
    /// Opens the field for the path.
    pub(in crate::ui) fn ask_where(&mut self, place: Place) {
        self.saving.get_or_insert_default().open(place);
    }

    /// Where the report is asked for; else what went wrong.
    fn saving_ui(&mut self, ui: &mut Ui, rect: Rect, names: &Names, state: &AppState) -> Option<Command> {
        if let Some(message) = state.message() {
            let ink = Ink::new(Size::MeetingCaption, DesignTokens::of(ui).act);
            let galley = text::cut(ui, &names.hide(message), ink, rect.width());
            text::at_ui(ui, rect.min, Align::Min, &galley);
        }
        // The form stands below the message.
        let place = rect.translate(vec2(0.0, if state.message().is_some() { 14.0 } else { 0.0 }));
        let form = self.saving.as_mut()?;
        card::inside_ui(ui, place, "report", |ui| save_ui(ui, form, state))
    }
}

/// "That was the list: 7 customers, 5 decisions"; `nobody` says why there was none.
fn headline(n_customers: usize, n_decisions: usize, nobody: &str) -> String {
    let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    if n_customers == 0 {
        return nobody.to_owned();
    }
    format!("That was the list: {}, {}", counted(n_customers, "customer"), counted(n_decisions, "decision"))
}

/// Name and words of everything that was decided of those on the list, in their order.
fn decided_lines(page: &MeetingPage, list: &Shown<'_>) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (place, turn) in page.turns.iter().enumerate() {
        for decision in list.decided_of(turn.customer).into_iter().rev() {
            lines.push((list.names.at(place).to_owned(), list.names.hide(&decide::headed(decision))));
        }
    }
    lines
}

fn lines_ui(ui: &mut Ui, lines: &[(String, String)], state: &AppState) {
    let tokens = DesignTokens::of(ui);
    if lines.is_empty() {
        let words = why_not(state).unwrap_or("Nothing was decided");
        let galley = text::wrapped(ui, words, Ink::new(Size::MeetingBody, tokens.text_2), ui.available_width());
        text::label_ui(ui, &galley);
        return;
    }
    let strong = Ink::strong(Size::MeetingBody, tokens.text);
    let plain = Ink::new(Size::MeetingBody, tokens.text_2);
    ScrollArea::vertical().id_salt("decisions").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for (name, words) in lines {
            let galley = text::runs(ui, &[(name, strong), (": ", strong), (words, plain)], ui.available_width());
            text::label_ui(ui, &galley);
        }
    });
}

/// Back to the last customer, the report, the closing, and the end. Gives whether the meeting ends.
fn ways_out_ui(
    ui: &mut Ui,
    rect: Rect,
    page: &mut MeetingPage,
    list: &Shown<'_>,
    state: &AppState,
    commands: &mut Vec<Command>,
) -> bool {
    let is_closed = list.snapshot.weekly.closing_of(list.review.as_of).is_some();
    let close = if is_closed { "Close again" } else { "Close review" };
    let mut ways = vec![SAVE_REPORT];
    if state.can_decide() {
        ways.push(close);
    }
    ways.push(BACK);
    // The closing comes next, and after that the way back.
    let next = if state.can_decide() && !is_closed { close } else { BACK };
    let widths: Vec<f32> = ways.iter().map(|words| big_width(ui, words)).collect();
    let mut left = rect.right() - widths.iter().sum::<f32>() - 12.0 * (ways.len() - 1) as f32;
    if let Some(last) = page.turns.len().checked_sub(1)
        && back_ui(ui, rect.with_max_x(left - 24.0), list.names.at(last)).clicked()
    {
        page.turn_to(last);
    }
    let mut is_ended = false;
    for (words, width) in ways.into_iter().zip(widths) {
        let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        let weight = if words == next { Weight::Filled } else { Weight::Outlined };
        if big_button_ui(ui, place, words, words, weight, false) {
            match words {
                // The report hides what the page hides.
                SAVE_REPORT => commands.push(Command::AskForReport(page.masks)),
                BACK => is_ended = true,
                _ => commands.push(Command::Weigh(Weighed::Close)),
            }
        }
        left = place.right() + 12.0;
    }
    is_ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_counts_what_came_of_it() {
        assert_eq!(headline(0, 0, "Nobody needs a call this week"), "Nobody needs a call this week");
        assert_eq!(headline(1, 1, ""), "That was the list: 1 customer, 1 decision");
        assert_eq!(headline(7, 0, ""), "That was the list: 7 customers, 0 decisions");
    }
}
