//! Forecasts that were shown, against what came.

use super::VolumeOutlook;
use crate::insight::forecast::cash::{CashIn, came_in};
use crate::model::kept::{Counted, KeptWeek};
use crate::model::{Dataset, Day, Kind, Label, NO_LABEL, Range, VolumeUnit, WEEK};

/// The same weekday of the year before.
const YEAR: i32 = 52 * WEEK;

/// So long before a date payments must be known for what was open at it to be known.
const QUARTER: i32 = 13 * WEEK;

/// How the forecasts of one series did that were shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Forecasts of which at least a week has come.
    pub n_forecasts: usize,
    /// Weeks that were forecast and have come, each as often as it was forecast.
    pub n_weeks: usize,
    /// How far off they were: errors without their sign ÷ what came.
    pub error: f64,
    /// How far off the same week of the year before was, for the weeks of which it is known.
    pub naive: Option<f64>,
    /// Weeks that lay in the 80 % range.
    pub held: usize,
    /// Weeks that lay in the 50 % range.
    pub held_50: usize,
    /// What was expected and what came, week by week, the newest first: of orders the forecast of each week that was made first, of
    /// payments the last one before the week.
    pub weeks: Vec<Came>,
}

/// A week that was forecast and has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Came {
    /// Its Monday.
    pub week: Day,
    /// The review that forecast it.
    pub made: Day,
    /// What was expected.
    pub expected: Range,
    /// What came.
    pub came: f64,
}

/// How the forecasts of a process, or of the shop, did. `None` where no week of them has come.
pub fn scores(
    outlook: &VolumeOutlook,
    dataset: &Dataset,
    kept: &[KeptWeek],
    process: Label,
    unit: VolumeUnit,
) -> Option<Score> {
    let series = outlook.series(process, unit)?;
    let name = if process == NO_LABEL { "" } else { dataset.label(process) };
    let came = |week: Day| outlook.came(series, week);
    let of_series = kept.iter().filter(|kept| kept.counted == Counted::Volume(unit) && kept.process == name);
    let weeks = of_series.filter_map(|kept| {
        let came_then = came(kept.week)?;
        let came_then = Came { week: kept.week, made: kept.made, expected: kept.range, came: came_then };
        Some((came_then, came(kept.week - YEAR)))
    });
    let mut score = score(weeks.collect())?;
    score.weeks.dedup_by_key(|week| week.week);
    Some(score)
}

/// How the forecasts did of what open invoices bring in a week. `None` where no week of them has come, as far as payments are known.
/// The year before is what those invoices brought in the same week that were open as long before it. A week in which nothing was
/// expected, the weekend on which a review was made, says nothing.
pub fn paid_scores(dataset: &Dataset, cash: &CashIn, kept: &[KeptWeek]) -> Option<Score> {
    let has_come = |kept: &&KeptWeek| {
        kept.counted == Counted::Paid && kept.week + WEEK <= cash.known_to && kept.range.mean.abs() >= 1.0
    };
    let kept: Vec<&KeptWeek> = kept.iter().filter(has_come).collect();
    let asked = |back: i32| kept.iter().map(|kept| (kept.made - back, kept.week - back)).collect::<Vec<_>>();
    let (came, before) = (came_in(dataset, &asked(0)), came_in(dataset, &asked(YEAR)));
    let first = dataset.days_of.get(&Kind::Payments).and_then(|days| days.first()).map(|&day| Day(day));
    let weeks = kept.iter().zip(came.iter().zip(before)).map(|(kept, (&came, before))| {
        let is_known = first.is_some_and(|first| first + QUARTER <= kept.made - YEAR);
        (Came { week: kept.week, made: kept.made, expected: kept.range, came }, Some(before).filter(|_| is_known))
    });
    let mut score = score(weeks.collect())?;
    // Three months before a week hardly any of its invoices are written: the last forecast before it tells most.
    score.weeks.sort_by_key(|week| std::cmp::Reverse((week.week, week.made <= week.week, week.made)));
    score.weeks.dedup_by_key(|week| week.week);
    Some(score)
}

/// Of weeks that came, each with what the year before brought. All of them stand in it, the newest first.
fn score(mut weeks: Vec<(Came, Option<f64>)>) -> Option<Score> {
    if weeks.is_empty() {
        return None;
    }
    weeks.sort_by(|(a, _), (b, _)| b.week.cmp(&a.week).then(a.made.cmp(&b.made)));
    let mut score = Score { n_weeks: weeks.len(), ..Score::default() };
    let (mut errors, mut sum, mut naive, mut naive_sum) = (0.0, 0.0, 0.0, 0.0);
    let mut made: Vec<Day> = Vec::new();
    for (week, before) in &weeks {
        made.push(week.made);
        errors += (week.came - week.expected.mean).abs();
        sum += week.came;
        score.held += usize::from((week.expected.low80..=week.expected.high80).contains(&week.came));
        score.held_50 += usize::from((week.expected.low50..=week.expected.high50).contains(&week.came));
        if let Some(before) = before {
            naive += (week.came - before).abs();
            naive_sum += week.came;
        }
    }
    made.sort_unstable();
    made.dedup();
    score.n_forecasts = made.len();
    score.error = if sum > 0.0 { errors / sum } else { 0.0 };
    score.naive = (naive_sum > 0.0).then(|| naive / naive_sum);
    score.weeks = weeks.into_iter().map(|(week, _)| week).collect();
    Some(score)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::outlook::testing::outlook;

    fn kept(made: Day, week: Day, mean: f64) -> KeptWeek {
        let range = Range {
            mean,
            median: mean,
            low50: mean - 5.0,
            high50: mean + 5.0,
            low80: mean - 10.0,
            high80: mean + 10.0,
        };
        KeptWeek { made, process: String::new(), counted: Counted::Volume(VolumeUnit::Parts), week, range }
    }

    #[test]
    fn what_was_shown_is_compared_with_what_came_and_with_the_year_before() {
        let mut shop = outlook(&[(NO_LABEL, 100.0)]);
        let now = shop.ahead_from;
        // The year before, the first of the weeks brought 40.
        shop.series[0].history[60 - 4 - 52] = 40.0;
        let forecasts = [
            kept(now - 4 * WEEK, now - 4 * WEEK, 104.0),
            kept(now - 4 * WEEK, now - 3 * WEEK, 80.0),
            kept(now - 3 * WEEK, now - 3 * WEEK, 98.0),
            kept(now - WEEK, now + WEEK, 98.0),
        ];
        let score = scores(&shop, &Dataset::default(), &forecasts, NO_LABEL, VolumeUnit::Parts).unwrap();
        assert_eq!((score.n_forecasts, score.n_weeks, score.held, score.held_50), (2, 3, 2, 2));
        assert!((score.error - 26.0 / 300.0).abs() < 1e-9);
        assert_eq!(score.naive, Some(60.0 / 300.0));
        // Of each week the forecast that was made first, the newest week first.
        let weeks: Vec<(Day, Day)> = score.weeks.iter().map(|week| (week.week, week.made)).collect();
        assert_eq!(weeks, [(now - 3 * WEEK, now - 4 * WEEK), (now - 4 * WEEK, now - 4 * WEEK)]);
    }

    #[test]
    fn a_forecast_of_which_nothing_has_come_has_no_score() {
        let shop = outlook(&[(NO_LABEL, 100.0)]);
        let ahead = [kept(shop.ahead_from, shop.ahead_from, 100.0)];
        assert_eq!(scores(&shop, &Dataset::default(), &ahead, NO_LABEL, VolumeUnit::Parts), None);
        assert_eq!(scores(&shop, &Dataset::default(), &[], NO_LABEL, VolumeUnit::Parts), None);
        let other =
            [KeptWeek { process: "E-coat".to_owned(), ..kept(shop.ahead_from - WEEK, shop.ahead_from - WEEK, 9.0) }];
        assert_eq!(scores(&shop, &Dataset::default(), &other, NO_LABEL, VolumeUnit::Parts), None);
    }
}
