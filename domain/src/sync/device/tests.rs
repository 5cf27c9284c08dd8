//! What a device keeps, on a disk in memory: folding, the lease, an entry done anew, a database thrown away.

use super::{ActError, Batch, Desk, Disk, Find, Keep, StorageError, Store, Taken, Who, Write};
use crate::{
    Audience, Day, Kind, Refusal, Row,
    calendar::HOUR_MS,
    command::Command,
    indicator::{Cell, Indicator},
    record::{Columns, Field, Key, Record},
    stewards::{FindHazard, Grade, Hazard, HazardCategory},
    sync::{Answer, Answered, Asked, Book, Counter, EntryState, Gone, Page, Part, PushAnswer, Turn},
    testing::{BOOK, MONDAY_9_MS, Yard, id},
    tree::Tree,
};
use proptest::prelude::*;
use std::{
    cell::{Cell as Slot, RefCell},
    collections::BTreeMap,
    pin::pin,
    rc::Rc,
    sync::LazyLock,
    task::{Context, Poll, Waker},
};

/// A disk in memory; clones share it, as two tabs do.
#[derive(Clone, Default)]
struct Memory {
    texts: Rc<RefCell<BTreeMap<(Store, String), String>>>,
    /// Between the next read and what follows from it, another tab moves the head of the book.
    raced: Rc<Slot<bool>>,
}

impl Memory {
    fn count(&self, store: Store) -> usize {
        self.texts.borrow().keys().filter(|(there, _)| *there == store).count()
    }
}

impl Disk for Memory {
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError> {
        let texts = self.texts.borrow();
        let look = |find: &Find| match find {
            Find::At(store, key) => texts.get(&(*store, key.clone())).into_iter().cloned().collect(),
            Find::Under(store, prefix) => {
                let inside = |(there, key): &(Store, String)| there == store && key.starts_with(prefix.as_str());
                texts.iter().filter(|(at, _)| inside(at)).map(|(_, text)| text.clone()).collect()
            }
        };
        Ok(finds.iter().map(look).collect())
    }

    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError> {
        let mut texts = self.texts.borrow_mut();
        if self.raced.take() {
            for ((_, key), text) in texts.iter_mut().filter(|((store, _), _)| *store == Store::Meta) {
                if key.starts_with("head/") {
                    text.push(' ');
                }
            }
        }
        if !batch.expect.iter().all(|(store, key, value)| texts.get(&(*store, key.clone())) == value.as_ref()) {
            return Ok(false);
        }
        for write in batch.writes.clone() {
            match write {
                Write::Put(store, key, value) => drop(texts.insert((store, key), value)),
                Write::Delete(store, key) => drop(texts.remove(&(store, key))),
                Write::DeleteUnder(store, prefix) => {
                    texts.retain(|(there, key), _| *there != store || !key.starts_with(&prefix));
                }
            }
        }
        Ok(true)
    }

    fn text(tree: &Tree) -> String {
        serde_json::to_string(tree).unwrap()
    }

    fn tree(text: &str) -> Option<Tree> {
        serde_json::from_str(text).ok()
    }
}

/// Nothing here waits for anything.
fn now<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("a disk in memory answers at once"),
    }
}

fn scope(text: &str) -> Audience {
    Audience::parse(text).unwrap()
}

fn page(cursor: u64, scopes: &[&str]) -> Page {
    Page {
        epoch: id("e1"),
        head: cursor,
        cursor,
        chain: cursor.to_string(),
        more: false,
        restart: cursor == 1,
        scopes: scopes.iter().map(|text| scope(text)).collect(),
        parts: Vec::new(),
        cells: Vec::new(),
        last_n: 0,
        now_ms: 0,
        backed_up: 0,
        dropped: Vec::new(),
    }
}

const ALL: [&str; 4] = ["public", "staff", "place:b5", "person:steward"];

/// A hazard as one scope sees it: what stands in its note tells pages apart.
fn hazard(n: u8, word: u64, audience: &Audience) -> Row {
    static FOUND: LazyLock<Hazard> = LazyLock::new(|| {
        let mut yard = Yard::new();
        yard.act("steward", find(0)).unwrap();
        yard.rows.values().find_map(Hazard::of).unwrap().clone()
    });
    let note = if *audience == Audience::Public { Field::Hidden } else { Field::Known(word.to_string()) };
    Hazard { id: id(&format!("h{n}")), note, ..FOUND.clone() }.into()
}

fn find(n: u8) -> Command {
    Command::FindHazard(FindHazard {
        id: id(&format!("h{n}")),
        place: id("b5"),
        spot: "3".into(),
        category: HazardCategory::Fire,
        grade: Grade::Today,
        note: "灭火器不见了".into(),
        found_at_ms: MONDAY_9_MS - HOUR_MS,
    })
}

/// What a page tells: a row in a scope, its tombstone, a cell, or that an office is gone.
type Told = (u8, u8, u8);

fn told(cursor: u64, all: &[Told], staff: bool) -> Page {
    let scopes: Vec<&str> = ALL.into_iter().filter(|scope| staff || *scope != "staff").collect();
    let mut page = page(cursor, &scopes);
    for (what, n, at) in all {
        let at = usize::from(*at) % scopes.len();
        let mut part = Part { scope: at, ..Part::default() };
        match what {
            0..=2 => part.columns.push(hazard(*n, cursor, &page.scopes[at])),
            3 => part.gone.push(Gone { kind: Kind::Hazard, id: id(&format!("h{n}")) }),
            _ if staff => page.cells.push(Cell {
                indicator: Indicator::HazardsFound,
                place: id("b5"),
                day: Day(i32::from(*n)),
                value: i64::try_from(cursor).unwrap(),
            }),
            _ => {}
        }
        page.parts.push(part);
    }
    page
}

/// All that can be told of a book.
fn digest(book: &Book) -> (BTreeMap<Key, Row>, Vec<Audience>, i64, u64) {
    let rows = book.rows().map(|row| (row.key(), row.clone())).collect();
    let sums =
        (0..6).map(|day| (i64::from(day) + 1) * book.sum(Indicator::HazardsFound, &id("b5"), Day(day), Day(day)));
    (rows, book.scopes.clone(), sums.sum(), book.cursor)
}

fn read_back(keep: &Keep<Memory>) -> Book {
    now(keep.book(&id(BOOK), &id("c"), &Yard::new().actor("steward"))).unwrap()
}

fn put(keep: &Keep<Memory>, page: &Page) {
    let asked = read_back(keep).pull_request();
    let before = Counter::first(id("c"));
    let text = serde_json::to_string(page).unwrap();
    assert_eq!(now(keep.page(&id(BOOK), &asked, (page, &text), (&before, &Turn::default()))), Ok(true));
}

/// A copy in many small segments.
fn scattered(pages: &[Vec<Told>], without_staff_from: usize) -> (Memory, Keep<Memory>) {
    let memory = Memory::default();
    let keep = Keep::new(memory.clone());
    for (at, all) in pages.iter().enumerate() {
        put(&keep, &told(at as u64 + 1, all, at < without_staff_from));
    }
    (memory, keep)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn folded_segments_read_back_identically(
        pages in prop::collection::vec(prop::collection::vec((0..6_u8, 0..6_u8, 0..4_u8), 1..4), 16..40),
        without_staff_from in 0..60_usize,
    ) {
        let (memory, keep) = scattered(&pages, without_staff_from);
        let (before, segments) = (digest(&read_back(&keep)), memory.count(Store::Segment));
        prop_assert_eq!(now(keep.compact(&id(BOOK))), Ok(true));
        prop_assert_eq!(digest(&read_back(&keep)), before.clone());
        prop_assert!(memory.count(Store::Segment) < segments);
        // More pages, and folded once more over what was folded.
        for (at, all) in pages.iter().enumerate() {
            put(&keep, &told((pages.len() + at) as u64 + 1, all, without_staff_from > 50));
        }
        let before = digest(&read_back(&keep));
        prop_assert_eq!(now(keep.compact(&id(BOOK))), Ok(true));
        prop_assert_eq!(digest(&read_back(&keep)), before);
    }
}

fn many() -> Vec<Vec<Told>> {
    (0..20).map(|n| vec![(0, n, n), (4, n % 6, 0)]).collect()
}

#[test]
fn a_compaction_that_races_with_a_page_writes_nothing() {
    let (memory, keep) = scattered(&many(), usize::MAX);
    memory.raced.set(true);
    let before: Vec<String> =
        memory.texts.borrow().iter().filter(|((s, _), _)| *s == Store::Segment).map(|(_, t)| t.clone()).collect();
    assert_eq!(now(keep.compact(&id(BOOK))), Ok(false));
    let after: Vec<String> =
        memory.texts.borrow().iter().filter(|((s, _), _)| *s == Store::Segment).map(|(_, t)| t.clone()).collect();
    assert_eq!(before, after);
    assert_eq!(now(keep.compact(&id(BOOK))), Ok(true), "and the next one does its work");
    assert_eq!(memory.count(Store::Segment), 1);
    assert_eq!(now(keep.compact(&id(BOOK))), Ok(false), "once is enough");
}

#[test]
fn a_page_that_comes_while_segments_are_folded_is_asked_for_again() {
    let (memory, keep) = scattered(&many(), usize::MAX);
    let other = Keep::new(memory);
    let asked: Asked = read_back(&keep).pull_request();
    assert_eq!(now(other.compact(&id(BOOK))), Ok(true));
    let page = told(21, &[(0, 30, 0)], true);
    let text = serde_json::to_string(&page).unwrap();
    let before = Counter::first(id("c"));
    assert_eq!(now(keep.page(&id(BOOK), &asked, (&page, &text), (&before, &Turn::default()))), Ok(true));
    assert_eq!(read_back(&keep).cursor, 21, "the segments changed, what they say did not");
}

#[test]
fn what_a_later_server_told_stays_in_the_folded_segments() {
    let (memory, keep) = scattered(&many(), usize::MAX);
    let later = |text: &str| text.replacen(r#""columns":{"#, r#""columns":{"later":{"id":["x"],"what":[7]},"#, 1);
    for ((store, _), text) in memory.texts.borrow_mut().iter_mut() {
        if *store == Store::Segment {
            *text = later(text);
        }
    }
    let before = digest(&read_back(&keep));
    assert_eq!(now(keep.compact(&id(BOOK))), Ok(true));
    assert_eq!(digest(&read_back(&keep)), before);
    let texts = memory.texts.borrow();
    assert!(texts.values().any(|text| text.contains(r#""later":{"id":["x"]"#)));
}

fn desk(memory: &Memory) -> Desk<Memory> {
    let grants = Yard::new().actor("steward").grants;
    let who = Who { person: id("steward"), grants, books: vec![id(BOOK)] };
    now(Desk::open(Keep::new(memory.clone()), who, || id("c"))).unwrap()
}

fn take(desk: &Desk<Memory>, page: &Page) -> Taken {
    let text = serde_json::to_string(page).unwrap();
    loop {
        let asked = desk.asked(&id(BOOK)).unwrap();
        match now(desk.take(&id(BOOK), &asked, page.clone(), &text)).unwrap() {
            Taken::Late => {}
            taken => return taken,
        }
    }
}

fn sees(desk: &Desk<Memory>, hazard: &str) -> bool {
    desk.books()[&id(BOOK)].row(&Key::of::<Hazard>(&id(hazard))).is_some()
}

fn with_rows(rows: &[(u8, usize)]) -> Page {
    let mut page = page(1, &ALL);
    let yard = Yard::new();
    let mut columns = Columns::default();
    yard.rows.values().filter(|row| row.kind() == Kind::Place).for_each(|row| columns.push(row.clone()));
    page.parts.push(Part { scope: 0, columns, gone: Vec::new() });
    for (n, at) in rows {
        let mut columns = Columns::default();
        columns.push(hazard(*n, 1, &page.scopes[*at]));
        page.parts.push(Part { scope: *at, columns, gone: Vec::new() });
    }
    page
}

#[test]
fn the_lease_locks_what_an_office_holds_until_the_next_contact_and_recording_goes_on() {
    let memory = Memory::default();
    let steward = desk(&memory);
    take(&steward, &with_rows(&[(1, 2), (2, 3), (3, 0), (3, 1)]));
    steward.lock();
    assert!(!sees(&steward, "h1"), "held through the building alone");
    assert!(sees(&steward, "h2") && sees(&steward, "h3"), "the person's own, and what anyone may see");
    let clock = (MONDAY_9_MS, 0);
    now(steward.act(&id(BOOK), (id("o1"), find(9)), clock, &[])).unwrap();
    assert!(sees(&steward, "h9"));
    now(steward.reload(&id(BOOK))).unwrap();
    assert!(!sees(&steward, "h1") && sees(&steward, "h9"), "nor does reading it back open it");
    assert!(sees(&desk(&memory), "h1"), "it stands on the disk");
    let mut answer = page(2, &ALL);
    answer.restart = false;
    take(&steward, &answer);
    assert!(!steward.is_locked() && sees(&steward, "h1") && sees(&steward, "h9"));
}

#[test]
fn an_answer_to_a_push_is_a_contact() {
    let memory = Memory::default();
    let steward = desk(&memory);
    take(&steward, &with_rows(&[(1, 2)]));
    now(steward.act(&id(BOOK), (id("o1"), find(9)), (MONDAY_9_MS, 0), &[])).unwrap();
    steward.lock();
    let asked = steward.push_request(&id(BOOK)).unwrap();
    let answers = vec![Answered { n: 1, answer: Answer::Applied { seq: 2 } }];
    let answer = PushAnswer { epoch: id("e1"), answers, now_ms: 0 };
    assert_eq!(now(steward.heard(&id(BOOK), &asked, &answer)), Ok(true));
    assert!(sees(&steward, "h1"));
}

/// A desk with one entry that the server has refused.
fn refused(memory: &Memory) -> Desk<Memory> {
    let steward = desk(memory);
    now(steward.act(&id(BOOK), (id("o1"), find(1)), (MONDAY_9_MS, 0), &[])).unwrap();
    let asked = steward.push_request(&id(BOOK)).unwrap();
    let refused = Answer::Refused { code: Refusal::TooOld, words: String::new() };
    let answer = PushAnswer { epoch: id("e1"), answers: vec![Answered { n: 1, answer: refused }], now_ms: 0 };
    now(steward.heard(&id(BOOK), &asked, &answer)).unwrap();
    steward
}

#[test]
fn an_entry_done_anew_takes_the_place_of_the_refused_one_at_once() {
    let memory = Memory::default();
    let steward = refused(&memory);
    let acted = now(steward.act_instead(&id(BOOK), 1, (id("o2"), find(2)), (MONDAY_9_MS, 0))).unwrap();
    for desk in [&steward, &desk(&memory)] {
        let books = desk.books();
        let entries = books[&id(BOOK)].entries();
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].serial, &entries[0].state), (acted.serial, &EntryState::Waiting));
    }
}

#[test]
fn where_the_new_act_is_refused_here_already_the_old_entry_stays() {
    let memory = Memory::default();
    let steward = refused(&memory);
    take(&steward, &with_rows(&[]));
    let Command::FindHazard(later) = find(2) else { unreachable!() };
    let later = Command::FindHazard(FindHazard { found_at_ms: MONDAY_9_MS + HOUR_MS, ..later });
    let done = now(steward.act_instead(&id(BOOK), 1, (id("o2"), later), (MONDAY_9_MS, 0)));
    assert_eq!(done, Err(ActError::Refused(Refusal::InFuture)));
    assert_eq!(steward.books()[&id(BOOK)].attention().len(), 1);
}

#[test]
fn what_was_not_sent_is_written_down_again_where_the_database_is_thrown_away() {
    let memory = Memory::default();
    let steward = refused(&memory);
    now(steward.act(&id(BOOK), (id("o2"), find(2)), (MONDAY_9_MS, 0), &[])).unwrap();
    memory.texts.borrow_mut().clear();
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
    memory.texts.borrow_mut().clear();
    now(steward.act(&id(BOOK), (id("o2"), find(2)), (MONDAY_9_MS, 0), &[])).unwrap();
    let again = desk(&memory);
    assert_eq!(again.books()[&id(BOOK)].entries().len(), 2);
}
