//! Charts: one look for cards, the customer page and its small ones. All drawn from [`crate::report::chart_spec::ChartSpec`].

mod axis;
mod labels;
mod level_shift;

pub use level_shift::{ChartFrame, Pointed, level_shift_ui};
