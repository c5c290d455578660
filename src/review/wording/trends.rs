//! What moves in the shop, in words: the finding of each table as its title.

use super::numbers::small;
use super::{number, percent, plain};
use crate::insight::shop::{Class, Cut, Measure, RejectMonth, Shares};
use crate::model::dates::LONG_MONTHS;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::{self, Minor};
use crate::model::{CustomerIdx, Dataset};
use crate::review::{Diffusion, Review};

/// "$1.9M in 12 months, 6 % less than in the 12 before".
pub fn revenue_headline(dataset: &Dataset, review: &Review) -> String {
    let (now, before) = review.trends.revenue;
    let sum = money::short(now, dataset.currency.as_deref());
    match before.filter(|&before| before > 0) {
        None => format!("{sum} in 12 months"),
        Some(before) => format!("{sum} in 12 months, {} the 12 before", compared(now as f64 / before as f64)),
    }
}

/// What the answer rests on: "Three customers bring 31 % of it; it is known of 24 % who stands behind it".
pub fn trends_note(review: &Review) -> String {
    let trends = &review.trends;
    let mut parts = Vec::new();
    if let Some(spread) = trends.customers.filter(|spread| spread.n >= 3) {
        parts.push(format!("Three customers bring **{} %** of it", percent_whole(spread.largest[1])));
    }
    if trends.ends.known > 0.0 {
        parts.push(format!("of **{} %** it is known who stands behind the customer", percent_whole(trends.ends.known)));
    }
    parts.join("; ")
}

/// "Alpine Tool took away most".
pub fn drivers_title(dataset: &Dataset, drivers: &[(CustomerIdx, Minor)]) -> String {
    let name = |customer: CustomerIdx| dataset.customers[customer as usize].name.as_str();
    let down = drivers.iter().filter(|driver| driver.1 < 0).min_by_key(|driver| driver.1);
    let up = drivers.iter().filter(|driver| driver.1 > 0).max_by_key(|driver| driver.1);
    let currency = dataset.currency.as_deref();
    let sum = |amount: Minor| money::short(amount.abs(), currency);
    match (down, up) {
        (Some(down), Some(up)) => format!(
            "{} brings {} less than a year before, {} brings {} more",
            name(down.0),
            sum(down.1),
            name(up.0),
            sum(up.1)
        ),
        (Some(down), None) => format!("{} brings {} less than a year before", name(down.0), sum(down.1)),
        (None, Some(up)) => format!("{} brings {} more than a year before", name(up.0), sum(up.1)),
        (None, None) => "Nobody brings more or less than a year before".to_owned(),
    }
}

/// "Four customers order more than before".
pub fn growing_title(n: usize) -> String {
    match n {
        0 => "Nobody orders more than before, beyond chance".to_owned(),
        1 => "One customer orders more than before".to_owned(),
        n => format!("{} customers order more than before", upper_first(&small(n))),
    }
}

/// "Three customers bring 31 % of the revenue; seven make half of it".
pub fn concentration_title(review: &Review) -> String {
    let Some(spread) = review.trends.customers else { return "No revenue is known".to_owned() };
    let half = match spread.n_half {
        1 => "one makes half of it".to_owned(),
        n => format!("{} make half of it", small(n)),
    };
    format!("The largest customer brings {} % of the revenue; {half}", percent_whole(spread.largest[0]))
}

/// "Gullwing Marine stands behind 8 % of the revenue, through three customers".
pub fn ends_title(review: &Review) -> String {
    let trends = &review.trends;
    let Some(first) = trends.ends.list.first() else { return "No order names who stands behind it".to_owned() };
    let share = first.now as f64 / (trends.revenue.0.max(1)) as f64;
    let through = match first.through.len() {
        1 => "one customer".to_owned(),
        n => format!("{} customers", small(n)),
    };
    format!("{} stands behind {} % of the revenue, through {through}", first.name, percent_whole(share))
}

/// "Anodizing gained most: 18 → 24 % of the revenue".
pub fn shares_title(dataset: &Dataset, shares: &Shares) -> String {
    let of = match shares.measure {
        Measure::Money => "the revenue",
        Measure::Orders => "the orders",
    };
    let mut known = shares.list.iter().filter(|share| share.label != NO_LABEL);
    let noun = cut_noun(shares.cut);
    match shares.largest_gain() {
        Some(share) => {
            let (was, now) = shares.was_and_now(share);
            let (was, now) = (percent_whole(was), percent_whole(now));
            format!("{}: {was} → {now} % of {of}, the largest gain of a {noun}", dataset.label(share.label))
        }
        None => match known.next() {
            Some(share) => {
                let now = percent_whole(shares.was_and_now(share).1);
                format!("{} is the largest {noun}, {now} % of {of}", dataset.label(share.label))
            }
            None => String::new(),
        },
    }
}

/// "Bicycles cools most: 20, 50 is flat", or that nobody does.
pub fn diffusion_title(dataset: &Dataset, review: &Review) -> String {
    let index_of = |of: &Diffusion| of.points.last().map_or(50.0, |point| point.1);
    match review.trends.diffusion.first() {
        Some(first) if index_of(first) < 45.0 => {
            format!(
                "{}: most of its customers order less, index {}",
                dataset.label(first.industry),
                number(index_of(first).round())
            )
        }
        Some(_) => "No industry orders less as a whole".to_owned(),
        None => String::new(),
    }
}

/// "Rejections of October are more than chance does", or that they are not.
pub fn reject_months_title(months: &[RejectMonth]) -> String {
    let finished = &months[..months.len().saturating_sub(1)];
    let high = finished
        .iter()
        .rev()
        .take(3)
        .find(|month| month.limits.zip(month.share()).is_some_and(|((_, high), share)| share > high));
    match (high, finished.iter().any(|month| month.limits.is_some())) {
        (Some(month), _) => {
            format!("{}: more rejections than chance brings", LONG_MONTHS[month.from.ymd().1 as usize - 1])
        }
        (None, true) => "Rejections move no more than chance does".to_owned(),
        (None, false) => "Rejections by month".to_owned(),
    }
}

/// "Bicycles is the latest market to pay, 14 days beyond terms in the middle".
pub fn paying_title(dataset: &Dataset, review: &Review) -> String {
    let known = review.trends.paying.iter().filter(|market| market.industry != NO_LABEL && market.now.is_some());
    let latest = known.clone().next();
    let Some((market, now)) = latest.and_then(|market| Some((market, market.now?))) else {
        return "How customers pay".to_owned();
    };
    format!(
        "{} is the latest market to pay, {} in the middle",
        dataset.label(market.industry),
        super::days_beyond(now.days)
    )
}

/// "Orange peel grew most: 1.2 → 2.3 of 1,000 parts".
pub fn reasons_title(dataset: &Dataset, review: &Review) -> String {
    let Some(reasons) = &review.trends.reasons else { return String::new() };
    let rate = |n: i64, parts: i64| 1000.0 * n as f64 / parts.max(1) as f64;
    let grown = reasons.list.iter().filter(|reason| reason.label != NO_LABEL && reason.now >= 20);
    let growth = |now: i64, was: i64| rate(now, reasons.parts.0) - rate(was, reasons.parts.1);
    let most = grown.max_by(|a, b| growth(a.now, a.was).total_cmp(&growth(b.now, b.was)));
    match (most, reasons.list.first()) {
        (Some(reason), _) if reasons.has_before && growth(reason.now, reason.was) >= 0.2 => format!(
            "{} grew most: {} → {} of 1,000 parts",
            dataset.label(reason.label),
            number(rate(reason.was, reasons.parts.1)),
            number(rate(reason.now, reasons.parts.0))
        ),
        (_, Some(reason)) if reason.now > 0 => format!(
            "{} is the commonest reason, {} of 1,000 parts",
            label_or(dataset, reason.label, "No reason"),
            number(rate(reason.now, reasons.parts.0))
        ),
        _ => "Nothing was rejected in 26 weeks".to_owned(),
    }
}

/// "Powder coating has the most rejected: 2.1 % of its parts".
pub fn process_title(dataset: &Dataset, review: &Review) -> String {
    let first = review.trends.reasons.as_ref().and_then(|reasons| reasons.by_process.first());
    first.map_or(String::new(), |line| {
        let rate = line.now.0 as f64 / line.now.1.max(1) as f64;
        format!("{} has the most rejected: {} % of its parts", dataset.label(line.process), percent(rate))
    })
}

/// "Smaller lots mean about 85 more set-ups a year, $4,250".
pub fn set_ups_title(dataset: &Dataset, review: &Review) -> String {
    let set_ups = &review.trends.set_ups;
    let n = set_ups.extra_a_year.round();
    if n.abs() < 1.0 {
        return "Lots are as large as before: no set-ups more, no set-ups fewer".to_owned();
    }
    let cost = set_ups.cost.map_or(String::new(), |cost| {
        #[expect(clippy::cast_possible_truncation, reason = "a few thousand set-ups")]
        let sum = (n.abs() * cost as f64).round() as Minor;
        format!(", {}", money::short(sum, dataset.currency.as_deref()))
    });
    let (lots, more) = if n > 0.0 { ("Smaller", "more") } else { ("Larger", "fewer") };
    let noun = if number(n.abs()) == "1" { "set-up" } else { "set-ups" };
    format!("{lots} lots mean about {} {more} {noun} a year{cost}", number(n.abs()))
}

/// "What followed the three trade shows of two years".
pub fn shows_title(n: usize) -> String {
    if n == 1 { "What followed the trade show".to_owned() } else { format!("What followed {} trade shows", small(n)) }
}

/// "91 of 150 quotes of 12 months were won; $34k is open".
pub fn quotes_title(dataset: &Dataset, review: &Review) -> String {
    let sum = |part: fn(&crate::insight::shop::Quotes) -> usize| review.trends.quotes.iter().map(part).sum::<usize>();
    let (n, won) = (sum(|quotes| quotes.n), sum(|quotes| quotes.n_won));
    let open: Minor = review.trends.quotes.iter().map(|quotes| quotes.open).sum();
    let open =
        if open > 0 { format!("; {} is open", money::short(open, dataset.currency.as_deref())) } else { String::new() };
    let n = money::thousands(n as u64);
    format!("{} of {n} quotes of 12 months were won{open}", money::thousands(won as u64))
}

/// "appearance", "function".
pub fn class_word(class: Class) -> &'static str {
    match class {
        Class::Appearance => "appearance",
        Class::Function => "function",
        Class::Unknown => "not said",
    }
}

/// What stands in the place of a label that no row says.
pub fn undefined_label(cut: Cut) -> &'static str {
    match cut {
        Cut::Process | Cut::Finish | Cut::Supplier => "not said",
        Cut::Industry => "no industry known",
    }
}

fn cut_noun(cut: Cut) -> &'static str {
    match cut {
        Cut::Process => "process",
        Cut::Finish => "finish",
        Cut::Supplier => "supplier",
        Cut::Industry => "market",
    }
}

fn label_or<'d>(dataset: &'d Dataset, label: Label, or: &'d str) -> &'d str {
    Some(dataset.label(label)).filter(|text| !text.is_empty()).unwrap_or(or)
}

/// "6 % less than in", "as much as in".
fn compared(ratio: f64) -> String {
    let change = (100.0 * (ratio - 1.0)).round();
    match change {
        0.0 => "as much as in".to_owned(),
        c if c < 0.0 => format!("{} % less than in", number(-c)),
        c => format!("{} % more than in", number(c)),
    }
}

fn percent_whole(share: f64) -> String {
    if share > 0.0 && share < 0.01 { percent(share) } else { number((100.0 * share).round()) }
}

pub(super) fn upper_first(text: &str) -> String {
    let mut letters = plain(text).chars().collect::<Vec<char>>();
    if let Some(first) = letters.first_mut() {
        *first = first.to_ascii_uppercase();
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_compared_as_people_say_it() {
        assert_eq!(compared(0.94), "6 % less than in");
        assert_eq!(compared(1.0), "as much as in");
        assert_eq!(compared(1.5), "50 % more than in");
        assert_eq!(growing_title(4), "Four customers order more than before");
        assert_eq!((percent_whole(0.004), percent_whole(0.31)), ("0.4".to_owned(), "31".to_owned()));
    }
}
