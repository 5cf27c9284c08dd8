//! A device and an office with a bad line between them: S1, S2, S3, S6, S7, S9, S11 over random faults.

use super::{
    Admission, Answer, Answered, Asked, BUILD, Book, Counter, Earlier, Entry, EntryState, Gone, Op, Page, Part,
    PullRequest, PushAnswer, PushRequest, Turn, admit,
};
use crate::{
    Audience, Id, Key, Refusal, Row,
    calendar::HOUR_MS,
    command::Command,
    identity::{Actor, scopes},
    stewards::{FindHazard, Grade, Hazard, HazardCategory, RectifyHazard},
    testing::{BOOK, MONDAY_9_MS, Yard, id},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The server's side in memory: the same admission, rules and settling, without a disk.
struct Office {
    yard: Yard,
    seq: u64,
    last_n: HashMap<Id, u64>,
    log: HashMap<Id, (Op<Command>, Answer)>,
    effects: Vec<Id>,
    shelf: BTreeMap<(Audience, Key), (u64, Option<Row>)>,
    backed_up: u64,
}

impl Office {
    fn new() -> Self {
        let yard = Yard::new();
        let projected = yard.rows.values().flat_map(|row| {
            let key = row.key();
            row.projections().into_iter().map(move |(audience, row)| ((audience, key.clone()), (1, Some(row))))
        });
        let shelf = projected.collect();
        Self { yard, seq: 1, last_n: HashMap::new(), log: HashMap::new(), effects: Vec::new(), shelf, backed_up: 0 }
    }

    fn push(&mut self, person: &str, request: PushRequest<Command>) -> PushAnswer {
        let mut answers = Vec::new();
        for op in request.ops {
            let n = op.n;
            let answer = self.one(person, &request.client_id, op);
            let stop = matches!(answer, Answer::Gap { .. } | Answer::Retry);
            answers.push(Answered { n, answer });
            if stop {
                break;
            }
        }
        PushAnswer { epoch: id("e1"), answers, now_ms: self.yard.now }
    }

    fn one(&mut self, person: &str, client: &Id, op: Op<Command>) -> Answer {
        let last_n = self.last_n.entry(client.clone()).or_default();
        let same = |(first, answer): &(Op<Command>, Answer)| {
            if *first == op { Earlier::Same(answer.clone()) } else { Earlier::Other }
        };
        let earlier = self.log.get(&op.op_id).map(same);
        if let Admission::Answer(answer) = admit(*last_n, op.n, earlier) {
            return answer;
        }
        *last_n = op.n;
        self.seq += 1;
        let answer = match self.yard.act(person, &op.act) {
            Ok(settled) => {
                self.effects.push(op.op_id.clone());
                for (old, new) in settled.rows {
                    let key = new.key();
                    for (audience, _) in old.iter().flat_map(Row::projections) {
                        self.shelf.insert((audience, key.clone()), (self.seq, None));
                    }
                    for (audience, row) in new.projections() {
                        self.shelf.insert((audience, key.clone()), (self.seq, Some(row)));
                    }
                }
                Answer::Applied { seq: self.seq }
            }
            Err(code) => Answer::Refused { code, words: String::new() },
        };
        self.log.insert(op.op_id.clone(), (op, answer.clone()));
        answer
    }

    fn pull(&self, person: &str, request: &PullRequest) -> Page {
        let grants = self.yard.actor(person).grants;
        let scopes = scopes(&id(person), &grants, &id(BOOK), |place| vec![place.clone()]);
        let restart = request.epoch != id("e1") || scopes.iter().any(|s| !request.scopes.contains(s));
        let from = if restart { 0 } else { request.cursor };
        // Three numbers a page, so that there are several.
        let to = if from == 0 { self.seq.min(4) } else { self.seq.min(from + 3) };
        let mut parts: Vec<Part> = Vec::new();
        for (scope, audience) in scopes.iter().enumerate() {
            let mut part = Part { scope, ..Part::default() };
            for ((to_whom, key), (seq, row)) in &self.shelf {
                if to_whom == audience && (from + 1..=to).contains(seq) {
                    match row {
                        Some(row) => part.columns.push(row.clone()),
                        None => part.gone.push(Gone { kind: key.kind, id: key.id.clone() }),
                    }
                }
            }
            parts.push(part);
        }
        Page {
            epoch: id("e1"),
            head: self.seq,
            cursor: to,
            chain: to.to_string(),
            more: to < self.seq,
            restart,
            scopes,
            parts,
            cells: Vec::new(),
            last_n: self.last_n.get(&request.client_id).copied().unwrap_or(0),
            now_ms: self.yard.now,
            backed_up: self.backed_up,
            dropped: Vec::new(),
        }
    }
}

/// A phone: what is on its disk, and what is in its memory.
struct Phone {
    outbox: BTreeMap<u64, Entry>,
    pages: Vec<Page>,
    book: Book,
    actor: Actor,
    told_saved: Vec<Id>,
}

impl Phone {
    fn new(office: &Office) -> Self {
        let book = Book::new(id(BOOK), Counter::first(id("phone")));
        let actor = office.yard.actor("steward");
        Self { outbox: BTreeMap::new(), pages: Vec::new(), book, actor, told_saved: Vec::new() }
    }

    fn act(&mut self, op_id: Id, command: Command, now: i64) -> Result<(), Refusal> {
        let authored = self.book.author(op_id.clone(), command, &self.actor, (now, 0))?;
        self.outbox.insert(authored.entry.serial, authored.entry.clone());
        self.book.accept(authored.entry, &self.actor);
        self.told_saved.push(op_id);
        Ok(())
    }

    fn write(&mut self, turn: &Turn) {
        self.outbox.extend(turn.changed.iter().map(|entry| (entry.serial, entry.clone())));
        self.outbox.retain(|serial, _| !turn.gone.contains(serial));
    }

    fn hear(&mut self, asked: &PushRequest<Command>, answer: &PushAnswer) {
        let turn = self.book.heard(asked, answer, || id("anew"));
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
        let turn = self.book.seen(&asked, &page, || id("anew"));
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
            if let Some(request) = self.book.push_request(|_| 400) {
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
            let request = phone.book.push_request(|_| 400);
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
        let order: Vec<u64> = office.effects.iter().map(|op| office.log[op].0.n).collect();
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
