//! One file a format. What the weekly report says is described once ([`pack`]), and so is each chart ([`chart`]) and each table
//! ([`table_spec`]): every format draws the same.

pub mod chart;
pub mod charts;
pub mod evidence;
pub mod flags_csv;
pub mod formats;
pub mod held;
pub mod html;
pub mod json;
pub mod left_out;
pub mod mask;
pub mod outlook_charts;
mod outlook_json;
pub mod pack;
pub mod pdf;
pub mod problems_csv;
pub mod table_spec;
mod trend_charts;
pub mod trend_tables;
pub mod xlsx;
