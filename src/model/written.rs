//! How days, numbers and money are written for people: in the form that the owner of this computer is used to.
//!
//! What machines read follows none of this: a day there is `2026-11-24`, and a number has a point and no groups.

use std::sync::atomic::{AtomicU32, Ordering};

use super::dates::Day;
use super::money::{self, DOTS, MASKED, Minor};

/// How a day is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayForm {
    /// "24 Nov 2026", which nobody can misread.
    #[default]
    DayMonthYear,
    /// "Nov 24, 2026".
    MonthDayYear,
    /// "24.11.2026".
    Dotted,
    /// "24/11/2026".
    Slashed,
    /// "11/24/2026".
    SlashedUs,
    /// "2026-11-24".
    Iso,
}

/// What parts the thousands, and what the decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberMarks {
    /// "1,234.5".
    #[default]
    CommaPoint,
    /// "1.234,5".
    PointComma,
    /// "1 234,5", with a space at which no line breaks.
    SpaceComma,
    /// "1’234.5".
    QuotePoint,
}

/// On which side of an amount its currency stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CurrencyPlace {
    /// "$1,234".
    #[default]
    Before,
    /// "1,234 $", with a space at which no line breaks.
    After,
}

/// How everything is written. The default is what is written where nobody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Days.
    pub day: DayForm,
    /// Numbers, and the digits of amounts.
    pub marks: NumberMarks,
    /// Amounts.
    pub currency: CurrencyPlace,
}

/// From now on, this program writes so for people.
pub fn set_written(written: Written) {
    WRITTEN.store(written.packed(), Ordering::Relaxed);
}

/// How this program writes for people.
pub fn written() -> Written {
    Written::unpacked(WRITTEN.load(Ordering::Relaxed))
}

impl DayForm {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::DayMonthYear, Self::MonthDayYear, Self::Dotted, Self::Slashed, Self::SlashedUs, Self::Iso];

    /// The name in the settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DayMonthYear => "day month year",
            Self::MonthDayYear => "month day year",
            Self::Dotted => "dotted",
            Self::Slashed => "slashed",
            Self::SlashedUs => "slashed us",
            Self::Iso => "iso",
        }
    }

    /// Reads the name in the settings.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == text)
    }

    /// A day in this form whose number is that of no month.
    pub fn sample(self) -> String {
        self.long(SAMPLE_DAY)
    }

    fn long(self, day: Day) -> String {
        let (year, month, of_month) = day.ymd();
        let name = day.month_name();
        match self {
            Self::DayMonthYear => format!("{of_month} {name} {year}"),
            Self::MonthDayYear => format!("{name} {of_month}, {year}"),
            Self::Dotted => format!("{of_month:02}.{month:02}.{year}"),
            Self::Slashed => format!("{of_month:02}/{month:02}/{year}"),
            Self::SlashedUs => format!("{month:02}/{of_month:02}/{year}"),
            Self::Iso => day.to_string(),
        }
    }

    fn short(self, day: Day) -> String {
        let (_, month, of_month) = day.ymd();
        let name = day.month_name();
        match self {
            Self::DayMonthYear => format!("{of_month} {name}"),
            Self::MonthDayYear => format!("{name} {of_month}"),
            Self::Dotted => format!("{of_month:02}.{month:02}."),
            Self::Slashed => format!("{of_month:02}/{month:02}"),
            Self::SlashedUs => format!("{month:02}/{of_month:02}"),
            Self::Iso => format!("{month:02}-{of_month:02}"),
        }
    }
}

impl NumberMarks {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::CommaPoint, Self::PointComma, Self::SpaceComma, Self::QuotePoint];

    /// The name in the settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CommaPoint => "comma point",
            Self::PointComma => "point comma",
            Self::SpaceComma => "space comma",
            Self::QuotePoint => "quote point",
        }
    }

    /// Reads the name in the settings.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|marks| marks.as_str() == text)
    }

    /// A number with these marks.
    pub fn sample(self) -> String {
        let whole = Written { marks: self, ..Written::default() }.thousands(1234);
        format!("{whole}{}5", self.point())
    }

    /// Between each three digits of what is whole.
    fn group(self) -> &'static str {
        match self {
            Self::CommaPoint => ",",
            Self::PointComma => ".",
            // The narrow one of print, U+202F, would let a line break.
            Self::SpaceComma => "\u{a0}",
            Self::QuotePoint => "’",
        }
    }

    /// Before the decimals.
    fn point(self) -> &'static str {
        match self {
            Self::CommaPoint | Self::QuotePoint => ".",
            Self::PointComma | Self::SpaceComma => ",",
        }
    }
}

impl CurrencyPlace {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Before, Self::After];

    /// The name in the settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// Reads the name in the settings.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.as_str() == text)
    }

    /// An amount of this currency (ISO 4217), with the marks of other numbers.
    pub fn sample(self, marks: NumberMarks, currency: &str) -> String {
        Written { marks, currency: self, ..Written::default() }.whole(SAMPLE_AMOUNT, Some(currency))
    }
}

impl Written {
    /// "24 Nov 2026", for sentences and tables.
    pub fn day_long(self, day: Day) -> String {
        self.day.long(day)
    }

    /// "24 Nov", where the year is clear.
    pub fn day_short(self, day: Day) -> String {
        self.day.short(day)
    }

    /// "8,123".
    pub fn thousands(self, n: u64) -> String {
        let digits = n.to_string();
        let mut text = String::with_capacity(2 * digits.len());
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push_str(self.marks.group());
            }
            text.push(digit);
        }
        text
    }

    /// "3.1": rounded to so many decimals, with a true minus, and without groups since few digits stand before the mark.
    pub fn decimal(self, value: f64, places: usize) -> String {
        let text = format!("{:.places$}", value.abs()).replace('.', self.marks.point());
        // What rounds to nothing is not less than nothing.
        let is_negative = value < 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
        if is_negative { format!("−{text}") } else { text }
    }

    /// "$1,234.50"; "1,234.50" where no file states the currency.
    pub fn exact(self, amount: Minor, currency: Option<&str>) -> String {
        if currency == Some(MASKED) {
            return DOTS.to_owned();
        }
        let per_unit = 10_u64.pow(money::decimals(currency));
        let size = amount.unsigned_abs();
        let mut text = self.thousands(size / per_unit);
        if per_unit > 1 {
            text = format!("{text}{}{:02}", self.marks.point(), size % per_unit);
        }
        self.with_currency(&text, amount < 0, currency)
    }

    /// "$1,234": without the cents, which are cut off and not rounded.
    pub fn whole(self, amount: Minor, currency: Option<&str>) -> String {
        if currency == Some(MASKED) {
            return DOTS.to_owned();
        }
        let per_unit = 10_u64.pow(money::decimals(currency));
        self.with_currency(&self.thousands(amount.unsigned_abs() / per_unit), amount < 0, currency)
    }

    /// "$84k", "$1.2M", "$640": rounded to what matters on a card.
    pub fn short(self, amount: Minor, currency: Option<&str>) -> String {
        if currency == Some(MASKED) {
            return DOTS.to_owned();
        }
        let units = money::major(amount, currency).abs();
        let text = match units {
            u if u >= 9.995e8 => format!("{}bn", self.decimal(u / 1e9, 1)),
            u if u >= 9_950_000.0 => format!("{}M", self.decimal(u / 1e6, 0)),
            u if u >= 999_500.0 => format!("{}M", self.decimal(u / 1e6, 1)),
            u if u >= 9_950.0 => format!("{}k", self.decimal(u / 1e3, 0)),
            u if u >= 999.5 => format!("{}k", self.decimal(u / 1e3, 1)),
            u => self.decimal(u, 0),
        };
        self.with_currency(&text, amount < 0, currency)
    }

    fn with_currency(self, text: &str, is_negative: bool, currency: Option<&str>) -> String {
        let minus = if is_negative { "−" } else { "" };
        let Some(code) = currency else { return format!("{minus}{text}") };
        let sign = sign(code);
        match self.currency {
            CurrencyPlace::After => format!("{minus}{text}\u{a0}{sign}"),
            CurrencyPlace::Before if sign == code => format!("{minus}{code} {text}"),
            CurrencyPlace::Before => format!("{minus}{sign}{text}"),
        }
    }

    /// In one word of memory, so that it is read and set as a whole.
    fn packed(self) -> u32 {
        u32::from_le_bytes([self.day as u8, self.marks as u8, self.currency as u8, 0])
    }

    fn unpacked(word: u32) -> Self {
        let [day, marks, currency, _] = word.to_le_bytes().map(usize::from);
        Self {
            day: DayForm::ALL.get(day).copied().unwrap_or_default(),
            marks: NumberMarks::ALL.get(marks).copied().unwrap_or_default(),
            currency: CurrencyPlace::ALL.get(currency).copied().unwrap_or_default(),
        }
    }
}

/// One for the whole program, as the system's own locale is: it is how this computer's owner reads, whatever shop is open.
/// No answer depends on it, only the words in which answers are told, and these are written in so many places that handing it
/// to each would hide what they are about. The window alone sets it; the command line and the tests leave the default.
static WRITTEN: AtomicU32 = AtomicU32::new(0);

/// 24 November 2026.
const SAMPLE_DAY: Day = Day(20_781);

/// 1,234 in a currency with cents.
const SAMPLE_AMOUNT: Minor = 123_400;

/// The sign of a currency; its code where it has none that everybody knows.
fn sign(code: &str) -> &str {
    match code {
        "USD" | "CAD" | "AUD" | "NZD" | "MXN" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        code => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: Written =
        Written { day: DayForm::Dotted, marks: NumberMarks::PointComma, currency: CurrencyPlace::After };

    #[test]
    fn a_day_is_written_as_its_reader_is_used_to() {
        assert_eq!(SAMPLE_DAY.to_string(), "2026-11-24");
        let long = ["24 Nov 2026", "Nov 24, 2026", "24.11.2026", "24/11/2026", "11/24/2026", "2026-11-24"];
        assert_eq!(DayForm::ALL.map(DayForm::sample), long);
        let third = Day::from_ymd(2026, 3, 3).unwrap();
        let short = ["3 Mar", "Mar 3", "03.03.", "03/03", "03/03", "03-03"];
        assert_eq!(DayForm::ALL.map(|day| Written { day, ..Written::default() }.day_short(third)), short);
    }

    #[test]
    fn a_number_has_the_marks_of_its_reader() {
        let samples = ["1,234.5", "1.234,5", "1\u{a0}234,5", "1’234.5"];
        assert_eq!(NumberMarks::ALL.map(NumberMarks::sample), samples);
        assert_eq!(GERMAN.thousands(12_345_678), "12.345.678");
        assert_eq!(GERMAN.thousands(999), "999");
        assert_eq!([3.12, -0.5, -0.04, 0.0].map(|value| GERMAN.decimal(value, 1)), ["3,1", "−0,5", "0,0", "0,0"]);
        assert_eq!(GERMAN.decimal(7.0, 0), "7");
    }

    #[test]
    fn an_amount_has_its_currency_where_its_reader_looks_for_it() {
        assert_eq!(GERMAN.exact(123_456_789, Some("EUR")), "1.234.567,89\u{a0}€");
        assert_eq!(GERMAN.exact(-5, None), "−0,05");
        assert_eq!(GERMAN.exact(-1200, Some("JPY")), "−1.200\u{a0}¥");
        assert_eq!(GERMAN.short(-120_000, Some("EUR")), "−1,2k\u{a0}€");
        assert_eq!(GERMAN.whole(123_456, Some("SEK")), "1.234\u{a0}SEK");
        assert_eq!(Written::default().whole(-123_456, Some("SEK")), "−SEK 1,234");
        assert_eq!(Written::default().whole(123_456, Some("USD")), "$1,234");
        let samples = CurrencyPlace::ALL.map(|place| place.sample(NumberMarks::QuotePoint, "USD"));
        assert_eq!(samples, ["$1’234", "1’234\u{a0}$"]);
    }

    #[test]
    fn a_masked_amount_stays_masked_in_every_form() {
        for written in [Written::default(), GERMAN] {
            let masked = Some(MASKED);
            assert_eq!([written.exact(5, masked), written.whole(5, masked), written.short(5, masked)], [DOTS; 3]);
        }
    }

    #[test]
    fn every_form_is_kept_and_has_a_name_of_its_own() {
        for day in DayForm::ALL {
            for marks in NumberMarks::ALL {
                for currency in CurrencyPlace::ALL {
                    let written = Written { day, marks, currency };
                    assert_eq!(Written::unpacked(written.packed()), written);
                    assert_eq!(DayForm::parse(day.as_str()), Some(day));
                    assert_eq!(NumberMarks::parse(marks.as_str()), Some(marks));
                    assert_eq!(CurrencyPlace::parse(currency.as_str()), Some(currency));
                }
            }
        }
        assert_eq!(Written::unpacked(u32::MAX), Written::default());
        assert_eq!(written(), Written::default(), "nobody chose, and a test sets nothing");
    }
}
