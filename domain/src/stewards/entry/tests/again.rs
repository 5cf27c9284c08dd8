//! DOMAIN, "Stewards": "After review a correction is a new entry." An entry and what corrects it never both count.

use super::{advance, agreed, answer, count, counted, entry, record, recorded, review, yard};
use crate::{
    Key, Refusal,
    calendar::DAY_MS,
    command::Command,
    indicator::Indicator,
    stewards::{
        BreachEntry, Entry, EntryCategory, EntryContent, EntryKind, EntryState, PartyAnswer, RecordEntry, Review,
        ReviewEntry, VoidEntry,
    },
    testing::{MONDAY_9_MS, Yard, id},
};

fn again_as(kind: EntryKind, replaces: &str, new: &str, change: fn(&mut EntryContent)) -> Command {
    let Command::RecordEntry(mut c) = record(kind) else { unreachable!() };
    change(&mut c.content);
    Command::RecordEntry(RecordEntry { id: id(new), replaces: id(replaces), ..c })
}

fn again(replaces: &str, new: &str) -> Command {
    again_as(EntryKind::Errand, replaces, new, |content| content.category = EntryCategory::Bills)
}

fn passes(entry: &str) -> Command {
    Command::ReviewEntry(ReviewEntry { entry: id(entry), passed: true, reason: String::new() })
}

fn void(entry: &str) -> Command {
    Command::VoidEntry(VoidEntry { entry: id(entry), reason: "记错了".into() })
}

/// An errand that is not wanted any more, counted.
fn errand() -> Yard {
    let mut yard = recorded(EntryKind::Errand);
    yard.act("left", answer(0, PartyAnswer::Refuses)).unwrap();
    counted(&mut yard);
    yard
}

#[test]
fn after_review_a_correction_is_a_new_entry_and_voids_the_old_one_when_it_counts() {
    let mut yard = recorded(EntryKind::Errand);
    assert_eq!(yard.act("steward", again("e1", "e2")), Err(Refusal::WrongState), "before a review it is returned");
    yard.act("left", answer(0, PartyAnswer::Refuses)).unwrap();
    counted(&mut yard);
    assert_eq!(yard.total(Indicator::ErrandsEnded), 1);
    for person in ["steward5", "worker", "secretary", "general"] {
        assert_eq!(yard.act(person, again("e1", "e2")), Err(Refusal::NotYours), "{person}");
    }
    assert_eq!(yard.act("steward", again("e9", "e2")), Err(Refusal::NotFound));
    let other = again_as(EntryKind::Visit, "e1", "e2", |_| {});
    assert_eq!(yard.act("steward", other), Err(Refusal::WrongState), "of another kind");
    yard.act("steward", again("e1", "e2")).unwrap();
    yard.act("secretary", passes("e2")).unwrap();
    assert_eq!(yard.total(Indicator::ErrandsEnded), 1, "the old one counts until the new one does");
    yard.act("general", count("e2")).unwrap();
    assert_eq!((entry(&yard).review, yard.get::<Entry>("e2").review), (Review::Void, Review::Counted));
    assert_eq!(yard.total(Indicator::ErrandsEnded), 1);
    assert_eq!(yard.act("steward", again("e1", "e3")), Err(Refusal::WrongState), "what is void is past correcting");
}

#[test]
fn what_came_to_its_outcome_stands_there_corrected_and_nobody_confirms_twice() {
    let mut yard = errand();
    let (old, later) = (entry(&yard), yard.now + DAY_MS);
    yard.now = later;
    yard.act("steward", again("e1", "e2")).unwrap();
    let new: Entry = yard.get("e2");
    assert_eq!((new.state, new.ended_at_ms, new.review), (EntryState::Failed, old.ended_at_ms, Review::Submitted));
    assert_eq!((new.parties, new.keeper), (old.parties, old.keeper));
    assert_eq!((new.recorded_at_ms, new.category), (later, EntryCategory::Bills.into()));
    assert_eq!(new.steps.known().unwrap().len(), 1, "its history is its own");
    yard.act("secretary", passes("e2")).unwrap();
    let day = |yard: &Yard| {
        let counted =
            yard.cells.iter().filter(|((i, p, _), n)| *i == Indicator::ErrandsEnded && p.as_str() == "b5" && **n != 0);
        counted.map(|((.., day), n)| (*day, *n)).collect::<Vec<_>>()
    };
    let before = day(&yard);
    yard.act("general", count("e2")).unwrap();
    assert_eq!(day(&yard), before, "the outcome keeps its day");
}

#[test]
fn of_other_people_or_before_its_outcome_a_correction_begins_anew() {
    let mut yard = errand();
    let others = again_as(EntryKind::Errand, "e1", "e2", |content| content.parties = vec![super::named("right")]);
    yard.act("steward", others).unwrap();
    let new: Entry = yard.get("e2");
    assert_eq!((new.state, new.ended_at_ms), (EntryState::Requested, 0), "nobody asked the other one yet");
    let mut yard = recorded(EntryKind::Errand);
    super::advance(&mut yard, "steward", EntryState::Accepted).unwrap();
    yard.act("secretary", review(true)).unwrap();
    yard.act("steward", again("e1", "e2")).unwrap();
    assert_eq!(yard.get::<Entry>("e2").state, EntryState::Requested);
    let mut yard = recorded(EntryKind::Patrol);
    let mut step = super::step(EntryState::Done);
    step.seen = vec![super::super::SeenAt { at: id("b4"), at_ms: yard.now }];
    super::advance(&mut yard, "steward", EntryState::Started).unwrap();
    yard.act("steward", Command::AdvanceEntry(step)).unwrap();
    counted(&mut yard);
    yard.act("steward", again_as(EntryKind::Patrol, "e1", "e2", |content| drop(content.checkpoints.pop()))).unwrap();
    assert_eq!(yard.get::<Entry>("e2").state, EntryState::Planned, "it would not say what was left out");
    yard.act("steward", again_as(EntryKind::Patrol, "e1", "e3", |_| {})).unwrap();
    assert_eq!(yard.get::<Entry>("e3").checkpoints, entry(&yard).checkpoints);
}

#[test]
fn what_is_corrected_may_have_happened_longer_ago_than_what_is_recorded() {
    let mut yard = errand();
    yard.now += 60 * DAY_MS;
    yard.act("steward", again("e1", "e2")).unwrap();
    let earlier = again_as(EntryKind::Errand, "e1", "e3", |content| content.happened_at_ms = MONDAY_9_MS - DAY_MS);
    assert_eq!(yard.act("steward", earlier), Err(Refusal::TooOld), "no earlier than it said");
}

#[test]
fn a_breach_is_not_corrected_away() {
    let breach = Command::BreachEntry(BreachEntry { entry: id("e1"), note: "又吵".into() });
    let correction = again_as(EntryKind::Dispute, "e1", "e2", |content| content.category = EntryCategory::Noise);
    for before in [true, false] {
        let mut yard = agreed();
        counted(&mut yard);
        if before {
            yard.act("left", &breach).unwrap();
        }
        yard.act("steward", &correction).unwrap();
        if !before {
            yard.act("left", &breach).unwrap();
        }
        yard.act("secretary", passes("e2")).unwrap();
        yard.act("general", count("e2")).unwrap();
        assert_ne!(yard.get::<Entry>("e2").breached_at_ms, 0, "{before}");
        assert_eq!((yard.total(Indicator::DisputesDue), yard.total(Indicator::DisputesResolved)), (1, 0), "{before}");
    }
}

#[test]
fn of_two_corrections_of_one_entry_one_counts() {
    for voided in [false, true] {
        let mut yard = recorded(EntryKind::Visit);
        yard.act("secretary", review(true)).unwrap();
        for again in ["e2", "e3"] {
            let Command::RecordEntry(c) = record(EntryKind::Visit) else { unreachable!() };
            yard.act("steward", Command::RecordEntry(RecordEntry { id: id(again), replaces: id("e1"), ..c })).unwrap();
            let done = Entry { review: Review::Reviewed, ended_at_ms: yard.now, ..yard.get(again) };
            yard.rows.insert(Key::of::<Entry>(&id(again)), done.into());
        }
        if voided {
            yard.act("general", void("e1")).unwrap();
        }
        yard.act("general", count("e2")).unwrap();
        assert_eq!(entry(&yard).review, Review::Void);
        assert_eq!(yard.act("general", count("e3")), Err(Refusal::WrongState), "{voided}");
        // The first turns out to be wrong: the other may count.
        let wrong = VoidEntry { entry: id("e2"), reason: "记错了".into() };
        yard.act("general", Command::VoidEntry(wrong)).unwrap();
        yard.act("general", count("e3")).unwrap();
    }
}

#[test]
fn of_all_that_correct_one_another_one_counts() {
    let mut yard = errand();
    for (old, new) in [("e1", "e2"), ("e1", "e3")] {
        yard.act("steward", again(old, new)).unwrap();
        yard.act("secretary", passes(new)).unwrap();
    }
    yard.act("general", count("e2")).unwrap();
    yard.act("steward", again("e2", "e4")).unwrap();
    yard.act("secretary", passes("e4")).unwrap();
    yard.act("general", count("e4")).unwrap();
    assert_eq!(yard.total(Indicator::ErrandsEnded), 1);
    // What took the place of the first is void, and what took its place counts.
    assert_eq!(yard.act("general", count("e3")), Err(Refusal::WrongState));
    assert_eq!(yard.total(Indicator::ErrandsEnded), 1);
    yard.act("general", void("e4")).unwrap();
    yard.act("general", count("e3")).unwrap();
    assert_eq!(yard.total(Indicator::ErrandsEnded), 1);
}

#[test]
fn nobody_reviews_or_counts_their_own_correction() {
    let mut yard = yard();
    yard.act("general", record(EntryKind::Visit)).unwrap();
    super::advance(&mut yard, "general", EntryState::Done).unwrap();
    yard.act("secretary", review(true)).unwrap();
    yard.act("general", again_as(EntryKind::Visit, "e1", "e2", |content| content.note = "二楼".into())).unwrap();
    for command in [passes("e2"), count("e2"), void("e2")] {
        assert_eq!(yard.act("general", command), Err(Refusal::OwnEntry));
    }
}

#[test]
fn what_is_planned_is_to_begin_on_its_day_and_nothing_else_has_a_limit() {
    let mut yard = recorded(EntryKind::Patrol);
    let day = crate::Day::at(entry(&yard).happened_at_ms);
    assert_eq!(entry(&yard).due_at_ms(), Some(day.plus_days(1).start_ms()));
    advance(&mut yard, "steward", EntryState::Started).unwrap();
    assert_eq!(entry(&yard).due_at_ms(), None);
    for kind in [EntryKind::Dispute, EntryKind::Errand, EntryKind::Theft, EntryKind::Fight] {
        assert_eq!(entry(&recorded(kind)).due_at_ms(), None, "{kind:?}");
    }
}
