//! What stands behind the handle and is no signal.

use super::{Phase, SyncStatus, Which, watch::Watched};
use crate::{
    replica::{Device, Idb, StorageError, keep_preference, preference, seal::Keys},
    sync::{Desk, Live, Me, Note, Offset, Tabs, device_ms},
};
use jiefang_domain::{Id, Millis, sync::Lease};
use leptos::prelude::ArcTrigger;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use tokio::sync::{Mutex, Notify};

/// What a person's copy is opened with: the ring's id, and its keys. Nothing where it is not sealed.
pub type Opened = Option<(Id, Keys)>;

const BOOK: &str = "jiefang.book";
const SIGNED_IN: &str = "jiefang.in";

/// The person's desk and what moves it.
pub struct Inner {
    /// Who is signed in.
    pub me: Watched<Option<Me>>,
    /// How far the app has come.
    pub phase: Watched<Phase>,
    /// The current book.
    pub book: Watched<Option<Id>>,
    /// How sync stands.
    pub status: Watched<SyncStatus>,
    /// This device asks for digits before it opens.
    pub pin: Watched<bool>,
    /// For whom it is locked.
    pub locked: RefCell<Option<Me>>,
    /// A new version waits.
    pub update_ready: Watched<bool>,
    /// Told when anything in the books changes.
    pub changed: ArcTrigger,
    /// What the device remembers.
    pub device: Device,
    desk: RefCell<Option<Rc<Desk<Idb>>>>,
    /// Entries that are being discarded, and can still be kept.
    pub going: RefCell<Vec<Which>>,
    /// How long the server has not answered.
    pub lease: Cell<Lease>,
    /// What has to be added to the device's clock.
    pub offset: Cell<Offset>,
    /// Rings when there may be something to send or fetch.
    pub wake: Notify,
    /// This tab talks to the server.
    pub leads: Cell<bool>,
    /// When `/api/me` was last asked, by the device's clock; 0 for never.
    pub me_asked_ms: Cell<Millis>,
    /// What was done by then is not held back for undoing any longer, by the device's clock.
    pub released_ms: Cell<Millis>,
    /// The latest moment that was written down.
    pub written_ms: Cell<Millis>,
    /// Pokes.
    pub live: RefCell<Option<Live>>,
    /// The other tabs.
    pub tabs: RefCell<Option<Tabs>>,
    /// Signing in, signing out, and what writes down who is signed in: one at a time.
    pub turn: Mutex<()>,
}

impl Inner {
    /// Nobody signed in yet, nothing started.
    pub fn new() -> Self {
        Self {
            me: Watched::new(None),
            phase: Watched::new(Phase::Opening),
            book: Watched::new(None),
            status: Watched::new(SyncStatus::unknown()),
            pin: Watched::new(false),
            locked: RefCell::new(None),
            update_ready: Watched::new(false),
            changed: ArcTrigger::new(),
            device: Device::here(),
            desk: RefCell::new(None),
            going: RefCell::new(Vec::new()),
            lease: Cell::new(Lease::default()),
            offset: Cell::new(Offset::remembered(0)),
            wake: Notify::new(),
            leads: Cell::new(false),
            me_asked_ms: Cell::new(0),
            released_ms: Cell::new(0),
            written_ms: Cell::new(0),
            live: RefCell::new(None),
            tabs: RefCell::new(None),
            turn: Mutex::new(()),
        }
    }

    /// The desk of the person signed in.
    pub fn desk(&self) -> Option<Rc<Desk<Idb>>> {
        self.desk.borrow().clone()
    }

    /// Puts another desk there, or none.
    pub fn set_desk(&self, desk: Option<Rc<Desk<Idb>>>) {
        self.desk.replace(desk);
    }

    /// Whether that desk is still the one: while the network was awaited, somebody may have signed out.
    pub fn is_current(&self, desk: &Rc<Desk<Idb>>) -> bool {
        self.desk.borrow().as_ref().is_some_and(|current| Rc::ptr_eq(current, desk))
    }

    /// Opens the books of that person on this device. Also tells how many entries are gone that were unsent when the
    /// books were last looked at, where the browser has thrown all of it away since.
    pub async fn open_desk(&self, me: Me, opened: Opened) -> Result<(Rc<Desk<Idb>>, usize), StorageError> {
        let keep = Device::keep_of(&me.person.id, opened.as_ref().map(|(ring, keys)| (ring, keys.clone())));
        let lost = if keep.is_fresh().await? { unsent(&me.person.id) } else { 0 };
        // The word on who this is came with the server's clock.
        let lease = self.lease.get();
        let lease = if lease.contact_ms < me.now_ms { Lease { contact_ms: me.now_ms, ..lease } } else { lease };
        let desk = Desk::open(keep, me).await?;
        self.lease.set(lease.at(self.now_ms()));
        if self.lease.get().is_over() {
            desk.lock();
        }
        Ok((Rc::new(desk), lost))
    }

    /// The device's clock and what has to be added to it.
    pub fn clock(&self) -> (Millis, Millis) {
        (device_ms(), self.offset.get().ms)
    }

    /// Now, corrected.
    pub fn now_ms(&self) -> Millis {
        let (device_ms, offset_ms) = self.clock();
        device_ms + offset_ms
    }

    /// Tells the other tabs.
    pub fn tell(&self, note: &Note) {
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.tell(note);
        }
    }
}

/// Under this name stands how many entries of a person are unsent, outside of the database: it notices when the browser
/// throws that away.
fn unsent_name(person: &Id) -> String {
    ["jiefang.unsent/", person.as_str()].concat()
}

/// How many entries of that person were unsent when it was last written down.
fn unsent(person: &Id) -> usize {
    preference(&unsent_name(person)).parse().unwrap_or(0)
}

/// Writes down how many entries of that person are unsent.
pub fn mark_unsent(person: &Id, count: usize) {
    if unsent(person) != count {
        let count = if count == 0 { String::new() } else { count.to_string() };
        keep_preference(&unsent_name(person), &count);
    }
}

/// Whether somebody is signed in, outside of the database likewise.
pub fn mark_signed_in(signed_in: bool) {
    keep_preference(SIGNED_IN, if signed_in { "1" } else { "" });
}

/// Whether somebody was signed in when it was last written down.
pub fn was_signed_in() -> bool {
    !preference(SIGNED_IN).is_empty()
}

/// Remembers the last place.
pub fn remember_book(book: &Id) {
    keep_preference(BOOK, book.as_str());
}

/// Forgets the last place.
pub fn forget_book() {
    keep_preference(BOOK, "");
}

/// The remembered book where it is still one of theirs, else the first community, else the first book.
pub fn book_to_show(me: &Me) -> Option<Id> {
    let remembered = Id::parse(&preference(BOOK));
    let theirs = |id: &Id| me.books.iter().any(|book| book.id == *id);
    let community = || me.books.iter().find(|book| book.kind == "community").or(me.books.first());
    remembered.filter(theirs).or_else(|| community().map(|book| book.id.clone()))
}
