//! What was just done, for a few seconds at the foot of the page, with the way back.

use std::time::Duration;

use eframe::egui::{Align2, Area, Frame, Id, Margin, Order, Role, Ui, WidgetInfo, vec2};

use crate::app::{AppState, Command, Page};
use crate::ui::theme::{DesignTokens, RADIUS, Size};
use crate::ui::widgets::spoken::read_out;
use crate::ui::widgets::text::{self, Ink};

/// How long it stands.
const STANDS: Duration = Duration::from_secs(7);

/// Draws it while it is fresh.
pub fn toast_ui(ui: &Ui, state: &AppState) -> Option<Command> {
    // In the meeting what was decided stands on the page, and a name might be masked.
    let told = state.told().filter(|_| state.page() != Page::Meeting)?;
    let left = STANDS.checked_sub(told.at.elapsed())?;
    // One more frame takes it away.
    ui.ctx().request_repaint_after(left + Duration::from_millis(20));
    let tokens = DesignTokens::of(ui);
    let area = Area::new(Id::unique("toast")).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, vec2(0.0, -44.0));
    let mut command = None;
    area.show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(tokens.text).corner_radius(RADIUS).inner_margin(Margin::symmetric(16, 10));
        let response = frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 18.0;
                let galley = text::cut(ui, &told.words, Ink::new(Size::Body, tokens.surface), 560.0);
                text::label_ui(ui, &galley);
                if told.can_undo {
                    let inverse = ui.visuals().hyperlink_color.lerp_to_gamma(tokens.surface, 0.55);
                    let galley = text::line(ui, "Undo", Ink::strong(Size::Body, inverse));
                    let (rect, response) = ui.allocate_exact_size(galley.size(), eframe::egui::Sense::click());
                    ui.painter().galley(rect.min, galley, inverse);
                    let name = format!("Undo: {}", told.words);
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                    if response.on_hover_cursor(eframe::egui::CursorIcon::PointingHand).clicked() {
                        command = Some(Command::Undo);
                    }
                }
            });
        });
        response.response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &told.words));
        read_out(ui.ctx(), response.response.id, false);
    });
    command
}
