//! What a workspace holds, and why: counted in the database, so that it is true.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::backup::{Copy, copies};
use super::retention::{Older, first_kept};
use super::{Imported, Logged, Place, StoreError, Workspace};
use crate::model::money::thousands;
use crate::model::{Day, Kind};

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
    /// What would be erased if rows were kept for so many years.
    pub older: Vec<(u16, Older)>,
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

/// For so many years rows may be kept. Less would leave nothing to compare with.
const YEARS: [u16; 4] = [3, 5, 7, 10];

/// So many lines of the log are shown.
pub const MOST_LINES: usize = 200;

impl Workspace {
    /// What it holds; what is too old is counted from `today` on.
    pub fn holdings(&self, today: Day) -> Result<Holdings, StoreError> {
        let of = |error| self.error(&error);
        Ok(Holdings {
            imports: self.imports()?,
            stored: stored(&self.connection).map_err(of)?,
            not_kept: not_kept(&self.connection).map_err(of)?,
            log: self.log(MOST_LINES)?,
            copies: copies(self.path()),
            warning: Place::of(self.path()).warning(),
            older: YEARS
                .into_iter()
                .map(|years| Ok((years, self.older_than(first_kept(today, years))?)))
                .collect::<Result<_, StoreError>>()?,
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
        all.push(Stored { what, why: why_kept(kind) });
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
        (
            "forecasts",
            "SELECT count(DISTINCT made) FROM forecast",
            "so that what was expected is compared with what comes",
        ),
        ("decisions", "SELECT count(*) FROM decision", "so that the next review shows what came of them"),
        (
            "closed reviews",
            "SELECT count(*) FROM review",
            "as they were told, with the rows of the customers that had a flag; the next one is compared with them",
        ),
        ("lines of the log", "SELECT count(*) FROM log", "to show what was changed, and when"),
    ];
    for (what, sql, why) in others {
        let n = count(sql)?;
        if n > 0 {
            let what = if n == 1 { one(what) } else { what.to_owned() };
            all.push(Stored { what: format!("{} {what}", thousands(n)), why });
        }
    }
    Ok(all)
}

/// "closed reviews" as "closed review", "people's names" as "people's name", "lines of the log" as "line of the log".
fn one(many: &str) -> String {
    let (first, rest) = match many.split_once(" of ").or_else(|| many.split_once(" that ")) {
        Some((first, _)) => many.split_at(first.len()),
        None => (many, ""),
    };
    let first = first.strip_suffix("es").filter(|stem| stem.ends_with("ss")).or_else(|| first.strip_suffix('s'));
    format!("{}{rest}", first.unwrap_or(many))
}

/// What the rows of a kind of list are needed for.
pub fn why_kept(kind: Kind) -> &'static str {
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
