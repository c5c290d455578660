//! Ctrl+K: customers, pages and commands in one list, found by typing a part of their name.

use eframe::egui::{
    Align2, Area, CornerRadius, CursorIcon, EventFilter, Frame, Id, Key, Modifiers, Order, Rect, Response, Role,
    ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::command::Theme;
use crate::app::{AppState, Command, Page};
use crate::model::CustomerIdx;
use crate::report::mask::Masks;
use crate::review::wording;
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::menu::row_background;
use crate::ui::widgets::spoken;
use crate::ui::widgets::text::{self, Ink};

const WIDTH: f32 = 560.0;
const ROW: f32 = 34.0;
/// So many are listed.
const MOST: usize = 40;

/// Whether it is open, and what is typed.
#[derive(Default)]
pub struct Palette {
    is_open: bool,
    typed: String,
    at: usize,
    wants_focus: bool,
    /// Everything that can be found, made when it is opened.
    all: Vec<Found>,
}

/// Something that can be found.
#[derive(Clone)]
struct Found {
    words: String,
    /// Other words by which it is found.
    also: String,
    /// What it is, or its key.
    note: String,
    is_customer: bool,
    asks: Ask,
}

/// What choosing it asks for.
#[derive(Clone)]
enum Ask {
    Of(Command),
    Help,
    Keys,
}

/// What was chosen.
pub enum Chosen {
    /// Something to be carried out.
    Command(Command),
    /// The help of this page.
    Help,
    /// All keys.
    Keys,
}

impl Palette {
    /// Opens it, empty.
    pub fn open(&mut self, state: &AppState) {
        *self = Self { is_open: true, wants_focus: true, all: everything(state), ..Self::default() };
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.is_open
    }
}

/// Draws it above everything else, where it is open.
pub fn palette_ui(ui: &Ui, palette: &mut Palette) -> Option<Chosen> {
    if !palette.is_open {
        return None;
    }
    let tokens = DesignTokens::of(ui);
    let window = ui.ctx().content_rect();
    let backdrop = Area::new(Id::unique("palette backdrop")).order(Order::Middle).fixed_pos(window.min);
    let is_left = backdrop
        .show(ui.ctx(), |ui| {
            let response = ui.allocate_rect(window, Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close the list"));
            ui.painter().rect_filled(window, CornerRadius::ZERO, tokens.bg.gamma_multiply(0.6));
            response.clicked()
        })
        .inner;
    let keys = Keys::read(ui);
    let found = matching(&palette.all, &palette.typed);
    palette.at = match keys {
        Keys { is_down: true, .. } => (palette.at + 1).min(found.len().saturating_sub(1)),
        Keys { is_up: true, .. } => palette.at.saturating_sub(1),
        _ => palette.at.min(found.len().saturating_sub(1)),
    };
    let mut chosen = found.get(palette.at).filter(|_| keys.is_enter).copied();
    let area = Area::new(Id::unique("palette")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
    area.show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(tokens.surface).stroke(tokens.hairline()).corner_radius(RADIUS).inner_margin(8.0);
        frame.show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 4.0;
            let edit = TextEdit::singleline(&mut palette.typed).hint_text("Find a customer, page or command");
            let edit = edit.desired_width(WIDTH).margin(vec2(10.0, 8.0)).return_key(None);
            let response = ui.add(edit).accessible_name("Find a customer, page or command");
            if std::mem::take(&mut palette.wants_focus) || !response.has_focus() {
                response.request_focus();
            }
            let filter = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            if response.changed() {
                palette.at = 0;
            }
            if found.is_empty() {
                let words = format!("Nothing is called “{}”", palette.typed.trim());
                let galley = text::cut(ui, &words, Ink::new(Size::Body, tokens.text_3), WIDTH);
                text::label_ui(ui, &galley);
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical().max_height(ROW * 11.0).auto_shrink([false, true]).show(ui, |ui| {
                for (i, &place) in found.iter().enumerate() {
                    let is_at = i == palette.at;
                    let row = row_ui(ui, &palette.all[place], is_at, keys.is_down || keys.is_up);
                    if is_at {
                        spoken::reached(ui.ctx(), response.id, row.id);
                    }
                    if row.clicked() {
                        chosen = Some(place);
                    }
                }
            });
        });
    });
    if keys.is_escape || is_left || chosen.is_some() {
        palette.is_open = false;
    }
    match palette.all.get(chosen?)?.asks.clone() {
        Ask::Of(command) => Some(Chosen::Command(command)),
        Ask::Help => Some(Chosen::Help),
        Ask::Keys => Some(Chosen::Keys),
    }
}

#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "four keys")]
struct Keys {
    is_down: bool,
    is_up: bool,
    is_enter: bool,
    is_escape: bool,
}

impl Keys {
    fn read(ui: &Ui) -> Self {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        Self {
            is_down: pressed(Key::ArrowDown),
            is_up: pressed(Key::ArrowUp),
            is_enter: pressed(Key::Enter),
            is_escape: pressed(Key::Escape),
        }
    }
}

fn row_ui(ui: &mut Ui, found: &Found, is_chosen: bool, has_moved: bool) -> Response {
    let tokens = DesignTokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
    row_background(ui, rect, &response, is_chosen);
    if is_chosen && has_moved {
        ui.scroll_to_rect(rect, None);
    }
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let note = text::line(ui, &found.note, Ink::new(Size::Caption, tokens.text_3));
    let ink = if is_chosen { Ink::strong(Size::Body, tokens.text) } else { Ink::new(Size::Body, tokens.text) };
    let words = text::cut(ui, &found.words, ink, inner.width() - note.size().x - 16.0);
    let place = |galley: &std::sync::Arc<eframe::egui::Galley>, x: f32| {
        pos2(x.round(), (rect.center().y - galley.size().y / 2.0).round())
    };
    let (at, note_at) = (place(&words, inner.left()), place(&note, inner.right() - note.size().x));
    ui.painter().galley(at, words, tokens.text);
    ui.painter().galley(note_at, note, tokens.text_3);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &found.words));
    spoken::chosen(ui.ctx(), response.id, is_chosen);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The places of those that match, the best first: those that begin with what is typed, then those with a word that does, then the
/// others.
fn matching(all: &[Found], typed: &str) -> Vec<usize> {
    let typed = typed.trim().to_lowercase();
    // Who types a name looks for a customer; before that, the pages come first.
    let is_later = |one: &Found| !typed.is_empty() && !one.is_customer;
    let ranked = all.iter().enumerate().filter_map(|(place, one)| Some((rank(one, &typed)?, is_later(one), place)));
    let mut found: Vec<(u8, bool, usize)> = ranked.collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(_, _, place)| place).collect()
}

fn rank(found: &Found, typed: &str) -> Option<u8> {
    let words = found.words.to_lowercase();
    let starts_a_word = |text: &str| text.split([' ', '-', '.']).any(|word| word.starts_with(typed));
    if words.starts_with(typed) {
        Some(0)
    } else if starts_a_word(&words) {
        Some(1)
    } else if words.contains(typed) || starts_a_word(&found.also.to_lowercase()) {
        Some(2)
    } else if found.also.to_lowercase().contains(typed) {
        Some(3)
    } else {
        None
    }
}

fn everything(state: &AppState) -> Vec<Found> {
    let of = |words: &str, note: &str, command: Command| Found {
        words: words.to_owned(),
        also: String::new(),
        note: note.to_owned(),
        is_customer: false,
        asks: Ask::Of(command),
    };
    let mut all: Vec<Found> = super::nav::pages(state)
        .into_iter()
        .map(|(page, title, key)| of(title, if key.is_empty() { "page" } else { key }, Command::Show(page)))
        .collect();
    if let Some(words) = state.can_undo() {
        let words = format!("Undo: {words}");
        all.push(of(&words, "Ctrl Z", Command::Undo));
    }
    if let Some(words) = state.can_redo() {
        let words = format!("Redo: {words}");
        all.push(of(&words, "Ctrl Y", Command::Redo));
    }
    if state.shown().is_some_and(|snapshot| snapshot.review.is_some()) {
        all.push(of("Save report…", "Ctrl P", Command::AskForReport(Masks::default())));
        let masks = Masks { names: true, amounts: true };
        all.push(of("Save report without names and amounts…", "command", Command::AskForReport(masks)));
    }
    all.push(of("Open files…", "Ctrl O", Command::AskForFiles { add: state.snapshot().is_some() }));
    all.push(of("Try the sample shop", "command", Command::TrySample));
    for (theme, words) in [
        (Theme::Light, "Light theme"),
        (Theme::Dark, "Dark theme"),
        (Theme::Contrast, "High contrast theme"),
        (Theme::System, "Theme as the system says"),
    ] {
        all.push(of(words, "command", Command::SetTheme(theme)));
    }
    for (words, key, asks) in [("Help on this page", "F1", Ask::Help), ("All keys", "?", Ask::Keys)] {
        all.push(Found {
            words: words.to_owned(),
            also: String::new(),
            note: key.to_owned(),
            is_customer: false,
            asks,
        });
    }
    for path in state.recent() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        all.push(of(&format!("Open {name}"), "workspace", Command::OpenPaths(vec![path.clone()])));
    }
    all.extend(customers(state));
    all
}

/// Customers with what stands on them, also found by their other spellings.
fn customers(state: &AppState) -> Vec<Found> {
    let Some(snapshot) = state.shown() else { return Vec::new() };
    let Some(review) = &snapshot.review else { return Vec::new() };
    let mut flags: std::collections::BTreeMap<CustomerIdx, &'static str> = std::collections::BTreeMap::new();
    for finding in &review.findings {
        flags.entry(finding.customer).or_insert_with(|| wording::phrase(finding.signal));
    }
    let one = |customer: CustomerIdx| {
        let known = &snapshot.dataset.customers[customer as usize];
        let also: Vec<&str> = known.aliases.iter().map(|alias| alias.name.as_str()).collect();
        Found {
            words: known.name.clone(),
            also: also.join(" "),
            note: flags.get(&customer).map_or_else(|| "customer".to_owned(), |phrase| (*phrase).to_owned()),
            is_customer: true,
            asks: Ask::Of(Command::Show(Page::Customer(customer))),
        }
    };
    review.customers.iter().map(|answer| one(answer.customer)).collect()
}

/// The field of the top bar that opens it.
pub fn field_ui(ui: &mut Ui, rect: Rect) -> bool {
    use crate::ui::widgets::button::focus_ring;
    use crate::ui::widgets::icons::{Icon, icon};
    let tokens = DesignTokens::of(ui);
    let response = ui.allocate_rect(rect, Sense::click());
    super::region_starts(ui, "top bar", response.id);
    let fill = if response.hovered() { tokens.raised } else { tokens.surface };
    ui.painter().rect(rect, RADIUS, fill, tokens.hairline(), eframe::egui::StrokeKind::Inside);
    icon(ui.painter(), pos2(rect.left() + 17.0, rect.center().y), Icon::Search, tokens.text_3);
    let key = text::line(ui, "Ctrl K", Ink::new(Size::Chart, tokens.text_3));
    let cap = Rect::from_min_max(
        pos2(rect.right() - key.size().x - 18.0, rect.top() + 6.0),
        pos2(rect.right() - 6.0, rect.bottom() - 6.0),
    );
    ui.painter().rect(cap, 4.0, tokens.bg, tokens.hairline(), eframe::egui::StrokeKind::Inside);
    let at = (cap.center() - key.size() / 2.0).round();
    ui.painter().galley(at, key, tokens.text_3);
    let ink = Ink::new(Size::Caption, tokens.text_2);
    let words = text::cut(ui, "Find a customer, page or command", ink, cap.left() - rect.left() - 44.0);
    let at = pos2(rect.left() + 34.0, (rect.center().y - words.size().y / 2.0).round());
    ui.painter().galley(at, words, tokens.text_2);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Find a customer, page or command"));
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str, also: &str) -> Found {
        Found {
            words: words.to_owned(),
            also: also.to_owned(),
            note: String::new(),
            is_customer: words != "Alpha page",
            asks: Ask::Of(Command::DismissMessage),
        }
    }

    #[test]
    fn what_begins_with_the_letters_comes_first_and_other_spellings_are_found_too() {
        let all = [
            found("Alpha page", ""),
            found("Bright Alpine", ""),
            found("Palpitate", ""),
            found("Alpine Tool", ""),
            found("Zeta", "ALPINE, INC"),
        ];
        let words: Vec<&str> = matching(&all, " alp").into_iter().map(|place| all[place].words.as_str()).collect();
        assert_eq!(words, ["Alpine Tool", "Alpha page", "Bright Alpine", "Palpitate", "Zeta"]);
        assert!(matching(&all, "nobody").is_empty());
        assert_eq!(matching(&all, "").len(), 5, "empty, it lists everything");
    }
}
