//! What a moved limit would do, in words.

use super::evidence::track_record_words;
use crate::model::weekly::Alarms;
use crate::review::{LimitEffect, Said};

/// What a limit does, and would do: "9 flags; fewer 6, more 12 · right 4 of 5 times on your past".
pub fn limit_effect(effect: &LimitEffect, now: Alarms) -> String {
    let counts: Vec<String> = Alarms::ALL
        .into_iter()
        .zip(effect.n_flags)
        .filter(|(alarms, _)| *alarms != now)
        .map(|(alarms, n)| format!("{} {n}", alarms_word(alarms)))
        .collect();
    let n_now = Alarms::ALL.into_iter().zip(effect.n_flags).find(|(alarms, _)| *alarms == now).map_or(0, |(_, n)| n);
    let flags = if n_now == 1 { "flag" } else { "flags" };
    let past = track_record_words(effect.track_record).map_or(String::new(), |words| format!(" · {words}"));
    format!("{n_now} {flags}; {}{past}", counts.join(", "))
}

/// "fewer", "usual", "more".
pub(super) fn alarms_word(alarms: Alarms) -> &'static str {
    match alarms {
        Alarms::Fewer => "fewer",
        Alarms::Usual => "usual",
        Alarms::More => "more",
    }
}

/// What the owner said of a signal's flags: "You said: right 5, false alarm 2"; nothing where nothing was said.
pub fn said_of(said: Said) -> Option<String> {
    (said != Said::default()).then(|| format!("You said: right {}, false alarm {}", said.right, said.false_alarm))
}

/// Why another limit is proposed.
pub fn limit_proposal(effect: &LimitEffect, now: Alarms, proposed: Alarms) -> String {
    let of = |alarms: Alarms| {
        let place = Alarms::ALL.iter().position(|other| *other == alarms).unwrap_or(1);
        (effect.n_raised[place], effect.n_flags[place])
    };
    let ((then, n_now), (would, n_then)) = (of(now), of(proposed));
    if n_then > n_now {
        return format!("All {} were right. With more flags {n_then} would stand, now {n_now}", effect.n_said.right);
    }
    format!(
        "With fewer flags {} of {} false alarms and {} of {} right ones would have been raised; {n_then} would stand, now {n_now}",
        would.false_alarm, then.false_alarm, would.right, then.right
    )
}
