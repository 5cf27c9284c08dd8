//! What is written together, and what happens when it cannot be read back.

use super::{Batch, Disk, Find, Keep, StorageError, Store, Write, memory::Memory};
use jiefang_domain::{
    Audience, Id,
    command::Command,
    identity::Actor,
    stewards::ClearHazard,
    sync::{Entry, EntryState, Op, Page, PullRequest},
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
    Entry { op: Op { op_id: id(op_id), n: 0, authored_at_ms: 1, offset_ms: 0, act }, state: EntryState::Waiting }
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
        cells: vec![],
        last_n: 0,
        now_ms: 0,
    }
}

fn first_request() -> PullRequest {
    PullRequest { epoch: Id::none(), client_id: id("c"), scopes: vec![], cursor: 0, chain: String::new() }
}

async fn put(memory: &Memory, store: Store, key: &str, text: &str) {
    let writes = vec![Write::Put(store, key.into(), text.into())];
    assert_eq!(memory.commit(&Batch { writes, ..Batch::default() }).await, Ok(true));
}

#[wasm_bindgen_test]
async fn a_copy_that_cannot_be_read_is_thrown_away_and_the_outbox_is_not() {
    let memory = Memory::default();
    let keep = Keep::new(memory.clone());
    keep.append(&id("b1"), &mut entry("o1"), &[]).await.unwrap();
    let text = serde_json::to_string(&page(3)).unwrap();
    assert_eq!(keep.page(&id("b1"), &first_request(), &page(3), &text).await, Ok(true));
    assert_eq!(keep.book(&id("b1"), &id("c"), &actor()).await.unwrap().cursor, 3);
    let segment = memory.keys(Store::Segment).remove(0);
    put(&memory, Store::Segment, &segment, "{").await;
    let book = keep.book(&id("b1"), &id("c"), &actor()).await.unwrap();
    assert_eq!((book.cursor, book.waiting(), book.next_n), (0, 1, 2));
    assert!(memory.keys(Store::Segment).is_empty(), "pulled anew from the start");
}

#[wasm_bindgen_test]
async fn an_entry_of_a_later_build_stays_on_the_disk_for_it() {
    let memory = Memory::default();
    let keep = Keep::new(memory.clone());
    keep.append(&id("b1"), &mut entry("o1"), &[]).await.unwrap();
    put(&memory, Store::Outbox, "b1/0000000000000002", r#"{"book":"b1","entry":{"kind":"later@9"}}"#).await;
    assert_eq!(keep.outbox().await.unwrap().len(), 1);
    keep.remove(&id("b1"), &[1]).await.unwrap();
    assert_eq!(memory.keys(Store::Outbox), ["b1/0000000000000002"]);
}

#[wasm_bindgen_test]
async fn a_restart_replaces_what_was_there() {
    let memory = Memory::default();
    let keep = Keep::new(memory.clone());
    let text = serde_json::to_string(&page(3)).unwrap();
    keep.page(&id("b1"), &first_request(), &page(3), &text).await.unwrap();
    keep.page(&id("b10"), &first_request(), &page(9), &text).await.unwrap();
    let asked = PullRequest { epoch: id("e1"), cursor: 3, scopes: vec![Audience::Public], ..first_request() };
    let anew = Page { epoch: id("e2"), ..page(1) };
    let text = serde_json::to_string(&anew).unwrap();
    assert_eq!(keep.page(&id("b1"), &asked, &anew, &text).await, Ok(true));
    assert_eq!(memory.keys(Store::Segment).len(), 2, "and nothing of the book beside it");
    let book = keep.book(&id("b1"), &id("c"), &actor()).await.unwrap();
    assert_eq!((book.cursor, book.epoch), (1, id("e2")));
    // The same answer once more, from a tab that still stands where it asked.
    assert_eq!(keep.page(&id("b1"), &asked, &anew, &text).await, Ok(false));
}

#[wasm_bindgen_test]
async fn the_client_keeps_its_id_until_it_is_forgotten() {
    let keep = Keep::new(Memory::default());
    assert_eq!(keep.client_id(id("one")).await, Ok(id("one")));
    assert_eq!(keep.client_id(id("two")).await, Ok(id("one")));
    assert_eq!(keep.forget().await, Ok(0));
    assert_eq!(keep.client_id(id("three")).await, Ok(id("three")));
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
}

#[wasm_bindgen_test]
async fn an_entry_that_was_written_is_not_called_lost() {
    let memory = Memory::default();
    let keep = Keep::new(Cut(memory.clone()));
    assert_eq!(keep.append(&id("b1"), &mut entry("o1"), &[]).await, Ok(()));
    memory.broken.set(Some(StorageError::Full));
    assert_eq!(keep.append(&id("b1"), &mut entry("o2"), &[]).await, Err(StorageError::Full));
    assert_eq!(memory.keys(Store::Outbox).len(), 1);
}
