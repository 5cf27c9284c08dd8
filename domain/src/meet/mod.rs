//! Where brands meet: commands that name records of two of them, so that no brand needs to know another.

mod raise;
#[cfg(test)]
mod tests;

pub use raise::{RaiseFrom, raise_from};
