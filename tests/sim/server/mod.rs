//! The server: the real group and pull over memory, one writer, backups, and all that can happen to it.

mod answer;
pub mod look;
pub mod tables;

use super::{
    check,
    executor::{Task, poll_all},
    fault::Fault,
    net::{Ask, Flight, Net, Reply, Stage},
    shared::Shared,
    town,
};
use jiefang_domain::{
    Id, Millis,
    command::Command,
    identity::{EndGrant, GiveGrant, Grant},
    sync::{Answer, BUILD},
};
use jiefang_server::{
    store::{Marks, StoreError},
    sync::{Batch, Left, Outcome, Sheet, SystemOp, decide, system_batch},
};
use std::{cell::RefCell, rc::Rc};
use tables::{Memory, Tx};

/// A call whose operations are being decided.
type Waiting = (u64, Batch);

/// A copy of everything, and the epoch it is of.
#[derive(Clone, Debug)]
struct Backup {
    tables: Memory,
    epoch: Id,
    verified: bool,
}

/// The server.
pub struct Server {
    shared: Rc<Shared>,
    net: Rc<Net>,
    pub tables: Rc<RefCell<Memory>>,
    pub epoch: Id,
    /// It was rolled back: what newer builds send it does not know.
    pub rolled_back: bool,
    /// It answers 503.
    pub unavailable: bool,
    pub page_rows: usize,
    inbox: Vec<Waiting>,
    calls: Vec<u64>,
    work: Vec<Task<Result<Outcome, StoreError>>>,
    /// What it remembers from one group to the next.
    left: Rc<RefCell<Left>>,
    backups: Vec<Backup>,
}

impl Server {
    pub fn new(shared: &Rc<Shared>, net: &Rc<Net>) -> Self {
        let (tables, epoch) = (town::tables(), shared.rng.borrow_mut().id());
        let page_rows = 4 + shared.rng.borrow_mut().below(40);
        let backups = vec![Backup { tables: tables.clone(), epoch: epoch.clone(), verified: false }];
        Self {
            shared: shared.clone(),
            net: net.clone(),
            tables: Rc::new(RefCell::new(tables)),
            epoch,
            rolled_back: false,
            unavailable: false,
            page_rows,
            inbox: Vec::new(),
            calls: Vec::new(),
            work: Vec::new(),
            left: Rc::default(),
            backups,
        }
    }

    pub fn is_busy(&self) -> bool {
        !self.inbox.is_empty() || !self.work.is_empty()
    }

    /// A call arrives.
    pub fn arrived(&mut self, flight: &Flight) {
        if self.unavailable {
            self.shared.fired(Fault::Unavailable);
            return self.net.answer(flight.id, Reply::Status(503), false);
        }
        match (&flight.ask, &flight.cookie) {
            (Ask::SignIn(person), _) | (Ask::Who, Some(person)) => self.answer_who(flight.id, person),
            (_, None) => self.net.answer(flight.id, Reply::Status(401), false),
            (Ask::Pull(book, body), Some(person)) => {
                let reply = self.pulled(book, person, body);
                self.net.answer(flight.id, reply, true);
            }
            (Ask::Push(book, body), Some(person)) => match self.pushed(book, person, body, flight.newer) {
                Ok(batch) => {
                    if let Some(flight) = self.net.flights.borrow_mut().get_mut(&flight.id) {
                        flight.stage = Stage::AtServer;
                    }
                    self.inbox.push((flight.id, batch));
                }
                Err(status) => self.net.answer(flight.id, Reply::Status(status), false),
            },
        }
    }

    /// The writer goes on: with what it has begun, or with some of what has arrived.
    pub fn work(&mut self) {
        if self.work.is_empty() {
            if self.inbox.is_empty() {
                return;
            }
            let many = 1 + self.shared.rng.borrow_mut().below(self.inbox.len());
            let (calls, batches): (Vec<u64>, Vec<Batch>) = self.inbox.drain(..many).unzip();
            self.calls = calls;
            self.begin(batches);
        }
        for outcome in poll_all(&mut self.work) {
            let calls = std::mem::take(&mut self.calls);
            match outcome {
                Ok(outcome) => self.answered(&calls, outcome),
                Err(error) => {
                    // The database itself refuses: an operation twice, a transfer twice.
                    self.shared.broke("S2", || format!("the server could not write a group: {error}"));
                    for call in calls {
                        self.net.answer(call, Reply::Status(500), false);
                    }
                }
            }
        }
    }

    fn begin(&mut self, batches: Vec<Batch>) {
        let shared = self.shared.clone();
        let check = Box::new(move |before: &Memory, writes: &_| check::commit(&shared, before, writes));
        let mut tx = Tx::begin(&self.shared, &self.tables, check);
        let left = self.left.clone();
        self.work.push(Box::pin(async move {
            let mut before = left.take();
            let decisions = decide(&mut tx, &mut before, &batches).await?;
            tx.written(decisions.writes).await?;
            left.replace(before);
            Ok(decisions.outcome)
        }));
    }

    fn answered(&mut self, calls: &[u64], outcome: Outcome) {
        for (call, answers) in calls.iter().zip(outcome.answers) {
            let reply = self.reply(*call, answers);
            let done = matches!(reply, Reply::Text(_));
            self.net.answer(*call, reply, done);
        }
        if self.shared.unlucky(25) && self.fall() > 0 {
            self.shared.fired(Fault::CrashBeforeAnswer);
        }
    }

    /// Everything in memory is gone; how many answers with it.
    fn fall(&mut self) -> usize {
        self.shared.note(|| "the server falls".into());
        self.work.clear();
        self.left.take();
        self.calls.clear();
        self.inbox.clear();
        self.net.server_fell()
    }

    /// `kill -9`.
    pub fn killed(&mut self) {
        let inside = !self.work.is_empty();
        self.fall();
        if inside {
            self.shared.fired(Fault::KilledInTransaction);
        }
    }

    /// The clock's acts that are due.
    pub fn tick(&mut self, now_ms: Millis) {
        if self.is_busy() {
            return;
        }
        let ops: Vec<SystemOp> = self
            .tables
            .borrow()
            .due(now_ms)
            .into_iter()
            .filter_map(|(book, row)| {
                let (_, op_id, command) = row.deadline().filter(|(due_at_ms, ..)| *due_at_ms <= now_ms)?;
                Some(SystemOp { book, op_id, command, now_ms })
            })
            .collect();
        if !ops.is_empty() {
            self.begin(vec![system_batch(ops).unwrap()]);
            self.work();
        }
    }

    /// The office ends the rights of somebody, or gives them back where they have ended.
    pub fn regrant(&mut self, person: &Id) {
        if self.is_busy() {
            return;
        }
        let now_ms = self.shared.now_ms.get();
        let grants: Vec<(Id, Grant)> =
            self.tables.borrow().grants(person).map(|(book, grant)| (book.clone(), grant.clone())).collect();
        let Some((book, grant)) = self.shared.rng.borrow_mut().pick_of(&grants).cloned() else { return };
        let id = self.shared.rng.borrow_mut().id();
        let command = match grant.until_ms {
            0 => Command::EndGrant(EndGrant { grant: grant.id }),
            _ => Command::GiveGrant(GiveGrant {
                id: id.clone(),
                person: grant.person,
                role: grant.role,
                place: grant.place,
                since_ms: 0,
            }),
        };
        self.begin(vec![system_batch(vec![SystemOp { book, op_id: id, command, now_ms }]).unwrap()]);
        self.work();
    }

    /// Takes a backup; some are verified at once.
    pub fn back_up(&mut self) {
        let verified = self.shared.rng.borrow_mut().once_in(2);
        let tables = self.tables.borrow().clone();
        self.backups.push(Backup { tables, epoch: self.epoch.clone(), verified });
        if verified {
            let mut tables = self.tables.borrow_mut();
            let heads: Vec<(Id, u64)> = tables.books.values().map(|book| (book.book.clone(), book.head)).collect();
            for (book, head) in heads {
                let floor = tables.marks.get(&book).map_or(0, |marks| marks.floor);
                tables.marks.insert(book, Marks { backed_up: head, floor });
            }
        }
    }

    /// Puts back a backup: the newest verified one, or one taken since.
    pub fn restore(&mut self, new_epoch: bool) -> bool {
        let last = self.backups.iter().rposition(|backup| backup.verified).unwrap_or(0);
        let at = last + self.shared.rng.borrow_mut().below(self.backups.len() - last);
        let backup = self.backups[at].clone();
        let forgets = self.tables.borrow().books.values().any(|book| backup.tables.head(&book.book) < book.head);
        self.fall();
        self.backups.truncate(at + 1);
        self.tables.replace(backup.tables);
        self.epoch = if new_epoch { self.shared.rng.borrow_mut().id() } else { backup.epoch };
        self.shared.note(|| format!("restored, epoch {}, forgets {forgets}", self.epoch));
        forgets
    }

    /// Whether what a newer device sends is beyond this server.
    fn unknown(&self, batch: &mut Batch, newer: bool) {
        if let (Batch::Push(ops), true, false) = (&mut *batch, newer, self.rolled_back) {
            // Of the same build as the device.
            for op in ops {
                op.build = BUILD;
            }
        } else if let (Batch::Push(ops), true) = (batch, newer) {
            for op in
                ops.iter_mut().filter(|op| op.act.get().contains("\"hazard.") || op.act.get().contains("\"issue."))
            {
                op.sheet = Sheet::Bad(jiefang_domain::Refusal::UnknownKind, "");
            }
        }
    }
}

/// Whether an answer says that the server did not know the kind yet.
pub fn is_retry(answer: &Answer) -> bool {
    matches!(answer, Answer::Retry)
}
