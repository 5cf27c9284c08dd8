//! Photos on a screen: taking and choosing them, and looking at them.

mod gallery;
mod picked;
mod shrink;

pub use gallery::{gallery, strip};
pub use picked::Picked;
