//! The mentions of all files with what they are compared by: names taken apart, addresses, numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::people::{is_address_of, is_like_a_person, is_person};
use super::spelling::{Spelling, is_cash_sale, is_placeholder};
use crate::model::customer::{addresses, company_domain};
use crate::model::table::Mention;
use crate::model::{Kind, Table};

/// A mention with what it is compared by.
pub struct Node<'a> {
    /// Place of its table.
    pub table: usize,
    /// The first row of the table in which it stands.
    pub first_row: usize,
    /// What its file is.
    pub kind: Kind,
    /// As the file has it.
    pub mention: &'a Mention,
    /// The id, unless it stands for none.
    pub id: Option<&'a str>,
    /// In lower case.
    pub addresses: Vec<String>,
    /// Everybody who pays at the counter.
    pub is_nobody: bool,
}

/// The names of all nodes, each once.
pub struct Names<'a> {
    /// Each name taken apart.
    pub spellings: Vec<Spelling>,
    place_of: HashMap<&'a str, usize>,
    /// Which of them are people.
    pub is_person: Vec<bool>,
    /// The people whom files name beside a company or an address, by their words run together.
    pub people: BTreeSet<String>,
}

/// All mentions of the tables that are of a kind, without the addresses that everybody has.
pub fn nodes(tables: &[Table]) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for (table, t) in tables.iter().enumerate() {
        let Some(kind) = t.kind else { continue };
        for (mention, first_row) in t.mentions.iter().zip(first_rows(t)) {
            nodes.push(Node {
                table,
                first_row,
                kind,
                mention,
                id: mention.id.as_deref().filter(|id| !is_placeholder(id)),
                addresses: mention.email.as_deref().map(|cell| addresses(cell).collect()).unwrap_or_default(),
                is_nobody: mention.name.as_deref().is_some_and(is_cash_sale) || *mention == nameless(mention.n_rows),
            });
        }
    }
    let shared = addresses_of_everybody(&nodes);
    for node in &mut nodes {
        node.addresses.retain(|address| !shared.contains(address));
    }
    nodes
}

/// Addresses that say nothing of who somebody is: the shop's own beside refunds, a bookkeeper's. Two names or more stand
/// beside such a one that each have an address elsewhere.
fn addresses_of_everybody(nodes: &[Node]) -> BTreeSet<String> {
    let domain = |address: &str| company_domain(address).unwrap_or_else(|| address.to_owned());
    let mut domains_of_name: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut names_of_address: BTreeMap<&String, BTreeSet<&str>> = BTreeMap::new();
    for node in nodes {
        let Some(name) = node.name() else { continue };
        for address in &node.addresses {
            domains_of_name.entry(name).or_default().insert(domain(address));
            names_of_address.entry(address).or_default().insert(name);
        }
    }
    let is_everybody = |address: &str, names: &BTreeSet<&str>| {
        let here = domain(address);
        let elsewhere = names.iter().filter_map(|name| domains_of_name[name].iter().find(|domain| **domain != here));
        names.len() > 1 && elsewhere.collect::<BTreeSet<_>>().len() > 1
    };
    let shared = names_of_address.iter().filter(|(address, names)| is_everybody(address, names));
    shared.map(|(address, _)| (*address).clone()).collect()
}

impl Node<'_> {
    /// The name, unless it stands for everybody at the counter.
    pub fn name(&self) -> Option<&str> {
        self.mention.name.as_deref().filter(|_| !self.is_nobody)
    }

    /// The name of a company, as its place among the names.
    pub fn company(&self, names: &Names) -> Option<usize> {
        names.place(self.name()?).filter(|&place| !names.is_person[place])
    }

    /// The companies' own domains among the addresses.
    pub fn domains(&self) -> impl Iterator<Item = String> + '_ {
        self.addresses.iter().filter_map(|address| company_domain(address))
    }
}

impl<'a> Names<'a> {
    /// The names of the nodes, with who is a person and what is cut off.
    pub fn of(nodes: &'a [Node<'a>]) -> Self {
        let mut names =
            Self { spellings: Vec::new(), place_of: HashMap::new(), is_person: Vec::new(), people: BTreeSet::new() };
        for node in nodes {
            if let Some(name) = node.name() {
                let place = names.spellings.len();
                names.place_of.entry(name).or_insert_with(|| {
                    names.spellings.push(Spelling::of(name));
                    place
                });
            }
        }
        for node in nodes {
            // A system that writes the company into the field of the person says nothing of people.
            let person = node.mention.person.as_deref().filter(|person| node.name() != Some(person));
            if let Some(spelling) = person.map(Spelling::of).filter(is_like_a_person) {
                names.people.insert(spelling.joined);
            }
        }
        names.is_person =
            names.spellings.iter().map(|name| is_like_a_person(name) && names.people.contains(&name.joined)).collect();
        let mut names_of_address: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        for node in nodes {
            let Some(place) = node.name().and_then(|name| names.place(name)) else { continue };
            for address in &node.addresses {
                names_of_address.entry(address).or_default().insert(place);
                let spelling = &names.spellings[place];
                names.is_person[place] |= is_like_a_person(spelling) && is_address_of(address, spelling);
            }
        }
        // Who writes from the address of a company is a person there.
        for places in names_of_address.into_values().filter(|places| places.len() > 1) {
            for place in places {
                names.is_person[place] |= is_person(&names.spellings[place]);
            }
        }
        names.mark_cut(nodes);
        names.forget_remarks();
        names
    }

    /// What stands in brackets behind several names is a remark of the books, and no other name: "(use billing address)".
    fn forget_remarks(&mut self) {
        let mut behind: HashMap<String, HashSet<&str>> = HashMap::new();
        for spelling in &self.spellings {
            for other in &spelling.others {
                behind.entry(other.concat()).or_default().insert(&spelling.joined);
            }
        }
        let are_names: HashSet<&str> = self.spellings.iter().map(|spelling| spelling.joined.as_str()).collect();
        let is_remark = |(other, names): (String, HashSet<&str>)| {
            (names.len() >= LEAST_BEHIND && !are_names.contains(other.as_str())).then_some(other)
        };
        let remarks: HashSet<String> = behind.into_iter().filter_map(is_remark).collect();
        for spelling in self.spellings.iter_mut().filter(|spelling| !spelling.others.is_empty()) {
            spelling.others.retain(|other| !remarks.contains(&other.concat()));
        }
    }

    /// Marks the names that a table cuts at the length of its column: several that end exactly there, and none that is longer.
    fn mark_cut(&mut self, nodes: &[Node]) {
        let mut of_table: BTreeMap<usize, BTreeMap<usize, BTreeSet<&str>>> = BTreeMap::new();
        for node in nodes {
            if let Some(name) = node.name() {
                of_table.entry(node.table).or_default().entry(name.chars().count()).or_default().insert(name);
            }
        }
        for lengths in of_table.values() {
            let Some((&length, longest)) = lengths.last_key_value() else { continue };
            if (12..=40).contains(&length) && longest.len() >= LEAST_CUT {
                for place in longest.iter().filter_map(|name| self.place(name)).collect::<Vec<_>>() {
                    self.spellings[place].is_cut = true;
                }
            }
        }
    }

    /// Where a name of a node stands in [`Names::spellings`].
    pub fn place(&self, name: &str) -> Option<usize> {
        self.place_of.get(name).copied()
    }

    /// A name of a node, taken apart.
    pub fn spelling(&self, name: &str) -> Option<&Spelling> {
        self.place(name).map(|place| &self.spellings[place])
    }
}

/// So many names with the same words in brackets are not one customer's.
const LEAST_BEHIND: usize = 3;

/// So many names of the greatest length are no accident.
const LEAST_CUT: usize = 3;

/// A mention that names nobody.
fn nameless(n_rows: usize) -> Mention {
    Mention { n_rows, ..Mention::default() }
}

/// The first row of each mention; past the end where it stands in none.
fn first_rows(table: &Table) -> Vec<usize> {
    let mut first = vec![usize::MAX; table.mentions.len()];
    for (row, &mention) in table.mention_of_row.iter().enumerate().rev() {
        if let Some(place) = first.get_mut(mention as usize) {
            *place = row;
        }
    }
    first
}
