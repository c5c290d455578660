//! How forecasts did, in words: those that were shown, against what came, and the same forecasts on the shop's own past.

use super::numbers::small;
use super::{counted, number};
use crate::insight::forecast::cash;
use crate::model::money;
use crate::review::outlook::{DayScore, Past, Score};

/// How the forecasts did that were shown.
pub fn score_in_words(score: Option<&Score>, is_kept: bool) -> String {
    let whole = |share: f64| number((100.0 * share).round());
    match score {
        None if is_kept => {
            "Every forecast that is shown is kept and compared with what comes. No week of them has come yet."
                .to_owned()
        }
        None => "In a workspace every forecast that is shown is kept and compared with what comes.".to_owned(),
        Some(score) => {
            let naive =
                score.naive.map_or(String::new(), |naive| format!(" (taking the year before: {} %)", whole(naive)));
            format!(
                "Of {} forecasts that were shown {} weeks have come: off by **{} %**{naive}; **{} %** lay in the range of 8 of 10 times.",
                small(score.n_forecasts),
                money::thousands(score.n_weeks as u64),
                whole(score.error),
                whole(score.held as f64 / score.n_weeks.max(1) as f64),
            )
        }
    }
}

/// "such forecasts were off by 7 % on your own past, the year before by 8 %"; nothing without a past.
pub fn past_in_short(past: &Past) -> Option<String> {
    (past.n >= LEAST_ORIGINS).then(|| {
        let percent = |share: f64| super::percent((100.0 * share).round() / 100.0);
        format!("on your own past such sums were off by **{} %**", percent(past.sum_error))
    })
}

/// Fewer origins say nothing of how good a forecast is.
const LEAST_ORIGINS: usize = 13;

/// How the same forecast would have done on the shop's own past.
pub fn past_in_words(past: &Past) -> Option<String> {
    let whole = |share: f64| number((100.0 * share).round());
    let of = |(held, all): (usize, usize)| whole(held as f64 / all.max(1) as f64);
    let than = if past.naive > 0.0 { past.error / past.naive } else { 1.0 };
    let nearer = match than {
        ..0.995 => format!("{} % nearer than it", whole(1.0 - than)),
        _ => format!("{} % further off than it", whole(than - 1.0)),
    };
    (past.n >= LEAST_ORIGINS).then(|| {
        format!(
            "On your own past, made anew on each of {} Mondays as if nothing after it were known: 13 weeks together off by **{} %** \
             (taking the year before: {} %), single weeks {}. Of {} weeks **{} %** lay in the range of \
             8 of 10 times, and {} % in that of half the times.",
            past.n,
            whole(past.sum_error),
            whole(past.naive_sum),
            nearer,
            money::thousands(past.held.1 as u64),
            of(past.held),
            of(past.held_50),
        )
    })
}

/// How the expected days of payments did that were shown.
pub fn payments_in_words(score: &DayScore) -> String {
    let late = (score.n_chances > 0).then(|| {
        format!(
            " Over 30 days late: **{}** of {}; {} were expected to be.",
            money::thousands(score.came as u64),
            counted(score.n_chances, "payment", "payments"),
            number(score.chances.round()),
        )
    });
    let days = counted(score.n, "day of payment", "days of payment");
    days_in_words(score, &days, "the due date and the payer's usual delay") + &late.unwrap_or_default()
}

/// How the expected days of next orders did that were shown.
pub fn orders_in_words(score: &DayScore) -> String {
    let again = (score.n_chances > 0).then(|| {
        format!(
            " Ordered again within 13 weeks: **{}** of {}; {} were expected to.",
            money::thousands(score.came as u64),
            counted(score.n_chances, "time", "times"),
            number(score.chances.round()),
        )
    });
    let days = counted(score.n, "day of a next order", "days of next orders");
    days_in_words(score, &days, "the last order and the usual gap") + &again.unwrap_or_default()
}

/// "Of 412 days of payment that were shown and are over, **79 %** came in the range of 8 of 10 times; off by **4.1 days** (the due date
/// and the payer's usual delay: 5 days)."
fn days_in_words(score: &DayScore, days: &str, plain: &str) -> String {
    let tenths = |days: f64| number((10.0 * days).round() / 10.0);
    format!(
        "Of {days} that were shown and can be judged **{} %** came in the range of 8 of 10 times; off by **{} days** ({plain}: {}).",
        number((100.0 * score.held as f64 / score.n.max(1) as f64).round()),
        tenths(score.off),
        tenths(score.plain_off),
    )
}

/// How the same forecast of payments would have done on the shop's own past; nothing where little is known.
pub fn cash_past_in_words(past: &cash::Past) -> Option<String> {
    (past.n >= LEAST_PAYMENTS).then(|| {
        format!(
            "On your own past, made anew every third week as if nothing after it were known: the day of {} payments off by **{} days**.",
            money::thousands(past.n as u64),
            number((10.0 * past.days_off).round() / 10.0),
        )
    })
}

/// Fewer payments say nothing of how good a forecast is.
const LEAST_PAYMENTS: usize = 30;
