//! Cells to typed columns, in bulk. A bad cell costs its row, gives one message, and never costs the file.

use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::fast::FixedState;

use super::areas::{AreaHeading, area};
use super::cells::{Cells, is_ditto, plain, text};
use super::documents::{Document, Fate, as_flag, document, fate};
use super::layout::{Groups, Line, Lines, is_footer, labelled_name};
use super::problem::{DateOrder, LeftOut, MOST_LISTED};
use super::recognize::{Amount, Recognition, is_needed_in_each_row, is_receivable};
use super::values::{DateCell, DateStyle, amount, count};
use crate::model::money::{LARGEST_MINOR, Minor, NO_AMOUNT};
use crate::model::numbers::{NO_NUMBER, NumbersBuilder};
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

struct CellReader {
    field: Field,
    column: usize,
    is_needed: bool,
    style: DateStyle,
    /// Of an area: by what its cells are multiplied.
    area: Option<AreaHeading>,
    /// The last date that was read, as written: the next row often has the same.
    last_day: (Vec<u8>, i32),
    values: Values,
}

enum Values {
    Days(Vec<i32>, i32),
    Money(Vec<Minor>, Minor),
    Counts(Vec<i32>, i32),
    Numbers(NumbersBuilder),
    Words(WordsBuilder),
}

struct AmountReader {
    rule: Amount,
    is_needed: bool,
    values: Vec<Minor>,
    received: Option<Vec<Minor>>,
}

/// The first row of a document, for those of its lines that leave it out.
#[derive(Default)]
struct Before {
    cells: Vec<(usize, Vec<u8>)>,
}

impl Before {
    fn get(&self, column: usize) -> Option<&[u8]> {
        self.cells.iter().find(|(kept, _)| *kept == column).map(|(_, cell)| cell.as_slice())
    }
}

/// What a line takes from the line above.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fill {
    Nothing,
    Who,
    All,
    /// Its day.
    Day,
}

/// The lone lines above the rows.
#[derive(Default)]
struct GroupNames {
    stack: Vec<String>,
    /// Lone lines since the last row: places in `left_out`, and their words.
    open: Vec<(usize, String)>,
    has_totals: bool,
}

#[derive(Default)]
struct Sums {
    all: i128,
    group: i128,
    /// Since the last total of any kind, and of how many rows.
    since: (i128, usize),
    /// (row, what it is the total of, difference).
    differences: Vec<(u32, String, i128)>,
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
            if self.plan.groups == Groups::Customer
                && let Some(name) = labelled_name(cells)
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

    fn push_total(&mut self, row: u32, cells: Cells<'_>, of: &str) {
        self.leave_out(row, None, cells, ("total line", "Nothing to do: totals are counted anew"), false);
        self.sums.since = (0, 0);
        let printed = self.amount.as_ref().and_then(|reader| match &reader.rule {
            Amount::Column { column, .. } | Amount::Marked { column, .. } => {
                read_amount(cells.get(*column), self.how).ok()
            }
            _ => None,
        });
        if let Some(printed) = printed.filter(|&printed| printed != NO_AMOUNT && self.looks_up) {
            let sum = if of.is_empty() { self.sums.all } else { self.sums.group };
            // A sum that was never begun is of something else.
            let nests = !of.is_empty() && self.groups.stack.len() > 1;
            if sum != i128::from(printed) && !nests && self.sums.all != 0 {
                self.sums.differences.push((row, of.to_owned(), i128::from(printed) - sum));
            }
        }
        if !of.is_empty() || self.groups.stack.len() == 1 {
            self.sums.group = 0;
        }
        if !of.is_empty() {
            self.groups.has_totals = true;
            match self.groups.stack.iter().rposition(|name| is_same_name(name, of)) {
                Some(at) => self.groups.stack.truncate(at),
                // "Customer total" closes what is open.
                None => {
                    self.groups.stack.pop();
                }
            }
        }
    }

    /// A line without a day and a customer whose amount is the sum of the rows above it: "Oct so far". Whatever its words
    /// are, it is a total.
    fn is_sum_of_rows_above(&self, cells: Cells<'_>) -> bool {
        let (since, n_rows) = self.sums.since;
        if n_rows < 2 || self.lines.has_day(cells) || self.who.iter().flatten().any(|&i| !cells.get(i).is_empty()) {
            return false;
        }
        let Some(Amount::Column { column, .. }) = self.amount.as_ref().map(|reader| &reader.rule) else { return false };
        let printed =
            read_amount(cells.get(*column), self.how).ok().filter(|&amount| amount != NO_AMOUNT && amount != 0);
        printed.is_some_and(|printed| [since, self.sums.all].contains(&i128::from(printed)))
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

    /// The mention that the row's first word of whom it is about stood in last, where the others agree: no look-up for them.
    fn known_mention<'c>(&mut self, get: &impl Fn(usize) -> &'c [u8]) -> Option<u32> {
        let lead = self.who.iter().position(Option::is_some)?;
        if self.plan.person != [None; 2] || self.plan.groups == Groups::Customer {
            return None;
        }
        let code = self.who_words[lead].code(plain(get(self.who[lead]?)));
        let mention = *self.mention_by_lead.get(code as usize)?;
        let (codes, _) = self.mention_list.get(mention as usize)?;
        let agrees = (lead + 1..4).all(|i| {
            let cell = self.who[i].map_or(&b""[..], |column| plain(get(column)));
            self.who_words[i].words.get(codes[i] as usize).map_or(cell.is_empty(), |word| word.as_bytes() == cell)
        });
        agrees.then_some(mention)
    }

    fn who_codes<'c>(&mut self, get: &impl Fn(usize) -> &'c [u8]) -> [u32; 4] {
        let mut codes = [NO_WORD; 4];
        for ((code, words), column) in codes.iter_mut().zip(&mut self.who_words).zip(self.who) {
            if let Some(column) = column {
                *code = words.code(plain(get(column)));
            }
        }
        if let [first, last] = self.plan.person
            && (first.is_some() || last.is_some())
        {
            let mut name = first.map_or(Vec::new(), |column| get(column).to_vec());
            if let Some(last) = last.map(get).filter(|last| !last.is_empty()) {
                if !name.is_empty() {
                    name.push(b' ');
                }
                name.extend_from_slice(last);
            }
            codes[3] = self.who_words[3].code(&name);
        }
        if self.plan.groups == Groups::Customer && codes[1] == NO_WORD {
            let name = self.groups.name().map(str::to_owned).unwrap_or_default();
            codes[1] = self.who_words[1].code(name.trim().as_bytes());
        }
        codes
    }

    /// What a line leaves out because the line before says it. A further line of a document repeats its number, or leaves
    /// out number, day and customer.
    fn filled_from_above(&mut self, cells: Cells<'_>) -> Fill {
        if self.before.cells.is_empty() {
            return Fill::Nothing;
        }
        let is_blank = |column: usize| cells.get(column).is_empty();
        let day = self.day_column();
        if self.plan.is_who_once
            && self.who.iter().flatten().all(|&column| is_blank(column))
            && self.plan.person.iter().flatten().all(|&column| is_blank(column))
        {
            self.needs_rows_above = true;
            return if day.is_some_and(is_blank) { Fill::All } else { Fill::Who };
        }
        if self.plan.is_day_once
            && day.is_some_and(is_blank)
            && self.who.iter().flatten().any(|&column| !is_blank(column))
        {
            self.needs_rows_above = true;
            return Fill::Day;
        }
        if self.plan.account_column.is_some() && day.is_some_and(is_blank) {
            self.needs_rows_above = true;
            return Fill::All;
        }
        let is_further = if let Some(column) = self.plan.number_column.filter(|&column| !is_blank(column)) {
            let is_same = self.before.get(column).is_some_and(|cell| cell == cells.get(column));
            is_same && (day.is_some_and(is_blank) || self.who.iter().flatten().any(|&column| is_blank(column)))
        } else {
            let leaves_number = self.plan.number_column.is_some() || self.who[1].is_some();
            leaves_number && day.is_some_and(is_blank) && self.who.iter().flatten().all(|&column| is_blank(column))
        };
        self.needs_rows_above |= is_further;
        if is_further { Fill::All } else { Fill::Nothing }
    }

    /// Keeps the cells that further lines may leave out; of a line without a customer, all but the customer.
    fn remember(&mut self, cells: Cells<'_>, fill: Fill) {
        let day = self.day_column();
        let days = self.cells.iter().filter(|reader| reader.field.kind() == FieldType::Day).map(|reader| reader.column);
        let others = [
            self.plan.number_column,
            self.plan.document_column,
            self.plan.status_column,
            self.currency.as_ref().map(|c| c.0),
        ];
        let columns = days
            .chain(self.who.into_iter().flatten())
            .chain(others.into_iter().flatten())
            .chain(self.plan.person.into_iter().flatten());
        let who = self.who;
        let all = if self.plan.has_dittos { 0..cells.len() } else { 0..0 };
        for column in columns.chain(all) {
            if self.plan.has_dittos && is_ditto(cells.get(column)) {
                continue;
            }
            let is_kept = fill == Fill::Who && who.contains(&Some(column)) || fill == Fill::Day && Some(column) == day;
            if is_kept {
                continue;
            }
            let cell = cells.get(column);
            match self.before.cells.iter_mut().find(|(kept, _)| *kept == column) {
                Some((_, kept)) => {
                    kept.clear();
                    kept.extend_from_slice(cell);
                }
                None => self.before.cells.push((column, cell.to_vec())),
            }
        }
    }

    /// Lone lines above this row were the headings of its group.
    fn open_group(&mut self) {
        if self.groups.open.is_empty() {
            return;
        }
        let open = std::mem::take(&mut self.groups.open);
        if !self.groups.has_totals {
            self.groups.stack.clear();
        }
        for (place, words) in open {
            if let Some(left) = self.left_out.get_mut(place) {
                left.why = if self.plan.groups == Groups::Customer {
                    "customer of the rows below"
                } else {
                    "heading of a group"
                };
            }
            if !is_footer(&words) {
                self.groups.stack.push(words);
            }
        }
    }

    fn document<'c>(&mut self, get: &impl Fn(usize) -> &'c [u8]) -> Option<Document> {
        let cell = get(self.plan.document_column?);
        if let Some(known) = self.documents.get(cell) {
            return *known;
        }
        let known = match document(&text(cell)) {
            Some(Document::Purchase) if self.plan.is_of_cards => Some(Document::Payment),
            // Where the other rows are debits, a credit is money that came in.
            Some(Document::CreditNote) if self.plan.is_of_an_account => Some(Document::Payment),
            known => known,
        };
        if self.documents.len() < 1000 {
            self.documents.insert(cell.to_vec(), known);
        }
        known
    }

    fn is_receivable(&mut self, account: &[u8]) -> bool {
        if let Some(known) = self.accounts.get(account) {
            return *known;
        }
        let known = is_receivable(&text(account));
        if self.accounts.len() < 1000 {
            self.accounts.insert(account.to_vec(), known);
        }
        known
    }

    fn fate<'c>(&mut self, get: &impl Fn(usize) -> &'c [u8]) -> Option<Fate> {
        let column = self.plan.status_column?;
        let cell = get(column);
        if cell.is_empty() {
            return None;
        }
        if let Some(known) = self.fates.get(cell) {
            return *known;
        }
        let words = text(cell);
        // A date in a column "cancelled at".
        let known = fate(&words).or_else(|| super::values::date_cell(cell).map(|_| Fate::Cancelled));
        if self.fates.len() < 1000 {
            self.fates.insert(cell.to_vec(), known);
        }
        known
    }

    /// Why a document of this kind is not in this list of documents.
    fn is_other_document(&self, kind: Document) -> Option<Fault> {
        use Document as D;
        let form = self.plan.form;
        match kind {
            D::Transfer if form != Some(Form::OpenItems) => {
                Some(("transfer to the shop's own account", "Nothing to do: it is no payment of a customer"))
            }
            D::Fee if form == Some(Form::Receipts) || form == Some(Form::Ledger) => {
                Some(("a fee, not a payment", "Nothing to do: it is no payment of a customer"))
            }
            D::Purchase if form != Some(Form::Receipts) => {
                Some(("what the shop bought or paid", "Nothing to do: it is no document of a customer"))
            }
            D::Invoice if form == Some(Form::Receipts) => {
                Some(("an invoice, not a payment", "Nothing to do: open a list of invoices too"))
            }
            D::Payment | D::Refund
                if self.plan.kind == Kind::Orders && form == Some(Form::InvoiceLines) && kind == D::Payment =>
            {
                Some(("a payment, not a sale", "Nothing to do: open a list of payments too"))
            }
            D::Quote if self.plan.kind != Kind::Quotes => {
                Some(("a quote, not a sale", "Nothing to do: open a list of quotes too"))
            }
            D::Order if matches!(form, Some(Form::Ledger | Form::Receipts)) => {
                Some(("an order, not an invoice", "Nothing to do: open a list of orders too"))
            }
            _ => None,
        }
    }

    fn is_ended(&self, fate: Fate) -> Option<Fault> {
        match fate {
            Fate::Void => Some(("voided", "Nothing to do: it never counted")),
            Fate::Draft if matches!(self.plan.kind, Kind::Payments | Kind::Orders) => {
                Some(("a draft, never sent", "Nothing to do: it never counted"))
            }
            // An order that was called off was an order; an invoice that was called off is void.
            Fate::Cancelled if matches!(self.plan.form, Some(Form::Invoices | Form::OpenItems)) => {
                Some(("voided", "Nothing to do: it never counted"))
            }
            Fate::Failed | Fate::Lost | Fate::Cancelled if self.plan.form == Some(Form::Receipts) => {
                Some(("a payment that did not come", "Nothing to do: it is no payment"))
            }
            _ => None,
        }
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

    fn mention(&mut self, codes: [u32; 4]) -> u32 {
        if self.last_mention.0 != codes || self.last_mention.1 == u32::MAX {
            let next = u32::try_from(self.mention_list.len()).unwrap_or(u32::MAX);
            let place = *self.mentions.entry(codes).or_insert(next);
            if place == next {
                self.mention_list.push((codes, 0));
            }
            self.last_mention = (codes, place);
        }
        let place = self.last_mention.1;
        self.mention_list[place as usize].1 += 1;
        if let Some(lead) = self.who.iter().position(Option::is_some).map(|i| codes[i]).filter(|&lead| lead != NO_WORD)
        {
            let lead = lead as usize;
            if self.mention_by_lead.len() <= lead {
                self.mention_by_lead.resize(lead + 1, u32::MAX);
            }
            self.mention_by_lead[lead] = place;
        }
        place
    }
}

/// A total that each row of a document repeats stays with its first row.
fn count_totals_once(table: &mut Table) {
    let Some(numbers) = table.document_numbers().map(|numbers| numbers.keys.clone()) else { return };
    let mut seen = HashSet::new();
    let Some(amounts) = table.money_mut(Field::Amount) else { return };
    for (key, amount) in numbers.iter().zip(amounts.iter_mut()) {
        if *key != NO_NUMBER && !seen.insert(*key) {
            *amount = NO_AMOUNT;
        }
    }
}

impl GroupNames {
    /// The customer: the outermost name that is none of a month or an age.
    fn name(&self) -> Option<&str> {
        self.stack.iter().find(|name| !super::headings::is_age_bucket(name)).map(String::as_str)
    }
}

/// "Total for Alpine Tool with sub-customers" closes "Alpine Tool".
fn is_same_name(name: &str, of: &str) -> bool {
    let (name, of) = (name.trim(), of.trim());
    of.eq_ignore_ascii_case(name)
        || of.strip_prefix(name).is_some_and(|rest| rest.starts_with(" with "))
        || of.trim_end_matches(" with sub-customers/sub-items") == name
}

impl Amount {
    fn column(&self) -> Option<usize> {
        match self {
            Self::Column { column, .. } | Self::Marked { column, .. } => Some(*column),
            Self::Sum(columns) => columns.first().copied(),
            Self::DebitCredit { debit, .. } => Some(*debit),
            Self::Difference { plus, .. } => Some(*plus),
            Self::Product { price, .. } => Some(*price),
            Self::None => None,
        }
    }
}

impl AmountReader {
    /// The amount of a row and, in a ledger, what was received. Credits and refunds count negative, whatever their sign.
    fn read<'c>(
        &self,
        get: &impl Fn(usize) -> &'c [u8],
        how: Reading,
        kind: Option<Document>,
    ) -> Result<(Minor, Minor), (usize, Fault)> {
        let cell = |column: usize| read_amount(get(column), how).map_err(|fault| (column, fault));
        let is_credit = matches!(kind, Some(Document::CreditNote | Document::Refund));
        let amount = match &self.rule {
            Amount::None => NO_AMOUNT,
            Amount::Column { column, .. } => cell(*column)?,
            Amount::Sum(columns) => {
                let mut sum = NO_AMOUNT;
                for &column in columns {
                    let part = cell(column)?;
                    if part != NO_AMOUNT {
                        sum = if sum == NO_AMOUNT { part } else { sum + part };
                    }
                }
                sum
            }
            Amount::DebitCredit { debit, credit } => {
                let known = |amount: Minor| if amount == 0 { NO_AMOUNT } else { amount };
                let (debit, credit) = (known(cell(*debit)?), known(cell(*credit)?));
                if kind == Some(Document::Payment) && credit == NO_AMOUNT {
                    // Each document in the debit of its own account.
                    return Ok((NO_AMOUNT, debit));
                }
                if is_credit || kind == Some(Document::Invoice) {
                    // A credit note reduces what was invoiced, and so does what an invoice journal credits.
                    return Ok((if credit == NO_AMOUNT { debit } else { -credit }, NO_AMOUNT));
                }
                return Ok((debit, credit));
            }
            Amount::Difference { plus, minus } => match (cell(*plus)?, cell(*minus)?) {
                (plus, NO_AMOUNT | 0) => plus,
                (NO_AMOUNT | 0, minus) => -minus,
                (plus, minus) => plus - minus,
            },
            Amount::Marked { column, mark } => {
                let amount = cell(*column)?;
                let is_minus = matches!(get(*mark).first(), Some(b'H' | b'C' | b'h' | b'c'));
                if is_minus && amount != NO_AMOUNT { -amount } else { amount }
            }
            Amount::Product { quantity, price } => {
                let read = |column: usize, decimals: u32| amount(get(column), how.decimal_mark, decimals);
                match (read(*quantity, 3), read(*price, 4)) {
                    (Some(parts), Some(each)) => {
                        let scale = 10_i128.pow(7 - how.decimals);
                        let product = i128::from(parts) * i128::from(each);
                        Minor::try_from((product + product.signum() * scale / 2) / scale).unwrap_or(NO_AMOUNT)
                    }
                    _ => NO_AMOUNT,
                }
            }
        };
        if self.received.is_some() {
            return Ok(match kind {
                Some(Document::Payment | Document::Refund) => (NO_AMOUNT, amount),
                _ => (if is_credit && amount > 0 { -amount } else { amount }, NO_AMOUNT),
            });
        }
        Ok((if is_credit && amount > 0 { -amount } else { amount }, NO_AMOUNT))
    }
}

/// Whether a cell can be the number of a document.
fn is_number_of(field: Field, cell: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| plain(cell).iter().any(is);
    if field == Field::PaymentNumber {
        has(u8::is_ascii_digit)
    } else {
        has(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
    }
}

/// Turns the sign of all amounts.
fn negate(amounts: &mut [Minor]) {
    amounts.iter_mut().filter(|amount| **amount != NO_AMOUNT).for_each(|amount| *amount = -*amount);
}

/// "Opening balance", "Report à nouveau": what was owed before the list begins.
fn is_opening_balance(cell: &[u8]) -> bool {
    const WORDS: [&str; 16] = [
        "opening balance",
        "balance forward",
        "balance brought forward",
        "brought forward",
        "balance b f",
        "starting balance",
        "anfangsbestand",
        "anfangssaldo",
        "saldovortrag",
        "vortrag",
        "report a nouveau",
        "a nouveau",
        "saldo inicial",
        "saldo anterior",
        "saldo iniziale",
        "riporto",
    ];
    // Most cells are numbers, dates or longer than such words.
    (7..40).contains(&cell.len())
        && cell.iter().filter(|byte| byte.is_ascii_digit()).count() * 2 < cell.len()
        && cell.iter().any(|byte| matches!(byte, b'o' | b'O'))
        && WORDS.iter().any(|word| super::documents::contains(&super::headings::plain(&text(cell)), word))
}

/// Words where a number would stand: "TBA", "one lot".
fn is_words(cell: &[u8]) -> bool {
    let bytes = plain(cell);
    let n_digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    // "2 sets": how many parts are in a set, nobody says.
    let rest = &bytes[n_digits..];
    let is_of_sets = n_digits == 0 || rest.starts_with(b" ");
    !cell.is_empty()
        && is_of_sets
        && !rest.iter().any(u8::is_ascii_digit)
        && rest.iter().any(u8::is_ascii_alphabetic)
        && cell.len() <= 40
}

/// An area in thousandths of the unit that it is kept in. One that cannot be read costs nothing: it is not known.
fn thousandths(cell: &[u8], how: Reading, of: AreaHeading) -> Minor {
    let Some(written) = amount(cell, how.decimal_mark, 3).filter(|area| *area >= 0) else { return NO_AMOUNT };
    #[expect(clippy::cast_possible_truncation, reason = "bounded where amounts are read")]
    let area = (written as f64 * of.factor).round() as Minor;
    area
}

/// Areas of one part become those of all parts of their rows; a row without a number of parts has one.
fn of_all_parts(areas: &mut [Minor], parts: Option<&[i32]>) {
    for (row, area) in areas.iter_mut().enumerate().filter(|(_, area)| **area != NO_AMOUNT) {
        let parts = parts.map_or(1, |parts| parts[row]);
        if parts != NO_COUNT && parts > 0 {
            *area = area.saturating_mul(i64::from(parts)).min(LARGEST_MINOR);
        }
    }
}

fn read_amount(cell: &[u8], how: Reading) -> Result<Minor, Fault> {
    if cell.is_empty() || matches!(cell, b"-" | b"n/a" | b"N/A") || cell == "–".as_bytes() {
        return Ok(NO_AMOUNT);
    }
    // "No charge" is an amount.
    if [&b"n/c"[..], b"nc", b"no charge", b"free", b"foc", b"gratis", b"kostenlos", b"offert", b"omaggio", b"sin cargo"]
        .iter()
        .any(|free| free.eq_ignore_ascii_case(cell))
    {
        return Ok(0);
    }
    amount(cell, how.decimal_mark, how.decimals)
        .ok_or(("not an amount", "Remove words from the amount; amounts over 1,000 million are slips"))
}

impl CellReader {
    /// Reads the cell and holds the value until the whole row is known to be good.
    fn read(&mut self, cell: &[u8], how: Reading, has_amount: bool) -> Result<(), Fault> {
        if cell.is_empty() && (self.is_needed || self.field == Field::Parts && !has_amount && self.counts()) {
            return Err(match self.field {
                Field::Parts => {
                    ("no number of parts", "Write the number of parts into the row, then open the file again")
                }
                Field::RejectedParts => {
                    ("no number of rejected parts", "Write it into the row, then open the file again")
                }
                _ => ("no date", "Write the date into the row, then open the file again"),
            });
        }
        match &mut self.values {
            Values::Days(_, staged) if cell.is_empty() => *staged = Day::NONE.0,
            Values::Days(_, staged) if cell == self.last_day.0 => *staged = self.last_day.1,
            Values::Days(_, staged) => {
                *staged = match day(cell, self.style, how.date_order) {
                    Ok(day) => day,
                    // A word in place of a date that is not needed: "open", "KW 34"; or what a system writes for none.
                    Err(_) if !self.is_needed && (is_words(cell) || !has_day_and_month(cell)) => Day::NONE.0,
                    Err(fault) => return Err(fault),
                };
                self.last_day.0.clear();
                self.last_day.0.extend_from_slice(cell);
                self.last_day.1 = *staged;
            }
            Values::Money(_, staged) if self.field.kind() == FieldType::Area => {
                *staged = self.area.map_or(NO_AMOUNT, |of| thousandths(cell, how, of));
            }
            Values::Money(_, staged) => *staged = read_amount(cell, how)?,
            Values::Counts(_, staged) => {
                *staged = if cell.is_empty() {
                    NO_COUNT
                } else {
                    match count(cell, how.decimal_mark) {
                        Some(n) => n,
                        // Hours, metres, a share: what is paid by them is no number of parts.
                        None if has_amount
                            && self.field == Field::Parts
                            && amount(cell, how.decimal_mark, 3).is_some() =>
                        {
                            NO_COUNT
                        }
                        None if !matches!(self.field, Field::Parts | Field::RejectedParts) => NO_COUNT,
                        None => {
                            return Err((
                                "not a whole number of parts",
                                "Write the number of parts in digits, without a unit",
                            ));
                        }
                    }
                };
                if *staged != NO_COUNT && *staged <= 0 && self.field == Field::Parts {
                    if !has_amount {
                        return Err((
                            "no parts: zero or negative",
                            "Nothing to do if it is a return; else correct the number",
                        ));
                    }
                    *staged = NO_COUNT;
                }
            }
            Values::Numbers(_) | Values::Words(_) => {}
        }
        Ok(())
    }

    fn counts(&self) -> bool {
        matches!(self.values, Values::Counts(..))
    }

    /// Keeps the value that [`Self::read`] holds.
    fn keep(&mut self, cell: &[u8]) {
        match &mut self.values {
            Values::Days(days, staged) => days.push(*staged),
            Values::Money(amounts, staged) => amounts.push(*staged),
            Values::Counts(counts, staged) => counts.push(*staged),
            // "/" is no number, and "cash" is none of a cheque.
            Values::Numbers(numbers) if !is_number_of(self.field, cell) => numbers.push(b""),
            Values::Numbers(numbers) => numbers.push(plain(cell)),
            Values::Words(words) => words.push(plain(cell)),
        }
    }
}

/// Whether a cell may be a day of a calendar, read or not: "1" and "00/00/0000" are what systems write for none.
fn has_day_and_month(cell: &[u8]) -> bool {
    let digits: Vec<u8> = plain(cell).iter().copied().filter(u8::is_ascii_digit).collect();
    digits.len() >= 3 && digits.iter().any(|digit| *digit != b'0')
}

fn day(cell: &[u8], style: DateStyle, order: DateOrder) -> Result<i32, Fault> {
    let written: Option<DateCell> = style.read(cell);
    let date = written.ok_or(("not a date", "Write dates like 2026-03-14, then open the file again"))?;
    let day = date
        .day(order)
        .ok_or(("not a date in the order of the others", "Write dates like 2026-03-14, then open the file again"))?;
    Ok(day.0)
}

fn commonest(words: &Words) -> Option<String> {
    let mut counts = vec![0_usize; words.words.len()];
    for &code in words.codes.iter().filter(|&&code| code != NO_WORD) {
        counts[code as usize] += 1;
    }
    let best = (0..counts.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i)))?;
    words.words.get(best).map(|word| word.to_uppercase())
}
