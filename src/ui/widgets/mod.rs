//! The few parts that pages are made of.

pub mod button;
pub mod card;
pub mod chip;
pub mod filter;
pub mod grid;
pub mod icons;
pub mod menu;
pub mod shapes;
pub mod spoken;
pub mod text;
