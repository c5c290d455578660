//! Spellings joined into customers, and what keeps two of them apart.
//!
//! Whatever joins comes in rounds of one kind of evidence, and all of a round is weighed before any of it is used: so the order
//! of files and rows changes nothing. A round joins only where what speaks for two of them does not speak as well for a
//! third that cannot be the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::compare::{Alike, agree, alike};
use super::spelling::Spelling;

/// What a spelling is marked with: two groups are two customers where one system gives them different values. A system is one
/// that numbers customers, the sites of a name, the countries of company forms, or a word of the owner.
pub type Mark = (u32, u32);

/// Spellings and the customers that they are joined into.
pub struct Groups<'n> {
    /// All distinct names.
    names: &'n [Spelling],
    parent: Vec<usize>,
    /// Of each root: what tells it apart.
    marks: Vec<BTreeSet<Mark>>,
    /// Of each root: its names of companies, as places in `names`.
    companies: Vec<BTreeSet<usize>>,
    /// Why each spelling was joined to others first.
    pub why: Vec<Option<String>>,
    known: HashMap<(usize, usize), Option<Alike>>,
}

/// Two spellings that something speaks for joining.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The one.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// What speaks for it, in words.
    pub why: String,
    /// How likely they are one if the round does not join them.
    pub score: f64,
}

/// Beyond so many different customers a name or an address says nothing.
const MOST_IN_A_BUCKET: usize = 80;

impl<'n> Groups<'n> {
    /// Each spelling alone. `marks` and `companies` are those of the spellings.
    pub fn new(names: &'n [Spelling], marks: Vec<BTreeSet<Mark>>, companies: Vec<Option<usize>>) -> Self {
        Self {
            names,
            parent: (0..marks.len()).collect(),
            why: vec![None; marks.len()],
            marks,
            companies: companies.into_iter().map(|name| name.into_iter().collect()).collect(),
            known: HashMap::new(),
        }
    }

    /// The spelling that stands for the group.
    pub fn root(&self, mut i: usize) -> usize {
        while self.parent[i] != i {
            i = self.parent[i];
        }
        i
    }

    /// Whether a group has the name of a company; without one it is an address, a number or a person.
    pub fn is_named(&self, i: usize) -> bool {
        !self.companies[self.root(i)].is_empty()
    }

    /// The names of companies in a group.
    pub fn companies_of(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        self.companies[self.root(i)].iter().copied()
    }

    /// Whether a system tells the groups apart.
    pub fn is_kept_apart(&self, a: usize, b: usize) -> bool {
        let systems: BTreeSet<u32> = self.marks[self.root(a)].iter().map(|mark| mark.0).collect();
        systems.into_iter().any(|system| self.is_told_apart_by(system, a, b))
    }

    /// Whether this system tells the groups apart: it knows both, and not by one value.
    pub fn is_told_apart_by(&self, system: u32, a: usize, b: usize) -> bool {
        let values = |i: usize| {
            let marks = self.marks[self.root(i)].range((system, 0)..=(system, u32::MAX));
            marks.map(|mark| mark.1).collect::<BTreeSet<_>>()
        };
        let (a, b) = (values(a), values(b));
        !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
    }

    /// How the names of two groups are alike at best; `None` where both have names and no two agree.
    pub fn alike(&mut self, a: usize, b: usize) -> Option<Alike> {
        let (a, b) = (self.root(a), self.root(b));
        let pairs: Vec<(usize, usize)> = self.companies[a]
            .iter()
            .flat_map(|&x| self.companies[b].iter().map(move |&y| (x.min(y), x.max(y))))
            .collect();
        let names = self.names;
        let known = &mut self.known;
        pairs
            .into_iter()
            .filter_map(|(x, y)| {
                if x == y {
                    Some(Alike::Same)
                } else {
                    *known.entry((x, y)).or_insert_with(|| alike(&names[x], &names[y]))
                }
            })
            .min()
    }

    /// Adds what tells a spelling's group apart.
    pub fn mark(&mut self, i: usize, mark: Mark) {
        let root = self.root(i);
        self.marks[root].insert(mark);
    }

    /// Whether nothing says that they are two.
    pub fn can_be_one(&mut self, a: usize, b: usize) -> bool {
        !self.is_kept_apart(a, b)
            && (!self.is_named(a) || !self.is_named(b) || self.agree(a, b) && self.have_no_other_names(a, b))
    }

    /// Whether two groups have names of one company.
    pub fn agree(&mut self, a: usize, b: usize) -> bool {
        self.alike(a, b).is_some_and(|alike| alike < Alike::Related)
    }

    /// Whether nothing among the names of two groups speaks against what one name of each says: "Heartland Fab" is short for
    /// "Heartland Fabrication" here and for "Heartland Fabricators" there.
    pub fn have_no_other_names(&mut self, a: usize, b: usize) -> bool {
        let distinct = |groups: &Self, i: usize| {
            let joined: BTreeSet<&str> =
                groups.companies_of(i).map(|name| groups.names[name].joined.as_str()).collect();
            joined.len()
        };
        if distinct(self, a) < 2 || distinct(self, b) < 2 {
            return true;
        }
        let (of_a, of_b): (Vec<usize>, Vec<usize>) = (self.companies_of(a).collect(), self.companies_of(b).collect());
        let names = self.names;
        let is_other = |x: usize, y: usize| names[x].joined != names[y].joined && !agree(&names[x], &names[y]);
        // Each has a name that no name of the other one agrees with.
        let stands_alone = |of: &[usize], others: &[usize]| of.iter().any(|&x| others.iter().all(|&y| is_other(x, y)));
        let is_related = |x: usize, y: usize| alike(&names[x], &names[y]) == Some(Alike::Related);
        let differs = of_a.iter().any(|&x| of_b.iter().any(|&y| is_other(x, y)));
        let has_related = of_a.iter().any(|&x| of_b.iter().any(|&y| is_related(x, y)));
        !differs || !(has_related || stands_alone(&of_a, &of_b))
    }

    /// The edges among spellings that share something. Groups whose names `agrees` finds alike become one; a group without a
    /// name joins them where there is but one it can be. Gives what is sure, and adds what is not to `doubts`.
    pub fn in_bucket(
        &mut self,
        members: &[usize],
        agrees: &dyn Fn(Alike) -> bool,
        why: &str,
        score: f64,
        doubts: &mut Vec<Edge>,
    ) -> Vec<Edge> {
        let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
        for &member in members {
            first_of.entry(self.root(member)).or_insert(member);
        }
        let all: Vec<usize> = first_of.into_values().collect();
        if all.len() < 2 || all.len() > MOST_IN_A_BUCKET && self.has_conflict(&all) {
            return Vec::new();
        }
        let edge = |a: usize, b: usize| Edge { a, b, why: why.to_owned(), score };
        let named: Vec<usize> = all.iter().copied().filter(|&i| self.is_named(i)).collect();
        let bare: Vec<usize> = all.iter().copied().filter(|&i| !self.is_named(i)).collect();
        // With whom each can be one: two that differ in that are not sure.
        let mut profiles: Vec<Vec<bool>> = Vec::with_capacity(named.len());
        for &a in &named {
            let can = |groups: &mut Self, b: usize| !groups.is_kept_apart(a, b) && groups.have_no_other_names(a, b);
            profiles.push(named.iter().map(|&b| a == b || can(self, b)).collect());
        }
        let mut sure = Vec::new();
        for (i, &a) in named.iter().enumerate() {
            for (k, &b) in named.iter().enumerate().skip(i + 1) {
                let is_alike = self.alike(a, b).is_some_and(agrees);
                if is_alike && profiles[i][k] && profiles[i] == profiles[k] {
                    sure.push(edge(a, b));
                } else if named.len() <= 6 {
                    // Names that have nothing in common are rarely one, whatever they share.
                    let share = match self.alike(a, b) {
                        None => 0.2,
                        Some(Alike::Related) => 0.7,
                        Some(_) => 1.0,
                    };
                    doubts.push(Edge { score: score * share, ..edge(a, b) });
                }
            }
        }
        let is_one = self.joined_by(&sure) + 1 == named.len();
        for (i, &b) in bare.iter().enumerate() {
            let others: Vec<usize> = all.iter().copied().filter(|&other| other != b).collect();
            let is_free = others.iter().all(|&other| !self.is_kept_apart(b, other));
            match named.first() {
                Some(&first) if is_free && is_one => sure.push(edge(first, b)),
                None if is_free && i > 0 => sure.push(edge(bare[0], b)),
                Some(_) if named.len() <= 6 => doubts.extend(named.iter().map(|&a| edge(a, b))),
                _ => {}
            }
        }
        sure
    }

    /// Joins what a round found, where all of it together contradicts nothing; what does is added to `doubts`. Gives whether
    /// anything was joined.
    pub fn settle(&mut self, edges: Vec<Edge>, doubts: &mut Vec<Edge>) -> bool {
        let edges: Vec<Edge> = edges.into_iter().filter(|edge| self.root(edge.a) != self.root(edge.b)).collect();
        // An address or a person between two names makes no one of them.
        let is_among_named = |groups: &Self, edge: &Edge| groups.is_named(edge.a) && groups.is_named(edge.b);
        let mut is_bridge = vec![false; edges.len()];
        for part in self.parts(&edges) {
            let (named, others): (Vec<usize>, Vec<usize>) =
                part.into_iter().partition(|&e| is_among_named(self, &edges[e]));
            let ends = named.iter().chain(&others).flat_map(|&e| [self.root(edges[e].a), self.root(edges[e].b)]);
            let companies: BTreeSet<usize> = ends.filter(|&i| self.is_named(i)).collect();
            let among: Vec<Edge> = named.iter().map(|&e| edges[e].clone()).collect();
            if companies.len() > self.joined_by(&among) + 1 {
                for e in others {
                    is_bridge[e] = true;
                }
            }
        }
        let (mut sure, mut doubtful) = (Vec::new(), Vec::new());
        for (edge, is_bridge) in edges.into_iter().zip(is_bridge) {
            if is_bridge { doubtful.push(edge) } else { sure.push(edge) }
        }
        doubts.append(&mut doubtful);
        let edges = sure;
        let mut has_joined = false;
        for part in self.parts(&edges) {
            let members: BTreeSet<usize> =
                part.iter().flat_map(|&e| [self.root(edges[e].a), self.root(edges[e].b)]).collect();
            let members: Vec<usize> = members.into_iter().collect();
            if self.has_conflict(&members) {
                doubts.extend(part.iter().map(|&e| edges[e].clone()));
                continue;
            }
            for &e in &part {
                self.join(&edges[e]);
                has_joined = true;
            }
        }
        has_joined
    }

    /// Joins two groups, whatever speaks against it.
    pub fn join(&mut self, edge: &Edge) {
        for (end, other) in [(edge.a, edge.b), (edge.b, edge.a)] {
            if self.why[end].is_none() && end != other {
                self.why[end] = Some(edge.why.clone());
            }
        }
        let (a, b) = (self.root(edge.a), self.root(edge.b));
        if a == b {
            return;
        }
        let (keep, give) =
            if self.marks[a].len() + self.companies[a].len() < self.marks[b].len() + self.companies[b].len() {
                (b, a)
            } else {
                (a, b)
            };
        self.parent[give] = keep;
        let marks = std::mem::take(&mut self.marks[give]);
        self.marks[keep].extend(marks);
        let companies = std::mem::take(&mut self.companies[give]);
        self.companies[keep].extend(companies);
    }

    /// Whether any two of the groups are kept apart.
    fn has_conflict(&self, roots: &[usize]) -> bool {
        let mut values: BTreeMap<u32, Vec<BTreeSet<u32>>> = BTreeMap::new();
        for &i in roots {
            let mut of_group: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
            for &(system, value) in &self.marks[self.root(i)] {
                of_group.entry(system).or_default().insert(value);
            }
            for (system, set) in of_group {
                let sets = values.entry(system).or_default();
                if !sets.contains(&set) {
                    sets.push(set);
                }
            }
        }
        values.values().any(|sets| sets.iter().enumerate().any(|(i, a)| sets[..i].iter().any(|b| a.is_disjoint(b))))
    }

    /// The edges by what they would join together, each part as places in `edges`.
    fn parts(&self, edges: &[Edge]) -> Vec<Vec<usize>> {
        let mut parent: HashMap<usize, usize> = HashMap::new();
        for edge in edges {
            let (a, b) = (top(&mut parent, self.root(edge.a)), top(&mut parent, self.root(edge.b)));
            parent.insert(a.max(b), a.min(b));
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (e, edge) in edges.iter().enumerate() {
            parts.entry(top(&mut parent, self.root(edge.a))).or_default().push(e);
        }
        parts.into_values().collect()
    }

    /// How many groups fewer there are with these edges.
    fn joined_by(&self, edges: &[Edge]) -> usize {
        let mut parent: HashMap<usize, usize> = HashMap::new();
        let mut n = 0;
        for edge in edges {
            let (a, b) = (top(&mut parent, self.root(edge.a)), top(&mut parent, self.root(edge.b)));
            if a != b {
                parent.insert(a.max(b), a.min(b));
                n += 1;
            }
        }
        n
    }
}

/// The end of the chain, which becomes shorter on the way.
fn top(parent: &mut HashMap<usize, usize>, i: usize) -> usize {
    let mut end = i;
    while let Some(&next) = parent.get(&end).filter(|&&next| next != end) {
        end = next;
    }
    parent.insert(i, end);
    end
}
