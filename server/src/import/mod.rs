//! A worker's own lists: read, matched by heading, parsed, planned against what the books hold, applied whole, undone.

mod apply;
mod back;
pub mod books;
pub mod command;
pub mod desk;
pub mod heading;
mod left;
pub mod plan;
pub mod read;
pub mod value;

pub use apply::{Applied, apply};
pub use back::{Undone, undo};

use jiefang_domain::Id;

/// The id of an import that nobody has seen, from which those of its rows and acts follow.
///
/// # Errors
/// There is no randomness.
pub fn new_id() -> Result<Id, getrandom::Error> {
    let mut bytes = [0; 9];
    getrandom::fill(&mut bytes)?;
    Ok(Id::join(&[&format!("im{}", hex::encode(bytes))]))
}
