//! Each transition of DOMAIN's table is allowed for its roles and refused, in words, for every other role and state.

use super::{answer_by, content, record, step, yard};
use crate::{
    Id, Lang, Refusal,
    command::Command,
    decide::decide,
    identity::Actor,
    privacy::Given,
    record::Record,
    rule::{Case, Verdict},
    stewards::{AdvanceEntry, Checkpoint, Entry, EntryKind, EntryState, PartyAnswer, Review, SeenAt, WAYS, ends},
    testing::{BOOK, MONDAY_9_MS, Yard, id},
};
use EntryState as S;
use std::collections::BTreeSet;

/// DOMAIN's rows: kind, from, to, who. `keeper` is who has it, `sides` are those it concerns.
const ROWS: &[(EntryKind, S, S, &[&str])] = &[
    (EntryKind::Dispute, S::Recorded, S::Consented, SIDES),
    (EntryKind::Dispute, S::Recorded, S::Refused, SIDES),
    (EntryKind::Dispute, S::Recorded, S::Referred, MEDIATES),
    (EntryKind::Dispute, S::Consented, S::Mediating, MEDIATES),
    (EntryKind::Dispute, S::Consented, S::Refused, SIDES),
    (EntryKind::Dispute, S::Consented, S::Referred, MEDIATES),
    (EntryKind::Dispute, S::Mediating, S::Mediating, MEDIATES),
    (EntryKind::Dispute, S::Mediating, S::Agreed, SIDES),
    (EntryKind::Dispute, S::Mediating, S::Refused, SIDES),
    (EntryKind::Dispute, S::Mediating, S::Failed, MEDIATES),
    (EntryKind::Dispute, S::Mediating, S::Referred, MEDIATES),
    (EntryKind::Dispute, S::Agreed, S::Fulfilled, MEDIATES),
    (EntryKind::Errand, S::Requested, S::Accepted, TAKES),
    (EntryKind::Errand, S::Requested, S::Failed, TAKES_OR_SIDES),
    (EntryKind::Errand, S::Accepted, S::Doing, KEEPER),
    (EntryKind::Errand, S::Accepted, S::Failed, KEEPER_OR_SIDES),
    (EntryKind::Errand, S::Doing, S::HandedBack, KEEPER),
    (EntryKind::Errand, S::Doing, S::Failed, KEEPER),
    (EntryKind::Errand, S::HandedBack, S::Confirmed, ASKED),
    (EntryKind::Errand, S::HandedBack, S::Failed, ASKED),
    (EntryKind::Patrol, S::Planned, S::Started, KEEPER),
    (EntryKind::Patrol, S::Started, S::Done, KEEPER),
    (EntryKind::Theft, S::Observed, S::PoliceCalled, KEEPER),
    (EntryKind::Theft, S::PoliceCalled, S::HandedOver, KEEPER),
    (EntryKind::Theft, S::HandedOver, S::Confirmed, CONFIRMS),
    (EntryKind::Theft, S::HandedOver, S::Unconfirmed, CONFIRMS),
    (EntryKind::Fight, S::Observed, S::PoliceCalled, KEEPER),
    (EntryKind::Fight, S::PoliceCalled, S::HandedOver, KEEPER),
    (EntryKind::Fight, S::HandedOver, S::Confirmed, CONFIRMS),
    (EntryKind::Fight, S::HandedOver, S::Unconfirmed, CONFIRMS),
    (EntryKind::Visit, S::Planned, S::Done, KEEPER),
    (EntryKind::Visit, S::Done, S::FollowUp, KEEPER),
    (EntryKind::StudyVisit, S::Booked, S::Held, KEEPER),
    (EntryKind::StudyVisit, S::Held, S::Feedback, KEEPER),
];

const KEEPER: &[&str] = &["steward"];
const SIDES: &[&str] = &["left", "right"];
const ASKED: &[&str] = &["left"];
const MEDIATES: &[&str] = &["steward", "mediator"];
const TAKES: &[&str] = &["steward", "steward5", "worker", "worker2"];
const TAKES_OR_SIDES: &[&str] = &["steward", "steward5", "worker", "worker2", "left"];
const KEEPER_OR_SIDES: &[&str] = &["steward", "left"];
const CONFIRMS: &[&str] = &["worker", "worker2", "secretary", "general"];
const EVERYBODY: &[&str] = &[
    "steward",
    "steward4",
    "steward5",
    "secretary",
    "general",
    "worker",
    "worker2",
    "mediator",
    "resident",
    "left",
    "right",
    "property",
    "delegate",
    "audit",
    "volunteer",
];

fn states() -> BTreeSet<S> {
    WAYS.iter().flat_map(|way| [way.from, way.to]).collect()
}

/// An entry of that kind that stands in that state, with all sides but the one who will speak having spoken.
fn standing(kind: EntryKind, state: S) -> Yard {
    let mut yard = yard();
    yard.act("steward", record(kind)).unwrap();
    let mut entry: Entry = yard.get("e1");
    entry.state = state;
    entry.agreement = "不再这样".to_owned().into();
    entry.ended_at_ms = if ends(state) { MONDAY_9_MS } else { 0 };
    yard.rows.insert(crate::Key::of::<Entry>(&id("e1")), entry.into());
    yard
}

/// The others have said the same before.
fn others_said(yard: &mut Yard, but: u32) {
    let mut entry: Entry = yard.get("e1");
    let mut parties = entry.parties.known().cloned().unwrap();
    for (at, party) in (0..).zip(parties.iter_mut()) {
        let at_ms = if at == but { 0 } else { MONDAY_9_MS };
        (party.consented_at_ms, party.confirmed_at_ms) = (at_ms, at_ms);
    }
    entry.parties = parties.into();
    yard.rows.insert(crate::Key::of::<Entry>(&id("e1")), entry.into());
}

/// Every act by which `person` might bring an entry from `from` to `to`.
fn tries(kind: EntryKind, to: S) -> Vec<(Command, Option<u32>)> {
    let seen = if kind == EntryKind::Patrol { vec![SeenAt { at: id("b5"), at_ms: MONDAY_9_MS }] } else { Vec::new() };
    let mut all = vec![(Command::AdvanceEntry(AdvanceEntry { seen, ..step(to) }), None)];
    let answers = [PartyAnswer::Consents, PartyAnswer::Refuses, PartyAnswer::Confirms, PartyAnswer::Denies];
    for party in 0..u32::try_from(content(kind).parties.len()).unwrap() {
        all.extend(answers.map(|said| (answer_by(party, said, Given::Themself), Some(party))));
    }
    all
}

/// Where the act leads to, or why it is refused.
fn leads(yard: &Yard, actor: &Actor, command: &Command) -> Result<S, Refusal> {
    match decide(command, &Case { actor, now: yard.now, book: &id(BOOK), view: yard }) {
        Verdict::Allowed(changes) => Ok(Entry::of(&changes.rows[0]).unwrap().state),
        Verdict::Refused(refusal) => Err(refusal),
        Verdict::Unsure(_) => panic!("a yard knows everything"),
    }
}

/// Whether one of the person's acts brings an entry from `from` to `to`; whatever is refused is refused in words.
fn goes(kind: EntryKind, (from, to): (S, S), yards: &[Yard], person: &str) -> bool {
    let actor = yards[0].actor(person);
    let mut went = false;
    for (command, party) in tries(kind, to) {
        let yard = &yards[party.map_or(0, |party| usize::try_from(party).unwrap())];
        match leads(yard, &actor, &command) {
            Ok(state) => went |= state == to && (from != to || party.is_none()),
            Err(refusal) => assert!(!refusal.words(Lang::Zh).is_empty() && refusal != Refusal::Malformed),
        }
    }
    went
}

#[test]
fn each_transition_of_domains_rows_is_open_to_its_roles_and_refused_in_words_to_every_other_role_and_state() {
    for kind in EntryKind::ALL {
        for from in states() {
            let yards: Vec<Yard> = (0..2)
                .map(|party| {
                    let mut yard = standing(*kind, from);
                    others_said(&mut yard, party);
                    yard
                })
                .collect();
            for to in states() {
                let row = ROWS.iter().find(|(k, f, t, _)| (k, f, t) == (kind, &from, &to));
                for person in EVERYBODY {
                    let may = row.is_some_and(|(.., who)| who.contains(person));
                    assert_eq!(goes(*kind, (from, to), &yards, person), may, "{kind:?} {from:?} → {to:?} by {person}");
                }
            }
        }
    }
}

#[test]
fn the_table_of_ways_is_domains() {
    let ways: BTreeSet<_> = WAYS.iter().map(|way| (way.kind, way.from, way.to)).collect();
    let rows: BTreeSet<_> = ROWS.iter().map(|(kind, from, to, _)| (*kind, *from, *to)).collect();
    assert_eq!(ways, rows);
    for kind in EntryKind::ALL {
        assert!(WAYS.iter().any(|way| way.kind == *kind && way.from == kind.first()));
    }
}

#[test]
fn nothing_goes_on_while_it_is_back_with_its_author_or_void() {
    for kind in EntryKind::ALL {
        for way in WAYS.iter().filter(|way| way.kind == *kind && way.party.is_none()) {
            for review in [Review::Returned, Review::Void] {
                let mut yard = standing(*kind, way.from);
                let entry = Entry { review, ..yard.get("e1") };
                yard.rows.insert(crate::Key::of::<Entry>(&id("e1")), entry.into());
                let seen = vec![SeenAt { at: id("b5"), at_ms: MONDAY_9_MS }];
                let seen = if *kind == EntryKind::Patrol { seen } else { Vec::new() };
                let person = if way.keeper { "steward" } else { "worker" };
                let answer = yard.act(person, Command::AdvanceEntry(AdvanceEntry { seen, ..step(way.to) }));
                assert_eq!(answer, Err(Refusal::WrongState), "{way:?} {review:?}");
            }
        }
    }
}

#[test]
fn the_screens_buttons_are_those_ways_that_decide_allows() {
    for way in WAYS.iter().filter(|way| way.party.is_none()) {
        for person in EVERYBODY {
            let yard = standing(way.kind, way.from);
            let actor: Actor = yard.actor(person);
            let shown = way.open_to(&yard.get("e1"), &actor) == crate::rule::Tri::Yes;
            let mut yard = yard;
            let seen = vec![SeenAt { at: id("b5"), at_ms: MONDAY_9_MS }];
            let seen = if way.kind == EntryKind::Patrol { seen } else { Vec::new() };
            let goes = yard.act(person, Command::AdvanceEntry(AdvanceEntry { seen, ..step(way.to) })).is_ok();
            assert_eq!(shown, goes, "{way:?} {person}");
        }
    }
}

#[test]
fn a_patrol_tells_which_checkpoints_were_seen_when_and_no_track() {
    let mut yard = standing(EntryKind::Patrol, S::Started);
    let done = |seen: Vec<SeenAt>| Command::AdvanceEntry(AdvanceEntry { seen, ..step(S::Done) });
    assert_eq!(yard.act("steward", done(Vec::new())), Err(Refusal::CheckpointMissing));
    let elsewhere = SeenAt { at: id("b9"), at_ms: MONDAY_9_MS };
    assert_eq!(yard.act("steward", done(vec![elsewhere])), Err(Refusal::CheckpointMissing));
    let later = SeenAt { at: id("b5"), at_ms: MONDAY_9_MS + 1 };
    assert_eq!(yard.act("steward", done(vec![later])), Err(Refusal::InFuture));
    yard.act("steward", done(vec![SeenAt { at: id("b5"), at_ms: MONDAY_9_MS - 1 }])).unwrap();
    let seen = |at: &str, seen_at_ms| Checkpoint { at: Id::parse(at).unwrap(), seen_at_ms };
    let points = yard.get::<Entry>("e1").checkpoints.known().cloned().unwrap();
    assert_eq!(points, [seen("b4", 0), seen("b5", MONDAY_9_MS - 1)]);
}
