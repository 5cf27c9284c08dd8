//! The key of the file outside the data folder (docs/adr/0021), and `jiefang admin key`: make, rotate, recover.

mod file;
mod groups;
mod task;

pub use file::KeyFile;
pub use groups::{Mistyped, groups, typed};
pub use task::{key, open, open_copy};
