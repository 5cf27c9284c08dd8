//! What is done to a person's books beside the person's acts: a lease that runs out, a database that the browser throws
//! away, segments that become many; an act that takes the place of another, one that is discarded, and one that is taken back.

use super::{ActError, Acted, Desk, Disk, Keep, StorageError, Write};
use crate::{
    Id, Millis,
    command::Command,
    sync::{Book, Pause},
};

impl<D: Disk> Desk<D> {
    /// Where the browser has thrown the database away under the open page: what the server has not got is still in
    /// memory, and is written down once more before anything is read back or written. The rows in memory stay in sight
    /// until they have been fetched again. Whether it was so.
    pub(super) async fn rescue(&self) -> Result<bool, StorageError> {
        if !self.keep.is_fresh().await? {
            return Ok(false);
        }
        let mut writes = Vec::new();
        for book in self.books.borrow().values() {
            Keep::<D>::write_down(book, &mut writes);
        }
        let rescued = self.keep.rescue(&self.client_id, writes).await?;
        if rescued {
            self.books.borrow_mut().values_mut().for_each(Book::copy_again);
            self.read.borrow_mut().clear();
        }
        Ok(rescued)
    }

    /// Reads what another tab has changed in a book. Where the storage fails it is read at the next [`Self::catch_up`].
    pub async fn reload(&self, id: &Id) -> Result<(), StorageError> {
        self.behind.borrow_mut().insert(id.clone(), ());
        self.read_news(id).await?;
        self.behind.borrow_mut().remove(id);
        Ok(())
    }

    /// Reads what could not be read when another tab told of it; before each round, or its entries would wait for ever.
    pub async fn catch_up(&self) -> Result<(), StorageError> {
        let behind: Vec<Id> = self.behind.borrow().keys().cloned().collect();
        for id in behind {
            self.reload(&id).await?;
        }
        Ok(())
    }

    /// The lease has run out ([`crate::sync::Lease`]): what was held through an office alone is not shown before the
    /// server answers again. Nothing is lost; recording goes on.
    pub fn lock(&self) {
        if !self.locked.replace(true) {
            for id in self.ids() {
                let actor = self.actor_in(&id);
                if let Some(book) = self.books.borrow_mut().get_mut(&id) {
                    book.lock(&actor);
                }
            }
        }
    }

    /// Books that are no longer this person's and in which something still waits: it is sent, and the server says what
    /// becomes of it (S9); there is nothing to be pulled.
    pub fn left_books(&self) -> Vec<Id> {
        let listed = &self.who.borrow().books;
        let books = self.books.borrow();
        let left = books.values().filter(|book| book.waiting() > 0 && !listed.contains(&book.id));
        left.map(|book| book.id.clone()).collect()
    }

    /// Whether the lease has run out.
    pub fn is_locked(&self) -> bool {
        self.locked.get()
    }

    /// The server has answered this person: the lease begins anew, and what was locked is read back.
    pub async fn unlock(&self) -> Result<(), StorageError> {
        if self.locked.replace(false) {
            for id in self.ids() {
                self.reopen(&id).await?;
            }
        }
        Ok(())
    }

    fn ids(&self) -> Vec<Id> {
        self.books.borrow().keys().cloned().collect()
    }

    /// Does an act, perhaps in the place of an entry that was turned away: that one goes in the same transaction in which the new
    /// one is kept, so that at no moment both are there, or neither.
    ///
    /// # Errors
    /// [`ActError`]; the old entry stays then.
    pub async fn act_instead(
        &self,
        id: &Id,
        serial: Option<u64>,
        act: (Id, Command),
        clock: (Millis, Millis),
        beside: &[Write],
    ) -> Result<Acted, ActError> {
        let turned_away = |serial: &u64| {
            let is = |book: &Book| book.entries().iter().any(|e| e.serial == *serial && e.state.is_turned_away());
            self.books.borrow().get(id).is_some_and(is)
        };
        let serial = serial.filter(turned_away);
        let gone = serial.iter().map(|serial| Keep::<D>::removal(id, *serial));
        let beside: Vec<Write> = gone.chain(beside.iter().cloned()).collect();
        let acted = self.act(id, act, clock, &beside).await?;
        if let Some(serial) = serial {
            self.forget_entry(id, serial);
        }
        Ok(acted)
    }

    /// Removes an entry that was turned away, on purpose.
    pub async fn discard(&self, id: &Id, serial: u64) -> Result<(), StorageError> {
        let find = |book: &Book| book.entries().iter().find(|entry| entry.serial == serial).cloned();
        let entry = self.books.borrow().get(id).and_then(find);
        let Some(entry) = entry.filter(|entry| entry.state.is_turned_away()) else { return Ok(()) };
        self.keep.remove(id, serial, entry.op.act.photos()).await?;
        self.forget_entry(id, serial);
        Ok(())
    }

    /// Takes back what was just done, before anybody has got it; `false` where it is too late for that.
    pub async fn undo(&self, id: &Id, serial: u64, pause: &dyn Fn() -> Pause) -> Result<bool, StorageError> {
        self.rescue().await?;
        let (turn, before) = {
            let books = self.books.borrow();
            let Some(book) = books.get(id) else { return Ok(false) };
            let Some(turn) = book.undo(serial, pause()) else { return Ok(false) };
            let before = book.before(&turn);
            (turn, before)
        };
        let photos = before.entries.first().map(|entry| entry.op.act.photos()).unwrap_or_default();
        if !self.keep.undo(id, &before, &turn, photos).await? {
            self.reload(id).await?;
            return Ok(false);
        }
        let actor = self.actor_in(id);
        if let Some(book) = self.books.borrow_mut().get_mut(id) {
            book.turn(turn, &actor);
        }
        Ok(true)
    }

    /// How much longer something is held back, in whichever book; nothing where all that waits may be sent.
    pub fn held_ms(&self, pause: Pause) -> Option<Millis> {
        self.books.borrow().values().filter_map(|book| book.held(pause)).map(|(_, left_ms)| left_ms).min()
    }

    /// Folds a book's small segments, where they have become many; `false` where there was nothing to do, or another tab
    /// has written meanwhile. For the tab that leads, when it is idle.
    pub async fn compact(&self, id: &Id) -> Result<bool, StorageError> {
        if self.is_reading(id) {
            return Ok(false);
        }
        let Some((before, head)) = self.keep.compact(id).await? else { return Ok(false) };
        if let Some(read) = self.read.borrow_mut().get_mut(id) {
            read.folded(&before, head);
        }
        Ok(true)
    }
}
