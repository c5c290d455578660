//! The charts of what is coming.

use super::chart::fan::{AheadWeek, Amounts, Fan, PastWeek};
use crate::insight::forecast::cash::{CashIn, CashWeek};
use crate::model::{Dataset, Label, VolumeUnit, WEEK};
use crate::review::{VolumeOutlook, wording};

/// Finished weeks that are shown before those ahead.
const SHOWN: usize = 40;

/// The weeks of a process, or of the shop, that came and that come. `instead` is what becomes of them if some customers order otherwise, and what that is.
/// `None` where nothing is forecast.
pub fn weeks_chart(
    dataset: &Dataset,
    volume: &VolumeOutlook,
    process: Label,
    unit: VolumeUnit,
    instead: Option<(f64, &str)>,
) -> Option<Fan> {
    let series = volume.series(process, unit)?;
    let forecast = series.forecast.as_ref()?;
    let from = series.history.len().saturating_sub(SHOWN);
    let monday = |place: usize| volume.history_from + i32::try_from(place).unwrap_or(0) * WEEK;
    let finished = series.history.iter().enumerate().skip(from).map(|(place, &value)| PastWeek {
        monday: monday(place),
        value,
        whole: None,
    });
    let under_way = series.so_far.iter().zip(&forecast.under_way).enumerate().map(|(place, (&value, whole))| {
        PastWeek { monday: monday(series.history.len() + place), value, whole: Some(*whole) }
    });
    let ranges = volume.ranges(series);
    let ahead = ranges.iter().enumerate().map(|(week, &range)| AheadWeek {
        monday: volume.monday(week),
        range,
        capacity: volume.capacity_of(dataset, series, week),
        booked: volume.booked(series, week),
        year_before: volume.came(series, volume.monday(week) - 52 * WEEK),
        note: short_week(volume.work(week)),
    });
    let what = wording::unit_word(dataset, unit);
    Some(Fan {
        title: wording::weeks_title(dataset, volume, series),
        unit: match (unit, &series.booked) {
            (VolumeUnit::Money, None) => "revenue a week; what came in grey".to_owned(),
            (_, None) => format!("{what} a week; what came in grey"),
            (_, Some(_)) => {
                format!("{what} a week; what came in grey, ahead of it as narrow bars what is on the books")
            }
        },
        amounts: match unit {
            VolumeUnit::Money => Amounts::Money(dataset.currency.clone()),
            _ => Amounts::Of(what),
        },
        past: finished.chain(under_way).collect(),
        instead: instead
            .map(|(factor, what)| (ranges.iter().map(|range| range.mean * factor).collect(), what.to_owned())),
        ahead: ahead.collect(),
    })
}

/// Why a week brings less than others.
fn short_week(work: f64) -> Option<String> {
    match work {
        ..0.05 => Some("closed".to_owned()),
        ..4.5 => Some(format!("{} days of work", wording::number(work))),
        _ => None,
    }
}

/// What the open invoices bring, week by week.
pub fn cash_chart(dataset: &Dataset, cash: &CashIn) -> Fan {
    let week = |week: &CashWeek| AheadWeek {
        monday: week.week,
        range: week.cash,
        capacity: None,
        booked: None,
        year_before: None,
        note: None,
    };
    Fan {
        title: wording::cash_title(dataset, cash),
        unit: "expected from open invoices, by week".to_owned(),
        amounts: Amounts::Money(dataset.currency.clone()),
        past: Vec::new(),
        ahead: cash.weeks.iter().map(week).collect(),
        instead: None,
    }
}
