//! Where the main amount stands.

use super::Assignment;
use crate::import::cells::text;
use crate::import::headings::{Meaning as M, plain};
use crate::import::layout::Groups;
use crate::import::recognize::{Amount, Unrecognised, is_receivable};
use crate::import::values::any_amount;
use crate::model::{Field, Form, Kind};

impl Assignment<'_> {
    pub(super) fn is_repeated(&self, column: usize) -> bool {
        let body = &self.table.body;
        self.number.is_some_and(|number| body.is_repeated(column, number) || body.is_total_first(column, number))
    }

    pub(super) fn choose_amount(&mut self) {
        let table = self.table;
        if self.amount != Amount::None || self.answers.get("amount").is_some_and(|header| header == "-") {
            return;
        }
        let said: Vec<usize> = (0..self.fields.len()).filter(|&i| self.is_said(i)).collect();
        // A column of formulas whose results were not saved is blank.
        let total = |meanings: &[M]| table.pick(meanings).filter(|i| !said.contains(i) && table.list[*i].profile.n > 0);
        let is_receipts =
            self.form == Some(Form::Receipts) && !table.any(&[M::Total, M::Gross, M::Amount, M::PaidAmount]);
        if let (true, Some(plus), Some(minus)) = (is_receipts, table.pick(&[M::Credit]), table.pick(&[M::Debit])) {
            self.fields[plus] = (Some(Field::Amount), "heading");
            self.amount = Amount::Difference { plus, minus };
            return;
        }
        let column = match (self.kind, self.form) {
            (Kind::Orders, _) => {
                total(&[M::Total, M::Gross, M::Amount, M::Net, M::LineAmount, M::SubTotal, M::PaidAmount])
            }
            (Kind::Quotes, _) => total(&[M::Total, M::Amount, M::Gross, M::Net, M::LineAmount, M::SubTotal]),
            (Kind::Payments, Some(Form::Receipts)) => {
                let all = total(&[M::Total, M::Gross, M::Amount, M::PaidAmount, M::Credit, M::Net]);
                // The amount of an invoice is not what was paid.
                let is_invoice =
                    all.is_some_and(|i| plain(&table.body.headers[i]).split(' ').any(|word| word == "invoice"));
                if is_invoice { total(&[M::Amount, M::Gross, M::PaidAmount]).or(all) } else { all }
            }
            (Kind::Payments, Some(Form::Ledger)) => {
                let (debit, credit) = (table.pick(&[M::Debit]), table.pick(&[M::Credit]));
                if let (Some(debit), Some(credit)) = (debit, credit) {
                    self.fields[debit] = (Some(Field::Amount), "heading");
                    self.fields[credit] = (Some(Field::Received), "heading");
                    self.amount = Amount::DebitCredit { debit, credit };
                    return;
                }
                total(&[M::Amount, M::Total, M::Gross, M::Net])
            }
            (Kind::Payments, Some(Form::OpenItems)) => {
                let ages: Vec<usize> = table.all(M::AgeBucket).filter(|&i| table.list[i].profile.n > 0).collect();
                let open = table.pick(&[M::Balance]).or_else(|| {
                    let amount = table.pick(&[M::Amount, M::Total, M::Debit]);
                    table.pick(&[M::BareBalance]).filter(|&i| !table.body.is_running_sum(i, amount))
                });
                if open.is_none() && !ages.is_empty() {
                    if let Some(total) = table.pick(&[M::Total]) {
                        Some(total)
                    } else {
                        self.amount = Amount::Sum(ages);
                        return;
                    }
                } else {
                    open.or_else(|| total(&[M::Total, M::Amount, M::Gross]))
                }
            }
            (Kind::Payments, _) => {
                total(&[M::Total, M::Gross, M::Amount, M::Net, M::LineAmount, M::SubTotal, M::Debit])
            }
            _ => None,
        };
        if let (Some(column), Some(mark)) = (
            column,
            column.and_then(|column| {
                table.all(M::DebitOrCredit).min_by_key(|&mark| (mark < column, mark.abs_diff(column)))
            }),
        ) && table
            .share(mark, |text| ["S", "H", "D", "C", "Dr", "Cr", "DR", "CR", "Soll", "Haben"].contains(&text.trim()))
            > 0.9
        {
            self.take(Some(column), Field::Amount);
            self.amount = Amount::Marked { column, mark };
            return;
        }
        // An invoice of which no total is printed is its net amount and its tax.
        if let (Kind::Payments, Some(Form::Invoices), Some(net)) = (self.kind, self.form, column)
            && table.list[net].meaning == M::Net
            && let [tax] = table.all(M::Tax).filter(|&i| table.list[i].profile.is_number()).collect::<Vec<_>>()[..]
        {
            self.fields[net] = (Some(Field::Amount), "net and tax");
            self.amount = Amount::Sum(vec![net, tax]);
            return;
        }
        if let Some(column) = column {
            self.fields[column] = (Some(Field::Amount), table.list[column].why);
            self.amount = Amount::Column { column, is_repeated: self.is_repeated(column) };
            return;
        }
        self.choose_price(&said);
    }

    /// Where no column says what a row comes to, its price may.
    fn choose_price(&mut self, said: &[usize]) {
        let table = self.table;
        let total = |meanings: &[M]| table.pick(meanings).filter(|i| !said.contains(i) && table.list[*i].profile.n > 0);
        // "Price" is the price of the job or of a part: the numbers tell. What says "each" is of a part.
        let is_priced = matches!(self.kind, Kind::Orders | Kind::Quotes);
        let price = total(&[M::Price]).filter(|_| is_priced);
        let parts = self.assigned(Field::Parts);
        if let (Some(price), Some(quantity)) = (price, parts)
            && is_of_each(&self.pairs(quantity, price))
        {
            self.fields[price] = (Some(Field::Amount), "parts times price");
            self.amount = Amount::Product { quantity, price };
            return;
        }
        if let Some(column) = price {
            self.fields[column] = (Some(Field::Amount), table.list[column].why);
            self.amount = Amount::Column { column, is_repeated: self.is_repeated(column) };
            return;
        }
        if let (true, Some(price)) = (is_priced, total(&[M::UnitPrice])) {
            self.fields[price] = (Some(Field::Amount), "parts times price");
            self.amount = match table.pick(&[M::Quantity]) {
                Some(quantity) => Amount::Product { quantity, price },
                None => Amount::Column { column: price, is_repeated: self.is_repeated(price) },
            };
        }
    }

    /// The numbers of two columns, row by row, where both have one.
    pub(super) fn pairs(&self, a: usize, b: usize) -> Vec<(f64, f64)> {
        let number = |cell: &[u8]| any_amount(cell).map(|value| value as f64 / 100.0);
        let rows = self.table.body.data_rows().take(2000);
        rows.filter_map(|(_, cells)| Some((number(cells.get(a))?, number(cells.get(b))?))).collect()
    }

    /// Double-entry books write every sum twice: only the account of what customers owe says who owes and who paid.
    pub(super) fn check_journal(&mut self) {
        let (Amount::DebitCredit { debit, credit }, table) = (&self.amount, self.table) else { return };
        // Below a line with its name, the account is a customer's.
        if self.groups == Groups::Customer {
            return;
        }
        let sum = |column: usize| -> i128 {
            table.body.data_rows().filter_map(|(_, cells)| any_amount(cells.get(column))).map(i128::from).sum()
        };
        let (debits, credits) = (sum(*debit), sum(*credit));
        if debits == 0 || (debits - credits).abs() * 100 > debits.abs() {
            return;
        }
        let is_account = |i: &usize| {
            (0.05..0.95).contains(&table.share(*i, is_receivable))
                && table.list[*i].profile.n_distinct * 3 <= table.list[*i].profile.n
        };
        self.account = table.all(M::Account).find(is_account).or_else(|| (0..table.list.len()).find(is_account));
        let who = self.fields.iter().position(|(field, _)| *field == Some(Field::Customer));
        let names: std::collections::BTreeSet<&[u8]> = self
            .account
            .zip(who)
            .map(|(account, who)| {
                table
                    .body
                    .data_rows()
                    .filter(|(_, cells)| is_receivable(&text(cells.get(account))))
                    .map(|(_, cells)| cells.get(who))
                    .filter(|name| !name.is_empty())
                    .collect()
            })
            .unwrap_or_default();
        if names.len() < 3 {
            let text = "This is a double-entry journal of the books: each sum stands on both sides, debit and credit, and no column says which \
                        customer it is of. Export the ledger of your customers, your invoices or the payments received instead";
            self.problem = Some(Unrecognised::NotNeeded(text.to_owned()));
        }
    }
}

/// Whether prices are those of one part, by (parts, price) of each row: lots of several parts for next to nothing, or prices that do not
/// grow with the parts as the price of a whole job does, and are no more than a part is finished for.
fn is_of_each(rows: &[(f64, f64)]) -> bool {
    /// No job is done for so little.
    const NEXT_TO_NOTHING: f64 = 3.0;
    /// Few parts cost so much each; a job costs at least as much.
    const LEAST_JOB: f64 = 25.0;
    /// Fewer rows do not tell.
    const LEAST_ROWS: usize = 8;
    /// Jobs of the larger lots, which are at least twice those of the smaller ones, cost at least so many times as much.
    const LEAST_RISE: f64 = 1.3;
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let middle = |rows: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = rows.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let parts: fn(&(f64, f64)) -> f64 = |row| row.0;
    let price: fn(&(f64, f64)) -> f64 = |row| row.1;
    if rows.is_empty() || middle(&rows, parts) < 2.0 {
        return false;
    }
    if middle(&rows, price) < NEXT_TO_NOTHING {
        return true;
    }
    let (small, large) = rows.split_at(rows.len() / 2);
    rows.len() >= LEAST_ROWS
        && middle(&rows, price) < LEAST_JOB
        && middle(large, parts) >= 2.0 * middle(small, parts)
        && middle(large, price) < LEAST_RISE * middle(small, price)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_of_the_job_where_it_grows_with_the_parts() {
        let parts = [12.0, 400.0, 30.0, 90.0, 5.0, 250.0, 60.0, 700.0];
        let jobs: Vec<(f64, f64)> = parts.iter().map(|n| (*n, 40.0 + 1.2 * n)).collect();
        let each: Vec<(f64, f64)> = parts.iter().map(|n| (*n, 9.0 - n / 100.0)).collect();
        assert!(!is_of_each(&jobs) && is_of_each(&each));
        assert!(is_of_each(&[(500.0, 0.35), (520.0, 0.4)]), "nobody coats 500 parts for 35 cents");
        assert!(!is_of_each(&each[..3]) && !is_of_each(&[]), "too few to tell");
    }
}
