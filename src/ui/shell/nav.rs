//! The navigation at the left: the pages with their counts, settings and help at its foot.

use eframe::egui::{Align, CornerRadius, CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::help::Beside;
use super::region_starts;
use crate::app::{AppState, Command, Page};
use crate::model::money::thousands;
use crate::ui::pages::Pages;
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::card;
use crate::ui::widgets::icons::{Icon, icon, logo};
use crate::ui::widgets::text::{self, Ink};

const ROW_HEIGHT: f32 = 32.0;

/// Logo and rows; settings and help at the foot.
pub fn nav_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let rect = ui.max_rect();
    let edge = ui.painter().round_to_pixel_center(rect.right() - 0.5);
    ui.painter().vline(edge, rect.y_range(), tokens.hairline());
    logo(ui.painter(), pos2(rect.left() + 27.0, rect.top() + 24.0), tokens);
    let name = text::line(ui, "Lotwise", Ink::strong(Size::Body, tokens.text));
    text::in_rect_ui(
        ui,
        Rect::from_x_y_ranges(rect.left() + 48.0..=rect.right(), rect.top()..=rect.top() + 48.0),
        Align::Min,
        &name,
    );

    let mut commands = Vec::new();
    let mut top = rect.top() + 56.0;
    let (above, below): (Vec<Row>, Vec<Row>) =
        rows(state, pages.n_flagged()).into_iter().partition(|row| row.page != Page::Settings);
    for row in above {
        if row.page == Page::Meeting {
            let line = Rect::from_min_max(pos2(rect.left() + 16.0, top + 4.0), pos2(rect.right() - 17.0, top + 5.0));
            card::rule(ui, line, top + 6.0);
            top += 13.0;
        }
        let place = Rect::from_min_size(pos2(rect.left() + 8.0, top), vec2(rect.width() - 17.0, ROW_HEIGHT));
        if row_ui(ui, place, &row) {
            commands.push(Command::Show(row.page));
        }
        top += ROW_HEIGHT + 2.0;
    }
    let mut foot = rect.bottom() - 8.0 - ROW_HEIGHT;
    let place = |foot: f32| Rect::from_min_size(pos2(rect.left() + 8.0, foot), vec2(rect.width() - 17.0, ROW_HEIGHT));
    // From the top, as they are read and as Tab goes.
    foot -= (ROW_HEIGHT + 2.0) * below.len() as f32;
    for row in below {
        if row_ui(ui, place(foot), &row) {
            commands.push(Command::Show(row.page));
        }
        foot += ROW_HEIGHT + 2.0;
    }
    let help = Row { page: state.page(), title: "Help", icon: Icon::Help, note: "F1".to_owned(), is_selected: false };
    if row_ui(ui, place(foot), &help) {
        pages.beside = if pages.beside == Beside::Nothing { Beside::Help } else { Beside::Nothing };
    }
    commands
}

struct Row {
    page: Page,
    title: &'static str,
    icon: Icon,
    /// A count, or a key.
    note: String,
    is_selected: bool,
}

/// The pages that can be gone to, from the top, with the key of those that have one.
pub fn pages(state: &AppState) -> Vec<(Page, &'static str, &'static str)> {
    let key = |page| if page == Page::Meeting { "F11" } else { "" };
    rows(state, 0).into_iter().map(|row| (row.page, row.title, key(row.page))).collect()
}

fn rows(state: &AppState, n_flagged: usize) -> Vec<Row> {
    let here = state.page();
    let mut rows = Vec::new();
    let mut add = |page: Page, title: &'static str, icon: Icon, note: String| {
        let is_selected = match (page, here) {
            // A customer belongs to the page from which it was opened.
            (Page::Customers, Page::Customer(_)) => state.page_before() == Some(Page::Customers),
            (Page::ThisWeek, Page::Customer(_)) => state.page_before() != Some(Page::Customers),
            (Page::Trends, Page::Rows(_)) => true,
            _ => page == here,
        };
        rows.push(Row { page, title, icon, note, is_selected });
    };
    if let Some(snapshot) = state.snapshot() {
        let judged = snapshot.review.as_ref();
        if let Some(review) = judged {
            add(Page::ThisWeek, "This week", Icon::Week, thousands(n_flagged as u64));
            add(Page::Customers, "Customers", Icon::Customers, thousands(review.customers.len() as u64));
            add(Page::Trends, "Trends", Icon::Trends, String::new());
            if snapshot.dataset.knows_paid {
                add(Page::Payments, "Payments", Icon::Payments, String::new());
            }
            add(Page::Outlook, "Outlook", Icon::Outlook, String::new());
        }
        if !snapshot.dataset.customers.is_empty() {
            let n_open = snapshot.dataset.doubtful_links.len();
            add(Page::Names, "Names", Icon::Names, if n_open > 0 { thousands(n_open as u64) } else { String::new() });
        }
        let n_files = snapshot.n_files();
        add(Page::Import, "Import", Icon::Import, if n_files > 0 { thousands(n_files as u64) } else { String::new() });
        if snapshot.workspace.is_some() {
            add(Page::Data, "Data", Icon::Data, String::new());
        }
        add(Page::Welcome, "Start", Icon::Start, String::new());
        if judged.is_some() {
            add(Page::Meeting, "Meeting", Icon::Meeting, "F11".to_owned());
        }
    } else {
        add(Page::Welcome, "Start", Icon::Start, String::new());
    }
    add(Page::Settings, "Settings", Icon::Settings, String::new());
    rows
}

fn row_ui(ui: &mut Ui, rect: Rect, row: &Row) -> bool {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    if row.is_selected {
        region_starts(ui, "pages", response.id);
    }
    if row.is_selected || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.raised);
    }
    let color = if row.is_selected { tokens.accent } else { tokens.text_3 };
    icon(ui.painter(), pos2(rect.left() + 16.0, rect.center().y), row.icon, color);
    let ink = |size, color| if row.is_selected { Ink::strong(size, color) } else { Ink::new(size, color) };
    let words = text::line(ui, row.title, ink(Size::Body, if row.is_selected { tokens.text } else { tokens.text_2 }));
    let y = (rect.center().y - words.size().y / 2.0).round();
    ui.painter().galley(pos2(rect.left() + 34.0, y), words, tokens.text);
    if !row.note.is_empty() {
        let color = if row.is_selected { tokens.text } else { tokens.text_3 };
        let words = text::line(ui, &row.note, ink(Size::Caption, color));
        let at = pos2(rect.right() - 8.0 - words.size().x, (rect.center().y - words.size().y / 2.0).round());
        ui.painter().galley(at, words, tokens.text);
    }
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, row.is_selected, row.title));
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
