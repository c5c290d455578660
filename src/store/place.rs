//! Where a workspace lies. On a network drive, or in a folder that a program copies elsewhere, a database can be torn apart by
//! the copying; there it is written more carefully, and the owner is told.

use std::path::{Component, Path};

/// What is special about the folder of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nothing: a disk of this machine.
    Local,
    /// A drive of another machine.
    Network,
    /// A folder that a program keeps the same on several machines.
    Synced(&'static str),
}

/// Folders of programs that copy what changes: how a folder's name begins, in small letters, and the program.
const SYNCED: [(&str, &str); 10] = [
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("mobile documents", "iCloud"),
    ("icloud", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("pcloud", "pCloud"),
];

/// File systems of other machines, as Linux names them.
const NETWORK: [&str; 10] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"];

impl Place {
    /// Where a file lies, or will.
    pub fn of(path: &Path) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folders = path.parent().into_iter().flat_map(Path::components);
        let mut names = folders.filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
            _ => None,
        });
        let synced =
            |name: String| SYNCED.iter().find(|(start, _)| name.starts_with(start)).map(|(_, program)| *program);
        if let Some(program) = names.find_map(synced) {
            return Self::Synced(program);
        }
        let is_share = path.to_string_lossy().starts_with(r"\\") && !path.to_string_lossy().starts_with(r"\\?\");
        if is_share || is_mounted_from_elsewhere(&path) { Self::Network } else { Self::Local }
    }

    /// What the owner should know of it.
    pub fn warning(self) -> Option<String> {
        match self {
            Self::Local => None,
            Self::Network => Some(
                "The workspace lies on a network drive. Open it on one machine at a time, or move it to this machine's own disk and keep the backups on the network"
                    .to_owned(),
            ),
            Self::Synced(program) => Some(format!(
                "The workspace lies in a folder that {program} copies while it is written. Open it on one machine at a time, or move it elsewhere and keep the backups there"
            )),
        }
    }
}

/// Whether the folder is of another machine, as far as the system says.
fn is_mounted_from_elsewhere(path: &Path) -> bool {
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mountinfo") else { return false };
    file_system(&mounts, path).is_some_and(|kind| NETWORK.contains(&kind))
}

/// The file system of the innermost mount that holds the path.
fn file_system<'m>(mounts: &'m str, path: &Path) -> Option<&'m str> {
    let mount = |line: &'m str| {
        let (left, right) = line.split_once(" - ")?;
        let at = left.split(' ').nth(4)?.replace("\\040", " ");
        path.starts_with(&at).then_some((at.len(), right.split(' ').next()?))
    };
    // Of two at the same place the later one lies on top.
    mounts.lines().filter_map(mount).max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_copied_elsewhere_are_known() {
        let of = |path: &str| Place::of(Path::new(path));
        assert_eq!(of("/home/kim/OneDrive - Harlan Finishing/shop.lotwise"), Place::Synced("OneDrive"));
        assert_eq!(of("/home/kim/Dropbox/books/shop.lotwise"), Place::Synced("Dropbox"));
        assert_eq!(of("/home/kim/shop.lotwise"), Place::Local);
        assert_eq!(of("/home/kim/books/dropbox.lotwise"), Place::Local, "a file's own name says nothing");
        assert!(Place::Network.warning().is_some() && Place::Local.warning().is_none());
    }

    #[test]
    fn a_drive_of_another_machine_is_known_by_its_file_system() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 22 0:44 / /mnt/our\\040shop rw - cifs //server/shop rw\n";
        let of = |path: &str| file_system(mounts, Path::new(path));
        assert_eq!(of("/mnt/our shop/shop.lotwise"), Some("cifs"));
        assert_eq!(of("/mnt/our shops/shop.lotwise"), Some("ext4"));
    }
}
