//! Which spellings across the files are one customer.
//!
//! Two customers shown as one is the worst mistake: a link is made alone only on the same id, the same normalised name,
//! or a company's e-mail domain together with an agreeing name. What is doubtful is listed and left apart.

mod link;
mod normalize;
mod score;

pub use link::{Linked, link};
pub use normalize::normal;
