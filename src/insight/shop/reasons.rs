//! Why parts come back: by reason, whether it is one of appearance or of function, and by process.
//!
//! Rejected parts of 26 weeks ÷ the parts ordered in them, beside the same weeks of the year before. What is reported in these weeks is
//! partly of orders before them; over half a year that hardly matters. Appearance that rises while function does not is a customer
//! that looks closer; a process that rises for many customers is the shop's own line.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{SameWeeks, customers, orders_between};
use crate::insight::series::between;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::{CustomerIdx, Dataset, Day, Kind};

/// What is wrong with a rejected part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// How it looks: colour, gloss, texture, marks.
    Appearance,
    /// What it must do: thickness, adhesion, hardness, size.
    Function,
    /// The reason does not say.
    Unknown,
}

/// One reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which; [`NO_LABEL`] where none was given.
    pub label: Label,
    /// Appearance or function.
    pub class: Class,
    /// Parts rejected for it in the last 26 weeks.
    pub now: i64,
    /// And in the same weeks a year before.
    pub was: i64,
    /// Customers that gave it in the last 26 weeks.
    pub n_customers: usize,
}

/// Rejected parts of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRate {
    /// Which.
    pub process: Label,
    /// Rejected parts and parts of the last 26 weeks.
    pub now: (i64, i64),
    /// And of the same weeks a year before.
    pub was: (i64, i64),
    /// Customers with a rejection in the last 26 weeks.
    pub n_customers: usize,
}

/// Why parts come back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectReasons {
    /// Whether the same weeks of the year before are known.
    pub has_before: bool,
    /// Parts ordered in the last 26 weeks, and in the same weeks a year before.
    pub parts: (i64, i64),
    /// The commonest of the last 26 weeks first.
    pub list: Vec<Reason>,
    /// The process with the highest rate first.
    pub by_process: Vec<LineRate>,
}

impl RejectReasons {
    /// Parts rejected in the last 26 weeks, and in the same weeks a year before.
    pub fn rejected(&self) -> (i64, i64) {
        self.of_class(None)
    }

    /// Those of one class; of all where none is asked for.
    pub fn of_class(&self, class: Option<Class>) -> (i64, i64) {
        let of = self.list.iter().filter(|reason| class.is_none_or(|class| reason.class == class));
        of.fold((0, 0), |(now, was), reason| (now + reason.now, was + reason.was))
    }
}

/// Why parts came back before `at`; `None` where no file says what was rejected.
pub fn reject_reasons(dataset: &Dataset, at: Day) -> Option<RejectReasons> {
    dataset.days_of.get(&Kind::Rejections)?;
    let weeks = SameWeeks::of(dataset, Kind::Rejections, at);
    let mut reasons: BTreeMap<Label, (i64, i64, BTreeSet<CustomerIdx>)> = BTreeMap::new();
    let mut lines: BTreeMap<Label, LineRate> = BTreeMap::new();
    let mut parts = (0, 0);
    for customer in customers(dataset) {
        let spans = [(weeks.now_from, weeks.now_to, true), (weeks.was_from, weeks.was_to, false)];
        let mut seen = BTreeSet::new();
        for (from, to, is_now) in spans.into_iter().filter(|(.., is_now)| *is_now || weeks.is_known) {
            for i in orders_between(dataset, customer, from, to) {
                let n = dataset.orders.parts[i];
                let line = line_of(&mut lines, dataset.orders.process[i]);
                if is_now {
                    (line.now.1, parts.0) = (line.now.1 + n, parts.0 + n);
                } else {
                    (line.was.1, parts.1) = (line.was.1 + n, parts.1 + n);
                }
            }
            for (label, process, n) in rejected_between(dataset, customer, from, to) {
                let (now, was, who) = reasons.entry(label).or_default();
                let line = line_of(&mut lines, process);
                if is_now {
                    (*now, line.now.0) = (*now + n, line.now.0 + n);
                    who.insert(customer);
                    line.n_customers += usize::from(seen.insert(process));
                } else {
                    (*was, line.was.0) = (*was + n, line.was.0 + n);
                }
            }
        }
    }
    let told = |(label, (now, was, who)): (Label, (i64, i64, BTreeSet<CustomerIdx>))| Reason {
        label,
        class: class_of(dataset.label(label)),
        now,
        was,
        n_customers: who.len(),
    };
    let mut list: Vec<Reason> = reasons.into_iter().map(told).collect();
    list.sort_by(|a, b| (b.now, b.was, dataset.label(a.label)).cmp(&(a.now, a.was, dataset.label(b.label))));
    let mut by_process: Vec<LineRate> =
        lines.into_values().filter(|line| line.process != NO_LABEL && line.now.1 > 0).collect();
    let rate = |line: &LineRate| line.now.0 as f64 / line.now.1 as f64;
    by_process.sort_by(|a, b| {
        rate(b).total_cmp(&rate(a)).then_with(|| dataset.label(a.process).cmp(dataset.label(b.process)))
    });
    Some(RejectReasons { has_before: weeks.is_known, parts, list, by_process })
}

/// The parts of one customer that were reported in `[from, to)` as rejected, by reason, the commonest first.
pub fn of_customer(dataset: &Dataset, customer: CustomerIdx, from: Day, to: Day) -> Vec<(Label, i64)> {
    let mut of: BTreeMap<Label, i64> = BTreeMap::new();
    for (label, _, n) in rejected_between(dataset, customer, from, to) {
        *of.entry(label).or_default() += n;
    }
    let mut list: Vec<(Label, i64)> = of.into_iter().collect();
    list.sort_by(|a, b| (b.1, dataset.label(a.0)).cmp(&(a.1, dataset.label(b.0))));
    list
}

/// The rejections that were reported in `[from, to)`: whose, and their places.
pub fn rejections_for(dataset: &Dataset, from: Day, to: Day) -> impl Iterator<Item = (CustomerIdx, usize)> + '_ {
    customers(dataset).flat_map(move |customer| {
        let all = dataset.rejections.of(customer);
        let within = between(&dataset.rejections.day[all.clone()], from, to);
        within.map(move |i| (customer, all.start + i))
    })
}

/// What a reason is about, by its words.
pub fn class_of(reason: &str) -> Class {
    // What says how a part works stands first: "thin film" is no matter of looks, and "uneven thickness" neither.
    const FUNCTION: [&str; 29] = [
        "adhes",
        "thick",
        "thin",
        "film",
        "depos",
        "hardness",
        "corros",
        "rust",
        "salt spray",
        "dimension",
        "toleran",
        "thread",
        "fit",
        "conduct",
        "peeling",
        "flak",
        "delamin",
        "undercur",
        "cure",
        "coverage",
        "bare",
        "haftung",
        "schicht",
        "mass",
        "maß",
        "härte",
        "épaisseur",
        "adhér",
        "espesor",
    ];
    const APPEARANCE: [&str; 44] = [
        "colo",
        "gloss",
        "orange peel",
        "stain",
        "scratch",
        "run",
        "sag",
        "dust",
        "dirt",
        "inclus",
        "pinhole",
        "pore",
        "crater",
        "fish",
        "mark",
        "streak",
        "burn",
        "dent",
        "ding",
        "blister",
        "bubble",
        "texture",
        "rough",
        "haze",
        "cloud",
        "spot",
        "finger",
        "appearance",
        "cosmetic",
        "shade",
        "farb",
        "glanz",
        "kratzer",
        "fleck",
        "läufer",
        "einschl",
        "optik",
        "couleur",
        "brillan",
        "rayure",
        "tache",
        "raya",
        "mancha",
        "discol",
    ];
    let reason = reason.to_lowercase();
    let words: Vec<&str> = reason.split(|c: char| !c.is_alphanumeric()).collect();
    // A long stem also stands inside of compounds ("Pulverhaftung"); a short one would be found by accident ("grinding").
    let is_in = |stem: &&str| {
        let is_long = stem.chars().count() >= 6;
        if is_long { reason.contains(stem) } else { words.iter().any(|word| word.starts_with(stem)) }
    };
    let is_told = |stems: &[&str]| stems.iter().any(is_in);
    if is_told(&FUNCTION) {
        Class::Function
    } else if is_told(&APPEARANCE) {
        Class::Appearance
    } else {
        Class::Unknown
    }
}

fn line_of(lines: &mut BTreeMap<Label, LineRate>, process: Label) -> &mut LineRate {
    lines.entry(process).or_insert(LineRate { process, now: (0, 0), was: (0, 0), n_customers: 0 })
}

/// Reason, process of the order, and parts of each rejection of a customer in `[from, to)`.
fn rejected_between(
    dataset: &Dataset,
    customer: CustomerIdx,
    from: Day,
    to: Day,
) -> impl Iterator<Item = (Label, Label, i64)> + '_ {
    let (rejections, all) = (&dataset.rejections, dataset.rejections.of(customer));
    let orders = dataset.orders.of(customer);
    let within = between(&rejections.day[all.clone()], from, to);
    within.map(move |i| i + all.start).map(move |i| {
        let order = usize::try_from(rejections.order[i]).ok().filter(|order| *order < orders.len());
        let process = order.map_or(NO_LABEL, |order| dataset.orders.process[orders.start + order]);
        (rejections.reason[i], process, i64::from(rejections.parts[i]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, day, every, from};

    #[test]
    fn reasons_are_of_appearance_or_of_function() {
        for (reason, class) in [
            ("Orange peel", Class::Appearance),
            ("Color off", Class::Appearance),
            ("colour deviation", Class::Appearance),
            ("Rack marks", Class::Appearance),
            ("Adhesion", Class::Function),
            ("Thin film", Class::Function),
            ("film thickness", Class::Function),
            ("Schichtdicke", Class::Function),
            ("Kratzer", Class::Appearance),
            ("Pulverhaftung", Class::Function),
            ("", Class::Unknown),
            ("see e-mail", Class::Unknown),
            ("grinding pending", Class::Unknown),
        ] {
            assert_eq!(class_of(reason), class, "{reason}");
        }
    }

    #[test]
    fn a_reason_that_came_up_stands_first_with_the_weeks_of_the_year_before() {
        // Two of 100 parts for adhesion, and since the winter six for orange peel.
        let picky = from("2024-01-02")
            .orders(every(7, 122))
            .because("Adhesion")
            .rejecting(2..=2, 100)
            .because("Orange peel")
            .rejecting(6..=6, 22);
        let clean = from("2024-01-02").by("Anodizing").orders(every(7, 122)).rejecting(0..=0, 122);
        let dataset = dataset(&[picky, clean]);
        let told = reject_reasons(&dataset, day("2026-05-04")).unwrap();
        let names: Vec<(&str, i64, i64)> =
            told.list.iter().map(|reason| (dataset.label(reason.label), reason.now, reason.was)).collect();
        assert!(told.has_before && names[0] == ("Orange peel", 22 * 6, 0), "{names:?}");
        assert_eq!(names[1].2, 26 * 2, "{names:?}");
        assert_eq!(told.parts.0, 2 * 26 * 100);
        assert_eq!(told.of_class(Some(Class::Appearance)), (22 * 6, 0));
        let lines: Vec<&str> = told.by_process.iter().map(|line| dataset.label(line.process)).collect();
        assert_eq!(lines, ["Powder coating", "Anodizing"]);
        assert_eq!(told.by_process[0].n_customers, 1);
        let mine = of_customer(&dataset, 0, day("2026-02-02"), day("2026-05-04"));
        assert_eq!(dataset.label(mine[0].0), "Orange peel");
    }

    #[test]
    fn a_shop_without_a_file_of_rejections_has_no_answer() {
        let dataset = dataset(&[from("2024-01-02").orders(every(7, 60))]);
        assert_eq!(reject_reasons(&dataset, day("2026-05-04")), None);
    }
}
