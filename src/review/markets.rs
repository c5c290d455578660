//! What is asked of many customers at once: does an industry order less, does a finish spread?

use std::collections::BTreeMap;

use super::judge::{Verdict, Verdicts};
use super::rank::yearly_revenue;
use super::standing::Standing;
use crate::insight::finish::{self, Counted};
use crate::insight::industry::{self, Pace};
use crate::insight::series::between;
use crate::insight::stats::change::{Way, best_split};
use crate::model::finding::{Change, Evidence, Fall, MarketFinding, Member, Trend, Unit, Windows};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::Minor;
use crate::model::{CustomerIdx, Dataset, Day, Kind, Signal, WEEK};

/// Every industry at one date, by label; `paces` are those of the customers there.
pub fn judge_industries(dataset: &Dataset, paces: &[Option<Pace>]) -> Vec<Verdict> {
    let mut verdicts = vec![Verdict::CANNOT_JUDGE; dataset.labels.len()];
    let mut industries = dataset.industry_of.clone();
    industries.sort_unstable();
    industries.dedup();
    for industry in industries.into_iter().filter(|&industry| industry != NO_LABEL) {
        let (mut members, mut others) = (Vec::new(), Vec::new());
        for (pace, of) in paces.iter().zip(&dataset.industry_of) {
            if let Some(pace) = pace {
                if *of == industry { members.push(*pace) } else { others.push(*pace) }
            }
        }
        if let Some(judged) = industry::judge(&members, &others) {
            #[expect(clippy::cast_possible_truncation, reason = "a share")]
            let loss = (1.0 - judged.ratio).max(0.0) as f32;
            verdicts[usize::from(industry)] = Verdict { p: judged.p, loss, weeks: 0 };
        }
    }
    verdicts
}

/// Every finish at one date, by label.
pub fn judge_finishes(dataset: &Dataset, at: Day) -> Vec<Verdict> {
    let mut verdicts = vec![Verdict::CANNOT_JUDGE; dataset.labels.len()];
    let mut counted = vec![Counted::default(); dataset.labels.len()];
    let windows = windows(dataset, Signal::Finish, at);
    let (mut all_now, mut all_was) = (0, 0);
    let mut of_customer: Vec<Label> = Vec::new();
    for customer in 0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0) {
        let all = dataset.orders.of(customer);
        let (days, finishes) = (&dataset.orders.day[all.clone()], &dataset.orders.finish[all]);
        for &finish in &finishes[between(days, windows.was_from, windows.now_from)] {
            if let Some(counted) = counted.get_mut(usize::from(finish)) {
                counted.was += 1;
                all_was += 1;
            }
        }
        of_customer.clear();
        of_customer.extend(
            finishes[between(days, windows.now_from, windows.now_to)].iter().filter(|&&finish| finish != NO_LABEL),
        );
        of_customer.sort_unstable();
        for finishes in of_customer.chunk_by(|a, b| a == b) {
            let counted = &mut counted[usize::from(finishes[0])];
            counted.now += finishes.len();
            counted.n_customers += 1;
            counted.of_largest = counted.of_largest.max(finishes.len());
            all_now += finishes.len();
        }
    }
    for (verdict, counted) in verdicts.iter_mut().zip(counted) {
        if let Some(p) = finish::judge(counted, all_now, all_was) {
            *verdict = Verdict { p, loss: 0.0, weeks: 0 };
        }
    }
    verdicts
}

/// How much likelier than another each customer is to slow down, by what the others of its industry do: 1 on average. For weighted
/// control of false discoveries (Genovese, Roeder & Wasserman 2006, Biometrika 93): its own orders have no part in its weight.
///
/// (Share of slower customers among the others of its industry, leaning on the shop's by 4) ÷ (the shop's share outside it).
pub fn slowdown_weights(dataset: &Dataset, paces: &[Option<Pace>]) -> Vec<f64> {
    const LEAN: f64 = 4.0;
    let is_slower = |pace: &Pace| pace.ratio < industry::SLOWER;
    let mut of_industry: BTreeMap<Label, (f64, f64)> = BTreeMap::new();
    let mut of_shop = (0.0, 0.0);
    for (pace, industry) in paces.iter().zip(&dataset.industry_of).filter_map(|(pace, of)| Some((pace.as_ref()?, of))) {
        let slower = f64::from(u8::from(is_slower(pace)));
        let entry = of_industry.entry(*industry).or_default();
        *entry = (entry.0 + slower, entry.1 + 1.0);
        of_shop = (of_shop.0 + slower, of_shop.1 + 1.0);
    }
    let weight = |(pace, industry): (&Option<Pace>, &Label)| {
        let known = of_industry.get(industry).filter(|_| *industry != NO_LABEL);
        let (Some(pace), Some((slower, n))) = (pace, known) else { return 1.0 };
        let outside = (of_shop.0 - slower + 1.0) / (of_shop.1 - n + 5.0);
        let own = f64::from(u8::from(is_slower(pace)));
        let others = (slower - own + LEAN * outside) / (n - 1.0 + LEAN);
        (others / outside).clamp(0.25, 6.0)
    };
    let weights: Vec<f64> = paces.iter().zip(&dataset.industry_of).map(weight).collect();
    let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
    weights.into_iter().map(|weight| weight / mean.max(1e-9)).collect()
}

/// What of a customer's fall is its market's.
pub fn fall(dataset: &Dataset, paces: &[Option<Pace>], signal: Signal, customer: CustomerIdx) -> Option<Fall> {
    if !matches!(signal, Signal::Quiet | Signal::Slowdown | Signal::Distress) {
        return None;
    }
    let own = (*paces.get(customer as usize)?)?;
    let industry = dataset.industry_of.get(customer as usize).copied().unwrap_or(NO_LABEL);
    let others = |is_of: &dyn Fn(Label) -> bool| -> Vec<f64> {
        let all = (0..).zip(paces).zip(&dataset.industry_of);
        let others = all.filter(|((other, _), of)| *other != customer && is_of(**of));
        others.filter_map(|((_, pace), _)| pace.map(|pace| f64::from(pace.ratio))).collect()
    };
    let of_industry = others(&|of| industry != NO_LABEL && of == industry);
    let is_industry = of_industry.len() >= industry::LEAST_MEMBERS;
    let market = if is_industry { of_industry } else { others(&|_| true) };
    Some(Fall { ratio: f64::from(own.ratio), market: industry::market_part(&market), is_industry })
}

/// What a signal compares, as far as the orders reach.
fn windows(dataset: &Dataset, signal: Signal, at: Day) -> Windows {
    let (weeks, habit_weeks) = match signal {
        Signal::Industry => (industry::WEEKS, industry::HABIT_WEEKS),
        _ => (finish::WEEKS, finish::HABIT_WEEKS),
    };
    let to = dataset.judged_to(Kind::Orders, at);
    let now_from = to - weeks * WEEK;
    Windows { was_from: now_from - habit_weeks * WEEK, now_from, now_to: to }
}

/// Money at risk of a market, in minor units per year: the yearly revenue of the customers of an industry whose pace is known × the share
/// of orders that is missing. 0 for a finish.
pub fn market_money(dataset: &Dataset, verdicts: &Verdicts, date_idx: usize, signal: Signal, label: Label) -> Minor {
    if signal != Signal::Industry {
        return 0;
    }
    let at = verdicts.dates[date_idx];
    let paces = verdicts.paces_at(date_idx);
    let members = (0..).zip(&dataset.industry_of).zip(&paces).filter(|((_, of), pace)| **of == label && pace.is_some());
    let revenue: Minor = members.map(|((customer, _), _)| yearly_revenue(dataset, customer, at)).sum();
    let missing = f64::from(verdicts.get(date_idx, label.into(), signal).loss);
    #[expect(clippy::cast_possible_truncation, reason = "bounded at import")]
    let money = (revenue as f64 * missing).round() as Minor;
    money
}

/// The flags that stand on industries and finishes, those with the most at risk first.
pub fn findings(
    dataset: &Dataset,
    verdicts: &Verdicts,
    now: usize,
    standing: &BTreeMap<(Signal, u32), Standing>,
    at: Day,
) -> Vec<MarketFinding> {
    let paces = verdicts.paces_at(now);
    let mut findings: Vec<MarketFinding> = standing
        .iter()
        .filter_map(|(&(signal, entity), flag)| {
            let label = Label::try_from(entity).ok()?;
            let mut finding = finding(dataset, signal, label, flag, &paces, at);
            finding.money_at_risk = market_money(dataset, verdicts, now, signal, label);
            Some(finding)
        })
        .collect();
    findings
        .sort_by(|a, b| b.money_at_risk.cmp(&a.money_at_risk).then(a.p.total_cmp(&b.p)).then(a.label.cmp(&b.label)));
    findings
}

fn finding(
    dataset: &Dataset,
    signal: Signal,
    label: Label,
    flag: &Standing,
    paces: &[Option<Pace>],
    at: Day,
) -> MarketFinding {
    let windows = windows(dataset, signal, at);
    let orders = &dataset.orders;
    let is_industry = signal == Signal::Industry;
    let (mut members, mut evidence, mut days) = (Vec::new(), Vec::new(), Vec::new());
    let (mut all_was, mut all_now) = (0, 0);
    for (customer, pace) in (0..).zip(paces) {
        let all = orders.of(customer);
        let known = &orders.day[all.clone()];
        let within = between(known, windows.was_from, windows.now_to);
        let n_now = between(known, windows.now_from, windows.now_to).len();
        all_now += n_now;
        all_was += within.len() - n_now;
        let is_of = |i: &usize| is_industry || orders.finish[*i] == label;
        if is_industry && (dataset.industry_of.get(customer as usize) != Some(&label) || pace.is_none()) {
            continue;
        }
        let of: Vec<usize> = within.map(|i| i + all.start).filter(is_of).collect();
        if of.is_empty() {
            continue;
        }
        // Who began with it may have done so long before.
        let first = all.clone().find(|i| is_of(i) && (!is_industry || orders.day[*i] >= windows.was_from.0));
        let first = first.map_or(windows.now_from, |i| Day(orders.day[i]));
        let now = of.iter().filter(|&&i| orders.day[i] >= windows.now_from.0).count();
        let ratio = pace.as_ref().filter(|_| is_industry).map_or(1.0, |pace| f64::from(pace.ratio));
        members.push(Member { customer, was: of.len() - now, now, ratio, first });
        evidence.extend(of.iter().map(|&i| Evidence { at: orders.at(i), is_now: orders.day[i] >= windows.now_from.0 }));
        days.extend(of.iter().map(|&i| orders.day[i]));
    }
    let count = |of: fn(&Member) -> usize| members.iter().map(of).sum::<usize>() as f64;
    let (was, now) = (count(|member| member.was), count(|member| member.now));
    let change = if is_industry {
        let per_4_weeks = |n: f64, days: i32| n * 28.0 / f64::from(days.max(1));
        Change {
            was: per_4_weeks(was, windows.now_from - windows.was_from),
            now: per_4_weeks(now, windows.now_to - windows.now_from),
            unit: Unit::OrdersPer4Weeks,
        }
    } else {
        let share = |n: f64, all: usize| n / all.max(1) as f64;
        Change { was: share(was, all_was), now: share(now, all_now), unit: Unit::ShareOfOrders }
    };
    let way = if is_industry { Way::Down } else { Way::Up };
    members.sort_by(|a, b| {
        let first = if is_industry { a.ratio.total_cmp(&b.ratio) } else { a.first.cmp(&b.first) };
        first.then(a.customer.cmp(&b.customer))
    });
    MarketFinding {
        set_aside: None,
        signal,
        label,
        trend: if flag.is_new { Trend::New } else { Trend::Unchanged },
        flagged_on: flag.since_review,
        since: start(&days, windows, way),
        change,
        windows,
        p: flag.p,
        q: flag.q,
        money_at_risk: 0,
        members,
        track_record: None,
        evidence,
    }
}

/// The week in which the number of orders changed.
fn start(days: &[i32], windows: Windows, way: Way) -> Day {
    let n_weeks = usize::try_from((windows.now_to - windows.was_from) / WEEK).unwrap_or(0);
    let mut weekly = vec![0.0; n_weeks];
    for day in days {
        if let Some(count) =
            usize::try_from((day - windows.was_from.0) / WEEK).ok().and_then(|week| weekly.get_mut(week))
        {
            *count += 1.0;
        }
    }
    let week = best_split(&weekly, way, 8, 3).and_then(|week| i32::try_from(week).ok());
    week.map_or(windows.now_from, |week| windows.was_from + week * WEEK)
}
