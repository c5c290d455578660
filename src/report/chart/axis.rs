//! Where the grid lines, the months and the weeks stand.

use super::drawing::{Drawing, Text, Tone};
use super::measure::text_width;
use crate::model::{Day, WEEK};
use crate::review::wording::with_places;

/// Draws the months, or of a short time the Mondays, under a plot between the two of `x` that ends at `bottom`, at most one label every `gap` points.
pub fn time_axis(
    drawing: &mut Drawing,
    (from, to): (Day, Day),
    [left, right]: [f32; 2],
    bottom: f32,
    gap: f32,
    size: f32,
) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of labels")]
    let most = ((right - left) / gap).max(2.0) as usize;
    let mut free_from = f32::NEG_INFINITY;
    for tick in time_ticks(from, to, most) {
        let share = f64::from(tick.day - from) / f64::from((to - from).max(1));
        #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing")]
        let x = left + (right - left) * share as f32;
        let width = text_width(&tick.text, size, false);
        let start = (x - width / 2.0).clamp(left, (right - width).max(left));
        if start < free_from {
            continue;
        }
        free_from = start + width + 8.0;
        drawing.line([x, bottom], [x, bottom + 3.0], Tone::Border, 1.0);
        drawing.text(Text::new([start, bottom + 4.0 + size * 0.68], tick.text, size, Tone::Text3));
    }
}

/// A label of the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeTick {
    /// The first day of a month, or a Monday.
    pub day: Day,
    /// "Oct", the year at January; of a Monday "5 Oct".
    pub text: String,
}

/// A shorter time has Mondays: it may hold no first of a month.
const WEEKS_BELOW: i32 = 70;

/// Months between `from` and `to`, or Mondays where that is a few weeks: as many as have room for `most` labels. The year stands at January; where no
/// January is among them, behind the first.
pub fn time_ticks(from: Day, to: Day, most: usize) -> Vec<TimeTick> {
    let months = (to - from).max(1) / 30 + 1;
    let most = i32::try_from(most.max(1)).unwrap_or(1);
    if to - from < WEEKS_BELOW {
        return mondays(from, to, most);
    }
    let step = [1, 2, 3, 6, 12, 24].into_iter().find(|step| months / step <= most).unwrap_or(60);
    let (year, month, _) = from.ymd();
    let first = year * 12 + i32::try_from(month).unwrap_or(1) - 1;
    let mut ticks: Vec<TimeTick> = (first..=first + months + 1)
        .filter(|m| m.rem_euclid(step) == 0)
        .filter_map(|m| Day::from_ymd(m.div_euclid(12), u32::try_from(m.rem_euclid(12)).ok()? + 1, 1))
        .filter(|day| *day >= from && *day < to)
        .map(|day| TimeTick { day, text: month_or_year(day) })
        .collect();
    let has_year = ticks.iter().any(|tick| tick.day.ymd().1 == 1);
    if let Some(first) = ticks.first_mut().filter(|_| !has_year) {
        first.text = format!("{} {}", first.day.month_name(), first.day.ymd().0);
    }
    ticks
}

/// The year stands behind the first. A time without a Monday begins with its first day.
fn mondays(from: Day, to: Day, most: i32) -> Vec<TimeTick> {
    let first = (from + (WEEK - 1)).monday();
    let first = if first < to { first } else { from };
    let step = ((to - first) / WEEK / most.max(1) + 1) * WEEK;
    let days = std::iter::successors(Some(first), |day| Some(*day + step)).take_while(|day| *day < to);
    let text = |(place, day): (usize, Day)| if place == 0 { day.long() } else { day.short() };
    days.enumerate().map(|(place, day)| TimeTick { day, text: text((place, day)) }).collect()
}

fn month_or_year(day: Day) -> String {
    let (year, month, _) = day.ymd();
    if month == 1 { year.to_string() } else { day.month_name().to_owned() }
}

/// A grid line: its value, and what it is called.
pub type Tick = (f64, String);

/// Round values within `low` and up to at least `high`, lowest first, as exact as their step: at most `most` steps, with the least air
/// above.
pub fn ticks(low: f64, high: f64, most: usize) -> Vec<Tick> {
    // Where all is alike there is still a step to draw.
    let high = if high - low > 1e-9 { high } else { low + 1.0 };
    named(value_ticks(low, high, most))
}

/// These values, as exact as the least step between them.
pub fn named(values: Vec<f64>) -> Vec<Tick> {
    let step = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(f64::INFINITY, f64::min);
    let is_told = |places: &usize| {
        let scaled = step * 10_f64.powf(*places as f64);
        (scaled - scaled.round()).abs() < 1e-6 * scaled
    };
    let places = (0..6).find(is_told).unwrap_or(if step.is_finite() { 6 } else { 0 });
    let name = |value: f64| with_places(value, if value == 0.0 { 0 } else { places });
    values.into_iter().map(|value| (value, name(value))).collect()
}

fn value_ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let power = 10_f64.powf(((high - low) / most.max(2) as f64).log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0, 20.0].map(|factor| factor * power);
    let fitting = steps.into_iter().map(|step| ticks_of(low, high, step)).filter(|ticks| ticks.len() <= most + 1);
    let air = |ticks: &Vec<f64>| ticks[ticks.len() - 1] - high;
    let more = |a: &Vec<f64>, b: &Vec<f64>| {
        // The same air but for the last bits.
        if (air(a) - air(b)).abs() < 1e-9 * (high - low) { b.len().cmp(&a.len()) } else { air(a).total_cmp(&air(b)) }
    };
    fitting.min_by(more).unwrap_or_else(|| vec![low, high])
}

fn ticks_of(low: f64, high: f64, step: f64) -> Vec<f64> {
    let first = (low / step - 1e-9).ceil();
    // Never "−0", and no sum of rounding errors.
    let value = |n: usize| (first + n as f64) * step + 0.0;
    let n = (0..20).find(|n| value(*n) >= high - 1e-6 * step).unwrap_or(20);
    (0..=n).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_stands_at_january_or_where_there_is_none_at_the_first_label() {
        let (from, to): (Day, Day) = ("2025-06-20".parse().expect("a date"), "2026-11-13".parse().expect("a date"));
        let texts: Vec<String> = time_ticks(from, to, 7).into_iter().map(|tick| tick.text).collect();
        assert_eq!(texts, ["Jul", "Oct", "2026", "Apr", "Jul", "Oct"]);
        let from: Day = "2026-04-20".parse().expect("a date");
        let texts: Vec<String> = time_ticks(from, to, 4).into_iter().map(|tick| tick.text).collect();
        assert_eq!(texts, ["May 2026", "Jul", "Sep", "Nov"]);
    }

    #[test]
    fn a_few_weeks_have_their_mondays_and_a_few_days_at_least_one_label() {
        let texts = |from: &str, days: i32, most| {
            let from: Day = from.parse().expect("a date");
            time_ticks(from, from + days, most).into_iter().map(|tick| tick.text).collect::<Vec<_>>()
        };
        // The 5th of October 2026 is a Monday.
        assert_eq!(texts("2026-10-02", 27, 6), ["5 Oct 2026", "12 Oct", "19 Oct", "26 Oct"]);
        assert_eq!(texts("2026-10-02", 27, 2), ["5 Oct 2026", "19 Oct"]);
        assert_eq!(texts("2026-10-06", 3, 6), ["6 Oct 2026"]);
        assert_eq!(texts("2026-10-02", 69, 4).len(), 4);
    }

    #[test]
    fn grid_values_are_round_and_few() {
        assert_eq!(value_ticks(0.0, 38.0, 5), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(value_ticks(0.0, 28.0, 3), [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(value_ticks(-3.0, 26.0, 5), [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(value_ticks(-12.0, 26.0, 5), [-10.0, 0.0, 10.0, 20.0, 30.0]);
    }

    #[test]
    fn a_grid_line_is_named_as_exactly_as_its_step() {
        let names = |low, high, most| ticks(low, high, most).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names(0.0, 12.5, 5), ["0", "2.5", "5.0", "7.5", "10.0", "12.5"]);
        assert_eq!(names(0.0, 0.11, 3), ["0", "0.05", "0.10", "0.15"]);
        assert_eq!(names(0.0, 38.0, 5), ["0", "10", "20", "30", "40"]);
        assert_eq!(names(0.0, 4200.0, 3), ["0", "2,500", "5,000"]);
        for (low, high) in [(0.0, 0.0), (3.0, 3.0), (0.0, 0.0004), (-0.3, 1.7), (0.0, 9_999.0)] {
            let mut all = names(low, high, 4);
            let n = all.len();
            all.dedup();
            assert!(n > 1 && all.len() == n, "{low} to {high}: {all:?}");
        }
    }
}
