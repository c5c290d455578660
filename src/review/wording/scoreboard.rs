//! The scoreboard and the limits in words.

use super::numbers::small;
use super::{bare_volume, number, percent, unit_word};
use crate::model::{Dataset, Limits, Measure, VolumeUnit, money};
use crate::review::scoreboard::Scored;

/// What is measured, with its unit: "parts", "rejected parts".
pub fn measure(dataset: &Dataset, measure: Measure) -> String {
    match measure {
        Measure::Orders => "Orders".to_owned(),
        Measure::Parts => "Parts".to_owned(),
        Measure::Area => format!("Surface, {}", unit_word(dataset, VolumeUnit::Area)),
        Measure::Revenue => "Revenue".to_owned(),
        Measure::OnTime => "Left on time".to_owned(),
        Measure::Rejected => "Rejected parts".to_owned(),
        Measure::Late => "Days beyond terms".to_owned(),
    }
}

/// A value of a measure: "1,240", "$18k", "97 %".
pub fn measured(dataset: &Dataset, measure: Measure, value: f64) -> String {
    match measure {
        Measure::Revenue => bare_volume(dataset, VolumeUnit::Money, value),
        Measure::OnTime | Measure::Rejected => format!("{} %", percent(value)),
        Measure::Late => number((value * 10.0).round() / 10.0),
        Measure::Orders | Measure::Parts | Measure::Area => number(value.round()),
    }
}

/// The same without rounding, as it is typed: "24,000.00", "1.5 %".
pub fn measured_exactly(dataset: &Dataset, measure: Measure, value: f64) -> String {
    match measure {
        #[expect(clippy::cast_possible_truncation, reason = "bounded where it is typed")]
        Measure::Revenue => money::exact(value.round() as money::Minor, dataset.currency.as_deref()),
        Measure::OnTime | Measure::Rejected => format!("{} %", number((value * 1000.0).round() / 10.0)),
        _ => number(value),
    }
}

/// The finding of the scoreboard: "Revenue reached its goal in 4 of 13 weeks, rejected parts in 11".
pub fn scoreboard_title(dataset: &Dataset, board: &[Scored]) -> String {
    let told: Vec<(&Scored, usize, usize)> =
        board.iter().filter_map(|scored| scored.met().map(|(n, of)| (scored, n, of))).collect();
    let Some((worst, n, of)) = told.iter().min_by(|a, b| (a.1 * b.2).cmp(&(b.1 * a.2))) else {
        return "The last 13 weeks".to_owned();
    };
    let name = measure(dataset, worst.measure);
    let weeks = |n: usize, of: usize| format!("{} of {} weeks", small(n), of);
    if told.len() > 1 && told.iter().all(|(_, n, of)| n == of) {
        return "The last 13 weeks reached every goal".to_owned();
    }
    format!("The last 13 weeks: {} reached the goal in {}", name.to_lowercase(), weeks(*n, *of))
}

/// The limits that a review was judged with: "at most 5 calls, from $2k a year on".
pub fn limits(dataset: &Dataset, limits: &Limits) -> String {
    let from = match limits.least_money {
        0 => String::new(),
        least => format!(", from {} a year on", money::short(least, dataset.currency.as_deref())),
    };
    format!("at most {} calls{from}", limits.calls)
}
