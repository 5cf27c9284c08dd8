//! One person's books on this device: in memory for reading, on the disk for keeping. Disk and memory change together,
//! so whoever calls what changes something does one thing at a time, and never waits for the network meanwhile.

use super::{Disk, Halt, Keep, Read, Shelf, StorageError, Write, written};
use crate::{
    Id, Key, Millis, Refusal,
    command::Command,
    identity::{Actor, Grant},
    record::Record,
    sync::{Asked, Book, Counter, OP_BYTES_MAX, Page, Pause, PushAnswer, PushRequest, Turn},
};
use std::cell::{Cell, Ref, RefCell};

/// Who works at the desk: the server's last word on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The person.
    pub person: Id,
    /// The grants held, in every book.
    pub grants: Vec<Grant>,
    /// The books with something in them for this person.
    pub books: Vec<Id>,
}

/// What became of an act: it stands on this device, durably.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acted {
    /// Its place in the book's outbox.
    pub serial: u64,
    /// Only the server can say whether it holds.
    pub unsure: bool,
}

/// Why an act was not taken. What was typed is the screen's to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActError {
    /// A rule speaks against it: [`Refusal::words`].
    Refused(Refusal),
    /// Larger than an entry may be (`OP_BYTES_MAX`).
    TooLarge,
    /// Nobody is signed in, or no book is chosen.
    SignedOut,
    /// The device could not keep it.
    Storage(StorageError),
}

/// What came of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is written and shown; whether there is anything to be seen of it.
    Shown(bool),
    /// The book has moved on while the answer was under way: ask again.
    Late,
    /// It takes so much away that the server is asked once more; this is the question.
    Confirm(Asked),
}

/// Why a page could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The device could not keep it.
    Storage(StorageError),
    /// Its columns do not fit together; the copy was thrown away and is pulled anew.
    Unreadable,
}

impl From<StorageError> for Unfit {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// One person's books on this device.
pub struct Desk<D> {
    /// Where they are kept.
    pub keep: Keep<D>,
    pub(super) who: RefCell<Who>,
    pub(super) client_id: Id,
    fresh: Box<dyn Fn() -> Id>,
    pub(super) books: RefCell<Shelf<Book>>,
    /// Whether the lease has run out.
    pub(super) locked: Cell<bool>,
    pub(super) behind: RefCell<Shelf<()>>,
    /// How much of each copy is read back.
    pub(super) read: RefCell<Shelf<Read>>,
}

impl<D: Disk> Desk<D> {
    /// Reads a person's books back. `fresh` gives an id that nobody has had yet, whenever a client needs one.
    pub async fn open(keep: Keep<D>, who: Who, fresh: impl Fn() -> Id + 'static) -> Result<Self, StorageError> {
        let client_id = keep.client_id(fresh()).await?;
        let (who, fresh) = (RefCell::new(who), Box::new(fresh));
        let (books, locked, read, behind) =
            (RefCell::default(), Cell::new(false), RefCell::default(), RefCell::default());
        let opened = Self { keep, who, client_id, fresh, books, locked, behind, read };
        for book in opened.books_to_open().await? {
            opened.reopen(&book).await?;
        }
        Ok(opened)
    }

    /// Books of the person, and those in which entries still wait although nothing else is left there.
    async fn books_to_open(&self) -> Result<Vec<Id>, StorageError> {
        let mut books = self.who.borrow().books.clone();
        for kept in self.keep.outbox().await? {
            if !books.contains(&kept.book) {
                books.push(kept.book);
            }
        }
        Ok(books)
    }

    /// The books.
    pub fn books(&self) -> Ref<'_, Shelf<Book>> {
        self.books.borrow()
    }

    /// Who acts. Grants are the server's last word, and newer rows of `book` where they are here.
    pub fn actor(&self, book: Option<&Book>) -> Actor {
        let who = self.who.borrow();
        let newest = |grant: &Grant| {
            let row = book.and_then(|book| book.row(&Key::of::<Grant>(&grant.id)));
            row.and_then(Grant::of).unwrap_or(grant).clone()
        };
        Actor::person(who.person.clone(), who.grants.iter().map(newest).collect())
    }

    pub(super) fn actor_in(&self, book: &Id) -> Actor {
        self.actor(self.books.borrow().get(book))
    }

    /// Takes a newer word of the server on who this person is. A book that is no longer theirs loses its copy;
    /// entries waiting there stay in sight.
    pub async fn adopt(&self, who: Who) -> Result<(), StorageError> {
        let listed = who.books.clone();
        let there: Vec<Id> = self.books.borrow().keys().cloned().collect();
        for book in there.iter().filter(|book| !listed.contains(book)) {
            self.keep.drop_copy(book).await?;
            self.read_anew(book).await?;
            self.let_go(book);
        }
        for book in listed.iter().filter(|book| !there.contains(book)) {
            self.read_anew(book).await?;
        }
        // Last, so that a word that could only be followed in part is asked for again.
        self.who.replace(who);
        // With other grants, what is pending may hold or no longer hold.
        for book in &listed {
            let actor = self.actor_in(book);
            if let Some(book) = self.books.borrow_mut().get_mut(book) {
                book.reopen(Vec::new(), &actor);
            }
        }
        Ok(())
    }

    /// Reads a book from the disk anew. One that is no longer this person's has no copy, whatever another tab wrote (S8).
    pub(super) async fn reopen(&self, id: &Id) -> Result<(), StorageError> {
        if !self.who.borrow().books.contains(id) {
            self.keep.drop_copy(id).await?;
        }
        self.read_anew(id).await
    }

    async fn read_anew(&self, id: &Id) -> Result<(), StorageError> {
        let actor = self.actor_in(id);
        let (mut book, read) = self.keep.open(id, &self.client_id, &actor).await?;
        if self.locked.get() {
            book.lock(&actor);
        }
        self.books.borrow_mut().insert(id.clone(), book);
        self.read.borrow_mut().insert(id.clone(), read);
        Ok(())
    }

    /// A book that is no longer this person's is here only for what it has to send or to show.
    fn let_go(&self, id: &Id) {
        if self.books.borrow().get(id).is_some_and(|book| book.outbox().next().is_none()) {
            self.books.borrow_mut().remove(id);
            self.read.borrow_mut().remove(id);
        }
    }

    /// What another tab has changed in a book.
    pub(super) async fn read_news(&self, id: &Id) -> Result<(), StorageError> {
        if self.rescue().await? {
            return Ok(());
        }
        if !self.books.borrow().contains_key(id) {
            self.reopen(id).await?;
            if !self.who.borrow().books.contains(id) {
                self.let_go(id);
            }
            return Ok(());
        }
        let client_id = self.books.borrow().get(id).map(|book| book.counter().client_id.clone());
        let Some(client_id) = client_id else { return self.reopen(id).await };
        let mut read = self.read_of(id).unwrap_or_default();
        let Ok(news) = self.keep.newer(id, &client_id, &read).await? else { return self.reopen(id).await };
        let actor = self.actor_in(id);
        let taken = self.books.borrow_mut().get_mut(id).is_some_and(|book| news.take(book, &mut read, &actor));
        if !taken {
            return self.reopen(id).await;
        }
        self.read.borrow_mut().insert(id.clone(), read);
        Ok(())
    }

    /// Reads some more of a copy, older rows behind the newest; whether there is still more.
    pub async fn fill(&self, id: &Id) -> Result<bool, StorageError> {
        let Some(mut read) = self.read_of(id).filter(|_| self.is_reading(id)) else { return Ok(false) };
        let mut halt = match self.keep.older(id, &read).await? {
            Ok(pages) => {
                let actor = self.actor_in(id);
                let take = |book: &mut Book| read.take(pages, book, &actor);
                let fit = self.books.borrow_mut().get_mut(id).is_none_or(take);
                (!fit).then_some(Halt::Unreadable)
            }
            Err(halt) => Some(halt),
        };
        if halt.take_if(|halt| *halt == Halt::Unreadable).is_some() {
            self.keep.drop_copy(id).await?;
            halt = Some(Halt::Moved);
        }
        match halt {
            Some(_) if self.rescue().await? => {}
            Some(_) => self.reopen(id).await?,
            None => self.read.borrow_mut().insert(id.clone(), read),
        }
        Ok(self.is_reading(id))
    }

    /// Whether older rows of a copy are still to be read back.
    pub fn is_reading(&self, id: &Id) -> bool {
        self.books.borrow().get(id).is_some_and(Book::is_reading)
    }

    fn read_of(&self, id: &Id) -> Option<Read> {
        self.read.borrow().get(id).cloned()
    }

    /// Whether the rulebook would let the person do this now; `true` where only the server can tell.
    ///
    /// # Errors
    /// The refusal.
    pub fn may(&self, book: &Id, command: &Command, clock: (Millis, Millis)) -> Result<bool, ActError> {
        let books = self.books.borrow();
        let book = books.get(book).ok_or(ActError::SignedOut)?;
        let authored = book.author(Id::none(), command.clone(), &self.actor(Some(book)), clock);
        authored.map(|authored| authored.unsure).map_err(ActError::Refused)
    }

    /// Decides an act, writes it durably together with `beside`, and shows it. `clock` is the device's, and what has to be
    /// added to it.
    ///
    /// # Errors
    /// [`ActError`]; nothing was kept then.
    pub async fn act(
        &self,
        id: &Id,
        (op_id, command): (Id, Command),
        clock: (Millis, Millis),
        beside: &[Write],
    ) -> Result<Acted, ActError> {
        if written::<D>(&command).len() > OP_BYTES_MAX {
            return Err(ActError::TooLarge);
        }
        let authored = {
            let books = self.books.borrow();
            let book = books.get(id).ok_or(ActError::SignedOut)?;
            let actor = self.actor(Some(book));
            book.author(op_id, command, &actor, clock).map_err(ActError::Refused)?
        };
        let mut entry = authored.entry;
        self.rescue().await.map_err(ActError::Storage)?;
        self.keep.append(id, &self.client_id, &mut entry, beside).await.map_err(ActError::Storage)?;
        let serial = entry.serial;
        let took = Counter { client_id: entry.client_id.clone(), n: entry.op.n, serial };
        let next = |book: &Book| *book.counter() == took;
        let current = self.books.borrow().get(id).is_some_and(next);
        let actor = self.actor_in(id);
        if current {
            if let Some(book) = self.books.borrow_mut().get_mut(id) {
                book.accept(entry, &actor);
            }
        } else {
            // Another tab has taken a new client meanwhile, or recorded something before this.
            self.reload(id).await.map_err(ActError::Storage)?;
        }
        Ok(Acted { serial, unsure: authored.unsure })
    }

    pub(super) fn forget_entry(&self, id: &Id, serial: u64) {
        let actor = self.actor_in(id);
        if let Some(book) = self.books.borrow_mut().get_mut(id) {
            book.turn(Turn { gone: vec![serial], ..Turn::default() }, &actor);
        }
    }

    /// What is to be sent next from a book, without what is held back. Looked up on the disk first: another tab may have
    /// undone something, and not have been heard yet. `pause` is asked after that, because a disk takes its time.
    pub async fn push_request(
        &self,
        id: &Id,
        pause: &dyn Fn() -> Pause,
    ) -> Result<Option<PushRequest<Command>>, StorageError> {
        let Some(known) =
            self.books.borrow().get(id).filter(|book| book.waiting() > 0).map(|book| book.counter().clone())
        else {
            return Ok(None);
        };
        if self.keep.counter(id).await? != Some(known) {
            self.reload(id).await?;
        }
        let books = self.books.borrow();
        let request = books.get(id).and_then(|book| book.push_request(pause(), |op| written::<D>(op).len()));
        Ok(request.map(|request| PushRequest { person: self.who.borrow().person.clone(), ..request }))
    }

    /// Takes the answers to a push; `false` where they changed nothing, and the rest waits for another time.
    pub async fn heard(
        &self,
        id: &Id,
        asked: &PushRequest<Command>,
        answer: &PushAnswer,
    ) -> Result<bool, StorageError> {
        self.unlock().await?;
        let (turn, before) = {
            let books = self.books.borrow();
            let Some(book) = books.get(id) else { return Ok(false) };
            let turn = book.heard(asked, answer, &self.fresh);
            let before = book.before(&turn);
            (turn, before)
        };
        if turn.is_empty() {
            return Ok(false);
        }
        if !self.keep.turn(id, &before, &turn).await? {
            self.reload(id).await?;
            return Ok(true);
        }
        let actor = self.actor_in(id);
        if let Some(book) = self.books.borrow_mut().get_mut(id) {
            book.turn(turn, &actor);
        }
        Ok(true)
    }

    /// What to ask for next in a book.
    pub fn asked(&self, id: &Id) -> Option<Asked> {
        self.books.borrow().get(id).map(Book::pull_request)
    }

    /// Takes a page, the answer to `asked`, as it was sent in `text`: writes it with all that follows from it, then shows it.
    pub async fn take(&self, id: &Id, asked: &Asked, page: Page, text: &str) -> Result<Taken, Unfit> {
        self.unlock().await?;
        let (turn, before) = {
            let books = self.books.borrow();
            // S8: nor does one come too late to a book that is no longer theirs.
            let fits = |book: &&Book| book.follows(asked) && self.who.borrow().books.contains(id);
            let Some(book) = books.get(id).filter(fits) else { return Ok(Taken::Late) };
            if let Some(drop) = book.to_confirm(&page) {
                let mut again = asked.clone();
                again.request.drop = drop;
                return Ok(Taken::Confirm(again));
            }
            let turn = book.seen(asked, &page, &self.fresh);
            let before = book.before(&turn);
            (turn, before)
        };
        let brings = Keep::<D>::tells(&page, asked) || !turn.is_empty();
        let mut read = self.read_of(id).unwrap_or_default();
        if !self.keep.page(id, asked, (&page, text), (&before, &turn), &mut read).await? {
            self.reload(id).await?;
            return Ok(Taken::Shown(true));
        }
        self.read.borrow_mut().insert(id.clone(), read);
        let actor = self.actor_in(id);
        let applied = self.books.borrow_mut().get_mut(id).map(|book| {
            let was_complete = book.complete;
            (book.apply(page, turn, &actor), book.complete != was_complete)
        });
        if let Some((true, completed)) = applied {
            return Ok(Taken::Shown(brings || completed));
        }
        self.keep.drop_copy(id).await?;
        self.reopen(id).await?;
        Err(Unfit::Unreadable)
    }

    /// Deletes the person's copy from this device; tells how many entries stay because they were not sent.
    pub async fn forget(&self) -> Result<usize, StorageError> {
        let kept = self.keep.forget().await?;
        self.books.borrow_mut().clear();
        self.read.borrow_mut().clear();
        Ok(kept)
    }
}
