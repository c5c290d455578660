//! The amount of a row, by whatever columns give it.

use std::collections::HashSet;

use super::{Fault, Reading};
use crate::import::documents::Document;
use crate::import::recognize::Amount;
use crate::import::values::amount;
use crate::model::money::{Minor, NO_AMOUNT};
use crate::model::numbers::NO_NUMBER;
use crate::model::{Field, Table};

pub struct AmountReader {
    pub rule: Amount,
    pub is_needed: bool,
    pub values: Vec<Minor>,
    pub received: Option<Vec<Minor>>,
}

impl AmountReader {
    /// The amount of a row and, in a ledger, what was received. Credits and refunds count negative, whatever their sign.
    pub fn read<'c>(
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

impl Amount {
    pub fn column(&self) -> Option<usize> {
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

pub fn read_amount(cell: &[u8], how: Reading) -> Result<Minor, Fault> {
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

/// Turns the sign of all amounts.
pub fn negate(amounts: &mut [Minor]) {
    amounts.iter_mut().filter(|amount| **amount != NO_AMOUNT).for_each(|amount| *amount = -*amount);
}

/// A total that each row of a document repeats stays with its first row.
pub fn count_totals_once(table: &mut Table) {
    let Some(numbers) = table.document_numbers().map(|numbers| numbers.keys.clone()) else { return };
    let mut seen = HashSet::new();
    let Some(amounts) = table.money_mut(Field::Amount) else { return };
    for (key, amount) in numbers.iter().zip(amounts.iter_mut()) {
        if *key != NO_NUMBER && !seen.insert(*key) {
            *amount = NO_AMOUNT;
        }
    }
}
