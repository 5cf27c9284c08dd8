//! The network: calls on their way, answers on their way back.

use super::shared::Shared;
use jiefang_domain::{Id, Millis, sync::device::Who};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

/// What a device asks.
#[derive(Clone, Debug)]
pub enum Ask {
    /// `GET /api/me`
    Who,
    /// `POST /api/session`
    SignIn(Id),
    /// `POST /api/sync/{book}/push`
    Push(Id, String),
    /// `POST /api/sync/{book}/pull`
    Pull(Id, String),
}

/// What comes back.
#[derive(Clone, Debug)]
pub enum Reply {
    Who(Who, Millis),
    Text(String),
    /// The server said no.
    Status(u16),
    /// Nothing came.
    Cut,
}

/// Where a call is.
#[derive(Clone, Debug)]
pub enum Stage {
    Going,
    AtServer,
    Coming(Reply),
}

/// A call on its way.
#[derive(Clone, Debug)]
pub struct Flight {
    pub id: u64,
    pub tab: u32,
    pub device: u32,
    /// Whose session the browser sent along.
    pub cookie: Option<Id>,
    /// The device is of a later build than this server's.
    pub newer: bool,
    pub ask: Ask,
    pub stage: Stage,
    /// It is the echo of another: its answer goes nowhere.
    pub echo: bool,
    /// What was asked has been done.
    pub done: bool,
}

/// All calls.
#[derive(Debug, Default)]
pub struct Net {
    pub flights: RefCell<BTreeMap<u64, Flight>>,
    waiting: RefCell<BTreeSet<u64>>,
    replies: RefCell<BTreeMap<u64, Reply>>,
}

impl Net {
    pub fn call(self: &Rc<Self>, shared: &Shared, flight: Flight) -> Call {
        let id = shared.number();
        self.waiting.borrow_mut().insert(id);
        self.flights.borrow_mut().insert(id, Flight { id, ..flight });
        Call { net: self.clone(), id }
    }

    pub fn echo(&self, shared: &Shared, of: &Flight) {
        let id = shared.number();
        self.flights.borrow_mut().insert(id, Flight { id, echo: true, ..of.clone() });
    }

    /// Gives the answer to whoever still waits for it; tells the tab.
    pub fn land(&self, id: u64) -> Option<u32> {
        let flight = self.flights.borrow_mut().remove(&id)?;
        let Stage::Coming(reply) = flight.stage else { return None };
        if !self.waiting.borrow().contains(&id) {
            return None;
        }
        self.replies.borrow_mut().insert(id, reply);
        Some(flight.tab)
    }

    /// The server's word on a call.
    pub fn answer(&self, id: u64, reply: Reply, done: bool) {
        if let Some(flight) = self.flights.borrow_mut().get_mut(&id) {
            flight.stage = Stage::Coming(reply);
            flight.done |= done;
        }
    }

    /// The server fell: what it had and had not answered yet is cut. How many answers of things done were among it.
    pub fn server_fell(&self) -> usize {
        let mut lost = 0;
        for flight in self.flights.borrow_mut().values_mut() {
            match flight.stage {
                Stage::Going => {}
                Stage::AtServer | Stage::Coming(_) => {
                    lost += usize::from(flight.done && !flight.echo);
                    flight.stage = Stage::Coming(Reply::Cut);
                }
            }
        }
        lost
    }
}

/// A call as the tab waits for it.
pub struct Call {
    net: Rc<Net>,
    id: u64,
}

impl Future for Call {
    type Output = Reply;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Reply> {
        self.net.replies.borrow_mut().remove(&self.id).map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.net.waiting.borrow_mut().remove(&self.id);
        self.net.replies.borrow_mut().remove(&self.id);
    }
}
