//! The weekly loop in a workspace: deciding, closing a review, and showing a closed one again as it was.

use std::path::Path;
use std::sync::Arc;

use super::pipeline::{Snapshot, new_ids, now};
use crate::insight::forecast::cash::CashWeek;
use crate::insight::forecast::plain::{self, UsualDelays};
use crate::model::finding::MarketFinding;
use crate::model::kept::{Awaited, Counted, KeptDay, KeptWeek};
use crate::model::money::NO_AMOUNT;
use crate::model::numbers::NO_NUMBER;
use crate::model::weekly::{Decision, Limits, Weekly};
use crate::model::{Capacity, CustomerIdx, Dataset, Day, NO_LABEL};
use crate::review::outlook::{DayScorer, DayScores, Series};
use crate::review::{NextOrder, PROGRAM, Review, told, wording};
use crate::store::{Closing, Logged, MOST_LINES, Shown, StoreError, Workspace};

/// A change to what the reviews leave behind.
#[derive(Clone, Debug, PartialEq)]
pub enum Weighed {
    /// Something was decided; its number and its time are given when it is written.
    Decide(Decision),
    /// What was decided is taken back.
    TakeBack(i64),
    /// An action is done, on this day, or not done after all.
    Done(i64, Option<Day>),
    /// The review is closed with what was decided in it.
    Close,
    /// The newest closed review is open again.
    OpenAgain(i64),
    /// The owner moved a limit.
    Limits(Limits),
    /// The owner stated what the shop can do.
    Capacity(Capacity),
}

impl Weighed {
    /// Writes it into the workspace that the snapshot is of, and gives what stands there then.
    pub fn write(&self, path: &Path, snapshot: &Snapshot) -> Result<Weekly, StoreError> {
        let mut workspace = Workspace::open(path)?;
        // What is decided names its customer by an id that never changes.
        let ids =
            if matches!(self, Self::Decide(_) | Self::Close) { new_ids(&workspace, snapshot)? } else { Vec::new() };
        match self {
            Self::Decide(decision) => workspace.decide(decision, &ids, &now())?,
            Self::TakeBack(id) => workspace.undecide(*id, &now())?,
            Self::Done(id, on) => workspace.mark_done(*id, *on, &now())?,
            Self::Close => {
                if let Some(review) = &snapshot.review {
                    workspace.close_review(&closing(snapshot, review), &ids, &now())?;
                }
            }
            Self::OpenAgain(id) => workspace.reopen_review(*id, &now())?,
            Self::Limits(limits) => workspace.set_limits(limits, &now())?,
            Self::Capacity(capacity) => workspace.set_capacity(capacity, &now())?,
        }
        workspace.weekly()
    }
}

/// The log of a workspace, as the Data page shows it.
pub fn log_of(path: &Path) -> Result<Vec<Logged>, StoreError> {
    Workspace::open_to_read(path)?.log(MOST_LINES)
}

/// Keeps what a review that is made at the data's end shows of what is to come. One of an earlier date was not made then, and scoring
/// it would flatter.
pub fn keep_forecast(path: &Path, snapshot: &Snapshot) -> Result<(), StoreError> {
    let dataset = &snapshot.dataset;
    let is_made_now = |review: &&Review| dataset.data_end().is_some_and(|end| review.as_of > end);
    let Some(review) = snapshot.review.as_ref().filter(is_made_now) else { return Ok(()) };
    let shown = Shown { weeks: weeks_shown(dataset, review), days: days_shown(dataset, review) };
    // A workspace of an older program is brought up to date by who writes into it, not by who reads it.
    let is_to_be_kept = shown != Shown::default() && Workspace::is_of_this_version(path);
    if is_to_be_kept { Workspace::open(path)?.keep_forecast(review.as_of, &shown) } else { Ok(()) }
}

/// How the days did that earlier reviews expected.
pub fn days_that_came(path: &Path, snapshot: &Snapshot) -> Result<DayScores, StoreError> {
    let Some(review) = snapshot.review.as_ref().filter(|_| Workspace::is_of_this_version(path)) else {
        return Ok(DayScores::default());
    };
    let mut scorer = DayScorer::new(&snapshot.dataset, review);
    Workspace::open_to_read(path)?.expected_days(review.as_of, &mut |day| scorer.add(day))?;
    Ok(scorer.scores())
}

fn weeks_shown(dataset: &Dataset, review: &Review) -> Vec<KeptWeek> {
    let made = review.as_of;
    let volume = review.outlook.volume.as_ref().ok();
    let of_series = |series: &Series| {
        let process = if series.process == NO_LABEL { "" } else { dataset.label(series.process) };
        let counted = Counted::Volume(series.unit);
        let weeks = volume.into_iter().flat_map(|volume| {
            volume.ranges(series).into_iter().enumerate().map(|(week, range)| (volume.monday(week), range))
        });
        weeks
            .map(|(week, range)| KeptWeek { made, process: process.to_owned(), counted, week, range })
            .collect::<Vec<_>>()
    };
    let paid = review.outlook.cash.iter().filter(|cash| !cash.invoices.is_empty()).flat_map(|cash| &cash.weeks);
    let paid = paid.map(|&CashWeek { week, cash: range }| {
        let (process, counted) = (String::new(), Counted::Paid);
        KeptWeek { made, process, counted, week, range }
    });
    volume.into_iter().flat_map(|volume| &volume.series).flat_map(of_series).chain(paid).collect()
}

/// An invoice without a number is not known again next week.
fn days_shown(dataset: &Dataset, review: &Review) -> Vec<KeptDay> {
    let made = review.as_of;
    let usual = UsualDelays::at(dataset, made);
    let invoices = review.outlook.cash.iter().flat_map(|cash| &cash.invoices);
    let payments = invoices.filter(|one| dataset.invoices.number[one.place] != NO_NUMBER).map(|one| KeptDay {
        made,
        awaited: Awaited::Payment,
        whose: dataset.document_number(dataset.invoices.number[one.place]),
        since: one.due,
        expected: one.expected,
        from: one.from,
        to: one.to,
        plain: usual.payment(one.customer, one.due, made),
        chance: Some(one.late_30).filter(|_| one.amount >= 0 || one.amount == NO_AMOUNT),
    });
    let orders = review.customers.iter().filter_map(|answer| {
        let NextOrder { expected, from, to } = answer.next_order?;
        Some(KeptDay {
            made,
            awaited: Awaited::Order,
            whose: dataset.customers[answer.customer as usize].id.clone(),
            since: answer.last_order?,
            expected,
            from,
            to,
            plain: plain::order(dataset, answer.customer, made)?,
            chance: answer.orders_again_13w,
        })
    });
    payments.chain(orders).collect()
}

fn closing(snapshot: &Snapshot, review: &Review) -> Closing {
    let dataset = &snapshot.dataset;
    let id = |customer: CustomerIdx| dataset.customers[customer as usize].id.clone();
    let flags = review.findings.iter().map(|finding| ((id(finding.customer), finding.signal), finding.money_at_risk));
    let market_id = |market: &MarketFinding| market.id(dataset.label(market.label));
    let markets = review.markets.iter().map(|market| ((market_id(market), market.signal), market.money_at_risk));
    Closing {
        as_of: review.as_of,
        headline: wording::headline(review, dataset),
        limits: snapshot.weekly.limits,
        program: PROGRAM,
        flags: flags.chain(markets).collect(),
        told: told::write(dataset, review, &snapshot.weekly),
    }
}

/// A closed review as it was told, with what had been decided by then.
pub fn closed_review(path: &Path, id: i64) -> Result<Snapshot, String> {
    let told =
        Workspace::open_to_read(path).and_then(|workspace| workspace.told(id)).map_err(|error| error.to_string())?;
    let told = told.ok_or("This review is not in the workspace any more. Choose another date at the top")?;
    let (dataset, review, decisions) = told::read(&told)?;
    let weekly = Arc::new(Weekly { decisions, ..Weekly::default() });
    Ok(Snapshot { dataset: Arc::new(dataset), weekly, review: Some(review), ..Snapshot::refused(Vec::new()) })
}
