//! The scoreboard in the report: 13 weeks side by side, each against its goal.

use super::content::part;
use super::{Block, Part};
use crate::model::{Dataset, Limits, WEEK};
use crate::report::table_spec::{TableColumn, TableRow, TableSpec};
use crate::review::scoreboard::{Scored, WEEKS, first_week, scoreboard};
use crate::review::{Review, wording};

/// The last 13 weeks against their goals.
pub(super) fn scored(dataset: &Dataset, review: &Review, limits: &Limits) -> Part {
    let board = scoreboard(dataset, review, &limits.goals());
    if board.is_empty() {
        return part("", Vec::new());
    }
    let mut columns = vec![TableColumn::words("Week of")];
    columns.extend(board.iter().map(|scored| TableColumn {
        title: wording::measure(dataset, scored.measure).into(),
        ..TableColumn::number("")
    }));
    let value = |scored: &Scored, value: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |value| wording::measured(dataset, scored.measure, value))
    };
    let row = |name: &str, cell: &dyn Fn(&Scored) -> String| {
        TableRow::of(std::iter::once(name.to_owned()).chain(board.iter().map(cell)))
    };
    let mut rows = vec![row("Goal", &|scored| value(scored, scored.goal))];
    rows.extend((0..WEEKS).map(|week| {
        let monday = first_week(review) + i32::try_from(week).unwrap_or(0) * WEEK;
        row(&monday.long(), &|scored| value(scored, scored.weeks[week]))
    }));
    rows.push(row("Reached", &|scored| scored.met().map_or_else(|| "–".to_owned(), |(n, of)| format!("{n} of {of}"))));
    let said = board.iter().any(|scored| scored.is_said);
    let words = if said {
        "A goal is what you said; else the mean of the same weeks of the year before."
    } else {
        "The goal is the mean of the same weeks of the year before, until you say another."
    };
    let table = TableSpec::of(columns, rows);
    part(wording::scoreboard_title(dataset, &board), vec![Block::Small(words.to_owned()), Block::Table(table)])
}
