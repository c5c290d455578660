//! Mentions of all files into customers.

use std::collections::{BTreeMap, BTreeSet};

use super::normalize::{country_of_form, domain_label, is_cash_sale, is_placeholder, normal, site};
use super::score::{agreement, agrees, is_domain_of};
use crate::model::customer::company_domain;
use crate::model::dataset::DoubtfulLink;
use crate::model::table::Mention;
use crate::model::words::NO_WORD;
use crate::model::{Alias, Customer, CustomerIdx, Field, Kind, Table};

/// What the names of all files come to.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// Who has an order, an invoice or a receipt; sorted by id.
    pub customers: Vec<Customer>,
    /// For each table and mention, the customer; `None` for contacts.
    pub customer_of: Vec<Vec<Option<CustomerIdx>>>,
    /// Links that were not made, though something speaks for them.
    pub doubtful: Vec<DoubtfulLink>,
}

/// Links the mentions of all tables.
pub fn link(tables: &[Table]) -> Linked {
    let mut groups = Groups::of(tables);
    groups.link_ids();
    let ambiguous = groups.link_names();
    groups.link_domains();
    groups.into_linked(tables, &ambiguous)
}

/// A mention with what it is compared by.
struct Node<'a> {
    table: usize,
    /// The first row of the table in which it stands.
    first_row: usize,
    kind: Kind,
    mention: &'a Mention,
    /// The id, unless it stands for none.
    id: Option<&'a str>,
    normal: String,
    /// What tells sites of one name apart.
    site: String,
    domain: Option<String>,
}

/// Comparing each with each stops being worth it beyond so many names.
const MOST_NAMES: usize = 60;

/// Mentions, joined into groups.
struct Groups<'a> {
    nodes: Vec<Node<'a>>,
    parent: Vec<usize>,
    /// For each root, the ids of the group, by the kind of file that gives them.
    ids: Vec<BTreeSet<(Kind, &'a str)>>,
}

impl<'a> Groups<'a> {
    fn of(tables: &'a [Table]) -> Self {
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
                    site: mention.name.as_deref().map(site).unwrap_or_default(),
                    normal: mention.name.as_deref().map(normal).unwrap_or_default(),
                    domain: mention.email.as_deref().and_then(company_domain),
                });
            }
        }
        let ids = nodes.iter().map(|n| n.id.map(|id| (n.kind, id)).into_iter().collect()).collect();
        Self { parent: (0..nodes.len()).collect(), nodes, ids }
    }

    fn root(&self, mut i: usize) -> usize {
        while self.parent[i] != i {
            i = self.parent[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (keep, give) = (a.min(b), a.max(b));
        self.parent[give] = keep;
        let moved = std::mem::take(&mut self.ids[give]);
        self.ids[keep].extend(moved);
    }

    /// Two groups that one system knows by two ids are two customers, whatever their names say.
    fn is_kept_apart(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.ids[self.root(a)], &self.ids[self.root(b)]);
        a.iter().any(|(kind, id)| b.iter().any(|(other, other_id)| kind == other && id != other_id))
    }

    /// The same id in one system, which may have renamed a customer; in two systems where the names agree. A row without a
    /// name belongs to an id only where all rows with a name are one customer, so that it joins no two.
    fn link_ids(&mut self) {
        let mut by_id: BTreeMap<&'a str, Vec<usize>> = BTreeMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            if let Some(id) = node.id {
                by_id.entry(id).or_default().push(i);
            }
        }
        for same in by_id.values() {
            let (named, bare): (Vec<usize>, Vec<usize>) =
                same.iter().copied().partition(|&i| !self.nodes[i].normal.is_empty());
            for (k, &a) in named.iter().enumerate() {
                for &b in &named[..k.min(MOST_NAMES)] {
                    let (x, y) = (&self.nodes[a], &self.nodes[b]);
                    let is_one = agrees(&x.normal, &y.normal)
                        || (x.kind == y.kind && named.len() <= 3)
                        || (x.domain.is_some() && x.domain == y.domain);
                    if is_one {
                        self.join(a, b);
                    }
                }
            }
            let roots: BTreeSet<usize> = named.iter().map(|&i| self.root(i)).collect();
            if roots.len() <= 1 {
                let first = roots.first().copied().or_else(|| bare.first().copied());
                for &i in &bare {
                    self.join(first.unwrap_or(i), i);
                }
            }
        }
    }

    /// The same normalised name, unless it is the name of two customers: by their ids, by the site in parentheses, or by
    /// company forms of two countries. Gives the pairs that stay doubtful.
    fn link_names(&mut self) -> Vec<(usize, usize, &'static str)> {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, node) in self.nodes.iter().enumerate().filter(|(_, node)| !node.normal.is_empty()) {
            by_name.entry(node.normal.clone()).or_default().push(i);
        }
        let mut doubtful = Vec::new();
        for same in by_name.values() {
            let of = |i: &usize| &self.nodes[*i];
            let sites: BTreeSet<&str> =
                same.iter().map(|i| of(i).site.as_str()).filter(|site| !site.is_empty()).collect();
            let countries: BTreeSet<&str> =
                same.iter().filter_map(|i| of(i).mention.name.as_deref().and_then(country_of_form)).collect();
            let ids: BTreeSet<(Kind, &str)> =
                same.iter().flat_map(|&i| self.ids[self.root(i)].iter().copied()).collect();
            let n_kinds = ids.iter().map(|(kind, _)| kind).collect::<BTreeSet<_>>().len();
            let is_shared = ids.len() > n_kinds || sites.len() > 1 || countries.len() > 1;
            if !is_shared {
                for &i in &same[1..] {
                    self.join(same[0], i);
                }
                continue;
            }
            // What is alike to the letter is one all the same, where no id says otherwise.
            let mut first_of: BTreeMap<String, usize> = BTreeMap::new();
            for &i in same {
                let written = self.nodes[i].mention.name.as_deref().unwrap_or_default().trim().to_lowercase();
                let first = *first_of.entry(written).or_insert(i);
                if !self.is_kept_apart(first, i) && (self.nodes[i].id.is_none() == self.nodes[first].id.is_none()) {
                    self.join(first, i);
                } else {
                    doubtful.push((first, i, "the same name, which two customers share"));
                }
            }
            for (&a, &b) in first_of.values().zip(first_of.values().skip(1)) {
                doubtful.push((a, b, "the same name but for the site or the form of the company"));
            }
        }
        doubtful
    }

    /// A company's e-mail domain and an agreeing name. An address without a name agrees by its domain alone, where the
    /// domain is made of the name.
    fn link_domains(&mut self) {
        let mut by_domain: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            if let Some(domain) = &node.domain {
                by_domain.entry(domain.clone()).or_default().push(i);
            }
        }
        for (domain, same) in &by_domain {
            let n_names = same.iter().map(|&i| self.nodes[i].normal.as_str()).collect::<BTreeSet<_>>().len();
            // A domain of so many names is a mail service, whatever the list of them says.
            if n_names > MOST_NAMES {
                continue;
            }
            let label = domain_label(domain);
            let named: Vec<usize> = same.iter().copied().filter(|&i| !self.nodes[i].normal.is_empty()).collect();
            // One node of each name stands for all of them.
            let mut distinct: BTreeMap<(&str, &str), usize> = BTreeMap::new();
            for &i in &named {
                distinct.entry((&self.nodes[i].normal, &self.nodes[i].site)).or_insert(i);
            }
            let distinct: Vec<usize> = distinct.into_values().collect();
            for (k, &a) in distinct.iter().enumerate() {
                for &b in &distinct[..k] {
                    let (x, y) = (&self.nodes[a], &self.nodes[b]);
                    let is_same_site = x.site.is_empty() || y.site.is_empty() || x.site == y.site;
                    if is_same_site && agrees(&x.normal, &y.normal) && !self.is_kept_apart(a, b) {
                        self.join(a, b);
                    }
                }
            }
            let roots: BTreeSet<usize> =
                named.iter().filter(|&&i| is_domain_of(label, &self.nodes[i].normal)).map(|&i| self.root(i)).collect();
            let only = (roots.len() == 1).then(|| roots.first().copied()).flatten();
            for &i in same {
                let is_bare = self.nodes[i].normal.is_empty() && self.nodes[i].id.is_none();
                if let Some(root) = only.filter(|_| is_bare) {
                    self.join(root, i);
                }
            }
        }
    }

    fn into_linked(self, tables: &[Table], ambiguous: &[(usize, usize, &'static str)]) -> Linked {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.nodes.len() {
            members.entry(self.root(i)).or_default().push(i);
        }
        // Who never ordered and was never invoiced is a contact.
        members.retain(|_, nodes| {
            nodes.iter().any(|&i| matches!(self.nodes[i].kind, Kind::Orders | Kind::Payments))
                && !nodes.iter().any(|&i| is_cash_sale(&self.nodes[i].normal))
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
            customer_of[node.table][next[node.table]] = place.get(&self.root(i)).copied();
            next[node.table] += 1;
        }
        let customers: Vec<Customer> = drafts.into_iter().map(|(customer, _)| customer).collect();
        let mut doubtful = lookalikes(&customers);
        for &(a, b, why) in ambiguous {
            let (Some(&a), Some(&b)) = (place.get(&self.root(a)), place.get(&self.root(b))) else { continue };
            doubtful.push(DoubtfulLink { a: a.min(b), b: a.max(b), score: 0.9, why: why.to_owned() });
        }
        doubtful.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.a.cmp(&y.a)).then(x.b.cmp(&y.b)));
        doubtful.dedup_by(|x, y| (x.a, x.b) == (y.a, y.b));
        Linked { customers, customer_of, doubtful }
    }

    fn customer(&self, nodes: &[usize], tables: &[Table]) -> Customer {
        let of_kind = |kind: Kind| nodes.iter().map(|&i| &self.nodes[i]).filter(move |node| node.kind == kind);
        let name = [Some(Kind::Customers), Some(Kind::Orders), None]
            .into_iter()
            .find_map(|kind| {
                commonest_name(nodes.iter().map(|&i| &self.nodes[i]).filter(|node| kind.is_none_or(|k| node.kind == k)))
            })
            .unwrap_or_default();
        let id = [Kind::Customers, Kind::Orders].into_iter().find_map(|kind| {
            let mut ids: Vec<&str> = of_kind(kind).filter_map(|node| node.id).collect();
            ids.sort_unstable();
            ids.first().map(|id| (*id).to_owned())
        });
        let address = || nodes.iter().find_map(|&i| self.nodes[i].mention.email.clone());
        let name = if name.is_empty() { id.clone().or_else(address).unwrap_or_default() } else { name };
        let mut aliases: Vec<Alias> = nodes
            .iter()
            .map(|&i| &self.nodes[i])
            .map(|node| Alias {
                source: tables[node.table].source,
                name: node.mention.name.clone().unwrap_or_default(),
                id: node.mention.id.clone(),
                email: node.mention.email.clone(),
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

/// Pairs whose names nearly agree. Compared within the same first four letters, so that it stays quick.
fn lookalikes(customers: &[Customer]) -> Vec<DoubtfulLink> {
    let mut blocks: BTreeMap<String, Vec<(CustomerIdx, String)>> = BTreeMap::new();
    for (i, customer) in customers.iter().enumerate() {
        let normal = normal(&customer.name);
        // "Customer 12" and "Customer 13" differ in what counts.
        if normal.is_empty() || normal.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let block = normal.chars().take(4).collect();
        blocks.entry(block).or_default().push((CustomerIdx::try_from(i).unwrap_or(CustomerIdx::MAX), normal));
    }
    let mut found = Vec::new();
    for block in blocks.values() {
        let mut block: Vec<&(CustomerIdx, String)> = block.iter().collect();
        block.sort_by(|x, y| x.1.cmp(&y.1).then(x.0.cmp(&y.0)));
        for (k, (b, name_b)) in block.iter().enumerate() {
            // In the order of the alphabet the names most alike are neighbours.
            for (a, name_a) in &block[k.saturating_sub(MOST_NAMES)..k] {
                let score = agreement(name_a, name_b);
                if score >= 0.85 {
                    found.push(DoubtfulLink {
                        a: *a.min(b),
                        b: *a.max(b),
                        score,
                        why: "the names nearly agree".to_owned(),
                    });
                }
            }
        }
    }
    found
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

    fn ids(linked: &Linked, table: usize) -> Vec<Option<&str>> {
        linked.customer_of[table].iter().map(|c| c.map(|c| linked.customers[c as usize].id.as_str())).collect()
    }

    #[test]
    fn three_systems_three_spellings_one_customer() {
        let linked = link(&[
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
        let linked = link(&[table(
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
        let linked = link(&[
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
        assert_eq!(link(&[orders.clone(), payments.clone()]).customers.len(), 2);
        assert_eq!(link(&[orders, payments, nameless]).customers.len(), 2, "a row without a name joins nobody");
    }

    #[test]
    fn an_id_that_stands_for_none_joins_nobody() {
        for id in ["0", "n/a", "-", "000"] {
            let linked = link(&[table(Kind::Orders, 0, &[(id, "Alpine Tool", ""), (id, "Borealis Lighting", "")])]);
            assert_eq!(linked.customers.len(), 2, "{id}");
        }
    }

    #[test]
    fn sites_and_foreign_forms_stay_apart_and_cash_sales_are_nobody() {
        let linked = link(&[table(
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
        let linked = link(&[
            table(Kind::Orders, 0, &[("1", "Ridge Cycles", "")]),
            table(Kind::Orders, 1, &[("1", "Ridge Cycles Inc", ""), ("2", "Ridge Cycles", "")]),
        ]);
        assert_eq!(linked.customers.len(), 2);
    }

    #[test]
    fn who_never_ordered_is_a_contact() {
        let linked = link(&[table(Kind::Emails, 0, &[("", "Somebody", "a@b.org")])]);
        assert!(linked.customers.is_empty());
    }
}
