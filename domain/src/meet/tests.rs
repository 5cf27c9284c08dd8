//! A steward's hazard or dispute becomes a council issue (DOMAIN, "Brands meet").

use super::RaiseFrom;
use crate::{
    Audience, Field, Id, Key, Kind, Refusal, Row,
    calendar::HOUR_MS,
    command::Command,
    council::{Issue, IssueCategory, RaiseIssue},
    grid::ClosePlace,
    identity::EndGrant,
    stewards::{
        Entry, EntryCategory, EntryContent, EntryKind, FindHazard, Grade, Hazard, HazardCategory, MoveEntry,
        MoveHazard, Named, RecordEntry,
    },
    testing::{MONDAY_9_MS, Yard, id},
    timebank::{Activity, CaptureHour, Recipient},
};

const SECRET: &str = "楼上楼下吵了三年";

fn find(hazard: &str, place: &str) -> Command {
    Command::FindHazard(FindHazard {
        id: id(hazard),
        place: id(place),
        spot: "3".into(),
        category: HazardCategory::Wiring,
        grade: Grade::Ordinary,
        note: "飞线充电".into(),
        found_at_ms: MONDAY_9_MS,
        photos: Vec::new(),
    })
}

fn record(entry: &str, place: &str) -> Command {
    let named = |person: &str, name: &str| Named { person: id(person), name: name.into() };
    let content = EntryContent {
        category: EntryCategory::Noise,
        spot: "3".into(),
        note: SECRET.into(),
        happened_at_ms: MONDAY_9_MS,
        parties: vec![named("resident", ""), named("-", "张先生")],
        checkpoints: Vec::new(),
        photos: Vec::new(),
    };
    let (entry_kind, place, replaces) = (EntryKind::Dispute, id(place), Id::none());
    Command::RecordEntry(RecordEntry { id: id(entry), entry_kind, place, replaces, content })
}

fn yard() -> Yard {
    let mut yard = Yard::new();
    yard.act("steward", find("h1", "b5")).unwrap();
    yard.act("steward", record("e1", "b5")).unwrap();
    yard
}

fn raise(raiser: &str, kind: Kind, consents: &[u32]) -> Command {
    let issue = RaiseIssue {
        id: id("i1"),
        place: id("qinyuan"),
        category: IssueCategory::Nuisance,
        title: "几点以后要安静".into(),
        detail: String::new(),
        raiser: id(raiser),
        consent: false,
    };
    let from = Key { kind, id: id(if kind == Kind::Hazard { "h1" } else { "e1" }) };
    Command::RaiseFrom(RaiseFrom { issue, from, consents: consents.to_vec() })
}

#[test]
fn a_hazard_becomes_an_issue_and_both_carry_the_link() {
    let mut yard = yard();
    yard.act("steward", raise("steward", Kind::Hazard, &[])).unwrap();
    assert_eq!(yard.get::<Hazard>("h1").issues, Field::Known(vec![id("i1")]));
    assert_eq!(yard.get::<Issue>("i1").origin, Field::Known(vec![Key::of::<Hazard>(&id("h1"))]));
    assert_eq!(yard.act("steward", raise("steward", Kind::Hazard, &[])), Err(Refusal::RaisedAlready));
}

#[test]
fn an_issue_of_a_sealed_dispute_says_what_was_typed_and_whose_consent_and_nothing_of_its_body() {
    let mut yard = yard();
    for consents in [&[][..], &[0], &[0, 7]] {
        assert_eq!(yard.act("steward", raise("steward", Kind::Entry, consents)), Err(Refusal::ConsentMissing));
    }
    yard.act("steward", raise("steward", Kind::Entry, &[0, 1])).unwrap();
    let issue = Row::from(yard.get::<Issue>("i1"));
    let text = serde_json::to_string(&issue).unwrap();
    assert!(!text.contains(SECRET) && !text.contains("张先生"), "{text}");
    let Some(Row::Issue(council)) = yard.seen_by(&issue.key(), &Audience::Place(id("qinyuan"))) else { panic!() };
    assert_eq!(council.origin, Field::Hidden, "that there is a sealed record is not the council's business");
    let entry: Entry = yard.get("e1");
    let last = entry.steps.known().unwrap().last().unwrap().clone();
    assert_eq!((entry.issue.as_str(), last.note.as_str(), last.was), ("i1", "resident、张先生", vec![id("i1")]));
}

#[test]
fn who_has_it_raises_it_and_the_rules_of_raising_hold() {
    for person in ["steward4", "resident", "property", "secretary"] {
        assert!(yard().act(person, raise(person, Kind::Hazard, &[])).is_err(), "{person}");
        assert!(yard().act(person, raise(person, Kind::Entry, &[0, 1])).is_err(), "{person}");
    }
    yard().act("worker", raise("worker", Kind::Hazard, &[])).unwrap();
    assert_eq!(yard().act("worker", raise("worker", Kind::Entry, &[0, 1])), Err(Refusal::NotYours), "it is sealed");
    let Command::RaiseFrom(mut c) = raise("resident", Kind::Hazard, &[]) else { unreachable!() };
    c.issue.place = id("b5");
    assert_eq!(yard().act("steward", Command::RaiseFrom(c.clone())), Err(Refusal::ConsentMissing));
    c.issue.raiser = id("steward");
    c.issue.place = id("b4");
    assert_eq!(yard().act("steward", Command::RaiseFrom(c.clone())), Err(Refusal::WrongPlace));
    c.from.kind = Kind::Person;
    assert_eq!(yard().act("steward", Command::RaiseFrom(c)), Err(Refusal::Malformed));
}

#[test]
fn at_a_closed_place_nothing_begins_and_what_was_written_before_the_closing_holds() {
    let mut yard = yard();
    yard.act("worker", Command::EndGrant(EndGrant { grant: id("g~steward4") })).unwrap();
    yard.now += HOUR_MS;
    yard.act("worker", Command::ClosePlace(ClosePlace { place: id("b4") })).unwrap();
    let Command::RaiseFrom(c) = raise("worker", Kind::Hazard, &[]) else { unreachable!() };
    let hour = CaptureHour {
        id: id("t1"),
        provider: id("volunteer"),
        recipient: Recipient::Community,
        activity: Activity::Company,
        place: id("b4"),
        started_at_ms: MONDAY_9_MS - HOUR_MS,
        minutes: 30,
    };
    let (entry, place, entry_kind, spot, note) = (id("e1"), id("b4"), EntryKind::Dispute, String::new(), String::new());
    for act in [
        find("h2", "b4"),
        record("e2", "b4"),
        Command::RaiseIssue(RaiseIssue { place: id("b4"), ..c.issue }),
        Command::CaptureHour(hour),
        Command::MoveHazard(MoveHazard { hazard: id("h1"), place: id("b4"), spot }),
        Command::MoveEntry(MoveEntry { entry, place, entry_kind, note }),
    ] {
        yard.now = MONDAY_9_MS + HOUR_MS;
        assert_eq!(yard.act("worker", &act), Err(Refusal::PlaceClosed), "{act:?}");
        yard.now -= 1;
        yard.act("worker", act).unwrap();
    }
}
