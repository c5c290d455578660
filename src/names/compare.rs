//! How two names of companies are alike.

use super::people::is_of_companies;
use super::spelling::Spelling;

/// In which way two names are alike, the strongest first. By itself only the same name makes two customers one, and
/// the shortened one where nobody else could be meant.
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
    /// The same words in another order, with initials and particles left out: "Wm. J. Haas", "Haas, W.J.", "v.d. Berg".
    Reordered,
    /// All words of the one stand in the other: "Alpine Tool", "Alpine Tool Rental".
    Part,
    /// The one is made of the first letters of the other: "KBF".
    Initials,
    /// They share one telling word: "Ryburn Audio", "Ryburn Hi-Fi". Sister companies do too.
    Related,
}

impl Alike {
    /// How likely two names of this kind are of one customer where nothing else is known. An opinion, which only sorts.
    pub fn score(self) -> f64 {
        match self {
            Self::Same => 0.95,
            Self::Shortened => 0.9,
            Self::Slip => 0.85,
            Self::Longer => 0.8,
            Self::Reordered => 0.7,
            Self::Part => 0.65,
            Self::Initials => 0.6,
            Self::Related => 0.0,
        }
    }

    /// What speaks for it, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the same name",
            Self::Shortened => "the same name, shortened",
            Self::Slip => "names one letter apart",
            Self::Reordered => "the same words in another order",
            Self::Longer | Self::Part => "one name holds the other",
            Self::Initials => "one name is the initials of the other",
            Self::Related => "the names share a word",
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

/// Whether two names are alike enough to be those of one company.
pub fn agree(a: &Spelling, b: &Spelling) -> bool {
    alike(a, b).is_some_and(|alike| alike < Alike::Related)
}

fn alike_words(a: &Spelling, b: &Spelling) -> Option<Alike> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a.joined == b.joined {
        return Some(Alike::Same);
    }
    if is_cut(a, b) || is_cut(b, a) {
        return Some(Alike::Shortened);
    }
    // "Plant 1" and "Plant 2" differ in what counts.
    if !digits(&a.joined).eq(digits(&b.joined)) {
        return None;
    }
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    if short.words.len() == long.words.len() && short.folded.iter().zip(&long.folded).all(|(x, y)| is_shortened(x, y)) {
        return Some(Alike::Shortened);
    }
    // "Kittridge Fastener" and "Kittridge Fasteners"; "Harbor Light" and "Harbor Lights" may be two.
    let is_trade = |x: &str, y: &str| is_plural(x, y) && (is_of_companies(x) || is_of_companies(y));
    let mut words = short.folded.iter().zip(&long.folded);
    if short.words.len() == long.words.len()
        && words.next().is_some_and(|(x, y)| is_shortened(x, y))
        && words.all(|(x, y)| is_shortened(x, y) || is_trade(x, y))
    {
        return Some(Alike::Shortened);
    }
    // "Plant A" and "Plant B" differ in what counts too.
    let is_letter_of_its_own = short.words.len() == long.words.len()
        && short.folded.iter().zip(&long.folded).any(|(x, y)| x != y && x.len().min(y.len()) <= 2);
    if is_letter_of_its_own {
        return None;
    }
    if short.joined.len().min(long.joined.len()) >= 8 && is_one_slip(&short.joined, &long.joined) {
        return Some(Alike::Slip);
    }
    if let Some(added) = words_added(short, long) {
        let says_little = added.iter().all(|word| LITTLE.contains(&word.as_str()));
        return Some(if says_little { Alike::Longer } else { Alike::Part });
    }
    if holds_all(short, long) {
        return Some(Alike::Reordered);
    }
    if is_initials(&a.joined, b) || is_initials(&b.joined, a) {
        return Some(Alike::Initials);
    }
    let tells = |word: &&String| word.len() >= 5 && !is_of_companies(word) && !LITTLE.contains(&word.as_str());
    let is_shared = short.words.iter().filter(tells).any(|word| long.words.contains(word));
    is_shared.then_some(Alike::Related)
}

/// Whether a system cut the one where its column ends: "BRAMHALL CASTINGS LIMI".
fn is_cut(cut: &Spelling, whole: &Spelling) -> bool {
    cut.is_cut && cut.raw.len() >= 10 && whole.raw.len() > cut.raw.len() && whole.raw.starts_with(&cut.raw)
}

/// Whether each word of `short` is one of `long`'s, or its initial, in whatever order. One of them at least is a whole word of
/// four letters or more, and what `long` has beyond says little.
fn holds_all(short: &Spelling, long: &Spelling) -> bool {
    let telling = |spelling: &Spelling| -> Vec<String> {
        spelling.folded.iter().filter(|word| !PARTICLES.contains(&word.as_str())).cloned().collect()
    };
    let (short, mut long) = (telling(short), telling(long));
    let mut n_whole = 0;
    for word in &short {
        let is_it = |other: &String| word == other || is_shortened(word, other) || is_plural(word, other);
        if let Some(at) = long.iter().position(is_it) {
            n_whole += usize::from(word.len() >= 4);
            long.remove(at);
            continue;
        }
        // "wj" of "William J."
        for initial in word.chars() {
            let Some(at) = long.iter().position(|other| other.starts_with(initial)).filter(|_| word.len() <= 3) else {
                return false;
            };
            long.remove(at);
        }
    }
    n_whole > 0 && short.len() > 1 && long.iter().all(|word| word.len() <= 2 || LITTLE.contains(&word.as_str()))
}

/// "cycle", "cycles".
fn is_plural(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() >= 4 && long.strip_suffix('s') == Some(short)
}

/// Small words that are left out or shortened.
const PARTICLES: [&str; 20] = [
    "van", "den", "der", "von", "v", "d", "vd", "de", "du", "des", "del", "della", "di", "da", "le", "la", "les", "el",
    "y", "of",
];

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

/// Words that a system or a hurried typist leaves out.
const LITTLE: [&str; 23] = [
    "shop",
    "group",
    "holdings",
    "holding",
    "international",
    "usa",
    "america",
    "manufacturing",
    "works",
    "makers",
    "components",
    "products",
    "parts",
    "devices",
    "systems",
    "industries",
    "enterprises",
    "technologies",
    "deutschland",
    "france",
    "italia",
    "iberica",
    "canada",
];

/// What companies put behind their name in a domain.
const ENDINGS: [&str; 14] =
    ["inc", "co", "corp", "llc", "ltd", "mfg", "usa", "group", "gmbh", "ag", "online", "hq", "company", "intl"];

/// The words that `long` adds; `None` where `short` is not part of it. The first words must agree.
fn words_added<'a>(short: &Spelling, long: &'a Spelling) -> Option<Vec<&'a String>> {
    // "Pennridge Machine" of "Penn Ridge Machine Works".
    for n in 1..long.folded.len() {
        if long.folded[..n].concat() == short.joined {
            return Some(long.folded[n..].iter().collect());
        }
    }
    let mut rest = long.folded.iter();
    let mut added = Vec::new();
    for (i, word) in short.folded.iter().enumerate() {
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
    (short.folded.len() > 1 || short.joined.len() >= 5).then_some(added)
}

/// Whether one letter was added, left out, changed, or swapped with the next (an optimal string alignment distance of 1).
fn is_one_slip(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let n_same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let rest = |text: &str| text.chars().skip(n_same).collect::<Vec<char>>();
    let (one, other) = (rest(a), rest(b));
    let is_added = |one: &[char], other: &[char]| one.split_first().is_some_and(|(_, behind)| behind == other);
    let is_changed = || one.len() == other.len() && !one.is_empty() && one[1..] == other[1..];
    let is_swapped = || match (one.as_slice(), other.as_slice()) {
        ([first, second, behind @ ..], [a, b, rest @ ..]) => first == b && second == a && behind == rest,
        _ => false,
    };
    is_added(&one, &other) || is_added(&other, &one) || is_changed() || is_swapped()
}

/// Whether the words are one, or either is short for the other: its beginning, or some of its consonants. A letter more is
/// another word: "Light", "Lights".
fn is_shortened(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short == long
        || (short.len() >= 3 && long.len() >= short.len() + 2 && (long.starts_with(short) || is_skeleton(short, long)))
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
    short.len() >= 3
        && long.words.len() >= 3
        && long.words.iter().filter_map(|word| word.chars().next()).eq(short.chars())
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
            ("William J. Haas Co", "W.J. Haas", Some(Alike::Reordered)),
            ("HAAS, WM J CO", "Wm. Haas Company", Some(Alike::Reordered)),
            ("Talleres Ibáñez, S.L.", "Ibañez Talleres", Some(Alike::Reordered)),
            ("Berg, van den", "v.d. Berg", None),
            ("Van den Berg Metaalwerken BV", "v.d. Berg Metaalwerken", Some(Alike::Reordered)),
            ("J and K Cycle Shop", "J&K Cycles", Some(Alike::Reordered)),
            ("Stellar Hydraulics", "Stellar Pneumatics", Some(Alike::Related)),
            ("Stonebridge Metals", "Stonebridge Arch. Metals", Some(Alike::Part)),
            ("KBF", "Keystone Bicycle Frames", Some(Alike::Initials)),
            ("Delta Machine Company", "Delta Machining & Tool", Some(Alike::Related)),
            ("Ridge Cycles", "Ridge Lighting", Some(Alike::Related)),
            ("Stellar Plant 1", "Stellar Plant 2", None),
            ("Stellar Plant A", "Stellar Plant B", None),
            ("Stellar Unit I", "Stellar Unit II", None),
            ("Cascade Pump & Valve", "Cascade Powersports", Some(Alike::Related)),
            ("Alpine Tool", "Borealis Tool", None),
        ] {
            assert_eq!(of(a, b), wanted, "{a}, {b}");
        }
    }

    #[test]
    fn one_slip_is_a_letter_more_less_other_or_swapped() {
        for (a, b) in
            [("harbor", "harbour"), ("harbor", "habor"), ("harbor", "harber"), ("ziegler", "zeigler"), ("a", "ab")]
        {
            assert!(is_one_slip(a, b) && is_one_slip(b, a), "{a}, {b}");
        }
        for (a, b) in [("harbor", "harbor"), ("harbor", "harbuor2"), ("ziegler", "zeiglr"), ("abcd", "badc")] {
            assert!(!is_one_slip(a, b) && !is_one_slip(b, a), "{a}, {b}");
        }
    }

    #[test]
    fn a_domain_is_told_by_the_name() {
        let is = |label: &str, name: &str| is_domain_of(label, &Spelling::of(name));
        assert!(
            is("alpinetool", "Alpine Tool & Mfg")
                && is("alpinetoolinc", "Alpine Tool")
                && is("alpine-tool", "Alpine Tool")
        );
        assert!(
            suits("kbfcycles", &Spelling::of("Keystone Bicycle Frames"))
                && !suits("zoominternet", &Spelling::of("Alpine Tool"))
        );
        assert!(
            !is("works", "Delta Works") && !is("harborlight", "Alpine Tool") && !is("alpinetoolrental", "Alpine Tool")
        );
    }
}
