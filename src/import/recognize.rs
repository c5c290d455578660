//! Which table this is, and which column means what, and why: from the headings and from what the cells look like.

use crate::import::headings::{meaning, plain};
use crate::import::values::date_cell;
use crate::model::{Field, Kind};

/// What a table was understood as.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognition {
    /// What the file is.
    pub kind: Kind,
    /// The meaning of each column, and why; `None` for columns that are not kept.
    pub columns: Vec<(Option<Field>, &'static str)>,
}

/// Why a table cannot be used, with the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unrecognised {
    /// No heading says what it is.
    UnknownTable(String),
    /// It is known, but a column that the answers need is missing.
    MissingColumn(Kind, String),
}

/// The columns that each kind keeps. The others stay in the file.
fn kept(kind: Kind) -> &'static [Field] {
    use Field as F;
    match kind {
        Kind::Orders => &[
            F::Customer,
            F::CustomerId,
            F::Email,
            F::HappenedOn,
            F::OrderNumber,
            F::Parts,
            F::Amount,
            F::Process,
            F::Finish,
            F::Supplier,
            F::EndCustomer,
            F::Currency,
        ],
        Kind::Payments => &[
            F::Customer,
            F::CustomerId,
            F::Email,
            F::IssuedOn,
            F::DueOn,
            F::PaidOn,
            F::InvoiceNumber,
            F::Amount,
            F::Terms,
            F::Currency,
        ],
        Kind::Emails => &[F::Customer, F::CustomerId, F::Email, F::HappenedOn, F::Campaign, F::Topic, F::MailEvent],
        Kind::Customers => &[F::Customer, F::CustomerId, F::Email, F::Industry, F::Terms, F::CustomerSince],
        Kind::Rejections => &[
            F::Customer,
            F::CustomerId,
            F::Email,
            F::HappenedOn,
            F::OrderNumber,
            F::Process,
            F::RejectedParts,
            F::Reason,
        ],
        Kind::Quotes => &[
            F::Customer,
            F::CustomerId,
            F::Email,
            F::HappenedOn,
            F::QuoteNumber,
            F::Process,
            F::Finish,
            F::Parts,
            F::Amount,
            F::Status,
            F::Currency,
        ],
        Kind::Events => &[F::Customer, F::CustomerId, F::Email, F::HappenedOn, F::Show, F::Contact],
    }
}

/// One of each group must be there, or the kind's questions cannot be answered; and the words that say so.
fn needed(kind: Kind) -> &'static [(&'static [Field], &'static str)] {
    use Field as F;
    const WHO: (&[Field], &str) = (&[F::Customer, F::CustomerId, F::Email], "whose it is (customer)");
    const WHEN: (&[Field], &str) = (&[F::HappenedOn], "when it was (date)");
    match kind {
        Kind::Orders => {
            &[WHO, (&[F::HappenedOn], "when it was ordered (order date)"), (&[F::Parts], "how many parts (quantity)")]
        }
        Kind::Payments => &[
            WHO,
            (&[F::IssuedOn, F::DueOn], "when it was invoiced or due (invoice date, due date)"),
            (&[F::Amount], "how much it is (amount)"),
        ],
        Kind::Emails | Kind::Quotes | Kind::Events => &[WHO, WHEN],
        Kind::Customers => &[(&[F::Customer, F::CustomerId], "who it is (customer)")],
        Kind::Rejections => &[WHEN, (&[F::RejectedParts], "how many parts were rejected")],
    }
}

/// The fields without which a row of a kind is no row; blank cells in them leave the row out.
pub fn is_needed_in_each_row(kind: Kind, field: Field) -> bool {
    match field {
        Field::HappenedOn | Field::Parts => kind != Kind::Quotes || field == Field::HappenedOn,
        Field::RejectedParts => true,
        Field::IssuedOn | Field::Amount => kind == Kind::Payments,
        _ => false,
    }
}

/// How many headings of a row are known: the headings stand in the row that knows most.
pub fn n_known(cells: &[String]) -> usize {
    let mut fields: Vec<Field> = cells.iter().filter_map(|cell| meaning(cell)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// Decides what the table is. `samples` are the first data rows below the headings.
pub fn recognise(headers: &[String], samples: &[Vec<String>]) -> Result<Recognition, Unrecognised> {
    let mut columns: Vec<(Option<Field>, &'static str)> = Vec::with_capacity(headers.len());
    for (i, header) in headers.iter().enumerate() {
        let found = meaning(header).filter(|&field| values_agree(field, samples, i));
        let is_double = found.is_some() && columns.iter().any(|(field, _)| *field == found);
        columns.push(match found {
            Some(_) if is_double => (None, "another column says this already"),
            Some(field) => (Some(field), if looks_at_values(field) { "heading, values" } else { "heading" }),
            None => (None, "not needed, left in the file"),
        });
    }
    let has = |columns: &[(Option<Field>, &str)], field: Field| columns.iter().any(|(f, _)| *f == Some(field));
    let Some(kind) = kind_of(&|field| has(&columns, field)) else {
        return Err(Unrecognised::UnknownTable(format!(
            "No heading says what this list is. Its headings are: {}. Lotwise reads exports of orders, payments, customers, \
             e-mail, rejections, quotes and trade shows",
            listed(headers)
        )));
    };
    if kind == Kind::Payments && !has(&columns, Field::IssuedOn) {
        rename(&mut columns, Field::HappenedOn, Field::IssuedOn);
    }
    let is_bare_number = |header: &String| ["id", "no", "number", "code"].contains(&plain(header).as_str());
    if let Some(i) = headers.iter().position(is_bare_number)
        && kind == Kind::Customers
        && !has(&columns, Field::CustomerId)
    {
        columns[i] = (Some(Field::CustomerId), "heading");
    }
    for (group, words) in needed(kind) {
        if group.iter().any(|&field| has(&columns, field)) {
            continue;
        }
        if let Some((i, field)) = by_values(group, &columns, samples) {
            columns[i] = (Some(field), "values");
            continue;
        }
        return Err(Unrecognised::MissingColumn(
            kind,
            format!(
                "This looks like {}, but no column says {words}. Its headings are: {}. Export it again with that column",
                kind.title().to_lowercase(),
                listed(headers)
            ),
        ));
    }
    for (field, why) in &mut columns {
        if field.is_some_and(|f| !kept(kind).contains(&f)) {
            (*field, *why) = (None, "not needed, left in the file");
        }
    }
    Ok(Recognition { kind, columns })
}

/// The kind, by the columns that only it has.
fn kind_of(has: &impl Fn(Field) -> bool) -> Option<Kind> {
    use Field as F;
    let names_customer = has(F::Customer) || has(F::CustomerId) || has(F::Email);
    if has(F::RejectedParts) {
        Some(Kind::Rejections)
    } else if has(F::Show) && !has(F::Parts) {
        Some(Kind::Events)
    } else if (has(F::MailEvent) || has(F::Campaign)) && names_customer && !has(F::Parts) {
        Some(Kind::Emails)
    } else if has(F::QuoteNumber) && !has(F::OrderNumber) && !has(F::InvoiceNumber) {
        Some(Kind::Quotes)
    } else if has(F::PaidOn) || has(F::InvoiceNumber) || (has(F::DueOn) && !has(F::Parts)) {
        Some(Kind::Payments)
    } else if has(F::Parts) || (has(F::OrderNumber) && names_customer) {
        Some(Kind::Orders)
    } else if names_customer
        && (has(F::Industry) || has(F::CustomerSince) || has(F::Terms) || has(F::Email))
        && !has(F::Amount)
    {
        Some(Kind::Customers)
    } else {
        None
    }
}

fn rename(columns: &mut [(Option<Field>, &'static str)], from: Field, to: Field) {
    if let Some(column) = columns.iter_mut().find(|(field, _)| *field == Some(from)) {
        column.0 = Some(to);
    }
}

/// A column without a known heading whose cells all look like what is missing: dates, or e-mail addresses.
fn by_values(
    group: &[Field],
    columns: &[(Option<Field>, &'static str)],
    samples: &[Vec<String>],
) -> Option<(usize, Field)> {
    let field = *group.iter().find(|field| looks_at_values(**field))?;
    let fits = |i: &usize| {
        let mut cells = samples.iter().filter_map(|row| row.get(*i)).filter(|cell| !cell.trim().is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| looks_like(field, cell))
    };
    let mut free = (0..columns.len()).filter(|&i| columns[i].0.is_none()).filter(fits);
    match (free.next(), free.next()) {
        (Some(i), None) => Some((i, field)),
        _ => None,
    }
}

fn looks_at_values(field: Field) -> bool {
    matches!(field, Field::HappenedOn | Field::IssuedOn | Field::DueOn | Field::PaidOn | Field::Email)
}

/// Whether at least half of the cells look like the field; columns of blanks do.
fn values_agree(field: Field, samples: &[Vec<String>], column: usize) -> bool {
    if !looks_at_values(field) {
        return true;
    }
    let cells: Vec<&String> =
        samples.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.trim().is_empty()).collect();
    cells.iter().filter(|cell| looks_like(field, cell)).count() * 2 >= cells.len()
}

fn looks_like(field: Field, cell: &str) -> bool {
    match field {
        Field::Email => cell.contains('@'),
        _ => date_cell(cell.as_bytes()).is_some(),
    }
}

fn listed(headers: &[String]) -> String {
    let named: Vec<&str> = headers.iter().map(|header| header.trim()).filter(|header| !header.is_empty()).collect();
    let shown: Vec<String> = named.iter().take(12).map(|header| header.chars().take(40).collect()).collect();
    match named.len() {
        0 => "none".to_owned(),
        n if n > 12 => format!("{} and {} more", shown.join(", "), n - 12),
        _ => shown.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: &str, row: &str) -> Result<Recognition, Unrecognised> {
        let cut = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        recognise(&cut(header), &[cut(row)])
    }

    #[test]
    fn each_kind_is_known_by_its_own_columns() {
        for (header, row, kind) in [
            ("Order No,Order Date,Customer,Parts,Amount", "1,2026-01-02,Alpine,10,5.00", Kind::Orders),
            (
                "Invoice,Invoice date,Customer,Due date,Paid date,Amount",
                "1,01/02/2026,Alpine,02/01/2026,,5.00",
                Kind::Payments,
            ),
            ("Campaign,Topic,E-mail,Event,Time", "K1,zinc,a@b.com,Sent,2026-01-02 09:00:00", Kind::Emails),
            ("Customer ID,Company,Industry", "C1,Alpine,Bicycles", Kind::Customers),
            ("Date,Order No,Rejected parts,Reason", "2026-01-02,1,4,scratch", Kind::Rejections),
            ("Quote,Date,Customer,Parts,Amount,Status", "Q1,2026-01-02,Alpine,4,1.00,Won", Kind::Quotes),
            ("Date,Show,Company,Met", "2026-01-02,FABTECH,Alpine,Tom", Kind::Events),
            ("Rechnungsnr.,Kunde,Fällig am,Betrag,Datum", "1,Alpine,02.01.2026,5,02.12.2025", Kind::Payments),
        ] {
            assert_eq!(table(header, row).map(|r| r.kind), Ok(kind), "{header}");
        }
    }

    #[test]
    fn a_missing_column_is_named_with_the_way_out() {
        let Err(Unrecognised::MissingColumn(Kind::Orders, text)) = table("Order No,Customer,Parts", "1,Alpine,4")
        else {
            panic!("the order date is missing")
        };
        assert!(text.contains("when it was ordered") && text.contains("Export it again"), "{text}");
    }

    #[test]
    fn a_date_column_is_found_by_its_cells_where_the_heading_is_strange() {
        let found = table("Order No,Eingang,Customer,Parts", "1,02.01.2026,Alpine,4").expect("known");
        assert_eq!(found.columns[1], (Some(Field::HappenedOn), "values"));
    }

    #[test]
    fn a_list_of_something_else_is_refused() {
        assert!(matches!(table("Song,Artist", "a,b"), Err(Unrecognised::UnknownTable(_))));
    }
}
