//! A shop without names or without amounts, for a screen or a page that others see.

use std::borrow::Cow;

use crate::model::money::MASKED;
use crate::model::{Customer, CustomerIdx, Dataset};

/// What is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Masks {
    /// No amount of money.
    pub amounts: bool,
    /// No customer's name.
    pub names: bool,
}

/// The same shop with its customers called "Customer 1" and so on, and with every amount written as dots. Everything that is drawn or
/// written of it is masked, because nothing else is known to it.
pub fn masked(dataset: &Dataset, masks: Masks) -> Cow<'_, Dataset> {
    if masks == Masks::default() {
        return Cow::Borrowed(dataset);
    }
    let mut shop = dataset.clone();
    if masks.names {
        let called = |(place, customer): (usize, Customer)| Customer {
            name: format!("Customer {}", place + 1),
            aliases: Vec::new(),
            ..customer
        };
        shop.customers = shop.customers.into_iter().enumerate().map(called).collect();
        for (place, name) in shop.end_customers.iter_mut().enumerate() {
            *name = format!("End customer {}", place + 1);
        }
    }
    if masks.amounts {
        shop.currency = Some(MASKED.to_owned());
    }
    Cow::Owned(shop)
}

/// What a customer is called where names are masked.
pub fn masked_name(customer: CustomerIdx) -> String {
    format!("Customer {}", customer + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::money;

    #[test]
    fn a_masked_shop_knows_neither_names_nor_amounts() {
        let customers = vec![Customer { id: "C1".to_owned(), name: "Alpine Tool".to_owned(), ..Customer::default() }];
        let mut shop = Dataset::default();
        shop.customers = customers;
        shop.currency = Some("USD".to_owned());
        let both = masked(&shop, Masks { amounts: true, names: true });
        assert_eq!(both.customers[0].name, masked_name(0));
        for words in [money::exact(123_456, both.currency.as_deref()), money::short(123_456, both.currency.as_deref())]
        {
            assert!(!words.contains(|c: char| c.is_ascii_digit()), "{words}");
        }
        assert_eq!(masked(&shop, Masks { amounts: false, names: true }).currency, shop.currency);
    }
}
