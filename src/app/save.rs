//! Writes a list for the owner into a file of its own, and never over anything else.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::import::FileReport;
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

fn is_list_of_problems(path: &Path) -> bool {
    let mut start = vec![0; problems_csv::START.len()];
    fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == problems_csv::START)
}
