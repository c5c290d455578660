//! The weekly volume of the shop and of each of its processes, as the files tell it.

use super::volume::Calendar;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::NO_AMOUNT;
use crate::model::{Dataset, Day, Kind, VolumeUnit};

/// A process with less than this share of the volume is not forecast alone.
const LEAST_SHARE: f64 = 0.01;

/// A unit is forecast where at least this share of the orders states it.
const LEAST_STATED: f64 = 0.5;

/// The place of money among the units.
const MONEY: usize = 2;

/// What a week's orders come to, by week: the finished ones first, then those under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// Which process; [`NO_LABEL`] for the whole shop.
    pub process: Label,
    /// What is counted.
    pub unit: VolumeUnit,
    /// By week.
    pub weeks: Vec<f64>,
}

/// When the shop works, by its orders; where it has none, by the invoices of sales that stand in no file of orders.
pub fn calendar(dataset: &Dataset, at: Day) -> Option<Calendar> {
    let (days, kind) = order_days(dataset);
    Calendar::new(days, dataset.judged_to(kind, at).min(at))
}

/// Up to where the orders are known.
pub fn known_to(dataset: &Dataset, at: Day) -> Day {
    dataset.judged_to(order_days(dataset).1, at).min(at)
}

fn order_days(dataset: &Dataset) -> (&[i32], Kind) {
    if dataset.orders.day.is_empty() {
        (&dataset.billed.day, Kind::Payments)
    } else {
        (&dataset.orders.day, Kind::Orders)
    }
}

/// Every series worth a forecast: for each unit that the files state the whole shop, then its processes, the largest first.
pub fn volumes(dataset: &Dataset, at: Day, calendar: &Calendar) -> Vec<Volume> {
    let (weeks, to) = (&calendar.weeks, known_to(dataset, at));
    let n = weeks.n + weeks.under_way;
    // One place for the shop and for each label, in each unit: nothing is kept for labels that are no process.
    let n_labels = dataset.labels.len();
    let mut of: Vec<Vec<f64>> = vec![Vec::new(); VolumeUnit::ALL.len() * (n_labels + 1)];
    let mut add = |unit: usize, process: Label, week: usize, volume: f64| {
        let places = [Some(n_labels), Some(usize::from(process)).filter(|place| *place < n_labels)];
        for place in places.into_iter().flatten() {
            let series = &mut of[unit * (n_labels + 1) + place];
            if series.is_empty() {
                series.resize(n, 0.0);
            }
            if let Some(sum) = series.get_mut(week) {
                *sum += volume;
            }
        }
    };
    let (mut n_orders, mut stated) = (0_usize, [0_usize; VolumeUnit::ALL.len()]);
    let orders = &dataset.orders;
    for i in 0..orders.day.len() {
        let Some(week) = weeks.of(Day(orders.day[i])).filter(|_| orders.day[i] < to.0) else { continue };
        n_orders += 1;
        for (place, unit) in VolumeUnit::ALL.into_iter().enumerate() {
            let mut is_stated = false;
            for (process, volume) in of_order(dataset, i, unit) {
                is_stated = true;
                add(place, process, week, volume);
            }
            stated[place] += usize::from(is_stated);
        }
    }
    let billed = &dataset.billed;
    for (day, amount) in billed.day.iter().zip(&billed.amount) {
        let week = weeks.of(Day(*day)).filter(|_| *day < to.0 && *amount != NO_AMOUNT);
        if let Some(week) = week {
            add(MONEY, NO_LABEL, week, *amount as f64);
        }
    }
    let mut list: Vec<(f64, Volume)> = Vec::new();
    for (unit, of_unit) in of.chunks(n_labels + 1).enumerate() {
        let is_stated = n_orders == 0 || stated[unit] as f64 >= LEAST_STATED * n_orders as f64;
        let all: f64 = of_unit[n_labels].iter().sum();
        for (place, weeks) in of_unit.iter().enumerate().filter(|_| is_stated) {
            let sum: f64 = weeks.iter().sum();
            let process = if place == n_labels { NO_LABEL } else { Label::try_from(place).unwrap_or(NO_LABEL) };
            if sum > 0.0 && (process == NO_LABEL || sum >= LEAST_SHARE * all) {
                list.push((sum, Volume { process, unit: VolumeUnit::ALL[unit], weeks: weeks.clone() }));
            }
        }
    }
    list.sort_by(|(a, of_a), (b, of_b)| {
        of_a.unit.cmp(&of_b.unit).then((of_b.process == NO_LABEL).cmp(&(of_a.process == NO_LABEL))).then(b.total_cmp(a))
    });
    list.into_iter().map(|(_, volume)| volume).collect()
}

/// What an order is in a unit, by process: nothing where it does not say. Money in minor units.
pub fn of_order(dataset: &Dataset, i: usize, unit: VolumeUnit) -> impl Iterator<Item = (Label, f64)> + '_ {
    let orders = &dataset.orders;
    orders.work_of(i).filter_map(move |work| {
        let volume = match unit {
            VolumeUnit::Parts => Some(work.parts as f64).filter(|parts| *parts > 0.0),
            VolumeUnit::Area => (work.area != NO_AMOUNT).then_some(work.area as f64 / 1000.0),
            VolumeUnit::Money => (work.amount != NO_AMOUNT).then_some(work.amount as f64),
        };
        volume.map(|volume| (work.process, volume))
    })
}
