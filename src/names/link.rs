//! Mentions of all files into customers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::candidates;
use super::compare::{Alike, alike, is_address_of, is_domain_of, suits};
use super::groups::{Edge, Groups, Mark};
use super::handle::Handle;
use super::spelling::{Spelling, domain_label, is_cash_sale, is_placeholder};
use super::systems::systems;
use crate::model::customer::{DoubtfulLink, addresses, company_domain};
use crate::model::said::newest;
use crate::model::table::Mention;
use crate::model::words::NO_WORD;
use crate::model::{About, Alias, Customer, CustomerIdx, Field, Kind, Said, Table};

/// What the names of all files come to.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// Who has an order, an invoice or a receipt; sorted by id.
    pub customers: Vec<Customer>,
    /// For each table and mention, the customer; `None` for contacts.
    pub customer_of: Vec<Vec<Option<CustomerIdx>>>,
    /// Links that were not made, though something speaks for them; the likeliest first.
    pub doubtful: Vec<DoubtfulLink>,
}

/// Links the mentions of all tables. What the owner said of them stands above everything that is worked out.
pub fn link(tables: &[Table], said: &[Said]) -> Linked {
    let nodes = nodes(tables);
    let names = Names::of(&nodes);
    let systems = systems(tables, &nodes, &names);
    let mut marks = Marks::default();
    let of_node: Vec<BTreeSet<Mark>> = nodes.iter().map(|node| marks.of(node, &names, &systems)).collect();
    let companies = nodes.iter().map(|node| node.company(&names)).collect();
    let mut linker = Linker {
        groups: Groups::new(&names.spellings, of_node, companies),
        nodes: &nodes,
        names: &names,
        doubts: Vec::new(),
        apart: Vec::new(),
        alike: alike_names(&nodes, &names),
    };
    linker.obey(said, &mut marks);
    linker.by_id(&systems);
    // What one round joins, another can build upon.
    for _ in 0..4 {
        let rounds = [
            Linker::by_address,
            Linker::by_name,
            Linker::by_domain,
            Linker::by_shortened_name,
            Linker::by_person,
            Linker::by_bare_domain,
        ];
        let n_joined = rounds.into_iter().filter(|round| round(&mut linker)).count();
        if n_joined == 0 {
            break;
        }
    }
    let mut linked = linker.into_linked(tables);
    rename(&mut linked.customers, tables, said);
    linked
}

/// What the owner calls a customer. Its id stays what it was.
fn rename(customers: &mut [Customer], tables: &[Table], said: &[Said]) {
    let names: BTreeMap<Handle, &str> =
        newest(said, About::Name).filter_map(|(subject, name)| Some((Handle::parse(subject)?, name))).collect();
    if names.is_empty() {
        return;
    }
    let kinds: HashMap<u16, Kind> = tables.iter().filter_map(|table| Some((table.source, table.kind?))).collect();
    for customer in customers {
        let handles = customer.aliases.iter().flat_map(|alias| {
            let kind = kinds.get(&alias.source).copied().unwrap_or(Kind::Orders);
            Handle::of_alias(alias, kind)
        });
        if let Some(name) = handles.filter_map(|handle| names.get(&handle).copied()).next() {
            name.clone_into(&mut customer.name);
        }
    }
}

/// A mention with what it is compared by.
pub(super) struct Node<'a> {
    pub table: usize,
    /// The first row of the table in which it stands.
    first_row: usize,
    pub kind: Kind,
    pub mention: &'a Mention,
    /// The id, unless it stands for none.
    pub id: Option<&'a str>,
    /// In lower case.
    addresses: Vec<String>,
    /// Everybody who pays at the counter.
    is_nobody: bool,
}

/// The names of all nodes, each once.
pub(super) struct Names<'a> {
    pub spellings: Vec<Spelling>,
    place_of: HashMap<&'a str, usize>,
    /// Which of them are people.
    is_person: Vec<bool>,
    /// The people whom files name beside a company or an address, by their words run together.
    people: BTreeSet<String>,
}

fn nodes(tables: &[Table]) -> Vec<Node<'_>> {
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
                is_nobody: mention.name.as_deref().is_some_and(is_cash_sale),
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
    pub fn name(&self) -> Option<&str> {
        self.mention.name.as_deref().filter(|_| !self.is_nobody)
    }

    /// The name of a company, as its place among the names.
    fn company(&self, names: &Names) -> Option<usize> {
        names.place(self.name()?).filter(|&place| !names.is_person[place])
    }

    fn domains(&self) -> impl Iterator<Item = String> + '_ {
        self.addresses.iter().filter_map(|address| company_domain(address))
    }
}

impl<'a> Names<'a> {
    fn of(nodes: &'a [Node<'a>]) -> Self {
        let mut names = Self { spellings: Vec::new(), place_of: HashMap::new(), is_person: Vec::new(), people: BTreeSet::new() };
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
        for node in nodes {
            if let Some(place) = node.name().and_then(|name| names.place(name))
                && is_like_a_person(&names.spellings[place])
                && node.addresses.iter().any(|address| is_address_of(address, &names.spellings[place]))
            {
                names.is_person[place] = true;
            }
        }
        names
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.place_of.get(name).copied()
    }

    pub fn spelling(&self, name: &str) -> Option<&Spelling> {
        self.place(name).map(|place| &self.spellings[place])
    }
}

/// Two or three words, none of which only companies have.
fn is_like_a_person(name: &Spelling) -> bool {
    const COMPANY: [&str; 24] = [
        "manufacturing", "tool", "tools", "metal", "metals", "machine", "machining", "steel", "industries", "services", "group",
        "products", "parts", "design", "works", "engineering", "supply", "systems", "plating", "coating", "coatings", "fabrication",
        "aerospace", "company",
    ];
    (2..=3).contains(&name.words.len())
        && name.country.is_none()
        && !name.joined.bytes().any(|b| b.is_ascii_digit())
        && !name.words.iter().any(|word| COMPANY.contains(&word.as_str()))
}

/// The values by which systems tell customers apart, as numbers.
#[derive(Default)]
struct Marks {
    values: HashMap<String, u32>,
    n_systems: u32,
}

impl Marks {
    fn of(&mut self, node: &Node, names: &Names, systems: &[Option<u32>]) -> BTreeSet<Mark> {
        let mut marks = BTreeSet::new();
        if let (Some(system), Some(id)) = (systems[node.table], node.id) {
            self.n_systems = self.n_systems.max(system + 1);
            marks.insert((system + FIRST_SYSTEM, self.value(id)));
        }
        if let Some(spelling) = node.name().and_then(|name| names.spelling(name)) {
            if !spelling.site.is_empty() {
                marks.insert((SITES, self.value(&spelling.site)));
            }
            if let Some(country) = spelling.country {
                marks.insert((COUNTRIES, self.value(country)));
            }
        }
        if node.is_nobody {
            marks.insert((NOBODY, 0));
        } else {
            marks.insert((NOBODY, 1));
        }
        marks
    }

    fn value(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        *self.values.entry(text.to_owned()).or_insert(next)
    }

    /// A system of its own for one thing that the owner said.
    fn new_system(&mut self) -> u32 {
        self.n_systems += 1;
        self.n_systems - 1 + FIRST_SYSTEM
    }
}

const SITES: u32 = 0;
const COUNTRIES: u32 = 1;
const NOBODY: u32 = 2;
const FIRST_SYSTEM: u32 = 3;

struct Linker<'a> {
    groups: Groups<'a>,
    nodes: &'a [Node<'a>],
    names: &'a Names<'a>,
    doubts: Vec<Edge>,
    /// The systems of what the owner told apart.
    apart: Vec<u32>,
    /// Pairs of companies' names that are alike, as places among the names.
    alike: Vec<(usize, usize, Alike)>,
}

impl Linker<'_> {
    /// What the owner said: these are one, these are two. Of two words on the same pair the later one holds.
    fn obey(&mut self, said: &[Said], marks: &mut Marks) {
        let mut verdicts: BTreeMap<(Handle, Handle), About> = BTreeMap::new();
        for said in said.iter().filter(|said| matches!(said.about, About::Same | About::Apart)) {
            if let (Some(a), Some(b)) = (Handle::parse(&said.subject), Handle::parse(&said.value)) {
                verdicts.insert(if a <= b { (a, b) } else { (b, a) }, said.about);
            }
        }
        if verdicts.is_empty() {
            return;
        }
        let wanted: BTreeSet<&Handle> = verdicts.keys().flat_map(|(a, b)| [a, b]).collect();
        let mut carriers: HashMap<Handle, Vec<usize>> = HashMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            for handle in Handle::all_of(node.mention, node.kind).filter(|handle| wanted.contains(handle)) {
                carriers.entry(handle).or_default().push(i);
            }
        }
        let of = |handle: &Handle| carriers.get(handle).map_or(&[][..], Vec::as_slice);
        for ((a, b), about) in &verdicts {
            if *about == About::Same {
                let all: Vec<usize> = of(a).iter().chain(of(b)).copied().collect();
                // A name that two numbers share by now was meant of the first of them.
                for &other in all.iter().skip(1) {
                    let is_name = matches!((a, b), (Handle::Name(_), _) | (_, Handle::Name(_)));
                    if is_name && self.groups.is_kept_apart(all[0], other) {
                        continue;
                    }
                    self.groups.join(&Edge { a: all[0], b: other, why: "you said so".to_owned(), score: 1.0 });
                }
                continue;
            }
            let system = marks.new_system();
            self.apart.push(system);
            for (side, handle) in (0..).zip([a, b]) {
                of(handle).iter().for_each(|&i| self.groups.mark(i, (system, side)));
            }
        }
    }

    /// The same number in one system, which may have renamed a customer. A row without a name belongs to a number only where
    /// all rows with a name are one customer, so that it joins no two.
    fn by_id(&mut self, systems: &[Option<u32>]) {
        let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            if let Some(id) = node.id {
                by_id.entry(id).or_default().push(i);
            }
        }
        let nodes = self.nodes;
        for (id, same) in by_id {
            let why = format!("the same customer number {id}");
            let edge = |a: usize, b: usize| Edge { a, b, why: why.clone(), score: 0.7 };
            let mut by_system: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
            let (named, bare): (Vec<usize>, Vec<usize>) =
                same.into_iter().partition(|&i| nodes[i].company(self.names).is_some() || nodes[i].name().is_some());
            for &i in &named {
                by_system.entry(systems[nodes[i].table]).or_default().push(i);
            }
            let mut sure = Vec::new();
            for of_system in by_system.values() {
                let distinct: BTreeSet<usize> = of_system.iter().filter_map(|&i| nodes[i].company(self.names)).collect();
                for (k, &b) in of_system.iter().enumerate().skip(1) {
                    // A number that so many companies share is not theirs.
                    if distinct.len() <= MOST_NAMES_OF_A_NUMBER {
                        sure.push(edge(of_system[0], b));
                    } else if let Some(&a) = of_system[..k].iter().find(|&&a| self.groups.alike(a, b).is_some()) {
                        sure.push(edge(a, b));
                    }
                }
            }
            self.groups.settle(sure, &mut self.doubts);
            let roots: BTreeSet<usize> = named.iter().map(|&i| self.groups.root(i)).collect();
            if roots.len() <= 1 {
                let first = named.first().or(bare.first()).copied();
                let sure = bare.iter().filter_map(|&b| first.map(|a| edge(a, b))).collect();
                self.groups.settle(sure, &mut self.doubts);
            }
        }
    }

    /// The same address and names that agree, or no name.
    fn by_address(&mut self) -> bool {
        let buckets = self.buckets(&|node| node.addresses.clone());
        self.round(&buckets, &|_| true, &|address| format!("the same address {address}"), 0.75)
    }

    /// The same name, unless a number, a site, the form of the company or an address says otherwise.
    fn by_name(&mut self) -> bool {
        let names = self.names;
        let buckets = self.buckets(&|node| {
            // Two people of one name with an address each may be two.
            let has_own_address = |place: usize| names.is_person[place] && !node.addresses.is_empty();
            let place = node.name().and_then(|name| names.place(name)).filter(|&place| !has_own_address(place));
            place.map(|place| names.spellings[place].joined.clone()).filter(|name| !name.is_empty()).into_iter().collect()
        });
        self.round(&buckets, &|alike| alike == Alike::Same, &|_| "the same name".to_owned(), 0.9)
    }

    /// A company's e-mail domain, and names that agree; or a name without an address that is the domain's own word.
    fn by_domain(&mut self) -> bool {
        let mut buckets = self.buckets(&|node| node.company(self.names).map(|_| node.domains().collect()).unwrap_or_default());
        let has_joined = self.round(&buckets, &|alike| alike <= Alike::Longer, &|domain| format!("the same domain {domain}"), 0.5);
        let domain_of_label: BTreeMap<&str, &String> = buckets.keys().map(|domain| (domain_label(domain), domain)).collect();
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.addresses.is_empty()) {
            let Some(place) = node.company(self.names) else { continue };
            let spelling = &self.names.spellings[place];
            let mut joined = String::new();
            for word in &spelling.words {
                joined.push_str(word);
                if let Some(domain) = domain_of_label.get(joined.as_str()).filter(|_| is_domain_of(&joined, spelling)) {
                    found.entry((*domain).clone()).or_default().push(i);
                }
            }
        }
        for (domain, more) in &mut found {
            more.extend(buckets.remove(domain).unwrap_or_default());
        }
        let with_name = self.round(&found, &|alike| alike <= Alike::Part, &|domain| format!("the name is that of the domain {domain}"), 0.6);
        has_joined | with_name
    }

    /// A name that shortens one other, and one only.
    fn by_shortened_name(&mut self) -> bool {
        let pairs = self.alike.clone();
        let mut of_name: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for &(x, y, _) in &pairs {
            of_name.entry(x).or_default().insert(y);
            of_name.entry(y).or_default().insert(x);
        }
        let node_of = self.node_of_name();
        let mut sure = Vec::new();
        for &(x, y, alike) in pairs.iter().filter(|pair| pair.2 == Alike::Shortened) {
            let (a, b) = (node_of[&x], node_of[&y]);
            let of = |place: usize| of_name[&place].iter().copied();
            // Whatever else is like one of them must be like the other, and may be the same.
            let is_only = |groups: &mut Groups, one: usize, other: usize| {
                of(one).all(|third| third == other || {
                    let third = node_of[&third];
                    groups.root(third) == groups.root(node_of[&other])
                        || groups.alike(third, node_of[&other]).is_some() && groups.can_be_one(third, node_of[&other])
                })
            };
            let first = |place: usize| &self.names.spellings[place].words[0];
            let says_who = first(x) == first(y) || self.names.spellings[x].joined.len().min(self.names.spellings[y].joined.len()) >= 12;
            let edge = Edge { a, b, why: alike.words().to_owned(), score: alike.score() };
            if says_who && self.groups.can_be_one(a, b) && is_only(&mut self.groups, x, y) && is_only(&mut self.groups, y, x) {
                sure.push(edge);
            }
        }
        self.groups.settle(sure, &mut self.doubts)
    }

    /// A customer by the name of a person, who is known at one company.
    fn by_person(&mut self) -> bool {
        let names = self.names;
        let buckets = self.buckets(&|node| {
            let by_name = node
                .name()
                .and_then(|name| names.place(name))
                .filter(|&place| names.is_person[place])
                .map(|place| names.spellings[place].joined.clone());
            let beside = node.mention.person.as_deref().map(|person| Spelling::of(person).joined);
            by_name.into_iter().chain(beside.filter(|person| names.people.contains(person))).collect()
        });
        let mut sure = Vec::new();
        for (_, members) in buckets {
            // Who is known by the name alone, and where the person is known.
            let is_alone = |i: &usize| {
                let node = &self.nodes[*i];
                node.name().is_some() && node.addresses.is_empty() && !self.groups.is_named(*i)
            };
            let (alone, known): (Vec<usize>, Vec<usize>) = members.into_iter().partition(|i| is_alone(i));
            let homes: BTreeMap<usize, usize> =
                known.iter().rev().filter(|&&i| self.groups.is_named(i)).map(|&i| (self.groups.root(i), i)).collect();
            for &b in &alone {
                let person = self.nodes[b].name().unwrap_or_default();
                let why = format!("{person} is known at one company only");
                match homes.values().next() {
                    Some(&a) if homes.len() == 1 && !self.groups.is_kept_apart(a, b) => {
                        sure.push(Edge { a, b, why, score: 0.8 });
                    }
                    _ if homes.len() <= 4 => {
                        let why = format!("{person} is known here too");
                        self.doubts.extend(homes.values().map(|&a| Edge { a, b, why: why.clone(), score: 0.5 }));
                    }
                    _ => {}
                }
            }
        }
        self.groups.settle(sure, &mut self.doubts)
    }

    /// An address without a company belongs to the only company of its domain.
    fn by_bare_domain(&mut self) -> bool {
        let buckets = self.buckets(&|node| node.domains().collect());
        let mut sure = Vec::new();
        for (domain, members) in buckets {
            let named: BTreeMap<usize, usize> =
                members.iter().rev().filter(|&&i| self.groups.is_named(i)).map(|&i| (self.groups.root(i), i)).collect();
            let Some((_, &a)) = named.first_key_value().filter(|_| named.len() == 1) else { continue };
            // A mail service that many people have an address at.
            let n_addresses = members.iter().filter(|&&i| self.groups.root(i) == self.groups.root(a));
            let n_addresses = n_addresses.flat_map(|&i| &self.nodes[i].addresses).collect::<BTreeSet<_>>().len();
            let companies: Vec<usize> = self.groups.companies_of(a).collect();
            let is_theirs = companies.iter().any(|&name| suits(domain_label(&domain), &self.names.spellings[name]));
            if !is_theirs && n_addresses < 2 {
                continue;
            }
            let why = format!("the only company of the domain {domain}");
            let bare = members.iter().copied().filter(|&i| !self.groups.is_named(i) && !self.groups.is_kept_apart(a, i));
            sure.extend(bare.map(|b| Edge { a, b, why: why.clone(), score: 0.5 }));
        }
        self.groups.settle(sure, &mut self.doubts)
    }

    fn round(
        &mut self,
        buckets: &BTreeMap<String, Vec<usize>>,
        agrees: &dyn Fn(Alike) -> bool,
        why: &dyn Fn(&str) -> String,
        score: f64,
    ) -> bool {
        let mut sure = Vec::new();
        for (key, members) in buckets {
            sure.append(&mut self.groups.in_bucket(members, agrees, &why(key), score, &mut self.doubts));
        }
        self.groups.settle(sure, &mut self.doubts)
    }

    fn buckets(&self, keys: &dyn Fn(&Node) -> Vec<String>) -> BTreeMap<String, Vec<usize>> {
        let mut buckets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            for key in keys(node) {
                buckets.entry(key).or_default().push(i);
            }
        }
        buckets.retain(|_, members| members.len() > 1);
        buckets
    }

    fn node_of_name(&self) -> HashMap<usize, usize> {
        let nodes = self.nodes.iter().enumerate().rev();
        nodes.filter_map(|(i, node)| Some((node.company(self.names)?, i))).collect()
    }
}

fn alike_names(nodes: &[Node], names: &Names) -> Vec<(usize, usize, Alike)> {
    let used: BTreeSet<usize> = nodes.iter().filter_map(|node| node.company(names)).collect();
    let used: Vec<usize> = used.into_iter().collect();
    let spellings: Vec<Spelling> = used.iter().map(|&place| names.spellings[place].clone()).collect();
    let found = candidates::pairs(&spellings).into_iter();
    found.filter_map(|(x, y)| Some((used[x], used[y], alike(&spellings[x], &spellings[y])?))).collect()
}

/// A number with more different companies behind it tells nothing.
const MOST_NAMES_OF_A_NUMBER: usize = 3;

impl Linker<'_> {
    fn into_linked(mut self, tables: &[Table]) -> Linked {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.nodes.len() {
            members.entry(self.groups.root(i)).or_default().push(i);
        }
        // Who never ordered and was never invoiced is a contact.
        members.retain(|_, nodes| {
            nodes.iter().any(|&i| matches!(self.nodes[i].kind, Kind::Orders | Kind::Payments))
                && !nodes.iter().any(|&i| self.nodes[i].is_nobody)
        });
        let mut drafts: Vec<(Customer, usize)> =
            members.iter().map(|(&root, nodes)| (self.customer(nodes, tables), root)).collect();
        make_unique(&mut drafts);
        drafts.sort_by(|a, b| a.0.id.cmp(&b.0.id));
        let place: BTreeMap<usize, CustomerIdx> = drafts
            .iter()
            .enumerate()
            .map(|(i, (_, root))| (*root, CustomerIdx::try_from(i).unwrap_or(CustomerIdx::MAX)))
            .collect();
        let mut customer_of: Vec<Vec<Option<CustomerIdx>>> =
            tables.iter().map(|t| vec![None; t.mentions.len()]).collect();
        let mut next = vec![0; tables.len()];
        for (i, node) in self.nodes.iter().enumerate() {
            customer_of[node.table][next[node.table]] = place.get(&self.groups.root(i)).copied();
            next[node.table] += 1;
        }
        let doubtful = self.doubtful(&place);
        Linked { customers: drafts.into_iter().map(|(customer, _)| customer).collect(), customer_of, doubtful }
    }

    /// What was not sure, and names that are alike without more: each pair of customers once, with all that speaks for it.
    fn doubtful(&mut self, place: &BTreeMap<usize, CustomerIdx>) -> Vec<DoubtfulLink> {
        let mut doubts = std::mem::take(&mut self.doubts);
        let node_of = self.node_of_name();
        for (x, y, alike) in self.alike.clone() {
            doubts.push(Edge { a: node_of[&x], b: node_of[&y], why: alike.words().to_owned(), score: alike.score() });
        }
        let mut found: BTreeMap<(CustomerIdx, CustomerIdx), (f64, BTreeSet<String>)> = BTreeMap::new();
        for doubt in doubts {
            let (a, b) = (place.get(&self.groups.root(doubt.a)), place.get(&self.groups.root(doubt.b)));
            let (Some(&a), Some(&b)) = (a, b) else { continue };
            if a == b || self.apart.iter().any(|&system| self.groups.is_told_apart_by(system, doubt.a, doubt.b)) {
                continue;
            }
            let (against, whys) = found.entry((a.min(b), a.max(b))).or_insert((1.0, BTreeSet::new()));
            if whys.insert(doubt.why) {
                *against *= 1.0 - doubt.score;
            }
        }
        let mut doubtful: Vec<DoubtfulLink> = found
            .into_iter()
            .map(|((a, b), (against, whys))| DoubtfulLink {
                a,
                b,
                score: 1.0 - against,
                why: whys.into_iter().collect::<Vec<_>>().join("; "),
            })
            .collect();
        doubtful.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.a.cmp(&y.a)).then(x.b.cmp(&y.b)));
        doubtful
    }

    fn customer(&self, nodes: &[usize], tables: &[Table]) -> Customer {
        let of_kind = |kind: Kind| nodes.iter().map(|&i| &self.nodes[i]).filter(move |node| node.kind == kind);
        let is_company = |node: &&Node| node.company(self.names).is_some();
        let all = || nodes.iter().map(|&i| &self.nodes[i]);
        let name = [Some(Kind::Customers), Some(Kind::Orders), None]
            .into_iter()
            .find_map(|kind| commonest_name(all().filter(is_company).filter(|node| kind.is_none_or(|k| node.kind == k))))
            .or_else(|| commonest_name(all()))
            .unwrap_or_default();
        let id = [Kind::Customers, Kind::Orders].into_iter().find_map(|kind| {
            let mut ids: Vec<&str> = of_kind(kind).filter_map(|node| node.id).collect();
            ids.sort_unstable();
            ids.first().map(|id| (*id).to_owned())
        });
        let address = || all().find_map(|node| node.mention.email.clone());
        let name = if name.is_empty() { id.clone().or_else(address).unwrap_or_default() } else { name };
        let mut aliases: Vec<Alias> = nodes
            .iter()
            .map(|&i| (&self.nodes[i], self.groups.why[i].clone()))
            .map(|(node, why)| Alias {
                source: tables[node.table].source,
                name: node.mention.name.clone().unwrap_or_default(),
                id: node.mention.id.clone(),
                email: node.mention.email.clone(),
                person: node.mention.person.clone(),
                n_rows: node.mention.n_rows,
                why: why.unwrap_or_default(),
            })
            .collect();
        aliases.sort();
        aliases.dedup();
        let fact = |field| self.fact(nodes, tables, field);
        Customer {
            id: id.unwrap_or_else(|| name.clone()),
            industry: fact(Field::Industry),
            terms: fact(Field::Terms)
                .map(|terms| if terms.bytes().all(|b| b.is_ascii_digit()) { format!("Net {terms}") } else { terms }),
            name,
            aliases,
        }
    }

    /// What the first row of the group says in a column of words, the customers file before the others.
    fn fact(&self, nodes: &[usize], tables: &[Table], field: Field) -> Option<String> {
        let mut nodes: Vec<&Node> = nodes.iter().map(|&i| &self.nodes[i]).collect();
        nodes.sort_by_key(|node| (node.kind != Kind::Customers, node.table));
        nodes.iter().find_map(|node| {
            let table = &tables[node.table];
            let words = table.words(field)?;
            let code = *words.codes.get(node.first_row)?;
            (code != NO_WORD).then(|| words.words[code as usize].clone())
        })
    }
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

/// The commonest spelling, then the longest, then the first of the alphabet.
fn commonest_name<'n>(nodes: impl Iterator<Item = &'n Node<'n>>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for node in nodes {
        if let Some(name) = node.mention.name.as_deref() {
            *counts.entry(name.trim()).or_default() += node.mention.n_rows;
        }
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(a.0.len().cmp(&b.0.len())).then(b.0.cmp(a.0)))
        .map(|(name, _)| name.to_owned())
}

/// An id that two customers carry tells them apart by the name behind it.
fn make_unique(drafts: &mut [(Customer, usize)]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (customer, _) in drafts.iter() {
        *seen.entry(customer.id.clone()).or_default() += 1;
    }
    let mut used = BTreeSet::new();
    for (customer, _) in drafts.iter_mut() {
        if seen.get(&customer.id).is_some_and(|&n| n > 1) && customer.id != customer.name {
            customer.id = format!("{}:{}", customer.id, customer.name);
        }
        let plain = customer.id.clone();
        let mut n = 2;
        while !used.insert(customer.id.clone()) {
            customer.id = format!("{plain} ({n})");
            n += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(kind: Kind, source: u16, rows: &[(&str, &str, &str)]) -> Table {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let mut table = Table::new(source, kind);
        for (i, (id, name, email)) in rows.iter().enumerate() {
            table.mentions.push(Mention {
                id: some(id),
                name: some(name),
                email: some(email),
                person: None,
                n_rows: 1,
            });
            table.mention_of_row.push(u32::try_from(i).unwrap());
            table.rows.push(u32::try_from(i + 2).unwrap());
        }
        table
    }

    fn linked(tables: &[Table]) -> Linked {
        link(tables, &[])
    }

    fn ids(linked: &Linked, table: usize) -> Vec<Option<&str>> {
        linked.customer_of[table].iter().map(|c| c.map(|c| linked.customers[c as usize].id.as_str())).collect()
    }

    #[test]
    fn three_systems_three_spellings_one_customer() {
        let linked = linked(&[
            table(
                Kind::Customers,
                0,
                &[("C1", "Alpine Tool", "office@alpinetool.com"), ("C2", "Delta Machine", "a@deltamachine.com")],
            ),
            table(Kind::Orders, 1, &[("C1", "Alpine Tool", ""), ("C2", "Delta Machine", "")]),
            table(
                Kind::Payments,
                2,
                &[
                    ("", "ALPINE TOOL, INC", ""),
                    ("", "Alpine Tool Mfg LLC", "ap@alpinetool.com"),
                    ("", "Delta Machine Co.", ""),
                ],
            ),
            table(Kind::Emails, 3, &[("", "", "tom@alpinetool.com"), ("", "", "jo@gmail.com")]),
        ]);
        assert_eq!(ids(&linked, 2), [Some("C1"), Some("C1"), Some("C2")]);
        assert_eq!(ids(&linked, 3), [Some("C1"), None]);
        assert_eq!(linked.customers[0].name, "Alpine Tool");
    }

    #[test]
    fn lookalikes_stay_apart_and_are_listed() {
        let linked = linked(&[table(
            Kind::Orders,
            0,
            &[
                ("", "Delta Machine Company", "x@deltamachine.com"),
                ("", "Delta Machining & Tool", "y@deltamachining.com"),
                ("", "Harbor Light", ""),
                ("", "Harbor Lights", ""),
            ],
        )]);
        assert_eq!(linked.customers.len(), 4);
        assert!(linked.doubtful.iter().any(|d| linked.customers[d.a as usize].name.starts_with("Harbor")));
    }

    #[test]
    fn two_numbers_in_one_system_are_two_customers_whatever_the_name() {
        let linked = linked(&[
            table(Kind::Orders, 0, &[("1", "Ridge Cycles", ""), ("2", "Ridge Cycles", "")]),
            table(Kind::Payments, 1, &[("", "Ridge Cycles Inc", "")]),
        ]);
        assert_eq!(linked.customers.len(), 3);
        assert!(!linked.doubtful.is_empty());
    }

    #[test]
    fn an_id_that_means_two_companies_in_two_systems_does_not_join_them() {
        let orders = table(Kind::Orders, 0, &[("100", "Alpine Tool", "")]);
        let payments = table(Kind::Payments, 1, &[("100", "Borealis Lighting", "")]);
        let nameless = table(Kind::Customers, 2, &[("100", "", "")]);
        assert_eq!(linked(&[orders.clone(), payments.clone()]).customers.len(), 2);
        assert_eq!(linked(&[orders, payments, nameless]).customers.len(), 2, "a row without a name joins nobody");
    }

    #[test]
    fn an_id_that_stands_for_none_joins_nobody() {
        for id in ["0", "n/a", "-", "000"] {
            let linked = linked(&[table(Kind::Orders, 0, &[(id, "Alpine Tool", ""), (id, "Borealis Lighting", "")])]);
            assert_eq!(linked.customers.len(), 2, "{id}");
        }
    }

    #[test]
    fn sites_and_foreign_forms_stay_apart_and_cash_sales_are_nobody() {
        let linked = linked(&[table(
            Kind::Orders,
            0,
            &[
                ("", "Precision Metal (Ohio)", "a@precisionmetal.com"),
                ("", "Precision Metal (Texas)", "b@precisionmetal.com"),
                ("", "Ridge AB", ""),
                ("", "Ridge GmbH", ""),
                ("", "Cash sale", ""),
            ],
        )]);
        assert_eq!(linked.customers.len(), 4);
        assert!(linked.doubtful.len() >= 2);
    }

    #[test]
    fn last_years_export_and_this_years_know_a_customer_by_the_same_number() {
        let linked = linked(&[
            table(Kind::Orders, 0, &[("1", "Ridge Cycles", "")]),
            table(Kind::Orders, 1, &[("1", "Ridge Cycles Inc", ""), ("2", "Ridge Cycles", "")]),
        ]);
        assert_eq!(linked.customers.len(), 2);
    }

    #[test]
    fn who_never_ordered_is_a_contact() {
        let linked = linked(&[table(Kind::Emails, 0, &[("", "Somebody", "a@b.org")])]);
        assert!(linked.customers.is_empty());
    }
}
