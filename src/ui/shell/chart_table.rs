//! A chart as a table, over the page: the same numbers to read, and to copy into a spreadsheet.

use std::sync::Arc;

use eframe::egui::{Align, CornerRadius, Frame, Id, Key, Modal, Modifiers, ScrollArea, Sense, Ui, vec2};

use crate::app::Command;
use crate::report::table_spec::{ColumnKind, TableColumn, TableSpec};
use crate::ui::pages::figures::{Column, cell_ui, cells, headings_ui};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::button::{SMALL, Weight, button_ui};
use crate::ui::widgets::card;
use crate::ui::widgets::grid::safe;
use crate::ui::widgets::text::{self, Ink};

const ROW: f32 = 26.0;
const WIDTH: f32 = 760.0;
/// The room of a number, and the least of words.
const NUMBER: f32 = 110.0;

/// Draws it while there is one. Gives what was copied.
pub fn chart_table_ui(ui: &Ui, shown: &mut Option<Arc<TableSpec>>) -> Option<Command> {
    let table = Arc::clone(shown.as_ref()?);
    let tokens = DesignTokens::of(ui);
    let window = ui.ctx().content_rect();
    let width = WIDTH.min(window.width() - 80.0);
    let mut command = None;
    let mut is_closed = false;
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke(tokens.hairline())
        .corner_radius(CornerRadius::same(8))
        .inner_margin(16.0);
    let modal = Modal::new(Id::unique("chart as table")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 0.0;
        let title = text::wrapped(ui, &table.title, Ink::strong(Size::Body, tokens.text), width);
        text::label_ui(ui, &title);
        ui.add_space(8.0);
        // Beside the rows runs the bar that scrolls them.
        let inner = width - 14.0;
        let columns = columns(&table, inner);
        let (head, _) = ui.allocate_exact_size(vec2(inner, ROW), Sense::hover());
        card::inside_ui(ui, head, "head", |ui| headings_ui(ui, &columns, head));
        let most = window.height() - 240.0;
        ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            table.rows.len(),
            |ui, range| {
                for place in range {
                    let (rect, _) = ui.allocate_exact_size(vec2(inner, ROW), Sense::hover());
                    card::rule(ui, rect, rect.top() + 0.5);
                    card::inside_ui(ui, rect, place, |ui| {
                        let row = &table.rows[place];
                        for ((column, cell), content) in columns.iter().zip(cells(&columns, rect)).zip(&row.cells) {
                            let is_number = column.align == Align::Max;
                            let color = if is_number { tokens.text } else { tokens.text_2 };
                            cell_ui(ui, column, cell, content.words(), Ink::new(Size::Caption, color));
                        }
                    });
                }
            },
        );
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if button_ui(ui, "Copy table", Weight::Outlined, SMALL).clicked() {
                ui.ctx().copy_text(as_text(&table));
                command = Some(Command::Tell(format!("{} rows are copied", table.rows.len())));
            }
            is_closed = button_ui(ui, "Close", Weight::Outlined, SMALL).clicked();
        });
    });
    let is_left = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if is_closed || is_left || modal.should_close() {
        *shown = None;
    }
    command
}

fn columns(table: &TableSpec, width: f32) -> Vec<Column<'_>> {
    let n = table.columns.len().max(1) as f32;
    let number = NUMBER.min(width / n - 16.0);
    let one = |column: &'_ TableColumn| match column.kind {
        ColumnKind::Number => (Align::Max, 0.0),
        ColumnKind::Words | ColumnKind::Bars => (Align::Min, 1.0),
    };
    let columns = table.columns.iter().map(|column| (column.title.as_ref(), one(column)));
    columns.map(|(title, (align, share))| Column { title, width: number, share, align }).collect()
}

/// Rows with headings, a tab between cells.
fn as_text(table: &TableSpec) -> String {
    let joined = |cells: Vec<String>| cells.join("\t");
    let mut lines = vec![joined(table.columns.iter().map(|column| safe(&column.title)).collect())];
    lines.extend(table.rows.iter().map(|row| joined(row.cells.iter().map(|cell| safe(cell.words())).collect())));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::drawing::Lead;
    use crate::report::table_spec::TableRow;

    #[test]
    fn no_cell_can_start_a_formula() {
        let table = TableSpec {
            topic: "Chart",
            title: String::new(),
            note: "",
            columns: vec![TableColumn { title: "Customer".into(), kind: ColumnKind::Words }],
            rows: vec![TableRow { cells: vec!["=HYPERLINK(\"x\")\tA".into()], lead: Lead::Nowhere }],
            n_more: 0,
        };
        assert_eq!(as_text(&table), "Customer\n'=HYPERLINK(\"x\") A");
    }
}
