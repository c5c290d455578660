//! The same rules on this shop's own past: how often a flag came true, and how many weeks early it was.

use std::collections::BTreeMap;

use super::judge::{Flags, Verdicts};
use super::standing::{Controlled, MEMORY_WEEKS, NEW_AFTER};
use crate::insight::days_beyond_terms;
use crate::insight::industry::diffusion_index;
use crate::insight::mix::Works;
use crate::insight::series::between;
use crate::insight::stats::middle::median;
use crate::model::finding::TrackRecord;
use crate::model::{CustomerIdx, Dataset, Day, Kind, Label, Signal, WEEK};

/// So many weekly reviews of the past are replayed: two years.
pub const PAST_WEEKS: usize = 104;

/// The outcome of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It came true on this day.
    CameTrue(Day),
    /// Its time is up, and it did not.
    FalseAlarm,
    /// Its time is not up.
    Open,
}

/// Replays the reviews before the last date. `None` where the shop's past is shorter than 26 weeks.
pub fn track_records(
    dataset: &Dataset,
    verdicts: &Verdicts,
    controlled: &Controlled<'_>,
) -> Option<BTreeMap<Signal, TrackRecord>> {
    let last = *verdicts.dates.last()?;
    if dataset.data_start().is_none_or(|start| last - start < 26 * WEEK) {
        return None;
    }
    let mut last_stood: Flags<usize> = Flags::new();
    let mut cases: Vec<(Signal, CustomerIdx, usize)> = Vec::new();
    for i in MEMORY_WEEKS..verdicts.dates.len() - 1 {
        for &key in controlled.standing_at(i).keys().chain(controlled.markets_at(i).keys()) {
            let is_known = last_stood.insert(key, i).is_some_and(|before| i - before <= NEW_AFTER);
            // What stood already when the replay begins was flagged at a date that is not seen.
            if !is_known && i > MEMORY_WEEKS {
                cases.push((key.0, key.1, i));
            }
        }
    }
    let mut records: BTreeMap<Signal, (TrackRecord, Vec<f64>)> =
        Signal::ALL.iter().map(|&signal| (signal, (TrackRecord::default(), Vec::new()))).collect();
    for (signal, customer, i) in cases {
        let Some((record, weeks_early)) = records.get_mut(&signal) else { continue };
        record.n_flagged += 1;
        let flagged_on = verdicts.dates[i];
        match fate(dataset, signal, customer, flagged_on, last) {
            Fate::CameTrue(day) => {
                record.n_came_true += 1;
                weeks_early.push(f64::from(day - flagged_on) / f64::from(WEEK));
            }
            Fate::Open => record.n_open += 1,
            Fate::FalseAlarm => {}
        }
    }
    Some(
        records
            .into_iter()
            .map(|(signal, (mut record, weeks))| {
                #[expect(clippy::cast_possible_truncation, reason = "weeks of a year")]
                let middle = median(&weeks).map(|weeks| weeks.round() as i32);
                record.median_weeks_early = middle;
                (signal, record)
            })
            .collect(),
    )
}

/// What became of a flag, with the rows dated before `known_to`.
fn fate(dataset: &Dataset, signal: Signal, customer: CustomerIdx, flagged_on: Day, known_to: Day) -> Fate {
    // What comes after the end of a file is not known: weeks without a file are no weeks without orders.
    let end = known_to;
    let kind = match signal {
        Signal::Late => Kind::Payments,
        Signal::Rejects => Kind::Rejections,
        Signal::Interest => Kind::Emails,
        _ => Kind::Orders,
    };
    let known_to = dataset.judged_to(kind, end);
    match signal {
        Signal::Quiet => quiet(dataset, customer, flagged_on, known_to),
        Signal::Slowdown => slowdown(dataset, customer, flagged_on, known_to),
        Signal::Lots => lots(dataset, customer, flagged_on, known_to),
        Signal::Late => late(dataset, customer, flagged_on, known_to),
        Signal::Rejects => rejects(dataset, customer, flagged_on, known_to),
        Signal::Mix => mix(dataset, customer, flagged_on, known_to),
        Signal::Interest => interest(dataset, customer, flagged_on, end),
        Signal::Industry => industry(dataset, customer, flagged_on, known_to),
        Signal::Finish => finish(dataset, customer, flagged_on, known_to),
        Signal::Distress => {
            let orders = match quiet(dataset, customer, flagged_on, known_to) {
                Fate::CameTrue(day) => Fate::CameTrue(day),
                other => match (other, slowdown(dataset, customer, flagged_on, known_to)) {
                    (_, Fate::CameTrue(day)) => Fate::CameTrue(day),
                    (Fate::Open, _) | (_, Fate::Open) => Fate::Open,
                    _ => Fate::FalseAlarm,
                },
            };
            match (orders, late(dataset, customer, flagged_on, dataset.judged_to(Kind::Payments, end))) {
                (Fate::CameTrue(a), Fate::CameTrue(b)) => Fate::CameTrue(a.max(b)),
                (Fate::FalseAlarm, _) | (_, Fate::FalseAlarm) => Fate::FalseAlarm,
                _ => Fate::Open,
            }
        }
    }
}

/// No order in the 13 weeks after the flag.
fn quiet(dataset: &Dataset, customer: CustomerIdx, flagged_on: Day, known_to: Day) -> Fate {
    let until = flagged_on + 13 * WEEK;
    let days = &dataset.orders.day[dataset.orders.of(customer)];
    if !between(days, flagged_on, until.min(known_to)).is_empty() {
        Fate::FalseAlarm
    } else if until > known_to {
        Fate::Open
    } else {
        Fate::CameTrue(until)
    }
}

/// At most 0.75 of the level before in the next 13 weeks; season taken out by the same weeks a year earlier where the
/// shop is that old: the days on which it took orders then, against the year around them.
fn slowdown(dataset: &Dataset, customer: CustomerIdx, flagged_on: Day, known_to: Day) -> Fate {
    let until = flagged_on + 13 * WEEK;
    if until > known_to {
        return Fate::Open;
    }
    let days = &dataset.orders.day[dataset.orders.of(customer)];
    // The level before: the year that ended when the fall may have begun, 26 weeks before the flag.
    let (from, to) = (flagged_on - 78 * WEEK, flagged_on - 26 * WEEK);
    let from = Day(days.first().map_or(from.0, |&first| first.max(from.0)));
    let weeks = f64::from(to - from) / f64::from(WEEK);
    if weeks < 13.0 {
        return Fate::Open;
    }
    let before = between(days, from, to).len() as f64 / weeks;
    let after = between(days, flagged_on, until).len() as f64 / 13.0;
    let season = season(dataset, flagged_on, until);
    if after <= 0.75 * before * season { Fate::CameTrue(until) } else { Fate::FalseAlarm }
}

/// How busy the shop was in these weeks a year earlier, against the year around them; 1 where it is not known.
fn season(dataset: &Dataset, from: Day, to: Day) -> f64 {
    let Some(days) = dataset.days_of.get(&Kind::Orders) else { return 1.0 };
    let year = 52 * WEEK;
    let (from, to) = (from - year, to - year);
    let (around_from, around_to) = (from - 26 * WEEK, from + 26 * WEEK);
    if days.first().is_none_or(|&first| first > around_from.0) {
        return 1.0;
    }
    // Days with orders, not orders: a shop that is open takes orders.
    let share = |from: Day, to: Day| between(days, from, to).len() as f64 / f64::from(to - from);
    (share(from, to) / share(around_from, around_to).max(1e-9)).clamp(0.5, 1.5)
}

/// The median of the next 8 lots is at most 0.85 of the level before.
fn lots(dataset: &Dataset, customer: CustomerIdx, flagged_on: Day, known_to: Day) -> Fate {
    let lots = dataset.lots.of(customer);
    let (days, parts) = (&dataset.lots.day[lots.clone()], &dataset.lots.parts[lots]);
    let middle =
        |range: std::ops::Range<usize>| median(&parts[range].iter().map(|&n| f64::from(n)).collect::<Vec<_>>());
    let next = between(days, flagged_on, known_to);
    let before = middle(between(days, flagged_on - 78 * WEEK, flagged_on - 26 * WEEK));
    match (before, next.len() >= 8) {
        (None, _) | (_, false) => Fate::Open,
        (Some(before), true) => {
            let eight = next.start..next.start + 8;
            let came_true = middle(eight.clone()).is_some_and(|now| now <= 0.85 * before);
            if came_true { Fate::CameTrue(Day(days[eight.end - 1])) } else { Fate::FalseAlarm }
        }
    }
}

/// Of the next 8 orders at least 1.3 times the share of the level before is rejected, as far as it is reported.
fn rejects(dataset: &Dataset, customer: CustomerIdx, flagged_on: Day, known_to: Day) -> Fate {
    let orders = &dataset.orders;
    let of_customer = orders.of(customer);
    let days = &orders.day[of_customer.clone()];
    let share = |range: std::ops::Range<usize>, at: Day| {
        let of_orders = dataset.rejections.of_orders(customer, of_customer.len(), at);
        let places = range.map(|i| i + of_customer.start).filter(|&i| orders.parts[i] > 0);
        let (mut rejected, mut parts) = (0.0, 0.0);
        for i in places {
            parts += orders.parts[i] as f64;
            rejected += f64::from(of_orders[i - of_customer.start]);
        }
        (parts > 0.0).then(|| rejected / parts)
    };
    let before = share(between(days, flagged_on - 78 * WEEK, flagged_on - 26 * WEEK), flagged_on);
    // What was ordered lately may yet be rejected.
    let next = between(days, flagged_on, known_to - 4 * WEEK);
    match (before, next.len() >= 8) {
        (None, _) | (_, false) => Fate::Open,
        (Some(before), true) => {
            let eight = next.start..next.start + 8;
            let on = Day(days[eight.end - 1]);
            let came_true = share(eight, known_to).is_some_and(|now| now >= 1.3 * before && now > 0.0);
            if came_true { Fate::CameTrue(on) } else { Fate::FalseAlarm }
        }
    }
}

/// The gainer's share of the next 8 orders is at least what it was plus half the gain.
fn mix(dataset: &Dataset, customer: CustomerIdx, flagged_on: Day, known_to: Day) -> Fate {
    let orders = &dataset.orders;
    let all = orders.of(customer);
    let works =
        Works { on: &orders.day[all.clone()], process: &orders.process[all.clone()], supplier: &orders.supplier[all] };
    let Some(gained) = works.gained(flagged_on) else { return Fate::Open };
    let next = works.labels(gained.is_supplier, flagged_on, known_to);
    let Some(eight) = next.get(..8) else { return Fate::Open };
    let share = eight.iter().filter(|(_, label)| *label == gained.to).count() as f64 / 8.0;
    let is_true = share >= gained.was + (gained.now - gained.was) / 2.0;
    if is_true { Fate::CameTrue(Day(eight[7].0)) } else { Fate::FalseAlarm }
}

/// A first order or quote of the topic's process or finish in the next 26 weeks, or orders up by a fifth.
fn interest(dataset: &Dataset, customer: CustomerIdx, flagged_on: Day, end: Day) -> Fate {
    let until = flagged_on + 26 * WEEK;
    let known_to = dataset.judged_to(Kind::Orders, end);
    let (mails, orders) = (&dataset.mails, &dataset.orders);
    let of = mails.of(customer);
    // What it was about is what was clicked most.
    let mut clicks: BTreeMap<Label, usize> = BTreeMap::new();
    for i in between(&mails.day[of.clone()], flagged_on - 26 * WEEK, flagged_on).map(|i| i + of.start) {
        if mails.clicked_on[i] != Day::NONE.0 && mails.clicked_on[i] < flagged_on.0 {
            *clicks.entry(mails.topic[i]).or_default() += 1;
        }
    }
    let most = clicks.into_iter().max_by_key(|(_, n)| *n);
    let topic = most.map_or(String::new(), |(topic, _)| dataset.label(topic).to_lowercase());
    let all = orders.of(customer);
    let days = &orders.day[all.clone()];
    let is_about = |labels: [Label; 2]| {
        labels.iter().any(|&label| {
            let text = dataset.label(label).to_lowercase();
            !text.is_empty() && !topic.is_empty() && (text.contains(&topic) || topic.contains(&text))
        })
    };
    let is_order_about = |i: usize| is_about([orders.process[all.start + i], orders.finish[all.start + i]]);
    let before = between(days, Day::NONE, flagged_on).any(is_order_about);
    let ordered = between(days, flagged_on, until.min(known_to)).find(|&i| is_order_about(i)).map(|i| Day(days[i]));
    let quotes = dataset.moments.of(customer).iter().filter(|moment| moment.kind == Kind::Quotes && moment.day < end);
    let mut about = quotes.filter(|quote| is_about([quote.process, quote.finish])).map(|quote| quote.day);
    let asked_on = about.next().filter(|&first| first >= flagged_on && first < until);
    // Who ordered or asked for it before says nothing new with it.
    if let (false, Some(first)) = (before, ordered.into_iter().chain(asked_on).min()) {
        return Fate::CameTrue(first);
    }
    if until > known_to {
        return Fate::Open;
    }
    let rate = |from: Day, to: Day| between(days, from, to).len() as f64 / f64::from(to - from);
    let usual = rate(flagged_on - 52 * WEEK, flagged_on);
    let is_more = usual > 0.0 && rate(flagged_on, until) >= 1.2 * usual;
    if is_more { Fate::CameTrue(until) } else { Fate::FalseAlarm }
}

/// The diffusion index of the industry over the next 13 weeks lies under 45.
fn industry(dataset: &Dataset, label: u32, flagged_on: Day, known_to: Day) -> Fate {
    const STILL_FALLING: f64 = 45.0;
    let until = flagged_on + 13 * WEEK;
    if until > known_to {
        return Fate::Open;
    }
    let season = season(dataset, flagged_on, until);
    let (from, to) = (flagged_on - 65 * WEEK, flagged_on - 13 * WEEK);
    let members = (0..).zip(&dataset.industry_of).filter(|(_, of)| u32::from(**of) == label);
    let ratios: Vec<f64> = members
        .filter_map(|(customer, _)| {
            let days = &dataset.orders.day[dataset.orders.of(customer)];
            let expected = between(days, from, to).len() as f64 / 4.0 * season;
            let after = between(days, flagged_on, until).len() as f64;
            (expected >= 3.0).then(|| after / expected)
        })
        .collect();
    match diffusion_index(&ratios) {
        Some(index) if index < STILL_FALLING => Fate::CameTrue(until),
        Some(_) => Fate::FalseAlarm,
        None => Fate::Open,
    }
}

/// As many customers in the next 26 weeks as at the flag, one of them new.
fn finish(dataset: &Dataset, label: u32, flagged_on: Day, known_to: Day) -> Fate {
    let until = flagged_on + 26 * WEEK;
    let orders = &dataset.orders;
    let (mut n_before, mut n_after, mut first_new) = (0, 0, None::<i32>);
    for customer in 0..CustomerIdx::try_from(dataset.customers.len()).unwrap_or(0) {
        let all = orders.of(customer);
        let days = &orders.day[all.clone()];
        let is_it = |i: &usize| u32::from(orders.finish[all.start + i]) == label;
        let ordered = |from: Day, to: Day| between(days, from, to).find(is_it).map(|i| days[i]);
        n_before += usize::from(ordered(flagged_on - 13 * WEEK, flagged_on).is_some());
        if let Some(day) = ordered(flagged_on, until.min(known_to)) {
            n_after += 1;
            if ordered(Day::NONE, flagged_on).is_none() {
                first_new = Some(first_new.map_or(day, |first| first.min(day)));
            }
        }
    }
    match first_new {
        Some(day) if n_after >= n_before => Fate::CameTrue(Day(day)),
        _ if until > known_to => Fate::Open,
        _ => Fate::FalseAlarm,
    }
}

/// The median of the next 4 invoices due is still above the habit before plus half the shift.
fn late(dataset: &Dataset, customer: CustomerIdx, flagged_on: Day, known_to: Day) -> Fate {
    let invoices = &dataset.invoices;
    let of_customer = invoices.of(customer);
    let beyond = |from: Day, to: Day, at: Day| -> Vec<(i32, f64)> {
        between(&invoices.due[of_customer.clone()], from, to)
            .map(|i| i + of_customer.start)
            .filter_map(|i| {
                let (days, _) = days_beyond_terms(invoices.days(i), at)?;
                Some((invoices.due[i], f64::from(days)))
            })
            .collect()
    };
    let middle = |values: &[(i32, f64)]| median(&values.iter().map(|(_, days)| *days).collect::<Vec<_>>());
    let was = middle(&beyond(flagged_on - 78 * WEEK, flagged_on - 26 * WEEK, flagged_on));
    let now = middle(&beyond(flagged_on - 13 * WEEK, flagged_on, flagged_on));
    let next = beyond(flagged_on, known_to, known_to);
    match (was, now, next.get(..4)) {
        (Some(was), Some(now), Some(four)) => {
            let still_late = middle(four).is_some_and(|after| after > was + (now - was) / 2.0);
            if still_late { Fate::CameTrue(Day(four[3].0)) } else { Fate::FalseAlarm }
        }
        _ => Fate::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Neighbours, Past, day, every, from};
    use crate::model::weekly::Limits;

    const FLAGGED_ON: &str = "2025-06-02";

    /// What became of a flag of June 2025 by a later day.
    fn told_on(known_to: &str, past: &Past, signal: Signal) -> Fate {
        fate(&Neighbours::usual().dataset_with(past), signal, 0, day(FLAGGED_ON), day(known_to))
    }

    fn a_quarter_later() -> Day {
        day(FLAGGED_ON) + 13 * WEEK
    }

    #[test]
    fn a_silence_came_true_when_no_order_came_for_a_quarter() {
        let gone = from("2024-01-02").orders(every(7, 68));
        assert!(gone.last_order() < day(FLAGGED_ON));
        assert_eq!(told_on("2025-12-01", &gone, Signal::Quiet), Fate::CameTrue(a_quarter_later()));
        assert_eq!(told_on("2025-08-01", &gone, Signal::Quiet), Fate::Open, "its quarter is not over");
    }

    #[test]
    fn a_silence_was_a_false_alarm_as_soon_as_an_order_comes() {
        let back = from("2024-01-02").orders(every(7, 68)).order_on(day("2025-06-20"), 100);
        assert_eq!(told_on("2025-07-01", &back, Signal::Quiet), Fate::FalseAlarm);
        assert_eq!(told_on("2025-06-20", &back, Signal::Quiet), Fate::Open, "an order of today is not known yet");
        let much_later = from("2024-01-02").orders(every(7, 68)).order_on(a_quarter_later(), 100);
        assert_eq!(told_on("2025-12-01", &much_later, Signal::Quiet), Fate::CameTrue(a_quarter_later()));
    }

    #[test]
    fn slower_orders_came_true_when_they_stay_slow() {
        // Weekly until half a year before the flag, every other week since.
        let slow = from("2023-06-06").orders(every(7, 78)).orders(every(14, 40));
        assert_eq!(told_on("2025-12-01", &slow, Signal::Slowdown), Fate::CameTrue(a_quarter_later()));
        assert_eq!(told_on("2025-08-01", &slow, Signal::Slowdown), Fate::Open);
        let back = from("2023-06-06").orders(every(7, 78)).orders(every(14, 13)).orders(every(7, 40));
        assert_eq!(told_on("2025-12-01", &back, Signal::Slowdown), Fate::FalseAlarm);
    }

    #[test]
    fn a_low_season_makes_no_slowdown_true() {
        // The whole shop takes orders on three days of a week in summer, every year, and on five else.
        let is_low = |on: Day| matches!(on.ymd().1, 6..=8) && on.weekday() < 2;
        let shop = Neighbours::usual().closed_on(is_low);
        let workdays = (0..1100).map(|i| day("2023-06-05") + i).filter(|on| on.weekday() < 5);
        let alpine = workdays.fold(from("2023-06-05"), |past, on| past.order_on(on, 100)).without(is_low);
        let dataset = shop.dataset_with(&alpine);
        assert_eq!(fate(&dataset, Signal::Slowdown, 0, day(FLAGGED_ON), day("2025-12-01")), Fate::FalseAlarm);
    }

    #[test]
    fn smaller_lots_came_true_when_the_next_eight_are_small() {
        let small = from("2023-06-06").lots(every(7, 78), 380..=440).lots(every(7, 60), 190..=220);
        let Fate::CameTrue(on) = told_on("2025-12-01", &small, Signal::Lots) else { panic!("they stayed small") };
        assert_eq!(on, day("2025-06-03") + 7 * WEEK, "with the eighth lot");
        assert_eq!(told_on("2025-07-01", &small, Signal::Lots), Fate::Open, "four lots do not tell");
        let large_again = from("2023-06-06")
            .lots(every(7, 78), 380..=440)
            .lots(every(7, 26), 190..=220)
            .lots(every(7, 40), 380..=440);
        assert_eq!(told_on("2025-12-01", &large_again, Signal::Lots), Fate::FalseAlarm);
    }

    #[test]
    fn later_payment_came_true_when_the_next_four_are_late() {
        let late = from("2023-06-06").invoices(every(7, 91), 0..=6).invoices(every(7, 60), 20..=26);
        let Fate::CameTrue(on) = told_on("2025-12-01", &late, Signal::Late) else { panic!("it still pays late") };
        assert_eq!(on, day("2025-06-03") + 3 * WEEK, "when the fourth was due");
        assert_eq!(told_on("2025-06-20", &late, Signal::Late), Fate::Open);
        let in_time_again = from("2023-06-06")
            .invoices(every(7, 91), 0..=6)
            .invoices(every(7, 13), 20..=26)
            .invoices(every(7, 40), 0..=6);
        assert_eq!(told_on("2025-12-01", &in_time_again, Signal::Late), Fate::FalseAlarm);
    }

    #[test]
    fn a_distress_needs_both_halves_to_come_true() {
        let slow = || from("2023-06-06").orders(every(7, 78)).orders(every(14, 40));
        let both = slow().invoices(every(7, 91), 0..=6).invoices(every(7, 60), 20..=26);
        assert_eq!(told_on("2025-12-01", &both, Signal::Distress), Fate::CameTrue(a_quarter_later()));
        assert_eq!(told_on("2025-07-15", &both, Signal::Distress), Fate::Open);
        let only_slow =
            slow().invoices(every(7, 91), 0..=6).invoices(every(7, 13), 20..=26).invoices(every(7, 40), 0..=6);
        assert_eq!(told_on("2025-12-01", &only_slow, Signal::Distress), Fate::FalseAlarm);
    }

    #[test]
    fn the_track_record_counts_a_case_once_however_many_weeks_it_stands() {
        let last = day("2026-05-04");
        let gone = from("2023-06-06").orders(every(7, 110));
        let dates: Vec<Day> =
            (0..=i32::try_from(MEMORY_WEEKS + PAST_WEEKS).unwrap()).rev().map(|k| last - k * WEEK).collect();
        let dataset = Neighbours::of(vec![from("2023-01-02").orders(every(3, 600)); 3]).dataset_with(&gone);
        let verdicts = Verdicts::at(&dataset, &dates, &|_, _| true).unwrap();
        let records = track_records(&dataset, &verdicts, &Controlled::new(&verdicts, &Limits::default())).unwrap();
        let quiet = records[&Signal::Quiet];
        assert_eq!((quiet.n_flagged, quiet.n_came_true, quiet.n_open), (1, 1, 0), "{quiet:?}");
        assert_eq!(quiet.median_weeks_early, Some(13));
    }

    #[test]
    fn a_past_of_a_few_months_has_no_track_record() {
        let last = day("2026-05-04");
        let dates: Vec<Day> = (0..40).rev().map(|k| last - k * WEEK).collect();
        let dataset = Neighbours::of(Vec::new()).dataset_with(&from("2025-11-18").orders(every(3, 60)));
        let verdicts = Verdicts::at(&dataset, &dates, &|_, _| true).unwrap();
        assert_eq!(track_records(&dataset, &verdicts, &Controlled::new(&verdicts, &Limits::default())), None);
    }

    #[test]
    fn a_reader_who_asks_for_a_first_quote_on_the_topic_was_worth_a_call() {
        let (flagged_on, end) = (day("2026-01-05"), day("2026-08-03"));
        let reader = || {
            let orders = from("2024-01-02").orders(every(14, 68));
            [70, 56, 42, 28, 14].into_iter().fold(orders, |past, ago| past.mailed(flagged_on - ago, "Anodizing", true))
        };
        let fate =
            |past: &Past| interest(&crate::insight::testing::dataset(std::slice::from_ref(past)), 0, flagged_on, end);
        let asked = flagged_on + 35;
        assert_eq!(fate(&reader().quoted(asked, "Anodizing", "Open")), Fate::CameTrue(asked));
        assert_eq!(fate(&reader().quoted(asked, "Zinc plating", "Open")), Fate::FalseAlarm, "of something else");
        let asked_before = reader().quoted(flagged_on - 90, "Anodizing", "Lost").quoted(asked, "Anodizing", "Open");
        assert_eq!(fate(&asked_before), Fate::FalseAlarm, "it had asked before");
        let ordered = reader().by("Anodizing").order_on(flagged_on + 20, 100).quoted(asked, "Anodizing", "Won");
        assert_eq!(fate(&ordered), Fate::CameTrue(flagged_on + 20));
    }
}
