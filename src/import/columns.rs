//! Cells to typed columns, in bulk. A bad cell costs its row, gives one message, and never costs the file.

mod above;
mod amounts;
mod cell;
mod fates;
mod totals;
mod who;

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use self::above::{Before, Fill, GroupNames};
use self::amounts::{AmountReader, count_totals_once, negate};
use self::cell::{CellReader, Values, is_words, of_all_parts};
use self::fates::is_opening_balance;
use self::totals::Sums;
use super::areas::area;
use super::cells::{Cells, is_ditto, text};
use super::documents::{Document, Fate, as_flag};
use super::layout::{Groups, Line, Lines, labelled_name};
use super::problem::{DateOrder, LeftOut, MOST_LISTED};
use super::recognize::{Amount, Recognition, is_needed_in_each_row};
use super::values::count;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::NumbersBuilder;
use crate::model::schema::FieldType;
use crate::model::table::{Column, Mention, NO_COUNT};
use crate::model::words::{NO_WORD, Words, WordsBuilder};
use crate::model::{Day, Field, Form, Kind, Table};

/// How the cells of one file are read; decided on all of them.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Day or month first.
    pub date_order: DateOrder,
    /// `.` or `,`.
    pub decimal_mark: u8,
    /// Decimals of the currency.
    pub decimals: u32,
    /// Whether a spreadsheet has turned day and month of the real dates: [`super::values::DateVotes::is_turned`].
    pub is_turned: bool,
}

/// Fills a [`Table`] row by row.
pub struct TableBuilder<'a> {
    plan: &'a Recognition,
    lines: &'a Lines,
    headers: &'a [String],
    header_row: u32,
    how: Reading,
    /// The column that states the currency, and the currency of the file.
    currency: Option<(usize, String)>,
    cells: Vec<CellReader>,
    amount: Option<AmountReader>,
    cancelled: Option<Vec<i32>>,
    who: [Option<usize>; 4],
    who_words: [WordsBuilder; 4],
    fates: FastMap<Vec<u8>, Option<Fate>>,
    documents: FastMap<Vec<u8>, Option<Document>>,
    accounts: FastMap<Vec<u8>, bool>,
    mentions: FastMap<[u32; 4], u32>,
    last_mention: ([u32; 4], u32),
    /// By the code of the first of the words that name whom a row is about, the mention in which it stood last.
    mention_by_lead: Vec<u32>,
    mention_list: Vec<([u32; 4], usize)>,
    mention_of_row: Vec<u32>,
    rows: Vec<u32>,
    /// Cells of the row before that its further lines leave blank.
    before: Before,
    groups: GroupNames,
    /// Sums since the last total, to be held against it.
    sums: Sums,
    /// Rows of a ledger that pay money back.
    refunds: Vec<usize>,
    /// Cells that hold words instead of a number that is not needed, by column: how many, and the first.
    worded: BTreeMap<usize, (usize, u32, String)>,
    /// Lines that were not taken in, up to [`MOST_LISTED`].
    pub left_out: Vec<LeftOut>,
    /// How many lines were not taken in.
    pub n_left_out: usize,
    /// Data rows among them.
    pub n_bad_rows: usize,
    /// Whether rows are read with the rows above them in mind; without, they are read faster, and parts of a file apart.
    looks_up: bool,
    /// A row was met that can only be understood with the rows above it.
    pub needs_rows_above: bool,
}

/// A map for millions of look-ups. Its order is never looked at.
type FastMap<K, V> = HashMap<K, V, FixedState>;

/// No cell of an export is longer.
const LONGEST_CELL: usize = 10_000;

/// What is wrong with a cell, and what to do about it.
type Fault = (&'static str, &'static str);

const WHO: [Field; 4] = [Field::CustomerId, Field::Customer, Field::Email, Field::Person];
const NOTHING_TO_DO: &str = "Nothing to do: it is no row of data";

impl<'a> TableBuilder<'a> {
    /// A builder for one file, as recognised.
    pub fn new(
        plan: &'a Recognition,
        lines: &'a Lines,
        headers: &'a [String],
        header_row: u32,
        how: Reading,
        currency: Option<String>,
    ) -> Self {
        let place = |field: Field| plan.columns.iter().position(|(f, _)| *f == Some(field));
        let is_amount = |field: Field| matches!(field, Field::Amount | Field::Received);
        let cells = plan
            .columns
            .iter()
            .enumerate()
            .filter_map(|(column, (field, _))| {
                let field = (*field).filter(|field| !WHO.contains(field) && !is_amount(*field))?;
                let values = match field.kind() {
                    FieldType::Day => Values::Days(Vec::new(), 0),
                    FieldType::Money | FieldType::Area => Values::Money(Vec::new(), 0),
                    FieldType::Count => Values::Counts(Vec::new(), 0),
                    FieldType::Number => Values::Numbers(NumbersBuilder::default()),
                    FieldType::Words => Values::Words(WordsBuilder::default()),
                };
                let is_needed = is_needed_in_each_row(plan.kind, plan.form, field);
                Some(CellReader {
                    field,
                    column,
                    is_needed,
                    style: plan.date_styles.get(column).copied().unwrap_or_default(),
                    area: headers
                        .get(column)
                        .and_then(|header| area(header))
                        .filter(|_| field.kind() == FieldType::Area),
                    last_day: (Vec::new(), Day::NONE.0),
                    values,
                })
            })
            .collect();
        let is_ledger = plan.form == Some(Form::Ledger);
        let amount = (plan.amount != Amount::None).then(|| AmountReader {
            rule: plan.amount.clone(),
            is_needed: is_needed_in_each_row(plan.kind, plan.form, Field::Amount),
            values: Vec::new(),
            received: is_ledger.then(Vec::new),
        });
        let mut who = WHO.map(place);
        if plan.person != [None; 2] {
            who[3] = None;
        }
        Self {
            plan,
            lines,
            headers,
            header_row,
            how,
            currency: place(Field::Currency).zip(currency),
            cells,
            amount,
            cancelled: plan.status_column.filter(|_| plan.kind == Kind::Orders).map(|_| Vec::new()),
            who,
            who_words: Default::default(),
            fates: FastMap::default(),
            documents: FastMap::default(),
            accounts: FastMap::default(),
            mentions: FastMap::default(),
            last_mention: ([NO_WORD; 4], u32::MAX),
            mention_by_lead: Vec::new(),
            mention_list: Vec::new(),
            mention_of_row: Vec::new(),
            rows: Vec::new(),
            before: Before::default(),
            groups: GroupNames::default(),
            sums: Sums::default(),
            refunds: Vec::new(),
            worded: BTreeMap::new(),
            left_out: Vec::new(),
            n_left_out: 0,
            n_bad_rows: 0,
            looks_up: true,
            needs_rows_above: false,
        }
    }

    /// Reads a part of a file that does not begin with its headings.
    pub fn without_heading(mut self) -> Self {
        self.header_row = 0;
        self
    }

    /// Reads each row by itself.
    pub fn without_looking_up(mut self) -> Self {
        self.looks_up = false;
        self
    }

    fn day_column(&self) -> Option<usize> {
        let is_main = |reader: &&CellReader| matches!(reader.field, Field::HappenedOn | Field::IssuedOn);
        self.cells.iter().find(is_main).map(|reader| reader.column)
    }

    /// Makes room for so many rows.
    pub fn reserve(&mut self, n: usize) {
        self.rows.reserve_exact(n);
        self.mention_of_row.reserve_exact(n);
        for reader in &mut self.cells {
            match &mut reader.values {
                Values::Days(values, _) | Values::Counts(values, _) => values.reserve_exact(n),
                Values::Money(values, _) => values.reserve_exact(n),
                Values::Numbers(numbers) => numbers.numbers.keys.reserve_exact(n),
                Values::Words(words) => words.codes.reserve_exact(n),
            }
        }
        if let Some(amount) = &mut self.amount {
            amount.values.reserve_exact(n);
        }
    }

    /// Takes in one line of the file, or lists why not. Blank lines and the headings are neither.
    pub fn push(&mut self, row: u32, cells: Cells<'_>) {
        if row == self.header_row {
            return;
        }
        if row < self.header_row {
            let mut filled = cells.iter().filter(|cell| !cell.is_empty());
            let only = filled.next().filter(|_| filled.next().is_none());
            let bare = || only.filter(|_| self.lines.names_above_headings && row + 1 == self.header_row);
            let name = || labelled_name(cells).or_else(|| bare().map(|name| text(name).into_owned()));
            if self.plan.groups == Groups::Customer
                && let Some(name) = name()
            {
                self.groups.open.push((self.left_out.len(), name));
            }
            if !cells.is_blank() {
                self.leave_out(row, None, cells, ("title line above the headings", NOTHING_TO_DO), false);
            }
            return;
        }
        match self.lines.tell(cells) {
            Line::Blank => {}
            Line::Heading => self.leave_out(row, None, cells, ("heading repeated", NOTHING_TO_DO), false),
            Line::Title => self.leave_out(row, None, cells, ("title line of a page", NOTHING_TO_DO), false),
            Line::Group(words) => {
                self.needs_rows_above = true;
                // A line that says "customer" begins anew, whatever was open.
                self.groups.stack.clear();
                self.groups.open.clear();
                self.groups.open.push((self.left_out.len(), words));
                self.leave_out(row, None, cells, ("customer of the rows below", NOTHING_TO_DO), false);
            }
            Line::Lone(words) => {
                self.needs_rows_above |= self.plan.groups != Groups::None;
                self.groups.open.push((self.left_out.len(), words));
                self.leave_out(row, None, cells, ("words below the table", NOTHING_TO_DO), false);
            }
            Line::Total(of) => self.push_total(row, cells, &of),
            Line::Data => self.push_data(row, cells),
        }
    }

    fn push_data(&mut self, row: u32, cells: Cells<'_>) {
        if self.looks_up && self.is_sum_of_rows_above(cells) {
            self.push_total(row, cells, "");
            return;
        }
        self.open_group();
        if cells.len() > self.headers.len() && (self.headers.len()..cells.len()).any(|i| !cells.get(i).is_empty()) {
            let fault =
                ("more cells than headings", "Put quotes around cells that hold the separator, or export again");
            self.leave_out(row, None, cells, fault, true);
            return;
        }
        if !self.looks_up {
            let day = self.day_column();
            let leaves_out = |column: usize| cells.get(column).is_empty();
            self.needs_rows_above |=
                day.is_some_and(leaves_out) && self.who.iter().flatten().all(|&column| leaves_out(column));
            if let Err((column, fault)) = self.take_row(row, cells, &|column| cells.get(column), false) {
                self.leave_out(row, column, cells, fault, true);
            }
            return;
        }
        let fill = self.filled_from_above(cells);
        let is_further = fill == Fill::All;
        let before = std::mem::take(&mut self.before);
        let (who, person, has_dittos) = (self.who, self.plan.person, self.plan.has_dittos);
        let day = self.day_column();
        let get = |column: usize| -> &[u8] {
            let own = cells.get(column);
            if has_dittos && is_ditto(own) {
                return before.get(column).unwrap_or(own);
            }
            let is_filled = own.is_empty()
                && (fill == Fill::All
                    || fill == Fill::Day && Some(column) == day
                    || fill == Fill::Who && (who.contains(&Some(column)) || person.contains(&Some(column))));
            if is_filled { before.get(column).unwrap_or(own) } else { own }
        };
        let taken = self.take_row(row, cells, &get, is_further);
        if let Err((column, fault)) = taken {
            self.leave_out(row, column, cells, fault, true);
        }
        self.before = before;
        if !is_further {
            self.remember(cells, fill);
        }
    }

    /// Takes in a row of data. `get` gives a cell, for further lines of a document from its first line.
    #[expect(clippy::too_many_lines, reason = "one check after the other, until the row is known to be good")]
    fn take_row<'c>(
        &mut self,
        row: u32,
        cells: Cells<'_>,
        get: &impl Fn(usize) -> &'c [u8],
        is_further: bool,
    ) -> Result<(), (Option<usize>, Fault)> {
        if let Some((column, code)) = &self.currency {
            let stated = get(*column);
            if !stated.is_empty() && !stated.eq_ignore_ascii_case(code.as_bytes()) && stated.len() <= 4 {
                let fault = ("another currency than most rows", "Export this currency into a file of its own");
                return Err((Some(*column), fault));
            }
        }
        let is_long = cells.n_bytes() > LONGEST_CELL;
        if let Some(column) =
            (0..self.headers.len()).filter(|_| is_long).find(|&column| cells.get(column).len() > LONGEST_CELL)
        {
            return Err((Some(column), ("a cell of over 10,000 letters", "Check the quotation marks of this row")));
        }
        if let Some(column) = self.plan.account_column
            && !self.is_receivable(get(column))
        {
            return Err((
                Some(column),
                ("the other side of a double entry", "Nothing to do: it stands beside the customer's account"),
            ));
        }
        let kind = self.document(get);
        if let Some(fault) = kind.and_then(|kind| self.is_other_document(kind)) {
            return Err((self.plan.document_column, fault));
        }
        let fate = self.fate(get);
        if let Some(fault) = fate.and_then(|fate| self.is_ended(fate)) {
            return Err((self.plan.status_column, fault));
        }
        if let Some((column, ended)) = self.plan.ended_column
            && as_flag(&text(get(column))) == Some(true)
            // What was called off in a column of its own was, and stays among the documents.
            && ended == Fate::Void
            && let Some(fault) = self.is_ended(ended)
        {
            return Err((Some(column), fault));
        }
        if self.plan.form == Some(Form::Receipts)
            && let Some(column) = self.who[1]
            && ["transfer from", "transfer to", "umbuchung", "virement interne", "giroconto"]
                .iter()
                .any(|own| super::headings::plain(&text(get(column))).starts_with(own))
        {
            let fault = ("transfer to the shop's own account", "Nothing to do: it is no payment of a customer");
            return Err((Some(column), fault));
        }
        let how = self.how;
        let is_optional = matches!(self.plan.kind, Kind::Orders | Kind::Quotes);
        let mut worded = None;
        let (amount, received) = match &self.amount {
            Some(reader) => match reader.read(get, how, kind) {
                Ok(amounts) => amounts,
                // An order is one though its price is "to be agreed".
                Err((column, _)) if is_optional && is_words(get(column)) => {
                    worded = Some(column);
                    (NO_AMOUNT, NO_AMOUNT)
                }
                Err((column, fault)) => return Err((Some(column), fault)),
            },
            None => (NO_AMOUNT, NO_AMOUNT),
        };
        if let Some(reader) = self
            .amount
            .as_ref()
            .filter(|reader| reader.is_needed && !is_further && amount == NO_AMOUNT && reader.received.is_none())
            .filter(|_| worded.is_none())
        {
            return Err((
                reader.rule.column(),
                ("no amount", "Write the amount into the row, then open the file again"),
            ));
        }
        let is_opening = self.plan.form == Some(Form::Ledger) && cells.iter().any(is_opening_balance);
        if is_opening || amount == NO_AMOUNT && received == NO_AMOUNT && self.plan.form == Some(Form::Ledger) {
            return Err((
                self.plan.document_column,
                ("neither invoiced nor paid", "Nothing to do: it is a balance carried forward"),
            ));
        }
        let is_refund = matches!(kind, Some(Document::Refund | Document::CreditNote));
        if self.plan.form == Some(Form::Receipts)
            && self.plan.document_column.is_some()
            && !is_refund
            && amount < 0
            && amount != NO_AMOUNT
        {
            return Err((
                self.plan.document_column,
                ("paid by the shop, not to it", "Nothing to do: it is no payment of a customer"),
            ));
        }
        let has_amount = amount != NO_AMOUNT;
        let mut lot = None;
        for reader in &mut self.cells {
            let cell = get(reader.column);
            // Nor need its parts be counted: "one lot".
            if let (Values::Counts(_, staged), Field::Parts, true) = (&mut reader.values, reader.field, is_optional)
                && is_words(cell)
                && count(cell, how.decimal_mark).is_none()
            {
                *staged = NO_COUNT;
                lot = Some(reader.column);
                continue;
            }
            reader.read(cell, how, has_amount || worded.is_some()).map_err(|fault| (Some(reader.column), fault))?;
        }
        for column in [worded, lot].into_iter().flatten() {
            let first = || (0, row, text(get(column)).into_owned());
            self.worded.entry(column).or_insert_with(first).0 += 1;
        }
        let known = self.known_mention(get);
        let codes = if known.is_some() { [NO_WORD; 4] } else { self.who_codes(get) };
        if known.is_none()
            && codes == [NO_WORD; 4]
            && !matches!(self.plan.kind, Kind::Rejections | Kind::Web | Kind::Social)
            && !matches!(self.plan.form, Some(Form::Campaigns | Form::Receipts))
        {
            let column = self.who.iter().flatten().next().copied();
            return Err((column, ("no customer", "Write the customer into the row, then open the file again")));
        }
        for reader in &mut self.cells {
            reader.keep(get(reader.column));
        }
        if let Some(reader) = &mut self.amount {
            reader.values.push(amount);
            if let Some(values) = &mut reader.received {
                values.push(received);
            }
        }
        if let Some(cancelled) = &mut self.cancelled {
            cancelled.push(i32::from(fate == Some(Fate::Cancelled)));
        }
        let printed = |amount: Minor| if amount == NO_AMOUNT { 0 } else { i128::from(amount) };
        self.sums.left += printed(amount) - printed(received);
        self.sums.signed += printed(amount) + printed(received);
        if has_amount {
            self.sums.all += i128::from(amount);
            self.sums.group += i128::from(amount);
            self.sums.since = (self.sums.since.0 + i128::from(amount), self.sums.since.1 + 1);
        }
        let mention = match known {
            Some(mention) => {
                self.mention_list[mention as usize].1 += 1;
                mention
            }
            None => self.mention(codes),
        };
        if kind == Some(Document::Refund) && received != NO_AMOUNT {
            self.refunds.push(self.rows.len());
        }
        self.mention_of_row.push(mention);
        self.rows.push(row);
        Ok(())
    }

    /// Lists a line that is not taken in. `is_row`: whether it is a row of data at all.
    pub fn leave_out(&mut self, row: u32, column: Option<usize>, cells: Cells<'_>, (why, hint): Fault, is_row: bool) {
        self.n_left_out += 1;
        self.n_bad_rows += usize::from(is_row);
        if self.left_out.len() >= MOST_LISTED {
            return;
        }
        let shown = match column.map(|column| cells.get(column)) {
            Some(cell) if !cell.is_empty() => text(&cell[..cell.len().min(1600)]).chars().take(400).collect(),
            _ => cells.line(),
        };
        let column = column.and_then(|column| self.headers.get(column)).cloned();
        self.left_out.push(LeftOut { row, column, text: shown, why, hint });
    }

    /// How many rows were taken in.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The file's own totals that differ from the sums of its rows: row, of what, difference in minor units.
    pub fn differing_totals(&self) -> &[(u32, String, i128)] {
        &self.sums.differences
    }

    /// Columns whose cells hold words instead of a number that a row can do without: the column, how many cells, the row of
    /// the first and its words.
    pub fn worded(&self) -> impl Iterator<Item = (usize, usize, u32, &str)> {
        self.worded.iter().map(|(&column, (n, row, words))| (column, *n, *row, words.as_str()))
    }

    /// Adds the rows of the next part of the same file, whose rows are numbered from its own start.
    pub fn append(&mut self, mut next: TableBuilder<'_>, rows_before: u32) {
        let maps: Vec<Vec<u32>> = (0..4).map(|i| self.who_words[i].merge(&mut next.who_words[i])).collect();
        let mapped = |i: usize, code: u32| maps[i].get(code as usize).copied().unwrap_or(NO_WORD);
        let mut places = Vec::with_capacity(next.mention_list.len());
        for (codes, n_rows) in &next.mention_list {
            let place = self.mention([0, 1, 2, 3].map(|i| mapped(i, codes[i])));
            self.mention_list[place as usize].1 += n_rows - 1;
            places.push(place);
        }
        let n_before = self.rows.len();
        self.refunds.extend(next.refunds.drain(..).map(|row| row + n_before));
        self.mention_of_row.extend(next.mention_of_row.drain(..).map(|m| places[m as usize]));
        self.rows.extend(next.rows.drain(..).map(|row| row.saturating_add(rows_before)));
        for (mine, theirs) in self.cells.iter_mut().zip(next.cells) {
            match (&mut mine.values, theirs.values) {
                (Values::Days(all, _), Values::Days(more, _)) | (Values::Counts(all, _), Values::Counts(more, _)) => {
                    all.extend(more);
                }
                (Values::Money(all, _), Values::Money(more, _)) => all.extend(more),
                (Values::Numbers(all), Values::Numbers(more)) => all.append(more),
                (Values::Words(all), Values::Words(mut more)) => {
                    let map = all.merge(&mut more);
                    all.codes
                        .extend(more.codes.into_iter().map(|code| map.get(code as usize).copied().unwrap_or(NO_WORD)));
                }
                _ => {}
            }
        }
        if let (Some(all), Some(more)) = (&mut self.amount, next.amount) {
            all.values.extend(more.values);
            if let (Some(all), Some(more)) = (&mut all.received, more.received) {
                all.extend(more);
            }
        }
        if let (Some(all), Some(more)) = (&mut self.cancelled, next.cancelled) {
            all.extend(more);
        }
        for (column, (n, row, words)) in next.worded {
            self.worded.entry(column).or_insert((0, row.saturating_add(rows_before), words)).0 += n;
        }
        self.n_left_out += next.n_left_out;
        self.n_bad_rows += next.n_bad_rows;
        let room = MOST_LISTED.saturating_sub(self.left_out.len());
        self.left_out.extend(
            next.left_out
                .into_iter()
                .take(room)
                .map(|left| LeftOut { row: left.row.saturating_add(rows_before), ..left }),
        );
        self.needs_rows_above |= next.needs_rows_above;
    }

    /// The finished table.
    pub fn finish(self) -> Table {
        let mut table = Table::new(0, self.plan.kind);
        table.form = self.plan.form;
        let [ids, names, emails, people] = self.who_words;
        let word = |words: &WordsBuilder, code: u32| words.words.get(code as usize).cloned();
        table.mentions = self
            .mention_list
            .iter()
            .map(|&([id, name, email, person], n_rows)| Mention {
                id: word(&ids, id),
                name: word(&names, name),
                email: word(&emails, email),
                person: word(&people, person),
                n_rows,
            })
            .collect();
        table.mention_of_row = self.mention_of_row;
        table.rows = self.rows;
        let each: Vec<Field> = self
            .cells
            .iter()
            .filter(|reader| reader.area.is_some_and(|of| of.is_each))
            .map(|reader| reader.field)
            .collect();
        for reader in self.cells {
            let column = match reader.values {
                Values::Days(days, _) => Column::Days(days),
                Values::Money(amounts, _) => Column::Money(amounts),
                Values::Counts(counts, _) => Column::Counts(counts),
                Values::Numbers(numbers) => Column::Numbers(numbers.numbers),
                Values::Words(words) => Column::Words(Words { codes: words.codes, words: words.words }),
            };
            table.insert(reader.field, column);
        }
        let parts = table.counts(Field::Parts).map(<[i32]>::to_vec);
        for field in each {
            if let Some(areas) = table.money_mut(field) {
                of_all_parts(areas, parts.as_deref());
            }
        }
        if let Some(mut reader) = self.amount {
            // Books write sales as credits.
            let n_negative = reader.values.iter().filter(|&&a| a != NO_AMOUNT && a < 0).count();
            let n_positive = reader.values.iter().filter(|&&a| a > 0).count();
            let is_of_sales =
                matches!(self.plan.form, Some(Form::Invoices | Form::InvoiceLines | Form::Orders | Form::OrderLines));
            if is_of_sales && n_negative > 4 * n_positive {
                negate(&mut reader.values);
            }
            table.insert(Field::Amount, Column::Money(reader.values));
            if let Some(mut received) = reader.received {
                // Books print what was received as a reduction of what is owed.
                let sum: i128 = received.iter().filter(|&&a| a != NO_AMOUNT).map(|&a| i128::from(a)).sum();
                if sum < 0 {
                    negate(&mut received);
                }
                for &row in &self.refunds {
                    received[row] = -received[row].abs();
                }
                table.insert(Field::Received, Column::Money(received));
            }
        }
        if let Some(cancelled) = self.cancelled {
            table.insert(Field::Cancelled, Column::Counts(cancelled));
        }
        table.currency = table.words(Field::Currency).and_then(commonest).filter(|code| code.len() == 3);
        if matches!(self.plan.amount, Amount::Column { is_repeated: true, .. }) {
            count_totals_once(&mut table);
        }
        table
    }
}

fn commonest(words: &Words) -> Option<String> {
    let mut counts = vec![0_usize; words.words.len()];
    for &code in words.codes.iter().filter(|&&code| code != NO_WORD) {
        counts[code as usize] += 1;
    }
    let best = (0..counts.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i)))?;
    words.words.get(best).map(|word| word.to_uppercase())
}
