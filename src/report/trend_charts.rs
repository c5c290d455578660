//! What moves in the shop, as charts.

use std::collections::BTreeMap;

use super::chart::Chart as _;
use super::chart::bridge::{Bridge, End, Step};
use super::chart::drawing::Lead;
use super::chart::lines::{Line, Lines};
use super::chart::lot_map::{LotMap, LotPlace};
use super::trend_tables::TrendChart;
use crate::insight::shop::{Cut, Measure, RejectMonth, Share, Shares};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::{self, Minor};
use crate::model::{Dataset, Day, Signal, WEEK};
use crate::review::rows_of::Figure;
use crate::review::{CustomerAnswer, Review, wording};

const HEIGHT: f32 = 176.0;
const MAP_HEIGHT: f32 = 320.0;
/// So many falls and so many rises of single customers.
const MOST_STEPS: usize = 5;
/// Single customers must tell so much of all ups and downs, or the industries are shown.
const LEAST_TOLD: f64 = 0.15;
/// So many lines can be told apart by their names.
const MOST_LINES: usize = 5;

/// From the revenue of the year before to that of now.
pub fn bridge(dataset: &Dataset, review: &Review) -> Option<TrendChart> {
    let (now, was) = (review.trends.revenue.0, review.trends.revenue.1?);
    let mut all: Vec<&CustomerAnswer> = review.customers.iter().filter(|answer| moved(answer) != 0).collect();
    all.sort_by_key(|answer| (moved(answer), answer.customer));
    let n_down = all.iter().filter(|answer| moved(answer) < 0).count();
    let (down, up) = all.split_at(n_down);
    let currency = dataset.currency.as_deref();
    let steps = by_customer(dataset, down, up);
    let told: f64 = steps.iter().filter(|step| step.lead != Lead::Nowhere).map(|step| step.change.abs()).sum();
    let all: f64 = steps.iter().map(|step| step.change.abs()).sum();
    // Of thousands of customers no single one says much; their industries do.
    let steps = if told < LEAST_TOLD * all { by_industry(dataset, &review.customers).unwrap_or(steps) } else { steps };
    let chart = Bridge {
        title: wording::revenue_headline(dataset, review),
        unit: "revenue of 52 weeks, from the year before to now".to_owned(),
        was: End { name: "Year before", value: was as f64, words: money::whole(was, currency) },
        now: End { name: "Now", value: now as f64, words: money::whole(now, currency) },
        steps,
    };
    let height = chart.least_height();
    Some(TrendChart { chart: Box::new(chart), height, is_wide: false, says_all: true })
}

fn moved(answer: &CustomerAnswer) -> Minor {
    answer.revenue_12m - answer.revenue_before
}

/// The largest falls, all others, and the largest rises.
fn by_customer(dataset: &Dataset, down: &[&CustomerAnswer], up: &[&CustomerAnswer]) -> Vec<Step> {
    let one = |answer: &&CustomerAnswer| {
        let name = dataset.customers[answer.customer as usize].name.clone();
        step(dataset, name, (answer.revenue_before, answer.revenue_12m), Lead::Customer(answer.customer))
    };
    let rest = |rest: &[&CustomerAnswer], words: &str| {
        let sum = |of: fn(&CustomerAnswer) -> Minor| rest.iter().map(|answer| of(answer)).sum::<Minor>();
        let ends = (sum(|answer| answer.revenue_before), sum(|answer| answer.revenue_12m));
        let name = format!("{} others {words}", money::thousands(rest.len() as u64));
        (!rest.is_empty()).then(|| step(dataset, name, ends, Lead::Nowhere))
    };
    let (first_down, rest_down) = down.split_at(down.len().min(MOST_STEPS));
    let (rest_up, first_up) = up.split_at(up.len().saturating_sub(MOST_STEPS));
    let mut steps: Vec<Step> = first_down.iter().map(one).collect();
    steps.extend(rest(rest_down, "with less"));
    steps.extend(rest(rest_up, "with more"));
    steps.extend(first_up.iter().map(one));
    steps
}

/// The industries that moved, the largest fall first, those that moved least together; `None` where fewer than three are known.
fn by_industry(dataset: &Dataset, customers: &[CustomerAnswer]) -> Option<Vec<Step>> {
    let mut of: BTreeMap<Label, (Minor, Minor)> = BTreeMap::new();
    for answer in customers {
        let industry = dataset.industry_of.get(answer.customer as usize).copied().unwrap_or(NO_LABEL);
        let ends = of.entry(industry).or_default();
        *ends = (ends.0 + answer.revenue_before, ends.1 + answer.revenue_12m);
    }
    if of.keys().filter(|label| **label != NO_LABEL).count() < 3 {
        return None;
    }
    let mut of: Vec<(Label, (Minor, Minor))> = of.into_iter().filter(|(_, (was, now))| was != now).collect();
    of.sort_by_key(|(industry, (was, now))| (now - was, *industry));
    let one = |(industry, ends): &(Label, (Minor, Minor))| {
        let name = if *industry == NO_LABEL { "No industry given" } else { dataset.label(*industry) };
        step(dataset, name.to_owned(), *ends, Lead::Figure(Figure::Share(Cut::Industry, *industry)))
    };
    if of.len() <= 2 * MOST_STEPS + 1 {
        return Some(of.iter().map(one).collect());
    }
    let (down, rest) = of.split_at(MOST_STEPS);
    let (middle, up) = rest.split_at(rest.len() - MOST_STEPS);
    let ends = middle.iter().fold((0, 0), |sum, (_, ends)| (sum.0 + ends.0, sum.1 + ends.1));
    let others = step(dataset, format!("{} others", middle.len()), ends, Lead::Nowhere);
    Some(down.iter().map(one).chain([others]).chain(up.iter().map(one)).collect())
}

fn step(dataset: &Dataset, name: String, (was, now): (Minor, Minor), lead: Lead) -> Step {
    let currency = dataset.currency.as_deref();
    let change = now - was;
    let sign = ["−", "", "+"][usize::try_from(change.signum() + 1).unwrap_or(1)];
    let words = format!("{sign}{}", money::short(change.abs(), currency));
    let exact = format!("{} → {}", money::exact(was, currency), money::exact(now, currency));
    Step { name, change: change as f64, words, exact, lead }
}

/// How the customers of each industry move.
pub fn diffusion(dataset: &Dataset, review: &Review) -> Option<TrendChart> {
    let list = &review.trends.diffusion;
    let mut days: Vec<Day> = list.iter().flat_map(|of| of.points.iter().map(|point| point.0)).collect();
    days.sort_unstable();
    days.dedup();
    let (from, to) = (*days.first()?, *days.last()?);
    if days.len() < 3 {
        return None;
    }
    let flagged = |of: &crate::review::Diffusion| {
        review.markets.iter().any(|market| market.signal == Signal::Industry && market.label == of.industry)
    };
    let any_flagged = list.iter().any(flagged);
    let lines = list.iter().take(MOST_LINES).enumerate().map(|(place, of)| Line {
        name: dataset.label(of.industry).to_owned(),
        values: days.iter().map(|day| of.points.iter().find(|point| point.0 == *day).map(|point| point.1)).collect(),
        is_told: if any_flagged { flagged(of) } else { place == 0 },
        lead: Lead::Figure(Figure::Share(Cut::Industry, of.industry)),
    });
    let chart = Lines {
        title: wording::diffusion_title(dataset, review),
        unit: "diffusion index of each industry, 50 is flat".to_owned(),
        unit_short: "",
        span: (from, to + 1),
        day_names: days.iter().map(|day| format!("13 weeks before {}", day.long())).collect(),
        lines: lines.collect(),
        days,
        leads: Vec::new(),
        level: Some((50.0, "50 flat")),
        limits: Vec::new(),
        unfinished_from: None,
        range: Some((0.0, 100.0)),
    };
    Some(TrendChart { chart: Box::new(chart), height: HEIGHT, is_wide: false, says_all: false })
}

/// Shares of the revenue, quarter by quarter: the one that gained most, and the largest others.
pub fn shares(dataset: &Dataset, shares: &Shares) -> Option<TrendChart> {
    let known: Vec<&Share> = shares.list.iter().filter(|share| share.label != NO_LABEL).collect();
    let n = shares.list.first()?.quarters.len();
    let sums: Vec<i64> = (0..n).map(|i| shares.list.iter().map(|share| share.quarters[i]).sum()).collect();
    let first = sums.iter().position(|sum| *sum > 0)?;
    if known.len() < 2 || n - first < 4 || !shares.to.is_some() {
        return None;
    }
    let told = shares.largest_gain().or_else(|| known.first().copied())?;
    let mut list: Vec<&Share> = known.into_iter().filter(|share| *share != told).take(MOST_LINES - 1).collect();
    list.insert(0, told);
    let starts: Vec<Day> = (first..n).map(|i| shares.to - 13 * WEEK * i32::try_from(n - i).unwrap_or(0)).collect();
    let line = |share: &Share| Line {
        name: dataset.label(share.label).to_owned(),
        values: (first..n).map(|i| (sums[i] > 0).then(|| 100.0 * share.quarters[i] as f64 / sums[i] as f64)).collect(),
        is_told: share == told,
        lead: Lead::Figure(Figure::Share(shares.cut, share.label)),
    };
    let of = match shares.measure {
        Measure::Money => "the revenue",
        Measure::Orders => "the orders",
    };
    let chart = Lines {
        title: wording::shares_title(dataset, shares),
        unit: format!("% of {of} of each 13 weeks"),
        unit_short: "%",
        span: (starts[0], shares.to),
        day_names: starts.iter().map(|day| format!("13 weeks from {}", day.long())).collect(),
        // A quarter stands in its middle.
        days: starts.iter().map(|day| *day + 45).collect(),
        lines: list.into_iter().map(line).collect(),
        leads: Vec::new(),
        level: None,
        limits: Vec::new(),
        unfinished_from: None,
        range: None,
    };
    Some(TrendChart { chart: Box::new(chart), height: HEIGHT, is_wide: false, says_all: false })
}

/// Rejections month by month, with what chance does.
pub fn reject_months(months: &[RejectMonth]) -> Option<TrendChart> {
    let (first, last) = (months.first()?, months.last()?);
    if months.len() < 4 {
        return None;
    }
    let middle = |day: Day| day + 15;
    let percent = |share: f64| 100.0 * share;
    let limits: Vec<Option<(f64, f64)>> =
        months.iter().map(|month| month.limits.map(|(low, high)| (percent(low), percent(high)))).collect();
    let band = if limits.iter().any(Option::is_some) { "; the band is what chance does" } else { "" };
    let chart = Lines {
        title: wording::reject_months_title(months),
        unit: format!("% of parts rejected in each month{band}"),
        unit_short: "%",
        span: (first.from, last.from + 31),
        day_names: months.iter().map(|month| format!("{} {}", month.from.month_name(), month.from.ymd().0)).collect(),
        days: months.iter().map(|month| middle(month.from)).collect(),
        lines: vec![Line {
            name: "now".to_owned(),
            values: months.iter().map(|month| month.share().map(percent)).collect(),
            is_told: true,
            lead: Lead::Nowhere,
        }],
        leads: months.iter().map(|month| Lead::Figure(Figure::Month(month.from))).collect(),
        level: None,
        limits,
        unfinished_from: Some(last.from),
        range: None,
    };
    Some(TrendChart { chart: Box::new(chart), height: HEIGHT, is_wide: false, says_all: false })
}

/// All customers by how often they order and how large their lots are.
pub fn lot_map(dataset: &Dataset, review: &Review) -> Option<TrendChart> {
    let all = review.trends.set_ups.all.iter().filter(|extra| extra.lots_before > 0.0 && extra.lot.1 > 0.0);
    let is_told = |customer| review.findings_of(customer).any(|finding| finding.signal == Signal::Lots);
    let places: Vec<LotPlace> = all
        .map(|extra| LotPlace {
            customer: extra.customer,
            name: dataset.customers[extra.customer as usize].name.clone(),
            was: (extra.lots_before, extra.lot.0),
            now: (extra.lots_a_year, extra.lot.1),
            is_told: is_told(extra.customer),
        })
        .collect();
    if places.len() < 3 {
        return None;
    }
    let chart = LotMap {
        title: wording::set_ups_title(dataset, review),
        unit: "each point a customer, parts a lot by lots a year; the line is where it comes from".to_owned(),
        places,
    };
    Some(TrendChart { chart: Box::new(chart), height: MAP_HEIGHT, is_wide: true, says_all: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, every, from};

    #[test]
    fn industries_that_hardly_move_are_one_step_and_those_that_do_not_are_none() {
        let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O"];
        let past = |name| from("2024-01-02").orders(every(14, 3)).of_industry(name);
        let shop = dataset(&names.map(past));
        // The first one does not move; the others bring from 650 less to 650 more.
        let answer = |(customer, moved): (u32, Minor)| CustomerAnswer {
            customer,
            revenue_12m: 100_000 + moved,
            revenue_before: 100_000,
            orders_again_13w: None,
            next_order: None,
            order_due: None,
            last_order: None,
            signals: Vec::new(),
            money_at_risk: 0,
            silent_because: Vec::new(),
        };
        let moves: Vec<Minor> = std::iter::once(0).chain((-7..7).map(|i| 100 * i + 50)).collect();
        let answers: Vec<CustomerAnswer> = (0..).zip(moves).map(answer).collect();
        let steps = by_industry(&shop, &answers).unwrap();
        let told: Vec<(&str, f64)> = steps.iter().map(|step| (step.name.as_str(), step.change)).collect();
        assert_eq!(told.len(), 2 * MOST_STEPS + 1, "{told:?}");
        assert_eq!((told[0], told[5], told[10]), (("B", -650.0), ("4 others", 0.0), ("O", 650.0)));
        assert!(!steps[5].words.starts_with(['−', '+']), "{}", steps[5].words);
        let few = by_industry(&shop, &answers[..5]).unwrap();
        assert_eq!(few.len(), 4, "what does not move is no step");
    }

    #[test]
    fn a_band_is_promised_only_where_there_is_one() {
        let month = |i: i32, limits| RejectMonth { from: Day(20_000 + 30 * i), rejected: 2, parts: 100, limits };
        let unit = |limits: [Option<(f64, f64)>; 4]| {
            let months: Vec<RejectMonth> = (0..).zip(limits).map(|(i, limits)| month(i, limits)).collect();
            reject_months(&months).unwrap().chart.unit().to_owned()
        };
        assert_eq!(unit([None; 4]), "% of parts rejected in each month");
        assert!(unit([Some((0.0, 0.1)), None, None, None]).ends_with("; the band is what chance does"));
    }
}
