//! What a device needs of its storage: texts under texts, written together or not at all.

use crate::tree::{Tree, Wood};

/// What the device's storage could not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no database here: a private window, or a browser that forbids it.
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

/// A database of texts under texts. Small on purpose: the tests' memory and the simulator's failing disk stand in for
/// it, and the binding behind it can be exchanged. Nothing but the database is awaited behind these calls.
#[expect(async_fn_in_trait, reason = "a browser has one thread; nobody asks for Send")]
pub trait Disk {
    /// Looks for several things in one snapshot; the answers stand in the order of the questions.
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError>;

    /// Writes a batch in one transaction; `false` where an expectation no longer held and nothing was written.
    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError>;

    /// A tree as it is written down: only the outermost side knows how.
    fn text(tree: &Tree) -> String;

    /// What was written down, as a tree; `None` where it cannot be read.
    fn tree(text: &str) -> Option<Tree>;
}

/// A value as `D` writes it down.
pub fn written<D: Disk>(value: &impl Wood) -> String {
    D::text(&value.tree())
}

/// A value that `D` wrote down.
pub fn readable<D: Disk, T: Wood>(text: &str) -> Option<T> {
    T::read(D::tree(text)?)
}
