//! Taking back what was just done (QUALITY, "mistakes"; ADR 36).

use super::{Desk, Memory, Pause, desk, find, now, sees, take, with_rows};
use crate::{
    Id, Millis,
    command::Command,
    privacy::{LookAtPerson, LookReason, PersonField},
    stewards::{FindHazard, Grade},
    sync::{
        EntryState,
        device::{photo, photo::Turn},
    },
    testing::{BOOK, MONDAY_9_MS, id},
};

/// Undoing is offered for ten seconds.
fn after(ms: Millis) -> Pause {
    Pause { offered_ms: 10_000, released_ms: 0, now_ms: MONDAY_9_MS + ms }
}

fn act_at(desk: &Desk<Memory>, op: &str, command: Command, at_ms: Millis) -> u64 {
    now(desk.act(&id(BOOK), (id(op), command), (at_ms, 0), &[])).unwrap().serial
}

fn act(desk: &Desk<Memory>, op: &str, command: Command) -> u64 {
    act_at(desk, op, command, MONDAY_9_MS)
}

fn undo(desk: &Desk<Memory>, serial: u64, pause: Pause) -> bool {
    now(desk.undo(&id(BOOK), serial, &|| pause)).unwrap()
}

/// The operations that would be sent, with their numbers.
fn sent(desk: &Desk<Memory>, pause: Pause) -> Vec<(Id, u64)> {
    let request = now(desk.push_request(&id(BOOK), &|| pause)).unwrap();
    request.into_iter().flat_map(|request| request.ops).map(|op| (op.op_id, op.n)).collect()
}

/// A steward's desk with a copy of the book.
fn steward(memory: &Memory) -> Desk<Memory> {
    let steward = desk(memory);
    take(&steward, &with_rows(&[]));
    steward
}

#[test]
fn what_was_just_recorded_is_taken_back_before_anybody_has_got_it() {
    let memory = Memory::default();
    let steward = steward(&memory);
    act(&steward, "o1", find(1));
    let slip = act_at(&steward, "o2", find(2), MONDAY_9_MS + 5_000);
    assert_eq!(sent(&steward, after(5_000)), [(id("o1"), 1)], "the one before does not wait");
    assert!(sees(&steward, "h2"));
    assert!(undo(&steward, slip, after(10_000)));
    assert_eq!(sent(&steward, after(10_000)), [(id("o1"), 1)], "and does not wait again");
    assert!(!undo(&steward, 1, after(10_000)));
    for desk in [&steward, &desk(&memory)] {
        assert!(sees(desk, "h1") && !sees(desk, "h2"));
        assert_eq!(sent(desk, after(60_000)), [(id("o1"), 1)]);
    }
    let next = act_at(&steward, "o3", find(3), MONDAY_9_MS + 20_000);
    assert_eq!(sent(&steward, after(60_000)), [(id("o1"), 1), (id("o3"), 2)], "no number is left out");
    assert!(next > slip, "a place in the outbox never means two things");
}

#[test]
fn the_time_to_take_it_back_ends_before_it_is_sent() {
    let memory = Memory::default();
    let steward = steward(&memory);
    let serial = act(&steward, "o1", find(1));
    assert_eq!(steward.held_ms(after(0)), Some(12_000));
    assert_eq!(sent(&steward, after(11_999)), []);
    assert!(!undo(&steward, serial, after(11_000)));
    assert_eq!(sent(&steward, after(12_000)), [(id("o1"), 1)]);
    assert_eq!(steward.held_ms(after(12_000)), None);
    assert!(undo(&steward, serial, after(10_999)));
    assert!(!undo(&steward, serial, after(10_999)), "once");
}

#[test]
fn nothing_waits_where_nobody_wants_to_undo_or_the_page_is_left_or_the_clock_was_set_back() {
    let memory = Memory::default();
    let steward = steward(&memory);
    let serial = act(&steward, "o1", find(1));
    let at_once = Pause { offered_ms: 0, ..after(1_000) };
    let left = Pause { released_ms: MONDAY_9_MS, ..after(1_000) };
    for pause in [at_once, left, after(-1)] {
        assert_eq!(sent(&steward, pause), [(id("o1"), 1)], "{pause:?}");
        assert_eq!(steward.held_ms(pause), None);
        assert!(!undo(&steward, serial, pause), "{pause:?}");
    }
}

#[test]
fn looks_and_immediate_danger_wait_for_nothing() {
    let (person, fields, reason) = (id("resident"), vec![PersonField::Phone], LookReason::Urgent);
    let look = LookAtPerson { id: id("l1"), person, fields, reason, note: String::new() };
    assert!(!Command::LookAtPerson(look).can_be_undone());
    let Command::FindHazard(today) = find(1) else { unreachable!() };
    assert!(Command::FindHazard(today.clone()).can_be_undone());
    let danger = Command::FindHazard(FindHazard { grade: Grade::Immediate, ..today });
    let memory = Memory::default();
    let steward = steward(&memory);
    let serial = act(&steward, "o1", danger);
    assert_eq!(sent(&steward, after(0)), [(id("o1"), 1)]);
    assert!(!undo(&steward, serial, after(0)));
}

#[test]
fn what_one_tab_takes_back_no_other_sends_though_it_was_not_told() {
    let memory = Memory::default();
    let steward = steward(&memory);
    let serial = act(&steward, "o1", find(1));
    let other = desk(&memory);
    assert!(undo(&steward, serial, after(3_000)));
    assert!(sees(&other, "h1"), "it has not heard yet");
    assert_eq!(sent(&other, after(60_000)), []);
    assert!(!sees(&other, "h1"));
}

#[test]
fn where_another_tab_has_gone_on_it_is_too_late_and_nothing_is_lost() {
    let memory = Memory::default();
    let steward = steward(&memory);
    let serial = act(&steward, "o1", find(1));
    act_at(&desk(&memory), "o2", find(2), MONDAY_9_MS + 1_000);
    assert!(!undo(&steward, serial, after(2_000)));
    assert!(sees(&steward, "h1") && sees(&steward, "h2"));
    assert_eq!(sent(&steward, after(60_000)), [(id("o1"), 1), (id("o2"), 2)]);
}

#[test]
fn an_act_after_another_tab_has_taken_one_back_leaves_no_number_out() {
    let memory = Memory::default();
    let steward = steward(&memory);
    let serial = act(&steward, "o1", find(1));
    let other = desk(&memory);
    assert!(undo(&other, serial, after(1_000)));
    act_at(&steward, "o2", find(2), MONDAY_9_MS + 2_000);
    assert!(!sees(&steward, "h1") && sees(&steward, "h2"));
    assert_eq!(sent(&steward, after(60_000)), [(id("o2"), 1)]);
}

#[test]
fn photos_of_what_was_taken_back_go_with_it() {
    let memory = Memory::default();
    let steward = steward(&memory);
    let Command::FindHazard(with) = find(1) else { unreachable!() };
    let hash = "a".repeat(43);
    let with = Command::FindHazard(FindHazard { photos: vec![id(&hash)], ..with });
    let beside = photo::keeping(&id(BOOK), vec![(id(&hash), "AAAA".into())]);
    let acted = now(steward.act(&id(BOOK), (id("o1"), with), (MONDAY_9_MS, 0), &beside)).unwrap();
    assert!(undo(&steward, acted.serial, after(1_000)));
    let marks = now(photo::marks(&memory)).unwrap();
    let turns: Vec<Turn> = marks.iter().map(|mark| mark.turn(&steward.books()[&id(BOOK)])).collect();
    assert_eq!(turns, [Turn::LetGo]);
}

#[test]
fn what_the_server_has_answered_is_not_taken_back() {
    let memory = Memory::default();
    let steward = super::refused(&memory);
    assert!(!undo(&steward, 1, after(1_000)));
    assert!(matches!(steward.books()[&id(BOOK)].entries()[0].state, EntryState::Refused { .. }));
}
