//! The navigation at the left: the pages with their counts, and the theme at its foot.

use eframe::egui::{Align, CornerRadius, CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::command::Theme;
use crate::app::{AppState, Command, Page};
use crate::review::calls::n_flagged;
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::icons::{Icon, icon, logo};
use crate::ui::widgets::menu::switch_ui;
use crate::ui::widgets::text::{self, Ink};

const ROW_HEIGHT: f32 = 32.0;

/// Logo, rows, theme.
pub fn nav_ui(ui: &mut Ui, state: &AppState) -> Vec<Command> {
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
    for row in rows(state) {
        let place = Rect::from_min_size(pos2(rect.left() + 8.0, top), vec2(rect.width() - 17.0, ROW_HEIGHT));
        if row_ui(ui, place, &row) {
            commands.push(Command::Show(row.page));
        }
        top += ROW_HEIGHT + 2.0;
    }
    commands.extend(theme_ui(ui, state));
    commands
}

struct Row {
    page: Page,
    title: &'static str,
    icon: Icon,
    count: Option<usize>,
    is_selected: bool,
}

fn rows(state: &AppState) -> Vec<Row> {
    let page = state.page();
    let mut rows = Vec::new();
    if let Some(snapshot) = state.snapshot() {
        if let Some(review) = &snapshot.review {
            let is_selected = matches!(page, Page::ThisWeek | Page::Customer(_));
            let count = Some(n_flagged(review));
            rows.push(Row { page: Page::ThisWeek, title: "This week", icon: Icon::Week, count, is_selected });
            let is_selected = page == Page::Trends;
            rows.push(Row { page: Page::Trends, title: "Trends", icon: Icon::Trends, count: None, is_selected });
        }
        if !snapshot.dataset.customers.is_empty() {
            let n_open = snapshot.dataset.doubtful_links.len();
            let count = Some(n_open).filter(|&n| n > 0);
            rows.push(Row {
                page: Page::Names,
                title: "Names",
                icon: Icon::Names,
                count,
                is_selected: page == Page::Names,
            });
        }
        let count = Some(snapshot.n_files()).filter(|&n| n > 0);
        rows.push(Row {
            page: Page::Import,
            title: "Import",
            icon: Icon::Import,
            count,
            is_selected: page == Page::Import,
        });
        if snapshot.workspace.is_some() {
            let is_selected = page == Page::Data;
            rows.push(Row { page: Page::Data, title: "Data", icon: Icon::Data, count: None, is_selected });
        }
    }
    rows.push(Row {
        page: Page::Welcome,
        title: "Start",
        icon: Icon::Start,
        count: None,
        is_selected: page == Page::Welcome,
    });
    rows
}

fn row_ui(ui: &mut Ui, rect: Rect, row: &Row) -> bool {
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    if row.is_selected || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.raised);
    }
    let color = if row.is_selected { tokens.accent } else { tokens.text_3 };
    icon(ui.painter(), pos2(rect.left() + 16.0, rect.center().y), row.icon, color);
    let ink = |size, color| if row.is_selected { Ink::strong(size, color) } else { Ink::new(size, color) };
    let words = text::line(ui, row.title, ink(Size::Body, if row.is_selected { tokens.text } else { tokens.text_2 }));
    let y = (rect.center().y - words.size().y / 2.0).round();
    ui.painter().galley(pos2(rect.left() + 34.0, y), words, tokens.text);
    if let Some(count) = row.count {
        let words = text::line(
            ui,
            &count.to_string(),
            ink(Size::Caption, if row.is_selected { tokens.text } else { tokens.text_3 }),
        );
        let at = pos2(rect.right() - 8.0 - words.size().x, (rect.center().y - words.size().y / 2.0).round());
        ui.painter().galley(at, words, tokens.text);
    }
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, row.is_selected, row.title));
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

fn theme_ui(ui: &mut Ui, state: &AppState) -> Option<Command> {
    const THEMES: [(Theme, &str); 3] = [(Theme::System, "System"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
    let rect = ui.max_rect();
    let place = Rect::from_min_size(pos2(rect.left() + 8.0, rect.bottom() - 38.0), vec2(rect.width() - 17.0, 28.0));
    let words = THEMES.map(|(_, words)| words);
    let chosen = THEMES.iter().position(|(theme, _)| *theme == state.theme()).unwrap_or(0);
    let pressed = switch_ui(ui, place, "Theme", &words, chosen)?;
    Some(Command::SetTheme(THEMES[pressed].0))
}
