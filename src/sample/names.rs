//! Invented names: of companies, people and e-mail domains, and how the books spell them.

use super::random::Random;

/// The name of the company number `number` that has no fixed name. No two numbers share a name or a place.
///
/// `shift` moves the whole list, so that shops differ.
pub fn company(number: usize, shift: usize, industry: &str) -> String {
    let places = FIRST_WORDS.len() * SECOND_WORDS.len();
    // 67 shares no factor with the number of places: each comes once before any comes twice.
    let place = (number * 67 + shift) % places;
    let trades = trades_of(industry);
    let first = FIRST_WORDS[place / SECOND_WORDS.len()];
    let second = SECOND_WORDS[place % SECOND_WORDS.len()];
    let trade = trades[(number + shift) % trades.len()];
    match number / places {
        0 => format!("{first} {second} {trade}"),
        again => format!("{first} {second} {trade} {}", again + 1),
    }
}

/// A domain made of the letters and digits of a company's name. It ends in `.example`, which belongs to nobody
/// (RFC 2606).
pub fn domain(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}.example", letters.to_ascii_lowercase())
}

/// The part of an address that names a person.
pub fn mailbox(random: &mut Random) -> String {
    let (first, last) = (random.pick(&FIRST_NAMES), random.pick(&LAST_NAMES));
    if random.chance(0.5) { format!("{first}.{last}") } else { format!("{}{last}", &first[..1]) }
}

/// How the books spell a company: with a legal form or without, in capitals, with "&".
pub fn in_the_books(name: &str, random: &mut Random) -> String {
    let short = name.replace(" and ", " & ");
    match random.weighted(&[0.2, 0.2, 0.15, 0.2, 0.12, 0.08, 0.05]) {
        0 => format!("{short}, Inc."),
        1 => format!("{short} LLC").to_uppercase(),
        2 => format!("{short} Co"),
        3 => short.to_uppercase(),
        4 => format!("{short} Inc").to_uppercase(),
        5 => format!("{short}, LLC"),
        _ => format!("{short} (PO only)"),
    }
}

/// A name with a word that only the books know: "Alpine Tool Mfg".
pub fn with_a_word_more(name: &str, random: &mut Random) -> String {
    let word = *random.pick(&["Mfg", "Products", "Industries", "Mfg"]);
    match random.weighted(&[0.5, 0.25, 0.25]) {
        0 => format!("{name} {word}"),
        1 => format!("{name} {word}, Inc."),
        _ => format!("{name} {word}").to_uppercase(),
    }
}

/// How the mail tool spells a company: as people typed it into a form.
pub fn in_the_mail_tool(name: &str, random: &mut Random) -> String {
    match random.weighted(&[0.75, 0.15, 0.1]) {
        0 => name.to_owned(),
        1 => name.replace(" and ", " & "),
        _ => name.to_lowercase(),
    }
}

/// How a trade show's badge spells a company.
pub fn on_the_badge(name: &str, random: &mut Random) -> String {
    if random.chance(0.8) { name.to_owned() } else { name.to_uppercase() }
}

fn trades_of(industry: &str) -> &'static [&'static str] {
    match industry {
        "Furniture" => &["Furniture", "Cabinets", "Desk and Chair", "Seating", "Store Fixtures"],
        "Agricultural equipment" => &["Implements", "Farm Equipment", "Planters", "Irrigation"],
        "Lighting" => &["Lighting", "Lamp and Shade", "Luminaires", "Sign and Light"],
        "Electrical enclosures" => &["Enclosures", "Control Panels", "Cabinet and Rack", "Switch Boxes"],
        "Medical devices" => &["Medical", "Instruments", "Surgical Carts", "Mobility"],
        "Fitness equipment" => &["Fitness", "Gym Equipment", "Weights and Benches", "Playgrounds"],
        "HVAC" => &["Heating and Air", "Sheet Metal", "Ventilation", "Coil and Duct"],
        _ => &["Tool and Die", "Machine", "Precision Parts", "Gear Works", "Fixtures and Jigs"],
    }
}

const FIRST_WORDS: [&str; 80] = [
    "Amber", "Ash", "Badger", "Bay", "Birch", "Black", "Blue", "Bright", "Bronze", "Canyon", "Cedar", "Chestnut",
    "Clear", "Cliff", "Clover", "Copper", "Coral", "Cotton", "Crane", "Crystal", "Deer", "Dogwood", "Eagle", "Elk",
    "Elm", "Falcon", "Fern", "Flint", "Forest", "Fox", "Golden", "Granite", "Gray", "Green", "Hawk", "Hazel", "Heron",
    "Hickory", "High", "Holly", "Indigo", "Iron", "Ivory", "Jade", "Laurel", "Linden", "Locust", "Long", "Magnolia",
    "Marble", "Marsh", "Mill", "Moon", "Moss", "North", "Oak", "Olive", "Otter", "Pearl", "Pebble", "Pecan", "Pine",
    "Poplar", "Quail", "Quartz", "Raven", "River", "Rock", "Rose", "Sable", "Sage", "Sand", "Slate", "Spruce", "Star",
    "Stone", "Swan", "Walnut", "Willow", "Winter",
];

const SECOND_WORDS: [&str; 64] = [
    "Acres", "Basin", "Bend", "Bluff", "Bottom", "Branch", "Bridge", "Brook", "Canal", "Cape", "Cove", "Creek",
    "Crest", "Crossing", "Dale", "Dell", "Den", "Drift", "Falls", "Farm", "Field", "Flats", "Ford", "Gap", "Gate",
    "Glen", "Grove", "Harbor", "Heights", "Hill", "Hollow", "Island", "Junction", "Knoll", "Lake", "Landing", "Lane",
    "Ledge", "Meadow", "Mesa", "Neck", "Orchard", "Park", "Pass", "Path", "Plain", "Point", "Pond", "Prairie", "Ridge",
    "Run", "Shoals", "Shore", "Spring", "Summit", "Terrace", "Trace", "Trail", "Valley", "View", "Vista", "Way",
    "Wells", "Yard",
];

const FIRST_NAMES: [&str; 20] = [
    "alma", "ben", "carla", "dean", "elena", "frank", "gail", "hank", "irene", "joel", "kara", "luis", "mona", "neil",
    "opal", "pete", "rosa", "sam", "tess", "wade",
];

const LAST_NAMES: [&str; 20] = [
    "abbott", "brandt", "castro", "dorsey", "egan", "fowler", "garza", "hobbs", "ibarra", "jensen", "keller", "lowery",
    "mercer", "novak", "ortega", "pratt", "quinn", "rojas", "stroud", "vance",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn twelve_thousand_companies_have_twelve_thousand_domains() {
        let industries = ["Furniture", "Lighting", "HVAC"];
        let domains: BTreeSet<String> =
            (0..12_000).map(|number| domain(&company(number, 99, industries[number % 3]))).collect();
        assert_eq!(domains.len(), 12_000);
    }

    #[test]
    fn the_books_write_and_as_a_sign() {
        let mut random = Random::new(1, 1);
        for _ in 0..20 {
            assert!(
                in_the_books("Oak Bend Tool and Die", &mut random).to_uppercase().starts_with("OAK BEND TOOL & DIE")
            );
        }
    }
}
