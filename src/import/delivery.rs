//! Columns of orders that say for when the work was promised, and when it left the shop.

use super::headings::plain;
use super::problem::ColumnReport;
use crate::model::{Day, Field, Table};

/// Words of what is promised or planned. Here and below, `x*` is a word that begins so.
const PROMISED: &str = "promise* require* request* needed need deadline due commit* target schedul* planned plan expected eta \
    estimated est must by wunsch* liefertermin* wunschtermin* termin zieltermin zugesagt* zusage* fallig* faellig* geplant* soll* \
    voraussichtlich* prevu* previst* previs* promet* promess* comprometid* requerid* solicitad* souhait* demande* delai richiest* \
    concordat* beloof* toegezegd* gewenst* gepland* obiecan* planowan* wymagan* hatarido* termen* onskad* onsket* toivottu*";

/// Words of what left the shop or is ready.
const SHIPPED: &str = "ship* deliver* dispatch* complet* finish* fulfilled picked pickup collected lieferdatum liefertag versand* \
    versendet geliefert ausgeliefert ausgang* abgeholt* abholung* fertig* expedi* livr* enlev* envio enviad* entrega* salida despach* \
    spedi* consegn* evas* ritir* verzend* verzonden* geleverd* leverdatum wyslan* wysylki dostaw* expedovan* leverans* levering* utlever* levererad* szallit* livrat* teslim* toimit*";

/// Beginnings of words that say one or the other.
const EITHER: &str = "deliver liefer livr entrega consegn lever dostaw expedice szallit teslim toimit";

/// Words of another day: of money, or of the row in its system.
const OTHER: &str = "invoice* pay* paid quote* quotation created updated changed modified entered received valid follow next last \
    rechnungs* zahl* factur* fattur* pago pagamento paiement faktur* zaplaty";

/// What a heading over days of an order says of its delivery: [`Field::PromisedOn`], [`Field::ShippedOn`], or nothing.
pub fn delivery(header: &str) -> Option<Field> {
    let words = plain(header);
    let says = |list: &str| {
        let is = |word: &str, known: &str| known.strip_suffix('*').map_or(word == known, |stem| word.starts_with(stem));
        words.split(' ').any(|word| list.split_whitespace().any(|known| is(word, known)))
    };
    if says(OTHER) {
        return None;
    }
    // "Required ship date" is a promise.
    says(PROMISED).then_some(Field::PromisedOn).or_else(|| says(SHIPPED).then_some(Field::ShippedOn))
}

/// "Delivery date" says when parts left the shop, or when they will: where every order has one and those of the last orders lie ahead
/// of all orders, it is a promise.
pub fn settle(table: &mut Table, columns: &mut [ColumnReport]) {
    /// Days that a list may reach beyond its last order.
    const BEYOND: i32 = 3;
    /// So few say nothing.
    const ENOUGH: usize = 8;
    let is_either = |column: &&mut ColumnReport| {
        let words = plain(&column.header);
        column.field == Some(Field::ShippedOn)
            && words.split(' ').any(|word| EITHER.split_whitespace().any(|stem| word.starts_with(stem)))
    };
    let Some(column) = columns.iter_mut().find(is_either) else { return };
    let (Some(ordered), Some(shipped), None) =
        (table.happened_on(), table.days(Field::ShippedOn), table.days(Field::PromisedOn))
    else {
        return;
    };
    let Some(last) = ordered.iter().copied().max() else { return };
    let n = shipped.iter().filter(|&&day| day != Day::NONE.0).count();
    let n_ahead = shipped.iter().filter(|&&day| day != Day::NONE.0 && day > last + BEYOND).count();
    if shipped.len() >= ENOUGH && n * 20 >= shipped.len() * 19 && n_ahead >= 2 {
        table.rename(Field::ShippedOn, Field::PromisedOn);
        column.field = Some(Field::PromisedOn);
        "values".clone_into(&mut column.why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_promised_is_told_from_what_left_the_shop_in_any_language() {
        let promised = [
            "Promised",
            "Due Date",
            "Required ship date",
            "Need by",
            "Order due date",
            "Wunschtermin",
            "Liefertermin",
            "Fällig am",
            "Date de livraison prévue",
            "Fecha prometida",
            "Data di consegna richiesta",
            "ETA",
        ];
        for header in promised {
            assert_eq!(delivery(header), Some(Field::PromisedOn), "{header}");
        }
        let shipped = [
            "Shipped",
            "Ship Date",
            "Delivered on",
            "Completed",
            "Versanddatum",
            "Lieferdatum",
            "Date d'expédition",
            "Fecha de entrega",
        ];
        for header in shipped {
            assert_eq!(delivery(header), Some(Field::ShippedOn), "{header}");
        }
        let neither = [
            "Order Date",
            "Invoice due date",
            "Payment date",
            "Created",
            "Last updated",
            "Quote valid until",
            "Date",
            "Zahlungsziel",
            "Rechnungsdatum",
        ];
        for header in neither {
            assert_eq!(delivery(header), None, "{header}");
        }
    }
}
