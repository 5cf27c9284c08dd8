//! People change: what is known of them, leaving and coming back.

use crate::{
    Audience, Field, Id, Key, Row,
    command::Command,
    grid::Place,
    identity::{ChangePerson, GiveGrant, Grant, LeavePerson, Left, Person, ReturnPerson, Role},
    privacy::{Consent, Contact, GiveConsent, Given, Guardian, NameGuardian, Purpose},
    testing::{Yard, id},
};

pub(super) fn refused(yard: &mut Yard, by: &str, command: Command) -> &'static str {
    yard.act(by, command).err().map_or("taken", crate::Refusal::code)
}

pub(super) fn ids(all: &[&str]) -> Vec<Id> {
    all.iter().map(|one| id(one)).collect()
}

fn leave(person: &str, why: Left, grants: &[&str], wards: &[&str]) -> Command {
    Command::LeavePerson(LeavePerson {
        person: id(person),
        why,
        grants: ids(grants),
        wards: ids(wards),
        told: Vec::new(),
    })
}

fn agrees(yard: &mut Yard, person: &str) {
    let home = Id::join(&["g", person]);
    let consent = GiveConsent { person: id(person), purpose: Purpose::Contact, how: Given::Themself, home };
    yard.act(person, Command::GiveConsent(consent)).unwrap();
}

#[test]
fn people_change_a_corrected_name_stands_wherever_it_is_read() {
    let mut yard = Yard::new();
    agrees(&mut yard, "resident");
    let change = ChangePerson {
        name: Field::Known("叶𨱏䶮".into()),
        phone: Field::Known("13900001234".into()),
        door: Field::Known("3-502".into()),
        grants: ids(&["g~resident"]),
        ..ChangePerson::none(id("resident"))
    };
    yard.act("worker", Command::ChangePerson(change)).unwrap();
    assert_eq!(yard.get::<Grant>("g~resident").name, "叶𨱏䶮");
    let contact: Contact = yard.get("c~resident");
    assert_eq!((contact.name, contact.phone), ("叶𨱏䶮".to_owned().into(), "13900001234".to_owned().into()));
    assert_eq!(yard.get::<Person>("resident").skills, Vec::new().into());
}

#[test]
fn people_change_by_a_worker_and_never_by_oneself() {
    let mut yard = Yard::new();
    let rename = |person: &str| {
        let name = Field::Known("新".into());
        Command::ChangePerson(ChangePerson { name, ..ChangePerson::none(id(person)) })
    };
    for (by, whom, code) in [
        ("resident", "resident", "not_yours"),
        ("steward", "resident", "not_yours"),
        ("secretary", "resident", "not_yours"),
        ("worker", "worker", "own_entry"),
        ("worker", "nobody", "not_found"),
        ("worker2", "worker", "taken"),
    ] {
        assert_eq!(refused(&mut yard, by, rename(whom)), code, "{by} {whom}");
    }
    let nothing = Command::ChangePerson(ChangePerson::none(id("resident")));
    assert_eq!(refused(&mut yard, "worker", nothing), "nothing_changed");
    let others =
        ChangePerson { grants: ids(&["g~kin"]), door: Field::Known("1".into()), ..ChangePerson::none(id("kin")) };
    assert_eq!(
        refused(&mut yard, "worker", Command::ChangePerson(ChangePerson { person: id("resident"), ..others })),
        "wrong_state"
    );
}

#[test]
fn doors_reach_the_staff_and_the_person_and_no_place() {
    let mut yard = Yard::new();
    let change = ChangePerson { door: Field::Known("3-502".into()), ..ChangePerson::none(id("resident")) };
    yard.act("worker", Command::ChangePerson(change)).unwrap();
    let row = Row::from(yard.get::<Person>("resident"));
    let told: Vec<String> = row.projections().iter().map(|(audience, _)| audience.to_string()).collect();
    assert_eq!(told, ["staff", "person:resident"]);
    assert_eq!(yard.seen_by(&Key::of::<Person>(&id("resident")), &Audience::Place(id("b5"))), None);
}

#[test]
fn people_change_whoever_moves_out_holds_nothing_and_has_agreed_to_nothing() {
    let mut yard = Yard::new();
    agrees(&mut yard, "resident");
    let acts = NameGuardian { person: id("kin"), guardian: id("resident"), consent: true, told: Vec::new() };
    yard.act("worker", Command::NameGuardian(acts)).unwrap();
    let steward = GiveGrant { id: id("g2"), person: id("resident"), role: Role::Steward, place: id("b5"), since_ms: 0 };
    yard.act("worker", Command::GiveGrant(steward)).unwrap();
    assert_eq!(yard.get::<Place>("b5").stewards, 2);
    yard.act("worker", leave("resident", Left::Moved, &["g~resident", "g2"], &["kin"])).unwrap();
    let gone: Person = yard.get("resident");
    assert_eq!((gone.active, gone.left, gone.left_at_ms), (false, Left::Moved.into(), yard.now.into()));
    assert!(["g~resident", "g2"].iter().all(|grant| yard.get::<Grant>(grant).until_ms == yard.now));
    assert_eq!(yard.get::<Place>("b5").stewards, 1);
    assert_eq!(yard.get::<Contact>("c~resident"), Contact::closed(&id("resident")));
    assert!(!yard.get::<Consent>("k~resident~contact").holds());
    assert!(!yard.get::<Guardian>("w~kin").lasts());
    let again = GiveGrant { id: id("g3"), person: id("resident"), role: Role::Resident, place: id("b4"), since_ms: 0 };
    assert_eq!(refused(&mut yard, "worker", Command::GiveGrant(again.clone())), "person_gone");
    yard.act("worker", Command::ReturnPerson(ReturnPerson { person: id("resident") })).unwrap();
    yard.act("worker", Command::GiveGrant(again)).unwrap();
}

#[test]
fn people_change_two_stewards_of_one_place_who_are_one_person_leave_as_two() {
    let mut yard = Yard::new();
    let more = GiveGrant { id: id("g2"), person: id("steward"), role: Role::Steward, place: id("b5"), since_ms: 0 };
    yard.act("worker", Command::GiveGrant(more)).unwrap();
    yard.act("worker", leave("steward", Left::Died, &["g~steward", "g2"], &[])).unwrap();
    assert_eq!(yard.get::<Place>("b5").stewards, 0);
}

#[test]
fn people_change_leaving_is_said_by_a_worker_who_could_give_what_ends() {
    let mut yard = Yard::new();
    let branch = leave("secretary", Left::Moved, &["g~secretary"], &[]);
    assert_eq!(refused(&mut yard, "worker", branch), "not_yours");
    assert_eq!(refused(&mut yard, "worker", leave("worker", Left::Moved, &[], &[])), "own_entry");
    assert_eq!(refused(&mut yard, "steward", leave("resident", Left::Moved, &[], &[])), "not_yours");
    for unsaid in [Left::Here, Left::Merged] {
        assert_eq!(refused(&mut yard, "worker", leave("resident", unsaid, &[], &[])), "malformed");
    }
    assert_eq!(refused(&mut yard, "worker", leave("resident", Left::Moved, &["g~kin"], &[])), "wrong_state");
    yard.act("worker", leave("resident", Left::Mistake, &["g~resident"], &[])).unwrap();
    assert_eq!(refused(&mut yard, "worker", leave("resident", Left::Moved, &[], &[])), "person_gone");
}
