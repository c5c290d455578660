//! Which spellings across the files are one customer.
//!
//! Two customers shown as one is the worst mistake. [`nodes`] gathers the spellings, [`spelling`] takes names apart and
//! [`compare`] says how two are alike. [`rounds`] joins what is sure, one kind of evidence after the other, and [`groups`] keeps
//! apart what a number, a site, the form of a company ([`marks`]) or the owner tells apart. What is doubtful is listed and left to the owner,
//! whose word on spellings ([`handle`]) stands above everything.
//!
//! Beside the names: what each item and campaign is ([`items`], with the words of [`trade`]), which orders of two files are one
//! sale ([`sales`]), which orders an invoice bills ([`billing`]), what each receipt pays
//! ([`payments`]), what weekly lists of open items say of the invoices that are gone ([`ageing`]), and who must
//! not be written to ([`consent`]).

pub mod ageing;
mod amounts;
pub mod billing;
mod candidates;
mod compare;
pub mod consent;
mod customers;
mod groups;
mod handle;
pub mod items;
mod link;
mod marks;
mod nodes;
pub mod orphans;
pub mod payments;
mod people;
mod rounds;
pub mod sales;
mod shared_documents;
mod spelling;
mod systems;
pub mod trade;

pub use handle::{Handle, telling};
pub use link::{Linked, link, new_ids};
pub use spelling::key_of_name;
