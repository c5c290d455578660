//! Whole shops whose systems spell their customers differently, with the truth of what a careful person would conclude from the
//! files: no two customers become one, most spellings find theirs alone, and nearly all after the right suggestions.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use lotwise::app::pipeline::join;
use lotwise::app::{JobContext, LookOptions, Snapshot};

/// A spelling in one file: the name or the address.
type Spelling = (String, String);

/// Whose each spelling is; those of two customers and of nobody are left out.
fn truth(folder: &Path) -> BTreeMap<Spelling, String> {
    let mut owners: BTreeMap<Spelling, BTreeSet<String>> = BTreeMap::new();
    for record in csv::Reader::from_path(folder.join("truth.csv")).unwrap().records() {
        let record = record.unwrap();
        let [file, name, email, customer] = [0, 1, 2, 3].map(|i| record[i].to_owned());
        for spelling in [name, email].iter().filter(|text| !text.is_empty() && !customer.is_empty()) {
            owners.entry((file.clone(), folded(spelling))).or_default().insert(customer.clone());
        }
    }
    owners.retain(|_, of| of.len() == 1);
    owners.into_iter().map(|(spelling, of)| (spelling, of.into_iter().next().unwrap())).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn shop(folder: &Path) -> Snapshot {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().unwrap() != "truth.csv");
    paths.sort();
    let options = LookOptions { paths, ..LookOptions::default() };
    join(&options, &JobContext::new(|_| {})).unwrap().0
}

/// For each spelling with a truth, the customer that it was put to.
fn found(snapshot: &Snapshot, truth: &BTreeMap<Spelling, String>) -> BTreeMap<Spelling, usize> {
    let mut found = BTreeMap::new();
    for (place, customer) in snapshot.dataset.customers.iter().enumerate() {
        for alias in &customer.aliases {
            let file = Path::new(&snapshot.dataset.sources[usize::from(alias.source)].file);
            let file = file.file_name().unwrap().to_string_lossy().into_owned();
            // Beside a company, the person is only its contact.
            let person = alias.person.as_ref().filter(|_| alias.name.is_empty());
            for text in [Some(&alias.name), alias.email.as_ref(), person].into_iter().flatten() {
                let spelling = (file.clone(), folded(text));
                if truth.contains_key(&spelling) {
                    found.insert(spelling, place);
                }
            }
        }
    }
    found
}

fn n_pairs(n: usize) -> usize {
    n * n.saturating_sub(1) / 2
}

/// (pairs put together wrongly, share of the pairs put together, share after the right suggestions).
fn judged(folder: &Path) -> (BTreeSet<(String, String)>, f64, f64) {
    let (snapshot, truth) = (shop(folder), truth(folder));
    let found = found(&snapshot, &truth);
    let mut of_place: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut of_truth: BTreeMap<&str, usize> = BTreeMap::new();
    for (spelling, &place) in &found {
        let customer = truth[spelling].as_str();
        *of_place.entry(place).or_default().entry(customer).or_default() += 1;
        *of_truth.entry(customer).or_default() += 1;
    }
    let mut wrong = BTreeSet::new();
    for owners in of_place.values().map(|owners| owners.keys().copied().collect::<Vec<_>>()) {
        for (i, &a) in owners.iter().enumerate() {
            wrong.extend(owners[i + 1..].iter().map(|&b| (a.to_owned(), b.to_owned())));
        }
    }
    let wanted: usize = of_truth.values().map(|&n| n_pairs(n)).sum();
    let right = |groups: &BTreeMap<usize, BTreeMap<&str, usize>>| -> f64 {
        let right: usize = groups.values().flat_map(BTreeMap::values).map(|&n| n_pairs(n)).sum();
        right as f64 / wanted as f64
    };
    let alone = right(&of_place);
    let owner = |place: usize| {
        of_place.get(&place).and_then(|owners| owners.iter().max_by_key(|(_, n)| **n)).map(|(owner, _)| *owner)
    };
    let mut parent: Vec<usize> = (0..snapshot.dataset.customers.len()).collect();
    for link in &snapshot.dataset.doubtful_links {
        let (a, b) = (link.a as usize, link.b as usize);
        if owner(a).is_some() && owner(a) == owner(b) {
            let (keep, give) = (parent[a], parent[b]);
            parent.iter_mut().filter(|place| **place == give).for_each(|place| *place = keep);
        }
    }
    let mut together: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for (place, owners) in of_place {
        for (owner, n) in owners {
            *together.entry(parent[place]).or_default().entry(owner).or_default() += n;
        }
    }
    (wrong, alone, right(&together))
}

#[test]
fn no_two_customers_become_one_and_most_spellings_find_theirs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names");
    let mut n_shops = 0;
    for entry in fs::read_dir(root).unwrap() {
        let folder = entry.unwrap().path();
        let (wrong, alone, settled) = judged(&folder);
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        assert!(wrong.is_empty(), "{name}: put together wrongly: {wrong:?}");
        assert!(alone >= 0.85, "{name}: {alone:.3} of the pairs alone");
        assert!(settled >= 0.96, "{name}: {settled:.3} of the pairs after the right suggestions");
        n_shops += 1;
    }
    assert_eq!(n_shops, 8);
}
