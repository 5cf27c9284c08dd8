//! A worker's own lists: read, matched by heading, parsed, planned against what the books hold, applied whole, undone.

pub mod heading;
pub mod read;
pub mod value;
