//! What speaks for each kind of export: every heading, the cells, the titles and the name of the file, in points.

use std::collections::BTreeMap;

use super::documents::{Document, Fate, fate};
use super::evidence::Columns;
use super::headings::{Meaning as M, plain};
use super::layout::Groups;
use crate::model::Kind;

/// What titles call a list of payments that came in.
pub const RECEIVED: &[&str] = &[
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
];

/// Titles of books in which each invoice is a line.
pub const SALES_BOOKS: &[&str] = &[
    "sales register",
    "sales journal",
    "rechnungsausgangsbuch",
    "rechnungsliste",
    "journal des ventes",
    "registro vendite",
    "libro de ventas",
    "rejestr sprzedazy",
];

impl Columns<'_> {
    /// What speaks for each kind, in tenths.
    #[expect(clippy::too_many_lines, reason = "one line a piece of evidence")]
    pub fn scores(&self) -> Vec<(Kind, i32)> {
        let mut points: BTreeMap<Kind, i32> = BTreeMap::new();
        let mut speak = |kind: Kind, n: i32, is: bool| *points.entry(kind).or_default() += if is { n } else { 0 };
        let has = |meaning: M| self.has(meaning);
        let has_who = self.any(&[M::Company, M::Customer, M::Name, M::CustomerId, M::Email, M::Person, M::Account])
            || self.body.groups == Groups::Customer;
        let has_date = self.list.iter().any(|column| column.style.is_some());
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
        let n_orders = self.n_documents(&[Document::Order]);
        speak(Kind::Orders, 30, n_orders * 2 > self.body.n_data_rows() && !has(M::OrderNumber) && has(M::Number));
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
        speak(Kind::Payments, 10, has(M::Number) && has_who && has_date && has_money);
        speak(Kind::Payments, 20, has(M::Method) && has_money && has_who && has_date);
        // What a terminal or a till took.
        let has_lines = self.any(&[M::Quantity, M::Item, M::LineAmount, M::Process, M::Finish, M::ShipDate]);
        let is_paid_by = self.all(M::Method).any(|i| self.share(i, super::documents::is_method) > 0.5);
        speak(
            Kind::Payments,
            35,
            (is_paid_by || has_who && has(M::Method)) && has_money && has_date && !has_lines && !has(M::OrderDate),
        );
        // Who sent money, when, how much: a list of what a bank took in.
        let names_payer = self.heads(&[
            "received from",
            "payer",
            "paid by",
            "ordering party",
            "remitter",
            "einzahler",
            "zahlungspflichtiger",
            "auftraggeber",
            "donneur d ordre",
            "ordenante",
            "ordinante",
        ]);
        speak(Kind::Payments, 45, names_payer && has_money && has_date && !has_lines && !has(M::OrderDate));
        let is_billed = has(M::Tax) && self.any(&[M::Total, M::Gross]) && has(M::Number);
        speak(Kind::Payments, 25, is_billed && has_who && has_date);
        speak(Kind::Payments, 20, has(M::DueDate) && has_money);
        speak(Kind::Payments, 20, has(M::PaidDate) && has_money);
        speak(Kind::Payments, 30, has(M::Balance));
        speak(Kind::Payments, 10, has(M::BareBalance));
        speak(Kind::Payments, 30, has(M::PaymentNumber) && has_money);
        speak(Kind::Payments, 20, has(M::Fee) && has_money);
        speak(Kind::Payments, 20, has(M::Fee) && has(M::Method) && has_money && has_date);
        speak(Kind::Payments, 20, has(M::PaidAmount));
        speak(Kind::Payments, 40, has(M::Debit) && has(M::Credit));
        speak(Kind::Payments, 50, self.all(M::AgeBucket).count() >= 2);
        speak(Kind::Payments, 40, n_money_documents * 2 > self.body.n_data_rows() && has_money);
        // "Transactions" of which each has the number of an order are orders.
        let is_of_orders = has(M::OrderNumber)
            && !self.any(&[M::InvoiceNumber, M::InvoiceDate, M::DueDate, M::PaymentNumber, M::Method]);
        speak(Kind::Payments, 25, !is_of_orders && self.says(&["transactions"]));
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
            ]),
        );
        speak(Kind::Payments, 25, self.says(SALES_BOOKS));

        speak(Kind::Payments, 20, has_money && has_date && has_who && self.says(RECEIVED));
        let mail_events = self.mail_event_column().is_some();
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
        speak(Kind::Emails, 20, has(M::Email) && self.any(&[M::Opens, M::Clicks]));
        speak(Kind::Emails, 10, has(M::Bounces));
        speak(Kind::Emails, 10, has(M::Unsubscribes));
        speak(Kind::Emails, 20, has(M::Recipients));
        speak(Kind::Emails, 20, has(M::SentDate) && (has(M::Email) || has(M::Subject) || has(M::Campaign)));
        speak(Kind::Emails, 50, mail_events && (has(M::Email) || has(M::Campaign) || has(M::Subject)));
        speak(Kind::Emails, 20, says_mail);
        speak(Kind::Emails, 20, says_mail && has(M::Email) && has_date && self.list.len() <= 4);

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
            // Who was written to is a recipient.
            let is_mailing = self.any(&[M::Opens, M::Clicks]) || self.mail_event_column().is_some();
            speak(Kind::Customers, -40, is_mailing && has(M::Email));
            // Who is listed once has no date of doing something.
            let repeats = [M::Company, M::Customer, M::Email].iter().filter_map(|&m| self.pick(&[m])).any(|i| {
                self.list[i].profile.n >= 8 && self.list[i].profile.n_distinct * 10 < self.list[i].profile.n * 7
            });
            let days = [M::Date, M::SentDate, M::PaidDate, M::InvoiceDate, M::OrderDate, M::CreatedDate];
            speak(Kind::Customers, -40, repeats && self.any(&days) && !has(M::FirstName));
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
            "rework",
            "rma",
            "complaint",
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
        let numbers_complaints =
            self.heads(&["complaint no", "complaint number", "ncr no", "ncr", "rejection no", "reklamations nr"]);
        speak(Kind::Rejections, 60, numbers_complaints && has(M::Reason));
        speak(Kind::Rejections, 20, has(M::Reason) && has(M::Quantity) && !has_money);

        let ended = |i: usize, wanted: Fate| self.share(i, |text| fate(text) == Some(wanted)) > 0.05;
        let quote_status = self.all(M::Status).chain(self.all(M::Unknown)).chain(self.all(M::Other)).any(|i| {
            self.list[i].profile.n > 0 && ended(i, Fate::Won) && (ended(i, Fate::Lost) || ended(i, Fate::Failed))
        });
        speak(Kind::Quotes, 50, has(M::QuoteNumber) && !has(M::InvoiceNumber));
        speak(Kind::Quotes, 10, has(M::QuoteNumber));
        speak(Kind::Quotes, 30, has(M::QuoteDate));
        speak(Kind::Quotes, 30, quote_status);
        speak(Kind::Quotes, 90, self.n_documents(&[Document::Quote]) * 10 > self.body.n_data_rows() * 9);
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
                "offertes",
                "propale",
                "propales",
                "propositions",
                "propositions commerciales",
                "proposals",
                "cotizaciones",
                "soumissions",
                "kostenvoranschlage",
                "rfqs",
                "rfq",
                "bids",
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
        speak(Kind::Web, 15, has(M::Url) && has_who && has_date && !has_money && !has(M::Text));
        speak(Kind::Web, 30, has(M::Visits));
        // "Customer visits" are somebody's who drove there.
        let is_of_pages = has(M::Url) || has(M::Visits);
        speak(Kind::Web, 30, is_of_pages && self.says(&["visits", "visitor", "visitor log", "visitors"]));
        speak(
            Kind::Web,
            30,
            self.says(&[
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
            .any(|i| self.list[i].profile.is_prose());
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
                "visits",
                "visit reports",
                "call reports",
                "besuche",
                "visites",
                "visitas",
                "visite",
                "bezoekverslagen",
            ]),
        );
        points.into_iter().collect()
    }
}
