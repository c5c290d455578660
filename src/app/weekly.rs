//! The weekly loop in a workspace: deciding, closing a review, and showing a closed one again as it was.

use std::path::Path;
use std::sync::Arc;

use super::pipeline::{Snapshot, new_ids, now};
use crate::model::finding::MarketFinding;
use crate::model::weekly::{Decision, KeptWeek, Limits, Weekly};
use crate::model::{Capacity, CustomerIdx, Dataset, Day, NO_LABEL};
use crate::review::outlook::Series;
use crate::review::{PROGRAM, Review, told, wording};
use crate::store::{Closing, Logged, MOST_LINES, StoreError, Workspace};

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

/// Keeps the forecast of a review that is made at the data's end, as the owner is shown it. One of an earlier date was not made then,
/// and scoring it would flatter.
pub fn keep_forecast(path: &Path, snapshot: &Snapshot) -> Result<(), StoreError> {
    let weeks = snapshot.review.as_ref().map(|review| forecast_of(&snapshot.dataset, review)).unwrap_or_default();
    // A workspace of an older program is brought up to date by who writes into it, not by who reads it.
    let is_to_be_kept = !weeks.is_empty() && Workspace::is_of_this_version(path);
    if is_to_be_kept { Workspace::open(path)?.keep_forecast(&weeks) } else { Ok(()) }
}

fn forecast_of(dataset: &Dataset, review: &Review) -> Vec<KeptWeek> {
    let is_made_now = dataset.data_end().is_some_and(|end| review.as_of > end);
    let Some(volume) = review.outlook.volume.as_ref().ok().filter(|_| is_made_now) else { return Vec::new() };
    let of_series = |series: &Series| {
        let process = if series.process == NO_LABEL { "" } else { dataset.label(series.process) };
        let (process, unit) = (process.to_owned(), series.unit);
        let weeks = volume.ranges(series).into_iter().enumerate();
        weeks
            .map(|(week, range)| KeptWeek {
                made: review.as_of,
                process: process.clone(),
                unit,
                week: volume.monday(week),
                range,
            })
            .collect::<Vec<_>>()
    };
    volume.series.iter().flat_map(of_series).collect()
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
