//! One writer: whoever opens a workspace to write holds a lock until it is closed. A second program may only read.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::StoreError;

/// The right to write into a workspace. All parts of one program share it; it ends with the last of them, also where the
/// program is killed.
#[derive(Debug)]
pub struct WriterLock {
    /// Locked while it is open.
    _file: File,
}

/// The locks that this program holds.
static HELD: Mutex<BTreeMap<PathBuf, Weak<WriterLock>>> = Mutex::new(BTreeMap::new());

impl WriterLock {
    /// Takes the lock of a workspace. Fails where another program holds it, or the folder cannot be written.
    pub fn take(workspace: &Path) -> Result<Arc<Self>, StoreError> {
        let path = lock_file(workspace);
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = held.get(&path).and_then(Weak::upgrade) {
            return Ok(lock);
        }
        let cannot_write =
            |error: &std::io::Error| StoreError::CannotWrite { why: error.to_string(), path: workspace.to_owned() };
        let file = open(&path).map_err(|error| cannot_write(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(workspace.to_owned())),
            // Some network drives know no locks; the database's own still hold.
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(cannot_write(&error)),
        }
        let lock = Arc::new(Self { _file: file });
        held.retain(|_, lock| lock.strong_count() > 0);
        held.insert(path, Arc::downgrade(&lock));
        Ok(lock)
    }
}

/// `.shop.lotwise.lock` beside `shop.lotwise`. It stays: a lock file that is deleted could be locked twice.
fn lock_file(workspace: &Path) -> PathBuf {
    let workspace = std::path::absolute(workspace).unwrap_or_else(|_| workspace.to_owned());
    let name = workspace.file_name().unwrap_or_default().to_string_lossy().into_owned();
    workspace.with_file_name(format!(".{name}.lock"))
}

fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_shares_its_lock_and_another_one_does_not_get_it() {
        let workspace = std::env::temp_dir().join(format!("lotwise-lock-{}.lotwise", std::process::id()));
        let first = WriterLock::take(&workspace).unwrap();
        let second = WriterLock::take(&workspace).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
        // Another program opens the file anew.
        let other = open(&lock_file(&workspace)).unwrap();
        assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
        drop((first, second));
        other.try_lock().unwrap();
        assert!(matches!(WriterLock::take(&workspace), Err(StoreError::InUse(_))));
        std::fs::remove_file(lock_file(&workspace)).unwrap();
    }
}
