//! How the program looks: every setting with what it does, its default, and the way back to it.

use eframe::egui::{Align, Rect, Sense, TextEdit, Ui, pos2, vec2};

use super::Pages;
use crate::app::command::Theme;
use crate::app::settings::{LEAST_SCALE, MOST_SCALE};
use crate::app::{AppState, Command, Page};
use crate::model::Written;
use crate::model::written::{CurrencyPlace, DayForm, NumberMarks};
use crate::ui::theme::{CARD_GAP, DesignTokens, Size};
use crate::ui::widgets::button::{SMALL, Weight, button_at_ui, link_at_ui, link_ui, width_of};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::menu::{Entry, TRIANGLE, switch_ui, value_menu_ui};
use crate::ui::widgets::text::{self, Ink};

/// Where the page stands.
#[derive(Default)]
pub struct SettingsPage {
    typed: String,
}

/// A setting.
struct Setting {
    title: &'static str,
    note: &'static str,
    /// Other words by which it is found.
    also: &'static str,
    what: What,
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Theme,
    Scale,
    Dates,
    Numbers,
    Currency,
    Limits,
    Recent,
    Privacy,
}

const SETTINGS: [Setting; 8] = [
    Setting {
        title: "Theme",
        note: "High contrast is pure black on white, with strong borders",
        also: "dark light colour color contrast",
        what: What::Theme,
    },
    Setting {
        title: "Size of everything",
        note: "80 to 200 %. Ctrl + and Ctrl − change it everywhere, Ctrl 0 sets it back",
        also: "scale zoom large small text font",
        what: What::Scale,
    },
    Setting {
        title: "Dates",
        note: "On every page and in the report",
        also: "day month year format form language region locale european american us iso calendar",
        what: What::Dates,
    },
    Setting {
        title: "Numbers",
        note: "What parts the thousands, and what the decimals",
        also: "format form language region locale point comma space apostrophe digits",
        what: What::Numbers,
    },
    Setting {
        title: "Currency",
        note: "Before an amount or after it",
        also: "money dollar euro sign symbol format form language region locale",
        what: What::Currency,
    },
    Setting {
        title: "How much is flagged, and how many are called",
        note: "Kept in the workspace, since they belong to the shop and not to this computer",
        also: "limits thresholds alarms calls money years",
        what: What::Limits,
    },
    Setting {
        title: "Workspaces that were opened",
        note: "The last ten, the newest first",
        also: "recent files",
        what: What::Recent,
    },
    Setting {
        title: "What leaves this computer",
        note: "Nothing. There is no network code in this program, and no update check",
        also: "privacy network internet telemetry offline",
        what: What::Privacy,
    },
];

const LABEL: f32 = 380.0;

/// How the program looks.
pub fn settings_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let Pages { settings: page, names, .. } = pages;
    let tokens = DesignTokens::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let galley = text::line(ui, "Settings", Ink::strong(Size::Answer, tokens.text));
    text::label_ui(ui, &galley);
    ui.add_space(8.0);
    let edit = TextEdit::singleline(&mut page.typed).hint_text("Find a setting").desired_width(320.0);
    let response = ui.add(edit.margin(vec2(10.0, 6.0))).accessible_name("Find a setting");
    if ui.input_mut(|input| input.consume_key(eframe::egui::Modifiers::COMMAND, eframe::egui::Key::F)) {
        response.request_focus();
    }
    ui.add_space(CARD_GAP);
    let typed = page.typed.trim().to_lowercase();
    let is_meant = |setting: &&Setting| {
        [setting.title, setting.note, setting.also].iter().any(|words| words.to_lowercase().contains(&typed))
    };
    let mut commands = Vec::new();
    let mut n = 0;
    for setting in SETTINGS.iter().filter(is_meant) {
        n += 1;
        card_ui(ui, |ui| commands.extend(setting_ui(ui, setting, state)));
        ui.add_space(CARD_GAP);
    }
    let is_form = |command: &Command| matches!(command, Command::SetWritten(_));
    if commands.iter().any(is_form) {
        // The lists of names are put into words once a look; all other pages follow by themselves.
        names.follow();
    }
    if n == 0 {
        let words = format!("No setting is about “{}”", page.typed.trim());
        let galley = text::wrapped(ui, &words, Ink::new(Size::Body, tokens.text_2), ui.available_width());
        text::label_ui(ui, &galley);
        ui.add_space(8.0);
        if link_ui(ui, "Show all settings", Size::Body).clicked() {
            page.typed.clear();
        }
    }
    commands
}

fn setting_ui(ui: &mut Ui, setting: &Setting, state: &AppState) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let room = LABEL.min(width * 0.5);
    let title = text::wrapped(ui, setting.title, Ink::strong(Size::Body, tokens.text), room);
    let note = text::wrapped(ui, setting.note, Ink::new(Size::Caption, tokens.text_3), room);
    let n_lines = if setting.what == What::Recent { state.recent().len().max(1) } else { 1 };
    let height = (title.size().y + note.size().y + 4.0).max(n_lines as f32 * 24.0).max(36.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    card::inside_ui(ui, rect, setting.title, |ui| {
        let place = text::at_ui(ui, rect.min, Align::Min, &title).rect;
        text::at_ui(ui, pos2(rect.left(), place.bottom() + 2.0), Align::Min, &note);
        let right = rect.with_min_x(rect.left() + room + 32.0);
        match setting.what {
            What::Theme => theme_ui(ui, right, state),
            What::Scale => scale_ui(ui, right, state),
            What::Dates | What::Numbers | What::Currency => form_ui(ui, right, setting, state).into_iter().collect(),
            What::Limits => limits_ui(ui, right, state),
            What::Recent => recent_ui(ui, right, state),
            What::Privacy => Vec::new(),
        }
    })
}

fn theme_ui(ui: &mut Ui, right: Rect, state: &AppState) -> Vec<Command> {
    let words = ["System", "Light", "Dark", "High contrast"];
    let place = Rect::from_min_size(right.min, vec2(400.0_f32.min(right.width()), SMALL + 4.0));
    let chosen = Theme::ALL.iter().position(|theme| *theme == state.theme()).unwrap_or(0);
    let pressed = switch_ui(ui, place, "Theme", &words, chosen);
    pressed.map(|i| Command::SetTheme(Theme::ALL[i])).into_iter().collect()
}

fn scale_ui(ui: &mut Ui, right: Rect, state: &AppState) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    let scale = state.scale();
    let place = |left: f32, width: f32| Rect::from_min_size(pos2(left, right.top()), vec2(width, SMALL + 4.0));
    let smaller = place(right.left(), 36.0);
    if button_at_ui(ui, smaller, "−", "Everything smaller", Weight::Outlined).clicked() && scale > LEAST_SCALE {
        commands.push(Command::SetScale(scale - 10));
    }
    let value = place(smaller.right(), 72.0);
    let galley = text::line(ui, &format!("{scale} %"), Ink::strong(Size::Body, tokens.text));
    text::in_rect_ui(ui, value, Align::Center, &galley);
    let larger = place(value.right(), 36.0);
    if button_at_ui(ui, larger, "+", "Everything larger", Weight::Outlined).clicked() && scale < MOST_SCALE {
        commands.push(Command::SetScale(scale + 10));
    }
    if scale != 100 {
        let ink = Ink::new(Size::Body, tokens.accent);
        let base = right.top() + 21.0;
        if link_at_ui(ui, larger.right() + 20.0, base, Align::Min, "Back to 100 %", ink, tokens.accent).clicked() {
            commands.push(Command::SetScale(100));
        }
    }
    commands
}

/// How something is written, chosen from examples; with the way back to how this computer's language does it.
fn form_ui(ui: &mut Ui, right: Rect, setting: &Setting, state: &AppState) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let currency = state.snapshot().and_then(|snapshot| snapshot.dataset.currency.as_deref()).unwrap_or("USD");
    let forms_of = |written: Written| forms(setting.what, written, currency);
    let place_of = |written: Written| forms_of(written).iter().position(|(form, _)| *form == written);
    let forms = forms_of(state.written());
    let (now, usual) = (place_of(state.written())?, place_of(state.usually_written())?);
    let entry = |(i, (_, sample)): (usize, &(Written, String))| Entry {
        words: sample.clone(),
        note: "".into(),
        is_chosen: i == now,
    };
    let entries: Vec<Entry> = forms.iter().enumerate().map(entry).collect();
    let (value, ink) = (&forms[now].1, Ink::strong(Size::Body, tokens.text));
    let galley = text::line(ui, value, ink);
    let at = pos2(right.left(), (right.top() + (SMALL + 4.0 - galley.size().y) / 2.0).round());
    let width = galley.size().x + TRIANGLE;
    let mut chosen = value_menu_ui(ui, at, width + 8.0, setting.title, (value, ink), &entries);
    if now != usual {
        let words = format!("Back to {}", forms[usual].1);
        let (left, base) = (at.x + width + 20.0, at.y + text::baseline(&galley));
        let ink = Ink::new(Size::Body, tokens.accent);
        if link_at_ui(ui, left, base, Align::Min, &words, ink, tokens.accent).clicked() {
            chosen = Some(usual);
        }
    }
    chosen.filter(|place| *place != now).map(|place| Command::SetWritten(forms[place].0))
}

/// Each way to write days, numbers or amounts, with an example; all else stays as it is written now.
fn forms(what: What, now: Written, currency: &str) -> Vec<(Written, String)> {
    match what {
        What::Dates => DayForm::ALL.map(|day| (Written { day, ..now }, day.sample())).into(),
        What::Numbers => NumberMarks::ALL.map(|marks| (Written { marks, ..now }, marks.sample())).into(),
        What::Currency => {
            let sample = |place: CurrencyPlace| place.sample(now.marks, currency);
            CurrencyPlace::ALL.map(|place| (Written { currency: place, ..now }, sample(place))).into()
        }
        What::Theme | What::Scale | What::Limits | What::Recent | What::Privacy => Vec::new(),
    }
}

fn limits_ui(ui: &mut Ui, right: Rect, state: &AppState) -> Vec<Command> {
    let has_workspace = state.snapshot().is_some_and(|snapshot| snapshot.workspace.is_some());
    if !has_workspace {
        let ink = Ink::new(Size::Body, DesignTokens::of(ui).text_3);
        let galley = text::wrapped(ui, "Open a workspace to change them", ink, right.width());
        text::at_ui(ui, right.min, Align::Min, &galley);
        return Vec::new();
    }
    let words = "Show them on the Data page";
    let place = Rect::from_min_size(right.min, vec2(width_of(ui, words, SMALL), SMALL));
    let is_pressed = button_at_ui(ui, place, words, words, Weight::Outlined).clicked();
    is_pressed.then_some(Command::Show(Page::Data)).into_iter().collect()
}

fn recent_ui(ui: &mut Ui, right: Rect, state: &AppState) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    if state.recent().is_empty() {
        let galley = text::line(ui, "None yet", Ink::new(Size::Body, tokens.text_3));
        text::at_ui(ui, right.min, Align::Min, &galley);
    }
    let mut commands = Vec::new();
    for (i, path) in state.recent().iter().enumerate() {
        let base = right.top() + 16.0 + 24.0 * i as f32;
        let words = path.display().to_string();
        let galley = text::cut(ui, &words, Ink::new(Size::Body, tokens.accent), right.width());
        let place = Rect::from_min_size(pos2(right.left(), base - 16.0), galley.size());
        if path.is_file() {
            let shown: String = galley.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr)).collect();
            let ink = Ink::new(Size::Body, tokens.accent);
            if link_at_ui(ui, place.left(), base, Align::Min, &shown, ink, tokens.accent).clicked() {
                commands.push(Command::OpenPaths(vec![path.clone()]));
            }
        } else {
            let words = format!("{words} is not there any more");
            let galley = text::cut(ui, &words, Ink::new(Size::Body, tokens.text_3), right.width());
            text::at_ui(ui, place.min, Align::Min, &galley);
        }
    }
    commands
}
