//! Every insight, asked of every customer at every date: the raw material of a review, a replay and a track record.

use std::collections::BTreeMap;
use std::thread;

use super::lines::Lines;
use super::markets::{judge_finishes, judge_industries, slowdown_weights};
use crate::insight::clock::{Calendar, Clock, ShopProfile};
use crate::insight::industry::Pace;
use crate::insight::rhythm::{Lesson, Pool};
use crate::insight::series::{Learnt, distinct_days};
use crate::insight::window::{HABIT, windows};
use crate::insight::{CustomerSeries, INSIGHTS, Insight, Missing, Outcome, Readers, Tested};
use crate::model::{CustomerIdx, Dataset, Day, Kind, Signal};

/// What one test said; 16 bytes, as there are many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The p-value; `NaN` where it cannot be judged.
    pub p: f64,
    /// Share of the revenue at risk.
    pub loss: f32,
    /// Length of the later window in weeks.
    pub weeks: u8,
}

impl Verdict {
    /// Too little data.
    pub const CANNOT_JUDGE: Self = Self { p: f64::NAN, loss: 0.0, weeks: 0 };

    /// Whether there was enough data.
    pub fn is_judged(self) -> bool {
        !self.p.is_nan()
    }
}

/// What every test said at some dates.
pub struct Verdicts {
    /// The dates, oldest first, a week apart.
    pub dates: Vec<Day>,
    n_customers: usize,
    /// By customer, then date, then signal.
    cells: Vec<Verdict>,
    /// By customer, then date.
    paces: Vec<Option<Pace>>,
    n_labels: usize,
    /// By date, then customer; see [`slowdown_weights`].
    weights: Vec<f64>,
    /// Of industries and of finishes, by date, then label.
    of_markets: [Vec<Verdict>; 2],
}

/// Says what is happening, and answers whether to go on.
pub type Tick<'a> = &'a (dyn Fn(&str, Option<f32>) -> bool + Sync);

/// What is learnt about the shop is learnt anew every four weeks, on days that do not depend on the review date: so a
/// review at a date and a replay that passes it look through the same glasses.
const LEARN_EVERY_DAYS: i32 = 28;

/// The pool of rhythms changes slowly; its fit is the costly part.
const FIT_EVERY_DAYS: i32 = 84;

/// A next order is expected within this many days, or not at all.
const AHEAD_DAYS: i32 = 500;

/// So many customers teach the pool all there is to learn.
const MOST_IN_POOL: usize = 300;

impl Verdicts {
    /// Tests every customer at every date. `None` where `tick` said to stop.
    pub fn at(dataset: &Dataset, dates: &[Day], tick: Tick<'_>) -> Option<Self> {
        let n_customers = dataset.customers.len();
        let n_signals = Signal::OF_CUSTOMERS;
        let shop = Shop::new(dataset, dates.last().copied()?);
        let mut cells = vec![Verdict::CANNOT_JUDGE; n_customers * dates.len() * n_signals];
        let mut paces = vec![None; n_customers * dates.len()];
        let per_customer = dates.len() * n_signals;
        let mut from = 0;
        for group in dates.chunk_by(|a, b| learnt_on(*a) == learnt_on(*b)) {
            if !tick("Judging every customer's rhythm", Some(from as f32 / dates.len() as f32)) {
                return None;
            }
            let glasses = shop.glasses(learnt_on(group[0]));
            let half = n_customers.div_ceil(2).max(1);
            thread::scope(|scope| {
                let parts = cells.chunks_mut(half * per_customer).zip(paces.chunks_mut(half * dates.len()));
                for (part, (cells, paces)) in parts.enumerate() {
                    let (shop, glasses) = (&shop, &glasses);
                    scope.spawn(move || {
                        let customers = cells.chunks_mut(per_customer).zip(paces.chunks_mut(dates.len()));
                        for (i, (cells, paces)) in customers.enumerate() {
                            let place = from * n_signals;
                            let cells = &mut cells[place..place + group.len() * n_signals];
                            let paces = &mut paces[from..from + group.len()];
                            shop.judge(part * half + i, group, glasses, cells, paces);
                        }
                    });
                }
            });
            from += group.len();
        }
        let mut verdicts = Self {
            dates: dates.to_vec(),
            n_customers,
            cells,
            paces,
            n_labels: dataset.labels.len(),
            of_markets: Default::default(),
            weights: Vec::with_capacity(n_customers * dates.len()),
        };
        for (i, &at) in dates.iter().enumerate() {
            let paces = verdicts.paces_at(i);
            let industries = judge_industries(dataset, &paces);
            verdicts.weights.extend(slowdown_weights(dataset, &paces));
            verdicts.of_markets[0].extend(industries);
            verdicts.of_markets[1].extend(judge_finishes(dataset, at));
        }
        Some(verdicts)
    }

    /// What a test said of a customer; of an industry or a finish, whose place is its label.
    pub fn get(&self, date_idx: usize, entity: u32, signal: Signal) -> Verdict {
        let place = entity as usize;
        match signal {
            Signal::Industry => self.of_markets[0][date_idx * self.n_labels + place],
            Signal::Finish => self.of_markets[1][date_idx * self.n_labels + place],
            _ => {
                let per_customer = self.dates.len() * Signal::OF_CUSTOMERS;
                self.cells[place * per_customer + date_idx * Signal::OF_CUSTOMERS + signal.place()]
            }
        }
    }

    /// The p-values of all that one signal is asked of, at one date.
    pub fn p_values(&self, date_idx: usize, signal: Signal) -> Vec<f64> {
        (0..self.n_of(signal)).map(|entity| self.get(date_idx, entity, signal).p).collect()
    }

    /// How much likelier than others each customer is to slow down, by what its industry does.
    pub fn weights(&self, date_idx: usize) -> &[f64] {
        &self.weights[date_idx * self.n_customers..(date_idx + 1) * self.n_customers]
    }

    /// Of how many a signal is asked.
    pub fn n_of(&self, signal: Signal) -> u32 {
        let n = if signal.place() < Signal::OF_CUSTOMERS { self.n_customers } else { self.n_labels };
        u32::try_from(n).unwrap_or(u32::MAX)
    }

    /// The pace of every customer at a date.
    pub fn paces_at(&self, date_idx: usize) -> Vec<Option<Pace>> {
        self.paces.iter().skip(date_idx).step_by(self.dates.len().max(1)).copied().collect()
    }
}

/// What the shop's data teaches before a date: when it works, and how its customers' rhythms differ.
pub struct Glasses {
    learnt_on: Day,
    profile: ShopProfile,
    pool: Pool,
    learnt: Learnt,
}

/// A dataset, ready to be judged at any date up to the last one asked for.
pub struct Shop<'a> {
    dataset: &'a Dataset,
    calendar: Calendar,
    order_days: Vec<Vec<i32>>,
    lines: Lines,
}

impl<'a> Shop<'a> {
    /// `to` is the last date that will be asked for.
    pub fn new(dataset: &'a Dataset, to: Day) -> Self {
        let customers = 0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0);
        Self {
            calendar: Calendar::new(&dataset.orders.day, to),
            order_days: customers.map(|c| distinct_days(&dataset.orders.day[dataset.orders.of(c)])).collect(),
            lines: Lines::new(dataset, to),
            dataset,
        }
    }

    /// What each process had rejected.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// What is learnt for a review at `at`.
    pub fn glasses_at(&self, at: Day) -> Glasses {
        self.glasses(learnt_on(at))
    }

    /// One customer's own clock, for a review and what it expects to come.
    pub fn clock(&self, customer: CustomerIdx, glasses: &Glasses) -> Clock {
        self.clock_ahead(customer, glasses, LEARN_EVERY_DAYS + AHEAD_DAYS)
    }

    fn clock_ahead(&self, customer: CustomerIdx, glasses: &Glasses, ahead: i32) -> Clock {
        let days = &self.order_days[customer as usize];
        Clock::before(&self.calendar, &glasses.profile, days, glasses.learnt_on, ahead)
    }

    /// One customer's past at a date.
    pub fn series<'s>(
        &'s self,
        customer: CustomerIdx,
        clock: &'s Clock,
        glasses: &'s Glasses,
        at: Day,
    ) -> CustomerSeries<'s> {
        CustomerSeries::of(
            self.dataset,
            customer,
            &self.order_days[customer as usize],
            clock,
            &glasses.pool,
            glasses.learnt,
            at,
        )
    }

    fn glasses(&self, learnt_on: Day) -> Glasses {
        let fitted_on = Day(learnt_on.0.div_euclid(FIT_EVERY_DAYS) * FIT_EVERY_DAYS);
        let profile = ShopProfile::before(&self.calendar, fitted_on);
        let known: Vec<&Vec<i32>> =
            self.order_days.iter().filter(|days| days.partition_point(|&d| d < fitted_on.0) > 3).collect();
        let stride = known.len().div_ceil(MOST_IN_POOL).max(1);
        let lessons: Vec<Lesson> = known
            .iter()
            .step_by(stride)
            .filter_map(|days| {
                Lesson::at(days, &Clock::before(&self.calendar, &profile, days, fitted_on, 0), fitted_on)
            })
            .collect();
        let profile = ShopProfile::before(&self.calendar, learnt_on);
        let readers = Readers::before(&self.dataset.mails, self.dataset.customers.len(), learnt_on);
        let learnt =
            Learnt { reject_lags: self.reject_lags(learnt_on), reject_rate: self.reject_rate(learnt_on), readers };
        Glasses { learnt_on, profile, pool: Pool::fit(&lessons), learnt }
    }

    /// The days from an order to its rejections, of those reported before a day; every twentieth of them, the shortest first.
    fn reject_lags(&self, before: Day) -> [i32; 20] {
        let (orders, rejections) = (&self.dataset.orders, &self.dataset.rejections);
        let mut lags = Vec::new();
        for customer in 0..CustomerIdx::try_from(self.dataset.customers.len()).unwrap_or(0) {
            let of_customer = orders.of(customer);
            for i in rejections.of(customer).filter(|&i| rejections.day[i] < before.0) {
                let place = usize::try_from(rejections.order[i]).unwrap_or(usize::MAX);
                let day = orders.day[of_customer.clone()].get(place);
                lags.extend(day.map(|day| (rejections.day[i] - day).max(0)));
            }
        }
        lags.sort_unstable();
        std::array::from_fn(|i| lags.get(((i + 1) * lags.len() / 20).saturating_sub(1)).copied().unwrap_or(0))
    }

    /// Rejected parts ÷ parts of the orders before a day.
    fn reject_rate(&self, before: Day) -> f64 {
        let (orders, rejections) = (&self.dataset.orders, &self.dataset.rejections);
        let known = orders.day.iter().zip(&orders.parts).filter(|(day, _)| **day < before.0);
        let parts: i64 = known.map(|(_, parts)| *parts).sum();
        let reported = rejections.day.iter().zip(&rejections.parts).filter(|(day, _)| **day < before.0);
        let rejected: i64 = reported.map(|(_, parts)| i64::from(*parts)).sum();
        rejected as f64 / parts.max(1) as f64
    }

    /// Whether rejections rose at a customer because they rose on its line.
    pub fn is_our_line(&self, customer: CustomerIdx, tested: &Tested, at: Day) -> bool {
        if tested.p >= 0.5 {
            return false;
        }
        let windows = windows(self.dataset.judged_to(Kind::Rejections, at), tested.weeks, HABIT);
        self.lines.rise(self.dataset, customer, windows).is_some_and(|line| line.is_why)
    }

    fn judge(
        &self,
        customer: usize,
        dates: &[Day],
        glasses: &Glasses,
        cells: &mut [Verdict],
        paces: &mut [Option<Pace>],
    ) {
        let customer = CustomerIdx::try_from(customer).unwrap_or(0);
        let clock = self.clock_ahead(customer, glasses, LEARN_EVERY_DAYS);
        let of_dates = cells.chunks_mut(Signal::OF_CUSTOMERS).zip(paces);
        for (at, (cells, pace)) in dates.iter().zip(of_dates) {
            let series = self.series(customer, &clock, glasses, *at);
            *pace = Pace::of(&series, *at);
            for insight in INSIGHTS {
                if let Outcome::Tested(mut tested) = ask(self.dataset, *insight, &series, *at) {
                    if insight.signal() == Signal::Rejects && self.is_our_line(customer, &tested, *at) {
                        tested.p = 0.5;
                    }
                    #[expect(clippy::cast_possible_truncation, reason = "a share")]
                    let loss = tested.loss as f32;
                    cells[insight.signal().place()] =
                        Verdict { p: tested.p, loss, weeks: u8::try_from(tested.weeks).unwrap_or(u8::MAX) };
                }
            }
            let get = |signal: Signal| cells[signal.place()];
            let distress = distress(get(Signal::Quiet), get(Signal::Slowdown), get(Signal::Late));
            cells[Signal::Distress.place()] = distress;
        }
    }
}

/// Asks one question; where the shop opened no file of its kind, nothing can be said.
pub fn ask(dataset: &Dataset, insight: &dyn Insight, series: &CustomerSeries<'_>, at: Day) -> Outcome {
    let kind = match insight.signal() {
        Signal::Late => Kind::Payments,
        Signal::Rejects => Kind::Rejections,
        Signal::Interest => Kind::Emails,
        _ => Kind::Orders,
    };
    if !dataset.days_of.contains_key(&kind) {
        return Outcome::CannotJudge(Missing::NoSource);
    }
    insight.test(series, at)
}

/// Slower orders and slower payment together.
///
/// Intersection-union (Berger 1982): the larger of the two p-values, where the smaller of the two order signals has paid
/// for the choice. So the sentence is true of both halves: one of them alone, however strong, is no distress.
fn distress(quiet: Verdict, slowdown: Verdict, late: Verdict) -> Verdict {
    let by_orders = match (quiet.is_judged(), slowdown.is_judged()) {
        (true, true) => {
            let stronger = if quiet.p < slowdown.p { quiet } else { slowdown };
            Verdict { p: (2.0 * stronger.p).min(1.0), ..stronger }
        }
        (true, false) => quiet,
        (false, true) => slowdown,
        (false, false) => return Verdict::CANNOT_JUDGE,
    };
    if !late.is_judged() {
        return Verdict::CANNOT_JUDGE;
    }
    Verdict { p: by_orders.p.max(late.p), ..by_orders }
}

fn learnt_on(at: Day) -> Day {
    Day(at.0.div_euclid(LEARN_EVERY_DAYS) * LEARN_EVERY_DAYS)
}

/// The insight of a signal that has one of its own.
pub fn insight_of(signal: Signal) -> Option<&'static dyn Insight> {
    INSIGHTS.iter().copied().find(|insight| insight.signal() == signal)
}

/// Signals with what they stand on, sorted: a customer, or the label of an industry or a finish.
pub type Flags<T> = BTreeMap<(Signal, u32), T>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Neighbours, Past, day, every, from};
    use crate::model::WEEK;

    fn said(p: f64) -> Verdict {
        Verdict { p, loss: 0.5, weeks: 13 }
    }

    const CANNOT_JUDGE: Verdict = Verdict::CANNOT_JUDGE;

    #[test]
    fn one_half_alone_however_strong_is_no_distress() {
        assert!(distress(said(1e-12), said(1e-12), said(0.5)).p >= 0.5, "it pays as ever");
        assert!(distress(said(0.5), said(0.5), said(1e-12)).p >= 0.5, "it orders as ever");
        assert!(distress(said(1e-12), CANNOT_JUDGE, said(0.06)).p > 0.05);
    }

    #[test]
    fn slower_orders_and_later_payment_together_are_distress() {
        let both = distress(said(0.4), said(0.003), said(0.02));
        assert!((both.p - 0.02).abs() < 1e-12, "no surer than the weaker half: {}", both.p);
        let by_silence = distress(said(0.001), said(0.4), said(0.0001));
        assert!((by_silence.p - 0.002).abs() < 1e-12, "the better of two order signals has paid for the choice");
        let only_quiet = distress(said(0.01), CANNOT_JUDGE, said(0.0001));
        assert!((only_quiet.p - 0.01).abs() < 1e-12, "where there was no choice, nothing is paid");
    }

    #[test]
    fn the_revenue_at_risk_of_a_distress_is_that_of_its_stronger_order_signal() {
        let quiet = Verdict { p: 0.2, loss: 0.9, weeks: 0 };
        let slow = Verdict { p: 0.01, loss: 0.4, weeks: 26 };
        let both = distress(quiet, slow, said(0.01));
        assert!((both.loss - 0.4).abs() < 1e-6 && both.weeks == 26, "{both:?}");
    }

    #[test]
    fn a_half_that_cannot_be_judged_leaves_the_distress_unjudged() {
        assert!(!distress(said(0.001), said(0.001), CANNOT_JUDGE).is_judged());
        assert!(!distress(CANNOT_JUDGE, CANNOT_JUDGE, said(0.001)).is_judged());
        assert!(distress(CANNOT_JUDGE, said(0.001), said(0.001)).is_judged());
    }

    #[test]
    fn every_signal_that_has_an_insight_finds_its_own() {
        for signal in Signal::ALL {
            match insight_of(signal) {
                Some(insight) => assert_eq!(insight.signal(), signal),
                None => assert!(matches!(signal, Signal::Distress | Signal::Industry | Signal::Finish)),
            }
        }
    }

    fn weekly_dates_before(at: Day, n: i32) -> Vec<Day> {
        (0..n).rev().map(|k| at - k * WEEK).collect()
    }

    fn everything(verdicts: &Verdicts, date_idx: usize, customer: CustomerIdx) -> Vec<String> {
        Signal::of_customers().map(|signal| format!("{:?}", verdicts.get(date_idx, customer, signal))).collect()
    }

    /// Slower by half and 20 days later, for the last half year before May 2026.
    fn in_distress() -> Past {
        from("2024-05-07")
            .orders(every(7, 78))
            .orders(every(14, 13))
            .invoices(every(7, 78), 0..=6)
            .invoices(every(14, 11), 20..=26)
    }

    #[test]
    fn a_customer_that_orders_less_and_pays_later_is_in_distress() {
        let at = day("2026-05-04");
        let dataset = Neighbours::usual().dataset_with(&in_distress());
        let verdicts = Verdicts::at(&dataset, &[at], &|_, _| true).unwrap();
        let p = |signal| verdicts.get(0, 0, signal).p;
        assert!(p(Signal::Distress) < 0.01, "{}", p(Signal::Distress));
        assert!(p(Signal::Distress) >= p(Signal::Late) && p(Signal::Distress) >= p(Signal::Slowdown));
        let distressed_neighbours =
            verdicts.p_values(0, Signal::Distress).iter().skip(1).filter(|&&p| p < 0.01).count();
        assert_eq!(distressed_neighbours, 0);
    }

    #[test]
    fn a_verdict_does_not_depend_on_which_other_weeks_are_judged() {
        let at = day("2026-05-04");
        let dataset = Neighbours::usual().dataset_with(&in_distress());
        let many = Verdicts::at(&dataset, &weekly_dates_before(at, 20), &|_, _| true).unwrap();
        for (place, date) in [(0, at - 19 * WEEK), (7, at - 12 * WEEK), (19, at)] {
            let one = Verdicts::at(&dataset, &[date], &|_, _| true).unwrap();
            for customer in 0..3 {
                assert_eq!(everything(&one, 0, customer), everything(&many, place, customer), "{date}");
            }
        }
    }

    #[test]
    fn what_happens_after_a_date_changes_no_verdict_of_that_date() {
        let at = day("2026-05-04");
        let shop = Neighbours::usual();
        let known = shop.clone().closed_on(|on| on >= at).dataset_with(&in_distress().without(|on| on >= at));
        let later = (0..15).fold(in_distress(), |past, i| past.order_on(at + 2 * i, 5_000).invoice(at + i, at + i));
        let known_later = shop.dataset_with(&later);
        let [a, b] = [&known, &known_later].map(|dataset| Verdicts::at(dataset, &[at], &|_, _| true).unwrap());
        for customer in 0..41 {
            assert_eq!(everything(&a, 0, customer), everything(&b, 0, customer), "customer {customer}");
        }
    }

    #[test]
    fn whoever_says_stop_gets_no_verdicts() {
        let dataset = Neighbours::usual().dataset_with(&in_distress());
        assert!(Verdicts::at(&dataset, &[day("2026-05-04")], &|_, _| false).is_none());
    }

    #[test]
    fn a_shop_without_an_orders_file_is_silent_about_orders() {
        let dataset = Dataset::default();
        assert_eq!(Verdicts::at(&dataset, &[day("2026-05-04")], &|_, _| true).unwrap().n_of(Signal::Quiet), 0);
    }
}
