//! What a workspace holds, and why: counted in the database, so that it is true.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::backup::{Copy, copies};
use super::{Imported, Logged, Place, StoreError, Workspace};
use crate::model::Kind;
use crate::model::money::thousands;

/// Everything that the Data page tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// The files that were taken in, the newest first.
    pub imports: Vec<Imported>,
    /// What is stored, each with its reason.
    pub stored: Vec<Stored>,
    /// Columns of the files that are not kept: "Phone, Address" of "orders.csv".
    pub not_kept: Vec<(String, Vec<String>)>,
    /// The newest lines of the log.
    pub log: Vec<Logged>,
    /// The copies that the app made.
    pub copies: Vec<Copy>,
    /// What is special about the folder.
    pub warning: Option<String>,
    /// The size of the file.
    pub bytes: u64,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// "5,103 orders"
    pub what: String,
    /// What it is needed for.
    pub why: &'static str,
}

/// So many lines of the log are shown.
const MOST_LINES: usize = 200;

impl Workspace {
    /// What it holds.
    pub fn holdings(&self) -> Result<Holdings, StoreError> {
        let of = |error| self.error(&error);
        Ok(Holdings {
            imports: self.imports()?,
            stored: stored(&self.connection).map_err(of)?,
            not_kept: not_kept(&self.connection).map_err(of)?,
            log: self.log(MOST_LINES)?,
            copies: copies(self.path()),
            warning: Place::of(self.path()).warning(),
            bytes: self.path().metadata().map_or(0, |facts| facts.len()),
        })
    }
}

fn stored(connection: &Connection) -> rusqlite::Result<Vec<Stored>> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    let mut all = Vec::new();
    let mut query = connection
        .prepare("SELECT kind, count(*) FROM record NOT INDEXED JOIN list ON list.id = list GROUP BY kind")?;
    let kinds = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u64>(1)?)))?;
    let kinds: BTreeMap<Kind, u64> = kinds
        .filter_map(|found| found.map(|(kind, n)| Some((Kind::parse(&kind)?, n))).transpose())
        .collect::<rusqlite::Result<_>>()?;
    for (kind, n) in kinds {
        let what = format!("{} rows of {}", thousands(n), kind.title().to_lowercase());
        all.push(Stored { what, why: why(kind) });
    }
    let others = [
        (
            "spellings of customers",
            "SELECT count(DISTINCT name) FROM who WHERE name <> ''",
            "to know one customer in all files",
        ),
        (
            "customer numbers",
            "SELECT count(DISTINCT number) FROM who WHERE number <> ''",
            "to tell two customers of one name apart",
        ),
        (
            "e-mail addresses",
            "SELECT count(DISTINCT email) FROM who WHERE email <> ''",
            "to match a person to a company; written into no report unless you ask for it",
        ),
        (
            "people's names",
            "SELECT count(DISTINCT person) FROM who WHERE person <> ''",
            "to match a person to a company",
        ),
        (
            "things that you said",
            "SELECT count(*) FROM said WHERE undone_at IS NULL AND about <> 'id'",
            "so that nothing is asked twice",
        ),
        (
            "things that were forgotten",
            "SELECT count(*) FROM forgotten",
            "as keyed hashes, so that next week's export does not bring them back; nobody can read them",
        ),
        ("lines of the log", "SELECT count(*) FROM log", "to show what was changed, and when"),
    ];
    for (what, sql, why) in others {
        let n = count(sql)?;
        if n > 0 {
            all.push(Stored { what: format!("{} {what}", thousands(n)), why });
        }
    }
    Ok(all)
}

fn why(kind: Kind) -> &'static str {
    match kind {
        Kind::Orders => "to see how often, how much and what each customer orders",
        Kind::Payments => "to see who pays later than before, and to count each sale once",
        Kind::Emails => "to see who reads what about which finish",
        Kind::Customers => "to know a customer's industry, terms and spellings",
        Kind::Rejections => "to see whose rejections rise",
        Kind::Quotes => "to see what became of quotes",
        Kind::Events => "to see what followed a trade show",
        Kind::Web | Kind::Social | Kind::Notes => "to show it on the customer's time line",
    }
}

/// The headings of each list that have no use, and whose cells are not stored.
fn not_kept(connection: &Connection) -> rusqlite::Result<Vec<(String, Vec<String>)>> {
    let mut query = connection.prepare("SELECT file, headings, fields FROM shape ORDER BY file")?;
    let shapes = query
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))?;
    let mut all = Vec::new();
    for shape in shapes {
        let (file, headings, fields) = shape?;
        let headings: Vec<String> = serde_json::from_str(&headings).unwrap_or_default();
        let fields: Vec<Option<String>> = serde_json::from_str(&fields).unwrap_or_default();
        let unused = headings.into_iter().zip(fields).filter(|(heading, field)| field.is_none() && !heading.is_empty());
        let unused: Vec<String> = unused.map(|(heading, _)| heading).collect();
        if !unused.is_empty() {
            all.push((file, unused));
        }
    }
    Ok(all)
}
