//! A name taken apart: what tells companies apart, without what systems and people add to it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::people::is_of_companies;

/// One name as written, in the parts by which it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// The words of the name: no company form, no "and", abbreviations written out. Empty where nothing is left.
    pub words: Vec<String>,
    /// The words with "ue" as "u", since "Mueller" and "Müller" are written alike.
    pub folded: Vec<String>,
    /// The words run together, so that "Boat Works" is "Boatworks".
    pub joined: String,
    /// What tells sites of one name apart: "ohio" of "Precision Metal (Ohio)".
    pub site: String,
    /// In which countries a company has the form that the name ends in.
    pub country: Option<&'static str>,
    /// All letters and digits, in lower case and run together.
    pub raw: String,
    /// Whether the system that wrote it cuts names at this length.
    pub is_cut: bool,
    /// The name before a colon, as written: "Acme" of "Acme:Plant 2".
    pub parent: Option<String>,
    /// Other names in the same cell, as words: "KBF" of "Keystone Bicycle Frames (dba KBF)".
    pub others: Vec<Vec<String>>,
}

impl Spelling {
    /// Takes a name apart.
    pub fn of(name: &str) -> Self {
        let mut spelling = Self { raw: folded(&plain_words(name).concat()), ..Self::default() };
        let (mut rest, inside) = without_brackets(without_attention(name));
        for remark in inside {
            match other_name(&format!(" {remark} ")) {
                Some((_, other)) => spelling.add_other(&other),
                None => spelling.add_site(&remark),
            }
        }
        if let Some((main, other)) = other_name(&rest) {
            spelling.add_other(&other);
            rest = main;
        }
        // The books write a job or a site of a customer behind a colon: it is the customer's.
        if let Some((parent, child)) = rest.split_once(':')
            && has_letters(parent)
            && has_letters(child)
        {
            spelling.parent = Some(parent.trim().to_owned());
            rest = parent.to_owned();
        }
        if let Some((first, last)) = split_at_dash(&rest) {
            if is_code(&first) {
                spelling.add_other(&first);
                rest = last;
            } else {
                spelling.add_site(&last);
                rest = first;
            }
        }
        if let Some((surname, given)) = rest.split_once(',')
            && (is_initials(given) || is_given(surname, given))
        {
            rest = format!("{given} {surname}");
        }
        spelling.country = country_of_form(&rest);
        spelling.words = words(&rest);
        if is_only_a_place(&spelling.words) {
            // "Plant 2" is a site of whoever wrote it.
            let site = std::mem::take(&mut spelling.words).join(" ");
            spelling.add_site(&site);
        }
        spelling.folded = spelling.words.iter().map(|word| folded(word)).collect();
        spelling.joined = spelling.folded.concat();
        spelling
    }

    /// Whether there is anything to compare by.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn add_other(&mut self, other: &str) {
        let words = words(other);
        if !words.is_empty() {
            self.others.push(words);
        }
    }

    fn add_site(&mut self, site: &str) {
        let words = words(site);
        let is_remark = words.iter().any(|word| REMARKS.contains(&word.as_str()));
        // It may be whom the site belongs to.
        if words.len() > 1 && has_letters(site) && !is_remark {
            self.others.push(words.clone());
        }
        if words.is_empty() || is_remark || is_code_of_many_digits(site) {
            return;
        }
        if !self.site.is_empty() {
            self.site.push(' ');
        }
        self.site.push_str(&words.join(" "));
    }
}

/// What two spellings of a name have in common that differ in case, accents, punctuation and the form of the company.
pub fn key_of_name(name: &str) -> String {
    Spelling::of(name).joined
}

/// Whether an id stands for "none": "0", "n/a", "-".
pub fn is_placeholder(id: &str) -> bool {
    let plain = id.trim().to_lowercase();
    plain.chars().all(|c| c == '0' || !c.is_alphanumeric())
        || ["na", "n/a", "none", "null", "nil", "unknown"].contains(&plain.as_str())
}

/// Whether a name stands for everybody who pays at the counter.
pub fn is_cash_sale(name: &str) -> bool {
    const NOBODY: [&str; 22] = [
        "cash sale",
        "cash sales",
        "cash",
        "cash customer",
        "walk in",
        "walkin",
        "walk in customer",
        "counter sale",
        "counter sales",
        "retail customer",
        "misc customer",
        "miscellaneous customer",
        "various customers",
        "guest",
        "barverkauf",
        "laufkunde",
        "laufkundschaft",
        "client comptant",
        "client divers",
        "cliente contado",
        "vente comptoir",
        "cliente generico",
    ];
    NOBODY.contains(&plain_words(name).join(" ").as_str())
}

/// The domain's own word: "alpinetool" of "mail.alpinetool.com" and of "alpinetool.co.uk".
pub fn domain_label(domain: &str) -> &str {
    let parts: Vec<&str> = domain.split('.').collect();
    let ending =
        if parts.len() > 2 && parts[parts.len() - 1].len() == 2 && parts[parts.len() - 2].len() <= 3 { 2 } else { 1 };
    parts.len().checked_sub(ending + 1).and_then(|i| parts.get(i)).copied().unwrap_or(domain)
}

/// Company forms, as they end a name, with the countries where they are used; a blank where that says little.
const FORMS: [(&str, &str); 45] = [
    ("inc", "us, uk"),
    ("incorporated", "us, uk"),
    ("llc", "us, uk"),
    ("ltd", "us, uk"),
    ("limited", "us, uk"),
    ("corp", "us, uk"),
    ("corporation", "us, uk"),
    ("llp", "us, uk"),
    ("lp", "us, uk"),
    ("plc", "us, uk"),
    ("pty", "us, uk"),
    ("pc", ""),
    ("co", ""),
    ("company", ""),
    ("gmbh", "de"),
    ("mbh", "de"),
    ("ag", "de"),
    ("kg", "de"),
    ("kgaa", "de"),
    ("ohg", "de"),
    ("ug", "de"),
    ("ek", "de"),
    ("gbr", "de"),
    ("se", ""),
    ("ev", ""),
    ("ab", "nordic"),
    ("oy", "nordic"),
    ("oyj", "nordic"),
    ("aps", "nordic"),
    ("as", ""),
    ("srl", "it"),
    ("spa", "it"),
    ("sas", "fr, es"),
    ("sarl", "fr, es"),
    ("sl", "fr, es"),
    ("slu", "fr, es"),
    ("sa", ""),
    ("de", ""),
    ("cv", ""),
    ("bv", "nl"),
    ("nv", "nl"),
    ("kft", "hu"),
    ("zrt", "hu"),
    ("sro", "cz"),
    ("cie", ""),
];

/// Abbreviations that stand for one word only. Others are told by their letters, see [`super::compare`].
const ABBREVIATIONS: [(&str, &str); 57] = [
    ("saint", "st"),
    ("street", "st"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("thos", "thomas"),
    ("wm", "william"),
    ("geo", "george"),
    ("chas", "charles"),
    ("robt", "robert"),
    ("flli", "fratelli"),
    ("ste", "societe"),
    ("ets", "etablissements"),
    ("etabl", "etablissements"),
    ("gebruder", "gebrueder"),
    ("sankt", "st"),
    ("mfg", "manufacturing"),
    ("mfr", "manufacturing"),
    ("mnfg", "manufacturing"),
    ("manuf", "manufacturing"),
    ("svc", "service"),
    ("svcs", "services"),
    ("intl", "international"),
    ("natl", "national"),
    ("assn", "association"),
    ("assoc", "associates"),
    ("bros", "brothers"),
    ("inds", "industries"),
    ("engrg", "engineering"),
    ("engr", "engineering"),
    ("equip", "equipment"),
    ("equipt", "equipment"),
    ("prods", "products"),
    ("sys", "systems"),
    ("grp", "group"),
    ("ctr", "center"),
    ("centre", "center"),
    ("ltg", "lighting"),
    ("whse", "warehouse"),
    ("univ", "university"),
    ("dept", "department"),
    ("govt", "government"),
    ("mtls", "materials"),
    ("matls", "materials"),
    ("hdwe", "hardware"),
    ("hdw", "hardware"),
    ("sch", "school"),
    ("pkg", "packaging"),
    ("gebr", "gebrueder"),
    ("aluminium", "aluminum"),
];

/// Words in parentheses or behind a dash that are remarks of the books.
const REMARKS: [&str; 20] = [
    "only",
    "po",
    "new",
    "old",
    "inactive",
    "cod",
    "use",
    "prepay",
    "closed",
    "hold",
    "usd",
    "eur",
    "net",
    "vip",
    "customer",
    "duplicate",
    "account",
    "billing",
    "terms",
    "deleted",
];

/// "Plant 2", "Accounts payable": whose it is stands elsewhere.
fn is_only_a_place(words: &[String]) -> bool {
    const PLACES: [&str; 20] = [
        "plant",
        "site",
        "warehouse",
        "werk",
        "usine",
        "planta",
        "location",
        "store",
        "branch",
        "division",
        "building",
        "dock",
        "office",
        "headquarters",
        "accounts",
        "accounting",
        "purchasing",
        "receiving",
        "facility",
        "shop",
    ];
    const WHICH: [&str; 7] = ["main", "north", "south", "east", "west", "payable", "unit"];
    let is_place = |word: &String| PLACES.contains(&word.as_str());
    let says_which = |word: &String| WHICH.contains(&word.as_str()) || word.len() <= 2;
    words.iter().any(is_place)
        && words.iter().all(|word| is_place(word) || says_which(word) || word.bytes().all(|b| b.is_ascii_digit()))
}

/// The words of a piece of a name, without forms at its end.
fn words(text: &str) -> Vec<String> {
    let mut words = plain_words(text);
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| FORMS.iter().any(|(form, _)| form == word)) {
        words.pop();
    }
    for word in &mut words {
        if let Some((_, long)) = ABBREVIATIONS.iter().find(|(short, _)| short == word) {
            (*long).clone_into(word);
        }
    }
    words
}

/// Letters and digits in lower case; initials run together: "J. R." is "jr", "S.r.l." is "srl".
fn plain_words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\'' | '’' | '‘' | '`' => {}
            'ß' => plain.push_str("ss"),
            'ø' | 'Ø' => plain.push('o'),
            'æ' | 'Æ' => plain.push_str("ae"),
            'ł' | 'Ł' => plain.push('l'),
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ => plain.push(' '),
        }
    }
    let plain = plain.replace("f lli ", "flli ").replace(" u ", " ");
    let mut words: Vec<String> = Vec::new();
    let mut is_initial = false;
    for word in plain.split_whitespace().filter(|word| !["and", "und", "et"].contains(word)) {
        let is_letter = word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic();
        match words.last_mut() {
            Some(last) if is_letter && is_initial => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
        is_initial = is_letter;
    }
    words
}

fn folded(word: &str) -> String {
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

fn country_of_form(name: &str) -> Option<&'static str> {
    let words = plain_words(name);
    let of_form = |word: &String| FORMS.iter().find(|(form, _)| form == word).map(|(_, country)| *country);
    words.iter().skip(1).rev().map_while(of_form).find(|country| !country.is_empty())
}

/// "Attn: Deb Olson, City of Cedar Falls" is the city.
fn without_attention(name: &str) -> &str {
    const MARKS: [&str; 5] = ["attn", "z.hd", "z. hd", "att:", "c/o"];
    let lower = name.trim_start().to_lowercase();
    let behind = name.rsplit_once(',').map(|(_, behind)| behind.trim());
    behind.filter(|behind| has_letters(behind) && MARKS.iter().any(|mark| lower.starts_with(mark))).unwrap_or(name)
}

/// The name outside of brackets, and what stands in each.
fn without_brackets(name: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), Vec::new(), 0_u32);
    for c in name.chars() {
        match c {
            '(' | '[' => {
                if depth == 0 {
                    inside.push(String::new());
                }
                depth += 1;
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth > 0 => inside.last_mut().into_iter().for_each(|text| text.push(c)),
            c => outside.push(c),
        }
    }
    (outside, inside)
}

/// "Acme dba Zenith" as the name and the other one.
fn other_name(text: &str) -> Option<(String, String)> {
    const MARKS: [&str; 13] = [
        " dba ",
        " d/b/a ",
        " d.b.a. ",
        " aka ",
        " a/k/a ",
        " fka ",
        " f/k/a ",
        " formerly ",
        " t/a ",
        " trading as ",
        " doing business as ",
        " vormals ",
        " c/o ",
    ];
    let lower: String = text.to_lowercase();
    // Letters that change their length in lower case would shift the places.
    if lower.len() != text.len() {
        return None;
    }
    let (at, mark) = MARKS.iter().find_map(|mark| lower.find(mark).map(|at| (at, *mark)))?;
    let (main, other) = (text.get(..at)?, text.get(at + mark.len()..)?);
    // Who opens the post for them is somebody else.
    let other = if mark == " c/o " { "" } else { other };
    Some((main.trim().to_owned(), other.trim().to_owned()))
}

fn split_at_dash(name: &str) -> Option<(String, String)> {
    let (at, dash) = [" - ", " – ", " — "].iter().find_map(|dash| name.find(dash).map(|at| (at, dash)))?;
    let (first, last) = (name[..at].trim(), name[at + dash.len()..].trim());
    (has_letters(last) && first.chars().any(char::is_alphanumeric)).then(|| (first.to_owned(), last.to_owned()))
}

/// "APC", "C-1023", "20344".
fn is_code(text: &str) -> bool {
    text.len() <= 8 && !text.contains(' ') && !text.chars().any(char::is_lowercase)
}

fn is_code_of_many_digits(text: &str) -> bool {
    is_code(text.trim()) && text.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// "J.R.", " J. R ".
fn is_initials(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (1..=3).contains(&letters)
        && text
            .split(|c: char| !c.is_alphabetic())
            .all(|part| part.chars().count() <= 1 || part.chars().all(char::is_uppercase))
        && !FORMS.iter().any(|(form, _)| plain_words(text).concat() == *form)
}

/// "Lindqvist, Karen", "Berg, van den": a name of two or three words in all, none of which only companies have.
fn is_given(surname: &str, given: &str) -> bool {
    let (last, first) = (plain_words(surname), plain_words(given));
    let is_form = |word: &String| FORMS.iter().any(|(form, _)| form == word) && word != "de";
    last.len() == 1
        && (1..=2).contains(&first.len())
        && !last
            .iter()
            .chain(&first)
            .any(|word| is_of_companies(word) || is_form(word) || word.bytes().any(|b| b.is_ascii_digit()))
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(name: &str) -> String {
        Spelling::of(name).words.join(" ")
    }

    #[test]
    fn company_forms_punctuation_and_abbreviations_say_nothing() {
        for name in [
            "Alpine Tool & Mfg.",
            "ALPINE TOOL AND MFG, INC",
            "The Alpine Tool & Manufacturing Co.",
            "Alpine Tool and Mfg (PO only), L.L.C.",
            "ATM - Alpine Tool + Mfg",
            "Alpine Tool/Mfg: Job 4711",
        ] {
            assert_eq!(normal(name), "alpine tool manufacturing", "{name}");
        }
        assert_eq!(normal("Müller Stahlbau GmbH & Co. KG"), "muller stahlbau");
        assert_eq!(Spelling::of("Mueller").joined, Spelling::of("Müller").joined);
        assert_eq!(normal("Co"), "co");
        assert_eq!(normal("(PO only)"), "");
    }

    #[test]
    fn initials_are_one_word_and_a_surname_in_front_goes_behind() {
        for name in ["J. R. Whitcomb", "JR Whitcomb", "Whitcomb, J.R.", "J.R. Whitcomb"] {
            assert_eq!(normal(name), "jr whitcomb", "{name}");
        }
        assert_eq!(normal("Brightwater, Inc."), "brightwater");
    }

    #[test]
    fn another_name_in_the_same_cell_is_kept_beside() {
        let spelling = Spelling::of("Keystone Bicycle Frames (dba KBF)");
        assert_eq!(
            (spelling.words.join(" ").as_str(), spelling.others),
            ("keystone bicycle frames", vec![vec!["kbf".to_owned()]])
        );
        assert_eq!(
            Spelling::of("Mid-Atlantic Rail Services fka Chesapeake Rail").others[0].join(" "),
            "chesapeake rail"
        );
        assert_eq!(normal("Borealis c/o Alpine Tool"), "borealis");
    }

    #[test]
    fn sites_are_told_apart_and_remarks_are_not() {
        assert_eq!(Spelling::of("Precision Metal (Ohio)").site, "ohio");
        assert_eq!(Spelling::of("Precision Metal - Plant 2").site, "plant 2");
        assert_eq!(Spelling::of("Plant 2").site, "plant 2");
        assert!(Spelling::of("Plant 2").is_empty());
        for name in ["Precision Metal (do not use)", "Precision Metal - C10234", "Precision Metal (COD)"] {
            assert_eq!(Spelling::of(name).site, "", "{name}");
        }
    }

    #[test]
    fn the_form_tells_the_country() {
        assert_eq!(Spelling::of("Ridge GmbH & Co. KG").country, Some("de"));
        assert_eq!(Spelling::of("Ridge AB").country, Some("nordic"));
        assert_eq!(Spelling::of("Ridge Co.").country, None);
    }

    #[test]
    fn domains_have_a_word_of_their_own() {
        assert_eq!(domain_label("mail.alpinetool.co.uk"), "alpinetool");
        assert_eq!(domain_label("alpinetool.com"), "alpinetool");
    }
}
