//! Findings in, answers out: which flags stand, how they rank, what each says, and what stayed silent and why.

mod again;
pub mod calls;
mod clears;
mod diffusion;
mod judge;
mod limits;
mod lines;
mod markets;
pub mod outlook;
pub mod overview;
mod rank;
pub mod replay;
pub mod rows_of;
mod run;
pub mod scoreboard;
mod silence;
mod since;
pub mod since_then;
mod standing;
pub mod told;
mod track_record;
mod trends;
pub mod wording;

pub use calls::{Call, calls};
pub use diffusion::Diffusion;
pub use limits::{LimitEffect, Said};
pub use outlook::{NoVolume, Outlook, VolumeOutlook};
pub use overview::late_orders;
pub use replay::{ReplayedFlag, replay};
pub use run::{ReviewOptions, outlook as outlook_at, review};
pub use since::{Cleared, PastChange, Since, Why};
pub use trends::{Growing, SetUps, Trends};

use serde::{Deserialize, Serialize};

use crate::insight::Missing;
use crate::model::finding::MarketFinding;
use crate::model::money::Minor;
use crate::model::weekly::{Decision, SetAside, Weekly};
use crate::model::{Customer, CustomerIdx, Dataset, Day, Finding, Signal};

/// The program, with the state of its rules: the number is raised whenever a rule judges otherwise, so that a closed review is told
/// apart from one that the rules of now would write.
pub const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), ", rules 1");

/// The weekly review: a function of the data before `as_of` and of nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Only rows dated before this day were looked at.
    pub as_of: Day,
    /// The last day on which something happened, before `as_of`.
    pub data_end: Day,
    /// The flags that stand, most money at risk first.
    pub findings: Vec<Finding>,
    /// The flags that stand on industries and finishes; none in a review that an older program closed, and so with the limits.
    #[serde(default)]
    pub markets: Vec<MarketFinding>,
    /// What a moved limit would do, one entry a signal.
    #[serde(default)]
    pub limits: Vec<LimitEffect>,
    /// What has changed since the review before.
    pub since: Since,
    /// What moves in the shop; nothing in a review that an older program closed.
    #[serde(default)]
    pub trends: Trends,
    /// What is coming; nothing in a review that an older program closed.
    #[serde(default)]
    pub outlook: Outlook,
    /// One entry a customer, in the order of the dataset.
    pub customers: Vec<CustomerAnswer>,
    /// Where the data is too thin to say anything.
    pub cannot_judge: Vec<CannotJudge>,
    /// How many customers could be judged by their rhythm or by their payments.
    pub n_judged: usize,
    /// How many customers had ordered in the two years before `as_of`.
    pub n_active: usize,
}

/// The figures of one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerAnswer {
    /// Who.
    pub customer: CustomerIdx,
    /// Revenue of the 52 weeks before the review.
    pub revenue_12m: Minor,
    /// Revenue of the 52 weeks before those.
    pub revenue_before: Minor,
    /// Probability of at least one order in the next 13 weeks; from two order days on.
    pub orders_again_13w: Option<f64>,
    /// When the next order is expected.
    pub next_order: Option<NextOrder>,
    /// By when nine in ten of its orders come, counted from the last one: it is late from the day after.
    #[serde(default)]
    pub order_due: Option<Day>,
    /// The day of its last order.
    #[serde(default)]
    pub last_order: Option<Day>,
    /// The flags that stand.
    pub signals: Vec<Signal>,
    /// The largest money at risk of its flags.
    pub money_at_risk: Minor,
    /// Why the other signals are silent.
    pub silent_because: Vec<(Signal, Because)>,
}

/// When the next order is expected: median and middle 80 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextOrder {
    /// As likely before as after.
    pub expected: Day,
    /// One chance in ten that it comes earlier.
    pub from: Day,
    /// One chance in ten that it comes later.
    pub to: Day,
}

/// Why a signal that could be judged raises no flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Because {
    /// Nothing unusual.
    Steady,
    /// Fewer orders than in the months before, as in earlier years at this time.
    Season,
    /// A pause of the plant or of the shop explains the gap.
    Shutdown,
    /// The average moved because of one very large order; the usual lot did not.
    OneBigOrder,
    /// Revenue moved with the price; the parts did not.
    PriceRise,
    /// The month looks low because it is not finished.
    UnfinishedPeriod,
    /// It orders less, and so does its market, as much.
    Market,
    /// More is rejected, and on the whole line, as much.
    OurLine,
}

impl Because {
    /// The words in files and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::Season => "season",
            Self::Shutdown => "shutdown",
            Self::OneBigOrder => "one big order",
            Self::PriceRise => "price rise",
            Self::UnfinishedPeriod => "unfinished period",
            Self::Market => "market",
            Self::OurLine => "our line",
        }
    }
}

/// A customer and signal that cannot be judged yet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CannotJudge {
    /// Who.
    pub customer: CustomerIdx,
    /// Which question.
    pub signal: Signal,
    /// What is missing.
    pub missing: Missing,
}

impl Review {
    /// Sets aside what the owner does not want to hear of, and ranks the others.
    pub fn apply(&mut self, dataset: &Dataset, weekly: &Weekly) {
        let silenced: Vec<Option<SetAside>> =
            self.findings.iter().map(|finding| Some(self.silenced(dataset, weekly, finding)?.1)).collect();
        for (finding, set_aside) in self.findings.iter_mut().zip(silenced) {
            finding.set_aside = set_aside;
        }
        for market in &mut self.markets {
            // What is decided of it is decided of its name.
            let named = Customer { id: market.id(dataset.label(market.label)), ..Customer::default() };
            let money = market.money_at_risk;
            market.set_aside = weekly.silenced(&named, market.signal, self.as_of, |_| money).map(|(_, why)| why);
        }
        self.price_set_ups(weekly.limits.set_up_cost);
        if let Ok(volume) = &mut self.outlook.volume {
            volume.capacity = weekly.capacity.clone();
        }
        rank::rank(&mut self.findings, &weekly.limits);
    }

    /// Says what the set-ups of smaller lots cost, as one costs so much.
    fn price_set_ups(&mut self, cost: Option<Minor>) {
        self.trends.set_ups.cost = cost;
        for set_ups in self.findings.iter_mut().filter_map(|finding| finding.set_ups.as_mut()) {
            #[expect(clippy::cast_possible_truncation, reason = "a few thousand set-ups")]
            let price = |cost: Minor| (set_ups.more_a_year * cost as f64).round() as Minor;
            set_ups.cost_a_year = cost.map(price);
        }
    }

    /// Why a finding is not heard of, and the decision that says so.
    pub fn silenced<'a>(
        &self,
        dataset: &'a Dataset,
        weekly: &'a Weekly,
        finding: &Finding,
    ) -> Option<(&'a Decision, SetAside)> {
        let customer = &dataset.customers[finding.customer as usize];
        let money_of = |signals: &[Signal]| self.money_of(finding.customer, signals);
        weekly.silenced(customer, finding.signal, self.as_of, money_of)
    }

    /// The largest money at risk of some flags of a customer.
    pub fn money_of(&self, customer: CustomerIdx, signals: &[Signal]) -> Minor {
        let of = self.findings_of(customer).filter(|finding| signals.contains(&finding.signal));
        of.map(|finding| finding.money_at_risk).max().unwrap_or(0)
    }

    /// The figures of one customer; `None` where it was no customer yet.
    pub fn answer_of(&self, customer: CustomerIdx) -> Option<&CustomerAnswer> {
        self.customers.binary_search_by_key(&customer, |answer| answer.customer).ok().map(|i| &self.customers[i])
    }

    /// The findings of one customer, most money first.
    pub fn findings_of(&self, customer: CustomerIdx) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.customer == customer)
    }
}
