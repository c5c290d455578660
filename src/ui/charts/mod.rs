//! Charts: one look for cards, the customer page and its small ones. All drawn from [`crate::report::chart_spec::ChartSpec`].

mod ageing_bars;
mod axis;
mod hatch;
mod labels;
mod level_shift;
mod sparkline;

pub use ageing_bars::ageing_bars_ui;
pub use level_shift::{ChartFrame, Pointed, level_shift_ui};
pub use sparkline::sparkline_ui;
