//! Entries, told in the grid's words (DOMAIN, "Stewards").

mod again;
mod dispute;
mod errand;
mod grid;
mod guardian;
mod sealed;
mod table;

use super::{
    AdvanceEntry, AnswerEntry, CountEntry, Entry, EntryCategory, EntryContent, EntryKind, EntryState, Named,
    PartyAnswer, RecordEntry, ReviewEntry,
};
use crate::{
    Id, Key, Refusal,
    calendar::HOUR_MS,
    command::Command,
    identity::{EnterPerson, GiveGrant, Grant, Role},
    privacy::Given,
    settle::Settled,
    testing::{BOOK, MONDAY_9_MS, Yard, grant, id},
};

/// The yard with a mediator, two sides of a dispute and another steward of the building.
pub(super) fn yard() -> Yard {
    let mut yard = Yard::new();
    for (person, role, at) in [
        ("mediator", Role::Mediator, BOOK),
        ("left", Role::Resident, "b5"),
        ("right", Role::Resident, "b5"),
        ("steward5", Role::Steward, "b5"),
        ("delegate", Role::ResidentRepresentative, "qinyuan"),
    ] {
        yard.clock(Command::EnterPerson(EnterPerson {
            id: id(person),
            name: person.into(),
            phone: String::new(),
            household: Id::join(&["hh", person]),
            invented: true,
            door: String::new(),
            skills: Vec::new(),
            volunteer: false,
        }));
        let grant = GiveGrant { id: Id::join(&["g", person]), person: id(person), role, place: id(at), since_ms: 0 };
        yard.clock(Command::GiveGrant(grant));
    }
    // Held in the server's own book, which an actor's grants reach all the same.
    let audit = grant("audit", Role::AuditAdmin, &["server"]);
    yard.rows.insert(Key::of::<Grant>(&audit.id), audit.into());
    yard
}

pub(super) fn named(person: &str) -> Named {
    Named { person: id(person), name: String::new() }
}

/// What a kind's entry needs, and nothing else.
pub(super) fn content(kind: EntryKind) -> EntryContent {
    let parties = match kind {
        EntryKind::Dispute => vec![named("left"), named("right")],
        EntryKind::Errand => vec![named("left")],
        _ => Vec::new(),
    };
    EntryContent {
        category: EntryCategory::Other,
        spot: "3".into(),
        note: "只有写的人知道".into(),
        happened_at_ms: MONDAY_9_MS - HOUR_MS,
        parties,
        checkpoints: if kind == EntryKind::Patrol { vec![id("b4"), id("b5")] } else { Vec::new() },
        photos: Vec::new(),
    }
}

pub(super) fn record(kind: EntryKind) -> Command {
    let content = content(kind);
    let (id, place) = (id("e1"), id("b5"));
    Command::RecordEntry(RecordEntry { id, entry_kind: kind, place, replaces: Id::none(), content })
}

/// A step with all that any step needs.
pub(super) fn step(to: EntryState) -> AdvanceEntry {
    AdvanceEntry {
        entry: id("e1"),
        to,
        note: "办了".into(),
        agreement: String::new(),
        report: String::new(),
        remedies_told: true,
        seen: Vec::new(),
        photos: Vec::new(),
    }
}

pub(super) fn answer(party: u32, answer: PartyAnswer) -> Command {
    answer_by(party, answer, Given::Themself)
}

pub(super) fn answer_by(party: u32, answer: PartyAnswer, how: Given) -> Command {
    Command::AnswerEntry(AnswerEntry { entry: id("e1"), party, answer, how, note: "说了".into() })
}

pub(super) fn advance(yard: &mut Yard, person: &str, to: EntryState) -> Result<Settled, Refusal> {
    yard.act(person, Command::AdvanceEntry(step(to)))
}

/// Both sides say the same.
pub(super) fn both(yard: &mut Yard, said: PartyAnswer) {
    yard.act("left", answer(0, said)).unwrap();
    yard.act("right", answer(1, said)).unwrap();
}

pub(super) fn recorded(kind: EntryKind) -> Yard {
    let mut yard = yard();
    yard.act("steward", record(kind)).unwrap();
    yard
}

pub(super) fn entry(yard: &Yard) -> Entry {
    yard.get("e1")
}

pub(super) fn review(passed: bool) -> Command {
    Command::ReviewEntry(ReviewEntry { entry: id("e1"), passed, reason: if passed { "" } else { "写清楚" }.into() })
}

pub(super) fn count(of: &str) -> Command {
    Command::CountEntry(CountEntry { entry: id(of) })
}

/// Reviewed and counted.
pub(in crate::stewards) fn counted(yard: &mut Yard) {
    yard.act("secretary", review(true)).unwrap();
    yard.act("general", count("e1")).unwrap();
}

/// A mediation up to what both have agreed to.
pub(super) fn agreed() -> Yard {
    agreed_with(|_| {})
}

/// The same, with something done before.
pub(in crate::stewards) fn agreed_with(before: impl FnOnce(&mut Yard)) -> Yard {
    let mut yard = recorded(EntryKind::Dispute);
    before(&mut yard);
    both(&mut yard, PartyAnswer::Consents);
    advance(&mut yard, "steward", EntryState::Mediating).unwrap();
    let agreement = "晚上十点以后不放音乐".into();
    let session = AdvanceEntry { agreement, ..step(EntryState::Mediating) };
    yard.act("steward", Command::AdvanceEntry(session)).unwrap();
    both(&mut yard, PartyAnswer::Confirms);
    yard
}
