//! Writes a list for the owner into a file of its own, and never over anything else.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::command::PictureKind;
use super::pipeline::Snapshot;
use crate::import::FileReport;
use crate::model::source::WRITTEN_BY;
use crate::report::chart::picture::Picture;
use crate::report::mask::{Masks, masked};
use crate::report::{html, problems_csv};

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

/// Writes the review as a page that opens anywhere. An earlier page of ours is replaced; any other file is left alone.
pub fn save_report(path: &Path, snapshot: &Snapshot, masks: Masks) -> Result<(), String> {
    let is_ours = || fs::read_to_string(path).is_ok_and(|text| text.contains(WRITTEN_BY));
    if path.exists() && !is_ours() {
        return Err(format!(
            "There is another file of this name, and it was left as it is. Choose another name: {}",
            path.display()
        ));
    }
    let Some(review) = &snapshot.review else { return Err("Nothing has been judged yet".to_owned()) };
    let shown = masked(&snapshot.dataset, review, &snapshot.weekly, masks);
    // Lines as they stand in the files would name whom the owner masked.
    let imports = if masks.names || masks.amounts { &[][..] } else { &snapshot.imports };
    let page = html::review(&shown.dataset, &shown.review, &shown.weekly, imports)?;
    fs::write(path, page).map_err(|error| {
        format!("The report could not be written ({error}). Make room, or choose another folder: {}", path.display())
    })
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
