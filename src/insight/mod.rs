//! The questions that are asked of every customer. One file a question: formula, source, limits, tests.
//!
//! An insight is a pure function of one customer's past at a date. It never sees another customer and never decides
//! whether to raise a flag: `review` sees all of them and does. [`industry`] and [`finish`] are asked of many customers at once.

pub mod clock;
pub mod finish;
pub mod forecast;
mod growing;
pub mod industry;
mod interest;
mod late;
mod lots;
pub mod mix;
pub mod quiet;
pub mod rejects;
pub mod rhythm;
pub mod series;
pub mod shop;
mod slowdown;
pub mod stats;
#[cfg(test)]
pub mod testing;
pub mod window;

pub use growing::{Grown, grown};
pub use interest::{Interest, Readers};
pub use late::{Late, days_beyond_terms};
pub use lots::Lots;
pub use mix::Mix;
pub use quiet::Quiet;
pub use rejects::Rejects;
pub use series::CustomerSeries;
pub use slowdown::Slowdown;

use serde::{Deserialize, Serialize};

use crate::model::finding::{Change, Subject, Windows};
use crate::model::{Day, Signal};

/// A question that is asked of every customer.
pub trait Insight: Sync {
    /// Its name.
    fn signal(&self) -> Signal;

    /// One sentence for the owner: why this is worth a phone call.
    fn why_it_matters(&self) -> &'static str;

    /// Looks only at rows dated before `at`.
    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome;

    /// The numbers behind a test that raised a flag: slower, and asked only of the few.
    fn explain(&self, series: &CustomerSeries<'_>, at: Day, tested: &Tested) -> Explanation;
}

/// Every insight that looks at one customer alone, in the order in which the app shows them.
pub const INSIGHTS: &[&dyn Insight] = &[&Quiet, &Slowdown, &Late, &Rejects, &Lots, &Mix, &Interest];

/// What a signal says about one customer at one date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Enough data to judge.
    Tested(Tested),
    /// Too little data.
    CannotJudge(Missing),
}

impl Outcome {
    /// The p-value, where there is one.
    pub fn p(&self) -> Option<f64> {
        match self {
            Self::Tested(tested) => Some(tested.p),
            Self::CannotJudge(_) => None,
        }
    }
}

/// The result of a test: how unlikely by chance, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// One-sided p-value, paid for the windows tried. At least 0.5 where the effect is too small to matter.
    pub p: f64,
    /// The share of the customer's revenue that is at risk, 0 to 1.
    pub loss: f64,
    /// The length of the later window, in weeks; 0 where the signal has none (quiet).
    pub weeks: i32,
}

/// What is missing, in numbers; `review::wording` says it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Missing {
    /// The files hold nothing of this kind at all.
    NoSource,
    /// No column says when invoices were paid.
    NoPaidDates,
    /// Days with an order in the last two years.
    OrderDays {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// Weeks of orders before the window.
    Weeks {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// Orders in the weeks before the later window.
    OrdersBefore {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
        /// Length of the later window, in weeks.
        weeks: i32,
    },
    /// Orders expected in the longest window that can be compared: too few to tell one more or less from chance.
    TooRare {
        /// Expected orders.
        expected: f64,
        /// How many are needed.
        need: f64,
        /// Length of the window.
        weeks: i32,
    },
    /// Lots in the last 26 weeks, or in the two years before.
    Lots {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
        /// Whether the later window is short of them.
        is_recent: bool,
    },
    /// Orders of which the process or the supplier is known, in the last 26 weeks, or in the two years before.
    KnownOrders {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
        /// Whether the later window is short of them.
        is_recent: bool,
    },
    /// Mailings on any one topic in the last 26 weeks.
    Mailings {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// Invoices due in the last 26 weeks, or in the two years before.
    Invoices {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
        /// Whether the later window is short of them.
        is_recent: bool,
    },
    /// The last order is over 60 weeks ago: lost, not quiet.
    LongGone {
        /// The day of the last order.
        last: Day,
    },
}

/// The numbers behind a flag.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Which process, supplier or topic, where the signal is about one.
    pub subject: Option<Subject>,
    /// The main number, before and now.
    pub change: Change,
    /// A second number that the sentence needs.
    pub second: Option<Change>,
    /// When the second number began to change; `None` where it has no start of its own.
    pub second_since: Option<Day>,
    /// When the change began.
    pub since: Day,
    /// What was compared.
    pub windows: Windows,
}
