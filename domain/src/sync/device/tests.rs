//! A copy that is read back newest first, or followed from another tab, is the copy that was written page by page (S6, S7).

mod tend;

use super::{Batch, Desk, Disk, Find, Keep, StorageError, Store, Taken, Who, Write};
use crate::{
    Audience, Id, Key, Row,
    indicator::{Cell, Cells, Indicator},
    sync::{Asked, Book, Gone, Page, Part},
    testing::{BOOK, Yard, id},
    tree::Tree,
};
use proptest::prelude::*;
use std::{
    cell::{Cell as Counted, RefCell},
    collections::BTreeMap,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

/// A disk in memory; clones are tabs over one disk.
#[derive(Clone, Debug, Default)]
struct Memory(Rc<RefCell<BTreeMap<(Store, String), String>>>);

impl Disk for Memory {
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError> {
        let texts = self.0.borrow();
        let look = |find: &Find| {
            let (store, prefix, whole) = match find {
                Find::At(store, key) => (*store, key, true),
                Find::Under(store, prefix) => (*store, prefix, false),
            };
            let fits = |key: &str| if whole { key == prefix } else { key.starts_with(prefix.as_str()) };
            texts.iter().filter(|((s, key), _)| *s == store && fits(key)).map(|(_, text)| text.clone()).collect()
        };
        Ok(finds.iter().map(look).collect())
    }

    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError> {
        let mut texts = self.0.borrow_mut();
        if !batch.expect.iter().all(|(store, key, value)| texts.get(&(*store, key.clone())) == value.as_ref()) {
            return Ok(false);
        }
        for write in &batch.writes {
            match write {
                Write::Put(store, key, value) => drop(texts.insert((*store, key.clone()), value.clone())),
                Write::Delete(store, key) => drop(texts.remove(&(*store, key.clone()))),
                Write::DeleteUnder(store, prefix) => {
                    texts.retain(|(s, key), _| s != store || !key.starts_with(prefix.as_str()));
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

/// Runs what never has to wait.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a disk in memory never waits"),
    }
}

fn desk(memory: &Memory) -> Desk<Memory> {
    let who = Who { person: id("p"), grants: Vec::new(), books: vec![id(BOOK)] };
    let count = Counted::new(0);
    let fresh = move || {
        count.set(count.get() + 1);
        id(&format!("c{}", count.get()))
    };
    now(Desk::open(Keep::new(memory.clone()), who, fresh)).unwrap()
}

/// One change: of which row, through which scope, put or gone; and whether it begins a page.
type Change = (usize, bool, bool, bool);

fn pages(changes: &[Change]) -> Vec<(Vec<Audience>, Vec<Part>, Vec<Cell>)> {
    let rows: Vec<Row> = {
        let mut rows: Vec<Row> = Yard::new().rows.into_values().collect();
        rows.sort_by_key(Row::key);
        rows
    };
    let scopes = vec![Audience::Public, Audience::Staff];
    let mut pages: Vec<(Vec<Audience>, Vec<Part>, Vec<Cell>)> = vec![(scopes.clone(), Vec::new(), Vec::new())];
    for (n, (row, staff, gone, begins)) in changes.iter().enumerate() {
        if *begins || pages.len() == 1 {
            pages.push((scopes.clone(), Vec::new(), Vec::new()));
        }
        let (_, parts, cells) = pages.last_mut().unwrap();
        let row = rows[row % rows.len()].clone();
        let key = row.key();
        let scope = usize::from(*staff);
        // A page holds a row of a scope once, as it stands.
        let twice = |part: &Part| {
            part.scope == scope
                && (part.gone.iter().any(|g| g.id == key.id) || part.columns.clone().into_rows().contains(&row))
        };
        if parts.iter().any(twice) {
            continue;
        }
        let mut part = Part { scope, ..Part::default() };
        if *gone {
            part.gone.push(Gone { kind: key.kind, id: key.id });
        } else {
            part.columns.push(row);
        }
        parts.push(part);
        let value = i64::try_from(n).unwrap();
        cells.retain(|cell| cell.day.0 != i32::from(*staff));
        cells.push(Cell {
            indicator: Indicator::HazardsFound,
            place: id("b5"),
            day: crate::Day(i32::from(*staff)),
            value,
        });
    }
    pages
}

fn take(desk: &Desk<Memory>, n: usize, (scopes, parts, cells): (Vec<Audience>, Vec<Part>, Vec<Cell>)) {
    let asked: Asked = desk.asked(&id(BOOK)).unwrap();
    let cursor = u64::try_from(n).unwrap() + 1;
    let page = Page {
        epoch: id("e1"),
        head: cursor,
        cursor,
        chain: cursor.to_string(),
        more: false,
        restart: n == 0,
        scopes,
        parts,
        cells: Cells(cells),
        last_n: 0,
        now_ms: 0,
        backed_up: 0,
        dropped: Vec::new(),
    };
    let text = serde_json::to_string(&page).unwrap();
    let taken = now(desk.take(&id(BOOK), &asked, page, &text)).unwrap();
    assert!(matches!(taken, Taken::Shown(_)), "{taken:?}");
}

type Seen = (BTreeMap<Key, Row>, Vec<i64>, u64, bool, Vec<Audience>);

fn seen(book: &Book) -> Seen {
    let cell = |day| book.sum(Indicator::HazardsFound, &id("b5"), crate::Day(day), crate::Day(day));
    let rows = book.rows().map(|row| (row.key(), row.clone())).collect();
    (rows, vec![cell(0), cell(1)], book.cursor, book.complete, book.scopes.clone())
}

fn seen_by(desk: &Desk<Memory>) -> Seen {
    seen(&desk.books()[&id(BOOK)])
}

proptest! {
    #[test]
    fn s6_read_back_newest_first_or_followed_it_is_the_same(
        changes in prop::collection::vec((0..40_usize, any::<bool>(), any::<bool>(), any::<bool>()), 0..60),
        drop_staff: bool,
    ) {
        let memory = Memory::default();
        let writer = desk(&memory);
        let follower = desk(&memory);
        let mut all = pages(&changes);
        if drop_staff {
            all.push((vec![Audience::Public], Vec::new(), Vec::new()));
        }
        for (n, page) in all.into_iter().enumerate() {
            // Scopes that go with many rows are asked about; here the server has answered already.
            let dropped = if page.0.len() == 1 { vec![Audience::Staff] } else { Vec::new() };
            if dropped.is_empty() {
                take(&writer, n, page);
            } else {
                let asked = writer.asked(&id(BOOK)).unwrap();
                let cursor = u64::try_from(n).unwrap() + 1;
                let page = Page {
                    epoch: id("e1"), head: cursor, cursor, chain: cursor.to_string(), more: false, restart: false,
                    scopes: page.0, parts: page.1, cells: Cells(page.2), last_n: 0, now_ms: 0, backed_up: 0, dropped,
                };
                let text = serde_json::to_string(&page).unwrap();
                prop_assert_eq!(now(writer.take(&id(BOOK), &asked, page, &text)), Ok(Taken::Shown(true)));
            }
            now(follower.reload(&id(BOOK))).unwrap();
            prop_assert_eq!(seen_by(&follower), seen_by(&writer));
        }
        let opened = desk(&memory);
        while now(opened.fill(&id(BOOK))).unwrap() {}
        prop_assert_eq!(seen_by(&opened), seen_by(&writer));
    }
}

#[test]
fn a_large_copy_shows_its_newest_rows_first_and_is_complete_when_all_is_read() {
    let memory = Memory::default();
    let writer = desk(&memory);
    let place = Yard::new().rows.into_values().find(|row| matches!(row, Row::Place(_))).unwrap();
    let Row::Place(place) = place else { panic!() };
    for n in 0..40 {
        let mut part = Part::default();
        for row in 0..50 {
            part.columns.push(crate::grid::Place { id: id(&format!("place{n}x{row}")), ..place.clone() }.into());
        }
        take(&writer, n, (vec![Audience::Public], vec![part], Vec::new()));
    }
    let opened = desk(&memory);
    {
        let books = opened.books();
        let book = &books[&id(BOOK)];
        assert!(book.is_reading() && !book.complete, "what is not here yet is unknown, not absent");
        assert!(book.is_copied(), "and what is here is shown");
        assert!((400..800).contains(&book.len()), "{}", book.len());
        assert!(book.row(&Key::of::<crate::grid::Place>(&id("place39x0"))).is_some());
    }
    // A page that comes meanwhile is newer than what is still to be read.
    let gone = Gone { kind: crate::Kind::Place, id: id("place0x0") };
    let part = Part { gone: vec![gone], ..Part::default() };
    take(&opened, 40, (vec![Audience::Public], vec![part], Vec::new()));
    while now(opened.fill(&id(BOOK))).unwrap() {}
    let books = opened.books();
    assert_eq!((books[&id(BOOK)].len(), books[&id(BOOK)].complete), (1_999, true));
}

#[test]
fn a_segment_that_is_missing_makes_the_copy_start_anew_and_keeps_the_outbox() {
    let memory = Memory::default();
    let writer = desk(&memory);
    for (n, page) in
        pages(&[(1, true, false, true), (2, true, false, true), (3, false, false, true)]).into_iter().enumerate()
    {
        take(&writer, n, page);
    }
    let key = memory.0.borrow().keys().find(|(store, _)| *store == Store::Segment).cloned().unwrap();
    memory.0.borrow_mut().remove(&key);
    let opened = desk(&memory);
    let unread: Id = opened.books()[&id(BOOK)].epoch.clone();
    assert!(unread.is_none(), "it will be pulled from the start");
}
