//! What the rounds came to: customers with their spellings, and pairs that are left to the owner.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::groups::Edge;
use super::handle::Handle;
use super::link::Linked;
use super::nodes::Node;
use super::rounds::Linker;
use crate::model::customer::{DoubtfulLink, Origin};
use crate::model::words::NO_WORD;
use crate::model::{Alias, Customer, CustomerIdx, Field, Kind, Table};

/// What is less likely is not worth the owner's time.
const LEAST_SCORE: f64 = 0.4;

impl Linker<'_> {
    /// Customers, sorted by their ids.
    pub fn into_linked(mut self, tables: &[Table], known_ids: &HashMap<Handle, (usize, &str)>) -> Linked {
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
        let kind_of = |source: u16| {
            let of_source = tables.iter().find(|table| table.source == source);
            of_source.and_then(|table| table.kind).unwrap_or(Kind::Orders)
        };
        keep_ids(&mut drafts, known_ids, &kind_of);
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
        let mut found: BTreeMap<(CustomerIdx, CustomerIdx), Vec<(f64, String)>> = BTreeMap::new();
        for doubt in doubts {
            let (a, b) = (place.get(&self.groups.root(doubt.a)), place.get(&self.groups.root(doubt.b)));
            let (Some(&a), Some(&b)) = (a, b) else { continue };
            if a == b || self.apart.iter().any(|&system| self.groups.is_told_apart_by(system, doubt.a, doubt.b)) {
                continue;
            }
            let whys = found.entry((a.min(b), a.max(b))).or_default();
            if whys.iter().all(|(_, why)| *why != doubt.why) {
                whys.push((doubt.score, doubt.why));
            }
        }
        let link = |((a, b), mut whys): (_, Vec<(f64, String)>)| {
            // What speaks most for it comes first.
            whys.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
            let score = 1.0 - whys.iter().map(|(score, _)| 1.0 - score).product::<f64>();
            let why = whys.into_iter().map(|(_, why)| why).collect::<Vec<_>>().join("; ");
            DoubtfulLink { a, b, score, why }
        };
        let mut doubtful: Vec<DoubtfulLink> =
            found.into_iter().map(link).filter(|link| link.score >= LEAST_SCORE).collect();
        doubtful.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.a.cmp(&y.a)).then(x.b.cmp(&y.b)));
        doubtful
    }

    fn customer(&self, nodes: &[usize], tables: &[Table]) -> Customer {
        let of_kind = |kind: Kind| nodes.iter().map(|&i| &self.nodes[i]).filter(move |node| node.kind == kind);
        let is_company = |node: &&Node| node.company(self.names).is_some();
        let all = || nodes.iter().map(|&i| &self.nodes[i]);
        let name = [Some(Kind::Customers), Some(Kind::Orders), None]
            .into_iter()
            .find_map(|kind| {
                commonest_name(all().filter(is_company).filter(|node| kind.is_none_or(|k| node.kind == k)))
            })
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
            other_ids: Vec::new(),
            id: id.unwrap_or_else(|| name.clone()),
            industry: fact(Field::Industry),
            industry_from: Origin::File,
            end_customer: None,
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

/// Gives each customer the oldest id that one of its spellings had, unless another customer has it.
fn keep_ids(drafts: &mut [(Customer, usize)], known: &HashMap<Handle, (usize, &str)>, kind_of: &dyn Fn(u16) -> Kind) {
    if known.is_empty() {
        return;
    }
    let oldest = |customer: &Customer| {
        let handles = customer.aliases.iter().flat_map(|alias| Handle::of_alias(alias, kind_of(alias.source)));
        handles.filter_map(|handle| known.get(&handle).copied()).min()
    };
    let mut wanted: Vec<(usize, &str, usize)> = drafts
        .iter()
        .enumerate()
        .filter_map(|(i, (customer, _))| oldest(customer).map(|(age, id)| (age, id, i)))
        .collect();
    wanted.sort_unstable();
    let mut used: BTreeSet<String> = drafts.iter().map(|(customer, _)| customer.id.clone()).collect();
    for (_, id, i) in wanted {
        // Its own id is free for it.
        if drafts[i].0.id != id && used.insert(id.to_owned()) {
            used.remove(&drafts[i].0.id);
            id.clone_into(&mut drafts[i].0.id);
        }
    }
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
