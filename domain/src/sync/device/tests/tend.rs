//! What a device keeps, on a disk in memory: folding, the lease, an entry done anew, a database thrown away.

use super::{
    super::{ActError, Batch, Desk, Disk, Find, Keep, StorageError, Store, Taken, Who},
    Memory, now,
};
use crate::{
    Audience, Day, Kind, Refusal, Row,
    calendar::HOUR_MS,
    command::Command,
    indicator::{Cell, Indicator},
    record::{Columns, Field, Key, Record},
    stewards::{FindHazard, Grade, Hazard, HazardCategory},
    sync::{Answer, Answered, Book, EntryState, Gone, Page, Part, Pause, PushAnswer},
    testing::{BOOK, MONDAY_9_MS, Yard, id},
    tree::Tree,
};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::LazyLock};

mod evicted;
mod purge;
mod undo;

/// A disk under which another tab moves the head of the book just before each commit.
struct Raced(Memory);

impl Disk for Raced {
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError> {
        self.0.read(finds).await
    }

    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError> {
        for ((_, key), text) in self.0.0.borrow_mut().iter_mut() {
            if key.starts_with("head/") {
                text.push(' ');
            }
        }
        self.0.commit(batch).await
    }

    fn text(tree: &Tree) -> String {
        Memory::text(tree)
    }

    fn tree(text: &str) -> Option<Tree> {
        Memory::tree(text)
    }
}

fn segments(memory: &Memory) -> Vec<String> {
    memory.0.borrow().iter().filter(|((store, _), _)| *store == Store::Segment).map(|(_, text)| text.clone()).collect()
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
        cells: crate::indicator::Cells::default(),
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
        photos: Vec::new(),
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
            _ if staff => page.cells.0.push(Cell {
                indicator: Indicator::HazardsFound,
                place: id("b5"),
                day: Day(i32::from(*n)),
                value: i64::try_from(cursor).unwrap(),
            }),
            _ => {}
        }
        page.parts.push(part);
    }
    if !staff {
        page.dropped = vec![Audience::Staff];
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

/// What a desk that is opened now shows.
fn opened(memory: &Memory) -> (BTreeMap<Key, Row>, Vec<Audience>, i64, u64) {
    let opened = desk(memory);
    while now(opened.fill(&id(BOOK))).unwrap() {}
    shown(&opened)
}

fn shown(desk: &Desk<Memory>) -> (BTreeMap<Key, Row>, Vec<Audience>, i64, u64) {
    digest(&desk.books()[&id(BOOK)])
}

/// A copy in many small segments, and the desk that wrote it.
fn scattered(pages: &[Vec<Told>], without_staff_from: usize) -> (Memory, Desk<Memory>) {
    let memory = Memory::default();
    let writer = desk(&memory);
    for (at, all) in pages.iter().enumerate() {
        take(&writer, &told(at as u64 + 1, all, at < without_staff_from));
    }
    (memory, writer)
}

fn compacted<D: Disk>(desk: &Desk<D>) -> bool {
    now(desk.compact(&id(BOOK))).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn folded_segments_read_back_identically(
        pages in prop::collection::vec(prop::collection::vec((0..6_u8, 0..6_u8, 0..4_u8), 1..4), 16..40),
        without_staff_from in 0..60_usize,
    ) {
        let (memory, writer) = scattered(&pages, without_staff_from);
        let follower = desk(&memory);
        while now(follower.fill(&id(BOOK))).unwrap() {}
        let (before, written) = (opened(&memory), segments(&memory).len());
        prop_assert_eq!(&shown(&writer), &before);
        prop_assert!(compacted(&writer));
        prop_assert_eq!(&opened(&memory), &before);
        prop_assert!(segments(&memory).len() < written);
        // More pages over what was folded, in another tab too; and folded once more.
        for (at, all) in pages.iter().enumerate() {
            take(&writer, &told((pages.len() + at) as u64 + 1, all, without_staff_from > 50));
            if at % 5 == 0 {
                now(follower.reload(&id(BOOK))).unwrap();
                while now(follower.fill(&id(BOOK))).unwrap() {}
                prop_assert_eq!(shown(&follower), shown(&writer));
            }
        }
        let before = opened(&memory);
        prop_assert!(compacted(&writer));
        prop_assert_eq!(&opened(&memory), &before);
        prop_assert_eq!(&shown(&writer), &before);
    }
}

fn many() -> Vec<Vec<Told>> {
    (0..20).map(|n| vec![(0, n, n), (4, n % 6, 0)]).collect()
}

#[test]
fn a_compaction_that_races_with_a_page_writes_nothing() {
    let (memory, writer) = scattered(&many(), usize::MAX);
    let before = segments(&memory);
    assert_eq!(now(Keep::new(Raced(memory.clone())).compact(&id(BOOK))), Ok(None));
    assert_eq!(segments(&memory), before);
    assert!(compacted(&writer), "and the next one does its work");
    assert_eq!(segments(&memory).len(), 1);
    assert!(!compacted(&writer), "once is enough");
}

#[test]
fn a_page_that_comes_while_segments_are_folded_is_written_behind_them() {
    let (memory, writer) = scattered(&many(), usize::MAX);
    let asked = writer.asked(&id(BOOK)).unwrap();
    assert!(compacted(&desk(&memory)));
    let page = told(21, &[(0, 30, 0)], true);
    let text = serde_json::to_string(&page).unwrap();
    assert_eq!(now(writer.take(&id(BOOK), &asked, page, &text)), Ok(Taken::Shown(true)));
    assert_eq!(shown(&writer), opened(&memory));
}

/// A copy that is not read back in one look, and the desk that wrote it.
fn wide() -> (Memory, Desk<Memory>) {
    let memory = Memory::default();
    let writer = desk(&memory);
    let mut rows = Part::default();
    for n in 0..200 {
        rows.columns.push(hazard(n, 1, &Audience::Public));
    }
    for cursor in 1..=20 {
        let mut page = page(cursor, &ALL);
        let moved = |row: Row| match row {
            Row::Hazard(hazard) => Hazard { id: id(&format!("{}x{cursor}", hazard.id)), ..hazard }.into(),
            row => row,
        };
        let mut columns = Columns::default();
        rows.columns.clone().into_rows().into_iter().for_each(|row| columns.push(moved(row)));
        page.parts.push(Part { columns, ..Part::default() });
        take(&writer, &page);
    }
    (memory, writer)
}

#[test]
fn what_is_still_being_read_while_another_tab_folds_is_read_anew() {
    let (memory, writer) = wide();
    let reader = desk(&memory);
    assert!(reader.is_reading(&id(BOOK)));
    now(reader.fill(&id(BOOK))).unwrap();
    assert!(compacted(&writer) || segments(&memory).len() == 20);
    take(&writer, &told(21, &[(3, 7, 0)], true));
    now(reader.reload(&id(BOOK))).unwrap();
    while now(reader.fill(&id(BOOK))).unwrap() {}
    assert_eq!(shown(&reader).0.len(), shown(&writer).0.len());
}

#[test]
fn what_a_later_server_told_stays_in_the_folded_segments() {
    let (memory, writer) = scattered(&many(), usize::MAX);
    let later = |text: &str| text.replacen(r#""columns":{"#, r#""columns":{"later":{"id":["x"],"what":[7]},"#, 1);
    for ((store, _), text) in memory.0.borrow_mut().iter_mut() {
        if *store == Store::Segment {
            *text = later(text);
        }
    }
    let before = opened(&memory);
    assert!(compacted(&writer));
    assert_eq!(opened(&memory), before);
    let texts = memory.0.borrow();
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
    let asked = now(steward.push_request(&id(BOOK), &Pause::default)).unwrap().unwrap();
    let answers = vec![Answered { n: 1, answer: Answer::Applied { seq: 2 } }];
    let answer = PushAnswer { epoch: id("e1"), answers, now_ms: 0 };
    assert_eq!(now(steward.heard(&id(BOOK), &asked, &answer)), Ok(true));
    assert!(sees(&steward, "h1"));
}

/// A desk with one entry that the server has refused.
fn refused(memory: &Memory) -> Desk<Memory> {
    let steward = desk(memory);
    now(steward.act(&id(BOOK), (id("o1"), find(1)), (MONDAY_9_MS, 0), &[])).unwrap();
    let asked = now(steward.push_request(&id(BOOK), &Pause::default)).unwrap().unwrap();
    let refused = Answer::Refused { code: Refusal::TooOld, words: String::new() };
    let answer = PushAnswer { epoch: id("e1"), answers: vec![Answered { n: 1, answer: refused }], now_ms: 0 };
    now(steward.heard(&id(BOOK), &asked, &answer)).unwrap();
    steward
}

#[test]
fn an_entry_done_anew_takes_the_place_of_the_refused_one_at_once() {
    let memory = Memory::default();
    let steward = refused(&memory);
    let acted = now(steward.act_instead(&id(BOOK), Some(1), (id("o2"), find(2)), (MONDAY_9_MS, 0), &[])).unwrap();
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
    let done = now(steward.act_instead(&id(BOOK), Some(1), (id("o2"), later), (MONDAY_9_MS, 0), &[]));
    assert_eq!(done, Err(ActError::Refused(Refusal::InFuture)));
    assert_eq!(steward.books()[&id(BOOK)].attention().len(), 1);
}
