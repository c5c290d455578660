//! Which columns say the rest: numbers, parts, areas, what was done, who was met, who may be written to.

use super::Assignment;
use crate::import::areas::area;
use crate::import::documents::as_flag;
use crate::import::headings::{Meaning as M, plain};
use crate::import::recognize::listed;
use crate::model::{Field, Form, Kind};

impl Assignment<'_> {
    pub(super) fn assign_rest(&mut self) {
        use Field as F;
        let table = self.table;
        let number_field = match (self.kind, self.form) {
            (Kind::Orders, Some(Form::InvoiceLines)) | (Kind::Payments, _) if self.form != Some(Form::Receipts) => {
                F::InvoiceNumber
            }
            (Kind::Orders, _) => F::OrderNumber,
            (Kind::Quotes, _) => F::QuoteNumber,
            _ => F::PaymentNumber,
        };
        self.take(self.number, number_field);
        for (field, meanings) in wanted(self.kind) {
            if self.assigned(*field).is_none() {
                // A blank column gives way to what may stand in for it.
                let is_free =
                    |&i: &usize| self.fields[i].0.is_none() && (table.list[i].profile.n > 0 || meanings.len() == 1);
                let pick = meanings.iter().find_map(|&meaning| table.pick(&[meaning]).filter(is_free));
                self.take(pick, *field);
            }
        }
        if self.kind == Kind::Notes {
            self.assign_prose();
        }
        self.assign_area();
        self.assign_delivery();
        // What recipients did is known by the cells, whatever the heading is.
        if self.kind == Kind::Emails && self.form == Some(Form::Campaigns) && self.assigned(F::Campaign).is_none() {
            let heads = |&i: &usize| {
                let words = plain(&table.body.headers[i]);
                ["title", "titre", "titel", "titulo", "titolo"].contains(&words.as_str()) && self.fields[i].0.is_none()
            };
            let title = (0..table.list.len()).find(heads);
            self.take(title, F::Campaign);
        }
        if self.kind == Kind::Emails && self.assigned(F::MailEvent).is_none() {
            let event = table.mail_event_column();
            self.take(event, F::MailEvent);
        }
        if matches!(self.kind, Kind::Emails | Kind::Customers) && self.assigned(F::Email).is_some() {
            self.assign_consent();
        }
        if self.kind == Kind::Events && self.assigned(F::Contact).is_none() {
            let met = self.met_column();
            self.take(met, F::Contact);
        }
        if self.kind == Kind::Quotes && self.assigned(F::Status).is_none() {
            let ordered = self.ordered_column();
            self.take(ordered, F::Status);
        }
        if self.kind == Kind::Payments && self.assigned(F::Memo).is_none() {
            self.assign_reference();
        }
        if self.kind == Kind::Rejections && self.assigned(F::RejectedParts).is_none() {
            self.assign_rejected();
        }
    }

    /// The column that says whether somebody was met at a show.
    pub(super) fn met_column(&self) -> Option<usize> {
        const MET: [&str; 15] = [
            "met",
            "met with",
            "attended",
            "visited",
            "visited booth",
            "visited us",
            "came by",
            "scanned",
            "spoke to",
            "spoke with",
            "getroffen",
            "teilgenommen",
            "rencontre",
            "asistio",
            "incontrato",
        ];
        let headings = self.table.body.headers.iter().map(|header| plain(header));
        headings
            .enumerate()
            .find(|(i, heading)| self.fields[*i].0.is_none() && MET.contains(&heading.as_str()))
            .map(|(i, _)| i)
    }

    /// Where no heading says how many parts were rejected: the only number of parts, or of two the one that is never the larger.
    fn assign_rejected(&mut self) {
        let table = self.table;
        let quantities: Vec<usize> = table.all(M::Quantity).filter(|&i| table.list[i].profile.is_number()).collect();
        let is_part_of = |part: usize, whole: usize| {
            let pairs = self.pairs(part, whole);
            let n_larger = pairs.iter().filter(|(part, whole)| part > whole).count();
            !pairs.is_empty() && n_larger * 20 <= pairs.len()
        };
        let (rejected, parts) = match quantities[..] {
            [a, b] if is_part_of(a, b) && !is_part_of(b, a) => (Some(a), Some(b)),
            [a, b] if is_part_of(b, a) && !is_part_of(a, b) => (Some(b), Some(a)),
            _ => (self.assigned(Field::Parts).or_else(|| table.pick(&[M::Quantity])), None),
        };
        if let Some(parts) = parts {
            self.fields[parts] = (Some(Field::Parts), "heading, values");
        }
        if let Some(rejected) = rejected {
            self.fields[rejected] = (Some(Field::RejectedParts), "heading, values");
        }
    }

    /// What was noted stands in the column of sentences, whatever its heading is.
    fn assign_prose(&mut self) {
        let is_prose = |i: &usize| self.table.list[*i].profile.is_prose();
        let memo = self.assigned(Field::Memo);
        let free = (0..self.fields.len()).filter(|&i| self.fields[i].0.is_none() || Some(i) == memo);
        let prose = free.into_iter().find(is_prose).filter(|_| memo.is_none_or(|memo| !is_prose(&memo)));
        if let Some(prose) = prose {
            if let Some(memo) = memo {
                self.fields[memo] = (None, "not needed, left in the file");
            }
            self.fields[prose] = (Some(Field::Memo), "values");
        }
    }

    /// A sheet may hold another table to the right of the one that is read.
    pub(super) fn warn_of_second_table(&mut self) {
        let table = self.table;
        let is_blank = |i: usize| table.list[i].profile.n == 0 && table.body.headers[i].trim().is_empty();
        let Some(gap) = (1..table.list.len()).find(|&i| is_blank(i)) else { return };
        let right: Vec<usize> = (gap + 1..table.list.len()).filter(|&i| !is_blank(i)).collect();
        let has = |is_one: &dyn Fn(usize) -> bool| right.iter().any(|&i| is_one(i));
        let is_table = right.len() >= 3
            && right.iter().all(|&i| self.fields[i].0.is_none())
            && has(&|i| table.list[i].style.is_some())
            && has(&|i| matches!(table.list[i].meaning, M::Customer | M::Company | M::Name | M::CustomerId));
        if is_table {
            let headings: Vec<String> = right.iter().map(|&i| table.body.headers[i].clone()).collect();
            self.warnings.push(format!(
                "Another table stands to the right ({}) and was not read. Put it on a sheet of its own, or save it as another file",
                listed(&headings)
            ));
        }
    }

    /// The column that says of each quote whether it was ordered: "Auftrag?" with yes and no.
    fn ordered_column(&self) -> Option<usize> {
        const ORDERED: [&str; 14] = [
            "order",
            "ordered",
            "won",
            "accepted",
            "po received",
            "auftrag",
            "auftrag erteilt",
            "bestellt",
            "beauftragt",
            "commande",
            "gagne",
            "pedido",
            "ordine",
            "opdracht",
        ];
        (0..self.table.list.len()).find(|&i| {
            self.fields[i].0.is_none()
                && ORDERED.contains(&plain(&self.table.body.headers[i]).as_str())
                && self.table.share(i, |text| as_flag(text).is_some()) >= 0.5
        })
    }

    /// Columns that are filled for those who must not be written to.
    pub(super) fn assign_consent(&mut self) {
        const REFUSED: [&str; 12] = [
            "unsub",
            "opt out",
            "optout",
            "opted out",
            "do not",
            "complain",
            "abgemeldet",
            "abmeld",
            "desabon",
            "desinscri",
            "disiscri",
            "blocked",
        ];
        let table = self.table;
        let is_free = |fields: &[(Option<Field>, &'static str)], i: usize| fields[i].0.is_none();
        let says = |i: usize, stems: &[&str], never: &[&str]| {
            let heading = plain(&table.body.headers[i]);
            stems.iter().any(|stem| heading.contains(stem)) && !heading.split(' ').any(|word| never.contains(&word))
        };
        let find = |fields: &[(Option<Field>, &'static str)], stems: &[&str], never: &[&str]| {
            (0..table.list.len()).find(|&i| is_free(fields, i) && says(i, stems, never))
        };
        let refused = find(&self.fields, &REFUSED, &["ip", "reason", "url", "link"]);
        self.take(refused, Field::NoContact);
        let bounced = find(&self.fields, &["bounce"], &["soft", "reason"]);
        self.take(bounced, Field::Bounced);
    }

    /// What the payer wrote names the document that is paid.
    pub(super) fn assign_reference(&mut self) {
        let table = self.table;
        let says = [
            "reference",
            "payment reference",
            "purpose",
            "details",
            "booking text",
            "verwendungszweck",
            "zahlungsreferenz",
            "referenz",
            "motif",
            "causale",
            "concepto",
            "remittance information",
            "your order",
            "your reference",
            "our reference",
            "message on invoice",
            "message on statement",
            "customer message",
            "po number",
            "po no",
            "customer po",
            "invoice s paid",
            "invoices paid",
            "invoices",
            "applied to",
            "paid invoices",
            "rechnungen",
            "factures reglees",
            "facturas pagadas",
        ];
        let is_free = |i: &usize| self.fields[*i].0.is_none() && self.number != Some(*i);
        let heads = |i: &usize| says.contains(&plain(&table.body.headers[*i]).as_str());
        let text = || table.pick(&[M::Text]).filter(is_free);
        let memo = (0..table.list.len()).filter(is_free).find(heads).or_else(text);
        self.take(memo, Field::Memo);
    }

    /// The first column of numbers whose heading says an area and that means nothing else; the area of all parts before that of one.
    pub(super) fn assign_area(&mut self) {
        if !matches!(self.kind, Kind::Orders | Kind::Payments) {
            return;
        }
        let is_free = |i: &usize| {
            let column = &self.table.list[*i];
            self.fields[*i].0.is_none() && column.profile.is_number() && !column.meaning.is_day()
        };
        let found =
            (0..self.table.list.len()).filter(is_free).filter_map(|i| Some((i, area(&self.table.body.headers[i])?)));
        let best = found.min_by_key(|(i, of)| (of.is_each, of.field == Field::Area, *i));
        if let Some((i, of)) = best {
            self.fields[i] = (Some(of.field), "heading");
        }
    }
}

/// Which columns each kind keeps besides who, when and how much: each as the first meaning that is there.
fn wanted(kind: Kind) -> &'static [(Field, &'static [M])] {
    use Field as F;
    match kind {
        Kind::Orders => &[
            (F::OrderNumber, &[M::OrderNumber]),
            (F::InvoiceNumber, &[M::InvoiceNumber]),
            (F::Parts, &[M::Quantity]),
            (F::Process, &[M::Process]),
            (F::Finish, &[M::Finish]),
            (F::Supplier, &[M::Supplier]),
            (F::EndCustomer, &[M::EndCustomer]),
            (F::RejectedParts, &[M::RejectedQuantity]),
            (F::Reason, &[M::Reason]),
            (F::Item, &[M::Description, M::Item]),
            (F::Refunded, &[M::Refunded]),
            (F::Currency, &[M::Currency]),
        ],
        Kind::Payments => &[
            (F::InvoiceNumber, &[M::InvoiceNumber]),
            (F::OrderNumber, &[M::OrderNumber]),
            (F::Terms, &[M::Terms]),
            (F::Parts, &[M::Quantity]),
            (F::Item, &[M::Description, M::Item]),
            (F::Memo, &[M::Memo]),
            (F::Refunded, &[M::Refunded]),
            (F::Currency, &[M::Currency]),
        ],
        Kind::Emails => &[
            (F::Campaign, &[M::Campaign, M::CampaignId, M::Show]),
            (F::Topic, &[M::Subject]),
            (F::MailEvent, &[M::MailEvent]),
            (F::Recipients, &[M::Recipients]),
            (F::Opens, &[M::Opens]),
            (F::Clicks, &[M::Clicks]),
            (F::Url, &[M::Url]),
        ],
        Kind::Customers => &[(F::Industry, &[M::Industry]), (F::Terms, &[M::Terms]), (F::Status, &[M::Status])],
        Kind::Rejections => &[
            (F::OrderNumber, &[M::OrderNumber]),
            (F::Process, &[M::Process]),
            (F::RejectedParts, &[M::RejectedQuantity]),
            (F::Reason, &[M::Reason, M::Description, M::Type, M::Memo]),
            (F::Parts, &[M::Quantity]),
        ],
        Kind::Quotes => &[
            (F::Process, &[M::Process]),
            (F::Finish, &[M::Finish]),
            (F::Parts, &[M::Quantity]),
            (F::Item, &[M::Description, M::Item]),
            (F::Status, &[M::Status]),
            (F::Currency, &[M::Currency]),
        ],
        Kind::Events => {
            &[(F::Show, &[M::Show, M::Campaign]), (F::Contact, &[M::Author]), (F::Memo, &[M::Memo, M::Text])]
        }
        Kind::Web => &[(F::Url, &[M::Url]), (F::Visits, &[M::Visits]), (F::Memo, &[M::Text, M::Memo])],
        Kind::Social => &[
            (F::Network, &[M::Network, M::Url]),
            (F::Author, &[M::Author, M::Name, M::Person]),
            (F::Memo, &[M::Text, M::Subject, M::Memo, M::Description]),
        ],
        Kind::Notes => &[(F::Author, &[M::Author]), (F::Memo, &[M::Text, M::Memo, M::Description, M::Subject])],
    }
}
