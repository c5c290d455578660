//! One weekly review, from the dataset to the answers.

use super::again::Calibration;
use super::clears::clears;
use super::judge::{Flags, Glasses, Shop, Tick, Verdicts, ask, insight_of};
use super::limits::limit_effects;
use super::markets::fall;
use super::rank::{money_at_risk, rank};
use super::silence::why_silent;
use super::since::{Before, Since};
use super::standing::{Controlled, MEMORY_WEEKS, Standing};
use super::track_record::{PAST_WEEKS, track_records};
use super::trends::Trends;
use super::{Because, CannotJudge, CustomerAnswer, NextOrder, Outlook, Review};
use crate::insight::forecast::parts::parts as expected_parts;
use crate::insight::industry::Pace;
use crate::insight::rhythm::Rhythm;
use crate::insight::series::between;
use crate::insight::shop::extra_set_ups;
use crate::insight::{CustomerSeries, Explanation, INSIGHTS, Outcome, Tested, grown};
use crate::model::finding::{Evidence, Finding, Level, MarketFinding, MoreSetUps, Subject, Trend, Windows};
use crate::model::weekly::{ClosedReview, Decision, Limits};
use crate::model::{CustomerIdx, Dataset, Day, Signal, WEEK};

/// How to review.
#[derive(Clone, Copy, Debug)]
pub struct ReviewOptions<'a> {
    /// Only rows dated before this day are looked at.
    pub as_of: Day,
    /// Whether the rules are replayed over the shop's own past.
    pub with_track_record: bool,
    /// What the owner set.
    pub limits: Limits,
    /// The last review that was closed, to compare with; without one it is the review of a week before.
    pub last: Option<&'a ClosedReview>,
    /// What was decided, of which the verdicts say how a limit did.
    pub decisions: &'a [Decision],
}

/// Reviews every customer. `None` where `tick` said to stop.
pub fn review(dataset: &Dataset, options: &ReviewOptions<'_>, tick: Tick<'_>) -> Option<Review> {
    let as_of = options.as_of;
    let past = if options.with_track_record { PAST_WEEKS } else { 1 };
    let dates = weekly_dates(as_of, MEMORY_WEEKS + past);
    let verdicts = Verdicts::at(dataset, &dates, tick)?;
    let controlled = Controlled::new(&verdicts, &options.limits);
    let now = dates.len() - 1;
    let standing = controlled.standing_at(now);
    let before = Before::at(dataset, &verdicts, &options.limits, options.last, tick)?;
    if !tick("Weighing what was found", Some(0.9)) {
        return None;
    }
    let records = options.with_track_record.then(|| track_records(dataset, &verdicts, &controlled)).flatten();
    let shop = Shop::new(dataset, as_of);
    let desk = Desk { dataset, glasses: shop.glasses_at(as_of), shop, as_of, paces: verdicts.paces_at(now) };
    let mut findings = Vec::with_capacity(standing.len());
    for (&(signal, customer), flag) in &standing {
        let mut finding = desk.finding(signal, customer, flag, (&verdicts, &controlled), now);
        finding.money_at_risk = money_at_risk(dataset, customer, signal, verdicts.get(now, customer, signal), as_of);
        finding.fall = fall(dataset, &desk.paces, signal, customer);
        finding.trend = before.trend((signal, customer), flag, finding.money_at_risk);
        finding.track_record = records.as_ref().and_then(|records| records.get(&signal).copied());
        findings.push(finding);
    }
    rank(&mut findings, &options.limits);
    if !tick("Writing the answers", Some(0.95)) {
        return None;
    }
    let mut markets = super::markets::findings(dataset, &verdicts, now, &controlled.markets_at(now), as_of);
    for market in &mut markets {
        market.track_record = records.as_ref().and_then(|records| records.get(&market.signal).copied());
    }
    let effects = limit_effects(dataset, &verdicts, &controlled, &options.limits, options.decisions, records.as_ref());
    let mut review = desk.review(findings, markets, before.since(&standing), &standing);
    review.limits = effects;
    review.trends.diffusion = super::diffusion::diffusion(dataset, &verdicts, now);
    review.price_set_ups(options.limits.set_up_cost);
    Some(review)
}

/// What is coming after `as_of`, without the rest of a review.
pub fn outlook(dataset: &Dataset, as_of: Day) -> Outlook {
    let shop = Shop::new(dataset, as_of);
    let glasses = shop.glasses_at(as_of);
    let customers = 0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0);
    let of = |customer| {
        let clock = shop.clock(customer, &glasses);
        let series = shop.series(customer, &clock, &glasses, as_of);
        expected_parts(dataset, customer, &series).into_iter().map(move |part| (customer, part))
    };
    Outlook::at(dataset, &customers.flat_map(of).collect::<Vec<_>>(), as_of)
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
    paces: Vec<Option<Pace>>,
}

impl Desk<'_> {
    fn finding(
        &self,
        signal: Signal,
        customer: CustomerIdx,
        flag: &Standing,
        (verdicts, controlled): (&Verdicts, &Controlled<'_>),
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
                    evidence.extend(self.evidence(customer, source, part));
                }
            }
            let (second, second_since) = (payments.as_ref().map(|p| p.change), payments.as_ref().map(|p| p.since));
            let joined = orders.map(|o| Explanation { second, second_since, ..o });
            (joined, evidence)
        } else {
            let explanation = explain(signal);
            let evidence = explanation.as_ref().map_or_else(Vec::new, |e| self.evidence(customer, signal, e));
            (explanation, evidence)
        };
        let explanation = explanation.unwrap_or_else(|| nothing_to_explain(self.as_of));
        Finding {
            signal,
            customer,
            level: Level::Watch,
            trend: Trend::Unchanged,
            set_aside: None,
            flagged_on: flag.since_review,
            subject: explanation.subject,
            fall: None,
            line: (signal == Signal::Rejects)
                .then(|| self.shop.lines().rise(self.dataset, customer, explanation.windows))
                .flatten(),
            set_ups: (signal == Signal::Lots).then(|| more_set_ups(self.dataset, customer, self.as_of)).flatten(),
            since: explanation.since,
            change: explanation.change,
            second: explanation.second,
            second_since: explanation.second_since,
            windows: explanation.windows,
            p: flag.p,
            q: flag.q,
            n_records: evidence.len(),
            money_at_risk: 0,
            clears: clears(self.dataset, signal, &series, self.as_of, &explanation, &|signal| {
                controlled.called_up_to(now, signal)
            }),
            track_record: None,
            evidence,
        }
    }

    /// The rows of both windows: orders, lots, invoices or mailings, whichever the signal looks at.
    fn evidence(&self, customer: CustomerIdx, signal: Signal, found: &Explanation) -> Vec<Evidence> {
        let Explanation { windows, subject, .. } = *found;
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
                    .filter(|&i| crate::insight::days_beyond_terms(invoices.days(i), windows.now_to).is_some())
                    .map(|i| mark(invoices.due[i], invoices.at(i)))
                    .collect()
            }
            Signal::Interest => {
                let (mails, all) = (&self.dataset.mails, self.dataset.mails.of(customer));
                let within = between(&mails.day[all.clone()], windows.was_from, windows.now_to);
                let is_it = |i: &usize| subject == Some(Subject::Topic(mails.topic[*i]));
                within.map(|i| i + all.start).filter(is_it).map(|i| mark(mails.day[i], mails.at(i))).collect()
            }
            _ => {
                let (orders, all) = (&self.dataset.orders, self.dataset.orders.of(customer));
                let within = between(&orders.day[all.clone()], windows.was_from, windows.now_to);
                within.map(|i| i + all.start).map(|i| mark(orders.day[i], orders.at(i))).collect()
            }
        }
    }

    /// Why a signal that could be judged raises no flag: what its own past says, else what others do.
    fn why_silent(
        &self,
        customer: CustomerIdx,
        series: &CustomerSeries<'_>,
        signal: Signal,
        tested: &Tested,
    ) -> Because {
        match why_silent(self.dataset, customer, series, signal, self.as_of) {
            Because::Steady if signal == Signal::Slowdown && self.is_of_market(customer) => Because::Market,
            Because::Steady if signal == Signal::Rejects && self.shop.is_our_line(customer, tested, self.as_of) => {
                Because::OurLine
            }
            because => because,
        }
    }

    /// Whether a customer orders less as its market does.
    fn is_of_market(&self, customer: CustomerIdx) -> bool {
        const LESS: f32 = 0.8;
        const MOST_OF_MARKET: f64 = 0.9;
        const LEAST_OWN: f64 = 0.85;
        let is_less = self.paces[customer as usize].is_some_and(|pace| pace.ratio < LESS);
        let fall = if is_less { fall(self.dataset, &self.paces, Signal::Slowdown, customer) } else { None };
        fall.is_some_and(|fall| fall.market <= MOST_OF_MARKET && fall.own() >= LEAST_OWN)
    }

    fn review(
        &self,
        findings: Vec<Finding>,
        markets: Vec<MarketFinding>,
        since: Since,
        standing: &Flags<Standing>,
    ) -> Review {
        let mut customers = Vec::with_capacity(self.dataset.customers.len());
        let (mut more, mut parts) = (Vec::new(), Vec::new());
        let mut cannot_judge = Vec::new();
        let calibration = Calibration::before(self.dataset, &self.shop, self.as_of);
        let (mut n_judged, mut n_active) = (0, 0);
        for customer in 0..CustomerIdx::try_from(self.dataset.customers.len()).unwrap_or(0) {
            let clock = self.shop.clock(customer, &self.glasses);
            let series = self.shop.series(customer, &clock, &self.glasses, self.as_of);
            // Who had neither ordered, been invoiced nor paid by then was no customer yet.
            let is_known = series.order_on.first().is_some_and(|&first| first < self.as_of.0)
                || series.invoices.issued.iter().any(|&day| day < self.as_of.0)
                || self.dataset.receipts.day[self.dataset.receipts.of(customer)].iter().any(|&day| day < self.as_of.0);
            if !is_known {
                continue;
            }
            let mut silent_because = Vec::new();
            let mut is_judged = false;
            for insight in INSIGHTS {
                let signal = insight.signal();
                match ask(self.dataset, *insight, &series, self.as_of) {
                    Outcome::CannotJudge(missing) => cannot_judge.push(CannotJudge { customer, signal, missing }),
                    Outcome::Tested(tested) => {
                        is_judged = true;
                        // A silence and the slowing before it are one flag: the one that is not shown is not silent.
                        let is_told = |signal| standing.contains_key(&(signal, customer));
                        let is_one = matches!(signal, Signal::Quiet | Signal::Slowdown);
                        if !is_told(signal) && !(is_one && (is_told(Signal::Quiet) || is_told(Signal::Slowdown))) {
                            silent_because.push((signal, self.why_silent(customer, &series, signal, &tested)));
                        }
                    }
                }
            }
            parts.extend(expected_parts(self.dataset, customer, &series).into_iter().map(|part| (customer, part)));
            more.extend(grown(&series, self.as_of).map(|grown| (customer, grown)));
            let is_active = is_active(&series, self.as_of);
            n_active += usize::from(is_active);
            n_judged += usize::from(is_judged && is_active);
            let year = 52 * WEEK;
            customers.push(CustomerAnswer {
                customer,
                revenue_12m: self.dataset.revenue(customer, self.as_of - year, self.as_of),
                revenue_before: self.dataset.revenue(customer, self.as_of - 2 * year, self.as_of - year),
                orders_again_13w: calibration.orders_again(&series, self.as_of),
                next_order: next_order(&series, self.as_of),
                order_due: order_due(&series),
                last_order: last_order(&series),
                signals: Signal::of_customers().filter(|&signal| standing.contains_key(&(signal, customer))).collect(),
                money_at_risk: findings
                    .iter()
                    .filter(|f| f.customer == customer)
                    .map(|f| f.money_at_risk)
                    .max()
                    .unwrap_or(0),
                silent_because,
            });
        }
        let data_end = self.dataset.days_of.values().filter_map(|days| days.iter().rfind(|&&d| d < self.as_of.0)).max();
        let trends = Trends::at(self.dataset, &customers, &more, self.as_of);
        Review {
            as_of: self.as_of,
            data_end: data_end.map_or(self.as_of - 1, |&day| Day(day)),
            findings,
            markets,
            limits: Vec::new(),
            since,
            trends,
            outlook: Outlook::at(self.dataset, &parts, self.as_of),
            customers,
            cannot_judge,
            n_judged,
            n_active,
        }
    }
}

/// What smaller lots need; what that costs is added when the owner's word is known.
fn more_set_ups(dataset: &Dataset, customer: CustomerIdx, at: Day) -> Option<MoreSetUps> {
    let extra = extra_set_ups(dataset, customer, at)?;
    Some(MoreSetUps { more_a_year: extra.extra_a_year, cost_a_year: None })
}

/// An order or an invoice in the two years before.
fn is_active(series: &CustomerSeries<'_>, at: Day) -> bool {
    let from = at - 104 * WEEK;
    !between(series.order_on, from, at).is_empty() || series.invoices.issued.iter().any(|&d| d >= from.0 && d < at.0)
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

/// By when nine in ten of its orders come, counted from the last one. Of who has surely left, nothing is due.
fn order_due(series: &CustomerSeries<'_>) -> Option<Day> {
    let rhythm = series.rhythm.filter(|rhythm| rhythm.n_gaps >= LEAST_GAPS)?;
    let last = last_order(series)?;
    let is_there = series.pool.is_alive(&rhythm) >= SURELY_LEFT;
    let wait = series.pool.further_wait(&Rhythm { open: 0.0, ..rhythm }, 0.1);
    is_there.then(|| series.clock.after(last, wait)).flatten()
}

/// Below so many gaps a rhythm is a guess, and nobody is late by it.
const LEAST_GAPS: usize = 5;

/// Below this chance of being a customer still it is no order that is late.
const SURELY_LEFT: f64 = 0.05;

fn last_order(series: &CustomerSeries<'_>) -> Option<Day> {
    let known = series.order_days.partition_point(|&day| day < series.orders_to.0);
    known.checked_sub(1).map(|last| Day(series.order_days[last]))
}

fn nothing_to_explain(at: Day) -> Explanation {
    use crate::model::finding::{Change, Unit};
    Explanation {
        subject: None,
        change: Change { was: 0.0, now: 0.0, unit: Unit::OrdersPer4Weeks },
        second: None,
        second_since: None,
        since: at,
        windows: Windows { was_from: at, now_from: at, now_to: at },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::Missing;
    use crate::insight::testing::{Neighbours, Past, day, every, from};
    use crate::model::finding::{Trend, Unit};
    use crate::model::weekly::{Alarms, OpenItem};
    use crate::review::{Because, Cleared, PROGRAM, Why};

    const AS_OF: &str = "2026-05-04";

    fn plain(as_of: Day) -> ReviewOptions<'static> {
        ReviewOptions { as_of, with_track_record: false, limits: Limits::default(), last: None, decisions: &[] }
    }

    fn reviewed(others: &Neighbours, past: &Past) -> Review {
        review(&others.dataset_with(past), &plain(day(AS_OF)), &|_, _| true).unwrap()
    }

    fn on_alpine(review: &Review, signal: Signal) -> Option<&Finding> {
        review.findings_of(0).find(|finding| finding.signal == signal)
    }

    /// An order of a thousand dollars every fortnight until 70 days before the review.
    fn quiet_alpine() -> Past {
        let alpine = from("2023-11-07").at_price(1_000).orders(every(14, 61));
        assert_eq!(alpine.last_order(), day("2026-02-24"));
        alpine
    }

    #[test]
    fn a_quiet_customer_is_called_and_every_number_leads_to_its_rows() {
        let shop = Neighbours::usual();
        let review = reviewed(&shop, &quiet_alpine());
        let finding = on_alpine(&review, Signal::Quiet).expect("it is quiet");
        assert_eq!(finding.level, Level::Act);
        assert_eq!(finding.since, day("2026-02-24"));
        assert!(finding.money_at_risk > 0);
        let dataset = shop.dataset_with(&quiet_alpine());
        let mine: Vec<_> = dataset.orders.of(0).map(|i| dataset.orders.at(i)).collect();
        assert_eq!(finding.n_records, finding.evidence.len());
        assert!(finding.n_records > 40 && finding.evidence.iter().all(|evidence| mine.contains(&evidence.at)));
        assert_eq!(review.customers[0].signals.first(), Some(&Signal::Quiet));
        assert!(review.customers[0].money_at_risk >= finding.money_at_risk);
    }

    #[test]
    fn a_review_looks_only_at_rows_before_its_date() {
        let shop = Neighbours::usual();
        let known = reviewed(&shop.clone().closed_on(|on| on >= day(AS_OF)), &quiet_alpine());
        let later = reviewed(&shop, &quiet_alpine().order_on(day(AS_OF), 100).order_on(day(AS_OF) + 9, 100));
        // The rows have moved in the longer file, so compare what is said, not where it stands.
        let told = |review: &Review| -> Vec<_> {
            review
                .findings
                .iter()
                .map(|f| (f.customer, f.signal, f.p.to_bits(), f.money_at_risk, f.clears, f.change))
                .collect()
        };
        assert!(!told(&known).is_empty());
        assert_eq!(told(&known), told(&later));
        assert_eq!((known.n_judged, known.n_active), (later.n_judged, later.n_active));
        assert_eq!(known.customers, later.customers);
    }

    #[test]
    fn a_flag_that_fell_since_last_week_is_among_the_cleared() {
        let shop = Neighbours::usual();
        let cleared = Cleared { customer: 0, signal: Signal::Quiet, why: Why::Customer };
        let back = reviewed(&shop, &quiet_alpine().order_on(day(AS_OF) - 3, 100));
        assert!(back.since.cleared.contains(&cleared), "{:?}", back.since);
        assert_eq!(on_alpine(&back, Signal::Quiet), None);
        // Who still carries another flag is not told as cleared.
        let with = |findings: Vec<Finding>| Review { findings, ..back.clone() };
        assert!(crate::review::calls::cleared(&with(Vec::new())).contains_key(&0));
        let other = reviewed(&shop, &quiet_alpine()).findings;
        assert!(!crate::review::calls::cleared(&with(other)).contains_key(&0));
        let since = reviewed(&shop, &quiet_alpine()).since;
        assert!(!since.cleared.contains(&cleared) && since.past.is_empty() && !since.is_closed);
    }

    /// Alpine's flags as they were told a week before, as a closed review.
    fn closed(shop: &Neighbours, past: &Past, on: Day, limits: Limits) -> ClosedReview {
        let dataset = shop.dataset_with(past);
        let options = ReviewOptions { limits, ..plain(on) };
        let told = review(&dataset, &options, &|_, _| true).unwrap();
        let flags = told.findings.iter().map(|finding| {
            let id = dataset.customers[finding.customer as usize].id.clone();
            ((id, finding.signal), OpenItem { money: finding.money_at_risk, opened_on: on })
        });
        let (closed_at, headline, program) = (String::new(), String::new(), PROGRAM.to_owned());
        let signals = Signal::ALL.to_vec();
        ClosedReview { id: 1, as_of: on, closed_at, headline, limits, program, signals, flags: flags.collect() }
    }

    fn since_closed(shop: &Neighbours, past: &Past, last: &ClosedReview, limits: Limits) -> Review {
        let options = ReviewOptions { last: Some(last), limits, ..plain(day(AS_OF)) };
        review(&shop.dataset_with(past), &options, &|_, _| true).unwrap()
    }

    #[test]
    fn a_customer_that_fell_silent_after_the_closed_review_is_new_and_one_that_came_back_is_cleared() {
        let shop = Neighbours::usual();
        // Closed on another day of the week, before the silence was long.
        let before = closed(&shop, &quiet_alpine(), day("2026-03-19"), Limits::default());
        assert_eq!(before.flags.get(&("C000".to_owned(), Signal::Quiet)), None);
        let now = since_closed(&shop, &quiet_alpine(), &before, Limits::default());
        assert_eq!(on_alpine(&now, Signal::Quiet).map(|finding| finding.trend), Some(Trend::New));
        assert_eq!(now.since.past, []);
        let last = closed(&shop, &quiet_alpine(), day(AS_OF) - WEEK, Limits::default());
        let back = quiet_alpine().order_on(day(AS_OF) - 3, 100);
        let now = since_closed(&shop, &back, &last, Limits::default());
        let cleared = Cleared { customer: 0, signal: Signal::Quiet, why: Why::Customer };
        assert!(now.since.is_closed && now.since.cleared.contains(&cleared), "{:?}", now.since);
        assert!(now.since.past.iter().all(|change| change.customer != 0), "{:?}", now.since.past);
    }

    #[test]
    fn orders_that_were_missing_in_the_last_export_change_the_past_and_are_no_trend() {
        let shop = Neighbours::usual();
        let last = closed(&shop, &quiet_alpine(), day(AS_OF) - WEEK, Limits::default());
        assert!(last.flags.contains_key(&("C000".to_owned(), Signal::Quiet)));
        // The next export holds orders of the time before the closed review.
        let late = [60, 46, 32, 18].into_iter().fold(quiet_alpine(), |past, ago| past.order_on(day(AS_OF) - ago, 100));
        let now = since_closed(&shop, &late, &last, Limits::default());
        assert_eq!(on_alpine(&now, Signal::Quiet), None);
        let cleared = now.since.cleared.iter().find(|cleared| (cleared.customer, cleared.signal) == (0, Signal::Quiet));
        assert_eq!(cleared.map(|cleared| cleared.why), Some(Why::Rows), "it did not come back: it was never away");
        let past = now.since.past.iter().find(|change| (change.customer, change.signal) == (0, Signal::Quiet)).unwrap();
        assert!(past.was.is_some() && past.now.is_none() && past.why == Why::Rows);
        // And the other way round: what the closed review could not see is not new.
        let unseen = closed(&shop, &late, day(AS_OF) - WEEK, Limits::default());
        let now = since_closed(&shop, &quiet_alpine(), &unseen, Limits::default());
        assert_eq!(on_alpine(&now, Signal::Quiet).map(|finding| finding.trend), Some(Trend::Past));
    }

    #[test]
    fn a_review_that_another_version_closed_is_not_blamed_on_rows() {
        let shop = Neighbours::usual();
        let mut last = closed(&shop, &quiet_alpine(), day(AS_OF) - WEEK, Limits::default());
        last.flags.retain(|(_, signal), _| *signal != Signal::Quiet);
        let why = |last: &ClosedReview| -> Vec<Why> {
            since_closed(&shop, &quiet_alpine(), last, Limits::default()).since.past.iter().map(|of| of.why).collect()
        };
        assert_eq!(why(&last), [Why::Rows]);
        last.program = "0.0.9".to_owned();
        assert_eq!(why(&last), [Why::Program]);
    }

    #[test]
    fn what_the_program_of_the_closed_review_did_not_look_for_is_new_and_no_changed_past() {
        let shop = Neighbours::usual();
        let mut last = closed(&shop, &quiet_alpine(), day(AS_OF) - WEEK, Limits::default());
        last.signals.retain(|signal| *signal != Signal::Quiet);
        last.flags.retain(|(_, signal), _| *signal != Signal::Quiet);
        let now = since_closed(&shop, &quiet_alpine(), &last, Limits::default());
        assert_eq!(on_alpine(&now, Signal::Quiet).map(|finding| finding.trend), Some(Trend::New));
        assert!(now.since.past.iter().all(|change| change.signal != Signal::Quiet), "{:?}", now.since.past);
    }

    #[test]
    fn a_moved_limit_is_told_apart_from_a_changed_customer() {
        let shop = Neighbours::usual();
        // As many false alarms as one likes: customers stand that would not otherwise.
        let slow = from("2024-05-07").orders(every(7, 78)).orders(every(11, 12));
        let (usual, more) =
            (Limits::default(), Signal::ALL.into_iter().fold(Limits::default(), |l, s| l.with(s, Alarms::More)));
        let on = day(AS_OF) - WEEK;
        let (few, many) = (closed(&shop, &slow, on, usual), closed(&shop, &slow, on, more));
        assert!(many.flags.len() > few.flags.len(), "{} {}", few.flags.len(), many.flags.len());
        let loosened = since_closed(&shop, &slow, &few, more);
        let trends: Vec<Trend> = loosened.findings.iter().map(|finding| finding.trend).collect();
        assert!(trends.contains(&Trend::Limit), "{trends:?}");
        assert!(loosened.since.past.iter().all(|change| change.why == Why::Limit), "{:?}", loosened.since.past);
        let tightened = since_closed(&shop, &slow, &many, usual);
        assert!(tightened.since.cleared.iter().any(|cleared| cleared.why == Why::Limit), "{:?}", tightened.since);
        let moved = many.flags.len() - few.flags.len();
        assert_eq!(tightened.since.past.len(), moved);
    }

    #[test]
    fn what_is_said_to_clear_a_slowdown_takes_it_off_the_list() {
        let slow = from("2024-05-07").orders(every(7, 78)).orders(every(14, 13));
        let shop = Neighbours::usual();
        let later = |past: &Past, as_of: Day| review(&shop.dataset_with(past), &plain(as_of), &|_, _| true).unwrap();
        let before = later(&slow, day(AS_OF));
        let said = on_alpine(&before, Signal::Slowdown).expect("it orders half as often").clears;
        let crate::model::finding::Clears::Orders { n, by } = said else { panic!("{said:?}") };
        let n = i32::try_from(n).unwrap();
        let as_of = by + 1;
        let step = (as_of - day(AS_OF)) / (n + 1);
        let with = |n: i32| (1..=n).fold(slow.clone(), |past, i| past.order_on(day(AS_OF) + step * i, 100));
        assert_eq!(on_alpine(&later(&with(n), as_of), Signal::Slowdown), None, "{n} orders by {by}");
        assert!(on_alpine(&later(&with(n - 2), as_of), Signal::Slowdown).is_some(), "too few of {n} orders by {by}");
    }

    #[test]
    fn a_slowdown_names_when_it_began_and_how_it_clears() {
        let slow = from("2024-05-07").orders(every(7, 78)).orders(every(14, 13));
        let review = reviewed(&Neighbours::usual(), &slow);
        let finding = on_alpine(&review, Signal::Slowdown).expect("it orders half as often");
        assert_eq!(finding.change.unit, Unit::OrdersPer4Weeks);
        assert!(matches!(finding.clears, crate::model::finding::Clears::Orders { .. }), "{:?}", finding.clears);
        assert!(finding.flagged_on < day(AS_OF), "it has stood for weeks");
        assert_ne!(finding.trend, Trend::New);
    }

    #[test]
    fn a_distress_rests_on_orders_and_invoices() {
        let distressed = from("2024-05-07")
            .orders(every(7, 78))
            .orders(every(14, 13))
            .invoices(every(7, 78), 0..=6)
            .invoices(every(14, 11), 20..=26);
        let review = reviewed(&Neighbours::usual(), &distressed);
        let finding = on_alpine(&review, Signal::Distress).expect("slower and later");
        assert_eq!(finding.change.unit, Unit::OrdersPer4Weeks);
        assert_eq!(finding.second.map(|change| change.unit), Some(Unit::DaysBeyondTerms));
        let sources: std::collections::BTreeSet<_> = finding.evidence.iter().map(|e| e.at.source).collect();
        assert_eq!(sources.len(), 2, "rows of both files");
    }

    #[test]
    fn a_steady_customer_is_told_why_nothing_is_said() {
        let steady = from("2023-05-02").lots(every(7, 160), 380..=440).invoices(every(7, 160), 0..=6);
        let review = reviewed(&Neighbours::usual(), &steady);
        assert_eq!(review.findings_of(0).count(), 0);
        let answer = &review.customers[0];
        for signal in [Signal::Quiet, Signal::Slowdown, Signal::Late, Signal::Lots] {
            assert!(
                answer.silent_because.contains(&(signal, Because::Steady)),
                "{signal:?}: {:?}",
                answer.silent_because
            );
        }
        assert_eq!(answer.revenue_12m, 100 * parts_of_a_year(&steady, day(AS_OF)));
    }

    #[test]
    fn who_orders_less_as_its_whole_market_does_and_who_is_rejected_more_with_the_whole_line_is_told_so() {
        let slower = |gap| from("2023-05-02").of_industry("Bicycles").orders(every(7, 143)).orders(every(gap, 14));
        let market = Neighbours::of((0..9).map(|_| slower(10)).collect());
        let because = |others: &Neighbours, past: &Past, signal: Signal| {
            let review = reviewed(others, past);
            assert_eq!(on_alpine(&review, signal), None);
            let silent = &review.customers[0].silent_because;
            silent.iter().find(|(of, _)| *of == signal).map(|(_, because)| *because)
        };
        assert_eq!(because(&market, &slower(10), Signal::Slowdown), Some(Because::Market));
        let alone = Neighbours::of((0..9).map(|_| slower(7)).collect());
        assert_eq!(
            because(&alone, &slower(10), Signal::Slowdown),
            Some(Because::Steady),
            "the market orders as before"
        );
        let faulty = |now: i32| from("2023-05-02").orders(every(7, 157)).rejecting(1..=1, 131).rejecting(now..=now, 26);
        let line = Neighbours::of((0..9).map(|_| faulty(4)).collect());
        assert_eq!(because(&line, &faulty(4), Signal::Rejects), Some(Because::OurLine));
        let good = Neighbours::of((0..9).map(|_| faulty(1)).collect());
        assert!(on_alpine(&reviewed(&good, &faulty(4)), Signal::Rejects).is_some(), "a customer alone is flagged");
    }

    fn parts_of_a_year(past: &Past, at: Day) -> i64 {
        let dataset = Neighbours::of(Vec::new()).dataset_with(past);
        let within = between(&dataset.orders.day, at - 52 * WEEK, at);
        dataset.orders.parts[within].iter().sum()
    }

    #[test]
    fn the_next_order_of_a_weekly_customer_is_expected_within_the_week() {
        let steady = from("2023-05-02").orders(every(7, 157));
        assert_eq!(steady.last_order(), day("2026-04-28"));
        let answer = reviewed(&Neighbours::usual(), &steady).customers.swap_remove(0);
        let next = answer.next_order.unwrap();
        assert!(next.from <= next.expected && next.expected <= next.to, "{next:?}");
        assert!((next.expected - day("2026-05-05")).abs() <= 4, "{next:?}");
        assert!(answer.orders_again_13w.unwrap() > 0.95);
        let gone = from("2023-05-02").orders(every(7, 130));
        let gone = reviewed(&Neighbours::usual(), &gone).customers.swap_remove(0);
        assert!(gone.orders_again_13w.unwrap() < 0.05, "{:?}", gone.orders_again_13w);
    }

    #[test]
    fn without_books_payments_cannot_be_judged_and_the_answer_says_so() {
        let review = reviewed(&Neighbours::usual().without_invoices(), &quiet_alpine());
        let silent: Vec<_> = review.cannot_judge.iter().filter(|c| c.signal == Signal::Late).collect();
        assert_eq!(silent.len(), 41);
        assert!(silent.iter().all(|c| c.missing == Missing::NoSource));
        assert!(on_alpine(&review, Signal::Quiet).is_some(), "orders are judged all the same");
    }

    #[test]
    fn a_new_customer_is_listed_with_what_is_missing() {
        let fresh = from("2026-03-03").orders(every(14, 3));
        let review = reviewed(&Neighbours::usual(), &fresh);
        let missing: Vec<_> =
            review.cannot_judge.iter().filter(|c| c.customer == 0).map(|c| (c.signal, c.missing)).collect();
        assert!(missing.contains(&(Signal::Quiet, Missing::OrderDays { have: 3, need: 5 })), "{missing:?}");
        assert!(missing.contains(&(Signal::Slowdown, Missing::Weeks { have: 8, need: 39 })), "{missing:?}");
        assert_eq!(review.n_active, 41);
        assert_eq!(review.n_judged, 40);
    }

    #[test]
    fn the_weeks_before_a_review_end_with_the_review() {
        let dates = weekly_dates(day(AS_OF), 2);
        assert_eq!(dates, [day("2026-04-20"), day("2026-04-27"), day("2026-05-04")]);
    }

    #[test]
    fn whoever_says_stop_gets_no_review() {
        let dataset = Neighbours::usual().dataset_with(&quiet_alpine());
        let options = plain(day(AS_OF));
        assert_eq!(review(&dataset, &options, &|_, _| false), None);
        assert_eq!(review(&dataset, &options, &|what, _| what != "Writing the answers"), None);
    }
}
