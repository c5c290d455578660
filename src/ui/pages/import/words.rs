//! How a file was understood, in the words of the shop.

use crate::import::FileReport;
use crate::model::{Field, Form, Kind};

/// "invoices.xlsx · Paid"
pub fn name_of(report: &FileReport) -> String {
    match &report.sheet {
        Some(sheet) => format!("{} · {sheet}", report.path),
        None => report.path.clone(),
    }
}

/// What one row of the file stands for.
pub fn form_words(form: Form) -> &'static str {
    match form {
        Form::OrderLines => "a row is one line of an order",
        Form::Orders => "a row is one order",
        Form::Invoices => "a row is one invoice",
        Form::InvoiceLines => "a row is one line of an invoice",
        Form::Receipts => "a row is one payment received",
        Form::OpenItems => "a row is one invoice that is still open",
        Form::Ledger => "rows are invoices and payments, as in an account",
        Form::Campaigns => "a row is one campaign",
        Form::Recipients => "a row is one recipient of a campaign",
        Form::Events => "a row is something that a recipient did",
        Form::Report => "the report of one campaign",
    }
}

/// What the documents or events of a file are called.
pub fn records_word(report: &FileReport) -> &'static str {
    match (report.form, report.kind) {
        (Some(Form::InvoiceLines | Form::Invoices | Form::OpenItems), _) => "Invoices",
        (Some(Form::Receipts), _) => "Payments",
        (Some(Form::Ledger), _) => "Documents",
        (Some(Form::Campaigns | Form::Report), _) => "Campaigns",
        (Some(Form::Recipients), _) => "Recipients",
        (Some(Form::Events), _) => "Events",
        (_, Some(Kind::Orders)) => "Orders",
        (_, Some(Kind::Rejections)) => "Rejections",
        (_, Some(Kind::Quotes)) => "Quotes",
        (_, Some(Kind::Customers)) => "Customers",
        (_, Some(Kind::Notes)) => "Notes",
        _ => "Entries",
    }
}

/// "comma"
pub fn mark_name(mark: char) -> String {
    match mark {
        ',' => "comma".to_owned(),
        '.' => "point".to_owned(),
        ';' => "semicolon".to_owned(),
        '\t' => "tab".to_owned(),
        '|' => "vertical bar".to_owned(),
        ' ' => "space".to_owned(),
        other => other.to_string(),
    }
}

/// What the file is made of, and a word about it: "Excel workbook", "Windows 1252" with "text in the letters of".
pub fn format_words(encoding: &str) -> (String, &'static str) {
    match encoding {
        "xlsx" => ("Excel".to_owned(), "workbook, .xlsx"),
        "xls" => ("Excel".to_owned(), "old workbook, .xls"),
        "ods" => ("OpenDocument".to_owned(), "workbook, .ods"),
        "html" => ("Web page".to_owned(), "a table named .xls"),
        "utf-8" => ("UTF-8".to_owned(), "letters of the text"),
        "utf-16le" | "utf-16be" => ("UTF-16".to_owned(), "letters of the text"),
        "windows-1252" => ("Windows 1252".to_owned(), "letters of the text"),
        other => (other.to_uppercase(), "letters of the text"),
    }
}

/// What the columns of a kind may mean, the important ones first.
pub fn fields_of(kind: Kind) -> &'static [Field] {
    use Field as F;
    match kind {
        Kind::Orders => &[
            F::Customer,
            F::CustomerId,
            F::Person,
            F::Email,
            F::HappenedOn,
            F::OrderNumber,
            F::Parts,
            F::Amount,
            F::Item,
            F::Process,
            F::Finish,
            F::Supplier,
            F::EndCustomer,
            F::InvoiceNumber,
            F::DueOn,
            F::PromisedOn,
            F::ShippedOn,
            F::Refunded,
            F::Currency,
        ],
        Kind::Payments => &[
            F::Customer,
            F::CustomerId,
            F::Person,
            F::Email,
            F::IssuedOn,
            F::DueOn,
            F::PaidOn,
            F::HappenedOn,
            F::InvoiceNumber,
            F::PaymentNumber,
            F::OrderNumber,
            F::Amount,
            F::Received,
            F::Refunded,
            F::Terms,
            F::Parts,
            F::Item,
            F::Memo,
            F::Currency,
        ],
        Kind::Emails => &[
            F::Email,
            F::Customer,
            F::Person,
            F::HappenedOn,
            F::Campaign,
            F::Topic,
            F::MailEvent,
            F::Recipients,
            F::Opens,
            F::Clicks,
            F::Url,
        ],
        Kind::Customers => &[F::Customer, F::CustomerId, F::Person, F::Email, F::Industry, F::Terms, F::CustomerSince],
        Kind::Rejections => &[
            F::Customer,
            F::CustomerId,
            F::HappenedOn,
            F::OrderNumber,
            F::Process,
            F::RejectedParts,
            F::Parts,
            F::Reason,
        ],
        Kind::Quotes => &[
            F::Customer,
            F::CustomerId,
            F::Person,
            F::Email,
            F::HappenedOn,
            F::QuoteNumber,
            F::Amount,
            F::Parts,
            F::Item,
            F::Process,
            F::Finish,
            F::Status,
            F::Currency,
        ],
        Kind::Events => &[F::Customer, F::CustomerId, F::Person, F::Email, F::HappenedOn, F::Show, F::Contact, F::Memo],
        Kind::Web => &[F::Customer, F::Email, F::HappenedOn, F::Url, F::Visits, F::Memo],
        Kind::Social => &[F::Customer, F::Person, F::HappenedOn, F::Network, F::Author, F::Memo],
        Kind::Notes => &[F::Customer, F::CustomerId, F::Person, F::Email, F::HappenedOn, F::Author, F::Memo],
    }
}
