//! What a text of the trade says: which process, which finish, whether a line is work on parts at all; what a campaign is about;
//! the industry of a name. The words stand in a file each.

mod charges;
mod finish;
mod industries;
mod processes;
mod themes;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use charges::{FEES, SERVICES, WEAK_FEES};
use finish::finish;
use industries::INDUSTRIES;
use processes::PROCESSES;
use themes::THEMES;

use crate::model::items::ItemKind;

/// What a text says of the work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Parts, service or fee.
    pub kind: ItemKind,
    /// One of [`processes`]; empty where the text says nothing.
    pub process: &'static str,
    /// Colour, gloss, type and class, as far as the text says.
    pub finish: String,
}

/// Reads what an item's text says.
pub fn work(text: &str) -> Work {
    let plain = plain(text);
    let process = process(&plain);
    // "Zinc plate, rush" is a lot; "Rush fee" is none.
    let is_fee = has_any(&plain, FEES) || process.is_empty() && has_any(&plain, WEAK_FEES);
    let is_service = has_any(&plain, SERVICES);
    let is_blast = matches!(process, "bead blast" | "strip");
    let kind = if is_fee {
        ItemKind::Fee
    } else if is_blast || is_service && (process.is_empty() || begins_with_any(&plain, SERVICES)) {
        ItemKind::Service
    } else {
        ItemKind::Parts
    };
    Work { kind, process, finish: finish(&plain) }
}

/// What a campaign is about: a process, or a theme that says nothing of what its reader wants finished.
pub fn topic(title: &str) -> &'static str {
    let plain = plain(title);
    let process = process(&plain);
    let theme = THEMES.iter().find(|(_, words)| has_any(&plain, words)).map_or("", |(theme, _)| *theme);
    match theme {
        // "Nickel surcharge", "Line 2 maintenance": the theme is what it is about.
        "prices" | "shutdown" | "trade show" | "jobs" | "capacity" => theme,
        _ if !process.is_empty() => process,
        theme => theme,
    }
}

/// The industry that a company's name says; empty where it says none.
pub fn industry(name: &str) -> &'static str {
    let plain = plain(name);
    INDUSTRIES.iter().find(|(_, words)| has_any(&plain, words)).map_or("", |(industry, _)| *industry)
}

/// All industries that a name can say.
pub fn industries() -> impl Iterator<Item = &'static str> {
    INDUSTRIES.iter().map(|(industry, _)| *industry)
}

/// All processes.
pub fn processes() -> impl Iterator<Item = &'static str> {
    let mut seen = std::collections::BTreeSet::new();
    PROCESSES.iter().map(|(process, _)| *process).filter(move |process| seen.insert(*process))
}

fn process(plain: &str) -> &'static str {
    // Codes that mean something only where they are all there is.
    const CODES: [(&str, &str); 7] = [
        ("en", "electroless nickel"),
        ("an", "anodize"),
        ("an i", "anodize"),
        ("an ii", "anodize"),
        ("an 2", "anodize"),
        ("an iii", "hard anodize"),
        ("an 3", "hard anodize"),
    ];
    if let Some((_, process)) = CODES.iter().find(|(code, _)| *code == plain.trim()) {
        return process;
    }
    // "Strip and replate": the new finish is what is bought.
    let is_redone =
        has_any(plain, &["replat*", "re plat*", "recoat*", "re coat*", "reanod*", "re anod*", "rechrom*", "refinish*"]);
    let known = PROCESSES.iter().filter(|(process, _)| !(is_redone && *process == "strip"));
    let found = known.clone().find(|(_, words)| has_any(plain, words)).map(|(process, _)| *process);
    // A colour of the RAL chart alone is powder.
    found.unwrap_or(if has_any(plain, &["ral", "ral*"]) { "powder coat" } else { "" })
}

/// Lower case, no accents, one space between words and around them.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => plain.push_str("ss"),
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ if plain.ends_with(' ') => {}
            _ => plain.push(' '),
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

fn has_any(plain: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| at(plain, phrase).is_some())
}

fn begins_with_any(plain: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| at(plain, phrase) == Some(0))
}

/// Where whole words are the phrase; `x*` is the beginning of words, `*x` their end.
fn at(plain: &str, phrase: &str) -> Option<usize> {
    let (phrase, is_open) = phrase.strip_suffix('*').map_or((phrase, false), |phrase| (phrase, true));
    let (phrase, is_end) = phrase.strip_prefix('*').map_or((phrase, false), |phrase| (phrase, true));
    let is_blank = |at: usize| plain.as_bytes().get(at) == Some(&b' ');
    let is_whole = |at: &usize| (is_end || is_blank(at - 1)) && (is_open || is_blank(at + phrase.len()));
    plain.match_indices(phrase).map(|(at, _)| at).filter(|&at| at > 0).find(is_whole).map(|at| at - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_say_what_they_are() {
        for (text, kind, process, finish) in [
            (
                "Zinc plate, clear chromate, ASTM B633 Type III",
                ItemKind::Parts,
                "zinc plate",
                "clear chromate type III",
            ),
            ("Powder coat - gloss black RAL 9005", ItemKind::Parts, "powder coat", "gloss black RAL 9005"),
            ("Hard anodize Type III, .002\" build", ItemKind::Parts, "hard anodize", "type III"),
            ("Anodize Type II clear, MIL-A-8625", ItemKind::Parts, "anodize", "type II clear"),
            ("Passivate 316L per ASTM A967", ItemKind::Parts, "passivate", ""),
            ("Electroless nickel, mid-phos, .0005\"", ItemKind::Parts, "electroless nickel", ""),
            ("Zn-Ni 8um blk", ItemKind::Parts, "zinc-nickel", "black"),
            ("Powder coat - custom color match", ItemKind::Parts, "powder coat", ""),
            ("Rush fee - 48 hour turn", ItemKind::Fee, "", ""),
            ("Masking, plugs & caps (per hour)", ItemKind::Service, "", ""),
            ("MIN LOT - ZINC BARREL", ItemKind::Fee, "zinc plate", ""),
            ("Rework credit, lot 1261", ItemKind::Fee, "", ""),
            ("Bracket 4711 rev C", ItemKind::Parts, "", ""),
            ("Feuerverzinken Treppenwange", ItemKind::Parts, "galvanize", ""),
            ("Eilzuschlag", ItemKind::Fee, "", ""),
            ("Bead blast, 120 grit", ItemKind::Service, "bead blast", ""),
        ] {
            assert_eq!(work(text), Work { kind, process, finish: finish.to_owned() }, "{text}");
        }
    }

    #[test]
    fn names_of_companies_say_their_industry_or_nothing() {
        for (name, wanted) in [
            ("Hollis Aerospace Components", "Aerospace"),
            ("Quaker Valley School District", "Schools and public"),
            ("Cascade Powersports", "Motorcycles"),
            ("Metallbau Krüger GmbH", "Metal fabrication"),
            ("Smith & Sons", ""),
            ("Carson Ltd", ""),
        ] {
            assert_eq!(industry(name), wanted, "{name}");
        }
    }

    #[test]
    fn campaigns_are_about_a_process_or_a_theme() {
        assert_eq!(topic("Zinc-nickel now available: better than zinc"), "zinc-nickel");
        assert_eq!(topic("Price sheet Q3 2025"), "prices");
        assert_eq!(topic("Fall trade show invite, visit us at booth 1142"), "trade show");
        assert_eq!(topic("Year-end shutdown"), "shutdown");
        assert_eq!(topic("Hello"), "");
    }
}
