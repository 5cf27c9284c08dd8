//! One book on one device: outbox, copy, push, pull, rebase. The app, the tests and the simulator run this very code;
//! it tells what to write and never writes.

mod shown;

use super::{
    Base, Before, Counter, Entry, EntryState, Layered, Op, Outbox, Page, Pause, PullRequest, PushAnswer, PushRequest,
    Turn,
    base::{Map, Set},
    lease,
};
use crate::{
    Audience, Id, Millis, Refusal, Row,
    command::Command,
    decide::decide,
    identity::Actor,
    indicator::{Cell, Indicator},
    record::Key,
    rule::{Case, Verdict},
    timebank::touched,
};

/// What authoring gave: the entry to write, and whether the device could say all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authored {
    /// To be written, durably, before [`Book::accept`].
    pub entry: Entry,
    /// Only the server can say whether it holds.
    pub unsure: bool,
}

/// A pull, and how often the device had heard of its own acts when it asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is sent.
    pub request: PullRequest,
    heard: u64,
}

impl Asked {
    /// What will be asked for after `page`, where nothing comes in between: so it can be under way while the page is written.
    #[must_use]
    pub fn after(&self, page: &Page) -> Self {
        let request = PullRequest {
            epoch: page.epoch.clone(),
            client_id: self.request.client_id.clone(),
            scopes: page.scopes.clone(),
            cursor: page.cursor,
            chain: page.chain.clone(),
            drop: Vec::new(),
        };
        Self { request, heard: self.heard }
    }
}

/// One book on one device.
#[derive(Debug)]
pub struct Book {
    /// The book.
    pub id: Id,
    /// The server's epoch; `-` before the first pull.
    pub epoch: Id,
    /// All rows up to this number are here.
    pub cursor: u64,
    /// The chain at the cursor.
    pub chain: String,
    /// The scopes held.
    pub scopes: Vec<Audience>,
    /// Whether the first copy is complete.
    pub complete: bool,
    /// What the newest page told of the server; nothing before the first since the start.
    pub told: Option<Told>,
    /// Whether the lease has run out: what was held through an office alone is not here.
    pub locked: bool,
    base: Base,
    cells: Map<(Indicator, Id, crate::Day), i64>,
    outbox: Outbox,
    heard: u64,
    pending: Base,
    stuck: Vec<(u64, Refusal)>,
    below: Option<Below>,
}

/// What a page tells of the server beside rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The book's newest number then.
    pub head: u64,
    /// The highest number that stands in a verified backup.
    pub backed_up: u64,
    /// The server's clock.
    pub now_ms: Millis,
}

/// While older pages are still being read back: they come after newer ones, and what is newer wins.
#[derive(Debug, Default)]
struct Below {
    /// What newer pages took out of a scope.
    gone: Set<(Audience, Key)>,
    /// Whether the copy is complete once all of it is read.
    complete: bool,
}

impl Book {
    /// An empty copy.
    pub fn new(id: Id, counter: Counter) -> Self {
        Self {
            id,
            epoch: Id::none(),
            cursor: 0,
            chain: String::new(),
            scopes: Vec::new(),
            complete: false,
            told: None,
            locked: false,
            base: Base::default(),
            cells: Map::default(),
            outbox: Outbox::new(counter),
            heard: 0,
            pending: Base::default(),
            stuck: Vec::new(),
            below: None,
        }
    }

    fn view(&self) -> Layered<'_> {
        // Only in scopes of which every row is here does a row that is not found not exist.
        let scopes: &[Audience] = if self.complete && !self.locked { &self.scopes } else { &[] };
        Layered { base: &self.base, pending: &self.pending, scopes }
    }

    /// Decides a command over what this device knows. Nothing changes until the entry is written and [accepted](Self::accept).
    ///
    /// # Errors
    /// The refusal, where something known speaks against it.
    pub fn author(
        &self,
        op_id: Id,
        command: Command,
        actor: &Actor,
        (authored_at_ms, offset_ms): (Millis, Millis),
    ) -> Result<Authored, Refusal> {
        let view = self.view();
        let case = Case { actor, now: authored_at_ms + offset_ms, book: &self.id, view: &view };
        let unsure = match decide(&command, &case) {
            Verdict::Allowed(_) => false,
            Verdict::Unsure(_) => true,
            Verdict::Refused(refusal) => return Err(refusal),
        };
        let op = Op { op_id, n: 0, authored_at_ms, offset_ms, act: command };
        let mut entry = Entry { serial: 0, client_id: Id::none(), op, state: EntryState::Waiting };
        self.outbox.counter.clone().take(&mut entry);
        Ok(Authored { entry, unsure })
    }

    /// Takes an entry that is safely written.
    pub fn accept(&mut self, entry: Entry, actor: &Actor) {
        self.outbox.put(entry);
        self.rebase(actor);
    }

    /// Takes all entries read back at the start.
    pub fn reopen(&mut self, entries: Vec<Entry>, actor: &Actor) {
        for entry in entries {
            self.outbox.put(entry);
        }
        self.rebase(actor);
    }

    /// What the next entry takes.
    pub const fn counter(&self) -> &Counter {
        &self.outbox.counter
    }

    /// The next batch to push, without what is held back; `bytes` tells how large an entry is on the wire.
    pub fn push_request(&self, pause: Pause, bytes: impl Fn(&Op<Command>) -> usize) -> Option<PushRequest<Command>> {
        self.outbox.push_request(&self.epoch, pause, bytes)
    }

    /// What the server's answers to `asked` change; to be written before it is [taken over](Self::turn).
    pub fn heard(&self, asked: &PushRequest<Command>, answer: &PushAnswer, fresh: impl FnOnce() -> Id) -> Turn {
        self.outbox.heard(asked, answer, fresh)
    }

    /// What a page changes in the outbox; to be written in the page's own transaction, before [`Self::apply`].
    pub fn seen(&self, asked: &Asked, page: &Page, fresh: impl FnOnce() -> Id) -> Turn {
        self.outbox.seen(&asked.request, page, fresh)
    }

    /// What a turn was made from, before it is taken over.
    pub fn before(&self, turn: &Turn) -> Before {
        self.outbox.before(turn)
    }

    /// Takes over a change of the outbox that is safely written.
    pub fn turn(&mut self, turn: Turn, actor: &Actor) {
        self.heard += 1;
        self.outbox.turn(turn);
        self.rebase(actor);
    }

    /// What to ask for next.
    pub fn pull_request(&self) -> Asked {
        let request = PullRequest {
            epoch: self.epoch.clone(),
            client_id: self.outbox.counter.client_id.clone(),
            scopes: self.scopes.clone(),
            cursor: self.cursor,
            chain: self.chain.clone(),
            drop: Vec::new(),
        };
        Asked { request, heard: self.heard }
    }

    /// Whether the answer to what was asked still fits: the device stands where it asked from, and has heard nothing of
    /// its own acts since. An answer that comes late, or to a copy that was thrown away meanwhile, would leave a hole or
    /// turn time back (S7), and its counter would say that acts were forgotten.
    pub fn follows(&self, asked: &Asked) -> bool {
        let now = self.pull_request();
        now.heard == asked.heard && now.request == PullRequest { drop: Vec::new(), ..asked.request.clone() }
    }

    /// The scopes that `page` takes away, where with them would go more than a fifth of the rows here and the server has
    /// not been asked about them: a purge that large is confirmed first (SYNC, "Scopes").
    pub fn to_confirm(&self, page: &Page) -> Option<Vec<Audience>> {
        let lost = |scope: &&Audience| !page.scopes.contains(scope);
        let lost: Vec<Audience> = self.scopes.iter().filter(lost).cloned().collect();
        let asked = lost.iter().all(|scope| page.dropped.contains(scope));
        (!asked && self.base.only_in(&lost) * 5 > self.base.len()).then_some(lost)
    }

    /// Applies a page that is safely written, with what it changes in the outbox; `false` where its columns do not fit
    /// together.
    pub fn apply(&mut self, page: Page, turn: Turn, actor: &Actor) -> bool {
        if page.restart {
            self.base = Base::default();
            self.cells.clear();
            self.below = None;
        }
        for part in page.parts {
            let Some(scope) = page.scopes.get(part.scope) else { return false };
            for gone in part.gone {
                let key = Key { kind: gone.kind, id: gone.id };
                self.base.leave(scope, &key);
                if let Some(below) = &mut self.below {
                    below.gone.insert((scope.clone(), key));
                }
            }
            self.base.reserve(part.columns.len());
            for row in part.columns.into_rows() {
                self.base.put(scope, row);
            }
        }
        for Cell { indicator, place, day, value } in page.cells.0 {
            self.cells.insert((indicator, place, day), value);
        }
        if page.scopes != self.scopes {
            self.base.keep(&page.scopes);
            if !page.scopes.contains(&Audience::Staff) {
                self.cells.clear();
            }
            self.scopes = page.scopes;
        }
        self.told = Some(Told { head: page.head, backed_up: page.backed_up, now_ms: page.now_ms });
        self.epoch = page.epoch;
        self.cursor = page.cursor;
        self.chain = page.chain;
        match &mut self.below {
            Some(below) => below.complete = !page.more,
            None => self.complete = !page.more,
        }
        self.outbox.turn(turn);
        self.rebase(actor);
        true
    }

    /// The lease has run out: rows that were held through an office alone leave the memory. They stay on the disk, where
    /// the next contact finds them; acts go on, and where they need what is locked only the server can say.
    pub fn lock(&mut self, actor: &Actor) {
        self.locked = true;
        let open: Vec<Audience> = self.scopes.iter().filter(|scope| lease::is_open(scope)).cloned().collect();
        self.base.keep(&open);
        self.cells.clear();
        self.rebase(actor);
    }

    /// Begins to read a copy back that stands at `request`; its pages follow, the newest first.
    pub fn read_back(&mut self, request: PullRequest, complete: bool) {
        self.epoch = request.epoch;
        self.cursor = request.cursor;
        self.chain = request.chain;
        self.scopes = request.scopes;
        self.below = Some(Below { gone: Set::default(), complete });
    }

    /// The copy stands there now: pages that told nothing are not kept, what they said of the cursor is.
    pub fn stands(&mut self, request: PullRequest, complete: bool) {
        self.epoch = request.epoch;
        self.cursor = request.cursor;
        self.chain = request.chain;
        match &mut self.below {
            Some(below) => below.complete = complete,
            None => self.complete = complete,
        }
    }

    /// Takes a page that is older than all that were read so far; `false` where its columns do not fit together.
    pub fn under(&mut self, page: Page) -> bool {
        let Some(below) = &mut self.below else { return true };
        // As they were said, the last word first.
        for part in page.parts.into_iter().rev() {
            let Some(scope) = page.scopes.get(part.scope) else { return false };
            if !self.scopes.contains(scope) || self.locked && !lease::is_open(scope) {
                continue;
            }
            self.base.reserve(part.columns.len());
            for row in part.columns.into_rows() {
                if below.gone.is_empty() || !below.gone.contains(&(scope.clone(), row.key())) {
                    self.base.put_under(scope, row);
                }
            }
            for gone in part.gone {
                below.gone.insert((scope.clone(), Key { kind: gone.kind, id: gone.id }));
            }
        }
        if self.scopes.contains(&Audience::Staff) && !self.locked {
            for Cell { indicator, place, day, value } in page.cells.0.into_iter().rev() {
                self.cells.entry((indicator, place, day)).or_insert(value);
            }
        }
        true
    }

    /// The copy is no longer on the disk: it is asked for from the start, and what is here stays in sight until it comes.
    pub fn copy_again(&mut self) {
        (self.epoch, self.cursor, self.chain) = (Id::none(), 0, String::new());
        (self.complete, self.below) = (false, None);
    }

    /// All of the copy is read back.
    pub fn read_whole(&mut self, actor: &Actor) {
        if let Some(below) = self.below.take() {
            self.complete = below.complete;
            self.rebase(actor);
        }
    }

    /// Whether the whole copy is on this device, though perhaps not all of it is read back yet: what is here can be shown,
    /// and what is not here may still be.
    pub fn is_copied(&self) -> bool {
        self.complete || self.below.as_ref().is_some_and(|below| below.complete)
    }

    /// Whether older pages are still to be read back.
    pub const fn is_reading(&self) -> bool {
        self.below.is_some()
    }

    /// How many rows are here.
    pub fn len(&self) -> usize {
        self.base.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }

    /// Replays what is pending over the base. What no longer holds is told with its reason, never dropped.
    fn rebase(&mut self, actor: &Actor) {
        self.pending = Base::default();
        self.stuck.clear();
        for entry in self.outbox.entries() {
            if !matches!(entry.state, EntryState::Waiting | EntryState::Applied { .. }) {
                continue;
            }
            let now = entry.op.authored_at_ms + entry.op.offset_ms;
            let scopes: &[Audience] = if self.complete && !self.locked { &self.scopes } else { &[] };
            let view = Layered { base: &self.base, pending: &self.pending, scopes };
            let case = Case { actor, now, book: &self.id, view: &view };
            let changes = match decide(&entry.op.act, &case) {
                Verdict::Allowed(changes) | Verdict::Unsure(changes) => changes,
                Verdict::Refused(refusal) => {
                    // An applied one "no longer holds" only because its effect is already here.
                    if entry.state == EntryState::Waiting {
                        self.stuck.push((entry.serial, refusal));
                    }
                    continue;
                }
            };
            let accounts = touched(&changes.transfers, &view);
            let rows = changes.rows.into_iter().chain(accounts.into_iter().map(Row::from));
            let rows: Vec<Row> = rows.collect();
            for row in rows {
                self.pending.put(&Audience::Public, row);
            }
        }
    }
}
