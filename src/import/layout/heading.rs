//! Which row holds the headings, and which two rows together.

use std::collections::HashSet;

use super::is_number;
use crate::import::cells::{Cells, Grid, text};
use crate::import::headings::{Meaning as M, meaning, plain};
use crate::import::values::{date_cell, is_month};

/// Headings stand among so many first rows.
const DEEPEST_HEADING: usize = 60;

/// So many months side by side are headings.
pub const MONTHS_ABREAST: usize = 3;

/// The row that knows most headings; where none knows any, the first row of words above rows of numbers and dates.
pub fn heading_place(grid: &Grid) -> Option<usize> {
    let deepest = grid.len().min(DEEPEST_HEADING);
    let mut best: Option<(usize, f64)> = None;
    for i in 0..deepest {
        let Some((_, cells)) = grid.get(i) else { continue };
        let filled: Vec<&[u8]> = cells.iter().filter(|cell| !cell.is_empty()).collect();
        if filled.len() < 2 {
            continue;
        }
        let n_months = filled.iter().filter(|cell| is_month(&text(cell))).count();
        let mut seen = HashSet::new();
        let (mut points, mut n_typed) = (0.0, 0_usize);
        for cell in &filled {
            let words = text(cell);
            let meaning = meaning(&words);
            if n_months >= MONTHS_ABREAST && is_month(&words) {
                points += 1.0;
                continue;
            }
            if (is_number(cell) || date_cell(cell).is_some()) && meaning != M::AgeBucket {
                n_typed += 1;
                continue;
            }
            // Headings are short and no two are the same.
            if words.chars().count() > 60 || !seen.insert(plain(&words)) {
                continue;
            }
            points += match meaning {
                M::Unknown => 0.1,
                M::Other | M::Contactable => 0.6,
                _ => 1.0,
            };
        }
        let score = points - 1.5 * n_typed as f64;
        if score > best.map_or(1.0, |(_, best)| best + 0.01) {
            best = Some((i, score));
        }
    }
    best.map(|(i, _)| first_of_alike(grid, i))
        .or_else(|| {
            (0..deepest).find(|&i| {
                let Some((_, cells)) = grid.get(i) else { return false };
                let n_filled = cells.iter().filter(|cell| !cell.is_empty()).count();
                let is_words = cells
                    .iter()
                    .filter(|cell| !cell.is_empty())
                    .all(|cell| !is_number(cell) && date_cell(cell).is_none());
                let n_typed_below = (i + 1..(i + 6).min(grid.len()))
                    .filter_map(|k| grid.get(k))
                    .filter(|(_, below)| {
                        below.iter().filter(|cell| is_number(cell) || date_cell(cell).is_some()).count() >= 2
                    })
                    .count();
                n_filled >= 2 && is_words && n_typed_below >= 1
            })
        })
        .or_else(|| {
            (0..deepest).find(|&i| {
                grid.get(i).is_some_and(|(_, cells)| cells.iter().filter(|cell| !cell.is_empty()).count() >= 2)
            })
        })
}

/// Of tables with nearly the same headings, one below the other, the first: "open jobs", and below them "finished jobs" with a column
/// more.
fn first_of_alike(grid: &Grid, best: usize) -> usize {
    let Some((_, wanted)) = grid.get(best) else { return best };
    let is_alike = |&i: &usize| {
        let Some((_, cells)) = grid.get(i) else { return false };
        let filled: Vec<usize> = (0..cells.len()).filter(|&column| !cells.get(column).is_empty()).collect();
        let n_same = filled.iter().filter(|&&column| cells.get(column) == wanted.get(column)).count();
        n_same >= 3 && n_same * 10 >= filled.len() * 8
    };
    (0..best).find(is_alike).unwrap_or(best)
}

/// Whether the row below the headings goes on with them: words, at least one of them above a column of numbers or dates, and
/// most of them there or where the first row is blank.
pub fn is_second_heading(grid: &Grid, at: usize, headers: Cells<'_>, below: Cells<'_>) -> bool {
    let is_typed = |cell: &[u8]| is_number(cell) || date_cell(cell).is_some();
    let filled: Vec<usize> = (0..below.len()).filter(|&i| !below.get(i).is_empty()).collect();
    let is_short = |i: usize| below.get(i).len() <= 60;
    if filled.len() < 2 || filled.iter().any(|&i| is_typed(below.get(i)) || !is_short(i)) {
        return false;
    }
    let rows: Vec<Cells<'_>> =
        (at + 2..grid.len().min(at + 60)).filter_map(|i| grid.get(i)).map(|(_, row)| row).collect();
    let is_typed_column = |i: usize| {
        let cells = || rows.iter().map(|row| row.get(i)).filter(|cell| !cell.is_empty());
        cells().count() >= 2 && cells().filter(|cell| is_typed(cell)).count() * 4 >= cells().count() * 3
    };
    let n_above_numbers = filled.iter().filter(|&&i| is_typed_column(i)).count();
    let n_going_on = filled.iter().filter(|&&i| headers.get(i).is_empty() || is_typed_column(i)).count();
    n_above_numbers >= 1 && n_going_on * 3 >= filled.len() * 2 && rows.len() >= 2
}

/// The headings of two rows as one: "Pending" above "Amount"; a heading over several columns goes before each of them.
pub fn joined_headings(headers: Cells<'_>, below: Cells<'_>) -> Vec<String> {
    let mut over = String::new();
    (0..headers.len().max(below.len()))
        .map(|i| {
            let (first, second) = (text(headers.get(i)), text(below.get(i)));
            if !first.is_empty() {
                over = first.clone().into_owned();
            }
            match (first.is_empty(), second.is_empty()) {
                (_, true) => first.into_owned(),
                (true, false) if over.is_empty() => second.into_owned(),
                _ => format!("{over} {second}"),
            }
        })
        .collect()
}

/// How many cells up to the last one that holds anything.
pub fn width(cells: Cells<'_>) -> usize {
    (0..cells.len()).rev().find(|&i| !cells.get(i).is_empty()).map_or(0, |i| i + 1)
}
