//! A device and an office with a bad line between them: S1, S2, S3, S6, S7, S9, S11 over random faults.

mod office;
mod papers;

use super::{Asked, BUILD, Book, Counter, Entry, EntryState, Op, Page, Pause, PushAnswer, PushRequest, Turn};
use crate::{
    Audience, Id, Key, Refusal,
    calendar::HOUR_MS,
    command::Command,
    identity::Actor,
    stewards::{FindHazard, Grade, Hazard, HazardCategory, RectifyHazard},
    testing::{BOOK, MONDAY_9_MS, id},
};
use office::Office;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A phone: what is on its disk, and what is in its memory.
struct Phone {
    outbox: BTreeMap<u64, Entry>,
    pages: Vec<Page>,
    book: Book,
    actor: Actor,
    told_saved: Vec<Id>,
    clients: std::cell::Cell<u32>,
}

impl Phone {
    fn new(office: &Office) -> Self {
        let book = Book::new(id(BOOK), Counter::first(id("phone")));
        let actor = office.yard.actor("steward");
        Self {
            outbox: BTreeMap::new(),
            pages: Vec::new(),
            book,
            actor,
            told_saved: Vec::new(),
            clients: std::cell::Cell::new(0),
        }
    }

    fn act(&mut self, op_id: Id, command: Command, now: i64) -> Result<(), Refusal> {
        let authored = self.book.author(op_id.clone(), command, &self.actor, (now, 0))?;
        self.outbox.insert(authored.entry.serial, authored.entry.clone());
        self.book.accept(authored.entry, &self.actor);
        self.told_saved.push(op_id);
        Ok(())
    }

    /// A client that nobody has had yet.
    fn fresh(&self) -> Id {
        self.clients.set(self.clients.get() + 1);
        id(&format!("anew{}", self.clients.get()))
    }

    fn write(&mut self, turn: &Turn) {
        self.outbox.extend(turn.changed.iter().map(|entry| (entry.serial, entry.clone())));
        self.outbox.retain(|serial, _| !turn.gone.contains(serial));
    }

    fn hear(&mut self, asked: &PushRequest<Command>, answer: &PushAnswer) {
        let turn = self.book.heard(asked, answer, || self.fresh());
        self.write(&turn);
        self.book.turn(turn, &self.actor);
    }

    fn ask(&self, office: &Office) -> (Asked, Page) {
        let asked = self.book.pull_request();
        let page = office.pull("steward", &asked.request);
        (asked, page)
    }

    fn take(&mut self, (asked, page): (Asked, Page)) {
        if !self.book.follows(&asked) {
            return;
        }
        let turn = self.book.seen(&asked, &page, || self.fresh());
        self.write(&turn);
        if page.restart {
            self.pages.clear();
        }
        self.pages.push(page.clone());
        assert!(self.book.apply(page, turn, &self.actor));
    }

    /// S1, at every moment: what the person was told is saved can be seen, or is refused in sight.
    fn shows_all_that_was_saved(&self) -> bool {
        let refused: Vec<&Id> = self.book.attention().iter().map(|(entry, _)| &entry.op.op_id).collect();
        self.told_saved.iter().all(|op| {
            let hazard = id(&op.as_str().replace("op", "h"));
            refused.contains(&op) || self.book.row(&Key::of::<Hazard>(&hazard)).is_some()
        })
    }

    /// The browser throws the copy away, never the outbox.
    fn evict(&mut self) {
        self.pages.clear();
        self.reopen();
    }

    /// The tab is killed: memory goes, the disk stays.
    fn reopen(&mut self) {
        self.book = Book::new(id(BOOK), self.book.counter().clone());
        for page in self.pages.clone() {
            assert!(self.book.apply(page, Turn::default(), &self.actor));
        }
        self.book.reopen(self.outbox.values().cloned().collect(), &self.actor);
    }

    fn sync(&mut self, office: &mut Office) {
        for _ in 0..200 {
            if let Some(request) = self.book.push_request(Pause::default(), |_| 400) {
                let answer = office.push("steward", request.clone());
                self.hear(&request, &answer);
            }
            let page = self.ask(office);
            let more = page.1.more;
            self.take(page);
            if !more && self.book.waiting() == 0 {
                return;
            }
        }
        panic!("the device never came to rest");
    }
}

fn hazard(n: usize, place: &str) -> Command {
    Command::FindHazard(FindHazard {
        id: id(&format!("h{n}")),
        place: id(place),
        spot: String::new(),
        category: HazardCategory::Leak,
        grade: Grade::Ordinary,
        note: String::new(),
        found_at_ms: MONDAY_9_MS - HOUR_MS,
        photos: Vec::new(),
    })
}

#[test]
fn what_is_recorded_without_signal_is_there_marked_waiting_and_survives_the_tab() {
    let mut office = Office::new();
    let mut phone = Phone::new(&office);
    phone.sync(&mut office);
    phone.act(id("op1"), hazard(1, "b5"), MONDAY_9_MS).unwrap();
    phone.reopen();
    let key = Key::of::<Hazard>(&id("h1"));
    assert!(phone.book.is_waiting(&key), "S1");
    assert_eq!(phone.book.waiting(), 1);
    phone.sync(&mut office);
    assert!(!phone.book.is_waiting(&key));
    assert!(phone.book.row(&key).is_some() && phone.book.outbox().next().is_none());
    assert_eq!(phone.outbox.len(), 1, "S4: it stays until a backup holds it");
    office.backed_up = office.seq;
    phone.sync(&mut office);
    assert!(phone.outbox.is_empty());
}

#[test]
fn a_device_that_holds_nothing_yet_can_still_record() {
    let office = Office::new();
    let mut phone = Phone::new(&office);
    phone.act(id("op1"), hazard(1, "b5"), MONDAY_9_MS).unwrap();
    assert!(phone.book.row(&Key::of::<Hazard>(&id("h1"))).is_some(), "unsure, and shown as waiting");
}

#[test]
fn s9_s11_a_refused_entry_stays_in_sight_and_the_queue_moves_on() {
    let mut office = Office::new();
    let mut phone = Phone::new(&office);
    phone.act(id("op1"), hazard(1, "b4"), MONDAY_9_MS).unwrap();
    phone.act(id("op2"), hazard(2, "b5"), MONDAY_9_MS).unwrap();
    phone.sync(&mut office);
    let attention = phone.book.attention();
    assert_eq!(attention.len(), 1);
    assert_eq!((attention[0].0.op.n, attention[0].1), (1, Refusal::NotYours));
    assert!(phone.book.row(&Key::of::<Hazard>(&id("h2"))).is_some());
    phone.reopen();
    assert_eq!(phone.book.attention().len(), 1, "nor does a restart lose it");
    let actor = phone.actor.clone();
    phone.book.turn(Turn { gone: vec![1], ..Turn::default() }, &actor);
    assert!(phone.book.attention().is_empty());
}

#[test]
fn a_known_refusal_is_told_at_once_and_nothing_is_queued() {
    let mut office = Office::new();
    let mut phone = Phone::new(&office);
    phone.sync(&mut office);
    assert_eq!(phone.act(id("op1"), hazard(1, "b4"), MONDAY_9_MS), Err(Refusal::NotYours));
    assert_eq!(phone.act(id("op2"), hazard(1, "elsewhere"), MONDAY_9_MS), Err(Refusal::PlaceNotHere));
    assert_eq!(phone.book.waiting(), 0);
}

#[test]
fn what_somebody_else_did_first_is_told_with_its_reason_and_not_dropped() {
    let mut office = Office::new();
    let mut phone = Phone::new(&office);
    phone.act(id("op1"), hazard(1, "b5"), MONDAY_9_MS).unwrap();
    phone.sync(&mut office);
    let rectify = Command::RectifyHazard(RectifyHazard { hazard: id("h1"), note: "我来清".into() });
    phone.act(id("op2"), rectify.clone(), MONDAY_9_MS).unwrap();
    office.push(
        "worker",
        PushRequest {
            epoch: id("e1"),
            client_id: id("desk"),
            person: id("worker"),
            build: BUILD,
            ops: vec![Op { op_id: id("op3"), n: 1, authored_at_ms: MONDAY_9_MS, offset_ms: 0, act: rectify }],
        },
    );
    let page = phone.ask(&office);
    phone.take(page);
    assert_eq!(phone.book.attention()[0].1, Refusal::WrongState);
    phone.sync(&mut office);
    let Entry { op, state, .. } = phone.book.attention()[0].0;
    assert_eq!(*state, EntryState::Refused { code: Refusal::WrongState });
    assert!(matches!(&op.act, Command::RectifyHazard(c) if c.note == "我来清"), "the text is kept");
}

#[test]
fn rows_that_no_scope_holds_any_more_are_purged_and_the_outbox_is_not() {
    let mut office = Office::new();
    let mut phone = Phone::new(&office);
    phone.act(id("op1"), hazard(1, "b5"), MONDAY_9_MS).unwrap();
    phone.sync(&mut office);
    phone.act(id("op2"), hazard(2, "b5"), MONDAY_9_MS).unwrap();
    let (request, mut page) = phone.ask(&office);
    page.scopes.retain(|scope| *scope == Audience::Public);
    page.parts.clear();
    phone.take((request, page));
    assert!(phone.book.row(&Key::of::<Hazard>(&id("h1"))).is_none());
    assert_eq!(phone.book.waiting(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// S1, S2, S3, S6, S7, S9 whatever happens on the line: answers lost, doubled or late, pages lost or late, tabs killed.
    #[test]
    fn nothing_is_lost_doubled_or_reordered(events in prop::collection::vec(0..11_u8, 1..120)) {
        let mut office = Office::new();
        let mut phone = Phone::new(&office);
        let mut late_answer: Option<(PushRequest<Command>, PushAnswer)> = None;
        let mut late_page: Option<(Asked, Page)> = None;
        let mut evicted = false;
        for (n, event) in events.into_iter().enumerate() {
            let request = phone.book.push_request(Pause::default(), |_| 400);
            match event {
                0 | 1 => drop(phone.act(id(&format!("op{n}")), hazard(n, "b5"), MONDAY_9_MS)),
                // A poison the device cannot know to be one while it holds nothing.
                2 => drop(phone.act(id(&format!("op{n}")), hazard(n, "b4"), MONDAY_9_MS)),
                3 => if let Some(request) = request {
                    let answer = office.push("steward", request.clone());
                    phone.hear(&request, &answer);
                    phone.hear(&request, &answer);
                },
                4 => if let Some(request) = request {
                    let answer = office.push("steward", request.clone());
                    late_answer = Some((request, answer));
                },
                5 => if let Some((request, answer)) = late_answer.take() { phone.hear(&request, &answer) },
                6 => late_page = Some(phone.ask(&office)),
                7 => if let Some(page) = late_page.take() { phone.take(page) },
                // Answers on their way die with the tab that asked.
                8 => {
                    phone.evict();
                    (evicted, late_answer, late_page) = (true, None, None);
                }
                9 => {
                    let page = phone.ask(&office);
                    phone.take(page);
                }
                _ => {
                    phone.reopen();
                    (late_answer, late_page) = (None, None);
                }
            }
            // After an eviction what the server has is away until the next contact; what it has not is not.
            evicted &= !phone.book.complete;
            prop_assert!(evicted || phone.shows_all_that_was_saved());
        }
        phone.sync(&mut office);
        phone.sync(&mut office);
        // S2: no operation has two effects. S3: effects follow n.
        let first = |op: &Id| office.log[op].clone();
        let order: Vec<u64> = office.effects.iter().map(first).filter(|(of, ..)| *of == id("phone")).map(|(_, op, _)| op.n).collect();
        prop_assert!(order.windows(2).all(|w| w[0] < w[1]), "{:?}", order);
        // S1 and S9: everything told to be saved is applied and visible, or refused in sight.
        let refused: Vec<Id> = phone.book.attention().iter().map(|(entry, _)| entry.op.op_id.clone()).collect();
        for op in &phone.told_saved {
            prop_assert!(office.effects.contains(op) != refused.contains(op), "{op}");
        }
        // S6 and S7: the copy is what a fresh device gets.
        let mut fresh = Phone::new(&office);
        fresh.sync(&mut office);
        let rows = |phone: &Phone| phone.book.rows().map(|row| (row.key(), row.clone())).collect::<BTreeMap<_, _>>();
        prop_assert_eq!(rows(&phone), rows(&fresh));
    }
}
