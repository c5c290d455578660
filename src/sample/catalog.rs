//! What the invented shop offers: processes, finishes, suppliers, and what goes wrong.

/// One process with everything that belongs to it.
pub struct Process {
    /// As the order system writes it.
    pub name: &'static str,
    /// Finishes, the commonest first.
    pub finishes: &'static [&'static str],
    /// Who sells the powder, the paint or the chemicals.
    pub suppliers: &'static [&'static str],
    /// Why parts are rejected, looks first.
    pub reasons: &'static [&'static str],
    /// Price of a part against powder coating.
    pub price_factor: f64,
}

/// Places in [`PROCESSES`].
pub const POWDER: usize = 0;
/// Zinc plating.
pub const ZINC: usize = 1;
/// Anodizing.
pub const ANODIZING: usize = 2;
/// Wet paint.
pub const PAINT: usize = 3;
/// E-coat.
pub const E_COAT: usize = 4;

/// Every process of the shop.
pub const PROCESSES: [Process; 5] = [
    Process {
        name: "Powder coating",
        finishes: &["Gloss black", "Matte black", "Signal white", "Texture gray", "Bronze metallic", "Safety yellow"],
        suppliers: &["Bluestem Powders", "Kettle Creek Coatings", "Ridgeway Powder"],
        reasons: &["Orange peel", "Color off", "Inclusions", "Thin film", "Adhesion"],
        price_factor: 1.0,
    },
    Process {
        name: "Zinc plating",
        finishes: &["Clear zinc", "Yellow zinc", "Black zinc"],
        suppliers: &["Nordhaven Chemical", "Plainview Plating Supply"],
        reasons: &["Stains", "Burned edges", "Thin deposit", "Adhesion"],
        price_factor: 0.6,
    },
    Process {
        name: "Anodizing",
        finishes: &["Type II clear", "Type II black", "Type III hard"],
        suppliers: &["Clearbath Supply", "Oxley Anodes"],
        reasons: &["Color off", "Rack marks", "Scratches", "Thin film"],
        price_factor: 1.2,
    },
    Process {
        name: "Wet paint",
        finishes: &["2K black", "2K white", "Primer gray"],
        suppliers: &["Marlow Paint Works", "Two Rivers Paint"],
        reasons: &["Runs", "Inclusions", "Color off", "Adhesion"],
        price_factor: 1.5,
    },
    Process {
        name: "E-coat",
        finishes: &["E-coat black", "E-coat gray"],
        suppliers: &["Dipline Systems", "Farrow Bath Supply"],
        reasons: &["Pinholes", "Thin film", "Scratches"],
        price_factor: 0.8,
    },
];

/// The finish that nobody ordered before this year. It is powder coating.
pub const NEW_FINISH: &str = "Anti-fingerprint matte";

/// What the weekly mail is about; the new finish comes first.
pub const TOPICS: [&str; 5] =
    [NEW_FINISH, "Low-cure powder", "Corrosion protection", "Lead times", "Masking and racking"];

/// Whom the customers' parts are for in the end.
pub const END_CUSTOMERS: [&str; 20] = [
    "Kestrel Stores",
    "Northline Transit",
    "Halden Schools",
    "Bluewater Clinics",
    "Orchard Hotels",
    "Pinnacle Gyms",
    "Summerset Homes",
    "Calder Data Centers",
    "Union Rail Parts",
    "Westmark Offices",
    "Gullwing Marine",
    "Tidewater Power",
    "Rainier Farms",
    "Copperline Utilities",
    "Larch Pharmacies",
    "Baxley Airports",
    "Evergreen Libraries",
    "Fulton Warehouses",
    "Moss Creek Dairies",
    "Vista Stadiums",
];
