//! The totals that a file states, held against the sums of its rows.

use super::TableBuilder;
use super::amounts::read_amount;
use crate::import::cells::Cells;
use crate::import::recognize::Amount;
use crate::model::money::NO_AMOUNT;

#[derive(Default)]
pub struct Sums {
    pub all: i128,
    pub group: i128,
    /// Since the last total of any kind, and of how many rows.
    pub since: (i128, usize),
    /// Of the group, less what was received,
    pub left: i128,
    /// and where the file prints that with its sign: "-100.00".
    pub signed: i128,
    /// (row, what it is the total of, difference).
    pub differences: Vec<(u32, String, i128)>,
}

impl TableBuilder<'_> {
    pub(super) fn push_total(&mut self, row: u32, cells: Cells<'_>, of: &str) {
        self.leave_out(row, None, cells, ("total line", "Nothing to do: totals are counted anew"), false);
        let since = std::mem::take(&mut self.sums.since).0;
        let printed = self.amount.as_ref().and_then(|reader| match &reader.rule {
            Amount::Column { column, .. } | Amount::Marked { column, .. } => {
                read_amount(cells.get(*column), self.how).ok()
            }
            _ => None,
        });
        if let Some(printed) = printed.filter(|&printed| printed != NO_AMOUNT && self.looks_up) {
            let sum = if of.is_empty() { self.sums.all } else { self.sums.group };
            // A sum that was never begun is of something else.
            let nests = !of.is_empty() && self.groups.stack.len() > 1;
            // A subtotal that names nothing is of the rows since the last one; a ledger's of what is left after payments.
            let known = [sum, since, self.sums.group, self.sums.left, self.sums.signed];
            if !known.contains(&i128::from(printed)) && !nests && self.sums.all != 0 {
                self.sums.differences.push((row, of.to_owned(), i128::from(printed) - sum));
            }
        }
        if !of.is_empty() || self.groups.stack.len() == 1 {
            self.sums.group = 0;
            self.sums.left = 0;
            self.sums.signed = 0;
        }
        if !of.is_empty() {
            self.groups.has_totals = true;
            match self.groups.stack.iter().rposition(|name| is_same_name(name, of)) {
                Some(at) => self.groups.stack.truncate(at),
                // "Customer total" closes what is open.
                None => {
                    self.groups.stack.pop();
                }
            }
        }
    }

    /// A line without a day and a customer whose amount is the sum of the rows above it: "Oct so far". Whatever its words
    /// are, it is a total.
    pub(super) fn is_sum_of_rows_above(&self, cells: Cells<'_>) -> bool {
        let (since, n_rows) = self.sums.since;
        if n_rows < 2 || self.lines.has_day(cells) || self.who.iter().flatten().any(|&i| !cells.get(i).is_empty()) {
            return false;
        }
        let Some(Amount::Column { column, .. }) = self.amount.as_ref().map(|reader| &reader.rule) else { return false };
        let printed =
            read_amount(cells.get(*column), self.how).ok().filter(|&amount| amount != NO_AMOUNT && amount != 0);
        printed.is_some_and(|printed| [since, self.sums.all].contains(&i128::from(printed)))
    }
}

/// "Total for Alpine Tool with sub-customers" closes "Alpine Tool".
pub fn is_same_name(name: &str, of: &str) -> bool {
    let (name, of) = (name.trim(), of.trim());
    of.eq_ignore_ascii_case(name)
        || of.strip_prefix(name).is_some_and(|rest| rest.starts_with(" with "))
        || of.trim_end_matches(" with sub-customers/sub-items") == name
}
