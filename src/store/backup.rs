//! Copies of a workspace: one a day, ten deep, and the first of each month; others where the owner wants them, also encrypted.
//!
//! A copy is written under another name and renamed when it is whole, so that a stop leaves no half of one.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::workspace::{create_private, only_for_its_owner};
use super::{ENDING, StoreError, Workspace, migrate};
use crate::model::Day;

/// So many daily copies are kept.
const DAILY: usize = 10;

/// So many copies of the first day of a month are kept besides.
const MONTHLY: usize = 24;

/// How an encrypted copy begins: the format of age.
const ENCRYPTED: &[u8] = b"age-encryption.org/v1";

/// A copy that the app made by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Where it lies.
    pub path: PathBuf,
    /// The day in its name.
    pub day: Option<Day>,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Workspace {
    /// Writes today's copy, if there is none yet, and removes those that are too old. Gives where it was written.
    pub fn back_up_daily(&self, today: Day) -> Result<Option<PathBuf>, StoreError> {
        let folder = folder_of(self.path());
        let path = folder.join(format!("{today}.{ENDING}"));
        if path.exists() {
            return Ok(None);
        }
        make_folder(&folder)?;
        copy_to(&self.connection, &path)?;
        for old in too_old(&copies(self.path())) {
            // One that cannot be removed is removed another day.
            let _ = fs::remove_file(old);
        }
        Ok(Some(path))
    }

    /// Writes a copy to where the owner wants it, encrypted where there is a passphrase.
    pub fn back_up_to(&self, path: &Path, passphrase: Option<&str>) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let Some(passphrase) = passphrase else { return copy_to(&self.connection, path) };
        // The plain copy lies beside the workspace and not where the encrypted one goes.
        let plain = part_of(self.path());
        let result = copy_to_part(&self.connection, &plain).and_then(|()| encrypt(&plain, path, passphrase));
        let _ = fs::remove_file(&plain);
        result
    }
}

/// Puts a copy in the place of a workspace, or makes one of it. What stood there is copied first; gives where.
pub fn restore(
    copy: &Path,
    workspace: &Path,
    passphrase: Option<&str>,
    now: &str,
) -> Result<Option<PathBuf>, StoreError> {
    let _lock = super::WriterLock::take(workspace)?;
    let plain = workspace.with_added_extension("plain");
    let _ = fs::remove_file(&plain);
    let result = match (is_encrypted(copy)?, passphrase) {
        (true, None) => Err(StoreError::NeedsPassphrase(copy.to_owned())),
        (true, Some(passphrase)) => decrypt(copy, &plain, passphrase).and_then(|()| put(&plain, workspace, now)),
        (false, _) => put(copy, workspace, now),
    };
    let _ = fs::remove_file(&plain);
    result
}

/// The copies that the app made of a workspace: those of a day, the newest first, then those before a change.
pub fn copies(workspace: &Path) -> Vec<Copy> {
    let Ok(entries) = fs::read_dir(folder_of(workspace)) else { return Vec::new() };
    let mut copies: Vec<Copy> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let is_copy = path.extension().is_some_and(|ending| ending == ENDING);
            let day = path.file_stem()?.to_str()?.parse().ok();
            is_copy.then(|| Copy { bytes: path.metadata().map_or(0, |facts| facts.len()), day, path })
        })
        .collect();
    copies.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| b.path.cmp(&a.path)));
    copies
}

/// All copies, also those of copies, which an earlier program made when it brought a copy to its schema.
pub fn all_copies(workspace: &Path) -> Vec<PathBuf> {
    let own = copies(workspace).into_iter().map(|copy| copy.path);
    own.flat_map(|copy| copies(&copy).into_iter().map(|copy| copy.path).chain([copy]).collect::<Vec<_>>()).collect()
}

/// How to get back to a state before, where there is one.
pub fn way_back(workspace: &Path) -> String {
    copies(workspace).first().map_or(String::new(), |copy| {
        format!(". The newest copy is {}; lotwise restore puts it back", copy.path.display())
    })
}

/// The folder of a workspace's copies, beside it.
pub fn folder_of(workspace: &Path) -> PathBuf {
    let name = workspace.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    workspace.with_file_name(format!("{name} backups"))
}

/// A copy of a workspace whose schema is about to change.
pub fn before_migration(connection: &Connection, path: &Path, from: usize) -> Result<(), StoreError> {
    let folder = folder_of(path);
    let copy = folder.join(format!("before version {} of the schema.{ENDING}", from + 1));
    if copy.exists() {
        return Ok(());
    }
    make_folder(&folder)?;
    copy_to(connection, &copy)
}

/// Those of the daily copies that are kept neither for their day nor for their month.
fn too_old(copies: &[Copy]) -> Vec<&Path> {
    let mut dated: Vec<(Day, &Path)> =
        copies.iter().filter_map(|copy| Some((copy.day?, copy.path.as_path()))).collect();
    dated.sort_unstable();
    let month = |day: Day| day.to_string()[..7].to_owned();
    let firsts: Vec<Day> =
        dated.chunk_by(|a, b| month(a.0) == month(b.0)).filter_map(|all| Some(all.first()?.0)).collect();
    let kept_firsts = &firsts[firsts.len().saturating_sub(MONTHLY)..];
    let n_old = dated.len().saturating_sub(DAILY);
    dated[..n_old].iter().filter(|(day, _)| !kept_firsts.contains(day)).map(|(_, path)| *path).collect()
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir(folder).and_then(|()| only_for_its_owner(folder)).map_err(|e| cannot(&e, folder))
}

/// Copies an open database to a new file, which is there as a whole or not at all.
fn copy_to(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let part = part_of(path);
    copy_to_part(connection, &part)?;
    rename(&part, path)
}

fn copy_to_part(connection: &Connection, part: &Path) -> Result<(), StoreError> {
    let _ = fs::remove_file(part);
    create_private(part).map_err(|error| cannot(&error, part))?;
    let copy = || -> rusqlite::Result<()> {
        let mut target = Connection::open(part)?;
        copy_pages(connection, &mut target)?;
        // A copy lies anywhere, also where no journal can stand beside it.
        target.pragma_update(None, "journal_mode", "delete")
    };
    copy().map_err(|error| {
        let _ = fs::remove_file(part);
        StoreError::of(&error, part.to_owned())
    })?;
    File::open(part).and_then(|file| file.sync_all()).map_err(|error| cannot(&error, part))
}

fn copy_pages(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    // All pages in one step: a copy of one moment.
    Backup::new(from, to)?.step(-1).map(|_| ())
}

fn rename(part: &Path, path: &Path) -> Result<(), StoreError> {
    fs::rename(part, path).map_err(|error| {
        let _ = fs::remove_file(part);
        cannot(&error, path)
    })
}

/// The name under which a file is written until it is whole.
fn part_of(path: &Path) -> PathBuf {
    path.with_added_extension("part")
}

/// Puts the pages of a copy into the place of a workspace.
fn put(copy: &Path, workspace: &Path, now: &str) -> Result<Option<PathBuf>, StoreError> {
    let source = Workspace::open_to_read(copy)?;
    // What is damaged itself takes nobody's place.
    if let Some(fault) = source.check()?.faults.first() {
        return Err(StoreError::Damaged { why: fault.to_string(), path: copy.to_owned() });
    }
    if !workspace.exists() {
        copy_to(&source.connection, workspace)?;
        return Ok(None);
    }
    let folder = folder_of(workspace);
    make_folder(&folder)?;
    let before = folder.join(format!("before restoring {}.{ENDING}", now.replace(':', "")));
    if is_replaced(&source.connection, workspace, &before)? {
        return Ok(Some(before));
    }
    // What stands there cannot be read as a database: it is put aside as it is.
    for ending in ["-wal", "-shm"] {
        let side = PathBuf::from(format!("{}{ending}", workspace.display()));
        if side.exists() {
            let aside = PathBuf::from(format!("{}{ending}", before.display()));
            fs::rename(&side, aside).map_err(|error| cannot(&error, &side))?;
        }
    }
    fs::copy(workspace, &before).map_err(|error| cannot(&error, &before))?;
    only_for_its_owner(&before).map_err(|error| cannot(&error, &before))?;
    copy_to(&source.connection, workspace)?;
    Ok(Some(before))
}

/// Copies what stands in a workspace, then writes other pages into it, in one transaction: a stop leaves what stood before.
/// `false` where it is no whole database.
fn is_replaced(source: &Connection, workspace: &Path, before: &Path) -> Result<bool, StoreError> {
    let open = || -> rusqlite::Result<Option<Connection>> {
        let target = Connection::open_with_flags(workspace, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let id: i32 = target.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let said: String = target.pragma_query_value(None, "quick_check", |row| row.get(0))?;
        Ok((id == migrate::APPLICATION_ID && said == "ok").then_some(target))
    };
    let Ok(Some(mut target)) = open() else { return Ok(false) };
    copy_to(&target, before)?;
    copy_pages(source, &mut target).map_err(|error| StoreError::of(&error, workspace.to_owned()))?;
    Ok(true)
}

/// Whether a file is a copy that needs a passphrase.
pub fn is_encrypted(path: &Path) -> Result<bool, StoreError> {
    let mut start = [0; ENCRYPTED.len()];
    let mut file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::NoCopy(path.to_owned()),
        _ => cannot(&error, path),
    })?;
    Ok(file.read_exact(&mut start).is_ok() && start == ENCRYPTED)
}

fn encrypt(plain: &Path, path: &Path, passphrase: &str) -> Result<(), StoreError> {
    let part = part_of(path);
    let work = || -> io::Result<()> {
        let encryptor = age::Encryptor::with_user_passphrase(SecretString::from(passphrase.to_owned()));
        let mut writer = encryptor.wrap_output(BufWriter::new(create_private(&part)?))?;
        io::copy(&mut BufReader::new(File::open(plain)?), &mut writer)?;
        let mut file = writer.finish()?;
        file.flush()?;
        file.get_ref().sync_all()
    };
    work().map_err(|error| {
        let _ = fs::remove_file(&part);
        cannot(&error, path)
    })?;
    rename(&part, path)
}

fn decrypt(copy: &Path, plain: &Path, passphrase: &str) -> Result<(), StoreError> {
    let wrong = || StoreError::WrongPassphrase(copy.to_owned());
    let file = File::open(copy).map_err(|error| cannot(&error, copy))?;
    let decryptor = age::Decryptor::new_buffered(BufReader::new(file)).map_err(|_| wrong())?;
    let identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    let mut reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|_| wrong())?;
    let mut writer = BufWriter::new(create_private(plain).map_err(|error| cannot(&error, plain))?);
    // A byte that was changed is found here.
    io::copy(&mut reader, &mut writer).and_then(|_| writer.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            StoreError::Damaged { why: "the encrypted copy was changed or cut off".to_owned(), path: copy.to_owned() }
        }
        _ => cannot(&error, plain),
    })
}

fn cannot(error: &io::Error, path: &Path) -> StoreError {
    StoreError::CannotWrite { why: error.to_string(), path: path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_days_and_the_first_of_each_month_are_kept() {
        let first: Day = "2026-01-05".parse().unwrap();
        let copy = |day: Day| Copy { path: PathBuf::from(format!("{day}.lotwise")), day: Some(day), bytes: 1 };
        let mut kept: Vec<Copy> = Vec::new();
        for day in (0..200).map(|i| first + i) {
            kept.push(copy(day));
            let old: Vec<PathBuf> = too_old(&kept).into_iter().map(Path::to_owned).collect();
            kept.retain(|copy| !old.contains(&copy.path));
        }
        let days: Vec<String> = kept.iter().filter_map(|copy| Some(copy.day?.to_string())).collect();
        let last = (first + 199).to_string();
        // The ten days to 23 July, and the first copy of each month from January to July.
        assert_eq!(days.len(), 10 + 7, "{days:?}");
        assert_eq!(days[..3], ["2026-01-05", "2026-02-01", "2026-03-01"]);
        assert_eq!(days.last(), Some(&last));
    }
}
