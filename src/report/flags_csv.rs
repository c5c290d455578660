//! `flags.csv`: one line a flag, at each review.

use std::borrow::Cow;
use std::fmt::Write;

use super::mask::Masks;
use crate::model::{Dataset, Day, Label, NO_LABEL, money};
use crate::review::replay::CapacityFlag;
use crate::review::{ReplayedFlag, Review};

/// The headings, which also mark the file as one that Lotwise wrote.
const HEADER: &str = "review_date,entity_type,entity_id,signal,score,money_at_risk\n";

/// The flags of replayed reviews.
pub fn of_replay(dataset: &Dataset, flags: &[ReplayedFlag], capacity: &[CapacityFlag]) -> String {
    let mut out = HEADER.to_owned();
    for flag in flags {
        let line = (flag.review_on, flag.entity, flag.signal, flag.score, Some(flag.money_at_risk));
        push(&mut out, dataset, line);
    }
    for flag in capacity {
        push_capacity(&mut out, dataset, (flag.review_on, flag.process, flag.chance));
    }
    out
}

/// The flags of one review; without money where amounts are masked.
pub fn of_review(dataset: &Dataset, review: &Review, masks: Masks) -> String {
    let mut out = HEADER.to_owned();
    let money = |amount: i64| Some(amount).filter(|_| !masks.amounts);
    for finding in &review.findings {
        let at_risk = money(finding.money_at_risk);
        let line = (review.as_of, finding.customer, finding.signal, finding.score(), at_risk);
        push(&mut out, dataset, line);
    }
    for market in &review.markets {
        let at_risk = money(market.money_at_risk);
        let line = (review.as_of, market.label.into(), market.signal, market.score(), at_risk);
        push(&mut out, dataset, line);
    }
    for load in review.outlook.volume.iter().flat_map(|volume| volume.flags(dataset)) {
        push_capacity(&mut out, dataset, (review.as_of, load.process, load.chance));
    }
    out
}

/// Date, process and chance. No money hangs on it.
fn push_capacity(out: &mut String, dataset: &Dataset, (day, process, chance): (Day, Label, f64)) {
    let (of, name) = if process == NO_LABEL { ("shop", "shop") } else { ("process", dataset.label(process)) };
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{day},{of},{},capacity,{chance:.6},0.00", cell(name));
}

/// Date, place of what it stands on, signal, score, money at risk.
type Line = (crate::model::Day, u32, crate::model::Signal, f64, Option<i64>);

fn push(out: &mut String, dataset: &Dataset, (day, entity, signal, score, at_risk): Line) {
    let id = cell(dataset.entity_id(signal, entity));
    let at_risk = at_risk.map(|at_risk| money::major(at_risk, dataset.currency.as_deref()));
    let at_risk = at_risk.map_or_else(String::new, |at_risk| format!("{at_risk:.2}"));
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{day},{},{id},{},{score:.6},{at_risk}", signal.entity_type(), signal.as_str());
}

/// A cell that no spreadsheet takes for a formula, quoted where it must be.
pub fn cell(text: &str) -> String {
    let safe = without_formula(text);
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe.into_owned() }
}

/// A cell that no spreadsheet takes for a formula: it begins with an apostrophe where it would.
pub fn without_formula(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_a_file_starts_no_formula() {
        assert_eq!(cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(cell("Delta, Inc"), "\"Delta, Inc\"");
        assert_eq!(cell("C017"), "C017");
    }
}
