//! The frame around every page: navigation, top bar, notices, status bar; files dropped, and the keys that work everywhere.

mod chart_table;
mod drop;
pub(super) mod help;
mod nav;
mod notices;
mod original;
pub(super) mod palette;
mod report_form;
mod status_bar;
mod toast;
mod top_bar;

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{
    self, CentralPanel, Frame, Key, KeyboardShortcut, Margin, Modifiers, Panel, ScrollArea, ThemePreference, Ui,
    ViewportCommand, vec2,
};

use self::help::Beside;
use super::charts::{Asked, answered};
use super::pages::{self, Pages};
use super::theme::{DesignTokens, PAGE_MARGIN, set_contrast};
use super::widgets::card;
use super::widgets::spoken::read_out;
use crate::app::command::{Place, ReportKind, Theme};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::report::chart::picture::Picture;
use crate::report::mask::Masks;

const OPEN_FILES: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::O);
const BACK: KeyboardShortcut = KeyboardShortcut::new(Modifiers::ALT, Key::ArrowLeft);
const FORWARD: KeyboardShortcut = KeyboardShortcut::new(Modifiers::ALT, Key::ArrowRight);
const FIND: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::K);
const UNDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Z);
const REDO: [KeyboardShortcut; 2] = [
    KeyboardShortcut::new(Modifiers::COMMAND, Key::Y),
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z),
];
const COPY: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::S);
const REPORT: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::P);
/// The pages of the navigation, from the top.
const NUMBERS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// How often the seconds of a running job are drawn anew.
const WHILE_WORKING: Duration = Duration::from_millis(100);

/// The whole window. Gives back what the owner asked for.
pub fn shell_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    ui.ctx().accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label("Lotwise"));
    follow_theme(ui, pages, state);
    pages.follow(state);
    let mut commands = Vec::new();
    match palette::palette_ui(ui, &mut pages.palette) {
        Some(palette::Chosen::Command(command)) => commands.push(command),
        Some(palette::Chosen::Help) => pages.beside = Beside::Help,
        Some(palette::Chosen::Keys) => pages.beside = Beside::Keys,
        None => {}
    }
    commands.extend(keys(ui, pages, state));
    let bar = |ui: &Ui| Frame::new().fill(DesignTokens::of(ui).bg);

    // The meeting has the whole screen, and says itself what went wrong: a name in it might be masked.
    let is_meeting = state.page() == Page::Meeting;
    if std::mem::replace(&mut pages.is_full, is_meeting) != is_meeting {
        ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(is_meeting));
    }
    if is_meeting {
        commands
            .extend(CentralPanel::default().frame(bar(ui)).show(ui, |ui| pages::meeting_ui(ui, pages, state)).inner);
    } else {
        let panel = Panel::bottom("status").exact_size(28.0).resizable(false).show_separator_line(false).frame(bar(ui));
        panel.show(ui, |ui| status_bar::status_bar_ui(ui, pages, state));
        let panel = Panel::left("nav").exact_size(200.0).resizable(false).show_separator_line(false).frame(bar(ui));
        commands.extend(panel.show(ui, |ui| nav::nav_ui(ui, pages, state)).inner);
        let panel = Panel::top("top").exact_size(48.0).resizable(false).show_separator_line(false).frame(bar(ui));
        commands.extend(panel.show(ui, |ui| top_bar::top_bar_ui(ui, pages, state)).inner);
        commands.extend(notices::notices_ui(ui, state));
        commands.extend(notices::report_ui(ui, pages, state));
        commands.extend(CentralPanel::default().frame(bar(ui)).show(ui, |ui| page_ui(ui, pages, state)).inner);
    }
    for command in &commands {
        match command {
            Command::AskForReport(masks) => {
                pages.asked_report = Some(ReportKind { masks: *masks, ..ReportKind::default() });
            }
            // The Import page has a field of its own.
            Command::AskWhere(place @ Place::Workspace) if !matches!(state.page(), Page::Meeting | Page::Import) => {
                pages.ask_for_report(*place);
            }
            _ => {}
        }
    }
    let asked = report_form::report_form_ui(ui, &mut pages.asked_report);
    if let Some(Command::AskWhere(place)) = asked {
        pages.ask_where(place, state.page());
    }
    commands.extend(asked);
    commands.extend(answer_ui(ui, pages, state));
    commands.extend(original::original_ui(ui, state));
    pages.beside = help::help_ui(ui, pages.beside, state.page());
    commands.extend(toast::toast_ui(ui, state));
    commands.extend(drop::drop_ui(ui, state));
    if state.job().is_some() {
        ui.ctx().request_repaint_after(WHILE_WORKING);
    }
    commands
}

/// Answers what was asked of a chart: its table over the page, its picture into the clipboard or a file.
fn answer_ui(ui: &Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    let source = || state.shown().map(|snapshot| source_line(snapshot)).unwrap_or_default();
    match answered(ui.ctx()) {
        None => {}
        Some(Asked::Table(table)) => pages.table = Some(table),
        Some(Asked::Copy(picture)) => commands.push(match Picture::clone(&picture).with_source(&source()).pixels() {
            Ok(pixels) => {
                let size = [pixels.width, pixels.height].map(|side| side as usize);
                ui.ctx().copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &pixels.rgba));
                Command::Tell("The picture is copied".to_owned())
            }
            Err(message) => Command::Tell(message),
        }),
        Some(Asked::Save(picture, kind)) => {
            let place = Place::Picture(kind);
            commands.push(Command::KeepPicture(Arc::new(Picture::clone(&picture).with_source(&source()))));
            commands.push(Command::AskWhere(place));
            pages.ask_for_report(place);
        }
    }
    commands.extend(chart_table::chart_table_ui(ui, &mut pages.table));
    commands
}

/// "Lotwise · orders.csv, payments.csv · as of 16 Nov 2026".
fn source_line(snapshot: &Snapshot) -> String {
    let files: Vec<&str> = snapshot.dataset.sources.iter().map(|source| source.file.as_str()).collect();
    let files = match files.len() {
        0..=3 => files.join(", "),
        n => format!("{} and {} more files", files[..2].join(", "), n - 2),
    };
    let as_of = snapshot.review.as_ref().map(|review| format!(" · as of {}", review.as_of.long()));
    format!("Lotwise · {files}{}", as_of.unwrap_or_default())
}

fn page_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let page = state.page();
    page_start_ui(ui, state);
    let margin = Margin { left: MARGIN, right: MARGIN, top: 16, bottom: 16 };
    // These have two columns that scroll on their own.
    if page == Page::Import {
        return Frame::new().inner_margin(margin).show(ui, |ui| pages::import_ui(ui, pages, state)).inner;
    }
    if page == Page::Names {
        return Frame::new().inner_margin(margin).show(ui, |ui| pages::names_ui(ui, pages, state)).inner;
    }
    // Their tables scroll on their own.
    if let Page::Rows(figure) = page {
        return Frame::new().inner_margin(margin).show(ui, |ui| pages::rows_ui(ui, pages, state, figure)).inner;
    }
    if page == Page::Customers {
        return Frame::new().inner_margin(margin).show(ui, |ui| pages::customers_ui(ui, pages, state)).inner;
    }
    let height = ui.available_height();
    ScrollArea::vertical()
        .id_salt(format!("{page:?}"))
        .auto_shrink(false)
        .content_margin(margin)
        .show(ui, |ui| {
            scroll_with_keys(ui, height);
            match page {
                Page::Welcome | Page::Import | Page::Names | Page::Customers | Page::Rows(_) | Page::Meeting => {
                    pages::welcome_ui(ui, pages, state)
                }
                Page::Payments => pages::payments_ui(ui, pages, state, height - 32.0),
                Page::Outlook => pages::outlook_ui(ui, pages, state, height - 32.0),
                Page::Settings => pages::settings_ui(ui, pages, state),
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

/// Theme and scale are set only when the owner changes them, so that a test or a system may choose them too.
fn follow_theme(ui: &Ui, pages: &mut Pages, state: &AppState) {
    if pages.scale != state.scale() {
        pages.scale = state.scale();
        ui.ctx().set_zoom_factor(f32::from(state.scale()) / 100.0);
    }
    if pages.theme == state.theme() {
        return;
    }
    pages.theme = state.theme();
    set_contrast(ui.ctx(), state.theme() == Theme::Contrast);
    ui.ctx().set_theme(match state.theme() {
        Theme::System => ThemePreference::System,
        Theme::Light | Theme::Contrast => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
    ui.ctx().request_repaint();
}

fn keys(ui: &Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    if pages.palette.is_open() {
        return commands;
    }
    let pressed = |shortcut: &KeyboardShortcut| ui.input_mut(|input| input.consume_shortcut(shortcut));
    let is_typing = ui.ctx().egui_wants_keyboard_input();
    let is_judged = state.shown().is_some_and(|snapshot| snapshot.review.is_some());
    // In the meeting nothing leads away by accident, or shows what is masked there.
    if state.page() != Page::Meeting {
        if pressed(&FIND) {
            pages.palette.open(state);
        }
        if pressed(&OPEN_FILES) {
            commands.push(Command::AskForFiles { add: state.snapshot().is_some() });
        }
        if state.can_go_back() && pressed(&BACK) {
            commands.push(Command::Back);
        }
        if state.can_go_forward() && pressed(&FORWARD) {
            commands.push(Command::Forward);
        }
        if is_judged && pressed(&REPORT) {
            commands.push(Command::AskForReport(Masks::default()));
        }
        if state.snapshot().is_some() && pressed(&COPY) {
            commands.extend(save_copy(pages, state));
        }
        if is_judged && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F11)) {
            commands.push(Command::Show(Page::Meeting));
        }
        for (key, (page, _, _)) in NUMBERS.iter().zip(nav::pages(state)) {
            if pressed(&KeyboardShortcut::new(Modifiers::COMMAND, *key)) {
                commands.push(Command::Show(page));
            }
        }
    }
    // A field that is typed into takes back its own letters first.
    if !is_typing {
        if REDO.iter().any(pressed) {
            commands.push(Command::Redo);
        } else if pressed(&UNDO) {
            commands.push(Command::Undo);
        }
    }
    let alone = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if alone(Key::F1) {
        pages.beside = if pages.beside == Beside::Help { Beside::Nothing } else { Beside::Help };
    }
    if !is_typing && ui.input(|input| input.events.contains(&egui::Event::Text("?".to_owned()))) {
        pages.beside = if pages.beside == Beside::Keys { Beside::Nothing } else { Beside::Keys };
    }
    commands.extend(scale_keys(ui, state));
    region_keys(ui);
    let is_free = !egui::Popup::is_any_open(ui.ctx()) && pages.beside == Beside::Nothing && state.original().is_none();
    if state.job().is_some() && is_free && alone(Key::Escape) {
        commands.push(Command::Cancel);
    }
    commands
}

/// Ctrl+S: a workspace is always saved, so what is left to ask for is a copy with a name; a look is kept as a workspace.
fn save_copy(pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let is_kept = state.snapshot().is_some_and(|snapshot| snapshot.workspace.is_some());
    let place = if is_kept { Place::Copy } else { Place::Workspace };
    pages.ask_for_report(place);
    let told = is_kept.then(|| Command::Tell("Everything is saved as you go. Where shall a copy lie?".to_owned()));
    told.into_iter().chain([Command::AskWhere(place)]).collect()
}

/// F6 goes from region to region: the list of pages, the bar at the top, the page.
fn region_keys(ui: &Ui) {
    let step = [(Modifiers::SHIFT, -1_i32), (Modifiers::NONE, 1)]
        .into_iter()
        .find(|(modifiers, _)| ui.input_mut(|input| input.consume_key(*modifiers, Key::F6)));
    let Some((_, step)) = step else { return };
    let last: i32 = ui.data(|data| data.get_temp(region_id("at"))).unwrap_or(-1);
    let at = (last + step).rem_euclid(3);
    ui.data_mut(|data| data.insert_temp(region_id("at"), at));
    let name = REGIONS[usize::try_from(at).unwrap_or(0)];
    if let Some(id) = ui.data(|data| data.get_temp::<egui::Id>(region_id(name))) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

const REGIONS: [&str; 3] = ["pages", "top bar", "page"];

fn region_id(name: &str) -> egui::Id {
    egui::Id::unique(("region", name))
}

/// Where F6 comes to in a region.
fn region_starts(ui: &Ui, name: &str, id: egui::Id) {
    ui.data_mut(|data| data.insert_temp(region_id(name), id));
}

/// The start of the page: it says its name, and Tab goes on into it.
fn page_start_ui(ui: &Ui, state: &AppState) {
    let rect = egui::Rect::from_min_size(ui.max_rect().min, vec2(ui.available_width(), 2.0));
    let response = ui.interact(rect, ui.scope_id().with("start of the page"), egui::Sense::focusable_noninteractive());
    let name = match (state.page(), state.shown()) {
        (Page::Customer(of), Some(shown)) => shown.dataset.customers.get(of as usize).map(|of| of.name.as_str()),
        _ => None,
    };
    let name = name.unwrap_or_else(|| top_bar::title_of(state.page()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, format!("Page: {name}")));
    read_out(ui.ctx(), response.id, false);
    if response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, DesignTokens::of(ui).accent);
    }
    region_starts(ui, "page", response.id);
}

/// Ctrl and plus, minus or zero.
fn scale_keys(ui: &Ui, state: &AppState) -> Option<Command> {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key));
    if pressed(Key::Plus) || pressed(Key::Equals) {
        Some(Command::SetScale(state.scale() + 10))
    } else if pressed(Key::Minus) {
        Some(Command::SetScale(state.scale() - 10))
    } else {
        pressed(Key::Num0).then_some(Command::SetScale(100))
    }
}

/// A hairline along the lower edge of a bar.
fn lower_edge(ui: &Ui) {
    let rect = ui.max_rect();
    card::rule(ui, rect, rect.bottom() - 0.5);
}
