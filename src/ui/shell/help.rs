//! F1: what this page says, and how it is read; `?`: every key. Written for owners, and in the program itself.

use eframe::egui::{Align2, Area, Frame, Id, Key, Modifiers, Order, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use crate::app::Page;
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::{SMALL, Weight, button_at_ui, link_ui, width_of};
use crate::ui::widgets::card;
use crate::ui::widgets::text::{self, Ink};

/// What is shown beside the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    #[default]
    Nothing,
    /// The help of the page.
    Help,
    /// The words of the trade, with their formulas.
    Glossary,
    /// Every key.
    Keys,
}

const WIDTH: f32 = 400.0;

/// Every key, by what it is for.
const KEYS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Everywhere",
        &[
            ("Ctrl K", "Find a customer, page or command"),
            ("Alt ←  Alt →", "Back and forward"),
            ("Ctrl Z  Ctrl Y", "Undo and redo what was decided"),
            ("Ctrl O", "Open files"),
            ("Ctrl S", "A copy of the workspace"),
            ("F6", "The list of pages, the top bar, the page"),
            ("Ctrl P", "Save the report"),
            ("Ctrl T", "The chart as a table"),
            ("←  →  Enter", "In a chart: from point to point, its row"),
            ("F11", "Meeting"),
            ("F1  ?", "Help, and this list"),
            ("Ctrl +  Ctrl −  Ctrl 0", "Larger, smaller, as it was"),
            ("Ctrl 1 to 9", "The pages of the list at the left"),
        ],
    ),
    (
        "This week",
        &[("↑  ↓", "The card before, the next one"), ("Enter", "Open the customer"), ("Esc", "Stop what is running")],
    ),
    (
        "Tables",
        &[
            ("Ctrl F", "Filter by name"),
            ("↑  ↓  Shift", "Choose rows"),
            ("Ctrl A", "Choose all"),
            ("Ctrl C", "Copy with headings"),
            ("Ctrl Shift C", "Copy as shown"),
            ("Enter", "Open"),
            ("Shift F10", "What can be done with the row or point"),
            ("Ctrl Shift ←  →", "On a heading: move its column"),
            ("Shift + click", "Sort by a second column"),
        ],
    ),
    (
        "Meeting",
        &[
            ("←  →", "The customer before, the next one"),
            ("1 to 4", "What we do"),
            ("M  N", "Mask amounts, mask names"),
            ("Esc", "End"),
        ],
    ),
];

/// Draws the help over the right edge of the page. Gives what is to be shown next.
pub fn help_ui(ui: &Ui, beside: Beside, page: Page) -> Beside {
    if beside == Beside::Nothing {
        return beside;
    }
    let tokens = DesignTokens::of(ui);
    let window = ui.ctx().content_rect();
    let mut next = beside;
    let area = Area::new(Id::unique("help")).order(Order::Foreground).anchor(Align2::RIGHT_TOP, vec2(-12.0, 56.0));
    area.show(ui.ctx(), |ui| {
        let frame =
            Frame::new().fill(tokens.surface).stroke(tokens.hairline()).corner_radius(RADIUS).inner_margin(16.0);
        frame.show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 0.0;
            let (head, _) = ui.allocate_exact_size(vec2(WIDTH, 32.0), Sense::hover());
            let title = match beside {
                Beside::Keys => "Keys",
                Beside::Glossary => title_of(GLOSSARY),
                Beside::Help | Beside::Nothing => title_of(words_of(page)),
            };
            let galley = text::line(ui, title, Ink::strong(Size::Title, tokens.text));
            let width = width_of(ui, "Close", SMALL);
            let place = Rect::from_min_size(pos2(head.right() - width, head.top()), vec2(width, SMALL));
            card::inside_ui(ui, head, "head", |ui| {
                text::in_rect_ui(ui, head, eframe::egui::Align::Min, &galley);
                if button_at_ui(ui, place, "Close", "Close the help", Weight::Outlined).clicked() {
                    next = Beside::Nothing;
                }
            });
            ui.add_space(8.0);
            ScrollArea::vertical().id_salt(title).max_height(window.height() - 210.0).show(ui, |ui| match beside {
                Beside::Keys => keys_ui(ui),
                Beside::Glossary => words_ui(ui, GLOSSARY),
                Beside::Help | Beside::Nothing => words_ui(ui, words_of(page)),
            });
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 16.0;
                for (words, to) in
                    [("This page", Beside::Help), ("Words and formulas", Beside::Glossary), ("Keys", Beside::Keys)]
                {
                    if to != beside && link_ui(ui, words, Size::Caption).clicked() {
                        next = to;
                    }
                }
            });
        });
    });
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        next = Beside::Nothing;
    }
    next
}

const GLOSSARY: &str = include_str!("../../../assets/help/glossary.md");

fn words_of(page: Page) -> &'static str {
    match page {
        Page::Welcome => include_str!("../../../assets/help/start.md"),
        Page::Import => include_str!("../../../assets/help/import.md"),
        Page::ThisWeek => include_str!("../../../assets/help/this-week.md"),
        Page::Customers => include_str!("../../../assets/help/customers.md"),
        Page::Customer(_) => include_str!("../../../assets/help/customer.md"),
        Page::Trends | Page::Rows(_) => include_str!("../../../assets/help/trends.md"),
        Page::Payments => include_str!("../../../assets/help/payments.md"),
        Page::Outlook => include_str!("../../../assets/help/outlook.md"),
        Page::Names => include_str!("../../../assets/help/names.md"),
        Page::Data => include_str!("../../../assets/help/data.md"),
        Page::Meeting => include_str!("../../../assets/help/meeting.md"),
        Page::Settings => include_str!("../../../assets/help/settings.md"),
    }
}

fn title_of(words: &str) -> &str {
    words.lines().next().unwrap_or_default().trim_start_matches("# ")
}

/// Headings, paragraphs, lists and bold words; nothing else is written there.
fn words_ui(ui: &mut Ui, words: &str) {
    let tokens = DesignTokens::of(ui);
    let width = WIDTH - 8.0;
    let (plain, strong) = (Ink::new(Size::Body, tokens.text_2), Ink::strong(Size::Body, tokens.text));
    for line in words.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        if let Some(heading) = line.strip_prefix("## ") {
            ui.add_space(8.0);
            let galley = text::wrapped(ui, heading, strong, width);
            text::label_ui(ui, &galley);
            ui.add_space(2.0);
        } else if let Some(item) = line.strip_prefix("- ") {
            let galley = text::marked(ui, item, plain, strong, width - 16.0);
            let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y + 3.0), Sense::hover());
            ui.painter().circle_filled(pos2(rect.left() + 5.0, rect.top() + 11.0), 2.0, tokens.text_3);
            card::inside_ui(ui, rect, item, |ui| {
                text::at_ui(ui, pos2(rect.left() + 16.0, rect.top()), eframe::egui::Align::Min, &galley);
            });
        } else {
            let galley = text::marked(ui, line, plain, strong, width);
            text::label_ui(ui, &galley);
            ui.add_space(6.0);
        }
    }
}

fn keys_ui(ui: &mut Ui) {
    let tokens = DesignTokens::of(ui);
    for (title, keys) in KEYS {
        ui.add_space(6.0);
        let galley = text::line(ui, title, Ink::strong(Size::Body, tokens.text));
        text::label_ui(ui, &galley);
        ui.add_space(2.0);
        for (key, what) in keys {
            let (rect, _) = ui.allocate_exact_size(vec2(WIDTH - 8.0, 24.0), Sense::hover());
            card::inside_ui(ui, rect, what, |ui| {
                let galley = text::line(ui, key, Ink::strong(Size::Caption, tokens.text));
                text::in_rect_ui(ui, rect, eframe::egui::Align::Min, &galley);
                let galley = text::cut(ui, what, Ink::new(Size::Caption, tokens.text_2), WIDTH - 160.0);
                text::in_rect_ui(ui, rect.with_min_x(rect.left() + 150.0), eframe::egui::Align::Min, &galley);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_help_that_the_window_can_draw() {
        let pages = [
            Page::Welcome,
            Page::Import,
            Page::ThisWeek,
            Page::Customers,
            Page::Customer(0),
            Page::Trends,
            Page::Payments,
            Page::Outlook,
            Page::Names,
            Page::Data,
            Page::Meeting,
            Page::Settings,
        ];
        for words in pages.map(words_of).into_iter().chain([GLOSSARY]) {
            assert!(words.starts_with("# ") && words.lines().count() > 4, "{}", title_of(words));
            for unknown in ["](", "```", "| ", "_ "] {
                assert!(!words.contains(unknown), "{unknown:?} in {}", title_of(words));
            }
        }
    }
}
