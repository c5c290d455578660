//! A table on its way to a kind: which shape its rows have, which column is which field, where the main amount stands.

use super::answers::Answers;
use super::areas::area;
use super::delivery::delivery;
use super::documents::{Document, Fate, fate};
use super::evidence::Columns;
use super::headings::{Meaning as M, plain};
use super::kinds::RECEIVED;
use super::layout::Groups;
use super::recognize::{Amount, Recognition, Unrecognised, is_receivable, listed};
use crate::model::{Field, Form, Kind};

/// Why a column means what it means, where the owner said it.
const SAID: &str = "you said so";

/// A table on its way to a kind: which column is which field.
pub struct Assignment<'a> {
    table: &'a Columns<'a>,
    kind: Kind,
    form: Option<Form>,
    also: Option<Kind>,
    fields: Vec<(Option<Field>, &'static str)>,
    amount: Amount,
    number: Option<usize>,
    person: [Option<usize>; 2],
    groups: Groups,
    answers: &'a Answers,
    account: Option<usize>,
    warnings: Vec<String>,
    problem: Option<Unrecognised>,
}

impl<'a> Assignment<'a> {
    /// A table to be understood as a kind.
    pub fn new(table: &'a Columns<'a>, kind: Kind, answers: &'a Answers) -> Self {
        let n = table.list.len();
        Self {
            table,
            kind,
            form: None,
            also: None,
            fields: vec![(None, "not needed, left in the file"); n],
            amount: Amount::None,
            number: None,
            person: [None; 2],
            groups: table.body.groups,
            answers,
            account: None,
            warnings: Vec::new(),
            problem: None,
        }
    }

    /// The table as that kind; or which column is missing.
    pub fn finish(mut self) -> Result<Recognition, Unrecognised> {
        self.choose_form();
        self.assign_who();
        self.assign_days();
        self.assign_rest();
        self.assign_answers();
        self.choose_amount();
        self.check_journal();
        self.check();
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let table = self.table;
        let is_who_once = table.is_who_once(&self.fields) && self.groups != Groups::Customer;
        let has_dittos = table.body.data_rows().any(|(_, cells)| cells.iter().any(super::cells::is_ditto));
        // What was carried to the bank together has one date.
        let is_day_once = self.form == Some(Form::Receipts) && table.is_day_once(&self.fields);
        if is_day_once {
            self.warnings.push("Many rows have no date: each takes the date of the row above it".to_owned());
        }
        let looks_up = has_dittos
            || is_who_once
            || is_day_once
            || self.groups != Groups::None
            || self.account.is_some()
            || table.body.n_continued > 0
            || table.leaves_out(&self.fields, self.number);
        let ended_column = table.ended_column();
        let is_ended = |i: usize| ended_column.is_some_and(|(column, _)| column == i);
        // Of several, the one that tells what does not count from what does.
        let ended = |i: usize| table.share(i, |text| fate(text).is_some_and(Fate::ends));
        let telling = table.all(M::Status).filter(|&i| ended(i) > 0.0).max_by(|&a, &b| ended(a).total_cmp(&ended(b)));
        let status_column = telling.or_else(|| table.pick(&[M::Status, M::CancelledDate])).filter(|&i| !is_ended(i));
        Ok(Recognition {
            kind: self.kind,
            also: self.also,
            form: self.form,
            columns: self.fields,
            date_styles: table.list.iter().map(|column| column.style.unwrap_or_default()).collect(),
            is_day: table.list.iter().map(|column| column.style.is_some()).collect(),
            amount: self.amount,
            person: self.person,
            document_column: table
                .documents
                .as_ref()
                .map(|(column, _)| *column)
                .filter(|_| matches!(self.kind, Kind::Payments | Kind::Orders)),
            status_column: status_column.filter(|_| matches!(self.kind, Kind::Payments | Kind::Orders | Kind::Quotes)),
            is_of_an_account: table.documents.as_ref().is_some_and(|(column, _)| {
                table.share(*column, |text| ["credit", "debit"].contains(&plain(text).as_str())) > 0.95
                    && table.share(*column, |text| plain(text) == "debit") > 0.0
            }),
            is_of_cards: table.is_of_cards(),
            ended_column,
            has_dittos,
            groups: self.groups,
            number_column: self.number,
            is_who_once,
            is_day_once,
            looks_up,
            account_column: self.account,
            warnings: self.warnings,
            number_columns: (0..table.list.len()).filter(|&i| table.list[i].profile.is_number()).collect(),
        })
    }

    /// Whether the owner said what a column means, so that nothing else may be made of it.
    fn is_said(&self, column: usize) -> bool {
        self.fields[column].1 == SAID
    }

    fn take(&mut self, column: Option<usize>, field: Field) -> Option<usize> {
        let column = column.filter(|&i| self.fields[i].0.is_none())?;
        self.fields[column] = (Some(field), self.table.list[column].why);
        Some(column)
    }

    /// The first column of numbers whose heading says an area and that means nothing else; the area of all parts before that of one.
    fn assign_area(&mut self) {
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

    /// The first columns of days of orders whose headings say for when the work was promised, and when it left the shop.
    fn assign_delivery(&mut self) {
        if self.kind != Kind::Orders {
            return;
        }
        for i in 0..self.table.list.len() {
            let is_free = self.fields[i].0.is_none() && self.table.list[i].style.is_some();
            let field =
                delivery(&self.table.body.headers[i]).filter(|field| is_free && self.assigned(*field).is_none());
            if field.is_some() {
                self.fields[i] = (field, "heading");
            }
        }
    }

    fn assigned(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|(f, _)| *f == Some(field))
    }

    fn choose_form(&mut self) {
        let table = self.table;
        let n_rows = table.body.n_data_rows().max(1);
        let number = table.pick_number(match self.kind {
            Kind::Orders => &[M::OrderNumber, M::InvoiceNumber, M::Number],
            Kind::Quotes => &[M::QuoteNumber, M::Number],
            _ => &[M::InvoiceNumber, M::Number, M::OrderNumber],
        });
        let has_lines = table.any(&[M::Quantity, M::Item, M::LineAmount, M::UnitPrice]);
        let has_several =
            number.is_some_and(|i| table.body.n_repeats(i) * 10 >= n_rows) || table.body.n_continued * 10 >= n_rows;
        let n_invoices = table.n_documents(&[Document::Invoice, Document::CreditNote]);
        let n_payments = table.n_documents(&[Document::Payment, Document::Refund]);
        let is_few = |n: usize| n * 20 < n_rows;
        self.number = number;
        self.form = match self.kind {
            Kind::Orders => {
                let is_invoice = table.has(M::InvoiceNumber) && !table.has(M::OrderNumber)
                    || (n_invoices * 2 > n_rows && !table.has(M::OrderNumber));
                if is_invoice {
                    self.also = Some(Kind::Payments);
                    Some(Form::InvoiceLines)
                } else if has_several {
                    Some(Form::OrderLines)
                } else {
                    Some(if has_lines && table.any(&[M::Item, M::Process, M::Finish, M::LineAmount]) {
                        Form::OrderLines
                    } else {
                        Form::Orders
                    })
                }
            }
            Kind::Payments => Some(self.payment_form(n_rows, n_invoices, n_payments, has_several, has_lines, &is_few)),
            Kind::Emails => {
                let has_event = table.mail_event_column().is_some();
                let is_bare = table.list.iter().filter(|column| column.profile.n > 0).count() <= 4
                    && !table.any(&[M::Opens, M::Clicks, M::SentDate]);
                Some(if !table.has(M::Email) {
                    if has_event && !table.any(&[M::Opens, M::Clicks]) { Form::Events } else { Form::Campaigns }
                } else if has_event || is_bare {
                    Form::Events
                } else {
                    Form::Recipients
                })
            }
            _ => None,
        };
        if !matches!(self.kind, Kind::Orders | Kind::Payments | Kind::Quotes) {
            self.number = None;
        }
    }

    #[expect(clippy::too_many_lines, reason = "one decision, in the order of what is surest")]
    fn payment_form(
        &mut self,
        n_rows: usize,
        n_invoices: usize,
        n_payments: usize,
        has_several: bool,
        has_lines: bool,
        is_few: &dyn Fn(usize) -> bool,
    ) -> Form {
        let table = self.table;
        let has = |meaning: M| table.has(meaning);
        let says_open = table.says(&[
            "aging",
            "ageing",
            "aged",
            "open",
            "outstanding",
            "offene",
            "opos",
            "offene posten",
            "balance agee",
            "scadenzario",
            "pendientes",
            "vencimientos",
            "unpaid",
            "receivable",
            "receivables",
            "echeancier",
            "overdue",
            "ptes",
            "vtos",
            "partite aperte",
            "partite",
            "posizioni aperte",
            "partidas abiertas",
            "postes ouverts",
            "encours",
            "impayes",
        ]);
        let has_ages = table.all(M::AgeBucket).count() >= 2;
        let open = table.pick(&[M::Balance, M::BareBalance]);
        let is_running =
            open.is_some_and(|i| table.body.is_running_sum(i, table.pick(&[M::Amount, M::Total, M::Debit])));
        let open = open.filter(|_| !is_running);
        let open_is_full =
            open.is_some_and(|i| table.list[i].profile.is_never_zero() && table.list[i].profile.n * 10 >= n_rows * 7);
        let is_processor = (has(M::Fee) || has(M::Method)) && !table.any(&[M::DueDate, M::InvoiceDate]);
        if is_processor && is_few(n_invoices) && !table.has(M::Balance) {
            self.number = table.payment_number();
            return Form::Receipts;
        }
        if has(M::Debit) && has(M::Credit) && !(open_is_full && says_open) {
            return Form::Ledger;
        }
        // What is paid is in no list of what is open.
        let has_paid = open.is_some_and(|i| !table.list[i].profile.is_never_zero())
            && table.any(&[M::Total, M::Gross, M::Amount])
            && !has_ages;
        if has_ages || (says_open && open.is_some() && !has_paid) {
            return Form::OpenItems;
        }
        if !is_few(n_invoices) && !is_few(n_payments) {
            return Form::Ledger;
        }
        if n_payments > 0 && is_few(n_invoices) {
            self.number = table.payment_number();
            return Form::Receipts;
        }
        let is_invoice_list = n_invoices * 2 > n_rows
            || has(M::InvoiceDate)
            || has(M::DueDate)
            || (has(M::InvoiceNumber) && !has(M::PaymentNumber) && !has(M::Fee));
        let says_received = table.says(RECEIVED)
            || table.says(&[
                "remittance",
                "lockbox",
                "payment",
                "charges",
                "lodgements",
                "lodgments",
                "bankings",
                "takings",
                "money in",
            ]);
        let says_receipt = says_received
            && !table.says(&[
                "invoice",
                "invoices",
                "rechnung",
                "rechnungen",
                "facture",
                "factures",
                "factura",
                "facturas",
                "fattura",
                "fatture",
            ]);
        let is_receipts = !is_invoice_list
            || (says_receipt
                && !has(M::DueDate)
                && (has(M::PaymentNumber) || has(M::PaidDate) || !has(M::InvoiceDate)))
            || (has(M::PaymentNumber) && !has(M::DueDate) && !has(M::InvoiceDate));
        if is_receipts {
            self.number = table.payment_number();
            return Form::Receipts;
        }
        if has_several && has_lines {
            if table.has(M::Quantity) {
                self.also = Some(Kind::Orders);
            }
            return Form::InvoiceLines;
        }
        if open_is_full
            && (says_open || table.pick(&[M::Total, M::Gross, M::Amount]).is_none() || !table.has(M::PaidDate))
            && table.has(M::Balance)
        {
            return Form::OpenItems;
        }
        // An invoice a row, with the parts of its only line.
        if table.has(M::Quantity) {
            self.also = Some(Kind::Orders);
        }
        Form::Invoices
    }

    fn assign_who(&mut self) {
        let table = self.table;
        let id = table.pick(&[M::CustomerId]);
        let n_distinct = |i: usize| table.list[i].profile.n_distinct;
        // A company that is the same in all rows is the shop itself.
        let company = table.pick(&[M::Company]).filter(|&i| n_distinct(i) > 1 || table.body.n_data_rows() < 3);
        let is_constant = |i: usize| n_distinct(i) == 1 && table.list[i].profile.n >= 10;
        // The shop's own account in a processor's report; but a shop may have one customer.
        let others: Vec<usize> =
            [M::Customer, M::Name, M::Person].iter().flat_map(|&meaning| table.all(meaning)).collect();
        let is_own = |i: usize| is_constant(i) && others.iter().any(|&other| other != i && n_distinct(other) > 1);
        let customer = table.pick(&[M::Customer]).filter(|&i| table.list[i].profile.n > 0 && !is_own(i));
        let customer = customer.or_else(|| table.all(M::Customer).find(|&i| n_distinct(i) > 1));
        let plain_name = table.pick(&[M::Name]);
        let account = table.pick(&[M::Account]).filter(|&i| table.list[i].profile.is_words() && !is_own(i));
        let name = match (plain_name, account) {
            (Some(name), Some(account)) if n_distinct(account) > 5 && n_distinct(account) * 2 >= n_distinct(name) => {
                Some(account)
            }
            (None, account) => account,
            (name, _) => name,
        };
        let [first, last] = [M::FirstName, M::LastName].map(|meaning| table.pick(&[meaning]));
        let is_mail = matches!(self.kind, Kind::Emails);
        let named = account.filter(|_| self.kind == Kind::Notes);
        let mut who = company.or(customer).or(named).or(if self.groups == Groups::Customer { None } else { name });
        if company.is_some_and(|i| table.list[i].profile.n * 10 < table.body.n_data_rows()) && customer.is_some() {
            who = customer;
        }
        if is_mail
            && who == name
            && table.has(M::Email)
            && first.is_none()
            && name.is_some()
            && company.is_none()
            && customer.is_none()
        {
            // The name beside an address is a person's or a campaign's.
            who = None;
        }
        // "Prénom", "Nom": beside a first name, the name is the last.
        let is_last = first.is_some() && last.is_none();
        let last = last.or(name.filter(|&i| is_last && who != Some(i)));
        let person = table
            .pick(&[M::Person])
            // "Met: yes" names nobody.
            .filter(|&i| !table.is_flag(i))
            .or(name.filter(|&i| who != Some(i) && !is_last))
            .or(customer.filter(|&i| who != Some(i)));
        let who = match who {
            None if self.groups != Groups::Customer && first.is_none() && !is_mail => person,
            who => who,
        };
        // "NameFields.Name": a column of words whose heading says that it names something, where nothing else does.
        let is_name = |i: &usize| {
            let column = &table.list[*i];
            let says_name = ["name", "nom", "nombre", "nome", "namen", "particulars"];
            matches!(column.meaning, M::Other | M::Unknown | M::Description)
                && column.profile.is_words()
                && column.profile.n_distinct > 1
                && column.profile.n * 2 >= table.body.n_data_rows()
                && plain(&table.body.headers[*i]).split(' ').any(|word| says_name.contains(&word))
        };
        let needs_who = matches!(self.kind, Kind::Orders | Kind::Payments | Kind::Quotes) && id.is_none();
        let who = match who {
            None if needs_who && self.groups != Groups::Customer && first.is_none() && !table.has(M::Email) => {
                (0..table.list.len()).find(is_name)
            }
            who => who,
        };
        if who.is_some() && self.groups == Groups::Customer {
            // Rows that name their customer need no line above.
            let filled = who.is_some_and(|i| table.list[i].profile.n * 10 >= table.body.n_data_rows() * 8);
            if filled {
                self.groups = Groups::Other;
            }
        }
        self.take(id, Field::CustomerId);
        self.take(who, Field::Customer);
        if let Some(email) = table.pick(&[M::Email]) {
            self.take(Some(email), Field::Email);
        }
        if let Some(person) = person.filter(|&i| Some(i) != who) {
            self.take(Some(person), Field::Person);
        }
        if self.assigned(Field::Person).is_none() {
            self.person = [first, last];
            for column in [first, last].into_iter().flatten() {
                self.take(Some(column), Field::Person);
            }
        }
    }

    fn assign_days(&mut self) {
        let table = self.table;
        let pick = |meanings: &[M]| {
            let mut found = None;
            // A date with words that say nothing known comes after those that are wholly understood; when it left the shop,
            // or a date of something else, is the last choice.
            let is_weak = |meaning: &&M| matches!(meaning, M::ShipDate | M::OtherDate);
            let strong = || meanings.iter().filter(|meaning| !is_weak(meaning));
            let known = strong().map(|meaning| (meaning, true));
            let others = strong().chain(meanings.iter().filter(is_weak)).map(|meaning| (meaning, false));
            for (meaning, is_known) in known.chain(others) {
                let of_meaning = table
                    .all(*meaning)
                    .filter(|&i| table.list[i].style.is_some() && (!is_known || table.list[i].n_unknown == 0));
                let best = of_meaning.min_by_key(|&i| {
                    (table.list[i].profile.n * 2 < table.body.n_data_rows(), table.list[i].n_unknown, i)
                });
                if best.is_some_and(|i| table.list[i].profile.n * 3 >= table.body.n_data_rows()) {
                    return best;
                }
                found = found.or(best);
            }
            found
        };
        let happened: &[M] = match (self.kind, self.form) {
            (Kind::Orders, Some(Form::InvoiceLines)) => &[M::InvoiceDate, M::Date, M::OrderDate, M::CreatedDate],
            (Kind::Orders, _) => {
                &[M::OrderDate, M::Date, M::CreatedDate, M::InvoiceDate, M::SentDate, M::ShipDate, M::OtherDate]
            }
            (Kind::Payments, Some(Form::Receipts)) => {
                &[M::PaidDate, M::Date, M::CreatedDate, M::InvoiceDate, M::OtherDate]
            }
            (Kind::Payments, _) => &[M::InvoiceDate, M::Date, M::CreatedDate, M::OrderDate],
            (Kind::Emails, Some(Form::Events)) => &[M::Date, M::SentDate, M::CreatedDate, M::OtherDate],
            (Kind::Emails, _) => &[M::SentDate, M::Date, M::CreatedDate, M::ShipDate, M::OtherDate],
            (Kind::Rejections, _) => &[M::RejectDate, M::Date, M::CreatedDate, M::OrderDate, M::OtherDate],
            (Kind::Quotes, _) => &[M::QuoteDate, M::CreatedDate, M::SentDate, M::Date, M::OtherDate],
            (Kind::Customers, _) => &[],
            _ => &[M::Date, M::CreatedDate, M::SentDate, M::OrderDate, M::OtherDate],
        };
        let is_invoices = self.kind == Kind::Payments && self.form != Some(Form::Receipts);
        let day = pick(happened);
        self.take(day, if is_invoices { Field::IssuedOn } else { Field::HappenedOn });
        if is_invoices || self.form == Some(Form::InvoiceLines) {
            self.take(pick(&[M::DueDate]), Field::DueOn);
        }
        if is_invoices && self.form != Some(Form::Ledger) {
            self.take(pick(&[M::PaidDate]), Field::PaidOn);
        }
        if self.kind == Kind::Customers {
            self.take(pick(&[M::CustomerSince]), Field::CustomerSince);
        }
    }

    fn assign_rest(&mut self) {
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
        let wanted: &[(F, &[M])] = match self.kind {
            Kind::Orders => &[
                (F::OrderNumber, &[M::OrderNumber]),
                (F::InvoiceNumber, &[M::InvoiceNumber]),
                (F::Parts, &[M::Quantity]),
                (F::Process, &[M::Process]),
                (F::Finish, &[M::Finish]),
                (F::Supplier, &[M::Supplier]),
                (F::EndCustomer, &[M::EndCustomer]),
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
        };
        for (field, meanings) in wanted {
            if self.assigned(*field).is_none() {
                let free: Vec<M> = meanings.to_vec();
                let pick =
                    free.iter().find_map(|&meaning| table.pick(&[meaning]).filter(|&i| self.fields[i].0.is_none()));
                self.take(pick, *field);
            }
        }
        self.assign_area();
        self.assign_delivery();
        // What recipients did is known by the cells, whatever the heading is.
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
        if self.kind == Kind::Payments && self.assigned(F::Memo).is_none() {
            self.assign_reference();
        }
        if self.kind == Kind::Rejections && self.assigned(F::RejectedParts).is_none() {
            let parts = self.assigned(F::Parts).or_else(|| table.pick(&[M::Quantity]));
            if let Some(parts) = parts {
                self.fields[parts] = (Some(F::RejectedParts), "heading");
            }
        }
    }

    /// The column that says whether somebody was met at a show.
    fn met_column(&self) -> Option<usize> {
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

    /// Columns that are filled for those who must not be written to.
    fn assign_consent(&mut self) {
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
    fn assign_reference(&mut self) {
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
        ];
        let is_free = |i: &usize| self.fields[*i].0.is_none() && self.number != Some(*i);
        let heads = |i: &usize| says.contains(&plain(&table.body.headers[*i]).as_str());
        let text = || table.pick(&[M::Text]).filter(is_free);
        let memo = (0..table.list.len()).filter(is_free).find(heads).or_else(text);
        self.take(memo, Field::Memo);
    }

    /// The owner's own choice of columns: field to heading, or to "-" for none. A heading that is not there any more is said
    /// loudly, and the column is looked for as in any other file.
    fn assign_answers(&mut self) {
        for (name, header) in self.answers {
            let Some(field) = Field::parse(name) else { continue };
            let wanted = plain(header);
            let headers = &self.table.body.headers;
            let exact = headers.iter().position(|h| h == header);
            let found = exact.or_else(|| headers.iter().position(|h| !wanted.is_empty() && plain(h) == wanted));
            if found.is_none() && header != "-" {
                self.warnings.push(format!(
                    "The column {header}, which you chose for {}, is not in this file. Choose another one, or export it again with that column",
                    field.title().to_lowercase()
                ));
                continue;
            }
            if let Some(old) = self.assigned(field) {
                self.fields[old] = (None, SAID);
            }
            let is_number =
                matches!(field, Field::OrderNumber | Field::InvoiceNumber | Field::QuoteNumber | Field::PaymentNumber);
            if is_number {
                self.number = found;
            }
            if let Some(i) = found {
                if field == Field::Amount {
                    self.amount = Amount::Column { column: i, is_repeated: self.is_repeated(i) };
                }
                self.fields[i] = (Some(field), SAID);
            }
        }
    }

    fn is_repeated(&self, column: usize) -> bool {
        let body = &self.table.body;
        self.number.is_some_and(|number| body.is_repeated(column, number) || body.is_total_first(column, number))
    }

    fn choose_amount(&mut self) {
        let table = self.table;
        if self.amount != Amount::None || self.answers.get("amount").is_some_and(|header| header == "-") {
            return;
        }
        let said: Vec<usize> = (0..self.fields.len()).filter(|&i| self.is_said(i)).collect();
        let total = |meanings: &[M]| table.pick(meanings).filter(|i| !said.contains(i));
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
        // "Price" alone is the price of the job; only what says "each" is the price of a part.
        let is_priced = matches!(self.kind, Kind::Orders | Kind::Quotes);
        if let Some(column) = total(&[M::Price]).filter(|_| is_priced) {
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

    /// Double-entry books write every sum twice: only the account of what customers owe says who owes and who paid.
    fn check_journal(&mut self) {
        let (Amount::DebitCredit { debit, credit }, table) = (&self.amount, self.table) else { return };
        let sum = |column: usize| -> i128 {
            table
                .body
                .data_rows()
                .filter_map(|(_, cells)| super::values::any_amount(cells.get(column)))
                .map(i128::from)
                .sum()
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
                    .filter(|(_, cells)| is_receivable(&super::cells::text(cells.get(account))))
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

    /// One of each group must be there, or the kind's questions cannot be answered.
    fn check(&mut self) {
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
}
