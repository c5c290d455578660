//! What a file can be, and what a column can mean.

/// What kind of export a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

impl Kind {
    /// All kinds, in the order in which a doubtful file is tried.
    pub const ALL: [Self; 7] =
        [Self::Payments, Self::Orders, Self::Rejections, Self::Quotes, Self::Emails, Self::Events, Self::Customers];

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
    /// A number of a document: order, invoice, quote.
    Number,
    /// Words, each kept once.
    Words,
}

impl Field {
    /// How its cells are read.
    pub fn kind(self) -> FieldType {
        match self {
            Self::HappenedOn | Self::IssuedOn | Self::DueOn | Self::PaidOn | Self::CustomerSince => FieldType::Day,
            Self::Amount => FieldType::Money,
            Self::Parts | Self::RejectedParts => FieldType::Count,
            Self::OrderNumber | Self::InvoiceNumber | Self::QuoteNumber => FieldType::Number,
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
            Self::Contact => "Person",
            Self::Currency => "Currency",
        }
    }
}
