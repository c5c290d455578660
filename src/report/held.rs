//! What is held on a customer or a person, as a page that can be printed and handed over.

use minijinja::{Environment, Value, context};

use super::html::STYLE;
use crate::model::Day;
use crate::model::money::thousands;
use crate::model::source::WRITTEN_BY;
use crate::model::weekly::Weekly;
use crate::review::wording;
use crate::store::{HeldList, why_kept};

const TEMPLATE: &str = include_str!("../../assets/held.html");

/// Writes the page. `ids` are those by which decisions and reviews know them; none for a person.
pub fn held(name: &str, ids: &[String], lists: &[HeldList], weekly: &Weekly, today: Day) -> Result<String, String> {
    render(name, ids, lists, weekly, today).map_err(|error| format!("The page could not be written: {error}"))
}

fn render(
    name: &str,
    ids: &[String],
    lists: &[HeldList],
    weekly: &Weekly,
    today: Day,
) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("held.html", TEMPLATE)?;
    let n_rows: usize = lists.iter().map(|list| list.rows.len()).sum();
    let is_theirs = |id: &str| ids.iter().any(|own| own == id);
    let names = |words: &str| ids.is_empty() && words.to_lowercase().contains(&name.to_lowercase());
    let decisions =
        weekly.decisions.iter().filter(|decision| is_theirs(&decision.customer) || names(&wording::decided(decision)));
    let reviews = weekly.closed.iter().filter(|closed| closed.flags.keys().any(|(id, _)| is_theirs(id)));
    environment.get_template("held.html")?.render(context! {
        style => Value::from_safe_string(STYLE.to_owned()),
        written_by => WRITTEN_BY,
        version => env!("CARGO_PKG_VERSION"),
        name => name,
        today => today.long(),
        n_rows => thousands(n_rows as u64),
        n_lists => lists.len(),
        lists => lists.iter().map(list).collect::<Vec<_>>(),
        decisions => decisions
            .map(|decision| context! { review => decision.review.long(), words => wording::decided(decision) })
            .collect::<Vec<_>>(),
        reviews => reviews.map(|closed| closed.as_of.long()).collect::<Vec<_>>(),
    })
}

fn list(list: &HeldList) -> Value {
    context! {
        title => list.kind.title(),
        why => why_kept(list.kind),
        columns => list.columns.iter().map(|field| field.title()).collect::<Vec<_>>(),
        rows => list
            .rows
            .iter()
            .map(|row| context! { cells => row.cells.clone(), file => row.file.as_str(), row => row.row, is_gone => row.is_gone })
            .collect::<Vec<_>>(),
    }
}
