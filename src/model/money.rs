//! Money as people write it: minor units (cents) and a currency that may be unknown.

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

/// Exact: "$1,234.50", "1,234.50" where no file states the currency.
pub fn exact(amount: Minor, currency: Option<&str>) -> String {
    if currency == Some(MASKED) {
        return DOTS.to_owned();
    }
    let per_unit = 10_u64.pow(decimals(currency));
    let size = amount.unsigned_abs();
    let mut text = thousands(size / per_unit);
    if per_unit > 1 {
        text = format!("{text}.{:02}", size % per_unit);
    }
    signed(&text, amount < 0, currency)
}

/// Rounded to what matters on a card: "$84k", "$1.2M", "$640".
pub fn short(amount: Minor, currency: Option<&str>) -> String {
    if currency == Some(MASKED) {
        return DOTS.to_owned();
    }
    let units = major(amount, currency).abs();
    let text = match units {
        u if u >= 9.995e8 => format!("{:.1}bn", u / 1e9),
        u if u >= 9_950_000.0 => format!("{:.0}M", u / 1e6),
        u if u >= 999_500.0 => format!("{:.1}M", u / 1e6),
        u if u >= 9_950.0 => format!("{:.0}k", u / 1e3),
        u if u >= 999.5 => format!("{:.1}k", u / 1e3),
        u => format!("{u:.0}"),
    };
    signed(&text, amount < 0, currency)
}

/// "8,123"
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn signed(text: &str, is_negative: bool, currency: Option<&str>) -> String {
    let minus = if is_negative { "−" } else { "" };
    match currency {
        None => format!("{minus}{text}"),
        Some("USD" | "CAD" | "AUD" | "NZD" | "MXN") => format!("{minus}${text}"),
        Some("EUR") => format!("{minus}€{text}"),
        Some("GBP") => format!("{minus}£{text}"),
        Some("JPY") => format!("{minus}¥{text}"),
        Some(code) => format!("{minus}{code} {text}"),
    }
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
