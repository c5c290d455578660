//! On which rows of which files a finding rests, how often it was right, and what would clear it.

use std::collections::BTreeSet;

use super::numbers::{orders, small};
use super::{number, percent};
use crate::insight::{finish, industry};
use crate::model::finding::{Clears, Finding, MarketFinding, Signal, TrackRecord};
use crate::model::{Dataset, Source, SourceIdx, money};

/// What the finding rests on: "46 orders in orders.csv · right 15 of 23 times on your past".
pub fn evidence_line(dataset: &Dataset, finding: &Finding) -> String {
    rests_on(files_of(dataset, finding), finding)
}

/// The same without the files, where there is little room.
pub fn evidence_in_short(finding: &Finding) -> String {
    rests_on(None, finding)
}

pub(super) fn rests_on(files: Option<String>, finding: &Finding) -> String {
    let noun = match finding.signal {
        Signal::Quiet | Signal::Slowdown | Signal::Rejects | Signal::Mix | Signal::Industry | Signal::Finish => {
            "orders"
        }
        Signal::Lots => "lots",
        Signal::Late => "invoices",
        Signal::Distress => "orders and invoices",
        Signal::Interest => "mailings",
    };
    let mut line = format!("{} {noun}", money::thousands(finding.n_records as u64));
    if let Some(files) = files {
        line.push_str(" in ");
        line.push_str(&files);
    }
    if let Some(record) = track_record_words(finding.track_record) {
        line.push_str(" · ");
        line.push_str(&record);
    }
    line
}

/// What the flag of an industry or a finish rests on.
pub fn market_evidence(market: &MarketFinding) -> String {
    let mut line = format!("{} orders", money::thousands(market.evidence.len() as u64));
    if let Some(record) = track_record_words(market.track_record) {
        line.push_str(" · ");
        line.push_str(&record);
    }
    line
}

/// What takes the flag of an industry or a finish away: the gate that it would no longer pass.
pub fn market_clears(market: &MarketFinding) -> String {
    if market.signal == Signal::Finish {
        let share = percent(finish::LEAST_RATIO * market.change.was);
        return format!("Clears at less than {share} % of the shop's orders in 13 weeks");
    }
    let n = market.members.len();
    let fewer = (0..=n).rev().find(|slower| (*slower as f64) < industry::LEAST_SLOWER * n as f64).unwrap_or(0);
    format!("Clears when no more than {} of its {} customers order less", small(fewer), small(n))
}

/// The files in which its rows stand: "orders.csv", "orders.csv and payments.csv", "orders 2025.csv and 3 more files".
pub(super) fn files_of(dataset: &Dataset, finding: &Finding) -> Option<String> {
    let sources: BTreeSet<SourceIdx> = finding.evidence.iter().map(|evidence| evidence.at.source).collect();
    let mut files = sources.iter().filter_map(|source| dataset.sources.get(usize::from(*source)));
    let name = |source: &Source| source.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let first = name(files.next()?);
    Some(match sources.len() {
        1 => first,
        2 => format!("{first} and {}", files.next().map(name).unwrap_or_default()),
        n => format!("{first} and {} more files", n - 1),
    })
}

/// "right 15 of 23 times on your past, 6 weeks early"; with how few cases it rests on.
pub(super) fn track_record_words(record: Option<TrackRecord>) -> Option<String> {
    let record = record?;
    let closed = record.n_flagged - record.n_open;
    if closed == 0 {
        let open = if record.n_open > 0 { format!(", {} still open", record.n_open) } else { String::new() };
        return Some(format!("no earlier case to learn from{open}"));
    }
    let early = record.median_weeks_early.map_or(String::new(), |weeks| format!(", {weeks} weeks early"));
    let times = if closed == 1 { "the one time" } else { "times" };
    Some(match closed {
        1 if record.n_came_true == 1 => format!("right {times} on your past{early}"),
        1 => format!("wrong {times} on your past"),
        _ => format!("right {} of {closed} {times} on your past{early}", record.n_came_true),
    })
}

/// What takes the flag away: "Clears with an order by 24 Nov".
pub fn clears(finding: &Finding) -> String {
    match finding.clears {
        Clears::Orders { n, by } => format!("Clears with {} by {}", orders(n), by.short()),
        Clears::Lots { n: 1, parts } => format!("Clears with a lot of {} parts or more", number(f64::from(parts))),
        Clears::Lots { n, parts } => {
            format!("Clears with {} lots of {} parts or more in a row", small(n), number(f64::from(parts)))
        }
        Clears::PaidInvoices { n, within_days } => format!("Clears with {}", paid(n, within_days)),
        Clears::CleanOrders { n: 1 } => "Clears with an order of which nothing is rejected".to_owned(),
        Clears::CleanOrders { n } => format!("Clears with {} orders in a row of which nothing is rejected", small(n)),
        Clears::OrdersAsBefore { n } => format!("Clears with {} as before in a row", orders(n)),
        Clears::MailingsNotClicked { n: 1 } => "Clears with a mailing on it that is not clicked".to_owned(),
        Clears::MailingsNotClicked { n } => format!("Clears with {} mailings on it that are not clicked", small(n)),
        Clears::OrdersOrPayments { orders: n, by, invoices, within_days } => {
            format!("Clears with {} by {}, or {}", orders(n), by.short(), paid(invoices, within_days))
        }
        Clears::NotSoon => "No few good weeks would clear it".to_owned(),
    }
}

fn paid(n: usize, within_days: i32) -> String {
    let when =
        if within_days == 0 { "on time".to_owned() } else { format!("within {within_days} days of the due date") };
    if n == 1 { format!("an invoice paid {when}") } else { format!("{} invoices in a row paid {when}", small(n)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Day;
    use crate::model::finding::{Change, Member, Trend, Unit, Windows};

    #[test]
    fn an_industry_clears_when_its_customers_no_longer_pass_the_gate() {
        let member = |customer, ratio| Member { customer, was: 20, now: 4, ratio, first: Day(0) };
        let mut market = MarketFinding {
            set_aside: None,
            signal: Signal::Industry,
            label: 0,
            trend: Trend::New,
            flagged_on: Day(0),
            since: Day(0),
            change: Change { was: 0.01, now: 0.05, unit: Unit::OrdersPer4Weeks },
            windows: Windows { was_from: Day(0), now_from: Day(364), now_to: Day(455) },
            p: 0.001,
            q: 0.01,
            money_at_risk: 0,
            members: (0..8).map(|i| member(i, 0.5)).collect(),
            track_record: None,
            evidence: Vec::new(),
        };
        assert_eq!(market_clears(&market), "Clears when no more than three of its eight customers order less");
        // Three of eight are below the share that the rule asks for, four are not.
        for (n_slower, stands) in [(3, false), (4, true)] {
            assert_eq!(f64::from(n_slower) / 8.0 >= industry::LEAST_SLOWER, stands, "{n_slower}");
        }
        market.signal = Signal::Finish;
        assert_eq!(market_clears(&market), "Clears at less than 2 % of the shop's orders in 13 weeks");
    }
}
