//! What was found about a customer: numbers, never sentences.

use serde::{Deserialize, Serialize};

use super::customer::CustomerIdx;
use super::dates::Day;
use super::labels::Label;
use super::money::Minor;
use super::source::RowRef;
use super::weekly::SetAside;

/// A question that is asked of every customer, of every industry or of every finish. The names are fixed: they stand in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Signal {
    /// No order for far longer than usual.
    Quiet,
    /// Fewer orders than before.
    Slowdown,
    /// Smaller lots, more often.
    Lots,
    /// Pays later than before.
    Late,
    /// More of its parts are rejected than before.
    Rejects,
    /// Orders slower and pays later.
    Distress,
    /// Moves to another process or supplier.
    Mix,
    /// Reads everything about one topic.
    Interest,
    /// Several customers of one industry order less.
    Industry,
    /// A finish that spreads from customer to customer.
    Finish,
}

impl Signal {
    /// All of them, in the order in which the app shows them.
    pub const ALL: [Self; 10] = [
        Self::Distress,
        Self::Quiet,
        Self::Slowdown,
        Self::Late,
        Self::Rejects,
        Self::Lots,
        Self::Mix,
        Self::Interest,
        Self::Industry,
        Self::Finish,
    ];

    /// Those that are asked of a customer: the first ones of [`Signal::ALL`].
    pub const OF_CUSTOMERS: usize = 8;

    /// Those that are asked of a customer.
    pub fn of_customers() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().take(Self::OF_CUSTOMERS)
    }

    /// What it stands on, in files.
    pub fn entity_type(self) -> &'static str {
        match self {
            Self::Industry => "industry",
            Self::Finish => "finish",
            _ => "customer",
        }
    }

    /// Whether it is a reason to be glad.
    pub fn is_opportunity(self) -> bool {
        matches!(self, Self::Interest | Self::Finish)
    }

    /// Its place in [`Signal::ALL`].
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|signal| *signal == self).unwrap_or(0)
    }

    /// Reads the name in files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|signal| signal.as_str() == text)
    }

    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Slowdown => "slowdown",
            Self::Lots => "lots",
            Self::Late => "late",
            Self::Rejects => "rejects",
            Self::Distress => "distress",
            Self::Mix => "mix",
            Self::Interest => "interest",
            Self::Industry => "industry",
            Self::Finish => "finish",
        }
    }
}

/// How urgent a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Call this week.
    Act,
    /// Keep an eye on it.
    Watch,
    /// An opportunity.
    Chance,
}

impl Level {
    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Watch => "watch",
            Self::Chance => "chance",
        }
    }
}

/// The two stretches of time that are compared: `[was_from, now_from)` and `[now_from, now_to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Windows {
    /// First day of the earlier window.
    pub was_from: Day,
    /// First day of the later window, which is the day after the earlier one.
    pub now_from: Day,
    /// The day after the last one looked at.
    pub now_to: Day,
}

/// One number with its unit, before and now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The level before, as an owner can check it in a spreadsheet.
    pub was: f64,
    /// The level now, computed in the same way.
    pub now: f64,
    /// What is counted.
    pub unit: Unit,
}

/// The unit of a [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Median parts of a lot.
    PartsPerLot,
    /// Median days between two order days.
    DaysBetweenOrders,
    /// Orders in 28 days.
    OrdersPer4Weeks,
    /// Median days beyond terms.
    DaysBeyondTerms,
    /// Rejected parts ÷ parts.
    ShareRejected,
    /// Orders of one process, supplier or finish ÷ orders.
    ShareOfOrders,
    /// Mailings that were clicked ÷ mailings.
    ShareClicked,
    /// Customers with an order.
    Customers,
}

impl Unit {
    /// The words in files and under charts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PartsPerLot => "parts per lot",
            Self::DaysBetweenOrders => "days between orders",
            Self::OrdersPer4Weeks => "orders per 4 weeks",
            Self::DaysBeyondTerms => "days beyond terms",
            Self::ShareRejected => "rejected parts ÷ parts",
            Self::ShareOfOrders => "share of orders",
            Self::ShareClicked => "share of mailings clicked",
            Self::Customers => "customers",
        }
    }
}

/// Whether a finding is new since the review that it is compared with: the last closed one, else that of a week before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Trend {
    /// It did not stand then.
    New,
    /// The money at risk grew by a tenth or more.
    Worse,
    /// The money at risk shrank by a tenth or more.
    Better,
    /// As then.
    Unchanged,
    /// With the rows that came or were corrected since, it would have stood then: the past changed, not the customer.
    Past,
    /// With the limits of now it would have stood then: a limit was moved, and the customer did not change.
    Limit,
}

/// How the same rule did on this shop's own past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackRecord {
    /// How many cases were flagged.
    pub n_flagged: usize,
    /// How many of them came true by the definition of the signal.
    pub n_came_true: usize,
    /// How many cannot be told yet.
    pub n_open: usize,
    /// Median weeks from the first flag to the day on which it came true.
    pub median_weeks_early: Option<i32>,
}

/// What a change is about, beside the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// From one process to another.
    Process {
        /// The one that lost most; none where it was blank.
        from: Label,
        /// The one that gained.
        to: Label,
    },
    /// From one supplier of powder or paint to another, within the process that it mainly orders.
    Supplier {
        /// The process.
        process: Label,
        /// The one that lost most; none where it was blank.
        from: Label,
        /// The one that gained.
        to: Label,
    },
    /// What was read about.
    Topic(Label),
}

/// A customer's orders of the last 13 weeks ÷ those expected, season taken out, as the product of what its market does and of what is
/// its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fall {
    /// Orders ÷ orders expected.
    pub ratio: f64,
    /// The middle of its industry's other customers; of the shop's where the industry has too few.
    pub market: f64,
    /// Whether the market is its industry.
    pub is_industry: bool,
}

impl Fall {
    /// Its own part.
    pub fn own(&self) -> f64 {
        self.ratio / self.market.max(1e-9)
    }
}

/// Rejected parts ÷ parts of all other customers of a process.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineRise {
    /// Which.
    pub process: Label,
    /// In the earlier window.
    pub was: f64,
    /// In the later window.
    pub now: f64,
    /// Whether the line explains what was found at the customer.
    pub is_why: bool,
}

/// The set-ups that smaller lots need more.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoreSetUps {
    /// How many a year.
    pub more_a_year: f64,
    /// What they cost a year, in minor units, where the owner said what one costs.
    pub cost_a_year: Option<Minor>,
}

/// A flag that stands on one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is about.
    pub signal: Signal,
    /// Whom it is about.
    pub customer: CustomerIdx,
    /// How urgent.
    pub level: Level,
    /// New, worse, better, unchanged.
    pub trend: Trend,
    /// Why it is not heard of, where the owner said so.
    pub set_aside: Option<SetAside>,
    /// The review on which this flag first stood without a break, up to 26 weeks back.
    pub flagged_on: Day,
    /// Which process, supplier or topic, where the signal is about one.
    pub subject: Option<Subject>,
    /// What of its fall is the market's; `None` for signals that are no fall of orders, and where the pace is not known.
    pub fall: Option<Fall>,
    /// What everybody else on the line had rejected, where rejections are what was found.
    pub line: Option<LineRise>,
    /// What smaller lots cost, where that is what was found.
    pub set_ups: Option<MoreSetUps>,
    /// When the change began.
    pub since: Day,
    /// Its main number, before and now.
    pub change: Change,
    /// The second number that the sentence needs: how often (lots), days beyond terms (distress).
    pub second: Option<Change>,
    /// When the second number began to change; `None` where it has no start of its own.
    pub second_since: Option<Day>,
    /// What was compared.
    pub windows: Windows,
    /// How unlikely this is by chance.
    pub p: f64,
    /// The smallest rate of false alarms over all customers at which it is flagged (Benjamini & Hochberg 1995).
    pub q: f64,
    /// How many orders, lots or invoices it rests on.
    pub n_records: usize,
    /// Yearly revenue missing or expected to be, with overdue money where it pays later.
    pub money_at_risk: Minor,
    /// The smallest next event that takes the flag away, found by trying.
    pub clears: Clears,
    /// The same rule on this shop's past; `None` where the past is too short.
    pub track_record: Option<TrackRecord>,
    /// The rows of both windows.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// How sure: 1 − q.
    pub fn score(&self) -> f64 {
        1.0 - self.q
    }
}

/// A flag that stands on an industry or a finish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarketFinding {
    /// [`Signal::Industry`] or [`Signal::Finish`].
    pub signal: Signal,
    /// Which industry or finish.
    pub label: Label,
    /// New, or as before.
    pub trend: Trend,
    /// Why it is not heard of, where the owner said so.
    pub set_aside: Option<SetAside>,
    /// The review on which this flag first stood without a break, up to 26 weeks back.
    pub flagged_on: Day,
    /// When the change began.
    pub since: Day,
    /// Orders per 4 weeks of the industry; share of the shop's orders of the finish.
    pub change: Change,
    /// What was compared.
    pub windows: Windows,
    /// How unlikely this is by chance.
    pub p: f64,
    /// The smallest rate of false alarms over all industries or finishes at which it is flagged.
    pub q: f64,
    /// Yearly revenue of the industry × the share of orders that is missing; 0 for a finish.
    pub money_at_risk: Minor,
    /// Its customers: of an industry those that can be judged, the deepest fall first; of a finish those who ordered it, the first
    /// one first.
    pub members: Vec<Member>,
    /// The same rule on this shop's past; `None` where the past is too short.
    pub track_record: Option<TrackRecord>,
    /// The orders of both windows.
    pub evidence: Vec<Evidence>,
}

impl MarketFinding {
    /// What it is called in what is decided of it: "industry:bicycles", whatever letters the files use. `name` is that of its label.
    pub fn id(&self, name: &str) -> String {
        format!("{}:{}", self.signal.as_str(), name.to_lowercase())
    }

    /// How sure: 1 − q.
    pub fn score(&self) -> f64 {
        1.0 - self.q
    }
}

/// A customer of an industry or of a finish.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub customer: CustomerIdx,
    /// Orders in the earlier window.
    pub was: usize,
    /// Orders in the later window.
    pub now: usize,
    /// Orders now ÷ those that its own 78 weeks before lead one to expect, season taken out; 1 for a finish.
    pub ratio: f64,
    /// The day of its first order of the finish; of an industry, the first of the earlier window.
    pub first: Day,
}

/// A row that a finding rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where it stands.
    pub at: RowRef,
    /// Whether it lies in the later window.
    pub is_now: bool,
}

/// The smallest next event for which the rule, run again with it, no longer stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Clears {
    /// So many orders by a day.
    Orders {
        /// How many.
        n: usize,
        /// The last day.
        by: Day,
    },
    /// So many lots in a row of at least so many parts.
    Lots {
        /// How many.
        n: usize,
        /// Parts of each.
        parts: i32,
    },
    /// So many invoices in a row paid within so many days beyond terms.
    PaidInvoices {
        /// How many.
        n: usize,
        /// Days beyond terms, at most.
        within_days: i32,
    },
    /// So many orders in a row of which nothing is rejected.
    CleanOrders {
        /// How many.
        n: usize,
    },
    /// So many orders in a row of the process or supplier of before.
    OrdersAsBefore {
        /// How many.
        n: usize,
    },
    /// So many mailings on the topic that are not clicked.
    MailingsNotClicked {
        /// How many.
        n: usize,
    },
    /// Either of the two halves of a distress.
    OrdersOrPayments {
        /// How many orders.
        orders: usize,
        /// The last day for them.
        by: Day,
        /// How many invoices.
        invoices: usize,
        /// Days beyond terms, at most.
        within_days: i32,
    },
    /// Nothing tried within half a year would do it.
    NotSoon,
}
