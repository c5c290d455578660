//! Forgetting a customer, a person or a file: from the rows, what was said, the log, the free pages, and the copies that the app
//! made. The sums stay. What was erased is then searched for in the bytes of the files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::check::{Fault, damaged_lines};
use super::forecasts::{forget_days, forget_lost_invoices};
use super::forgotten::{Forgotten, GAP, REMARKS, number};
use super::identity::{cell_hash, lead_hash, mention_hash, mix, word_hash};
use super::intake::undo;
use super::load::mentions;
use super::log::log;
use super::weekly::{KINDS, in_log, rewrite_told, sum_decisions, sum_reviews};
use super::{StoreError, Workspace, backup, checksum};
use crate::model::schema::FieldType;
use crate::model::table::Mention;
use crate::model::{Day, Field, Form, Kind};

/// Who is to be forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forget {
    /// For a customer, every spelling as written; for a person none.
    pub spellings: Vec<Mention>,
    /// For a customer: what it is, and was, called in decisions and reviews; none for a person or a file.
    pub ids: Vec<String>,
    /// For a customer: its name, which may be one that the owner gave it.
    pub name: Option<String>,
    /// For a person: the name or the address.
    pub person: Option<String>,
    /// For a file: its name as it was taken in.
    pub file: Option<String>,
}

/// What was done, and what a search of the files then found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Rows that are nobody's any more, whose sums stay; of a file those that are gone.
    pub n_rows: usize,
    /// Lines that were erased from what was said, or changed in the log and in remarks.
    pub n_lines: usize,
    /// What was searched for.
    pub n_texts: usize,
    /// Files that were searched.
    pub n_files: usize,
    /// Where a text is still found: it is somebody else's too.
    pub left: Vec<Left>,
    /// Copies that could not be reached.
    pub unreached: Vec<PathBuf>,
}

/// A text that is still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The text.
    pub text: String,
    /// Whose it is there, in words.
    pub of: String,
}

/// What is to be erased from a closed review.
pub struct FromReview<'a> {
    /// The customer's ids there, and what stands in their place.
    pub customer: Option<(&'a [String], &'a str)>,
    /// The file.
    pub file: Option<&'a str>,
    /// All that lies before this day.
    pub before: Option<Day>,
    /// A text without the names that were forgotten; `None` where it holds none.
    pub scrubbed: &'a dyn Fn(&str) -> Option<String>,
}

/// Erases from a closed review, as text.
pub type ForgetTold<'a> = &'a dyn Fn(&str, &FromReview<'_>) -> String;

impl Workspace {
    /// Erases a customer, a person or a file, here and in the copies that the app made, and searches the files for what was erased.
    pub fn forget(&mut self, forget: &Forget, told: ForgetTold<'_>, now: &str) -> Result<Erased, StoreError> {
        let path = self.path().to_owned();
        let of = |error: rusqlite::Error| StoreError::of(&error, path.clone());
        self.must_be_whole()?;
        let mut done = erase(&mut self.connection, forget, told, now).map_err(of)?;
        let mut searched = vec![path.clone()];
        // What was erased is erased; where its pages could not be overwritten, the search finds it.
        if vacuum(&self.connection).is_err() {
            done.unreached.push(path.clone());
        }
        for copy in backup::all_copies(&path) {
            let of = |error: rusqlite::Error| StoreError::of(&error, copy.clone());
            let erased = Self::open_copy(&copy).and_then(|mut opened| {
                opened.must_be_whole()?;
                let connection = &mut opened.connection;
                erase(connection, forget, told, now).and_then(|_| vacuum(connection)).map_err(of)
            });
            match erased {
                Ok(()) => searched.push(copy),
                Err(_) => done.unreached.push(copy),
            }
        }
        let texts = forget.texts();
        done.n_texts = texts.len();
        for file in searched {
            done.n_files += 1;
            search(&file, &texts, &mut done.left)
                .map_err(|error| StoreError::CannotWrite { why: error.to_string(), path: file })?;
        }
        Ok(done)
    }
}

impl Workspace {
    /// Nothing is erased from a workspace with a damaged line: its checksums are written anew with it, and would hide the damage.
    pub(super) fn must_be_whole(&self) -> Result<(), StoreError> {
        let faults = damaged_lines(&self.connection).map_err(|error| self.error(&error))?;
        let damaged = |fault: &Fault| StoreError::Damaged { why: fault.to_string(), path: self.path().to_owned() };
        faults.first().map_or(Ok(()), |fault| Err(damaged(fault)))
    }

    /// Whether somebody of this name or address, in small letters, stands beside a customer, by himself, or in what was decided.
    pub fn knows_person(&self, name: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM who WHERE lower(person) = ?1 OR lower(email) = ?1 OR lower(name) = ?1) \
                   OR EXISTS (SELECT 1 FROM decision WHERE lower(who) = ?1 OR instr(lower(words), ?1) > 0)";
        self.connection.query_row(sql, [name], |row| row.get(0)).map_err(|error| self.error(&error))
    }
}

impl Forget {
    /// What must not be found any more: names, addresses, people, and numbers of six characters or more.
    fn texts(&self) -> Vec<String> {
        let of_spelling = |mention: &Mention| {
            let id = mention.id.clone().filter(|id| id.chars().count() >= 6);
            [mention.name.clone(), mention.email.clone(), mention.person.clone(), id]
        };
        let all = self.spellings.iter().flat_map(of_spelling).flatten();
        let all = all.chain(self.person.clone()).chain(self.file.clone());
        let ids = self.ids.iter().filter(|id| id.chars().count() >= 6).cloned();
        let all = all.chain(ids).chain(self.name.clone());
        all.map(|text| text.trim().to_owned())
            .filter(|text| text.chars().count() >= 3)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}

fn erase(connection: &mut Connection, forget: &Forget, told: ForgetTold<'_>, now: &str) -> rusqlite::Result<Erased> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute("INSERT INTO erasing DEFAULT VALUES", [])?;
    let stands_for = if forget.spellings.is_empty() { None } else { Some(next_name(&transaction)?) };
    let mut done = Erased::default();
    if let Some(file) = &forget.file {
        done.n_rows += erase_file(&transaction, file)?;
        forget_lost_invoices(&transaction)?;
    }
    let who = mentions(&transaction)?;
    let mut forgotten = Forgotten::of(&transaction)?;
    let words = words(&transaction, forget, &who)?;
    forgotten.add(&transaction, &words, stands_for.as_deref(), now)?;
    for (id, mention) in &who {
        let is_theirs = |spelling: &Mention| {
            (&spelling.name, &spelling.email, &spelling.id) == (&mention.name, &mention.email, &mention.id)
        };
        let clean = match &stands_for {
            Some(name) if forget.spellings.iter().any(is_theirs) => {
                Some(Mention { name: Some(name.clone()), ..Mention::default() })
            }
            _ => forgotten.mention(mention, Kind::Notes),
        };
        if let Some(clean) = clean.filter(|clean| clean != mention) {
            done.n_rows += give_rows(&transaction, *id, mention, &clean)?;
        }
    }
    forget_days(&transaction, &forget.ids)?;
    // The lines of the log are known by the name with which they begin, so before that is gone.
    done.n_lines = erase_reviews(&transaction, forget, stands_for.as_deref(), &forgotten, told)?;
    done.n_lines += scrub(&transaction, &forgotten)?;
    checksum::rewrite(&transaction)?;
    let words = match (&stands_for, &forget.person) {
        (Some(_), _) => format!("a customer: {} rows keep their sums", done.n_rows),
        (None, Some(_)) => format!("a person: {} rows keep their sums", done.n_rows),
        (None, None) => format!("a file with {} rows", done.n_rows),
    };
    log(&transaction, now, "forgot", &words)?;
    transaction.execute("DELETE FROM erasing", [])?;
    transaction.commit()?;
    Ok(done)
}

/// Erases what was taken in of a file, and its name. Gives how many rows it held.
fn erase_file(connection: &Connection, file: &str) -> rusqlite::Result<usize> {
    let mut query = connection.prepare("SELECT id, used FROM import WHERE file = ?1 ORDER BY id DESC")?;
    let imports: Vec<(i64, usize)> =
        query.query_map([file], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (import, _) in &imports {
        undo(connection, *import)?;
    }
    connection.execute("UPDATE log SET words = replace(words, ?1, 'a file')", [file])?;
    connection.execute("UPDATE shape SET file = 'a file that was forgotten' WHERE file = ?1", [file])?;
    connection.execute("DELETE FROM who WHERE id NOT IN (SELECT who FROM record)", [])?;
    Ok(imports.iter().map(|(_, n)| n).sum())
}

/// "Forgotten customer 3".
fn next_name(connection: &Connection) -> rusqlite::Result<String> {
    let sql = "SELECT count(DISTINCT stands_for) FROM forgotten WHERE stands_for IS NOT NULL";
    let n: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(format!("Forgotten customer {}", n + 1))
}

/// What is known again in later exports. An address or a person that stands beside somebody else too is not theirs alone.
fn words(connection: &Connection, forget: &Forget, who: &BTreeMap<i64, Mention>) -> rusqlite::Result<Vec<String>> {
    let Some(person) = &forget.person else {
        let is_theirs = |mention: &Mention| {
            forget
                .spellings
                .iter()
                .any(|own| (&own.name, &own.email, &own.id) == (&mention.name, &mention.email, &mention.id))
        };
        let others: Vec<&Mention> = who.values().filter(|mention| !is_theirs(mention)).collect();
        let is_alone = |text: &String, of: fn(&Mention) -> &Option<String>| {
            !others.iter().any(|mention| of(mention).as_ref().is_some_and(|other| other.eq_ignore_ascii_case(text)))
        };
        let mut words = BTreeSet::new();
        words.extend(forget.name.clone().filter(|name| is_alone(name, |m| &m.name)));
        for mention in &forget.spellings {
            words.extend(mention.name.clone().filter(|name| is_alone(name, |m| &m.name)));
            words.extend(mention.email.clone().filter(|email| is_alone(email, |m| &m.email)));
            words.extend(mention.person.clone().filter(|person| is_alone(person, |m| &m.person)));
            if let Some(id) = &mention.id {
                words.extend(kinds(connection)?.into_iter().map(|kind| number(kind, id)));
            }
        }
        return Ok(words.into_iter().collect());
    };
    Ok(vec![person.clone()])
}

fn kinds(connection: &Connection) -> rusqlite::Result<BTreeSet<Kind>> {
    let mut query = connection.prepare_cached("SELECT DISTINCT kind FROM list")?;
    let names: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names.iter().filter_map(|name| Kind::parse(name)).collect())
}

/// Gives the rows of one who to another, with the hashes that these have then. Gives how many.
fn give_rows(connection: &Connection, from: i64, old: &Mention, new: &Mention) -> rusqlite::Result<usize> {
    let parts = [&new.id, &new.name, &new.email, &new.person].map(|part| part.clone().unwrap_or_default());
    let find = "SELECT id FROM who WHERE number = ?1 AND name = ?2 AND email = ?3 AND person = ?4";
    let found: Option<i64> = connection.query_row(find, parts.each_ref(), |row| row.get(0)).optional()?;
    let to = if let Some(to) = found {
        to
    } else {
        let sql = "INSERT INTO who (number, name, email, person) VALUES (?1, ?2, ?3, ?4) RETURNING id";
        connection.query_row(sql, parts.each_ref(), |row| row.get(0))?
    };
    let is_all_new = old.name != new.name;
    let sql = "SELECT record.id, content, document, kind, form, campaign, memo, contact, author, url \
               FROM record JOIN list ON list.id = list WHERE who = ?1";
    let mut query = connection.prepare(sql)?;
    let mut update = connection.prepare(
        "UPDATE record SET who = ?2, content = ?3, document = ?4, memo = ?5, contact = ?6, author = ?7, url = ?8 WHERE id = ?1",
    )?;
    let mut rows = query.query([from])?;
    let mut n_rows = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let mut content = row.get::<_, i64>(1)?.cast_unsigned();
        content = content.wrapping_sub(mention_hash(old)).wrapping_add(mention_hash(new));
        let kind = Kind::parse(&row.get::<_, String>(3)?);
        let form = row.get::<_, Option<String>>(4)?.and_then(|form| Form::parse(&form));
        let campaign: Option<String> = row.get(5)?;
        let document = match (kind, form) {
            (Some(Kind::Customers), _) => Some(lead_hash(new).cast_signed()),
            (Some(Kind::Emails), Some(Form::Recipients)) => {
                let campaign = campaign.as_deref().map_or(0, word_hash);
                Some(mix(mention_hash(new) ^ mix(campaign)).cast_signed())
            }
            _ => row.get(2)?,
        };
        // What else is said of a customer is theirs.
        let mut remarks: [Option<String>; 4] = [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?];
        if is_all_new {
            for (field, remark) in REMARKS.into_iter().zip(&mut remarks) {
                if let Some(text) = remark.take() {
                    content = content.wrapping_sub(cell_hash(field, &text));
                }
            }
        }
        let [memo, contact, author, url] = remarks;
        update.execute(params![id, to, content.cast_signed(), document, memo, contact, author, url])?;
        n_rows += 1;
    }
    drop(rows);
    connection.execute("DELETE FROM who WHERE id = ?1", [from])?;
    Ok(n_rows)
}

/// Erases what is left in remarks, in what was said, in the log and in the names of files. Gives how many lines.
fn scrub(connection: &Connection, forgotten: &Forgotten) -> rusqlite::Result<usize> {
    let mut n_lines = 0;
    for field in Field::ALL.into_iter().filter(|field| field.kind() == FieldType::Words) {
        if matches!(field, Field::Customer | Field::CustomerId | Field::Email | Field::Person) {
            continue;
        }
        let name = field.as_str();
        let sql = format!("SELECT DISTINCT \"{name}\" FROM record WHERE \"{name}\" IS NOT NULL");
        let texts: Vec<String> =
            connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for text in texts {
            let Some(clean) = forgotten.scrubbed(&text, field) else { continue };
            let change = cell_hash(field, &clean).wrapping_sub(cell_hash(field, &text));
            let sql = format!("SELECT id, content FROM record WHERE \"{name}\" = ?1");
            let rows: Vec<(i64, i64)> = connection
                .prepare(&sql)?
                .query_map([&text], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            let sql = format!("UPDATE record SET \"{name}\" = ?2, content = ?3 WHERE id = ?1");
            let mut update = connection.prepare(&sql)?;
            for (id, content) in rows {
                let content = content.cast_unsigned().wrapping_add(change).cast_signed();
                n_lines += update.execute(params![id, clean, content])?;
            }
        }
    }
    for (table, column) in [("log", "words"), ("import", "file"), ("shape", "file"), ("shape", "answers")] {
        let sql = format!("SELECT id, {column} FROM {table}");
        let lines: Vec<(i64, String)> =
            connection.prepare(&sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        for (id, text) in lines {
            if let Some(clean) = forgotten.scrubbed_of(&text, 1) {
                n_lines += connection
                    .execute(&format!("UPDATE {table} SET {column} = ?2 WHERE id = ?1"), params![id, clean])?;
            }
        }
    }
    let sql = "SELECT id, subject, value FROM said";
    let said: Vec<(i64, String, String)> = connection
        .prepare(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (id, subject, value) in said {
        if forgotten.scrubbed_of(&subject, 1).is_some() || forgotten.scrubbed_of(&value, 1).is_some() {
            n_lines += connection.execute("DELETE FROM said WHERE id = ?1", [id])?;
        }
    }
    Ok(n_lines)
}

/// Erases from what was decided and from the closed reviews. Gives how many lines.
fn erase_reviews(
    connection: &Connection,
    forget: &Forget,
    stands_for: Option<&str>,
    forgotten: &Forgotten,
    told: ForgetTold<'_>,
) -> rusqlite::Result<usize> {
    let mut n_lines = 0;
    for (id, name) in forget.ids.iter().filter_map(|id| Some((id, stands_for?))) {
        // What was noted of a customer is theirs; that something was decided stays, and the money with it.
        let sql = "UPDATE decision SET customer = ?2, who = NULL, \
                   words = CASE WHEN what IN ('note', 'action') THEN ?3 ELSE words END WHERE customer = ?1";
        n_lines += connection.execute(sql, params![id, name, GAP])?;
        // Two customers that became one may both have had the same flag.
        n_lines += connection.execute("UPDATE OR IGNORE flag SET customer = ?2 WHERE customer = ?1", [id, name])?;
        connection.execute("DELETE FROM flag WHERE customer = ?1", [id])?;
        for what in KINDS {
            let (beginning, instead) = (in_log(what, id, ""), in_log(what, name, GAP));
            let sql = "UPDATE log SET words = ?2 WHERE substr(words, 1, length(?1)) = ?1";
            n_lines += connection.execute(sql, [beginning, instead])?;
        }
    }
    let scrubbed = |text: &str| forgotten.scrubbed_of(text, 1);
    for (table, column) in [("decision", "words"), ("decision", "who"), ("review", "headline")] {
        let sql = format!("SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL");
        let lines: Vec<(i64, String)> =
            connection.prepare(&sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        for (id, text) in lines {
            if let Some(clean) = scrubbed(&text) {
                let sql = format!("UPDATE {table} SET {column} = ?2 WHERE id = ?1");
                n_lines += connection.execute(&sql, params![id, clean])?;
            }
        }
    }
    let customer = stands_for.map(|name| (forget.ids.as_slice(), name));
    let from = FromReview { customer, file: forget.file.as_deref(), before: None, scrubbed: &scrubbed };
    n_lines += rewrite_told(connection, &|text| told(text, &from))?;
    sum_decisions(connection, None)?;
    sum_reviews(connection)?;
    Ok(n_lines)
}

/// Writes the file anew, without free pages, and empties the log of writes beside it.
pub fn vacuum(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("VACUUM")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

/// Looks for texts in the bytes of a file and of the files beside it, in small and in capital letters alike; and in its cells, as
/// a text that is longer than a page stands in several places.
fn search(path: &Path, texts: &[String], left: &mut Vec<Left>) -> std::io::Result<()> {
    let open = Workspace::open_to_read(path).ok();
    for ending in ["", "-wal", "-shm", "-journal"] {
        let file = PathBuf::from(format!("{}{ending}", path.display()));
        let mut bytes = match fs::read(&file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !ending.is_empty() => continue,
            read => read?,
        };
        bytes.make_ascii_lowercase();
        for text in texts {
            let wanted = text.to_ascii_lowercase();
            if left.iter().any(|left| left.text == *text) {
                continue;
            }
            let is_in_bytes = memchr::memmem::find(&bytes, wanted.as_bytes()).is_some();
            let of = open.as_ref().and_then(|workspace| whose(&workspace.connection, text, is_in_bytes).ok());
            let of = of.unwrap_or_default();
            if is_in_bytes || !of.is_empty() {
                let of = if of.is_empty() { "unknown".to_owned() } else { of };
                left.push(Left { text: text.clone(), of });
            }
        }
    }
    Ok(())
}

/// In which cells a text still stands, in words. The rows are looked through only where the bytes hold it: they are many, and short
/// enough to stand in one place.
fn whose(connection: &Connection, text: &str, is_in_bytes: bool) -> rusqlite::Result<String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    // As it stands inside a JSON text.
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let few = ["said", "log", "import", "shape", "decision", "flag", "review", "told", "sqlite_schema"];
    let many = ["who", "record"].into_iter().filter(|_| is_in_bytes);
    for table in many.chain(few) {
        let columns: Vec<String> = connection
            .prepare("SELECT name FROM pragma_table_info(?1) WHERE type = 'TEXT'")?
            .query_map([table], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for column in columns {
            for text in [text, &escaped] {
                let sql = format!(
                    "SELECT substr(\"{column}\", max(1, instr(lower(\"{column}\"), lower(?1)) - 40), 120) FROM {table} \
                     WHERE instr(lower(\"{column}\"), lower(?1)) > 0 LIMIT 1"
                );
                let cell: Option<String> = connection.query_row(&sql, [text], |row| row.get(0)).optional()?;
                found.extend(cell.map(|cell| (format!("{table}.{column}"), cell)));
            }
        }
    }
    Ok(found.into_iter().map(|(place, cell)| format!("{place}: {cell}")).collect::<Vec<_>>().join("; "))
}
