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

/// Domains that everybody can have an address at: they say nothing about a company.
const PUBLIC_DOMAINS: [&str; 26] = [
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.uk",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "aol.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "mail.com",
    "proton.me",
    "protonmail.com",
    "comcast.net",
    "verizon.net",
    "att.net",
    "sbcglobal.net",
    "libero.it",
    "orange.fr",
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

/// The company's own domain of an address; `None` for public mail services and for what is no address.
pub fn company_domain(email: &str) -> Option<String> {
    let (_, domain) = email.trim().trim_end_matches('>').rsplit_once('@')?;
    let domain = domain.trim_start_matches("www.").to_lowercase();
    let is_domain = domain.contains('.') && !domain.contains(' ');
    (is_domain && !PUBLIC_DOMAINS.contains(&domain.as_str())).then_some(domain)
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
