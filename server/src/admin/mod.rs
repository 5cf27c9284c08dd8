//! `jiefang admin`: what only whoever has the machine does.

mod place;
mod security;

pub use place::place;
pub use security::security;
