//! Whether the columns are there without which a kind answers nothing.

use super::Assignment;
use crate::import::cells::text;
use crate::import::headings::Meaning as M;
use crate::import::layout::Groups;
use crate::import::recognize::{Amount, Unrecognised, listed};
use crate::model::{Field, Form, Kind};

impl Assignment<'_> {
    /// One of each group must be there, or the kind's questions cannot be answered.
    pub(super) fn check(&mut self) {
        use Field as F;
        let has_who = self.assigned(F::Customer).is_some()
            || self.assigned(F::CustomerId).is_some()
            || self.assigned(F::Email).is_some()
            || self.assigned(F::Person).is_some()
            || self.groups == Groups::Customer;
        let when = "when it was (date)";
        let who = "whose it is (customer)";
        let mut needs: Vec<(bool, &str)> = Vec::new();
        let has_day = self.assigned(F::HappenedOn).is_some()
            || self.assigned(F::IssuedOn).is_some()
            || self.assigned(F::DueOn).is_some();
        match self.kind {
            Kind::Orders => {
                needs.push((has_who, who));
                needs.push((has_day, "when it was ordered (order date)"));
                needs.push((
                    self.assigned(F::Parts).is_some() || self.amount != Amount::None,
                    "how many parts (quantity), or how much it is (amount)",
                ));
            }
            Kind::Payments => {
                // A processor may know a payment by its order alone.
                let is_by_number = self.form == Some(Form::Receipts)
                    && (self.table.any(&[M::Fee, M::Method, M::OrderNumber, M::InvoiceNumber]));
                if !has_who && is_by_number {
                    let warning = "No column says whose these payments are: they count where an order or an invoice of theirs is known";
                    self.warnings.push(warning.to_owned());
                }
                needs.push((has_who || is_by_number, who));
                needs.push((has_day, "when it was invoiced, due or paid (date)"));
                needs.push((self.amount != Amount::None, "how much it is (amount)"));
            }
            Kind::Emails if self.form == Some(Form::Campaigns) => {
                needs.push((
                    self.assigned(F::Campaign).is_some() || self.assigned(F::Topic).is_some(),
                    "which campaign it is",
                ));
                needs.push((has_day, "when it was sent (date)"));
            }
            Kind::Emails => {
                needs.push((
                    [F::Email, F::Customer, F::CustomerId].iter().any(|&field| self.assigned(field).is_some()),
                    "whom it was sent to (e-mail address or customer)",
                ));
                needs.push((has_day, when));
            }
            Kind::Quotes | Kind::Events | Kind::Notes => {
                needs.push((has_who, who));
                needs.push((has_day, when));
            }
            Kind::Customers => needs.push((has_who, "who it is (customer)")),
            Kind::Rejections => {
                needs.push((has_day, when));
                needs.push((self.assigned(F::RejectedParts).is_some(), "how many parts were rejected"));
            }
            Kind::Web => needs.push((has_day, when)),
            Kind::Social => {
                needs.push((has_day, when));
                needs.push((self.assigned(F::Memo).is_some(), "what was said (text)"));
            }
        }
        // A column of dates whose heading says nothing stands in for the missing one, if it is the only one.
        if needs.iter().any(|(is_there, words)| !is_there && words.contains("date)")) && !has_day {
            let is_invoices = self.kind == Kind::Payments && self.form != Some(Form::Receipts);
            let free: Vec<usize> = (0..self.fields.len())
                .filter(|&i| {
                    self.fields[i].0.is_none()
                        && self.table.list[i].style.is_some()
                        && self.table.list[i].profile.n * 2 >= self.table.body.n_data_rows()
                })
                .collect();
            if let [only] = free[..] {
                self.fields[only] = (Some(if is_invoices { F::IssuedOn } else { F::HappenedOn }), "values");
                needs.retain(|(_, words)| !words.contains("date)"));
            }
        }
        if self.problem.is_some() {
            return;
        }
        let missing = needs.iter().find(|(is_there, _)| !is_there).map(|(_, words)| *words);
        if let (Some(_), false, Some(problem)) = (missing, has_day, self.days_without_year()) {
            self.problem = Some(problem);
            return;
        }
        self.problem = missing.map(|words| {
            Unrecognised::MissingColumn(
                self.kind,
                format!(
                    "This looks like {}, but no column says {words}. Its headings are: {}. Export it again with that column",
                    self.kind.title().to_lowercase(),
                    listed(&self.table.body.headers)
                ),
            )
        });
    }

    /// Days that are written without their year, where nothing says which one it is.
    fn days_without_year(&self) -> Option<Unrecognised> {
        let column = self.table.list.iter().position(|column| column.profile.is_without_year())?;
        let (_, cells) = self.table.body.data_rows().next()?;
        let words = format!(
            "The dates of this list have no year ({}), and no line above the headings says which one. Write it into the name of the file",
            text(cells.get(column)).trim()
        );
        Some(Unrecognised::MissingColumn(self.kind, words))
    }
}
