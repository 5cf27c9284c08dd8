//! What is written together, and what happens when it cannot be read back.

use super::{Batch, Disk, Find, Keep, StorageError, Store, Write, memory::Memory};
use jiefang_domain::{
    Audience, Id,
    command::Command,
    identity::Actor,
    stewards::ClearHazard,
    sync::{Asked, Before, Book, Counter, Entry, EntryState, Op, Page, Turn, device::Read},
    tree::Tree,
};
use wasm_bindgen_test::wasm_bindgen_test;

fn id(text: &str) -> Id {
    Id::join(&[text])
}

fn actor() -> Actor {
    Actor::person(id("p1"), vec![])
}

fn entry(op_id: &str) -> Entry {
    let act = Command::ClearHazard(ClearHazard { hazard: id("h1") });
    let op = Op { op_id: id(op_id), n: 0, authored_at_ms: 1, offset_ms: 0, act };
    Entry { serial: 0, client_id: Id::none(), op, state: EntryState::Waiting }
}

async fn append(keep: &Keep<impl Disk>, op_id: &str) -> Result<(), StorageError> {
    keep.append(&id("b1"), &id("c"), &mut entry(op_id), &[]).await
}

async fn put_page(keep: &Keep<Memory>, book: &str, asked: &Asked, page: &Page) -> Result<bool, StorageError> {
    let text = serde_json::to_string(page).unwrap();
    let before = Before { counter: Counter::first(id("c")), entries: Vec::new() };
    keep.page(&id(book), asked, (page, &text), (&before, &Turn::default()), &mut Read::default()).await
}

async fn book(keep: &Keep<Memory>) -> Book {
    keep.open(&id("b1"), &id("c"), &actor()).await.unwrap().0
}

fn page(cursor: u64) -> Page {
    Page {
        epoch: id("e1"),
        head: cursor,
        cursor,
        chain: "x".into(),
        more: false,
        restart: true,
        scopes: vec![Audience::Public],
        parts: vec![],
        cells: jiefang_domain::indicator::Cells::default(),
        last_n: 0,
        now_ms: 0,
        backed_up: 0,
        dropped: vec![],
    }
}

fn first_request() -> Asked {
    Book::new(id("b1"), Counter::first(id("c"))).pull_request()
}

async fn put(memory: &Memory, store: Store, key: &str, text: &str) {
    let writes = vec![Write::Put(store, key.into(), text.into())];
    assert_eq!(memory.commit(&Batch { writes, ..Batch::default() }).await, Ok(true));
}

#[wasm_bindgen_test]
async fn a_copy_that_cannot_be_read_is_thrown_away_and_the_outbox_is_not() {
    let memory = Memory::default();
    let keep = Keep::new(memory.clone());
    append(&keep, "o1").await.unwrap();
    assert_eq!(put_page(&keep, "b1", &first_request(), &page(3)).await, Ok(true));
    assert_eq!(book(&keep).await.cursor, 3);
    let segment = memory.keys(Store::Segment).remove(0);
    put(&memory, Store::Segment, &segment, "{").await;
    let there = book(&keep).await;
    assert_eq!((there.cursor, there.waiting(), there.counter().n), (0, 1, 2));
    assert!(memory.keys(Store::Segment).is_empty(), "pulled anew from the start");
}

#[wasm_bindgen_test]
async fn an_entry_of_a_later_build_stays_on_the_disk_for_it() {
    let memory = Memory::default();
    let keep = Keep::new(memory.clone());
    append(&keep, "o1").await.unwrap();
    put(&memory, Store::Outbox, "b1/0000000000000002", r#"{"book":"b1","entry":{"kind":"later@9"}}"#).await;
    assert_eq!(keep.outbox().await.unwrap().len(), 1);
    keep.remove(&id("b1"), 1, &[]).await.unwrap();
    assert_eq!(memory.keys(Store::Outbox), ["b1/0000000000000002"]);
}

#[wasm_bindgen_test]
async fn a_restart_replaces_what_was_there() {
    let memory = Memory::default();
    let keep = Keep::new(memory.clone());
    put_page(&keep, "b1", &first_request(), &page(3)).await.unwrap();
    put_page(&keep, "b10", &first_request(), &page(9)).await.unwrap();
    let asked = book(&keep).await.pull_request();
    let anew = Page { epoch: id("e2"), ..page(1) };
    assert_eq!(put_page(&keep, "b1", &asked, &anew).await, Ok(true));
    assert_eq!(memory.keys(Store::Segment).len(), 2, "and nothing of the book beside it");
    let there = book(&keep).await;
    assert_eq!((there.cursor, there.epoch), (1, id("e2")));
    // The same answer once more, from a tab that still stands where it asked.
    assert_eq!(put_page(&keep, "b1", &asked, &anew).await, Ok(false));
}

#[wasm_bindgen_test]
async fn the_client_keeps_its_id() {
    let keep = Keep::new(Memory::default());
    assert_eq!(keep.client_id(id("one")).await, Ok(id("one")));
    assert_eq!(keep.client_id(id("two")).await, Ok(id("one")));
    assert_eq!(keep.forget().await, Ok(0));
    assert_eq!(keep.client_id(id("three")).await, Ok(id("one")), "another tab may be about to record something");
}

/// A disk whose connection is cut right after a commit.
struct Cut(Memory);

impl Disk for Cut {
    async fn read(&self, finds: &[Find]) -> Result<Vec<Vec<String>>, StorageError> {
        self.0.read(finds).await
    }

    async fn commit(&self, batch: &Batch) -> Result<bool, StorageError> {
        self.0.commit(batch).await?;
        Err(StorageError::Lost)
    }

    fn text(tree: &Tree) -> String {
        Memory::text(tree)
    }

    fn tree(text: &str) -> Option<Tree> {
        Memory::tree(text)
    }
}

#[wasm_bindgen_test]
async fn an_entry_that_was_written_is_not_called_lost() {
    let memory = Memory::default();
    let keep = Keep::new(Cut(memory.clone()));
    assert_eq!(append(&keep, "o1").await, Ok(()));
    memory.broken.set(Some(StorageError::Full));
    assert_eq!(append(&keep, "o2").await, Err(StorageError::Full));
    assert_eq!(memory.keys(Store::Outbox).len(), 1);
}
