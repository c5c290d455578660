//! Charts in the window: each is a [`Drawing`](crate::report::chart::drawing::Drawing) that is painted in the colours of the theme, can be
//! pointed at, walked through with the arrows, shown as a table and taken along as a picture.

mod asked;
mod chart;
mod paint;
mod sparkline;

pub use asked::{Asked, answered};
pub use chart::{Pointed, chart_menu_ui, chart_ui, row_note};
pub use sparkline::sparkline_ui;
