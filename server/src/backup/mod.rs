//! `jiefang backup` and `jiefang restore`: a copy counts only once it was restored and verified, and a restore is told in
//! the log of every book.

mod files;
mod renew;
mod restore;
mod take;

pub(crate) use files::{folder_of, sync_folder_of};
pub use restore::{Restored, restore};
pub use take::{Taken, backup};

/// One line on standard error about how far it is.
fn progress(zh: &str, en: &str) {
    eprintln!("{zh} · {en}");
}
