//! Every insight, asked of every customer at every date: the raw material of a review, a replay and a track record.

use std::collections::BTreeMap;
use std::thread;

use crate::insight::rhythm::{Calendar, Clock, Lesson, Pool, ShopProfile};
use crate::insight::series::distinct_days;
use crate::insight::{CustomerSeries, INSIGHTS, Insight, Outcome};
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
    const CANNOT_JUDGE: Self = Self { p: f64::NAN, loss: 0.0, weeks: 0 };

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
        let n_signals = Signal::ALL.len();
        let shop = Shop::new(dataset, dates.last().copied()?);
        let mut cells = vec![Verdict::CANNOT_JUDGE; n_customers * dates.len() * n_signals];
        let per_customer = dates.len() * n_signals;
        let mut from = 0;
        for group in dates.chunk_by(|a, b| learnt_on(*a) == learnt_on(*b)) {
            if !tick("Judging every customer's rhythm", Some(from as f32 / dates.len() as f32)) {
                return None;
            }
            let glasses = shop.glasses(learnt_on(group[0]));
            let half = n_customers.div_ceil(2).max(1);
            thread::scope(|scope| {
                for (part, chunk) in cells.chunks_mut(half * per_customer).enumerate() {
                    let (shop, glasses) = (&shop, &glasses);
                    scope.spawn(move || {
                        for (i, cells) in chunk.chunks_mut(per_customer).enumerate() {
                            let place = from * n_signals;
                            shop.judge(
                                part * half + i,
                                group,
                                glasses,
                                &mut cells[place..place + group.len() * n_signals],
                            );
                        }
                    });
                }
            });
            from += group.len();
        }
        Some(Self { dates: dates.to_vec(), n_customers, cells })
    }

    /// What a test said.
    pub fn get(&self, date_idx: usize, customer: CustomerIdx, signal: Signal) -> Verdict {
        let per_customer = self.dates.len() * Signal::ALL.len();
        self.cells[customer as usize * per_customer + date_idx * Signal::ALL.len() + place(signal)]
    }

    /// The p-values of all customers for one signal at one date.
    pub fn p_values(&self, date_idx: usize, signal: Signal) -> Vec<f64> {
        (0..self.n_customers).map(|c| self.get(date_idx, CustomerIdx::try_from(c).unwrap_or(0), signal).p).collect()
    }

    /// How many customers there are.
    pub fn n_customers(&self) -> usize {
        self.n_customers
    }
}

/// What the shop's data teaches before a date: when it works, and how its customers' rhythms differ.
pub struct Glasses {
    learnt_on: Day,
    profile: ShopProfile,
    pool: Pool,
}

/// A dataset, ready to be judged at any date up to the last one asked for.
pub struct Shop<'a> {
    dataset: &'a Dataset,
    calendar: Calendar,
    order_days: Vec<Vec<i32>>,
}

impl<'a> Shop<'a> {
    /// `to` is the last date that will be asked for.
    pub fn new(dataset: &'a Dataset, to: Day) -> Self {
        let customers = 0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0);
        Self {
            calendar: Calendar::new(&dataset.orders.day, to),
            order_days: customers.map(|c| distinct_days(&dataset.orders.day[dataset.orders.of(c)])).collect(),
            dataset,
        }
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
        CustomerSeries::of(self.dataset, customer, &self.order_days[customer as usize], clock, &glasses.pool, at)
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
        Glasses { learnt_on, profile, pool: Pool::fit(&lessons) }
    }

    fn judge(&self, customer: usize, dates: &[Day], glasses: &Glasses, cells: &mut [Verdict]) {
        let customer = CustomerIdx::try_from(customer).unwrap_or(0);
        let clock = self.clock_ahead(customer, glasses, LEARN_EVERY_DAYS);
        for (at, cells) in dates.iter().zip(cells.chunks_mut(Signal::ALL.len())) {
            let series = self.series(customer, &clock, glasses, *at);
            for insight in INSIGHTS {
                if let Outcome::Tested(tested) = ask(self.dataset, *insight, &series, *at) {
                    #[expect(clippy::cast_possible_truncation, reason = "a share")]
                    let loss = tested.loss as f32;
                    cells[place(insight.signal())] =
                        Verdict { p: tested.p, loss, weeks: u8::try_from(tested.weeks).unwrap_or(u8::MAX) };
                }
            }
            let get = |signal| cells[place(signal)];
            let distress = distress(get(Signal::Quiet), get(Signal::Slowdown), get(Signal::Late));
            cells[place(Signal::Distress)] = distress;
        }
    }
}

/// Asks one question; where the shop opened no file of its kind, nothing can be said.
pub fn ask(dataset: &Dataset, insight: &dyn Insight, series: &CustomerSeries<'_>, at: Day) -> Outcome {
    let is_about_orders = insight.signal() != Signal::Late;
    if is_about_orders && !dataset.days_of.contains_key(&Kind::Orders) {
        return Outcome::CannotJudge(crate::insight::Missing::NoSource);
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

fn place(signal: Signal) -> usize {
    Signal::ALL.iter().position(|s| *s == signal).unwrap_or(0)
}

/// The insight of a signal that has one of its own.
pub fn insight_of(signal: Signal) -> Option<&'static dyn Insight> {
    INSIGHTS.iter().copied().find(|insight| insight.signal() == signal)
}

/// Signals with the customers they stand on, sorted.
pub type Flags<T> = BTreeMap<(Signal, CustomerIdx), T>;
