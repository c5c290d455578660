//! Between top bar and page: what went wrong, what is being done, and where the report is to lie.

use eframe::egui::{Align, CornerRadius, Frame, Margin, Panel, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::lower_edge;
use crate::app::{AppState, Command, JobView};
use crate::ui::pages::Pages;
use crate::ui::theme::{DesignTokens, PAGE_MARGIN, Size};
use crate::ui::widgets::button::{self, SMALL, Weight};
use crate::ui::widgets::shapes::cross;
use crate::ui::widgets::spoken::read_out;
use crate::ui::widgets::text::{self, Ink};

/// What is done sooner, in seconds, is not announced: the page would only jump.
const SHOWN_AFTER: f32 = 0.4;

/// The message and the progress, if there are any.
pub fn notices_ui(ui: &mut Ui, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    let tokens = DesignTokens::of(ui);
    if let Some(message) = state.message() {
        let room = ui.available_width() - 2.0 * PAGE_MARGIN - 22.0 - 110.0;
        let galley = text::wrapped(ui, message, Ink::new(Size::Body, tokens.text), room);
        let height = (galley.size().y + 20.0).max(44.0);
        let frame = Frame::new().fill(tokens.surface);
        let panel = Panel::top("message").exact_size(height).resizable(false).show_separator_line(false).frame(frame);
        commands.extend(panel.show(ui, |ui| message_ui(ui, &galley)).inner);
    }
    if let Some(job) = state.job().filter(|job| job.seconds > SHOWN_AFTER) {
        let frame = Frame::new().fill(tokens.surface);
        let panel = Panel::top("job").exact_size(44.0).resizable(false).show_separator_line(false).frame(frame);
        commands.extend(panel.show(ui, |ui| job_ui(ui, &job)).inner);
    }
    commands
}

/// Where the report is to lie, while it is asked for: a field, for where no dialog of the system answers.
pub fn report_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Option<Command> {
    if !pages.is_asked_for_report() {
        return None;
    }
    let frame = Frame::new().fill(DesignTokens::of(ui).surface).inner_margin(Margin::symmetric(24, 2));
    let panel = Panel::top("report").exact_size(56.0).resizable(false).show_separator_line(false).frame(frame);
    panel.show(ui, |ui| pages.save_report_ui(ui, state)).inner
}

fn message_ui(ui: &mut Ui, galley: &std::sync::Arc<eframe::egui::Galley>) -> Option<Command> {
    lower_edge(ui);
    let tokens = DesignTokens::of(ui);
    let rect = ui.max_rect().shrink2(vec2(PAGE_MARGIN, 0.0));
    let at = pos2(rect.left() + 22.0, (rect.center().y - galley.size().y / 2.0).round());
    let said = text::at_ui(ui, at, Align::Min, galley);
    read_out(ui.ctx(), said.id, true);
    let place = said.rect;
    cross(ui, pos2(rect.left() + 6.0, place.top() + 10.5), tokens.act);
    let width = button::width_of(ui, "Dismiss", SMALL);
    let dismiss = Rect::from_min_size(pos2(rect.right() - width, rect.center().y - SMALL / 2.0), vec2(width, SMALL));
    let response = button::button_at_ui(ui, dismiss, "Dismiss", "Dismiss", Weight::Outlined);
    response.clicked().then_some(Command::DismissMessage)
}

fn job_ui(ui: &mut Ui, job: &JobView<'_>) -> Option<Command> {
    lower_edge(ui);
    let tokens = DesignTokens::of(ui);
    let rect = ui.max_rect().shrink2(vec2(PAGE_MARGIN, 0.0));
    let width = button::width_of(ui, "Cancel", SMALL);
    let cancel = Rect::from_min_size(pos2(rect.right() - width, rect.center().y - SMALL / 2.0), vec2(width, SMALL));
    let seconds = text::line(ui, &format!("{:.0} s", job.seconds), Ink::new(Size::Caption, tokens.text_3));
    let seconds_place = text::in_rect_ui(ui, rect.with_max_x(cancel.left() - 16.0), Align::Max, &seconds);
    let bar_right = seconds_place.left().min(cancel.left() - 56.0) - 16.0;
    let bar =
        Rect::from_min_max(pos2(bar_right - 240.0, rect.center().y - 3.0), pos2(bar_right, rect.center().y + 3.0));
    bar_ui(ui, bar, job);
    let words = text::cut(ui, job.words, Ink::new(Size::Body, tokens.text), bar.left() - 16.0 - rect.left());
    text::in_rect_ui(ui, rect, Align::Min, &words);
    let response = button::button_at_ui(ui, cancel, "Cancel", "Cancel", Weight::Outlined).on_hover_text("Cancel (Esc)");
    response.clicked().then_some(Command::Cancel)
}

/// A bar that fills, or a piece that wanders where nobody knows how far it is.
fn bar_ui(ui: &mut Ui, rect: Rect, job: &JobView<'_>) {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, job.words));
    let radius = CornerRadius::same(3);
    ui.painter().rect_filled(rect, radius, tokens.border);
    let (from, to) = if let Some(share) = job.share.filter(|share| *share > 0.01) {
        (0.0, share.clamp(0.02, 1.0))
    } else {
        let at = (job.seconds * 0.5).fract();
        ((at - 0.25).max(0.0), (at + 0.1).min(1.0))
    };
    let x = |share: f32| rect.left() + rect.width() * share;
    let filled = Rect::from_x_y_ranges(x(from)..=x(to), rect.y_range());
    ui.painter().rect_filled(filled, radius, tokens.accent);
}
