//! Where everything goes in the meeting's window.

use eframe::egui::{Rect, pos2, vec2};

/// Where everything goes.
pub(super) struct Plan {
    pub(super) top: Rect,
    pub(super) level: Rect,
    pub(super) title: Rect,
    pub(super) facts: Rect,
    pub(super) chart: Rect,
    pub(super) decide: Rect,
    pub(super) foot: Rect,
}

/// The margin of the window at the left and at the right.
pub(super) const MARGIN: f32 = 40.0;
/// Below this height the lines move together.
const LOW: f32 = 720.0;
/// The height of a filled button, and of the line at the foot.
const BUTTON: f32 = 44.0;
/// Above the choices.
pub(super) const CARD_TITLE: f32 = 34.0;

impl Plan {
    pub(super) fn of(window: Rect) -> Self {
        let page = window.shrink2(vec2(MARGIN, 0.0));
        let air = if window.height() < LOW { 0.0 } else { 1.0 };
        let line = |top: f32, height: f32| {
            Rect::from_min_max(pos2(page.left(), top.round()), pos2(page.right(), (top + height).round()))
        };
        let top = line(page.top() + 12.0 + 4.0 * air, 32.0);
        let level = line(top.bottom() + 4.0 + 14.0 * air, 32.0);
        let title = line(level.bottom(), 62.0);
        let facts = line(title.bottom() + 8.0 * air, 78.0);
        let foot = line(page.bottom() - 12.0 - 24.0 * air - BUTTON, BUTTON);
        let cards = Rect::from_min_max(
            pos2(page.left(), facts.bottom() + 8.0 + 8.0 * air),
            pos2(page.right(), foot.top() - 10.0 - 26.0 * air),
        );
        let side = (0.32 * page.width()).clamp(380.0, 480.0).min(0.5 * page.width()).round();
        Self {
            chart: cards.with_max_x(cards.right() - side - 16.0),
            decide: cards.with_min_x(cards.right() - side),
            top,
            level,
            title,
            facts,
            foot,
        }
    }

    /// Everything between the title and the foot.
    pub(super) fn list(&self) -> Rect {
        Rect::from_min_max(self.facts.min, self.decide.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::pages::meeting::decision::{CHOICE, DECIDED, DECIDED_GAP, FIELD, FORM_GAP, LINE};
    use eframe::egui::Pos2;

    #[test]
    fn the_cards_have_room_in_the_smallest_window_and_in_a_large_one() {
        for size in [vec2(1024.0, 640.0), vec2(1280.0, 800.0), vec2(1920.0, 1080.0)] {
            let window = Rect::from_min_size(Pos2::ZERO, size);
            let plan = Plan::of(window);
            let least = 4.0 * (CHOICE.0 + 6.0) + FIELD + FORM_GAP + LINE + DECIDED_GAP + DECIDED;
            assert!(plan.decide.height() >= 20.0 + CARD_TITLE + least, "{size:?}: {:?}", plan.decide);
            assert!(plan.chart.width() >= 500.0 && window.contains_rect(plan.foot), "{size:?}");
        }
    }
}
