//! The workspace: one `SQLite` file that remembers what was taken in, and how each list is read.
//!
//! `schema.sql` says what it holds. [`Workspace`] opens it, [`intake`] takes files in and says what is new in them,
//! [`choose`] finds the list
//! that a file is of, [`standing`] decides which rows count, [`load`] gives them back as the tables that a look would have read, [`shapes`]
//! remembers how lists with the same headings are read, [`said`] what the owner said of customers, items and campaigns.

mod choose;
mod identity;
pub mod intake;
mod load;
mod said;
mod shapes;
mod standing;
mod workspace;

pub use intake::{Intake, Taking};
pub use workspace::{ENDING, StoreError, Workspace};
