//! Who acts, with the grants they hold at that moment in all books.

use super::SYSTEM;
use jiefang_domain::{
    Id, Millis, Row,
    identity::{Actor, Grant},
    record::Record,
};
use std::collections::{HashMap, HashSet};

/// Somebody, with the book each grant stands in: ids are one book's own.
#[derive(Debug)]
struct Holder {
    actor: Actor,
    books: Vec<Id>,
}

/// Those who act.
#[derive(Debug)]
pub struct Holders {
    people: HashMap<Id, Holder>,
    system: Actor,
}

impl Default for Holders {
    fn default() -> Self {
        Self { people: HashMap::new(), system: Actor::system() }
    }
}

impl Holders {
    /// Takes somebody in, without any grant yet.
    pub fn enter(&mut self, person: &Id) {
        if !self.people.contains_key(person) {
            let actor = Actor::person(person.clone(), Vec::new());
            self.people.insert(person.clone(), Holder { actor, books: Vec::new() });
        }
    }

    /// Whether somebody is one of these.
    pub fn knows(&self, person: &Id) -> bool {
        self.people.contains_key(person)
    }

    /// Whether there are more than so many.
    pub fn exceed(&self, many: usize) -> bool {
        self.people.len() > many
    }

    /// Forgets all but these.
    pub fn keep(&mut self, people: &HashSet<Id>) {
        self.people.retain(|person, _| people.contains(person));
    }

    /// Takes a grant as it stands now, where its holder is one of these.
    pub fn grant(&mut self, book: &Id, grant: &Grant) {
        let Some(Holder { actor, books }) = self.people.get_mut(&grant.person) else { return };
        let there = actor.grants.iter().zip(books.iter()).position(|(g, b)| g.id == grant.id && b == book);
        if let Some(at) = there {
            actor.grants[at] = grant.clone();
        } else {
            actor.grants.push(grant.clone());
            books.push(book.clone());
        }
    }

    /// Takes the grants among rows that changed.
    pub fn changed<'r>(&mut self, book: &Id, rows: impl IntoIterator<Item = &'r Row>) {
        rows.into_iter().filter_map(Grant::of).for_each(|grant| self.grant(book, grant));
    }

    /// Somebody with the rights they held at that moment and have lost since, beside those they hold now; none where
    /// there are no such rights.
    pub fn actor_at(&self, person: &Id, at_ms: Millis) -> Option<Actor> {
        let actor = &self.people.get(person)?.actor;
        let lost = |grant: &Grant| grant.from_ms <= at_ms && at_ms < grant.until_ms;
        actor.grants.iter().any(lost).then(|| {
            let then = |grant: &Grant| if lost(grant) { Grant { until_ms: 0, ..grant.clone() } } else { grant.clone() };
            Actor::person(actor.person.clone(), actor.grants.iter().map(then).collect())
        })
    }

    /// Somebody as they act now. It is the client that makes the clock, never the name: no device can use that client,
    /// while a person could be entered under any id.
    pub fn actor(&self, person: &Id, client_id: &str) -> Option<&Actor> {
        if client_id == SYSTEM {
            return Some(&self.system);
        }
        self.people.get(person).map(|holder| &holder.actor)
    }
}
