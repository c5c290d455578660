//! Which files number customers alike: those of one system, where a number means the same customer.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::agree;
use super::nodes::{Names, Node};
use crate::model::Table;

/// For each table the system whose numbers it has; `None` for tables without any.
///
/// Two tables are of one system where the numbers that they share stand for names that agree, nine times of ten or more. A
/// table of numbers without names is of the only system that knows most of them.
pub fn systems(tables: &[Table], nodes: &[Node], names: &Names) -> Vec<Option<u32>> {
    // Of each number, the names in each table.
    let mut by_id: BTreeMap<&str, BTreeMap<usize, BTreeSet<Option<&str>>>> = BTreeMap::new();
    for node in nodes {
        if let Some(id) = node.id {
            by_id.entry(id).or_default().entry(node.table).or_default().insert(node.name());
        }
    }
    let mut shared: BTreeMap<(usize, usize), (u32, u32)> = BTreeMap::new();
    let mut known_to: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut n_ids = vec![0_u32; tables.len()];
    let mut has_names = vec![false; tables.len()];
    for of_table in by_id.values() {
        for (&table, names) in of_table {
            n_ids[table] += 1;
            has_names[table] |= names.iter().any(Option::is_some);
        }
        for (&a, names_a) in of_table {
            for (&b, names_b) in of_table.range(a + 1..) {
                let known = |set: &BTreeSet<Option<&str>>| {
                    set.iter().flatten().filter_map(|name| names.spelling(name)).collect::<Vec<_>>()
                };
                let (known_a, known_b) = (known(names_a), known(names_b));
                if known_a.is_empty() || known_b.is_empty() {
                    *known_to.entry((a, b)).or_default() += 1;
                    continue;
                }
                let agree = known_a.iter().any(|x| known_b.iter().any(|y| x.joined == y.joined || agree(x, y)));
                let counts = shared.entry((a, b)).or_default();
                if agree { counts.0 += 1 } else { counts.1 += 1 }
            }
        }
    }
    let mut system: Vec<usize> = (0..tables.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (keep, give) = (system[a].min(system[b]), system[a].max(system[b]));
        system.iter_mut().filter(|system| **system == give).for_each(|system| *system = keep);
    };
    for (&(a, b), &(agree, differ)) in &shared {
        if agree > 0 && differ * 9 <= agree {
            join(a, b);
        }
    }
    for table in (0..tables.len()).filter(|&table| n_ids[table] > 0 && !has_names[table]) {
        let knows_most = |other: &usize| {
            let n = known_to.get(&(table.min(*other), table.max(*other))).copied().unwrap_or(0);
            has_names[*other] && n * 5 >= n_ids[table] * 4
        };
        let homes: BTreeSet<usize> = (0..tables.len()).filter(knows_most).map(|other| system[other]).collect();
        if let Some(&home) = homes.first().filter(|_| homes.len() == 1) {
            system[table] = home;
        }
    }
    let of_table = |table: usize| (n_ids[table] > 0).then(|| u32::try_from(system[table]).unwrap_or(u32::MAX));
    (0..tables.len()).map(of_table).collect()
}

/// The systems whose numbers do not tell customers apart: a web shop or a processor that gives a new number with every checkout.
/// Many names and addresses stand under several numbers there, and not the odd one that was entered twice.
pub fn fickle(systems: &[Option<u32>], nodes: &[Node], names: &Names) -> BTreeSet<u32> {
    let mut numbers: BTreeMap<u32, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for node in nodes {
        let (Some(system), Some(id)) = (systems[node.table], node.id) else { continue };
        let name = node.name().and_then(|name| names.spelling(name)).map(|spelling| spelling.joined.as_str());
        for who in name.into_iter().chain(node.addresses.iter().map(String::as_str)) {
            numbers.entry(system).or_default().entry(who).or_default().insert(id);
        }
    }
    let is_fickle = |of_who: &BTreeMap<&str, BTreeSet<&str>>| {
        let n_many = of_who.values().filter(|ids| ids.len() > 1).count();
        n_many >= LEAST_FICKLE && n_many * 8 >= of_who.len()
    };
    numbers.into_iter().filter(|(_, of_who)| is_fickle(of_who)).map(|(system, _)| system).collect()
}

/// So many names with several numbers are no oversight.
const LEAST_FICKLE: usize = 4;
