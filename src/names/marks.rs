//! What tells two customers apart: the number of one system, a site, a country, the counter.

use std::collections::{BTreeSet, HashMap};

use super::groups::Mark;
use super::nodes::{Names, Node};

/// The values by which systems tell customers apart, as numbers.
#[derive(Default)]
pub struct Marks {
    /// The systems whose numbers do not tell customers apart.
    fickle: BTreeSet<u32>,
    values: HashMap<String, u32>,
    n_systems: u32,
}

impl Marks {
    /// Where `fickle` systems say nothing.
    pub fn new(fickle: BTreeSet<u32>) -> Self {
        Self { fickle, ..Self::default() }
    }

    /// What tells the customer of a node apart. `systems` has the one of each table.
    pub fn of(&mut self, node: &Node, names: &Names, systems: &[Option<u32>]) -> BTreeSet<Mark> {
        let mut marks = BTreeSet::new();
        if let (Some(system), Some(id)) = (systems[node.table], node.id) {
            self.n_systems = self.n_systems.max(system + 1);
            if !self.fickle.contains(&system) {
                marks.insert((system + FIRST_SYSTEM, self.value(id)));
            }
        }
        if let Some(spelling) = node.name().and_then(|name| names.spelling(name)) {
            if !spelling.site.is_empty() {
                marks.insert((SITES, self.value(&spelling.site)));
            }
            if let Some(country) = spelling.country {
                marks.insert((COUNTRIES, self.value(country)));
            }
        }
        marks.insert((NOBODY, u32::from(!node.is_nobody)));
        marks
    }

    /// A system of its own for one thing that the owner said.
    pub fn new_system(&mut self) -> u32 {
        self.n_systems += 1;
        self.n_systems - 1 + FIRST_SYSTEM
    }

    fn value(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        *self.values.entry(text.to_owned()).or_insert(next)
    }
}

/// What stands in the place of a system for what a name itself says; the systems of the files come behind.
const SITES: u32 = 0;
const COUNTRIES: u32 = 1;
const NOBODY: u32 = 2;
const FIRST_SYSTEM: u32 = 3;
