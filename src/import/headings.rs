//! What a heading means: its words in five languages, put together.
//!
//! No system's headings are known by heart. A heading is cut into words, each word stands for a concept (German compounds
//! for two), and the concepts together give the meaning: "Rechnungsdatum", "Invoice date" and "Fecha de factura" are all
//! an invoice and a date.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a heading says by itself. Which of these a file keeps, and as what, depends on what the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    Company,
    Customer,
    /// "Name" alone: a company, a person or even a number, as its cells say.
    Name,
    Person,
    FirstName,
    LastName,
    CustomerId,
    Email,
    EndCustomer,
    Supplier,
    OrderNumber,
    InvoiceNumber,
    QuoteNumber,
    PaymentNumber,
    /// A number of whatever the rows are.
    Number,
    OrderDate,
    InvoiceDate,
    DueDate,
    PaidDate,
    QuoteDate,
    SentDate,
    RejectDate,
    /// A date of whatever the rows are.
    Date,
    CreatedDate,
    ShipDate,
    CancelledDate,
    /// A date of something else.
    OtherDate,
    CustomerSince,
    Total,
    SubTotal,
    Tax,
    LineAmount,
    Amount,
    Gross,
    Net,
    UnitPrice,
    /// A price of one part or of all of them.
    Price,
    Balance,
    /// "Balance" alone: what is open, or a running sum.
    BareBalance,
    PaidAmount,
    Debit,
    Credit,
    /// German books: whether an amount is debit or credit.
    DebitOrCredit,
    Refunded,
    Fee,
    Quantity,
    RejectedQuantity,
    Item,
    Description,
    Process,
    Finish,
    Industry,
    Terms,
    Reason,
    Status,
    Type,
    Currency,
    Memo,
    Text,
    Author,
    Network,
    Campaign,
    /// What a campaign is known by where it has no name.
    CampaignId,
    Subject,
    MailEvent,
    Opens,
    Clicks,
    Bounces,
    Unsubscribes,
    Recipients,
    Show,
    Url,
    Visits,
    Account,
    /// How old an open amount is: "31 - 60", "Older".
    AgeBucket,
    /// How it was paid: card, check.
    Method,
    /// A telephone number or a part of an address.
    Contactable,
    /// Known, and not needed.
    Other,
    Unknown,
}

impl Meaning {
    /// Whether it is the day on which something of the row happened or was due.
    pub fn is_day(self) -> bool {
        matches!(
            self,
            Self::OrderDate
                | Self::InvoiceDate
                | Self::DueDate
                | Self::PaidDate
                | Self::QuoteDate
                | Self::SentDate
                | Self::RejectDate
                | Self::Date
                | Self::CreatedDate
        )
    }
}

/// What a heading means.
pub fn meaning(header: &str) -> Meaning {
    meaning_and_rest(header).0
}

/// What a heading means, and how many of its words say nothing known.
pub fn meaning_and_rest(header: &str) -> (Meaning, usize) {
    let words = plain(header);
    if words.is_empty() {
        let sign = header.trim();
        let meaning = match sign {
            "#" | "№" => Meaning::Number,
            signs if !signs.is_empty() && signs.chars().all(|sign| "$€£".contains(sign)) => Meaning::Amount,
            _ => Meaning::Unknown,
        };
        return (meaning, 0);
    }
    if is_age_bucket(header) {
        return (Meaning::AgeBucket, 0);
    }
    // Alone, these words say whose the parts are, or to whom a quote went.
    if ["from", "von", "an", "da", "to", "who", "wer", "qui", "chi", "quien"].contains(&words.as_str()) {
        return (Meaning::Customer, 0);
    }
    // "Of" is a small word, but an "OF" is an ordre de fabrication.
    if ["OF", "O.F.", "N° OF", "OF n°"].contains(&header.trim()) {
        return (Meaning::OrderNumber, 0);
    }
    // When the parts came in; what is no date is nothing known.
    if ["in", "rein", "entrata", "arrive", "recu"].contains(&words.as_str()) {
        return (Meaning::OrderDate, 0);
    }
    let mut set = Set::of(&words);
    // "Rejection id" is a number of its own, "No. rejected" counts.
    let last = words.rsplit(' ').next().filter(|last| *last != words);
    set.ends_in_number = last.is_some_and(|last| Set::of(last).has(Concept::Id));
    if header.contains('#') {
        set.add(Concept::Id);
    }
    if header.contains('%') {
        set.add(Concept::Rate);
    }
    if header.contains(['$', '€', '£']) {
        set.add(Concept::Amount);
    }
    (set.meaning(), set.n_unknown)
}

/// A heading without case, accents and punctuation: "E-Mail-Adresse:" is "e mail adresse", `OrderDate` is "order date".
pub fn plain(header: &str) -> String {
    let mut text = String::with_capacity(header.len());
    let mut was_lower = false;
    let sharp = header.replace('ß', "ss");
    let mut letters = sharp.nfkd().filter(|c| !is_combining_mark(*c)).peekable();
    while let Some(c) = letters.next() {
        if c.is_alphanumeric() {
            // `OrderDate`, `PONumber`
            let ends_capitals = c.is_uppercase()
                && text.ends_with(char::is_alphabetic)
                && letters.peek().is_some_and(|next| next.is_lowercase() && *next != 's');
            if c.is_uppercase() && was_lower || ends_capitals {
                text.push(' ');
            }
            was_lower = c.is_lowercase();
            text.extend(c.to_lowercase());
        } else {
            was_lower = false;
            if !text.ends_with(' ') {
                text.push(' ');
            }
        }
    }
    text.trim().to_owned()
}

/// "< 1 Month", "31-60", "Older", "91 or more days past due", "CURRENT": how old an open amount is.
#[expect(clippy::too_many_lines, reason = "most of them are words")]
pub fn is_age_bucket(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "days",
        "day",
        "month",
        "months",
        "past",
        "due",
        "overdue",
        "older",
        "over",
        "or",
        "more",
        "and",
        "current",
        "not",
        "yet",
        "tage",
        "tagen",
        "monat",
        "monate",
        "alter",
        "uber",
        "uberfallig",
        "fallig",
        "falligkeit",
        "bis",
        "ab",
        "nicht",
        "aktuell",
        "jours",
        "mois",
        "plus",
        "de",
        "echu",
        "non",
        "retard",
        "dias",
        "mas",
        "vencido",
        "vencer",
        "por",
        "a",
        "corriente",
        "giorni",
        "oltre",
        "scaduto",
        "scadere",
        "corrente",
        "to",
        "von",
        "mehr",
        "als",
        "than",
        "week",
        "weeks",
        "under",
        "within",
        "terms",
        "future",
        "aged",
    ];
    let words = plain(text);
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let n_numbers = words
        .split(' ')
        .filter(|word| is_number(word) || word.trim_end_matches('d').bytes().all(|b| b.is_ascii_digit()))
        .count();
    let all_known = words.split(' ').all(|word| {
        is_number(word) || WORDS.contains(&word) || (word.ends_with('d') && is_number(word.trim_end_matches('d')))
    });
    if !all_known || words.is_empty() {
        return false;
    }
    let has = |wanted: &[&str]| words.split(' ').any(|word| wanted.contains(&word));
    let says_time = has(&[
        "days", "day", "month", "months", "tage", "tagen", "monat", "monate", "jours", "mois", "dias", "giorni",
        "week", "weeks",
    ]);
    let is_alone = [
        "current",
        "older",
        "aktuell",
        "corriente",
        "corrente",
        "not yet due",
        "not due",
        "nicht fallig",
        "non echu",
        "por vencer",
        "a scadere",
        "scaduto",
        "overdue",
        "future",
    ]
    .contains(&words.as_str());
    is_alone
        || (n_numbers >= 1
            && (says_time
                || n_numbers == 2
                || text.contains(['+', '>', '<'])
                || has(&["over", "older", "uber", "plus", "mas", "oltre", "und", "and"])))
}

/// What a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Concept {
    Customer,
    Company,
    Name,
    Person,
    First,
    Last,
    Email,
    Phone,
    Address,
    Id,
    Order,
    Po,
    Invoice,
    Doc,
    Quote,
    Payment,
    Date,
    Due,
    Paid,
    Ship,
    Created,
    Updated,
    Since,
    Amount,
    Total,
    Sub,
    Line,
    Unit,
    Price,
    Tax,
    Net,
    Gross,
    Fee,
    Discount,
    Balance,
    Open,
    Running,
    Debit,
    Credit,
    Refund,
    Quantity,
    Reject,
    Item,
    Description,
    Memo,
    Type,
    Status,
    Currency,
    Process,
    Finish,
    Supplier,
    End,
    Industry,
    Terms,
    Reason,
    Campaign,
    Subject,
    Event,
    Opens,
    Clicks,
    Bounce,
    Unsub,
    Delivered,
    Sent,
    Recipients,
    Show,
    Url,
    Visit,
    Network,
    Text,
    Author,
    Rate,
    Days,
    Shipping,
    Bill,
    Account,
    Method,
    Cancel,
    To,
    Item2,
    Other,
    Marketing,
    Expected,
    Count,
    Close,
}

/// The concepts of a heading.
#[derive(Clone, Copy, Debug, Default)]
struct Set {
    bits: u128,
    n_words: usize,
    n_unknown: usize,
    /// Its words that say nothing known are of one or two letters: "Q #".
    is_short: bool,
    /// Its last word of several says that it is a number: "rejection id".
    ends_in_number: bool,
}

impl Set {
    fn of(words: &str) -> Self {
        let mut set = Self::default();
        let mut text = format!(" {words} ");
        for (phrase, concepts) in &LEXICON.phrases {
            if let Some(at) = text.find(phrase) {
                text.replace_range(at..at + phrase.len(), " ");
                set.bits |= concepts;
                set.n_words += 1;
            }
        }
        for word in text.split_whitespace() {
            if FILLERS.contains(&word) {
                continue;
            }
            set.n_words += 1;
            // "Name 1", "Address 2".
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let is_known = set.add_word(word);
            set.n_unknown += usize::from(!is_known);
            set.is_short |= !is_known && word.len() <= 2;
        }
        set
    }

    fn add(&mut self, concept: Concept) {
        self.bits |= 1 << concept as u32;
    }

    fn has(self, concept: Concept) -> bool {
        self.bits & (1 << concept as u32) != 0
    }

    fn any(self, concepts: &[Concept]) -> bool {
        concepts.iter().any(|&concept| self.has(concept))
    }

    /// Adds what a word stands for; a compound stands for what it begins and what it ends with. `false` for none.
    fn add_word(&mut self, word: &str) -> bool {
        let singular = word.strip_suffix('s').filter(|_| word.len() > 3);
        let whole = [Some(word), singular].into_iter().flatten().filter_map(|word| LEXICON.words.get(word));
        let starts = LEXICON.starts.iter().filter(|(start, _)| word.starts_with(start)).map(|(_, bits)| bits);
        let ends = LEXICON.ends.iter().filter(|(end, _)| word.ends_with(end)).map(|(_, bits)| bits);
        let bits = whole.chain(starts).chain(ends).fold(0, |all, bits| all | bits);
        let bits = if bits == 0 { parted(word) } else { bits };
        self.bits |= bits;
        bits != 0
    }

    fn only(self, concepts: &[Concept]) -> bool {
        use Concept as C;
        // "Total" counts and adds up.
        let bits = self.bits & !(1 << C::Count as u32);
        self.n_unknown == 0 && concepts.iter().fold(bits, |bits, &concept| bits & !(1 << concept as u32)) == 0
    }

    /// The meaning of the concepts together: the first line that fits.
    #[expect(clippy::too_many_lines, reason = "one line a meaning, the first that fits")]
    fn meaning(self) -> Meaning {
        use Concept as C;
        use Meaning as M;
        let has = |concept: C| self.has(concept);
        let is_money = self.any(&[C::Amount, C::Total, C::Sub, C::Gross, C::Net, C::Price, C::Balance]);
        let is_number = has(C::Id);
        if self.bits == 0 {
            return M::Unknown;
        }
        if has(C::Quantity) && has(C::Doc) && self.any(&[C::Id, C::Date]) {
            // "Pièces" are parts, "N° pièce" and "date de pièce" are a document's.
            return Self { bits: self.bits & !(1 << C::Quantity as u32), ..self }.meaning();
        }
        if self.any(&[C::Phone]) || (has(C::Address) && !has(C::Email)) {
            return M::Contactable;
        }
        if has(C::Email)
            && !self.any(&[
                C::Campaign,
                C::Subject,
                C::Sent,
                C::Opens,
                C::Clicks,
                C::Delivered,
                C::Marketing,
                C::Event,
                C::Type,
                C::Status,
                C::Bounce,
                C::Unsub,
                C::Recipients,
                C::Date,
                C::Visit,
                C::Description,
                C::Account,
                C::Method,
            ])
        {
            return if has(C::To) {
                M::Contactable
            } else if has(C::Name) && !has(C::Person) && !has(C::Customer) {
                M::Campaign
            } else {
                M::Email
            };
        }
        if has(C::Marketing) && !has(C::Campaign) {
            return M::Other;
        }
        if has(C::Rate) && !has(C::Unit) {
            return if has(C::Price) && !has(C::Opens) && !has(C::Clicks) && self.only(&[C::Rate, C::Price]) {
                M::UnitPrice
            } else {
                M::Other
            };
        }
        if self.any(&[C::Unsub, C::Bounce, C::Opens, C::Clicks, C::Delivered])
            && !self.any(&[C::Balance, C::Order, C::Invoice, C::Quote])
            && !is_money
        {
            return if has(C::Date) || has(C::Reason) || has(C::Id) && !has(C::Count) {
                M::Other
            } else if has(C::Unsub) {
                M::Unsubscribes
            } else if has(C::Bounce) {
                M::Bounces
            } else if has(C::Clicks) {
                M::Clicks
            } else if has(C::Opens) {
                M::Opens
            } else {
                M::Other
            };
        }
        if has(C::Recipients) && has(C::Tax) {
            return M::Other;
        }
        if has(C::Recipients) && !has(C::Id) && !has(C::Name) && !has(C::Address) {
            return if has(C::Total) || has(C::Count) || self.n_words > 1 { M::Recipients } else { M::Person };
        }
        if has(C::Recipients) && has(C::Name) {
            return M::Person;
        }
        if has(C::Reject) {
            return if has(C::Reason) || has(C::Type) || has(C::Description) {
                M::Reason
            } else if has(C::Date) {
                M::RejectDate
            } else if is_money {
                M::Other
            } else if has(C::Status) {
                M::Status
            } else if is_number && !has(C::Quantity) && (self.ends_in_number || self.any(&[C::Doc, C::Item2])) {
                M::Number
            } else {
                M::RejectedQuantity
            };
        }
        if has(C::Due) {
            return if is_money || self.has(C::Open) {
                M::Balance
            } else if has(C::Days) {
                M::Other
            } else {
                M::DueDate
            };
        }
        if has(C::Cancel) {
            return if has(C::Reason) {
                M::Other
            } else if has(C::Date) {
                M::CancelledDate
            } else {
                M::Status
            };
        }
        if has(C::Terms) {
            return M::Terms;
        }
        if has(C::Since) {
            return M::CustomerSince;
        }
        if self.any(&[C::Expected, C::Close]) && has(C::Date) {
            return M::OtherDate;
        }
        if has(C::Updated) {
            return M::OtherDate;
        }
        if has(C::Date) && !is_money && !has(C::Quantity) && !has(C::Days) && !has(C::Rate) {
            return if has(C::Sent) {
                M::SentDate
            } else if has(C::Ship) && !has(C::Order) && !has(C::Invoice) {
                M::ShipDate
            } else if has(C::Invoice) {
                M::InvoiceDate
            } else if has(C::Quote) {
                M::QuoteDate
            } else if has(C::Order) && !has(C::Ship) {
                M::OrderDate
            } else if self.any(&[C::Paid, C::Payment]) {
                M::PaidDate
            } else if has(C::Ship) {
                M::ShipDate
            } else if has(C::Created) {
                M::CreatedDate
            } else if self.n_unknown > 1
                || self.any(&[C::Other, C::Item2])
                || (self.any(&[C::Customer, C::Person])
                    && self.n_unknown == 0
                    && self.n_words > 1
                    && !self.only(&[C::Date, C::Customer]))
            {
                M::OtherDate
            } else {
                M::Date
            };
        }
        if has(C::Date) && has(C::Days) {
            return M::Other;
        }
        if has(C::Debit) && has(C::Credit) {
            return M::DebitOrCredit;
        }
        if has(C::Debit) {
            return M::Debit;
        }
        if has(C::Credit) && !self.any(&[C::Terms, C::Total, C::Id]) && (self.only(&[C::Credit]) || is_money) {
            return M::Credit;
        }
        // The number of a line is none of a document.
        if is_number && has(C::Line) && self.any(&[C::Order, C::Invoice, C::Quote]) && !is_money {
            return M::Other;
        }
        if is_number && has(C::Po) {
            return M::Other;
        }
        if has(C::Po) && !is_money {
            return M::Other;
        }
        if has(C::Refund) {
            return if is_number { M::Other } else { M::Refunded };
        }
        // "Open deals" are counted, not numbered.
        if has(C::Quote) && self.any(&[C::Open, C::Close, C::Total]) && !is_number && !has(C::Amount) && !has(C::Date) {
            return M::Other;
        }
        if is_number && has(C::Status) && !is_money && !has(C::Date) {
            return M::Status;
        }
        if is_number && !is_money {
            return if self.any(&[C::Tax, C::Shipping, C::Account]) && !self.any(&[C::Customer, C::Invoice]) {
                if has(C::Account) && !has(C::Tax) { M::CustomerId } else { M::Other }
            } else if has(C::Reject) {
                M::Number
            } else if has(C::Order) {
                M::OrderNumber
            } else if has(C::Quote) {
                M::QuoteNumber
            } else if has(C::Invoice) {
                M::InvoiceNumber
            } else if has(C::Payment) {
                M::PaymentNumber
            } else if has(C::Customer) || (has(C::Company) && !has(C::Tax)) || (has(C::Person) && has(C::Account)) {
                M::CustomerId
            } else if has(C::Campaign) {
                M::CampaignId
            } else if has(C::Quantity) && has(C::Doc) {
                // "N° pièce" is a document's, "pièces" are parts.
                M::Number
            } else if has(C::Quantity) {
                M::Quantity
            } else if self.any(&[C::Item, C::Finish, C::Process]) {
                if has(C::Finish) { M::Finish } else { M::Item }
            } else if self.any(&[C::Doc])
                || self.only(&[C::Id])
                || self.n_unknown == 1 && self.n_words <= 2 && self.is_short
            {
                M::Number
            } else {
                M::Other
            };
        }
        if is_money {
            let is_shipped = has(C::Ship) && !has(C::Order);
            let is_tax = has(C::Tax)
                && !self.any(&[C::Gross, C::Net, C::Invoice, C::Line, C::To])
                && (!has(C::Total) || self.only(&[C::Tax, C::Total, C::Amount, C::Sub]));
            return if is_tax {
                M::Tax
            } else if is_shipped || self.any(&[C::Shipping, C::Discount, C::Other]) {
                M::Other
            } else if has(C::Fee) {
                M::Fee
            } else if self.any(&[C::Balance, C::Open]) {
                if has(C::Running) {
                    M::Other
                } else if self.only(&[C::Balance]) {
                    M::BareBalance
                } else {
                    M::Balance
                }
            } else if has(C::Paid) || has(C::Payment) && has(C::Created) {
                M::PaidAmount
            } else if has(C::Sub) {
                M::SubTotal
            } else if has(C::Unit) && !has(C::Total) {
                M::UnitPrice
            } else if has(C::Price) && !self.any(&[C::Total, C::Line]) {
                M::Price
            } else if self.any(&[C::Line, C::Item]) {
                M::LineAmount
            } else if has(C::Total)
                && self.any(&[C::Order, C::Quantity, C::Customer, C::Visit])
                && !self.any(&[C::Amount, C::Gross, C::Net, C::Price])
            {
                if has(C::Quantity) {
                    M::Quantity
                } else if has(C::Order) && self.n_words - self.n_unknown <= 2 {
                    M::Total
                } else {
                    M::Other
                }
            } else if has(C::Total) && (has(C::Gross) || !has(C::Net))
                || self.any(&[C::Invoice, C::Doc]) && has(C::Amount) && !has(C::Net)
            {
                M::Total
            } else if has(C::Gross) {
                M::Gross
            } else if has(C::Net) {
                M::Net
            } else if has(C::Quantity) {
                M::Quantity
            } else {
                M::Amount
            };
        }
        if self.any(&[C::Balance, C::Open]) && self.only(&[C::Balance, C::Open, C::Amount]) {
            return M::Balance;
        }
        if has(C::Fee) {
            return M::Fee;
        }
        if has(C::Tax) && !is_number {
            return M::Tax;
        }
        if self.any(&[C::Tax, C::Discount, C::Shipping]) {
            return M::Other;
        }
        if has(C::Currency) {
            return M::Currency;
        }
        if has(C::End) {
            return M::EndCustomer;
        }
        if has(C::Reason) {
            return M::Reason;
        }
        if has(C::Quantity) && !has(C::Ship) && !self.any(&[C::Type, C::Status]) {
            return M::Quantity;
        }
        if has(C::Supplier) {
            return M::Supplier;
        }
        if has(C::Paid) && !has(C::Type) && !has(C::Method) {
            return if has(C::Status) { M::Status } else { M::PaidDate };
        }
        if has(C::Campaign) && !self.any(&[C::Type, C::Status]) {
            return M::Campaign;
        }
        if has(C::Subject) {
            return M::Subject;
        }
        if has(C::Show) && !self.any(&[C::Type, C::Status]) {
            return M::Show;
        }
        if has(C::Event) && has(C::Name) {
            return M::Show;
        }
        if has(C::Status) {
            return M::Status;
        }
        if has(C::Method) && has(C::Payment) {
            return M::Method;
        }
        if has(C::Type) && !self.any(&[C::Customer, C::Item]) {
            return M::Type;
        }
        if has(C::Event) {
            return M::MailEvent;
        }
        if has(C::Process) && !has(C::Payment) {
            return M::Process;
        }
        if has(C::Finish) {
            return M::Finish;
        }
        if has(C::Industry) {
            return M::Industry;
        }
        if has(C::Author) && self.any(&[C::First, C::Last, C::Name]) && !has(C::Text) {
            return M::Author;
        }
        if self.any(&[C::First, C::Last]) && (self.any(&[C::Name, C::Person]) || self.n_words == 1) {
            return if has(C::First) && has(C::Last) {
                M::Person
            } else if has(C::First) {
                M::FirstName
            } else {
                M::LastName
            };
        }
        if has(C::Method) && !has(C::Shipping) && !is_number {
            return M::Method;
        }
        if self.any(&[C::Shipping, C::Method]) {
            return M::Other;
        }
        if has(C::Ship) && self.any(&[C::Name, C::Company, C::Customer, C::To, C::Person]) {
            return M::Other;
        }
        if has(C::Author) && !self.any(&[C::Customer, C::Company]) {
            return M::Author;
        }
        if has(C::Company) {
            return if has(C::Id) { M::CustomerId } else { M::Company };
        }
        if has(C::Bill) && has(C::Name) || has(C::Person) {
            return M::Person;
        }
        if has(C::Account) && !has(C::Customer) && !has(C::Method) {
            return M::Account;
        }
        if has(C::Customer) {
            return if self.any(&[C::Memo, C::Text]) {
                M::Memo
            } else if self.any(&[C::Type, C::Item2]) {
                M::Other
            } else {
                M::Customer
            };
        }
        if has(C::Order) && self.only(&[C::Order]) {
            return M::OrderNumber;
        }
        if has(C::Invoice) && self.only(&[C::Invoice]) {
            return M::InvoiceNumber;
        }
        if has(C::Quote) && has(C::Name) {
            return M::Description;
        }
        if has(C::Quote) && self.only(&[C::Quote]) {
            return M::QuoteNumber;
        }
        if self.only(&[C::To]) {
            return M::Customer;
        }
        if has(C::Doc) && self.only(&[C::Doc]) {
            return M::Number;
        }
        if has(C::Visit) {
            return M::Visits;
        }
        if has(C::Url) {
            return M::Url;
        }
        if has(C::Network) {
            return M::Network;
        }
        if has(C::Item) && !self.any(&[C::Type, C::Status]) {
            return if has(C::Description) { M::Description } else { M::Item };
        }
        if has(C::Description) {
            return M::Description;
        }
        if has(C::Text) {
            return M::Text;
        }
        if has(C::Memo) {
            return M::Memo;
        }
        if has(C::Name) && self.n_unknown == 0 {
            return if has(C::Item) { M::Item } else { M::Name };
        }
        if has(C::Ship) && self.only(&[C::Ship]) {
            return M::ShipDate;
        }
        if has(C::Created) && self.only(&[C::Created]) {
            return M::CreatedDate;
        }
        if has(C::Sent) && self.only(&[C::Sent]) {
            return M::SentDate;
        }

        if has(C::Type) {
            return M::Type;
        }
        // A known word among others: what the cells are decides.
        if has(C::Invoice) {
            return M::InvoiceNumber;
        }
        if has(C::Quote) {
            return M::QuoteNumber;
        }
        if has(C::Order) {
            return M::OrderNumber;
        }
        if self.n_unknown < self.n_words { M::Other } else { M::Unknown }
    }
}

/// What the words stand for that a column of a database runs together: "orderdate", `billingphonenumber`. All of it must be
/// known words, and one of them longer than the small ones that stand in any word; else it stands for nothing.
fn parted(word: &str) -> u128 {
    const LONGEST: usize = 30;
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if !(7..=LONGEST).contains(&word.len()) || !word.is_ascii() {
        return 0;
    }
    // For each place up to which the word is parted: what the parts stand for, how many they are, the longest of them.
    let mut parts: Vec<Option<(u128, usize, usize)>> = vec![None; word.len() + 1];
    parts[0] = Some((0, 0, 0));
    for end in 2..=word.len() {
        for start in (0..=end - 2).rev() {
            let (Some((bits, n, longest)), Some(more)) = (parts[start], LEXICON.words.get(&word[start..end])) else {
                continue;
            };
            let found = (bits | more, n + 1, longest.max(end - start));
            if parts[end].is_none_or(|(_, fewest, _)| found.1 < fewest) {
                parts[end] = Some(found);
            }
        }
    }
    parts[word.len()]
        .filter(|&(_, n, longest)| n <= 4 && longest >= 4 && word.len() >= 3 * n)
        .map_or(0, |(bits, ..)| bits)
}

/// [`STEMS`] and [`PHRASES`], ready to be looked up.
struct Lexicon {
    words: HashMap<&'static str, u128>,
    starts: Vec<(&'static str, u128)>,
    ends: Vec<(&'static str, u128)>,
    phrases: Vec<(String, u128)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon { words: HashMap::new(), starts: Vec::new(), ends: Vec::new(), phrases: Vec::new() };
    let bit = |concept: Concept| 1_u128 << concept as u32;
    for &(concept, stems) in STEMS {
        for stem in stems.split(' ') {
            match (stem.strip_prefix('*'), stem.strip_suffix('*')) {
                (Some(end), _) => lexicon.ends.push((end, bit(concept))),
                (_, Some(start)) => lexicon.starts.push((start, bit(concept))),
                _ => *lexicon.words.entry(stem).or_default() |= bit(concept),
            }
        }
    }
    let spaced = |(phrase, concepts): &(&str, &[Concept])| {
        (format!(" {phrase} "), concepts.iter().fold(0, |bits, &c| bits | bit(c)))
    };
    lexicon.phrases = PHRASES.iter().map(spaced).collect();
    lexicon
});

/// Words that say nothing by themselves.
const FILLERS: &[&str] = &[
    "the",
    "of",
    "de",
    "del",
    "della",
    "dell",
    "di",
    "du",
    "des",
    "der",
    "die",
    "das",
    "la",
    "le",
    "el",
    "il",
    "les",
    "los",
    "d",
    "l",
    "in",
    "for",
    "fur",
    "und",
    "and",
    "y",
    "et",
    "e",
    "utc",
    "gmt",
    "usd",
    "eur",
    "gbp",
    "cad",
    "aud",
    "chf",
    "this",
    "our",
    "your",
    "a",
    "from",
    "full",
    "primary",
    "main",
    "s",
    "dem",
    "den",
    "local",
    "formatted",
    "al",
    "euro",
    "euros",
    "en",
    "per",
    "as",
];

/// Several words that stand for one thing.
const PHRASES: &[(&str, &[Concept])] = &[
    ("e mail", &[Concept::Email]),
    ("tipo pag", &[Concept::Method]),
    ("tipo di pagamento", &[Concept::Method]),
    ("type de paiement", &[Concept::Method]),
    ("tipo pago", &[Concept::Method]),
    ("tipo de pago", &[Concept::Method]),
    ("tax exclusive", &[Concept::Net]),
    ("exkl mwst", &[Concept::Net]),
    ("zzgl mwst", &[Concept::Net]),
    ("iva esclusa", &[Concept::Net]),
    ("sans taxe", &[Concept::Net]),
    ("hors taxes", &[Concept::Net]),
    ("hors taxe", &[Concept::Net]),
    ("excl tva", &[Concept::Net]),
    ("ex gst", &[Concept::Net]),
    ("excl gst", &[Concept::Net]),
    ("excluding gst", &[Concept::Net]),
    ("excluding vat", &[Concept::Net]),
    ("excluding tax", &[Concept::Net]),
    ("inkl mehrwertsteuer", &[Concept::Gross]),
    ("inkl ust", &[Concept::Gross]),
    ("iva compresa", &[Concept::Gross]),
    ("iva inclusa", &[Concept::Gross]),
    ("iva incluida", &[Concept::Gross]),
    ("iva incluido", &[Concept::Gross]),
    ("tax inclusive", &[Concept::Gross]),
    ("incl tva", &[Concept::Gross]),
    ("inc gst", &[Concept::Gross]),
    ("incl gst", &[Concept::Gross]),
    ("including gst", &[Concept::Gross]),
    ("including vat", &[Concept::Gross]),
    ("including tax", &[Concept::Gross]),
    ("rec d date", &[Concept::Created, Concept::Date]),
    ("date recd", &[Concept::Created, Concept::Date]),
    ("date rec", &[Concept::Created, Concept::Date]),
    ("delivery note", &[Concept::Doc, Concept::Id]),
    ("del note", &[Concept::Doc, Concept::Id]),
    ("related to type", &[Concept::Other]),
    ("related to module", &[Concept::Other]),
    ("related to", &[Concept::Customer]),
    ("presa visione", &[Concept::Updated]),
    ("so date", &[Concept::Order, Concept::Date]),
    ("date of sale", &[Concept::Order, Concept::Date]),
    ("company name", &[Concept::Company]),
    ("business name", &[Concept::Customer, Concept::Company]),
    ("trading name", &[Concept::Customer, Concept::Company]),
    ("legal name", &[Concept::Customer, Concept::Company]),
    ("name of recipient", &[Concept::Customer]),
    ("check in", &[Concept::Date]),
    ("join time", &[Concept::Visit, Concept::Date]),
    ("completion time", &[Concept::Updated]),
    ("end time", &[Concept::Updated]),
    ("start time", &[Concept::Updated]),
    ("post by", &[Concept::Ship]),
    ("kunden ref", &[Concept::Po]),
    ("rif cliente", &[Concept::Po]),
    ("ref client", &[Concept::Po]),
    ("client ref", &[Concept::Po]),
    ("customer reference", &[Concept::Po]),
    ("customer ref", &[Concept::Po]),
    ("your ref", &[Concept::Po]),
    ("vostro ordine", &[Concept::Po]),
    ("ihre bestellung", &[Concept::Po]),
    ("vs commande", &[Concept::Po]),
    ("votre commande", &[Concept::Po]),
    ("su pedido", &[Concept::Po]),
    ("q ta", &[Concept::Quantity]),
    ("pour qui", &[Concept::Customer]),
    ("fur wen", &[Concept::Customer]),
    ("per chi", &[Concept::Customer]),
    ("para quien", &[Concept::Customer]),
    ("whose parts", &[Concept::Customer]),
    ("for whom", &[Concept::Customer]),
    ("your name", &[Concept::Author]),
    ("what is wrong", &[Concept::Reason]),
    ("what s wrong", &[Concept::Reason]),
    ("d c", &[Concept::Debit, Concept::Credit]),
    ("c d", &[Concept::Debit, Concept::Credit]),
    ("d h", &[Concept::Debit, Concept::Credit]),
    ("f factura", &[Concept::Invoice, Concept::Date]),
    ("f emision", &[Concept::Invoice, Concept::Date]),
    ("f vto", &[Concept::Due, Concept::Date]),
    ("f vencimiento", &[Concept::Due, Concept::Date]),
    ("f pedido", &[Concept::Order, Concept::Date]),
    ("dt fattura", &[Concept::Invoice, Concept::Date]),
    ("spett le", &[Concept::Customer]),
    ("received from", &[Concept::Customer]),
    ("ordering party", &[Concept::Customer]),
    ("opt in", &[Concept::Marketing]),
    ("a c", &[Concept::Account]),
    ("booking date", &[Concept::Date]),
    ("booking no", &[Concept::Doc, Concept::Id]),
    ("paid by", &[Concept::Customer]),
    ("net a payer", &[Concept::Total, Concept::Gross]),
    ("ordered by", &[Concept::Customer]),
    ("order by", &[Concept::Customer]),
    ("rec d", &[Concept::Created, Concept::Date]),
    ("picked up", &[Concept::Ship, Concept::Date]),
    ("need by", &[Concept::Ship, Concept::Date]),
    ("co last name", &[Concept::Customer]),
    ("how many", &[Concept::Quantity]),
    ("of pieces", &[Concept::Quantity]),
    ("lot size", &[Concept::Quantity]),
    ("items sold", &[Concept::Quantity]),
    ("when in", &[Concept::Date]),
    ("date in", &[Concept::Date, Concept::Created]),
    ("date out", &[Concept::Date, Concept::Ship]),
    ("when out", &[Concept::Date, Concept::Ship]),
    ("bill to", &[Concept::Customer]),
    ("sold to", &[Concept::Customer]),
    ("invoice to", &[Concept::Customer]),
    ("sell to", &[Concept::Customer]),
    ("ship to", &[Concept::Ship, Concept::To]),
    ("deliver to", &[Concept::Ship, Concept::To]),
    ("pay by", &[Concept::Due, Concept::Date]),
    ("purchase order", &[Concept::Po]),
    ("customer po", &[Concept::Po]),
    ("client po", &[Concept::Po]),
    ("your order", &[Concept::Po]),
    ("cust po", &[Concept::Po]),
    ("work order", &[Concept::Order]),
    ("sales order", &[Concept::Order]),
    ("shop order", &[Concept::Order]),
    ("bon de commande", &[Concept::Order]),
    ("commande client", &[Concept::Order]),
    ("pedido de cliente", &[Concept::Order]),
    ("ordine cliente", &[Concept::Order]),
    ("end customer", &[Concept::End]),
    ("end client", &[Concept::End]),
    ("final customer", &[Concept::End]),
    ("client final", &[Concept::End]),
    ("cliente final", &[Concept::End]),
    ("cliente finale", &[Concept::End]),
    ("end user", &[Concept::End]),
    ("end use", &[Concept::End]),
    ("trade show", &[Concept::Show]),
    ("razon social", &[Concept::Customer, Concept::Company]),
    ("ragione sociale", &[Concept::Customer, Concept::Company]),
    ("raison sociale", &[Concept::Customer, Concept::Company]),
    ("business partner", &[Concept::Customer]),
    ("debit credit", &[Concept::Debit, Concept::Credit]),
    ("soll haben", &[Concept::Debit, Concept::Credit]),
    ("s h", &[Concept::Debit, Concept::Credit]),
    ("dr cr", &[Concept::Debit, Concept::Credit]),
    ("payment terms", &[Concept::Terms]),
    ("credit terms", &[Concept::Terms]),
    ("terms of payment", &[Concept::Terms]),
    ("condiciones de pago", &[Concept::Terms]),
    ("forma de pago", &[Concept::Method]),
    ("metodo de pago", &[Concept::Method]),
    ("metodo di pagamento", &[Concept::Method]),
    ("modalita di pagamento", &[Concept::Method]),
    ("mode de paiement", &[Concept::Method]),
    ("mode de reglement", &[Concept::Method]),
    ("mode reglement", &[Concept::Method]),
    ("conditions de paiement", &[Concept::Terms]),
    ("condizioni di pagamento", &[Concept::Terms]),
    ("payment type", &[Concept::Method]),
    ("payment method", &[Concept::Method]),
    ("payment processor", &[Concept::Method]),
    ("payment reference", &[Concept::Id, Concept::Payment]),
    ("payment status", &[Concept::Status]),
    ("deposit to", &[Concept::Method]),
    ("reste a payer", &[Concept::Balance, Concept::Open]),
    ("montant du", &[Concept::Balance, Concept::Open]),
    ("solde du", &[Concept::Balance, Concept::Open]),
    ("pendiente de cobro", &[Concept::Balance, Concept::Open]),
    ("da incassare", &[Concept::Balance, Concept::Open]),
    ("da pagare", &[Concept::Balance, Concept::Open]),
    ("still owed", &[Concept::Balance, Concept::Open]),
    ("amount due", &[Concept::Balance, Concept::Open]),
    ("balance due", &[Concept::Balance, Concept::Open]),
    ("amount owing", &[Concept::Balance, Concept::Open]),
    ("opted out", &[Concept::Unsub]),
    ("opt out", &[Concept::Unsub]),
    ("sent to", &[Concept::Sent, Concept::Recipients, Concept::Count]),
    ("created by", &[Concept::Author]),
    ("entered by", &[Concept::Author]),
    ("assigned to", &[Concept::Author]),
    ("logged by", &[Concept::Author]),
    ("taken by", &[Concept::Author]),
    ("made by", &[Concept::Author]),
    ("sales rep", &[Concept::Author]),
    ("sales person", &[Concept::Author]),
    ("account manager", &[Concept::Author]),
    ("account owner", &[Concept::Author]),
    ("credit note", &[Concept::Other]),
    ("credit limit", &[Concept::Other]),
    ("credit card", &[Concept::Method]),
    ("credit notes", &[Concept::Other]),
    ("credit memo", &[Concept::Other]),
    ("last name", &[Concept::Last, Concept::Name]),
    ("last seen", &[Concept::Updated]),
    ("last updated", &[Concept::Updated]),
    ("last changed", &[Concept::Updated]),
    ("last order", &[Concept::Updated]),
    ("last activity", &[Concept::Updated]),
    ("last contact", &[Concept::Updated]),
    ("last contacted", &[Concept::Updated]),
    ("last purchase", &[Concept::Updated]),
    ("last modified", &[Concept::Updated]),
    ("last open", &[Concept::Updated]),
    ("last click", &[Concept::Updated]),
    ("next step", &[Concept::Other]),
    ("exchange rate", &[Concept::Other]),
    ("running balance", &[Concept::Running, Concept::Balance]),
    ("part no", &[Concept::Item]),
    ("part number", &[Concept::Item]),
    ("item sold", &[Concept::Quantity]),
    ("valid until", &[Concept::Expected, Concept::Date]),
    ("expiry date", &[Concept::Expected, Concept::Date]),
    ("gultig bis", &[Concept::Expected, Concept::Date]),
    ("follow up", &[Concept::Expected, Concept::Date]),
    ("page views", &[Concept::Visit]),
    ("page title", &[Concept::Url]),
    ("non conformity", &[Concept::Reject]),
    ("non conformance", &[Concept::Reject]),
    ("non conformita", &[Concept::Reject]),
    ("nicht i o", &[Concept::Reject]),
    ("no conformidad", &[Concept::Reject]),
    ("codice articolo", &[Concept::Item]),
    ("paid on", &[Concept::Paid, Concept::Date]),
    ("paid at", &[Concept::Paid, Concept::Date]),
    ("created at", &[Concept::Created, Concept::Date]),
    ("created on", &[Concept::Created, Concept::Date]),
    ("sent at", &[Concept::Sent, Concept::Date]),
    ("sent on", &[Concept::Sent, Concept::Date]),
    ("updated at", &[Concept::Updated, Concept::Date]),
    ("cancelled at", &[Concept::Cancel, Concept::Date]),
    ("canceled at", &[Concept::Cancel, Concept::Date]),
    ("met with", &[Concept::Person]),
    ("spoke to", &[Concept::Person]),
    ("spoke with", &[Concept::Person]),
    ("total spent", &[Concept::Other]),
    ("total orders", &[Concept::Other]),
    ("ex tax", &[Concept::Net]),
    ("excl tax", &[Concept::Net]),
    ("inc tax", &[Concept::Gross]),
    ("incl tax", &[Concept::Gross]),
    ("ex vat", &[Concept::Net]),
    ("inc vat", &[Concept::Gross]),
    ("incl vat", &[Concept::Gross]),
    ("ohne mwst", &[Concept::Net]),
    ("inkl mwst", &[Concept::Gross]),
    ("con iva", &[Concept::Gross]),
    ("sin iva", &[Concept::Net]),
    ("base imponible", &[Concept::Net, Concept::Amount]),
    ("fecha de alta", &[Concept::Since]),
    ("date added", &[Concept::Created, Concept::Date]),
];

/// Words by what they stand for. `x*` is a word that begins so, `*x` one that ends so; German builds words from both.
const STEMS: &[(Concept, &str)] = &[
    (
        Concept::Customer,
        "consumer shopper remitter receptor orderer cardholder debtor payor payer spett customer cust client kunde kunden* kunde* debitor* buyer cliente acheteur acquirente intestatario auftraggeber* besteller payer tiers tercero geschaftspartner* cardname kdnr kdn who member destinatario committente abnehmer* party receiver partner patron comprador cessionario payeur pagador pagatore ordenante ordinante zahler einzahler leistungsempfanger* donneur kundin klant klient kontrahent titular holder matchcode titolare",
    ),
    (
        Concept::Company,
        "company firma firmen* unternehmen* empresa societe societa azienda entreprise organisation organization org business companies exhibitor denominazione denominacion employer",
    ),
    (Concept::Name, "name names nom nombre nome *name intitule denomination"),
    (
        Concept::Person,
        "contact person attn attention ansprechpartner* kontakt* contacto contatto interlocuteur attendee subscriber lead met besucher visitor referente buyer spoke",
    ),
    (Concept::First, "first vorname prenom given firstname fname forename"),
    (Concept::Last, "last surname nachname cognome apellido apellidos family lastname lname"),
    (Concept::Email, "email emails mail courriel correo emailadresse emailaddress mailadresse epost"),
    (
        Concept::Phone,
        "phone* tel telefon* telefono telephone mobile fax handy* movil cellulare portable gsm whatsapp telefone",
    ),
    (
        Concept::Address,
        "address addresses street city zip postcode postal postalcode province country county strasse ort plz land adresse anschrift indirizzo cap citta direccion ciudad calle rue ville pays region town suburb provincia lieferadresse hausnummer localita poblacion cp latitude longitude timezone location lieu luogo lugar ip dock",
    ),
    (
        Concept::Id,
        "id no nr number num numero n code codigo codice ref reference *nummer *nr uid key nro referenz referencia riferimento cod cve clave lfd ident reg referent",
    ),
    (
        Concept::Order,
        "ddt bolla bolle lieferschein* ls bl albaran albaranes purchase ordered order so auftrag* bestell* commande pedido ordine encargo job wo workorder salesorder ordre traveler traveller commessa ticket lot batch cmd sale sold ord ords booking booked verkauf* vente vendita venta tkt repair odt ods bt ot affaire affaires dossier dossiers kommission* komm pratica expediente expedientes os odl ticketnr auftr parte partes cde cdes cmde orden ordenes ordem",
    ),
    (Concept::Po, "po ponumber purchaseorder ourref yourref bestellreferenz kundenreferenz"),
    (Concept::Invoice, "invoice cfdi inv rechnung* facture factura fattura fra invoices re rg"),
    (
        Concept::Doc,
        "folio document dokument beleg* doc documento piece transaction vorgang op txn trans docnum voucher transaktion* transaccion transazione comprobante justificatif belegnr belegnummer posting",
    ),
    (
        Concept::Quote,
        "chiffrage* quote quoted quotation estimate angebot* devis presupuesto preventivo offer oferta offerta proposal deal opportunity rfq cotizacion offre angebote proposition propositions propale propales proposals soumission soumissions propuesta kostenvoranschlag offertes cotizaciones devi estimates quotations ang quotenr off",
    ),
    (
        Concept::Payment,
        "check cheque payment pmt zahlung* paiement reglement pago pagamento cobro incasso receipt charge eingangszahlung rcpt zahlungseingang encaissement chq chqs cheques lodged lodgement lodgements scheck* assegno talon",
    ),
    (
        Concept::Date,
        "datetime date datum *datum fecha data day tag at when time timestamp ts zeit *zeit* heure hora ora giorno jour dia am on vom *date dates zeitpunkt le",
    ),
    (Concept::Due, "venc vto due fallig* faellig* echeance vencimiento scadenza vence vto overdue"),
    (
        Concept::Paid,
        "paid bezahlt* gezahlt* paye payee regle pagado pagato cleared settled incassato cobrado reglee ausgeglichen authorized authorised captured",
    ),
    (
        Concept::Ship,
        "fertig* deadline raus ship shipped shipment delivery deliver liefer* livraison expedition entrega envio consegna spedizione completed finished fulfilled promised promise required requested wunsch* versand* target expedie shipto needed dispatched dispatch completion finish_date complete sortie salida uscita ausgang* evasione evasa evaso entregar retiro ritiro retrait abholung pickup",
    ),
    (
        Concept::Created,
        "angeliefert* arrivee arrivo angekommen created create eing creation erstellt* angelegt* cree creado creato added entered entry placed received eingang* posted buchung* issued issue emission emision emissione ausgestellt* opened erfasst* logged registered recorded optin confirm signup reception recepcion ricevuto arrival arrived drafted submitted drawn receptionne recibido ingreso entrada ingresso raised recu recue recus creacion creazione",
    ),
    (
        Concept::Updated,
        "updated modified changed geandert* modifie trasmissione transmission modification modificacion modifica anderung* edited registration",
    ),
    (Concept::Since, "since seit desde depuis dal kundeseit"),
    (
        Concept::Amount,
        "amount amt betrag *betrag *summe *umsatz* montant importe importo value wert *wert valor valore sum summe umsatz revenue sales ca amounts valeur facturado fatturato importes betrage montants zahlbetrag ext extended",
    ),
    (
        Concept::Total,
        "total totals gesamt* totale tot endbetrag grandtotal endsumme totaal collected totali totaux ingesamt insgesamt",
    ),
    (Concept::Sub, "sub subtotal zwischensumme zwischen*"),
    (Concept::Line, "line position* zeile ext extended lineitem ligne linea riga pos posten poste postes renglon rigo"),
    (Concept::Unit, "unit each einzel* unitario unitaire einheit* unita stuckpreis"),
    (Concept::Price, "price preis* *preis prix precio prezzo cost pu"),
    (
        Concept::Tax,
        "tax vat gst hst pst qst mwst ust umsatzsteuer* steuer* tva iva igic taxes taxable irpf siret siren nif cif ein ustid partita piva steuernummer imposta imposte impuesto impuestos impots abn rfc rut cuit cnpj cpf gstin uin igst cgst sgst cess tps tvq steuersatz recargo",
    ),
    (
        Concept::Net,
        "net ex netto* ht imponible imponibile excl neto nettobetrag pretax zzgl exkl exklusive ohne excluding exclusive",
    ),
    (
        Concept::Gross,
        "gross inc brutto* brut ttc incl lordo bruto einschl einschliesslich inklusive inclusive including",
    ),
    (Concept::Fee, "fee gebuhr* commission frais comision tarifa commissione entgelt* surcharge"),
    (
        Concept::Discount,
        "discount rabatt* skonto remise descuento sconto coupon discounts tip tips trinkgeld* pourboire propina mancia gratuity rounding rundung*",
    ),
    (
        Concept::Balance,
        "remainder balance saldo solde restbetrag rest* outstanding remaining restant saldi residuo owed owing",
    ),
    (Concept::Open, "open offen* pendiente ouvert aperto unpaid offener impaye impagado insoluto unbezahlt"),
    (Concept::Running, "running cumulative kumuliert cumul acumulado progressivo"),
    (Concept::Debit, "cargo cargos debit soll debe dare dr debits sollbetrag"),
    (Concept::Credit, "abono abonos credit haben haber avere cr credits habenbetrag"),
    (Concept::Refund, "refund* erstatt* rembours* reembolso rimborso refunded"),
    (
        Concept::Quantity,
        "qty quantity quantities pcs piece pieces part parts menge* *menge anzahl* stuck stuckzahl* stk *stuck quantite qte cantidad cant unidades uds quantita qta pezzi piezas nb units pz pzas qt qnt stueck stueckzahl teile teileanzahl q kpl ud pza stks antal",
    ),
    (
        Concept::Reject,
        "ko fnc nonconf* reject* rej scrap* ausschuss* rebut* rechaz* scart* nonconform* ncr defective bemangel* reklam* bad nok rifiut* beanstand* fehlteil* gesperrt* nacharbeit* rigett* found detected discovered detecte detectee rilevato rilevata detectado festgestellt*",
    ),
    (
        Concept::Item,
        "item product service artikel* produkt* leistung* article articulo producto articolo prodotto part sku material* concepto werkstuck* teil* servicio servizio prestation articoli what lineitem goods ware gegenstand was wat cosa",
    ),
    (
        Concept::Description,
        "description desc beschreibung* bezeichnung* *bezeichnung descripcion descrizione designation libelle details descr concept",
    ),
    (
        Concept::Memo,
        "memo notes comment remark bemerkung* notiz* note nota notas anmerkung* kommentar* observaciones observations verwendungszweck* commentaire hinweis comments",
    ),
    (Concept::Type, "type typ art tipo kategorie category categorie categoria kind class *art *typ rubrik"),
    (
        Concept::Status,
        "status state stage zustand estado etat stato statut outcome result phase esito resultado ergebnis etape stufe *status",
    ),
    (Concept::Currency, "currency ccy cur wahrung* waehrung* devise moneda divisa valuta"),
    (
        Concept::Process,
        "process operation verfahren* prozess* procede proceso processo lavorazione traitement tratamiento trattamento coating plating bearbeitung* operacion dept department workcenter beschichtung* arbeitsgang lavorazioni treatment",
    ),
    (
        Concept::Finish,
        "finish color colour farbe* farbton* ral oberflache* acabado finition finitura couleur colore spec powder pulver* teinte tinta specification colori",
    ),
    (
        Concept::Supplier,
        "supplier vendor lieferant* kreditor* fournisseur proveedor fornitore creditor manufacturer *lieferant *hersteller",
    ),
    (Concept::End, "endkunde* program programme project projekt* proyecto progetto projet oem"),
    (Concept::Industry, "industry sector market branche* industrie secteur settore segment vertical markt*"),
    (
        Concept::Terms,
        "terms zahlungsziel* zahlungsbedingung* condiciones conditions termini netdays zahlungskondition*",
    ),
    (
        Concept::Reason,
        "reason defect defects cause grund *grund motivo motif fehler* mangel* defaut difetto why defecto complaint reclamo ursache* *fehler problem causa causale",
    ),
    (Concept::Campaign, "campaign* kampagne* mailing newsletter campana campagne campagna broadcast mailings"),
    (Concept::Subject, "subject betreff asunto objet oggetto topic thema theme"),
    (Concept::Event, "event action activity ereignis* evento evenement aktion aktivitat"),
    (Concept::Opens, "opens opened open geoffnet* offnung* ouverture aperture apertura ouvert aperturas"),
    (Concept::Clicks, "click clicked geklickt* klick* clics clic clicked"),
    (Concept::Bounce, "bounce bounced rebote* hardbounce softbounce rebonds rimbalz*"),
    (Concept::Unsub, "unsub* optout abgemeld* abmeld* desabonn* desinscr* baja disiscr* disiscritti complaint spam"),
    (Concept::Delivered, "delivered deliveries zugestellt* entregado* delivres consegnat*"),
    (
        Concept::Sent,
        "sent send gesendet* versendet* envoye envoi enviado enviados inviato inviati invio sends processed",
    ),
    (Concept::Recipients, "recipient empfanger* destinataire destinataires"),
    (Concept::Show, "show exhibition fair messe* salon feria fiera tradeshow expo veranstaltung* booth stand exhibit"),
    (Concept::Url, "url link page landing seite* path website web domain pagina site"),
    (Concept::Visit, "visitor visit* session pageview views besuch* visite hits aufrufe seitenaufrufe"),
    (Concept::Network, "network platform channel plattform* social source reseau red canal kanal quelle fuente medium"),
    (
        Concept::Text,
        "text post message content tweet mention snippet caption body nachricht* beitrag* texte texto testo mensaje contenido notetext inhalt",
    ),
    (
        Concept::Author,
        "author user username handle owner verfasser* autor auteur autore by rep agent salesperson employee operator inspector bearbeiter* sachbearbeiter verkaufer vendedor commercial commerciale agente estimator mitarbeiter* pruefer prufer filled submitter comercial",
    ),
    (Concept::Rate, "rate percent pct taux tasa tasso prozent* *squote *rate score rating probability wahrscheinlich*"),
    (Concept::Days, "days age tage jours dias giorni late retard verzug*"),
    (Concept::Shipping, "shipping freight versandkosten porto port transport spese handling tracking carrier zone"),
    (Concept::Bill, "billing bill"),
    (Concept::Account, "account acct konto* cuenta conto compte comptes"),
    (
        Concept::Method,
        "how method methode metodo zahlungsart gateway zahlungsweise mode card brand bank checkout funding medio zahlungsmittel moyen mezzo instrument tender wallet carta tarjeta circuito carte",
    ),
    (Concept::Cancel, "cancel* storno* annul* anulad* annullat* void*"),
    (Concept::To, "to"),
    (
        Concept::Marketing,
        "marketing accepts consent subscribed optedin abonniert angemeldet* anmeldung* inscrit* iscritt* suscrit* signup",
    ),
    (
        Concept::Expected,
        "settlement disbursement scheduled expected expiry expires expiration valid gultig* expire validez validite validita estimated planned forecast next prevu prevista voraussichtlich* anticipated available effective exp payout auszahlung* eta",
    ),
    (Concept::Close, "close closed closing abschluss* cierre cloture chiusura won lost"),
    (Concept::Count, "total unique successful count anzahl nombre_de times number numero"),
    (Concept::Other, "applied unused withholding allocated deposit"),
    (Concept::Item2, "group tag tags list region priority priorite prioritat"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_five_languages_say_what_they_say() {
        use Meaning as M;
        for (header, wanted) in [
            ("Invoice Date", M::InvoiceDate),
            ("Rechnungsdatum", M::InvoiceDate),
            ("Fecha de factura", M::InvoiceDate),
            ("Date facture", M::InvoiceDate),
            ("Data fattura", M::InvoiceDate),
            ("Rechnungs-Nr.", M::InvoiceNumber),
            ("N° facture", M::InvoiceNumber),
            ("*InvoiceNumber", M::InvoiceNumber),
            ("Kundennummer", M::CustomerId),
            ("customer_id", M::CustomerId),
            ("campaign_id", M::CampaignId),
            ("Campaign Name", M::Campaign),
            ("Kunde", M::Customer),
            ("Customer full name", M::Customer),
            ("ContactName", M::Person),
            ("Billing Company", M::Company),
            ("Ragione sociale", M::Company),
            ("Fällig am", M::DueDate),
            ("Due date", M::DueDate),
            ("Data scadenza", M::DueDate),
            ("Open balance", M::Balance),
            ("Offener Betrag", M::Balance),
            ("Amount Due", M::Balance),
            ("Balance", M::BareBalance),
            ("Total", M::Total),
            ("Gesamtbetrag", M::Total),
            ("Item Total", M::LineAmount),
            ("Lineitem price", M::LineAmount),
            ("Sales Price", M::Price),
            ("Qty", M::Quantity),
            ("Stückzahl", M::Quantity),
            ("Lineitem quantity", M::Quantity),
            ("# rej", M::RejectedQuantity),
            ("No. rejected", M::RejectedQuantity),
            ("rejected_qty", M::RejectedQuantity),
            ("rejection_id", M::Number),
            ("Reject No", M::Number),
            ("Ausschussmenge", M::RejectedQuantity),
            ("Why", M::Reason),
            ("Email Address", M::Email),
            ("Email_ID", M::Email),
            ("From Email Address", M::Email),
            ("To Email Address", M::Contactable),
            ("Send_Date", M::SentDate),
            ("Order #", M::OrderNumber),
            ("Auftragsnummer", M::OrderNumber),
            ("WO", M::OrderNumber),
            ("Created at", M::CreatedDate),
            ("created_utc", M::CreatedDate),
            ("Transaction Type", M::Type),
            ("Financial Status", M::Status),
            ("Unique Opens", M::Opens),
            ("Open Rate", M::Other),
            ("31 - 60 days", M::AgeBucket),
            ("< 1 Month", M::AgeBucket),
            ("Older", M::AgeBucket),
            ("Zahlungsziel", M::Terms),
            ("What", M::Item),
            ("$", M::Amount),
            ("Foo", M::Unknown),
        ] {
            assert_eq!(meaning(header), wanted, "{header}");
        }
    }

    #[test]
    fn ages_are_no_customers() {
        for text in ["91 or more days past due", "CURRENT", "1 - 30 days past due", "> 90", "90+", "Plus de 90 jours"] {
            assert!(is_age_bucket(text), "{text}");
        }
        for text in ["Current Motor Works", "3 Rivers Plating", "Older Bros", "Total", "60"] {
            assert!(!is_age_bucket(text), "{text}");
        }
    }
}
