//! How well two names agree.

use strsim::{jaro_winkler, osa_distance};

/// 0 to 1, of two normalised names. Jaro-Winkler of the words run together (Winkler 1990), lowered where words that tell
/// companies apart differ: "delta machine" and "delta machining and tool" share a root and are two companies.
pub fn agreement(a: &str, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a == b {
        return 1.0;
    }
    // "Plant 1" and "Plant 2" differ in what counts.
    if !digits(a).eq(digits(b)) {
        return 0.5;
    }
    let (joined_a, joined_b) = (a.replace(' ', ""), b.replace(' ', ""));
    let similar = jaro_winkler(&joined_a, &joined_b);
    // One letter more or less in a long name is a slip of the keyboard.
    if joined_a.len().min(joined_b.len()) >= 8 && osa_distance(&joined_a, &joined_b) <= 1 {
        return similar.max(0.95);
    }
    let (wa, wb) = (words(a), words(b));
    let (short, long) = if wa.len() <= wb.len() { (&wa, &wb) } else { (&wb, &wa) };
    let is_contained = short.first() == long.first() && short.iter().all(|word| long.contains(word));
    if is_contained {
        return similar.max(0.93);
    }
    // Another word is another company.
    let n_same = short.iter().filter(|word| long.iter().any(|other| is_slip(word, other))).count();
    similar * (0.5 + 0.5 * n_same as f64 / long.len() as f64)
}

/// Whether the names agree well enough to trust a shared e-mail domain.
pub fn agrees(a: &str, b: &str) -> bool {
    agreement(a, b) >= 0.85
}

/// Whether a domain's word is made of the name: "alpinetool" of "alpine tool and mfg".
pub fn is_domain_of(label: &str, name: &str) -> bool {
    let label: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut joined = String::new();
    for word in words(name) {
        joined.push_str(word);
        if joined.len() >= 4 && joined == label {
            return true;
        }
    }
    let n_words = words(name).len();
    (joined.len() >= 6 && label.starts_with(&joined)) || (n_words > 1 && jaro_winkler(&joined, &label) >= 0.95)
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_digit)
}

fn words(name: &str) -> Vec<&str> {
    name.split(' ').filter(|word| *word != "and").collect()
}

fn is_slip(a: &str, b: &str) -> bool {
    a == b || (a.len() > 4 && b.len() > 4 && osa_distance(a, b) <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_more_agrees_and_another_word_does_not() {
        assert!(agrees("alpine tool", "alpine tool mfg"));
        assert!(agrees("alpine tool", "alpine tol"), "{}", agreement("alpine tool", "alpine tol"));
        assert!(!agrees("delta machine", "delta machining and tool"));
        assert!(!agrees("ridge cycles", "ridge lighting"));
        assert!(!agrees("stellar plant 1", "stellar plant 2"));
    }

    #[test]
    fn a_domain_is_told_by_the_name() {
        assert!(is_domain_of("alpinetool", "alpine tool and mfg"));
        assert!(is_domain_of("alpinetoolinc", "alpine tool"));
        assert!(!is_domain_of("works", "delta works"));
        assert!(!is_domain_of("harborlight", "alpine tool"));
    }
}
