//! Which columns say whose a row is.

use super::Assignment;
use crate::import::headings::{Meaning as M, plain};
use crate::import::layout::Groups;
use crate::model::{Field, Kind};

impl Assignment<'_> {
    pub(super) fn assign_who(&mut self) {
        let table = self.table;
        // In a list of customers, the number of a row is the customer's, but where it counts the rows.
        let n_rows = table.body.n_data_rows();
        let counts = |text: &str| text.trim().parse::<usize>().is_ok_and(|n| n <= n_rows + 1);
        let is_own_number = |i: &usize| table.list[*i].profile.n_distinct == n_rows && table.share(*i, counts) < 0.9;
        let number = || table.all(M::Number).find(is_own_number).filter(|_| self.kind == Kind::Customers);
        let id = table.pick(&[M::CustomerId]).or_else(number);
        let n_distinct = |i: usize| table.list[i].profile.n_distinct;
        // A company that is the same in all rows is the shop itself.
        let company = table.pick(&[M::Company]).filter(|&i| n_distinct(i) > 1 || table.body.n_data_rows() < 3);
        let is_constant = |i: usize| n_distinct(i) == 1 && table.list[i].profile.n >= 10;
        // The shop's own account in a processor's report; but a shop may have one customer.
        let others: Vec<usize> =
            [M::Customer, M::Name, M::Person].iter().flat_map(|&meaning| table.all(meaning)).collect();
        let is_own = |i: usize| is_constant(i) && others.iter().any(|&other| other != i && n_distinct(other) > 1);
        let customer = table.pick(&[M::Customer]).filter(|&i| table.list[i].profile.n > 0 && !is_own(i));
        let customer = customer.or_else(|| table.all(M::Customer).find(|&i| n_distinct(i) > 1));
        let plain_name = table.pick(&[M::Name]);
        let account = table.pick(&[M::Account]).filter(|&i| table.list[i].profile.is_words() && !is_own(i));
        let name = match (plain_name, account) {
            (Some(name), Some(account)) if n_distinct(account) > 5 && n_distinct(account) * 2 >= n_distinct(name) => {
                Some(account)
            }
            (None, account) => account,
            (name, _) => name,
        };
        let [first, last] = [M::FirstName, M::LastName].map(|meaning| table.pick(&[meaning]));
        let is_mail = matches!(self.kind, Kind::Emails);
        let named = account.filter(|_| self.kind == Kind::Notes);
        let mut who = company.or(customer).or(named).or(if self.groups == Groups::Customer { None } else { name });
        if company.is_some_and(|i| table.list[i].profile.n * 10 < table.body.n_data_rows()) && customer.is_some() {
            who = customer;
        }
        if is_mail
            && who == name
            && table.has(M::Email)
            && first.is_none()
            && name.is_some()
            && company.is_none()
            && customer.is_none()
        {
            // The name beside an address is a person's or a campaign's.
            who = None;
        }
        // "Prénom", "Nom": beside a first name, the name is the last.
        let is_last = first.is_some() && last.is_none();
        let last = last.or(name.filter(|&i| is_last && who != Some(i)));
        let person = table
            .pick(&[M::Person])
            // "Met: yes" names nobody.
            .filter(|&i| !table.is_flag(i))
            // Below a line that names the customer, "Name" is the customer or one of its jobs.
            .or(name.filter(|&i| who != Some(i) && !is_last && self.groups != Groups::Customer))
            .or(customer.filter(|&i| who != Some(i)));
        let who = match who {
            None if self.groups != Groups::Customer && first.is_none() && !is_mail => person,
            who => who,
        };
        // "NameFields.Name": a column of words whose heading says that it names something, where nothing else does.
        let is_name = |i: &usize| {
            let column = &table.list[*i];
            let says_name = ["name", "nom", "nombre", "nome", "namen", "particulars"];
            matches!(column.meaning, M::Other | M::Unknown | M::Description)
                && column.profile.is_words()
                && column.profile.n_distinct > 1
                && column.profile.n * 2 >= table.body.n_data_rows()
                && plain(&table.body.headers[*i]).split(' ').any(|word| says_name.contains(&word))
        };
        let needs_who = matches!(self.kind, Kind::Orders | Kind::Payments | Kind::Quotes) && id.is_none();
        let who = match who {
            None if needs_who && self.groups != Groups::Customer && first.is_none() && !table.has(M::Email) => {
                (0..table.list.len()).find(is_name)
            }
            who => who,
        };
        if who.is_some() && self.groups == Groups::Customer {
            // Rows that name their customer need no line above.
            let filled = who.is_some_and(|i| table.list[i].profile.n * 10 >= table.body.n_data_rows() * 8);
            if filled {
                self.groups = Groups::Other;
            }
        }
        self.take(id, Field::CustomerId);
        self.take(who, Field::Customer);
        if let Some(email) = table.pick(&[M::Email]) {
            self.take(Some(email), Field::Email);
        }
        if let Some(person) = person.filter(|&i| Some(i) != who) {
            self.take(Some(person), Field::Person);
        }
        if self.assigned(Field::Person).is_none() {
            self.person = [first, last];
            for column in [first, last].into_iter().flatten() {
                self.take(Some(column), Field::Person);
            }
        }
    }
}
