//! What the owner made of a table, by the names of its columns, so that it stands again at the next start.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Widths, hidden columns, order and sorting of one table. A name that no column has any more is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableForm {
    /// In points, of columns whose edge was moved.
    pub widths: BTreeMap<String, u16>,
    /// Columns that were hidden, or shown where they usually are not.
    pub toggled: Vec<String>,
    /// The columns from the left, where the order was changed.
    pub order: Vec<String>,
    /// So many columns beside the first one stay in sight.
    pub frozen: usize,
    /// By which columns it is sorted, and whether the largest comes first.
    pub sort: Vec<(String, bool)>,
}
