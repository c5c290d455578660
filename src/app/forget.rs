//! Whom a name means that is to be forgotten: a customer with all its spellings, a person, or a file.

use std::path::Path;

use super::job::JobContext;
use super::pipeline::{LookOptions, join, now};
use crate::model::table::Mention;
use crate::model::{Alias, Customer};
use crate::review::told;
use crate::store::{Erased, Forget, StoreError, Workspace};

/// Why nothing was forgotten.
#[derive(Debug, thiserror::Error)]
pub enum ForgetError {
    /// Nobody is called so.
    #[error("Nobody of this name is in the workspace, and no file: {0}. Write the name as it stands on the Names page")]
    Nobody(String),
    /// Several customers are.
    #[error("Several customers are called {0}: {1}. Write the one number that is meant")]
    Several(String, String),
    /// What the workspace holds could not be joined.
    #[error("{0}")]
    Unread(String),
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

/// The customer or the person that a name means; `None` where it may be a file. A customer's number or id goes before a name.
pub fn whom(path: &Path, name: &str, context: &JobContext) -> Result<Option<Forget>, ForgetError> {
    let options = LookOptions { workspace: Some(path.to_owned()), ..LookOptions::default() };
    let wanted = name.trim().to_lowercase();
    let is_it = |text: &str| text.trim().to_lowercase() == wanted;
    let open = Workspace::open_to_read(path)?;
    // A workspace without files has no customers; it may have people.
    let dataset = match join(&options, context) {
        Ok((snapshot, _)) => Some(snapshot.dataset),
        Err(_) if open.imports()?.is_empty() => None,
        Err(error) => return Err(ForgetError::Unread(error.to_string())),
    };
    let customers: &[Customer] = dataset.as_ref().map_or(&[], |dataset| &dataset.customers);
    let is_called = |alias: &Alias| is_it(&alias.name) || alias.id.as_deref().is_some_and(is_it);
    let by_id: Vec<&Customer> = customers.iter().filter(|customer| is_it(&customer.id)).collect();
    let by_name = || customers.iter().filter(|customer| is_it(&customer.name)).collect::<Vec<_>>();
    let by_alias = || customers.iter().filter(|customer| customer.aliases.iter().any(is_called)).collect::<Vec<_>>();
    let found = [by_id, by_name(), by_alias()].into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    match found[..] {
        [] => {}
        [customer] => return Ok(Some(all_of(customer))),
        _ => {
            let ids: Vec<&str> = found.iter().map(|customer| customer.id.as_str()).collect();
            return Err(ForgetError::Several(name.to_owned(), ids.join(", ")));
        }
    }
    Ok(open.knows_person(&wanted)?.then(|| Forget { person: Some(name.trim().to_owned()), ..Forget::default() }))
}

fn all_of(customer: &Customer) -> Forget {
    let part = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let spelling = |alias: &Alias| Mention {
        id: alias.id.clone(),
        name: part(&alias.name),
        email: alias.email.clone(),
        person: alias.person.clone(),
        n_rows: 0,
    };
    Forget {
        spellings: customer.aliases.iter().map(spelling).collect(),
        ids: customer.ids().map(str::to_owned).collect(),
        name: Some(customer.name.clone()),
        ..Forget::default()
    }
}
