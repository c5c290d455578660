//! Saving the list of problems or a workspace: the system's dialog, and a field for the path where none answers.

use std::path::{Path, PathBuf};

use eframe::egui::{Align, Align2, Key, Modifiers, TextEdit, Ui, pos2, vec2};

use super::detail::next_row;
use crate::app::command::Place;
use crate::app::{AppState, Command};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{self, SMALL, Weight};
use crate::ui::widgets::card;
use crate::ui::widgets::shapes::check_mark;
use crate::ui::widgets::text::{self, Ink};

/// The words on the link.
pub const SAVE: &str = "Save the list of problems…";

/// What is saved, and the path as typed; `None` while nobody asked to save.
#[derive(Default)]
pub struct SaveForm {
    path: Option<(Place, String)>,
    /// It was opened just now: the field takes the keys.
    is_new: bool,
}

impl SaveForm {
    /// Whether a place is asked for.
    pub fn is_open(&self) -> bool {
        self.path.is_some()
    }

    /// Opens the form, with a place in the owner's own folder.
    pub fn open(&mut self, place: Place) {
        let folder = std::env::home_dir().unwrap_or_default();
        let documents = folder.join("Documents");
        let folder = if documents.is_dir() { documents } else { folder };
        if self.path.as_ref().is_none_or(|(open, _)| *open != place) {
            self.path = Some((place, folder.join(place.file_name()).display().to_string()));
            self.is_new = true;
        }
    }
}

/// The field for the path while it is asked for; then where the list lies.
pub fn save_ui(ui: &mut Ui, form: &mut SaveForm, state: &AppState) -> Option<Command> {
    if let Some(path) = state.saved() {
        form.path = None;
        saved_ui(ui, path);
        return None;
    }
    let is_kept = state.snapshot().is_some_and(|snapshot| snapshot.workspace.is_some());
    form.path.take_if(|(place, _)| *place == Place::Workspace && is_kept);
    let is_new = std::mem::take(&mut form.is_new);
    let (place, path) = form.path.as_mut()?;
    let place = *place;
    let tokens = DesignTokens::of(ui);
    ui.add_space(10.0);
    let mut is_asked = false;
    let mut is_closed = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let words = match (state.is_asking_where(), place) {
            (true, _) => "A dialog of your system is open. If none can be seen, save to",
            (false, Place::Problems) => "Save the list to",
            (false, Place::Workspace) => "Keep everything in",
            (false, Place::Copy) => "Save the copy to",
            (false, Place::Held(_)) => "Save the page to",
            (false, Place::Report(_)) => "Save the report to",
            (false, Place::Picture(_)) => "Save the picture to",
        };
        let caption = text::line(ui, words, Ink::new(Size::Body, tokens.text_2));
        let row = ui.allocate_exact_size(vec2(caption.size().x, SMALL), eframe::egui::Sense::hover()).0;
        card::inside_ui(ui, row, "caption", |ui| {
            text::in_rect_ui(ui, row, Align::Min, &caption);
        });
        let buttons = button::width_of(ui, "Save", SMALL) + button::width_of(ui, "Close", SMALL) + 16.0;
        let width = (ui.available_width() - buttons).clamp(80.0, 560.0);
        let field = TextEdit::singleline(path).desired_width(width - 18.0).margin(vec2(9.0, 4.0));
        let field = field.min_size(vec2(width, SMALL)).align(Align2::LEFT_CENTER);
        let response = ui.add(field).accessible_name(match place {
            Place::Problems => "Path of the list of problems",
            Place::Workspace => "Path of the workspace",
            Place::Copy => "Path of the copy",
            Place::Held(_) => "Path of the page",
            Place::Report(_) => "Path of the report",
            Place::Picture(_) => "Path of the picture",
        });
        if is_new {
            response.request_focus();
        }
        // Nothing below the field hears this key too.
        is_asked = response.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        is_asked |= button::button_ui(ui, "Save", Weight::Outlined, SMALL).clicked();
        is_closed = button::button_ui(ui, "Close", Weight::Outlined, SMALL).clicked();
    });
    let typed = path.trim().trim_matches('"').to_owned();
    if is_closed {
        form.path = None;
    }
    (is_asked && !typed.is_empty()).then(|| Command::Save(place, PathBuf::from(typed)))
}

fn saved_ui(ui: &mut Ui, path: &Path) {
    let tokens = DesignTokens::of(ui);
    ui.add_space(8.0);
    let rect = next_row(ui, 21.0);
    card::inside_ui(ui, rect, "saved", |ui| {
        check_mark(ui, pos2(rect.left() + 6.0, rect.center().y), tokens.better);
        let words = format!("Saved in {}", path.display());
        let galley = text::cut(ui, &words, Ink::new(Size::Body, tokens.text_2), rect.width() - 22.0);
        text::at_ui(ui, pos2(rect.left() + 22.0, rect.top()), Align::Min, &galley);
    });
}
