//! The device's copy: the only code that touches the browser's storage. What is written together, and how it is read back,
//! is `jiefang_domain::sync::device`; here stands the browser below it.
//!
//! Two kinds of database: `jiefang` tells who is signed in, `jiefang-<person>` holds one person's outbox and copy. The
//! copy may be thrown away at any time, the outbox never.

mod device;
mod idb;
#[cfg(test)]
pub mod memory;
mod persist;
mod preference;
pub mod seal;
#[cfg(test)]
mod tests;

pub use device::Device;
pub use idb::Idb;
pub use persist::ask_to_persist;
pub use preference::{keep_preference, preference};

pub use jiefang_domain::sync::device::{Batch, Disk, Find, Keep, StorageError, Store, Write, photo, readable, written};
