//! What the headings and cells of a table tell of it: the meaning of each column by itself, and facts of all of them.

use super::answers::Answers;
use super::assign::Assignment;
use super::documents::{Document, Fate, document, is_mail_event, is_method};
use super::headings::{Meaning as M, meaning_and_rest, plain};
use super::layout::{Body, Groups};
use super::profile::Profile;
use super::recognize::{Recognition, Unrecognised};
use super::values::DateStyle;
use crate::model::{Field, Kind};

/// All columns of a table, with what is known of them together.
pub struct Columns<'a> {
    pub body: &'a Body,
    /// Title lines and the name of the file, in plain words.
    pub hints: String,
    pub list: Vec<Column>,
    /// Documents named in the type column, where there is one.
    pub documents: Option<(usize, Vec<Option<Document>>)>,
}

impl<'a> Columns<'a> {
    pub fn of(body: &'a Body, hints: &str) -> Self {
        let shared = shared_start(&body.headers);
        let hints = format!(" {} ", plain(hints));
        let read = |i: usize| {
            let header = body.headers[i].get(shared..).unwrap_or_default();
            // "Order Reference/Customer" beside "Order Reference": the customer of the order.
            let is_path = |(path, _): &(&str, &str)| body.headers.iter().any(|other| other == path);
            let header = header.rsplit_once('/').filter(is_path).map_or(header, |(_, last)| last);
            let (meaning, n_unknown) = meaning_and_rest(header);
            (meaning, n_unknown, Profile::of(body.data_rows().map(|(_, cells)| cells.get(i))))
        };
        let read: Vec<(M, usize, Profile)> = (0..body.headers.len()).map(read).collect();
        // Days without their year are read only where no others are.
        let has_days = read.iter().any(|(meaning, _, profile)| profile.date_style(meaning.is_day()).is_some());
        let year = if has_days { None } else { year_of(&hints) };
        let columns: Vec<Column> = read
            .into_iter()
            .map(|(meaning, n_unknown, profile)| Column::new(meaning, n_unknown, profile, year))
            .collect();
        let mut table = Self { body, hints, list: columns, documents: None };
        table.settle_names();
        table.documents = table.find_documents();
        table
    }

    pub fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| {
            // "Albaranes" are albaran.
            super::documents::contains(&self.hints, word)
                || word.len() >= 6 && !word.contains(' ') && self.hints.split(' ').any(|hint| hint.starts_with(word))
        })
    }

    /// Whether a filled column has one of these headings.
    pub fn heads(&self, headings: &[&str]) -> bool {
        let is = |i: usize| self.list[i].profile.n > 0 && headings.contains(&plain(&self.body.headers[i]).as_str());
        (0..self.list.len()).any(is)
    }

    pub fn all(&self, meaning: M) -> impl Iterator<Item = usize> + '_ {
        (0..self.list.len()).filter(move |&i| self.list[i].meaning == meaning)
    }

    /// A column of one of these meanings, the first meaning first; among equals the one whose heading says least else, then
    /// the one with most cells. A column that is hardly filled gives way to the next meaning.
    pub fn pick(&self, meanings: &[M]) -> Option<usize> {
        let most = meanings.iter().flat_map(|&m| self.all(m)).map(|i| self.list[i].profile.n).max()?;
        meanings.iter().find_map(|&meaning| {
            self.all(meaning)
                .filter(|&i| self.list[i].profile.n * 4 >= most)
                .min_by_key(|&i| (self.list[i].n_unknown, self.list[i].profile.n * 2 < most, i))
        })
    }

    /// A column of document numbers; of several that only say "number", the one with most different ones.
    pub fn pick_number(&self, meanings: &[M]) -> Option<usize> {
        let picked = self.pick(meanings)?;
        if self.list[picked].meaning != M::Number {
            // The number of a delivery note, in some rows, beside the number of each row.
            let n_rows = self.body.n_data_rows();
            let is_whole = |i: &usize| self.list[*i].profile.n == n_rows && self.list[*i].profile.n_distinct == n_rows;
            let is_partial = self.list[picked].profile.n * 20 < n_rows * 19;
            if is_partial && let Some(whole) = self.all(M::Number).find(is_whole) {
                return Some(whole);
            }
            // What people write on papers is the number; the id is the system's own.
            let is_id = |i: usize| plain(&self.body.headers[i]).ends_with(" id");
            let is_number = |i: &usize| !is_id(*i) && self.list[*i].profile.n >= self.list[picked].profile.n;
            return self.all(self.list[picked].meaning).find(is_number).filter(|_| is_id(picked)).or(Some(picked));
        }
        // The first column that has nearly as many different ones as any.
        let most = self.all(M::Number).map(|i| self.list[i].profile.n_distinct).max()?;
        self.all(M::Number).find(|&i| self.list[i].profile.n_distinct * 10 >= most * 8)
    }

    /// The number of a payment, where rows of one number are one payment: of one customer, on one day. "ACH" is none.
    pub fn payment_number(&self) -> Option<usize> {
        let number = self.pick(&[M::PaymentNumber]).filter(|&i| self.list[i].profile.n > 0)?;
        let same = [M::Company, M::Customer, M::Name, M::PaidDate, M::Date, M::CreatedDate];
        let others: Vec<usize> = same.iter().filter_map(|&meaning| self.pick(&[meaning])).collect();
        self.body.is_document(number, &others).then_some(number)
    }

    pub fn has(&self, meaning: M) -> bool {
        self.all(meaning).any(|i| self.list[i].profile.n > 0)
    }

    pub fn any(&self, meanings: &[M]) -> bool {
        meanings.iter().any(|&meaning| self.has(meaning))
    }

    /// "Name" alone is what its cells say: a number, an address, a customer.
    pub fn settle_names(&mut self) {
        let n_rows = self.body.n_data_rows();
        let is_of_mailings = self.any(&[M::Opens, M::Clicks]);
        for column in &mut self.list {
            let p = &column.profile;
            column.meaning = match column.meaning {
                M::Name | M::Customer | M::Company | M::Recipients | M::Person if p.is_email() => M::Email,
                M::Name if p.is_document_number() => M::Number,
                M::Customer if p.is_number() => M::CustomerId,
                // "Recipients" of a campaign: how many.
                M::Person if p.is_number() && is_of_mailings => M::Recipients,
                M::Unknown | M::Other if p.is_email() && p.n * 2 >= n_rows => M::Email,
                M::Other | M::Unknown if p.is_url() => M::Url,
                other => other,
            };
        }
        // "Compte client" beside a name is its number.
        if self.any(&[M::Company, M::Name]) {
            for column in self.list.iter_mut().filter(|column| column.meaning == M::Customer) {
                if column.profile.is_document_number() && !column.profile.is_email() {
                    column.meaning = M::CustomerId;
                }
            }
        }
        // A few numbers that many customers share are of something else: accounts of the books.
        let most_names = [M::Customer, M::Company, M::Name, M::Person]
            .iter()
            .flat_map(|&meaning| self.all(meaning))
            .map(|i| self.list[i].profile.n_distinct)
            .max();
        for column in self.list.iter_mut().filter(|column| column.meaning == M::CustomerId) {
            let n = column.profile.n_distinct;
            if (1..=3).contains(&n) && most_names.is_some_and(|names| names >= 4 * n) {
                column.meaning = M::Other;
            }
        }
        // "Account" beside a name is the customer's number, where its cells are short codes.
        let names_somebody = self.any(&[M::Customer, M::Company, M::Name])
            && self.any(&[M::OrderNumber, M::InvoiceNumber])
            && !self.has(M::CustomerId);
        for column in self.list.iter_mut().filter(|column| column.meaning == M::Account && names_somebody) {
            if column.profile.is_document_number() {
                column.meaning = M::CustomerId;
            }
        }
        // A column without a heading beside the customer's number holds the name.
        for i in 1..self.list.len() {
            let is_bare = self.body.headers[i].trim().is_empty() && self.list[i].profile.is_words();
            let is_id = match self.list[i - 1].meaning {
                M::CustomerId => true,
                M::Account => self.list[i - 1].profile.is_number(),
                _ => false,
            };
            if is_bare && is_id && !self.any(&[M::Company, M::Customer]) {
                (self.list[i - 1].meaning, self.list[i].meaning) = (M::CustomerId, M::Customer);
            }
        }
        // In a list of debtors, the account is the customer's, and what stands beside it is the name.
        let is_of_debtors = self.says(&[
            "debitoren",
            "debitor",
            "debtors",
            "customers",
            "customer",
            "clients",
            "clienti",
            "clientes",
            "kunden",
            "receivable",
            "receivables",
        ]);
        if is_of_debtors
            && !self.any(&[M::Company, M::Customer, M::Name, M::CustomerId, M::Person])
            && let Some(account) =
                (0..self.list.len()).find(|&i| self.list[i].meaning == M::Account && self.list[i].profile.is_number())
            && self.list.get(account + 1).is_some_and(|next| {
                matches!(next.meaning, M::Description | M::Unknown | M::Other) && next.profile.is_words()
            })
        {
            self.list[account].meaning = M::CustomerId;
            self.list[account + 1].meaning = M::Customer;
        }
        // Of two columns of addresses, the one that is nearly always the same is the shop's own.
        let most = self.all(M::Email).map(|i| self.list[i].profile.n_distinct).max().unwrap_or(0);
        for column in self.list.iter_mut().filter(|column| column.meaning == M::Email) {
            let is_one_of_all = column.profile.n_distinct == 1 && column.profile.n >= 10;
            if column.profile.n * 2 >= n_rows && (column.profile.n_distinct * 2 < most || is_one_of_all) {
                column.meaning = M::Other;
            }
        }
        self.settle_numbers();
        self.settle_parts();
    }

    /// "WO-00012" in a column of numbers is an order's, "INV-2030" an invoice's, "Q-118" a quote's.
    fn settle_numbers(&mut self) {
        const PREFIXES: [(M, &[&str]); 3] = [
            (M::OrderNumber, &["wo", "so", "job", "ord", "ab", "cmd", "ped"]),
            (M::InvoiceNumber, &["inv", "re", "rg", "fv", "fac", "fa", "ft", "sinv", "psi"]),
            (M::QuoteNumber, &["q", "qt", "qu", "quo", "est", "ang", "dev", "sq"]),
        ];
        if self.any(&[M::OrderNumber, M::InvoiceNumber, M::QuoteNumber]) {
            return;
        }
        let starts = |text: &str, prefixes: &[&str]| {
            let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
            prefixes.contains(&letters.to_lowercase().as_str()) && text.bytes().any(|byte| byte.is_ascii_digit())
        };
        let numbers: Vec<usize> = self.all(M::Number).collect();
        for i in numbers {
            let of = PREFIXES.iter().find(|(_, prefixes)| self.share(i, |text| starts(text.trim(), prefixes)) > 0.9);
            if let Some((meaning, _)) = of {
                self.list[i].meaning = *meaning;
            }
        }
    }

    /// Which column counts the parts: "Piece" beside "Quantity" says which part it is, and what was shipped stands in for what was
    /// ordered.
    fn settle_parts(&mut self) {
        const ONE_PART: [&str; 7] = ["piece", "part", "teil", "teile", "pieza", "pezzo", "peca"];
        const SHIPPED: [&str; 12] = [
            "shipped",
            "ship",
            "delivered",
            "geliefert",
            "gelieferte",
            "versandt",
            "livree",
            "livrees",
            "entregada",
            "enviada",
            "consegnata",
            "geleverd",
        ];
        let words = |i: usize| plain(&self.body.headers[i]);
        let parts: Vec<usize> = self.all(M::Quantity).filter(|&i| self.list[i].profile.is_number()).collect();
        let (which, how_many): (Vec<usize>, Vec<usize>) =
            parts.into_iter().partition(|&i| ONE_PART.contains(&words(i).as_str()));
        if !how_many.is_empty() {
            for i in which {
                self.list[i].meaning = M::Item;
            }
            return;
        }
        if self.has(M::Quantity) {
            return;
        }
        let is_of_parts = |i: &usize| {
            let words = words(*i);
            let without: Vec<&str> = words.split(' ').filter(|word| !SHIPPED.contains(word)).collect();
            self.list[*i].profile.is_number()
                && (words == "items"
                    || without.join(" ") != words && meaning_and_rest(&without.join(" ")).0 == M::Quantity)
        };
        if let Some(i) = (0..self.list.len()).find(is_of_parts) {
            self.list[i].meaning = M::Quantity;
        }
    }

    /// The column whose cells are kinds of documents.
    pub fn find_documents(&self) -> Option<(usize, Vec<Option<Document>>)> {
        let mut candidates: Vec<usize> = self.all(M::Type).chain(self.all(M::DebitOrCredit)).collect();
        candidates.extend(self.all(M::MailEvent));
        candidates.extend(self.all(M::Number).filter(|&i| self.list[i].profile.is_words()));
        candidates.extend(self.all(M::Unknown).chain(self.all(M::Network)));
        if !(self.has(M::Debit) && self.has(M::Credit)) {
            candidates.extend(self.all(M::Description).chain(self.all(M::Memo)));
        }
        candidates.into_iter().find_map(|i| {
            let p = &self.list[i].profile;
            let is_type = self.list[i].meaning == M::Type;
            // "Rechnung" is a way to pay too, but not beside a credit note.
            let is_paid_by = self.share(i, is_method) > 0.8;
            if is_paid_by && self.share(i, |text| document(text) == Some(Document::CreditNote)) == 0.0 {
                return None;
            }
            if p.n * 2 < self.body.n_data_rows()
                || p.n_distinct > if is_type { 25 } else { 12 }
                || !(p.is_words() || is_type)
            {
                return None;
            }
            let documents: Vec<Option<Document>> = self
                .body
                .data_rows()
                .filter(|(_, cells)| !cells.get(i).is_empty())
                .map(|(_, cells)| document(&super::cells::text(cells.get(i))))
                .collect();
            // "Inv 5200", "Inv 5188" and nothing else: what the payments of a bank's list pay, not what the rows are.
            let names_invoices = !is_type
                && documents.iter().flatten().all(|known| *known == Document::Invoice)
                && self.share(i, |text| text.bytes().filter(u8::is_ascii_digit).count() >= 3) > 0.5;
            if names_invoices {
                return None;
            }
            // A remark that speaks of a quote makes none of a visit.
            let is_remark = matches!(self.list[i].meaning, M::Description | M::Memo);
            if is_remark && documents.iter().flatten().all(|known| matches!(known, Document::Quote | Document::Order)) {
                return None;
            }
            let n_known = documents.iter().filter(|known| known.is_some()).count();
            let least = if is_type { 6 } else { 8 };
            // "SETTLEMENT, PAYOUT, REFUND": what moves money elsewhere or back tells the others for what they are.
            let moves = [Document::Transfer, Document::Refund];
            let is_of_payments = is_type
                && p.n_distinct <= 6
                && documents.iter().flatten().all(|known| moves.contains(known))
                && documents.iter().flatten().count() > 0;
            (n_known * 10 >= documents.len() * least || is_of_payments).then_some((i, documents))
        })
    }

    pub fn n_documents(&self, wanted: &[Document]) -> usize {
        self.documents.as_ref().map_or(0, |(_, all)| all.iter().flatten().filter(|d| wanted.contains(d)).count())
    }

    /// Whether the rows are what a card terminal took: there a purchase is what a customer paid.
    pub fn is_of_cards(&self) -> bool {
        self.has(M::Method) && !self.any(&[M::InvoiceNumber, M::InvoiceDate, M::DueDate, M::Supplier])
    }

    /// The share of a column's cells that are words of a list.
    pub fn share(&self, column: usize, is_one: impl Fn(&str) -> bool) -> f64 {
        let cells = self.body.data_rows().map(|(_, cells)| cells.get(column)).filter(|cell| !cell.is_empty());
        let (mut n, mut n_fitting) = (0_usize, 0_usize);
        for cell in cells.take(500) {
            n += 1;
            n_fitting += usize::from(is_one(&super::cells::text(cell)));
        }
        n_fitting as f64 / n.max(1) as f64
    }

    /// The column that says what a recipient did, known by its cells, whatever its heading is.
    pub fn mail_event_column(&self) -> Option<usize> {
        let meanings = [M::MailEvent, M::Type, M::Status, M::Unknown, M::Text];
        // The status of a lead or a task may be "open" too.
        let is_more_than_open =
            |i: usize| self.list[i].meaning != M::Status || self.share(i, |text| plain(text) != "open") > 0.1;
        let is_one =
            |i: &usize| self.list[*i].profile.n > 0 && self.share(*i, is_mail_event) > 0.8 && is_more_than_open(*i);
        meanings.into_iter().find_map(|meaning| self.all(meaning).find(is_one))
    }

    /// Whether the customer stands only in the first row of a block: in many rows no column names one.
    pub fn is_who_once(&self, fields: &[(Option<Field>, &'static str)]) -> bool {
        let who: Vec<usize> = (0..fields.len())
            .filter(|&i| {
                matches!(fields[i].0, Some(Field::Customer | Field::CustomerId | Field::Email | Field::Person))
            })
            .collect();
        let named = |cells: super::cells::Cells<'_>| who.iter().any(|&i| !cells.get(i).is_empty());
        let n = self.body.n_data_rows();
        let n_blank = self.body.data_rows().filter(|(_, cells)| !named(*cells)).count();
        !who.is_empty()
            && n_blank * 10 >= n * 3
            && n_blank < n
            && self.body.data_rows().next().is_some_and(|(_, cells)| named(cells))
    }

    /// Whether the day stands only in the first row of a block whose rows each name their customer.
    pub fn is_day_once(&self, fields: &[(Option<Field>, &'static str)]) -> bool {
        let place =
            |wanted: &[Field]| fields.iter().position(|(field, _)| field.is_some_and(|field| wanted.contains(&field)));
        let (Some(day), Some(who)) = (place(&[Field::HappenedOn, Field::IssuedOn]), place(&[Field::Customer])) else {
            return false;
        };
        let rows = || self.body.data_rows().filter(|(_, cells)| !cells.get(who).is_empty());
        let n = rows().count();
        let n_blank = rows().filter(|(_, cells)| cells.get(day).is_empty()).count();
        n_blank * 10 >= n * 3 && n_blank < n && rows().next().is_some_and(|(_, cells)| !cells.get(day).is_empty())
    }

    /// Whether a column says yes or no.
    pub fn is_flag(&self, column: usize) -> bool {
        self.list[column].profile.n > 0 && self.share(column, |text| super::documents::as_flag(text).is_some()) > 0.95
    }

    /// "Void order: True" says of each row whether it counts.
    pub fn ended_column(&self) -> Option<(usize, Fate)> {
        let column = self.all(M::Status).filter(|&i| self.is_flag(i)).find(|&i| {
            let words = plain(&self.body.headers[i]);
            ["void", "cancel", "storn", "annul", "anulad"].iter().any(|word| words.contains(word))
        })?;
        let fate = if plain(&self.body.headers[column]).contains("void") { Fate::Void } else { Fate::Cancelled };
        Some((column, fate))
    }

    /// Whether a row with the number of the row above leaves out its day or its customer.
    pub fn leaves_out(&self, fields: &[(Option<Field>, &'static str)], number: Option<usize>) -> bool {
        let Some(number) = number else { return false };
        let is_kept = |field: Option<Field>| {
            matches!(
                field,
                Some(
                    Field::Customer
                        | Field::CustomerId
                        | Field::Email
                        | Field::Person
                        | Field::HappenedOn
                        | Field::IssuedOn
                )
            )
        };
        let kept: Vec<usize> = (0..fields.len()).filter(|&i| is_kept(fields[i].0)).collect();
        let mut before: Option<super::cells::Cells<'_>> = None;
        self.body.data_rows().any(|(_, cells)| {
            let is_further = before.is_some_and(|before| {
                before.get(number) == cells.get(number)
                    && kept.iter().any(|&i| cells.get(i).is_empty() && !before.get(i).is_empty())
            });
            before = Some(cells);
            is_further
        })
    }

    pub fn is_nothing_needed(&self) -> Option<String> {
        let labels = self
            .body
            .all_rows()
            .take(200)
            .filter_map(|(_, cells)| {
                cells.iter().find(|cell| !cell.is_empty()).map(|cell| plain(&super::cells::text(cell)))
            })
            .collect();
        let known = self.list.iter().any(|column| column.style.is_some() && column.profile.n > 0);
        let is_of_documents = self.any(&[M::Quantity, M::OrderNumber, M::InvoiceNumber, M::DueDate, M::PaymentNumber]);
        let has_customer = self.any(&[M::Company, M::Customer, M::CustomerId, M::Email])
            || self.body.groups == Groups::Customer && known
            || is_of_documents && self.any(&[M::Name, M::Person, M::FirstName]);
        let is_of_suppliers = self.n_documents(&[Document::Purchase]) * 10 > self.body.n_data_rows() * 8
            && !self.is_of_cards()
            || (self.has(M::Supplier) && !has_customer && !self.any(&[M::Quantity, M::OrderNumber]));
        let facts = super::refusals::Facts {
            hints: &self.hints,
            headings: self.body.headers.iter().map(|header| plain(header)).collect::<Vec<_>>().join(" | "),
            labels,
            has_customer,
            names_customer: self.any(&[M::Company, M::Customer, M::CustomerId, M::Email]),
            has_date: known,
            has_invoices: self.has(M::InvoiceNumber),
            has_both_sides: self.all(M::Debit).next().is_some() && self.all(M::Credit).next().is_some(),
            is_of_suppliers,
            is_aged: self.all(M::AgeBucket).count() >= 2,
        };
        facts.refusal()
    }

    /// Understands the table as a kind; or says which column is missing.
    pub fn as_kind(&self, kind: Kind, answers: &Answers) -> Result<Recognition, Unrecognised> {
        Assignment::new(self, kind, answers).finish()
    }
}

impl Column {
    /// `year` is the one that the titles name, for days that are written without theirs.
    pub fn new(meaning: M, n_unknown: usize, profile: Profile, year: Option<i32>) -> Self {
        let says_date =
            meaning.is_day() || matches!(meaning, M::ShipDate | M::CancelledDate | M::OtherDate | M::CustomerSince);
        let of_year = || year.filter(|_| says_date && profile.is_without_year()).map(DateStyle::OfYear);
        let style = profile.date_style(says_date).or_else(of_year);
        let is_blank = profile.n == 0;
        let is_number = profile.is_number();
        let mut why = "heading";
        let settled = match meaning {
            _ if is_blank => meaning,
            M::PaidDate | M::CreatedDate if style.is_none() && is_number => M::PaidAmount,
            M::DueDate if style.is_none() && is_number => M::Balance,
            M::SentDate if style.is_none() && is_number => M::Recipients,
            M::CancelledDate if style.is_none() => M::Status,
            M::Date | M::ShipDate | M::OrderDate if style.is_none() => M::Other,
            _ if says_date && style.is_none() => M::Other,
            M::OrderNumber | M::QuoteNumber | M::InvoiceNumber | M::Number if style.is_some() => match meaning {
                M::OrderNumber => M::OrderDate,
                M::QuoteNumber => M::QuoteDate,
                M::InvoiceNumber => M::InvoiceDate,
                _ => M::Date,
            },
            // "In", "Out", "Opened", "Processed": what cells of dates say.
            M::Other | M::Unknown | M::Opens | M::Clicks | M::Status if style.is_some() => M::OtherDate,
            M::Total
            | M::Amount
            | M::Gross
            | M::Net
            | M::LineAmount
            | M::SubTotal
            | M::Balance
            | M::BareBalance
            | M::PaidAmount
            | M::UnitPrice
            | M::Price
            | M::Debit
            | M::Credit
            | M::Refunded
            | M::Fee
                if !is_number =>
            {
                if style.is_some() {
                    M::OtherDate
                } else {
                    M::Other
                }
            }
            M::Quantity | M::RejectedQuantity | M::Visits | M::Recipients if !is_number && !profile.is_email() => {
                if meaning == M::Quantity && profile.is_words() {
                    M::Item
                } else {
                    M::Other
                }
            }
            M::Email if !profile.is_email() => M::Other,
            // "Job title" has a word of an order and is none.
            M::OrderNumber | M::InvoiceNumber | M::QuoteNumber if n_unknown > 0 && !profile.is_document_number() => {
                M::Other
            }
            // "Quoted", "Invoiced": what was quoted or invoiced, in money.
            M::QuoteNumber | M::InvoiceNumber if profile.is_cents() && style.is_none() => M::Amount,
            // "Invoiced: yes".
            M::OrderNumber | M::InvoiceNumber if profile.n_distinct <= 2 && profile.n >= 6 => M::Other,
            M::Item | M::Description | M::Process if is_number && !profile.is_words() => M::Other,
            other => other,
        };
        if settled != meaning || style.is_some() || meaning == M::Email {
            why = "heading, values";
        }
        Self { meaning: settled, n_unknown, profile, style, why }
    }
}

/// A column as its heading and its cells tell.
pub struct Column {
    pub meaning: M,
    /// Words of the heading that say nothing known.
    pub n_unknown: usize,
    pub profile: Profile,
    pub style: Option<DateStyle>,
    pub why: &'static str,
}

/// The only year that titles and names speak of.
fn year_of(hints: &str) -> Option<i32> {
    let is_year = |year: &i32| (2000..2100).contains(year);
    let mut years =
        hints.split(' ').filter(|word| word.len() == 4).filter_map(|word| word.parse().ok()).filter(is_year);
    let year = years.next()?;
    years.all(|other| other == year).then_some(year)
}

/// How many bytes all headings begin with: "Deal - Title", "Deal - Value".
fn shared_start(headers: &[String]) -> usize {
    let named: Vec<&str> = headers.iter().map(String::as_str).filter(|header| !header.is_empty()).collect();
    let Some(first) = named.first().filter(|_| named.len() >= 3) else { return 0 };
    let ends = [" - ", ": ", ".", "/"].iter().filter_map(|mark| first.find(mark).map(|at| at + mark.len()));
    ends.filter(|&end| named.iter().all(|header| header.get(..end) == first.get(..end))).max().unwrap_or(0)
}
