//! Money as people write it: minor units (cents) and a currency that may be unknown.

use super::written::written;

/// Minor units of the currency: cents. Bounded at import by [`LARGEST_MINOR`], so that 10^7 of them add up safely.
pub type Minor = i64;

/// No amount known.
pub const NO_AMOUNT: Minor = Minor::MIN;

/// A currency of which every amount is written as [`DOTS`]: a shop shown to others.
pub const MASKED: &str = "masked";

/// An amount that is not shown.
pub const DOTS: &str = "···";

/// The largest amount a single cell may hold: 10^11 minor units, a thousand million dollars.
pub const LARGEST_MINOR: Minor = 100_000_000_000;

/// Codes (ISO 4217) of the currencies in which a shop may be paid.
pub const CODES: [&str; 36] = [
    "USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY",
    "MXN", "BRL", "ARS", "CLP", "COP", "PEN", "JPY", "CNY", "KRW", "INR", "SGD", "HKD", "TWD", "THB", "MYR", "ZAR",
    "ILS", "AED", "SAR", "ISK",
];

/// How many decimals the currency is written with (ISO 4217: yen and the like have none).
pub fn decimals(currency: Option<&str>) -> u32 {
    match currency {
        Some("JPY" | "KRW" | "VND" | "CLP" | "ISK" | "PYG" | "UGX" | "XAF" | "XOF" | "XPF") => 0,
        _ => 2,
    }
}

/// In whole and broken units, for the `flags.csv` of a replay and for charts.
pub fn major(amount: Minor, currency: Option<&str>) -> f64 {
    amount as f64 / 10_f64.powi(decimals(currency).cast_signed())
}

/// Exact: "$1,234.50", "1,234.50" where no file states the currency; or as the owner of this computer writes it.
pub fn exact(amount: Minor, currency: Option<&str>) -> String {
    written().exact(amount, currency)
}

/// Without cents: "$1,234", or as the owner of this computer writes it.
pub fn whole(amount: Minor, currency: Option<&str>) -> String {
    written().whole(amount, currency)
}

/// Rounded to what matters on a card: "$84k", "$1.2M", "$640"; or as the owner of this computer writes it.
pub fn short(amount: Minor, currency: Option<&str>) -> String {
    written().short(amount, currency)
}

/// "8,123", or as the owner of this computer writes it.
pub fn thousands(n: u64) -> String {
    written().thousands(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_owners_write_them() {
        assert_eq!(exact(123_456_789, Some("USD")), "$1,234,567.89");
        assert_eq!(exact(-5, None), "−0.05");
        assert_eq!(exact(1200, Some("JPY")), "¥1,200");
        assert_eq!(short(8_412_300, Some("USD")), "$84k");
        assert_eq!(short(-120_000, Some("EUR")), "−€1.2k");
        assert_eq!(short(99_960_000, Some("USD")), "$1.0M");
    }
}
