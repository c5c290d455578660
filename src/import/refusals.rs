//! Reports that hold no customer, named for what they are.

use super::documents::contains;

/// What is known of a list that may be none of a customer.
#[expect(clippy::struct_excessive_bools, reason = "facts, each by itself")]
pub struct Facts<'a> {
    /// Its titles, its sheet and its name, in plain words.
    pub hints: &'a str,
    /// Its headings, in plain words.
    pub headings: String,
    /// The first words of its lines, in plain words.
    pub labels: Vec<String>,
    /// A column or the lines above the rows name a customer.
    pub has_customer: bool,
    /// A column says by its heading that it names customers.
    pub names_customer: bool,
    /// A column holds dates.
    pub has_date: bool,
    /// A column holds numbers of invoices.
    pub has_invoices: bool,
    /// It has a column of what came in and one of what went out.
    pub has_both_sides: bool,
    /// Its documents or its counterparties are of suppliers.
    pub is_of_suppliers: bool,
    /// Several columns say how old a sum is.
    pub is_aged: bool,
}

const WAY_OUT: &str = "Export a list with one row an order, invoice or payment and its customer, such as sales by customer, open invoices or \
                       payments received";

impl Facts<'_> {
    /// What it is, with the way out; `None` where nothing says that it is of no use.
    pub fn refusal(&self) -> Option<String> {
        let said = |what: &str| Some(format!("This is {what}, which names no customers. {WAY_OUT}"));
        let is_of_nobody = !self.has_customer;
        if (is_of_nobody && self.says(INCOME)) || (!self.has_date && self.n_labels(INCOME_LABELS) >= 3) {
            return said("a profit-and-loss statement (income and expenses of the shop)");
        }
        if (is_of_nobody && self.says(BALANCE)) || (!self.has_date && self.n_labels(BALANCE_LABELS) >= 2) {
            return said("a balance sheet (assets and liabilities of the shop)");
        }
        let is_chart = !self.has_date && self.n_heads(CHART_HEADINGS) >= 2 && self.heads(CHART_TYPES);
        if is_chart || is_of_nobody && (self.says(ACCOUNTS) || self.heads(ACCOUNT_HEADINGS)) {
            return said("a trial balance or list of accounts of the shop's books");
        }
        if is_of_nobody && (self.says(JOURNAL) || self.heads(CONTRA_ACCOUNTS)) {
            return said("a journal of the shop's books (bookings from one account to another)");
        }
        let is_stock = !self.names_customer && self.n_heads(STOCK_HEADINGS) >= 2;
        if is_stock || is_of_nobody && (self.says(STOCK) || self.heads(STOCK_HEADINGS)) {
            return said("a stock list (inventory of materials)");
        }
        let is_payroll =
            !self.names_customer && (self.n_heads(PAYROLL_HEADINGS) >= 2 || self.says(PAYROLL) && !self.has_date);
        if is_payroll || is_of_nobody && (self.says(PAYROLL) || self.heads(PAYROLL_HEADINGS)) {
            return said("a payroll or time sheet (hours of employees)");
        }
        if is_of_nobody && (self.says(PRICES) || (!self.has_date && self.heads(PRICE_HEADINGS))) {
            return said("a price list");
        }
        if is_of_nobody && self.says(EXPENSES) {
            return said("an expense report (what the shop or its people spent)");
        }
        if is_of_nobody && (self.says(ASSETS) || self.n_heads(ASSET_HEADINGS) >= 2) {
            return said("a list of the shop's fixed assets (equipment and its depreciation)");
        }
        if self.n_heads(TIMES) >= 3 {
            return said("a time sheet (hours of employees)");
        }
        if !self.names_customer && self.says(PAYABLES) {
            return Some(format!(
                "This is a list of what the shop owes its suppliers (bills, accounts payable). {WAY_OUT}"
            ));
        }
        let is_of_balances =
            self.heads(&["beginning balance", "opening balance"]) && self.heads(&["ending balance", "closing balance"]);
        if (self.is_aged || is_of_balances) && !self.has_date && !self.has_invoices {
            return Some(format!(
                "This is a summary of what each customer owes, without the invoices. Export the detail of the same report, \
                 or your open invoices with their due dates. {WAY_OUT}"
            ));
        }
        if self.says(VENDORS) {
            return Some(
                "This is a list of your suppliers (vendors). Export the list of your customers instead".to_owned(),
            );
        }
        if self.is_of_suppliers || (is_of_nobody && self.says(PURCHASES)) {
            return Some(format!(
                "This is a list of bills from your suppliers (vendors), not of what your customers ordered or paid. {WAY_OUT}"
            ));
        }
        if is_of_nobody && self.n_heads(CASH_BOOK) >= 2 {
            return said("a cash book (what came into the till and what went out)");
        }
        if self.n_heads(BANK_MARKS) >= 3 && !self.has_invoices {
            return Some(
                "This is a statement of the shop's bank account, in which customers cannot be told from everybody else. Export the \
                 payments received from the system that writes your invoices instead"
                    .to_owned(),
            );
        }
        let is_account =
            (self.has_both_sides || self.heads(BALANCES)) && (self.says(BANK_TITLES) || self.heads(VALUE_DATES));
        if is_of_nobody && !self.has_invoices && (is_account || self.says(BANK) || self.heads(BANK_HEADINGS)) {
            return said("a bank statement (movements of the shop's own account)");
        }
        None
    }

    fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| contains(self.hints, word))
    }

    fn heads(&self, words: &[&str]) -> bool {
        words.iter().any(|word| contains(&self.headings, word))
    }

    fn n_heads(&self, words: &[&str]) -> usize {
        words.iter().filter(|word| contains(&self.headings, word)).count()
    }

    fn n_labels(&self, words: &[&str]) -> usize {
        words.iter().filter(|word| self.labels.iter().any(|label| contains(label, word))).count()
    }
}

const INCOME: &[&str] = &[
    "profit and loss",
    "profit loss",
    "income statement",
    "gewinn und verlust",
    "gewinn und verlustrechnung",
    "bwa",
    "betriebswirtschaftliche auswertung",
    "guv",
    "compte de resultat",
    "cuenta de resultados",
    "perdidas y ganancias",
    "conto economico",
    "statement of income",
];
const INCOME_LABELS: &[&str] = &[
    "income",
    "cost of goods sold",
    "gross profit",
    "net income",
    "umsatzerlose",
    "materialaufwand",
    "personalkosten",
    "betriebsergebnis",
    "chiffre d affaires",
    "resultat",
    "ingresos",
    "gastos",
    "resultado",
    "ricavi",
    "costi",
    "utile",
    "wareneinsatz",
    "rohertrag",
];
const BALANCE: &[&str] = &[
    "balance sheet",
    "bilanz",
    "bilan",
    "balance de situacion",
    "stato patrimoniale",
    "statement of financial position",
];
const BALANCE_LABELS: &[&str] = &[
    "assets",
    "liabilities",
    "equity",
    "aktiva",
    "passiva",
    "actif",
    "passif",
    "activo",
    "pasivo",
    "attivo",
    "passivo",
    "total assets",
    "current assets",
];
const ACCOUNTS: &[&str] =
    &["trial balance", "chart of accounts", "summen und saldenliste", "cash flow", "budget", "depreciation"];
const ACCOUNT_HEADINGS: &[&str] =
    &["solde debiteur", "solde crediteur", "saldo deudor", "saldo acreedor", "saldo dare", "total debit"];
const JOURNAL: &[&str] =
    &["buchungsstapel", "buchungsjournal", "general journal", "journal entries", "libro diario", "libro giornale"];
const CONTRA_ACCOUNTS: &[&str] = &[
    "gegenkonto",
    "contra account",
    "offset account",
    "compte de contrepartie",
    "contrapartida",
    "contropartita",
    "tegenrekening",
];
const CHART_HEADINGS: &[&str] = &[
    "account number",
    "account name",
    "account code",
    "code",
    "tax code",
    "header",
    "balance",
    "currency",
    "kontonummer",
    "kontobezeichnung",
];
const CHART_TYPES: &[&str] =
    &["account type", "kontoart", "kontotyp", "type de compte", "tipo de cuenta", "tipo conto", "header", "ytd"];
const STOCK: &[&str] = &[
    "inventory",
    "stock list",
    "lagerbestand",
    "bestandsliste",
    "inventaire",
    "inventario",
    "giacenze",
    "magazzino",
    "stock status",
    "stock valuation",
];
const STOCK_HEADINGS: &[&str] = &[
    "on hand",
    "qty on hand",
    "quantity on hand",
    "reorder point",
    "lagerort",
    "mindestbestand",
    "reorder level",
    "stock level",
    "in stock",
    "giacenza",
    "existencias",
    "bestand",
    "bin location",
    "avg cost",
    "average cost",
    "asset value",
    "stock value",
    "stock on hand",
    "minimum before reorder",
    "reorder quantity",
    "reorder qty",
    "costing method",
    "default location",
    "on order",
    "allocated",
    "qte en stock",
    "stock actual",
    "stock minimo",
    "scorta minima",
];
const PAYROLL: &[&str] = &[
    "payroll",
    "timesheet",
    "time sheet",
    "lohnabrechnung",
    "nomina",
    "bulletin de paie",
    "buste paga",
    "time card",
    "timecard",
    "zeiterfassung",
    "lohnjournal",
    "lohnliste",
    "lohn",
    "gehaltsliste",
    "journal de paie",
    "livre de paie",
    "nominas",
    "cedolini",
    "salaries",
    "wages",
];
const PAYROLL_HEADINGS: &[&str] = &[
    "hours worked",
    "gross pay",
    "net pay",
    "pay rate",
    "clock in",
    "overtime",
    "employee id",
    "regular hours",
    "ot hours",
    "stunden",
    "employee",
    "mitarbeiter",
    "gross earnings",
    "gross wages",
    "employee taxes",
    "social security",
    "medicare",
    "lst",
    "solz",
    "kv an",
    "rv an",
    "stkl",
    "lohnsteuer",
    "salaire brut",
    "net a payer salarie",
    "salario bruto",
    "devengos",
];
const PRICES: &[&str] =
    &["price list", "pricelist", "preisliste", "tarifs", "lista de precios", "listino", "price book", "price sheet"];
const PRICE_HEADINGS: &[&str] = &[
    "list price",
    "price per",
    "minimum charge",
    "unit price",
    "price each",
    "price break",
    "min charge",
    "standard price",
];
const PURCHASES: &[&str] = &[
    "vendor",
    "supplier bills",
    "bills",
    "accounts payable",
    "a p aging",
    "purchases",
    "eingangsrechnungen",
    "kreditoren",
    "factures fournisseurs",
    "fournisseurs",
    "fatture passive",
    "fatture fornitori",
    "facturas recibidas",
    "proveedores",
    "compras",
    "unpaid bills",
    "vendor balance",
    "fatture ricevute",
    "acquisti",
    "purchase orders",
];
const EXPENSES: &[&str] = &[
    "expense report",
    "expenses",
    "expense",
    "reisekosten",
    "spesenabrechnung",
    "note de frais",
    "notes de frais",
    "nota spese",
    "gastos de viaje",
];
const VENDORS: &[&str] = &[
    "vendor contact list",
    "vendor list",
    "supplier list",
    "list of suppliers",
    "lieferantenliste",
    "liste des fournisseurs",
    "lista de proveedores",
    "elenco fornitori",
    "leverancierslijst",
];
const PAYABLES: &[&str] = &[
    "payables",
    "accounts payable",
    "a p aging",
    "a p ageing",
    "unpaid bills",
    "kreditoren",
    "fornitori",
    "proveedores",
    "fournisseurs",
];
const TIMES: &[&str] = &[
    "employee",
    "mitarbeiter",
    "staff",
    "beginn",
    "start time",
    "ende",
    "end time",
    "dauer",
    "duration",
    "hours",
    "stunden",
    "stundensatz",
    "hourly rate",
    "abrechenbar",
    "billable",
    "clock in",
    "clock out",
    "break",
    "pause",
];
const ASSETS: &[&str] = &[
    "fixed assets",
    "fixed asset",
    "asset register",
    "depreciation schedule",
    "anlagenverzeichnis",
    "anlagenspiegel",
    "anlagevermogen",
    "immobilisations",
    "inmovilizado",
    "cespiti",
    "beni ammortizzabili",
];
const ASSET_HEADINGS: &[&str] = &[
    "asset",
    "asset no",
    "in service date",
    "accumulated depreciation",
    "net book value",
    "book value",
    "useful life",
    "anschaffungsdatum",
    "anschaffungskosten",
    "buchwert",
    "valeur nette",
    "valor neto",
    "valore residuo",
];
const BANK: &[&str] = &[
    "bank statement",
    "kontoauszug",
    "kontoumsatze",
    "umsatzliste",
    "releve de compte",
    "extracto bancario",
    "movimientos bancarios",
    "estratto conto",
    "bank register",
    "check register",
    "account activity",
    "register checking",
    "bank account",
];
const BANK_TITLES: &[&str] = &[
    "solde",
    "saldo",
    "balance",
    "konto",
    "account",
    "compte",
    "cuenta",
    "conto",
    "iban",
    "operations",
    "movimientos",
    "movimenti",
];
const CASH_BOOK: &[&str] = &[
    "einnahme",
    "einnahmen",
    "ausgabe",
    "ausgaben",
    "recettes",
    "depenses",
    "ingresos",
    "gastos",
    "entrate",
    "uscite",
    "cash in",
    "cash out",
];
/// Three of these are a statement, whatever names it has.
const BANK_MARKS: &[&str] = &[
    "iban",
    "bic",
    "swift",
    "buchungstag",
    "buchungstext",
    "valutadatum",
    "valuta",
    "wertstellung",
    "value date",
    "date valeur",
    "fecha valor",
    "data valuta",
    "sort code",
    "routing number",
];
const BALANCES: &[&str] = &["saldo", "solde", "balance", "kontostand"];
const VALUE_DATES: &[&str] =
    &["fecha valor", "date valeur", "date de valeur", "valuta", "value date", "data valuta", "wertstellung"];
const BANK_HEADINGS: &[&str] = &[
    "iban",
    "check number",
    "buchungstag",
    "valutadatum",
    "wertstellung",
    "withdrawals",
    "withdrawal",
    "payee",
    "money out",
    "spent",
    "deposits",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_without_customers_is_named() {
        let facts = Facts {
            hints: " harrow finishing profit and loss ",
            headings: String::new(),
            labels: Vec::new(),
            has_customer: false,
            names_customer: false,
            has_date: false,
            has_invoices: false,
            has_both_sides: false,
            is_of_suppliers: false,
            is_aged: false,
        };
        assert!(facts.refusal().is_some_and(|text| text.contains("profit-and-loss") && text.contains("Export")));
        let orders = Facts { has_customer: true, has_date: true, hints: " bank street orders ", ..facts };
        assert_eq!(orders.refusal(), None);
    }
}
