//! What the screens are told: who is signed in, how far sync has come, and what went wrong. Errors are types; the
//! screens turn them into words.

use crate::{
    replica::{Disk, StorageError},
    sync::Desk,
};
use jiefang_domain::{
    Id, Millis, Refusal,
    calendar::DAY_MS,
    command::Command,
    sync::{Book, Entry, EntryState},
};

/// How far the app has come in showing anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Looking at what this device keeps.
    Opening,
    /// Nobody is signed in on this device.
    SignedOut,
    /// Somebody is signed in, and this device asks before it opens what it keeps of them.
    Locked,
    /// Somebody is signed in; the books can be read and acted in, network or not.
    Ready,
    /// This device cannot keep anything, so nothing can be promised.
    Failed(StorageError),
}

/// Whether the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It answered last time.
    Online,
    /// It did not, or the device says that there is no network.
    Offline,
    /// Asking right now.
    Trying,
}

/// How sync stands, over all books of the person.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that holds or not, whatever the others do")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncStatus {
    /// Entries on this device that the server has not got yet.
    pub waiting: usize,
    /// Entries that need a person: refused, or no longer holding.
    pub attention: usize,
    /// Photos on this device that the server has not got yet.
    pub photos: usize,
    /// Whether the server answers.
    pub link: Link,
    /// Whether the first copy of the current book is complete on this device.
    pub first_copy: bool,
    /// When the server last answered, in corrected time.
    pub last_contact_ms: Option<Millis>,
    /// When the oldest waiting entry was authored, in corrected time.
    pub oldest_waiting_ms: Option<Millis>,
    /// How many whole days that is ago.
    pub waiting_days: i64,
    /// The server has not answered for so long that what is held through an office alone is locked.
    pub locked: bool,
    /// The device's clock is far off; what is recorded here takes the server's time.
    pub clock_off: bool,
    /// The server speaks a later version than this app can read: what is recorded here is still sent.
    pub outdated: bool,
    /// The browser has thrown away what was kept here; so many entries went with it that nobody has.
    pub evicted: Option<usize>,
    /// Whether the browser has promised to keep the data; `None` while unknown.
    pub persisted: Option<bool>,
    /// The session has ended (or belongs to somebody else): reading goes on, entries stay, sign in again to send.
    pub sign_in_again: bool,
    /// Storage failed after the start; reading goes on from memory.
    pub storage: Option<StorageError>,
}

/// What signing out left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedOut {
    /// Entries that stay on this device and are sent after the same person signs in again; 0 where nothing is left.
    pub kept: usize,
}

/// An entry of the outbox as the sync panel and the attention page show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The book it stands in.
    pub book: Id,
    /// Its place in the outbox there.
    pub serial: u64,
    /// What was done, as typed.
    pub command: Command,
    /// When, in corrected time.
    pub authored_at_ms: Millis,
    /// How far it has come.
    pub state: PendingState,
}

/// How far an entry has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingState {
    /// On this device only.
    Waiting,
    /// The server has it; its effect is on the way back.
    Arrived,
    /// On this device only, and it no longer holds; the server will say for good.
    NoLongerHolds(Refusal),
    /// The server refused it. It stays until it is discarded on purpose.
    Refused(Refusal),
    /// It is held for a human: the right to it ended while it waited.
    Held(Refusal),
    /// It was taken back, and is being written anew.
    TakenBack,
}

impl Pending {
    /// As it is written anew after it was taken back: without the photos, which went with it.
    pub fn taken_back(self) -> Self {
        Self { state: PendingState::TakenBack, command: self.command.without_photos(), ..self }
    }
}

/// Which entry: its book and its place in the outbox.
pub type Which = (Id, u64);

/// A book's outbox for the screens.
pub(super) fn pending_in(book: &Book) -> Vec<Pending> {
    let stuck = book.attention();
    let state = |entry: &Entry| match &entry.state {
        EntryState::Applied { .. } | EntryState::Done { .. } => PendingState::Arrived,
        EntryState::Refused { code } => PendingState::Refused(*code),
        EntryState::Held { reason } => PendingState::Held(*reason),
        EntryState::Waiting => stuck
            .iter()
            .find(|(other, _)| other.serial == entry.serial)
            .map_or(PendingState::Waiting, |(_, refusal)| PendingState::NoLongerHolds(*refusal)),
    };
    book.outbox()
        .map(|entry| Pending {
            book: book.id.clone(),
            serial: entry.serial,
            command: entry.op.act.clone(),
            authored_at_ms: entry.op.authored_at_ms + entry.op.offset_ms,
            state: state(entry),
        })
        .collect()
}

impl SyncStatus {
    /// Before anything is known.
    pub(super) const fn unknown() -> Self {
        Self {
            waiting: 0,
            attention: 0,
            photos: 0,
            link: Link::Trying,
            first_copy: false,
            last_contact_ms: None,
            oldest_waiting_ms: None,
            waiting_days: 0,
            locked: false,
            clock_off: false,
            outdated: false,
            evicted: None,
            persisted: None,
            sign_in_again: false,
            storage: None,
        }
    }

    /// Counts what stands on the desk.
    pub(super) fn count<D: Disk>(
        &mut self,
        desk: Option<&Desk<D>>,
        current: Option<&Id>,
        going: &[Which],
        now_ms: Millis,
    ) {
        (self.waiting, self.attention, self.oldest_waiting_ms, self.first_copy) = (0, 0, None, false);
        (self.waiting_days, self.locked) = (0, false);
        let Some(desk) = desk else { return };
        self.locked = desk.is_locked();
        let books = desk.books();
        for book in books.values() {
            self.waiting += book.waiting();
            let stays = |entry: &Entry| !going.contains(&(book.id.clone(), entry.serial));
            self.attention += book.attention().iter().filter(|(entry, _)| stays(entry)).count();
            let waiting = book.outbox().filter(|entry| entry.state == EntryState::Waiting);
            let oldest = waiting.map(|entry| entry.op.authored_at_ms + entry.op.offset_ms).min();
            self.oldest_waiting_ms = self.oldest_waiting_ms.into_iter().chain(oldest).min();
        }
        self.waiting_days = self.oldest_waiting_ms.map_or(0, |at_ms| (now_ms - at_ms) / DAY_MS);
        self.first_copy = current.and_then(|id| books.get(id)).is_some_and(Book::is_copied);
    }
}
