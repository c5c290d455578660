//! One number for an import: its file, and of its rows where each stands there and the hash of its values. A page that was damaged on
//! the disk, which the database itself does not notice, changes it.

use std::collections::HashMap;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params, params_from_iter};

use super::identity::{mix, word_hash};

/// What a row adds to the number of its import.
pub fn of_row(row: i64, content: i64) -> u64 {
    mix(row.cast_unsigned() ^ mix(content.cast_unsigned()))
}

/// What the import itself adds: its file and the hash of its bytes.
pub fn of_import(file: &str, sha256: &str) -> u64 {
    mix(word_hash(file)).wrapping_add(mix(word_hash(sha256) ^ 1))
}

/// The number of a line of texts: each in its place.
pub fn of_line<'a>(parts: impl IntoIterator<Item = &'a str>) -> i64 {
    let sum = parts.into_iter().zip(1_u64..).map(|(part, place)| mix(word_hash(part) ^ mix(place)));
    sum.fold(0, u64::wrapping_add).cast_signed()
}

/// The number of a line of the database: of its first columns.
pub fn of_columns(row: &Row<'_>, n: usize) -> rusqlite::Result<i64> {
    let parts: Vec<String> = (0..n)
        .map(|i| {
            Ok(match row.get_ref(i)? {
                ValueRef::Null => "-".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_bits().to_string(),
                value => String::from_utf8_lossy(value.as_bytes().unwrap_or_default()).into_owned(),
            })
        })
        .collect::<rusqlite::Result<_>>()?;
    Ok(of_line(parts.iter().map(String::as_str)))
}

/// Writes the checksums of the lines of a table: of these columns, of which the first `n_key` tell the lines apart. Of forecasts only of
/// those `made` at a review.
pub fn sum_lines(
    connection: &Connection,
    table: &str,
    columns: &str,
    n_key: usize,
    made: Option<&str>,
) -> rusqlite::Result<()> {
    let names: Vec<&str> = columns.split(", ").collect();
    let only = made.map_or("", |_| " WHERE made = ?1");
    let mut query = connection.prepare(&format!("SELECT {columns} FROM {table}{only}"))?;
    let read = |row: &Row<'_>| {
        let key: Vec<Value> = (0..n_key).map(|i| row.get(i)).collect::<rusqlite::Result<_>>()?;
        Ok((key, of_columns(row, names.len())?))
    };
    let sums: Vec<(Vec<Value>, i64)> = query.query_map(params_from_iter(made), read)?.collect::<Result<_, _>>()?;
    let is_it: Vec<String> = names.iter().take(n_key).zip(2..).map(|(name, i)| format!("{name} = ?{i}")).collect();
    let mut update = connection.prepare(&format!("UPDATE {table} SET checksum = ?1 WHERE {}", is_it.join(" AND ")))?;
    for (key, sum) in sums {
        update.execute(params_from_iter(std::iter::once(Value::Integer(sum)).chain(key)))?;
    }
    Ok(())
}

/// The content of every record, by its place; `None` where there is no such record.
pub fn contents(connection: &Connection) -> rusqlite::Result<Vec<Option<i64>>> {
    let most: i64 = connection.query_row("SELECT coalesce(max(id), 0) FROM record", [], |row| row.get(0))?;
    let mut contents = vec![None; usize::try_from(most).unwrap_or(0) + 1];
    let mut query = connection.prepare("SELECT id, content FROM record NOT INDEXED")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(slot) = usize::try_from(row.get::<_, i64>(0)?).ok().and_then(|id| contents.get_mut(id)) {
            *slot = Some(row.get(1)?);
        }
    }
    Ok(contents)
}

/// The number of each import as its rows are now.
pub fn checksums(connection: &Connection, contents: &[Option<i64>]) -> rusqlite::Result<HashMap<i64, i64>> {
    let mut sums: HashMap<i64, u64> = HashMap::new();
    let mut query = connection.prepare("SELECT id, file, sha256 FROM import")?;
    let mut imports = query.query([])?;
    while let Some(row) = imports.next()? {
        sums.insert(row.get(0)?, of_import(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?));
    }
    let mut query = connection.prepare("SELECT import, row, record, n FROM seen")?;
    let mut runs = query.query([])?;
    while let Some(run) = runs.next()? {
        let (import, row, record, n): (i64, i64, i64, i64) = (run.get(0)?, run.get(1)?, run.get(2)?, run.get(3)?);
        let sum = sums.entry(import).or_default();
        for i in 0..n.min(i64::try_from(contents.len()).unwrap_or(i64::MAX)) {
            let place = usize::try_from(record.wrapping_add(i)).ok();
            let content = place.and_then(|place| contents.get(place).copied().flatten());
            *sum = sum.wrapping_add(of_row(row.wrapping_add(i), content.unwrap_or(0)));
        }
    }
    Ok(sums.into_iter().map(|(import, sum)| (import, sum.cast_signed())).collect())
}

/// Writes the numbers of all imports anew, after the owner had rows changed.
pub fn rewrite(connection: &Connection) -> rusqlite::Result<()> {
    let sums = checksums(connection, &contents(connection)?)?;
    let mut update = connection.prepare("UPDATE import SET checksum = ?2 WHERE id = ?1")?;
    let mut sums: Vec<(i64, i64)> = sums.into_iter().collect();
    sums.sort_unstable();
    sums.into_iter().try_for_each(|(import, sum)| update.execute(params![import, sum]).map(|_| ()))
}

/// The files whose rows are not those that were taken in, and those whose rows are gone in an import that there is not.
pub fn damaged(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sums = checksums(connection, &contents(connection)?)?;
    let mut query = connection.prepare("SELECT id, file, checksum FROM import WHERE checksum IS NOT NULL")?;
    let imports = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut files = Vec::new();
    for import in imports {
        let (id, file, sum): (i64, String, i64) = import?;
        if sums.get(&id).copied().unwrap_or(0) != sum {
            files.push(file);
        }
    }
    let sql =
        "SELECT EXISTS (SELECT 1 FROM record WHERE gone_in IS NOT NULL AND gone_in NOT IN (SELECT id FROM import))";
    if connection.query_row(sql, [], |row| row.get(0))? {
        files.push("a file that is not there".to_owned());
    }
    Ok(files)
}
