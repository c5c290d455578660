//! A name without what systems add to it: company form, punctuation, accents, remarks in parentheses.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Company forms, as they end a name.
const FORMS: [&str; 42] = [
    "inc",
    "incorporated",
    "llc",
    "ltd",
    "limited",
    "co",
    "company",
    "corp",
    "corporation",
    "lp",
    "llp",
    "plc",
    "pty",
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "se",
    "ev",
    "srl",
    "spa",
    "sa",
    "sas",
    "sarl",
    "sl",
    "bv",
    "nv",
    "oy",
    "oyj",
    "ab",
    "as",
    "aps",
    "kft",
    "zrt",
    "sro",
    "doo",
    "cv",
    "de",
    "cie",
];

/// "ALPINE TOOL & MFG., INC. (PO only)" is "alpine tool and mfg". Empty where nothing is left.
pub fn normal(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut depth = 0_u32;
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '&' | '+' => plain.push_str(" and "),
            // S.r.l. and L.L.C. are one word.
            '.' | '\'' | '’' => {}
            'ß' => plain.push_str("ss"),
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ => plain.push(' '),
        }
    }
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| FORMS.contains(word) || *word == "and") {
        words.pop();
    }
    words.join(" ")
}

/// What stands in parentheses: "ohio" of "Precision Metal (Ohio)", unless it is a remark of the books. Two different ones
/// may be two sites.
pub fn site(name: &str) -> String {
    let inside: Vec<&str> = name.split('(').skip(1).filter_map(|part| part.split(')').next()).collect();
    let plain = normal(&inside.join(" "));
    let is_remark = ["only", "po", "new", "old", "inactive", "cod", "do not use", "prepay"];
    if is_remark.iter().any(|word| plain.split(' ').any(|part| part == *word)) { String::new() } else { plain }
}

/// In which countries a company has the form its name ends in; `None` where it has none.
pub fn country_of_form(name: &str) -> Option<&'static str> {
    const COUNTRIES: [(&str, &[&str]); 6] = [
        ("us, uk", &["inc", "incorporated", "llc", "ltd", "limited", "corp", "corporation", "plc", "llp", "lp", "pty"]),
        ("de", &["gmbh", "ag", "kg", "mbh", "ohg", "ug", "kgaa"]),
        ("nordic", &["ab", "oy", "oyj", "aps"]),
        ("it", &["srl", "spa"]),
        ("fr, es", &["sas", "sarl", "sl"]),
        ("nl", &["bv", "nv"]),
    ];
    let plain: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let last = plain.split_whitespace().last()?;
    COUNTRIES.iter().find(|(_, forms)| forms.contains(&last)).map(|(country, _)| *country)
}

/// Whether an id stands for "none": "0", "n/a", "-".
pub fn is_placeholder(id: &str) -> bool {
    let plain = id.trim().to_lowercase();
    plain.chars().all(|c| c == '0' || !c.is_alphanumeric())
        || ["na", "n/a", "none", "null", "nil", "unknown"].contains(&plain.as_str())
}

/// Whether a name stands for everybody who pays at the counter.
pub fn is_cash_sale(normal: &str) -> bool {
    ["cash sale", "cash sales", "cash", "cash customer", "walk in", "walk in customer", "counter sale", "barverkauf"]
        .contains(&normal)
}

/// The domain's own word: "alpinetool" of "mail.alpinetool.com".
pub fn domain_label(domain: &str) -> &str {
    let parts: Vec<&str> = domain.split('.').collect();
    let ending =
        if parts.len() > 2 && parts[parts.len() - 1].len() == 2 && parts[parts.len() - 2].len() <= 3 { 2 } else { 1 };
    parts.len().checked_sub(ending + 1).and_then(|i| parts.get(i)).copied().unwrap_or(domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::customer::company_domain;

    #[test]
    fn company_forms_and_punctuation_say_nothing() {
        for name in [
            "Alpine Tool & Mfg.",
            "ALPINE TOOL AND MFG, INC",
            "The Alpine Tool & Mfg Co.",
            "Alpine Tool and Mfg (PO only), L.L.C.",
        ] {
            assert_eq!(normal(name), "alpine tool and mfg", "{name}");
        }
        assert_eq!(normal("Müller Stahlbau GmbH & Co. KG"), "muller stahlbau");
        assert_eq!(normal("Co"), "co");
        assert_eq!(normal("(PO only)"), "");
    }

    #[test]
    fn public_mail_services_are_no_company() {
        assert_eq!(company_domain("Tom@AlpineTool.com").as_deref(), Some("alpinetool.com"));
        assert_eq!(company_domain("tom@gmail.com"), None);
        assert_eq!(company_domain("tom"), None);
        assert_eq!(domain_label("mail.alpinetool.co.uk"), "alpinetool");
    }
}
