//! What a row is a document of, by the words that systems write into its type and status columns.

use super::headings::plain;

/// What kind of document a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    Invoice,
    Payment,
    CreditNote,
    Refund,
    Order,
    Quote,
    /// Between the shop's own accounts.
    Transfer,
    Fee,
    /// What the shop bought.
    Purchase,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It never was.
    Void,
    /// It was not sent yet.
    Draft,
    /// It was, and was called off.
    Cancelled,
    /// A payment that did not come.
    Failed,
    /// A quote that became an order.
    Won,
    /// A quote that did not.
    Lost,
    /// It is a quote still.
    Quoted,
}

impl Fate {
    /// Whether it may be that the document does not count.
    pub fn ends(self) -> bool {
        matches!(self, Self::Void | Self::Draft | Self::Cancelled | Self::Failed | Self::Quoted)
    }
}

const PURCHASE: &[&str] = &[
    "bill",
    "bill payment",
    "bill pmt",
    "expense",
    "check",
    "cheque",
    "purchase",
    "vendor",
    "payroll",
    "paycheck",
    "eingangsrechnung",
    "lieferant",
    "supplier",
    "fattura passiva",
    "acquisto",
    "compra",
    "achat",
    "wages",
    "cash expense",
    "credit card charge",
    "lohn",
    "gasto",
];
const REFUND: &[&str] = &[
    "refund",
    "chargeback",
    "dispute",
    "reversal",
    "erstattung",
    "ruckzahlung",
    "ruckerstattung",
    "remboursement",
    "reembolso",
    "devolucion",
    "rimborso",
    "storno",
    "ruckbuchung",
    "payment refund",
];
const CREDIT: &[&str] = &[
    "credit memo",
    "credit note",
    "gutschrift",
    "avoir",
    "nota de credito",
    "nota di credito",
    "abono",
    "rectificativa",
    "factura rectificativa",
    "credit",
    "sales credit",
    "stornorechnung",
    "rechnungskorrektur",
    "note de credit",
    "creditnote",
    "creditmemo",
    "cn",
    "accreccredit",
    "sc",
    "cm",
    "crn",
    "gs",
    "crm",
    "dg",
    "creditnota",
    "kreditnota",
    "kreditfaktura",
    "faktura korygujaca",
    "korekta",
    "dobropis",
];
const TRANSFER: &[&str] = &[
    "payout",
    "transfer",
    "withdrawal",
    "bank deposit",
    "auszahlung",
    "abbuchung",
    "umbuchung",
    "virement",
    "retiro",
    "transferencia",
    "prelievo",
    "transfert",
    "trasferimento",
    "retrait",
    "currency conversion",
    "wahrungsumrechnung",
    "reserve",
    "hold",
    "payouts",
    "bankgutschrift",
    "deposit",
    "versement",
    "conversion de divisas",
    "conversion de devise",
    "bonifico in uscita",
    "transferred",
];
const FEE: &[&str] = &[
    "fee",
    "gebuhr",
    "gebuhren",
    "frais",
    "comision",
    "commission",
    "commissione",
    "tax",
    "adjustment fee",
    "stripe fee",
    "fees",
];
const PAYMENT: &[&str] = &[
    "payment",
    "receipt",
    "zahlung",
    "zahlungseingang",
    "paiement",
    "reglement",
    "pago",
    "cobro",
    "pagamento",
    "incasso",
    "charge",
    "encaissement",
    "receive payment",
    "einzahlung",
    "ricevuta",
    "pmt",
    "paid",
    "payment received",
    "uberweisung",
    "lastschrift",
    "crj",
    "cash receipts journal",
    "collected",
    "recu",
    "sr",
    "sa",
    "dz",
    "pai",
    "zahlungen",
];
const INVOICE: &[&str] = &[
    "invoice",
    "rechnung",
    "facture",
    "factura",
    "fattura",
    "sales receipt",
    "inv",
    "tax invoice",
    "ausgangsrechnung",
    "accrec",
    "re",
    "si",
    "sales invoice",
    "sj",
    "sales journal",
    "statement charge",
    "finance charge",
    "cash sale",
    "fac",
    "debit note",
    "fatt",
    "factuur",
    "faktura",
    "fatura",
    "rv",
];
const ORDER: &[&str] = &["sales order", "order", "auftrag", "pedido", "commande", "ordine", "work order", "bestellung"];
const QUOTE: &[&str] = &[
    "estimate",
    "quote",
    "quotation",
    "angebot",
    "devis",
    "presupuesto",
    "preventivo",
    "proposal",
    "offer",
    "offerte",
    "oferta",
    "rfq",
];

/// What kind of document the words of a type column name.
pub fn document(text: &str) -> Option<Document> {
    let words = plain(text);
    let any = |list: &[&str]| list.iter().any(|phrase| contains(&words, phrase));
    // "Invoice payment" is a payment, "payment refund" a refund, "bill payment" a purchase, "sales receipt" a sale.
    if contains(&words, "sales receipt") || contains(&words, "cash sale") {
        return Some(Document::Invoice);
    }
    if words == "sale" {
        return Some(Document::Payment);
    }
    let lists = [
        (REFUND, Document::Refund),
        (PURCHASE, Document::Purchase),
        (CREDIT, Document::CreditNote),
        (PAYMENT, Document::Payment),
        (TRANSFER, Document::Transfer),
        (FEE, Document::Fee),
        (INVOICE, Document::Invoice),
        (ORDER, Document::Order),
        (QUOTE, Document::Quote),
    ];
    lists.iter().find(|(list, _)| any(list)).map(|(_, document)| *document)
}

const VOID: &[&str] = &["void", "voided", "deleted", "geloscht", "reversed"];
const DRAFT: &[&str] = &["draft", "entwurf", "brouillon", "borrador", "bozza"];
const CANCELLED: &[&str] = &[
    "cancelled",
    "canceled",
    "storniert",
    "annule",
    "annulee",
    "anulado",
    "anulada",
    "annullato",
    "annullata",
    "cancelado",
    "cancelada",
    "abgesagt",
    "geannuleerd",
    "anulowane",
    "anulowano",
    "zruseno",
];
const FAILED: &[&str] = &[
    "failed",
    "declined",
    "denied",
    "expired",
    "uncaptured",
    "incomplete",
    "blocked",
    "requires payment method",
    "fehlgeschlagen",
    "abgebrochen",
    "gescheitert",
    "echoue",
    "echouee",
    "refuse",
    "refusee",
    "rechazado",
    "rechazada",
    "fallido",
    "fallida",
    "fallito",
    "rifiutato",
    "rifiutata",
    "non riuscito",
    "aborted",
    "errored",
    "timed out",
    "denegada",
    "denegado",
    "negato",
    "negata",
    "unsuccessful",
    "fail",
    "failure",
    "fehlgeschlagen",
    "abgelehnt",
    "echoue",
    "refuse",
    "fallido",
    "rechazado",
    "fallito",
    "rifiutato",
    "returned",
    "bounced",
];
const WON: &[&str] = &[
    "won",
    "accepted",
    "approved",
    "gewonnen",
    "angenommen",
    "beauftragt",
    "gagne",
    "accepte",
    "aceptado",
    "ganado",
    "vinto",
    "accettato",
    "closedwon",
    "ordered",
];
const LOST: &[&str] = &[
    "lost",
    "rejected",
    "verloren",
    "abgelehnt",
    "perdu",
    "refuse",
    "perdido",
    "rechazado",
    "perso",
    "rifiutato",
    "closedlost",
    "no bid",
];

/// What became of a document, in the words of a status column.
pub fn fate(text: &str) -> Option<Fate> {
    let words = plain(text);
    let any = |list: &[&str]| list.iter().any(|phrase| contains(&words, phrase));
    if any(VOID) {
        Some(Fate::Void)
    } else if any(DRAFT) {
        Some(Fate::Draft)
    } else if any(WON) {
        Some(Fate::Won)
    } else if any(FAILED) {
        Some(Fate::Failed)
    } else if any(LOST) {
        Some(Fate::Lost)
    } else if any(CANCELLED) {
        Some(Fate::Cancelled)
    } else if any(QUOTE) {
        Some(Fate::Quoted)
    } else {
        None
    }
}

/// Whether whole words of `text` are `phrase`; German compounds may end in it.
pub fn contains(text: &str, phrase: &str) -> bool {
    let is_edge = |byte: Option<u8>| byte.is_none_or(|byte| byte == b' ');
    let bytes = text.as_bytes();
    text.match_indices(phrase).any(|(at, _)| {
        let is_start = is_edge(at.checked_sub(1).map(|i| bytes[i])) || phrase.len() >= 7;
        is_start
            && (is_edge(bytes.get(at + phrase.len()).copied())
                || bytes.get(at + phrase.len()) == Some(&b's') && is_edge(bytes.get(at + phrase.len() + 1).copied()))
    })
}

/// Whether words are a way of paying, so that a column of them says nothing of documents.
pub fn is_method(text: &str) -> bool {
    const METHODS: &[&str] = &[
        "check",
        "cheque",
        "cash",
        "credit card",
        "debit card",
        "card",
        "visa",
        "mastercard",
        "amex",
        "american express",
        "ach",
        "wire",
        "wire transfer",
        "bank transfer",
        "paypal",
        "stripe",
        "direct debit",
        "eft",
        "bacs",
        "sepa",
        "ideal",
        "bancontact",
        "money order",
        "bar",
        "lastschrift",
        "uberweisung",
        "virement",
        "carte",
        "carte bancaire",
        "cb",
        "cheque bancaire",
        "prelevement",
        "especes",
        "transferencia",
        "tarjeta",
        "efectivo",
        "domiciliacion",
        "giro",
        "bonifico",
        "bonifico bancario",
        "contanti",
        "assegno",
        "carta di credito",
        "riba",
        "rid",
        "traite",
        "lcr",
        "ec karte",
        "kreditkarte",
        "rechnung",
        "online",
    ];
    METHODS.contains(&plain(text).as_str())
}

/// Yes or no.
pub fn as_flag(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "true" | "yes" | "y" | "x" | "1" | "ja" | "oui" | "si" | "voided" | "void" => Some(true),
        "false" | "no" | "n" | "0" | "nein" | "non" => Some(false),
        _ => None,
    }
}

/// Words of mail systems for what a recipient did, so that a column of them is known by its cells.
pub fn is_mail_event(text: &str) -> bool {
    const EVENTS: &[&str] = &[
        "sent",
        "send",
        "delivered",
        "open",
        "opened",
        "click",
        "clicked",
        "bounce",
        "bounced",
        "unsubscribe",
        "unsubscribed",
        "processed",
        "deferred",
        "dropped",
        "spam",
        "complaint",
        "geoffnet",
        "geklickt",
        "gesendet",
        "zugestellt",
        "ouvert",
        "clique",
        "envoye",
        "abierto",
        "clic",
        "enviado",
        "aperto",
        "inviato",
        "cliccato",
        "hard bounce",
        "soft bounce",
        "first opening",
        "loaded by proxy",
        "responded",
        "accepted",
        "failed",
        "rejected",
        "complained",
        "stored",
        "temporary fail",
        "permanent fail",
        "submission",
        "email sent",
        "email opened",
        "email clicked",
        "mail sent",
        "mail opened",
        "mail clicked",
        "not opened",
        "not delivered",
        "replied",
        "received",
        "unique opened",
        "unique clicked",
        "hardbounce",
        "softbounce",
    ];
    let words = plain(text);
    let kept: Vec<&str> = words
        .split(' ')
        .filter(|word| !["email", "mail", "message", "campaign", "the", "an", "a", "was"].contains(word))
        .collect();
    EVENTS.contains(&kept.join(" ").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_known_by_their_words() {
        for (text, wanted) in [
            ("Invoice", Some(Document::Invoice)),
            ("Sales Receipt", Some(Document::Invoice)),
            ("Invoice Payment", Some(Document::Payment)),
            ("Website-Zahlung", Some(Document::Payment)),
            ("Payment Refund", Some(Document::Refund)),
            ("Rückzahlung", Some(Document::Refund)),
            ("Allgemeine Abbuchung", Some(Document::Transfer)),
            ("General Withdrawal", Some(Document::Transfer)),
            ("payout", Some(Document::Transfer)),
            ("charge", Some(Document::Payment)),
            ("Credit Memo", Some(Document::CreditNote)),
            ("Bill Payment (Check)", Some(Document::Purchase)),
            ("Stripe fee", Some(Document::Fee)),
            ("Alpine Tool", None),
        ] {
            assert_eq!(document(text), wanted, "{text}");
        }
    }
}
