//! One file that remembers: opening it, making it, and what can go wrong with it.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::backup::Backup;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::lock::WriterLock;
use super::migrate::{self, APPLICATION_ID, MigrateError, VERSION};
use super::place::Place;
use crate::model::Day;

/// The ending of a workspace's name.
pub const ENDING: &str = "lotwise";

/// An open workspace.
#[derive(Debug)]
pub struct Workspace {
    pub(super) connection: Connection,
    path: PathBuf,
    /// `None` where it may only be read.
    lock: Option<Arc<WriterLock>>,
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
    /// Another Lotwise has it open.
    #[error("Another Lotwise has the workspace open, and only one may write. Close it there and try again: {0}")]
    InUse(PathBuf),
    /// A review of a later date is closed.
    #[error(
        "The review of {0} is closed already, and reviews are closed in the order of their dates. Open it again first, on This week"
    )]
    LaterReview(Day),
    /// There is a file already.
    #[error("There is a file of this name already, and it was left as it is. Choose another name: {0}")]
    Exists(PathBuf),
    /// A copy that is to be restored is not there.
    #[error("There is no such copy. Name the file that lotwise backup wrote: {0}")]
    NoCopy(PathBuf),
    /// The copy is encrypted.
    #[error("The copy is encrypted. Give its passphrase, with --passphrase-file or on the terminal: {0}")]
    NeedsPassphrase(PathBuf),
    /// The passphrase opens it not.
    #[error("The passphrase does not open this copy. Nothing was changed; try again: {0}")]
    WrongPassphrase(PathBuf),
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
    /// Opens a workspace that exists, to write. Only one program may.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let lock = WriterLock::take(path)?;
        let is_empty = path.metadata().is_ok_and(|facts| facts.len() == 0);
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, Some(lock))?.prepared(is_empty)
    }

    /// Opens a copy that the app made, to erase something from it. Of a copy no copy is made: that would keep what goes.
    pub(super) fn open_copy(path: &Path) -> Result<Self, StoreError> {
        let lock = WriterLock::take(path)?;
        let mut copy = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, Some(lock))?;
        let version = copy.known_version()?;
        copy.set_up().map_err(|error| copy.error(&error))?;
        if version < VERSION {
            migrate::run(&mut copy.connection, version).map_err(|error| StoreError::of(&error, path.to_owned()))?;
        }
        Ok(copy)
    }

    /// Opens a workspace, or makes it where there is none.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            return Self::open(path);
        }
        let lock = WriterLock::take(path)?;
        create_private(path)
            .map_err(|error| StoreError::CannotWrite { why: error.to_string(), path: path.to_owned() })?;
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, Some(lock))?.prepared(true)
    }

    /// Opens a workspace to read, also while another program writes into it, in a folder that cannot be written, and of an older
    /// version: then a copy in memory is brought up to date.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let of = |error: rusqlite::Error| StoreError::of(&error, path.to_owned());
        let mut workspace = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, None)?;
        let version = workspace.known_version().or_else(|error| match error {
            // Where nothing can be written, the file is read as it lies there.
            StoreError::CannotWrite { .. } => {
                let uri = format!("file:{}?immutable=1", encoded(path));
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                workspace.connection = Connection::open_with_flags(uri, flags).map_err(of)?;
                workspace.known_version()
            }
            error => Err(error),
        })?;
        if version < VERSION {
            let mut copy = Connection::open_in_memory().map_err(of)?;
            Backup::new(&workspace.connection, &mut copy).and_then(|backup| backup.step(-1)).map_err(of)?;
            migrate::run(&mut copy, version).map_err(of)?;
            workspace.connection = copy;
        }
        workspace.connection.pragma_update(None, "cache_size", -64 * 1024).map_err(of)?;
        Ok(workspace)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its name, as the owner calls it.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn connect(path: &Path, flags: OpenFlags, lock: Option<Arc<WriterLock>>) -> Result<Self, StoreError> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| StoreError::of(&error, path.to_owned()))?;
        let workspace = Self { connection, path: path.to_owned(), lock };
        let patience = std::time::Duration::from_secs(5);
        workspace.connection.busy_timeout(patience).map_err(|error| workspace.error(&error))?;
        Ok(workspace)
    }

    /// The version of the schema, of a file that is a workspace and not newer than this program.
    fn known_version(&self) -> Result<usize, StoreError> {
        let read = || -> rusqlite::Result<(i32, usize)> {
            let id = self.connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
            Ok((id, migrate::version(&self.connection)?))
        };
        match read().map_err(|error| self.error(&error))? {
            (APPLICATION_ID, version) if version > VERSION => Err(StoreError::Newer(self.path.clone())),
            (APPLICATION_ID, version) => Ok(version),
            _ => Err(StoreError::NotAWorkspace(self.path.clone())),
        }
    }

    /// Sets the connection up and brings the schema to this program's version.
    fn prepared(mut self, is_new: bool) -> Result<Self, StoreError> {
        if !is_new {
            self.known_version()?;
        }
        self.set_up().map_err(|error| self.error(&error))?;
        migrate::migrate(&mut self.connection, &self.path).map_err(|error| match error {
            MigrateError::Copy(error) => error,
            MigrateError::Statement(error) => self.error(&error),
        })?;
        Ok(self)
    }

    fn set_up(&self) -> rusqlite::Result<()> {
        let connection = &self.connection;
        // The side files of a write-ahead log do not survive being copied by another program, or shared over a network.
        let journal = if Place::of(&self.path) == Place::Local { "wal" } else { "delete" };
        connection.pragma_update(None, "journal_mode", journal)?;
        // What was committed is on the disk, also when the power fails.
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is erased is overwritten.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "cache_size", -64 * 1024)
    }

    pub(super) fn error(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of(error, self.path.clone())
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
            // Of what fails at the disk, all but reading is for want of room or of leave.
            Some(ErrorCode::SystemIoFailure) if !is_reading(error) => {
                Self::CannotWrite { why: error.to_string(), path }
            }
            _ => Self::Damaged { why: error.to_string(), path },
        }
    }
}

fn is_reading(error: &rusqlite::Error) -> bool {
    const READING: [i32; 2] = [rusqlite::ffi::SQLITE_IOERR_READ, rusqlite::ffi::SQLITE_IOERR_SHORT_READ];
    matches!(error, rusqlite::Error::SqliteFailure(error, _) if READING.contains(&error.extended_code))
}

/// At rest the workspace is one file, which can be copied as it is and read where nothing can be written.
impl Drop for Workspace {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // Where another part of the program still has it open, that one will do it.
            let _ = self.connection.pragma_update(None, "journal_mode", "delete");
        }
    }
}

/// A path as part of an address of a database.
fn encoded(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// Makes a file that its owner alone may read: names and amounts of customers are nobody else's business. Fails where there
/// is one.
pub fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Lets nobody but its owner read a file or a folder. Where the system has no such modes, the owner's folder protects it.
pub fn only_for_its_owner(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    }
    let _ = path;
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
