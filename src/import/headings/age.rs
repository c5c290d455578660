//! Headings that say how old an open amount is.

use super::plain;

/// Of these words and numbers alone such headings are made.
const WORDS: &str = "days day month months past due overdue older over or more and current not yet tage tagen monat monate alter \
    uber uberfallig fallig falligkeit bis ab nicht aktuell jours mois plus de echu non retard dias mas vencido \
    vencer por a corriente giorni oltre scaduto scadere corrente to von mehr als than week weeks under within \
    terms future aged";

/// "< 1 Month", "31-60", "Older", "91 or more days past due", "CURRENT": how old an open amount is.
pub fn is_age_bucket(text: &str) -> bool {
    let words = plain(text);
    let is_of_age = |word: &str| WORDS.split(' ').any(|of_age| of_age == word);
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let n_numbers = words
        .split(' ')
        .filter(|word| is_number(word) || word.trim_end_matches('d').bytes().all(|b| b.is_ascii_digit()))
        .count();
    let all_known = words.split(' ').all(|word| {
        is_number(word) || is_of_age(word) || (word.ends_with('d') && is_number(word.trim_end_matches('d')))
    });
    if !all_known || words.is_empty() {
        return false;
    }
    let has = |wanted: &[&str]| words.split(' ').any(|word| wanted.contains(&word));
    let says_time = has(&[
        "days", "day", "month", "months", "tage", "tagen", "monat", "monate", "jours", "mois", "dias", "giorni",
        "week", "weeks",
    ]);
    let is_alone = [
        "current",
        "older",
        "aktuell",
        "corriente",
        "corrente",
        "not yet due",
        "not due",
        "nicht fallig",
        "non echu",
        "por vencer",
        "a scadere",
        "scaduto",
        "overdue",
        "future",
    ]
    .contains(&words.as_str());
    is_alone
        || (n_numbers >= 1
            && (says_time
                || n_numbers == 2
                || text.contains(['+', '>', '<'])
                || has(&["over", "older", "uber", "plus", "mas", "oltre", "und", "and"])))
}
