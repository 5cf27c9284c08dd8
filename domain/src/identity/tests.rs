mod change;
mod replace;

use super::*;
use crate::{
    Refusal,
    command::Command,
    testing::{BOOK, Yard, grant, id},
};

fn stop(person: &str, reason: &str) -> Command {
    Command::StopPerson(StopPerson { person: id(person), reason: reason.into() })
}

fn readmit(person: &str) -> Command {
    Command::ReadmitPerson(ReadmitPerson { person: id(person), reason: "说明白了".into() })
}

fn security() -> Actor {
    Actor::person(id("guard"), vec![grant("guard", Role::SecurityAdmin, &["server"])])
}

#[test]
fn a_stop_is_dated_has_a_reason_and_is_taken_back() {
    let mut yard = Yard::new();
    assert_eq!(yard.act("worker", stop("steward", " ")), Err(Refusal::TextMissing));
    assert_eq!(yard.act("worker", stop("steward", &"长".repeat(201))), Err(Refusal::TextTooLong));
    assert_eq!(yard.act("worker", readmit("steward")), Err(Refusal::WrongState));
    yard.act("worker", stop("steward", "手机借给别人")).unwrap();
    let steward: Person = yard.get("steward");
    let told = steward.stop().unwrap();
    assert_eq!((told.by.as_str(), told.reason.as_str(), told.from_ms), ("worker", "手机借给别人", yard.now));
    assert_eq!(yard.act("worker", stop("steward", "再停一次")), Err(Refusal::WrongState));
    yard.now += 1;
    yard.act("worker2", readmit("steward")).unwrap();
    let steward: Person = yard.get("steward");
    assert!(!steward.is_stopped());
    let stops = steward.stops.known().unwrap();
    assert_eq!((stops[0].until_ms, stops[0].readmitted_by.as_str()), (yard.now, "worker2"));
}

#[test]
fn nobody_stops_or_readmits_themselves_whatever_their_role() {
    let mut yard = Yard::new();
    assert_eq!(yard.act("worker", stop("worker", "试试")), Err(Refusal::OwnEntry));
    yard.act("worker2", stop("worker", "查一件事")).unwrap();
    assert_eq!(yard.act("worker", readmit("worker")), Err(Refusal::OwnEntry));
}

#[test]
fn workers_and_the_security_administrator_stop_and_nobody_else() {
    let mut yard = Yard::new();
    for other in ["steward", "secretary", "resident", "property"] {
        assert_eq!(yard.act(other, stop("volunteer", "试试")), Err(Refusal::NotYours), "{other}");
    }
    yard.decide(&security(), &stop("volunteer", "冒名")).unwrap();
    let audit = Actor::person(id("audit"), vec![grant("audit", Role::AuditAdmin, &["server"])]);
    assert_eq!(yard.decide(&audit, &readmit("volunteer")), Err(Refusal::NotYours));
}

#[test]
fn roles_of_trust_come_from_above_and_the_administrators_from_one_another() {
    let worker = Actor::person(id("w"), vec![grant("w", Role::CommunityWorker, &["c", "d"])]);
    let officer = Actor::person(id("o"), vec![grant("o", Role::SubdistrictOfficer, &["d"])]);
    let (c, d, here) = ([id("c"), id("d")], [id("d")], [server()]);
    let all = [&worker, &officer, &security(), &Actor::system()];
    let may = |role, path: &[Id]| all.map(|actor| may_give(actor, role, path));
    assert_eq!(may(Role::Steward, &c), [true, true, false, true]);
    assert_eq!(may(Role::CommunityWorker, &c), [false, true, false, true]);
    assert_eq!(may(Role::BranchSecretary, &c), [false, true, false, true]);
    assert_eq!(may(Role::SubdistrictOfficer, &d), [false, false, true, true]);
    assert_eq!(may(Role::AuditAdmin, &here), [false, false, true, true]);
    assert_eq!(may(Role::SystemAdmin, &here), [false, false, true, true]);
    assert_eq!(may(Role::SecurityAdmin, &here), [false, false, false, true], "never their own role");
    assert_eq!(may(Role::SecurityAdmin, &c), [false; 4], "an administrator of a community is none");
    // A grant of that name at another place makes nobody the security administrator.
    let forged = Actor::person(id("f"), vec![grant("f", Role::SecurityAdmin, &["c", "d"])]);
    assert!(!forged.is_security());
}

#[test]
fn a_place_of_the_same_id_in_another_community_is_another_place() {
    let path = |place: &str, tail: [&str; 2]| [place, tail[0], tail[1]].map(id).to_vec();
    let there = Actor::person(id("p"), vec![grant("p", Role::Steward, &["estate", "x", "d"])]);
    assert!(there.holds(&[Role::Steward], &path("estate", ["x", "d"])));
    assert!(!there.holds(&[Role::Steward], &path("estate", ["c", "d"])));
    assert!(!there.belongs(&[Role::Steward], &id("estate"), &path("estate", ["c", "d"])));
    // What lies in it moves and keeps its name: the community is what counts.
    let moved = [id("b5"), id("estate"), id("area2"), id("x"), id("d")];
    assert!(there.holds(&[Role::Steward], &moved));
    let office = Actor::person(id("o"), vec![grant("o", Role::SubdistrictOfficer, &["d"])]);
    assert!(office.holds(&[Role::SubdistrictOfficer], &moved));
    assert!(!office.holds(&[Role::SubdistrictOfficer], &path("estate", ["x", "y"])));
}

#[test]
fn stewards_and_property_managers_look_after_buildings_and_estates_and_nothing_larger() {
    let mut yard = Yard::new();
    for role in [Role::Steward, Role::PropertyManager] {
        for (n, place) in ["area1", BOOK].into_iter().enumerate() {
            let (grant, person) = (id(&format!("n{n}")), id("kin"));
            let give = GiveGrant { id: grant, person, role, place: id(place), since_ms: 0 };
            let answer = yard.act("worker", Command::GiveGrant(give));
            assert_eq!(answer.map(drop), Err(Refusal::WrongPlace), "{role:?} of {place}");
        }
        let give = GiveGrant {
            id: Id::join(&["ok", if role == Role::Steward { "s" } else { "p" }]),
            person: id("kin"),
            role,
            place: id("qinyuan"),
            since_ms: 0,
        };
        yard.act("worker", Command::GiveGrant(give)).unwrap();
    }
}
