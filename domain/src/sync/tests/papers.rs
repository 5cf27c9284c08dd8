//! When a device lets go of a photo before a backup holds it: once the server's rows need it no more.

use super::{Office, Phone};
use crate::{
    Id,
    command::Command,
    stewards::{
        AdvanceEntry, CorrectEntry, EntryCategory, EntryContent, EntryKind, EntryState, Named, RecordEntry, ReviewEntry,
    },
    sync::{
        BUILD, Op, PushRequest,
        device::photo::{Mark, Turn},
    },
    testing::{BOOK, MONDAY_9_MS, id},
};

fn content(photos: &[&str]) -> EntryContent {
    EntryContent {
        category: EntryCategory::Other,
        spot: String::new(),
        note: String::new(),
        happened_at_ms: MONDAY_9_MS,
        parties: vec![Named { person: id("resident"), name: String::new() }],
        checkpoints: Vec::new(),
        photos: photos.iter().map(|photo| id(photo)).collect(),
    }
}

fn record(entry: &str, entry_kind: EntryKind, photo: &str) -> Command {
    let (id, place, replaces, content) = (id(entry), id("b5"), Id::none(), content(&[photo]));
    Command::RecordEntry(RecordEntry { id, entry_kind, place, replaces, content })
}

fn failed(entry: &str) -> Command {
    Command::AdvanceEntry(AdvanceEntry {
        entry: id(entry),
        to: EntryState::Failed,
        note: "办不成".into(),
        agreement: String::new(),
        report: String::new(),
        remedies_told: false,
        seen: Vec::new(),
        photos: Vec::new(),
    })
}

/// What the device does with the photo after these acts, once the server has said that it has it.
fn after(phone: &mut Phone, office: &mut Office, acts: &[Command], photo: &str) -> Turn {
    for act in acts {
        let op = id(&format!("op{}", phone.told_saved.len()));
        phone.act(op, act.clone(), MONDAY_9_MS).unwrap();
    }
    phone.sync(office);
    Mark { book: id(BOOK), id: id(photo), at: "e1".into(), since: Some((u64::MAX, MONDAY_9_MS)) }.turn(&phone.book)
}

#[test]
fn papers_of_two_errands_stay_until_both_are_over() {
    let (mut office, photo) = (Office::new(), "a".repeat(43));
    let mut phone = Phone::new(&office);
    phone.sync(&mut office);
    let both = ["e1", "e2"].map(|entry| record(entry, EntryKind::Errand, &photo));
    assert_eq!(after(&mut phone, &mut office, &both, &photo), Turn::Wait);
    assert_eq!(after(&mut phone, &mut office, &[failed("e1")], &photo), Turn::Wait, "the other needs it");
    assert_eq!(after(&mut phone, &mut office, &[failed("e2")], &photo), Turn::LetGo);
}

#[test]
fn a_photo_that_the_row_names_no_more_goes_and_not_while_an_act_waits() {
    let (mut office, photo) = (Office::new(), "a".repeat(43));
    let mut phone = Phone::new(&office);
    phone.sync(&mut office);
    assert_eq!(after(&mut phone, &mut office, &[record("e1", EntryKind::Visit, &photo)], &photo), Turn::Wait);
    let returns = ReviewEntry { entry: id("e1"), passed: false, reason: "写清楚".into() };
    let act = Command::ReviewEntry(returns);
    let ops = vec![Op { op_id: id("op8"), n: 1, authored_at_ms: MONDAY_9_MS, offset_ms: 0, act }];
    let (epoch, client_id, person) = (id("e1"), id("desk"), id("secretary"));
    office.push("secretary", PushRequest { epoch, client_id, person, build: BUILD, ops });
    phone.sync(&mut office);
    let correct = Command::CorrectEntry(CorrectEntry { entry: id("e1"), content: content(&[]) });
    phone.act(id("op9"), correct, MONDAY_9_MS).unwrap();
    let mark = Mark { book: id(BOOK), id: id(&photo), at: "e1".into(), since: Some((u64::MAX, MONDAY_9_MS)) };
    assert_eq!(mark.turn(&phone.book), Turn::Wait, "the server has not said so");
    phone.sync(&mut office);
    assert_eq!(mark.turn(&phone.book), Turn::LetGo);
}
