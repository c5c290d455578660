//! Everything that is held on somebody: each row with its file, as it was kept.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::load::mentions;
use super::{Forget, StoreError, Workspace};
use crate::model::money::exact;
use crate::model::schema::FieldType;
use crate::model::table::Mention;
use crate::model::{Field, Kind};

/// The rows of one kind of list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldList {
    /// Orders, payments, e-mails, ...
    pub kind: Kind,
    /// The columns that are filled.
    pub columns: Vec<Field>,
    /// The rows, in the order of the files.
    pub rows: Vec<HeldRow>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRow {
    /// The newest file that holds it.
    pub file: String,
    /// Its row there.
    pub row: i64,
    /// Whether it stands in that list no more, and counts no more.
    pub is_gone: bool,
    /// One text a column.
    pub cells: Vec<String>,
}

impl Workspace {
    /// What is held on a customer, by its spellings, or on a person, by name or address.
    pub fn held_on(&self, whom: &Forget) -> Result<Vec<HeldList>, StoreError> {
        held_on(&self.connection, whom).map_err(|error| self.error(&error))
    }
}

/// The names of whom a row is about stand in a table of their own.
const WHO: [(Field, &str); 4] =
    [(Field::CustomerId, "number"), (Field::Customer, "name"), (Field::Email, "email"), (Field::Person, "person")];

fn held_on(connection: &Connection, whom: &Forget) -> rusqlite::Result<Vec<HeldList>> {
    let person = whom.person.as_deref().map(str::to_lowercase);
    let is_person = |text: &Option<String>| {
        text.as_ref().zip(person.as_ref()).is_some_and(|(text, person)| text.trim().to_lowercase() == *person)
    };
    let is_theirs = |mention: &Mention| {
        let is_spelling =
            |own: &Mention| (&own.name, &own.email, &own.id) == (&mention.name, &mention.email, &mention.id);
        whom.spellings.iter().any(is_spelling)
            || [&mention.name, &mention.email, &mention.person].into_iter().any(is_person)
    };
    let who = mentions(connection)?.into_iter().filter(|(_, of)| is_theirs(of));
    let who: Vec<String> = who.map(|(id, _)| id.to_string()).collect();
    let fields: Vec<Field> =
        Field::ALL.into_iter().filter(|field| WHO.iter().all(|(of_who, _)| of_who != field)).collect();
    let columns: Vec<String> = fields.iter().map(|field| format!("record.\"{}\"", field.as_str())).collect();
    let sql = format!(
        "SELECT record.id, kind, gone_in IS NOT NULL, number, name, email, person, {}, \
         (SELECT currency FROM import WHERE import.list = list.id AND currency IS NOT NULL LIMIT 1) \
         FROM record JOIN who ON who.id = who JOIN list ON list.id = list WHERE who IN ({}) ORDER BY record.id",
        columns.join(", "),
        who.join(", ")
    );
    let sql_place = "SELECT file, row + ?1 - record FROM seen JOIN import ON import.id = import \
                     WHERE ?1 BETWEEN record AND record + n - 1 ORDER BY import DESC LIMIT 1";
    let mut query = connection.prepare(&sql)?;
    let mut place = connection.prepare(sql_place)?;
    let all_fields: Vec<Field> = WHO.iter().map(|(field, _)| *field).chain(fields).collect();
    let mut found: Vec<(Kind, HeldRow)> = Vec::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let kind = Kind::parse(&row.get::<_, String>(1)?).unwrap_or(Kind::Notes);
        let currency: Option<String> = row.get(3 + all_fields.len())?;
        let cells = all_fields.iter().zip(3..).map(|(field, i)| cell(row, i, *field, currency.as_deref()));
        let cells = cells.collect::<rusqlite::Result<_>>()?;
        let (file, line) = place.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.push((kind, HeldRow { file, row: line, is_gone: row.get(2)?, cells }));
    }
    let mut lists: Vec<HeldList> = Vec::new();
    for kind in Kind::ALL {
        let mut rows: Vec<HeldRow> = found.iter().filter(|(of, _)| *of == kind).map(|(_, row)| row.clone()).collect();
        if rows.is_empty() {
            continue;
        }
        rows.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
        let is_filled = |place: &usize| rows.iter().any(|row| !row.cells[*place].is_empty());
        let filled: Vec<usize> = (0..all_fields.len()).filter(is_filled).collect();
        for row in &mut rows {
            row.cells = filled.iter().map(|&place| std::mem::take(&mut row.cells[place])).collect();
        }
        lists.push(HeldList { kind, columns: filled.iter().map(|&place| all_fields[place]).collect(), rows });
    }
    Ok(lists)
}

fn cell(row: &Row<'_>, place: usize, field: Field, currency: Option<&str>) -> rusqlite::Result<String> {
    Ok(match row.get_ref(place)? {
        ValueRef::Integer(amount) if field.kind() == FieldType::Money => exact(amount, currency),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        _ => String::new(),
    })
}
