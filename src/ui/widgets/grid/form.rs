//! What the owner made of a table, taken up from the settings and given back to them.

use super::{GridColumn, GridState, SortBy};
use crate::app::table_form::TableForm;

impl GridState {
    /// Takes up what was remembered, once; `None` where nothing was.
    pub fn take_up(&mut self, columns: &[GridColumn], form: Option<&TableForm>) {
        if self.kept.is_some() {
            return;
        }
        let place = |name: &String| columns.iter().position(|column| column.name() == *name);
        if let Some(form) = form {
            self.widths =
                form.widths.iter().filter_map(|(name, width)| Some((place(name)?, f32::from(*width)))).collect();
            self.toggled = form.toggled.iter().filter_map(place).collect();
            self.arranged = form.order.iter().filter_map(place).collect();
            self.frozen = form.frozen;
            let by = |(name, is_descending): &(String, bool)| {
                Some(SortBy { column: place(name)?, is_descending: *is_descending })
            };
            self.sort = form.sort.iter().filter_map(by).collect();
            self.made_for = None;
        }
        self.kept = Some(self.form(columns));
    }

    /// What is to be remembered, where the owner changed it since the last time.
    pub fn changed_form(&mut self, columns: &[GridColumn]) -> Option<TableForm> {
        let form = self.form(columns);
        if self.kept.as_ref().is_none_or(|kept| *kept == form) {
            return None;
        }
        self.kept = Some(form.clone());
        Some(form)
    }

    fn form(&self, columns: &[GridColumn]) -> TableForm {
        let name = |column: &usize| columns.get(*column).map(GridColumn::name);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred points")]
        let width = |(column, width): (&usize, &f32)| Some((name(column)?, width.round() as u16));
        TableForm {
            widths: self.widths.iter().filter_map(width).collect(),
            toggled: self.toggled.iter().filter_map(name).collect(),
            order: self.arranged.iter().filter_map(name).collect(),
            frozen: self.frozen,
            sort: self.sort.iter().filter_map(|by| Some((name(&by.column)?, by.is_descending))).collect(),
        }
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
    fn a_table_stands_at_the_next_start_as_it_was_left() {
        let mut state = GridState::sorted_by(1, true);
        state.take_up(&COLUMNS, None);
        assert_eq!(state.changed_form(&COLUMNS), None, "nothing was changed");
        state.toggle(2);
        state.widths.insert(0, 180.4);
        state.press_head(2, true, true);
        let form = state.changed_form(&COLUMNS).unwrap();
        assert_eq!(state.changed_form(&COLUMNS), None, "once");
        let mut next = GridState::sorted_by(1, true);
        next.take_up(&COLUMNS, Some(&form));
        assert!(!next.is_shown(&COLUMNS, 2));
        assert_eq!((next.widths[&0], next.sort()), (180.0, state.sort()));
        // A column of an earlier version is passed over.
        let old = TableForm { toggled: vec!["Lots".to_owned()], ..form };
        let mut next = GridState::default();
        next.take_up(&COLUMNS, Some(&old));
        assert!(next.is_shown(&COLUMNS, 2));
    }
}
