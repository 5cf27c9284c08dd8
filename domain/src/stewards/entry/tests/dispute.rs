//! A dispute from the stairwell to its agreement, and what is counted of it; thefts and fights.

use super::{advance, agreed, answer, answer_by, both, counted, entry, record, recorded, review, step, yard};
use crate::{
    Day, Field, Key, Refusal,
    calendar::DAY_MS,
    command::Command,
    identity::{GiveGrant, Role},
    indicator::Indicator,
    privacy::Given,
    stewards::{AdvanceEntry, BreachEntry, Entry, EntryKind, EntryState, HandOver, PartyAnswer, RecordEntry},
    testing::{BOOK, MONDAY_9_MS, Yard, id},
};

fn breach() -> Command {
    Command::BreachEntry(BreachEntry { entry: id("e1"), note: "又放音乐".into() })
}

/// What stands in a cell of the community, that many days after the Monday.
fn on(yard: &Yard, indicator: Indicator, days: i32) -> i64 {
    yard.cells.get(&(indicator, id(BOOK), Day::at(MONDAY_9_MS).plus(days))).copied().unwrap_or(0)
}

#[test]
fn a_dispute_goes_from_its_record_to_an_agreement_that_each_party_confirmed() {
    let mut yard = recorded(EntryKind::Dispute);
    yard.act("left", answer(0, PartyAnswer::Consents)).unwrap();
    assert_eq!(entry(&yard).state, EntryState::Recorded, "one of two has agreed");
    yard.act("right", answer(1, PartyAnswer::Consents)).unwrap();
    assert_eq!((entry(&yard).state, entry(&yard).consented_at_ms), (EntryState::Consented, MONDAY_9_MS));
    advance(&mut yard, "mediator", EntryState::Mediating).unwrap();
    assert_eq!(yard.act("left", answer(0, PartyAnswer::Confirms)), Err(Refusal::TextMissing), "nothing was put down");
    let put = |words: &str| AdvanceEntry { agreement: words.into(), ..step(EntryState::Mediating) };
    yard.act("steward", Command::AdvanceEntry(put("十一点以后"))).unwrap();
    yard.act("left", answer(0, PartyAnswer::Confirms)).unwrap();
    yard.act("steward", Command::AdvanceEntry(put("十点以后"))).unwrap();
    yard.act("right", answer(1, PartyAnswer::Confirms)).unwrap();
    assert_eq!(entry(&yard).state, EntryState::Mediating, "what was put down anew is confirmed anew");
    assert_eq!(advance(&mut yard, "steward", EntryState::Agreed).unwrap_err(), Refusal::PartiesConfirm);
    yard.act("left", answer(0, PartyAnswer::Confirms)).unwrap();
    assert_eq!((entry(&yard).state, entry(&yard).ended_at_ms), (EntryState::Agreed, MONDAY_9_MS));
    advance(&mut yard, "steward", EntryState::Fulfilled).unwrap();
}

#[test]
fn what_both_sides_confirmed_is_put_down_by_nobody_anew() {
    let mut yard = agreed();
    let before = (entry(&yard).agreement, entry(&yard).parties);
    let other = AdvanceEntry { agreement: "随便什么时候".into(), ..step(EntryState::Fulfilled) };
    assert_eq!(yard.act("steward", Command::AdvanceEntry(other)), Err(Refusal::Malformed));
    advance(&mut yard, "steward", EntryState::Fulfilled).unwrap();
    assert_eq!((entry(&yard).agreement, entry(&yard).parties), before);
}

#[test]
fn no_mediation_when_a_party_refuses() {
    let mut yard = recorded(EntryKind::Dispute);
    assert_eq!(advance(&mut yard, "steward", EntryState::Mediating).unwrap_err(), Refusal::ConsentsMissing);
    yard.act("left", answer(0, PartyAnswer::Consents)).unwrap();
    yard.act("right", answer(1, PartyAnswer::Refuses)).unwrap();
    assert_eq!(entry(&yard).state, EntryState::Refused);
    assert_eq!(advance(&mut yard, "steward", EntryState::Mediating).unwrap_err(), Refusal::PartyRefused);
    assert_eq!(yard.act("right", answer(1, PartyAnswer::Consents)), Err(Refusal::PartyRefused));
    counted(&mut yard);
    assert_eq!(yard.total(Indicator::DisputesMediated), 0, "both sides never agreed to it");
}

#[test]
fn likely_offences_go_to_the_police_and_a_failed_one_tells_the_remedies() {
    let mut yard = recorded(EntryKind::Dispute);
    let silent = AdvanceEntry { note: " ".into(), ..step(EntryState::Referred) };
    assert_eq!(yard.act("steward", Command::AdvanceEntry(silent)), Err(Refusal::TextMissing));
    advance(&mut yard, "steward", EntryState::Referred).unwrap();
    let mut yard = recorded(EntryKind::Dispute);
    both(&mut yard, PartyAnswer::Consents);
    advance(&mut yard, "steward", EntryState::Mediating).unwrap();
    let untold = AdvanceEntry { remedies_told: false, ..step(EntryState::Failed) };
    assert_eq!(yard.act("steward", Command::AdvanceEntry(untold)), Err(Refusal::RemediesMissing));
    advance(&mut yard, "steward", EntryState::Failed).unwrap();
    assert_eq!(entry(&yard).remedies_told, Field::Known(true));
    counted(&mut yard);
    let sums =
        [Indicator::DisputesMediated, Indicator::DisputesDue, Indicator::DisputesResolved].map(|i| yard.total(i));
    assert_eq!(sums, [1, 1, 0]);
}

#[test]
fn disputes_are_resolved_thirty_days_after_unless_a_breach_was_reported() {
    let mut yard = agreed();
    assert_eq!(yard.total(Indicator::DisputesMediated), 0, "nothing counts before the general branch counts it");
    counted(&mut yard);
    assert_eq!(on(&yard, Indicator::DisputesMediated, 0), 1);
    assert_eq!((on(&yard, Indicator::DisputesDue, 30), on(&yard, Indicator::DisputesResolved, 30)), (1, 1));
    assert_eq!(yard.act("steward4", breach()), Err(Refusal::NotYours));
    yard.act("right", breach()).unwrap();
    assert_eq!((on(&yard, Indicator::DisputesDue, 30), on(&yard, Indicator::DisputesResolved, 30)), (1, 0));
    assert_eq!(yard.act("left", breach()), Err(Refusal::WrongState), "it is said already");
}

#[test]
fn a_breach_is_an_entry_of_either_party_or_the_steward_within_thirty_days() {
    for person in ["left", "right", "steward"] {
        let mut yard = agreed();
        yard.now += 29 * DAY_MS;
        yard.act(person, breach()).unwrap();
        let mut yard = agreed();
        yard.now += 30 * DAY_MS;
        assert_eq!(yard.act(person, breach()), Err(Refusal::TooOld), "{person}");
    }
    assert_eq!(recorded(EntryKind::Dispute).act("left", breach()), Err(Refusal::WrongState));
}

#[test]
fn each_confirms_by_themselves_or_on_paper_before_somebody_who_did_not_mediate() {
    let mut yard = recorded(EntryKind::Dispute);
    let paper = |party, said| answer_by(party, said, Given::Paper);
    assert_eq!(yard.act("left", answer(1, PartyAnswer::Consents)), Err(Refusal::NotYours), "that is the other side");
    // Who has the dispute asks both sides whether it may begin.
    yard.act("steward", paper(0, PartyAnswer::Consents)).unwrap();
    yard.act("worker", paper(1, PartyAnswer::Consents)).unwrap();
    let agreement = "十点以后".into();
    advance(&mut yard, "steward", EntryState::Mediating).unwrap();
    yard.act("steward", Command::AdvanceEntry(AdvanceEntry { agreement, ..step(EntryState::Mediating) })).unwrap();
    assert_eq!(yard.act("steward", paper(0, PartyAnswer::Confirms)), Err(Refusal::OwnWork));
    assert_eq!(yard.act("secretary", paper(0, PartyAnswer::Confirms)), Err(Refusal::NotYours));
    assert_eq!(yard.act("right", paper(0, PartyAnswer::Confirms)), Err(Refusal::OwnEntry));
    assert_eq!(yard.act("worker", answer_by(0, PartyAnswer::Confirms, Given::Guardian)), Err(Refusal::NotYours));
    assert_eq!(yard.act("worker", paper(7, PartyAnswer::Confirms)), Err(Refusal::NotFound));
    yard.act("worker", paper(0, PartyAnswer::Confirms)).unwrap();
    yard.act("mediator", paper(1, PartyAnswer::Denies)).unwrap();
    assert_eq!(entry(&yard).parties.known().unwrap()[0].confirmed_at_ms, 0, "a no leads both back to the table");
}

#[test]
fn no_mediator_takes_down_what_came_of_their_own_mediation() {
    let paper = |party, said| answer_by(party, said, Given::Paper);
    let mut yard = recorded(EntryKind::Dispute);
    both(&mut yard, PartyAnswer::Consents);
    let table = AdvanceEntry { agreement: "十点以后".into(), ..step(EntryState::Mediating) };
    advance(&mut yard, "steward", EntryState::Mediating).unwrap();
    yard.now += 1;
    yard.act("mediator", Command::AdvanceEntry(table.clone())).unwrap();
    for said in [PartyAnswer::Confirms, PartyAnswer::Denies] {
        assert_eq!(yard.act("mediator", paper(0, said)), Err(Refusal::OwnWork), "{said:?}");
    }
    // The worker had no hand in it, and takes down both sides, as often as it needs.
    for said in [PartyAnswer::Confirms, PartyAnswer::Denies] {
        yard.now += 1;
        yard.act("worker", paper(0, said)).unwrap();
    }
    yard.now += 1;
    yard.act("steward", Command::AdvanceEntry(table)).unwrap();
    for party in [0, 1] {
        yard.now += 1;
        yard.act("worker", paper(party, PartyAnswer::Confirms)).unwrap();
    }
    assert_eq!(entry(&yard).state, EntryState::Agreed);
}

#[test]
fn who_mediated_before_it_was_handed_on_takes_nothing_down_and_one_mediator_does_both_sides() {
    let paper = |party| answer_by(party, PartyAnswer::Confirms, Given::Paper);
    let mut yard = recorded(EntryKind::Dispute);
    both(&mut yard, PartyAnswer::Consents);
    let steward = GiveGrant { id: id("gw"), person: id("worker"), role: Role::Steward, place: id("b5"), since_ms: 0 };
    yard.clock(Command::GiveGrant(steward));
    let hand = |grant: &str| Command::HandOver(HandOver { of: Key::of::<Entry>(&id("e1")), grant: id(grant) });
    yard.act("worker2", hand("gw")).unwrap();
    advance(&mut yard, "worker", EntryState::Mediating).unwrap();
    yard.act("worker2", hand("g~steward5")).unwrap();
    yard.now += 1;
    let agreement = "十点以后".into();
    yard.act("steward5", Command::AdvanceEntry(AdvanceEntry { agreement, ..step(EntryState::Mediating) })).unwrap();
    assert_eq!(yard.act("worker", paper(0)), Err(Refusal::OwnWork));
    for party in [0, 1] {
        yard.now += 1;
        yard.act("mediator", paper(party)).unwrap();
    }
    assert_eq!(entry(&yard).state, EntryState::Agreed);
}

#[test]
fn nobody_records_mediates_or_reviews_a_dispute_of_their_own() {
    let Command::RecordEntry(c) = record(EntryKind::Dispute) else { unreachable!() };
    let with = |person: &str| {
        let mut c: RecordEntry = c.clone();
        c.content.parties[0].person = id(person);
        Command::RecordEntry(c)
    };
    assert_eq!(yard().act("steward", with("steward")), Err(Refusal::OwnEntry));
    assert_eq!(yard().act("steward", with("right")), Err(Refusal::SameTwice));
    let mut yard = yard();
    yard.act("steward", with("mediator")).unwrap();
    assert_eq!(advance(&mut yard, "mediator", EntryState::Referred).unwrap_err(), Refusal::OwnEntry);
    let mut yard = super::yard();
    yard.act("steward", with("secretary")).unwrap();
    assert_eq!(yard.act("secretary", review(true)), Err(Refusal::OwnEntry));
}

#[test]
fn nobody_confirms_a_theft_that_they_recorded_or_have() {
    let mut yard = yard();
    yard.act("worker", record(EntryKind::Theft)).unwrap();
    for to in [EntryState::PoliceCalled, EntryState::HandedOver] {
        advance(&mut yard, "worker", to).unwrap();
    }
    assert_eq!(advance(&mut yard, "worker", EntryState::Confirmed).unwrap_err(), Refusal::OwnEntry);
    advance(&mut yard, "worker2", EntryState::Confirmed).unwrap();
}

#[test]
fn of_a_theft_or_fight_110_comes_first_and_another_confirms_it() {
    for (kind, indicator) in
        [(EntryKind::Theft, Indicator::TheftsStopped), (EntryKind::Fight, Indicator::FightsStopped)]
    {
        let mut yard = recorded(kind);
        assert_eq!(advance(&mut yard, "steward", EntryState::HandedOver).unwrap_err(), Refusal::PoliceFirst);
        advance(&mut yard, "steward", EntryState::PoliceCalled).unwrap();
        let report = AdvanceEntry { report: "2026-1123-07".into(), ..step(EntryState::HandedOver) };
        yard.act("steward", Command::AdvanceEntry(report)).unwrap();
        assert_eq!(entry(&yard).report, Field::Known("2026-1123-07".into()));
        assert!(advance(&mut yard, "steward", EntryState::Confirmed).is_err());
        advance(&mut yard, "worker", EntryState::Confirmed).unwrap();
        assert_eq!(yard.total(indicator), 0);
        counted(&mut yard);
        assert_eq!(yard.total(indicator), 1);
        assert!(!Indicator::LIVE.contains(&indicator), "single cases of sealed kinds are never public");
    }
}
