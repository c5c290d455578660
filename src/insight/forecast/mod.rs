//! What is coming: the volume of the next 13 weeks ([`volume`]), who it hangs on ([`parts`]), what of it is on
//! the books already ([`booked`]), and the money of the open invoices
//! ([`cash`]). Each with a range, and with how such forecasts did on the shop's own past.
//!
//! Everything here is a pure function of what was known at a date; nothing raises a flag.

pub mod booked;
pub mod cash;
pub mod errors;
mod level;
mod open_days;
pub mod parts;
pub mod plain;
mod season;
pub mod volume;
pub mod volumes;
pub mod weeks;
