//! Small lists of what exports leave out: an item and its process, a campaign and its topic, a customer and whom it works for.
//! Two columns or a few, whose headings say it all.

use std::path::Path;

use super::headings::plain;
use crate::model::About;

/// One line of such a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What is said.
    pub about: About,
    /// Of what: an item's text, a campaign's title, a customer's name.
    pub subject: String,
    /// What it is.
    pub value: String,
}

/// No such list is larger.
const MOST_BYTES: u64 = 4 << 20;

/// Reads a list of facts; `None` where the file is something else.
pub fn facts_of(path: &Path) -> Option<Vec<Fact>> {
    if path.metadata().ok()?.len() > MOST_BYTES {
        return None;
    }
    let bytes = std::fs::read(path).ok()?;
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    facts_in(&text)
}

fn facts_in(text: &str) -> Option<Vec<Fact>> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let delimiter = [b'\t', b';', b','].into_iter().find(|&mark| first.as_bytes().contains(&mark))?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records =
        reader.records().filter_map(Result::ok).filter(|record| record.iter().any(|cell| !cell.trim().is_empty()));
    let headings = records.next()?;
    let asked = abouts(&headings.iter().map(plain).collect::<Vec<_>>())?;
    let mut facts = Vec::new();
    for record in records {
        let Some(subject) = record.get(0).map(str::trim).filter(|subject| !subject.is_empty()) else { continue };
        for (about, value) in asked.iter().zip(record.iter().skip(1)).filter(|(_, value)| !value.trim().is_empty()) {
            facts.push(Fact { about: *about, subject: subject.to_owned(), value: value.trim().to_owned() });
        }
    }
    (!facts.is_empty()).then_some(facts)
}

/// What each column behind the first says; `None` where any heading means something else.
fn abouts(headings: &[String]) -> Option<Vec<About>> {
    const ITEMS: [&str; 8] = ["item", "items", "item text", "artikel", "article", "articulo", "articolo", "product"];
    const CAMPAIGNS: [&str; 5] = ["campaign", "kampagne", "campagne", "campana", "campagna"];
    const CUSTOMERS: [&str; 5] = ["customer", "kunde", "client", "cliente", "company"];
    let about = |heading: &str| {
        Some(match heading {
            "kind" | "type" | "art" | "parts service or fee" => About::ItemKind,
            "process" | "verfahren" | "procede" | "proceso" | "processo" => About::Process,
            "finish" | "oberflache" | "finition" | "acabado" | "finitura" => About::Finish,
            "topic" | "thema" | "sujet" | "tema" | "argomento" => About::Topic,
            "industry" | "branche" | "secteur" | "sector" | "settore" => About::Industry,
            "end customer" | "works for" | "endkunde" | "client final" => About::EndCustomer,
            _ => return None,
        })
    };
    let (first, rest) = headings.split_first()?;
    let all: Vec<About> = rest.iter().map(|heading| about(heading)).collect::<Option<_>>()?;
    let is_of = |names: &[&str], wanted: &[About]| {
        names.contains(&first.as_str()) && all.iter().all(|about| wanted.contains(about))
    };
    let is_known = is_of(&ITEMS, &[About::ItemKind, About::Process, About::Finish])
        || is_of(&CAMPAIGNS, &[About::Topic])
        // A list of customers and industries alone is read as the list of customers that it is.
        || is_of(&CUSTOMERS, &[About::Industry, About::EndCustomer]) && all.contains(&About::EndCustomer);
    (is_known && !all.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_two_columns_says_what_items_are() {
        let facts = facts_in("Item;Kind;Process\nBracket 4711;parts;zinc plate\n\nRUSH;fee;\n").unwrap();
        let said: Vec<_> = facts.iter().map(|fact| (fact.about, fact.subject.as_str(), fact.value.as_str())).collect();
        assert_eq!(
            said,
            [
                (About::ItemKind, "Bracket 4711", "parts"),
                (About::Process, "Bracket 4711", "zinc plate"),
                (About::ItemKind, "RUSH", "fee"),
            ]
        );
    }

    #[test]
    fn exports_are_no_such_lists() {
        for text in [
            "Item,Quantity\nBracket,4\n",
            "Order No,Item,Process\n1,Bracket,zinc plate\n",
            "Customer,Industry\nAlpine,Bicycles\n",
            "Item,Process\n",
            "",
        ] {
            assert_eq!(facts_in(text), None, "{text}");
        }
    }
}
