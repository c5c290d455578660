//! What the running app knows, and the only place that changes it.

pub mod chore;
pub mod command;
pub mod forget;
pub mod held;
pub mod job;
pub mod look_up;
pub mod pipeline;
mod save;
pub mod settings;
pub mod state;
pub mod table_form;
pub mod weekly;

pub use command::{Command, Page};
pub use job::{Cancelled, JobContext, Progress};
pub use pipeline::{LookError, LookOptions, Snapshot, is_workspace};
pub use state::{AppState, JobView};
