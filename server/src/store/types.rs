//! Rows of the tables as the rest of the server knows them.

use jiefang_domain::{
    Audience, Day, Id, Key, Millis, Row,
    indicator::{Cell, Indicator},
    timebank::Transfer,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Random bytes that keep a body from being guessed from its commitment.
pub type Salt = [u8; 16];

/// What kind of book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BookKind {
    /// The server's own.
    Server,
    /// A subdistrict's (街道).
    Subdistrict,
    /// A community's (社区).
    Community,
}

impl BookKind {
    /// Its name in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Subdistrict => "subdistrict",
            Self::Community => "community",
        }
    }

    /// The kind of that name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Server, Self::Subdistrict, Self::Community].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A book and where its log stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookRow {
    /// The book.
    pub book: Id,
    /// What kind.
    pub kind: BookKind,
    /// The book above it; `-` where there is none.
    pub parent: Id,
    /// The number of its newest log row; 0 before the first.
    pub head: u64,
    /// The chain at the head; empty before the first row.
    pub chain: Vec<u8>,
    /// When, in the order in which the server decided over all books, the newest row was decided.
    pub turn: u64,
}

/// A row of the log. Texts are kept as they stand, so that a changed one can be reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogRow {
    /// The book.
    pub book: String,
    /// Its number in the book.
    pub seq: u64,
    /// Its place in the order of all books' decisions.
    pub turn: u64,
    /// When it was received.
    pub at_ms: Millis,
    /// The device's clock when it was authored.
    pub authored_at_ms: Millis,
    /// What the device believed had to be added.
    pub offset_ms: Millis,
    /// The moment it was decided for.
    pub now_ms: Millis,
    /// Who did it.
    pub person: String,
    /// With which client; empty for a body that was refused unread.
    pub client_id: String,
    /// The client's counter.
    pub n: u64,
    /// The operation; none for a body that was refused unread.
    pub op_id: Option<String>,
    /// `hazard.find@1`; empty where it was not known.
    pub kind: String,
    /// Empty where it was applied, else the refusal.
    pub code: String,
    /// SHA-256 of a refused body; empty where it was applied.
    pub body_hash: Vec<u8>,
    /// The body's size in bytes.
    pub body_size: u64,
    /// Over salt and body, or over hash and size of a refused one.
    pub commitment: Vec<u8>,
    /// Over the chain before it and everything above.
    pub chain: Vec<u8>,
}

/// A client: one person on one browser profile, with its counter in a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    /// Whose it is.
    pub person: Id,
    /// The counter up to which operations have been decided.
    pub last_n: u64,
}

/// A deadline that has passed, with the record it hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The book.
    pub book: Id,
    /// The record.
    pub row: Row,
}

/// A record as it stands, and where its projections stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRow {
    /// The record.
    pub row: Arc<Row>,
    /// When it last changed.
    pub seq: u64,
    /// Its projections that stand at another number, because their audience saw nothing of the last change, and all its
    /// tombstones: audience and number.
    pub apart: Vec<(Audience, u64)>,
}

/// What an audience is shown of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Whole,
    /// Not all of it.
    Part(Box<Row>),
    /// Nothing any more: a tombstone.
    Nothing,
}

/// Everything one group changes. Several changes of one row are one entry here, the last one.
#[derive(Clone, Debug, Default)]
pub struct Writes {
    /// Where the logs stand afterwards.
    pub books: BTreeMap<Id, BookRow>,
    /// Rows of the log, in the order they were decided.
    pub log: Vec<LogRow>,
    /// Bodies of applied commands: book, number, salt, body.
    pub bodies: Vec<(Id, u64, Salt, String)>,
    /// Counters.
    pub clients: BTreeMap<(Id, Id), ClientRow>,
    /// Rows that changed: as they stood before the group, and the number of their last change.
    pub changed: HashMap<(Id, Key), (Option<StoredRow>, u64)>,
    /// Records as they stand afterwards.
    pub records: HashMap<(Id, Key), StoredRow>,
    /// Projections as they stand afterwards.
    pub projections: HashMap<(Id, Audience, Key), (u64, Shown)>,
    /// Where projections stood that are written anew.
    pub stale: Vec<(Id, Audience, u64, Key)>,
    /// Records by the photos they name: book, photo, record.
    pub photos: Vec<(Id, Id, Key)>,
    /// Photos that a record names no more: book, photo, record.
    pub unnamed: Vec<(Id, Id, Key)>,
    /// What is added to cells, and by which number last.
    pub cells: BTreeMap<(Id, Indicator, Id, Day), (i64, u64)>,
    /// Lines of the ledger: book, number, line.
    pub transfers: Vec<(Id, u64, Transfer)>,
    /// Deadlines as they stand afterwards; none where no clock runs any more.
    pub deadlines: HashMap<(Id, Key), Option<Millis>>,
}

/// What an audience sees of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The row.
    Row(Box<Row>),
    /// The row as it is written, unread.
    Text(String),
}

/// A projection as a pull sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectionRow {
    /// For whom.
    pub audience: Audience,
    /// Of which record.
    pub key: Key,
    /// When it last changed.
    pub seq: u64,
    /// What is seen; none is a tombstone.
    pub seen: Option<Seen>,
    /// Bytes it takes in the database.
    pub bytes: usize,
}

/// A cell and when it last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRow {
    /// The cell.
    pub cell: Cell,
    /// When it last changed.
    pub seq: u64,
}

/// A stored row as `verify` reads it: the key as it stands, the body unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// The audience of a projection; empty for a record.
    pub audience: String,
    /// The kind, as it stands.
    pub kind: String,
    /// The id, as it stands.
    pub id: String,
    /// When it last changed.
    pub seq: u64,
    /// The body; none is a tombstone.
    pub body: Option<String>,
    /// Of a record: what is noted of its projections that stand apart. Of a projection: whether it stands apart.
    pub apart: String,
}

/// A deadline as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineRow {
    /// The record's kind.
    pub kind: String,
    /// The record's id.
    pub id: String,
    /// Until when.
    pub due_at_ms: Millis,
}
