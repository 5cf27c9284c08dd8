//! One person's books on this device, and who that person is. What is done at the desk stands in
//! `jiefang_domain::sync::device`; here one change at a time gets its turn.

use super::Me;
use crate::{
    id::new_id,
    replica::{Disk, Keep, StorageError, Write},
};
use jiefang_domain::{
    Id, Millis,
    command::Command,
    identity::Actor,
    sync::{
        Book, Pause,
        device::{self, ActError, Acted, Shelf, Who},
    },
};
use std::cell::{Ref, RefCell};
use tokio::sync::{Mutex, MutexGuard};

/// One person's books on this device.
pub struct Desk<D> {
    core: device::Desk<D>,
    me: RefCell<Me>,
    /// Disk and memory change together: one change at a time. Never held while the network is awaited.
    gate: Mutex<()>,
}

fn who(me: &Me) -> Who {
    Who {
        person: me.person.id.clone(),
        grants: me.grants.clone(),
        books: me.books.iter().map(|book| book.id.clone()).collect(),
    }
}

impl<D: Disk> Desk<D> {
    /// Reads a person's books back.
    pub async fn open(keep: Keep<D>, me: Me) -> Result<Self, StorageError> {
        let now_ms = me.now_ms;
        let core = device::Desk::open(keep, who(&me), move || new_id(now_ms)).await?;
        Ok(Self { core, me: RefCell::new(me), gate: Mutex::new(()) })
    }

    /// Where the books are kept.
    pub fn keep(&self) -> &Keep<D> {
        &self.core.keep
    }

    /// Who this desk belongs to.
    pub fn me(&self) -> Ref<'_, Me> {
        self.me.borrow()
    }

    /// The books.
    pub fn books(&self) -> Ref<'_, Shelf<Book>> {
        self.core.books()
    }

    /// Books that are no longer this person's and in which something still waits.
    pub fn left_books(&self) -> Vec<Id> {
        self.core.left_books()
    }

    /// Who acts, with the grants as they stand in `book`.
    pub fn actor(&self, book: Option<&Book>) -> Actor {
        self.core.actor(book)
    }

    /// The desk without its gate, for reading, and for whoever holds the gate.
    pub(super) fn core(&self) -> &device::Desk<D> {
        &self.core
    }

    /// The turn of one change; whoever holds it is alone with disk and memory.
    pub async fn gate(&self) -> MutexGuard<'_, ()> {
        self.gate.lock().await
    }

    /// Takes a newer word of the server on who this person is.
    pub async fn adopt(&self, me: Me) -> Result<(), StorageError> {
        let _gate = self.gate().await;
        self.core.adopt(who(&me)).await?;
        self.me.replace(me);
        Ok(())
    }

    /// Reads a book back from the disk: another tab has changed it.
    pub async fn reload(&self, book: &Id) -> Result<(), StorageError> {
        let _gate = self.gate().await;
        self.core.reload(book).await
    }

    /// Whether there is more of a copy to be read back.
    pub fn is_reading(&self, book: &Id) -> bool {
        self.core.is_reading(book)
    }

    /// Reads some more of a copy; whether there is still more.
    pub async fn fill(&self, book: &Id) -> Result<bool, StorageError> {
        let _gate = self.gate().await;
        self.core.fill(book).await
    }

    /// Whether the rulebook would let the person do this now; `true` where only the server can tell.
    pub fn may(&self, book: &Id, command: &Command, clock: (Millis, Millis)) -> Result<bool, ActError> {
        self.core.may(book, command, clock)
    }

    /// Decides an act, writes it durably together with `beside`, and shows it; perhaps in the place of an entry that was
    /// turned away.
    pub async fn act(
        &self,
        (book, instead): (&Id, Option<u64>),
        act: (Id, Command),
        clock: (Millis, Millis),
        beside: &[Write],
    ) -> Result<Acted, ActError> {
        let _gate = self.gate().await;
        self.core.act_instead(book, instead, act, clock, beside).await
    }

    /// Folds a book's small segments.
    pub async fn compact(&self, book: &Id) -> Result<bool, StorageError> {
        let _gate = self.gate().await;
        self.core.compact(book).await
    }

    /// The lease has run out: what was held through an office alone is not shown before the next contact.
    pub fn lock(&self) {
        self.core.lock();
    }

    /// Whether the lease has run out.
    pub fn is_locked(&self) -> bool {
        self.core.is_locked()
    }

    /// Removes an entry that was turned away, on purpose.
    pub async fn discard(&self, book: &Id, serial: u64) -> Result<(), StorageError> {
        let _gate = self.gate().await;
        self.core.discard(book, serial).await
    }

    /// Takes back what was just done; `false` where it is too late.
    pub async fn undo(&self, book: &Id, serial: u64, pause: &dyn Fn() -> Pause) -> Result<bool, StorageError> {
        let _gate = self.gate().await;
        self.core.undo(book, serial, pause).await
    }

    /// How much longer something is held back so that it can be undone.
    pub fn held_ms(&self, pause: Pause) -> Option<Millis> {
        self.core.held_ms(pause)
    }

    /// Deletes the person's copy from this device; tells how many entries stay because they were not sent.
    pub async fn forget(&self) -> Result<usize, StorageError> {
        let _gate = self.gate().await;
        self.core.forget().await
    }
}
