//! A browser that throws its databases away under the open app.

use super::{Memory, Pause, desk, find, now, opened, refused, sees, shown, take, wide, with_rows};
use crate::{
    sync::device::Desk,
    testing::{BOOK, MONDAY_9_MS, id},
};

#[test]
fn what_was_not_sent_is_written_down_again_where_the_database_is_thrown_away() {
    let memory = Memory::default();
    let steward = refused(&memory);
    now(steward.act(&id(BOOK), (id("o2"), find(2)), (MONDAY_9_MS, 0), &[])).unwrap();
    memory.0.borrow_mut().clear();
    now(steward.reload(&id(BOOK))).unwrap();
    let again = desk(&memory);
    let books = again.books();
    assert_eq!((books[&id(BOOK)].waiting(), books[&id(BOOK)].attention().len()), (1, 1));
    assert_eq!(books[&id(BOOK)].counter().n, 3, "no number is given twice");
}

#[test]
fn an_entry_recorded_after_the_database_was_thrown_away_does_not_lose_those_before() {
    let memory = Memory::default();
    let steward = refused(&memory);
    memory.0.borrow_mut().clear();
    now(steward.act(&id(BOOK), (id("o2"), find(2)), (MONDAY_9_MS, 0), &[])).unwrap();
    let again = desk(&memory);
    assert_eq!(again.books()[&id(BOOK)].entries().len(), 2);
}

fn waiting(desk: &Desk<Memory>) -> usize {
    desk.books()[&id(BOOK)].waiting()
}

#[test]
fn what_was_in_sight_stays_in_sight_until_it_has_been_fetched_again() {
    let memory = Memory::default();
    let steward = desk(&memory);
    take(&steward, &with_rows(&[(1, 0), (2, 0)]));
    now(steward.act(&id(BOOK), (id("o3"), find(3)), (MONDAY_9_MS, 0), &[])).unwrap();
    memory.0.borrow_mut().clear();

    // The network comes for a moment only: it is tried, and nothing arrives.
    now(steward.push_request(&id(BOOK), &Pause::default)).unwrap().unwrap();
    assert!(["h1", "h2", "h3"].into_iter().all(|hazard| sees(&steward, hazard)));
    now(steward.act(&id(BOOK), (id("o4"), find(4)), (MONDAY_9_MS, 0), &[])).unwrap();
    assert_eq!(waiting(&steward), 2);

    let asked = steward.asked(&id(BOOK)).unwrap();
    assert!(asked.request.epoch.is_none() && asked.request.cursor == 0, "all of it is asked for");
    take(&steward, &with_rows(&[(2, 0)]));
    assert!(!sees(&steward, "h1"), "what has gone from the server meanwhile goes here too");
    assert!(["h2", "h3", "h4"].into_iter().all(|hazard| sees(&steward, hazard)));
    assert_eq!(shown(&steward), opened(&memory), "and the copy on the disk is the one in sight");
}

#[test]
fn a_copy_that_was_still_being_read_back_stays_as_far_as_it_was_read() {
    let (memory, _) = wide();
    let reader = desk(&memory);
    let read = shown(&reader).0.len();
    memory.0.borrow_mut().clear();
    assert_eq!(now(reader.fill(&id(BOOK))), Ok(false), "there is no more to be read");
    assert!(!reader.is_reading(&id(BOOK)) && !reader.books()[&id(BOOK)].is_copied());
    assert_eq!(shown(&reader).0.len(), read);
}

#[test]
fn what_another_tab_records_after_that_is_added_to_what_is_in_sight() {
    let memory = Memory::default();
    let steward = desk(&memory);
    take(&steward, &with_rows(&[(1, 0)]));
    memory.0.borrow_mut().clear();
    now(steward.reload(&id(BOOK))).unwrap();
    let other = desk(&memory);
    now(other.act(&id(BOOK), (id("o2"), find(2)), (MONDAY_9_MS, 0), &[])).unwrap();
    now(steward.reload(&id(BOOK))).unwrap();
    assert!(sees(&steward, "h1") && sees(&steward, "h2"));
}
