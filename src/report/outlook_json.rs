//! What is coming, as `review.json` and `flags.csv` tell it. Money in whole units of the currency, for it is no `_minor`.

use serde_json::{Value, json};

use crate::insight::forecast::cash::ExpectedPayment;
use crate::model::money::NO_AMOUNT;
use crate::model::{Dataset, NO_LABEL, Range, VolumeUnit, money};
use crate::review::outlook::{Load, Series, Side};
use crate::review::wording::{load_clears, load_sentence};
use crate::review::{Review, VolumeOutlook};

/// The weeks ahead: the shop and its processes, in each unit that the files state.
pub fn forecast(dataset: &Dataset, review: &Review) -> Vec<Value> {
    let Ok(volume) = &review.outlook.volume else { return Vec::new() };
    volume.series.iter().flat_map(|series| weeks_of(dataset, volume, series)).collect()
}

fn weeks_of(dataset: &Dataset, volume: &VolumeOutlook, series: &Series) -> Vec<Value> {
    let in_unit = |value: f64| told(dataset, series.unit, value);
    let week = |(week, range): (usize, &Range)| {
        json!({
            "series": name(dataset, series.process),
            "unit": series.unit.as_str(),
            "week": volume.monday(week).to_string(),
            "mean": in_unit(range.mean),
            "low50": in_unit(range.low50),
            "high50": in_unit(range.high50),
            "low80": in_unit(range.low80),
            "high80": in_unit(range.high80),
            "capacity": volume.capacity_of(dataset, series, week).map(in_unit),
            "booked": volume.booked(series, week).map(in_unit),
        })
    };
    volume.ranges(series).iter().enumerate().map(week).collect()
}

/// The open invoices that have a due date, the first that is expected first.
pub fn open_invoices(dataset: &Dataset, review: &Review) -> Vec<Value> {
    let Ok(cash) = &review.outlook.cash else { return Vec::new() };
    let told = |invoice: &ExpectedPayment| {
        json!({
            "invoice": dataset.document_number(dataset.invoices.number[invoice.place]),
            "customer_id": dataset.customers[invoice.customer as usize].id,
            "due": invoice.due.to_string(),
            "amount_minor": Some(invoice.amount).filter(|amount| *amount != NO_AMOUNT),
            "expected_paid": invoice.expected.to_string(),
            "from": invoice.from.to_string(),
            "to": invoice.to.to_string(),
            "p_late_30": rounded(invoice.late_30),
        })
    };
    cash.invoices.iter().map(told).collect()
}

/// Where what comes and what can be done do not fit, as findings.
pub fn capacity_findings(dataset: &Dataset, review: &Review) -> Vec<Value> {
    let Ok(volume) = &review.outlook.volume else { return Vec::new() };
    volume.flags(dataset).iter().map(|load| finding(dataset, volume, load)).collect()
}

fn finding(dataset: &Dataset, volume: &VolumeOutlook, load: &Load) -> Value {
    let entity = name(dataset, load.process);
    let series = volume.series(load.process, load.unit);
    let can = series.and_then(|series| volume.capacity_of(dataset, series, *load.weeks.first()?));
    let comes = can.map(|can| can * load.load);
    let in_unit = |value: f64| told(dataset, load.unit, value);
    let since = load.weeks.first().map(|&week| volume.monday(week).to_string());
    json!({
        "id": format!("capacity:{entity}"),
        "signal": "capacity",
        "entity_type": if load.process == NO_LABEL { "shop" } else { "process" },
        "entity_id": entity,
        "direction": if load.side == Side::Over { "risk" } else { "opportunity" },
        "level": if load.side == Side::Over { "watch" } else { "chance" },
        "trend": Value::Null,
        "set_aside": Value::Null,
        "since": since,
        "was": can.map(in_unit),
        "now": comes.map(in_unit),
        "unit": format!("{} a week", load.unit.as_str()),
        "score": rounded(load.chance),
        "p_value": Value::Null,
        "q_value": Value::Null,
        "method": "share of the forecast's paths above the stated capacity of a week; load of four weeks in a row under 60 % of it",
        "based_on": {
            "records": series.map_or(0, |series| series.history.len()),
            "from": volume.history_from.to_string(),
            "to": (volume.known_to - 1).to_string(),
        },
        "weeks": load.weeks.iter().map(|&week| volume.monday(week).to_string()).collect::<Vec<_>>(),
        "money_at_risk_minor": 0,
        "sentence": load_sentence(dataset, volume, load),
        "clears_when": load_clears(dataset, volume, load),
        "track_record": Value::Null,
    })
}

/// "shop", or the name of a process.
fn name(dataset: &Dataset, process: crate::model::Label) -> &str {
    if process == NO_LABEL { "shop" } else { dataset.label(process) }
}

/// In the unit of the files; money in whole units of the currency.
fn told(dataset: &Dataset, unit: VolumeUnit, value: f64) -> f64 {
    let a_unit = if unit == VolumeUnit::Money {
        10_f64.powi(money::decimals(dataset.currency.as_deref()).cast_signed())
    } else {
        1.0
    };
    rounded(value / a_unit)
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
