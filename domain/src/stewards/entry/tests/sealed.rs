//! Who may know what of an entry: author, mediators and the audit role read what is sealed; of colleagues and neighbours
//! each has what DOMAIN says and nothing more.

use super::{advance, agreed, content, counted, entry, record, recorded, yard};
use crate::{
    Audience, Field, Id, Key, Refusal, Row,
    calendar::MINUTE_MS,
    command::Command,
    identity::{Role, scopes},
    indicator::Indicator,
    privacy::{Look, LookReason, PersonField, REVEAL_MS},
    record::Record,
    stewards::{Entry, EntryContent, EntryKind, EntryState, HandOver, LookAtEntry, Named, RecordEntry},
    testing::{BOOK, Yard, id},
};
use proptest::prelude::*;

const SECRET: &str = "只有写的人知道";

fn look(reason: LookReason, note: &str) -> Command {
    Command::LookAtEntry(LookAtEntry { id: id("l1"), entry: id("e1"), reason, note: note.into() })
}

/// What that person pulls of the entry, all projections of it together.
fn pulled(yard: &Yard, person: &str) -> Option<Entry> {
    let places = |place: &Id| {
        let within = yard.rows.values().filter_map(|row| crate::grid::Place::of(row));
        within.filter(|there| there.path.contains(place)).map(|there| there.id.clone()).collect()
    };
    let scopes = scopes(&id(person), &yard.actor(person).grants, &id(BOOK), places);
    let seen = yard.rows[&Key::of::<Entry>(&id("e1"))].projections();
    let mut rows = seen.into_iter().filter(|(audience, _)| scopes.contains(audience)).map(|(_, row)| row);
    let mut first = rows.next()?;
    rows.for_each(|row| first.fill(&row));
    Entry::of(&first).cloned()
}

/// A body with something in each field.
fn filled(kind: EntryKind) -> Yard {
    let mut yard = yard();
    let Command::RecordEntry(c) = record(kind) else { unreachable!() };
    let mut content = EntryContent { photos: vec![], ..content(kind) };
    if content.parties.is_empty() && kind != EntryKind::Patrol {
        content.parties = vec![Named { person: id("left"), name: SECRET.into() }];
    }
    yard.act("steward", Command::RecordEntry(RecordEntry { content, ..c })).unwrap();
    let mut all = entry(&yard);
    (all.agreement, all.report) = (SECRET.to_owned().into(), SECRET.to_owned().into());
    all.photos = vec![id(&"a".repeat(43))].into();
    yard.rows.insert(Key::of::<Entry>(&id("e1")), all.into());
    yard
}

fn said(entry: &Entry) -> String {
    serde_json::to_string(&Row::from(entry.clone())).unwrap()
}

#[test]
fn a_sealed_body_reaches_its_authors_device_and_nobody_elses() {
    for kind in [EntryKind::Dispute, EntryKind::Theft, EntryKind::Fight] {
        let yard = filled(kind);
        assert_eq!(pulled(&yard, "steward"), Some(entry(&yard)), "the author has all of it");
        for colleague in ["worker", "secretary", "general", "mediator"] {
            let shell = pulled(&yard, colleague).unwrap();
            assert_eq!((shell.entry_kind, shell.place.as_str(), shell.state), (kind, "b5", kind.first()));
            let hidden = [&shell.spot, &shell.note, &shell.agreement, &shell.report];
            assert!(hidden.iter().all(|field| **field == Field::Hidden), "{colleague}");
            assert_eq!((shell.parties.known(), shell.photos.known(), shell.steps.known()), (None, None, None));
            assert_eq!((shell.category.known(), shell.checkpoints.known()), (None, None));
        }
        for neighbour in ["steward5", "steward4", "property", "delegate", "resident", "audit"] {
            assert_eq!(pulled(&yard, neighbour), None, "{neighbour} {kind:?}");
        }
    }
}

#[test]
fn a_side_of_a_dispute_sees_what_it_is_to_confirm_and_no_notes() {
    let yard = agreed();
    let side = pulled(&yard, "left").unwrap();
    assert_eq!(side.agreement, Field::Known("晚上十点以后不放音乐".into()));
    assert_eq!((side.parties.known().unwrap().len(), side.note.known(), side.steps.known()), (2, None, None));
    assert_eq!(pulled(&filled(EntryKind::Theft), "left"), None, "who is named in a theft hears nothing of it here");
}

#[test]
fn notes_of_a_visit_are_sealed_and_papers_of_an_errand_are_for_who_does_it() {
    let yard = filled(EntryKind::Visit);
    for colleague in ["worker", "steward5", "mediator"] {
        let seen = pulled(&yard, colleague).unwrap();
        assert_eq!((seen.note.known(), seen.steps.known(), seen.photos.known()), (None, None, None), "{colleague}");
        assert!(seen.parties.known().is_some());
    }
    let yard = filled(EntryKind::Errand);
    for colleague in ["worker", "steward5"] {
        let seen = pulled(&yard, colleague).unwrap();
        assert_eq!((seen.photos.known(), seen.note.known().is_some()), (None, true), "{colleague}");
    }
    assert_eq!(pulled(&yard, "left"), Some(entry(&yard)), "whose errand it is sees all of it");
    assert_eq!(pulled(&yard, "property"), None);
}

#[test]
fn who_has_it_after_a_hand_over_sees_what_is_not_sealed() {
    for kind in [EntryKind::Dispute, EntryKind::Visit, EntryKind::Errand] {
        let mut yard = filled(kind);
        let hand = HandOver { of: Key::of::<Entry>(&id("e1")), grant: id("g~steward5") };
        yard.act("worker", Command::HandOver(hand)).unwrap();
        let has = pulled(&yard, "steward5").unwrap();
        assert_eq!(has.photos.known().is_some(), kind == EntryKind::Errand);
        assert_eq!(has.note.known().is_some(), !kind.has_sealed());
        yard.act("steward5", look(LookReason::Dispute, "")).map_or_else(
            |refusal| assert_eq!((refusal, kind), (Refusal::NotPossible, EntryKind::Errand)),
            |_| assert!(kind.has_sealed()),
        );
    }
}

#[test]
fn opening_one_needs_a_role_and_a_reason_and_is_listed_to_everybody_it_concerns() {
    let mut yard = agreed();
    for person in ["worker", "secretary", "general", "steward5", "property", "resident", "delegate"] {
        assert_eq!(yard.act(person, look(LookReason::Dispute, "")), Err(Refusal::NotYours), "{person}");
    }
    assert!(yard.act("left", look(LookReason::Dispute, "")).is_err(), "a side is no reader of what was noted of it");
    assert_eq!(yard.act("mediator", look(LookReason::Other, " ")), Err(Refusal::TextMissing));
    yard.act("mediator", look(LookReason::Dispute, "")).unwrap();
    for (looked, person) in [("l1", "left"), ("l1~1", "right")] {
        let row: Look = yard.get(looked);
        assert_eq!((row.person.as_str(), row.by.as_str(), row.role), (person, "mediator", Role::Mediator));
        assert_eq!(row.fields, [PersonField::Entry]);
        let key = Key::of::<Look>(&id(looked));
        for audience in [Audience::Person(id(person)), Audience::Audit, Audience::Person(id("mediator"))] {
            assert!(yard.seen_by(&key, &audience).is_some());
        }
        assert_eq!(yard.seen_by(&key, &Audience::Staff), None);
    }
    for person in ["steward", "audit"] {
        let again = LookAtEntry { id: id(person), entry: id("e1"), reason: LookReason::Check, note: String::new() };
        yard.act(person, Command::LookAtEntry(again)).unwrap();
    }
    assert_eq!(recorded(EntryKind::Patrol).act("mediator", look(LookReason::Check, "")), Err(Refusal::NotPossible));
}

#[test]
fn no_look_takes_the_place_of_an_earlier_one() {
    let mut yard = agreed();
    let looks = |id_: &str| {
        let (reason, note) = (LookReason::Check, String::new());
        Command::LookAtEntry(LookAtEntry { id: id(id_), entry: id("e1"), reason, note })
    };
    yard.act("mediator", looks("l1~1")).unwrap();
    assert_eq!(yard.act("steward", looks("l1")), Err(Refusal::IdTaken), "its second would be the mediator's first");
    assert_eq!(yard.get::<Look>("l1~1").by, id("mediator"));
    assert_eq!(yard.act("steward", looks("l1~1")), Err(Refusal::IdTaken));
}

#[test]
fn a_look_at_what_concerns_nobody_known_stands_with_the_audit_role() {
    let mut yard = recorded(EntryKind::Theft);
    yard.act("mediator", look(LookReason::Check, "")).unwrap();
    let key = Key::of::<Look>(&id("l1"));
    assert!(yard.seen_by(&key, &Audience::Audit).is_some() && yard.get::<Look>("l1").person.is_none());
}

#[test]
fn a_look_opens_that_entry_to_its_author_for_five_minutes() {
    let mut yard = agreed();
    yard.act("mediator", look(LookReason::Dispute, "")).unwrap();
    let (row, seen): (Look, Entry) = (yard.get("l1"), entry(&yard));
    let opens = |who: &str, after| seen.opens_to(&row, &yard.actor(who), yard.now + after);
    assert!(opens("mediator", 0) && opens("mediator", REVEAL_MS));
    assert!(!opens("mediator", REVEAL_MS + 1) && !opens("mediator", -1));
    assert!(!opens("audit", MINUTE_MS) && !opens("steward", MINUTE_MS), "it is the mediator's look");
    let other = Entry { id: id("e2"), ..seen.clone() };
    assert!(!other.opens_to(&row, &yard.actor("mediator"), yard.now));
    assert!(!row.opens(&id("left"), PersonField::Phone, &id("mediator"), yard.now), "nor does it open a number");
    yard.rows.remove(&Key::of::<crate::identity::Grant>(&id("g~mediator")));
    assert!(!seen.opens_to(&row, &yard.actor("mediator"), yard.now), "nor once the role has ended");
}

#[test]
fn no_public_row_or_live_figure_tells_of_one() {
    let mut yard = agreed();
    counted(&mut yard);
    let figures = yard.rows.values().filter(|row| matches!(row, Row::Figure(_)));
    assert!(figures.flat_map(Row::projections).all(|(_, row)| !said_row(&row).contains("disputes")));
    for row in yard.rows.values().filter(|row| matches!(row, Row::Entry(_))) {
        assert!(row.projections().iter().all(|(audience, _)| *audience != Audience::Public));
    }
}

fn said_row(row: &Row) -> String {
    serde_json::to_string(row).unwrap()
}

proptest! {
    /// Whatever stands in a sealed entry and in which state it is, nobody but the author's own scope has any of its words.
    #[test]
    fn no_other_scope_holds_a_word_of_what_is_sealed(
        kind in prop::sample::select(vec![EntryKind::Dispute, EntryKind::Theft, EntryKind::Fight]),
        state in prop::sample::select(vec![EntryState::Recorded, EntryState::Mediating, EntryState::Observed, EntryState::Confirmed]),
        keeper in prop::sample::select(vec!["steward", "steward5"]),
    ) {
        let yard = filled(kind);
        let all = Entry { state, keeper: id(keeper), ..entry(&yard) };
        for (audience, row) in Row::from(all.clone()).projections() {
            prop_assert!(!matches!(audience, Audience::Place(_) | Audience::Public | Audience::Steward(_)));
            let seen = Entry::of(&row).unwrap();
            if audience == Audience::Person(id("steward")) {
                prop_assert_eq!(seen, &all);
            } else if audience != Audience::Person(id("left")) && audience != Audience::Person(id("right")) {
                prop_assert!(!said(seen).contains(SECRET), "{} {}", audience, said(seen));
            } else {
                prop_assert!(seen.note == Field::Hidden && seen.steps == Field::Hidden);
            }
        }
    }
}

#[test]
fn erasing_a_person_takes_what_was_written_of_them_and_leaves_what_was_counted() {
    let mut yard = agreed();
    counted(&mut yard);
    let before = (yard.total(Indicator::DisputesMediated), entry(&yard));
    let bare = before.1.without(&id("left"));
    assert!(!said(&bare).contains("left") && !said(&bare).contains(SECRET) && !said(&bare).contains("十点"));
    assert!(said(&bare).contains("right"), "the other side stays");
    assert_eq!(bare.contributions(), before.1.contributions());
    let steward = before.1.without(&id("steward"));
    assert_eq!(steward, before.1, "what somebody recorded of others stays theirs");
    assert_eq!(advance(&mut yard, "steward", EntryState::Fulfilled).map(drop), Ok(()));
}
