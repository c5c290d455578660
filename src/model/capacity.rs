//! What the shop can do, as its owner states it, and when it is closed.

use serde::{Deserialize, Serialize};

use super::dates::Day;

/// What the volume of a shop is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum VolumeUnit {
    /// Parts.
    Parts,
    /// The area of the parts, in the unit of the files.
    Area,
    /// Revenue, in units of the currency.
    Money,
}

impl VolumeUnit {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Parts, Self::Area, Self::Money];

    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parts => "parts",
            Self::Area => "area",
            Self::Money => "money",
        }
    }

    /// Reads the name in files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == text)
    }
}

/// In what surfaces are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AreaUnit {
    /// Square metres.
    M2,
    /// Square feet.
    Ft2,
    /// A unit that no file names.
    Unnamed,
}

impl AreaUnit {
    /// The sign on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::M2 => "m²",
            Self::Ft2 => "ft²",
            Self::Unnamed => "area",
        }
    }
}

/// Days without work: the first and the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Closed {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Closed {
    /// Whether a day lies in it.
    pub fn holds(&self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// How much one process, or the whole shop, can do in a usual week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    /// The process as the files name it; the whole shop where it is `None`.
    pub process: Option<String>,
    /// What is counted.
    pub unit: VolumeUnit,
    /// How much in a week of five days.
    pub a_week: f64,
}

/// What the owner says of the shop: nothing, until it is stated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// At most one a process and unit.
    pub stated: Vec<Stated>,
    /// Planned closures, the earliest first.
    pub closed: Vec<Closed>,
}

impl Capacity {
    /// How much a process, or the whole shop, can do in a usual week.
    pub fn a_week(&self, process: Option<&str>, unit: VolumeUnit) -> Option<f64> {
        let is_it = |stated: &&Stated| stated.unit == unit && stated.process.as_deref() == process;
        self.stated.iter().find(is_it).map(|stated| stated.a_week)
    }

    /// The same with another capacity; without one where `a_week` is `None`.
    #[must_use]
    pub fn with(mut self, process: Option<&str>, unit: VolumeUnit, a_week: Option<f64>) -> Self {
        self.stated.retain(|stated| stated.unit != unit || stated.process.as_deref() != process);
        self.stated.extend(a_week.map(|a_week| Stated { process: process.map(str::to_owned), unit, a_week }));
        self.stated.sort_by(|a, b| (&a.process, a.unit).cmp(&(&b.process, b.unit)));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capacity_is_stated_once_a_process_and_unit_and_can_be_taken_back() {
        let powder = Some("Powder coating");
        let none = Capacity::default();
        assert_eq!(none.a_week(powder, VolumeUnit::Parts), None);
        let stated = none.with(powder, VolumeUnit::Parts, Some(900.0)).with(None, VolumeUnit::Parts, Some(2000.0));
        let moved = stated.with(powder, VolumeUnit::Parts, Some(1000.0));
        assert_eq!(moved.a_week(powder, VolumeUnit::Parts), Some(1000.0));
        assert_eq!(moved.a_week(None, VolumeUnit::Parts), Some(2000.0));
        assert_eq!(moved.a_week(powder, VolumeUnit::Area), None);
        assert_eq!(moved.with(powder, VolumeUnit::Parts, None).stated.len(), 1);
    }

    #[test]
    fn a_closure_holds_its_first_and_its_last_day() {
        let closed = Closed { from: Day(10), to: Day(12) };
        assert_eq!([9, 10, 12, 13].map(|day| closed.holds(Day(day))), [false, true, true, false]);
    }
}
