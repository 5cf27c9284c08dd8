//! Review up the grid, corrections, and what changes hands, place or kind.

use super::{advance, both, content, count, counted, entry, record, recorded, review, yard};
use crate::{
    Id, Key, Refusal,
    calendar::DAY_MS,
    command::Command,
    identity::{GiveGrant, Role},
    indicator::Indicator,
    stewards::{
        CorrectEntry, Entry, EntryContent, EntryKind, EntryState, HandOver, MoveEntry, PartyAnswer, Review, VoidEntry,
    },
    testing::{MONDAY_9_MS, Yard, id},
};

fn void(reason: &str) -> Command {
    Command::VoidEntry(VoidEntry { entry: id("e1"), reason: reason.into() })
}

fn hand(grant: &str) -> Command {
    Command::HandOver(HandOver { of: Key::of::<Entry>(&id("e1")), grant: id(grant) })
}

fn moved(place: &str, entry_kind: EntryKind) -> Command {
    Command::MoveEntry(MoveEntry { entry: id("e1"), place: id(place), entry_kind, note: "记错了".into() })
}

fn correct(note: &str) -> Command {
    let content = EntryContent { note: note.into(), ..content(EntryKind::Visit) };
    Command::CorrectEntry(CorrectEntry { entry: id("e1"), content })
}

fn visited() -> Yard {
    let mut yard = recorded(EntryKind::Visit);
    advance(&mut yard, "steward", EntryState::Done).unwrap();
    yard
}

#[test]
fn the_area_branch_reviews_and_the_general_branch_counts() {
    let everybody = ["steward", "steward5", "secretary", "general", "worker", "mediator", "resident", "property"];
    for person in everybody {
        let mut yard = visited();
        let may = ["secretary", "general"].contains(&person);
        assert_eq!(
            yard.act(person, review(true)).map(drop),
            if may { Ok(()) } else { Err(Refusal::NotYours) },
            "{person}"
        );
        let mut yard = visited();
        yard.act("secretary", review(true)).unwrap();
        let counts = yard.act(person, count("e1")).is_ok();
        assert_eq!(counts, person == "general", "{person}: the area branch does not count");
        let voids = visited().act(person, void("没有这回事")).is_ok();
        assert_eq!(voids, person == "general", "{person}");
    }
    assert_eq!(visited().act("general", count("e1")), Err(Refusal::WrongState), "nothing counts unreviewed");
    assert_eq!(visited().act("general", void(" ")), Err(Refusal::TextMissing));
}

#[test]
fn nobody_reviews_counts_or_voids_their_own_whatever_their_role() {
    for person in ["secretary", "general"] {
        let mut yard = yard();
        yard.act(person, record(EntryKind::Visit)).unwrap();
        assert_eq!(yard.act(person, review(true)), Err(Refusal::OwnEntry));
        assert!(person != "general" || yard.act(person, void("没有")) == Err(Refusal::OwnEntry));
    }
}

#[test]
fn what_is_returned_with_a_reason_is_corrected_by_its_author_and_nothing_is_lost() {
    let mut yard = visited();
    let silent = super::ReviewEntry { entry: id("e1"), passed: false, reason: " ".into() };
    assert_eq!(yard.act("secretary", Command::ReviewEntry(silent)), Err(Refusal::TextMissing));
    assert_eq!(yard.act("steward", correct("三楼")), Err(Refusal::WrongState), "it was not returned");
    yard.act("secretary", review(false)).unwrap();
    assert_eq!(yard.act("steward5", correct("三楼")), Err(Refusal::NotYours));
    yard.act("steward", correct("三楼王大爷")).unwrap();
    let entry = entry(&yard);
    assert_eq!((entry.review, entry.note.known().unwrap().as_str()), (Review::Submitted, "三楼王大爷"));
    let notes: Vec<&str> = entry.steps.known().unwrap().iter().map(|step| step.note.as_str()).collect();
    assert_eq!(notes, ["", "办了", "写清楚", "只有写的人知道"]);
}

#[test]
fn what_is_returned_late_can_be_corrected_and_says_no_earlier_day_than_it_might_have_at_first() {
    let mut yard = visited();
    yard.now += 40 * DAY_MS;
    yard.act("secretary", review(false)).unwrap();
    yard.act("steward", correct("三楼")).unwrap();
    yard.act("secretary", review(false)).unwrap();
    let mut content = content(EntryKind::Visit);
    content.happened_at_ms = MONDAY_9_MS - 30 * DAY_MS - 1;
    let earlier = CorrectEntry { entry: id("e1"), content };
    assert_eq!(yard.act("steward", Command::CorrectEntry(earlier)), Err(Refusal::TooOld));
}

#[test]
fn open_work_is_handed_to_another_steward_of_the_place_by_the_office_or_who_has_it() {
    for person in ["worker", "secretary", "steward"] {
        let mut yard = visited();
        yard.act(person, hand("g~steward5")).unwrap();
        let entry = entry(&yard);
        assert_eq!((entry.author.as_str(), entry.keeper.as_str()), ("steward", "steward5"));
        assert_eq!(entry.steps.known().unwrap().last().unwrap().was, [id("steward")], "history says who had it");
        advance(&mut yard, "steward5", EntryState::FollowUp).unwrap();
    }
    for person in ["steward5", "mediator", "resident", "property"] {
        assert_eq!(visited().act(person, hand("g~steward5")), Err(Refusal::NotYours), "{person}");
    }
    assert_eq!(visited().act("worker", hand("g~steward4")), Err(Refusal::WrongPlace), "of another building");
    assert_eq!(visited().act("worker", hand("g~resident")), Err(Refusal::WrongPlace));
    assert_eq!(visited().act("worker", hand("g~steward")), Err(Refusal::SameTwice));
    let mut yard = visited();
    counted(&mut yard);
    assert_eq!(yard.act("worker", hand("g~steward5")), Err(Refusal::WrongState));
}

#[test]
fn nobody_of_the_office_hands_what_is_sealed_to_themselves_and_so_opens_it() {
    for kind in [EntryKind::Dispute, EntryKind::Theft, EntryKind::Visit, EntryKind::Patrol] {
        let mut yard = recorded(kind);
        let (person, role, place) = (id("worker"), Role::Steward, id("b5"));
        yard.clock(Command::GiveGrant(GiveGrant { id: id("gw"), person, role, place, since_ms: 0 }));
        let refused = if kind.has_sealed() { Err(Refusal::OwnEntry) } else { Ok(()) };
        assert_eq!(yard.act("worker", hand("gw")).map(drop), refused, "{kind:?}");
        if kind.has_sealed() {
            yard.act("worker2", hand("gw")).unwrap();
        }
    }
}

#[test]
fn a_wrong_place_or_kind_is_put_right_before_it_counts_and_history_says_so() {
    let mut yard = recorded(EntryKind::Patrol);
    assert_eq!(yard.act("steward", moved("b4", EntryKind::Patrol)), Err(Refusal::NotYours));
    assert_eq!(yard.act("worker", moved("b5", EntryKind::Patrol)), Err(Refusal::SameTwice));
    yard.act("worker", moved("b4", EntryKind::Visit)).unwrap();
    let there = entry(&yard);
    assert_eq!((there.place.as_str(), there.entry_kind, there.state), ("b4", EntryKind::Visit, EntryState::Planned));
    assert_eq!(there.path[0], id("b4"));
    let last = there.steps.known().unwrap().last().unwrap().clone();
    assert_eq!((last.was, last.by.as_str()), (vec![id("b5"), id("patrol")], "worker"));
    let mut yard = recorded(EntryKind::Visit);
    assert_eq!(yard.act("worker", moved("b5", EntryKind::Dispute)), Err(Refusal::PartiesMissing));
    advance(&mut yard, "steward", EntryState::Done).unwrap();
    counted(&mut yard);
    assert_eq!(yard.act("worker", moved("b4", EntryKind::Visit)), Err(Refusal::WrongState));
}

#[test]
fn nobody_moves_what_concerns_them_and_what_lies_ahead_becomes_nothing_that_has_happened() {
    let Command::RecordEntry(mut c) = record(EntryKind::Visit) else { unreachable!() };
    c.content.parties = vec![super::named("worker")];
    c.content.happened_at_ms += DAY_MS;
    let mut yard = yard();
    yard.act("steward", Command::RecordEntry(c)).unwrap();
    assert_eq!(yard.act("worker", moved("b4", EntryKind::Visit)), Err(Refusal::OwnEntry));
    assert_eq!(yard.act("worker2", moved("b5", EntryKind::Fight)), Err(Refusal::InFuture));
    yard.now += DAY_MS;
    yard.act("worker2", moved("b5", EntryKind::Fight)).unwrap();
}

#[test]
fn what_is_sealed_stays_sealed_whatever_kind_it_is_made() {
    for (from, to, may) in [
        (EntryKind::Theft, EntryKind::Visit, false),
        (EntryKind::Visit, EntryKind::Patrol, false),
        (EntryKind::Fight, EntryKind::Theft, true),
        (EntryKind::Visit, EntryKind::Fight, true),
    ] {
        let answer = recorded(from).act("worker", moved("b5", to)).map(drop);
        assert_eq!(answer, if may { Ok(()) } else { Err(Refusal::StaysSealed) }, "{from:?} → {to:?}");
    }
}

#[test]
fn what_goes_on_after_it_was_counted_is_counted_as_it_stands() {
    let mut yard = super::agreed();
    counted(&mut yard);
    advance(&mut yard, "steward", EntryState::Fulfilled).unwrap();
    assert_eq!(yard.total(Indicator::DisputesResolved), 1);
    yard.act("general", void("记重了")).unwrap();
    assert_eq!(yard.total(Indicator::DisputesResolved), 0);
    let mut yard = recorded(EntryKind::Dispute);
    both(&mut yard, PartyAnswer::Consents);
    assert_eq!(Id::none(), entry(&yard).replaces);
}
