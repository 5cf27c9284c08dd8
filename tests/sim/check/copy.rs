//! A device's copy, held against S7 and S8.

use super::super::{disk::SimDisk, server::Server, server::tables::Memory, shared::Shared};
use jiefang_domain::{
    Audience, Id, Key, Row,
    grid::Place,
    identity::{Actor, Role},
    record::Record,
    sync::{Book, Counter, Page, Turn, device::Desk},
};
use std::collections::BTreeMap;

/// What a person may pull, told once more and in other words than the server's.
pub fn granted(tables: &Memory, book: &Id, person: &Id) -> Vec<Audience> {
    let mut granted = vec![Audience::Public, Audience::Person(person.clone())];
    for (_, grant) in tables.grants(person).filter(|(_, g)| g.until_ms == 0 && g.path.contains(book)) {
        match grant.role {
            Role::CommunityWorker | Role::BranchSecretary => granted.push(Audience::Staff),
            Role::Steward | Role::ResidentRepresentative | Role::PropertyManager => {
                let places = tables.records.iter().filter(|((b, _), _)| b == book);
                let places = places.filter_map(|(_, stored)| Place::of(&stored.row));
                let inside = places.filter(|place| place.path.contains(&grant.place));
                for place in inside {
                    granted.push(Audience::Place(place.id.clone()));
                    if grant.role == Role::Steward {
                        granted.push(Audience::Steward(place.id.clone()));
                    }
                }
            }
            _ => {}
        }
    }
    granted.sort();
    granted.dedup();
    granted
}

/// S8: what leaves the server is granted, and is what that audience may see. S7: the cursor is not beyond the head.
pub fn leaves(shared: &Shared, tables: &Memory, (book, person): (&Id, &Id), page: &Page) {
    let granted = granted(tables, book, person);
    shared.holds("S8", page.scopes == granted, || format!("{person} is given {:?} for {granted:?}", page.scopes));
    shared.holds("S7", page.cursor <= page.head && page.head == tables.head(book), || {
        format!("cursor {} beyond head {}", page.cursor, page.head)
    });
    let staff = granted.contains(&Audience::Staff);
    shared.holds("S8", staff || page.cells.0.is_empty(), || format!("{person} is given cells"));
    for part in &page.parts {
        let audience = page.scopes.get(part.scope);
        for row in part.columns.clone().into_rows() {
            let key = row.key();
            let seen = audience.and_then(|audience| {
                tables
                    .projections
                    .get(&(book.clone(), audience.clone(), key.clone()))
                    .and_then(|(_, row)| row.as_deref())
            });
            shared.holds("S8", seen == Some(&row), || format!("{person} is given {key:?} beyond {audience:?}"));
        }
    }
}

/// A copy that was just shown.
pub fn shown(shared: &Shared, desk: &Desk<SimDisk>, book: &Id) {
    let books = desk.books();
    let Some(copy) = books.get(book) else { return };
    // A row that nobody can see by its scopes has no business here (the table at rest says the rest).
    let person = desk.actor(None).person;
    let own = Audience::Person(person.clone());
    let none = copy.scopes.is_empty() && copy.rows().all(|row| copy.is_waiting(&row.key()));
    shared.holds("S8", none || copy.scopes.contains(&own), || {
        format!("the copy of {person} is another's: {:?}", copy.scopes)
    });
}

/// What a fresh client of that person gets.
pub fn fresh(server: &Server, book: &Id, person: &Id) -> Book {
    let who = server.who(person);
    let actor = Actor::person(who.person, who.grants);
    let mut copy = Book::new(book.clone(), Counter::first(Id::join(&["fresh"])));
    loop {
        let asked = copy.pull_request();
        let page = server.page(book, person, &asked.request);
        let more = page.more;
        assert!(copy.apply(page, Turn::default(), &actor), "the server's own page does not fit");
        if !more {
            return copy;
        }
    }
}

/// All rows of a copy, by key.
pub fn rows(book: &Book) -> BTreeMap<Key, Row> {
    book.rows().map(|row| (row.key(), row.clone())).collect()
}
