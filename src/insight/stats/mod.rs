//! Tests and estimators: pure functions of slices, each with its source.

pub mod change;
pub mod counts;
pub mod fdr;
pub mod middle;
pub mod ranks;
pub mod simplex;
pub mod trend;
