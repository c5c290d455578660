//! From an older schema to this program's, with a copy of the file before.

use std::path::Path;

use rusqlite::Connection;

use super::{backup, said};

/// "Lotw", so that other programs know the file for what it is.
pub const APPLICATION_ID: i32 = 0x4c6f_7477;

/// The statements that lead from one version of the schema to the next; the first makes it.
const MIGRATIONS: [&str; 9] = [
    include_str!("schema.sql"),
    include_str!("said.sql"),
    include_str!("stands_at.sql"),
    include_str!("decided.sql"),
    include_str!("forgotten.sql"),
    include_str!("weekly.sql"),
    include_str!("outlook.sql"),
    include_str!("promised.sql"),
    include_str!("expected.sql"),
];

/// The version of the schema that this program writes.
pub const VERSION: usize = MIGRATIONS.len();

/// The version of the schema of an open file; 0 where it is empty.
pub fn version(connection: &Connection) -> rusqlite::Result<usize> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings an older schema to this program's, in one transaction. A file that holds something is copied first.
pub fn migrate(connection: &mut Connection, path: &Path) -> Result<(), MigrateError> {
    let from = version(connection)?;
    if from >= VERSION {
        return Ok(());
    }
    if from > 0 {
        backup::before_migration(connection, path, from).map_err(MigrateError::Copy)?;
    }
    run(connection, from)?;
    Ok(())
}

/// Runs what is missing, without a copy.
pub fn run(connection: &mut Connection, from: usize) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for migration in &MIGRATIONS[from..] {
        transaction.execute_batch(migration)?;
    }
    // Lines of an older version are summed as they are found.
    said::sum(&transaction, None)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// Why a schema could not be brought up to date. The file is as it was.
#[derive(Debug)]
pub enum MigrateError {
    /// The copy before could not be written.
    Copy(super::StoreError),
    /// A statement failed.
    Statement(rusqlite::Error),
}

impl From<rusqlite::Error> for MigrateError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Statement(error)
    }
}
