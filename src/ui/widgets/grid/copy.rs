//! Rows as a spreadsheet takes them from the clipboard: columns parted by tabs, with headings.

use super::{GridColumn, GridRows, GridState, layout};

/// The chosen rows, or all that are shown where none is; with numbers in full, or as they are shown. `None` where there are none.
pub fn chosen(
    state: &GridState,
    columns: &[GridColumn],
    grid: &dyn GridRows,
    as_shown: bool,
) -> Option<(String, usize)> {
    let is_in = |row: &&usize| state.chosen.is_empty() || state.chosen.contains(row);
    let rows: Vec<usize> = state.rows.iter().filter(is_in).copied().collect();
    if rows.is_empty() {
        return None;
    }
    let order = layout::order(state, columns);
    let headings: Vec<String> = order.iter().map(|&i| columns[i].name()).collect();
    let mut text = format!("{}\n", headings.join("\t"));
    for &row in &rows {
        let cell = |&i: &usize| if as_shown { grid.shown(row, i) } else { grid.exact(row, i) };
        let cells: Vec<String> = order.iter().map(cell).map(|cell| safe(&cell)).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    Some((text, rows.len()))
}

/// On one line, and never a formula.
pub fn safe(cell: &str) -> String {
    let cell: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let starts_formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
    if starts_formula { format!("'{cell}") } else { cell }
}
