//! One customer as the days pass: when it orders, how much, when it pays, what comes back.

use super::calendar::{END, WORKDAY, next_open};
use super::catalog::{NEW_FINISH, POWDER, PROCESSES};
use super::companies::{Company, Stream};
use super::files::cents;
use super::random::{Random, exp, rounded};
use super::story::Behaviour;
use crate::model::dates::Day;

/// A customer as the days pass.
pub struct Account<'a> {
    company: &'a Company,
    random: Random,
    /// Days at the usual pace until the next order.
    days_left: f64,
    /// The one big order, or the one disputed invoice, is still to come.
    has_surprise_left: bool,
}

/// One order line.
pub struct Lot {
    /// A place in the catalog.
    pub process: usize,
    /// As the order system writes it.
    pub finish: &'static str,
    /// Whose powder, paint or chemicals.
    pub supplier: &'static str,
    /// Parts finished together.
    pub parts: u32,
    /// Price of a part.
    pub price_cents: i64,
    /// Empty where the customer does not say.
    pub end_customer: &'static str,
}

/// The life of an order's invoice.
#[expect(clippy::struct_field_names, reason = "every date in this crate ends in `_on`")]
pub struct Payment {
    /// A few days after the order.
    pub invoiced_on: Day,
    /// The end of the terms.
    pub due_on: Day,
    /// Perhaps after the data end.
    pub paid_on: Day,
}

/// Parts of a lot that came back.
pub struct Rejection {
    /// One to three weeks after the order.
    pub found_on: Day,
    /// How many.
    pub parts: u32,
    /// Why.
    pub reason: &'static str,
}

impl Lot {
    /// Parts times price.
    pub fn amount_cents(&self) -> i64 {
        i64::from(self.parts) * self.price_cents
    }
}

impl<'a> Account<'a> {
    /// Before the first day.
    pub fn open(company: &'a Company) -> Self {
        let mut random = company.random(Stream::Orders);
        let begins_with_an_order = company.is(Behaviour::New) || company.is(Behaviour::OneOff);
        let days_left = if begins_with_an_order { 0.0 } else { company.habits.gap_days * random.share() };
        let has_surprise_left = company.is(Behaviour::BigOrder) || company.is(Behaviour::Dispute);
        Self { company, random, days_left, has_surprise_left }
    }

    /// Whose account it is.
    pub fn company(&self) -> &'a Company {
        self.company
    }

    /// Whether the customer orders on this working day: the gaps are gamma, on a clock that its pace drives.
    pub fn orders_on(&mut self, day: Day) -> bool {
        let Company { since, role, habits, .. } = self.company;
        if day < *since {
            return false;
        }
        let growth = 1.0 - habits.growth * f64::from(END - day) / 365.0;
        self.days_left -= WORKDAY * role.pace(day) * growth.clamp(0.6, 1.4);
        if self.days_left > 0.0 || role.pace(day) <= 0.0 {
            return false;
        }
        let burst = if self.company.is(Behaviour::Lumpy) { *self.random.pick(&BURSTS) } else { 1.0 };
        self.days_left += habits.gap_days * burst * self.random.gamma(habits.regularity) / habits.regularity;
        true
    }

    /// One to three lots, most often one.
    pub fn lots(&mut self, day: Day) -> Vec<Lot> {
        let count = self.random.weighted(&[0.88, 0.1, 0.02]) + 1;
        let size = if self.company.is(Behaviour::BigOrder) && self.takes_surprise(day) { 12.0 } else { 1.0 };
        (0..count).map(|_| self.lot(day, size)).collect()
    }

    fn lot(&mut self, day: Day, size: f64) -> Lot {
        let Company { role, habits, .. } = self.company;
        let random = &mut self.random;
        let is_second = random.chance(0.05_f64.max(role.moved(day)));
        let process = if is_second { habits.second_process } else { habits.process };
        let offer = &PROCESSES[process];
        let finish = (habits.supplier + random.weighted(&FAVOURITES)) % offer.finishes.len();
        let is_new_finish = process == POWDER && random.chance(role.new_finish(day));
        let supplier = (habits.supplier + random.weighted(&[0.96, 0.02, 0.02])) % offer.suppliers.len();
        let own_size = exp(random.normal().clamp(-2.5, 2.5) * habits.lot_spread);
        let own_price = random.between(0.93, 1.07) * offer.price_factor / PROCESSES[habits.process].price_factor;
        let program = random.weighted(&FAVOURITES[..habits.end_customers.len()]);
        Lot {
            process,
            finish: if is_new_finish { NEW_FINISH } else { offer.finishes[finish] },
            supplier: offer.suppliers[supplier],
            parts: whole_parts(habits.lot_parts * own_size * role.lot_size(day) * size),
            price_cents: cents(habits.price_cents * own_price * list_price(day) * role.price(day)),
            end_customer: habits.end_customers.get(program).copied().unwrap_or(""),
        }
    }

    /// When the order is invoiced, due and paid.
    pub fn payment(&mut self, day: Day) -> Payment {
        let Company { role, habits, terms_days, .. } = self.company;
        let invoiced_on = next_open(day + self.random.days(3, 8));
        let due_on = invoiced_on + *terms_days;
        let chance = (self.random.gamma(2.0) - 2.0) / std::f64::consts::SQRT_2;
        let mut late = habits.days_beyond_terms + habits.payment_spread * chance + role.days_later(due_on);
        if self.company.is(Behaviour::Dispute) && self.takes_surprise(day) {
            late = 70.0;
        }
        let mut paid_on = (due_on + i32::try_from(rounded(late)).unwrap_or(0)).max(invoiced_on + 1);
        while !self.pays_on(paid_on) {
            paid_on = paid_on + 1;
        }
        Payment { invoiced_on, due_on, paid_on }
    }

    fn pays_on(&self, day: Day) -> bool {
        if self.company.is(Behaviour::PaymentRun) {
            // Every second Friday: 1 January 1970 was a Thursday.
            return (day.0 - 1).rem_euclid(14) == 0;
        }
        day.weekday() < 5
    }

    /// What comes back of a lot, if anything.
    pub fn rejects(&mut self, day: Day, lot: &Lot) -> Option<Rejection> {
        let Company { role, habits, .. } = self.company;
        let random = &mut self.random;
        // Lots differ more than parts do: the lot's own rate is a gamma around the customer's.
        let rate = habits.reject_rate * role.rejects(day) * random.gamma(LOT_SHAPE) / LOT_SHAPE;
        let parts = random.count_of(lot.parts, rate.min(0.5));
        let found_on = next_open(day + random.days(7, 16));
        let reasons = PROCESSES[lot.process].reasons;
        let has_the_new_reason = self.company.is(Behaviour::Rejects) && day >= role.since && random.chance(0.6);
        let reason = if has_the_new_reason { reasons[0] } else { *random.pick(reasons) };
        (parts > 0).then_some(Rejection { found_on, parts, reason })
    }

    /// Whether the one surprise happens now: at the first order on or after its day.
    fn takes_surprise(&mut self, day: Day) -> bool {
        let is_now = self.has_surprise_left && day >= self.company.role.since;
        self.has_surprise_left &= !is_now;
        is_now
    }
}

/// How often a customer asks for its first, second and third finish, and orders for its first, second and third program.
const FAVOURITES: [f64; 3] = [0.58, 0.28, 0.14];

/// Gaps of a lumpy buyer against its mean gap: three orders in quick succession, then a long silence.
const BURSTS: [f64; 5] = [0.2, 0.2, 0.2, 2.2, 2.2];

/// Shape of the lots' own reject rates around the customer's: most lie between half of it and one and a half times it.
const LOT_SHAPE: f64 = 6.0;

/// Lots of 50 and more come in fives, as people order them.
fn whole_parts(parts: f64) -> u32 {
    let parts = rounded(if parts < 50.0 { parts } else { (parts / 5.0).round() * 5.0 });
    u32::try_from(parts.max(8)).unwrap_or(8)
}

/// The shop raises its prices by two and a half percent of today's each January.
fn list_price(day: Day) -> f64 {
    let (year, ..) = day.ymd();
    (1.0 - 0.025 * f64::from(2026 - year)).max(0.4)
}
