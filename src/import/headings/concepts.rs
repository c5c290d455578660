//! What the words of a heading mean together.

use super::Meaning;
use super::words::{Concept, LEXICON, is_filler, parted};

/// The concepts of a heading.
#[derive(Clone, Copy, Debug, Default)]
pub struct Set {
    bits: u128,
    n_words: usize,
    pub n_unknown: usize,
    /// Its words that say nothing known are of one or two letters: "Q #".
    is_short: bool,
    /// Its last word of several says that it is a number: "rejection id".
    pub ends_in_number: bool,
}

impl Set {
    pub fn of(words: &str) -> Self {
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
            if is_filler(word) {
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

    pub fn add(&mut self, concept: Concept) {
        self.bits |= 1 << concept as u32;
    }

    pub fn has(self, concept: Concept) -> bool {
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
        let known = whole.fold(0, |all, bits| all | bits);
        // "Part" is a word of its own and no kind ("…art").
        let compound = || starts.chain(ends).fold(0, |all, bits| all | bits);
        let bits = [known]
            .into_iter()
            .chain(std::iter::once_with(compound))
            .find(|bits| *bits != 0)
            .unwrap_or_else(|| parted(word));
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
    pub fn meaning(self) -> Meaning {
        use Concept as C;
        use Meaning as M;
        let has = |concept: C| self.has(concept);
        let is_money = self.any(&[C::Amount, C::Total, C::Sub, C::Gross, C::Net, C::Price, C::Balance]);
        let is_number = has(C::Id);
        if self.bits == 0 {
            return M::Unknown;
        }
        if self.bits == 1 << C::Count as u32 && self.n_words == 1 {
            return M::Quantity;
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
            } else if is_money && !self.only(&[C::Reject, C::Total, C::Quantity, C::Item]) {
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
            return if has(C::Date) && !self.any(&[C::Amount, C::Total, C::Balance, C::Gross, C::Days]) {
                M::DueDate
            } else if is_money || self.has(C::Open) {
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
            } else if self.any(&[C::Invoice, C::Bill]) {
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
        if has(C::Type) && !self.any(&[C::Customer, C::Item, C::Finish]) {
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
        if has(C::Visit) && !has(C::Days) {
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
