//! What is to be settled, worked out once a snapshot: pairs with the money that hangs on them, and each customer's spellings.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::Snapshot;
use crate::model::money::Minor;
use crate::model::{About, Act, Alias, Customer, CustomerIdx, Day, Kind, Said};
use crate::names::{Handle, telling};

/// Everything that the page draws.
#[derive(Default)]
pub struct Settle {
    /// Those with the most money first.
    pub pairs: Vec<Pair>,
    /// The places of the customers, those with the most money first.
    pub by_money: Vec<usize>,
    /// What each customer bought.
    pub sales: Vec<Sales>,
    /// What each customer is known again by.
    pub handles: Vec<Option<Handle>>,
    /// Of each customer: how many spellings, in how many files.
    pub spread: Vec<(usize, usize)>,
    pub n_spellings: usize,
    pub n_files: usize,
}

/// Two customers that may be one.
pub struct Pair {
    pub a: usize,
    pub b: usize,
    pub why: String,
    pub score: f64,
    /// The sales of the smaller of the two.
    pub money: Minor,
}

/// What a customer bought.
#[derive(Clone, Copy, Default)]
pub struct Sales {
    pub amount: Minor,
    pub n_orders: usize,
    pub n_invoices: usize,
    pub last: Option<Day>,
}

/// One spelling of a customer.
pub struct Spelled {
    pub words: String,
    pub files: Vec<String>,
    pub n_rows: usize,
    pub why: String,
    pub handle: Option<Handle>,
}

impl Settle {
    pub fn of(snapshot: &Snapshot) -> Self {
        let dataset = &snapshot.dataset;
        let sales: Vec<Sales> = (0..dataset.customers.len()).map(|i| sales_of(snapshot, i)).collect();
        let mut pairs: Vec<Pair> = dataset
            .doubtful_links
            .iter()
            .map(|link| {
                let (a, b) = (link.a as usize, link.b as usize);
                let (a, b) = if sales[b].amount > sales[a].amount { (b, a) } else { (a, b) };
                Pair { a, b, why: link.why.clone(), score: link.score, money: sales[b].amount }
            })
            .collect();
        pairs.sort_by(|x, y| y.money.cmp(&x.money).then(y.score.total_cmp(&x.score)).then((x.a, x.b).cmp(&(y.a, y.b))));
        let mut by_money: Vec<usize> = (0..sales.len()).collect();
        by_money.sort_by_key(|&i| (std::cmp::Reverse(sales[i].amount), i));
        let aliases = || dataset.customers.iter().flat_map(|customer| &customer.aliases);
        let spread = |customer: &Customer| {
            let spellings: BTreeSet<String> =
                customer.aliases.iter().filter_map(words_of).map(|w| w.to_lowercase()).collect();
            let files: BTreeSet<u16> = customer.aliases.iter().map(|alias| alias.source).collect();
            (spellings.len(), files.len())
        };
        let spread: Vec<(usize, usize)> = dataset.customers.iter().map(spread).collect();
        Self {
            pairs,
            by_money,
            handles: telling(&dataset.customers, &|source| kind_of(snapshot, source)),
            n_spellings: spread.iter().map(|(n, _)| n).sum(),
            spread,
            n_files: aliases().map(|alias| alias.source).collect::<BTreeSet<_>>().len(),
            sales,
        }
    }

    /// The pairs of which nothing was said yet.
    pub fn open(&self, acts: &[Act]) -> Vec<usize> {
        let said: BTreeSet<(&str, &str)> = acts
            .iter()
            .flat_map(|act| &act.said)
            .filter(|said| matches!(said.about, About::Same | About::Apart))
            .map(|said| (said.subject.as_str(), said.value.as_str()))
            .collect();
        let is_open = |pair: &Pair| {
            let handles = self.handles[pair.a].as_ref().zip(self.handles[pair.b].as_ref());
            let texts = handles.map(|(a, b)| (a.to_string(), b.to_string()));
            texts.is_some_and(|(a, b)| {
                !said.contains(&(a.as_str(), b.as_str())) && !said.contains(&(b.as_str(), a.as_str()))
            })
        };
        (0..self.pairs.len()).filter(|&i| is_open(&self.pairs[i])).collect()
    }

    /// What is said of a pair.
    pub fn verdict(&self, pair: usize, about: About) -> Option<Said> {
        let pair = &self.pairs[pair];
        let (a, b) = (self.handles[pair.a].as_ref()?, self.handles[pair.b].as_ref()?);
        Some(Said { about, subject: a.to_string(), value: b.to_string() })
    }
}

pub fn kind_of(snapshot: &Snapshot, source: u16) -> Kind {
    snapshot.dataset.sources.get(usize::from(source)).and_then(|source| source.kind).unwrap_or(Kind::Orders)
}

/// A spelling in words: the name, else the address, else the number.
fn words_of(alias: &Alias) -> Option<String> {
    match (&alias.name, &alias.email, &alias.id) {
        (name, ..) if !name.is_empty() => Some(name.clone()),
        (_, Some(email), _) => Some(email.clone()),
        (.., id) => id.as_ref().map(|id| format!("number {id}")),
    }
}

/// The spellings of a customer, the commonest first.
pub fn spelled(snapshot: &Snapshot, customer: usize) -> Vec<Spelled> {
    let dataset = &snapshot.dataset;
    let mut found: BTreeMap<String, Spelled> = BTreeMap::new();
    for alias in &dataset.customers[customer].aliases {
        let Some(words) = words_of(alias) else { continue };
        let file =
            dataset.sources.get(usize::from(alias.source)).map_or_else(String::new, |source| source.file.clone());
        let entry = found.entry(words.to_lowercase()).or_insert_with(|| Spelled {
            words,
            files: Vec::new(),
            n_rows: 0,
            why: String::new(),
            handle: Handle::of_alias(alias, kind_of(snapshot, alias.source)).next(),
        });
        entry.n_rows += alias.n_rows;
        if entry.why.is_empty() {
            entry.why.clone_from(&alias.why);
        }
        if !entry.files.contains(&file) {
            entry.files.push(file);
        }
    }
    let mut all: Vec<Spelled> = found.into_values().collect();
    all.sort_by(|x, y| y.n_rows.cmp(&x.n_rows).then(x.words.cmp(&y.words)));
    all
}

fn sales_of(snapshot: &Snapshot, customer: usize) -> Sales {
    let dataset = &snapshot.dataset;
    let Ok(idx) = CustomerIdx::try_from(customer) else { return Sales::default() };
    let (orders, invoices) = (dataset.orders.of(idx), dataset.invoices.of(idx));
    let last = dataset.orders.day[orders.clone()].last().copied();
    let issued = dataset.invoices.issued[invoices.clone()].iter().copied().filter(|&day| day != Day::NONE.0).max();
    Sales {
        amount: dataset.revenue(idx, Day(i32::MIN), Day(i32::MAX)),
        n_orders: orders.len(),
        n_invoices: invoices.len(),
        last: last.max(issued).map(Day),
    }
}
