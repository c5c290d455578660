//! Forecasts that were shown, as they are kept to be compared with what comes.

use super::capacity::VolumeUnit;
use super::dates::Day;
use super::range::Range;

/// One week of a forecast that was shown.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptWeek {
    /// The date of the review that forecast it.
    pub made: Day,
    /// The process as the files named it; blank for the whole shop.
    pub process: String,
    /// What was counted.
    pub counted: Counted,
    /// Its Monday.
    pub week: Day,
    /// What was expected; money in minor units.
    pub range: Range,
}

/// What a week was forecast to bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Orders.
    Volume(VolumeUnit),
    /// Payments of the invoices that were open at the review.
    Paid,
}

impl Counted {
    /// The name in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Volume(unit) => unit.as_str(),
            Self::Paid => "paid",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "paid" { Some(Self::Paid) } else { VolumeUnit::parse(text).map(Self::Volume) }
    }
}

/// A day that was shown as expected.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDay {
    /// The date of the review that expected it.
    pub made: Day,
    /// What was expected on it.
    pub awaited: Awaited,
    /// The number of the invoice, or the id of the customer.
    pub whose: String,
    /// The due date of the invoice, or the day of the customer's last order.
    pub since: Day,
    /// As likely before this day as after it.
    pub expected: Day,
    /// The middle 80 %: from this day
    pub from: Day,
    /// to this one.
    pub to: Day,
    /// What a plain rule expected, beside which it is judged.
    pub plain: Day,
    /// The chance that the invoice is paid over 30 days late, or that the customer orders within 13 weeks; from 0 to 1.
    pub chance: Option<f64>,
}

/// What was expected on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// The payment of an invoice.
    Payment,
    /// The next order of a customer.
    Order,
}

impl Awaited {
    /// The name in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Order => "order",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Payment, Self::Order].into_iter().find(|awaited| awaited.as_str() == text)
    }
}
