//! What is coming, in words.

use super::numbers::small;
use super::{lower_first, number};
use crate::insight::forecast::cash::{CannotForecast, CashIn};
use crate::model::{AreaUnit, Dataset, Day, Label, NO_LABEL, Range, VolumeUnit, money};
use crate::review::outlook::{Load, Series, Side};
use crate::review::{CustomerAnswer, NoVolume, VolumeOutlook};

/// "61,400 parts", "5,210 m²", "$84k".
pub fn volume(dataset: &Dataset, unit: VolumeUnit, value: f64) -> String {
    match unit {
        VolumeUnit::Money => short_money(dataset, value),
        unit => format!("{} {}", number(what_matters(value)), unit_word(dataset, unit)),
    }
}

/// To three digits that count: nobody knows a forecast to the part.
fn what_matters(value: f64) -> f64 {
    if value.abs() < 1000.0 {
        return value;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a number of digits")]
    let step = 10_f64.powi(value.abs().log10().floor() as i32 - 2);
    (value / step).round() * step
}

/// "61,400", "$84k": where the unit stands beside it already.
pub fn bare_volume(dataset: &Dataset, unit: VolumeUnit, value: f64) -> String {
    if unit == VolumeUnit::Money { short_money(dataset, value) } else { number(value.round()) }
}

fn short_money(dataset: &Dataset, value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "bounded at import")]
    let minor = value.round() as money::Minor;
    money::short(minor, dataset.currency.as_deref())
}

/// "parts", "m²", "revenue".
pub fn unit_word(dataset: &Dataset, unit: VolumeUnit) -> &'static str {
    match unit {
        VolumeUnit::Parts => "parts",
        VolumeUnit::Area => dataset.area_unit.map_or("area", AreaUnit::as_str),
        VolumeUnit::Money => "revenue",
    }
}

/// "4,300 to 6,100".
pub fn from_to(dataset: &Dataset, unit: VolumeUnit, low: f64, high: f64) -> String {
    format!("{} to {}", bare_volume(dataset, unit, what_matters(low)), bare_volume(dataset, unit, what_matters(high)))
}

/// "the shop", or "powder coating".
pub fn line_name(dataset: &Dataset, process: Label) -> String {
    if process == NO_LABEL { "the shop".to_owned() } else { lower_first(dataset.label(process)) }
}

/// "The next 13 weeks bring 61,400 parts, 4 % less than the last 13".
pub fn outlook_headline(dataset: &Dataset, outlook: &VolumeOutlook, series: &Series) -> String {
    let sum = outlook.sum(series).mean;
    let last: f64 = series.history.iter().rev().take(13).sum();
    let brings = volume(dataset, series.unit, sum);
    let who =
        if series.process == NO_LABEL { String::new() } else { format!(" of {}", line_name(dataset, series.process)) };
    if series.history.len() < 13 || last <= 0.0 {
        return format!("The next 13 weeks bring {brings}{who}");
    }
    let change = (100.0 * (sum / last - 1.0)).round();
    let compared = match change {
        c if c >= 1.0 => format!("{} % more than the last 13", number(c)),
        c if c <= -1.0 => format!("{} % less than the last 13", number(-c)),
        _ => "as much as the last 13".to_owned(),
    };
    format!("The next 13 weeks bring {brings}{who}, {compared}")
}

/// "8 of 10 times between 55,000 and 67,000".
pub fn eight_of_ten(dataset: &Dataset, unit: VolumeUnit, range: &Range) -> String {
    format!("8 of 10 times {}", from_to(dataset, unit, range.low80, range.high80))
}

/// "**4,300 parts** on the books, 320 of them late": orders that are here and not yet shipped.
pub fn on_the_books(dataset: &Dataset, series: &Series) -> Option<String> {
    let booked = series.booked.as_ref()?;
    let all: f64 = booked.weeks.iter().sum();
    let late = bare_volume(dataset, series.unit, what_matters(booked.late));
    let late = if booked.late > 0.0 { format!(", {late} past the promised day") } else { String::new() };
    (all > 0.0).then(|| format!("**{}** on the books{late}", volume(dataset, series.unit, all)))
}

/// "Powder coating is over its capacity in 3 weeks, first in the week of 23 Nov: 118 % of what can be done".
pub fn load_sentence(dataset: &Dataset, outlook: &VolumeOutlook, load: &Load) -> String {
    let first = load.weeks.first().map_or(outlook.ahead_from, |&week| outlook.monday(week));
    let name = line_name(dataset, load.process);
    let (n, percent) = (load.weeks.len(), number((100.0 * load.load).round()));
    let when = match n {
        1 => format!("in the week of {}", first.short()),
        n => format!("in {} weeks, first in the week of {}", small(n), first.short()),
    };
    let name = super::trends::upper_first(&name);
    match load.side {
        Side::Over => format!("{name} is over its capacity {when}: {percent} % of what can be done"),
        Side::Under => format!("{name} has room {when}: {percent} % of what can be done"),
    }
}

/// "Clears when less than 900 parts a week are expected".
pub fn load_clears(dataset: &Dataset, outlook: &VolumeOutlook, load: &Load) -> String {
    let stated =
        outlook.capacity.a_week(Some(dataset.label(load.process)).filter(|_| load.process != NO_LABEL), load.unit);
    let can = stated.map_or(String::new(), |a_week| stated_words(dataset, load.unit, a_week));
    match load.side {
        Side::Over => {
            format!("Clears when every week ahead is expected to bring at most what can be done, {can} in a usual week")
        }
        Side::Under => format!("Clears when four weeks bring 60 % of what can be done, {can} in a usual week"),
    }
}

/// A stated capacity: "6,000 parts", "$84,000".
pub fn stated_words(dataset: &Dataset, unit: VolumeUnit, a_week: f64) -> String {
    let a_unit = if unit == VolumeUnit::Money {
        10_f64.powi(money::decimals(dataset.currency.as_deref()).cast_signed())
    } else {
        1.0
    };
    volume(dataset, unit, a_week * a_unit)
}

/// Why nothing can be forecast, and what is missing.
pub fn no_volume(why: NoVolume) -> String {
    match why {
        NoVolume::NotKept => "This review was closed by a version of Lotwise that did not forecast".to_owned(),
        NoVolume::NoOrders => "A forecast needs the export of your orders, with their dates".to_owned(),
        NoVolume::Weeks { have, need } => format!(
            "A forecast needs {need} whole weeks of orders; the files hold {have}. Add older exports, or wait {} weeks",
            small(need.saturating_sub(have).max(1))
        ),
    }
}

/// "week of 23 Nov".
pub fn week_of(monday: Day) -> String {
    format!("week of {}", monday.short())
}

/// The finding of the chart: "Most comes in the week of 7 Dec, 6,400 parts".
pub fn weeks_title(dataset: &Dataset, outlook: &VolumeOutlook, series: &Series) -> String {
    let ranges = outlook.ranges(series);
    let most = ranges.iter().enumerate().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean).then(b.0.cmp(&a.0)));
    let closed = (0..ranges.len()).filter(|&week| outlook.work(week) < 0.5).count();
    let closed = match closed {
        0 => String::new(),
        1 => "; one week is closed".to_owned(),
        n => format!("; {} weeks are closed", small(n)),
    };
    most.filter(|(_, range)| range.mean > 0.0).map_or_else(
        || "Nothing is expected".to_owned(),
        |(week, range)| {
            let comes = volume(dataset, series.unit, range.mean);
            format!("Most comes in the week of {}, {comes}{closed}", outlook.monday(week).short())
        },
    )
}

/// "last order 12 Oct, due by 2 Nov, 11 days late · $41k a year".
pub fn late_order(dataset: &Dataset, answer: &CustomerAnswer, as_of: Day) -> String {
    let last = answer.last_order.map(|day| format!("last order {}", day.short()));
    let due = answer.order_due.map(|day| format!("due by {}", day.short()));
    let late = answer.days_late(as_of).map(|days| match days {
        1 => "a day late".to_owned(),
        days => format!("{days} days late"),
    });
    let told: Vec<String> = [last, due, late].into_iter().flatten().collect();
    let money = (answer.revenue_12m > 0)
        .then(|| format!(" · {} a year", money::short(answer.revenue_12m, dataset.currency.as_deref())));
    format!("{}{}", told.join(", "), money.unwrap_or_default())
}

/// "$62k is expected in the next 4 weeks"; nothing where nothing is.
pub fn cash_headline(dataset: &Dataset, cash: &CashIn) -> Option<String> {
    let sum: f64 = cash.weeks.iter().take(4).map(|week| week.cash.mean).sum();
    (sum >= 1.0).then(|| format!("**{}** of it is expected in the next 4 weeks", short_money(dataset, sum)))
}

/// The finding of the chart of the weeks: "Most comes in the week of 23 Nov, $18k".
pub fn cash_title(dataset: &Dataset, cash: &CashIn) -> String {
    let most = cash.weeks.iter().max_by(|a, b| a.cash.mean.total_cmp(&b.cash.mean).then(b.week.cmp(&a.week)));
    most.filter(|week| week.cash.mean >= 1.0).map_or_else(
        || "Nothing is expected of the open invoices".to_owned(),
        |week| format!("Most is paid in the week of {}, {}", week.week.short(), short_money(dataset, week.cash.mean)),
    )
}

/// Why the money of the open invoices cannot be forecast, and what is missing.
pub fn no_cash(why: CannotForecast) -> String {
    match why {
        CannotForecast::NotKept => "This review was closed by a version of Lotwise that did not forecast".to_owned(),
        CannotForecast::NoPaidDates => "When money comes is known once a file says when invoices were paid".to_owned(),
        CannotForecast::NoDueDates => {
            "When money comes is known once invoices have a due date: export them with that column".to_owned()
        }
        CannotForecast::FewPaid { have, need } => {
            format!("When money comes is known from {need} paid invoices with a due date on; the files hold {have}")
        }
    }
}

/// "Every week ahead fits what you can do", with how many may well not.
pub fn fits(n_close: usize) -> String {
    match n_close {
        0 => "Every week ahead fits what you can do".to_owned(),
        1 => "No week ahead is likely over what you can do; one is close to it".to_owned(),
        n => format!("No week ahead is likely over what you can do; {} are close to it", small(n)),
    }
}
