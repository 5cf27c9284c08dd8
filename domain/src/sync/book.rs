//! One book on one device: outbox, copy, push, pull, rebase. The app, the tests and the simulator run this very code;
//! it tells what to write and never writes.

use super::{
    Answer, Answered, BUILD, Base, Layered, OPS_MAX, Op, PUSH_BYTES_MAX, Page, PullRequest, PushAnswer, PushRequest,
    base::Map,
};
use crate::tree::{Tree, Wood, map};
use crate::{
    Audience, Id, Millis, Refusal, Row,
    command::Command,
    decide::decide,
    identity::Actor,
    indicator::{Cell, Indicator},
    record::Key,
    rule::{Case, Seen, Verdict},
    timebank::touched,
};

/// How far an entry of the outbox has come. S9: every one ends applied, refused in sight, or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// On this device only.
    Waiting,
    /// The server has it at `seq`; it stays until its effect has come back.
    Applied {
        /// Its number in the book.
        seq: u64,
    },
    /// The server refused it; it stays in sight until the person has dealt with it.
    Refused {
        /// Why.
        code: Refusal,
    },
}

impl Wood for EntryState {
    fn tree(&self) -> Tree {
        match self {
            Self::Waiting => Tree::word("waiting"),
            Self::Applied { seq } => Tree::branch("applied", Tree::branch("seq", seq.tree())),
            Self::Refused { code } => Tree::branch("refused", Tree::branch("code", code.tree())),
        }
    }

    fn read(tree: Tree) -> Option<Self> {
        let (state, content) = tree.variant()?;
        if let ("waiting", Tree::Null) = (&*state, &content) {
            return Some(Self::Waiting);
        }
        let (field, value) = content.variant()?;
        match (&*state, &*field) {
            ("applied", "seq") => Wood::read(value).map(|seq| Self::Applied { seq }),
            ("refused", "code") => Wood::read(value).map(|code| Self::Refused { code }),
            _ => None,
        }
    }
}

/// An entry of the outbox: the operation, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The operation.
    pub op: Op<Command>,
    /// How far it has come.
    pub state: EntryState,
}

map!(Entry { op, state });

/// What authoring gave: the entry to write, and whether the device could say all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authored {
    /// To be written, durably, before [`Book::accept`].
    pub entry: Entry,
    /// Only the server can say whether it holds.
    pub unsure: bool,
}

/// What a page changed, for the one who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullOutcome {
    /// Segments before this page are worthless.
    pub restart: bool,
    /// Entries whose effect is visible now: delete them.
    pub done: Vec<u64>,
}

/// One book on one device.
#[derive(Debug)]
pub struct Book {
    /// The book.
    pub id: Id,
    /// One for this person on this browser profile.
    pub client_id: Id,
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
    /// The counter the next operation takes.
    pub next_n: u64,
    base: Base,
    cells: Map<(Indicator, Id, crate::Day), i64>,
    outbox: Vec<Entry>,
    pending: Base,
    stuck: Vec<(u64, Refusal)>,
}

impl Book {
    /// An empty copy.
    pub fn new(id: Id, client_id: Id) -> Self {
        Self {
            id,
            client_id,
            epoch: Id::none(),
            cursor: 0,
            chain: String::new(),
            scopes: Vec::new(),
            complete: false,
            next_n: 1,
            base: Base::default(),
            cells: Map::default(),
            outbox: Vec::new(),
            pending: Base::default(),
            stuck: Vec::new(),
        }
    }

    fn view(&self) -> Layered<'_> {
        let scopes: &[Audience] = if self.complete { &self.scopes } else { &[] };
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
        let op = Op { op_id, n: self.next_n, authored_at_ms, offset_ms, act: command };
        Ok(Authored { entry: Entry { op, state: EntryState::Waiting }, unsure })
    }

    /// Takes an entry that is safely written, new or read back at the start.
    pub fn accept(&mut self, entry: Entry, actor: &Actor) {
        self.keep(entry);
        self.rebase(actor);
    }

    /// Puts an entry where its counter belongs.
    fn keep(&mut self, entry: Entry) {
        self.next_n = self.next_n.max(entry.op.n + 1);
        match self.outbox.binary_search_by_key(&entry.op.n, |there| there.op.n) {
            Ok(at) => self.outbox[at] = entry,
            Err(at) => self.outbox.insert(at, entry),
        }
    }

    /// Takes all entries read back at the start.
    pub fn reopen(&mut self, entries: Vec<Entry>, actor: &Actor) {
        for entry in entries {
            self.keep(entry);
        }
        self.rebase(actor);
    }

    /// The next batch to push; `bytes` tells how large an entry is on the wire.
    pub fn push_request(&self, bytes: impl Fn(&Op<Command>) -> usize) -> Option<PushRequest<Command>> {
        let mut room = PUSH_BYTES_MAX - 1024;
        let mut ops = Vec::new();
        for entry in self.outbox.iter().filter(|entry| entry.state == EntryState::Waiting) {
            let size = bytes(&entry.op);
            if ops.len() == OPS_MAX || (size > room && !ops.is_empty()) {
                break;
            }
            room = room.saturating_sub(size);
            ops.push(entry.op.clone());
        }
        (!ops.is_empty()).then(|| PushRequest {
            epoch: self.epoch.clone(),
            client_id: self.client_id.clone(),
            build: BUILD,
            ops,
        })
    }

    /// Takes the server's answers; the entries that changed are to be written.
    pub fn answered(&mut self, answer: &PushAnswer, actor: &Actor) -> Vec<Entry> {
        let mut changed = Vec::new();
        for Answered { n, answer } in &answer.answers {
            let Some(entry) = self.outbox.iter_mut().find(|entry| entry.op.n == *n) else { continue };
            // An answer may arrive twice or late: only what still waits is moved on.
            if entry.state != EntryState::Waiting {
                continue;
            }
            let first = if let Answer::Duplicate { first } = answer { first } else { answer };
            let state = match first {
                Answer::Applied { seq } => EntryState::Applied { seq: *seq },
                Answer::Refused { code, .. } | Answer::Held { reason: code } => EntryState::Refused { code: *code },
                Answer::IdentityClash => EntryState::Refused { code: Refusal::IdentityClash },
                Answer::Duplicate { .. } | Answer::Retry | Answer::Gap { .. } => continue,
            };
            entry.state = state;
            changed.push(entry.clone());
        }
        if !changed.is_empty() {
            self.rebase(actor);
        }
        changed
    }

    /// What to ask for next.
    pub fn pull_request(&self) -> PullRequest {
        PullRequest {
            epoch: self.epoch.clone(),
            client_id: self.client_id.clone(),
            scopes: self.scopes.clone(),
            cursor: self.cursor,
            chain: self.chain.clone(),
        }
    }

    /// Whether the answer to `request` still fits: the device stands where it asked from. An answer that comes late, or
    /// to a copy that was thrown away meanwhile, would leave a hole or turn time back (S7).
    pub fn follows(&self, request: &PullRequest) -> bool {
        *request == self.pull_request()
    }

    /// Applies a page that is safely written; `None` where its columns do not fit together.
    pub fn apply(&mut self, page: Page, actor: &Actor) -> Option<PullOutcome> {
        let restart = page.restart;
        if restart {
            self.base = Base::default();
            self.cells.clear();
            self.complete = false;
        }
        for part in page.parts {
            let scope = page.scopes.get(part.scope)?;
            for gone in part.gone {
                self.base.leave(scope, &Key { kind: gone.kind, id: gone.id });
            }
            for row in part.columns.into_rows() {
                self.base.put(scope, row);
            }
        }
        for Cell { indicator, place, day, value } in page.cells {
            self.cells.insert((indicator, place, day), value);
        }
        if page.scopes != self.scopes {
            self.base.keep(&page.scopes);
            if !page.scopes.contains(&Audience::Staff) {
                self.cells.clear();
            }
            self.scopes = page.scopes;
        }
        self.epoch = page.epoch;
        self.cursor = page.cursor;
        self.chain = page.chain;
        self.complete = !page.more;
        let done = self.visible(page.last_n);
        self.rebase(actor);
        Some(PullOutcome { restart, done })
    }

    /// The applied entries whose effect the page brought; refused ones stay in sight.
    fn visible(&mut self, last_n: u64) -> Vec<u64> {
        let complete = self.complete;
        let cursor = self.cursor;
        let seen = |entry: &Entry| match entry.state {
            EntryState::Applied { seq } => entry.op.n <= last_n && (complete || seq <= cursor),
            EntryState::Waiting | EntryState::Refused { .. } => false,
        };
        let done: Vec<u64> = self.outbox.iter().filter(|e| seen(e)).map(|e| e.op.n).collect();
        self.outbox.retain(|entry| !seen(entry));
        done
    }

    /// Replays what is pending over the base. What no longer holds is told with its reason, never dropped.
    fn rebase(&mut self, actor: &Actor) {
        self.pending = Base::default();
        self.stuck.clear();
        for entry in &self.outbox {
            if matches!(entry.state, EntryState::Refused { .. }) {
                continue;
            }
            let now = entry.op.authored_at_ms + entry.op.offset_ms;
            let scopes: &[Audience] = if self.complete { &self.scopes } else { &[] };
            let view = Layered { base: &self.base, pending: &self.pending, scopes };
            let case = Case { actor, now, book: &self.id, view: &view };
            let changes = match decide(&entry.op.act, &case) {
                Verdict::Allowed(changes) | Verdict::Unsure(changes) => changes,
                Verdict::Refused(refusal) => {
                    // An applied one "no longer holds" only because its effect is already here.
                    if entry.state == EntryState::Waiting {
                        self.stuck.push((entry.op.n, refusal));
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

    /// Removes an entry the person has dealt with on purpose.
    pub fn discard(&mut self, n: u64, actor: &Actor) {
        let refused = |entry: &Entry| matches!(entry.state, EntryState::Refused { .. });
        self.outbox.retain(|entry| entry.op.n != n || !refused(entry));
        self.rebase(actor);
    }

    /// The row with that key, pending ones over the server's.
    pub fn row(&self, key: &Key) -> Option<&Row> {
        self.pending.get(key).or_else(|| self.base.get(key))
    }

    /// Whether a row exists only as a pending act leaves it.
    pub fn is_waiting(&self, key: &Key) -> bool {
        self.pending.get(key).is_some()
    }

    /// All rows as they stand with what is pending.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let unchanged = self.base.rows().filter(|row| self.pending.get(&row.key()).is_none());
        unchanged.chain(self.pending.rows())
    }

    /// The sum of an indicator at a place from one day to another, both included.
    pub fn sum(&self, indicator: Indicator, place: &Id, from: crate::Day, to: crate::Day) -> i64 {
        self.cells
            .iter()
            .filter(|((i, p, day), _)| *i == indicator && p == place && (from..=to).contains(day))
            .map(|(_, value)| value)
            .sum()
    }

    /// The outbox in order.
    pub fn outbox(&self) -> impl Iterator<Item = &Entry> {
        self.outbox.iter()
    }

    /// How many entries wait to be sent.
    pub fn waiting(&self) -> usize {
        self.outbox.iter().filter(|entry| entry.state == EntryState::Waiting).count()
    }

    /// Entries that need a person: refused ones, and waiting ones that no longer hold.
    pub fn attention(&self) -> Vec<(&Entry, Refusal)> {
        let of = |entry: &Entry| match &entry.state {
            EntryState::Refused { code } => Some(*code),
            EntryState::Waiting => self.stuck.iter().find(|(n, _)| *n == entry.op.n).map(|(_, refusal)| *refusal),
            EntryState::Applied { .. } => None,
        };
        self.outbox.iter().filter_map(|entry| of(entry).map(|code| (entry, code))).collect()
    }

    /// Looks at a row as a rule on this device would.
    pub fn seen(&self, key: &Key) -> Seen<Row> {
        use crate::rule::View;
        self.view().row(key).map(Row::clone)
    }
}
