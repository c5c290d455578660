//! Where the columns stand: those that are kept in sight stay, the first one always; the others move with the scrolling.

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
    /// So many from the left stay where they are.
    n_fixed: usize,
    /// Where the columns that stay end.
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
    /// Columns from the left edge of `rect`. What is left over goes to those whose width the owner did not set, by their widths.
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
        // At least a column's width is left for those that move.
        let fits = |n: &usize| widths[..*n].iter().sum::<f32>() + 2.0 * LEAST <= rect.width();
        let n_fixed = (1..=(1 + state.frozen).min(order.len())).rev().find(fits).unwrap_or(1);
        let fixed_right = rect.left() + widths[..n_fixed.min(widths.len())].iter().sum::<f32>();
        Self { columns: order, lefts, n_fixed, fixed_right, width: left - rect.left(), widths, shift: 0.0 }
    }

    /// The same, scrolled to the right by so much.
    pub fn scrolled(&self, shift: f32) -> Self {
        Self { shift, ..self.clone() }
    }

    /// Whether a column stays where it is.
    pub fn is_fixed(&self, column: usize) -> bool {
        self.columns.iter().take(self.n_fixed).any(|of| *of == column)
    }

    /// The cells of a row, each with its column; those that stay come last, since they lie above the others.
    pub fn cells(&self, row: Rect) -> impl Iterator<Item = (usize, Rect)> + '_ {
        let cell = move |place: usize| {
            let shift = if place < self.n_fixed { 0.0 } else { self.shift };
            let left = self.lefts[place] - shift;
            let rect = Rect::from_min_max(pos2(left, row.top()), pos2(left + self.widths[place], row.bottom()));
            (self.columns[place], rect)
        };
        (self.n_fixed..self.columns.len()).chain(0..self.n_fixed).map(cell)
    }

    /// The column at this place of the screen.
    pub fn column_at(&self, x: f32) -> usize {
        if x < self.fixed_right {
            let place = self.lefts[..self.n_fixed].iter().rposition(|left| *left <= x).unwrap_or(0);
            return self.columns[place];
        }
        let moved = self.lefts[self.n_fixed..].iter().rposition(|left| left - self.shift <= x);
        // Where every column stays, the last one reaches as far as there is room.
        let place = self.n_fixed + moved.unwrap_or(0);
        self.columns[place.min(self.columns.len().saturating_sub(1))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [GridColumn; 3] = [
        GridColumn::words("Customer", 100.0, ""),
        GridColumn::number("Parts", 80.0, ""),
        GridColumn::number("Amount", 80.0, ""),
    ];

    #[test]
    fn right_of_columns_that_all_stay_in_sight_the_last_one_is_meant() {
        let mut state = GridState { frozen: 2, ..GridState::default() };
        state.widths = (0..COLUMNS.len()).map(|i| (i, 60.0)).collect();
        let layout = Layout::new(&state, &COLUMNS, Rect::from_min_max(pos2(10.0, 0.0), pos2(510.0, 200.0)));
        assert!(layout.is_fixed(2));
        assert_eq!([20.0, 100.0, 180.0, 200.0, 500.0].map(|x| layout.column_at(x)), [0, 1, 2, 2, 2]);
    }
}
