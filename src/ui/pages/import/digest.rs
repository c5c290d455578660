//! What the page works out of a report once, so that a frame only draws.

use crate::import::FileReport;
use crate::report::left_out::{Group, Loss, groups};

/// The left-out lines of a file, by reason and counted.
#[derive(Default)]
pub struct Digest {
    /// By reason, what is missing first.
    pub groups: Vec<Group>,
}

impl Digest {
    /// Of one report.
    pub fn of(report: &FileReport) -> Self {
        Self { groups: groups(report) }
    }

    /// How many lines were left out in this sense, as far as they are listed.
    pub fn n(&self, loss: Loss) -> usize {
        self.groups.iter().filter(|group| group.loss == loss).map(|group| group.lines.len()).sum()
    }
}
