//! What a moved limit would do: how many flags it would raise, what the owner said of those that it raised, and which limit would have
//! agreed better with that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::judge::{Flags, Verdicts};
use super::standing::{Controlled, MEMORY_WEEKS, Standing};
use crate::model::finding::TrackRecord;
use crate::model::weekly::{Alarms, Decision, Limits, Verdict, What};
use crate::model::{Dataset, Signal};

/// One signal under each of its limits, [`Alarms::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitEffect {
    /// Which.
    pub signal: Signal,
    /// How many flags stand under each limit.
    pub n_flags: [usize; Alarms::ALL.len()],
    /// The owner's verdicts on its flags: right (also where it was known already), and false alarm.
    pub n_said: Said,
    /// Of those, the ones that would have been raised under each limit.
    pub n_raised: [Said; Alarms::ALL.len()],
    /// How the rule did on the shop's own past; `None` where that is too short.
    pub track_record: Option<TrackRecord>,
}

/// What the owner said of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Worth a call, or true and no news.
    pub right: usize,
    /// There was nothing.
    pub false_alarm: usize,
}

/// Fewer verdicts on a signal propose nothing.
const LEAST_VERDICTS: usize = 5;

/// A limit is worth proposing where it would have spared so many more false alarms than it would have lost right ones.
const LEAST_GAIN: usize = 2;

/// Where all of so many verdicts are right, more may be worth hearing.
const ALL_RIGHT: usize = 8;

impl LimitEffect {
    /// A limit that agrees better with what the owner said; never applied by itself.
    pub fn proposal(&self, now: Alarms) -> Option<Alarms> {
        let Said { right, false_alarm } = self.n_said;
        if right + false_alarm < LEAST_VERDICTS {
            return None;
        }
        let place = |alarms: Alarms| Alarms::ALL.iter().position(|other| *other == alarms).unwrap_or(1);
        if let Some(tighter) = place(now).checked_sub(1) {
            let (current, stricter) = (self.n_raised[place(now)], self.n_raised[tighter]);
            let spared = current.false_alarm.saturating_sub(stricter.false_alarm);
            let lost = current.right.saturating_sub(stricter.right);
            if spared >= lost + LEAST_GAIN {
                return Some(Alarms::ALL[tighter]);
            }
        }
        let looser = *Alarms::ALL.get(place(now) + 1)?;
        (false_alarm == 0 && right >= ALL_RIGHT && self.n_flags[place(looser)] > self.n_flags[place(now)])
            .then_some(looser)
    }
}

/// What each limit would do at the last date.
pub fn limit_effects(
    dataset: &Dataset,
    verdicts: &Verdicts,
    controlled: &Controlled<'_>,
    limits: &Limits,
    decisions: &[Decision],
    records: Option<&BTreeMap<Signal, TrackRecord>>,
) -> Vec<LimitEffect> {
    let now = verdicts.dates.len() - 1;
    let said = said(dataset, verdicts, decisions);
    let effect = |signal: Signal| {
        let mut effect = LimitEffect {
            signal,
            n_flags: [0; Alarms::ALL.len()],
            n_said: Said::default(),
            n_raised: [Said::default(); Alarms::ALL.len()],
            track_record: records.and_then(|records| records.get(&signal).copied()),
        };
        let of_signal = || said.iter().filter(move |((_, of, _), _)| *of == signal);
        for (_, is_right) in of_signal() {
            effect.n_said.add(*is_right);
        }
        for (place, alarms) in Alarms::ALL.into_iter().enumerate() {
            let controlled = controlled.within(limits.with(signal, alarms));
            let is_market = matches!(signal, Signal::Industry | Signal::Finish);
            // Many verdicts are of one review.
            let mut known: BTreeMap<usize, Flags<Standing>> = BTreeMap::new();
            let mut stands = |at: usize, entity: Option<u32>| {
                let flags = known
                    .entry(at)
                    .or_insert_with(|| if is_market { controlled.markets_at(at) } else { controlled.standing_at(at) });
                flags.keys().filter(|(of, on)| *of == signal && entity.is_none_or(|entity| *on == entity)).count()
            };
            effect.n_flags[place] = stands(now, None);
            for ((at, _, customer), is_right) in of_signal() {
                if stands(*at, Some(*customer)) > 0 {
                    effect.n_raised[place].add(*is_right);
                }
            }
        }
        effect
    };
    Signal::ALL.into_iter().map(effect).collect()
}

impl Said {
    fn add(&mut self, is_right: bool) {
        if is_right {
            self.right += 1;
        } else {
            self.false_alarm += 1;
        }
    }
}

/// The customer whom a decision names, or the label of the industry or the finish.
fn entity_of(dataset: &Dataset, named: &str) -> Option<u32> {
    let customer =
        (0..).zip(&dataset.customers).find(|(_, customer)| customer.is_called(named)).map(|(place, _)| place);
    let market = || {
        let (signal, name) = named.split_once(':')?;
        let is_market = [Signal::Industry, Signal::Finish].iter().any(|market| market.as_str() == signal);
        (0..).zip(&dataset.labels).find(|(_, label)| is_market && label.to_lowercase() == name).map(|(place, _)| place)
    };
    customer.or_else(market)
}

/// The newest verdict on each flag, at the weekly date at or before the review in which it was given.
fn said(dataset: &Dataset, verdicts: &Verdicts, decisions: &[Decision]) -> BTreeMap<(usize, Signal, u32), bool> {
    let mut said = BTreeMap::new();
    for decision in decisions {
        let What::Verdict(verdict) = decision.what else { continue };
        let Some(entity) = entity_of(dataset, &decision.customer) else { continue };
        let at = verdicts.dates.partition_point(|date| *date <= decision.review).checked_sub(1);
        let Some(at) = at.filter(|at| *at >= MEMORY_WEEKS) else { continue };
        for signal in &decision.signals {
            said.insert((at, *signal, entity), verdict != Verdict::FalseAlarm);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(n_said: (usize, usize), fewer: (usize, usize), n_flags: [usize; 3]) -> LimitEffect {
        let said = |(right, false_alarm)| Said { right, false_alarm };
        LimitEffect {
            signal: Signal::Slowdown,
            n_flags,
            n_said: said(n_said),
            n_raised: [said(fewer), said(n_said), said(n_said)],
            track_record: None,
        }
    }

    #[test]
    fn a_limit_that_would_have_spared_false_alarms_is_proposed() {
        let mostly_wrong = effect((3, 6), (3, 2), [4, 9, 12]);
        assert_eq!(mostly_wrong.proposal(Alarms::Usual), Some(Alarms::Fewer));
        assert_eq!(mostly_wrong.proposal(Alarms::Fewer), None, "there is no stricter one");
    }

    #[test]
    fn a_limit_that_would_have_lost_as_many_right_ones_is_not() {
        assert_eq!(effect((5, 4), (2, 1), [4, 9, 12]).proposal(Alarms::Usual), None);
    }

    #[test]
    fn few_verdicts_propose_nothing() {
        assert_eq!(effect((0, 4), (0, 0), [4, 9, 12]).proposal(Alarms::Usual), None);
    }

    #[test]
    fn where_everything_was_right_more_may_be_heard() {
        assert_eq!(effect((8, 0), (5, 0), [4, 9, 12]).proposal(Alarms::Usual), Some(Alarms::More));
        assert_eq!(effect((8, 0), (5, 0), [4, 9, 9]).proposal(Alarms::Usual), None, "it would raise no other");
        assert_eq!(effect((8, 1), (5, 1), [4, 9, 12]).proposal(Alarms::Usual), None);
        assert_eq!(
            effect((8, 0), (8, 0), [4, 9, 12]).proposal(Alarms::Fewer),
            Some(Alarms::Usual),
            "from the strictest too"
        );
    }
}
