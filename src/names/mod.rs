//! Which spellings across the files are one customer.
//!
//! Two customers shown as one is the worst mistake: a link is made alone only on the same id, the same normalised name,
//! or a company's e-mail domain together with an agreeing name. What is doubtful is listed and left apart.

mod candidates;
mod compare;
mod groups;
mod handle;
mod link;
mod spelling;
mod systems;

pub use handle::{Handle, telling};
pub use link::{Linked, link};
pub use spelling::normal;
