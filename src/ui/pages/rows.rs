//! What does this figure rest on? Its rows, of all customers, each with its file and row; what counts as now and what as before.

use std::cell::RefCell;
use std::collections::BTreeMap;

use eframe::egui::{Rect, Ui, vec2};

use super::Pages;
use super::evidence::tab_words;
use super::figures::counted;
use super::listed::{About, Listed, ListedView};
use crate::app::{AppState, Command, Page, Snapshot};
use crate::model::money::thousands;
use crate::review::rows_of::{Figure, rows_of};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::grid::{GridState, grid_ui};
use crate::ui::widgets::text::{self, Ink};

/// Where the page stands.
#[derive(Default)]
pub struct RowsPage {
    of: Option<Shown>,
    grid: GridState,
    /// The sums of the chosen rows, and which choice they are of.
    sums: RefCell<Option<(u64, Sums)>>,
}

type Sums = Vec<(String, String)>;

/// The rows of a figure, and what is said of them.
struct Shown {
    figure: Figure,
    title: String,
    note: String,
    listed: Listed,
}

impl RowsPage {
    /// Forgets rows of an older snapshot.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// How many rows there are, and the sums of those that are chosen, or of all.
    pub fn status(&self, snapshot: &Snapshot) -> Option<(String, Sums)> {
        let Shown { listed, .. } = self.of.as_ref()?;
        let words = tab_words(listed.kind, listed.rows.len());
        let (chosen, version) = (self.grid.chosen(), self.grid.chosen_version());
        if chosen.is_empty() {
            return Some((words, Vec::new()));
        }
        // A million rows are not added up in every frame.
        let mut kept = self.sums.borrow_mut();
        let (_, sums) = match kept.take().filter(|(of, _)| *of == version) {
            Some(known) => kept.insert(known),
            None => kept.insert((version, listed.sums(&snapshot.dataset, chosen.iter().copied()))),
        };
        Some((words, sums.clone()))
    }
}

/// The rows of a figure.
pub fn rows_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState, figure: Figure) -> Vec<Command> {
    let page = &mut pages.rows;
    let Some(snapshot) = state.shown() else { return Vec::new() };
    let Some(review) = &snapshot.review else { return Vec::new() };
    if page.of.as_ref().is_none_or(|shown| shown.figure != figure) {
        let listing = rows_of(&snapshot.dataset, review, figure);
        let listed = Listed::new(&snapshot.dataset, review, listing.kind, listing.rows, None, About::Work);
        let note = note(&listed, state.closed().is_some());
        let shown = Shown { figure, title: listing.title, note, listed };
        *page = RowsPage { of: Some(shown), ..RowsPage::default() };
    }
    let Some(Shown { title, note, listed, .. }) = &page.of else { return Vec::new() };
    let tokens = DesignTokens::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let width = ui.available_width();
    let galley = text::wrapped(ui, title, Ink::strong(Size::Answer, tokens.text), width);
    text::label_ui(ui, &galley);
    let galley = text::wrapped(ui, note, Ink::new(Size::Body, tokens.text_2), width);
    text::label_ui(ui, &galley);
    ui.add_space(12.0);
    if listed.rows.is_empty() {
        return Vec::new();
    }
    let marked = BTreeMap::new();
    let view = ListedView { listed, snapshot, review, marked: &marked, pointed: None, leads_to_customer: true };
    page.grid.arrange(&view, 0, |_| true);
    let rect = Rect::from_min_size(ui.cursor().min, vec2(width, ui.available_height()));
    let done = grid_ui(ui, rect, "Rows of the figure", &mut page.grid, &listed.columns, &view);
    let mut commands = Vec::new();
    match done.acted {
        Some((row, 1)) => commands.push(Command::Show(Page::Customer(view.customer(row)))),
        Some((row, _)) => commands.push(Command::LookUp(view.at(row))),
        None => commands.extend(done.opened.map(|row| Command::LookUp(view.at(row)))),
    }
    if let Some((words, n)) = done.copied {
        ui.ctx().copy_text(words);
        commands.push(Command::Tell(format!("{} copied", counted(n, "row is", "rows are"))));
    }
    commands
}

/// "1,204 orders: 310 counted as now (blue bar), 290 as before (grey bar)".
fn note(listed: &Listed, is_closed: bool) -> String {
    let n = |is_now: bool| thousands(listed.rows.iter().filter(|row| row.is_now == Some(is_now)).count() as u64);
    let mut note = tab_words(listed.kind, listed.rows.len());
    if listed.rows.iter().any(|row| row.is_now.is_some()) {
        note = format!("{note}: {} counted as now (blue bar), {} as before (grey bar)", n(true), n(false));
    }
    if is_closed {
        note.push_str(". A closed review keeps the rows of the customers with a flag alone");
    }
    note
}
