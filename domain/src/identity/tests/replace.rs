//! People change: a steward is replaced, and two entries for one person become one.

use super::change::{ids, refused};
use crate::{
    Id, Key, Kind, Millis,
    command::Command,
    grid::Place,
    identity::{EnterPerson, GiveGrant, Grant, Left, MergePerson, Person, ReplaceSteward, Role},
    privacy::{Consent, Contact, GiveConsent, Given, Purpose},
    record::Record,
    stewards::{FindHazard, Grade, Hazard, HazardCategory, ReviewHazard, ReviewOutcome},
    testing::{Yard, id},
    timebank::{Account, CaptureHour},
};

fn find(yard: &mut Yard, by: &str, hazard: &str) {
    let find = FindHazard {
        id: id(hazard),
        place: id("b5"),
        spot: String::new(),
        category: HazardCategory::ALL[0],
        grade: Grade::Today,
        note: "楼道堆物".into(),
        found_at_ms: yard.now,
        photos: Vec::new(),
    };
    yard.act(by, Command::FindHazard(find)).unwrap();
}

fn work(hazards: &[&str]) -> Vec<Key> {
    hazards.iter().map(|hazard| Key { kind: Kind::Hazard, id: id(hazard) }).collect()
}

fn replace(person: &str, hazards: &[&str]) -> Command {
    let (grant, id_) = (id("g~steward"), id("g9"));
    Command::ReplaceSteward(ReplaceSteward { grant, id: id_, person: id(person), work: work(hazards) })
}

fn enter(yard: &mut Yard, person: &str) {
    let enter = EnterPerson {
        id: id(person),
        name: person.into(),
        phone: "13900001111".into(),
        household: Id::join(&["hh", person]),
        invented: true,
        door: "3-502".into(),
        skills: vec!["理发".into()],
        volunteer: true,
    };
    yard.act("worker", Command::EnterPerson(enter)).unwrap();
}

fn give(yard: &mut Yard, grant: &str, person: &str, role: Role, place: &str) {
    let give = GiveGrant { id: id(grant), person: id(person), role, place: id(place), since_ms: 0 };
    yard.act("worker", Command::GiveGrant(give)).unwrap();
}

fn merge(grants: &[&str], kept: &[&str], hazards: &[&str]) -> Command {
    let (grants, kept) = (ids(grants), ids(kept));
    let (person, into) = (id("twin"), id("resident"));
    Command::MergePerson(MergePerson {
        person,
        into,
        grants,
        kept,
        wards: Vec::new(),
        work: work(hazards),
        told: Vec::new(),
    })
}

fn until<R: Record + Clone>(yard: &Yard, of: &str, until_ms: fn(&R) -> Millis) -> Millis {
    until_ms(&yard.get::<R>(of))
}

#[test]
fn people_change_a_steward_is_replaced_with_open_work_handed_over() {
    let mut yard = Yard::new();
    find(&mut yard, "steward", "z1");
    find(&mut yard, "steward", "z2");
    let before: Place = yard.get("b5");
    yard.now += 60_000;
    yard.act("worker", replace("volunteer", &["z1"])).unwrap();
    assert_eq!(yard.get::<Place>("b5"), before, "it was never without");
    let (old, new): (Grant, Grant) = (yard.get("g~steward"), yard.get("g9"));
    assert_eq!((old.until_ms, new.from_ms, new.until_ms), (yard.now, yard.now, 0));
    let hazard: Hazard = yard.get("z1");
    assert_eq!(hazard.keeper(), Some(&id("volunteer")));
    assert_eq!(hazard.author.known(), Some(&id("steward")), "who found it stays");
    assert_eq!(
        hazard.steps.known().and_then(|steps| steps.last()).map(|step| step.was.clone()),
        Some(ids(&["steward"]))
    );
    assert_eq!(yard.get::<Hazard>("z2").keeper(), Some(&id("steward")));
}

#[test]
fn people_change_replacing_is_by_a_worker_for_somebody_else_who_is_here() {
    let mut yard = Yard::new();
    for (by, person, code) in [
        ("secretary", "volunteer", "not_yours"),
        ("steward", "volunteer", "not_yours"),
        ("worker", "steward", "same_twice"),
        ("worker", "worker", "own_entry"),
        ("worker", "nobody", "not_found"),
    ] {
        assert_eq!(refused(&mut yard, by, replace(person, &[])), code, "{by} {person}");
    }
    yard.act("worker", replace("volunteer", &[])).unwrap();
    assert_eq!(refused(&mut yard, "worker", replace("kin", &[])), "id_taken");
    let (grant, id_, person) = (id("g~resident"), id("g8"), id("kin"));
    let resident = ReplaceSteward { grant, id: id_, person, work: Vec::new() };
    assert_eq!(refused(&mut yard, "worker", Command::ReplaceSteward(resident)), "wrong_state");
}

#[test]
fn people_change_work_that_is_none_of_theirs_stays_where_it_is() {
    let mut yard = Yard::new();
    find(&mut yard, "steward", "z1");
    let returned = ReviewOutcome::Returned { reason: "看不清".into() };
    yard.act("secretary", Command::ReviewHazard(ReviewHazard { hazard: id("z1"), outcome: returned })).unwrap();
    yard.act("worker", replace("volunteer", &["z1", "z7"])).unwrap();
    assert_eq!(yard.get::<Hazard>("z1").keeper(), Some(&id("volunteer")));
    let again = ReplaceSteward { grant: id("g9"), id: id("g10"), person: id("kin"), work: Vec::new() };
    yard.act("worker", Command::ReplaceSteward(again)).unwrap();
    assert_eq!(yard.get::<Hazard>("z1").keeper(), Some(&id("volunteer")), "the desk did not name it");
}

#[test]
fn people_change_two_entries_for_one_person_become_one() {
    let mut yard = Yard::new();
    enter(&mut yard, "twin");
    give(&mut yard, "t1", "twin", Role::Resident, "b5");
    give(&mut yard, "t2", "twin", Role::Steward, "b5");
    let home = id("t1");
    let consent = GiveConsent { person: id("twin"), purpose: Purpose::Contact, how: Given::Themself, home };
    yard.act("twin", Command::GiveConsent(consent)).unwrap();
    find(&mut yard, "twin", "z1");
    yard.now += 60_000;
    yard.act("worker", merge(&["t1", "t2"], &["g~resident"], &["z1"])).unwrap();
    let (first, second): (Person, Person) = (yard.get("resident"), yard.get("twin"));
    assert_eq!((first.phone.known().map(String::as_str), first.door), (Some("13800000000"), "3-502".to_owned().into()));
    assert_eq!((first.skills, first.volunteer), (vec!["理发".to_owned()].into(), true.into()));
    assert!(!second.active && second.left == Left::Merged.into());
    assert_eq!((second.same_as, second.household), (ids(&["resident"]).into(), first.household));
    // What both held is held once; what the second alone held is the first's now.
    let ended = |of: &str| until::<Grant>(&yard, of, |grant| grant.until_ms);
    assert_eq!((ended("t1"), ended("t2"), ended("g~resident"), ended("m~t2")), (yard.now, yard.now, 0, 0));
    assert_eq!(yard.get::<Grant>("m~t2").person, id("resident"));
    assert_eq!(yard.get::<Place>("b5").stewards, 2);
    assert!(yard.get::<Consent>("k~resident~contact").holds() && !yard.get::<Consent>("k~twin~contact").holds());
    assert_eq!(yard.get::<Contact>("c~resident").place, id("b5"));
    assert!(yard.get::<Contact>("c~twin").place.is_none());
    assert_eq!(yard.get::<Hazard>("z1").keeper(), Some(&id("resident")));
}

#[test]
fn people_change_merging_leaves_hours_where_they_were_banked_and_lets_nobody_serve_themselves() {
    let mut yard = Yard::new();
    enter(&mut yard, "twin");
    let before: Account = yard.get("m~resident");
    yard.act("worker", merge(&[], &[], &[])).unwrap();
    assert_eq!(yard.get::<Account>("m~resident"), before);
    let hour = CaptureHour {
        id: id("h1"),
        provider: id("resident"),
        recipient: crate::timebank::Recipient::Person(id("twin")),
        place: id("b5"),
        activity: crate::timebank::Activity::ALL[0],
        started_at_ms: yard.now - 7_200_000,
        minutes: 60,
    };
    assert_eq!(refused(&mut yard, "worker", Command::CaptureHour(hour)), "same_person");
}

#[test]
fn people_change_merging_is_by_a_worker_of_two_who_are_here() {
    let mut yard = Yard::new();
    enter(&mut yard, "twin");
    let same = MergePerson {
        person: id("twin"),
        into: id("twin"),
        grants: Vec::new(),
        kept: Vec::new(),
        wards: Vec::new(),
        work: Vec::new(),
        told: Vec::new(),
    };
    assert_eq!(refused(&mut yard, "worker", Command::MergePerson(same.clone())), "same_twice");
    let mine = MergePerson { into: id("worker"), ..same };
    assert_eq!(refused(&mut yard, "worker", Command::MergePerson(mine)), "own_entry");
    assert_eq!(refused(&mut yard, "secretary", merge(&[], &[], &[])), "not_yours");
    assert_eq!(refused(&mut yard, "worker", merge(&["g~kin"], &[], &[])), "wrong_state");
    give(&mut yard, "t1", "twin", Role::Resident, "b5");
    yard.act("worker", merge(&["t1"], &[], &[])).unwrap();
    assert_eq!(refused(&mut yard, "worker", merge(&[], &[], &[])), "person_gone");
}
