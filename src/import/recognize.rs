//! Which table this is, and which column means what, and why: from the headings and from what the cells look like.
//!
//! Every heading and every column of cells speaks for some kinds of export. The kind that most speaks for is taken if it
//! has the columns that its questions need; otherwise the answer says which one is missing.

use super::answers::Answers;
use super::documents::{Fate, contains};
use super::evidence::Columns;
use super::headings::{Meaning as M, plain};
use super::layout::{Body, Groups};
use super::values::DateStyle;
use crate::model::{Field, Form, Kind};

/// What a table was understood as.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "facts, each by itself")]
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
    /// The kinds of documents are "credit" and "debit": the movements of an account.
    pub is_of_an_account: bool,
    /// What is called a purchase is what a customer paid by card.
    pub is_of_cards: bool,
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
    /// The day stands only in the first row of a block.
    pub is_day_once: bool,
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
    .any(|word| contains(&words, word))
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

/// The fields without which a row of a kind is no row; blank cells in them leave the row out.
pub fn is_needed_in_each_row(kind: Kind, form: Option<Form>, field: Field) -> bool {
    match field {
        Field::HappenedOn => !matches!(kind, Kind::Customers),
        Field::RejectedParts => kind == Kind::Rejections,
        Field::Parts => kind == Kind::Orders && form == Some(Form::Orders),
        Field::IssuedOn => kind == Kind::Payments,
        Field::Amount => kind == Kind::Payments && form != Some(Form::InvoiceLines) && form != Some(Form::Ledger),
        _ => false,
    }
}

/// Decides what the table is.
pub fn recognise(body: &Body, hints: &str, answers: &Answers) -> Result<Recognition, Unrecognised> {
    let table = Columns::of(body, hints);
    if let Some(name) = answers.get("kind").and_then(|value| Kind::parse(value)) {
        return table.as_kind(name, answers);
    }
    if body.is_by_month() {
        let text = "This table has one column a month: sums of which nobody can tell the orders or invoices. Export the list behind \
                    it, one row an order or invoice with its date and customer, such as sales by customer detail";
        return Err(Unrecognised::NotNeeded(text.to_owned()));
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
