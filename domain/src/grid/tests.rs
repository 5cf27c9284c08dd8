//! Places are added, change, move and close; what they were stays.

use super::*;
use crate::{
    Field, Id, Key, Refusal,
    command::Command,
    identity::{Actor, EndGrant, GiveGrant, GiveGrant1, Grant, Left, Person, Role},
    indicator::Indicator,
    testing::{BOOK, Yard, id},
};

fn add(place: &str, kind: PlaceKind, lies_in: &[&str]) -> AddPlace {
    let lies_in = lies_in.iter().map(|place| id(place)).collect();
    let (id, name, body) = (id(place), place.to_owned(), String::new());
    AddPlace { id, kind, name, lies_in, unmanaged: false, units: 0, households: 0, body }
}

fn change(place: &str) -> ChangePlace {
    ChangePlace::none(id(place))
}

fn moved(place: &str, lies_in: &[&str]) -> Command {
    let lies_in: Vec<Id> = lies_in.iter().map(|place| id(place)).collect();
    Command::ChangePlace(ChangePlace { lies_in: lies_in.into(), ..change(place) })
}

fn close(place: &str) -> Command {
    Command::ClosePlace(ClosePlace { place: id(place) })
}

fn refused(yard: &mut Yard, by: &str, command: Command) -> &'static str {
    yard.act(by, command).err().map_or("taken", Refusal::code)
}

/// The yard with a second area.
fn wider() -> Yard {
    let mut yard = Yard::new();
    yard.act("worker", Command::AddPlace(add("area2", PlaceKind::Area, &[BOOK, "dacheng"]))).unwrap();
    yard
}

#[test]
fn an_estate_lies_across_areas() {
    let mut yard = wider();
    let across = AddPlace {
        units: 4,
        households: 64,
        body: "六号楼党小组".into(),
        ..add("b6", PlaceKind::Building, &["qinyuan", "area2", BOOK, "dacheng"])
    };
    yard.act("worker", Command::AddPlace(across)).unwrap();
    let place: Place = yard.get("b6");
    assert_eq!((place.units, place.households), (4.into(), 64.into()));
    assert!(place.path.contains(&id("area2")) && !place.path.contains(&id("area1")));
    assert!(yard.get::<Place>("qinyuan").path.contains(&id("area1")));
}

#[test]
fn a_place_lies_in_what_may_stand_above_it_and_nothing_else() {
    let mut yard = wider();
    for (kind, lies_in) in [
        (PlaceKind::Building, ["b4", BOOK].as_slice()),
        (PlaceKind::Building, &["area1", "qinyuan", BOOK]),
        (PlaceKind::Building, &["area1", "area2", BOOK]),
        (PlaceKind::Estate, &["qinyuan", BOOK]),
        (PlaceKind::Area, &["area1", BOOK]),
    ] {
        let lies_in = [lies_in, &["dacheng"]].concat();
        assert_eq!(
            refused(&mut yard, "worker", Command::AddPlace(add("x", kind, &lies_in))),
            "wrong_place",
            "{kind:?}"
        );
    }
    let elsewhere = add("x", PlaceKind::Area, &["luoyu", "dacheng"]);
    assert_eq!(refused(&mut yard, "worker", Command::AddPlace(elsewhere)), "not_yours");
}

#[test]
fn people_change_a_place_keeps_what_it_was_as_its_history() {
    let mut yard = wider();
    let before: Place = yard.get("b5");
    let renamed = ChangePlace { body: Field::Known("二组".into()), units: 3.into(), ..change("b5") };
    yard.act("worker", Command::ChangePlace(renamed)).unwrap();
    yard.now += 1_000;
    let Command::ChangePlace(moves) = moved("b5", &["qinyuan", "area2", BOOK, "dacheng"]) else { unreachable!() };
    yard.act("worker", Command::ChangePlace(ChangePlace { grants: vec![id("g~steward")], ..moves })).unwrap();
    let place: Place = yard.get("b5");
    assert_eq!((place.name.as_str(), place.units.clone(), place.stewards), ("b5", 3.into(), 1));
    let past = place.past.known().unwrap();
    let told: Vec<(&str, bool)> = past.iter().map(|was| (was.body.as_str(), was.path == before.path)).collect();
    assert_eq!(told, [("", true), ("二组", true)]);
    assert_eq!(past[1].until_ms, yard.now);
    let held = ["g~steward", "g~resident"].map(|grant| yard.get::<Grant>(grant).path.contains(&id("area2")));
    assert_eq!(held, [true, false], "the desk lists who holds what there");
    let stranger = ChangePlace { grants: vec![id("g~kin")], ..ChangePlace::none(id("b5")) };
    let back = vec![id("qinyuan"), id("area1"), id(BOOK), id("dacheng")];
    let stranger = Command::ChangePlace(ChangePlace { lies_in: back.into(), ..stranger });
    assert_eq!(refused(&mut yard, "worker", stranger), "wrong_state", "that role is held elsewhere");
    // How many live there is no history of its own.
    yard.act("worker", Command::ChangePlace(ChangePlace { households: 9.into(), ..change("b5") })).unwrap();
    assert_eq!(yard.get::<Place>("b5").past.known().map(Vec::len), Some(2));
}

#[test]
fn places_are_kept_by_workers_of_their_community_and_the_community_by_the_subdistrict() {
    let mut yard = wider();
    let rename = |place: &str| Command::ChangePlace(ChangePlace { name: Field::Known("新".into()), ..change(place) });
    for nobody in ["steward", "secretary", "resident", "property"] {
        assert_eq!(refused(&mut yard, nobody, rename("b5")), "not_yours", "{nobody}");
        assert_eq!(refused(&mut yard, nobody, close("area2")), "not_yours", "{nobody}");
    }
    assert_eq!(refused(&mut yard, "worker", rename(BOOK)), "not_yours");
    assert_eq!(refused(&mut yard, "worker", Command::ChangePlace(change("b5"))), "nothing_changed");
    assert_eq!(refused(&mut yard, "worker", moved("b5", &["qinyuan", "area1", "luoyu", "dacheng"])), "place_not_here");
    let empty = ChangePlace { name: Field::Known(" ".into()), ..change("b5") };
    assert_eq!(refused(&mut yard, "worker", Command::ChangePlace(empty)), "text_missing");
    let many = ChangePlace { units: 9_999.into(), ..change("b5") };
    assert_eq!(refused(&mut yard, "worker", Command::ChangePlace(many)), "out_of_range");
}

#[test]
fn a_place_closes_once_nobody_looks_after_it_and_takes_nobody_on_after() {
    let mut yard = wider();
    assert_eq!(refused(&mut yard, "worker", close("b5")), "has_steward");
    yard.act("worker", Command::EndGrant(EndGrant { grant: id("g~steward") })).unwrap();
    yard.act("worker", close("b5")).unwrap();
    assert!(!yard.get::<Place>("b5").stands());
    assert!(close("b5").is_at_door(), "only the desk sees whether something stands in it");
    assert_eq!(refused(&mut yard, "worker", close("b5")), "place_closed");
    let give = |since_ms| {
        let (id_, person, place) = (id("g9"), id("steward"), id("b5"));
        Command::GiveGrant(GiveGrant { id: id_, person, role: Role::Steward, place, since_ms })
    };
    assert_eq!(refused(&mut yard, "worker", give(0)), "place_closed");
    yard.act("worker", Command::ReopenPlace(ReopenPlace { place: id("b5") })).unwrap();
    let tomorrow = give(yard.now + 1);
    assert_eq!(refused(&mut yard, "worker", tomorrow), "in_future");
    yard.act("worker", give(1_700_000_000_000)).unwrap();
    assert_eq!(yard.get::<crate::identity::Grant>("g9").from_ms, 1_700_000_000_000);
}

#[test]
fn steward_coverage_a_closed_estate_is_no_unmanaged_one_any_more() {
    let mut yard = Yard::new();
    assert_eq!(yard.total(Indicator::UnmanagedEstates), 1);
    yard.act("worker", close("qinyuan")).unwrap();
    assert_eq!(yard.total(Indicator::UnmanagedEstates), 0);
}

#[test]
fn what_was_lawful_when_it_was_logged_is_lawful_when_the_log_is_decided_again() {
    let mut yard = wider();
    for (n, (kind, lies_in)) in [
        (PlaceKind::Estate, ["qinyuan", BOOK]),
        (PlaceKind::Building, ["b4", BOOK]),
        (PlaceKind::Area, ["area1", BOOK]),
    ]
    .into_iter()
    .enumerate()
    {
        let lies_in = [lies_in.as_slice(), &["dacheng"]].concat();
        let old = AddPlace1(add(&format!("old{n}"), kind, &lies_in));
        yard.act("worker", Command::AddPlace1(old)).unwrap();
    }
    let nowhere = AddPlace1(add("x", PlaceKind::Building, &["nowhere", BOOK, "dacheng"]));
    assert_eq!(refused(&mut yard, "worker", Command::AddPlace1(nowhere)), "place_not_here");
    let inactive = Person { active: false, ..yard.get("resident") };
    let give = |grant: &str| {
        let (id_, person, place) = (id(grant), id("resident"), id("b4"));
        GiveGrant { id: id_, person, role: Role::Resident, place, since_ms: 0 }
    };
    yard.rows.insert(Key::of::<Person>(&inactive.id), inactive.clone().into());
    assert_eq!(refused(&mut yard, "worker", Command::GiveGrant(give("g8"))), "person_gone");
    yard.act("worker", Command::GiveGrant1(GiveGrant1(give("g8")))).unwrap();
    // Before the second version nobody left.
    let left = Person { left: Left::Moved.into(), ..inactive };
    yard.rows.insert(Key::of::<Person>(&left.id), left.into());
    assert_eq!(refused(&mut yard, "worker", Command::GiveGrant1(GiveGrant1(give("g9")))), "person_gone");
}

#[test]
fn what_is_in_a_community_lies_where_the_community_lies_and_nowhere_else() {
    let mut yard = Yard::new();
    let add = |lies_in: &[&str]| Command::AddPlace(add("new", PlaceKind::Estate, lies_in));
    for elsewhere in [&[BOOK, "tianshuijun"][..], &[BOOK, "other", "dacheng"], &[BOOK], &[BOOK, "dacheng", "dacheng"]] {
        for actor in [Actor::system(), yard.actor("worker")] {
            assert!(yard.decide(&actor, &add(elsewhere)).is_err(), "{elsewhere:?}");
        }
        assert_eq!(yard.decide(&Actor::system(), &add(elsewhere)).map(drop), Err(Refusal::PlaceNotHere));
    }
    assert!(yard.decide(&Actor::system(), &add(&[BOOK, "dacheng"])).is_ok());
}
