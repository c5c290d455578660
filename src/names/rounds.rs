//! The rounds in which spellings are joined: one kind of evidence each, the surest first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::candidates;
use super::compare::{Alike, alike, is_domain_of, suits};
use super::groups::{Edge, Groups};
use super::handle::Handle;
use super::marks::Marks;
use super::nodes::{Names, Node};
use super::shared_documents::{Place, has_documents, shared_documents};
use super::spelling::{Spelling, domain_label};
use crate::model::{About, Said, Table};

/// Spellings on their way to customers.
pub struct Linker<'a> {
    pub groups: Groups<'a>,
    pub nodes: &'a [Node<'a>],
    pub names: &'a Names<'a>,
    pub doubts: Vec<Edge>,
    /// The systems of what the owner told apart.
    pub apart: Vec<u32>,
    /// Pairs of companies' names that are alike, as places among the names.
    pub alike: Vec<(usize, usize, Alike)>,
    /// Pairs of nodes that name the customer of the same documents: how many, and the number of one.
    shared: Vec<(usize, usize, usize, u64)>,
}

impl<'a> Linker<'a> {
    /// Every spelling alone.
    pub fn new(nodes: &'a [Node<'a>], names: &'a Names<'a>, marks: &mut Marks, systems: &[Option<u32>]) -> Self {
        let of_node = nodes.iter().map(|node| marks.of(node, names, systems)).collect();
        let companies = nodes.iter().map(|node| node.company(names)).collect();
        Self {
            groups: Groups::new(&names.spellings, of_node, companies),
            nodes,
            names,
            doubts: Vec::new(),
            apart: Vec::new(),
            alike: alike_names(nodes, names),
            shared: Vec::new(),
        }
    }

    /// All rounds, again while one builds upon another.
    pub fn run(&mut self, tables: &[Table]) {
        let surest = [Self::by_address, Self::by_name, Self::by_domain];
        for round in surest {
            round(self);
        }
        self.shared = self.shared_nodes(tables);
        for _ in 0..MOST_ROUNDS {
            let rounds = [
                Self::by_address,
                Self::by_name,
                Self::by_domain,
                Self::by_document,
                Self::by_shortened_name,
                Self::by_person,
                Self::by_bare_domain,
            ];
            if rounds.into_iter().filter(|round| round(self)).count() == 0 {
                break;
            }
        }
    }

    /// What the owner said: these are one, these are two. Of two words on the same pair the later one holds.
    pub fn obey(&mut self, said: &[Said], marks: &mut Marks) {
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
                for &i in of(handle) {
                    self.groups.mark(i, (system, side));
                }
            }
        }
    }

    /// A site or a job is the customer's behind whose name the same list writes it, also where it has a number of its own.
    pub fn by_parent(&mut self) {
        let mut node_of: HashMap<(usize, &str), usize> = HashMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            if let Some(name) = node.name() {
                node_of.entry((node.table, name.trim())).or_insert(i);
            }
        }
        for (i, node) in self.nodes.iter().enumerate() {
            let parent =
                node.name().and_then(|name| self.names.spelling(name)).and_then(|spelling| spelling.parent.as_deref());
            if let Some(&a) = parent.and_then(|parent| node_of.get(&(node.table, parent))) {
                self.groups.join(&Edge { a, b: i, why: "the list writes it behind the name".to_owned(), score: 1.0 });
            }
        }
    }

    /// The same number in one system, which may have renamed a customer. A row without a name belongs to a number only where
    /// all rows with a name are one customer, so that it joins no two.
    pub fn by_id(&mut self, systems: &[Option<u32>]) {
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
            let (named, bare): (Vec<usize>, Vec<usize>) = same.into_iter().partition(|&i| nodes[i].name().is_some());
            for &i in &named {
                by_system.entry(systems[nodes[i].table]).or_default().push(i);
            }
            let mut sure = Vec::new();
            for of_system in by_system.values() {
                let distinct: BTreeSet<usize> =
                    of_system.iter().filter_map(|&i| nodes[i].company(self.names)).collect();
                for (k, &b) in of_system.iter().enumerate().skip(1) {
                    // A number that so many companies share is not theirs.
                    if distinct.len() <= MOST_NAMES_OF_A_NUMBER {
                        sure.push(edge(of_system[0], b));
                    } else if let Some(&a) = of_system[..k].iter().find(|&&a| self.groups.agree(a, b)) {
                        sure.push(edge(a, b));
                    }
                }
            }
            self.groups.settle(sure, &mut self.doubts);
            // Each by its own system: another one means somebody else by the number.
            let mut sure = Vec::new();
            for &b in &bare {
                let of_system = by_system.get(&systems[nodes[b].table]).map_or(&[][..], Vec::as_slice);
                let roots: BTreeSet<usize> = of_system.iter().map(|&i| self.groups.root(i)).collect();
                let first_bare = bare.iter().find(|&&i| systems[nodes[i].table] == systems[nodes[b].table]);
                if let Some(&a) = of_system.first().or(first_bare).filter(|_| roots.len() <= 1) {
                    sure.push(edge(a, b));
                }
            }
            self.groups.settle(sure, &mut self.doubts);
        }
    }

    /// The same address and names that agree, or no name.
    fn by_address(&mut self) -> bool {
        let buckets = self.buckets(&|node| node.addresses.clone());
        self.round(&buckets, &|alike| alike < Alike::Related, &|address| format!("the same address {address}"), 0.75)
    }

    /// The same name, unless a number, a site, the form of the company or an address says otherwise.
    fn by_name(&mut self) -> bool {
        let names = self.names;
        let buckets = self.buckets(&|node| {
            // Two people of one name with an address each may be two.
            let has_own_address = |place: usize| names.is_person[place] && !node.addresses.is_empty();
            let place = node.name().and_then(|name| names.place(name)).filter(|&place| !has_own_address(place));
            place
                .map(|place| names.spellings[place].joined.clone())
                .filter(|name| !name.is_empty())
                .into_iter()
                .collect()
        });
        self.round(&buckets, &|alike| alike == Alike::Same, &|_| "the same name".to_owned(), 0.9)
    }

    /// A company's e-mail domain, and names that agree; or a name without an address that is the domain's own word.
    fn by_domain(&mut self) -> bool {
        let mut buckets =
            self.buckets(&|node| node.company(self.names).map(|_| node.domains().collect()).unwrap_or_default());
        let has_joined =
            self.round(&buckets, &|alike| alike <= Alike::Longer, &|domain| format!("the same domain {domain}"), 0.5);
        let domain_of_label: BTreeMap<&str, &String> =
            buckets.keys().map(|domain| (domain_label(domain), domain)).collect();
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
        let with_name = self.round(
            &found,
            &|alike| alike <= Alike::Part,
            &|domain| format!("the name is that of the domain {domain}"),
            0.6,
        );
        has_joined | with_name
    }

    /// The customer of the same documents: of one, where the names share anything; of several, whatever they say.
    fn by_document(&mut self) -> bool {
        // What a group shares with each other one.
        let mut between: BTreeMap<(usize, usize), (usize, Edge)> = BTreeMap::new();
        for &(a, b, n, example) in &self.shared {
            let (root_a, root_b) = (self.groups.root(a), self.groups.root(b));
            if root_a == root_b {
                continue;
            }
            let why = if n == 1 {
                format!("both have document {example}")
            } else {
                format!("both have document {example} and others")
            };
            let edge = Edge { a, b, why, score: 0.8 };
            between.entry((root_a.min(root_b), root_a.max(root_b))).or_insert((0, edge)).0 += n;
        }
        let mut others: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &(a, b) in between.keys() {
            others.entry(a).or_default().push(b);
            others.entry(b).or_default().push(a);
        }
        let mut sure = Vec::new();
        for (&(a, b), (n, edge)) in &between {
            // Who pays for two is neither of them.
            let is_only = [(a, b), (b, a)].into_iter().all(|(one, other)| {
                others[&one].iter().all(|&third| third == other || self.groups.agree(third, other))
            });
            let is_named = self.groups.is_named(a) && self.groups.is_named(b);
            let is_alike = !is_named || self.groups.alike(a, b).is_some();
            if is_only && !self.groups.is_kept_apart(a, b) && (is_alike || *n > 1) {
                sure.push(edge.clone());
            } else {
                self.doubts.push(edge.clone());
            }
        }
        self.groups.settle(sure, &mut self.doubts)
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
                of(one).all(|third| {
                    third == other || {
                        let third = node_of[&third];
                        let is_same = |alike| alike <= Alike::Shortened;
                        groups.root(third) == groups.root(node_of[&other])
                            || groups.alike(third, node_of[&other]).is_some_and(is_same)
                                && groups.can_be_one(third, node_of[&other])
                    }
                })
            };
            let first = |place: usize| &self.names.spellings[place].words[0];
            let says_who = first(x) == first(y)
                || self.names.spellings[x].joined.len().min(self.names.spellings[y].joined.len()) >= 12;
            let edge = Edge { a, b, why: alike.words().to_owned(), score: alike.score() };
            if says_who
                && self.groups.can_be_one(a, b)
                && is_only(&mut self.groups, x, y)
                && is_only(&mut self.groups, y, x)
            {
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
            let bare =
                members.iter().copied().filter(|&i| !self.groups.is_named(i) && !self.groups.is_kept_apart(a, i));
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

    /// The mentions of the same documents, of those that not all files with documents know by now.
    fn shared_nodes(&self, tables: &[Table]) -> Vec<(usize, usize, usize, u64)> {
        let mut first_of_table = Vec::with_capacity(tables.len());
        let mut n = 0;
        for table in tables {
            first_of_table.push(n);
            n += if table.kind.is_some() { table.mentions.len() } else { 0 };
        }
        let with_documents: BTreeSet<usize> = (0..tables.len()).filter(|&t| has_documents(&tables[t])).collect();
        let mut known_to: HashMap<usize, BTreeSet<usize>> = HashMap::new();
        for (i, node) in self.nodes.iter().enumerate().filter(|(_, node)| with_documents.contains(&node.table)) {
            known_to.entry(self.groups.root(i)).or_default().insert(node.table);
        }
        let node = |(table, mention): Place| first_of_table[table] + mention;
        let is_open = |place: Place| {
            let known = known_to.get(&self.groups.root(node(place)));
            with_documents.contains(&place.0) && known.is_none_or(|known| known.len() < with_documents.len())
        };
        let shared = shared_documents(tables, &is_open).into_iter();
        shared.map(|shared| (node(shared.a), node(shared.b), shared.n, shared.example)).collect()
    }

    /// The first node of each name of a company.
    pub fn node_of_name(&self) -> HashMap<usize, usize> {
        let nodes = self.nodes.iter().enumerate().rev();
        nodes.filter_map(|(i, node)| Some((node.company(self.names)?, i))).collect()
    }
}

/// What one round joins, another can build upon; so many times at most.
const MOST_ROUNDS: usize = 4;

/// A number with more different companies behind it tells nothing.
const MOST_NAMES_OF_A_NUMBER: usize = 3;

/// All names of companies that are alike, as places among the names.
fn alike_names(nodes: &[Node], names: &Names) -> Vec<(usize, usize, Alike)> {
    let places: BTreeSet<usize> = nodes.iter().filter_map(|node| node.company(names)).collect();
    // One of those that are the same but for form and case stands for all of them.
    let mut seen = BTreeSet::new();
    let is_first = |place: &usize| {
        let spelling = &names.spellings[*place];
        seen.insert((&spelling.joined, &spelling.others, spelling.is_cut))
    };
    let used: Vec<usize> = places.into_iter().filter(is_first).collect();
    let spellings: Vec<Spelling> = used.iter().map(|&place| names.spellings[place].clone()).collect();
    let found = candidates::pairs(&spellings).into_iter();
    let found = found.filter_map(|(x, y)| Some((used[x], used[y], alike(&spellings[x], &spellings[y])?)));
    found.filter(|pair| pair.2 < Alike::Related).collect()
}
