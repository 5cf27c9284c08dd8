//! What the first start and the command line write into books: the books themselves, and who comes first in them.

use crate::{official::calendar_2026, sync::SystemOp};
use jiefang_domain::{
    Id, Millis,
    command::Command,
    grid::{AddPlace, PlaceKind, Policy, SetPolicy},
    identity::{EnterPerson, GiveGrant, Role, server},
};

const SERVER_NAME: &str = "系统管理";

/// Acts of whoever has the machine, in order.
#[derive(Debug)]
pub struct Acts {
    ops: Vec<SystemOp>,
    occasion: &'static str,
    now: Millis,
}

impl Acts {
    /// None yet; what they are done for becomes part of their ids.
    pub fn new(occasion: &'static str, now: Millis) -> Self {
        Self { ops: Vec::new(), occasion, now }
    }

    /// One more, under an id made of what it is and whom or what it concerns.
    pub fn act(&mut self, book: &Id, what: &str, whom: &Id, command: Command) {
        let op_id = Id::join(&[self.occasion, what, whom.as_str()]);
        self.ops.push(SystemOp { book: book.clone(), op_id, command, now_ms: self.now });
    }

    /// A book with its place and its settings; without any, those that are usual.
    pub fn book(&mut self, book: &Id, kind: PlaceKind, name: &str, lies_in: Vec<Id>, policy: Option<Policy>) {
        let add = AddPlace::named(book.clone(), kind, name, lies_in);
        self.act(book, "place", book, Command::AddPlace(add));
        let policy = policy.unwrap_or_else(|| Policy { calendar: calendar_2026(), ..Policy::default() });
        self.act(book, "policy", book, Command::SetPolicy(SetPolicy { policy }));
    }

    /// The server's own book, where administrators stand (docs/adr/0023).
    pub fn server(&mut self) {
        self.book(&server(), PlaceKind::Server, SERVER_NAME, Vec::new(), None);
    }

    /// Somebody with a role at the place of the book.
    pub fn person(&mut self, book: &Id, person: &Id, name: &str, role: Role) {
        let household = Id::join(&["hh", person.as_str()]);
        let enter = EnterPerson::named(person.clone(), name, household);
        self.act(book, "person", person, Command::EnterPerson(enter));
        let id = Id::join(&["g", person.as_str()]);
        let give = GiveGrant { id: id.clone(), person: person.clone(), role, place: book.clone(), since_ms: 0 };
        self.act(book, "grant", &id, Command::GiveGrant(give));
    }

    /// All of them.
    pub fn into_ops(self) -> Vec<SystemOp> {
        self.ops
    }
}
