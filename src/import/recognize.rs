//! Which table this is, and which column means what, and why: from the headings and from what the cells look like.
//!
//! Every heading and every column of cells speaks for some kinds of export. The kind that most speaks for is taken if it
//! has the columns that its questions need; otherwise the answer says which one is missing.

use std::collections::BTreeMap;

use super::documents::{Document, Fate, document, fate, is_mail_event, is_method};
use super::headings::{Meaning as M, meaning_and_rest, plain};
use super::layout::{Body, Groups};
use super::profile::Profile;
use super::values::DateStyle;
use crate::model::schema::FieldType;
use crate::model::{Field, Form, Kind};

/// What a table was understood as.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognition {
    /// What the file is.
    pub kind: Kind,
    /// A second table that the same rows give.
    pub also: Option<Kind>,
    /// The shape of its rows.
    pub form: Option<Form>,
    /// The meaning of each column, and why; `None` for columns that are not kept.
    pub columns: Vec<(Option<Field>, &'static str)>,
    /// How the dates of each column are written.
    pub date_styles: Vec<DateStyle>,
    /// Whether each column holds dates.
    pub is_day: Vec<bool>,
    /// Where the main amount stands.
    pub amount: Amount,
    /// Columns of first and last names.
    pub person: [Option<usize>; 2],
    /// The column that says what kind of document a row is.
    pub document_column: Option<usize>,
    /// The column that says what became of it.
    pub status_column: Option<usize>,
    /// A column of yes and no that says whether the document was voided or cancelled.
    pub ended_column: Option<(usize, Fate)>,
    /// Cells that hold ditto marks say what the cell above says.
    pub has_dittos: bool,
    /// Lone lines above the rows name the customer.
    pub groups: Groups,
    /// The column whose values make rows one document.
    pub number_column: Option<usize>,
    /// Columns of numbers, which show the decimal mark.
    pub number_columns: Vec<usize>,
    /// What the owner should know of the columns.
    pub warnings: Vec<String>,
    /// The customer stands only in the first row of a block.
    pub is_who_once: bool,
    /// Rows leave out what the rows above them say.
    pub looks_up: bool,
    /// In double-entry books, the column of the account; only what customers owe is looked at.
    pub account_column: Option<usize>,
}

/// Whether an account of the books is what customers owe.
pub fn is_receivable(account: &str) -> bool {
    let words = plain(account);
    let is_chart =
        |start: &str| words.len() >= 3 && words.starts_with(start) && words.bytes().all(|b| b.is_ascii_digit());
    [
        "receivable",
        "receivables",
        "debitoren",
        "forderungen",
        "clients",
        "clienti",
        "clientes",
        "trade debtors",
        "debtors control",
    ]
    .iter()
    .any(|word| super::documents::contains(&words, word))
        || is_chart("411")
        || is_chart("430")
}

/// Where the main amount stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Nowhere.
    None,
    /// In one column; `is_repeated` where each row of a document repeats its total.
    Column { column: usize, is_repeated: bool },
    /// In several columns of which a row fills one: how old it is.
    Sum(Vec<usize>),
    /// In two columns: what was invoiced and what was paid.
    DebitCredit { debit: usize, credit: usize },
    /// In two columns: what came in, and what was given back.
    Difference { plus: usize, minus: usize },
    /// In one column, with another that says debit or credit.
    Marked { column: usize, mark: usize },
    /// Parts times price.
    Product { quantity: usize, price: usize },
}

/// Why a table cannot be used, with the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unrecognised {
    /// No heading says what it is.
    UnknownTable(String),
    /// It is known, but a column that the answers need is missing.
    MissingColumn(Kind, String),
    /// It is known, and nothing that Lotwise looks at.
    NotNeeded(String),
}

/// What the owner said of this file: field to value.
pub type Answers = BTreeMap<String, String>;

/// The fields without which a row of a kind is no row; blank cells in them leave the row out.
pub fn is_needed_in_each_row(kind: Kind, form: Option<Form>, field: Field) -> bool {
    match field {
        Field::HappenedOn => !matches!(kind, Kind::Customers),
        Field::RejectedParts => true,
        Field::Parts => kind == Kind::Orders && form == Some(Form::Orders),
        Field::IssuedOn => kind == Kind::Payments,
        Field::Amount => kind == Kind::Payments && form != Some(Form::InvoiceLines) && form != Some(Form::Ledger),
        _ => false,
    }
}

/// Why a column means what it means, where the owner said it.
const SAID: &str = "you said so";

/// A column as its heading and its cells tell.
struct Column {
    meaning: M,
    /// Words of the heading that say nothing known.
    n_unknown: usize,
    profile: Profile,
    style: Option<DateStyle>,
    why: &'static str,
}

/// Decides what the table is.
pub fn recognise(body: &Body, hints: &str, answers: &Answers) -> Result<Recognition, Unrecognised> {
    let table = Columns::of(body, hints);
    if let Some(name) = answers.get("kind").and_then(|value| Kind::parse(value)) {
        return table.as_kind(name, answers);
    }
    if let Some(refusal) = table.is_nothing_needed() {
        return Err(Unrecognised::NotNeeded(refusal));
    }
    let mut kinds = table.scores();
    kinds.retain(|(_, score)| *score >= 30);
    kinds.sort_by_key(|&(kind, score)| (std::cmp::Reverse(score), kind));
    let mut first_error = None;
    // What is far behind the first is no second choice but another table.
    let best = kinds.first().map_or(0, |(_, score)| *score);
    for (kind, _) in kinds.into_iter().filter(|(_, score)| score * 2 > best) {
        match table.as_kind(kind, answers) {
            Ok(recognition) => return Ok(recognition),
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    Err(first_error.unwrap_or_else(|| {
        if is_printed(&body.headers) {
            let text = "This looks like a printed report whose columns are set by spaces. Export the list as CSV or Excel instead of printing it";
            return Unrecognised::UnknownTable(text.to_owned());
        }
        Unrecognised::UnknownTable(format!(
            "No heading says what this list is{}. Its headings are: {}. Lotwise reads exports of orders, payments, customers, e-mail, \
             rejections, quotes, trade shows, web visits, social mentions and notes",
            if table.any(&[M::Company, M::Customer, M::Name, M::CustomerId, M::Email, M::Person]) { "" } else { ", and it names no customer" },
            listed(&body.headers)
        ))
    }))
}

struct Columns<'a> {
    body: &'a Body,
    /// Title lines and the name of the file, in plain words.
    hints: String,
    columns: Vec<Column>,
    /// Documents named in the type column, where there is one.
    documents: Option<(usize, Vec<Option<Document>>)>,
}

impl<'a> Columns<'a> {
    fn of(body: &'a Body, hints: &str) -> Self {
        let shared = shared_start(&body.headers);
        let columns: Vec<Column> = (0..body.headers.len())
            .map(|i| {
                let (meaning, n_unknown) = meaning_and_rest(body.headers[i].get(shared..).unwrap_or_default());
                let profile = Profile::of(body.data_rows().map(|(_, cells)| cells.get(i)));
                Column::new(meaning, n_unknown, profile)
            })
            .collect();
        let mut table = Self { body, hints: format!(" {} ", plain(hints)), columns, documents: None };
        table.settle_names();
        table.documents = table.find_documents();
        table
    }

    fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| super::documents::contains(&self.hints, word))
    }

    fn all(&self, meaning: M) -> impl Iterator<Item = usize> + '_ {
        (0..self.columns.len()).filter(move |&i| self.columns[i].meaning == meaning)
    }

    /// A column of one of these meanings, the first meaning first; among equals the one whose heading says least else, then
    /// the one with most cells. A column that is hardly filled gives way to the next meaning.
    fn pick(&self, meanings: &[M]) -> Option<usize> {
        let most = meanings.iter().flat_map(|&m| self.all(m)).map(|i| self.columns[i].profile.n).max()?;
        meanings.iter().find_map(|&meaning| {
            self.all(meaning)
                .filter(|&i| self.columns[i].profile.n * 4 >= most)
                .min_by_key(|&i| (self.columns[i].n_unknown, self.columns[i].profile.n * 2 < most, i))
        })
    }

    /// A column of document numbers; of several that only say "number", the one with most different ones.
    fn pick_number(&self, meanings: &[M]) -> Option<usize> {
        let picked = self.pick(meanings)?;
        if self.columns[picked].meaning != M::Number {
            return Some(picked);
        }
        self.all(M::Number).max_by_key(|&i| (self.columns[i].profile.n_distinct, std::cmp::Reverse(i)))
    }

    /// The number of a payment, where rows of one number are one payment: of one customer, on one day. "ACH" is none.
    fn payment_number(&self) -> Option<usize> {
        let number = self.pick(&[M::PaymentNumber]).filter(|&i| self.columns[i].profile.n > 0)?;
        let same = [M::Company, M::Customer, M::Name, M::PaidDate, M::Date, M::CreatedDate];
        let others: Vec<usize> = same.iter().filter_map(|&meaning| self.pick(&[meaning])).collect();
        self.body.is_document(number, &others).then_some(number)
    }

    fn has(&self, meaning: M) -> bool {
        self.all(meaning).any(|i| self.columns[i].profile.n > 0)
    }

    fn any(&self, meanings: &[M]) -> bool {
        meanings.iter().any(|&meaning| self.has(meaning))
    }

    /// "Name" alone is what its cells say: a number, an address, a customer.
    fn settle_names(&mut self) {
        let n_rows = self.body.n_data_rows();
        for column in &mut self.columns {
            let p = &column.profile;
            column.meaning = match column.meaning {
                M::Name | M::Customer | M::Company if p.is_email() => M::Email,
                M::Name if p.is_document_number() => M::Number,
                M::Customer if p.is_number() => M::CustomerId,
                M::Recipients if p.is_email() => M::Email,
                M::Person if p.is_email() => M::Email,
                M::Unknown | M::Other if p.is_email() && p.n * 2 >= n_rows => M::Email,
                M::Other | M::Unknown if p.is_url() => M::Url,
                other => other,
            };
        }
        // A column without a heading beside the customer's number holds the name.
        for i in 1..self.columns.len() {
            let is_bare = self.body.headers[i].trim().is_empty() && self.columns[i].profile.is_words();
            let is_id = match self.columns[i - 1].meaning {
                M::CustomerId => true,
                M::Account => self.columns[i - 1].profile.is_number(),
                _ => false,
            };
            if is_bare && is_id && !self.any(&[M::Company, M::Customer]) {
                (self.columns[i - 1].meaning, self.columns[i].meaning) = (M::CustomerId, M::Customer);
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
            && let Some(account) = (0..self.columns.len())
                .find(|&i| self.columns[i].meaning == M::Account && self.columns[i].profile.is_number())
            && self.columns.get(account + 1).is_some_and(|next| {
                matches!(next.meaning, M::Description | M::Unknown | M::Other) && next.profile.is_words()
            })
        {
            self.columns[account].meaning = M::CustomerId;
            self.columns[account + 1].meaning = M::Customer;
        }
        // Of two columns of addresses, the one that is nearly always the same is the shop's own.
        let most = self.all(M::Email).map(|i| self.columns[i].profile.n_distinct).max().unwrap_or(0);
        for column in self.columns.iter_mut().filter(|column| column.meaning == M::Email) {
            if column.profile.n_distinct * 2 < most && column.profile.n * 2 >= n_rows {
                column.meaning = M::Other;
            }
        }
        if !self.has(M::Quantity)
            && let Some(i) = (0..self.columns.len())
                .find(|&i| plain(&self.body.headers[i]) == "items" && self.columns[i].profile.is_number())
        {
            self.columns[i].meaning = M::Quantity;
        }
    }

    /// The column whose cells are kinds of documents.
    fn find_documents(&self) -> Option<(usize, Vec<Option<Document>>)> {
        let mut candidates: Vec<usize> = self.all(M::Type).chain(self.all(M::DebitOrCredit)).collect();
        candidates.extend(self.all(M::MailEvent));
        candidates.extend(self.all(M::Number).filter(|&i| self.columns[i].profile.is_words()));
        candidates.extend(self.all(M::Unknown));
        if !(self.has(M::Debit) && self.has(M::Credit)) {
            candidates.extend(self.all(M::Description).chain(self.all(M::Memo)));
        }
        candidates.into_iter().find_map(|i| {
            let p = &self.columns[i].profile;
            let is_type = self.columns[i].meaning == M::Type;
            if self.share(i, is_method) > 0.8 {
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
            let n_known = documents.iter().filter(|known| known.is_some()).count();
            let least = if is_type { 6 } else { 8 };
            (n_known * 10 >= documents.len() * least).then_some((i, documents))
        })
    }

    fn n_documents(&self, wanted: &[Document]) -> usize {
        self.documents.as_ref().map_or(0, |(_, all)| all.iter().flatten().filter(|d| wanted.contains(d)).count())
    }

    /// The share of a column's cells that are words of a list.
    fn share(&self, column: usize, is_one: impl Fn(&str) -> bool) -> f64 {
        let cells = self.body.data_rows().map(|(_, cells)| cells.get(column)).filter(|cell| !cell.is_empty());
        let (mut n, mut n_fitting) = (0_usize, 0_usize);
        for cell in cells.take(500) {
            n += 1;
            n_fitting += usize::from(is_one(&super::cells::text(cell)));
        }
        n_fitting as f64 / n.max(1) as f64
    }

    /// Whether the customer stands only in the first row of a block: in many rows no column names one.
    fn is_who_once(&self, fields: &[(Option<Field>, &'static str)]) -> bool {
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

    /// "Void order: True" says of each row whether it counts.
    fn ended_column(&self) -> Option<(usize, Fate)> {
        let is_flag = |i: &usize| {
            self.columns[*i].profile.n > 0 && self.share(*i, |text| super::documents::as_flag(text).is_some()) > 0.95
        };
        let column = self.all(M::Status).filter(is_flag).find(|&i| {
            let words = plain(&self.body.headers[i]);
            ["void", "cancel", "storn", "annul", "anulad"].iter().any(|word| words.contains(word))
        })?;
        let fate = if plain(&self.body.headers[column]).contains("void") { Fate::Void } else { Fate::Cancelled };
        Some((column, fate))
    }

    /// Whether a row with the number of the row above leaves out its day or its customer.
    fn leaves_out(&self, fields: &[(Option<Field>, &'static str)], number: Option<usize>) -> bool {
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

    /// What speaks for each kind, in tenths.
    fn scores(&self) -> Vec<(Kind, i32)> {
        let mut points: BTreeMap<Kind, i32> = BTreeMap::new();
        let mut speak = |kind: Kind, n: i32, is: bool| *points.entry(kind).or_default() += if is { n } else { 0 };
        let has = |meaning: M| self.has(meaning);
        let has_who = self.any(&[M::Company, M::Customer, M::Name, M::CustomerId, M::Email, M::Person, M::Account])
            || self.body.groups == Groups::Customer;
        let has_date = self.columns.iter().any(|column| column.style.is_some());
        let has_money = self.any(&[
            M::Total,
            M::Amount,
            M::Gross,
            M::Net,
            M::LineAmount,
            M::Balance,
            M::SubTotal,
            M::Debit,
            M::Credit,
        ]);
        let n_money_documents =
            self.n_documents(&[Document::Invoice, Document::Payment, Document::Refund, Document::CreditNote]);

        speak(Kind::Orders, 30, has(M::OrderNumber));
        speak(Kind::Orders, 30, has(M::OrderDate));
        speak(Kind::Orders, 10, has(M::Number) && has_who && has_date && has_money);
        speak(Kind::Orders, 20, has(M::Quantity));
        speak(Kind::Orders, 10, has(M::Item) || has(M::Description));
        speak(Kind::Orders, 20, has(M::Process) || has(M::Finish));
        speak(Kind::Orders, 10, has(M::ShipDate));
        speak(Kind::Orders, 10, has(M::EndCustomer));
        speak(Kind::Orders, 10, has(M::LineAmount));
        speak(Kind::Orders, 20, has(M::Quantity) && has_money);
        speak(Kind::Orders, 10, has(M::Status) && has(M::Quantity));
        speak(
            Kind::Orders,
            25,
            self.says(&[
                "order",
                "job",
                "work order",
                "sales by",
                "auftrag",
                "auftragsbuch",
                "pedido",
                "albaran",
                "commande",
                "ordine",
                "ordini",
                "auftrage",
                "bestellungen",
                "verkaufsauftrag",
                "order book",
                "salesorder",
            ]),
        );

        speak(Kind::Payments, 30, has(M::InvoiceNumber));
        speak(Kind::Payments, 30, has(M::InvoiceDate));
        speak(Kind::Payments, 20, has(M::Method) && has_money && has_who && has_date);
        speak(Kind::Payments, 25, has(M::Tax) && has(M::Total) && has(M::Number) && has_who && has_date);
        speak(Kind::Payments, 20, has(M::DueDate) && has_money);
        speak(Kind::Payments, 20, has(M::PaidDate) && has_money);
        speak(Kind::Payments, 30, has(M::Balance));
        speak(Kind::Payments, 10, has(M::BareBalance));
        speak(Kind::Payments, 30, has(M::PaymentNumber) && has_money);
        speak(Kind::Payments, 20, has(M::Fee) && has_money);
        speak(Kind::Payments, 20, has(M::PaidAmount));
        speak(Kind::Payments, 40, has(M::Debit) && has(M::Credit));
        speak(Kind::Payments, 50, self.all(M::AgeBucket).count() >= 2);
        speak(Kind::Payments, 40, n_money_documents * 2 > self.body.n_data_rows() && has_money);
        speak(
            Kind::Payments,
            25,
            self.says(&[
                "invoices",
                "settlement",
                "cfdi",
                "lockbox",
                "remittance",
                "reglements",
                "invoice",
                "payment",
                "receivable",
                "aging",
                "ageing",
                "aged",
                "receipt",
                "rechnung",
                "rechnungen",
                "zahlung",
                "offene posten",
                "facture",
                "factura",
                "facturas",
                "fattura",
                "fatture",
                "scadenzario",
                "opos",
                "balance",
                "open item",
                "mahnung",
                "grand livre",
                "cuentas por cobrar",
                "received",
                "echeancier",
                "cobros",
                "incassi",
                "transactions",
            ]),
        );

        speak(
            Kind::Payments,
            20,
            has_money
                && has_date
                && has_who
                && self.says(&[
                    "payments",
                    "receipts",
                    "received",
                    "zahlungen",
                    "zahlungseingange",
                    "paiements",
                    "reglements",
                    "encaissements",
                    "cobros",
                    "pagos",
                    "incassi",
                    "pagamenti",
                ]),
        );
        let mail_events = self
            .all(M::MailEvent)
            .chain(self.all(M::Type))
            .chain(self.all(M::Status))
            .chain(self.all(M::Unknown))
            .chain(self.all(M::Text))
            .any(|i| self.share(i, is_mail_event) > 0.8 && self.columns[i].profile.n > 0);
        let says_mail = self.says(&[
            "campaign",
            "kampagne",
            "newsletter",
            "mailing",
            "opens",
            "clicks",
            "email",
            "recipients",
            "destinataires",
            "campagne",
            "emails",
            "mailings",
        ]);
        speak(Kind::Emails, 20, has(M::Campaign));
        speak(Kind::Emails, 10, has(M::Subject));
        speak(Kind::Emails, 20, has(M::Opens));
        speak(Kind::Emails, 20, has(M::Clicks));
        speak(Kind::Emails, 10, has(M::Bounces));
        speak(Kind::Emails, 10, has(M::Unsubscribes));
        speak(Kind::Emails, 20, has(M::Recipients));
        speak(Kind::Emails, 20, has(M::SentDate) && (has(M::Email) || has(M::Subject) || has(M::Campaign)));
        speak(Kind::Emails, 50, mail_events && (has(M::Email) || has(M::Campaign) || has(M::Subject)));
        speak(Kind::Emails, 20, says_mail);
        speak(Kind::Emails, 20, says_mail && has(M::Email) && has_date && self.columns.len() <= 4);

        let is_list_of_people = has_who && !has(M::InvoiceNumber) && !has(M::OrderNumber) && !has(M::Quantity);
        if is_list_of_people {
            speak(
                Kind::Customers,
                20,
                self.any(&[M::Company, M::Customer, M::Name, M::Account]) || (has(M::FirstName) && has(M::LastName)),
            );
            let n_contact = i32::try_from(self.all(M::Contactable).count()).unwrap_or(9);
            speak(Kind::Customers, 8 * n_contact.min(5), true);
            speak(Kind::Customers, 10, has(M::Email));
            speak(Kind::Customers, 20, has(M::Industry));
            speak(Kind::Customers, 20, has(M::CustomerSince));
            speak(Kind::Customers, 10, has(M::Terms));
            speak(Kind::Customers, 10, has(M::CustomerId));
            speak(Kind::Customers, 20, !has_date || !has_money);
            // Who is listed once has no date of doing something.
            let repeats = [M::Company, M::Customer, M::Email].iter().filter_map(|&m| self.pick(&[m])).any(|i| {
                self.columns[i].profile.n >= 8
                    && self.columns[i].profile.n_distinct * 10 < self.columns[i].profile.n * 7
            });
            speak(Kind::Customers, -40, repeats && has_date && !has(M::FirstName));
            speak(Kind::Customers, -40, repeats && has_date && self.any(&[M::Text, M::Url]));
            speak(Kind::Customers, -50, self.any(&[M::Date, M::SentDate, M::PaidDate, M::InvoiceDate, M::OrderDate]));
            speak(
                Kind::Customers,
                15,
                self.says(&[
                    "contact",
                    "contacts",
                    "customer list",
                    "kunden",
                    "kundenstamm",
                    "clientes",
                    "clienti",
                    "clients",
                    "accounts",
                    "companies",
                    "audience",
                    "subscribed",
                    "members",
                    "customers",
                    "adressen",
                    "kundenliste",
                ]),
            );
        }

        speak(Kind::Rejections, 60, has(M::RejectedQuantity));
        speak(Kind::Rejections, 20, has(M::Reason));
        speak(Kind::Rejections, 30, has(M::RejectDate));
        let says_reject = self.says(&[
            "reject",
            "rejects",
            "rejection",
            "rejections",
            "ncr",
            "scrap",
            "nonconformance",
            "non conformance",
            "reklamation",
            "reklamationen",
            "ausschuss",
            "rebuts",
            "rechazos",
            "scarti",
            "non conformita",
            "non conformites",
            "fnc",
            "defects",
            "defect",
            "quality",
            "no conformidades",
            "beanstandungen",
        ]);
        speak(Kind::Rejections, 40, says_reject && has(M::Reason));
        speak(Kind::Rejections, 20, has(M::Reason) && has(M::Quantity) && !has_money);

        let has_fate = |i: usize, wanted: Fate| self.share(i, |text| fate(text) == Some(wanted)) > 0.05;
        let quote_status = self.all(M::Status).chain(self.all(M::Unknown)).chain(self.all(M::Other)).any(|i| {
            self.columns[i].profile.n > 0
                && has_fate(i, Fate::Won)
                && (has_fate(i, Fate::Lost) || has_fate(i, Fate::Failed))
        });
        speak(Kind::Quotes, 50, has(M::QuoteNumber) && !has(M::InvoiceNumber));
        speak(Kind::Quotes, 10, has(M::QuoteNumber));
        speak(Kind::Quotes, 30, has(M::QuoteDate));
        speak(Kind::Quotes, 30, quote_status);
        speak(
            Kind::Quotes,
            60,
            self.says(&[
                "quote",
                "quotes",
                "estimate",
                "estimates",
                "quotation",
                "quotations",
                "angebot",
                "angebote",
                "angebotsliste",
                "devis",
                "presupuesto",
                "presupuestos",
                "preventivi",
                "preventivo",
                "deals",
                "opportunities",
                "quote log",
                "chiffrages",
                "offerte",
            ]),
        );
        speak(Kind::Quotes, 15, has_money && quote_status);

        let headings = self.body.headers.iter().map(|header| plain(header)).collect::<Vec<_>>().join(" | ");
        let is_visit = ["badge", "attendee", "ticket type", "scan", "scanned", "lead rating", "booth"]
            .iter()
            .any(|word| super::documents::contains(&headings, word));
        speak(Kind::Events, 50, has(M::Show));
        speak(Kind::Events, 60, is_visit && has_who);
        speak(
            Kind::Events,
            40,
            self.says(&[
                "trade show",
                "tradeshow",
                "badge",
                "lead retrieval",
                "leadcapture",
                "attendee",
                "attendees",
                "booth",
                "messe",
                "salon",
                "feria",
                "fiera",
                "scans",
                "show leads",
                "exhibition",
                "expo",
                "fabtech",
            ]),
        );

        speak(Kind::Web, 20, has(M::Url));
        speak(Kind::Web, 30, has(M::Visits));
        speak(
            Kind::Web,
            30,
            self.says(&[
                "visits",
                "visitor",
                "visitor log",
                "visitors",
                "ga4",
                "analytics",
                "landing page",
                "website",
                "web",
                "contact us",
                "form submissions",
                "leadfeeder",
            ]),
        );
        speak(Kind::Social, 30, has(M::Network));
        speak(Kind::Social, 20, has(M::Text));
        speak(Kind::Social, 10, has(M::Author) && has(M::Text));
        speak(Kind::Social, 40, self.says(&["mention", "mentions", "social", "posts", "brandwatch"]));
        let prose = self
            .all(M::Text)
            .chain(self.all(M::Memo))
            .chain(self.all(M::Description))
            .any(|i| self.columns[i].profile.is_prose());
        speak(Kind::Notes, 40, prose && has_who && has_date && !has_money);
        speak(Kind::Notes, 10, has(M::Author));
        speak(
            Kind::Notes,
            30,
            self.says(&[
                "notes",
                "call log",
                "notizen",
                "notas",
                "note",
                "calls",
                "besuchsberichte",
                "journal of calls",
            ]),
        );
        points.into_iter().collect()
    }

    fn is_nothing_needed(&self) -> Option<String> {
        let labels = self
            .body
            .all_rows()
            .take(200)
            .filter_map(|(_, cells)| {
                cells.iter().find(|cell| !cell.is_empty()).map(|cell| plain(&super::cells::text(cell)))
            })
            .collect();
        let known = self.columns.iter().any(|column| column.style.is_some() && column.profile.n > 0);
        let is_of_documents = self.any(&[M::Quantity, M::OrderNumber, M::InvoiceNumber, M::DueDate, M::PaymentNumber]);
        let has_customer = self.any(&[M::Company, M::Customer, M::CustomerId, M::Email])
            || self.body.groups == Groups::Customer && known
            || is_of_documents && self.any(&[M::Name, M::Person, M::FirstName]);
        let is_of_suppliers = self.n_documents(&[Document::Purchase]) * 10 > self.body.n_data_rows() * 8
            || (self.has(M::Supplier) && !has_customer && !self.any(&[M::Quantity, M::OrderNumber]));
        let facts = super::refusals::Facts {
            hints: &self.hints,
            headings: self.body.headers.iter().map(|header| plain(header)).collect::<Vec<_>>().join(" | "),
            labels,
            has_customer,
            has_date: known,
            has_invoices: self.has(M::InvoiceNumber),
            is_of_suppliers,
        };
        facts.refusal()
    }

    /// Understands the table as a kind; or says which column is missing.
    fn as_kind(&self, kind: Kind, answers: &Answers) -> Result<Recognition, Unrecognised> {
        Assignment::new(self, kind, answers).finish()
    }
}

impl Column {
    fn new(meaning: M, n_unknown: usize, profile: Profile) -> Self {
        let says_date = matches!(
            meaning,
            M::OrderDate
                | M::InvoiceDate
                | M::DueDate
                | M::PaidDate
                | M::QuoteDate
                | M::SentDate
                | M::RejectDate
                | M::Date
                | M::CreatedDate
                | M::ShipDate
                | M::CancelledDate
                | M::OtherDate
                | M::CustomerSince
        );
        let style = profile.date_style(says_date);
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
            M::Other | M::Unknown | M::Opens | M::Clicks | M::Status if style.is_some() => match meaning {
                _ => M::OtherDate,
            },
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
            M::Item | M::Description | M::Process if is_number && !profile.is_words() => M::Other,
            other => other,
        };
        if settled != meaning {
            why = "heading, values";
        } else if style.is_some() || matches!(meaning, M::Email) {
            why = "heading, values";
        }
        Self { meaning: settled, n_unknown, profile, style, why }
    }
}

/// A table on its way to a kind: which column is which field.
struct Assignment<'a> {
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
    fn new(table: &'a Columns<'a>, kind: Kind, answers: &'a Answers) -> Self {
        let n = table.columns.len();
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

    fn finish(mut self) -> Result<Recognition, Unrecognised> {
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
        let looks_up = has_dittos
            || is_who_once
            || self.groups != Groups::None
            || self.account.is_some()
            || table.body.n_continued > 0
            || table.leaves_out(&self.fields, self.number);
        let ended = table.ended_column().map(|(column, _)| column);
        let status_column = table.pick(&[M::Status, M::CancelledDate]).filter(|&i| Some(i) != ended);
        Ok(Recognition {
            kind: self.kind,
            also: self.also,
            form: self.form,
            columns: self.fields,
            date_styles: table.columns.iter().map(|column| column.style.unwrap_or_default()).collect(),
            is_day: table.columns.iter().map(|column| column.style.is_some()).collect(),
            amount: self.amount,
            person: self.person,
            document_column: table
                .documents
                .as_ref()
                .map(|(column, _)| *column)
                .filter(|_| matches!(self.kind, Kind::Payments | Kind::Orders)),
            status_column: status_column.filter(|_| matches!(self.kind, Kind::Payments | Kind::Orders | Kind::Quotes)),
            ended_column: table.ended_column(),
            has_dittos,
            groups: self.groups,
            number_column: self.number,
            is_who_once,
            looks_up,
            account_column: self.account,
            warnings: self.warnings,
            number_columns: (0..table.columns.len()).filter(|&i| table.columns[i].profile.is_number()).collect(),
        })
    }

    /// Whether the owner said what a column means, so that nothing else may be made of it.
    fn is_said(&self, column: usize) -> bool {
        self.fields[column].1 == SAID
    }

    fn take(&mut self, column: Option<usize>, field: Field) -> Option<usize> {
        let column = column.filter(|&i| self.fields[i].0.is_none())?;
        self.fields[column] = (Some(field), self.table.columns[column].why);
        Some(column)
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
                let has_event = table
                    .all(M::MailEvent)
                    .chain(table.all(M::Type))
                    .chain(table.all(M::Status))
                    .chain(table.all(M::Unknown))
                    .chain(table.all(M::Text))
                    .any(|i| table.columns[i].profile.n > 0 && table.share(i, is_mail_event) > 0.8);
                let is_bare = table.columns.iter().filter(|column| column.profile.n > 0).count() <= 4
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
        ]);
        let has_ages = table.all(M::AgeBucket).count() >= 2;
        let open = table.pick(&[M::Balance, M::BareBalance]);
        let is_running =
            open.is_some_and(|i| table.body.is_running_sum(i, table.pick(&[M::Amount, M::Total, M::Debit])));
        let open = open.filter(|_| !is_running);
        let open_is_full = open
            .is_some_and(|i| table.columns[i].profile.is_never_zero() && table.columns[i].profile.n * 10 >= n_rows * 7);
        let is_processor = (has(M::Fee) || has(M::Method)) && !table.any(&[M::DueDate, M::InvoiceDate]);
        if is_processor && is_few(n_invoices) && !table.has(M::Balance) {
            self.number = table.payment_number();
            return Form::Receipts;
        }
        if has(M::Debit) && has(M::Credit) && !(open_is_full && says_open) {
            return Form::Ledger;
        }
        if has_ages || (says_open && !is_few(n_invoices.max(1)) && open.is_some()) || (says_open && open.is_some()) {
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
        let says_receipt = table.says(&[
            "remittance",
            "lockbox",
            "cash receipts",
            "payments",
            "payment",
            "receipts",
            "received",
            "zahlungen",
            "zahlungseingange",
            "paiements",
            "reglements",
            "cobros",
            "pagos",
            "incassi",
            "pagamenti",
            "charges",
            "payments received",
        ]) && !table.says(&[
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
        Form::Invoices
    }

    fn assign_who(&mut self) {
        let table = self.table;
        let id = table.pick(&[M::CustomerId]);
        let n_distinct = |i: usize| table.columns[i].profile.n_distinct;
        // A company that is the same in all rows is the shop itself.
        let company = table.pick(&[M::Company]).filter(|&i| n_distinct(i) > 1 || table.body.n_data_rows() < 3);
        let is_constant = |i: usize| n_distinct(i) == 1 && table.columns[i].profile.n >= 10;
        // The shop's own account in a processor's report; but a shop may have one customer.
        let others: Vec<usize> =
            [M::Customer, M::Name, M::Person].iter().flat_map(|&meaning| table.all(meaning)).collect();
        let is_own = |i: usize| is_constant(i) && others.iter().any(|&other| other != i && n_distinct(other) > 1);
        let customer = table.pick(&[M::Customer]).filter(|&i| table.columns[i].profile.n > 0 && !is_own(i));
        let customer = customer.or_else(|| table.all(M::Customer).find(|&i| n_distinct(i) > 1));
        let plain_name = table.pick(&[M::Name]);
        let account = table.pick(&[M::Account]).filter(|&i| table.columns[i].profile.is_words() && !is_own(i));
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
        if company.is_some_and(|i| table.columns[i].profile.n * 10 < table.body.n_data_rows()) && customer.is_some() {
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
        let person =
            table.pick(&[M::Person]).or(name.filter(|&i| who != Some(i))).or(customer.filter(|&i| who != Some(i)));
        let who = match who {
            None if self.groups != Groups::Customer && first.is_none() && !is_mail => person,
            who => who,
        };
        if who.is_some() && self.groups == Groups::Customer {
            // Rows that name their customer need no line above.
            let filled = who.is_some_and(|i| table.columns[i].profile.n * 10 >= table.body.n_data_rows() * 8);
            if filled {
                self.groups = Groups::Other
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
            for meaning in meanings {
                found = table.all(*meaning).filter(|&i| table.columns[i].style.is_some()).min_by_key(|&i| {
                    (table.columns[i].profile.n * 2 < table.body.n_data_rows(), table.columns[i].n_unknown, i)
                });
                if found.is_some_and(|i| table.columns[i].profile.n * 3 >= table.body.n_data_rows()) {
                    return found;
                }
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
            (Kind::Emails, _) => &[M::SentDate, M::Date, M::CreatedDate, M::OtherDate],
            (Kind::Rejections, _) => &[M::RejectDate, M::Date, M::CreatedDate, M::OrderDate, M::OtherDate],
            (Kind::Quotes, _) => &[M::QuoteDate, M::SentDate, M::CreatedDate, M::Date, M::OtherDate],
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
                (F::Campaign, &[M::Campaign, M::Show]),
                (F::Topic, &[M::Subject]),
                (F::MailEvent, &[M::MailEvent]),
                (F::Recipients, &[M::Recipients]),
                (F::Opens, &[M::Opens]),
                (F::Clicks, &[M::Clicks]),
                (F::Url, &[M::Url]),
            ],
            Kind::Customers => &[(F::Industry, &[M::Industry]), (F::Terms, &[M::Terms])],
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
        // What recipients did is known by the cells, whatever the heading is.
        if self.kind == Kind::Emails && self.assigned(F::MailEvent).is_none() {
            let event = table
                .all(M::Type)
                .chain(table.all(M::Status))
                .chain(table.all(M::Unknown))
                .chain(table.all(M::Text))
                .find(|&i| table.columns[i].profile.n > 0 && table.share(i, is_mail_event) > 0.8);
            self.take(event, F::MailEvent);
        }
        if self.kind == Kind::Rejections && self.assigned(F::RejectedParts).is_none() {
            let parts = self.assigned(F::Parts).or_else(|| table.pick(&[M::Quantity]));
            if let Some(parts) = parts {
                self.fields[parts] = (Some(F::RejectedParts), "heading");
            }
        }
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
        self.number.is_some_and(|number| self.table.body.is_repeated(column, number))
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
                let ages: Vec<usize> = table.all(M::AgeBucket).filter(|&i| table.columns[i].profile.n > 0).collect();
                let open = table.pick(&[M::Balance]).or_else(|| {
                    let amount = table.pick(&[M::Amount, M::Total, M::Debit]);
                    table.pick(&[M::BareBalance]).filter(|&i| !table.body.is_running_sum(i, amount))
                });
                if open.is_none() && !ages.is_empty() {
                    match table.pick(&[M::Total]) {
                        Some(total) => Some(total),
                        None => {
                            self.amount = Amount::Sum(ages);
                            return;
                        }
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
        ) {
            if table.share(mark, |text| {
                ["S", "H", "D", "C", "Dr", "Cr", "DR", "CR", "Soll", "Haben"].contains(&text.trim())
            }) > 0.9
            {
                self.take(Some(column), Field::Amount);
                self.amount = Amount::Marked { column, mark };
                return;
            }
        }
        if let Some(column) = column {
            self.fields[column] = (Some(Field::Amount), table.columns[column].why);
            self.amount = Amount::Column { column, is_repeated: self.is_repeated(column) };
            return;
        }
        // "Price" alone is the price of the job; only what says "each" is the price of a part.
        let is_priced = matches!(self.kind, Kind::Orders | Kind::Quotes);
        if let Some(column) = total(&[M::Price]).filter(|_| is_priced) {
            self.fields[column] = (Some(Field::Amount), table.columns[column].why);
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
            let read =
                |cell: &[u8]| super::values::amount(cell, b'.', 2).or_else(|| super::values::amount(cell, b',', 2));
            table.body.data_rows().filter_map(|(_, cells)| read(cells.get(column))).map(i128::from).sum()
        };
        let (debits, credits) = (sum(*debit), sum(*credit));
        if debits == 0 || (debits - credits).abs() * 100 > debits.abs() {
            return;
        }
        let is_account = |i: &usize| {
            (0.05..0.95).contains(&table.share(*i, is_receivable))
                && table.columns[*i].profile.n_distinct * 3 <= table.columns[*i].profile.n
        };
        self.account = table.all(M::Account).find(is_account).or_else(|| (0..table.columns.len()).find(is_account));
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
                needs.push((has_who, who));
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
                    self.assigned(F::Email).is_some() || self.assigned(F::Customer).is_some(),
                    "whom it was sent to (e-mail address)",
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
                        && self.table.columns[i].style.is_some()
                        && self.table.columns[i].profile.n * 2 >= self.table.body.n_data_rows()
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

/// How many bytes all headings begin with: "Deal - Title", "Deal - Value".
fn shared_start(headers: &[String]) -> usize {
    let named: Vec<&str> = headers.iter().map(String::as_str).filter(|header| !header.is_empty()).collect();
    let Some(first) = named.first().filter(|_| named.len() >= 3) else { return 0 };
    let ends = [" - ", ": ", ".", "/"].iter().filter_map(|mark| first.find(mark).map(|at| at + mark.len()));
    ends.filter(|&end| named.iter().all(|header| header.get(..end) == first.get(..end))).max().unwrap_or(0)
}

/// Whether the headings are cut anywhere: a printed report has its columns by spaces.
fn is_printed(headers: &[String]) -> bool {
    headers.iter().any(|header| header.trim().contains("   "))
}

/// Headings, shortened to a sentence.
pub fn listed(headers: &[String]) -> String {
    let named: Vec<&str> = headers.iter().map(|header| header.trim()).filter(|header| !header.is_empty()).collect();
    let shown: Vec<String> = named.iter().take(12).map(|header| header.chars().take(40).collect()).collect();
    match named.len() {
        0 => "none".to_owned(),
        n if n > 12 => format!("{} and {} more", shown.join(", "), n - 12),
        _ => shown.join(", "),
    }
}

/// Whether cells of a field are days, money or counts, whose form must be read.
pub fn is_typed(field: Field) -> bool {
    !matches!(field.kind(), FieldType::Words | FieldType::Number)
}
