//! Writes a list for the owner into a file of its own, and never over anything else.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::command::{PictureKind, ReportKind};
use super::pipeline::Snapshot;
use crate::import::FileReport;
use crate::import::find::is_our_own;
use crate::report::chart::picture::Picture;
use crate::report::formats::{Shop, written};
use crate::report::json::People;
use crate::report::pack::Scope;
use crate::report::problems_csv;

/// Writes the list of problems. An earlier list is replaced; any other file of that name is left alone.
pub fn save_problems(path: &Path, imports: &[FileReport]) -> Result<(), String> {
    if path.exists() && !is_list_of_problems(path) {
        return Err(format!(
            "There is another file of this name, and it was left as it is. Choose another name: {}",
            path.display()
        ));
    }
    fs::write(path, problems_csv::of_imports(imports)).map_err(|error| {
        let way_out = match error.kind() {
            ErrorKind::NotFound => "There is no such folder. Choose another one",
            ErrorKind::PermissionDenied => "You may not write there. Choose another folder",
            _ => "Make room on the disk, or choose another folder",
        };
        format!("The list could not be written ({error}). {way_out}: {}", path.display())
    })
}

/// Writes the review. An earlier file of ours is replaced; any other is left alone. Gives where it lies: with the ending of its format.
pub fn save_report(path: &Path, snapshot: &Snapshot, kind: ReportKind) -> Result<PathBuf, String> {
    let ending = kind.format.as_str();
    let has_ending = path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    let path = if has_ending { path.to_owned() } else { path.with_added_extension(ending) };
    if path.exists() && !is_our_own(&path) {
        return Err(format!(
            "There is another file of this name, and it was left as it is. Choose another name: {}",
            path.display()
        ));
    }
    let Some(review) = &snapshot.review else { return Err("Nothing has been judged yet".to_owned()) };
    let shop = Shop { dataset: &snapshot.dataset, review, weekly: &snapshot.weekly, imports: &snapshot.imports };
    let scope = Scope { is_brief: kind.is_brief, masks: kind.masks };
    let bytes = written(kind.format, shop, scope, People::default())?;
    fs::write(&path, bytes).map_err(|error| {
        format!("The report could not be written ({error}). Make room, or choose another folder: {}", path.display())
    })?;
    Ok(path)
}

/// Writes the picture of a chart. An earlier picture is replaced; any other file is left alone.
pub fn save_picture(path: &Path, picture: &Picture, kind: PictureKind) -> Result<(), String> {
    let start: &[u8] = match kind {
        PictureKind::Png => b"\x89PNG\r\n",
        PictureKind::Svg => b"<svg ",
    };
    let is_picture = || fs::read(path).is_ok_and(|bytes| bytes.starts_with(start));
    if path.exists() && !is_picture() {
        return Err(format!(
            "There is another file of this name, and it was left as it is. Choose another name: {}",
            path.display()
        ));
    }
    let bytes = match kind {
        PictureKind::Png => picture.png()?,
        PictureKind::Svg => picture.svg().into_bytes(),
    };
    fs::write(path, bytes).map_err(|error| {
        format!("The picture could not be written ({error}). Make room, or choose another folder: {}", path.display())
    })
}

fn is_list_of_problems(path: &Path) -> bool {
    let mut start = vec![0; problems_csv::START.len()];
    fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == problems_csv::START)
}
