//! The frame around every page: navigation, top bar, notices, status bar; files dropped, and the keys that work everywhere.

mod drop;
mod nav;
mod notices;
mod status_bar;
mod top_bar;

use std::time::Duration;

use eframe::egui::{
    self, CentralPanel, Frame, Key, KeyboardShortcut, Margin, Modifiers, Panel, ScrollArea, ThemePreference, Ui, vec2,
};

use super::pages::{self, Pages};
use super::theme::{DesignTokens, PAGE_MARGIN};
use super::widgets::card;
use crate::app::command::Theme;
use crate::app::{AppState, Command, Page};

const OPEN_FILES: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::O);
const BACK: KeyboardShortcut = KeyboardShortcut::new(Modifiers::ALT, Key::ArrowLeft);

/// How often the seconds of a running job are drawn anew.
const WHILE_WORKING: Duration = Duration::from_millis(100);

/// The whole window. Gives back what the owner asked for.
pub fn shell_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    follow_theme(ui, pages, state);
    pages.follow(state);
    let mut commands = keys(ui, state);
    let bar = |ui: &Ui| Frame::new().fill(DesignTokens::of(ui).bg);

    let panel = Panel::bottom("status").exact_size(28.0).resizable(false).show_separator_line(false).frame(bar(ui));
    panel.show(ui, |ui| status_bar::status_bar_ui(ui, state));
    let panel = Panel::left("nav").exact_size(200.0).resizable(false).show_separator_line(false).frame(bar(ui));
    commands.extend(panel.show(ui, |ui| nav::nav_ui(ui, state)).inner);
    let panel = Panel::top("top").exact_size(48.0).resizable(false).show_separator_line(false).frame(bar(ui));
    commands.extend(panel.show(ui, |ui| top_bar::top_bar_ui(ui, pages, state)).inner);
    commands.extend(notices::notices_ui(ui, state));
    commands.extend(CentralPanel::default().frame(bar(ui)).show(ui, |ui| page_ui(ui, pages, state)).inner);
    commands.extend(drop::drop_ui(ui, state));
    if state.job().is_some() {
        ui.ctx().request_repaint_after(WHILE_WORKING);
    }
    commands
}

fn page_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let page = state.page();
    let margin = Margin { left: MARGIN, right: MARGIN, top: 16, bottom: 16 };
    // These have two columns that scroll on their own.
    if page == Page::Import {
        return Frame::new().inner_margin(margin).show(ui, |ui| pages::import_ui(ui, pages, state)).inner;
    }
    if page == Page::Names {
        return Frame::new().inner_margin(margin).show(ui, |ui| pages::names_ui(ui, pages, state)).inner;
    }
    let height = ui.available_height();
    ScrollArea::vertical()
        .id_salt(format!("{page:?}"))
        .auto_shrink(false)
        .content_margin(margin)
        .show(ui, |ui| {
            scroll_with_keys(ui, height);
            match page {
                Page::Welcome | Page::Import | Page::Names => pages::welcome_ui(ui, pages, state),
                Page::Data => pages::data_ui(ui, pages, state),
                Page::ThisWeek => pages::this_week_ui(ui, pages, state),
                Page::Trends => pages::trends_ui(ui, pages, state),
                Page::Customer(customer) => pages::customer_ui(ui, pages, state, customer, height - 32.0),
            }
        })
        .inner
}

/// Page up and down move the page, Home and End go to its ends, while no field has the focus.
fn scroll_with_keys(ui: &Ui, height: f32) {
    if ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let page = height - 48.0;
    for (key, step) in [(Key::PageDown, -page), (Key::PageUp, page), (Key::End, -1e6), (Key::Home, 1e6)] {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(vec2(0.0, step));
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a small whole number")]
const MARGIN: i8 = PAGE_MARGIN as i8;

/// The theme is set only when the owner changes it, so that a test or a system may choose it too.
fn follow_theme(ui: &Ui, pages: &mut Pages, state: &AppState) {
    if pages.theme == state.theme() {
        return;
    }
    pages.theme = state.theme();
    ui.ctx().set_theme(match state.theme() {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
    ui.ctx().request_repaint();
}

fn keys(ui: &Ui, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    if ui.input_mut(|input| input.consume_shortcut(&OPEN_FILES)) {
        commands.push(Command::AskForFiles { add: state.snapshot().is_some() });
    }
    if state.can_go_back() && ui.input_mut(|input| input.consume_shortcut(&BACK)) {
        commands.push(Command::Back);
    }
    let is_free = !egui::Popup::is_any_open(ui.ctx());
    if state.job().is_some() && is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        commands.push(Command::Cancel);
    }
    commands
}

/// A hairline along the lower edge of a bar.
fn lower_edge(ui: &Ui) {
    let rect = ui.max_rect();
    card::rule(ui, rect, rect.bottom() - 0.5);
}
