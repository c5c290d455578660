//! Where the columns stand: the first one stays, the others move with the scrolling.

use eframe::egui::{Rect, pos2};

use super::{GridColumn, GridState};

/// The least width of a column.
pub const LEAST: f32 = 48.0;

/// The places of the columns in a frame.
#[derive(Clone)]
pub struct Layout {
    /// Those that are shown, from the left.
    pub columns: Vec<usize>,
    /// The left edge of each, before scrolling.
    lefts: Vec<f32>,
    widths: Vec<f32>,
    /// Where the first column ends.
    pub fixed_right: f32,
    /// How wide all of them are.
    pub width: f32,
    shift: f32,
}

/// The columns that are shown, in the owner's order.
pub fn order(state: &GridState, columns: &[GridColumn]) -> Vec<usize> {
    let mut order = state.arranged.clone();
    order.extend((0..columns.len()).filter(|i| !state.arranged.contains(i)));
    order.retain(|&i| i < columns.len() && state.is_shown(columns, i));
    order
}

impl Layout {
    /// Columns from the left edge of `rect`. What is left over goes to the first one, up to twice its width, then to all.
    pub fn new(state: &GridState, columns: &[GridColumn], rect: Rect) -> Self {
        let order = order(state, columns);
        let own = |i: &usize| state.widths.get(i).copied().unwrap_or(columns[*i].width);
        let mut widths: Vec<f32> = order.iter().map(own).collect();
        let spare = rect.width() - widths.iter().sum::<f32>();
        let movable: Vec<usize> = (0..order.len()).filter(|place| !state.widths.contains_key(&order[*place])).collect();
        if spare > 0.0 && !movable.is_empty() {
            let sum: f32 = movable.iter().map(|&place| widths[place]).sum();
            for place in movable {
                widths[place] += (spare * widths[place] / sum).floor();
            }
        }
        let mut left = rect.left();
        let lefts: Vec<f32> = widths
            .iter()
            .map(|width| {
                let at = left;
                left += width;
                at
            })
            .collect();
        let fixed_right = rect.left() + widths.first().copied().unwrap_or(0.0);
        Self { columns: order, lefts, fixed_right, width: left - rect.left(), widths, shift: 0.0 }
    }

    /// The same, scrolled to the right by so much.
    pub fn scrolled(&self, shift: f32) -> Self {
        Self { shift, ..self.clone() }
    }

    /// The cells of a row, each with its column; the first column comes last, since it lies above the others.
    pub fn cells(&self, row: Rect) -> impl Iterator<Item = (usize, Rect)> + '_ {
        let cell = move |place: usize| {
            let shift = if place == 0 { 0.0 } else { self.shift };
            let left = self.lefts[place] - shift;
            let rect = Rect::from_min_max(pos2(left, row.top()), pos2(left + self.widths[place], row.bottom()));
            (self.columns[place], rect)
        };
        (1..self.columns.len()).chain(0..1).map(cell)
    }

    /// The column at this place of the screen.
    pub fn column_at(&self, x: f32) -> usize {
        if x < self.fixed_right {
            return self.columns[0];
        }
        let place = self.lefts.iter().rposition(|left| left - self.shift <= x).unwrap_or(0);
        self.columns[place]
    }
}
