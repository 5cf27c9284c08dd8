//! The desk against a server in memory that runs the real rulebook, with a disk in memory below.

mod photos;

use super::{
    CallError, Desk, Me, Step, Wire,
    api::{BookName, MePerson},
};
use crate::replica::{Keep, StorageError, Store, memory::Memory};
use jiefang_domain::{
    Audience, Day, Id, Refusal, Row,
    command::Command,
    decide::decide,
    grid::{Place, PlaceKind},
    identity::{Actor, Grant, Role},
    record::{Columns, Key},
    rule::{Case, Seen, Verdict, View},
    stewards::{FindHazard, Grade, Hazard, HazardCategory},
    sync::{
        Admission, Answer, Answered, Earlier, EntryState, Op, Page, Part, PullRequest, PushAnswer, PushRequest, admit,
    },
};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};
use wasm_bindgen_test::wasm_bindgen_test;

const NOW: i64 = 1_800_000_000_000;

fn id(text: &str) -> Id {
    Id::join(&[text])
}

fn me() -> Me {
    let grant = Grant {
        id: id("g1"),
        person: id("p1"),
        name: "楼长".into(),
        role: Role::Steward,
        place: id("b1"),
        path: ["b1", "c1"].map(id).into(),
        from_ms: 0,
        until_ms: 0,
    };
    Me {
        person: MePerson { id: id("p1"), name: "楼长".into(), invented: true },
        grants: vec![grant],
        books: vec![BookName { id: id("c1"), name: "社区".into(), kind: "community".into() }],
        demo: true,
        now_ms: NOW,
    }
}

fn place() -> Row {
    Place {
        id: id("b1"),
        place_kind: PlaceKind::Building,
        name: "1号楼".into(),
        path: ["b1", "c1"].map(id).into(),
        unmanaged: false,
        stewards: 1,
        stewards_since: Day(0),
        from_ms: 0,
        units: 0.into(),
        households: 0.into(),
        body: String::new().into(),
        until_ms: 0.into(),
        past: Vec::new().into(),
    }
    .into()
}

fn find(hazard: &str) -> Command {
    Command::FindHazard(FindHazard {
        id: id(hazard),
        place: id("b1"),
        spot: "1".into(),
        category: HazardCategory::Fire,
        grade: Grade::Today,
        note: String::new(),
        found_at_ms: NOW - 1_000,
        photos: Vec::new(),
    })
}

/// One book of a server: rows with their numbers, and what each client has sent.
#[derive(Default)]
struct Fake {
    rows: RefCell<HashMap<Key, (u64, Row)>>,
    head: Cell<u64>,
    last_n: Cell<u64>,
    answers: RefCell<HashMap<Id, (u64, Answer)>>,
    /// Whose session the browser has.
    person: RefCell<Option<Id>>,
    /// The answer to the next push does not arrive.
    drops_answer: Cell<bool>,
    /// Rows in a page at most.
    page_rows: Cell<usize>,
    /// What stands in a backup.
    backed_up: Cell<u64>,
}

impl View for Fake {
    fn row(&self, key: &Key) -> Seen<&Row> {
        // Leaked on purpose: a view hands out references, and a test is short.
        let row = self.rows.borrow().get(key).map(|(_, row)| Box::leak(Box::new(row.clone())));
        row.map_or(Seen::Absent, |row| Seen::Known(&*row))
    }
}

impl Fake {
    fn new() -> Self {
        let fake = Self { page_rows: Cell::new(100), ..Self::default() };
        fake.person.replace(Some(id("p1")));
        fake.put(place());
        fake
    }

    fn put(&self, row: Row) -> u64 {
        self.head.set(self.head.get() + 1);
        self.rows.borrow_mut().insert(row.key(), (self.head.get(), row));
        self.head.get()
    }

    fn decide(&self, op: &Op<Command>) -> Answer {
        let same = |(n, first): &(u64, Answer)| {
            if *n == op.n { Earlier::Same(first.clone()) } else { Earlier::Other }
        };
        let earlier = self.answers.borrow().get(&op.op_id).map(same);
        match admit(self.last_n.get(), op.n, earlier) {
            Admission::Answer(answer) | Admission::Again(answer) => return answer,
            Admission::Clash => return Answer::Refused { code: Refusal::IdentityClash, words: String::new() },
            Admission::Decide => {}
        }
        let actor = Actor::person(id("p1"), me().grants);
        let case = Case { actor: &actor, now: NOW, book: &id("c1"), view: self };
        let answer = match decide(&op.act, &case) {
            Verdict::Allowed(changes) => {
                Answer::Applied { seq: changes.rows.into_iter().map(|row| self.put(row)).max().unwrap_or(0) }
            }
            Verdict::Refused(code) => Answer::Refused { code, words: String::new() },
            Verdict::Unsure(_) => Answer::Retry,
        };
        self.last_n.set(op.n);
        self.answers.borrow_mut().insert(op.op_id.clone(), (op.n, answer.clone()));
        answer
    }
}

impl Wire for Fake {
    async fn push(&self, _: &Id, body: String) -> Result<String, CallError> {
        let request: PushRequest<Command> = serde_json::from_str(&body).unwrap();
        let answers = request.ops.iter().map(|op| Answered { n: op.n, answer: self.decide(op) }).collect();
        if self.drops_answer.take() {
            return Err(CallError::Offline);
        }
        Ok(serde_json::to_string(&PushAnswer { epoch: id("e1"), answers, now_ms: NOW }).unwrap())
    }

    async fn pull(&self, _: &Id, body: String) -> Result<String, CallError> {
        let request: PullRequest = serde_json::from_str(&body).unwrap();
        let restart = request.epoch != id("e1");
        let from = if restart { 0 } else { request.cursor };
        let mut rows: Vec<(u64, Row)> = self.rows.borrow().values().filter(|(seq, _)| *seq > from).cloned().collect();
        rows.sort_by_key(|(seq, _)| *seq);
        let more = rows.len() > self.page_rows.get();
        rows.truncate(self.page_rows.get());
        let cursor = if more { rows.last().map_or(from, |(seq, _)| *seq) } else { self.head.get() };
        let mut columns = Columns::default();
        for (_, row) in rows {
            columns.push(row);
        }
        let parts = if columns.is_empty() { vec![] } else { vec![Part { scope: 0, columns, gone: vec![] }] };
        let person = self.person.borrow().clone().unwrap();
        let page = Page {
            epoch: id("e1"),
            head: self.head.get(),
            cursor,
            chain: format!("chain {cursor}"),
            more,
            restart,
            scopes: vec![Audience::Public, Audience::Person(person)],
            parts,
            cells: jiefang_domain::indicator::Cells::default(),
            last_n: self.last_n.get(),
            now_ms: NOW,
            backed_up: self.backed_up.get(),
            dropped: vec![],
        };
        Ok(serde_json::to_string(&page).unwrap())
    }
}

async fn desk(memory: &Memory) -> Desk<Memory> {
    Desk::open(Keep::new(memory.clone()), me()).await.unwrap()
}

async fn act(desk: &Desk<Memory>, hazard: &str) -> u64 {
    desk.act((&id("c1"), None), (id(&format!("op-{hazard}")), find(hazard)), (NOW, 0), &[]).await.unwrap().serial
}

async fn sync(desk: &Desk<Memory>, fake: &Fake) -> Result<(), CallError> {
    desk.push(fake, &id("c1"), &Default::default, &|_| {}).await?;
    desk.pull(fake, &id("c1"), &|_| {}).await.map(drop)
}

fn has(desk: &Desk<Memory>, hazard: &str) -> bool {
    desk.books()[&id("c1")].row(&Key::of::<Hazard>(&id(hazard))).is_some()
}

fn waiting(desk: &Desk<Memory>) -> usize {
    desk.books()[&id("c1")].waiting()
}

#[wasm_bindgen_test]
async fn s1_an_act_without_a_network_is_there_after_a_reload_and_reaches_the_server_once() {
    let (memory, fake) = (Memory::default(), Fake::new());
    {
        let desk = desk(&memory).await;
        sync(&desk, &fake).await.unwrap();
        assert_eq!(act(&desk, "h1").await, 1);
        assert!(has(&desk, "h1"));
    }
    let desk = desk(&memory).await;
    assert!(has(&desk, "h1"), "from the disk alone");
    assert_eq!((waiting(&desk), desk.books()[&id("c1")].cursor), (1, 1));
    sync(&desk, &fake).await.unwrap();
    assert!(has(&desk, "h1"));
    assert_eq!((waiting(&desk), fake.head.get()), (0, 2));
    assert_eq!(memory.keys(Store::Outbox).len(), 1, "its effect is in the copy, but in no backup yet");
    fake.backed_up.set(2);
    sync(&desk, &fake).await.unwrap();
    assert!(memory.keys(Store::Outbox).is_empty());
    assert_eq!(act(&desk, "h2").await, 2, "the counter goes on");
}

#[wasm_bindgen_test]
async fn the_counter_goes_on_after_a_reload_with_an_empty_outbox() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let first = desk(&memory).await;
    sync(&first, &fake).await.unwrap();
    act(&first, "h1").await;
    sync(&first, &fake).await.unwrap();
    let second = desk(&memory).await;
    assert_eq!(act(&second, "h2").await, 2);
    sync(&second, &fake).await.unwrap();
    assert_eq!(fake.last_n.get(), 2);
}

#[wasm_bindgen_test]
async fn s2_an_answer_that_got_lost_doubles_nothing() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    act(&desk, "h1").await;
    fake.drops_answer.set(true);
    assert_eq!(sync(&desk, &fake).await, Err(CallError::Offline));
    assert_eq!(waiting(&desk), 1);
    sync(&desk, &fake).await.unwrap();
    assert_eq!((waiting(&desk), fake.head.get()), (0, 2));
    assert!(desk.books()[&id("c1")].attention().is_empty());
    assert!(desk.books()[&id("c1")].outbox().next().is_none());
}

#[wasm_bindgen_test]
async fn s3_two_tabs_never_take_the_same_counter() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let one = desk(&memory).await;
    sync(&one, &fake).await.unwrap();
    let two = desk(&memory).await;
    assert_eq!((act(&one, "h1").await, act(&two, "h2").await, act(&one, "h3").await), (1, 2, 3));
    one.reload(&id("c1")).await.unwrap();
    sync(&one, &fake).await.unwrap();
    assert_eq!((fake.last_n.get(), fake.head.get()), (3, 4));
}

#[wasm_bindgen_test]
async fn s7_a_page_is_not_written_over_a_copy_that_has_moved_on() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let one = desk(&memory).await;
    sync(&one, &fake).await.unwrap();
    let two = desk(&memory).await;
    act(&one, "h1").await;
    sync(&one, &fake).await.unwrap();
    let segments = memory.keys(Store::Segment).len();
    sync(&two, &fake).await.unwrap();
    assert!(has(&two, "h1"), "read back from what the other tab wrote");
    assert_eq!(memory.keys(Store::Segment).len(), segments);
}

#[wasm_bindgen_test]
async fn s7_a_first_copy_that_was_interrupted_goes_on_where_it_stopped() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let at_first = desk(&memory).await;
    for h in ["h1", "h2", "h3", "h4"] {
        fake.decide(&Op { op_id: id(h), n: fake.last_n.get() + 1, authored_at_ms: NOW, offset_ms: 0, act: find(h) });
    }
    fake.page_rows.set(2);
    memory.broken.set(Some(StorageError::Full));
    assert_eq!(sync(&at_first, &fake).await, Err(CallError::Storage(StorageError::Full)));
    assert_eq!(at_first.books()[&id("c1")].cursor, 0, "not shown before it is written");
    memory.broken.set(None);
    sync(&at_first, &fake).await.unwrap();
    let again = desk(&memory).await;
    assert!(["h1", "h2", "h3", "h4"].iter().all(|h| has(&again, h)));
    assert!(again.books()[&id("c1")].complete);
}

#[wasm_bindgen_test]
async fn s9_a_refusal_stays_in_sight_until_it_is_discarded_and_blocks_nothing() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    act(&desk, "h1").await;
    // Somebody else took that id in the meantime.
    let taken = Box::leak(Box::new(Fake::new()));
    taken.decide(&Op { op_id: id("x"), n: 1, authored_at_ms: NOW, offset_ms: 0, act: find("h1") });
    fake.put(taken.rows.borrow()[&Key::of::<Hazard>(&id("h1"))].1.clone());
    act(&desk, "h2").await;
    sync(&desk, &fake).await.unwrap();
    let refused = |desk: &Desk<Memory>| {
        desk.books()[&id("c1")].attention().iter().map(|(entry, code)| (entry.op.n, *code)).collect::<Vec<_>>()
    };
    assert_eq!(refused(&desk), [(1, Refusal::IdTaken)]);
    assert!(has(&desk, "h2"));
    desk.reload(&id("c1")).await.unwrap();
    assert_eq!(refused(&desk), [(1, Refusal::IdTaken)]);
    desk.discard(&id("c1"), 1).await.unwrap();
    assert!(refused(&desk).is_empty() && desk.books()[&id("c1")].outbox().next().is_none());
}

#[wasm_bindgen_test]
async fn s8_rows_of_another_persons_session_are_not_taken() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let desk = desk(&memory).await;
    fake.person.replace(Some(id("p2")));
    let error = sync(&desk, &fake).await.unwrap_err();
    assert!(error.is_signed_out());
    assert!(memory.keys(Store::Segment).is_empty());
}

#[wasm_bindgen_test]
async fn what_could_not_be_written_is_not_shown_as_done() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    memory.broken.set(Some(StorageError::Full));
    let refused = desk.act((&id("c1"), None), (id("op"), find("h1")), (NOW, 0), &[]).await;
    assert_eq!(refused, Err(crate::state::ActError::Storage(StorageError::Full)));
    assert!(!has(&desk, "h1"));
}

#[wasm_bindgen_test]
async fn an_act_larger_than_an_entry_may_be_is_refused_here() {
    let desk = desk(&Memory::default()).await;
    let Command::FindHazard(mut hazard) = find("h1") else { panic!() };
    hazard.note = "长".repeat(20_000);
    let refused = desk.act((&id("c1"), None), (id("op"), Command::FindHazard(hazard)), (NOW, 0), &[]).await;
    assert_eq!(refused, Err(crate::state::ActError::TooLarge));
}

#[wasm_bindgen_test]
async fn signing_out_leaves_nothing_but_what_was_not_sent() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let one = desk(&memory).await;
    sync(&one, &fake).await.unwrap();
    act(&one, "h1").await;
    assert_eq!(one.forget().await, Ok(1));
    assert!(memory.keys(Store::Segment).is_empty());
    let two = desk(&memory).await;
    assert_eq!(waiting(&two), 1, "there again after the same person signs in");
    sync(&two, &fake).await.unwrap();
    assert_eq!(two.forget().await, Ok(0));
    assert!([Store::Outbox, Store::Segment].iter().all(|store| memory.keys(*store).is_empty()));
}

#[wasm_bindgen_test]
async fn a_quiet_pull_writes_nothing_and_tells_nothing() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    let commits = memory.commits.get();
    let steps = RefCell::new(Vec::new());
    desk.pull(&fake, &id("c1"), &|step| steps.borrow_mut().push(step)).await.unwrap();
    assert_eq!(memory.commits.get(), commits);
    assert_eq!(steps.take(), [Step::Asking, Step::Answered(NOW)]);
}

#[wasm_bindgen_test]
async fn a_book_that_is_no_longer_theirs_goes_but_unsent_entries_stay_in_sight() {
    let (memory, fake) = (Memory::default(), Fake::new());
    let desk = desk(&memory).await;
    sync(&desk, &fake).await.unwrap();
    act(&desk, "h1").await;
    desk.adopt(Me { books: vec![], grants: vec![], ..me() }).await.unwrap();
    assert!(memory.keys(Store::Segment).is_empty());
    assert_eq!(waiting(&desk), 1);
    assert!(matches!(desk.books()[&id("c1")].outbox().next().unwrap().state, EntryState::Waiting));
}
