//! What was found of a customer or a market, in facts and in one sentence.

use super::numbers::orders;
use super::{class_word, lower_first, number, percent, plain, since};
use crate::insight::industry::diffusion_index;
use crate::insight::shop;
use crate::model::finding::{Change, Finding, MarketFinding, Member, Signal, Subject, Unit};
use crate::model::{Dataset, money};

/// What was found, one sentence a number.
pub fn facts(dataset: &Dataset, finding: &Finding) -> Vec<String> {
    let since = since(finding.since, finding.windows.now_to);
    let mut facts = Vec::new();
    match finding.signal {
        Signal::Quiet => facts.push(quiet_fact(finding)),
        Signal::Slowdown => {
            facts.push(format!("{} {since}", rate_fact(finding.change)));
            facts.extend(market_part(dataset, finding));
        }
        Signal::Lots => {
            facts.push(format!(
                "Lots of **{} → {} parts** {since}",
                number(finding.change.was),
                number(finding.change.now)
            ));
            facts.extend(finding.second.map(rate_fact));
            facts.extend(set_ups_fact(dataset, finding));
        }
        Signal::Late => facts.push(format!("{} {since}", late_fact(finding.change))),
        Signal::Rejects => {
            let (was, now) = (percent(finding.change.was), percent(finding.change.now));
            facts.push(format!("Rejects **{was} → {now} %** of parts {since}"));
            facts.extend(reason_fact(dataset, finding));
            facts.extend(line_fact(dataset, finding));
        }
        Signal::Mix => facts.push(mix_fact(dataset, finding, &since)),
        Signal::Interest => facts.push(interest_fact(dataset, finding, &since)),
        Signal::Industry | Signal::Finish => {}
        Signal::Distress => {
            facts.push(match finding.change.unit {
                Unit::DaysBetweenOrders => quiet_fact(finding),
                _ => format!("{} {since}", rate_fact(finding.change)),
            });
            let later = finding.second_since.map_or(since, |day| super::since(day, finding.windows.now_to));
            facts.extend(finding.second.map(|change| format!("{} {later}", late_fact(change))));
            facts.extend(market_part(dataset, finding));
        }
    }
    facts
}

/// All facts as one plain sentence.
pub fn sentence(dataset: &Dataset, finding: &Finding) -> String {
    plain(&facts(dataset, finding).join("; "))
}

/// "Of that the market is −22 % (Agricultural equipment), its own part −35 %"; nothing where the market hardly moved.
pub(super) fn market_part(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let fall = finding.fall.filter(|fall| fall.market <= 0.9)?;
    let of = if fall.is_industry {
        dataset.customers.get(finding.customer as usize)?.industry.clone()?
    } else {
        "the whole shop".to_owned()
    };
    let percent = |ratio: f64| {
        let change = (100.0 * (ratio - 1.0)).round();
        if change > 0.0 { format!("+{}", number(change)) } else { number(change) }
    };
    Some(format!("Its market **{} %** ({of}), its own part **{} %**", percent(fall.market), percent(fall.own())))
}

/// "About 36 more set-ups a year, $1.6k"; nothing where they are few.
pub(super) fn set_ups_fact(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let set_ups = finding.set_ups.filter(|set_ups| set_ups.more_a_year >= 1.5)?;
    let cost = set_ups.cost_a_year.map(|cost| format!(", {}", money::short(cost, dataset.currency.as_deref())));
    Some(format!("About **{} more set-ups** a year{}", number(set_ups.more_a_year.round()), cost.unwrap_or_default()))
}

/// "The others on powder coating 0.4 → 0.5 %"; nothing where nobody else is on the line.
pub(super) fn line_fact(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let line = finding.line?;
    let (was, now) = (percent(line.was), percent(line.now));
    Some(format!("The others on {} **{was} → {now} %**", lower_first(dataset.label(line.process))))
}

/// "Mostly orange peel, 60 % of what was rejected: a matter of appearance"; nothing where no reason stands out.
pub(super) fn reason_fact(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let reasons = shop::of_customer(dataset, finding.customer, finding.windows.now_from, finding.windows.now_to);
    let all: i64 = reasons.iter().map(|(_, parts)| parts).sum();
    let (reason, parts) = reasons.first().copied().filter(|(_, parts)| parts * 3 >= all && all > 0)?;
    let name = Some(dataset.label(reason)).filter(|name| !name.is_empty())?;
    let about = match shop::class_of(name) {
        shop::Class::Unknown => String::new(),
        class => format!(": a matter of {}", class_word(class)),
    };
    let share = (100.0 * parts as f64 / all as f64).round();
    Some(format!("Mostly **{}**, {} % of what was rejected{about}", lower_first(name), number(share)))
}

/// "Anodizing 8 → 60 % of its orders since June, instead of powder coating".
pub(super) fn mix_fact(dataset: &Dataset, finding: &Finding, since: &str) -> String {
    let (what, from, to) = match finding.subject {
        Some(Subject::Process { from, to }) => ("its orders".to_owned(), from, to),
        Some(Subject::Supplier { process, from, to }) => {
            (format!("its {} orders", lower_first(dataset.label(process))), from, to)
        }
        Some(Subject::Topic(_)) | None => return String::new(),
    };
    let (was, now) = (percent(finding.change.was), percent(finding.change.now));
    let before = match dataset.label(from) {
        "" => String::new(),
        before => format!(", instead of {before}"),
    };
    format!("{} **{was} → {now} %** of {what} {since}{before}", dataset.label(to))
}

/// "Clicks 60 % of the mailings on anodizing since June, 3 % before".
pub(super) fn interest_fact(dataset: &Dataset, finding: &Finding, since: &str) -> String {
    let Some(Subject::Topic(topic)) = finding.subject else { return String::new() };
    let (was, now) = (percent(finding.change.was), percent(finding.change.now));
    format!("Clicks **{now} %** of the mailings on **{}** {since}, {was} % before", dataset.label(topic))
}

pub(super) fn quiet_fact(finding: &Finding) -> String {
    let (now, was) = (number(finding.change.now), number(finding.change.was));
    format!("No order since {}: **{now} days**, usually one every **{was}**", finding.windows.now_from.short())
}

pub(super) fn rate_fact(change: Change) -> String {
    format!("Orders **{} → {} in 4 weeks**", number(change.was), number(change.now))
}

pub(super) fn late_fact(change: Change) -> String {
    format!("Pays **{} → {} days** beyond terms", number(change.was), number(change.now))
}

/// What was found of an industry or a finish, one sentence a number.
pub fn market_facts(dataset: &Dataset, market: &MarketFinding) -> Vec<String> {
    let since = since(market.since, market.windows.now_to);
    let n = market.members.len();
    if market.signal == Signal::Finish {
        let n_now = market.members.iter().filter(|member| member.now > 0).count();
        let (was, now) = (percent(market.change.was), percent(market.change.now));
        let first = market.members.first().and_then(|member| dataset.customers.get(member.customer as usize));
        let started = first.map_or(String::new(), |customer| format!("; {} began with it", customer.name));
        return vec![format!("**{was} → {now} %** of the shop's orders {since}, from **{n_now} customers**{started}")];
    }
    let slower = market.members.iter().filter(|member| member.ratio < 0.8).count();
    let ratios: Vec<f64> = market.members.iter().map(|member| member.ratio).collect();
    let index = diffusion_index(&ratios).map_or(String::new(), |index| format!("; index {index:.0}, 50 is flat"));
    vec![
        format!("**{slower} of {n}** customers order less {since}{index}"),
        format!("Together {}", lower_first(&rate_fact(market.change))),
    ]
}

/// All of it as one plain sentence, with the name.
pub fn market_sentence(dataset: &Dataset, market: &MarketFinding) -> String {
    format!("{}: {}", dataset.label(market.label), plain(&market_facts(dataset, market).join(". ")))
}

/// One of the customers of an industry or a finish: "Alpine Tool: 3 orders in 13 weeks where 8 are usual".
pub fn member_fact(market: &MarketFinding, member: &Member) -> String {
    if market.signal == Signal::Finish {
        return format!("first on {}, {} in 13 weeks", member.first.long(), orders(member.now));
    }
    let usual = if member.ratio > 0.0 { member.now as f64 / member.ratio } else { member.was as f64 / 4.0 };
    let now = if member.now == 1 { "1 order".to_owned() } else { format!("{} orders", member.now) };
    format!("{now} in 13 weeks, {} expected", number(usual))
}
