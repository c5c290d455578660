//! The story in the data: who changed, how and since when, and who only looks as if.

use super::calendar::{END, next_open, progress, season};
use super::catalog::{ANODIZING, E_COAT, PAINT, POWDER, ZINC};
use crate::model::dates::Day;

/// What was put into one customer's data on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Behaviour {
    /// Lots shrink to 45 % while orders come twice as often.
    Lots,
    /// Pays about 25 days later.
    Late,
    /// Orders fall to 35 %, and it pays about 30 days later.
    Distress,
    /// Orders fall to 36 %.
    Slowdown,
    /// A regular customer that stopped ordering.
    Quiet,
    /// One of an industry whose orders fall by a third together.
    Industry,
    /// Took up the new finish.
    Finish,
    /// Clicks nearly every mail about the new finish.
    Interest,
    /// Rejects rise from 1 % to 4 %.
    Rejects,
    /// Moves from wet paint to powder coating.
    Mix,
    /// Healthy: a strong yearly wave, in its low season at the end.
    Seasonal,
    /// Healthy: the plant shuts each summer and over Christmas.
    Shutdown,
    /// Healthy: one very big order some months ago.
    BigOrder,
    /// Healthy: pays 12 % more a part, for as many parts.
    PriceRise,
    /// Healthy: orders in bursts, lots of every size.
    Lumpy,
    /// Healthy: pays every second Friday.
    PaymentRun,
    /// Healthy: one disputed invoice was paid 70 days late.
    Dispute,
    /// Healthy: a customer for eight weeks.
    New,
    /// Healthy: ordered once.
    OneOff,
    /// Healthy: a name much like that of another customer.
    SimilarName,
}

impl Behaviour {
    /// The signal that should find it; `None` for the healthy, about whom nothing should be said.
    pub fn signal(self) -> Option<&'static str> {
        match self {
            Self::Lots => Some("lots"),
            Self::Late => Some("late"),
            Self::Distress => Some("distress"),
            Self::Slowdown => Some("slowdown"),
            Self::Quiet => Some("quiet"),
            Self::Industry => Some("industry"),
            Self::Finish => Some("finish"),
            Self::Interest => Some("interest"),
            Self::Rejects => Some("rejects"),
            Self::Mix => Some("mix"),
            Self::Seasonal
            | Self::Shutdown
            | Self::BigOrder
            | Self::PriceRise
            | Self::Lumpy
            | Self::PaymentRun
            | Self::Dispute
            | Self::New
            | Self::OneOff
            | Self::SimilarName => None,
        }
    }

    /// Whether it only looks like a change.
    pub fn is_healthy(self) -> bool {
        self.signal().is_none()
    }

    /// Whether it began on a day.
    pub fn has_start(self) -> bool {
        !matches!(self, Self::Seasonal | Self::Shutdown | Self::Lumpy | Self::PaymentRun | Self::SimilarName)
    }
}

/// The part that a customer plays: what, and since when.
#[derive(Clone, Copy)]
pub struct Role {
    /// `None` for a plain, healthy customer.
    pub behaviour: Option<Behaviour>,
    /// The first day of the change.
    pub since: Day,
}

impl Role {
    /// Orders on this day as a share of the customer's usual.
    pub fn pace(self, day: Day) -> f64 {
        let toward = |level: f64, over_days| 1.0 + (level - 1.0) * progress(day, self.since, over_days);
        match self.behaviour {
            Some(Behaviour::Lots) => toward(2.1, 28),
            Some(Behaviour::Distress) => toward(0.35, 14),
            Some(Behaviour::Slowdown) => toward(0.36, 14),
            Some(Behaviour::Quiet) if day >= self.since => 0.0,
            Some(Behaviour::Industry) => toward(0.67, 21),
            Some(Behaviour::Seasonal) => season(day, &SUMMER_TRADE),
            Some(Behaviour::Shutdown) if is_plant_shut(day) => 0.0,
            Some(Behaviour::OneOff) if day > self.since => 0.0,
            _ => 1.0,
        }
    }

    /// Parts of a lot as a share of the customer's usual.
    pub fn lot_size(self, day: Day) -> f64 {
        match self.behaviour {
            Some(Behaviour::Lots) => 1.0 - 0.55 * progress(day, self.since, 28),
            _ => 1.0,
        }
    }

    /// Days that an invoice due on this day is paid later than the customer's usual.
    pub fn days_later(self, due_on: Day) -> f64 {
        match self.behaviour {
            Some(Behaviour::Late) => 26.0 * progress(due_on, self.since, 21),
            Some(Behaviour::Distress) => 30.0 * progress(due_on, self.since, 14),
            _ => 0.0,
        }
    }

    /// Rejects as a multiple of the customer's usual.
    pub fn rejects(self, day: Day) -> f64 {
        match self.behaviour {
            Some(Behaviour::Rejects) => 1.0 + 3.2 * progress(day, self.since, 14),
            _ => 1.0,
        }
    }

    /// Share of the lots that have moved to powder coating.
    pub fn moved(self, day: Day) -> f64 {
        match self.behaviour {
            Some(Behaviour::Mix) => 0.8 * progress(day, self.since, 28),
            _ => 0.0,
        }
    }

    /// Share of the powder lots in the new finish.
    pub fn new_finish(self, day: Day) -> f64 {
        match self.behaviour {
            Some(Behaviour::Finish) if day >= self.since => 0.35 + 0.25 * progress(day, self.since, 112),
            _ => 0.0,
        }
    }

    /// Price of a part against the customer's usual.
    pub fn price(self, day: Day) -> f64 {
        match self.behaviour {
            Some(Behaviour::PriceRise) if day >= self.since => 1.12,
            _ => 1.0,
        }
    }
}

/// A customer whose name and part are the same in every shop.
pub struct Member {
    /// The company, as the order system spells it.
    pub name: &'static str,
    /// Its industry.
    pub industry: &'static str,
    /// What it does.
    pub behaviour: Behaviour,
    /// Days from the start of the change to the end of the data.
    pub days_ago: i32,
    /// Usual days between orders.
    pub gap_days: f64,
    /// Usual parts in a lot.
    pub lot_parts: f64,
    /// Usual price of a part, in dollars.
    pub price: f64,
    /// Main process, a place in the catalog.
    pub process: usize,
}

impl Member {
    /// The part it plays, on a day when the shop works.
    pub fn role(&self) -> Role {
        Role { behaviour: Some(self.behaviour), since: next_open(END - self.days_ago) }
    }
}

/// The industry that slows down; nobody in it plays another part.
pub const SLOWING_INDUSTRY: &str = "Agricultural equipment";

/// Every other industry of the shop's customers.
pub const OTHER_INDUSTRIES: [&str; 7] = [FURNITURE, LIGHTING, ENCLOSURES, MEDICAL, FITNESS, HVAC, MACHINE_TOOLS];

const FURNITURE: &str = "Furniture";
const LIGHTING: &str = "Lighting";
const ENCLOSURES: &str = "Electrical enclosures";
const MEDICAL: &str = "Medical devices";
const FITNESS: &str = "Fitness equipment";
const HVAC: &str = "HVAC";
const MACHINE_TOOLS: &str = "Machine tools";

/// Who is who. Those who change are mid-sized to large, so that their money matters.
pub const CAST: [Member; 37] = [
    member("Alpine Tool", MACHINE_TOOLS, Behaviour::Lots, 203, 13.0, 430.0, 3.40, POWDER),
    member("Larkfield Lighting", LIGHTING, Behaviour::Lots, 189, 12.0, 380.0, 3.10, POWDER),
    member("Stonebridge Enclosures", ENCLOSURES, Behaviour::Late, 168, 9.0, 300.0, 4.20, POWDER),
    member("Wexley Medical", MEDICAL, Behaviour::Late, 154, 10.0, 260.0, 3.60, ANODIZING),
    member("Cutler Basin Furniture", FURNITURE, Behaviour::Distress, 147, 6.0, 280.0, 4.60, POWDER),
    member("Ironvale Fitness", FITNESS, Behaviour::Slowdown, 175, 5.5, 320.0, 3.90, POWDER),
    member("Fairmont Gear Housings", MACHINE_TOOLS, Behaviour::Slowdown, 161, 6.0, 360.0, 3.20, ZINC),
    member("Pellham Instruments", MEDICAL, Behaviour::Quiet, 62, 9.0, 310.0, 3.80, ANODIZING),
    member("Red Barn Implements", SLOWING_INDUSTRY, Behaviour::Industry, 147, 8.4, 210.0, 3.60, POWDER),
    member("Sauk Plains Tractor Parts", SLOWING_INDUSTRY, Behaviour::Industry, 147, 10.0, 160.0, 3.00, ZINC),
    member("Prairie Wind Balers", SLOWING_INDUSTRY, Behaviour::Industry, 147, 9.2, 130.0, 4.10, POWDER),
    member("Garnet Hill Sprayers", SLOWING_INDUSTRY, Behaviour::Industry, 147, 10.0, 180.0, 2.90, E_COAT),
    member("Kinsley Grain Systems", SLOWING_INDUSTRY, Behaviour::Industry, 147, 8.0, 170.0, 3.50, POWDER),
    member("Two Creeks Tillage", SLOWING_INDUSTRY, Behaviour::Industry, 147, 8.8, 140.0, 3.20, E_COAT),
    member("Hollister Feed Equipment", SLOWING_INDUSTRY, Behaviour::Industry, 147, 9.6, 120.0, 3.70, POWDER),
    member("Oxbow Loaders", SLOWING_INDUSTRY, Behaviour::Industry, 147, 9.2, 190.0, 4.40, PAINT),
    member("Juniper Case Goods", FURNITURE, Behaviour::Finish, 273, 10.0, 150.0, 3.80, POWDER),
    member("Nova Lantern", LIGHTING, Behaviour::Finish, 182, 12.0, 110.0, 3.30, POWDER),
    member("Corbett Control Panels", ENCLOSURES, Behaviour::Finish, 133, 11.0, 140.0, 4.00, POWDER),
    member("Tessler Rowing Machines", FITNESS, Behaviour::Finish, 98, 13.0, 90.0, 4.70, POWDER),
    member("Brightleaf Carts", MEDICAL, Behaviour::Finish, 70, 11.0, 120.0, 4.30, POWDER),
    member("Silverthorn Shelving", FURNITURE, Behaviour::Finish, 42, 10.0, 170.0, 2.90, POWDER),
    member("Maple Fork Fixtures", LIGHTING, Behaviour::Interest, 56, 12.0, 160.0, 3.50, POWDER),
    member("Dunmore Air Handlers", HVAC, Behaviour::Rejects, 126, 7.5, 260.0, 3.70, POWDER),
    member("Gantry Peak Spindles", MACHINE_TOOLS, Behaviour::Mix, 147, 9.0, 190.0, 3.30, PAINT),
    member("Sunporch Patio", FURNITURE, Behaviour::Seasonal, 0, 6.5, 180.0, 3.40, POWDER),
    member("Coolbrook Fans", HVAC, Behaviour::Seasonal, 0, 7.0, 150.0, 2.80, POWDER),
    member("Vantner Switchgear", ENCLOSURES, Behaviour::Shutdown, 0, 10.0, 140.0, 4.10, ZINC),
    member("Quillan Benches", FITNESS, Behaviour::BigOrder, 154, 12.0, 110.0, 3.60, POWDER),
    member("Ashdown Lamps", LIGHTING, Behaviour::PriceRise, 119, 11.0, 150.0, 3.20, POWDER),
    member("Torrey Prototype", MACHINE_TOOLS, Behaviour::Lumpy, 0, 22.0, 90.0, 5.20, ANODIZING),
    member("Beacon Hollow Medical", MEDICAL, Behaviour::PaymentRun, 0, 11.0, 130.0, 3.90, ANODIZING),
    member("Norwick Panels", ENCLOSURES, Behaviour::Dispute, 161, 12.0, 140.0, 3.40, POWDER),
    member("Fern Gully Treadmills", FITNESS, Behaviour::New, 56, 9.0, 120.0, 4.00, POWDER),
    member("Old Mill Restoration", FURNITURE, Behaviour::OneOff, 140, 30.0, 60.0, 6.50, PAINT),
    member("Delta Machining", MACHINE_TOOLS, Behaviour::SimilarName, 0, 12.0, 150.0, 3.10, ANODIZING),
    member("Delta Machine Works", MACHINE_TOOLS, Behaviour::SimilarName, 0, 15.0, 100.0, 3.80, ZINC),
];

/// Orders of a summer trade in mid-month, as a share of its year; low from October to January.
const SUMMER_TRADE: [f64; 12] = [0.35, 0.8, 1.5, 1.95, 2.0, 1.7, 1.3, 0.95, 0.6, 0.35, 0.25, 0.25];

/// From 18 July to 9 August, and from 18 December to 8 January.
fn is_plant_shut(day: Day) -> bool {
    let (_, month, date) = day.ymd();
    matches!((month, date), (7 | 12, 18..) | (8, ..=9) | (1, ..=8))
}

#[expect(clippy::too_many_arguments, reason = "one line a customer reads best as a table")]
const fn member(
    name: &'static str,
    industry: &'static str,
    behaviour: Behaviour,
    days_ago: i32,
    gap_days: f64,
    lot_parts: f64,
    price: f64,
    process: usize,
) -> Member {
    Member { name, industry, behaviour, days_ago, gap_days, lot_parts, price, process }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_or_eight_customers_slow_down_together_and_play_no_other_part() {
        let slowing: Vec<&Member> = CAST.iter().filter(|member| member.industry == SLOWING_INDUSTRY).collect();
        assert_eq!(slowing.len(), 8);
        assert!(slowing.iter().all(|member| member.behaviour == Behaviour::Industry));
    }

    #[test]
    fn nothing_has_changed_before_it_begins() {
        let is_usual = |factor: f64| (factor - 1.0).abs() < f64::EPSILON;
        for member in CAST.iter().filter(|member| member.behaviour.has_start()) {
            let role = member.role();
            let before = role.since - 1;
            assert!(is_usual(role.pace(before)) && is_usual(role.lot_size(before)), "{}", member.name);
            assert!(is_usual(role.rejects(before)) && is_usual(role.price(before)), "{}", member.name);
            assert!(role.days_later(before) + role.moved(before) + role.new_finish(before) <= 0.0, "{}", member.name);
        }
    }
}
