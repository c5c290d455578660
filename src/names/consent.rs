//! Who must not be written to: people who unsubscribed, complained, or whose address sends mail back, and those whom a list marks
//! so. They appear in no list of people; how many were left out always does.

use std::collections::BTreeSet;

use crate::model::customer::addresses;
use crate::model::words::NO_WORD;
use crate::model::{Field, Kind, Table};

/// The addresses, in small letters. Who unsubscribed once stays left out: another list may not know of it.
pub fn not_to_contact(tables: &[Table]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for table in tables.iter().filter(|table| matches!(table.kind, Some(Kind::Emails | Kind::Customers))) {
        for (field, says) in [
            (Field::NoContact, is_filled as fn(&str) -> bool),
            (Field::Bounced, is_filled),
            (Field::MailEvent, is_refusal),
            (Field::Status, is_refusal),
        ] {
            let Some(words) = table.words(field) else { continue };
            let refuses: Vec<bool> = words.words.iter().map(|word| says(word)).collect();
            for (row, &code) in words.codes.iter().enumerate().filter(|&(_, &code)| code != NO_WORD) {
                let mention = table.mentions.get(table.mention_of_row[row] as usize);
                if refuses.get(code as usize) == Some(&true)
                    && let Some(email) = mention.and_then(|mention| mention.email.as_deref())
                {
                    found.extend(addresses(email));
                }
            }
        }
    }
    found
}

/// A date, a cross or a yes in a column of those who must not be written to.
fn is_filled(cell: &str) -> bool {
    const NO: [&str; 12] = ["", "0", "no", "n", "false", "nein", "non", "never", "none", "-", "subscribed", "active"];
    !NO.contains(&cell.trim().to_lowercase().as_str())
}

/// A word for what somebody did, or is, that forbids writing.
fn is_refusal(word: &str) -> bool {
    const STEMS: [&str; 15] = [
        "unsub",
        "optout",
        "optedout",
        "bounce",
        "complain",
        "complaint",
        "spam",
        "cleaned",
        "suppress",
        "donot",
        "abgemeldet",
        "desabon",
        "desinscri",
        "dadodebaja",
        "disiscri",
    ];
    let plain: String = word.to_lowercase().replace('é', "e").chars().filter(char::is_ascii_alphanumeric).collect();
    // What comes back today may arrive tomorrow.
    !plain.contains("soft") && STEMS.iter().any(|stem| plain.contains(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_forbid_writing() {
        for word in
            ["Unsubscribed", "hard_bounce", "Spam complaint", "opted out", "Do not contact", "Désabonné(e)", "cleaned"]
        {
            assert!(is_refusal(word), "{word}");
        }
        for word in ["Sent", "opened", "Click", "soft bounce", "subscribed", "delivered", "active"] {
            assert!(!is_refusal(word), "{word}");
        }
        assert!(is_filled("14-10-2025 14:30:06") && is_filled("x") && is_filled("Yes"));
        assert!(!is_filled("0") && !is_filled("No") && !is_filled(" "));
    }
}
