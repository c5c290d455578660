//! How two names of companies are alike.

use strsim::osa_distance;

use super::spelling::Spelling;

/// In which way two names are alike, the strongest first. None of it but the first makes two customers one by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// The same but for form, punctuation, spaces and known abbreviations.
    Same,
    /// Word for word the same or shortened: "Tri County Fab", "Tri-County Fabrication".
    Shortened,
    /// One letter more, less, changed or swapped in a long name.
    Slip,
    /// The one is the beginning of the other, which adds a word that says little: "Alpine Tool Group".
    Longer,
    /// All words of the one stand in the other: "Alpine Tool", "Alpine Tool Rental".
    Part,
    /// The one is made of the first letters of the other: "KBF".
    Initials,
}

impl Alike {
    /// How likely two names of this kind are of one customer where nothing else is known. An opinion, which only sorts.
    pub fn score(self) -> f64 {
        match self {
            Self::Same => 0.95,
            Self::Shortened => 0.9,
            Self::Slip => 0.85,
            Self::Longer => 0.8,
            Self::Part => 0.65,
            Self::Initials => 0.6,
        }
    }

    /// What speaks for it, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the same name",
            Self::Shortened => "the same name, shortened",
            Self::Slip => "names one letter apart",
            Self::Longer | Self::Part => "one name holds the other",
            Self::Initials => "one name is the initials of the other",
        }
    }
}

/// How two names are alike; `None` for two that are not, and where either is blank.
pub fn alike(a: &Spelling, b: &Spelling) -> Option<Alike> {
    let main = alike_words(a, b);
    if main == Some(Alike::Same) {
        return main;
    }
    // A name said to be another one of the same company.
    let is_other = |spelling: &Spelling, words: &[String]| {
        let joined = words.concat();
        joined.len() >= 3 && (joined == spelling.joined || spelling.words.first() == Some(&joined))
    };
    let said = a.others.iter().any(|words| is_other(b, words)) || b.others.iter().any(|words| is_other(a, words));
    let shared = a.others.iter().any(|words| words.concat().len() >= 5 && b.others.contains(words));
    if said || shared { Some(main.map_or(Alike::Shortened, |alike| alike.min(Alike::Shortened))) } else { main }
}

fn alike_words(a: &Spelling, b: &Spelling) -> Option<Alike> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a.joined == b.joined {
        return Some(Alike::Same);
    }
    // "Plant 1" and "Plant 2" differ in what counts.
    if !digits(&a.joined).eq(digits(&b.joined)) {
        return None;
    }
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    if short.words.len() == long.words.len() && short.words.iter().zip(&long.words).all(|(x, y)| is_shortened(x, y)) {
        return Some(Alike::Shortened);
    }
    // "Plant A" and "Plant B" differ in what counts too.
    let is_letter_of_its_own = short.words.len() == long.words.len()
        && short.words.iter().zip(&long.words).any(|(x, y)| x != y && x.len().min(y.len()) <= 2);
    if is_letter_of_its_own {
        return None;
    }
    if short.joined.len().min(long.joined.len()) >= 8 && osa_distance(&short.joined, &long.joined) <= 1 {
        return Some(Alike::Slip);
    }
    if let Some(added) = words_added(short, long) {
        let says_little = added.iter().all(|word| LITTLE.contains(&word.as_str()));
        return Some(if says_little { Alike::Longer } else { Alike::Part });
    }
    is_initials(&a.joined, b).then_some(Alike::Initials).or(is_initials(&b.joined, a).then_some(Alike::Initials))
}

/// Whether a domain's word is the name: "alpinetool" of "Alpine Tool & Mfg".
pub fn is_domain_of(label: &str, name: &Spelling) -> bool {
    let label: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut joined = String::new();
    for (i, word) in name.words.iter().enumerate() {
        joined.push_str(word);
        let rest = label.strip_prefix(joined.as_str());
        let is_whole = i + 1 == name.words.len();
        match rest {
            Some("") if joined.len() >= 5 => return true,
            Some(rest) if is_whole && joined.len() >= 5 => return ENDINGS.contains(&rest),
            _ => {}
        }
    }
    false
}

/// Whether a domain's word may well come from the name: it begins as the name does, or with its initials.
pub fn suits(label: &str, name: &Spelling) -> bool {
    let start: String = name.joined.chars().take(4).collect();
    let initials: String = name.words.iter().filter_map(|word| word.chars().next()).collect();
    let label: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
    start.len() >= 3 && label.starts_with(&start) || initials.len() >= 3 && label.starts_with(&initials)
}

/// Whether an address is that of the person: "slarkin@", "sam.larkin@", "larkins@", "sam@" of Sam Larkin.
pub fn is_address_of(address: &str, name: &Spelling) -> bool {
    let local: String =
        address.split('@').next().unwrap_or_default().chars().filter(|c| c.is_ascii_alphabetic()).collect::<String>().to_lowercase();
    let (Some(first), Some(last)) = (name.words.first(), name.words.last()) else { return false };
    if !(2..=3).contains(&name.words.len()) || last.len() < 2 {
        return false;
    }
    let initial: String = first.chars().take(1).collect();
    let last_initial: String = last.chars().take(1).collect();
    [
        format!("{first}{last}"),
        format!("{initial}{last}"),
        format!("{last}{initial}"),
        format!("{last}{first}"),
        format!("{first}{last_initial}"),
        name.words.concat(),
    ]
    .contains(&local)
        || (local.len() >= 4 && (local == *last || local == *first))
}

/// Words that a system or a hurried typist leaves out.
const LITTLE: [&str; 22] = [
    "group", "holdings", "holding", "international", "usa", "america", "manufacturing", "works", "makers", "components", "products",
    "parts", "devices", "systems", "industries", "enterprises", "technologies", "deutschland", "france", "italia", "iberica",
    "canada",
];

/// What companies put behind their name in a domain.
const ENDINGS: [&str; 14] =
    ["inc", "co", "corp", "llc", "ltd", "mfg", "usa", "group", "gmbh", "ag", "online", "hq", "company", "intl"];

/// The words that `long` adds; `None` where `short` is not part of it. The first words must agree.
fn words_added<'a>(short: &Spelling, long: &'a Spelling) -> Option<Vec<&'a String>> {
    // "Pennridge Machine" of "Penn Ridge Machine Works".
    for n in 1..long.words.len() {
        if super::spelling::joined(&long.words[..n]) == short.joined {
            return Some(long.words[n..].iter().collect());
        }
    }
    let mut rest = long.words.iter();
    let mut added = Vec::new();
    for (i, word) in short.words.iter().enumerate() {
        loop {
            let next = rest.next()?;
            if is_shortened(word, next) {
                break;
            }
            if i == 0 {
                return None;
            }
            added.push(next);
        }
    }
    added.extend(rest);
    // One short word says too little.
    (short.words.len() > 1 || short.joined.len() >= 5).then_some(added)
}

/// Whether the words are one, or either is short for the other: its beginning, or some of its consonants. A letter more is
/// another word: "Light", "Lights".
fn is_shortened(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short == long || (short.len() >= 3 && long.len() >= short.len() + 2 && (long.starts_with(short) || is_skeleton(short, long)))
}

/// "hdwr" of "hardware": consonants in their order, from the first on to the last.
fn is_skeleton(short: &str, long: &str) -> bool {
    let is_vowel = |c: char| "aeiou".contains(c);
    if short.chars().any(is_vowel) || short.chars().next() != long.chars().next() {
        return false;
    }
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|d| c == d)) && rest.all(|c| is_vowel(c) || "gs".contains(c))
}

fn is_initials(short: &str, long: &Spelling) -> bool {
    short.len() >= 3 && long.words.len() >= 3 && long.words.iter().filter_map(|word| word.chars().next()).eq(short.chars())
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str) -> Option<Alike> {
        let (a, b) = (Spelling::of(a), Spelling::of(b));
        assert_eq!(alike(&a, &b), alike(&b, &a), "it does not matter which is which");
        alike(&a, &b)
    }

    #[test]
    fn names_are_alike_in_ways_that_weigh_differently() {
        for (a, b, wanted) in [
            ("North Star Medical, Inc.", "Northstar Medical", Some(Alike::Same)),
            ("Alpine Tool Mfg", "ALPINE TOOL MANUFACTURING CO", Some(Alike::Same)),
            ("Tri County Fab", "Tri-County Fabrication LLC", Some(Alike::Shortened)),
            ("Quaker Valley School Dist.", "Quaker Valley School District", Some(Alike::Shortened)),
            ("Keystone Bicycle Frames (dba KBF)", "KBF Cycles", Some(Alike::Shortened)),
            ("Zeigler Motorcycle Parts", "Ziegler Motorcycle Parts", Some(Alike::Slip)),
            ("Garrison Lighting", "Garrison Ltg Group", Some(Alike::Longer)),
            ("Pennridge Machine", "Penn Ridge Machine Works", Some(Alike::Longer)),
            ("Alpine Tool", "Alpine Tool Rental", Some(Alike::Part)),
            ("Stonebridge Metals", "Stonebridge Arch. Metals", Some(Alike::Part)),
            ("KBF", "Keystone Bicycle Frames", Some(Alike::Initials)),
            ("Delta Machine Company", "Delta Machining & Tool", None),
            ("Ridge Cycles", "Ridge Lighting", None),
            ("Stellar Plant 1", "Stellar Plant 2", None),
            ("Stellar Plant A", "Stellar Plant B", None),
            ("Stellar Unit I", "Stellar Unit II", None),
            ("Cascade Pump & Valve", "Cascade Powersports", None),
        ] {
            assert_eq!(of(a, b), wanted, "{a}, {b}");
        }
    }

    #[test]
    fn a_domain_is_told_by_the_name() {
        let is = |label: &str, name: &str| is_domain_of(label, &Spelling::of(name));
        assert!(is("alpinetool", "Alpine Tool & Mfg") && is("alpinetoolinc", "Alpine Tool") && is("alpine-tool", "Alpine Tool"));
        assert!(suits("kbfcycles", &Spelling::of("Keystone Bicycle Frames")) && !suits("zoominternet", &Spelling::of("Alpine Tool")));
        assert!(!is("works", "Delta Works") && !is("harborlight", "Alpine Tool") && !is("alpinetoolrental", "Alpine Tool"));
    }

    #[test]
    fn an_address_is_told_by_the_person() {
        let is = |address: &str, name: &str| is_address_of(address, &Spelling::of(name));
        assert!(is("slarkin@brightwater.com", "Sam Larkin") && is("SAM.LARKIN@x.com", "Sam Larkin") && is("larkin@x.com", "Sam Larkin"));
        assert!(!is("ap@brightwater.com", "Sam Larkin") && !is("office@alpinetool.com", "Alpine Tool"));
    }
}
