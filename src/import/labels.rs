//! A report of one campaign as labels and values: "Subject line:", "Total recipients:", "Recipients who opened:".

use super::cells::{Grid, text};
use super::headings::{Meaning as M, meaning, plain};
use super::values::date_cell;
use crate::model::Day;

/// What the labels say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// The row of the date, or of the first label.
    pub row: u32,
    /// The campaign's name.
    pub title: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// When it was sent: the cell as written.
    pub sent: Option<Vec<u8>>,
    /// How many it was sent to, who opened it, who clicked.
    pub counts: [Option<i32>; 3],
    /// The rows that were used.
    pub rows: Vec<u32>,
}

/// Reads the labels, where the file is such a report: most lines are a label and a value, and at least four labels are of a
/// campaign.
pub fn read(grid: &Grid) -> Option<Labelled> {
    let mut found = Labelled::default();
    let (mut n_lines, mut n_pairs, mut n_known) = (0_usize, 0_usize, 0_usize);
    for (row, cells) in grid.iter().take(200) {
        let filled: Vec<&[u8]> = cells.iter().filter(|cell| !cell.is_empty()).collect();
        n_lines += usize::from(!filled.is_empty());
        let [label, value] = filled[..] else { continue };
        n_pairs += 1;
        let label = text(label);
        let words = plain(&label);
        let value_text = text(value).into_owned();
        let number = leading_number(&value_text);
        let is_last = words.starts_with("last ") || words.starts_with("first ");
        let mut known = true;
        match meaning(&label) {
            M::Subject => {
                found.subject.get_or_insert(value_text);
            }
            M::Campaign => {
                found.title.get_or_insert(value_text);
            }
            _ if is_date_label(&words) && date_cell(value).is_some() && !is_last => {
                if found.sent.is_none() {
                    (found.sent, found.row) = (Some(value.to_vec()), row);
                }
            }
            M::Opens if number.is_some() && !is_last => {
                found.counts[1] = found.counts[1].or(number);
            }
            M::Clicks if number.is_some() && !is_last => {
                found.counts[2] = found.counts[2].or(number);
            }
            _ if is_audience(&words) && number.is_some() => {
                if words.contains("open") {
                    found.counts[1] = found.counts[1].or(number);
                } else if words.contains("click") {
                    found.counts[2] = found.counts[2].or(number);
                } else {
                    found.counts[0] = found.counts[0].or(number);
                }
            }
            M::Bounces | M::Unsubscribes => {}
            _ if ["title", "name", "titel", "titre", "titulo", "titolo"].contains(&words.as_str()) => {
                found.title.get_or_insert(value_text);
            }
            _ => known = false,
        }
        if known {
            n_known += 1;
            found.rows.push(row);
        }
    }
    let is_report = n_known >= 4
        && n_pairs * 10 >= n_lines * 6
        && found.sent.is_some()
        && (found.title.is_some() || found.subject.is_some())
        && found.counts != [None; 3];
    is_report.then_some(found)
}

fn is_date_label(words: &str) -> bool {
    [
        "date",
        "sent",
        "delivery",
        "delivered",
        "datum",
        "gesendet",
        "versendet",
        "envoi",
        "envoye",
        "fecha",
        "enviado",
        "data",
        "inviato",
        "time",
    ]
    .iter()
    .any(|word| words.split(' ').any(|w| w == *word))
}

fn is_audience(words: &str) -> bool {
    [
        "recipients",
        "recipient",
        "sent",
        "delivered",
        "audience",
        "empfanger",
        "destinataires",
        "destinatarios",
        "destinatari",
        "emails",
        "people",
        "contacts",
        "sends",
    ]
    .iter()
    .any(|word| words.split(' ').any(|w| w == *word))
}

/// "23 (40.4%)" is 23.
fn leading_number(value: &str) -> Option<i32> {
    let digits: String = value
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',' || *c == '.')
        .filter(char::is_ascii_digit)
        .collect();
    let is_number = value
        .split_whitespace()
        .next()
        .is_some_and(|word| word.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.'));
    digits.parse().ok().filter(|_| is_number)
}

impl Labelled {
    /// The day, where the cell leaves no doubt.
    pub fn sure_day(&self) -> Option<Day> {
        match date_cell(self.sent.as_deref()?)? {
            super::values::DateCell::Sure(day, _) | super::values::DateCell::Serial(day) => Some(day),
            super::values::DateCell::Doubtful(..) => None,
        }
    }
}
