//! The device's copy: the only code that touches the browser's storage (but for preferences).
//!
//! Two kinds of database: `jiefang` tells who is signed in, `jiefang-<person>` holds one person's outbox and copy. The
//! copy may be thrown away at any time, the outbox never.

mod device;
mod idb;
mod keep;
#[cfg(test)]
pub mod memory;
mod persist;
pub mod photo;
mod preference;
#[cfg(test)]
mod tests;

pub use device::Device;
pub use idb::Idb;
pub use keep::Keep;
pub use persist::ask_to_persist;
pub use preference::{keep_preference, preference};

/// What the device's storage could not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no `IndexedDB` here: a private window, or a browser that forbids it.
    Missing,
    /// The device is full; nothing was written.
    Full,
    /// The connection was lost and could not be opened again; reloading the page helps.
    Lost,
    /// Another tab holds an older version open; closing it helps.
    Blocked,
    /// What was kept cannot be read.
    Corrupt,
}

/// A store of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// Who is signed in on this device.
    Session,
    /// Acts of the person, a value an entry.
    Outbox,
    /// Counters, the cursor of each book, the client's id.
    Meta,
    /// Pages as they came, append-only.
    Segment,
    /// Photos as they were made, until the server has them.
    Photo,
}

impl Store {
    /// The store's name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Outbox => "outbox",
            Self::Meta => "meta",
            Self::Segment => "segment",
            Self::Photo => "photo",
        }
    }
}

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Find {
    /// The value at a key.
    At(Store, String),
    /// Every value whose key begins so, in the order of the keys.
    Under(Store, String),
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Sets the value at a key.
    Put(Store, String, String),
    /// Removes a key.
    Delete(Store, String),
    /// Removes every key that begins so.
    DeleteUnder(Store, String),
}

/// Changes that happen together or not at all, and only while what they were made from still stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Values that must still be so, or nothing is written: another tab may have been faster.
    pub expect: Vec<(Store, String, Option<String>)>,
    /// The changes, in order.
    pub writes: Vec<Write>,
    /// Whether the browser has to have it on disk before it says so.
    pub strict: bool,
}

/// A database of texts under texts. Small on purpose: the tests' memory stands in for it, and the binding behind it
/// can be exchanged.
pub trait Disk {
    /// Looks for several things in one snapshot; the answers stand in the order of the questions.
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError>;

    /// Writes a batch in one transaction; `false` where an expectation no longer held and nothing was written.
    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError>;
}
