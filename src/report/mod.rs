//! One file a format, and one description of a chart that every format draws.

pub mod chart;
pub mod charts;
pub mod flags_csv;
pub mod held;
pub mod html;
pub mod json;
pub mod left_out;
pub mod mask;
pub mod outlook_charts;
mod outlook_json;
pub mod problems_csv;
pub mod table_spec;
mod trend_charts;
pub mod trend_tables;
