//! The workspace: one `SQLite` file that remembers what was taken in, and how each list is read.
//!
//! `schema.sql` says what it holds. [`Workspace`] opens it, [`intake`] takes files in and says what is new in them,
//! [`choose`] finds the list that a file is of, [`standing`] decides which rows count, [`load`] gives them back as the tables
//! that a look would have read, [`shapes`] remembers how lists with the same headings are read, [`said`] what the owner said
//! of customers, items and campaigns, [`weekly`] what was decided in the reviews and how these were told, [`capacity`] what the shop can
//! do, and [`forecasts`] what was expected. [`log`] tells every change.
//!
//! Nothing is lost: everything is a transaction, one program writes ([`lock`]), as carefully as its [`place`] asks for;
//! [`migrate`] and [`mod@backup`] keep copies, and [`check`] says whether the file is whole. Nothing is kept that should go:
//! [`forget`] erases, [`retention`] what is too old, and [`forgotten`] knows it again in next week's export.

pub mod backup;
mod capacity;
mod check;
mod checksum;
mod choose;
mod forecasts;
mod forget;
mod forgotten;
mod held;
mod holdings;
mod identity;
pub mod intake;
mod load;
mod lock;
mod log;
mod migrate;
mod place;
mod retention;
mod said;
mod shapes;
mod standing;
mod weekly;
mod workspace;

pub use check::{Checked, Fault};
pub use forecasts::Shown;
pub use forget::{Erased, Forget, FromReview, Left};
pub use held::{HeldList, HeldRow};
pub use holdings::{Holdings, MOST_LINES, Stored, why_kept};
pub use intake::{Imported, Intake, Taking};
pub use lock::WriterLock;
pub use log::Logged;
pub use place::Place;
pub use retention::{Older, first_kept};
pub use weekly::Closing;
pub use workspace::{ENDING, StoreError, Workspace};
