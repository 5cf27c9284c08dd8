//! When the network has healed and everything has had its turn.

use super::{
    super::{
        device::Device,
        fault::Fault,
        server::Server,
        shared::Shared,
        told::{self, Fate, Told},
        world::World,
    },
    copy::{fresh, rows},
};
use jiefang_domain::{
    Audience, Day, Id, Key, Row,
    indicator::Indicator,
    sync::{Book, EntryState},
};
use std::collections::BTreeMap;

/// Looks at every device and every act.
pub fn at_rest(world: &World) {
    for device in &world.devices {
        outboxes(&world.shared, &world.server, device);
    }
    acts(&world.shared, &world.server, &world.devices);
    alike(world);
    copies(world);
}

/// The entries on a device's disks by operation, with whose they are.
fn entries(device: &Device) -> BTreeMap<Id, (Id, EntryState)> {
    let platters: Vec<_> = device.platters.borrow().values().cloned().collect();
    let kept = platters.iter().flat_map(|platter| {
        let person = platter.person.clone();
        platter.outbox().into_iter().filter_map(move |text| told::entry(&text).map(|kept| (person.clone(), kept)))
    });
    kept.map(|(person, kept)| (kept.entry.op.op_id.clone(), (person, kept.entry.state))).collect()
}

/// The one hole that is known (README): a copied profile has moved the counter on, the server was put back, and no copy of
/// the book told of that; one act looks like the other's.
fn hidden(shared: &Shared, told: &Told, device: u32) -> bool {
    let faults = shared.faults.borrow();
    told.copies.contains(&device) && faults.of(Fault::RestoredNewEpoch) + faults.of(Fault::RestoredSameEpoch) > 0
}

/// S1, S9, S11: what stands in the outboxes is done, or turned away in sight.
fn outboxes(shared: &Shared, server: &Server, device: &Device) {
    let entries = entries(device);
    let tables = server.tables.borrow();
    let told = shared.told.borrow();
    for (op, (person, state)) in &entries {
        let words = || format!("device {}: {op} of {person} rests as {state:?}", device.id);
        // What was sent from a book that is no longer theirs has no page that could bring its effect.
        let left = |book: &Id| !server.books_of(person).contains(book);
        let open = match state {
            EntryState::Waiting => true,
            EntryState::Applied { .. } => !told.acts.get(op).is_some_and(|act| left(&act.book)),
            _ => false,
        };
        // One that nobody was told of comes with the next start.
        let Some(act) = told.acts.get(op) else { continue };
        shared.holds("S11", !open, words);
        if let EntryState::Done { .. } = state {
            let (row, hidden) = (tables.logged(&act.book, op), hidden(shared, &told, device.id));
            let turned = row.is_some_and(|row| !row.code.is_empty()) && !hidden;
            shared.holds("S9", !turned, || format!("{}, and was turned away", words()));
            let known = row.is_some() || hidden || !server.books_of(person).contains(&act.book);
            let held = shared.backed.borrow().get(&act.book).copied().unwrap_or(0);
            shared.holds("S4", known, || format!("{}, not in the log; backed up to {held}", words()));
        }
    }
    for (op, act) in &told.acts {
        if act.at.get(&device.id) == Some(&Fate::Here) {
            shared.holds("S1", entries.contains_key(op), || format!("{op} was told saved on device {}", device.id));
        }
    }
}

/// S4 and S9: every act is applied, or turned away where its person sees it.
fn acts(shared: &Shared, server: &Server, devices: &[std::rc::Rc<Device>]) {
    let on: BTreeMap<u32, _> = devices.iter().map(|device| (device.id, entries(device))).collect();
    let tables = server.tables.borrow();
    let told = shared.told.borrow();
    for (op, act) in &told.acts {
        let row = tables.logged(&act.book, op);
        // A device hears nothing more of a book that is no longer theirs, nor that the server was put back.
        let left = !server.books_of(&act.person).contains(&act.book);
        if row.is_some_and(|row| row.code.is_empty()) {
            continue;
        }
        let fates = || act.at.iter();
        // Nobody promises anything for what stood nowhere else, or what its person has let go.
        let excused =
            |fate: &Fate| matches!(fate, Fate::Wiped | Fate::Discarded | Fate::Undone | Fate::Forgotten | Fate::Aged);
        let seen = |device: &u32| {
            let entry = on.get(device).and_then(|entries| entries.get(op));
            entry.is_some_and(|(_, state)| state.is_turned_away())
        };
        let hidden = row.is_none() && act.at.keys().any(|device| hidden(shared, &told, *device));
        // Turned away where its person saw it and let it go: a second device that has left the book is never told.
        let let_go = left && fates().any(|(_, fate)| *fate == Fate::Discarded);
        // Taken once, forgotten by a server that was put back, and turned away when a doubled request came in late: of a
        // book that is no longer theirs no device hears that.
        let done = |device: &u32| {
            let entry = on.get(device).and_then(|entries| entries.get(op));
            entry.is_some_and(|(_, state)| matches!(state, EntryState::Done { .. }))
        };
        let put_back = left && fates().any(|(device, fate)| *fate == Fate::Here && done(device));
        let fine = left && row.is_none()
            || put_back
            || hidden
            || let_go
            || fates().any(|(device, fate)| *fate == Fate::Here && seen(device))
            || row.is_none_or(|row| !row.code.is_empty()) && fates().all(|(_, fate)| excused(fate));
        let law = if row.is_some() { "S9" } else { "S4" };
        shared.holds(law, fine, || {
            let entries: Vec<_> = on.iter().map(|(device, entries)| (device, entries.get(op))).collect();
            format!("{op} in {}: log {:?}, devices {:?}, {entries:?}", act.book, row.map(|row| &row.code), act.at)
        });
    }
}

/// S6: equal scopes have equal rows. Before anything else is asked of the copies.
fn alike(world: &World) {
    let mut digests: BTreeMap<(Id, Vec<Audience>), BTreeMap<Key, Row>> = BTreeMap::new();
    for desk in world.tabs.iter().filter_map(|tab| tab.tab.desk()) {
        for (book, copy) in desk.core.books().iter().filter(|(_, copy)| copy.complete && copy.waiting() == 0) {
            let here = rows(copy);
            let first = digests.entry((book.clone(), copy.scopes.clone())).or_insert_with(|| here.clone());
            world.shared.holds("S6", *first == here, || format!("two copies of {book} with equal scopes differ"));
        }
    }
}

/// S7, S8: every copy is what a fresh client gets.
fn copies(world: &World) {
    let shared = &world.shared;
    for desk in world.tabs.iter().filter_map(|tab| tab.tab.desk()) {
        let listed = world.server.books_of(&desk.person);
        for (book, copy) in desk.core.books().iter() {
            if !listed.contains(book) {
                let kept: Vec<Key> = copy.rows().map(Row::key).filter(|key| !copy.is_waiting(key)).collect();
                shared.holds("S8", kept.is_empty(), || {
                    format!("tab {} {} keeps {kept:?} of {book}", desk.tab, desk.person)
                });
                continue;
            }
            // What nobody was told of may have come with this start, and is shown as waiting.
            if copy.waiting() > 0 {
                continue;
            }
            let anew = fresh(&world.server, book, &desk.person);
            let (here, there) = (rows(copy), rows(&anew));
            shared.holds("S8", here.keys().all(|key| there.contains_key(key)), || {
                let more: Vec<_> = here.keys().filter(|key| !there.contains_key(key)).collect();
                format!("{} in {book} holds {more:?}, scopes {:?}", desk.person, copy.scopes)
            });
            shared.holds("S7", here == there && copy.cursor <= anew.cursor && copy.scopes == anew.scopes, || {
                let differ: Vec<_> = there.iter().filter(|(key, row)| here.get(key) != Some(row)).collect();
                format!("tab {} {} in {book} at {} of {}: {differ:?}", desk.tab, desk.person, copy.cursor, anew.cursor)
            });
            shared.holds("S7", cells(copy, book) == cells(&anew, book), || format!("cells of {} differ", desk.person));
        }
    }
}

/// What staff counts, all days together and the days of this month.
fn cells(book: &Book, place: &Id) -> Vec<i64> {
    let all = (Day(i32::MIN), Day(i32::MAX));
    Indicator::ALL.iter().map(|indicator| book.sum(*indicator, place, all.0, all.1)).collect()
}
