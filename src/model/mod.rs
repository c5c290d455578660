//! The words of the trade: plain values, no files, no window.

pub mod capacity;
pub mod customer;
pub mod dataset;
pub mod dates;
pub mod finding;
pub mod goal;
pub mod items;
pub mod kept;
pub mod labels;
pub mod money;
pub mod numbers;
pub mod range;
pub mod said;
pub mod sales;
pub mod schema;
pub mod source;
pub mod table;
pub mod weekly;
pub mod words;
pub mod written;

pub use capacity::{AreaUnit, Capacity, Closed, VolumeUnit};
pub use customer::{Alias, Customer, CustomerIdx};
pub use dataset::Dataset;
pub use dates::{Day, WEEK};
pub use finding::{Finding, Level, Signal};
pub use goal::Measure;
pub use labels::{Label, NO_LABEL};
pub use range::Range;
pub use said::{About, Act, Said};
pub use schema::{Field, Form, Kind};
pub use source::{RowRef, Source, SourceIdx};
pub use table::Table;
pub use weekly::Limits;
pub use written::Written;
