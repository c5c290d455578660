//! Why a signal that could be judged raises no flag: what looks like a change and is none.

use super::Because;
use crate::insight::CustomerSeries;
use crate::insight::series::between;
use crate::insight::stats::middle::median;
use crate::model::money::NO_AMOUNT;
use crate::model::{CustomerIdx, Dataset, Day, Signal, WEEK};

/// Names the look-alike that a plain comparison would have fallen for; [`Because::Steady`] where there is none.
pub fn why_silent(
    dataset: &Dataset,
    customer: CustomerIdx,
    series: &CustomerSeries<'_>,
    signal: Signal,
    at: Day,
) -> Because {
    match signal {
        Signal::Quiet => quiet(series, at),
        Signal::Slowdown => slowdown(series, at),
        Signal::Lots => lots(dataset, customer, series, at),
        Signal::Late | Signal::Distress => Because::Steady,
    }
}

/// A gap that is long by the calendar and not by days of work.
fn quiet(series: &CustomerSeries<'_>, at: Day) -> Because {
    let known = &series.order_days[..series.order_days.partition_point(|&d| d < at.0)];
    let gaps: Vec<f64> = known.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
    let (Some(&last), Some(usual)) = (known.last(), median(&gaps)) else { return Because::Steady };
    let silent = f64::from(at.0 - last);
    if silent < 14.0 || silent < 2.5 * usual {
        return Because::Steady;
    }
    if is_shut(series, Day(last), at) { Because::Shutdown } else { Because::Season }
}

/// Fewer orders than in the 13 weeks before, as at this time in earlier years.
fn slowdown(series: &CustomerSeries<'_>, at: Day) -> Because {
    let quarter = 13 * WEEK;
    let now = between(series.order_on, at - quarter, at).len() as f64;
    let before = between(series.order_on, at - 2 * quarter, at - quarter).len() as f64;
    if before >= 4.0 && now < 0.7 * before {
        let expected =
            series.clock.between(at - quarter, at) / series.clock.between(at - 2 * quarter, at - quarter).max(1.0);
        if expected < 0.85 {
            return if is_shut(series, at - quarter, at) { Because::Shutdown } else { Because::Season };
        }
    }
    let (_, _, day_of_month) = at.ymd();
    let month = i32::try_from(day_of_month).unwrap_or(1) - 1;
    let this_month = between(series.order_on, at - month, at).len() as f64;
    let last_month = between(series.order_on, at - month - 30, at - month).len() as f64;
    if last_month >= 4.0 && this_month < 0.5 * last_month && this_month >= 0.5 * last_month * f64::from(month) / 30.0 {
        return Because::UnfinishedPeriod;
    }
    Because::Steady
}

/// The average lot moved and the usual one did not; or the price moved and the parts did not.
fn lots(dataset: &Dataset, customer: CustomerIdx, series: &CustomerSeries<'_>, at: Day) -> Because {
    let half_year = 26 * WEEK;
    let windows = [(at - half_year, at), (at - 3 * half_year, at - half_year)];
    let [now, was] = windows.map(|(from, to)| {
        let parts: Vec<f64> =
            series.lot_parts[between(series.lot_on, from, to)].iter().map(|&n| f64::from(n)).collect();
        (parts.iter().sum::<f64>() / parts.len().max(1) as f64, median(&parts).unwrap_or(0.0))
    });
    let moved = |now: f64, was: f64| was > 0.0 && !(0.8..=1.25).contains(&(now / was));
    if moved(now.0, was.0) && !moved(now.1, was.1) {
        return Because::OneBigOrder;
    }
    let price = |from: Day, to: Day| {
        let lots = dataset.lots.of(customer);
        let prices: Vec<f64> = between(&dataset.lots.day[lots.clone()], from, to)
            .map(|i| i + lots.start)
            .filter(|&i| dataset.lots.amount[i] != NO_AMOUNT)
            .map(|i| dataset.lots.amount[i] as f64 / f64::from(dataset.lots.parts[i]))
            .collect();
        median(&prices)
    };
    let quarter = 13 * WEEK;
    match (price(at - quarter, at), price(at - 3 * quarter, at - quarter)) {
        (Some(now), Some(was)) if now > 1.08 * was => Because::PriceRise,
        _ => Because::Steady,
    }
}

/// Whether a week or more of working days in the stretch takes no operating time.
fn is_shut(series: &CustomerSeries<'_>, from: Day, to: Day) -> bool {
    let n_shut =
        (from.0..to.0).map(Day).filter(|day| day.weekday() < 5 && series.clock.between(*day, *day + 1) < 0.05).count();
    n_shut >= 5
}
