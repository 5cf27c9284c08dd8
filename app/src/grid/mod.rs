//! The grid: a map of each estate, and a page for each place with who looks after it, what is open and what it was.

mod edit;
mod history;
mod keep;
mod map;
mod place;

pub use map::{page as all, yards};
pub use place::page;
