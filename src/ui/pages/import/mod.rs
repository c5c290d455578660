//! Did it understand my files? At the left what there is, at the right how the selected file was understood.

mod columns;
mod detail;
mod digest;
mod facts;
mod files;
mod left_out;
mod preview;
mod question;
mod said;
pub mod save;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{Align, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::Pages;
use super::figures::counted;
use crate::app::command::Place;
use crate::app::pipeline::Held;
use crate::app::{AppState, Command, Page, Snapshot};
use crate::import::problem::{Delta, Question};
use crate::import::{FileReport, FileStatus};
use crate::model::money::thousands;
use crate::report::left_out::Loss;
use crate::report::problems_csv::n_problems;
use crate::ui::theme::{CARD_GAP, DesignTokens, Size};
use crate::ui::widgets::button::{self, LARGE, Weight, link_at_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::text::{self, Ink};
use detail::{DetailState, detail_ui};
use digest::Digest;
use said::{Recognised, Said};

/// A file as shown, and its sheet.
type Key = (String, Option<String>);

/// Where the page stands.
#[derive(Default)]
pub struct ImportPage {
    selected: usize,
    /// What is selected, so that it stays selected when the files are read anew.
    selected_key: Option<Key>,
    /// Whether the list shall show what is selected, wherever it stands.
    shows_selected: bool,
    /// What was asked, so that an answer can be changed.
    asked: BTreeMap<Key, Question>,
    /// How each file was understood before anything was said of it.
    recognised: BTreeMap<Key, Recognised>,
    /// The sheets of each workbook.
    sheets: BTreeMap<String, Vec<String>>,
    digests: Vec<Digest>,
    n_problems: usize,
    detail: DetailState,
    saving: save::SaveForm,
}

impl ImportPage {
    /// Takes in files that were read. A new file that asks is selected, else what was selected stays.
    pub fn follow(&mut self, snapshot: &Snapshot, state: &AppState) {
        let imports = snapshot.opened();
        let paths: BTreeSet<&str> = imports.iter().map(|import| import.path.as_str()).collect();
        self.asked.retain(|(path, _), _| paths.contains(path.as_str()));
        self.recognised.retain(|(path, _), _| paths.contains(path.as_str()));
        self.sheets.retain(|path, _| paths.contains(path.as_str()));
        let is_new = |import: &FileReport| !self.recognised.contains_key(&key(import));
        let asks = imports.iter().position(|import| import.question.is_some() && is_new(import));
        let same = |import: &FileReport| self.selected_key.as_ref() == Some(&key(import));
        let same_file = |import: &FileReport| self.selected_key.as_ref().is_some_and(|(path, _)| *path == import.path);
        let selected =
            asks.or_else(|| imports.iter().position(same)).or_else(|| imports.iter().position(same_file)).unwrap_or(0);
        for import in imports {
            if let Some(question) = &import.question {
                self.asked.insert(key(import), question.clone());
            }
        }
        let untouched = || imports.iter().filter(|import| state.answers_to(&import.path).next().is_none());
        for import in untouched() {
            self.sheets.remove(&import.path);
        }
        for import in untouched() {
            self.recognised.insert(key(import), Recognised::of(import));
            self.sheets.entry(import.path.clone()).or_default().extend(import.sheet.clone());
        }
        self.digests = imports.iter().map(Digest::of).collect();
        self.n_problems = imports.iter().map(n_problems).sum();
        self.detail.fitted = None;
        if let Some(import) = imports.get(selected) {
            self.shows_selected = asks.is_some();
            self.select(selected, import);
        }
    }

    /// Selects a file; another one begins with its lists folded.
    fn select(&mut self, place: usize, import: &FileReport) {
        self.selected = place;
        if self.selected_key.as_ref() != Some(&key(import)) {
            self.selected_key = Some(key(import));
            self.detail = DetailState::default();
        }
    }
}

fn key(import: &FileReport) -> Key {
    (import.path.clone(), import.sheet.clone())
}

/// Did it understand my files?
pub fn import_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let mut commands = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some(snapshot) = state.snapshot() else { return commands };
    let page = &mut pages.import;
    commands.extend(answer_ui(ui, snapshot, page));
    commands.extend(facts_ui(ui, snapshot, page, state));
    ui.add_space(14.0);
    if snapshot.opened().is_empty() {
        return commands;
    }
    let rect = ui.available_rect_before_wrap();
    let list_width = (rect.width() * 0.33).clamp(260.0, 400.0).round();
    let list = rect.with_max_x(rect.left() + list_width);
    let detail = rect.with_min_x(list.right() + CARD_GAP);
    card::inside_ui(ui, list, "files", |ui| commands.extend(files::files_ui(ui, page, snapshot, state)));
    let Some(report) = snapshot.opened().get(page.selected) else { return commands };
    let key = key(report);
    let sheets = page.sheets.get(&report.path).map_or(&[][..], Vec::as_slice);
    let said = Said::of(state, &report.path, page.recognised.get(&key), sheets);
    let Some(digest) = page.digests.get(page.selected) else { return commands };
    card::inside_ui(ui, detail, ("file", &key), |ui| {
        ScrollArea::vertical().id_salt("detail").show(ui, |ui| {
            let answers = card::card_ui(ui, |ui| detail_ui(ui, report, &said, digest, &mut page.detail));
            commands.extend(answers.map(|answers| Command::Answer { file: report.path.clone(), answers }));
        });
    });
    commands
}

fn answer_ui(ui: &mut Ui, snapshot: &Snapshot, page: &mut ImportPage) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let actions = actions(snapshot);
    let room: f32 = actions.iter().map(|(words, _)| button::width_of(ui, words, LARGE) + 8.0).sum();
    let headline = standing_words(snapshot).unwrap_or_else(|| headline(snapshot.opened()));
    let galley = text::wrapped(ui, &headline, Ink::strong(Size::Answer, tokens.text), width - room - 16.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    card::inside_ui(ui, rect, "answer", |ui| {
        text::at_ui(ui, rect.min, Align::Min, &galley);
        let mut right = rect.right();
        let mut asked = None;
        for (i, (words, command)) in actions.into_iter().enumerate() {
            let size = vec2(button::width_of(ui, &words, LARGE), LARGE);
            let place = Rect::from_min_size(pos2(right - size.x, rect.top() + 2.0), size);
            right = place.left() - 8.0;
            // The first is the one to be pressed.
            let weight = if i == 0 { Weight::Filled } else { Weight::Outlined };
            if button::button_at_ui(ui, place, &words, &words, weight).clicked() {
                asked = Some(command);
            }
        }
        if asked == Some(Command::AskWhere(Place::Workspace)) {
            page.saving.open(Place::Workspace);
        }
        asked
    })
}

/// What can be done, the one to be done first at the front.
fn actions(snapshot: &Snapshot) -> Vec<(String, Command)> {
    let review = || ("Show the review".to_owned(), Command::Show(Page::ThisWeek));
    let add = ("Add files…".to_owned(), Command::AskForFiles { add: true });
    let n_ready = n_ready(snapshot.opened());
    let mut actions = Vec::new();
    match &snapshot.workspace {
        Some(held) if n_ready > 0 && !held.is_taken_in => {
            let words = if n_ready == 1 { "Use this file".to_owned() } else { format!("Use these {n_ready} files") };
            actions.push((words, Command::UseFiles));
            actions.push(add);
        }
        Some(held) if held.files.is_empty() => {
            actions.push(add);
            actions.extend(snapshot.review.as_ref().map(|_| review()));
        }
        Some(_) => {
            actions.extend(snapshot.review.as_ref().map(|_| review()));
            actions.push(add);
        }
        None => {
            actions.extend(snapshot.review.as_ref().map(|_| review()));
            if n_ready > 0 {
                actions.push(("Keep as workspace…".to_owned(), Command::AskWhere(Place::Workspace)));
            }
            actions.push(add);
        }
    }
    actions
}

/// How many files can be used as they are; the sheets of a workbook are one.
fn n_ready(imports: &[FileReport]) -> usize {
    let ready = imports.iter().filter(|import| import.status == FileStatus::Ready);
    ready.map(|import| import.path.as_str()).collect::<BTreeSet<_>>().len()
}

/// What a workspace makes of the files, where no question of theirs comes first.
fn standing_words(snapshot: &Snapshot) -> Option<String> {
    let held = snapshot.workspace.as_ref()?;
    if held.files.is_empty() {
        return Some("No file waits to be taken in".to_owned());
    }
    if held.files.iter().any(|file| file.question.is_some()) {
        return None;
    }
    let mut all = Delta::default();
    for delta in held.files.iter().filter_map(|file| file.delta.as_ref()) {
        all.new += delta.new;
        all.changed += delta.changed;
        all.gone += delta.gone;
    }
    let n_ready = n_ready(&held.files);
    let files = counted(n_ready, "file", "files");
    let parts = [(all.changed, "changed"), (all.gone, "gone")].into_iter().filter(|(n, _)| *n > 0);
    let others = parts.fold(String::new(), |all, (n, what)| format!("{all}, {} {what}", thousands(n as u64)));
    let new = counted(all.new, "new row", "new rows");
    match (n_ready, held.is_taken_in) {
        (0, _) => None,
        (_, true) => Some(format!("{new}{others}: taken in from {files}")),
        (1, false) => Some(format!("{new}{others} in this file")),
        (_, false) => Some(format!("{new}{others} in these {files}")),
    }
}

/// How many rows, how many of them are missing; at the right the list of problems to save.
fn facts_ui(ui: &mut Ui, snapshot: &Snapshot, page: &mut ImportPage, state: &AppState) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    let width = ui.available_width();
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    let accent = Ink::new(Size::Body, tokens.accent);
    let link = if page.n_problems > 0 { text::line(ui, save::SAVE, accent).size().x + 24.0 } else { 0.0 };
    let galley = text::marked(ui, &facts(snapshot, &page.digests), plain, strong, width - link);
    let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    card::inside_ui(ui, rect, "facts", |ui| {
        text::at_ui(ui, rect.min, Align::Min, &galley);
        let base = rect.top() + text::baseline(&galley);
        if page.n_problems > 0
            && link_at_ui(ui, rect.right(), base, Align::Max, save::SAVE, accent, tokens.accent).clicked()
        {
            page.saving.open(Place::Problems);
            commands.push(Command::AskWhere(Place::Problems));
        }
    });
    commands.extend(save::save_ui(ui, &mut page.saving, state));
    commands
}

/// Sheets of one workbook are one file: it asks if one of them does, and is refused if all are.
fn headline(imports: &[FileReport]) -> String {
    let mut files: BTreeMap<&str, FileStatus> = BTreeMap::new();
    for import in imports {
        let status = files.entry(&import.path).or_insert(import.status);
        *status = match (*status, import.status) {
            (FileStatus::Question, _) | (_, FileStatus::Question) => FileStatus::Question,
            (FileStatus::Ready, _) | (_, FileStatus::Ready) => FileStatus::Ready,
            _ => FileStatus::Refused,
        };
    }
    let count = |status| files.values().filter(|other| **other == status).count();
    let (ready, asking, refused) = (count(FileStatus::Ready), count(FileStatus::Question), count(FileStatus::Refused));
    let all = files.len();
    match (ready, asking, refused) {
        (_, 0, 0) if all == 1 => "The file is understood".to_owned(),
        (_, 0, 0) => format!("All {all} files are understood"),
        (_, 1.., _) => {
            let these = if all == 1 { "this file".to_owned() } else { format!("these {all} files") };
            format!("{} before {these} can be used", counted(asking, "question", "questions"))
        }
        (0, 0, _) if all == 1 => "The file could not be used".to_owned(),
        (0, 0, _) => format!("None of the {all} files could be used"),
        (1, 0, _) => format!("1 of {all} files is understood, {} refused", was_or_were(refused)),
        (_, 0, _) => format!("{ready} of {all} files are understood, {} refused", was_or_were(refused)),
    }
}

fn was_or_were(n: usize) -> String {
    if n == 1 { "1 was".to_owned() } else { format!("{n} were") }
}

fn facts(snapshot: &Snapshot, digests: &[Digest]) -> String {
    let files = snapshot.opened();
    let promise = match &snapshot.workspace {
        None => "Nothing is stored, and your files are never changed".to_owned(),
        Some(held) if held.files.is_empty() => {
            return format!(
                "Add this week's exports: what is known of them already is recognised. Open is **{}**",
                name(held)
            );
        }
        Some(held) if held.is_taken_in => {
            format!("Kept in **{}**, on this computer alone; your files are never changed", name(held))
        }
        Some(held) => {
            format!("Nothing comes into **{}** before you say so, and your files are never changed", name(held))
        }
    };
    let ready = files.iter().filter(|import| import.status == FileStatus::Ready);
    let used: usize = ready.map(|import| import.used).sum();
    let n = |loss| digests.iter().map(|digest| digest.n(loss)).sum::<usize>();
    let n_warnings: usize = files.iter().map(n_warnings).sum();
    let missing = match n(Loss::Missing) {
        0 => "**no** row is missing".to_owned(),
        1 => "**1** row is missing".to_owned(),
        n => format!("**{}** rows are missing", thousands(n as u64)),
    };
    let warnings = match n_warnings {
        0 => String::new(),
        1 => ", **1** warning".to_owned(),
        n => format!(", **{}** warnings", thousands(n as u64)),
    };
    let mut words = format!("**{}** rows used, {missing}{warnings}. {promise}", thousands(used as u64));
    if !snapshot.not_exports.is_empty() {
        words.push_str("\nNot an export: ");
        words.push_str(&snapshot.not_exports.join(", "));
    }
    words
}

/// What should be looked at: in the file itself, and in how it differs from what was known.
fn n_warnings(import: &FileReport) -> usize {
    import.warnings.len() + import.delta.as_ref().map_or(0, |delta| delta.notices.len())
}

/// The name of a workspace's file.
fn name(held: &Held) -> String {
    held.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(ready: usize, asking: usize, refused: usize) -> Vec<FileReport> {
        let all = std::iter::repeat_n(FileStatus::Ready, ready)
            .chain(std::iter::repeat_n(FileStatus::Question, asking))
            .chain(std::iter::repeat_n(FileStatus::Refused, refused));
        all.enumerate()
            .map(|(i, status)| FileReport { path: format!("{i}.csv"), status, ..FileReport::default() })
            .collect()
    }

    #[test]
    fn the_headline_says_what_stands_in_the_way() {
        assert_eq!(headline(&files(7, 0, 0)), "All 7 files are understood");
        assert_eq!(headline(&files(1, 0, 0)), "The file is understood");
        assert_eq!(headline(&files(3, 1, 0)), "1 question before these 4 files can be used");
        assert_eq!(headline(&files(5, 0, 1)), "5 of 6 files are understood, 1 was refused");
        assert_eq!(headline(&files(0, 0, 2)), "None of the 2 files could be used");
    }

    #[test]
    fn a_workbook_is_one_file_however_many_sheets_it_has() {
        let sheet = |name: &str, status| FileReport {
            path: "book.xlsx".to_owned(),
            sheet: Some(name.to_owned()),
            status,
            ..FileReport::default()
        };
        let book = [sheet("Orders", FileStatus::Ready), sheet("Read me", FileStatus::Refused)];
        assert_eq!(headline(&book), "The file is understood");
        assert!(files::is_spare_sheet(&book, &book[1]) && !files::is_spare_sheet(&book, &book[0]));
    }
}
