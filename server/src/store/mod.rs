//! The ONLY code that knows SQL. One writer connection, a pool of readers; every answer is a domain type.

pub mod account;
mod audit;
pub mod backup;
mod cells;
pub mod door;
pub mod enrolment;
mod error;
mod forward;
pub mod import;
mod json;
mod keys;
mod known;
mod load;
mod marks;
mod open;
mod people;
mod person;
pub mod photo;
mod read;
mod scan;
mod seal;
mod sealed;
pub mod session;
mod set;
mod snapshot;
mod sql;
mod tables;
mod types;
mod wrapped;
mod write;

pub use audit::Logged;
pub use cells::unpacked;
pub use error::StoreError;
pub use forward::DOOR_KEY;
pub use keys::{KeyBytes, Keys, fresh};
pub use load::{Earlier, Looks, Proof, WriteTx};
pub use marks::{Marks, TOMBSTONE_MS};
pub use people::{Held, Known as KnownPerson};
pub use person::{EXPORT_MAX, ExportEntry};
pub use read::{BookInfo, PublicRows};
pub use scan::scan;
pub use snapshot::{Snapshot, Window};
pub use tables::{Look, Tables};
pub use types::{
    BookKind, BookRow, CellRow, ClientRow, DeadlineRow, Due, LogRow, ProjectionRow, RecordRow, Salt, Seen, Shown,
    StoredRow, Writes,
};
pub use write::Prepared;

use jiefang_domain::Id;
use sqlx::SqlitePool;
use std::{fs::File, sync::Arc};

/// The data folder, open. Cheap to clone; the folder is free again when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Store {
    readers: SqlitePool,
    writer: SqlitePool,
    folder: SqlitePool,
    epoch: Id,
    keys: Keys,
    key_made: bool,
    changes: known::Changes,
    may_open: known::Known<(Id, Id), bool>,
    may_push: known::Known<(Id, Id), bool>,
    _lock: Option<Arc<File>>,
}
