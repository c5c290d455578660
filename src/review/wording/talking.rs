//! What to say when one calls: respectful words, each with where they come from.
//!
//! A call asks and does not accuse. Nobody is told that their clicks were counted.

use super::{days_beyond, number, percent, phrase};
use crate::model::finding::{Finding, Signal, Subject};
use crate::model::labels::NO_LABEL;
use crate::model::{Dataset, Day};

/// What to ask or to say about a finding, and where that comes from.
pub fn talking_point(dataset: &Dataset, finding: &Finding) -> String {
    format!("{} {}", words(dataset, finding), basis(dataset, finding))
}

fn words(dataset: &Dataset, finding: &Finding) -> String {
    let (was, now) = (finding.change.was, finding.change.now);
    let label = |label: u16| dataset.label(label);
    match finding.signal {
        Signal::Quiet => "Ask how they are doing and what is on their floor; it is a while since the last order.".to_owned(),
        Signal::Slowdown => {
            "Ask what changed in their planning, and whether lead time, price or quality plays a part.".to_owned()
        }
        Signal::Lots => format!(
            "Ask whether they build to order now: lots of {} parts were {}. Offer to run fixed days, or several colours together.",
            number(now.round()),
            number(was.round())
        ),
        Signal::Late => format!(
            "Ask first whether something was wrong with an invoice; they pay {} where it was {}. Then agree on a date.",
            days_beyond(now),
            days_beyond(was)
        ),
        Signal::Rejects => format!(
            "Say it before they do: {} % of their parts came back, {} % before. Say what you change, and ask what they see.",
            percent(now),
            percent(was)
        ),
        Signal::Distress => {
            "Ask how business is: both orders and payments slowed. Listen first, then agree on terms for the next order."
                .to_owned()
        }
        Signal::Mix => match finding.subject {
            Some(Subject::Process { to, .. } | Subject::Supplier { to, .. }) if to != NO_LABEL => {
                format!("Ask what {} does better for them, and whether more of their parts will move.", label(to))
            }
            _ => "Ask what the new choice does better for them, and whether more of their parts will move.".to_owned(),
        },
        Signal::Interest => match finding.subject {
            Some(Subject::Topic(topic)) => format!(
                "Ask what they plan this year, and mention that you do {}. Leave out how you know.",
                label(topic).to_lowercase()
            ),
            _ => "Ask what they plan this year. Leave out how you know.".to_owned(),
        },
        Signal::Industry | Signal::Finish => phrase(finding.signal).to_owned(),
    }
}

/// "(46 rows of orders.csv, 3 Jan to 9 Nov 2026)".
fn basis(dataset: &Dataset, finding: &Finding) -> String {
    let mut files: Vec<&str> = Vec::new();
    for evidence in &finding.evidence {
        let file = dataset.sources.get(usize::from(evidence.at.source)).map_or("", |source| source.file.as_str());
        if !files.contains(&file) {
            files.push(file);
        }
    }
    let rows = match finding.evidence.len() {
        1 => "1 row".to_owned(),
        n => format!("{n} rows"),
    };
    let (from, to): (Day, Day) = (finding.windows.was_from, finding.windows.now_to - 1);
    format!("({rows} of {}, {} to {})", files.join(" and "), from.long(), to.long())
}
