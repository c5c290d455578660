//! A question of a file: the answers, each with rows of the file read that way and a plain reason to choose.

use eframe::egui::{Align, CornerRadius, CursorIcon, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::import::problem::{Choice, Question};
use crate::model::money::thousands;
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::card;
use crate::ui::widgets::text::{self, Ink};

/// Draws the question and its choices. Gives the value that was chosen now.
pub fn question_ui(ui: &mut Ui, file: &str, question: &Question, chosen: Option<&str>) -> Option<&'static str> {
    let tokens = DesignTokens::of(ui);
    let mut answer = None;
    let margin = eframe::egui::Margin { left: 14, right: 14, top: 10, bottom: 14 };
    eframe::egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.push_id(file, |ui| {
            ui.set_min_width(ui.available_width());
            let galley = text::wrapped(ui, &question.text, Ink::strong(Size::Body, tokens.text), ui.available_width());
            text::label_ui(ui, &galley);
            for choice in &question.choices {
                ui.add_space(8.0);
                if choice_ui(ui, choice, chosen == Some(choice.value)) {
                    answer = Some(choice.value);
                }
            }
        });
    });
    answer.filter(|value| chosen != Some(*value))
}

fn choice_ui(ui: &mut Ui, choice: &Choice, is_chosen: bool) -> bool {
    let tokens = DesignTokens::of(ui);
    let width = ui.available_width();
    let room = width - 37.0 - 12.0;
    let label = text::wrapped(ui, &choice.label, Ink::strong(Size::Body, tokens.text), room);
    let remark = text::wrapped(ui, &choice.remark, Ink::new(Size::Caption, tokens.text_3), room);
    let examples = choice.examples.len() as f32 * 20.0;
    let remark_height = if choice.remark.is_empty() { 0.0 } else { remark.size().y };
    let height = 10.0 + label.size().y + 2.0 + examples + remark_height + 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let (fill, stroke) = if is_chosen {
        (tokens.selected(), Stroke::new(1.0, tokens.accent))
    } else if response.hovered() {
        (tokens.raised, tokens.hairline())
    } else {
        (tokens.surface, tokens.hairline())
    };
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &choice.label));
    let center = pos2(rect.left() + 21.0, rect.top() + 21.0);
    if is_chosen {
        ui.painter().circle_filled(center, 8.0, tokens.accent);
        ui.painter().circle_filled(center, 3.5, tokens.on_accent);
    } else {
        ui.painter().circle(center, 7.5, tokens.surface, Stroke::new(1.0, tokens.text_3));
    }
    card::inside_ui(ui, rect, "inside", |ui| {
        let left = rect.left() + 37.0;
        let mut y = rect.top() + 10.0;
        ui.painter().galley(pos2(left, y), std::sync::Arc::clone(&label), tokens.text);
        y += label.size().y + 2.0;
        for (row, written, understood) in &choice.examples {
            example_ui(ui, left, y, room, *row, written, understood);
            y += 20.0;
        }
        if remark_height > 0.0 {
            text::at_ui(ui, pos2(left, y), Align::Min, &remark);
        }
    });
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// "row 7   03/04/2025 → Tue 4 Mar 2025"
fn example_ui(ui: &mut Ui, left: f32, top: f32, room: f32, row: u32, written: &str, understood: &str) {
    let tokens = DesignTokens::of(ui);
    let row = text::line(ui, &format!("row {}", thousands(u64::from(row))), Ink::new(Size::Caption, tokens.text_3));
    text::at_ui(ui, pos2(left, top), Align::Min, &row);
    let start = row.size().x.max(40.0) + 8.0;
    let (plain, strong) = (Ink::new(Size::Caption, tokens.text), Ink::strong(Size::Caption, tokens.text));
    let arrow = Ink::new(Size::Caption, tokens.text_3);
    let words = text::runs(ui, &[(written, plain), ("  →  ", arrow), (understood, strong)], room - start);
    text::at_ui(ui, pos2(left + start, top), Align::Min, &words);
}
