//! What is held on a customer or a person, as a page that can be printed and handed over.

use super::html::html;
use super::pack::{Block, Pack, Paper, Part};
use super::table_spec::{TableColumn, TableRow, TableSpec};
use crate::model::Day;
use crate::model::money::thousands;
use crate::model::source::WRITTEN_BY;
use crate::model::weekly::Weekly;
use crate::review::wording;
use crate::store::{HeldList, why_kept};

/// Beside the rows, where their name can stand.
const BESIDE: &str = "Beside these rows their name can stand in what was said of it on the Names page, in the log of changes, in closed reviews (with terms, industry and the revenue of two years), and in remarks of other rows. Forgetting them erases all of that too.";
/// What is worked out of the rows.
const WORKED_OUT: &str = "What is shown on screen beyond this (rhythm, money at risk, flags) is worked out of these rows each time and stored in the closed reviews alone. When they are forgotten, the sums stay without a name.";

/// Writes the page. `ids` are those by which decisions and reviews know them; none for a person.
pub fn held(name: &str, ids: &[String], lists: &[HeldList], weekly: &Weekly, today: Day) -> String {
    let n_rows: usize = lists.iter().map(|list| list.rows.len()).sum();
    let is_theirs = |id: &str| ids.iter().any(|own| own == id);
    let names = |words: &str| ids.is_empty() && words.to_lowercase().contains(&name.to_lowercase());
    let decisions =
        weekly.decisions.iter().filter(|decision| is_theirs(&decision.customer) || names(&wording::decided(decision)));
    let decisions: Vec<TableRow> =
        decisions.map(|decision| TableRow::of([decision.review.long(), wording::decided(decision)])).collect();
    let reviews = weekly.closed.iter().filter(|closed| closed.flags.keys().any(|(id, _)| is_theirs(id)));
    let reviews: Vec<String> = reviews.map(|closed| closed.as_of.long()).collect();
    let mut parts: Vec<Part> = lists.iter().map(list).collect();
    if !decisions.is_empty() {
        let columns = ["Review", "What"].map(TableColumn::words);
        parts.push(part("Decided in reviews", vec![Block::Table(TableSpec::of(columns.into(), decisions))]));
    }
    if !reviews.is_empty() {
        let words = format!("A flag stood on them in the reviews of {}.", reviews.join(", "));
        parts.push(part("Told in closed reviews", vec![Block::words(&words)]));
    }
    let title = format!("What is held on {name}");
    html(&Pack {
        subtitle: format!("{} rows of {} kinds of lists, on {}", thousands(n_rows as u64), lists.len(), today.long()),
        running: title.clone(),
        title,
        parts,
        closing: vec![
            BESIDE.to_owned(),
            WORKED_OUT.to_owned(),
            format!("{WRITTEN_BY} {}. Made on the shop's own computer; nothing left it.", env!("CARGO_PKG_VERSION")),
        ],
        paper: Paper::A4,
    })
}

fn part(title: &str, blocks: Vec<Block>) -> Part {
    Part { title: title.to_owned(), is_new_page: false, blocks }
}

fn list(list: &HeldList) -> Part {
    let mut columns: Vec<TableColumn> = list.columns.iter().map(|field| TableColumn::words(field.title())).collect();
    columns.extend([TableColumn::words("File"), TableColumn::number("Row")]);
    let rows = list.rows.iter().map(|row| {
        let gone = if row.is_gone { " (gone since; does not count)" } else { "" };
        let place = [format!("{}{gone}", row.file), row.row.to_string()];
        TableRow::of(row.cells.iter().cloned().chain(place))
    });
    let table = TableSpec::of(columns, rows.collect());
    part(
        &format!("{}: {}", list.kind.title(), list.rows.len()),
        vec![Block::Small(format!("Kept {}", why_kept(list.kind))), Block::Table(table)],
    )
}
