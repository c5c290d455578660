//! Where the table lies in a file, and what each of its lines is: a row of data, a title, a group's heading, a total, a
//! footer.

use std::collections::{HashMap, HashSet};

use super::cells::{Cells, Grid, plain as bare, text};
use super::headings::{Meaning as M, is_age_bucket, meaning, plain};
use super::values::{DateCell, any_amount, date_cell};

/// What a line below the headings is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Blank,
    /// The headings once more, as on each printed page.
    Heading,
    /// A title line once more.
    Title,
    /// A line that names the customer of the rows below: "Customer: Alpine Tool".
    Group(String),
    /// Words alone on a line: the heading of a group, or a footer.
    Lone(String),
    /// A sum; what it is the sum of.
    Total(String),
    Data,
}

/// What the lone lines above the rows say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Groups {
    /// There are none.
    #[default]
    None,
    /// The customer of the rows below.
    Customer,
    /// Something else: an age, a product, a month.
    Other,
}

/// Tells the lines of a table apart.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    headers: Vec<Vec<u8>>,
    /// The second row of the headings, where they take two.
    second: Vec<Vec<u8>>,
    n_headers: usize,
    days: Vec<usize>,
    numbers: Vec<usize>,
    /// Columns of money and parts, which are summed up.
    sums: Vec<usize>,
    /// Columns that name whom a row is about.
    who: Vec<usize>,
    /// The title lines, without digits: they return on each page.
    titles: HashSet<String>,
}

/// The first rows of a table, and what they are.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The row of the headings.
    pub header_row: u32,
    /// The headings as written.
    pub headers: Vec<String>,
    /// Lines above the headings.
    pub titles: Vec<(u32, String)>,
    /// What the lone lines say.
    pub groups: Groups,
    /// Rows that go on with the document of the row above.
    pub n_continued: usize,
    /// How to tell the lines of the whole file apart.
    pub lines: Lines,
    grid: Grid,
    title_places: std::ops::Range<usize>,
    /// Places of rows in the grid, and what they are.
    kinds: Vec<(usize, Line)>,
}

/// Headings stand among so many first rows.
const DEEPEST_HEADING: usize = 60;

impl Body {
    /// Finds the table among the first rows of a file. `None` where no row can be the headings.
    pub fn of(grid: &Grid, forced_row: Option<u32>) -> Option<Self> {
        let at = match forced_row {
            Some(row) => (0..grid.len()).find(|&i| grid.get(i).is_some_and(|(r, _)| r == row)),
            None => heading_place(grid),
        }?;
        let (header_row, cells) = grid.get(at)?;
        let filled = || cells.iter().filter(|cell| !cell.is_empty());
        let n_typed = filled()
            .filter(|cell| (is_number(cell) || date_cell(cell).is_some()) && !is_age_bucket(&text(cell)))
            .count();
        if forced_row.is_none() && n_typed >= 4 && n_typed * 5 >= filled().count() {
            // A printed report that repeats its headings in each row.
            return None;
        }
        let mut headers = cells.texts();
        let second =
            grid.get(at + 1).map(|(_, below)| below).filter(|below| is_second_heading(grid, at, cells, *below));
        if let Some(below) = second {
            headers = joined_headings(cells, below);
        }
        // Most rows may hold a column more than there are headings: the unit or the currency of the last one.
        let widths = (at + 1..grid.len()).filter_map(|i| grid.get(i)).map(|(_, cells)| width(cells)).filter(|&n| n > 0);
        let mut widths: Vec<usize> = widths.collect();
        widths.sort_unstable();
        if let Some(&common) =
            widths.get(widths.len() / 2).filter(|&&common| common > headers.len() && common <= headers.len() + 2)
        {
            headers.resize(common, String::new());
        }
        let titles = (0..at).filter_map(|i| grid.get(i)).map(|(row, cells)| (row, cells.line())).collect();
        let mut lines = Lines::of(grid, at, &headers);
        lines.headers = cells.iter().map(<[u8]>::to_vec).collect();
        lines.second = second.map(|below| below.iter().map(<[u8]>::to_vec).collect()).unwrap_or_default();
        let kinds: Vec<(usize, Line)> =
            (at + 1..grid.len()).filter_map(|i| Some((i, lines.tell(grid.get(i)?.1)))).collect();
        let mut body = Self {
            header_row,
            headers,
            titles,
            lines,
            grid: grid.clone(),
            title_places: 0..at,
            kinds,
            ..Self::default()
        };
        body.groups = body.find_groups();
        body.n_continued = body.count_continued();
        Some(body)
    }

    /// The rows of data.
    pub fn data_rows(&self) -> impl Iterator<Item = (u32, Cells<'_>)> {
        self.kinds.iter().filter(|(_, line)| *line == Line::Data).filter_map(|(i, _)| self.grid.get(*i))
    }

    /// How many of the first rows are data.
    pub fn n_data_rows(&self) -> usize {
        self.kinds.iter().filter(|(_, line)| *line == Line::Data).count()
    }

    /// All first rows below the headings.
    pub fn all_rows(&self) -> impl Iterator<Item = (u32, Cells<'_>)> {
        self.kinds.iter().filter_map(|(i, _)| self.grid.get(*i))
    }

    /// How many rows have the number of a row before.
    pub fn n_repeats(&self, column: usize) -> usize {
        let mut seen = HashSet::new();
        self.data_rows()
            .map(|(_, cells)| cells.get(column))
            .filter(|cell| !cell.is_empty() && !seen.insert(*cell))
            .count()
    }

    /// Whether a column repeats one value in all rows of a document: its total, which must count once.
    pub fn is_repeated(&self, column: usize, number: usize) -> bool {
        let mut documents: HashMap<&[u8], Vec<&[u8]>> = HashMap::new();
        let mut last: &[u8] = b"";
        for (_, cells) in self.data_rows() {
            if !cells.get(number).is_empty() {
                last = cells.get(number);
            }
            documents.entry(last).or_default().push(cells.get(column));
        }
        documents.remove(&b""[..]);
        let several: Vec<&Vec<&[u8]>> = documents.values().filter(|values| values.len() > 1).collect();
        let n_repeated =
            several.iter().filter(|values| !values[0].is_empty() && values.iter().all(|v| *v == values[0])).count();
        !several.is_empty() && n_repeated * 10 >= several.len() * 9
    }

    /// Whether the first row of each document holds the sum of its other rows: the document itself above its lines.
    pub fn is_total_first(&self, column: usize, number: usize) -> bool {
        let mut documents: HashMap<&[u8], Vec<i64>> = HashMap::new();
        for (_, cells) in self.data_rows().filter(|(_, cells)| !cells.get(number).is_empty()) {
            let amount = any_amount(cells.get(column)).unwrap_or(0);
            documents.entry(cells.get(number)).or_default().push(amount);
        }
        let several: Vec<&Vec<i64>> = documents.values().filter(|amounts| amounts.len() > 1).collect();
        let is_sum = |amounts: &[i64]| amounts[0] != 0 && amounts[0] == amounts[1..].iter().sum::<i64>();
        // Two equal rows prove nothing.
        let has_lines = several.iter().any(|amounts| amounts.len() > 2);
        has_lines && several.iter().filter(|amounts| is_sum(amounts)).count() * 10 >= several.len() * 9
    }

    /// Whether rows with one number agree in other columns, where they are filled: they are one document.
    pub fn is_document(&self, number: usize, others: &[usize]) -> bool {
        let mut first: HashMap<&[u8], Cells<'_>> = HashMap::new();
        let (mut n, mut n_different) = (0_usize, 0_usize);
        for (_, cells) in self.data_rows().filter(|(_, cells)| !cells.get(number).is_empty()) {
            let Some(known) = first.get(cells.get(number)) else {
                first.insert(cells.get(number), cells);
                continue;
            };
            n += 1;
            n_different += usize::from(others.iter().any(|&i| {
                let (a, b) = (known.get(i), cells.get(i));
                !a.is_empty() && !b.is_empty() && a != b
            }));
        }
        n_different * 20 <= n
    }

    /// Whether a column adds up another one, row by row: a running balance, not what is owed.
    pub fn is_running_sum(&self, column: usize, of: Option<usize>) -> bool {
        let (mut n, mut n_fitting, mut before) = (0_usize, 0_usize, None);
        let Some(of) = of.filter(|&of| of != column) else { return false };
        for (i, line) in &self.kinds {
            let Some((_, cells)) = self.grid.get(*i) else { continue };
            if *line != Line::Data {
                if matches!(line, Line::Lone(_)) {
                    before = None;
                }
                continue;
            }
            let (Some(sum), Some(part)) = (any_amount(cells.get(column)), any_amount(cells.get(of))) else { continue };
            if let Some(before) = before {
                n += 1;
                n_fitting += usize::from(sum - before == part);
            }
            before = Some(sum);
        }
        n >= 3 && n_fitting * 10 >= n * 8
    }

    /// Lone lines with rows of data below are the headings of groups; what follows the last row is a footer.
    fn find_groups(&self) -> Groups {
        let mut names: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = Vec::new();
        for (_, line) in &self.kinds {
            match line {
                Line::Group(_) => return Groups::Customer,
                Line::Lone(name) => open.push(name),
                Line::Data => names.append(&mut open),
                Line::Heading | Line::Title | Line::Total(_) | Line::Blank => {}
            }
        }
        let is_named_above = self
            .title_places
            .clone()
            .any(|i| self.grid.get(i).is_some_and(|(_, cells)| labelled_name(cells).is_some()));
        if is_named_above && self.kinds.iter().any(|(_, line)| *line == Line::Heading) {
            return Groups::Customer;
        }
        names.retain(|name| !is_footer(name));
        if names.is_empty() {
            return Groups::None;
        }
        let n_ages = names.iter().filter(|name| is_age_bucket(name)).count();
        let n_dates = names.iter().filter(|name| is_period(name)).count();
        if (n_ages + n_dates) * 2 > names.len() { Groups::Other } else { Groups::Customer }
    }

    fn count_continued(&self) -> usize {
        let first = |cells: Cells<'_>| cells.iter().position(|cell| !cell.is_empty());
        let mut before = None;
        let mut n = 0;
        for (_, cells) in self.data_rows() {
            let has_day = self.lines.has_day(cells);
            if has_day || before.is_none() {
                before = first(cells);
            } else if !self.lines.days.is_empty() && first(cells) > before {
                n += 1;
            }
        }
        n
    }
}

impl Lines {
    fn of(grid: &Grid, at: usize, headers: &[String]) -> Self {
        let n_columns = headers.len();
        let meanings: Vec<M> = headers.iter().map(|header| meaning(header)).collect();
        let (mut n, mut n_days, mut n_numbers) =
            (vec![0_usize; n_columns], vec![0_usize; n_columns], vec![0_usize; n_columns]);
        for (_, cells) in (at + 1..grid.len()).filter_map(|i| grid.get(i)) {
            for i in 0..n_columns {
                let cell = cells.get(i);
                if cell.is_empty() {
                    continue;
                }
                n[i] += 1;
                if date_cell(cell).is_some() {
                    n_days[i] += 1;
                } else if is_number(cell) {
                    n_numbers[i] += 1;
                }
            }
        }
        let says_day = |i: usize| meanings[i].is_day();
        let days =
            (0..n_columns).filter(|&i| n_days[i] * 2 > n[i] || (says_day(i) && n_numbers[i] * 2 > n[i])).collect();
        let numbers = (0..n_columns).filter(|&i| n_numbers[i] * 2 > n[i] && !says_day(i)).collect::<Vec<usize>>();
        let is_summed = |i: &usize| {
            matches!(
                meanings[*i],
                M::Total
                    | M::Amount
                    | M::Gross
                    | M::Net
                    | M::LineAmount
                    | M::SubTotal
                    | M::Tax
                    | M::Balance
                    | M::BareBalance
                    | M::Debit
                    | M::Credit
                    | M::Quantity
                    | M::AgeBucket
                    | M::PaidAmount
                    | M::RejectedQuantity
                    | M::Price
                    | M::Fee
            )
        };
        let sums = numbers.iter().copied().filter(is_summed).collect();
        let who = (0..n_columns)
            .filter(|&i| {
                matches!(meanings[i], M::Company | M::Customer | M::Name | M::Person | M::Account | M::LastName)
            })
            .collect();
        let n_headers = headers.iter().filter(|header| !header.is_empty()).count();
        let titles = (0..at)
            .filter_map(|i| grid.get(i))
            .map(|(_, cells)| without_digits(cells))
            .filter(|title| !title.is_empty())
            .collect();
        Self { n_headers, days, numbers, sums, who, titles, ..Self::default() }
    }

    /// What a line is.
    pub fn tell(&self, cells: Cells<'_>) -> Line {
        let mut filled = (0..cells.len()).filter(|&i| !cells.get(i).is_empty());
        let Some(first) = filled.next() else { return Line::Blank };
        let second = filled.next();
        let has_third = filled.next().is_some();
        if !self.titles.is_empty() && self.titles.contains(&without_digits(cells)) {
            return Line::Title;
        }
        // A sum may stand where rows have a date, but not beside one.
        let has_date = self.has_date(cells);
        if !has_date && let Some(of) = self.total(cells).filter(String::is_empty) {
            return Line::Total(of);
        }
        let has_day = has_date || self.has_day(cells);
        if has_day && has_third {
            return Line::Data;
        }
        if let Some(name) = labelled_name(cells).filter(|_| !has_day) {
            return Line::Group(name);
        }
        if self.is_heading(cells) {
            return Line::Heading;
        }
        if has_day {
            return if second.is_some() || self.n_headers <= 2 { Line::Data } else { Line::Lone(cells.line()) };
        }
        if let Some(of) = self.total(cells) {
            return Line::Total(of);
        }
        if let Some(name) = self.customer_line(cells) {
            return Line::Lone(name);
        }
        if self.n_headers <= 2 {
            return Line::Data;
        }
        let Some(second) = second else {
            let is_named = self.days.is_empty() && self.who.contains(&first) && !is_footer(&text(cells.get(first)));
            return if is_named {
                Line::Data
            } else if is_number(cells.get(first)) {
                Line::Total(String::new())
            } else {
                Line::Lone(text(cells.get(first)).into_owned())
            };
        };
        // Numbers without a word: a sum that says not of what.
        let n_filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let is_sum = !self.days.is_empty()
            && n_filled * 2 <= self.n_headers
            && cells.iter().all(|cell| cell.is_empty() || is_number(cell));

        let is_share = |cell: &[u8]| cell.is_empty() || bare(cell).last() == Some(&b'%');
        if is_sum && (0..cells.len()).all(|i| cells.get(i).is_empty() || self.sums.contains(&i))
            || cells.iter().all(is_share)
        {
            return Line::Total(String::new());
        }
        // Two cells without a date or an amount: "Kunde:" and a name, a number and a name, a footer in two parts.
        let is_lone_pair = !has_third
            && !self.days.is_empty()
            && self.n_headers >= 4
            && ![first, second].iter().any(|i| self.numbers.contains(i) && is_number(cells.get(*i)));
        if is_lone_pair {
            let has_letters = |i: &usize| text(cells.get(*i)).chars().any(char::is_alphabetic);
            if let Some(name) = [second, first].iter().find(|i| has_letters(i)) {
                return Line::Lone(text(cells.get(*name)).into_owned());
            }
        }
        Line::Data
    }

    /// Whether the line has a date where the table has dates.
    pub fn has_day(&self, cells: Cells<'_>) -> bool {
        self.has_date(cells) || self.days.iter().any(|&i| is_number(cells.get(i)) || date_cell(cells.get(i)).is_some())
    }

    /// Whether the line has a date that is no bare number.
    fn has_date(&self, cells: Cells<'_>) -> bool {
        self.days.iter().any(|&i| {
            let cell = cells.get(i);
            // The common case first: 2026-11-12.
            let is_iso = matches!(cell, [b'1' | b'2', _, _, b'0'..=b'9', b'-', b'0'..=b'9', _, b'-', b'0'..=b'9', ..]);
            is_iso || date_cell(cell).is_some_and(|date| !matches!(date, DateCell::Serial(_)))
        })
    }

    /// A line of words that begins in the column of the dates: "KAR001, Karoo Gates cc, Tel: 033 555 0894". The name is its
    /// first cell that is no code.
    fn customer_line(&self, cells: Cells<'_>) -> Option<String> {
        let filled: Vec<usize> = (0..cells.len()).filter(|&i| !cells.get(i).is_empty()).collect();
        let begins_in_days = filled.first().is_some_and(|first| self.days.contains(first));
        let is_words = |i: &usize| !is_number(cells.get(*i)) && date_cell(cells.get(*i)).is_none();
        if !begins_in_days
            || !(2..=4).contains(&filled.len())
            || !filled.iter().all(is_words)
            || filled.iter().any(|i| self.numbers.contains(i))
        {
            return None;
        }
        let is_code = |words: &str| !words.contains(' ') && words.bytes().any(|byte| byte.is_ascii_digit());
        let mut names = filled.iter().map(|&i| text(cells.get(i)).into_owned());
        names.find(|name| !is_code(name) && name.chars().any(char::is_alphabetic))
    }

    fn is_heading(&self, cells: Cells<'_>) -> bool {
        if !self.second.is_empty() && cells.iter().eq(self.second.iter().map(Vec::as_slice)) {
            return true;
        }
        let (mut n_filled, mut n_same) = (0, 0);
        for (i, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            n_filled += 1;
            n_same += usize::from(self.headers.get(i).is_some_and(|header| header == cell));
        }
        n_same >= 2 && n_same * 10 >= n_filled * 8
    }

    /// A total has a word for it and numbers, and hardly any other words. A customer's name may begin with such a word.
    fn total(&self, cells: Cells<'_>) -> Option<String> {
        let filled: Vec<usize> = (0..cells.len()).filter(|&i| !cells.get(i).is_empty()).collect();
        let label = filled.iter().take(3).find_map(|&i| total_of(&text(cells.get(i))))?;
        let has_letters = |i: usize| text(cells.get(i)).chars().any(char::is_alphabetic);
        let n_words = filled.iter().filter(|&&i| !is_number(cells.get(i)) && has_letters(i)).count();
        let has_number = filled.iter().any(|&i| is_number(cells.get(i)));
        let is_bare = label.is_empty();
        // "Total Fence Solutions" may be a customer, "Total for Fence Solutions" is none.
        let starts = text(cells.get(filled[0])).trim().to_lowercase();
        let may_be_name = !is_bare
            && starts.starts_with("total ")
            && !starts.starts_with("total for ")
            && !starts.starts_with("total of ");
        if may_be_name && n_words > 1 {
            return None;
        }
        ((has_number && n_words <= 2 && (is_bare || self.days.is_empty() || filled.len() < self.n_headers.max(4)))
            || (is_bare && filled.len() == 1))
            .then_some(label)
    }
}

/// What a total is the total of: "" for the whole, "Alpine Tool" for "Total for Alpine Tool". `None` for other words.
pub fn total_of(label: &str) -> Option<String> {
    const WORDS: &[&str] = &[
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sub total",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "endsumme",
        "somme",
        "sous total",
        "totale",
        "totali",
        "total general",
        "total generale",
        "totale generale",
        "suma",
        "suma y sigue",
        "opening balance",
        "beginning balance",
        "closing balance",
        "ending balance",
        "anfangssaldo",
        "endsaldo",
        "ubertrag",
        "a reporter",
        "report",
        "saldo inicial",
        "saldo final",
        "percentage of total",
        "of total",
        "average",
        "count",
        "total count",
        "balance forward",
        "brought forward",
        "carried forward",
        "total due",
        "total outstanding",
        "gesamtbetrag",
        "saldo",
        "totaux",
        "riporto",
        "result",
        "overall result",
        "ergebnis",
        "gesamtergebnis",
        "trailer",
        "eof",
        "end of file",
        "control total",
        "record count",
        "sum total",
        "report total",
        "page total",
    ];
    let words = plain(label.trim_end_matches(':'));
    if WORDS.contains(&words.as_str()) {
        return Some(String::new());
    }
    let label = label.trim().trim_end_matches(':').trim_end();
    let lower = label.to_lowercase();
    for start in [
        "total for ",
        "total of ",
        "totals for ",
        "total: ",
        "total - ",
        "subtotal for ",
        "subtotal ",
        "sub-total ",
        "summe ",
        "gesamt ",
        "sous-total ",
        "totale ",
        "total ",
        "somme ",
        "subtotal: ",
        "sum of ",
        "zwischensumme ",
        "suma ",
        "total général",
        "saldo ",
        "solde ",
        "somme ",
        "sum ",
    ] {
        if lower.starts_with(start) {
            return Some(label.trim().get(start.len()..).unwrap_or_default().trim().to_owned());
        }
    }
    for end in [" total", " totals", " subtotal", " gesamt", " summe"] {
        if lower.ends_with(end) {
            return Some(label.trim().get(..label.trim().len() - end.len()).unwrap_or_default().trim().to_owned());
        }
    }
    None
}

/// Words below a table that are no customer: when and how it was printed, how many records, whom it belongs to.
pub fn is_footer(words: &str) -> bool {
    let lower = words.to_lowercase();
    let n_digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    words.chars().count() > 70
        || says(&[
            "accrual basis",
            "cash basis",
            "copyright",
            "©",
            "confidential",
            "do not distribute",
            "end of report",
            "generated by",
            "printed on",
            "report run",
        ])
        || (n_digits > 0
            && says(&[
                "page ",
                "seite ",
                "página ",
                "pagina ",
                "pag.",
                "printed",
                "generated",
                "gedruckt",
                "as of ",
                "run date",
                "exported",
                "records",
                "filter",
                "stand:",
                "erstellt",
                "as at",
                "rows",
            ])
            && words.split_whitespace().count() <= 12)
        || (lower.contains(':') && n_digits >= 6)
        || lower.starts_with("filter")
}

/// "January 2026", "2026-03", "März": the heading of a month's rows.
fn is_period(words: &str) -> bool {
    let with_day = format!("1 {words}");
    let with_year = format!("1 {words} 2026");
    let is_date = |text: &str| date_cell(text.as_bytes()).is_some();
    is_date(words)
        || is_date(&with_day)
        || is_date(&with_year)
        || (words.trim().len() == 4 && words.trim().bytes().all(|b| b.is_ascii_digit()))
        || {
            let lower = words.to_lowercase();
            lower.len() <= 12
                && (lower.starts_with("week")
                    || lower.starts_with("kw")
                    || lower.starts_with('q') && lower.bytes().any(|b| b.is_ascii_digit()))
        }
}

/// The customer of a line such as "Customer: Alpine Tool" or "A/C: A01, Name: Alpine Tool".
pub fn labelled_name(cells: Cells<'_>) -> Option<String> {
    let filled: Vec<String> =
        cells.iter().filter(|cell| !cell.is_empty()).take(12).map(|cell| text(cell).into_owned()).collect();
    let is_customer = |label: &str| {
        let words = plain(label);
        matches!(meaning(label), M::Customer | M::Company | M::Name)
            && !words.split(' ').any(|word| ["to", "from", "von", "bis", "de", "a"].contains(&word))
    };
    // Label and value in one cell, alone on the line.
    if let [only] = &filled[..]
        && let Some((label, name)) = only.split_once(':')
        && is_customer(label)
        && !name.trim().is_empty()
    {
        return Some(name.trim().to_owned());
    }
    let label = |i: usize| filled[i].strip_suffix(':').filter(|label| is_customer(label));
    let at = (0..filled.len().saturating_sub(1)).find(|&i| label(i).is_some())?;
    let name = filled[at + 1].trim();
    (!name.ends_with(':')
        && name.chars().any(char::is_alphabetic)
        && filled.iter().filter(|cell| cell.ends_with(':')).count() * 2 >= filled.len() / 2)
        .then(|| name.to_owned())
}

/// Whether the row below the headings goes on with them: words, at least one of them above a column of numbers or dates, and
/// most of them there or where the first row is blank.
fn is_second_heading(grid: &Grid, at: usize, headers: Cells<'_>, below: Cells<'_>) -> bool {
    let is_typed = |cell: &[u8]| is_number(cell) || date_cell(cell).is_some();
    let filled: Vec<usize> = (0..below.len()).filter(|&i| !below.get(i).is_empty()).collect();
    let is_short = |i: usize| below.get(i).len() <= 60;
    if filled.len() < 2 || filled.iter().any(|&i| is_typed(below.get(i)) || !is_short(i)) {
        return false;
    }
    let rows: Vec<Cells<'_>> =
        (at + 2..grid.len().min(at + 60)).filter_map(|i| grid.get(i)).map(|(_, row)| row).collect();
    let is_typed_column = |i: usize| {
        let cells = || rows.iter().map(|row| row.get(i)).filter(|cell| !cell.is_empty());
        cells().count() >= 2 && cells().filter(|cell| is_typed(cell)).count() * 4 >= cells().count() * 3
    };
    let n_above_numbers = filled.iter().filter(|&&i| is_typed_column(i)).count();
    let n_going_on = filled.iter().filter(|&&i| headers.get(i).is_empty() || is_typed_column(i)).count();
    n_above_numbers >= 1 && n_going_on * 3 >= filled.len() * 2 && rows.len() >= 2
}

/// The headings of two rows as one: "Pending" above "Amount"; a heading over several columns goes before each of them.
fn joined_headings(headers: Cells<'_>, below: Cells<'_>) -> Vec<String> {
    let mut over = String::new();
    (0..headers.len().max(below.len()))
        .map(|i| {
            let (first, second) = (text(headers.get(i)), text(below.get(i)));
            if !first.is_empty() {
                over = first.clone().into_owned();
            }
            match (first.is_empty(), second.is_empty()) {
                (_, true) => first.into_owned(),
                (true, false) if over.is_empty() => second.into_owned(),
                _ => format!("{over} {second}"),
            }
        })
        .collect()
}

/// How many cells up to the last one that holds anything.
fn width(cells: Cells<'_>) -> usize {
    (0..cells.len()).rev().find(|&i| !cells.get(i).is_empty()).map_or(0, |i| i + 1)
}

/// A line without its digits, so that page numbers and dates do not tell it from itself.
fn without_digits(cells: Cells<'_>) -> String {
    plain(&cells.line())
        .split(' ')
        .filter(|word| !word.bytes().any(|b| b.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_number(cell: &[u8]) -> bool {
    let bytes = bare(cell);
    bytes.iter().any(u8::is_ascii_digit)
        && (any_amount(cell).is_some()
            || bytes.iter().all(u8::is_ascii_digit)
            || (bytes.last() == Some(&b'%') && bytes[0].is_ascii_digit()))
}

/// The row that knows most headings; where none knows any, the first row of words above rows of numbers and dates.
fn heading_place(grid: &Grid) -> Option<usize> {
    let deepest = grid.len().min(DEEPEST_HEADING);
    let mut best: Option<(usize, f64)> = None;
    for i in 0..deepest {
        let Some((_, cells)) = grid.get(i) else { continue };
        let filled: Vec<&[u8]> = cells.iter().filter(|cell| !cell.is_empty()).collect();
        if filled.len() < 2 {
            continue;
        }
        let mut seen = HashSet::new();
        let (mut points, mut n_typed) = (0.0, 0_usize);
        for cell in &filled {
            let words = text(cell);
            let meaning = meaning(&words);
            if (is_number(cell) || date_cell(cell).is_some()) && meaning != M::AgeBucket {
                n_typed += 1;
                continue;
            }
            // Headings are short and no two are the same.
            if words.chars().count() > 60 || !seen.insert(plain(&words)) {
                continue;
            }
            points += match meaning {
                M::Unknown => 0.1,
                M::Other | M::Contactable => 0.6,
                _ => 1.0,
            };
        }
        let score = points - 1.5 * n_typed as f64;
        if score > best.map_or(1.0, |(_, best)| best + 0.01) {
            best = Some((i, score));
        }
    }
    best.map(|(i, _)| i)
        .or_else(|| {
            (0..deepest).find(|&i| {
                let Some((_, cells)) = grid.get(i) else { return false };
                let n_filled = cells.iter().filter(|cell| !cell.is_empty()).count();
                let is_words = cells
                    .iter()
                    .filter(|cell| !cell.is_empty())
                    .all(|cell| !is_number(cell) && date_cell(cell).is_none());
                let n_typed_below = (i + 1..(i + 6).min(grid.len()))
                    .filter_map(|k| grid.get(k))
                    .filter(|(_, below)| {
                        below.iter().filter(|cell| is_number(cell) || date_cell(cell).is_some()).count() >= 2
                    })
                    .count();
                n_filled >= 2 && is_words && n_typed_below >= 1
            })
        })
        .or_else(|| {
            (0..deepest).find(|&i| {
                grid.get(i).is_some_and(|(_, cells)| cells.iter().filter(|cell| !cell.is_empty()).count() >= 2)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::csv::{head_rows, sniff};

    fn body(text: &str) -> Body {
        let dialect = sniff(text).expect("a delimiter");
        Body::of(&head_rows(text, true, dialect, 500), None).expect("headings")
    }

    #[test]
    fn headings_deep_in_a_report_are_found_and_groups_told_from_totals_and_footers() {
        let body = body(
            "\"Harrow Finishing, LLC\",,,\nSales by customer,,,\n\"May 1-31, 2026\",,,\n,,,\n,Date,Num,Amount\nAlpine Tool,,,\n,05/14/2026,11,10.00\n\
             Total for Alpine Tool,,,$10.00\nTotal Fabrication LLC,,,\n,05/15/2026,12,5.00\nTotal for Total Fabrication LLC,,,$5.00\nTOTAL,,,$15.00\n,,,\n\
             \" Friday, June 5, 2026 04:19 PM GMT-06:00\",,,\n",
        );
        assert_eq!((body.header_row, body.groups, body.titles.len(), body.n_data_rows()), (5, Groups::Customer, 4, 2));
        let totals: Vec<&Line> =
            body.kinds.iter().map(|(_, line)| line).filter(|line| matches!(line, Line::Total(_))).collect();
        assert_eq!(
            totals,
            [
                &Line::Total("Alpine Tool".into()),
                &Line::Total("Total Fabrication LLC".into()),
                &Line::Total(String::new())
            ]
        );
    }

    #[test]
    fn a_customer_whose_name_begins_with_total_is_no_total() {
        let body = body(
            "Order No,Date,Customer,Parts,Amount\n1,2026-01-02,Alpine,4,5.00\n2,2026-01-02,Total Fabrication LLC,4,5.00\nTotal,,,8,10.00\n",
        );
        assert_eq!(body.n_data_rows(), 2);
    }

    #[test]
    fn a_running_balance_is_not_what_is_owed() {
        let body = body(
            "Customer,Date,Num,Amount,Balance\nA,01/13/2026,1,10.00,10.00\nA,01/14/2026,2,5.00,15.00\nA,01/15/2026,3,2.00,17.00\nA,01/16/2026,4,2.00,19.00\n",
        );
        assert!(body.is_running_sum(4, Some(3)));
        assert!(!body.is_running_sum(3, Some(4)));
    }
}
