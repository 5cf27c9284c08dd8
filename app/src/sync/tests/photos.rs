//! Photos against a server that counts bytes.

use super::{super::photos::PhotoWire, CallError, Desk, Fake, Memory, NOW, act, desk, find, id, sync};
use crate::replica::{
    Store,
    photo::{REFUSED, keeping, marks, photo, waiting},
};
use gloo_net::http::Method;
use jiefang_domain::{
    Id, Row,
    command::Command,
    photo::{PIECE_BYTES, to_base64},
    record::Key,
    stewards::{Entry, EntryCategory, EntryContent, EntryKind, EntryState, Named, RecordEntry},
};
use std::cell::{Cell, RefCell};
use wasm_bindgen_test::wasm_bindgen_test;

/// A server's side of one photo.
#[derive(Default)]
struct Shelf {
    here: RefCell<Vec<u8>>,
    size: Cell<usize>,
    pieces: RefCell<Vec<String>>,
    /// After so many pieces the answer is lost.
    cut_after: Cell<usize>,
    refuses: Cell<u16>,
}

impl PhotoWire for Shelf {
    async fn send(&self, method: Method, path: &str, piece: &[u8]) -> Result<String, CallError> {
        let (path, asked) = path.split_once('?').unwrap();
        assert_eq!(path, ["/api/photos/c1/", &"p".repeat(43)].concat());
        if self.refuses.get() != 0 {
            let (status, words) = (self.refuses.get(), String::new());
            return Err(CallError::Refused { status, code: String::new(), words, request_id: String::new() });
        }
        if method == Method::POST {
            self.size.set(asked.strip_prefix("size=").unwrap().parse().unwrap());
        } else {
            self.pieces.borrow_mut().push(asked.to_owned());
            assert_eq!(asked, format!("at={}", self.here.borrow().len()));
            self.here.borrow_mut().extend(piece);
            if self.pieces.borrow().len() == self.cut_after.get() {
                return Err(CallError::Offline);
            }
        }
        Ok(format!(r#"{{"reached":{}}}"#, self.here.borrow().len()))
    }
}

fn name() -> Id {
    id(&"p".repeat(43))
}

fn bytes() -> Vec<u8> {
    (0..80_000_u32).map(|n| n.to_le_bytes()[0]).collect()
}

async fn photographed(desk: &Desk<Memory>) {
    let Command::FindHazard(mut hazard) = find("h1") else { panic!() };
    hazard.photos = vec![name()];
    let extra = keeping(&id("c1"), vec![(name(), to_base64(&bytes()))]);
    let act = (id("op"), Command::FindHazard(hazard));
    desk.act((&id("c1"), None), act, (NOW, 0), &extra).await.unwrap();
}

async fn is_here(memory: &Memory) -> bool {
    photo(memory, &id("c1"), &name()).await.unwrap().is_some()
}

#[wasm_bindgen_test]
async fn a_photo_waits_for_its_act_goes_on_after_a_cut_and_stays_until_it_has_arrived() {
    let (memory, fake, shelf) = (Memory::default(), Fake::new(), Shelf::default());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    photographed(&desk).await;
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(false), "the act has not been taken yet");
    sync(&desk, &fake).await.unwrap();
    shelf.cut_after.set(2);
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Err(CallError::Offline));
    assert_eq!((waiting(&memory).await, is_here(&memory).await), (Ok(1), true));
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(true));
    assert_eq!(
        *shelf.pieces.borrow(),
        ["at=0".to_owned(), format!("at={PIECE_BYTES}"), format!("at={}", 2 * PIECE_BYTES)]
    );
    assert_eq!(*shelf.here.borrow(), bytes());
    assert_eq!(waiting(&memory).await, Ok(0));
    assert!(is_here(&memory).await, "the act may have to be sent again after a restore");
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(false));
}

#[wasm_bindgen_test]
async fn what_was_recorded_meanwhile_goes_before_the_next_piece() {
    let (memory, fake, shelf) = (Memory::default(), Fake::new(), Shelf::default());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    photographed(&desk).await;
    sync(&desk, &fake).await.unwrap();
    assert_eq!(desk.send_photo(&shelf, &|| shelf.pieces.borrow().is_empty()).await, Ok(true));
    assert_eq!(shelf.pieces.borrow().len(), 1);
    assert_eq!(waiting(&memory).await, Ok(1));
}

#[wasm_bindgen_test]
async fn a_refused_photo_is_not_sent_again_and_stays_with_its_act() {
    let (memory, fake, shelf) = (Memory::default(), Fake::new(), Shelf::default());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    photographed(&desk).await;
    sync(&desk, &fake).await.unwrap();
    shelf.refuses.set(422);
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(true));
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(false));
    assert_eq!(marks(&memory).await.unwrap()[0].at, REFUSED);
    assert_eq!((waiting(&memory).await, is_here(&memory).await), (Ok(0), true), "it waits for no signal");
}

#[wasm_bindgen_test]
async fn s4_a_photo_stays_until_a_backup_was_taken_after_it_arrived() {
    let (memory, fake, shelf) = (Memory::default(), Fake::new(), Shelf::default());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    photographed(&desk).await;
    sync(&desk, &fake).await.unwrap();
    // The backup holds the act; the photo arrives after it.
    fake.backed_up.set(fake.head.get());
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(true));
    sync(&desk, &fake).await.unwrap();
    assert!(memory.keys(Store::Outbox).is_empty(), "the act is safe");
    for _ in 0..2 {
        assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(false));
        assert!(is_here(&memory).await, "the photo is not");
    }
    act(&desk, "h2").await;
    sync(&desk, &fake).await.unwrap();
    fake.backed_up.set(fake.head.get());
    sync(&desk, &fake).await.unwrap();
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(false));
    assert!(!is_here(&memory).await && marks(&memory).await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn signing_out_keeps_a_photo_that_has_not_arrived_and_nothing_else() {
    let (memory, fake, shelf) = (Memory::default(), Fake::new(), Shelf::default());
    let at = desk(&memory).await;
    sync(&at, &fake).await.unwrap();
    photographed(&at).await;
    sync(&at, &fake).await.unwrap();
    assert_eq!(at.forget().await, Ok(1), "the photo");
    assert!(is_here(&memory).await && memory.keys(Store::Segment).is_empty());
    let at = desk(&memory).await;
    sync(&at, &fake).await.unwrap();
    assert_eq!(at.send_photo(&shelf, &|| true).await, Ok(true));
    assert_eq!(at.forget().await, Ok(0));
    assert!(!is_here(&memory).await);
}

#[wasm_bindgen_test]
async fn photo_and_act_are_written_together_or_not_at_all() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    let before = memory.commits.get();
    photographed(&desk).await;
    assert_eq!(memory.commits.get(), before + 1);
    assert_eq!((memory.keys(Store::Photo).len(), memory.keys(Store::Outbox).len()), (1, 1));
}

#[wasm_bindgen_test]
async fn papers_of_an_errand_leave_this_device_once_the_server_says_that_it_has_ended() {
    let (memory, fake, shelf) = (Memory::default(), Fake::new(), Shelf::default());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    let parties = vec![Named { person: Id::none(), name: "石秀兰".into() }];
    let content = EntryContent {
        category: EntryCategory::Papers,
        spot: String::new(),
        note: String::new(),
        happened_at_ms: NOW - 1_000,
        parties,
        checkpoints: Vec::new(),
        photos: vec![name()],
    };
    let (entry_kind, place, replaces) = (EntryKind::Errand, id("b1"), Id::none());
    let record = RecordEntry { id: id("e1"), entry_kind, place, replaces, content };
    let extra = keeping(&id("c1"), vec![(name(), to_base64(&bytes()))]);
    desk.act((&id("c1"), None), (id("op"), Command::RecordEntry(record)), (NOW, 0), &extra).await.unwrap();
    sync(&desk, &fake).await.unwrap();
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(true));
    assert!(is_here(&memory).await, "the errand goes on");
    // Somebody else's confirmation reached the server.
    let key = Key { kind: jiefang_domain::Kind::Entry, id: id("e1") };
    let ended = |row: Row| match row {
        Row::Entry(entry) => {
            let (state, photos) = (EntryState::Confirmed, Vec::new().into());
            Row::Entry(Entry { state, photos, ended_at_ms: NOW, ..entry })
        }
        row => row,
    };
    fake.head.set(fake.head.get() + 1);
    let (_, row) = fake.rows.borrow_mut().remove(&key).unwrap();
    fake.rows.borrow_mut().insert(key, (fake.head.get(), ended(row)));
    sync(&desk, &fake).await.unwrap();
    assert_eq!(desk.send_photo(&shelf, &|| true).await, Ok(false));
    assert!(!is_here(&memory).await && marks(&memory).await.unwrap().is_empty());
}
