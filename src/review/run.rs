//! One weekly review, from the dataset to the answers.

use super::clears::clears;
use super::judge::{Flags, Glasses, Shop, Tick, Verdicts, ask, insight_of};
use super::rank::{money_at_risk, rank};
use super::silence::why_silent;
use super::standing::{Controlled, MEMORY_WEEKS, Standing};
use super::track_record::{PAST_WEEKS, track_records};
use super::{CannotJudge, CustomerAnswer, NextOrder, Review};
use crate::insight::series::between;
use crate::insight::{CustomerSeries, Explanation, INSIGHTS, Missing, Outcome, Tested};
use crate::model::finding::{Evidence, Finding, Level, Trend, Windows};
use crate::model::{CustomerIdx, Dataset, Day, Signal, WEEK};

/// How to review.
#[derive(Clone, Copy, Debug)]
pub struct ReviewOptions {
    /// Only rows dated before this day are looked at.
    pub as_of: Day,
    /// Whether the rules are replayed over the shop's own past.
    pub with_track_record: bool,
}

/// Reviews every customer. `None` where `tick` said to stop.
pub fn review(dataset: &Dataset, options: &ReviewOptions, tick: Tick<'_>) -> Option<Review> {
    let as_of = options.as_of;
    let past = if options.with_track_record { PAST_WEEKS } else { 1 };
    let dates = weekly_dates(as_of, MEMORY_WEEKS + past);
    let verdicts = Verdicts::at(dataset, &dates, tick)?;
    let controlled = Controlled::new(&verdicts);
    let (now, before) = (dates.len() - 1, dates.len() - 2);
    let (standing, stood) = (controlled.standing_at(now), controlled.standing_at(before));
    if !tick("Weighing what was found", Some(0.9)) {
        return None;
    }
    let records = options.with_track_record.then(|| track_records(dataset, &verdicts, &controlled)).flatten();
    let shop = Shop::new(dataset, as_of);
    let desk = Desk { dataset, glasses: shop.glasses_at(as_of), shop, as_of };
    let mut findings = Vec::with_capacity(standing.len());
    for (&(signal, customer), flag) in &standing {
        let money = |date_idx: usize| {
            money_at_risk(dataset, customer, signal, verdicts.get(date_idx, customer, signal), dates[date_idx])
        };
        let mut finding = desk.finding(signal, customer, flag, &verdicts, now);
        finding.money_at_risk = money(now);
        finding.trend = match (flag.is_new, stood.contains_key(&(signal, customer))) {
            (true, _) => Trend::New,
            (false, true) if finding.money_at_risk as f64 >= 1.1 * money(before) as f64 => Trend::Worse,
            (false, true) if (finding.money_at_risk as f64) < 0.9 * money(before) as f64 => Trend::Better,
            (false, _) => Trend::Unchanged,
        };
        finding.track_record = records.as_ref().and_then(|records| records.get(&signal).copied());
        findings.push(finding);
    }
    rank(&mut findings);
    let cleared =
        stood.keys().filter(|key| !standing.contains_key(key)).map(|&(signal, customer)| (customer, signal)).collect();
    if !tick("Writing the answers", Some(0.95)) {
        return None;
    }
    Some(desk.review(findings, cleared, &standing))
}

/// The review date and the weeks before it, oldest first.
pub fn weekly_dates(as_of: Day, weeks_before: usize) -> Vec<Day> {
    (0..=i32::try_from(weeks_before).unwrap_or(0)).rev().map(|k| as_of - k * WEEK).collect()
}

/// What a single customer is looked at with.
struct Desk<'a> {
    dataset: &'a Dataset,
    shop: Shop<'a>,
    glasses: Glasses,
    as_of: Day,
}

impl Desk<'_> {
    fn finding(
        &self,
        signal: Signal,
        customer: CustomerIdx,
        flag: &Standing,
        verdicts: &Verdicts,
        now: usize,
    ) -> Finding {
        let clock = self.shop.clock(customer, &self.glasses);
        let series = self.shop.series(customer, &clock, &self.glasses, self.as_of);
        let tested = |signal| {
            let verdict = verdicts.get(now, customer, signal);
            Tested { p: verdict.p, loss: f64::from(verdict.loss), weeks: i32::from(verdict.weeks) }
        };
        let explain = |signal: Signal| insight_of(signal).map(|i| i.explain(&series, self.as_of, &tested(signal)));
        let (explanation, evidence) = if signal == Signal::Distress {
            let (quiet, slow) =
                (verdicts.get(now, customer, Signal::Quiet), verdicts.get(now, customer, Signal::Slowdown));
            let by_orders = if quiet.p < slow.p || !slow.is_judged() { Signal::Quiet } else { Signal::Slowdown };
            let (orders, payments) = (explain(by_orders), explain(Signal::Late));
            let mut evidence = Vec::new();
            for (part, source) in [(&orders, by_orders), (&payments, Signal::Late)] {
                if let Some(part) = part {
                    evidence.extend(self.evidence(customer, source, part.windows));
                }
            }
            let second = payments.as_ref().map(|p| p.change);
            let since = orders.as_ref().map(|o| o.since).min(payments.as_ref().map(|p| p.since));
            let joined = orders.map(|o| Explanation { second, since: since.unwrap_or(o.since), ..o });
            (joined, evidence)
        } else {
            let explanation = explain(signal);
            let evidence = explanation.as_ref().map_or_else(Vec::new, |e| self.evidence(customer, signal, e.windows));
            (explanation, evidence)
        };
        let explanation = explanation.unwrap_or_else(|| nothing_to_explain(self.as_of));
        Finding {
            signal,
            customer,
            level: Level::Watch,
            trend: Trend::Unchanged,
            flagged_on: flag.since_review,
            since: explanation.since,
            change: explanation.change,
            second: explanation.second,
            windows: explanation.windows,
            p: flag.p,
            q: flag.q,
            n_records: evidence.len(),
            money_at_risk: 0,
            clears: clears(self.dataset, signal, &series, self.as_of, &explanation),
            track_record: None,
            evidence,
        }
    }

    /// The rows of both windows: orders, lots or invoices, whichever the signal looks at.
    fn evidence(&self, customer: CustomerIdx, signal: Signal, windows: Windows) -> Vec<Evidence> {
        let mark = |day: i32, at| Evidence { at, is_now: day >= windows.now_from.0 };
        match signal {
            Signal::Lots => {
                let (lots, all) = (&self.dataset.lots, self.dataset.lots.of(customer));
                let within = between(&lots.day[all.clone()], windows.was_from, windows.now_to);
                within.map(|i| i + all.start).map(|i| mark(lots.day[i], lots.at(i))).collect()
            }
            Signal::Late => {
                let (invoices, all) = (&self.dataset.invoices, self.dataset.invoices.of(customer));
                let within = between(&invoices.due[all.clone()], windows.was_from, windows.now_to);
                within
                    .map(|i| i + all.start)
                    .filter(|&i| {
                        crate::insight::days_beyond_terms(
                            invoices.issued[i],
                            invoices.due[i],
                            invoices.paid[i],
                            windows.now_to,
                        )
                        .is_some()
                    })
                    .map(|i| mark(invoices.due[i], invoices.at(i)))
                    .collect()
            }
            _ => {
                let (orders, all) = (&self.dataset.orders, self.dataset.orders.of(customer));
                let within = between(&orders.day[all.clone()], windows.was_from, windows.now_to);
                within.map(|i| i + all.start).map(|i| mark(orders.day[i], orders.at(i))).collect()
            }
        }
    }

    fn review(
        &self,
        findings: Vec<Finding>,
        cleared: Vec<(CustomerIdx, Signal)>,
        standing: &Flags<Standing>,
    ) -> Review {
        let mut customers = Vec::with_capacity(self.dataset.customers.len());
        let mut cannot_judge = Vec::new();
        let (mut n_judged, mut n_active) = (0, 0);
        for customer in 0..CustomerIdx::try_from(self.dataset.customers.len()).unwrap_or(0) {
            let clock = self.shop.clock(customer, &self.glasses);
            let series = self.shop.series(customer, &clock, &self.glasses, self.as_of);
            let mut silent_because = Vec::new();
            let mut is_judged = false;
            for insight in INSIGHTS {
                let signal = insight.signal();
                match ask(self.dataset, *insight, &series, self.as_of) {
                    Outcome::CannotJudge(missing) => cannot_judge.push(CannotJudge { customer, signal, missing }),
                    Outcome::Tested(_) => {
                        is_judged = true;
                        if !standing.contains_key(&(signal, customer)) {
                            silent_because
                                .push((signal, why_silent(self.dataset, customer, &series, signal, self.as_of)));
                        }
                    }
                }
            }
            let is_active = is_active(&series, self.as_of);
            n_active += usize::from(is_active);
            n_judged += usize::from(is_judged && is_active);
            let year = 52 * WEEK;
            customers.push(CustomerAnswer {
                customer,
                revenue_12m: self.dataset.revenue(customer, self.as_of - year, self.as_of),
                revenue_before: self.dataset.revenue(customer, self.as_of - 2 * year, self.as_of - year),
                orders_again_13w: orders_again(&series, self.as_of),
                next_order: next_order(&series, self.as_of),
                signals: Signal::ALL.into_iter().filter(|&signal| standing.contains_key(&(signal, customer))).collect(),
                money_at_risk: findings
                    .iter()
                    .filter(|f| f.customer == customer)
                    .map(|f| f.money_at_risk)
                    .max()
                    .unwrap_or(0),
                silent_because,
            });
        }
        // Who has not ordered for two years is the past, not a gap in the data.
        cannot_judge.retain(|c| !matches!(c.missing, Missing::Gaps { have: 0, .. }) || c.signal == Signal::Quiet);
        let data_end = self.dataset.days_of.values().filter_map(|days| days.iter().rfind(|&&d| d < self.as_of.0)).max();
        Review {
            as_of: self.as_of,
            data_end: data_end.map_or(self.as_of - 1, |&day| Day(day)),
            findings,
            cleared,
            customers,
            cannot_judge,
            n_judged,
            n_active,
        }
    }
}

/// An order or an invoice in the two years before.
fn is_active(series: &CustomerSeries<'_>, at: Day) -> bool {
    let from = at - 104 * WEEK;
    !between(series.order_on, from, at).is_empty() || series.invoices.issued.iter().any(|&d| d >= from.0 && d < at.0)
}

/// P(an order in the next 13 weeks), from two order days on.
fn orders_again(series: &CustomerSeries<'_>, at: Day) -> Option<f64> {
    let to = series.orders_to.min(at);
    let rhythm = series.rhythm?;
    Some(series.pool.orders_within(&rhythm, series.clock.between(to, to + 13 * WEEK)))
}

/// Median and middle 80 % of the gap now open, given how long it is already, turned back into days of the calendar.
fn next_order(series: &CustomerSeries<'_>, at: Day) -> Option<NextOrder> {
    let to = series.orders_to.min(at);
    let rhythm = series.rhythm?;
    if rhythm.n_gaps < 2 {
        return None;
    }
    let day = |share: f64| series.clock.after(to, series.pool.further_wait(&rhythm, share));
    Some(NextOrder { expected: day(0.5)?, from: day(0.9)?, to: day(0.1)? })
}

fn nothing_to_explain(at: Day) -> Explanation {
    use crate::model::finding::{Change, Unit};
    Explanation {
        change: Change { was: 0.0, now: 0.0, unit: Unit::OrdersPer4Weeks },
        second: None,
        since: at,
        windows: Windows { was_from: at, now_from: at, now_to: at },
    }
}
