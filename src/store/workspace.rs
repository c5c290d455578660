//! One file that remembers: opening it, making it, and what can go wrong with it.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

/// The ending of a workspace's name.
pub const ENDING: &str = "lotwise";

/// "Lotw", so that other programs know the file for what it is.
const APPLICATION_ID: i32 = 0x4c6f_7477;

/// The statements that lead from one version of the schema to the next; the first makes it.
const MIGRATIONS: [&str; 3] = [include_str!("schema.sql"), include_str!("said.sql"), include_str!("stands_at.sql")];

/// An open workspace.
#[derive(Debug)]
pub struct Workspace {
    pub(super) connection: Connection,
    path: PathBuf,
}

/// Why a workspace could not be opened, read or written: what is wrong, and the way out.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("There is no workspace here. Make one with lotwise import, or in the window with Keep as workspace: {0}")]
    Missing(PathBuf),
    /// The file is something else.
    #[error("The file is no Lotwise workspace. Choose one that ends in .{ENDING}: {0}")]
    NotAWorkspace(PathBuf),
    /// A newer program wrote it.
    #[error("The workspace was written by a newer Lotwise. Open it with that version: {0}")]
    Newer(PathBuf),
    /// Another program holds it.
    #[error("Another program is writing into the workspace. Close it and try again; nothing was changed: {0}")]
    Busy(PathBuf),
    /// There is no room, or writing is not allowed.
    #[error(
        "The workspace could not be written ({why}). Make room, or allow writing there; nothing was changed: {path}"
    )]
    CannotWrite {
        /// What the system says.
        why: String,
        /// The workspace.
        path: PathBuf,
    },
    /// Its pages are damaged, or a statement failed.
    #[error("The workspace could not be read ({why}). Open a copy of it from a backup: {path}")]
    Damaged {
        /// What the database says.
        why: String,
        /// The workspace.
        path: PathBuf,
    },
    /// The owner stopped it.
    #[error("Stopped; nothing was changed")]
    Stopped,
}

impl Workspace {
    /// Opens a workspace that exists.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let is_empty = path.metadata().is_ok_and(|facts| facts.len() == 0);
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?.prepared(is_empty)
    }

    /// Opens a workspace, or makes it where there is none.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            return Self::open(path);
        }
        let workspace = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        only_for_its_owner(path).map_err(|error| workspace.cannot_write(&error))?;
        workspace.prepared(true)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its name, as the owner calls it.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| StoreError::of(&error, path.to_owned()))?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Sets the connection up and brings the schema to this program's version.
    fn prepared(mut self, is_new: bool) -> Result<Self, StoreError> {
        let path = self.path.clone();
        self.prepare(is_new).map_err(|error| StoreError::of(&error, path))??;
        Ok(self)
    }

    fn prepare(&mut self, is_new: bool) -> rusqlite::Result<Result<(), StoreError>> {
        let connection = &mut self.connection;
        let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if !is_new && id != APPLICATION_ID {
            return Ok(Err(StoreError::NotAWorkspace(self.path.clone())));
        }
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is erased is overwritten.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "cache_size", -64 * 1024)?;
        let version: usize = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > MIGRATIONS.len() {
            return Ok(Err(StoreError::Newer(self.path.clone())));
        }
        if version < MIGRATIONS.len() {
            let transaction = connection.transaction()?;
            for migration in &MIGRATIONS[version..] {
                transaction.execute_batch(migration)?;
            }
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", MIGRATIONS.len())?;
            transaction.commit()?;
        }
        Ok(Ok(()))
    }

    pub(super) fn error(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of(error, self.path.clone())
    }

    fn cannot_write(&self, error: &std::io::Error) -> StoreError {
        StoreError::CannotWrite { why: error.to_string(), path: self.path.clone() }
    }
}

impl StoreError {
    pub(super) fn of(error: &rusqlite::Error, path: PathBuf) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotAWorkspace(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            Some(ErrorCode::OperationInterrupted) => Self::Stopped,
            Some(ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::CannotWrite { why: error.to_string(), path }
            }
            _ => Self::Damaged { why: error.to_string(), path },
        }
    }
}

/// Names and amounts of customers are nobody else's business.
#[cfg(unix)]
fn only_for_its_owner(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

/// Where the system has no such modes, the owner's folder protects it.
#[cfg(not(unix))]
fn only_for_its_owner(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;

    fn new() -> (Workspace, PathBuf) {
        let name = format!("lotwise-store-{}-{:?}.lotwise", std::process::id(), std::thread::current().id());
        let path = std::env::temp_dir().join(name);
        (Workspace::open_or_create(&path).unwrap(), path)
    }

    #[test]
    fn every_field_has_its_column() {
        let (workspace, path) = new();
        // Whom a row is about stands in a table of its own.
        let names = [Field::Customer, Field::CustomerId, Field::Email, Field::Person];
        for field in Field::ALL.into_iter().filter(|field| !names.contains(field)) {
            let sql = "SELECT count(*) FROM pragma_table_info('record') WHERE name = ?1";
            let n: i64 = workspace.connection.query_row(sql, [field.as_str()], |row| row.get(0)).unwrap();
            assert_eq!(n, 1, "{field:?}");
        }
        drop(workspace);
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_workspace_of_a_newer_program_is_left_alone() {
        let (workspace, path) = new();
        workspace.connection.pragma_update(None, "user_version", 99).unwrap();
        drop(workspace);
        assert!(matches!(Workspace::open(&path), Err(StoreError::Newer(_))));
        std::fs::remove_file(path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_workspace_is_readable_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (workspace, path) = new();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        drop(workspace);
        std::fs::remove_file(path).unwrap();
    }
}
