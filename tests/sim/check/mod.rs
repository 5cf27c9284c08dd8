//! S1 … S12: looked at after every step where they can be, and all at rest.

mod commit;
mod copy;
mod rest;

pub use commit::commit;
pub use copy::{leaves, shown};
pub use rest::at_rest;
