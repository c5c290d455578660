//! Whose order is late though nothing is flagged yet: who may be worth a call before the silence is long.

use eframe::egui::{Align, Sense, Ui, vec2};

use super::this_week::title_row_ui;
use crate::app::{Command, Page, Snapshot};
use crate::model::CustomerIdx;
use crate::review::{Review, wording};
use crate::ui::theme::{CARD_GAP, DesignTokens, Size};
use crate::ui::widgets::button::link_at_ui;
use crate::ui::widgets::card::{self, card_ui};
use crate::ui::widgets::text::{self, Ink};

/// So many are named; the others stand in the Outlook.
const MOST: usize = 5;
const ROW: f32 = 30.0;
/// The name has this share of the width.
const NAME: f32 = 0.36;

/// A card of customers whose order is late; nothing where there is none.
pub fn late_orders_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    review: &Review,
    late: &[CustomerIdx],
    commands: &mut Vec<Command>,
) {
    if late.is_empty() {
        return;
    }
    let tokens = DesignTokens::of(ui);
    card_ui(ui, |ui| {
        title_row_ui(ui, "Orders that are late", "later than nine in ten of theirs, not yet a flag");
        for answer in late.iter().take(MOST).filter_map(|customer| review.answer_of(*customer)) {
            let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            card::rule(ui, row, row.top() + 0.5);
            card::inside_ui(ui, row, ("late", answer.customer), |ui| {
                let name = &snapshot.dataset.customers[answer.customer as usize].name;
                let ink = Ink::strong(Size::Caption, tokens.text);
                let galley = text::cut(ui, name, ink, row.width() * NAME - 12.0);
                let shown: String =
                    galley.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr)).collect();
                let base = (row.center().y - galley.size().y / 2.0).round() + text::baseline(&galley);
                if link_at_ui(ui, row.left(), base, Align::Min, &shown, ink, tokens.text).on_hover_text(name).clicked()
                {
                    commands.push(Command::Show(Page::Customer(answer.customer)));
                }
                let words = wording::late_order(&snapshot.dataset, answer, review.as_of);
                let rest = row.with_min_x(row.left() + row.width() * NAME);
                let galley = text::cut(ui, &words, Ink::new(Size::Caption, tokens.text_2), rest.width());
                text::in_rect_ui(ui, rest, Align::Min, &galley);
            });
        }
        if late.len() > MOST {
            let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            card::rule(ui, row, row.top() + 0.5);
            card::inside_ui(ui, row, "others", |ui| {
                let ink = Ink::new(Size::Caption, tokens.accent);
                let words = format!("{} more in the Outlook", late.len() - MOST);
                let galley = text::line(ui, &words, ink);
                let base = (row.center().y - galley.size().y / 2.0).round() + text::baseline(&galley);
                if link_at_ui(ui, row.left(), base, Align::Min, &words, ink, tokens.accent).clicked() {
                    commands.push(Command::Show(Page::Outlook));
                }
            });
        }
    });
    ui.add_space(CARD_GAP);
}
