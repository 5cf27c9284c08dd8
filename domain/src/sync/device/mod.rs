//! A device's storage without the storage: what is written together, how it is read back, and one person's books over
//! it. The app gives it a browser's database, the simulator one that fails.

mod desk;
mod disk;
mod fold;
mod keep;
pub mod photo;
mod read;
mod shelf;
mod tend;

#[cfg(test)]
mod tests;

pub use desk::{ActError, Acted, Desk, Taken, Unfit, Who};
pub use disk::{Batch, Disk, Find, StorageError, Store, Write, readable, written};
pub use keep::{Keep, Kept};
pub use read::{Halt, News, Read};
pub use shelf::Shelf;
