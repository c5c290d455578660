//! How do I start? Drop files, open them, type their path, or try the sample shop.

use std::path::PathBuf;

use eframe::egui::{
    Align, Align2, CornerRadius, Key, Rect, Role, Sense, Shape, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2,
    vec2,
};

use super::Pages;
use crate::app::{AppState, Command};
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{self, LARGE, Weight};
use crate::ui::widgets::card;
use crate::ui::widgets::icons::{Icon, icon};
use crate::ui::widgets::text::{self, Ink};

/// What was typed.
#[derive(Default)]
pub struct WelcomePage {
    path: String,
}

/// A page that is easy to read is not wider.
const WIDTH: f32 = 880.0;

const STEPS: [(&str, &str); 3] = [
    (
        "Open your exports",
        "The CSV and Excel files that your order system and your books already write. No file needs editing",
    ),
    ("Check what was understood", "Each column, each date and each row that was left out, with the reason"),
    (
        "See whom to call",
        "One sentence a customer: what was, what is, since when, how much money, and on which rows it rests",
    ),
];

/// How do I start?
pub fn welcome_ui(ui: &mut Ui, pages: &mut Pages, state: &AppState) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.set_max_width(ui.available_width().min(WIDTH));
    let mut commands = Vec::new();
    let width = ui.available_width();
    ui.add_space(8.0);
    let galley =
        text::wrapped(ui, "Whom should you call this week, and why?", Ink::strong(Size::Answer, tokens.text), width);
    text::label_ui(ui, &galley);
    ui.add_space(2.0);
    let sentence = "Lotwise reads the exports that your shop already has and finds the customers who order slower, \
                    order smaller lots or pay later than they used to";
    let galley = text::wrapped(ui, sentence, Ink::new(Size::Body, tokens.text_2), width.min(620.0));
    text::label_ui(ui, &galley);
    ui.add_space(20.0);
    commands.extend(drop_area_ui(ui, state));
    ui.add_space(16.0);
    commands.extend(path_ui(ui, &mut pages.welcome));
    commands.extend(recent_ui(ui, state));
    ui.add_space(28.0);
    steps_ui(ui);
    ui.add_space(24.0);
    kinds_ui(ui);
    commands
}

fn drop_area_ui(ui: &mut Ui, state: &AppState) -> Vec<Command> {
    let tokens = DesignTokens::of(ui);
    let mut commands = Vec::new();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 212.0), Sense::hover());
    ui.painter().rect(rect, CornerRadius::same(RADIUS), tokens.surface, Stroke::NONE, StrokeKind::Inside);
    dashed_frame(ui, rect.shrink(0.5));
    card::inside_ui(ui, rect, "drop area", |ui| {
        icon(ui.painter(), pos2(rect.center().x, rect.top() + 40.0), Icon::Import, tokens.accent);
        let title = text::line(ui, "Drop your files here", Ink::strong(Size::Title, tokens.text));
        text::at_ui(ui, pos2(rect.center().x, rect.top() + 62.0), Align::Center, &title);
        let note = "Several at once, a whole folder, or a workspace that you kept";
        let note = text::line(ui, note, Ink::new(Size::Body, tokens.text_2));
        text::at_ui(ui, pos2(rect.center().x, rect.top() + 92.0), Align::Center, &note);
        let words = ["Open files…", "Try the sample shop"];
        let widths = words.map(|word| button::width_of(ui, word, LARGE) + 4.0);
        let left = rect.center().x - (widths[0] + widths[1] + 12.0) / 2.0;
        let top = rect.top() + 130.0;
        let first = Rect::from_min_size(pos2(left.round(), top), vec2(widths[0], LARGE));
        let second = Rect::from_min_size(pos2(first.right() + 12.0, top), vec2(widths[1], LARGE));
        if button::button_at_ui(ui, first, words[0], words[0], Weight::Filled).on_hover_text("Ctrl+O").clicked() {
            commands.push(Command::AskForFiles { add: false });
        }
        if button::button_at_ui(ui, second, words[1], words[1], Weight::Outlined).clicked() {
            commands.push(Command::TrySample);
        }
        let hint = if state.is_asking_for_files() {
            "A dialog of your system is open. If none can be seen, type the path below"
        } else {
            "The sample shop is invented; nothing of yours is touched"
        };
        let galley = text::line(ui, hint, Ink::new(Size::Caption, tokens.text_3));
        text::at_ui(ui, pos2(rect.center().x, top + LARGE + 10.0), Align::Center, &galley);
    });
    commands
}

fn dashed_frame(ui: &Ui, rect: Rect) {
    let stroke = Stroke::new(1.0, DesignTokens::of(ui).was);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(Shape::dashed_line(&corners, stroke, 6.0, 5.0));
}

/// For systems where no dialog answers and nothing can be dropped.
fn path_ui(ui: &mut Ui, page: &mut WelcomePage) -> Option<Command> {
    let tokens = DesignTokens::of(ui);
    let mut is_asked = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let caption = text::line(ui, "Or type a path", Ink::new(Size::Body, tokens.text_2));
        let (rect, response) = ui.allocate_exact_size(vec2(caption.size().x + 8.0, LARGE), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "Or type a path"));
        ui.painter().galley(
            pos2(rect.left(), (rect.center().y - caption.size().y / 2.0).round()),
            caption,
            tokens.text_2,
        );
        let width = ui.available_width() - button::width_of(ui, "Open", LARGE) - 8.0;
        let hint = text_hint(ui);
        let field =
            TextEdit::singleline(&mut page.path).hint_text(hint).desired_width(width - 18.0).margin(vec2(9.0, 7.0));
        let field = field.min_size(vec2(width, LARGE)).align(Align2::LEFT_CENTER);
        let response = ui.add(field).accessible_name("Path of a file, a folder or a workspace");
        is_asked = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        is_asked |= button::button_ui(ui, "Open", Weight::Outlined, LARGE).clicked();
    });
    let path = page.path.trim().trim_matches('"');
    (is_asked && !path.is_empty()).then(|| Command::OpenPaths(vec![PathBuf::from(path)]))
}

/// The workspaces that were opened last; one that is gone is said to be.
fn recent_ui(ui: &mut Ui, state: &AppState) -> Option<Command> {
    const MOST: usize = 5;
    if state.recent().is_empty() {
        return None;
    }
    let tokens = DesignTokens::of(ui);
    let mut command = None;
    ui.add_space(16.0);
    let galley = text::line(ui, "Opened last", Ink::strong(Size::Body, tokens.text));
    text::label_ui(ui, &galley);
    ui.add_space(4.0);
    for path in state.recent().iter().take(MOST) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        card::inside_ui(ui, rect, ("recent", path), |ui| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let base = rect.center().y + 5.0;
            let is_there = path.is_file();
            let width = if is_there {
                let ink = Ink::new(Size::Body, tokens.accent);
                let response = button::link_at_ui(ui, rect.left(), base, Align::Min, &name, ink, tokens.accent);
                if response.clicked() {
                    command = Some(Command::OpenPaths(vec![path.clone()]));
                }
                response.rect.width()
            } else {
                let galley = text::line(ui, &name, Ink::new(Size::Body, tokens.text_3));
                text::on_baseline_ui(ui, rect.left(), base, Align::Min, &galley).width()
            };
            let place = path.parent().unwrap_or(path).display().to_string();
            let place = if is_there { place } else { format!("no longer in {place}") };
            let ink = Ink::new(Size::Caption, tokens.text_3);
            let galley = text::cut(ui, &place, ink, rect.width() - width - 12.0);
            text::on_baseline_ui(ui, rect.left() + width + 12.0, base, Align::Min, &galley);
        });
    }
    command
}

fn text_hint(ui: &Ui) -> eframe::egui::RichText {
    eframe::egui::RichText::new("a file, a folder with exports, or a workspace").color(DesignTokens::of(ui).text_3)
}

fn steps_ui(ui: &mut Ui) {
    let tokens = DesignTokens::of(ui);
    let gap = 24.0;
    let width = (ui.available_width() - 2.0 * gap) / 3.0;
    let texts: Vec<_> = STEPS
        .iter()
        .map(|(_, words)| text::wrapped(ui, words, Ink::new(Size::Body, tokens.text_2), width - 34.0))
        .collect();
    let height = texts.iter().map(|galley| galley.size().y).fold(0.0_f32, f32::max) + 26.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    card::inside_ui(ui, rect, "steps", |ui| {
        for (i, ((title, _), words)) in STEPS.iter().zip(&texts).enumerate() {
            let left = rect.left() + (width + gap) * i as f32;
            let center = pos2(left + 12.0, rect.top() + 11.0);
            ui.painter().circle_stroke(center, 11.0, Stroke::new(1.5, tokens.accent));
            let number = text::line(ui, &(i + 1).to_string(), Ink::strong(Size::Caption, tokens.accent));
            ui.painter().galley((center - number.size() / 2.0).round(), number, tokens.accent);
            let title = text::cut(ui, title, Ink::strong(Size::Body, tokens.text), width - 34.0);
            text::at_ui(ui, pos2(left + 34.0, rect.top()), Align::Min, &title);
            text::at_ui(ui, pos2(left + 34.0, rect.top() + 24.0), Align::Min, words);
        }
    });
}

fn kinds_ui(ui: &mut Ui) {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(width, 1.0), Sense::hover());
    card::rule(ui, rect, rect.center().y);
    ui.add_space(14.0);
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    for words in [
        "**Read** orders and payments first; also customers, e-mail, rejections, quotes and trade shows",
        "**Keep** what you look at as a workspace, one file of yours: next week it shows what is new, changed or gone",
        "**Nothing leaves this computer.** The program has no way to the network, and your files are never changed",
    ] {
        let galley = text::marked(ui, words, plain, strong, width);
        text::label_ui(ui, &galley);
        ui.add_space(6.0);
    }
}
