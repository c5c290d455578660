//! The weekly loop in the window: what may be decided, and a closed review in the place of what stands now.

use std::sync::Arc;

use super::AppState;
use crate::app::command::Page;
use crate::app::job::{Job, JobContext, JobState};
use crate::app::pipeline::Snapshot;
use crate::app::weekly::{Weighed, closed_review, log_of};
use crate::model::weekly::ClosedReview;

impl AppState {
    /// The closed review that is shown as it was told.
    pub fn closed(&self) -> Option<i64> {
        self.closed.as_ref().map(|(id, _)| *id)
    }

    /// What This week and the customers' pages show: a closed review, or what stands now.
    pub fn shown(&self) -> Option<&Arc<Snapshot>> {
        self.closed.as_ref().map(|(_, snapshot)| snapshot).or(self.snapshot.as_ref())
    }

    /// Whether something can be decided: in a workspace that may be written, of a review that no closed one follows.
    pub fn can_decide(&self) -> bool {
        let may_close = |snapshot: &Arc<Snapshot>| {
            snapshot.review.as_ref().is_some_and(|review| snapshot.weekly.may_close(review.as_of))
        };
        let is_settled = self.running.is_none() && !self.is_stale;
        is_settled && self.closed.is_none() && self.lock.is_some() && self.snapshot.as_ref().is_some_and(may_close)
    }

    /// The closed review of a later date, for which nothing can be decided here until it is opened again.
    pub fn later_review(&self) -> Option<&ClosedReview> {
        let snapshot = self.snapshot.as_ref().filter(|_| self.closed.is_none() && self.lock.is_some())?;
        let as_of = snapshot.review.as_ref()?.as_of;
        snapshot.weekly.closed.last().filter(|last| last.as_of > as_of)
    }

    /// Writes it, and shows what follows from it. Only a moved limit is judged anew.
    pub(super) fn weigh(&mut self, weighed: &Weighed) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        let Some(path) = snapshot.workspace.as_ref().map(|held| held.path.clone()) else { return };
        if self.running.is_some() {
            // What is shown is about to be replaced.
            self.message = Some("One moment: the shop is being judged. Nothing was written; try again".to_owned());
            return;
        }
        match weighed.write(&path, &snapshot) {
            Ok(weekly) if !weekly.limits.judge_alike(&snapshot.weekly.limits) => self.judge_anew(),
            Ok(weekly) => {
                let mut snapshot = snapshot.with_weekly(weekly);
                // Every change is in the log at once.
                if let (Some(held), Ok(log)) = (&mut snapshot.workspace, log_of(&path)) {
                    Arc::make_mut(&mut held.holdings).log = log;
                }
                self.snapshot = Some(Arc::new(snapshot));
            }
            Err(error) => self.message = Some(error.to_string()),
        }
    }

    pub(super) fn show_closed(&mut self, id: Option<i64>) {
        self.leave_closed();
        self.reopening = None;
        let held = self.snapshot.as_ref().and_then(|snapshot| snapshot.workspace.as_ref());
        let Some((id, path)) = id.zip(held.map(|held| held.path.clone())) else { return };
        let read = move |_: &JobContext| closed_review(&path, id);
        match Job::start("closed review", self.waker(), read) {
            Ok(job) => self.reopening = Some((id, job)),
            Err(error) => self.message = Some(format!("The review could not be opened ({error}). Try again")),
        }
    }

    /// Customers may stand in other places in a closed review: their pages lead nowhere then.
    pub(super) fn leave_closed(&mut self) {
        if self.closed.take().is_some() {
            self.forget_customers();
        }
    }

    fn forget_customers(&mut self) {
        let is_customer = |page: &Page| matches!(page, Page::Customer(_));
        self.trail.retain(|page| !is_customer(page));
        self.ahead.retain(|page| !is_customer(page));
        if is_customer(&self.page) {
            self.page = Page::ThisWeek;
        }
    }

    pub(super) fn receive_closed(&mut self) {
        let Some((id, job)) = &self.reopening else { return };
        let id = *id;
        match job.poll() {
            JobState::Running(_) => return,
            JobState::Done(Ok(snapshot)) => {
                self.closed = Some((id, Arc::new(snapshot)));
                self.forget_customers();
                self.go(Page::ThisWeek);
            }
            JobState::Done(Err(message)) => self.message = Some(message),
            JobState::Panicked(fault) => {
                self.message = Some(format!("The review could not be opened ({fault}). Nothing was changed"));
            }
        }
        self.reopening = None;
    }
}
