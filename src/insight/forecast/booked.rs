//! What is on the books: orders that are here and not yet shipped, by the week for which they were promised.
//!
//! An order counts from the day after it came until the last of its lines has left the shop. Where no file says what was shipped, an order
//! is taken to have left on the day for which it was promised. Past its day it counts as late, for 13 weeks, and only where the files say
//! of nearly every older order when it left: elsewhere nobody filled the column, and the work is long done.

use serde::{Deserialize, Serialize};

use super::volume::Calendar;
use super::volumes::{known_to, of_order};
use super::weeks::AHEAD;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::{Dataset, Day, VolumeUnit, WEEK};

/// How long an order may be late and still be believed to be here.
const LATE: i32 = 13 * WEEK;

/// Late orders are believed where the files say of this share of the orders promised before when they left.
const FILLED: f64 = 0.8;

/// From so many such orders on.
const LEAST: usize = 20;

/// What is on the books, of the shop or of one process in one unit; money in minor units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Booked {
    /// Which process; [`NO_LABEL`] for the whole shop.
    pub process: Label,
    /// What is counted.
    pub unit: VolumeUnit,
    /// By week ahead; the first one holds what is late or promised before it.
    pub weeks: [f64; AHEAD],
    /// What of the first week is past its promised day.
    pub late: f64,
}

/// What is on the books at `at`, for the shop and each process. Empty where no order says for when it was promised.
pub fn booked(dataset: &Dataset, at: Day, calendar: &Calendar) -> Vec<Booked> {
    let orders = &dataset.orders;
    if orders.promised.is_empty() && orders.shipped.is_empty() {
        return Vec::new();
    }
    let to = known_to(dataset, at);
    let weeks = &calendar.weeks;
    let ahead_from = weeks.monday(weeks.n + weeks.under_way);
    let day_of = |days: &[i32], i: usize| days.get(i).map_or(Day::NONE, |day| Day(*day));
    let is_late_believed = is_filled(dataset, to);
    let mut list: Vec<Booked> = Vec::new();
    for i in 0..orders.day.len() {
        let shipped = day_of(&orders.shipped, i);
        let promised = Some(day_of(&orders.promised, i)).filter(|day| day.is_some()).unwrap_or(shipped);
        let is_here = orders.day[i] < to.0 && promised.is_some() && !(shipped.is_some() && shipped < to);
        let is_late = promised < to;
        if !is_here || is_late && (!is_late_believed || to - promised > LATE) {
            continue;
        }
        let week = usize::try_from((promised - ahead_from).max(0) / WEEK).unwrap_or(AHEAD);
        for unit in VolumeUnit::ALL {
            for (process, volume) in of_order(dataset, i, unit) {
                let processes = [Some(NO_LABEL), Some(process).filter(|process| *process != NO_LABEL)];
                for process in processes.into_iter().flatten() {
                    let place = list.iter().position(|of| of.process == process && of.unit == unit);
                    let place = place.unwrap_or_else(|| {
                        list.push(Booked { process, unit, weeks: [0.0; AHEAD], late: 0.0 });
                        list.len() - 1
                    });
                    if let Some(sum) = list[place].weeks.get_mut(week) {
                        *sum += volume;
                    }
                    if is_late {
                        list[place].late += volume;
                    }
                }
            }
        }
    }
    list
}

/// Whether the files say of nearly every order that was promised for the half year before when it left.
fn is_filled(dataset: &Dataset, to: Day) -> bool {
    let orders = &dataset.orders;
    let since = to - 26 * WEEK;
    let is_of_then = |day: i32| since.0 <= day && day < to.0;
    let (mut n, mut n_shipped) = (0, 0);
    for (promised, shipped) in orders.promised.iter().zip(&orders.shipped) {
        if is_of_then(*promised) {
            n += 1;
            n_shipped += usize::from(*shipped != Day::NONE.0);
        }
    }
    n >= LEAST && n_shipped as f64 >= FILLED * n as f64
}
