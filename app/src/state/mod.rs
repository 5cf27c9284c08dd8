//! The store the screens use: who is signed in, the books as they stand with what is pending, and acts.
//!
//! Screens read through [`Neighbourhood::read`] and act through [`Neighbourhood::act`]; they never see the network or
//! the device's storage.

mod act;
mod inner;
mod lock;
mod office;
mod photos;
mod privacy;
mod round;
mod run;
mod session;
mod types;
mod undo;
mod update;
mod watch;

pub use crate::{
    replica::{StorageError, photo::Photo, seal::Way},
    sync::{
        CallError, DemoPerson, DeskPerson, Enrolment, Living, Me, People, Qr, Sign, SignedDevice, StartCode, Started,
        opened_address, photo_address,
    },
};
pub use jiefang_domain::sync::device::{ActError, Acted};
pub use lock::UnlockError;
pub use types::{Link, Pending, PendingState, Phase, SignedOut, SyncStatus, Which};
pub use undo::{AT_ONCE, LONG, UNDO, undo_ms};
pub use watch::Watch;

use inner::Inner;
use jiefang_domain::{Id, Millis, identity::Actor, sync::Book};
use leptos::prelude::*;
use std::rc::Rc;

/// The neighbourhood as this device knows it. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Neighbourhood {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// Opens what the device keeps and provides the [`Neighbourhood`] to all below. Call once, in the root component.
pub fn provide_neighbourhood() -> Neighbourhood {
    let here = Neighbourhood { inner: StoredValue::new_local(Rc::new(Inner::new())) };
    provide_context(here);
    here.start();
    here
}

/// The [`Neighbourhood`] provided above.
pub fn use_neighbourhood() -> Neighbourhood {
    // Outside of the tree below it there is none to use, and a new one is the least surprise.
    use_context().unwrap_or_else(provide_neighbourhood)
}

impl Neighbourhood {
    /// Who is signed in on this device, also offline.
    pub fn me(self) -> Watch<Option<Me>> {
        Watch::new(self.inner, |inner| &inner.me)
    }

    /// How far the app has come in showing anything.
    pub fn phase(self) -> Watch<Phase> {
        Watch::new(self.inner, |inner| &inner.phase)
    }

    /// The current book; the last one chosen is remembered.
    pub fn book(self) -> Watch<Option<Id>> {
        Watch::new(self.inner, |inner| &inner.book)
    }

    /// Makes another book of [`Me::books`] the current one.
    pub fn choose_book(self, book: Id) {
        inner::remember_book(&book);
        self.book().set(Some(book));
        self.refresh();
    }

    /// Looks at the current book. Tracked: what calls it runs again when the current book, or what stands in it,
    /// changes. `None` while nobody is signed in.
    pub fn read<T>(self, look: impl FnOnce(&Book) -> T) -> Option<T> {
        let book = self.book().get()?;
        self.read_book(&book, look)
    }

    /// Looks at any book of [`Me::books`]; tracked like [`Self::read`].
    pub fn read_book<T>(self, book: &Id, look: impl FnOnce(&Book) -> T) -> Option<T> {
        let inner = self.inner();
        inner.changed.track();
        let desk = inner.desk()?;
        desk.books().get(book).map(look)
    }

    /// Who acts: the person with the grants held. Tracked.
    pub fn actor(self) -> Option<Actor> {
        let inner = self.inner();
        inner.changed.track();
        self.me().with(|_| {});
        let book = self.book().get();
        let desk = inner.desk()?;
        let books = desk.books();
        Some(desk.actor(book.and_then(|book| books.get(&book))))
    }

    /// A new id for a row.
    pub fn new_id(self) -> Id {
        crate::id::new_id(self.now_ms())
    }

    /// Now, corrected by what the server's clock has taught. Not tracked.
    pub fn now_ms(self) -> Millis {
        self.inner().now_ms()
    }

    /// What has to be added to the device's clock. Not tracked.
    pub fn offset_ms(self) -> Millis {
        self.inner().offset.get().ms
    }

    /// How sync stands.
    pub fn sync(self) -> Watch<SyncStatus> {
        Watch::new(self.inner, |inner| &inner.status)
    }

    /// Every entry of the outbox, oldest first, over all books. Tracked.
    pub fn pending(self) -> Vec<Pending> {
        let inner = self.inner();
        inner.changed.track();
        let Some(desk) = inner.desk() else { return Vec::new() };
        let mut pending: Vec<Pending> = desk.books().values().flat_map(types::pending_in).collect();
        let going = inner.going.borrow();
        pending.retain(|entry| !going.contains(&(entry.book.clone(), entry.serial)));
        crate::ui::order::by_number(&mut pending, |entry| (entry.authored_at_ms, 0));
        pending
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// Tells the screens that something in the books has changed.
    fn refresh(self) {
        self.inner().changed.notify();
        self.restate();
        self.recount_photos();
    }

    /// Recounts what waits.
    fn restate(self) {
        let now = self.sync().get_untracked();
        let mut next = now.clone();
        let current = self.book().get_untracked();
        let inner = self.inner();
        let desk = inner.desk();
        next.count(desk.as_deref(), current.as_ref(), &inner.going.borrow(), inner.now_ms());
        if let Some(desk) = desk {
            let unsent = |book: &Book| book.entries().iter().filter(|entry| entry.state.seq().is_none()).count();
            inner::mark_unsent(&desk.me().person.id, desk.books().values().map(unsent).sum());
        }
        if next != now {
            self.sync().set(next);
        }
    }

    /// Changes the status where that makes a difference.
    fn tell(self, change: impl FnOnce(&mut SyncStatus)) {
        let now = self.sync().get_untracked();
        let mut next = now.clone();
        change(&mut next);
        if next != now {
            self.sync().set(next);
        }
    }
}

/// Whether the browser gives this page what it gives only to secure ones: the service worker (starting offline), one
/// leading tab, promised storage. `http://` on anything but `localhost` is not.
pub fn secure_context() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}
