//! What a heading means: its words, of a dozen languages, put together.
//!
//! No system's headings are known by heart. A heading is cut into words, each word stands for a concept (German compounds
//! for two), and the concepts together give the meaning: "Rechnungsdatum", "Invoice date" and "Fecha de factura" are all
//! an invoice and a date.

mod age;
mod concepts;
mod words;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use self::concepts::Set;
use self::words::Concept;

pub use self::age::is_age_bucket;

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
    // A complaint has a number wherever that word stands: "Nr reklamacji".
    let is_of_complaint =
        |word: &str| ["rekl", "ncr", "rma", "complaint", "beanst", "nonconf"].iter().any(|c| word.starts_with(c));
    let says_number = |word: &str| ["nr", "no", "numer", "nummer", "number", "n", "num"].contains(&word);
    let has_number =
        words.split(' ').any(is_of_complaint) && (header.contains('#') || words.split(' ').any(says_number));
    set.ends_in_number = has_number || last.is_some_and(|last| Set::of(last).has(Concept::Id));
    if header.contains('#') {
        set.add(Concept::Id);
    }
    // "Part #" says which part it is, "# parts" how many.
    if set.has(Concept::Id) && set.n_unknown == 0 && words.split(' ').eq(["part"]) {
        return (Meaning::Item, 0);
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
    // Letters that are no letter and its accent.
    let whole = |c: char| match c {
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        other => other,
    };
    // A capital in the middle begins no word here.
    let sharp = header.replace('ß', "ss").replace("MwSt", "Mwst").replace("USt", "Ust");
    let mut letters = sharp.nfkd().map(whole).filter(|c| !is_combining_mark(*c)).peekable();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_further_languages_say_what_they_say() {
        use Meaning as M;
        for (header, wanted) in [
            ("Factuurdatum", M::InvoiceDate),
            ("Vervaldatum", M::DueDate),
            ("Debiteurnr", M::CustomerId),
            ("Aantal", M::Quantity),
            ("Aantal afgekeurd", M::RejectedQuantity),
            ("Nr zamówienia", M::OrderNumber),
            ("Termin płatności", M::DueDate),
            ("Data zapłaty", M::PaidDate),
            ("Wartość brutto", M::Gross),
            ("Ilość", M::Quantity),
            ("Nota Fiscal", M::InvoiceNumber),
            ("Vencimento", M::DueDate),
            ("Qtd.", M::Quantity),
            ("Číslo zakázky", M::OrderNumber),
            ("Množství", M::Quantity),
            ("Förfallodatum", M::DueDate),
            ("Ordrenr", M::OrderNumber),
            ("Beløb", M::Amount),
        ] {
            assert_eq!(meaning(header), wanted, "{header}");
        }
    }

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
            ("MwSt.", M::Tax),
            ("Part", M::Quantity),
            ("Part #", M::Item),
            ("RMA #", M::Number),
            ("Qty Returned", M::RejectedQuantity),
            ("# parts", M::Quantity),
            ("Bill. Date", M::InvoiceDate),
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
