//! What do we hold? The files that were taken in, what is stored and why, forgetting, copies, and the log of every change.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Align, Align2, Key, Rect, Role, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::Pages;
use super::figures::{Column, cell_ui, cells, counted, headings_ui};
use super::import::save::{SaveForm, save_ui};
use crate::app::chore::Chore;
use crate::app::command::Place;
use crate::app::pipeline::Held;
use crate::app::weekly::Weighed;
use crate::app::{AppState, Command};
use crate::model::money::{self, thousands};
use crate::model::weekly::{Alarms, Limits};
use crate::model::written::written;
use crate::model::{Day, Signal};
use crate::review::{LimitEffect, wording};
use crate::store::{Holdings, Imported};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{self, SMALL, Weight, link_at_ui};
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::menu::{Entry, TRIANGLE, switch_ui, value_menu_ui};
use crate::ui::widgets::shapes::check_mark;
use crate::ui::widgets::text::{self, Ink};

/// Where the page stands.
#[derive(Default)]
pub struct DataPage {
    /// Whom to forget, as typed.
    name: String,
    /// What waits for a second press.
    asked: Option<Chore>,
    saving: SaveForm,
    /// The passphrase of the next copy, as typed.
    passphrase: String,
    /// A copy that lies elsewhere, and its passphrase; `None` while nobody asked for one.
    other: Option<(String, String)>,
    /// Whether all lines of the log are shown.
    is_log_open: bool,
}

impl DataPage {
    /// What was asked is done, or something else is shown.
    pub fn follow(&mut self) {
        if matches!(self.asked, Some(Chore::Forget(_))) {
            self.name.clear();
        }
        self.passphrase.clear();
        self.other = None;
        self.asked = None;
    }
}

const FILES: [Column; 6] = [
    Column::words("File", 0.0, 1.0),
    Column::words("Holds", 90.0, 0.0),
    Column::words("From and to", 190.0, 0.0),
    Column::number("Rows", 70.0),
    Column::words("Taken in", 150.0, 0.0),
    Column::words("", 130.0, 0.0),
];

const STORED: [Column; 2] = [Column::words("Stored", 240.0, 0.0), Column::words("Why", 0.0, 1.0)];

const COPIES: [Column; 3] =
    [Column::words("Copy", 0.0, 1.0), Column::number("Size", 80.0), Column::words("", 160.0, 0.0)];

const LOG: [Column; 3] =
    [Column::words("When", 150.0, 0.0), Column::words("What", 90.0, 0.0), Column::words("", 0.0, 1.0)];

const ROW: f32 = 30.0;

/// So many lines of the log are shown at first.
const FEW_LINES: usize = 8;

/// What do we hold?
pub fn data_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some(held) = state.snapshot().and_then(|snapshot| snapshot.workspace.as_ref()) else { return commands };
    let holdings = Arc::clone(&held.holdings);
    let page = &mut pages.data;
    answer_ui(ui, held, &holdings);
    ui.add_space(12.0);
    commands.extend(files_ui(ui, page, &holdings));
    ui.add_space(12.0);
    stored_ui(ui, &holdings);
    ui.add_space(12.0);
    let limits = state.snapshot().map(|snapshot| snapshot.weekly.limits).unwrap_or_default();
    commands.extend(limits_ui(ui, state, &limits));
    ui.add_space(12.0);
    commands.extend(forget_ui(ui, page));
    ui.add_space(12.0);
    commands.extend(retention_ui(ui, page, &holdings, &limits));
    ui.add_space(12.0);
    commands.extend(copies_ui(ui, page, state, &holdings));
    ui.add_space(12.0);
    log_ui(ui, page, &holdings);
    commands
}

fn answer_ui(ui: &mut Ui, held: &Held, holdings: &Holdings) {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let n_rows: usize = holdings.imports.iter().map(|import| import.n_rows).sum();
    let headline =
        format!("{} in {}", counted(n_rows, "row", "rows"), counted(holdings.imports.len(), "file", "files"));
    let galley = text::wrapped(ui, &headline, Ink::strong(Size::Answer, tokens.text), width);
    text::label_ui(ui, &galley);
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let words = format!(
        "**{}**, {}. Only you can read it; it holds nothing but what stands on this page",
        held.path.display(),
        size(holdings.bytes)
    );
    let galley = text::marked(ui, &words, plain, strong, width);
    text::label_ui(ui, &galley);
    if let Some(warning) = &holdings.warning {
        ui.add_space(6.0);
        let galley = text::wrapped(ui, warning, Ink::new(Size::Body, tokens.watch), width);
        text::label_ui(ui, &galley);
    }
    if let Some(done) = &held.done {
        ui.add_space(8.0);
        let galley = text::wrapped(ui, done, Ink::new(Size::Body, tokens.text), width - 22.0);
        let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
        check_mark(ui, pos2(rect.left() + 6.0, rect.top() + 10.0), tokens.better);
        card::inside_ui(ui, rect, "done", |ui| text::at_ui(ui, rect.min + vec2(22.0, 0.0), Align::Min, &galley));
    }
}

/// "2.8 MB".
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", thousands(bytes.div_ceil(1000))),
        _ => format!("{} MB", written().decimal(bytes as f64 / 1e6, 1)),
    }
}

fn title_ui(ui: &mut Ui, title: &str, note: &str) {
    let tokens = DesignTokens::of(ui);
    let words = format!("**{title}**  {note}");
    let (plain, strong) = (Ink::new(Size::Caption, tokens.text_3), Ink::strong(Size::Body, tokens.text));
    let galley = text::marked(ui, &words, plain, strong, ui.available_width());
    text::label_ui(ui, &galley);
    ui.add_space(8.0);
}

fn heading_ui(ui: &mut Ui, columns: &[Column], salt: &str) {
    let (heading, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    card::inside_ui(ui, heading, salt, |ui| headings_ui(ui, columns, heading));
}

fn files_ui(ui: &mut Ui, page: &mut DataPage, holdings: &Holdings) -> Option<Command> {
    let mut command = None;
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title_ui(ui, "Files that were taken in", "each can be taken back, also weeks later");
        heading_ui(ui, &FILES, "files");
        for import in &holdings.imports {
            command = file_ui(ui, page, import).or(command.take());
        }
    });
    command
}

fn file_ui(ui: &mut Ui, page: &mut DataPage, import: &Imported) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    card::rule(ui, row, row.top() + 0.5);
    let mut command = None;
    card::inside_ui(ui, row, ("import", import.id), |ui| {
        let places = cells(&FILES, row);
        let ink = |color| Ink::new(Size::Caption, color);
        let name = match &import.sheet {
            Some(sheet) => format!("{}, {sheet}", import.file),
            None => import.file.clone(),
        };
        let days =
            import.days.map_or_else(|| "–".to_owned(), |(first, last)| format!("{} – {}", first.long(), last.long()));
        let kind = import.kind.map_or("", |kind| kind.title());
        cell_ui(ui, &FILES[0], places[0], &name, ink(tokens.text));
        cell_ui(ui, &FILES[1], places[1], kind, ink(tokens.text_2));
        cell_ui(ui, &FILES[2], places[2], &days, ink(tokens.text_2));
        cell_ui(ui, &FILES[3], places[3], &thousands(import.n_rows as u64), ink(tokens.text));
        cell_ui(ui, &FILES[4], places[4], &moment(&import.at), ink(tokens.text_3));
        let chore = Chore::TakeBack(import.id);
        command = twice_ui(
            ui,
            page,
            chore,
            ("Take back", "Press again to take back", &import.file),
            places[5].right(),
            row.center().y,
        );
    });
    command
}

/// A link that does its work at the second press: the first only asks.
fn twice_ui(
    ui: &mut Ui,
    page: &mut DataPage,
    chore: Chore,
    (words, again, of): (&str, &str, &str),
    right: f32,
    y: f32,
) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let is_asked = page.asked.as_ref() == Some(&chore);
    let (words, color) = if is_asked { (again, tokens.act) } else { (words, tokens.accent) };
    let ink = Ink::new(Size::Caption, color);
    let pressed = link_at_ui(ui, right, y + 4.5, Align::Max, words, ink, color);
    // Read alone, it says of what.
    pressed.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{words}: {of}")));
    if !pressed.clicked() {
        return None;
    }
    if is_asked {
        return Some(Command::Do(chore));
    }
    page.asked = Some(chore);
    None
}

fn stored_ui(ui: &mut Ui, holdings: &Holdings) {
    let tokens = DesignTokens::of(ui);
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title_ui(ui, "What is stored, and why", "counted in the file itself");
        heading_ui(ui, &STORED, "stored");
        let ink = |color| Ink::new(Size::Caption, color);
        for (i, stored) in holdings.stored.iter().enumerate() {
            let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            card::rule(ui, row, row.top() + 0.5);
            card::inside_ui(ui, row, ("stored", i), |ui| {
                let places = cells(&STORED, row);
                cell_ui(ui, &STORED[0], places[0], &stored.what, ink(tokens.text));
                cell_ui(ui, &STORED[1], places[1], stored.why, ink(tokens.text_2));
            });
        }
        for (file, headings) in &holdings.not_kept {
            ui.add_space(8.0);
            let words = format!("Not kept of **{file}**: {}", headings.join(", "));
            let (plain, strong) = (ink(tokens.text_2), Ink::strong(Size::Caption, tokens.text));
            let galley = text::marked(ui, &words, plain, strong, ui.available_width());
            text::label_ui(ui, &galley);
        }
    });
}

/// How many are called, for how much, and how readily each signal raises its flag.
fn limits_ui(ui: &mut Ui, state: &AppState, limits: &Limits) -> Option<Command> {
    const MOST_CALLS: usize = 12;
    const LEAST: [i64; 6] = [0, 1_000, 2_000, 5_000, 10_000, 20_000];
    let tokens = DesignTokens::of(ui);
    let currency = state.snapshot().and_then(|snapshot| snapshot.dataset.currency.clone());
    let review = state.snapshot().and_then(|snapshot| snapshot.review.as_ref());
    let effects = review.map_or(&[][..], |review| &review.limits);
    let mut moved = *limits;
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title_ui(ui, "Limits", "a moved limit is never told as a changed customer");
        let row = limit_row_ui(ui, "Customers to call in a week", "those with the most money at risk, at most");
        let entries: Vec<Entry> = (1..=MOST_CALLS)
            .map(|n| Entry { words: n.to_string(), note: "".into(), is_chosen: n == limits.calls })
            .collect();
        if let Some(chosen) =
            limit_value_ui(ui, row, "Customers to call in a week", &limits.calls.to_string(), &entries)
        {
            moved.calls = chosen + 1;
        }
        let row = limit_row_ui(ui, "Call nobody for less than", "money at risk a year");
        let words = |amount: i64| match amount {
            0 => "any amount".to_owned(),
            amount => money::short(amount, currency.as_deref()),
        };
        let minor = |amount: i64| amount * 10_i64.pow(money::decimals(currency.as_deref()));
        let entries: Vec<Entry> = LEAST
            .iter()
            .map(|&least| Entry {
                words: words(minor(least)),
                note: "".into(),
                is_chosen: minor(least) == limits.least_money,
            })
            .collect();
        if let Some(chosen) = limit_value_ui(ui, row, "Call nobody for less than", &words(limits.least_money), &entries)
        {
            moved.least_money = minor(LEAST[chosen]);
        }
        for signal in Signal::ALL {
            let title = wording::signal_title(signal);
            let now = limits.alarms(signal);
            let effect = effects.iter().find(|effect| effect.signal == signal);
            let note = effect.map_or(String::new(), |effect| wording::limit_effect(effect, now));
            let row = limit_row_ui(ui, title, &note);
            let place = Rect::from_min_size(pos2(row.right() - 240.0, row.center().y - 13.0), vec2(240.0, 26.0));
            let words = ["Fewer flags", "Usual", "More flags"];
            let chosen = Alarms::ALL.iter().position(|alarms| *alarms == limits.alarms(signal)).unwrap_or(1);
            let pressed = card::inside_ui(ui, row, ("switch", title), |ui| switch_ui(ui, place, title, &words, chosen));
            if let Some(pressed) = pressed {
                moved = moved.with(signal, Alarms::ALL[pressed]);
            }
            if let Some(proposed) = effect.and_then(|effect| said_ui(ui, effect, now)) {
                moved = moved.with(signal, proposed);
            }
        }
        ui.add_space(4.0);
        let words = "Flags that are beyond doubt stand with every limit";
        let galley = text::wrapped(ui, words, Ink::new(Size::Caption, tokens.text_3), ui.available_width());
        text::label_ui(ui, &galley);
    });
    (moved != *limits).then_some(Command::Weigh(Weighed::Limits(moved)))
}

/// What the owner said of a signal's flags, and the limit that would agree better with it. Gives that one where it is taken.
fn said_ui(ui: &mut Ui, effect: &LimitEffect, now: Alarms) -> Option<Alarms> {
    let tokens = DesignTokens::of(ui);
    let mut words = wording::said_of(effect.n_said)?;
    let proposed = effect.proposal(now);
    if let Some(proposed) = proposed {
        words = format!("{words}. {}", wording::limit_proposal(effect, now, proposed));
    }
    let mut taken = None;
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    card::inside_ui(ui, row, ("said", effect.signal.as_str()), |ui| {
        let base = row.top() + 14.0;
        let mut right = row.right();
        if let Some(proposed) = proposed {
            let ink = Ink::new(Size::Caption, tokens.accent);
            let taking = link_at_ui(ui, right, base, Align::Max, "Use this limit", ink, tokens.accent);
            taken = taking.clicked().then_some(proposed);
            right = taking.rect.left() - 16.0;
        }
        let galley = text::cut(ui, &words, Ink::new(Size::Caption, tokens.text_2), right - row.left() - 16.0);
        text::on_baseline_ui(ui, row.left() + 16.0, base, Align::Min, &galley);
    });
    taken
}

/// What is limited at the left, with what it means. Gives the row.
fn limit_row_ui(ui: &mut Ui, title: &str, note: &str) -> Rect {
    let tokens = DesignTokens::of(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    card::rule(ui, row, row.top() + 0.5);
    card::inside_ui(ui, row, ("limit", title), |ui| {
        let galley = text::line(ui, title, Ink::new(Size::Body, tokens.text));
        let base = (row.center().y - galley.size().y / 2.0).round() + text::baseline(&galley);
        text::on_baseline_ui(ui, row.left(), base, Align::Min, &galley);
        let left = (row.left() + 230.0).max(row.left() + galley.size().x + 16.0);
        let galley = text::cut(ui, note, Ink::new(Size::Caption, tokens.text_3), row.right() - 260.0 - left);
        text::on_baseline_ui(ui, left, base, Align::Min, &galley);
    });
    row
}

fn limit_value_ui(ui: &mut Ui, row: Rect, name: &str, value: &str, entries: &[Entry]) -> Option<usize> {
    let tokens = DesignTokens::of(ui);
    let ink = Ink::strong(Size::Body, tokens.text);
    let width = text::line(ui, value, ink).size().x + TRIANGLE;
    let at = pos2(row.right() - width - 6.0, row.center().y - Size::Body.line_height() / 2.0);
    card::inside_ui(ui, row, ("value", name), |ui| value_menu_ui(ui, at, width + 8.0, name, (value, ink), entries))
}

/// How long rows are kept, with what would go.
fn retention_ui(ui: &mut Ui, page: &mut DataPage, holdings: &Holdings, limits: &Limits) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let mut command = None;
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title_ui(ui, "How long rows are kept", "older ones are erased here and in the copies, and not taken in again");
        let choices = holdings.older.iter().map(|(years, older)| (Some(*years), Some(older)));
        for (years, older) in choices.chain([(None, None)]) {
            let is_set = limits.keep_years == years;
            let title = years.map_or_else(|| "For ever".to_owned(), |years| format!("{years} years"));
            let note = match older {
                None => "nothing is erased".to_owned(),
                Some(older) if older.n_rows + older.n_reviews == 0 => "nothing is older".to_owned(),
                Some(older) => {
                    let reviews = counted(older.n_reviews, "closed review", "closed reviews");
                    let parts = [(older.n_rows, counted(older.n_rows, "row", "rows")), (older.n_reviews, reviews)];
                    let parts: Vec<String> =
                        parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect();
                    format!("{} would be erased", parts.join(" and "))
                }
            };
            let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            card::rule(ui, row, row.top() + 0.5);
            card::inside_ui(ui, row, ("keep", &title), |ui| {
                let places = cells(&STORED, row);
                let ink =
                    if is_set { Ink::strong(Size::Caption, tokens.text) } else { Ink::new(Size::Caption, tokens.text) };
                cell_ui(ui, &STORED[0], places[0], &title, ink);
                cell_ui(ui, &STORED[1], places[1], &note, Ink::new(Size::Caption, tokens.text_2));
                if is_set {
                    check_mark(ui, pos2(row.right() - 12.0, row.center().y), tokens.better);
                    return;
                }
                let again = format!("Press again to keep {}", title.to_lowercase());
                let words = ("Keep so long", again.as_str(), title.as_str());
                let pressed = twice_ui(ui, page, Chore::KeepYears(years), words, row.right(), row.center().y);
                command = pressed.or(command.take());
            });
        }
    });
    command
}

fn forget_ui(ui: &mut Ui, page: &mut DataPage) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let mut command = None;
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title_ui(ui, "Forget", "erased here and in the copies below, and never taken in again");
        let note = "A customer's name or number, a person's name or address, or a file. The sums of a customer stay; its name becomes “Forgotten customer”. This cannot be undone";
        let galley = text::wrapped(ui, note, Ink::new(Size::Caption, tokens.text_2), ui.available_width());
        text::label_ui(ui, &galley);
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let field =
                TextEdit::singleline(&mut page.name).hint_text("Name").desired_width(302.0).margin(vec2(9.0, 4.0));
            let response =
                ui.add(field.min_size(vec2(320.0, SMALL)).align(Align2::LEFT_CENTER)).accessible_name("Whom to forget");
            let name = page.name.trim().to_owned();
            if response.changed() {
                page.asked = None;
            }
            let chore = Chore::Forget(name.clone());
            let is_asked = page.asked.as_ref() == Some(&chore);
            let words = if is_asked { format!("Press again to forget {name}") } else { "Forget…".to_owned() };
            let weight = if is_asked { Weight::Filled } else { Weight::Outlined };
            let mut is_pressed = button::button_ui(ui, &words, weight, SMALL).clicked();
            is_pressed |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            match (is_pressed && !name.is_empty(), is_asked) {
                (true, true) => command = Some(Command::Do(chore)),
                (true, false) => page.asked = Some(chore),
                _ => {}
            }
        });
    });
    command
}

fn copies_ui(ui: &mut Ui, page: &mut DataPage, state: &AppState, holdings: &Holdings) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title_ui(
            ui,
            "Copies",
            "one a day, ten deep, and the first of each month; what stands here is copied before one is put back",
        );
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if button::button_ui(ui, "Save a copy…", Weight::Outlined, SMALL).clicked() {
                page.saving.open(Place::Copy);
                let passphrase = Some(page.passphrase.clone()).filter(|passphrase| !passphrase.is_empty());
                commands.push(Command::EncryptCopy(passphrase));
                commands.push(Command::AskWhere(Place::Copy));
            }
            passphrase_ui(ui, &mut page.passphrase, "Passphrase, to encrypt it");
            if button::button_ui(ui, "Put another copy back…", Weight::Outlined, SMALL).clicked() {
                page.other = page.other.take().is_none().then(Default::default);
            }
        });
        commands.extend(other_copy_ui(ui, page));
        if let Some(command) = save_ui(ui, &mut page.saving, state) {
            page.saving = SaveForm::default();
            commands.push(command);
        }
        ui.add_space(8.0);
        if holdings.copies.is_empty() {
            let words = "There is none yet: the first is made before the next change";
            let galley = text::wrapped(ui, words, Ink::new(Size::Caption, tokens.text_3), ui.available_width());
            text::label_ui(ui, &galley);
            return;
        }
        heading_ui(ui, &COPIES, "copies");
        for copy in &holdings.copies {
            let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            card::rule(ui, row, row.top() + 0.5);
            card::inside_ui(ui, row, ("copy", &copy.path), |ui| {
                let places = cells(&COPIES, row);
                let ink = |color| Ink::new(Size::Caption, color);
                let name = || copy.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let name = copy.day.map_or_else(name, Day::long);
                cell_ui(ui, &COPIES[0], places[0], &name, ink(tokens.text));
                cell_ui(ui, &COPIES[1], places[1], &size(copy.bytes), ink(tokens.text_2));
                let chore = Chore::Restore(PathBuf::clone(&copy.path), None);
                let words = ("Put back", "Press again to put it back", name.as_str());
                commands.extend(twice_ui(ui, page, chore, words, places[2].right(), row.center().y));
            });
        }
    });
    commands
}

fn passphrase_ui(ui: &mut Ui, passphrase: &mut String, name: &str) {
    let field = TextEdit::singleline(passphrase).password(true).hint_text(name).desired_width(222.0);
    let field = field.margin(vec2(9.0, 4.0)).min_size(vec2(240.0, SMALL)).align(Align2::LEFT_CENTER);
    ui.add(field).accessible_name(name);
}

/// A copy that lies elsewhere, such as an encrypted one.
fn other_copy_ui(ui: &mut Ui, page: &mut DataPage) -> Option<Command> {
    let (path, passphrase) = page.other.as_mut()?;
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let name = "Path of the copy to put back";
        let field = TextEdit::singleline(path).hint_text(name).desired_width(302.0).margin(vec2(9.0, 4.0));
        ui.add(field.min_size(vec2(320.0, SMALL)).align(Align2::LEFT_CENTER)).accessible_name(name);
        passphrase_ui(ui, passphrase, "Its passphrase, if it is encrypted");
        let (path, passphrase) = (path.trim().trim_matches('"').to_owned(), passphrase.clone());
        let chore = Chore::Restore(PathBuf::from(&path), Some(passphrase).filter(|passphrase| !passphrase.is_empty()));
        let is_asked = page.asked.as_ref() == Some(&chore);
        let words = if is_asked { "Press again to put it back" } else { "Put back" };
        let is_pressed = button::button_ui(ui, words, Weight::Outlined, SMALL).clicked() && !path.is_empty();
        if is_pressed && !is_asked {
            page.asked = Some(chore);
            return None;
        }
        is_pressed.then_some(Command::Do(chore))
    })
    .inner
}

fn log_ui(ui: &mut Ui, page: &mut DataPage, holdings: &Holdings) {
    let tokens = DesignTokens::of(ui);
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title_ui(ui, "Every change", "the newest first, universal time");
        let n_shown = if page.is_log_open { holdings.log.len() } else { FEW_LINES.min(holdings.log.len()) };
        for (i, line) in holdings.log[..n_shown].iter().enumerate() {
            let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            card::rule(ui, row, row.top() + 0.5);
            card::inside_ui(ui, row, ("log", i), |ui| {
                let places = cells(&LOG, row);
                let ink = |color| Ink::new(Size::Caption, color);
                cell_ui(ui, &LOG[0], places[0], &moment(&line.at), ink(tokens.text_3));
                cell_ui(ui, &LOG[1], places[1], &line.what, ink(tokens.text_2));
                cell_ui(ui, &LOG[2], places[2], &line.words, ink(tokens.text));
            });
        }
        if n_shown < holdings.log.len() {
            ui.add_space(8.0);
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
            let words = format!("Show {} more", holdings.log.len() - n_shown);
            let ink = Ink::new(Size::Caption, tokens.accent);
            card::inside_ui(ui, rect, "more", |ui| {
                let pressed =
                    link_at_ui(ui, rect.left(), rect.center().y + 4.5, Align::Min, &words, ink, tokens.accent);
                page.is_log_open |= pressed.clicked();
            });
        }
    });
}

/// "2026-11-23 04:58:00" as the owner writes days, without the seconds.
fn moment(at: &str) -> String {
    let parts = at.get(..10).and_then(|day| day.parse::<Day>().ok()).zip(at.get(11..16));
    parts.map_or_else(|| at.to_owned(), |(day, time)| format!("{} {time}", day.long()))
}
