//! Which charts a customer and a finding have: points, levels and bands from the dataset.

use std::collections::VecDeque;

use super::chart::level_shift::{ChartPoint, LevelLine, LevelShift, Period};
use super::chart::time_line::{Happening, Mark, TimeLine};
use crate::insight::days_beyond_terms;
use crate::insight::stats::middle::{median, quantile};
use crate::model::finding::{Change, Finding, Signal, Subject, Unit};
use crate::model::weekly::Weekly;
use crate::model::{CustomerIdx, Dataset, Day, Kind as ModelKind, NO_LABEL, RowRef, WEEK};
use crate::review::Review;
use crate::review::wording::{days_beyond, decided, lower_first, moment_kind, moment_what, number, since};

/// A card shows the last year.
const CARD_WEEKS: i32 = 54;

/// The customer page shows a year and a half.
const PAGE_WEEKS: i32 = 80;

/// Fewer earlier values do not make an expected band.
const LEAST_FOR_BAND: usize = 5;

/// The chart that shows what a finding says, for its card.
pub fn chart_of_finding(dataset: &Dataset, review: &Review, finding: &Finding) -> LevelShift {
    let kind = match finding.signal {
        Signal::Lots => Kind::Lots,
        Signal::Late => Kind::Payments,
        Signal::Rejects => Kind::Rejects,
        Signal::Mix => Kind::Mix,
        Signal::Interest => Kind::Clicks,
        Signal::Quiet | Signal::Slowdown | Signal::Distress | Signal::Industry | Signal::Finish => Kind::Rhythm,
    };
    chart(dataset, review, finding.customer, kind, CARD_WEEKS)
}

/// Up to six charts: days between orders, parts per lot, days beyond terms, rejected share, and where they are flagged the share of a
/// process or supplier and of clicked mailings; without those that have no data. What
/// was found with the most money at risk comes first.
pub fn customer_charts(dataset: &Dataset, review: &Review, customer: CustomerIdx) -> Vec<LevelShift> {
    let mut kinds = [Kind::Rhythm, Kind::Lots, Kind::Payments, Kind::Rejects, Kind::Mix, Kind::Clicks];
    let first = review.findings_of(customer).next();
    // The others stay in their order.
    kinds.sort_by_key(|kind| first.is_some_and(|finding| !kind.is_about(finding.signal)));
    kinds
        .into_iter()
        .map(|kind| chart(dataset, review, customer, kind, PAGE_WEEKS))
        .filter(|spec| !spec.points.is_empty())
        .collect()
}

/// What happened with a customer within the time of its main chart: what the files say, and what was decided. `None` where nothing did.
pub fn happenings(
    dataset: &Dataset,
    weekly: &Weekly,
    review: &Review,
    customer: CustomerIdx,
    chart: &LevelShift,
) -> Option<TimeLine> {
    let (from, to) = (chart.from, chart.to);
    let is_within = |day: Day| (from..to).contains(&day);
    let of_files = dataset.moments.of(customer).iter().filter(|moment| is_within(moment.day)).map(|moment| {
        let kind = moment_kind(moment.kind);
        let (mark, short) = match moment.kind {
            ModelKind::Quotes => {
                let about = [moment.finish, moment.process].into_iter().find(|label| *label != NO_LABEL);
                let about = about.map(|label| dataset.label(label)).unwrap_or_default();
                (
                    Mark::Quote,
                    if about.is_empty() { kind.to_owned() } else { format!("{kind}, {}", lower_first(about)) },
                )
            }
            ModelKind::Events => (Mark::Show, dataset.moments.what(moment).to_owned()),
            ModelKind::Web => (Mark::Reading, kind.to_owned()),
            _ => (Mark::Note, kind.to_owned()),
        };
        let long = moment_what(dataset, customer, moment, to, true);
        let long = if long.is_empty() { kind.to_owned() } else { format!("{kind}: {long}") };
        Happening { day: moment.day, mark, short, long, at: Some(moment.at) }
    });
    let mails = &dataset.mails;
    let clicks = mails.of(customer).filter(|&i| is_within(Day(mails.clicked_on[i]))).map(|i| {
        let topic = dataset.label(mails.topic[i]);
        let words = if topic.is_empty() { "Click".to_owned() } else { format!("Click: {}", lower_first(topic)) };
        Happening {
            day: Day(mails.clicked_on[i]),
            mark: Mark::Reading,
            short: words.clone(),
            long: words,
            at: Some(mails.at(i)),
        }
    });
    let who = &dataset.customers[customer as usize];
    let decided =
        weekly.decisions_on(who, review.as_of).filter(|decision| is_within(decision.review)).map(|decision| {
            let long = decided(decision);
            Happening { day: decision.review, mark: Mark::Decision, short: "Decided".to_owned(), long, at: None }
        });
    let mut entries: Vec<Happening> = of_files.chain(clicks).chain(decided).collect();
    entries.sort_by_key(|entry| entry.day);
    (!entries.is_empty()).then_some(TimeLine { from, to, entries, insets: (0.0, 0.0) })
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Rhythm,
    Lots,
    Payments,
    Rejects,
    Mix,
    Clicks,
}

impl Kind {
    fn unit(self) -> Unit {
        match self {
            Self::Rhythm => Unit::DaysBetweenOrders,
            Self::Lots => Unit::PartsPerLot,
            Self::Payments => Unit::DaysBeyondTerms,
            Self::Rejects => Unit::ShareRejected,
            Self::Mix => Unit::ShareOfOrders,
            Self::Clicks => Unit::ShareClicked,
        }
    }

    fn is_about(self, signal: Signal) -> bool {
        match self {
            Self::Rhythm => matches!(signal, Signal::Quiet | Signal::Slowdown | Signal::Distress),
            Self::Lots => signal == Signal::Lots,
            Self::Payments => matches!(signal, Signal::Late | Signal::Distress),
            Self::Rejects => signal == Signal::Rejects,
            Self::Mix => signal == Signal::Mix,
            Self::Clicks => signal == Signal::Interest,
        }
    }
}

/// A value with its day; `None` where it comes from no row.
struct Value {
    day: Day,
    height: f64,
    is_open: bool,
    at: Option<RowRef>,
}

fn chart(dataset: &Dataset, review: &Review, customer: CustomerIdx, kind: Kind, weeks: i32) -> LevelShift {
    let to = review.as_of;
    let from = to - weeks * WEEK;
    let mut about: Vec<&Finding> =
        review.findings_of(customer).filter(|finding| kind.is_about(finding.signal)).collect();
    // A silence says more than the slowing before it, and the signal's own finding more than the joined one.
    about.sort_by_key(|finding| match finding.signal {
        Signal::Quiet => 0,
        Signal::Distress => 2,
        _ => 1,
    });
    let finding = about.first();
    let values = match kind {
        Kind::Rhythm => gaps(dataset, customer, to),
        Kind::Lots => lots(dataset, customer, to),
        Kind::Payments => payments(dataset, customer, to),
        Kind::Mix => mix(dataset, customer, finding.and_then(|f| f.subject), to),
        Kind::Clicks => clicks(dataset, customer, finding.and_then(|f| f.subject), to),
        // What was ordered lately had no time yet to be rejected.
        Kind::Rejects => rejects(dataset, customer, to, finding.map_or(to.monday(), |f| f.windows.now_to)),
    };
    let changed_on = finding.map(|f| f.since).map(|day| day.max(from)).filter(|&day| day < to);
    let split = changed_on.unwrap_or(to);
    let level = |is_before: bool| {
        let closed: Vec<f64> = values
            .iter()
            .filter(|v| !v.is_open && (v.day <= split) == is_before && v.day >= from - 26 * WEEK)
            .map(|v| v.height)
            .collect();
        (median(&closed), closed)
    };
    let (was, earlier) = level(true);
    let (now, _) = level(false);
    // Where the finding is about the same number, the chart says the finding's.
    let found = about
        .iter()
        .flat_map(|finding| [Some(finding.change), finding.second])
        .flatten()
        .find(|change| change.unit == kind.unit());
    // A share is drawn in percent, and the level of the chart is that of all parts together.
    let found = found.map(|change| match change.unit {
        Unit::ShareRejected | Unit::ShareOfOrders | Unit::ShareClicked => {
            Change { was: 100.0 * change.was, now: 100.0 * change.now, ..change }
        }
        _ => change,
    });
    let was = found.map(|f| f.was).or(was);
    // A silence has no level yet: its "now" is the gap that is open.
    let now = if kind == Kind::Rhythm { now } else { found.map(|f| f.now).or(now) };
    let band =
        (earlier.len() >= LEAST_FOR_BAND).then(|| Some((quantile(&earlier, 0.1)?, quantile(&earlier, 0.9)?))).flatten();
    let unfinished_from = unfinished_from(&values, kind, to);
    let points: Vec<ChartPoint> = values
        .iter()
        .filter(|v| v.day >= from)
        .map(|v| ChartPoint {
            day: v.day,
            value: v.height,
            period: match (v.is_open, v.day > split) {
                (true, _) => Period::Unfinished,
                (false, true) => Period::Now,
                (false, false) => Period::Was,
            },
            at: v.at,
        })
        .collect();
    let line =
        |from: Day, to: Day, value: Option<f64>| value.filter(|_| from < to).map(|value| LevelLine { from, to, value });
    let first = values.first().map_or(from, |v| v.day.max(from));
    let was_line = line(first, split.min(unfinished_from), was);
    let now_line = changed_on.and_then(|day| line(day, unfinished_from, now));
    let (caption, unit, unit_short) = match kind {
        Kind::Rhythm => ("Days between orders", "days between orders, each point an order", "days"),
        Kind::Lots => ("Parts per lot", "parts per lot, each point a lot", "parts"),
        Kind::Payments => ("Days beyond terms", "days beyond terms, each point an invoice", "days"),
        Kind::Rejects => ("Rejected, % of parts", "% of parts rejected, each point an order", "%"),
        Kind::Mix => ("Share of orders, %", "% of the last 8 orders, each point an order", "%"),
        Kind::Clicks => ("Mailings clicked, %", "% of the last 4 mailings on it, each point a mailing", "%"),
    };
    LevelShift {
        title: match finding.and_then(|f| f.subject).zip(changed_on) {
            Some((subject, day)) => subject_title(dataset, subject, (was, now), &since(day, to)),
            None => title(kind, changed_on, was, now, to, &values),
        },
        caption: caption.to_owned(),
        unit: unit.to_owned(),
        unit_short,
        from,
        to,
        points,
        band,
        was: was_line,
        now: now_line,
        changed_on,
        unfinished_from,
    }
}

/// "Powder coating 0 → 50 % of orders since July".
fn subject_title(dataset: &Dataset, subject: Subject, (was, now): (Option<f64>, Option<f64>), since: &str) -> String {
    let [was, now] = [was, now].map(|value| value.map(number).unwrap_or_default());
    match subject {
        Subject::Process { to, .. } | Subject::Supplier { to, .. } => {
            format!("{} {was} → {now} % of orders {since}", dataset.label(to))
        }
        Subject::Topic(topic) => format!("Clicks {was} → {now} % of mailings on {} {since}", dataset.label(topic)),
    }
}

/// The finding as a title: "Lots of 410 → 190 parts since June", or the level where nothing changed.
fn title(kind: Kind, changed_on: Option<Day>, was: Option<f64>, now: Option<f64>, to: Day, values: &[Value]) -> String {
    let was_words = was.map(number).unwrap_or_default();
    match (changed_on, was, now) {
        (Some(day), Some(_), Some(now)) => {
            let (now, since) = (number(now), since(day, to));
            match kind {
                Kind::Rhythm => format!("Orders every {was_words} → {now} days {since}"),
                Kind::Lots => format!("Lots of {was_words} → {now} parts {since}"),
                Kind::Payments => format!("Pays {was_words} → {now} days beyond terms {since}"),
                Kind::Rejects => format!("Rejects {was_words} → {now} % of parts {since}"),
                Kind::Mix => format!("Share of orders {was_words} → {now} % {since}"),
                Kind::Clicks => format!("Clicks {was_words} → {now} % of the mailings {since}"),
            }
        }
        (Some(day), Some(_), None) if kind == Kind::Rhythm => {
            let open = values.last().filter(|v| v.is_open).map_or(0.0, |v| v.height);
            format!("No order for {} days since {}, usually every {was_words}", number(open), day.short())
        }
        (_, Some(was), _) => match kind {
            Kind::Rhythm => format!("Orders every {was_words} days"),
            Kind::Lots => format!("Lots of {was_words} parts"),
            Kind::Payments => format!("Pays {}", days_beyond(was)),
            Kind::Rejects => format!("Rejects {was_words} % of parts"),
            Kind::Mix => format!("{was_words} % of orders"),
            Kind::Clicks => format!("Clicks {was_words} % of the mailings"),
        },
        _ => match kind {
            Kind::Rhythm => "Orders".to_owned(),
            Kind::Lots => "Lots".to_owned(),
            Kind::Payments => "Payments".to_owned(),
            Kind::Rejects => "Rejections".to_owned(),
            Kind::Mix => "Share of orders".to_owned(),
            Kind::Clicks => "E-mail".to_owned(),
        },
    }
}

/// Where the finished part ends: at the last order (the next one has not come), at the week that is not over, or at the
/// first due date of an invoice that is still open.
fn unfinished_from(values: &[Value], kind: Kind, to: Day) -> Day {
    let week = to.monday();
    match kind {
        Kind::Rhythm => values.iter().rfind(|v| !v.is_open).map_or(week, |v| v.day.max(to - 26 * WEEK)),
        Kind::Lots | Kind::Mix | Kind::Clicks => week,
        Kind::Rejects => values.iter().find(|v| v.is_open).map_or(week, |v| v.day.min(week)),
        Kind::Payments => {
            let open = values.iter().filter(|v| v.is_open && to - v.day < 9 * WEEK).map(|v| v.day).min();
            open.map_or(week, |day| day.min(week))
        }
    }
}

/// The gap before each order, and the one that is open now.
fn gaps(dataset: &Dataset, customer: CustomerIdx, to: Day) -> Vec<Value> {
    let orders = &dataset.orders;
    let mut values = Vec::new();
    let mut last: Option<Day> = None;
    for i in orders.of(customer).filter(|&i| orders.day[i] < to.0) {
        let day = Day(orders.day[i]);
        if let Some(before) = last.filter(|&before| before < day) {
            values.push(Value { day, height: f64::from(day - before), is_open: false, at: Some(orders.at(i)) });
        }
        last = Some(day);
    }
    if let Some(last) = last.filter(|&last| to - last < 104 * WEEK) {
        values.push(Value { day: to - 1, height: f64::from(to - last), is_open: true, at: None });
    }
    values
}

fn lots(dataset: &Dataset, customer: CustomerIdx, to: Day) -> Vec<Value> {
    let lots = &dataset.lots;
    let value = |i: usize| Value {
        day: Day(lots.day[i]),
        height: f64::from(lots.parts[i]),
        is_open: false,
        at: Some(lots.at(i)),
    };
    lots.of(customer).filter(|&i| lots.day[i] < to.0).map(value).collect()
}

/// The share of each order that was rejected, in percent, as reported before `to`. Nothing where the shop opened no file of them.
fn rejects(dataset: &Dataset, customer: CustomerIdx, to: Day, judged_to: Day) -> Vec<Value> {
    let orders = &dataset.orders;
    let of_customer = orders.of(customer);
    let rejected = dataset.rejections.of_orders(customer, of_customer.len(), to);
    if rejected.iter().all(|&parts| parts == 0) {
        return Vec::new();
    }
    let first = of_customer.start;
    let known = of_customer.filter(|&i| orders.day[i] < to.0 && orders.parts[i] > 0);
    known
        .map(|i| {
            let height = (100.0 * f64::from(rejected[i - first]) / orders.parts[i] as f64).min(100.0);
            let is_open = orders.day[i] >= judged_to.0;
            Value { day: Day(orders.day[i]), height, is_open, at: Some(orders.at(i)) }
        })
        .collect()
}

/// Among the last 8 orders up to each the share of the process or supplier that gains, in percent. Nothing where none does.
fn mix(dataset: &Dataset, customer: CustomerIdx, subject: Option<Subject>, to: Day) -> Vec<Value> {
    let orders = &dataset.orders;
    let (labels, gainer) = match subject {
        Some(Subject::Process { to, .. }) => (&orders.process, to),
        Some(Subject::Supplier { to, .. }) => (&orders.supplier, to),
        _ => return Vec::new(),
    };
    let known = orders.of(customer).filter(|&i| orders.day[i] < to.0 && labels[i] != NO_LABEL);
    running_share(8, known.map(|i| (Day(orders.day[i]), labels[i] == gainer, orders.at(i))))
}

/// Among the last 4 mailings on the topic up to each the share that was clicked, in percent.
fn clicks(dataset: &Dataset, customer: CustomerIdx, subject: Option<Subject>, to: Day) -> Vec<Value> {
    let Some(Subject::Topic(topic)) = subject else { return Vec::new() };
    let mails = &dataset.mails;
    let of_topic = mails.of(customer).filter(|&i| mails.day[i] < to.0 && mails.topic[i] == topic);
    let is_clicked = |i: usize| mails.clicked_on[i] != Day::NONE.0 && mails.clicked_on[i] < to.0;
    running_share(4, of_topic.map(|i| (Day(mails.day[i]), is_clicked(i), mails.at(i))))
}

/// The share of the last `n` up to each, in percent.
fn running_share(n: usize, all: impl Iterator<Item = (Day, bool, RowRef)>) -> Vec<Value> {
    let mut last: VecDeque<bool> = VecDeque::new();
    all.map(|(day, is_it, at)| {
        last.push_back(is_it);
        if last.len() > n {
            last.pop_front();
        }
        let share = last.iter().filter(|is_it| **is_it).count() as f64 / last.len() as f64;
        Value { day, height: 100.0 * share, is_open: false, at: Some(at) }
    })
    .collect()
}

fn payments(dataset: &Dataset, customer: CustomerIdx, to: Day) -> Vec<Value> {
    let invoices = &dataset.invoices;
    invoices
        .of(customer)
        .filter_map(|i| {
            let (days, is_open) = days_beyond_terms(invoices.days(i), to)?;
            Some(Value { day: Day(invoices.due[i]), height: f64::from(days), is_open, at: Some(invoices.at(i)) })
        })
        .collect()
}
