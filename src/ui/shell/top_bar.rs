//! The bar at the top: where the owner is, and as of which day the review looks.

use eframe::egui::{Align, CornerRadius, CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::lower_edge;
use crate::app::{AppState, Command, Page};
use crate::model::{Day, WEEK};
use crate::ui::pages::Pages;
use crate::ui::theme::{DesignTokens, PAGE_MARGIN, RADIUS, Size};
use crate::ui::widgets::button::{focus_ring, link_at_ui};
use crate::ui::widgets::menu::{Entry, drop_down_ui};
use crate::ui::widgets::shapes::back_arrow;
use crate::ui::widgets::text::{self, Ink};

/// How many Mondays before are offered.
const MONDAYS: i32 = 12;

/// Title or breadcrumb at the left, the field that finds everything, review date at the right.
pub fn top_bar_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    lower_edge(ui);
    let mut commands = Vec::new();
    let bar = ui.max_rect();
    let mut right = bar.right() - PAGE_MARGIN;
    let has_date = matches!(
        state.page(),
        Page::ThisWeek | Page::Customers | Page::Trends | Page::Payments | Page::Outlook | Page::Customer(_)
    );
    if has_date && state.shown().is_some_and(|snapshot| snapshot.review.is_some()) {
        let (left, command) = as_of_ui(ui, state);
        commands.extend(command);
        right = left - 16.0;
    }
    let field = Rect::from_min_max(
        pos2(right - FIELD.min(bar.width() * 0.34), bar.center().y - 16.0),
        pos2(right, bar.center().y + 16.0),
    );
    if super::palette::field_ui(ui, field) {
        pages.palette.open(state);
    }
    let room = field.left() - 16.0;
    match state.page() {
        Page::Customer(customer) => {
            let name = state.shown().and_then(|snapshot| snapshot.dataset.customers.get(customer as usize));
            let name = name.map_or("", |customer| customer.name.as_str());
            commands.extend(breadcrumb_ui(ui, state, name, pages.place_of(customer), room));
        }
        Page::Rows(_) => commands.extend(breadcrumb_ui(ui, state, "Rows", None, room)),
        page => title_ui(ui, title_of(page)),
    }
    commands
}

/// The field is so wide, where there is room.
const FIELD: f32 = 310.0;

/// What a page is called.
pub fn title_of(page: Page) -> &'static str {
    match page {
        Page::Welcome => "Start",
        Page::Import => "Import",
        Page::ThisWeek => "This week",
        Page::Customers | Page::Customer(_) => "Customers",
        Page::Trends | Page::Rows(_) => "Trends",
        Page::Payments => "Payments",
        Page::Outlook => "Outlook",
        Page::Names => "Names",
        Page::Data => "Data",
        Page::Meeting => "Meeting",
        Page::Settings => "Settings",
    }
}

fn title_ui(ui: &mut Ui, title: &str) {
    let rect = ui.max_rect();
    let galley = text::line(ui, title, Ink::strong(Size::Body, DesignTokens::of(ui).text));
    text::in_rect_ui(ui, rect.with_min_x(rect.left() + PAGE_MARGIN), Align::Min, &galley);
}

fn breadcrumb_ui(ui: &mut Ui, state: &AppState, name: &str, place: Option<(usize, usize)>, room: f32) -> Vec<Command> {
    // Back to where the customer was opened.
    let before = state.page_before().filter(|page| !matches!(page, Page::Customer(_)));
    let usual = if matches!(state.page(), Page::Rows(_)) { Page::Trends } else { Page::ThisWeek };
    let before = before.unwrap_or(usual);
    let tokens = DesignTokens::of(ui);
    let rect = ui.max_rect();
    let middle = rect.center().y;
    let mut commands = Vec::new();
    let arrow = Rect::from_center_size(pos2(rect.left() + PAGE_MARGIN + 8.0, middle), vec2(28.0, 28.0));
    let response = ui.allocate_rect(arrow, Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(arrow, CornerRadius::same(RADIUS), tokens.raised);
    }
    back_arrow(ui, arrow.center(), tokens.text_2);
    focus_ring(ui, &response, arrow);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Back"));
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text("Back (Alt+Left)").clicked() {
        commands.push(if state.can_go_back() { Command::Back } else { Command::Show(before) });
    }
    let plain = Ink::new(Size::Body, tokens.text_2);
    let probe = text::line(ui, title_of(before), plain);
    let base = (middle - probe.size().y / 2.0).round() + text::baseline(&probe);
    let link = link_at_ui(ui, arrow.right() + 2.0, base, Align::Min, title_of(before), plain, tokens.text_2);
    if link.clicked() {
        commands.push(Command::Show(before));
    }
    let slash = text::line(ui, "/", Ink::new(Size::Body, tokens.text_3));
    let x = text::on_baseline_ui(ui, link.rect.right() + 10.0, base, Align::Min, &slash).right() + 10.0;
    let galley = text::cut(ui, name, Ink::strong(Size::Body, tokens.text), (room - x - 60.0).max(40.0));
    let x = text::on_baseline_ui(ui, x, base, Align::Min, &galley).right() + 16.0;
    if let Some((place, all)) = place.filter(|_| x + 50.0 < room) {
        let galley = text::line(ui, &format!("{place} of {all}"), Ink::new(Size::Caption, tokens.text_3));
        text::on_baseline_ui(ui, x, base, Align::Min, &galley);
    }
    commands
}

/// Gives where it begins. The newest data, the reviews that were closed, as they were told, and the Mondays before, looked at with the data of now.
fn as_of_ui(ui: &mut Ui, state: &AppState) -> (f32, Option<Command>) {
    let rect = ui.max_rect();
    let mut left = rect.right() - PAGE_MARGIN;
    let command = as_of_menu_ui(ui, state, &mut left);
    (left, command)
}

fn as_of_menu_ui(ui: &mut Ui, state: &AppState, left: &mut f32) -> Option<Command> {
    let current = state.snapshot()?;
    let review = state.shown()?.review.as_ref()?;
    let newest = current.dataset.data_end()? + 1;
    let first = current.dataset.data_start()?;
    let closed = state.closed();
    let is_now = |day: Day| closed.is_none() && day == review.as_of;
    let mut choices: Vec<(Day, Option<i64>)> = vec![(newest, None)];
    let weekly = &current.weekly;
    let closed_once = weekly.closed.iter().rev().filter(|review| weekly.closing_of(review.as_of) == Some(*review));
    choices.extend(closed_once.map(|review| (review.as_of, Some(review.id))));
    let mondays = (0..=MONDAYS).map(|weeks| newest.monday() - weeks * WEEK);
    choices.extend(mondays.filter(|day| *day < newest && *day > first).map(|day| (day, None)));
    let entries: Vec<Entry> = choices
        .iter()
        .map(|(day, id)| Entry {
            words: weekday_and_date(*day),
            note: match id {
                Some(_) => "as it was told".into(),
                None if *day == newest => "the newest data".into(),
                None => "".into(),
            },
            is_chosen: id.map_or_else(|| is_now(*day), |id| closed == Some(id)),
        })
        .collect();
    let rect = ui.max_rect();
    let right = rect.right() - PAGE_MARGIN;
    let caption = if closed.is_some() { "as told" } else { "as of" };
    let value = weekday_and_date(review.as_of);
    let (width, chosen) = drop_down_ui(ui, right, rect.center().y, caption, &value, &entries);
    *left = right - width;
    let chosen = chosen?;
    match choices[chosen] {
        (_, Some(id)) => Some(Command::ShowClosed(Some(id))),
        (day, None) => Some(Command::ReviewAsOf((day != newest).then_some(day))),
    }
}

/// "Fri 13 Nov 2026"
pub fn weekday_and_date(day: Day) -> String {
    format!("{} {}", day.weekday_name(), day.long())
}
