//! What a shop measures week by week, and which way is good.

use serde::{Deserialize, Serialize};

/// A measure of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Measure {
    /// Orders that came in.
    Orders,
    /// Their parts.
    Parts,
    /// Their surface, in the unit of the files.
    Area,
    /// What they come to, in minor units.
    Revenue,
    /// Of the orders promised for the week, the share that had left by then.
    OnTime,
    /// Rejected parts ÷ parts ordered.
    Rejected,
    /// Median days beyond terms of the invoices that were paid.
    Late,
}

impl Measure {
    /// All of them, as they are listed.
    pub const ALL: [Self; 7] =
        [Self::Orders, Self::Parts, Self::Area, Self::Revenue, Self::OnTime, Self::Rejected, Self::Late];

    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Parts => "parts",
            Self::Area => "area",
            Self::Revenue => "revenue",
            Self::OnTime => "on time",
            Self::Rejected => "rejected",
            Self::Late => "late",
        }
    }

    /// Whether less is better.
    pub fn is_less_better(self) -> bool {
        matches!(self, Self::Rejected | Self::Late)
    }

    /// Whether a value is as good as the goal.
    pub fn reaches(self, value: f64, goal: f64) -> bool {
        if self.is_less_better() { value <= goal } else { value >= goal }
    }
}
