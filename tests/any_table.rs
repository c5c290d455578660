//! Any table of orders, written in any supported dialect, encoding, order of day and month and decimal style, reads back
//! equal, or asks.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::sync::atomic::AtomicBool;

use common::Folder;
use lotwise::import::{FileStatus, ReadOptions, find_files, read_file};
use lotwise::model::table::NO_COUNT;
use lotwise::model::{Day, Field};
use proptest::prelude::*;

/// One order: day, customer, parts, cents.
type Order = (i32, String, i32, i64);

#[derive(Clone, Copy, Debug)]
enum Dates {
    Iso,
    DayFirst(char),
    MonthFirst,
    Named,
}

#[derive(Clone, Copy, Debug)]
enum Letters {
    Utf8,
    Utf8WithMark,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

#[derive(Clone, Debug)]
struct Style {
    delimiter: char,
    has_sep_line: bool,
    line_end: &'static str,
    dates: Dates,
    decimal: char,
    thousands: Option<char>,
    letters: Letters,
    quotes_all: bool,
    n_title_lines: usize,
    is_negative_in_brackets: bool,
}

fn styles() -> impl Strategy<Value = Style> {
    let delimiter = prop::sample::select(vec![',', ';', '\t', '|']);
    let dates = prop::sample::select(vec![
        Dates::Iso,
        Dates::DayFirst('/'),
        Dates::DayFirst('.'),
        Dates::DayFirst('-'),
        Dates::MonthFirst,
        Dates::Named,
    ]);
    let numbers = prop::sample::select(vec![
        ('.', None),
        ('.', Some(',')),
        (',', None),
        (',', Some('.')),
        (',', Some('\u{a0}')),
        ('.', Some('\'')),
    ]);
    let letters = prop::sample::select(vec![
        Letters::Utf8,
        Letters::Utf8WithMark,
        Letters::Utf16Le,
        Letters::Utf16Be,
        Letters::Windows1252,
    ]);
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    (delimiter, any::<bool>(), line_end, dates, numbers, letters, any::<bool>(), 0..3_usize, any::<bool>()).prop_map(
        |(
            delimiter,
            has_sep_line,
            line_end,
            dates,
            (decimal, thousands),
            letters,
            quotes_all,
            n_title_lines,
            is_negative_in_brackets,
        )| Style {
            delimiter,
            has_sep_line: has_sep_line && n_title_lines == 0,
            line_end,
            dates,
            decimal,
            thousands,
            letters,
            quotes_all,
            n_title_lines,
            is_negative_in_brackets,
        },
    )
}

fn orders() -> impl Strategy<Value = Vec<Order>> {
    let names = prop::sample::select(vec![
        "Alpine Tool",
        "Müller & Söhne, GmbH",
        "Total Fabrication LLC",
        "Délices \"Or\" SARL",
        "Harbor\nLighting",
        "O'Rourke; Sons",
        "Page | Steel",
        "Núñez",
    ]);
    // Days of a year, as a row far after all others is taken for a slip; credits are negative.
    let order = (19_400..19_780_i32, names, 1..5_000_i32, -100_000..9_000_000_i64);
    prop::collection::vec(order.prop_map(|(day, name, parts, cents)| (day, name.to_owned(), parts, cents)), 5..40)
}

fn written_number(cents: i64, style: &Style) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if let (true, Some(mark)) = (i > 0 && (digits.len() - i) % 3 == 0, style.thousands) {
            text.push(mark);
        }
        text.push(digit);
    }
    text = format!("{text}{}{rest:02}", style.decimal);
    match (cents < 0, style.is_negative_in_brackets) {
        (true, true) => format!("({text})"),
        (true, false) => format!("-{text}"),
        _ => text,
    }
}

fn written_day(day: i32, style: &Style) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, dom) = Day(day).ymd();
    match style.dates {
        Dates::Iso => format!("{year}-{month:02}-{dom:02}"),
        Dates::DayFirst(mark) => format!("{dom:02}{mark}{month:02}{mark}{year}"),
        Dates::MonthFirst => format!("{month}/{dom}/{year}"),
        Dates::Named => format!("{dom} {} {year}", MONTHS[month as usize - 1]),
    }
}

/// The table as a file, and the row of each order.
fn written(orders: &[Order], style: &Style) -> (Vec<u8>, Vec<u32>) {
    let (mut text, mut row, mut rows) = (String::new(), 0_u32, Vec::new());
    let mut push = |cells: Vec<String>, text: &mut String| {
        let quoted = |cell: &String| {
            let needs = style.quotes_all || cell.contains([style.delimiter, '"', '\n']);
            if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        };
        text.push_str(&cells.iter().map(quoted).collect::<Vec<_>>().join(&style.delimiter.to_string()));
        text.push_str(style.line_end);
        row += 1;
        row
    };
    if style.has_sep_line {
        push(Vec::new(), &mut text);
        text = format!("sep={}{}", style.delimiter, style.line_end);
    }
    for i in 0..style.n_title_lines {
        push(vec![format!("Harrow Finishing, list {i}")], &mut text);
    }
    push(["Order No", "Order Date", "Customer", "Parts", "Amount"].map(str::to_owned).to_vec(), &mut text);
    for (i, (day, name, parts, cents)) in orders.iter().enumerate() {
        let number = format!("SO-{}", 1000 + i);
        rows.push(push(
            vec![number, written_day(*day, style), name.clone(), parts.to_string(), written_number(*cents, style)],
            &mut text,
        ));
    }
    let bytes = match style.letters {
        Letters::Utf8 => text.into_bytes(),
        Letters::Utf8WithMark => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Letters::Utf16Le => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        Letters::Utf16Be => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        Letters::Windows1252 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
    };
    (bytes, rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_reads_back_equal_or_asks(orders in orders(), style in styles()) {
        let (bytes, rows) = written(&orders, &style);
        let folder = Folder::with("orders.csv", bytes);
        let found = find_files(&[folder.file("orders.csv")]);
        let readings = read_file(&found.files[0], &ReadOptions::default(), &AtomicBool::new(false));
        let reading = &readings[0];
        let is_open = matches!(style.dates, Dates::DayFirst(_) | Dates::MonthFirst) && orders.iter().all(|(day, ..)| Day(*day).ymd().2 <= 12);
        if is_open {
            prop_assert_eq!(reading.report.status, FileStatus::Question);
            return Ok(());
        }
        prop_assert_eq!(reading.report.status, FileStatus::Ready, "{:?}", reading.report.error);
        let table = reading.table.as_ref().unwrap();
        prop_assert_eq!(&table.rows, &rows);
        let names: Vec<String> = table.mention_of_row.iter().map(|&m| table.mentions[m as usize].name.clone().unwrap()).collect();
        prop_assert_eq!(names, orders.iter().map(|o| o.1.clone()).collect::<Vec<_>>());
        prop_assert_eq!(table.days(Field::HappenedOn).unwrap(), orders.iter().map(|o| o.0).collect::<Vec<_>>());
        prop_assert_eq!(table.money(Field::Amount).unwrap(), orders.iter().map(|o| o.3).collect::<Vec<_>>());
        let parts: Vec<i32> = table.counts(Field::Parts).unwrap().to_vec();
        prop_assert!(!parts.contains(&NO_COUNT));
        prop_assert_eq!(parts, orders.iter().map(|o| o.2).collect::<Vec<_>>());
    }
}
