//! Who acts for somebody is told of what concerns them while it lasts, and of nothing before or after.

use super::{advance, answer_by, entry, record, yard};
use crate::{
    Audience, Id, Key,
    calendar::DAY_MS,
    command::Command,
    identity::{LeavePerson, Left, MergePerson},
    privacy::{EndGuardian, Given, Look, LookAtPerson, LookReason, NameGuardian, PersonField, tells_guardian},
    stewards::{Entry, EntryKind, EntryState, PartyAnswer, VoidEntry},
    testing::{Yard, id},
};

fn key() -> Key {
    Key::of::<Entry>(&id("e1"))
}

fn names(told: &[Key]) -> Command {
    let (person, guardian) = (id("left"), id("volunteer"));
    Command::NameGuardian(NameGuardian { person, guardian, consent: true, told: told.to_vec() })
}

fn ends(told: &[Key]) -> Command {
    Command::EndGuardian(EndGuardian { person: id("left"), told: told.to_vec() })
}

fn is_told(yard: &Yard) -> bool {
    yard.seen_by(&key(), &Audience::Person(id("volunteer"))).is_some()
}

/// An errand of the ward under way, of which the guardian was told as they were named.
fn told() -> Yard {
    let mut yard = yard();
    yard.act("steward", record(EntryKind::Errand)).unwrap();
    assert!(!is_told(&yard));
    yard.act("worker", names(&[key()])).unwrap();
    assert!(is_told(&yard));
    yard
}

#[test]
fn who_is_named_while_an_errand_is_under_way_confirms_it() {
    let mut yard = told();
    for to in [EntryState::Accepted, EntryState::Doing, EntryState::HandedBack] {
        advance(&mut yard, "steward", to).unwrap();
    }
    yard.act("volunteer", answer_by(0, PartyAnswer::Confirms, Given::Guardian)).unwrap();
    assert_eq!(entry(&yard).state, EntryState::Confirmed);
}

#[test]
fn a_former_guardian_is_told_of_no_entry_no_step_of_one_and_no_look() {
    let mut yard = told();
    let (look, person) = (id("l1"), id("left"));
    let fields = vec![PersonField::Phone];
    let looks = LookAtPerson { id: look.clone(), person, fields, reason: LookReason::Visit, note: String::new() };
    yard.act("worker", Command::LookAtPerson(looks)).unwrap();
    let look = Key::of::<Look>(&look);
    let told_of_look = |yard: &Yard| yard.seen_by(&look, &Audience::Person(id("volunteer"))).is_some();
    assert!(told_of_look(&yard));
    yard.act("worker", ends(&[key(), look.clone()])).unwrap();
    assert!(!is_told(&yard) && !told_of_look(&yard));
    advance(&mut yard, "steward", EntryState::Accepted).unwrap();
    assert!(!is_told(&yard));
    assert!(yard.seen_by(&key(), &Audience::Person(id("left"))).is_some(), "the ward still is");
}

#[test]
fn with_whoever_leaves_what_a_guardian_was_told_goes_too() {
    // The guardian leaves, or the ward does.
    for (person, wards) in [("volunteer", vec![id("left")]), ("left", Vec::new())] {
        let mut yard = told();
        let grants = vec![Id::join(&["g", person])];
        let leave = LeavePerson { person: id(person), why: Left::Moved, grants, wards, told: vec![key()] };
        yard.act("worker", Command::LeavePerson(leave)).unwrap();
        assert!(!is_told(&yard), "{person}");
    }
}

#[test]
fn people_change_an_entry_in_the_hands_of_the_wards_merged_guardian_changes_hands_and_tells_them_no_more() {
    let mut yard = told();
    let of_steward = Entry { keeper: id("volunteer"), ..entry(&yard) };
    yard.rows.insert(key(), of_steward.into());
    let merge = MergePerson {
        person: id("volunteer"),
        into: id("steward5"),
        grants: vec![id("g~volunteer")],
        kept: vec![id("g~steward5")],
        wards: vec![id("left")],
        work: vec![key()],
        told: vec![key()],
    };
    yard.act("worker", Command::MergePerson(merge)).unwrap();
    let after = entry(&yard);
    assert_eq!(after.keeper, id("steward5"));
    assert!(!after.names(&id("volunteer")), "both changes stand: {after:?}");
}

#[test]
fn what_has_ended_tells_no_new_guardian_but_a_dispute_whose_breach_can_still_be_said() {
    let tells = |yard: &Yard, now| tells_guardian(&entry(yard).into(), &id("left"), now);
    let mut yard = yard();
    yard.act("steward", record(EntryKind::Errand)).unwrap();
    assert!(tells(&yard, yard.now) && !tells_guardian(&entry(&yard).into(), &id("right"), yard.now));
    let done = Entry { ended_at_ms: yard.now, ..entry(&yard) };
    yard.rows.insert(key(), done.into());
    assert!(!tells(&yard, yard.now));
    let mut yard = super::agreed();
    assert!(tells(&yard, yard.now + 29 * DAY_MS) && !tells(&yard, yard.now + 30 * DAY_MS));
    let void = VoidEntry { entry: id("e1"), reason: "记重了".into() };
    yard.act("general", Command::VoidEntry(void)).unwrap();
    assert!(!tells(&yard, yard.now));
}
