//! A phone or a desk computer: disks, a clock that lies, a session, tabs.

mod round;
mod tab;

pub use round::{round, take_again};
pub use tab::{Note, Tab, act, discard, open, reload, sign_in, sign_out, take_back};

use super::{disk::Platter, net::Net, shared::Shared};
use jiefang_domain::{
    Id, Millis,
    sync::{Pause, device::Who},
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

/// One browser profile.
#[derive(Debug)]
pub struct Device {
    pub id: u32,
    pub shared: Rc<Shared>,
    pub net: Rc<Net>,
    /// What has to be taken away from its clock to get the true time.
    pub skew_ms: Cell<Millis>,
    /// How often it was set.
    pub clock_sets: Cell<u32>,
    /// What it believes has to be added; one for all tabs.
    pub offset_ms: Cell<Millis>,
    /// Whose session the browser has.
    pub cookie: RefCell<Option<Id>>,
    /// Who is signed in here, as the device remembers it.
    pub who: RefCell<Option<Who>>,
    /// One database a person.
    pub platters: RefCell<BTreeMap<Id, Rc<Platter>>>,
    /// No secure context: no locks, every tab leads.
    pub lockless: bool,
    /// It is of a later build than this server's.
    pub newer: bool,
    /// What tabs tell one another: to whom, what.
    pub notes: RefCell<Vec<(u32, Note)>>,
    /// The tabs that are open.
    pub open: RefCell<Vec<u32>>,
}

impl Device {
    pub fn new(id: u32, shared: &Rc<Shared>, net: &Rc<Net>) -> Rc<Self> {
        let (lockless, newer) = {
            let mut rng = shared.rng.borrow_mut();
            (rng.once_in(4), rng.once_in(4))
        };
        Rc::new(Self {
            id,
            shared: shared.clone(),
            net: net.clone(),
            skew_ms: Cell::new(0),
            clock_sets: Cell::new(0),
            offset_ms: Cell::new(0),
            cookie: RefCell::default(),
            who: RefCell::default(),
            platters: RefCell::default(),
            lockless,
            newer,
            notes: RefCell::default(),
            open: RefCell::default(),
        })
    }

    /// Another device with all that is in this one.
    pub fn copy(&self, id: u32) -> Rc<Self> {
        let copied = |platter: &Rc<Platter>| (platter.person.clone(), platter.copy(id));
        Rc::new(Self {
            id,
            shared: self.shared.clone(),
            net: self.net.clone(),
            skew_ms: self.skew_ms.clone(),
            clock_sets: self.clock_sets.clone(),
            offset_ms: self.offset_ms.clone(),
            cookie: self.cookie.clone(),
            who: self.who.clone(),
            platters: RefCell::new(self.platters.borrow().values().map(copied).collect()),
            lockless: self.lockless,
            newer: self.newer,
            notes: RefCell::default(),
            open: RefCell::default(),
        })
    }

    /// Its clock.
    pub fn clock_ms(&self) -> Millis {
        self.shared.now_ms.get() + self.skew_ms.get()
    }

    /// What is held back now so that it can be undone: long, because a step takes seconds here.
    pub fn pause(&self) -> Pause {
        Pause { offered_ms: 60_000, released_ms: Millis::MIN, now_ms: self.clock_ms() }
    }

    /// A person's database here.
    pub fn platter(&self, person: &Id) -> Rc<Platter> {
        let new = || Platter::new(&self.shared, self.id, person);
        self.platters.borrow_mut().entry(person.clone()).or_insert_with(new).clone()
    }

    /// Whether a tab may talk to the server: the oldest one, or every one where there are no locks.
    pub fn leads(&self, tab: u32) -> bool {
        self.lockless || self.open.borrow().first() == Some(&tab)
    }

    /// Takes the server's clock from an answer.
    pub fn learn(&self, sent_ms: Millis, server_ms: Millis) {
        let trip_ms = self.clock_ms() - sent_ms;
        if trip_ms >= 0 {
            self.offset_ms.set(server_ms - (sent_ms + trip_ms / 2));
        }
    }

    /// Tells the other tabs.
    pub fn tell(&self, from: u32, note: &Note) {
        let others = self.open.borrow();
        let notes = others.iter().filter(|tab| **tab != from).map(|tab| (*tab, note.clone()));
        self.notes.borrow_mut().extend(notes);
    }
}
