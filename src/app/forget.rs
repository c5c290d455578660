//! Whom a name means that is to be forgotten: a customer with all its spellings, a person, or a file.

use std::path::Path;

use super::job::JobContext;
use super::pipeline::{LookOptions, join, now};
use crate::model::Alias;
use crate::model::table::Mention;
use crate::review::told;
use crate::store::{Erased, Forget, StoreError, Workspace};

/// Why nothing was forgotten.
#[derive(Debug, thiserror::Error)]
pub enum ForgetError {
    /// Nobody is called so.
    #[error("Nobody of this name is in the workspace, and no file: {0}. Write the name as it stands on the Names page")]
    Nobody(String),
    /// The workspace could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Forgets whoever is called so: a customer by its name, its number or any of its spellings; else a person; else a file.
pub fn forget(workspace: &Path, name: &str, context: &JobContext) -> Result<(Forget, Erased), ForgetError> {
    let whom = whom(workspace, name, context)?;
    let mut workspace = Workspace::open(workspace)?;
    let is_file = || Ok::<bool, StoreError>(workspace.imports()?.iter().any(|import| import.file == name));
    let whom = match whom {
        Some(whom) => whom,
        None if is_file()? => Forget { file: Some(name.to_owned()), ..Forget::default() },
        None => return Err(ForgetError::Nobody(name.to_owned())),
    };
    let erased = workspace.forget(&whom, &told::forget, &now())?;
    Ok((whom, erased))
}

/// The customer or the person that a name means; `None` where it may be a file.
pub fn whom(path: &Path, name: &str, context: &JobContext) -> Result<Option<Forget>, ForgetError> {
    let options = LookOptions { workspace: Some(path.to_owned()), ..LookOptions::default() };
    let wanted = name.trim().to_lowercase();
    let is_it = |text: &str| text.trim().to_lowercase() == wanted;
    // A workspace that nothing can be read from has no customers; it may have people.
    let customers = join(&options, context).map(|(snapshot, _)| snapshot.dataset.customers.clone()).unwrap_or_default();
    let is_called = |alias: &Alias| is_it(&alias.name) || alias.id.as_deref().is_some_and(is_it);
    let customer = customers
        .iter()
        .find(|customer| is_it(&customer.name) || is_it(&customer.id))
        .or_else(|| customers.iter().find(|customer| customer.aliases.iter().any(is_called)));
    if let Some(customer) = customer {
        let part = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let spelling = |alias: &Alias| Mention {
            id: alias.id.clone(),
            name: part(&alias.name),
            email: alias.email.clone(),
            person: alias.person.clone(),
            n_rows: 0,
        };
        let spellings = customer.aliases.iter().map(spelling).collect();
        return Ok(Some(Forget { spellings, customer: Some(customer.id.clone()), ..Forget::default() }));
    }
    let is_somebody = Workspace::open_to_read(path)?.knows_person(&wanted)?;
    Ok(is_somebody.then(|| Forget { person: Some(name.trim().to_owned()), ..Forget::default() }))
}
