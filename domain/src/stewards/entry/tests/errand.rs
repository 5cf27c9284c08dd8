//! Errands from a resident's request to the resident's confirmation, and the papers that go with it; visits.

use super::{advance, answer, answer_by, content, counted, entry, named, record, recorded, review, step, yard};
use crate::{
    Audience, Field, Id, Key, Refusal, Row,
    command::Command,
    identity::{Left, Person},
    indicator::Indicator,
    privacy::{GiveConsent, Given, NameGuardian, Purpose},
    stewards::{
        AdvanceEntry, CorrectEntry, Entry, EntryContent, EntryKind, EntryState, MoveEntry, PartyAnswer, RecordEntry,
        Review, VoidEntry,
    },
    testing::{Yard, id},
};

fn request(by: &str, papers: &[&str]) -> (Yard, Result<(), Refusal>) {
    let mut yard = yard();
    let photos = papers.iter().map(|photo| id(photo)).collect();
    let content = EntryContent { photos, ..content(EntryKind::Errand) };
    let Command::RecordEntry(c) = record(EntryKind::Errand) else { unreachable!() };
    let done = yard.act(by, Command::RecordEntry(RecordEntry { content, ..c })).map(drop);
    (yard, done)
}

fn handed_back(papers: &[&str]) -> Yard {
    let (mut yard, asked) = request("left", papers);
    asked.unwrap();
    for to in [EntryState::Accepted, EntryState::Doing, EntryState::HandedBack] {
        advance(&mut yard, "steward", to).unwrap();
    }
    yard
}

#[test]
fn a_resident_asks_for_an_errand_with_their_own_phone_and_confirms_it() {
    let mut yard = handed_back(&[]);
    assert_eq!((entry(&yard).author, entry(&yard).keeper), (id("left"), id("steward")), "who took it has it");
    for person in ["steward", "worker"] {
        assert_eq!(advance(&mut yard, person, EntryState::Confirmed).unwrap_err(), Refusal::PartiesConfirm);
    }
    yard.act("left", answer(0, PartyAnswer::Confirms)).unwrap();
    counted(&mut yard);
    let sums = [Indicator::ErrandsDone, Indicator::ErrandsEnded].map(|indicator| yard.total(indicator));
    assert_eq!(sums, [1, 1]);
}

#[test]
fn an_errand_that_was_not_done_ends_and_is_not_done() {
    let mut yard = handed_back(&[]);
    yard.act("left", answer(0, PartyAnswer::Denies)).unwrap();
    assert_eq!(entry(&yard).state, EntryState::Failed);
    counted(&mut yard);
    let sums = [Indicator::ErrandsDone, Indicator::ErrandsEnded].map(|indicator| yard.total(indicator));
    assert_eq!(sums, [0, 1]);
}

#[test]
fn a_resident_asks_for_themselves_and_a_steward_for_others() {
    assert_eq!(request("left", &[]).1, Ok(()));
    assert_eq!(request("steward", &[]).1, Ok(()));
    assert_eq!(request("right", &[]).1, Err(Refusal::NotYours), "a neighbour asks for nobody else");
    assert_eq!(request("property", &[]).1, Err(Refusal::NotYours));
    assert_eq!(yard().act("left", record(EntryKind::Visit)), Err(Refusal::NotYours));
}

#[test]
fn who_acts_for_a_resident_or_has_it_on_paper_confirms_and_never_the_steward_who_did_it() {
    let paper = answer_by(0, PartyAnswer::Confirms, Given::Paper);
    let mut yard = handed_back(&[]);
    assert_eq!(yard.act("steward", &paper), Err(Refusal::OwnWork));
    yard.act("worker", &paper).unwrap();
    let mut yard = super::yard();
    let names = NameGuardian { person: id("left"), guardian: id("volunteer"), consent: true, told: Vec::new() };
    yard.act("worker", Command::NameGuardian(names)).unwrap();
    yard.act("steward", record(EntryKind::Errand)).unwrap();
    for to in [EntryState::Accepted, EntryState::Doing, EntryState::HandedBack] {
        advance(&mut yard, "steward", to).unwrap();
    }
    let acts = answer_by(0, PartyAnswer::Confirms, Given::Guardian);
    assert_eq!(yard.act("resident", &acts), Err(Refusal::NotYours));
    yard.act("volunteer", &acts).unwrap();
    assert_eq!(entry(&yard).state, EntryState::Confirmed);
}

#[test]
fn papers_of_an_errand_go_with_its_confirmation() {
    let papers = ["a".repeat(43), "b".repeat(43)];
    let (one, two) = (papers[0].as_str(), papers[1].as_str());
    for said in [PartyAnswer::Confirms, PartyAnswer::Denies] {
        let mut yard = handed_back(&[one, two]);
        assert_eq!(entry(&yard).photos, Field::Known(vec![id(one), id(two)]));
        yard.act("left", answer(0, said)).unwrap();
        assert_eq!(entry(&yard).photos, Field::Known(Vec::new()));
    }
    let (mut yard, _) = request("left", &[one]);
    let more = AdvanceEntry { photos: vec![id(two)], ..step(EntryState::Accepted) };
    yard.act("steward", Command::AdvanceEntry(more)).unwrap();
    assert_eq!(entry(&yard).photos.known().unwrap().len(), 2);
    assert_eq!(request("left", &[one, one, one, one, one]).1, Err(Refusal::TooManyPhotos));
    assert_eq!(request("left", &["passport"]).1, Err(Refusal::Malformed));
}

#[test]
fn papers_go_with_a_void_errand_and_no_correction_brings_any_to_one_that_has_ended() {
    let papers = "a".repeat(43);
    let none = Field::Known(Vec::new());
    let (mut yard, _) = request("left", &[&papers]);
    let void = VoidEntry { entry: id("e1"), reason: "记重了".into() };
    yard.act("general", Command::VoidEntry(void)).unwrap();
    assert_eq!(entry(&yard).photos, none);
    // An errand that its author corrects by a new one, after the review, and which is void once that counts.
    let (mut yard, _) = request("steward", &[&papers]);
    yard.act("secretary", review(true)).unwrap();
    let Command::RecordEntry(c) = record(EntryKind::Errand) else { unreachable!() };
    yard.act("steward", Command::RecordEntry(RecordEntry { id: id("e2"), replaces: id("e1"), ..c })).unwrap();
    let new = Entry { review: Review::Reviewed, ended_at_ms: yard.now, ..yard.get("e2") };
    yard.rows.insert(Key::of::<Entry>(&id("e2")), new.into());
    assert_ne!(entry(&yard).photos, none);
    yard.act("general", super::count("e2")).unwrap();
    assert_eq!((entry(&yard).review, entry(&yard).photos), (Review::Void, none.clone()));
    // One that has ended and goes back to its author.
    let mut yard = handed_back(&[&papers]);
    yard.act("left", answer(0, PartyAnswer::Confirms)).unwrap();
    yard.act("secretary", review(false)).unwrap();
    let content = EntryContent { photos: vec![id(&papers)], ..content(EntryKind::Errand) };
    yard.act("left", Command::CorrectEntry(CorrectEntry { entry: id("e1"), content })).unwrap();
    assert_eq!(entry(&yard).photos, none);
}

#[test]
fn papers_of_an_errand_that_was_none_go_and_what_was_said_of_it_is_said_anew() {
    let papers = "a".repeat(43);
    let moved = |place, entry_kind| {
        Command::MoveEntry(MoveEntry { entry: id("e1"), place: id(place), entry_kind, note: String::new() })
    };
    let into = |kind| moved("b5", kind);
    let (mut yard, _) = request("left", &[&papers]);
    yard.act("worker", moved("b4", EntryKind::Errand)).unwrap();
    assert_eq!(entry(&yard).photos, Field::Known(vec![id(&papers)]), "at another place it is the same errand");
    yard.act("secretary", review(true)).unwrap();
    yard.act("worker", into(EntryKind::Visit)).unwrap();
    let visit = entry(&yard);
    assert_eq!((visit.photos.clone(), visit.review), (Field::Known(Vec::new()), Review::Submitted));
    let mut yard = handed_back(&[]);
    yard.act("left", answer(0, PartyAnswer::Confirms)).unwrap();
    yard.act("worker", into(EntryKind::Visit)).unwrap();
    assert_eq!((entry(&yard).state, entry(&yard).ended_at_ms), (EntryState::Planned, 0));
    assert_eq!(entry(&yard).parties.known().unwrap()[0].confirmed_at_ms, 0);
    let (mut yard, _) = request("left", &[&papers]);
    yard.act("worker", into(EntryKind::Theft)).unwrap();
    assert_eq!(entry(&yard).photos, Field::Known(Vec::new()));
    // Nobody in a picture of a patrol was asked.
    let Command::RecordEntry(mut c) = record(EntryKind::Patrol) else { unreachable!() };
    c.content.photos = vec![id(&papers)];
    let mut yard = super::yard();
    yard.act("steward", Command::RecordEntry(c)).unwrap();
    yard.act("worker", into(EntryKind::StudyVisit)).unwrap();
    assert_eq!(entry(&yard).photos, Field::Known(Vec::new()));
}

#[test]
fn photos_of_a_study_visit_need_the_consent_of_who_is_in_them() {
    let photo = "a".repeat(43);
    let held = |parties: Vec<crate::stewards::Named>, agreed: bool| {
        let mut yard = yard();
        if agreed {
            let (person, purpose, how) = (id("left"), Purpose::Photo, Given::Themself);
            let give = GiveConsent { person, purpose, how, home: Id::none() };
            yard.act("left", Command::GiveConsent(give)).unwrap();
        }
        let Command::RecordEntry(mut c) = record(EntryKind::StudyVisit) else { unreachable!() };
        c.content.parties = parties;
        yard.act("steward", Command::RecordEntry(c)).unwrap();
        let photos = vec![id(&photo)];
        yard.act("steward", Command::AdvanceEntry(AdvanceEntry { photos, ..step(EntryState::Held) })).map(drop)
    };
    assert_eq!(held(Vec::new(), true), Err(Refusal::PhotoConsent), "it is not said who is in them");
    assert_eq!(held(vec![named("left")], false), Err(Refusal::PhotoConsent));
    assert_eq!(held(vec![named("left"), named("right")], true), Err(Refusal::PhotoConsent));
    assert_eq!(held(vec![named("left")], true), Ok(()));
}

#[test]
fn a_correction_names_nobody_who_agreed_in_the_place_of_who_is_in_the_picture() {
    let Command::RecordEntry(mut c) = record(EntryKind::StudyVisit) else { unreachable!() };
    c.content.parties = vec![named("left")];
    let mut yard = yard();
    let give = |person: &str| {
        let (person, purpose, how) = (id(person), Purpose::Photo, Given::Themself);
        Command::GiveConsent(GiveConsent { person, purpose, how, home: Id::none() })
    };
    yard.act("right", give("right")).unwrap();
    yard.act("steward", Command::RecordEntry(c.clone())).unwrap();
    advance(&mut yard, "steward", EntryState::Held).unwrap();
    yard.act("secretary", review(false)).unwrap();
    let content = EntryContent { photos: vec![id(&"a".repeat(43))], parties: vec![named("right")], ..c.content };
    let correct = Command::CorrectEntry(CorrectEntry { entry: id("e1"), content });
    assert_eq!(yard.act("steward", &correct), Err(Refusal::PhotoConsent), "it was held with somebody else");
    yard.act("left", give("left")).unwrap();
    yard.act("steward", correct).unwrap();
}

#[test]
fn a_visit_may_be_planned_ahead_and_an_errand_not() {
    let ahead = |kind| {
        let Command::RecordEntry(mut c) = record(kind) else { unreachable!() };
        c.content.happened_at_ms += 3 * crate::calendar::DAY_MS;
        yard().act("steward", Command::RecordEntry(c)).map(drop)
    };
    for kind in [EntryKind::Visit, EntryKind::Patrol, EntryKind::StudyVisit] {
        assert_eq!(ahead(kind), Ok(()));
    }
    assert_eq!(ahead(EntryKind::Errand), Err(Refusal::InFuture));
    let mut yard = recorded(EntryKind::Visit);
    yard.act("secretary", review(true)).unwrap();
    assert_eq!(yard.act("general", super::count("e1")), Err(Refusal::WrongState), "it has not taken place");
}

#[test]
fn history_says_which_photos_came_with_a_step_as_long_as_the_entry_names_them() {
    let (first, second) = ("a".repeat(43), "b".repeat(43));
    let bringing = |to, photo: &str| Command::AdvanceEntry(AdvanceEntry { photos: vec![id(photo)], ..step(to) });
    let in_steps =
        |entry: &Entry| -> Vec<usize> { entry.steps.known().unwrap().iter().map(|step| step.photos.len()).collect() };
    let mut yard = recorded(EntryKind::Visit);
    yard.act("steward", bringing(EntryState::Done, &first)).unwrap();
    yard.act("steward", bringing(EntryState::FollowUp, &second)).unwrap();
    let visit = entry(&yard);
    assert_eq!(visit.photos, Field::Known(vec![id(&first), id(&second)]));
    assert_eq!(visit.steps.known().unwrap()[2].photos, [id(&second)]);
    assert_eq!(in_steps(&visit), [0, 1, 1]);
    // Papers are for who does the errand, and go with its end: in its history as well.
    let mut yard = recorded(EntryKind::Errand);
    advance(&mut yard, "steward", EntryState::Accepted).unwrap();
    advance(&mut yard, "steward", EntryState::Doing).unwrap();
    yard.act("steward", bringing(EntryState::HandedBack, &first)).unwrap();
    assert_eq!(in_steps(&entry(&yard)), [0, 0, 0, 1]);
    let Some(Row::Entry(staff)) = yard.seen_by(&Key::of::<Entry>(&id("e1")), &Audience::Staff) else { panic!() };
    assert_eq!((staff.photos.clone(), in_steps(&staff)), (Field::Hidden, vec![0; 4]));
    yard.act("left", answer(0, PartyAnswer::Confirms)).unwrap();
    assert_eq!((entry(&yard).photos, in_steps(&entry(&yard))), (Field::Known(Vec::new()), vec![0; 5]));
}

#[test]
fn of_whoever_was_erased_nothing_is_recorded_any_more_and_of_whoever_left_what_was_done_before() {
    let mut yard = yard();
    let person: Person = yard.get("left");
    let gone = Person { active: false, left: Left::Moved.into(), ..person.clone() };
    yard.rows.insert(Key::of::<Person>(&id("left")), gone.into());
    yard.act("steward", record(EntryKind::Errand)).unwrap();
    yard.rows
        .insert(Key::of::<Person>(&id("left")), Person { active: false, left: Left::Here.into(), ..person }.into());
    let Command::RecordEntry(c) = record(EntryKind::Errand) else { unreachable!() };
    let again = Command::RecordEntry(RecordEntry { id: id("e2"), ..c });
    assert_eq!(yard.act("steward", again), Err(Refusal::PersonGone));
}
