//! Columns that say how large the surface of a line is: their unit, and whether they mean one part or all of them.

use super::headings::plain;
use crate::model::Field;

/// What a heading says of an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaHeading {
    /// In what the column is kept.
    pub field: Field,
    /// By what its cells are multiplied for that.
    pub factor: f64,
    /// Whether a cell means one part: it is multiplied by the parts of the row.
    pub is_each: bool,
}

/// Square metres and what is kept in them: a square decimetre is a hundredth.
const METRIC: [(&str, f64); 14] = [
    ("dm2", 0.01),
    ("dm 2", 0.01),
    ("cm2", 0.0001),
    ("cm 2", 0.0001),
    ("m2", 1.0),
    ("m 2", 1.0),
    ("sqm", 1.0),
    ("sq m", 1.0),
    ("qm", 1.0),
    ("mq", 1.0),
    ("square meters", 1.0),
    ("square metres", 1.0),
    ("quadratmeter", 1.0),
    ("metros cuadrados", 1.0),
];

/// Square feet and what is kept in them.
const IMPERIAL: [(&str, f64); 10] = [
    ("ft2", 1.0),
    ("ft 2", 1.0),
    ("sqft", 1.0),
    ("sq ft", 1.0),
    ("sq feet", 1.0),
    ("square feet", 1.0),
    ("square foot", 1.0),
    ("sq in", 1.0 / 144.0),
    ("in2", 1.0 / 144.0),
    ("square inches", 1.0 / 144.0),
];

/// Words for an area of whatever unit.
const BARE: [&str; 7] = ["area", "surface area", "surface", "flache", "oberflache", "superficie", "gesamtflache"];

const EACH: [&str; 10] = [
    "each",
    "per part",
    "per piece",
    "per pc",
    "per unit",
    "je stuck",
    "je teil",
    "pro stuck",
    "par piece",
    "por pieza",
];

/// What makes it a price, or a share.
const NO_AREA: [&str; 9] = ["price", "preis", "prix", "precio", "prezzo", "cost", "rate", "per", "kosten"];

/// What a heading says of an area; `None` where it says nothing of one.
pub fn area(header: &str) -> Option<AreaHeading> {
    // "€/m²" is a price.
    if header.contains(['$', '€', '£', '%'])
        || header.contains("/m")
        || header.contains("/ft")
        || header.contains("/sq")
    {
        return None;
    }
    let mut words = format!(" {} ", plain(header));
    let mut is_each = false;
    for each in EACH {
        let each = format!(" {each} ");
        if words.contains(&each) {
            is_each = true;
            words = words.replace(&each, " ");
        }
    }
    let says = |word: &str| words.contains(&format!(" {word} "));
    if NO_AREA.iter().any(|word| says(word)) {
        return None;
    }
    let of = |units: &[(&str, f64)]| units.iter().find(|(unit, _)| says(unit)).map(|(_, factor)| *factor);
    let (field, factor) = of(&METRIC)
        .map(|factor| (Field::AreaM2, factor))
        .or_else(|| of(&IMPERIAL).map(|factor| (Field::AreaFt2, factor)))
        .or_else(|| {
            BARE.iter()
                .any(|word| words.trim() == *word || words.trim() == format!("total {word}"))
                .then_some((Field::Area, 1.0))
        })?;
    Some(AreaHeading { field, factor, is_each })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_known_by_its_unit_or_by_its_word() {
        let said = |header: &str| area(header).map(|of| (of.field, of.factor, of.is_each));
        for header in
            ["area_m2", "Area (m²)", "m²", "Fläche m2", "Surface (sqm)", "Superficie m²", "total_sqm", "Quadratmeter"]
        {
            assert_eq!(said(header), Some((Field::AreaM2, 1.0, false)), "{header}");
        }
        for header in ["sq ft", "SqFt", "Area ft²", "square feet", "Total Sq. Ft."] {
            assert_eq!(said(header), Some((Field::AreaFt2, 1.0, false)), "{header}");
        }
        assert_eq!(said("Fläche dm²"), Some((Field::AreaM2, 0.01, false)));
        assert_eq!(said("m² per part"), Some((Field::AreaM2, 1.0, true)));
        assert_eq!(said("Area each (sq in)"), Some((Field::AreaFt2, 1.0 / 144.0, true)));
        assert_eq!(said("Area"), Some((Field::Area, 1.0, false)));
    }

    #[test]
    fn a_price_of_an_area_and_an_area_of_the_country_are_none() {
        for header in
            ["€/m²", "price per m2", "Preis m²", "Sales area", "Area manager", "m2m id", "Surface finish", "Rate sqft"]
        {
            assert_eq!(area(header), None, "{header}");
        }
    }
}
