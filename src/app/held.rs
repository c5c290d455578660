//! The page that says everything that is held on somebody.

use std::fs;
use std::path::Path;

use super::forget::whom;
use super::job::JobContext;
use super::pipeline::today;
use crate::model::source::WRITTEN_BY;
use crate::report::held::held;
use crate::store::Workspace;

/// Writes the page on a customer, by name, number or spelling, or on a person, by name or address, into a file. An earlier page
/// of ours is replaced; any other file is left alone. Gives how many rows are held.
pub fn write_held(workspace: &Path, name: &str, to: &Path, context: &JobContext) -> Result<usize, String> {
    let is_ours = || fs::read_to_string(to).is_ok_and(|text| text.contains(WRITTEN_BY));
    if to.exists() && !is_ours() {
        return Err(format!(
            "There is another file of this name, and it was left as it is. Choose another name: {}",
            to.display()
        ));
    }
    let whom = whom(workspace, name, context).map_err(|error| error.to_string())?;
    let whom = whom.ok_or_else(|| {
        format!("Nobody of this name is in the workspace: {name}. Write the name as it stands on the Names page")
    })?;
    let open = Workspace::open_to_read(workspace).map_err(|error| error.to_string())?;
    let lists = open.held_on(&whom).map_err(|error| error.to_string())?;
    let weekly = open.weekly().map_err(|error| error.to_string())?;
    let page = held(whom.name.as_deref().unwrap_or(name), &whom.ids, &lists, &weekly, today());
    fs::write(to, page).map_err(|error| {
        format!("The page could not be written ({error}). Make room, or choose another folder: {}", to.display())
    })?;
    Ok(lists.iter().map(|list| list.rows.len()).sum())
}
