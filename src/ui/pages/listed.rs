//! Rows of the files as a table: orders, lots, invoices, mailings, events, rejections, of one customer or of many, each with its file and row.

use std::collections::BTreeMap;

use eframe::egui::{Align, Color32, Ui};

use super::figures::amount;
use crate::app::Snapshot;
use crate::model::labels::{Label, NO_LABEL};
use crate::model::money::{self, Minor, NO_AMOUNT};
use crate::model::{CustomerIdx, Dataset, Day, RowRef, Source};
use crate::review::rows_of::{ListedRow, RowKind, place_of};
use crate::review::{Review, wording};
use crate::ui::theme::{DesignTokens, Size};
use crate::ui::widgets::grid::{GridColumn, GridRows, SortKey, faint};
use crate::ui::widgets::menu::Action;
use crate::ui::widgets::text::Ink;

/// Rows of one kind, and what is known of them together. Worked out once.
pub struct Listed {
    /// What they are.
    pub kind: RowKind,
    /// As they come, until they are sorted.
    pub rows: Vec<ListedRow>,
    /// The columns that say something of them.
    pub columns: Vec<GridColumn>,
    fields: Vec<Field>,
    /// Parts rejected of each order of a customer.
    rejected: BTreeMap<CustomerIdx, Vec<i32>>,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Customer,
    Date,
    Due,
    Number,
    Parts,
    Rejected,
    Reason,
    Process,
    Finish,
    Supplier,
    Amount,
    Counted,
    SinceLast,
    Paid,
    Beyond,
    Topic,
    Clicked,
    What,
    Details,
    Then,
    File,
    Sheet,
    Row,
}

/// The value of a cell.
enum Value {
    Words(String),
    Number(f64, String),
    Money(Minor),
    Day(Day),
    /// Nothing is known; or this instead: "open".
    Nothing(&'static str),
}

/// What the customer's findings are about, which decides what is worth a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// When and how much.
    #[default]
    Rhythm,
    /// What is done, and with whose material.
    Work,
}

impl Listed {
    /// Of one customer the name has no column.
    pub fn new(
        dataset: &Dataset,
        review: &Review,
        kind: RowKind,
        rows: Vec<ListedRow>,
        of_one: Option<CustomerIdx>,
        about: About,
    ) -> Self {
        let mut rejected = BTreeMap::new();
        if kind == RowKind::Orders && !dataset.rejections.day.is_empty() {
            for row in &rows {
                let n = || dataset.orders.of(row.customer).len();
                rejected
                    .entry(row.customer)
                    .or_insert_with(|| dataset.rejections.of_orders(row.customer, n(), review.as_of));
            }
        }
        let fields: Vec<Field> = fields(kind, of_one.is_some())
            .into_iter()
            .filter(|field| says_something(dataset, kind, &rows, &rejected, *field))
            .collect();
        let is_shown = |field: Field| match field {
            Field::Process | Field::Supplier => about == About::Work || of_one.is_none(),
            Field::Rejected | Field::SinceLast => about == About::Rhythm || of_one.is_none(),
            Field::Finish => of_one.is_none(),
            _ => true,
        };
        let shown = |field: &Field| if is_shown(*field) { column(*field) } else { column(*field).hidden() };
        Self { kind, columns: fields.iter().map(shown).collect(), fields, rows, rejected }
    }

    /// Sums of some rows for the status bar: parts and money, where there are any.
    pub fn sums(&self, dataset: &Dataset, chosen: impl Iterator<Item = usize>) -> Vec<(String, String)> {
        let (mut n, mut n_amounts, mut parts, mut sum, mut counted) = (0_usize, 0_usize, 0_i64, 0, None);
        for row in chosen.filter_map(|row| self.rows.get(row)) {
            n += 1;
            parts += self.parts(dataset, row).unwrap_or(0);
            if let Some(amount) = self.amount(dataset, row) {
                (n_amounts, sum) = (n_amounts + 1, sum + amount);
            }
            counted = row.counted.map(|own| counted.unwrap_or(0) + own).or(counted);
        }
        let currency = dataset.currency.as_deref();
        let mut sums = vec![("rows".to_owned(), money::thousands(n as u64))];
        if parts > 0 {
            sums.push(("parts".to_owned(), money::thousands(parts.unsigned_abs())));
        }
        if sum != 0 {
            sums.push(("amount".to_owned(), money::exact(sum, currency)));
            if n_amounts > 1 {
                let mean = sum / Minor::try_from(n_amounts).unwrap_or(1);
                sums.push(("mean".to_owned(), money::exact(mean, currency)));
            }
        }
        if let Some(counted) = counted.filter(|counted| *counted != 0 && *counted != sum) {
            sums.push(("counted".to_owned(), money::exact(counted, currency)));
        }
        sums
    }

    fn parts(&self, dataset: &Dataset, row: &ListedRow) -> Option<i64> {
        match self.kind {
            RowKind::Orders => Some(dataset.orders.parts[row.place]),
            RowKind::Lots => Some(i64::from(dataset.lots.parts[row.place])),
            RowKind::Rejections => Some(i64::from(dataset.rejections.parts[row.place])),
            RowKind::Invoices | RowKind::Mailings | RowKind::Moments => None,
        }
    }

    fn amount(&self, dataset: &Dataset, row: &ListedRow) -> Option<Minor> {
        let amount = match self.kind {
            RowKind::Orders => dataset.orders.amount[row.place],
            RowKind::Lots => dataset.lots.amount[row.place],
            RowKind::Invoices => dataset.invoices.amount[row.place],
            RowKind::Mailings | RowKind::Moments | RowKind::Rejections => NO_AMOUNT,
        };
        (amount != NO_AMOUNT).then_some(amount)
    }
}

/// All columns that a kind can have, from the left.
fn fields(kind: RowKind, is_of_one: bool) -> Vec<Field> {
    use Field as F;
    let own: &[Field] = match kind {
        RowKind::Orders => &[
            F::Date,
            F::Number,
            F::Parts,
            F::Rejected,
            F::Process,
            F::Finish,
            F::Supplier,
            F::Amount,
            F::Counted,
            F::SinceLast,
        ],
        RowKind::Lots => &[F::Date, F::Number, F::Parts, F::Amount],
        RowKind::Invoices => &[F::Due, F::Number, F::Paid, F::Amount, F::Beyond],
        RowKind::Mailings => &[F::Date, F::Topic, F::Clicked],
        RowKind::Moments => &[F::Date, F::What, F::Details, F::Then],
        RowKind::Rejections => &[F::Date, F::Number, F::Parts, F::Reason, F::Process],
    };
    let place = [F::File, F::Sheet, F::Row];
    let first = (!is_of_one).then_some(F::Customer);
    first.into_iter().chain(own.iter().copied()).chain(place).collect()
}

fn column(field: Field) -> GridColumn {
    match field {
        Field::Customer => GridColumn::words("Customer", 170.0, ""),
        Field::Date => GridColumn::words("Date", 92.0, ""),
        Field::Due => GridColumn::words("Due", 92.0, ""),
        Field::Number => GridColumn::words("Number", 90.0, "The number of the document"),
        Field::Parts => GridColumn::number("Parts", 64.0, ""),
        Field::Rejected => GridColumn::number("Rejected", 74.0, "Parts of the order that came back"),
        Field::Reason => GridColumn::words("Reason", 150.0, ""),
        Field::Process => GridColumn::words("Process", 120.0, ""),
        Field::Finish => GridColumn::words("Finish", 120.0, ""),
        Field::Supplier => GridColumn::words("Supplier", 130.0, ""),
        Field::Amount => GridColumn::number("Amount", 96.0, ""),
        Field::Counted => GridColumn::number("Counted", 96.0, "What of the order counts for this figure"),
        Field::SinceLast => GridColumn::number("Days since last", 112.0, "From the customer's order day before"),
        Field::Paid => GridColumn::words("Paid", 110.0, ""),
        Field::Beyond => {
            GridColumn::number("Beyond terms", 104.0, "Days from the due date to the payment, or to the review")
        }
        Field::Topic => GridColumn::words("Topic", 190.0, ""),
        Field::Clicked => GridColumn::words("Clicked", 92.0, ""),
        Field::What => GridColumn::words("Kind", 92.0, ""),
        Field::Details => GridColumn::words("What", 260.0, ""),
        Field::Then => GridColumn::words("What followed", 210.0, ""),
        Field::File => GridColumn::words("File", 110.0, ""),
        Field::Sheet => GridColumn::words("Sheet", 90.0, ""),
        Field::Row => GridColumn::number("Row", 66.0, "As a spreadsheet counts; press Enter to see it in the file"),
    }
}

/// Columns in which no row says anything are left out; the date, the file and the row always stand.
fn says_something(
    dataset: &Dataset,
    kind: RowKind,
    rows: &[ListedRow],
    rejected: &BTreeMap<CustomerIdx, Vec<i32>>,
    field: Field,
) -> bool {
    let any = |says: &dyn Fn(&ListedRow) -> bool| rows.iter().any(says);
    let has_label = |labels: &[Label]| any(&|row| labels.get(row.place).is_some_and(|label| *label != NO_LABEL));
    match field {
        Field::Number => any(&|row| !number_of(dataset, kind, row).is_empty()),
        Field::Rejected => rejected.values().flatten().any(|parts| *parts > 0),
        Field::Counted => {
            any(&|row| row.counted.is_some_and(|own| own != 0 && own != dataset.orders.amount[row.place]))
        }
        Field::Process if kind == RowKind::Orders => has_label(&dataset.orders.process),
        Field::Process => any(&|row| order_of(dataset, row).is_some_and(|i| dataset.orders.process[i] != NO_LABEL)),
        Field::Finish => has_label(&dataset.orders.finish),
        Field::Supplier => has_label(&dataset.orders.supplier),
        Field::Reason => has_label(&dataset.rejections.reason),
        Field::Sheet => any(&|row| source(dataset, place_of(dataset, kind, row)).is_some_and(|of| of.sheet.is_some())),
        _ => true,
    }
}

/// The number of a row's document as the file writes it; blank where it has none.
fn number_of(dataset: &Dataset, kind: RowKind, row: &ListedRow) -> String {
    let key = match kind {
        RowKind::Orders => dataset.orders.number[row.place],
        RowKind::Lots => dataset.lots.order[row.place],
        RowKind::Invoices => dataset.invoices.number[row.place],
        RowKind::Rejections => match order_of(dataset, row) {
            Some(order) => dataset.orders.number[order],
            None => return String::new(),
        },
        RowKind::Mailings | RowKind::Moments => return String::new(),
    };
    dataset.document_number(key)
}

/// The order that a rejection is of.
fn order_of(dataset: &Dataset, row: &ListedRow) -> Option<usize> {
    let orders = dataset.orders.of(row.customer);
    let order = usize::try_from(*dataset.rejections.order.get(row.place)?).ok()?;
    (order < orders.len()).then_some(orders.start + order)
}

fn source(dataset: &Dataset, at: RowRef) -> Option<&Source> {
    dataset.sources.get(usize::from(at.source))
}

/// Rows with what is needed to write them.
pub struct ListedView<'a> {
    /// The rows.
    pub listed: &'a Listed,
    /// Where they stand.
    pub snapshot: &'a Snapshot,
    /// At which date they are looked at.
    pub review: &'a Review,
    /// Rows that count as now (true) or as before.
    pub marked: &'a BTreeMap<RowRef, bool>,
    /// The row that is pointed at elsewhere.
    pub pointed: Option<RowRef>,
    /// Whether a row leads to its customer.
    pub leads_to_customer: bool,
}

impl ListedView<'_> {
    /// Where a row stands in the files.
    pub fn at(&self, row: usize) -> RowRef {
        place_of(&self.snapshot.dataset, self.listed.kind, &self.listed.rows[row])
    }

    /// Whose row it is.
    pub fn customer(&self, row: usize) -> CustomerIdx {
        self.listed.rows[row].customer
    }

    fn value(&self, row: usize, field: Field) -> Value {
        let dataset = &self.snapshot.dataset;
        let (kind, listed) = (self.listed.kind, &self.listed.rows[row]);
        let i = listed.place;
        let label = |label: Label| match dataset.label(label) {
            "" => Value::Nothing(""),
            words => Value::Words(words.to_owned()),
        };
        let count = |n: i64| Value::Number(n as f64, money::thousands(n.unsigned_abs()));
        let money = |amount: Option<Minor>| amount.map_or(Value::Nothing("–"), Value::Money);
        let at = || place_of(dataset, kind, listed);
        match field {
            Field::Customer => Value::Words(dataset.customers[listed.customer as usize].name.clone()),
            Field::Date | Field::Due => match crate::review::rows_of::day_of(dataset, kind, listed) {
                Day::NONE => Value::Nothing("–"),
                day => Value::Day(day),
            },
            Field::Number => match number_of(dataset, kind, listed) {
                number if number.is_empty() => Value::Nothing("–"),
                number => Value::Words(number),
            },
            Field::Parts => self.listed.parts(dataset, listed).map_or(Value::Nothing("–"), count),
            Field::Rejected => {
                let of_customer = self.listed.rejected.get(&listed.customer);
                let parts = of_customer.and_then(|all| all.get(i - dataset.orders.of(listed.customer).start));
                parts.map_or(Value::Nothing(""), |parts| count(i64::from(*parts)))
            }
            Field::Reason => label(dataset.rejections.reason[i]),
            Field::Process if kind == RowKind::Rejections => {
                order_of(dataset, listed).map_or(Value::Nothing(""), |order| label(dataset.orders.process[order]))
            }
            Field::Process => label(dataset.orders.process[i]),
            Field::Finish => label(dataset.orders.finish[i]),
            Field::Supplier => label(dataset.orders.supplier[i]),
            Field::Amount => money(self.listed.amount(dataset, listed)),
            Field::Counted => money(listed.counted),
            Field::SinceLast => days_since_last(dataset, listed.customer, i)
                .map_or(Value::Nothing("–"), |days| Value::Number(f64::from(days), days.to_string())),
            Field::Paid => self.paid(i),
            Field::Beyond => self.beyond(i),
            Field::Topic => label(dataset.mails.topic[i]),
            Field::Clicked => match Day(dataset.mails.clicked_on[i]) {
                day if day.is_some() && day < self.review.as_of => Value::Day(day),
                _ => Value::Nothing("–"),
            },
            Field::What => Value::Words(wording::moment_kind(self.moment(listed).kind).to_owned()),
            Field::Details => {
                let moment = self.moment(listed);
                let at = self.review.as_of;
                Value::Words(wording::moment_what(dataset, listed.customer, moment, at, true))
            }
            Field::Then => {
                let moment = self.moment(listed);
                Value::Words(wording::moment_then(dataset, listed.customer, moment, self.review.as_of))
            }
            Field::File => Value::Words(source(dataset, at()).map(|of| of.file.clone()).unwrap_or_default()),
            Field::Sheet => {
                source(dataset, at()).and_then(|of| of.sheet.clone()).map_or(Value::Nothing(""), Value::Words)
            }
            Field::Row => count(i64::from(at().row)),
        }
    }

    fn moment(&self, row: &ListedRow) -> &crate::model::dataset::Moment {
        &self.snapshot.dataset.moments.of(row.customer)[row.place]
    }

    fn is_paid(&self, i: usize) -> bool {
        let paid = Day(self.snapshot.dataset.invoices.paid[i]);
        paid.is_some() && paid < self.review.as_of
    }

    fn paid(&self, i: usize) -> Value {
        let invoices = &self.snapshot.dataset.invoices;
        let (days, paid) = (invoices.days(i), Day(invoices.paid[i]));
        match (self.is_paid(i), days.open_on == Day::NONE.0) {
            (false, _) => Value::Nothing("open"),
            (true, true) => Value::Day(paid),
            (true, false) => Value::Words(format!("{} to {}", (Day(days.open_on) + 1).long(), paid.long())),
        }
    }

    fn beyond(&self, i: usize) -> Value {
        let invoices = &self.snapshot.dataset.invoices;
        let due = Day(invoices.due[i]);
        let days = |days: i32, words: String| Value::Number(f64::from(days), words);
        match (due.is_some(), self.is_paid(i)) {
            (false, _) => Value::Nothing("–"),
            (true, true) => {
                let beyond = invoices.days(i).paid_about() - due.0;
                days(beyond, signed(beyond))
            }
            (true, false) if self.review.as_of > due => {
                let beyond = self.review.as_of - due;
                days(beyond, format!("{beyond} so far"))
            }
            (true, false) => Value::Nothing("not due"),
        }
    }
}

impl GridRows for ListedView<'_> {
    fn n_rows(&self) -> usize {
        self.listed.rows.len()
    }

    fn shown(&self, row: usize, column: usize) -> String {
        match self.value(row, self.listed.fields[column]) {
            Value::Words(words) | Value::Number(_, words) => words,
            Value::Money(sum) => amount(sum, self.snapshot.dataset.currency.as_deref()),
            Value::Day(day) => day.long(),
            Value::Nothing(instead) => instead.to_owned(),
        }
    }

    fn exact(&self, row: usize, column: usize) -> String {
        match self.value(row, self.listed.fields[column]) {
            Value::Words(words) => words,
            Value::Number(number, _) => number.to_string(),
            Value::Money(sum) => {
                let currency = self.snapshot.dataset.currency.as_deref();
                format!("{:.1$}", money::major(sum, currency), money::decimals(currency) as usize)
            }
            Value::Day(day) => day.to_string(),
            Value::Nothing(_) => String::new(),
        }
    }

    fn key(&self, row: usize, column: usize) -> SortKey {
        match self.value(row, self.listed.fields[column]) {
            Value::Words(words) => SortKey::Words(words),
            Value::Number(number, _) => SortKey::Number(number),
            Value::Money(sum) => SortKey::Number(sum as f64),
            Value::Day(day) => SortKey::Number(f64::from(day.0)),
            Value::Nothing(_) => SortKey::Nothing,
        }
    }

    fn sentence(&self, row: usize) -> String {
        let said = self.listed.columns.iter().enumerate().filter_map(|(column, of)| {
            let words = self.shown(row, column);
            (!words.is_empty() && words != "–").then(|| format!("{} {words}", of.name()))
        });
        let counted = match self.marked.get(&self.at(row)) {
            Some(true) => ", counted as now",
            Some(false) => ", counted as was",
            None => "",
        };
        format!("{}{counted}", said.collect::<Vec<_>>().join(", "))
    }

    fn ink(&self, ui: &Ui, row: usize, column: usize) -> Ink {
        let tokens = DesignTokens::of(ui);
        match self.listed.fields[column] {
            // A zero is no news.
            Field::Rejected if matches!(self.value(row, Field::Rejected), Value::Number(n, _) if n < 1.0) => faint(ui),
            Field::Customer | Field::SinceLast | Field::Beyond | Field::Clicked | Field::Rejected => {
                Ink::strong(Size::Caption, tokens.text)
            }
            Field::File | Field::Sheet => faint(ui),
            Field::Row => Ink::new(Size::Caption, tokens.accent),
            _ if self.listed.columns[column].align == Align::Max => Ink::new(Size::Caption, tokens.text),
            _ => Ink::new(Size::Caption, tokens.text_2),
        }
    }

    fn actions(&self, _row: usize) -> Vec<Action> {
        let mut actions = vec![Action::new("Show in the file", "Enter")];
        if self.leads_to_customer {
            actions.push(Action::new("Open the customer", ""));
        }
        actions
    }

    fn bar(&self, ui: &Ui, row: usize) -> Option<Color32> {
        let tokens = DesignTokens::of(ui);
        let own = self.listed.rows[row].is_now;
        let is_now = self.marked.get(&self.at(row)).copied().or(own)?;
        Some(if is_now { tokens.accent } else { tokens.was })
    }

    fn is_pointed(&self, row: usize) -> bool {
        self.pointed.is_some_and(|pointed| pointed == self.at(row))
    }

    fn opens(&self, column: usize) -> bool {
        self.listed.fields[column] == Field::Row
    }
}

fn signed(days: i32) -> String {
    if days < 0 { format!("−{}", days.unsigned_abs()) } else { days.to_string() }
}

/// Days from the customer's order day before to this one.
fn days_since_last(dataset: &Dataset, customer: CustomerIdx, i: usize) -> Option<i32> {
    let orders = &dataset.orders;
    let (day, before) = (orders.day[i], &orders.day[orders.of(customer).start..i]);
    // In order of time, and many may be of one day.
    let last = before.partition_point(|other| *other < day).checked_sub(1)?;
    Some(day - before[last])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, day, from};

    #[test]
    fn a_row_without_an_amount_does_not_lower_the_mean() {
        let (first, past) = (day("2026-03-02"), from("2026-01-05").at_price(200));
        let mut shop = dataset(&[[10, 10, 40].into_iter().fold(past, |past, parts| past.order_on(first, parts))]);
        shop.orders.amount[0] = NO_AMOUNT;
        let row = |place| ListedRow { customer: 0, place, is_now: None, counted: None };
        let rows = (0..3).map(row).collect();
        let none = BTreeMap::new();
        let listed = Listed { kind: RowKind::Orders, rows, columns: Vec::new(), fields: Vec::new(), rejected: none };
        let mean = |chosen: &[usize]| {
            let sums = listed.sums(&shop, chosen.iter().copied());
            sums.into_iter().find(|(name, _)| name == "mean").map(|(_, sum)| sum)
        };
        let sum: Minor = shop.orders.amount[1..].iter().sum();
        assert_eq!(mean(&[0, 1, 2]), Some(money::exact(sum / 2, shop.currency.as_deref())));
        assert_eq!(mean(&[0, 1]), None, "one amount is no mean");
    }

    #[test]
    fn days_since_the_last_order_are_those_since_another_day() {
        let first = day("2026-03-02");
        let of = |past: crate::insight::testing::Past| {
            [first, first + 7, first + 7, first + 7, first + 9].into_iter().fold(past, |past, on| past.order_on(on, 10))
        };
        let shop = dataset(&[of(from("2026-01-05")), of(from("2026-01-05"))]);
        for customer in [0, 1] {
            let all = shop.orders.of(customer).map(|i| days_since_last(&shop, customer, i));
            assert_eq!(all.collect::<Vec<_>>(), [None, Some(7), Some(7), Some(7), Some(2)]);
        }
    }
}
