//! One person's books on this device: in memory for reading, on the disk for keeping.

use super::Me;
use crate::{
    json,
    replica::{Disk, Keep, StorageError, Write},
    state::{ActError, Acted},
};
use jiefang_domain::{
    Id, Millis,
    command::Command,
    identity::{Actor, Grant},
    record::{Key, Record},
    sync::{Book, Entry, EntryState, OP_BYTES_MAX},
};
use std::{
    cell::{Ref, RefCell},
    collections::BTreeMap,
};
use tokio::sync::{Mutex, MutexGuard};

/// One person's books on this device.
pub struct Desk<D> {
    /// Where they are kept.
    pub keep: Keep<D>,
    me: RefCell<Me>,
    client_id: Id,
    pub(super) books: RefCell<BTreeMap<Id, Book>>,
    /// Disk and memory change together: one change at a time. Never held while the network is awaited.
    gate: Mutex<()>,
}

impl<D: Disk> Desk<D> {
    /// Reads a person's books back; `fresh` becomes the client's id where there is none yet.
    pub async fn open(keep: Keep<D>, me: Me, fresh: Id) -> Result<Self, StorageError> {
        let client_id = keep.client_id(fresh).await?;
        let opened = Self { keep, me: RefCell::new(me), client_id, books: RefCell::default(), gate: Mutex::new(()) };
        for book in opened.books_to_open().await? {
            opened.reload(&book).await?;
        }
        Ok(opened)
    }

    /// Books of the person, and those in which entries still wait although nothing else is left there.
    async fn books_to_open(&self) -> Result<Vec<Id>, StorageError> {
        let mut books: Vec<Id> = self.me.borrow().books.iter().map(|book| book.id.clone()).collect();
        for kept in self.keep.outbox().await? {
            if !books.contains(&kept.book) {
                books.push(kept.book);
            }
        }
        Ok(books)
    }

    /// Who this desk belongs to.
    pub fn me(&self) -> Ref<'_, Me> {
        self.me.borrow()
    }

    /// The books.
    pub fn books(&self) -> Ref<'_, BTreeMap<Id, Book>> {
        self.books.borrow()
    }

    /// Who acts. Grants are the server's last word in `me`, and newer rows of `book` where they are here.
    pub fn actor(&self, book: Option<&Book>) -> Actor {
        let me = self.me.borrow();
        let newest = |grant: &Grant| {
            let row = book.and_then(|book| book.row(&Key::of::<Grant>(&grant.id)));
            row.and_then(Grant::of).unwrap_or(grant).clone()
        };
        Actor::person(me.person.id.clone(), me.grants.iter().map(newest).collect())
    }

    pub(super) fn actor_in(&self, book: &Id) -> Actor {
        self.actor(self.books.borrow().get(book))
    }

    pub(super) async fn gate(&self) -> MutexGuard<'_, ()> {
        self.gate.lock().await
    }

    /// Takes a newer word of the server on who this person is. A book that is no longer theirs loses its copy;
    /// entries waiting there stay in sight.
    pub async fn adopt(&self, me: Me) -> Result<(), StorageError> {
        let _gate = self.gate().await;
        self.me.replace(me);
        let listed: Vec<Id> = self.me.borrow().books.iter().map(|book| book.id.clone()).collect();
        let there: Vec<Id> = self.books.borrow().keys().cloned().collect();
        for book in there.iter().filter(|book| !listed.contains(book)) {
            self.keep.drop_copy(book).await?;
            self.read_back(book).await?;
            if self.books.borrow().get(book).is_some_and(|book| book.outbox().next().is_none()) {
                self.books.borrow_mut().remove(book);
            }
        }
        for book in listed.iter().filter(|book| !there.contains(book)) {
            self.read_back(book).await?;
        }
        // With other grants, what is pending may hold or no longer hold.
        for book in &listed {
            let actor = self.actor_in(book);
            if let Some(book) = self.books.borrow_mut().get_mut(book) {
                book.reopen(Vec::new(), &actor);
            }
        }
        Ok(())
    }

    /// Reads a book back from the disk: another tab has changed it.
    pub async fn reload(&self, book: &Id) -> Result<(), StorageError> {
        let _gate = self.gate().await;
        self.read_back(book).await
    }

    pub(super) async fn read_back(&self, id: &Id) -> Result<(), StorageError> {
        let actor = self.actor_in(id);
        let book = self.keep.book(id, &self.client_id, &actor).await?;
        self.books.borrow_mut().insert(id.clone(), book);
        Ok(())
    }

    /// Whether the rulebook would let the person do this now; `true` where only the server can tell.
    pub fn may(
        &self,
        book: &Id,
        command: &Command,
        (device_ms, offset_ms): (Millis, Millis),
    ) -> Result<bool, ActError> {
        let books = self.books.borrow();
        let book = books.get(book).ok_or(ActError::SignedOut)?;
        let authored = book.author(Id::none(), command.clone(), &self.actor(Some(book)), (device_ms, offset_ms));
        authored.map(|authored| authored.unsure).map_err(ActError::Refused)
    }

    /// Decides an act, writes it durably, with what it names, and shows it.
    pub async fn act(
        &self,
        id: &Id,
        op_id: Id,
        command: Command,
        (device_ms, offset_ms): (Millis, Millis),
        extra: &[Write],
    ) -> Result<Acted, ActError> {
        if json::write(&command).len() > OP_BYTES_MAX {
            return Err(ActError::TooLarge);
        }
        let _gate = self.gate().await;
        let authored = {
            let books = self.books.borrow();
            let book = books.get(id).ok_or(ActError::SignedOut)?;
            let actor = self.actor(Some(book));
            book.author(op_id, command, &actor, (device_ms, offset_ms)).map_err(ActError::Refused)?
        };
        let mut entry = authored.entry;
        self.keep.append(id, &mut entry, extra).await.map_err(ActError::Storage)?;
        let n = entry.op.n;
        let actor = self.actor_in(id);
        if let Some(book) = self.books.borrow_mut().get_mut(id) {
            book.accept(entry, &actor);
        }
        Ok(Acted { n, unsure: authored.unsure })
    }

    /// Removes a refused entry on purpose.
    pub async fn discard(&self, id: &Id, n: u64) -> Result<(), StorageError> {
        let _gate = self.gate().await;
        let refused = |entry: &Entry| entry.op.n == n && matches!(entry.state, EntryState::Refused { .. });
        if !self.books.borrow().get(id).is_some_and(|book| book.outbox().any(refused)) {
            return Ok(());
        }
        self.keep.remove(id, &[n]).await?;
        let actor = self.actor_in(id);
        if let Some(book) = self.books.borrow_mut().get_mut(id) {
            book.discard(n, &actor);
        }
        Ok(())
    }

    /// Deletes the person's copy from this device; tells how many entries stay because they were not sent.
    pub async fn forget(&self) -> Result<usize, StorageError> {
        let _gate = self.gate().await;
        let kept = self.keep.forget().await?;
        self.books.borrow_mut().clear();
        Ok(kept)
    }
}
