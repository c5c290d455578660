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
    let at = series.orders_to.min(at);
    match signal {
        Signal::Quiet => quiet(series, at),
        Signal::Slowdown => slowdown(series, at),
        Signal::Lots => lots(dataset, customer, series, at),
        _ => Because::Steady,
    }
}

/// A gap that is long by the calendar and not by days of work.
fn quiet(series: &CustomerSeries<'_>, at: Day) -> Because {
    let known = &series.order_days[..series.order_days.partition_point(|&d| d < at.0)];
    let (Some(&first), Some(&last), Some(rhythm)) = (known.first(), known.last(), series.rhythm) else {
        return Because::Steady;
    };
    let silent = f64::from(at.0 - last);
    let by_calendar = silent * (known.len() as f64 - 1.0) / f64::from((last - first).max(1));
    let by_work = rhythm.open / rhythm.mean();
    if silent < 14.0 || by_calendar < 2.0 || by_work > 0.6 * by_calendar {
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
    // In the first week everybody's month looks empty.
    if month >= 7
        && last_month >= 4.0
        && this_month < 0.5 * last_month
        && this_month >= 0.5 * last_month * f64::from(month) / 30.0
    {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Neighbours, Past, day, every, from};
    use crate::review::judge::Shop;

    /// Why a signal about this customer is silent, in a shop with these others.
    fn because(others: &Neighbours, past: &Past, signal: Signal, at: &str) -> Because {
        let dataset = others.dataset_with(past);
        let shop = Shop::new(&dataset, day(at));
        let glasses = shop.glasses_at(day(at));
        let clock = shop.clock(0, &glasses);
        why_silent(&dataset, 0, &shop.series(0, &clock, &glasses, day(at)), signal, day(at))
    }

    fn is_around_new_year(on: Day) -> bool {
        matches!(on.ymd(), (_, 12, 20..) | (_, 1, ..=8))
    }

    fn is_summer(on: Day) -> bool {
        matches!(on.ymd().1, 7 | 8)
    }

    #[test]
    fn a_steady_customer_is_silent_because_it_is_steady() {
        let steady = from("2023-05-02").lots(every(7, 160), 380..=440).invoices(every(7, 160), 0..=6);
        for signal in Signal::ALL {
            assert_eq!(because(&Neighbours::usual(), &steady, signal, "2026-05-04"), Because::Steady, "{signal:?}");
        }
    }

    #[test]
    fn a_gap_over_a_shutdown_is_explained_by_the_shutdown() {
        let shut = Neighbours::usual().closed_on(is_around_new_year);
        let weekly = from("2023-01-10").orders(every(7, 154)).without(is_around_new_year);
        assert_eq!(because(&shut, &weekly, Signal::Quiet, "2026-01-10"), Because::Shutdown);
        assert_eq!(
            because(&shut, &weekly, Signal::Quiet, "2025-12-20"),
            Because::Steady,
            "before it, nothing is to be explained"
        );
    }

    #[test]
    fn a_low_summer_that_comes_every_year_is_the_season() {
        let seasonal = Neighbours::usual().only_one_in(3, is_summer);
        let alpine = from("2022-09-06").orders(every(7, 208)).only_one_in(3, is_summer);
        assert_eq!(because(&seasonal, &alpine, Signal::Slowdown, "2026-08-31"), Because::Season);
    }

    #[test]
    fn a_plant_that_is_shut_in_august_explains_fewer_orders() {
        let is_august = |on: Day| on.ymd().1 == 8;
        let shut = Neighbours::usual().closed_on(is_august);
        let alpine = from("2022-09-06").orders(every(7, 208)).without(is_august);
        assert_eq!(because(&shut, &alpine, Signal::Slowdown, "2026-09-07"), Because::Shutdown);
    }

    #[test]
    fn one_big_order_moves_the_average_and_not_the_usual_lot() {
        let steady = from("2023-05-02").lots(every(7, 160), 380..=440);
        let giant = steady.order_on(day("2026-02-04"), 80_000);
        assert_eq!(because(&Neighbours::usual(), &giant, Signal::Lots, "2026-05-04"), Because::OneBigOrder);
    }

    #[test]
    fn a_price_rise_moves_the_revenue_and_not_the_parts() {
        let steady = || from("2023-05-02").lots(every(7, 140), 380..=440);
        let risen = |cents| steady().at_price(cents).lots(every(7, 20), 380..=440);
        assert_eq!(because(&Neighbours::usual(), &risen(115), Signal::Lots, "2026-05-04"), Because::PriceRise);
        assert_eq!(because(&Neighbours::usual(), &risen(105), Signal::Lots, "2026-05-04"), Because::Steady);
        assert_eq!(because(&Neighbours::usual(), &risen(80), Signal::Lots, "2026-05-04"), Because::Steady);
    }

    #[test]
    fn a_month_that_has_just_begun_looks_low_and_is_not() {
        let weekly = from("2023-05-02").orders(every(7, 160));
        assert_eq!(because(&Neighbours::usual(), &weekly, Signal::Slowdown, "2026-05-11"), Because::UnfinishedPeriod);
        assert_eq!(because(&Neighbours::usual(), &weekly, Signal::Slowdown, "2026-05-29"), Because::Steady);
    }

    #[test]
    fn a_month_that_began_without_its_usual_orders_is_not_called_unfinished() {
        let stopped = from("2023-05-02").orders(every(7, 157));
        assert_eq!(stopped.last_order(), day("2026-04-28"));
        assert_eq!(because(&Neighbours::usual(), &stopped, Signal::Slowdown, "2026-05-15"), Because::Steady);
    }
}
