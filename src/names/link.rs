//! Mentions of all files into customers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::handle::{Handle, telling};
use super::marks::Marks;
use super::nodes::{Names, nodes};
use super::rounds::Linker;
use super::systems::{fickle, systems};
use super::trade::industry;
use crate::model::customer::{DoubtfulLink, Origin};
use crate::model::said::{AS_PROPOSED, newest};
use crate::model::{About, Customer, CustomerIdx, Kind, Said, Table};

/// What the names of all files come to.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// Who has an order, an invoice or a receipt; sorted by id.
    pub customers: Vec<Customer>,
    /// For each table and mention, the customer; `None` for contacts.
    pub customer_of: Vec<Vec<Option<CustomerIdx>>>,
    /// Links that were not made, though something speaks for them; the likeliest first.
    pub doubtful: Vec<DoubtfulLink>,
}

/// Links the mentions of all tables. What the owner said of them stands above everything that is worked out.
pub fn link(tables: &[Table], said: &[Said]) -> Linked {
    let nodes = nodes(tables);
    let names = Names::of(&nodes);
    let systems = systems(tables, &nodes, &names);
    let mut marks = Marks::new(fickle(&systems, &nodes, &names));
    let mut linker = Linker::new(&nodes, &names, &mut marks, &systems);
    linker.obey(said, &mut marks);
    linker.by_parent();
    linker.by_id(&systems);
    linker.run(tables);
    let mut all = linker.into_linked(tables, &known_ids(said));
    know(&mut all.customers, tables, said);
    all
}

/// The ids that customers had first, by their spellings; of a spelling that has several the oldest.
fn known_ids(said: &[Said]) -> HashMap<Handle, (usize, &str)> {
    let mut known = HashMap::new();
    for (age, said) in said.iter().enumerate().filter(|(_, said)| said.about == About::Id) {
        if let Some(handle) = Handle::parse(&said.subject) {
            known.entry(handle).or_insert((age, said.value.as_str()));
        }
    }
    known
}

/// What the workspace should remember: the id of each customer of which it knows none, by the spelling that stands for it.
pub fn new_ids(customers: &[Customer], said: &[Said], kind_of: &dyn Fn(u16) -> Kind) -> Vec<Said> {
    let known = known_ids(said);
    let is_new = |handle: &Handle, customer: &Customer| known.get(handle).is_none_or(|(_, id)| *id != customer.id);
    let handles = telling(customers, kind_of);
    let of_customer = customers.iter().zip(handles).filter_map(|(customer, handle)| Some((customer, handle?)));
    of_customer
        .filter(|(customer, handle)| is_new(handle, customer))
        .map(|(customer, handle)| Said { about: About::Id, subject: handle.to_string(), value: customer.id.clone() })
        .collect()
}

/// What the owner says of single customers: the name, the industry, whom they work for. An industry that nobody says is
/// proposed from the words of the name.
fn know(customers: &mut [Customer], tables: &[Table], said: &[Said]) {
    let of = |about| -> BTreeMap<Handle, &str> {
        newest(said, about).filter_map(|(subject, value)| Some((Handle::parse(subject)?, value))).collect()
    };
    let (names, industries, ends) = (of(About::Name), of(About::Industry), of(About::EndCustomer));
    let mut ids: HashMap<Handle, Vec<&str>> = HashMap::new();
    for said in said.iter().filter(|said| said.about == About::Id) {
        if let Some(handle) = Handle::parse(&said.subject) {
            ids.entry(handle).or_default().push(&said.value);
        }
    }
    let kinds: HashMap<u16, Kind> = tables.iter().filter_map(|table| Some((table.source, table.kind?))).collect();
    for customer in customers {
        let handles: Vec<Handle> = customer
            .aliases
            .iter()
            .flat_map(|alias| Handle::of_alias(alias, kinds.get(&alias.source).copied().unwrap_or(Kind::Orders)))
            .collect();
        let others: BTreeSet<&str> = handles.iter().filter_map(|handle| ids.get(handle)).flatten().copied().collect();
        customer.other_ids = others.into_iter().filter(|id| *id != customer.id).map(str::to_owned).collect();
        let said = |known: &BTreeMap<Handle, &str>| {
            let value = handles.iter().find_map(|handle| known.get(handle).copied());
            value.filter(|value| *value != AS_PROPOSED).map(str::to_owned)
        };
        let written = customer.name.clone();
        if let Some(name) = said(&names) {
            customer.name = name;
        }
        customer.end_customer = said(&ends);
        if let Some(industry) = said(&industries) {
            (customer.industry, customer.industry_from) = (Some(industry), Origin::Owner);
        } else if customer.industry.is_none() {
            customer.industry = Some(industry(&written)).filter(|industry| !industry.is_empty()).map(str::to_owned);
            customer.industry_from = Origin::Name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;
    use crate::model::numbers::NumbersBuilder;
    use crate::model::table::{Column, Mention};

    fn some(text: &str) -> Option<String> {
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn table(kind: Kind, source: u16, rows: &[(&str, &str, &str)]) -> Table {
        let mut table = Table::new(source, kind);
        for (i, (id, name, email)) in rows.iter().enumerate() {
            table.mentions.push(Mention {
                id: some(id),
                name: some(name),
                email: some(email),
                person: None,
                n_rows: 1,
            });
            table.mention_of_row.push(u32::try_from(i).unwrap());
            table.rows.push(u32::try_from(i + 2).unwrap());
        }
        table
    }

    fn linked(tables: &[Table]) -> Linked {
        link(tables, &[])
    }

    fn ids(linked: &Linked, table: usize) -> Vec<Option<&str>> {
        linked.customer_of[table].iter().map(|c| c.map(|c| linked.customers[c as usize].id.as_str())).collect()
    }

    #[test]
    fn three_systems_three_spellings_one_customer() {
        let linked = linked(&[
            table(
                Kind::Customers,
                0,
                &[("C1", "Alpine Tool", "office@alpinetool.com"), ("C2", "Delta Machine", "a@deltamachine.com")],
            ),
            table(Kind::Orders, 1, &[("C1", "Alpine Tool", ""), ("C2", "Delta Machine", "")]),
            table(
                Kind::Payments,
                2,
                &[
                    ("", "ALPINE TOOL, INC", ""),
                    ("", "Alpine Tool Mfg LLC", "ap@alpinetool.com"),
                    ("", "Delta Machine Co.", ""),
                ],
            ),
            table(Kind::Emails, 3, &[("", "", "tom@alpinetool.com"), ("", "", "jo@gmail.com")]),
        ]);
        assert_eq!(ids(&linked, 2), [Some("C1"), Some("C1"), Some("C2")]);
        assert_eq!(ids(&linked, 3), [Some("C1"), None]);
        assert_eq!(linked.customers[0].name, "Alpine Tool");
    }

    #[test]
    fn lookalikes_stay_apart_and_are_listed() {
        let linked = linked(&[table(
            Kind::Orders,
            0,
            &[
                ("", "Delta Machine Company", "x@deltamachine.com"),
                ("", "Delta Machining & Tool", "y@deltamachining.com"),
                ("", "Harbor Light", ""),
                ("", "Harbor Lights", ""),
            ],
        )]);
        assert_eq!(linked.customers.len(), 4);
        assert!(linked.doubtful.iter().any(|d| linked.customers[d.a as usize].name.starts_with("Harbor")));
    }

    #[test]
    fn two_numbers_in_one_system_are_two_customers_whatever_the_name() {
        let linked = linked(&[
            table(Kind::Orders, 0, &[("1", "Ridge Cycles", ""), ("2", "Ridge Cycles", "")]),
            table(Kind::Payments, 1, &[("", "Ridge Cycles Inc", "")]),
        ]);
        assert_eq!(linked.customers.len(), 3);
        assert!(!linked.doubtful.is_empty());
    }

    #[test]
    fn an_id_that_means_two_companies_in_two_systems_does_not_join_them() {
        let orders = table(Kind::Orders, 0, &[("100", "Alpine Tool", "")]);
        let payments = table(Kind::Payments, 1, &[("100", "Borealis Lighting", "")]);
        let nameless = table(Kind::Customers, 2, &[("100", "", "")]);
        assert_eq!(linked(&[orders.clone(), payments.clone()]).customers.len(), 2);
        assert_eq!(linked(&[orders, payments, nameless]).customers.len(), 2, "a row without a name joins nobody");
    }

    #[test]
    fn an_id_that_stands_for_none_joins_nobody() {
        for id in ["0", "n/a", "-", "000"] {
            let linked = linked(&[table(Kind::Orders, 0, &[(id, "Alpine Tool", ""), (id, "Borealis Lighting", "")])]);
            assert_eq!(linked.customers.len(), 2, "{id}");
        }
    }

    #[test]
    fn sites_and_foreign_forms_stay_apart_and_cash_sales_are_nobody() {
        let linked = linked(&[table(
            Kind::Orders,
            0,
            &[
                ("", "Precision Metal (Ohio)", "a@precisionmetal.com"),
                ("", "Precision Metal (Texas)", "b@precisionmetal.com"),
                ("", "Ridge AB", ""),
                ("", "Ridge GmbH", ""),
                ("", "Cash sale", ""),
            ],
        )]);
        assert_eq!(linked.customers.len(), 4);
        assert!(linked.doubtful.len() >= 2);
    }

    #[test]
    fn last_years_export_and_this_years_know_a_customer_by_the_same_number() {
        let linked = linked(&[
            table(Kind::Orders, 0, &[("1", "Ridge Cycles", "")]),
            table(Kind::Orders, 1, &[("1", "Ridge Cycles Inc", ""), ("2", "Ridge Cycles", "")]),
        ]);
        assert_eq!(linked.customers.len(), 2);
    }

    #[test]
    fn a_remark_of_the_books_behind_two_names_makes_no_pair() {
        for remark in ["PO only", "use billing address"] {
            let names =
                ["Wexley Medical", "Garnet Hill Sprayers", "Brightleaf Carts"].map(|name| format!("{name} ({remark})"));
            let rows = names.each_ref().map(|name| ("", name.as_str(), ""));
            let all = linked(&[table(Kind::Orders, 0, &rows)]);
            assert_eq!((all.customers.len(), all.doubtful.len()), (3, 0), "{remark}: {:?}", all.doubtful);
        }
    }

    #[test]
    fn who_never_ordered_is_a_contact() {
        let linked = linked(&[table(Kind::Emails, 0, &[("", "Somebody", "a@b.org")])]);
        assert!(linked.customers.is_empty());
    }

    fn apart(rows: &[(&str, &str, &str)]) {
        let all = linked(&[table(Kind::Orders, 0, rows)]);
        let names: Vec<&str> = all.customers.iter().map(|customer| customer.name.as_str()).collect();
        assert_eq!(all.customers.len(), rows.len(), "{names:?}");
    }

    #[test]
    fn lookalikes_are_two_customers() {
        // One letter, and nothing else known.
        apart(&[("", "Harbor Light", ""), ("", "Harbor Lights", "")]);
        apart(&[("", "Cragg Vale Forge", ""), ("", "Crag Vale Forge", "")]);
        // Sisters on one domain, also where one address orders for both.
        apart(&[("", "Ridge Cycles", "a@ridge.com"), ("", "Ridge Lighting", "b@ridge.com")]);
        apart(&[("", "Stellar Hydraulics", "po@stellar.com"), ("", "Stellar Pneumatics", "po@stellar.com")]);
        apart(&[("", "Alpine Tool", "a@alpinetool.com"), ("", "Alpine Tool Rental", "b@alpinetool.com")]);
        // A bookkeeper of three, and a buyer for two.
        let ledger = "ledger@trudybooks.net";
        apart(&[("", "Buckeye Patio", ledger), ("", "Fox Run Gates", ledger), ("", "Ohio Handrail", ledger)]);
        apart(&[("", "Apex Fixture", "dale@gmail.com"), ("", "Whitaker Boat Lifts", "dale@gmail.com")]);
        // Sites, each with its own customer number.
        apart(&[("1", "Acme (Plant 1)", ""), ("2", "Acme (Plant 2)", "")]);
        apart(&[("", "Plant 2", "dock@acme.com"), ("", "Plant 2", "dock@borealis.com")]);
        apart(&[("", "Unit I, Stellar Works", "x@stellar.com"), ("", "Unit II, Stellar Works", "x@stellar.com")]);
        // A name that shortens two others.
        apart(&[("", "Müller Feinmechanik", ""), ("", "Mueller Feinwerktechnik", ""), ("", "MUELLER FEIN", "")]);
        apart(&[("", "Total Conveyor", ""), ("", "Total Tool", "")]);
        // Two people of one name.
        apart(&[("", "Peter Bieri", "pbieri@bluewin.ch"), ("", "Peter Bieri", "bieri@gmx.ch")]);
    }

    #[test]
    fn a_person_who_works_for_two_is_neither() {
        let people = |person: &str| Mention { person: some(person), ..Mention::default() };
        let mut contacts = table(Kind::Customers, 0, &[("", "Apex Fixture", ""), ("", "Borealis Lighting", "")]);
        contacts.mentions[0].person = people("Dale Whitaker").person;
        contacts.mentions[1].person = people("Dale Whitaker").person;
        let orders = table(
            Kind::Orders,
            1,
            &[("", "Apex Fixture", ""), ("", "Borealis Lighting", ""), ("", "Dale Whitaker", "")],
        );
        let all = linked(&[contacts.clone(), orders.clone()]);
        assert_eq!(all.customers.len(), 3);
        assert_eq!(all.doubtful.len(), 2, "{:?}", all.doubtful);
        // Known at one company only, it is theirs.
        contacts.mentions[1].person = people("Sam Larkin").person;
        assert_eq!(linked(&[contacts, orders]).customers.len(), 2);
    }

    #[test]
    fn the_plant_of_a_customer_is_the_customers() {
        let books =
            table(Kind::Payments, 0, &[("1044", "Harlan Gear Works", ""), ("1044-2", "Harlan Gear Works:Plant 2", "")]);
        let other = table(Kind::Payments, 1, &[("77", "Bexley Stamping", ""), ("78", "Bexley Stamping:Plant 2", "")]);
        let all = linked(&[books, other]);
        assert_eq!(ids(&all, 0)[0], ids(&all, 0)[1]);
        assert_eq!(all.customers.len(), 2);
    }

    #[test]
    fn the_order_of_files_changes_nothing() {
        let files = [
            table(
                Kind::Orders,
                0,
                &[("", "Brightwater Mfg Inc", "slarkin@brightwater-mfg.com"), ("", "Delta Machine Co", "")],
            ),
            table(
                Kind::Payments,
                0,
                &[("", "BRIGHTWATER MANUFACTURING, INC", ""), ("", "Delta Machining & Tool", "x@deltamt.com")],
            ),
            table(Kind::Payments, 0, &[("9", "Sam Larkin", "slarkin@brightwater-mfg.com"), ("10", "Delta Mach", "")]),
            table(
                Kind::Customers,
                0,
                &[("C1", "Brightwater", "ap@brightwater-mfg.com"), ("C2", "Delta Machine", "a@deltamachine.com")],
            ),
        ];
        let partition = |order: [usize; 4]| {
            let tables: Vec<Table> = order.iter().map(|&i| files[i].clone()).collect();
            let all = linked(&tables);
            let mut groups: Vec<Vec<String>> = all
                .customers
                .iter()
                .map(|customer| {
                    let mut names: Vec<String> =
                        customer.aliases.iter().map(|alias| format!("{} {:?}", alias.name, alias.email)).collect();
                    names.sort();
                    names
                })
                .collect();
            groups.sort();
            (groups, all.doubtful.len())
        };
        let first = partition([0, 1, 2, 3]);
        for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1], [2, 3, 0, 1]] {
            assert_eq!(partition(order), first);
        }
    }

    #[test]
    fn the_same_invoice_in_two_files_names_the_same_customer() {
        let bill = |table: &mut Table, field: Field, number: &str, amounts: &[i64]| {
            let mut numbers = NumbersBuilder::default();
            for _ in amounts {
                numbers.push(number.as_bytes());
            }
            table.insert(field, Column::Numbers(numbers.numbers));
            table.insert(Field::Amount, Column::Money(amounts.to_vec()));
        };
        let linked_with = |amount: i64| {
            let mut orders = table(Kind::Orders, 0, &[("", "Hebden Bridge Cycle Works", "")]);
            let mut books = table(Kind::Payments, 1, &[("", "Hebden Cycle Works", "")]);
            bill(&mut orders, Field::OrderNumber, "SO-8895", &[33_038]);
            bill(&mut books, Field::OrderNumber, "8895", &[amount]);
            linked(&[orders, books]).customers.len()
        };
        assert_eq!(linked_with(33_038), 1);
        assert_eq!(linked_with(33_039), 2, "a number alone may be of another system");
    }

    #[test]
    fn the_owners_word_stands_above_everything_and_holds_for_later_files() {
        let said = |about, a: &str, b: &str| Said { about, subject: a.to_owned(), value: b.to_owned() };
        let files = [
            table(Kind::Orders, 0, &[("1", "Ridge Cycles", "po@ridge.com"), ("2", "Borealis", "")]),
            table(Kind::Payments, 1, &[("", "RIDGE CYCLES INC", ""), ("", "Northern Light", "")]),
        ];
        let same = said(About::Same, "name borealis", "name northern light");
        assert_eq!(link(&files, std::slice::from_ref(&same)).customers.len(), 2);
        let apart = said(About::Apart, "name ridge cycles", "name ridge cycles inc");
        assert_eq!(link(&files, &[same.clone(), apart]).customers.len(), 3);
        let later = [files[0].clone(), files[1].clone(), table(Kind::Payments, 2, &[("", "Northern  LIGHT", "")])];
        assert_eq!(link(&later, std::slice::from_ref(&same)).customers.len(), 2);
        // Taken back by its opposite, the newer word holds.
        let two = said(About::Apart, "name northern light", "name borealis");
        let all = link(&files, &[same, two]);
        assert_eq!((all.customers.len(), all.doubtful.len()), (3, 0));
        let named = said(About::Name, "name northern light", "Northern Light (Duluth)");
        let all = link(&files, &[named]);
        assert!(
            all.customers
                .iter()
                .any(|customer| customer.name == "Northern Light (Duluth)" && customer.id == "Northern Light")
        );
    }
}
