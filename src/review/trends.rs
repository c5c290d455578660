//! What moves in the shop: the answers that raise no flag and that flags are read beside.

use serde::{Deserialize, Serialize};

use super::{CustomerAnswer, Diffusion};
use crate::insight::Grown;
use crate::insight::shop::{
    Concentration, Cut, EndCustomers, ExtraSetUps, MarketPays, Quotes, RejectMonth, RejectReasons, Shares, Show, YEAR,
    concentration, end_customers, extra_set_ups, paying, quotes, reaches_back, reject_months, reject_reasons, shares,
    shows,
};
use crate::insight::stats::fdr::q_values;
use crate::model::finding::Change;
use crate::model::money::Minor;
use crate::model::{CustomerIdx, Dataset, Day, Kind, WEEK};

/// What moves in the shop. Amounts in minor units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trends {
    /// Revenue of the last 52 weeks, and of the 52 before where the files reach back so far.
    pub revenue: (Minor, Option<Minor>),
    /// How the revenue of the last 52 weeks is spread over customers.
    pub customers: Option<Concentration>,
    /// The same of the 52 weeks before.
    pub customers_before: Option<Concentration>,
    /// Who stands behind the orders.
    pub ends: EndCustomers,
    /// Customers that order more than before, the surest first.
    pub growing: Vec<Growing>,
    /// By process, finish, supplier and industry; those that the files name.
    pub shares: Vec<Shares>,
    /// How each industry pays, the latest first.
    pub paying: Vec<MarketPays>,
    /// Why parts come back.
    pub reasons: Option<RejectReasons>,
    /// What smaller lots cost.
    pub set_ups: SetUps,
    /// The trade shows of the last two years, the latest first.
    pub shows: Vec<Show>,
    /// What became of the quotes of the last 52 weeks, by process.
    pub quotes: Vec<Quotes>,
    /// Rejections month by month.
    #[serde(default)]
    pub reject_months: Vec<RejectMonth>,
    /// How each industry moves; nothing where the past was not judged.
    #[serde(default)]
    pub diffusion: Vec<Diffusion>,
}

/// A customer that orders more than before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Growing {
    /// Who.
    pub customer: CustomerIdx,
    /// Orders per 4 weeks, before and now.
    pub change: Change,
    /// Orders ÷ orders expected, season taken out.
    pub ratio: f64,
    /// The smallest rate of false news over all customers at which it is told (Benjamini & Hochberg 1995).
    pub q: f64,
}

/// What smaller lots cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SetUps {
    /// What one costs, as the owner says.
    pub cost: Option<Minor>,
    /// Of all customers that could be judged, those whose lots grew included: set-ups a year.
    pub extra_a_year: f64,
    /// How many could be judged.
    pub n_judged: usize,
    /// Where lots became smaller, the most set-ups first.
    pub list: Vec<ExtraSetUps>,
    /// Everybody whose lots could be compared, by customer.
    #[serde(default)]
    pub all: Vec<ExtraSetUps>,
}

/// Of those who order more, so many in a hundred may be chance.
const GROWING_Q: f64 = 0.10;

/// Fewer set-ups a year are not listed.
const LEAST_SET_UPS: f64 = 2.0;

impl Trends {
    /// At a review date. `grown` holds every customer whose growth could be judged.
    pub fn at(dataset: &Dataset, answers: &[CustomerAnswer], grown: &[(CustomerIdx, Grown)], at: Day) -> Self {
        let has_before = reaches_back(dataset, Kind::Orders, at - 2 * YEAR * WEEK);
        let now = || answers.iter().map(|answer| answer.revenue_12m);
        let before = || answers.iter().map(|answer| answer.revenue_before);
        Self {
            revenue: (now().sum(), has_before.then(|| before().sum())),
            customers: concentration(now()),
            customers_before: has_before.then(|| concentration(before())).flatten(),
            ends: end_customers(dataset, at),
            growing: growing(grown),
            shares: Cut::ALL.into_iter().filter_map(|cut| shares(dataset, cut, at)).collect(),
            paying: paying(dataset, at),
            reasons: reject_reasons(dataset, at),
            set_ups: set_ups(dataset, answers, at),
            shows: shows(dataset, at),
            quotes: quotes(dataset, at),
            reject_months: reject_months(dataset, at),
            diffusion: Vec::new(),
        }
    }
}

fn growing(grown: &[(CustomerIdx, Grown)]) -> Vec<Growing> {
    let q = q_values(&grown.iter().map(|(_, grown)| grown.p).collect::<Vec<f64>>());
    let all = grown.iter().zip(q).filter(|(_, q)| *q <= GROWING_Q);
    let told = all.map(|(&(customer, Grown { change, ratio, .. }), q)| Growing { customer, change, ratio, q });
    let mut list: Vec<Growing> = told.collect();
    list.sort_by(|a, b| a.q.total_cmp(&b.q).then(b.ratio.total_cmp(&a.ratio)).then(a.customer.cmp(&b.customer)));
    list
}

fn set_ups(dataset: &Dataset, answers: &[CustomerAnswer], at: Day) -> SetUps {
    let all = answers.iter().filter_map(|answer| extra_set_ups(dataset, answer.customer, at));
    let all: Vec<ExtraSetUps> = all.collect();
    let mut list = all.clone();
    let (extra_a_year, n_judged) = (list.iter().map(|extra| extra.extra_a_year).sum(), list.len());
    list.retain(|extra| extra.extra_a_year >= LEAST_SET_UPS);
    list.sort_by(|a, b| b.extra_a_year.total_cmp(&a.extra_a_year).then(a.customer.cmp(&b.customer)));
    SetUps { cost: None, extra_a_year, n_judged, list, all }
}
