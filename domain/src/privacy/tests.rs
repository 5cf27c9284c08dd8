//! Who may know whom: each audience of each record, and who looks, agrees and acts for whom.

mod rights;

use super::*;
use crate::{
    Key, Refusal, Row,
    command::Command,
    grid::{ChangePlace, Place},
    identity::{EndGrant, GiveGrant, Person, Role},
    rule::{Seen, Verdict},
    testing::{BOOK, Yard, id},
};

fn look_with(person: &str, reason: LookReason, note: &str) -> Command {
    let fields = vec![PersonField::Phone];
    Command::LookAtPerson(LookAtPerson { id: id("l1"), person: id(person), fields, reason, note: note.into() })
}

fn look(person: &str) -> Command {
    look_with(person, LookReason::Visit, "")
}

fn give(person: &str, purpose: Purpose, how: Given) -> Command {
    let home = if purpose == Purpose::Contact { Id::join(&["g", person]) } else { Id::none() };
    Command::GiveConsent(GiveConsent { person: id(person), purpose, how, home })
}

fn withdraw(person: &str, purpose: Purpose, how: Given) -> Command {
    Command::WithdrawConsent(WithdrawConsent { person: id(person), purpose, how })
}

fn guard(person: &str, guardian: &str) -> Command {
    Command::NameGuardian(NameGuardian { person: id(person), guardian: id(guardian), consent: true, told: Vec::new() })
}

fn audiences(row: impl Into<Row>) -> Vec<String> {
    row.into().projections().iter().map(|(audience, _)| audience.to_string()).collect()
}

fn refused(yard: &mut Yard, by: &str, command: &Command) -> &'static str {
    yard.act(by, command).err().map_or("taken", Refusal::code)
}

/// The yard in which the resident of b5 agreed to be a contact.
fn agreed() -> Yard {
    let mut yard = Yard::new();
    yard.act("resident", give("resident", Purpose::Contact, Given::Themself)).unwrap();
    yard
}

#[test]
fn masked_fields_staff_see_the_last_four_digits_of_a_phone_and_never_the_phone() {
    let yard = Yard::new();
    let key = Key::of::<Person>(&id("resident"));
    let of = |audience: &Audience| match yard.seen_by(&key, audience) {
        Some(Row::Person(person)) => Some((person.phone.known().cloned(), person.tails.known().cloned())),
        _ => None,
    };
    assert_eq!(of(&Audience::Staff), Some((None, Some(vec!["0000".to_owned()]))));
    assert_eq!(of(&Audience::Person(id("resident"))), Some((Some("13800000000".to_owned()), Some(Vec::new()))));
    assert_eq!(audiences(yard.get::<Person>("resident")), ["staff", "person:resident"]);
}

#[test]
fn masked_fields_a_short_number_shows_nothing_of_itself() {
    assert_eq!(tail("138 0000 1234").as_deref(), Some("1234"));
    assert_eq!(tail("0938-8271234").as_deref(), Some("1234"));
    for short in ["", "110", "1234567", "无"] {
        assert_eq!(tail(short), None, "{short}");
    }
}

#[test]
fn looks_a_worker_looks_and_the_person_sees_who_when_at_what_and_why() {
    let mut yard = Yard::new();
    yard.act("worker", look_with("resident", LookReason::Other, " 送药 ")).unwrap();
    let row: Look = yard.get("l1");
    assert_eq!((row.by.as_str(), row.by_name.as_str(), row.role), ("worker", "worker", Role::CommunityWorker));
    assert_eq!((row.at_ms, row.reason, row.note.as_str()), (yard.now, LookReason::Other, "送药"));
    // Neither colleagues nor neighbours.
    assert_eq!(audiences(row), ["audit", "person:resident", "person:worker"]);
}

#[test]
fn looks_need_a_right_a_reason_and_somebody_else() {
    let mut yard = Yard::new();
    for nobody in ["resident", "volunteer", "property", "secretary"] {
        assert_eq!(refused(&mut yard, nobody, &look("kin")), "not_yours", "{nobody}");
    }
    assert_eq!(refused(&mut yard, "worker", &look("worker")), "not_possible");
    assert_eq!(refused(&mut yard, "worker", &look("nobody")), "not_found");
    for silent in ["", "  "] {
        assert_eq!(refused(&mut yard, "worker", &look_with("kin", LookReason::Other, silent)), "text_missing");
    }
    let long = "长".repeat(LOOK_NOTE_CHARS_MAX + 1);
    assert_eq!(refused(&mut yard, "worker", &look_with("kin", LookReason::Visit, &long)), "text_too_long");
    for fields in [Vec::new(), vec![PersonField::Phone; 2]] {
        let (reason, note) = (LookReason::Visit, String::new());
        let command = LookAtPerson { id: id("l1"), person: id("kin"), fields, reason, note };
        assert_eq!(refused(&mut yard, "worker", &Command::LookAtPerson(command)), "malformed");
    }
}

#[test]
fn looks_a_steward_looks_at_the_contacts_of_the_building_and_at_nobody_else() {
    let mut yard = Yard::new();
    assert_eq!(refused(&mut yard, "steward", &look("resident")), "not_possible");
    yard.act("resident", give("resident", Purpose::Contact, Given::Themself)).unwrap();
    // Whether somebody of another building agreed to anything is not told.
    assert_eq!(refused(&mut yard, "steward4", &look("resident")), "not_possible");
    yard.act("steward", look("resident")).unwrap();
    let row: Look = yard.get("l1");
    assert_eq!((row.by.as_str(), row.role), ("steward", Role::Steward));
}

#[test]
fn who_looks_at_a_contact_is_steward_of_where_the_building_lies_now() {
    let mut yard = agreed();
    let (role, place, since_ms) = (Role::Steward, id("qinyuan"), 0);
    yard.clock(Command::GiveGrant(GiveGrant { id: id("ge"), person: id("kin"), role, place, since_ms }));
    let look_as = |n: &str| {
        let Command::LookAtPerson(look) = look("resident") else { unreachable!() };
        Command::LookAtPerson(LookAtPerson { id: id(n), ..look })
    };
    yard.act("kin", look_as("l1")).unwrap();
    let lies_in = vec![id("area1"), id(BOOK), id("dacheng")];
    yard.clock(Command::ChangePlace(ChangePlace { lies_in: lies_in.into(), ..ChangePlace::none(id("b5")) }));
    assert_eq!(refused(&mut yard, "kin", &look_as("l2")), "not_possible");
}

#[test]
fn looks_open_the_value_to_their_author_for_five_minutes() {
    let mut yard = Yard::new();
    yard.act("worker", look("resident")).unwrap();
    let row: Look = yard.get("l1");
    let opens =
        |person: &str, by: &str, later: Millis| row.opens(&id(person), PersonField::Phone, &id(by), row.at_ms + later);
    assert!(opens("resident", "worker", 0) && opens("resident", "worker", REVEAL_MS));
    assert!(!opens("resident", "worker", REVEAL_MS + 1) && !opens("resident", "worker", -1));
    assert!(!opens("resident", "worker2", 0) && !opens("kin", "worker", 0));
}

#[test]
fn a_phone_on_the_stairs_decides_a_look_without_network() {
    use crate::rule::{Case, View};
    struct Phone(Vec<Row>);
    impl View for Phone {
        fn row(&self, key: &Key) -> Seen<&Row> {
            self.0.iter().find(|row| row.key() == *key).map_or(Seen::Unknown, Seen::Known)
        }
    }
    let yard = agreed();
    let held = [
        (Key::of::<Place>(&id(BOOK)), Audience::Public),
        (Key::of::<Place>(&id("b5")), Audience::Public),
        (Key::of::<Contact>(&id("c~resident")), Audience::Steward(id("b5"))),
    ];
    let seen = held.iter().filter_map(|(key, audience)| yard.seen_by(key, audience));
    let (phone, actor, book) = (Phone(seen.collect()), yard.actor("steward"), id(BOOK));
    let case = Case { actor: &actor, now: yard.now, book: &book, view: &phone };
    let verdict = crate::decide::decide(&look("resident"), &case);
    assert!(matches!(verdict, Verdict::Allowed(_)), "{verdict:?}");
}

#[test]
fn consent_makes_a_contact_for_the_stewards_of_the_building_and_nobody_else() {
    let yard = agreed();
    let contact: Contact = yard.get("c~resident");
    assert_eq!((contact.place.as_str(), contact.phone.known().map(String::as_str)), ("b5", Some("13800000000")));
    // The property manager pulls `place:b5` too.
    assert_eq!(audiences(contact), ["steward:b5"]);
    assert_eq!(audiences(yard.get::<Consent>("k~resident~contact")), ["staff", "person:resident"]);
}

#[test]
fn consent_withdrawn_takes_number_and_name_out_of_the_scope_at_once() {
    let mut yard = agreed();
    yard.act("resident", withdraw("resident", Purpose::Contact, Given::Themself)).unwrap();
    let contact: Contact = yard.get("c~resident");
    assert_eq!(contact, Contact::closed(&id("resident")));
    assert!(audiences(contact).is_empty());
    assert_eq!(refused(&mut yard, "steward", &look("resident")), "not_possible");
    let twice = withdraw("resident", Purpose::Contact, Given::Themself);
    assert_eq!(refused(&mut yard, "resident", &twice), "wrong_state");
    yard.act("resident", give("resident", Purpose::Contact, Given::Themself)).unwrap();
    assert_eq!(audiences(yard.get::<Contact>("c~resident")), ["steward:b5"]);
}

#[test]
fn consent_is_given_by_oneself_on_paper_before_a_worker_or_by_the_guardian() {
    let mut yard = Yard::new();
    let photo = |how| give("resident", Purpose::Photo, how);
    for (by, how, code) in [
        ("steward", Given::Themself, "not_yours"),
        ("steward", Given::Paper, "not_yours"),
        ("kin", Given::Guardian, "not_yours"),
        ("resident", Given::Paper, "own_entry"),
    ] {
        assert_eq!(refused(&mut yard, by, &photo(how)), code, "{by}");
    }
    yard.act("worker", photo(Given::Paper)).unwrap();
    let row: Consent = yard.get("k~resident~photo");
    assert_eq!((row.how, row.by.as_str()), (Given::Paper, "worker"));
    assert_eq!(refused(&mut yard, "resident", &photo(Given::Themself)), "wrong_state");
    yard.act("resident", withdraw("resident", Purpose::Photo, Given::Themself)).unwrap();
    yard.act("worker", guard("resident", "kin")).unwrap();
    yard.act("kin", photo(Given::Guardian)).unwrap();
    assert_eq!(yard.get::<Consent>("k~resident~photo").how, Given::Guardian);
}

#[test]
fn consent_to_be_a_contact_needs_a_home_of_ones_own_and_a_number() {
    let mut yard = Yard::new();
    let with = |home: &str| {
        let (person, home) = (id("resident"), id(home));
        Command::GiveConsent(GiveConsent { person, purpose: Purpose::Contact, how: Given::Themself, home })
    };
    assert_eq!(refused(&mut yard, "resident", &with("g~kin")), "wrong_place");
    assert_eq!(refused(&mut yard, "resident", &with("g~none")), "not_found");
    let mut person: Person = yard.get("resident");
    person.phone = String::new().into();
    yard.rows.insert(Row::from(person.clone()).key(), person.into());
    assert_eq!(refused(&mut yard, "resident", &with("g~resident")), "no_phone");
}

#[test]
fn people_change_whoever_moves_out_is_no_contact_of_the_building_any_more() {
    let mut yard = agreed();
    yard.act("worker", Command::EndGrant(EndGrant { grant: id("g~resident") })).unwrap();
    assert!(audiences(yard.get::<Contact>("c~resident")).is_empty());
    assert!(!yard.get::<Consent>("k~resident~contact").holds());
    let home = GiveGrant { id: id("g2"), person: id("resident"), role: Role::Resident, place: id("b4"), since_ms: 0 };
    yard.act("worker", Command::GiveGrant(home)).unwrap();
    let again = GiveConsent { person: id("resident"), purpose: Purpose::Contact, how: Given::Themself, home: id("g2") };
    yard.act("resident", Command::GiveConsent(again)).unwrap();
    assert_eq!(audiences(yard.get::<Contact>("c~resident")), ["steward:b4"]);
}

#[test]
fn guardians_are_named_by_a_worker_and_see_looks_and_consents_while_it_lasts() {
    let mut yard = agreed();
    for (by, command, code) in [
        ("steward", guard("resident", "kin"), "not_yours"),
        ("worker", guard("resident", "resident"), "same_twice"),
        ("worker", guard("resident", "worker"), "own_entry"),
        ("worker", guard("worker", "kin"), "own_entry"),
        ("worker", guard("resident", "nobody"), "not_found"),
    ] {
        assert_eq!(refused(&mut yard, by, &command), code, "{by} {command:?}");
    }
    let unasked = NameGuardian { person: id("resident"), guardian: id("kin"), consent: false, told: Vec::new() };
    assert_eq!(refused(&mut yard, "worker", &Command::NameGuardian(unasked)), "consent_missing");
    yard.act("worker", guard("resident", "kin")).unwrap();
    assert_eq!(refused(&mut yard, "worker", &guard("resident", "volunteer")), "wrong_state");
    yard.act("worker", look("resident")).unwrap();
    assert_eq!(audiences(yard.get::<Look>("l1")), ["audit", "person:resident", "person:kin", "person:worker"]);
    let consents = |yard: &Yard| audiences(yard.get::<Consent>("k~resident~contact"));
    assert_eq!(consents(&yard), ["staff", "person:resident", "person:kin"]);
    yard.act("worker", Command::EndGuardian(EndGuardian { person: id("resident"), told: Vec::new() })).unwrap();
    assert_eq!(consents(&yard), ["staff", "person:resident"]);
    assert_eq!(audiences(yard.get::<Guardian>("w~resident")), ["staff", "person:resident"]);
    let late = withdraw("resident", Purpose::Contact, Given::Guardian);
    assert_eq!(refused(&mut yard, "kin", &late), "not_yours");
}
