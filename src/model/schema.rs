//! What a file can be, and what a column can mean.

use serde::{Deserialize, Serialize};

/// What kind of export a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Order lines: what was finished for whom.
    Orders,
    /// Invoices with the dates they were due and paid.
    Payments,
    /// E-mail events: sent, opened, clicked.
    Emails,
    /// Who the customers are.
    Customers,
    /// Parts that were rejected.
    Rejections,
    /// Quotes given.
    Quotes,
    /// Trade shows and visits.
    Events,
    /// Visits to the shop's web pages.
    Web,
    /// What is said about the shop in public.
    Social,
    /// What people of the shop wrote down about a customer.
    Notes,
}

impl Kind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Orders,
        Self::Payments,
        Self::Emails,
        Self::Customers,
        Self::Rejections,
        Self::Quotes,
        Self::Events,
        Self::Web,
        Self::Social,
        Self::Notes,
    ];

    /// Reads the name in an answer.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The name in files and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Payments => "payments",
            Self::Emails => "emails",
            Self::Customers => "customers",
            Self::Rejections => "rejections",
            Self::Quotes => "quotes",
            Self::Events => "events",
            Self::Web => "web",
            Self::Social => "social",
            Self::Notes => "notes",
        }
    }

    /// The name on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Orders => "Orders",
            Self::Payments => "Payments",
            Self::Emails => "E-mail",
            Self::Customers => "Customers",
            Self::Rejections => "Rejections",
            Self::Quotes => "Quotes",
            Self::Events => "Trade shows",
            Self::Web => "Web visits",
            Self::Social => "Social mentions",
            Self::Notes => "Notes",
        }
    }
}

/// The shape of a file's rows: what one row stands for, and which amount is the main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// One row a line of an order.
    OrderLines,
    /// One row an order.
    Orders,
    /// One row an invoice.
    Invoices,
    /// One row a line of an invoice.
    InvoiceLines,
    /// One row a payment received.
    Receipts,
    /// One row an invoice that is open on the day of the list.
    OpenItems,
    /// Invoices and payments, one row each.
    Ledger,
    /// One row a campaign.
    Campaigns,
    /// One row a recipient of a campaign.
    Recipients,
    /// One row something that a recipient did.
    Events,
    /// One campaign, as labels and values.
    Report,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 11] = [
        Self::OrderLines,
        Self::Orders,
        Self::Invoices,
        Self::InvoiceLines,
        Self::Receipts,
        Self::OpenItems,
        Self::Ledger,
        Self::Campaigns,
        Self::Recipients,
        Self::Events,
        Self::Report,
    ];

    /// Reads the name in a workspace.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == text)
    }

    /// The name in `inspect --json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrderLines => "order lines",
            Self::Orders => "orders",
            Self::Invoices => "invoices",
            Self::InvoiceLines => "invoice lines",
            Self::Receipts => "receipts",
            Self::OpenItems => "open items",
            Self::Ledger => "ledger",
            Self::Campaigns => "campaigns",
            Self::Recipients => "recipients",
            Self::Events => "events",
            Self::Report => "report",
        }
    }
}

/// What a column means. A field has one type, whatever file it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the title says it")]
pub enum Field {
    Customer,
    CustomerId,
    Email,
    Industry,
    Terms,
    OrderNumber,
    InvoiceNumber,
    QuoteNumber,
    /// The day on which the row's event happened: ordered, sent, rejected, quoted, met.
    HappenedOn,
    IssuedOn,
    DueOn,
    PaidOn,
    CustomerSince,
    Process,
    Finish,
    Supplier,
    EndCustomer,
    Parts,
    Amount,
    RejectedParts,
    Reason,
    Campaign,
    Topic,
    MailEvent,
    Status,
    Show,
    Contact,
    Currency,
    /// Who at the customer.
    Person,
    /// What was ordered, as the file words it.
    Item,
    /// "Invoice", "Payment", "Credit memo".
    DocumentType,
    PaymentNumber,
    /// What is still open of an invoice.
    Balance,
    /// Payments in a list that holds invoices too.
    Received,
    Refunded,
    /// 1 where the document was cancelled in a column of its own.
    Cancelled,
    Memo,
    Recipients,
    Opens,
    Clicks,
    Url,
    Visits,
    Network,
    Author,
    /// Filled where somebody must not be written to: unsubscribed, complained, marked so.
    NoContact,
    /// Filled where mail came back for good.
    Bounced,
    /// The surface of all parts of the row, in thousandths of a square metre,
    AreaM2,
    /// of a square foot,
    AreaFt2,
    /// of a unit that the file does not name.
    Area,
    /// The day for which the row's work was promised to the customer.
    PromisedOn,
    /// The day on which it left the shop; of what still lies there, the day for which that is planned, where the file says it.
    ShippedOn,
}

/// How the cells of a field are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A calendar day.
    Day,
    /// Money in minor units.
    Money,
    /// A whole number of parts.
    Count,
    /// A surface, in thousandths of its unit.
    Area,
    /// A number of a document: order, invoice, quote.
    Number,
    /// Words, each kept once.
    Words,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 51] = [
        Self::Customer,
        Self::CustomerId,
        Self::Email,
        Self::Industry,
        Self::Terms,
        Self::OrderNumber,
        Self::InvoiceNumber,
        Self::QuoteNumber,
        Self::HappenedOn,
        Self::IssuedOn,
        Self::DueOn,
        Self::PaidOn,
        Self::CustomerSince,
        Self::Process,
        Self::Finish,
        Self::Supplier,
        Self::EndCustomer,
        Self::Parts,
        Self::Amount,
        Self::RejectedParts,
        Self::Reason,
        Self::Campaign,
        Self::Topic,
        Self::MailEvent,
        Self::Status,
        Self::Show,
        Self::Contact,
        Self::Currency,
        Self::Person,
        Self::Item,
        Self::DocumentType,
        Self::PaymentNumber,
        Self::Balance,
        Self::Received,
        Self::Refunded,
        Self::Cancelled,
        Self::Memo,
        Self::Recipients,
        Self::Opens,
        Self::Clicks,
        Self::Url,
        Self::Visits,
        Self::Network,
        Self::Author,
        Self::NoContact,
        Self::Bounced,
        Self::AreaM2,
        Self::AreaFt2,
        Self::Area,
        Self::PromisedOn,
        Self::ShippedOn,
    ];

    /// The fields of an area.
    pub const AREAS: [Self; 3] = [Self::AreaM2, Self::AreaFt2, Self::Area];

    /// Reads the name in an answer.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == text)
    }

    /// How its cells are read.
    pub fn kind(self) -> FieldType {
        match self {
            Self::HappenedOn
            | Self::IssuedOn
            | Self::DueOn
            | Self::PaidOn
            | Self::CustomerSince
            | Self::PromisedOn
            | Self::ShippedOn => FieldType::Day,
            Self::Amount | Self::Balance | Self::Received | Self::Refunded => FieldType::Money,
            Self::Parts
            | Self::RejectedParts
            | Self::Recipients
            | Self::Opens
            | Self::Clicks
            | Self::Visits
            | Self::Cancelled => FieldType::Count,
            Self::AreaM2 | Self::AreaFt2 | Self::Area => FieldType::Area,
            Self::OrderNumber | Self::InvoiceNumber | Self::QuoteNumber | Self::PaymentNumber => FieldType::Number,
            _ => FieldType::Words,
        }
    }

    /// The name in `inspect --json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::CustomerId => "customer_id",
            Self::Email => "email",
            Self::Industry => "industry",
            Self::Terms => "terms",
            Self::OrderNumber => "order_number",
            Self::InvoiceNumber => "invoice_number",
            Self::QuoteNumber => "quote_number",
            Self::HappenedOn => "date",
            Self::IssuedOn => "invoice_date",
            Self::DueOn => "due_date",
            Self::PaidOn => "paid_date",
            Self::CustomerSince => "customer_since",
            Self::Process => "process",
            Self::Finish => "finish",
            Self::Supplier => "supplier",
            Self::EndCustomer => "end_customer",
            Self::Parts => "parts",
            Self::Amount => "amount",
            Self::RejectedParts => "rejected_parts",
            Self::Reason => "reason",
            Self::Campaign => "campaign",
            Self::Topic => "topic",
            Self::MailEvent => "mail_event",
            Self::Status => "status",
            Self::Show => "show",
            Self::Contact => "contact",
            Self::Currency => "currency",
            Self::Person => "person",
            Self::Item => "item",
            Self::DocumentType => "document_type",
            Self::PaymentNumber => "payment_number",
            Self::Balance => "balance",
            Self::Received => "received",
            Self::Refunded => "refunded",
            Self::Cancelled => "cancelled",
            Self::Memo => "memo",
            Self::Recipients => "recipients",
            Self::Opens => "opens",
            Self::Clicks => "clicks",
            Self::Url => "url",
            Self::Visits => "visits",
            Self::Network => "network",
            Self::Author => "author",
            Self::NoContact => "no_contact",
            Self::Bounced => "bounced",
            Self::AreaM2 => "area_m2",
            Self::AreaFt2 => "area_ft2",
            Self::Area => "area",
            Self::PromisedOn => "promised_date",
            Self::ShippedOn => "shipped_date",
        }
    }

    /// The name on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::CustomerId => "Customer number",
            Self::Email => "E-mail address",
            Self::Industry => "Industry",
            Self::Terms => "Terms",
            Self::OrderNumber => "Order number",
            Self::InvoiceNumber => "Invoice number",
            Self::QuoteNumber => "Quote number",
            Self::HappenedOn => "Date",
            Self::IssuedOn => "Invoice date",
            Self::DueOn => "Due date",
            Self::PaidOn => "Paid date",
            Self::CustomerSince => "Customer since",
            Self::Process => "Process",
            Self::Finish => "Finish",
            Self::Supplier => "Supplier",
            Self::EndCustomer => "End customer",
            Self::Parts => "Parts",
            Self::Amount => "Amount",
            Self::RejectedParts => "Rejected parts",
            Self::Reason => "Reason",
            Self::Campaign => "Campaign",
            Self::Topic => "Topic",
            Self::MailEvent => "Sent, opened or clicked",
            Self::Status => "Status",
            Self::Show => "Trade show",
            Self::Contact => "Met",
            Self::Currency => "Currency",
            Self::Person => "Person",
            Self::Item => "Item",
            Self::DocumentType => "Kind of document",
            Self::PaymentNumber => "Payment number",
            Self::Balance => "Open balance",
            Self::Received => "Received",
            Self::Refunded => "Refunded",
            Self::Cancelled => "Cancelled",
            Self::Memo => "Remark",
            Self::Recipients => "Recipients",
            Self::Opens => "Opens",
            Self::Clicks => "Clicks",
            Self::Url => "Page",
            Self::Visits => "Visits",
            Self::Network => "Network",
            Self::Author => "Written by",
            Self::NoContact => "Not to be contacted",
            Self::Bounced => "Mail came back",
            Self::AreaM2 => "Area, m²",
            Self::AreaFt2 => "Area, ft²",
            Self::Area => "Area",
            Self::PromisedOn => "Promised",
            Self::ShippedOn => "Shipped",
        }
    }
}
