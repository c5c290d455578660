//! One table of a file, from its rows to typed columns: what it is, how it is written, what it holds.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::answers::{Answers, DATE_ORDER, DECIMAL, HEADER_ROW, Remembered};
use super::bytes::{self, Counted, Probe};
use super::cells::{Cells, Grid, text};
use super::columns::{self, TableBuilder};
use super::csv::{self, Dialect};
use super::find::FoundFile;
use super::labels;
use super::layout::{Body, Groups, Line};
use super::problem::{ColumnReport, DateOrder, FileStatus, LeftOut, PREVIEW_ROWS};
use super::recognize::{Recognition, Unrecognised, recognise};
use super::stands_at::stands_at;
use super::summary::{date_question, leave_out_far_dates, previews, second_table, summarise};
use super::values::{DateVotes, DecimalVotes};
use super::{ReadOptions, Reading, cannot_open};
use super::{headings, refusals};
use crate::model::money;
use crate::model::schema::FieldType;
use crate::model::table::Column;
use crate::model::words::Words;
use crate::model::{Field, Form, Kind, Table};

/// What a table is is decided on so many of its first rows.
pub const HEAD_ROWS: usize = 2000;

/// So many rows decide how a file writes dates and decimals, if they decide it at all.
const DECIDED_AFTER: usize = 100_000;

/// Where the rows of a table come from.
pub enum Rows<'a> {
    /// A text, read in pieces.
    Text { path: &'a Path, probe: &'a Probe, dialect: Dialect },
    /// Rows that are held already.
    Grid(&'a Grid),
}

impl Rows<'_> {
    /// How a text is cut into cells.
    fn dialect(&self) -> Option<Dialect> {
        match self {
            Self::Text { dialect, .. } => Some(*dialect),
            Self::Grid(_) => None,
        }
    }
}

/// A table in a file, not yet understood.
pub struct SourceTable<'a> {
    /// The file.
    pub file: &'a FoundFile,
    /// Its first rows.
    pub head: &'a Grid,
    /// All of its rows.
    pub rows: Rows<'a>,
    /// The sheet, for workbooks.
    pub sheet: Option<&'a str>,
}

/// What all cells of a file say together.
#[derive(Default)]
struct Votes {
    dates: DateVotes,
    /// Dates that are not kept: what they decide holds for the others too.
    other_dates: DateVotes,
    decimals: BTreeMap<usize, DecimalVotes>,
}

impl SourceTable<'_> {
    /// Understands and reads the table.
    pub fn read(self, mut reading: Reading, options: &ReadOptions, is_cancelled: &AtomicBool) -> Reading {
        let mut answers = options.answers_to(&self.file.shown);
        if self.head.iter().all(|(_, cells)| cells.is_blank()) {
            let text = "The file is empty but for blank lines and separators: there is nothing in it. Export it again";
            return reading.refused(text.to_owned(), false);
        }
        if let Some(labelled) = labels::read(self.head) {
            return read_labels(reading, &labelled, self.head, &answers);
        }
        let said_row = answers.get(HEADER_ROW).and_then(|row| row.parse().ok());
        let forced_row = said_row.or_else(|| {
            // Where the owner once had to say which row it is, its headings are looked for.
            let mut said_before = options.remembered.iter().filter(|before| before.answers.contains_key(HEADER_ROW));
            said_before.find_map(|before| before.row_in(self.head))
        });
        let Some(body) = Body::of(self.head, forced_row) else {
            let text = "No row of this list can be its headings; it may be a printed report. Export it again as a table with a row of headings";
            return match self.known_report() {
                Some(report) => reading.refused(report, false),
                None => reading.refused(text.to_owned(), true),
            };
        };
        if body.n_data_rows() == 0 {
            let n_known = body
                .headers
                .iter()
                .filter(|header| super::headings::meaning(header) != super::headings::Meaning::Unknown)
                .count();
            if n_known >= 2 && body.headers.iter().filter(|header| !header.is_empty()).count() >= 3 {
                reading.report.header_row = Some(body.header_row);
                let text = format!(
                    "The file has headings in row {} and no rows below. Check the period that was chosen for the export",
                    body.header_row
                );
                return reading.refused(text, false);
            }
        }
        let before = Remembered::of(&options.remembered, &body.headers);
        if let Some(before) = before {
            // The row of the headings is found by them, and the order of dates is what its own cells decide, if they do.
            for (about, said) in before.answers.iter().filter(|(about, _)| *about != HEADER_ROW && *about != DATE_ORDER)
            {
                answers.entry(about.clone()).or_insert_with(|| said.clone());
            }
            reading.report.read_like = Some(before.from.clone());
        }
        let hints = self.hints(&body);
        let recognition = match recognise(&body, &hints, &answers) {
            Ok(recognition) => recognition,
            Err(Unrecognised::UnknownTable(text)) => return reading.refused(text, true),
            Err(Unrecognised::NotNeeded(text)) => return reading.refused(text, false),
            Err(Unrecognised::MissingColumn(kind, text)) => {
                reading.report.kind = Some(kind);
                reading.report.header_row = Some(body.header_row);
                reading.report.columns =
                    column_reports(&body, &vec![(None, "not needed, left in the file"); body.headers.len()]);
                return reading.refused(text, false);
            }
        };
        let path = self.file.path.clone();
        let understood = Understood {
            source: self,
            body: &body,
            plan: &recognition,
            answers: &answers,
            before,
            n_bytes_read: &options.n_bytes_read,
        };
        match understood.read(is_cancelled, &mut reading) {
            Ok(()) => reading,
            Err(error) => reading.refused(cannot_open(&path, &error), false),
        }
    }

    /// What a list without headings is, where its words say so.
    fn known_report(&self) -> Option<String> {
        let label = |(_, cells): (u32, Cells<'_>)| {
            cells.iter().find(|cell| !cell.is_empty()).map(|cell| headings::plain(&text(cell)))
        };
        let labels: Vec<String> = self.head.iter().take(200).filter_map(label).collect();
        let hints = format!(" {} ", labels.iter().take(6).cloned().collect::<Vec<_>>().join(" | "));
        let facts = refusals::Facts {
            hints: &hints,
            headings: String::new(),
            labels,
            has_customer: false,
            names_customer: false,
            has_date: false,
            has_invoices: false,
            has_both_sides: false,
            is_of_suppliers: false,
            is_aged: false,
        };
        facts.refusal()
    }

    /// What the title lines, the sheet and the name of the file say.
    fn hints(&self, body: &Body) -> String {
        let stem =
            Path::new(&self.file.shown).file_stem().unwrap_or_default().to_string_lossy().replace(['_', '-'], " ");
        let titles: Vec<&str> = body.titles.iter().map(|(_, title)| title.as_str()).collect();
        format!("{stem} | {} | {}", self.sheet.unwrap_or_default(), titles.join(" | "))
    }
}

/// Filled columns, and the first rows as they stand in the file.
type Filled<'b> = (TableBuilder<'b>, Vec<(u32, String)>);

/// Takes in a row, and keeps the first ones as they stand in the file.
fn push(builder: &mut TableBuilder<'_>, raw: &mut Vec<(u32, String)>, row: u32, cells: Cells<'_>) {
    let before = builder.n_rows();
    builder.push(row, cells);
    if builder.n_rows() > before && raw.len() < PREVIEW_ROWS {
        raw.push((row, cells.line()));
    }
}

/// A table that is understood, on its way into columns.
struct Understood<'a> {
    source: SourceTable<'a>,
    body: &'a Body,
    plan: &'a Recognition,
    answers: &'a Answers,
    before: Option<&'a Remembered>,
    n_bytes_read: &'a AtomicU64,
}

impl Understood<'_> {
    fn read(&self, is_cancelled: &AtomicBool, reading: &mut Reading) -> io::Result<()> {
        let votes = self.votes(is_cancelled)?;
        let report = &mut reading.report;
        report.warnings.extend(self.plan.warnings.iter().cloned());
        report.kind = Some(self.plan.kind);
        report.also = self.plan.also;
        report.form = self.plan.form;
        report.header_row = Some(self.body.header_row);
        report.columns = column_reports(self.body, &self.plan.columns);
        let answered = self.answers.get(DATE_ORDER).and_then(|value| DateOrder::parse(value));
        let by_others = votes
            .other_dates
            .order()
            .filter(|order| votes.dates.is_empty() || matches!(order, DateOrder::DayFirst | DateOrder::MonthFirst));
        let decided = votes.dates.order().or(by_others);
        let is_open_order = |order: &DateOrder| matches!(order, DateOrder::DayFirst | DateOrder::MonthFirst);
        let known = self.before.and_then(|before| before.date_order).filter(is_open_order);
        // What the owner says of this file counts more than what one slip in it decides; what was known of an earlier one
        // counts only where nothing decides.
        let said = answered.filter(|_| votes.dates.is_open() || decided.as_ref().is_some_and(is_open_order));
        report.date_order = said.or(known.filter(|_| votes.dates.is_open())).or(decided);
        if let (Some(before), Some(known), Some(now)) = (self.before, known, decided.filter(is_open_order))
            && known != now
        {
            report.warnings.push(format!(
                "The dates are written {} here; in {} they were {}. Check that the list was exported as before",
                now.title(),
                before.from,
                known.title()
            ));
        }
        let is_open = votes.dates.is_open() && report.date_order.is_none();
        let mark = self.decimal_mark(&votes);
        let has_money =
            self.plan.columns.iter().filter_map(|(field, _)| *field).any(|field| field.kind() == FieldType::Money);
        report.decimal = has_money.then_some(char::from(mark));
        let currency = self.currency();
        let how = columns::Reading {
            date_order: report.date_order.unwrap_or(DateOrder::DayFirst),
            decimal_mark: mark,
            decimals: money::decimals(currency.as_deref()),
            is_turned: votes.dates.is_turned(),
        };
        if how.is_turned {
            report.warnings.push(
                "A spreadsheet has changed day and month for each other in the dates up to the 12th of a month: they are read as the \
                 others are written. If the file was right, export it again and open it without saving it in a spreadsheet"
                    .to_owned(),
            );
        }
        let (mut builder, raw) = self.build(how, currency.as_deref(), is_cancelled, &mut report.warnings)?;
        self.warn_of_totals(&builder, currency.as_deref(), &mut report.warnings);
        for (column, n, row, words) in builder.worded() {
            let header = self.body.headers.get(column).map_or("", String::as_str).trim();
            report.warnings.push(match n {
                1 => format!("{header} holds words in row {row} ({words}): the row counts without it"),
                n => format!("{header} holds words in {n} rows, first in row {row} ({words}): they count without it"),
            });
        }
        report.left_out = std::mem::take(&mut builder.left_out);
        report.n_left_out = builder.n_left_out;
        report.rows = builder.n_rows() + builder.n_bad_rows;
        let mut table = builder.finish();
        if table.currency.is_none() {
            table.currency = currency;
        }
        leave_out_far_dates(&mut table, report);
        super::delivery::settle(&mut table, &mut report.columns);
        report.used = table.n_rows();
        summarise(report, &table);
        report.preview = previews(raw, &table, report.currency.as_deref());
        if is_open {
            report.status = FileStatus::Question;
            report.question = Some(date_question(&votes.dates));
            (report.first_on, report.last_on, report.preview) = (None, None, Vec::new());
        } else if report.used == 0 {
            let example = report
                .left_out
                .iter()
                .find(|left| left.row > self.body.header_row)
                .map_or(String::new(), |left| format!(" (row {}: {})", left.row, left.why));
            report.error = Some(format!(
                "No row of this file could be used{example}. Export it again, or correct the rows that are listed"
            ));
            report.status = FileStatus::Refused;
        } else {
            report.status = FileStatus::Ready;
            // Where nothing says it, a list of open items ends a few days before at most.
            table.stands_at = stands_at(report).or(report.last_on).filter(|_| table.form == Some(Form::OpenItems));
            reading.also = self.plan.also.map(|kind| second_table(&table, kind));
            reading.table = Some(table);
        }
        Ok(())
    }

    /// Fills the columns; gives the first rows as they stand in the file too.
    fn build(
        &self,
        how: columns::Reading,
        currency: Option<&str>,
        is_cancelled: &AtomicBool,
        warnings: &mut Vec<String>,
    ) -> io::Result<Filled<'_>> {
        let start = || {
            TableBuilder::new(
                self.plan,
                &self.body.lines,
                &self.body.headers,
                self.body.header_row,
                how,
                currency.map(str::to_owned),
            )
        };
        if let Some(read) = self.build_in_parts(&start, is_cancelled)? {
            return Ok(read);
        }
        let n_columns = self.body.headers.len();
        let dialect = self.source.rows.dialect();
        let mut swallowed_from = None;
        let fill = |dialect: Option<Dialect>, swallowed_from: &mut Option<u32>| -> io::Result<Filled<'_>> {
            let (mut builder, mut raw) = (start(), Vec::new());
            let watches = dialect.filter(|dialect| !dialect.is_line_by_line);
            self.each_row(dialect, is_cancelled, |row, cells| {
                if watches.is_some_and(|dialect| csv::swallows_rows(cells, dialect, n_columns)) {
                    *swallowed_from = Some(row);
                    return ControlFlow::Break(());
                }
                push(&mut builder, &mut raw, row, cells);
                ControlFlow::Continue(())
            })?;
            Ok((builder, raw))
        };
        let filled = fill(dialect, &mut swallowed_from)?;
        let Some((row, dialect)) = swallowed_from.zip(dialect) else { return Ok(filled) };
        warnings.push(format!("A quotation mark in row {row} is never closed; each line was read by itself. Correct the mark, or export again"));
        fill(Some(Dialect { is_line_by_line: true, ..dialect }), &mut swallowed_from)
    }

    /// Reads a large plain text on all cores, a part each. `None` where it must be read from top to bottom: its rows need
    /// those above them, or a quotation mark is never closed.
    fn build_in_parts<'b>(
        &'b self,
        start: &(impl Fn() -> TableBuilder<'b> + Sync),
        is_cancelled: &AtomicBool,
    ) -> io::Result<Option<Filled<'b>>> {
        let Rows::Text { path, probe, dialect } = self.source.rows else { return Ok(None) };
        if probe.cuts.is_empty() || dialect.needs_cleaning || dialect.is_line_by_line || self.plan.looks_up {
            return Ok(None);
        }
        let mut places = vec![probe.bom as u64];
        for &cut in &probe.cuts {
            places.push(bytes::record_start(path, cut)?);
        }
        places.push(probe.n_bytes);
        let n_columns = self.body.headers.len();
        let bytes_a_row = (probe.head.len() / self.source.head.len().max(1)).max(1);
        // The first part makes room for all of them, so that the others can be appended in place.
        let n_rows = |from: u64, to: u64| usize::try_from(to - from).unwrap_or(0) / bytes_a_row;
        let read_part = |i: usize| -> io::Result<Option<(Filled<'b>, u32)>> {
            let (from, to) = (places[i], places[i + 1]);
            let mut builder = start().without_looking_up();
            if i > 0 {
                builder = builder.without_heading();
            }
            builder.reserve(n_rows(from, if i == 0 { probe.n_bytes } else { to }));
            let (mut raw, mut n, mut is_sound) = (Vec::new(), 0_u32, true);
            let dialect = Dialect { has_sep_line: dialect.has_sep_line && i == 0, ..dialect };
            let part = Counted { inner: bytes::open_part(path, from, to)?, n_bytes: self.n_bytes_read };
            let n_rows = csv::each_record_of_part(part, dialect, |row, cells| {
                n = n.wrapping_add(1);
                let is_stopped = n.is_multiple_of(1024) && is_cancelled.load(Ordering::Relaxed);
                is_sound = !csv::swallows_rows(cells, dialect, n_columns) && !builder.needs_rows_above;
                if is_stopped || !is_sound {
                    return ControlFlow::Break(());
                }
                push(&mut builder, &mut raw, row, cells);
                ControlFlow::Continue(())
            })?;
            Ok(is_sound.then_some(((builder, raw), n_rows)))
        };
        let parts: Vec<io::Result<Option<_>>> = std::thread::scope(|scope| {
            let others: Vec<_> = (1..places.len() - 1).map(|i| scope.spawn(move || read_part(i))).collect();
            let first = read_part(0);
            let joined = others.into_iter().map(|part| part.join().unwrap_or(Ok(None)));
            std::iter::once(first).chain(joined).collect()
        });
        let mut whole: Option<Filled<'b>> = None;
        let mut rows_before = 0_u32;
        for part in parts {
            let Some(((builder, raw), n_rows)) = part? else { return Ok(None) };
            if builder.needs_rows_above {
                return Ok(None);
            }
            match &mut whole {
                None => whole = Some((builder, raw)),
                Some((whole, _)) => whole.append(builder, rows_before),
            }
            rows_before = rows_before.saturating_add(n_rows);
        }
        Ok(whole)
    }

    /// Lets the cells say how dates and decimals are written: all of them, until the question is decided and so many
    /// have agreed that what contradicts them later is a bad cell, and is listed as one.
    fn votes(&self, is_cancelled: &AtomicBool) -> io::Result<Votes> {
        let mut votes = Votes::default();
        let mut n_rows = 0_usize;
        let fields: Vec<Option<Field>> = self.plan.columns.iter().map(|(field, _)| *field).collect();
        let days: Vec<usize> =
            (0..fields.len()).filter(|&i| fields[i].is_some_and(|field| field.kind() == FieldType::Day)).collect();
        let others: Vec<usize> = (0..fields.len()).filter(|i| !days.contains(i) && self.plan.is_day[*i]).collect();
        self.each_row(self.source.rows.dialect(), is_cancelled, |row, cells| {
            if row <= self.body.header_row || self.body.lines.tell(cells) != Line::Data {
                return ControlFlow::Continue(());
            }
            for &i in &days {
                votes.dates.count(row, cells.get(i), self.plan.date_styles[i]);
            }
            for &i in &others {
                votes.other_dates.count(row, cells.get(i), self.plan.date_styles[i]);
            }
            for &i in &self.plan.number_columns {
                votes.decimals.entry(i).or_default().count(cells.get(i));
            }
            n_rows += 1;
            let is_decided = days.is_empty() || votes.dates.order().is_some();
            if n_rows >= DECIDED_AFTER && is_decided { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(votes)
    }

    /// The mark that all columns of numbers together show; a column of parts where every number has three decimals shows it
    /// too. Where nothing shows it, it makes no difference.
    fn decimal_mark(&self, votes: &Votes) -> u8 {
        if let Some(answer) = self.answers.get(DECIMAL).and_then(|answer| answer.bytes().next()) {
            return answer;
        }
        let mut all = DecimalVotes::default();
        for (column, one) in &votes.decimals {
            let is_count = self.plan.columns[*column].0.is_some_and(|field| field.kind() == FieldType::Count);
            all.add(one, is_count);
        }
        let known = self.before.and_then(|before| before.decimal).and_then(|mark| u8::try_from(mark).ok());
        all.mark().or(known).unwrap_or(b'.')
    }

    /// The currency of most of the first rows, where the file states one: in a column, in the amounts, in the headings.
    fn currency(&self) -> Option<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let place = |wanted: Field| self.plan.columns.iter().position(|(field, _)| *field == Some(wanted));
        if let Some(column) = place(Field::Currency) {
            for (_, cells) in self.body.data_rows() {
                let code = text(cells.get(column)).trim().to_uppercase();
                if is_currency(&code) {
                    *counts.entry(code).or_default() += 1;
                }
            }
            if let Some((code, _)) = counts.iter().max_by_key(|(_, n)| **n) {
                return Some(code.clone());
            }
        }
        let column = place(Field::Amount)?;
        for (_, cells) in self.body.data_rows().take(50) {
            if let Some(code) = currency_in(&text(cells.get(column))) {
                *counts.entry(code).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .max_by_key(|(_, n)| *n)
            .map(|(code, _)| code)
            .or_else(|| currency_in(&self.body.headers[column]))
    }

    /// Gives every record of the file, and looks at the cancel flag between them.
    fn each_row(
        &self,
        dialect: Option<Dialect>,
        is_cancelled: &AtomicBool,
        mut f: impl FnMut(u32, Cells<'_>) -> ControlFlow<()>,
    ) -> io::Result<()> {
        match (&self.source.rows, dialect) {
            (Rows::Text { path, probe, .. }, Some(dialect)) => {
                let mut n = 0_u32;
                let text = Counted { inner: bytes::open_text(path, probe)?, n_bytes: self.n_bytes_read };
                let fault = csv::each_record(text, dialect, |row, cells| {
                    n = n.wrapping_add(1);
                    if n.is_multiple_of(1024) && is_cancelled.load(Ordering::Relaxed) {
                        return ControlFlow::Break(());
                    }
                    f(row, cells)
                });
                fault.map_or(Ok(()), Err)
            }
            (Rows::Grid(grid), _) => {
                for (row, cells) in grid.iter() {
                    if f(row, cells).is_break() {
                        break;
                    }
                }
                Ok(())
            }
            (Rows::Text { .. }, None) => Ok(()),
        }
    }

    /// The file's own totals are a hint: a report may leave rows out of them on purpose.
    fn warn_of_totals(&self, builder: &TableBuilder<'_>, currency: Option<&str>, warnings: &mut Vec<String>) {
        const MOST: usize = 3;
        if self.plan.groups == Groups::Other && self.plan.form == Some(Form::Ledger) {
            return;
        }
        let differing = builder.differing_totals();
        for (row, of, difference) in differing.iter().take(MOST) {
            let of = if of.is_empty() { String::new() } else { format!(" for {of}") };
            let by = money::exact(i64::try_from(difference.abs()).unwrap_or(i64::MAX), currency);
            warnings.push(format!(
                "The file's own total{of} in row {row} differs by {by} from the sum of the rows above it"
            ));
        }
        if differing.len() > MOST {
            warnings.push(format!(
                "{} more of the file's own totals differ from the sums of their rows",
                differing.len() - MOST
            ));
        }
    }
}

/// The columns of a table, as understood.
fn column_reports(body: &Body, columns: &[(Option<Field>, &'static str)]) -> Vec<ColumnReport> {
    let first = |i: usize| body.data_rows().map(|(_, cells)| cells.get(i)).find(|cell| !cell.is_empty());
    body.headers
        .iter()
        .zip(columns)
        .enumerate()
        .map(|(i, (header, (field, why)))| ColumnReport {
            header: header.clone(),
            field: *field,
            why: (*why).to_owned(),
            first_value: first(i).map(|cell| text(cell).chars().take(120).collect()).unwrap_or_default(),
        })
        .collect()
}

/// One campaign as labels and values.
fn read_labels(mut reading: Reading, labelled: &labels::Labelled, grid: &Grid, answers: &Answers) -> Reading {
    let report = &mut reading.report;
    report.kind = Some(Kind::Emails);
    report.form = Some(Form::Report);
    let mut votes = DateVotes::default();
    let sent = labelled.sent.clone().unwrap_or_default();
    votes.count(labelled.row, &sent, super::values::DateStyle::Written);
    let answered = answers.get("date_order").and_then(|value| DateOrder::parse(value));
    let day = labelled.sure_day().or_else(|| super::values::date_cell(&sent)?.day(answered.or(votes.order())?));
    report.date_order = votes.order().or(answered.filter(|_| votes.is_open()));
    for (row, cells) in grid.iter().filter(|(row, _)| !labelled.rows.contains(row)) {
        report.n_left_out += 1;
        report.left_out.push(LeftOut {
            row,
            column: None,
            text: cells.line(),
            why: "label that is not needed",
            hint: "Nothing to do",
        });
    }
    let mut table = Table::new(0, Kind::Emails);
    table.form = Some(Form::Report);
    table.rows = vec![labelled.row];
    table.mentions = vec![crate::model::table::Mention { n_rows: 1, ..Default::default() }];
    table.mention_of_row = vec![0];
    table.insert(Field::HappenedOn, Column::Days(vec![day.unwrap_or(crate::model::Day::NONE).0]));
    for (field, word) in [(Field::Campaign, labelled.title.clone()), (Field::Topic, labelled.subject.clone())] {
        if let Some(word) = word {
            table.insert(field, Column::Words(Words { codes: vec![0], words: vec![word] }));
        }
    }
    for (field, count) in [Field::Recipients, Field::Opens, Field::Clicks].into_iter().zip(labelled.counts) {
        if let Some(count) = count {
            table.insert(field, Column::Counts(vec![count]));
        }
    }
    (report.rows, report.used) = (labelled.rows.len(), labelled.rows.len());
    summarise(report, &table);
    report.records = 1;
    report.customers = 0;
    if day.is_none() {
        report.status = FileStatus::Question;
        report.question = Some(date_question(&votes));
        (report.first_on, report.last_on) = (None, None);
    } else {
        report.status = FileStatus::Ready;
        reading.table = Some(table);
    }
    reading
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// "EUR" of "1.234,50 €", "Amount (EUR)" and "EUR 5". The sign $ is of many currencies.
fn currency_in(text: &str) -> Option<String> {
    let has_sign = |sign: char| text.contains(sign);
    if has_sign('€') {
        return Some("EUR".to_owned());
    }
    if has_sign('£') {
        return Some("GBP".to_owned());
    }
    text.split(|c: char| !c.is_ascii_alphabetic()).find(|word| money::CODES.contains(word)).map(str::to_owned)
}
