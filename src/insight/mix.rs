//! Another process, or another supplier of powder or paint: who moves where.
//!
//! One process (or, within the process that the customer mainly orders, one supplier) has a larger share of its orders in the
//! last 8, 13 or 26 weeks than in the 104 before: Fisher's exact test (Fisher 1935) of the one that gained most against the rest,
//! paid for the number of others. The windows share most of their orders, and the exact test is too careful with so few; the best
//! of them needs no further price (measured: uniform on healthy shops). Counted in orders, as the lots of one order are ordered
//! together. Suppliers are compared within one process only: who orders another process needs other suppliers. Blind spot: a
//! change that two processes share has no single gainer.

use super::series::{CustomerSeries, between};
use super::stats::change::{Way, best_split};
use super::stats::counts::share_tail;
use super::window::{HABIT, WINDOWS, shortage, windows};
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::finding::{Change, Subject, Unit, Windows};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::{Day, Signal, WEEK};

/// Moves to another process or supplier.
pub struct Mix;

/// Fewer orders than these cannot be compared.
const LEAST_NOW: usize = 3;
const LEAST_WAS: usize = 8;

/// The share of the orders that the gainer must have won: less is no move, and is not worth a call.
const LEAST_GAIN: f64 = 0.35;

/// The share of a customer's revenue at risk when it moves to what others offer too. An assumption; part of the formula shown.
const REVENUE_AT_RISK: f64 = 0.10;

/// The process or the supplier that gained most.
#[derive(Clone, Copy, Debug)]
pub struct Gain {
    /// Which.
    pub to: Label,
    /// Whether it is a supplier.
    pub is_supplier: bool,
    /// Its share of the orders in the earlier window,
    pub was: f64,
    /// and in the later one.
    pub now: f64,
    p: f64,
    weeks: i32,
}

/// The orders of one customer with their processes and suppliers, in order of time.
#[derive(Clone, Copy, Debug)]
pub struct Works<'a> {
    /// The day of each order.
    pub on: &'a [i32],
    /// Its process.
    pub process: &'a [Label],
    /// Whose material was used.
    pub supplier: &'a [Label],
}

/// What is compared: the days of the orders, and a label of each.
struct Labelled {
    on: Vec<i32>,
    label: Vec<Label>,
}

impl Insight for Mix {
    fn signal(&self) -> Signal {
        Signal::Mix
    }

    fn why_it_matters(&self) -> &'static str {
        "Who moves to another process or material prepares something: ask what for, before another shop does"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        match works(series).gain(series.orders_to.min(at)) {
            Ok(gain) => Outcome::Tested(Tested { p: gain.p, loss: REVENUE_AT_RISK, weeks: gain.weeks }),
            Err(missing) => Outcome::CannotJudge(missing),
        }
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, _tested: &Tested) -> Explanation {
        let to = series.orders_to.min(at);
        let Ok(gain) = works(series).gain(to) else { return nothing(to) };
        let windows = windows(to, gain.weeks, HABIT);
        let labelled = works(series).labelled(gain.is_supplier, to);
        let (now, was) = labelled.split(windows);
        let from = most_lost(now, was);
        let both = between(&labelled.on, windows.was_from, windows.now_to);
        let is_gainer: Vec<f64> = labelled.label[both.clone()].iter().map(|&of| f64::from(of == gain.to)).collect();
        let since = best_split(&is_gainer, Way::Up, 3, 3).map_or(windows.now_from, |i| Day(labelled.on[both][i]));
        let subject = if gain.is_supplier {
            Subject::Supplier { process: works(series).main_process(to), from, to: gain.to }
        } else {
            Subject::Process { from, to: gain.to }
        };
        Explanation {
            subject: Some(subject),
            change: Change { was: gain.was, now: gain.now, unit: Unit::ShareOfOrders },
            second: None,
            second_since: None,
            since,
            windows,
        }
    }
}

fn nothing(at: Day) -> Explanation {
    Explanation {
        subject: None,
        change: Change { was: 0.0, now: 0.0, unit: Unit::ShareOfOrders },
        second: None,
        second_since: None,
        since: at,
        windows: windows(at, WINDOWS[0], HABIT),
    }
}

impl Works<'_> {
    /// What gained most before a date; `None` where too few orders are known, or nothing gained enough.
    pub fn gained(&self, at: Day) -> Option<Gain> {
        self.gain(at).ok().filter(|gain| gain.to != NO_LABEL)
    }

    /// The processes of the orders in `[from, to)`, or the suppliers within the main process of the year before `from`.
    pub fn labels(&self, is_supplier: bool, from: Day, to: Day) -> Vec<(i32, Label)> {
        let main = self.main_process(from);
        let labels = if is_supplier { self.supplier } else { self.process };
        let known = between(self.on, from, to).filter(|&i| !is_supplier || self.process[i] == main);
        known.map(|i| (self.on[i], labels[i])).filter(|(_, label)| *label != NO_LABEL).collect()
    }

    /// The gainer that is least likely by chance; at p = 1 where none gained enough.
    fn gain(&self, to: Day) -> Result<Gain, Missing> {
        let mut best: Option<Gain> = None;
        for is_supplier in [false, true] {
            let labelled = self.labelled(is_supplier, to);
            for weeks in WINDOWS {
                let (now, was) = labelled.split(windows(to, weeks, HABIT));
                if now.len() >= LEAST_NOW && was.len() >= LEAST_WAS {
                    let found = gain_between(now, was, weeks, is_supplier);
                    if best.is_none_or(|best| found.p < best.p) {
                        best = Some(found);
                    }
                }
            }
        }
        best.ok_or_else(|| {
            let processes = self.labelled(false, to);
            let counts = WINDOWS.iter().map(|&weeks| {
                let (now, was) = processes.split(windows(to, weeks, HABIT));
                (now.len(), was.len())
            });
            let (have, need, is_recent) = shortage(counts, (LEAST_NOW, LEAST_WAS));
            Missing::KnownOrders { have, need, is_recent }
        })
    }

    /// What the orders of the last years say.
    fn labelled(&self, is_supplier: bool, to: Day) -> Labelled {
        let from = to - (HABIT + 26) * WEEK;
        let main = self.main_process(to);
        let labels = if is_supplier { self.supplier } else { self.process };
        let known = between(self.on, from, to).filter(|&i| labels[i] != NO_LABEL);
        let (on, label) =
            known.filter(|&i| !is_supplier || self.process[i] == main).map(|i| (self.on[i], labels[i])).unzip();
        Labelled { on, label }
    }

    /// The process of most orders in the last year.
    fn main_process(&self, to: Day) -> Label {
        let mut processes = self.process[between(self.on, to - 52 * WEEK, to)].to_vec();
        processes.sort_unstable();
        processes.chunk_by(|a, b| a == b).max_by_key(|chunk| chunk.len()).map_or(NO_LABEL, |chunk| chunk[0])
    }
}

fn works<'a>(series: &CustomerSeries<'a>) -> Works<'a> {
    Works { on: series.order_on, process: series.order_process, supplier: series.order_supplier }
}

fn gain_between(now: &[Label], was: &[Label], weeks: i32, is_supplier: bool) -> Gain {
    let mut labels: Vec<Label> = now.iter().chain(was).copied().collect();
    labels.sort_unstable();
    labels.dedup();
    let n_others = (labels.len() - 1).max(1) as f64;
    let count = |labels: &[Label], of: Label| labels.iter().filter(|&&label| label == of).count();
    let mut best = Gain { p: 1.0, to: NO_LABEL, weeks, is_supplier, was: 0.0, now: 0.0 };
    for to in labels {
        let (of_now, of_was) = (share(now, to), share(was, to));
        if of_now - of_was < LEAST_GAIN {
            continue;
        }
        let p = (share_tail(count(now, to), now.len(), count(was, to), was.len()) * n_others).min(1.0);
        if p < best.p {
            best = Gain { p, to, was: of_was, now: of_now, ..best };
        }
    }
    best
}

fn share(labels: &[Label], of: Label) -> f64 {
    labels.iter().filter(|&&label| label == of).count() as f64 / labels.len().max(1) as f64
}

/// The label that lost the largest share.
fn most_lost(now: &[Label], was: &[Label]) -> Label {
    let lost = |of: Label| share(was, of) - share(now, of);
    was.iter().copied().max_by(|a, b| lost(*a).total_cmp(&lost(*b)).then(b.cmp(a))).unwrap_or(NO_LABEL)
}

impl Labelled {
    fn split(&self, windows: Windows) -> (&[Label], &[Label]) {
        let now = between(&self.on, windows.now_from, windows.now_to);
        let was = between(&self.on, windows.was_from, windows.now_from);
        (&self.label[now], &self.label[was])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Noise, Past, day, every, from, uneven};

    const REVIEW: &str = "2026-05-04";

    /// Weekly orders of powder coating; in the last half year two of three are anodized.
    fn moves_to_anodizing() -> Past {
        let powder = from("2023-11-07").orders(every(7, 104));
        (0..26).fold(powder, |past, i| {
            let past = if i % 3 == 0 { past.by("Powder coating") } else { past.by("Anodizing") };
            past.orders(every(7, 1))
        })
    }

    /// The texts of what a past says of its move.
    fn told(past: &Past, at: Day) -> (String, String) {
        let seen = past.seen_on(at);
        let found = Mix.explain(&seen.series(), at, &seen.tested(&Mix));
        match found.subject {
            Some(Subject::Process { from, to } | Subject::Supplier { from, to, .. }) => {
                (seen.dataset().label(from).to_owned(), seen.dataset().label(to).to_owned())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_customer_that_moves_to_another_process_is_flagged_and_says_from_where_to_where_and_since_when() {
        let moving = moves_to_anodizing();
        let Tested { p, .. } = moving.tested(&Mix, day(REVIEW));
        assert!(p < 1e-4, "{p}");
        assert_eq!(told(&moving, day(REVIEW)), ("Powder coating".to_owned(), "Anodizing".to_owned()));
        let found = moving.explained(&Mix, day(REVIEW));
        assert!((found.since - day("2025-11-04")).abs() <= 4 * WEEK, "{}", found.since);
        assert!(found.change.was < 0.05 && found.change.now > 0.5, "{:?}", found.change);
    }

    #[test]
    fn another_supplier_of_the_same_process_is_told_as_a_supplier() {
        let switching = from("2023-11-07").orders(every(7, 104)).with_material_of("Bluestem").orders(every(7, 26));
        assert!(switching.tested(&Mix, day(REVIEW)).p < 1e-4);
        assert_eq!(told(&switching, day(REVIEW)), ("Kettle Creek".to_owned(), "Bluestem".to_owned()));
        let subject = switching.explained(&Mix, day(REVIEW)).subject;
        assert!(matches!(subject, Some(Subject::Supplier { .. })), "{subject:?}");
    }

    #[test]
    fn another_supplier_of_another_process_is_told_once_as_the_process() {
        let both = from("2023-11-07").orders(every(7, 104)).by("Anodizing").with_material_of("Clearbath");
        let both = both.orders(every(7, 26));
        assert!(matches!(both.explained(&Mix, day(REVIEW)).subject, Some(Subject::Process { .. })));
    }

    #[test]
    fn another_colour_of_the_same_powder_is_no_move() {
        let colour = from("2023-11-07").orders(every(7, 104)).finished("Gloss white").orders(every(7, 26));
        assert!(colour.tested(&Mix, day(REVIEW)).p >= 0.5);
    }

    #[test]
    fn one_delivery_with_other_material_is_no_move() {
        let substituted = from("2023-11-07").orders(every(7, 128)).with_material_of("Bluestem").orders(every(7, 1));
        assert!(substituted.with_material_of("Kettle Creek").orders(every(7, 1)).tested(&Mix, day(REVIEW)).p >= 0.5);
    }

    #[test]
    fn who_always_ordered_both_moves_nowhere() {
        let mixed = (0..130).fold(from("2023-11-07"), |past, i| {
            let past = if i % 2 == 0 { past.by("Powder coating") } else { past.by("Anodizing") };
            past.orders(every(7, 1))
        });
        assert!(mixed.tested(&Mix, day(REVIEW)).p >= 0.5);
    }

    #[test]
    fn blank_processes_are_no_process() {
        let blank = from("2023-11-07").by("").with_material_of("").orders(every(7, 130));
        assert_eq!(blank.missing(&Mix, day(REVIEW)), Missing::KnownOrders { have: 0, need: 3, is_recent: true });
        let lately = from("2023-11-07").by("").with_material_of("").orders(every(7, 126)).by("Anodizing");
        let missing = lately.orders(every(7, 5)).missing(&Mix, day(REVIEW));
        assert_eq!(missing, Missing::KnownOrders { have: 0, need: 8, is_recent: false });
    }

    #[test]
    fn what_is_ordered_after_the_review_date_changes_nothing() {
        let steady = from("2023-11-07").orders(every(7, 130));
        let later = steady.clone().by("Anodizing").orders(every(7, 20));
        assert_eq!(later.asked(&Mix, day(REVIEW)), steady.asked(&Mix, day(REVIEW)));
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_healthy_customers_few_are_called() {
        let mut noise = Noise::new(31);
        let n = 300;
        let p: Vec<f64> = (0..n)
            .filter_map(|i| {
                let second = noise.between(0.0, 0.2);
                let gaps = uneven(6.0 + f64::from(i % 20), 160, &mut noise);
                let past = gaps.into_iter().fold(from("2022-06-07"), |past, gap| {
                    let past = past.by(if noise.share() < second { "Anodizing" } else { "Powder coating" });
                    past.with_material_of(if noise.share() < 0.1 { "Bluestem" } else { "Kettle Creek" }).orders([gap])
                });
                let at = past.last_order().min(day("2026-05-04"));
                past.asked(&Mix, at).p()
            })
            .collect();
        let share = p.iter().filter(|p| **p <= 0.05).count() as f64 / p.len() as f64;
        println!("mix: p <= 0.05 for {:.1} % of {} healthy customers", 100.0 * share, p.len());
        assert!(p.len() > 250 && share <= 0.05, "{share} of {}", p.len());
    }
}
